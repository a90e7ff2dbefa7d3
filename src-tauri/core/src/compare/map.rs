//! Where a place of the old text is in the new one.
//!
//! A place lies between two letters and belongs to one of them ([`Side`]): to the letter before
//! it or to the one behind it. It goes where that letter goes: with a moved block, into the
//! second half of a paragraph cut in two, to the end of the paragraph that another one was
//! joined to. At the start of a line the place belongs, on its side before, to the opening of
//! the line itself; at the end of one there is no letter behind, so the one before counts.
//!
//! Where the letter is no more the place is [`deleted`](Mapped::deleted). If other words stand
//! where it was, a place with its letter behind it goes to their beginning and one with its
//! letter before it to their end: a passage from a place [after](Side::After) to a place
//! [before](Side::Before) grows over what has replaced its ends, and a passage that was replaced
//! as a whole becomes the replacement. If nothing does, the place closes to where the removed
//! words stood, and a passage that was removed as a whole is empty.
//!
//! A place inside a word that was replaced counts as deleted. There are no places in fields.

use super::stream::Stream;
use super::tokens::Token;
use super::{Comparison, Side, Spot};

/// A place of the old text in the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    pub spot: Spot,
    /// The letter that the place belonged to is no more.
    pub deleted: bool,
}

impl Comparison {
    /// The place in the new text of a place in the old one. A line that the old text does not
    /// have counts as its last, an offset behind the end of a line as its end.
    pub fn map(&self, old_place: Spot, side: Side) -> Mapped {
        let (old, new) = (&self.alignment.old, &self.alignment.new);
        let (token, within) = letter_at(old, old_place, side);
        if let Some(mate) = self.alignment.new_token[token] {
            let Spot { line, offset } = new.before(mate);
            let start = matches!(old.tokens[token], Token::Start(_));
            let offset = if start { offset } else { offset + within };
            return Mapped { spot: Spot { line, offset }, deleted: false };
        }
        let removed = self.removed.partition_point(|removed| removed.tokens.start <= token);
        let spot = match removed.checked_sub(1).map(|at| &self.removed[at]) {
            Some(removed) => match (removed.instead, side) {
                (Some((begin, _)), Side::After) => begin,
                (Some((_, end)), Side::Before) => end,
                (None, _) => removed.at,
            },
            None => Spot::default(),
        };
        Mapped { spot, deleted: true }
    }
}

/// The token whose letter a place belongs to, and how far into it the place is.
fn letter_at(stream: &Stream, spot: Spot, side: Side) -> (usize, u32) {
    let last_line = stream.line_of(stream.tokens.len().saturating_sub(1));
    let line = stream.line((spot.line as usize).min(last_line));
    let mut best = (line.start, 0);
    for token in line.skip(1) {
        let from = stream.offset(token);
        let to = from + stream.tokens[token].len_utf16();
        match side {
            Side::Before if from >= spot.offset => break,
            Side::Before => best = (token, spot.offset.min(to) - from),
            Side::After if from > spot.offset => break,
            Side::After => best = (token, spot.offset.min(to) - from),
        }
    }
    best
}
