//! The directory of names: what is in it, and tables in and out.

use std::path::PathBuf;
use std::process::ExitCode;

use banthao_core::Result;
use banthao_core::proof::{NamesSheet, write_names};
use banthao_core::store::{Language, NameQuery, Store};
use clap::Subcommand;
use serde_json::json;

use crate::moment;
use crate::output::Output;

#[derive(Subcommand)]
pub(crate) enum Names {
    /// Take over a table (CSV in UTF-8, UTF-16, windows-1258 or TCVN3). Where rows are broken they
    /// are told of and nothing is changed; ends with 1.
    Import {
        file: PathBuf,
        /// Take over the right rows and pass over the broken ones.
        #[arg(long)]
        skip_broken: bool,
        /// Only say what the table would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the entries of this desk as a table.
    Export { file: PathBuf },
    /// List entries by name, those that come with the program among them.
    List {
        /// Words of names and titles to find, with or without accents.
        #[arg(default_value = "")]
        filter: String,
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
}

pub(crate) fn run(
    store: &mut Store,
    names: Names,
    language: Language,
    output: &Output,
) -> Result<ExitCode> {
    match names {
        Names::Import { file, skip_broken, dry_run } => {
            let sheet = NamesSheet::open(&file)?;
            let preview = store.preview_names(&sheet)?;
            let refused = preview.broken > 0 && !skip_broken;
            if !refused && !dry_run {
                store.import_names(&sheet, skip_broken, &moment()?)?;
            }
            output.names_import(&preview, refused);
            if refused {
                return Ok(ExitCode::from(1));
            }
        }
        Names::Export { file } => {
            let entries = store.own_names()?;
            write_names(&file, &entries, language == Language::Vi)?;
            let path = file.display().to_string();
            let value = json!({ "path": path, "entries": entries.len() });
            output.done(&value, &[output.words.names_saved, &path]);
        }
        Names::List { filter, limit } => {
            let query = NameQuery { filter, kind: None, offset: 0, limit };
            output.names(&store.names(&query)?);
        }
    }
    Ok(ExitCode::SUCCESS)
}
