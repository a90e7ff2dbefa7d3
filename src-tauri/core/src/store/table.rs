//! The table of articles: any view, sorted by any column. What is sorted otherwise than a list of the
//! desk takes a pass over the narrow rows; the order is kept until something changes.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;
use serde::{Deserialize, Serialize};

use super::lists::{Reader, selection};
use super::views::{ArticleRow, Settings, View};
use super::{Store, desk};
use crate::article::ArticleId;
use crate::failure::{Failure, Result};
use crate::language::collate::NameOrder;
use crate::person::PersonId;
use crate::review::Workflow;
use crate::time::Timestamp;

const ROWS_AT_ONCE: u32 = 500;
/// Most articles that are chosen at once.
const CHOSEN_LIMIT: usize = 2_000;
/// Beside the settings, so that an older version that has no table opens this store.
const LAYOUT: &str = "tableLayout";

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum TableColumn {
    Headline,
    /// Who signs it; sorted by the first name.
    Byline,
    Section,
    /// Sorted by how far the article has come.
    State,
    /// The one person it waits for.
    Keeper,
    Deadline,
    Embargo,
    Updated,
    Created,
    /// In syllables.
    Length,
    Photos,
    /// When it last went out.
    Sent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableSort {
    pub column: TableColumn,
    pub descending: bool,
}

/// Which articles the table shows, and in what order. What has nothing in the column comes last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableQuery {
    pub view: View,
    pub sort: TableSort,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to give, at most 500.
    pub limit: u32,
}

/// A piece of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TablePage {
    pub total: u32,
    pub offset: u32,
    pub rows: Vec<TableEntry>,
}

/// An article as table, board and calendar show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TableEntry {
    pub article: ArticleRow,
    pub section: String,
    /// Name of the one person it waits for; `None` where it waits for a role, or for nobody.
    pub keeper: Option<String>,
    pub created_at: Timestamp,
    /// In headline, lead, text and captions.
    pub syllables: u32,
    pub sent: SentState,
    /// When something of it went out last.
    pub sent_at: Option<Timestamp>,
}

/// What is out of an article, beside what is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SentState {
    Never,
    /// What is approved, as it was sent.
    AsApproved,
    Differs,
    Down,
}

/// How somebody left the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableLayout {
    /// In their order, each once; the headline is among them.
    pub columns: Vec<TableColumn>,
    pub sort: TableSort,
}

impl Default for TableLayout {
    fn default() -> Self {
        Self {
            columns: vec![
                TableColumn::Headline,
                TableColumn::Byline,
                TableColumn::Section,
                TableColumn::State,
                TableColumn::Keeper,
                TableColumn::Deadline,
                TableColumn::Updated,
                TableColumn::Length,
            ],
            sort: TableSort { column: TableColumn::Updated, descending: true },
        }
    }
}

impl TableLayout {
    fn accept(self) -> Result<Self> {
        let mut seen = std::collections::HashSet::new();
        let once = self.columns.iter().all(|column| seen.insert(*column));
        if !once || !seen.contains(&TableColumn::Headline) {
            return Err(Failure::bad_input("columns stand once, and the headline is among them"));
        }
        Ok(self)
    }
}

impl Store {
    /// A piece of the table.
    ///
    /// # Errors
    /// `NotAllowed` before the first start; those of a read.
    pub fn table(&self, query: &TableQuery, now: Timestamp) -> Result<TablePage> {
        let reader = self.reader(now)?;
        let ids = self.sorted(query, &reader)?;
        let limit = query.limit.min(ROWS_AT_ONCE) as usize;
        let piece: Vec<String> =
            ids.iter().skip(query.offset as usize).take(limit).cloned().collect();
        Ok(TablePage {
            total: u32::try_from(ids.len()).unwrap_or(u32::MAX),
            offset: query.offset,
            rows: self.entries(piece, &reader.workflow)?,
        })
    }

    /// Every article of a table in its order, as far as they can be chosen at once: 2,000.
    ///
    /// # Errors
    /// As [`Store::table`].
    pub fn choose_articles(&self, query: &TableQuery, now: Timestamp) -> Result<Vec<ArticleId>> {
        let reader = self.reader(now)?;
        let ids = self.sorted(query, &reader)?;
        Ok(ids.iter().take(CHOSEN_LIMIT).cloned().map(ArticleId).collect())
    }

    /// How the table was left.
    ///
    /// # Errors
    /// Those of a read.
    pub fn table_layout(&self) -> Result<TableLayout> {
        // A column of a newer version is no reason to have no table.
        Ok(desk::meta(&self.connection, LAYOUT).unwrap_or_default().unwrap_or_default())
    }

    /// Keeps how the table was left.
    ///
    /// # Errors
    /// `BadInput` where a column stands twice or there is no headline; those of a write.
    pub fn change_table_layout(&mut self, layout: TableLayout) -> Result<TableLayout> {
        let layout = layout.accept()?;
        self.write(|transaction| desk::put_meta(transaction, LAYOUT, &layout))?;
        Ok(layout)
    }

    fn sorted(&self, query: &TableQuery, reader: &Reader) -> Result<std::sync::Arc<[String]>> {
        let names = self.settings()?.names_by;
        let asked = format!("table {:?} {:?} {names:?}", query.view, query.sort);
        self.kept_list(asked, self.seen(reader.day)?, || {
            let (condition, mut values) = selection(query.view, reader).anywhere();
            let order = order(query.sort, names);
            let who = match query.sort.column {
                TableColumn::Keeper => {
                    values.insert(0, Value::Integer((names == NameOrder::Family).into()));
                    "WITH who AS MATERIALIZED (SELECT id, person_key(name, ?) AS name FROM person) "
                }
                _ => "",
            };
            let sql = format!(
                "{who}SELECT article FROM article_listed WHERE {condition}
                 ORDER BY {order}, updated_at DESC, article"
            );
            self.ids(&sql, &values)
        })
    }

    /// Articles as table, board and calendar show them.
    pub(super) fn entries(&self, ids: Vec<String>, workflow: &Workflow) -> Result<Vec<TableEntry>> {
        let rows = self.rows(ids.into_iter(), workflow)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT CASE WHEN json_valid(article.fields) THEN article.fields ->> '$.section' END,
                coalesce(listed.holder,
                    CASE WHEN listed.state IN ('draft', 'withdrawn') THEN listed.author END),
                listed.created_at, listed.syllables, listed.sent, listed.sent_at,
                listed.sent_revision IS listed.approved
             FROM article_listed AS listed JOIN article ON article.id = listed.article
             WHERE listed.article = ?1",
        )?;
        let mut names = Names { db: &self.connection, known: BTreeMap::new() };
        rows.into_iter()
            .map(|article| {
                let (section, keeper, created_at, syllables, sent, sent_at, same) = statement
                    .query_row([&article.id.0], |row| {
                        Ok((
                            row.get::<_, Option<String>>(0)?,
                            row.get::<_, Option<String>>(1)?,
                            Timestamp(row.get(2)?),
                            row.get(3)?,
                            row.get::<_, String>(4)?,
                            row.get::<_, Option<i64>>(5)?.map(Timestamp),
                            row.get::<_, bool>(6)?,
                        ))
                    })?;
                Ok(TableEntry {
                    article,
                    section: section.unwrap_or_default(),
                    keeper: match keeper {
                        Some(id) => names.of(PersonId(id))?,
                        None => None,
                    },
                    created_at,
                    syllables,
                    sent: match sent.as_str() {
                        "live" if same => SentState::AsApproved,
                        "live" | "differs" => SentState::Differs,
                        "down" => SentState::Down,
                        _ => SentState::Never,
                    },
                    sent_at,
                })
            })
            .collect()
    }
}

/// Names of people, each looked up once.
struct Names<'a> {
    db: &'a Connection,
    known: BTreeMap<PersonId, Option<String>>,
}

impl Names<'_> {
    fn of(&mut self, id: PersonId) -> Result<Option<String>> {
        if let Some(name) = self.known.get(&id) {
            return Ok(name.clone());
        }
        let name = desk::person(self.db, &id)?.map(|person| person.name);
        self.known.insert(id, name.clone());
        Ok(name)
    }
}

/// The terms of an `ORDER BY`: what has nothing in the column comes last, whichever way it goes.
fn order(sort: TableSort, names: NameOrder) -> String {
    const KEEPER: &str = "(SELECT name FROM who WHERE id = coalesce(holder,
        CASE WHEN state IN ('draft', 'withdrawn') THEN author END))";
    const STATE: &str = "CASE state WHEN 'draft' THEN 1 WHEN 'withdrawn' THEN 2
        WHEN 'returned' THEN 3 WHEN 'filed' THEN 4 WHEN 'inReview' THEN 5
        WHEN 'awaitingApproval' THEN 6 + coalesce(step, 0) WHEN 'approved' THEN 9000
        WHEN 'onHold' THEN 9001 ELSE 9002 END";
    let byline = match names {
        NameOrder::Given => "byline_given",
        NameOrder::Family => "byline_family",
    };
    let (none, value) = match sort.column {
        TableColumn::Headline => ("headline_key = x''".to_owned(), "headline_key"),
        TableColumn::Byline => (format!("{byline} = x''"), byline),
        TableColumn::Section => ("section_key = x''".to_owned(), "section_key"),
        TableColumn::State => ("0".to_owned(), STATE),
        TableColumn::Keeper => (format!("{KEEPER} IS NULL"), KEEPER),
        TableColumn::Deadline => ("deadline IS NULL".to_owned(), "deadline"),
        TableColumn::Embargo => ("embargo IS NULL".to_owned(), "embargo"),
        TableColumn::Updated => ("0".to_owned(), "updated_at"),
        TableColumn::Created => ("0".to_owned(), "created_at"),
        TableColumn::Length => ("0".to_owned(), "syllables"),
        TableColumn::Photos => ("0".to_owned(), "photos"),
        TableColumn::Sent => ("sent_at IS NULL".to_owned(), "sent_at"),
    };
    let direction = if sort.descending { "DESC" } else { "ASC" };
    // A number alone would name a column of the answer.
    // A bare number would stand for a column of the answer.
    format!("({none}) <> 0, {value} {direction}")
}

impl Settings {
    /// The key by which a person stands in a list.
    pub(super) fn person_key(&self, name: &str) -> Vec<u8> {
        crate::language::collate::person_key(name, self.names_by)
    }
}

#[cfg(test)]
mod tests;
