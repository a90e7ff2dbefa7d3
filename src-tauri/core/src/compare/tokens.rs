//! A document as one stream of tokens, and back.
//!
//! ```text
//! Start(Headline) "Tin" " " "vắn"  Start(Lead)  Start(Paragraph p1) "Một" "." …
//! ```
//!
//! [`flatten`] and [`build`] are inverse on accepted documents. `build` is total: whatever
//! subset of whatever streams it is given, a valid document comes out with every word in it.
//!
//! A *unit* is a line with an id and the lines without one that follow it: a list with all its
//! items, a table with all its cells, each other block by itself. Boxes and photo groups are not
//! units; a unit says which one holds it.

use std::collections::HashSet;

use unicode_normalization::char::is_combining_mark;

use crate::article::{
    Block, BlockAttrs, BlockId, Document, ListAttrs, ListItem, Mark, Photo, PhotoAttrs, TableCell,
    TableCellAttrs, TableRow, Text,
};
use crate::language::normal;
use crate::moment::letters;
use crate::photo::Edits;

/// One element of the stream.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Token {
    /// Opens a line.
    Start(LineStart),
    /// A syllable, a number, a run of spaces or one punctuation mark; never empty. A syllable
    /// whose letters carry different marks is several tokens.
    Word { text: String, marks: Vec<Mark> },
}

/// What opens a line, with everything that the line is besides its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LineStart {
    /// The block that the line opens; `None` for headline and lead, and for the second and later
    /// lines of a list or table.
    pub id: Option<BlockId>,
    pub kind: Kind,
    /// The box or photo group around the line. A line without id goes by the line that opens its
    /// list or table.
    pub holder: Option<Holder>,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    Headline,
    Lead,
    Paragraph,
    Subhead,
    Quote,
    /// An item of `list`. Where it follows another item and has no id, it belongs to that one's
    /// list, whatever it says here.
    Item {
        list: BlockId,
        ordered: bool,
    },
    /// A cell of `table`. Where it follows another cell and has no id, it belongs to that one's
    /// table, whatever it says here.
    Cell {
        table: BlockId,
        row_start: bool,
        header: bool,
    },
    /// The caption of a photo, with everything that the photo is besides its caption.
    Caption {
        photo: Option<String>,
        credit: String,
        alt: String,
        edits: Edits,
    },
}

/// A block around others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Holder {
    pub kind: HolderKind,
    pub id: BlockId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolderKind {
    /// A side bar; holds paragraphs, subheads and lists.
    Box,
    /// Photos shown together.
    Group,
}

/// A line with its runs of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub start: LineStart,
    pub runs: Vec<Text>,
}

impl LineStart {
    /// A line without id and holder.
    fn plain(kind: Kind) -> Self {
        Self { id: None, kind, holder: None }
    }
}

impl Token {
    /// Length in UTF-16 code units; 0 for a start.
    pub fn len_utf16(&self) -> u32 {
        match self {
            Self::Start(_) => 0,
            Self::Word { text, .. } => len_utf16(text),
        }
    }

    /// Letters and signs in it: none in a start or a run of spaces.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Start(_) => 0,
            Self::Word { .. } if self.is_space() => 0,
            Self::Word { text, .. } => text.chars().count(),
        }
    }

    /// Whether this is a run of spaces.
    pub fn is_space(&self) -> bool {
        matches!(self, Self::Word { text, .. } if text.starts_with(char::is_whitespace))
    }
}

impl Kind {
    /// Name of the kind for a screen, the same as the block's in the editor where there is one.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Lead => "lead",
            Self::Paragraph => "paragraph",
            Self::Subhead => "subhead",
            Self::Quote => "quote",
            Self::Item { ordered: false, .. } => "listItem",
            Self::Item { ordered: true, .. } => "orderedItem",
            Self::Cell { header: false, .. } => "tableCell",
            Self::Cell { header: true, .. } => "headerCell",
            Self::Caption { .. } => "photo",
        }
    }
}

/// Length in UTF-16 code units, at most [`u32::MAX`].
pub(crate) fn len_utf16(text: &str) -> u32 {
    if text.is_ascii() {
        return u32::try_from(text.len()).unwrap_or(u32::MAX);
    }
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// The document as a stream; starts with the headline and the lead.
pub fn flatten(document: &Document) -> Vec<Token> {
    let mut tokens = Vec::new();
    for line in lines(document) {
        tokens.push(Token::Start(line.start));
        cut(&line.runs, &mut tokens);
    }
    tokens
}

/// The document that a stream stands for.
///
/// Lines next to each other with the same holder share it. An item or cell without id goes on
/// with the list or table before it. An id that comes a second time, or a container that comes
/// back after something else, is given an id derived from it, the same on every machine. A line
/// steps out of a holder that cannot hold its kind. Rows of a table are filled up to one length.
/// Where there is nothing below the lead, there is an empty paragraph.
pub fn build(tokens: Vec<Token>) -> Document {
    let mut lines: Vec<Line> = Vec::new();
    for token in tokens {
        match token {
            Token::Start(start) => lines.push(Line { start, runs: Vec::new() }),
            Token::Word { text, marks } => {
                if lines.is_empty() {
                    lines.push(Line { start: LineStart::plain(Kind::Headline), runs: Vec::new() });
                }
                if let Some(line) = lines.last_mut() {
                    append(&mut line.runs, &text, &marks);
                }
            }
        }
    }
    assemble(lines)
}

/// Every line of a document in reading order: its n-th textblock.
pub fn lines(document: &Document) -> Vec<Line> {
    let mut lines = Vec::with_capacity(document.blocks.len() + 2);
    for (kind, runs) in [(Kind::Headline, &document.headline), (Kind::Lead, &document.lead)] {
        lines.push(Line { start: LineStart::plain(kind), runs: runs.clone() });
    }
    for block in &document.blocks {
        let (kind, id, content) = match block {
            Block::Box { attrs, content } => (HolderKind::Box, &attrs.id, content),
            Block::PhotoGroup { attrs, content } => (HolderKind::Group, &attrs.id, content),
            simple => {
                lines_of_block(simple, None, &mut lines);
                continue;
            }
        };
        let holder = Holder { kind, id: id.clone() };
        for inner in content {
            lines_of_block(inner, Some(&holder), &mut lines);
        }
    }
    lines
}

fn lines_of_block(block: &Block, holder: Option<&Holder>, lines: &mut Vec<Line>) {
    let mut line = |id: Option<&BlockId>, kind: Kind, runs: &Vec<Text>| {
        let start = LineStart { id: id.cloned(), kind, holder: holder.cloned() };
        lines.push(Line { start, runs: runs.clone() });
    };
    match block {
        Block::Paragraph { attrs, content } => line(Some(&attrs.id), Kind::Paragraph, content),
        Block::Subhead { attrs, content } => line(Some(&attrs.id), Kind::Subhead, content),
        Block::Quote { attrs, content } => line(Some(&attrs.id), Kind::Quote, content),
        Block::List { attrs, content } => {
            for (n, item) in content.iter().enumerate() {
                let kind = Kind::Item { list: attrs.id.clone(), ordered: attrs.ordered };
                line((n == 0).then_some(&attrs.id), kind, &item.content);
            }
        }
        Block::Table { attrs, content } => {
            let mut first = true;
            for row in content {
                for (n, cell) in row.content.iter().enumerate() {
                    let kind = Kind::Cell {
                        table: attrs.id.clone(),
                        row_start: n == 0,
                        header: cell.attrs.header,
                    };
                    line(std::mem::take(&mut first).then_some(&attrs.id), kind, &cell.content);
                }
            }
        }
        Block::Photo(photo) => {
            let PhotoAttrs { id, photo: hash, credit, alt, edits } = photo.attrs.clone();
            line(Some(&id), Kind::Caption { photo: hash, credit, alt, edits }, &photo.content);
        }
        // An accepted document has no holder inside another.
        Block::Box { content, .. } | Block::PhotoGroup { content, .. } => {
            for inner in content {
                lines_of_block(inner, holder, lines);
            }
        }
    }
}

/// The words of some runs, behind `tokens`.
pub(crate) fn cut(runs: &[Text], tokens: &mut Vec<Token>) {
    for run in runs {
        let mut rest = run.text.as_str();
        while !rest.is_empty() {
            let (word, after) = rest.split_at(first_word(rest));
            tokens.push(Token::Word { text: word.to_owned(), marks: run.marks.clone() });
            rest = after;
        }
    }
}

/// Length in bytes of the first word of a text that is not empty.
fn first_word(text: &str) -> usize {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Space,
        Letter,
        Digit,
        Sign,
    }
    fn class(c: char) -> Class {
        if c.is_whitespace() {
            Class::Space
        } else if c.is_numeric() {
            Class::Digit
        } else if c.is_alphabetic() {
            Class::Letter
        } else {
            Class::Sign
        }
    }

    let mut letters = text.char_indices().peekable();
    let Some((_, first)) = letters.next() else { return 0 };
    let kind = class(first);
    let (mut before, mut joined) = (first, first == ZERO_WIDTH_JOINER);
    while let Some(&(at, c)) = letters.peek() {
        let goes_on = if joined || extends(c) {
            true
        } else if is_flag_half(before) && is_flag_half(c) {
            // Two halves are one flag; a third begins the next one.
            text[..at].chars().filter(|c| is_flag_half(*c)).count() % 2 == 1
        } else {
            match kind {
                Class::Space | Class::Letter => class(c) == kind,
                // 41,23 and 4.687 are one number each.
                Class::Digit => {
                    class(c) == Class::Digit
                        || (matches!(c, '.' | ',')
                            && class(before) == Class::Digit
                            && text[at + 1..].starts_with(char::is_numeric))
                }
                Class::Sign => false,
            }
        };
        if !goes_on {
            return at;
        }
        letters.next();
        (before, joined) = (c, c == ZERO_WIDTH_JOINER);
    }
    text.len()
}

const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// Whether a letter has no place of its own but changes the one before it.
fn extends(c: char) -> bool {
    !c.is_ascii()
        && (is_combining_mark(c)
            || matches!(c, ZERO_WIDTH_JOINER | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
            // The later parts of a Korean syllable.
            || matches!(c, '\u{1160}'..='\u{11FF}'))
}

fn is_flag_half(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Adds a word to a line.
pub(crate) fn append(runs: &mut Vec<Text>, text: &str, marks: &[Mark]) {
    match runs.last_mut() {
        _ if text.is_empty() => {}
        Some(run) if run.marks == marks => {
            run.text.push_str(text);
            // What was apart before may be one letter now.
            if text.starts_with(extends) {
                run.text = normal::nfc(&run.text);
            }
        }
        _ => runs.push(Text { text: text.to_owned(), marks: marks.to_vec() }),
    }
}

/// The document made of some lines; as total as [`build`].
pub(crate) fn assemble(lines: Vec<Line>) -> Document {
    let mut names = Names::of(&lines);
    let mut document = Document { headline: Vec::new(), lead: Vec::new(), blocks: Vec::new() };
    let mut open = Open { holder: None, container: Container::None };
    let mut lines = lines.into_iter().peekable();
    if let Some(line) = lines.next_if(|line| line.start.kind == Kind::Headline) {
        document.headline = line.runs;
        let text = crate::article::text_of(&document.headline);
        document.headline = Text::runs(&normal::nfc(&text));
    }
    if let Some(line) = lines.next_if(|line| line.start.kind == Kind::Lead) {
        document.lead = line.runs;
    }
    for line in lines {
        open.add(line, &mut document.blocks, &mut names);
    }
    if document.blocks.is_empty() {
        document.blocks.push(Block::paragraph(names.derive(&BlockId::default()), ""));
    }
    for block in &mut document.blocks {
        if let Block::Table { content, .. } = block {
            fill_up(content);
        }
    }
    document
}

/// Where the next line may go on.
struct Open {
    /// The holder that is the last of the blocks, as the lines name it.
    holder: Option<Holder>,
    /// What the last line belongs to.
    container: Container,
}

#[derive(PartialEq)]
enum Container {
    None,
    List,
    Table,
}

impl Open {
    fn add(&mut self, line: Line, blocks: &mut Vec<Block>, names: &mut Names) {
        let Line { start: LineStart { id, kind, holder }, runs } = line;
        if id.is_none() && self.go_on(&kind, &runs, blocks) {
            return;
        }
        let wanted = id.unwrap_or_else(|| match &kind {
            Kind::Item { list, .. } => list.clone(),
            Kind::Cell { table, .. } => table.clone(),
            _ => BlockId::default(),
        });
        self.container = match kind {
            Kind::Item { .. } => Container::List,
            Kind::Cell { .. } => Container::Table,
            _ => Container::None,
        };
        let holder = holder.filter(|holder| holds(holder.kind, &kind));
        let inside = self.open_holder(holder, blocks, names);
        let id = names.claim(&wanted);
        let block = block(id, kind, runs);
        match blocks.last_mut() {
            Some(Block::Box { content, .. } | Block::PhotoGroup { content, .. }) if inside => {
                content.push(block);
            }
            _ => blocks.push(block),
        }
    }

    /// Puts an item or cell without id behind the one before it.
    fn go_on(&self, kind: &Kind, runs: &[Text], blocks: &mut [Block]) -> bool {
        let last = match blocks.last_mut() {
            Some(Block::Box { content, .. }) if self.holder.is_some() => content.last_mut(),
            last => last,
        };
        match (kind, last) {
            (Kind::Item { .. }, Some(Block::List { content, .. }))
                if self.container == Container::List =>
            {
                content.push(ListItem { content: runs.to_vec() });
            }
            (Kind::Cell { row_start, header, .. }, Some(Block::Table { content, .. }))
                if self.container == Container::Table =>
            {
                let cell =
                    TableCell { attrs: TableCellAttrs { header: *header }, content: runs.to_vec() };
                match content.last_mut() {
                    Some(row) if !row_start => row.content.push(cell),
                    _ => content.push(TableRow { content: vec![cell] }),
                }
            }
            _ => return false,
        }
        true
    }

    /// Sees to it that the last of the blocks is `holder`, if there is to be one; says whether.
    fn open_holder(
        &mut self,
        holder: Option<Holder>,
        blocks: &mut Vec<Block>,
        names: &mut Names,
    ) -> bool {
        if self.holder != holder {
            if let Some(holder) = &holder {
                let attrs = BlockAttrs { id: names.claim(&holder.id) };
                blocks.push(match holder.kind {
                    HolderKind::Box => Block::Box { attrs, content: Vec::new() },
                    HolderKind::Group => Block::PhotoGroup { attrs, content: Vec::new() },
                });
            }
            self.holder = holder;
        }
        self.holder.is_some()
    }
}

/// Whether a holder may hold a line of this kind.
pub(crate) fn holds(holder: HolderKind, kind: &Kind) -> bool {
    match holder {
        // A second headline or lead becomes a paragraph.
        HolderKind::Box => !matches!(kind, Kind::Quote | Kind::Cell { .. } | Kind::Caption { .. }),
        HolderKind::Group => matches!(kind, Kind::Caption { .. }),
    }
}

/// A block of one line.
fn block(id: BlockId, kind: Kind, content: Vec<Text>) -> Block {
    let attrs = BlockAttrs { id: id.clone() };
    match kind {
        Kind::Headline | Kind::Lead | Kind::Paragraph => Block::Paragraph { attrs, content },
        Kind::Subhead => Block::Subhead { attrs, content },
        Kind::Quote => Block::Quote { attrs, content },
        Kind::Item { ordered, .. } => {
            Block::List { attrs: ListAttrs { id, ordered }, content: vec![ListItem { content }] }
        }
        Kind::Cell { header, .. } => Block::Table {
            attrs,
            content: vec![TableRow {
                content: vec![TableCell { attrs: TableCellAttrs { header }, content }],
            }],
        },
        Kind::Caption { photo, credit, alt, edits } => {
            Block::Photo(Photo { attrs: PhotoAttrs { id, photo, credit, alt, edits }, content })
        }
    }
}

fn fill_up(rows: &mut [TableRow]) {
    let width = rows.iter().map(|row| row.content.len()).max().unwrap_or_default();
    for row in rows {
        row.content.resize_with(width, || TableCell {
            attrs: TableCellAttrs::default(),
            content: Vec::new(),
        });
    }
}

/// The ids of a document in the making.
struct Names {
    /// Every id that a line names, so that none is derived that is still to come.
    named: HashSet<BlockId>,
    given: HashSet<BlockId>,
}

impl Names {
    fn of(lines: &[Line]) -> Self {
        let mut named = HashSet::with_capacity(lines.len());
        for LineStart { id, kind, holder } in lines.iter().map(|line| &line.start) {
            let inner = match kind {
                Kind::Item { list, .. } => Some(list),
                Kind::Cell { table, .. } => Some(table),
                _ => None,
            };
            let holder = holder.as_ref().map(|holder| &holder.id);
            // The items of a list and the blocks of a box name it again and again.
            for id in [id.as_ref(), inner, holder].into_iter().flatten() {
                if !named.contains(id) {
                    named.insert(id.clone());
                }
            }
        }
        Self { named, given: HashSet::new() }
    }

    /// `id` for the first who asks.
    fn claim(&mut self, id: &BlockId) -> BlockId {
        if id.is_well_formed() && self.given.insert(id.clone()) {
            return id.clone();
        }
        self.derive(id)
    }

    fn derive(&mut self, id: &BlockId) -> BlockId {
        let mut n: u32 = 0;
        loop {
            n += 1;
            let mut hash = blake3::Hasher::new();
            hash.update(id.0.as_bytes()).update(b"/").update(&n.to_le_bytes());
            let derived = BlockId(letters(&mut hash.finalize_xof(), 8));
            if !self.named.contains(&derived) && self.given.insert(derived.clone()) {
                return derived;
            }
        }
    }
}

#[cfg(test)]
mod tests;
