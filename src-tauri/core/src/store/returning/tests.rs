use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::*;
use crate::article::{ArticleId, Block, BlockAttrs, BlockId, Photo, PhotoAttrs, Text, text_of};
use crate::discuss::{Place, TextPoint, anchor_at};
use crate::exchange::formats::Format;
use crate::exchange::import::{read, read_here};
use crate::photo::Edits;
use crate::photo::test_pictures::{jpeg, noise};
use crate::store::tests::minute;
use crate::store::views::{Draft, Save};
use crate::store::{Say, keep_pictures_but};
use crate::testing::office::zipped;

fn moment(n: i64) -> Moment {
    minute(1_779_500_000_000, n)
}

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
    id: ArticleId,
}

fn id(name: &str) -> BlockId {
    BlockId(name.into())
}

/// A desk with an article that has all that a document does not hold: a section, a side bar, a
/// group of photos with edits.
fn desk() -> Desk {
    let (folder, mut store) = crate::store::tests::Desk::of_lan();
    let made = store.create_article(&moment(1)).unwrap();
    let photo = |name: &str, seed: u32, caption: &str| {
        let bytes = jpeg(&noise(200 + seed, 100));
        let added = store.photo_files().add(&bytes, "a.jpg", moment(1).now).unwrap();
        let hash = added.info.hash.clone();
        let attrs = PhotoAttrs {
            id: id(name),
            photo: Some(hash),
            credit: "Thanh Hiếu".into(),
            alt: "Hội trường".into(),
            edits: Edits::default(),
        };
        (added, Block::Photo(Photo { attrs, content: Text::runs(caption) }))
    };
    let (one, first) = photo("f1", 1, "Quang cảnh hội nghị");
    let (two, second) = photo("f2", 2, "Các đại biểu dự họp");
    let (three, third) = photo("f3", 3, "Đồng chí Bí thư phát biểu");
    store
        .write(|transaction| {
            [one, two, three].iter().try_for_each(|it| register(transaction, &it.info))
        })
        .unwrap();
    let mut document = made.document.clone();
    document.headline = Text::runs("Đồng Hỷ họp bàn văn kiện");
    document.lead = Text::runs("Sáng 23/5, hội nghị khai mạc tại hội trường huyện.");
    document.blocks = vec![
        Block::paragraph(id("p1"), "Có 245 đại biểu về dự hội nghị."),
        first,
        Block::subhead(id("s1"), "Nhân sự"),
        Block::PhotoGroup { attrs: BlockAttrs { id: id("g1") }, content: vec![second, third] },
        Block::Box {
            attrs: BlockAttrs { id: id("b1") },
            content: vec![
                Block::subhead(id("b2"), "Bên lề"),
                Block::paragraph(id("b3"), "Trong hộp."),
            ],
        },
        Block::paragraph(id("p2"), "Hội nghị kết thúc vào buổi chiều."),
    ];
    let mut fields = made.fields.clone();
    fields.section = "Chính trị".into();
    let save = Save { id: made.id.clone(), base_seq: made.seq, document, fields };
    store.save_article(save, &moment(2)).unwrap();
    Desk { _folder: folder, store, id: made.id }
}

impl Desk {
    fn written(&mut self, format: Format, minute: i64) -> Vec<u8> {
        let why = Some("thử".to_owned());
        let plan = self.store.plan_file(&self.id, "", format, why, &moment(minute)).unwrap();
        plan.one_file(&self.store.photo_files(), format).unwrap().bytes
    }

    fn text(&self) -> Content {
        let open = self.store.open_article(&self.id).unwrap();
        Content { document: open.document, fields: open.fields }
    }

    fn type_in(&mut self, change: impl FnOnce(&mut Document), minute: i64) {
        let open = self.store.open_article(&self.id).unwrap();
        let mut document = open.document;
        change(&mut document);
        let save = Save { id: open.id, base_seq: open.seq, document, fields: open.fields };
        self.store.save_article(save, &moment(minute)).unwrap();
    }

    fn back(&mut self, bytes: &[u8], minute: i64) -> TakenBack {
        let mut read = read(bytes, "bai.docx", None, read_here).unwrap();
        self.store.known_again(&mut read).unwrap();
        let known = self.store.original_of(&read).unwrap().map(|it| read.pictures_of(&it));
        let files = self.store.photo_files();
        let now = moment(minute);
        let pictures = keep_pictures_but(&files, &read, &known.unwrap(), now.now).unwrap();
        let taken = self.store.take_back(&read, &read.labels(), pictures, &now).unwrap();
        let problems = self.store.diagnose().unwrap().problems;
        assert!(problems.is_empty(), "the store is sound: {problems:?}");
        taken
    }
}

/// A document with words in one of its parts replaced, as a word processor would save it.
fn edited(bytes: &[u8], changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        parts.push((entry.name().unwrap().into_owned(), bytes));
    }
    for (part, old, new) in changes {
        let (_, bytes) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        assert!(text.contains(old), "{old} in {text}");
        *bytes = text.replace(old, new).into_bytes();
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zipped(&parts)
}

const BODY: &str = "word/document.xml";

#[test]
fn a_file_that_comes_back_untouched_changes_nothing() {
    for format in [Format::Docx, Format::DocxReview] {
        let mut desk = desk();
        let bytes = desk.written(format, 3);
        let before = desk.text();
        let taken = desk.back(&bytes, 4);
        assert_eq!(desk.text(), before, "{format:?}");
        assert_eq!((taken.outcome, taken.changes, taken.questions), (Outcome::Nothing, 0, 0));
    }
}

#[test]
fn words_that_were_changed_without_tracking_go_into_the_article_and_nothing_else_does() {
    let mut desk = desk();
    let bytes = desk.written(Format::Docx, 3);
    let before = desk.text();
    let bytes = edited(
        &bytes,
        &[
            (BODY, "245", "254"),
            (BODY, "Trong hộp.", "Trong hộp tin."),
            (BODY, "Các đại biểu dự họp", "Các đại biểu dự hội nghị"),
            ("docProps/core.xml", "</cp:lastModifiedBy>", " Hà</cp:lastModifiedBy>"),
        ],
    );
    let taken = desk.back(&bytes, 4);
    assert_eq!((taken.outcome, taken.questions), (Outcome::Forward, 0));
    let mut expected = before;
    let blocks = &mut expected.document.blocks;
    blocks[0] = Block::paragraph(id("p1"), "Có 254 đại biểu về dự hội nghị.");
    let Block::Box { content, .. } = &mut blocks[4] else { panic!() };
    content[1] = Block::paragraph(id("b3"), "Trong hộp tin.");
    expected.document.photos_mut().nth(1).unwrap().content = Text::runs("Các đại biểu dự hội nghị");
    assert_eq!(desk.text(), expected, "photos, groups, side bars and fields are as they were");
    let newest = desk.store.revisions(&desk.id).unwrap().remove(0);
    assert!(newest.author.ends_with("Hà"), "who saved it last: {}", newest.author);
}

#[test]
fn what_was_tracked_is_a_revision_of_whoever_tracked_it_and_what_was_written_here_stays() {
    let mut desk = desk();
    let bytes = desk.written(Format::DocxReview, 3);
    let tracked = "245</w:t></w:r><w:ins w:id=\"900\" w:author=\"Nguyễn Văn Hà\" w:date=\"2026-05-24T08:00:00Z\"><w:r><w:t xml:space=\"preserve\"> đến 254</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\">";
    let bytes = edited(&bytes, &[(BODY, "245", tracked)]);
    desk.type_in(
        |document| document.blocks[5] = Block::paragraph(id("p2"), "Hội nghị kết thúc lúc 17 giờ."),
        4,
    );
    let taken = desk.back(&bytes, 5);
    assert_eq!((taken.outcome, taken.changes, taken.questions), (Outcome::Merged, 1, 0));
    let lines: HashMap<String, String> = desk
        .text()
        .document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph { attrs, content } => Some((attrs.id.0.clone(), text_of(content))),
            _ => None,
        })
        .collect();
    assert_eq!(lines["p1"], "Có 245 đến 254 đại biểu về dự hội nghị.");
    assert_eq!(lines["p2"], "Hội nghị kết thúc lúc 17 giờ.");
    let authors: Vec<String> =
        desk.store.revisions(&desk.id).unwrap().into_iter().map(|it| it.author).collect();
    assert!(authors.contains(&"Nguyễn Văn Hà".to_owned()), "{authors:?}");
    let text = desk.text();
    let draft = Draft { document: text.document, fields: text.fields };
    let review = desk.store.review_changes(&desk.id, draft, &moment(6)).unwrap();
    assert!(!review.changes.is_empty(), "the review shows what came");
}

#[test]
fn answers_and_new_comments_come_back_and_old_ones_are_not_doubled() {
    let mut desk = desk();
    let text = desk.text();
    let point = |offset| TextPoint { block: Some(id("p1")), line: 0, offset };
    let anchor = anchor_at(Place::Range { from: point(3), to: point(6) }, &text).unwrap();
    let seq = desk.store.open_article(&desk.id).unwrap().seq;
    let open = Say::Open {
        seq,
        place: anchor.place,
        text: "Đúng chưa?".into(),
        mentions: Vec::new(),
        suggestion: None,
    };
    desk.store.discuss(&desk.id, open, &moment(3)).unwrap();
    let bytes = desk.written(Format::DocxReview, 4);
    assert_eq!(desk.back(&bytes, 5).comments, 0, "what was said here is known");
    let bytes = edited(
        &bytes,
        &[
            (
                "word/comments.xml",
                "</w:comments>",
                "<w:comment w:id=\"77\" w:author=\"Hà\" w:date=\"2026-05-24T08:00:00Z\"><w:p><w:r><w:t>Xem lại tít.</w:t></w:r></w:p></w:comment></w:comments>",
            ),
            (
                BODY,
                "Nhân sự",
                "Nhân sự</w:t></w:r><w:r><w:commentReference w:id=\"77\"/></w:r><w:r><w:t>",
            ),
        ],
    );
    for (minute, new) in [(6, 1), (7, 0)] {
        assert_eq!(desk.back(&bytes, minute).comments, new, "said once, however often it comes");
        let said: Vec<String> = desk
            .store
            .talks(&desk.id)
            .unwrap()
            .threads
            .into_iter()
            .flat_map(|thread| thread.comments)
            .map(|comment| comment.text)
            .collect();
        assert_eq!(said, ["Đúng chưa?", "Xem lại tít."]);
    }
}

#[test]
fn a_file_of_another_desk_is_a_new_article() {
    let mut there = desk();
    let bytes = there.written(Format::Docx, 3);
    let folder = tempfile::tempdir().unwrap();
    let here = Store::open(folder.path(), "MAY-02").unwrap();
    let mut read = read(&bytes, "bai.docx", None, read_here).unwrap();
    here.known_again(&mut read).unwrap();
    assert_eq!(read.recognition.file.as_ref().unwrap().returns_to, None);
    assert!(here.original_of(&read).unwrap().is_none());
}
