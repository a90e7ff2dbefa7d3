//! What the desk says of its photos: edits, what they make of each photo, and where each is used.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use super::objects::{hash_of, to_json};
use super::photos::{infos, parse};
use super::views::{PhotoConcern, PhotoNote};
use super::{Store, desk};
use crate::article::{ArticleId, Document};
use crate::failure::{Code, Failure, Result};
use crate::language::fold::fold;
use crate::moment::Moment;
use crate::photo::metadata::Metadata;
use crate::photo::{
    self, DeskWords, Filling, PhotoInfo, Rights, RightsKind, WordChanges, WordEdit, Words, filled,
    settle, undoing,
};
use crate::proof::LONG_SIDE;
use crate::time::Timestamp;

/// Most photos that are edited in one go.
const BATCH_LIMIT: usize = 10_000;
/// Most edits of one photo that go along in a hand-off, beside those that still hold.
const SENT_EDITS: usize = 200;

/// Photos whose words were changed in one go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct EditedPhotos {
    /// Names the change, to take it back; `None` where everything was said already.
    pub batch: Option<String>,
    /// The photos that say something else now, by hash.
    pub photos: BTreeMap<String, PhotoInfo>,
}

/// An article that uses a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoUse {
    pub article: ArticleId,
    /// Empty while there is none.
    pub headline: String,
    pub updated_at: Timestamp,
}

/// What somebody once said of a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Said {
    pub at: Timestamp,
    pub by_name: String,
    pub device: String,
    pub changes: WordChanges,
}

/// One photo with all that the desk knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoDetails {
    pub info: PhotoInfo,
    /// Working copies that use it, newest first.
    pub uses: Vec<PhotoUse>,
    /// What was said of it, newest first.
    pub said: Vec<Said>,
}

impl Store {
    /// Says something else of photos. Variables (see [`photo::VARIABLES`]) are filled for each of
    /// them; `seq` counts in the order given. What a photo says already leaves no trace.
    ///
    /// # Errors
    /// `BadInput` where the words or the photos are too many or a day is none; `NotFound` for an
    /// unknown photo; those of a write. Nothing is changed then.
    pub fn edit_photos(
        &mut self,
        hashes: &[String],
        changes: &WordChanges,
        moment: &Moment,
    ) -> Result<EditedPhotos> {
        let changes = changes.tidied()?;
        if hashes.len() > BATCH_LIMIT {
            return Err(Failure::bad_input(format!("more than {BATCH_LIMIT} photos")));
        }
        self.edit_each(hashes, moment, |info, _, seq| {
            let words = Words { metadata: info.words().clone(), rights: info.rights() };
            let filling = Filling { words: &words, file_name: &info.file_name, seq };
            Ok(filled(&changes, &filling).tidied()?.differing_from(&words))
        })
    }

    /// Keeps the stars that somebody gave photos before they were taken in, or changed since.
    ///
    /// # Errors
    /// As [`Store::edit_photos`].
    pub fn rate_photo(&mut self, info: PhotoInfo, stars: u8, moment: &Moment) -> Result<PhotoInfo> {
        let changes = WordChanges { rating: Some(stars), ..WordChanges::default() };
        let mut edited = self.edit_photos(std::slice::from_ref(&info.hash), &changes, moment)?;
        // Where it says so already, nothing of it is new.
        Ok(edited.photos.remove(&info.hash).unwrap_or(info))
    }

    /// Takes a change of photos back in one step; what somebody has said since stays.
    ///
    /// # Errors
    /// `NotFound` for an unknown change; those of a write.
    pub fn undo_photo_edit(&mut self, batch: &str, moment: &Moment) -> Result<EditedPhotos> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT photo FROM photo_edit WHERE batch = ?1 ORDER BY photo")?;
        let hashes = statement
            .query_map([batch], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        drop(statement);
        if hashes.is_empty() {
            return Err(Failure::not_found("that change of photos"));
        }
        self.edit_each(&hashes, moment, |info, edits, _| Ok(undoing(&info.metadata, edits, batch)))
    }

    /// # Errors
    /// `NotFound`, `StoreDamaged`.
    pub fn photo_details(&self, hash: &str) -> Result<PhotoDetails> {
        let info = infos(&self.connection, [hash].into_iter())?
            .remove(hash)
            .ok_or_else(|| Failure::not_found(format!("photo {hash}")))?;
        let mut edits = edits(&self.connection, hash)?;
        edits.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        let said = edits.into_iter().map(|WordEdit { at, by_name, device, changes, .. }| Said {
            at,
            by_name,
            device,
            changes,
        });
        let mut uses = self.connection.prepare_cached(
            "SELECT article.id, article.headline, article.updated_at
             FROM photo_use JOIN article ON article.id = photo_use.article
             WHERE photo_use.photo = ?1 ORDER BY article.updated_at DESC, article.id LIMIT 500",
        )?;
        let uses = uses.query_map([hash], |row| {
            Ok(PhotoUse {
                article: ArticleId(row.get(0)?),
                headline: row.get(1)?,
                updated_at: Timestamp(row.get(2)?),
            })
        })?;
        Ok(PhotoDetails {
            info,
            uses: uses.collect::<rusqlite::Result<_>>()?,
            said: said.collect(),
        })
    }

    /// Makes everything anew that follows from edits and working copies: what the desk says of
    /// each photo, what lists and searches need of it, where it is used. Edits and working copies
    /// that are damaged are passed over; the doctor names them.
    ///
    /// # Errors
    /// Those of a write.
    pub fn rebuild_photo_lists(&mut self) -> Result<()> {
        self.write(|transaction| {
            let all = |sql: &str| -> Result<Vec<String>> {
                let mut statement = transaction.prepare(sql)?;
                let rows = statement.query_map([], |row| row.get(0))?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            };
            transaction.execute("DELETE FROM photo_listed", [])?;
            for hash in all("SELECT hash FROM photo")? {
                resettle(transaction, &hash).or_else(|failure| match failure.code {
                    Code::StoreDamaged => Ok(()),
                    _ => Err(failure),
                })?;
            }
            for id in all("SELECT id FROM article")?.into_iter().map(ArticleId) {
                if let Ok(working) = super::articles::working(transaction, &id) {
                    note_uses(transaction, &id, &working.document)?;
                }
            }
            Ok(())
        })
    }

    fn edit_each(
        &mut self,
        hashes: &[String],
        moment: &Moment,
        mut wanted: impl FnMut(&PhotoInfo, &[WordEdit], u32) -> Result<WordChanges>,
    ) -> Result<EditedPhotos> {
        let device = self.device.clone();
        let mut ids = moment.ids();
        let batch = ids.letters(16);
        let (photos, articles) = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let mut changed = BTreeSet::new();
            for (hash, seq) in hashes.iter().zip(1..) {
                let info = infos(transaction, [hash.as_str()].into_iter())?
                    .remove(hash)
                    .ok_or_else(|| Failure::not_found(format!("photo {hash}")))?;
                let edits = edits(transaction, hash)?;
                let changes = wanted(&info, &edits, seq)?;
                if changes.is_empty() {
                    continue;
                }
                // What somebody says after having read the others is the later word, whatever
                // their clocks said.
                let newest = edits.iter().map(|edit| edit.at.0 + 1).max().unwrap_or(0);
                let edit = WordEdit {
                    id: ids.letters(16),
                    photo: hash.clone(),
                    batch: batch.clone(),
                    at: Timestamp(moment.now.0.max(newest)),
                    by: me.id.clone(),
                    by_name: me.name.clone(),
                    device: device.clone(),
                    changes,
                };
                put(transaction, &edit)?;
                resettle(transaction, hash)?;
                changed.insert(hash.clone());
            }
            let photos = infos(transaction, changed.iter().map(String::as_str))?;
            Ok((photos, articles_with(transaction, &changed)?))
        })?;
        // Where these articles stand may be another now.
        self.changes.extend(articles);
        let batch = (!photos.is_empty()).then_some(batch);
        Ok(EditedPhotos { batch, photos })
    }
}

fn articles_with(db: &Connection, photos: &BTreeSet<String>) -> Result<Vec<ArticleId>> {
    let mut statement = db.prepare_cached("SELECT article FROM photo_use WHERE photo = ?1")?;
    let mut articles = Vec::new();
    for photo in photos {
        let rows = statement.query_map([photo], |row| row.get(0).map(ArticleId))?;
        articles.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(articles)
}

fn put(transaction: &Transaction<'_>, edit: &WordEdit) -> Result<()> {
    let body = to_json(edit)?;
    transaction
        .prepare_cached(
            "INSERT INTO photo_edit (id, photo, batch, body, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![edit.id, edit.photo, edit.batch, body, hash_of(&body)])?;
    Ok(())
}

/// The edits of a photo, in no order.
///
/// # Errors
/// `StoreDamaged` where one does not carry its hash.
pub(super) fn edits(db: &Connection, photo: &str) -> Result<Vec<WordEdit>> {
    let mut statement =
        db.prepare_cached("SELECT body, hash FROM photo_edit WHERE photo = ?1 ORDER BY id")?;
    let rows = statement
        .query_map([photo], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (body, hash) = row?;
        if hash_of(&body) != hash {
            return Err(Failure::new(Code::StoreDamaged, format!("an edit of photo {photo}"))
                .with("what", "photo"));
        }
        parse(photo, &body)
    })
    .collect()
}

/// The edits of photos that go along in a hand-off: of each photo those that still hold, and the
/// newest of the others.
pub(super) fn to_send<'a>(
    db: &Connection,
    photos: impl Iterator<Item = &'a str>,
) -> Result<Vec<WordEdit>> {
    let mut sent = Vec::new();
    for photo in photos {
        let mut all = edits(db, photo)?;
        all.sort_by(|one, other| {
            (other.at, &other.device, &other.id).cmp(&(one.at, &one.device, &one.id))
        });
        let mut said = WordChanges::default();
        let mut kept: Vec<WordEdit> = Vec::new();
        for (place, edit) in all.into_iter().enumerate() {
            let with = edit.changes.and(&said);
            if with != said || place < SENT_EDITS {
                kept.push(edit);
            }
            said = with;
        }
        sent.extend(kept);
    }
    sent.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(sent)
}

/// Takes in what other desks said of photos. An edit that is here under the same id stays as it
/// is.
///
/// # Errors
/// `BadInput` for an edit that no desk makes or that is of a photo not among `about`.
pub(super) fn take_in(
    transaction: &Transaction<'_>,
    sent: &[WordEdit],
    about: &BTreeSet<String>,
) -> Result<()> {
    let mut touched = BTreeSet::new();
    for edit in sent {
        edit.accept()?;
        if !about.contains(&edit.photo) {
            return Err(Failure::bad_input("words about a photo of another article"));
        }
        let is_new = is_new(transaction, edit)?;
        // A photo that neither has: its words come when it comes.
        if is_new && is_known(transaction, &edit.photo)? {
            put(transaction, edit)?;
            touched.insert(edit.photo.clone());
        }
    }
    touched.iter().try_for_each(|photo| resettle(transaction, photo))
}

/// Whether an edit is not here yet.
pub(super) fn is_new(db: &Connection, edit: &WordEdit) -> Result<bool> {
    Ok(!db.prepare_cached("SELECT 1 FROM photo_edit WHERE id = ?1")?.exists([&edit.id])?)
}

pub(super) fn is_known(db: &Connection, photo: &str) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM photo WHERE hash = ?1")?.exists([photo])?)
}

/// Makes what the desk says of a photo anew from its edits.
fn resettle(transaction: &Transaction<'_>, hash: &str) -> Result<()> {
    let desk = settled(transaction, hash)?;
    let desk = desk.as_ref().map(to_json).transpose()?.unwrap_or_default();
    transaction
        .prepare_cached("UPDATE photo SET desk = ?2 WHERE hash = ?1")?
        .execute(params![hash, desk])?;
    list(transaction, hash)
}

/// What the edits of a photo make of its file's words.
fn settled(db: &Connection, hash: &str) -> Result<Option<DeskWords>> {
    let file: String = db
        .prepare_cached("SELECT metadata FROM photo WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))?;
    Ok(settle(&parse(hash, &file)?, &edits(db, hash)?))
}

/// A row of the list of photos, as it follows from what is known of one.
#[derive(Debug, PartialEq, Eq)]
struct Listed {
    added_at: i64,
    taken: String,
    creators: String,
    rights: String,
    until: Option<String>,
    rating: u8,
    folded: String,
}

impl Listed {
    fn of(info: &PhotoInfo) -> Result<Self> {
        let (words, Rights { kind, until, .. }) = (info.words(), info.rights());
        let rights = to_json(&kind)?.trim_matches('"').to_owned();
        Ok(Self {
            added_at: info.added_at.0,
            taken: taken(words),
            creators: words.creators.join(" - "),
            rights,
            until,
            rating: words.rating,
            folded: folded(&info.file_name, words),
        })
    }

    fn read(db: &Connection, hash: &str) -> Result<Vec<Self>> {
        let mut statement = db.prepare_cached(
            "SELECT added_at, taken, creators, rights, until, rating, folded FROM photo_listed
             WHERE added_at = (SELECT added_at FROM photo WHERE hash = ?1) AND photo = ?1",
        )?;
        let rows = statement.query_map([hash], |row| {
            Ok(Self {
                added_at: row.get(0)?,
                taken: row.get(1)?,
                creators: row.get(2)?,
                rights: row.get(3)?,
                until: row.get(4)?,
                rating: row.get(5)?,
                folded: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Puts a photo into the list, or what is new of it.
pub(super) fn list(db: &Connection, hash: &str) -> Result<()> {
    let info = infos(db, [hash].into_iter())?.remove(hash);
    let info = info.ok_or_else(|| Failure::not_found(format!("photo {hash}")))?;
    let row = Listed::of(&info)?;
    db.prepare_cached(
        "INSERT OR REPLACE INTO photo_listed
            (added_at, photo, taken, creators, rights, until, rating, folded)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        row.added_at,
        hash,
        row.taken,
        row.creators,
        row.rights,
        row.until,
        row.rating,
        row.folded
    ])?;
    Ok(())
}

/// The day a photo was taken, as far as it is one: `2020-05-23`, or nothing.
fn taken(words: &Metadata) -> String {
    words.created.get(..10).filter(|day| photo::is_day(day)).unwrap_or_default().to_owned()
}

/// Everything that a photo is found by, folded, each word behind a space.
fn folded(file_name: &str, words: &Metadata) -> String {
    let day = taken(words);
    let written = match day.as_bytes() {
        [] => String::new(),
        _ => format!("{}/{}/{}", &day[8..], &day[5..7], &day[..4]),
    };
    let lists = [&words.people, &words.keywords, &words.creators];
    let texts = [
        &words.headline,
        &words.caption,
        &words.sublocation,
        &words.city,
        &words.province,
        &words.country,
        &words.credit,
        &words.source,
    ];
    let all: Vec<&str> = texts
        .into_iter()
        .map(String::as_str)
        .chain(lists.into_iter().flatten().map(String::as_str))
        .chain([day.as_str(), &written, file_name])
        .collect();
    format!(" {}", searchable(&all.join(" ")))
}

/// Folded words with single spaces between them; signs separate, but for the slash of dates.
pub(super) fn searchable(text: &str) -> String {
    let folded = fold(text);
    let mut words = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !(c.is_alphanumeric() || c == '/')) {
        if !word.is_empty() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    words
}

/// Registers what the migration fills the list with.
pub(super) fn register_functions(db: &Connection, flags: FunctionFlags) -> Result<()> {
    let words = |json: &str| serde_json::from_str::<Metadata>(json).unwrap_or_default();
    db.create_scalar_function("photo_taken", 1, flags, move |context| {
        Ok(taken(&words(context.get_raw(0).as_str()?)))
    })?;
    db.create_scalar_function("photo_creators", 1, flags, move |context| {
        Ok(words(context.get_raw(0).as_str()?).creators.join(" - "))
    })?;
    db.create_scalar_function("photo_folded", 2, flags, move |context| {
        let (name, json) = (context.get_raw(0).as_str()?, context.get_raw(1).as_str()?);
        Ok(folded(name, &words(json)))
    })?;
    Ok(())
}

/// What should be known of the photos of a document before it goes out, in reading order.
pub(super) fn notes(db: &Connection, document: &Document) -> Result<Vec<PhotoNote>> {
    let known = super::objects::photos_of(db, document)?;
    let mut notes = Vec::new();
    if known.is_empty() {
        return Ok(notes);
    }
    let need_rights = desk::settings(db)?.photos_need_rights;
    for photo in document.photos() {
        let Some(info) = photo.attrs.photo.as_ref().and_then(|hash| known.get(hash)) else {
            continue;
        };
        let Rights { kind, until, .. } = info.rights();
        let (width, height) = (info.width, info.height);
        let [said, by_file] = [info.words(), &info.metadata].map(Metadata::is_made_by_ai);
        let concerns = [
            (kind == RightsKind::Unknown && need_rights).then_some(PhotoConcern::RightsUnknown),
            until.map(|until| PhotoConcern::RightsEnd { until }),
            (said || by_file).then_some(PhotoConcern::MadeByAi { said }),
            (width.max(height) < LONG_SIDE).then_some(PhotoConcern::Small { width, height }),
        ];
        notes.extend(concerns.into_iter().flatten().map(|about| PhotoNote {
            block: photo.attrs.id.clone(),
            photo: info.hash.clone(),
            file_name: info.file_name.clone(),
            about,
        }));
    }
    Ok(notes)
}

/// Why photos may not go out on `today`, if one of them may not.
pub(super) fn refusal<'a>(
    photos: impl Iterator<Item = &'a PhotoInfo> + Clone,
    today: &str,
    need_rights: bool,
) -> Option<Failure> {
    let named = |code: Code, kept: &dyn Fn(&Rights) -> bool| {
        let names: Vec<&str> = photos
            .clone()
            .filter(|info| kept(&info.rights()))
            .map(|info| info.file_name.as_str())
            .collect();
        (!names.is_empty()).then(|| {
            Failure::new(code, format!("{} photos may not go out", names.len()))
                .with("photos", names.join(", "))
        })
    };
    named(Code::RightsExpired, &|rights| rights.expired(today)).or_else(|| {
        need_rights
            .then(|| named(Code::RightsUnknown, &|rights| rights.kind == RightsKind::Unknown))
            .flatten()
    })
}

/// Notes which photos a working copy uses.
pub(super) fn note_uses(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    document: &Document,
) -> Result<()> {
    let used = used_in(document);
    let noted = uses(transaction, article)?;
    for gone in noted.iter().filter(|photo| !used.contains(photo.as_str())) {
        transaction
            .prepare_cached("DELETE FROM photo_use WHERE article = ?1 AND photo = ?2")?
            .execute([&article.0, gone])?;
    }
    for new in used.iter().filter(|photo| !noted.contains(**photo)) {
        transaction
            .prepare_cached("INSERT INTO photo_use (article, photo) VALUES (?1, ?2)")?
            .execute([article.0.as_str(), new])?;
    }
    Ok(())
}

fn used_in(document: &Document) -> BTreeSet<&str> {
    document.photos().filter_map(|photo| photo.attrs.photo.as_deref()).collect()
}

fn uses(db: &Connection, article: &ArticleId) -> Result<BTreeSet<String>> {
    let mut statement = db.prepare_cached("SELECT photo FROM photo_use WHERE article = ?1")?;
    let rows = statement.query_map([&article.0], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether the uses noted of an article are those of its working copy.
pub(super) fn uses_are_noted(
    db: &Connection,
    article: &ArticleId,
    document: &Document,
) -> Result<bool> {
    let noted = uses(db, article)?;
    Ok(noted.iter().map(String::as_str).eq(used_in(document)))
}

/// Whether the edits of a photo are whole and what the desk says of it follows from them.
pub(super) fn are_whole(db: &Connection, hash: &str) -> Result<bool> {
    let desk: String = db
        .prepare_cached("SELECT desk FROM photo WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))?;
    let settled = settled(db, hash)?.as_ref().map(to_json).transpose()?;
    Ok(settled.unwrap_or_default() == desk)
}

/// Whether lists and searches have a photo as it is.
pub(super) fn is_listed(db: &Connection, hash: &str) -> Result<bool> {
    let Some(info) = infos(db, [hash].into_iter())?.remove(hash) else { return Ok(false) };
    Ok(Listed::read(db, hash)? == [Listed::of(&info)?])
}

#[cfg(test)]
mod tests;
