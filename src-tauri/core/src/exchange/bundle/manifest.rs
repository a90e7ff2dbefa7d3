//! What is in a bundle, and proof that it arrived whole.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::article::text_of;
use crate::exchange::issue::media::{PictureFile, sha256};
use crate::exchange::issue::{GENERATOR, Issue, given};
use crate::failure::{Failure, Result};
use crate::language::normal::one_line;
use crate::photo::PhotoKind;

/// Raised when a program that reads bundles would have to know.
const FORMAT_VERSION: u32 = 1;

/// `manifest.json`: every file but itself.
pub(super) fn manifest(issue: &Issue<'_>, files: &BTreeMap<String, Vec<u8>>) -> Result<String> {
    let edition = issue.edition;
    let manifest = Manifest {
        format: "ban-thao-bundle",
        format_version: FORMAT_VERSION,
        generator: GENERATOR,
        article: &edition.article.0,
        uri: issue.uri(),
        revision: edition.revision,
        version: edition.version,
        headline: issue.title(),
        language: issue.language(),
        approved: edition.approved,
        dated: issue.dated(),
        embargoed_until: issue.embargo(),
        target: (!edition.target.is_standard()).then_some(&edition.target.name),
        files: files
            .iter()
            .map(|(path, bytes)| File {
                path,
                media_type: media_type(path),
                bytes: bytes.len(),
                sha256: sha256(bytes),
            })
            .collect(),
        photos: issue
            .media
            .pictures()
            .map(|picture| {
                let shown = picture.shown();
                PhotoFile {
                    path: &shown.path,
                    width: shown.width,
                    height: shown.height,
                    original: &picture.original,
                    // Of the standard target there is one, which has just been named.
                    renditions: if edition.target.is_standard() {
                        Vec::new()
                    } else {
                        picture.files.iter().map(RenditionFile::of).collect()
                    },
                }
            })
            .collect(),
        missing_photos: issue
            .document()
            .photos()
            .filter(|photo| issue.media.of(photo).is_none())
            .map(|photo| MissingPhoto {
                block: &photo.attrs.id.0,
                original: photo.attrs.photo.as_deref(),
                caption: one_line(&text_of(&photo.content)),
                credit: given(&photo.attrs.credit),
            })
            .collect(),
    };
    let json = serde_json::to_string_pretty(&manifest).map_err(Failure::internal)?;
    Ok(json + "\n")
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("md") => "text/markdown; charset=utf-8",
        Some("json") => "application/json",
        Some("jsonld") => "application/ld+json",
        Some("xml") => "application/xml",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("jpg") => PhotoKind::Jpeg.media_type(),
        Some("png") => PhotoKind::Png.media_type(),
        Some("webp") => PhotoKind::WebP.media_type(),
        _ => "application/octet-stream",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Manifest<'a> {
    format: &'static str,
    format_version: u32,
    generator: &'static str,
    article: &'a str,
    uri: String,
    revision: &'a str,
    version: u32,
    headline: String,
    language: &'a str,
    approved: bool,
    dated: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    embargoed_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a String>,
    files: Vec<File<'a>>,
    photos: Vec<PhotoFile<'a>>,
    missing_photos: Vec<MissingPhoto<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    path: &'a str,
    media_type: &'static str,
    bytes: usize,
    sha256: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhotoFile<'a> {
    path: &'a str,
    width: u32,
    height: u32,
    /// BLAKE3 of the original, which stays at the desk.
    original: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    renditions: Vec<RenditionFile<'a>>,
}

/// One of the pictures that a target wants of a photo.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RenditionFile<'a> {
    name: &'a str,
    /// `web`, or `print` for every pixel of it.
    kind: &'static str,
    path: &'a str,
    media_type: &'static str,
    width: u32,
    height: u32,
    bytes: usize,
    sha256: &'a str,
}

impl<'a> RenditionFile<'a> {
    fn of(file: &'a PictureFile) -> Self {
        Self {
            name: &file.name,
            kind: file.made.kind(),
            path: &file.path,
            media_type: file.kind.media_type(),
            width: file.width,
            height: file.height,
            bytes: file.bytes.len(),
            sha256: &file.sha256,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MissingPhoto<'a> {
    block: &'a str,
    /// The photo that was chosen but is not on this desk; `null` where none was chosen.
    original: Option<&'a str>,
    caption: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<String>,
}
