//! XML of documents: elements by namespace, without document types and within limits.

use encoding_rs::{UTF_16BE, UTF_16LE};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::flaw::{damaged, refused};
use crate::failure::Result;

/// Deepest nesting. A table in a text box in a table in a document comes to some forty.
const DEPTH_LIMIT: usize = 250;

/// The vocabularies that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ns {
    None,
    /// Word's text.
    W,
    W14,
    W15,
    /// Relationships named in a document.
    R,
    /// The file of relationships.
    Rels,
    /// Drawings.
    A,
    /// Drawings in Word's text.
    Wp,
    /// Old drawings.
    V,
    O,
    /// Parts for programs of several ages.
    Mc,
    /// Formulas.
    M,
    /// OpenDocument.
    Office,
    Text,
    Table,
    Draw,
    Style,
    Fo,
    Svg,
    XLink,
    Dc,
    /// WordPress: what RSS does not have.
    Wordpress,
    Content,
    Excerpt,
    Other,
}

fn known(uri: &str) -> Ns {
    const WORD: &str = "http://schemas.microsoft.com/office/word/";
    const ODF: &str = "urn:oasis:names:tc:opendocument:xmlns:";
    const XSL: &str = "-compatible:1.0";
    if let Some(rest) = uri.strip_prefix(ODF) {
        return match rest.strip_suffix(XSL).or_else(|| rest.strip_suffix(":1.0")) {
            Some("office") => Ns::Office,
            Some("text") => Ns::Text,
            Some("table") => Ns::Table,
            Some("drawing") => Ns::Draw,
            Some("style") => Ns::Style,
            Some("xsl-fo") => Ns::Fo,
            Some("svg") => Ns::Svg,
            _ => Ns::Other,
        };
    }
    if let Some(rest) = uri.strip_prefix(WORD) {
        return match rest {
            "2010/wordml" => Ns::W14,
            "2012/wordml" => Ns::W15,
            _ => Ns::Other,
        };
    }
    if uri.starts_with("http://wordpress.org/export/") {
        return if uri.contains("excerpt") { Ns::Excerpt } else { Ns::Wordpress };
    }
    match uri {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::W,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Ns::R,
        "http://schemas.openxmlformats.org/package/2006/relationships" => Ns::Rels,
        "http://schemas.openxmlformats.org/drawingml/2006/main"
        | "http://purl.oclc.org/ooxml/drawingml/main" => Ns::A,
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
        | "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" => Ns::Wp,
        "urn:schemas-microsoft-com:vml" => Ns::V,
        "urn:schemas-microsoft-com:office:office" => Ns::O,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Mc,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::M,
        "http://www.w3.org/1999/xlink" => Ns::XLink,
        "http://purl.org/dc/elements/1.1/" => Ns::Dc,
        "http://purl.org/rss/1.0/modules/content/" => Ns::Content,
        _ => Ns::Other,
    }
}

/// What comes next.
pub(super) enum Node<'a> {
    Open(Element<'a>),
    Close(Ns, String),
    Text(String),
    End,
}

/// The beginning of an element.
pub(super) struct Element<'a> {
    pub(super) ns: Ns,
    pub(super) name: String,
    start: BytesStart<'a>,
    /// Namespaces of its attributes, in their order.
    attributes: Vec<Ns>,
}

impl Element<'_> {
    pub(super) fn is(&self, ns: Ns, name: &str) -> bool {
        self.ns == ns && self.name == name
    }

    /// The value of an attribute.
    pub(super) fn get(&self, ns: Ns, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut both = attributes.with_checks(false).flatten().zip(&self.attributes);
        both.find_map(|(attribute, of)| {
            let fits = *of == ns && attribute.key.local_name().as_ref() == name;
            fits.then(|| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
                .flatten()
                .map(std::borrow::Cow::into_owned)
        })
    }
}

pub(super) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// # Errors
    /// `FileDamaged` for what is no XML or breaks off; `FileRefused` for a document type (it could
    /// name other files, or grow without end) and for nesting that nobody writes.
    pub(super) fn next(&mut self) -> Result<Node<'a>> {
        loop {
            let (resolved, event) = self
                .reader
                .read_resolved_event()
                .map_err(|error| damaged(format!("XML: {error}")))?;
            let ns = namespace(&resolved);
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH_LIMIT {
                        return Err(refused("elements nested too deep"));
                    }
                    let name = start.local_name().as_ref().to_owned();
                    let resolver = self.reader.resolver();
                    let attributes = start
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .map(|attribute| namespace(&resolver.resolve_attribute(attribute.key).0))
                        .collect();
                    return Ok(Node::Open(Element { ns, name, start, attributes }));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close(ns, end.local_name().as_ref().to_owned()));
                }
                Event::Text(text) => return Ok(Node::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Ok(Node::Text(text.xml10_content().into_owned())),
                Event::GeneralRef(reference) => {
                    let letter = match reference.resolve_char_ref() {
                        Ok(Some(letter)) => letter,
                        _ => match &*reference.xml10_content() {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "apos" => '\'',
                            _ => return Err(refused("an entity of its own")),
                        },
                    };
                    return Ok(Node::Text(letter.to_string()));
                }
                Event::DocType(_) => return Err(refused("a document type")),
                Event::Eof if self.depth > 0 => return Err(damaged("XML that breaks off")),
                Event::Eof => return Ok(Node::End),
                Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            }
        }
    }

    /// Passes over the rest of the element that was opened last.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn skip(&mut self) -> Result<()> {
        let until = self.depth.saturating_sub(1);
        while self.depth > until {
            if matches!(self.next()?, Node::End) {
                break;
            }
        }
        Ok(())
    }

    /// The text in the element that was opened last, whatever stands around it.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub(super) fn text(&mut self) -> Result<String> {
        let until = self.depth.saturating_sub(1);
        let mut all = String::new();
        while self.depth > until {
            match self.next()? {
                Node::Text(text) => all.push_str(&text),
                Node::End => break,
                Node::Open(_) | Node::Close(..) => {}
            }
        }
        Ok(all)
    }
}

fn namespace(resolved: &ResolveResult<'_>) -> Ns {
    match resolved {
        ResolveResult::Bound(Namespace(uri)) => known(uri),
        ResolveResult::Unbound => Ns::None,
        ResolveResult::Unknown(_) => Ns::Other,
    }
}

/// A part as text: UTF-8, or UTF-16 as its mark says.
///
/// # Errors
/// `FileDamaged` where it is neither.
pub(super) fn text_of(bytes: Vec<u8>) -> Result<String> {
    let utf_16 = match &bytes[..] {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = utf_16 {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[2..]);
        return text.map(std::borrow::Cow::into_owned).ok_or_else(|| damaged("broken UTF-16"));
    }
    String::from_utf8(bytes).map_err(|_| damaged("a part that is no UTF-8"))
}
