//! Documents that this program wrote come back as they were.

use std::collections::BTreeMap;

use super::*;
use crate::article::{
    ArticleId, BlockAttrs, Fields, ListAttrs, ListItem, Photo, PhotoAttrs, TableCell,
    TableCellAttrs, TableRow, Text,
};
use crate::compare::compare;
use crate::exchange::bundle::Edition;
use crate::exchange::formats::docx::Review;
use crate::exchange::formats::{Format, one_file};
use crate::exchange::target::Target;
use crate::time::ZoneMinutes;

fn written(content: &Content, review: Option<&Review>) -> Incoming {
    let edition = Edition {
        article: &ArticleId("k7m2pq9x4aabbccd".into()),
        revision: "5f1d",
        document: &content.document,
        fields: &content.fields,
        newsroom: "Báo Thái Nguyên",
        zone: ZoneMinutes::default(),
        approved: true,
        dated: Timestamp(1_590_244_200_000),
        created_at: Timestamp(1_590_221_000_000),
        version: 3,
        target: &Target::standard(),
        photos: BTreeMap::new(),
        review,
    };
    let format = if review.is_some() { Format::DocxReview } else { Format::Docx };
    let file = one_file(&edition, format).unwrap();
    read(&file.bytes, &file.name, None).unwrap_or_else(|failure| panic!("{failure}"))
}

fn attrs(id: &str) -> BlockAttrs {
    BlockAttrs { id: BlockId(id.into()) }
}

fn article() -> Content {
    let id = |id: &str| BlockId(id.into());
    let item = |text: &str| ListItem { content: Text::runs(text) };
    let cell = |header: bool, text: &str| TableCell {
        attrs: TableCellAttrs { header },
        content: Text::runs(text),
    };
    let photo = PhotoAttrs { id: id("f1"), credit: "Thanh Hiếu".into(), ..PhotoAttrs::default() };
    let strong = Text { text: "254 đại biểu".into(), marks: vec![Mark::Strong] };
    let blocks = vec![
        Block::Paragraph {
            attrs: attrs("p1"),
            content: vec![Text::plain("Có "), strong, Text::plain(" dự họp.")],
        },
        Block::Photo(Photo { attrs: photo, content: Text::runs("Quang cảnh") }),
        Block::subhead(id("s1"), "Nhân sự"),
        Block::List {
            attrs: ListAttrs { id: id("l1"), ordered: true },
            content: vec![item("một"), item("hai")],
        },
        Block::Quote { attrs: attrs("q1"), content: Text::runs("Phải làm kỹ.") },
        Block::Table {
            attrs: attrs("t1"),
            content: vec![
                TableRow { content: vec![cell(true, "Xã"), cell(true, "Số")] },
                TableRow { content: vec![cell(false, "A"), cell(false, "1")] },
            ],
        },
        Block::Box {
            attrs: attrs("b1"),
            content: vec![
                Block::subhead(id("b2"), "Bên lề"),
                Block::paragraph(id("b3"), "Trong hộp."),
            ],
        },
        Block::paragraph(id("p2"), "Đoạn cuối của bài."),
    ];
    let document = Document {
        headline: Text::runs("Đồng Hỷ họp bàn"),
        lead: Text::runs("Sáng 23/5, hội nghị khai mạc."),
        blocks,
    };
    let fields = Fields { source: "thainguyen.gov.vn".into(), ..Fields::default() };
    Content { document: document.accept(&mut || BlockId("x".into())).unwrap(), fields }
}

fn ids(document: &Document) -> Vec<String> {
    document.blocks.iter().map(|block| block.id().0.clone()).collect()
}

#[test]
fn an_article_comes_back_with_its_shape_its_fields_and_its_ids() {
    let content = article();
    let read = written(&content, None);
    let back = head(&read);
    assert_eq!(outline(&back.document), outline(&content.document));
    assert_eq!(back.fields.source, "thainguyen.gov.vn");
    let mut expected = ids(&content.document);
    let mut found = ids(&back.document);
    // A side bar has no bookmark of its own.
    let of_box = expected.iter().position(|id| id == "b1").unwrap();
    expected.remove(of_box);
    found.remove(of_box);
    assert_eq!(found, expected);
    assert_eq!(read.recognition.file.unwrap().left_out, []);
}

#[test]
fn changes_since_the_review_began_come_back_as_changes() {
    let old = article();
    let mut new = old.clone();
    let blocks = &mut new.document.blocks;
    blocks[7] = Block::paragraph(BlockId("p2".into()), "Đoạn kết của bài này.");
    blocks.insert(1, Block::paragraph(BlockId("p3".into()), "Một đoạn mới."));
    blocks.remove(3);
    let mut changes = compare(&old, &new).into_changes();
    for change in &mut changes {
        change.by = Some("Lê Thị Mai".into());
        change.by_at = Some(Timestamp(1_590_230_000_000));
    }
    let review = Review { base: Some(old.clone()), changes, threads: Vec::new() };
    let made = composed(&written(&new, Some(&review)));
    assert_eq!(made.stages.len(), 2, "one person changed it");
    assert_eq!(made.stages[1].author, "Lê Thị Mai");
    assert_eq!(outline(&made.stages[0].content.document), outline(&old.document));
    assert_eq!(outline(&made.stages[1].content.document), outline(&new.document));
}
