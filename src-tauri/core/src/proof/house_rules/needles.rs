//! Which patterns can find anything in a line at all: those whose letters stand in it.
//!
//! Most patterns have letters that must be there, whatever else they allow. All of them are looked
//! for in one pass over the line, without regard to capitals, so that hundreds of patterns cost
//! little more than the few that find something.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::{Class, Hir, HirKind};

/// The letters that patterns must have, and whose they are.
#[derive(Debug, Default)]
pub(super) struct Needles {
    searcher: Option<AhoCorasick>,
    /// By needle: the places of its patterns.
    patterns: Vec<Vec<usize>>,
    /// Places of patterns without one: they are searched for in every line.
    always: Vec<usize>,
}

/// Fewest letters that are worth looking for.
const SHORTEST: usize = 2;
/// Most signs that a class has which may stand for one letter: its capital, and a few odd ones.
const CLASS_LIMIT: usize = 8;

impl Needles {
    /// Of patterns in their order, each with the letters that it must have.
    pub(super) fn of(needles: impl IntoIterator<Item = Option<String>>) -> Self {
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut texts, mut all) = (Vec::new(), Self::default());
        for (n, needle) in needles.into_iter().enumerate() {
            let Some(needle) = needle else {
                all.always.push(n);
                continue;
            };
            let place = *places.entry(needle).or_insert_with_key(|needle| {
                texts.push(needle.clone());
                all.patterns.push(Vec::new());
                texts.len() - 1
            });
            all.patterns[place].push(n);
        }
        if !texts.is_empty() {
            let built = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&texts);
            match built {
                Ok(searcher) => all.searcher = Some(searcher),
                // Too many letters for it: then each pattern searches for itself.
                Err(_) => all.always.extend(all.patterns.drain(..).flatten()),
            }
        }
        all
    }

    /// The places of the patterns that may find something in a text, in order.
    pub(super) fn in_text(&self, text: &str) -> Vec<usize> {
        let mut found = self.always.clone();
        if let Some(searcher) = &self.searcher {
            let folded: String = text.chars().map(fold).collect();
            let mut seen = vec![false; self.patterns.len()];
            for it in searcher.find_overlapping_iter(&folded) {
                seen[it.pattern().as_usize()] = true;
            }
            let seen = seen.into_iter().zip(&self.patterns).filter(|(seen, _)| *seen);
            found.extend(seen.flat_map(|(_, patterns)| patterns));
        }
        found.sort_unstable();
        found
    }
}

/// The longest run of letters that stands in everything that a pattern finds.
pub(super) fn needle_of(pattern: &Hir) -> Option<String> {
    let mut runs = Runs::default();
    runs.walk(pattern);
    runs.end();
    (runs.best.chars().count() >= SHORTEST).then_some(runs.best)
}

#[derive(Default)]
struct Runs {
    best: String,
    now: String,
}

impl Runs {
    fn walk(&mut self, hir: &Hir) {
        match hir.kind() {
            // Nothing stands between the letters on either side.
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => self.now.extend(text.chars().map(fold)),
                Err(_) => self.end(),
            },
            HirKind::Class(class) => match letter_of(class) {
                Some(letter) => self.now.push(letter),
                None => self.end(),
            },
            HirKind::Capture(capture) => self.walk(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.walk(part)),
            HirKind::Repetition(repetition) => {
                self.end();
                if repetition.min > 0 {
                    self.walk(&repetition.sub);
                    self.end();
                }
            }
            HirKind::Alternation(_) => self.end(),
        }
    }

    fn end(&mut self) {
        if self.now.chars().count() > self.best.chars().count() {
            self.best = std::mem::take(&mut self.now);
        }
        self.now.clear();
    }
}

/// The one letter that all signs of a class are, capitals aside.
fn letter_of(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let mut letters = class.iter().flat_map(|range| range.start()..=range.end()).map(fold);
    let first = letters.next()?;
    letters.take(CLASS_LIMIT).all(|letter| letter == first).then_some(first)
}

/// A letter without regard to capitals. What is one letter stays one.
fn fold(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        // The old long s, which patterns without regard to capitals take for an s.
        (Some('ſ'), None) => 's',
        (Some(lower), None) => lower,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needle(pattern: &str, match_case: bool) -> Option<String> {
        let mut parser = regex_syntax::ParserBuilder::new();
        needle_of(&parser.case_insensitive(!match_case).build().parse(pattern).unwrap())
    }

    #[test]
    fn the_letters_that_a_pattern_must_have_are_known() {
        for (pattern, expected) in [
            (r"\bĐỘC giả\b", Some("độc giả")),
            (r"(tái (?:lập|diễn)) trở lại\b", Some(" trở lại")),
            (r"(\d+) gian (hàng)", Some(" gian hàng")),
            (r"(?:kính)+ gửi", Some("kính")),
            (r"số ?\d", Some("số")),
            ("a(bc)?d", None),
            (r"\w+ \d", None),
            ("một|hai", None),
            ("[abc]d", None),
        ] {
            for match_case in [true, false] {
                assert_eq!(needle(pattern, match_case).as_deref(), expected, "{pattern}");
            }
        }
    }

    #[test]
    fn only_patterns_whose_letters_are_there_are_searched_for() {
        let patterns = ["độc giả", "huyện", r"\d+", "giả"].map(|it| needle(it, false));
        let needles = Needles::of(patterns);
        assert_eq!(needles.in_text("Thư của ĐỘC GIẢ"), [0, 2, 3]);
        assert_eq!(needles.in_text("Về huyện"), [1, 2]);
        assert_eq!(Needles::of([None, None]).in_text(""), [0, 1]);
    }

    proptest::proptest! {
        #[test]
        fn no_pattern_is_passed_over_that_would_find_something(
            pattern in r"[aăđĐsSſkK()|?+* \\d]{1,12}",
            text in r"[aăđĐAsSſkK\u{212a}İ 0-9]{0,24}",
            match_case: bool,
        ) {
            let built = regex::RegexBuilder::new(&pattern).case_insensitive(!match_case).build();
            if let Ok(built) = built {
                let needles = Needles::of([needle(&pattern, match_case)]);
                if built.is_match(&text) {
                    proptest::prop_assert_eq!(needles.in_text(&text), [0]);
                }
            }
        }
    }
}
