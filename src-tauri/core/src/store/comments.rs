//! Conversations: events that are only added to, and where each thread stands in the working copy.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::articles::working;
use super::objects::{hash_of, to_json};
use super::{Store, desk, listing};
use crate::article::{ArticleId, Document, Fields};
use crate::compare::Content;
use crate::discuss::{
    self, Act, Anchor, CommentEvent, EventId, Mention, Place, Replacement, Thread, ThreadId,
    ThreadState, accept_comment, accept_replacement, anchor_at, threads,
};
use crate::failure::{Code, Failure, Result};
use crate::moment::Moment;
use crate::person::PersonId;

/// Something that whoever uses this desk does in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Say {
    /// Opens a thread at a place of the working copy as it was saved last.
    Open {
        /// [`Saved::seq`](super::Saved::seq) of the text in which the place was found.
        #[cfg_attr(test, ts(type = "number"))]
        seq: i64,
        place: Place,
        /// May be empty where there is a suggestion.
        text: String,
        mentions: Vec<PersonId>,
        suggestion: Option<Replacement>,
    },
    Reply {
        thread: ThreadId,
        text: String,
        mentions: Vec<PersonId>,
    },
    Resolve {
        thread: ThreadId,
    },
    Reopen {
        thread: ThreadId,
    },
    /// The suggestion has been made in the text.
    Accept {
        thread: ThreadId,
    },
    Decline {
        thread: ThreadId,
    },
    /// Words a comment of one's own anew.
    Edit {
        thread: ThreadId,
        comment: EventId,
        text: String,
        mentions: Vec<PersonId>,
    },
    /// Takes a comment of one's own back.
    Remove {
        thread: ThreadId,
        comment: EventId,
    },
}

/// The conversations about an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Talks {
    /// [`Saved::seq`](super::Saved::seq) of the text in which the anchors stand.
    #[cfg_attr(test, ts(type = "number"))]
    pub seq: i64,
    /// Oldest first.
    pub threads: Vec<Thread>,
}

/// Most threads of one article.
const THREAD_LIMIT: usize = 5_000;
/// Most events of one thread.
const EVENT_LIMIT: usize = 2_000;

impl Store {
    /// The conversations about an article, each with its anchor in the working copy.
    ///
    /// # Errors
    /// `NotFound`; `StoreDamaged` where an event does not carry its hash.
    pub fn talks(&self, id: &ArticleId) -> Result<Talks> {
        talks(&self.connection, id)
    }

    /// Adds to a conversation and gives all of the article's as they are then. What is so already
    /// (resolving what is resolved) changes nothing.
    ///
    /// # Errors
    /// `StaleSave` where the text was saved since the place of a new thread was found; `NotFound`
    /// for a thread or comment that is not there; `NotAllowed` for a comment of somebody else;
    /// `BadInput` for a place with nothing in it, no words, or too many; those of a write.
    pub fn discuss(&mut self, id: &ArticleId, say: Say, moment: &Moment) -> Result<Talks> {
        let device = self.device.clone();
        let (said, talks) = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let events = events(transaction, id)?;
            let mut ids = moment.ids();
            let event = EventId(ids.letters(16));
            let Some((thread, act)) = act_of(transaction, id, say, &events, &me.id, &event)? else {
                return Ok((false, talks(transaction, id)?));
            };
            let mine = events.iter().filter(|event| event.thread == thread);
            if mine.clone().count() >= EVENT_LIMIT {
                return Err(Failure::bad_input("this conversation is too long"));
            }
            let event = CommentEvent {
                id: event,
                n: mine.map(|event| event.n).max().map_or(0, |n| n.saturating_add(1)),
                thread,
                by: me.id,
                by_name: me.name,
                device,
                at: moment.now,
                act,
            };
            add(transaction, id, &event)?;
            count_open(transaction, id)?;
            Ok((true, talks(transaction, id)?))
        })?;
        if said {
            self.changes.push(id.clone());
        }
        Ok(talks)
    }
}

/// What an event says, and in which thread; `None` where it would say nothing new.
fn act_of(
    db: &Connection,
    id: &ArticleId,
    say: Say,
    events: &[CommentEvent],
    me: &PersonId,
    event: &EventId,
) -> Result<Option<(ThreadId, Act)>> {
    let found = |thread: &ThreadId| {
        threads(events.iter().filter(|event| event.thread == *thread))
            .pop()
            .ok_or_else(|| Failure::not_found(format!("thread {}", thread.0)))
    };
    Ok(Some(match say {
        Say::Open { seq, place, text, mentions, suggestion } => {
            let opening = opened(db, id, seq, place, text, &mentions, suggestion)?;
            let others: BTreeSet<_> = events.iter().map(|event| &event.thread).collect();
            if others.len() >= THREAD_LIMIT {
                return Err(Failure::bad_input("too many conversations about one article"));
            }
            (ThreadId(event.0.clone()), opening)
        }
        Say::Reply { thread, text, mentions } => {
            found(&thread)?;
            let (text, mentions) = (spoken(&text)?, named(db, &mentions)?);
            (thread, Act::Replied { text, mentions })
        }
        Say::Resolve { thread } => return step(found(&thread)?, ThreadState::Resolved),
        Say::Reopen { thread } => return step(found(&thread)?, ThreadState::Open),
        Say::Accept { thread } => return step(found(&thread)?, ThreadState::Accepted),
        Say::Decline { thread } => return step(found(&thread)?, ThreadState::Declined),
        Say::Edit { thread, comment, text, mentions } => {
            own(&found(&thread)?, &comment, me)?;
            let (text, mentions) = (spoken(&text)?, named(db, &mentions)?);
            (thread, Act::Edited { comment, text, mentions })
        }
        Say::Remove { thread, comment } => {
            own(&found(&thread)?, &comment, me)?;
            (thread, Act::Removed { comment })
        }
    }))
}

fn opened(
    db: &Connection,
    id: &ArticleId,
    seq: i64,
    place: Place,
    text: String,
    mentions: &[PersonId],
    suggestion: Option<Replacement>,
) -> Result<Act> {
    discuss::accept_place(&place)?;
    let working = working(db, id)?;
    if working.seq != seq {
        return Err(Failure::new(
            Code::StaleSave,
            format!("seq is {}, the place was found in {seq}", working.seq),
        ));
    }
    let content = Content { document: working.document, fields: working.fields };
    let anchor = anchor_at(place, &content)
        .ok_or_else(|| Failure::bad_input("a comment stands on words, a photo or a field"))?;
    let suggestion = suggestion.map(accept_replacement).transpose()?;
    let text = if suggestion.is_some() { accept_comment(&text)? } else { spoken(&text)? };
    Ok(Act::Opened { anchor, text, mentions: named(db, mentions)?, suggestion, why: None })
}

/// The step that brings a thread into a state; `None` where it is there.
fn step(thread: Thread, to: ThreadState) -> Result<Option<(ThreadId, Act)>> {
    if thread.state == to {
        return Ok(None);
    }
    let act = match to {
        ThreadState::Open => Act::Reopened,
        ThreadState::Resolved => Act::Resolved,
        ThreadState::Accepted | ThreadState::Declined if thread.suggestion.is_none() => {
            return Err(Failure::bad_input("there is no suggestion in this conversation"));
        }
        ThreadState::Accepted => Act::Accepted,
        ThreadState::Declined => Act::Declined,
    };
    Ok(Some((thread.id, act)))
}

fn own(thread: &Thread, comment: &EventId, me: &PersonId) -> Result<()> {
    let found = thread.comments.iter().find(|found| found.id == *comment && !found.removed);
    match found {
        Some(found) if found.by == *me => Ok(()),
        Some(_) => Err(Failure::new(Code::NotAllowed, "only one's own words can be changed")),
        None => Err(Failure::not_found(format!("comment {}", comment.0))),
    }
}

fn spoken(text: &str) -> Result<String> {
    let text = accept_comment(text)?;
    if text.is_empty() {
        return Err(Failure::bad_input("a comment without words"));
    }
    Ok(text)
}

/// The people mentioned, each once, with their names.
fn named(db: &Connection, mentions: &[PersonId]) -> Result<Vec<Mention>> {
    let people: BTreeSet<&PersonId> = mentions.iter().take(50).collect();
    people
        .into_iter()
        .map(|id| {
            let person = desk::person(db, id)?
                .ok_or_else(|| Failure::not_found(format!("person {}", id.0)))?;
            let name = if person.pen_name.is_empty() { person.name } else { person.pen_name };
            Ok(Mention { person: person.id, name })
        })
        .collect()
}

/// Carries the threads of an article from what the working copy was to what it becomes. Called
/// with every write of a working copy. Gives the anchors that are other ones now.
///
/// # Errors
/// Those of a write; `StoreDamaged` where an anchor cannot be read.
pub(super) fn carry(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    before: Content,
    document: &Document,
    fields: &Fields,
) -> Result<BTreeMap<ThreadId, Anchor>> {
    let old = anchors(transaction, article)?;
    if old.is_empty() {
        return Ok(old);
    }
    let after = Content { document: document.clone(), fields: fields.clone() };
    let mut moved = old.clone();
    discuss::carry(moved.values_mut(), &before, &after);
    moved.retain(|thread, anchor| old.get(thread) != Some(anchor));
    for (thread, anchor) in &moved {
        put_anchor(transaction, article, thread, anchor)?;
    }
    Ok(moved)
}

/// Takes in what other desks said, once each; gives how many events were new. `theirs` are their
/// anchors, carried to `content`, which is what the working copy is now; the desk's own have been
/// [carried](carry) there before.
///
/// # Errors
/// `BadInput` for an event that no desk can have made, or another one under a known id; those of
/// a write.
pub(super) fn take_in(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    events: &[CommentEvent],
    theirs: &BTreeMap<ThreadId, Anchor>,
    content: &Content,
) -> Result<usize> {
    let ours = anchors(transaction, article)?;
    let mut new = 0;
    for event in events {
        discuss::accept_event(event)?;
        if !is_known(transaction, article, event)? {
            put_event(transaction, article, event)?;
            new += 1;
        }
        if let Act::Opened { anchor, .. } = &event.act
            && !ours.contains_key(&event.thread)
            && !theirs.contains_key(&event.thread)
        {
            let placed = discuss::place_again(anchor.clone(), content);
            put_anchor(transaction, article, &event.thread, &placed)?;
        }
    }
    let known = anchors(transaction, article)?;
    let opened: BTreeSet<&ThreadId> = events
        .iter()
        .filter(|event| matches!(event.act, Act::Opened { .. }))
        .map(|event| &event.thread)
        .collect();
    for (thread, anchor) in theirs {
        discuss::accept_anchor(anchor)?;
        let anchor = discuss::place_again(anchor.clone(), content);
        let settled = match known.get(thread) {
            Some(ours) => discuss::settle(ours.clone(), anchor),
            None if opened.contains(thread) => anchor,
            // An anchor of no thread says nothing.
            None => continue,
        };
        put_anchor(transaction, article, thread, &settled)?;
    }
    count_open(transaction, article)?;
    Ok(new)
}

/// Every event of an article's conversations.
///
/// # Errors
/// `StoreDamaged` where an event does not carry its hash.
pub(super) fn events(db: &Connection, article: &ArticleId) -> Result<Vec<CommentEvent>> {
    let mut statement = db.prepare_cached(
        "SELECT body, hash FROM comment_event WHERE article = ?1 ORDER BY thread, id",
    )?;
    let rows = statement
        .query_map([&article.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (body, hash) = row?;
        if hash_of(&body) != hash {
            return Err(damaged(article));
        }
        serde_json::from_str(&body).map_err(|_| damaged(article))
    })
    .collect()
}

/// Whether the conversations of an article are as they were left: every event in its place, none
/// taken out of the middle of a thread, no thread without its opening or its anchor, and as many
/// open as the list says.
///
/// # Errors
/// `StoreDamaged` where an event or an anchor cannot be read.
pub(super) fn are_whole(db: &Connection, article: &ArticleId) -> Result<bool> {
    let events = events(db, article)?;
    let misplaced = db
        .prepare_cached(
            "SELECT 1 FROM comment_event WHERE article = ?1
                AND (body ->> '$.id' <> id OR body ->> '$.thread' <> thread)",
        )?
        .exists([&article.0])?;
    let opened = events.iter().filter(|event| matches!(event.act, Act::Opened { .. }));
    let opened: BTreeSet<&ThreadId> = opened.map(|event| &event.thread).collect();
    let anchors = anchors(db, article)?;
    let anchored: BTreeSet<&ThreadId> = anchors.keys().collect();
    let open: u32 = db
        .prepare_cached("SELECT open_threads FROM article WHERE id = ?1")?
        .query_row([&article.0], |row| row.get(0))?;
    let counted =
        threads(&events).iter().filter(|thread| thread.state == ThreadState::Open).count();
    Ok(!misplaced
        && hang_together(&events)
        && anchored == opened
        && usize::try_from(open) == Ok(counted))
}

/// Whether every thread has its opening, and none lacks an event in its middle: each is one more
/// than the highest that was known of its thread.
pub(super) fn hang_together(events: &[CommentEvent]) -> bool {
    let mut threads: BTreeMap<&ThreadId, (BTreeSet<u32>, bool)> = BTreeMap::new();
    for event in events {
        let (numbers, opened) = threads.entry(&event.thread).or_default();
        numbers.insert(event.n);
        *opened |= matches!(event.act, Act::Opened { .. });
    }
    threads.values().all(|(numbers, opened)| {
        let first = numbers.first().copied().unwrap_or(0);
        *opened && numbers.iter().all(|n| *n == first || numbers.contains(&(n - 1)))
    })
}

/// Where each thread of an article stands in the working copy.
///
/// # Errors
/// `StoreDamaged` where an anchor cannot be read.
pub(super) fn anchors(db: &Connection, article: &ArticleId) -> Result<BTreeMap<ThreadId, Anchor>> {
    let mut statement =
        db.prepare_cached("SELECT thread, anchor FROM thread_anchor WHERE article = ?1")?;
    let rows = statement
        .query_map([&article.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (thread, anchor) = row?;
        let anchor = serde_json::from_str(&anchor).map_err(|_| damaged(article))?;
        Ok((ThreadId(thread), anchor))
    })
    .collect()
}

/// The threads with their anchors in the working copy.
fn talks(db: &Connection, article: &ArticleId) -> Result<Talks> {
    let seq = db
        .prepare_cached("SELECT seq FROM article WHERE id = ?1")?
        .query_row([&article.0], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Failure::not_found(format!("article {article}")))?;
    let mut anchors = anchors(db, article)?;
    let mut threads = threads(&events(db, article)?);
    for thread in &mut threads {
        if let Some(anchor) = anchors.remove(&thread.id) {
            thread.anchor = anchor;
        }
    }
    Ok(Talks { seq, threads })
}

fn is_known(db: &Connection, article: &ArticleId, event: &CommentEvent) -> Result<bool> {
    let known: Option<(String, String)> = db
        .prepare_cached("SELECT article, hash FROM comment_event WHERE id = ?1")?
        .query_row([&event.id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        None => Ok(false),
        Some((of, hash)) if of == article.0 && hash == hash_of(&to_json(event)?) => Ok(true),
        Some(_) => Err(Failure::bad_input("two events of conversations have one id")),
    }
}

/// Adds an event of this desk; a new thread stands where it was opened.
pub(super) fn add(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    event: &CommentEvent,
) -> Result<()> {
    if let Act::Opened { anchor, .. } = &event.act {
        put_anchor(transaction, article, &event.thread, anchor)?;
    }
    put_event(transaction, article, event)
}

fn put_event(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    event: &CommentEvent,
) -> Result<()> {
    let body = to_json(event)?;
    transaction
        .prepare_cached(
            "INSERT INTO comment_event (id, article, thread, body, hash)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![event.id.0, article.0, event.thread.0, body, hash_of(&body)])?;
    Ok(())
}

fn put_anchor(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    thread: &ThreadId,
    anchor: &Anchor,
) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO thread_anchor (thread, article, anchor) VALUES (?1, ?2, ?3)
             ON CONFLICT (thread) DO UPDATE SET anchor = ?3 WHERE article = ?2",
        )?
        .execute(params![thread.0, article.0, to_json(anchor)?])?;
    Ok(())
}

/// Counts the open threads anew, and whom they ask, for the lists.
pub(super) fn count_open(transaction: &Transaction<'_>, article: &ArticleId) -> Result<()> {
    let threads = threads(&events(transaction, article)?);
    listing::note_asked(transaction, article, &discuss::asked(&threads))?;
    let open = threads.iter().filter(|thread| thread.state == ThreadState::Open).count();
    transaction
        .prepare_cached("UPDATE article SET open_threads = ?2 WHERE id = ?1")?
        .execute(params![article.0, u32::try_from(open).unwrap_or(u32::MAX)])?;
    Ok(())
}

fn damaged(article: &ArticleId) -> Failure {
    Failure::new(Code::StoreDamaged, format!("a conversation about {article} is damaged"))
        .with("what", article)
}

#[cfg(test)]
mod tests;
