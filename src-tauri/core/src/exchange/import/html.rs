//! Web pages and what Word calls one: the article without what stands around it.
//!
//! Of the page nothing gets into the article but letters and the few marks that an article has:
//! the tree is walked, and its markup never leaves this file.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use encoding_rs::{Encoding, WINDOWS_1252};

use super::draft::{Draft, LeftOut, Style, Tracked};
use super::flaw::{gave_up, refused};
use super::lines::Lines;
use super::text_file::TextFile;
use super::tracking::Authors;
use crate::article::Mark;
use crate::failure::Result;
use crate::language::normal::one_line;

/// Largest page: one with its style sheets and scripts inside has some five megabytes.
const LIMIT: usize = 20 * 1024 * 1024;
/// Most tags of a page.
const TAGS: usize = 300_000;
/// Deepest nesting of a page.
const DEPTH: usize = 400;
/// Room for the tools, which go down a page by calling themselves.
const STACK: usize = 64 * 1024 * 1024;
/// Fewer letters than this are no article: then the whole page is taken.
const SHORTEST: usize = 140;

/// Whether a text is a page: told by its beginning.
pub(super) fn is_html(text: &str) -> bool {
    let mut start = text.trim_start_matches('\u{FEFF}').trim_start();
    // Programs sign in front.
    while let Some(rest) = start.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        start = rest.1.trim_start();
    }
    let begins =
        |with: &str| start.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!doctype html",
    ]
    .into_iter()
    .any(begins)
}

/// The page as text, in the encoding that it names where its bytes do not tell.
pub(super) fn decoded(bytes: &[u8], file: TextFile) -> String {
    if file.encoding != WINDOWS_1252.name() {
        return file.text;
    }
    let head = &bytes[..bytes.len().min(4_096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let named = head.split_once("charset=").map(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next()
    });
    match named.flatten().and_then(|label| Encoding::for_label(label.as_bytes())) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        None => file.text,
    }
}

/// # Errors
/// `FileRefused` for a page that no browser would show either.
pub(super) fn read(text: &str) -> Result<Draft> {
    draft(text, false)
}

/// As [`read`], for a page with nothing around its article.
///
/// # Errors
/// As [`read`].
pub(super) fn read_whole(text: &str) -> Result<Draft> {
    draft(text, true)
}

fn draft(text: &str, whole: bool) -> Result<Draft> {
    within_limits(text)?;
    let work = std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        reader
            .spawn_scoped(scope, || draft_of(text, whole))
            .map(std::thread::ScopedJoinHandle::join)
    });
    match work {
        Ok(Ok(draft)) => draft,
        Ok(Err(_)) => Err(gave_up()),
        Err(error) => Err(crate::failure::Failure::internal(error)),
    }
}

/// Counts tags before anything is built of them. Elements that end by themselves are not counted
/// as nesting.
fn within_limits(text: &str) -> Result<()> {
    const ENDS_ITSELF: &[&str] = &[
        "p", "li", "td", "tr", "th", "dt", "dd", "option", "tbody", "thead", "colgroup", "br",
        "hr", "img", "meta", "link", "input", "col", "source", "wbr", "area", "base", "embed",
        "param", "track", "path", "html", "head", "body", "o",
    ];
    if text.len() > LIMIT {
        return Err(refused("a page that is too large"));
    }
    let (mut tags, mut depth) = (0_usize, 0_usize);
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let closes = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .collect::<String>()
            .to_ascii_lowercase();
        if name.is_empty() {
            continue;
        }
        tags += 1;
        if ENDS_ITSELF.contains(&name.as_str()) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if tags > TAGS || depth > DEPTH * 4 {
            return Err(refused("elements nested too deep"));
        }
    }
    Ok(())
}

fn draft_of(text: &str, whole: bool) -> Result<Draft> {
    let document = Document::from(text);
    let mut walk = Walk::default();
    if depth_of(&document.root()) > DEPTH {
        return Err(refused("elements nested too deep"));
    }
    let by_word = text.contains("urn:schemas-microsoft-com:office") || text.contains("MsoNormal");
    let article = if whole || by_word { None } else { article(text) };
    match article {
        Some(mut article) => {
            if let Some(headline) = headline(&document) {
                article.title = headline;
            }
            let content = Document::from(article.content);
            if depth_of(&content.root()) > DEPTH {
                return Err(refused("elements nested too deep"));
            }
            let has_title = content
                .select("h1, h2")
                .iter()
                .any(|heading| same_words(&heading.text(), &article.title));
            if !has_title {
                walk.lines.style = Style::Title;
                walk.lines.text(&article.title);
                walk.lines.end_line();
                walk.lines.style = Style::Normal;
            }
            walk.title = article.title;
            walk.children(&content.root());
            walk.lines.end_line();
            if let Some(byline) = article.byline.filter(|byline| {
                !byline.trim().is_empty() && !content.text().contains(byline.trim())
            }) {
                walk.lines.style = Style::Byline;
                walk.lines.text(&byline);
            }
        }
        None => {
            let body = document.select("body");
            match body.nodes().first() {
                Some(body) => walk.children(body),
                None => walk.children(&document.root()),
            }
        }
    }
    let Walk { lines, authors, .. } = walk;
    let mut draft = lines.finish();
    authors.put_in(&mut draft);
    Ok(draft)
}

fn article(text: &str) -> Option<dom_smoothie::Article> {
    let config = Config { max_elements_to_parse: 100_000, ..Config::default() };
    let article = Readability::new(text, None, Some(config)).ok()?.parse().ok()?;
    (article.text_content.trim().chars().count() >= SHORTEST).then_some(article)
}

/// The one main heading of a page. Its title is often shorter and names the site as well; a heading
/// that says nothing but what stands there behind the title's first part is the site's name.
fn headline(page: &Document) -> Option<String> {
    let title = page.select("head title").text();
    let title: Vec<&str> = title.split_whitespace().collect();
    let site: Vec<&[&str]> =
        title.split(|word| ["-", "|", "–", "—", "::", "»"].contains(word)).skip(1).collect();
    let headings = page.select("h1");
    let mut headings = headings.iter().map(|heading| heading.text()).filter(|heading| {
        let words = || heading.split_whitespace();
        words().next().is_some() && !site.iter().any(|site| words().eq(site.iter().copied()))
    });
    match (headings.next(), headings.next()) {
        (Some(heading), None) => Some(one_line(&heading)),
        _ => None,
    }
}

fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// How deep a tree is, told without going down into it.
fn depth_of(root: &NodeRef<'_>) -> usize {
    let (mut deepest, mut depth) = (0, 0_usize);
    let mut node = root.first_child();
    while let Some(at) = node {
        deepest = deepest.max(depth + 1);
        if let Some(child) = at.first_child() {
            depth += 1;
            node = Some(child);
            continue;
        }
        let mut up = Some(at);
        node = None;
        while let Some(at) = up {
            if let Some(next) = at.next_sibling() {
                node = Some(next);
                break;
            }
            depth = depth.saturating_sub(1);
            up = at.parent().filter(|parent| parent.id != root.id);
        }
    }
    deepest
}

#[derive(Default)]
struct Walk {
    lines: Lines,
    authors: Authors,
    title: String,
    quotes: u32,
}

impl Walk {
    fn children(&mut self, node: &NodeRef<'_>) {
        let mut child = node.first_child();
        while let Some(node) = child {
            self.node(&node);
            child = node.next_sibling();
        }
    }

    fn node(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            self.lines.text(&node.text());
            return;
        }
        if !node.is_element() {
            return;
        }
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "script" | "style" | "noscript" | "template" | "head" | "title" | "iframe"
            | "object" | "embed" | "svg" | "math" | "form" | "button" | "select" | "input"
            | "textarea" | "nav" | "footer" | "audio" | "video" | "canvas" | "map" | "dialog" => {}
            "b" | "strong" => self.marked(node, Mark::Strong),
            "i" | "em" => self.marked(node, Mark::Em),
            "sub" => self.marked(node, Mark::Sub),
            "sup" => self.marked(node, Mark::Sup),
            "a" => {
                let before = self.lines.marks.clone();
                self.lines.link(&node.attr("href").unwrap_or_default());
                self.children(node);
                self.lines.marks = before;
            }
            "ins" | "del" => {
                let before = self.lines.tracked;
                let author = Some(self.authors.place("", None));
                self.lines.tracked = match &*name {
                    "ins" => Tracked { inserted: author, ..before },
                    _ => Tracked { deleted: author, ..before },
                };
                self.children(node);
                self.lines.tracked = before;
            }
            "br" => self.lines.end_line(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let is_title = &*name == "h1" || same_words(&node.text(), &self.title);
                self.block(node, if is_title { Style::Title } else { Style::Heading });
            }
            "figcaption" | "caption" => self.block(node, Style::Caption),
            "blockquote" => {
                self.quotes += 1;
                self.block(node, Style::Quote);
                self.quotes -= 1;
            }
            "ul" | "ol" => {
                self.lines.begin_list(&*name == "ol");
                self.children(node);
                self.lines.end_list();
            }
            "table" => {
                self.lines.begin_table();
                self.children(node);
                self.lines.end_table();
            }
            "tr" => {
                self.lines.begin_row();
                self.children(node);
                self.lines.end_row();
            }
            "td" | "th" => {
                self.lines.begin_cell(&*name == "th");
                self.children(node);
                let span = node.attr("colspan").and_then(|span| span.parse().ok());
                self.lines.end_cell(span.unwrap_or(1));
            }
            "img" => {
                // Its file lies elsewhere, and nothing is fetched.
                self.lines.picture(None, &node.attr("alt").unwrap_or_default());
                self.lines.leave_out(LeftOut::LinkedPicture);
            }
            "aside" => {
                self.lines.begin_box();
                self.children(node);
                self.lines.end_box();
            }
            "span" | "font" | "u" | "small" | "big" | "mark" | "code" | "abbr" | "cite" | "q"
            | "time" | "label" | "s" | "strike" | "o:p" | "kbd" | "samp" | "var" | "bdi"
            | "bdo" | "dfn" | "data" | "center"
                if &*name != "center" =>
            {
                self.span(node)
            }
            "p" | "div" => self.block(node, self.style_of(node)),
            _ => self.block(node, self.around()),
        }
    }

    /// The style that a block takes over from what it stands in.
    fn around(&self) -> Style {
        match self.lines.style {
            Style::Caption => Style::Caption,
            _ if self.quotes > 0 => Style::Quote,
            _ => Style::Normal,
        }
    }

    /// What Word calls its paragraphs in a page.
    fn style_of(&self, node: &NodeRef<'_>) -> Style {
        let class = node.attr("class").unwrap_or_default();
        match class.split_whitespace().next() {
            Some("MsoTitle") => Style::Title,
            Some("MsoSubtitle") => Style::Subtitle,
            Some("MsoCaption") => Style::Caption,
            Some("MsoQuote" | "MsoIntenseQuote") => Style::Quote,
            _ => self.around(),
        }
    }

    fn marked(&mut self, node: &NodeRef<'_>, mark: Mark) {
        // Google Docs puts its whole page into a bold that is none.
        let is_none = node.attr("style").is_some_and(|style| style.contains("font-weight:normal"));
        let before = self.lines.marks.clone();
        if !is_none && !before.contains(&mark) {
            self.lines.marks.push(mark);
        }
        self.children(node);
        self.lines.marks = before;
    }

    fn span(&mut self, node: &NodeRef<'_>) {
        let before = self.lines.font.clone();
        let style = node.attr("style").unwrap_or_default();
        let family = style
            .split_once("font-family:")
            .map(|(_, rest)| rest.split(';').next().unwrap_or_default().trim().to_owned());
        if let Some(font) = family.or_else(|| node.attr("face").map(|face| face.to_string())) {
            self.lines.font = font;
        }
        self.children(node);
        self.lines.font = before;
    }

    fn block(&mut self, node: &NodeRef<'_>, style: Style) {
        self.lines.end_line();
        let before = (self.lines.style, self.lines.centred);
        self.lines.style = style;
        let align = node.attr("align").unwrap_or_default();
        let css = node.attr("style").unwrap_or_default();
        self.lines.centred |= align.eq_ignore_ascii_case("center")
            || css.contains("text-align:center")
            || css.contains("text-align: center")
            || node.node_name().is_some_and(|name| &*name == "center");
        self.span(node);
        self.lines.end_line();
        (self.lines.style, self.lines.centred) = before;
    }
}
