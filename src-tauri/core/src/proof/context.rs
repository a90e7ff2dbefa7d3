//! CONTEXT: a word that is right by itself and was hardly meant where it stands.
//!
//! Weighs what stands there against what the newsroom has approved between the same neighbours, and
//! how likely the one is typed for the other. Both have to be seen: without proof of another word
//! nothing is said, however strange a word looks.

use super::line::{Found, Line};
use super::pairs::{Pairs, Part};
use super::spelling::is_glued;
use super::suggest::{Beside, Letters, Meant, chance, cost};
use super::syllable::Reading;
use super::tables::word_tables;
use super::words::{Case, Word};
use super::{Knowledge, RuleId, Severity};

/// How much likelier another word has to be, as a logarithm, before anything is said.
const GAIN: f64 = 3.0;
/// The same for a word that is none of Vietnamese: one of another language more often than a slip.
const FOREIGN_GAIN: f64 = 4.0;
/// So often the other word has to stand beside these neighbours; and where another letter is in it
/// and only one of the neighbours speaks for it.
const SEEN: u32 = 2;
const SEEN_ONE_SIDE: u32 = 4;

/// Of these none is said to be another: what was counted is not known.
const NUMERALS: [&str; 17] = [
    "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "trăm", "nghìn",
    "ngàn", "triệu", "tỷ", "tỉ",
];

pub(super) fn look(line: &Line, parts: &[Part<'_>], knowledge: &Knowledge, found: &mut Vec<Found>) {
    let pairs = &knowledge.pairs;
    if pairs.is_empty() {
        return;
    }
    for three in parts.windows(3) {
        let (n, word) = match three[1] {
            Part::Word(n, word) | Part::Unknown(n, word) => (n, word),
            Part::Number | Part::Edge => continue,
        };
        if word.quoted
            || word.is_named()
            || !matches!(word.case, Case::Lower | Case::Capital)
            || is_glued(line, n)
        {
            continue;
        }
        let token = &line.tokens[n];
        let beside = [three[0], three[2]].map(|part| part.key().and_then(|key| pairs.id(key)));
        let Some(meant) = meant(pairs, word, beside) else { continue };
        let slip = Found::new(RuleId::Context, Severity::Warning, token.from, token.to);
        if found.iter().any(|other| other.severity != Severity::Hint && other.overlaps(&slip)) {
            continue;
        }
        let slip = slip.offer(&meant, word.case, knowledge.style);
        let right = slip.fixes[0].clone();
        found.push(slip.with("right", right));
    }
}

/// What was rather meant between these neighbours, best first.
fn meant(pairs: &Pairs, word: &Word, beside: Beside) -> Option<Vec<Meant>> {
    let own = pairs.id(&word.key);
    let [left, right] = beside;
    let count = |id: u32| {
        [
            left.map_or(0, |left| pairs.count(left, id)),
            right.map_or(0, |right| pairs.count(id, right)),
        ]
    };
    if own.is_some_and(|own| count(own) != [0, 0]) || beside == [None, None] {
        return None;
    }
    let typed = Letters::of(&word.lower).filter(|_| word.lower.chars().nth(1).is_some())?;
    let is_numeral = NUMERALS.contains(&&*word.lower);
    let foreign = !matches!(word.reading, Reading::Syllable(_));
    if foreign && word_tables().english.contains(&*word.lower) {
        return None;
    }
    let gain = if foreign { FOREIGN_GAIN } else { GAIN };
    // Beside signs and numbers anything may stand.
    let says =
        beside.map(|id| id.is_some_and(|id| pairs.word(id).starts_with(char::is_alphabetic)));
    let mine = chance(pairs, &word.key, beside);
    let mut meant: Vec<Meant> = Vec::new();
    pairs.near(&word.key, |id| {
        let key = pairs.word(id);
        if is_numeral && NUMERALS.contains(&key) {
            return;
        }
        if Some(id) == own || meant.iter().any(|other| other.key == key) {
            return;
        }
        let there = count(id);
        let told = (there[0] > 0 && says[0]) || (there[1] > 0 && says[1]);
        if there[0] + there[1] < SEEN || foreign && !told {
            return;
        }
        let Some((cost, letter)) = Letters::of(key).and_then(|meant| cost(&typed, &meant)) else {
            return;
        };
        if letter && there.contains(&0) && there[0] + there[1] < SEEN_ONE_SIDE {
            return;
        }
        let weight = chance(pairs, key, beside) - cost;
        if weight - mine > gain {
            meant.push(Meant { key: key.to_owned(), weight });
        }
    });
    meant.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.key.cmp(&b.key)));
    meant.truncate(5);
    (!meant.is_empty()).then_some(meant)
}
