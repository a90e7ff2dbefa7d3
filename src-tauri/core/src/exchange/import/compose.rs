//! A draft and what a person says of its lines into an article: its text before and after the
//! changes that were tracked in the file, and the conversations about it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Incoming;
use super::draft::{Draft, Edge};
use super::guess::guess;
use super::sides::{Body, Flat, Unit, units};
use crate::article::{
    Block, BlockAttrs, BlockId, ListAttrs, ListItem, Mark, Photo, PhotoAttrs, TableCell,
    TableCellAttrs, TableRow, Text, text_of,
};
use crate::compare::Content;
use crate::discuss::{Anchor, PhotoPart, Place, TextPoint, anchor_at};
use crate::exchange::recognise::Label;
use crate::exchange::recognise::compose::{Article, Landed};
use crate::failure::{Failure, Result};
use crate::person::Person;
use crate::time::Timestamp;

/// What an article is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// The text with all tracked changes turned down, then with those of each author taken, one
    /// author after the other. One stage where nothing was tracked.
    pub stages: Vec<Stage>,
    pub talks: Vec<PlacedTalk>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub content: Content,
    /// Whose changes it adds; empty for the first.
    pub author: String,
    pub at: Option<Timestamp>,
}

/// A conversation at its place in the last stage.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedTalk {
    pub anchor: Anchor,
    /// Who said what, in order; never empty.
    pub said: Vec<Remark>,
    pub resolved: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub author: String,
    pub at: Option<Timestamp>,
    pub text: String,
}

/// Most conversations of one file.
const TALK_LIMIT: usize = 2_000;

impl Incoming {
    /// The pictures that are to be photos of the desk, with the names of their files.
    pub fn pictures(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let pictures = self.draft.iter().flat_map(|draft| &draft.pictures);
        pictures.map(|picture| (picture.name.as_str(), picture.bytes.as_slice()))
    }

    /// The labels as they were guessed.
    pub fn labels(&self) -> Vec<Label> {
        self.recognition.lines.iter().map(|line| line.label).collect()
    }

    /// Makes the article. `labels` has one for each line of the recognition, `photos` the hash of
    /// each of [`Incoming::pictures`], or none where the desk could not take it.
    ///
    /// # Errors
    /// `BadInput` where these are not as many as they must be, or the text is over the limits of
    /// an article.
    pub fn compose(
        &self,
        labels: &[Label],
        photos: &[Option<String>],
        people: &[Person],
        new_id: &mut dyn FnMut() -> BlockId,
    ) -> Result<Arrival> {
        let Some(draft) = &self.draft else {
            return Err(Failure::bad_input("a text has nothing but lines"));
        };
        if labels.len() != self.recognition.lines.len() || photos.len() != draft.pictures.len() {
            return Err(Failure::bad_input("labels and photos are those of the file"));
        }
        let ids = Ids::of(draft, new_id);
        let all = draft.all();
        let said: HashMap<usize, Label> = units(draft, all)
            .iter()
            .zip(labels)
            .map(|(unit, label)| (unit.first, *label))
            .collect();
        let mut stages = Vec::new();
        let mut spots = Spots::default();
        for accepted in 0..=all {
            let units = units(draft, accepted);
            let labels = labels_of(draft, &units, &said);
            spots = Spots::default();
            let mut article = Article::new(people, new_id);
            let mut making = Making { article: &mut article, ids: &ids, photos, spots: &mut spots };
            making.add(&units, &labels);
            let (document, fields) = article.finish()?;
            let author = accepted.checked_sub(1).map(|at| &draft.authors[usize::from(at)]);
            stages.push(Stage {
                content: Content { document, fields },
                author: author.map(|author| author.name.clone()).unwrap_or_default(),
                at: author.and_then(|author| author.at),
            });
        }
        let last = stages.last().map(|stage| stage.content.clone());
        let Some(content) = last else { return Err(Failure::internal("no stage at all")) };
        let talks = draft
            .talks
            .iter()
            .take(TALK_LIMIT)
            .enumerate()
            .filter(|(_, talk)| !talk.said.is_empty())
            .filter_map(|(at, talk)| {
                Some(PlacedTalk {
                    anchor: spots.anchor(at, &content)?,
                    said: talk
                        .said
                        .iter()
                        .map(|said| Remark {
                            author: said.author.clone(),
                            at: said.at,
                            text: said.text.clone(),
                        })
                        .collect(),
                    resolved: talk.resolved,
                })
            })
            .collect();
        Ok(Arrival { stages, talks })
    }
}

/// A unit that a person has seen is on every side what they said; one that stands on an earlier
/// side only is what it looks like there.
fn labels_of(draft: &Draft, units: &[Unit], said: &HashMap<usize, Label>) -> Vec<Label> {
    let guessed = guess(draft, units);
    let is_said = |label: Label| {
        units.iter().any(|unit| said.get(&unit.first).is_some_and(|said| *said == label))
    };
    let (has_headline, has_lead) = (is_said(Label::Headline), is_said(Label::Lead));
    units
        .iter()
        .zip(guessed)
        .map(|(unit, guessed)| match (said.get(&unit.first), guessed.label) {
            (Some(label), _) => *label,
            (None, Label::Headline) if has_headline => Label::Subhead,
            (None, Label::Lead) if has_lead => Label::Paragraph,
            (None, label) => label,
        })
        .collect()
}

/// The ids of blocks, the same on every side.
struct Ids {
    lines: Vec<BlockId>,
    boxes: BTreeMap<u32, BlockId>,
}

impl Ids {
    fn of(draft: &Draft, new_id: &mut dyn FnMut() -> BlockId) -> Self {
        let mut taken = HashSet::new();
        let lines = draft
            .lines
            .iter()
            .map(|line| {
                let own = line.id.clone().filter(|id| id.is_well_formed());
                match own {
                    Some(id) if taken.insert(id.clone()) => id,
                    _ => new_id(),
                }
            })
            .collect();
        let boxes = draft.lines.iter().filter_map(|line| line.boxed);
        Self { lines, boxes: boxes.map(|number| (number, new_id())).collect() }
    }
}

/// Where passages begin and end.
#[derive(Default)]
struct Spots {
    /// By conversation: its beginning, its end.
    found: HashMap<usize, [Option<Spot>; 2]>,
}

#[derive(Clone)]
enum Spot {
    /// With the length of its line.
    Text(TextPoint, u32),
    Photo(BlockId),
    Beside,
}

impl Spots {
    fn set(&mut self, edge: Edge, spot: Spot) {
        let [from, to] = self.found.entry(edge.talk).or_default();
        // An answer may mark its words once more: the passage is all that is marked.
        if edge.ends {
            *to = Some(spot);
        } else {
            from.get_or_insert(spot);
        }
    }

    fn line(&mut self, flat: &Flat, block: Option<&BlockId>, line: u32, length: u32) {
        for (edge, at) in &flat.edges {
            let point = TextPoint { block: block.cloned(), line, offset: (*at).min(length) };
            self.set(*edge, Spot::Text(point, length));
        }
    }

    fn anchor(&self, talk: usize, content: &Content) -> Option<Anchor> {
        let [from, to] = self.found.get(&talk).cloned().unwrap_or_default();
        let wanted = match (from, to) {
            (Some(Spot::Photo(block)), _) | (_, Some(Spot::Photo(block))) => {
                Some(Place::Photo { block, part: PhotoPart::Whole })
            }
            (Some(Spot::Text(from, _)), Some(Spot::Text(to, _))) if from != to => {
                Some(Place::Range { from, to })
            }
            (Some(Spot::Text(at, length)), _) | (_, Some(Spot::Text(at, length))) => {
                Some(Place::within(at.block, at.line, 0, length))
            }
            (Some(Spot::Beside), _) | (_, Some(Spot::Beside)) | (None, None) => None,
        };
        wanted
            .and_then(|place| anchor_at(place, content))
            .or_else(|| anchor_at(Place::Article, content))
    }
}

struct Making<'m, 'a> {
    article: &'m mut Article<'a>,
    ids: &'m Ids,
    photos: &'m [Option<String>],
    spots: &'m mut Spots,
}

impl Making<'_, '_> {
    fn add(&mut self, units: &[Unit], labels: &[Label]) {
        // A caption above its photo.
        let mut held: Option<&Unit> = None;
        let mut open_box: Option<(u32, usize)> = None;
        for (at, (unit, label)) in units.iter().zip(labels).enumerate() {
            if open_box.is_some_and(|(number, _)| unit.boxed != Some(number)) {
                self.close_box(&mut open_box);
            }
            if let (None, Some(number)) = (open_box, unit.boxed) {
                open_box = Some((number, self.article.document.blocks.len()));
            }
            let label = *label;
            let is_photo = |at: usize| {
                units.get(at).is_some_and(|unit| matches!(unit.body, Body::Picture { .. }))
            };
            if label == Label::Caption
                && self.article.open_photo.is_none()
                && is_photo(at + 1)
                && labels.get(at + 2) != Some(&Label::Caption)
            {
                held = Some(unit);
                continue;
            }
            let before = self.article.document.blocks.len();
            self.unit(unit, label);
            if let Some(caption) = held.take() {
                self.unit(caption, Label::Caption);
            }
            // Something else came between a photo and what might be its caption.
            let has_more = self.article.document.blocks.len() > before;
            if has_more && !matches!(unit.body, Body::Picture { .. }) {
                self.article.open_photo = None;
            }
        }
        self.close_box(&mut open_box);
    }

    fn unit(&mut self, unit: &Unit, label: Label) {
        let id = self.ids.lines[unit.first].clone();
        self.article.next_id = Some(id.clone());
        match &unit.body {
            Body::Text { flat, .. } => self.text(flat, label),
            _ if label == Label::Junk => {}
            Body::Picture { picture, edges } => {
                let attrs = PhotoAttrs {
                    id: id.clone(),
                    photo: picture.picture.and_then(|at| self.photos[at].clone()),
                    alt: picture.alt.clone(),
                    ..PhotoAttrs::default()
                };
                let photo = Photo { attrs, content: Vec::new() };
                self.article.document.blocks.push(Block::Photo(photo));
                self.article.open_photo = Some(id.clone());
                for edge in edges {
                    self.spots.set(*edge, Spot::Photo(id.clone()));
                }
            }
            Body::List { ordered, items } if label == Label::List => {
                for (line, item) in (0..).zip(items) {
                    self.spots.line(item, Some(&id), line, item.length());
                }
                let items = items.iter().map(|item| ListItem { content: item.runs.clone() });
                let attrs = ListAttrs { id, ordered: *ordered };
                let list = Block::List { attrs, content: items.collect() };
                self.article.document.blocks.push(list);
            }
            Body::List { items, .. } => items.iter().for_each(|item| self.text(item, label)),
            Body::Table { rows } if label == Label::Table => {
                let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
                for (row, cells) in rows.iter().enumerate() {
                    for (column, (cell, _)) in cells.iter().enumerate() {
                        let line = u32::try_from(row * columns + column).unwrap_or(u32::MAX);
                        self.spots.line(cell, Some(&id), line, cell.length());
                    }
                }
                let rows = rows.iter().map(|cells| TableRow {
                    content: cells
                        .iter()
                        .map(|(cell, header)| TableCell {
                            attrs: TableCellAttrs { header: *header },
                            content: cell.runs.clone(),
                        })
                        .collect(),
                });
                let content = rows.collect();
                self.article
                    .document
                    .blocks
                    .push(Block::Table { attrs: BlockAttrs { id }, content });
            }
            Body::Table { rows } => {
                rows.iter().flatten().for_each(|(cell, _)| self.text(cell, label));
            }
        }
        self.article.next_id = None;
    }

    fn text(&mut self, flat: &Flat, label: Label) {
        if flat.runs.is_empty() {
            return;
        }
        // What a photo alone can be is no text.
        let label = if label == Label::Photo { Label::Caption } else { label };
        match self.article.add(label, plainer(label, &flat.runs)) {
            Landed::Headline => self.spots.line(flat, None, 0, flat.length()),
            Landed::Lead => self.spots.line(flat, None, 1, flat.length()),
            Landed::Block(id) => {
                let caption = self.article.document.blocks.last().and_then(|block| match block {
                    Block::Photo(photo) => Some(text_of(&photo.content)),
                    _ => None,
                });
                let length = caption.map_or(flat.length(), |caption| {
                    u32::try_from(caption.encode_utf16().count()).unwrap_or(u32::MAX)
                });
                self.spots.line(flat, Some(&id), 0, length);
            }
            Landed::Beside => {
                for (edge, _) in &flat.edges {
                    self.spots.set(*edge, Spot::Beside);
                }
            }
        }
    }

    /// Makes a side bar of the blocks since `open`, where one can hold them.
    fn close_box(&mut self, open: &mut Option<(u32, usize)>) {
        let Some((number, from)) = open.take() else { return };
        let blocks = &mut self.article.document.blocks;
        let fits = |block: &Block| {
            matches!(block, Block::Paragraph { .. } | Block::Subhead { .. } | Block::List { .. })
        };
        if blocks.len() > from && blocks[from..].iter().all(fits) {
            let content = blocks.split_off(from);
            let id = self.ids.boxes.get(&number).cloned().unwrap_or_default();
            blocks.push(Block::Box { attrs: BlockAttrs { id }, content });
        }
    }
}

/// What is bold or italic as a whole is so because of what it is: a headline, a caption.
fn plainer(label: Label, runs: &[Text]) -> Vec<Text> {
    let mut runs = runs.to_vec();
    let needless: &[Mark] = match label {
        Label::Headline | Label::Lead | Label::Subhead => &[Mark::Strong, Mark::Em],
        Label::Caption | Label::Photo | Label::Quote => &[Mark::Em],
        Label::Paragraph
        | Label::List
        | Label::Table
        | Label::Source
        | Label::Byline
        | Label::DateLine
        | Label::Junk => &[],
    };
    for mark in needless {
        if runs.iter().all(|run| run.marks.contains(mark) || run.text.trim().is_empty()) {
            runs.iter_mut().for_each(|run| run.marks.retain(|had| had != mark));
        }
    }
    runs
}
