//! From places in the merged stream to places in the document that is made of it.

use std::ops::Range;

use super::Asked;
use crate::article::{Document, text_of};
use crate::compare::tokens::{self, Kind, Line, LineStart, Token, len_utf16};
use crate::discuss::{PhotoPart, Place, Replacement, TextPoint, UnitAttr};

/// Where a question stands in the stream.
pub(super) enum Spot {
    /// The tokens `passage`, of one line, for which a side has the tokens `wish`.
    Words { passage: Range<usize>, wish: Range<usize> },
    /// The unit that this token opens.
    Unit(usize),
}

/// Makes the document, and says where in it is what was asked.
pub(super) fn build(stream: Vec<Token>, asked: Vec<Asked<Spot>>) -> (Document, Vec<Asked<Place>>) {
    if asked.is_empty() {
        return (tokens::build(stream), Vec::new());
    }
    // Line, and letters of the line before it, of each token.
    let mut places: Vec<(usize, u32)> = Vec::with_capacity(stream.len());
    let mut starts: Vec<LineStart> = Vec::new();
    let mut offset = 0;
    for token in &stream {
        if let Token::Start(start) = token {
            starts.push(start.clone());
            offset = 0;
        }
        places.push((starts.len() - 1, offset));
        offset += token.len_utf16();
    }
    let spots: Vec<(usize, Range<u32>)> = asked
        .iter()
        .map(|asked| match &asked.at {
            Spot::Unit(start) => (places[*start].0, 0..0),
            Spot::Words { passage, .. } => {
                let (line, from) = places[passage.start];
                let last = passage.end - 1;
                (line, from..places[last].1 + stream[last].len_utf16())
            }
        })
        .collect();
    let document = tokens::build(stream);
    let lines = Lines::of(&document, &starts);
    let asked = asked
        .into_iter()
        .zip(spots)
        .map(|(Asked { side, why, at, replacement }, (line, range))| {
            let line = lines.of_stream[line];
            let at = match at {
                Spot::Words { .. } => lines.passage(line, range),
                Spot::Unit(_) => lines.unit(line, &replacement),
            };
            Asked { side, why, at, replacement }
        })
        .collect();
    (document, asked)
}

/// The lines of a document.
struct Lines {
    lines: Vec<Line>,
    /// Which of them each line of the stream became.
    of_stream: Vec<usize>,
}

impl Lines {
    fn of(document: &Document, stream: &[LineStart]) -> Self {
        let goes_on = |start: &LineStart| {
            start.id.is_none() && matches!(start.kind, Kind::Cell { row_start: false, .. })
        };
        let lines = tokens::lines(document);
        let mut of_stream = Vec::with_capacity(stream.len());
        for (at, line) in lines.iter().enumerate() {
            // Rows that were filled up have cells that are in no stream.
            let next = stream.get(of_stream.len());
            if !goes_on(&line.start) || next.is_some_and(goes_on) {
                of_stream.push(at);
            }
        }
        Self { lines, of_stream }
    }

    /// The first line of the unit of a line.
    fn unit_of(&self, line: usize) -> usize {
        (0..=line).rev().find(|line| self.lines[*line].start.id.is_some()).unwrap_or(0)
    }

    fn point(&self, line: usize, offset: u32) -> TextPoint {
        let unit = self.unit_of(line);
        let n = u32::try_from(line - unit).unwrap_or(u32::MAX);
        TextPoint { block: self.lines[unit].start.id.clone(), line: n, offset }
    }

    fn passage(&self, line: usize, Range { start, end }: Range<u32>) -> Place {
        Place::Range { from: self.point(line, start), to: self.point(line, end) }
    }

    /// The whole unit of a line, or the part of its photo that a suggestion is about.
    fn unit(&self, line: usize, replacement: &Replacement) -> Place {
        let start = self.unit_of(line);
        if let (Some(block), Kind::Caption { .. }) =
            (&self.lines[start].start.id, &self.lines[start].start.kind)
        {
            let part = match replacement {
                Replacement::Attr { name: UnitAttr::Photo | UnitAttr::Edits, .. } => {
                    PhotoPart::Photo
                }
                Replacement::Attr { name: UnitAttr::Credit, .. } => PhotoPart::Credit,
                Replacement::Attr { name: UnitAttr::Alt, .. } => PhotoPart::Alt,
                _ => PhotoPart::Whole,
            };
            return Place::Photo { block: block.clone(), part };
        }
        let end = (start + 1..self.lines.len())
            .find(|line| self.lines[*line].start.id.is_some())
            .unwrap_or(self.lines.len());
        let length = len_utf16(&text_of(&self.lines[end - 1].runs));
        Place::Range { from: self.point(start, 0), to: self.point(end - 1, length) }
    }
}
