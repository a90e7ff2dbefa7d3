//! What a hand-off that has arrived tells before it is opened, and the folder that a newsroom
//! shares for them.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde::Serialize;

use super::desk::{me, meta, put_meta, require_me};
use super::peers::{self, Trust, Verdict};
use super::{Store, receiving};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::handoff::{DeviceKey, Manifest, Opening};
use crate::language::fold::fold;
use crate::time::Timestamp;

/// A hand-off that has not been opened: who sends what, and what this desk knows of the sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Arrival {
    /// Hash of its manifest; it is opened by this name and by no path.
    pub id: String,
    pub article: ArticleId,
    pub headline: String,
    pub from: String,
    pub device: String,
    pub key: DeviceKey,
    pub fingerprint: String,
    pub sender: SenderIs,
    /// The one that is known, where the sender has another key now.
    pub known_fingerprint: Option<String>,
    /// For whom it is; `None` for whoever opens it.
    pub to: Option<String>,
    /// It is for nobody in particular, or for the person who uses this desk.
    pub for_me: bool,
    pub note: String,
    pub at: Timestamp,
    pub sealed: bool,
    /// The article is on this desk already.
    pub here: bool,
    pub photos: u32,
    /// It has been opened or put aside before.
    pub seen: bool,
}

/// What the shared folder has for this desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OfferedHandOffs {
    /// Newest first.
    pub arrivals: Vec<Arrival>,
    /// Since when the folder has not been reachable; `None` while it is.
    pub unreachable_since: Option<Timestamp>,
}

/// Who a sender is to this desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SenderIs {
    /// This very device.
    Own,
    Known,
    /// Known, and two people have compared the fingerprint.
    Verified,
    /// Its first file.
    New,
    /// A known device of a known person, with another key than before.
    Changed,
    /// A key that another one has taken the place of.
    Replaced,
    Blocked,
    /// It says that it is this person on this device, and it is not.
    Imposter,
}

/// What came of looking at one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ArrivalOutcome {
    pub file_name: String,
    pub arrival: Option<Arrival>,
    pub failure: Option<Failure>,
}

impl ArrivalOutcome {
    pub fn new(file_name: String, looked_at: Result<Arrival>) -> Self {
        match looked_at {
            Ok(arrival) => Self { file_name, arrival: Some(arrival), failure: None },
            Err(failure) => Self { file_name, arrival: None, failure: Some(failure) },
        }
    }
}

impl Store {
    /// What the beginning of a hand-off means on this desk. Changes nothing.
    ///
    /// # Errors
    /// `NotAllowed` before the first start, `KeyUnavailable` before the key of this device has
    /// been had; those of a read.
    pub fn arrival(&self, opening: &Opening) -> Result<Arrival> {
        let db = &self.connection;
        let me = require_me(db)?;
        let Manifest { article, headline, from, to, note, at, photos, .. } = &opening.manifest;
        let (sender, known_fingerprint) = sender(db, &self.device, opening)?;
        // Who was put down by name before any file of theirs has come has another id there.
        let is_me = |name: &str| fold(name.trim()) == fold(me.name.trim());
        let for_me = to.as_ref().is_none_or(|to| to.person == me.id || is_me(&to.name));
        Ok(Arrival {
            id: opening.id.clone(),
            article: article.clone(),
            headline: headline.clone(),
            from: from.person.name.clone(),
            device: from.device.clone(),
            key: from.key.clone(),
            fingerprint: from.key.fingerprint(),
            sender,
            known_fingerprint,
            to: to.as_ref().map(|to| to.name.clone()),
            for_me,
            note: note.clone(),
            at: *at,
            sealed: opening.sealed,
            here: receiving::is_here(db, article)?,
            photos: u32::try_from(photos.len()).unwrap_or(u32::MAX),
            seen: self.has_seen(opening)?,
        })
    }

    /// The folder that the newsroom shares for hand-offs; `None` where none was chosen.
    ///
    /// # Errors
    /// Those of a read.
    pub fn shared_folder(&self) -> Result<Option<PathBuf>> {
        shared_folder(&self.connection)
    }

    /// Chooses the folder that is watched for hand-offs, or none.
    ///
    /// # Errors
    /// `BadInput` for a folder whose name is no text; those of a write.
    pub fn share_folder(&mut self, folder: Option<&Path>) -> Result<()> {
        let name = folder
            .map(|folder| folder.to_str().ok_or_else(|| Failure::bad_input("a folder's name")))
            .transpose()?;
        self.write(|transaction| put_meta(transaction, SHARED_FOLDER, &name))
    }
}

const SHARED_FOLDER: &str = "sharedFolder";

pub(super) fn shared_folder(db: &Connection) -> Result<Option<PathBuf>> {
    let name: Option<Option<String>> = meta(db, SHARED_FOLDER)?;
    Ok(name.flatten().map(PathBuf::from))
}

/// Who sends it, and by which fingerprint that device was known before.
fn sender(
    db: &Connection,
    own_name: &str,
    opening: &Opening,
) -> Result<(SenderIs, Option<String>)> {
    let from = &opening.manifest.from;
    let known = || -> Result<Option<Trust>> {
        let peers = peers::peers(db)?;
        Ok(peers.into_iter().find(|peer| peer.key == from.key).map(|peer| peer.trust))
    };
    let failure = match peers::judge(db, own_name, from, None) {
        Ok(Verdict::Own) => return Ok((SenderIs::Own, None)),
        Ok(Verdict::New | Verdict::Accepted(_)) => return Ok((SenderIs::New, None)),
        Ok(Verdict::Known) => {
            let verified = known()? == Some(Trust::Verified);
            return Ok((if verified { SenderIs::Verified } else { SenderIs::Known }, None));
        }
        Err(failure) => failure,
    };
    match failure.code {
        Code::PeerChanged => {
            let is_me = me(db)?.is_some_and(|me| me.id == from.person.id);
            let sender = if is_me && from.device == own_name {
                SenderIs::Imposter
            } else {
                SenderIs::Changed
            };
            Ok((sender, failure.params.get("known").cloned()))
        }
        Code::PeerBlocked if known()? == Some(Trust::Replaced) => Ok((SenderIs::Replaced, None)),
        Code::PeerBlocked => Ok((SenderIs::Blocked, None)),
        _ => Err(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handoff::{Identity, ends_whole, peek};
    use crate::person::Role;
    use crate::store::{HandOffOrder, Trust};
    use crate::testing::laptop::Laptop;
    use crate::testing::{Dice, report as any_report};

    fn report() -> crate::compare::Content {
        any_report(&mut Dice::new(1))
    }

    fn arrival(desk: &Laptop, bytes: &[u8]) -> Arrival {
        let path = desk.folder().join("arrived.banthao");
        std::fs::write(&path, bytes).unwrap();
        let opening = peek(&path, &desk.identity).unwrap();
        desk.store.arrival(&opening).unwrap()
    }

    #[test]
    fn before_it_is_opened_a_file_says_who_sends_what_to_whom() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Reporter);
        let mut hieu = Laptop::new(2, "Trần Trung Hiếu", Role::Editor);
        let id = mai.article(report());
        let order = HandOffOrder {
            to: None,
            whole: false,
            sealed: false,
            note: "Anh xem giúp số liệu.".to_owned(),
        };
        let file = mai.hand_off_by(&id, &order);
        let before = hieu.dump();
        let seen = arrival(&hieu, &file);
        assert_eq!(seen.sender, SenderIs::New);
        assert_eq!((&*seen.from, &*seen.device), ("Nguyễn Thị Mai", "MAY-01"));
        assert_eq!(seen.fingerprint, mai.identity.device().key.fingerprint());
        assert_eq!(seen.note, "Anh xem giúp số liệu.");
        assert!(seen.for_me && !seen.here && !seen.seen);
        assert_eq!(before, hieu.dump(), "looking changes nothing");

        hieu.open(&file).unwrap();
        let again = arrival(&hieu, &file);
        assert_eq!(again.sender, SenderIs::Known);
        assert!(again.here && again.seen);
        assert_eq!(arrival(&mai, &file).sender, SenderIs::Own);

        let key = mai.identity.device().key;
        hieu.store.trust_peer(&key, Trust::Verified).unwrap();
        assert_eq!(arrival(&hieu, &file).sender, SenderIs::Verified);
        hieu.store.trust_peer(&key, Trust::Blocked).unwrap();
        assert_eq!(arrival(&hieu, &file).sender, SenderIs::Blocked);
    }

    #[test]
    fn a_changed_key_is_told_with_both_fingerprints() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Reporter);
        let mut hieu = Laptop::new(2, "Trần Trung Hiếu", Role::Editor);
        let id = mai.article(report());
        let first = mai.hand_off(&id, None);
        hieu.open(&first).unwrap();
        let known = mai.identity.device().key.fingerprint();

        mai.identity = Identity::from_secret(&[77; 32]);
        mai.store.know_own_device(mai.identity.device(), false).unwrap();
        let second = mai.hand_off(&id, None);
        let seen = arrival(&hieu, &second);
        assert_eq!(seen.sender, SenderIs::Changed);
        assert_eq!(seen.known_fingerprint, Some(known));
        assert_eq!(seen.fingerprint, mai.identity.device().key.fingerprint());
        assert_eq!(arrival(&mai, &first).sender, SenderIs::Imposter, "no key but its own");
    }

    #[test]
    fn who_was_put_down_by_name_is_known_as_the_receiver() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Reporter);
        let hieu = Laptop::new(2, "Trần Trung Hiếu", Role::Editor);
        let lan = Laptop::new(3, "Lê Thị Lan", Role::Editor);
        let id = mai.article(report());
        let moment = mai.moment();
        let noted = crate::person::Person {
            id: crate::person::PersonId(String::new()),
            name: "Trần Trung Hiếu".to_owned(),
            pen_name: "Trung Hiếu".to_owned(),
            role: Role::Editor,
            sections: Vec::new(),
        };
        let noted = mai.store.save_person(noted, &moment).unwrap();
        let file = mai.hand_off(&id, Some(&noted.id));
        assert!(arrival(&hieu, &file).for_me, "though the id is another");
        assert!(!arrival(&lan, &file).for_me);
    }

    #[test]
    fn a_file_that_is_still_being_copied_is_told_from_a_whole_one() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Reporter);
        let id = mai.article(report());
        let whole = mai.hand_off(&id, None);
        let path = mai.folder().join("copied.banthao");
        let ends = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            ends_whole(&path).unwrap()
        };
        assert!(ends(&whole));
        assert!(!ends(&whole[..whole.len() / 2]));
        let mut zeros = whole.clone();
        zeros[whole.len() / 2..].fill(0);
        assert!(!ends(&zeros), "its length was set before its bytes came");
        assert!(!ends(&[]));
    }

    #[test]
    fn the_shared_folder_is_none_until_one_is_chosen() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Reporter);
        assert_eq!(mai.store.shared_folder().unwrap(), None);
        let folder = mai.folder().to_owned();
        mai.store.share_folder(Some(&folder)).unwrap();
        assert_eq!(mai.store.shared_folder().unwrap(), Some(folder));
        mai.store.share_folder(None).unwrap();
        assert_eq!(mai.store.shared_folder().unwrap(), None);
    }
}
