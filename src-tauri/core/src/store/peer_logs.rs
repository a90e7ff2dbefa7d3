//! Other desks' logs, held to what those desks signed.

use std::collections::HashSet;

use rusqlite::Connection;

use super::handoff::{PeerEntry, peer_chains};
use crate::article::ArticleId;
use crate::failure::Result;
use crate::handoff::{Chain, DeviceKey};
use crate::review::{LogEntry, LogFault, LogHash, chain_hash};

/// What other desks' logs prove.
pub(super) struct PeerLogs {
    /// The first place of each log that is not as its desk signed it.
    pub(super) faults: Vec<LogFault>,
    /// Hashes of the entries that are.
    pub(super) proven: HashSet<String>,
}

/// Follows every log of another desk from its first entry to its last signature.
///
/// # Errors
/// Those of a read.
pub(super) fn check(db: &Connection, article: &ArticleId) -> Result<PeerLogs> {
    let mut logs = PeerLogs { faults: Vec::new(), proven: HashSet::new() };
    for (name, rows) in peer_chains(db, article)? {
        let key = DeviceKey(name.split('/').next().unwrap_or_default().to_owned());
        let whole = proven(article, &key, &rows);
        logs.proven.extend(rows[..whole].iter().map(|row| row.hash.clone()));
        let device = || device(&key, &rows);
        let entry = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        if let Some(at) = linked(&rows) {
            logs.faults.push(LogFault::PeerChanged { device: device(), entry: entry(at + 1) });
        } else if whole < rows.len() {
            let signed_after = rows[whole..].iter().any(|row| !row.signature.is_empty());
            // Without a signature at its end, the end is missing.
            logs.faults.push(if signed_after {
                LogFault::PeerChanged { device: device(), entry: entry(whole + 1) }
            } else {
                LogFault::PeerCut { device: device(), kept: entry(rows.len()) }
            });
        }
    }
    Ok(logs)
}

/// Whether this desk's own log builds on entries of other desks that are gone: each entry's clock
/// is one more than the highest that was known then.
///
/// # Errors
/// Those of a read.
pub(super) fn are_missing(db: &Connection, article: &ArticleId) -> Result<bool> {
    Ok(db
        .prepare_cached(
            "WITH own (clock) AS (
                SELECT CASE WHEN json_valid(body) THEN body ->> '$.clock' END FROM log
                WHERE article = ?1),
             known (clock) AS (
                SELECT clock FROM own UNION
                SELECT CASE WHEN json_valid(body) THEN body ->> '$.clock' END FROM peer_log
                WHERE article = ?1)
             SELECT 1 FROM own WHERE clock > 1
                AND clock - 1 NOT IN (SELECT clock FROM known WHERE clock IS NOT NULL)",
        )?
        .exists([&article.0])?)
}

/// The first entry that does not follow from the one before it.
fn linked(rows: &[PeerEntry]) -> Option<usize> {
    let mut previous: Option<LogHash> = None;
    for (at, row) in rows.iter().enumerate() {
        let hash = chain_hash(previous.as_ref(), &row.body);
        if i64::try_from(at + 1) != Ok(row.n) || hash.0 != row.hash {
            return Some(at);
        }
        previous = Some(hash);
    }
    None
}

/// How many entries from the first on their desk has signed.
fn proven(article: &ArticleId, key: &DeviceKey, rows: &[PeerEntry]) -> usize {
    let linked = linked(rows).unwrap_or(rows.len());
    let signed = |end: &usize| {
        let signature = rows[end - 1].signature.clone();
        let entries = || rows[..*end].iter().map(|row| row.body.clone()).collect();
        !signature.is_empty()
            && Chain { key: key.clone(), entries: entries(), signature }.is_signed(article)
    };
    (1..=linked).rev().find(signed).unwrap_or(0)
}

/// What colleagues call the desk; the beginning of its fingerprint where it does not say.
fn device(key: &DeviceKey, rows: &[PeerEntry]) -> String {
    let named = rows.iter().find_map(|row| serde_json::from_str::<LogEntry>(&row.body).ok());
    named.map_or_else(|| key.fingerprint().chars().take(9).collect(), |entry| entry.device)
}
