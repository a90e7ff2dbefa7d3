//! Word's files of before 2007, through a reader of others. It is young: whoever calls runs it in a
//! process of its own ([`OldWord`]), and what comes from there is believed no more than any file.

mod beside;

use std::io::Cursor;

use beside::{Beside, Of, Thing};
use office_oxide::ir::{Element, InlineContent, List, Table, VerticalAlign, inline_to_text};
use office_oxide::limits::Limits;
use office_oxide::options::ParseOptions;
use office_oxide::{Document, DocumentFormat, OfficeError};

use super::draft::{Draft, Edge, LeftOut, Picture, Said, Style, Talk};
use super::flaw::{damaged, refused, sealed};
use super::is_sealed;
use super::lines::Lines;
use super::parcel::{self, Answer};
use crate::article::Mark;
use crate::failure::Result;

/// Gives the bytes of a file to [`answer_old_word`] where it can do no harm, and hands on its answer.
pub type OldWord = fn(&[u8]) -> Result<Vec<u8>>;

/// Largest file: the reader keeps all of it in memory, several times.
const LIMIT: usize = 50 * 1024 * 1024;
/// Deepest nesting of tables and lists that is followed.
const DEPTH: u32 = 20;

/// # Errors
/// `FileSealed`, `FileDamaged`, `FileRefused`, and what `old_word` tells.
pub(super) fn read(bytes: &[u8], old_word: OldWord) -> Result<Draft> {
    is_sealed(bytes)?;
    if bytes.len() > LIMIT {
        return Err(refused("an old Word file that is too large"));
    }
    match parcel::open(&old_word(bytes)?)? {
        Answer::Draft(draft) => Ok(*draft),
        Answer::Sealed => Err(sealed()),
        Answer::Damaged(why) => Err(damaged(why)),
    }
}

/// Reads a file and packs what it holds. For the process that [`OldWord`] starts: it panics, hangs or
/// takes more memory than there is where the reader of others does.
pub fn answer_old_word(bytes: Vec<u8>) -> Vec<u8> {
    parcel::pack(answer(bytes))
}

/// Reads in this very process, for tests.
#[cfg(any(test, feature = "testing"))]
pub fn read_here(bytes: &[u8]) -> Result<Vec<u8>> {
    Ok(answer_old_word(bytes.to_vec()))
}

fn answer(bytes: Vec<u8>) -> Answer {
    let mut options = ParseOptions::default();
    options.limits = Limits::strict();
    // What is embedded is no part of the article.
    options.limits.embedded_depth = 0;
    let beside = Beside::of(&bytes);
    let read = Document::from_reader_with(Cursor::new(bytes), DocumentFormat::Doc, &options);
    let document = match read {
        Ok(document) => document,
        // Caught on a thread of the reader's own; whoever asked is to know.
        Err(OfficeError::Panic(why)) => panic!("{why}"),
        Err(error) => {
            let why = error.to_string();
            let is_sealed = why.to_lowercase().contains("encrypt");
            return if is_sealed { Answer::Sealed } else { Answer::Damaged(why) };
        }
    };
    let has_places = !beside.pictures.is_empty();
    let lines = Lines::default();
    let mut body = Body { lines, beside, has_places, of: Of::Text, comments: 0 };
    body.pictures();
    for section in document.to_ir().sections {
        // Headers and footers are of the page and not of the article.
        body.elements(&section.elements, DEPTH);
    }
    body.lines.end_line();
    let rest = body.beside.rest(Of::Text);
    body.tell(rest);
    Answer::Draft(Box::new(body.lines.finish()))
}

struct Body {
    lines: Lines,
    beside: Beside,
    /// Whether the places of pictures are known.
    has_places: bool,
    /// What is read just now.
    of: Of,
    /// How many comments were read, which stand behind the text.
    comments: usize,
}

impl Body {
    /// Those that have a place in the text, each once.
    fn pictures(&mut self) {
        let pictures = std::mem::take(&mut self.beside.pictures).into_iter().enumerate();
        self.lines.draft.pictures =
            pictures.map(|(nth, bytes)| Picture { name: image_name(nth), bytes }).collect();
    }

    fn elements(&mut self, elements: &[Element], depth: u32) {
        let Some(depth) = depth.checked_sub(1) else { return };
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
            // Pictures of which no place is known come at the end.
            Element::Image(image) if !self.has_places => {
                let picture = image.data.as_ref().map(|data| {
                    let pictures = &mut self.lines.draft.pictures;
                    pictures
                        .push(Picture { name: image_name(pictures.len()), bytes: data.clone() });
                    pictures.len() - 1
                });
                if picture.is_none() {
                    self.lines.leave_out(LeftOut::Picture);
                }
                self.lines.picture(picture, image.alt_text.as_deref().unwrap_or_default());
            }
            Element::Image(_) => {}
            Element::TextBox(text_box) => {
                let before = std::mem::replace(&mut self.of, Of::Boxes);
                self.lines.begin_box();
                self.elements(&text_box.content, depth);
                self.lines.end_box();
                self.of = before;
            }
            Element::Endnote(note) if note.marker.as_deref().is_some_and(is_comment) => {
                let author = super::person_name(note.author.clone());
                let mut text = String::new();
                for element in &note.content {
                    if let Element::Paragraph(paragraph) = element {
                        if !text.is_empty() {
                            text.push('\n');
                        }
                        text.push_str(&inline_to_text(&paragraph.content));
                    }
                }
                let at = self.comments;
                self.comments += 1;
                self.talk(at).said.push(Said { author, at: None, text });
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
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        if let Some(first) = cells.flat_map(|cell| &cell.content).find_map(text_of) {
            self.lines.end_line();
            let things = self.beside.before_table(self.of, &first);
            self.tell(things);
        }
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
        let first = list.items.iter().flat_map(|item| &item.content).find_map(text_of);
        let is_numbered = first.and_then(|first| self.beside.is_numbered(self.of, &first));
        self.lines.begin_list(is_numbered.unwrap_or(list.ordered));
        for item in &list.items {
            self.elements(&item.content, depth);
            if let Some(nested) = &item.nested {
                self.list(nested, depth);
            }
        }
        self.lines.end_list();
    }

    fn talk(&mut self, number: usize) -> &mut Talk {
        let talks = &mut self.lines.draft.talks;
        while talks.len() <= number {
            talks.push(Talk { said: Vec::new(), resolved: false });
        }
        &mut talks[number]
    }

    fn tell(&mut self, things: Vec<Thing>) {
        for thing in things {
            match thing {
                Thing::Picture(picture, alt) => self.lines.picture(Some(picture), &alt),
                Thing::Comment { number, ends } => {
                    self.talk(number);
                    self.lines.edge(Edge { talk: number, ends });
                }
            }
        }
    }

    /// Text with the fonts of its letters and what stands between them.
    fn text(&mut self, text: &str) {
        let mut from = 0;
        // Behind the last letter: a passage ends there and not behind the space.
        let mut behind = 0;
        for (at, letter) in text.char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
            let (things, font) = self.beside.follow(self.of, letter);
            if !things.is_empty() || font != self.lines.font {
                let font = font.to_owned();
                let is_end = |thing: &Thing| matches!(thing, Thing::Comment { ends: true, .. });
                let (ends, others) = things.into_iter().partition(is_end);
                self.lines.text(&text[from..behind]);
                self.tell(ends);
                self.lines.text(&text[behind..at]);
                self.tell(others);
                self.lines.font = font;
                from = at;
            }
            behind = at + letter.len_utf8();
        }
        self.lines.text(&text[from..]);
    }

    fn block(&mut self, content: &[InlineContent], style: Style, centred: bool) {
        self.lines.end_line();
        let before = (self.lines.style, self.lines.centred);
        (self.lines.style, self.lines.centred) = (style, centred);
        self.beside.begin(self.of, &inline_to_text(content));
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
                    self.text(&span.text);
                    self.lines.marks.clear();
                }
                InlineContent::LineBreak if style == Style::Normal => self.lines.end_line(),
                InlineContent::LineBreak => self.lines.text(" "),
                // References to notes, and what the reader may come to know.
                _ => {}
            }
        }
        self.lines.end_line();
        self.lines.font.clear();
        (self.lines.style, self.lines.centred) = before;
    }
}

/// The text of a paragraph that has one.
fn text_of(element: &Element) -> Option<String> {
    let Element::Paragraph(paragraph) = element else { return None };
    Some(inline_to_text(&paragraph.content)).filter(|text| !text.trim().is_empty())
}

fn image_name(nth: usize) -> String {
    format!("image{}", nth + 1)
}

fn is_comment(marker: &str) -> bool {
    marker.eq_ignore_ascii_case("comment")
}
