//! Lists of articles: what is mine, what waits for me, and the accent-blind filter.

use std::collections::BTreeMap;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::articles::named_in;
use super::views::{ArticleRow, ListPage, ListQuery, View};
use super::{Store, desk, photo_words, signing};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::language::fold::fold;
use crate::person::{Person, PersonId};
use crate::review::{self, Editorial, Workflow};
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
        let mut found = self.ids(&view.with_words(&[&folded]))?;
        if found.is_empty() && folded.contains(' ') {
            let words: Vec<&str> = folded.split(' ').collect();
            found = self.ids(&view.with_words(&words))?;
        }
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let page = found
            .into_iter()
            .skip(query.offset as usize)
            .take(query.limit.min(ROWS_AT_ONCE) as usize);
        Ok(ListPage { total, offset: query.offset, rows: self.rows(page, &workflow)?, counts })
    }

    fn count(&self, condition: &Condition) -> Result<u32> {
        let sql = format!("SELECT count(*) FROM article WHERE {}", condition.sql);
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&condition.values), |row| row.get(0))?)
    }

    /// Every article of a list, newest first: one pass over the texts, however the list is paged.
    fn ids(&self, condition: &Condition) -> Result<Vec<String>> {
        let sql =
            format!("SELECT id FROM article WHERE {} ORDER BY updated_at DESC, id", condition.sql);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let ids = statement.query_map(params_from_iter(&condition.values), |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn rows(
        &self,
        ids: impl Iterator<Item = String>,
        workflow: &Workflow,
    ) -> Result<Vec<ArticleRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, headline, summary, byline, editorial, updated_at, embargo, photos,
                photos_missing, open_threads, deadline, state_since
             FROM article WHERE id = ?1",
        )?;
        let mut names: BTreeMap<PersonId, Option<String>> = BTreeMap::new();
        let rows = ids
            .map(|id| statement.query_row([id], |row| Ok(article_row(row)))?)
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
                row.lease = signing::leases(&self.connection, &row.id)?.into_iter().next();
                row.editorial = review::settle(&row.editorial, workflow);
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
        open_threads: row.get(9)?,
        deadline: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        since: row.get::<_, Option<i64>>(11)?.map(Timestamp),
        lease: None,
    })
}

fn condition(view: View, me: &Person, workflow: &Workflow) -> Condition {
    let mine = || Value::Text(me.id.0.clone());
    let reviews = workflow.review.roles.contains(&me.role);
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
            let (covered, sections) = covered(me);
            let values = std::iter::once(mine()).chain(sections).collect();
            (
                format!(
                    "((state IN ('inReview', 'returned') AND holder = ?)
                      OR ((state IN ('awaitingApproval', 'returned') AND step IN ({steps})
                           OR state = 'filed' AND {}) AND {covered}))",
                    u8::from(reviews)
                ),
                values,
            )
        }
        View::Returned if reviews => ("state = 'returned'".to_owned(), vec![]),
        View::Returned => ("state = 'returned' AND author = ?".to_owned(), vec![mine()]),
        View::Approved => ("state = 'approved'".to_owned(), vec![]),
        View::All => ("1".to_owned(), vec![]),
    };
    Condition { sql, values }
}

/// [`Person::covers`] as a condition, with its values.
fn covered(me: &Person) -> (String, Vec<Value>) {
    if me.sections.is_empty() {
        return ("1".to_owned(), Vec::new());
    }
    let places = vec!["?"; me.sections.len()].join(", ");
    let values = me.sections.iter().map(|section| Value::Text(fold(section))).collect();
    (format!("(section = '' OR section IN ({places}))"), values)
}

/// Registers `holds(text, word)`, since SQLite's own `instr` compares byte by byte, and
/// `folded(text)`.
pub(super) fn register_functions(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    db.create_scalar_function("holds", 2, flags, |context| {
        let (text, word) = (context.get_raw(0).as_str()?, context.get_raw(1).as_str()?);
        Ok(text.contains(word))
    })?;
    db.create_scalar_function("folded", 1, flags, |context| {
        Ok(fold(context.get_raw(0).as_str()?))
    })?;
    photo_words::register_functions(db, flags)?;
    Ok(())
}

impl Condition {
    /// Narrowed to articles whose folded text has each of `words` at the start of a syllable.
    fn with_words(&self, words: &[&str]) -> Self {
        let mut sql = self.sql.clone();
        let mut values = self.values.clone();
        if words == [""] {
            return Self { sql, values };
        }
        sql.push_str(" AND id IN (SELECT article FROM article_text WHERE 1");
        for word in words.iter().filter(|word| !word.is_empty()) {
            sql.push_str(" AND holds(folded, ?)");
            values.push(Value::Text(format!(" {word}")));
        }
        sql.push(')');
        Self { sql, values }
    }
}
