//! Rules that the house makes for itself: words it does not want or prefers, patterns, and what it
//! asks of photos and their captions.
//!
//! They are data. A rule says where it looks, what it finds and what could stand there instead, and
//! it brings examples that are tried each time it is kept: one that fails its own examples does not
//! go live. Patterns are those of `regex`, which reads any text in linear time.

mod compiled;
mod fixes;
mod needles;
mod pattern;
mod photos;
mod phrases;
mod shared;
mod trial;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::Severity;
use crate::failure::{Failure, Result};
use crate::language::normal::nfc;
use crate::photo::is_day;

pub(super) use compiled::HouseLines;
pub use compiled::{HouseRules, Occasion};
pub(super) use photos::longest_side;
pub(crate) use shared::RULE_LIMIT;
pub use shared::{SharedRules, read_rules, rules_file, starter_rules};
pub use trial::{ExampleFaults, Trial, TrialPassage, TriedArticle, Trying};

/// Id of a rule of the house: random, given once, the same on each desk that has the rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct HouseRuleId(pub String);

/// A rule of the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HouseRule {
    /// Empty for one that has not been kept yet.
    pub id: HouseRuleId,
    pub name: String,
    pub state: RuleState,
    /// Never [`Severity::Right`].
    pub severity: Severity,
    pub find: Find,
    /// Words, or patterns where a pattern finds: what lies wholly in one of them is left alone.
    pub except: Vec<String>,
    /// Where it looks; everywhere where there is none.
    pub scopes: Vec<Scope>,
    /// Whether it speaks of somebody's very words, too.
    pub in_quotes: bool,
    /// What it says; may be empty.
    pub message: String,
    /// What could stand there instead, best first: `$0` is what was found, `$1` the first group of
    /// a pattern, `$$` a dollar.
    pub fixes: Vec<String>,
    /// Where it comes from: a law, a style book, a decision of the house.
    pub source: String,
    /// First day it holds for, `YYYY-MM-DD`, by the day of the event or else by today.
    pub valid_from: Option<String>,
    /// Last day it holds for.
    pub valid_to: Option<String>,
    /// Sentences in which it must find something.
    pub matches: Vec<String>,
    /// Sentences in which it must find nothing.
    pub matches_not: Vec<String>,
}

/// Whether a rule is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RuleState {
    /// Being made: it is tried, and finds nothing in articles.
    Draft,
    Live,
}

/// What a rule finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[serde(deny_unknown_fields)]
pub enum Find {
    /// Words and phrases, syllable by syllable, wherever their tone marks stand (hòa, hoà).
    Words { words: Vec<String>, match_case: bool },
    /// A pattern as `regex` reads it.
    Pattern { pattern: String, match_case: bool },
    /// A photo without a caption.
    NoCaption,
    /// A photo of which nobody is named as its maker.
    NoCredit,
    /// A photo without a text for those who do not see it.
    NoAlt,
    /// A caption of more characters.
    LongCaption { most: u32 },
    /// A photo whose longest side has fewer pixels, as it is cropped.
    SmallPicture { least: u32 },
}

/// A kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    Headline,
    Lead,
    Subhead,
    /// Paragraphs, quotes and lists.
    Body,
    Table,
    Caption,
}

/// What the house makes of a rule that is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Overrule {
    Off,
    Hint,
    Warning,
    Error,
}

const NAME_LIMIT: usize = 200;
const WORD_LIMIT: usize = 500;
const EXCEPT_LIMIT: usize = 100;
const FIX_LIMIT: usize = 5;
/// Longest word, exception or fix, in characters.
const PHRASE_LIMIT: usize = 200;
const MESSAGE_LIMIT: usize = 1_000;
const SOURCE_LIMIT: usize = 500;
const EXAMPLE_LIMIT: usize = 50;
const EXAMPLE_LENGTH: usize = 1_000;
/// Longest that a caption can be asked to be, and most pixels that can be asked for.
const MEASURE_LIMIT: u32 = 100_000;

impl HouseRule {
    /// Brings a rule to the form in which it is kept. One that is live passes its own examples.
    ///
    /// # Errors
    /// `BadInput` with a `problem`: `name`, `words`, `pattern` (with `why` and `at`, its character
    /// from 1 on), `patternSize`, `patternEmpty`, `except` (as `pattern`), `fix` (with `fix`), `severity`,
    /// `measure`, `dates`, `long`; and of one that is to go live `example` or `exampleNot` (with
    /// `which` from 1 on, and `text`) or `exampleNone`. Each with the name of the `rule`.
    pub fn accept(self) -> Result<Self> {
        let name = self.name.trim().to_owned();
        let rule = self.tidied();
        rule.check().map_err(|failure| failure.with("rule", name))?;
        Ok(rule)
    }

    fn check(&self) -> Result<()> {
        if self.name.is_empty() || self.name.chars().count() > NAME_LIMIT {
            return Err(problem("name"));
        }
        if !self.id.0.is_empty() && !self.id.is_one() {
            return Err(problem("id"));
        }
        if self.severity == Severity::Right {
            return Err(problem("severity"));
        }
        match &self.find {
            Find::Words { words, .. } => {
                let has_word = |text: &String| text.chars().any(char::is_alphanumeric);
                if words.is_empty() || words.len() > WORD_LIMIT || !words.iter().all(has_word) {
                    return Err(problem("words"));
                }
                bounded(words, PHRASE_LIMIT)?;
            }
            Find::LongCaption { most: measure } | Find::SmallPicture { least: measure } => {
                if *measure == 0 || *measure > MEASURE_LIMIT {
                    return Err(problem("measure"));
                }
            }
            Find::Pattern { .. } | Find::NoCaption | Find::NoCredit | Find::NoAlt => {}
        }
        let days = [&self.valid_from, &self.valid_to].map(Option::as_deref);
        let is_range = match days {
            [Some(from), Some(to)] => from <= to,
            _ => true,
        };
        if !days.into_iter().flatten().all(is_day) || !is_range {
            return Err(problem("dates"));
        }
        let counted = [
            (&self.except, EXCEPT_LIMIT, PHRASE_LIMIT),
            (&self.fixes, FIX_LIMIT, PHRASE_LIMIT),
            (&self.matches, EXAMPLE_LIMIT, EXAMPLE_LENGTH),
            (&self.matches_not, EXAMPLE_LIMIT, EXAMPLE_LENGTH),
        ];
        for (texts, most, longest) in counted {
            if texts.len() > most {
                return Err(problem("long"));
            }
            bounded(texts, longest)?;
        }
        let lengths = [(&self.message, MESSAGE_LIMIT), (&self.source, SOURCE_LIMIT)];
        if lengths.iter().any(|(text, most)| text.chars().count() > *most) {
            return Err(problem("long"));
        }
        let rules = HouseRules::of(std::slice::from_ref(self))?;
        if self.state == RuleState::Live {
            self.is_tried(&rules)?;
        }
        Ok(())
    }

    /// Whether it finds what its examples say.
    fn is_tried(&self, rules: &HouseRules) -> Result<()> {
        if matches!(self.find, Find::Pattern { .. }) && self.matches.is_empty() {
            return Err(problem("exampleNone"));
        }
        let faults = rules.examples();
        let failed = |name: &str, texts: &[String], which: u32| {
            let text = texts.get(which as usize).cloned().unwrap_or_default();
            problem(name).with("which", which + 1).with("text", text)
        };
        match (faults.matches.first(), faults.matches_not.first()) {
            (Some(which), _) => Err(failed("example", &self.matches, *which)),
            (None, Some(which)) => Err(failed("exampleNot", &self.matches_not, *which)),
            (None, None) => Ok(()),
        }
    }

    /// Text in NFC, without what says nothing.
    fn tidied(self) -> Self {
        let clean = |text: &str| nfc(text.trim());
        let find = match self.find {
            Find::Words { words, match_case } => Find::Words { words: phrases(&words), match_case },
            Find::Pattern { pattern, match_case } => {
                Find::Pattern { pattern: nfc(&pattern), match_case }
            }
            other @ (Find::NoCaption
            | Find::NoCredit
            | Find::NoAlt
            | Find::LongCaption { .. }
            | Find::SmallPicture { .. }) => other,
        };
        let day = |day: Option<String>| {
            day.map(|day| day.trim().to_owned()).filter(|day| !day.is_empty())
        };
        let rule = Self {
            name: clean(&self.name),
            except: match find {
                Find::Pattern { .. } => examples(&self.except),
                _ => phrases(&self.except),
            },
            message: clean(&self.message),
            source: clean(&self.source),
            fixes: phrases(&self.fixes),
            valid_from: day(self.valid_from),
            valid_to: day(self.valid_to),
            matches: examples(&self.matches),
            matches_not: examples(&self.matches_not),
            scopes: {
                let mut scopes = self.scopes;
                scopes.sort_unstable();
                scopes.dedup();
                scopes
            },
            find,
            ..self
        };
        if rule.find.is_of_text() {
            return rule;
        }
        // What a rule of photos does not look at would only seem to mean something.
        Self {
            except: Vec::new(),
            scopes: Vec::new(),
            in_quotes: false,
            fixes: Vec::new(),
            matches: Vec::new(),
            matches_not: Vec::new(),
            ..rule
        }
    }

    /// Whether both say the same, whatever they are called by programs and whether they are used.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let bare = |rule: &Self| Self {
            id: HouseRuleId(String::new()),
            state: RuleState::Draft,
            ..rule.clone()
        };
        bare(self) == bare(other)
    }
}

impl HouseRuleId {
    pub(crate) fn is_one(&self) -> bool {
        (1..=32).contains(&self.0.len()) && self.0.bytes().all(|b| b.is_ascii_alphanumeric())
    }
}

impl Find {
    fn is_of_text(&self) -> bool {
        match self {
            Self::Words { .. } | Self::Pattern { .. } => true,
            Self::NoCaption
            | Self::NoCredit
            | Self::NoAlt
            | Self::LongCaption { .. }
            | Self::SmallPicture { .. } => false,
        }
    }
}

fn problem(name: &str) -> Failure {
    Failure::bad_input(format!("a rule of the house: {name}")).with("problem", name)
}

fn bounded(texts: &[String], longest: usize) -> Result<()> {
    if texts.iter().any(|text| text.chars().count() > longest) {
        return Err(problem("long"));
    }
    Ok(())
}

/// Each once, without the spaces around it.
fn phrases(texts: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let clean = texts.iter().map(|text| nfc(text.trim()));
    clean.filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}

/// As they are: spaces may be what they are about.
fn examples(texts: &[String]) -> Vec<String> {
    texts.iter().filter(|text| !text.trim().is_empty()).map(|text| nfc(text)).collect()
}

#[cfg(test)]
mod tests;
