//! HTML as it leaves the desk: text that can never become markup.

use crate::article::{Mark, Text, is_safe_link};

/// A page, or a piece of one, in the making.
pub(super) struct Html(String);

impl Html {
    pub(super) fn new() -> Self {
        Self(String::new())
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    /// Markup of ours; never text of an article.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Text as text, in an element or in a quoted attribute.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                c if c.is_control() => self.0.push(' '),
                c => self.0.push(c),
            }
        }
    }

    /// Nothing at all for an empty text.
    pub(super) fn element(&mut self, open: &str, content: &[Text], close: &str) {
        if !is_blank(content) {
            self.raw(open);
            self.runs(content);
            self.raw(close);
        }
    }

    /// Runs with their marks; a mark that goes on in the next run is not closed between them.
    pub(super) fn runs(&mut self, runs: &[Text]) {
        let mut open: Vec<&Mark> = Vec::new();
        for run in runs {
            let marks: Vec<&Mark> = run.marks.iter().filter(|mark| may_stand(mark)).collect();
            let shared = open.iter().zip(&marks).take_while(|(old, new)| old == new).count();
            self.close(&mut open, shared);
            for mark in &marks[shared..] {
                match mark {
                    Mark::Link { href } => {
                        self.raw("<a href=\"");
                        self.text(href);
                        self.raw("\">");
                    }
                    Mark::Em => self.raw("<em>"),
                    Mark::Strong => self.raw("<strong>"),
                    Mark::Sub => self.raw("<sub>"),
                    Mark::Sup => self.raw("<sup>"),
                }
                open.push(mark);
            }
            self.text(&run.text);
        }
        self.close(&mut open, 0);
    }

    fn close(&mut self, open: &mut Vec<&Mark>, keep: usize) {
        while open.len() > keep {
            match open.pop() {
                Some(Mark::Link { .. }) => self.raw("</a>"),
                Some(Mark::Em) => self.raw("</em>"),
                Some(Mark::Strong) => self.raw("</strong>"),
                Some(Mark::Sub) => self.raw("</sub>"),
                Some(Mark::Sup) => self.raw("</sup>"),
                None => {}
            }
        }
    }
}

/// Whether there is nothing to read in some runs.
pub(super) fn is_blank(runs: &[Text]) -> bool {
    runs.iter().all(|run| run.text.chars().all(|c| c.is_whitespace() || c.is_control()))
}

/// The store lets no other link in; what leaves the desk does not rely on it.
fn may_stand(mark: &Mark) -> bool {
    match mark {
        Mark::Link { href } => is_safe_link(href),
        Mark::Em | Mark::Strong | Mark::Sub | Mark::Sup => true,
    }
}
