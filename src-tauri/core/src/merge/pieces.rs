//! The base cut into pieces, and each side as a row of them.

use std::ops::Range;

use crate::compare::tokens::Token;

/// A side beside the base.
pub(super) struct Version {
    pub(super) tokens: Vec<Token>,
    /// For each token which of the base's it is.
    pub(super) from: Vec<Option<usize>>,
    /// For each token of the base which one it is here.
    pub(super) to: Vec<Option<usize>>,
    /// Every token of this side, in its order.
    pub(super) items: Vec<Item>,
    /// For each piece which item it is; `None` where this side has deleted all of it.
    item_of: Vec<Option<usize>>,
    /// The pieces that this side has moved.
    pub(super) moved: Vec<bool>,
}

/// A passage of one side.
pub(super) struct Item {
    /// `None` for a unit that this side has written anew.
    pub(super) piece: Option<usize>,
    pub(super) tokens: Range<usize>,
}

/// What there is of a piece on one side.
pub(super) struct Part {
    /// The start of its line, unless it goes on with the line before.
    pub(super) start: Option<usize>,
    pub(super) words: Range<usize>,
    /// Lines without an id that were written behind it: further items, further cells.
    pub(super) lines: Range<usize>,
}

impl Version {
    /// `to` says for each token of the base which one it is here, `None` that it was deleted.
    pub(super) fn new(base: &[Token], tokens: Vec<Token>, to: Vec<Option<usize>>) -> Self {
        let mut version = Self {
            from: vec![None; tokens.len()],
            items: Vec::new(),
            item_of: Vec::new(),
            moved: Vec::new(),
            tokens,
            to,
        };
        for (there, here) in version.to.iter().enumerate() {
            if let Some(here) = here {
                version.from[*here] = Some(there);
            }
        }
        version.match_whole_words(base);
        version
    }

    /// A word may be several tokens, where its letters carry different marks. It is matched as a
    /// whole or not at all, so that no word can be put together from halves of two.
    fn match_whole_words(&mut self, base: &[Token]) {
        match_whole(&mut self.from, &self.tokens, &mut self.to, base);
        match_whole(&mut self.to, base, &mut self.from, &self.tokens);
    }

    /// Where the base must be cut for this side: before every token that begins a line here, or
    /// that does not follow here what it follows there.
    fn cuts(&self, cuts: &mut [bool]) {
        let (mut last, mut begins) = (None, false);
        for (token, from) in self.tokens.iter().zip(&self.from) {
            let Some(from) = *from else {
                begins |= is_start(token);
                continue;
            };
            let follows = last.is_some_and(|last| {
                last < from && self.to[last + 1..from].iter().all(Option::is_none)
            });
            cuts[from] |= begins || !follows;
            (last, begins) = (Some(from), false);
        }
    }

    /// Deals this side out to the pieces. Words that it has put between two of them belong to the
    /// one before, up to the first new unit, unless they replace words of the next; the start of a
    /// line and what follows it belong to a piece that goes on in that line.
    fn deal_out(&mut self, base: &[Token], pieces: &[Range<usize>], piece_of: &[usize]) {
        let mut items: Vec<Item> = Vec::with_capacity(pieces.len());
        let mut here = 0;
        while here < self.tokens.len() {
            let gap = here;
            while here < self.tokens.len() && self.from[here].is_none() {
                here += 1;
            }
            let next = self.from.get(here).copied().flatten().map(|from| piece_of[from]);
            match items.last_mut() {
                Some(item) if item.piece == next => item.tokens.end = here + 1,
                last => {
                    let is_start = |at: &usize| is_start(&self.tokens[*at]);
                    let goes_on = next.is_some() && !is_start(&here);
                    let head = match (gap..here).rev().find(is_start) {
                        Some(start) if goes_on => start,
                        None if goes_on
                            && self.replaces_head(base, gap, here, pieces, piece_of) =>
                        {
                            gap
                        }
                        _ => here,
                    };
                    let opens = |at: &usize| opens_unit(&self.tokens[*at]);
                    let tail = (gap..head).find(opens).unwrap_or(head);
                    match last {
                        Some(item) => item.tokens.end = tail,
                        None if gap < tail => items.push(Item { piece: None, tokens: gap..tail }),
                        None => {}
                    }
                    let mut unit = tail;
                    while unit < head {
                        let end = (unit + 1..head).find(opens).unwrap_or(head);
                        items.push(Item { piece: None, tokens: unit..end });
                        unit = end;
                    }
                    if next.is_some() {
                        items.push(Item { piece: next, tokens: head..here + 1 });
                    }
                }
            }
            here += 1;
        }
        self.item_of = vec![None; pieces.len()];
        for (at, item) in items.iter().enumerate() {
            if let Some(piece) = item.piece {
                self.item_of[piece] = Some(at);
            }
        }
        self.items = items;
    }

    pub(super) fn has(&self, piece: usize) -> bool {
        self.item_of[piece].is_some()
    }

    pub(super) fn tokens_of(&self, item: usize) -> &[Token] {
        &self.tokens[self.items[item].tokens.clone()]
    }

    /// Whether the words before `here` stand for words that the piece of `here` began with, and
    /// not for those that the piece before ended with.
    fn replaces_head(
        &self,
        base: &[Token],
        gap: usize,
        here: usize,
        pieces: &[Range<usize>],
        piece_of: &[usize],
    ) -> bool {
        let last = gap.checked_sub(1).and_then(|last| self.from[last]);
        let (Some(last), Some(next)) = (last, self.from[here]) else { return false };
        let start = pieces[piece_of[next]].start;
        last + 1 == pieces[piece_of[last]].end && base[start..next].iter().any(|it| !is_start(it))
    }

    /// What this side has of a piece; `None` where it has deleted it.
    pub(super) fn part(&self, piece: usize) -> Option<Part> {
        let Range { start, end } = self.items[self.item_of[piece]?].tokens;
        let words = start + usize::from(is_start(&self.tokens[start]));
        let lines = (words..end).find(|at| is_start(&self.tokens[*at])).unwrap_or(end);
        Some(Part {
            start: (start < words).then_some(start),
            words: words..lines,
            lines: lines..end,
        })
    }

    /// The piece that stands right before another one on this side.
    pub(super) fn before(&self, piece: usize) -> Option<usize> {
        self.items[self.item_of[piece]?.checked_sub(1)?].piece
    }

    /// What stands before a piece on this side, the nearest first.
    pub(super) fn all_before(&self, piece: usize) -> impl Iterator<Item = &Item> {
        self.items[..self.item_of[piece].unwrap_or(0)].iter().rev()
    }
}

/// Cuts the base into pieces that are one passage on either side, and deals the sides out to them.
pub(super) fn cut(base: &[Token], sides: &mut [Version; 2]) -> Vec<Range<usize>> {
    let mut cuts: Vec<bool> = base.iter().map(is_start).collect();
    for side in &*sides {
        side.cuts(&mut cuts);
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut piece_of = Vec::with_capacity(base.len());
    for (at, cut) in cuts.into_iter().enumerate() {
        match pieces.last_mut() {
            Some(piece) if !cut => piece.end = at + 1,
            _ => pieces.push(at..at + 1),
        }
        piece_of.push(pieces.len() - 1);
    }
    for side in sides {
        side.deal_out(base, &pieces, &piece_of);
        side.moved = super::order::moved(side, &pieces);
    }
    pieces
}

pub(super) fn is_start(token: &Token) -> bool {
    matches!(token, Token::Start(_))
}

fn opens_unit(token: &Token) -> bool {
    matches!(token, Token::Start(start) if start.id.is_some())
}

/// Words and numbers of more than one token.
fn long_words(tokens: &[Token]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + 1 < tokens.len() {
            let start = at;
            at += 1;
            while at < tokens.len() && runs_on(|at| tokens.get(at), at) {
                at += 1;
            }
            if at - start > 1 {
                return Some(start..at);
            }
        }
        None
    })
}

/// Takes apart what is matched, of a word of several tokens, with anything but a whole word.
fn match_whole(
    to: &mut [Option<usize>],
    tokens: &[Token],
    back: &mut [Option<usize>],
    others: &[Token],
) {
    for word in long_words(tokens) {
        let is_whole = to[word.start].is_some_and(|first| {
            let end = first + word.len();
            word.clone().zip(first..end).all(|(at, other)| to[at] == Some(other))
                && [first, end].into_iter().all(|edge| !runs_on(|at| others.get(at), edge))
        });
        if !is_whole {
            for other in to[word].iter_mut().filter_map(Option::take) {
                back[other] = None;
            }
        }
    }
}

/// Whether the token at `at` of a row would read as one word with the one before it, or as one
/// number: between "6" and ".31" no less than between "6." and "31".
pub(super) fn runs_on<'t>(token: impl Fn(usize) -> Option<&'t Token>, at: usize) -> bool {
    let word = |at: usize| match token(at)? {
        Token::Word { text, .. } => Some(text.as_str()),
        Token::Start(_) => None,
    };
    let word_before = |n| at.checked_sub(n).and_then(word);
    let (Some(before), Some(after)) = (word_before(1), word(at)) else { return false };
    // Nearly every word stands between spaces: known without looking up what kind of letters.
    if before.ends_with(' ') || after.starts_with(' ') {
        return false;
    }
    let is_point = |text: &str| matches!(text, "." | ",");
    let begins = |text: Option<&str>| text.is_some_and(|text| text.starts_with(char::is_numeric));
    let ends = |text: Option<&str>| text.is_some_and(|text| text.ends_with(char::is_numeric));
    match (before.chars().next_back(), after.chars().next()) {
        (Some(last), Some(first)) if super::audit::is_one_word(last, first) => true,
        _ if is_point(before) => ends(word_before(2)) && begins(Some(after)),
        _ if is_point(after) => ends(Some(before)) && begins(word(at + 1)),
        _ => false,
    }
}
