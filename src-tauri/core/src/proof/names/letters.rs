//! How far two names are apart, by their letters.

use super::super::spelling::plain;
use super::super::syllable::letter;
use super::super::words::{Token, tokens};

/// The syllables of a name by their keys; empty where it is not words with one space between each two.
pub(super) fn keys_of(name: &str) -> Vec<String> {
    let tokens = tokens(name, false);
    let is_plain = |(n, token): (usize, &Token)| {
        if n.is_multiple_of(2) { token.word().is_some() } else { token.is_space() }
    };
    if tokens.len().is_multiple_of(2) || !tokens.iter().enumerate().all(is_plain) {
        return Vec::new();
    }
    tokens.iter().filter_map(Token::word).map(|word| word.key.clone()).collect()
}

/// Without tones and shapes.
pub(super) fn fold_of<S: AsRef<str>>(keys: &[S]) -> String {
    let mut fold = String::new();
    for key in keys {
        if !fold.is_empty() {
            fold.push(' ');
        }
        fold.push_str(&plain(key.as_ref()));
    }
    fold
}

/// How two names of as many syllables differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// In marks only.
    Marks,
    /// In one letter of one syllable.
    Letter,
}

/// How two names that are not the same differ; `None` where they are further apart.
pub(super) fn apart(one: &[String], other: &[String]) -> Option<Apart> {
    if one.len() != other.len() {
        return None;
    }
    let mut differ = one.iter().zip(other).filter(|(a, b)| a != b);
    let (a, b) = differ.next()?;
    if plain(a) == plain(b) && differ.clone().all(|(a, b)| plain(a) == plain(b)) {
        return Some(Apart::Marks);
    }
    let alone = differ.next().is_none();
    (alone && one_letter(a, b)).then_some(Apart::Letter)
}

/// Whether one letter more, less or another makes one syllable the other, the tone being the same.
fn one_letter(a: &str, b: &str) -> bool {
    let read = |text: &str| {
        let mut tone = 0;
        let letters: Vec<char> = text
            .chars()
            .map(|c| {
                let (letter, its_tone) = letter(c).unwrap_or((c, 0));
                tone = tone.max(its_tone);
                letter
            })
            .collect();
        (letters, tone)
    };
    let ((a, tone), (b, other)) = (read(a), read(b));
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - start;
    let ends = a.iter().rev().zip(b.iter().rev());
    let end = ends.take(rest).take_while(|(a, b)| a == b).count();
    tone == other && a.len().max(b.len()) - start - end == 1
}
