//! What people have decided about findings.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Finding, Findings, HouseRuleId, Overrule, RuleId, Severity};
use crate::failure::{Failure, Result};
use crate::time::Timestamp;

/// Where a finding is to be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum IgnoreScope {
    /// This one, in this article, whatever else changes in it.
    Here,
    /// This text by this rule, in all articles.
    Always,
    /// This text is right: no rule speaks of it again.
    Word,
}

/// Leave a finding alone: it is named by what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ignore {
    pub rule: RuleId,
    /// Which rule of the house, where it is one.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub house: Option<HouseRuleId>,
    pub text: String,
    pub key: String,
    pub scope: IgnoreScope,
}

/// A finding that is left alone, and by whose decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Ignored {
    pub finding: Finding,
    pub scope: IgnoreScope,
    pub by_name: String,
    pub at: Timestamp,
}

/// An entry of the house list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HouseDecision {
    /// The rule that leaves the text alone; `None` for a house word, which all do.
    pub rule: Option<RuleId>,
    /// Which rule of the house, where it is one.
    pub house: Option<HouseRuleId>,
    pub text: String,
    pub by_name: String,
    pub at: Timestamp,
}

/// All decisions that hold for one article.
#[derive(Debug, Clone, Default)]
pub struct House {
    pub decisions: Vec<HouseDecision>,
    /// Keys of findings left alone in this article, by whom and when.
    pub here: BTreeMap<String, (String, Timestamp)>,
    /// What the house makes of rules that are built in.
    pub overrules: BTreeMap<RuleId, Overrule>,
}

/// Longest text of a decision in bytes.
const TEXT_LIMIT: usize = 2_000;

impl House {
    /// Parts what is to be shown from what was decided, as grave as the house has it.
    pub fn sort(&self, findings: Vec<Finding>) -> Findings {
        let decided: HashMap<_, &HouseDecision> = self
            .decisions
            .iter()
            .map(|it| ((it.rule, it.house.as_ref().map(|id| &*id.0), it.text.as_str()), it))
            .collect();
        let mut sorted = Findings::default();
        for finding in findings.into_iter().filter_map(|finding| self.overruled(finding)) {
            let own = finding.params.get("house").map(String::as_str);
            let own = own.filter(|_| finding.rule == RuleId::House);
            let named =
                [(None, None, IgnoreScope::Word), (Some(finding.rule), own, IgnoreScope::Always)];
            let by_house = named.into_iter().find_map(|(rule, own, scope)| {
                let decision = decided.get(&(rule, own, finding.text.as_str()))?;
                Some((scope, decision.by_name.clone(), decision.at))
            });
            let here = || {
                let (name, at) = self.here.get(&finding.key)?;
                Some((IgnoreScope::Here, name.clone(), *at))
            };
            match by_house.or_else(here) {
                Some((scope, by_name, at)) => {
                    sorted.ignored.push(Ignored { finding, scope, by_name, at });
                }
                None => sorted.findings.push(finding),
            }
        }
        sorted
    }

    /// A finding as grave as the house has it; `None` where its rule is off. What is right stays so.
    fn overruled(&self, finding: Finding) -> Option<Finding> {
        let severity = match self.overrules.get(&finding.rule) {
            Some(Overrule::Off) => return None,
            Some(_) | None if finding.severity == Severity::Right => Severity::Right,
            Some(Overrule::Hint) => Severity::Hint,
            Some(Overrule::Warning) => Severity::Warning,
            Some(Overrule::Error) => Severity::Error,
            None => finding.severity,
        };
        Some(Finding { severity, ..finding })
    }
}

impl Ignore {
    /// # Errors
    /// `BadInput` where no finding can have said that of itself.
    pub fn accept(self) -> Result<Self> {
        let is_key = self.key.len() == 32 && self.key.bytes().all(|b| b.is_ascii_hexdigit());
        let is_own = self.rule == RuleId::House;
        let is_named =
            is_own == self.house.is_some() && self.house.as_ref().is_none_or(HouseRuleId::is_one);
        // What a photo lacks has no text: that can be left alone at this photo.
        let may_lack = is_own || self.rule.is_of_photos();
        let has_text = !self.text.is_empty() || (may_lack && self.scope == IgnoreScope::Here);
        if !is_key || !is_named || !has_text || self.text.len() > TEXT_LIMIT {
            return Err(Failure::bad_input("a finding has a key and a text"));
        }
        Ok(self)
    }
}
