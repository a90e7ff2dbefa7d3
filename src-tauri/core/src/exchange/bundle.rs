//! The bundle: an approved revision as a folder or zip that a CMS, an archive or a person at
//! another newsroom can use without this program.
//!
//! Everything in it follows from the revision: the same revision gives the same bytes, on every
//! machine. That is why nothing here asks for the time, iterates over a hash map, or builds JSON
//! from a map whose order depends on how a dependency was compiled.

mod html;
mod jsonld;
mod manifest;
mod media;
mod name;
mod ninjs;
mod place;
mod plain;
mod wording;

pub use place::{write_folder, write_zip};

use std::collections::BTreeMap;

use super::target::Target;
use crate::article::{ArticleId, BylineRole, Document, Fields, Photo};
use crate::failure::Result;
use crate::photo::PhotoInfo;
use crate::time::{Timestamp, ZoneMinutes};

use media::{Media, Picture};
use wording::Words;

/// A revision that may leave the desk, with all that is printed beside it.
#[derive(Debug, Clone)]
pub struct Edition<'a> {
    pub article: &'a ArticleId,
    /// Hash of the revision, hexadecimal.
    pub revision: &'a str,
    pub document: &'a Document,
    pub fields: &'a Fields,
    /// Publisher; empty where none is set.
    pub newsroom: &'a str,
    pub zone: ZoneMinutes,
    /// Whether this very revision is approved; not so where somebody overrode that gate.
    pub approved: bool,
    /// When it was approved; where that was overridden, when the revision was made.
    pub dated: Timestamp,
    /// When the article was begun.
    pub created_at: Timestamp,
    /// Counts the revisions of the article that were sent out or could have been.
    pub version: u32,
    /// Where it goes, which says what pictures go along.
    pub target: &'a Target,
    /// What is known of the photos in use and the bytes of their originals, by hash.
    pub photos: BTreeMap<String, (PhotoInfo, Vec<u8>)>,
}

/// Files ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Name of the folder or zip: letters, digits and `-` only.
    pub name: String,
    /// By path below the folder, with `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// BLAKE3 of the manifest, hexadecimal.
    pub hash: String,
}

/// Turns a revision into its bundle.
///
/// A photo that is missing leaves its caption in the plain text and in the manifest; a reader of
/// the web page is not shown a caption without its picture. The internal note never goes out.
///
/// # Errors
/// As [`crate::photo::render`], with the name of the photo's file.
pub fn bundle(edition: &Edition<'_>) -> Result<Bundle> {
    let name = name::of(edition);
    let issue = Issue {
        edition,
        words: wording::of(&edition.fields.language),
        media: Media::collect(edition)?,
        slug: &name,
    };
    let mut files = BTreeMap::from([
        ("article.html".to_owned(), html::page(&issue).into_bytes()),
        ("article.txt".to_owned(), plain::text(&issue).into_bytes()),
        ("article.ninjs.json".to_owned(), ninjs::item(&issue)?.into_bytes()),
    ]);
    files.extend(
        issue
            .media
            .pictures()
            .flat_map(|picture| &picture.files)
            .map(|file| (file.path.clone(), file.bytes.clone())),
    );
    let manifest = manifest::manifest(&issue, &files)?.into_bytes();
    let hash = blake3::hash(&manifest).to_hex().to_string();
    files.insert("manifest.json".to_owned(), manifest);
    Ok(Bundle { name, files, hash })
}

/// What every file of one bundle is made from.
struct Issue<'a> {
    edition: &'a Edition<'a>,
    words: &'static Words,
    media: Media,
    slug: &'a str,
}

impl Issue<'_> {
    fn document(&self) -> &Document {
        self.edition.document
    }

    /// The photos that there are, in reading order, with their pictures; first of all the one that
    /// stands for the article.
    fn pictures(&self) -> Vec<(&Photo, &Picture)> {
        let mut pictures: Vec<(&Photo, &Picture)> = self
            .document()
            .photos()
            .filter_map(|photo| Some((photo, self.media.of(photo)?)))
            .collect();
        let lead = self.fields().lead_photo.as_ref();
        if let Some(at) = pictures.iter().position(|(photo, _)| Some(&photo.attrs.id) == lead) {
            pictures[..=at].rotate_right(1);
        }
        pictures
    }

    fn fields(&self) -> &Fields {
        self.edition.fields
    }

    fn language(&self) -> &str {
        if self.fields().language.is_empty() { "vi" } else { &self.fields().language }
    }

    /// The headline as one line, never empty.
    fn title(&self) -> String {
        let headline = line(&self.document().headline_text());
        if headline.is_empty() { self.words.untitled.to_owned() } else { headline }
    }

    /// The article's name in other systems, the same for every revision.
    fn uri(&self) -> String {
        format!("urn:x-ban-thao:article:{}", name::safe(&self.edition.article.0))
    }

    fn dated(&self) -> String {
        self.edition.dated.rfc3339(self.edition.zone)
    }

    fn created_at(&self) -> String {
        self.edition.created_at.rfc3339(self.edition.zone)
    }

    fn embargo(&self) -> Option<String> {
        self.fields().embargo.map(|until| until.rfc3339(self.edition.zone))
    }

    /// Pen names of one role, in order.
    fn names(&self, role: BylineRole) -> Vec<String> {
        self.fields()
            .bylines
            .iter()
            .filter(|byline| byline.role == role)
            .map(|byline| line(&byline.pen_name))
            .filter(|name| !name.is_empty())
            .collect()
    }

    fn tags(&self) -> Vec<String> {
        self.fields().tags.iter().map(|tag| line(tag)).filter(|tag| !tag.is_empty()).collect()
    }
}

/// Text as one line: control characters and runs of white space become one space.
fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `None` for what is not given.
fn given(text: &str) -> Option<String> {
    let text = line(text);
    (!text.is_empty()).then_some(text)
}
