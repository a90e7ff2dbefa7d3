//! Commissions and answers in the store: they are entries of an article's log and nothing else.

use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use super::articles::{Working, insert_for, update, working};
use super::history::{append_log, entries_in_order};
use super::signing::Facts;
use super::templates::template;
use super::views::OpenArticle;
use super::{Store, comments, desk};
use crate::article::{ArticleId, Byline, BylineRole};
use crate::assignment::{
    Answer, Assignment, Commission, CommissionId, CommissionOrder, assignment,
};
use crate::failure::{Code, Failure, Result};
use crate::moment::Moment;
use crate::person::{Person, PersonId};
use crate::review::{self, Editorial, LogEntry, LogEvent, ReturnTarget, Right};
use crate::template::{Filling, Surroundings, Template};

/// Most assignments of a list.
const ROW_LIMIT: usize = 1_000;

/// An assignment in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AssignmentRow {
    pub article: ArticleId,
    /// Empty while there is none.
    pub headline: String,
    pub editorial: Editorial,
    pub assignment: Assignment,
    /// It is for whoever uses this desk.
    pub mine: bool,
    /// Whoever uses this desk has commissioned it.
    pub by_me: bool,
    /// It has been handed in, or will not run: nothing is to be answered any more.
    pub done: bool,
}

impl Store {
    /// Commissions an article: a new draft whose author is whoever is asked, with its template
    /// filled; or one that is here, anew, whose text stays as it is.
    ///
    /// # Errors
    /// `NotAllowed` where the workflow does not give the right, or for what has been handed in;
    /// `BadInput` as [`CommissionOrder::accept`]; `NotFound`; those of a write.
    pub fn commission(&mut self, order: CommissionOrder, moment: &Moment) -> Result<OpenArticle> {
        let order = order.accept()?;
        let device = self.device.clone();
        let id = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let to = desk::person(transaction, &order.to)?
                .ok_or_else(|| Failure::not_found("whom to commission"))?;
            let asking = Asking { transaction, order: &order, to: &to, me: &me, device: &device };
            match &order.article {
                Some(id) => asking.anew(id, moment).map(|()| id.clone()),
                None => asking.begin(moment),
            }
        })?;
        self.changes.push(id.clone());
        self.open_article(&id)
    }

    /// Answers the commission of an article. Whoever takes it is its author from then on.
    ///
    /// # Errors
    /// `NotAllowed` where it is for somebody else or has been handed in; `BadInput` without a
    /// reason where one is due; `NotFound` where nobody has commissioned it; those of a write.
    pub fn answer_commission(
        &mut self,
        id: &ArticleId,
        answer: Answer,
        moment: &Moment,
    ) -> Result<AssignmentRow> {
        let answer = answer.accept()?;
        let device = self.device.clone();
        let row = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let mut working = working(transaction, id)?;
            let entries = entries_in_order(transaction, id)?;
            let asked = assignment(&entries)
                .ok_or_else(|| Failure::not_found(format!("a commission of {id}")))?;
            if !asked.commission.is_for(&me) || !is_being_written(&working.editorial) {
                return Err(Failure::new(Code::NotAllowed, "it is not mine to answer now"));
            }
            let event = LogEvent::Answered { to: asked.commission.id, answer };
            append_log(transaction, id, &me, &device, moment.now, &working.head, event)?;
            let entries = entries_in_order(transaction, id)?;
            settle_author(transaction, &mut working, &entries)?;
            update(transaction, &working)?;
            row(transaction, id, &me)?.ok_or_else(|| Failure::internal("an answered commission"))
        })?;
        self.changes.push(id.clone());
        Ok(row)
    }

    /// What is commissioned: what is still to be handed in first, by its deadline.
    ///
    /// # Errors
    /// `NotAllowed` before the first start; those of a read.
    pub fn assignments(&self) -> Result<Vec<AssignmentRow>> {
        let me = self.me()?;
        // As the partial indexes have it.
        let mut statement = self.connection.prepare_cached(
            r#"SELECT DISTINCT article FROM (
                SELECT article FROM log WHERE instr(body, '"event":"commissioned"') > 0
                UNION SELECT article FROM peer_log WHERE instr(body, '"event":"commissioned"') > 0)"#,
        )?;
        let ids = statement.query_map([], |row| Ok(ArticleId(row.get(0)?)))?;
        let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut rows = Vec::new();
        for id in ids {
            rows.extend(row(&self.connection, &id, &me)?);
        }
        rows.sort_by_key(|row: &AssignmentRow| {
            let due = row.assignment.commission.due.map_or(i64::MAX, |due| due.0);
            let newest = -row.assignment.given_at.0;
            (row.done, if row.done { newest } else { due }, newest, row.article.0.clone())
        });
        rows.truncate(ROW_LIMIT);
        Ok(rows)
    }
}

/// One commission on its way into the store.
struct Asking<'a> {
    transaction: &'a Transaction<'a>,
    order: &'a CommissionOrder,
    to: &'a Person,
    me: &'a Person,
    device: &'a str,
}

impl Asking<'_> {
    /// A new draft for whoever is asked.
    fn begin(&self, moment: &Moment) -> Result<ArticleId> {
        let Self { transaction, order, to, me, device } = *self;
        let settings = desk::settings(transaction)?;
        if !review::may_commission(&settings.workflow, me, &order.section) {
            return Err(not_allowed());
        }
        let template = match &order.template {
            Some(id) => template(transaction, id)?,
            None => Template { headline: "{sự kiện}".to_owned(), ..Template::blank() },
        };
        let filling = Filling {
            event: order.subject.clone(),
            place: order.place.clone(),
            time: order.at,
            photos: order.photos,
            target_length: order.length,
            section: order.section.clone(),
        };
        let around = Surroundings {
            reporter: &to.pen_name,
            newsroom: &settings.newsroom,
            zone: settings.zone,
        };
        let mut ids = moment.ids();
        let id = ArticleId(format!("{}{}", ids.article().0, ids.letters(4)));
        let key = ids.letters(8);
        let (document, mut fields) = template.fill(&filling, around, &mut || ids.block());
        fields.deadline = order.due;
        fields.bylines = vec![Byline {
            contributor: Some(to.id.clone()),
            pen_name: to.pen_name.clone(),
            role: BylineRole::Text,
        }];
        let length = fields.target_length;
        insert_for(transaction, &id, document, fields, &to.id, me, device, moment)?;
        let name = if order.template.is_some() { template.name } else { String::new() };
        self.note(&working(transaction, &id)?, (key, length, name), moment)?;
        Ok(id)
    }

    /// An article that is here goes to somebody, whether somebody had it before or not.
    fn anew(&self, id: &ArticleId, moment: &Moment) -> Result<()> {
        let Self { transaction, order, me, .. } = *self;
        let mut working = working(transaction, id)?;
        let may = review::may(&Facts::of(transaction, &working)?.case(), me, Right::Commission);
        if !may || !is_being_written(&working.editorial) {
            return Err(not_allowed());
        }
        let before = assignment(&entries_in_order(transaction, id)?);
        let template = before.map(|before| before.commission.template).unwrap_or_default();
        let mut fields = working.fields.clone();
        fields.deadline = order.due.or(fields.deadline);
        fields.target_length = order.length.or(fields.target_length);
        let length = fields.target_length;
        if fields != working.fields {
            let document = working.document.clone();
            let before = working.put_content(document, fields);
            comments::carry(transaction, id, before, &working.document, &working.fields)?;
            working.seq += 1;
        }
        working.updated_at = moment.now;
        let mut ids = moment.ids();
        self.note(&working, (ids.letters(8), length, template), moment)?;
        let entries = entries_in_order(transaction, id)?;
        settle_author(transaction, &mut working, &entries)?;
        update(transaction, &working)
    }

    fn note(
        &self,
        working: &Working,
        (id, length, template): (String, Option<u32>, String),
        moment: &Moment,
    ) -> Result<()> {
        let Self { transaction, order, to, me, device } = *self;
        let commission = Box::new(Commission {
            id: CommissionId(id),
            to: to.id.clone(),
            to_name: to.name.clone(),
            subject: order.subject.clone(),
            place: order.place.clone(),
            at: order.at,
            length,
            photos: order.photos,
            due: order.due,
            section: order.section.clone(),
            notes: order.notes.clone(),
            template,
        });
        let event = LogEvent::Commissioned { commission };
        append_log(transaction, &working.id, me, device, moment.now, &working.head, event)
    }
}

/// Makes whoever has it to write, as the logs tell, its author. An article that nobody has
/// commissioned stays its author's, and nobody becomes one whom this desk does not know.
///
/// # Errors
/// Those of a write.
pub(super) fn settle_author(
    transaction: &Transaction<'_>,
    working: &mut Working,
    entries: &[LogEntry],
) -> Result<()> {
    let Some(assignment) = assignment(entries) else { return Ok(()) };
    let author: &PersonId = assignment.author();
    if *author == working.author || desk::person(transaction, author)?.is_none() {
        return Ok(());
    }
    working.author = author.clone();
    transaction
        .execute("UPDATE article SET author = ?2 WHERE id = ?1", params![working.id.0, author.0])?;
    Ok(())
}

fn row(db: &Connection, id: &ArticleId, me: &Person) -> Result<Option<AssignmentRow>> {
    let Some(assignment) = assignment(&entries_in_order(db, id)?) else { return Ok(None) };
    let (headline, editorial): (String, String) = db
        .prepare_cached("SELECT headline, editorial FROM article WHERE id = ?1")?
        .query_row([&id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let editorial: Editorial = serde_json::from_str(&editorial)
        .map_err(|_| Failure::new(Code::StoreDamaged, format!("state of {id}")).with("what", id))?;
    Ok(Some(AssignmentRow {
        article: id.clone(),
        headline,
        mine: assignment.commission.is_for(me),
        by_me: assignment.by == me.id,
        done: !is_being_written(&editorial),
        editorial,
        assignment,
    }))
}

/// Whether an article is still, or again, with whoever writes it.
fn is_being_written(editorial: &Editorial) -> bool {
    match editorial {
        Editorial::Draft
        | Editorial::Withdrawn
        | Editorial::Returned { to: ReturnTarget::Author, .. } => true,
        Editorial::OnHold { was, .. } => is_being_written(was),
        Editorial::Filed
        | Editorial::InReview { .. }
        | Editorial::AwaitingApproval { .. }
        | Editorial::Approved
        | Editorial::Returned { .. }
        | Editorial::Spiked { .. } => false,
    }
}

fn not_allowed() -> Failure {
    Failure::new(Code::NotAllowed, "not who may commission, or handed in already")
}

#[cfg(test)]
mod tests;
