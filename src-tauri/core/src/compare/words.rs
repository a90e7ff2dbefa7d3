//! Which words of two passages are the same ones.
//!
//! The pairs come from a diff of tokens (histogram: rare words first, so that a "của" here and a
//! "của" there do not tie two sentences together). What a diff pairs is not yet what a person
//! would: pairs that are there by chance are let go, and ambiguous places are moved to the bounds
//! of words and lines.

use std::collections::HashMap;

use imara_diff::{Algorithm, Diff, Interner};

use super::tokens::{Kind, Token};

/// For each old token the new one that it is, in rising order.
pub(super) type Pairs = Vec<Option<usize>>;

/// Pairs the tokens of two passages. Both begin with a start; these two are a pair whatever they
/// say. No other start with an id has a partner; starts without one are paired like words.
pub(super) fn pair(old: &[&Token], new: &[&Token]) -> Pairs {
    let [old_symbols, new_symbols] = symbols(old, new);
    let mut pairs = diff(&old_symbols, &new_symbols);
    let (old, new) = (Side::new(old, old_symbols), Side::new(new, new_symbols));
    if pairs.iter().enumerate().any(|(at, mate)| *mate != Some(at)) || old.len() != new.len() {
        let_go_of_chance_lines(&mut pairs, &old, &new);
        let_go_of_chance_words(&mut pairs, &old, &new);
        slide(&mut pairs, &old, &new);
    }
    pairs
}

/// A passage in the making of pairs.
struct Side {
    symbols: Vec<imara_diff::Token>,
    /// Line of each token, counted in the passage.
    lines: Vec<usize>,
    /// Letters of each token; spaces and starts have none.
    weights: Vec<usize>,
    starts: Vec<bool>,
    spaces: Vec<bool>,
    ends_sentence: Vec<bool>,
    /// Letters of each line.
    line_weights: Vec<usize>,
}

impl Side {
    fn new(tokens: &[&Token], symbols: Vec<imara_diff::Token>) -> Self {
        let mut side = Self {
            symbols,
            lines: Vec::with_capacity(tokens.len()),
            weights: tokens.iter().map(|token| token.weight()).collect(),
            starts: tokens.iter().map(|token| matches!(token, Token::Start(_))).collect(),
            spaces: tokens.iter().map(|token| token.is_space()).collect(),
            ends_sentence: tokens
                .iter()
                .map(|token| {
                    matches!(token, Token::Word { text, .. }
                        if matches!(text.as_str(), "." | "!" | "?" | "…"))
                })
                .collect(),
            line_weights: Vec::new(),
        };
        for at in 0..tokens.len() {
            if side.starts[at] || at == 0 {
                side.line_weights.push(0);
            }
            let line = side.line_weights.len() - 1;
            side.lines.push(line);
            side.line_weights[line] += side.weights[at];
        }
        side
    }

    fn len(&self) -> usize {
        self.symbols.len()
    }
}

/// A number for each token, the same for tokens that may be a pair.
fn symbols<'a>(old: &[&'a Token], new: &[&'a Token]) -> [Vec<imara_diff::Token>; 2] {
    #[derive(PartialEq, Eq, Hash)]
    enum Symbol<'a> {
        Head,
        Word(&'a str),
        Item,
        Cell {
            row_start: bool,
        },
        /// The n-th that is like no other.
        Alone(usize),
    }
    let mut interner = Interner::new(old.len() + new.len());
    let mut alone = 0;
    [old, new].map(|tokens| {
        let symbol_of = |(at, token): (usize, &&'a Token)| {
            let symbol = match token {
                _ if at == 0 => Symbol::Head,
                Token::Word { text, .. } => Symbol::Word(text),
                Token::Start(start) => match (&start.id, &start.kind) {
                    (None, Kind::Item { .. }) => Symbol::Item,
                    (None, Kind::Cell { row_start, .. }) => Symbol::Cell { row_start: *row_start },
                    _ => {
                        alone += 1;
                        Symbol::Alone(alone)
                    }
                },
            };
            interner.intern(symbol)
        };
        tokens.iter().enumerate().map(symbol_of).collect()
    })
}

fn diff(old: &[imara_diff::Token], new: &[imara_diff::Token]) -> Pairs {
    let known = old.iter().chain(new).map(|symbol| symbol.0 + 1).max().unwrap_or_default();
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, old, new, known);
    let mut pairs = vec![None; old.len()];
    let (mut before, mut after) = (0, 0);
    let mut pair_up_to = |before: &mut usize, after: &mut usize, end: usize| {
        while *before < end {
            pairs[*before] = Some(*after);
            (*before, *after) = (*before + 1, *after + 1);
        }
    };
    for hunk in diff.hunks() {
        pair_up_to(&mut before, &mut after, hunk.before.start as usize);
        (before, after) = (hunk.before.end as usize, hunk.after.end as usize);
    }
    pair_up_to(&mut before, &mut after, old.len());
    pairs
}

/// Words in a row that have partners in a row, within one line on both sides.
struct Run {
    old: std::ops::Range<usize>,
    /// The partner of the first.
    new: usize,
}

impl Run {
    fn weight(&self, old: &Side) -> usize {
        old.weights[self.old.clone()].iter().sum()
    }

    fn words(&self, old: &Side) -> usize {
        old.weights[self.old.clone()].iter().filter(|weight| **weight > 0).count()
    }

    fn new_end(&self) -> usize {
        self.new + self.old.len()
    }
}

/// The runs of words; starts are in none.
fn runs(pairs: &Pairs, old: &Side) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, mate) in pairs.iter().enumerate() {
        let Some(mate) = *mate else { continue };
        if old.starts[at] {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.old.end == at && run.new_end() == mate => run.old.end += 1,
            _ => runs.push(Run { old: at..at + 1, new: mate }),
        }
    }
    runs
}

fn let_go(pairs: &mut Pairs, run: &Run) {
    pairs[run.old.clone()].fill(None);
}

/// Two lines that share little have been written anew: nothing in them is the same word.
///
/// A line that has kept its start may share less with its other self than a line whose text
/// was put into another one.
fn let_go_of_chance_lines(pairs: &mut Pairs, old: &Side, new: &Side) {
    struct Shared {
        weight: usize,
        longest: usize,
    }
    let runs = runs(pairs, old);
    let mut shared: HashMap<(usize, usize), Shared> = HashMap::new();
    for run in &runs {
        let lines = (old.lines[run.old.start], new.lines[run.new]);
        let both = shared.entry(lines).or_insert(Shared { weight: 0, longest: 0 });
        both.weight += run.weight(old);
        both.longest = both.longest.max(run.words(old));
    }
    let mut same_line: HashMap<usize, usize> = HashMap::new();
    for (at, mate) in pairs.iter().enumerate() {
        if let Some(mate) = *mate
            && old.starts[at]
        {
            same_line.insert(old.lines[at], new.lines[mate]);
        }
    }
    for run in &runs {
        let (line, other) = (old.lines[run.old.start], new.lines[run.new]);
        let Some(both) = shared.get(&(line, other)) else { continue };
        let shorter = old.line_weights[line].min(new.line_weights[other]);
        let by_chance = if same_line.get(&line) == Some(&other) {
            both.weight * 3 < shorter
        } else {
            both.weight * 2 < shorter && both.longest < 6
        };
        if by_chance {
            let_go(pairs, run);
        }
    }
}

/// A word or two between large changes, or nothing but spaces between any two, are part of one
/// change.
fn let_go_of_chance_words(pairs: &mut Pairs, old: &Side, new: &Side) {
    loop {
        let runs = runs(pairs, old);
        // What has changed between the runs: before the first, …, behind the last.
        let mut gaps = Vec::with_capacity(runs.len() + 1);
        let (mut before, mut after) = (0, 0);
        for run in &runs {
            gaps.push((before..run.old.start, after..run.new));
            (before, after) = (run.old.end, run.new_end());
        }
        gaps.push((before..old.len(), after..new.len()));
        let change = |at: usize| {
            let (removed, added) = &gaps[at];
            let empty = removed.is_empty() && added.is_empty();
            let starts = old.starts[removed.clone()].iter().any(|start| *start)
                || new.starts[added.clone()].iter().any(|start| *start);
            let weight = |side: &Side, range: &std::ops::Range<usize>| {
                side.weights[range.clone()].iter().sum::<usize>()
            };
            (!empty && !starts).then(|| weight(old, removed).max(weight(new, added)))
        };
        let mut before = change(0);
        let mut merged = false;
        for (at, run) in runs.iter().enumerate() {
            let after = change(at + 1);
            let (Some(left), Some(right)) = (before, after) else {
                before = after;
                continue;
            };
            let (weight, words) = (run.weight(old), run.words(old));
            if words == 0 || (words == 1 && weight <= 3) || weight * 2 < left.min(right) {
                let_go(pairs, run);
                merged = true;
                before = Some(left + weight + right);
            } else {
                before = after;
            }
        }
        if !merged {
            return;
        }
    }
}

/// Where the same words can be read as removed (or added) in several places, the place is taken
/// where a person would have changed them: whole lines, whole sentences, words with the space
/// behind them.
fn slide(pairs: &mut Pairs, old: &Side, new: &Side) {
    let mut mates: Pairs = vec![None; new.len()];
    for (at, mate) in pairs.iter().enumerate() {
        if let Some(mate) = mate {
            mates[*mate] = Some(at);
        }
    }
    slide_one_side(pairs, &mut mates, old);
    slide_one_side(&mut mates, pairs, new);
}

/// Slides the passages of `side` that have no partners.
fn slide_one_side(pairs: &mut Pairs, mates: &mut Pairs, side: &Side) {
    let mut at = 1;
    while at < side.len() {
        if pairs[at].is_some() {
            at += 1;
            continue;
        }
        let from = at;
        let mut to = from;
        while to < side.len() && pairs[to].is_none() {
            to += 1;
        }
        at = to;
        let Some(gap_before) = pairs[from - 1] else { continue };
        // Only where the other side has nothing of its own here.
        let on_other_side = pairs.get(to).map_or(mates.len(), |mate| mate.unwrap_or(mates.len()));
        if on_other_side != gap_before + 1 {
            continue;
        }
        let same = |one: usize, other: usize| side.symbols[one] == side.symbols[other];
        // How far up and down the passage can go while the text stays what it is. The first
        // start has its partner whatever happens.
        let mut up = 0;
        while from - up > 1
            && let Some(mate) = pairs[from - up - 1]
            && mate + up == gap_before
            && same(from - up - 1, to - up - 1)
        {
            up += 1;
        }
        let mut down = 0;
        while to + down < side.len()
            && let Some(mate) = pairs[to + down]
            && mate == gap_before + 1 + down
            && same(from + down, to + down)
        {
            down += 1;
        }
        if up + down == 0 {
            continue;
        }
        let best = (from - up..=from + down)
            .max_by_key(|start| (likeliness(side, *start, *start + (to - from)), *start))
            .unwrap_or(from);
        let length = to - from;
        // Unpair what moves into the passage, pair what moves out of it.
        if best < from {
            for step in 0..from - best {
                let (leaves, comes) = (to - 1 - step, from - 1 - step);
                let mate = pairs[comes].take();
                pairs[leaves] = mate;
                if let Some(mate) = mate {
                    mates[mate] = Some(leaves);
                }
            }
        } else {
            for step in 0..best - from {
                let (leaves, comes) = (from + step, to + step);
                let mate = pairs[comes].take();
                pairs[leaves] = mate;
                if let Some(mate) = mate {
                    mates[mate] = Some(leaves);
                }
            }
        }
        at = at.max(best + length);
    }
}

/// How likely a person would have removed or added just this passage.
fn likeliness(side: &Side, from: usize, to: usize) -> u32 {
    let line_ends = |at: usize| at >= side.len() || side.starts[at];
    let line_begins = side.starts[from - 1];
    let sentence_begins =
        line_begins || (from >= 2 && side.spaces[from - 1] && side.ends_sentence[from - 2]);
    if side.starts[from] {
        // Whole lines.
        return if line_ends(to) { 8 } else { 3 };
    }
    let word_begins = line_begins || side.spaces[from - 1];
    if word_begins && !side.spaces[from] {
        // A word with the space behind it, or up to the end of the line.
        let whole = u32::from(side.spaces[to - 1] || line_ends(to));
        return 2 + 2 * whole + u32::from(sentence_begins);
    }
    // A space with the word behind it, where a sign or the end of the line comes next.
    if side.spaces[from] && !side.spaces[to - 1] { 3 } else { 0 }
}
