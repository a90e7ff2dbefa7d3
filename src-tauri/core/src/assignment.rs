//! Assignments: an editor commissions an article, and the reporter answers.
//!
//! Both are events of the article's log: only ever added, chained by hash, signed by the device
//! they were made on, and carried along by every hand-off. What an assignment has come to is read
//! from them in their order, so two desks with the same events say the same, and a desk of an older
//! version carries them along unread.

use serde::{Deserialize, Serialize};

use crate::article::ArticleId;
use crate::failure::{Failure, Result};
use crate::language::{fold::fold, normal::nfc};
use crate::person::{Person, PersonId};
use crate::review::{LogEntry, LogEvent};
use crate::template::{LENGTH_LIMIT, PHOTO_LIMIT, TemplateId};
use crate::time::Timestamp;

/// Longest subject, place and section, in characters.
const LINE_LIMIT: usize = 500;
/// Longest notes and reasons, in characters.
const NOTE_LIMIT: usize = 10_000;

/// Id of a commission, unique within its article: an answer names the one that it is to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct CommissionId(pub String);

/// What somebody is asked to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Commission {
    pub id: CommissionId,
    pub to: PersonId,
    /// For desks that know the person by name only.
    pub to_name: String,
    /// The event or subject.
    pub subject: String,
    pub place: String,
    /// When it takes place.
    pub at: Option<Timestamp>,
    /// In syllables.
    pub length: Option<u32>,
    pub photos: u32,
    pub due: Option<Timestamp>,
    pub section: String,
    pub notes: String,
    /// Name of the template that the article began with; empty where it began with none.
    pub template: String,
}

/// What whoever was asked says to that. The last answer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "answer", rename_all = "camelCase")]
pub enum Answer {
    Accepted,
    Declined {
        reason: String,
    },
    /// It will come, but later than was asked.
    Late {
        until: Timestamp,
        reason: String,
    },
}

/// A commission as the screen sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommissionOrder {
    /// The article that is commissioned anew; `None` for a new one.
    pub article: Option<ArticleId>,
    pub to: PersonId,
    pub subject: String,
    pub place: String,
    pub at: Option<Timestamp>,
    pub length: Option<u32>,
    pub photos: u32,
    pub due: Option<Timestamp>,
    pub section: String,
    pub notes: String,
    pub template: Option<TemplateId>,
}

/// An answer with who gave it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    pub by: PersonId,
    pub by_name: String,
    pub at: Timestamp,
    pub answer: Answer,
}

/// A commission with its answers, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    pub commission: Commission,
    /// Who commissioned it, and when.
    pub by: PersonId,
    pub by_name: String,
    pub given_at: Timestamp,
    pub answers: Vec<Answered>,
}

impl Answer {
    /// Brings the reason to NFC.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `answerReason` where one is due or it is too long.
    pub fn accept(self) -> Result<Self> {
        let reason = |text: &str| {
            let text = nfc(text.trim());
            let fits = !text.is_empty() && text.chars().count() <= NOTE_LIMIT;
            fits.then_some(text).ok_or_else(|| Failure::bad_input("answerReason"))
        };
        Ok(match self {
            Self::Accepted => Self::Accepted,
            Self::Declined { reason: text } => Self::Declined { reason: reason(&text)? },
            Self::Late { until, reason: text } => Self::Late { until, reason: reason(&text)? },
        })
    }
}

impl CommissionOrder {
    /// Brings texts to NFC and refuses what is over the limits.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `commissionSubject`, `commissionTexts`,
    /// `commissionLength` or `commissionPhotos`.
    pub fn accept(mut self) -> Result<Self> {
        let mut fits = true;
        let lines = [&mut self.subject, &mut self.place, &mut self.section];
        for line in lines {
            *line = nfc(line.trim()).replace(['\r', '\n'], " ");
            fits &= line.chars().count() <= LINE_LIMIT;
        }
        self.notes = nfc(self.notes.trim());
        if self.subject.is_empty() {
            return Err(Failure::bad_input("commissionSubject"));
        }
        if !fits || self.notes.chars().count() > NOTE_LIMIT {
            return Err(Failure::bad_input("commissionTexts"));
        }
        if self.length.is_some_and(|length| !(1..=LENGTH_LIMIT).contains(&length)) {
            return Err(Failure::bad_input("commissionLength"));
        }
        if self.photos > PHOTO_LIMIT {
            return Err(Failure::bad_input("commissionPhotos"));
        }
        Ok(self)
    }
}

impl Commission {
    /// Whether it is for this person. Whoever was put down by name before any file of theirs came
    /// has another id on that desk.
    pub fn is_for(&self, person: &Person) -> bool {
        self.is_to(&person.id, &person.name)
    }

    fn is_to(&self, id: &PersonId, name: &str) -> bool {
        self.to == *id || fold(self.to_name.trim()) == fold(name.trim())
    }
}

impl Assignment {
    /// Who has it to write: whoever took it, or was asked to.
    pub fn author(&self) -> &PersonId {
        let taken = self.answers.last().filter(|last| last.answer.is_taken());
        taken.map_or(&self.commission.to, |last| &last.by)
    }

    /// The answer that holds.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.last().map(|last| &last.answer)
    }
}

impl Answer {
    fn is_taken(&self) -> bool {
        match self {
            Self::Accepted | Self::Late { .. } => true,
            Self::Declined { .. } => false,
        }
    }
}

/// What the log of an article, in its order, says of its assignment. The newest commission
/// holds, with the answers that whoever it is for gave to it.
pub fn assignment(entries: &[LogEntry]) -> Option<Assignment> {
    let mut found: Option<Assignment> = None;
    for entry in entries {
        match &entry.event {
            LogEvent::Commissioned { commission } => {
                found = Some(Assignment {
                    commission: (**commission).clone(),
                    by: entry.by.clone(),
                    by_name: entry.by_name.clone(),
                    given_at: entry.at,
                    answers: Vec::new(),
                });
            }
            LogEvent::Answered { to, answer } => {
                let Some(assignment) = &mut found else { continue };
                let asked = &assignment.commission;
                if asked.id == *to && asked.is_to(&entry.by, &entry.by_name) {
                    assignment.answers.push(Answered {
                        by: entry.by.clone(),
                        by_name: entry.by_name.clone(),
                        at: entry.at,
                        answer: answer.clone(),
                    });
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(by: &str, event: LogEvent) -> LogEntry {
        LogEntry {
            at: Timestamp(0),
            by: PersonId(by.to_lowercase()),
            by_name: by.to_owned(),
            device: "MAY-01".into(),
            revision: String::new(),
            clock: 1,
            event,
        }
    }

    fn commission(id: &str, to: &str) -> LogEvent {
        LogEvent::Commissioned {
            commission: Box::new(Commission {
                id: CommissionId(id.into()),
                to: PersonId(to.to_lowercase()),
                to_name: to.into(),
                subject: "Hội nghị".into(),
                place: String::new(),
                at: None,
                length: None,
                photos: 0,
                due: None,
                section: String::new(),
                notes: String::new(),
                template: String::new(),
            }),
        }
    }

    fn answer(id: &str, answer: Answer) -> LogEvent {
        LogEvent::Answered { to: CommissionId(id.into()), answer }
    }

    #[test]
    fn the_last_answer_of_whom_it_is_for_holds() {
        let late = Answer::Late { until: Timestamp(9), reason: "Tắc đường".into() };
        let log = [
            entry("Hiếu", commission("a", "Mai")),
            entry("Mai", answer("a", Answer::Accepted)),
            entry("Lan", answer("a", Answer::Declined { reason: "Không".into() })),
            entry("Mai", answer("a", late.clone())),
        ];
        let found = assignment(&log).unwrap();
        assert_eq!(found.answer(), Some(&late));
        assert_eq!(found.answers.len(), 2, "nobody answers for a colleague");
        assert_eq!(found.author().0, "mai");
        assert_eq!(assignment(&log[1..2]), None);
    }

    #[test]
    fn a_new_commission_leaves_the_answers_to_the_old_one_behind() {
        let log = [
            entry("Hiếu", commission("a", "Mai")),
            entry("Hiếu", commission("b", "Lan")),
            entry("Mai", answer("a", Answer::Declined { reason: "Bận".into() })),
        ];
        let found = assignment(&log).unwrap();
        assert_eq!((found.answer(), &*found.author().0), (None, "lan"));
    }

    #[test]
    fn whoever_is_known_by_name_only_answers_under_an_id_of_their_own() {
        let mut mai = entry("Mai", answer("a", Answer::Accepted));
        mai.by = PersonId("another".into());
        let found = assignment(&[entry("Hiếu", commission("a", "mai")), mai]).unwrap();
        assert_eq!(found.author().0, "another");
    }

    #[test]
    fn what_nobody_can_be_asked_is_refused_by_name() {
        let order = CommissionOrder {
            article: None,
            to: PersonId("mai".into()),
            subject: " Hội nghị ".into(),
            place: String::new(),
            at: None,
            length: Some(300),
            photos: 2,
            due: None,
            section: String::new(),
            notes: String::new(),
            template: None,
        };
        assert_eq!(order.clone().accept().unwrap().subject, "Hội nghị");
        let refused = |change: fn(&mut CommissionOrder)| {
            let mut changed = order.clone();
            change(&mut changed);
            changed.accept().map_err(|failure| failure.params["what"].clone()).unwrap_err()
        };
        assert_eq!(refused(|it| it.subject = " ".into()), "commissionSubject");
        assert_eq!(refused(|it| it.place = "a".repeat(501)), "commissionTexts");
        assert_eq!(refused(|it| it.length = Some(0)), "commissionLength");
        assert_eq!(refused(|it| it.photos = 101), "commissionPhotos");
        assert!(Answer::Declined { reason: "  ".into() }.accept().is_err());
    }
}
