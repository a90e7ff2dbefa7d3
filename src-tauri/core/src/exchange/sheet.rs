//! The approval sheet: one page of HTML that says what an article is, what was changed in it and
//! who answers for it. It is printed, signed with a pen and put into the archive; or mailed and
//! opened in any browser.
//!
//! One function of what the store knows makes the page, and everything else shows that page: the
//! window of the preview, the printer, the file. The page needs nothing from outside, runs
//! nothing, and the same facts give the same bytes.

mod drawing;
mod places;
mod record;
mod text;
pub(super) mod words;

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::article::{ArticleId, Photo};
use crate::compare::{Change, ChangeId, Content};
use crate::discuss::Thread;
use crate::exchange::markup::Html;
use crate::review::{LogFault, Workflow};
use crate::store::{HistoryRow, Language, RevisionRow, Standing, StepSignOff};
use crate::time::{Timestamp, ZoneMinutes};

use drawing::Drawing;
use places::Places;
use words::Words;

const STYLE: &str = include_str!("sheet/page.css");

/// Digits of a revision's hash that tell it from all others of a newsroom.
const SHORT: usize = 12;

/// Everything that a sheet says.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub article: ArticleId,
    /// Language of the sheet itself; the article has its own.
    pub language: Language,
    /// Empty where none is set.
    pub newsroom: String,
    pub zone: ZoneMinutes,
    pub printed_at: Timestamp,
    pub printed_by: String,
    pub device: String,
    /// The revision that has exactly this text.
    pub revision: RevisionRow,
    /// Its place among the article's revisions, from 1.
    pub version: u32,
    pub content: Content,
    pub standing: Standing,
    pub workflow: Workflow,
    pub sign_offs: Vec<Signed>,
    /// What was filed; `None` where the article has not been handed in.
    pub filed: Option<Filed>,
    /// The open conversations, oldest first.
    pub questions: Vec<Thread>,
    /// Newest first.
    pub history: Vec<HistoryRow>,
    pub log_fault: Option<LogFault>,
}

/// A sign-off, and how much the text has changed since.
#[derive(Debug, Clone)]
pub struct Signed {
    pub sign_off: StepSignOff,
    pub changes_since: u32,
}

/// The text that was handed in, and what has been done to it.
#[derive(Debug, Clone)]
pub struct Filed {
    pub revision: RevisionRow,
    pub content: Content,
    pub changes: Vec<Change>,
    /// Those that came after the newest sign-off of a step.
    pub unsigned: BTreeSet<ChangeId>,
}

impl Sheet {
    /// What the sheet is called.
    pub fn title(&self) -> &'static str {
        Words::of(self.language).title()
    }

    /// The headline as one line, never empty.
    pub fn headline(&self) -> String {
        let headline = self.content.document.headline_text();
        let headline = headline.split_whitespace().collect::<Vec<_>>().join(" ");
        if headline.is_empty() { Words::of(self.language).untitled().to_owned() } else { headline }
    }

    /// The beginning of the revision's hash, as people read it out to each other.
    pub fn short_hash(&self) -> &str {
        short(&self.revision.hash)
    }
}

/// What a photo in use goes by among the pictures of a sheet; `None` where it is missing. The same
/// photo with other edits is another picture: what one of them blurs, the other may show.
pub fn picture_key(photo: &Photo) -> Option<String> {
    let hash = photo.attrs.photo.as_ref()?;
    let edits = &photo.attrs.edits;
    Some(if edits.is_none() { hash.clone() } else { format!("{hash}/{edits}") })
}

/// The sheet as a web page of its own. `pictures` are small renditions of the photos in use, now
/// and when the article was filed, by [`picture_key`]: JPEG. One that is not there cannot be read.
pub fn page(sheet: &Sheet, pictures: &BTreeMap<String, Vec<u8>>) -> String {
    let words = Words::of(sheet.language);
    let places = Places::of(&sheet.content.document);
    let mut page = Page {
        html: Html::new(),
        sheet,
        pictures,
        words,
        drawing: Drawing::of(sheet.filed.as_ref(), &places),
        places,
        line: 0,
    };
    page.whole();
    page.html.finish()
}

/// A page in the making.
struct Page<'a> {
    html: Html,
    sheet: &'a Sheet,
    pictures: &'a BTreeMap<String, Vec<u8>>,
    words: Words,
    /// What stands where in the text.
    places: Places,
    /// Where changes are drawn.
    drawing: Drawing<'a>,
    /// The line of the text that comes next.
    line: u32,
}

impl Page<'_> {
    fn whole(&mut self) {
        let (words, sheet) = (self.words, self.sheet);
        let style = style(sheet, words);
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; \
             form-action 'none'",
            STANDARD.encode(Sha256::digest(style.as_bytes()))
        );
        self.raw("<!DOCTYPE html>\n<html lang=\"");
        self.raw(words.tag());
        self.raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"");
        self.raw(&policy);
        self.raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        self.raw("<meta name=\"generator\" content=\"Bản Thảo\">\n<title>");
        self.text(&format!("{} – {}", words.title(), sheet.headline()));
        self.raw("</title>\n<style>");
        self.raw(&style);
        self.raw("</style>\n</head>\n<body>\n<main>\n");
        self.head();
        self.facts();
        self.gaps();
        self.article();
        self.changes();
        self.questions();
        self.checks();
        self.sign_offs();
        self.log();
        self.signatures();
        self.foot();
        self.raw("</main>\n</body>\n</html>\n");
    }

    fn raw(&mut self, markup: &str) {
        self.html.raw(markup);
    }

    fn text(&mut self, text: &str) {
        self.html.text(text);
    }

    /// An element of ours around text.
    fn put(&mut self, open: &str, text: &str, close: &str) {
        self.raw(open);
        self.text(text);
        self.raw(close);
    }

    fn time(&mut self, at: Timestamp) {
        let machine = at.rfc3339(self.sheet.zone);
        self.put("<time datetime=\"", &machine, "\">");
        self.put("", &self.words.time(&machine), "</time>");
    }
}

fn short(hash: &str) -> &str {
    hash.get(..SHORT).unwrap_or(hash)
}

/// The style with what stands at the foot of each page, where the engine knows how.
fn style(sheet: &Sheet, words: Words) -> String {
    // Into a string of CSS goes nothing but digits and letters of ours.
    let hash: String = sheet.revision.hash.chars().filter(char::is_ascii_alphanumeric).collect();
    let (sheet_title, page) = (words.title(), words.page());
    let foot = format!(
        "@page {{ @bottom-left {{ content: \"{sheet_title} · {}\"; }} \
         @bottom-right {{ content: \"{page} \" counter(page) \"/\" counter(pages); }} }}\n",
        short(&hash)
    );
    format!("\n{STYLE}{foot}")
}

#[cfg(test)]
mod tests;
