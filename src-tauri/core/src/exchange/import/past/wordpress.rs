//! Posts of an export of WordPress (WXR 1.0 to 1.2: RSS with names of its own), each a web page that
//! needs no readability.

use std::collections::{BTreeMap, HashMap};

use super::{Next, Past};
use crate::exchange::import::draft::LeftOut;
use crate::exchange::import::flaw::{gave_up, unread};
use crate::exchange::import::xml::{Node, Ns, Xml};
use crate::exchange::import::{FileFormat, html, incoming, moment, person_name};
use crate::failure::{Code, Result};
use crate::photo::guarded;

/// What stands in front of the posts.
pub(super) struct Head {
    /// The namespaces, as they are written there: a post alone has none.
    attributes: String,
    site: String,
    /// Names of authors by what they log in as.
    authors: HashMap<String, String>,
}

/// # Errors
/// `FileNotRead` for XML that is no export of WordPress; `FileRefused` for a document type.
pub(super) fn head(bytes: &[u8]) -> Result<Head> {
    let text = String::from_utf8_lossy(bytes);
    let attributes = text
        .split_once("<rss")
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(attributes, _)| attributes.to_owned())
        .filter(|attributes| attributes.contains("wordpress.org/export"));
    let mut head = Head { attributes: String::new(), site: String::new(), authors: HashMap::new() };
    let mut login = String::new();
    let mut xml = Xml::new(&text);
    loop {
        match xml.next() {
            Ok(Node::Open(element)) => match (element.ns, element.name.as_str()) {
                (Ns::Wordpress, "author_login") => login = xml.text()?,
                (Ns::Wordpress, "author_display_name") => {
                    let name = person_name(Some(xml.text()?));
                    head.authors.insert(std::mem::take(&mut login), name);
                }
                (Ns::Wordpress, "base_blog_url") => head.site = xml.text()?,
                _ => {}
            },
            Ok(Node::Close(..) | Node::Text(_)) => {}
            Ok(Node::End) => break,
            Err(failure) if failure.code == Code::FileRefused => return Err(failure),
            // It ends where the first post begins, in the middle of its elements.
            Err(_) => break,
        }
    }
    head.attributes = attributes.ok_or_else(|| unread("xml"))?;
    Ok(head)
}

#[derive(Default)]
struct Post {
    title: String,
    creator: String,
    content: String,
    excerpt: String,
    id: String,
    kind: String,
    status: String,
    date: String,
    date_gmt: String,
    name: String,
    link: String,
    guid: String,
    section: String,
    tags: Vec<String>,
}

pub(super) fn post(head: &Head, bytes: &[u8]) -> Next {
    let mut from = String::new();
    let read = guarded(|| {
        let post = parse(head, bytes)?;
        from = if post.link.is_empty() { format!("#{}", post.id) } else { post.link.clone() };
        let is_gone = matches!(post.status.as_str(), "trash" | "auto-draft" | "inherit");
        // Exports of before WordPress 2.1 do not say what an item is.
        if is_gone || !matches!(post.kind.as_str(), "post" | "") {
            return Ok(Err(if is_gone { post.status } else { post.kind }));
        }
        past(head, post).map(Ok)
    });
    match read {
        Ok(Ok(past)) => Next::Article(Box::new(past)),
        Ok(Err(kind)) => Next::Passed(kind),
        Err(failure) => {
            // A panic of a reader, as the guard calls it.
            let panicked = failure.code == Code::DamagedPhoto;
            let failure = if panicked { gave_up() } else { failure };
            Next::Refused { from, failure }
        }
    }
}

fn parse(head: &Head, bytes: &[u8]) -> Result<Post> {
    let item = String::from_utf8_lossy(bytes);
    let text = format!("<rss{}>{item}</rss>", head.attributes);
    let mut xml = Xml::new(&text);
    let mut post = Post::default();
    loop {
        match xml.next()? {
            Node::Open(element) => match (element.ns, element.name.as_str()) {
                (Ns::None, "rss" | "item") => {}
                (Ns::None, "title") => post.title = xml.text()?,
                (Ns::None, "link") => post.link = xml.text()?.trim().to_owned(),
                (Ns::None, "guid") => post.guid = xml.text()?,
                (Ns::None, "category") => {
                    let domain = element.get(Ns::None, "domain").unwrap_or_default();
                    let name = xml.text()?.trim().to_owned();
                    if domain == "post_tag" {
                        post.tags.push(name);
                    } else if domain == "category" && post.section.is_empty() {
                        post.section = name;
                    }
                }
                (Ns::Dc, "creator") => post.creator = xml.text()?,
                (Ns::Content, "encoded") => post.content = xml.text()?,
                (Ns::Excerpt, "encoded") => post.excerpt = xml.text()?,
                (Ns::Wordpress, "post_id") => post.id = xml.text()?.trim().to_owned(),
                (Ns::Wordpress, "post_type") => post.kind = xml.text()?.trim().to_owned(),
                (Ns::Wordpress, "status") => post.status = xml.text()?.trim().to_owned(),
                (Ns::Wordpress, "post_date") => post.date = xml.text()?,
                (Ns::Wordpress, "post_date_gmt") => post.date_gmt = xml.text()?,
                (Ns::Wordpress, "post_name") => post.name = xml.text()?.trim().to_owned(),
                _ => xml.skip()?,
            },
            Node::Close(..) | Node::Text(_) => {}
            Node::End => return Ok(post),
        }
    }
}

fn past(head: &Head, post: Post) -> Result<Past> {
    let mut codes = BTreeMap::new();
    let content = paragraphs(without_codes(&post.content, &mut codes));
    // Many excerpts are the first words of the text.
    let excerpt = match post.excerpt.trim() {
        excerpt if excerpt.is_empty() || content.contains(excerpt) => String::new(),
        excerpt => format!("<p class=\"MsoSubtitle\">{excerpt}</p>"),
    };
    let page =
        format!("<html><body><h1>{}</h1>{excerpt}{content}</body></html>", post.title.trim());
    let draft = html::read_whole(&page)?;
    let mut hash = blake3::Hasher::new();
    for part in [&head.site, &post.id, &post.guid] {
        hash.update(part.as_bytes()).update(b"\n");
    }
    let at = |date: &str| moment(&date.trim().replace(' ', "T"));
    let name = head.authors.get(post.creator.trim()).cloned();
    let is_plain = post.name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let mut incoming = incoming(draft, FileFormat::Html, page.as_bytes(), None)?;
    if let Some(file) = &mut incoming.recognition.file
        && !codes.is_empty()
    {
        let count = codes.values().sum();
        file.left_out.push((LeftOut::Code, count));
    }
    Ok(Past {
        key: hash.finalize().to_hex().to_string(),
        from: if post.link.is_empty() { format!("#{}", post.id) } else { post.link.clone() },
        incoming,
        // A draft has no time but that on the wall of its newsroom.
        at: at(&post.date_gmt).or_else(|| at(&post.date)),
        author: name.unwrap_or_else(|| person_name(Some(post.creator))),
        section: post.section,
        tags: post.tags,
        slug: if is_plain { post.name } else { String::new() },
        address: post.link,
        codes,
    })
}

/// Takes out the codes that plugins put something in the place of; what they stand around stays.
/// Words in square brackets are words.
fn without_codes(text: &str, codes: &mut BTreeMap<String, u32>) -> String {
    const WITH_INSIDE: &[&str] = &["audio", "video", "embed", "playlist", "gallery"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(code) = PluginCode::at(from, text) else {
            out.push('[');
            rest = &from[1..];
            continue;
        };
        rest = &from[code.length..];
        let inside = rest.split_once(&format!("[/{}]", code.name));
        match (code.name, inside) {
            _ if code.closes => {}
            ("caption" | "wp_caption", Some((inside, behind))) => {
                out.push_str(&figure(inside, code.attributes));
                rest = behind;
            }
            (name, inside) => {
                *codes.entry(name.to_owned()).or_default() += 1;
                if let Some((_, behind)) = inside.filter(|_| WITH_INSIDE.contains(&name)) {
                    rest = behind;
                }
            }
        }
    }
    out.push_str(rest);
    out
}

/// A code in square brackets.
struct PluginCode<'a> {
    name: &'a str,
    attributes: &'a str,
    closes: bool,
    length: usize,
}

impl<'a> PluginCode<'a> {
    fn at(text: &'a str, whole: &str) -> Option<Self> {
        const KNOWN: &[&str] =
            &["caption", "wp_caption", "gallery", "audio", "video", "embed", "playlist"];
        let inside = text[1..].split(']').next()?;
        if inside.len() + 2 > text.len() || inside.contains(['[', '\n']) {
            return None;
        }
        let closes = inside.starts_with('/');
        let code = inside.trim_start_matches('/').trim_end_matches('/').trim_end();
        let end = code.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(code.len());
        let (name, attributes) = code.split_at(end);
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b);
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(plain);
        let is_code = is_name
            && (KNOWN.contains(&name)
                || closes
                || attributes.contains('=')
                || name.contains('_')
                || whole.contains(&format!("[/{name}]")));
        is_code.then_some(Self { name, attributes, closes, length: inside.len() + 2 })
    }
}

/// A picture with its caption, as the code around them had it: behind the picture, or, long ago, in
/// the code itself.
fn figure(inside: &str, attributes: &str) -> String {
    let picture = inside.find("<img").and_then(|at| Some(at + inside[at..].find('>')? + 1));
    let mut end = picture.unwrap_or(0);
    let behind = inside[end..].trim_start();
    if behind.starts_with("</a>") {
        end = inside.len() - behind.len() + "</a>".len();
    }
    let (picture, caption) = inside.split_at(end);
    let caption = match caption.trim() {
        "" => attributes
            .split_once("caption=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map_or("", |(caption, _)| caption),
        caption => caption,
    };
    format!("\n\n<figure>{picture}<figcaption>{caption}</figcaption></figure>\n\n")
}

/// Paragraphs as WordPress makes them when it shows a text that has none: an empty line ends one.
fn paragraphs(text: String) -> String {
    const BLOCKS: &[&str] = &[
        "<p",
        "<h1",
        "<h2",
        "<h3",
        "<h4",
        "<h5",
        "<h6",
        "<ul",
        "<ol",
        "<li",
        "<table",
        "<blockquote",
        "<figure",
        "<div",
        "<pre",
        "<hr",
        "</",
    ];
    if text.contains("<p>") || text.contains("<p ") || text.contains("<!-- wp:") {
        return text;
    }
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len() + 64);
    for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        if BLOCKS.iter().any(|block| part.starts_with(block)) {
            out.push_str(part);
        } else {
            out.push_str("<p>");
            out.push_str(&part.replace('\n', "<br>"));
            out.push_str("</p>");
        }
    }
    out
}
