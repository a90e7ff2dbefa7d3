//! One thing done to many articles: each in a transaction of its own, as if it were done to it alone.
//! What cannot be done to one is told, and the others are done.

use serde::{Deserialize, Serialize};

use super::Store;
use super::views::{OpenArticle, Save};
use crate::article::{ArticleId, Fields};
use crate::failure::{Code, Failure, Result};
use crate::language::normal::nfc;
use crate::moment::Moment;
use crate::review::{Action, ActionKind};
use crate::time::Timestamp;

/// Most articles of one call; whoever has more calls again, and can tell how far it is.
const AT_ONCE: usize = 50;
/// Longest name of a section, in bytes.
const SECTION_BYTES: usize = 200;

/// What is done to each of many articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum BulkAction {
    Hold {
        reason: String,
    },
    Spike {
        reason: String,
    },
    /// Take up again what rests, whether it was put on hold or spiked.
    Resume,
    Claim,
    File,
    /// Sign the step that each waits at: the review, or an approval.
    Sign,
    SetDeadline {
        deadline: Option<Timestamp>,
    },
    SetSection {
        section: String,
    },
}

/// What became of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BulkOutcome {
    pub id: ArticleId,
    pub headline: String,
    /// Why nothing was done to it.
    pub failure: Option<Failure>,
}

impl Store {
    /// Does one thing to many articles, 50 at most.
    ///
    /// # Errors
    /// `BadInput` where there are more. What stands in the way of one article is told with it; only
    /// what stands in the way of all (a full disk, a damaged store) ends the work.
    pub fn do_to_all(
        &mut self,
        ids: &[ArticleId],
        what: &BulkAction,
        moment: &Moment,
    ) -> Result<Vec<BulkOutcome>> {
        if ids.len() > AT_ONCE {
            return Err(Failure::bad_input("50 articles at once"));
        }
        let mut outcomes = Vec::new();
        for (n, id) in ids.iter().enumerate() {
            let failure = match self.do_to_one(id, what, &apart(moment, n)) {
                Ok(()) => None,
                Err(failure) if is_of_all(&failure) => return Err(failure),
                Err(failure) => Some(failure),
            };
            let headline = self.headline(id)?;
            outcomes.push(BulkOutcome { id: id.clone(), headline, failure });
        }
        Ok(outcomes)
    }

    fn do_to_one(&mut self, id: &ArticleId, what: &BulkAction, moment: &Moment) -> Result<()> {
        let action = match what {
            BulkAction::Hold { reason } => Action::Hold { reason: reason.clone() },
            BulkAction::Spike { reason } => Action::Spike { reason: reason.clone() },
            BulkAction::Claim => Action::Claim,
            BulkAction::File => Action::File,
            BulkAction::Resume => {
                let open = self.open_article(id)?.standing.actions;
                if open.contains(&ActionKind::Restore) { Action::Restore } else { Action::Resume }
            }
            BulkAction::Sign => {
                let open = self.open_article(id)?.standing.actions;
                if open.contains(&ActionKind::PassOn) { Action::PassOn } else { Action::Approve }
            }
            BulkAction::SetDeadline { deadline } => {
                return self.set_field(id, moment, |fields| fields.deadline = *deadline);
            }
            BulkAction::SetSection { section } => {
                let section = nfc(section.trim());
                if section.len() > SECTION_BYTES {
                    return Err(Failure::bad_input("a section has a short name"));
                }
                return self.set_field(id, moment, |fields| fields.section = section);
            }
        };
        self.move_article(id, action, None, moment).map(|_| ())
    }

    fn set_field(
        &mut self,
        id: &ArticleId,
        moment: &Moment,
        set: impl FnOnce(&mut Fields),
    ) -> Result<()> {
        let OpenArticle { id, seq, document, mut fields, .. } = self.open_article(id)?;
        set(&mut fields);
        self.save_article(Save { id, base_seq: seq, document, fields }, moment).map(|_| ())
    }

    fn headline(&self, id: &ArticleId) -> Result<String> {
        use rusqlite::OptionalExtension as _;
        let found = self
            .connection
            .prepare_cached("SELECT headline FROM article WHERE id = ?1")?
            .query_row([&id.0], |row| row.get(0))
            .optional()?;
        Ok(found.unwrap_or_default())
    }
}

/// The same time with randomness of its own.
fn apart(moment: &Moment, n: usize) -> Moment {
    let mut seed = blake3::Hasher::new();
    seed.update(&moment.seed).update(&n.to_le_bytes());
    Moment { now: moment.now, seed: *seed.finalize().as_bytes() }
}

/// Whether what went wrong is no matter of one article.
fn is_of_all(failure: &Failure) -> bool {
    match failure.code {
        Code::StoreDamaged => !failure.params.contains_key("what"),
        Code::DiskFull | Code::ReadOnly | Code::StoreBusy | Code::StoreNewer => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
