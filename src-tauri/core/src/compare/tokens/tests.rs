use proptest::prelude::*;

use super::*;
use crate::article::text_of;
use crate::testing::{Dice, article, edit};

fn words(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    cut(&Text::runs(text), &mut tokens);
    tokens
        .into_iter()
        .map(|token| match token {
            Token::Word { text, .. } => text,
            Token::Start(_) => unreachable!("no line begins here"),
        })
        .collect()
}

/// Accepting changes nothing of a document that is valid.
fn assert_valid(document: &Document) {
    let mut asked = 0;
    let accepted = document.clone().accept(&mut || {
        asked += 1;
        BlockId(format!("asked{asked}"))
    });
    assert_eq!(accepted.as_ref(), Ok(document));
}

fn paragraph(id: &str) -> Token {
    start(Some(id), Kind::Paragraph, None)
}

fn start(id: Option<&str>, kind: Kind, holder: Option<(HolderKind, &str)>) -> Token {
    Token::Start(LineStart {
        id: id.map(|id| BlockId(id.into())),
        kind,
        holder: holder.map(|(kind, id)| Holder { kind, id: BlockId(id.into()) }),
    })
}

fn item(id: Option<&str>, list: &str) -> Token {
    start(id, Kind::Item { list: BlockId(list.into()), ordered: false }, None)
}

fn word(text: &str) -> Token {
    Token::Word { text: text.into(), marks: Vec::new() }
}

fn built(tokens: Vec<Token>) -> Document {
    let head = [Kind::Headline, Kind::Lead].map(|kind| start(None, kind, None));
    let document = build(head.into_iter().chain(tokens).collect());
    assert_valid(&document);
    document
}

/// `p[id text]`, with what is inside.
fn shape(blocks: &[Block]) -> String {
    let shapes: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { attrs, content } => {
                format!("p[{} {}]", attrs.id.0, text_of(content))
            }
            Block::Quote { attrs, content } => format!("q[{} {}]", attrs.id.0, text_of(content)),
            Block::List { attrs, content } => {
                let items: Vec<_> = content.iter().map(|item| text_of(&item.content)).collect();
                format!("l[{} {}]", attrs.id.0, items.join("|"))
            }
            Block::Box { attrs, content } => format!("b[{} {}]", attrs.id.0, shape(content)),
            other => format!("{other:?}"),
        })
        .collect();
    shapes.join(" ")
}

#[test]
fn words_are_syllables_numbers_spaces_and_signs() {
    for (text, expected) in [
        ("chống chạy", &["chống", " ", "chạy"][..]),
        ("a  \u{a0}b", &["a", "  \u{a0}", "b"]),
        ("(đạt 41,23%)", &["(", "đạt", " ", "41,23", "%", ")"]),
        (
            "19/19 chỉ tiêu, 4.687.",
            &["19", "/", "19", " ", "chỉ", " ", "tiêu", ",", " ", "4.687", "."],
        ),
        ("kinh tế-xã hội…", &["kinh", " ", "tế", "-", "xã", " ", "hội", "…"]),
        ("km2 K42", &["km", "2", " ", "K", "42"]),
        ("ngày 5.", &["ngày", " ", "5", "."]),
        // A letter that has no composed form stays with its accent.
        ("x\u{323}y", &["x\u{323}y"]),
        (". \u{323}", &[".", " \u{323}"]),
        // One sign for the eye is one word: a family, a thumb with its colour, two flags.
        ("👨‍👩‍👧👍🏽", &["👨‍👩‍👧", "👍🏽"]),
        ("🇻🇳🇱🇦", &["🇻🇳", "🇱🇦"]),
        ("", &[]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn a_word_is_as_long_as_the_editor_counts() {
    assert_eq!(word("việc").len_utf16(), 4);
    assert_eq!(word("👍🏽").len_utf16(), 4);
    assert_eq!(paragraph("a").len_utf16(), 0);
}

#[test]
fn a_second_use_of_an_id_gets_a_derived_one_that_is_always_the_same() {
    let stream = || vec![paragraph("a"), word("một"), paragraph("a"), word("hai")];
    let document = built(stream());
    assert_eq!(document, built(stream()));
    assert_eq!(document.blocks[0].id().0, "a");
    assert_ne!(document.blocks[1].id().0, "a");
}

#[test]
fn a_holder_that_comes_back_after_something_else_is_another_one() {
    let inside = Some((HolderKind::Box, "h"));
    let document = built(vec![
        start(Some("a"), Kind::Paragraph, inside),
        start(Some("b"), Kind::Paragraph, inside),
        paragraph("c"),
        start(Some("d"), Kind::Paragraph, inside),
    ]);
    let derived = &document.blocks[2].id().0;
    assert_eq!(shape(&document.blocks), format!("b[h p[a ] p[b ]] p[c ] b[{derived} p[d ]]"));
}

#[test]
fn a_line_steps_out_of_a_holder_that_cannot_hold_it() {
    let inside = Some((HolderKind::Box, "h"));
    let document = built(vec![
        start(Some("a"), Kind::Paragraph, inside),
        start(Some("q"), Kind::Quote, inside),
        start(Some("g"), Kind::Paragraph, Some((HolderKind::Group, "x"))),
    ]);
    assert_eq!(shape(&document.blocks), "b[h p[a ]] q[q ] p[g ]");
}

#[test]
fn items_without_a_start_go_on_with_the_list_before_them() {
    let tokens = vec![
        item(Some("l"), "l"),
        word("một"),
        item(None, "k"),
        word("hai"),
        paragraph("p"),
        item(None, "k"),
        word("ba"),
    ];
    assert_eq!(shape(&built(tokens).blocks), "l[l một|hai] p[p ] l[k ba]");
}

#[test]
fn rows_are_filled_up_and_a_headline_has_no_marks() {
    let cell = |id: Option<&str>, row_start| {
        start(id, Kind::Cell { table: BlockId("t".into()), row_start, header: false }, None)
    };
    let document = built(vec![cell(Some("t"), true), cell(None, false), cell(None, true)]);
    let Block::Table { content, .. } = &document.blocks[0] else { panic!("a table") };
    assert!(content.len() == 2 && content.iter().all(|row| row.content.len() == 2));

    let strong = Token::Word { text: "Tin".into(), marks: vec![Mark::Strong] };
    let document = build(vec![start(None, Kind::Headline, None), strong]);
    assert_eq!(document.headline, Text::runs("Tin"));
    assert_valid(&document);
}

#[test]
fn nothing_at_all_is_an_empty_article() {
    for tokens in [vec![], vec![start(None, Kind::Lead, None)], vec![word("lạc")]] {
        let document = build(tokens);
        assert_eq!(document.blocks.len(), 1);
        assert_valid(&document);
    }
}

/// The letters of a stream, line ends aside.
fn letters_of(tokens: &[Token]) -> String {
    tokens
        .iter()
        .filter_map(|token| match token {
            Token::Word { text, .. } => Some(text.as_str()),
            Token::Start(_) => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_document_comes_back_from_its_stream(
        seed in any::<u64>(), edits in proptest::collection::vec(any::<u64>(), 0..12)
    ) {
        let mut content = article(&mut Dice::new(seed));
        for seed in edits {
            edit(&mut content, &mut Dice::new(seed));
        }
        let document = content.document;
        let tokens = flatten(&document);
        prop_assert_eq!(&build(tokens.clone()), &document);
        prop_assert_eq!(lines(&document).len(), tokens.iter().filter(|token| matches!(token, Token::Start(_))).count());
        assert_valid(&document);
    }

    /// Any tokens of two documents in any order: valid, and no letter is lost.
    #[test]
    fn any_stream_is_a_valid_document(seed in any::<u64>(), shuffled in any::<bool>()) {
        let mut dice = Dice::new(seed);
        let mut tokens = flatten(&article(&mut dice).document);
        let other = flatten(&article(&mut dice).document);
        tokens.extend(other.into_iter().skip(2));
        tokens.retain(|_| dice.chance(4, 5));
        if shuffled {
            for at in 1..tokens.len() {
                tokens.swap(at, dice.below(at + 1));
            }
        }
        let head = [Kind::Headline, Kind::Lead].map(|kind| start(None, kind, None));
        let tokens: Vec<_> = head.into_iter().chain(tokens).collect();
        let document = build(tokens.clone());
        assert_valid(&document);
        prop_assert_eq!(letters_of(&flatten(&document)), letters_of(&tokens));
    }

    #[test]
    fn words_put_together_are_the_text(text in "[\\PC🇻🇳\u{200d}\u{302}\u{323}👍🏽 ]{0,30}") {
        let text = normal::nfc(&text);
        let words = words(&text);
        prop_assert!(words.iter().all(|word| !word.is_empty()));
        prop_assert_eq!(words.concat(), text);
    }

    /// Texts of any script whose accents may stand at the start of a run.
    #[test]
    fn any_text_comes_back_from_its_stream(
        texts in proptest::collection::vec(("[\\PCe\u{302}\u{323}\u{31b}\u{301}]{0,6}", any::<bool>()), 0..5)
    ) {
        let runs: Vec<Text> = texts
            .into_iter()
            .map(|(text, strong)| Text { text, marks: if strong { vec![Mark::Strong] } else { vec![] } })
            .collect();
        let document = Document {
            headline: runs.clone(),
            lead: runs.clone(),
            blocks: vec![Block::Paragraph { attrs: BlockAttrs { id: BlockId("a".into()) }, content: runs }],
        };
        let document = document.accept(&mut BlockId::default).unwrap();
        prop_assert_eq!(&build(flatten(&document)), &document);
    }
}
