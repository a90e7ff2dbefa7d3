//! Handing an article off: what goes into the file for whom, and the file itself. How one is
//! opened is in [`super::receiving`].

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};

use super::articles::{Working, revise_if_changed, update, working};
use super::graph::Graph;
use super::history::append_log;
use super::objects::{self, to_json};
use super::peers::{self, Peer};
use super::views::RevisionReason;
use super::{PhotoFiles, Store, block_lists, desk, photo_words, photos};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::handoff::{
    self, Addressee, AnchorRow, Chain, CheckRow, Device, DeviceKey, EXTENSION, FORMAT, Identity,
    Lists, Manifest, Outgoing, Sender,
};
use crate::language::{normal, slug};
use crate::moment::Moment;
use crate::person::{Person, PersonId};
use crate::photo::PhotoInfo;
use crate::review::LogEvent;
use crate::time::ZoneMinutes;
use crate::whole_file::write_whole_by;

/// How a person wants an article handed off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HandOffOrder {
    /// `None` for whoever opens it.
    pub to: Option<PersonId>,
    /// Everything, also what the receiver is known to have.
    pub whole: bool,
    /// Encrypted to the known devices of the receiver.
    pub sealed: bool,
    /// A word to the receiver; may be empty.
    pub note: String,
}

/// Where a hand-off file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum HandOffInto {
    /// Where a person says.
    File,
    /// Into the folder that the newsroom shares.
    SharedFolder,
}

/// A hand-off that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HandOffReport {
    pub path: String,
    /// Revisions in the file.
    pub revisions: u32,
    pub photos: u32,
    /// In bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    pub sealed: bool,
    /// Names of photos in use whose original this desk does not have (or not as it was).
    pub missing_photos: Vec<String>,
}

/// Everything a hand-off needs, copied out of the store.
#[derive(Debug, Clone)]
pub struct HandOffPlan {
    pub article: ArticleId,
    outgoing: Outgoing,
    /// Age recipients; empty where it is not encrypted.
    recipients: Vec<String>,
    /// Devices of the receiver.
    devices: Vec<String>,
    zone: ZoneMinutes,
}

impl HandOffPlan {
    /// What the file may be called: headline, sender and time, in letters that every file system
    /// takes.
    pub fn file_name(&self) -> String {
        let manifest = &self.outgoing.manifest;
        let part = |text: &str, otherwise: &str| {
            let slug: String = slug::slug(text).chars().take(48).collect();
            let slug = slug.trim_end_matches('-').to_owned();
            if slug.is_empty() { otherwise.to_owned() } else { slug }
        };
        // 2026-11-24T15:30:12+07:00
        let at = manifest.at.rfc3339(self.zone);
        let (day, time) = (at.get(..10).unwrap_or_default(), at.get(11..19).unwrap_or_default());
        format!(
            "{}_{}_{day}_{}.{EXTENSION}",
            part(&manifest.headline, &self.article.0),
            part(&manifest.from.person.pen_name, "may"),
            time.replace(':', "")
        )
    }

    /// Makes the file, so that it is there whole or not at all. Needs no store: photos take time.
    /// A photo whose original is missing or damaged is left out and named in the report.
    ///
    /// # Errors
    /// `TooLarge` for 4 GB and more; those of writing files.
    pub fn write(
        &self,
        identity: &Identity,
        files: &PhotoFiles,
        path: &Path,
    ) -> Result<HandOffReport> {
        let mut outgoing = self.outgoing.clone();
        let mut missing = Vec::new();
        outgoing.manifest.photos.retain(|info| {
            let whole = files.read(&info.hash).is_ok();
            if !whole {
                missing.push(info.clone());
            }
            whole
        });
        let lacks: BTreeSet<String> = outgoing
            .manifest
            .lacks
            .iter()
            .chain(missing.iter().map(|info| &info.hash))
            .cloned()
            .collect();
        outgoing.manifest.lacks = lacks.into_iter().collect();
        let scratch = || {
            let folder = files.folder();
            tempfile::tempfile_in(folder).map_err(|error| Failure::io(folder, &error))
        };
        write_whole_by(path, |out| {
            let photo = |hash: &str| files.read(hash);
            let written =
                handoff::write(&outgoing, identity, &photo, &self.recipients, scratch()?, out);
            written.map_err(|failure| match failure.params.get("path").map(String::as_str) {
                // The writer knows no path.
                Some("") => failure.with("path", path.display()),
                _ => failure,
            })
        })?;
        Ok(HandOffReport {
            path: path.display().to_string(),
            revisions: u32::try_from(outgoing.revisions.len()).unwrap_or(u32::MAX),
            photos: u32::try_from(outgoing.manifest.photos.len()).unwrap_or(u32::MAX),
            bytes: fs::metadata(path).map_or(0, |meta| meta.len()),
            sealed: !self.recipients.is_empty(),
            missing_photos: missing.into_iter().map(|info| info.file_name).collect(),
        })
    }
}

impl Store {
    /// Copies out what a hand-off needs. What was typed since the last revision becomes one.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`; `KeyUnavailable` before the key of this device has been had;
    /// `BadInput` where it is to be encrypted for somebody of whom no device is known.
    pub fn plan_hand_off(
        &mut self,
        id: &ArticleId,
        order: &HandOffOrder,
        moment: &Moment,
    ) -> Result<HandOffPlan> {
        let name = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let own = peers::own_device(transaction)?;
            let mut working = working(transaction, id)?;
            let before = working.head.clone();
            let reason = RevisionReason::HandOff;
            revise_if_changed(transaction, &mut working, &me, &name, reason, moment)?;
            if working.head != before {
                update(transaction, &working)?;
            }
            let receiver = receiver(transaction, order)?;
            let outgoing =
                outgoing(transaction, &working, order, &receiver, sender(me, &name, &own), moment)?;
            let mut recipients = Vec::new();
            if order.sealed {
                if receiver.devices.is_empty() {
                    return Err(Failure::bad_input("no device of the receiver is known"));
                }
                recipients = receiver.devices.iter().map(|peer| peer.recipient.clone()).collect();
                // Whoever sends it can look into it, too.
                recipients.push(own.recipient);
            }
            Ok(HandOffPlan {
                article: id.clone(),
                outgoing,
                recipients,
                devices: receiver.devices.into_iter().map(|peer| peer.device).collect(),
                zone: desk::settings(transaction)?.zone,
            })
        })
    }

    /// Notes in the log that an article was handed off, and who has it now.
    ///
    /// # Errors
    /// Those of a write.
    pub fn record_hand_off(&mut self, plan: &HandOffPlan, moment: &Moment) -> Result<()> {
        let device = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let manifest = &plan.outgoing.manifest;
            let to = manifest.to.as_ref();
            let event = LogEvent::HandedOff { to: to.map(|to| to.name.clone()) };
            let (article, head) = (&plan.article, &manifest.head);
            append_log(transaction, article, &me, &device, moment.now, head, event)?;
            if let Some(to) = to {
                for other in &plan.devices {
                    lease(transaction, article, &to.name, other, moment)?;
                }
            }
            Ok(())
        })?;
        self.changes.push(plan.article.clone());
        Ok(())
    }
}

impl Store {
    /// Takes the notice back that a device has an article: the stick is lost, or the file was never
    /// opened. Nothing is said to that device, and what it sends later is taken in as ever.
    ///
    /// # Errors
    /// `NotFound` where there is no such notice; those of a write.
    pub fn forget_lease(&mut self, article: &ArticleId, device: &str) -> Result<()> {
        self.write(|transaction| {
            let gone = transaction.execute(
                "DELETE FROM lease WHERE article = ?1 AND device = ?2",
                params![article.0, device],
            )?;
            if gone == 0 { Err(Failure::not_found("a copy there")) } else { Ok(()) }
        })?;
        self.changes.push(article.clone());
        Ok(())
    }
}

/// Notes who has an article.
pub(super) fn lease(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    name: &str,
    device: &str,
    moment: &Moment,
) -> Result<()> {
    transaction.execute(
        "INSERT INTO lease (article, person_name, device, since) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (article, device) DO UPDATE SET person_name = ?2, since = ?4",
        params![article.0, name, device, moment.now.0],
    )?;
    Ok(())
}

fn sender(me: Person, device: &str, own: &Device) -> Sender {
    let (key, recipient) = (own.key.clone(), own.recipient.clone());
    Sender { person: me, device: device.to_owned(), key, recipient }
}

/// For whom a hand-off is.
struct Receiver {
    to: Option<Addressee>,
    /// Those that are trusted.
    devices: Vec<Peer>,
}

fn receiver(db: &Connection, order: &HandOffOrder) -> Result<Receiver> {
    let Some(person) = &order.to else { return Ok(Receiver { to: None, devices: Vec::new() }) };
    let devices: Vec<Peer> = peers::peers(db)?
        .into_iter()
        .filter(|peer| peer.person == *person && peer.trust.is_trusted())
        .collect();
    let name = match devices.first() {
        Some(peer) => peer.name.clone(),
        None => desk::person(db, person)?
            .map(|person| person.name)
            .ok_or_else(|| Failure::not_found(format!("person {}", person.0)))?,
    };
    Ok(Receiver { to: Some(Addressee { person: person.clone(), name }), devices })
}

fn outgoing(
    db: &Connection,
    working: &Working,
    order: &HandOffOrder,
    receiver: &Receiver,
    from: Sender,
    moment: &Moment,
) -> Result<Outgoing> {
    let id = &working.id;
    let graph = Graph::read(db, id)?;
    let wanted = graph.behind([working.head.as_str()]);
    let has: Vec<peers::Has> = receiver
        .devices
        .iter()
        .map(|peer| Ok(peers::has(db, &id.0, &peer.key)?.unwrap_or_default()))
        .collect::<Result<_>>()?;
    // What every device of the receiver has; of one that is not known to have anything, nothing.
    let mut known: HashSet<&str> = HashSet::new();
    if !order.whole
        && let Some((first, rest)) = has.split_first()
    {
        known = graph.behind(first.heads.iter().map(String::as_str));
        for other in rest {
            let also = graph.behind(other.heads.iter().map(String::as_str));
            known.retain(|hash| also.contains(hash));
        }
    }
    let sent: Vec<(&str, &objects::Revision)> = graph
        .in_order()
        .filter(|(hash, _)| wanted.contains(hash) && !known.contains(hash))
        .collect();
    let inside: HashSet<&str> = sent.iter().map(|(hash, _)| *hash).collect();
    let mut needs: BTreeSet<&str> = sent
        .iter()
        .flat_map(|(_, revision)| revision.parents.iter().map(String::as_str))
        .filter(|parent| !inside.contains(parent))
        .collect();
    if !inside.contains(working.head.as_str()) {
        needs.insert(&working.head);
    }
    let texts = texts(db, &graph, &sent, &needs)?;
    let (photos, lacks) = photos_for(db, working, &graph, &needs, &has)?;
    let in_use: BTreeSet<&str> = working
        .document
        .photos()
        .filter_map(|photo| photo.attrs.photo.as_deref())
        .chain(photos.iter().map(|info| info.hash.as_str()))
        .collect();
    let photo_words = photo_words::to_send(db, in_use.into_iter())?;
    let bodies = |sql: &str| -> Result<Vec<String>> {
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([&id.0], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    let comments = bodies("SELECT body FROM comment_event WHERE article = ?1 ORDER BY id")?;
    let own_log = bodies("SELECT body FROM log WHERE article = ?1 ORDER BY n")?;
    let chains = chains(db, id, &from.key)?;
    let named = {
        let logs = own_log.iter().chain(chains.iter().flat_map(|chain| &chain.entries));
        let fields = to_json(&working.fields)?;
        let ids = [&working.author.0, &from.person.id.0];
        logs.chain(&comments).chain([&fields]).chain(ids).map(String::as_str).collect::<String>()
    };
    let people = desk::people(db)?.into_iter().filter(|person| named.contains(&person.id.0));
    let mut newest = graph.newest();
    if !newest.contains(&working.head) {
        newest.push(working.head.clone());
    }
    Ok(Outgoing {
        manifest: Manifest {
            format: FORMAT,
            article: id.clone(),
            author: working.author.clone(),
            created_at: working.created_at,
            headline: working.document.headline_text(),
            from,
            to: receiver.to.clone(),
            note: normal::nfc(order.note.trim()).chars().take(4_000).collect(),
            at: moment.now,
            head: working.head.clone(),
            has: newest,
            needs: needs.into_iter().map(str::to_owned).collect(),
            lacks,
            photos,
            people: people.collect(),
            members: Vec::new(),
        },
        revisions: sent.iter().map(|(_, revision)| to_json(revision)).collect::<Result<_>>()?,
        lists: texts.lists,
        objects: texts.objects,
        comments,
        anchors: anchors(db, id)?,
        checks: checks(db, id)?,
        chains,
        own_log,
        photo_words,
    })
}

struct Texts {
    lists: Lists,
    objects: Vec<String>,
}

/// The lists of blocks and the objects that the receiver lacks: those of the revisions sent, but
/// for those that the revisions right behind them have, too.
fn texts(
    db: &Connection,
    graph: &Graph,
    sent: &[(&str, &objects::Revision)],
    needs: &BTreeSet<&str>,
) -> Result<Texts> {
    let mut reader = block_lists::Reader::new(db);
    let mut there: HashSet<String> = HashSet::new();
    for revision in needs.iter().filter_map(|hash| graph.revision(hash)) {
        there.extend([revision.headline.clone(), revision.lead.clone(), revision.fields.clone()]);
        there.extend(reader.get(&revision.blocks)?.iter().cloned());
        there.insert(revision.blocks.clone());
    }
    let mut lists = Vec::new();
    let mut objects: Vec<String> = Vec::new();
    let mut want = |hash: &str| -> Result<()> {
        if there.insert(hash.to_owned()) {
            objects.push(objects::object_body(db, hash)?);
        }
        Ok(())
    };
    let mut listed: HashSet<&str> =
        needs.iter().filter_map(|hash| Some(&*graph.revision(hash)?.blocks)).collect();
    for (_, revision) in sent {
        for hash in [&revision.headline, &revision.lead, &revision.fields] {
            want(hash)?;
        }
        if listed.insert(&revision.blocks) {
            let list = reader.get(&revision.blocks)?;
            for hash in list.iter() {
                want(hash)?;
            }
            lists.push(list);
        }
    }
    Ok(Texts {
        lists: Lists::of(lists.iter().map(|list| &**list), block_lists::differences),
        objects,
    })
}

/// The photos in use that the receiver lacks, and those that this desk lacks itself.
fn photos_for(
    db: &Connection,
    working: &Working,
    graph: &Graph,
    needs: &BTreeSet<&str>,
    has: &[peers::Has],
) -> Result<(Vec<PhotoInfo>, Vec<String>)> {
    let in_use = |document: &crate::article::Document| -> BTreeSet<String> {
        document.photos().filter_map(|photo| photo.attrs.photo.clone()).collect()
    };
    let mut wanted = in_use(&working.document);
    let content = |hash: &str| match graph.revision(hash) {
        Some(revision) => objects::content(db, revision).map(|(document, _)| Some(document)),
        None => Ok(None),
    };
    if let Some(approval) = &working.approval
        && let Some(document) = content(&approval.revision)?
    {
        wanted.extend(in_use(&document));
    }
    let infos = photos::infos(db, wanted.iter().map(String::as_str))?;
    let lacks = wanted.iter().filter(|hash| !infos.contains_key(*hash)).cloned().collect();
    let mut there: BTreeSet<String> = BTreeSet::new();
    for hash in needs {
        if let Some(document) = content(hash)? {
            there.extend(in_use(&document));
        }
    }
    let lacking: HashSet<&String> = has.iter().flat_map(|has| &has.lacks).collect();
    let sent = infos
        .into_values()
        .filter(|info| !there.contains(&info.hash) || lacking.contains(&info.hash))
        .map(|info| PhotoInfo { desk: None, ..info })
        .collect();
    Ok((sent, lacks))
}

fn anchors(db: &Connection, article: &ArticleId) -> Result<Vec<AnchorRow>> {
    let mut statement = db.prepare_cached(
        "SELECT thread, anchor FROM thread_anchor WHERE article = ?1 AND thread IN
            (SELECT thread FROM comment_event WHERE article = ?1) ORDER BY thread",
    )?;
    let rows = statement
        .query_map([&article.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (thread, anchor) = row?;
        let anchor = serde_json::from_str(&anchor).map_err(|_| {
            Failure::new(Code::StoreDamaged, "the place of a comment").with("what", article)
        })?;
        Ok(AnchorRow { thread: crate::discuss::ThreadId(thread), anchor })
    })
    .collect()
}

fn checks(db: &Connection, article: &ArticleId) -> Result<Vec<CheckRow>> {
    let mut statement =
        db.prepare_cached("SELECT kind, body FROM check_state WHERE article = ?1 ORDER BY kind")?;
    let rows = statement
        .query_map([&article.0], |row| Ok(CheckRow { kind: row.get(0)?, body: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The logs of other desks as they signed them, one a desk.
fn chains(db: &Connection, article: &ArticleId, own: &DeviceKey) -> Result<Vec<Chain>> {
    let mut chains: BTreeMap<DeviceKey, Chain> = BTreeMap::new();
    for (name, rows) in peer_chains(db, article)? {
        let key = DeviceKey(name.split('/').next().unwrap_or_default().to_owned());
        let signature = rows.last().map(|row| row.signature.clone()).unwrap_or_default();
        let entries: Vec<String> = rows.into_iter().map(|row| row.body).collect();
        // Of a log that was rewritten, the longer one; its own desk knows best.
        let longer = chains.get(&key).is_none_or(|other| other.entries.len() < entries.len());
        if key != *own && longer {
            chains.insert(key.clone(), Chain { key, entries, signature });
        }
    }
    Ok(chains.into_values().collect())
}

/// An entry of another desk's log.
pub(super) struct PeerEntry {
    pub(super) n: i64,
    pub(super) body: String,
    pub(super) hash: String,
    pub(super) signature: String,
}

/// Other desks' logs by their names: the key, and after a `/` what tells apart those that were
/// rewritten.
pub(super) fn peer_chains(
    db: &Connection,
    article: &ArticleId,
) -> Result<BTreeMap<String, Vec<PeerEntry>>> {
    let mut statement = db.prepare_cached(
        "SELECT key, n, body, hash, signature FROM peer_log WHERE article = ?1 ORDER BY key, n",
    )?;
    let rows = statement.query_map([&article.0], |row| {
        let (n, body) = (row.get(1)?, row.get(2)?);
        let entry = PeerEntry { n, body, hash: row.get(3)?, signature: row.get(4)? };
        Ok((row.get::<_, String>(0)?, entry))
    })?;
    let mut chains: BTreeMap<String, Vec<PeerEntry>> = BTreeMap::new();
    for row in rows {
        let (name, entry) = row?;
        chains.entry(name).or_default().push(entry);
    }
    Ok(chains)
}
