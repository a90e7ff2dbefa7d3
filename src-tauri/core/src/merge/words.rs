//! The words of one piece, merged.

use std::borrow::Cow;
use std::ops::Range;

use super::Asked;
use super::pieces::runs_on;
use super::places::Spot;
use super::weave::{Put, Weaver};
use crate::article::{Mark, Text};
use crate::compare::tokens::{Token, append};
use crate::discuss::{Replacement, Why};

/// A place of a piece where one side has other words than the base.
#[derive(Clone)]
struct Hunk {
    side: usize,
    /// Words of the base, from the start of the piece.
    base: Range<usize>,
    /// Words of the side.
    new: Range<usize>,
}

impl Weaver<'_> {
    /// Merges the words `base` of the base with what the sides have of them.
    ///
    /// Changes that do not meet are all made. Where they do:
    /// two insertions at one place are both made, the first side's first; the same change is made
    /// once; of two deletions either is made. Anything else is asked: the text takes the first
    /// side's words, or those of the side that did not just delete.
    pub(super) fn words(&mut self, base: Range<usize>, new: [Range<usize>; 2]) {
        let mut kept = [0, 1].map(|side| {
            let to = &self.sides[side].to;
            base.clone().map(|at| to[at]).collect::<Vec<_>>()
        });
        for (at, old) in base.clone().enumerate() {
            // Marks that cannot be both: either side's word is a new one.
            if let (Some(a), Some(b)) = (kept[0][at], kept[1][at])
                && self.marked(old, [a, b]).is_none()
            {
                (kept[0][at], kept[1][at]) = (None, None);
            }
        }
        let mut hunks: Vec<Hunk> = [0, 1]
            .into_iter()
            .flat_map(|side| hunks(side, &kept[side], new[side].clone()))
            .collect();
        hunks.sort_by_key(|hunk| (hunk.base.start, hunk.base.end, hunk.side));

        let mut at = 0;
        let mut rest = &hunks[..];
        while let Some(first) = rest.first() {
            let mut region = first.base.clone();
            let mut count = 1;
            while let Some(next) = rest.get(count)
                && (next.base.start < region.end || next.base == region)
            {
                region.end = region.end.max(next.base.end);
                count += 1;
            }
            self.kept(&base, at..region.start, &kept);
            self.region(&base, region.clone(), &rest[..count], &kept);
            at = region.end;
            rest = &rest[count..];
        }
        self.kept(&base, at..base.len(), &kept);
    }

    /// Words that both sides have kept.
    fn kept(&mut self, base: &Range<usize>, range: Range<usize>, kept: &[Vec<Option<usize>>; 2]) {
        for at in range {
            if let (Some(a), Some(b)) = (kept[0][at], kept[1][at]) {
                self.put_marked(base.start + at, [a, b]);
            }
        }
    }

    fn region(
        &mut self,
        base: &Range<usize>,
        region: Range<usize>,
        hunks: &[Hunk],
        kept: &[Vec<Option<usize>>; 2],
    ) {
        if let [hunk] = hunks {
            let marks = self.marks_around(base, hunk, &kept[1 - hunk.side]);
            for at in hunk.new.clone() {
                self.put_with(hunk.side, at, &marks);
            }
            return;
        }
        let typed =
            [0, 1].map(|side| hunks.iter().any(|hunk| hunk.side == side && !hunk.new.is_empty()));
        if typed == [false, false] {
            return self.kept(base, region, kept);
        }
        let texts = [0, 1].map(|side| text_of(side, &region, hunks, &kept[side]));
        let tokens = [0, 1].map(|side| {
            let tokens = &self.sides[side].tokens;
            texts[side].iter().map(|at| &tokens[*at]).collect::<Vec<_>>()
        });
        if tokens[0] == tokens[1] {
            texts[0].iter().for_each(|at| _ = self.put(0, *at));
            self.once(tokens[0].iter().copied());
        } else if region.is_empty() {
            for side in [0, 1] {
                texts[side].iter().for_each(|at| _ = self.put(side, *at));
            }
        } else {
            self.ask_for_words(&texts, &tokens, typed);
        }
    }

    /// Takes one of two wordings into the text and asks for the other. What both begin and end
    /// with alike is no question.
    fn ask_for_words(
        &mut self,
        texts: &[Vec<usize>; 2],
        tokens: &[Vec<&Token>; 2],
        typed: [bool; 2],
    ) {
        let shortest = tokens[0].len().min(tokens[1].len());
        let [a, b] = tokens;
        let parts = |tokens: &[&Token], at: usize| !runs_on(|at| tokens.get(at).copied(), at);
        let alike =
            |limit, at: &dyn Fn(&[&Token], usize) -> usize, is_same: &dyn Fn(usize) -> bool| {
                let most = (0..limit).take_while(|n| is_same(*n)).count();
                (0..=most).rev().find(|n| parts(a, at(a, *n)) && parts(b, at(b, *n))).unwrap_or(0)
            };
        let head = alike(shortest, &|_, n| n, &|n| a[n] == b[n]);
        let tail = alike(shortest - head, &|tokens, n| tokens.len() - n, &|n| {
            a[a.len() - 1 - n] == b[b.len() - 1 - n]
        });
        let own = [head..a.len() - tail, head..b.len() - tail];
        let shown = match (own[0].is_empty(), own[1].is_empty()) {
            (true, _) => 1,
            (_, true) => 0,
            _ => usize::from(!typed[0]),
        };
        let mut passage = self.out.len()..0;
        for (n, at) in texts[shown].iter().enumerate() {
            let put = self.put(shown, *at);
            if n == own[shown].start {
                passage.start = put;
            }
            if own[shown].contains(&n) {
                passage.end = put + 1;
            }
        }
        self.once(a[..head].iter().chain(&a[a.len() - tail..]).copied());
        let other = 1 - shown;
        let is_space =
            |side: usize| tokens[side][own[side].clone()].iter().all(|word| word.is_space());
        if is_space(0) && is_space(1) {
            return;
        }
        let why = if typed == [true, true] { Why::Both } else { Why::Deleted };
        let wish = &texts[other][own[other].clone()];
        let wish = wish.first().map_or(0..0, |first| *first..first + wish.len());
        let runs = runs(&tokens[other][own[other].clone()]);
        self.asked.push(Asked {
            side: other,
            why,
            at: Spot::Words { passage, wish },
            replacement: Replacement::Text { runs },
        });
    }

    /// Sees to it that words do not run on into those around the passage when a suggestion is
    /// accepted. What stands there is known only when everything has been put.
    pub(super) fn keep_suggestions_apart(&mut self) {
        let mut asked = std::mem::take(&mut self.asked);
        for Asked { side, at, replacement, .. } in &mut asked {
            let (Spot::Words { passage, wish }, Replacement::Text { runs }) = (at, replacement)
            else {
                continue;
            };
            let wished = wish.clone().map(|at| (&self.sides[*side].tokens[at], Some(at)));
            let put = |put: &Put<'_>| put.places[*side];
            let before = passage.start.saturating_sub(2)..passage.start;
            let after = passage.end..self.out.len().min(passage.end + 2);
            let start = before.len();
            let end = start + wish.len();
            let row: Vec<(&Token, Option<usize>)> = self.out[before]
                .iter()
                .map(|word| (&*word.token, put(word)))
                .chain(wished)
                .chain(self.out[after].iter().map(|word| (&*word.token, put(word))))
                .collect();
            // As that side wrote it, it may.
            let follows = |at: usize| {
                let place = |at: usize| row.get(at).and_then(|(_, place)| *place);
                at > 0 && place(at).is_some() && place(at - 1).map(|at| at + 1) == place(at)
            };
            let is_apart =
                |at: usize| follows(at) || !runs_on(|at| row.get(at).map(|word| word.0), at);
            let (start, end) = (is_apart(start), is_apart(end));
            if runs.is_empty() && !start {
                append(runs, " ", &[]);
            } else if let ([first, ..], false) = (&mut runs[..], start) {
                first.text.insert(0, ' ');
            }
            if let (Some(last), false) = (runs.last_mut(), wish.start == wish.end || end) {
                last.text.push(' ');
            }
        }
        self.asked = asked;
    }

    /// What the other side has done to the marks of the words that a hunk replaces, or of both its
    /// neighbours, if it is the same to all: what it made bold stays bold when it is corrected.
    fn marks_around(
        &self,
        base: &Range<usize>,
        hunk: &Hunk,
        kept: &[Option<usize>],
    ) -> Vec<(Mark, bool)> {
        let around = if hunk.base.is_empty() {
            hunk.base.start.saturating_sub(1)..hunk.base.end + 1
        } else {
            hunk.base.clone()
        };
        let mut changes = around.map(|at| {
            let new = marks_of(&self.sides[1 - hunk.side].tokens[(*kept.get(at)?)?]);
            let old = marks_of(&self.base[base.start + at]);
            let added = new.iter().filter(|mark| !old.contains(mark)).map(|mark| (mark, true));
            let taken = old.iter().filter(|mark| !new.contains(mark)).map(|mark| (mark, false));
            Some(added.chain(taken).map(|(mark, added)| (mark.clone(), added)).collect::<Vec<_>>())
        });
        let first = changes.next().flatten().unwrap_or_default();
        let all = first.is_empty() || changes.all(|change| change.as_ref() == Some(&first));
        if all { first } else { Vec::new() }
    }

    /// Puts a word with some marks added or taken away, unless it cannot have them together.
    fn put_with(&mut self, side: usize, at: usize, changes: &[(Mark, bool)]) {
        let put = self.put(side, at);
        if changes.is_empty() {
            return;
        }
        let Token::Word { text, marks } = &self.sides[side].tokens[at] else { return };
        let mut marks = marks.clone();
        marks.retain(|mark| !changes.contains(&(mark.clone(), false)));
        marks.extend(changes.iter().filter(|(_, added)| *added).map(|(mark, _)| mark.clone()));
        if let Some(marks) = tidy(marks) {
            self.out[put].token = Cow::Owned(Token::Word { text: text.clone(), marks });
        }
    }

    /// The word of the base at `at` with the marks that the sides' `new` words give it.
    fn put_marked(&mut self, at: usize, new: [usize; 2]) {
        let Some(marks) = self.marked(at, new) else { return };
        let sides = self.sides;
        let side = (0..2).find(|side| *marks_of(&sides[*side].tokens[new[*side]]) == *marks);
        let token = match (side, &self.base[at]) {
            (Some(side), _) => Cow::Borrowed(&sides[side].tokens[new[side]]),
            (None, Token::Word { text, .. }) => {
                Cow::Owned(Token::Word { text: text.clone(), marks: marks.into_owned() })
            }
            (None, Token::Start(_)) => return,
        };
        self.push(token, new.map(Some));
    }

    /// The marks of a word of the base that both sides have kept; `None` where they contradict
    /// each other.
    fn marked(&self, at: usize, new: [usize; 2]) -> Option<Cow<'_, [Mark]>> {
        let base = marks_of(&self.base[at]);
        let [a, b] = [0, 1].map(|side| marks_of(&self.sides[side].tokens[new[side]]));
        if a == b || b == base {
            return Some(a.into());
        }
        if a == base {
            return Some(b.into());
        }
        let mut marks: Vec<Mark> = a.iter().chain(b).cloned().collect();
        marks.retain(|mark| (a.contains(mark) && b.contains(mark)) || !base.contains(mark));
        tidy(marks).map(Cow::Owned)
    }
}

/// Marks in order and once; `None` where a word cannot have them together.
fn tidy(mut marks: Vec<Mark>) -> Option<Vec<Mark>> {
    marks.sort();
    marks.dedup();
    let links = marks.iter().filter(|mark| matches!(mark, Mark::Link { .. })).count();
    let both = [Mark::Sub, Mark::Sup].iter().all(|mark| marks.contains(mark));
    (links < 2 && !both).then_some(marks)
}

/// The places where a side has other words; between two of them is at least one that it kept.
fn hunks(side: usize, kept: &[Option<usize>], new: Range<usize>) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let (mut base, mut here) = (0, new.start);
    let last = std::iter::once((kept.len(), new.end));
    for (at, to) in kept.iter().enumerate().filter_map(|(at, to)| Some((at, (*to)?))).chain(last) {
        if base < at || here < to {
            hunks.push(Hunk { side, base: base..at, new: here..to });
        }
        (base, here) = (at + 1, to + 1);
    }
    hunks
}

/// What a side has of a region: its own words of the hunks, and those that it kept between them.
fn text_of(
    side: usize,
    region: &Range<usize>,
    hunks: &[Hunk],
    kept: &[Option<usize>],
) -> Vec<usize> {
    let mut text = Vec::new();
    let mut at = region.start;
    for hunk in hunks.iter().filter(|hunk| hunk.side == side) {
        text.extend(kept[at..hunk.base.start].iter().flatten());
        text.extend(hunk.new.clone());
        at = hunk.base.end;
    }
    text.extend(kept[at..region.end].iter().flatten());
    text
}

fn marks_of(token: &Token) -> &[Mark] {
    match token {
        Token::Word { marks, .. } => marks,
        Token::Start(_) => &[],
    }
}

fn runs(tokens: &[&Token]) -> Vec<Text> {
    let mut runs = Vec::new();
    for token in tokens {
        if let Token::Word { text, marks } = token {
            append(&mut runs, text, marks);
        }
    }
    runs
}
