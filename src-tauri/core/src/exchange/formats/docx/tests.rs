use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::article::{ArticleId, BlockId, Document, Fields, text_of};
use crate::compare::tokens::lines;
use crate::discuss::{Anchor, Comment, EventId, Place, Replacement, ThreadId, ThreadState};
use crate::exchange::bundle::Edition;
use crate::exchange::ooxml::style;
use crate::exchange::target::Target;
use crate::person::PersonId;
use crate::testing::{Dice, article, edited};
use crate::time::Timestamp;

/// A Word document as whoever opens it reads it: all changes rejected, or all accepted.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    Rejected,
    Accepted,
}

/// The parts of a document, by path.
fn parts(document: &Document, review: Option<&Review>) -> BTreeMap<String, String> {
    let edition = Edition {
        article: &ArticleId("k7m2pq9x4aabbccd".into()),
        revision: "5f1d",
        document,
        fields: &Fields::default(),
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
    let issue = Issue::of(&edition).unwrap();
    let bytes = if review.is_some() { reviewed(&issue) } else { clean(&issue) }.unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names
        .into_iter()
        .map(|name| {
            let text = std::io::read_to_string(archive.by_name(&name).unwrap()).unwrap();
            (name, text)
        })
        .collect()
}

fn reviewed_parts(old: &Content, new: &Content, threads: Vec<Thread>) -> BTreeMap<String, String> {
    let changes = compare(old, new).into_changes();
    let review = Review { base: Some(old.clone()), changes, threads };
    parts(&new.document, Some(&review))
}

/// The paragraphs that there is something to read in, without what the program says itself.
fn read(xml: &str, reading: Reading) -> Vec<String> {
    let hidden = if reading == Reading::Rejected { "w:ins" } else { "w:del" };
    let (mut stack, mut out, mut text) = (Vec::<&str>::new(), Vec::new(), String::new());
    let (mut paragraph_style, mut ends, mut credit, mut row) = ("", true, false, true);
    for part in xml.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(stack.pop(), Some(name), "elements are closed in order");
            if name == "w:tr" {
                row = true;
            }
            if name == "w:p" {
                if row && !matches!(paragraph_style, style::BYLINE | style::SOURCE) && ends {
                    out.push(std::mem::take(&mut text));
                } else if !row {
                    text.clear();
                }
            }
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap();
        let value = || tag.split("w:val=\"").nth(1).unwrap().split('"').next().unwrap();
        match name {
            "w:p" => (paragraph_style, ends) = ("", true),
            "w:r" => credit = false,
            "w:pStyle" if !stack.contains(&"w:pPrChange") => paragraph_style = value(),
            "w:rStyle" => credit = value() == style::CREDIT,
            _ if name == hidden && stack.ends_with(&["w:pPr", "w:rPr"]) => ends = false,
            _ if name == hidden && stack.ends_with(&["w:trPr"]) => row = false,
            _ => {}
        }
        if !tag.ends_with('/') && !tag.starts_with('?') {
            stack.push(name);
        }
        let ours = credit || paragraph_style == style::PHOTO_MISSING;
        if matches!(name, "w:t" | "w:delText") && !stack.contains(&hidden) && !ours {
            let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            text.push_str(&words.replace("&amp;", "&"));
        }
    }
    out.retain(|text: &String| !text.trim().is_empty());
    out
}

fn expected(document: &Document) -> Vec<String> {
    let texts = lines(document).into_iter().map(|line| text_of(&line.runs));
    texts.filter(|text| !text.trim().is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn rejected_it_reads_as_the_base_and_accepted_as_the_revision(
        seed in any::<u64>(),
        edits in proptest::collection::vec(any::<u64>(), 0..14),
    ) {
        let old = article(&mut Dice::new(seed));
        let new = edited(&old, &edits);
        let parts = reviewed_parts(&old, &new, Vec::new());
        let xml = &parts["word/document.xml"];
        prop_assert_eq!(read(xml, Reading::Rejected), expected(&old.document));
        prop_assert_eq!(read(xml, Reading::Accepted), expected(&new.document));
    }

    #[test]
    fn a_document_without_a_review_is_the_text(seed in any::<u64>()) {
        let text = article(&mut Dice::new(seed));
        let parts = parts(&text.document, None);
        let xml = &parts["word/document.xml"];
        for reading in [Reading::Rejected, Reading::Accepted] {
            prop_assert_eq!(read(xml, reading), expected(&text.document));
        }
        prop_assert!(!xml.contains("w:ins ") && !xml.contains("w:del ") && !xml.contains("Change"));
        prop_assert!(!parts.contains_key("word/comments.xml"));
    }
}

fn thread(id: &str, place: Place, texts: &[&str]) -> Thread {
    let comment = |(at, text): (usize, &&str)| Comment {
        id: EventId(format!("{id}-{at}")),
        by: PersonId("p".into()),
        by_name: if at == 0 { "Trần Văn Hà".into() } else { "Lê Thị <Mai>".into() },
        device: "máy bàn".into(),
        at: Timestamp(1_590_230_000_000 + i64::try_from(at).unwrap() * 60_000),
        text: (*text).into(),
        mentions: Vec::new(),
        edited_at: None,
        removed: false,
    };
    let nothing = String::new;
    Thread {
        id: ThreadId(id.into()),
        anchor: Anchor {
            place,
            quote: nothing(),
            before: nothing(),
            after: nothing(),
            lost: false,
        },
        suggestion: None,
        why: None,
        state: ThreadState::Open,
        state_by: "Trần Văn Hà".into(),
        state_at: Timestamp(1_590_230_000_000),
        comments: texts.iter().enumerate().map(comment).collect(),
    }
}

fn two_paragraphs(first: &str, second: &str) -> Content {
    let block = |id: &str, text: &str| crate::article::Block::paragraph(BlockId(id.into()), text);
    let mut document = Document::empty(BlockId("x".into()));
    document.headline = crate::article::Text::runs("Tin vắn");
    document.blocks = vec![block("a", first), block("b", second)];
    Content { document, fields: Fields::default() }
}

#[test]
fn a_changed_word_says_who_changed_it_and_when() {
    let (old, new) = (two_paragraphs("Một viêc.", "Hai."), two_paragraphs("Một việc.", "Hai."));
    let mut changes = compare(&old, &new).into_changes();
    changes[0].by = Some("Lê Thị Mai".into());
    changes[0].by_at = Some(Timestamp(1_590_230_000_000));
    let review = Review { base: Some(old), changes, threads: Vec::new() };
    let parts = parts(&new.document, Some(&review));
    let xml = &parts["word/document.xml"];
    let by = "w:author=\"Lê Thị Mai\" w:date=\"2020-05-23T10:33:20Z\"";
    for (element, text) in [
        ("w:del", "<w:delText xml:space=\"preserve\">viêc</w:delText>"),
        ("w:ins", "<w:t xml:space=\"preserve\">việc</w:t>"),
    ] {
        let at = xml.find(&format!("<{element} ")).unwrap();
        let change = &xml[at..at + xml[at..].find(&format!("</{element}>")).unwrap()];
        assert!(change.contains(by) && change.contains(text), "{change}");
    }
    assert!(parts["word/settings.xml"].contains("<w:trackRevisions/>"));
}

#[test]
fn a_conversation_stands_where_it_was_begun_and_answers_what_it_answers() {
    let text = two_paragraphs("Một việc lớn.", "Hai.");
    let block = Some(BlockId("a".into()));
    let mut about_words = thread("t1", Place::within(block, 0, 4, 8), &["Việc nào?", "Việc này."]);
    about_words.state = ThreadState::Resolved;
    let mut about_all = thread("t2", Place::Article, &["Hay\nquá"]);
    about_all.suggestion = Some(Replacement::Text { runs: crate::article::Text::runs("Ba") });
    let review = Review { base: None, changes: Vec::new(), threads: vec![about_words, about_all] };
    let parts = parts(&text.document, Some(&review));
    let xml = &parts["word/document.xml"];
    let from = xml.find("<w:commentRangeStart w:id=\"0\"/>").unwrap();
    let to = xml.find("<w:commentRangeEnd w:id=\"0\"/>").unwrap();
    assert!(xml[from..to].contains(">việc<") && !xml[from..to].contains("lớn"), "{xml}");
    for id in ["0", "1", "2"] {
        for element in ["commentRangeStart", "commentRangeEnd", "commentReference"] {
            let once = format!("<w:{element} w:id=\"{id}\"/>");
            assert_eq!(xml.matches(&once).count(), 1, "{once}");
        }
    }
    let comments = &parts["word/comments.xml"];
    assert!(comments.contains("w:author=\"Lê Thị &lt;Mai&gt;\""));
    assert!(comments.contains("Đề nghị sửa thành: “Ba”"));
    assert_eq!(comments.matches("w14:paraId").count(), 3, "the last paragraph of each");
    let extended = &parts["word/commentsExtended.xml"];
    let answer = "w15:paraId=\"00000002\" w15:paraIdParent=\"00000001\" w15:done=\"1\"";
    assert!(extended.contains(answer), "{extended}");
    assert!(extended.contains("w15:paraId=\"00000003\" w15:done=\"0\""));
}

#[test]
fn every_style_that_is_used_is_there() {
    for id in [
        style::TITLE,
        style::LEAD,
        style::SUBHEAD,
        style::QUOTE,
        style::LIST_ITEM,
        style::PHOTO,
        style::PHOTO_MISSING,
        style::CAPTION,
        style::CREDIT,
        style::BOX_TEXT,
        style::BOX_SUBHEAD,
        style::BOX_LIST_ITEM,
        style::CELL,
        style::HEADER_CELL,
        style::TABLE,
        style::GAP,
        style::SOURCE,
        style::BYLINE,
        style::HYPERLINK,
        style::COMMENT_TEXT,
        style::COMMENT_REFERENCE,
    ] {
        assert!(STYLES.contains(&format!("w:styleId=\"{id}\"")), "{id}");
    }
}
