//! Deliveries as rows: one for each, one for each of its steps, one for the bytes of each picture.

use rusqlite::{Connection, Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::article::ArticleId;
use crate::delivery::{Delivery, DeliveryId, Parcel, Step};
use crate::failure::{Code, Failure, Result};
use crate::store::objects::{hash_of, to_json};
use crate::time::Timestamp;

pub(super) fn insert(
    transaction: &Transaction<'_>,
    delivery: &Delivery,
    by_name: &str,
    parcel: Option<&Parcel>,
) -> Result<()> {
    let empty = Parcel::default();
    let text = to_json(parcel.unwrap_or(&empty))?;
    transaction
        .prepare_cached(
            "INSERT INTO delivery (id, destination, destination_name, article, revision, errand,
                queued_at, by_name, status, attempts, next_at, trouble, known, known_live, parcel,
                parcel_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, NULL, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            delivery.id.0,
            delivery.destination,
            delivery.destination_name,
            delivery.article.0,
            delivery.revision,
            to_json(&delivery.errand)?,
            delivery.queued_at.0,
            by_name,
            name_of(&delivery.status)?,
            delivery.known.as_ref().map(to_json).transpose()?,
            delivery.known_live,
            text,
            hash_of(&text),
        ])?;
    for (n, (_, bytes)) in parcel.into_iter().flat_map(Parcel::attachments).enumerate() {
        transaction
            .prepare_cached(
                "INSERT INTO delivery_picture (delivery, n, bytes) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![delivery.id.0, number(n)?, bytes])?;
    }
    for (n, step) in delivery.steps.iter().enumerate() {
        transaction
            .prepare_cached(
                "INSERT INTO delivery_step (delivery, n, kind, state) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                delivery.id.0,
                number(n)?,
                to_json(&step.kind)?,
                name_of(&step.state)?
            ])?;
    }
    Ok(())
}

/// How it stands with whoever waits for it, and nothing of its steps.
pub(super) fn update_waiting(transaction: &Transaction<'_>, delivery: &Delivery) -> Result<()> {
    transaction
        .prepare_cached(
            "UPDATE delivery SET status = ?2, attempts = ?3, next_at = ?4, trouble = ?5 WHERE id = ?1",
        )?
        .execute(params![
            delivery.id.0,
            name_of(&delivery.status)?,
            delivery.attempts,
            delivery.next_at.0,
            delivery.trouble.as_ref().map(to_json).transpose()?,
        ])?;
    Ok(())
}

pub(super) fn update(transaction: &Transaction<'_>, delivery: &Delivery) -> Result<()> {
    update_waiting(transaction, delivery)?;
    for (n, step) in delivery.steps.iter().enumerate() {
        transaction
            .prepare_cached(
                "UPDATE delivery_step SET state = ?3, sent_at = ?4, request = ?5, remote = ?6,
                    receipt = ?7 WHERE delivery = ?1 AND n = ?2",
            )?
            .execute(params![
                delivery.id.0,
                number(n)?,
                name_of(&step.state)?,
                step.sent_at.map(|at| at.0),
                step.request,
                step.remote.as_ref().map(to_json).transpose()?,
                step.receipt,
            ])?;
    }
    Ok(())
}

/// Deliveries with their steps; `which` is a condition and an order of ours.
pub(super) fn read(
    db: &Connection,
    which: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Delivery>> {
    let sql = format!(
        "SELECT id, destination, destination_name, article, revision, errand, queued_at, status,
            attempts, next_at, trouble, known, known_live FROM delivery {which}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(delivery_of(db, row)?);
    }
    Ok(found)
}

fn delivery_of(db: &Connection, row: &Row<'_>) -> Result<Delivery> {
    let id: String = row.get(0)?;
    let mut statement = db.prepare_cached(
        "SELECT kind, state, sent_at, request, remote, receipt FROM delivery_step
         WHERE delivery = ?1 ORDER BY n",
    )?;
    let mut rows = statement.query([&id])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(Step {
            kind: parsed(&row.get::<_, String>(0)?)?,
            state: named(row.get(1)?)?,
            sent_at: row.get::<_, Option<i64>>(2)?.map(Timestamp),
            request: row.get(3)?,
            remote: row.get::<_, Option<String>>(4)?.as_deref().map(parsed).transpose()?,
            receipt: row.get(5)?,
        });
    }
    Ok(Delivery {
        id: DeliveryId(id),
        destination: row.get(1)?,
        destination_name: row.get(2)?,
        article: ArticleId(row.get(3)?),
        revision: row.get(4)?,
        errand: parsed(&row.get::<_, String>(5)?)?,
        queued_at: Timestamp(row.get(6)?),
        status: named(row.get(7)?)?,
        attempts: row.get(8)?,
        next_at: Timestamp(row.get(9)?),
        trouble: row.get::<_, Option<String>>(10)?.as_deref().map(parsed).transpose()?,
        known: row.get::<_, Option<String>>(11)?.as_deref().map(parsed).transpose()?,
        known_live: row.get(12)?,
        steps,
    })
}

fn parsed<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| {
        Failure::new(Code::StoreDamaged, format!("delivery: {error}")).with("what", "delivery")
    })
}

/// The name of a variant without fields, as a column has it.
pub(super) fn name_of(value: &impl Serialize) -> Result<String> {
    let name = serde_json::to_value(value).map_err(Failure::internal)?;
    name.as_str().map(str::to_owned).ok_or_else(|| Failure::internal("it has a name"))
}

fn named<T: DeserializeOwned>(name: String) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(|error| {
        Failure::new(Code::StoreDamaged, format!("delivery: {error}")).with("what", "delivery")
    })
}

fn number(n: usize) -> Result<i64> {
    i64::try_from(n).map_err(Failure::internal)
}
