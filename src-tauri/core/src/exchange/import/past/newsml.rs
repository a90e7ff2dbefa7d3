//! NewsML-G2: a message of items or one item, the text of each as NITF, as a page or plain; and NITF
//! by itself. Names are told without their prefixes: agencies have all kinds of them.

use super::agency::{REPORT_LIMIT, Report, escaped, paragraphs};
use crate::exchange::import::flaw::refused;
use crate::exchange::import::xml::{Element, Node, Ns, Xml, text_of};
use crate::failure::Result;
use crate::language::normal::one_line;

/// # Errors
/// `FileDamaged` for what is no XML, `FileRefused` for a document type and nesting that nobody writes.
pub(super) fn reports(bytes: &[u8]) -> Result<Vec<Result<Report>>> {
    let text = text_of(bytes.to_vec())?;
    let mut xml = Xml::new(&text);
    let mut found = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name.as_str() {
                "newsItem" => found.push(Ok(item(&mut xml, &element)?)),
                "nitf" => {
                    let mut report = Report::default();
                    nitf(&mut xml, &mut report)?;
                    found.push(Ok(report));
                }
                "packageItem" | "conceptItem" | "knowledgeItem" | "planningItem"
                | "catalogItem" => {
                    let passed = Some(element.name.clone());
                    xml.skip()?;
                    found.push(Ok(Report { passed, ..Report::default() }));
                }
                // A message, and the set in it.
                _ => {}
            },
            Node::Close(..) | Node::Text(_) => {}
            Node::End => return Ok(found),
        }
        if found.len() > REPORT_LIMIT {
            return Err(refused("too many reports"));
        }
    }
}

fn item(xml: &mut Xml<'_>, item: &Element<'_>) -> Result<Report> {
    let mut report =
        Report { uri: item.get(Ns::None, "guid").unwrap_or_default(), ..Report::default() };
    let mut depth = 1;
    // What the element that a name stands in is about.
    let mut about = String::new();
    while depth > 0 {
        match xml.next()? {
            Node::Open(element) => {
                depth += 1;
                let code = element.get(Ns::None, "qcode").unwrap_or_default();
                let code = code.rsplit(':').next().unwrap_or_default();
                let mut taken = true;
                match element.name.as_str() {
                    "itemClass" if !matches!(code, "text" | "composite" | "") => {
                        report.passed = Some(code.to_owned());
                        taken = false;
                    }
                    "pubStatus" if matches!(code, "canceled" | "withheld") => {
                        report.passed = Some(code.to_owned());
                        taken = false;
                    }
                    "versionCreated" if report.published.is_empty() => {
                        report.published = xml.text()?;
                    }
                    "contentCreated" => report.published = xml.text()?,
                    "headline" => first(&mut report.title, xml.text()?),
                    "slugline" => first(&mut report.slug, xml.text()?),
                    "by" => report.by = xml.text()?.trim().to_owned(),
                    "description" => {
                        let role = element.get(Ns::None, "role").unwrap_or_default();
                        let text = xml.text()?;
                        if !role.contains("caption") {
                            first(&mut report.lead, text);
                        }
                    }
                    "keyword" => report.tags.extend(named(xml.text()?)),
                    "creator" | "subject" => {
                        about = element.name.clone();
                        taken = false;
                    }
                    "name" => match (about.as_str(), xml.text()?) {
                        ("creator", name) => first(&mut report.by, name),
                        ("subject", name) if report.section.is_empty() => {
                            first(&mut report.section, name)
                        }
                        ("subject", name) => report.tags.extend(named(name)),
                        _ => {}
                    },
                    "nitf" => nitf(xml, &mut report)?,
                    "html" | "inlineData" => {
                        let kind = element.get(Ns::None, "contenttype").unwrap_or_default();
                        if element.name == "html" {
                            first(&mut report.body, markup(xml)?);
                        } else {
                            let text = xml.text()?;
                            let is_html = kind.contains("html");
                            first(&mut report.body, if is_html { text } else { paragraphs(&text) });
                        }
                    }
                    // Pictures by their addresses, and what is wrapped around the text.
                    _ => taken = false,
                }
                if taken {
                    depth -= 1;
                }
            }
            Node::Close(_, name) => {
                depth -= 1;
                if name == about {
                    about.clear();
                }
            }
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    Ok(report)
}

/// What stands in a NITF document that was opened, up to its end.
fn nitf(xml: &mut Xml<'_>, report: &mut Report) -> Result<()> {
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Node::Open(element) => {
                let get = |name: &str| element.get(Ns::None, name).unwrap_or_default();
                match element.name.as_str() {
                    "hl1" => {
                        let text = xml.text()?;
                        first(&mut report.title, text);
                    }
                    "title" => first(&mut report.title, xml.text()?),
                    "byline" => {
                        let by = byline(xml)?;
                        first(&mut report.by, by);
                    }
                    "abstract" => {
                        let lead = xml.text()?;
                        first(&mut report.lead, lead);
                    }
                    // Of an editor to editors.
                    "note" | "tagline" => xml.skip()?,
                    "doc-id" => {
                        first(&mut report.uri, get("id-string"));
                        xml.skip()?;
                    }
                    "date.issue" => {
                        first(&mut report.published, get("norm"));
                        xml.skip()?;
                    }
                    "keyword" => {
                        report.tags.extend(named(get("key")));
                        xml.skip()?;
                    }
                    "pubdata" => {
                        first(&mut report.section, get("position.section"));
                        xml.skip()?;
                    }
                    "body.content" => {
                        let body = markup(xml)?;
                        first(&mut report.body, body);
                    }
                    _ => depth += 1,
                }
            }
            Node::Close(..) => depth -= 1,
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    Ok(())
}

/// The names in a byline, without what those who have them are.
fn byline(xml: &mut Xml<'_>) -> Result<String> {
    let (mut by, mut depth) = (String::new(), 1);
    while depth > 0 {
        match xml.next()? {
            Node::Open(element) if element.name == "byttl" => xml.skip()?,
            Node::Open(_) => depth += 1,
            Node::Close(..) => depth -= 1,
            Node::Text(text) => by.push_str(&text),
            Node::End => break,
        }
    }
    let by = by.trim();
    let bare = by.strip_prefix("By ").or_else(|| by.strip_prefix("by ")).unwrap_or(by);
    Ok(bare.trim_matches(|c: char| c.is_whitespace() || c == ',').to_owned())
}

/// The rest of the element that was opened last, as HTML of the few elements that an article has;
/// of others only what stands in them.
fn markup(xml: &mut Xml<'_>) -> Result<String> {
    let mut out = String::new();
    // What is to be closed with each element; empty for one that is left out.
    let mut open: Vec<&'static str> = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let name = html_name(&element.name);
                match (element.name.as_str(), name) {
                    ("script" | "style" | "head" | "media-metadata", _) => {
                        xml.skip()?;
                        continue;
                    }
                    ("a", _) => {
                        let to = element.get(Ns::None, "href").unwrap_or_default();
                        out.push_str(&format!(
                            "<a href=\"{}\">",
                            escaped(&to).replace('"', "&quot;")
                        ));
                    }
                    ("img" | "media-reference", _) => {
                        // Its picture lies elsewhere: a caption waits for it.
                        let alt = ["alt", "alternate-text"]
                            .iter()
                            .find_map(|it| element.get(Ns::None, it));
                        let alt = escaped(&alt.unwrap_or_default()).replace('"', "&quot;");
                        out.push_str(&format!("<img src=\"x\" alt=\"{alt}\">"));
                    }
                    (_, "") => {}
                    (_, name) => out.push_str(&format!("<{name}>")),
                }
                open.push(name);
            }
            Node::Close(..) => match open.pop() {
                None => return Ok(out),
                Some("" | "img" | "br") => {}
                Some(name) => out.push_str(&format!("</{name}>")),
            },
            Node::Text(text) => out.push_str(&escaped(&text)),
            Node::End => return Ok(out),
        }
    }
}

fn html_name(name: &str) -> &'static str {
    match name {
        "p" => "p",
        "hl2" | "h2" | "h3" | "h4" => "h2",
        "em" | "i" => "em",
        "strong" | "b" => "strong",
        "a" => "a",
        "ul" => "ul",
        "ol" => "ol",
        "li" => "li",
        "bq" | "blockquote" => "blockquote",
        "table" => "table",
        "tr" => "tr",
        "th" => "th",
        "td" => "td",
        "br" => "br",
        "sub" => "sub",
        "sup" => "sup",
        "media" | "figure" => "figure",
        "media-caption" | "figcaption" => "figcaption",
        "img" | "media-reference" => "img",
        _ => "",
    }
}

/// Takes a text where there is none yet.
fn first(into: &mut String, text: String) {
    if into.trim().is_empty() {
        *into = one_line(&text);
    }
}

fn named(text: String) -> Option<String> {
    Some(text.trim().to_owned()).filter(|it| !it.is_empty())
}
