//! Folding for searches: `van kien` finds `Văn kiện`, đ by d.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The code points that are looked up and not worked out: up to the end of the Vietnamese letters.
const TABLE: u32 = 0x1F00;

static FOLDED: LazyLock<Vec<Folded>> = LazyLock::new(|| {
    (0..TABLE).map(|code| char::from_u32(code).map_or(Folded::Several, folded)).collect()
});

/// What one character becomes.
#[derive(Clone, Copy)]
enum Folded {
    Space,
    /// Nothing is left of a mark.
    Mark,
    Letter(char),
    Several,
}

fn folded(c: char) -> Folded {
    if c.is_whitespace() {
        return Folded::Space;
    }
    let mut letters = folded_letters(c);
    match (letters.next(), letters.next()) {
        (None, _) => Folded::Mark,
        (Some(letter), None) => Folded::Letter(letter),
        _ => Folded::Several,
    }
}

fn folded_letters(c: char) -> impl Iterator<Item = char> {
    let parts = std::iter::once(c).nfd().filter(|part| !is_combining_mark(*part));
    parts.flat_map(|part| if is_d(part) { 'd' } else { part }.to_lowercase())
}

/// The text in lower case without marks, runs of space as one.
pub fn fold(text: &str) -> String {
    let table = FOLDED.as_slice();
    let mut all = String::with_capacity(text.len());
    let mut pending_space = false;
    for c in text.chars() {
        let known = table.get(c as usize).copied().unwrap_or_else(|| folded(c));
        match known {
            Folded::Space => {
                pending_space = !all.is_empty();
                continue;
            }
            Folded::Mark => continue,
            Folded::Letter(_) | Folded::Several => {}
        }
        if pending_space {
            all.push(' ');
            pending_space = false;
        }
        match known {
            Folded::Letter(letter) => all.push(letter),
            _ => all.extend(folded_letters(c)),
        }
    }
    all
}

/// Whether it is a đ, or one of the look-alikes that foreign keyboards leave in Vietnamese text.
pub(crate) fn is_d(c: char) -> bool {
    matches!(c, 'đ' | 'Đ' | 'ð' | 'Ð' | 'Ɖ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By the whole text at once and no table.
    fn slowly(text: &str) -> String {
        let bare: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
        let lower = bare.chars().flat_map(|c| if is_d(c) { 'd' } else { c }.to_lowercase());
        let lower: String = lower.collect();
        lower.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn the_table_says_what_the_rule_says(text in "[\\PC \u{300}-\u{323}À-ỹ]{0,40}") {
            prop_assert_eq!(fold(&text), slowly(&text));
        }
    }

    #[test]
    fn every_character_of_the_first_planes_folds_by_the_rule() {
        for c in '\0'..='\u{1FFFF}' {
            let text = format!("a{c}b");
            assert_eq!(fold(&text), slowly(&text), "{:x}", c as u32);
        }
    }

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
