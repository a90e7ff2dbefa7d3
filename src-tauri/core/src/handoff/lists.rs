//! Which blocks each revision has, in which order. Two lists in a row differ by a hash or two, so
//! a list travels as what differs from the one before it.

use serde::{Deserialize, Serialize};

use super::flaw::Flaw;
use super::parts::strict;
use crate::failure::{Failure, Result};
use crate::photo;
use crate::store::hash_of;

/// Place in the list before, how many hashes go there, and which come instead; in order.
pub(crate) type ListEdit = (usize, usize, Vec<String>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum ListLine {
    Full(Vec<String>),
    Edited(Edited),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edited {
    edits: Vec<ListEdit>,
}

/// Lists as they lie in a file. Whole they would be the largest part of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    lines: Vec<ListLine>,
}

/// Most blocks of a list.
const BLOCK_LIMIT: usize = 20_000;
/// Most bytes of all lists written out: 5,000 revisions of an article of 400 blocks.
const WHOLE_LIMIT: usize = 256 << 20;

impl Lists {
    pub(super) fn read(lines: &[&str]) -> Result<Self> {
        let lines = lines.iter().map(|line| strict(line)).collect::<Result<_>>()?;
        Ok(Self { lines })
    }

    /// `differences` tells two lists apart.
    pub(crate) fn of<'a>(
        lists: impl Iterator<Item = &'a [String]>,
        differences: impl Fn(&[String], &[String]) -> Vec<ListEdit>,
    ) -> Self {
        let mut lines = Vec::new();
        let mut before: Option<&[String]> = None;
        for list in lists {
            lines.push(match before {
                Some(before) => {
                    let edits = differences(before, list);
                    let added: usize = edits.iter().map(|(_, _, added)| added.len() + 1).sum();
                    if added < list.len() {
                        ListLine::Edited(Edited { edits })
                    } else {
                        ListLine::Full(list.to_vec())
                    }
                }
                None => ListLine::Full(list.to_vec()),
            });
            before = Some(list);
        }
        Self { lines }
    }

    pub(super) fn write(&self) -> Result<Vec<String>> {
        let lines = self.lines.iter();
        lines.map(|line| serde_json::to_string(line).map_err(Failure::internal)).collect()
    }

    /// Gives each list with its hash, one after the other.
    ///
    /// # Errors
    /// `HandOffRefused` where a list is none or all together are too long; those of `each`.
    pub(crate) fn walk(&self, mut each: impl FnMut(&str, &[String]) -> Result<()>) -> Result<()> {
        let mut list: Vec<String> = Vec::new();
        let mut bytes = 0;
        for line in &self.lines {
            match line {
                ListLine::Full(full) => list.clone_from(full),
                ListLine::Edited(Edited { edits }) => list = apply(&list, edits)?,
            }
            if !list.iter().all(|hash| photo::is_hash(hash)) {
                return Err(Flaw::Content.found("a list of blocks"));
            }
            if list.is_empty() || list.len() > BLOCK_LIMIT {
                return Err(Flaw::Count.found(format!("{} blocks", list.len())));
            }
            let whole = serde_json::to_string(&list).map_err(Failure::internal)?;
            bytes += whole.len();
            if bytes > WHOLE_LIMIT {
                return Err(Flaw::Size.found("the lists of blocks"));
            }
            each(&hash_of(&whole), &list)?;
        }
        Ok(())
    }
}

/// In one go from the front: as many edits as fit into a line, each of which moved all that is
/// behind it, would take days.
fn apply(list: &[String], edits: &[ListEdit]) -> Result<Vec<String>> {
    let wrong = || Flaw::Content.found("a list of blocks");
    let mut edited: Vec<String> = Vec::with_capacity(list.len());
    let mut done = 0;
    for (at, removed, added) in edits {
        edited.extend_from_slice(list.get(done..*at).ok_or_else(wrong)?);
        done = at.checked_add(*removed).filter(|end| *end <= list.len()).ok_or_else(wrong)?;
        edited.extend_from_slice(added);
    }
    edited.extend_from_slice(&list[done..]);
    Ok(edited)
}
