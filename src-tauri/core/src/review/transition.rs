//! Transitions of the editorial axis: one pure function, and the list of what is open.

use serde::{Deserialize, Serialize};

use super::{Editorial, Passage, ReturnTarget, Workflow};
use crate::failure::{Code, Failure, Result};
use crate::person::{Person, PersonId, Role};

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
    /// The author takes a filed article back.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// What `who` may do now, in the order of a menu: the natural next step first.
pub fn allowed(
    state: &Editorial,
    who: &Person,
    author: &PersonId,
    workflow: &Workflow,
) -> Vec<ActionKind> {
    use ActionKind as K;
    let edits = may_edit(who.role);
    let mine = who.id == *author;
    let mut kinds = Vec::new();
    match state {
        Editorial::Draft | Editorial::Withdrawn => {
            if mine || edits {
                kinds.extend([K::File, K::Hold, K::Spike]);
            }
        }
        Editorial::Returned { to, .. } => {
            if is_waiting_for(to, who, author, workflow) || edits {
                kinds.extend([K::File, K::Hold, K::Spike]);
            }
        }
        Editorial::Filed => {
            if edits {
                kinds.push(K::Claim);
            }
            if mine {
                kinds.push(K::Withdraw);
            }
            if edits {
                kinds.extend([K::Return, K::Hold, K::Spike]);
            }
        }
        Editorial::InReview { by } => {
            // Anybody who edits may take over from a colleague who has gone home; the log
            // says who did.
            if edits {
                if *by == who.id {
                    kinds.push(if workflow.approvals.is_empty() { K::Approve } else { K::PassOn });
                    kinds.extend([K::Return, K::Release]);
                } else {
                    kinds.extend([K::Claim, K::Return]);
                }
                kinds.extend([K::Hold, K::Spike]);
            }
        }
        Editorial::AwaitingApproval { step, .. } => {
            if may_approve_step(*step, who, workflow) {
                kinds.extend([K::Approve, K::Return, K::Hold, K::Spike]);
            }
        }
        Editorial::Approved => {
            if edits {
                // Approving again signs the text as it stands now.
                kinds.extend([K::Approve, K::Reopen, K::Return, K::Spike]);
            }
        }
        Editorial::OnHold { .. } => {
            if mine || edits {
                kinds.extend([K::Resume, K::Spike]);
            }
        }
        Editorial::Spiked { .. } => {
            if mine || edits {
                kinds.push(K::Restore);
            }
        }
    }
    kinds
}

/// The state after `action`.
///
/// # Errors
/// `NotAllowed` where [`allowed`] does not name the action for this person and state;
/// `BadInput` where a return, hold, spike or reopening gives no reason or a very long one.
pub fn apply(
    state: &Editorial,
    action: &Action,
    who: &Person,
    author: &PersonId,
    workflow: &Workflow,
) -> Result<Editorial> {
    if !allowed(state, who, author, workflow).contains(&action.kind()) {
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
    let steps = u32::try_from(workflow.approvals.len()).unwrap_or(u32::MAX);
    Ok(match action {
        Action::File => Editorial::Filed,
        Action::Claim => Editorial::InReview { by: who.id.clone() },
        Action::Release => Editorial::Filed,
        Action::PassOn => Editorial::AwaitingApproval { step: 1, of: steps },
        Action::Approve => match state {
            Editorial::AwaitingApproval { step, of } if step < of => {
                Editorial::AwaitingApproval { step: step + 1, of: *of }
            }
            _ => Editorial::Approved,
        },
        Action::Return { to, reason, passages } => {
            if let ReturnTarget::Step { step } = to
                && !matches!(state, Editorial::AwaitingApproval { step: now, .. } if step < now && *step > 0)
            {
                return Err(Failure::bad_input("a return goes to an earlier step"));
            }
            if let ReturnTarget::Step { step } = to {
                Editorial::AwaitingApproval { step: *step, of: steps }
            } else {
                Editorial::Returned {
                    to: to.clone(),
                    by: who.id.clone(),
                    reason: reason.clone(),
                    passages: passages.clone(),
                }
            }
        }
        Action::Withdraw => Editorial::Withdrawn,
        Action::Hold { reason } => {
            Editorial::OnHold { was: Box::new(state.clone()), reason: reason.clone() }
        }
        Action::Spike { reason } => {
            Editorial::Spiked { was: Box::new(state.clone()), reason: reason.clone() }
        }
        Action::Resume | Action::Restore => match state {
            Editorial::OnHold { was, .. } | Editorial::Spiked { was, .. } => (**was).clone(),
            _ => return Err(Failure::internal("resume and restore start from hold and spike")),
        },
        Action::Reopen { .. } => Editorial::InReview { by: who.id.clone() },
    })
}

/// Editors and secretaries review, return and approve.
fn may_edit(role: Role) -> bool {
    match role {
        Role::Editor | Role::Secretary => true,
        Role::Reporter => false,
    }
}

fn may_approve_step(step: u32, who: &Person, workflow: &Workflow) -> bool {
    usize::try_from(step)
        .ok()
        .and_then(|step| workflow.approvals.get(step.checked_sub(1)?))
        .is_some_and(|step| step.roles.contains(&who.role))
}

fn is_waiting_for(to: &ReturnTarget, who: &Person, author: &PersonId, workflow: &Workflow) -> bool {
    match to {
        ReturnTarget::Author => who.id == *author,
        ReturnTarget::Editor { person } => who.id == *person,
        ReturnTarget::Step { step } => may_approve_step(*step, who, workflow),
    }
}

/// Whether the article waits for `who` to do something.
pub fn waits_for(state: &Editorial, who: &Person, author: &PersonId, workflow: &Workflow) -> bool {
    match state {
        Editorial::Filed => may_edit(who.role),
        Editorial::InReview { by } => *by == who.id,
        Editorial::AwaitingApproval { step, .. } => may_approve_step(*step, who, workflow),
        Editorial::Returned { to, .. } => is_waiting_for(to, who, author, workflow),
        Editorial::Draft
        | Editorial::Approved
        | Editorial::Withdrawn
        | Editorial::OnHold { .. }
        | Editorial::Spiked { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str, role: Role) -> Person {
        Person { id: PersonId(id.to_owned()), name: id.to_owned(), pen_name: id.to_owned(), role }
    }

    fn returned() -> Action {
        Action::Return {
            to: ReturnTarget::Author,
            reason: "Thiếu ảnh".to_owned(),
            passages: Vec::new(),
        }
    }

    /// Runs actions as (who, action) from a draft by "mai".
    fn run(workflow: &Workflow, moves: &[(&Person, Action)]) -> Result<Editorial> {
        let author = PersonId("mai".to_owned());
        moves.iter().try_fold(Editorial::Draft, |state, (who, action)| {
            apply(&state, action, who, &author, workflow)
        })
    }

    #[test]
    fn a_report_goes_from_draft_to_approved_in_the_two_step_portal() {
        let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
        let end = run(
            &Workflow::two_step(),
            &[
                (&mai, Action::File),
                (&lan, Action::Claim),
                (&lan, returned()),
                (&mai, Action::File),
                (&lan, Action::Claim),
                (&lan, Action::Approve),
            ],
        );
        assert_eq!(end, Ok(Editorial::Approved));
    }

    #[test]
    fn each_approval_step_is_walked_in_the_long_chain() {
        let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
        let tam = person("tam", Role::Secretary);
        let workflow = Workflow::long_chain();
        let mut moves = vec![
            (&mai, Action::File),
            (&lan, Action::Claim),
            (&lan, Action::PassOn),
            (&lan, Action::Approve),
        ];
        assert_eq!(run(&workflow, &moves), Ok(Editorial::AwaitingApproval { step: 2, of: 3 }));
        moves.push((&lan, Action::Approve));
        assert_eq!(
            run(&workflow, &moves).map_err(|failure| failure.code),
            Err(Code::NotAllowed),
            "an editor does not approve the secretary's step"
        );
        moves.pop();
        moves.extend([(&tam, Action::Approve), (&tam, Action::Approve)]);
        assert_eq!(run(&workflow, &moves), Ok(Editorial::Approved));
    }

    #[test]
    fn a_reporter_cannot_approve() {
        let mai = person("mai", Role::Reporter);
        let end = run(&Workflow::two_step(), &[(&mai, Action::File), (&mai, Action::Approve)]);
        assert_eq!(end.map_err(|failure| failure.code), Err(Code::NotAllowed));
    }

    #[test]
    fn a_return_without_a_reason_is_refused() {
        let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
        let silent =
            Action::Return { to: ReturnTarget::Author, reason: "  ".into(), passages: vec![] };
        let end = run(
            &Workflow::two_step(),
            &[(&mai, Action::File), (&lan, Action::Claim), (&lan, silent)],
        );
        assert_eq!(end.map_err(|failure| failure.code), Err(Code::BadInput));
    }

    #[test]
    fn a_spiked_or_held_article_comes_back_to_where_it_was() {
        let (mai, lan) = (person("mai", Role::Reporter), person("lan", Role::Editor));
        let reason = || "Chờ số liệu".to_owned();
        let end = run(
            &Workflow::two_step(),
            &[
                (&mai, Action::File),
                (&lan, Action::Claim),
                (&lan, Action::Hold { reason: reason() }),
                (&lan, Action::Spike { reason: reason() }),
                (&lan, Action::Restore),
                (&lan, Action::Resume),
            ],
        );
        assert_eq!(end, Ok(Editorial::InReview { by: lan.id }));
    }

    #[test]
    fn every_action_that_is_listed_can_be_done() {
        let people = [
            person("mai", Role::Reporter),
            person("lan", Role::Editor),
            person("tam", Role::Secretary),
        ];
        let author = PersonId("mai".to_owned());
        let reason = "Vì lý do".to_owned();
        for workflow in [Workflow::two_step(), Workflow::three_step(), Workflow::long_chain()] {
            let mut seen = vec![Editorial::Draft];
            let mut next = 0;
            while next < seen.len() && seen.len() < 400 {
                let state = seen[next].clone();
                next += 1;
                for who in &people {
                    for kind in allowed(&state, who, &author, &workflow) {
                        let action = match kind {
                            ActionKind::File => Action::File,
                            ActionKind::Claim => Action::Claim,
                            ActionKind::Release => Action::Release,
                            ActionKind::PassOn => Action::PassOn,
                            ActionKind::Approve => Action::Approve,
                            ActionKind::Return => returned(),
                            ActionKind::Withdraw => Action::Withdraw,
                            ActionKind::Hold => Action::Hold { reason: reason.clone() },
                            ActionKind::Resume => Action::Resume,
                            ActionKind::Spike => Action::Spike { reason: reason.clone() },
                            ActionKind::Restore => Action::Restore,
                            ActionKind::Reopen => Action::Reopen { reason: reason.clone() },
                        };
                        let after = apply(&state, &action, who, &author, &workflow)
                            .expect("a listed action can be done");
                        if !seen.contains(&after) {
                            seen.push(after);
                        }
                    }
                }
            }
            assert!(seen.contains(&Editorial::Approved), "approval can be reached");
        }
    }
}
