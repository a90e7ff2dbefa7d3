//! Two texts of one article beside each other.
//!
//! A text is read as one stream of [tokens]: the starts of lines, and what stands between them
//! word by word. One algorithm on these streams serves the comparing of revisions, tracked
//! changes, the merge and every export that shows changes.

mod place;
pub mod tokens;

use serde::{Deserialize, Serialize};

use crate::article::{Document, Fields};

pub use place::{Side, Span, Spot};

/// What is compared and merged: the text of an article, with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub document: Document,
    pub fields: Fields,
}
