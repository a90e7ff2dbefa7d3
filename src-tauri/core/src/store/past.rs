//! Articles of years past come onto the desk: each once, under the date of its publication and the
//! name of whoever wrote it, and put by, so that it stands in nobody's drafts and goes on once
//! somebody takes it up.

use rusqlite::params;

use super::articles::{update, working};
use super::history::append_log;
use super::importing::{Making, keep_pictures};
use super::receiving::is_here;
use super::signing::Facts;
use super::{Store, desk};
use crate::article::{ArticleId, Byline, BylineRole, Fields};
use crate::compare::Content;
use crate::exchange::import::past::Past;
use crate::exchange::import::{Arrival, Stage};
use crate::exchange::recognise::{LabelledLine, compose};
use crate::failure::Result;
use crate::language::normal::nfc;
use crate::moment::{Moment, letters};
use crate::person::Person;
use crate::review::{self, Action, LogEvent};

/// Longest name of a section or tag in bytes, and most tags.
const NAME_BYTES: usize = 200;
const TAGS: usize = 50;

/// What became of an article of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PastOutcome {
    Taken(ArticleId),
    /// It was taken before.
    Here(ArticleId),
}

impl Store {
    /// Whether an article of the past is on this desk.
    ///
    /// # Errors
    /// Those of a read.
    pub fn has_past(&self, past: &Past) -> Result<bool> {
        is_here(&self.connection, &self.id_of(past))
    }

    /// Takes in an article of the past, with its pictures, or finds that it is here. All of it is
    /// there or nothing; so a run that broke off goes on where it was. `reason` is why it is put by.
    ///
    /// # Errors
    /// `BadInput` or `TooLarge` for what is over the limits of an article; `NotAllowed` where it is
    /// not mine to put articles by; those of a write.
    pub fn take_in_past(
        &mut self,
        past: &Past,
        reason: &str,
        moment: &Moment,
    ) -> Result<PastOutcome> {
        let id = self.id_of(past);
        if is_here(&self.connection, &id)? {
            return Ok(PastOutcome::Here(id));
        }
        let pictures = keep_pictures(&self.photo_files(), &past.incoming, moment.now)?;
        let people = self.people()?;
        let mut arrival = self.arrival_of(past, &pictures, &people, moment)?;
        let device = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let making = Making { transaction, id: &id, me: &me, device: &device, people: &people };
            let author = making.person(&past.author);
            for stage in &mut arrival.stages {
                fill(&mut stage.content.fields, past, &author, &people);
            }
            for added in pictures.iter().flatten() {
                super::photos::register(transaction, &added.info)?;
            }
            making.article(arrival, &mut moment.ids(), moment)?;
            let at = past.at.map_or(moment.now, |at| at.min(moment.now));
            let holder = people.iter().find(|person| person.id == author.id).unwrap_or(&me);
            transaction.execute(
                "UPDATE article SET author = ?2, created_at = ?3 WHERE id = ?1",
                params![id.0, holder.id.0, at.0],
            )?;
            let mut working = working(transaction, &id)?;
            let action = Action::Hold { reason: reason.to_owned() };
            let from = working.editorial.clone();
            let to = review::apply(&Facts::of(transaction, &working)?.case(), &action, &me)?;
            working.editorial.clone_from(&to);
            (working.updated_at, working.state_since) = (at, Some(at));
            let event = LogEvent::Moved {
                action: Box::new(action),
                from: Box::new(from),
                to: Box::new(to),
                signed: None,
                waived: None,
            };
            append_log(transaction, &id, &me, &device, moment.now, &working.head, event)?;
            update(transaction, &working)
        })?;
        self.changes.push(id.clone());
        Ok(PastOutcome::Taken(id))
    }

    fn arrival_of(
        &self,
        past: &Past,
        pictures: &[Option<super::AddedPhoto>],
        people: &[Person],
        moment: &Moment,
    ) -> Result<Arrival> {
        let incoming = &past.incoming;
        let mut ids = moment.ids();
        if incoming.recognition.file.is_some() {
            let hash = |added: &Option<super::AddedPhoto>| {
                added.as_ref().map(|added| added.info.hash.clone())
            };
            let photos: Vec<Option<String>> = pictures.iter().map(hash).collect();
            return incoming.compose(&incoming.labels(), &photos, people, &mut || ids.block());
        }
        let lines = incoming
            .recognition
            .lines
            .iter()
            .map(|line| LabelledLine { text: line.text.clone(), label: line.label });
        let lines: Vec<LabelledLine> = lines.collect();
        let (document, fields) = compose(&lines, people, &mut || ids.block())?;
        let content = Content { document, fields };
        let stage = Stage { content, author: String::new(), at: None };
        Ok(Arrival { stages: vec![stage], talks: Vec::new() })
    }

    /// The same for the same article, and another one on every desk: two desks that take in the
    /// same export have two articles, whose revisions have nothing in common.
    fn id_of(&self, past: &Past) -> ArticleId {
        let mut stream = blake3::Hasher::new_derive_key("banthao 2026 article of the past")
            .update(self.device.as_bytes())
            .update(b"\n")
            .update(past.key.as_bytes())
            .finalize_xof();
        ArticleId(letters(&mut stream, 20))
    }
}

/// What stands beside the text of an article of the past.
fn fill(fields: &mut Fields, past: &Past, author: &Person, people: &[Person]) {
    if fields.bylines.is_empty() && !past.author.is_empty() {
        let known = people.iter().find(|person| person.id == author.id);
        fields.bylines.push(Byline {
            contributor: known.map(|person| person.id.clone()),
            pen_name: known
                .map(|person| person.pen_name.clone())
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| past.author.clone()),
            role: BylineRole::Text,
        });
    }
    if fields.section.is_empty() {
        fields.section = short(&past.section);
    }
    fields.tags.extend(past.tags.iter().take(TAGS).map(|tag| short(tag)));
    if fields.slug.is_empty() {
        fields.slug = short(&past.slug);
    }
    if !past.address.is_empty() {
        let apart = if fields.internal_note.is_empty() { "" } else { "\n" };
        let address: String = past.address.chars().take(2_000).collect();
        fields.internal_note.push_str(&format!("{apart}{}", nfc(&address)));
    }
}

fn short(name: &str) -> String {
    let mut name = nfc(name.trim());
    while name.len() > NAME_BYTES {
        name.pop();
    }
    name
}

#[cfg(test)]
mod tests;
