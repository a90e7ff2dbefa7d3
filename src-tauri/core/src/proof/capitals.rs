//! The capitals of names that every newsroom writes, by the table.

use super::line::{Found, Line};
use super::tables::word_tables;
use super::words::{Case, Word};
use super::{RuleId, Severity};

pub(super) fn look(line: &Line, found: &mut Vec<Found>) {
    let words: Vec<usize> =
        (0..line.tokens.len()).filter(|n| line.tokens[*n].word().is_some()).collect();
    let mut at = 0;
    while at < words.len() {
        at += term(line, &words[at..], found).max(1);
    }
}

/// How many words the term that begins here has; 0 where none does.
fn term(line: &Line, words: &[usize], found: &mut Vec<Found>) -> usize {
    let word = |n: usize| words.get(n).and_then(|token| line.tokens[*token].word());
    let Some(first) = word(0) else { return 0 };
    let Some(terms) = word_tables().terms.get(&first.key) else { return 0 };
    let is_joined = |n: usize| {
        let between = &line.tokens[words[n - 1] + 1..words[n]];
        between.iter().all(|token| token.is_space() || token.is_sign('-') || token.is_sign('–'))
            && between.iter().any(|token| token.is_space())
    };
    let is_here = |keys: &[String]| {
        keys.iter().enumerate().all(|(n, key)| {
            word(n).is_some_and(|word| word.key == *key) && (n == 0 || is_joined(n))
        })
    };
    let Some(term) = terms.iter().find(|term| is_here(&term.keys)) else { return 0 };
    let there: Vec<&Word> = (0..term.keys.len()).filter_map(word).collect();
    let capital = |text: &str| text.starts_with(char::is_uppercase);
    let right = there.iter().zip(&term.words).all(|(word, right)| {
        (word.case == Case::Capital) == capital(right) || word.opens && word.case == Case::Capital
    });
    // All in capitals is a headline; all in small letters may be a thing and not the name.
    let named = there[0].case == Case::Capital;
    let shouted = there.iter().any(|word| matches!(word.case, Case::Upper | Case::Mixed));
    if !right && named && !shouted && !there[0].quoted {
        let last = &line.tokens[words[term.keys.len() - 1]];
        let from = line.tokens[words[0]].from;
        // At the start of a sentence the first capital says nothing.
        let others = there[1..].iter().any(|word| word.case == Case::Capital);
        let severity = if there[0].opens && !others { Severity::Hint } else { term.severity };
        // The words stay as they are written, only their first letters change.
        let mut fix = String::new();
        let mut end = from;
        for (n, right) in term.words.iter().enumerate() {
            let token = &line.tokens[words[n]];
            fix.push_str(&line.text[end..token.from]);
            let lower = line.text_of(token).to_lowercase();
            fix.push_str(&if capital(right) {
                super::suggest::in_case_of(&lower, Case::Capital)
            } else {
                lower
            });
            end = token.to;
        }
        let wrong = Found::new(RuleId::CaseTerm, severity, from, last.to).fix(&*fix);
        found.push(wrong.with("right", term.right).with("paragraph", term.paragraph));
    }
    term.keys.len()
}
