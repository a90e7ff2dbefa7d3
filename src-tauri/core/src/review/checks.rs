//! The parallel checks of an article: what each looks at, and what is said of it. They run beside
//! the editorial axis; which of them a step waits for is data.

use serde::{Deserialize, Serialize};

use crate::article::{Document, Fields, Photo};

/// A kind of check that somebody answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum CheckKind {
    Photos,
    Spelling,
    Figures,
    /// Names and titles.
    Names,
    Legal,
    /// Rights to photos and sources.
    Rights,
}

impl CheckKind {
    pub const ALL: [Self; 6] =
        [Self::Photos, Self::Spelling, Self::Figures, Self::Names, Self::Legal, Self::Rights];
}

/// What somebody says of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "mark", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CheckMark {
    NotNeeded,
    Needed,
    Done,
    Waived { reason: String },
}

/// Hash of what a check of this kind looks at; a check is out of date when it differs from the
/// one it was done for. `published` is the hash of all that readers get: photos and rights do
/// not look at the words between the pictures.
pub fn scope_hash(
    kind: CheckKind,
    document: &Document,
    fields: &Fields,
    published: &str,
) -> String {
    let photos: Vec<&Photo> = document.photos().collect();
    let scope = match kind {
        CheckKind::Photos => serde_json::to_string(&photos),
        CheckKind::Rights => serde_json::to_string(&(photos, &fields.source)),
        CheckKind::Spelling | CheckKind::Figures | CheckKind::Names | CheckKind::Legal => {
            return published.to_owned();
        }
    };
    let scope = scope.expect("photos are plain data");
    blake3::hash(scope.as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, BlockId};

    #[test]
    fn a_word_between_the_pictures_does_not_undo_the_check_of_the_photos() {
        let mut before = Document::empty(BlockId("a".into()));
        before.blocks.push(Block::photo_missing(BlockId("f".into()), "Quang cảnh"));
        let mut after = before.clone();
        after.blocks[0] = Block::paragraph(BlockId("a".into()), "Một từ.");
        let fields = Fields::default();
        let hash = |kind, document: &Document| scope_hash(kind, document, &fields, "published");
        assert_eq!(hash(CheckKind::Photos, &before), hash(CheckKind::Photos, &after));
        after.blocks[1] = Block::photo_missing(BlockId("f".into()), "Toàn cảnh");
        assert_ne!(hash(CheckKind::Photos, &before), hash(CheckKind::Photos, &after));
        assert_ne!(hash(CheckKind::Rights, &before), hash(CheckKind::Rights, &after));
    }
}
