//! The document as plain text.

use super::document::text_of;
use super::{Block, Document, Text};

/// Every text of the document in reading order, a line each: headline, lead, blocks, list items,
/// table cells, captions. Used for counts and searches, not for export.
pub fn plain_text(document: &Document) -> String {
    let mut lines = Lines(String::new());
    lines.add(&document.headline);
    lines.add(&document.lead);
    for block in document.walk() {
        lines.block(block);
    }
    lines.0
}

/// Whether anything is written below the lead, captions aside.
pub fn has_body_text(document: &Document) -> bool {
    let mut lines = Lines(String::new());
    for block in document.walk().filter(|block| !matches!(block, Block::Photo(_))) {
        lines.block(block);
    }
    lines.0.chars().any(char::is_alphanumeric)
}

struct Lines(String);

impl Lines {
    fn add(&mut self, runs: &[Text]) {
        let text = text_of(runs);
        if !text.is_empty() {
            self.0.push_str(&text);
            self.0.push('\n');
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { content, .. }
            | Block::Subhead { content, .. }
            | Block::Quote { content, .. } => self.add(content),
            Block::List { content, .. } => content.iter().for_each(|item| self.add(&item.content)),
            Block::Table { content, .. } => {
                content.iter().flat_map(|row| &row.content).for_each(|cell| self.add(&cell.content))
            }
            Block::Photo(photo) => self.add(&photo.content),
            // Their inner blocks are walked one by one.
            Block::Box { .. } | Block::PhotoGroup { .. } => {}
        }
    }
}
