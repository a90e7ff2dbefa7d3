//! The directory of names in and out, as tables of spreadsheets; and whom it could also hold.

use banthao_core::proof::{NameChange, NamesPreview, NamesSheet, write_names};
use banthao_core::store::{Language, NameCandidates};
use banthao_core::{Failure, Result};
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, lock, with_ending};

const ENDING: &str = "csv";

impl Desk {
    /// Asks for a table and tells what it would do; it is kept in memory until somebody says so.
    /// `None` where the person thought better of it.
    ///
    /// # Errors
    /// Those of reading a file and of [`NamesSheet::read`].
    pub(crate) async fn preview_names(&self) -> Result<Option<NamesPreview>> {
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_names)
            .add_filter(words.tables, &[ENDING, "tsv", "txt"])
            .add_filter(words.all_files, &["*"]);
        let sheet = self
            .aside(move || {
                let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
                NamesSheet::open(&local(chosen)?).map(Some)
            })
            .await?;
        let Some(sheet) = sheet else { return Ok(None) };
        let looked = sheet.clone();
        let preview = self.run(move |store, _| store.preview_names(&looked)).await?;
        *lock(&self.names) = Some(sheet);
        Ok(Some(preview))
    }

    /// Keeps the table that was shown last.
    ///
    /// # Errors
    /// `NotFound` where none was; those of [`banthao_core::store::Store::import_names`].
    pub(crate) async fn import_names(&self, skip_broken: bool) -> Result<NameChange> {
        let sheet = lock(&self.names).clone();
        let sheet = sheet.ok_or_else(|| Failure::not_found("a table that was shown"))?;
        let done =
            self.run(move |store, moment| store.import_names(&sheet, skip_broken, &moment)).await?;
        *lock(&self.names) = None;
        Ok(done)
    }

    /// Asks where to and writes the entries of this desk; the path, or `None` where nothing was
    /// chosen.
    ///
    /// # Errors
    /// Those of reading the store and writing the file.
    pub(crate) async fn export_names(&self) -> Result<Option<String>> {
        let words = self.words();
        let vietnamese = self.settings().language == Language::Vi;
        let entries = self.run(|store, _| store.own_names()).await?;
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.save_names)
            .set_file_name(words.names_file)
            .add_filter(words.tables, &[ENDING]);
        self.aside(move || {
            let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
            let path = with_ending(local(chosen)?, &[ENDING]);
            write_names(&path, &entries, vietnamese)?;
            Ok(Some(path.display().to_string()))
        })
        .await
    }

    /// Looks for people whom approved articles name: beside the store, which others need meanwhile.
    ///
    /// # Errors
    /// Those of a read.
    pub(crate) async fn name_candidates(&self) -> Result<NameCandidates> {
        let asked = self.run(|store, _| store.names_to_ask()).await?;
        self.aside(move || Ok(asked.look())).await
    }
}
