//! Made-up articles for measuring: the same seed gives the same desk.

use super::articles::{Working, working};
use super::{Store, comments};
use crate::article::{ArticleId, Block, Byline, BylineRole, Document, Fields, Text, text_of};
use crate::compare::Content;
use crate::discuss::{Act, Anchor, CommentEvent, EventId, Place, Replacement, ThreadId, anchor_at};
use crate::failure::{Failure, Result};
use crate::made_up::Prose;
use crate::moment::{Ids, Moment};
use crate::photo::PhotoInfo;
use crate::photo::metadata::Metadata;
use crate::time::Timestamp;

/// Sections that made-up articles take turns in.
const SECTIONS: [&str; 6] =
    ["Thời sự", "Chính trị", "Kinh tế", "Văn hóa - Xã hội", "Giáo dục", "Thể thao"];

impl Store {
    /// Puts `articles` made-up drafts of about `syllables` in, a minute apart.
    ///
    /// # Errors
    /// Those of a write.
    pub fn fill_with_made_up(
        &mut self,
        articles: u32,
        syllables: u32,
        moment: &Moment,
    ) -> Result<u32> {
        let me = self.me()?;
        let device = self.device.clone();
        let mut ids = moment.ids();
        let mut prose = prose_of(moment);
        for batch_start in (0..articles).step_by(500) {
            self.write(|transaction| {
                for n in batch_start..articles.min(batch_start + 500) {
                    let (document, fields) =
                        made_up(syllables, n, &me.pen_name, &mut prose, &mut ids);
                    let at = Moment {
                        now: Timestamp(moment.now.0 - i64::from(n) * 60_000),
                        seed: moment.seed,
                    };
                    let id: ArticleId = ids.article();
                    super::articles::insert(transaction, &id, document, fields, &me, &device, &at)?;
                }
                Ok(())
            })?;
        }
        Ok(articles)
    }

    /// Puts `photos` made-up photos in, a minute apart, with words about each. They have hashes of
    /// their own and share the originals and the thumbnails of the photos that are there, as links
    /// to the same files: the doctor finds them damaged, a screen does not.
    ///
    /// # Errors
    /// Those of a write; `NotFound` where there is no photo yet.
    pub fn fill_with_made_up_photos(&mut self, photos: u32, moment: &Moment) -> Result<()> {
        if photos == 0 {
            return Ok(());
        }
        let all: Vec<String> = self
            .connection
            .prepare("SELECT hash FROM photo ORDER BY hash LIMIT 16")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let shared = super::photos::infos(&self.connection, all.iter().map(String::as_str))?;
        let shared: Vec<PhotoInfo> = shared.into_values().collect();
        if shared.is_empty() {
            return Err(Failure::not_found("a photo to share"));
        }
        let files = self.photo_files();
        let salt = moment.ids().letters(16);
        let names = ["Thanh Mai", "Thanh Hiếu", "Lê Thị Lan", "Trần Trung Hiếu"];
        let places = ["Thái Nguyên", "Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ"];
        let mut prose = prose_of(moment);
        for start in (0..photos).step_by(2_000) {
            let made = (start..photos.min(start + 2_000)).map(|n| {
                let original = &shared[n as usize % shared.len()];
                let hash = blake3::hash(format!("{salt} {n}").as_bytes());
                let hash = hash.to_hex().to_string();
                files.share(&original.hash, &hash)?;
                let (day, month) = (n % 28 + 1, n / 28 % 12 + 1);
                Ok(PhotoInfo {
                    hash,
                    file_name: format!("DSC_{n:06}.jpg"),
                    added_at: Timestamp(moment.now.0 - i64::from(n) * 60_000),
                    metadata: Metadata {
                        caption: prose.sentence(18),
                        creators: vec![names[n as usize % names.len()].to_owned()],
                        city: places[n as usize % places.len()].to_owned(),
                        created: format!("2026-{month:02}-{day:02}T08:15:00+07:00"),
                        ..Metadata::default()
                    },
                    ..original.clone()
                })
            });
            let made = made.collect::<Result<Vec<_>>>()?;
            self.write(|transaction| {
                made.iter().try_for_each(|info| super::photos::register(transaction, info))
            })?;
        }
        Ok(())
    }

    /// Opens `each` conversations about every article of the desk, spread over its words, every
    /// fourth with a suggestion.
    ///
    /// # Errors
    /// Those of a write.
    pub fn discuss_made_up(&mut self, each: u32, moment: &Moment) -> Result<()> {
        if each == 0 {
            return Ok(());
        }
        let me = self.me()?;
        let device = self.device.clone();
        let mut ids = moment.ids();
        let articles: Vec<ArticleId> = self
            .connection
            .prepare("SELECT id FROM article ORDER BY id")?
            .query_map([], |row| row.get(0).map(ArticleId))?
            .collect::<rusqlite::Result<_>>()?;
        for article in articles {
            self.write(|transaction| {
                let Working { document, fields, .. } = working(transaction, &article)?;
                let content = Content { document, fields };
                for (n, anchor) in (0..).zip(spread(&content, each)) {
                    let id = ids.letters(16);
                    let event = CommentEvent {
                        id: EventId(id.clone()),
                        thread: ThreadId(id),
                        n: 0,
                        by: me.id.clone(),
                        by_name: me.name.clone(),
                        device: device.clone(),
                        at: Timestamp(moment.now.0 + n),
                        act: Act::Opened {
                            text: format!("Kiểm tra lại “{}” với cơ quan cung cấp.", anchor.quote),
                            mentions: Vec::new(),
                            suggestion: (n % 4 == 3).then(|| Replacement::Text {
                                runs: Text::runs(&anchor.quote.to_uppercase()),
                            }),
                            why: None,
                            anchor,
                        },
                    };
                    comments::add(transaction, &article, &event)?;
                }
                comments::count_open(transaction, &article)
            })?;
            self.changes.push(article);
        }
        Ok(())
    }
}

/// Anchors on words of the paragraphs, `count` of them where there are as many words.
fn spread(content: &Content, count: u32) -> Vec<Anchor> {
    let mut places = Vec::new();
    for block in content.document.walk() {
        let Block::Paragraph { attrs, content: runs } = block else { continue };
        let mut from = 0;
        for word in text_of(runs).split(' ') {
            let to = from + u32::try_from(word.encode_utf16().count()).unwrap_or_default();
            if from < to {
                places.push(Place::within(Some(attrs.id.clone()), 0, from, to));
            }
            from = to + 1;
        }
    }
    let step = (places.len() / count.max(1) as usize).max(1);
    places
        .into_iter()
        .step_by(step)
        .take(count as usize)
        .filter_map(|place| anchor_at(place, content))
        .collect()
}

fn prose_of(moment: &Moment) -> Prose {
    let [a, b, c, d, e, f, g, h, ..] = moment.seed;
    Prose::new(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
}

fn made_up(
    syllables: u32,
    n: u32,
    pen_name: &str,
    prose: &mut Prose,
    ids: &mut Ids,
) -> (Document, Fields) {
    let headline = format!("{} {n}", prose.sentence(10).trim_end_matches('.'));
    let lead = prose.sentence(30);
    let paragraphs = syllables.saturating_sub(40).div_ceil(80).max(1);
    let texts: Vec<String> = (0..paragraphs).map(|_| prose.paragraph(80)).collect();
    let blocks = texts.iter().map(|text| Block::paragraph(ids.block(), text)).collect();
    let byline =
        Byline { contributor: None, pen_name: pen_name.to_owned(), role: BylineRole::Text };
    let section = SECTIONS[n as usize % SECTIONS.len()].to_owned();
    (
        Document { headline: Text::runs(&headline), lead: Text::runs(&lead), blocks },
        Fields { bylines: vec![byline], section, ..Fields::default() },
    )
}
