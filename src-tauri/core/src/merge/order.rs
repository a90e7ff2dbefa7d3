//! In what order the pieces and the new units of both sides stand.

use std::collections::HashSet;
use std::ops::Range;

use super::pieces::Version;
use crate::compare::tokens::{Kind, LineStart, Token};

/// What stands next in the merged text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    Piece(usize),
    /// An item of one side that is no piece.
    New {
        side: usize,
        item: usize,
    },
}

/// Every piece and every new unit once. Pieces that no side has moved keep the order of the base;
/// behind each stands what the first side has put there, then what the second side has. A piece
/// that both have moved stands where the first has it. `once` is told each new unit that both have
/// written alike at the same place, and that is left out the second time.
pub(super) fn order(
    sides: [&Version; 2],
    pieces: usize,
    mut once: impl FnMut(&[Token]),
) -> Vec<Placed> {
    let stays = |piece: usize| !sides.iter().any(|side| side.moved[piece]);
    let mut behind: Vec<Vec<Placed>> = vec![Vec::new(); pieces];
    for (this, side) in sides.into_iter().enumerate() {
        let (mut after, mut others) = (0, 0..0);
        let mut found = HashSet::new();
        for (at, item) in side.items.iter().enumerate() {
            match item.piece {
                Some(piece) if stays(piece) => {
                    after = piece;
                    others = 0..behind[after].len();
                }
                Some(piece) if side.moved[piece] && !(this == 1 && sides[0].moved[piece]) => {
                    behind[after].push(Placed::Piece(piece));
                }
                Some(_) => {}
                None => {
                    let mine = side.tokens_of(at);
                    let twin = behind[after][others.clone()].iter().find(|placed| match placed {
                        Placed::New { side, item } => {
                            !found.contains(&(*side, *item))
                                && alike(sides[*side].tokens_of(*item), mine)
                        }
                        Placed::Piece(_) => false,
                    });
                    if let Some(Placed::New { side, item }) = twin {
                        found.insert((*side, *item));
                        once(mine);
                    } else {
                        behind[after].push(Placed::New { side: this, item: at });
                    }
                }
            }
        }
    }
    let staying = (0..pieces).filter(|piece| stays(*piece));
    staying
        .flat_map(|piece| {
            std::iter::once(Placed::Piece(piece)).chain(std::mem::take(&mut behind[piece]))
        })
        .collect()
}

/// The pieces that a side has moved: all but those that, together the longest, still stand in the
/// order of the base.
pub(super) fn moved(side: &Version, pieces: &[Range<usize>]) -> Vec<bool> {
    let mut moved = vec![false; pieces.len()];
    let row: Vec<usize> = side.items.iter().filter_map(|item| item.piece).collect();
    if row.is_sorted() {
        return moved;
    }
    // A Fenwick tree: the heaviest row that ends with a piece below an index, and its last member.
    let mut tree = vec![(0, None); pieces.len() + 1];
    let mut previous = Vec::with_capacity(row.len());
    let mut heaviest = (0, None);
    for (at, &piece) in row.iter().enumerate() {
        moved[piece] = true;
        let (mut below, mut best) = (piece, (0, None));
        while below > 0 {
            best = best.max(tree[below]);
            below &= below - 1;
        }
        previous.push(best.1);
        let mine = (best.0 + pieces[piece].len(), Some(at));
        heaviest = heaviest.max(mine);
        let mut above = piece + 1;
        while above < tree.len() {
            tree[above] = tree[above].max(mine);
            above += above & above.wrapping_neg();
        }
    }
    let mut at = heaviest.1;
    while let Some(stays) = at {
        moved[row[stays]] = false;
        at = previous[stays];
    }
    moved
}

/// Whether two passages are the same but for the ids of what they open.
pub(super) fn alike(a: &[Token], b: &[Token]) -> bool {
    fn nameless(start: &LineStart) -> LineStart {
        let mut start = LineStart { id: None, ..start.clone() };
        if let Kind::Item { list: id, .. } | Kind::Cell { table: id, .. } = &mut start.kind {
            id.0.clear();
        }
        start
    }
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| match (a, b) {
            (Token::Start(a), Token::Start(b)) => nameless(a) == nameless(b),
            _ => a == b,
        })
}
