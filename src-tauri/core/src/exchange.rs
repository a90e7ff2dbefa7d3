//! What comes in and what goes out: raw text into articles, approved revisions into bundles.

pub mod bundle;
pub mod recognise;
pub mod sample;
pub mod text_file;
