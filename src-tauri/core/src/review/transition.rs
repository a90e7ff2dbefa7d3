//! Transitions of the editorial axis: one pure function, and the list of what is open. Who may do
//! what is read from the workflow; nothing here knows a role.

use serde::{Deserialize, Serialize};

use super::{Actor, Editorial, Passage, ReturnTarget, Right, StepId, Workflow};
use crate::failure::{Code, Failure, Result};
use crate::person::{Person, PersonId};
use crate::time::Timestamp;

/// What somebody does with an article on the editorial axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Action {
    /// Hand in for review (again, after a return).
    File,
    /// Take a filed article for review.
    Claim,
    /// Put a claimed article back among the filed.
    Release,
    /// Review done, on to the approval steps.
    PassOn,
    /// Approve this step; the last one approves the article.
    Approve,
    Return {
        to: ReturnTarget,
        reason: String,
        passages: Vec<Passage>,
    },
    /// Take a filed article back before anybody has claimed it.
    Withdraw,
    Hold {
        reason: String,
    },
    Resume,
    Spike {
        reason: String,
    },
    Restore,
    /// Open an approved article again, for a correction.
    Reopen {
        reason: String,
    },
}

/// An [`Action`] without its particulars, for menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ActionKind {
    File,
    Claim,
    Release,
    PassOn,
    Approve,
    Return,
    Withdraw,
    Hold,
    Resume,
    Spike,
    Restore,
    Reopen,
}

impl Action {
    pub fn kind(&self) -> ActionKind {
        match self {
            Self::File => ActionKind::File,
            Self::Claim => ActionKind::Claim,
            Self::Release => ActionKind::Release,
            Self::PassOn => ActionKind::PassOn,
            Self::Approve => ActionKind::Approve,
            Self::Return { .. } => ActionKind::Return,
            Self::Withdraw => ActionKind::Withdraw,
            Self::Hold { .. } => ActionKind::Hold,
            Self::Resume => ActionKind::Resume,
            Self::Spike { .. } => ActionKind::Spike,
            Self::Restore => ActionKind::Restore,
            Self::Reopen { .. } => ActionKind::Reopen,
        }
    }

    /// Every text the action carries, to be brought to NFC and measured by the caller.
    fn reason(&self) -> Option<&str> {
        match self {
            Self::Return { reason, .. }
            | Self::Hold { reason }
            | Self::Spike { reason }
            | Self::Reopen { reason } => Some(reason),
            Self::File
            | Self::Claim
            | Self::Release
            | Self::PassOn
            | Self::Approve
            | Self::Withdraw
            | Self::Resume
            | Self::Restore => None,
        }
    }
}

/// An article as its transitions see it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub state: &'a Editorial,
    pub author: &'a PersonId,
    pub section: &'a str,
    pub workflow: &'a Workflow,
    /// Steps whose sign-off holds: given for the text as it stands, or flagged only when the text
    /// changes.
    pub signed: &'a [StepId],
    /// Steps whose sign-off was for another text and must be given again.
    pub stale: &'a [StepId],
    /// Whether any sign-off, held or not, was given for another text.
    pub changed: bool,
    /// Who signed the review; has it back when that step is to be signed again.
    pub reviewer: Option<&'a PersonId>,
    /// Everybody who has had the article for review, for returns. [`allowed`] does not ask.
    pub had_it: &'a [PersonId],
}

/// Whether `who` holds a right on this article.
pub fn may(case: &Case<'_>, who: &Person, right: Right) -> bool {
    let Some(actors) = case.workflow.rights.get(&right) else { return false };
    let as_author = actors.contains(&Actor::Author)
        && who.id == *case.author
        && match right {
            // Once handed in, the article rests and ends in the hands of those who have it.
            Right::Hold | Right::Spike => is_at_home(case.state),
            Right::File
            | Right::Withdraw
            | Right::Reopen
            | Right::AskCheck
            | Right::SettleCheck
            | Right::WaiveCheck
            | Right::ExportPast
            | Right::Commission => true,
        };
    as_author || (actors.contains(&who.role.into()) && who.covers(case.section))
}

/// Whether `who` may ask somebody to write a new article for `section`.
pub fn may_commission(workflow: &Workflow, who: &Person, section: &str) -> bool {
    let actors = workflow.rights.get(&Right::Commission);
    actors.is_some_and(|actors| actors.contains(&who.role.into())) && who.covers(section)
}

/// Whether `who` may sign the step at `place` of the chain.
pub fn signs(case: &Case<'_>, who: &Person, place: usize) -> bool {
    case.workflow
        .step(place)
        .is_some_and(|step| step.roles.contains(&who.role) && who.covers(case.section))
}

/// What `who` may do now, in the order of a menu: the natural next step first.
pub fn allowed(case: &Case<'_>, who: &Person) -> Vec<ActionKind> {
    use ActionKind as K;
    let reviews = signs(case, who, 0);
    let mut kinds = Vec::new();
    let mut add = |open: bool, kind: K| {
        if open {
            kinds.push(kind);
        }
    };
    match case.state {
        Editorial::Draft
        | Editorial::Withdrawn
        | Editorial::Returned { to: ReturnTarget::Author, .. } => {
            add(may(case, who, Right::File), K::File);
            add(may(case, who, Right::Hold), K::Hold);
            add(may(case, who, Right::Spike), K::Spike);
        }
        Editorial::Filed => {
            add(reviews, K::Claim);
            add(may(case, who, Right::Withdraw), K::Withdraw);
            add(reviews, K::Return);
            add(may(case, who, Right::Hold), K::Hold);
            add(may(case, who, Right::Spike), K::Spike);
        }
        Editorial::Returned { to: ReturnTarget::Editor { .. }, .. } => {
            add(reviews, K::Claim);
            add(may(case, who, Right::Hold), K::Hold);
            add(may(case, who, Right::Spike), K::Spike);
        }
        Editorial::InReview { by } => {
            let mine = *by == who.id;
            add(reviews && mine, if is_last(case, 0) { K::Approve } else { K::PassOn });
            // Anybody who reviews may take over from a colleague who has gone home; the log
            // says who did.
            add(reviews && !mine, K::Claim);
            add(reviews, K::Return);
            add(reviews && mine, K::Release);
            add(may(case, who, Right::Hold), K::Hold);
            add(may(case, who, Right::Spike), K::Spike);
        }
        Editorial::AwaitingApproval { .. }
        | Editorial::Returned { to: ReturnTarget::Step { .. }, .. } => {
            let signs =
                place_of(case.state, case.workflow).is_some_and(|place| signs(case, who, place));
            add(signs, K::Approve);
            add(signs, K::Return);
            add(may(case, who, Right::Hold), K::Hold);
            add(may(case, who, Right::Spike), K::Spike);
        }
        Editorial::Approved => {
            // Approving again signs the text as it stands now.
            add(case.changed && signs(case, who, due_again(case)), K::Approve);
            let reopens = may(case, who, Right::Reopen);
            add(reopens, K::Reopen);
            add(reopens, K::Return);
            add(may(case, who, Right::Spike), K::Spike);
        }
        // Whoever reviews can always take up what rests: no change of rights leaves it lying.
        Editorial::OnHold { .. } => {
            add(reviews || may(case, who, Right::Hold), K::Resume);
            add(may(case, who, Right::Spike), K::Spike);
        }
        Editorial::Spiked { .. } => {
            add(reviews || may(case, who, Right::Spike), K::Restore);
        }
    }
    kinds
}

/// The state after `action`.
///
/// # Errors
/// `NotAllowed` where [`allowed`] does not name the action for this person and state;
/// `BadInput` where a return, hold, spike or reopening gives no reason or a very long one, or
/// where a return goes to somebody who has not had the article or to a step that is not earlier.
pub fn apply(case: &Case<'_>, action: &Action, who: &Person) -> Result<Editorial> {
    if !allowed(case, who).contains(&action.kind()) {
        return Err(Failure::new(
            Code::NotAllowed,
            format!("{:?} is not open to a {:?} in this state", action.kind(), who.role),
        ));
    }
    if let Some(reason) = action.reason()
        && (reason.trim().is_empty() || reason.len() > 20_000)
    {
        return Err(Failure::bad_input("a reason is given, in less than 20,000 bytes"));
    }
    Ok(match action {
        Action::File | Action::Release => Editorial::Filed,
        Action::Claim => Editorial::InReview { by: who.id.clone() },
        Action::PassOn | Action::Approve => {
            after_signing(case, signed_by(case, action).unwrap_or(0))
        }
        Action::Return { to, reason, passages } => {
            if !is_earlier(case, to, who) {
                return Err(Failure::bad_input("a return goes to somebody who has had it before"));
            }
            Editorial::Returned {
                to: to.clone(),
                by: who.id.clone(),
                reason: reason.clone(),
                passages: passages.clone(),
            }
        }
        Action::Withdraw => Editorial::Withdrawn,
        Action::Hold { reason } => {
            Editorial::OnHold { was: Box::new(case.state.clone()), reason: reason.clone() }
        }
        Action::Spike { reason } => {
            Editorial::Spiked { was: Box::new(case.state.clone()), reason: reason.clone() }
        }
        Action::Resume | Action::Restore => match case.state {
            Editorial::OnHold { was, .. } | Editorial::Spiked { was, .. } => (**was).clone(),
            _ => return Err(Failure::internal("resume and restore start from hold and spike")),
        },
        Action::Reopen { .. } if signs(case, who, 0) => Editorial::InReview { by: who.id.clone() },
        Action::Reopen { .. } => Editorial::Filed,
    })
}

/// Place in the chain of the step that waits for a signature; none where no step does.
pub fn place_of(state: &Editorial, workflow: &Workflow) -> Option<usize> {
    let step = match state {
        Editorial::InReview { .. } => return Some(0),
        Editorial::AwaitingApproval { step, .. }
        | Editorial::Returned { to: ReturnTarget::Step { step }, .. } => step,
        Editorial::Draft
        | Editorial::Filed
        | Editorial::Approved
        | Editorial::Returned { .. }
        | Editorial::Withdrawn
        | Editorial::OnHold { .. }
        | Editorial::Spiked { .. } => return None,
    };
    let place = usize::try_from(*step).ok()?;
    (1..=workflow.approvals.len()).contains(&place).then_some(place)
}

/// Place in the chain of the step that `action` signs; none where it signs nothing.
pub(crate) fn signed_by(case: &Case<'_>, action: &Action) -> Option<usize> {
    match action {
        Action::PassOn | Action::Approve => {
            Some(place_of(case.state, case.workflow).unwrap_or_else(|| due_again(case)))
        }
        Action::File
        | Action::Claim
        | Action::Release
        | Action::Return { .. }
        | Action::Withdraw
        | Action::Hold { .. }
        | Action::Resume
        | Action::Spike { .. }
        | Action::Restore
        | Action::Reopen { .. } => None,
    }
}

/// Where an article goes once the step at `place` is signed: back to an earlier step whose
/// sign-off the text has left behind, on to the next one without a sign-off, or approved.
fn after_signing(case: &Case<'_>, place: usize) -> Editorial {
    let earlier = case.workflow.chain().take(place);
    if let Some(back) = earlier.enumerate().find(|(_, step)| case.stale.contains(&step.id)) {
        return waiting_at(case, back.0);
    }
    let later = case.workflow.chain().enumerate().skip(place + 1);
    match later.into_iter().find(|(_, step)| !case.signed.contains(&step.id)) {
        Some((next, _)) => waiting_at(case, next),
        None => Editorial::Approved,
    }
}

/// The state in which the step at `place` waits for its signature.
fn waiting_at(case: &Case<'_>, place: usize) -> Editorial {
    match (u32::try_from(place), case.reviewer) {
        (Ok(0), Some(by)) => Editorial::InReview { by: by.clone() },
        (Ok(0) | Err(_), _) => Editorial::Filed,
        (Ok(step), _) => Editorial::AwaitingApproval { step, of: count(case.workflow) },
    }
}

/// The state to which a gate sends an approved article whose text has left a sign-off behind,
/// with the place of that step; none where every sign-off holds.
pub(crate) fn reopened(case: &Case<'_>) -> Option<(usize, Editorial)> {
    let mut chain = case.workflow.chain();
    let place = chain.position(|step| case.stale.contains(&step.id))?;
    (*case.state == Editorial::Approved).then(|| (place, waiting_at(case, place)))
}

/// Whether signing the step at `place` approves the article.
fn is_last(case: &Case<'_>, place: usize) -> bool {
    after_signing(case, place) == Editorial::Approved
}

/// The step of an approved article to be signed again: the first that the text has left behind,
/// the last where none must be.
fn due_again(case: &Case<'_>) -> usize {
    let mut chain = case.workflow.chain();
    chain.position(|step| case.stale.contains(&step.id)).unwrap_or(case.workflow.approvals.len())
}

/// Whether a return to `to` goes back to somebody earlier, and not to the one who returns.
fn is_earlier(case: &Case<'_>, to: &ReturnTarget, who: &Person) -> bool {
    match to {
        ReturnTarget::Author => true,
        ReturnTarget::Editor { person } => *person != who.id && case.had_it.contains(person),
        ReturnTarget::Step { step } => {
            let steps = case.workflow.approvals.len();
            let now = match case.state {
                Editorial::Approved => steps + 1,
                state => place_of(state, case.workflow).unwrap_or(0),
            };
            usize::try_from(*step).is_ok_and(|step| (1..now).contains(&step))
        }
    }
}

/// Whether the article is with its author, resting or not.
fn is_at_home(state: &Editorial) -> bool {
    match state {
        Editorial::Draft
        | Editorial::Withdrawn
        | Editorial::Returned { to: ReturnTarget::Author, .. } => true,
        Editorial::OnHold { was, .. } | Editorial::Spiked { was, .. } => is_at_home(was),
        Editorial::Filed
        | Editorial::InReview { .. }
        | Editorial::AwaitingApproval { .. }
        | Editorial::Approved
        | Editorial::Returned { .. } => false,
    }
}

/// Whether the article waits for `who` to do something. What the text did to its sign-offs does
/// not matter: a gate that finds one outdated moves the article. `asked` says whether somebody asked
/// `who` by name in a conversation about it and waits for an answer.
pub fn waits_for(case: &Case<'_>, who: &Person, asked: bool) -> bool {
    if asked && !matches!(case.state, Editorial::Spiked { .. }) {
        return true;
    }
    match case.state {
        Editorial::Filed => signs(case, who, 0),
        Editorial::InReview { by } => *by == who.id,
        Editorial::Returned { to, .. } => match to {
            ReturnTarget::Author => who.id == *case.author,
            ReturnTarget::Editor { person } => who.id == *person,
            ReturnTarget::Step { .. } => awaits(case, who),
        },
        Editorial::AwaitingApproval { .. } => awaits(case, who),
        Editorial::Draft
        | Editorial::Approved
        | Editorial::Withdrawn
        | Editorial::OnHold { .. }
        | Editorial::Spiked { .. } => false,
    }
}

/// Whether an article must be done before `end`: neither what is approved nor what will not run is
/// pressed by a deadline.
pub fn is_due(state: &Editorial, deadline: Option<Timestamp>, end: Timestamp) -> bool {
    let done = matches!(state, Editorial::Approved | Editorial::Spiked { .. });
    !done && deadline.is_some_and(|deadline| deadline < end)
}

fn awaits(case: &Case<'_>, who: &Person) -> bool {
    place_of(case.state, case.workflow).is_some_and(|place| signs(case, who, place))
}

/// The state of an article under way after the newsroom changed its steps. A step that is still
/// there is followed to its new place. One that was taken out gives its articles to the next that
/// remains, to the last where none comes after it, and to whoever reviews where no approval
/// remains: nothing is approved by an edit.
pub fn carry(state: &Editorial, old: &Workflow, new: &Workflow) -> Editorial {
    moved(state, new, &|step| {
        let place = usize::try_from(step).unwrap_or(usize::MAX);
        let from = place.saturating_sub(1).min(old.approvals.len());
        let remaining = old.approvals[from..].iter().find_map(|step| new.place_of(&step.id));
        remaining.unwrap_or(new.approvals.len())
    })
}

/// A state whose step the workflow does not have, as another desk's may be, brought to the last
/// one that it has.
pub fn settle(state: &Editorial, workflow: &Workflow) -> Editorial {
    let steps = workflow.approvals.len();
    moved(state, workflow, &|step| usize::try_from(step).unwrap_or(steps).clamp(1, steps))
}

/// `state` with each step number replaced by its place in the chain of `new`, all along what it
/// rests on; where there is no approval step left, back to the filed.
fn moved(state: &Editorial, new: &Workflow, place: &dyn Fn(u32) -> usize) -> Editorial {
    let none_left = new.approvals.is_empty();
    let placed = |step: u32| u32::try_from(place(step)).unwrap_or(1);
    match state {
        Editorial::AwaitingApproval { .. }
        | Editorial::Returned { to: ReturnTarget::Step { .. }, .. }
            if none_left =>
        {
            Editorial::Filed
        }
        Editorial::AwaitingApproval { step, .. } => {
            Editorial::AwaitingApproval { step: placed(*step), of: count(new) }
        }
        Editorial::Returned { to: ReturnTarget::Step { step }, by, reason, passages } => {
            Editorial::Returned {
                to: ReturnTarget::Step { step: placed(*step) },
                by: by.clone(),
                reason: reason.clone(),
                passages: passages.clone(),
            }
        }
        Editorial::OnHold { was, reason } => {
            Editorial::OnHold { was: Box::new(moved(was, new, place)), reason: reason.clone() }
        }
        Editorial::Spiked { was, reason } => {
            Editorial::Spiked { was: Box::new(moved(was, new, place)), reason: reason.clone() }
        }
        Editorial::Draft
        | Editorial::Filed
        | Editorial::InReview { .. }
        | Editorial::Approved
        | Editorial::Returned { .. }
        | Editorial::Withdrawn => state.clone(),
    }
}

fn count(workflow: &Workflow) -> u32 {
    u32::try_from(workflow.approvals.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
