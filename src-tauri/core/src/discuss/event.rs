//! What happens in a conversation.

use serde::{Deserialize, Serialize};

use super::Anchor;
use crate::article::{BlockId, Text};
use crate::person::PersonId;
use crate::time::Timestamp;

/// Id of a thread, unique across desks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct ThreadId(pub String);

/// Id of an event, unique across desks; also names the comment that the event made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct EventId(pub String);

/// Something that somebody did in a thread. Never changed and never taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommentEvent {
    pub id: EventId,
    pub thread: ThreadId,
    /// One more than the highest that was known of the thread when this was done: what answers
    /// something comes after it, however the clocks of two desks go.
    pub n: u32,
    pub by: PersonId,
    pub by_name: String,
    pub device: String,
    pub at: Timestamp,
    pub act: Act,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Act {
    Opened {
        /// Where it was opened, for desks that get the thread without an anchor of their own.
        anchor: Anchor,
        /// May be empty where there is a suggestion.
        text: String,
        mentions: Vec<Mention>,
        suggestion: Option<Replacement>,
        /// Asked by a merge, which could take only one side's words.
        why: Option<Why>,
    },
    Replied {
        text: String,
        mentions: Vec<Mention>,
    },
    Resolved,
    Reopened,
    /// The suggestion was made in the text.
    Accepted,
    Declined,
    /// The author of a comment words it anew.
    Edited {
        comment: EventId,
        text: String,
        mentions: Vec<Mention>,
    },
    /// The author takes a comment back.
    Removed {
        comment: EventId,
    },
}

/// A colleague named in a comment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mention {
    pub person: PersonId,
    /// As written in the text after the `@`, for desks that do not know the person.
    pub name: String,
}

/// What a suggestion would do at the place of its thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Replacement {
    /// These words for those of the passage; none deletes the passage. One run without marks
    /// takes those of the passage.
    Text { runs: Vec<Text> },
    /// Takes the unit out in which the passage (or whose photo) stands.
    DeleteBlock,
    /// Joins the unit to the one before it.
    JoinBefore,
    /// Puts the unit behind that of `block`; `None` puts it first.
    MoveAfter { block: Option<BlockId> },
    /// Gives the unit's attribute this value; `None` is "no photo".
    Attr { name: UnitAttr, value: Option<String> },
    /// Gives a field this value, as JSON.
    Field { name: String, value: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum UnitAttr {
    /// Hash of the photo.
    Photo,
    /// What is done to the photo, as [`crate::photo::Edits`] prints it.
    Edits,
    Credit,
    Alt,
    /// What the unit is: `paragraph`, `subhead` or `quote`.
    Kind,
    /// Of a list: `true` or `false`.
    Ordered,
}

/// Why a merge had to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// Both sides worded or set the same thing differently.
    Both,
    /// One side deleted what the other changed.
    Deleted,
    /// The sides moved it to different places.
    Moved,
    /// One side joined what the other moved or turned into something else.
    Joined,
}
