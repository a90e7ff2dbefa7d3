//! Entries of zip archives that are the same on every machine.

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System};

/// Stored, not deflated: pictures do not shrink, and a compressor's output differs between
/// versions and processors, which would break "the same revision, the same bytes". Of no time, and
/// of one system, whichever writes it.
pub(super) fn entry() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644)
}
