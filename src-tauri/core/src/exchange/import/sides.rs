//! One side of a draft: the text with the changes of some authors taken and all others turned down.

use std::collections::HashMap;

use super::draft::{Cell, Draft, Edge, Item, Line, PictureUse, Piece, Style};
use crate::article::{Mark, Text};

/// What becomes a block, a field or nothing, as a whole.
pub(super) struct Unit {
    /// The line of the draft that gives it its id.
    pub(super) first: usize,
    pub(super) boxed: Option<u32>,
    pub(super) body: Body,
}

pub(super) enum Body {
    Text { flat: Flat, style: Style, centred: bool },
    List { ordered: bool, items: Vec<Flat> },
    Table { rows: Vec<Vec<(Flat, bool)>> },
    Picture { picture: PictureUse, edges: Vec<Edge> },
}

/// A line of text in its one form: single spaces, none at the ends.
#[derive(Default)]
pub(super) struct Flat {
    pub(super) runs: Vec<Text>,
    /// With their place in UTF-16 code units.
    pub(super) edges: Vec<(Edge, u32)>,
    length: u32,
}

impl Flat {
    pub(super) fn text(&self) -> String {
        crate::article::text_of(&self.runs)
    }

    fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub(super) fn is_italic(&self) -> bool {
        !self.is_empty() && self.runs.iter().all(|run| run.marks.contains(&Mark::Em))
    }

    pub(super) fn length(&self) -> u32 {
        self.length
    }

    fn of<'a>(pieces: impl IntoIterator<Item = &'a Piece>, accepted: u16) -> Self {
        let mut flat = Self::default();
        for piece in pieces {
            match piece {
                Piece::Text(run) if run.tracked.stands(accepted) => {
                    flat.push(&run.text, &run.marks);
                }
                Piece::Text(_) => {}
                Piece::Edge(edge) => flat.edges.push((*edge, flat.length)),
            }
        }
        flat.trim();
        flat
    }

    fn push(&mut self, text: &str, marks: &[Mark]) {
        let mut after_space = self.runs.last().is_none_or(|run| run.text.ends_with(' '));
        if self.runs.last().is_none_or(|run| run.marks != marks) {
            self.runs.push(Text { text: String::with_capacity(text.len()), marks: marks.to_vec() });
        }
        let Some(run) = self.runs.last_mut() else { return };
        for c in text.chars() {
            let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
            if c == ' ' && after_space {
                continue;
            }
            after_space = c == ' ';
            run.text.push(c);
            self.length += u32::try_from(c.len_utf16()).unwrap_or(1);
        }
        // Of a run of nothing but spaces behind a space nothing is left.
        if run.text.is_empty() {
            self.runs.pop();
        }
    }

    /// Another line behind this one, as one text.
    fn append(&mut self, other: Self) {
        if other.is_empty() {
            self.edges.extend(other.edges.into_iter().map(|(edge, _)| (edge, self.length)));
            return;
        }
        if !self.is_empty() {
            self.push(" ", &[]);
        }
        let from = self.length;
        self.edges.extend(other.edges.into_iter().map(|(edge, at)| (edge, at + from)));
        self.runs.extend(other.runs);
        self.length += other.length;
    }

    fn trim(&mut self) {
        if let Some(run) = self.runs.last_mut()
            && run.text.ends_with(' ')
        {
            run.text.pop();
            self.length -= 1;
            if run.text.is_empty() {
                self.runs.pop();
            }
        }
        for (_, at) in &mut self.edges {
            *at = (*at).min(self.length);
        }
    }
}

/// A paragraph on this side: one line, or several whose ends between them do not stand.
struct Joined<'a> {
    first: usize,
    /// Gives what the paragraph is.
    last: &'a Line,
    flat: Flat,
}

/// The units of one side, in order. Those without a word are not among them.
pub(super) fn units(draft: &Draft, accepted: u16) -> Vec<Unit> {
    let groups = Groups::of(&draft.lines);
    let mut units: Vec<Unit> = Vec::new();
    let mut open_list = None;
    let mut open_cell: Option<Cell> = None;
    for joined in joined(&draft.lines, accepted) {
        let Joined { first, last, flat } = joined;
        let boxed = last.boxed;
        if let Some(picture) = &last.picture {
            (open_list, open_cell) = (None, None);
            let edges = flat.edges.into_iter().map(|(edge, _)| edge).collect();
            let body = Body::Picture { picture: picture.clone(), edges };
            units.push(Unit { first, boxed, body });
            continue;
        }
        if let Some(cell) = last.cell {
            open_list = None;
            let goes_on = open_cell.is_some_and(|open| open.table == cell.table);
            if !goes_on {
                let first = groups.tables.get(&cell.table).copied().unwrap_or(first);
                units.push(Unit { first, boxed, body: Body::Table { rows: Vec::new() } });
            }
            if let Some(Unit { body: Body::Table { rows }, .. }) = units.last_mut() {
                put_in_cell(rows, cell, open_cell, flat);
            }
            open_cell = Some(cell);
            continue;
        }
        open_cell = None;
        if flat.is_empty() {
            continue;
        }
        match last.item {
            Some(Item { list, ordered }) => {
                match units.last_mut() {
                    Some(Unit { body: Body::List { items, .. }, .. })
                        if open_list == Some(list) =>
                    {
                        items.push(flat);
                    }
                    _ => {
                        let first = groups.lists.get(&list).copied().unwrap_or(first);
                        let body = Body::List { ordered, items: vec![flat] };
                        units.push(Unit { first, boxed, body });
                    }
                }
                open_list = Some(list);
            }
            None => {
                open_list = None;
                let body = Body::Text { flat, style: last.style, centred: last.centred };
                units.push(Unit { first, boxed, body });
            }
        }
    }
    units.retain(|unit| match &unit.body {
        Body::Table { rows } => rows.iter().flatten().any(|(flat, _)| !flat.is_empty()),
        Body::Text { .. } | Body::List { .. } | Body::Picture { .. } => true,
    });
    units
}

fn put_in_cell(rows: &mut Vec<Vec<(Flat, bool)>>, cell: Cell, before: Option<Cell>, flat: Flat) {
    let before = before.filter(|before| before.table == cell.table);
    if before == Some(cell) {
        if let Some((text, _)) = rows.last_mut().and_then(|row| row.last_mut()) {
            text.append(flat);
        }
        return;
    }
    if before.is_none_or(|before| before.row != cell.row) {
        rows.push(Vec::new());
    }
    if let Some(row) = rows.last_mut() {
        // Cells that a wide one covers.
        while row.len() < cell.column as usize {
            row.push((Flat::default(), cell.header));
        }
        row.push((flat, cell.header));
    }
}

fn joined(lines: &[Line], accepted: u16) -> Vec<Joined<'_>> {
    /// A paragraph whose end does not stand.
    struct Open<'a> {
        first: usize,
        pieces: Vec<&'a Piece>,
        is_blank: bool,
    }
    let standing: Vec<(usize, &Line)> =
        lines.iter().enumerate().filter(|(_, line)| line.row.stands(accepted)).collect();
    let mut all = Vec::new();
    let mut open: Option<Open<'_>> = None;
    for (nth, (at, line)) in standing.iter().copied().enumerate() {
        if let Some(picture) = &line.picture {
            if let Some(Open { first, pieces, .. }) = open.take() {
                let flat = Flat::of(pieces, accepted);
                all.push(Joined { first, last: &lines[first], flat });
            }
            if picture.tracked.stands(accepted) {
                all.push(Joined { first: at, last: line, flat: Flat::of(&line.pieces, accepted) });
            }
            continue;
        }
        let mut this =
            open.take().unwrap_or(Open { first: at, pieces: Vec::new(), is_blank: true });
        if this.is_blank {
            // What is left of a paragraph that went as a whole gives its place to the next.
            this.first = at;
            this.is_blank = Flat::of(&line.pieces, accepted).is_empty();
        }
        this.pieces.extend(&line.pieces);
        let goes_on = !line.end.stands(accepted)
            && standing
                .get(nth + 1)
                .is_some_and(|(_, next)| next.cell == line.cell && next.boxed == line.boxed);
        if goes_on {
            open = Some(this);
        } else {
            let flat = Flat::of(this.pieces, accepted);
            all.push(Joined { first: this.first, last: line, flat });
        }
    }
    all
}

/// The first line of each list and table, on whatever side it stands: all sides call it by one id.
struct Groups {
    lists: HashMap<u32, usize>,
    tables: HashMap<u32, usize>,
}

impl Groups {
    fn of(lines: &[Line]) -> Self {
        let mut groups = Self { lists: HashMap::new(), tables: HashMap::new() };
        for (at, line) in lines.iter().enumerate() {
            if let Some(item) = line.item {
                groups.lists.entry(item.list).or_insert(at);
            }
            if let Some(cell) = line.cell {
                groups.tables.entry(cell.table).or_insert(at);
            }
        }
        groups
    }
}
