//! Tables and text boxes: what is in them becomes cells, or a box.

use super::{Reader, Table};
use crate::exchange::import::draft::{Cell, Line, Tracked};

impl Reader<'_, '_> {
    pub(super) fn put_in_table(&self, line: &mut Line) -> bool {
        let Some(table) = self.tables.first() else { return false };
        let Table { number, row, column, header, tracked, .. } = *table;
        line.cell = Some(Cell { table: number, row, column, header });
        line.row = tracked;
        true
    }

    pub(super) fn begin_table(&mut self) {
        self.counters.tables += 1;
        self.tables.push(Table {
            number: self.counters.tables,
            from: self.lines.len(),
            row: 0,
            column: 0,
            columns: 0,
            span: 1,
            header: false,
            tracked: Tracked::default(),
        });
    }

    /// A table that is only there to put things side by side is none, and one of a single cell is
    /// a side bar. One of ours is what it is.
    pub(super) fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        if !self.tables.is_empty() {
            return;
        }
        self.last_list = None;
        let lines = &mut self.lines[table.from..];
        let is_ours = lines.iter().any(|line| line.id.is_some());
        let has_picture = lines.iter().any(|line| line.picture.is_some());
        let is_cell = table.row <= 1 && table.columns <= 1;
        let is_layout = has_picture || table.row <= 1 || table.columns <= 1;
        if !is_cell && !has_picture && is_ours || !is_layout {
            return;
        }
        let boxed = (is_cell && !has_picture).then(|| {
            self.counters.boxes += 1;
            self.counters.boxes
        });
        for line in lines {
            line.cell = None;
            line.boxed = boxed.or(line.boxed);
        }
        let from = table.from;
        let kept = self.lines.split_off(from);
        let is_something =
            |line: &Line| line.has_text() || line.picture.is_some() || !line.pieces.is_empty();
        self.lines.extend(kept.into_iter().filter(is_something));
    }

    pub(super) fn end_text_box(&mut self) {
        self.end_paragraph();
        let Some(frame) = self.frames.pop() else { return };
        let mut inside = std::mem::replace(&mut self.lines, frame.lines);
        self.tables = frame.tables;
        self.paragraph = frame.paragraph;
        self.drawing = frame.drawing;
        self.run = frame.run;
        self.last_list = None;
        // A picture with its caption is often put into a box to stay together.
        if inside.iter().all(|line| line.picture.is_none()) {
            self.counters.boxes += 1;
            for line in &mut inside {
                line.boxed = Some(self.counters.boxes);
            }
        }
        match &mut self.paragraph {
            Some(paragraph) => paragraph.after.extend(inside),
            None => self.lines.extend(inside),
        }
    }
}
