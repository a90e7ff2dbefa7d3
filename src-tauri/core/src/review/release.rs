//! The release axis: where an article has gone out to, as its logs and the outbox tell.

use std::collections::BTreeMap;

use super::{LogEntry, LogEvent};
use crate::time::Timestamp;

/// What has gone out of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Release {
    /// When something went out last; `None` where nothing ever did.
    pub last: Option<Timestamp>,
    /// What is out, by the name of the destination; the empty name stands for what was carried out
    /// by hand.
    out: BTreeMap<String, Out>,
}

/// What is out at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Out {
    revision: String,
    /// It did not read there as it was sent, or somebody has changed it there.
    differs: bool,
}

/// How what is out stands to the desk, for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// Nothing ever went out.
    Never,
    /// All that is out is of one revision and reads as it was sent.
    Live,
    /// What is out does not read as it was sent, or there are two revisions out.
    Differs,
    /// What was out has been taken down.
    Down,
}

impl Sent {
    /// As a column has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Live => "live",
            Self::Differs => "differs",
            Self::Down => "down",
        }
    }
}

impl Release {
    /// What the entries of an article's logs tell, in the order in which things happened.
    ///
    /// A delivery takes the place of what was carried out by hand before it: the hand that carried
    /// brought it to the same place, as far as anybody can tell.
    pub fn of(entries: &[LogEntry]) -> Self {
        let mut release = Self::default();
        for entry in entries {
            let out = |differs| Out { revision: entry.revision.clone(), differs };
            match &entry.event {
                LogEvent::Exported { .. } => {
                    release.out.insert(String::new(), out(false));
                }
                LogEvent::Delivered { to, differs, .. } => {
                    release.out.remove("");
                    release.out.insert(to.clone(), out(*differs > 0));
                }
                LogEvent::TakenDown { from, .. } => {
                    release.out.remove(from);
                    continue;
                }
                LogEvent::Created
                | LogEvent::Moved { .. }
                | LogEvent::Checked { .. }
                | LogEvent::StepReopened { .. }
                | LogEvent::StepsChanged { .. }
                | LogEvent::Restored { .. }
                | LogEvent::DeliveryStopped { .. }
                | LogEvent::LeftoversCleared { .. }
                | LogEvent::HandedOff { .. }
                | LogEvent::Received { .. }
                | LogEvent::Merged { .. }
                | LogEvent::Commissioned { .. }
                | LogEvent::Answered { .. }
                | LogEvent::Unknown => continue,
            }
            release.last = release.last.max(Some(entry.at));
        }
        release
    }

    /// Somebody has changed there what was delivered, as the last look found.
    pub fn changed_there(&mut self, destination: &str) {
        if let Some(out) = self.out.get_mut(destination) {
            out.differs = true;
        }
    }

    pub fn sent(&self) -> Sent {
        let mut revisions = self.out.values().map(|out| &out.revision);
        let Some(first) = revisions.next() else {
            return if self.last.is_some() { Sent::Down } else { Sent::Never };
        };
        let differs = self.out.values().any(|out| out.differs);
        if differs || revisions.any(|other| other != first) { Sent::Differs } else { Sent::Live }
    }

    /// The one revision that is out; `None` where there is none, or more than one.
    pub fn revision(&self) -> Option<&str> {
        let mut revisions = self.out.values().map(|out| out.revision.as_str());
        let first = revisions.next()?;
        revisions.all(|other| other == first).then_some(first)
    }

    /// Whether readers have something else before them than what is approved.
    pub fn differs_from(&self, approved: Option<&str>) -> bool {
        match self.sent() {
            Sent::Never | Sent::Down => false,
            Sent::Differs => true,
            Sent::Live => self.revision() != approved,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::PersonId;

    fn entry(at: i64, revision: &str, event: LogEvent) -> LogEntry {
        LogEntry {
            at: Timestamp(at),
            by: PersonId("lan".into()),
            by_name: "Lan".into(),
            device: "MAY-01".into(),
            revision: revision.into(),
            clock: 0,
            event,
        }
    }

    fn exported() -> LogEvent {
        LogEvent::Exported { bundle: "b".into(), override_reason: None }
    }

    fn delivered(to: &str, differs: u32) -> LogEvent {
        LogEvent::Delivered { to: to.into(), link: String::new(), differs }
    }

    fn taken_down(from: &str) -> LogEvent {
        LogEvent::TakenDown { from: from.into(), reason: "Sai tên".into() }
    }

    #[test]
    fn what_never_went_out_is_not_out() {
        let release = Release::of(&[entry(1, "r1", LogEvent::Created)]);
        assert_eq!((release.sent(), release.last), (Sent::Never, None));
        assert!(!release.differs_from(Some("r1")));
    }

    #[test]
    fn an_export_is_out_and_differs_once_something_else_is_approved() {
        let release = Release::of(&[entry(1, "r1", exported())]);
        assert_eq!((release.sent(), release.revision()), (Sent::Live, Some("r1")));
        assert!(!release.differs_from(Some("r1")));
        assert!(release.differs_from(Some("r2")));
        assert!(release.differs_from(None), "nobody stands for what is out");
    }

    #[test]
    fn a_delivery_takes_the_place_of_what_was_carried_by_hand() {
        let release =
            Release::of(&[entry(1, "r1", exported()), entry(2, "r2", delivered("Cổng", 0))]);
        assert_eq!((release.sent(), release.revision()), (Sent::Live, Some("r2")));
        assert_eq!(release.last, Some(Timestamp(2)));
    }

    #[test]
    fn what_reads_otherwise_there_differs_until_it_is_delivered_again() {
        let mut entries = vec![entry(1, "r1", delivered("Cổng", 2))];
        assert_eq!(Release::of(&entries).sent(), Sent::Differs);
        entries.push(entry(2, "r1", delivered("Cổng", 0)));
        let mut release = Release::of(&entries);
        assert_eq!(release.sent(), Sent::Live);
        release.changed_there("Báo in");
        assert_eq!(release.sent(), Sent::Live, "it was never delivered there");
        release.changed_there("Cổng");
        assert!(release.differs_from(Some("r1")));
    }

    #[test]
    fn two_places_with_two_texts_differ_whatever_is_approved() {
        let entries =
            [entry(1, "r1", delivered("Cổng", 0)), entry(2, "r2", delivered("Báo in", 0))];
        let release = Release::of(&entries);
        assert_eq!((release.sent(), release.revision()), (Sent::Differs, None));
        assert!(release.differs_from(Some("r2")));
    }

    #[test]
    fn what_was_taken_down_is_out_no_more() {
        let entries = [entry(1, "r1", delivered("Cổng", 1)), entry(2, "r2", taken_down("Cổng"))];
        let release = Release::of(&entries);
        assert_eq!((release.sent(), release.last), (Sent::Down, Some(Timestamp(1))));
        assert!(!release.differs_from(None));
    }
}
