use proptest::prelude::*;

use super::*;

fn file() -> Metadata {
    Metadata {
        caption: "Quang cảnh".to_owned(), city: "Hà Nội".to_owned(), ..Metadata::default()
    }
}

fn edit(id: &str, at: i64, batch: &str, changes: WordChanges) -> WordEdit {
    WordEdit {
        id: id.to_owned(),
        photo: "a".repeat(64),
        batch: batch.to_owned(),
        at: Timestamp(at),
        by: PersonId("mai".to_owned()),
        by_name: "Mai".to_owned(),
        device: "MAY-01".to_owned(),
        changes,
    }
}

fn caption(text: &str) -> WordChanges {
    WordChanges { caption: Some(text.to_owned()), ..WordChanges::default() }
}

fn city(text: &str) -> WordChanges {
    WordChanges { city: Some(text.to_owned()), ..WordChanges::default() }
}

#[test]
fn of_each_field_the_latest_word_holds_and_the_file_speaks_where_nobody_has() {
    let edits = [edit("a", 20, "1", caption("Mới")), edit("b", 10, "2", caption("Cũ"))];
    let words = settle(&file(), &edits).unwrap();
    assert_eq!(words.metadata.caption, "Mới");
    assert_eq!(words.metadata.city, "Hà Nội");
    assert_eq!(settle(&file(), &[]), None);
}

#[test]
fn stars_are_a_word_like_any_other_and_no_more_than_five() {
    let stars = |stars: u8| WordChanges { rating: Some(stars), ..WordChanges::default() };
    let file = Metadata { rating: 2, ..file() };
    let edits = [edit("a", 10, "1", stars(5)), edit("b", 20, "2", stars(0))];
    assert_eq!(settle(&file, &edits[..1]).unwrap().metadata.rating, 5);
    assert_eq!(settle(&file, &edits).unwrap().metadata.rating, 0, "taken away again");
    assert_eq!(undoing(&file, &edits[..1], "1"), stars(2), "back to those of the file");
    assert!(stars(6).tidied().is_err() && edit("c", 1, "3", stars(6)).accept().is_err());
    assert!(!stars(0).is_empty(), "to say that it has none is to say something");
}

#[test]
fn a_batch_taken_back_leaves_what_was_said_later() {
    let first = edit("a", 10, "1", caption("Một").and(&city("Huế")));
    let batch = edit("b", 20, "2", caption("Hai").and(&city("Vinh")));
    let later = edit("c", 30, "3", city("Đà Lạt"));
    let edits = [first, batch, later];
    let undo = undoing(&file(), &edits, "2");
    assert_eq!(undo, caption("Một"), "the city was said later");
    assert_eq!(undoing(&file(), &edits[1..2], "2"), caption("Quang cảnh").and(&city("Hà Nội")));
    assert!(undoing(&file(), &edits, "no such batch").is_empty());
}

#[test]
fn a_batch_that_was_taken_back_comes_again_by_taking_that_back() {
    let mut edits = vec![edit("a", 10, "1", caption("Một"))];
    let undo = undoing(&file(), &edits, "1");
    edits.push(edit("b", 20, "2", undo));
    assert_eq!(settle(&file(), &edits).unwrap().metadata, file());
    assert_eq!(undoing(&file(), &edits, "2"), caption("Một"));
}

#[test]
fn words_are_tidied_and_what_is_too_long_is_refused() {
    let wild = WordChanges {
        caption: Some("  Vie\u{323}\u{302}t\u{0} ".to_owned()),
        people: Some(vec!["Lan".into(), " Lan ".into(), "\u{7}".into()]),
        ..WordChanges::default()
    };
    let tidy = wild.tidied().unwrap();
    assert_eq!(tidy.caption.as_deref(), Some("Việt"));
    assert_eq!(tidy.people, Some(vec!["Lan".to_owned()]));
    assert!(caption(&"a".repeat(TEXT_LIMIT + 1)).tidied().is_err());
    let list = |count: usize, text: &str| WordChanges {
        keywords: Some((0..count).map(|n| format!("{n}{text}")).collect()),
        ..WordChanges::default()
    };
    assert!(list(LIST_LIMIT + 1, "").tidied().is_err());
    assert!(list(100, &"x".repeat(4_000)).tidied().is_err(), "together they are too long");
}

#[test]
fn an_edit_that_no_desk_makes_is_refused() {
    assert!(edit("a", 10, "1", caption("Việt")).accept().is_ok());
    for (what, bad) in [
        ("no change", edit("a", 10, "1", WordChanges::default())),
        ("not in NFC", edit("a", 10, "1", caption("Vie\u{323}\u{302}t"))),
        ("white space", edit("a", 10, "1", caption(" a"))),
        ("an id", edit("../a", 10, "1", caption("a"))),
        ("a batch", edit("a", 10, "", caption("a"))),
        ("a time", edit("a", -1, "1", caption("a"))),
        ("a photo", WordEdit { photo: "x".into(), ..edit("a", 1, "1", caption("a")) }),
        ("a name", WordEdit { by_name: "\u{1b}[2J".into(), ..edit("a", 1, "1", caption("a")) }),
        ("a device", WordEdit { device: String::new(), ..edit("a", 1, "1", caption("a")) }),
    ] {
        assert!(bad.accept().is_err(), "{what}");
    }
}

#[test]
fn a_right_runs_out_after_its_last_day() {
    let rights = |until: &str| Rights { until: Some(until.to_owned()), ..Rights::default() };
    assert!(!rights("2026-12-31").expired("2026-12-31"));
    assert!(rights("2026-12-31").expired("2027-01-01"));
    assert!(!Rights::default().expired("9999-12-31"));
    assert!(rights("2026-02-30").tidied().is_err());
    assert!(rights("31/12/2026").tidied().is_err());
    // Half past six in the evening in UTC is the next day in Hà Nội.
    assert_eq!(day_of(Timestamp(1_590_258_600_000), ZoneMinutes::default()), "2020-05-24");
}

fn any_changes() -> impl Strategy<Value = WordChanges> {
    let text = || proptest::option::of("[a-c]{0,2}");
    (text(), text(), proptest::option::of(proptest::collection::vec("[a-c]", 0..3))).prop_map(
        |(caption, city, people)| WordChanges { caption, city, people, ..WordChanges::default() },
    )
}

fn any_edits() -> impl Strategy<Value = Vec<WordEdit>> {
    proptest::collection::vec((any_changes(), 0..4_i64, 0..3_u8), 0..8).prop_map(|made| {
        made.into_iter()
            .enumerate()
            .map(|(n, (changes, at, batch))| {
                edit(&format!("e{n}"), at, &format!("b{batch}"), changes)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn the_same_edits_say_the_same_in_whatever_order_they_come(
        edits in any_edits(),
        order in proptest::collection::vec(any::<u32>(), 8),
        twice in 0..8_usize,
    ) {
        let mut shuffled: Vec<(u32, WordEdit)> = order.into_iter().zip(edits.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut shuffled: Vec<WordEdit> = shuffled.into_iter().map(|(_, edit)| edit).collect();
        if let Some(again) = shuffled.get(twice).cloned() {
            shuffled.push(again);
        }
        prop_assert_eq!(settle(&file(), &edits), settle(&file(), &shuffled));
    }

    #[test]
    fn tidied_words_stay_as_they_are(text in "\\PC{0,30}", list in proptest::collection::vec("\\PC{0,8}", 0..4)) {
        let changes = WordChanges { caption: Some(text), people: Some(list), ..WordChanges::default() };
        let once = changes.tidied().unwrap();
        prop_assert_eq!(once.tidied().unwrap(), once);
    }

    #[test]
    fn the_newest_batch_taken_back_gives_what_was_there(edits in any_edits(), last in any_changes()) {
        let before = settle(&file(), &edits).map_or_else(file, |words| words.metadata);
        let mut all = edits;
        all.push(edit("z", 99, "last", last));
        let undo = undoing(&file(), &all, "last");
        all.push(edit("zz", 100, "undo", undo));
        prop_assert_eq!(settle(&file(), &all).unwrap().metadata, before);
    }
}
