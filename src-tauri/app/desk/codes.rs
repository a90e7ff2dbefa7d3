//! Code replacements in and out, as files that Photo Mechanic reads.

use banthao_core::store::{CodeReplacement, REPLACEMENT_FILE_LIMIT, read_replacements};
use banthao_core::{Code, Failure, Result};
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, with_ending};

const ENDING: &str = "txt";

impl Desk {
    /// Asks for a file of code replacements and reads it; nothing is kept before the person says
    /// so. `None` where the person thought better of it.
    ///
    /// # Errors
    /// `TooLarge`, `NotText`, `BadInput`; those of reading.
    pub(crate) async fn import_code_replacements(&self) -> Result<Option<Vec<CodeReplacement>>> {
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_codes)
            .add_filter(words.text_files, &[ENDING, "tsv", "tab"])
            .add_filter(words.all_files, &["*"]);
        self.aside(move || {
            let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
            let path = local(chosen)?;
            let size = std::fs::metadata(&path).map_err(|error| Failure::io(&path, &error))?.len();
            if size > REPLACEMENT_FILE_LIMIT {
                return Err(Failure::new(Code::TooLarge, format!("{size} bytes of codes"))
                    .with("megabytes", size >> 20)
                    .with("limitMegabytes", REPLACEMENT_FILE_LIMIT >> 20));
            }
            let bytes = std::fs::read(&path).map_err(|error| Failure::io(&path, &error))?;
            read_replacements(&bytes).map(Some)
        })
        .await
    }

    /// Asks where to and writes the code replacements of this desk; the path, or `None` where
    /// nothing was chosen.
    ///
    /// # Errors
    /// Those of reading the store and writing the file.
    pub(crate) async fn export_code_replacements(&self) -> Result<Option<String>> {
        let kit = self.run(|store, _| store.photo_kit()).await?;
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.save_codes)
            .set_file_name(words.codes_file)
            .add_filter(words.text_files, &[ENDING]);
        self.aside(move || {
            let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
            let path = with_ending(local(chosen)?, &[ENDING]);
            kit.write_codes(&path)?;
            Ok(Some(path.display().to_string()))
        })
        .await
    }
}
