//! Styles and numbering: what a paragraph is, told by the name of what it is set in.

use std::collections::HashMap;

use crate::exchange::import::draft::Style;
use crate::exchange::import::styled;
use crate::exchange::import::xml::{Element, Node, Ns, Xml};
use crate::exchange::ooxml::style;
use crate::failure::Result;

/// Longest chain of styles that build on each other.
const CHAIN: usize = 20;

#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Raw>,
    /// Formats of numbers by number and level.
    lists: HashMap<(String, u8), Format>,
    default_paragraph: String,
    font: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Bullet,
    Counts,
    Nothing,
}

#[derive(Default, Clone)]
struct Raw {
    name: String,
    based_on: String,
    centred: Option<bool>,
    bold: Option<bool>,
    italic: Option<bool>,
    font: Option<String>,
    number: Option<String>,
    level: u8,
}

/// What a style makes of a paragraph.
#[derive(Default, Clone)]
pub(super) struct ParagraphStyle {
    pub(super) style: Style,
    pub(super) special: Option<Special>,
    pub(super) centred: bool,
    pub(super) font: String,
    /// Number and level of its list.
    pub(super) list: Option<(String, u8)>,
}

/// What only this program writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// Words of the program where a photo is missing.
    PhotoMissing,
    /// In a side bar.
    Box,
    /// No part of the article.
    Gap,
}

/// What a style makes of a run; `None` leaves it as it is.
#[derive(Default, Clone)]
pub(super) struct RunStyle {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) font: Option<String>,
}

pub(super) fn read(styles: Option<&str>, numbering: Option<&str>) -> Result<Styles> {
    let mut all = Styles::default();
    if let Some(text) = styles {
        all.read_styles(&mut Xml::new(text))?;
    }
    if let Some(text) = numbering {
        all.read_numbering(&mut Xml::new(text))?;
    }
    Ok(all)
}

impl Styles {
    fn read_styles(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let mut open: Option<(String, Raw)> = None;
        let mut in_defaults = false;
        loop {
            match xml.next()? {
                Node::Open(element) if element.ns == Ns::W => match element.name.as_str() {
                    "docDefaults" => in_defaults = true,
                    "style" => {
                        let id = element.get(Ns::W, "styleId").unwrap_or_default();
                        let is_default = element.get(Ns::W, "default").is_some_and(|on| is_on(&on));
                        if is_default && element.get(Ns::W, "type").as_deref() == Some("paragraph")
                        {
                            self.default_paragraph.clone_from(&id);
                        }
                        open = Some((id, Raw::default()));
                    }
                    "rFonts" if in_defaults => self.font = font(&element).unwrap_or_default(),
                    _ => {
                        if let Some((_, raw)) = &mut open {
                            raw.take(&element);
                        }
                    }
                },
                Node::Close(Ns::W, name) if name == "docDefaults" => in_defaults = false,
                Node::Close(Ns::W, name) if name == "style" => self.by_id.extend(open.take()),
                Node::End => return Ok(()),
                Node::Open(_) | Node::Close(..) | Node::Text(_) => {}
            }
        }
    }

    fn read_numbering(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let mut formats: HashMap<(String, u8), Format> = HashMap::new();
        let mut numbers: Vec<(String, String)> = Vec::new();
        let (mut abstract_id, mut number, mut level) = (String::new(), String::new(), 0);
        loop {
            match xml.next()? {
                Node::Open(element) if element.ns == Ns::W => {
                    let value = || element.get(Ns::W, "val").unwrap_or_default();
                    match element.name.as_str() {
                        "abstractNum" => {
                            abstract_id = element.get(Ns::W, "abstractNumId").unwrap_or_default();
                        }
                        "num" => number = element.get(Ns::W, "numId").unwrap_or_default(),
                        "abstractNumId" => numbers.push((number.clone(), value())),
                        "lvl" => {
                            level = element
                                .get(Ns::W, "ilvl")
                                .and_then(|level| level.parse().ok())
                                .unwrap_or(0);
                        }
                        "numFmt" => {
                            let format = match value().as_str() {
                                "bullet" => Format::Bullet,
                                "none" => Format::Nothing,
                                _ => Format::Counts,
                            };
                            formats.entry((abstract_id.clone(), level)).or_insert(format);
                        }
                        _ => {}
                    }
                }
                Node::End => break,
                Node::Open(_) | Node::Close(..) | Node::Text(_) => {}
            }
        }
        for (number, of) in numbers {
            for level in 0..9 {
                if let Some(format) = formats.get(&(of.clone(), level)) {
                    self.lists.insert((number.clone(), level), *format);
                }
            }
        }
        Ok(())
    }

    /// Whether a list counts; `None` where it is none.
    pub(super) fn list(&self, number: &str, level: u8) -> Option<bool> {
        if number == "0" {
            return None;
        }
        let format = self.lists.get(&(number.to_owned(), level)).copied();
        match format.unwrap_or(Format::Bullet) {
            Format::Bullet => Some(false),
            Format::Counts => Some(true),
            Format::Nothing => None,
        }
    }

    /// The style of a paragraph; without an id that of paragraphs that name none.
    pub(super) fn paragraph(&self, id: &str) -> ParagraphStyle {
        let id = if id.is_empty() { &self.default_paragraph } else { id };
        let chain = self.chain(id);
        let found = chain.iter().find_map(|(id, raw)| meaning(id, &raw.name));
        // A document without styles still names them.
        let (style, special) = found.or_else(|| meaning(id, id)).unwrap_or_default();
        let font = chain.iter().find_map(|(_, raw)| raw.font.clone());
        ParagraphStyle {
            style,
            special,
            centred: chain.iter().find_map(|(_, raw)| raw.centred).unwrap_or(false),
            font: font.unwrap_or_else(|| self.font.clone()),
            list: chain
                .iter()
                .find_map(|(_, raw)| raw.number.clone().map(|number| (number, raw.level))),
        }
    }

    pub(super) fn run(&self, id: &str) -> RunStyle {
        let chain = self.chain(id);
        let mut style = RunStyle {
            bold: chain.iter().find_map(|(_, raw)| raw.bold),
            italic: chain.iter().find_map(|(_, raw)| raw.italic),
            font: chain.iter().find_map(|(_, raw)| raw.font.clone()),
        };
        if id == style::CREDIT {
            // Set apart by the style alone; no mark of the text.
            (style.bold, style.italic) = (None, None);
        }
        style
    }

    fn chain(&self, id: &str) -> Vec<(&str, &Raw)> {
        let mut chain = Vec::new();
        let mut next = self.by_id.get_key_value(id);
        while let Some((id, raw)) = next {
            chain.push((id.as_str(), raw));
            if chain.len() >= CHAIN {
                break;
            }
            next = self.by_id.get_key_value(&raw.based_on);
        }
        chain
    }
}

impl Raw {
    fn take(&mut self, element: &Element<'_>) {
        let value = || element.get(Ns::W, "val");
        match element.name.as_str() {
            "name" => self.name = value().unwrap_or_default(),
            "basedOn" => self.based_on = value().unwrap_or_default(),
            "jc" => self.centred = value().map(|value| value == "center"),
            "b" => self.bold = Some(value().is_none_or(|value| is_on(&value))),
            "i" => self.italic = Some(value().is_none_or(|value| is_on(&value))),
            "rFonts" => self.font = font(element).or(self.font.take()),
            "numId" => self.number = value(),
            "ilvl" => self.level = value().and_then(|level| level.parse().ok()).unwrap_or(0),
            _ => {}
        }
    }
}

/// What a style is: by our own ids, else by its name.
fn meaning(id: &str, name: &str) -> Option<(Style, Option<Special>)> {
    let plain = |style| Some((style, None));
    match id {
        style::PHOTO_MISSING => return Some((Style::Normal, Some(Special::PhotoMissing))),
        style::GAP => return Some((Style::Normal, Some(Special::Gap))),
        style::BOX_TEXT | style::BOX_LIST_ITEM => {
            return Some((Style::Normal, Some(Special::Box)));
        }
        style::BOX_SUBHEAD => return Some((Style::Heading, Some(Special::Box))),
        style::LEAD => return plain(Style::Subtitle),
        style::SOURCE => return plain(Style::Source),
        style::BYLINE => return plain(Style::Byline),
        _ => {}
    }
    styled(name).and_then(plain)
}

/// The font of the letters that Vietnamese is written in.
pub(super) fn font(element: &Element<'_>) -> Option<String> {
    ["ascii", "hAnsi", "cs"].iter().find_map(|name| element.get(Ns::W, name))
}

pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}
