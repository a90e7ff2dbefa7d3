//! Files of other programs as new articles: what was tracked in them becomes changes to review,
//! and what was said becomes conversations.

use std::collections::HashSet;

use rusqlite::Transaction;

use super::articles::{Begun, Working, begin, revise, update};
use super::photos::{AddedPhoto, register};
use super::views::{OpenArticle, RevisionReason};
use super::{PhotoFiles, Store, comments, desk, reviewing};
use crate::article::ArticleId;
use crate::discuss::{self, Act, CommentEvent, EventId, ThreadId};
use crate::exchange::import::{Arrival, Incoming, PlacedTalk, Stage};
use crate::exchange::recognise::{Label, LabelledLine};
use crate::failure::{Code, Failure, Result};
use crate::language::fold::fold;
use crate::moment::{Ids, Moment, letters};
use crate::person::{Person, PersonId, Role};
use crate::time::Timestamp;

/// Most that was said in one conversation of a file.
const REMARKS: usize = 500;

/// Keeps the pictures of a file as originals, in their order; none for one that is no photo after
/// all. Needs no store, for it takes time; nothing refers to them before
/// [`Store::create_from_file`].
///
/// # Errors
/// `DiskFull`, `ReadOnly` or `FileProblem` where they cannot be kept.
pub fn keep_pictures(
    files: &PhotoFiles,
    incoming: &Incoming,
    now: Timestamp,
) -> Result<Vec<Option<AddedPhoto>>> {
    keep_pictures_but(files, incoming, &HashSet::new(), now)
}

/// As [`keep_pictures`], without those in these places.
///
/// # Errors
/// As [`keep_pictures`].
pub fn keep_pictures_but(
    files: &PhotoFiles,
    incoming: &Incoming,
    but: &HashSet<usize>,
    now: Timestamp,
) -> Result<Vec<Option<AddedPhoto>>> {
    let keep = |(at, (name, bytes)): (usize, (&str, &[u8]))| {
        if but.contains(&at) {
            return Ok(None);
        }
        match files.add(bytes, name, now) {
            Ok(added) => Ok(Some(added)),
            Err(failure) => match failure.code {
                Code::NotAPhoto | Code::DamagedPhoto | Code::PhotoTooLarge | Code::TooLarge => {
                    Ok(None)
                }
                _ => Err(failure),
            },
        }
    };
    incoming.pictures().enumerate().map(keep).collect()
}

impl Store {
    /// A new article of a file that was read, with the labels that a person confirmed and the
    /// pictures that were [kept](keep_pictures).
    ///
    /// Where changes were tracked in the file, the first revision is its text without them; one
    /// more follows for each person who made some, in their name, and the review counts from the
    /// first. All of it is there or nothing.
    ///
    /// # Errors
    /// `BadInput` where labels or pictures are not those of the file; those of a write.
    pub fn create_from_file(
        &mut self,
        incoming: &Incoming,
        labels: &[Label],
        pictures: Vec<Option<AddedPhoto>>,
        moment: &Moment,
    ) -> Result<OpenArticle> {
        if incoming.recognition.file.is_none() {
            let lines: Vec<LabelledLine> = incoming
                .recognition
                .lines
                .iter()
                .zip(labels)
                .map(|(line, label)| LabelledLine { text: line.text.clone(), label: *label })
                .collect();
            return self.create_from_lines(&lines, moment);
        }
        let mut ids = moment.ids();
        let photos: Vec<Option<String>> = pictures
            .iter()
            .map(|added| added.as_ref().map(|added| added.info.hash.clone()))
            .collect();
        let people = self.people()?;
        let arrival = incoming.compose(labels, &photos, &people, &mut || ids.block())?;
        let id = ArticleId(format!("{}{}", ids.article().0, ids.letters(4)));
        let device = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            for added in pictures.into_iter().flatten() {
                register(transaction, &added.info)?;
            }
            let making = Making { transaction, id: &id, me: &me, device: &device, people: &people };
            making.article(arrival, &mut ids, moment)
        })?;
        self.changes.push(id.clone());
        self.open_article(&id)
    }
}

pub(super) struct Making<'a> {
    pub(super) transaction: &'a Transaction<'a>,
    pub(super) id: &'a ArticleId,
    pub(super) me: &'a Person,
    pub(super) device: &'a str,
    pub(super) people: &'a [Person],
}

impl Making<'_> {
    pub(super) fn article(&self, arrival: Arrival, ids: &mut Ids, moment: &Moment) -> Result<()> {
        let Arrival { stages, talks } = arrival;
        update(self.transaction, &self.texts(stages, &self.me.id, moment.now, moment)?)?;
        self.talks(talks, ids, moment)
    }

    /// The texts of a new article, one after the other, and its working copy, which is not written
    /// yet.
    pub(super) fn texts(
        &self,
        stages: Vec<Stage>,
        author: &PersonId,
        at: Timestamp,
        moment: &Moment,
    ) -> Result<Working> {
        let mut stages = stages.into_iter();
        let first = stages.next().ok_or_else(|| Failure::internal("an article without a text"))?;
        let begun = Begun { author, at, by: self.me, device: self.device };
        let mut working = begin(self.transaction, self.id, first.content, &begun, moment)?;
        let base = working.head.clone();
        for stage in stages {
            let author = self.person(&stage.author);
            working.put_content(stage.content.document, stage.content.fields);
            working.seq += 1;
            let reason = RevisionReason::Writing;
            revise(self.transaction, &mut working, &author, self.device, reason, moment)?;
        }
        if working.head != base {
            reviewing::set_base(self.transaction, self.id, &base)?;
        }
        Ok(working)
    }

    /// What was said of it, once it is written.
    pub(super) fn talks(
        &self,
        talks: Vec<PlacedTalk>,
        ids: &mut Ids,
        moment: &Moment,
    ) -> Result<()> {
        if talks.is_empty() {
            return Ok(());
        }
        for talk in talks {
            for event in self.events(talk, None, ids, moment.now)? {
                comments::add(self.transaction, self.id, &event)?;
            }
        }
        comments::count_open(self.transaction, self.id)
    }

    /// What was said in a conversation of a file, as events. `into` is the conversation that it goes
    /// on with, and the number of its next event; a new one is opened where there is none.
    pub(super) fn events(
        &self,
        talk: PlacedTalk,
        into: Option<(ThreadId, u32)>,
        ids: &mut Ids,
        now: Timestamp,
    ) -> Result<Vec<CommentEvent>> {
        let mut events = Vec::new();
        let mut anchor = Some(talk.anchor).filter(|_| into.is_none());
        let (thread, first) = into.unwrap_or_else(|| (ThreadId(ids.letters(16)), 0));
        let mut last = now;
        let event = |n: usize, id: EventId, by: Person, at: Timestamp, act: Act| CommentEvent {
            id,
            thread: thread.clone(),
            n: first.saturating_add(u32::try_from(n).unwrap_or(u32::MAX)),
            by: by.id,
            by_name: by.name,
            device: self.device.to_owned(),
            at,
            act,
        };
        for remark in talk.said.into_iter().take(REMARKS) {
            let text = discuss::accept_comment(&remark.text)?;
            // A comment may be a picture and have no word.
            let text = if text.is_empty() { "…".to_owned() } else { text };
            let mentions = Vec::new();
            let (id, act) = match anchor.take() {
                // A conversation is called as the event that opened it.
                Some(anchor) => {
                    let act = Act::Opened { anchor, text, mentions, suggestion: None, why: None };
                    (EventId(thread.0.clone()), act)
                }
                None => (EventId(ids.letters(16)), Act::Replied { text, mentions }),
            };
            last = remark.at.unwrap_or(now);
            let author = self.person(&remark.author);
            events.push(event(events.len(), id, author, last, act));
        }
        if talk.resolved {
            let (id, at) = (EventId(ids.letters(16)), last.max(now));
            events.push(event(events.len(), id, self.me.clone(), at, Act::Resolved));
        }
        events.iter().try_for_each(discuss::accept_event)?;
        Ok(events)
    }

    /// The person of this desk who has a name; somebody unknown of that name where none has, or
    /// more than one.
    pub(super) fn person(&self, name: &str) -> Person {
        let wanted = fold(name);
        let has = |person: &&Person| {
            !wanted.is_empty() && (fold(&person.name) == wanted || fold(&person.pen_name) == wanted)
        };
        let mut fitting = self.people.iter().filter(has);
        match (fitting.next(), fitting.next()) {
            (Some(person), None) => person.clone(),
            _ => Person {
                id: unknown(name),
                name: if name.is_empty() { "?".to_owned() } else { name.to_owned() },
                pen_name: String::new(),
                role: Role::Reporter,
                sections: Vec::new(),
            },
        }
    }
}

/// One id for one name, on every desk: nobody has it but whoever wrote under that name elsewhere.
fn unknown(name: &str) -> PersonId {
    let mut stream = blake3::Hasher::new_derive_key("banthao 2026 author of a file")
        .update(name.as_bytes())
        .finalize_xof();
    PersonId(letters(&mut stream, 16))
}

#[cfg(test)]
mod tests;
