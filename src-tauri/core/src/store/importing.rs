//! Files of other programs as new articles: what was tracked in them becomes changes to review,
//! and what was said becomes conversations.

use rusqlite::Transaction;

use super::articles::{insert, revise, update, working};
use super::photos::{AddedPhoto, register};
use super::views::{OpenArticle, RevisionReason};
use super::{PhotoFiles, Store, comments, desk, reviewing};
use crate::article::ArticleId;
use crate::discuss::{self, Act, CommentEvent, EventId, ThreadId};
use crate::exchange::import::{Arrival, Incoming, PlacedTalk};
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
    let keep = |(name, bytes): (&str, &[u8])| match files.add(bytes, name, now) {
        Ok(added) => Ok(Some(added)),
        Err(failure) => match failure.code {
            Code::NotAPhoto | Code::DamagedPhoto | Code::PhotoTooLarge | Code::TooLarge => Ok(None),
            _ => Err(failure),
        },
    };
    incoming.pictures().map(keep).collect()
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

struct Making<'a> {
    transaction: &'a Transaction<'a>,
    id: &'a ArticleId,
    me: &'a Person,
    device: &'a str,
    people: &'a [Person],
}

impl Making<'_> {
    fn article(&self, arrival: Arrival, ids: &mut Ids, moment: &Moment) -> Result<()> {
        let Arrival { stages, talks } = arrival;
        let mut stages = stages.into_iter();
        let first = stages.next().ok_or_else(|| Failure::internal("an article without a text"))?;
        let (document, fields) = (first.content.document, first.content.fields);
        insert(self.transaction, self.id, document, fields, self.me, self.device, moment)?;
        let mut working = working(self.transaction, self.id)?;
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
        update(self.transaction, &working)?;
        for talk in talks {
            self.talk(talk, ids, moment)?;
        }
        comments::count_open(self.transaction, self.id)
    }

    fn talk(&self, talk: PlacedTalk, ids: &mut Ids, moment: &Moment) -> Result<()> {
        let opening = EventId(ids.letters(16));
        let thread = ThreadId(opening.0.clone());
        let mut n = 0;
        let mut anchor = Some(talk.anchor);
        let mut last = moment.now;
        for remark in talk.said.into_iter().take(REMARKS) {
            let author = self.person(&remark.author);
            let text = discuss::accept_comment(&remark.text)?;
            // A comment may be a picture and have no word.
            let text = if text.is_empty() { "…".to_owned() } else { text };
            let mentions = Vec::new();
            let (id, act) = match anchor.take() {
                Some(anchor) => {
                    let (suggestion, why) = (None, None);
                    let act = Act::Opened { anchor, text, mentions, suggestion, why };
                    (opening.clone(), act)
                }
                None => (EventId(ids.letters(16)), Act::Replied { text, mentions }),
            };
            last = remark.at.unwrap_or(moment.now);
            self.event(CommentEvent {
                id,
                thread: thread.clone(),
                n,
                by: author.id,
                by_name: author.name,
                device: self.device.to_owned(),
                at: last,
                act,
            })?;
            n += 1;
        }
        if talk.resolved {
            self.event(CommentEvent {
                id: EventId(ids.letters(16)),
                thread,
                n,
                by: self.me.id.clone(),
                by_name: self.me.name.clone(),
                device: self.device.to_owned(),
                at: last.max(moment.now),
                act: Act::Resolved,
            })?;
        }
        Ok(())
    }

    fn event(&self, event: CommentEvent) -> Result<()> {
        discuss::accept_event(&event)?;
        comments::add(self.transaction, self.id, &event)
    }

    /// The person of this desk who has a name; somebody unknown of that name where none has, or
    /// more than one.
    fn person(&self, name: &str) -> Person {
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
