//! What comes in and what goes out: raw text into articles, approved revisions into bundles, and
//! what is known of an article onto a sheet of paper.

pub mod bundle;
mod markup;
#[allow(dead_code, reason = "for the writer and the reader of Word documents")]
mod ooxml;
pub mod recognise;
pub mod sample;
pub mod sheet;
pub mod target;
pub mod text_file;
