//! Proofreading: one engine that reads an article and says what stands out, and why.
//!
//! Deterministic, offline, without a dictionary: the grammar of the Vietnamese syllable, tables of
//! known confusions and right forms, the article itself (what it writes three times and once
//! otherwise), and arithmetic. Rules of a line look at nothing but that line, so what they found is
//! kept by the line's text ([`Cache`]); rules of the article look at the words of all lines.
//!
//! Nothing is ever changed here: a [`Finding`] offers texts that could stand there instead.

mod article;
mod capitals;
mod context;
mod english;
mod figures;
mod house;
mod house_rules;
mod iy;
mod line;
mod names;
mod numbers;
mod pairs;
mod photos;
mod same_figures;
mod signs;
mod spelling;
mod suggest;
mod sums;
mod syllable;
mod tables;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::article::{Document, Fields};
use crate::discuss::TextPoint;
use crate::failure::Result;
use crate::photo::Colours;

pub use house::{House, HouseDecision, Ignore, IgnoreScope, Ignored};
use house_rules::HouseLines;
pub(crate) use house_rules::RULE_LIMIT;
pub use house_rules::{
    ExampleFaults, Find, HouseRule, HouseRuleId, HouseRules, Occasion, Overrule, RuleState, Scope,
    SharedRules, Trial, TrialPassage, TriedArticle, Trying, read_rules, rules_file, starter_rules,
};
use line::{Found, Manner};
pub use line::{line_numbers, passages};
use names::Known;
#[cfg(any(test, feature = "testing"))]
pub(crate) use names::door as names_door;
pub(crate) use names::name_key;
pub use names::{
    BrokenRow, Directory, NameCandidate, NameChange, NameEntry, NameId, NameKind, NameTitle,
    NamesPreview, NamesSheet, PlannedName, RowFault, built_in as built_in_names,
    candidates as name_candidates, write_names,
};
pub(crate) use pairs::joined;
pub use pairs::{PairCounts, Pairs, pairs_in};
pub(crate) use photos::LONG_SIDE;
pub(crate) use syllable::written_syllables;
pub use words::is_syllable;

/// What the rules are called, on every screen and in every list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RuleId {
    SpaceRun,
    Nbsp,
    SpaceBefore,
    SpaceAfterOpen,
    SpaceMissing,
    HyphenSpace,
    PunctRun,
    Pair,
    Quote,
    Ellipsis,
    SylInvalid,
    SylLetters,
    Telex,
    Double,
    DocVariant,
    Confusion,
    Context,
    CaseTerm,
    CaseVariant,
    HyphenVariant,
    Abbr,
    ToneStyle,
    Ratio,
    Remain,
    RatioFull,
    #[serde(rename = "RATIO_GT1")]
    RatioGt1,
    NumDecimal,
    NumGroup,
    PctSpace,
    DateBad,
    WeekdayBad,
    RangeBad,
    DateOk,
    TermMix,
    /// A rule of the house: the param `house` says which.
    House,
    NameKnown,
    Title,
    NameTwoWays,
    CaptionName,
    PlaceOld,
    EnSpelling,
    Sum,
    TwoFigures,
    IyStyle,
    PhotoCaption,
    PhotoCredit,
    PhotoAlt,
    PhotoSmall,
    PhotoRights,
    PhotoColours,
}

/// How sure a finding is, and what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Wrong.
    Error,
    /// Wrong nearly always: to be looked at.
    Warning,
    /// A matter of style or of consistency.
    Hint,
    /// Looked at and found right.
    Right,
}

/// Something that stands out in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub rule: RuleId,
    pub severity: Severity,
    pub from: TextPoint,
    pub to: TextPoint,
    /// What stands there.
    pub text: String,
    /// What could stand there instead, best first.
    pub fixes: Vec<String>,
    /// The blanks of the rule's sentence.
    pub params: BTreeMap<String, String>,
    /// Tells this finding from others of its rule by its words and those around, not by its place:
    /// what was ignored once stays so while other lines change.
    pub key: String,
}

/// What was found in an article, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Findings {
    pub findings: Vec<Finding>,
    /// Those that somebody has decided to leave.
    pub ignored: Vec<Ignored>,
}

/// Where the tone mark stands in open syllables with oa, oe, uy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ToneStyle {
    /// hòa, thủy: what laws and most newspapers write.
    #[default]
    Old,
    /// hoà, thuỷ: what school books write.
    New,
}

/// Whether kỹ, lý, mỹ are written with y or with i.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum IyStyle {
    /// The house does not mind.
    #[default]
    Any,
    /// kỹ thuật, lý do: what laws and most newspapers write.
    Y,
    /// kĩ thuật, lí do: what school books write.
    I,
}

/// What a desk knows when it reads: made once, and kept while nothing of it changes.
#[derive(Debug, Default)]
pub struct Knowledge {
    pub style: ToneStyle,
    pub iy: IyStyle,
    /// What the newsroom has approved before.
    pub pairs: Pairs,
    /// People, organisations and places.
    pub directory: Arc<Directory>,
    /// Those that are live.
    pub rules: HouseRules,
}

/// What tells one state of a desk's knowledge from others: a count that goes up, and the styles.
pub type KnownAt = (i64, ToneStyle, IyStyle);

/// What a desk knows, and what was found in lines by their text.
#[derive(Debug, Default)]
pub struct Cache {
    lines: line::Kept,
    house: HouseLines,
    known: Option<(KnownAt, Arc<Knowledge>)>,
    /// The directory of names as it was when it was last asked for, by its generation.
    directory: Option<(i64, Arc<Directory>)>,
    /// What the colours of photos mean, by their hash: their files never change.
    pub(crate) colours: HashMap<String, Option<Colours>>,
}

impl Cache {
    /// What the desk knows in this state; made where it was not known or has changed since,
    /// and what was found before is then forgotten.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn knowledge(
        &mut self,
        at: KnownAt,
        directory: &Arc<Directory>,
        make: impl FnOnce() -> Result<Knowledge>,
    ) -> Result<Arc<Knowledge>> {
        if let Some((known, knowledge)) = &self.known
            && *known == at
            && Arc::ptr_eq(&knowledge.directory, directory)
        {
            return Ok(Arc::clone(knowledge));
        }
        let knowledge = Arc::new(make()?);
        *self = Self {
            known: Some((at, Arc::clone(&knowledge))),
            directory: self.directory.take(),
            colours: std::mem::take(&mut self.colours),
            ..Self::default()
        };
        Ok(knowledge)
    }

    /// The directory of this generation: compiled where it is not the one that is kept.
    ///
    /// # Errors
    /// Those of `make`.
    pub(crate) fn directory(
        &mut self,
        generation: i64,
        make: impl FnOnce() -> Result<Directory>,
    ) -> Result<Arc<Directory>> {
        if let Some((kept, directory)) = &self.directory
            && *kept == generation
        {
            return Ok(Arc::clone(directory));
        }
        let directory = Arc::new(make()?);
        self.directory = Some((generation, Arc::clone(&directory)));
        Ok(directory)
    }
}

/// Reads an article. Takes an accepted document; what the house has decided is left out by
/// [`House::sort`]. The cache is one that has read with the same knowledge before, or none.
pub fn proof(
    document: &Document,
    fields: &Fields,
    knowledge: &Knowledge,
    cache: &mut Cache,
) -> Vec<Finding> {
    proof_on(&Occasion::default(), document, fields, knowledge, cache)
}

/// As [`proof`], with what rules of the house ask for beside the text.
pub fn proof_on(
    occasion: &Occasion,
    document: &Document,
    fields: &Fields,
    knowledge: &Knowledge,
    cache: &mut Cache,
) -> Vec<Finding> {
    let style = knowledge.style;
    let year = fields.event_date.as_deref().and_then(|date| date.get(..4)?.parse().ok());
    let day = occasion.day_of(fields);
    let known = Known { directory: &knowledge.directory, day };
    let english = is_english(&fields.language);
    let manner = Manner { style, year, quoted: false, english, known };
    let lines = line::lines(document, manner, knowledge, &mut cache.lines);
    let mut found: Vec<Vec<Found>> = lines.iter().map(|placed| placed.line.found.clone()).collect();
    article::look(&lines, knowledge, &mut found);
    same_figures::look(&lines, &mut found);
    names::look(document, fields, &lines, known, &mut found);
    knowledge.rules.look(&mut cache.house, document, &lines, day, occasion, &mut found);
    photos::look(document, &lines, knowledge, day, occasion, &mut found);
    lines.iter().zip(found).flat_map(|(placed, found)| placed.findings(found)).collect()
}

/// Whether a language tag is one of English: `en`, `en-GB`.
fn is_english(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case("en"))
}

impl RuleId {
    pub const ALL: [Self; 50] = [
        Self::SpaceRun,
        Self::Nbsp,
        Self::SpaceBefore,
        Self::SpaceAfterOpen,
        Self::SpaceMissing,
        Self::HyphenSpace,
        Self::PunctRun,
        Self::Pair,
        Self::Quote,
        Self::Ellipsis,
        Self::SylInvalid,
        Self::SylLetters,
        Self::Telex,
        Self::Double,
        Self::DocVariant,
        Self::Confusion,
        Self::Context,
        Self::CaseTerm,
        Self::CaseVariant,
        Self::HyphenVariant,
        Self::Abbr,
        Self::ToneStyle,
        Self::Ratio,
        Self::Remain,
        Self::RatioFull,
        Self::RatioGt1,
        Self::NumDecimal,
        Self::NumGroup,
        Self::PctSpace,
        Self::DateBad,
        Self::WeekdayBad,
        Self::RangeBad,
        Self::DateOk,
        Self::TermMix,
        Self::House,
        Self::NameKnown,
        Self::Title,
        Self::NameTwoWays,
        Self::CaptionName,
        Self::PlaceOld,
        Self::EnSpelling,
        Self::Sum,
        Self::TwoFigures,
        Self::IyStyle,
        Self::PhotoCaption,
        Self::PhotoCredit,
        Self::PhotoAlt,
        Self::PhotoSmall,
        Self::PhotoRights,
        Self::PhotoColours,
    ];

    /// Whether it speaks of what a photo lacks, and not of words.
    pub fn is_of_photos(self) -> bool {
        matches!(
            self,
            Self::PhotoCaption
                | Self::PhotoCredit
                | Self::PhotoAlt
                | Self::PhotoSmall
                | Self::PhotoRights
                | Self::PhotoColours
        )
    }

    /// Its name, as JSON has it.
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => unreachable!("a rule is written as its name"),
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

#[cfg(test)]
mod tests;
