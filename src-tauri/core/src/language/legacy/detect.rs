//! Which old encoding a text is in: that in which it makes the most syllables of Vietnamese.

use unicode_normalization::char::is_combining_mark;

use super::decode::decoded;
use super::{Written, is_unicode};
use crate::proof::is_syllable;

/// The encodings that leave letters and signs above ASCII.
const CANDIDATES: [Written; 5] =
    [Written::Tcvn3, Written::Vni, Written::Viscii, Written::Windows1258, Written::Mojibake];

/// Most that is looked at, in bytes: some twenty long reports.
const SAMPLE: usize = 200_000;

/// The old encoding that a text is in; `None` where it is in none, or already in Unicode.
///
/// To be asked once for a whole document: one line tells little.
pub fn detect(text: &str) -> Option<Written> {
    if is_unicode(text) {
        return None;
    }
    let end = (0..=SAMPLE.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let sample = &text[..end.unwrap_or(0)];
    if text.is_ascii() {
        let score = Score::of(sample, Written::Viqr);
        return (score.valid >= 3 && score.valid * 3 >= score.words && score.sum() > 0)
            .then_some(Written::Viqr);
    }
    let as_it_is = Score::of(sample, Written::Unicode).sum();
    let scores = CANDIDATES.map(|written| (Score::of(sample, written), written));
    let (score, written) = scores.into_iter().rev().max_by_key(|(score, _)| score.sum())?;
    // One syllable is chance ("tôt" is "tụt"), unless there was no word before.
    let enough = score.valid >= 2 || score.valid == 1 && has_sign_in_a_word(sample);
    (enough && score.sum() > as_it_is.max(0)).then_some(written)
}

/// Whether a text that was not converted may yet be in an old encoding: it has words with marks
/// that are none of Vietnamese, and no letter that only Unicode has.
pub fn is_doubtful(text: &str) -> bool {
    !text.is_ascii()
        && !is_unicode(text)
        && (has_sign_in_a_word(text) || Score::of(text, Written::Unicode).wrong > 0)
}

/// Words of a text in an encoding.
#[derive(Default)]
struct Score {
    /// With marks, and right.
    valid: i64,
    /// With marks, and no syllable; letters that the encoding does not have are counted, too.
    wrong: i64,
    words: i64,
}

impl Score {
    fn of(text: &str, written: Written) -> Self {
        let mut score = Self::default();
        for line in text.split_inclusive('\n') {
            let decoded = decoded(line, written);
            score.wrong += i64::try_from(decoded.strays).unwrap_or(i64::MAX / 8);
            score.valid -= i64::try_from(decoded.doubtful).unwrap_or(i64::MAX / 8);
            let words = decoded.text.split(|c: char| !c.is_alphabetic() && !is_combining_mark(c));
            for word in words.filter(|word| !word.is_empty()) {
                score.words += 1;
                // A soft hyphen by itself is one, and no word of the letter that TCVN3 has in its place.
                if word.is_ascii() || word.chars().all(|c| c == 'ư') {
                    continue;
                }
                if is_syllable(&word.to_lowercase()) {
                    score.valid += 1;
                } else {
                    score.wrong += 1;
                }
            }
        }
        score
    }

    fn sum(&self) -> i64 {
        self.valid - 2 * self.wrong
    }
}

/// A sign of Latin-1 between two plain letters, as in `Nguyªn`: no language writes so.
fn has_sign_in_a_word(text: &str) -> bool {
    let bare = |c: char| c.is_ascii_alphabetic();
    let mut before = [' ', ' '];
    text.chars().any(|c| {
        let [first, sign] = before;
        before = [sign, c];
        matches!(sign, '\u{A1}'..='\u{BF}' | '\u{D7}' | '\u{F7}')
            && !matches!(sign, '\u{AD}' | '\u{B7}' | '«' | '»')
            && bare(first)
            && bare(c)
    })
}
