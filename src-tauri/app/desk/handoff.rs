//! Handing articles off as files and opening such files. Where a file lies stays on this side:
//! the page opens by the hash of what it has been shown, never by a path.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use banthao_core::article::ArticleId;
use banthao_core::handoff::{self, DeviceKey, EXTENSION, Flaw, Identity, Opening};
use banthao_core::store::{
    Arrival, ArrivalOutcome, DeskInfo, HandOffInto, HandOffOrder, HandOffReport, KeptPhotos,
    Opened, ThisDevice,
};
use banthao_core::{Code, Failure, Result};
use banthao_keys::{Place, keys};
use tauri::Emitter;
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, lock, with_ending};
use crate::WINDOW;

impl Desk {
    /// The keys of this device, made at the first start, or where they could not be had then at
    /// their first use. May wait for a person to unlock the keyring; who asks meanwhile waits for the
    /// same answer.
    pub(super) async fn identity(&self) -> Result<Arc<Identity>> {
        let mut known = self.identity.lock().await;
        if let Some(identity) = &*known {
            return Ok(Arc::clone(identity));
        }
        let place = self.run(|store, moment| Place::of(store, &moment)).await?;
        let kept = self.aside(move || keys(&place)).await?;
        let (device, in_keyring) = (kept.identity.device(), kept.in_keyring);
        self.run(move |store, _| store.know_own_device(device, in_keyring)).await?;
        Ok(Arc::clone(known.insert(Arc::new(kept.identity))))
    }

    /// The keys of this device where they have been had already; asks nobody for them.
    pub(super) fn identity_at_hand(&self) -> Option<Arc<Identity>> {
        self.identity.try_lock().ok()?.clone()
    }

    /// This device as colleagues know it.
    ///
    /// # Errors
    /// `KeyUnavailable`; those of the store.
    pub(crate) async fn this_device(&self) -> Result<ThisDevice> {
        self.identity().await?;
        let device = self.run(|store, _| store.this_device()).await?;
        device.ok_or_else(|| Failure::internal("the key was just had"))
    }

    /// Makes a hand-off file and notes in the log that the article went out; `None` where the
    /// person thought better of it.
    pub(crate) async fn hand_off(
        &self,
        id: ArticleId,
        order: HandOffOrder,
        into: HandOffInto,
    ) -> Result<Option<HandOffReport>> {
        let shared = match into {
            HandOffInto::File => None,
            HandOffInto::SharedFolder => Some(
                self.run(|store, _| store.shared_folder())
                    .await?
                    .ok_or_else(|| Failure::not_found("a shared folder"))?,
            ),
        };
        let identity = self.identity().await?;
        let plan = self.run(move |store, moment| store.plan_hand_off(&id, &order, &moment)).await?;
        let words = self.words();
        let name = plan.file_name();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.save_hand_off)
            .set_file_name(&name)
            .add_filter(words.hand_offs, &[EXTENSION]);
        let files = self.photo_files()?;
        let made = self
            .aside(move || {
                let path = match shared {
                    Some(folder) => free_place(&folder, &name),
                    None => match dialog.blocking_save_file() {
                        Some(chosen) => with_ending(local(chosen)?, &[EXTENSION]),
                        None => return Ok(None),
                    },
                };
                let report = plan.write(&identity, &files, &path)?;
                Ok(Some((plan, report, path)))
            })
            .await?;
        let Some((plan, report, path)) = made else { return Ok(None) };
        self.run(move |store, moment| store.record_hand_off(&plan, &moment)).await?;
        *lock(&self.exported) = path.parent().map(Path::to_owned);
        Ok(Some(report))
    }

    /// Takes note of files that somebody wants opened: dropped, double-clicked, given to a second
    /// start of the program. The page asks for them once it can show them.
    pub(crate) fn arrived(&self, paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        lock(&self.waiting).extend(paths);
        let _ = self.app.emit_to(WINDOW, "hand-offs-waiting", ());
    }

    /// Looks at the files that are waiting, each with its own outcome.
    pub(crate) async fn waiting_hand_offs(&self) -> Result<Vec<ArrivalOutcome>> {
        let paths = std::mem::take(&mut *lock(&self.waiting));
        Ok(self.look_at_all(paths).await)
    }

    /// Asks for hand-off files and looks at them; empty where the person thought better of it.
    pub(crate) async fn choose_hand_offs(&self) -> Result<Vec<ArrivalOutcome>> {
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_hand_offs)
            .add_filter(words.hand_offs, &[EXTENSION])
            .add_filter(words.all_files, &["*"]);
        let paths = self
            .aside(move || {
                let chosen = dialog.blocking_pick_files().unwrap_or_default();
                chosen.into_iter().map(local).collect::<Result<Vec<_>>>()
            })
            .await?;
        Ok(self.look_at_all(paths).await)
    }

    /// Opens a hand-off that the page has been shown. `accepted` is a key that the person has
    /// just said is right.
    ///
    /// # Errors
    /// Those of reading a hand-off and of [`banthao_core::store::Store::open_hand_off`]. Nothing
    /// is changed then.
    pub(crate) async fn open_hand_off(
        &self,
        id: String,
        accepted: Option<DeviceKey>,
    ) -> Result<Opened> {
        let path = lock(&self.looked_at)
            .get(&id)
            .cloned()
            .ok_or_else(|| Failure::not_found("a hand-off that was looked at"))?;
        let identity = self.identity().await?;
        let (files, scratch) = (self.photo_files()?, self.folder.clone());
        let expected = id.clone();
        let hand_off = self
            .aside(move || {
                let hand_off = handoff::read(&path, &scratch, &identity)?;
                if hand_off.opening.id == expected {
                    return Ok(hand_off);
                }
                // The person has agreed to another file than the one that lies there now.
                let why = Flaw::Changed.name();
                Err(Failure::new(Code::HandOffDamaged, "another file since it was looked at")
                    .with("why", why)
                    .with("path", path.display()))
            })
            .await?;
        let (mut hand_off, accepted) = self
            .run(move |store, _| {
                store.admit(&hand_off, accepted.as_ref())?;
                Ok((hand_off, accepted))
            })
            .await?;
        let (hand_off, kept) = self
            .aside(move || {
                let kept = KeptPhotos::keep(files, &mut hand_off)?;
                Ok((hand_off, kept))
            })
            .await?;
        let opened = self
            .run(move |store, moment| {
                store.open_hand_off(&hand_off, kept, accepted.as_ref(), &moment)
            })
            .await?;
        self.withdraw_offer(&id);
        Ok(opened)
    }

    /// Puts a hand-off of the shared folder aside: it is not offered any more.
    pub(crate) async fn put_aside(&self, id: String) -> Result<()> {
        let name = id.clone();
        self.run(move |store, moment| store.put_aside(&name, &moment)).await?;
        self.withdraw_offer(&id);
        Ok(())
    }

    /// Asks for the folder that the newsroom shares; as it was where the person thought better
    /// of it.
    pub(crate) async fn choose_shared_folder(&self) -> Result<DeskInfo> {
        let dialog = self.app.dialog().file().set_title(self.words().choose_shared_folder);
        let chosen =
            self.aside(move || dialog.blocking_pick_folder().map(local).transpose()).await?;
        match chosen {
            Some(folder) => self.share_folder(Some(folder)).await,
            None => self.info().await,
        }
    }

    async fn look_at_all(&self, paths: Vec<PathBuf>) -> Vec<ArrivalOutcome> {
        let mut outcomes = Vec::new();
        for path in paths {
            let file_name = path
                .file_name()
                .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
            outcomes.push(ArrivalOutcome::new(file_name, self.look_at(path).await));
        }
        outcomes
    }

    async fn look_at(&self, path: PathBuf) -> Result<Arrival> {
        let identity = self.identity().await?;
        let (opening, path) =
            self.aside(move || Ok((handoff::peek(&path, &identity)?, path))).await?;
        self.arrival(&opening, path).await
    }

    /// What a file is to this desk; from now on the page can ask to open it.
    pub(super) async fn arrival(&self, opening: &Opening, path: PathBuf) -> Result<Arrival> {
        let seen = opening.clone();
        let arrival = self.run(move |store, _| store.arrival(&seen)).await?;
        lock(&self.looked_at).insert(arrival.id.clone(), path);
        Ok(arrival)
    }
}

/// The hand-off files among the arguments of a start of the program.
pub(crate) fn among_arguments<T: Into<PathBuf>>(
    arguments: impl IntoIterator<Item = T>,
    folder: &Path,
) -> Vec<PathBuf> {
    // The first is the program itself.
    let paths = arguments.into_iter().skip(1).map(Into::into);
    paths.filter(|path| is_hand_off(path)).map(|path| folder.join(path)).collect()
}

/// Whether a file is called as a hand-off is.
pub(crate) fn is_hand_off(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(EXTENSION))
}

/// A name in `folder` that no file has yet.
fn free_place(folder: &Path, name: &str) -> PathBuf {
    let stem = name.strip_suffix(&format!(".{EXTENSION}")).unwrap_or(name);
    let names = (2..100).map(|n| format!("{stem}-{n}.{EXTENSION}"));
    let mut places = [name.to_owned()].into_iter().chain(names).map(|name| folder.join(name));
    places.find(|place| !place.exists()).unwrap_or_else(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hand_offs_among_the_arguments_are_opened() {
        let arguments = ["ban-thao.banthao", "--flag", "bai.banthao", "anh.jpg", "/usb/B.BANTHAO"];
        let found = among_arguments(arguments, Path::new("/data/mai"));
        let expected = [Path::new("/data/mai/bai.banthao"), Path::new("/usb/B.BANTHAO")];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_hand_off_gets_its_ending_and_writes_over_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(with_ending(at("bài của Mai"), &[EXTENSION]), at("bài của Mai.banthao"));
        assert_eq!(with_ending(at("a.Banthao"), &[EXTENSION]), at("a.Banthao"));
        std::fs::write(at("b.banthao"), "").unwrap();
        assert_eq!(with_ending(at("b"), &[EXTENSION]), at("b"));
        assert_eq!(free_place(folder.path(), "c.banthao"), at("c.banthao"));
        assert_eq!(free_place(folder.path(), "b.banthao"), at("b-2.banthao"));
    }
}
