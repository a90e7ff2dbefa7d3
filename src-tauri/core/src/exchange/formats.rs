//! The formats that a revision is written in, each a function of the same [`Issue`].

pub mod docx;
mod html;
mod jsonld;
mod markdown;
mod newsml;
mod ninjs;
mod nitf;
mod plain;

use serde::{Deserialize, Serialize};

use super::issue::media::Media;
use super::issue::{Edition, Issue, name};
use crate::failure::{Failure, Result};

/// A form of an article for somebody else's program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Format {
    /// A page that opens anywhere.
    Html,
    /// UTF-8 without anything else.
    Text,
    /// CommonMark, with the tables of GitHub.
    Markdown,
    /// IPTC ninjs 3.1.
    Ninjs,
    /// IPTC NewsML-G2 2.35, with NITF inside.
    Newsml,
    /// IPTC NITF 3.6.
    Nitf,
    /// schema.org's NewsArticle.
    Jsonld,
    /// Office Open XML, for word processors.
    Docx,
    /// The same with what was changed since the review began, and with the conversations: for
    /// colleagues, never for readers, so in no bundle.
    DocxReview,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Docx,
        Self::DocxReview,
        Self::Html,
        Self::Text,
        Self::Markdown,
        Self::Ninjs,
        Self::Newsml,
        Self::Nitf,
        Self::Jsonld,
    ];

    /// What goes into a bundle where nobody has chosen: a page to look at, a text to paste, a file
    /// for a word processor, and one for programs.
    pub fn standard() -> Vec<Self> {
        vec![Self::Html, Self::Text, Self::Ninjs, Self::Docx]
    }

    /// Whether a bundle may hold it: what is said at the desk stays there.
    pub fn may_be_bundled(self) -> bool {
        self != Self::DocxReview
    }

    /// Its name in a bundle.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Html => "article.html",
            Self::Text => "article.txt",
            Self::Markdown => "article.md",
            Self::Ninjs => "article.ninjs.json",
            Self::Newsml => "article.newsml-g2.xml",
            Self::Nitf => "article.nitf.xml",
            Self::Jsonld => "article.jsonld",
            Self::Docx => "article.docx",
            Self::DocxReview => "article.review.docx",
        }
    }

    /// Whether it names or holds the pictures, which then have to be made.
    fn shows_pictures(self) -> bool {
        match self {
            Self::Text => false,
            Self::Html
            | Self::Markdown
            | Self::Ninjs
            | Self::Newsml
            | Self::Nitf
            | Self::Jsonld
            | Self::Docx
            | Self::DocxReview => true,
        }
    }
}

/// One file by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneFile {
    /// Name for the file: letters, digits, `-` and `.` only.
    pub name: String,
    pub bytes: Vec<u8>,
    /// BLAKE3 of the bytes, hexadecimal.
    pub hash: String,
}

/// Writes a revision in one format, without a bundle around it. A page holds its pictures then;
/// the formats for programs and Markdown name them as the bundle of the same target does.
///
/// # Errors
/// As [`crate::photo::render`], with the name of the photo's file.
pub fn one_file(edition: &Edition<'_>, format: Format) -> Result<OneFile> {
    let media = if format.shows_pictures() { Media::collect(edition)? } else { Media::none() };
    let issue = Issue { alone: format == Format::Html, ..Issue::with(edition, media) };
    let bytes = written(&issue, format)?;
    let ending = format.file_name().strip_prefix("article").unwrap_or_default();
    let hash = blake3::hash(&bytes).to_hex().to_string();
    Ok(OneFile { name: format!("{}{ending}", name::of(edition)), bytes, hash })
}

/// The bytes of one format.
///
/// # Errors
/// Those of a format that is written by a library.
pub(super) fn written(issue: &Issue<'_>, format: Format) -> Result<Vec<u8>> {
    Ok(match format {
        Format::Html => html::page(issue).into_bytes(),
        Format::Text => plain::text(issue).into_bytes(),
        Format::Markdown => markdown::text(issue).into_bytes(),
        Format::Ninjs => ninjs::item(issue)?.into_bytes(),
        Format::Newsml => newsml::item(issue).into_bytes(),
        Format::Nitf => nitf::document(issue).into_bytes(),
        Format::Jsonld => jsonld::file(issue).into_bytes(),
        Format::Docx => docx::clean(issue).map_err(Failure::internal)?,
        Format::DocxReview => docx::reviewed(issue).map_err(Failure::internal)?,
    })
}
