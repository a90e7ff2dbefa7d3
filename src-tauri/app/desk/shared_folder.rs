//! The folder that a newsroom shares, on a file server or a stick: looked into every few seconds
//! for hand-offs that are new here. They are offered, never opened by themselves.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use banthao_core::handoff::{self, Identity, Opening};
use banthao_core::store::{DeskInfo, OfferedHandOffs, SenderIs};
use banthao_core::time::Timestamp;
use banthao_core::{Code, Failure, Result};
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::Notify;

use super::{Desk, handoff::is_hand_off, lock};
use crate::WINDOW;

/// How often the folder is looked into.
const EVERY: Duration = Duration::from_secs(10);

/// How soon it is looked into again while something in it is new or growing.
const SOON: Duration = Duration::from_secs(1);

/// Most files of the folder that are looked at.
const MOST: usize = 2_000;

/// A hand-off in the shared folder that is for this desk.
pub(super) type Offers = BTreeMap<String, (PathBuf, Opening)>;

/// How the folder is watched.
#[derive(Default)]
pub(super) struct Reach {
    /// Somebody wants to know now what is in it.
    asked: Notify,
    unreachable_since: Mutex<Option<Timestamp>>,
}

/// Looks into the shared folder from now on, as long as the program runs.
pub(crate) fn watch(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let mut watched = Watched::default();
        let mut asked_for_key = false;
        loop {
            let desk = app.state::<Desk>();
            // What fails now may work the next time; a folder that cannot be reached is told of.
            let _ = desk.look_into_shared_folder(&mut watched, &mut asked_for_key).await;
            let pause = if watched.moving { SOON } else { EVERY };
            let _ = tokio::time::timeout(pause, desk.shared_folder.asked.notified()).await;
        }
    });
}

/// What a file looked like: while it is being copied, this changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

/// What is known of the files in the folder.
#[derive(Default)]
struct Watched {
    folder: Option<PathBuf>,
    files: HashMap<PathBuf, (Stamp, Judged)>,
    /// Something was new or had changed at the last look.
    moving: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Judged {
    /// Seen once: it may still be growing.
    NotYet,
    /// A hand-off with this id.
    Offered(String),
    /// Nothing for this desk.
    Passed,
}

impl Watched {
    /// Files that have not changed since the last look, and have not been judged yet.
    fn settled(&mut self, found: &[(PathBuf, Stamp)]) -> Vec<PathBuf> {
        self.files.retain(|path, _| found.iter().any(|(there, _)| there == path));
        self.moving = false;
        let mut settled = Vec::new();
        for (path, stamp) in found {
            match self.files.get(path) {
                Some((before, judged)) if before == stamp => {
                    if *judged == Judged::NotYet {
                        settled.push(path.clone());
                    }
                }
                _ => {
                    self.moving = true;
                    self.files.insert(path.clone(), (*stamp, Judged::NotYet));
                }
            }
        }
        settled
    }

    fn judge(&mut self, path: &Path, judged: Judged) {
        if let Some((_, before)) = self.files.get_mut(path) {
            *before = judged;
        }
    }

    fn is_there(&self, id: &str) -> bool {
        self.files.values().any(|(_, judged)| matches!(judged, Judged::Offered(is) if is == id))
    }
}

impl Desk {
    /// What the shared folder has for this desk, as far as it has been looked into; it is looked
    /// into again at once.
    pub(crate) async fn offered_hand_offs(&self) -> Result<OfferedHandOffs> {
        self.shared_folder.asked.notify_one();
        let offers: Vec<_> = lock(&self.offers).values().cloned().collect();
        let mut arrivals = Vec::new();
        for (path, opening) in offers {
            let arrival = self.arrival(&opening, path).await?;
            if !arrival.seen && arrival.sender != SenderIs::Blocked {
                arrivals.push(arrival);
            }
        }
        arrivals.sort_by_key(|arrival| std::cmp::Reverse(arrival.at));
        let unreachable_since = *lock(&self.shared_folder.unreachable_since);
        Ok(OfferedHandOffs { arrivals, unreachable_since })
    }

    /// Watches another folder, or none.
    pub(crate) async fn share_folder(&self, folder: Option<PathBuf>) -> Result<DeskInfo> {
        self.run(move |store, _| store.share_folder(folder.as_deref())).await?;
        self.shared_folder.asked.notify_one();
        self.info().await
    }

    pub(super) fn withdraw_offer(&self, id: &str) {
        if lock(&self.offers).remove(id).is_some() {
            self.tell_offers();
        }
    }

    fn tell_offers(&self) {
        let _ = self.app.emit_to(WINDOW, "hand-offs-offered", ());
    }

    /// Tells when the folder goes out of reach and when it comes back.
    fn tell_reach(&self, reached: bool) -> Result<()> {
        let mut since = lock(&self.shared_folder.unreachable_since);
        if since.is_none() == reached {
            return Ok(());
        }
        *since = if reached { None } else { Some(super::moment()?.now) };
        drop(since);
        self.tell_offers();
        Ok(())
    }

    async fn look_into_shared_folder(
        &self,
        watched: &mut Watched,
        asked_for_key: &mut bool,
    ) -> Result<()> {
        let folder = self.run(|store, _| store.shared_folder()).await?;
        if watched.folder != folder {
            *watched = Watched { folder: folder.clone(), ..Watched::default() };
            lock(&self.offers).clear();
            *lock(&self.shared_folder.unreachable_since) = None;
            self.tell_offers();
        }
        let Some(folder) = folder else { return Ok(()) };
        let looked = self.aside(move || hand_offs_in(&folder)).await;
        self.tell_reach(looked.is_ok())?;
        let found = looked?;
        let settled = watched.settled(&found);
        let before: Vec<String> = lock(&self.offers).keys().cloned().collect();
        if !settled.is_empty() {
            // The keyring may ask a person for a password: once, not every few seconds.
            let identity = match self.identity_at_hand() {
                Some(identity) => identity,
                None if *asked_for_key => return Ok(()),
                None => {
                    *asked_for_key = true;
                    self.identity().await?
                }
            };
            for path in settled {
                let judged = self.judge(&path, &identity).await?;
                watched.judge(&path, judged);
            }
        }
        lock(&self.offers).retain(|id, _| watched.is_there(id));
        if !lock(&self.offers).keys().eq(before.iter()) {
            self.tell_offers();
        }
        Ok(())
    }

    async fn judge(&self, path: &Path, identity: &Arc<Identity>) -> Result<Judged> {
        let (at, identity) = (path.to_owned(), Arc::clone(identity));
        let peeked = self
            .aside(move || {
                Ok(if handoff::ends_whole(&at)? {
                    Some(handoff::peek(&at, &identity)?)
                } else {
                    None
                })
            })
            .await;
        let opening = match peeked {
            Ok(Some(opening)) => opening,
            // Still being copied, or unreadable just now: the next look may see more.
            Ok(None) => return Ok(Judged::NotYet),
            Err(failure) => return Ok(refused(&failure)),
        };
        let arrival = self.arrival(&opening, path.to_owned()).await?;
        if arrival.seen || arrival.sender == SenderIs::Own || !arrival.for_me {
            return Ok(Judged::Passed);
        }
        lock(&self.offers).insert(arrival.id.clone(), (path.to_owned(), opening));
        Ok(Judged::Offered(arrival.id))
    }
}

/// Whether a file that cannot be looked at is worth another look.
fn refused(failure: &Failure) -> Judged {
    match failure.code {
        Code::HandOffDamaged | Code::EmptyFile | Code::FileProblem | Code::ReadOnly => {
            Judged::NotYet
        }
        // Encrypted for somebody else, made by a newer version, or not made by a desk at all.
        _ => Judged::Passed,
    }
}

/// The hand-offs in a folder by name. What is being written has another name until it is whole.
fn hand_offs_in(folder: &Path) -> Result<Vec<(PathBuf, Stamp)>> {
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::io(folder, &error))?;
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if hidden || !is_hand_off(&path) {
            continue;
        }
        let Ok(meta) = std::fs::metadata(&path) else { continue };
        if meta.is_file() {
            found.push((path, Stamp { length: meta.len(), modified: meta.modified().ok() }));
        }
    }
    // The newest, where somebody keeps years of them.
    found.sort_by_key(|(_, stamp)| std::cmp::Reverse(stamp.modified));
    found.truncate(MOST);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(length: u64) -> (PathBuf, Stamp) {
        (PathBuf::from("a.banthao"), Stamp { length, modified: None })
    }

    #[test]
    fn a_file_is_taken_once_it_has_stopped_growing() {
        let mut watched = Watched::default();
        assert!(watched.settled(&[file(1)]).is_empty(), "seen for the first time");
        assert!(watched.moving, "it is looked at again soon");
        assert!(watched.settled(&[file(2)]).is_empty(), "still growing");
        let taken = watched.settled(&[file(2)]);
        assert_eq!(taken, [PathBuf::from("a.banthao")]);
        assert!(!watched.moving, "half a file that stays one is no reason for haste");
        watched.judge(&taken[0], Judged::Offered("id".to_owned()));
        assert!(watched.is_there("id"));
        assert!(watched.settled(&[file(2)]).is_empty(), "judged already");
        assert!(watched.settled(&[file(3)]).is_empty(), "written anew");
        assert!(!watched.is_there("id"));
        assert_eq!(watched.settled(&[file(3)]).len(), 1);
        assert!(watched.settled(&[]).is_empty());
        assert!(watched.files.is_empty(), "what is gone is forgotten");
    }

    #[test]
    fn only_visible_hand_offs_of_a_folder_are_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bai.banthao", ".bai.banthao.77.part", ".an.banthao", "anh.jpg"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(folder.path().join("thu-muc.banthao")).unwrap();
        let found = hand_offs_in(folder.path()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, folder.path().join("bai.banthao"));
    }
}
