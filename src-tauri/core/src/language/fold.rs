//! Folding for searches: `van kien` finds `Văn kiện`, đ by d.

use unicode_normalization::UnicodeNormalization;

/// The text in lower case without marks, runs of space as one.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut pending_space = false;
    for c in text.nfd() {
        if c.is_whitespace() {
            pending_space = !folded.is_empty();
            continue;
        }
        if unicode_normalization::char::is_combining_mark(c) {
            continue;
        }
        if pending_space {
            folded.push(' ');
            pending_space = false;
        }
        if is_d(c) {
            folded.push('d');
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    folded
}

/// Whether it is a đ, or one of the look-alikes that foreign keyboards leave in Vietnamese text.
pub(crate) fn is_d(c: char) -> bool {
    matches!(c, 'đ' | 'Đ' | 'ð' | 'Ð' | 'Ɖ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_hard_spaces_do_not_count() {
        for (input, expected) in [
            ("Văn kiện Đại hội", "van kien dai hoi"),
            ("  kết luận\u{a0} tại ", "ket luan tai"),
            ("Vie\u{323}\u{302}t", "viet"),
            ("ĐẮK LẮK", "dak lak"),
        ] {
            assert_eq!(fold(input), expected);
        }
    }
}
