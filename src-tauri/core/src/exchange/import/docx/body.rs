//! The text of a Word document.

use std::collections::{HashMap, HashSet};

use super::comments::Comments;
use super::styles::{ParagraphStyle, RunStyle, Special, Styles, font, is_on};
use super::{Link, Links};
use crate::article::{BlockId, Mark, is_safe_link};
use crate::exchange::import::archive::Archive;
use crate::exchange::import::draft::{
    Cell, Draft, Edge, Item, LeftOut, Line, Picture, PictureUse, Piece, Run, Style, Tracked,
};
use crate::exchange::import::tracking::Authors;
use crate::exchange::import::xml::{Element, Node, Ns, Xml};
use crate::exchange::import::{moment, person_name};
use crate::exchange::ooxml::block_of;
use crate::failure::Result;
use crate::photo;

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

    fn open_drawing(&mut self, element: &Element<'_>) {
        let Some(drawing) = &mut self.drawing else { return };
        match (element.ns, element.name.as_str()) {
            (Ns::Wp, "docPr") => {
                let alt = ["descr", "title"].iter().find_map(|name| element.get(Ns::None, name));
                drawing.alt = alt.unwrap_or_default();
            }
            (Ns::A, "blip") => {
                drawing.pictures.extend(element.get(Ns::R, "embed"));
                drawing.linked |= element.get(Ns::R, "link").is_some();
            }
            (Ns::A, "graphicData") => {
                let uri = element.get(Ns::None, "uri").unwrap_or_default();
                drawing.is_object |= uri.ends_with("/chart") || uri.ends_with("/diagram");
            }
            (Ns::V, "shape") if drawing.alt.is_empty() => {
                drawing.alt = element.get(Ns::None, "alt").unwrap_or_default();
            }
            (Ns::V, "imagedata") => {
                drawing.pictures.extend(element.get(Ns::R, "id"));
                drawing.linked |= element.get(Ns::R, "href").is_some();
            }
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

    fn letters_of(&mut self, text: &str) {
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

    fn begin_paragraph(&mut self) {
        let mut paragraph = Paragraph { props: self.styles.paragraph(""), ..Paragraph::default() };
        let edges = std::mem::take(&mut self.edges);
        paragraph.line.pieces = edges.into_iter().map(Piece::Edge).collect();
        self.paragraph = Some(paragraph);
    }

    /// A line break begins a new paragraph as people read it, except in what is one by nature.
    fn line_break(&mut self) {
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

    fn end_paragraph(&mut self) {
        if let Some(paragraph) = self.paragraph.take() {
            self.put_paragraph(paragraph);
        }
    }

    fn put_paragraph(&mut self, paragraph: Paragraph) {
        let Paragraph { mut line, props, after } = paragraph;
        line.style = props.style;
        line.centred = props.centred;
        let has_text = line.has_text();
        let is_in_table = self.put_in_table(&mut line);
        match props.special {
            Some(Special::Gap) => return,
            Some(Special::PhotoMissing) => {
                line.picture =
                    Some(PictureUse { picture: None, alt: String::new(), tracked: line.end });
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

    fn put_in_table(&self, line: &mut Line) -> bool {
        let Some(table) = self.tables.first() else { return false };
        let Table { number, row, column, header, tracked, .. } = *table;
        line.cell = Some(Cell { table: number, row, column, header });
        line.row = tracked;
        true
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

    fn begin_table(&mut self) {
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
    fn end_table(&mut self) {
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

    fn end_text_box(&mut self) {
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

    fn end_drawing(&mut self) {
        let Some(drawing) = self.drawing.take() else { return };
        if drawing.pictures.is_empty() {
            if drawing.linked {
                self.draft.left_out.push(LeftOut::LinkedPicture);
            } else if drawing.is_object {
                self.draft.left_out.push(LeftOut::Drawing);
            }
        }
        let tracked = self.tracked.last().copied().unwrap_or_default();
        for id in drawing.pictures {
            let picture = match self.links.get(&id) {
                Some(Link { external: true, .. }) => {
                    self.draft.left_out.push(LeftOut::LinkedPicture);
                    continue;
                }
                Some(link) => self.picture(&link.target),
                None => None,
            };
            if picture.is_none() {
                self.draft.left_out.push(LeftOut::Picture);
            }
            let used = PictureUse { picture, alt: drawing.alt.trim().to_owned(), tracked };
            let mut line = Line { picture: Some(used), ..Line::default() };
            let is_in_table = self.put_in_table(&mut line);
            match &mut self.paragraph {
                Some(paragraph) if paragraph.line.has_text() => paragraph.after.push(line),
                Some(paragraph) => {
                    // The passage of a comment may be the picture.
                    line.pieces.append(&mut paragraph.line.pieces);
                    line.pieces.retain(|piece| matches!(piece, Piece::Edge(_)));
                    line.id = self.ids.pop();
                    self.ids.clear();
                    self.lines.push(line);
                }
                None => self.lines.push(line),
            }
            self.last_list = self.last_list.take().filter(|_| is_in_table);
        }
    }

    /// The picture of a part, unpacked once. One that cannot be had costs the picture and not the
    /// text.
    fn picture(&mut self, part: &str) -> Option<usize> {
        if let Some(at) = self.pictures.get(part) {
            return Some(*at);
        }
        let bytes = self.archive.part(part, photo::FILE_LIMIT).ok().flatten()?;
        let name = part.rsplit('/').next().unwrap_or(part).to_owned();
        self.draft.pictures.push(Picture { name, bytes });
        let at = self.draft.pictures.len() - 1;
        self.pictures.insert(part.to_owned(), at);
        Some(at)
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
