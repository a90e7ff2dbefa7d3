//! Deliveries and destinations as screens are told of them.

use serde::Serialize;

use super::{checked, rows::read};
use crate::article::ArticleId;
use crate::delivery::{Checked, Delivery, Destination, Plan, Stage, Status, Tested, Trouble};
use crate::failure::Result;
use crate::store::Store;

/// A delivery with what a list says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DeliveryRow {
    pub delivery: Delivery,
    /// Of the article as it is now; empty where it has none.
    pub headline: String,
    pub stage: Stage,
    /// A request was sent of which nothing is known.
    pub is_unknown: bool,
    /// What was read back at the end.
    pub checked: Option<Checked>,
    /// It was given up, and may have left something there that can be taken away.
    pub leaves: bool,
}

/// What a delivery would do, or why that cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlannedDelivery {
    pub plan: Option<Plan>,
    pub trouble: Option<Trouble>,
}

/// What a destination answers to a test of the connection, or what stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TestedDestination {
    pub tested: Option<Tested>,
    pub trouble: Option<Trouble>,
}

/// A destination as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeptDestination {
    pub destination: Destination,
    /// Whether the system's keyring has its password; `None` where no new one was given.
    pub in_keyring: Option<bool>,
}

impl Store {
    /// Deliveries as lists show them, newest first: those that are not at their end, the last
    /// `ended` of the others, and all of this article.
    ///
    /// # Errors
    /// Those of a read; `StoreDamaged`.
    pub fn delivery_rows(
        &self,
        ended: u32,
        article: Option<&ArticleId>,
    ) -> Result<Vec<DeliveryRow>> {
        let which = "WHERE status IN ('open', 'needsUser') OR article = ?2 OR n IN
            (SELECT n FROM delivery WHERE status NOT IN ('open', 'needsUser')
             ORDER BY n DESC LIMIT ?1) ORDER BY n DESC";
        let article = article.map(|it| &it.0);
        let found = read(&self.connection, which, rusqlite::params![ended, article])?;
        found.into_iter().map(|delivery| self.delivery_row(delivery)).collect()
    }

    /// A delivery with what a list says of it.
    ///
    /// # Errors
    /// Those of a read.
    pub fn delivery_row(&self, delivery: Delivery) -> Result<DeliveryRow> {
        let headline: String = self
            .connection
            .prepare_cached("SELECT headline FROM article WHERE id = ?1")?
            .query_row([&delivery.article.0], |row| row.get(0))?;
        Ok(DeliveryRow {
            headline,
            stage: delivery.stage(),
            is_unknown: delivery.is_unknown(),
            checked: checked(&delivery),
            // What lies in a damaged row is for the doctor to tell, and keeps no list from being shown.
            leaves: delivery.status == Status::Cancelled
                && self.left_by(&delivery).is_ok_and(|left| !left.is_empty()),
            delivery,
        })
    }
}
