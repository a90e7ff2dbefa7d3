//! The lines of a document as Word wants them: paragraphs whose marks come and go by themselves,
//! and tables that change by whole rows.
//!
//! In our texts a line has a start; in Word a paragraph has an end, and taking the end away joins
//! it with the next one. So a start that was made is the end of the paragraph *before* it, unless
//! its whole paragraph was made: then it is that one's own end.

use std::collections::HashSet;

use crate::article::{BlockId, Document, Mark};
use crate::compare::Comparison;
use crate::compare::tokens::{Kind, LineStart, Token, lines};
use crate::compare::weave::{Fate, Woven};

/// What became of something, and in which change (a place in the changes of the comparison).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lot {
    pub(super) fate: Fate,
    pub(super) change: Option<usize>,
}

/// A line of one text or both.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) start: LineStart,
    /// What the line was, where both texts have it and it was something else.
    pub(super) before: Option<LineStart>,
    pub(super) lot: Lot,
    pub(super) words: Vec<Piece>,
    /// Of the end of its paragraph.
    pub(super) end: Lot,
}

/// Words with one set of marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    /// The marks that they had, where only these differ.
    pub(super) before: Option<Vec<Mark>>,
    pub(super) lot: Lot,
}

pub(super) enum Part {
    Line(Box<Segment>),
    /// Rows of cells; the cells of a row have one lot.
    Table(Vec<Vec<Segment>>),
}

impl Lot {
    const KEPT: Self = Self { fate: Fate::Kept, change: None };
}

/// A text as it is.
pub(super) fn plain(document: &Document) -> Vec<Part> {
    let segments = lines(document).into_iter().map(|line| Segment {
        start: line.start,
        before: None,
        lot: Lot::KEPT,
        words: line
            .runs
            .into_iter()
            .map(|run| Piece { text: run.text, marks: run.marks, before: None, lot: Lot::KEPT })
            .collect(),
        end: Lot::KEPT,
    });
    parts(segments.collect())
}

/// Two texts with what makes the one the other.
pub(super) fn changed(comparison: &Comparison) -> Vec<Part> {
    let mut segments = Vec::new();
    for mut chunk in chunks(segments_of(comparison.woven())) {
        // What is all made or all gone goes well with anything. What goes on in another line is
        // for lines that Word can join.
        let joins = chunk.iter().skip(1).any(|segment| !segment.is_whole());
        if joins && !chunk.iter().all(Segment::flows) {
            segments.extend(apart(&chunk));
        } else {
            rows_first(&mut chunk);
            segments.extend(chunk);
        }
    }
    parts(segments)
}

/// Brings the rows that a table lost or won to the table, before what came or went behind it.
fn rows_first(chunk: &mut [Segment]) {
    let Some((first, rest)) = chunk.split_first_mut() else { return };
    let table = |start: &LineStart| match &start.kind {
        Kind::Cell { table, .. } => Some(table.clone()),
        _ => None,
    };
    let own = [table(&first.start), first.before.as_ref().and_then(table)];
    rest.sort_by_key(|segment| {
        let of = table(&segment.start);
        of.is_none() || segment.start.id.is_some() || !own.contains(&of)
    });
}

impl Segment {
    fn new(start: LineStart, lot: Lot) -> Self {
        Self { start, before: None, lot, words: Vec::new(), end: Lot::KEPT }
    }

    /// Whether it was made, or is gone, with every word in it.
    pub(super) fn is_whole(&self) -> bool {
        self.lot.fate != Fate::Kept && self.words.iter().all(|it| it.lot.fate == self.lot.fate)
    }

    /// Whether it is nothing but a paragraph of words.
    fn flows(&self) -> bool {
        match self.start.kind {
            Kind::Headline
            | Kind::Lead
            | Kind::Paragraph
            | Kind::Subhead
            | Kind::Quote
            | Kind::Item { .. } => true,
            Kind::Cell { .. } | Kind::Caption { .. } => false,
        }
    }

    fn push(&mut self, text: &str, marks: &[Mark], before: Option<Vec<Mark>>, lot: Lot) {
        if let Some(last) = self.words.last_mut()
            && last.marks == marks
            && last.before == before
            && last.lot == lot
        {
            last.text.push_str(text);
            return;
        }
        self.words.push(Piece { text: text.to_owned(), marks: marks.to_vec(), before, lot });
    }
}

fn segments_of(woven: Vec<Woven>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for Woven { token, before, fate, change } in woven {
        let lot = Lot { fate, change };
        match (token, segments.last_mut()) {
            (Token::Start(start), _) => {
                let mut segment = Segment::new(start, lot);
                if let Some(Token::Start(before)) = before {
                    segment.before = Some(before);
                }
                segments.push(segment);
            }
            (Token::Word { text, marks }, Some(segment)) => {
                let old = match before {
                    Some(Token::Word { marks, .. }) => Some(marks),
                    Some(Token::Start(_)) | None => None,
                };
                // The change belongs to what differs, not to every word of a changed line.
                let kept = if old.is_some() { lot } else { Lot::KEPT };
                match old {
                    // A link is more than a mark there: the words are taken out and put in again.
                    Some(old) if link(&old) != link(&marks) => {
                        segment.push(&text, &old, None, Lot { fate: Fate::Gone, change });
                        segment.push(&text, &marks, None, Lot { fate: Fate::Made, change });
                    }
                    old => {
                        let lot = if fate == Fate::Kept { kept } else { lot };
                        segment.push(&text, &marks, old, lot);
                    }
                }
            }
            // A stream begins with the start of the headline.
            (Token::Word { .. }, None) => {}
        }
    }
    segments
}

fn link(marks: &[Mark]) -> Option<&str> {
    marks.iter().find_map(|mark| match mark {
        Mark::Link { href } => Some(href.as_str()),
        Mark::Em | Mark::Strong | Mark::Sub | Mark::Sup => None,
    })
}

/// A line that both texts have, with those up to the next such line.
fn chunks(segments: Vec<Segment>) -> Vec<Vec<Segment>> {
    let mut chunks: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        match chunks.last_mut() {
            Some(chunk) if segment.lot.fate != Fate::Kept => chunk.push(segment),
            _ => chunks.push(vec![segment]),
        }
    }
    chunks
}

/// The lines as the old text had them, all gone, and as the new one has them, all made.
fn apart(segments: &[Segment]) -> Vec<Segment> {
    // What one line lost to the other has a change of its own; the rest goes along with any.
    let change = segments.iter().flat_map(|it| {
        std::iter::once(it.lot.change).chain(it.words.iter().map(|word| word.lot.change))
    });
    let change = change.flatten().next();
    let mut all = Vec::new();
    for (fate, other) in [(Fate::Gone, Fate::Made), (Fate::Made, Fate::Gone)] {
        let first = all.len();
        for segment in segments {
            let lot = |own: Lot| Lot { fate, change: own.change.or(change) };
            if segment.lot.fate != other {
                let old = segment.before.as_ref().filter(|_| fate == Fate::Gone);
                let start = old.unwrap_or(&segment.start).clone();
                all.push(Segment::new(start, lot(segment.lot)));
            }
            // A line that the other text alone has may go on with words of both.
            let Some(line) = all[first..].last_mut() else { continue };
            for word in segment.words.iter().filter(|word| word.lot.fate != other) {
                let old = word.before.as_ref().filter(|_| fate == Fate::Gone);
                line.push(&word.text, old.unwrap_or(&word.marks), None, lot(word.lot));
            }
        }
    }
    all
}

/// Gathers tables, then says whose end each paragraph's is.
fn parts(segments: Vec<Segment>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut cells: Vec<Segment> = Vec::new();
    let mut names: HashSet<BlockId> = HashSet::new();
    for segment in segments {
        let table = match &segment.start.kind {
            Kind::Cell { table, .. } => Some(table.clone()),
            _ => None,
        };
        if let Some(table) = table {
            // Of a table that was renamed some cells say the old name.
            if segment.start.id.is_some() && !names.contains(&table) {
                put_table(&mut parts, std::mem::take(&mut cells));
                names.clear();
            }
            names.extend(segment.before.iter().filter_map(|before| before.id.clone()));
            names.insert(table);
            cells.push(segment);
        } else {
            put_table(&mut parts, std::mem::take(&mut cells));
            names.clear();
            parts.push(Part::Line(Box::new(segment)));
        }
    }
    put_table(&mut parts, cells);
    set_ends(&mut parts);
    parts
}

/// One table where whole rows came and went; otherwise the old one, gone, and the new one.
fn put_table(parts: &mut Vec<Part>, cells: Vec<Segment>) {
    if cells.is_empty() {
        return;
    }
    let rows = rows(cells);
    let regular = |row: &Vec<Segment>| {
        let fate = row[0].lot.fate;
        row.iter().all(|cell| cell.lot.fate == fate && (fate == Fate::Kept || cell.is_whole()))
    };
    if rows.iter().all(regular) {
        parts.push(Part::Table(rows));
        return;
    }
    let cells = apart(&rows.concat());
    let (gone, made): (Vec<_>, Vec<_>) =
        cells.into_iter().partition(|cell| cell.lot.fate == Fate::Gone);
    for cells in [gone, made] {
        if !cells.is_empty() {
            parts.push(Part::Table(self::rows(cells)));
        }
    }
}

fn rows(cells: Vec<Segment>) -> Vec<Vec<Segment>> {
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for cell in cells {
        let opens = matches!(cell.start.kind, Kind::Cell { row_start: true, .. });
        match rows.last_mut() {
            Some(row) if !opens => row.push(cell),
            _ => rows.push(vec![cell]),
        }
    }
    rows
}

fn set_ends(parts: &mut [Part]) {
    let lots: Vec<(Lot, bool)> = parts
        .iter()
        .map(|part| match part {
            Part::Line(segment) => (segment.lot, segment.is_whole()),
            // Rows come and go by themselves.
            Part::Table(_) => (Lot::KEPT, false),
        })
        .collect();
    let mut ends: Vec<Lot> = lots.iter().skip(1).map(|(lot, _)| *lot).chain([Lot::KEPT]).collect();
    let mut at = 0;
    while at < lots.len() {
        let run = lots[at..].iter().take_while(|(_, whole)| *whole).count();
        if run > 0 && ends[at + run - 1].fate == Fate::Kept {
            if let Some(before) = at.checked_sub(1) {
                ends[before] = Lot::KEPT;
            }
            for (end, (lot, _)) in ends[at..at + run].iter_mut().zip(&lots[at..]) {
                *end = *lot;
            }
        }
        at += run.max(1);
    }
    for (part, end) in parts.iter_mut().zip(ends) {
        if let Part::Line(segment) = part {
            segment.end = end;
        }
    }
}
