//! Which words follow one another in what the newsroom has approved, and how often: the only
//! model of the language there is, and one that is the newsroom's own.

use std::collections::HashMap;

use super::line::each_text;
use super::spelling::plain;
use super::syllable::{Reading, read};
use super::words::{Case, Kind, Token, Word, tokens};
use crate::article::Document;

/// How often one word follows another; [`EDGE`] and [`NUMBER`] stand among the words.
pub type PairCounts = HashMap<(String, String), u32>;

/// Stands for the edge of a phrase: a sign, the ends of a line.
pub(super) const EDGE: &str = "";
/// Stands for any number.
pub(super) const NUMBER: &str = "#";

/// Longest word in bytes that is learnt: an abbreviation is one, a word of another language not.
const LONGEST: usize = 24;

/// Pairs as they are looked up.
#[derive(Debug, Default)]
pub struct Pairs {
    ids: HashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    /// In order, so that a pair is found by halving.
    pairs: Vec<(u64, u32)>,
    /// How often a word stands before another, by its number, and behind another.
    firsts: Vec<u32>,
    seconds: Vec<u32>,
    /// Words by their plain letters, and by those with one letter left out.
    near: HashMap<Box<str>, Vec<u32>>,
    total: u32,
}

/// Part of a line as pairs are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// With its token.
    Word(usize, &'a Word),
    Number,
    Edge,
    /// Of another language, or none: nothing is known of its neighbours.
    Unknown(usize, &'a Word),
}

/// Counts the pairs of an article.
pub fn pairs_in(document: &Document) -> PairCounts {
    let mut counts = PairCounts::new();
    each_text(document, |text, quoted| {
        let tokens = tokens(text, quoted);
        let parts = parts(&tokens);
        for pair in parts.windows(2) {
            if let (Some(first), Some(second)) = (pair[0].key(), pair[1].key())
                && !(first.is_empty() && second.is_empty())
            {
                *counts.entry((first.to_owned(), second.to_owned())).or_default() += 1;
            }
        }
    });
    counts
}

/// The parts of a line from edge to edge.
pub(super) fn parts(tokens: &[Token]) -> Vec<Part<'_>> {
    let mut parts = vec![Part::Edge];
    for (n, token) in tokens.iter().enumerate() {
        let part = match &token.kind {
            Kind::Space => continue,
            Kind::Word(word) if is_learnt(word) => Part::Word(n, word),
            Kind::Word(word) => Part::Unknown(n, word),
            Kind::Number => Part::Number,
            Kind::Sign(_) | Kind::Opaque => Part::Edge,
        };
        if part != Part::Edge || parts.last() != Some(&Part::Edge) {
            parts.push(part);
        }
    }
    if parts.last() != Some(&Part::Edge) {
        parts.push(Part::Edge);
    }
    parts
}

fn is_learnt(word: &Word) -> bool {
    let known = matches!(word.reading, Reading::Syllable(_)) || word.is_syllable();
    (known || word.case == Case::Upper) && word.key.len() <= LONGEST
}

impl<'a> Part<'a> {
    pub(super) fn key(self) -> Option<&'a str> {
        match self {
            Self::Word(_, word) => Some(&word.key),
            Self::Number => Some(NUMBER),
            Self::Edge => Some(EDGE),
            Self::Unknown(..) => None,
        }
    }
}

impl Pairs {
    /// From words, and how often pairs of them stand there: [`joined`] places in the list of words.
    /// A place that is none is passed over.
    pub(crate) fn new(words: Vec<Box<str>>, mut pairs: Vec<(u64, u32)>) -> Self {
        pairs.retain(|(pair, _)| parted(*pair).into_iter().all(|word| word < words.len()));
        pairs.sort_unstable();
        let mut known = Self {
            ids: words.iter().cloned().zip(0..).collect(),
            firsts: vec![0; words.len()],
            seconds: vec![0; words.len()],
            near: HashMap::new(),
            total: 0,
            words,
            pairs,
        };
        for (pair, count) in &known.pairs {
            let [first, second] = parted(*pair);
            known.firsts[first] += count;
            known.seconds[second] += count;
            known.total += count;
        }
        for (word, id) in known.words.iter().zip(0..) {
            // An abbreviation is nothing that a word was meant to be.
            if known.seconds[id as usize] == 0 || !matches!(read(word), Reading::Syllable(_)) {
                continue;
            }
            each_near(&plain(word), |letters| {
                known.near.entry(letters.into()).or_default().push(id);
            });
        }
        known
    }

    /// From counted pairs.
    pub fn of(counts: &PairCounts) -> Self {
        let mut ids: HashMap<&str, u32> = HashMap::new();
        let mut words: Vec<Box<str>> = Vec::new();
        let mut listed: Vec<_> = counts.iter().collect();
        listed.sort_unstable();
        let mut numbered = Vec::with_capacity(listed.len());
        for ((first, second), count) in listed {
            let [first, second] = [first, second].map(|word| {
                *ids.entry(word).or_insert_with(|| {
                    words.push(word.as_str().into());
                    u32::try_from(words.len() - 1).unwrap_or(u32::MAX)
                })
            });
            numbered.push((joined(first, second), *count));
        }
        Self::new(words, numbered)
    }

    /// All pairs with their counts, in order.
    #[cfg(test)]
    pub(crate) fn listed(&self) -> Vec<(String, String, u32)> {
        let told = |(pair, count): &(u64, u32)| {
            let [first, second] = parted(*pair).map(|id| self.words[id].to_string());
            (first, second, *count)
        };
        let mut listed: Vec<_> = self.pairs.iter().map(told).collect();
        listed.sort();
        listed
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// How many different pairs are known.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    pub(super) fn id(&self, key: &str) -> Option<u32> {
        self.ids.get(key).copied()
    }

    pub(super) fn word(&self, id: u32) -> &str {
        &self.words[id as usize]
    }

    pub(super) fn count(&self, first: u32, second: u32) -> u32 {
        let place = self.pairs.binary_search_by_key(&joined(first, second), |(pair, _)| *pair);
        place.map_or(0, |at| self.pairs[at].1)
    }

    pub(super) fn first(&self, id: u32) -> u32 {
        self.firsts[id as usize]
    }

    pub(super) fn second(&self, id: u32) -> u32 {
        self.seconds[id as usize]
    }

    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// Words whose plain letters are those of this one, give or take one letter.
    pub(super) fn near(&self, key: &str, mut take: impl FnMut(u32)) {
        each_near(&plain(key), |letters| {
            self.near.get(letters).into_iter().flatten().for_each(|id| take(*id));
        });
    }
}

/// Two words as one number, which is in the order of the first and then of the second.
pub(crate) fn joined(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// Both words of such a number.
#[expect(clippy::cast_possible_truncation, reason = "two numbers of 32 bits are joined in it")]
fn parted(pair: u64) -> [usize; 2] {
    [(pair >> 32) as usize, pair as u32 as usize]
}

/// The letters, and the letters without one of them.
fn each_near(letters: &str, mut take: impl FnMut(&str)) {
    take(letters);
    for (at, c) in letters.char_indices() {
        let mut less = String::with_capacity(letters.len());
        less.push_str(&letters[..at]);
        less.push_str(&letters[at + c.len_utf8()..]);
        take(&less);
    }
}
