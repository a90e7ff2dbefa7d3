//! Words and phrases of rules, found syllable by syllable.

use crate::proof::words::{Case, Kind, Token, tokens};

/// A word or phrase, taken apart as lines are.
#[derive(Debug)]
pub(super) struct Phrase {
    pieces: Vec<Piece>,
    pub(super) match_case: bool,
}

#[derive(Debug)]
enum Piece {
    Word {
        key: String,
        text: String,
        case: Case,
    },
    Space,
    /// A number, a sign, an address.
    Other(String),
}

impl Phrase {
    pub(super) fn of(text: &str, match_case: bool) -> Self {
        let pieces = tokens(text, false).into_iter().map(|token| {
            let text = text[token.from..token.to].to_owned();
            match token.kind {
                Kind::Word(word) => Piece::Word { key: word.key, text, case: word.case },
                Kind::Space => Piece::Space,
                Kind::Number | Kind::Sign(_) | Kind::Opaque => Piece::Other(text),
            }
        });
        Self { pieces: pieces.collect(), match_case }
    }

    /// What it is looked up by.
    pub(super) fn first_key(&self) -> String {
        self.pieces.first().map(Piece::key).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The token behind the phrase where it begins at token `n`. It begins and ends with a whole
    /// syllable or number.
    pub(super) fn end(&self, text: &str, tokens: &[Token], n: usize) -> Option<usize> {
        let end = n + self.pieces.len();
        let there = tokens.get(n..end)?;
        let fits = self.pieces.iter().zip(there).all(|(piece, token)| {
            let there = &text[token.from..token.to];
            match (piece, &token.kind) {
                (Piece::Word { key, text, case }, Kind::Word(word)) => {
                    word.key == *key
                        && (!self.match_case
                            || (word.case == *case && (*case != Case::Mixed || there == text)))
                }
                (Piece::Space, Kind::Space) => true,
                (Piece::Other(text), Kind::Number | Kind::Sign(_) | Kind::Opaque) => there == text,
                (Piece::Word { .. } | Piece::Space | Piece::Other(_), _) => false,
            }
        });
        let glued = |inner: &Token, outer: Option<&Token>| {
            is_letters(inner) && outer.is_some_and(is_letters)
        };
        let before = n.checked_sub(1).and_then(|n| tokens.get(n));
        let is_apart = !glued(there.first()?, before) && !glued(there.last()?, tokens.get(end));
        (fits && is_apart).then_some(end)
    }
}

fn is_letters(token: &Token) -> bool {
    matches!(token.kind, Kind::Word(_) | Kind::Number)
}

impl Piece {
    fn key(&self) -> String {
        match self {
            Self::Word { key, .. } => key.clone(),
            Self::Space => " ".to_owned(),
            Self::Other(text) => text.clone(),
        }
    }
}
