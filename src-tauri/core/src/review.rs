//! The editorial axis: where an article stands between the reporter and the readers, who may
//! move it, and what is kept of each move.
//!
//! Three axes are independent of each other (editorial, release, checks); this module holds the
//! first and the third. Nothing here ever keeps anybody from typing: gates stand on filing,
//! approving and exporting only.

mod checks;
mod gates;
mod log;
mod release;
mod transition;
mod workflow;

pub use checks::{CheckKind, CheckMark, scope_hash};
pub use gates::{Gap, gaps};
pub use log::{
    LogEntry, LogEvent, LogFault, LogHash, PassedFinding, SignedAs, WaivedFindings, chain_hash,
    verify,
};
pub use release::{Release, Sent};
pub use transition::{
    Action, ActionKind, Case, allowed, apply, carry, is_due, may, may_commission, place_of, settle,
    signs, waits_for,
};
pub(crate) use transition::{reopened, signed_by};
pub use workflow::{Actor, FindingGate, Gate, OnChange, Right, Step, StepId, Workflow};

use serde::{Deserialize, Serialize};

use crate::article::BlockId;
use crate::person::PersonId;

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
    /// Passed on; waits for approval step `step` (from 1) of `of`. What the numbers mean is in
    /// the workflow; see [`settle`] for numbers that it no longer has.
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
    /// An editor who has had it.
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
    /// Where the quote began in its line, in UTF-16 units: tells apart words that occur twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<u32>", optional))]
    pub from: Option<u32>,
}
