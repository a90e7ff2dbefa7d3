//! Both texts in one row, for files that show changes in the text itself.
//!
//! Read without what was made it is the old text, read without what is gone the new one. What
//! has moved stands in both of its places: gone from the one, made at the other.

use super::Comparison;
use super::changes::Subject;
use super::script::Step;
use super::tokens::Token;

/// A token of one text or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Woven {
    /// As the new text has it, or the old one where it is gone.
    pub(crate) token: Token,
    /// As the old text has it, where both do and it differs.
    pub(crate) before: Option<Token>,
    pub(crate) fate: Fate,
    /// Place in [`Comparison::changes`] of what changed it.
    pub(crate) change: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fate {
    Kept,
    /// Only the new text has it.
    Made,
    /// Only the old text has it.
    Gone,
}

impl Comparison {
    /// Both texts, in the reading order of the new one.
    pub(crate) fn woven(&self) -> Vec<Woven> {
        let mut change_of = vec![None; self.script.drafts.len()];
        for (at, subject) in self.subjects.iter().enumerate() {
            if let Subject::Draft(draft) = subject {
                change_of[*draft] = Some(at);
            }
        }
        let mut weaver = Weaver {
            comparison: self,
            change_of,
            woven: Vec::with_capacity(self.alignment.new.tokens.len()),
            leaving: Vec::new(),
            arriving: Vec::new(),
        };
        for region in 0..self.alignment.staying {
            weaver.both(region);
        }
        weaver.woven
    }
}

struct Weaver<'a> {
    comparison: &'a Comparison,
    change_of: Vec<Option<usize>>,
    woven: Vec<Woven>,
    /// Moves whose units stand before the next line that opens a unit, of each text.
    leaving: Vec<usize>,
    arriving: Vec<usize>,
}

impl Weaver<'_> {
    fn both(&mut self, region: usize) {
        let Comparison { alignment, script, .. } = self.comparison;
        for step in &script.steps[region] {
            match step {
                Step::Keep { old, new, len } => {
                    for step in 0..*len {
                        self.keep(old + step, new + step, alignment.regions[region].changed);
                    }
                }
                Step::Old { tokens, change } => {
                    for token in tokens.clone() {
                        self.put(&alignment.old.tokens[token], Fate::Gone, *change);
                    }
                }
                Step::New { tokens, change } => {
                    for token in tokens.clone() {
                        self.put(&alignment.new.tokens[token], Fate::Made, *change);
                    }
                }
                Step::Moved { group, arrives: true } => self.arriving.push(*group),
                Step::Moved { group, arrives: false } => self.leaving.push(*group),
            }
        }
        self.put_waiting(Fate::Gone);
        self.put_waiting(Fate::Made);
    }

    fn keep(&mut self, old: usize, new: usize, changed: bool) {
        let Comparison { alignment, script, .. } = self.comparison;
        let (before, token) = (&alignment.old.tokens[old], &alignment.new.tokens[new]);
        if opens_a_unit(before) {
            self.put_waiting(Fate::Gone);
        }
        if opens_a_unit(token) {
            self.put_waiting(Fate::Made);
        }
        let draft = script.marks.get(&new).copied();
        let draft = draft.or_else(|| Some(script.attrs.get(&new)?.first()?.1));
        self.woven.push(Woven {
            token: token.clone(),
            before: (changed && before != token).then(|| before.clone()),
            fate: Fate::Kept,
            change: draft.and_then(|draft| self.change_of[draft]),
        });
    }

    fn put(&mut self, token: &Token, fate: Fate, draft: usize) {
        if opens_a_unit(token) {
            self.put_waiting(fate);
        }
        let change = self.change_of[draft];
        self.woven.push(Woven { token: token.clone(), before: None, fate, change });
    }

    fn put_waiting(&mut self, fate: Fate) {
        let waiting = if fate == Fate::Gone { &mut self.leaving } else { &mut self.arriving };
        for group in std::mem::take(waiting) {
            let draft = self.comparison.script.moves[group];
            for region in self.comparison.alignment.moves[group].clone() {
                self.one(region, fate, draft);
            }
        }
    }

    /// A region that has moved, as one of the texts has it.
    fn one(&mut self, region: usize, fate: Fate, draft: usize) {
        let Comparison { alignment, script, .. } = self.comparison;
        let gone = fate == Fate::Gone;
        for step in &script.steps[region] {
            let (stream, tokens) = match step {
                Step::Keep { old, len, .. } if gone => (&alignment.old, *old..old + len),
                Step::Keep { new, len, .. } => (&alignment.new, *new..new + len),
                Step::Old { tokens, .. } if gone => (&alignment.old, tokens.clone()),
                Step::New { tokens, .. } if !gone => (&alignment.new, tokens.clone()),
                Step::Moved { group, arrives } if *arrives != gone => {
                    let waiting = if gone { &mut self.leaving } else { &mut self.arriving };
                    waiting.push(*group);
                    continue;
                }
                Step::Old { .. } | Step::New { .. } | Step::Moved { .. } => continue,
            };
            for token in tokens {
                self.put(&stream.tokens[token], fate, draft);
            }
        }
        self.put_waiting(fate);
    }
}

fn opens_a_unit(token: &Token) -> bool {
    matches!(token, Token::Start(start) if start.id.is_some())
}
