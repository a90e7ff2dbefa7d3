//! The newsroom without window, network or async.
//!
//! Everything here is synchronous and deterministic: time, ids and randomness are passed in by
//! the caller (the window, the command line, a test), so the same calls give the same bytes.

pub mod article;
pub mod assignment;
pub mod compare;
pub mod delivery;
pub mod discuss;
pub mod exchange;
pub mod failure;
pub mod handoff;
pub mod ingest;
pub mod language;
pub mod likeness;
pub mod made_up;
pub mod merge;
pub mod moment;
pub mod person;
pub mod photo;
pub mod proof;
pub mod review;
pub mod royalty;
pub mod search;
pub mod store;
pub mod template;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod time;
mod whole_file;

#[cfg(test)]
mod generated_types;

pub use failure::{Code, Failure, Result};
