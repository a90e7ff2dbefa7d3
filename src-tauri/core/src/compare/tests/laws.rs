//! What must hold for any two texts of one article.

use std::collections::HashSet;

use proptest::prelude::*;

use crate::article::{BlockId, Document, Text, text_of};
use crate::compare::tokens::{Line, LineStart, flatten, len_utf16, lines};
use crate::compare::weave::{Fate, Woven};
use crate::compare::{ChangeId, Comparison, Content, Side, Spot, compare};
use crate::testing::{Dice, article, edited};

/// An article and what some edits made of it; a failing test names them by their seeds.
#[derive(Debug, Clone)]
struct Versions {
    seed: u64,
    edits: Vec<u64>,
}

impl Versions {
    fn contents(&self) -> (Content, Content) {
        let old = article(&mut Dice::new(self.seed));
        let new = edited(&old, &self.edits);
        (old, new)
    }
}

/// Cases of each law; many more in `cargo xtask test --long`.
fn cases() -> u32 {
    let wanted = std::env::var("BANTHAO_LAW_CASES").ok();
    wanted.map_or(3_000, |wanted| wanted.parse().expect("a number of cases"))
}

fn versions() -> impl Strategy<Value = Versions> {
    (any::<u64>(), proptest::collection::vec(any::<u64>(), 0..14))
        .prop_map(|(seed, edits)| Versions { seed, edits })
}

fn assert_valid(document: &Document) {
    let accepted = document.clone().accept(&mut || panic!("an id is missing or doubled"));
    assert_eq!(accepted.as_ref(), Ok(document));
}

/// All is the same but for the ids of blocks that were pasted again: there each text has one that
/// the other one does not.
fn assert_same(found: &Content, expected: &Content) {
    let ids = |content: &Content| -> HashSet<BlockId> {
        content.document.walk().map(|block| block.id().clone()).collect()
    };
    let (found_ids, expected_ids) = (ids(found), ids(expected));
    let mut json = serde_json::to_string(&found.document).unwrap();
    for (is, should) in found.document.walk().zip(expected.document.walk()) {
        let (is, should) = (is.id(), should.id());
        if is != should {
            assert!(!expected_ids.contains(is) && !found_ids.contains(should));
            json = json.replace(&format!("\"{}\"", is.0), &format!("\"{}\"", should.0));
        }
    }
    assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), expected.document);
    assert_eq!(found.fields, expected.fields);
}

fn throw(comparison: &Comparison, dice: &mut Dice) -> HashSet<ChangeId> {
    let ids = comparison.changes().iter().map(|change| change.id.clone());
    ids.filter(|_| dice.chance(1, 2)).collect()
}

fn none(_: &ChangeId) -> bool {
    false
}

fn all(_: &ChangeId) -> bool {
    true
}

/// A document in few lines, for the message of a failing test.
fn sketch(document: &Document) -> String {
    let sketch = |line: &Line| {
        let LineStart { id, kind, holder } = &line.start;
        let id = id.as_ref().map_or("-", |id| &id.0);
        let holder = holder.as_ref().map_or("", |holder| &holder.id.0);
        format!("{id} {holder} {} {}", kind.name(), text_of(&line.runs))
    };
    lines(document).iter().map(sketch).collect::<Vec<_>>().join("\n") + "\n"
}

/// The text of each line, letter by letter as the editor counts.
fn texts(document: &Document) -> Vec<Vec<u16>> {
    lines(document).iter().map(|line| text_of(&line.runs).encode_utf16().collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn no_change_is_the_old_text_and_all_are_the_new_one(versions in versions()) {
        let (old, new) = versions.contents();
        let comparison = compare(&old, &new);
        assert_same(&comparison.compose(&none), &old);
        prop_assert_eq!(&comparison.compose(&all), &new);
        let ids: HashSet<_> = comparison.changes().iter().map(|change| &change.id).collect();
        prop_assert_eq!(ids.len(), comparison.changes().len(), "ids are unique");
    }

    #[test]
    fn both_texts_are_in_what_is_woven_of_them(versions in versions()) {
        let (old, new) = versions.contents();
        let woven = compare(&old, &new).woven();
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for Woven { token, before, fate, .. } in woven {
            if fate != Fate::Made {
                one.push(before.unwrap_or_else(|| token.clone()));
            }
            if fate != Fate::Gone {
                other.push(token);
            }
        }
        prop_assert_eq!(one, flatten(&old.document));
        prop_assert_eq!(other, flatten(&new.document));
    }

    #[test]
    fn a_text_does_not_differ_from_itself(versions in versions()) {
        let (_, text) = versions.contents();
        prop_assert_eq!(compare(&text, &text).into_changes(), []);
    }

    #[test]
    fn any_changes_give_a_valid_document(versions in versions(), seed in any::<u64>()) {
        let (old, new) = versions.contents();
        let comparison = compare(&old, &new);
        let mut dice = Dice::new(seed);
        for _ in 0..4 {
            let made = throw(&comparison, &mut dice);
            let mix = comparison.compose(&|id| made.contains(id));
            assert_valid(&mix.document);
            mix.fields.clone().accept().unwrap();
        }
    }

    /// Accepting some and rejecting the others brings base and text together, and leaves nothing
    /// to decide.
    #[test]
    fn a_mix_and_its_opposite_meet(versions in versions(), seed in any::<u64>()) {
        let (old, new) = versions.contents();
        let comparison = compare(&old, &new);
        let accepted = throw(&comparison, &mut Dice::new(seed));
        let rejected: HashSet<_> = comparison
            .changes()
            .iter()
            .map(|change| change.id.clone())
            .filter(|id| !accepted.contains(id))
            .collect();
        let base = comparison.compose(&|id| accepted.contains(id));
        let text = comparison.compose(&|id| !rejected.contains(id));
        prop_assert_eq!(&base, &text);
        prop_assert_eq!(compare(&base, &text).into_changes(), []);
        // From the mix both ends can be reached again.
        prop_assert_eq!(&compare(&base, &new).compose(&all), &new);
        assert_same(&compare(&old, &base).compose(&none), &old);
    }

    /// As in the review view: after each decision the texts are compared anew.
    #[test]
    fn decisions_one_by_one_come_to_an_end(
        versions in versions(), seed in any::<u64>(), style in 0..3_u8
    ) {
        let (old, new) = versions.contents();
        let mut dice = Dice::new(seed);
        let (mut base, mut text) = (old.clone(), new.clone());
        let first = compare(&base, &text).changes().len();
        let mut rounds = 0;
        loop {
            let comparison = compare(&base, &text);
            if comparison.changes().is_empty() {
                break;
            }
            rounds += 1;
            prop_assert!(
                rounds <= 3 * first + 10,
                "{first} changes never end:\n{}\n{}\n{:#?}",
                sketch(&base.document),
                sketch(&text.document),
                comparison.changes()
            );
            let one = dice.pick(comparison.changes()).id.clone();
            let accept = style == 0 || (style == 2 && dice.chance(1, 2));
            if accept {
                base = comparison.compose(&|id| *id == one);
            } else {
                text = comparison.compose(&|id| *id != one);
            }
        }
        match style {
            0 => {
                prop_assert_eq!(&text, &new, "accepting leaves the text as it is");
                assert_same(&base, &new);
            }
            1 => {
                prop_assert_eq!(&base, &old, "rejecting leaves the base as it is");
                assert_same(&text, &old);
            }
            _ => {}
        }
    }

    #[test]
    fn a_place_goes_where_its_letter_goes(versions in versions(), seed in any::<u64>()) {
        let (old, new) = versions.contents();
        let comparison = compare(&old, &new);
        let (before, after) = (texts(&old.document), texts(&new.document));
        let mut dice = Dice::new(seed);
        for _ in 0..40 {
            let line = dice.below(before.len());
            let offset = dice.below(before[line].len() + 1);
            let spot = Spot {
                line: u32::try_from(line).unwrap(),
                offset: u32::try_from(offset).unwrap(),
            };
            for side in [Side::Before, Side::After] {
                let mapped = comparison.map(spot, side);
                let there = &after[mapped.spot.line as usize];
                let at = mapped.spot.offset as usize;
                prop_assert!(at <= there.len());
                if mapped.deleted {
                    continue;
                }
                match side {
                    Side::After if offset < before[line].len() => {
                        prop_assert_eq!(there[at], before[line][offset]);
                    }
                    Side::Before | Side::After if offset > 0 => {
                        prop_assert_eq!(there[at - 1], before[line][offset - 1]);
                    }
                    _ => prop_assert_eq!(at, 0),
                }
            }
        }
    }

    #[test]
    fn a_screen_finds_what_it_is_told(versions in versions()) {
        let (old, new) = versions.contents();
        let comparison = compare(&old, &new);
        let (before, after) = (texts(&old.document), texts(&new.document));
        let ids: HashSet<_> = new.document.walk().map(|block| block.id().clone()).collect();
        let mut removed = 0;
        for change in comparison.changes() {
            for (spans, texts) in [(&change.old, &before), (&change.new, &after)] {
                for span in spans {
                    let length = texts[span.line as usize].len();
                    prop_assert!(span.from <= span.to && span.to as usize <= length);
                }
            }
            prop_assert!(change.at.offset as usize <= after[change.at.line as usize].len());
            prop_assert!(change.block.as_ref().is_none_or(|id| ids.contains(id)));
            for line in &change.removed {
                removed += len_utf16(&text_of(&line.runs)) as usize;
                prop_assert!(line.runs.iter().all(|run: &Text| !run.text.is_empty()));
            }
        }
        // Every letter of the old text is either removed by one change or still there.
        let kept = comparison.alignment.new_token.iter().zip(&comparison.alignment.old.tokens);
        let kept: u32 =
            kept.filter(|(mate, _)| mate.is_some()).map(|(_, token)| token.len_utf16()).sum();
        let replaced_marks: usize = comparison
            .changes()
            .iter()
            .filter(|change| change.kind == crate::compare::ChangeKind::Marks)
            .flat_map(|change| &change.old)
            .map(|span| (span.to - span.from) as usize)
            .sum();
        let total = before.iter().map(Vec::len).sum::<usize>();
        prop_assert!(kept as usize + removed <= total);
        prop_assert!(kept as usize + removed + replaced_marks >= total);
    }
}
