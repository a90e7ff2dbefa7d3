//! What goes out, frozen when it is put into the outbox: later changes of settings for pictures, of
//! words about photos or of the article make another delivery and never half of this one.

use serde::{Deserialize, Serialize};

use super::html_profile::HtmlProfile;
use crate::article::ArticleId;
use crate::time::Timestamp;

/// An article ready for a system that has its own pages. Text is plain unless its name says `html`;
/// HTML has inline marks only and is safe.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Parcel {
    /// Names the article in the other system: the same for every revision of it, on every desk.
    pub key: String,
    pub title: String,
    pub slug: String,
    /// BCP 47.
    pub language: String,
    pub lead: String,
    pub lead_html: String,
    pub pieces: Vec<Piece>,
    /// In reading order, each once.
    pub pictures: Vec<ParcelPicture>,
    /// Which of them stands for the article.
    pub lead_picture: Option<usize>,
    pub section: String,
    pub tags: Vec<String>,
    /// Pen names of those who wrote the text, in order.
    pub authors: Vec<String>,
    /// Lines of names under the text; the first one is the authors' where there are any.
    pub credits: Vec<String>,
    /// The line of the source with its label, where one is given.
    pub source: Option<String>,
    /// Published at this time and not before; `None` is at once.
    pub publish_at: Option<Timestamp>,
    /// How its text is written there.
    #[serde(default)]
    pub html: HtmlProfile,
    /// The files to be put there, where it is those that are wanted; there are no pieces and no
    /// pictures beside it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<ParcelPackage>,
}

/// Files that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParcelPackage {
    /// Of the folder, or of the one file: letters of ASCII, digits, `-`, and `.zip` at the end of the
    /// latter. The article's key and its version are in it.
    pub name: String,
    pub is_folder: bool,
    /// In order; one where it is no folder.
    pub files: Vec<ParcelFile>,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParcelFile {
    /// Below the folder, with `/`; one that is no folder has its own name here.
    pub path: String,
    /// Of the bytes, hexadecimal.
    pub sha256: String,
    /// Kept beside the rest.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// Names an article in other systems: the same for every revision of it, on every desk. Letters of
/// ASCII in lower case, digits and `-`.
pub fn key_of(article: &ArticleId) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    format!("bt-{}", article.0.chars().map(plain).take(64).collect::<String>())
}

impl Parcel {
    /// All that is kept beside the rest, in order: SHA-256, and bytes.
    pub(crate) fn attachments(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let pictures = self.pictures.iter().map(|it| (it.sha256.as_str(), it.bytes.as_slice()));
        let files = self.package.iter().flat_map(|package| &package.files);
        pictures.chain(files.map(|it| (it.sha256.as_str(), it.bytes.as_slice())))
    }

    pub(crate) fn attachments_mut(&mut self) -> impl Iterator<Item = (&str, &mut Vec<u8>)> {
        let pictures = self.pictures.iter_mut().map(|it| (it.sha256.as_str(), &mut it.bytes));
        let files = self.package.iter_mut().flat_map(|package| &mut package.files);
        pictures.chain(files.map(|it| (it.sha256.as_str(), &mut it.bytes)))
    }
}

/// A block of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Piece {
    Paragraph { html: String },
    Subhead { html: String },
    Quote { html: String },
    List { ordered: bool, items: Vec<String> },
    Table { head: Vec<Row>, body: Vec<Row> },
    Aside { pieces: Vec<Piece> },
    Figure(Figure),
    Figures { figures: Vec<Figure> },
}

/// The cells of a row; `true` for those that are headings.
pub type Row = Vec<(bool, String)>;

/// A picture in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Figure {
    /// Its place in [`Parcel::pictures`].
    pub picture: usize,
    pub alt: String,
    /// Caption and credit.
    pub caption_html: String,
}

/// A picture as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParcelPicture {
    /// Of the bytes, hexadecimal.
    pub sha256: String,
    /// SHA-256 of what the picture is and what is said of it, hexadecimal: of its original, its
    /// edits, its measures and its words. The bytes would not do, because they name the headline,
    /// and a correction of it would bring every picture again.
    pub identity: String,
    /// Letters of ASCII, digits, `-` and one dot.
    pub file_name: String,
    pub media_type: String,
    pub width: u32,
    pub height: u32,
    /// Of its first use.
    pub alt: String,
    /// Of its first use, with the credit; plain text.
    pub caption: String,
    /// Kept beside the rest.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

impl ParcelPicture {
    /// Names the picture in the other system: the same picture, the same name.
    pub fn key(&self) -> String {
        let end = self.identity.len().min(20);
        format!("bt-{}", &self.identity[..end])
    }
}
