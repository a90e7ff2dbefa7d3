//! Opening a hand-off: is it somebody's whom this desk knows, does it fit what is here, and what
//! becomes of the article then. Until the one transaction at the end, nothing is changed.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::articles::{self, Approval, Working, revise_if_changed, update, working};
use super::graph::Graph;
use super::handoff::{lease, peer_chains};
use super::history::{append_log, entries_in_order};
use super::merging::{Absorbed, Asked, absorb, content_of};
use super::objects::{self, published_hash, to_json};
use super::peers::{self, Has, Verdict};
use super::reviewing::set_base;
use super::signing::{self, SignedStep};
use super::views::RevisionReason;
use super::{
    PhotoFiles, Store, assignments, block_lists, checking, comments, desk, listing, photo_words,
    photos,
};
use crate::article::{ArticleId, Block, Document, Text, plain_text, text_of};
use crate::compare::Content;
use crate::discuss::{self, Act, Anchor, CommentEvent, ThreadId};
use crate::failure::{Code, Failure, Result};
use crate::handoff::{
    Chain, DeviceKey, Flaw, HandOff, Manifest, Opening, RevisionPart, Stored, check_texts,
};
use crate::language::count;
use crate::moment::Moment;
use crate::person::Person;
use crate::photo::PhotoInfo;
use crate::review::{Action, Editorial, LogEntry, LogEvent, Workflow};
use crate::time::Timestamp;

/// What came of opening a hand-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    pub article: ArticleId,
    pub headline: String,
    /// Who handed it off, on which device.
    pub from: String,
    pub device: String,
    pub fingerprint: String,
    /// The first file of this device.
    pub first_time: bool,
    pub at: Timestamp,
    /// A word of the sender; may be empty.
    pub note: String,
    pub sealed: bool,
    pub outcome: Outcome,
    /// Changes of the text by the sender, and new words in conversations.
    pub changes: u32,
    pub comments: u32,
    /// Passages that both had worded and that somebody has to decide.
    pub questions: u32,
    pub photos: u32,
    /// The state of the article is another than before.
    pub moved: bool,
    /// The sender's log does not go on where it had been: its store was brought back from a
    /// backup, or somebody has rewritten it.
    pub log_rewritten: bool,
}

/// What became of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The article was not on this desk.
    New,
    /// Nothing here had been written meanwhile: the text is the sender's now.
    Forward,
    /// Both had written; the text has both.
    Merged,
    /// The text here is the newer one; other things came.
    Kept,
    /// Both had written, and the two could not be made one without losing a word. The text here
    /// stays, the sender's is among the revisions.
    Apart,
    /// Everything was here already.
    Nothing,
}

/// Photos of a hand-off that lie in the store's folder. Those that were not there before go again
/// unless the hand-off is opened.
pub struct KeptPhotos {
    files: PhotoFiles,
    infos: Vec<PhotoInfo>,
    new: Vec<String>,
}

impl KeptPhotos {
    /// Keeps the photos of a hand-off that has been found right.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `FileProblem`, `HandOffDamaged`; nothing is kept then.
    pub fn keep<R: Read + Seek>(files: PhotoFiles, hand_off: &mut HandOff<R>) -> Result<Self> {
        let infos = hand_off.photos().to_vec();
        let mut kept = Self { files, infos: Vec::new(), new: Vec::new() };
        for info in infos {
            let bytes = hand_off.photo(&info.hash)?;
            if kept.files.keep(&info.hash, &bytes)? {
                kept.new.push(info.hash.clone());
            }
            kept.infos.push(info);
        }
        Ok(kept)
    }
}

impl Drop for KeptPhotos {
    fn drop(&mut self) {
        for hash in &self.new {
            let _ = std::fs::remove_file(self.files.original(hash));
        }
    }
}

impl Store {
    /// Whether a hand-off may be opened here and fits what is here. `accepted` is a key that a
    /// person has just said is right.
    ///
    /// # Errors
    /// `PeerChanged`, `PeerBlocked`; `HandOffIncomplete` where it builds on what is not here;
    /// `HandOffRefused` where it does not make sense with what is here.
    pub fn admit<R: Read + Seek>(
        &self,
        hand_off: &HandOff<R>,
        accepted: Option<&DeviceKey>,
    ) -> Result<()> {
        admit(&self.connection, &self.device, hand_off, accepted).map(|_| ())
    }

    /// Opens a hand-off: what is new of it is taken in, and where both have written, the two
    /// texts become one. Opening it again changes nothing.
    ///
    /// # Errors
    /// As [`Store::admit`]; those of a write. Nothing is changed then.
    pub fn open_hand_off<R: Read + Seek>(
        &mut self,
        hand_off: &HandOff<R>,
        mut kept: KeptPhotos,
        accepted: Option<&DeviceKey>,
        moment: &Moment,
    ) -> Result<Opened> {
        let device = self.device.clone();
        let opened = self.write(|transaction| {
            let verdict = admit(transaction, &device, hand_off, accepted)?;
            Receiving { transaction, device: &device, moment }.open(hand_off, &kept, &verdict)
        })?;
        // They belong to the desk now.
        kept.new.clear();
        if opened.outcome != Outcome::Nothing {
            self.changes.push(opened.article.clone());
        }
        Ok(opened)
    }

    /// Reads, admits and opens a hand-off in one go.
    ///
    /// # Errors
    /// As [`Store::open_hand_off`].
    pub fn receive<R: Read + Seek>(
        &mut self,
        mut hand_off: HandOff<R>,
        accepted: Option<&DeviceKey>,
        moment: &Moment,
    ) -> Result<Opened> {
        self.admit(&hand_off, accepted)?;
        let kept = KeptPhotos::keep(self.photo_files(), &mut hand_off)?;
        self.open_hand_off(&hand_off, kept, accepted, moment)
    }

    /// Whether a file has been opened or put aside on this desk.
    ///
    /// # Errors
    /// Those of a read.
    pub fn has_seen(&self, opening: &Opening) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM hand_off_seen WHERE id = ?1")?
            .exists([&opening.id])?)
    }

    /// Puts a file aside: it is not offered any more.
    ///
    /// # Errors
    /// Those of a write.
    pub fn put_aside(&mut self, id: &str, moment: &Moment) -> Result<()> {
        if !crate::photo::is_hash(id) {
            return Err(Failure::bad_input("a hand-off is named by its hash"));
        }
        self.write(|transaction| seen(transaction, id, moment.now))
    }
}

fn seen(transaction: &Transaction<'_>, id: &str, now: Timestamp) -> Result<()> {
    transaction.execute(
        "INSERT OR IGNORE INTO hand_off_seen (id, at) VALUES (?1, ?2)",
        params![id, now.0],
    )?;
    Ok(())
}

/// The store behind a hand-off that does not bring everything along.
struct Here<'a>(&'a Connection);

impl Stored for Here<'_> {
    fn object(&self, hash: &str) -> Result<Option<String>> {
        objects::find_object(self.0, hash)
    }

    fn list(&self, hash: &str) -> Result<Option<Vec<String>>> {
        if !block_lists::is_here(self.0, hash)? {
            return Ok(None);
        }
        block_lists::get(self.0, hash).map(|list| Some(list.to_vec()))
    }
}

fn admit<R: Read + Seek>(
    db: &Connection,
    own_name: &str,
    hand_off: &HandOff<R>,
    accepted: Option<&DeviceKey>,
) -> Result<Verdict> {
    desk::require_me(db)?;
    let manifest = &hand_off.opening.manifest;
    let verdict = peers::judge(db, own_name, &manifest.from, accepted)?;
    complete(db, manifest)?;
    for part in &hand_off.revisions {
        let other: Option<String> = db
            .prepare_cached("SELECT article FROM revision WHERE hash = ?1 AND article <> ?2")?
            .query_row([&part.hash, &manifest.article.0], |row| row.get(0))
            .optional()?;
        if other.is_some() {
            return Err(Flaw::OtherArticle.found("a revision"));
        }
    }
    check_texts(&hand_off.revisions, &hand_off.lists, &hand_off.objects, &Here(db))?;
    let refused = |failure: Failure| Flaw::Content.found(failure.message);
    for event in &hand_off.comments {
        discuss::accept_event(event).map_err(refused)?;
        let here: Option<(String, String)> = db
            .prepare_cached("SELECT article, body FROM comment_event WHERE id = ?1")?
            .query_row([&event.id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let elsewhere = db
            .prepare_cached("SELECT 1 FROM comment_event WHERE thread = ?1 AND article <> ?2")?
            .exists([&event.thread.0, &manifest.article.0])?;
        match here {
            _ if elsewhere => return Err(Flaw::OtherArticle.found("a conversation")),
            Some((article, _)) if article != manifest.article.0 => {
                return Err(Flaw::OtherArticle.found("a comment"));
            }
            Some((_, known)) if known != to_json(event)? => {
                return Err(Flaw::Content.found("a comment that was another before"));
            }
            _ => {}
        }
    }
    let mut events = comments::events(db, &manifest.article)?;
    events.extend(hand_off.comments.iter().cloned());
    if !comments::hang_together(&events) {
        return Err(Flaw::Missing.found("what a comment builds on"));
    }
    for row in &hand_off.anchors {
        discuss::accept_anchor(&row.anchor).map_err(refused)?;
    }
    for row in &hand_off.checks {
        checking::accept_row(&row.kind, &row.body).map_err(refused)?;
    }
    Ok(verdict)
}

pub(super) fn is_here(db: &Connection, article: &ArticleId) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM article WHERE id = ?1")?.exists([&article.0])?)
}

/// Everything that the hand-off builds on is here.
fn complete(db: &Connection, manifest: &Manifest) -> Result<()> {
    let mut missing = 0;
    for hash in &manifest.needs {
        let article: Option<String> = db
            .prepare_cached("SELECT article FROM revision WHERE hash = ?1")?
            .query_row([hash], |row| row.get(0))
            .optional()?;
        match article {
            Some(article) if article == manifest.article.0 => {}
            Some(_) => return Err(Flaw::OtherArticle.found("what it builds on")),
            None => missing += 1,
        }
    }
    if missing > 0 {
        return Err(Failure::new(
            Code::HandOffIncomplete,
            format!("{missing} revisions are not here"),
        )
        .with("from", &manifest.from.person.name)
        .with("missing", missing));
    }
    Ok(())
}

/// One opening.
struct Receiving<'a> {
    transaction: &'a Transaction<'a>,
    device: &'a str,
    moment: &'a Moment,
}

/// What became of the text, and of the places in it.
struct Joining {
    outcome: Outcome,
    changes: u32,
    questions: u32,
    /// The merge, where one was made.
    merge: Option<String>,
}

impl Receiving<'_> {
    fn open<R: Read + Seek>(
        &self,
        hand_off: &HandOff<R>,
        kept: &KeptPhotos,
        verdict: &Verdict,
    ) -> Result<Opened> {
        let manifest = &hand_off.opening.manifest;
        let me = desk::require_me(self.transaction)?;
        let own = peers::own_device(self.transaction)?;
        let known = is_here(self.transaction, &manifest.article)?;
        let events = self.new_events(hand_off)?;
        let chains = self.new_entries(&manifest.article, &hand_off.chains, &own.key)?;
        let photos = self.new_photos(kept)?;
        let said = self.new_photo_words(hand_off, kept)?;
        let revisions = self.new_revisions(&hand_off.revisions)?;
        let mut opened = Opened {
            article: manifest.article.clone(),
            headline: manifest.headline.clone(),
            from: manifest.from.person.name.clone(),
            device: manifest.from.device.clone(),
            fingerprint: manifest.from.key.fingerprint(),
            first_time: *verdict == Verdict::New,
            at: manifest.at,
            note: manifest.note.clone(),
            sealed: hand_off.opening.sealed,
            outcome: Outcome::Nothing,
            changes: 0,
            comments: words(&events),
            questions: 0,
            photos: u32::try_from(photos).unwrap_or(u32::MAX),
            moved: false,
            log_rewritten: chains.iter().any(|chain| chain.rewritten),
        };
        let nothing = known
            && events.is_empty()
            && revisions.is_empty()
            && photos == 0
            && said == 0
            && chains.iter().all(|chain| chain.from == chain.hashes.len())
            && matches!(verdict, Verdict::Known | Verdict::Own);
        if nothing {
            self.note(hand_off)?;
            return Ok(opened);
        }

        self.people(manifest, &me)?;
        kept.infos.iter().try_for_each(|info| photos::register(self.transaction, info))?;
        self.put_texts(hand_off, &revisions)?;
        let text =
            if known { self.join(hand_off, &me, &mut opened)? } else { self.begin(hand_off)? };
        self.photo_words(hand_off)?;
        self.put_chains(&manifest.article, &chains)?;
        self.checks(hand_off)?;
        opened.outcome = text.outcome;
        opened.changes = text.changes;
        opened.questions = text.questions;

        let event = LogEvent::Received {
            from: manifest.from.person.name.clone(),
            device: manifest.from.device.clone(),
        };
        self.log(&manifest.article, &me, &manifest.head, event)?;
        if let Some(merge) = &text.merge {
            let event = LogEvent::Merged { questions: text.questions };
            self.log(&manifest.article, &me, merge, event)?;
        }
        opened.moved = self.stand(&manifest.article)? && known;
        self.leases(manifest, &me)?;
        peers::keep(self.transaction, &manifest.from, verdict, self.moment.now)?;
        self.note(hand_off)?;
        Ok(opened)
    }

    fn log(&self, article: &ArticleId, me: &Person, revision: &str, event: LogEvent) -> Result<()> {
        append_log(self.transaction, article, me, self.device, self.moment.now, revision, event)
    }

    /// What is noted however little is new: that the file was opened, and what its sender has.
    fn note<R: Read + Seek>(&self, hand_off: &HandOff<R>) -> Result<()> {
        let manifest = &hand_off.opening.manifest;
        let has = Has { heads: manifest.has.clone(), lacks: manifest.lacks.clone() };
        let (article, key) = (&manifest.article.0, &manifest.from.key);
        peers::note_has(self.transaction, article, key, manifest.at, &has)?;
        seen(self.transaction, &hand_off.opening.id, self.moment.now)
    }

    /// Names for what is in the history. Whom this desk knows keeps the name that it knows, but
    /// for the sender, who knows best.
    fn people(&self, manifest: &Manifest, me: &Person) -> Result<()> {
        for person in manifest.people.iter().chain([&manifest.from.person]) {
            if person.id == me.id {
                continue;
            }
            let known = desk::person(self.transaction, &person.id)?;
            let is_sender = person.id == manifest.from.person.id;
            if known.is_none() || (is_sender && known.as_ref() != Some(person)) {
                desk::put_person(self.transaction, person)?;
            }
        }
        if desk::person(self.transaction, &manifest.author)?.is_none() {
            return Err(Flaw::Missing.found("the author"));
        }
        Ok(())
    }

    fn new_photos(&self, kept: &KeptPhotos) -> Result<usize> {
        let hashes = kept.infos.iter().map(|info| info.hash.as_str());
        let known = photos::infos(self.transaction, hashes)?;
        Ok(kept.infos.len() - known.len())
    }

    /// How much of what was said of photos is not here, though the photo is or comes along.
    fn new_photo_words<R: Read + Seek>(
        &self,
        hand_off: &HandOff<R>,
        kept: &KeptPhotos,
    ) -> Result<usize> {
        let mut new = 0;
        for edit in &hand_off.photo_words {
            let comes = kept.infos.iter().any(|info| info.hash == edit.photo);
            let here = comes || photo_words::is_known(self.transaction, &edit.photo)?;
            new += usize::from(here && photo_words::is_new(self.transaction, edit)?);
        }
        Ok(new)
    }

    /// Takes in what was said of the photos that the sender's text uses, and of no others.
    fn photo_words<R: Read + Seek>(&self, hand_off: &HandOff<R>) -> Result<()> {
        let manifest = &hand_off.opening.manifest;
        let head = objects::revision(self.transaction, &manifest.head)?;
        let (document, _) = objects::content(self.transaction, &head)?;
        let in_use = document.photos().filter_map(|photo| photo.attrs.photo.clone());
        let about = in_use.chain(manifest.photos.iter().map(|info| info.hash.clone())).collect();
        photo_words::take_in(self.transaction, &hand_off.photo_words, &about).map_err(|failure| {
            match failure.code {
                Code::BadInput => Flaw::Content.found(failure.message),
                _ => failure,
            }
        })
    }

    fn new_revisions<'h>(&self, parts: &'h [RevisionPart]) -> Result<Vec<&'h RevisionPart>> {
        let mut here = self.transaction.prepare_cached("SELECT 1 FROM revision WHERE hash = ?1")?;
        let mut new = Vec::new();
        for part in parts {
            if !here.exists([&part.hash])? {
                new.push(part);
            }
        }
        Ok(new)
    }

    fn put_texts<R: Read + Seek>(
        &self,
        hand_off: &HandOff<R>,
        revisions: &[&RevisionPart],
    ) -> Result<()> {
        let mut put = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO object (hash, body) VALUES (?1, ?2)")?;
        for (hash, body) in &hand_off.objects {
            put.execute([hash, body])?;
        }
        let mut counts = Counts { db: self.transaction, read: HashMap::new() };
        let mut listed: HashMap<String, u32> = HashMap::new();
        let mut near: Option<String> = None;
        hand_off.lists.walk(|hash, list| {
            block_lists::put(self.transaction, list, near.as_deref())?;
            near = Some(hash.to_owned());
            listed.insert(hash.to_owned(), counts.all(list)?);
            Ok(())
        })?;
        let mut insert = self.transaction.prepare_cached(
            "INSERT INTO revision (hash, article, body, headline, syllables)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for RevisionPart { hash, body, revision } in revisions {
            let blocks = match listed.get(&revision.blocks) {
                Some(count) => *count,
                None => {
                    let list = block_lists::get(self.transaction, &revision.blocks)?;
                    let count = counts.all(&list)?;
                    listed.insert(revision.blocks.clone(), count);
                    count
                }
            };
            let headline = counts.line(&revision.headline)?;
            let lead = counts.line(&revision.lead)?;
            let syllables = blocks
                .saturating_add(count::syllables(&headline))
                .saturating_add(count::syllables(&lead));
            insert.execute(params![hash, revision.article.0, body, headline, syllables])?;
        }
        Ok(())
    }

    fn new_events<'h, R: Read + Seek>(
        &self,
        hand_off: &'h HandOff<R>,
    ) -> Result<Vec<&'h CommentEvent>> {
        let mut here =
            self.transaction.prepare_cached("SELECT 1 FROM comment_event WHERE id = ?1")?;
        let mut new = Vec::new();
        for event in &hand_off.comments {
            if !here.exists([&event.id.0])? {
                new.push(event);
            }
        }
        Ok(new)
    }

    /// The article comes into being on this desk.
    fn begin<R: Read + Seek>(&self, hand_off: &HandOff<R>) -> Result<Joining> {
        let manifest = &hand_off.opening.manifest;
        let id = &manifest.article;
        let head = objects::revision(self.transaction, &manifest.head)?;
        let (document, fields) = objects::content(self.transaction, &head)?;
        articles::insert_row(self.transaction, id, &manifest.author, manifest.created_at)?;
        let working = Working {
            id: id.clone(),
            author: manifest.author.clone(),
            created_at: manifest.created_at,
            updated_at: self.moment.now,
            seq: 1,
            document,
            fields,
            editorial: Editorial::Draft,
            head: manifest.head.clone(),
            head_at: head.at.min(self.moment.now),
            approval: None,
            state_since: Some(self.moment.now),
        };
        update(self.transaction, &working)?;
        // What came is what the review shows the next changes against.
        set_base(self.transaction, id, &manifest.head)?;
        let content = Content { document: working.document, fields: working.fields };
        self.talks(hand_off, (&content, &content), &content, &[])?;
        Ok(Joining { outcome: Outcome::New, changes: 0, questions: 0, merge: None })
    }

    /// The article is here: the two texts become one.
    fn join<R: Read + Seek>(
        &self,
        hand_off: &HandOff<R>,
        me: &Person,
        opened: &mut Opened,
    ) -> Result<Joining> {
        let manifest = &hand_off.opening.manifest;
        let id = &manifest.article;
        let mut working = working(self.transaction, id)?;
        let reason = RevisionReason::HandOff;
        let ours = revise_if_changed(
            self.transaction,
            &mut working,
            me,
            self.device,
            reason,
            self.moment,
        )?;
        let graph = Graph::read(self.transaction, id)?;
        let theirs = content_of(self.transaction, &graph, &manifest.head)?;
        let now = self.moment.now;
        let absorbed = absorb(self.transaction, &mut working, &ours, &manifest.head, now)?;
        let text = Joining {
            outcome: absorbed.outcome,
            changes: absorbed.changes(),
            questions: absorbed.questions(),
            merge: absorbed.merge.clone(),
        };
        let Absorbed { before, after, asked, .. } = absorbed;
        self.talks(hand_off, (&before, &theirs), &after, &asked)?;
        opened.headline = after.document.headline_text();
        Ok(text)
    }

    /// Takes the conversations in; the places of both sides go along into the text as it is now.
    fn talks<R: Read + Seek>(
        &self,
        hand_off: &HandOff<R>,
        (before, theirs): (&Content, &Content),
        after: &Content,
        questions: &[Asked],
    ) -> Result<()> {
        let article = &hand_off.opening.manifest.article;
        let Content { document, fields } = after;
        comments::carry(self.transaction, article, before.clone(), document, fields)?;
        let mut anchors: BTreeMap<ThreadId, Anchor> =
            hand_off.anchors.iter().map(|row| (row.thread.clone(), row.anchor.clone())).collect();
        discuss::carry(anchors.values_mut(), theirs, after);
        let mut events = hand_off.comments.clone();
        for asked in questions {
            let event = asked.event();
            anchors.insert(event.thread.clone(), asked.question.anchor.clone());
            events.push(event);
        }
        comments::take_in(self.transaction, article, &events, &anchors, after).map(|_| ())
    }

    /// Compares each log with what is here of it.
    fn new_entries<'h>(
        &self,
        article: &ArticleId,
        sent: &'h [(Chain, Vec<LogEntry>)],
        own: &DeviceKey,
    ) -> Result<Vec<NewEntries<'h>>> {
        let known = peer_chains(self.transaction, article)?;
        let mut own_log = self
            .transaction
            .prepare_cached("SELECT hash FROM log WHERE article = ?1 ORDER BY n")?;
        let own_hashes = own_log
            .query_map([&article.0], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        sent.iter()
            .map(|(chain, _)| {
                let hashes: Vec<String> = chain.hashes().into_iter().map(|hash| hash.0).collect();
                let name = &chain.key.0;
                let mut here: Vec<(&str, Vec<&str>)> = known
                    .iter()
                    .filter(|(other, _)| *other == name || other.starts_with(&format!("{name}/")))
                    .map(|(name, rows)| {
                        (name.as_str(), rows.iter().map(|row| row.hash.as_str()).collect())
                    })
                    .collect();
                if chain.key == *own {
                    here.push(("", own_hashes.iter().map(String::as_str).collect()));
                }
                Ok(compare_chain(chain, hashes, &here))
            })
            .collect()
    }

    fn put_chains(&self, article: &ArticleId, chains: &[NewEntries<'_>]) -> Result<()> {
        let mut put = self.transaction.prepare_cached(
            "INSERT INTO peer_log (article, key, n, body, hash, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for chain in chains {
            let last = chain.hashes.len();
            for n in chain.from..last {
                let signature = if n + 1 == last { chain.chain.signature.as_str() } else { "" };
                put.execute(params![
                    article.0,
                    chain.name,
                    i64::try_from(n + 1).map_err(Failure::internal)?,
                    chain.chain.entries[n],
                    chain.hashes[n],
                    signature
                ])?;
            }
        }
        Ok(())
    }

    /// Where the article stands and who has signed what, as all logs together tell it: every desk
    /// that has the same entries says the same. `true` where that is another state than before.
    fn stand(&self, article: &ArticleId) -> Result<bool> {
        let mut working = working(self.transaction, article)?;
        let entries = entries_in_order(self.transaction, article)?;
        let workflow = desk::settings(self.transaction)?.workflow;
        let sign_offs = signing::from_logs(self.transaction, &workflow, &entries)?;
        let stage = stage(&entries);
        working.approval = match stage.approved {
            Some(entry) => self.approval(article, entry, &workflow, &sign_offs)?,
            None => None,
        };
        let moved = working.editorial != stage.editorial;
        working.editorial = stage.editorial;
        assignments::settle_author(self.transaction, &mut working, &entries)?;
        working.state_since = stage.since.or(working.state_since);
        for signed in signing::stored(self.transaction, article)? {
            signing::drop_sign_off(self.transaction, article, &signed.step)?;
        }
        for signed in &sign_offs {
            signing::sign(self.transaction, article, signed)?;
        }
        update(self.transaction, &working)?;
        listing::note_release(self.transaction, article)?;
        Ok(moved)
    }

    /// `None` where the approved text is not on this desk: what was approved cannot be told then.
    fn approval(
        &self,
        article: &ArticleId,
        entry: &LogEntry,
        workflow: &Workflow,
        sign_offs: &[SignedStep],
    ) -> Result<Option<Approval>> {
        let revision = match objects::revision(self.transaction, &entry.revision) {
            Ok(revision) if revision.article == *article => revision,
            Ok(_) => return Ok(None),
            Err(failure) if failure.code == Code::NotFound => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let (document, fields) = objects::content(self.transaction, &revision)?;
        // Whoever signed the last step answers for it, whichever was signed last.
        let last = workflow.chain().last().map(|step| &step.id);
        let signed = sign_offs.iter().find(|signed| Some(&signed.step) == last);
        Ok(Some(Approval {
            published: published_hash(&document, &fields)?,
            revision: entry.revision.clone(),
            by: signed.map_or(&entry.by_name, |signed| &signed.by_name).clone(),
            at: entry.at,
        }))
    }

    /// Of each parallel check the state that came last, where a log tells of it: what somebody
    /// says of a colleague's check without that colleague's word is not taken in.
    fn checks<R: Read + Seek>(&self, hand_off: &HandOff<R>) -> Result<()> {
        let article = &hand_off.opening.manifest.article;
        let entries = entries_in_order(self.transaction, article)?;
        hand_off
            .checks
            .iter()
            .filter(|row| checking::is_logged(&entries, &row.kind, &row.body))
            .try_for_each(|row| checking::take_in(self.transaction, article, &row.kind, &row.body))
    }

    /// The sender has handed it over; whoever it was for has it now.
    fn leases(&self, manifest: &Manifest, me: &Person) -> Result<()> {
        self.transaction.execute(
            "DELETE FROM lease WHERE article = ?1 AND device = ?2",
            params![manifest.article.0, manifest.from.device],
        )?;
        let Some(to) = manifest.to.as_ref().filter(|to| to.person != me.id) else { return Ok(()) };
        for peer in peers::peers(self.transaction)? {
            if peer.person == to.person && peer.trust.is_trusted() {
                lease(self.transaction, &manifest.article, &to.name, &peer.device, self.moment)?;
            }
        }
        Ok(())
    }
}

/// How a log that came goes on from what is here of it.
struct NewEntries<'h> {
    chain: &'h Chain,
    hashes: Vec<String>,
    /// Under which it is kept.
    name: String,
    /// The first entry that is new.
    from: usize,
    /// It does not go on from what is here.
    rewritten: bool,
}

fn compare_chain<'h>(
    chain: &'h Chain,
    hashes: Vec<String>,
    here: &[(&str, Vec<&str>)],
) -> NewEntries<'h> {
    let mut common = 0;
    for (name, known) in here {
        let same = known.iter().zip(&hashes).take_while(|(one, other)| **one == *other).count();
        common = common.max(same);
        if same == hashes.len() {
            let from = hashes.len();
            return NewEntries { chain, hashes, name: (*name).to_owned(), from, rewritten: false };
        }
        // This desk's own log goes on by this desk alone.
        if same == known.len() && !name.is_empty() {
            let name = (*name).to_owned();
            return NewEntries { chain, hashes, name, from: same, rewritten: false };
        }
    }
    if here.is_empty() {
        let name = chain.key.0.clone();
        return NewEntries { chain, hashes, name, from: 0, rewritten: false };
    }
    let name = format!("{}/{}", chain.key.0, &hashes[common][..8]);
    NewEntries { chain, hashes, name, from: 0, rewritten: true }
}

/// Where an article stands on the editorial axis.
struct Stage<'a> {
    editorial: Editorial,
    since: Option<Timestamp>,
    /// The move that approved it, where that still holds.
    approved: Option<&'a LogEntry>,
}

/// Reads where an article stands from the entries of all its logs in their order.
fn stage(entries: &[LogEntry]) -> Stage<'_> {
    let mut stage = Stage { editorial: Editorial::Draft, since: None, approved: None };
    for entry in entries {
        let to = match &entry.event {
            LogEvent::Moved { action, to, signed, .. } => {
                match &**action {
                    Action::Return { .. } | Action::Reopen { .. } => stage.approved = None,
                    _ if **to == Editorial::Approved && signed.is_some() => {
                        stage.approved = Some(entry);
                    }
                    _ => {}
                }
                to
            }
            LogEvent::StepReopened { to, .. } | LogEvent::StepsChanged { to, .. } => to,
            LogEvent::Created
            | LogEvent::Checked { .. }
            | LogEvent::Exported { .. }
            | LogEvent::Restored { .. }
            | LogEvent::Delivered { .. }
            | LogEvent::TakenDown { .. }
            | LogEvent::DeliveryStopped { .. }
            | LogEvent::LeftoversCleared { .. }
            | LogEvent::HandedOff { .. }
            | LogEvent::Received { .. }
            | LogEvent::Merged { .. }
            | LogEvent::Commissioned { .. }
            | LogEvent::Answered { .. }
            | LogEvent::Unknown => continue,
        };
        stage.editorial = (**to).clone();
        stage.since = Some(entry.at);
    }
    stage
}

/// Words said in conversations: what was opened or answered.
fn words(events: &[&CommentEvent]) -> u32 {
    let said =
        events.iter().filter(|event| matches!(event.act, Act::Opened { .. } | Act::Replied { .. }));
    u32::try_from(said.count()).unwrap_or(u32::MAX)
}

/// Syllables of blocks, each counted once however many revisions have it.
struct Counts<'a> {
    db: &'a Connection,
    read: HashMap<String, u32>,
}

impl Counts<'_> {
    fn all(&mut self, list: &[String]) -> Result<u32> {
        let mut all = 0_u32;
        for hash in list {
            let count = match self.read.get(hash) {
                Some(count) => *count,
                None => {
                    let block: Block = objects::object(self.db, hash)?;
                    let alone = Document { headline: vec![], lead: vec![], blocks: vec![block] };
                    let count = count::syllables(&plain_text(&alone));
                    self.read.insert(hash.clone(), count);
                    count
                }
            };
            all = all.saturating_add(count);
        }
        Ok(all)
    }

    fn line(&self, hash: &str) -> Result<String> {
        Ok(text_of(&objects::object::<Vec<Text>>(self.db, hash)?))
    }
}

#[cfg(test)]
mod tests;
