//! The article on the sheet, with its changes drawn in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::drawing::{Behind, Line, Piece};
use super::places::PlaceName;
use super::{Page, picture_key, short};
use crate::article::{Block, BylineRole, Photo, TableRow, Text};
use crate::compare::{Change, ChangeKind, RemovedLine};
use crate::exchange::markup::is_blank;

impl Page<'_> {
    pub(super) fn article(&mut self) {
        let sheet = self.sheet;
        let document = &sheet.content.document;
        self.put("<article lang=\"", sheet.content.fields.language.as_str(), "\">\n");
        if sheet.filed.as_ref().is_some_and(|filed| !filed.changes.is_empty()) {
            let (inserted, deleted, moved, numbers) = self.words.legend();
            self.raw("<p class=\"legend\" lang=\"");
            self.raw(self.words.tag());
            self.put("\"><ins>", inserted, "</ins> ");
            self.put("<del>", deleted, "</del> ");
            self.put("<span class=\"moved\">", moved, "</span> ");
            self.put("<span>", numbers, "</span></p>\n");
        }
        let untitled = is_blank(&document.headline);
        self.raw("<h2 class=\"headline\">");
        if untitled {
            let words = self.words.untitled();
            self.put("<span class=\"missing\">", words, "</span>");
        }
        self.line_of(&document.headline);
        self.raw("</h2>\n");
        if is_blank(&document.lead) && self.drawing.line(1).gone.is_empty() {
            self.line += 1;
        } else {
            self.raw("<p class=\"lead\">");
            self.line_of(&document.lead);
            self.raw("</p>\n");
        }
        self.behind();
        for block in &document.blocks {
            self.block(block, true);
            self.behind();
        }
        self.credits();
        self.raw("</article>\n");
    }

    fn block(&mut self, block: &Block, numbered: bool) {
        let number = match self.places.name(self.line) {
            PlaceName::Paragraph(n) if numbered => Some(n),
            _ => None,
        };
        let class = match (self.drawing.line(self.line).moved, number) {
            (true, Some(_)) => " class=\"numbered moved\"",
            (true, None) => " class=\"moved\"",
            (false, Some(_)) => " class=\"numbered\"",
            (false, None) => "",
        };
        match block {
            Block::Paragraph { content, .. } => self.simple("p", class, number, content),
            Block::Subhead { content, .. } => self.simple("h3", class, number, content),
            Block::Quote { content, .. } => {
                self.raw(&format!("<blockquote{class}>"));
                self.number(number);
                self.raw("<p>");
                self.line_of(content);
                self.raw("</p></blockquote>\n");
            }
            Block::List { attrs, content } => {
                self.raw(&format!("<div{class}>"));
                self.number(number);
                let name = if attrs.ordered { "ol" } else { "ul" };
                self.raw(&format!("<{name}>\n"));
                for item in content {
                    self.raw("<li>");
                    self.line_of(&item.content);
                    self.raw("</li>\n");
                }
                self.raw(&format!("</{name}></div>\n"));
            }
            Block::Table { content, .. } => {
                self.raw(&format!("<div{class}>"));
                self.number(number);
                self.raw("<table class=\"of-article\">\n");
                for row in content {
                    self.row(row);
                }
                self.raw("</table></div>\n");
            }
            Block::Box { content, .. } => {
                self.raw(&format!("<aside{class}>"));
                self.number(number);
                for inner in content {
                    self.block(inner, false);
                    self.behind();
                }
                self.raw("</aside>\n");
            }
            Block::Photo(photo) => self.figure(photo, class),
            Block::PhotoGroup { content, .. } => {
                self.raw("<div class=\"photos\">\n");
                for inner in content {
                    self.block(inner, false);
                }
                self.raw("</div>\n");
            }
        }
    }

    fn simple(&mut self, name: &str, class: &str, number: Option<u32>, content: &[Text]) {
        let line = self.drawing.line(self.line);
        if is_blank(content) && line.gone.is_empty() && line.tags.is_empty() {
            self.line += 1;
            return;
        }
        self.raw(&format!("<{name}{class}>"));
        self.number(number);
        self.line_of(content);
        self.raw(&format!("</{name}>\n"));
    }

    fn row(&mut self, row: &TableRow) {
        self.raw("<tr>");
        for cell in &row.content {
            let name = if cell.attrs.header { "th" } else { "td" };
            self.raw(&format!("<{name}>"));
            self.line_of(&cell.content);
            self.raw(&format!("</{name}>"));
        }
        self.raw("</tr>\n");
    }

    fn figure(&mut self, photo: &Photo, class: &str) {
        let number = match self.places.name(self.line) {
            PlaceName::Photo(n) => n,
            _ => 0,
        };
        let place = self.words.place(PlaceName::Photo(number));
        self.raw(&format!("<figure{class}>\n"));
        let before = self.photo_before(self.line);
        match (picture_key(photo), before) {
            (Some(key), Some(old)) if !old.is_empty() => {
                self.raw("<div class=\"swap\">");
                self.picture(&self.filed_key(&old), self.words.photo_before(), true);
                self.picture(&key, &photo.attrs.alt, false);
                self.raw("</div>\n");
            }
            (Some(key), _) => self.picture(&key, &photo.attrs.alt, false),
            (None, _) => {
                let words = self.words.photo_missing();
                self.put("<p class=\"missing\">", words, "</p>\n");
            }
        }
        self.put("<figcaption><strong>", &place, ".</strong> ");
        self.line_of(&photo.content);
        let words = self.words;
        for (label, text) in
            [(words.credit(), photo.attrs.credit.trim()), (words.alt(), photo.attrs.alt.trim())]
        {
            let text = if text.is_empty() { words.nothing() } else { text };
            self.put("<span class=\"attr\">", &format!("{label}: {text}"), "</span>");
        }
        self.raw("</figcaption>\n</figure>\n");
    }

    /// The photo that stood here when the article was filed, where that was another.
    fn photo_before(&self, line: u32) -> Option<String> {
        let tags = &self.drawing.line(line).tags;
        let change = tags.iter().find(|(_, change)| change.kind == ChangeKind::Photo)?.1;
        change.attr.as_ref().map(|attr| attr.old.clone())
    }

    /// The key of a photo as it stood in the text that was filed.
    fn filed_key(&self, hash: &str) -> String {
        let filed = self.sheet.filed.iter().flat_map(|filed| filed.content.document.photos());
        let mut of_hash = filed.filter(|photo| photo.attrs.photo.as_deref() == Some(hash));
        of_hash.find_map(picture_key).unwrap_or_else(|| hash.to_owned())
    }

    fn picture(&mut self, key: &str, alt: &str, gone: bool) {
        let Some(bytes) = self.pictures.get(key) else {
            let words = self.words.photo_unreadable();
            return self.put("<p class=\"missing\">", &format!("{words}: {}", short(key)), "</p>");
        };
        self.raw(if gone { "<span class=\"gone\">" } else { "<span>" });
        self.raw("<img src=\"data:image/jpeg;base64,");
        self.raw(&STANDARD.encode(bytes));
        self.put("\" alt=\"", alt.trim(), "\"></span>");
    }

    fn credits(&mut self) {
        let words = self.words;
        let fields = &self.sheet.content.fields;
        let names = |role: BylineRole| {
            let bylines = fields.bylines.iter().filter(|byline| byline.role == role);
            bylines.map(|byline| byline.pen_name.as_str()).collect::<Vec<_>>().join(" - ")
        };
        let lines = [
            (words.byline(BylineRole::Text), names(BylineRole::Text)),
            (words.byline(BylineRole::Photo), names(BylineRole::Photo)),
            (words.byline(BylineRole::Translation), names(BylineRole::Translation)),
            (words.byline(BylineRole::EditedBy), names(BylineRole::EditedBy)),
            (words.field("source"), fields.source.clone()),
        ];
        self.raw("<div class=\"credits\" lang=\"");
        self.raw(words.tag());
        self.raw("\">\n");
        for (label, text) in lines.iter().filter(|(_, text)| !text.trim().is_empty()) {
            self.put("<p>", label, ": ");
            self.put("<strong>", text, "</strong></p>\n");
        }
        self.raw("</div>\n");
    }

    fn number(&mut self, number: Option<u32>) {
        if let Some(number) = number {
            self.put("<span class=\"number\">", &number.to_string(), "</span>");
        }
    }

    /// The next line of the text with what is drawn in it.
    fn line_of(&mut self, runs: &[Text]) {
        let line: &Line<'_> = self.drawing.line(self.line);
        let tags: Vec<(usize, String)> =
            line.tags.iter().map(|(n, change)| (*n, self.tag_words(change))).collect();
        let pieces = line.pieces(runs);
        self.line += 1;
        for (n, words) in tags {
            self.put("<span class=\"tag\">", &format!("[{n}] {words}"), "</span> ");
        }
        for (place, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Same(runs) => self.html.runs(runs),
                Piece::Inserted(n, runs) => {
                    self.html.element("<ins>", &shown(runs), "</ins>");
                    self.change_number(*n);
                }
                Piece::Marked(n, runs) => {
                    self.html.element("<span class=\"marked\">", &shown(runs), "</span>");
                    self.change_number(*n);
                }
                Piece::Gone(n, broke, runs) => {
                    let mut runs = runs.clone();
                    if *broke {
                        runs.insert(0, Text::plain("¶ "));
                    }
                    self.html.element("<del>", &shown(&runs), "</del>");
                    let goes_on = pieces.get(place + 1);
                    if !matches!(goes_on, Some(Piece::Inserted(next, _)) if next == n) {
                        self.change_number(*n);
                    }
                }
            }
        }
    }

    fn tag_words(&self, change: &Change) -> String {
        let what = self.words.change(change);
        match (change.kind, change.moved_from, &change.attr) {
            (ChangeKind::BlockMoved, Some(left), _) => {
                let place = self.words.place(self.places.name(left.line));
                self.words.moved_here(&self.words.behind(&place))
            }
            (ChangeKind::Credit | ChangeKind::Alt, _, Some(attr)) => {
                let old = if attr.old.is_empty() { self.words.nothing() } else { &attr.old };
                self.words.before(&what, old)
            }
            _ => what,
        }
    }

    /// What is no more, or no more here, behind the line read last.
    fn behind(&mut self) {
        for behind in self.drawing.take_before(self.line) {
            match behind {
                Behind::Gone { n, line, photo } => self.gone(n, line, photo.as_deref()),
                Behind::Left { n } => {
                    let words = self.words.left_from_here();
                    self.put("<p class=\"left\">", &format!("[{n}] {words}"), "</p>\n");
                }
            }
        }
    }

    fn gone(&mut self, n: usize, line: &RemovedLine, photo: Option<&str>) {
        if line.start.as_deref() == Some("photo") {
            self.raw("<figure class=\"deleted\">\n");
            if let Some(hash) = photo {
                self.picture(&self.filed_key(hash), self.words.photo_deleted(), true);
            }
            let words = self.words.photo_deleted();
            self.put("<figcaption><strong>", words, ".</strong> ");
            self.html.element("<del>", &line.runs, "</del>");
            self.change_number(n);
            self.raw("</figcaption>\n</figure>\n");
        } else if !is_blank(&line.runs) {
            self.html.element("<p class=\"deleted\"><del>", &line.runs, "</del>");
            self.change_number(n);
            self.raw("</p>\n");
        }
    }

    fn change_number(&mut self, n: usize) {
        self.raw(&format!("<sup class=\"n\">[{n}]</sup>"));
    }
}

/// Spaces that came or went by themselves are still something to see.
fn shown(runs: &[Text]) -> Vec<Text> {
    if is_blank(runs) { vec![Text::plain("␣")] } else { runs.to_vec() }
}
