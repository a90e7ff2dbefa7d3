//! Full-text search in Vietnamese: with accents where they are typed, without where they are not.
//!
//! The index is a file of its own beside the store (`search.db`). Nothing is in it that could not be
//! read from the store again: where it is missing or damaged it is made anew.

mod fts5;
mod index;
mod passage;
mod query;
mod syllables;

pub use index::{
    Entry, Found, HITS, Hit, Index, IndexProgress, Page, SearchOrder, SearchPart, Span,
};
pub use passage::{FoundMark, FoundPassage, marks, marks_in_lines, passage};
pub use query::{Query, SearchTier};

#[cfg(test)]
mod tests;
