//! One count given two values in an article: "616 đại biểu" here and "661 đại biểu" there.
//!
//! Of two counts of the same thing most are right: 120 households in one village, 102 in the next.
//! What is told of is what fingers do, two neighbouring digits exchanged, in numbers of three digits
//! and more, with the same two words behind, in different paragraphs. And it is a hint.

use std::collections::BTreeMap;

use super::line::{Found, Placed};
use super::words::{Kind, Token};
use super::{RuleId, Severity};

/// Least digits: "12 xã" and "21 xã" are often both right.
const DIGITS: usize = 3;
/// So many different values of one thing are a table, and no slip.
const VALUES: usize = 6;

/// So many places of one count are looked at, so that no table costs the square of its rows.
const PLACES: usize = 50;

struct Place {
    line: usize,
    from: usize,
    to: usize,
}

/// Where a thing is counted, by its two words and by the digits of its count.
type Counts<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<String, Vec<Place>>>;

pub(super) fn look(lines: &[Placed], found: &mut [Vec<Found>]) {
    let mut counts = Counts::new();
    for (line, placed) in lines.iter().enumerate().filter(|(_, placed)| !placed.line.english) {
        let tokens = &placed.line.tokens;
        for (n, token) in tokens.iter().enumerate().filter(|(_, it)| it.kind == Kind::Number) {
            let Some(unit) = unit(tokens, n) else { continue };
            let text = placed.line.text_of(token);
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let is_year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
            if digits.len() < DIGITS || text.contains(',') || is_year || token.quoted {
                continue;
            }
            let places = counts.entry(unit).or_default().entry(digits).or_default();
            if places.len() < PLACES {
                places.push(Place { line, from: token.from, to: token.to });
            }
        }
    }
    for values in counts.values().filter(|values| (2..=VALUES).contains(&values.len())) {
        for (digits, places) in values {
            let twin = values.iter().find(|(other, there)| {
                let later = (there.len(), other.as_str()) > (places.len(), digits.as_str());
                let apart = there.iter().all(|it| places.iter().all(|own| own.line != it.line));
                later && apart && is_exchanged(digits, other)
            });
            let Some((_, there)) = twin else { continue };
            let other = &lines[there[0].line].line.text[there[0].from..there[0].to];
            for place in places {
                let slip = Found::new(RuleId::TwoFigures, Severity::Hint, place.from, place.to);
                found[place.line].push(slip.fix(other).with("other", other));
            }
        }
    }
}

/// The two words right behind a number that stands alone.
fn unit(tokens: &[Token], n: usize) -> Option<(&str, &str)> {
    let free = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_none_or(|token| token.is_space() || token.is_sign('(') || token.is_sign('“'))
    };
    let word = |at: usize| {
        let token = tokens.get(at)?;
        tokens.get(at - 1)?.is_space().then(|| token.word())?.map(|word| &*word.lower)
    };
    free(n.checked_sub(1)).then_some(())?;
    Some((word(n + 2)?, word(n + 4)?))
}

/// Whether two numbers differ in nothing but two neighbouring digits that have changed places.
fn is_exchanged(a: &str, b: &str) -> bool {
    let differ: Vec<usize> =
        a.bytes().zip(b.bytes()).enumerate().filter(|(_, (a, b))| a != b).map(|(n, _)| n).collect();
    let (x, y) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len()
        && matches!(differ[..], [first, second]
            if second == first + 1 && x[first] == y[second] && x[second] == y[first])
}
