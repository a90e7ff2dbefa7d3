//! Names under an article: who, and what each of them did.

use super::signs::{joined, prefix};
use super::words::is_surname;
use crate::article::BylineRole;
use crate::language::fold::fold;

/// One name of a byline line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    /// What stands in brackets behind it: "(tổng hợp)", "(theo TTXVN)".
    pub(super) remark: &'a str,
    /// Never empty.
    pub(super) roles: &'static [BylineRole],
}

/// How much a text looks like a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    No,
    /// One word: "Minh", "PV".
    OneWord,
    /// Two to four syllables without a family name: "Thanh Hiếu".
    PenName,
    /// With a family name: "Nguyễn Thị Thanh Mai".
    FullName,
}

/// The names of a line: "Bài: Thanh Mai - Ảnh: Thanh Hiếu". Nothing of the line is judged here:
/// whatever stands between two separators is taken as a name.
pub(super) fn names(line: &str) -> Vec<Name<'_>> {
    let mut names = Vec::new();
    let mut roles = TEXT;
    // Prefixes that wait for the rest of theirs: "Bài, ảnh: Thanh Mai" falls apart at its comma.
    let mut waiting: Vec<&str> = Vec::new();
    for part in parts(without_brackets(line)) {
        if let Some((head, rest)) = role_prefix(part) {
            let whole = joined(&format!("{} {head}", waiting.join(" ")));
            if let Some(whole) = roles_of(&whole) {
                roles = whole;
                waiting.clear();
            } else {
                names.extend(waiting.drain(..).filter_map(|part| name(part, roles)));
                roles = roles_of(&joined(head)).unwrap_or(TEXT);
            }
            names.extend(name(rest, roles));
        } else if roles_of(&joined(part)).is_some() {
            waiting.push(part);
        } else {
            names.extend(waiting.drain(..).chain([part]).filter_map(|part| name(part, roles)));
        }
    }
    names.extend(waiting.into_iter().filter_map(|part| name(part, roles)));
    names
}

/// Whether the line starts as "Bài, ảnh:" or "PV:" do.
pub(super) fn starts_with_role(line: &str) -> bool {
    prefix(line).is_some_and(|(head, _)| roles_of(&head).is_some())
}

pub(super) fn likeness(name: &str) -> Likeness {
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() > 4 || !words.iter().all(|word| is_capitalised_syllable(word)) {
        return Likeness::No;
    }
    if words.len() == 1 {
        return Likeness::OneWord;
    }
    if is_surname(words[0]) { Likeness::FullName } else { Likeness::PenName }
}

const TEXT: &[BylineRole] = &[BylineRole::Text];
const PHOTO: &[BylineRole] = &[BylineRole::Photo];
const TEXT_AND_PHOTO: &[BylineRole] = &[BylineRole::Text, BylineRole::Photo];
const TRANSLATION: &[BylineRole] = &[BylineRole::Translation];
const EDITED_BY: &[BylineRole] = &[BylineRole::EditedBy];

fn roles_of(prefix: &str) -> Option<&'static [BylineRole]> {
    match prefix {
        "bài"
        | "tin"
        | "tin bài"
        | "bài viết"
        | "thực hiện"
        | "người thực hiện"
        | "tác giả"
        | "pv"
        | "phóng viên"
        | "nhóm pv"
        | "nhóm phóng viên"
        | "ctv"
        | "cộng tác viên"
        | "người viết" => Some(TEXT),
        "ảnh" | "hình ảnh" | "hình" | "photo" | "chụp ảnh" => Some(PHOTO),
        "bài ảnh"
        | "tin ảnh"
        | "tin bài ảnh"
        | "bài hình"
        | "tin hình"
        | "bài hình ảnh"
        | "thực hiện ảnh"
        | "ảnh bài"
        | "tin bài hình"
        | "bài ảnh clip"
        | "bài ảnh video" => Some(TEXT_AND_PHOTO),
        "dịch" | "biên dịch" | "lược dịch" | "người dịch" => Some(TRANSLATION),
        "biên tập" | "biên tập viên" | "btv" => Some(EDITED_BY),
        _ => None,
    }
}

/// The prefix as written and what it stands before.
fn role_prefix(part: &str) -> Option<(&str, &str)> {
    let (canonical, name) = prefix(part)?;
    roles_of(&canonical)?;
    let (head, _) = part.split_once(':')?;
    Some((head, name))
}

fn name<'a>(part: &'a str, roles: &'static [BylineRole]) -> Option<Name<'a>> {
    let part = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '*' | ':'));
    let (text, remark) = match part.strip_suffix(')').and_then(|part| part.rsplit_once('(')) {
        Some((text, remark)) if text.contains(char::is_alphanumeric) => {
            (text.trim(), remark.trim())
        }
        Some(_) | None => (part, ""),
    };
    text.chars().any(char::is_alphanumeric).then_some(Name { text, remark, roles })
}

fn without_brackets(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix('(')
        .and_then(|line| line.strip_suffix(')'))
        .filter(|inner| !inner.contains(['(', ')']))
        .unwrap_or(line)
}

/// The line split at its separators outside brackets.
fn parts(line: &str) -> Vec<&str> {
    const AND: &str = " và ";
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0_usize, 0_usize);
    for (at, c) in line.char_indices() {
        let length = match c {
            '(' => {
                depth += 1;
                0
            }
            ')' => {
                depth = depth.saturating_sub(1);
                0
            }
            _ if depth > 0 || at < start => 0,
            ',' | ';' | '&' | '/' | '|' | '+' | '–' | '—' => c.len_utf8(),
            '-' if separates(&line[start..at], &line[at + 1..]) => 1,
            ' ' if line[at..].starts_with(AND) => AND.len(),
            _ => 0,
        };
        if length > 0 {
            parts.push(line[start..at].trim());
            start = at + length;
        }
    }
    parts.push(line[start..].trim());
    parts
}

/// A hyphen with a space on a side, or between two names of more than one word: "Ê-đê" is one.
fn separates(before: &str, after: &str) -> bool {
    before.ends_with(' ')
        || after.starts_with(' ')
        || before.trim().contains(' ')
            && after.contains(' ')
            && after.starts_with(char::is_uppercase)
}

/// "Thanh", "THANH", "Ng.", "K'Brêu", "N.T.H"; not "VnExpress", "họp", "XIX.1".
fn is_capitalised_syllable(word: &str) -> bool {
    let mut letters = 0;
    let mut lower_before = false;
    for c in word.chars() {
        if matches!(c, '.' | '\'' | '’' | '-') {
            lower_before = false;
        } else if c.is_alphabetic() && !(c.is_uppercase() && lower_before) {
            letters += 1;
            lower_before = c.is_lowercase();
        } else {
            return false;
        }
    }
    word.starts_with(char::is_uppercase)
        // No Vietnamese syllable has more than seven letters ("nghiêng").
        && (1..=7).contains(&letters)
        && fold(word).chars().any(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use BylineRole::{EditedBy, Photo, Text, Translation};

    fn check(line: &str, expected: &[(&str, &[BylineRole])]) {
        let found: Vec<_> = names(line).into_iter().map(|name| (name.text, name.roles)).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn names_are_split_as_newsrooms_join_them() {
        let both: &[(&str, &[BylineRole])] = &[("Thanh Mai", &[Text]), ("Thanh Hiếu", &[Text])];
        for line in [
            "Thanh Mai - Thanh Hiếu",
            "Thanh Mai – Thanh Hiếu",
            "Thanh Mai- Thanh Hiếu",
            "Thanh Mai-Thanh Hiếu",
            "Thanh Mai, Thanh Hiếu",
            "Thanh Mai và Thanh Hiếu",
            "Thanh Mai & Thanh Hiếu",
            "Thanh Mai / Thanh Hiếu",
            "Thanh Mai/Thanh Hiếu.",
            "(Thanh Mai - Thanh Hiếu)",
            "Bài: Thanh Mai - Thanh Hiếu",
            "Nhóm PV: Thanh Mai, Thanh Hiếu",
        ] {
            check(line, both);
        }
        check("Linh Niê K-đăm", &[("Linh Niê K-đăm", &[Text])]);
        check("", &[]);
        check(" - , ", &[]);
    }

    #[test]
    fn a_prefix_says_what_each_has_done() {
        check("Bài, ảnh: Thanh Mai", &[("Thanh Mai", &[Text, Photo])]);
        check(
            "Tin và ảnh: Thanh Mai - Thanh Hiếu",
            &[("Thanh Mai", &[Text, Photo]), ("Thanh Hiếu", &[Text, Photo])],
        );
        check(
            "Bài: Thanh Mai - Ảnh: Thanh Hiếu",
            &[("Thanh Mai", &[Text]), ("Thanh Hiếu", &[Photo])],
        );
        check("Dịch: Mai, Biên tập: Hiếu", &[("Mai", &[Translation]), ("Hiếu", &[EditedBy])]);
        check("Tin, dịch: Mai", &[("Tin", &[Text]), ("Mai", &[Translation])]);
        check("Thanh Mai, Ảnh", &[("Thanh Mai", &[Text]), ("Ảnh", &[Text])]);
    }

    #[test]
    fn a_remark_in_brackets_is_not_of_the_name() {
        let found = names("Thanh Mai (tổng hợp, theo TTXVN)");
        assert_eq!((found[0].text, found[0].remark), ("Thanh Mai", "tổng hợp, theo TTXVN"));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_name_is_known_by_its_capitals_and_its_family_name() {
        for (text, expected) in [
            ("Nguyễn Thị Thanh Mai", Likeness::FullName),
            ("Thanh Mai", Likeness::PenName),
            ("THANH MAI", Likeness::PenName),
            ("H. Vân", Likeness::PenName),
            ("PV", Likeness::OneWord),
            ("N.T.H", Likeness::OneWord),
            ("Kết luận", Likeness::No),
            ("VnExpress", Likeness::No),
            ("Quang Cảnh Buổi Làm Việc", Likeness::No),
            ("Đại hội XIX", Likeness::No),
            ("", Likeness::No),
        ] {
            assert_eq!(likeness(text), expected, "{text}");
        }
    }
}
