//! Runs into paragraphs, and paragraphs into lines.

use super::{Paragraph, Reader};
use crate::article::Mark;
use crate::exchange::import::docx::styles::Special;
use crate::exchange::import::draft::{Item, LeftOut, Line, PictureUse, Piece, Run, Style};

impl Reader<'_, '_> {
    pub(super) fn letters_of(&mut self, text: &str) {
        if self.fields.iter().any(|field| !field.has_result) {
            return;
        }
        let Some(paragraph) = &mut self.paragraph else { return };
        let run = &self.run;
        if run.hidden {
            if !self.draft.left_out.contains(&LeftOut::HiddenText) {
                self.draft.left_out.push(LeftOut::HiddenText);
            }
            return;
        }
        let mut marks = Vec::new();
        let link = self.hyperlinks.iter().rev().flatten().next();
        if let Some(href) =
            link.or_else(|| self.fields.iter().rev().find_map(|it| it.link.as_ref()))
        {
            marks.push(Mark::Link { href: href.clone() });
        }
        if run.italic.or(run.style.italic) == Some(true) {
            marks.push(Mark::Em);
        }
        if run.bold.or(run.style.bold) == Some(true) {
            marks.push(Mark::Strong);
        }
        marks.extend(run.raised.clone());
        let tracked = self.tracked.last().copied().unwrap_or_default();
        let font = run.font.as_ref().or(run.style.font.as_ref()).unwrap_or(&paragraph.props.font);
        self.letters += text.len();
        match paragraph.line.pieces.last_mut() {
            Some(Piece::Text(last))
                if last.tracked == tracked && last.marks == marks && last.font == *font =>
            {
                last.text.push_str(text);
            }
            _ => paragraph.line.pieces.push(Piece::Text(Run {
                text: text.to_owned(),
                font: font.clone(),
                marks,
                tracked,
            })),
        }
    }

    pub(super) fn begin_paragraph(&mut self) {
        let mut paragraph = Paragraph { props: self.styles.paragraph(""), ..Paragraph::default() };
        let edges = std::mem::take(&mut self.edges);
        paragraph.line.pieces = edges.into_iter().map(Piece::Edge).collect();
        self.paragraph = Some(paragraph);
    }

    /// A line break begins a new paragraph as people read it, except in what is one by nature.
    pub(super) fn line_break(&mut self) {
        let Some(paragraph) = &self.paragraph else { return };
        let is_one = paragraph.props.list.is_some()
            || !matches!(paragraph.props.style, Style::Normal | Style::Caption);
        if is_one || self.drawing.is_some() || self.run.hidden {
            self.letters_of(" ");
            return;
        }
        let props = paragraph.props.clone();
        let end = self.tracked.last().copied().unwrap_or_default();
        let Some(mut broken) = self.paragraph.take() else { return };
        let whole = std::mem::replace(&mut broken.line.end, end);
        self.put_paragraph(broken);
        let line = Line { end: whole, ..Line::default() };
        self.paragraph = Some(Paragraph { line, props, after: Vec::new() });
    }

    pub(super) fn end_paragraph(&mut self) {
        if let Some(paragraph) = self.paragraph.take() {
            self.put_paragraph(paragraph);
        }
    }

    pub(super) fn put_paragraph(&mut self, paragraph: Paragraph) {
        let Paragraph { mut line, props, after } = paragraph;
        line.style = props.style;
        line.centred = props.centred;
        let has_text = line.has_text();
        let is_in_table = self.put_in_table(&mut line);
        match props.special {
            Some(Special::Gap) => return,
            Some(Special::PhotoMissing) => {
                line.picture = Some(PictureUse::new(None, "", line.end));
                line.pieces.retain(|piece| matches!(piece, Piece::Edge(_)));
                line.id = self.ids.pop();
                self.ids.clear();
                self.lines.push(line);
                return;
            }
            Some(Special::Box) => {
                let last = self.lines.last().and_then(|last| last.boxed);
                line.boxed = Some(last.unwrap_or_else(|| {
                    self.counters.boxes += 1;
                    self.counters.boxes
                }));
            }
            None => {}
        }
        if has_text || is_in_table {
            line.id = self.ids.pop();
            self.ids.clear();
        }
        let list = props.list.filter(|_| props.style == Style::Normal && !is_in_table);
        if let Some((number, level)) = list
            && has_text
            && let Some(ordered) = self.styles.list(&number, level)
        {
            let last = self.last_list.take().filter(|(of, _)| *of == number);
            let (_, list) = last.unwrap_or_else(|| {
                self.counters.lists += 1;
                (String::new(), self.counters.lists)
            });
            self.last_list = Some((number, list));
            line.item = Some(Item { list, ordered });
        } else if has_text || !after.is_empty() {
            self.last_list = None;
        }
        let has_edges = line.pieces.iter().any(|piece| matches!(piece, Piece::Edge(_)));
        if has_text || is_in_table || has_edges {
            self.lines.push(line);
        }
        self.lines.extend(after);
    }
}
