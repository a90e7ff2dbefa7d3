//! Places in a text, as a screen names them.

use serde::{Deserialize, Serialize};

/// A place between two letters.
///
/// A *line* is a textblock of the document in reading order, counted from 0: the headline is line
/// 0, the lead line 1, then every paragraph, subhead, quote, list item, table cell and caption,
/// also inside boxes and photo groups. In the editor it is the n-th textblock.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Spot {
    pub line: u32,
    /// From the start of the line, in UTF-16 code units, as the editor counts.
    pub offset: u32,
}

/// A passage within one line, in UTF-16 code units; empty where `from` equals `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub line: u32,
    pub from: u32,
    pub to: u32,
}

/// Which neighbour a place belongs to, where text before it and text after it go separate ways.
///
/// A passage that is to stay what it is begins at a place that belongs to what comes
/// [after](Side::After) it and ends at one that belongs to what comes [before](Side::Before).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}
