//! Bundles and single files of approved articles.

use std::path::Path;

use banthao_core::Result;
use banthao_core::article::ArticleId;
use banthao_core::exchange::formats::Format;
use banthao_core::store::{ExportForm, Store};
use clap::ValueEnum;

use crate::moment;
use crate::output::Output;

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

/// `past` is the name of the target and the reason to go past a gate.
pub(crate) fn export(
    store: &mut Store,
    id: ArticleId,
    to: Option<&Path>,
    zip: bool,
    format: Option<FileFormat>,
    past: (String, Option<String>),
    output: &Output,
) -> Result<()> {
    let now = moment()?;
    let (target, reason) = past;
    let format = format.map(Format::from);
    let plan = match format {
        Some(format) => store.plan_file(&id, &target, format, reason, &now)?,
        None => store.plan_export(&id, &target, reason, &now)?,
    };
    let report = match (format, to) {
        (Some(format), to) => {
            let file = plan.one_file(&store.photo_files(), format)?;
            let Some(to) = to else {
                store.record_export(&plan, &file.hash, &now)?;
                return output.bytes(&file.bytes);
            };
            let path = if to.is_dir() { to.join(&file.name) } else { to.to_owned() };
            file.write(&path)?
        }
        (None, to) => {
            let form = if zip { ExportForm::Zip } else { ExportForm::Folder };
            // The command line asks for a folder where there is no format.
            plan.write(&store.photo_files(), to.unwrap_or(Path::new(".")), form)?
        }
    };
    store.record_export(&plan, &report.bundle, &now)?;
    output.export(&report);
    Ok(())
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
