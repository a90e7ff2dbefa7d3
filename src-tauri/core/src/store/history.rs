//! The history of an article: its revisions and its log.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::articles::{revise, update, working};
use super::objects::{self, to_json};
use super::views::{
    HistoryRow, LastReturn, OpenArticle, RevisionReason, RevisionRow, RevisionText,
};
use super::{Store, comments, desk, listing, peer_logs};
use crate::article::ArticleId;
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::person::{Person, PersonId};
use crate::review::{
    self, Action, ActionKind, Editorial, LogEntry, LogEvent, LogFault, LogHash, ReturnTarget,
    chain_hash,
};
use crate::time::Timestamp;

impl Store {
    /// Every revision, newest first.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`.
    pub fn revisions(&self, id: &ArticleId) -> Result<Vec<RevisionRow>> {
        let head = working(&self.connection, id)?.head;
        let moves = moves(&self.connection, id)?;
        let listed = objects::revisions(&self.connection, id)?;
        Ok(listed.into_iter().map(|listed| revision_row(listed, &head, &moves)).collect())
    }

    /// One revision with its text.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`.
    pub fn revision(&self, id: &ArticleId, hash: &str) -> Result<RevisionText> {
        let head = working(&self.connection, id)?.head;
        let listed = objects::listed(&self.connection, id, hash)?;
        let (document, fields) = objects::content(&self.connection, &listed.revision)?;
        Ok(RevisionText {
            photos: objects::photos_of(&self.connection, &document)?,
            row: revision_row(listed, &head, &moves(&self.connection, id)?),
            document,
            fields,
        })
    }

    /// Brings an older text back as the working copy. What stood there is kept as a revision
    /// first, so that nothing is lost and the restoring can be undone the same way.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`; those of a write.
    pub fn restore_revision(
        &mut self,
        id: &ArticleId,
        hash: &str,
        moment: &Moment,
    ) -> Result<OpenArticle> {
        let device = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let revision = objects::revision(transaction, hash)?;
            if revision.article != *id {
                return Err(Failure::not_found(format!("revision {hash} of {id}")));
            }
            let (document, fields) = objects::content(transaction, &revision)?;
            let mut working = working(transaction, id)?;
            let before = RevisionReason::BeforeRestore;
            revise(transaction, &mut working, &me, &device, before, moment)?;
            let before = working.put_content(document, fields);
            comments::carry(transaction, id, before, &working.document, &working.fields)?;
            working.seq += 1;
            working.updated_at = moment.now;
            let restored = RevisionReason::Restored;
            let made = revise(transaction, &mut working, &me, &device, restored, moment)?;
            update(transaction, &working)?;
            let event = LogEvent::Restored { from: hash.to_owned() };
            append_log(transaction, id, &me, &device, moment.now, &made, event)
        })?;
        self.changes.push(id.clone());
        self.open_article(id)
    }

    /// The log of an article, newest first, with what other desks wrote of it. An entry that
    /// cannot be read is there as [`LogEvent::Unknown`].
    ///
    /// # Errors
    /// Those of a read.
    pub fn history(&self, id: &ArticleId) -> Result<Vec<HistoryRow>> {
        let raw = raw_log(&self.connection, id)?;
        let whole = match fault(&raw, None) {
            Some(LogFault::Changed { entry }) => usize::try_from(entry).unwrap_or(0) - 1,
            Some(
                LogFault::Cut { .. }
                | LogFault::StateElsewhere
                | LogFault::PeerChanged { .. }
                | LogFault::PeerCut { .. }
                | LogFault::PeersMissing,
            )
            | None => raw.len(),
        };
        let mut names = Names { db: &self.connection, known: BTreeMap::new() };
        let mut rows = Vec::new();
        // What cannot be read stays behind the entry before it.
        let mut order = (0, Timestamp(0));
        for (place, raw) in raw.iter().enumerate() {
            order = raw.entry.as_ref().map_or(order, |entry| (entry.clock, entry.at));
            rows.push((order, names.row(raw.entry.as_ref(), false, place < whole)?));
        }
        let proven = peer_logs::check(&self.connection, id)?.proven;
        for (hash, entry) in hashed_peer_entries(&self.connection, id)? {
            let intact = proven.contains(&hash);
            rows.push(((entry.clock, entry.at), names.row(Some(&entry), true, intact)?));
        }
        // Stable: entries of one desk keep their order whatever its clock did.
        rows.sort_by_key(|(order, _)| *order);
        let mut rows: Vec<HistoryRow> = rows.into_iter().map(|(_, row)| row).collect();
        rows.reverse();
        Ok(rows)
    }

    /// The first place where the log of an article is not what was written, or what another desk
    /// wrote of it not what that desk signed; none where all are whole.
    ///
    /// # Errors
    /// `NotFound`; those of a read.
    pub fn check_log(&self, id: &ArticleId) -> Result<Option<LogFault>> {
        let head: Option<String> = self
            .connection
            .prepare_cached("SELECT log_head FROM article WHERE id = ?1")?
            .query_row([&id.0], |row| row.get(0))
            .optional()?
            .ok_or_else(|| Failure::not_found(format!("article {id}")))?;
        let raw = raw_log(&self.connection, id)?;
        if let Some(fault) = fault(&raw, head.map(LogHash).as_ref()) {
            return Ok(Some(fault));
        }
        if let Some(fault) = peer_logs::check(&self.connection, id)?.faults.into_iter().next() {
            return Ok(Some(fault));
        }
        if peer_logs::are_missing(&self.connection, id)? {
            return Ok(Some(LogFault::PeersMissing));
        }
        // A working copy that is damaged has a problem of its own.
        let Ok(working) = working(&self.connection, id) else { return Ok(None) };
        let led = raw.iter().rev().find_map(|raw| match &raw.entry.as_ref()?.event {
            LogEvent::Moved { to, .. }
            | LogEvent::StepReopened { to, .. }
            | LogEvent::StepsChanged { to, .. } => Some(&**to),
            LogEvent::Created
            | LogEvent::Checked { .. }
            | LogEvent::Exported { .. }
            | LogEvent::Restored { .. }
            | LogEvent::Delivered { .. }
            | LogEvent::TakenDown { .. }
            | LogEvent::DeliveryStopped { .. }
            | LogEvent::LeftoversCleared { .. }
            | LogEvent::HandedOff { .. }
            | LogEvent::Received { .. }
            | LogEvent::Merged { .. }
            | LogEvent::Commissioned { .. }
            | LogEvent::Answered { .. }
            | LogEvent::Unknown => None,
        });
        // What came from another desk may have moved it without a word in this log.
        let moved_elsewhere = raw.iter().any(|raw| {
            matches!(
                raw.entry.as_ref().map(|entry| &entry.event),
                Some(LogEvent::Received { .. } | LogEvent::Merged { .. })
            )
        });
        let stands = *led.unwrap_or(&Editorial::Draft) == working.editorial;
        Ok((!stands && !moved_elsewhere).then_some(LogFault::StateElsewhere))
    }
}

/// Makes rows of a history out of entries, with the names of the people they speak of.
struct Names<'a> {
    db: &'a Connection,
    known: BTreeMap<PersonId, Option<String>>,
}

impl Names<'_> {
    fn row(&mut self, entry: Option<&LogEntry>, peer: bool, intact: bool) -> Result<HistoryRow> {
        let Some(entry) = entry else {
            return Ok(HistoryRow {
                at: Timestamp(0),
                by: String::new(),
                device: String::new(),
                revision: String::new(),
                event: LogEvent::Unknown,
                about: None,
                peer,
                intact: false,
            });
        };
        let about = match about(entry) {
            Some(id) => self.name(id)?,
            None => None,
        };
        Ok(HistoryRow {
            at: entry.at,
            by: entry.by_name.clone(),
            device: entry.device.clone(),
            revision: entry.revision.clone(),
            event: entry.event.clone(),
            about,
            peer,
            intact,
        })
    }

    fn name(&mut self, id: &PersonId) -> Result<Option<String>> {
        if !self.known.contains_key(id) {
            let person = desk::person(self.db, id)?;
            self.known.insert(id.clone(), person.map(|person| person.name));
        }
        Ok(self.known[id].clone())
    }
}

/// The other person that an entry is about.
fn about(entry: &LogEntry) -> Option<&PersonId> {
    let LogEvent::Moved { action, from, .. } = &entry.event else { return None };
    match (&**action, &**from) {
        (Action::Claim, Editorial::InReview { by }) => Some(by),
        (Action::Return { to: ReturnTarget::Editor { person }, .. }, _) => Some(person),
        _ => None,
    }
}

/// Everybody who has had an article for review, with their names, in the order in which they
/// first had it; those of other desks too.
pub(super) fn who_had_it(db: &Connection, article: &ArticleId) -> Result<Vec<(PersonId, String)>> {
    let mut found: Vec<(PersonId, String)> = Vec::new();
    for entry in entries_in_order(db, article)? {
        let LogEvent::Moved { to, .. } = &entry.event else { continue };
        let Editorial::InReview { by } = &**to else { continue };
        if found.iter().any(|(id, _)| id == by) {
            continue;
        }
        let name = match desk::person(db, by)? {
            Some(person) => person.name,
            None if entry.by == *by => entry.by_name,
            None => continue,
        };
        found.push((by.clone(), name));
    }
    Ok(found)
}

/// What this desk and others did with an article, in the order in which it happened.
pub(super) fn entries_in_order(db: &Connection, article: &ArticleId) -> Result<Vec<LogEntry>> {
    let own = raw_log(db, article)?.into_iter().filter_map(|raw| raw.entry);
    let mut entries: Vec<LogEntry> = own.chain(peer_entries(db, article)?).collect();
    // Stable: entries of one desk keep their order whatever its clock did. What two desks did
    // without knowing of each other has the same order on both.
    entries.sort_by(|a, b| {
        let place = |entry: &LogEntry| (entry.clock, entry.at, entry.by.0.clone());
        place(a).cmp(&place(b)).then_with(|| a.device.cmp(&b.device))
    });
    Ok(entries)
}

/// The newest return of an article, with its reason and passages.
pub(super) fn last_return(db: &Connection, article: &ArticleId) -> Result<Option<LastReturn>> {
    let body: Option<String> = db
        .prepare_cached(
            "SELECT body FROM log WHERE article = ?1 AND instr(body, '\"action\":\"return\"') > 0
             ORDER BY n DESC LIMIT 1",
        )?
        .query_row([&article.0], |row| row.get(0))
        .optional()?;
    let entry = body.and_then(|body| serde_json::from_str::<LogEntry>(&body).ok());
    Ok(entry.and_then(|entry| match entry.event {
        LogEvent::Moved { action, .. } => match *action {
            Action::Return { reason, passages, .. } => {
                Some(LastReturn { by: entry.by_name, at: entry.at, reason, passages })
            }
            _ => None,
        },
        _ => None,
    }))
}

/// The moves of an article, by the revision that each of them made.
pub(super) fn moves(db: &Connection, article: &ArticleId) -> Result<BTreeMap<String, ActionKind>> {
    let entries = entries_in_order(db, article)?.into_iter();
    let moves = entries.filter_map(|entry| match entry.event {
        LogEvent::Moved { action, .. } => Some((entry.revision, action.kind())),
        _ => None,
    });
    Ok(moves.collect())
}

pub(super) fn revision_row(
    listed: objects::Listed,
    head: &str,
    moves: &BTreeMap<String, ActionKind>,
) -> RevisionRow {
    RevisionRow {
        is_head: listed.hash == head,
        action: moves.get(&listed.hash).copied(),
        hash: listed.hash,
        reason: listed.revision.reason,
        author: listed.revision.author_name,
        device: listed.revision.device,
        at: listed.revision.at,
        headline: listed.headline,
        syllables: listed.syllables,
    }
}

pub(super) fn append_log(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    by: &Person,
    device: &str,
    at: Timestamp,
    revision: &str,
    event: LogEvent,
) -> Result<()> {
    let last: Option<(i64, String)> = transaction
        .prepare_cached("SELECT n, hash FROM log WHERE article = ?1 ORDER BY n DESC LIMIT 1")?
        .query_row([&article.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let known: u32 = transaction
        .prepare_cached(
            "SELECT coalesce(max(CASE WHEN json_valid(body) THEN body ->> '$.clock' END), 0) FROM (
                SELECT body FROM log WHERE article = ?1
                UNION ALL SELECT body FROM peer_log WHERE article = ?1)",
        )?
        .query_row([&article.0], |row| row.get(0))?;
    let entry = LogEntry {
        at,
        by: by.id.clone(),
        by_name: by.name.clone(),
        device: device.to_owned(),
        revision: revision.to_owned(),
        clock: known.saturating_add(1),
        event,
    };
    let body = to_json(&entry)?;
    let (n, previous) = match last {
        Some((n, hash)) => (n + 1, Some(LogHash(hash))),
        None => (1, None),
    };
    let hash = chain_hash(previous.as_ref(), &body);
    transaction
        .prepare_cached("INSERT INTO log (article, n, body, hash) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![article.0, n, body, hash.0])?;
    transaction
        .prepare_cached("UPDATE article SET log_head = ?2 WHERE id = ?1")?
        .execute([&article.0, &hash.0])?;
    match entry.event {
        LogEvent::Exported { .. } | LogEvent::Delivered { .. } | LogEvent::TakenDown { .. } => {
            listing::note_release(transaction, article)
        }
        _ => Ok(()),
    }
}

/// An entry as it lies in its row.
pub(super) struct RawEntry {
    n: i64,
    body: String,
    hash: LogHash,
    /// What it says, where it can be read.
    entry: Option<LogEntry>,
}

/// Entries in order.
pub(super) fn raw_log(db: &Connection, article: &ArticleId) -> Result<Vec<RawEntry>> {
    let mut statement =
        db.prepare_cached("SELECT n, body, hash FROM log WHERE article = ?1 ORDER BY n")?;
    let rows = statement.query_map([&article.0], |row| {
        let body: String = row.get(1)?;
        let entry = serde_json::from_str(&body).ok();
        Ok(RawEntry { n: row.get(0)?, body, hash: LogHash(row.get(2)?), entry })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn fault(raw: &[RawEntry], head: Option<&LogHash>) -> Option<LogFault> {
    review::verify(raw.iter().map(|raw| (raw.n, raw.body.as_str(), &raw.hash)), head)
}

/// What other desks wrote of an article, each desk's entries in its order and each entry once,
/// where a log has come in two forms. What a newer version wrote in a form that this one cannot
/// read is left out; its chain is not checked here.
fn peer_entries(db: &Connection, article: &ArticleId) -> Result<Vec<LogEntry>> {
    let entries = hashed_peer_entries(db, article)?;
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn hashed_peer_entries(db: &Connection, article: &ArticleId) -> Result<Vec<(String, LogEntry)>> {
    let mut statement = db.prepare_cached(
        "SELECT hash, body FROM peer_log WHERE article = ?1
                AND hash NOT IN (SELECT hash FROM log WHERE article = ?1)
             GROUP BY hash ORDER BY min(key), min(n)",
    )?;
    let rows = statement
        .query_map([&article.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let read = |(hash, body): (String, String)| Some((hash, serde_json::from_str(&body).ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}
