//! Bundles and single files of approved articles.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use banthao_core::article::ArticleId;
use banthao_core::exchange::formats::Format;
use banthao_core::store::{ExportForm, ExportReport, ListQuery, Store, View};
use banthao_core::{Code, Failure, Result};
use clap::ValueEnum;
use serde_json::json;

use crate::moment;
use crate::output::Output;

/// Articles of a list that are asked for at once.
const PAGE: u32 = 500;

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FileFormat {
    /// For word processors.
    Docx,
    /// The same with the changes since the review began, and the conversations.
    DocxReview,
    Html,
    Text,
    Markdown,
    /// IPTC ninjs 3.1.
    Ninjs,
    /// IPTC NewsML-G2 2.35 with NITF inside.
    Newsml,
    /// IPTC NITF 3.6.
    Nitf,
    /// schema.org's NewsArticle.
    Jsonld,
}

/// What is made of an article, and where it goes.
pub(crate) struct Order<'a> {
    pub(crate) to: Option<&'a Path>,
    pub(crate) zip: bool,
    pub(crate) format: Option<FileFormat>,
    /// Name of a target of the settings.
    pub(crate) target: String,
    /// Why it goes past a gate.
    pub(crate) reason: Option<String>,
}

pub(crate) fn export(
    store: &mut Store,
    id: ArticleId,
    order: &Order<'_>,
    output: &Output,
) -> Result<ExitCode> {
    if let Some(report) = write(store, &id, order, output)? {
        output.export(&report);
    }
    Ok(ExitCode::SUCCESS)
}

/// Exports one article after the other; of none more is kept than its name.
pub(crate) fn export_all(
    store: &mut Store,
    view: View,
    order: &Order<'_>,
    output: &Output,
) -> Result<ExitCode> {
    if let (Some(_), Some(folder)) = (order.format, order.to) {
        // A file for each: a name that is not there yet is meant to be their folder.
        fs::create_dir_all(folder).map_err(|error| Failure::io(folder, &error))?;
    }
    let (mut exported, mut refused) = (0_u64, Vec::new());
    // The list is read before anything is exported: what is exported moves within it.
    for id in ids(store, view)? {
        match write(store, &id, order, output) {
            Ok(report) => {
                exported += 1;
                if let Some(report) = report {
                    output.note(&report.path);
                }
            }
            // Nothing further can be written there.
            Err(failure) if matches!(failure.code, Code::DiskFull | Code::ReadOnly) => {
                return Err(failure);
            }
            Err(failure) => {
                output.note(&format!("{}: {}", id.0, output.words.failure(&failure)));
                refused.push(json!({ "id": id.0, "failure": failure }));
            }
        }
    }
    let counts = output.words.exported_all(exported, refused.len());
    output.done(&json!({ "exported": exported, "refused": refused }), &[&counts]);
    Ok(if refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn ids(store: &Store, view: View) -> Result<Vec<ArticleId>> {
    let now = moment()?.now;
    let mut ids = Vec::new();
    loop {
        let offset = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let query = ListQuery { view, filter: String::new(), offset, limit: PAGE };
        let rows = store.list(&query, now)?.rows;
        if rows.is_empty() {
            return Ok(ids);
        }
        ids.extend(rows.into_iter().map(|row| row.id));
    }
}

/// `None` where the file went to the output.
fn write(
    store: &mut Store,
    id: &ArticleId,
    order: &Order<'_>,
    output: &Output,
) -> Result<Option<ExportReport>> {
    let now = moment()?;
    let format = order.format.map(Format::from);
    let (target, reason) = (&order.target, order.reason.clone());
    let plan = match format {
        Some(format) => store.plan_file(id, target, format, reason, &now)?,
        None => store.plan_export(id, target, reason, &now)?,
    };
    let report = match format {
        Some(format) => {
            let file = plan.one_file(&store.photo_files(), format)?;
            let Some(to) = order.to else {
                store.record_export(&plan, &file.hash, &now)?;
                output.bytes(&file.bytes)?;
                return Ok(None);
            };
            if to.is_dir() { file.write_into(to)? } else { file.write(to)? }
        }
        None => {
            let form = if order.zip { ExportForm::Zip } else { ExportForm::Folder };
            // The command line asks for a folder where there is no format.
            plan.write(&store.photo_files(), order.to.unwrap_or(Path::new(".")), form)?
        }
    };
    store.record_export(&plan, &report.bundle, &now)?;
    Ok(Some(report))
}

impl From<FileFormat> for Format {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Docx => Self::Docx,
            FileFormat::DocxReview => Self::DocxReview,
            FileFormat::Html => Self::Html,
            FileFormat::Text => Self::Text,
            FileFormat::Markdown => Self::Markdown,
            FileFormat::Ninjs => Self::Ninjs,
            FileFormat::Newsml => Self::Newsml,
            FileFormat::Nitf => Self::Nitf,
            FileFormat::Jsonld => Self::Jsonld,
        }
    }
}
