//! The editorial axis: where an article stands between the reporter and the readers, who may
//! move it, and what is kept of each move.
//!
//! Three axes are independent of each other (editorial, release, checks); this module holds the
//! first. Nothing here ever keeps anybody from typing: gates stand on filing, approving and
//! exporting only.

mod gates;
mod log;
mod transition;

pub use gates::{Gap, gaps};
pub use log::{LogEntry, LogEvent, LogHash, chain_hash};
pub use transition::{Action, ActionKind, allowed, apply, waits_for};

use serde::{Deserialize, Serialize};

use crate::article::BlockId;
use crate::person::{PersonId, Role};

/// Where an article stands on the editorial axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Editorial {
    #[default]
    Draft,
    /// Handed in, waiting for an editor.
    Filed,
    /// An editor has claimed it.
    InReview {
        by: PersonId,
    },
    /// Passed on; waits for approval step `step` (from 1) of `of`.
    AwaitingApproval {
        step: u32,
        of: u32,
    },
    Approved,
    /// Sent back with a reason and the passages it is about.
    Returned {
        to: ReturnTarget,
        by: PersonId,
        reason: String,
        passages: Vec<Passage>,
    },
    /// Taken back by the author before anybody claimed it.
    Withdrawn,
    /// Resting; `was` is where it goes on.
    OnHold {
        was: Box<Editorial>,
        reason: String,
    },
    /// Will not run; reversible, `was` is where it stood.
    Spiked {
        was: Box<Editorial>,
        reason: String,
    },
}

/// Whom a returned article waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ReturnTarget {
    Author,
    /// The editor who reviewed it last.
    Editor {
        person: PersonId,
    },
    /// The people of an earlier approval step, from 1.
    Step {
        step: u32,
    },
}

/// A passage that a return is about: quoted, so that it survives edits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Passage {
    /// `None` for headline or lead.
    pub block: Option<BlockId>,
    pub quote: String,
}

/// The steps between filing and approval, as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Workflow {
    pub name: String,
    /// Approvals after the review; empty in the two-step preset, where the editor who
    /// reviews is the one who approves.
    pub approvals: Vec<ApprovalStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApprovalStep {
    pub name: String,
    /// Who may approve this step.
    pub roles: Vec<Role>,
}

impl Workflow {
    /// A small portal: the reporter files, an editor reviews and approves.
    pub fn two_step() -> Self {
        Self { name: "twoStep".to_owned(), approvals: Vec::new() }
    }

    /// A newspaper: after the review, the secretary approves.
    pub fn three_step() -> Self {
        Self {
            name: "threeStep".to_owned(),
            approvals: vec![ApprovalStep {
                name: "secretary".to_owned(),
                roles: vec![Role::Secretary],
            }],
        }
    }

    /// A long chain: a second editor, the secretary, and the secretary again for release.
    pub fn long_chain() -> Self {
        let step = |name: &str, roles: &[Role]| ApprovalStep {
            name: name.to_owned(),
            roles: roles.to_vec(),
        };
        Self {
            name: "longChain".to_owned(),
            approvals: vec![
                step("secondEditor", &[Role::Editor, Role::Secretary]),
                step("secretary", &[Role::Secretary]),
                step("release", &[Role::Secretary]),
            ],
        }
    }
}
