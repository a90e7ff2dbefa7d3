//! Changes as a screen shows them and a person decides on them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::align::Alignment;
use super::fields::FIELDS;
use super::script::{Attr, Draft, Script, Step};
use super::stream::{Stream, to_u32};
use super::tokens::{Holder, HolderKind, Kind, LineStart, Token};
use super::{Content, Span, Spot};
use crate::article::{BlockId, Text, text_of};
use crate::moment::letters;
use crate::time::Timestamp;

/// Id of a change: made of what changes and where, so that it is the same whenever the same two
/// texts are compared, and stays the same while only other places change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct ChangeId(pub String);

/// One change between two texts: the least that can be accepted or rejected by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    pub id: ChangeId,
    pub kind: ChangeKind,
    /// The block of the new text to go to; `None` for headline, lead and fields.
    pub block: Option<BlockId>,
    /// Where it is in the old text, a passage for each line; a line that is there as a whole, or
    /// that opens here, is named even if it is empty.
    pub old: Vec<Span>,
    /// Where it is in the new text, likewise.
    pub new: Vec<Span>,
    /// In the new text: where what was removed is drawn, or where the change begins.
    pub at: Spot,
    pub removed: Vec<RemovedLine>,
    /// For changes of something that is not text.
    pub attr: Option<AttrChange>,
    /// In the new text: the end of what a moved block stood behind; `None` where it stays in its
    /// place and only its box or group is another.
    pub moved_from: Option<Spot>,
    /// Who made the change, where that is known.
    pub by: Option<String>,
    pub by_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    Inserted,
    Deleted,
    Replaced,
    /// A block, a list item or table cells that were not there.
    BlockInserted,
    BlockDeleted,
    /// A block, or several in a row, stand elsewhere; or in a box or group, or no more.
    BlockMoved,
    /// A paragraph became a subhead, a list numbered, a cell a header …
    BlockKind,
    /// One line was made two.
    Split,
    /// Two lines were made one.
    Joined,
    Marks,
    Photo,
    /// The same photo, cropped or otherwise edited.
    Edits,
    Credit,
    Alt,
    Field,
}

/// A line that is no more, or words out of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RemovedLine {
    /// What began here (see [`Kind::name`]); `None` for words in the middle of a line.
    pub start: Option<String>,
    pub runs: Vec<Text>,
}

/// A value before and after; empty where there is none.
///
/// Values are the text itself, a photo's hash, a photo's edits as they are stored, a kind of line,
/// `box` or `photoGroup`, the milliseconds since 1970 of a time. Bylines are pen names with their role in brackets where it
/// is not the text's: `Mai, Hiếu [photo]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AttrChange {
    /// `photo`, `edits`, `credit`, `alt`, `kind`, `holder`, or the name of a field.
    pub name: String,
    pub old: String,
    pub new: String,
}

/// What a change is about: a draft of the script, or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Draft(usize),
    /// Place in [`FIELDS`].
    Field(usize),
}

/// Where old tokens that are no more would stand in the new text.
#[derive(Debug, Clone)]
pub(super) struct Removed {
    pub(super) tokens: Range<usize>,
    pub(super) at: Spot,
    /// First and behind the last of what stands there instead.
    pub(super) instead: Option<(Spot, Spot)>,
}

/// All changes in the reading order of the new text, fields last, with what each is about; and
/// the removed tokens in the order of the old text.
pub(super) fn changes(
    alignment: &Alignment,
    script: &Script,
    old: &Content,
    new: &Content,
) -> (Vec<Change>, Vec<Subject>, Vec<Removed>) {
    let mut reader = Reader::new(alignment, script);
    for region in 0..alignment.staying {
        reader.read(region);
    }
    let Reader { order, places, left, mut removed, .. } = reader;
    removed.sort_unstable_by_key(|removed| removed.tokens.start);

    let mut changes = Vec::with_capacity(order.len());
    let mut subjects = Vec::with_capacity(order.len());
    for draft in order {
        let at = places[draft].unwrap_or_default();
        let mut change = change_of(alignment, &script.drafts[draft], at);
        change.moved_from = script.drafts[draft].group.and_then(|group| left[group]);
        changes.push(change);
        subjects.push(Subject::Draft(draft));
    }
    for (at, field) in FIELDS.iter().enumerate() {
        if (field.differs)(&old.fields, &new.fields) {
            changes.push(Change {
                attr: Some(AttrChange {
                    name: field.name.to_owned(),
                    old: (field.print)(&old.fields),
                    new: (field.print)(&new.fields),
                }),
                ..Change::empty(ChangeKind::Field, Spot::default())
            });
            subjects.push(Subject::Field(at));
        }
    }
    name(&mut changes, alignment);
    (changes, subjects, removed)
}

/// Reads the script in the order of the new text.
struct Reader<'a> {
    alignment: &'a Alignment,
    script: &'a Script,
    /// Drafts as they are met.
    order: Vec<usize>,
    places: Vec<Option<Spot>>,
    removed: Vec<Removed>,
    /// Where the blocks of each move stood.
    left: Vec<Option<Spot>>,
    /// The new token read last.
    last: usize,
}

impl<'a> Reader<'a> {
    fn new(alignment: &'a Alignment, script: &'a Script) -> Self {
        Self {
            alignment,
            script,
            order: Vec::with_capacity(script.drafts.len()),
            places: vec![None; script.drafts.len()],
            removed: Vec::new(),
            left: vec![None; alignment.moves.len()],
            last: 0,
        }
    }

    fn meet(&mut self, draft: usize, at: Spot) {
        if self.places[draft].is_none() {
            self.places[draft] = Some(at);
            self.order.push(draft);
        }
    }

    fn read(&mut self, region: usize) {
        let Self { alignment, script, .. } = *self;
        for step in &script.steps[region] {
            match step {
                Step::Keep { new, len, .. } => {
                    if alignment.regions[region].changed {
                        for token in *new..new + len {
                            let attrs = script.attrs.get(&token);
                            let drafts = attrs.into_iter().flatten().map(|(_, draft)| *draft);
                            for draft in drafts.chain(script.marks.get(&token).copied()) {
                                self.meet(draft, alignment.new.before(token));
                            }
                        }
                    }
                    self.last = new + len - 1;
                }
                Step::Old { tokens, change } => {
                    let at = alignment.new.behind(self.last);
                    self.meet(*change, at);
                    let instead = instead(alignment, &script.drafts[*change], tokens);
                    self.removed.push(Removed { tokens: tokens.clone(), at, instead });
                }
                Step::New { tokens, change } => {
                    self.meet(*change, alignment.new.before(tokens.start));
                    self.last = tokens.end - 1;
                }
                Step::Moved { group, arrives: true } => {
                    let regions = alignment.moves[*group].clone();
                    let place = alignment.regions[regions.start].new.first();
                    if let Some(super::align::Piece::Tokens(range)) = place {
                        self.meet(script.moves[*group], alignment.new.before(range.start));
                    }
                    regions.for_each(|region| self.read(region));
                }
                Step::Moved { group, arrives: false } => {
                    self.left[*group] = Some(alignment.new.behind(self.last));
                }
            }
        }
    }
}

/// What stands in the place of some removed tokens: words for words, a line for a line.
fn instead(alignment: &Alignment, draft: &Draft, tokens: &Range<usize>) -> Option<(Spot, Spot)> {
    let at = draft.old.iter().position(|range| range == tokens)?;
    let new = draft.new.get(at)?;
    let Range { start, end } = new.clone();
    Some((alignment.new.before(start), alignment.new.behind(end - 1)))
}

impl Change {
    fn empty(kind: ChangeKind, at: Spot) -> Self {
        Self {
            id: ChangeId(String::new()),
            kind,
            block: None,
            old: Vec::new(),
            new: Vec::new(),
            at,
            removed: Vec::new(),
            attr: None,
            moved_from: None,
            by: None,
            by_at: None,
        }
    }
}

fn change_of(alignment: &Alignment, draft: &Draft, at: Spot) -> Change {
    let Alignment { old, new, .. } = alignment;
    let line = new.line(at.line as usize).start;
    let block = new.unit_id(new.unit_of(line)).cloned();
    let mut change = Change { block, ..Change::empty(ChangeKind::Replaced, at) };

    if let Some(group) = draft.group {
        change.kind = ChangeKind::BlockMoved;
        for region in &alignment.regions[alignment.moves[group].clone()] {
            change.old.extend(lines_of_head(old, &region.old));
            change.new.extend(lines_of_head(new, &region.new));
        }
        change.attr = attr_of(alignment, draft);
        return change;
    }
    if let Some((_, _, attr)) = draft.attrs.first() {
        change.kind = match attr {
            Attr::Kind => ChangeKind::BlockKind,
            Attr::Photo => ChangeKind::Photo,
            Attr::Edits => ChangeKind::Edits,
            Attr::Credit => ChangeKind::Credit,
            Attr::Alt => ChangeKind::Alt,
            Attr::Holder => ChangeKind::BlockMoved,
        };
        for (one, other, _) in &draft.attrs {
            change.old.push(whole_line(old, *one));
            change.new.push(whole_line(new, *other));
        }
        change.attr = attr_of(alignment, draft);
        return change;
    }
    if !draft.marks.is_empty() {
        change.kind = ChangeKind::Marks;
        for (one, other) in &draft.marks {
            change.old.extend(old.spans(one));
            change.new.extend(new.spans(other));
        }
        return change;
    }
    change.kind = kind_of(alignment, draft);
    change.old = draft.old.iter().flat_map(|range| old.spans(range)).collect();
    change.new = draft.new.iter().flat_map(|range| new.spans(range)).collect();
    if change.kind != ChangeKind::Marks {
        let lines = draft.old.iter().flat_map(|range| old.runs(range));
        change.removed = lines
            .map(|(start, runs)| RemovedLine {
                start: start.map(|start| start.kind.name().to_owned()),
                runs,
            })
            .collect();
    }
    if change.kind == ChangeKind::BlockKind {
        let name = |stream: &Stream, ranges: &[Range<usize>]| {
            let mut starts = ranges.iter().flat_map(|range| starts(stream, range));
            starts.next().map(|start| start.kind.name().to_owned()).unwrap_or_default()
        };
        let (one, other) = (name(old, &draft.old), name(new, &draft.new));
        change.attr = Some(AttrChange { name: "kind".to_owned(), old: one, new: other });
    }
    change
}

/// What a change of words and lines is called.
fn kind_of(alignment: &Alignment, draft: &Draft) -> ChangeKind {
    let Alignment { old, new, .. } = alignment;
    let opens = |stream: &Stream, ranges: &[Range<usize>]| {
        ranges.iter().any(|range| starts(stream, range).next().is_some())
    };
    let said = |stream: &Stream, ranges: &[Range<usize>]| -> String {
        let runs = ranges.iter().flat_map(|range| stream.runs(range));
        runs.map(|(_, runs)| text_of(&runs)).collect()
    };
    match (opens(old, &draft.old), opens(new, &draft.new)) {
        (false, true) if draft.within_line => ChangeKind::Split,
        (false, true) => ChangeKind::BlockInserted,
        (true, false) if draft.within_line => ChangeKind::Joined,
        (true, false) => ChangeKind::BlockDeleted,
        (true, true) if said(old, &draft.old) == said(new, &draft.new) => ChangeKind::BlockKind,
        (true, true) => ChangeKind::Replaced,
        (false, false) if draft.old.is_empty() => ChangeKind::Inserted,
        (false, false) if draft.new.is_empty() => ChangeKind::Deleted,
        // A syllable whose letters are marked apart is several words.
        (false, false) if said(old, &draft.old) == said(new, &draft.new) => ChangeKind::Marks,
        (false, false) => ChangeKind::Replaced,
    }
}

fn starts<'a>(stream: &'a Stream, range: &Range<usize>) -> impl Iterator<Item = &'a LineStart> {
    stream.tokens[range.clone()].iter().filter_map(|token| match token {
        Token::Start(start) => Some(start),
        Token::Word { .. } => None,
    })
}

/// The value that the first of some common lines has in either text.
fn attr_of(alignment: &Alignment, draft: &Draft) -> Option<AttrChange> {
    let (one, other, attr) = draft.attrs.first()?;
    let value = |stream: &Stream, token: usize| -> String {
        let Token::Start(LineStart { kind, holder, .. }) = &stream.tokens[token] else {
            return String::new();
        };
        match (attr, kind) {
            (Attr::Photo, Kind::Caption { photo, .. }) => photo.clone().unwrap_or_default(),
            (Attr::Edits, Kind::Caption { edits, .. }) => edits.to_string(),
            (Attr::Credit, Kind::Caption { credit, .. }) => credit.clone(),
            (Attr::Alt, Kind::Caption { alt, .. }) => alt.clone(),
            (Attr::Holder, _) => match holder {
                Some(Holder { kind: HolderKind::Box, .. }) => "box".to_owned(),
                Some(Holder { kind: HolderKind::Group, .. }) => "photoGroup".to_owned(),
                None => String::new(),
            },
            _ => kind.name().to_owned(),
        }
    };
    let name = match attr {
        Attr::Kind => "kind",
        Attr::Photo => "photo",
        Attr::Edits => "edits",
        Attr::Credit => "credit",
        Attr::Alt => "alt",
        Attr::Holder => "holder",
    };
    Some(AttrChange {
        name: name.to_owned(),
        old: value(&alignment.old, *one),
        new: value(&alignment.new, *other),
    })
}

fn whole_line(stream: &Stream, start: usize) -> Span {
    let line = stream.line_of(start);
    let last = stream.line(line).end - 1;
    Span { line: to_u32(line), from: 0, to: stream.behind(last).offset }
}

/// The lines of the common unit that a region begins with.
fn lines_of_head(stream: &Stream, pieces: &[super::align::Piece]) -> Vec<Span> {
    match pieces.first() {
        Some(super::align::Piece::Tokens(range)) => {
            stream.spans(&stream.units[stream.unit_of(range.start)].tokens)
        }
        _ => Vec::new(),
    }
}

/// Words before a change that make it this one and no other.
const CONTEXT_WORDS: usize = 3;

/// Gives each change its id.
fn name(changes: &mut [Change], alignment: &Alignment) {
    let mut seen = std::collections::HashMap::new();
    for change in changes {
        let mut hash = blake3::Hasher::new();
        let mut add = |part: &str| {
            hash.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        };
        add(&format!("{:?}", change.kind));
        add(change.block.as_ref().map_or("", |block| &block.0));
        for line in &change.removed {
            add(line.start.as_deref().unwrap_or_default());
            add(&text_of(&line.runs));
        }
        for span in &change.new {
            alignment.new.words_in(span).for_each(&mut add);
        }
        add("");
        if let Some(AttrChange { name, old, new }) = &change.attr {
            [name, old, new].into_iter().for_each(|part| add(part));
        }
        if change.kind != ChangeKind::Field {
            let before = alignment.new.words_before(change.at);
            before.take(CONTEXT_WORDS).for_each(&mut add);
        }
        // The same change twice: the first, the second …
        let sum = *hash.finalize().as_bytes();
        let times: &mut u32 = seen.entry(sum).or_default();
        hash.update(&times.to_le_bytes());
        *times += 1;
        change.id = ChangeId(letters(&mut hash.finalize_xof(), 12));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Document, Fields};
    use crate::compare::compare;

    fn content(blocks: &[&str]) -> Content {
        let blocks = blocks.iter().map(|id| {
            serde_json::json!({
                "type": "paragraph",
                "attrs": { "id": id },
                "content": [{ "type": "text", "text": format!("Đoạn văn {id} đủ dài để nhận ra.") }],
            })
        });
        let mut all = vec![
            serde_json::json!({ "type": "headline", "content": [{ "type": "text", "text": "Tít" }] }),
            serde_json::json!({ "type": "lead" }),
        ];
        all.extend(blocks);
        let document = serde_json::json!({ "type": "doc", "content": all });
        let document: Document = serde_json::from_value(document).unwrap();
        Content { document, fields: Fields::default() }
    }

    /// Lines of the new text behind which the moved block stood, and where it is now.
    fn moved(old: &[&str], new: &[&str]) -> Vec<(u32, u32)> {
        let comparison = compare(&content(old), &content(new));
        let moves = comparison.changes().iter().filter(|it| it.kind == ChangeKind::BlockMoved);
        moves.map(|it| (it.moved_from.unwrap().line, it.new[0].line)).collect()
    }

    #[test]
    fn a_moved_block_says_behind_which_line_of_the_new_text_it_stood() {
        assert_eq!(moved(&["a", "b", "c", "d"], &["b", "c", "a", "d"]), [(1, 4)]);
        assert_eq!(moved(&["a", "b", "c", "d"], &["d", "a", "b", "c"]), [(5, 2)]);
        assert_eq!(moved(&["a", "b", "c", "d"], &["a", "x", "c", "d", "b"]), [(3, 6)]);
    }
}
