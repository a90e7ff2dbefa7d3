//! What of a picture's file may leave the desk, container by container: the picture, what its
//! colours mean, and our own words. Whatever is not named here stays, so that nobody has to know
//! all the places in which a file can keep a secret.

mod colours;
mod jpeg;
mod png;
mod webp;

use crate::failure::{Failure, Result};
use crate::photo::{PhotoKind, glance};

/// What is said in a file.
pub(super) struct Words {
    /// An XMP packet.
    pub(super) xmp: String,
    /// Photoshop image resources, for the one container that old tools look into.
    pub(super) resources: Vec<u8>,
}

/// The same picture to the last bit, in a file that holds nothing else but `words`. `None` where
/// that cannot be had: frames one after the other, colours that cannot be told without telling
/// more, a layout that is unusual.
pub(super) fn kept(file: &[u8], words: &Words) -> Result<Option<Vec<u8>>> {
    let seen = glance(file, "")?;
    match seen.kind {
        PhotoKind::Jpeg => jpeg::kept(file, seen.orientation, words),
        // Few programs turn these as they are told to.
        PhotoKind::Png | PhotoKind::WebP if seen.orientation != 1 => Ok(None),
        PhotoKind::Png => png::kept(file, words),
        PhotoKind::WebP => webp::kept(file, words),
        // No portal and no paper takes one from a desk: a JPEG is made of it.
        PhotoKind::Tiff => Ok(None),
    }
}

/// Whether a file holds its picture, what its colours mean, and words of ours, and nothing else
/// from its first byte to its last.
pub(super) fn holds_only_words(file: &[u8]) -> bool {
    match file {
        [0xFF, 0xD8, ..] => jpeg::holds_only_words(file),
        [0x89, b'P', ..] => png::holds_only_words(file),
        [b'R', b'I', ..] => webp::holds_only_words(file),
        _ => false,
    }
}

fn too_long(length: usize) -> Failure {
    Failure::internal(format!("{length} bytes are more than their place in a file holds"))
}

#[cfg(test)]
mod tests;
