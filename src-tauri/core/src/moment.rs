//! What the core does not know by itself: the time, and randomness for new ids.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::article::{ArticleId, BlockId};
use crate::person::PersonId;
use crate::time::Timestamp;

/// The moment of one call, passed in by whoever has a clock and a source of randomness.
#[derive(Debug, Clone)]
pub struct Moment {
    pub now: Timestamp,
    /// Fresh random bytes; every id made in the call comes from them.
    pub seed: [u8; 32],
}

impl Moment {
    /// The moment of a clock's reading; a clock before 1970 counts as 1970.
    pub fn at(clock: SystemTime, seed: [u8; 32]) -> Self {
        let since_1970 = clock.duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = Timestamp(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX));
        Self { now, seed }
    }

    pub fn ids(&self) -> Ids {
        Ids { stream: blake3::Hasher::new().update(&self.seed).finalize_xof() }
    }
}

/// A stream of new ids.
pub struct Ids {
    stream: blake3::OutputReader,
}

/// Letters and digits that nobody mistakes for each other when reading an id aloud.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

impl Ids {
    /// Eight characters: unique within an article, where millions would be needed to collide.
    pub fn block(&mut self) -> BlockId {
        BlockId(self.letters(8))
    }

    /// Sixteen characters (80 bits): unique across desks.
    pub fn article(&mut self) -> ArticleId {
        ArticleId(self.letters(16))
    }

    pub fn person(&mut self) -> PersonId {
        PersonId(self.letters(16))
    }

    pub(crate) fn letters(&mut self, count: usize) -> String {
        letters(&mut self.stream, count)
    }
}

/// Letters of an id from a stream of bytes.
pub(crate) fn letters(stream: &mut blake3::OutputReader, count: usize) -> String {
    let mut bytes = vec![0; count];
    stream.fill(&mut bytes);
    bytes.into_iter().map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_moment_gives_the_same_ids_and_each_is_new() {
        let moment = Moment { now: Timestamp(0), seed: [7; 32] };
        let (mut one, mut two) = (moment.ids(), moment.ids());
        let first = one.block();
        assert_eq!(first, two.block());
        assert_ne!(first, one.block());
    }
}
