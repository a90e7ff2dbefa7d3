//! Lists of articles: what is mine, what waits for me, what the desk has to see to, and the
//! accent-blind filter.
//!
//! A list is read through indexes over narrow rows ([`super::listing`]), so that a page costs what it
//! shows and not what the desk holds. What cannot be had that way (counts, lists found by words) is
//! kept until something changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::articles::named_in;
use super::views::{ArticleRow, ListPage, ListQuery, View};
use super::{Store, desk, photo_words, signing};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::language::collate::{NameOrder, person_key};
use crate::language::fold::fold;
use crate::person::{Person, PersonId};
use crate::review::{self, Editorial, Workflow};
use crate::time::{Timestamp, ZoneMinutes};

const ROWS_AT_ONCE: u32 = 500;
/// Lists that are kept until something changes: that of the desk, and those of a screen over it.
const LISTS_KEPT: usize = 4;

const NEWEST: &str = "INDEXED BY article_listed_newest";
const BY_STATE: &str = "INDEXED BY article_listed_by_state";

/// One way to rows, with the condition on them.
#[derive(Debug, Clone)]
pub(super) struct Arm {
    /// The index, as a clause; empty where the rows are had by their articles.
    by: &'static str,
    sql: String,
    values: Vec<Value>,
}

/// The articles of a view: those of all arms, of which no two have one in common.
#[derive(Debug, Clone)]
pub(super) struct Selection {
    arms: Vec<Arm>,
    by: By,
}

/// The order of a view. Each index of its arms has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// What was written at last comes first.
    Newest,
    /// What is due first comes first.
    Deadline,
    /// What was begun last comes first.
    Begun,
}

/// What a view depends on beside the articles.
pub(super) struct Reader {
    pub(super) me: Person,
    pub(super) workflow: Workflow,
    pub(super) day: Day,
}

/// The day of a newsroom as lists ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// When the next one begins.
    pub(super) end: Timestamp,
    /// When the month began.
    pub(super) month: Timestamp,
}

/// As of which change and day something was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    own: u64,
    /// Of other programs.
    others: i64,
    day: Day,
}

/// Lists and counts as they were asked for last.
#[derive(Default)]
pub(super) struct Kept {
    counts: Option<(Seen, BTreeMap<View, u32>)>,
    /// By what was asked, the newest last.
    lists: Vec<(String, Seen, Arc<[String]>)>,
}

impl Day {
    pub(super) fn of(now: Timestamp, zone: ZoneMinutes) -> Self {
        Self { end: now.next_day(zone), month: now.month_start(zone) }
    }
}

impl By {
    fn column(self) -> &'static str {
        match self {
            Self::Newest => "updated_at",
            Self::Deadline => "deadline",
            Self::Begun => "created_at",
        }
    }

    fn sql(self) -> &'static str {
        match self {
            Self::Newest | Self::Begun => "place DESC, article",
            Self::Deadline => "place, article",
        }
    }
}

impl Store {
    /// A piece of a list with the counts of all views. A list is newest first; what is due comes by
    /// its deadline, and what I have begun this month by when I began it.
    ///
    /// The filter is tried as one phrase first; where nothing has it, all its words must occur,
    /// each at the beginning of a syllable.
    ///
    /// # Errors
    /// `NotAllowed` before the first start; those of a read.
    pub fn list(&self, query: &ListQuery, now: Timestamp) -> Result<ListPage> {
        let reader = self.reader(now)?;
        let seen = self.seen(reader.day)?;
        let counts = self.counts(&reader, seen)?;
        let view = selection(query.view, &reader);
        let (offset, limit) = (query.offset, query.limit.min(ROWS_AT_ONCE));
        let folded: String = fold(&query.filter).chars().take(500).collect();
        let (total, ids) = if folded.is_empty() {
            let total = counts.get(&query.view).copied().unwrap_or_default();
            (total, self.piece(&view, limit, offset)?)
        } else {
            let found = self.kept_list(format!("{:?} {folded}", query.view), seen, || {
                self.worded(&view, &folded)
            })?;
            let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
            let piece = found.iter().skip(offset as usize).take(limit as usize);
            (total, piece.cloned().collect())
        };
        let rows = self.rows(ids.into_iter(), &reader.workflow)?;
        Ok(ListPage { total, offset, rows, counts })
    }

    /// What the views of whoever uses this desk depend on.
    pub(super) fn reader(&self, now: Timestamp) -> Result<Reader> {
        let settings = self.settings()?;
        Ok(Reader { me: self.me()?, workflow: settings.workflow, day: Day::of(now, settings.zone) })
    }

    /// Asked before what is kept under it is read: a change that comes in between is seen the next
    /// time.
    pub(super) fn seen(&self, day: Day) -> Result<Seen> {
        let db = &self.connection;
        let others = db.pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(Seen { own: db.total_changes(), others, day })
    }

    fn counts(&self, reader: &Reader, seen: Seen) -> Result<BTreeMap<View, u32>> {
        if let Some((of, counts)) = &self.listed.borrow().counts
            && *of == seen
        {
            return Ok(counts.clone());
        }
        let count = |view: &View| Ok((*view, self.count(&selection(*view, reader))?));
        let counts: BTreeMap<View, u32> = View::ALL.iter().map(count).collect::<Result<_>>()?;
        self.listed.borrow_mut().counts = Some((seen, counts.clone()));
        Ok(counts)
    }

    /// A list that takes a pass over the desk, read once as long as nothing changes.
    pub(super) fn kept_list(
        &self,
        asked: String,
        seen: Seen,
        read: impl FnOnce() -> Result<Vec<String>>,
    ) -> Result<Arc<[String]>> {
        let mut listed = self.listed.borrow_mut();
        let kept = &mut listed.lists;
        kept.retain(|(_, of, _)| *of == seen);
        if let Some((.., list)) = kept.iter().find(|(of, ..)| *of == asked) {
            return Ok(Arc::clone(list));
        }
        let list: Arc<[String]> = read()?.into();
        if kept.len() >= LISTS_KEPT {
            kept.remove(0);
        }
        kept.push((asked, seen, Arc::clone(&list)));
        Ok(list)
    }

    fn count(&self, selection: &Selection) -> Result<u32> {
        let mut total = 0_u32;
        for Arm { by, sql, values } in &selection.arms {
            let sql = format!("SELECT count(*) FROM article_listed {by} WHERE {sql}");
            let count: u32 = self
                .connection
                .prepare_cached(&sql)?
                .query_row(params_from_iter(values), |row| row.get(0))?;
            total = total.saturating_add(count);
        }
        Ok(total)
    }

    /// A piece of a list, by its indexes.
    fn piece(&self, selection: &Selection, limit: u32, offset: u32) -> Result<Vec<String>> {
        let (sql, mut values) = selection.in_order("");
        values.extend([Value::Integer(limit.into()), Value::Integer(offset.into())]);
        self.ids(&format!("{sql} LIMIT ? OFFSET ?"), &values)
    }

    /// All articles of a list that have the words.
    fn worded(&self, selection: &Selection, folded: &str) -> Result<Vec<String>> {
        let (sql, values) = selection.with_words(&[folded]);
        let found = self.ids(&sql, &values)?;
        if found.is_empty() && folded.contains(' ') {
            let (sql, values) = selection.with_words(&folded.split(' ').collect::<Vec<_>>());
            return self.ids(&sql, &values);
        }
        Ok(found)
    }

    pub(super) fn ids(&self, sql: &str, values: &[Value]) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn rows(
        &self,
        ids: impl Iterator<Item = String>,
        workflow: &Workflow,
    ) -> Result<Vec<ArticleRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, headline, summary, byline, editorial, updated_at, embargo, photos,
                photos_missing, open_threads, deadline, state_since,
                EXISTS (SELECT 1 FROM article_asked WHERE article = id AND person = ?2)
             FROM article WHERE id = ?1",
        )?;
        let me = self.me()?.id;
        let mut names: BTreeMap<PersonId, Option<String>> = BTreeMap::new();
        let rows = ids
            .map(|id| statement.query_row([&id, &me.0], |row| Ok(article_row(row)))?)
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
        asked: row.get(12)?,
        deadline: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        since: row.get::<_, Option<i64>>(11)?.map(Timestamp),
        lease: None,
    })
}

/// The rules of [`review::waits_for`] and its neighbours, as ways through indexes; a test holds the two
/// together.
pub(super) fn selection(view: View, reader: &Reader) -> Selection {
    let Reader { me, workflow, day } = reader;
    let mine = || Value::Text(me.id.0.clone());
    let reviews = workflow.review.roles.contains(&me.role);
    let in_state = |state: &str, sql: &str, values: Vec<Value>| Arm {
        by: BY_STATE,
        sql: format!("state = '{state}'{sql}"),
        values,
    };
    let by_newest = |arms: Vec<Arm>| Selection { arms, by: By::Newest };
    match view {
        View::MyDrafts => by_newest(
            ["draft", "withdrawn"]
                .map(|state| in_state(state, " AND author = ?", vec![mine()]))
                .into(),
        ),
        View::WaitingForMe => {
            let steps: Vec<String> = workflow
                .approvals
                .iter()
                .zip(1..)
                .filter(|(step, _)| step.roles.contains(&me.role))
                .map(|(_, n): (_, u32)| n.to_string())
                .collect();
            let steps = steps.join(", ");
            let (covered, sections) = covered(me);
            let mine_first = || std::iter::once(mine()).chain(sections.clone()).collect();
            let returned = format!(" AND (holder = ? OR (step IN ({steps}) AND {covered}))");
            let awaiting = format!(" AND step IN ({steps}) AND {covered}");
            let mut arms = vec![
                in_state("inReview", " AND holder = ?", vec![mine()]),
                in_state("returned", &returned, mine_first()),
                in_state("awaitingApproval", &awaiting, sections.clone()),
            ];
            if reviews {
                arms.push(in_state("filed", &format!(" AND {covered}"), sections.clone()));
            }
            arms.push(asked(me, &arms));
            by_newest(arms)
        }
        View::Returned if reviews => by_newest(vec![in_state("returned", "", vec![])]),
        View::Returned => by_newest(vec![in_state("returned", " AND author = ?", vec![mine()])]),
        View::Approved => by_newest(vec![in_state("approved", "", vec![])]),
        View::OnHold => by_newest(vec![in_state("onHold", "", vec![])]),
        View::DueToday => Selection {
            arms: vec![Arm {
                by: "INDEXED BY article_listed_due",
                sql:
                    "deadline IS NOT NULL AND state NOT IN ('approved', 'spiked') AND deadline < ?"
                        .to_owned(),
                values: vec![Value::Integer(day.end.0)],
            }],
            by: By::Deadline,
        },
        View::NotExported => by_newest(vec![Arm {
            by: "INDEXED BY article_listed_unsent",
            sql: "state = 'approved' AND sent = 'never'".to_owned(),
            values: vec![],
        }]),
        View::LiveDiffers => by_newest(vec![Arm {
            by: "INDEXED BY article_listed_differing",
            sql: "(sent = 'differs' OR (sent = 'live' AND sent_revision IS NOT approved))"
                .to_owned(),
            values: vec![],
        }]),
        View::MineThisMonth => Selection {
            arms: vec![Arm {
                by: "INDEXED BY article_listed_by_author",
                sql: "author = ? AND created_at >= ? AND state <> 'spiked'".to_owned(),
                values: vec![mine(), Value::Integer(day.month.0)],
            }],
            by: By::Begun,
        },
        View::All => by_newest(vec![Arm { by: NEWEST, sql: "1".to_owned(), values: vec![] }]),
    }
}

/// Articles in whose conversations I was asked by name, beside those of `others`.
fn asked(me: &Person, others: &[Arm]) -> Arm {
    let mut sql = "article IN (SELECT article FROM article_asked WHERE person = ?)
        AND state <> 'spiked'"
        .to_owned();
    let mut values = vec![Value::Text(me.id.0.clone())];
    for other in others {
        // Where nobody holds it, that is neither true nor false.
        sql.push_str(&format!(" AND ({}) IS NOT TRUE", other.sql));
        values.extend(other.values.iter().cloned());
    }
    Arm { by: "", sql, values }
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

/// Registers `holds(text, word)`, since SQLite's own `instr` compares byte by byte, `folded(text)` and
/// `person_key(name, by_family)`.
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
    // A person's name by its family name (1) or its given name (0).
    db.create_scalar_function("person_key", 2, flags, |context| {
        let order = if context.get::<bool>(1)? { NameOrder::Family } else { NameOrder::Given };
        Ok(person_key(context.get_raw(0).as_str()?, order))
    })?;
    photo_words::register_functions(db, flags)?;
    Ok(())
}

impl Selection {
    /// The same articles as one condition on their rows, for an order that no index has.
    pub(super) fn anywhere(&self) -> (String, Vec<Value>) {
        let arms: Vec<String> = self.arms.iter().map(|arm| format!("({})", arm.sql)).collect();
        let values = self.arms.iter().flat_map(|arm| arm.values.iter().cloned()).collect();
        (arms.join(" OR "), values)
    }

    /// Each of the arms, in the order of the list; `narrowed` is one more condition, without values.
    fn in_order(&self, narrowed: &str) -> (String, Vec<Value>) {
        let column = self.by.column();
        let arms: Vec<String> = self
            .arms
            .iter()
            .map(|Arm { by, sql, .. }| {
                format!(
                    "SELECT article, {column} AS place FROM article_listed {by}
                     WHERE {sql}{narrowed}"
                )
            })
            .collect();
        let values = self.arms.iter().flat_map(|arm| arm.values.iter().cloned()).collect();
        (format!("{} ORDER BY {}", arms.join(" UNION ALL "), self.by.sql()), values)
    }

    /// Narrowed to articles whose folded text has each of `words` at the start of a syllable: one
    /// pass over the texts, however many arms there are.
    fn with_words(&self, words: &[&str]) -> (String, Vec<Value>) {
        let mut worded = "SELECT article FROM article_text WHERE 1".to_owned();
        let mut values = Vec::new();
        for word in words.iter().filter(|word| !word.is_empty()) {
            worded.push_str(" AND holds(folded, ?)");
            values.push(Value::Text(format!(" {word}")));
        }
        let (sql, of_arms) = self.in_order(" AND article IN worded");
        values.extend(of_arms);
        (format!("WITH worded AS MATERIALIZED ({worded}) {sql}"), values)
    }
}

#[cfg(test)]
mod tests;
