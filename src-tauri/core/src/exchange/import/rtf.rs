//! Rich text files, through a reader of others.
//!
//! That reader gives the text with its look and nothing else: no pictures, no tracked changes, no
//! tables, no styles. So the file is [rewritten](Rewriter) first. Pictures are taken out and leave a
//! mark in the text; what the reader does not tell is put in terms of a look that it does tell and
//! that no article has ([`WORDS`]).

use rtf_parser_tt::{Alignment, Paragraph, Part, RtfDocument, StyleBlock};

use super::draft::{Author, Draft, LeftOut, Picture, Tracked};
use super::flaw::{damaged, refused};
use super::lines::Lines;
use crate::article::Mark;
use crate::failure::Result;

/// Deepest nesting of groups. Word makes some 20.
const DEPTH: usize = 500;
/// Most bytes besides pictures, twice what Word makes of a book: the reader takes some forty for each.
const TEXT_LIMIT: usize = 10 * 1024 * 1024;

/// Marks that stand in the text for what is none, of those that no font has.
const PICTURE: char = '\u{E0F1}';
const CELL_END: char = '\u{E0F2}';
const ROW_END: char = '\u{E0F3}';
const LINK: char = '\u{E0F4}';
const LINK_END: char = '\u{E0F5}';

/// Words of the file and those that the reader sees in their place: with the same number behind
/// it, with another one, or none.
const WORDS: &[(&[u8], &str)] = &[
    (b"revised", r"\scaps"),
    (b"revauth", r"\cf"),
    (b"deleted", r"\strike"),
    (b"revauthdel", r"\fs"),
    (b"s", r"\pardeftab"),
    (b"nestcell", r"\par"),
    (b"nestrow", r"\par"),
    // What then means something else.
    (b"scaps", ""),
    (b"cf", ""),
    (b"strike", ""),
    (b"striked", ""),
    (b"fs", ""),
    (b"pardeftab", ""),
    (b"sa", ""),
    (b"sb", ""),
    (b"sl", ""),
];

/// # Errors
/// `FileDamaged`, `FileRefused`.
pub(super) fn read(bytes: &[u8]) -> Result<Draft> {
    let mut rewriter = Rewriter { bytes, ..Rewriter::default() };
    rewriter.rewrite()?;
    let Rewriter { out, pictures, links, revisers, comments, .. } = rewriter;
    if out.len() > TEXT_LIMIT {
        return Err(refused("too much text"));
    }
    let document = RtfDocument::from_bytes(&out).map_err(|error| damaged(error.to_string()))?;
    let mut reader = Reader {
        lines: Lines::default(),
        document: &document,
        revisers: revisers.as_deref().map(names).unwrap_or_default(),
        authors: Vec::new(),
        pictures: pictures.into_iter(),
        links: links.into_iter(),
        link: None,
        list: None,
        table: None,
        notes: 0,
    };
    for _ in 0..comments {
        reader.lines.leave_out(LeftOut::Comment);
    }
    let mut hidden = false;
    for block in &document.body {
        match block.part {
            Part::Body if !block.painter.hidden => reader.block(block),
            Part::Body if !hidden => reader.lines.leave_out(LeftOut::HiddenText),
            Part::Note(number) if number > reader.notes => {
                reader.notes = number;
                reader.lines.leave_out(LeftOut::Note);
            }
            // Headers and footers are of the page and not of the article.
            _ => {}
        }
        hidden = block.painter.hidden;
    }
    reader.leave_table();
    reader.leave_list();
    Ok(reader.lines.finish())
}

/// The names of a list of people: each ends with a semicolon.
fn names(group: &[u8]) -> Vec<String> {
    let Ok(document) = RtfDocument::from_bytes(group) else { return Vec::new() };
    let text = document.get_text();
    text.split(';').map(|name| super::person_name(Some(name.to_owned()))).collect()
}

/// What is done with what stands in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// It is text.
    Text,
    /// It is for the reader as it stands: fonts, styles.
    Table,
    /// It is no text, but there may be pictures or text boxes in it.
    Around,
    Nothing,
}

/// Makes of a file one that the reader tells all of.
#[derive(Default)]
struct Rewriter<'a> {
    bytes: &'a [u8],
    at: usize,
    out: Vec<u8>,
    /// For each open group what it is and whether it is a link that ends with it.
    groups: Vec<(Group, bool)>,
    /// `None` for those that are no photo.
    pictures: Vec<Option<Picture>>,
    links: Vec<String>,
    /// Who tracked changes, as a file of its own.
    revisers: Option<Vec<u8>>,
    comments: usize,
    /// Whether the last label of an item was a number.
    numbered: bool,
}

impl<'a> Rewriter<'a> {
    fn rewrite(&mut self) -> Result<()> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'{' => self.open()?,
                b'}' => {
                    self.at += 1;
                    let Some((group, is_link)) = self.groups.pop() else { break };
                    if is_link {
                        self.mark(LINK_END);
                    }
                    if matches!(group, Group::Text | Group::Table) {
                        self.out.push(b'}');
                    }
                    // What comes behind the last one is not of the text.
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.word(),
                _ => {
                    self.put(self.at..self.at + 1);
                    self.at += 1;
                }
            }
        }
        Err(damaged("it breaks off"))
    }

    fn here(&self) -> Group {
        self.groups.last().map_or(Group::Text, |(group, _)| *group)
    }

    /// Copies bytes, where they are text.
    fn put(&mut self, range: std::ops::Range<usize>) {
        if matches!(self.here(), Group::Text | Group::Table) {
            self.out.extend_from_slice(&self.bytes[range]);
        }
    }

    fn mark(&mut self, mark: char) {
        // A number behind it stands for one letter to be left out.
        let code = i32::try_from(u32::from(mark)).unwrap_or_default() - 0x1_0000;
        self.out.extend_from_slice(format!(r"{{\uc1\u{code}?}}").as_bytes());
    }

    fn open(&mut self) -> Result<()> {
        if self.groups.len() >= DEPTH {
            return Err(refused("groups in groups in groups"));
        }
        let outer = self.here();
        let name = self.destination();
        let inner = match (outer, name) {
            (Group::Nothing, _) => Group::Nothing,
            (_, b"pict") => return self.picture(),
            (Group::Table, _) => Group::Table,
            (_, b"shppict" | b"shp" | b"shpgrp" | b"shpinst" | b"do") => Group::Around,
            // A text box.
            (Group::Around, b"shptxt" | b"dptxbxtext") => Group::Text,
            (Group::Around, _) => Group::Around,
            (_, b"fonttbl" | b"stylesheet") => Group::Table,
            (_, b"listtext" | b"pntext") => {
                let end = self.end_of_group();
                let label = self.bytes[self.at..end].rsplit(|byte| *byte == b' ').next();
                self.numbered = label.is_some_and(is_number);
                Group::Nothing
            }
            // The lists of old: `{\*\pn\pnlvlbody …}` holds for the paragraphs from here.
            (Group::Text, b"pn") => {
                self.list(1);
                Group::Nothing
            }
            (_, b"annotation") => {
                self.comments += 1;
                Group::Nothing
            }
            (_, b"revtbl") => {
                self.revisers = Some(self.list_of_names());
                Group::Nothing
            }
            (_, b"fldinst") => {
                let end = self.end_of_group();
                if let Some(href) = link(&self.bytes[self.at..end]) {
                    self.links.push(href);
                    self.mark(LINK);
                    if let Some((_, is_link)) = self.groups.last_mut() {
                        *is_link = true;
                    }
                }
                Group::Nothing
            }
            (_, b"nonshppict" | b"shprslt" | b"colortbl" | b"atnid" | b"atnauthor") => {
                Group::Nothing
            }
            _ => Group::Text,
        };
        self.groups.push((inner, false));
        if outer == Group::Around && inner == Group::Text {
            // Beside the text: a paragraph of its own.
            self.out.extend_from_slice(br"{\par ");
        } else if matches!(inner, Group::Text | Group::Table) {
            self.out.push(b'{');
        }
        self.at += 1;
        Ok(())
    }

    /// The list of names that begins here, as a file of its own: in the letters of this one, and
    /// without the word that has readers skip it.
    fn list_of_names(&self) -> Vec<u8> {
        let mut file = br"{\rtf1\ansi".to_vec();
        if let Some(at) = memchr::memmem::find(self.bytes, br"\ansicpg") {
            file.extend_from_slice(&self.bytes[at..self.control(at).end]);
        }
        let group = &self.bytes[self.at + 1..self.end_of_group()];
        let from = group.iter().position(|byte| *byte == b'{').unwrap_or(group.len());
        file.extend_from_slice(&group[from..]);
        file.push(b'}');
        file
    }

    /// What the group that begins here is for: its first word.
    fn destination(&self) -> &'a [u8] {
        let mut rest = self.bytes[self.at + 1..].trim_ascii_start();
        if let Some(after) = rest.strip_prefix(br"\*") {
            rest = after.trim_ascii_start();
        }
        let Some(word) = rest.strip_prefix(b"\\") else { return b"" };
        let end = word.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(word.len());
        &word[..end]
    }

    /// Where the group that begins here ends: its closing brace, or the end of the file.
    fn end_of_group(&self) -> usize {
        let mut depth = 0_usize;
        let mut at = self.at;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => {
                    at = self.control(at).end;
                    continue;
                }
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// The control word or symbol at `at`; what `\bin` counts belongs to it.
    fn control(&self, at: usize) -> Control<'a> {
        let rest = &self.bytes[at + 1..];
        let count = |of: &[u8], is: fn(&u8) -> bool| of.iter().take_while(|byte| is(byte)).count();
        let letters = count(rest, u8::is_ascii_alphabetic);
        if letters == 0 {
            let long = if rest.first() == Some(&b'\'') { 3 } else { 1 };
            return Control { name: b"", number: None, end: (at + 1 + long).min(self.bytes.len()) };
        }
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let digits = count(&rest[letters + sign..], u8::is_ascii_digit);
        let mut end = letters;
        let mut number = None;
        if digits > 0 {
            end += sign + digits;
            let text = std::str::from_utf8(&rest[letters..end]).unwrap_or_default();
            number = Some(text.parse::<i64>().unwrap_or(i64::MAX));
        }
        end += usize::from(rest.get(end) == Some(&b' '));
        let name = &rest[..letters];
        if name == b"bin" {
            end = end.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0));
        }
        Control { name, number, end: (at + 1).saturating_add(end).min(self.bytes.len()) }
    }

    fn word(&mut self) {
        let from = self.at;
        let Control { name, number, end } = self.control(from);
        self.at = end;
        match self.here() {
            Group::Text => {}
            Group::Table => return self.put(from..end),
            Group::Around | Group::Nothing => return,
        }
        match name {
            b"bin" => {}
            b"cell" => self.mark(CELL_END),
            b"row" => self.mark(ROW_END),
            b"intbl" => self.out.extend_from_slice(br"\sb1 "),
            b"ls" => self.list(number.unwrap_or(0)),
            _ => match WORDS.iter().find(|(word, _)| *word == name) {
                Some((_, "")) => {}
                Some((_, word)) => {
                    let number = number.map(|number| number.to_string()).unwrap_or_default();
                    self.out.extend_from_slice(format!("{word}{number} ").as_bytes());
                }
                None => self.put(from..end),
            },
        }
    }

    /// The paragraph is an item of this list, and numbered as the last label was.
    fn list(&mut self, list: i64) {
        let ordered = if self.numbered { 2 } else { 1 };
        self.out.extend_from_slice(format!(r"\sa{list}\sl{ordered} ").as_bytes());
    }

    /// Takes out the picture whose group begins here.
    fn picture(&mut self) -> Result<()> {
        let end = self.end_of_group();
        let mut is_photo = None;
        let mut bytes = Vec::new();
        let mut half = None;
        self.at += 1;
        while self.at < end {
            match self.bytes[self.at] {
                b'\\' => {
                    let Control { name, number, end } = self.control(self.at);
                    match name {
                        b"jpegblip" => is_photo = Some("jpg"),
                        b"pngblip" => is_photo = Some("png"),
                        b"bin" => {
                            let long = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                            bytes.extend_from_slice(&self.bytes[end.saturating_sub(long)..end]);
                        }
                        _ => {}
                    }
                    self.at = end;
                    continue;
                }
                b'{' => self.at = self.end_of_group(),
                byte => {
                    if let Some(digit) = char::from(byte).to_digit(16) {
                        let digit = u8::try_from(digit).unwrap_or_default();
                        match half.take() {
                            Some(high) => bytes.push(high << 4 | digit),
                            None => half = Some(digit),
                        }
                    }
                }
            }
            self.at += 1;
        }
        self.at = end.saturating_add(1).min(self.bytes.len());
        if self.pictures.len() > super::PICTURE_LIMIT {
            return Err(refused("too many pictures"));
        }
        let name = |ending| format!("image{}.{ending}", self.pictures.len() + 1);
        let picture = is_photo.map(|ending| Picture { name: name(ending), bytes });
        self.pictures.push(picture);
        self.mark(PICTURE);
        Ok(())
    }
}

struct Control<'a> {
    /// Empty for a symbol.
    name: &'a [u8],
    number: Option<i64>,
    /// Behind it, its number and the space that ends it.
    end: usize,
}

/// Whether the label of an item, with the words of its look before it, is a number or a letter.
fn is_number(label: &[u8]) -> bool {
    let text = label.split(|byte| *byte == b'\\').next().unwrap_or_default();
    text.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// The address in `HYPERLINK "https://…"`.
fn link(instruction: &[u8]) -> Option<String> {
    let at = memchr::memmem::find(instruction, b"HYPERLINK")?;
    let rest = &instruction[at..];
    let from = rest.iter().position(|byte| *byte == b'"')? + 1;
    let to = from + rest[from..].iter().position(|byte| *byte == b'"')?;
    let href = std::str::from_utf8(&rest[from..to]).ok()?;
    (!href.is_empty() && !href.contains('\\')).then(|| href.to_owned())
}

/// Makes lines of what the reader tells.
struct Reader<'a> {
    lines: Lines,
    document: &'a RtfDocument,
    /// Who tracked changes, by their numbers.
    revisers: Vec<String>,
    /// The numbers of those who are authors of the draft.
    authors: Vec<u16>,
    pictures: std::vec::IntoIter<Option<Picture>>,
    links: std::vec::IntoIter<String>,
    link: Option<String>,
    /// The list that the last paragraph was an item of, and whether it is numbered.
    list: Option<(i32, bool)>,
    table: Option<Table>,
    notes: u32,
}

#[derive(Default)]
struct Table {
    in_row: bool,
    in_cell: bool,
}

impl Reader<'_> {
    fn block(&mut self, block: &StyleBlock) {
        let painter = &block.painter;
        let style = u16::try_from(block.paragraph.tab_width).ok();
        let style = style.and_then(|style| self.document.header.stylesheet.get(&style));
        let style = style.and_then(|style| super::styled(&style.name));
        let tracked = Tracked {
            inserted: painter.smallcaps.then(|| self.author(painter.color_ref)),
            deleted: painter.strike.then(|| self.author(painter.font_size)),
        };
        let mut rest = block.text.as_str();
        while !rest.is_empty() {
            let is_mark = |c: char| c == '\n' || matches!(c, PICTURE..=LINK_END);
            let (text, after) = rest.split_at(rest.find(is_mark).unwrap_or(rest.len()));
            if text.chars().any(|c| !c.is_whitespace()) {
                self.place(&block.paragraph);
            }
            self.lines.style = style.unwrap_or_default();
            self.lines.centred = block.paragraph.alignment == Alignment::Center;
            self.lines.tracked = tracked;
            self.text(text, block);
            let mut letters = after.chars();
            match letters.next() {
                Some('\n') => self.lines.end_line_as(tracked),
                Some(PICTURE) => self.picture(),
                Some(CELL_END) => {
                    self.place(&block.paragraph);
                    if let Some(table) = &mut self.table {
                        self.lines.end_cell(1);
                        table.in_cell = false;
                    }
                }
                Some(ROW_END) => {
                    if let Some(table) = &mut self.table
                        && std::mem::take(&mut table.in_row)
                    {
                        self.lines.end_row();
                    }
                }
                Some(LINK) => self.link = self.links.next(),
                Some(LINK_END) => self.link = None,
                _ => {}
            }
            rest = letters.as_str();
        }
    }

    fn text(&mut self, text: &str, block: &StyleBlock) {
        let painter = &block.painter;
        let font = self.document.header.font_table.get(&painter.font_ref);
        let lines = &mut self.lines;
        lines.marks.clear();
        if let Some(href) = &self.link {
            lines.link(href);
        }
        for (has, mark) in [
            (painter.italic, Mark::Em),
            (painter.bold, Mark::Strong),
            (painter.superscript, Mark::Sup),
            (painter.subscript && !painter.superscript, Mark::Sub),
        ] {
            if has {
                lines.marks.push(mark);
            }
        }
        lines.font.clear();
        lines.font.push_str(font.map_or("", |font| &font.name));
        lines.text(text);
        lines.marks.clear();
    }

    fn picture(&mut self) {
        let picture = self.pictures.next().flatten().map(|picture| {
            self.lines.draft.pictures.push(picture);
            self.lines.draft.pictures.len() - 1
        });
        if picture.is_none() {
            self.lines.leave_out(LeftOut::Picture);
        }
        self.lines.picture(picture, "");
    }

    /// Sees to it that the next text stands where its paragraph does: in a cell, in a list.
    fn place(&mut self, paragraph: &Paragraph) {
        if paragraph.spacing.before == 1 {
            self.leave_list();
            if self.table.is_none() {
                self.lines.begin_table();
            }
            let table = self.table.get_or_insert_default();
            if !std::mem::replace(&mut table.in_row, true) {
                self.lines.begin_row();
            }
            if !std::mem::replace(&mut table.in_cell, true) {
                self.lines.begin_cell(false);
            }
            return;
        }
        self.leave_table();
        let numbered = rtf_parser_tt::SpaceBetweenLine::Value(2);
        let list = (paragraph.spacing.after > 0)
            .then_some((paragraph.spacing.after, paragraph.spacing.between_line == numbered));
        if self.list.map(|(list, _)| list) != list.map(|(list, _)| list) {
            self.leave_list();
            if let Some((_, ordered)) = list {
                self.lines.begin_list(ordered);
            }
            self.list = list;
        }
    }

    fn leave_list(&mut self) {
        if self.list.take().is_some() {
            self.lines.end_list();
        }
    }

    fn leave_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        if table.in_cell {
            self.lines.end_cell(1);
        }
        if table.in_row {
            self.lines.end_row();
        }
        self.lines.end_table();
    }

    /// Place among the authors of the draft of who has this number in the file.
    fn author(&mut self, number: u16) -> u16 {
        let known = self.authors.iter().position(|known| *known == number);
        let at = known.unwrap_or_else(|| {
            let name = self.revisers.get(usize::from(number)).cloned().unwrap_or_default();
            self.authors.push(number);
            self.lines.draft.authors.push(Author { name, at: None });
            self.authors.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }
}
