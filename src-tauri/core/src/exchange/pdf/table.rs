//! Tables: columns as wide as their words ask for, rows that stay whole, heads that come again.

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use super::flow::{Drawn, Item, Piece};
use super::fonts::Family;
use super::layout::{BOTTOM, Layout, MEASURE, TOP, as_f32, line_item};
use super::text::{Align, Line, Prose, Style};
use crate::article::TableRow;
use crate::exchange::markup::is_blank;

const CELL: Style = Style {
    family: Family::Sans,
    bold: false,
    italic: false,
    size: 9.0,
    leading: 12.5,
    grey: 0,
    align: Align::Left,
};
const GAP: f32 = 13.0;
/// A row that is taller than this goes over pages line by line.
const TALLEST_ROW: f32 = (BOTTOM - TOP) * 0.4;
const TALLEST_HEAD: f32 = (BOTTOM - TOP) * 0.25;
const RULE: f32 = 0.5;
const GREY: u8 = 150;

/// Measures that follow from how many columns there are.
struct Grid {
    style: Style,
    pad: (f32, f32),
    widths: Vec<f32>,
}

impl Layout<'_> {
    pub(super) fn table(&mut self, rows: &[TableRow]) {
        if rows.iter().flat_map(|row| &row.content).all(|cell| is_blank(&cell.content)) {
            return;
        }
        let cells: Vec<Vec<Prose>> = rows
            .iter()
            .map(|row| row.content.iter().map(|cell| Prose::new(&cell.content)).collect())
            .collect();
        let grid = self.grid(&cells);
        let heads =
            rows.iter().take_while(|row| row.content.iter().all(|cell| cell.attrs.header)).count();
        // A table of nothing but headings has no head apart from its body.
        let heads = if heads == rows.len() { 0 } else { heads };

        let table = self.flow.tags.node(None, Tag::Table);
        let number = self.flow.heads.len();
        let first = self.flow.pieces.len();
        let mut part = None;
        for (at, (row, cells)) in rows.iter().zip(&cells).enumerate() {
            if at == 0 || at == heads {
                let tag: TagKind = if at < heads { Tag::THead.into() } else { Tag::TBody.into() };
                part = Some(self.flow.tags.node(Some(table), tag));
            }
            self.row(row, cells, &grid, part, at < heads);
            if at + 1 == heads {
                self.end_of_head(first);
            }
        }
        if heads == 0 {
            self.flow.heads.push(0..0);
        }
        let last = self.flow.pieces.len();
        let body = self.flow.heads[number].end.max(first);
        for (at, piece) in self.flow.pieces[first..last].iter_mut().enumerate() {
            if first + at >= body {
                piece.table = Some(number);
            }
        }
        if let Some(piece) = self.flow.pieces.get_mut(first) {
            piece.before = GAP;
            let drawn = Drawn::Bar { width: MEASURE, height: RULE, grey: GREY };
            piece.items.push(Item { x: 0.0, y: 0.0, drawn, node: None });
        }
        self.flow.pieces.push(Piece { height: GAP / 2.0, ..Piece::default() });
    }

    /// The head keeps with the first row, and comes again unless it is half a page.
    fn end_of_head(&mut self, first: usize) {
        let range = first..self.flow.pieces.len();
        let height: f32 = self.flow.pieces[range.clone()].iter().map(|piece| piece.height).sum();
        if height <= TALLEST_HEAD {
            for piece in &mut self.flow.pieces[range.clone()] {
                piece.keeps = true;
            }
            self.flow.heads.push(range);
        } else {
            self.flow.heads.push(0..0);
        }
    }

    /// Columns get what their words ask for; where that is too much, each gets its widest word and
    /// a share of the rest; where that is too much still, they share as they can.
    fn grid(&mut self, cells: &[Vec<Prose>]) -> Grid {
        let count = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        // Small type for many columns, and type nobody reads for more than fit on paper.
        let size = match count {
            0..=5 => CELL.size,
            6..=8 => 8.0,
            9..=12 => 7.0,
            13..=20 => 5.5,
            _ => 4.0,
        };
        let style = Style { size, leading: size * 1.4, ..CELL };
        let pad = if count <= 8 { (5.0, 3.0) } else { (1.5, 1.5) };
        let mut wanted = vec![0.0_f32; count];
        let mut least = vec![0.0_f32; count];
        for row in cells {
            for (column, prose) in row.iter().enumerate() {
                let bold = Style { bold: true, ..style };
                let (whole, widest) = prose.widths(&mut self.fonts, &bold);
                wanted[column] = wanted[column].max(whole + 2.0 * pad.0 + 0.5);
                least[column] = least[column].max(widest + 2.0 * pad.0 + 0.5);
            }
        }
        let share = MEASURE / as_f32(count);
        let least: Vec<f32> = least.iter().map(|least| least.clamp(1.0, MEASURE / 2.0)).collect();
        let sum = |widths: &[f32]| widths.iter().sum::<f32>();
        let widths: Vec<f32> = if sum(&wanted) <= MEASURE {
            let more = (MEASURE - sum(&wanted)) / as_f32(count);
            wanted.iter().map(|wanted| wanted + more).collect()
        } else if sum(&least) <= MEASURE {
            let beyond: Vec<f32> = wanted
                .iter()
                .zip(&least)
                .map(|(wanted, least)| (wanted - least).max(0.0))
                .collect();
            let room = MEASURE - sum(&least);
            let all = sum(&beyond).max(0.01);
            least.iter().zip(&beyond).map(|(least, beyond)| least + room * beyond / all).collect()
        } else {
            let all = sum(&least);
            let narrow = share * 0.3;
            let room = MEASURE - narrow * as_f32(count);
            least.iter().map(|least| narrow + room * least / all).collect()
        };
        Grid { style, pad, widths }
    }

    fn row(
        &mut self,
        row: &TableRow,
        cells: &[Prose],
        grid: &Grid,
        part: Option<usize>,
        in_head: bool,
    ) {
        let tag = self.flow.tags.node(part, Tag::TR);
        let mut columns: Vec<(f32, usize, Vec<Line>)> = Vec::new();
        let mut x = 0.0;
        for ((cell, prose), width) in row.content.iter().zip(cells).zip(&grid.widths) {
            let scope = if in_head { TableHeaderScope::Column } else { TableHeaderScope::Row };
            let kind: TagKind =
                if cell.attrs.header { Tag::TH(scope).into() } else { Tag::TD.into() };
            let node = self.flow.tags.node(Some(tag), kind);
            let style = Style { bold: cell.attrs.header, ..grid.style };
            let room = (width - 2.0 * grid.pad.0).max(1.0);
            let mut lines = prose.lines(&mut self.fonts, &style, room);
            if lines.is_empty() {
                // A cell that is not there would move the next ones into its column.
                lines = Prose::blank().lines(&mut self.fonts, &style, room);
            }
            columns.push((x + grid.pad.0, node, lines));
            x += width;
        }
        let count = columns.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or(0);
        let leading = grid.style.leading;
        let whole = leading * as_f32(count) + 2.0 * grid.pad.1;
        let rule = |y: f32| Item {
            x: 0.0,
            y,
            drawn: Drawn::Bar { width: MEASURE, height: RULE, grey: GREY },
            node: None,
        };
        if whole <= TALLEST_ROW {
            let mut piece = Piece { height: whole, ..Piece::default() };
            for (x, node, lines) in columns {
                for (at, line) in lines.into_iter().enumerate() {
                    let y = grid.pad.1 + leading * as_f32(at);
                    piece.items.push(line_item(line, x, y, &grid.style, Some(node)));
                }
            }
            piece.items.push(rule(whole - RULE));
            self.flow.pieces.push(piece);
            return;
        }
        let mut pieces: Vec<Piece> = (0..count)
            .map(|at| {
                let edge = |edge: bool| if edge { grid.pad.1 } else { 0.0 };
                let height = leading + edge(at == 0) + edge(at + 1 == count);
                Piece { height, ..Piece::default() }
            })
            .collect();
        for (x, node, lines) in columns {
            for (at, line) in lines.into_iter().enumerate() {
                let y = if at == 0 { grid.pad.1 } else { 0.0 };
                pieces[at].items.push(line_item(line, x, y, &grid.style, Some(node)));
            }
        }
        if let Some(last) = pieces.last_mut() {
            last.items.push(rule(last.height - RULE));
        }
        self.flow.pieces.append(&mut pieces);
    }
}
