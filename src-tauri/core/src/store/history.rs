//! The history of an article: its revisions and its log.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::articles::{revise, update, working};
use super::objects::{self, to_json};
use super::views::{HistoryRow, OpenArticle, RevisionReason, RevisionRow, RevisionText};
use super::{Store, comments, desk};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::moment::Moment;
use crate::person::Person;
use crate::review::{ActionKind, LogEntry, LogEvent, LogHash, chain_hash};
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

    /// The log of an article, newest first.
    ///
    /// # Errors
    /// `StoreDamaged` where an entry cannot be read.
    pub fn history(&self, id: &ArticleId) -> Result<Vec<HistoryRow>> {
        let mut rows: Vec<HistoryRow> = log_entries(&self.connection, id)?
            .into_iter()
            .map(|(entry, _, _)| HistoryRow {
                at: entry.at,
                by: entry.by_name,
                device: entry.device,
                event: entry.event,
            })
            .collect();
        rows.reverse();
        Ok(rows)
    }
}

/// The moves of an article, by the revision that each of them made.
fn moves(db: &Connection, article: &ArticleId) -> Result<BTreeMap<String, ActionKind>> {
    let entries = log_entries(db, article)?.into_iter();
    let moves = entries.filter_map(|(entry, _, _)| match entry.event {
        LogEvent::Moved { action, .. } => Some((entry.revision, action.kind())),
        LogEvent::Created
        | LogEvent::Exported { .. }
        | LogEvent::Restored { .. }
        | LogEvent::HandedOff { .. }
        | LogEvent::Received { .. }
        | LogEvent::Merged { .. } => None,
    });
    Ok(moves.collect())
}

fn revision_row(
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
            "SELECT coalesce(max(body ->> '$.clock'), 0) FROM (
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
    transaction.execute(
        "INSERT INTO log (article, n, body, hash) VALUES (?1, ?2, ?3, ?4)",
        params![article.0, n, body, hash.0],
    )?;
    Ok(())
}

/// Entries in order, each with its raw form and hash.
pub(super) fn log_entries(
    db: &Connection,
    article: &ArticleId,
) -> Result<Vec<(LogEntry, String, LogHash)>> {
    let mut statement =
        db.prepare_cached("SELECT body, hash FROM log WHERE article = ?1 ORDER BY n")?;
    let rows = statement
        .query_map([&article.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (body, hash) = row?;
        let entry = serde_json::from_str(&body).map_err(|error| {
            Failure::new(Code::StoreDamaged, format!("log of {article}: {error}"))
                .with("what", article)
        })?;
        Ok((entry, body, LogHash(hash)))
    })
    .collect()
}
