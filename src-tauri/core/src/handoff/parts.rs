//! The parts of a hand-off: what each member is called, how its lines are read, and what is
//! asked of each.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::flaw::Flaw;
use super::lists::Lists;
use super::manifest::is_id;
use crate::article::{ArticleId, Block, BlockId, Document, Fields, Text};
use crate::discuss::{Anchor, CommentEvent, ThreadId};
use crate::failure::{Failure, Result};
use crate::photo::{self, EDIT_BYTES, WordEdit};
use crate::store::{Revision, RevisionReason, hash_of, to_json};
use crate::time::Timestamp;

/// The members that are no photos, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Revisions,
    /// Of the hashes of blocks.
    Lists,
    Objects,
    Comments,
    Anchors,
    Checks,
    Log,
    /// What was said of the photos in use.
    PhotoWords,
}

impl Part {
    pub(super) const ALL: [Self; 8] = [
        Self::Revisions,
        Self::Lists,
        Self::Objects,
        Self::Comments,
        Self::Anchors,
        Self::Checks,
        Self::Log,
        Self::PhotoWords,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Revisions => "revisions.jsonl",
            Self::Lists => "lists.jsonl",
            Self::Objects => "objects.jsonl",
            Self::Comments => "comments.jsonl",
            Self::Anchors => "anchors.jsonl",
            Self::Checks => "checks.jsonl",
            Self::Log => "log.jsonl",
            Self::PhotoWords => "photo-words.jsonl",
        }
    }

    /// Most lines.
    pub(super) fn line_limit(self) -> usize {
        match self {
            Self::Revisions | Self::Lists | Self::Comments => 200_000,
            Self::Objects => 500_000,
            Self::Anchors => 100_000,
            Self::Checks | Self::Log => 1_000,
            Self::PhotoWords => 100_000,
        }
    }
}

/// Most bytes of one unpacked part: some tens of thousands of revisions.
pub(super) const PART_LIMIT: u32 = 96 << 20;
/// Most bytes of one log: tens of thousands of entries.
const LOG_BYTES: usize = 32 << 20;

impl Part {
    /// Longest line in bytes. A line is read as a whole, and what it becomes in memory can be some
    /// twenty times as much.
    pub(super) fn line_bytes(self) -> usize {
        match self {
            Self::Revisions => 64 << 10,
            // The reason of a waiver, escaped twice.
            Self::Checks => 256 << 10,
            // 20,000 hashes.
            Self::Lists => 2 << 20,
            // The text of a document, and room for JSON.
            Self::Objects => DOCUMENT_BYTES,
            Self::Comments | Self::Anchors => 4 << 20,
            Self::Log => LOG_BYTES,
            // With names and ids around what was said.
            Self::PhotoWords => EDIT_BYTES + (8 << 10),
        }
    }
}

/// A revision on its way, with the very bytes whose hash it is named by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RevisionPart {
    pub(crate) hash: String,
    pub(crate) body: String,
    pub(crate) revision: Revision,
}

/// Where a thread stands in the head of the hand-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnchorRow {
    pub(crate) thread: ThreadId,
    pub(crate) anchor: Anchor,
}

/// The state of one of the parallel checks; the body is canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckRow {
    pub(crate) kind: String,
    pub(crate) body: String,
}

/// As what a revision names an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum ObjectKind {
    Headline,
    Lead,
    Block,
    Fields,
}

/// Longest name in bytes.
pub(super) const NAME_LIMIT: usize = 400;

/// Most bytes of one document's objects: those of its text, with room for JSON.
const DOCUMENT_BYTES: usize = 64 << 20;

/// Reads JSON and refuses every field that is not known: what this version does not understand
/// must not be passed over, least of all in what was signed.
///
/// # Errors
/// `HandOffRefused`.
pub(super) fn strict<T: DeserializeOwned + Serialize>(text: &str) -> Result<T> {
    let value: T =
        serde_json::from_str(text).map_err(|error| Flaw::Content.found(position(&error)))?;
    let again = serde_json::to_string(&value).map_err(Failure::internal)?;
    if again != text {
        let found: Value =
            serde_json::from_str(text).map_err(|error| Flaw::Content.found(position(&error)))?;
        let known = serde_json::to_value(&value).map_err(Failure::internal)?;
        if !nothing_unknown(&found, &known) {
            return Err(Flaw::Unknown.found("a field"));
        }
    }
    Ok(value)
}

/// Where JSON is wrong, without its words: they may be an article's.
fn position(error: &serde_json::Error) -> String {
    format!("line {} column {}: {:?}", error.line(), error.column(), error.classify())
}

/// Whether `found` says nothing beyond `known`; what is left out has its default.
fn nothing_unknown(found: &Value, known: &Value) -> bool {
    match (found, known) {
        (Value::Object(found), Value::Object(known)) => found.iter().all(|(name, value)| {
            known.get(name).is_some_and(|known| nothing_unknown(value, known))
        }),
        (Value::Array(found), Value::Array(known)) => {
            found.len() == known.len()
                && found.iter().zip(known).all(|(found, known)| nothing_unknown(found, known))
        }
        _ => found == known,
    }
}

/// A name of a person or device that no screen and no terminal can be misled by.
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= NAME_LIMIT && !text.chars().any(char::is_control)
}

/// A time that a calendar has.
pub(super) fn is_sane(at: Timestamp) -> bool {
    (0..253_402_300_800_000).contains(&at.0)
}

/// Reads what somebody said of a photo and holds it to what a desk makes.
///
/// # Errors
/// `HandOffRefused`.
pub(super) fn photo_edit(line: &str) -> Result<WordEdit> {
    let edit: WordEdit = strict(line)?;
    edit.accept().map_err(|failure| Flaw::Content.found(failure.message))?;
    Ok(edit)
}

/// The lines of a part.
///
/// # Errors
/// `HandOffRefused` where they are too many or no text.
pub(super) fn lines(part: Part, bytes: &[u8]) -> Result<Vec<&str>> {
    let text = std::str::from_utf8(bytes).map_err(|_| Flaw::Content.found(part.name()))?;
    let Some(text) = text.strip_suffix('\n') else {
        return if text.is_empty() { Ok(Vec::new()) } else { Err(Flaw::Shape.found(part.name())) };
    };
    let count = text.bytes().filter(|b| *b == b'\n').count() + 1;
    if count > part.line_limit() {
        return Err(Flaw::Count.found(format!("{count} lines of {}", part.name())));
    }
    let lines: Vec<&str> = text.split('\n').collect();
    if let Some(line) = lines.iter().find(|line| line.len() > part.line_bytes()) {
        return Err(Flaw::Size.found(format!("a line of {} bytes", line.len())));
    }
    Ok(lines)
}

/// Reads a revision and holds it to what a desk makes.
///
/// # Errors
/// `HandOffRefused`.
pub(super) fn revision(body: &str, article: &ArticleId) -> Result<RevisionPart> {
    let revision: Revision = strict(body)?;
    if revision.article != *article {
        return Err(Flaw::OtherArticle.found(format!("a revision of {}", revision.article)));
    }
    let parents: HashSet<_> = revision.parents.iter().collect();
    let hashes = [&revision.headline, &revision.lead, &revision.blocks, &revision.fields];
    let well_formed = revision.format == 1
        && parents.len() == revision.parents.len()
        && parents.len() <= 16
        && hashes.iter().all(|hash| photo::is_hash(hash))
        && revision.parents.iter().all(|hash| photo::is_hash(hash))
        && (revision.author.0.is_empty() || is_id(&revision.author.0))
        && is_name(&revision.author_name)
        && is_name(&revision.device)
        && is_sane(revision.at)
        // What a review is compared with stays on the desk of whoever reviews.
        && revision.reason != RevisionReason::ReviewBase;
    if !well_formed {
        return Err(Flaw::Content.found("a revision"));
    }
    // A revision is named by the hash of its canonical form: in another one it would change its
    // name when it is handed on.
    if to_json(&revision)? != body {
        return Err(Flaw::Shape.found("a revision that is not in its canonical form"));
    }
    Ok(RevisionPart { hash: hash_of(body), body: body.to_owned(), revision })
}

/// Reads an event of a conversation.
///
/// # Errors
/// `HandOffRefused`.
pub(super) fn comment(body: &str) -> Result<CommentEvent> {
    let event: CommentEvent = strict(body)?;
    let well_formed = is_id(&event.id.0)
        && is_id(&event.thread.0)
        && (event.by.0.is_empty() || is_id(&event.by.0))
        && is_name(&event.by_name)
        && is_name(&event.device)
        && is_sane(event.at);
    if well_formed { Ok(event) } else { Err(Flaw::Content.found("a comment")) }
}

/// What the receiver has and the file therefore need not bring along.
pub(crate) trait Stored {
    /// Canonical JSON of an object.
    fn object(&self, hash: &str) -> Result<Option<String>>;
    /// Hashes of blocks.
    fn list(&self, hash: &str) -> Result<Option<Vec<String>>>;
}

/// Holds every revision to what a document must be: each text of its kind and in its one form,
/// no block id twice, nothing over the limits.
///
/// # Errors
/// `HandOffRefused` where a text is missing or is none; those of `stored`.
pub(crate) fn check_texts(
    revisions: &[RevisionPart],
    lists: &Lists,
    objects: &BTreeMap<String, String>,
    stored: &dyn Stored,
) -> Result<()> {
    let mut texts = Texts { objects, stored, looked: HashMap::new() };
    // Bytes of the blocks of each list that has been looked at.
    let mut listed: HashMap<String, usize> = HashMap::new();
    lists.walk(|hash, list| {
        listed.insert(hash.to_owned(), texts.list(list)?);
        Ok(())
    })?;
    for RevisionPart { revision, .. } in revisions {
        if !listed.contains_key(&revision.blocks) {
            let list = stored.list(&revision.blocks)?;
            let list = list.ok_or_else(|| Flaw::Missing.found("a list of blocks"))?;
            listed.insert(revision.blocks.clone(), texts.list(&list)?);
        }
        let mut bytes = listed[&revision.blocks];
        for (hash, kind) in [
            (&revision.headline, ObjectKind::Headline),
            (&revision.lead, ObjectKind::Lead),
            (&revision.fields, ObjectKind::Fields),
        ] {
            bytes += texts.look(hash, kind)?.bytes;
        }
        if bytes > DOCUMENT_BYTES {
            return Err(Flaw::Size.found("the text of a revision"));
        }
    }
    Ok(())
}

/// What has been found out about an object.
struct Looked {
    ids: Vec<BlockId>,
    bytes: usize,
}

struct Texts<'a> {
    objects: &'a BTreeMap<String, String>,
    stored: &'a dyn Stored,
    looked: HashMap<(String, ObjectKind), Looked>,
}

impl Texts<'_> {
    fn look(&mut self, hash: &str, kind: ObjectKind) -> Result<&Looked> {
        let key = (hash.to_owned(), kind);
        if !self.looked.contains_key(&key) {
            let found = match self.objects.get(hash) {
                Some(body) => object(kind, body)?,
                None => match self.stored.object(hash)? {
                    Some(body) => object(kind, &body)?,
                    None => return Err(Flaw::Missing.found(format!("object {hash}"))),
                },
            };
            self.looked.insert(key.clone(), found);
        }
        Ok(&self.looked[&key])
    }

    /// Bytes of the blocks of a document.
    fn list(&mut self, list: &[String]) -> Result<usize> {
        let mut ids: HashSet<BlockId> = HashSet::new();
        let mut bytes = 0;
        for hash in list {
            let found = self.look(hash, ObjectKind::Block)?;
            bytes += found.bytes;
            if !found.ids.iter().all(|id| ids.insert(id.clone())) {
                return Err(Flaw::Content.found("a block is there twice"));
            }
        }
        if bytes > DOCUMENT_BYTES {
            return Err(Flaw::Size.found("the text of a revision"));
        }
        Ok(bytes)
    }
}

/// Reads an object as what a revision names it, and wants it in the one form in which it is
/// stored.
fn object(kind: ObjectKind, body: &str) -> Result<Looked> {
    let refused = || Flaw::Content.found(format!("a text that is no {kind:?}"));
    let blank = |headline, lead| Document {
        headline,
        lead,
        blocks: vec![Block::paragraph(BlockId("a".to_owned()), "")],
    };
    let document = match kind {
        ObjectKind::Headline => blank(strict::<Vec<Text>>(body)?, Vec::new()),
        ObjectKind::Lead => blank(Vec::new(), strict::<Vec<Text>>(body)?),
        ObjectKind::Block => {
            let block: Block = strict(body)?;
            Document { headline: Vec::new(), lead: Vec::new(), blocks: vec![block] }
        }
        ObjectKind::Fields => {
            let fields: Fields = strict(body)?;
            let accepted = fields.clone().accept().map_err(|_| refused())?;
            let times = [fields.embargo, fields.deadline];
            if accepted != fields || !times.into_iter().flatten().all(is_sane) {
                return Err(refused());
            }
            return Ok(Looked { ids: Vec::new(), bytes: body.len() });
        }
    };
    // Ids that are missing or doubled are asked for here, and then nothing is as it was.
    let mut asked = 0_u32;
    let accepted = document
        .clone()
        .accept(&mut || {
            asked += 1;
            BlockId(format!("new-{asked}"))
        })
        .map_err(|_| refused())?;
    if accepted != document {
        return Err(refused());
    }
    let ids = match kind {
        ObjectKind::Block => document.walk().map(|block| block.id().clone()).collect(),
        ObjectKind::Headline | ObjectKind::Lead | ObjectKind::Fields => Vec::new(),
    };
    Ok(Looked { ids, bytes: body.len() })
}
