//! i or y in open syllables: kỹ or kĩ, lý or lí. A choice of the house, and none by default.
//!
//! School books write i (QĐ 1989/2018 of the Ministry of Education), laws and most newspapers y. Words
//! of Sino-Vietnamese take either; words that are Vietnamese by origin only ever take i (*tỉ mỉ, lì
//! xì*), and those are never changed to y.

use super::line::{Found, Line};
use super::spelling::is_next;
use super::suggest::in_case_of;
use super::words::{Case, Word};
use super::{IyStyle, RuleId, Severity};

/// Onsets behind which usage is divided. Behind *qu* and alone y stays (*quý, ý*); *vi* and *vy* are
/// words and names of their own.
const ONSETS: &[char] = &['h', 'k', 'l', 'm', 's', 't'];

/// Syllables with i that are written with y as well wherever they stand, but beside these.
const EITHER: &[(&str, &[&str])] = &[
    ("kĩ", &[]),
    ("kì", &["cọ", "kèo", "lưng", "cạch", "kì", "cắc"]),
    ("kí", &["lô", "ninh", "ninh-gô"]),
    ("kỉ", &[]),
    ("kị", &[]),
    ("lí", &["nhí", "lắc", "tí", "láu", "lí"]),
    ("mĩ", &[]),
    ("tỉ", &["mỉ", "tê", "tí", "ti", "tỉ", "bí"]),
];

/// Pairs in which the first or the second syllable is written with y as well, and elsewhere is not.
const IN_PAIRS: &[(&str, &str, bool)] = &[
    ("hi", "vọng", true),
    ("hi", "sinh", true),
    ("hi", "hữu", true),
    ("li", "hôn", true),
    ("li", "dị", true),
    ("li", "khai", true),
    ("li", "thân", true),
    ("li", "tán", true),
    ("phân", "li", false),
    ("cách", "li", false),
    ("công", "ti", false),
    ("tị", "nạn", true),
    ("hỉ", "sự", true),
    ("song", "hỉ", false),
    ("hoan", "hỉ", false),
];

pub(super) fn look(line: &Line, style: IyStyle, found: &mut Vec<Found>) {
    if style == IyStyle::Any {
        return;
    }
    for (n, token) in line.tokens.iter().enumerate() {
        let Some(word) = token.word() else { continue };
        let wanted = match style {
            IyStyle::Any => None,
            IyStyle::I => with_i(&word.lower),
            IyStyle::Y => with_y(line, n, word),
        };
        let Some(wanted) = wanted else { continue };
        if word.quoted || word.is_named() || word.case == Case::Upper || may_be_name(line, n, word)
        {
            continue;
        }
        let fix = in_case_of(&wanted, word.case);
        let other = Found::new(RuleId::IyStyle, Severity::Hint, token.from, token.to);
        found.push(other.fix(&*fix).with("right", fix));
    }
}

/// What begins a sentence and is followed by a capital, or is the country: "Lý Thường Kiệt", "Mỹ".
fn may_be_name(line: &Line, n: usize, word: &Word) -> bool {
    let next = neighbour(line, n, 1).is_some_and(|next| next.case != Case::Lower);
    word.case == Case::Capital && (next || word.lower == "mỹ" || word.lower == "mĩ")
}

fn with_i(lower: &str) -> Option<String> {
    swapped(lower, ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'], ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'])
}

fn with_y(line: &Line, n: usize, word: &Word) -> Option<String> {
    let lower = &*word.lower;
    let is =
        |step: isize, text: &str| neighbour(line, n, step).is_some_and(|other| other.lower == text);
    let either = EITHER.iter().any(|(syllable, not)| {
        *syllable == lower && !not.iter().any(|text| is(1, text) || is(-1, text))
    });
    let paired = || {
        IN_PAIRS.iter().any(|(first, second, leads)| {
            if *leads {
                *first == lower && is(1, second)
            } else {
                *second == lower && is(-1, first)
            }
        })
    };
    if !either && !paired() {
        return None;
    }
    swapped(lower, ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'], ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'])
}

/// An onset and one of these letters, with the other letter instead.
fn swapped(lower: &str, from: [char; 6], to: [char; 6]) -> Option<String> {
    let mut letters = lower.chars();
    let (onset, vowel) = (letters.next()?, letters.next()?);
    let at = from.iter().position(|c| *c == vowel)?;
    (letters.next().is_none() && ONSETS.contains(&onset)).then(|| format!("{onset}{}", to[at]))
}

/// The word before or behind, with one space between.
fn neighbour(line: &Line, n: usize, step: isize) -> Option<&Word> {
    let other = n.checked_add_signed(2 * step)?;
    let word = line.tokens.get(other)?.word()?;
    is_next(line, n.min(other), n.max(other)).then_some(word)
}
