//! The index: one file, `search.db`, with nothing in it that the store does not hold.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::fts5;
use super::query::{Query, SearchTier};
use super::syllables::{BARRIER, Syllables};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::time::Timestamp;

/// Changes with what the tables or the tokenizer hold: an index of another version is made anew.
const VERSION: i64 = 2;

/// Most hits that a search gives. What is sorted by nearness is sorted among the newest so many.
pub const HITS: usize = 1_000;

/// Newest hits that are counted beyond those of a page: a list grows as it is read.
const AHEAD: usize = 120;

/// Most words that the beginning of one is taken for.
const ENDINGS: u32 = 48;

/// Rows are numbered by the minute of their time, so that the newest hits are read first; that many
/// rows have room in a minute before they move on to a later one.
const ROWS_IN_A_MINUTE: i64 = 32;
const DAY: i64 = 24 * 60;
/// From 1900 on.
const FIRST_MINUTE: i64 = 36_816_480;

/// The parts of an article that are searched; what stands in an earlier one is nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SearchPart {
    Headline,
    Lead,
    Text,
    /// Captions, credits, alt texts.
    Captions,
    /// Bylines.
    People,
    /// Source, tags, section, place, notes.
    Details,
    Comments,
}

impl SearchPart {
    pub const ALL: [Self; 7] = [
        Self::Headline,
        Self::Lead,
        Self::Text,
        Self::Captions,
        Self::People,
        Self::Details,
        Self::Comments,
    ];

    /// What a phrase in the column counts; nothing in the column of facets.
    pub(super) fn weight_of(column: i32) -> f64 {
        const WEIGHTS: [f64; 7] = [10.0, 4.0, 1.0, 2.0, 3.0, 2.0, 0.5];
        usize::try_from(column).ok().and_then(|n| WEIGHTS.get(n).copied()).unwrap_or(0.0)
    }
}

/// An article as the index holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub article: ArticleId,
    /// By which it is sorted.
    pub at: Timestamp,
    /// The text of each of [`SearchPart::ALL`].
    pub parts: [String; 7],
    /// What it can be narrowed down by: words of letters and digits that nobody types.
    pub facets: Vec<String>,
    /// Names in it that filters offer, by their kind.
    pub names: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SearchOrder {
    #[default]
    Newest,
    /// The nearest first, among the newest hits.
    Nearest,
}

/// From when to when; either end may stand open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    pub from: Option<Timestamp>,
    /// Not itself in it.
    pub until: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub article: ArticleId,
    pub tier: SearchTier,
}

/// Which of the hits are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    pub offset: usize,
    pub limit: usize,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Those of the page, in the order that was asked for; hits of a nearer tier first.
    pub hits: Vec<Hit>,
    /// Hits that were counted, at most [`HITS`]; by newness no further than some beyond the page.
    pub total: usize,
    /// There are more than that; these are the newest.
    pub more: bool,
}

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IndexProgress {
    /// Articles in it.
    pub done: u32,
    /// Articles that have changed since they were read, or were never read.
    pub left: u32,
}

/// The open index.
pub struct Index {
    connection: Connection,
    /// Words known to be in the vocabulary.
    known: HashSet<String>,
}

impl Index {
    /// Opens the index in `folder`, and makes it anew where it is missing, damaged or of another
    /// version.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `FileProblem` where it can neither be read nor made.
    pub fn open(folder: &Path) -> Result<Self> {
        match Self::open_as_it_is(folder) {
            Ok(Some(index)) => Ok(index),
            Ok(None) => Self::make_anew(folder),
            Err(failure) if failure.code == Code::StoreDamaged => Self::make_anew(folder),
            Err(failure) => Err(failure),
        }
    }

    /// An empty index in place of the one that is there.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn make_anew(folder: &Path) -> Result<Self> {
        for name in ["search.db", "search.db-wal", "search.db-shm"] {
            let path = folder.join(name);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Failure::io(&path, &error));
                }
                _ => {}
            }
        }
        Self::open_as_it_is(folder)?
            .ok_or_else(|| Failure::internal("a new index is of another version"))
    }

    /// Empties the index, for a store that it was not made of or after damage.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn start_anew(&mut self, folder: &Path) -> Result<()> {
        // The file has to be let go first: Windows removes none that is open.
        self.connection = Connection::open_in_memory()?;
        *self = Self::make_anew(folder)?;
        Ok(())
    }

    /// `None` for one of another version.
    fn open_as_it_is(folder: &Path) -> Result<Option<Self>> {
        let connection = Connection::open(folder.join("search.db"))?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // What a power cut takes is read from the store again.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "cache_size", -16_000)?;
        fts5::register(&connection)?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let mut index = Self { connection, known: HashSet::new() };
        match version {
            0 => index.make_tables()?,
            VERSION => {}
            _ => return Ok(None),
        }
        index.connection.query_row("SELECT count(*) FROM state", [], |_| Ok(()))?;
        Ok(Some(index))
    }

    fn make_tables(&mut self) -> Result<()> {
        let work = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work.execute_batch(
            "CREATE TABLE IF NOT EXISTS doc (
                row     INTEGER PRIMARY KEY,
                article TEXT NOT NULL UNIQUE
            ) STRICT;
            -- Words without marks, to finish what somebody begins to type.
            CREATE TABLE IF NOT EXISTS word (text TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
            -- What filters offer.
            CREATE TABLE IF NOT EXISTS name (
                kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)
            ) STRICT, WITHOUT ROWID;
            -- The change of the store up to which it has been read.
            CREATE TABLE IF NOT EXISTS state (change INTEGER NOT NULL) STRICT;
            DELETE FROM state;
            INSERT INTO state VALUES (0);
            CREATE VIRTUAL TABLE IF NOT EXISTS fts USING fts5 (
                headline, lead, text, captions, people, details, comments, facets,
                content = '', contentless_delete = 1, tokenize = 'viet'
            );
            -- Segments of one size wait for more of them before they are put together: fewer
            -- articles pay for it.
            INSERT INTO fts (fts, rank) VALUES ('automerge', 8);",
        )?;
        work.pragma_update(None, "user_version", VERSION)?;
        work.commit()?;
        Ok(())
    }

    /// The change of the store up to which it has been read.
    ///
    /// # Errors
    /// Those of a read.
    pub fn change(&self) -> Result<i64> {
        Ok(self.connection.query_row("SELECT change FROM state", [], |row| row.get(0))?)
    }

    /// How many articles are in it.
    ///
    /// # Errors
    /// Those of a read.
    pub fn len(&self) -> Result<u32> {
        Ok(self.connection.query_row("SELECT count(*) FROM doc", [], |row| row.get(0))?)
    }

    /// Whether nothing is in it.
    ///
    /// # Errors
    /// Those of a read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Takes articles in, each in place of what was known of it, in one transaction; the index holds
    /// the store up to `change` then.
    ///
    /// # Errors
    /// Those of a write; the index is as it was then.
    pub fn put(&mut self, entries: &[Entry], change: i64) -> Result<()> {
        let work = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut placed = Vec::with_capacity(entries.len());
        for entry in entries {
            placed.push((place(&work, entry)?, entry));
        }
        // FTS5 begins a new segment wherever a row comes before the last one.
        placed.sort_by_key(|(row, _)| *row);
        let mut words = Vec::new();
        for (row, entry) in &placed {
            let [headline, lead, text, captions, people, details, comments] = &entry.parts;
            work.prepare_cached(
                "INSERT INTO fts (rowid, headline, lead, text, captions, people, details, comments, facets)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                row,
                headline,
                lead,
                text,
                captions,
                people,
                details,
                comments,
                entry.facets.join(&BARRIER.to_string())
            ])?;
            for (kind, name) in &entry.names {
                work.prepare_cached("INSERT OR IGNORE INTO name VALUES (?1, ?2)")?
                    .execute([*kind, name.as_str()])?;
            }
            for part in &entry.parts {
                let mut syllables = Syllables::of(part);
                while syllables.advance().is_some() {
                    if !self.known.contains(syllables.folded()) {
                        words.push(syllables.folded().to_owned());
                        self.known.insert(syllables.folded().to_owned());
                    }
                }
            }
        }
        for word in &words {
            work.prepare_cached("INSERT OR IGNORE INTO word VALUES (?1)")?.execute([word])?;
        }
        work.execute("UPDATE state SET change = max(change, ?1)", [change])?;
        let done = work.commit();
        if done.is_err() {
            self.known.clear();
        }
        Ok(done?)
    }

    /// Names of a kind, by their letters.
    ///
    /// # Errors
    /// Those of a read.
    pub fn names(&self, kind: &str) -> Result<Vec<String>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name FROM name WHERE kind = ?1 ORDER BY name")?;
        let names = statement.query_map([kind], |row| row.get(0))?;
        Ok(names.collect::<rusqlite::Result<_>>()?)
    }

    /// What a query finds among the articles that have one facet of each group in `facets`, and are
    /// of the span. An empty query finds all of those.
    ///
    /// # Errors
    /// Those of a read.
    pub fn find(
        &self,
        query: &Query,
        facets: &[Vec<String>],
        span: Span,
        order: SearchOrder,
        page: Page,
    ) -> Result<Found> {
        if facets.iter().any(Vec::is_empty) {
            return Ok(Found::default());
        }
        let mut found = Found::default();
        let mut all: Vec<(i64, SearchTier)> = Vec::new();
        let mut seen = HashSet::new();
        let most = match order {
            SearchOrder::Newest => HITS.min(page.offset.saturating_add(page.limit + AHEAD)),
            SearchOrder::Nearest => HITS,
        };
        let tiers = if query.is_empty() { vec![SearchTier::Phrase] } else { query.tiers() };
        for tier in tiers {
            if found.more || (tier == SearchTier::Alike && !all.is_empty()) {
                break;
            }
            let endings = match query.unfinished(tier) {
                Some(begin) => self.endings(begin)?,
                None => Vec::new(),
            };
            let mut parts = Vec::new();
            if !query.is_empty() {
                parts.push(format!("({})", query.expression(tier, &endings)));
            }
            parts.extend(facets.iter().map(|group| {
                let ways: Vec<String> = group.iter().map(|facet| format!("\"{facet}\"")).collect();
                format!("({})", ways.join(" OR "))
            }));
            let mut rows = self.rows(&parts.join(" AND "), span, order, most + 1)?;
            rows.retain(|row| seen.insert(*row));
            let room = most - all.len();
            found.more = rows.len() > room;
            all.extend(rows.into_iter().take(room).map(|row| (row, tier)));
        }
        found.total = all.len();
        let mut article =
            self.connection.prepare_cached("SELECT article FROM doc WHERE row = ?1")?;
        for (row, tier) in all.into_iter().skip(page.offset).take(page.limit) {
            let id: Option<String> = article.query_row([row], |row| row.get(0)).optional()?;
            found.hits.extend(id.map(|id| Hit { article: ArticleId(id), tier }));
        }
        Ok(found)
    }

    /// The newest rows of an expression, at most `most`, in the order asked for.
    fn rows(
        &self,
        expression: &str,
        span: Span,
        order: SearchOrder,
        most: usize,
    ) -> Result<Vec<i64>> {
        let from = span.from.map_or(0, first_row);
        let until = span.until.map_or(i64::MAX, first_row);
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        if expression.is_empty() {
            let mut statement = self.connection.prepare_cached(
                "SELECT row FROM doc WHERE row >= ?1 AND row < ?2 ORDER BY row DESC LIMIT ?3",
            )?;
            let rows = statement.query_map([from, until, limit], |row| row.get(0))?;
            return Ok(rows.collect::<rusqlite::Result<_>>()?);
        }
        match order {
            SearchOrder::Newest => {
                let mut statement = self.connection.prepare_cached(
                    "SELECT rowid FROM fts WHERE fts MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                     ORDER BY rowid DESC LIMIT ?4",
                )?;
                let rows = statement
                    .query_map(params![expression, from, until, limit], |row| row.get(0))?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            }
            SearchOrder::Nearest => {
                let mut statement = self.connection.prepare_cached(
                    "SELECT rowid, closeness(fts) FROM fts
                     WHERE fts MATCH ?1 AND rowid >= ?2 AND rowid < ?3
                     ORDER BY rowid DESC LIMIT ?4",
                )?;
                let rows = statement.query_map(params![expression, from, until, limit], |row| {
                    Ok((row.get::<_, i64>(0)?, row.get::<_, f64>(1)?))
                })?;
                let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
                rows.sort_by(|a, b| b.1.total_cmp(&a.1));
                Ok(rows.into_iter().map(|(row, _)| row).collect())
            }
        }
    }

    /// Words of the index that begin so, the shortest first.
    fn endings(&self, begin: &str) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT text FROM word WHERE text >= ?1 AND text < ?1 || char(1114111)
             ORDER BY length(text), text LIMIT ?2",
        )?;
        let words = statement.query_map(params![begin, ENDINGS], |row| row.get(0))?;
        Ok(words.collect::<rusqlite::Result<_>>()?)
    }

    /// Puts what many small writes have left together, for an index that has been made anew.
    ///
    /// # Errors
    /// Those of a write.
    pub fn tidy(&mut self) -> Result<()> {
        self.connection.execute("INSERT INTO fts (fts) VALUES ('optimize')", [])?;
        Ok(())
    }
}

/// The row for an entry, free of what was there: its own where its minute has not changed.
fn place(work: &Transaction<'_>, entry: &Entry) -> Result<i64> {
    let first = first_row(entry.at);
    let old: Option<i64> = work
        .prepare_cached("SELECT row FROM doc WHERE article = ?1")?
        .query_row([&entry.article.0], |row| row.get(0))
        .optional()?;
    if let Some(old) = old {
        work.prepare_cached("DELETE FROM fts WHERE rowid = ?1")?.execute([old])?;
        if old / ROWS_IN_A_MINUTE == first / ROWS_IN_A_MINUTE {
            return Ok(old);
        }
        work.prepare_cached("DELETE FROM doc WHERE row = ?1")?.execute([old])?;
    }
    let mut last_in =
        work.prepare_cached("SELECT max(row) FROM doc WHERE row >= ?1 AND row < ?1 + ?2")?;
    let mut last_in = |from: i64, rows: i64| -> Result<Option<i64>> {
        Ok(last_in.query_row([from, rows], |row| row.get(0))?)
    };
    let mut row = first;
    if let Some(last) = last_in(first, ROWS_IN_A_MINUTE)? {
        row = last + 1;
        // A minute that is full, as midnight is where a date is all that is known, goes on behind
        // what that day has.
        while last_in(row, 1)?.is_some() {
            row = last_in(row, DAY * ROWS_IN_A_MINUTE)?.map_or(row, |last| last + 1);
        }
    }
    work.prepare_cached("INSERT INTO doc (row, article) VALUES (?1, ?2)")?
        .execute(params![row, entry.article.0])?;
    Ok(row)
}

/// The first row of a minute.
fn first_row(at: Timestamp) -> i64 {
    (at.0.div_euclid(60_000) + FIRST_MINUTE).clamp(0, i64::MAX / 64) * ROWS_IN_A_MINUTE
}
