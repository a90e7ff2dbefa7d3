//! The word tables in `data/vietnamese`.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::language::fold::fold;

/// In bytes; nothing longer is looked up.
const LONGEST_ENTRY: usize = 120;

type Table = LazyLock<HashSet<String>>;

static PAGE_JUNK: Table =
    LazyLock::new(|| table(include_str!("../../../data/vietnamese/page_junk.txt"), lower));
static PAGE_END: Table =
    LazyLock::new(|| table(include_str!("../../../data/vietnamese/page_end.txt"), lower));
static SURNAMES: Table =
    LazyLock::new(|| table(include_str!("../../../data/vietnamese/surnames.txt"), lower));
static NEWSPAPERS: Table =
    LazyLock::new(|| table(include_str!("../../../data/vietnamese/newspapers.txt"), fold));
static PLACES: Table =
    LazyLock::new(|| table(include_str!("../../../data/vietnamese/places.txt"), fold));
static OPEN_ENDINGS: Table =
    LazyLock::new(|| table(include_str!("../../../data/vietnamese/open_endings.txt"), lower));
static CLOSED_ENDINGS: Table =
    LazyLock::new(|| table(include_str!("../../../data/vietnamese/closed_endings.txt"), lower));

/// A line of the page around the article: skip link, menu, buttons.
pub(super) fn is_page_junk(line: &str) -> bool {
    // Asked for a paragraph each time that a line is joined to it.
    if line.len() > LONGEST_ENTRY {
        return false;
    }
    // "A+" and "A-" are buttons; without their sign they would be any letter.
    is_listed(&PAGE_JUNK, line) || PAGE_JUNK.contains(&lower(line))
}

/// A line after which only titles of other articles follow.
pub(super) fn is_page_end(line: &str) -> bool {
    is_listed(&PAGE_END, line)
}

pub(super) fn is_surname(syllable: &str) -> bool {
    SURNAMES.contains(&lower(syllable))
}

/// With or without "Báo" before it.
pub(super) fn is_newspaper(name: &str) -> bool {
    let name = fold(name);
    NEWSPAPERS.contains(&name)
        || ["bao ", "bao dien tu ", "tap chi ", "dai "]
            .iter()
            .any(|kind| name.strip_prefix(kind).is_some_and(|name| NEWSPAPERS.contains(name)))
}

pub(super) fn is_place(name: &str) -> bool {
    PLACES.contains(&fold(name))
}

/// Whether a line ends in a word that leaves its sentence open: "của", "trong", "theo".
pub(super) fn leaves_open(line: &str) -> bool {
    let mut words = line.rsplit(' ');
    let Some(last) = words.next().filter(|word| word.len() <= LONGEST_ENTRY).map(lower) else {
        return false;
    };
    OPEN_ENDINGS.contains(&last)
        && !words
            .next()
            .filter(|word| word.len() <= LONGEST_ENTRY)
            .is_some_and(|before| CLOSED_ENDINGS.contains(&format!("{} {last}", lower(before))))
}

fn is_listed(table: &HashSet<String>, line: &str) -> bool {
    table.contains(&lower(line.trim_matches(|c: char| !c.is_alphanumeric())))
}

fn table(text: &str, key: fn(&str) -> String) -> HashSet<String> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(key).collect()
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::normal::nfc;

    #[test]
    fn every_entry_is_in_the_form_in_which_it_is_looked_up() {
        for (table, name) in [
            (&PAGE_JUNK, "page_junk"),
            (&PAGE_END, "page_end"),
            (&SURNAMES, "surnames"),
            (&NEWSPAPERS, "newspapers"),
            (&PLACES, "places"),
            (&OPEN_ENDINGS, "open_endings"),
            (&CLOSED_ENDINGS, "closed_endings"),
        ] {
            assert!(!table.is_empty(), "{name} is empty");
            for entry in table.iter() {
                assert!(entry.len() <= LONGEST_ENTRY, "{entry} is never found");
                assert_eq!((nfc(entry).as_str(), entry.trim()), (entry.as_str(), entry.as_str()));
            }
        }
        assert!(PAGE_END.is_subset(&PAGE_JUNK));
        assert!(
            CLOSED_ENDINGS
                .iter()
                .all(|pair| pair.rsplit(' ').next().is_some_and(|end| OPEN_ENDINGS.contains(end))),
            "a pair that never closes anything is a slip"
        );
    }

    #[test]
    fn an_open_ending_waits_for_more_and_a_closed_one_does_not() {
        for (line, open) in [
            ("Phát biểu tại buổi làm việc với", true),
            ("Hỗ trợ hộ nghèo xây dựng", false),
            ("Hỗ trợ hộ nghèo xây dựng nhà ở", false),
            ("Những khuyết điểm còn tồn tại", false),
            ("CHĂM LO CHO", true),
            ("của", true),
            ("", false),
        ] {
            assert_eq!(leaves_open(line), open, "{line}");
        }
    }
}
