//! Photos: looked at before they are believed, kept as they came, shown as renditions.

mod desk_words;
mod edits;
mod inspect;
mod jpeg;
pub mod metadata;
mod rendition;
#[cfg(test)]
pub(crate) mod test_pictures;
pub(crate) mod tiff;
mod variables;

pub use desk_words::{
    DeskWords, EDIT_BYTES, Rights, RightsKind, WordChanges, WordEdit, Words, day_of, is_day,
    settle, undoing,
};
pub use edits::{Area, CROP_MIN, Edits, LIGHT_LIMIT, Point, STRAIGHTEN_LIMIT, Turn, WHOLE};
pub(crate) use inspect::guarded;
pub use inspect::{FILE_LIMIT, Inspected, PhotoKind, glance, inspect};
#[cfg(any(test, feature = "testing"))]
pub(crate) use jpeg::door as jpeg_door;
pub use rendition::{
    Colours, Fit, Rendered, Rendition, Wanted, colours, render, render_all, take_in,
};
pub use variables::{Filling, VARIABLES, filled};

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use metadata::{Carries, Metadata};

/// A photo in the store, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoInfo {
    /// BLAKE3 of the original, 64 hexadecimal digits.
    pub hash: String,
    /// Name of the file as it was added, without its folder.
    pub file_name: String,
    pub kind: PhotoKind,
    /// Of the original in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    /// In pixels, as shown (after EXIF orientation).
    pub width: u32,
    pub height: u32,
    pub added_at: Timestamp,
    /// What its file says of it, in words.
    pub metadata: Metadata,
    /// What its file carries beyond that, none of which is exported.
    pub carries: Carries,
    /// Some of the file's text was in an encoding that had to be guessed.
    #[serde(default)]
    pub guessed: bool,
    /// What the desk says of it; `None` where nobody has said anything beyond its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub desk: Option<Box<DeskWords>>,
}

impl PhotoInfo {
    /// What is said of the photo: the desk's words, or else its file's.
    pub fn words(&self) -> &Metadata {
        self.desk.as_ref().map_or(&self.metadata, |desk| &desk.metadata)
    }

    /// On what grounds it may be used; unknown where nobody has said.
    pub fn rights(&self) -> Rights {
        self.desk.as_ref().map(|desk| desk.rights.clone()).unwrap_or_default()
    }
}

/// Whether `text` has the shape of a photo's hash: 64 lower-case hexadecimal digits.
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
