//! The desk at a glance: a column for each state of the workflow, and the days on which articles are due
//! or may go out.

use std::collections::BTreeMap;

use rusqlite::{params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::Store;
use super::table::TableEntry;
use crate::failure::{Failure, Result};
use crate::review::Workflow;
use crate::time::Timestamp;

/// Cards of a column where nobody has asked for more, and most that are given.
const CARDS: u32 = 30;
const CARDS_AT_ONCE: u32 = 500;
/// Longest time that a calendar shows at once, and most articles in it.
const CALENDAR_MS: i64 = 62 * 86_400_000;
const CALENDAR_LIMIT: u32 = 2_000;

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BoardColumn {
    /// The state, and the number of its step (from 1) where it waits for one: `awaitingApproval/1`.
    pub id: String,
    /// Name of the step; empty where it is none.
    pub step: String,
    /// Articles in this state.
    pub total: u32,
    /// The first of them: what is due first on top where deadlines press, then the newest.
    pub cards: Vec<TableEntry>,
}

/// How many cards are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BoardQuery {
    /// By the id of the column; 30 where it is not named, 500 at most.
    pub cards: BTreeMap<String, u32>,
}

/// Why an article stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum CalendarKind {
    Deadline,
    Embargo,
}

/// An article on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CalendarEntry {
    pub at: Timestamp,
    pub kind: CalendarKind,
    pub entry: TableEntry,
}

/// What stands in a calendar from one time to another, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Calendar {
    pub entries: Vec<CalendarEntry>,
    /// How many more there are.
    pub left_out: u32,
}

impl Store {
    /// The board: every state that an article can be in, in the order in which one goes through them,
    /// then those in which one rests.
    ///
    /// # Errors
    /// Those of a read.
    pub fn board(&self, query: &BoardQuery) -> Result<Vec<BoardColumn>> {
        let workflow = self.settings()?.workflow;
        columns(&workflow)
            .into_iter()
            .map(|(state, step, name)| {
                let id = step.map_or_else(|| state.to_owned(), |step| format!("{state}/{step}"));
                let wanted = query.cards.get(&id).copied().unwrap_or(CARDS).min(CARDS_AT_ONCE);
                let condition = "state = ?1 AND (?2 IS NULL OR step = ?2)";
                let total: u32 = self
                    .connection
                    .prepare_cached(&format!(
                        "SELECT count(*) FROM article_listed
                         INDEXED BY article_listed_by_state WHERE {condition}"
                    ))?
                    .query_row(params![state, step], |row| row.get(0))?;
                // What is done, or rests, is pressed by no deadline.
                let done = ["approved", "onHold", "withdrawn", "spiked"].contains(&state);
                let pressing = if done { "" } else { "deadline IS NULL, deadline, " };
                let sql = format!(
                    "SELECT article FROM article_listed INDEXED BY article_listed_by_state
                     WHERE {condition} ORDER BY {pressing}updated_at DESC, article LIMIT ?3"
                );
                let ids: Vec<String> = self
                    .connection
                    .prepare_cached(&sql)?
                    .query_map(params![state, step, wanted], |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?;
                let cards = self.entries(ids, &workflow)?;
                Ok(BoardColumn { id, step: name, total, cards })
            })
            .collect()
    }

    /// What is due, and what may go out, from one time to another. What is approved is due no more,
    /// and what is spiked neither; an embargo stands for every article but a spiked one.
    ///
    /// # Errors
    /// `BadInput` where that is no time, or longer than two months; those of a read.
    pub fn calendar(&self, from: Timestamp, to: Timestamp) -> Result<Calendar> {
        if !(0..=CALENDAR_MS).contains(&to.0.saturating_sub(from.0)) {
            return Err(Failure::bad_input("a calendar shows two months at most"));
        }
        let workflow = self.settings()?.workflow;
        let sql = "SELECT article, deadline AS place, 0 FROM article_listed
                WHERE deadline IS NOT NULL AND state NOT IN ('approved', 'spiked')
                    AND deadline >= ?1 AND deadline < ?2
             UNION ALL SELECT article, embargo, 1 FROM article_listed
                WHERE embargo IS NOT NULL AND embargo >= ?1 AND embargo < ?2 AND state <> 'spiked'
             ORDER BY 2, 3, 1";
        let mut found: Vec<(String, Timestamp, CalendarKind)> = self
            .connection
            .prepare_cached(sql)?
            .query_map(params_from_iter([from.0, to.0]), |row| {
                let kind = if row.get(2)? { CalendarKind::Embargo } else { CalendarKind::Deadline };
                Ok((row.get(0)?, Timestamp(row.get(1)?), kind))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let left_out = found.len().saturating_sub(CALENDAR_LIMIT as usize);
        found.truncate(CALENDAR_LIMIT as usize);
        let ids = found.iter().map(|(id, ..)| id.clone()).collect();
        let entries = self.entries(ids, &workflow)?;
        let entries = found.into_iter().zip(entries);
        Ok(Calendar {
            entries: entries
                .map(|((_, at, kind), entry)| CalendarEntry { at, kind, entry })
                .collect(),
            left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        })
    }
}

/// Name of the state, number and name of the step.
fn columns(workflow: &Workflow) -> Vec<(&'static str, Option<u32>, String)> {
    let plain = |state| (state, None, String::new());
    let steps = (1..).zip(&workflow.approvals);
    let steps = steps.map(|(n, step)| ("awaitingApproval", Some(n), step.name.clone()));
    ["draft", "returned", "filed", "inReview"]
        .map(plain)
        .into_iter()
        .chain(steps)
        .chain(["approved", "onHold", "withdrawn", "spiked"].map(plain))
        .collect()
}
