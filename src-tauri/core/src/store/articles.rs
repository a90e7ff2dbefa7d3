//! Articles: the working copy, and its moves along the editorial axis.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::history::append_log;
use super::objects::{self, Occasion, snapshot, to_json};
use super::signing::{self, Facts, SignedStep};
use super::views::{
    Blocked, OpenArticle, ReturnChoice, RevisionReason, Save, Saved, SignOff, Standing,
};
use super::{Store, checking, comments, desk, listing, photo_words, reviewing};
use crate::article::{ArticleId, Block, Document, Fields, plain_text, text_of};
use crate::compare::Content;
use crate::exchange::recognise::{LabelledLine, compose};
use crate::failure::{Code, Failure, Result};
use crate::language::{fold::fold, normal};
use crate::moment::Moment;
use crate::person::{Person, PersonId};
use crate::review::{
    self, Action, Editorial, Gate, LogEvent, ReturnTarget, Right, SignedAs, Step, StepId,
};
use crate::time::Timestamp;

/// While writing, a quiet revision is made when the last one is at least this old.
const QUIET_REVISION_MS: i64 = 30_000;

/// A working copy as it lies in its row.
pub(super) struct Working {
    pub(super) id: ArticleId,
    pub(super) author: PersonId,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) seq: i64,
    pub(super) document: Document,
    pub(super) fields: Fields,
    pub(super) editorial: Editorial,
    pub(super) head: String,
    pub(super) head_at: Timestamp,
    pub(super) approval: Option<Approval>,
    /// Since when it stands as it stands, for lists.
    pub(super) state_since: Option<Timestamp>,
}

impl Working {
    /// Puts another text in and gives the one that was there.
    pub(super) fn put_content(&mut self, document: Document, fields: Fields) -> Content {
        Content {
            document: std::mem::replace(&mut self.document, document),
            fields: std::mem::replace(&mut self.fields, fields),
        }
    }
}

#[derive(Clone)]
pub(super) struct Approval {
    pub(super) revision: String,
    pub(super) published: String,
    pub(super) by: String,
    pub(super) at: Timestamp,
}

impl Store {
    /// A new, empty article by whoever uses this desk.
    ///
    /// # Errors
    /// Those of a write; `NotAllowed` before the first start.
    pub fn create_article(&mut self, moment: &Moment) -> Result<OpenArticle> {
        let document = Document::empty(moment.ids().block());
        self.create_article_with(document, Fields::default(), moment)
    }

    /// A new article with a text.
    ///
    /// # Errors
    /// `BadInput` where document or fields are refused; those of a write.
    pub fn create_article_with(
        &mut self,
        document: Document,
        fields: Fields,
        moment: &Moment,
    ) -> Result<OpenArticle> {
        let me = self.me()?;
        let device = self.device.clone();
        let mut ids = moment.ids();
        // The first ids of this moment may already stand in the document.
        let id = ArticleId(format!("{}{}", ids.article().0, ids.letters(4)));
        self.write(|transaction| insert(transaction, &id, document, fields, &me, &device, moment))?;
        self.changes.push(id.clone());
        self.open_article(&id)
    }

    /// A new article from recognised lines, corrected by a person; bylines are matched with the
    /// contributors of this desk.
    ///
    /// # Errors
    /// `BadInput` where the lines are too many or too long; those of a write.
    pub fn create_from_lines(
        &mut self,
        lines: &[LabelledLine],
        moment: &Moment,
    ) -> Result<OpenArticle> {
        let mut ids = moment.ids();
        let (document, fields) = compose(lines, &self.people()?, &mut || ids.block())?;
        self.create_article_with(document, fields, moment)
    }

    /// # Errors
    /// `NotFound`; `StoreDamaged` where the row does not carry its hash.
    pub fn open_article(&self, id: &ArticleId) -> Result<OpenArticle> {
        let working = working(&self.connection, id)?;
        Ok(OpenArticle {
            photos: objects::photos_of(&self.connection, &working.document)?,
            standing: standing(&self.connection, &working)?,
            id: working.id,
            seq: working.seq,
            document: working.document,
            fields: working.fields,
            saved_at: working.updated_at,
        })
    }

    /// Commits the working copy as typed. A save of what is there already changes nothing.
    ///
    /// # Errors
    /// `StaleSave` where the article has been saved since `base_seq`; `BadInput`; those of a
    /// write. The working copy is unchanged then.
    pub fn save_article(&mut self, save: Save, moment: &Moment) -> Result<Saved> {
        let mut ids = moment.ids();
        let document = save.document.accept(&mut || ids.block())?;
        let fields = save.fields.accept()?;
        let device = self.device.clone();
        let saved = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let mut working = working(transaction, &save.id)?;
            if working.seq != save.base_seq {
                return Err(Failure::new(
                    Code::StaleSave,
                    format!("seq is {}, the save started from {}", working.seq, save.base_seq),
                ));
            }
            let mut moved_threads = BTreeMap::new();
            if working.document != document || working.fields != fields {
                let before = working.put_content(document, fields);
                moved_threads = comments::carry(
                    transaction,
                    &save.id,
                    before,
                    &working.document,
                    &working.fields,
                )?;
                working.seq += 1;
                working.updated_at = moment.now;
                if moment.now.0 - working.head_at.0 >= QUIET_REVISION_MS {
                    revise(
                        transaction,
                        &mut working,
                        &me,
                        &device,
                        RevisionReason::Writing,
                        moment,
                    )?;
                }
                update(transaction, &working)?;
            }
            Ok(Saved {
                seq: working.seq,
                saved_at: working.updated_at,
                standing: standing(transaction, &working)?,
                moved_threads,
            })
        })?;
        if saved.seq != save.base_seq {
            self.changes.push(save.id);
        }
        Ok(saved)
    }

    /// Moves an article along the editorial axis: one revision, one log entry, and a sign-off
    /// where a step is signed with it. Where the text has changed since an earlier step was
    /// signed, and that step's rule is to reopen, signing a later one sends the article back to it.
    /// With a `waiver`, a reason, whoever may waive a check passes findings of the proofreader that
    /// the gate waits for; it is kept in the log.
    ///
    /// # Errors
    /// `FindingsOpen` where the gate waits for what the proofreader finds, with the params
    /// `findings` (how many) and `first` (lines of a rule, a tab and the passage); `StaleSave` where
    /// the text was saved while it was read; `NotAllowed` by the rules of [`review::apply`], or with the params `gaps`, `checks` and
    /// `action` where the gate of the step waits for something; `BadInput` without a reason where
    /// one is due, or for a return to somebody who has not had the article.
    pub fn move_article(
        &mut self,
        id: &ArticleId,
        action: Action,
        waiver: Option<String>,
        moment: &Moment,
    ) -> Result<Standing> {
        let device = self.device.clone();
        let action = normalised(action);
        let stopping = self.stopping_move(id, &action, moment)?;
        let standing = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let mut working = working(transaction, id)?;
            let facts = Facts::for_a_return(transaction, &working)?;
            let case = facts.case();
            let from = case.state.clone();
            let to = review::apply(&case, &action, &me)?;
            let place = review::signed_by(&case, &action);
            let step = place.and_then(|place| facts.workflow.step(place));
            if let Some(gate) = facts.gate_of(&action) {
                refuse_blocked(&action, blocked(transaction, &working, &facts, gate)?)?;
            }
            let waived = match stopping {
                Some(stopping) => stopping
                    .pass(&working, &case, &me, waiver.as_deref())
                    .map_err(|failure| named(failure, &action))?,
                None => None,
            };
            let reason = match &action {
                Action::File => RevisionReason::Filed,
                Action::Approve => RevisionReason::Approved,
                Action::Return { .. } => RevisionReason::Returned,
                _ => RevisionReason::Moved,
            };
            working.editorial = to.clone();
            working.updated_at = moment.now;
            working.state_since = Some(moment.now);
            // The state is part of what others see: a save from before must not go over it.
            let revision = revise(transaction, &mut working, &me, &device, reason, moment)?;
            let signed = |step: StepId, name: &str| SignedStep {
                step,
                name: name.to_owned(),
                by: me.id.clone(),
                by_name: me.name.clone(),
                device: device.clone(),
                at: moment.now,
                revision: revision.clone(),
                published: facts.published.clone(),
            };
            match &action {
                Action::File => {
                    signing::sign(transaction, id, &signed(StepId::filing(), "filing"))?;
                }
                Action::Withdraw => {
                    signing::drop_sign_off(transaction, id, &StepId::filing())?;
                }
                Action::Return { to, .. } => {
                    signing::unsign(transaction, &facts, id, to)?;
                    working.approval = None;
                }
                Action::Reopen { .. } => {
                    signing::unsign(transaction, &facts, id, &ReturnTarget::Author)?;
                    working.approval = None;
                }
                _ => {}
            }
            if let Some(step) = step {
                signing::sign(transaction, id, &signed(step.id.clone(), &step.name))?;
            }
            if to == Editorial::Approved && step.is_some() {
                working.approval = Some(Approval {
                    published: facts.published.clone(),
                    revision: revision.clone(),
                    by: approver(&facts, step, &me),
                    at: moment.now,
                });
            }
            let approved = working.approval.as_ref().is_some_and(|it| it.revision == revision);
            if approved || matches!(action, Action::File) {
                reviewing::begin(transaction, id, &revision, approved)?;
            }
            update(transaction, &working)?;
            let back = place
                .zip(review::place_of(&to, &facts.workflow))
                .and_then(|(signed, waits)| (waits < signed).then_some(waits));
            let event = LogEvent::Moved {
                action: Box::new(action),
                from: Box::new(from.clone()),
                to: Box::new(to.clone()),
                signed: step
                    .map(|step| SignedAs { step: step.id.clone(), name: step.name.clone() }),
                waived,
            };
            append_log(transaction, id, &me, &device, moment.now, &revision, event)?;
            if let Some(back) = back {
                let event = signing::reopening(&facts, back, from, to);
                append_log(transaction, id, &me, &device, moment.now, &revision, event)?;
            }
            standing(transaction, &working)
        })?;
        self.changes.push(id.clone());
        Ok(standing)
    }

    /// Everybody to whom an article can go back from where it stands: the author, the editors who
    /// have had it, newest first, and the steps before this one, nearest first.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`.
    pub fn return_choices(&self, id: &ArticleId) -> Result<Vec<ReturnChoice>> {
        let me = self.me()?;
        let working = working(&self.connection, id)?;
        let facts = Facts::for_a_return(&self.connection, &working)?;
        let author = desk::person(&self.connection, &working.author)?;
        let mut choices = vec![ReturnChoice {
            to: ReturnTarget::Author,
            name: author.map(|author| author.name).unwrap_or_default(),
        }];
        let had_it = super::history::who_had_it(&self.connection, id)?;
        let others = had_it.into_iter().rev().filter(|(person, _)| *person != me.id);
        choices.extend(
            others.map(|(person, name)| ReturnChoice { to: ReturnTarget::Editor { person }, name }),
        );
        let steps = facts.workflow.approvals.len();
        let now = match facts.case().state {
            Editorial::Approved => steps,
            state => {
                review::place_of(state, &facts.workflow).map_or(0, |now| now.saturating_sub(1))
            }
        };
        let earlier = (1..).zip(facts.workflow.approvals.iter().take(now));
        let mut earlier: Vec<ReturnChoice> = earlier
            .map(|(step, named)| ReturnChoice {
                to: ReturnTarget::Step { step },
                name: named.name.clone(),
            })
            .collect();
        earlier.reverse();
        choices.extend(earlier);
        Ok(choices)
    }
}

/// Who answers for the approval: whoever signed the last step, whichever was signed last.
fn approver(facts: &Facts, signed: Option<&Step>, me: &Person) -> String {
    let last = facts.workflow.chain().last();
    match last {
        Some(last) if signed.is_none_or(|step| step.id != last.id) => facts
            .sign_offs
            .iter()
            .find(|signed| signed.step == last.id)
            .map_or_else(|| me.name.clone(), |signed| signed.by_name.clone()),
        _ => me.name.clone(),
    }
}

/// Puts a new article in: its row, first revision and first log entry.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    document: Document,
    fields: Fields,
    author: &Person,
    device: &str,
    moment: &Moment,
) -> Result<()> {
    insert_for(transaction, id, document, fields, &author.id, author, device, moment)
}

/// As [`insert`], for an article that `by` makes and `author` has to write.
#[expect(clippy::too_many_arguments, reason = "as `insert`, and one more")]
pub(super) fn insert_for(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    document: Document,
    fields: Fields,
    author: &PersonId,
    by: &Person,
    device: &str,
    moment: &Moment,
) -> Result<()> {
    let content = Content { document, fields };
    let begun = Begun { author, at: moment.now, by, device };
    update(transaction, &begin(transaction, id, content, &begun, moment)?)
}

/// Who has to write a new article, since when it counts, and who makes it where.
pub(super) struct Begun<'a> {
    pub(super) author: &'a PersonId,
    pub(super) at: Timestamp,
    pub(super) by: &'a Person,
    pub(super) device: &'a str,
}

/// The first revision of a new article, and its working copy, which [`update`] has yet to write.
pub(super) fn begin(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    content: Content,
    begun: &Begun<'_>,
    moment: &Moment,
) -> Result<Working> {
    let Begun { author, at, by, device } = begun;
    let mut ids = moment.ids();
    let mut working = Working {
        id: id.clone(),
        author: (*author).clone(),
        created_at: *at,
        updated_at: moment.now,
        seq: 1,
        document: content.document.accept(&mut || ids.block())?,
        fields: content.fields.accept()?,
        editorial: Editorial::Draft,
        head: String::new(),
        head_at: moment.now,
        approval: None,
        state_since: Some(moment.now),
    };
    let created = RevisionReason::Created;
    let revision = revise(transaction, &mut working, by, device, created, moment)?;
    insert_row(transaction, id, author, *at)?;
    append_log(transaction, id, by, device, moment.now, &revision, LogEvent::Created)?;
    Ok(working)
}

/// The row of a new article, to be filled by [`update`].
pub(super) fn insert_row(
    transaction: &Transaction<'_>,
    id: &ArticleId,
    author: &PersonId,
    created_at: Timestamp,
) -> Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO article (id, author, created_at, updated_at, seq, document, fields,
            editorial, head, head_at, row_hash, headline, summary, byline, photos,
            photos_missing, state)
         VALUES (?1, ?2, ?3, ?3, 0, '', '', '', '', 0, '', '', '', '', 0, 0, '')",
    )?;
    statement.execute(params![id.0, author.0, created_at.0])?;
    Ok(())
}

/// Makes a revision of the working copy; its parent is the head so far.
pub(super) fn revise(
    transaction: &Transaction<'_>,
    working: &mut Working,
    author: &Person,
    device: &str,
    reason: RevisionReason,
    moment: &Moment,
) -> Result<String> {
    let parents = if working.head.is_empty() { Vec::new() } else { vec![working.head.clone()] };
    let occasion = Occasion { author, device, at: moment.now, reason };
    let hash =
        snapshot(transaction, &working.id, &working.document, &working.fields, parents, &occasion)?;
    working.head.clone_from(&hash);
    working.head_at = moment.now;
    Ok(hash)
}

/// The head, where it has the text as it stands; a new revision where it has not.
pub(super) fn revise_if_changed(
    transaction: &Transaction<'_>,
    working: &mut Working,
    author: &Person,
    device: &str,
    reason: RevisionReason,
    moment: &Moment,
) -> Result<String> {
    let head = objects::revision(transaction, &working.head)?;
    let (document, fields) = objects::content(transaction, &head)?;
    if document == working.document && fields == working.fields {
        return Ok(working.head.clone());
    }
    revise(transaction, working, author, device, reason, moment)
}

/// Writes the row of a working copy with everything derived from it.
pub(super) fn update(transaction: &Transaction<'_>, working: &Working) -> Result<()> {
    let document = to_json(&working.document)?;
    let fields = to_json(&working.fields)?;
    let editorial = to_json(&working.editorial)?;
    let approval = working.approval.as_ref();
    let settled = review::settle(&working.editorial, &desk::settings(transaction)?.workflow);
    let (state, holder, step) = list_state(&settled, &working.author);
    let photos = working.document.photos().count();
    let missing = working.document.photos().filter(|photo| photo.attrs.photo.is_none()).count();
    transaction
        .prepare_cached(
            "UPDATE article SET updated_at = ?2, seq = ?3, document = ?4, fields = ?5,
                editorial = ?6, head = ?7, head_at = ?8, approved = ?9,
                approved_published = ?10, approved_by = ?11, approved_at = ?12, row_hash = ?13,
                headline = ?14, summary = ?15, byline = ?16, embargo = ?17, photos = ?18,
                photos_missing = ?19, state = ?20, holder = ?21, step = ?22, section = ?23,
                deadline = ?24, state_since = ?25
             WHERE id = ?1",
        )?
        .execute(params![
            working.id.0,
            working.updated_at.0,
            working.seq,
            document,
            fields,
            editorial,
            working.head,
            working.head_at.0,
            approval.map(|approval| &approval.revision),
            approval.map(|approval| &approval.published),
            approval.map(|approval| &approval.by),
            approval.map(|approval| approval.at.0),
            row_hash(working.seq, &document, &fields, &editorial, &working.head, approval),
            working.document.headline_text(),
            summary(&working.document),
            working.fields.byline_line(),
            working.fields.embargo.map(|embargo| embargo.0),
            u32::try_from(photos).unwrap_or(u32::MAX),
            u32::try_from(missing).unwrap_or(u32::MAX),
            state,
            holder,
            step,
            fold(&working.fields.section),
            working.fields.deadline.map(|deadline| deadline.0),
            working.state_since.map(|since| since.0)
        ])?;
    let mut text = plain_text(&working.document);
    text.push_str(&working.fields.byline_line());
    transaction
        .prepare_cached(
            "INSERT INTO article_text (article, folded) VALUES (?1, ?2)
             ON CONFLICT (article) DO UPDATE SET folded = ?2",
        )?
        .execute(params![working.id.0, format!(" {}", fold(&text))])?;
    listing::note(transaction, working, &settled)?;
    photo_words::note_uses(transaction, &working.id, &working.document)
}

/// Reads a working copy and checks that it is what was written.
pub(super) fn working(db: &Connection, id: &ArticleId) -> Result<Working> {
    struct Row {
        working: Working,
        texts: [String; 3],
        hash: String,
    }
    let row = db
        .prepare_cached(
            "SELECT author, created_at, updated_at, seq, document, fields, editorial, head,
                head_at, approved, approved_published, approved_by, approved_at, row_hash,
                state_since
             FROM article WHERE id = ?1",
        )?
        .query_row([&id.0], |row| {
            let approval = match row.get::<_, Option<String>>(9)? {
                Some(revision) => Some(Approval {
                    revision,
                    published: row.get(10)?,
                    by: row.get(11)?,
                    at: Timestamp(row.get(12)?),
                }),
                None => None,
            };
            Ok(Row {
                working: Working {
                    id: id.clone(),
                    author: PersonId(row.get(0)?),
                    created_at: Timestamp(row.get(1)?),
                    updated_at: Timestamp(row.get(2)?),
                    seq: row.get(3)?,
                    // Filled below, once the hash has been checked.
                    document: Document { headline: vec![], lead: vec![], blocks: vec![] },
                    fields: Fields::default(),
                    editorial: Editorial::Draft,
                    head: row.get(7)?,
                    head_at: Timestamp(row.get(8)?),
                    approval,
                    state_since: row.get::<_, Option<i64>>(14)?.map(Timestamp),
                },
                texts: [row.get(4)?, row.get(5)?, row.get(6)?],
                hash: row.get(13)?,
            })
        })
        .optional()?
        .ok_or_else(|| Failure::not_found(format!("article {id}")))?;
    let Row { mut working, texts: [document, fields, editorial], hash } = row;
    let damaged = || {
        Failure::new(Code::StoreDamaged, format!("the working copy of {id} is damaged"))
            .with("what", id)
    };
    let approval = working.approval.as_ref();
    if row_hash(working.seq, &document, &fields, &editorial, &working.head, approval) != hash {
        return Err(damaged());
    }
    working.document = serde_json::from_str(&document).map_err(|_| damaged())?;
    working.fields = serde_json::from_str(&fields).map_err(|_| damaged())?;
    working.editorial = serde_json::from_str(&editorial).map_err(|_| damaged())?;
    Ok(working)
}

fn row_hash(
    seq: i64,
    document: &str,
    fields: &str,
    editorial: &str,
    head: &str,
    approval: Option<&Approval>,
) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seq.to_le_bytes());
    let (revision, published) = approval
        .map_or(("", ""), |approval| (approval.revision.as_str(), approval.published.as_str()));
    for part in [document, fields, editorial, head, revision, published] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

pub(super) fn standing(db: &Connection, working: &Working) -> Result<Standing> {
    let me = desk::require_me(db)?;
    let facts = Facts::of(db, working)?;
    let case = facts.case();
    let approval = working.approval.as_ref();
    let on_the_way = matches!(case.state, Editorial::Filed | Editorial::InReview { .. });
    Ok(Standing {
        editorial: case.state.clone(),
        author: desk::person(db, &working.author)?,
        with: match named_in(case.state) {
            Some(id) => desk::person(db, id)?,
            None => None,
        },
        actions: review::allowed(&case, &me),
        gaps: review::gaps(&working.document, &working.fields),
        photo_notes: photo_words::notes(db, &working.document)?,
        approval: approval.map(|approval| SignOff {
            by: approval.by.clone(),
            at: approval.at,
            revision: approval.revision.clone(),
        }),
        changed_since_approval: approval
            .is_some_and(|approval| approval.published != facts.published),
        since: working.state_since,
        sign_offs: facts.shown_sign_offs(),
        checks: checking::checks(db, working, &facts)?,
        blocked: match next_gate(&facts) {
            Some(gate) => blocked(db, working, &facts, gate)?,
            None => Blocked::default(),
        },
        rights: Right::ALL.into_iter().filter(|right| review::may(&case, &me, *right)).collect(),
        leases: signing::leases(db, &working.id)?,
        last_return: if on_the_way { super::history::last_return(db, &working.id)? } else { None },
    })
}

/// The gate that an article comes to next; none for what is approved and for what rests.
fn next_gate(facts: &Facts) -> Option<&Gate> {
    match facts.case().state {
        Editorial::Draft
        | Editorial::Withdrawn
        | Editorial::Returned { to: ReturnTarget::Author, .. } => Some(&facts.workflow.filing),
        Editorial::Filed | Editorial::Returned { to: ReturnTarget::Editor { .. }, .. } => {
            Some(&facts.workflow.review.gate)
        }
        state => {
            let place = review::place_of(state, &facts.workflow)?;
            facts.workflow.step(place).map(|step| &step.gate)
        }
    }
}

fn blocked(db: &Connection, working: &Working, facts: &Facts, gate: &Gate) -> Result<Blocked> {
    let mut gaps = review::gaps(&working.document, &working.fields);
    gaps.retain(|gap| gate.gaps.contains(gap));
    let checks = checking::checks(db, working, facts)?
        .into_iter()
        .filter(|check| check.open && gate.checks.contains(&check.kind))
        .map(|check| check.kind)
        .collect();
    Ok(Blocked { gaps, checks, findings: gate.findings.clone() })
}

/// The person whom a state names.
pub(super) fn named_in(editorial: &Editorial) -> Option<&PersonId> {
    match editorial {
        Editorial::InReview { by } | Editorial::Returned { by, .. } => Some(by),
        Editorial::OnHold { was, .. } | Editorial::Spiked { was, .. } => named_in(was),
        Editorial::Draft
        | Editorial::Filed
        | Editorial::AwaitingApproval { .. }
        | Editorial::Approved
        | Editorial::Withdrawn => None,
    }
}

/// What lists select by: name of the state, the one person it waits for, the step.
pub(super) fn list_state<'a>(
    editorial: &'a Editorial,
    author: &'a PersonId,
) -> (&'static str, Option<&'a str>, Option<u32>) {
    match editorial {
        Editorial::Draft => ("draft", None, None),
        Editorial::Filed => ("filed", None, None),
        Editorial::InReview { by } => ("inReview", Some(&by.0), None),
        Editorial::AwaitingApproval { step, .. } => ("awaitingApproval", None, Some(*step)),
        Editorial::Approved => ("approved", None, None),
        Editorial::Returned { to, .. } => match to {
            ReturnTarget::Author => ("returned", Some(&author.0), None),
            ReturnTarget::Editor { person } => ("returned", Some(&person.0), None),
            ReturnTarget::Step { step } => ("returned", None, Some(*step)),
        },
        Editorial::Withdrawn => ("withdrawn", None, None),
        Editorial::OnHold { .. } => ("onHold", None, None),
        Editorial::Spiked { .. } => ("spiked", None, None),
    }
}

/// The beginning of the lead, or of the text where there is none.
fn summary(document: &Document) -> String {
    let lead = document.lead_text();
    let text = if lead.trim().is_empty() {
        document
            .blocks
            .iter()
            .find_map(|block| match block {
                Block::Paragraph { content, .. } if !content.is_empty() => Some(text_of(content)),
                _ => None,
            })
            .unwrap_or_default()
    } else {
        lead
    };
    let mut shown: String = text.chars().take(240).collect();
    if shown.len() < text.len() {
        shown.truncate(shown.rfind(' ').unwrap_or(shown.len()));
        shown.push('…');
    }
    shown
}

/// Brings the words of an action to NFC.
fn normalised(action: Action) -> Action {
    let clean = |reason: String| normal::nfc(reason.trim());
    match action {
        Action::Return { to, reason, passages } => Action::Return {
            to,
            reason: clean(reason),
            passages: passages
                .into_iter()
                .take(100)
                .map(|passage| review::Passage {
                    quote: normal::nfc(&passage.quote).chars().take(2_000).collect(),
                    ..passage
                })
                .collect(),
        },
        Action::Hold { reason } => Action::Hold { reason: clean(reason) },
        Action::Spike { reason } => Action::Spike { reason: clean(reason) },
        Action::Reopen { reason } => Action::Reopen { reason: clean(reason) },
        Action::File
        | Action::Claim
        | Action::Release
        | Action::PassOn
        | Action::Approve
        | Action::Withdraw
        | Action::Resume
        | Action::Restore => action,
    }
}

/// A refusal with the action that was refused.
fn named(failure: Failure, action: &Action) -> Failure {
    match bare(&action.kind()) {
        Ok(name) => failure.with("action", name),
        Err(failure) => failure,
    }
}

fn refuse_blocked(action: &Action, blocked: Blocked) -> Result<()> {
    if blocked.gaps.is_empty() && blocked.checks.is_empty() {
        return Ok(());
    }
    let gaps = blocked.gaps.iter().map(bare).collect::<Result<Vec<_>>>()?.join(",");
    let checks = blocked.checks.iter().map(bare).collect::<Result<Vec<_>>>()?.join(",");
    let mut failure =
        Failure::new(Code::NotAllowed, format!("missing: {gaps}; to be checked: {checks}"))
            .with("action", bare(&action.kind())?);
    for (name, kinds) in [("gaps", gaps), ("checks", checks)] {
        if !kinds.is_empty() {
            failure = failure.with(name, kinds);
        }
    }
    Err(failure)
}

/// The name of a plain value, as JSON has it between quotes.
fn bare(value: &impl serde::Serialize) -> Result<String> {
    Ok(to_json(value)?.trim_matches('"').to_owned())
}
