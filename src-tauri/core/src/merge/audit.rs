//! The count of words: whether a merge has lost one.
//!
//! It knows nothing of tokens, alignment or order, only of words. What a side has typed is what it
//! has more than the base. A word that both have typed for the same thing stands in the text once;
//! the merge says which those are, and such a word must be in both sides.

use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;

use super::Question;
use crate::article::plain_text;
use crate::compare::Content;
use crate::discuss::Replacement;

/// Counts every word: text and questions must have at least what both sides have together, less
/// what the base has. `same` are the words of changes that both sides made alike, and that the
/// text has once.
///
/// # Errors
/// The words that are missing, in alphabetical order.
pub(super) fn audit(
    base: &Content,
    sides: [&Content; 2],
    merged: &Content,
    questions: &[Question],
    same: &[String],
) -> Result<(), Vec<String>> {
    let mut balance = Balance::default();
    balance.content(base, 1);
    balance.content(merged, 1);
    for question in questions {
        match &question.replacement {
            Replacement::Text { runs } => balance.line(&crate::article::text_of(runs), 1),
            Replacement::Attr { value, .. } => {
                balance.line(value.as_deref().unwrap_or_default(), 1)
            }
            Replacement::Field { value, .. } => balance.line(value, 1),
            Replacement::DeleteBlock | Replacement::JoinBefore | Replacement::MoveAfter { .. } => {}
        }
    }
    for side in sides {
        balance.content(side, -1);
    }
    let mut balance = balance.words();
    if !same.is_empty() {
        let typed = sides.map(|side| {
            let mut words = Balance::default();
            words.content(side, 1);
            words.words()
        });
        let mut claimed = Balance::default();
        same.iter().for_each(|text| claimed.line(text, 1));
        for (word, count) in claimed.words() {
            let believed = typed.iter().map(|words| words.get(&word).copied().unwrap_or(0)).min();
            *balance.entry(word).or_default() += count.min(believed.unwrap_or(0));
        }
    }
    let mut missing: Vec<String> =
        balance.into_iter().filter(|(_, count)| *count < 0).map(|(word, _)| word).collect();
    missing.sort();
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

/// Lines, and how often each. A line that is in all four texts cancels out before anybody looks at
/// its words.
#[derive(Default)]
struct Balance(HashMap<String, i64>);

impl Balance {
    fn content(&mut self, content: &Content, times: i64) {
        plain_text(&content.document).lines().for_each(|line| self.line(line, times));
        for photo in content.document.photos() {
            self.line(&photo.attrs.credit, times);
            self.line(&photo.attrs.alt, times);
            self.line(photo.attrs.photo.as_deref().unwrap_or_default(), times);
        }
        // The names of the fields are in all four.
        match serde_json::to_string(&content.fields) {
            Ok(fields) => self.line(&fields, times),
            Err(_) => unreachable!("fields are plain values"),
        }
    }

    fn line(&mut self, line: &str, times: i64) {
        match self.0.get_mut(line) {
            Some(count) => *count += times,
            None => {
                self.0.insert(line.to_owned(), times);
            }
        }
    }

    fn words(self) -> HashMap<String, i64> {
        let mut words: HashMap<String, i64> = HashMap::new();
        for (line, count) in self.0.into_iter().filter(|(_, count)| *count != 0) {
            for word in words_of(&line) {
                match words.get_mut(word) {
                    Some(sum) => *sum += count,
                    None => {
                        words.insert(word.to_owned(), count);
                    }
                }
            }
        }
        words
    }
}

/// Runs of letters and runs of digits.
fn words_of(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| !is_of_word(c));
        let mut before = rest.chars().next()?;
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| !is_one_word(std::mem::replace(&mut before, *c), *c));
        let (word, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = after;
        Some(word)
    })
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether two letters next to each other are in one word.
pub(super) fn is_one_word(before: char, after: char) -> bool {
    is_of_word(before)
        && (is_combining_mark(after)
            || (is_of_word(after)
                && (before.is_numeric() == after.is_numeric() || is_combining_mark(before))))
}
