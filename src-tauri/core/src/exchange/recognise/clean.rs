//! Text from anywhere into lines of normal text.

use unicode_normalization::char::is_combining_mark;

use crate::language::{fold::fold, legacy::is_unicode, normal::nfc};

/// Lines without blank ones, each in NFC with single spaces, and what that took.
pub(super) struct Cleaned {
    pub(super) lines: Vec<String>,
    pub(super) hard_spaces: u32,
    pub(super) decomposed: u32,
    pub(super) invisible: u32,
}

pub(super) fn clean(text: &str) -> Cleaned {
    let mut cleaner = Cleaner::of(text);
    let lines = text
        .split(is_line_break)
        .map(|line| single_spaces(&cleaner.clean(line)))
        .filter(|line| !line.is_empty())
        .collect();
    let Cleaner { hard_spaces, decomposed, invisible, .. } = cleaner;
    Cleaned { lines, hard_spaces, decomposed, invisible }
}

/// Cleans the pieces of one text, and counts what that took.
pub(in crate::exchange) struct Cleaner {
    vietnamese: bool,
    keep_soft_hyphens: bool,
    pub(in crate::exchange) hard_spaces: u32,
    pub(in crate::exchange) decomposed: u32,
    pub(in crate::exchange) invisible: u32,
}

impl Cleaner {
    /// Of a text as a whole.
    pub(in crate::exchange) fn of(text: &str) -> Self {
        let vietnamese = is_unicode(text);
        // In the old TCVN3 fonts the soft hyphen is the letter ư. Such a text, left as it is, has
        // no letter that only Unicode has, but some of Latin-1: then every soft hyphen stays.
        let keep_soft_hyphens = !vietnamese && text.chars().any(is_latin_1);
        Self { vietnamese, keep_soft_hyphens, hard_spaces: 0, decomposed: 0, invisible: 0 }
    }

    /// A piece of it in NFC, with its spaces as they are.
    pub(in crate::exchange) fn clean(&mut self, text: &str) -> String {
        self.hard_spaces += count(text, is_hard_space);
        let mut visible = String::with_capacity(text.len());
        for c in text.chars() {
            if is_invisible(c) || c == SOFT_HYPHEN && !self.keep_soft_hyphens {
                self.invisible += 1;
            } else {
                visible.push(c);
            }
        }
        let mut normal = nfc(&visible);
        self.decomposed += marked_letters(&visible).saturating_sub(marked_letters(&normal));
        if self.vietnamese {
            self.decomposed += replace_eth(&mut normal);
        }
        normal
    }
}

/// One space where there was any run of spaces, none at the ends.
pub(super) fn single_spaces(text: &str) -> String {
    let mut single = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !single.is_empty() {
            single.push(' ');
        }
        single.push_str(word);
    }
    single
}

const SOFT_HYPHEN: char = '\u{AD}';

/// Line ends of all systems, Word's line break inside a paragraph, page breaks.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}')
}

fn is_hard_space(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Of no width, or the place of a picture that did not come along; writing directions too, for
/// Vietnamese has one and they can make a name read otherwise than it is stored.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' | '\u{FFFC}')
}

/// The letters and signs of Latin-1 above ASCII, which TCVN3 uses for its letters.
fn is_latin_1(c: char) -> bool {
    matches!(c, '\u{A1}'..='\u{FF}') && c != SOFT_HYPHEN
}

/// Letters followed by marks of their own.
fn marked_letters(text: &str) -> u32 {
    let mut letters = 0;
    let mut in_marks = false;
    for c in text.chars() {
        let is_mark = is_combining_mark(c);
        letters += u32::from(is_mark && !in_marks);
        in_marks = is_mark;
    }
    letters
}

/// Icelandic Ð and African Ɖ look like Đ and are found by nobody. Only at the start of a word
/// before a vowel, where đ can stand: "Guðmundsson" keeps its letter.
fn replace_eth(text: &mut String) -> u32 {
    if !text.contains(['Ð', 'ð', 'Ɖ']) {
        return 0;
    }
    let mut replaced = 0;
    let mut result = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut in_word = false;
    while let Some(c) = chars.next() {
        let d = match c {
            'Ð' | 'Ɖ' => Some('Đ'),
            'ð' => Some('đ'),
            _ => None,
        };
        match d {
            Some(d) if !in_word && chars.peek().is_some_and(|next| is_vowel(*next)) => {
                replaced += 1;
                result.push(d);
            }
            Some(_) | None => result.push(c),
        }
        in_word = c.is_alphanumeric();
    }
    *text = result;
    replaced
}

fn is_vowel(c: char) -> bool {
    matches!(fold(c.encode_utf8(&mut [0; 4])).as_bytes(), [b'a' | b'e' | b'i' | b'o' | b'u' | b'y'])
}

fn count(text: &str, is_counted: fn(char) -> bool) -> u32 {
    u32::try_from(text.chars().filter(|c| is_counted(*c)).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lines: &[&str], [hard_spaces, decomposed, invisible]: [u32; 3]) {
        let cleaned = clean(text);
        assert_eq!(cleaned.lines, lines, "{text:?}");
        assert_eq!(
            [cleaned.hard_spaces, cleaned.decomposed, cleaned.invisible],
            [hard_spaces, decomposed, invisible],
            "hard spaces, decomposed, invisible of {text:?}"
        );
    }

    #[test]
    fn whatever_the_text_came_through_it_is_normal_text() {
        check("Đảng,\u{a0} Phó\tTrưởng \u{a0}ban", &["Đảng, Phó Trưởng ban"], [2, 0, 0]);
        check("Vie\u{323}\u{302}t Nam, tie\u{302}\u{301}ng", &["Việt Nam, tiếng"], [0, 2, 0]);
        check("\u{feff}Đại\u{200b} hội\u{2060}", &["Đại hội"], [0, 0, 3]);
        check("tin \u{202e}ậht sự\u{202c}", &["tin ậht sự"], [0, 0, 2]);
        check("\u{fffc}\n \u{a0}\n\nmột", &["một"], [1, 0, 1]);
        check(
            "một\r\nhai\rba\u{b}bốn\u{c}năm\u{2028}sáu",
            &["một", "hai", "ba", "bốn", "năm", "sáu"],
            [0, 0, 0],
        );
        check("", &[], [0, 0, 0]);
    }

    #[test]
    fn a_soft_hyphen_goes_unless_it_may_be_the_letter_u_horn_of_an_old_font() {
        check("Thường\u{ad} vụ Tỉnh ủy", &["Thường vụ Tỉnh ủy"], [0, 0, 1]);
        check("infor\u{ad}mation", &["information"], [0, 0, 1]);
        check("Th\u{ad}êng vô", &["Th\u{ad}êng vô"], [0, 0, 0]);
        check("®¹i h\u{ad}íng", &["®¹i h\u{ad}íng"], [0, 0, 0]);
    }

    #[test]
    fn a_foreign_letter_that_looks_like_d_with_stroke_becomes_it_where_it_can_stand() {
        check("ÐÀ NẴNG, ðại hội", &["ĐÀ NẴNG, đại hội"], [0, 2, 0]);
        check("ông Guðmundsson dự hội nghị", &["ông Guðmundsson dự hội nghị"], [0, 0, 0]);
        check("Þórður Ðorgerður", &["Þórður Ðorgerður"], [0, 0, 0]);
    }
}
