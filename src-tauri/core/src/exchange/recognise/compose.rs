//! Labelled lines into an article.

use super::clean::single_spaces;
use super::label::{caption_and_credit, source_name};
use super::names::names;
use super::{LINE_LIMIT, Label, LabelledLine, dates, too_many_lines, within_limit};
use crate::article::{
    Block, BlockAttrs, BlockId, Byline, Document, Fields, Photo, PhotoAttrs, Text, text_of,
};
use crate::failure::Result;
use crate::language::{fold::fold, normal::nfc};
use crate::person::{Person, PersonId};

/// Makes an article of labelled lines. The first headline and the first lead win, further ones
/// become subheads and paragraphs; a caption becomes a photo that is missing. Junk is dropped and
/// nothing else: a date line that is no date, a remark beside a name go to the internal note.
///
/// Pen names are matched with `people` without marks and case, and only where one person alone
/// fits; nobody is made up.
///
/// # Errors
/// `TooLarge` or `BadInput` for more text than [`super::recognise`] takes.
pub fn compose(
    lines: &[LabelledLine],
    people: &[Person],
    new_id: &mut dyn FnMut() -> BlockId,
) -> Result<(Document, Fields)> {
    if lines.len() > LINE_LIMIT {
        return Err(too_many_lines());
    }
    within_limit(lines.iter().map(|line| line.text.len()).sum())?;
    let mut article = Article::new(people, new_id);
    for line in lines {
        let text = single_spaces(&nfc(&line.text));
        if !text.is_empty() {
            article.add(line.label, Text::runs(&text));
        }
    }
    article.finish()
}

/// Longest source or byline line in bytes; a longer one is running text with the wrong label.
const FIELD_LINE_LIMIT: usize = 1_000;
/// Most bylines of one article.
const BYLINE_LIMIT: usize = 100;
/// Longest internal note that is written here, in bytes.
const NOTE_LIMIT: usize = 50_000;

/// An article in the making, line by line.
pub(in crate::exchange) struct Article<'a> {
    pub(in crate::exchange) document: Document,
    fields: Fields,
    people: &'a [Person],
    new_id: &'a mut dyn FnMut() -> BlockId,
    /// That of the next block, where it has one already.
    pub(in crate::exchange) next_id: Option<BlockId>,
    /// The photo that came last and waits for its caption.
    pub(in crate::exchange) open_photo: Option<BlockId>,
}

/// Where a line has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::exchange) enum Landed {
    Headline,
    Lead,
    Block(BlockId),
    /// Into a field, or nowhere.
    Beside,
}

impl<'a> Article<'a> {
    pub(in crate::exchange) fn new(
        people: &'a [Person],
        new_id: &'a mut dyn FnMut() -> BlockId,
    ) -> Self {
        Self {
            document: Document { headline: Vec::new(), lead: Vec::new(), blocks: Vec::new() },
            fields: Fields::default(),
            people,
            new_id,
            next_id: None,
            open_photo: None,
        }
    }

    /// # Errors
    /// `BadInput` where document or fields are refused.
    pub(in crate::exchange) fn finish(self) -> Result<(Document, Fields)> {
        Ok((self.document.accept(self.new_id)?, self.fields.accept()?))
    }

    pub(in crate::exchange) fn id(&mut self) -> BlockId {
        self.next_id.take().unwrap_or_else(|| (self.new_id)())
    }

    pub(in crate::exchange) fn add(&mut self, label: Label, runs: Vec<Text>) -> Landed {
        let text = text_of(&runs);
        match label {
            Label::Headline if self.document.headline.is_empty() => {
                self.document.headline = runs;
                Landed::Headline
            }
            Label::Lead if self.document.lead.is_empty() => {
                self.document.lead = runs;
                Landed::Lead
            }
            Label::Headline | Label::Subhead => {
                self.block(|attrs| Block::Subhead { attrs, content: runs })
            }
            Label::Quote => self.block(|attrs| Block::Quote { attrs, content: runs }),
            Label::Lead | Label::Paragraph | Label::List | Label::Table => self.paragraph(runs),
            Label::Caption | Label::Photo => self.caption(runs),
            Label::Source | Label::Byline if text.len() > FIELD_LINE_LIMIT => self.paragraph(runs),
            Label::Source => {
                self.source(source_name(&text));
                Landed::Beside
            }
            Label::Byline => {
                self.byline(&text);
                Landed::Beside
            }
            Label::DateLine => {
                self.date(&text);
                Landed::Beside
            }
            Label::Junk => Landed::Beside,
        }
    }

    fn block(&mut self, block: impl FnOnce(BlockAttrs) -> Block) -> Landed {
        let id = self.id();
        self.document.blocks.push(block(BlockAttrs { id: id.clone() }));
        Landed::Block(id)
    }

    fn paragraph(&mut self, content: Vec<Text>) -> Landed {
        self.block(|attrs| Block::Paragraph { attrs, content })
    }

    fn caption(&mut self, runs: Vec<Text>) -> Landed {
        let text = text_of(&runs);
        let (caption, credit) = caption_and_credit(&text);
        if caption.is_empty()
            && let Some(Block::Photo(above)) = self.document.blocks.last_mut()
            && above.attrs.credit.is_empty()
        {
            above.attrs.credit = credit.to_owned();
            return Landed::Beside;
        }
        let content = beginning(runs, caption.len());
        if let Some(Block::Photo(above)) = self.document.blocks.last_mut()
            && self.open_photo.take().as_ref() == Some(&above.attrs.id)
        {
            above.content = content;
            if above.attrs.credit.is_empty() {
                above.attrs.credit = credit.to_owned();
            }
            return Landed::Block(above.attrs.id.clone());
        }
        let id = self.id();
        let attrs =
            PhotoAttrs { id: id.clone(), credit: credit.to_owned(), ..PhotoAttrs::default() };
        self.document.blocks.push(Block::Photo(Photo { attrs, content }));
        Landed::Block(id)
    }

    fn source(&mut self, name: &str) {
        let source = &mut self.fields.source;
        if name.is_empty() {
            return;
        }
        if source.len() + name.len() > NOTE_LIMIT {
            self.paragraph(Text::runs(name));
            return;
        }
        if !source.is_empty() {
            source.push_str("; ");
        }
        source.push_str(name);
    }

    fn byline(&mut self, text: &str) {
        let names = names(text);
        let entries: usize = names.iter().map(|name| name.roles.len()).sum();
        if names.is_empty() || self.fields.bylines.len() + entries > BYLINE_LIMIT {
            self.paragraph(Text::runs(text));
            return;
        }
        // "Bài, ảnh: Mai - Hiếu": both as writers in their order, then both as photographers.
        let most_roles = names.iter().map(|name| name.roles.len()).max().unwrap_or(0);
        for nth in 0..most_roles {
            for name in &names {
                if let Some(role) = name.roles.get(nth) {
                    self.fields.bylines.push(Byline {
                        contributor: self.contributor(name.text),
                        pen_name: name.text.to_owned(),
                        role: *role,
                    });
                }
            }
        }
        for remark in names.iter().map(|name| name.remark).filter(|remark| !remark.is_empty()) {
            let source = source_name(remark);
            // Only "theo …" and "nguồn: …" lose their first word to become a source.
            if source.len() < remark.len() {
                self.source(source);
            } else {
                self.note(text);
            }
        }
    }

    fn contributor(&self, pen_name: &str) -> Option<PersonId> {
        let wanted = fold(pen_name);
        let mut fitting = self.people.iter().filter(|person| fold(&person.pen_name) == wanted);
        match (fitting.next(), fitting.next()) {
            (Some(person), None) => Some(person.id.clone()),
            (Some(_), Some(_)) | (None, _) => None,
        }
    }

    fn date(&mut self, text: &str) {
        let line = dates::date_line(text);
        let says_more = line.as_ref().is_none_or(|line| line.says_more);
        let date = line.and_then(|line| line.date);
        let is_first = self.fields.event_date.is_none();
        if says_more || !is_first {
            self.note(text);
        }
        if is_first {
            self.fields.event_date = date;
        }
    }

    fn note(&mut self, text: &str) {
        let note = &mut self.fields.internal_note;
        if note.len() + text.len() > NOTE_LIMIT {
            self.paragraph(Text::runs(text));
            return;
        }
        // The note is one run of text: NFC makes spaces of line breaks.
        if !note.is_empty() {
            note.push_str("; ");
        }
        note.push_str(text);
    }
}

/// The first `bytes` of some runs.
fn beginning(mut runs: Vec<Text>, bytes: usize) -> Vec<Text> {
    let mut left = bytes;
    for run in &mut runs {
        let keep = left.min(run.text.len());
        run.text.truncate(run.text.floor_char_boundary(keep));
        left -= keep;
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}
