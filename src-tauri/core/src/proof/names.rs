//! The people, organisations and places that the newsroom knows, and what an article says of them:
//! names misspelt, titles that somebody no longer holds, a name written two ways, a person who is in
//! a caption and nowhere in the text, a province that is none any more.
//!
//! What a line says is read with the line and kept with it ([`spot`]); what only the article can tell
//! is told in [`article`]. What is not sure is a hint or is not said: two people with nearly one name
//! are common, and an old article is right about its own day.

mod article;
mod candidates;
mod directory;
mod entry;
mod letters;
mod people;
mod provinces;
mod sheet;
mod spot;

pub(super) use article::look;
pub use candidates::{NameCandidate, candidates};
pub use directory::Directory;
pub(super) use entry::shown;
pub use entry::{NameEntry, NameId, NameKind, NameTitle};
pub use provinces::built_in;
#[cfg(any(test, feature = "testing"))]
pub(crate) use sheet::door;
pub(crate) use sheet::name_key;
pub use sheet::{
    BrokenRow, NameChange, NamesPreview, NamesSheet, PlannedName, RowFault, write_names,
};
pub(super) use spot::{Spotted, read};

/// What is known when a text is read: the directory, and the day that the text is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) directory: &'a Directory,
    /// `2026-05-23`; what an article without a date of its own is read by.
    pub(super) day: &'a str,
}

#[cfg(test)]
mod tests;
