//! Which articles of the desk share passages or names with one.
//!
//! The index ([`Print`]) follows from the texts. It is brought up to date by whoever asks, a piece at
//! a time, so that saving an article costs nothing for it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::Serialize;

use super::Store;
use super::articles::{Working, working};
use crate::article::ArticleId;
use crate::failure::{Code, Result};
use crate::language::fold::fold;
use crate::likeness::{Print, SharedParagraph, Stretches, name_mark, names_of, shared_paragraphs};
use crate::time::Timestamp;

/// An article that has passages of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AlikeArticle {
    pub id: ArticleId,
    pub headline: String,
    pub byline: String,
    pub at: Timestamp,
    /// How much of the text that was asked about is in it, 1 to 100.
    pub percent: u8,
    pub paragraphs: Vec<SharedParagraph>,
}

/// An earlier article about the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RelatedArticle {
    pub id: ArticleId,
    pub headline: String,
    pub byline: String,
    pub section: String,
    pub at: Timestamp,
    /// Names and tags that both have, the rarest first.
    pub names: Vec<String>,
    /// Where it is on the web; empty where nobody knows.
    pub link: String,
    /// Where it was taken from.
    pub source: String,
}

/// Both together, as the window asks for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RelatedArticles {
    pub alike: Vec<AlikeArticle>,
    pub related: Vec<RelatedArticle>,
}

/// Articles that are brought up to date in one go, so that nobody waits long for the store.
const AT_ONCE: u32 = 200;
/// A passage that so many articles have says nothing of two of them.
const COMMON: usize = 200;
/// Most articles whose texts are compared, and that are told of.
const CANDIDATES: usize = 24;
const TOLD: usize = 12;
/// Smallest share that is told of, in percent, unless a whole paragraph is the same.
const SHARE: u8 = 5;
/// Names told of each related article.
const NAMES: usize = 5;

impl Store {
    /// Brings the index a piece further; `true` where there is more to do.
    ///
    /// # Errors
    /// Those of a write.
    pub fn index_texts(&mut self) -> Result<bool> {
        let changed = changed(&self.connection)?;
        let Some((last, _)) = changed.last() else { return Ok(false) };
        self.write(|transaction| {
            for (_, id) in &changed {
                if is_made(transaction, id)? {
                    continue;
                }
                match working(transaction, id) {
                    Ok(working) => put_print(transaction, &working, &print_of(&working))?,
                    // One that is damaged is for the doctor to tell of.
                    Err(failure) if failure.code == Code::StoreDamaged => {}
                    Err(failure) => return Err(failure),
                }
            }
            transaction.execute("UPDATE text_state SET change = ?1", [last])?;
            Ok(())
        })?;
        Ok(changed.len() as u32 == AT_ONCE)
    }

    /// Articles that have passages of this one, most of it first.
    ///
    /// # Errors
    /// `NotFound`; those of a read.
    pub fn alike(&self, id: &ArticleId) -> Result<Vec<AlikeArticle>> {
        let ours = working(&self.connection, id)?;
        let print = print_of(&ours);
        let stretches = Stretches::of(&ours.document);
        let mut found = Vec::new();
        for other in candidates(&self.connection, id, &print)? {
            let theirs = working(&self.connection, &other)?;
            let percent = stretches.share(&Stretches::of(&theirs.document));
            let paragraphs = shared_paragraphs(&ours.document, &theirs.document);
            if percent >= SHARE || !paragraphs.is_empty() {
                found.push(AlikeArticle {
                    id: other,
                    headline: theirs.document.headline_text(),
                    byline: theirs.fields.byline_line(),
                    at: theirs.updated_at,
                    percent: percent.max(1),
                    paragraphs,
                });
            }
        }
        found.sort_by_key(|it| (std::cmp::Reverse(it.percent), std::cmp::Reverse(it.at.0)));
        found.truncate(TOLD);
        Ok(found)
    }

    /// Earlier articles on the same people, places and subjects, the nearest first.
    ///
    /// # Errors
    /// `NotFound`; those of a read.
    pub fn related(&self, id: &ArticleId) -> Result<Vec<RelatedArticle>> {
        let ours = working(&self.connection, id)?;
        let names = names_of(&ours.document, &ours.fields.tags);
        let all: u32 =
            self.connection.query_row("SELECT count(*) FROM text_print", [], |row| row.get(0))?;
        let all = f64::from(all.max(2));
        let mut weights: HashMap<i64, f64> = HashMap::new();
        let mut scores: HashMap<i64, f64> = HashMap::new();
        for folded in names.keys() {
            let mark = name_mark(folded);
            let with = with_mark(&self.connection, mark, COMMON * 10)?;
            // What every other article names is no subject.
            let weight = (all / (with.len() as f64 + 1.0)).ln().max(0.0);
            weights.insert(mark, weight);
            for n in with {
                *scores.entry(n).or_default() += weight;
            }
        }
        let section = fold(&ours.fields.section);
        let mut best: Vec<(i64, f64)> =
            scores.into_iter().filter(|(_, score)| *score > 0.0).collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        best.truncate(CANDIDATES * 2);
        let mut found = Vec::new();
        for (n, score) in best {
            let Some(other) = article_of(&self.connection, n)?.filter(|other| other != id) else {
                continue;
            };
            let theirs = working(&self.connection, &other)?;
            let their_names = names_of(&theirs.document, &theirs.fields.tags);
            let mut common: Vec<(&String, f64)> = their_names
                .iter()
                .filter(|(folded, _)| names.contains_key(*folded))
                .map(|(folded, name)| {
                    (name, weights.get(&name_mark(folded)).copied().unwrap_or(0.0))
                })
                .collect();
            common.sort_by(|a, b| b.1.total_cmp(&a.1));
            if common.is_empty() {
                continue;
            }
            let same_section = !section.is_empty() && fold(&theirs.fields.section) == section;
            let score = score * if same_section { 1.3 } else { 1.0 };
            let names = common.into_iter().take(NAMES).map(|it| it.0.clone()).collect();
            found.push((score, self.related_one(&theirs, names)?));
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.at.0.cmp(&a.1.at.0)));
        Ok(found.into_iter().take(TOLD).map(|it| it.1).collect())
    }

    fn related_one(&self, theirs: &Working, names: Vec<String>) -> Result<RelatedArticle> {
        let delivered = self.deliveries_of(&theirs.id)?;
        let posts = delivered.iter().filter_map(|it| it.post()).map(|post| post.link.clone());
        // What came from an archive has its address in the note.
        let noted = theirs.fields.internal_note.split_whitespace().map(str::to_owned);
        let link =
            posts.chain(noted).find(|it| it.starts_with("https://") || it.starts_with("http://"));
        Ok(RelatedArticle {
            id: theirs.id.clone(),
            headline: theirs.document.headline_text(),
            byline: theirs.fields.byline_line(),
            section: theirs.fields.section.clone(),
            at: theirs.updated_at,
            names,
            link: link.unwrap_or_default(),
            source: theirs.fields.source.clone(),
        })
    }
}

pub(super) fn print_of(working: &Working) -> Print {
    Print::of(&working.document, &working.fields.tags)
}

/// The article that has the same text, whatever its headline.
pub(super) fn same_text(db: &Connection, print: &Print) -> Result<Option<ArticleId>> {
    let Some(whole) = print.whole else { return Ok(None) };
    let mut statement =
        db.prepare_cached("SELECT article FROM text_print WHERE whole = ?1 ORDER BY n LIMIT 1")?;
    Ok(statement.query_row([whole], |row| row.get(0)).optional()?.map(ArticleId))
}

/// The article that has most of this one, where it has at least `percent` of it.
pub(super) fn near_copy(
    db: &Connection,
    ours: &Working,
    print: &Print,
    percent: u8,
) -> Result<Option<(ArticleId, u8)>> {
    let counts = counted(db, print)?;
    // Half of what is to be expected, as which stretches are kept is left to chance.
    let wanted = print.common_marks() * usize::from(percent) / 200;
    let mut best: Vec<(i64, usize)> =
        counts.into_iter().filter(|(_, count)| *count >= wanted.max(2)).collect();
    best.sort_by_key(|(n, count)| (std::cmp::Reverse(*count), *n));
    let mut stretches = None;
    for (n, _) in best.into_iter().take(3) {
        let Some(other) = article_of(db, n)?.filter(|other| *other != ours.id) else { continue };
        let stretches = stretches.get_or_insert_with(|| Stretches::of(&ours.document));
        let share = stretches.share(&Stretches::of(&working(db, &other)?.document));
        if share >= percent {
            return Ok(Some((other, share)));
        }
    }
    Ok(None)
}

pub(super) fn put_print(
    transaction: &Transaction<'_>,
    working: &Working,
    print: &Print,
) -> Result<()> {
    put(transaction, &working.id, working.updated_at, print)
}

fn put(transaction: &Transaction<'_>, id: &ArticleId, at: Timestamp, print: &Print) -> Result<()> {
    let before: Option<(i64, Vec<u8>)> = transaction
        .prepare_cached("SELECT n, marks FROM text_print WHERE article = ?1")?
        .query_row([&id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let marks: Vec<u8> =
        print.marks.iter().chain(&print.names).flat_map(|mark| mark.to_le_bytes()).collect();
    let n = match before {
        Some((n, old)) => {
            if old != marks {
                let mut gone = transaction
                    .prepare_cached("DELETE FROM text_mark WHERE mark = ?1 AND n = ?2")?;
                for mark in marks_of(&old) {
                    gone.execute(params![mark, n])?;
                }
            }
            transaction
                .prepare_cached(
                    "UPDATE text_print SET updated_at = ?2, whole = ?3, marks = ?4 WHERE n = ?1",
                )?
                .execute(params![n, at.0, print.whole, marks])?;
            if old == marks {
                return Ok(());
            }
            n
        }
        None => {
            transaction
                .prepare_cached(
                    "INSERT INTO text_print (article, updated_at, whole, marks)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![id.0, at.0, print.whole, marks])?;
            transaction.last_insert_rowid()
        }
    };
    let mut put =
        transaction.prepare_cached("INSERT OR IGNORE INTO text_mark (mark, n) VALUES (?1, ?2)")?;
    for mark in marks_of(&marks) {
        put.execute(params![mark, n])?;
    }
    Ok(())
}

/// Articles that have changed since the last piece, the oldest change first.
fn changed(db: &Connection) -> Result<Vec<(i64, ArticleId)>> {
    let mut statement = db.prepare_cached(
        "SELECT n, article FROM article_change
         WHERE n > (SELECT change FROM text_state) ORDER BY n LIMIT ?1",
    )?;
    let changes =
        statement.query_map([AT_ONCE], |row| Ok((row.get(0)?, ArticleId(row.get(1)?))))?;
    Ok(changes.collect::<rusqlite::Result<_>>()?)
}

/// Whether what the index has of an article is of its text as it stands.
fn is_made(db: &Connection, id: &ArticleId) -> Result<bool> {
    let mut statement = db.prepare_cached(
        "SELECT 1 FROM article JOIN text_print ON article = id
         WHERE id = ?1 AND text_print.updated_at = article.updated_at",
    )?;
    Ok(statement.exists([&id.0])?)
}

/// Articles with marks of this one, most of them first.
fn candidates(db: &Connection, but: &ArticleId, print: &Print) -> Result<Vec<ArticleId>> {
    let mut counts: Vec<(i64, usize)> = counted(db, print)?.into_iter().collect();
    counts.sort_by_key(|(n, count)| (std::cmp::Reverse(*count), std::cmp::Reverse(*n)));
    let mut found: Vec<ArticleId> = match same_text(db, print)? {
        Some(same) if same != *but => vec![same],
        _ => Vec::new(),
    };
    for (n, _) in counts.into_iter().take(CANDIDATES) {
        found.extend(article_of(db, n)?.filter(|it| it != but && found.first() != Some(it)));
    }
    Ok(found)
}

fn counted(db: &Connection, print: &Print) -> Result<HashMap<i64, usize>> {
    let mut counts = HashMap::new();
    for mark in &print.marks {
        let with = with_mark(db, *mark, COMMON)?;
        if with.len() < COMMON {
            for n in with {
                *counts.entry(n).or_default() += 1;
            }
        }
    }
    Ok(counts)
}

fn with_mark(db: &Connection, mark: i64, most: usize) -> Result<Vec<i64>> {
    // The newest of them.
    let mut statement =
        db.prepare_cached("SELECT n FROM text_mark WHERE mark = ?1 ORDER BY n DESC LIMIT ?2")?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found = statement.query_map(params![mark, most], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn article_of(db: &Connection, n: i64) -> Result<Option<ArticleId>> {
    let mut statement = db.prepare_cached("SELECT article FROM text_print WHERE n = ?1")?;
    Ok(statement.query_row([n], |row| row.get(0)).optional()?.map(ArticleId))
}

fn marks_of(bytes: &[u8]) -> impl Iterator<Item = i64> {
    bytes.chunks_exact(8).map(|mark| i64::from_le_bytes(mark.try_into().unwrap_or_default()))
}

#[cfg(test)]
mod tests;
