//! A document's tokens with the lines and units that they make.

use std::ops::Range;

use super::tokens::{LineStart, Token, flatten};
use super::{Span, Spot};
use crate::article::{BlockId, Document, Text};

/// The tokens of one side of a comparison.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    pub(crate) tokens: Vec<Token>,
    /// In UTF-16 code units from the start of its line, for each token.
    offsets: Vec<u32>,
    /// The token that opens each line.
    starts: Vec<usize>,
    pub(crate) units: Vec<Unit>,
}

/// A line with an id and the lines without one that follow it; headline and lead are units too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) tokens: Range<usize>,
    pub(crate) lines: Range<usize>,
    /// Letters, spaces aside.
    pub(crate) weight: usize,
}

impl Stream {
    pub(crate) fn of(document: &Document) -> Self {
        Self::new(flatten(document))
    }

    /// The stream of tokens that start with the headline and the lead.
    pub(crate) fn new(tokens: Vec<Token>) -> Self {
        let mut offsets = Vec::with_capacity(tokens.len());
        let (mut starts, mut units, mut offset) = (Vec::new(), Vec::<Unit>::new(), 0);
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::Start(start) => {
                    if start.id.is_some() || starts.len() < 2 {
                        units.push(Unit {
                            tokens: at..at,
                            lines: starts.len()..starts.len(),
                            weight: 0,
                        });
                    }
                    starts.push(at);
                    offset = 0;
                    offsets.push(0);
                    if let Some(unit) = units.last_mut() {
                        unit.lines.end = starts.len();
                    }
                }
                Token::Word { .. } => {
                    offsets.push(offset);
                    offset += token.len_utf16();
                }
            }
            if let Some(unit) = units.last_mut() {
                unit.tokens.end = at + 1;
                unit.weight += token.weight();
            }
        }
        Self { tokens, offsets, starts, units }
    }

    pub(crate) fn line_of(&self, token: usize) -> usize {
        self.starts.partition_point(|start| *start <= token).saturating_sub(1)
    }

    /// The tokens of a line, its start first; empty where there is no such line.
    pub(crate) fn line(&self, line: usize) -> Range<usize> {
        let Some(&start) = self.starts.get(line) else {
            return self.tokens.len()..self.tokens.len();
        };
        start..self.starts.get(line + 1).copied().unwrap_or(self.tokens.len())
    }

    /// The unit that a token belongs to.
    pub(crate) fn unit_of(&self, token: usize) -> usize {
        self.units.partition_point(|unit| unit.tokens.start <= token).saturating_sub(1)
    }

    /// Where the first line of a unit opens.
    pub(crate) fn opening(&self, unit: usize) -> &LineStart {
        match &self.tokens[self.units[unit].tokens.start] {
            Token::Start(start) => start,
            Token::Word { .. } => unreachable!("a unit begins with a start"),
        }
    }

    pub(crate) fn unit_id(&self, unit: usize) -> Option<&BlockId> {
        self.opening(unit).id.as_ref()
    }

    /// The ids of all units and of what holds them; a holder's comes once for each of its units.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &BlockId> {
        (0..self.units.len()).flat_map(|unit| {
            let opening = self.opening(unit);
            let holder = opening.holder.as_ref().map(|holder| &holder.id);
            opening.id.iter().chain(holder)
        })
    }

    /// The words of a passage.
    pub(crate) fn words_in(&self, span: &Span) -> impl Iterator<Item = &str> {
        let (from, to) = (span.from, span.to);
        self.line(span.line as usize)
            .filter(move |token| self.offsets[*token] >= from && self.offsets[*token] < to)
            .filter_map(|token| self.word(token))
    }

    /// The words of its line before a place, the nearest first; no spaces.
    pub(crate) fn words_before(&self, spot: Spot) -> impl Iterator<Item = &str> {
        self.line(spot.line as usize)
            .rev()
            .filter(move |token| self.offsets[*token] < spot.offset)
            .filter(|token| !self.tokens[*token].is_space())
            .filter_map(|token| self.word(token))
    }

    fn word(&self, token: usize) -> Option<&str> {
        match &self.tokens[token] {
            Token::Word { text, .. } => Some(text),
            Token::Start(_) => None,
        }
    }

    /// Before a token; before the first word of its line for a start.
    pub(crate) fn before(&self, token: usize) -> Spot {
        Spot { line: to_u32(self.line_of(token)), offset: self.offsets[token] }
    }

    /// Behind a token.
    pub(crate) fn behind(&self, token: usize) -> Spot {
        Spot {
            line: to_u32(self.line_of(token)),
            offset: self.offsets[token] + self.tokens[token].len_utf16(),
        }
    }

    pub(crate) fn offset(&self, token: usize) -> u32 {
        self.offsets[token]
    }

    /// The passages that some tokens in a row are, one for each line.
    pub(crate) fn spans(&self, tokens: &Range<usize>) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut line = self.line_of(tokens.start);
        for token in tokens.clone() {
            if token > tokens.start && matches!(self.tokens[token], Token::Start(_)) {
                line += 1;
            }
            let (from, to) =
                (self.offsets[token], self.offsets[token] + self.tokens[token].len_utf16());
            match spans.last_mut() {
                Some(span) if span.line == to_u32(line) => span.to = to,
                _ => spans.push(Span { line: to_u32(line), from, to }),
            }
        }
        spans
    }

    /// The words of some tokens in a row as runs, one for each line, with what the line is where
    /// it begins among them.
    pub(crate) fn runs(&self, tokens: &Range<usize>) -> Vec<(Option<&LineStart>, Vec<Text>)> {
        let mut lines: Vec<(Option<&LineStart>, Vec<Text>)> = Vec::new();
        for token in &self.tokens[tokens.clone()] {
            match token {
                Token::Start(start) => lines.push((Some(start), Vec::new())),
                Token::Word { text, marks } => {
                    if lines.is_empty() {
                        lines.push((None, Vec::new()));
                    }
                    if let Some((_, runs)) = lines.last_mut() {
                        super::tokens::append(runs, text, marks);
                    }
                }
            }
        }
        lines
    }
}

pub(crate) fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
