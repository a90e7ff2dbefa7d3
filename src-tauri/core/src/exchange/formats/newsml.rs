//! NewsML-G2 2.35: one message with the text, as NITF, and one item for each photo.
//!
//! The files of the photos are named by their paths in the bundle, with their SHA-256.

use super::nitf;
use crate::article::{BylineRole, Photo, text_of};
use crate::exchange::issue::media::Picture;
use crate::exchange::issue::{GENERATOR, Issue, given};
use crate::exchange::xml::Xml;

const NAMESPACE: &str = "http://iptc.org/std/nar/2006-10-01/";
/// Says what the prefixes of the codes mean.
const CATALOG: &str = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_32.xml";
/// The W3C's name of the sum.
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// `article.newsml-g2.xml`.
pub(super) fn item(issue: &Issue<'_>) -> String {
    let mut xml = Xml::new();
    xml.open("newsMessage", &[("xmlns", NAMESPACE)]);
    xml.open("header", &[]);
    xml.leaf("sent", &[], &issue.dated());
    xml.empty("catalogRef", &[("href", CATALOG)]);
    if let Some(newsroom) = given(issue.edition.newsroom) {
        xml.leaf("sender", &[], &newsroom);
    }
    if (1..=9).contains(&issue.fields().priority) {
        xml.leaf("priority", &[], &issue.fields().priority.to_string());
    }
    xml.close();
    xml.open("itemSet", &[]);
    xml.line();
    text(&mut xml, issue);
    // Two uses of a photo with the same edits are one picture, as in the bundle.
    let mut told: Vec<String> = Vec::new();
    for (photo, made) in issue.pictures() {
        let guid = guid(made);
        if !told.contains(&guid) {
            picture(&mut xml, issue, photo, made, &guid);
            told.push(guid);
        }
    }
    xml.finish()
}

fn text(xml: &mut Xml, issue: &Issue<'_>) {
    let fields = issue.fields();
    open_item(xml, issue, &issue.uri());
    item_meta(xml, issue, "ninat:text");
    xml.leaf("title", &[], &issue.title());
    if let Some(note) = given(&fields.note_to_receiver) {
        xml.leaf("edNote", &[], &note);
    }
    let mut linked: Vec<String> = Vec::new();
    for (_, made) in issue.pictures() {
        let guid = guid(made);
        if !linked.contains(&guid) {
            xml.empty("link", &[("rel", "irel:seeAlso"), ("residref", &guid)]);
            linked.push(guid);
        }
    }
    xml.close();
    xml.line();
    xml.open("contentMeta", &[]);
    if (1..=9).contains(&fields.priority) {
        xml.leaf("urgency", &[], &fields.priority.to_string());
    }
    xml.leaf("contentCreated", &[], &issue.created_at());
    xml.leaf("contentModified", &[], &issue.dated());
    if let Some(place) = given(&fields.event_place) {
        named(xml, "located", &[], &place);
    }
    if let Some(source) = given(&fields.source) {
        named(xml, "infoSource", &[], &source);
    }
    for name in issue.names(BylineRole::Text) {
        named(xml, "creator", &[], &name);
    }
    // The IPTC's list of roles does not know all of these.
    for (role, uri) in [
        (BylineRole::Photo, "urn:x-ban-thao:role:photographer"),
        (BylineRole::Translation, "urn:x-ban-thao:role:translator"),
        (BylineRole::EditedBy, "urn:x-ban-thao:role:editor"),
    ] {
        for name in issue.names(role) {
            named(xml, "contributor", &[("roleuri", uri)], &name);
        }
    }
    let revision = issue.edition.revision;
    xml.leaf("altId", &[("typeuri", "urn:x-ban-thao:revision")], revision);
    xml.empty("language", &[("tag", issue.language())]);
    for tag in issue.tags() {
        xml.leaf("keyword", &[], &tag);
    }
    if let Some(section) = given(&fields.section) {
        named(xml, "subject", &[("type", "cpnat:abstract")], &section);
    }
    xml.leaf("slugline", &[], &issue.slug);
    xml.leaf("headline", &[], &issue.title());
    if let Some(by) = given(&issue.names(BylineRole::Text).join(" - ")) {
        xml.leaf("by", &[], &by);
    }
    if let Some(lead) = given(&issue.document().lead_text()) {
        xml.leaf("description", &[("role", "drol:summary")], &lead);
    }
    xml.close();
    xml.line();
    xml.open("contentSet", &[]);
    xml.open("inlineXML", &[("contenttype", "application/nitf+xml")]);
    xml.nest(&nitf::element(issue));
    xml.close();
    xml.close();
    xml.close();
    xml.line();
}

fn picture(xml: &mut Xml, issue: &Issue<'_>, photo: &Photo, picture: &Picture, guid: &str) {
    open_item(xml, issue, guid);
    item_meta(xml, issue, "ninat:picture");
    xml.close();
    xml.open("contentMeta", &[]);
    let credit = given(&photo.attrs.credit);
    if let Some(credit) = &credit {
        named(xml, "creator", &[("role", "crol:photographer")], credit);
    }
    xml.empty("language", &[("tag", issue.language())]);
    if let Some(credit) = &credit {
        xml.leaf("creditline", &[], credit);
    }
    if let Some(caption) = given(&text_of(&photo.content)) {
        xml.leaf("description", &[("role", "drol:caption")], &caption);
    }
    if let Some(alt) = given(&photo.attrs.alt) {
        xml.leaf("description", &[("roleuri", "urn:x-ban-thao:description:alt")], &alt);
    }
    xml.close();
    xml.open("contentSet", &[]);
    for file in &picture.files {
        let size = file.bytes.len().to_string();
        let (width, height) = (file.width.to_string(), file.height.to_string());
        let rendition = format!("urn:x-ban-thao:rendition:{}", file.name);
        xml.open(
            "remoteContent",
            &[
                ("renditionuri", &rendition),
                ("href", &file.path),
                ("size", &size),
                ("contenttype", file.kind.media_type()),
                ("width", &width),
                ("height", &height),
            ],
        );
        xml.leaf("hash", &[("hashtypeuri", SHA256)], &file.sha256);
        xml.close();
    }
    xml.close();
    xml.close();
    xml.line();
}

fn guid(picture: &Picture) -> String {
    format!("urn:x-ban-thao:photo:{}", picture.identity())
}

fn open_item(xml: &mut Xml, issue: &Issue<'_>, guid: &str) {
    let version = issue.edition.version.max(1).to_string();
    xml.open(
        "newsItem",
        &[
            ("guid", guid),
            ("version", &version),
            ("standard", "NewsML-G2"),
            ("standardversion", "2.35"),
            ("conformance", "power"),
            ("xml:lang", issue.language()),
        ],
    );
    xml.empty("catalogRef", &[("href", CATALOG)]);
}

/// Left open.
fn item_meta(xml: &mut Xml, issue: &Issue<'_>, class: &str) {
    xml.open("itemMeta", &[]);
    xml.empty("itemClass", &[("qcode", class)]);
    let newsroom = given(issue.edition.newsroom).unwrap_or_else(|| GENERATOR.to_owned());
    named(xml, "provider", &[], &newsroom);
    xml.leaf("versionCreated", &[], &issue.dated());
    xml.leaf("firstCreated", &[], &issue.created_at());
    if let Some(until) = issue.embargo() {
        xml.leaf("embargoed", &[], &until);
    }
    xml.empty("pubStatus", &[("qcode", "stat:usable")]);
    xml.leaf("generator", &[], GENERATOR);
}

fn named(xml: &mut Xml, element: &'static str, attributes: &[(&str, &str)], name: &str) {
    xml.open(element, attributes);
    xml.leaf("name", &[], name);
    xml.close();
}
