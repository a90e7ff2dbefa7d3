//! Articles as PDF, and the letterhead that they are printed on.

use std::path::{Path, PathBuf};

use banthao_core::article::ArticleId;
use banthao_core::exchange::letterhead::Letterhead;
use banthao_core::moment::Moment;
use banthao_core::store::Store;
use banthao_core::{Failure, Result};

use crate::output::Output;

/// What is not named stays as it is; an empty text takes a line away.
#[derive(clap::Args)]
pub(crate) struct Changes {
    /// Name of the office or paper.
    #[arg(long)]
    office: Option<String>,
    /// The line below it.
    #[arg(long)]
    second_line: Option<String>,
    /// Where letters are written; the day of the article follows.
    #[arg(long)]
    place: Option<String>,
    /// At the foot of every page.
    #[arg(long)]
    footer: Option<String>,
    /// A picture (PNG, JPEG).
    #[arg(long, value_name = "FILE", conflicts_with = "no_logo")]
    logo: Option<PathBuf>,
    #[arg(long)]
    no_logo: bool,
}

/// Checks the gates, writes the PDF and notes it in the log.
///
/// # Errors
/// As [`Store::plan_export`]; those of photos and of writing a file.
pub(crate) fn export(
    store: &mut Store,
    id: &ArticleId,
    file: &Path,
    override_reason: Option<String>,
    now: &Moment,
    output: &Output,
) -> Result<()> {
    let plan = store.plan_export(id, "", override_reason, now)?;
    let report = store.export_as_pdf(&plan)?.write(&store.photo_files(), file)?;
    store.record_export(&plan, &report.hash, now)?;
    output.pdf(output.words.exported, &report);
    Ok(())
}

/// Changes what is named and tells what it is now.
///
/// # Errors
/// As [`Store::change_letterhead`]; those of reading the logo.
pub(crate) fn letterhead(
    store: &mut Store,
    changes: Changes,
    now: &Moment,
    output: &Output,
) -> Result<()> {
    let old = store.letterhead()?;
    let logo = match &changes.logo {
        Some(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Some(store.photo_files().keep_logo(
                &std::fs::read(path).map_err(|error| Failure::io(path, &error))?,
                &name,
                now.now,
            )?)
        }
        None if changes.no_logo => None,
        None => old.logo.clone(),
    };
    let new = Letterhead {
        office: changes.office.unwrap_or_else(|| old.office.clone()),
        second_line: changes.second_line.unwrap_or_else(|| old.second_line.clone()),
        place: changes.place.unwrap_or_else(|| old.place.clone()),
        footer: changes.footer.unwrap_or_else(|| old.footer.clone()),
        logo,
    };
    let kept = if new == old { old } else { store.change_letterhead(new)? };
    output.letterhead(&kept);
    Ok(())
}
