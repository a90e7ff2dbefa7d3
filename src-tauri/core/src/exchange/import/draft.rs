//! What a reader of files makes of one: paragraphs as they stand there, with what was tracked in
//! them, and nothing decided yet.

use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, BlockId, Mark};
use crate::language::normal::one_line;
use crate::time::Timestamp;

/// A file, read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) lines: Vec<Line>,
    pub(super) pictures: Vec<Picture>,
    pub(super) talks: Vec<Talk>,
    /// Who made the changes that were tracked, in the order in which they finished.
    pub(super) authors: Vec<Author>,
    pub(super) left_out: Vec<LeftOut>,
    /// Of what it is a copy, where it came from us.
    #[serde(skip)]
    pub(super) origin: Option<Origin>,
    /// Who saved it last.
    pub(super) saved_by: String,
    /// Hard spaces, letters in parts and characters of no width that were put right.
    pub(super) cleaned: [u32; 3],
}

/// The revision that a file was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub article: ArticleId,
    /// Its hash.
    pub revision: String,
}

/// What is in a file and not taken over. A person is told, for it may have been meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LeftOut {
    /// Foot notes and end notes.
    Note,
    Formula,
    /// A drawing, a chart, a sheet: something with a shape and no picture.
    Drawing,
    /// A picture of a kind that is no photo, or a damaged one.
    Picture,
    /// A picture that is not in the file, which only says where it is.
    LinkedPicture,
    /// Text that does not show in the program that wrote it.
    HiddenText,
    /// A comment of a kind of file in which they are not understood.
    Comment,
    /// A code in square brackets that a plugin of WordPress puts something in the place of.
    Code,
}

/// A paragraph, an item of a list, what stands in a cell, or a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// A line of its own: `pieces` holds nothing but edges then.
    pub(super) picture: Option<PictureUse>,
    pub(super) style: Style,
    pub(super) centred: bool,
    /// That of our block, where the file came from us.
    #[serde(skip)]
    pub(super) id: Option<BlockId>,
    /// What became of the end of the paragraph.
    pub(super) end: Tracked,
    /// What became of the row that it stands in.
    pub(super) row: Tracked,
    pub(super) item: Option<Item>,
    pub(super) cell: Option<Cell>,
    /// Number of the side bar that it stands in.
    pub(super) boxed: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Piece {
    Text(Run),
    Edge(Edge),
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) font: String,
    pub(super) marks: Vec<Mark>,
    pub(super) tracked: Tracked,
}

/// Where the passage of a conversation begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Edge {
    /// Place in [`Draft::talks`].
    pub(super) talk: usize,
    pub(super) ends: bool,
}

/// By whom (place in [`Draft::authors`]) something was put in or taken out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tracked {
    pub(super) inserted: Option<u16>,
    pub(super) deleted: Option<u16>,
}

impl Tracked {
    /// Whether it stands in the text in which the changes of the first `accepted` authors were
    /// taken and all others turned down.
    pub(super) fn stands(self, accepted: u16) -> bool {
        self.inserted.is_none_or(|by| by < accepted) && self.deleted.is_none_or(|by| by >= accepted)
    }

    pub(super) fn is_change(self) -> bool {
        self.inserted.is_some() || self.deleted.is_some()
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Style {
    #[default]
    Normal,
    Title,
    /// Below the title: what a lead is written in.
    Subtitle,
    Heading,
    Quote,
    Caption,
    Source,
    Byline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) list: u32,
    pub(super) ordered: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cell {
    pub(super) table: u32,
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) header: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PictureUse {
    /// Place in [`Draft::pictures`]; `None` where it could not be had.
    pub(super) picture: Option<usize>,
    /// On one line.
    pub(super) alt: String,
    pub(super) tracked: Tracked,
}

impl PictureUse {
    /// With `alt` as files have it: any text.
    pub(super) fn new(picture: Option<usize>, alt: &str, tracked: Tracked) -> Self {
        Self { picture, alt: one_line(alt), tracked }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Picture {
    /// Without a folder.
    pub(super) name: String,
    /// Packed beside the rest.
    #[serde(skip)]
    pub(super) bytes: Vec<u8>,
}

/// A comment with its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Talk {
    /// The first opened it.
    pub(super) said: Vec<Said>,
    pub(super) resolved: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) author: String,
    pub(super) at: Option<Timestamp>,
    pub(super) text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Author {
    pub(super) name: String,
    /// Of the last change.
    pub(super) at: Option<Timestamp>,
}

impl Draft {
    /// How many authors there are; all of them accepted is the text as it stands.
    pub(super) fn all(&self) -> u16 {
        u16::try_from(self.authors.len()).unwrap_or(u16::MAX)
    }

    /// How many stretches of text were tracked.
    pub(super) fn changes(&self) -> usize {
        let runs = self.lines.iter().map(|line| {
            let texts = line.pieces.iter().filter_map(|piece| match piece {
                Piece::Text(run) => Some(run.tracked),
                Piece::Edge(_) => None,
            });
            let mut last = Tracked::default();
            let mut count = usize::from(line.end.is_change());
            for tracked in texts {
                count += usize::from(tracked.is_change() && tracked != last);
                last = tracked;
            }
            count
        });
        runs.sum()
    }
}

impl Line {
    /// Whether there is something to read, on any side.
    pub(super) fn has_text(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::Text(run) => run.text.chars().any(|c| !c.is_whitespace()),
            Piece::Edge(_) => false,
        })
    }
}
