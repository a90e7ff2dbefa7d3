//! Royalties of a month on the command line.

use std::path::PathBuf;

use banthao_core::Result;
use banthao_core::store::{Language, Store};

use crate::output::Output;

#[derive(clap::Args)]
pub(crate) struct Royalties {
    /// The month, `2026-11`.
    month: String,
    /// The file to write, `.csv` or `.xlsx`; without it the sums are told.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Tells what each author has of a month, or writes its table.
///
/// # Errors
/// As [`Store::royalties`] and [`banthao_core::royalty::RoyaltyMonth::write`].
pub(crate) fn royalties(
    store: &Store,
    asked: &Royalties,
    language: Language,
    output: &Output,
) -> Result<()> {
    let month = store.royalties(&asked.month)?;
    let words = output.words;
    let Some(file) = &asked.to else {
        let people =
            month.people.iter().map(|person| format!("{:>14}  {}", person.total, person.name));
        let mut lines: Vec<String> = people.collect();
        lines.push(format!("{:>14}  {}", month.total, words.total));
        output.done(&month, &lines.iter().map(String::as_str).collect::<Vec<_>>());
        return Ok(());
    };
    month.write(file, language, store.settings()?.zone)?;
    let path = file.display().to_string();
    let lines = serde_json::json!({ "path": path, "total": month.total });
    output.done(&lines, &[words.royalties_written, &path]);
    Ok(())
}
