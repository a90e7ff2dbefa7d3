//! What every file of an export is made from: one revision with all that is printed beside it.

pub(super) mod media;
pub(super) mod name;
pub(super) mod wording;

use std::collections::BTreeMap;

use super::formats::docx::Review;
use super::target::Target;
use crate::article::{ArticleId, BylineRole, Document, Fields, Photo};
use crate::failure::Result;
use crate::language::normal::one_line;
use crate::photo::PhotoInfo;
use crate::time::{Timestamp, ZoneMinutes};

use media::{Media, Picture};
use wording::Words;

/// The program, as it names itself in what it writes.
pub(super) const GENERATOR: &str = "Bản Thảo";

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
    /// What has been changed and said; goes into no file but the one that is made for it.
    pub review: Option<&'a Review>,
}

/// An edition with its pictures made and its names found.
pub(super) struct Issue<'a> {
    pub(super) edition: &'a Edition<'a>,
    pub(super) words: &'static Words,
    pub(super) media: Media,
    /// Name of the bundle.
    pub(super) slug: String,
    /// Whether pictures stand inside the page, for one that goes alone.
    pub(super) alone: bool,
}

impl<'a> Issue<'a> {
    /// Makes the pictures.
    ///
    /// # Errors
    /// As [`crate::photo::render`], with the name of the photo's file.
    pub(super) fn of(edition: &'a Edition<'a>) -> Result<Self> {
        Ok(Self::with(edition, Media::collect(edition)?))
    }

    pub(super) fn with(edition: &'a Edition<'a>, media: Media) -> Self {
        Self {
            edition,
            words: wording::of(&edition.fields.language),
            media,
            slug: name::of(edition),
            alone: false,
        }
    }

    pub(super) fn document(&self) -> &Document {
        self.edition.document
    }

    /// The photos that there are, in reading order, with their pictures; first of all the one that
    /// stands for the article.
    pub(super) fn pictures(&self) -> Vec<(&Photo, &Picture)> {
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

    /// Whether the photo of this use is there.
    pub(super) fn has(&self, photo: &Photo) -> bool {
        photo.attrs.photo.as_ref().is_some_and(|hash| self.edition.photos.contains_key(hash))
    }

    pub(super) fn fields(&self) -> &Fields {
        self.edition.fields
    }

    /// A tag that every schema takes: `und` for one that is none.
    pub(super) fn language(&self) -> &str {
        let tag = &self.fields().language;
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let begins = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
        match tag.split('-').next() {
            _ if tag.is_empty() => "vi",
            Some(first) if begins(first) && tag.split('-').all(is_part) => tag,
            Some(_) | None => "und",
        }
    }

    /// The headline as one line, never empty.
    pub(super) fn title(&self) -> String {
        let headline = one_line(&self.document().headline_text());
        if headline.is_empty() { self.words.untitled.to_owned() } else { headline }
    }

    /// The article's name in other systems, the same for every revision.
    pub(super) fn uri(&self) -> String {
        format!("urn:x-ban-thao:article:{}", name::safe(&self.edition.article.0))
    }

    pub(super) fn dated(&self) -> String {
        self.edition.dated.rfc3339(self.edition.zone)
    }

    pub(super) fn created_at(&self) -> String {
        self.edition.created_at.rfc3339(self.edition.zone)
    }

    pub(super) fn embargo(&self) -> Option<String> {
        self.fields().embargo.map(|until| until.rfc3339(self.edition.zone))
    }

    /// Pen names of one role, in order.
    pub(super) fn names(&self, role: BylineRole) -> Vec<String> {
        self.fields()
            .bylines
            .iter()
            .filter(|byline| byline.role == role)
            .map(|byline| one_line(&byline.pen_name))
            .filter(|name| !name.is_empty())
            .collect()
    }

    pub(super) fn tags(&self) -> Vec<String> {
        self.fields().tags.iter().map(|tag| one_line(tag)).filter(|tag| !tag.is_empty()).collect()
    }

    /// `Nguồn: …`, where there is one.
    pub(super) fn source_line(&self) -> Option<String> {
        given(&self.fields().source).map(|source| format!("{}: {source}", self.words.source))
    }

    /// The lines of names under the text: authors as they sign, then the others by their work.
    pub(super) fn credits(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (role, label) in [
            (BylineRole::Text, None),
            (BylineRole::Photo, Some(self.words.photo)),
            (BylineRole::Translation, Some(self.words.translation)),
            (BylineRole::EditedBy, Some(self.words.edited_by)),
        ] {
            let names = self.names(role).join(" - ");
            match label {
                _ if names.is_empty() => {}
                None => lines.push(names),
                Some(label) => lines.push(format!("{label}: {names}")),
            }
        }
        lines
    }
}

/// `None` for what is not given.
pub(super) fn given(text: &str) -> Option<String> {
    let text = one_line(text);
    (!text.is_empty()).then_some(text)
}
