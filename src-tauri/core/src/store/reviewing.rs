//! Tracked changes: the text that changes are counted from, and decisions on them.
//!
//! A change is a difference between two texts, never a mark in one. Each article has at most one
//! *review base* on this desk, a revision. Accepting changes lets the base absorb them: the
//! text stays as it is and the base becomes a revision that no history lists, whose parent is
//! the base before. Rejecting changes the text, and the page does that as an edit of its own.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::articles::{Working, working};
use super::history::{moves, revision_row};
use super::objects::{self, Occasion, Revision, snapshot};
use super::views::{ComparedTexts, Draft, RejectedChanges, ReviewChanges, RevisionReason};
use super::{Store, desk};
use crate::article::ArticleId;
use crate::compare::{Change, ChangeId, Comparison, Content, compare};
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::time::Timestamp;

/// How far back authors are looked for.
const REVISIONS_LOOKED_AT: usize = 400;
/// How many texts are compared to tell authors apart, the newest first.
const TEXTS_LOOKED_AT: usize = 24;

impl Store {
    /// What differs between the review base and a text as it stands on the page.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`; `BadInput` for a text that no page can hold.
    pub fn review_changes(
        &self,
        id: &ArticleId,
        draft: Draft,
        moment: &Moment,
    ) -> Result<ReviewChanges> {
        let base = base_of(&self.connection, id)?;
        self.changes_since(id, base.as_deref(), draft, moment)
    }

    /// What differs between the approved text and the text on the page.
    ///
    /// # Errors
    /// Those of [`Store::review_changes`].
    pub fn changes_since_approval(
        &self,
        id: &ArticleId,
        draft: Draft,
        moment: &Moment,
    ) -> Result<ReviewChanges> {
        let approved = working(&self.connection, id)?.approval.map(|approval| approval.revision);
        self.changes_since(id, approved.as_deref(), draft, moment)
    }

    /// Lets the base absorb some changes: they are not listed any more, the text stays.
    ///
    /// # Errors
    /// `NotFound` where there is no base or none of the changes is there any more; those of a
    /// write.
    pub fn accept_changes(
        &mut self,
        id: &ArticleId,
        draft: Draft,
        ids: &[ChangeId],
        moment: &Moment,
    ) -> Result<ReviewChanges> {
        let content = accepted(draft.clone(), moment)?;
        let device = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let base = require_base(transaction, id)?;
            let old = content_of(transaction, &base)?;
            let chosen = chosen(&compare(&old, &content), ids)?;
            let absorbed = compare(&old, &content).compose(&|change| chosen.contains(change));
            let reason = RevisionReason::ReviewBase;
            let occasion = Occasion { author: &me, device: &device, at: moment.now, reason };
            let Content { document, fields } = absorbed;
            let mut ids = moment.ids();
            let document = document.accept(&mut || ids.block())?;
            let new = snapshot(transaction, id, &document, &fields, vec![base], &occasion)?;
            set_base(transaction, id, &new)
        })?;
        self.review_changes(id, draft, moment)
    }

    /// Takes the last accepting back.
    ///
    /// # Errors
    /// `NotFound` where nothing was accepted since the base was set; those of a write.
    pub fn undo_accept(&mut self, id: &ArticleId) -> Result<()> {
        self.write(|transaction| {
            let base = objects::revision(transaction, &require_base(transaction, id)?)?;
            match base.parents.first() {
                Some(before) if base.reason == RevisionReason::ReviewBase => {
                    set_base(transaction, id, before)
                }
                _ => Err(Failure::not_found(format!("an accepted change of {id}"))),
            }
        })
    }

    /// The text without some changes, for the page to take over, and the changes that are left.
    ///
    /// # Errors
    /// As [`Store::accept_changes`]; nothing is written.
    pub fn reject_changes(
        &self,
        id: &ArticleId,
        draft: Draft,
        ids: &[ChangeId],
        moment: &Moment,
    ) -> Result<RejectedChanges> {
        let content = accepted(draft, moment)?;
        let base = require_base(&self.connection, id)?;
        let comparison = compare(&content_of(&self.connection, &base)?, &content);
        let chosen = chosen(&comparison, ids)?;
        let Content { document, fields } = comparison.compose(&|id| !chosen.contains(id));
        let draft = Draft { document, fields };
        let ReviewChanges { changes, .. } =
            self.changes_since(id, Some(&base), draft.clone(), moment)?;
        Ok(RejectedChanges { document: draft.document, fields: draft.fields, changes })
    }

    /// Counts changes from this revision from now on.
    ///
    /// # Errors
    /// `NotFound` where the article has no such revision; those of a write.
    pub fn set_review_base(&mut self, id: &ArticleId, hash: &str) -> Result<()> {
        self.write(|transaction| {
            let listed = objects::listed(transaction, id, hash)?;
            set_base(transaction, id, &listed.hash)
        })
    }

    /// Two texts of an article and what differs; `new` is the working copy where it is `None`.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`.
    pub fn compare_revisions(
        &self,
        id: &ArticleId,
        old: &str,
        new: Option<&str>,
    ) -> Result<ComparedTexts> {
        let db = &self.connection;
        let old_hash = objects::listed(db, id, old)?.hash;
        let before = content_of(db, &old_hash)?;
        let working = working(db, id)?;
        let (after, head) = match new {
            Some(hash) => (content_of(db, &objects::listed(db, id, hash)?.hash)?, hash.to_owned()),
            None => (text_of(&working), working.head.clone()),
        };
        let mut changes = compare(&before, &after).into_changes();
        let typed = new.is_none().then_some(&working);
        self.name_authors(&mut changes, &old_hash, &before, &head, typed, &after)?;
        let mut photos = objects::photos_of(db, &before.document)?;
        photos.extend(objects::photos_of(db, &after.document)?);
        Ok(ComparedTexts {
            document: after.document,
            fields: after.fields,
            old_document: before.document,
            old_fields: before.fields,
            changes,
            photos,
        })
    }

    fn changes_since(
        &self,
        id: &ArticleId,
        base: Option<&str>,
        draft: Draft,
        moment: &Moment,
    ) -> Result<ReviewChanges> {
        let db = &self.connection;
        let Some(base) = base else {
            return Ok(ReviewChanges { base: None, changes: Vec::new(), photos: BTreeMap::new() });
        };
        let content = accepted(draft, moment)?;
        let working = working(db, id)?;
        let listed = objects::listed(db, id, base)?;
        let before = content_of(db, base)?;
        let mut changes = compare(&before, &content).into_changes();
        self.name_authors(&mut changes, base, &before, &working.head, Some(&working), &content)?;
        Ok(ReviewChanges {
            base: Some(revision_row(listed, &working.head, &moves(db, id)?)),
            changes,
            photos: objects::photos_of(db, &before.document)?,
        })
    }

    /// Says of each change who made it and when it was there first.
    ///
    /// The texts between `base` and `head` are taken in runs by one author; a change belongs to
    /// the first run at whose end it is there. What no run has belongs to whoever typed last.
    fn name_authors(
        &self,
        changes: &mut [Change],
        base: &str,
        before: &Content,
        head: &str,
        typed: Option<&Working>,
        after: &Content,
    ) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let db = &self.connection;
        let mut runs = runs_between(db, base, head)?;
        let newest = runs.last().map(|run| content_of(db, &run.last)).transpose()?;
        // What was typed after the newest revision is this desk's.
        if let Some(working) = typed
            && newest.as_ref() != Some(after)
            && let Some(me) = desk::me(db)?
        {
            match runs.last_mut() {
                Some(run) if run.name == me.name => run.at = working.updated_at,
                _ => {
                    runs.push(Run { name: me.name, at: working.updated_at, last: head.to_owned() })
                }
            }
        }
        let Some((last, earlier)) = runs.split_last() else { return Ok(()) };
        let mut found: HashMap<ChangeId, usize> = HashMap::new();
        if !earlier.is_empty() {
            for (place, run) in earlier.iter().enumerate() {
                let text = content_of(db, &run.last)?;
                for change in compare(before, &text).into_changes() {
                    found.entry(change.id).or_insert(place);
                }
            }
        }
        for change in changes {
            let run = found.get(&change.id).map_or(last, |place| &earlier[*place]);
            change.by = Some(run.name.clone());
            change.by_at = Some(run.at);
        }
        Ok(())
    }
}

/// Revisions of one author in a row.
struct Run {
    name: String,
    /// Of the last of them.
    at: Timestamp,
    /// Hash of the last of them.
    last: String,
}

/// The revisions that came between two, oldest first, in runs by one author.
fn runs_between(db: &Connection, base: &str, head: &str) -> Result<Vec<Run>> {
    let known = behind(db, base)?;
    let mut found: Vec<(String, Revision)> = Vec::new();
    let mut seen = HashSet::new();
    let mut next = vec![head.to_owned()];
    while let Some(hash) = next.pop() {
        if known.contains(&hash) || !seen.insert(hash.clone()) || seen.len() > REVISIONS_LOOKED_AT {
            continue;
        }
        let revision = objects::revision(db, &hash)?;
        next.extend(revision.parents.iter().cloned());
        found.push((hash, revision));
    }
    // Those of one moment, as a file brings them, stay in the order in which they came of each other.
    found.reverse();
    found.sort_by_key(|(_, revision)| revision.at);
    let mut runs: Vec<Run> = Vec::new();
    // A merge is nobody's: what it holds came with its parents.
    for (hash, revision) in found.into_iter().filter(|(_, it)| !it.author_name.is_empty()) {
        match runs.last_mut() {
            Some(run) if run.name == revision.author_name => {
                (run.at, run.last) = (revision.at, hash);
            }
            _ => runs.push(Run { name: revision.author_name, at: revision.at, last: hash }),
        }
    }
    let surplus = runs.len().saturating_sub(TEXTS_LOOKED_AT);
    Ok(runs.split_off(surplus))
}

/// A base and what it came of: changes were not made there. A base that absorbed changes stands
/// for the revision that it began as.
fn behind(db: &Connection, base: &str) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    let mut next = vec![base.to_owned()];
    while let Some(hash) = next.pop() {
        if known.len() < REVISIONS_LOOKED_AT && known.insert(hash.clone()) {
            next.extend(objects::revision(db, &hash)?.parents);
        }
    }
    Ok(known)
}

pub(super) fn accepted(draft: Draft, moment: &Moment) -> Result<Content> {
    let mut ids = moment.ids();
    Ok(Content {
        document: draft.document.accept(&mut || ids.block())?,
        fields: draft.fields.accept()?,
    })
}

/// Those of `ids` that are changes here.
fn chosen(comparison: &Comparison, ids: &[ChangeId]) -> Result<HashSet<ChangeId>> {
    let asked: HashSet<&ChangeId> = ids.iter().collect();
    let there = comparison.changes().iter().map(|change| &change.id);
    let chosen: HashSet<ChangeId> = there.filter(|id| asked.contains(id)).cloned().collect();
    if chosen.is_empty() { Err(Failure::not_found("the change")) } else { Ok(chosen) }
}

fn text_of(working: &Working) -> Content {
    Content { document: working.document.clone(), fields: working.fields.clone() }
}

pub(super) fn content_of(db: &Connection, hash: &str) -> Result<Content> {
    let (document, fields) = objects::content(db, &objects::revision(db, hash)?)?;
    Ok(Content { document, fields })
}

/// Hash of the review base of an article.
pub(super) fn base_of(db: &Connection, id: &ArticleId) -> Result<Option<String>> {
    Ok(db
        .prepare_cached("SELECT revision FROM review_base WHERE article = ?1")?
        .query_row([&id.0], |row| row.get(0))
        .optional()?)
}

/// Filing begins the counting of changes, where it has not begun; approval begins it anew.
pub(super) fn begin(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    revision: &str,
    anew: bool,
) -> Result<()> {
    if anew || base_of(transaction, id)?.is_none() {
        set_base(transaction, id, revision)?;
    }
    Ok(())
}

fn require_base(db: &Connection, id: &ArticleId) -> Result<String> {
    base_of(db, id)?.ok_or_else(|| Failure::not_found(format!("the review base of {id}")))
}

/// Whether what changes are counted from is a revision of the article; where some were accepted,
/// there is one.
///
/// # Errors
/// Those of a read.
pub(super) fn base_is_sound(db: &Connection, id: &ArticleId) -> Result<bool> {
    let Some(base) = base_of(db, id)? else {
        let absorbed = db
            .prepare_cached(
                "SELECT 1 FROM revision WHERE article = ?1
                    AND CASE WHEN json_valid(body) THEN body ->> '$.reason' = 'reviewBase' END",
            )?
            .exists([&id.0])?;
        return Ok(!absorbed);
    };
    Ok(db
        .prepare_cached("SELECT 1 FROM revision WHERE hash = ?1 AND article = ?2")?
        .exists([&base, &id.0])?)
}

pub(super) fn set_base(transaction: &Transaction<'_>, id: &ArticleId, hash: &str) -> Result<()> {
    transaction.execute(
        "INSERT INTO review_base (article, revision) VALUES (?1, ?2)
         ON CONFLICT (article) DO UPDATE SET revision = ?2",
        params![id.0, hash],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
