use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// Ids n1, n2, … for whatever needs one.
fn accept(document: Document) -> Result<Document> {
    let mut count = 0;
    document.accept(&mut || {
        count += 1;
        BlockId(format!("n{count}"))
    })
}

fn parse(json: Value) -> Document {
    serde_json::from_value(json).unwrap()
}

fn doc(blocks: Value) -> Value {
    let mut content = vec![json!({ "type": "headline" }), json!({ "type": "lead" })];
    content.extend(blocks.as_array().unwrap().iter().cloned());
    json!({ "type": "doc", "content": content })
}

/// Every block type and mark, as the editor writes them.
fn everything() -> Value {
    let text = |text: &str| json!([{ "type": "text", "text": text }]);
    json!({ "type": "doc", "content": [
        { "type": "headline", "content": text("Tít") },
        { "type": "lead", "content": [
            { "type": "text", "text": "Sapo " },
            { "type": "text", "text": "đậm", "marks": [{ "type": "strong" }] },
        ] },
        { "type": "paragraph", "attrs": { "id": "a" }, "content": [
            { "type": "text", "text": "xem ", "marks": [
                { "type": "link", "attrs": { "href": "https://example.org/" } },
                { "type": "em" },
            ] },
            { "type": "text", "text": "2", "marks": [{ "type": "sub" }] },
            { "type": "text", "text": "3", "marks": [{ "type": "sup" }] },
        ] },
        { "type": "subhead", "attrs": { "id": "b" }, "content": text("Tít phụ") },
        { "type": "quote", "attrs": { "id": "c" }, "content": text("Trích") },
        { "type": "list", "attrs": { "id": "d", "ordered": true }, "content": [
            { "type": "listItem", "content": text("một") }, { "type": "listItem" },
        ] },
        { "type": "table", "attrs": { "id": "e" }, "content": [
            { "type": "tableRow", "content": [
                { "type": "tableCell", "attrs": { "header": true }, "content": text("Xã") },
            ] },
        ] },
        { "type": "box", "attrs": { "id": "f" }, "content": [
            { "type": "paragraph", "attrs": { "id": "g" }, "content": text("Hộp") },
        ] },
        { "type": "photo", "attrs": {
            "id": "h", "photo": "a".repeat(64), "credit": "Thanh Mai", "alt": "Hội trường",
        }, "content": text("Chú thích") },
        { "type": "photoGroup", "attrs": { "id": "i" }, "content": [
            { "type": "photo", "attrs": { "id": "j", "photo": null, "credit": "", "alt": "" } },
        ] },
    ] })
}

#[test]
fn the_editors_json_comes_back_as_it_was() {
    let document = accept(parse(everything())).unwrap();
    assert_eq!(serde_json::to_value(&document).unwrap(), everything());
}

#[test]
fn photos_in_groups_are_found_and_can_be_filled_in() {
    let mut document = parse(everything());
    assert_eq!(document.photos().count(), 2);
    document.photos_mut().for_each(|photo| photo.attrs.credit = "Hiếu".into());
    assert!(document.photos().all(|photo| photo.attrs.credit == "Hiếu"));
}

#[test]
fn missing_and_doubled_ids_are_given_anew_and_the_first_holder_keeps_its_own() {
    let paragraph = |id: &str| json!({ "type": "paragraph", "attrs": { "id": id } });
    let document = parse(doc(json!([paragraph("x"), paragraph(""), paragraph("x")])));
    let ids: Vec<_> =
        accept(document).unwrap().blocks.iter().map(|block| block.id().0.clone()).collect();
    assert_eq!(ids, ["x", "n1", "n2"]);
}

#[test]
fn what_cannot_be_a_document_is_refused() {
    let photo = |photo: &str| json!([{ "type": "photo", "attrs": { "id": "a", "photo": photo, "credit": "", "alt": "" } }]);
    let link = |href: &str| {
        json!([{ "type": "paragraph", "attrs": { "id": "a" }, "content": [
            { "type": "text", "text": "x", "marks": [{ "type": "link", "attrs": { "href": href } }] },
        ] }])
    };
    for (what, blocks) in [
        ("a path for a hash", photo("../../etc/passwd")),
        ("a script for a link", link("javascript:alert(1)")),
        ("a script behind a line break", link("java\nscript:alert(1)")),
        ("data for a link", link("data:text/html,x")),
        ("an id with markup", json!([{ "type": "paragraph", "attrs": { "id": "<b>" } }])),
        (
            "a table in a box",
            json!([{ "type": "box", "attrs": { "id": "a" }, "content": [
                { "type": "table", "attrs": { "id": "b" }, "content": [] },
            ] }]),
        ),
        (
            "a paragraph in a photo group",
            json!([{ "type": "photoGroup", "attrs": { "id": "a" }, "content": [
                { "type": "paragraph", "attrs": { "id": "b" } },
            ] }]),
        ),
    ] {
        let refused = accept(parse(doc(blocks))).map_err(|failure| failure.code);
        assert_eq!(refused, Err(crate::Code::BadInput), "{what}");
    }
    for shape in [
        json!({ "type": "doc", "content": [] }),
        json!({ "type": "doc", "content": [{ "type": "lead" }, { "type": "headline" }] }),
        doc(json!([{ "type": "headline" }])),
        doc(json!([{ "type": "script", "attrs": { "id": "a" } }])),
        doc(json!([{ "type": "paragraph", "attrs": { "id": ["a"] } }])),
        doc(json!([{ "type": "paragraph", "attrs": { "id": "a", "onclick": "x" } }])),
        json!({ "type": "doc" }),
        json!(null),
    ] {
        assert!(serde_json::from_value::<Document>(shape.clone()).is_err(), "{shape}");
    }
}

#[test]
fn a_headline_has_no_marks_and_text_is_in_normal_form() {
    let document = parse(json!({ "type": "doc", "content": [
        { "type": "headline", "content": [
            { "type": "text", "text": "Vie\u{323}", "marks": [{ "type": "strong" }] },
            { "type": "text", "text": "\u{302}t" },
        ] },
        { "type": "lead" },
    ] }));
    let document = accept(document).unwrap();
    assert_eq!(document.headline, [Text::plain("Việt")]);
    assert_eq!(document.blocks.len(), 1, "there is always a place to write");
}

#[test]
fn the_rows_of_a_table_become_equally_long() {
    let cell = json!({ "type": "tableCell", "attrs": { "header": false } });
    let document = parse(doc(json!([{ "type": "table", "attrs": { "id": "t" }, "content": [
        { "type": "tableRow", "content": [cell, cell, cell] },
        { "type": "tableRow", "content": [cell] },
    ] }])));
    let document = accept(document).unwrap();
    let Block::Table { content, .. } = &document.blocks[0] else { panic!("a table") };
    assert!(content.iter().all(|row| row.content.len() == 3));
}

fn runs() -> impl Strategy<Value = Vec<Text>> {
    let mark = prop_oneof![
        Just(Mark::Em),
        Just(Mark::Strong),
        Just(Mark::Sub),
        Just(Mark::Sup),
        Just(Mark::Link { href: "https://example.org/a".into() }),
    ];
    let run = ("\\PC{0,6}", proptest::collection::vec(mark, 0..3))
        .prop_map(|(text, marks)| Text { text, marks });
    proptest::collection::vec(run, 0..4)
}

fn block() -> impl Strategy<Value = Block> {
    let id = prop_oneof![Just(String::new()), "[a-c]"].prop_map(BlockId);
    (id, runs(), 0..4_u8).prop_map(|(id, content, kind)| match kind {
        0 => Block::Paragraph { attrs: BlockAttrs { id }, content },
        1 => Block::Subhead { attrs: BlockAttrs { id }, content },
        2 => Block::List {
            attrs: ListAttrs { id, ordered: false },
            content: vec![ListItem { content }],
        },
        _ => Block::Photo(Photo { attrs: PhotoAttrs { id, ..PhotoAttrs::default() }, content }),
    })
}

proptest! {
    #[test]
    fn an_accepted_document_is_accepted_unchanged_and_survives_json(
        headline in runs(), lead in runs(), blocks in proptest::collection::vec(block(), 0..6)
    ) {
        let once = accept(Document { headline, lead, blocks }).unwrap();
        prop_assert_eq!(&accept(once.clone()).unwrap(), &once);
        let json = serde_json::to_string(&once).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Document>(&json).unwrap(), &once);
        let mut ids: Vec<_> = once.walk().map(|block| block.id().clone()).collect();
        ids.sort();
        let count = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), count, "ids are unique");
    }
}
