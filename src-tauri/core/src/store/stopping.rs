//! What the proofreader still finds where a gate waits for it: read on exactly the text that is
//! moved or exported, and passed with a reason by whoever may waive a check.

use super::articles::Working;
use super::views::Draft;
use super::{Store, articles, desk, signing};
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::language::normal;
use crate::moment::Moment;
use crate::person::Person;
use crate::proof::{Cache, Finding, passages};
use crate::review::{self, Action, Case, FindingGate, PassedFinding, Right, WaivedFindings};

/// So many of the findings are named.
const NAMED: usize = 3;

/// What was found in a text, and in which save of it.
pub(super) struct Stopping {
    seq: i64,
    count: u32,
    first: Vec<PassedFinding>,
}

impl Store {
    /// What stands in the way of a move. Before the write: a long article is not read while
    /// nobody else can write.
    ///
    /// # Errors
    /// Those of a read.
    pub(super) fn stopping_move(
        &self,
        id: &ArticleId,
        action: &Action,
        moment: &Moment,
    ) -> Result<Option<Stopping>> {
        let working = articles::working(&self.connection, id)?;
        let facts = signing::Facts::of(&self.connection, &working)?;
        match facts.gate_of(action).map(|gate| &gate.findings) {
            Some(gate) => self.stopping(&working, gate, moment),
            None => Ok(None),
        }
    }

    /// What stands in the way of an export of the text as it stands: that of an approved article
    /// that has not changed is the approved one.
    ///
    /// # Errors
    /// Those of a read.
    pub(super) fn stopping_export(
        &self,
        id: &ArticleId,
        moment: &Moment,
    ) -> Result<Option<Stopping>> {
        let working = articles::working(&self.connection, id)?;
        let gate = desk::settings(&self.connection)?.workflow.exporting;
        self.stopping(&working, &gate, moment)
    }

    fn stopping(
        &self,
        working: &Working,
        gate: &FindingGate,
        moment: &Moment,
    ) -> Result<Option<Stopping>> {
        if gate.is_open() {
            return Ok(None);
        }
        let cache = &mut Cache::default();
        let (document, fields) = (working.document.clone(), working.fields.clone());
        let draft = Draft { document, fields };
        let reader = self.proofreader(Some(&working.id), &draft, cache, moment)?;
        let mut found: Vec<Finding> = reader.read(draft, cache, moment)?.findings;
        found.retain(|finding| gate.stops(finding));
        // The gravest first, and of those the first in the text.
        found.sort_by_key(|finding| finding.severity);
        let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
        found.truncate(NAMED);
        let named = passages(&working.document, &found).into_iter().zip(&found);
        let first = named
            .map(|(passage, finding)| PassedFinding { rule: finding.rule.name(), passage })
            .collect();
        Ok(Some(Stopping { seq: working.seq, count, first }))
    }
}

impl Stopping {
    /// The refusal, where something was found. It is about the text of `working`.
    ///
    /// # Errors
    /// `StaleSave` where the text was saved since it was read.
    pub(super) fn refusal(&self, working: &Working) -> Result<Option<Failure>> {
        if working.seq != self.seq {
            return Err(Failure::new(Code::StaleSave, "the text was saved while it was read"));
        }
        if self.count == 0 {
            return Ok(None);
        }
        let first: Vec<String> =
            self.first.iter().map(|it| format!("{}\t{}", it.rule, it.passage)).collect();
        let refused = Failure::new(Code::FindingsOpen, format!("{} open findings", self.count));
        Ok(Some(refused.with("findings", self.count).with("first", first.join("\n"))))
    }

    /// What is kept of it in the log where `me` passes it for this `reason`; `None` where nothing
    /// stands in the way.
    ///
    /// # Errors
    /// `FindingsOpen` without a reason, `NotAllowed` where it is not mine to waive a check,
    /// `BadInput` for a very long reason; those of [`Stopping::refusal`].
    pub(super) fn pass(
        self,
        working: &Working,
        case: &Case<'_>,
        me: &Person,
        reason: Option<&str>,
    ) -> Result<Option<WaivedFindings>> {
        let Some(refusal) = self.refusal(working)? else { return Ok(None) };
        let reason = reason.map(|reason| normal::nfc(reason.trim())).unwrap_or_default();
        if reason.is_empty() {
            return Err(refusal);
        }
        if !review::may(case, me, Right::WaiveCheck) {
            let message = format!("{:?} is not mine", Right::WaiveCheck);
            return Err(Failure::new(Code::NotAllowed, message));
        }
        if reason.len() > 20_000 {
            return Err(Failure::bad_input("a reason is given, in less than 20,000 bytes"));
        }
        Ok(Some(WaivedFindings { count: self.count, first: self.first, reason }))
    }
}

#[cfg(test)]
mod tests;
