//! The pictures of a bundle: one file for each photo in use, as web rendition with its edits made
//! that says what it is.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use sha2::{Digest, Sha256};

use super::{Edition, line, name};
use crate::article::{BylineRole, Photo, text_of};
use crate::failure::{Failure, Result};
use crate::photo::metadata::{self, Metadata};
use crate::photo::{PhotoInfo, Rendition, render};

pub(super) struct Media {
    files: Vec<Picture>,
    /// By hash of the original and what is done to it.
    by_use: BTreeMap<(String, String), usize>,
}

/// A web rendition with its place in the bundle.
pub(super) struct Picture {
    pub(super) path: String,
    /// BLAKE3 of the original.
    pub(super) original: String,
    /// What was done to it, as text.
    pub(super) edits: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: Vec<u8>,
    pub(super) sha256: String,
}

impl Picture {
    /// Names the original, and what was done to it.
    pub(super) fn identity(&self) -> String {
        if self.edits.is_empty() {
            return self.original.clone();
        }
        let edits = blake3::hash(self.edits.as_bytes()).to_hex();
        format!("{}:{}", self.original, &edits[..16])
    }
}

impl Media {
    /// Makes the renditions, in reading order; a photo used twice is one file, unless other things
    /// are done to it.
    pub(super) fn collect(edition: &Edition<'_>) -> Result<Self> {
        let mut media = Self { files: Vec::new(), by_use: BTreeMap::new() };
        for photo in edition.document.photos() {
            let Some(hash) = &photo.attrs.photo else { continue };
            let Some((info, original)) = edition.photos.get(hash) else { continue };
            let of_use = (hash.clone(), photo.attrs.edits.to_string());
            if media.by_use.contains_key(&of_use) {
                continue;
            }
            let picture = render(original, &Rendition::Web.wanted(), &photo.attrs.edits)
                .map_err(|failure| failure.with("file", &info.file_name))?;
            let bytes = metadata::write(&picture, &words_of(edition, photo, info, original))?;
            let (width, height) = ImageReader::with_format(Cursor::new(&bytes), ImageFormat::Jpeg)
                .into_dimensions()
                .map_err(Failure::internal)?;
            let words = name::short(&text_of(&photo.content), 60);
            let words = if words.is_empty() { name::short(hash, 8) } else { words };
            media.by_use.insert(of_use, media.files.len());
            media.files.push(Picture {
                path: format!("media/{:02}-{words}.jpg", media.files.len() + 1),
                original: hash.clone(),
                edits: photo.attrs.edits.to_string(),
                width,
                height,
                sha256: sha256(&bytes),
                bytes,
            });
        }
        Ok(media)
    }

    /// The file of a photo in use; `None` where the photo is missing.
    pub(super) fn of(&self, photo: &Photo) -> Option<&Picture> {
        let of_use = (photo.attrs.photo.clone()?, photo.attrs.edits.to_string());
        self.files.get(*self.by_use.get(&of_use)?)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &Picture> {
        self.files.iter()
    }
}

/// What an exported picture says of itself: what stands beside it in the article, and what the
/// desk, or else the original, says beyond that. Only named fields go along, so nothing tells where
/// the camera stood or whose it is; instructions are for the desk.
fn words_of(edition: &Edition<'_>, photo: &Photo, info: &PhotoInfo, original: &[u8]) -> Metadata {
    let printed = |text: &str| line(text);
    let said = match &info.desk {
        Some(desk) => desk.metadata.clone(),
        // Not what is kept of it: of photos that came before anybody asked, nothing is.
        None => metadata::read(original).metadata,
    };
    let own = Metadata { instructions: String::new(), ..said };
    let photographers = edition.fields.bylines.iter().filter(|it| it.role == BylineRole::Photo);
    let here = Metadata {
        headline: printed(&edition.document.headline_text()),
        caption: printed(&text_of(&photo.content)),
        credit: printed(&photo.attrs.credit),
        alt: printed(&photo.attrs.alt),
        ..Metadata::default()
    };
    let otherwise = Metadata {
        creators: photographers.map(|byline| printed(&byline.pen_name)).collect(),
        source: printed(&edition.fields.source),
        ..Metadata::default()
    };
    here.or(own).or(otherwise)
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
