//! The pictures of a bundle: one file for each photo in use, as web rendition.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::{ImageFormat, ImageReader};
use sha2::{Digest, Sha256};

use super::{Edition, name};
use crate::article::{Photo, text_of};
use crate::failure::{Failure, Result};
use crate::photo::{Rendition, render};

pub(super) struct Media {
    files: Vec<Picture>,
    by_hash: BTreeMap<String, usize>,
}

/// A web rendition with its place in the bundle.
pub(super) struct Picture {
    pub(super) path: String,
    /// BLAKE3 of the original.
    pub(super) original: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: Vec<u8>,
    pub(super) sha256: String,
}

impl Media {
    /// Makes the renditions, in reading order; a photo used twice is one file.
    pub(super) fn collect(edition: &Edition<'_>) -> Result<Self> {
        let mut media = Self { files: Vec::new(), by_hash: BTreeMap::new() };
        for photo in edition.document.photos() {
            let Some(hash) = &photo.attrs.photo else { continue };
            let Some((info, original)) = edition.photos.get(hash) else { continue };
            if media.by_hash.contains_key(hash) {
                continue;
            }
            let bytes = render(original, Rendition::Web)
                .map_err(|failure| failure.with("file", &info.file_name))?;
            let (width, height) = ImageReader::with_format(Cursor::new(&bytes), ImageFormat::Jpeg)
                .into_dimensions()
                .map_err(Failure::internal)?;
            let words = name::short(&text_of(&photo.content), 60);
            let words = if words.is_empty() { name::short(hash, 8) } else { words };
            media.by_hash.insert(hash.clone(), media.files.len());
            media.files.push(Picture {
                path: format!("media/{:02}-{words}.jpg", media.files.len() + 1),
                original: hash.clone(),
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
        self.files.get(*self.by_hash.get(photo.attrs.photo.as_ref()?)?)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &Picture> {
        self.files.iter()
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
