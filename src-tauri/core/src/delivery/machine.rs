//! The record of one delivery and its rules: which step is next, what follows from each answer, how
//! long to wait. Pure: what it is told decides what it says.

use serde::{Deserialize, Serialize};

use super::destination::Destination;
use super::kind::DestinationKind;
use super::parcel::{Parcel, key_of};
use super::trouble::{Course, Trouble, TroubleKind};
use crate::article::ArticleId;
use crate::moment::Moment;
use crate::time::Timestamp;

/// Names a delivery, here and in what it writes there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct DeliveryId(pub String);

/// One trip of one parcel to one destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    pub id: DeliveryId,
    /// Id of the destination, and its name when this was queued.
    pub destination: String,
    pub destination_name: String,
    pub article: ArticleId,
    /// Hash of the revision that goes out; never changes.
    pub revision: String,
    pub errand: Errand,
    pub queued_at: Timestamp,
    pub status: Status,
    /// Tries in a row without a step done.
    pub attempts: u32,
    /// Nothing is tried before.
    pub next_at: Timestamp,
    /// Why the last try came to nothing.
    pub trouble: Option<Trouble>,
    /// Where the article stood there before this delivery, and what was then read of it.
    pub known: Option<Remote>,
    pub known_live: Option<String>,
    pub steps: Vec<Step>,
}

/// What a delivery is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind",
    deny_unknown_fields
)]
pub enum Errand {
    /// Bring the article, or a new revision of it. `overwrite` also where somebody has changed it there.
    Bring {
        overwrite: bool,
        /// Nothing is sent before: what takes files has no time at which it would publish them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        not_before: Option<Timestamp>,
    },
    /// Take it down there.
    TakeDown { reason: String },
    /// Take away what deliveries that were given up have left there, and nothing uses.
    Clear { leftovers: Vec<Leftover> },
}

/// Something of ours that may lie in the other system and be of no use to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Leftover {
    pub kind: LeftoverKind,
    /// The name that is ours alone: of a picture ([`ParcelPicture::key`](super::ParcelPicture::key)),
    /// of an article ([`key_of`](super::key_of)), of a package that was begun.
    pub key: String,
    /// Ending of the file of a picture, without the dot.
    pub ending: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LeftoverKind {
    Picture,
    /// The empty draft of a reservation.
    Draft,
    /// What was written of a package, under a name that nobody takes.
    Part,
}

/// How a delivery stands with whoever waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "DeliveryStatus"))]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Goes on by itself.
    Open,
    NeedsUser,
    Done,
    Cancelled,
}

/// One thing to be done there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "DeliveryStep"))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    pub kind: StepKind,
    pub state: StepState,
    /// When its request was last about to be sent.
    pub sent_at: Option<Timestamp>,
    /// BLAKE3 of that request, hexadecimal.
    pub request: Option<String>,
    /// What it left there.
    pub remote: Option<Remote>,
    /// What the other side said, as JSON.
    pub receipt: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "DeliveryStepKind"))]
#[serde(rename_all = "camelCase")]
pub enum StepKind {
    /// Whether the destination can be reached, and would take this.
    Preflight,
    /// The picture of this number.
    Media(u16),
    /// An empty draft, so that there is one post and its number is known.
    Reserve,
    /// The whole article into that post.
    Write,
    /// Reading it back; takes away what a lost answer may have doubled.
    Verify,
    TakeDown,
    /// Takes away the leftover of this number.
    Clear(u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "DeliveryStepState"))]
#[serde(rename_all = "camelCase")]
pub enum StepState {
    Waiting,
    /// A request was about to be sent, and what came of it is not known.
    Sent,
    Done,
}

/// Something in the other system.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Remote {
    pub id: String,
    /// Where people see it; empty where there is no such place.
    pub link: String,
}

/// How far a delivery has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "DeliveryStage"))]
#[serde(rename_all = "camelCase", tag = "stage")]
pub enum Stage {
    Queued,
    /// It waits here for its time.
    Held {
        until: Timestamp,
    },
    Preflight,
    Media {
        number: u16,
        of: u16,
    },
    Reserve,
    Write,
    Verify,
    TakeDown,
    Clear,
    NeedsUser,
    Done,
    Cancelled,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The step of this number.
    Step(usize),
    Wait(Timestamp),
    Rest,
}

/// How patient the outbox is, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// A request whose answer was lost may still be worked at: it is not looked up before.
    pub settle: i64,
    pub first_retry: i64,
    pub longest_retry: i64,
    /// Tries in a row before a person is asked. Being off-line does not count.
    pub tries: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { settle: 20_000, first_retry: 5_000, longest_retry: 15 * 60_000, tries: 12 }
    }
}

impl Delivery {
    /// One of so many pictures of which nothing is done; `stands` is where the article stands there, and
    /// what was last read of it.
    pub(crate) fn fresh(
        id: String,
        to: &Destination,
        (article, revision): (&ArticleId, &str),
        errand: Errand,
        pictures: u16,
        (known, known_live): (Option<Remote>, Option<String>),
    ) -> Self {
        Self {
            id: DeliveryId(id),
            destination: to.id.clone(),
            destination_name: to.name.clone(),
            article: article.clone(),
            revision: revision.to_owned(),
            steps: Self::steps_of(&to.kind, &errand, pictures),
            errand,
            queued_at: Timestamp(0),
            status: Status::Open,
            attempts: 0,
            next_at: Timestamp(0),
            trouble: None,
            known,
            known_live,
        }
    }

    /// The steps of an errand with so many pictures to such a system, none of them done.
    pub fn steps_of(to: &DestinationKind, errand: &Errand, pictures: u16) -> Vec<Step> {
        let pictures = if to.takes_pictures() { pictures } else { 0 };
        let kinds: Vec<StepKind> = match errand {
            Errand::Bring { .. } => [StepKind::Preflight]
                .into_iter()
                .chain((0..pictures).map(StepKind::Media))
                .chain(to.reserves().then_some(StepKind::Reserve))
                .chain([StepKind::Write, StepKind::Verify])
                .collect(),
            Errand::TakeDown { .. } => vec![StepKind::Preflight, StepKind::TakeDown],
            Errand::Clear { leftovers } => [StepKind::Preflight]
                .into_iter()
                .chain((0..).zip(leftovers).map(|(n, _)| StepKind::Clear(n)))
                .collect(),
        };
        let step = |kind| Step {
            kind,
            state: StepState::Waiting,
            sent_at: None,
            request: None,
            remote: None,
            receipt: None,
        };
        kinds.into_iter().map(step).collect()
    }

    pub fn stage(&self) -> Stage {
        match self.status {
            Status::NeedsUser => return Stage::NeedsUser,
            Status::Done => return Stage::Done,
            Status::Cancelled => return Stage::Cancelled,
            Status::Open => {}
        }
        let Some(step) = self.current().and_then(|at| self.steps.get(at)) else {
            return Stage::Done;
        };
        let of = self.steps.iter().filter(|it| matches!(it.kind, StepKind::Media(_))).count();
        match step.kind {
            StepKind::Preflight if self.attempts == 0 => match self.held_until() {
                Some(until) => Stage::Held { until },
                None => Stage::Queued,
            },
            StepKind::Preflight => Stage::Preflight,
            StepKind::Media(n) => {
                Stage::Media { number: n + 1, of: u16::try_from(of).unwrap_or(u16::MAX) }
            }
            StepKind::Reserve => Stage::Reserve,
            StepKind::Write => Stage::Write,
            StepKind::Verify => Stage::Verify,
            StepKind::TakeDown => Stage::TakeDown,
            StepKind::Clear(_) => Stage::Clear,
        }
    }

    /// The time that it waits for before anything is sent.
    fn held_until(&self) -> Option<Timestamp> {
        match self.errand {
            Errand::Bring { not_before, .. } => not_before,
            Errand::TakeDown { .. } | Errand::Clear { .. } => None,
        }
    }

    /// The first step that is not done.
    fn current(&self) -> Option<usize> {
        self.steps.iter().position(|step| step.state != StepState::Done)
    }

    pub fn next(&self, now: Timestamp, pace: &Pace) -> Next {
        if self.status != Status::Open {
            return Next::Rest;
        }
        let Some(at) = self.current() else { return Next::Rest };
        // An embargo holds whatever the clock has been put to.
        if let Some(time) = self.held_until()
            && time > now
        {
            return Next::Wait(time);
        }
        let step = &self.steps[at];
        // Also after a restart: whoever ended this program did not end the other side's work.
        let settled = match (step.state, step.sent_at) {
            (StepState::Sent, Some(sent)) => sent.0.saturating_add(pace.settle),
            _ => i64::MIN,
        };
        // A clock that was put back must not hold anything up for years.
        let longest = now.0.saturating_add(pace.longest_retry.max(pace.settle));
        let until = self.next_at.0.max(settled);
        if until > now.0 && until <= longest {
            Next::Wait(Timestamp(until))
        } else {
            Next::Step(at)
        }
    }

    /// A request is about to be sent. To be kept before it is.
    pub fn sending(&mut self, at: usize, request: String, now: Timestamp) {
        let step = &mut self.steps[at];
        step.state = StepState::Sent;
        step.sent_at = Some(now);
        step.request = Some(request);
    }

    /// A step is done, by its answer or by what was found there. To be kept at once.
    pub fn done(&mut self, at: usize, remote: Option<Remote>, receipt: Option<String>) {
        let step = &mut self.steps[at];
        step.state = StepState::Done;
        step.remote = remote;
        step.receipt = receipt;
        self.attempts = 0;
        self.next_at = Timestamp(0);
        self.trouble = None;
        if self.current().is_none() {
            self.status = Status::Done;
        }
    }

    /// A step came to nothing; `sent` where its own request had been sent, or was about to be, and
    /// this is what came of it. To be kept at once.
    pub fn failed(
        &mut self,
        at: usize,
        trouble: Trouble,
        sent: bool,
        moment: &Moment,
        pace: &Pace,
    ) {
        let course = trouble.course();
        // The other side has answered, or nothing had left: it was not done.
        if sent && course != Course::Unknown {
            self.steps[at].state = StepState::Waiting;
        }
        if course == Course::User {
            self.status = Status::NeedsUser;
        } else {
            self.attempts = self.attempts.saturating_add(1);
            let asked = trouble.wait.map_or(0, |seconds| i64::from(seconds) * 1_000);
            let wait = self.back_off(moment, pace).max(asked.min(pace.longest_retry));
            self.next_at = Timestamp(moment.now.0.saturating_add(wait));
            let away = matches!(trouble.kind, TroubleKind::Unreachable | TroubleKind::FolderGone);
            if self.attempts >= pace.tries && !away {
                self.status = Status::NeedsUser;
            }
        }
        self.trouble = Some(trouble);
    }

    /// Twice as long after each try, and never quite the same: many desks behind one line that
    /// comes back would otherwise knock together.
    fn back_off(&self, moment: &Moment, pace: &Pace) -> i64 {
        let doublings = self.attempts.saturating_sub(1).min(20);
        let whole = pace.first_retry.saturating_mul(1 << doublings).min(pace.longest_retry);
        let dice = i64::from(u16::from_le_bytes([moment.seed[0], moment.seed[1]]));
        whole / 2 + whole / 2 * dice / i64::from(u16::MAX)
    }

    /// Somebody has done something about the trouble, or does not want to wait.
    pub fn try_again(&mut self) {
        if self.status == Status::NeedsUser {
            self.status = Status::Open;
        }
        self.attempts = 0;
        self.next_at = Timestamp(0);
    }

    /// Whether it still has something to do.
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Open | Status::NeedsUser)
    }

    /// Whether a request was sent of which nothing is known.
    pub fn is_unknown(&self) -> bool {
        self.steps.iter().any(|step| step.state == StepState::Sent)
    }

    /// Where the article stands there, as far as this delivery knows.
    pub fn post(&self) -> Option<&Remote> {
        let left = |kind| self.steps.iter().find(|step| step.kind == kind)?.remote.as_ref();
        left(StepKind::Reserve).or_else(|| left(StepKind::Write)).or(self.known.as_ref())
    }

    /// What it has left there that may be of no use, where it was given up: pictures and the draft of
    /// a reservation, as long as nothing was written into it, and the beginning of a package.
    /// `parcel` is what it carried.
    pub fn leftovers(&self, parcel: &Parcel) -> Vec<Leftover> {
        if self.status != Status::Cancelled || (self.has_written() && parcel.package.is_none()) {
            return Vec::new();
        }
        let begun = |step: &&Step| step.state != StepState::Waiting;
        let leftover = |step: &Step| {
            let (kind, key) = match step.kind {
                StepKind::Media(n) => {
                    let picture = parcel.pictures.get(usize::from(n))?;
                    let ending = picture.file_name.rsplit('.').next().unwrap_or_default();
                    let (kind, key) = (LeftoverKind::Picture, picture.key());
                    return Some(Leftover { kind, key, ending: ending.to_owned() });
                }
                StepKind::Reserve if self.known.is_none() => {
                    (LeftoverKind::Draft, key_of(&self.article))
                }
                StepKind::Write => {
                    let package = parcel.package.as_ref()?;
                    (LeftoverKind::Part, format!(".{}.part", package.name))
                }
                StepKind::Preflight
                | StepKind::Reserve
                | StepKind::Verify
                | StepKind::TakeDown
                | StepKind::Clear(_) => return None,
            };
            Some(Leftover { kind, key, ending: String::new() })
        };
        self.steps.iter().filter(begun).filter_map(leftover).collect()
    }

    /// Whether its text may stand there: its request was sent, or was about to be.
    pub(crate) fn has_written(&self) -> bool {
        let write = self.steps.iter().find(|step| step.kind == StepKind::Write);
        write.is_some_and(|step| step.state != StepState::Waiting)
    }

    /// What the step of this number takes away.
    pub fn leftover(&self, n: u16) -> Option<&Leftover> {
        match &self.errand {
            Errand::Clear { leftovers } => leftovers.get(usize::from(n)),
            Errand::Bring { .. } | Errand::TakeDown { .. } => None,
        }
    }

    /// What the step of a picture left there.
    pub fn media(&self, picture: usize) -> Option<&Remote> {
        let wanted = StepKind::Media(u16::try_from(picture).ok()?);
        self.steps.iter().find(|step| step.kind == wanted)?.remote.as_ref()
    }
}
