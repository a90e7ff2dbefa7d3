//! Rules on their way to another desk, as a file of JSON.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{HouseRule, RuleState, problem};
use crate::failure::{Code, Failure, Result};
use crate::whole_file::write_whole;

/// Rules of a house in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SharedRules {
    /// Says what the file is, and in which form.
    banthao_house_rules: u32,
    pub rules: Vec<HouseRule>,
}

/// What such a file is made of; another number is another form.
const FORM: u32 = 1;
/// Most rules of a desk, and of a file.
pub(crate) const RULE_LIMIT: usize = 2_000;
/// Most bytes of a file with rules.
const FILE_LIMIT: u64 = 8 << 20;

impl SharedRules {
    pub fn of(rules: Vec<HouseRule>) -> Self {
        Self { banthao_house_rules: FORM, rules }
    }

    /// Writes the rules into a file, as [`read_rules`] reads it.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `FileProblem`. Nothing half written is left.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_vec_pretty(self)
            .map_err(|error| Failure::internal(error.to_string()))?;
        write_whole(path, &text)
    }
}

/// Reads the file of another desk. What is live there passes its examples here, too.
///
/// # Errors
/// `TooLarge`; `BadInput` where it is no such file (`problem` is `file` or `newer`), where it has
/// too many rules (`count`), or where a rule is none, as [`HouseRule::accept`] says.
pub fn read_rules(bytes: &[u8]) -> Result<SharedRules> {
    fits(bytes.len() as u64)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let form: Form = serde_json::from_slice(bytes).map_err(|_| problem("file"))?;
    if form.banthao_house_rules > FORM {
        return Err(problem("newer"));
    }
    let shared: SharedRules =
        serde_json::from_slice(bytes).map_err(|error| problem("file").with("detail", error))?;
    if shared.banthao_house_rules != FORM {
        return Err(problem("file"));
    }
    if shared.rules.len() > RULE_LIMIT {
        return Err(problem("count"));
    }
    let rules = shared.rules.into_iter().map(HouseRule::accept).collect::<Result<_>>()?;
    Ok(SharedRules { rules, ..shared })
}

/// Only what says which form the rest has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Form {
    banthao_house_rules: u32,
}

/// Reads a file with rules, for [`read_rules`].
///
/// # Errors
/// `TooLarge` where it holds more than anybody writes; those of reading a file.
pub fn rules_file(path: &Path) -> Result<Vec<u8>> {
    let io = |error| Failure::io(path, &error);
    fits(std::fs::metadata(path).map_err(io)?.len())?;
    std::fs::read(path).map_err(io)
}

fn fits(size: u64) -> Result<()> {
    if size <= FILE_LIMIT {
        return Ok(());
    }
    Err(Failure::new(Code::TooLarge, format!("{size} bytes of rules"))
        .with("megabytes", size >> 20)
        .with("limitMegabytes", FILE_LIMIT >> 20))
}

/// Some rules to begin with, as drafts.
///
/// # Panics
/// Never: they are read by a test.
pub fn starter_rules() -> SharedRules {
    let text = include_bytes!("../../../data/house-rules.json");
    let mut shared = read_rules(text).expect("the rules to begin with are rules");
    for rule in &mut shared.rules {
        rule.state = RuleState::Draft;
    }
    shared
}
