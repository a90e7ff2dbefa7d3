//! Conversations: the parts that hold them, and where they stand in the text.

use std::collections::{BTreeMap, HashMap};

use crate::article::{BlockId, Document, text_of};
use crate::compare::tokens::{len_utf16, lines};
use crate::discuss::{Place, Replacement, TextPoint, Thread, ThreadState};
use crate::exchange::issue::wording::Words;
use crate::exchange::ooxml::{ns, style};
use crate::exchange::xml::Xml;
use crate::time::ZoneMinutes;

/// Where conversations begin and end.
#[derive(Default)]
pub(super) struct Talk {
    /// By line of the new text: offset in UTF-16 code units, whether it ends there, the comments.
    /// In order; a conversation begins before it ends.
    pub(super) in_lines: HashMap<usize, Vec<(u32, bool, Vec<u32>)>>,
    /// About a photo, by its block.
    pub(super) of_photos: HashMap<BlockId, Vec<u32>>,
    comments: Vec<Entry>,
}

struct Entry {
    author: String,
    date: String,
    text: String,
    /// Of the comment that opened the conversation.
    parent: Option<usize>,
    done: bool,
}

impl Talk {
    pub(super) fn of(threads: &[Thread], document: &Document, words: &Words) -> Self {
        let all = lines(document);
        let mut first_line = BTreeMap::new();
        let mut last_line = HashMap::new();
        let mut unit: Option<BlockId> = None;
        for (at, line) in all.iter().enumerate() {
            if let Some(id) = &line.start.id {
                first_line.insert(id.clone(), at);
                unit = Some(id.clone());
            }
            if let Some(unit) = unit.clone() {
                last_line.insert(unit, at);
            }
        }
        let length = |line: usize| len_utf16(&text_of(&all[line].runs));
        let spot = |point: &TextPoint| {
            let line = match &point.block {
                None => usize::from(point.line > 0),
                Some(block) => {
                    let first = *first_line.get(block)?;
                    let last = last_line.get(block).copied().unwrap_or(first);
                    (first + point.line as usize).min(last)
                }
            };
            Some((line, point.offset.min(length(line))))
        };
        let mut talk = Self::default();
        for thread in threads {
            let ids = talk.take(thread, words);
            let headline = ((0, 0), (0, length(0)));
            let (from, to) = match &thread.anchor.place {
                Place::Range { from, to } => match (spot(from), spot(to)) {
                    (Some(from), Some(to)) if from <= to => (from, to),
                    (Some(at), _) | (None, Some(at)) => (at, at),
                    (None, None) => headline,
                },
                Place::Photo { block, .. } if first_line.contains_key(block) => {
                    talk.of_photos.entry(block.clone()).or_default().extend(ids);
                    continue;
                }
                // What has no place in the text stands at its head.
                Place::Photo { .. } | Place::Field { .. } | Place::Article => headline,
            };
            talk.in_lines.entry(from.0).or_default().push((from.1, false, ids.clone()));
            talk.in_lines.entry(to.0).or_default().push((to.1, true, ids));
        }
        for marks in talk.in_lines.values_mut() {
            // Stable: one that begins and ends in one place begins first.
            marks.sort_by_key(|(offset, ..)| *offset);
        }
        talk
    }

    pub(super) fn is_empty(&self) -> bool {
        self.comments.is_empty()
    }

    /// Gives the numbers of the conversation's comments.
    fn take(&mut self, thread: &Thread, words: &Words) -> Vec<u32> {
        let first = self.comments.len();
        for (at, comment) in thread.comments.iter().enumerate() {
            let mut text = comment.text.clone();
            if at == 0
                && let Some(suggestion) = &thread.suggestion
            {
                let said = said(suggestion, words);
                text = if text.is_empty() { said } else { format!("{said}\n{text}") };
            }
            // The first stays, for the others answer it.
            if at > 0 && comment.removed {
                continue;
            }
            self.comments.push(Entry {
                author: comment.by_name.clone(),
                date: comment.at.rfc3339(ZoneMinutes(0)),
                text,
                parent: (at > 0).then_some(first),
                done: thread.state != ThreadState::Open,
            });
        }
        (first..self.comments.len()).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect()
    }

    /// `word/comments.xml`.
    pub(super) fn comments(&self) -> String {
        let mut xml = Xml::new();
        xml.open(
            "w:comments",
            &[
                ("xmlns:w", ns::W),
                ("xmlns:mc", ns::MC),
                ("xmlns:w14", ns::W14),
                ("mc:Ignorable", "w14"),
            ],
        );
        for (at, entry) in self.comments.iter().enumerate() {
            let initials: String = entry
                .author
                .split_whitespace()
                .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
                .take(4)
                .collect();
            xml.open(
                "w:comment",
                &[
                    ("w:id", &at.to_string()),
                    ("w:author", &entry.author),
                    ("w:date", &entry.date),
                    ("w:initials", &initials),
                ],
            );
            let paragraphs: Vec<&str> = entry.text.split('\n').collect();
            for (n, text) in paragraphs.iter().enumerate() {
                // The last paragraph stands for the comment.
                let id = paragraph_id(at);
                let last = n + 1 == paragraphs.len();
                let id = [("w14:paraId", &*id)];
                xml.open("w:p", if last { &id } else { &[] });
                xml.open("w:pPr", &[]);
                xml.empty("w:pStyle", &[("w:val", style::COMMENT_TEXT)]);
                xml.close();
                xml.open("w:r", &[]);
                xml.leaf("w:t", &[("xml:space", "preserve")], text);
                xml.close();
                xml.close();
            }
            xml.close();
            xml.line();
        }
        xml.finish()
    }

    /// `word/commentsExtended.xml`: what answers what, and what is settled.
    pub(super) fn extended(&self) -> String {
        let mut xml = Xml::new();
        xml.open("w15:commentsEx", &[("xmlns:w15", ns::W15)]);
        for (at, entry) in self.comments.iter().enumerate() {
            let (id, parent) = (paragraph_id(at), entry.parent.map(paragraph_id));
            let mut attributes = vec![("w15:paraId", &*id)];
            attributes.extend(parent.as_deref().map(|parent| ("w15:paraIdParent", parent)));
            attributes.push(("w15:done", if entry.done { "1" } else { "0" }));
            xml.empty("w15:commentEx", &attributes);
        }
        xml.finish()
    }
}

/// Eight digits, not 0 and below 0x80000000, as Word wants them.
fn paragraph_id(comment: usize) -> String {
    format!("{:08X}", comment + 1)
}

fn said(suggestion: &Replacement, words: &Words) -> String {
    let [text, delete, join, go, value] = words.suggestions;
    match suggestion {
        Replacement::Text { runs } if runs.is_empty() => delete.to_owned(),
        Replacement::Text { runs } => text.replace("{}", &text_of(runs)),
        Replacement::DeleteBlock => delete.to_owned(),
        Replacement::JoinBefore => join.to_owned(),
        Replacement::MoveAfter { .. } => go.to_owned(),
        Replacement::Attr { value: new, .. } => {
            value.replace("{}", new.as_deref().unwrap_or_default())
        }
        Replacement::Field { value: new, .. } => value.replace("{}", new),
    }
}
