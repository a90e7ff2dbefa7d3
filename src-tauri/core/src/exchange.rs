//! What comes in and what goes out: raw text into articles, approved revisions into bundles, and
//! what is known of an article onto a sheet of paper.

pub mod bundle;
mod markup;
pub mod recognise;
pub mod sample;
pub mod sheet;
pub mod target;
pub mod text_file;
