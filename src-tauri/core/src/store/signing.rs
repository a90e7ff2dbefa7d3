//! Sign-offs of the steps, and what the transitions must know of an article: which of them still
//! hold for the text as it stands.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};

use super::articles::{Working, update, working};
use super::history::append_log;
use super::objects::{self, hash_of, published_hash, to_json};
use super::views::{Lease, StepSignOff};
use super::{desk, history};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::moment::Moment;
use crate::person::PersonId;
use crate::review::{
    self, Action, Case, Editorial, Gate, LogEntry, LogEvent, OnChange, ReturnTarget, StepId,
    Workflow,
};
use crate::time::Timestamp;

/// A sign-off as it lies in its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignedStep {
    pub(super) step: StepId,
    /// As the step was called then.
    pub(super) name: String,
    pub(super) by: PersonId,
    pub(super) by_name: String,
    pub(super) device: String,
    pub(super) at: Timestamp,
    /// Hash of the revision that was signed.
    pub(super) revision: String,
    /// Hash of what readers get of it.
    pub(super) published: String,
}

/// An article with everything that the rules of the review ask for.
pub(super) struct Facts {
    pub(super) workflow: Workflow,
    /// Hash of what readers get of the text as it stands.
    pub(super) published: String,
    pub(super) sign_offs: Vec<SignedStep>,
    state: Editorial,
    author: PersonId,
    section: String,
    signed: Vec<StepId>,
    stale: Vec<StepId>,
    changed: bool,
    had_it: Vec<PersonId>,
}

impl Facts {
    pub(super) fn of(db: &Connection, working: &Working) -> Result<Self> {
        let workflow = desk::settings(db)?.workflow;
        let published = published_hash(&working.document, &working.fields)?;
        let sign_offs = sign_offs(db, working, &workflow)?;
        let (mut signed, mut stale, mut changed) = (Vec::new(), Vec::new(), false);
        for step in workflow.chain() {
            let Some(found) = sign_offs.iter().find(|found| found.step == step.id) else {
                continue;
            };
            let other_text = found.published != published;
            changed |= other_text;
            let held = !other_text || step.on_change == OnChange::Flag;
            if held { &mut signed } else { &mut stale }.push(step.id.clone());
        }
        Ok(Self {
            state: review::settle(&working.editorial, &workflow),
            author: working.author.clone(),
            section: working.fields.section.clone(),
            signed,
            stale,
            changed,
            had_it: Vec::new(),
            published,
            sign_offs,
            workflow,
        })
    }

    /// With everybody who has had the article, whom a return may go to.
    pub(super) fn for_a_return(db: &Connection, working: &Working) -> Result<Self> {
        let had_it = history::who_had_it(db, &working.id)?;
        let had_it = had_it.into_iter().map(|(id, _)| id).collect();
        Ok(Self { had_it, ..Self::of(db, working)? })
    }

    pub(super) fn case(&self) -> Case<'_> {
        let review = StepId::review();
        let reviewed = self.sign_offs.iter().find(|signed| signed.step == review);
        Case {
            state: &self.state,
            author: &self.author,
            section: &self.section,
            workflow: &self.workflow,
            signed: &self.signed,
            stale: &self.stale,
            changed: self.changed,
            // What an older version approved does not say who by.
            reviewer: reviewed.map(|signed| &signed.by).filter(|by| !by.0.is_empty()),
            had_it: &self.had_it,
        }
    }

    /// The gate in the way of an action.
    pub(super) fn gate_of(&self, action: &Action) -> Option<&Gate> {
        match action {
            Action::File => Some(&self.workflow.filing),
            _ => {
                let place = review::signed_by(&self.case(), action)?;
                self.workflow.step(place).map(|step| &step.gate)
            }
        }
    }

    /// As a screen shows them.
    pub(super) fn shown_sign_offs(&self) -> Vec<StepSignOff> {
        let shown = |signed: &SignedStep| StepSignOff {
            step: signed.step.clone(),
            name: signed.name.clone(),
            by: signed.by_name.clone(),
            at: signed.at,
            device: signed.device.clone(),
            revision: signed.revision.clone(),
            changed: signed.published != self.published,
            outdated: self.stale.contains(&signed.step),
        };
        self.sign_offs.iter().map(shown).collect()
    }
}

/// The sign-offs of an article: filing, then the steps of the workflow in their order, then
/// those of steps that it no longer has.
fn sign_offs(db: &Connection, working: &Working, workflow: &Workflow) -> Result<Vec<SignedStep>> {
    let mut found = stored(db, &working.id)?;
    // What an older version approved has its sign-off in the article's own row only.
    let last = workflow.chain().last().expect("the review is always there");
    if let Some(approval) = &working.approval
        && working.editorial == Editorial::Approved
        && !found.iter().any(|signed| signed.step == last.id)
    {
        found.push(SignedStep {
            step: last.id.clone(),
            name: last.name.clone(),
            by: PersonId(String::new()),
            by_name: approval.by.clone(),
            device: String::new(),
            at: approval.at,
            revision: approval.revision.clone(),
            published: approval.published.clone(),
        });
    }
    let place = |signed: &SignedStep| {
        let place = workflow.place_of(&signed.step).map_or(usize::MAX, |place| place + 1);
        if signed.step == StepId::filing() { 0 } else { place }
    };
    found.sort_by_key(place);
    Ok(found)
}

/// The sign-offs of an article as they lie in their rows, by step.
///
/// # Errors
/// `StoreDamaged` where one does not carry its hash.
pub(super) fn stored(db: &Connection, article: &ArticleId) -> Result<Vec<SignedStep>> {
    let mut statement =
        db.prepare_cached("SELECT body, hash FROM sign_off WHERE article = ?1 ORDER BY step")?;
    let rows = statement
        .query_map([&article.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (body, hash) = row?;
        read_row(article, &body, &hash)
    })
    .collect()
}

/// A row of JSON that carries its hash.
pub(super) fn read_row<T: for<'de> Deserialize<'de>>(
    article: &ArticleId,
    body: &str,
    hash: &str,
) -> Result<T> {
    let damaged = || {
        Failure::new(Code::StoreDamaged, format!("a sign-off or check of {article} is damaged"))
            .with("what", article)
    };
    if hash_of(body) != hash {
        return Err(damaged());
    }
    serde_json::from_str(body).map_err(|_| damaged())
}

/// Keeps a sign-off in place of the one that its step had before.
pub(super) fn sign(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    signed: &SignedStep,
) -> Result<()> {
    let body = to_json(signed)?;
    transaction.execute(
        "INSERT INTO sign_off (article, step, body, hash) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (article, step) DO UPDATE SET body = ?3, hash = ?4",
        params![article.0, signed.step.0, body, hash_of(&body)],
    )?;
    Ok(())
}

/// Takes back the sign-offs that a return to `to` undoes: of that step and of all after it.
pub(super) fn unsign(
    transaction: &Transaction<'_>,
    facts: &Facts,
    article: &ArticleId,
    to: &ReturnTarget,
) -> Result<()> {
    for signed in facts.sign_offs.iter().filter(|it| is_undone(&facts.workflow, &it.step, to)) {
        drop_sign_off(transaction, article, &signed.step)?;
    }
    Ok(())
}

/// Whether a return to `to` takes back the sign-off of `step`. Handing in is not undone by it.
fn is_undone(workflow: &Workflow, step: &StepId, to: &ReturnTarget) -> bool {
    let first = match to {
        ReturnTarget::Author | ReturnTarget::Editor { .. } => 0,
        ReturnTarget::Step { step } => usize::try_from(*step).unwrap_or(0),
    };
    *step != StepId::filing() && workflow.place_of(step).is_none_or(|place| place >= first)
}

/// The sign-offs of an article as its logs tell them, `entries` being in the order in which things
/// happened. A sign-off for a revision that this desk does not have is left out: what it was for
/// cannot be told.
///
/// # Errors
/// `StoreDamaged` where a signed revision cannot be read.
pub(super) fn from_logs(
    db: &Connection,
    workflow: &Workflow,
    entries: &[LogEntry],
) -> Result<Vec<SignedStep>> {
    let mut standing: BTreeMap<StepId, (&LogEntry, &str)> = BTreeMap::new();
    for entry in entries {
        let LogEvent::Moved { action, signed, .. } = &entry.event else { continue };
        match &**action {
            Action::File => {
                standing.insert(StepId::filing(), (entry, "filing"));
            }
            Action::Withdraw => {
                standing.remove(&StepId::filing());
            }
            Action::Return { to, .. } => {
                standing.retain(|step, _| !is_undone(workflow, step, to));
            }
            Action::Reopen { .. } => {
                standing.retain(|step, _| !is_undone(workflow, step, &ReturnTarget::Author));
            }
            Action::Claim
            | Action::Release
            | Action::PassOn
            | Action::Approve
            | Action::Hold { .. }
            | Action::Resume
            | Action::Spike { .. }
            | Action::Restore => {}
        }
        if let Some(signed) = signed {
            standing.insert(signed.step.clone(), (entry, &signed.name));
        }
    }
    let mut found = Vec::new();
    for (step, (entry, name)) in standing {
        let revision = match objects::revision(db, &entry.revision) {
            Ok(revision) => revision,
            Err(failure) if failure.code == Code::NotFound => continue,
            Err(failure) => return Err(failure),
        };
        let (document, fields) = objects::content(db, &revision)?;
        found.push(SignedStep {
            step,
            name: name.to_owned(),
            by: entry.by.clone(),
            by_name: entry.by_name.clone(),
            device: entry.device.clone(),
            at: entry.at,
            revision: entry.revision.clone(),
            published: published_hash(&document, &fields)?,
        });
    }
    Ok(found)
}

pub(super) fn drop_sign_off(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    step: &StepId,
) -> Result<()> {
    transaction
        .execute("DELETE FROM sign_off WHERE article = ?1 AND step = ?2", [&article.0, &step.0])?;
    Ok(())
}

/// The log entry for a gate that sent an article back from `from` to `to`, where the step at
/// `place` waits.
pub(super) fn reopening(facts: &Facts, place: usize, from: Editorial, to: Editorial) -> LogEvent {
    let step = facts.workflow.step(place);
    let signed = step.and_then(|step| facts.sign_offs.iter().find(|it| it.step == step.id));
    LogEvent::StepReopened {
        step: step.map(|step| step.name.clone()).unwrap_or_default(),
        signed_by: signed.map(|signed| signed.by_name.clone()).unwrap_or_default(),
        from: Box::new(from),
        to: Box::new(to),
    }
}

/// Follows a change of the workflow with every article that waits at one of its steps. Answers
/// with those that were moved.
pub(super) fn carry_all(
    transaction: &Transaction<'_>,
    old: &Workflow,
    new: &Workflow,
    device: &str,
    moment: &Moment,
) -> Result<Vec<ArticleId>> {
    let me = desk::require_me(transaction)?;
    let mut statement = transaction.prepare(
        "SELECT article FROM article_listed
         WHERE state IN ('awaitingApproval', 'returned', 'onHold', 'spiked') ORDER BY article",
    )?;
    let ids = statement.query_map([], |row| row.get(0).map(ArticleId))?;
    let mut carried = Vec::new();
    for id in ids.collect::<rusqlite::Result<Vec<_>>>()? {
        let mut working = working(transaction, &id)?;
        let from = working.editorial.clone();
        let to = review::carry(&from, old, new);
        if from == to {
            continue;
        }
        working.editorial = to.clone();
        working.state_since = Some(moment.now);
        update(transaction, &working)?;
        let event = LogEvent::StepsChanged { from: Box::new(from), to: Box::new(to) };
        append_log(transaction, &id, &me, device, moment.now, &working.head, event)?;
        carried.push(id);
    }
    Ok(carried)
}

/// Who else has an article, as last heard, first come first.
pub(super) fn leases(db: &Connection, article: &ArticleId) -> Result<Vec<Lease>> {
    let mut statement = db.prepare_cached(
        "SELECT person_name, device, since FROM lease WHERE article = ?1 ORDER BY since, device",
    )?;
    let rows = statement.query_map([&article.0], |row| {
        Ok(Lease { name: row.get(0)?, device: row.get(1)?, since: Timestamp(row.get(2)?) })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
