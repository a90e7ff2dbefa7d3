use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::article::{BlockId, Document, Fields, Text, text_of};
use crate::compare::Content;
use crate::person::PersonId;
use crate::testing::{self, Dice};
use crate::time::Timestamp;

// ---- What a thread's events tell ------------------------------------------------------------

fn event(n: u32, by: &str, act: Act) -> CommentEvent {
    named_event(&format!("{by}{n}"), n, by, act)
}

fn named_event(id: &str, n: u32, by: &str, act: Act) -> CommentEvent {
    CommentEvent {
        id: EventId(id.into()),
        thread: ThreadId("t".into()),
        n,
        by: PersonId(by.into()),
        by_name: by.to_uppercase(),
        device: "MAY-01".into(),
        at: Timestamp(i64::from(n)),
        act,
    }
}

fn opening(text: &str, suggestion: Option<&str>) -> Act {
    Act::Opened {
        anchor: Anchor::of(Place::Article),
        text: text.into(),
        mentions: Vec::new(),
        suggestion: suggestion.map(|text| Replacement::Text { runs: Text::runs(text) }),
        why: None,
    }
}

fn reply(text: &str) -> Act {
    Act::Replied { text: text.into(), mentions: Vec::new() }
}

fn edit(of: &str, text: &str) -> Act {
    Act::Edited { comment: EventId(of.into()), text: text.into(), mentions: Vec::new() }
}

fn told(events: &[CommentEvent]) -> (ThreadState, Vec<String>) {
    let threads = threads(events);
    assert_eq!(threads.len(), 1);
    let thread = &threads[0];
    (thread.state, thread.comments.iter().map(|comment| comment.text.clone()).collect())
}

#[test]
fn a_conversation_is_what_was_said_in_it() {
    let events = [
        event(0, "mai", opening("Ba hay bốn đại biểu?", None)),
        event(1, "hieu", reply("Bốn.")),
        event(2, "hieu", edit("hieu1", "Bốn, theo danh sách.")),
        event(3, "mai", Act::Resolved),
    ];
    let (state, comments) = told(&events);
    assert_eq!(state, ThreadState::Resolved);
    assert_eq!(comments, ["Ba hay bốn đại biểu?", "Bốn, theo danh sách."]);
    let thread = threads(&events).remove(0);
    assert_eq!((thread.state_by.as_str(), thread.state_at), ("MAI", Timestamp(3)));
    assert_eq!(thread.comments[1].edited_at, Some(Timestamp(2)));
}

#[test]
fn nobody_changes_the_words_of_another() {
    let events = [
        event(0, "mai", opening("Của tôi", None)),
        event(1, "hieu", edit("mai0", "Không phải của tôi")),
        event(2, "hieu", Act::Removed { comment: EventId("mai0".into()) }),
    ];
    assert_eq!(told(&events).1, ["Của tôi"]);
}

#[test]
fn what_is_taken_back_shows_no_more_but_what_was_answered_stays() {
    let removed = event(2, "mai", Act::Removed { comment: EventId("mai0".into()) });
    let mut events = vec![event(0, "mai", opening("Nhầm", None)), removed];
    assert!(threads(&events).is_empty());
    events.push(event(1, "hieu", reply("Nhầm chỗ nào?")));
    assert_eq!(told(&events).1, ["", "Nhầm chỗ nào?"]);
    assert!(threads(&events)[0].comments[0].removed);
}

#[test]
fn who_is_asked_by_name_is_asked_until_they_say_something_or_it_is_settled() {
    let naming = |names: &[&str]| -> Vec<Mention> {
        let mention = |name: &&str| Mention { person: PersonId((*name).into()), name: "x".into() };
        names.iter().map(mention).collect()
    };
    let says = |n: u32, by: &str, names: &[&str]| {
        event(n, by, Act::Replied { text: "Nhờ xem".into(), mentions: naming(names) })
    };
    let opens = |names: &[&str]| {
        let mut act = opening("Ba hay bốn?", None);
        if let Act::Opened { mentions, .. } = &mut act {
            *mentions = naming(names);
        }
        event(0, "mai", act)
    };
    let check = |events: &[CommentEvent], expected: &[&str]| {
        let asked: Vec<String> = asked(&threads(events)).into_iter().map(|it| it.0).collect();
        assert_eq!(asked, expected);
    };
    check(&[opens(&["hieu", "lan"])], &["hieu", "lan"]);
    check(&[opens(&["hieu", "lan"]), says(1, "hieu", &[])], &["lan"]);
    check(&[opens(&["hieu"]), says(1, "hieu", &["mai"])], &["mai"]);
    check(&[opens(&["hieu"]), says(1, "hieu", &["mai"]), says(2, "mai", &["hieu"])], &["hieu"]);
    check(&[opens(&["mai"])], &[]);
    let removed = event(2, "hieu", Act::Removed { comment: EventId("hieu1".into()) });
    check(&[opens(&["hieu"]), says(1, "hieu", &[]), removed], &["hieu"]);
    let withdrawn = event(2, "lan", Act::Removed { comment: EventId("lan1".into()) });
    check(&[opens(&[]), says(1, "lan", &["hieu"]), withdrawn], &[]);
    check(&[opens(&["hieu"]), event(1, "lan", Act::Resolved)], &[]);
    check(
        &[opens(&["hieu"]), event(1, "lan", Act::Resolved), event(2, "lan", Act::Reopened)],
        &["hieu"],
    );
}

#[test]
fn an_answer_comes_after_what_it_answers_however_the_clocks_go() {
    let mut answer = event(1, "hieu", Act::Reopened);
    answer.at = Timestamp(-1_000_000);
    let mut resolved = event(2, "mai", Act::Resolved);
    resolved.at = Timestamp(-2_000_000);
    let events = [event(0, "mai", opening("a", None)), answer, resolved];
    assert_eq!(told(&events).0, ThreadState::Resolved);
}

#[test]
fn a_suggestion_is_accepted_declined_and_taken_up_again() {
    let mut events = vec![event(0, "mai", opening("", Some("viết")))];
    for (act, state) in [
        (Act::Accepted, ThreadState::Accepted),
        (Act::Reopened, ThreadState::Open),
        (Act::Declined, ThreadState::Declined),
    ] {
        events.push(event(events.len().try_into().unwrap(), "hieu", act));
        assert_eq!(told(&events).0, state);
    }
    let plain = [event(0, "mai", opening("a", None)), event(1, "mai", Act::Accepted)];
    assert_eq!(told(&plain).0, ThreadState::Open, "there is nothing to accept");
}

fn acts() -> impl Strategy<Value = Act> {
    let comment = prop::sample::select(vec!["a0", "a1", "b1", "b2"]);
    prop_oneof![
        Just(opening("Mở", None)),
        Just(opening("", Some("khác"))),
        "[a-d]{1,3}".prop_map(|text| reply(&text)),
        Just(Act::Resolved),
        Just(Act::Reopened),
        Just(Act::Accepted),
        Just(Act::Declined),
        (comment.clone(), "[e-h]{1,3}").prop_map(|(of, text)| edit(of, &text)),
        comment.prop_map(|of| Act::Removed { comment: EventId(of.into()) }),
    ]
}

fn event_sets() -> impl Strategy<Value = Vec<CommentEvent>> {
    let one = (0..4_u32, prop::sample::select(vec!["a", "b"]), 0..3_i64, acts());
    prop::collection::vec(one, 1..14).prop_map(|parts| {
        let mut events = Vec::new();
        for (n, by, at, act) in parts {
            let mut event = event(n, by, act);
            event.at = Timestamp(at);
            // An id names one event.
            if events.iter().all(|other: &CommentEvent| other.id != event.id) {
                events.push(event);
            }
        }
        events
    })
}

proptest! {
    #[test]
    fn the_order_in_which_events_come_makes_no_difference(
        events in event_sets(),
        seed in any::<u64>(),
        split in 0..14_usize,
    ) {
        let expected = threads(&events);
        let mut shuffled = events.clone();
        let mut dice = Dice::new(seed);
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, dice.below(at + 1));
        }
        prop_assert_eq!(&threads(&shuffled), &expected);
        // Two desks that each know a part, and both parts twice.
        let split = split.min(events.len());
        let union = shuffled.iter().chain(&events[..split]).chain(&events);
        prop_assert_eq!(threads(union), expected);
    }
}

// ---- Where a thread stands ------------------------------------------------------------------

/// An article of `(id, text)` paragraphs; the first two lines are headline and lead.
fn content(lines: &[(&str, &str)]) -> Content {
    let mut lines = lines.iter();
    let mut field = |_| Text::runs(lines.next().unwrap().1);
    let (headline, lead) = (field("headline"), field("lead"));
    let blocks = lines
        .map(|(id, text)| crate::article::Block::paragraph(BlockId((*id).into()), text))
        .collect();
    Content { document: Document { headline, lead, blocks }, fields: Fields::default() }
}

const PAGE: &[(&str, &str)] = &[
    ("", "Tỉnh khánh thành đê bao Song Vân"),
    ("", "Ngày 23/5, tỉnh khánh thành tuyến đê dài 4,2 km."),
    ("p1", "Đoàn công tác gồm ba đại biểu đã kiểm tra tuyến đê trong sáng nay."),
    ("p2", "Theo báo cáo, 254 trên 616 hộ dân đã được di dời."),
    ("p3", "Công trình phục vụ bảy xã ven sông."),
];

fn page_with(id: &str, text: &str) -> Content {
    let mut lines = PAGE.to_vec();
    for line in &mut lines {
        if line.0 == id {
            line.1 = text;
        }
    }
    content(&lines)
}

/// The anchor of the first occurrence of `quote`.
fn on(content: &Content, quote: &str) -> Anchor {
    let (block, line, from) = find(content, quote).expect("the words are in the text");
    let to = from + u32::try_from(quote.encode_utf16().count()).unwrap();
    let anchor = anchor_at(Place::within(block, line, from, to), content).expect("a passage");
    assert_eq!(anchor.quote, quote);
    anchor
}

fn find(content: &Content, quote: &str) -> Option<(Option<BlockId>, u32, u32)> {
    let offset = |text: &str| {
        text.find(quote).map(|at| u32::try_from(text[..at].encode_utf16().count()).unwrap())
    };
    let fields = [&content.document.headline, &content.document.lead];
    for (line, runs) in (0..).zip(fields) {
        if let Some(at) = offset(&text_of(runs)) {
            return Some((None, line, at));
        }
    }
    content.document.walk().find_map(|block| {
        let lines: Vec<&Vec<Text>> = match block {
            crate::article::Block::Paragraph { content, .. } => vec![content],
            crate::article::Block::Photo(photo) => vec![&photo.content],
            crate::article::Block::List { content, .. } => {
                content.iter().map(|item| &item.content).collect()
            }
            _ => vec![],
        };
        (0..).zip(lines).find_map(|(line, runs)| {
            Some((Some(block.id().clone()), line, offset(&text_of(runs))?))
        })
    })
}

/// The words that an anchor stands on.
fn words(anchor: &Anchor, content: &Content) -> String {
    anchor_at(anchor.place.clone(), content).map(|anchor| anchor.quote).unwrap_or_default()
}

fn carried(quote: &str, texts: &[Content]) -> Anchor {
    let mut anchor = on(&texts[0], quote);
    for pair in texts.windows(2) {
        carry([&mut anchor], &pair[0], &pair[1]);
    }
    anchor
}

#[test]
fn a_passage_goes_along_with_what_is_typed_around_and_inside_it() {
    let old = content(PAGE);
    for (new, expected) in [
        ("Sáng nay, đoàn công tác gồm ba đại biểu đã kiểm tra.", "ba đại biểu"),
        ("Đoàn công tác gồm ba vị đại biểu đã kiểm tra tuyến đê trong sáng nay.", "ba vị đại biểu"),
        ("Đoàn công tác gồm ba đại biểu, đã kiểm tra tuyến đê trong sáng nay.", "ba đại biểu"),
        ("Đoàn công tác gồm bốn đại biểu đã kiểm tra tuyến đê trong sáng nay.", "bốn đại biểu"),
    ] {
        let new = page_with("p1", new);
        let anchor = carried("ba đại biểu", &[old.clone(), new.clone()]);
        assert!(!anchor.lost);
        assert_eq!(words(&anchor, &new), expected);
        assert_eq!(anchor.quote, expected);
    }
}

#[test]
fn a_removed_passage_is_quoted_and_comes_back_to_its_place() {
    let old = content(PAGE);
    let removed = page_with("p1", "Đoàn công tác đã kiểm tra tuyến đê trong sáng nay.");
    let mut anchor = carried("gồm ba đại biểu ", &[old.clone(), removed.clone()]);
    assert!(anchor.lost);
    assert_eq!(anchor.quote, "gồm ba đại biểu ");
    // Meanwhile the text goes on.
    let further = page_with("p1", "Sáng nay, đoàn công tác đã kiểm tra tuyến đê trong sáng nay.");
    carry([&mut anchor], &removed, &further);
    assert!(anchor.lost);
    carry([&mut anchor], &further, &old);
    assert!(!anchor.lost);
    assert_eq!(words(&anchor, &old), "gồm ba đại biểu ");
}

#[test]
fn a_removed_paragraph_comes_back_with_its_conversations() {
    let old = content(PAGE);
    let without: Vec<_> = PAGE.iter().copied().filter(|(id, _)| *id != "p2").collect();
    let without = content(&without);
    let anchor = carried("254 trên 616", &[old.clone(), without.clone()]);
    assert!(anchor.lost);
    assert_eq!(anchor.quote, "254 trên 616");
    assert!(anchor_at(anchor.place.clone(), &without).is_none(), "nothing stands there");
    let anchor = carried("254 trên 616", &[old.clone(), without, old.clone()]);
    assert!(!anchor.lost);
    assert_eq!(words(&anchor, &old), "254 trên 616");
}

#[test]
fn what_the_backspace_key_took_letter_by_letter_comes_back_whole() {
    let texts: Vec<Content> = [
        "Đoàn công tác gồm ba đại biểu",
        "Đoàn công tác gồm ba đại",
        "Đoàn công tác gồm b",
        "Đoàn công tác",
    ]
    .into_iter()
    .map(|text| page_with("p1", text))
    .collect();
    let there_and_back: Vec<Content> =
        texts.iter().chain([&texts[2], &texts[0]]).cloned().collect();
    let anchor = carried("gồm ba đại biểu", &there_and_back);
    assert!(!anchor.lost);
    assert_eq!(words(&anchor, &texts[0]), "gồm ba đại biểu");
    // Not quite deleted, then undone.
    let shrunk = [texts[0].clone(), texts[2].clone(), texts[0].clone()];
    assert_eq!(words(&carried("gồm ba đại biểu", &shrunk), &texts[0]), "gồm ba đại biểu");
}

#[test]
fn the_same_words_elsewhere_are_another_passage() {
    let twice = page_with("p3", "Theo báo cáo, 254 trên 616 hộ dân đã được di dời, sau đó về lại.");
    let mut anchor = on(&twice, "254 trên 616 hộ dân đã được di dời");
    assert_eq!(anchor.place, on(&content(PAGE), "254 trên 616 hộ dân đã được di dời").place);
    let mut without = twice.clone();
    without.document.blocks.retain(|block| block.id().0 != "p2");
    carry([&mut anchor], &twice, &without);
    assert!(anchor.lost, "the other one was there all along");
}

#[test]
fn a_short_word_is_found_again_only_where_its_neighbours_are() {
    let old = content(PAGE);
    let removed =
        page_with("p1", "Đoàn công tác gồm đại biểu đã kiểm tra tuyến đê trong sáng nay.");
    let mut anchor = carried("ba ", &[old.clone(), removed.clone()]);
    assert!(anchor.lost);
    let elsewhere = {
        let mut elsewhere = removed.clone();
        let Some(crate::article::Block::Paragraph { content, .. }) =
            elsewhere.document.blocks.last_mut()
        else {
            panic!("a paragraph");
        };
        *content = Text::runs("Công trình phục vụ ba xã ven sông.");
        elsewhere
    };
    carry([&mut anchor], &removed, &elsewhere);
    assert!(anchor.lost);
    carry([&mut anchor], &elsewhere, &old);
    assert_eq!((anchor.lost, words(&anchor, &old).as_str()), (false, "ba "));
}

#[test]
fn a_passage_that_is_cut_and_pasted_elsewhere_takes_its_conversation_along() {
    let old = content(PAGE);
    let mut moved = page_with("p1", "Đoàn công tác đã kiểm tra.");
    moved.document.lead = Text::runs(
        "Ngày 23/5, tỉnh khánh thành tuyến đê. Đoàn gồm ba đại biểu đã kiểm tra tuyến đê.",
    );
    let anchor = carried("gồm ba đại biểu đã kiểm tra tuyến đê", &[old, moved.clone()]);
    assert!(!anchor.lost);
    assert_eq!(words(&anchor, &moved), "gồm ba đại biểu đã kiểm tra tuyến đê");
}

#[test]
fn a_passage_over_several_paragraphs_keeps_what_is_left_of_it() {
    let old = content(PAGE);
    let point =
        |block: &str, offset| TextPoint { block: Some(BlockId(block.into())), line: 0, offset };
    let place = Place::Range { from: point("p1", 5), to: point("p3", 10) };
    let mut anchor = anchor_at(place, &old).unwrap();
    assert_eq!(anchor.quote.split('\n').count(), 3);
    let without: Vec<_> = PAGE.iter().copied().filter(|(id, _)| *id != "p2").collect();
    let new = content(&without);
    carry([&mut anchor], &old, &new);
    assert!(!anchor.lost);
    assert!(words(&anchor, &new).starts_with("công tác"));
    carry([&mut anchor], &new, &old);
    assert_eq!(words(&anchor, &old).split('\n').count(), 3);
}

#[test]
fn photos_and_fields_are_quoted_as_they_are() {
    let mut old = content(PAGE);
    old.document.blocks.push(crate::article::Block::photo_missing(
        BlockId("f1".into()),
        "Đại biểu tại lễ khánh thành.",
    ));
    old.fields.source = "thainguyen.gov.vn".into();
    let photo = Place::Photo { block: BlockId("f1".into()), part: PhotoPart::Whole };
    let mut on_photo = anchor_at(photo.clone(), &old).unwrap();
    let mut on_field = anchor_at(Place::Field { name: "source".into() }, &old).unwrap();
    assert_eq!(on_photo.quote, "Đại biểu tại lễ khánh thành.");
    assert_eq!(on_field.quote, "thainguyen.gov.vn");
    let mut new = content(PAGE);
    new.fields.source = "baothainguyen.vn".into();
    carry([&mut on_photo, &mut on_field], &old, &new);
    assert!(on_photo.lost);
    assert_eq!(on_photo.place, photo);
    assert_eq!((on_field.lost, on_field.quote.as_str()), (false, "baothainguyen.vn"));
    carry([&mut on_photo, &mut on_field], &new, &old);
    assert!(!on_photo.lost);
    assert!(anchor_at(Place::Field { name: "no".into() }, &old).is_none());
}

#[test]
fn there_is_no_anchor_on_nothing_or_inside_a_letter() {
    let content = content(&[("", "Tin 🎉 vui"), ("", ""), ("p1", "Một.")]);
    let at = |line, from, to| anchor_at(Place::within(None, line, from, to), &content);
    assert!(at(0, 0, 3).is_some());
    assert!(at(0, 4, 6).is_some(), "the whole sign");
    assert!(at(0, 4, 5).is_none(), "half of it");
    assert!(at(0, 2, 2).is_none());
    assert!(at(0, 3, 2).is_none());
    assert!(at(0, 0, 99).is_none());
    assert!(at(1, 0, 1).is_none());
    assert!(at(7, 0, 1).is_none());
    let place = Place::within(Some(BlockId("nobody".into())), 0, 0, 1);
    assert!(anchor_at(place, &content).is_none());
}

/// Some passages of a text, in one line or over several.
fn passages(content: &Content, dice: &mut Dice) -> Vec<Anchor> {
    let page = page::Page::of(content);
    (0..12)
        .filter_map(|_| {
            let from = dice.below(page.len());
            let to = from + 1 + dice.below(40);
            let (from, to) = (page.point(from), page.point(to.min(page.len())));
            page.anchor(Place::Range { from, to }).filter(|anchor| !anchor.quote.trim().is_empty())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn carrying_never_drops_a_thread_and_always_says_where_it_is(
        seed in any::<u64>(),
        edits in prop::collection::vec(prop::collection::vec(any::<u64>(), 1..4), 1..5),
    ) {
        let mut dice = Dice::new(seed);
        let first = testing::article(&mut dice);
        let mut anchors = passages(&first, &mut dice);
        let many = anchors.len();
        let mut old = first;
        for seeds in edits {
            let new = testing::edited(&old, &seeds);
            carry(&mut anchors, &old, &new);
            prop_assert_eq!(anchors.len(), many);
            for anchor in &anchors {
                prop_assert!(!anchor.quote.is_empty());
                accept_anchor(anchor).unwrap();
                let there = anchor_at(anchor.place.clone(), &new);
                match there {
                    None => {
                        prop_assert!(anchor.lost, "{:?}", anchor);
                        let Place::Range { from, to } = &anchor.place else { unreachable!() };
                        prop_assert_eq!(from, to);
                        prop_assert!(page::Page::of(&new).place(from).is_some());
                    }
                    Some(there) => {
                        prop_assert!(!anchor.lost, "{:?}", anchor);
                        prop_assert!(anchor.quote.contains(&there.quote));
                        prop_assert!(!there.quote.trim().is_empty());
                    }
                }
            }
            old = new;
        }
    }

    #[test]
    fn what_was_lost_comes_back_with_the_text(
        seed in any::<u64>(),
        edits in prop::collection::vec(any::<u64>(), 1..5),
    ) {
        let mut dice = Dice::new(seed);
        let old = testing::article(&mut dice);
        let before = passages(&old, &mut dice);
        let mut after = before.clone();
        let new = testing::edited(&old, &edits);
        carry(&mut after, &old, &new);
        let away = after.clone();
        carry(&mut after, &new, &old);
        for ((before, away), after) in before.iter().zip(&away).zip(&after) {
            if away.lost {
                prop_assert!(!after.lost, "{before:?}\n{away:?}\n{after:?}");
                prop_assert_eq!(&after.quote, &before.quote);
            }
        }
    }

    #[test]
    fn two_desks_settle_on_the_same_anchor(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let content = testing::article(&mut dice);
        for pair in passages(&content, &mut dice).windows(2) {
            let (a, mut b) = (pair[0].clone(), pair[1].clone());
            prop_assert_eq!(settle(a.clone(), b.clone()), settle(b.clone(), a.clone()));
            b.lost = true;
            prop_assert_eq!(&settle(a.clone(), b.clone()), &a);
            prop_assert_eq!(&settle(b, a.clone()), &a);
        }
    }
}

#[test]
fn an_anchor_from_elsewhere_is_placed_by_its_words() {
    let old = content(PAGE);
    let mut elsewhere = on(&old, "254 trên 616 hộ dân đã được");
    assert_eq!(place_again(elsewhere.clone(), &old), elsewhere);
    elsewhere.place = Place::within(Some(BlockId("unknown".into())), 0, 3, 9);
    let found = place_again(elsewhere.clone(), &old);
    assert!(!found.lost);
    assert_eq!(words(&found, &old), "254 trên 616 hộ dân đã được");
    elsewhere.quote = "không có trong bài này chút nào".into();
    assert!(place_again(elsewhere, &old).lost);
}

// ---- What may come in -----------------------------------------------------------------------

#[test]
fn comments_are_kept_in_normal_form_and_within_bounds() {
    assert_eq!(accept_comment("  Tie\u{302}\u{301}ng\r\nViệt\t ").unwrap(), "Tiếng\nViệt");
    assert!(accept_comment(&"a".repeat(20_000)).is_ok());
    assert!(accept_comment(&"a".repeat(20_001)).is_err());
}

#[test]
fn suggestions_are_only_what_the_article_could_take() {
    let field =
        |name: &str, value: &str| Replacement::Field { name: name.into(), value: value.into() };
    let attr = |name, value: Option<&str>| Replacement::Attr { name, value: value.map(Into::into) };
    let link = |href: &str| Replacement::Text {
        runs: serde_json::from_value(json!([
            {"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": href}}]}
        ]))
        .unwrap(),
    };
    for good in [
        field("source", "\"a\""),
        field("eventDate", "\"2020-05-23\""),
        field("eventDate", "null"),
        field("tags", "[\"đê\"]"),
        attr(UnitAttr::Photo, None),
        attr(UnitAttr::Photo, Some(&"a".repeat(64))),
        attr(UnitAttr::Kind, Some("quote")),
        attr(UnitAttr::Ordered, Some("true")),
        link("https://example.org"),
        Replacement::Text { runs: Vec::new() },
        Replacement::DeleteBlock,
        Replacement::MoveAfter { block: None },
    ] {
        assert_eq!(accept_replacement(good.clone()).unwrap(), good);
    }
    for bad in [
        field("source", "5"),
        field("source", "\"a"),
        field("nobody", "\"a\""),
        field("eventDate", "\"2020-02-31\""),
        field("priority", "12"),
        attr(UnitAttr::Photo, Some("../../etc")),
        attr(UnitAttr::Kind, Some("script")),
        attr(UnitAttr::Credit, None),
        link("javascript:alert(1)"),
        Replacement::Text { runs: Text::runs(&"a".repeat(20_001)) },
        Replacement::MoveAfter { block: Some(BlockId("../".into())) },
    ] {
        assert!(accept_replacement(bad.clone()).is_err(), "{bad:?}");
    }
    let joined = Replacement::Text { runs: Text::runs("Tie\u{302}\u{301}ng\nViệt") };
    assert_eq!(
        accept_replacement(joined).unwrap(),
        Replacement::Text { runs: Text::runs("Tiếng Việt") }
    );
}

#[test]
fn events_of_other_desks_are_believed_only_where_a_desk_could_have_made_them() {
    accept_event(&event(0, "mai", opening("Được", None))).unwrap();
    accept_event(&event(0, "", opening("", Some("Được")))).unwrap();
    let mut bad_id = event(0, "mai", reply("a"));
    bad_id.id = EventId("../../a".into());
    let mut long_name = event(0, "mai", reply("a"));
    long_name.by_name = "a".repeat(401);
    let mention = Mention { person: PersonId("p".into()), name: "Mai".into() };
    for bad in [
        bad_id,
        long_name,
        event(0, "mai", opening("", None)),
        event(0, "mai", reply(" không gọn ")),
        event(0, "mai", reply("Tie\u{302}\u{301}ng")),
        event(0, "mai", reply(&"a".repeat(20_001))),
        event(0, "mai", edit("", "a")),
        event(0, "mai", Act::Replied { text: "a".into(), mentions: vec![mention; 51] }),
    ] {
        assert!(accept_event(&bad).is_err(), "{bad:?}");
    }
}
