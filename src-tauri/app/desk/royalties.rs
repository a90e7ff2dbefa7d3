//! Royalties of a month, into a file for those who pay.

use banthao_core::Result;
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, with_ending};

/// Excel first: that is what most offices open.
const ENDINGS: [&str; 2] = ["xlsx", "csv"];

impl Desk {
    /// Asks where to and writes the table of a month; the path, or `None` where nothing was chosen.
    ///
    /// # Errors
    /// Those of reading the month and writing the file.
    pub(crate) async fn export_royalties(&self, month: String) -> Result<Option<String>> {
        let words = self.words();
        let settings = self.settings();
        let found = self.run(move |store, _| store.royalties(&month)).await?;
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.save_royalties)
            .set_file_name(format!("{}-{}.xlsx", words.royalties_file, found.month))
            .add_filter(words.royalty_tables, &ENDINGS);
        self.aside(move || {
            let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
            let path = with_ending(local(chosen)?, &ENDINGS);
            found.write(&path, settings.language, settings.zone)?;
            Ok(Some(path.display().to_string()))
        })
        .await
    }
}
