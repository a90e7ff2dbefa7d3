//! The article: one document with the fields beside it.

mod document;
mod fields;
mod plain;

pub use document::{
    Block, BlockAttrs, BlockId, Document, ListAttrs, ListItem, Mark, Photo, PhotoAttrs, TableCell,
    TableCellAttrs, TableRow, Text, text_of,
};
pub use fields::{Byline, BylineRole, Fields};
pub use plain::{has_body_text, plain_text};

pub(crate) use document::is_safe_link;

use serde::{Deserialize, Serialize};

/// Id of an article, unique across desks: random, given once, safe in file names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct ArticleId(pub String);

impl std::fmt::Display for ArticleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
