//! Rules of the house made ready, and what they find in lines.
//!
//! Words are looked up by the key of their first syllable, so that a line costs the same however
//! many words the house has; patterns are searched for where the letters are that they must have.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use regex::Regex;

use super::fixes::{Heading, Part, filled, template};
use super::needles::Needles;
use super::pattern::Pattern;
use super::photos::PhotoRules;
use super::phrases::Phrase;
use super::trial::ExampleFaults;
use super::{Find, HouseRule, Scope, pattern, problem};
use crate::article::{Document, Fields};
use crate::failure::{Failure, Result};
use crate::photo::{Colours, Rights};
use crate::proof::RuleId;
use crate::proof::line::{FOUND_LIMIT, Found, Line, Placed};
use crate::proof::words::{Kind, Token, tokens};

/// Rules of the house, ready to look at lines.
#[derive(Debug, Default)]
pub struct HouseRules {
    rules: Vec<Ready>,
    /// By the key of their first word or sign, longest first.
    phrases: HashMap<String, Vec<(usize, Phrase)>>,
    patterns: Vec<(usize, Pattern)>,
    needles: Needles,
    photos: PhotoRules,
    /// Tells these rules from all others.
    stamp: Arc<()>,
}

/// What the rules of the house have to know beside the text.
#[derive(Debug, Clone, Default)]
pub struct Occasion {
    /// Today where the newsroom is, `YYYY-MM-DD`.
    pub today: String,
    /// Width and height of photos by their hash.
    pub pictures: BTreeMap<String, (u32, u32)>,
    /// What the desk says of the rights to them.
    pub rights: BTreeMap<String, Rights>,
    /// Whether the newsroom publishes only photos whose rights are known.
    pub need_rights: bool,
    /// What the colours of their files mean, as far as that is known.
    pub colours: BTreeMap<String, Colours>,
}

impl Occasion {
    /// The day that rules hold for: that of the event, or else today.
    pub(in crate::proof) fn day_of<'a>(&'a self, fields: &'a Fields) -> &'a str {
        fields.event_date.as_deref().unwrap_or(&self.today)
    }
}

#[derive(Debug)]
pub(super) struct Ready {
    pub(super) rule: HouseRule,
    except: Except,
    fixes: Vec<Vec<Part>>,
}

#[derive(Debug)]
enum Except {
    Phrases(Vec<Phrase>),
    Patterns(Vec<Regex>),
}

/// Something that a rule found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Which of the rules.
    pub(super) rule: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) fixes: Vec<String>,
}

/// A line, and what was found in it.
type InLine = (Arc<Line>, Arc<Vec<Hit>>);

/// What rules found in lines, until they change.
#[derive(Debug, Default)]
pub(in crate::proof) struct HouseLines {
    /// The rules that found it.
    of: Option<Arc<()>>,
    lines: HashMap<(usize, Scope), InLine>,
    bytes: usize,
}

/// Most text whose findings are kept; over it all of them are made again.
const KEPT_BYTES: usize = 16 << 20;
/// So much of a line is searched for patterns, in bytes: no paragraph is longer.
const SEARCHED: usize = 50_000;
/// Most that one pattern finds in a line: more would take the square of its length.
const PER_PATTERN: usize = 100;

impl HouseRules {
    /// Makes rules ready, drafts among them.
    ///
    /// # Errors
    /// `BadInput` with a `problem` as [`HouseRule::accept`] has it.
    pub fn of(rules: &[HouseRule]) -> Result<Self> {
        let mut ready = Self::default();
        rules.iter().try_for_each(|rule| ready.add(rule))?;
        Ok(ready.in_order())
    }

    /// As [`HouseRules::of`], without those that this version cannot read: they must not take the
    /// others along.
    pub fn of_sound(rules: &[HouseRule]) -> Self {
        let mut ready = Self::default();
        for rule in rules {
            let _ = ready.add(rule);
        }
        ready.in_order()
    }

    fn in_order(mut self) -> Self {
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.len()));
        }
        self.needles = Needles::of(self.patterns.iter().map(|(_, pattern)| pattern.needle.clone()));
        self
    }

    pub(super) fn rules(&self) -> &[Ready] {
        &self.rules
    }

    /// Nothing is changed where a rule is refused.
    fn add(&mut self, rule: &HouseRule) -> Result<()> {
        let n = self.rules.len();
        let (mut except, mut pattern, mut groups) = (Except::Phrases(Vec::new()), None, 0);
        match &rule.find {
            Find::Words { match_case, .. } => {
                let phrases = rule.except.iter().map(|it| Phrase::of(it, *match_case));
                except = Except::Phrases(phrases.collect());
            }
            Find::Pattern { pattern: text, match_case } => {
                let compiled = pattern::compile(text, *match_case)?;
                groups = compiled.regex.captures_len() - 1;
                pattern = Some(compiled);
                let patterns = rule.except.iter().map(|it| {
                    pattern::compile(it, *match_case)
                        .map(|pattern| pattern.regex)
                        .map_err(|failure| failure.with("problem", "except").with("text", it))
                });
                except = Except::Patterns(patterns.collect::<Result<_>>()?);
            }
            Find::NoCaption
            | Find::NoCredit
            | Find::NoAlt
            | Find::LongCaption { .. }
            | Find::SmallPicture { .. } => {}
        }
        let fixes = rule
            .fixes
            .iter()
            .map(|fix| template(fix, groups).ok_or_else(|| problem("fix").with("fix", fix)));
        let fixes = fixes.collect::<Result<_, Failure>>()?;
        match (&rule.find, pattern) {
            (Find::Words { words, match_case }, _) => {
                for word in words {
                    let phrase = Phrase::of(word, *match_case);
                    self.phrases.entry(phrase.first_key()).or_default().push((n, phrase));
                }
            }
            (_, Some(pattern)) => self.patterns.push((n, pattern)),
            (of_photos, None) => self.photos.add(n, of_photos),
        }
        self.rules.push(Ready { rule: rule.clone(), except, fixes });
        Ok(())
    }

    /// Everything that the rules of text find in a line, whatever day it is.
    pub(super) fn hits(&self, text: &str, tokens: &[Token], scope: Scope) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.find_phrases(text, tokens, scope, &mut hits);
        self.find_patterns(text, tokens, scope, &mut hits);
        hits.sort_by_key(|hit| (hit.from, hit.to));
        hits.truncate(FOUND_LIMIT);
        hits
    }

    fn find_phrases(&self, text: &str, tokens: &[Token], scope: Scope, hits: &mut Vec<Hit>) {
        if self.phrases.is_empty() {
            return;
        }
        let mut hits_before: HashMap<usize, usize> = HashMap::new();
        for (n, token) in tokens.iter().enumerate() {
            let found = match &token.kind {
                Kind::Word(word) => self.phrases.get(&word.key),
                Kind::Space => None,
                Kind::Number | Kind::Sign(_) | Kind::Opaque => {
                    self.phrases.get(&text[token.from..token.to])
                }
            };
            for (rule, phrase) in found.into_iter().flatten() {
                // What a longer phrase of the rule has found is not found again.
                if hits_before.get(rule).is_some_and(|end| *end > token.from) {
                    continue;
                }
                let Some(end) = phrase.end(text, tokens, n) else { continue };
                let (from, to) = (token.from, tokens[end - 1].to);
                let ready = &self.rules[*rule];
                if !ready.speaks(text, tokens, scope, from, to) {
                    continue;
                }
                hits_before.insert(*rule, to);
                let found = &text[from..to];
                let case = if phrase.match_case { None } else { Some(Heading::of(found)) };
                let fixes = ready.fixes.iter().map(|parts| {
                    let fix = filled(parts, |_| found);
                    case.map_or(fix.clone(), |case| case.on(&fix))
                });
                let fixes = fixes.filter(|fix| fix != found).collect();
                hits.push(Hit { rule: *rule, from, to, fixes });
                if hits.len() >= FOUND_LIMIT {
                    return;
                }
            }
        }
    }

    fn find_patterns(&self, text: &str, tokens: &[Token], scope: Scope, hits: &mut Vec<Hit>) {
        if self.patterns.is_empty() {
            return;
        }
        let searched = &text[..whole(text, SEARCHED)];
        for n in self.needles.in_text(searched) {
            let (rule, Pattern { regex: pattern, .. }) = &self.patterns[n];
            let ready = &self.rules[*rule];
            if !ready.rule.looks_at(scope) {
                continue;
            }
            for found in pattern.find_iter(searched).take(PER_PATTERN) {
                let (from, to) = (found.start(), found.end());
                if from == to || !ready.speaks(text, tokens, scope, from, to) {
                    continue;
                }
                let fixes = ready.fixes_by(pattern, searched, from);
                hits.push(Hit { rule: *rule, from, to, fixes });
            }
        }
    }
}

impl Ready {
    /// Whether the rule has something to say of what it found there.
    fn speaks(&self, text: &str, tokens: &[Token], scope: Scope, from: usize, to: usize) -> bool {
        let first = tokens.partition_point(|token| token.to <= from);
        let last = tokens.partition_point(|token| token.from < to);
        self.rule.looks_at(scope)
            && (self.rule.in_quotes || !tokens[first..last].iter().any(|token| token.quoted))
            && !self.is_excepted(text, tokens, from, to)
    }

    fn is_excepted(&self, text: &str, tokens: &[Token], from: usize, to: usize) -> bool {
        match &self.except {
            Except::Phrases(phrases) => phrases.iter().any(|phrase| {
                let end = tokens.partition_point(|token| token.from <= from);
                let start = end.saturating_sub(phrase.len());
                (start..end).any(|n| {
                    phrase.end(text, tokens, n).is_some_and(|end| tokens[end - 1].to >= to)
                })
            }),
            Except::Patterns(patterns) => {
                // Around what was found, so that each of them costs the same in a long line.
                let around = whole(text, from.saturating_sub(AROUND))..whole(text, to + AROUND);
                let (start, around) = (around.start, &text[around]);
                patterns.iter().any(|pattern| {
                    let mut found = pattern.find_iter(around).take(PER_PATTERN);
                    found.any(|it| it.start() + start <= from && it.end() + start >= to)
                })
            }
        }
    }

    fn fixes_by(&self, pattern: &Regex, text: &str, from: usize) -> Vec<String> {
        if self.fixes.is_empty() {
            return Vec::new();
        }
        let Some(groups) = pattern.captures_at(text, from) else { return Vec::new() };
        let group = |n: usize| groups.get(n).map_or("", |group| group.as_str());
        let found = group(0);
        let all = self.fixes.iter().map(|parts| filled(parts, group));
        all.filter(|fix| fix != found).collect()
    }

    /// What the rule says of a place.
    pub(super) fn found(&self, from: usize, to: usize, fixes: Vec<String>) -> Found {
        let rule = &self.rule;
        let mut found = Found::new(RuleId::House, rule.severity, from, to)
            .with("house", &rule.id.0)
            .with("name", &rule.name)
            .with("says", &rule.message)
            .with("source", &rule.source);
        found.fixes = fixes;
        found
    }
}

/// So much of a line is looked at around what was found, for exceptions, in bytes.
const AROUND: usize = 2_000;

/// The last place up to `at` that is between two letters.
fn whole(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl HouseRule {
    fn looks_at(&self, scope: Scope) -> bool {
        self.scopes.is_empty() || self.scopes.contains(&scope)
    }

    /// Whether it holds on a day.
    pub(super) fn holds_on(&self, day: &str) -> bool {
        self.valid_from.as_deref().is_none_or(|from| from <= day)
            && self.valid_to.as_deref().is_none_or(|to| day <= to)
    }
}

impl HouseRules {
    /// Puts what the rules find in an article beside what was found in its lines.
    pub(in crate::proof) fn look(
        &self,
        kept: &mut HouseLines,
        document: &Document,
        lines: &[Placed],
        day: &str,
        occasion: &Occasion,
        found: &mut [Vec<Found>],
    ) {
        if self.rules.is_empty() {
            return;
        }
        for (placed, found) in lines.iter().zip(&mut *found) {
            for hit in kept.hits(self, placed).iter() {
                let ready = &self.rules[hit.rule];
                if ready.rule.holds_on(day) {
                    found.push(ready.found(hit.from, hit.to, hit.fixes.clone()));
                }
            }
        }
        self.photos.look(self, document, lines, day, &occasion.pictures, found);
    }

    /// Whether one of them has to know how large pictures are.
    pub fn measure_pictures(&self) -> bool {
        self.photos.measure()
    }

    /// Whether a rule that holds on this day asks such a thing of photos.
    pub(in crate::proof) fn ask_of_photos(&self, day: &str, asks: fn(&Find) -> bool) -> bool {
        self.rules.iter().any(|ready| asks(&ready.rule.find) && ready.rule.holds_on(day))
    }
}

impl HouseLines {
    fn hits(&mut self, rules: &HouseRules, placed: &Placed) -> Arc<Vec<Hit>> {
        let is_of_them = self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &rules.stamp));
        if !is_of_them || self.bytes > KEPT_BYTES {
            *self = Self { of: Some(Arc::clone(&rules.stamp)), ..Self::default() };
        }
        let line = &placed.line;
        // The line itself stands for its text: it is kept here, so no other comes in its place.
        let key = (Arc::as_ptr(line) as usize, placed.scope);
        if let Some((_, hits)) = self.lines.get(&key) {
            return Arc::clone(hits);
        }
        self.bytes += line.text.len();
        let hits = Arc::new(rules.hits(&line.text, &line.tokens, placed.scope));
        self.lines.insert(key, (Arc::clone(line), Arc::clone(&hits)));
        hits
    }
}

impl HouseRules {
    /// Which examples of the first rule it fails, as if they stood in a line of their own.
    pub(super) fn examples(&self) -> ExampleFaults {
        let Some(Ready { rule, .. }) = self.rules.first() else { return ExampleFaults::default() };
        let scope = rule.scopes.first().copied().unwrap_or(Scope::Body);
        let finds = |text: &String| !self.hits(text, &tokens(text, false), scope).is_empty();
        let failed = |texts: &[String], wanted: bool| {
            let failed = (0..).zip(texts).filter(|(_, text)| finds(text) != wanted);
            failed.map(|(n, _)| n).collect()
        };
        ExampleFaults {
            matches: failed(&rule.matches, true),
            matches_not: failed(&rule.matches_not, false),
        }
    }
}
