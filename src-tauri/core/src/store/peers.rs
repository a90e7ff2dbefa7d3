//! Colleagues' devices: known by their keys, trusted on first use, and this device among them.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::Store;
use super::desk::{me, meta, put_meta, require_me};
use crate::failure::{Code, Failure, Result};
use crate::handoff::{Device, DeviceKey, Sender};
use crate::moment::Moment;
use crate::person::PersonId;
use crate::time::Timestamp;

/// A colleague's device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Peer {
    pub key: DeviceKey,
    /// To be read to each other over the telephone.
    pub fingerprint: String,
    pub person: PersonId,
    pub name: String,
    pub device: String,
    /// An age recipient.
    #[serde(skip)]
    pub(crate) recipient: String,
    pub first_seen: Timestamp,
    pub trust: Trust,
}

/// How far a device is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Trust {
    /// Since its first file.
    FirstUse,
    /// Two people have compared the fingerprint.
    Verified,
    /// The device has another key now.
    Replaced,
    /// Nothing is taken from it any more.
    Blocked,
}

impl Trust {
    pub(super) fn is_trusted(self) -> bool {
        match self {
            Self::FirstUse | Self::Verified => true,
            Self::Replaced | Self::Blocked => false,
        }
    }
}

/// This device, as others get to know it, and where its secret is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ThisDevice {
    pub name: String,
    pub fingerprint: String,
    /// In the keyring of the system; otherwise in a file that only this user can read.
    pub in_keyring: bool,
}

/// What the store remembers of the keys of this device; never the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnDevice {
    device: Device,
    in_keyring: bool,
}

/// Who sent a file, as far as this desk knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// This very device.
    Own,
    Known,
    /// Its first file.
    New,
    /// A new key was accepted in place of these.
    Accepted(Vec<DeviceKey>),
}

impl Store {
    /// The name under which the keyring keeps the secret of this device; made on the first call.
    ///
    /// # Errors
    /// Those of a write.
    pub fn secret_name(&mut self, moment: &Moment) -> Result<String> {
        if let Some(name) = meta(&self.connection, "secretName")? {
            return Ok(name);
        }
        let name = moment.ids().letters(16);
        self.write(|transaction| {
            // Another program may have been first.
            if let Some(name) = meta(transaction, "secretName")? {
                return Ok(name);
            }
            put_meta(transaction, "secretName", &name)?;
            Ok(name)
        })
    }

    /// Whether the secret of this device was in the keyring when it was last had; `None` before
    /// there was one.
    ///
    /// # Errors
    /// Those of a read.
    pub fn secret_in_keyring(&self) -> Result<Option<bool>> {
        Ok(meta::<OwnDevice>(&self.connection, "device")?.map(|own| own.in_keyring))
    }

    /// Takes note of the public keys of this device, once its secret has been had.
    ///
    /// # Errors
    /// Those of a write.
    pub fn know_own_device(&mut self, device: Device, in_keyring: bool) -> Result<()> {
        let own = OwnDevice { device, in_keyring };
        if meta(&self.connection, "device")?.as_ref() == Some(&own) {
            return Ok(());
        }
        self.write(|transaction| put_meta(transaction, "device", &own))
    }

    /// This device as the settings show it; `None` until its key has been had.
    ///
    /// # Errors
    /// Those of a read.
    pub fn this_device(&self) -> Result<Option<ThisDevice>> {
        Ok(meta::<OwnDevice>(&self.connection, "device")?.map(|own| ThisDevice {
            name: self.device.clone(),
            fingerprint: own.device.key.fingerprint(),
            in_keyring: own.in_keyring,
        }))
    }

    /// Colleagues' devices, by person and device.
    ///
    /// # Errors
    /// Those of a read.
    pub fn peers(&self) -> Result<Vec<Peer>> {
        peers(&self.connection)
    }

    /// Says how far a device is trusted.
    ///
    /// # Errors
    /// `NotFound`; those of a write.
    pub fn trust_peer(&mut self, key: &DeviceKey, trust: Trust) -> Result<Vec<Peer>> {
        self.write(|transaction| {
            require_me(transaction)?;
            let changed = transaction.execute(
                "UPDATE peer SET trust = ?2 WHERE key = ?1",
                params![key.0, word(trust)],
            )?;
            if changed == 0 {
                return Err(Failure::not_found(format!("device {}", key.0)));
            }
            peers(transaction)
        })
    }
}

/// The keys of this device.
///
/// # Errors
/// `KeyUnavailable` where they have not been had yet.
pub(super) fn own_device(db: &Connection) -> Result<Device> {
    let own = meta::<OwnDevice>(db, "device")?;
    own.map(|own| own.device)
        .ok_or_else(|| Failure::new(Code::KeyUnavailable, "this device has no key yet"))
}

/// Whether something from this sender may be opened. `accepted` is a key that a person has just
/// said is right.
///
/// # Errors
/// `PeerChanged` where the device or the person had another key, `PeerBlocked`.
pub(super) fn judge(
    db: &Connection,
    own_name: &str,
    sender: &Sender,
    accepted: Option<&DeviceKey>,
) -> Result<Verdict> {
    let own = own_device(db)?;
    if own.key == sender.key {
        return Ok(Verdict::Own);
    }
    let changed = |known: &DeviceKey| {
        Failure::new(Code::PeerChanged, "another key than the one known")
            .with("from", &sender.person.name)
            .with("device", &sender.device)
            .with("known", known.fingerprint())
            .with("found", sender.key.fingerprint())
            .with("key", &sender.key.0)
    };
    let is_me = me(db)?.is_some_and(|me| me.id == sender.person.id);
    if is_me && sender.device == own_name {
        // Somebody else's key under my own name: nothing that I could accept.
        return Err(changed(&own.key));
    }
    let known = peers(db)?;
    if let Some(peer) = known.iter().find(|peer| peer.key == sender.key) {
        // A replaced key may turn out to be the right one; a blocked one is let in by hand only.
        let refused = match peer.trust {
            Trust::FirstUse | Trust::Verified => false,
            Trust::Replaced => accepted != Some(&sender.key),
            Trust::Blocked => true,
        };
        if refused {
            return Err(Failure::new(Code::PeerBlocked, "a key that is not accepted")
                .with("from", &peer.name)
                .with("device", &peer.device));
        }
        // One device, one person: a key that changes hands is asked about like a new one.
        if peer.person != sender.person.id && accepted != Some(&sender.key) {
            return Err(changed(&peer.key));
        }
        if peer.trust.is_trusted() {
            return Ok(Verdict::Known);
        }
    }
    let before: Vec<DeviceKey> = known
        .into_iter()
        .filter(|peer| {
            peer.key != sender.key
                && peer.person == sender.person.id
                && peer.device == sender.device
                && peer.trust.is_trusted()
        })
        .map(|peer| peer.key)
        .collect();
    match before.first() {
        Some(known) if accepted != Some(&sender.key) => Err(changed(known)),
        Some(_) => Ok(Verdict::Accepted(before)),
        None => Ok(Verdict::New),
    }
}

/// Keeps what a file has told of its sender's device.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    sender: &Sender,
    verdict: &Verdict,
    now: Timestamp,
) -> Result<()> {
    match verdict {
        Verdict::Own => return Ok(()),
        Verdict::Known | Verdict::New => {}
        Verdict::Accepted(before) => {
            for key in before {
                transaction.execute(
                    "UPDATE peer SET trust = ?2 WHERE key = ?1",
                    params![key.0, word(Trust::Replaced)],
                )?;
            }
        }
    }
    transaction.execute(
        "INSERT INTO peer (key, person, person_name, device, recipient, first_seen, trust)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (key) DO UPDATE SET person = ?2, person_name = ?3, device = ?4,
            recipient = ?5, trust = iif(?8, trust, ?7)",
        params![
            sender.key.0,
            sender.person.id.0,
            sender.person.name,
            sender.device,
            sender.recipient,
            now.0,
            word(Trust::FirstUse),
            *verdict == Verdict::Known
        ],
    )?;
    Ok(())
}

pub(super) fn peers(db: &Connection) -> Result<Vec<Peer>> {
    let mut statement = db.prepare_cached(
        "SELECT key, person, person_name, device, recipient, first_seen, trust FROM peer
         ORDER BY person_name, person, device, first_seen",
    )?;
    let rows = statement.query_map([], peer)?;
    rows.map(|row| row?).collect()
}

fn peer(row: &Row<'_>) -> rusqlite::Result<Result<Peer>> {
    let key = DeviceKey(row.get(0)?);
    let trust: String = row.get(6)?;
    let trust = match trust.as_str() {
        "firstUse" => Trust::FirstUse,
        "verified" => Trust::Verified,
        "replaced" => Trust::Replaced,
        "blocked" => Trust::Blocked,
        _ => {
            return Ok(Err(
                Failure::new(Code::StoreDamaged, format!("trust {trust}")).with("what", "peer")
            ));
        }
    };
    Ok(Ok(Peer {
        fingerprint: key.fingerprint(),
        key,
        person: PersonId(row.get(1)?),
        name: row.get(2)?,
        device: row.get(3)?,
        recipient: row.get(4)?,
        first_seen: Timestamp(row.get(5)?),
        trust,
    }))
}

fn word(trust: Trust) -> &'static str {
    match trust {
        Trust::FirstUse => "firstUse",
        Trust::Verified => "verified",
        Trust::Replaced => "replaced",
        Trust::Blocked => "blocked",
    }
}

/// What a device is known to have of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Has {
    pub(super) heads: Vec<String>,
    /// Photos.
    pub(super) lacks: Vec<String>,
}

pub(super) fn has(db: &Connection, article: &str, key: &DeviceKey) -> Result<Option<Has>> {
    let row: Option<(String, String)> = db
        .prepare_cached("SELECT heads, lacks FROM peer_has WHERE article = ?1 AND key = ?2")?
        .query_row([article, &key.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(heads, lacks)| {
        let list = |json: &str| {
            serde_json::from_str(json).map_err(|_| {
                Failure::new(Code::StoreDamaged, "what a device has").with("what", article)
            })
        };
        Ok(Has { heads: list(&heads)?, lacks: list(&lacks)? })
    })
    .transpose()
}

/// Notes what the device that made a hand-off at `at` said it had; older files tell nothing new.
pub(super) fn note_has(
    transaction: &Transaction<'_>,
    article: &str,
    key: &DeviceKey,
    at: Timestamp,
    has: &Has,
) -> Result<()> {
    let list = |hashes: &[String]| serde_json::to_string(hashes).map_err(Failure::internal);
    transaction.execute(
        "INSERT INTO peer_has (article, key, at, heads, lacks) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (article, key) DO UPDATE SET at = ?3, heads = ?4, lacks = ?5 WHERE at <= ?3",
        params![article, key.0, at.0, list(&has.heads)?, list(&has.lacks)?],
    )?;
    Ok(())
}
