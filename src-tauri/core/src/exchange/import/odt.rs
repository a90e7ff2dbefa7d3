//! OpenDocument texts, as LibreOffice writes them.

use std::collections::HashMap;

use super::archive::Archive;
use super::draft::{Draft, Edge, LeftOut, Picture, Said, Style, Talk, Tracked};
use super::flaw::{damaged, sealed};
use super::lines::Lines;
use super::tracking::Authors;
use super::xml::{Element, Node, Ns, Xml, text_of};
use super::{moment, person_name, styled};
use crate::article::Mark;
use crate::failure::Result;
use crate::photo;

/// Largest part of XML.
const XML_LIMIT: u64 = 64 * 1024 * 1024;
/// Longest chain of styles that build on each other.
const CHAIN: usize = 20;
/// Most spaces that one element stands for.
const SPACES: usize = 100;
const TEXT_TYPES: [&str; 2] =
    ["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template"];

/// Whether the archive says that it is a text.
pub(super) fn is_odt(archive: &mut Archive<'_>) -> Result<bool> {
    let Some(kind) = archive.part("mimetype", 200)? else { return Ok(false) };
    Ok(TEXT_TYPES.iter().any(|text| kind.trim_ascii() == text.as_bytes()))
}

/// # Errors
/// `FileDamaged`, `FileRefused`, `FileSealed`.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Draft> {
    if let Some(manifest) = archive.part("META-INF/manifest.xml", XML_LIMIT)?
        && text_of(manifest)?.contains("encryption-data")
    {
        return Err(sealed());
    }
    let mut styles = Styles::default();
    if let Some(part) = archive.part("styles.xml", XML_LIMIT)? {
        styles.read(&mut Xml::new(&text_of(part)?))?;
    }
    let content = archive.part("content.xml", XML_LIMIT)?.ok_or_else(|| damaged("no content"))?;
    let content = text_of(content)?;
    styles.read(&mut Xml::new(&content))?;
    let mut reader = Reader {
        archive,
        styles: &styles,
        lines: Lines::default(),
        authors: Authors::default(),
        changes: HashMap::new(),
        open_changes: Vec::new(),
        talks: HashMap::new(),
        pictures: HashMap::new(),
        frame: None,
        open: Vec::new(),
    };
    reader.read(&mut Xml::new(&content))?;
    let Reader { lines, authors, .. } = reader;
    let mut draft = lines.finish();
    authors.put_in(&mut draft);
    Ok(draft)
}

#[derive(Default)]
struct Styles {
    all: HashMap<String, Raw>,
    /// Whether lists count, by the name of their style.
    lists: HashMap<String, bool>,
    fonts: HashMap<String, String>,
}

#[derive(Default, Clone)]
struct Raw {
    name: String,
    parent: String,
    centred: Option<bool>,
    bold: Option<bool>,
    italic: Option<bool>,
    raised: Option<Mark>,
    font: Option<String>,
}

impl Styles {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let mut open: Option<(String, Raw)> = None;
        let mut list = String::new();
        loop {
            match xml.next()? {
                Node::Open(element) if element.is(Ns::Office, "body") => return Ok(()),
                Node::Open(element) => match (element.ns, element.name.as_str()) {
                    (Ns::Style, "style") => {
                        let get = |name| element.get(Ns::Style, name).unwrap_or_default();
                        let display = element.get(Ns::Style, "display-name");
                        let raw = Raw {
                            name: display.unwrap_or_else(|| get("name")).replace("_20_", " "),
                            parent: get("parent-style-name"),
                            ..Raw::default()
                        };
                        open = Some((get("name"), raw));
                    }
                    (Ns::Style, "font-face") => {
                        let name = element.get(Ns::Style, "name").unwrap_or_default();
                        let family = element.get(Ns::Svg, "font-family").unwrap_or_default();
                        self.fonts.insert(name, family);
                    }
                    (Ns::Text, "list-style") => {
                        list = element.get(Ns::Style, "name").unwrap_or_default();
                    }
                    (Ns::Text, "list-level-style-number" | "list-level-style-bullet") => {
                        let counts = element.name.ends_with("number");
                        self.lists.entry(list.clone()).or_insert(counts);
                    }
                    _ => {
                        if let Some((_, raw)) = &mut open {
                            raw.take(&element, &self.fonts);
                        }
                    }
                },
                Node::Close(Ns::Style, name) if name == "style" => {
                    self.all.extend(open.take());
                }
                Node::End => return Ok(()),
                Node::Close(..) | Node::Text(_) => {}
            }
        }
    }

    fn chain(&self, name: &str) -> impl Iterator<Item = &Raw> {
        let first = self.all.get(name);
        std::iter::successors(first, |raw| self.all.get(&raw.parent)).take(CHAIN)
    }

    fn style(&self, name: &str) -> Style {
        self.chain(name).find_map(|raw| styled(&raw.name)).unwrap_or_default()
    }
}

impl Raw {
    fn take(&mut self, element: &Element<'_>, fonts: &HashMap<String, String>) {
        match (element.ns, element.name.as_str()) {
            (Ns::Style, "paragraph-properties") => {
                let align = element.get(Ns::Fo, "text-align");
                self.centred = align.map(|align| align == "center");
            }
            (Ns::Style, "text-properties") => {
                self.bold = element.get(Ns::Fo, "font-weight").map(|weight| weight == "bold");
                self.italic = element.get(Ns::Fo, "font-style").map(|style| style == "italic");
                self.raised = element.get(Ns::Style, "text-position").and_then(|position| {
                    if position.starts_with("super") {
                        Some(Mark::Sup)
                    } else if position.starts_with("sub") {
                        Some(Mark::Sub)
                    } else {
                        None
                    }
                });
                let named = element.get(Ns::Style, "font-name");
                let family = named.map(|name| fonts.get(&name).cloned().unwrap_or(name));
                self.font = family.or_else(|| element.get(Ns::Fo, "font-family"));
            }
            _ => {}
        }
    }
}

/// What an open element is to its reader, with what it takes to go back.
enum Inside {
    Anything,
    Paragraph,
    /// The marks and the font before.
    Span(Vec<Mark>, String),
    List,
    Table,
    Row,
    Cell(u32),
    Frame,
    TextBox,
}

/// A change as the document lists it.
struct Change {
    tracked: Tracked,
    /// What was taken out, paragraph by paragraph.
    deleted: Vec<String>,
}

#[derive(Default)]
struct Frame {
    alt: String,
    picture: Option<String>,
    has_object: bool,
}

struct Reader<'r, 'a> {
    archive: &'r mut Archive<'a>,
    styles: &'r Styles,
    lines: Lines,
    authors: Authors,
    changes: HashMap<String, Change>,
    open_changes: Vec<String>,
    /// By the name of the comment.
    talks: HashMap<String, usize>,
    pictures: HashMap<String, usize>,
    frame: Option<Frame>,
    open: Vec<Inside>,
}

impl Reader<'_, '_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let mut in_body = false;
        loop {
            match xml.next()? {
                Node::Open(element) if element.is(Ns::Office, "text") => {
                    in_body = true;
                    self.open.push(Inside::Anything);
                }
                Node::Open(_) if !in_body => self.open.push(Inside::Anything),
                Node::Open(element) => {
                    if let Some(inside) = self.open(&element, xml)? {
                        self.open.push(inside);
                    }
                }
                Node::Close(..) => self.close(),
                Node::Text(text) if in_body && self.in_paragraph() => self.lines.text(&text),
                Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }

    /// White space between elements is none of the text.
    fn in_paragraph(&self) -> bool {
        let mut inside = self.open.iter().rev();
        inside.find_map(|inside| match inside {
            Inside::Paragraph | Inside::Span(..) => Some(true),
            Inside::Anything => None,
            _ => Some(false),
        }) == Some(true)
    }

    /// What the element is; `None` where it was read to its end.
    fn open(&mut self, element: &Element<'_>, xml: &mut Xml<'_>) -> Result<Option<Inside>> {
        let text = |name| element.get(Ns::Text, name);
        Ok(Some(match (element.ns, element.name.as_str()) {
            (Ns::Text, "p" | "h") => {
                self.lines.end_line();
                let name = text("style-name").unwrap_or_default();
                let style = self.styles.style(&name);
                self.lines.style = match (element.name.as_str(), style) {
                    ("h", Style::Normal) => Style::Heading,
                    (_, style) => style,
                };
                let chain = || self.styles.chain(&name);
                self.lines.centred = chain().find_map(|raw| raw.centred).unwrap_or(false);
                self.lines.font = chain().find_map(|raw| raw.font.clone()).unwrap_or_default();
                self.lines.marks.clear();
                // Direct formatting of a paragraph as a whole has a style of its own ("P1").
                if let Some(own) = self.styles.all.get(&name)
                    && !own.parent.is_empty()
                {
                    self.lines.marks.extend((own.italic == Some(true)).then_some(Mark::Em));
                    self.lines.marks.extend((own.bold == Some(true)).then_some(Mark::Strong));
                }
                Inside::Paragraph
            }
            (Ns::Text, "span") => {
                let before = (self.lines.marks.clone(), self.lines.font.clone());
                self.span(&text("style-name").unwrap_or_default());
                Inside::Span(before.0, before.1)
            }
            (Ns::Text, "a") => {
                let before = (self.lines.marks.clone(), self.lines.font.clone());
                self.lines.link(&element.get(Ns::XLink, "href").unwrap_or_default());
                Inside::Span(before.0, before.1)
            }
            (Ns::Text, "s") => {
                let count = text("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.lines.text(&" ".repeat(usize::clamp(count, 1, SPACES)));
                Inside::Anything
            }
            (Ns::Text, "tab") => {
                self.lines.text(" ");
                Inside::Anything
            }
            (Ns::Text, "line-break") => {
                match self.lines.style {
                    Style::Normal | Style::Caption => self.lines.end_line_as(self.lines.tracked),
                    _ => self.lines.text(" "),
                }
                Inside::Anything
            }
            (Ns::Text, "list") => {
                let name = text("style-name").unwrap_or_default();
                self.lines.begin_list(self.styles.lists.get(&name).copied().unwrap_or(false));
                Inside::List
            }
            (Ns::Text, "note") => {
                self.lines.leave_out(LeftOut::Note);
                xml.skip()?;
                return Ok(None);
            }
            (Ns::Text, "table-of-content" | "ruby-text" | "sequence-decls")
            | (Ns::Office, "forms") => {
                xml.skip()?;
                return Ok(None);
            }
            (Ns::Text, "tracked-changes") => {
                self.list_changes(xml)?;
                return Ok(None);
            }
            (Ns::Text, "change-start") => {
                self.open_changes.extend(text("change-id"));
                self.track();
                Inside::Anything
            }
            (Ns::Text, "change-end") => {
                let id = text("change-id").unwrap_or_default();
                self.open_changes.retain(|open| *open != id);
                self.track();
                Inside::Anything
            }
            (Ns::Text, "change") => {
                self.deleted(&text("change-id").unwrap_or_default());
                Inside::Anything
            }
            (Ns::Office, "annotation") => {
                self.comment(element, xml)?;
                return Ok(None);
            }
            (Ns::Office, "annotation-end") => {
                let name = element.get(Ns::Office, "name").unwrap_or_default();
                if let Some(talk) = self.talks.get(&name) {
                    self.lines.edge(Edge { talk: *talk, ends: true });
                }
                Inside::Anything
            }
            (Ns::Table, "table") => {
                self.lines.begin_table();
                Inside::Table
            }
            (Ns::Table, "table-row") => {
                self.lines.begin_row();
                Inside::Row
            }
            (Ns::Table, "table-cell") => {
                let header = element.get(Ns::Table, "style-name").is_some_and(|style| {
                    self.styles.chain(&style).any(|raw| raw.name == "Heading")
                });
                self.lines.begin_cell(header);
                let span = element.get(Ns::Table, "number-columns-spanned");
                Inside::Cell(span.and_then(|span| span.parse().ok()).unwrap_or(1))
            }
            (Ns::Draw, "frame") if self.frame.is_none() => {
                self.frame = Some(Frame::default());
                Inside::Frame
            }
            (Ns::Draw, "image") => {
                if let Some(frame) = &mut self.frame
                    && frame.picture.is_none()
                {
                    frame.picture = element.get(Ns::XLink, "href");
                }
                Inside::Anything
            }
            (Ns::Draw, "object" | "object-ole") => {
                if let Some(frame) = &mut self.frame {
                    frame.has_object = true;
                }
                Inside::Anything
            }
            (Ns::Svg, "title" | "desc") => {
                let text = xml.text()?;
                if let Some(frame) = &mut self.frame
                    && (frame.alt.is_empty() || element.name == "desc")
                {
                    frame.alt = text;
                }
                return Ok(None);
            }
            (Ns::Draw, "text-box") => {
                // Pictures with their captions stand in boxes of their own.
                self.frame = None;
                self.lines.begin_frame();
                Inside::TextBox
            }
            _ => Inside::Anything,
        }))
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Inside::Paragraph) => {
                self.lines.end_line_as(self.lines.tracked);
                self.lines.style = Style::Normal;
                self.lines.centred = false;
            }
            Some(Inside::Span(marks, font)) => {
                self.lines.marks = marks;
                self.lines.font = font;
            }
            Some(Inside::List) => self.lines.end_list(),
            Some(Inside::Table) => self.lines.end_table(),
            Some(Inside::Row) => self.lines.end_row(),
            Some(Inside::Cell(span)) => self.lines.end_cell(span),
            Some(Inside::Frame) => self.end_frame(),
            Some(Inside::TextBox) => self.lines.end_frame(),
            Some(Inside::Anything) | None => {}
        }
    }

    fn span(&mut self, name: &str) {
        let of = |get: fn(&Raw) -> Option<bool>| self.styles.chain(name).find_map(get);
        let (bold, italic) = (of(|raw| raw.bold), of(|raw| raw.italic));
        let raised = self.styles.chain(name).find_map(|raw| raw.raised.clone());
        let font = self.styles.chain(name).find_map(|raw| raw.font.clone());
        for (is, mark) in [(italic, Mark::Em), (bold, Mark::Strong)] {
            match is {
                Some(true) if !self.lines.marks.contains(&mark) => self.lines.marks.push(mark),
                Some(false) => self.lines.marks.retain(|had| *had != mark),
                Some(true) | None => {}
            }
        }
        self.lines.marks.extend(raised);
        if let Some(font) = font {
            self.lines.font = font;
        }
    }

    fn end_frame(&mut self) {
        let Some(frame) = self.frame.take() else { return };
        let Some(href) = frame.picture else {
            if frame.has_object {
                self.lines.leave_out(LeftOut::Drawing);
            }
            return;
        };
        let part = href.trim_start_matches("./");
        if part.contains("://") || part.starts_with("..") {
            self.lines.leave_out(LeftOut::LinkedPicture);
        }
        let picture = self.picture(part);
        self.lines.picture(picture, &frame.alt);
    }

    fn picture(&mut self, part: &str) -> Option<usize> {
        if let Some(at) = self.pictures.get(part) {
            return Some(*at);
        }
        let bytes = self.archive.part(part, photo::FILE_LIMIT).ok().flatten()?;
        let name = part.rsplit('/').next().unwrap_or(part).to_owned();
        let pictures = &mut self.lines.draft.pictures;
        pictures.push(Picture { name, bytes });
        let at = pictures.len() - 1;
        self.pictures.insert(part.to_owned(), at);
        Some(at)
    }

    /// Reads the list of changes that stands in front of the text.
    fn list_changes(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let (mut id, mut is_deletion) = (String::new(), false);
        let (mut creator, mut date) = (None, None);
        let mut deleted: Vec<String> = Vec::new();
        let mut depth = 1_u32;
        while depth > 0 {
            match xml.next()? {
                Node::Open(element) => match (element.ns, element.name.as_str()) {
                    (Ns::Dc, "creator") => creator = Some(xml.text()?),
                    (Ns::Dc, "date") => date = Some(xml.text()?),
                    (Ns::Text, "p" | "h") => {
                        if deleted.len() < 10_000 {
                            deleted.push(xml.text()?);
                        } else {
                            xml.skip()?;
                        }
                    }
                    (ns, name) => {
                        depth += 1;
                        if ns == Ns::Text && name == "changed-region" {
                            id = element.get(Ns::Text, "id").unwrap_or_default();
                            (creator, date, is_deletion) = (None, None, false);
                            deleted.clear();
                        } else if ns == Ns::Text && name == "deletion" {
                            is_deletion = true;
                        }
                    }
                },
                Node::Close(ns, name) => {
                    depth -= 1;
                    if ns == Ns::Text && name == "changed-region" {
                        let at = date.take().and_then(|date| moment(&date));
                        let author = Some(self.authors.place(&person_name(creator.take()), at));
                        let tracked = if is_deletion {
                            Tracked { deleted: author, ..Tracked::default() }
                        } else {
                            Tracked { inserted: author, ..Tracked::default() }
                        };
                        let deleted = std::mem::take(&mut deleted);
                        self.changes.insert(std::mem::take(&mut id), Change { tracked, deleted });
                    }
                }
                Node::Text(_) => {}
                Node::End => break,
            }
        }
        Ok(())
    }

    fn track(&mut self) {
        let mut tracked = Tracked::default();
        for change in self.open_changes.iter().filter_map(|id| self.changes.get(id)) {
            tracked.inserted = tracked.inserted.or(change.tracked.inserted);
        }
        self.lines.tracked = tracked;
    }

    /// Puts back, as deleted, what was taken out here.
    fn deleted(&mut self, id: &str) {
        // Each once: a document of ours names no change twice.
        let Some(change) = self.changes.get_mut(id) else { return };
        let deleted = std::mem::take(&mut change.deleted);
        let before = self.lines.tracked;
        self.lines.tracked = Tracked { inserted: before.inserted, ..change.tracked };
        for (at, text) in deleted.iter().enumerate() {
            if at > 0 {
                self.lines.end_line_as(self.lines.tracked);
            }
            self.lines.text(text);
        }
        self.lines.tracked = before;
    }

    fn comment(&mut self, element: &Element<'_>, xml: &mut Xml<'_>) -> Result<()> {
        let name = element.get(Ns::Office, "name").unwrap_or_default();
        let parent = element.get(Ns::Other, "parent-name");
        let resolved = element.get(Ns::Other, "resolved").is_some_and(|on| on == "true");
        let mut said = Said { author: String::new(), at: None, text: String::new() };
        let mut depth = 1_u32;
        while depth > 0 {
            match xml.next()? {
                Node::Open(inner) => match (inner.ns, inner.name.as_str()) {
                    (Ns::Dc, "creator") => said.author = person_name(Some(xml.text()?)),
                    (Ns::Dc, "date") => said.at = moment(&xml.text()?),
                    (Ns::Text, "p") => {
                        let text = xml.text()?;
                        if !said.text.is_empty() {
                            said.text.push('\n');
                        }
                        if said.text.len() + text.len() < 19_000 {
                            said.text.push_str(&text);
                        }
                    }
                    _ => depth += 1,
                },
                Node::Close(..) => depth -= 1,
                Node::Text(_) => {}
                Node::End => break,
            }
        }
        if let Some(at) = parent.and_then(|parent| self.talks.get(&parent).copied()) {
            self.lines.draft.talks[at].said.push(said);
            self.talks.insert(name, at);
            return Ok(());
        }
        let talks = &mut self.lines.draft.talks;
        talks.push(Talk { said: vec![said], resolved });
        let talk = talks.len() - 1;
        self.lines.edge(Edge { talk, ends: false });
        self.talks.insert(name, talk);
        Ok(())
    }
}
