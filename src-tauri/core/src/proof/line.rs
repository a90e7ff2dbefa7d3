//! The lines of an article, and what was found in each.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::house_rules::Scope;
use super::names::{self, Known, Spotted};
use super::pairs::parts;
use super::suggest::{self, Meant};
use super::syllable::written;
use super::words::{Case, Token, tokens};
use super::{
    Finding, IyStyle, Knowledge, RuleId, Severity, ToneStyle, capitals, context, english, figures,
    iy, signs, spelling, sums,
};
use crate::article::{Block, BlockId, Document, Text, text_of};
use crate::discuss::TextPoint;

/// One line with what its own rules have found in it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    pub(super) found: Vec<Found>,
    /// The people that it names.
    pub(super) names: Vec<Spotted>,
    /// It is in English: no rule of Vietnamese looks at it.
    pub(super) english: bool,
}

/// A finding by its place in the line, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) rule: RuleId,
    pub(super) severity: Severity,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) fixes: Vec<String>,
    /// How likely each of them is, where that was weighed.
    pub(super) weights: Vec<f64>,
    pub(super) params: BTreeMap<String, String>,
}

/// How a line is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner<'a> {
    pub(super) style: ToneStyle,
    /// That of dates without one.
    pub(super) year: Option<i32>,
    /// All of it is somebody's words.
    pub(super) quoted: bool,
    /// The article is in English.
    pub(super) english: bool,
    pub(super) known: Known<'a>,
}

/// A line where it stands in the document.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) block: Option<BlockId>,
    n: u32,
    pub(super) scope: Scope,
    pub(super) line: Arc<Line>,
}

/// Lines by the hash of their text.
#[derive(Debug, Default)]
pub(super) struct Kept {
    lines: HashMap<blake3::Hash, Arc<Line>>,
    bytes: usize,
}

/// Most text whose findings are kept; over it all of them are made again.
const KEPT_BYTES: usize = 16 << 20;
/// Most findings of one line: a line with more is not prose.
pub(super) const FOUND_LIMIT: usize = 500;

impl Found {
    pub(super) fn new(rule: RuleId, severity: Severity, from: usize, to: usize) -> Self {
        Self {
            rule,
            severity,
            from,
            to,
            fixes: Vec::new(),
            weights: Vec::new(),
            params: BTreeMap::new(),
        }
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fixes.push(fix.into());
        self
    }

    /// Offers syllables, as they are written where a word of this case stands.
    pub(super) fn offer(mut self, meant: &[Meant], case: Case, style: ToneStyle) -> Self {
        let write = |meant: &Meant| suggest::in_case_of(&written(&meant.key, style), case);
        self.fixes = meant.iter().map(write).collect();
        self.weights = meant.iter().map(|meant| meant.weight).collect();
        self
    }

    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl Line {
    /// A line of which nothing is said.
    pub(super) fn bare(text: String, quoted: bool) -> Self {
        let tokens = tokens(&text, quoted);
        Self { text, tokens, found: Vec::new(), names: Vec::new(), english: false }
    }

    pub(super) fn of(text: String, manner: Manner<'_>, knowledge: &Knowledge) -> Self {
        let tokens = tokens(&text, manner.quoted);
        let english = english::is_english(&tokens, manner.english);
        let mut line = Self { text, tokens, found: Vec::new(), names: Vec::new(), english };
        let mut found = Vec::new();
        signs::look(&line, &mut found);
        if english {
            english::look(&line, manner.known, &mut found);
        } else {
            line.names = line.read_vietnamese(manner, knowledge, &mut found);
        }
        found.sort_by_key(|found| (found.from, found.to));
        found.truncate(FOUND_LIMIT);
        line.found = found;
        line
    }

    /// Tells what the rules of Vietnamese find, and the people that are named.
    fn read_vietnamese(
        &self,
        manner: Manner<'_>,
        knowledge: &Knowledge,
        found: &mut Vec<Found>,
    ) -> Vec<Spotted> {
        let parts = parts(&self.tokens);
        spelling::look(self, &parts, knowledge, found);
        iy::look(self, knowledge.iy, found);
        context::look(self, &parts, knowledge, found);
        capitals::look(self, found);
        figures::look(self, manner.year, found);
        sums::look(self, found);
        names::read(self, manner.known, found)
    }

    pub(super) fn is_quoted(&self, token: usize) -> bool {
        self.tokens[token].quoted
    }

    pub(super) fn text_of(&self, token: &Token) -> &str {
        &self.text[token.from..token.to]
    }
}

impl Kept {
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    fn line(&mut self, text: String, manner: Manner<'_>, knowledge: &Knowledge) -> Arc<Line> {
        let Manner { style, year, quoted, english, known } = manner;
        let mut hasher = blake3::Hasher::new();
        let iy = knowledge.iy;
        let manner_of =
            [style == ToneStyle::New, quoted, english, iy == IyStyle::Y, iy == IyStyle::I];
        hasher.update(&manner_of.map(u8::from));
        hasher.update(&year.unwrap_or(i32::MIN).to_le_bytes());
        hasher.update(known.directory.stamp()).update(known.day.as_bytes()).update(b"\0");
        let hash = hasher.update(text.as_bytes()).finalize();
        if let Some(line) = self.lines.get(&hash) {
            return Arc::clone(line);
        }
        if self.bytes > KEPT_BYTES {
            self.lines.clear();
            self.bytes = 0;
        }
        self.bytes += text.len();
        let line = Arc::new(Line::of(text, manner, knowledge));
        self.lines.insert(hash, Arc::clone(&line));
        line
    }
}

/// All lines of a document in reading order.
pub(super) fn lines(
    document: &Document,
    manner: Manner<'_>,
    knowledge: &Knowledge,
    kept: &mut Kept,
) -> Vec<Placed> {
    let mut lines = Vec::new();
    each_line(document, |block, n, scope, quoted, runs| {
        let line = kept.line(text_of(runs), Manner { quoted, ..manner }, knowledge);
        lines.push(Placed { block: block.cloned(), n, scope, line });
    });
    lines
}

/// As [`lines`], of which no rule has read a word.
pub(super) fn bare_lines(document: &Document) -> Vec<Placed> {
    let mut lines = Vec::new();
    each_line(document, |block, n, scope, quoted, runs| {
        let line = Arc::new(Line::bare(text_of(runs), quoted));
        lines.push(Placed { block: block.cloned(), n, scope, line });
    });
    lines
}

/// The number of each line that has a word in it, from 1 on, as plain text would have them.
pub fn line_numbers(document: &Document) -> HashMap<(Option<BlockId>, u32), u32> {
    let mut numbers = HashMap::new();
    let mut next = 1;
    each_line(document, |block, n, _, _, runs| {
        if !runs.is_empty() {
            numbers.insert((block.cloned(), n), next);
            next += 1;
        }
    });
    numbers
}

/// The words of findings with some of those around, as one tells of them; the findings are those
/// of this document.
pub fn passages(document: &Document, findings: &[Finding]) -> Vec<String> {
    /// So many characters either side.
    const AROUND: usize = 16;
    let mut texts = HashMap::new();
    each_line(document, |block, n, _, _, runs| {
        texts.insert((block.cloned(), n), text_of(runs));
    });
    let passage = |finding: &Finding| {
        let line = texts.get(&(finding.from.block.clone(), finding.from.line));
        let text = line.map_or("", String::as_str);
        let [from, to] = [&finding.from, &finding.to].map(|at| at_unit(text, at.offset));
        let before = text[..from].char_indices().rev().nth(AROUND).map(|(at, c)| at + c.len_utf8());
        let after = text[to..].char_indices().nth(AROUND).map(|(at, _)| to + at);
        // Whole words: what is left of one at an end says nothing.
        let start = before.map_or(0, |at| text[at..from].find(' ').map_or(at, |n| at + n + 1));
        let end = after.map_or(text.len(), |at| text[to..at].rfind(' ').map_or(at, |n| to + n));
        let [open, close] = [before, after].map(|cut| if cut.is_some() { "…" } else { "" });
        format!("{open}{}{close}", text[start..end].replace(['\n', '\t'], " "))
    };
    findings.iter().map(passage).collect()
}

/// The byte at which so many UTF-16 units end; the end where there are fewer.
fn at_unit(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}

/// Calls `take` with the text of each line, and whether all of it is quoted.
pub(super) fn each_text(document: &Document, mut take: impl FnMut(&str, bool)) {
    each_line(document, |_, _, _, quoted, runs| take(&text_of(runs), quoted));
}

/// Calls `take` with each line: its block, its number there, its kind, and whether all of it is
/// quoted.
fn each_line<'a>(
    document: &'a Document,
    mut take: impl FnMut(Option<&'a BlockId>, u32, Scope, bool, &'a [Text]),
) {
    take(None, 0, Scope::Headline, false, &document.headline);
    take(None, 1, Scope::Lead, false, &document.lead);
    for block in document.walk() {
        let id = Some(block.id());
        match block {
            Block::Paragraph { content, .. } => take(id, 0, Scope::Body, false, content),
            Block::Subhead { content, .. } => take(id, 0, Scope::Subhead, false, content),
            Block::Quote { content, .. } => take(id, 0, Scope::Body, true, content),
            Block::Photo(photo) => take(id, 0, Scope::Caption, false, &photo.content),
            Block::List { content, .. } => {
                let items = (0..).zip(content);
                items.for_each(|(n, item)| take(id, n, Scope::Body, false, &item.content));
            }
            Block::Table { content, .. } => {
                let cells = content.iter().flat_map(|row| &row.content);
                (0..)
                    .zip(cells)
                    .for_each(|(n, cell)| take(id, n, Scope::Table, false, &cell.content));
            }
            // Their inner blocks are walked one by one.
            Block::Box { .. } | Block::PhotoGroup { .. } => {}
        }
    }
}

impl Placed {
    /// What was found, with its place as the screens count it.
    pub(super) fn findings(&self, mut found: Vec<Found>) -> Vec<Finding> {
        found.sort_by_key(|found| (found.from, found.to));
        found.truncate(FOUND_LIMIT);
        let text = &self.line.text;
        // Points in order, so that the line is gone through once.
        let mut ends: Vec<usize> = found.iter().flat_map(|found| [found.from, found.to]).collect();
        ends.sort_unstable();
        let (mut at, mut units) = (0, 0);
        let mut offsets = HashMap::new();
        for end in ends {
            units += text[at..end].encode_utf16().count();
            at = end;
            offsets.insert(end, u32::try_from(units).unwrap_or(u32::MAX));
        }
        let point =
            |at: usize| TextPoint { block: self.block.clone(), line: self.n, offset: offsets[&at] };
        let finding = |found: Found| Finding {
            rule: found.rule,
            severity: found.severity,
            from: point(found.from),
            to: point(found.to),
            text: text[found.from..found.to].to_owned(),
            key: self.key(&found),
            fixes: found.fixes,
            params: found.params,
        };
        found.into_iter().map(finding).collect()
    }

    /// Hash of the rule, the text and three syllables either side.
    fn key(&self, found: &Found) -> String {
        let Line { text, tokens, .. } = &*self.line;
        let first = tokens.partition_point(|token| token.to <= found.from);
        let last = tokens.partition_point(|token| token.from < found.to);
        let is_part = |token: &&Token| !token.is_space();
        let mut hasher = blake3::Hasher::new();
        hasher.update(found.rule.name().as_bytes()).update(b"\0");
        // Of the house's rules there are many, and what they miss at a photo has no words.
        for own in ["house", "photo"].iter().filter_map(|name| found.params.get(*name)) {
            hasher.update(own.as_bytes()).update(b"\0");
        }
        hasher.update(&text.as_bytes()[found.from..found.to]);
        let before = tokens[..first].iter().rev().filter(is_part).take(3);
        for token in before.chain(tokens[last..].iter().filter(is_part).take(3)) {
            hasher.update(b"\0").update(&text.as_bytes()[token.from..token.to]);
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}
