//! The text of a Word document.

mod drawing;
mod paragraph;
mod table;

use std::collections::{HashMap, HashSet};

use super::Links;
use super::comments::Comments;
use super::styles::{ParagraphStyle, RunStyle, Styles, font, is_on};
use crate::article::{BlockId, Mark, is_safe_link};
use crate::exchange::import::archive::Archive;
use crate::exchange::import::draft::{Draft, Edge, LeftOut, Line, Piece, Tracked};
use crate::exchange::import::tracking::Authors;
use crate::exchange::import::xml::{Element, Node, Ns, Xml};
use crate::exchange::import::{moment, person_name};
use crate::exchange::ooxml::block_of;
use crate::failure::Result;

pub(super) fn read(
    text: &str,
    links: &Links,
    styles: &Styles,
    comments: Comments,
    archive: &mut Archive<'_>,
) -> Result<Draft> {
    let mut reader = Reader {
        links,
        styles,
        archive,
        draft: Draft { talks: comments.talks, ..Draft::default() },
        comment_ids: comments.by_id,
        has_threads: comments.has_threads,
        begun: HashSet::new(),
        last_reference: None,
        letters: 0,
        authors: Authors::default(),
        tracked: Vec::new(),
        paragraph: None,
        ids: Vec::new(),
        edges: Vec::new(),
        run: RunProps::default(),
        drawing: None,
        fields: Vec::new(),
        hyperlinks: Vec::new(),
        tables: Vec::new(),
        frames: Vec::new(),
        lines: Vec::new(),
        last_list: None,
        counters: Counters::default(),
        pictures: HashMap::new(),
        open: Vec::new(),
    };
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Node::Open(element) => {
                if let Some(inside) = reader.open(&element)? {
                    reader.open.push(inside);
                } else {
                    xml.skip()?;
                }
            }
            Node::Close(..) => reader.close(),
            Node::Text(text) => reader.text(&text),
            Node::End => break,
        }
    }
    let Reader { mut draft, lines, authors, .. } = reader;
    draft.lines = lines;
    authors.put_in(&mut draft);
    Ok(draft)
}

/// What an open element is to its reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Anything,
    Paragraph,
    ParagraphProps,
    /// Of the end of the paragraph.
    MarkProps,
    NumberProps,
    Run,
    RunProps,
    Letters,
    Instruction,
    /// Puts in or takes out.
    Change,
    Hyperlink,
    Field,
    Table,
    Row,
    RowProps,
    Cell,
    CellProps,
    TextBox,
    Drawing,
}

#[derive(Default)]
struct Paragraph {
    line: Line,
    props: ParagraphStyle,
    /// Pictures and boxes that stand behind its text.
    after: Vec<Line>,
}

#[derive(Default)]
struct RunProps {
    style: RunStyle,
    bold: Option<bool>,
    italic: Option<bool>,
    raised: Option<Mark>,
    hidden: bool,
    font: Option<String>,
}

#[derive(Default)]
struct Drawing {
    alt: String,
    /// Ids of relationships.
    pictures: Vec<String>,
    linked: bool,
    is_object: bool,
}

/// A field is an instruction and what came of it: `HYPERLINK "…"`.
struct Field {
    instruction: String,
    has_result: bool,
    link: Option<String>,
}

struct Table {
    number: u32,
    from: usize,
    row: u32,
    column: u32,
    columns: u32,
    span: u32,
    header: bool,
    tracked: Tracked,
}

/// What waits while a text box is read.
struct Frame {
    paragraph: Option<Paragraph>,
    tables: Vec<Table>,
    lines: Vec<Line>,
    drawing: Option<Drawing>,
    run: RunProps,
}

#[derive(Default)]
struct Counters {
    lists: u32,
    tables: u32,
    boxes: u32,
}

struct Reader<'r, 'a> {
    links: &'r Links,
    styles: &'r Styles,
    archive: &'r mut Archive<'a>,
    draft: Draft,
    comment_ids: HashMap<String, usize>,
    has_threads: bool,
    /// Comments whose passage has begun.
    begun: HashSet<String>,
    /// The conversation that was referred to last, and how many letters came before.
    last_reference: Option<(usize, usize)>,
    letters: usize,
    authors: Authors,
    tracked: Vec<Tracked>,
    paragraph: Option<Paragraph>,
    /// Of the blocks that begin here.
    ids: Vec<BlockId>,
    /// Of passages that begin between two paragraphs.
    edges: Vec<Edge>,
    run: RunProps,
    drawing: Option<Drawing>,
    fields: Vec<Field>,
    hyperlinks: Vec<Option<String>>,
    tables: Vec<Table>,
    frames: Vec<Frame>,
    lines: Vec<Line>,
    last_list: Option<(String, u32)>,
    counters: Counters,
    /// Places of the pictures by the names of their parts.
    pictures: HashMap<String, usize>,
    open: Vec<Inside>,
}

impl Reader<'_, '_> {
    fn top(&self) -> Inside {
        self.open.last().copied().unwrap_or(Inside::Anything)
    }

    /// What the element is; `None` where it is passed over.
    fn open(&mut self, element: &Element<'_>) -> Result<Option<Inside>> {
        Ok(match element.ns {
            Ns::W => self.open_word(element),
            Ns::Mc if element.name == "Fallback" => None,
            Ns::M if element.name == "oMath" => {
                self.draft.left_out.push(LeftOut::Formula);
                None
            }
            Ns::Wp | Ns::A | Ns::V | Ns::O => {
                self.open_drawing(element);
                Some(Inside::Anything)
            }
            _ => Some(Inside::Anything),
        })
    }

    fn open_word(&mut self, element: &Element<'_>) -> Option<Inside> {
        let value = || element.get(Ns::W, "val");
        let is_set = || value().is_none_or(|value| is_on(&value));
        match (self.top(), element.name.as_str()) {
            (Inside::ParagraphProps, name) => return self.paragraph_prop(name, value()),
            (Inside::NumberProps, "numId" | "ilvl") => {
                if let (Some(paragraph), Some(value)) = (&mut self.paragraph, value()) {
                    let list = paragraph.props.list.get_or_insert_default();
                    match element.name.as_str() {
                        "numId" => list.0 = value,
                        _ => list.1 = value.parse().unwrap_or(0),
                    }
                }
            }
            (Inside::MarkProps, "ins" | "del" | "moveFrom" | "moveTo") => {
                let change = self.change(element, Tracked::default());
                if let Some(paragraph) = &mut self.paragraph {
                    let end = &mut paragraph.line.end;
                    end.inserted = end.inserted.or(change.inserted);
                    end.deleted = end.deleted.or(change.deleted);
                }
            }
            (Inside::MarkProps | Inside::NumberProps, _) => return None,
            (Inside::RowProps, "ins" | "del") => {
                let change = self.change(element, Tracked::default());
                if let [table] = &mut self.tables[..] {
                    table.tracked = change;
                }
            }
            (Inside::RowProps, "tblHeader") => {
                if let [table] = &mut self.tables[..] {
                    table.header = is_set();
                }
            }
            (Inside::CellProps, "gridSpan") => {
                if let [table] = &mut self.tables[..] {
                    let span = value().and_then(|value| value.parse().ok()).unwrap_or(1);
                    table.span = u32::clamp(span, 1, 60);
                }
            }
            (Inside::RunProps, name) => self.run_prop(element, name, value(), is_set()),
            (_, "p") => {
                self.begin_paragraph();
                return Some(Inside::Paragraph);
            }
            (Inside::Paragraph, "pPr") => return Some(Inside::ParagraphProps),
            (_, "r") => {
                self.run = RunProps::default();
                return Some(Inside::Run);
            }
            (Inside::Run, "rPr") => return Some(Inside::RunProps),
            (_, "t" | "delText") => return Some(Inside::Letters),
            (_, "instrText" | "delInstrText") => return Some(Inside::Instruction),
            (_, "tab" | "ptab") => self.letters_of(" "),
            (_, "noBreakHyphen") => self.letters_of("-"),
            (_, "sym") => self.letters_of("•"),
            (_, "br" | "cr") => self.line_break(),
            (_, "ins" | "del" | "moveFrom" | "moveTo") => {
                let inside = self.tracked.last().copied().unwrap_or_default();
                let change = self.change(element, inside);
                self.tracked.push(change);
                return Some(Inside::Change);
            }
            (_, "hyperlink") => {
                let target = element.get(Ns::R, "id").and_then(|id| self.links.get(&id));
                let address = target.filter(|link| link.external).map(|link| link.target.clone());
                self.hyperlinks.push(address.filter(|address| is_safe_link(address)));
                return Some(Inside::Hyperlink);
            }
            (_, "fldSimple") => {
                let instruction = element.get(Ns::W, "instr").unwrap_or_default();
                let link = linked(&instruction);
                self.fields.push(Field { instruction, has_result: true, link });
                return Some(Inside::Field);
            }
            (_, "fldChar") => self.field(element.get(Ns::W, "fldCharType").unwrap_or_default()),
            (_, "bookmarkStart") => {
                let name = element.get(Ns::W, "name").unwrap_or_default();
                self.ids.extend(block_of(&name).map(BlockId));
            }
            (_, "commentRangeStart" | "commentRangeEnd" | "commentReference") => {
                self.comment(&element.name, &element.get(Ns::W, "id").unwrap_or_default());
            }
            (_, "footnoteReference" | "endnoteReference") => {
                self.draft.left_out.push(LeftOut::Note);
            }
            (_, "altChunk") => self.draft.left_out.push(LeftOut::Drawing),
            (_, "tbl") => {
                self.begin_table();
                return Some(Inside::Table);
            }
            (Inside::Table, "tr") => {
                if let [table] = &mut self.tables[..] {
                    (table.column, table.header, table.tracked) = (0, false, Tracked::default());
                }
                return Some(Inside::Row);
            }
            (Inside::Row, "trPr") => return Some(Inside::RowProps),
            (_, "tc") => {
                if let [table] = &mut self.tables[..] {
                    table.span = 1;
                }
                return Some(Inside::Cell);
            }
            (Inside::Cell, "tcPr") => return Some(Inside::CellProps),
            (_, "drawing" | "pict" | "object") if self.drawing.is_none() => {
                let is_object = element.name == "object";
                self.drawing = Some(Drawing { is_object, ..Drawing::default() });
                return Some(Inside::Drawing);
            }
            (_, "txbxContent") => {
                self.frames.push(Frame {
                    paragraph: self.paragraph.take(),
                    tables: std::mem::take(&mut self.tables),
                    lines: std::mem::take(&mut self.lines),
                    drawing: self.drawing.take(),
                    run: std::mem::take(&mut self.run),
                });
                return Some(Inside::TextBox);
            }
            // Rows and custom marks around them.
            (Inside::Table, "sdt" | "sdtContent" | "customXml") => return Some(Inside::Table),
            (Inside::Row, "sdt" | "sdtContent" | "customXml") => return Some(Inside::Row),
            (
                _,
                "sectPr" | "rPr" | "pPr" | "tblPr" | "tblGrid" | "sdtPr" | "sdtEndPr" | "rPrChange"
                | "pPrChange" | "tblPrEx" | "trPr" | "tcPr",
            ) => return None,
            _ => {}
        }
        Some(Inside::Anything)
    }

    fn paragraph_prop(&mut self, name: &str, value: Option<String>) -> Option<Inside> {
        let paragraph = self.paragraph.as_mut()?;
        match name {
            "pStyle" => {
                let list = paragraph.props.list.take();
                paragraph.props = self.styles.paragraph(&value.unwrap_or_default());
                if list.is_some() {
                    paragraph.props.list = list;
                }
            }
            "jc" => paragraph.props.centred = value.as_deref() == Some("center"),
            "rPr" => return Some(Inside::MarkProps),
            "numPr" => return Some(Inside::NumberProps),
            _ => return None,
        }
        Some(Inside::Anything)
    }

    fn run_prop(&mut self, element: &Element<'_>, name: &str, value: Option<String>, is_set: bool) {
        let run = &mut self.run;
        match name {
            "rStyle" => run.style = self.styles.run(&value.unwrap_or_default()),
            "b" => run.bold = Some(is_set),
            "i" => run.italic = Some(is_set),
            "vertAlign" => {
                run.raised = match value.as_deref() {
                    Some("superscript") => Some(Mark::Sup),
                    Some("subscript") => Some(Mark::Sub),
                    _ => None,
                }
            }
            "vanish" => run.hidden = is_set,
            "rFonts" => run.font = font(element),
            _ => {}
        }
    }

    fn close(&mut self) {
        match self.open.pop().unwrap_or(Inside::Anything) {
            Inside::Paragraph => self.end_paragraph(),
            Inside::Change => drop(self.tracked.pop()),
            Inside::Hyperlink => drop(self.hyperlinks.pop()),
            Inside::Field => drop(self.fields.pop()),
            Inside::Table if self.top() != Inside::Table => self.end_table(),
            Inside::Row if self.top() != Inside::Row => {
                if let [table] = &mut self.tables[..] {
                    table.row += 1;
                    table.columns = table.columns.max(table.column);
                }
            }
            Inside::Cell => {
                if let [table] = &mut self.tables[..] {
                    table.column += table.span;
                }
            }
            Inside::TextBox => self.end_text_box(),
            Inside::Drawing => self.end_drawing(),
            Inside::Run => self.run = RunProps::default(),
            Inside::Anything
            | Inside::ParagraphProps
            | Inside::MarkProps
            | Inside::NumberProps
            | Inside::RunProps
            | Inside::Letters
            | Inside::Instruction
            | Inside::Table
            | Inside::Row
            | Inside::RowProps
            | Inside::CellProps => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.top() {
            Inside::Letters => self.letters_of(text),
            Inside::Instruction => {
                if let Some(field) = self.fields.last_mut()
                    && !field.has_result
                    && field.instruction.len() < 4_000
                {
                    field.instruction.push_str(text);
                }
            }
            _ => {}
        }
    }

    /// What `element` says was put in or taken out, within another change.
    fn change(&mut self, element: &Element<'_>, inside: Tracked) -> Tracked {
        let name = person_name(element.get(Ns::W, "author"));
        let at = element.get(Ns::W, "date").and_then(|date| moment(&date));
        let author = Some(self.authors.place(&name, at));
        match element.name.as_str() {
            "ins" | "moveTo" => Tracked { inserted: author, ..inside },
            _ => Tracked { deleted: author, ..inside },
        }
    }

    fn field(&mut self, kind: String) {
        match kind.as_str() {
            "begin" if self.fields.len() < 50 => self.fields.push(Field {
                instruction: String::new(),
                has_result: false,
                link: None,
            }),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.has_result = true;
                    field.link = linked(&field.instruction);
                }
            }
            "end" => drop(self.fields.pop()),
            _ => {}
        }
    }

    /// LibreOffice may put the ends of a passage into changes, and may leave of an answer nothing
    /// but its reference.
    fn comment(&mut self, what: &str, id: &str) {
        let Some(talk) = self.comment_ids.get(id).copied() else { return };
        match what {
            "commentRangeStart" => {
                self.begun.insert(id.to_owned());
                self.edge(Edge { talk, ends: false });
            }
            "commentRangeEnd" => self.edge(Edge { talk, ends: true }),
            _ => {
                let has_passage = self.begun.contains(id);
                if !has_passage
                    && !self.has_threads
                    && let Some((before, letters)) = self.last_reference
                    && letters == self.letters
                    && before != talk
                {
                    let said = std::mem::take(&mut self.draft.talks[talk].said);
                    self.draft.talks[before].said.extend(said);
                    return;
                }
                let is_answer = self.last_reference.is_some_and(|(before, _)| before == talk);
                if !has_passage && !is_answer {
                    self.edge(Edge { talk, ends: false });
                    self.edge(Edge { talk, ends: true });
                }
                self.last_reference = Some((talk, self.letters));
            }
        }
    }

    fn edge(&mut self, edge: Edge) {
        match (&mut self.paragraph, edge.ends) {
            (Some(paragraph), _) => paragraph.line.pieces.push(Piece::Edge(edge)),
            (None, true) => match self.lines.last_mut() {
                Some(line) => line.pieces.push(Piece::Edge(edge)),
                None => self.edges.push(edge),
            },
            (None, false) => self.edges.push(edge),
        }
    }
}

/// The address in `HYPERLINK "https://…" \o "…"`.
fn linked(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    is_safe_link(address).then(|| address.to_owned())
}
