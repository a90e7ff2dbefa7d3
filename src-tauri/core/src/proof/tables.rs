//! The tables of the rules, read once.

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use super::Severity;
use super::syllable::Rime;
use super::words::key_of;

pub(super) struct Tables {
    pub(super) rimes: Rimes,
    /// Syllables outside the grammar that are right, in lower case.
    pub(super) allowed: HashSet<&'static str>,
    /// Frequent syllables by their rank.
    pub(super) common: HashMap<&'static str, usize>,
}

pub(super) struct Rimes {
    pub(super) general: HashMap<&'static str, Rime>,
    pub(super) after_qu: HashMap<&'static str, Rime>,
    pub(super) after_gi: HashMap<&'static str, Rime>,
}

/// Tables that the syllables themselves are needed for.
pub(super) struct WordTables {
    /// By the key of the first syllable.
    pub(super) confusions: HashMap<String, Vec<Confusion>>,
    /// By the key of the first syllable, longest first.
    pub(super) terms: HashMap<String, Vec<Term>>,
    pub(super) doubled: HashSet<&'static str>,
    pub(super) english: HashSet<&'static str>,
    pub(super) abbreviations: HashMap<&'static str, Abbreviation>,
}

/// A wrong way to write something.
pub(super) struct Confusion {
    /// Keys of its syllables.
    pub(super) wrong: Vec<String>,
    pub(super) right: &'static str,
    pub(super) sure: bool,
    /// Not before or behind these.
    pub(super) next: Vec<&'static str>,
    pub(super) previous: Vec<&'static str>,
}

/// The right capitals of a name.
pub(super) struct Term {
    pub(super) keys: Vec<String>,
    pub(super) words: Vec<&'static str>,
    /// As it is written, with its joints.
    pub(super) right: &'static str,
    /// Of Nghị định 30/2020/NĐ-CP, Phụ lục II.
    pub(super) paragraph: &'static str,
    pub(super) severity: Severity,
}

pub(super) struct Abbreviation {
    pub(super) full: &'static str,
    pub(super) known: bool,
}

macro_rules! table {
    ($name:literal) => {
        rows(include_str!(concat!("../../data/vietnamese/", $name)))
    };
}

pub(super) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let rimes = |after: &str| {
            let rows = table!("rimes.tsv").filter_map(|row| {
                let mut cells = row.split('\t');
                Some((cells.next()?, cells.next()?))
            });
            Rime::table(rows.filter(|(context, _)| *context == after).map(|(_, rime)| rime))
        };
        Tables {
            rimes: Rimes {
                general: rimes("general"),
                after_qu: rimes("qu"),
                after_gi: rimes("gi"),
            },
            allowed: table!("allowed.txt").collect(),
            common: table!("common.txt").flat_map(str::split_whitespace).zip(0..).fold(
                HashMap::default(),
                |mut ranks, (syllable, rank)| {
                    ranks.entry(syllable).or_insert(rank);
                    ranks
                },
            ),
        }
    })
}

pub(super) fn word_tables() -> &'static WordTables {
    static TABLES: OnceLock<WordTables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut confusions: HashMap<String, Vec<Confusion>> = HashMap::default();
        for confusion in table!("confusions.tsv").filter_map(confusion) {
            confusions.entry(confusion.wrong[0].clone()).or_default().push(confusion);
        }
        let mut terms: HashMap<String, Vec<Term>> = HashMap::default();
        for term in table!("terms.tsv").filter_map(term) {
            terms.entry(term.keys[0].clone()).or_default().push(term);
        }
        for terms in terms.values_mut() {
            terms.sort_by_key(|term| std::cmp::Reverse(term.keys.len()));
        }
        let abbreviations = table!("abbreviations.tsv").filter_map(|row| {
            let mut cells = row.split('\t');
            let (short, full) = (cells.next()?, cells.next()?);
            Some((short, Abbreviation { full, known: cells.next() == Some("1") }))
        });
        WordTables {
            confusions,
            terms,
            doubled: table!("reduplicatives.txt")
                .filter_map(|row| row.split_once(' ').filter(|(a, b)| a == b).map(|(a, _)| a))
                .collect(),
            english: table!("english.txt").flat_map(str::split_whitespace).collect(),
            abbreviations: abbreviations.collect(),
        }
    })
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn confusion(row: &'static str) -> Option<Confusion> {
    let mut cells = row.split('\t');
    let (wrong, right, level) = (cells.next()?, cells.next()?, cells.next()?);
    let unless = cells.next().unwrap_or_default();
    let listed = |side: &str| {
        let lists = unless.split(';').filter_map(|list| list.strip_prefix(side));
        lists.flat_map(|list| list.split('|')).collect()
    };
    Some(Confusion {
        wrong: wrong.split(' ').map(key_of).collect(),
        right,
        sure: level == "A",
        next: listed("next:"),
        previous: listed("prev:"),
    })
}

fn term(row: &'static str) -> Option<Term> {
    let mut cells = row.split('\t');
    let (right, paragraph, severity) = (cells.next()?, cells.next()?, cells.next()?);
    let words: Vec<&str> = right.split(' ').filter(|word| *word != "-").collect();
    Some(Term {
        keys: words.iter().map(|word| key_of(&word.to_lowercase())).collect(),
        words,
        right,
        paragraph,
        severity: if severity == "hint" { Severity::Hint } else { Severity::Warning },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_every_table_is_read() {
        let count = |rows: std::vec::IntoIter<&str>| rows.len();
        let words = word_tables();
        let rows = |table: &'static str| super::rows(table).collect::<Vec<_>>().into_iter();
        let confusions = rows(include_str!("../../data/vietnamese/confusions.tsv"));
        assert_eq!(words.confusions.values().map(Vec::len).sum::<usize>(), count(confusions));
        let terms = rows(include_str!("../../data/vietnamese/terms.tsv"));
        assert_eq!(words.terms.values().map(Vec::len).sum::<usize>(), count(terms));
        let short = rows(include_str!("../../data/vietnamese/abbreviations.tsv"));
        assert_eq!(words.abbreviations.len(), count(short));
        let rimes = &tables().rimes;
        let read = rimes.general.len() + rimes.after_qu.len() + rimes.after_gi.len();
        assert_eq!(read, count(rows(include_str!("../../data/vietnamese/rimes.tsv"))));
    }
}
