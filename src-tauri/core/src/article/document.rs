//! The document: headline, lead and blocks, in the same JSON as the editor's own
//! (`{"type": "doc", "content": [headline, lead, block, …]}`).
//!
//! The document is the truth; HTML is only ever an export. Blocks carry ids that are given once
//! and never used again, so that a comment, a change or a merge can name its place.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};
use crate::language::normal;
use crate::photo::Edits;

/// Headline, lead and one block or more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(try_from = "RawDocument", into = "RawDocument")]
pub struct Document {
    /// Plain text without marks.
    pub headline: Vec<Text>,
    /// The lead (sapo).
    pub lead: Vec<Text>,
    pub blocks: Vec<Block>,
}

/// A run of text with one set of marks. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename = "text")]
#[cfg_attr(test, ts(rename = "Text"))]
pub struct Text {
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<Mark>>", optional))]
    pub marks: Vec<Mark>,
}

/// Nothing else is kept of what is pasted. The order of the variants is the order of marks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", content = "attrs", rename_all = "camelCase")]
pub enum Mark {
    Link { href: String },
    Em,
    Strong,
    Sub,
    Sup,
}

/// Short id of a block: 1 to 24 letters, digits, `-` or `_`; empty only before [`Document::accept`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct BlockId(pub String);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Block {
    Paragraph {
        attrs: BlockAttrs,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, ts(as = "Option<Vec<Text>>", optional))]
        content: Vec<Text>,
    },
    Subhead {
        attrs: BlockAttrs,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, ts(as = "Option<Vec<Text>>", optional))]
        content: Vec<Text>,
    },
    Quote {
        attrs: BlockAttrs,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(test, ts(as = "Option<Vec<Text>>", optional))]
        content: Vec<Text>,
    },
    List {
        attrs: ListAttrs,
        content: Vec<ListItem>,
    },
    Table {
        attrs: BlockAttrs,
        content: Vec<TableRow>,
    },
    /// A side bar: paragraphs, subheads and lists.
    Box {
        attrs: BlockAttrs,
        content: Vec<Block>,
    },
    Photo(Photo),
    /// Photos shown together, each with its caption.
    PhotoGroup {
        attrs: BlockAttrs,
        content: Vec<Block>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct BlockAttrs {
    pub id: BlockId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ListAttrs {
    pub id: BlockId,
    pub ordered: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename = "listItem")]
#[cfg_attr(test, ts(rename = "ListItem"))]
pub struct ListItem {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<Text>>", optional))]
    pub content: Vec<Text>,
}

/// Rows of one table have the same number of cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename = "tableRow")]
#[cfg_attr(test, ts(rename = "TableRow"))]
pub struct TableRow {
    pub content: Vec<TableCell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename = "tableCell")]
#[cfg_attr(test, ts(rename = "TableCell"))]
pub struct TableCell {
    pub attrs: TableCellAttrs,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<Text>>", optional))]
    pub content: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct TableCellAttrs {
    pub header: bool,
}

/// A photo in use: the content is the caption of this use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Photo {
    pub attrs: PhotoAttrs,
    /// The caption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<Text>>", optional))]
    pub content: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PhotoAttrs {
    pub id: BlockId,
    /// BLAKE3 of the original, 64 hexadecimal digits; `null` is "photo missing", legal until
    /// approval.
    pub photo: Option<String>,
    /// Who took it.
    pub credit: String,
    /// Text alternative for those who do not see the photo.
    pub alt: String,
    /// What is done to the photo for this use.
    #[serde(default, skip_serializing_if = "Edits::is_none")]
    #[cfg_attr(test, ts(as = "Option<String>", optional))]
    pub edits: Edits,
}

/// Most blocks in one document, at any depth.
const BLOCK_LIMIT: usize = 20_000;
/// Most bytes of text in one document: some hundred times a long report.
const TEXT_LIMIT: usize = 8_000_000;

impl Document {
    /// An empty article: no headline, no lead, one empty paragraph.
    pub fn empty(first_block: BlockId) -> Self {
        Self {
            headline: Vec::new(),
            lead: Vec::new(),
            blocks: vec![Block::paragraph(first_block, "")],
        }
    }

    /// Brings a document to the one form in which it is stored: text in NFC, neighbouring runs
    /// with the same marks joined, marks in order and once, ids present and unique (the first
    /// holder keeps a doubled id), tables rectangular. What was already in this form comes back
    /// unchanged. `new_id` is asked for each missing or doubled id.
    ///
    /// # Errors
    /// `BadInput` where a block stands where it must not, an id or photo hash has the wrong
    /// shape, a link is not http(s) or mailto, or the document is over the limits.
    pub fn accept(mut self, new_id: &mut dyn FnMut() -> BlockId) -> Result<Self> {
        let mut acceptance = Acceptance { seen: HashSet::new(), blocks: 0, bytes: 0, new_id };
        for run in &mut self.headline {
            run.marks.clear();
        }
        acceptance.runs(&mut self.headline)?;
        acceptance.runs(&mut self.lead)?;
        acceptance.blocks(&mut self.blocks, |_| true)?;
        if self.blocks.is_empty() {
            let id = acceptance.fresh_id();
            self.blocks.push(Block::paragraph(id, ""));
        }
        Ok(self)
    }

    /// All blocks in reading order, those inside boxes and photo groups after their holder.
    pub fn walk(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().flat_map(|block| {
            let inner: &[Block] = match block {
                Block::Box { content, .. } | Block::PhotoGroup { content, .. } => content,
                Block::Paragraph { .. }
                | Block::Subhead { .. }
                | Block::Quote { .. }
                | Block::List { .. }
                | Block::Table { .. }
                | Block::Photo(_) => &[],
            };
            std::iter::once(block).chain(inner)
        })
    }

    /// All photos in reading order.
    pub fn photos(&self) -> impl Iterator<Item = &Photo> {
        self.walk().filter_map(|block| match block {
            Block::Photo(photo) => Some(photo),
            _ => None,
        })
    }

    /// As [`Document::photos`], to be filled in.
    pub fn photos_mut(&mut self) -> impl Iterator<Item = &mut Photo> {
        self.blocks
            .iter_mut()
            .flat_map(|block| match block {
                Block::PhotoGroup { content, .. } => content.iter_mut(),
                other => std::slice::from_mut(other).iter_mut(),
            })
            .filter_map(|block| match block {
                Block::Photo(photo) => Some(photo),
                _ => None,
            })
    }

    pub fn headline_text(&self) -> String {
        text_of(&self.headline)
    }

    pub fn lead_text(&self) -> String {
        text_of(&self.lead)
    }
}

impl Block {
    pub fn paragraph(id: BlockId, text: &str) -> Self {
        Self::Paragraph { attrs: BlockAttrs { id }, content: Text::runs(text) }
    }

    pub fn subhead(id: BlockId, text: &str) -> Self {
        Self::Subhead { attrs: BlockAttrs { id }, content: Text::runs(text) }
    }

    /// A caption whose photo is missing.
    pub fn photo_missing(id: BlockId, caption: &str) -> Self {
        Self::Photo(Photo {
            attrs: PhotoAttrs { id, ..PhotoAttrs::default() },
            content: Text::runs(caption),
        })
    }

    pub fn id(&self) -> &BlockId {
        match self {
            Self::Paragraph { attrs, .. }
            | Self::Subhead { attrs, .. }
            | Self::Quote { attrs, .. }
            | Self::Table { attrs, .. }
            | Self::Box { attrs, .. }
            | Self::PhotoGroup { attrs, .. } => &attrs.id,
            Self::List { attrs, .. } => &attrs.id,
            Self::Photo(photo) => &photo.attrs.id,
        }
    }

    fn id_mut(&mut self) -> &mut BlockId {
        match self {
            Self::Paragraph { attrs, .. }
            | Self::Subhead { attrs, .. }
            | Self::Quote { attrs, .. }
            | Self::Table { attrs, .. }
            | Self::Box { attrs, .. }
            | Self::PhotoGroup { attrs, .. } => &mut attrs.id,
            Self::List { attrs, .. } => &mut attrs.id,
            Self::Photo(photo) => &mut photo.attrs.id,
        }
    }
}

impl Text {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }

    /// No run for an empty text, else one without marks.
    pub fn runs(text: &str) -> Vec<Self> {
        if text.is_empty() { Vec::new() } else { vec![Self::plain(text)] }
    }
}

impl BlockId {
    pub(crate) fn is_well_formed(&self) -> bool {
        (1..=24).contains(&self.0.len())
            && self.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    }
}

/// The letters of some runs without their marks.
pub fn text_of(runs: &[Text]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

struct Acceptance<'a> {
    seen: HashSet<BlockId>,
    blocks: usize,
    bytes: usize,
    new_id: &'a mut dyn FnMut() -> BlockId,
}

impl Acceptance<'_> {
    fn blocks(&mut self, blocks: &mut [Block], allowed: fn(&Block) -> bool) -> Result<()> {
        for block in blocks {
            if !allowed(block) {
                return Err(Failure::bad_input("a block stands inside one that cannot hold it"));
            }
            self.blocks += 1;
            if self.blocks > BLOCK_LIMIT {
                return Err(Failure::bad_input("too many blocks"));
            }
            self.id(block.id_mut())?;
            match block {
                Block::Paragraph { content, .. }
                | Block::Subhead { content, .. }
                | Block::Quote { content, .. } => self.runs(content)?,
                Block::List { content, .. } => {
                    if content.is_empty() {
                        content.push(ListItem { content: Vec::new() });
                    }
                    for item in content {
                        self.runs(&mut item.content)?;
                    }
                }
                Block::Table { content, .. } => self.table(content)?,
                Block::Box { content, .. } => {
                    self.blocks(content, |inner| {
                        matches!(
                            inner,
                            Block::Paragraph { .. } | Block::Subhead { .. } | Block::List { .. }
                        )
                    })?;
                    if content.is_empty() {
                        let id = self.fresh_id();
                        content.push(Block::paragraph(id, ""));
                    }
                }
                Block::Photo(photo) => {
                    self.short(&mut photo.attrs.credit)?;
                    self.short(&mut photo.attrs.alt)?;
                    if let Some(hash) = &photo.attrs.photo
                        && !crate::photo::is_hash(hash)
                    {
                        return Err(Failure::bad_input("a photo is named by its hash"));
                    }
                    self.runs(&mut photo.content)?;
                }
                Block::PhotoGroup { content, .. } => {
                    self.blocks(content, |inner| matches!(inner, Block::Photo(_)))?;
                    if content.is_empty() {
                        let id = self.fresh_id();
                        content.push(Block::photo_missing(id, ""));
                    }
                }
            }
        }
        Ok(())
    }

    fn id(&mut self, id: &mut BlockId) -> Result<()> {
        if !id.0.is_empty() && !id.is_well_formed() {
            return Err(Failure::bad_input("a block id is 1 to 24 letters or digits"));
        }
        if id.0.is_empty() || !self.seen.insert(id.clone()) {
            *id = self.fresh_id();
        }
        Ok(())
    }

    fn fresh_id(&mut self) -> BlockId {
        loop {
            let id = (self.new_id)();
            if id.is_well_formed() && self.seen.insert(id.clone()) {
                return id;
            }
        }
    }

    fn table(&mut self, rows: &mut Vec<TableRow>) -> Result<()> {
        let width = rows.iter().map(|row| row.content.len()).max().unwrap_or(0).max(1);
        if width > 100 || rows.len() > 2_000 {
            return Err(Failure::bad_input("a table is too large"));
        }
        if rows.is_empty() {
            rows.push(TableRow { content: Vec::new() });
        }
        for row in rows {
            row.content.resize_with(width, || TableCell {
                attrs: TableCellAttrs::default(),
                content: Vec::new(),
            });
            for cell in &mut row.content {
                self.runs(&mut cell.content)?;
            }
        }
        Ok(())
    }

    fn short(&mut self, text: &mut String) -> Result<()> {
        self.count(text.len())?;
        *text = normal::nfc(text);
        Ok(())
    }

    fn count(&mut self, bytes: usize) -> Result<()> {
        self.bytes += bytes;
        if self.bytes > TEXT_LIMIT {
            return Err(Failure::bad_input("the article is too long"));
        }
        Ok(())
    }

    fn runs(&mut self, runs: &mut Vec<Text>) -> Result<()> {
        for run in runs.iter_mut() {
            self.count(run.text.len())?;
            run.marks.sort_unstable();
            run.marks.dedup();
            let mut links = 0;
            for mark in &run.marks {
                if let Mark::Link { href } = mark {
                    links += 1;
                    if !is_safe_link(href) {
                        return Err(Failure::bad_input("a link is http, https or mailto"));
                    }
                }
            }
            if links > 1 {
                return Err(Failure::bad_input("one link at a time"));
            }
            if run.marks.contains(&Mark::Sub) && run.marks.contains(&Mark::Sup) {
                run.marks.retain(|mark| *mark != Mark::Sup);
            }
        }
        join_runs(runs);
        // After joining: a combining mark may stand at the start of the second run.
        for run in runs.iter_mut() {
            run.text = normal::nfc(&run.text);
        }
        Ok(())
    }
}

/// Whether an address may stand in a document: http, https or mailto and nothing hidden in it.
pub(crate) fn is_safe_link(href: &str) -> bool {
    let lower = href.to_ascii_lowercase();
    href.len() <= 4_000
        && !href.chars().any(|c| c.is_control() || c.is_whitespace())
        && ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

fn join_runs(runs: &mut Vec<Text>) {
    runs.retain(|run| !run.text.is_empty());
    runs.dedup_by(|next, kept| {
        if next.marks == kept.marks {
            kept.text.push_str(&next.text);
            true
        } else {
            false
        }
    });
}

/// The JSON of the editor.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename = "doc")]
struct RawDocument {
    content: Vec<RawNode>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum RawNode {
    Headline {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        content: Vec<Text>,
    },
    Lead {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        content: Vec<Text>,
    },
    #[serde(untagged)]
    Block(Block),
}

impl TryFrom<RawDocument> for Document {
    type Error = &'static str;

    fn try_from(raw: RawDocument) -> std::result::Result<Self, Self::Error> {
        let mut nodes = raw.content.into_iter();
        let Some(RawNode::Headline { content: headline }) = nodes.next() else {
            return Err("a document starts with its headline");
        };
        let Some(RawNode::Lead { content: lead }) = nodes.next() else {
            return Err("the lead follows the headline");
        };
        let blocks = nodes
            .map(|node| match node {
                RawNode::Block(block) => Ok(block),
                RawNode::Headline { .. } | RawNode::Lead { .. } => {
                    Err("a document has one headline and one lead")
                }
            })
            .collect::<std::result::Result<_, _>>()?;
        Ok(Self { headline, lead, blocks })
    }
}

impl From<Document> for RawDocument {
    fn from(document: Document) -> Self {
        let mut content = vec![
            RawNode::Headline { content: document.headline },
            RawNode::Lead { content: document.lead },
        ];
        content.extend(document.blocks.into_iter().map(RawNode::Block));
        Self { content }
    }
}

#[cfg(test)]
mod tests;
