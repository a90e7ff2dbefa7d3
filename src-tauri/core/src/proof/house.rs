//! What people have decided about findings.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{Finding, Findings, RuleId};
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
}

/// Longest text of a decision in bytes.
const TEXT_LIMIT: usize = 2_000;

impl House {
    /// Parts what is to be shown from what was decided.
    pub fn sort(&self, findings: Vec<Finding>) -> Findings {
        let decided: HashMap<(Option<RuleId>, &str), &HouseDecision> = self
            .decisions
            .iter()
            .map(|decision| ((decision.rule, decision.text.as_str()), decision))
            .collect();
        let mut sorted = Findings::default();
        for finding in findings {
            let named = [(None, IgnoreScope::Word), (Some(finding.rule), IgnoreScope::Always)];
            let by_house = named.into_iter().find_map(|(rule, scope)| {
                let decision = decided.get(&(rule, finding.text.as_str()))?;
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
}

impl Ignore {
    /// # Errors
    /// `BadInput` where no finding can have said that of itself.
    pub fn accept(self) -> Result<Self> {
        let is_key = self.key.len() == 32 && self.key.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_key || self.text.is_empty() || self.text.len() > TEXT_LIMIT {
            return Err(Failure::bad_input("a finding has a key and a text"));
        }
        Ok(self)
    }
}
