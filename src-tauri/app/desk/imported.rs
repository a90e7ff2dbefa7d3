//! Files of other programs: looked at, then made an article of, or taken back into the one that
//! they were made of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use banthao_core::exchange::import::{Incoming, read_file};
use banthao_core::exchange::recognise::{Label, Recognition};
use banthao_core::handoff::EXTENSION;
use banthao_core::store::{OpenArticle, TakenBack, keep_pictures, keep_pictures_but};
use banthao_core::{Failure, Result};
use tauri_plugin_dialog::DialogExt;

use super::{Desk, is_hand_off, local, lock, moment};

impl Desk {
    /// Asks for a file of whatever program and recognises it; `None` where the person thought better
    /// of it, or chose a hand-off, which is opened as one.
    pub(crate) async fn recognise_chosen_file(&self) -> Result<Option<Recognition>> {
        let words = self.words();
        let endings = both_cases(IMPORTED);
        let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_text)
            .add_filter(words.text_files, &endings)
            .add_filter(words.hand_offs, &[EXTENSION])
            .add_filter(words.all_files, &["*"]);
        let chosen = self.aside(move || dialog.blocking_pick_file().map(local).transpose()).await?;
        let Some(path) = chosen else { return Ok(None) };
        if is_hand_off(&path) {
            self.arrived(vec![path]);
            return Ok(None);
        }
        self.recognise_file(path).await.map(Some)
    }

    /// Reads a file and recognises what it holds. What is more than lines stays on this side until
    /// an article is made of it, or another file is looked at.
    pub(crate) async fn recognise_file(&self, path: PathBuf) -> Result<Recognition> {
        let mut read = self.aside(move || read_file(&path, None, banthao_apart::old_word)).await?;
        if read.origin().is_some() {
            read = self.run(move |store, _| store.known_again(&mut read).map(|()| read)).await?;
        }
        let recognition = read.recognition.clone();
        *lock(&self.incoming) = recognition.file.is_some().then(|| Arc::new(read));
        Ok(recognition)
    }

    /// Makes an article of the file that is being looked at; `key` names it.
    pub(crate) async fn create_from_file(
        &self,
        key: String,
        labels: Vec<Label>,
    ) -> Result<OpenArticle> {
        let read = self.looked_at(&key)?;
        let files = self.photo_files()?;
        let pictures = {
            let read = Arc::clone(&read);
            self.aside(move || keep_pictures(&files, &read, moment()?.now)).await?
        };
        let made = self
            .run(move |store, moment| store.create_from_file(&read, &labels, pictures, &moment))
            .await?;
        self.looked_through(&key);
        Ok(made)
    }

    /// Takes the file that is being looked at back into the article that it was made of.
    pub(crate) async fn take_back_file(
        &self,
        key: String,
        labels: Vec<Label>,
    ) -> Result<TakenBack> {
        let read = self.looked_at(&key)?;
        let files = self.photo_files()?;
        let known = {
            let read = Arc::clone(&read);
            self.run(move |store, _| store.original_of(&read)).await?
        };
        let pictures = {
            let read = Arc::clone(&read);
            let known = known.map(|document| read.pictures_of(&document)).unwrap_or_default();
            self.aside(move || keep_pictures_but(&files, &read, &known, moment()?.now)).await?
        };
        let taken = self
            .run(move |store, moment| store.take_back(&read, &labels, pictures, &moment))
            .await?;
        self.looked_through(&key);
        Ok(taken)
    }

    fn looked_at(&self, key: &str) -> Result<Arc<Incoming>> {
        let looked_at = lock(&self.incoming).clone();
        looked_at
            .filter(|read| is_called(read, key))
            .ok_or_else(|| Failure::not_found("the file that was looked at"))
    }

    fn looked_through(&self, key: &str) {
        lock(&self.incoming).take_if(|read| is_called(read, key));
    }
}

fn is_called(read: &Incoming, key: &str) -> bool {
    read.recognition.file.as_ref().is_some_and(|file| file.key == key)
}

/// Endings of the files that are looked at as articles. Those that are not read are among them:
/// they get an answer that says what to do instead of none.
const IMPORTED: &[&str] =
    &["docx", "odt", "doc", "html", "htm", "md", "markdown", "txt", "text", "rtf", "ott", "docm"];

/// Whether a file is looked at as an article where it is dropped on the window.
pub(crate) fn is_imported(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| IMPORTED.contains(&&*ending) || ending == "pdf")
}

/// The dialogs of some systems tell `DOC` from `doc`.
fn both_cases(endings: &[&str]) -> Vec<String> {
    let capitals = endings.iter().map(|ending| ending.to_ascii_uppercase());
    endings.iter().map(|ending| (*ending).to_owned()).chain(capitals).collect()
}
