//! What of an old text is what of a new one.
//!
//! Units with the same id are the same unit, and so are units whose text is the same or nearly
//! so where the id is new (text that was pasted again). The heaviest set of units that are in
//! the same order in both texts *stays*; the other common units have *moved*. Every unit that
//! only one text has belongs to the common unit before it: together they are a *region*, and
//! within a region the words are paired, so that a paragraph cut in two or joined with the next
//! keeps its words.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::stream::Stream;
use super::tokens::{Kind, Token};
use super::words;
use crate::article::BlockId;

/// Two streams with what is common to them.
pub(crate) struct Alignment {
    pub(crate) old: Stream,
    pub(crate) new: Stream,
    /// The new unit that an old one is, and the other way round.
    pub(crate) new_unit: Vec<Option<usize>>,
    pub(crate) old_unit: Vec<Option<usize>>,
    /// The new token that an old one is. Words that are a pair say the same and may differ in
    /// marks; starts that are a pair may differ in everything.
    pub(crate) new_token: Vec<Option<usize>>,
    /// Units that moved together, each of them a place in `regions`.
    pub(crate) moves: Vec<Range<usize>>,
    /// One for each common unit. First those that stay, in order; then those that moved, in
    /// the order of the old text, as `moves` says.
    pub(crate) regions: Vec<Region>,
    /// How many of the regions stay.
    pub(crate) staying: usize,
    /// Boxes and photo groups of the old text that have another id in the new one.
    pub(crate) renamed: HashMap<BlockId, BlockId>,
}

/// A common unit with the units behind it that only one of the texts has.
#[derive(Debug, Default)]
pub(crate) struct Region {
    pub(crate) old: Vec<Piece>,
    pub(crate) new: Vec<Piece>,
    /// Whether the tokens differ in anything, be it an id.
    pub(crate) changed: bool,
}

/// A part of a region in one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Tokens(Range<usize>),
    /// Here stand the units of a move.
    Moved(usize),
}

impl Alignment {
    pub(crate) fn of(old: Stream, new: Stream) -> Self {
        let mut units = Units::of(&old, &new);
        let staying = units.staying();
        units.pair_similar(&staying);
        let staying = units.staying();
        let Units { new_unit, old_unit, .. } = units;
        let (moves, regions, stay_count) = regions(&old, &new, &new_unit, &old_unit, &staying);
        let mut alignment = Self {
            new_token: vec![None; old.tokens.len()],
            old,
            new,
            new_unit,
            old_unit,
            moves,
            regions,
            staying: stay_count,
            renamed: HashMap::new(),
        };
        alignment.pair_tokens();
        alignment.rename_holders();
        alignment
    }

    fn pair_tokens(&mut self) {
        for region in &mut self.regions {
            let [old, new] = [&region.old, &region.new].map(|pieces| {
                let ranges = pieces.iter().filter_map(|piece| match piece {
                    Piece::Tokens(range) => Some(range.clone()),
                    Piece::Moved(_) => None,
                });
                ranges.flatten().collect::<Vec<usize>>()
            });
            let old_tokens: Vec<&Token> = old.iter().map(|at| &self.old.tokens[*at]).collect();
            let new_tokens: Vec<&Token> = new.iter().map(|at| &self.new.tokens[*at]).collect();
            region.changed = old_tokens != new_tokens;
            if old_tokens[1..] == new_tokens[1..] {
                // Nothing has changed, or only what the first line is: most of any text.
                for (at, mate) in old.iter().zip(&new) {
                    self.new_token[*at] = Some(*mate);
                }
                continue;
            }
            for (at, mate) in words::pair(&old_tokens, &new_tokens).into_iter().enumerate() {
                self.new_token[old[at]] = mate.map(|mate| new[mate]);
            }
        }
    }
}

impl Alignment {
    /// A box around the same units is the same box, whatever its id.
    fn rename_holders(&mut self) {
        let old_ids: HashSet<&BlockId> = self.old.ids().collect();
        let new_ids: HashSet<&BlockId> = self.new.ids().collect();
        let mut given = HashSet::new();
        for (unit, mate) in self.new_unit.iter().enumerate() {
            let Some(mate) = *mate else { continue };
            let holders = (&self.old.opening(unit).holder, &self.new.opening(mate).holder);
            let (Some(old), Some(new)) = holders else { continue };
            if old.kind == new.kind
                && !new_ids.contains(&old.id)
                && !old_ids.contains(&new.id)
                && !self.renamed.contains_key(&old.id)
                && given.insert(&new.id)
            {
                self.renamed.insert(old.id.clone(), new.id.clone());
            }
        }
    }
}

/// Which units are common.
struct Units<'a> {
    old: &'a Stream,
    new: &'a Stream,
    new_unit: Vec<Option<usize>>,
    old_unit: Vec<Option<usize>>,
}

impl<'a> Units<'a> {
    fn of(old: &'a Stream, new: &'a Stream) -> Self {
        let mut units = Self {
            new_unit: vec![None; old.units.len()],
            old_unit: vec![None; new.units.len()],
            old,
            new,
        };
        units.pair_by_id();
        units.pair_by_text();
        units
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.new_unit[old] = Some(new);
        self.old_unit[new] = Some(old);
    }

    fn pair_by_id(&mut self) {
        // Headline and lead, which have none.
        for head in 0..2.min(self.old.units.len()).min(self.new.units.len()) {
            self.pair(head, head);
        }
        let by_id: HashMap<&BlockId, usize> = (0..self.new.units.len())
            .filter_map(|unit| Some((self.new.unit_id(unit)?, unit)))
            .collect();
        for unit in 0..self.old.units.len() {
            if let Some(id) = self.old.unit_id(unit)
                && let Some(&mate) = by_id.get(id)
                && self.old_unit[mate].is_none()
            {
                self.pair(unit, mate);
            }
        }
    }

    /// Units with new ids that say the same, the first with the first.
    fn pair_by_text(&mut self) {
        let unpaired = self.unpaired_new(0..self.new.units.len());
        if unpaired.is_empty() {
            return;
        }
        let taken = self.old_ids();
        let mut by_text: HashMap<(u8, Vec<&str>), Vec<usize>> = HashMap::new();
        for unit in unpaired.into_iter().rev() {
            if self.new.units[unit].weight > 0 {
                by_text.entry(text_of_unit(self.new, unit)).or_default().push(unit);
            }
        }
        for unit in 0..self.old.units.len() {
            if self.new_unit[unit].is_none()
                && let Some(same) = by_text.get_mut(&text_of_unit(self.old, unit))
                && let Some(mate) = same.pop()
                && self.may_follow(mate, &taken)
            {
                self.pair(unit, mate);
            }
        }
    }

    /// Units with new ids that say nearly the same, in the same order between units that stay.
    fn pair_similar(&mut self, staying: &[usize]) {
        let taken = self.old_ids();
        let mut bounds: Vec<(usize, usize)> =
            staying.iter().filter_map(|unit| Some((*unit, self.new_unit[*unit]?))).collect();
        bounds.push((self.old.units.len(), self.new.units.len()));
        for pair in bounds.windows(2) {
            let [(old_from, new_from), (old_to, new_to)] = *pair else { continue };
            let old: Vec<usize> =
                (old_from + 1..old_to).filter(|unit| self.new_unit[*unit].is_none()).collect();
            let new = self.unpaired_new(new_from + 1..new_to);
            // Far more than people write anew between two paragraphs that they leave alone.
            if old.is_empty() || new.is_empty() || old.len() * new.len() > 4_000 {
                continue;
            }
            let old_bags: Vec<Bag<'_>> = old.iter().map(|unit| Bag::of(self.old, *unit)).collect();
            let new_bags: Vec<Bag<'_>> = new.iter().map(|unit| Bag::of(self.new, *unit)).collect();
            let alike = |at: usize, mate: usize| {
                let (one, other) = (&old_bags[at], &new_bags[mate]);
                let common = one.common(other);
                (class(self.old, old[at]) == class(self.new, new[mate])
                    && common * 2 > one.weight.max(other.weight)
                    && self.may_follow(new[mate], &taken))
                .then_some(common)
            };
            for (at, mate) in heaviest_in_order(old.len(), new.len(), alike) {
                self.pair(old[at], new[mate]);
            }
        }
    }

    fn unpaired_new(&self, units: Range<usize>) -> Vec<usize> {
        units.filter(|unit| self.old_unit[*unit].is_none()).collect()
    }

    /// Whether an old unit may take the id of this new one: only one that the old text has for
    /// nothing else.
    fn may_follow(&self, new: usize, taken: &HashSet<BlockId>) -> bool {
        self.new.unit_id(new).is_some_and(|id| !taken.contains(id))
    }

    fn old_ids(&self) -> HashSet<BlockId> {
        self.old.ids().cloned().collect()
    }

    /// The old units that stay, in order: of all sets of common units that are in the same order
    /// in both texts the one with the most letters.
    fn staying(&self) -> Vec<usize> {
        let common: Vec<(usize, usize)> = self
            .new_unit
            .iter()
            .enumerate()
            .filter_map(|(unit, mate)| Some((unit, (*mate)?)))
            .collect();
        if common.is_sorted_by_key(|(_, mate)| *mate) {
            return common.into_iter().map(|(unit, _)| unit).collect();
        }
        // A Fenwick tree over the new units: the heaviest chain that ends at or before each.
        let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); self.new.units.len() + 1];
        let mut chains: Vec<(usize, Option<usize>)> = Vec::with_capacity(common.len());
        for (place, (unit, mate)) in common.iter().enumerate() {
            let (mut weight, mut before) = (0, None);
            let mut at = *mate;
            while at > 0 {
                if best[at].0 > weight {
                    (weight, before) = best[at];
                }
                at &= at - 1;
            }
            // An empty paragraph weighs something too.
            weight += 1 + self.old.units[*unit].weight.min(self.new.units[*mate].weight);
            chains.push((*unit, before));
            let mut at = mate + 1;
            while at < best.len() {
                if weight > best[at].0 {
                    best[at] = (weight, Some(place));
                }
                at += at & at.wrapping_neg();
            }
        }
        let mut end = None;
        let mut at = self.new.units.len();
        let mut weight = 0;
        while at > 0 {
            if best[at].0 > weight {
                (weight, end) = best[at];
            }
            at &= at - 1;
        }
        let mut staying = Vec::new();
        while let Some(place) = end {
            let (unit, before) = chains[place];
            staying.push(unit);
            end = before;
        }
        staying.reverse();
        staying
    }
}

/// What can be the same unit: text, table, photo.
fn class(stream: &Stream, unit: usize) -> u8 {
    match stream.opening(unit).kind {
        Kind::Cell { .. } => 1,
        Kind::Caption { .. } => 2,
        _ => 0,
    }
}

fn text_of_unit(stream: &Stream, unit: usize) -> (u8, Vec<&str>) {
    let words = stream.tokens[stream.units[unit].tokens.clone()].iter().map(|token| match token {
        Token::Start(start) => start.kind.name(),
        Token::Word { text, .. } => text.as_str(),
    });
    (class(stream, unit), words.collect())
}

/// The words of a unit, each as often as it comes.
struct Bag<'a> {
    words: HashMap<&'a str, usize>,
    weight: usize,
}

impl<'a> Bag<'a> {
    fn of(stream: &'a Stream, unit: usize) -> Self {
        Self::of_tokens(&stream.tokens[stream.units[unit].tokens.clone()])
    }

    fn of_tokens(tokens: &'a [Token]) -> Self {
        let mut bag = Self { words: HashMap::new(), weight: 0 };
        for token in tokens {
            if let Token::Word { text, .. } = token
                && !token.is_space()
            {
                *bag.words.entry(text).or_default() += 1;
                bag.weight += token.weight();
            }
        }
        bag
    }

    /// Letters of the words that both have.
    fn common(&self, other: &Self) -> usize {
        let shared = self.words.iter().map(|(word, count)| {
            let both = (*count).min(other.words.get(word).copied().unwrap_or_default());
            both * word.chars().count()
        });
        shared.sum()
    }
}

/// Pairs in order on both sides whose weights are together the most.
fn heaviest_in_order(
    old: usize,
    new: usize,
    weight: impl Fn(usize, usize) -> Option<usize>,
) -> Vec<(usize, usize)> {
    let weights: Vec<Vec<usize>> = (0..old)
        .map(|at| (0..new).map(|mate| weight(at, mate).unwrap_or_default()).collect())
        .collect();
    // best[at][mate]: the most that the units from `at` and `mate` on can give.
    let mut best = vec![vec![0; new + 1]; old + 1];
    for at in (0..old).rev() {
        for mate in (0..new).rev() {
            let own = weights[at][mate];
            let both = if own > 0 { own + best[at + 1][mate + 1] } else { 0 };
            best[at][mate] = both.max(best[at + 1][mate]).max(best[at][mate + 1]);
        }
    }
    let (mut at, mut mate, mut pairs) = (0, 0, Vec::new());
    while at < old && mate < new {
        let own = weights[at][mate];
        if own > 0 && best[at][mate] == own + best[at + 1][mate + 1] {
            pairs.push((at, mate));
            (at, mate) = (at + 1, mate + 1);
        } else if best[at][mate] == best[at + 1][mate] {
            at += 1;
        } else {
            mate += 1;
        }
    }
    pairs
}

/// The moves, the regions, and how many of the regions stay.
fn regions(
    old: &Stream,
    new: &Stream,
    new_unit: &[Option<usize>],
    old_unit: &[Option<usize>],
    staying: &[usize],
) -> (Vec<Range<usize>>, Vec<Region>, usize) {
    // The region of each common unit, by its place in the old text.
    let mut region_of: Vec<Option<usize>> = vec![None; old.units.len()];
    for (region, unit) in staying.iter().enumerate() {
        region_of[*unit] = Some(region);
    }
    let mut moves: Vec<Range<usize>> = Vec::new();
    let mut count = staying.len();
    for unit in 0..old.units.len() {
        let Some(mate) = new_unit[unit] else { continue };
        if region_of[unit].is_some() {
            continue;
        }
        // Together with the one before it, where they are neighbours in both texts.
        let together = region_of[unit - 1].is_some_and(|region| region >= staying.len())
            && new_unit[unit - 1] == mate.checked_sub(1);
        match moves.last_mut() {
            Some(last) if together => last.end += 1,
            _ => moves.push(count..count + 1),
        }
        region_of[unit] = Some(count);
        count += 1;
    }
    let mut regions: Vec<Region> = (0..count).map(|_| Region::default()).collect();
    let moved_group: HashMap<usize, usize> =
        moves.iter().enumerate().map(|(group, regions)| (regions.start, group)).collect();

    let mut fill = |stream: &Stream,
                    other: &Stream,
                    region_at: &dyn Fn(usize) -> Option<usize>,
                    mate_of: &[Option<usize>],
                    side: fn(&mut Region) -> &mut Vec<Piece>| {
        // The region that stays, and the moved unit just before if there is one.
        let (mut here, mut moved) = (0, None);
        for unit in 0..stream.units.len() {
            let tokens = stream.units[unit].tokens.clone();
            let region = match region_at(unit) {
                Some(region) if region < staying.len() => {
                    (here, moved) = (region, None);
                    region
                }
                Some(region) => {
                    if let Some(group) = moved_group.get(&region) {
                        side(&mut regions[here]).push(Piece::Moved(*group));
                    }
                    moved = Some((unit, region));
                    region
                }
                None => match moved {
                    // Text that came from the moved unit, or went into it, goes along.
                    Some((before, region))
                        if mate_of[before]
                            .is_some_and(|mate| is_part(stream, unit, other, mate)) =>
                    {
                        region
                    }
                    _ => {
                        moved = None;
                        here
                    }
                },
            };
            match side(&mut regions[region]).last_mut() {
                Some(Piece::Tokens(last)) if last.end == tokens.start => last.end = tokens.end,
                _ => side(&mut regions[region]).push(Piece::Tokens(tokens)),
            }
        }
    };
    fill(old, new, &|unit| region_of[unit], new_unit, |region| &mut region.old);
    let region_of_new = |unit: usize| old_unit[unit].and_then(|mate| region_of[mate]);
    fill(new, old, &region_of_new, old_unit, |region| &mut region.new);
    (moves, regions, staying.len())
}

/// Whether half of what a unit says stands in a unit of the other text.
fn is_part(stream: &Stream, unit: usize, other: &Stream, mate: usize) -> bool {
    let own = Bag::of(stream, unit);
    own.weight > 0 && own.common(&Bag::of(other, mate)) * 2 >= own.weight
}
