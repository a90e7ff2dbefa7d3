//! Immutable objects: blocks and fields by hash, and the revisions that list them.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::block_lists;
use super::views::RevisionReason;
use crate::article::{ArticleId, Block, Document, Fields, Text, plain_text};
use crate::failure::{Code, Failure, Result};
use crate::language::count;
use crate::person::PersonId;
use crate::time::Timestamp;

/// The canonical form of a revision; its BLAKE3 is the revision's hash. The order of the members
/// is part of the format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Revision {
    pub(crate) format: u32,
    pub(crate) article: ArticleId,
    pub(crate) headline: String,
    pub(crate) lead: String,
    /// Hash of the list of the blocks, see [`super::block_lists`].
    pub(crate) blocks: String,
    pub(crate) fields: String,
    pub(crate) parents: Vec<String>,
    pub(crate) author: PersonId,
    pub(crate) author_name: String,
    pub(crate) device: String,
    pub(crate) at: Timestamp,
    pub(crate) reason: RevisionReason,
}

/// Who makes a revision, where, when and why.
pub(super) struct Occasion<'a> {
    pub(super) author: &'a crate::person::Person,
    pub(super) device: &'a str,
    pub(super) at: Timestamp,
    pub(super) reason: RevisionReason,
}

/// Hash of an object's canonical JSON, hexadecimal.
pub(crate) fn hash_of(body: &str) -> String {
    blake3::hash(body.as_bytes()).to_hex().to_string()
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Failure::internal)
}

/// Hash of what readers get of an article: document and published fields. What stays in the
/// house (internal note, deadline, target length, royalty class) does not count, so that noting
/// it does not undo an approval.
pub(super) fn published_hash(document: &Document, fields: &Fields) -> Result<String> {
    let published = Fields {
        internal_note: String::new(),
        deadline: None,
        target_length: None,
        royalty_class: String::new(),
        ..fields.clone()
    };
    Ok(hash_of(&to_json(&(document, published))?))
}

/// Stores a snapshot and gives its hash. Where nothing but time, author and reason differs from
/// the parent, a new revision is made all the same: sign-offs name their own.
pub(super) fn snapshot(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    document: &Document,
    fields: &Fields,
    parents: Vec<String>,
    occasion: &Occasion<'_>,
) -> Result<String> {
    let mut put =
        transaction.prepare_cached("INSERT OR IGNORE INTO object (hash, body) VALUES (?1, ?2)")?;
    let mut store = |body: String| -> Result<String> {
        let hash = hash_of(&body);
        put.execute([&hash, &body])?;
        Ok(hash)
    };
    let blocks: Vec<String> =
        document.blocks.iter().map(|block| store(to_json(block)?)).collect::<Result<_>>()?;
    let near = match parents.first() {
        Some(parent) => find_revision(transaction, parent)?.map(|parent| parent.blocks),
        None => None,
    };
    let revision = Revision {
        format: 1,
        article: article.clone(),
        headline: store(to_json(&document.headline)?)?,
        lead: store(to_json(&document.lead)?)?,
        blocks: block_lists::put(transaction, &blocks, near.as_deref())?,
        fields: store(to_json(fields)?)?,
        parents,
        author: occasion.author.id.clone(),
        author_name: occasion.author.name.clone(),
        device: occasion.device.to_owned(),
        at: occasion.at,
        reason: occasion.reason,
    };
    drop(put);
    let body = to_json(&revision)?;
    let hash = hash_of(&body);
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO revision (hash, article, body, headline, syllables)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            hash,
            article.0,
            body,
            document.headline_text(),
            count::syllables(&plain_text(document))
        ])?;
    Ok(hash)
}

/// A revision by its hash.
///
/// # Errors
/// `NotFound`; `StoreDamaged` where the row does not carry its hash.
pub(super) fn revision(db: &Connection, hash: &str) -> Result<Revision> {
    find_revision(db, hash)?.ok_or_else(|| Failure::not_found(format!("revision {hash}")))
}

fn find_revision(db: &Connection, hash: &str) -> Result<Option<Revision>> {
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM revision WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    body.map(|body| parse_checked(hash, &body)).transpose()
}

/// Document and fields of a revision.
///
/// # Errors
/// `StoreDamaged` where an object is missing or does not carry its hash.
pub(super) fn content(db: &Connection, revision: &Revision) -> Result<(Document, Fields)> {
    content_by(db, &mut block_lists::Reader::new(db), revision)
}

/// As [`content`], for one revision after the other.
pub(super) fn content_by(
    db: &Connection,
    lists: &mut block_lists::Reader<'_>,
    revision: &Revision,
) -> Result<(Document, Fields)> {
    let document = Document {
        headline: object::<Vec<Text>>(db, &revision.headline)?,
        lead: object::<Vec<Text>>(db, &revision.lead)?,
        blocks: lists
            .get(&revision.blocks)?
            .iter()
            .map(|hash| object::<Block>(db, hash))
            .collect::<Result<_>>()?,
    };
    Ok((document, object::<Fields>(db, &revision.fields)?))
}

pub(super) fn object<T: for<'de> Deserialize<'de>>(db: &Connection, hash: &str) -> Result<T> {
    serde_json::from_str(&object_body(db, hash)?).map_err(|_| damaged(hash))
}

/// Canonical JSON of an object.
///
/// # Errors
/// `StoreDamaged` where it is missing or does not carry its hash.
pub(super) fn object_body(db: &Connection, hash: &str) -> Result<String> {
    find_object(db, hash)?.ok_or_else(|| damaged(hash))
}

/// # Errors
/// `StoreDamaged` where it does not carry its hash.
pub(super) fn find_object(db: &Connection, hash: &str) -> Result<Option<String>> {
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM object WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    match body {
        Some(body) if hash_of(&body) != hash => Err(damaged(hash)),
        other => Ok(other),
    }
}

pub(super) fn parse_checked<T: for<'de> Deserialize<'de>>(hash: &str, body: &str) -> Result<T> {
    if hash_of(body) != hash {
        return Err(damaged(hash));
    }
    serde_json::from_str(body).map_err(|_| damaged(hash))
}

pub(super) fn damaged(hash: &str) -> Failure {
    Failure::new(Code::StoreDamaged, format!("object {hash} is missing or damaged"))
        .with("what", &hash[..hash.len().min(12)])
}

/// A revision in a list: hash, canonical form, and what was counted when it was made.
pub(super) struct Listed {
    pub(super) hash: String,
    pub(super) revision: Revision,
    pub(super) headline: String,
    pub(super) syllables: u32,
}

/// Every revision of an article, newest first, without reading the texts; not the bases that
/// only the review view knows.
pub(super) fn revisions(db: &Connection, article: &ArticleId) -> Result<Vec<Listed>> {
    let mut statement = db.prepare_cached(
        "SELECT hash, body, headline, syllables FROM revision WHERE article = ?1 ORDER BY n DESC",
    )?;
    let rows = statement.query_map([&article.0], listed_row)?;
    let listed = rows.map(|row| listed_of(row?));
    listed
        .filter(
            |listed| !matches!(listed, Ok(it) if it.revision.reason == RevisionReason::ReviewBase),
        )
        .collect()
}

/// One revision of an article as it is listed.
///
/// # Errors
/// `NotFound`; `StoreDamaged` where the row does not carry its hash.
pub(super) fn listed(db: &Connection, article: &ArticleId, hash: &str) -> Result<Listed> {
    let row = db
        .prepare_cached(
            "SELECT hash, body, headline, syllables FROM revision WHERE hash = ?1 AND article = ?2",
        )?
        .query_row([hash, &article.0], listed_row)
        .optional()?
        .ok_or_else(|| Failure::not_found(format!("revision {hash} of {article}")))?;
    listed_of(row)
}

type ListedRow = (String, String, String, u32);

fn listed_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ListedRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn listed_of((hash, body, headline, syllables): ListedRow) -> Result<Listed> {
    let revision = parse_checked(&hash, &body)?;
    Ok(Listed { hash, revision, headline, syllables })
}

/// The photos in use in `document`, by hash, those that the desk has.
pub(super) fn photos_of(
    db: &Connection,
    document: &Document,
) -> Result<BTreeMap<String, crate::photo::PhotoInfo>> {
    let hashes = document.photos().filter_map(|photo| photo.attrs.photo.as_deref());
    super::photos::infos(db, hashes)
}
