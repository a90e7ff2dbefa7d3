//! The log of an article: transitions and sign-offs, chained by hash so that editing shows.

use serde::{Deserialize, Serialize};

use super::{Action, CheckKind, CheckMark, Editorial, StepId};
use crate::assignment::{Answer, Commission, CommissionId};
use crate::delivery::Trouble;
use crate::person::PersonId;
use crate::time::Timestamp;

/// Hexadecimal BLAKE3 of an entry and, through it, of all entries before.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LogHash(pub String);

/// One entry; never changed once written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    pub at: Timestamp,
    pub by: PersonId,
    pub by_name: String,
    pub device: String,
    /// The revision that the event is about.
    pub revision: String,
    /// One more than the highest that the desk knew of this article, in its own log and those of
    /// others: what was done in knowledge of something comes after it, however the clocks of two
    /// desks go.
    #[serde(default)]
    pub clock: u32,
    pub event: LogEvent,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LogEvent {
    Created,
    Moved {
        action: Box<Action>,
        from: Box<Editorial>,
        to: Box<Editorial>,
        /// The step that was signed with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(as = "Option<SignedAs>", optional))]
        signed: Option<SignedAs>,
        /// What the gate would have waited for, and why it did not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(as = "Option<WaivedFindings>", optional))]
        waived: Option<WaivedFindings>,
    },
    /// A check was asked for, done, waived or called off.
    Checked {
        kind: CheckKind,
        mark: CheckMark,
    },
    /// A gate found the text changed after a sign-off, and sent the article back to that step.
    StepReopened {
        step: String,
        /// Who had signed it.
        signed_by: String,
        from: Box<Editorial>,
        to: Box<Editorial>,
    },
    /// The newsroom changed its steps while the article was on its way.
    StepsChanged {
        from: Box<Editorial>,
        to: Box<Editorial>,
    },
    Exported {
        bundle: String,
        /// Given where a gate was overridden.
        override_reason: Option<String>,
    },
    Restored {
        from: String,
    },
    /// Arrived in another system, and was read back there.
    Delivered {
        /// Name of the destination.
        to: String,
        link: String,
        /// Fields that do not read there as they were sent.
        differs: u32,
    },
    TakenDown {
        from: String,
        reason: String,
    },
    /// Nothing came of a delivery so far, and somebody has to act; or it was given up.
    DeliveryStopped {
        to: String,
        /// It was to take the article down.
        down: bool,
        given_up: bool,
        /// What stood in its way last.
        trouble: Option<Trouble>,
    },
    /// What a delivery that was given up had left there was taken away.
    LeftoversCleared {
        from: String,
    },
    /// Put into a hand-off file.
    HandedOff {
        /// Name of the person it is for; `None` where it is for whoever opens it.
        to: Option<String>,
    },
    /// A colleague's hand-off file was opened.
    Received {
        from: String,
        device: String,
    },
    /// What was received and what stood here have become one text.
    Merged {
        /// Passages that both had worded and that somebody has to decide.
        questions: u32,
    },
    /// Somebody was asked to write it.
    Commissioned {
        commission: Box<Commission>,
    },
    /// Whoever was asked said something to that.
    Answered {
        to: CommissionId,
        answer: Answer,
    },
    /// Written by a newer version, or not readable any more.
    #[serde(other)]
    Unknown,
}

/// A step as a log names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SignedAs {
    pub step: StepId,
    /// As the step was called then.
    pub name: String,
}

/// Findings of the proofreader that somebody has passed with a reason, for one text and one move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WaivedFindings {
    pub count: u32,
    /// The first of them.
    pub first: Vec<PassedFinding>,
    pub reason: String,
}

/// A finding as a log names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PassedFinding {
    /// Name of its rule; that of a newer version is read, too.
    pub rule: String,
    /// Its words and some of those around; empty where a photo has no caption.
    pub passage: String,
}

/// The first place where a log is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "fault", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LogFault {
    /// Entry `entry` (from 1) has been changed, put in or moved, or one before it taken out.
    Changed { entry: u32 },
    /// Entries after the first `kept` have been taken away.
    Cut { kept: u32 },
    /// The article stands elsewhere than the last move led it.
    StateElsewhere,
    /// Entry `entry` (from 1) of what another desk wrote is not as that desk signed it.
    PeerChanged { device: String, entry: u32 },
    /// Of what another desk wrote, the entries after the first `kept` are gone.
    PeerCut { device: String, kept: u32 },
    /// Entries of other desks are gone that this desk's own log builds on.
    PeersMissing,
}

/// Follows the chain through entries as (number, raw form, hash). `head` is the hash of the entry
/// that was written last, where that is known.
pub fn verify<'a>(
    entries: impl IntoIterator<Item = (i64, &'a str, &'a LogHash)>,
    head: Option<&LogHash>,
) -> Option<LogFault> {
    let mut previous: Option<&LogHash> = None;
    let mut kept = 0;
    for (n, body, hash) in entries {
        let entry = kept + 1;
        if n != i64::from(entry) || chain_hash(previous, body) != *hash {
            return Some(LogFault::Changed { entry });
        }
        previous = Some(hash);
        kept = entry;
    }
    // Every article has at least the entry of its creation.
    if kept == 0 || head.is_some_and(|head| previous != Some(head)) {
        return Some(LogFault::Cut { kept });
    }
    None
}

/// The hash of an entry after `previous` (empty for the first).
pub fn chain_hash(previous: Option<&LogHash>, entry_json: &str) -> LogHash {
    let mut hasher = blake3::Hasher::new();
    // The length separates the two parts: no two pairs give the same bytes.
    let previous = previous.map_or("", |hash| hash.0.as_str());
    hasher.update(&(previous.len() as u64).to_le_bytes());
    hasher.update(previous.as_bytes());
    hasher.update(entry_json.as_bytes());
    LogHash(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(bodies: &[&str]) -> Vec<(i64, String, LogHash)> {
        let mut entries: Vec<(i64, String, LogHash)> = Vec::new();
        for (n, body) in (1..).zip(bodies) {
            let hash = chain_hash(entries.last().map(|(_, _, hash)| hash), body);
            entries.push((n, (*body).to_owned(), hash));
        }
        entries
    }

    fn fault(entries: &[(i64, String, LogHash)], head: Option<&LogHash>) -> Option<LogFault> {
        verify(entries.iter().map(|(n, body, hash)| (*n, body.as_str(), hash)), head)
    }

    #[test]
    fn a_log_that_was_edited_cut_or_put_together_anew_is_noticed() {
        let whole = chain(&["a", "b", "c", "d"]);
        let head = whole.last().map(|(_, _, hash)| hash.clone());
        let head = head.as_ref();
        assert_eq!(fault(&whole, head), None);

        let mut edited = whole.clone();
        edited[1].1 = "B".into();
        assert_eq!(fault(&edited, head), Some(LogFault::Changed { entry: 2 }));

        let mut without = whole.clone();
        without.remove(2);
        assert_eq!(fault(&without, head), Some(LogFault::Changed { entry: 3 }));

        let mut swapped = whole.clone();
        swapped.swap(1, 2);
        assert_eq!(fault(&swapped, head), Some(LogFault::Changed { entry: 2 }));

        let short = &whole[..3];
        assert_eq!(fault(short, head), Some(LogFault::Cut { kept: 3 }));
        assert_eq!(fault(&[], head), Some(LogFault::Cut { kept: 0 }));
        assert_eq!(fault(short, None), None, "an older store did not keep the last hash");

        let forged = chain(&["a", "b", "c", "e"]);
        assert_eq!(fault(&forged, head), Some(LogFault::Cut { kept: 4 }), "hashed anew");
    }

    #[test]
    fn an_event_of_a_newer_version_is_read_as_unknown() {
        let read: LogEvent = serde_json::from_str(r#"{"event": "framed", "wall": 3}"#).unwrap();
        assert_eq!(read, LogEvent::Unknown);
    }

    #[test]
    fn an_entry_of_an_older_version_is_still_read() {
        let old = r#"{"event":"moved","action":{"action":"approve"},
            "from":{"state":"inReview","by":"x"},"to":{"state":"approved"}}"#;
        let read: LogEvent = serde_json::from_str(old).unwrap();
        assert!(matches!(read, LogEvent::Moved { signed: None, .. }));
    }
}
