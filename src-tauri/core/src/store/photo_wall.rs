//! The picture wall: all photos of the desk, newest first, searched without regard to accents.

use rusqlite::types::Value;
use rusqlite::{params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::Store;
use super::photo_words::searchable;
use super::photos::infos;
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::photo::metadata::STARS;
use crate::photo::{PhotoInfo, Rights, day_of, is_day};
use crate::time::Timestamp;

const ROWS_AT_ONCE: u32 = 500;
/// Most photos that are chosen at once.
const CHOSEN_LIMIT: usize = 10_000;
/// Most names in the list of photographers.
const PHOTOGRAPHERS: u32 = 500;
/// Longest caption in a row, in characters.
const CAPTION_LIMIT: usize = 200;

/// Which rights a list of photos shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RightsFilter {
    /// Nobody has said.
    Unknown,
    /// Somebody has said, and it has not run out.
    Valid,
    Expired,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PhotoQuery {
    /// Words that must all occur, without regard to accents or case; empty finds everything.
    pub search: String,
    /// First and last day on which it was taken, `2026-12-31`.
    pub from: Option<String>,
    pub to: Option<String>,
    /// Names of the photographers as [`Store::photographers`] lists them.
    pub creators: Option<String>,
    pub rights: Option<RightsFilter>,
    /// Only those with at least so many stars, up to 5.
    pub stars: u8,
    /// Only those that no article uses.
    pub unused: bool,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to give, at most 500.
    pub limit: u32,
}

/// A piece of the wall, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoPage {
    /// Photos in the whole list.
    pub total: u32,
    pub offset: u32,
    pub rows: Vec<PhotoRow>,
}

/// A photo as the wall shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoRow {
    pub hash: String,
    pub file_name: String,
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub added_at: Timestamp,
    /// The beginning of the caption, or the headline where there is none.
    pub caption: String,
    pub creators: Vec<String>,
    /// When it was taken, as ISO 8601 with as much of it as is known.
    pub created: String,
    pub rights: Rights,
    /// The right to use it has run out.
    pub expired: bool,
    /// Stars, 0 to 5.
    pub rating: u8,
    /// How many articles use it.
    pub uses: u32,
    /// Somebody at a desk has said something of it.
    pub edited: bool,
}

/// A name under photos, and under how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Photographer {
    /// Several names of one photo are one entry, joined by ` - `.
    pub name: String,
    pub photos: u32,
}

/// A condition with its values.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Store {
    /// A piece of the wall. The search is tried as one phrase first; where nothing has it, all
    /// its words must occur, each at the beginning of a word.
    ///
    /// # Errors
    /// `BadInput` for a day that is none and for more stars than there are; those of a read.
    pub fn list_photos(&self, query: &PhotoQuery, moment: &Moment) -> Result<PhotoPage> {
        let limit = query.limit.min(ROWS_AT_ONCE);
        let today = day_of(moment.now, self.settings()?.zone);
        let (total, hashes) = match self.found(query, &today)? {
            Some(found) => {
                let page = found.iter().skip(query.offset as usize).take(limit as usize);
                (found.len(), page.cloned().collect::<Vec<_>>())
            }
            None => {
                let total: u32 = self
                    .connection
                    .prepare_cached("SELECT count(*) FROM photo INDEXED BY photo_newest")?
                    .query_row([], |row| row.get(0))?;
                let mut statement = self.connection.prepare_cached(
                    "SELECT hash FROM photo ORDER BY added_at DESC, hash DESC LIMIT ?1 OFFSET ?2",
                )?;
                let rows = statement.query_map(params![limit, query.offset], |row| row.get(0))?;
                (total as usize, rows.collect::<rusqlite::Result<_>>()?)
            }
        };
        Ok(PhotoPage {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            offset: query.offset,
            rows: self.photo_rows(&hashes, &today)?,
        })
    }

    /// Every photo of a list, newest first, as far as they can be chosen at once: 10,000.
    ///
    /// # Errors
    /// As [`Store::list_photos`].
    pub fn choose_photos(&self, query: &PhotoQuery, moment: &Moment) -> Result<Vec<String>> {
        let today = day_of(moment.now, self.settings()?.zone);
        let mut found = match self.found(query, &today)? {
            Some(found) => found,
            None => self.hashes("1", &[])?,
        };
        found.truncate(CHOSEN_LIMIT);
        Ok(found)
    }

    /// Names under photos, those with the most first.
    ///
    /// # Errors
    /// Those of a read.
    pub fn photographers(&self) -> Result<Vec<Photographer>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT creators, count(*) FROM photo_listed WHERE creators <> ''
             GROUP BY creators ORDER BY count(*) DESC, creators LIMIT ?1",
        )?;
        let rows = statement.query_map([PHOTOGRAPHERS], |row| {
            Ok(Photographer { name: row.get(0)?, photos: row.get(1)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every photo that is looked for, newest first; `None` where all are.
    fn found(&self, query: &PhotoQuery, today: &str) -> Result<Option<Vec<String>>> {
        let words: String = searchable(&query.search).chars().take(500).collect();
        let condition = condition(query, today)?;
        if words.is_empty() {
            return match condition {
                Condition { sql, .. } if sql == "1" => Ok(None),
                Condition { sql, values } => self.hashes(&sql, &values).map(Some),
            };
        }
        let found = self.with_words(&condition, &[&words])?;
        if found.is_empty() && words.contains(' ') {
            let words: Vec<&str> = words.split(' ').collect();
            return self.with_words(&condition, &words).map(Some);
        }
        Ok(Some(found))
    }

    fn with_words(&self, condition: &Condition, words: &[&str]) -> Result<Vec<String>> {
        let mut sql = condition.sql.clone();
        let mut values = condition.values.clone();
        for word in words {
            sql.push_str(" AND holds(folded, ?)");
            values.push(Value::Text(format!(" {word}")));
        }
        self.hashes(&sql, &values)
    }

    fn hashes(&self, sql: &str, values: &[Value]) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT photo FROM photo_listed WHERE {sql} ORDER BY added_at DESC, photo DESC"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn photo_rows(&self, hashes: &[String], today: &str) -> Result<Vec<PhotoRow>> {
        let mut infos = infos(&self.connection, hashes.iter().map(String::as_str))?;
        let mut uses =
            self.connection.prepare_cached("SELECT count(*) FROM photo_use WHERE photo = ?1")?;
        hashes
            .iter()
            .filter_map(|hash| infos.remove(hash))
            .map(|info| {
                let uses = uses.query_row([&info.hash], |row| row.get(0))?;
                Ok(row(&info, uses, today))
            })
            .collect()
    }
}

fn row(info: &PhotoInfo, uses: u32, today: &str) -> PhotoRow {
    let (words, rights) = (info.words(), info.rights());
    let caption = if words.caption.is_empty() { &words.headline } else { &words.caption };
    PhotoRow {
        hash: info.hash.clone(),
        file_name: info.file_name.clone(),
        width: info.width,
        height: info.height,
        added_at: info.added_at,
        caption: caption.chars().take(CAPTION_LIMIT).collect(),
        creators: words.creators.clone(),
        created: words.created.clone(),
        expired: rights.expired(today),
        rights,
        rating: words.rating,
        uses,
        edited: info.desk.is_some(),
    }
}

fn condition(query: &PhotoQuery, today: &str) -> Result<Condition> {
    let mut sql = vec!["1"];
    let mut values = Vec::new();
    for (day, compare) in [(&query.from, "taken >= ?"), (&query.to, "taken <> '' AND taken <= ?")] {
        let Some(day) = day else { continue };
        if !is_day(day) {
            return Err(Failure::bad_input("a day is written 2026-12-31"));
        }
        sql.push(compare);
        values.push(Value::Text(day.clone()));
    }
    if let Some(creators) = &query.creators {
        sql.push("creators = ?");
        values.push(Value::Text(creators.clone()));
    }
    if query.stars > STARS {
        return Err(Failure::bad_input(format!("more than {STARS} stars")));
    }
    if query.stars > 0 {
        sql.push("rating >= ?");
        values.push(Value::Integer(query.stars.into()));
    }
    let today = || Value::Text(today.to_owned());
    match query.rights {
        Some(RightsFilter::Unknown) => {
            sql.push("rights = 'unknown' AND (until IS NULL OR until >= ?)");
            values.push(today());
        }
        Some(RightsFilter::Valid) => {
            sql.push("rights <> 'unknown' AND (until IS NULL OR until >= ?)");
            values.push(today());
        }
        Some(RightsFilter::Expired) => {
            sql.push("until < ?");
            values.push(today());
        }
        None => {}
    }
    if query.unused {
        sql.push("NOT EXISTS (SELECT 1 FROM photo_use WHERE photo_use.photo = photo_listed.photo)");
    }
    // All alone it stands for everything.
    let sql = if sql.len() > 1 { sql[1..].join(" AND ") } else { sql[0].to_owned() };
    Ok(Condition { sql, values })
}
