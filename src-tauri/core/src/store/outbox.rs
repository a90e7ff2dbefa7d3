//! The outbox: destinations, and deliveries as rows with a row for each step. The rules are those of
//! [`crate::delivery`]; here they are kept.

mod rows;
mod shown;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use self::rows::{insert, name_of, read, update, update_waiting};
use super::export::ExportPlan;
use super::history::append_log;
use super::objects::{hash_of, to_json};
use super::signing::Facts;
use super::{PhotoFiles, Store, articles, desk, listing};
use crate::article::ArticleId;
use crate::delivery::{
    Checked, Delivery, Destination, Errand, Journal, Leftover, LeftoverKind, Parcel, Remote,
    Status, StepKind, Takes, Trouble, TroubleKind,
};
use crate::exchange::bundle::Edition;
use crate::exchange::parcel::{package, parcel};
use crate::failure::{Code, Failure, Result};
use crate::language::normal;
use crate::moment::Moment;
use crate::review::{self, LogEvent, Right};
use crate::time::Timestamp;

pub use shown::{DeliveryRow, KeptDestination, PlannedDelivery, TestedDestination};

/// Longest reason for taking an article down, in bytes.
const REASON_LIMIT: usize = 2_000;

/// What is known of the password of a destination that is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedPassword {
    Comes,
    /// None comes along, and one may be kept; a keyring that does not answer may have one.
    MayBeKept,
    NoneIsKept,
}

/// The right to work on the deliveries to one destination; given back when it goes, also when this
/// program is killed.
#[derive(Debug)]
pub struct OutboxTurn {
    _lock: File,
}

impl ExportPlan {
    /// Makes what this destination takes of this plan. Needs no store: pictures take time.
    ///
    /// # Errors
    /// `StoreDamaged` where an original is not what it was; those of rendering.
    pub fn parcel(
        &self,
        to: &Destination,
        files: &PhotoFiles,
        publish_at: Option<Timestamp>,
    ) -> Result<Parcel> {
        let edition = self.edition(self.originals(files)?);
        match to.kind.takes() {
            Takes::Post => Ok(Parcel { html: to.html, ..parcel(&edition, publish_at)? }),
            Takes::Package(form) => package(&Edition { review: None, ..edition }, form, publish_at),
        }
    }

    /// What somebody carries into a content system by hand. Needs no store.
    ///
    /// # Errors
    /// As [`Self::parcel`].
    pub fn parcel_by_hand(&self, files: &PhotoFiles) -> Result<Parcel> {
        parcel(&self.edition(self.originals(files)?), None)
    }
}

impl Store {
    /// Where this newsroom delivers to, in order.
    ///
    /// # Errors
    /// Those of a read.
    pub fn destinations(&self) -> Result<Vec<Destination>> {
        Ok(desk::meta(&self.connection, "destinations")?.unwrap_or_default())
    }

    /// The destination of this name.
    ///
    /// # Errors
    /// `NotFound` with the param `destination`.
    pub fn destination(&self, name: &str) -> Result<Destination> {
        let name = normal::nfc(name.trim());
        let mut all = self.destinations()?.into_iter();
        let found = all.find(|it| it.name == name);
        found.ok_or_else(|| Failure::not_found("destination").with("destination", name))
    }

    /// Adds a destination (empty id), or changes the one of this id.
    ///
    /// # Errors
    /// As [`Destination::accept`]; `NotFound` where its export target is not there.
    pub fn save_destination(
        &mut self,
        destination: Destination,
        moment: &Moment,
    ) -> Result<Destination> {
        let (kept, _) = self.accepted(destination, moment)?;
        let mut all = self.destinations()?;
        match all.iter_mut().find(|it| it.id == kept.id) {
            Some(there) => *there = kept.clone(),
            None => all.push(kept.clone()),
        }
        self.write(|transaction| desk::put_meta(transaction, "destinations", &all))?;
        Ok(kept)
    }

    /// The destination as it would be kept, with an id where it has none. A password that was given to
    /// somebody else is not taken to a new address, by another way, or to whoever has another
    /// certificate.
    ///
    /// # Errors
    /// As [`Self::save_destination`]; `BadInput` with the param `what` `destinationPassword`.
    pub fn may_save_destination(
        &self,
        destination: Destination,
        password: TypedPassword,
        moment: &Moment,
    ) -> Result<Destination> {
        let (kept, before) = self.accepted(destination, moment)?;
        // Only whoever types one says that there is one: what was kept once may lie there still.
        let had = before.as_ref().is_some_and(|it| it.has_password);
        let has_password = password == TypedPassword::Comes || (kept.has_password && had);
        let way = |it: &Destination| {
            (it.address.clone(), it.proxy.clone(), it.ca_file.clone(), it.kind.way())
        };
        if password == TypedPassword::MayBeKept
            && before.is_some_and(|before| before.wants_password() && way(&before) != way(&kept))
        {
            return Err(Failure::bad_input("destinationPassword"));
        }
        Ok(Destination { has_password, ..kept })
    }

    /// The destination in its form, and as it is kept now.
    fn accepted(
        &self,
        mut destination: Destination,
        moment: &Moment,
    ) -> Result<(Destination, Option<Destination>)> {
        self.target(&destination.target)?;
        if destination.id.is_empty() {
            destination.id = moment.ids().letters(16);
        }
        let mut all = self.destinations()?;
        let at = all.iter().position(|it| it.id == destination.id).unwrap_or(all.len());
        let before = all.get(at).cloned();
        all.splice(at..all.len().min(at + 1), [destination]);
        Ok((Destination::accept(all)?.swap_remove(at), before))
    }

    /// Takes a destination out of the settings. What was delivered there stays in the record.
    ///
    /// # Errors
    /// `NotFound`; `NotAllowed` with the param `delivery` where something is still on its way there.
    pub fn remove_destination(&mut self, name: &str) -> Result<Destination> {
        let gone = self.destination(name)?;
        if let Some(open) = self.open_deliveries()?.into_iter().find(|it| it.destination == gone.id)
        {
            return Err(under_way(&open));
        }
        let rest: Vec<_> = self.destinations()?.into_iter().filter(|it| it.id != gone.id).collect();
        self.write(|transaction| desk::put_meta(transaction, "destinations", &rest))?;
        Ok(gone)
    }

    /// Puts a parcel into the outbox. The same revision that is on its way there already is not put
    /// in again: that delivery is given.
    ///
    /// # Errors
    /// `NotAllowed` with the param `delivery` where something else of this article is on its way there.
    pub fn queue_delivery(
        &mut self,
        plan: &ExportPlan,
        destination: &Destination,
        parcel: &Parcel,
        overwrite: bool,
        moment: &Moment,
    ) -> Result<Delivery> {
        // Whoever watches a folder would publish the files at once.
        let not_before = parcel.package.as_ref().and(parcel.publish_at);
        let errand = Errand::Bring { overwrite, not_before };
        let pictures = pictures_of(parcel)?;
        // Whoever went past a gate is named before anything can go out.
        if plan.override_reason.is_some() {
            self.record_export(plan, &hash_of(&to_json(parcel)?), moment)?;
        }
        let what = (&plan.article, plan.revision.as_str());
        self.queue(what, destination, errand, Some((parcel, pictures)), moment, |open| {
            open.revision == plan.revision
                && matches!(open.errand, Errand::Bring { not_before: held, .. } if held == not_before)
        })
    }

    /// A delivery as it would be queued, of which nothing is kept: what
    /// [`Connector::plan`](crate::delivery::Connector::plan) is asked about.
    ///
    /// # Errors
    /// Those of a read; `StoreDamaged`.
    pub fn pretended_delivery(
        &self,
        plan: &ExportPlan,
        destination: &Destination,
        parcel: &Parcel,
        now: Timestamp,
    ) -> Result<Delivery> {
        let stands = self.stands_at(&plan.article, destination)?;
        let errand = Errand::Bring { overwrite: false, not_before: None };
        let what = (&plan.article, plan.revision.as_str());
        let pictures = pictures_of(parcel)?;
        let id = "dryrun".to_owned();
        let delivery = Delivery::fresh(id, destination, what, errand, pictures, stands);
        Ok(Delivery { queued_at: now, ..delivery })
    }

    /// Puts the taking down of an article into the outbox.
    ///
    /// # Errors
    /// `NotAllowed` to whom may not export past a gate, and as [`Self::queue_delivery`]; `BadInput`
    /// without a reason; `NotFound` with the param `destination` where it does not stand there.
    pub fn queue_take_down(
        &mut self,
        article: &ArticleId,
        destination: &Destination,
        reason: &str,
        moment: &Moment,
    ) -> Result<Delivery> {
        let reason = normal::nfc(reason.trim());
        if reason.is_empty() || reason.len() > REASON_LIMIT {
            return Err(Failure::bad_input("takeDownReason"));
        }
        let working = articles::working(&self.connection, article)?;
        let facts = Facts::of(&self.connection, &working)?;
        if !review::may(&facts.case(), &self.me()?, Right::ExportPast) {
            return Err(Failure::new(Code::NotAllowed, "not everybody takes articles down"));
        }
        let errand = Errand::TakeDown { reason };
        let taking_down = |open: &Delivery| matches!(open.errand, Errand::TakeDown { .. });
        let head = working.head.clone();
        self.queue((article, &head), destination, errand, None, moment, taking_down)
    }

    /// Puts the taking away of what was given up at a destination into the outbox: of this delivery,
    /// and of those of its article that were given up there before it. What anything else that was
    /// delivered there may use is left.
    ///
    /// # Errors
    /// As [`Self::queue_delivery`]; `NotFound` with the param `action` where nothing is to be
    /// taken away, or could be.
    pub fn queue_clear(&mut self, id: &str, moment: &Moment) -> Result<Delivery> {
        let given_up = self.delivery(id)?;
        let destination = self.destinations()?.into_iter().find(|it| it.id == given_up.destination);
        let destination = destination.ok_or_else(|| {
            Failure::not_found("destination").with("destination", &given_up.destination_name)
        })?;
        let mut leftovers = Vec::new();
        for leftover in self.left_by(&given_up)? {
            if !leftovers.contains(&leftover) && !self.uses(&destination.id, &leftover)? {
                leftovers.push(leftover);
            }
        }
        if leftovers.is_empty() {
            return Err(Failure::not_found("nothing that could be taken away")
                .with("action", "clearLeftovers"));
        }
        let errand = Errand::Clear { leftovers };
        let what = (&given_up.article, given_up.revision.as_str());
        let clearing = |open: &Delivery| matches!(open.errand, Errand::Clear { .. });
        self.queue(what, &destination, errand, None, moment, clearing)
    }

    /// What a delivery that was given up, and those before it that were given up likewise, may have
    /// left there; nothing where the article has gone there since, or may have.
    pub(super) fn left_by(&self, given_up: &Delivery) -> Result<Vec<Leftover>> {
        let all = self.destinations()?;
        let Some(there) = all.iter().find(|it| it.id == given_up.destination) else {
            return Ok(Vec::new());
        };
        let before = of_article(&self.connection, &given_up.article, &given_up.destination)?;
        let is_post = matches!(there.kind.takes(), Takes::Post);
        let of_no_use =
            |it: &&Delivery| it.status == Status::Cancelled && !(is_post && it.has_written());
        let mut last = before.iter().take_while(of_no_use).peekable();
        if last.peek().is_none_or(|newest| newest.id != given_up.id) {
            return Ok(Vec::new());
        }
        let mut left = Vec::new();
        for delivery in last {
            left.extend(delivery.leftovers(&self.parcel_of(delivery)?));
        }
        left.retain(|it| there.kind.clears(it.kind));
        Ok(left)
    }

    /// Whether something that stands there, or is on its way, may use a leftover: a picture of the same
    /// name. What was given up after its text was sent may stand there, too.
    fn uses(&self, destination: &str, leftover: &Leftover) -> Result<bool> {
        if leftover.kind != LeftoverKind::Picture {
            return Ok(false);
        }
        let identity = leftover.key.strip_prefix("bt-").unwrap_or(&leftover.key);
        let with_it = "WHERE destination = ?1 AND instr(parcel, ?2) > 0";
        let all = read(&self.connection, with_it, [destination, identity])?;
        Ok(all.iter().any(|it| it.status != Status::Cancelled || it.has_written()))
    }

    fn queue(
        &mut self,
        (article, revision): (&ArticleId, &str),
        destination: &Destination,
        errand: Errand,
        parcel: Option<(&Parcel, u16)>,
        moment: &Moment,
        is_the_same: impl Fn(&Delivery) -> bool,
    ) -> Result<Delivery> {
        let delivery = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let before = of_article(transaction, article, &destination.id)?;
            if let Some(open) = before.iter().find(|it| it.is_open()) {
                return if is_the_same(open) { Ok(open.clone()) } else { Err(under_way(open)) };
            }
            let stands = stands(&before);
            if stands.0.is_none() && matches!(errand, Errand::TakeDown { .. }) {
                return Err(Failure::not_found("nothing of it stands there")
                    .with("destination", &destination.name));
            }
            let (parcel, pictures) = parcel.unzip();
            let (id, what) = (moment.ids().letters(16), (article, revision));
            let pictures = pictures.unwrap_or(0);
            let mut delivery = Delivery::fresh(id, destination, what, errand, pictures, stands);
            delivery.queued_at = moment.now;
            insert(transaction, &delivery, &me.name, parcel)?;
            Ok(delivery)
        })?;
        self.changes.push(article.clone());
        Ok(delivery)
    }

    /// Deliveries, newest first.
    ///
    /// # Errors
    /// Those of a read; `StoreDamaged`.
    pub fn outbox(&self, limit: u32) -> Result<Vec<Delivery>> {
        read(&self.connection, "ORDER BY n DESC LIMIT ?1", [limit])
    }

    /// Deliveries that are not at their end, in the order in which they were queued.
    ///
    /// # Errors
    /// Those of a read; `StoreDamaged`.
    pub fn open_deliveries(&self) -> Result<Vec<Delivery>> {
        read(&self.connection, "WHERE status IN ('open', 'needsUser') ORDER BY n", [])
    }

    /// Deliveries of an article, newest first.
    ///
    /// # Errors
    /// Those of a read; `StoreDamaged`.
    pub fn deliveries_of(&self, article: &ArticleId) -> Result<Vec<Delivery>> {
        read(&self.connection, "WHERE article = ?1 ORDER BY n DESC", [&article.0])
    }

    /// # Errors
    /// `NotFound`; `StoreDamaged`.
    pub fn delivery(&self, id: &str) -> Result<Delivery> {
        one(&self.connection, id)
    }

    /// Where an article stands at a destination, as far as this desk knows, and the hash of what was
    /// last read of it there.
    ///
    /// # Errors
    /// Those of a read; `StoreDamaged`.
    pub fn stands_at(
        &self,
        article: &ArticleId,
        destination: &Destination,
    ) -> Result<(Option<Remote>, Option<String>)> {
        Ok(stands(&of_article(&self.connection, article, &destination.id)?))
    }

    /// What a delivery carries, with the bytes of its pictures and files; empty for one that takes down.
    ///
    /// # Errors
    /// `StoreDamaged` where it is not what was queued.
    pub fn parcel_of(&self, delivery: &Delivery) -> Result<Parcel> {
        let damaged = || Failure::new(Code::StoreDamaged, "parcel").with("what", &delivery.id.0);
        let (text, hash): (String, String) = self
            .connection
            .prepare_cached("SELECT parcel, parcel_hash FROM delivery WHERE id = ?1")?
            .query_row([&delivery.id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if hash_of(&text) != hash {
            return Err(damaged());
        }
        let mut parcel: Parcel = serde_json::from_str(&text).map_err(|_| damaged())?;
        let sql = "SELECT bytes FROM delivery_picture WHERE delivery = ?1 ORDER BY n";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([&delivery.id.0], |row| row.get::<_, Vec<u8>>(0))?;
        for ((named, there), bytes) in parcel.attachments_mut().zip(rows) {
            *there = bytes?;
            let sha256: String =
                Sha256::digest(&*there).iter().map(|byte| format!("{byte:02x}")).collect();
            if sha256 != named {
                return Err(damaged());
            }
        }
        Ok(parcel)
    }

    /// Lets a delivery be tried at once. Its steps are left alone: somebody may be working on one.
    ///
    /// # Errors
    /// `NotFound`; `NotAllowed` where it is at its end.
    pub fn retry_delivery(&mut self, id: &str) -> Result<Delivery> {
        let delivery = self.write(|transaction| {
            let mut delivery = open_delivery(transaction, id)?;
            delivery.try_again();
            update_waiting(transaction, &delivery)?;
            Ok(delivery)
        })?;
        self.changes.push(delivery.article.clone());
        Ok(delivery)
    }

    /// Lets what waits for the password of a destination be tried at once.
    ///
    /// # Errors
    /// Those of a write.
    pub fn retry_after_password(&mut self, destination: &str) -> Result<()> {
        let waits = |it: &Delivery| it.trouble.as_ref().is_some_and(Trouble::wants_password);
        let tried = self.write(|transaction| {
            let of = "WHERE status = 'needsUser' AND destination = ?1 ORDER BY n";
            let mut waiting = read(transaction, of, [destination])?;
            waiting.retain(waits);
            for delivery in &mut waiting {
                delivery.try_again();
                update_waiting(transaction, delivery)?;
            }
            Ok(waiting)
        })?;
        self.changes.extend(tried.into_iter().map(|it| it.article));
        Ok(())
    }

    /// Ends a delivery as it stands.
    ///
    /// # Errors
    /// `NotFound`; `NotAllowed` where it is at its end; `StoreBusy` with the param `action` while
    /// somebody works on its destination: a request that is on its way cannot be called back.
    pub fn cancel_delivery(&mut self, id: &str, moment: &Moment) -> Result<Delivery> {
        let destination = open_delivery(&self.connection, id)?.destination;
        let Some(_turn) = self.outbox_turn(&destination)? else {
            return Err(Failure::new(Code::StoreBusy, "it is being worked on")
                .with("action", "cancelDelivery"));
        };
        // As it stands now that nobody else works on it.
        let mut delivery = open_delivery(&self.connection, id)?;
        delivery.status = Status::Cancelled;
        self.keep(&delivery, moment)?;
        Ok(delivery)
    }

    /// The turn to work on the deliveries to a destination; `None` while another program has it.
    ///
    /// # Errors
    /// Those of making a file in the store's folder.
    pub fn outbox_turn(&self, destination: &str) -> Result<Option<OutboxTurn>> {
        let plain = destination.bytes().all(|b| b.is_ascii_alphanumeric());
        if !plain || destination.is_empty() {
            return Err(Failure::internal("the id of a destination is letters and digits"));
        }
        let path = self.folder.join(format!("outbox-{destination}.lock"));
        let io = |error: std::io::Error| Failure::io(&path, &error);
        let lock = OpenOptions::new().create(true).write(true).truncate(false).open(&path);
        let lock = lock.map_err(io)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(OutboxTurn { _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }
}

impl Journal for Store {
    fn keep(&mut self, delivery: &Delivery, moment: &Moment) -> Result<()> {
        let device = self.device.clone();
        self.write(|transaction| {
            let before: String = transaction
                .prepare_cached("SELECT status FROM delivery WHERE id = ?1")?
                .query_row([&delivery.id.0], |row| row.get(0))?;
            update(transaction, delivery)?;
            let ended = !delivery.is_open();
            if ended {
                transaction
                    .prepare_cached("DELETE FROM delivery_picture WHERE delivery = ?1")?
                    .execute([&delivery.id.0])?;
            }
            if before != name_of(&delivery.status)?
                && let Some(event) = event(delivery)
            {
                let me = desk::require_me(transaction)?;
                let (article, revision) = (&delivery.article, &delivery.revision);
                append_log(transaction, article, &me, &device, moment.now, revision, event)?;
            }
            listing::note_release(transaction, &delivery.article)
        })?;
        self.changes.push(delivery.article.clone());
        Ok(())
    }
}

/// What the log of an article says of a delivery that has come to an end or to a halt.
fn event(delivery: &Delivery) -> Option<LogEvent> {
    let to = delivery.destination_name.clone();
    let given_up = match delivery.status {
        Status::Open => return None,
        Status::Done => return Some(done_event(delivery, to)),
        Status::NeedsUser => false,
        Status::Cancelled => true,
    };
    let down = match delivery.errand {
        Errand::Bring { .. } => false,
        Errand::TakeDown { .. } => true,
        Errand::Clear { .. } => return None,
    };
    Some(LogEvent::DeliveryStopped { to, down, given_up, trouble: delivery.trouble.clone() })
}

fn done_event(delivery: &Delivery, to: String) -> LogEvent {
    match &delivery.errand {
        Errand::TakeDown { reason } => LogEvent::TakenDown { from: to, reason: reason.clone() },
        Errand::Clear { .. } => LogEvent::LeftoversCleared { from: to },
        Errand::Bring { .. } => {
            let checked = checked(delivery).unwrap_or_default();
            let differs = u32::try_from(checked.differences.len()).unwrap_or(u32::MAX);
            LogEvent::Delivered { to, link: checked.link, differs }
        }
    }
}

/// What was read back at the end of a delivery.
fn checked(delivery: &Delivery) -> Option<Checked> {
    let verify = delivery.steps.iter().find(|step| step.kind == StepKind::Verify)?;
    serde_json::from_str(verify.receipt.as_deref()?).ok()
}

/// The destinations, by the names under which they were delivered to, where the last look found
/// something else than what was delivered.
pub(super) fn changed_there(db: &Connection, article: &ArticleId) -> Result<Vec<String>> {
    let deliveries = read(db, "WHERE article = ?1 ORDER BY n DESC", [&article.0])?;
    let mut looked_at = BTreeSet::new();
    let mut changed = Vec::new();
    for delivery in &deliveries {
        if !looked_at.insert(&delivery.destination) {
            continue;
        }
        let trouble = delivery.trouble.as_ref().map(|trouble| trouble.kind);
        if delivery.status == Status::Done || trouble != Some(TroubleKind::ChangedThere) {
            continue;
        }
        let brought = deliveries
            .iter()
            .find(|it| it.destination == delivery.destination && it.status == Status::Done);
        changed.extend(brought.map(|it| it.destination_name.clone()));
    }
    Ok(changed)
}

fn pictures_of(parcel: &Parcel) -> Result<u16> {
    u16::try_from(parcel.pictures.len()).map_err(|_| Failure::bad_input("too many pictures"))
}

fn one(db: &Connection, id: &str) -> Result<Delivery> {
    let found = read(db, "WHERE id = ?1", [id])?.into_iter().next();
    found.ok_or_else(|| Failure::not_found("delivery").with("delivery", id))
}

/// One that is not at its end.
fn open_delivery(db: &Connection, id: &str) -> Result<Delivery> {
    let delivery = one(db, id)?;
    if delivery.is_open() {
        Ok(delivery)
    } else {
        Err(Failure::new(Code::NotAllowed, "this delivery is at its end"))
    }
}

fn under_way(open: &Delivery) -> Failure {
    Failure::new(Code::NotAllowed, "another delivery of this article is on its way there")
        .with("delivery", &open.id.0)
}

/// Where an article stands after these deliveries to one destination, newest first.
fn stands(deliveries: &[Delivery]) -> (Option<Remote>, Option<String>) {
    let latest = deliveries.iter().find_map(|it| match it.errand {
        Errand::TakeDown { .. } if it.status == Status::Done => Some(None),
        Errand::Clear { ref leftovers } if it.status == Status::Done => {
            leftovers.iter().any(|it| it.kind == LeftoverKind::Draft).then_some(None)
        }
        Errand::TakeDown { .. } | Errand::Clear { .. } => None,
        Errand::Bring { .. } => it.post().cloned().map(Some),
    });
    // What was taken down may lie there still, put aside: that it is as it was left is known, too.
    (latest.flatten(), deliveries.iter().find_map(checked).map(|checked| checked.live))
}

fn of_article(db: &Connection, article: &ArticleId, destination: &str) -> Result<Vec<Delivery>> {
    let of = "WHERE article = ?1 AND destination = ?2 ORDER BY n DESC";
    read(db, of, [article.0.as_str(), destination])
}
