//! `word/document.xml`.

mod runs;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::flow::{Lot, Part, Segment};
use super::talk::Talk;
use super::{Author, Picture};
use crate::article::BlockId;
use crate::compare::tokens::{HolderKind, Kind, LineStart};
use crate::compare::weave::Fate;
use crate::exchange::issue::{Issue, given};
use crate::exchange::ooxml::{bookmark_of, ns, style};
use crate::exchange::xml::Xml;

/// Width of the text on a page of A4 with margins of 2.5 cm, in twentieths of a point.
const TEXT_WIDTH: usize = 9_070;

/// What a body needs beside it.
pub(super) struct Body {
    pub(super) xml: String,
    /// Addresses of links: the n-th is `rLink{n}`, from 1.
    pub(super) links: Vec<String>,
    /// Pictures by what they are of, with their number: the n-th is `rPicture{n}`, from 1.
    pub(super) pictures: BTreeMap<String, usize>,
    /// Numbered lists: the n-th is number n + 1 of the numbering.
    pub(super) ordered_lists: usize,
}

pub(super) struct Writer<'a> {
    pub(super) issue: &'a Issue<'a>,
    /// Pictures there are, by what they are of.
    pub(super) made: &'a BTreeMap<String, Picture<'a>>,
    pub(super) authors: &'a [Author],
    /// Of changes that nothing is known of.
    pub(super) otherwise: &'a Author,
    pub(super) talk: &'a Talk,
    /// Whether empty paragraphs stand, too: where changes are shown, everything does.
    pub(super) reviewed: bool,
}

/// A body in the making.
struct Pen<'a> {
    to: &'a Writer<'a>,
    xml: Xml,
    /// Numbers of insertions, deletions and the like.
    marks: u32,
    bookmarks: HashMap<String, u32>,
    links: Vec<String>,
    pictures: BTreeMap<String, usize>,
    drawings: u32,
    lists: HashMap<(BlockId, Fate), usize>,
    /// Blocks of the new text; one that is gone leaves its bookmark to it.
    blocks: HashSet<BlockId>,
    /// Line of the new text, and how far it is written.
    line: Option<usize>,
    offset: u32,
    /// How many places of conversations in this line are behind us.
    places: usize,
}

impl Writer<'_> {
    pub(super) fn write(&self, parts: &[Part]) -> Body {
        let blocks = self.issue.document().walk().map(|block| block.id().clone()).collect();
        let mut pen = Pen {
            to: self,
            xml: Xml::new(),
            marks: 0,
            bookmarks: HashMap::new(),
            links: Vec::new(),
            pictures: BTreeMap::new(),
            drawings: 0,
            lists: HashMap::new(),
            blocks,
            line: None,
            offset: 0,
            places: 0,
        };
        pen.document(parts);
        Body {
            xml: pen.xml.finish(),
            links: pen.links,
            pictures: pen.pictures,
            ordered_lists: pen.lists.len(),
        }
    }
}

impl Pen<'_> {
    fn document(&mut self, parts: &[Part]) {
        self.xml.open(
            "w:document",
            &[
                ("xmlns:w", ns::W),
                ("xmlns:r", ns::R),
                ("xmlns:wp", ns::WP),
                ("xmlns:a", ns::A),
                ("xmlns:pic", ns::PIC),
            ],
        );
        self.xml.open("w:body", &[]);
        for (at, part) in parts.iter().enumerate() {
            let next = parts.get(at + 1);
            match part {
                Part::Line(segment) => {
                    self.begin(segment);
                    // Words of a line may go on in a paragraph whose start is gone.
                    let goes_on = matches!(next, Some(Part::Line(next))
                        if next.lot.fate == Fate::Gone && !next.is_whole());
                    self.paragraphs(segment, !goes_on);
                }
                Part::Table(rows) => {
                    self.table(rows);
                    // Two tables would be one, a page does not end with one, and a table keeps no
                    // room below it.
                    self.gap();
                }
            }
            self.xml.line();
        }
        let source = self.to.issue.source_line().map(|source| (style::SOURCE, source));
        let credits = self.to.issue.credits().into_iter().map(|name| (style::BYLINE, name));
        for (style, text) in source.into_iter().chain(credits) {
            self.xml.open("w:p", &[]);
            self.xml.open("w:pPr", &[]);
            self.xml.empty("w:pStyle", &[("w:val", style)]);
            self.xml.close();
            self.own_words(&text);
            self.xml.close();
            self.xml.line();
        }
        self.xml.open("w:sectPr", &[]);
        self.xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        self.xml.empty(
            "w:pgMar",
            &[
                ("w:top", "1418"),
                ("w:right", "1418"),
                ("w:bottom", "1418"),
                ("w:left", "1418"),
                ("w:header", "709"),
                ("w:footer", "709"),
                ("w:gutter", "0"),
            ],
        );
    }

    /// Counts the lines of the new text.
    fn begin(&mut self, segment: &Segment) {
        if segment.lot.fate != Fate::Gone {
            self.line = Some(self.line.map_or(0, |line| line + 1));
            self.offset = 0;
            self.places = 0;
        }
    }

    fn paragraphs(&mut self, segment: &Segment, ends_line: bool) {
        if let Kind::Caption { .. } = segment.start.kind {
            return self.photo(segment);
        }
        let silent = segment.words.iter().all(|word| word.text.trim().is_empty());
        let talked = self.line.is_some_and(|line| self.to.talk.in_lines.contains_key(&line));
        if silent && !self.to.reviewed && !talked {
            return;
        }
        self.xml.open("w:p", &[]);
        self.properties(segment);
        let bookmark = self.open_bookmark(&segment.start, segment.lot.fate);
        self.words(&segment.words);
        if ends_line {
            self.places_to(u32::MAX);
        }
        self.close_bookmark(bookmark);
        self.xml.close();
    }

    /// The picture, and below it the caption with the credit.
    fn photo(&mut self, segment: &Segment) {
        let Kind::Caption { photo, credit, alt, edits } = &segment.start.kind else { return };
        let fate = segment.lot.fate;
        let key = |hash: &str, edits: &str| format!("{hash}/{edits}");
        let now = photo.as_deref().map(|hash| key(hash, &edits.to_string()));
        let then = segment.before.as_ref().and_then(|before| match &before.kind {
            Kind::Caption { photo, edits, .. } => {
                photo.as_deref().map(|hash| key(hash, &edits.to_string()))
            }
            _ => None,
        });
        let replaced = segment.before.is_some() && then != now;

        self.xml.open("w:p", &[]);
        let there = now.as_ref().is_some_and(|now| self.to.made.contains_key(now));
        let paragraph_style = if there { style::PHOTO } else { style::PHOTO_MISSING };
        self.paragraph_properties(paragraph_style, None, segment.end, None);
        let bookmark = self.open_bookmark(&segment.start, fate);
        let talks = segment.start.id.as_ref().filter(|_| fate != Fate::Gone);
        let talks = talks.and_then(|id| self.to.talk.of_photos.get(id));
        if let Some(comments) = talks {
            self.open_talk(comments);
        }
        if replaced && let Some(then) = &then {
            self.picture(then, "", Lot { fate: Fate::Gone, ..segment.lot });
        }
        let lot = if replaced { Lot { fate: Fate::Made, ..segment.lot } } else { segment.lot };
        match now.filter(|_| there) {
            Some(now) => self.picture(&now, alt, lot),
            None => {
                let words = format!("[{}]", self.to.issue.words.photo_missing);
                self.tracked(segment.lot, |pen| pen.own_words_as(&words, segment.lot.fate));
            }
        }
        if let Some(comments) = talks {
            self.close_talk(comments);
        }
        self.close_bookmark(bookmark);
        self.xml.close();

        let credit = given(credit);
        let old_credit = segment.before.as_ref().and_then(|before| match &before.kind {
            Kind::Caption { credit, .. } => given(credit),
            _ => None,
        });
        let talked = fate != Fate::Gone
            && self.line.is_some_and(|line| self.to.talk.in_lines.contains_key(&line));
        let silent = segment.words.iter().all(|word| word.text.trim().is_empty());
        if silent && credit.is_none() && old_credit.is_none() && !talked {
            return;
        }
        self.xml.open("w:p", &[]);
        self.paragraph_properties(style::CAPTION, None, segment.end, None);
        self.words(&segment.words);
        self.places_to(u32::MAX);
        let changed = segment.before.is_some() && old_credit != credit;
        let made = if changed { Lot { fate: Fate::Made, ..segment.lot } } else { segment.lot };
        let gone = Lot { fate: Fate::Gone, ..segment.lot };
        for (credit, lot) in [(old_credit.filter(|_| changed), gone), (credit, made)] {
            let Some(credit) = credit else { continue };
            let words = self.to.issue.words.credit(&credit);
            let words = if silent { words } else { format!(" {words}") };
            self.tracked(lot, |pen| pen.run(&words, Some(style::CREDIT), &[], None, lot.fate));
        }
        self.xml.close();
    }

    fn table(&mut self, rows: &[Vec<Segment>]) {
        let width = rows.iter().map(Vec::len).max().unwrap_or_default().max(1);
        let each = (TEXT_WIDTH / width).to_string();
        self.xml.open("w:tbl", &[]);
        self.xml.open("w:tblPr", &[]);
        self.xml.empty("w:tblStyle", &[("w:val", style::TABLE)]);
        self.xml.empty("w:tblW", &[("w:w", "5000"), ("w:type", "pct")]);
        self.xml.close();
        self.xml.open("w:tblGrid", &[]);
        for _ in 0..width {
            self.xml.empty("w:gridCol", &[("w:w", &each)]);
        }
        self.xml.close();
        let is_header = |cell: &Segment| matches!(cell.start.kind, Kind::Cell { header: true, .. });
        let mut head = true;
        for row in rows {
            head = head && row.iter().all(is_header);
            self.xml.open("w:tr", &[]);
            let lot = row[0].lot;
            if head || lot.fate != Fate::Kept {
                self.xml.open("w:trPr", &[]);
                if head {
                    self.xml.empty("w:tblHeader", &[]);
                }
                self.sign(lot);
                self.xml.close();
            }
            for cell in row {
                self.begin(cell);
                self.xml.open("w:tc", &[]);
                self.xml.open("w:tcPr", &[]);
                self.xml.empty("w:tcW", &[("w:w", &each), ("w:type", "dxa")]);
                self.xml.close();
                self.xml.open("w:p", &[]);
                let before = cell.before.as_ref().map(|before| (self.style_of(before), cell.lot));
                let kept = Lot { fate: Fate::Kept, ..cell.lot };
                self.paragraph_properties(self.style_of(&cell.start), None, kept, before);
                let bookmark = self.open_bookmark(&cell.start, cell.lot.fate);
                self.words(&cell.words);
                self.places_to(u32::MAX);
                self.close_bookmark(bookmark);
                self.xml.close();
                self.xml.close();
            }
            self.xml.close();
        }
        self.xml.close();
    }

    fn gap(&mut self) {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.empty("w:pStyle", &[("w:val", style::GAP)]);
        self.xml.close();
        self.xml.close();
    }

    fn properties(&mut self, segment: &Segment) {
        let list = match &segment.start.kind {
            Kind::Item { list, ordered: true } => {
                // The items of a list are one row of numbers, in the old text and in the new.
                let next = self.lists.len();
                let key = (list.clone(), segment.lot.fate.max(Fate::Made));
                Some(*self.lists.entry(key).or_insert(next) + 2)
            }
            Kind::Item { ordered: false, .. } => Some(1),
            _ => None,
        };
        let before = segment.before.as_ref().map(|before| (self.style_of(before), segment.lot));
        self.paragraph_properties(self.style_of(&segment.start), list, segment.end, before);
    }

    /// `list` is a number of the numbering, `before` the style that the paragraph had.
    fn paragraph_properties(
        &mut self,
        style: &str,
        list: Option<usize>,
        end: Lot,
        before: Option<(&str, Lot)>,
    ) {
        self.xml.open("w:pPr", &[]);
        self.xml.empty("w:pStyle", &[("w:val", style)]);
        if let Some(list) = list {
            self.xml.open("w:numPr", &[]);
            self.xml.empty("w:ilvl", &[("w:val", "0")]);
            self.xml.empty("w:numId", &[("w:val", &list.to_string())]);
            self.xml.close();
        }
        if end.fate != Fate::Kept {
            self.xml.open("w:rPr", &[]);
            self.sign(end);
            self.xml.close();
        }
        if let Some((before, lot)) = before.filter(|(before, _)| *before != style) {
            self.open_change("w:pPrChange", lot);
            self.xml.open("w:pPr", &[]);
            self.xml.empty("w:pStyle", &[("w:val", before)]);
            self.xml.close();
            self.xml.close();
        }
        self.xml.close();
    }

    fn style_of(&self, start: &LineStart) -> &'static str {
        let boxed = start.holder.as_ref().is_some_and(|holder| holder.kind == HolderKind::Box);
        match (&start.kind, boxed) {
            (Kind::Headline, _) => style::TITLE,
            (Kind::Lead, _) => style::LEAD,
            (Kind::Paragraph, false) => "Normal",
            (Kind::Paragraph, true) => style::BOX_TEXT,
            (Kind::Subhead, false) => style::SUBHEAD,
            (Kind::Subhead, true) => style::BOX_SUBHEAD,
            (Kind::Quote, _) => style::QUOTE,
            (Kind::Item { .. }, false) => style::LIST_ITEM,
            (Kind::Item { .. }, true) => style::BOX_LIST_ITEM,
            (Kind::Cell { header: false, .. }, _) => style::CELL,
            (Kind::Cell { header: true, .. }, _) => style::HEADER_CELL,
            (Kind::Caption { .. }, _) => style::CAPTION,
        }
    }

    /// An element that says who changed something, and when.
    fn open_change(&mut self, name: &'static str, lot: Lot) {
        let (id, author) = self.change(lot);
        self.xml.open(name, &[("w:id", &id), ("w:author", &author.name), ("w:date", &author.date)]);
    }

    /// That an end of a paragraph or a row was made or is gone; nothing where it is as it was.
    fn sign(&mut self, lot: Lot) {
        let name = match lot.fate {
            Fate::Kept => return,
            Fate::Made => "w:ins",
            Fate::Gone => "w:del",
        };
        self.open_change(name, lot);
        self.xml.close();
    }

    fn change(&mut self, lot: Lot) -> (String, Author) {
        self.marks += 1;
        let author = lot.change.and_then(|at| self.to.authors.get(at));
        (self.marks.to_string(), author.unwrap_or(self.to.otherwise).clone())
    }

    fn open_bookmark(&mut self, start: &LineStart, fate: Fate) -> Option<u32> {
        let id = start.id.as_ref()?;
        // A name stands once: where a block is gone and is there, too, it is that one's.
        if fate == Fate::Gone && self.blocks.contains(id) {
            return None;
        }
        let name = bookmark_of(&id.0)?;
        if self.bookmarks.contains_key(&name) {
            return None;
        }
        let number = u32::try_from(self.bookmarks.len()).unwrap_or(u32::MAX);
        self.xml.empty("w:bookmarkStart", &[("w:id", &number.to_string()), ("w:name", &name)]);
        self.bookmarks.insert(name, number);
        Some(number)
    }

    fn close_bookmark(&mut self, number: Option<u32>) {
        if let Some(number) = number {
            self.xml.empty("w:bookmarkEnd", &[("w:id", &number.to_string())]);
        }
    }

    /// The next place of a conversation in this line.
    fn next_place(&self) -> Option<u32> {
        let places = self.to.talk.in_lines.get(&self.line?)?;
        places.get(self.places).map(|(offset, ..)| *offset)
    }

    /// Writes the places of conversations up to an offset.
    fn places_to(&mut self, offset: u32) {
        let talk = self.to.talk;
        let Some(places) = self.line.and_then(|line| talk.in_lines.get(&line)) else {
            return;
        };
        while let Some((_, ends, comments)) =
            places.get(self.places).filter(|(at, ..)| *at <= offset)
        {
            self.places += 1;
            if *ends {
                self.close_talk(comments);
            } else {
                self.open_talk(comments);
            }
        }
    }

    fn open_talk(&mut self, comments: &[u32]) {
        for id in comments {
            self.xml.empty("w:commentRangeStart", &[("w:id", &id.to_string())]);
        }
    }

    fn close_talk(&mut self, comments: &[u32]) {
        for id in comments {
            let id = id.to_string();
            self.xml.empty("w:commentRangeEnd", &[("w:id", &id)]);
            self.xml.open("w:r", &[]);
            self.xml.open("w:rPr", &[]);
            self.xml.empty("w:rStyle", &[("w:val", style::COMMENT_REFERENCE)]);
            self.xml.close();
            self.xml.empty("w:commentReference", &[("w:id", &id)]);
            self.xml.close();
        }
    }
}
