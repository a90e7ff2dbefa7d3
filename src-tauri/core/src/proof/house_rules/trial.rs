//! A rule tried on articles before it is used.

use serde::Serialize;

use super::{HouseRule, HouseRules, Occasion, RuleState};
use crate::article::{ArticleId, Document, Fields};
use crate::failure::Result;
use crate::proof::house_rules::HouseLines;
use crate::proof::line::{Found, Placed, bare_lines};

/// What a rule finds in the newest articles of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// How many articles were looked at.
    pub articles: u32,
    /// In how many of them it finds something, and how often in all.
    pub found_in: u32,
    pub found: u32,
    /// The first of what it finds, newest articles first.
    pub passages: Vec<TrialPassage>,
    pub faults: ExampleFaults,
}

/// Something that the rule finds, with a few words around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TrialPassage {
    pub article: ArticleId,
    pub headline: String,
    pub before: String,
    pub words: String,
    pub after: String,
    pub fixes: Vec<String>,
}

/// Examples that a rule fails, by their places.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ExampleFaults {
    /// It finds nothing in these.
    pub matches: Vec<u32>,
    /// It finds something in these.
    pub matches_not: Vec<u32>,
}

/// An article to try a rule on.
#[derive(Debug, Clone)]
pub struct TriedArticle {
    pub id: ArticleId,
    pub document: Document,
    pub fields: Fields,
}

/// A trial under way.
#[derive(Debug)]
pub struct Trying {
    rules: HouseRules,
    trial: Trial,
}

/// Most passages that are shown.
const PASSAGES: usize = 50;
/// How much is shown around the words, in characters.
const AROUND: usize = 40;

impl Trying {
    /// Makes a rule ready that may never have been kept. Its examples are tried at once.
    ///
    /// # Errors
    /// As [`HouseRule::accept`] of a draft.
    pub fn new(rule: HouseRule) -> Result<Self> {
        let rule = HouseRule { state: RuleState::Draft, ..rule }.accept()?;
        let rules = HouseRules::of(&[rule])?;
        let trial = Trial { faults: rules.examples(), ..Trial::default() };
        Ok(Self { rules, trial })
    }

    /// Whether it has to know how large pictures are.
    pub fn measures_pictures(&self) -> bool {
        self.rules.measure_pictures()
    }

    /// Tries it on further articles.
    pub fn take(&mut self, articles: &[TriedArticle], occasion: &Occasion) {
        for article in articles {
            self.take_one(article, occasion);
        }
    }

    pub fn done(self) -> Trial {
        self.trial
    }

    fn take_one(&mut self, article: &TriedArticle, occasion: &Occasion) {
        let lines = bare_lines(&article.document);
        let mut found: Vec<Vec<Found>> = lines.iter().map(|_| Vec::new()).collect();
        let day = occasion.day_of(&article.fields);
        let document = &article.document;
        self.rules.look(&mut HouseLines::default(), document, &lines, day, occasion, &mut found);
        let count: usize = found.iter().map(Vec::len).sum();
        let trial = &mut self.trial;
        trial.articles += 1;
        trial.found_in += u32::from(count > 0);
        trial.found = trial.found.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        for (placed, found) in lines.iter().zip(found) {
            for found in found {
                if trial.passages.len() >= PASSAGES {
                    return;
                }
                trial.passages.push(passage(article, placed, found));
            }
        }
    }
}

fn passage(article: &TriedArticle, placed: &Placed, found: Found) -> TrialPassage {
    let text = &placed.line.text;
    let before = &text[..found.from];
    let start = before.char_indices().rev().nth(AROUND).map(|(at, _)| at);
    let after = &text[found.to..];
    let end = after.char_indices().nth(AROUND).map(|(at, _)| at);
    TrialPassage {
        article: article.id.clone(),
        headline: article.document.headline_text(),
        before: start.map_or(before.to_owned(), |at| format!("…{}", &before[at..])),
        words: text[found.from..found.to].to_owned(),
        after: end.map_or(after.to_owned(), |at| format!("{}…", &after[..at])),
        fixes: found.fixes,
    }
}
