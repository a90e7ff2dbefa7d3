//! NITF 3.6, the IPTC's markup of news texts, for agencies' systems.
//!
//! It has no subscript and superscript but in numbers, no strong but by class, and no side bar but
//! a block of a class. A picture is named by its path in the bundle.

use super::plain;
use crate::article::{Block, BylineRole, Mark, Photo, TableRow, Text, is_safe_link};
use crate::exchange::issue::{Issue, given};
use crate::exchange::markup::is_blank;
use crate::exchange::xml::Xml;

const NAMESPACE: &str = "http://iptc.org/std/NITF/2006-10-18/";

/// `article.nitf.xml`.
pub(super) fn document(issue: &Issue<'_>) -> String {
    element(issue).finish()
}

/// The document, to be put into another one or finished.
pub(super) fn element(issue: &Issue<'_>) -> Xml {
    let mut xml = Xml::new();
    xml.open(
        "nitf",
        &[
            ("xmlns", NAMESPACE),
            ("version", "-//IPTC//DTD NITF 3.6//EN"),
            ("xml:lang", issue.language()),
        ],
    );
    head(&mut xml, issue);
    xml.open("body", &[]);
    body_head(&mut xml, issue);
    xml.open("body.content", &[]);
    for block in &issue.document().blocks {
        write(&mut xml, issue, block);
    }
    xml.close();
    if let Some(source) = issue.source_line() {
        xml.open("body.end", &[]);
        xml.leaf("tagline", &[], &source);
        xml.close();
    }
    xml.close_to(1);
    xml
}

fn head(xml: &mut Xml, issue: &Issue<'_>) {
    let fields = issue.fields();
    xml.open("head", &[]);
    xml.leaf("title", &[], &issue.title());
    xml.open("docdata", &[("management-status", "usable")]);
    xml.empty("doc-id", &[("regsrc", "ban-thao"), ("id-string", &issue.uri())]);
    if (1..=9).contains(&fields.priority) {
        xml.empty("urgency", &[("ed-urg", &fields.priority.to_string())]);
    }
    xml.empty("date.issue", &[("norm", &issue.dated())]);
    if let Some(until) = issue.embargo() {
        xml.empty("date.release", &[("norm", &until)]);
    }
    let version = issue.edition.version.to_string();
    xml.empty("du-key", &[("key", &issue.slug), ("version", &version)]);
    let tags = issue.tags();
    if !tags.is_empty() {
        xml.open("key-list", &[]);
        for tag in &tags {
            xml.empty("keyword", &[("key", tag)]);
        }
        xml.close();
    }
    xml.close();
    let (newsroom, section) = (given(issue.edition.newsroom), given(&fields.section));
    let length = plain::count(issue).words.to_string();
    let mut attributes = vec![("item-length", &*length), ("unit-of-measure", "word")];
    attributes.extend(newsroom.as_deref().map(|name| ("name", name)));
    attributes.extend(section.as_deref().map(|section| ("position.section", section)));
    xml.empty("pubdata", &attributes);
    xml.close();
    xml.line();
}

fn body_head(xml: &mut Xml, issue: &Issue<'_>) {
    let fields = issue.fields();
    xml.open("body.head", &[]);
    xml.open("hedline", &[]);
    xml.leaf("hl1", &[], &issue.title());
    xml.close();
    if let Some(note) = given(&fields.note_to_receiver) {
        // Not for publication.
        xml.open("note", &[("noteclass", "editorsnote"), ("type", "npa")]);
        xml.open("body.content", &[]);
        xml.leaf("p", &[], &note);
        xml.close();
        xml.close();
    }
    for (role, title) in [
        (BylineRole::Text, None),
        (BylineRole::Photo, Some(issue.words.photo)),
        (BylineRole::Translation, Some(issue.words.translation)),
        (BylineRole::EditedBy, Some(issue.words.edited_by)),
    ] {
        for name in issue.names(role) {
            xml.open("byline", &[]);
            xml.leaf("person", &[], &name);
            if let Some(title) = title {
                xml.leaf("byttl", &[], title);
            }
            xml.close();
        }
    }
    if let Some(newsroom) = given(issue.edition.newsroom) {
        xml.leaf("distributor", &[], &newsroom);
    }
    let place = given(&fields.event_place);
    let date = fields.event_date.as_deref();
    if place.is_some() || date.is_some() {
        xml.open("dateline", &[]);
        if let Some(place) = &place {
            xml.leaf("location", &[], place);
        }
        if let Some(date) = date {
            xml.leaf("story.date", &[("norm", date)], &issue.words.date(date));
        }
        xml.close();
    }
    if !is_blank(&issue.document().lead) {
        xml.open("abstract", &[]);
        paragraph(xml, "p", &[("lede", "true")], &issue.document().lead);
        xml.close();
    }
    xml.close();
    xml.line();
}

fn write(xml: &mut Xml, issue: &Issue<'_>, block: &Block) {
    match block {
        Block::Paragraph { content, .. } => paragraph(xml, "p", &[], content),
        Block::Subhead { content, .. } => paragraph(xml, "hl2", &[], content),
        Block::Quote { content, .. } => {
            if !is_blank(content) {
                xml.open("bq", &[]);
                xml.open("block", &[]);
                paragraph(xml, "p", &[], content);
                xml.close();
                xml.close();
            }
        }
        Block::List { attrs, content } => {
            if content.iter().any(|item| !is_blank(&item.content)) {
                xml.open(if attrs.ordered { "ol" } else { "ul" }, &[]);
                for item in content {
                    paragraph(xml, "li", &[], &item.content);
                }
                xml.close();
            }
        }
        Block::Table { content, .. } => table(xml, content),
        Block::Box { content, .. } => {
            xml.open("block", &[("class", "sidebar")]);
            for inner in content {
                write(xml, issue, inner);
            }
            xml.close();
        }
        Block::Photo(photo) => media(xml, issue, photo),
        Block::PhotoGroup { content, .. } => {
            for inner in content {
                write(xml, issue, inner);
            }
        }
    }
    xml.line();
}

fn table(xml: &mut Xml, rows: &[TableRow]) {
    if rows.iter().flat_map(|row| &row.content).all(|cell| is_blank(&cell.content)) {
        return;
    }
    let heads =
        rows.iter().take_while(|row| row.content.iter().all(|cell| cell.attrs.header)).count();
    let heads = if heads == rows.len() { 0 } else { heads };
    xml.open("table", &[]);
    for (part, rows) in [("thead", &rows[..heads]), ("tbody", &rows[heads..])] {
        if rows.is_empty() {
            continue;
        }
        xml.open(part, &[]);
        for row in rows {
            xml.open("tr", &[]);
            for cell in &row.content {
                xml.open(if cell.attrs.header { "th" } else { "td" }, &[]);
                runs(xml, &cell.content);
                xml.close();
            }
            xml.close();
        }
        xml.close();
    }
    xml.close();
}

/// Nothing for a missing photo: whoever receives it publishes unseen.
fn media(xml: &mut Xml, issue: &Issue<'_>, photo: &Photo) {
    let Some(picture) = issue.media.of(photo) else { return };
    let alt = given(&photo.attrs.alt);
    let credit = given(&photo.attrs.credit);
    xml.open("media", &[("media-type", "image")]);
    for file in &picture.files {
        let (width, height) = (file.width.to_string(), file.height.to_string());
        let mut attributes = vec![
            ("source", &*file.path),
            ("name", &*file.name),
            ("mime-type", file.kind.media_type()),
            ("width", &*width),
            ("height", &*height),
            ("units", "pixels"),
        ];
        attributes.extend(alt.as_deref().map(|alt| ("alternate-text", alt)));
        attributes.extend(credit.as_deref().map(|credit| ("source-credit", credit)));
        xml.empty("media-reference", &attributes);
    }
    if !is_blank(&photo.content) {
        xml.open("media-caption", &[]);
        paragraph(xml, "p", &[], &photo.content);
        xml.close();
    }
    if let Some(credit) = credit {
        xml.leaf("media-producer", &[], &credit);
    }
    xml.close();
}

/// Nothing at all for an empty text.
fn paragraph(xml: &mut Xml, name: &'static str, attributes: &[(&str, &str)], content: &[Text]) {
    if !is_blank(content) {
        xml.open(name, attributes);
        runs(xml, content);
        xml.close();
    }
}

fn runs(xml: &mut Xml, content: &[Text]) {
    let depth = xml.depth();
    let mut href: Option<&str> = None;
    for run in content {
        let link = run.marks.iter().find_map(|mark| match mark {
            Mark::Link { href } if is_safe_link(href) => Some(href.as_str()),
            Mark::Link { .. } | Mark::Em | Mark::Strong | Mark::Sub | Mark::Sup => None,
        });
        // A link goes on through runs with other marks; those are closed after each.
        if link != href {
            xml.close_to(depth);
            if let Some(href) = link {
                xml.open("a", &[("href", href)]);
            }
            href = link;
        }
        let inside = xml.depth();
        for mark in &run.marks {
            match mark {
                Mark::Link { .. } => {}
                Mark::Em => xml.open("em", &[]),
                Mark::Strong => xml.open("em", &[("class", "strong")]),
                Mark::Sub => {
                    xml.open("num", &[]);
                    xml.open("sub", &[]);
                }
                Mark::Sup => {
                    xml.open("num", &[]);
                    xml.open("sup", &[]);
                }
            }
        }
        xml.text(&run.text);
        xml.close_to(inside);
    }
    xml.close_to(depth);
}
