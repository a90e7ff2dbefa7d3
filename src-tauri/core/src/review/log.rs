//! The log of an article: transitions and sign-offs, chained by hash so that editing shows.

use serde::{Deserialize, Serialize};

use super::{Action, Editorial};
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
    },
    Exported {
        bundle: String,
        /// Given where a gate was overridden.
        override_reason: Option<String>,
    },
    Restored {
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
