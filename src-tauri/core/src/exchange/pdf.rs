//! An article as PDF: on the newsroom's letterhead, for print, for mail and for the archive.
//!
//! The file keeps to PDF/A-2a and PDF/UA-1, and the writer refuses it where it does not: fonts are
//! embedded, colours are those of sRGB, everything is tagged for those who have it read out, and
//! nothing in it needs anything outside. The same revision gives the same bytes; the only time in
//! it is the revision's.

mod flow;
mod fonts;
mod layout;
mod paint;
mod table;
mod text;

use std::collections::BTreeMap;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::{Document as File, SerializeSettings};

use super::issue::wording::{self, Words};
use super::letterhead::Letterhead;
use crate::article::{ArticleId, BylineRole, Document, Fields};
use crate::failure::{Failure, Result};
use crate::time::{Timestamp, ZoneMinutes};

use fonts::Fonts;
use layout::{Layout, spoken};
use paint::Margins;
use text::Prose;

/// A revision with all that is printed around it.
#[derive(Debug, Clone)]
pub struct Paper<'a> {
    pub article: &'a ArticleId,
    /// Hash of the revision, hexadecimal.
    pub revision: &'a str,
    pub document: &'a Document,
    pub fields: &'a Fields,
    /// Empty where none is set.
    pub newsroom: &'a str,
    pub zone: ZoneMinutes,
    /// Whether this very revision is approved; where it is not, every page says so.
    pub approved: bool,
    /// When it was approved, or else made.
    pub dated: Timestamp,
    pub letterhead: &'a Letterhead,
    /// JPEG or PNG.
    pub logo: Option<&'a [u8]>,
    /// Renditions (JPEG, sRGB) of the photos in use, by [`super::sheet::picture_key`]. One that is
    /// not there is told of as missing.
    pub pictures: &'a BTreeMap<String, Vec<u8>>,
}

/// A PDF ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Letters that no bundled font has, each once and in order: a box stands in their place. They
    /// can still be copied and found.
    pub missing: String,
}

/// Makes the PDF of a revision.
///
/// # Errors
/// `DamagedPhoto` for a picture that no viewer would show; `Internal` where the file would not
/// keep to PDF/A-2a and PDF/UA-1.
pub fn pdf(paper: &Paper<'_>) -> Result<Pdf> {
    let words = wording::of(paper.language());
    let mut layout =
        Layout { paper, words, fonts: Fonts::new(paper.language()), flow: flow::Flow::default() };
    layout.whole()?;
    let margins = paper.margins(words);
    let mut file = File::new_with(settings()?);
    file.set_metadata(paper.metadata(words));
    let (pages, missing) = paint::draw(&mut file, layout, &margins);
    let bytes = file.finish().map_err(|error| Failure::internal(format!("PDF: {error:?}")))?;
    Ok(Pdf { bytes, pages, missing: missing.into_iter().collect() })
}

fn settings() -> Result<SerializeSettings> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Failure::internal(format!("PDF: {error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

impl Paper<'_> {
    fn language(&self) -> &str {
        if self.fields.language.is_empty() { "vi" } else { &self.fields.language }
    }

    /// The headline as one line, never empty.
    fn title(&self, words: &Words) -> String {
        let headline = spoken(&self.document.headline_text());
        if headline.trim().is_empty() { words.untitled.to_owned() } else { headline }
    }

    fn dated(&self) -> String {
        self.dated.rfc3339(self.zone)
    }

    /// Pen names of one role, in order.
    fn names(&self, role: BylineRole) -> Vec<String> {
        let of_role = self.fields.bylines.iter().filter(|byline| byline.role == role);
        let names = of_role.map(|byline| spoken(&byline.pen_name));
        names.filter(|name| !name.trim().is_empty()).collect()
    }

    /// Who sends it: the letterhead's office, or else the newsroom.
    fn office(&self) -> &str {
        let office = self.letterhead.office.as_str();
        if office.is_empty() { self.newsroom } else { office }
    }

    fn margins(&self, words: &Words) -> Margins {
        let short = self.revision.get(..12).unwrap_or(self.revision);
        Margins {
            title: Prose::plain(&self.title(words)),
            office: Prose::plain(self.office()),
            warning: (!self.approved)
                .then(|| Prose::plain(&format!("{} · {short}", words.not_approved))),
            footer: Prose::plain(&self.letterhead.footer),
        }
    }

    fn metadata(&self, words: &Words) -> Metadata {
        let mut metadata = Metadata::new()
            .title(self.title(words))
            .language(self.language().to_owned())
            .creator(super::issue::GENERATOR.to_owned())
            .producer(super::issue::GENERATOR.to_owned())
            .document_id(format!("{}:{}", self.article.0, self.revision))
            .text_direction(TextDirection::LeftToRight)
            .creation_date(date(&self.dated()));
        let authors = self.names(BylineRole::Text);
        if !authors.is_empty() {
            metadata = metadata.authors(authors);
        }
        let lead = spoken(&self.document.lead_text());
        if !lead.trim().is_empty() {
            metadata = metadata.description(lead);
        }
        let tags: Vec<String> = self.fields.tags.iter().map(|tag| spoken(tag)).collect();
        if !tags.is_empty() {
            metadata = metadata.keywords(tags);
        }
        metadata
    }
}

/// `2020-05-23T15:30:00+07:00` as the format keeps it.
fn date(rfc3339: &str) -> DateTime {
    let number = |range: std::ops::Range<usize>| {
        rfc3339.get(range).and_then(|digits| digits.parse::<u16>().ok()).unwrap_or(0)
    };
    let small = |range| u8::try_from(number(range)).unwrap_or(0);
    let offset = i8::try_from(number(20..22)).unwrap_or(0);
    let offset = if rfc3339.get(19..20) == Some("-") { -offset } else { offset };
    DateTime::new(number(0..4))
        .month(small(5..7))
        .day(small(8..10))
        .hour(small(11..13))
        .minute(small(14..16))
        .second(small(17..19))
        .utc_offset_hour(offset)
        .utc_offset_minute(small(23..25))
}

#[cfg(test)]
mod tests;
