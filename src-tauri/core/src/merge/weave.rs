//! The merged stream in the making.

use std::borrow::Cow;
use std::ops::Range;

use super::order::{self, Placed, alike};
use super::pieces::{self, Part, Version, is_start, runs_on};
use super::places::{self, Spot};
use super::{Asked, starts};
use crate::article::{BlockId, Document};
use crate::compare::align::Alignment;
use crate::compare::stream::Stream;
use crate::compare::tokens::{Kind, LineStart, Token};
use crate::discuss::{Place, Replacement, Why};

/// The merged document, with what is asked about it.
pub(super) struct Woven {
    pub(super) document: Document,
    pub(super) asked: Vec<Asked<Place>>,
    /// Words of changes that both sides made alike, and that the text has once.
    pub(super) same: Vec<String>,
}

pub(super) struct Weaver<'a> {
    pub(super) base: &'a [Token],
    pub(super) sides: [&'a Version; 2],
    pieces: &'a [Range<usize>],
    pub(super) out: Vec<Put<'a>>,
    pub(super) asked: Vec<Asked<Spot>>,
    same: Vec<String>,
    /// The piece that was put last, if what follows it would go on in its line.
    last: Option<usize>,
    /// The pieces that both sides have moved, and where their starts were put.
    moved: Vec<(usize, usize)>,
}

/// A token of the merged stream.
pub(super) struct Put<'a> {
    pub(super) token: Cow<'a, Token>,
    /// Which token it is of either side.
    pub(super) places: [Option<usize>; 2],
}

pub(super) fn weave(base: &Document, sides: [&Document; 2]) -> Woven {
    let base = Stream::of(base);
    let align = |side: &Document| {
        let alignment = Alignment::of(base.clone(), Stream::of(side));
        Version::new(&base.tokens, alignment.new.tokens, alignment.new_token)
    };
    // Most of the work of a merge, and neither side knows of the other.
    let [one, other] = sides;
    let mut sides = std::thread::scope(|scope| {
        let one = scope.spawn(|| align(one));
        let other = align(other);
        [one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other]
    });
    let base = base.tokens;
    let pieces = pieces::cut(&base, &mut sides);
    let sides = sides.each_ref();
    let mut weaver = Weaver {
        base: &base,
        sides,
        pieces: &pieces,
        out: Vec::with_capacity(base.len()),
        asked: Vec::new(),
        same: Vec::new(),
        last: None,
        moved: Vec::new(),
    };
    let order = order::order(sides, pieces.len(), |once| weaver.once(once));
    let revived = weaver.revived();
    for placed in order {
        match placed {
            Placed::Piece(piece) => weaver.piece(piece, revived[piece]),
            Placed::New { side, item } => {
                weaver.put_all(side, sides[side].items[item].tokens.clone());
                weaver.last = None;
            }
        }
    }
    weaver.ask_for_moves();
    weaver.keep_suggestions_apart();
    let Weaver { out, asked, same, .. } = weaver;
    let tokens = out.into_iter().map(|put| put.token.into_owned()).collect();
    let (document, asked) = places::build(tokens, asked);
    Woven { document, asked, same }
}

impl<'a> Weaver<'a> {
    /// Puts a token of a side; gives its index.
    pub(super) fn put(&mut self, side: usize, at: usize) -> usize {
        let version = self.sides[side];
        let mut places = [version.from[at].and_then(|base| self.sides[1 - side].to[base]); 2];
        places[side] = Some(at);
        self.push(Cow::Borrowed(&version.tokens[at]), places)
    }

    /// Puts a token; gives its index. Words that would run on into one, and that do so on neither
    /// side, are kept apart by a space; so are a full stop and a number behind another number.
    pub(super) fn push(&mut self, token: Cow<'a, Token>, places: [Option<usize>; 2]) -> usize {
        let end = self.out.len();
        let row = |at: usize| match self.out.get(at) {
            Some(put) => Some(&*put.token),
            None => (at == end).then_some(&*token),
        };
        if runs_on(row, end) && !self.stood_together(places) {
            let space = Token::Word { text: " ".to_owned(), marks: Vec::new() };
            self.out.push(Put { token: Cow::Owned(space), places: [None, None] });
        }
        self.out.push(Put { token, places });
        self.out.len() - 1
    }

    /// Whether a side has this token right behind what was put last; a number that begins behind a
    /// point, with the number before that point.
    fn stood_together(&self, places: [Option<usize>; 2]) -> bool {
        let [last, before] = [1, 2].map(|n| self.out.len().checked_sub(n).map(|at| &self.out[at]));
        let is_point = |put: &Put<'_>| match &*put.token {
            Token::Word { text, .. } => matches!(&**text, "." | ","),
            Token::Start(_) => false,
        };
        let needs_number = last.is_some_and(is_point);
        (0..2).any(|side| {
            let stood = |put: Option<&Put<'_>>, n: usize| {
                let before = put.and_then(|put| put.places[side]);
                before.is_some_and(|before| places[side] == Some(before + n))
            };
            stood(last, 1) && (!needs_number || stood(before, 2))
        })
    }

    fn put_all(&mut self, side: usize, range: Range<usize>) {
        for at in range {
            self.put(side, at);
        }
    }

    /// Both sides have typed this, and the text has it once.
    pub(super) fn once<'t>(&mut self, tokens: impl IntoIterator<Item = &'t Token>) {
        let mut text = String::new();
        for token in tokens {
            match token {
                Token::Word { text: word, .. } => text.push_str(word),
                Token::Start(start) => {
                    text.push('\n');
                    if let Kind::Caption { photo, credit, alt, .. } = &start.kind {
                        for attr in [photo.as_deref().unwrap_or_default(), credit, alt] {
                            text.push_str(attr);
                            text.push('\n');
                        }
                    }
                }
            }
        }
        if !text.is_empty() {
            self.same.push(text);
        }
    }

    /// For each piece the side that its whole unit is taken from, because the other has deleted
    /// it and this one has changed it.
    fn revived(&self) -> Vec<Option<usize>> {
        let mut revived = vec![None; self.pieces.len()];
        let mut start = 0;
        while start < self.pieces.len() {
            let end = (start + 1..self.pieces.len())
                .find(|piece| self.base_start(*piece).is_some_and(opens_unit))
                .unwrap_or(self.pieces.len());
            revived[start..end].fill((0..2).find(|side| {
                let opens = self.sides[*side].part(start).is_some_and(|part| part.start.is_some());
                opens
                    && (start..end).all(|piece| self.sides[1 - side].part(piece).is_none())
                    && (start..end).any(|piece| self.is_changed(*side, piece))
            }));
            start = end;
        }
        revived
    }

    /// Whether a side has done more to a piece than to delete from it, split it or join it.
    fn is_changed(&self, side: usize, piece: usize) -> bool {
        let version = self.sides[side];
        let Some(part) = version.part(piece) else { return false };
        let is_new =
            |at: usize| version.from[at].is_none_or(|base| version.tokens[at] != self.base[base]);
        let start = self.pieces[piece].start;
        version.moved[piece]
            || !part.lines.is_empty()
            || part.words.into_iter().any(is_new)
            || part.start.is_some_and(|at| {
                let (old, new) = (&self.base[start..=start], &version.tokens[at..=at]);
                is_start(&old[0]) && !alike(old, new)
            })
    }

    fn base_start(&self, piece: usize) -> Option<&'a LineStart> {
        start_of(&self.base[self.pieces[piece].start])
    }

    fn piece(&mut self, piece: usize, revived: Option<usize>) {
        let parts = self.sides.map(|side| side.part(piece));
        if let Some(side) = revived {
            if let Some(part) = &parts[side] {
                self.revive(side, part);
                self.last = part.lines.is_empty().then_some(piece);
            }
            return;
        }
        if parts.iter().all(Option::is_none) {
            return;
        }
        let (before, asked) = (self.out.len(), self.asked.len());
        self.start(piece, &parts);
        let words = self.out.len();
        let Range { start, end } = self.pieces[piece].clone();
        let new =
            parts.each_ref().map(|part| part.as_ref().map_or(0..0, |part| part.words.clone()));
        self.words(start + usize::from(is_start(&self.base[start]))..end, new);
        if self.out.len() == words && parts.iter().any(Option::is_none) {
            if let Some(side) = self.brings_photo(piece, &parts) {
                // Its caption was deleted, or has gone elsewhere.
                self.asked.push(Asked {
                    side: 1 - side,
                    why: Why::Deleted,
                    at: Spot::Unit(before),
                    replacement: Replacement::DeleteBlock,
                });
                self.last = Some(piece);
            } else {
                // Deleted by one side, and nothing of it left by the other.
                self.out.truncate(before);
                self.asked.truncate(asked);
            }
        } else {
            self.last = Some(piece);
        }
        self.lines(&parts);
    }

    /// The side that alone has a piece and has another photo there than the base, or says something
    /// else about it.
    fn brings_photo(&self, piece: usize, parts: &[Option<Part>; 2]) -> Option<usize> {
        let side = usize::from(parts[0].is_none());
        let start = start_of(&self.sides[side].tokens[parts[side].as_ref()?.start?])?;
        let is_other = self.base_start(piece).is_none_or(|base| base.kind != start.kind);
        (matches!(start.kind, Kind::Caption { .. }) && is_other).then_some(side)
    }

    /// Puts what one side has of a piece that the other side has deleted.
    fn revive(&mut self, side: usize, part: &Part) {
        for at in part.start.into_iter().chain(part.words.clone()).chain(part.lines.clone()) {
            let put = self.put(side, at);
            if start_of(&self.sides[side].tokens[at]).is_some_and(opens_unit) {
                self.asked.push(Asked {
                    side: 1 - side,
                    why: Why::Deleted,
                    at: Spot::Unit(put),
                    replacement: Replacement::DeleteBlock,
                });
            }
        }
    }

    /// Puts the start of a piece, unless it goes on in the line before it.
    fn start(&mut self, piece: usize, parts: &[Option<Part>; 2]) {
        let base = self.base_start(piece);
        let moved = self.sides.map(|side| side.moved[piece]);
        let own = [0, 1].map(|side| {
            let at = parts[side].as_ref()?.start?;
            start_of(&self.sides[side].tokens[at])
        });
        // A side that goes on in the line before it is followed where that line is there.
        let joins = [0, 1].map(|side| parts[side].is_some() && own[side].is_none());
        let follows = |side: usize| {
            joins[side] && self.last.is_some() && self.sides[side].before(piece) == self.last
        };
        let (start, wishes) = match (base, own) {
            (Some(base), [Some(a), Some(b)]) => {
                let (start, wishes) = starts::merge(base, [a, b], moved, &mut self.same);
                (Cow::Owned(start), wishes)
            }
            (Some(base), [None, None]) => {
                if follows(0) || follows(1) {
                    return;
                }
                (Cow::Borrowed(base), Vec::new())
            }
            (Some(base), [Some(start), None] | [None, Some(start)]) => {
                let side = usize::from(own[0].is_none());
                let joiner = 1 - side;
                let is_as_it_was = start == base && !moved[side];
                if is_as_it_was && follows(joiner) {
                    return;
                }
                let wish = (joiner, Why::Joined, Replacement::JoinBefore);
                (Cow::Borrowed(start), joins[joiner].then_some(wish).into_iter().collect())
            }
            (None, [Some(a), Some(b)]) => {
                // Both have split it here.
                let none = LineStart { id: None, kind: Kind::Lead, holder: None };
                let (start, wishes) = starts::merge(&none, [a, b], moved, &mut self.same);
                (Cow::Owned(start), wishes)
            }
            (None, [Some(start), None] | [None, Some(start)]) => (Cow::Borrowed(start), Vec::new()),
            (None, [None, None]) => return,
        };
        let is_unit = opens_unit(&start);
        let put = self.push(
            Cow::Owned(Token::Start(start.into_owned())),
            [0, 1].map(|side| parts[side].as_ref()?.start),
        );
        for (side, why, replacement) in wishes {
            self.asked.push(Asked { side, why, at: Spot::Unit(put), replacement });
        }
        if moved == [true, true] && is_unit && parts.iter().all(Option::is_some) {
            self.moved.push((piece, put));
        }
    }

    /// Puts the lines without an id that the sides have written behind a piece: cells of the same
    /// row before new rows.
    fn lines(&mut self, parts: &[Option<Part>; 2]) {
        let sides = self.sides;
        let mut lines =
            [0, 1].map(|side| (side, parts[side].as_ref().map_or(0..0, |part| part.lines.clone())));
        let [a, b] = lines.clone().map(|(side, lines)| &sides[side].tokens[lines]);
        if alike(a, b) {
            lines[1].1 = 0..0;
            self.once(a);
        } else if begins_row(a) && !begins_row(b) {
            lines.swap(0, 1);
        }
        for (side, lines) in lines {
            if !lines.is_empty() {
                self.put_all(side, lines);
                self.last = None;
            }
        }
    }

    /// Asks for the second side's place of what both have moved to different places.
    fn ask_for_moves(&mut self) {
        let put: std::collections::HashSet<&BlockId> =
            self.out.iter().filter_map(|put| start_of(&put.token)?.id.as_ref()).collect();
        for (piece, at) in &self.moved {
            let [first, second] = self.sides;
            let behind = |side: &Version| {
                let mut pieces = side.all_before(*piece).filter_map(|item| item.piece);
                pieces.find(|piece| first.has(*piece) && second.has(*piece))
            };
            if behind(first) == behind(second) {
                continue;
            }
            let block = second.all_before(*piece).find_map(|item| {
                let id = start_of(&second.tokens[item.tokens.start])?.id.as_ref()?;
                put.contains(id).then(|| id.clone())
            });
            self.asked.push(Asked {
                side: 1,
                why: Why::Moved,
                at: Spot::Unit(*at),
                replacement: Replacement::MoveAfter { block },
            });
        }
    }
}

fn start_of(token: &Token) -> Option<&LineStart> {
    match token {
        Token::Start(start) => Some(start),
        Token::Word { .. } => None,
    }
}

fn opens_unit(start: &LineStart) -> bool {
    start.id.is_some() || matches!(start.kind, Kind::Headline | Kind::Lead)
}

fn begins_row(tokens: &[Token]) -> bool {
    let start = tokens.first().and_then(start_of);
    start.is_some_and(|start| matches!(start.kind, Kind::Cell { row_start: true, .. }))
}
