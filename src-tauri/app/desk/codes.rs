//! Code replacements in and out, as files that Photo Mechanic reads; and templates and codes on
//! their way to a colleague.

use std::path::Path;

use banthao_core::Result;
use banthao_core::store::{
    CodeReplacement, PhotoKit, TakenKit, kit_file, read_kit, read_replacements,
};
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, with_ending};

const ENDING: &str = "txt";
const KIT_ENDING: &str = "json";

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
            read_replacements(&kit_file(&local(chosen)?)?).map(Some)
        })
        .await
    }

    /// Asks for the file of another desk and takes its templates and codes over. `None` where the
    /// person thought better of it.
    ///
    /// # Errors
    /// `TooLarge`, `BadInput`, with which nothing has changed; those of reading and of a write.
    pub(crate) async fn import_photo_kit(&self) -> Result<Option<TakenKit>> {
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_kit)
            .add_filter(words.kits, &[KIT_ENDING])
            .add_filter(words.all_files, &["*"]);
        let shared = self
            .aside(move || {
                let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
                read_kit(&kit_file(&local(chosen)?)?).map(Some)
            })
            .await?;
        let Some(shared) = shared else { return Ok(None) };
        self.run(move |store, _| store.take_photo_kit(shared)).await.map(Some)
    }

    /// Asks where to and writes the templates and codes of this desk for another one; the path, or
    /// `None` where nothing was chosen.
    ///
    /// # Errors
    /// Those of reading the store and writing the file.
    pub(crate) async fn export_photo_kit(&self) -> Result<Option<String>> {
        let words = self.words();
        let named = (words.save_kit, words.kit_file, words.kits, KIT_ENDING);
        self.write_kit(named, PhotoKit::write_shared).await
    }

    /// As [`Desk::export_photo_kit`], of the code replacements alone.
    ///
    /// # Errors
    /// Those of reading the store and writing the file.
    pub(crate) async fn export_code_replacements(&self) -> Result<Option<String>> {
        let words = self.words();
        let named = (words.save_codes, words.codes_file, words.text_files, ENDING);
        self.write_kit(named, PhotoKit::write_codes).await
    }

    async fn write_kit(
        &self,
        (title, name, files, ending): (&str, &str, &str, &'static str),
        write: fn(&PhotoKit, &Path) -> Result<()>,
    ) -> Result<Option<String>> {
        let kit = self.run(|store, _| store.photo_kit()).await?;
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(title)
            .set_file_name(name)
            .add_filter(files, &[ending]);
        self.aside(move || {
            let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
            let path = with_ending(local(chosen)?, &[ending]);
            write(&kit, &path)?;
            Ok(Some(path.display().to_string()))
        })
        .await
    }
}
