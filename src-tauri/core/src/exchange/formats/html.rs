//! The article as a web page of its own, and its text as HTML for those who have a page.
//!
//! All text goes through [`Html::text`]; tags and attributes are written only here, from a fixed
//! set, so that no text can become one.

use super::jsonld;
use crate::exchange::issue::{GENERATOR, Issue, given};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::article::{Block, BylineRole, Photo, TableRow, text_of};
use crate::exchange::markup::{Html, is_blank};
use crate::language::normal::one_line;

const STYLE: &str = include_str!("page.css");

/// `article.html`: opens anywhere, needs nothing but the pictures beside it, which a page that goes
/// alone holds itself.
pub(super) fn page(issue: &Issue<'_>) -> String {
    let mut page = Html::new();
    page.raw("<!DOCTYPE html>\n<html lang=\"");
    page.text(issue.language());
    page.raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    page.text(&issue.title());
    page.raw("</title>\n");
    let authors = issue.names(BylineRole::Text).join(", ");
    for (name, content) in [
        ("description", one_line(&issue.document().lead_text())),
        ("author", authors),
        ("keywords", issue.tags().join(", ")),
        ("generator", GENERATOR.to_owned()),
    ] {
        if !content.is_empty() {
            page.raw(&format!("<meta name=\"{name}\" content=\""));
            page.text(&content);
            page.raw("\">\n");
        }
    }
    page.raw("<style>\n");
    page.raw(STYLE);
    page.raw("</style>\n<script type=\"application/ld+json\">");
    page.raw(&jsonld::news_article(issue));
    page.raw("</script>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">");
    page.text(issue.words.skip_to_content);
    page.raw("</a>\n<main id=\"content\" tabindex=\"-1\">\n<article>\n");
    page.header(issue);
    page.blocks(issue);
    page.footer(issue);
    page.raw("</article>\n</main>\n</body>\n</html>\n");
    page.finish()
}

/// Lead and text without the page around them, for a CMS.
pub(super) fn fragment(issue: &Issue<'_>) -> String {
    let mut html = Html::new();
    html.lead(issue);
    html.blocks(issue);
    html.finish()
}

impl Html {
    fn header(&mut self, issue: &Issue<'_>) {
        self.raw("<header>\n");
        if let Some(section) = given(&issue.fields().section) {
            self.raw("<p class=\"section\">");
            self.text(&section);
            self.raw("</p>\n");
        }
        self.raw("<h1>");
        self.text(&issue.title());
        self.raw("</h1>\n");
        let place = given(&issue.fields().event_place);
        let date = issue.fields().event_date.as_deref();
        if place.is_some() || date.is_some() {
            self.raw("<p class=\"dateline\">");
            if let Some(place) = &place {
                self.text(place);
            }
            if place.is_some() && date.is_some() {
                self.raw(", ");
            }
            if let Some(date) = date {
                self.time(date, &issue.words.date(date));
            }
            self.raw("</p>\n");
        }
        self.lead(issue);
        self.raw("</header>\n");
    }

    fn footer(&mut self, issue: &Issue<'_>) {
        self.raw("<footer>\n");
        if let Some(source) = issue.source_line() {
            self.raw("<p class=\"source\">");
            self.text(&source);
            self.raw("</p>\n");
        }
        for credit in issue.credits() {
            self.raw("<p class=\"byline\">");
            self.text(&credit);
            self.raw("</p>\n");
        }
        let at = issue.dated();
        self.raw("<p class=\"time\">");
        self.time(&at, &issue.words.time(&at));
        self.raw("</p>\n</footer>\n");
    }

    fn time(&mut self, machine: &str, words: &str) {
        self.raw("<time datetime=\"");
        self.text(machine);
        self.raw("\">");
        self.text(words);
        self.raw("</time>");
    }

    fn lead(&mut self, issue: &Issue<'_>) {
        self.element("<p class=\"lead\">", &issue.document().lead, "</p>\n");
    }

    fn blocks(&mut self, issue: &Issue<'_>) {
        let mut tables = 0;
        for block in &issue.document().blocks {
            self.block(issue, block, &mut tables);
        }
    }

    fn block(&mut self, issue: &Issue<'_>, block: &Block, tables: &mut u32) {
        match block {
            Block::Paragraph { content, .. } => self.element("<p>", content, "</p>\n"),
            Block::Subhead { content, .. } => self.element("<h2>", content, "</h2>\n"),
            Block::Quote { content, .. } => {
                self.element("<blockquote><p>", content, "</p></blockquote>\n");
            }
            Block::List { attrs, content } => {
                if content.iter().all(|item| is_blank(&item.content)) {
                    return;
                }
                let name = if attrs.ordered { "ol" } else { "ul" };
                self.raw(&format!("<{name}>\n"));
                for item in content {
                    self.element("<li>", &item.content, "</li>\n");
                }
                self.raw(&format!("</{name}>\n"));
            }
            Block::Table { content, .. } => {
                if content.iter().flat_map(|row| &row.content).all(|cell| is_blank(&cell.content)) {
                    return;
                }
                *tables += 1;
                // Wide tables scroll in their own frame, by keyboard too.
                self.raw("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
                self.text(&format!("{} {tables}", issue.words.table));
                self.raw("\">\n<table>\n");
                self.rows(content);
                self.raw("</table>\n</div>\n");
            }
            Block::Box { content, .. } => {
                let title = content.iter().find_map(|inner| match inner {
                    Block::Subhead { content, .. } => given(&text_of(content)),
                    _ => None,
                });
                self.raw("<aside aria-label=\"");
                self.text(title.as_deref().unwrap_or(issue.words.side_bar));
                self.raw("\">\n");
                for inner in content {
                    self.block(issue, inner, tables);
                }
                self.raw("</aside>\n");
            }
            Block::Photo(photo) => self.figure(issue, photo),
            Block::PhotoGroup { content, .. } => {
                let shown = |inner: &Block| match inner {
                    Block::Photo(photo) => issue.media.of(photo).is_some(),
                    _ => false,
                };
                if !content.iter().any(shown) {
                    return;
                }
                self.raw("<div class=\"photos\" role=\"group\" aria-label=\"");
                self.text(issue.words.photos);
                self.raw("\">\n");
                for inner in content {
                    self.block(issue, inner, tables);
                }
                self.raw("</div>\n");
            }
        }
    }

    fn rows(&mut self, rows: &[TableRow]) {
        let heads =
            rows.iter().take_while(|row| row.content.iter().all(|cell| cell.attrs.header)).count();
        // A table of nothing but headings has no head apart from its body.
        let heads = if heads == rows.len() { 0 } else { heads };
        for (part, rows) in [("thead", &rows[..heads]), ("tbody", &rows[heads..])] {
            if rows.is_empty() {
                continue;
            }
            self.raw(&format!("<{part}>\n"));
            for row in rows {
                self.raw("<tr>");
                for cell in &row.content {
                    let (open, close) = match (cell.attrs.header, part) {
                        (true, "thead") => ("<th scope=\"col\">", "</th>"),
                        (true, _) => ("<th scope=\"row\">", "</th>"),
                        (false, _) => ("<td>", "</td>"),
                    };
                    self.raw(open);
                    self.runs(&cell.content);
                    self.raw(close);
                }
                self.raw("</tr>\n");
            }
            self.raw(&format!("</{part}>\n"));
        }
    }

    fn figure(&mut self, issue: &Issue<'_>, photo: &Photo) {
        let Some(picture) = issue.media.of(photo) else { return };
        self.raw("<figure>\n<img src=\"");
        let shown = picture.shown();
        if issue.alone {
            let bytes = STANDARD.encode(&shown.bytes);
            self.text(&format!("data:{};base64,{bytes}", shown.kind.media_type()));
        } else {
            self.text(&shown.path);
        }
        self.raw(&format!("\" width=\"{}\" height=\"{}\" alt=\"", shown.width, shown.height));
        self.text(&one_line(&photo.attrs.alt));
        self.raw("\">\n");
        let credit = given(&photo.attrs.credit);
        if !is_blank(&photo.content) || credit.is_some() {
            self.raw("<figcaption>");
            self.runs(&photo.content);
            if let Some(credit) = credit {
                if !is_blank(&photo.content) {
                    self.raw(" ");
                }
                self.raw("<span class=\"credit\">");
                self.text(&issue.words.credit(&credit));
                self.raw("</span>");
            }
            self.raw("</figcaption>\n");
        }
        self.raw("</figure>\n");
    }
}
