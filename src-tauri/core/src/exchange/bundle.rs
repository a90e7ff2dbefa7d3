//! The bundle: an approved revision as a folder or zip that a CMS, an archive or a person at
//! another newsroom can use without this program.
//!
//! Everything in it follows from the revision: the same revision gives the same bytes, on every
//! machine. That is why nothing here asks for the time, iterates over a hash map, or builds JSON
//! from a map whose order depends on how a dependency was compiled.

mod manifest;
mod place;

pub(crate) use place::zipped;
pub use place::{write_folder, write_one, write_zip};

use std::collections::BTreeMap;

use super::formats;
use super::issue::Issue;
use crate::failure::Result;

pub use super::issue::Edition;

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

/// Turns a revision into its bundle: the formats and pictures that its target wants, and a manifest.
///
/// A photo that is missing leaves its caption in the plain text and in the manifest; a reader of
/// the web page is not shown a caption without its picture. The internal note never goes out.
///
/// # Errors
/// As [`crate::photo::render`], with the name of the photo's file.
pub fn bundle(edition: &Edition<'_>) -> Result<Bundle> {
    let issue = Issue::of(edition)?;
    let mut files = BTreeMap::new();
    for format in &edition.target.formats {
        files.insert(format.file_name().to_owned(), formats::written(&issue, *format)?);
    }
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
    Ok(Bundle { name: issue.slug, files, hash })
}
