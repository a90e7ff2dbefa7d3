//! Made-up Vietnamese prose for measuring: syllables as often as in real texts, one after another as
//! in real texts, and the same for the same seed.
//!
//! How often a syllable comes falls with its rank, as Zipf has it; six steps in ten go to one of a
//! few syllables that like to follow, as in words of two syllables.

use std::sync::LazyLock;

use crate::proof::written_syllables;

/// As many different syllables as a large archive of news has.
const VOCABULARY: usize = 6_650;
/// Syllables that like to follow one.
const FOLLOWERS: u64 = 8;
/// In ten: how often one of those does.
const FOLLOWED: u64 = 6;

struct Vocabulary {
    words: Vec<String>,
    /// Up to and with each word; the last is the sum.
    weights: Vec<u64>,
}

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
    let words: Vec<String> = written_syllables().into_iter().take(VOCABULARY).collect();
    let mut sum = 0;
    let weights = (1..=words.len() as u64)
        .map(|rank| {
            sum += 1_000_000_000 / rank;
            sum
        })
        .collect();
    Vocabulary { words, weights }
});

/// The syllables that come most often.
pub fn commonest(count: usize) -> Vec<String> {
    WORDS.words.iter().take(count).cloned().collect()
}

/// A source of prose.
#[derive(Debug, Clone)]
pub struct Prose {
    state: u64,
    last: usize,
}

impl Prose {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, last: 0 }
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.state) % end.max(1)
    }

    /// The next syllable.
    pub fn syllable(&mut self) -> &'static str {
        let words = &*WORDS;
        let at = if self.below(10) < FOLLOWED {
            let which = self.below(FOLLOWERS);
            mix((self.last as u64) << 8 | which)
        } else {
            self.below(u64::MAX)
        };
        self.last = words.rank(at);
        &words.words[self.last]
    }

    /// A sentence of so many syllables, with a capital and a full stop.
    pub fn sentence(&mut self, syllables: u32) -> String {
        let mut text = String::new();
        for n in 0..syllables {
            let word = self.syllable();
            if n == 0 {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            } else {
                text.push(' ');
                text.push_str(word);
            }
        }
        text.push('.');
        text
    }

    /// Sentences of eight to thirty syllables, as many syllables in all.
    pub fn paragraph(&mut self, syllables: u32) -> String {
        let mut text = String::new();
        let mut left = syllables;
        while left > 0 {
            let length = left.min(8 + self.below(23) as u32);
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&self.sentence(length));
            left -= length;
        }
        text
    }
}

impl Vocabulary {
    /// The word that an even number over the whole range stands for.
    fn rank(&self, even: u64) -> usize {
        let sum = self.weights.last().copied().unwrap_or(1);
        let at = even % sum;
        self.weights.partition_point(|weight| *weight <= at).min(self.words.len() - 1)
    }
}

/// Spreads a number over all others (the mixer of SplitMix64).
fn mix(n: u64) -> u64 {
    let n = (n ^ n >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ n >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ n >> 31
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_prose() {
        assert_eq!(Prose::new(7).paragraph(200), Prose::new(7).paragraph(200));
        assert_ne!(Prose::new(7).paragraph(200), Prose::new(8).paragraph(200));
        assert_eq!(crate::language::count::syllables(&Prose::new(1).paragraph(333)), 333);
    }

    #[test]
    fn syllables_come_as_unevenly_as_in_real_texts() {
        let mut prose = Prose::new(1);
        let mut times: HashMap<&str, u32> = HashMap::new();
        (0..100_000).for_each(|_| *times.entry(prose.syllable()).or_default() += 1);
        let mut counts: Vec<u32> = times.values().copied().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        assert!(times.len() > 4_000, "{} different ones", times.len());
        assert!(counts[0] > 30 * counts[100], "{} and {}", counts[0], counts[100]);
    }
}
