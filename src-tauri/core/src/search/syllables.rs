//! Text as the syllables that an index knows, each under one key or two.
//!
//! The *folded* key is in lower case, without marks, đ by d. The *exact* key keeps the marks: the
//! letters first and the tone behind them, so that *hòa* and *hoà* are one. A syllable without marks
//! has one key that is both.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::language::fold::is_d;

/// Stands between the folded keys of two syllables, one behind the other, in the key of both: a
/// phrase is looked for by its pairs, which are in few texts, and not by its syllables, which are in
/// most.
pub(super) const PAIR: char = '_';
/// What stands on both sides of it makes no pair.
pub(super) const BARRIER: char = '\u{1F}';

/// Longest key in bytes: what is longer is no word.
const KEY_BYTES: usize = 64;

/// Grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// The code points that are looked up and not worked out: up to the end of the Vietnamese letters.
const TABLE: usize = 0x1F00;

/// What a letter adds to the keys.
#[derive(Clone, Copy, Default)]
struct Letter {
    /// `None` for what is no letter and no digit, or for what the table does not say.
    folded: Option<char>,
    /// With its marks but for the tone.
    toneless: char,
    tone: Option<char>,
}

static LETTERS: LazyLock<Vec<Letter>> = LazyLock::new(|| {
    (0..TABLE)
        .map(|code| char::from_u32(code as u32).and_then(letter).unwrap_or_default())
        .collect()
});

/// What the table holds of a letter that is one letter in lower case too.
fn letter(c: char) -> Option<Letter> {
    if !c.is_alphanumeric() {
        return None;
    }
    let mut lower = c.to_lowercase();
    let (Some(lower), None) = (lower.next(), lower.next()) else { return None };
    let mut tone = None;
    let mut base = None;
    let mut toneless = String::new();
    for part in std::iter::once(lower).nfd() {
        if TONES.contains(&part) {
            tone = Some(part);
            continue;
        }
        if !is_combining_mark(part) {
            base.get_or_insert(part);
        }
        toneless.push(part);
    }
    let mut toneless = toneless.nfc();
    let (Some(toneless), None) = (toneless.next(), toneless.next()) else { return None };
    let (folded, toneless) = if is_d(lower) { ('d', 'đ') } else { (base?, toneless) };
    Some(Letter { folded: Some(folded), toneless, tone })
}

/// The syllables of a text, one after the other, with room that is used again.
pub(super) struct Syllables<'a> {
    text: &'a str,
    at: usize,
    folded: String,
    exact: String,
    tones: String,
}

impl<'a> Syllables<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, folded: String::new(), exact: String::new(), tones: String::new() }
    }

    /// Goes on to the next syllable; its place in the text in bytes.
    pub(super) fn advance(&mut self) -> Option<Range<usize>> {
        self.folded.clear();
        self.exact.clear();
        self.tones.clear();
        let mut start = None;
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut end = self.text.len();
        for (at, c) in rest.char_indices() {
            let inside = self.take(c);
            let at = self.at + at;
            if inside && start.is_none() && !self.folded.is_empty() {
                start = Some(at);
            }
            if !inside && start.is_some() {
                end = at;
                break;
            }
        }
        self.at = end;
        self.exact.push_str(&self.tones);
        start.map(|start| start..end)
    }

    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    pub(super) fn exact(&self) -> &str {
        &self.exact
    }

    /// Whether it was written with marks.
    pub(super) fn is_marked(&self) -> bool {
        self.folded != self.exact
    }

    /// Takes a letter into the keys; whether it is part of a syllable.
    fn take(&mut self, c: char) -> bool {
        if c.is_ascii() {
            if !c.is_ascii_alphanumeric() {
                return false;
            }
            let c = c.to_ascii_lowercase();
            self.push(c, c, None);
            return true;
        }
        if let Some(Letter { folded: Some(folded), toneless, tone }) =
            LETTERS.get(c as usize).copied()
        {
            self.push(folded, toneless, tone);
            return true;
        }
        if is_combining_mark(c) {
            // Belongs to the letter before it.
            if TONES.contains(&c) {
                self.push_tone(c);
            } else if !self.exact.is_empty() && self.exact.len() < KEY_BYTES {
                self.exact.push(c);
                self.exact = self.exact.nfc().collect();
            }
            return true;
        }
        if !c.is_alphanumeric() {
            return false;
        }
        for lower in c.to_lowercase() {
            for part in std::iter::once(lower).nfd().filter(|part| !is_combining_mark(*part)) {
                self.push(part, part, None);
            }
        }
        true
    }

    fn push(&mut self, folded: char, toneless: char, tone: Option<char>) {
        if self.folded.len() < KEY_BYTES {
            self.folded.push(folded);
        }
        if self.exact.len() < KEY_BYTES {
            self.exact.push(toneless);
        }
        if let Some(tone) = tone {
            self.push_tone(tone);
        }
    }

    fn push_tone(&mut self, tone: char) {
        if !self.exact.is_empty() && self.tones.len() < KEY_BYTES {
            self.tones.push(tone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<(String, String)> {
        let mut syllables = Syllables::of(text);
        let mut keys = Vec::new();
        while syllables.advance().is_some() {
            keys.push((syllables.folded().to_owned(), syllables.exact().to_owned()));
        }
        keys
    }

    #[test]
    fn the_place_of_the_tone_mark_does_not_count() {
        assert_eq!(keys("hòa"), keys("hoà"));
        assert_eq!(keys("THỦY"), keys("thuỷ"));
        assert_ne!(keys("hòa"), keys("hoa"));
        assert_ne!(keys("văn"), keys("vặn"));
    }

    #[test]
    fn letters_that_are_composed_and_letters_that_are_not_are_the_same() {
        for text in ["tiếng Việt", "Đắk Lắk", "đường", "Nguyễn Ái Quốc"] {
            let apart: String = text.nfd().collect();
            assert_eq!(keys(&apart), keys(text), "{text}");
        }
    }

    #[test]
    fn folded_keys_have_no_marks_and_d_for_đ() {
        let folded: Vec<String> =
            keys("Đại hội 19-NQ/TW, (1.200)").into_iter().map(|it| it.0).collect();
        assert_eq!(folded, ["dai", "hoi", "19", "nq", "tw", "1", "200"]);
    }

    #[test]
    fn a_syllable_is_where_it_stands_in_the_text() {
        let text = "…“Văn kiện”, rồi";
        let mut syllables = Syllables::of(text);
        let mut found = Vec::new();
        while let Some(range) = syllables.advance() {
            found.push(&text[range]);
        }
        assert_eq!(found, ["Văn", "kiện", "rồi"]);
    }

    #[test]
    fn endless_words_and_heaps_of_marks_end() {
        let words = keys(&format!("{} a{}", "ơ".repeat(100_000), "\u{301}".repeat(10_000)));
        assert_eq!(words.len(), 2);
        assert!(words.iter().all(|(folded, exact)| folded.len() <= 66 && exact.len() <= 132));
    }
}
