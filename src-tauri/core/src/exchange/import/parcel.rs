//! A draft on its way from the process that read it. Whoever has that process in hand can send
//! anything: what comes is taken only in the shape that [`super::lines`] gives a draft.

use serde::{Deserialize, Serialize};

use super::draft::{Draft, Piece, Tracked};
use super::flaw::{damaged, refused};
use crate::article::{Mark, is_safe_link};
use crate::failure::Result;
use crate::language::normal::one_line;

/// Widest table, which is Word's own.
const COLUMNS: u32 = 63;

/// What a reader makes of a file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Answer {
    Draft(Box<Draft>),
    Sealed,
    Damaged(String),
}

#[derive(Serialize, Deserialize)]
struct Parcel {
    answer: Answer,
    /// Lengths of the pictures, which stand behind all this as they are.
    pictures: Vec<usize>,
}

/// The length of the first part, in eight bytes; the answer in JSON; the pictures.
pub(super) fn pack(answer: Answer) -> Vec<u8> {
    let pictures = match &answer {
        Answer::Draft(draft) => draft.pictures.iter().map(|it| it.bytes.len()).collect(),
        Answer::Sealed | Answer::Damaged(_) => Vec::new(),
    };
    let parcel = Parcel { answer, pictures };
    let text = serde_json::to_vec(&parcel).expect("a draft has a form in JSON");
    let mut bytes = (text.len() as u64).to_le_bytes().to_vec();
    bytes.extend(text);
    if let Answer::Draft(draft) = parcel.answer {
        draft.pictures.iter().for_each(|picture| bytes.extend(&picture.bytes));
    }
    bytes
}

/// # Errors
/// `FileDamaged` for one that breaks off, `FileRefused` for one that no reader of ours packs.
pub(super) fn open(bytes: &[u8]) -> Result<Answer> {
    let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(broken)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| broken())?;
    let (text, mut rest) = rest.split_at_checked(length).ok_or_else(broken)?;
    let Parcel { mut answer, pictures } = serde_json::from_slice(text).map_err(damaged)?;
    if let Answer::Draft(draft) = &mut answer {
        if draft.pictures.len() != pictures.len() {
            return Err(broken());
        }
        for (picture, length) in draft.pictures.iter_mut().zip(pictures) {
            let (bytes, behind) = rest.split_at_checked(length).ok_or_else(broken)?;
            (picture.bytes, rest) = (bytes.to_vec(), behind);
        }
        if !is_sound(draft) {
            return Err(refused("not a draft that a reader makes"));
        }
    }
    Ok(answer)
}

fn broken() -> crate::failure::Failure {
    damaged("the answer of the reader breaks off")
}

/// Everything that is pointed at is there, and nothing is tracked, linked or as wide as in no file.
fn is_sound(draft: &Draft) -> bool {
    let untracked = |tracked: Tracked| tracked == Tracked::default();
    draft.authors.is_empty()
        && draft.lines.iter().all(|line| {
            untracked(line.end)
                && untracked(line.row)
                && line.cell.is_none_or(|cell| cell.column < COLUMNS)
                && line.picture.as_ref().is_none_or(|used| {
                    untracked(used.tracked)
                        && used.picture.is_none_or(|at| at < draft.pictures.len())
                        && used.alt == one_line(&used.alt)
                })
                && line.pieces.iter().all(|piece| match piece {
                    Piece::Edge(edge) => edge.talk < draft.talks.len(),
                    Piece::Text(run) => {
                        untracked(run.tracked) && run.marks.iter().all(is_sound_mark)
                    }
                })
        })
}

fn is_sound_mark(mark: &Mark) -> bool {
    match mark {
        Mark::Link { href } => is_safe_link(href),
        Mark::Em | Mark::Strong | Mark::Sub | Mark::Sup => true,
    }
}
