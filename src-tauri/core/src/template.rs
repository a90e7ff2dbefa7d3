//! Templates of articles: what stands in a new one before anybody has written a word of it.
//!
//! A template is data. The texts have places in braces: those that an assignment knows
//! (`{sự kiện}`, `{địa điểm}`, `{thời gian}`, `{ngày}`, `{phóng viên}`, `{tòa soạn}`) are filled,
//! the others stay for whoever writes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::{Block, BlockAttrs, BlockId, Document, Fields, Text};
use crate::failure::{Failure, Result};
use crate::language::normal::nfc;
use crate::time::{Timestamp, ZoneMinutes};

/// Most blocks of a template.
const BLOCK_LIMIT: usize = 100;
/// Longest text of a block, in bytes.
const TEXT_LIMIT: usize = 20_000;
/// Longest name, section, genre or tag, in characters.
const NAME_LIMIT: usize = 100;
const TAG_LIMIT: usize = 50;
/// Most photos that are asked for, and most syllables.
pub(crate) const PHOTO_LIMIT: u32 = 100;
pub(crate) const LENGTH_LIMIT: u32 = 100_000;

/// Id of a template: a word for those of the program, letters at random for those of a desk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct TemplateId(pub String);

/// What a new article begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Template {
    /// Empty until it is kept.
    pub id: TemplateId,
    pub name: String,
    pub headline: String,
    pub lead: String,
    pub blocks: Vec<TemplateBlock>,
    pub section: String,
    pub tags: Vec<String>,
    /// Becomes the royalty class.
    pub genre: String,
    /// In syllables.
    pub target_length: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TemplateBlock {
    pub kind: TemplateBlockKind,
    /// Of a photo its caption.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum TemplateBlockKind {
    Paragraph,
    Subhead,
    Quote,
    /// A photo that is still missing.
    Photo,
}

/// What is known of an event before anybody has been there. All of it may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Filling {
    /// The event, or the subject.
    pub event: String,
    pub place: String,
    pub time: Option<Timestamp>,
    /// Photos that are wanted; the template may have more.
    pub photos: u32,
    /// In syllables; that of the template where there is none.
    pub target_length: Option<u32>,
    /// That of the template where it is empty.
    pub section: String,
}

/// What the desk knows beside.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    pub reporter: &'a str,
    pub newsroom: &'a str,
    pub zone: ZoneMinutes,
}

impl Template {
    /// Those that the program brings along, as Vietnamese newsrooms write them.
    pub fn built_in() -> Vec<Self> {
        serde_json::from_str(include_str!("../data/templates.json"))
            .expect("a test reads the templates")
    }

    /// A template without a word.
    pub fn blank() -> Self {
        Self {
            id: TemplateId::default(),
            name: String::new(),
            headline: String::new(),
            lead: String::new(),
            blocks: Vec::new(),
            section: String::new(),
            tags: Vec::new(),
            genre: String::new(),
            target_length: None,
        }
    }

    /// Brings texts to NFC and refuses what is over the limits.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `templateName`, `templateTexts` or `templateLength`.
    pub fn accept(mut self) -> Result<Self> {
        let line = |text: &mut String| {
            *text = nfc(text.trim());
            text.chars().count() <= NAME_LIMIT && !text.contains(char::is_control)
        };
        if !line(&mut self.name) || self.name.is_empty() {
            return Err(Failure::bad_input("templateName"));
        }
        let mut fits = line(&mut self.section) && line(&mut self.genre);
        for tag in &mut self.tags {
            fits &= line(tag);
        }
        self.tags.retain(|tag| !tag.is_empty());
        fits &= self.tags.len() <= TAG_LIMIT && self.blocks.len() <= BLOCK_LIMIT;
        let texts = self.blocks.iter_mut().map(|block| &mut block.text);
        for text in texts.chain([&mut self.headline, &mut self.lead]) {
            *text = nfc(text.trim()).replace(['\r', '\n'], " ");
            fits &= text.len() <= TEXT_LIMIT;
        }
        if !fits {
            return Err(Failure::bad_input("templateTexts"));
        }
        if self.target_length.is_some_and(|length| !(1..=LENGTH_LIMIT).contains(&length)) {
            return Err(Failure::bad_input("templateLength"));
        }
        Ok(self)
    }

    /// The article that begins with this template: its text with what is known put in, and its
    /// fields. There are at least as many photos as are wanted; the further ones have no caption.
    pub fn fill(
        &self,
        filling: &Filling,
        around: Surroundings<'_>,
        new_id: &mut dyn FnMut() -> BlockId,
    ) -> (Document, Fields) {
        let known = known(filling, around);
        let put = |text: &str| fill_text(text, &known);
        let mut blocks: Vec<Block> = self
            .blocks
            .iter()
            .map(|block| {
                let (id, text) = (new_id(), put(&block.text));
                match block.kind {
                    TemplateBlockKind::Paragraph => Block::paragraph(id, &text),
                    TemplateBlockKind::Subhead => Block::subhead(id, &text),
                    TemplateBlockKind::Quote => {
                        Block::Quote { attrs: BlockAttrs { id }, content: Text::runs(&text) }
                    }
                    TemplateBlockKind::Photo => Block::photo_missing(id, &text),
                }
            })
            .collect();
        if blocks.is_empty() {
            blocks.push(Block::paragraph(new_id(), ""));
        }
        let photos = blocks.iter().filter(|block| matches!(block, Block::Photo(_))).count();
        for _ in photos..filling.photos.min(PHOTO_LIMIT) as usize {
            blocks.push(Block::photo_missing(new_id(), ""));
        }
        let document = Document {
            headline: Text::runs(&put(&self.headline)),
            lead: Text::runs(&put(&self.lead)),
            blocks,
        };
        let section = filling.section.trim();
        let fields = Fields {
            section: if section.is_empty() { self.section.clone() } else { section.to_owned() },
            tags: self.tags.clone(),
            event_date: filling.time.map(|time| day_of(time, around.zone)),
            event_place: filling.place.trim().to_owned(),
            target_length: filling.target_length.or(self.target_length),
            royalty_class: self.genre.clone(),
            ..Fields::default()
        };
        (document, fields)
    }
}

fn known(filling: &Filling, around: Surroundings<'_>) -> BTreeMap<&'static str, String> {
    let (day, time) = match filling.time {
        Some(at) => {
            let (day, hour, minute) = clock(at, around.zone);
            let minutes = if minute == 0 { String::new() } else { format!(" {minute:02}") };
            (day.clone(), format!("{hour} giờ{minutes} ngày {day}"))
        }
        None => (String::new(), String::new()),
    };
    let text = |text: &str| nfc(text.trim());
    let mut known = BTreeMap::from([
        ("sự kiện", text(&filling.event)),
        ("địa điểm", text(&filling.place)),
        ("thời gian", time),
        ("ngày", day),
        ("phóng viên", text(around.reporter)),
        ("tòa soạn", text(around.newsroom)),
    ]);
    known.retain(|_, value| !value.is_empty());
    known
}

/// Puts what is known into the places of a text; a sentence or headline that begins with one
/// begins with a capital.
fn fill_text(text: &str, known: &BTreeMap<&str, String>) -> String {
    let mut filled = String::new();
    for (is_place, piece) in pieces(text) {
        let value = known.get(piece.trim().to_lowercase().as_str()).filter(|_| is_place);
        match value {
            Some(value) => {
                let begins = filled.is_empty() || filled.trim_end().ends_with(['.', '!', '?']);
                let mut letters = value.chars();
                match letters.next() {
                    Some(first) if begins => {
                        filled.extend(first.to_uppercase());
                        filled.push_str(letters.as_str());
                    }
                    _ => filled.push_str(value),
                }
            }
            None if is_place => {
                filled.push('{');
                filled.push_str(piece);
                filled.push('}');
            }
            None => filled.push_str(piece),
        }
    }
    filled
}

/// A text cut at its places: (is a place, what it says without its braces).
fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inside) = rest.strip_prefix('{')
            && let Some(end) = inside.find(['{', '}'])
            && inside[end..].starts_with('}')
            && !inside[..end].trim().is_empty()
        {
            rest = &inside[end + 1..];
            return Some((true, &inside[..end]));
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('{').map_or(rest.len(), |at| first + at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some((false, piece))
    })
}

/// `2026-11-24`
fn day_of(at: Timestamp, zone: ZoneMinutes) -> String {
    at.rfc3339(zone).chars().take(10).collect()
}

/// The day as newspapers write it, `24/11/2026`, the hour and the minute.
fn clock(at: Timestamp, zone: ZoneMinutes) -> (String, u32, u32) {
    let text = at.rfc3339(zone);
    let number = |from: usize, to: usize| -> u32 {
        text.get(from..to).and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    (format!("{}/{}/{}", number(8, 10), number(5, 7), number(0, 4)), number(11, 13), number(14, 16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Moment;

    fn around() -> Surroundings<'static> {
        Surroundings {
            reporter: "Thanh Mai",
            newsroom: "Báo Thái Nguyên",
            zone: ZoneMinutes::default(),
        }
    }

    fn filled(template: &Template, filling: &Filling) -> (Document, Fields) {
        let mut ids = Moment { now: Timestamp(0), seed: [7; 32] }.ids();
        template.fill(filling, around(), &mut || ids.block())
    }

    fn meeting() -> Filling {
        Filling {
            event: "hội nghị giao ban báo chí".into(),
            place: "thành phố Thái Nguyên".into(),
            time: Timestamp::typed("2026-11-24T08:30", ZoneMinutes::default()),
            photos: 3,
            target_length: Some(300),
            section: String::new(),
        }
    }

    #[test]
    fn every_built_in_template_is_accepted_as_it_is_and_makes_an_article() {
        let templates = Template::built_in();
        assert_eq!(templates.len(), 5);
        for template in templates {
            assert_eq!(template.clone().accept().unwrap(), template, "{}", template.name);
            let (document, fields) = filled(&template, &meeting());
            let mut ids = Moment { now: Timestamp(0), seed: [9; 32] }.ids();
            assert_eq!(document.clone().accept(&mut || ids.block()).unwrap(), document);
            fields.accept().unwrap();
        }
    }

    #[test]
    fn what_the_assignment_knows_stands_in_the_text_and_the_rest_is_left_to_write() {
        let templates = Template::built_in();
        let (document, fields) = filled(&templates[0], &meeting());
        assert_eq!(document.headline_text(), "Hội nghị giao ban báo chí");
        assert_eq!(
            document.lead_text(),
            "Ngày 24/11/2026, tại thành phố Thái Nguyên, {đơn vị tổ chức} tổ chức hội nghị giao \
             ban báo chí. {Người chủ trì, chức vụ} chủ trì hội nghị."
        );
        assert_eq!(document.photos().count(), 3, "one more than the template has");
        assert_eq!(fields.event_date.as_deref(), Some("2026-11-24"));
        assert_eq!(fields.target_length, Some(300));
        assert_eq!(fields.royalty_class, "Tin");
        let text = crate::article::plain_text(&document);
        assert!(text.contains("{kết quả, số liệu và nguồn số liệu}"));
        assert!(!text.contains("{sự kiện}") && !text.contains("{ngày}"));
    }

    #[test]
    fn nothing_known_leaves_every_place_open() {
        let templates = Template::built_in();
        let (document, fields) = filled(&templates[1], &Filling::default());
        assert_eq!(document.headline_text(), "{sự kiện}");
        assert_eq!(fields.target_length, Some(100));
        assert_eq!(fields.event_date, None);
    }

    #[test]
    fn the_time_is_written_as_newspapers_do() {
        let template =
            Template { name: "a".into(), headline: "{thời gian}".into(), ..Template::blank() };
        assert_eq!(filled(&template, &meeting()).0.headline_text(), "8 giờ 30 ngày 24/11/2026");
        let hour = Timestamp::typed("2026-11-24T14:00", ZoneMinutes::default());
        let (document, _) = filled(&template, &Filling { time: hour, ..Filling::default() });
        assert_eq!(document.headline_text(), "14 giờ ngày 24/11/2026");
    }

    #[test]
    fn braces_that_are_no_place_stay_as_they_are() {
        for text in ["", "{", "}", "{}", "a { b", "{{sự kiện", "{ }", "a}b{c"] {
            let template =
                Template { name: "a".into(), headline: text.into(), ..Template::blank() };
            let expected = text.replace("{sự kiện}", "hội nghị");
            assert_eq!(filled(&template, &meeting()).0.headline_text(), expected, "{text:?}");
        }
    }

    #[test]
    fn what_no_template_is_is_refused_by_name() {
        let template = Template { name: "Tin".into(), ..Template::blank() };
        let refused = |change: fn(&mut Template)| {
            let mut changed = template.clone();
            change(&mut changed);
            changed.accept().map_err(|failure| failure.params["what"].clone()).unwrap_err()
        };
        assert_eq!(refused(|it| it.name = "  ".into()), "templateName");
        assert_eq!(refused(|it| it.name = "n".repeat(101)), "templateName");
        assert_eq!(refused(|it| it.lead = "a".repeat(TEXT_LIMIT + 1)), "templateTexts");
        assert_eq!(refused(|it| it.target_length = Some(0)), "templateLength");
    }
}
