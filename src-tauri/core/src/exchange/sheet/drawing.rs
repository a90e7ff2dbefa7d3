//! Where changes are drawn in the text: what is underlined and struck within a line, what stands
//! struck behind one, and what is said at the head of one.

use std::collections::BTreeMap;

use super::Filed;
use super::places::Places;
use crate::article::{Text, text_of};
use crate::compare::{Change, ChangeKind, RemovedLine, tokens};

/// Changes by the line of the newer text at which they are drawn. A change is named by its place
/// in the list, from 1.
#[derive(Default)]
pub(super) struct Drawing<'a> {
    lines: BTreeMap<u32, Line<'a>>,
    behind: BTreeMap<u32, Vec<Behind<'a>>>,
    empty: Line<'a>,
}

/// What is drawn in one line.
#[derive(Default)]
pub(super) struct Line<'a> {
    /// From and to, in UTF-16 code units.
    pub(super) spans: Vec<(u32, u32, usize, Look)>,
    /// Where it stood, and whether its line broke there.
    pub(super) gone: Vec<(u32, usize, bool, &'a [Text])>,
    /// What is said before the line.
    pub(super) tags: Vec<(usize, &'a Change)>,
    /// The line came with a block that stands elsewhere now.
    pub(super) moved: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Inserted,
    /// Only its marks have changed.
    Marked,
}

/// What is drawn behind a line.
pub(super) enum Behind<'a> {
    /// A line that is no more, with the hash of its photo where it was a caption.
    Gone { n: usize, line: &'a RemovedLine, photo: Option<String> },
    /// A block stood here that stands elsewhere now.
    Left { n: usize },
}

/// A line cut where something is drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Same(Vec<Text>),
    Inserted(usize, Vec<Text>),
    Marked(usize, Vec<Text>),
    /// With whether a line broke before it.
    Gone(usize, bool, Vec<Text>),
}

impl<'a> Drawing<'a> {
    pub(super) fn of(filed: Option<&'a Filed>, places: &Places) -> Self {
        let mut drawing = Self::default();
        let Some(filed) = filed else { return drawing };
        let old = tokens::lines(&filed.content.document);
        for (n, change) in (1..).zip(&filed.changes) {
            drawing.add(n, change, &old, places);
        }
        drawing
    }

    pub(super) fn line(&self, line: u32) -> &Line<'a> {
        self.lines.get(&line).unwrap_or(&self.empty)
    }

    /// What stands behind the lines before `line` and has not been asked for yet.
    pub(super) fn take_before(&mut self, line: u32) -> Vec<Behind<'a>> {
        let later = self.behind.split_off(&line);
        std::mem::replace(&mut self.behind, later).into_values().flatten().collect()
    }

    fn add(&mut self, n: usize, change: &'a Change, old: &[tokens::Line], places: &Places) {
        let at = change.at.line;
        let head = change.new.first().map_or(at, |span| span.line);
        match change.kind {
            ChangeKind::Inserted | ChangeKind::Deleted | ChangeKind::Replaced => {
                self.insert(n, change, Look::Inserted);
                self.remove(n, change, old);
            }
            ChangeKind::BlockInserted => {
                self.insert(n, change, Look::Inserted);
                let silent = change.new.iter().all(|span| span.from == span.to);
                if silent || places.is_caption(head) {
                    self.tag(n, change, head);
                }
            }
            ChangeKind::BlockDeleted | ChangeKind::Joined => self.remove(n, change, old),
            ChangeKind::BlockMoved => {
                self.tag(n, change, head);
                for span in &change.new {
                    self.lines.entry(span.line).or_default().moved = true;
                }
                if let Some(left) = change.moved_from {
                    self.behind.entry(left.line).or_default().push(Behind::Left { n });
                }
            }
            ChangeKind::Split => {
                self.insert(n, change, Look::Inserted);
                self.tag(n, change, change.new.last().map_or(at, |span| span.line));
            }
            ChangeKind::Marks => self.insert(n, change, Look::Marked),
            ChangeKind::BlockKind
            | ChangeKind::Photo
            | ChangeKind::Edits
            | ChangeKind::Credit
            | ChangeKind::Alt => {
                self.tag(n, change, head);
            }
            ChangeKind::Field => {}
        }
    }

    fn tag(&mut self, n: usize, change: &'a Change, line: u32) {
        self.lines.entry(line).or_default().tags.push((n, change));
    }

    fn insert(&mut self, n: usize, change: &'a Change, look: Look) {
        for span in change.new.iter().filter(|span| span.from < span.to) {
            let line = self.lines.entry(span.line).or_default();
            line.spans.push((span.from, span.to, n, look));
        }
    }

    /// Words go where they stood; whole lines behind the line there.
    fn remove(&mut self, n: usize, change: &'a Change, old: &[tokens::Line]) {
        let at = change.at;
        for (place, removed) in change.removed.iter().enumerate() {
            let broke = removed.start.is_some();
            if !broke || change.kind == ChangeKind::Joined {
                let line = self.lines.entry(at.line).or_default();
                line.gone.push((at.offset, n, broke, &removed.runs));
                continue;
            }
            let was = change.old.get(place).and_then(|span| old.get(span.line as usize));
            let photo = was.and_then(|line| match &line.start.kind {
                tokens::Kind::Caption { photo, .. } => photo.clone(),
                _ => None,
            });
            let gone = Behind::Gone { n, line: removed, photo };
            self.behind.entry(at.line).or_default().push(gone);
        }
    }
}

impl Line<'_> {
    /// The runs of the line with what is drawn in them.
    pub(super) fn pieces(&self, runs: &[Text]) -> Vec<Piece> {
        let end = tokens::len_utf16(&text_of(runs));
        let mut cuts: Vec<u32> = vec![0, end];
        cuts.extend(self.spans.iter().flat_map(|(from, to, _, _)| [*from, *to]));
        cuts.extend(self.gone.iter().map(|(at, ..)| *at));
        cuts.retain(|cut| *cut <= end);
        cuts.sort_unstable();
        cuts.dedup();
        let mut pieces = Vec::new();
        for (place, from) in cuts.iter().enumerate() {
            let gone = self.gone.iter().filter(|(at, ..)| at.min(&end) == from);
            pieces.extend(gone.map(|(_, n, broke, runs)| Piece::Gone(*n, *broke, runs.to_vec())));
            let Some(to) = cuts.get(place + 1) else { break };
            let runs = slice(runs, *from, *to);
            let span = self.spans.iter().find(|(start, stop, ..)| start <= from && to <= stop);
            pieces.push(match span {
                None => Piece::Same(runs),
                Some((_, _, n, Look::Inserted)) => Piece::Inserted(*n, runs),
                Some((_, _, n, Look::Marked)) => Piece::Marked(*n, runs),
            });
        }
        pieces
    }
}

/// A part of some runs, from and to in UTF-16 code units.
fn slice(runs: &[Text], from: u32, to: u32) -> Vec<Text> {
    let mut at = 0;
    let mut part: Vec<Text> = Vec::new();
    for run in runs {
        let mut text = String::new();
        for c in run.text.chars() {
            if (from..to).contains(&at) {
                text.push(c);
            }
            at += u32::try_from(c.len_utf16()).unwrap_or(2);
        }
        if !text.is_empty() {
            part.push(Text { text, marks: run.marks.clone() });
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pieces: &[Piece]) -> String {
        let said = pieces.iter().map(|piece| match piece {
            Piece::Same(runs) => text_of(runs),
            Piece::Inserted(n, runs) => format!("[+{n} {}]", text_of(runs)),
            Piece::Marked(n, runs) => format!("[*{n} {}]", text_of(runs)),
            Piece::Gone(n, broke, runs) => {
                format!("[-{n} {}{}]", if *broke { "¶" } else { "" }, text_of(runs))
            }
        });
        said.collect()
    }

    #[test]
    fn what_is_drawn_cuts_a_line_and_no_letter_of_it_is_lost() {
        let gone = [Text::plain("cũ")];
        let line = Line {
            spans: vec![(2, 5, 1, Look::Inserted), (7, 9, 3, Look::Marked)],
            gone: vec![(2, 1, false, &gone), (9, 4, true, &[]), (90, 5, false, &gone)],
            ..Line::default()
        };
        let runs = [Text::plain("a mới "), Text::plain("b cd e")];
        assert_eq!(said(&line.pieces(&runs)), "a [-1 cũ][+1 mới] b[*3  c][-4 ¶]d e[-5 cũ]");
        assert_eq!(said(&line.pieces(&[])), "[-1 cũ][-4 ¶][-5 cũ]");
    }

    #[test]
    fn offsets_count_as_the_editor_counts() {
        let line = Line { spans: vec![(2, 4, 1, Look::Inserted)], ..Line::default() };
        assert_eq!(said(&line.pieces(&[Text::plain("😀ab c")])), "😀[+1 ab] c");
    }
}
