//! XMP packets: RDF in XML, of which the properties that IPTC names are read and written.

use std::fmt::Write as _;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::{Metadata, Position, STARS};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const EXIF: &str = "http://ns.adobe.com/exif/1.0/";
const AUX: &str = "http://ns.adobe.com/exif/1.0/aux/";
const EXIF_EX: &str = "http://cipa.jp/exif/1.0/";

/// Most nodes of a packet that are looked at.
const NODES: usize = 100_000;

#[derive(Default)]
pub(super) struct Xmp {
    pub(super) metadata: Metadata,
    pub(super) position: bool,
    pub(super) device: bool,
    /// It speaks of stars, if only to say that there are none.
    pub(super) rated: bool,
    latitude: String,
    longitude: String,
}

impl Xmp {
    /// Where the camera stood.
    pub(super) fn place(&self) -> Option<Position> {
        Position::new(&self.latitude, &self.longitude)
    }
}

/// A property with its values, as many as it has.
struct Property {
    namespace: String,
    name: String,
    /// How deep its element lies.
    depth: usize,
    /// Language and text of each item.
    items: Vec<(String, String)>,
    /// Text right in the property.
    text: String,
    /// Depth of the item that is being read.
    item: Option<usize>,
}

/// Reads a packet up to where it stops making sense.
pub(super) fn read(packet: &[u8]) -> Xmp {
    let mut xmp = Xmp::default();
    let Ok(text) = std::str::from_utf8(packet) else { return xmp };
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{FEFF}').trim_matches('\0'));
    let mut depth = 0;
    // Properties stand right below these; what lies deeper is a part of another one.
    let mut description = None;
    let mut property: Option<Property> = None;
    for _ in 0..NODES {
        let Ok((resolved, event)) = reader.read_resolved_event() else { break };
        let namespace = match resolved {
            ResolveResult::Bound(Namespace(name)) => name.to_owned(),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
        };
        match event {
            Event::Start(element) => {
                depth += 1;
                let name = element.local_name().into_inner();
                match &mut property {
                    None if namespace == RDF && name == "Description" => {
                        description = Some(depth);
                        attributes(&reader, &element, &mut xmp);
                    }
                    None if description == Some(depth - 1) => {
                        property = Some(Property {
                            namespace,
                            name: name.to_owned(),
                            depth,
                            items: Vec::new(),
                            text: String::new(),
                            item: None,
                        });
                    }
                    Some(open) if namespace == RDF && name == "li" && depth == open.depth + 2 => {
                        open.items.push((language(&element), String::new()));
                        open.item = Some(depth);
                    }
                    _ => {}
                }
            }
            Event::Empty(element) => {
                let name = element.local_name().into_inner();
                if property.is_none() && namespace == RDF && name == "Description" {
                    attributes(&reader, &element, &mut xmp);
                } else if property.is_none() && description == Some(depth) {
                    let resource = attribute(&reader, &element, RDF, "resource");
                    assign(&mut xmp, &namespace, name, vec![(String::new(), resource)]);
                }
            }
            Event::End(_) => {
                if let Some(open) = property.take_if(|open| open.depth == depth) {
                    let Property { namespace, name, mut items, text, .. } = open;
                    if items.is_empty() {
                        items.push((String::new(), text));
                    }
                    assign(&mut xmp, &namespace, &name, items);
                } else if let Some(open) = &mut property {
                    if open.item == Some(depth) {
                        open.item = None;
                    }
                } else if description == Some(depth) {
                    description = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) => add(&mut property, &text.xml10_content()),
            Event::CData(text) => add(&mut property, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter),
                    _ => match &*reference.xml10_content() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                if let Some(letter) = letter {
                    add(&mut property, letter.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
    xmp
}

fn add(property: &mut Option<Property>, text: &str) {
    let Some(open) = property else { return };
    if open.item.is_some() {
        if let Some((_, item)) = open.items.last_mut() {
            item.push_str(text);
        }
    } else if open.items.is_empty() {
        // Not the white space between the items of a list.
        open.text.push_str(text);
    }
}

/// Properties in their short form.
fn attributes(reader: &NsReader<&[u8]>, element: &BytesStart<'_>, xmp: &mut Xmp) {
    for attribute in element.attributes().flatten() {
        let (resolved, name) = reader.resolver().resolve_attribute(attribute.key);
        if let (ResolveResult::Bound(Namespace(namespace)), Ok(value)) =
            (resolved, attribute.normalized_value(XmlVersion::Implicit1_0))
        {
            assign(xmp, namespace, name.into_inner(), vec![(String::new(), value.into_owned())]);
        }
    }
}

fn attribute(
    reader: &NsReader<&[u8]>,
    element: &BytesStart<'_>,
    namespace: &str,
    name: &str,
) -> String {
    let wanted = element.attributes().flatten().find(|attribute| {
        let (resolved, local) = reader.resolver().resolve_attribute(attribute.key);
        local.into_inner() == name && resolved == ResolveResult::Bound(Namespace(namespace))
    });
    wanted
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
        .unwrap_or_default()
        .into_owned()
}

fn language(element: &BytesStart<'_>) -> String {
    let language = element.attributes().flatten().find(|it| it.key.as_ref() == "xml:lang");
    language
        .and_then(|it| it.normalized_value(XmlVersion::Implicit1_0).ok())
        .unwrap_or_default()
        .to_lowercase()
}

fn assign(xmp: &mut Xmp, namespace: &str, name: &str, items: Vec<(String, String)>) {
    match (namespace, name) {
        (EXIF, "GPSLatitude" | "GPSLongitude") => {
            xmp.position = true;
            let text = if name == "GPSLatitude" { &mut xmp.latitude } else { &mut xmp.longitude };
            *text = items.first().map(|(_, text)| text.trim().to_owned()).unwrap_or_default();
            return;
        }
        (AUX, "SerialNumber" | "LensSerialNumber" | "OwnerName")
        | (EXIF_EX, "BodySerialNumber" | "LensSerialNumber" | "CameraOwnerName") => {
            return xmp.device = true;
        }
        (XMP, "Rating") => {
            if let Some(stars) = items.first().and_then(|(_, text)| stars(text)) {
                xmp.rated = true;
                xmp.metadata.rating = stars;
            }
            return;
        }
        _ => {}
    }
    let metadata = &mut xmp.metadata;
    if let Some(list) = list_of(metadata, namespace, name) {
        *list = items.into_iter().map(|(_, text)| text.trim().to_owned()).collect();
    } else if let Some(text) = text_of(metadata, namespace, name) {
        // The one for everybody, else the one in Vietnamese, else the first.
        let chosen = ["x-default", "vi", "vi-vn"]
            .iter()
            .find_map(|wanted| items.iter().find(|(language, _)| language == wanted))
            .or(items.first());
        *text = chosen.map(|(_, text)| text.trim().to_owned()).unwrap_or_default();
    }
}

/// A number from -1 (rejected) to 5 by the standard, not always written as a whole one.
fn stars(text: &str) -> Option<u8> {
    let stars: f32 = text.trim().parse().ok()?;
    // Cast as it is meant: everything below nothing is nothing.
    stars.is_finite().then_some((stars.round() as u8).min(STARS))
}

fn list_of<'a>(
    metadata: &'a mut Metadata,
    namespace: &str,
    name: &str,
) -> Option<&'a mut Vec<String>> {
    Some(match (namespace, name) {
        (DC, "creator") => &mut metadata.creators,
        (DC, "subject") => &mut metadata.keywords,
        (EXT, "PersonInImage") => &mut metadata.people,
        _ => return None,
    })
}

fn text_of<'a>(metadata: &'a mut Metadata, namespace: &str, name: &str) -> Option<&'a mut String> {
    Some(match (namespace, name) {
        (PHOTOSHOP, "Headline") => &mut metadata.headline,
        (DC, "description") => &mut metadata.caption,
        (PHOTOSHOP, "Credit") => &mut metadata.credit,
        (PHOTOSHOP, "Source") => &mut metadata.source,
        (DC, "rights") => &mut metadata.copyright,
        (RIGHTS, "UsageTerms") => &mut metadata.usage_terms,
        (PHOTOSHOP, "DateCreated") => &mut metadata.created,
        (CORE, "Location") => &mut metadata.sublocation,
        (PHOTOSHOP, "City") => &mut metadata.city,
        (PHOTOSHOP, "State") => &mut metadata.province,
        (PHOTOSHOP, "Country") => &mut metadata.country,
        (CORE, "CountryCode") => &mut metadata.country_code,
        (PHOTOSHOP, "Instructions") => &mut metadata.instructions,
        (CORE, "AltTextAccessibility") => &mut metadata.alt,
        (CORE, "ExtDescrAccessibility") => &mut metadata.extended_description,
        (EXT, "DigitalSourceType") => &mut metadata.digital_source_type,
        _ => return None,
    })
}

/// What a segment has room for, in bytes of words besides the frame around them. Where they are
/// more, those that come last in the packet are cut or left out; no caption comes near.
const WORDS_LIMIT: usize = 40_000;

/// A packet with what is given, in one order.
pub(super) fn packet(metadata: &Metadata, position: Option<&Position>) -> String {
    let mut left = WORDS_LIMIT;
    let mut out = String::from(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\"",
    );
    for (prefix, namespace) in [
        ("dc", DC),
        ("photoshop", PHOTOSHOP),
        ("xmpRights", RIGHTS),
        ("Iptc4xmpCore", CORE),
        ("Iptc4xmpExt", EXT),
    ] {
        let _ = write!(out, "\n xmlns:{prefix}=\"{namespace}\"");
    }
    if position.is_some() {
        let _ = write!(out, "\n xmlns:exif=\"{EXIF}\"");
    }
    if metadata.rating > 0 {
        let _ = write!(out, "\n xmlns:xmp=\"{XMP}\"");
    }
    out.push_str(">\n");
    let mut text = |out: &mut String, name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "<{name}>{}</{name}>", escaped(value, &mut left));
        }
    };
    if let Some(position) = position {
        text(&mut out, "exif:GPSLatitude", &position.latitude);
        text(&mut out, "exif:GPSLongitude", &position.longitude);
    }
    if metadata.rating > 0 {
        text(&mut out, "xmp:Rating", &metadata.rating.to_string());
    }
    text(&mut out, "photoshop:Headline", &metadata.headline);
    text(&mut out, "photoshop:Credit", &metadata.credit);
    text(&mut out, "photoshop:Source", &metadata.source);
    text(&mut out, "photoshop:DateCreated", &metadata.created);
    text(&mut out, "photoshop:City", &metadata.city);
    text(&mut out, "photoshop:State", &metadata.province);
    text(&mut out, "photoshop:Country", &metadata.country);
    text(&mut out, "photoshop:Instructions", &metadata.instructions);
    text(&mut out, "Iptc4xmpCore:Location", &metadata.sublocation);
    text(&mut out, "Iptc4xmpCore:CountryCode", &metadata.country_code);
    text(&mut out, "Iptc4xmpExt:DigitalSourceType", &metadata.digital_source_type);
    let mut items = |out: &mut String, name: &str, kind: &str, attribute: &str, all: &[&str]| {
        let all: Vec<&&str> = all.iter().filter(|text| !text.is_empty()).collect();
        if all.is_empty() {
            return;
        }
        let _ = write!(out, "<{name}><rdf:{kind}>");
        for each in all {
            let _ = write!(out, "<rdf:li{attribute}>{}</rdf:li>", escaped(each, &mut left));
        }
        let _ = writeln!(out, "</rdf:{kind}></{name}>");
    };
    let one = " xml:lang=\"x-default\"";
    items(&mut out, "dc:description", "Alt", one, &[&metadata.caption]);
    items(&mut out, "dc:rights", "Alt", one, &[&metadata.copyright]);
    items(&mut out, "xmpRights:UsageTerms", "Alt", one, &[&metadata.usage_terms]);
    items(&mut out, "Iptc4xmpCore:AltTextAccessibility", "Alt", one, &[&metadata.alt]);
    let long = &[metadata.extended_description.as_str()];
    items(&mut out, "Iptc4xmpCore:ExtDescrAccessibility", "Alt", one, long);
    items(&mut out, "dc:creator", "Seq", "", &refs(&metadata.creators));
    items(&mut out, "dc:subject", "Bag", "", &refs(&metadata.keywords));
    items(&mut out, "Iptc4xmpExt:PersonInImage", "Bag", "", &refs(&metadata.people));
    out.push_str("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    out
}

/// Text as XML, as far as there is room `left` for it.
fn escaped(text: &str, left: &mut usize) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let before = out.len();
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push('\n'),
            // XML has no form for these.
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
        if out.len() > *left {
            out.truncate(before);
            break;
        }
    }
    *left -= out.len();
    out
}

fn refs(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}
