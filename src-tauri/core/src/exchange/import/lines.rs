//! Lines in the making, for readers of files in which nothing is tracked or only whole stretches
//! are: web pages, Markdown, OpenDocument, old Word files.

use super::draft::{
    Cell, Draft, Edge, Item, LeftOut, Line, PictureUse, Piece, Run, Style, Tracked,
};
use crate::article::{Mark, is_safe_link};

#[derive(Default)]
pub(super) struct Lines {
    pub(super) draft: Draft,
    line: Line,
    /// Pictures that stand in a line with text come behind it.
    after: Vec<Line>,
    pub(super) marks: Vec<Mark>,
    pub(super) font: String,
    pub(super) tracked: Tracked,
    pub(super) style: Style,
    pub(super) centred: bool,
    items: Vec<Item>,
    cell: Option<Cell>,
    pub(super) boxed: Option<u32>,
    lists: u32,
    tables: Vec<Table>,
    table_count: u32,
    boxes: u32,
    frames: Vec<Frame>,
}

/// A line that waits while what is anchored in it is read.
struct Frame {
    line: Line,
    after: Vec<Line>,
    marks: Vec<Mark>,
    style: Style,
    centred: bool,
    items: Vec<Item>,
    from: usize,
}

struct Table {
    number: u32,
    from: usize,
    row: u32,
    column: u32,
    columns: u32,
}

impl Lines {
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Piece::Text(last)) = self.line.pieces.last_mut()
            && last.marks == self.marks
            && last.font == self.font
            && last.tracked == self.tracked
        {
            last.text.push_str(text);
            return;
        }
        self.line.pieces.push(Piece::Text(Run {
            text: text.to_owned(),
            font: self.font.clone(),
            marks: self.marks.clone(),
            tracked: self.tracked,
        }));
    }

    /// Text that links, where the address is one that may stand in an article.
    pub(super) fn link(&mut self, href: &str) {
        let href = href.trim();
        if is_safe_link(href) && !self.marks.iter().any(|mark| matches!(mark, Mark::Link { .. })) {
            self.marks.push(Mark::Link { href: href.to_owned() });
        }
    }

    pub(super) fn edge(&mut self, edge: Edge) {
        match self.draft.lines.last_mut() {
            Some(line) if edge.ends && self.line.pieces.is_empty() => {
                line.pieces.push(Piece::Edge(edge));
            }
            _ => self.line.pieces.push(Piece::Edge(edge)),
        }
    }

    /// A picture, in front of the line or behind it.
    pub(super) fn picture(&mut self, picture: Option<usize>, alt: &str) {
        let used = PictureUse::new(picture, alt, self.tracked);
        let line =
            Line { picture: Some(used), cell: self.cell, boxed: self.boxed, ..Line::default() };
        if self.line.has_text() { self.after.push(line) } else { self.draft.lines.push(line) }
    }

    /// Ends the line, where there is one.
    pub(super) fn end_line(&mut self) {
        self.end_line_as(Tracked::default());
    }

    pub(super) fn end_line_as(&mut self, end: Tracked) {
        let mut line = std::mem::take(&mut self.line);
        let has_text = line.has_text();
        if has_text || !line.pieces.is_empty() && line.pieces.iter().any(is_edge) {
            line.style = self.style;
            line.centred = self.centred;
            line.item = self.items.last().copied().filter(|_| self.cell.is_none());
            line.cell = self.cell;
            line.boxed = self.boxed;
            line.end = end;
            self.draft.lines.push(line);
        }
        self.draft.lines.append(&mut self.after);
    }

    /// One list is one block, whatever lists stand in it.
    pub(super) fn begin_list(&mut self, ordered: bool) {
        self.end_line();
        let list = match self.items.first() {
            Some(outer) => outer.list,
            None => {
                self.lists += 1;
                self.lists
            }
        };
        self.items.push(Item { list, ordered });
    }

    pub(super) fn end_list(&mut self) {
        self.end_line();
        self.items.pop();
    }

    pub(super) fn begin_table(&mut self) {
        self.end_line();
        self.table_count += 1;
        let from = self.draft.lines.len();
        self.tables.push(Table { number: self.table_count, from, row: 0, column: 0, columns: 0 });
    }

    pub(super) fn begin_row(&mut self) {
        if let [table] = &mut self.tables[..] {
            table.column = 0;
        }
    }

    pub(super) fn end_row(&mut self) {
        if let [table] = &mut self.tables[..] {
            table.row += 1;
            table.columns = table.columns.max(table.column);
        }
    }

    pub(super) fn begin_cell(&mut self, header: bool) {
        self.end_line();
        if let [table] = &self.tables[..] {
            let Table { number, row, column, .. } = *table;
            self.cell = Some(Cell { table: number, row, column, header });
        }
    }

    pub(super) fn end_cell(&mut self, span: u32) {
        self.end_line();
        if let [table] = &mut self.tables[..] {
            table.column += span.clamp(1, 60);
            self.cell = None;
        }
    }

    /// A table that is only there to put things side by side is none.
    pub(super) fn end_table(&mut self) {
        self.end_line();
        let Some(table) = self.tables.pop() else { return };
        if !self.tables.is_empty() {
            return;
        }
        self.cell = None;
        let lines = &mut self.draft.lines[table.from..];
        let has_picture = lines.iter().any(|line| line.picture.is_some());
        if has_picture || table.row <= 1 || table.columns <= 1 {
            for line in lines {
                line.cell = None;
            }
        }
    }

    pub(super) fn begin_box(&mut self) {
        self.end_line();
        self.boxes += 1;
        self.boxed = Some(self.boxes);
    }

    pub(super) fn end_box(&mut self) {
        self.end_line();
        self.boxed = None;
    }

    /// What comes now is anchored in the line and stands behind it.
    pub(super) fn begin_frame(&mut self) {
        self.frames.push(Frame {
            line: std::mem::take(&mut self.line),
            after: std::mem::take(&mut self.after),
            marks: std::mem::take(&mut self.marks),
            style: self.style,
            centred: self.centred,
            items: std::mem::take(&mut self.items),
            from: self.draft.lines.len(),
        });
    }

    pub(super) fn end_frame(&mut self) {
        self.end_line();
        let Some(frame) = self.frames.pop() else { return };
        (self.style, self.centred) = (frame.style, frame.centred);
        (self.line, self.after, self.marks) = (frame.line, frame.after, frame.marks);
        self.items = frame.items;
        if self.line.has_text() {
            self.after.extend(self.draft.lines.split_off(frame.from));
        }
    }

    pub(super) fn leave_out(&mut self, what: LeftOut) {
        self.draft.left_out.push(what);
    }

    pub(super) fn finish(mut self) -> Draft {
        self.end_line();
        self.draft
    }
}

fn is_edge(piece: &Piece) -> bool {
    matches!(piece, Piece::Edge(_))
}
