//! Lists of articles: what is mine, what waits for me, and the accent-blind filter.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::articles::named_in;
use super::views::{ArticleRow, ListPage, ListQuery, View};
use super::{Store, desk};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::language::fold::fold;
use crate::person::{Person, PersonId, Role};
use crate::review::{Editorial, Workflow};
use crate::time::Timestamp;

const ROWS_AT_ONCE: u32 = 500;

/// A condition with its values.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Store {
    /// A piece of a list, newest first, with the counts of all views.
    ///
    /// The filter is tried as one phrase first; where nothing has it, all its words must occur,
    /// each at the beginning of a syllable.
    ///
    /// # Errors
    /// `NotAllowed` before the first start; those of a read.
    pub fn list(&self, query: &ListQuery) -> Result<ListPage> {
        let me = self.me()?;
        let workflow = self.settings()?.workflow;
        let mut counts = BTreeMap::new();
        for view in [View::MyDrafts, View::WaitingForMe, View::Returned, View::Approved, View::All]
        {
            counts.insert(view, self.count(&condition(view, &me, &workflow))?);
        }
        let folded: String = fold(&query.filter).chars().take(500).collect();
        let view = condition(query.view, &me, &workflow);
        let (chosen, total) = if folded.is_empty() {
            let total = counts[&query.view];
            (view, total)
        } else {
            let phrase = view.with_words(&[&folded]);
            match self.count(&phrase)? {
                0 => {
                    let words: Vec<&str> = folded.split(' ').collect();
                    let all = view.with_words(&words);
                    let total = self.count(&all)?;
                    (all, total)
                }
                total => (phrase, total),
            }
        };
        Ok(ListPage {
            total,
            offset: query.offset,
            rows: self.rows(&chosen, query.offset, query.limit.min(ROWS_AT_ONCE))?,
            counts,
        })
    }

    fn count(&self, condition: &Condition) -> Result<u32> {
        let sql = format!("SELECT count(*) FROM article WHERE {}", condition.sql);
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&condition.values), |row| row.get(0))?)
    }

    fn rows(&self, condition: &Condition, offset: u32, limit: u32) -> Result<Vec<ArticleRow>> {
        let sql = format!(
            "SELECT id, headline, summary, byline, editorial, updated_at, embargo, photos,
                photos_missing
             FROM article WHERE {} ORDER BY updated_at DESC, id LIMIT {limit} OFFSET {offset}",
            condition.sql
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut names: BTreeMap<PersonId, Option<String>> = BTreeMap::new();
        let rows = statement
            .query_map(params_from_iter(&condition.values), |row| Ok(article_row(row)))?
            .map(|row| row?)
            .collect::<Result<Vec<_>>>()?;
        rows.into_iter()
            .map(|mut row| {
                if let Some(id) = named_in(&row.editorial) {
                    if !names.contains_key(id) {
                        let person = desk::person(&self.connection, id)?;
                        names.insert(id.clone(), person.map(|person| person.name));
                    }
                    row.with = names[id].clone();
                }
                Ok(row)
            })
            .collect()
    }
}

fn article_row(row: &Row<'_>) -> Result<ArticleRow> {
    let id = ArticleId(row.get(0)?);
    let editorial: String = row.get(4)?;
    let editorial: Editorial = serde_json::from_str(&editorial).map_err(|_| {
        Failure::new(Code::StoreDamaged, format!("state of {id}")).with("what", &id)
    })?;
    Ok(ArticleRow {
        id,
        headline: row.get(1)?,
        summary: row.get(2)?,
        byline: row.get(3)?,
        editorial,
        with: None,
        updated_at: Timestamp(row.get(5)?),
        embargo: row.get::<_, Option<i64>>(6)?.map(Timestamp),
        photos: row.get(7)?,
        photos_missing: row.get(8)?,
    })
}

fn condition(view: View, me: &Person, workflow: &Workflow) -> Condition {
    let mine = || Value::Text(me.id.0.clone());
    let edits = matches!(me.role, Role::Editor | Role::Secretary);
    let (sql, values) = match view {
        View::MyDrafts => {
            ("author = ? AND state IN ('draft', 'withdrawn')".to_owned(), vec![mine()])
        }
        View::WaitingForMe => {
            // The rules of `review::waits_for`, as a query; a test holds the two together.
            let steps: Vec<String> = workflow
                .approvals
                .iter()
                .zip(1..)
                .filter(|(step, _)| step.roles.contains(&me.role))
                .map(|(_, n): (_, u32)| n.to_string())
                .collect();
            let steps = steps.join(", ");
            (
                format!(
                    "((state IN ('inReview', 'returned') AND holder = ?)
                      OR (state IN ('awaitingApproval', 'returned') AND step IN ({steps}))
                      OR ({} AND state = 'filed'))",
                    u8::from(edits)
                ),
                vec![mine()],
            )
        }
        View::Returned if edits => ("state = 'returned'".to_owned(), vec![]),
        View::Returned => ("state = 'returned' AND author = ?".to_owned(), vec![mine()]),
        View::Approved => ("state = 'approved'".to_owned(), vec![]),
        View::All => ("1".to_owned(), vec![]),
    };
    Condition { sql, values }
}

impl Condition {
    /// Narrowed to articles whose folded text has each of `words` at the start of a syllable.
    fn with_words(&self, words: &[&str]) -> Self {
        let mut sql = self.sql.clone();
        let mut values = self.values.clone();
        sql.push_str(" AND id IN (SELECT article FROM article_text WHERE 1");
        for word in words {
            sql.push_str(" AND instr(folded, ?) > 0");
            values.push(Value::Text(format!(" {word}")));
        }
        sql.push(')');
        Self { sql, values }
    }
}
