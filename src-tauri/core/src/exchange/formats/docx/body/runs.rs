//! Runs of words and pictures within a paragraph.

use super::Pen;
use crate::article::{Mark, is_safe_link};
use crate::compare::tokens::len_utf16;
use crate::compare::weave::Fate;
use crate::exchange::formats::docx::flow::{Lot, Piece};
use crate::exchange::ooxml::{ns, style};
use crate::language::normal::one_line;

/// Width of the text on a page in English Metric Units, of which a point has 12,700.
const PICTURE_WIDTH: u64 = 5_759_450;
/// So that a picture stands on one page with its caption.
const PICTURE_HEIGHT: u64 = 7_200_000;
/// Of a picture that is shown dot for dot.
const UNITS_PER_PIXEL: u64 = 9_525;

impl Pen<'_> {
    pub(super) fn words(&mut self, words: &[Piece]) {
        for word in words {
            if word.lot.fate == Fate::Gone {
                self.piece(word, &word.text);
                continue;
            }
            let mut rest = &*word.text;
            while !rest.is_empty() {
                self.places_to(self.offset);
                let end = self
                    .next_place()
                    .map_or(rest.len(), |place| cut_at(rest, place.saturating_sub(self.offset)));
                let (text, after) = rest.split_at(if end == 0 { rest.len() } else { end });
                self.piece(word, text);
                self.offset += len_utf16(text);
                rest = after;
            }
        }
    }

    fn piece(&mut self, word: &Piece, text: &str) {
        let href = word.marks.iter().find_map(|mark| match mark {
            Mark::Link { href } if is_safe_link(href) => Some(href),
            Mark::Link { .. } | Mark::Em | Mark::Strong | Mark::Sub | Mark::Sup => None,
        });
        if let Some(href) = href {
            let address = address(href);
            let place = self.links.iter().position(|link| *link == address);
            let place = place.unwrap_or_else(|| {
                self.links.push(address);
                self.links.len() - 1
            });
            let id = format!("rLink{}", place + 1);
            self.xml.open("w:hyperlink", &[("r:id", &id), ("w:history", "1")]);
        }
        let character_style = href.map(|_| style::HYPERLINK);
        let before = word.before.as_deref().map(|before| (before, word.lot));
        self.tracked(word.lot, |pen| {
            pen.run(text, character_style, &word.marks, before, word.lot.fate);
        });
        if href.is_some() {
            self.xml.close();
        }
    }

    /// A run that is as it was, was made or is gone.
    pub(super) fn tracked(&mut self, lot: Lot, write: impl FnOnce(&mut Self)) {
        match lot.fate {
            Fate::Kept => return write(self),
            Fate::Made => self.open_change("w:ins", lot),
            Fate::Gone => self.open_change("w:del", lot),
        }
        write(self);
        self.xml.close();
    }

    pub(super) fn run(
        &mut self,
        text: &str,
        character_style: Option<&str>,
        marks: &[Mark],
        before: Option<(&[Mark], Lot)>,
        fate: Fate,
    ) {
        self.xml.open("w:r", &[]);
        if character_style.is_some() || !marks.is_empty() || before.is_some() {
            self.xml.open("w:rPr", &[]);
            self.run_properties(character_style, marks);
            if let Some((before, lot)) = before {
                self.open_change("w:rPrChange", lot);
                self.xml.open("w:rPr", &[]);
                self.run_properties(character_style, before);
                self.xml.close();
                self.xml.close();
            }
            self.xml.close();
        }
        let name = if fate == Fate::Gone { "w:delText" } else { "w:t" };
        self.xml.leaf(name, &[("xml:space", "preserve")], text);
        self.xml.close();
    }

    /// In the order of the schema.
    fn run_properties(&mut self, character_style: Option<&str>, marks: &[Mark]) {
        if let Some(style) = character_style {
            self.xml.empty("w:rStyle", &[("w:val", style)]);
        }
        for (mark, names) in [(Mark::Strong, ["w:b", "w:bCs"]), (Mark::Em, ["w:i", "w:iCs"])] {
            if marks.contains(&mark) {
                names.iter().for_each(|name| self.xml.empty(name, &[]));
            }
        }
        for (mark, value) in [(Mark::Sub, "subscript"), (Mark::Sup, "superscript")] {
            if marks.contains(&mark) {
                self.xml.empty("w:vertAlign", &[("w:val", value)]);
            }
        }
    }

    pub(super) fn own_words(&mut self, text: &str) {
        self.own_words_as(text, Fate::Kept);
    }

    pub(super) fn own_words_as(&mut self, text: &str, fate: Fate) {
        self.run(text, None, &[], None, fate);
    }

    /// Nothing where there is no such picture.
    pub(super) fn picture(&mut self, key: &str, alt: &str, lot: Lot) {
        let Some(picture) = self.to.made.get(key) else { return };
        let next = self.pictures.len() + 1;
        let number = *self.pictures.entry(key.to_owned()).or_insert(next);
        self.drawings += 1;
        let id = self.drawings.to_string();
        let (width, height) = size(picture.width, picture.height);
        let (cx, cy) = (width.to_string(), height.to_string());
        let name = format!("{} {id}", self.to.issue.words.photo);
        let alt = one_line(alt);
        self.tracked(lot, |pen| {
            let xml = &mut pen.xml;
            let depth = xml.depth();
            xml.open("w:r", &[]);
            xml.open("w:drawing", &[]);
            let none = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
            xml.open("wp:inline", &none);
            xml.empty("wp:extent", &[("cx", &cx), ("cy", &cy)]);
            xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", &alt)]);
            xml.open("wp:cNvGraphicFramePr", &[]);
            xml.empty("a:graphicFrameLocks", &[("noChangeAspect", "1")]);
            xml.close();
            xml.open("a:graphic", &[]);
            xml.open("a:graphicData", &[("uri", ns::PIC)]);
            xml.open("pic:pic", &[]);
            xml.open("pic:nvPicPr", &[]);
            xml.empty("pic:cNvPr", &[("id", &id), ("name", &name), ("descr", &alt)]);
            xml.empty("pic:cNvPicPr", &[]);
            xml.close();
            xml.open("pic:blipFill", &[]);
            xml.empty("a:blip", &[("r:embed", &format!("rPicture{number}"))]);
            xml.open("a:stretch", &[]);
            xml.empty("a:fillRect", &[]);
            xml.close();
            xml.close();
            xml.open("pic:spPr", &[]);
            xml.open("a:xfrm", &[]);
            xml.empty("a:off", &[("x", "0"), ("y", "0")]);
            xml.empty("a:ext", &[("cx", &cx), ("cy", &cy)]);
            xml.close();
            xml.open("a:prstGeom", &[("prst", "rect")]);
            xml.empty("a:avLst", &[]);
            xml.close_to(depth);
        });
    }
}

/// As large as it fits on a page, never larger than dot for dot.
fn size(width: u32, height: u32) -> (u64, u64) {
    let (width, height) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (mut w, mut h) = (width * UNITS_PER_PIXEL, height * UNITS_PER_PIXEL);
    if w > PICTURE_WIDTH {
        (w, h) = (PICTURE_WIDTH, PICTURE_WIDTH * height / width);
    }
    if h > PICTURE_HEIGHT {
        (w, h) = (PICTURE_HEIGHT * width / height, PICTURE_HEIGHT);
    }
    (w.max(1), h.max(1))
}

/// The byte at which `units` UTF-16 code units of a text end, or the next one that begins a letter.
fn cut_at(text: &str, units: u32) -> usize {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen >= units as usize {
            return at;
        }
        seen += c.len_utf16();
    }
    text.len()
}

/// An address of nothing but letters that an address may have: a word processor refuses the whole
/// file for one that has others.
fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    let bytes = href.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let escaped = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let stands = match byte {
            b'%' => escaped(at + 1) && escaped(at + 2),
            b'[' | b']' => false,
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte),
        };
        // A second `#` begins nothing.
        let stands = stands && !(byte == b'#' && href[..at].contains('#'));
        if stands {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
