//! What goes out, frozen when it is put into the outbox: later changes of settings for pictures, of
//! words about photos or of the article make another delivery and never half of this one.

use serde::{Deserialize, Serialize};

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
