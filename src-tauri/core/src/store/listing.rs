//! The narrow row that lists read of an article, kept true at every write: what its working copy says
//! ([`note`]), and what has gone out of it ([`note_release`]); beside it, whom its conversations ask
//! ([`note_asked`]).

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::articles::{Working, list_state, working};
use super::history::entries_in_order;
use super::{Store, comments, desk, outbox};
use crate::article::{ArticleId, BylineRole, plain_text};
use crate::discuss;
use crate::failure::{Code, Result};
use crate::language::collate::{self, NameOrder};
use crate::language::count::syllables;
use crate::language::fold::fold;
use crate::person::PersonId;
use crate::review::{self, Editorial, Release, Sent};

/// What lists select and sort by, as far as the working copy tells.
#[derive(Debug, PartialEq, Eq)]
struct Listed {
    author: String,
    state: String,
    holder: Option<String>,
    step: Option<u32>,
    section: String,
    updated_at: i64,
    created_at: i64,
    deadline: Option<i64>,
    embargo: Option<i64>,
    photos: u32,
    syllables: u32,
    approved: Option<String>,
    headline_key: Vec<u8>,
    section_key: Vec<u8>,
    byline_given: Vec<u8>,
    byline_family: Vec<u8>,
}

const COLUMNS: &str = "author, state, holder, step, section, updated_at, created_at, deadline,
    embargo, photos, syllables, approved, headline_key, section_key, byline_given, byline_family";

impl Listed {
    /// `settled` is the state as the workflow of today has it.
    fn of(working: &Working, settled: &Editorial) -> Self {
        let fields = &working.fields;
        let (state, holder, step) = list_state(settled, &working.author);
        let signed = fields.bylines.iter().find(|byline| byline.role == BylineRole::Text);
        let signed = signed.map_or("", |byline| byline.pen_name.as_str());
        Self {
            author: working.author.0.clone(),
            state: state.to_owned(),
            holder: holder.map(str::to_owned),
            step,
            section: fold(&fields.section),
            updated_at: working.updated_at.0,
            created_at: working.created_at.0,
            deadline: fields.deadline.map(|at| at.0),
            embargo: fields.embargo.map(|at| at.0),
            photos: u32::try_from(working.document.photos().count()).unwrap_or(u32::MAX),
            syllables: syllables(&plain_text(&working.document)),
            approved: working.approval.as_ref().map(|approval| approval.revision.clone()),
            headline_key: key(&working.document.headline_text()),
            section_key: key(&fields.section),
            byline_given: person(signed, NameOrder::Given),
            byline_family: person(signed, NameOrder::Family),
        }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            author: row.get(0)?,
            state: row.get(1)?,
            holder: row.get(2)?,
            step: row.get(3)?,
            section: row.get(4)?,
            updated_at: row.get(5)?,
            created_at: row.get(6)?,
            deadline: row.get(7)?,
            embargo: row.get(8)?,
            photos: row.get(9)?,
            syllables: row.get(10)?,
            approved: row.get(11)?,
            headline_key: row.get(12)?,
            section_key: row.get(13)?,
            byline_given: row.get(14)?,
            byline_family: row.get(15)?,
        })
    }
}

/// The key of a text; empty where there is none, so that it can be told apart.
fn key(text: &str) -> Vec<u8> {
    if text.trim().is_empty() { Vec::new() } else { collate::key(text) }
}

fn person(name: &str, order: NameOrder) -> Vec<u8> {
    if name.trim().is_empty() { Vec::new() } else { collate::person_key(name, order) }
}

/// Keeps what lists need of a working copy; `settled` is its state as the workflow of today has it.
pub(super) fn note(
    transaction: &Transaction<'_>,
    working: &Working,
    settled: &Editorial,
) -> Result<()> {
    let listed = Listed::of(working, settled);
    transaction
        .prepare_cached(&format!(
            "INSERT INTO article_listed (article, {COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
             ON CONFLICT (article) DO UPDATE SET author = ?2, state = ?3, holder = ?4, step = ?5,
                section = ?6, updated_at = ?7, created_at = ?8, deadline = ?9, embargo = ?10,
                photos = ?11, syllables = ?12, approved = ?13, headline_key = ?14,
                section_key = ?15, byline_given = ?16, byline_family = ?17"
        ))?
        .execute(params![
            working.id.0,
            listed.author,
            listed.state,
            listed.holder,
            listed.step,
            listed.section,
            listed.updated_at,
            listed.created_at,
            listed.deadline,
            listed.embargo,
            listed.photos,
            listed.syllables,
            listed.approved,
            listed.headline_key,
            listed.section_key,
            listed.byline_given,
            listed.byline_family,
        ])?;
    Ok(())
}

/// Keeps what has gone out of an article, after its logs or the outbox have changed.
pub(super) fn note_release(transaction: &Transaction<'_>, article: &ArticleId) -> Result<()> {
    let release = release(transaction, article)?;
    transaction
        .prepare_cached(
            "UPDATE article_listed SET sent = ?2, sent_revision = ?3, sent_at = ?4
             WHERE article = ?1",
        )?
        .execute(params![
            article.0,
            release.sent().name(),
            release.revision(),
            release.last.map(|at| at.0)
        ])?;
    Ok(())
}

/// Keeps who is asked in the conversations about an article, after one of them has changed.
pub(super) fn note_asked(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    asked: &BTreeSet<PersonId>,
) -> Result<()> {
    if noted_as_asked(transaction, article)? == *asked {
        return Ok(());
    }
    transaction
        .prepare_cached("DELETE FROM article_asked WHERE article = ?1")?
        .execute([&article.0])?;
    let mut add = transaction
        .prepare_cached("INSERT INTO article_asked (article, person) VALUES (?1, ?2)")?;
    for person in asked {
        add.execute([&article.0, &person.0])?;
    }
    Ok(())
}

/// Who is asked in the conversations about an article, as it was noted.
pub(super) fn noted_as_asked(db: &Connection, article: &ArticleId) -> Result<BTreeSet<PersonId>> {
    let mut statement = db.prepare_cached("SELECT person FROM article_asked WHERE article = ?1")?;
    let people = statement.query_map([&article.0], |row| row.get(0).map(PersonId))?;
    Ok(people.collect::<rusqlite::Result<_>>()?)
}

/// Who is asked in the conversations about an article, as they tell it; none where they cannot be
/// read, which the doctor tells by itself.
fn asked(db: &Connection, article: &ArticleId) -> Result<Option<BTreeSet<PersonId>>> {
    match comments::events(db, article) {
        Err(failure) if failure.code == Code::StoreDamaged => Ok(None),
        events => Ok(Some(discuss::asked(&discuss::threads(&events?)))),
    }
}

/// What has gone out of an article, as all that is known here tells it.
pub(super) fn release(db: &Connection, article: &ArticleId) -> Result<Release> {
    let mut release = Release::of(&entries_in_order(db, article)?);
    if release.sent() != Sent::Never {
        for destination in outbox::changed_there(db, article)? {
            release.changed_there(&destination);
        }
    }
    Ok(release)
}

/// Whether lists have an article as it is.
///
/// # Errors
/// Those of a read.
pub(super) fn is_noted(db: &Connection, working: &Working) -> Result<bool> {
    let settled = review::settle(&working.editorial, &desk::settings(db)?.workflow);
    let listed = db
        .prepare_cached(&format!("SELECT {COLUMNS} FROM article_listed WHERE article = ?1"))?
        .query_row([&working.id.0], Listed::read)
        .optional()?;
    if listed != Some(Listed::of(working, &settled)) {
        return Ok(false);
    }
    let noted: (String, Option<String>, Option<i64>) = db
        .prepare_cached(
            "SELECT sent, sent_revision, sent_at FROM article_listed WHERE article = ?1",
        )?
        .query_row([&working.id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let release = release(db, &working.id)?;
    let told = (
        release.sent().name().to_owned(),
        release.revision().map(str::to_owned),
        release.last.map(|at| at.0),
    );
    let noted_asked = noted_as_asked(db, &working.id)?;
    let asked = asked(db, &working.id)?;
    Ok(noted == told && asked.is_none_or(|asked| asked == noted_asked))
}

/// Makes the rows anew where an older program, or one with other rules of order, has made them.
/// An article that cannot be read keeps the row it has.
pub(super) fn bring_up_to_date(db: &mut Connection) -> Result<()> {
    let made = |db: &Connection| -> Result<(bool, bool)> {
        let state = "SELECT generation, asked FROM list_state";
        let (generation, asked): (u32, bool) =
            db.query_row(state, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((generation == collate::GENERATION, asked))
    };
    if made(db)? == (true, true) {
        return Ok(());
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have come first while this one waited.
    let (rows, asked) = made(&transaction)?;
    if !rows {
        note_all(&transaction)?;
    }
    if !asked {
        ask_anew(&transaction)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Makes anew who is asked, of articles with something open: no other is asked about. What the index
/// of searches keeps of them is read again.
fn ask_anew(transaction: &Transaction<'_>) -> Result<()> {
    let talked_about = "SELECT id FROM article WHERE open_threads > 0 ORDER BY id";
    for id in ids(transaction, talked_about)? {
        let Some(people) = asked(transaction, &id)? else { continue };
        note_asked(transaction, &id, &people)?;
        if !people.is_empty() {
            transaction.execute(
                "INSERT OR REPLACE INTO article_change
                    SELECT coalesce(max(n), 0) + 1, ?1 FROM article_change",
                [&id.0],
            )?;
        }
    }
    transaction.execute("UPDATE list_state SET asked = 1", [])?;
    Ok(())
}

fn ids(db: &Connection, sql: &str) -> Result<Vec<ArticleId>> {
    let mut statement = db.prepare(sql)?;
    let ids = statement.query_map([], |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

fn note_all(transaction: &Transaction<'_>) -> Result<()> {
    let workflow = desk::settings(transaction)?.workflow;
    for id in ids(transaction, "SELECT id FROM article ORDER BY id")? {
        let found = match working(transaction, &id) {
            Err(failure) if failure.code == Code::StoreDamaged => continue,
            found => found?,
        };
        note(transaction, &found, &review::settle(&found.editorial, &workflow))?;
        note_release(transaction, &id)?;
        if let Some(people) = asked(transaction, &id)? {
            note_asked(transaction, &id, &people)?;
        }
    }
    transaction.execute("UPDATE list_state SET generation = ?1", [collate::GENERATION])?;
    Ok(())
}

impl Store {
    /// Makes anew what lists need of the articles, where something else has written into the store.
    ///
    /// # Errors
    /// Those of a write.
    pub fn rebuild_article_lists(&mut self) -> Result<()> {
        self.write(note_all)
    }
}
