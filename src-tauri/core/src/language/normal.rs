//! The one form in which text is stored.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// NFC with Vietnamese mark order, so that each letter has one spelling.
///
/// A tone written before the letter's shape (`o` + acute + circumflex) is put behind it first:
/// plain NFC would leave `ó` + circumflex, which looks like `ố` and is found by nobody. Line
/// breaks, NUL and other control characters become spaces: a run of text has none.
pub fn nfc(text: &str) -> String {
    if text.chars().all(is_plainly_normal) {
        return text.to_owned();
    }
    let text: Cow<'_, str> = if text.chars().any(char::is_control) {
        Cow::Owned(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    };
    if is_nfc(&text) && !text.chars().any(is_shape_mark) {
        return text.into_owned();
    }
    let mut decomposed: Vec<char> = text.nfd().collect();
    let mut at = 0;
    while at < decomposed.len() {
        let marks = decomposed[at + 1..]
            .iter()
            .take_while(|c| is_shape_mark(**c) || is_tone_mark(**c))
            .count();
        // Stable: shape before tone, otherwise as written.
        decomposed[at + 1..at + 1 + marks].sort_by_key(|c| is_tone_mark(*c));
        at += marks + 1;
    }
    decomposed.into_iter().nfc().collect()
}

/// [`nfc`] on one line: single spaces, none at the ends.
pub fn one_line(text: &str) -> String {
    nfc(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that are in their one form whatever stands beside them: ASCII, the composed letters of
/// Latin and Vietnamese, the usual punctuation. Nearly all text is of these alone.
fn is_plainly_normal(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A0}'..='\u{2FF}' | '\u{1EA0}'..='\u{1EF9}' | '\u{2010}'..='\u{2027}')
}

/// Circumflex, breve, horn.
fn is_shape_mark(c: char) -> bool {
    matches!(c, '\u{302}' | '\u{306}' | '\u{31B}')
}

/// Grave, acute, tilde, hook above, dot below, and the two old tone marks.
fn is_tone_mark(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' | '\u{340}' | '\u{341}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_has_one_spelling() {
        for (input, expected) in [
            ("Tiếng Việt", "Tiếng Việt"),
            ("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", "Tiếng Việt"),
            ("o\u{301}\u{302}", "ố"),
            ("ó\u{302}", "ố"),
            ("ê\u{341}", "ế"),
            ("u\u{301}\u{31B}", "ứ"),
            ("a\u{0}b\nc", "a b c"),
        ] {
            assert_eq!(nfc(input), expected, "{input:?}");
        }
    }

    #[test]
    fn a_line_has_neither_breaks_nor_double_spaces() {
        assert_eq!(one_line(" Hội\u{81}\n\u{A0}tru\u{31B}\u{300}ng\t"), "Hội trừng");
        assert_eq!(one_line(" \0 "), "");
    }

    #[test]
    fn what_is_taken_for_normal_at_a_glance_is_normal() {
        use unicode_normalization::char::canonical_combining_class;
        for c in ('\0'..=char::MAX).filter(|c| is_plainly_normal(*c)) {
            let kept: String = std::iter::once(c).nfc().collect();
            assert_eq!(kept, c.to_string());
            assert!(canonical_combining_class(c) == 0 && !c.is_control(), "{c:?}");
            assert!(!is_shape_mark(c) && !is_tone_mark(c), "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn normal_form_is_reached_at_once(text in "\\PC{0,40}") {
            let once = nfc(&text);
            proptest::prop_assert_eq!(nfc(&once), once);
        }

        #[test]
        fn decomposing_and_normalising_gives_the_text_back(
            text in "[a-zA-Zàáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ ]{0,60}"
        ) {
            let decomposed: String = text.nfd().collect();
            proptest::prop_assert_eq!(nfc(&decomposed), text);
        }
    }
}
