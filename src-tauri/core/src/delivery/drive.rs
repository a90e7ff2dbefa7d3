//! Driving a delivery: the order of keeping, asking and sending that loses nothing and sends nothing
//! twice, whoever is on the other side.

use serde::{Deserialize, Serialize};

use super::machine::{Delivery, Next, Pace, Remote, StepKind};
use super::parcel::Parcel;
use super::trouble::Trouble;
use crate::failure::Result;
use crate::moment::Moment;
use crate::time::Timestamp;

/// What came of one exchange with the other side.
pub type Answer<T> = std::result::Result<T, Trouble>;

/// A delivery and what it carries.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    pub delivery: &'a Delivery,
    pub parcel: &'a Parcel,
}

/// What is there of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// It is there, but not all of it is as it should be.
    Partly(Remote),
    Whole(Remote),
}

/// What was read back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// BLAKE3 of what stands there, by which a later change is noticed.
    pub live: String,
    pub link: String,
    pub differences: Vec<Difference>,
    /// What a lost answer had doubled, and was taken away.
    pub doubles: Vec<String>,
}

/// A field that does not read as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    pub field: String,
    pub sent: String,
    pub found: String,
}

impl Difference {
    /// What the other side would not take.
    pub fn dropped(field: &str, sent: &str) -> Self {
        Self { field: field.to_owned(), sent: sent.to_owned(), found: String::new() }
    }
}

/// What a delivery would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "DeliveryPlan"))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The post that would be changed; `None` where a new one would be made.
    pub post: Option<Remote>,
    pub requests: Vec<PlannedRequest>,
    /// What the other side would not take, by field.
    pub dropped: Vec<Difference>,
    /// Paragraphs that would go and come, in order; `-` and `+` before each.
    pub changes: Vec<String>,
    /// Whether what stands there was read for them.
    pub compared: bool,
    /// Bytes of pictures still to be sent.
    #[cfg_attr(test, ts(type = "number"))]
    pub upload: u64,
    /// Somebody has changed there what was delivered last.
    pub changed_there: bool,
}

/// A request that would be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlannedRequest {
    pub method: String,
    pub path: String,
    /// The body, or what is in it.
    #[cfg_attr(test, ts(type = "unknown"))]
    pub body: serde_json::Value,
}

/// What a test of the connection has found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Tested {
    /// What the other side calls us; empty where it asks for no name.
    pub user: String,
    pub may: Vec<Ability>,
}

/// Something that our user may do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Ability {
    Write,
    Upload,
    Publish,
    ChooseAuthor,
    /// Name several authors in a field of its own.
    NameCoauthors,
}

/// The other side. The one thing that knows a network.
pub trait Connector {
    /// Says who we are there and what we may do. Leaves nothing behind.
    ///
    /// # Errors
    /// What stands in the way.
    fn test(&mut self) -> Answer<Tested>;

    /// Whether this could be delivered now: address, password, rights. Only asks. Gives a receipt.
    ///
    /// # Errors
    /// What stands in the way.
    fn preflight(&mut self, job: &Job<'_>) -> Answer<String>;

    /// What is there of a step. Only asks.
    ///
    /// # Errors
    /// As [`Self::preflight`]; `ChangedThere` where writing would undo another's work.
    fn look_up(&mut self, job: &Job<'_>, step: StepKind) -> Answer<Found>;

    /// BLAKE3 of the request that [`Self::send`] would send, hexadecimal.
    fn request_hash(&self, job: &Job<'_>, step: StepKind) -> String;

    /// Does a step. `there` is what [`Self::look_up`] found of it.
    ///
    /// # Errors
    /// As [`Self::preflight`].
    fn send(&mut self, job: &Job<'_>, step: StepKind, there: Option<&Remote>) -> Answer<Remote>;

    /// Reads the post back, compares, and takes away doubles of our own.
    ///
    /// # Errors
    /// As [`Self::preflight`].
    fn verify(&mut self, job: &Job<'_>) -> Answer<Checked>;

    /// Says exactly what would be done. Only asks.
    ///
    /// # Errors
    /// As [`Self::preflight`].
    fn plan(&mut self, job: &Job<'_>) -> Answer<Plan>;
}

/// Where deliveries are kept.
pub trait Journal {
    /// Keeps a delivery as it stands; on the disk when this returns.
    ///
    /// # Errors
    /// Those of a write: nothing is sent then.
    fn keep(&mut self, delivery: &Delivery, moment: &Moment) -> Result<()>;
}

/// How a drive ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// Done, cancelled, or a person is needed.
    Rests,
    /// Goes on by itself, not before this time.
    Waits(Timestamp),
}

/// Takes a delivery as far as it goes now.
///
/// # Errors
/// Those of keeping it; what the other side did is in the delivery.
pub fn drive(
    delivery: &mut Delivery,
    parcel: &Parcel,
    connector: &mut dyn Connector,
    journal: &mut dyn Journal,
    clock: &mut dyn FnMut() -> Result<Moment>,
    pace: &Pace,
) -> Result<Ran> {
    loop {
        let at = match delivery.next(clock()?.now, pace) {
            Next::Rest => return Ok(Ran::Rests),
            Next::Wait(until) => return Ok(Ran::Waits(until)),
            Next::Step(at) => at,
        };
        match step(delivery, at, parcel, connector, journal, clock)? {
            Ok((remote, receipt)) => delivery.done(at, remote, receipt),
            Err((trouble, sent)) => delivery.failed(at, trouble, sent, &clock()?, pace),
        }
        journal.keep(delivery, &clock()?)?;
    }
}

type StepDone = (Option<Remote>, Option<String>);
/// With whether it is the answer to the request of the step itself, not to a question before it.
type StepFailed = (Trouble, bool);

fn step(
    delivery: &mut Delivery,
    at: usize,
    parcel: &Parcel,
    connector: &mut dyn Connector,
    journal: &mut dyn Journal,
    clock: &mut dyn FnMut() -> Result<Moment>,
) -> Result<std::result::Result<StepDone, StepFailed>> {
    let asked = |trouble| (trouble, false);
    let kind = delivery.steps[at].kind;
    let job = Job { delivery, parcel };
    let there = match kind {
        StepKind::Preflight => {
            let receipt = connector.preflight(&job);
            return Ok(receipt.map(|receipt| (None, Some(receipt))).map_err(asked));
        }
        StepKind::Verify => {
            let checked = match connector.verify(&job) {
                Ok(checked) => checked,
                Err(trouble) => return Ok(Err(asked(trouble))),
            };
            let receipt = crate::store::to_json(&checked)?;
            return Ok(Ok((None, Some(receipt))));
        }
        // Always asked first, not only after a lost answer: another desk, or this one before its
        // store was brought back from a copy, may have sent it.
        StepKind::Media(_)
        | StepKind::Reserve
        | StepKind::Write
        | StepKind::TakeDown
        | StepKind::Clear(_) => match connector.look_up(&job, kind) {
            Ok(Found::Whole(remote)) => return Ok(Ok((Some(remote), None))),
            Ok(Found::Partly(remote)) => Some(remote),
            Ok(Found::Nothing) => None,
            Err(trouble) => return Ok(Err(asked(trouble))),
        },
    };
    let request = connector.request_hash(&job, kind);
    let moment = clock()?;
    delivery.sending(at, request, moment.now);
    journal.keep(delivery, &moment)?;
    let job = Job { delivery, parcel };
    let sent = connector.send(&job, kind, there.as_ref());
    Ok(sent.map(|remote| (Some(remote), None)).map_err(|trouble| (trouble, true)))
}
