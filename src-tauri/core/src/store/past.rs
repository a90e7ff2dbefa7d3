//! Articles of years past come onto the desk: each once, under the date of its publication and the
//! name of whoever wrote it, and put by, so that it stands in nobody's drafts and goes on once
//! somebody takes it up.

use super::articles::update;
use super::history::append_log;
use super::importing::{Making, keep_pictures};
use super::likeness::{near_copy, put_print, same_text};
use super::past_report::{PastLook, PastReport, PastRow, PastRowKind};
use super::receiving::is_here;
use super::signing::Facts;
use super::{AddedPhoto, Store, desk};
use crate::article::{ArticleId, Byline, BylineRole, Fields};
use crate::compare::Content;
use crate::exchange::import::past::{Next, Past, PastArticles, Progress};
use crate::exchange::import::{Arrival, LeftOut, Stage};
use crate::exchange::recognise::{Label, LabelledLine, compose};
use crate::failure::{Code, Failure, Result};
use crate::language::normal::nfc;
use crate::likeness::Print;
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
    /// The same text is here from elsewhere.
    Same(ArticleId),
}

/// Articles that are committed together: few enough that nobody who writes waits for them.
const AT_ONCE: usize = 96;
/// Bytes of pictures after which a batch is committed, however few its articles are.
const PICTURE_BYTES: usize = 32 << 20;
/// For pages of the store in memory while an archive is taken in, in KiB, and SQLite's own choice.
const ROOM_KIB: i64 = 64 << 10;
const USUAL_ROOM_KIB: i64 = 2_000;
/// Size that the write-ahead log grows to meanwhile: pages that many batches write are copied into
/// the database once.
const CHECKPOINT_BYTES: u64 = 32 << 20;
/// Headlines that are shown of what was found.
const HEADLINES: usize = 6;
/// From this share on a text is nearly the same as another, in percent.
const NEAR: u8 = 60;

/// What a run is given beside its archive.
pub struct PastRun<'a> {
    /// Why the articles are put by.
    pub reason: &'a str,
    pub clock: &'a mut dyn FnMut() -> Result<Moment>,
    /// Hears how far it is after each batch, and says whether to go on.
    pub told: &'a mut dyn FnMut(&PastReport, Progress) -> bool,
}

/// An article with its pictures on the disk, ready for the store.
struct Ready {
    past: Box<Past>,
    pictures: Vec<Option<AddedPhoto>>,
    arrival: Arrival,
    print: Print,
    moment: Moment,
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
        let people = self.people()?;
        let ready = self.ready(Box::new(past.clone()), &people, moment.clone())?;
        let device = self.device.clone();
        let outcome = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let making = Making { transaction, id: &id, me: &me, device: &device, people: &people };
            Ok(take(&making, &ready, reason)?.0)
        })?;
        if let PastOutcome::Taken(id) = &outcome {
            self.changes.push(id.clone());
        }
        Ok(outcome)
    }

    /// Looks into an archive without keeping anything, as long as `goes_on` says so.
    ///
    /// # Errors
    /// Those of reading it and the store.
    pub fn look_into_archive(
        &self,
        articles: &mut PastArticles,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<PastLook> {
        let mut look = PastLook::default();
        loop {
            match articles.read_next()? {
                None => {
                    look.whole = true;
                    break;
                }
                Some(Next::Passed(kind)) => *look.passed.entry(kind).or_default() += 1,
                Some(Next::Refused { .. }) => look.refused += 1,
                Some(Next::Article(past)) if is_here(&self.connection, &self.id_of(&past))? => {
                    look.here += 1;
                }
                Some(Next::Article(past)) => {
                    look.new += 1;
                    if look.headlines.len() < HEADLINES {
                        look.headlines.push(headline(&past));
                    }
                }
            }
            if !goes_on() {
                break;
            }
        }
        Ok(look)
    }

    /// Takes in all of an archive, some articles in one go, and tells in `report` what became of them,
    /// also where it breaks off. A run that was ended or broke off goes on where it was when it is begun
    /// anew: what is here is passed over.
    ///
    /// # Errors
    /// `NotAllowed` where it is not mine to put articles by; those of a write and of reading the
    /// archive. What was committed stays. One article that cannot be taken in is in the report.
    pub fn take_in_archive(
        &mut self,
        articles: &mut PastArticles,
        report: &mut PastReport,
        run: PastRun<'_>,
    ) -> Result<()> {
        // A batch writes all over the indexes: with room for its pages each is written once, without
        // it many times.
        self.connection.pragma_update(None, "cache_size", -ROOM_KIB)?;
        let usual = std::mem::replace(&mut self.checkpoint_at, CHECKPOINT_BYTES);
        let outcome = self.take_in_all(articles, report, run);
        self.checkpoint_at = usual;
        self.checkpoint_if_large();
        self.connection.pragma_update(None, "cache_size", -USUAL_ROOM_KIB)?;
        outcome
    }

    fn take_in_all(
        &mut self,
        articles: &mut PastArticles,
        report: &mut PastReport,
        run: PastRun<'_>,
    ) -> Result<()> {
        // What is here is compared with what comes.
        let mut more = self.index_texts()?;
        while more {
            if !(run.told)(report, articles.progress()) {
                report.stopped = true;
                return Ok(());
            }
            more = self.index_texts()?;
        }
        more = true;
        while more {
            more = self.take_in_batch(articles, report, run.reason, run.clock)?;
            if !(run.told)(report, articles.progress()) && more {
                report.stopped = true;
                break;
            }
        }
        Ok(())
    }

    /// Reads and commits some articles; `false` at the end of the archive.
    fn take_in_batch(
        &mut self,
        articles: &mut PastArticles,
        report: &mut PastReport,
        reason: &str,
        clock: &mut dyn FnMut() -> Result<Moment>,
    ) -> Result<bool> {
        let people = self.people()?;
        let mut batch: Vec<(ArticleId, Ready)> = Vec::new();
        let (mut bytes, mut more, mut looked_at) = (0, true, 0);
        while batch.len() < AT_ONCE && bytes < PICTURE_BYTES && looked_at < AT_ONCE * 20 {
            looked_at += 1;
            let past = match articles.read_next()? {
                None => {
                    more = false;
                    break;
                }
                Some(Next::Passed(kind)) => {
                    *report.passed.entry(kind).or_default() += 1;
                    continue;
                }
                Some(Next::Refused { from, failure }) => {
                    report.add(refused(from, String::new(), failure));
                    continue;
                }
                Some(Next::Article(past)) => past,
            };
            let id = self.id_of(&past);
            if is_here(&self.connection, &id)? || batch.iter().any(|(other, _)| *other == id) {
                report.add(row(PastRowKind::Here, &past, Some(id)));
                continue;
            }
            bytes += past.incoming.pictures().map(|it| it.1.len()).sum::<usize>();
            let (from, headline) = (past.from.clone(), headline(&past));
            match self.ready(past, &people, clock()?) {
                Ok(ready) => batch.push((id, ready)),
                Err(failure) if is_its_own(&failure) => {
                    report.add(refused(from, headline, failure));
                }
                Err(failure) => return Err(failure),
            }
        }
        if batch.is_empty() {
            return Ok(more);
        }
        let rows = match self.take_all(&batch, &people, reason) {
            // One article that is over a limit costs itself alone; a full disk ends the run.
            Err(failure) if is_its_own(&failure) => {
                let mut rows = Vec::new();
                for one in batch.chunks(1) {
                    match self.take_all(one, &people, reason) {
                        Ok(row) => rows.extend(row),
                        Err(failure) if is_its_own(&failure) => {
                            let past = &one[0].1.past;
                            let row = refused(past.from.clone(), headline(past), failure);
                            rows.push((row, Vec::new()));
                        }
                        Err(failure) => return Err(failure),
                    }
                }
                rows
            }
            rows => rows?,
        };
        for (row, left_out) in rows {
            let is_in = matches!(row.kind, PastRowKind::Taken | PastRowKind::Near);
            if let Some(id) = row.article.clone().filter(|_| is_in) {
                self.changes.push(id);
                for part in left_out {
                    match part {
                        Part::Kind(what, count) => report.leave_out(what, count),
                        Part::Code(name, count) => *report.codes.entry(name).or_default() += count,
                    }
                }
            }
            report.add(row);
        }
        Ok(more)
    }

    /// Takes in articles in one transaction: all of them or none.
    fn take_all(
        &mut self,
        batch: &[(ArticleId, Ready)],
        people: &[Person],
        reason: &str,
    ) -> Result<Vec<(PastRow, Vec<Part>)>> {
        let device = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let mut rows = Vec::new();
            for (id, ready) in batch {
                let making = Making { transaction, id, me: &me, device: &device, people };
                let mut row = row(PastRowKind::Taken, &ready.past, Some(id.clone()));
                let (outcome, near) = take(&making, ready, reason)?;
                let other = match outcome {
                    PastOutcome::Taken(_) => near.map(|(other, percent)| {
                        (row.kind, row.percent) = (PastRowKind::Near, Some(percent));
                        other
                    }),
                    PastOutcome::Same(other) | PastOutcome::Here(other) => {
                        (row.kind, row.article) = (PastRowKind::Same, None);
                        Some(other)
                    }
                };
                if let Some(other) = other {
                    row.other_headline = transaction
                        .prepare_cached("SELECT headline FROM article WHERE id = ?1")?
                        .query_row([&other.0], |row| row.get(0))?;
                    row.other = Some(other);
                }
                rows.push((row, left_out(&ready.past)));
            }
            Ok(rows)
        })
    }

    fn ready(&self, past: Box<Past>, people: &[Person], moment: Moment) -> Result<Ready> {
        let pictures = keep_pictures(&self.photo_files(), &past.incoming, moment.now)?;
        let arrival = self.arrival_of(&past, &pictures, people, &moment)?;
        let print = match arrival.stages.last() {
            Some(stage) => Print::of(&stage.content.document, &past.tags),
            None => Print::default(),
        };
        Ok(Ready { past, pictures, arrival, print, moment })
    }

    fn arrival_of(
        &self,
        past: &Past,
        pictures: &[Option<AddedPhoto>],
        people: &[Person],
        moment: &Moment,
    ) -> Result<Arrival> {
        let incoming = &past.incoming;
        let mut ids = moment.ids();
        if incoming.recognition.file.is_some() {
            let hash =
                |added: &Option<AddedPhoto>| added.as_ref().map(|added| added.info.hash.clone());
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

/// Writes an article, and says which one it is nearly the same as; or finds its text here.
fn take(
    making: &Making<'_>,
    ready: &Ready,
    reason: &str,
) -> Result<(PastOutcome, Option<(ArticleId, u8)>)> {
    let Making { transaction, id, me, device, people } = making;
    let Ready { past, pictures, arrival, print, moment } = ready;
    if let Some(other) = same_text(transaction, print)? {
        return Ok((PastOutcome::Same(other), None));
    }
    let author = making.person(&past.author);
    let Arrival { mut stages, talks } = arrival.clone();
    for stage in &mut stages {
        fill(&mut stage.content.fields, past, &author, people);
    }
    for added in pictures.iter().flatten() {
        super::photos::register(transaction, &added.info)?;
    }
    let at = past.at.map_or(moment.now, |at| at.min(moment.now));
    let holder = people.iter().find(|person| person.id == author.id).unwrap_or(*me);
    let mut working = making.texts(stages, &holder.id, at, moment)?;
    let action = Action::Hold { reason: reason.to_owned() };
    let from = working.editorial.clone();
    let to = review::apply(&Facts::of(transaction, &working)?.case(), &action, me)?;
    working.editorial.clone_from(&to);
    (working.updated_at, working.state_since) = (at, Some(at));
    let event = LogEvent::Moved {
        action: Box::new(action),
        from: Box::new(from),
        to: Box::new(to),
        signed: None,
        waived: None,
    };
    append_log(transaction, id, me, device, moment.now, &working.head, event)?;
    // Once and at the end: what lists and filters need is made of it.
    update(transaction, &working)?;
    making.talks(talks, &mut moment.ids(), moment)?;
    let near = near_copy(transaction, &working, print, NEAR)?;
    put_print(transaction, &working, print)?;
    Ok((PastOutcome::Taken((*id).clone()), near))
}

/// Whether it is the article's fault alone.
fn is_its_own(failure: &Failure) -> bool {
    matches!(failure.code, Code::BadInput | Code::TooLarge)
}

enum Part {
    Kind(LeftOut, u32),
    Code(String, u32),
}

fn left_out(past: &Past) -> Vec<Part> {
    let file = past.incoming.recognition.file.iter();
    let kinds = file.flat_map(|file| &file.left_out).map(|(what, count)| Part::Kind(*what, *count));
    let codes = past.codes.iter().map(|(name, count)| Part::Code(name.clone(), *count));
    kinds.chain(codes).collect()
}

fn headline(past: &Past) -> String {
    let lines = &past.incoming.recognition.lines;
    let line = lines.iter().find(|line| line.label == Label::Headline).or(lines.first());
    line.map_or("", |line| &line.text).chars().take(200).collect()
}

fn row(kind: PastRowKind, past: &Past, article: Option<ArticleId>) -> PastRow {
    PastRow {
        kind,
        from: past.from.clone(),
        headline: headline(past),
        article,
        other: None,
        other_headline: String::new(),
        percent: None,
        failure: None,
    }
}

fn refused(from: String, headline: String, failure: Failure) -> PastRow {
    PastRow {
        kind: PastRowKind::Refused,
        from,
        headline,
        article: None,
        other: None,
        other_headline: String::new(),
        percent: None,
        failure: Some(failure),
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
