//! The core from outside, in one program: each more would have to be linked anew.
#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod agreed;
mod bundle;
mod bundle_article;
mod bundle_files;
mod bundle_targets;
mod bundle_text;
mod formats;
mod ingest_full_disk;
mod legacy_hostile;
mod merge_laws;
mod merge_scenarios;
mod photo_metadata;
mod proof_hostile;
