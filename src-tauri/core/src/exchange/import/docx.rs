//! Word documents, as Word, LibreOffice, Google Docs, WPS and this program write them.
//!
//! Parts are found by their relationships, as the format wants it. Nothing that a relationship
//! names outside the file is ever fetched.

mod body;
mod comments;
mod styles;

use std::collections::HashMap;

use super::archive::Archive;
use super::draft::{Draft, Origin};
use super::flaw::damaged;
use super::person_name;
use super::xml::{Node, Ns, Xml, text_of};
use crate::article::ArticleId;
use crate::exchange::ooxml::{self, part};
use crate::failure::Result;

/// Largest part of XML: a book of a thousand pages has some thirty megabytes.
const XML_LIMIT: u64 = 64 * 1024 * 1024;

/// Whether the package holds a text document.
pub(super) fn is_docx(archive: &mut Archive<'_>) -> Result<bool> {
    let main = main_part(archive)?;
    let Some(xml) = archive.part(&main, XML_LIMIT)? else {
        return if main == part::DOCUMENT { Ok(false) } else { Err(damaged("no main part")) };
    };
    // A sheet or a set of slides has another root.
    let text = text_of(xml)?;
    let mut xml = Xml::new(&text);
    loop {
        match xml.next()? {
            Node::Open(element) => return Ok(element.is(Ns::W, "document")),
            Node::End => return Ok(false),
            Node::Close(..) | Node::Text(_) => {}
        }
    }
}

/// # Errors
/// `FileDamaged`, `FileRefused`, `FileSealed`.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Draft> {
    let main = main_part(archive)?;
    let links = relationships(archive, &main)?;
    let mut part = |kind: &str| -> Result<Option<String>> {
        let of_kind = |link: &&Link| !link.external && link.kind == kind;
        // A part that only makes the document prettier may be missing.
        match links.values().find(of_kind).map(|link| archive.part(&link.target, XML_LIMIT)) {
            Some(bytes) => bytes?.map(text_of).transpose(),
            None => Ok(None),
        }
    };
    let styles = part("styles")?;
    let numbering = part("numbering")?;
    let styles = styles::read(styles.as_deref(), numbering.as_deref())?;
    let said = part("comments")?;
    let threads = part("commentsExtended")?;
    let comments = comments::read(said.as_deref(), threads.as_deref())?;
    let document = archive.part(&main, XML_LIMIT)?.ok_or_else(|| damaged("no main part"))?;
    let document = text_of(document)?;
    let mut draft = body::read(&document, &links, &styles, comments, archive)?;
    (draft.origin, draft.saved_by) = properties(archive)?;
    Ok(draft)
}

/// Of what the document is a copy, and who saved it last.
fn properties(archive: &mut Archive<'_>) -> Result<(Option<Origin>, String)> {
    let links = relationships(archive, "")?;
    let (mut origin, mut saved_by) = (None, String::new());
    for kind in ["custom-properties", "core-properties"] {
        let Some(link) = links.values().find(|link| !link.external && link.kind == kind) else {
            continue;
        };
        let Some(part) = archive.part(&link.target, XML_LIMIT)? else { continue };
        let text = text_of(part)?;
        let mut xml = Xml::new(&text);
        loop {
            match xml.next()? {
                Node::Open(element) if element.name == "lastModifiedBy" => {
                    saved_by = person_name(Some(xml.text()?));
                }
                Node::Open(element)
                    if element.name == "property"
                        && element.get(Ns::None, "name").as_deref() == Some(ooxml::ORIGIN) =>
                {
                    let value = xml.text()?;
                    origin = ooxml::origin(&value).map(|(article, revision)| Origin {
                        article: ArticleId(article.to_owned()),
                        revision: revision.to_owned(),
                    });
                }
                Node::End => break,
                Node::Open(_) | Node::Close(..) | Node::Text(_) => {}
            }
        }
    }
    Ok((origin, saved_by))
}

/// What a part names elsewhere.
struct Link {
    /// The last word of its type: transitional and strict documents differ in what is before.
    kind: String,
    /// A part, or an address outside.
    target: String,
    external: bool,
}

type Links = HashMap<String, Link>;

fn main_part(archive: &mut Archive<'_>) -> Result<String> {
    let links = relationships(archive, "")?;
    let main = links.into_values().find(|link| link.kind == "officeDocument" && !link.external);
    Ok(main.map_or_else(|| part::DOCUMENT.to_owned(), |link| link.target))
}

/// What a part (or, without a name, the package) names elsewhere, by id.
fn relationships(archive: &mut Archive<'_>, of: &str) -> Result<Links> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let slash = if folder.is_empty() { "" } else { "/" };
    let name = format!("{folder}{slash}_rels/{file}.rels");
    let mut links = Links::new();
    let Some(bytes) = archive.part(&name, XML_LIMIT)? else { return Ok(links) };
    let text = text_of(bytes)?;
    let mut xml = Xml::new(&text);
    loop {
        match xml.next()? {
            Node::Open(element) if element.is(Ns::Rels, "Relationship") => {
                let get = |name| element.get(Ns::None, name).unwrap_or_default();
                let external = get("TargetMode") == "External";
                let target = get("Target");
                let kind = get("Type");
                let link = Link {
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: if external { target } else { resolved(folder, &target) },
                    external,
                };
                links.insert(get("Id"), link);
            }
            Node::End => return Ok(links),
            Node::Open(_) | Node::Close(..) | Node::Text(_) => {}
        }
    }
}

/// The name of a part that another one in `folder` names. It is looked up in the archive and
/// nowhere else, so that a path out of it leads to nothing.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}
