//! Two texts of one article beside each other.
//!
//! A text is read as one stream of [tokens]: the starts of lines, and what stands between them
//! word by word. One algorithm on these streams serves the comparing of revisions, tracked
//! changes, the merge and every export that shows changes.
//!
//! ```text
//! old, new ─ flatten ─▶ streams ─ align ─▶ what is common, what stays, what has moved
//!          ─ script ─▶ both texts in one row of steps ─▶ changes, any of which can be made
//! ```
//!
//! **Laws.** With no change made the text is the old one, with all of them the new one; with
//! any others it is a valid document. Which are made is a set: there is no order. (Blocks that
//! were pasted again under new ids have the new ids in all of these.)

pub(crate) mod align;
mod changes;
mod fields;
mod map;
mod place;
mod script;
pub(crate) mod stream;
pub mod tokens;
pub(crate) mod weave;
mod words;

use serde::{Deserialize, Serialize};

use crate::article::{Document, Fields};
use align::Alignment;
use changes::{Removed, Subject};
use fields::FIELDS;
use script::{Attr, Script, Step, between};
use stream::Stream;
use tokens::{Token, build};

pub use changes::{AttrChange, Change, ChangeId, ChangeKind, RemovedLine};
pub use map::Mapped;
pub use place::{Side, Span, Spot};

/// What is compared and merged: the text of an article, with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub document: Document,
    pub fields: Fields,
}

/// Two texts with what makes the one the other.
pub struct Comparison {
    alignment: Alignment,
    script: Script,
    changes: Vec<Change>,
    /// What each change is about.
    subjects: Vec<Subject>,
    removed: Vec<Removed>,
    old_fields: Fields,
    new_fields: Fields,
}

/// Compares two texts of one article. Takes accepted contents.
pub fn compare(old: &Content, new: &Content) -> Comparison {
    let alignment = Alignment::of(Stream::of(&old.document), Stream::of(&new.document));
    let script = Script::of(&alignment);
    let (changes, subjects, removed) = changes::changes(&alignment, &script, old, new);
    Comparison {
        alignment,
        script,
        changes,
        subjects,
        removed,
        old_fields: old.fields.clone(),
        new_fields: new.fields.clone(),
    }
}

impl Comparison {
    /// The changes in the reading order of the new text, those of fields last.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub fn into_changes(self) -> Vec<Change> {
        self.changes
    }

    /// The text in which the changes that `made` names have been made, and the others not.
    pub fn compose(&self, made: &dyn Fn(&ChangeId) -> bool) -> Content {
        let mut drafts = vec![false; self.script.drafts.len()];
        let mut fields = self.old_fields.clone();
        for (change, subject) in self.changes.iter().zip(&self.subjects) {
            if made(&change.id) {
                match subject {
                    Subject::Draft(draft) => drafts[*draft] = true,
                    Subject::Field(field) => (FIELDS[*field].copy)(&mut fields, &self.new_fields),
                }
            }
        }
        let mut composer = Composer {
            comparison: self,
            made: drafts,
            tokens: Vec::with_capacity(self.alignment.new.tokens.len()),
            waiting: Vec::new(),
        };
        for region in 0..self.alignment.staying {
            composer.region(region);
        }
        Content { document: build(composer.tokens), fields }
    }
}

/// Reads the script with some changes made.
struct Composer<'a> {
    comparison: &'a Comparison,
    made: Vec<bool>,
    tokens: Vec<Token>,
    /// Moves whose units stand before the next line that opens a unit.
    waiting: Vec<usize>,
}

impl Composer<'_> {
    fn region(&mut self, region: usize) {
        let Comparison { alignment, script, .. } = self.comparison;
        for step in &script.steps[region] {
            match step {
                Step::Keep { old, new, len } => {
                    for step in 0..*len {
                        self.keep(old + step, new + step, alignment.regions[region].changed);
                    }
                }
                Step::Old { tokens, change } if !self.made[*change] => {
                    for token in &alignment.old.tokens[tokens.clone()] {
                        let mut token = token.clone();
                        if let Token::Start(start) = &mut token {
                            start.holder =
                                start.holder.take().map(|holder| alignment.followed(holder));
                        }
                        self.put(token);
                    }
                }
                Step::New { tokens, change } if self.made[*change] => {
                    for token in &alignment.new.tokens[tokens.clone()] {
                        self.put(token.clone());
                    }
                }
                Step::Moved { group, arrives } if self.made[script.moves[*group]] == *arrives => {
                    self.waiting.push(*group);
                }
                Step::Old { .. } | Step::New { .. } | Step::Moved { .. } => {}
            }
        }
        self.put_waiting();
    }

    fn put(&mut self, token: Token) {
        if matches!(&token, Token::Start(start) if start.id.is_some()) {
            self.put_waiting();
        }
        self.tokens.push(token);
    }

    fn put_waiting(&mut self) {
        for group in std::mem::take(&mut self.waiting) {
            for region in self.comparison.alignment.moves[group].clone() {
                self.region(region);
            }
        }
    }

    fn keep(&mut self, old: usize, new: usize, changed: bool) {
        let Comparison { alignment, script, .. } = self.comparison;
        let token = &alignment.new.tokens[new];
        if !changed {
            return self.put(token.clone());
        }
        let token = match (&alignment.old.tokens[old], token) {
            (Token::Start(before), Token::Start(start)) => {
                let attrs = script.attrs.get(&new).map(Vec::as_slice).unwrap_or_default();
                let keep = |attr: Attr| {
                    attrs.iter().any(|(other, change)| *other == attr && !self.made[*change])
                };
                Token::Start(between(alignment, before, start, &keep))
            }
            (before @ Token::Word { .. }, after) => match script.marks.get(&new) {
                Some(change) if !self.made[*change] => before.clone(),
                _ => after.clone(),
            },
            (Token::Start(_), after) => after.clone(),
        };
        self.put(token);
    }
}

#[cfg(test)]
mod tests;
