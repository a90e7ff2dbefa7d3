//! Word's files of before 2007, through a reader of others. It is young: it runs on a thread of
//! its own, within limits, and what it gives is believed no more than any other file.

use std::io::Cursor;
use std::sync::mpsc;
use std::time::Duration;

use office_oxide::ir::{Element, InlineContent, List, Table, VerticalAlign};
use office_oxide::{Document, DocumentFormat};

use super::draft::{Draft, Edge, LeftOut, Picture, Said, Style, Talk};
use super::flaw::{damaged, gave_up, refused};
use super::is_sealed;
use super::lines::Lines;
use crate::article::Mark;
use crate::failure::Result;

/// Largest file: the reader keeps all of it in memory, several times.
const LIMIT: usize = 50 * 1024 * 1024;
/// Longest time. A file of a hundred pages takes some 50 ms.
const PATIENCE: Duration = Duration::from_secs(20);
/// Deepest nesting of tables and lists that is followed.
const DEPTH: u32 = 20;
const STACK: usize = 64 * 1024 * 1024;

/// # Errors
/// `FileSealed`, `FileDamaged`, `FileRefused`.
pub(super) fn read(bytes: &[u8]) -> Result<Draft> {
    is_sealed(bytes)?;
    if bytes.len() > LIMIT {
        return Err(refused("an old Word file that is too large"));
    }
    let (send, receive) = mpsc::channel();
    let bytes = bytes.to_vec();
    // Not joined: a reader that never ends must not keep anybody.
    let started = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let _ = send.send(draft_of(bytes));
    });
    started.map_err(crate::failure::Failure::internal)?;
    match receive.recv_timeout(PATIENCE) {
        Ok(draft) => draft,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(refused("it takes too long to read")),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(gave_up()),
    }
}

fn draft_of(bytes: Vec<u8>) -> Result<Draft> {
    let document =
        Document::from_reader(Cursor::new(bytes), DocumentFormat::Doc).map_err(|error| {
            let why = error.to_string();
            if why.to_lowercase().contains("encrypt") {
                super::flaw::sealed()
            } else {
                damaged(why)
            }
        })?;
    let mut body = Body { lines: Lines::default(), comments: Vec::new() };
    for section in document.to_ir().sections {
        // Headers and footers are of the page and not of the article.
        body.elements(&section.elements, DEPTH);
    }
    body.lines.end_line();
    Ok(body.lines.finish())
}

struct Body {
    lines: Lines,
    /// By the number of the comment: its place among the talks.
    comments: Vec<(u32, usize)>,
}

impl Body {
    fn elements(&mut self, elements: &[Element], depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        // Comments come behind the text, and their passages before.
        for element in elements {
            self.element(element, depth);
        }
    }

    fn element(&mut self, element: &Element, depth: u32) {
        match element {
            Element::Heading(heading) => {
                let style = if heading.level <= 1 { Style::Title } else { Style::Heading };
                self.block(&heading.content, style, false);
            }
            Element::Paragraph(paragraph) => {
                let style = paragraph.style.as_deref().and_then(super::styled);
                let centred =
                    paragraph.alignment == Some(office_oxide::ir::ParagraphAlignment::Center);
                self.block(&paragraph.content, style.unwrap_or_default(), centred);
            }
            Element::Table(table) => self.table(table, depth),
            Element::List(list) => self.list(list, depth),
            Element::Image(image) => {
                let picture = image.data.as_ref().map(|data| {
                    let pictures = &mut self.lines.draft.pictures;
                    let name = format!("image{}", pictures.len() + 1);
                    pictures.push(Picture { name, bytes: data.clone() });
                    pictures.len() - 1
                });
                if picture.is_none() {
                    self.lines.leave_out(LeftOut::Picture);
                }
                self.lines.picture(picture, image.alt_text.as_deref().unwrap_or_default());
            }
            Element::TextBox(text_box) => {
                self.lines.begin_box();
                self.elements(&text_box.content, depth);
                self.lines.end_box();
            }
            Element::Endnote(note) if note.marker.as_deref().is_some_and(is_comment) => {
                let author = super::person_name(note.author.clone());
                let mut text = String::new();
                for element in &note.content {
                    if let Element::Paragraph(paragraph) = element {
                        if !text.is_empty() {
                            text.push('\n');
                        }
                        text.push_str(&office_oxide::ir::inline_to_text(&paragraph.content));
                    }
                }
                let at = self.comment(note.id);
                self.lines.draft.talks[at].said.push(Said { author, at: None, text });
            }
            Element::Footnote(_) | Element::Endnote(_) => self.lines.leave_out(LeftOut::Note),
            Element::CodeBlock(code) => {
                self.lines.end_line();
                for line in code.content.lines() {
                    self.lines.text(line);
                    self.lines.end_line();
                }
            }
            Element::ThematicBreak
            | Element::PageBreak
            | Element::ColumnBreak
            | Element::Shape(_) => self.lines.end_line(),
            // What the reader may come to know.
            _ => self.lines.leave_out(LeftOut::Drawing),
        }
    }

    fn table(&mut self, table: &Table, depth: u32) {
        self.lines.begin_table();
        for row in &table.rows {
            self.lines.begin_row();
            for cell in &row.cells {
                self.lines.begin_cell(row.is_header);
                self.elements(&cell.content, depth);
                self.lines.end_cell(cell.col_span);
            }
            self.lines.end_row();
        }
        self.lines.end_table();
    }

    fn list(&mut self, list: &List, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
        self.lines.begin_list(list.ordered);
        for item in &list.items {
            self.elements(&item.content, depth);
            if let Some(nested) = &item.nested {
                self.list(nested, depth);
            }
        }
        self.lines.end_list();
    }

    fn comment(&mut self, id: u32) -> usize {
        if let Some((_, at)) = self.comments.iter().find(|(known, _)| *known == id) {
            return *at;
        }
        let talks = &mut self.lines.draft.talks;
        talks.push(Talk { said: Vec::new(), resolved: false });
        self.comments.push((id, talks.len() - 1));
        talks.len() - 1
    }

    fn block(&mut self, content: &[InlineContent], style: Style, centred: bool) {
        self.lines.end_line();
        let before = (self.lines.style, self.lines.centred);
        (self.lines.style, self.lines.centred) = (style, centred);
        for piece in content {
            match piece {
                InlineContent::Text(span) => {
                    let lines = &mut self.lines;
                    lines.marks.clear();
                    if let Some(href) = &span.hyperlink {
                        lines.link(href);
                    }
                    if span.italic {
                        lines.marks.push(Mark::Em);
                    }
                    if span.bold {
                        lines.marks.push(Mark::Strong);
                    }
                    match span.vertical_align {
                        Some(VerticalAlign::Superscript) => lines.marks.push(Mark::Sup),
                        Some(VerticalAlign::Subscript) => lines.marks.push(Mark::Sub),
                        Some(VerticalAlign::Baseline) | None => {}
                    }
                    lines.font = span.font_name.clone().unwrap_or_default();
                    lines.text(&span.text);
                    lines.marks.clear();
                    lines.font.clear();
                }
                InlineContent::LineBreak if style == Style::Normal => self.lines.end_line(),
                InlineContent::LineBreak => self.lines.text(" "),
                InlineContent::CommentStart(anchor) => {
                    let talk = self.comment(anchor.comment_id);
                    self.lines.edge(Edge { talk, ends: false });
                }
                InlineContent::CommentRef(anchor) => {
                    let talk = self.comment(anchor.comment_id);
                    self.lines.edge(Edge { talk, ends: true });
                }
                // References to notes, and what the reader may come to know.
                _ => {}
            }
        }
        self.lines.end_line();
        (self.lines.style, self.lines.centred) = before;
    }
}

fn is_comment(marker: &str) -> bool {
    marker.starts_with("Comment")
}
