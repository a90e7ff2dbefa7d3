//! What the lines of a text are called on paper: "paragraph 3", "photo 2".

use crate::article::{Block, Document};
use crate::compare::tokens;

/// What a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceName {
    Headline,
    Lead,
    Paragraph(u32),
    Subhead,
    Photo(u32),
}

/// The name of each line, and which lines are captions.
pub(super) struct Places {
    names: Vec<PlaceName>,
    captions: Vec<bool>,
}

impl Places {
    /// Paragraphs, quotes, lists, tables and boxes are counted from 1; photos by themselves.
    pub(super) fn of(document: &Document) -> Self {
        let mut names = vec![PlaceName::Headline, PlaceName::Lead];
        let (mut paragraphs, mut photos) = (0, 0);
        for block in &document.blocks {
            name(block, &mut names, &mut paragraphs, &mut photos);
        }
        let lines = tokens::lines(document);
        let captions = lines
            .iter()
            .map(|line| matches!(line.start.kind, tokens::Kind::Caption { .. }))
            .collect();
        Self { names, captions }
    }

    pub(super) fn name(&self, line: u32) -> PlaceName {
        self.names.get(line as usize).copied().unwrap_or(PlaceName::Headline)
    }

    pub(super) fn is_caption(&self, line: u32) -> bool {
        self.captions.get(line as usize).copied().unwrap_or(false)
    }
}

fn name(block: &Block, names: &mut Vec<PlaceName>, paragraphs: &mut u32, photos: &mut u32) {
    match block {
        Block::Photo(_) => {
            *photos += 1;
            names.push(PlaceName::Photo(*photos));
        }
        Block::PhotoGroup { content, .. } => {
            for inner in content {
                name(inner, names, paragraphs, photos);
            }
        }
        Block::Subhead { .. } => names.push(PlaceName::Subhead),
        Block::Paragraph { .. } | Block::Quote { .. } => {
            *paragraphs += 1;
            names.push(PlaceName::Paragraph(*paragraphs));
        }
        Block::List { content, .. } => {
            *paragraphs += 1;
            names.extend(content.iter().map(|_| PlaceName::Paragraph(*paragraphs)));
        }
        Block::Table { content, .. } => {
            *paragraphs += 1;
            let cells = content.iter().flat_map(|row| &row.content);
            names.extend(cells.map(|_| PlaceName::Paragraph(*paragraphs)));
        }
        Block::Box { content, .. } => {
            *paragraphs += 1;
            let count = content.iter().map(lines_in).sum();
            names.extend(std::iter::repeat_n(PlaceName::Paragraph(*paragraphs), count));
        }
    }
}

fn lines_in(block: &Block) -> usize {
    match block {
        Block::List { content, .. } => content.len(),
        Block::Table { content, .. } => content.iter().map(|row| row.content.len()).sum(),
        Block::Box { content, .. } | Block::PhotoGroup { content, .. } => {
            content.iter().map(lines_in).sum()
        }
        Block::Paragraph { .. } | Block::Subhead { .. } | Block::Quote { .. } | Block::Photo(_) => {
            1
        }
    }
}
