//! A text as one run of letters, in which passages are found.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::article::{Block, BlockId, Document, Text};
use crate::compare::Spot;

use super::{Anchor, PhotoPart, Place, TextPoint};
use crate::compare::Content;

/// Longest quote that an anchor keeps, in UTF-16 code units; of a longer passage its beginning.
pub(super) const QUOTE_UNITS: usize = 2_000;
/// Most that an anchor keeps of the words around its passage.
const CONTEXT_UNITS: usize = 48;

/// A quote of this length is taken for the passage wherever it turns up; a shorter one only where
/// words around it are those that were there before.
const TELLING_UNITS: usize = 24;
/// So many letters around a short quote, spaces aside, tell that it is the passage; so many in it,
/// where it went from one place to another.
const TELLING_LETTERS: usize = 6;

const LINE_BREAK: u16 = b'\n' as u16;

/// The lines of a document, one after the other in UTF-16 with a line break between two. A
/// *place* in it is an index into that.
pub(super) struct Page<'a> {
    content: &'a Content,
    letters: Vec<u16>,
    lines: Vec<Line>,
    /// The first line of each unit; `None` is the headline.
    units: HashMap<Option<BlockId>, usize>,
}

struct Line {
    block: Option<BlockId>,
    /// Within its unit.
    n: u32,
    start: usize,
    end: usize,
}

impl<'a> Page<'a> {
    pub(super) fn of(content: &'a Content) -> Self {
        let mut page =
            Self { content, letters: Vec::new(), lines: Vec::new(), units: HashMap::new() };
        let Document { headline, lead, .. } = &content.document;
        page.unit(None, [headline, lead].into_iter());
        for block in content.document.walk() {
            let id = Some(block.id().clone());
            match block {
                Block::Paragraph { content, .. }
                | Block::Subhead { content, .. }
                | Block::Quote { content, .. } => page.unit(id, std::iter::once(content)),
                Block::Photo(photo) => page.unit(id, std::iter::once(&photo.content)),
                Block::List { content, .. } => {
                    page.unit(id, content.iter().map(|item| &item.content));
                }
                Block::Table { content, .. } => page.unit(
                    id,
                    content.iter().flat_map(|row| &row.content).map(|cell| &cell.content),
                ),
                // Their inner blocks are walked one by one.
                Block::Box { .. } | Block::PhotoGroup { .. } => {}
            }
        }
        page
    }

    fn unit<'t>(&mut self, block: Option<BlockId>, lines: impl Iterator<Item = &'t Vec<Text>>) {
        self.units.insert(block.clone(), self.lines.len());
        for (n, runs) in (0..).zip(lines) {
            if !self.lines.is_empty() {
                self.letters.push(LINE_BREAK);
            }
            let start = self.letters.len();
            for run in runs {
                self.letters.extend(run.text.encode_utf16());
            }
            self.lines.push(Line { block: block.clone(), n, start, end: self.letters.len() });
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The place of a point; `None` where there is no such line, or the point is past its end or
    /// inside a letter.
    pub(super) fn place(&self, point: &TextPoint) -> Option<usize> {
        let line = self.line_of(point)?;
        let Line { start, end, .. } = self.lines[line];
        let place = start + usize::try_from(point.offset).ok()?;
        (place <= end && !self.is_inside_letter(place)).then_some(place)
    }

    fn line_of(&self, point: &TextPoint) -> Option<usize> {
        let line = self.units.get(&point.block)? + usize::try_from(point.line).ok()?;
        (self.lines.get(line)?.block == point.block).then_some(line)
    }

    pub(super) fn point(&self, place: usize) -> TextPoint {
        let line = &self.lines[self.line_at(place)];
        TextPoint { block: line.block.clone(), line: line.n, offset: short(place - line.start) }
    }

    pub(super) fn spot(&self, place: usize) -> Spot {
        let line = self.line_at(place);
        Spot { line: short(line), offset: short(place - self.lines[line].start) }
    }

    /// The place of a spot, or the nearest there is.
    pub(super) fn place_of_spot(&self, spot: Spot) -> usize {
        let line = usize::try_from(spot.line).unwrap_or(usize::MAX).min(self.lines.len() - 1);
        let Line { start, end, .. } = self.lines[line];
        let place = start.saturating_add(usize::try_from(spot.offset).unwrap_or(usize::MAX));
        let place = place.min(end);
        if self.is_inside_letter(place) { place - 1 } else { place }
    }

    pub(super) fn line_start(&self, place: usize) -> usize {
        self.lines[self.line_at(place)].start
    }

    pub(super) fn line_end(&self, place: usize) -> usize {
        self.lines[self.line_at(place)].end
    }

    /// The line that holds a place; the line before where it is a line break.
    fn line_at(&self, place: usize) -> usize {
        self.lines.partition_point(|line| line.start <= place).saturating_sub(1)
    }

    /// Whether a place is between the two halves of a letter.
    fn is_inside_letter(&self, place: usize) -> bool {
        self.letters.get(place).is_some_and(|unit| (0xDC00..0xE000).contains(unit))
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let mut to = to.min(from + QUOTE_UNITS).min(self.letters.len());
        if self.is_inside_letter(to) {
            to -= 1;
        }
        String::from_utf16_lossy(&self.letters[from.min(to)..to])
    }

    /// Whether there is anything but space between two places.
    pub(super) fn has_words(&self, from: usize, to: usize) -> bool {
        !self.text(from, to).trim().is_empty()
    }

    fn before(&self, place: usize) -> String {
        let start = self.line_start(place);
        let mut from = start.max(place.saturating_sub(CONTEXT_UNITS));
        if self.is_inside_letter(from) {
            from += 1;
        }
        self.text(from, place)
    }

    fn after(&self, place: usize) -> String {
        let end = self.line_end(place);
        self.text(place, end.min(place + CONTEXT_UNITS))
    }

    /// Whether the line of a place is nothing but the passage.
    fn is_whole_line(&self, from: usize, to: usize) -> bool {
        self.line_start(from) == from && self.line_end(to) == to
    }

    /// Whether the lines from `from` to `to` are the same, in the same units, in another text.
    pub(super) fn stands_in(&self, from: &TextPoint, to: &TextPoint, other: &Page<'_>) -> bool {
        let (Some(first), Some(last), Some(there)) =
            (self.line_of(from), self.line_of(to), other.line_of(from))
        else {
            return false;
        };
        (first..=last).zip(there..).all(|(mine, theirs)| {
            other.lines.get(theirs).is_some_and(|theirs| {
                let mine = &self.lines[mine];
                mine.block == theirs.block
                    && mine.n == theirs.n
                    && self.letters[mine.start..mine.end] == other.letters[theirs.start..theirs.end]
            })
        })
    }

    /// Where `quote` stands in the text: the places before its first letter.
    pub(super) fn find(&self, quote: &str) -> Vec<usize> {
        let quote: Vec<u16> = quote.encode_utf16().collect();
        let Some(first) = quote.first() else { return Vec::new() };
        self.letters
            .windows(quote.len())
            .enumerate()
            .filter(|(_, window)| window[0] == *first && *window == quote)
            .map(|(place, _)| place)
            .collect()
    }

    /// The passage of a lost anchor: where its words stand in this text, nearest to `near` of those
    /// most alike; none of the places `not`. `moved` says that its words stood in one place before
    /// and stand in one place now.
    pub(super) fn find_passage(
        &self,
        anchor: &Anchor,
        near: usize,
        not: &HashSet<usize>,
        moved: bool,
    ) -> Option<Anchor> {
        let length = anchor.quote.encode_utf16().count();
        let context = telling(&anchor.before).count() + telling(&anchor.after).count();
        let found = self.find(&anchor.quote).into_iter().filter(|start| !not.contains(start));
        let alike = found.filter_map(|start| {
            let end = start + length;
            let likeness = self.likeness(start, end, &anchor.before, &anchor.after);
            let is_it = length >= TELLING_UNITS
                || (context > 0 && likeness >= context.min(TELLING_LETTERS))
                || (context == 0 && self.is_whole_line(start, end))
                || (moved && weight(&anchor.quote) >= TELLING_LETTERS);
            is_it.then_some((likeness, Reverse(start.abs_diff(near)), start))
        });
        let (.., start) = alike.max()?;
        Some(self.range(start, start + length))
    }

    /// How many letters around a passage are those that stood around it before. Line breaks and
    /// spaces do not count, so that a passage is known again right behind a new line break.
    fn likeness(&self, from: usize, to: usize, before: &str, after: &str) -> usize {
        let same = |(a, b): &(u16, u16)| a == b;
        let left = self.letters[..from].iter().copied().rev().filter(is_telling);
        let right = self.letters[to..].iter().copied().filter(is_telling);
        let before: Vec<u16> = telling(before).collect();
        left.zip(before.into_iter().rev()).take_while(same).count()
            + right.zip(telling(after)).take_while(same).count()
    }

    /// An anchor at a place of this text; `None` where there is no such place, or it is empty.
    pub(super) fn anchor(&self, place: Place) -> Option<Anchor> {
        match &place {
            Place::Range { from, to } => {
                let (from, to) = (self.place(from)?, self.place(to)?);
                (from < to).then(|| self.range(from, to))
            }
            Place::Photo { .. } | Place::Field { .. } | Place::Article => {
                Some(Anchor { quote: self.quote_of(&place)?, ..Anchor::of(place) })
            }
        }
    }

    /// An anchor at a passage.
    pub(super) fn range(&self, from: usize, to: usize) -> Anchor {
        Anchor {
            quote: self.text(from, to),
            before: self.before(from),
            after: self.after(to),
            ..Anchor::of(Place::Range { from: self.point(from), to: self.point(to) })
        }
    }

    /// What is to be quoted of a place that is no passage; `None` where it does not exist.
    pub(super) fn quote_of(&self, place: &Place) -> Option<String> {
        let text = match place {
            Place::Range { .. } => return None,
            Place::Article => String::new(),
            Place::Field { name } => field_text(&self.content.fields, name)?,
            Place::Photo { block, part } => {
                let photo =
                    self.content.document.photos().find(|photo| photo.attrs.id == *block)?;
                match part {
                    PhotoPart::Whole | PhotoPart::Photo => crate::article::text_of(&photo.content),
                    PhotoPart::Credit => photo.attrs.credit.clone(),
                    PhotoPart::Alt => photo.attrs.alt.clone(),
                }
            }
        };
        Some(cut(&text))
    }
}

/// Letters of a quote, spaces aside. Few numbers come twice, so a digit tells more than a letter.
fn weight(quote: &str) -> usize {
    let letters = quote.chars().filter(|c| !c.is_whitespace());
    letters.map(|c| if c.is_numeric() { 2 } else { 1 }).sum()
}

fn telling(text: &str) -> impl Iterator<Item = u16> {
    text.encode_utf16().filter(is_telling)
}

fn is_telling(unit: &u16) -> bool {
    !char::from_u32(u32::from(*unit)).is_some_and(char::is_whitespace)
}

/// The value of a field as it is printed; `None` where there is no such field.
fn field_text(fields: &crate::article::Fields, name: &str) -> Option<String> {
    use serde_json::Value;
    if name == "bylines" {
        let names: Vec<&str> = fields.bylines.iter().map(|byline| &*byline.pen_name).collect();
        return Some(names.join(" - "));
    }
    Some(match fields.values().get(name)? {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(values) => {
            values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    })
}

/// The beginning of a text, as long as a quote may be.
fn cut(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= QUOTE_UNITS
        })
        .collect()
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
