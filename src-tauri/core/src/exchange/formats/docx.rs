//! Word documents (Office Open XML, transitional), as offices and printers exchange them.
//!
//! Two of them: the text as it is, and the text with what was changed since the review began and
//! what was said about it. The second reads, with all changes rejected, as the text of the base;
//! with all accepted, as the text of the revision. Blocks carry bookmarks (see
//! [`bookmark_of`](crate::exchange::ooxml::bookmark_of)) by which they are known when the file
//! comes back. Boxes are paragraphs of styles of their own; photo groups are photos in a row.

mod body;
mod flow;
mod talk;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Write};

use zip::ZipWriter;

use crate::article::BylineRole;
use crate::compare::{Change, Content, compare};
use crate::discuss::Thread;
use crate::exchange::bundle::Edition;
use crate::exchange::issue::{GENERATOR, Issue, given};
use crate::exchange::ooxml::{ORIGIN, content, ns, origin_of, part, rel};
use crate::exchange::stored;
use crate::exchange::xml::Xml;
use crate::photo::PhotoKind;
use crate::time::ZoneMinutes;

use body::{Body, Writer};
use flow::Part;
use talk::Talk;

const STYLES: &str = include_str!("docx/styles.xml");
/// Quality of a picture that has to be made a JPEG.
const QUALITY: u8 = 85;

/// What was changed in a text and said about it.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// What the changes are counted from; `None` where nothing has been set, and none are shown.
    pub base: Option<Content>,
    /// The changes between the base and the revision, with their authors.
    pub changes: Vec<Change>,
    /// The conversations, with their anchors in the revision.
    pub threads: Vec<Thread>,
}

/// Who changed something, and when in UTC.
#[derive(Debug, Clone)]
struct Author {
    name: String,
    date: String,
}

/// A picture that a word processor can show.
struct Picture<'a> {
    kind: PhotoKind,
    width: u32,
    height: u32,
    bytes: Cow<'a, [u8]>,
}

/// The text as it is.
pub(super) fn clean(issue: &Issue<'_>) -> zip::result::ZipResult<Vec<u8>> {
    file(issue, &flow::plain(issue.document()), &[], &Talk::default(), false)
}

/// The text with its changes and conversations; without any where nothing is known of a review.
pub(super) fn reviewed(issue: &Issue<'_>) -> zip::result::ZipResult<Vec<u8>> {
    let nothing = Review::default();
    let review = issue.edition.review.unwrap_or(&nothing);
    let talk = Talk::of(&review.threads, issue.document(), issue.words);
    let otherwise = otherwise(issue);
    let (parts, authors) = match &review.base {
        None => (flow::plain(issue.document()), Vec::new()),
        Some(base) => {
            let document = issue.document().clone();
            let text = Content { document, fields: base.fields.clone() };
            let comparison = compare(base, &text);
            let known: HashMap<_, _> =
                review.changes.iter().map(|change| (&change.id, change)).collect();
            let author = |change: &Change| {
                let known = known.get(&change.id);
                let name = known.and_then(|known| given(known.by.as_deref()?));
                let at = known.and_then(|known| known.by_at);
                Author {
                    name: name.unwrap_or_else(|| otherwise.name.clone()),
                    date: at.map_or_else(|| otherwise.date.clone(), |at| at.rfc3339(UTC)),
                }
            };
            let authors = comparison.changes().iter().map(author).collect();
            (flow::changed(&comparison), authors)
        }
    };
    file(issue, &parts, &authors, &talk, true)
}

/// Word writes the time of its own place and calls it UTC; what is UTC is at least right somewhere.
const UTC: ZoneMinutes = ZoneMinutes(0);

fn otherwise(issue: &Issue<'_>) -> Author {
    let name = given(issue.edition.newsroom).unwrap_or_else(|| GENERATOR.to_owned());
    Author { name, date: issue.edition.dated.rfc3339(UTC) }
}

fn file(
    issue: &Issue<'_>,
    parts: &[Part],
    authors: &[Author],
    talk: &Talk,
    reviewed: bool,
) -> zip::result::ZipResult<Vec<u8>> {
    let pictures = pictures(issue);
    let otherwise = otherwise(issue);
    let made = &pictures;
    let writer = Writer { issue, made, authors, otherwise: &otherwise, talk, reviewed };
    let Body { xml: document, links, pictures: shown, ordered_lists } = writer.write(parts);
    let mut shown: Vec<(usize, &Picture<'_>)> =
        shown.iter().filter_map(|(key, number)| Some((*number, pictures.get(key)?))).collect();
    shown.sort_unstable_by_key(|(number, _)| *number);
    let media: Vec<(String, &Picture<'_>)> = shown
        .into_iter()
        .map(|(number, it)| (format!("{}/image{number}.{}", part::MEDIA, it.kind.ending()), it))
        .collect();

    let mut package = Package::new();
    package.put(part::CONTENT_TYPES, &content_types(!talk.is_empty()))?;
    let whole = [
        ("rId1".to_owned(), rel::DOCUMENT, part::DOCUMENT.to_owned()),
        ("rId2".to_owned(), rel::CORE, part::CORE.to_owned()),
        ("rId3".to_owned(), rel::CUSTOM, part::CUSTOM.to_owned()),
    ];
    package.put(part::RELATIONSHIPS, &relationships(&whole))?;
    package.put(part::CORE, &core(issue))?;
    package.put(part::CUSTOM, &custom(issue))?;
    package.put(part::DOCUMENT, &document)?;
    let mut related = vec![
        ("rId1".to_owned(), rel::STYLES, part::STYLES),
        ("rId2".to_owned(), rel::NUMBERING, part::NUMBERING),
        ("rId3".to_owned(), rel::SETTINGS, part::SETTINGS),
    ];
    if !talk.is_empty() {
        related.push(("rId4".to_owned(), rel::COMMENTS, part::COMMENTS));
        related.push(("rId5".to_owned(), rel::COMMENTS_EXTENDED, part::COMMENTS_EXTENDED));
    }
    let beside = |path: &str| path.trim_start_matches("word/").to_owned();
    let mut related: Vec<(String, &str, String)> =
        related.into_iter().map(|(id, kind, path)| (id, kind, beside(path))).collect();
    for (at, (path, _)) in media.iter().enumerate() {
        related.push((format!("rPicture{}", at + 1), rel::IMAGE, path.clone()));
    }
    for (at, link) in links.into_iter().enumerate() {
        related.push((format!("rLink{}", at + 1), rel::HYPERLINK, link));
    }
    package.put(part::DOCUMENT_RELATIONSHIPS, &relationships(&related))?;
    package.put(part::STYLES, &STYLES.replace("{language}", &language(issue)))?;
    package.put(part::NUMBERING, &numbering(ordered_lists))?;
    package.put(part::SETTINGS, &settings(reviewed))?;
    if !talk.is_empty() {
        package.put(part::COMMENTS, &talk.comments())?;
        package.put(part::COMMENTS_EXTENDED, &talk.extended())?;
    }
    for (path, picture) in media {
        package.put_bytes(&format!("word/{path}"), &picture.bytes)?;
    }
    package.finish()
}

/// Every picture in a form that word processors know, by what it is of.
fn pictures<'a>(issue: &'a Issue<'_>) -> BTreeMap<String, Picture<'a>> {
    let known = |kind| matches!(kind, PhotoKind::Jpeg | PhotoKind::Png);
    let mut pictures = BTreeMap::new();
    for picture in issue.media.pictures() {
        let shown = picture.shown();
        let (kind, bytes) = if known(shown.kind) {
            (shown.kind, Cow::Borrowed(&*shown.bytes))
        } else {
            let Some(bytes) = jpeg(&shown.bytes) else { continue };
            (PhotoKind::Jpeg, Cow::Owned(bytes))
        };
        let key = format!("{}/{}", picture.original, picture.edits);
        pictures.insert(key, Picture { kind, width: shown.width, height: shown.height, bytes });
    }
    pictures
}

/// A picture that the program has made itself, as a JPEG.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let picture = image::load_from_memory(bytes).ok()?.into_rgb8();
    let (width, height) = (u16::try_from(picture.width()), u16::try_from(picture.height()));
    let mut out = Vec::new();
    jpeg_encoder::Encoder::new(&mut out, QUALITY)
        .encode(picture.as_raw(), width.ok()?, height.ok()?, jpeg_encoder::ColorType::Rgb)
        .ok()?;
    Some(out)
}

/// Word wants a country with the language.
fn language(issue: &Issue<'_>) -> String {
    let language = issue.language();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    match language.to_ascii_lowercase().as_str() {
        "vi" => "vi-VN".to_owned(),
        "en" => "en-US".to_owned(),
        _ => language.chars().filter(|c| plain(*c)).collect(),
    }
}

fn content_types(talk: bool) -> String {
    let mut xml = Xml::new();
    xml.open("Types", &[("xmlns", ns::CONTENT_TYPES)]);
    for (ending, kind) in [
        ("rels", content::RELATIONSHIPS),
        ("xml", "application/xml"),
        ("jpg", PhotoKind::Jpeg.media_type()),
        ("png", PhotoKind::Png.media_type()),
    ] {
        xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    let mut parts = vec![
        (part::CORE, content::CORE),
        (part::CUSTOM, content::CUSTOM),
        (part::DOCUMENT, content::DOCUMENT),
        (part::STYLES, content::STYLES),
        (part::NUMBERING, content::NUMBERING),
        (part::SETTINGS, content::SETTINGS),
    ];
    if talk {
        parts.push((part::COMMENTS, content::COMMENTS));
        parts.push((part::COMMENTS_EXTENDED, content::COMMENTS_EXTENDED));
    }
    for (path, kind) in parts {
        xml.empty("Override", &[("PartName", &format!("/{path}")), ("ContentType", kind)]);
    }
    xml.finish()
}

fn relationships(all: &[(String, &str, String)]) -> String {
    let mut xml = Xml::new();
    xml.open("Relationships", &[("xmlns", ns::RELATIONSHIPS)]);
    for (id, kind, target) in all {
        let mut attributes = vec![("Id", &**id), ("Type", *kind), ("Target", &**target)];
        if *kind == rel::HYPERLINK {
            attributes.push(("TargetMode", "External"));
        }
        xml.empty("Relationship", &attributes);
    }
    xml.finish()
}

/// Whose it is, and when the revision was made: nothing of the machine.
fn core(issue: &Issue<'_>) -> String {
    let mut xml = Xml::new();
    xml.open(
        "cp:coreProperties",
        &[
            ("xmlns:cp", ns::CORE),
            ("xmlns:dc", ns::DC),
            ("xmlns:dcterms", ns::DCTERMS),
            ("xmlns:xsi", ns::XSI),
        ],
    );
    xml.leaf("dc:title", &[], &issue.title());
    let newsroom = otherwise(issue).name;
    let authors = issue.names(BylineRole::Text).join("; ");
    xml.leaf("dc:creator", &[], if authors.is_empty() { &newsroom } else { &authors });
    if let Some(section) = given(&issue.fields().section) {
        xml.leaf("cp:category", &[], &section);
    }
    if !issue.tags().is_empty() {
        xml.leaf("cp:keywords", &[], &issue.tags().join("; "));
    }
    xml.leaf("dc:identifier", &[], &issue.uri());
    xml.leaf("dc:language", &[], issue.language());
    xml.leaf("cp:lastModifiedBy", &[], &newsroom);
    xml.leaf("cp:revision", &[], &issue.edition.version.to_string());
    let time = [("xsi:type", "dcterms:W3CDTF")];
    xml.leaf("dcterms:created", &time, &issue.edition.created_at.rfc3339(UTC));
    xml.leaf("dcterms:modified", &time, &issue.edition.dated.rfc3339(UTC));
    xml.finish()
}

/// By which the file is known when it comes back. Word and LibreOffice keep it; the identifier among
/// the core properties they do not.
fn custom(issue: &Issue<'_>) -> String {
    /// Says that a property is somebody's own, the same in every document.
    const OWN: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";
    let mut xml = Xml::new();
    xml.open("Properties", &[("xmlns", ns::CUSTOM), ("xmlns:vt", ns::VT)]);
    // Numbers below 2 are the format's own.
    xml.open("property", &[("fmtid", OWN), ("pid", "2"), ("name", ORIGIN)]);
    let Edition { article, revision, .. } = issue.edition;
    xml.leaf("vt:lpwstr", &[], &origin_of(&article.0, revision));
    xml.finish()
}

fn settings(reviewed: bool) -> String {
    let mut xml = Xml::new();
    xml.open("w:settings", &[("xmlns:w", ns::W)]);
    if reviewed {
        // Whoever goes on working on it should not have to think of it.
        xml.empty("w:trackRevisions", &[]);
    }
    xml.empty("w:defaultTabStop", &[("w:val", "709")]);
    xml.open("w:compat", &[]);
    xml.empty(
        "w:compatSetting",
        &[
            ("w:name", "compatibilityMode"),
            ("w:uri", "http://schemas.microsoft.com/office/word"),
            ("w:val", "15"),
        ],
    );
    xml.finish()
}

/// Number 1 is for lists with dots; each numbered list counts for itself.
fn numbering(ordered_lists: usize) -> String {
    let mut xml = Xml::new();
    xml.open("w:numbering", &[("xmlns:w", ns::W)]);
    for (id, format, text) in [("0", "bullet", "•"), ("1", "decimal", "%1.")] {
        xml.open("w:abstractNum", &[("w:abstractNumId", id)]);
        xml.empty("w:multiLevelType", &[("w:val", "singleLevel")]);
        xml.open("w:lvl", &[("w:ilvl", "0")]);
        xml.empty("w:start", &[("w:val", "1")]);
        xml.empty("w:numFmt", &[("w:val", format)]);
        xml.empty("w:lvlText", &[("w:val", text)]);
        xml.empty("w:lvlJc", &[("w:val", "left")]);
        xml.open("w:pPr", &[]);
        xml.empty("w:ind", &[("w:left", "720"), ("w:hanging", "360")]);
        xml.close_to(1);
    }
    for number in 1..=ordered_lists + 1 {
        xml.open("w:num", &[("w:numId", &number.to_string())]);
        xml.empty("w:abstractNumId", &[("w:val", if number == 1 { "0" } else { "1" })]);
        if number > 1 {
            xml.open("w:lvlOverride", &[("w:ilvl", "0")]);
            xml.empty("w:startOverride", &[("w:val", "1")]);
            xml.close();
        }
        xml.close();
    }
    xml.finish()
}

/// A zip that is the same each time.
struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())) }
    }

    fn put(&mut self, path: &str, text: &str) -> zip::result::ZipResult<()> {
        self.put_bytes(path, text.as_bytes())
    }

    fn put_bytes(&mut self, path: &str, bytes: &[u8]) -> zip::result::ZipResult<()> {
        self.zip.start_file(path, stored::entry())?;
        self.zip.write_all(bytes)?;
        Ok(())
    }

    fn finish(self) -> zip::result::ZipResult<Vec<u8>> {
        Ok(self.zip.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests;
