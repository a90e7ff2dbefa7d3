//! The parallel checks of an article, as they lie in the store.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::articles::{Working, revise_if_changed, standing, update, working};
use super::history::append_log;
use super::objects::{hash_of, to_json};
use super::signing::{Facts, read_row};
use super::views::{CheckRow, CheckState, RevisionReason, Standing};
use super::{Store, desk};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::language::normal;
use crate::moment::Moment;
use crate::person::PersonId;
use crate::review::{self, CheckKind, CheckMark, LogEntry, LogEvent, OnChange, Right};
use crate::time::Timestamp;

/// What was said of a check, as it lies in its row.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Marked {
    mark: CheckMark,
    by: PersonId,
    by_name: String,
    device: String,
    at: Timestamp,
    /// Hash of what the check looks at, as it was then.
    scope: String,
}

impl Store {
    /// Says of a check that it is needed, done, waived or not needed. What is done or waived is
    /// so for the text as it stands, which is kept as a revision.
    ///
    /// # Errors
    /// `NotAllowed` where the workflow does not give me the right, or where it asks for the check
    /// and it is called off; `BadInput` where a waiver gives no reason or a very long one; those
    /// of a write.
    pub fn mark_check(
        &mut self,
        id: &ArticleId,
        kind: CheckKind,
        mark: CheckMark,
        moment: &Moment,
    ) -> Result<Standing> {
        let mark = accept(mark)?;
        let device = self.device.clone();
        let standing = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let mut working = working(transaction, id)?;
            let facts = Facts::of(transaction, &working)?;
            let right = match mark {
                CheckMark::Needed => Right::AskCheck,
                CheckMark::Done | CheckMark::NotNeeded => Right::SettleCheck,
                CheckMark::Waived { .. } => Right::WaiveCheck,
            };
            if !review::may(&facts.case(), &me, right) {
                return Err(Failure::new(Code::NotAllowed, format!("{right:?} is not mine")));
            }
            if mark == CheckMark::NotNeeded && facts.workflow.needed.contains(&kind) {
                return Err(Failure::new(Code::NotAllowed, "this check is done or waived"));
            }
            let reason = RevisionReason::Checked;
            let revision =
                revise_if_changed(transaction, &mut working, &me, &device, reason, moment)?;
            let fields = &working.fields;
            let marked = Marked {
                mark: mark.clone(),
                by: me.id.clone(),
                by_name: me.name.clone(),
                device: device.clone(),
                at: moment.now,
                scope: review::scope_hash(kind, &working.document, fields, &facts.published),
            };
            put(transaction, id, kind, &marked)?;
            update(transaction, &working)?;
            let event = LogEvent::Checked { kind, mark };
            append_log(transaction, id, &me, &device, moment.now, &revision, event)?;
            standing(transaction, &working)
        })?;
        self.changes.push(id.clone());
        Ok(standing)
    }
}

/// All six checks of an article as a screen shows them.
pub(super) fn checks(db: &Connection, working: &Working, facts: &Facts) -> Result<Vec<CheckRow>> {
    let marked = marked(db, &working.id)?;
    let workflow = &facts.workflow;
    let row = |kind: CheckKind| {
        let found = marked.get(&kind);
        let demanded = workflow.needed.contains(&kind);
        let state = match found.map(|found| &found.mark) {
            Some(CheckMark::Needed) => CheckState::Needed,
            Some(CheckMark::Done) => CheckState::Done,
            Some(CheckMark::Waived { .. }) => CheckState::Waived,
            Some(CheckMark::NotNeeded) | None if demanded => CheckState::Needed,
            Some(CheckMark::NotNeeded) | None => CheckState::NotNeeded,
        };
        let settled = matches!(state, CheckState::Done | CheckState::Waived);
        let scope =
            || review::scope_hash(kind, &working.document, &working.fields, &facts.published);
        let changed = settled && found.is_some_and(|found| found.scope != scope());
        CheckRow {
            kind,
            state,
            reason: found.and_then(|found| match &found.mark {
                CheckMark::Waived { reason } => Some(reason.clone()),
                CheckMark::NotNeeded | CheckMark::Needed | CheckMark::Done => None,
            }),
            by: found.map(|found| found.by_name.clone()),
            at: found.map(|found| found.at),
            device: found.map(|found| found.device.clone()),
            changed,
            open: state == CheckState::Needed
                || (changed && workflow.checks_on_change == OnChange::Reopen),
            demanded,
        }
    };
    Ok(CheckKind::ALL.into_iter().map(row).collect())
}

fn marked(db: &Connection, article: &ArticleId) -> Result<BTreeMap<CheckKind, Marked>> {
    let mut statement =
        db.prepare_cached("SELECT kind, body, hash FROM check_state WHERE article = ?1")?;
    let rows = statement.query_map([&article.0], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    let mut marked = BTreeMap::new();
    for row in rows {
        let (kind, body, hash) = row?;
        // A kind that only a newer version knows is left alone.
        if let Ok(kind) = serde_json::from_value(serde_json::Value::String(kind)) {
            marked.insert(kind, read_row(article, &body, &hash)?);
        }
    }
    Ok(marked)
}

fn put(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    kind: CheckKind,
    marked: &Marked,
) -> Result<()> {
    let body = to_json(marked)?;
    let kind = serde_json::to_value(kind).map_err(Failure::internal)?;
    transaction.execute(
        "INSERT INTO check_state (article, kind, body, hash) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (article, kind) DO UPDATE SET body = ?3, hash = ?4",
        params![article.0, kind.as_str(), body, hash_of(&body)],
    )?;
    Ok(())
}

/// Checks a row that another desk has sent.
///
/// # Errors
/// `BadInput` where no desk can have made it.
pub(super) fn accept_row(kind: &str, body: &str) -> Result<()> {
    let refused = || Failure::bad_input("a check");
    let _: CheckKind = serde_json::from_value(serde_json::Value::String(kind.to_owned()))
        .map_err(|_| refused())?;
    let marked: Marked = serde_json::from_str(body).map_err(|_| refused())?;
    let short = [&marked.by.0, &marked.by_name, &marked.device].iter().all(|it| it.len() <= 400);
    let accepted = accept(marked.mark.clone())?;
    if to_json(&marked)? != body || accepted != marked.mark || !short || marked.at.0 < 0 {
        return Err(refused());
    }
    Ok(())
}

/// Takes in what another desk said of a check, where it is the later word; the same whichever
/// desk asks.
pub(super) fn take_in(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    kind: &str,
    body: &str,
) -> Result<()> {
    accept_row(kind, body)?;
    let here: Option<String> = transaction
        .prepare_cached("SELECT body FROM check_state WHERE article = ?1 AND kind = ?2")?
        .query_row([&article.0, kind], |row| row.get(0))
        .optional()?;
    let at = |body: &str| serde_json::from_str::<Marked>(body).ok().map(|marked| marked.at);
    if here.is_some_and(|here| (at(&here), here.as_str()) >= (at(body), body)) {
        return Ok(());
    }
    transaction.execute(
        "INSERT INTO check_state (article, kind, body, hash) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (article, kind) DO UPDATE SET body = ?3, hash = ?4",
        params![article.0, kind, body, hash_of(body)],
    )?;
    Ok(())
}

/// Whether a row says what the logs say: somebody has marked the check so, then and there.
pub(super) fn is_logged(entries: &[LogEntry], kind: &str, body: &str) -> bool {
    let Ok(marked) = serde_json::from_str::<Marked>(body) else { return false };
    entries.iter().any(|entry| match &entry.event {
        LogEvent::Checked { kind: logged, mark } => {
            name_of(*logged) == kind
                && *mark == marked.mark
                && (&entry.by, &entry.by_name, &entry.device, entry.at)
                    == (&marked.by, &marked.by_name, &marked.device, marked.at)
        }
        _ => false,
    })
}

/// Whether the checks of an article are those that its logs tell of: none put in or changed in
/// another way, and none taken away.
///
/// # Errors
/// Those of a read.
pub(super) fn are_as_logged(
    db: &Connection,
    article: &ArticleId,
    entries: &[LogEntry],
) -> Result<bool> {
    let mut statement =
        db.prepare_cached("SELECT kind, body FROM check_state WHERE article = ?1")?;
    let rows = statement.query_map([&article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows: BTreeMap<String, String> = rows.collect::<rusqlite::Result<_>>()?;
    let all_logged = rows.iter().all(|(kind, body)| is_logged(entries, kind, body));
    let all_kept = entries.iter().all(|entry| match &entry.event {
        LogEvent::Checked { kind, .. } => rows.contains_key(&name_of(*kind)),
        _ => true,
    });
    Ok(all_logged && all_kept)
}

fn name_of(kind: CheckKind) -> String {
    let name = serde_json::to_value(kind).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn accept(mark: CheckMark) -> Result<CheckMark> {
    let CheckMark::Waived { reason } = mark else { return Ok(mark) };
    let reason = normal::nfc(reason.trim());
    if reason.is_empty() || reason.len() > 20_000 {
        return Err(Failure::bad_input("a reason is given, in less than 20,000 bytes"));
    }
    Ok(CheckMark::Waived { reason })
}
