//! Where a thread stands.

use serde::{Deserialize, Serialize};

use crate::article::BlockId;

/// A point between two letters, told from the block that holds it, so that it keeps its meaning
/// when other blocks come, go or move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextPoint {
    /// The block that opens the unit: a paragraph, subhead, quote or photo (its caption), or the
    /// list or table as a whole, never a box or photo group. `None` for headline and lead.
    pub block: Option<BlockId>,
    /// Line within the unit, from 0: the item of a list, the cell of a table in reading order,
    /// else 0. Without a block 0 is the headline and 1 the lead.
    pub line: u32,
    /// UTF-16 code units from the start of the line.
    pub offset: u32,
}

/// What a thread is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Place {
    /// A passage; it may end in a later line than it starts in. An empty one (`from == to`) only
    /// where its words were removed.
    Range { from: TextPoint, to: TextPoint },
    /// A photo in use, or one of its attributes.
    Photo { block: BlockId, part: PhotoPart },
    /// A field of the article, by its name in [`Fields`](crate::article::Fields) as JSON has it.
    Field { name: String },
    /// The article as a whole.
    Article,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PhotoPart {
    /// The use of the photo with everything at it.
    Whole,
    /// Which photo it is.
    Photo,
    Credit,
    Alt,
}

/// A place with what it takes to find it again once the text there was removed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Anchor {
    pub place: Place,
    /// The words there, lines parted by `\n`; of a lost anchor those that were there. For a photo
    /// its caption or attribute, for a field its value as printed. Cut at a limit.
    pub quote: String,
    /// Words of the same line just before and just after.
    pub before: String,
    pub after: String,
    /// The passage was removed; `place` is then where it stood.
    pub lost: bool,
}

impl Anchor {
    /// An anchor that quotes nothing.
    pub(super) fn of(place: Place) -> Self {
        let nothing = String::new;
        Self { place, quote: nothing(), before: nothing(), after: nothing(), lost: false }
    }
}

impl Place {
    /// A passage within one line.
    pub fn within(block: Option<BlockId>, line: u32, from: u32, to: u32) -> Self {
        let point = |offset| TextPoint { block: block.clone(), line, offset };
        Self::Range { from: point(from), to: point(to) }
    }
}
