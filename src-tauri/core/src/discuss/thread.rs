//! The state of a thread as its events tell it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::{Act, Anchor, CommentEvent, EventId, Mention, Replacement, ThreadId, Why};
use crate::person::PersonId;
use crate::time::Timestamp;

/// A conversation about a place in the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Thread {
    pub id: ThreadId,
    /// Where it was opened.
    pub anchor: Anchor,
    pub suggestion: Option<Replacement>,
    pub why: Option<Why>,
    pub state: ThreadState,
    /// Who brought it into this state, and when; of an open thread, who opened it.
    pub state_by: String,
    pub state_at: Timestamp,
    /// The first is the one that opened it; never empty.
    pub comments: Vec<Comment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ThreadState {
    Open,
    Resolved,
    /// Its suggestion was made in the text.
    Accepted,
    /// Its suggestion was turned down.
    Declined,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Comment {
    pub id: EventId,
    pub by: PersonId,
    pub by_name: String,
    pub device: String,
    pub at: Timestamp,
    /// Empty where it was removed.
    pub text: String,
    pub mentions: Vec<Mention>,
    pub edited_at: Option<Timestamp>,
    pub removed: bool,
}

/// The threads of a set of events, oldest first. The order of `events`, and events that come
/// twice, make no difference.
///
/// Events of a thread whose opening is not among them wait without showing, and a thread in which
/// every word was taken back shows no more. A second opening of one thread, words changed by
/// another than their author, and an acceptance without a suggestion count for nothing.
pub fn threads<'a>(events: impl IntoIterator<Item = &'a CommentEvent>) -> Vec<Thread> {
    let mut by_thread: BTreeMap<&ThreadId, Vec<&CommentEvent>> = BTreeMap::new();
    for event in events {
        by_thread.entry(&event.thread).or_default().push(event);
    }
    let mut threads: Vec<Thread> = by_thread.into_values().filter_map(thread).collect();
    threads.sort_by(|a, b| (a.comments[0].at, &a.id).cmp(&(b.comments[0].at, &b.id)));
    threads
}

/// Everybody who was asked by name in an open thread and has said nothing in it since.
pub fn asked(threads: &[Thread]) -> BTreeSet<PersonId> {
    let open = threads.iter().filter(|thread| thread.state == ThreadState::Open);
    open.flat_map(|thread| {
        let mut asked = BTreeSet::new();
        for comment in thread.comments.iter().filter(|comment| !comment.removed) {
            asked.remove(&comment.by);
            let others = comment.mentions.iter().map(|mention| &mention.person);
            asked.extend(others.filter(|person| **person != comment.by));
        }
        asked
    })
    .cloned()
    .collect()
}

fn thread(mut events: Vec<&CommentEvent>) -> Option<Thread> {
    events.sort_by(|a, b| (a.n, a.at, &a.id).cmp(&(b.n, b.at, &b.id)));
    events.dedup_by(|a, b| a.id == b.id);
    let opening = events.iter().position(|event| matches!(event.act, Act::Opened { .. }))?;
    let opening = events.remove(opening);
    let Act::Opened { anchor, text, mentions, suggestion, why } = &opening.act else {
        return None;
    };
    let mut thread = Thread {
        id: opening.thread.clone(),
        anchor: anchor.clone(),
        suggestion: suggestion.clone(),
        why: *why,
        state: ThreadState::Open,
        state_by: opening.by_name.clone(),
        state_at: opening.at,
        comments: vec![comment(opening, text, mentions)],
    };
    // Comments first: what is said about one may come before it where two clocks disagree.
    for event in &events {
        if let Act::Replied { text, mentions } = &event.act {
            thread.comments.push(comment(event, text, mentions));
        }
    }
    let places: HashMap<EventId, usize> =
        thread.comments.iter().enumerate().map(|(at, comment)| (comment.id.clone(), at)).collect();
    for event in &events {
        let state = match &event.act {
            Act::Edited { comment, text, mentions } => {
                if let Some(comment) = places.get(comment).map(|at| &mut thread.comments[*at])
                    && comment.by == event.by
                    && !comment.removed
                {
                    comment.text.clone_from(text);
                    comment.mentions.clone_from(mentions);
                    comment.edited_at = Some(event.at);
                }
                continue;
            }
            Act::Removed { comment } => {
                if let Some(comment) = places.get(comment).map(|at| &mut thread.comments[*at])
                    && comment.by == event.by
                {
                    comment.text.clear();
                    comment.mentions.clear();
                    comment.removed = true;
                }
                continue;
            }
            Act::Resolved => ThreadState::Resolved,
            Act::Reopened => ThreadState::Open,
            Act::Accepted if thread.suggestion.is_some() => ThreadState::Accepted,
            Act::Declined if thread.suggestion.is_some() => ThreadState::Declined,
            Act::Opened { .. } | Act::Replied { .. } | Act::Accepted | Act::Declined => continue,
        };
        thread.state = state;
        thread.state_by.clone_from(&event.by_name);
        thread.state_at = event.at;
    }
    let says = thread.suggestion.is_some() || thread.comments.iter().any(|it| !it.removed);
    says.then_some(thread)
}

fn comment(event: &CommentEvent, text: &str, mentions: &[Mention]) -> Comment {
    Comment {
        id: event.id.clone(),
        by: event.by.clone(),
        by_name: event.by_name.clone(),
        device: event.device.clone(),
        at: event.at,
        text: text.to_owned(),
        mentions: mentions.to_vec(),
        edited_at: None,
        removed: false,
    }
}
