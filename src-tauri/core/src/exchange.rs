//! What comes in and what goes out: raw text into articles, approved revisions into files and
//! bundles of them, any revision into a PDF, what is known of an article onto a sheet of paper, and what a
//! day holds onto another.

pub mod bundle;
pub mod cms_sheet;
pub mod day_list;
pub mod formats;
pub mod import;
mod issue;
pub mod letterhead;
mod markup;
mod ooxml;
pub mod parcel;
pub mod pdf;
pub mod recognise;
pub mod sample;
pub mod sheet;
mod stored;
pub mod target;
pub mod text_file;
mod xml;
