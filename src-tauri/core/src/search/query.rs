//! What somebody typed into the search field, as questions to the index.

use serde::{Deserialize, Serialize};

use super::syllables::{PAIR, Syllables};
use crate::language::normal::nfc;

/// Words of a query that count; what follows is not looked at.
const WORDS: usize = 24;
/// Bytes of a query that are read.
const BYTES: usize = 2_000;
/// Least letters of an unfinished word that is looked for by its beginning.
const PREFIX_LETTERS: usize = 3;

/// How the words of a query stand in what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SearchTier {
    /// One after the other, as they were typed.
    Phrase,
    /// All of them, anywhere.
    Apart,
    /// As above, but the last word, which may not be finished, without its marks and by its beginning.
    Alike,
}

/// A word as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) folded: String,
    /// `None` where no mark was typed: any will do.
    pub(super) exact: Option<String>,
}

impl Word {
    pub(super) fn is_met_by(&self, syllables: &Syllables<'_>) -> bool {
        match &self.exact {
            Some(exact) => syllables.exact() == exact,
            None => syllables.folded() == self.folded,
        }
    }

    fn quoted(&self) -> &str {
        self.exact.as_deref().unwrap_or(&self.folded)
    }
}

/// A question in words. Nothing that is typed is an error: signs stand between words, and only
/// quotation marks say something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Words that stand together; of a query without quotation marks there is one group.
    pub(super) groups: Vec<Vec<Word>>,
    /// It is one group, and its words were not put in quotation marks.
    pub(super) is_loose: bool,
    /// Nothing follows the last word: it may be the beginning of one.
    pub(super) is_open: bool,
}

impl Query {
    /// Reads what was typed; without a word in it, it asks for everything.
    pub fn read(typed: &str) -> Self {
        let typed = nfc(typed);
        let mut end = typed.len().min(BYTES);
        while !typed.is_char_boundary(end) {
            end -= 1;
        }
        let typed = &typed[..end];
        let mut parts = Vec::new();
        let mut left = WORDS;
        for (n, part) in typed.split(['"', '“', '”']).enumerate() {
            let mut words = Vec::new();
            let mut syllables = Syllables::of(part);
            while left > 0 && syllables.advance().is_some() {
                left -= 1;
                words.push(Word {
                    folded: syllables.folded().to_owned(),
                    exact: syllables.is_marked().then(|| syllables.exact().to_owned()),
                });
            }
            if !words.is_empty() {
                parts.push((n % 2 == 1, words));
            }
        }
        let quoted_any = parts.iter().any(|(is_quoted, _)| *is_quoted);
        let mut groups: Vec<Vec<Word>> = Vec::new();
        for (is_quoted, words) in parts {
            if quoted_any && !is_quoted {
                // Words outside of the marks each stand by themselves.
                groups.extend(words.into_iter().map(|word| vec![word]));
            } else {
                groups.push(words);
            }
        }
        let is_open = left > 0 && typed.chars().next_back().is_some_and(char::is_alphanumeric);
        Self { is_loose: !quoted_any && !groups.is_empty(), groups, is_open }
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Which tiers there are to ask for, the nearest first.
    pub(super) fn tiers(&self) -> Vec<SearchTier> {
        let words: usize = self.groups.iter().map(Vec::len).sum();
        let mut tiers = vec![SearchTier::Phrase];
        if self.is_loose && words > 1 {
            tiers.push(SearchTier::Apart);
        }
        if self.unfinished(SearchTier::Alike).is_some()
            && self.last().is_some_and(|it| it.exact.is_some())
        {
            tiers.push(SearchTier::Alike);
        }
        tiers
    }

    pub(super) fn last(&self) -> Option<&Word> {
        self.groups.last().and_then(|group| group.last())
    }

    /// The beginning that the last word is looked for by, where it is one.
    pub(super) fn unfinished(&self, tier: SearchTier) -> Option<&str> {
        let last = self.last().filter(|_| self.is_open)?;
        let by_beginning = tier == SearchTier::Alike || last.exact.is_none();
        (by_beginning && last.folded.chars().count() >= PREFIX_LETTERS)
            .then_some(last.folded.as_str())
    }

    /// As an expression of FTS5. `endings` are the words of the index that begin as
    /// [`Self::unfinished`] does. No sign that was typed gets into it.
    pub(super) fn expression(&self, tier: SearchTier, endings: &[String]) -> String {
        let apart = self.is_loose && tier != SearchTier::Phrase;
        let unfinished = self.unfinished(tier).is_some();
        let groups = self.groups.len();
        let mut parts = Vec::new();
        for (n, group) in self.groups.iter().enumerate() {
            let ends_open = unfinished && n + 1 == groups;
            let (whole, last) = match group.split_last() {
                Some((last, before)) if ends_open => (before, Some(last)),
                _ => (group.as_slice(), None),
            };
            if apart {
                parts.extend(whole.iter().map(|word| phrase(&[], word)));
            }
            let before = if apart { &[] } else { whole };
            match last {
                None => {
                    parts.extend(before.split_last().map(|(last, before)| phrase(before, last)))
                }
                Some(last) => {
                    let mut ways: Vec<String> = endings
                        .iter()
                        .map(|ending| phrase(before, &Word { folded: ending.clone(), exact: None }))
                        .collect();
                    if ways.is_empty() {
                        let last = Word { folded: last.folded.clone(), exact: None };
                        ways.push(phrase(before, &last));
                    }
                    parts.push(format!("({})", ways.join(" OR ")));
                }
            }
        }
        parts.join(" AND ")
    }
}

/// Words one after the other, as an expression of FTS5. Pairs come first: they are in few texts, and
/// only in those the index looks for marks, word by word. Both count for the nearness of a row.
fn phrase(before: &[Word], last: &Word) -> String {
    let words = || before.iter().chain([last]);
    let pairs: Vec<String> = words()
        .zip(words().skip(1))
        .map(|(one, next)| format!("{}{PAIR}{}", one.folded, next.folded))
        .collect();
    let keys = || words().map(Word::quoted).collect::<Vec<_>>().join(" ");
    if pairs.is_empty() {
        format!("\"{}\"", keys())
    } else if words().all(|word| word.exact.is_none()) {
        format!("\"{}\"", pairs.join(" "))
    } else {
        format!("(\"{}\" AND \"{}\")", pairs.join(" "), keys())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(typed: &str) -> Vec<String> {
        let query = Query::read(typed);
        query.tiers().into_iter().map(|tier| query.expression(tier, &[])).collect()
    }

    #[test]
    fn words_are_asked_for_together_and_then_apart() {
        assert_eq!(asks("van kien "), ["\"van_kien\"", "\"van\" AND \"kien\""]);
        assert_eq!(asks("hội"), ["\"hôi\u{323}\"", "(\"hoi\")"]);
        assert_eq!(asks("hội "), ["\"hôi\u{323}\""]);
        assert!(Query::read(" … ").is_empty());
    }

    #[test]
    fn an_unfinished_word_is_looked_for_by_its_beginning_from_three_letters_on() {
        assert_eq!(Query::read("van ki").unfinished(SearchTier::Phrase), None);
        assert_eq!(Query::read("van kie").unfinished(SearchTier::Phrase), Some("kie"));
        assert_eq!(Query::read("van kie ").unfinished(SearchTier::Phrase), None);
        assert_eq!(Query::read("van kiệ").unfinished(SearchTier::Phrase), None);
        let query = Query::read("van kie");
        let endings = ["kien".to_owned(), "kiem".to_owned()];
        assert_eq!(
            query.expression(SearchTier::Phrase, &endings),
            "(\"van_kien\" OR \"van_kiem\")"
        );
        assert_eq!(
            query.expression(SearchTier::Apart, &endings),
            "\"van\" AND (\"kien\" OR \"kiem\")"
        );
    }

    #[test]
    fn quotation_marks_keep_words_together() {
        assert_eq!(
            asks("\"văn kiện\" đại hội "),
            [concat!(
                "(\"van_kien\" AND \"văn kiên\u{323}\")",
                " AND \"đai\u{323}\" AND \"hôi\u{323}\""
            )]
        );
        assert_eq!(asks("\"van kien\""), ["\"van_kien\""]);
        assert_eq!(asks("\"thu cua Huế\""), ["(\"thu_cua cua_hue\" AND \"thu cua huê\u{301}\")"]);
    }

    #[test]
    fn signs_of_the_query_language_mean_nothing() {
        for typed in ["a* OR (b) NOT c NEAR/2 {d}: e^ -f + \\", "\"", "'); DROP TABLE", "col:x AND"]
        {
            for expression in asks(typed) {
                let bare = expression.replace('"', "").replace(" AND ", " ");
                assert!(
                    bare.chars().all(|c| c.is_alphanumeric() || " ()_".contains(c)),
                    "{expression}"
                );
            }
        }
        assert!(asks(&"từ ".repeat(10_000))[0].len() < 1_000);
    }
}
