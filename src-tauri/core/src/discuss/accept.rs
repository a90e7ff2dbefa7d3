//! What a conversation may hold: checked at every door, from the screens and from other desks.

use super::{Act, Anchor, CommentEvent, Mention, Place, Replacement, TextPoint, UnitAttr};
use crate::article::{Block, BlockAttrs, BlockId, Document, Fields, Text};
use crate::failure::{Failure, Result};
use crate::language::normal;
use crate::photo::Edits;

/// Longest comment, and longest wording of a suggestion, in bytes.
const TEXT_BYTES: usize = 20_000;
/// Longest quote and context, in bytes: what [`super::page`] keeps at most.
const QUOTE_BYTES: usize = 8_000;
const NAME_BYTES: usize = 400;
const ID_BYTES: usize = 64;
const MENTIONS: usize = 50;

/// Brings the text of a comment to the form in which it is kept: NFC, lines parted by `\n`,
/// nothing around it.
///
/// # Errors
/// `BadInput` over 20,000 bytes.
pub fn accept_comment(text: &str) -> Result<String> {
    if text.len() > TEXT_BYTES {
        return Err(Failure::bad_input("a comment has 20,000 bytes at most"));
    }
    let text = text.replace("\r\n", "\n");
    let lines: Vec<String> = text.trim().split('\n').map(normal::nfc).collect();
    Ok(lines.join("\n"))
}

/// Brings a suggestion to the form in which it is kept.
///
/// # Errors
/// `BadInput` where no screen and no merge can have made it.
pub fn accept_replacement(replacement: Replacement) -> Result<Replacement> {
    Ok(match replacement {
        Replacement::Text { runs } => Replacement::Text { runs: accept_runs(runs)? },
        Replacement::MoveAfter { block } => {
            if let Some(block) = &block {
                block_id(block)?;
            }
            Replacement::MoveAfter { block }
        }
        Replacement::Attr { name, value } => {
            let value = value.map(|value| text(&value, "a suggested value")).transpose()?;
            let fits = match (name, value.as_deref()) {
                (UnitAttr::Photo, Some(hash)) => crate::photo::is_hash(hash),
                (UnitAttr::Edits, Some(edits)) => edits.parse::<Edits>().is_ok(),
                (UnitAttr::Photo, None) | (UnitAttr::Credit | UnitAttr::Alt, Some(_)) => true,
                (UnitAttr::Kind, Some(kind)) => ["paragraph", "subhead", "quote"].contains(&kind),
                (UnitAttr::Ordered, Some(value)) => ["true", "false"].contains(&value),
                (_, None) => false,
            };
            if !fits {
                return Err(Failure::bad_input("an attribute cannot have this value"));
            }
            Replacement::Attr { name, value }
        }
        Replacement::Field { name, value } => {
            accept_field(&name, &value)?;
            Replacement::Field { name, value }
        }
        Replacement::DeleteBlock | Replacement::JoinBefore => replacement,
    })
}

/// Checks an event that another desk has made, as if an attacker had.
///
/// # Errors
/// `BadInput` where no desk can have made it.
pub fn accept_event(event: &CommentEvent) -> Result<()> {
    for value in [&event.id.0, &event.thread.0] {
        id(value)?;
    }
    person(&event.by.0)?;
    name(&event.by_name)?;
    name(&event.device)?;
    match &event.act {
        Act::Opened { anchor, text, mentions, suggestion, why: _ } => {
            accept_anchor(anchor)?;
            comment(text, mentions)?;
            if let Some(suggestion) = suggestion {
                same(&accept_replacement(suggestion.clone())?, suggestion)?;
            }
            if text.is_empty() && suggestion.is_none() {
                return Err(Failure::bad_input("a comment without words"));
            }
        }
        Act::Replied { text, mentions } => comment(text, mentions)?,
        Act::Edited { comment: of, text, mentions } => {
            id(&of.0)?;
            comment(text, mentions)?;
        }
        Act::Removed { comment } => id(&comment.0)?,
        Act::Resolved | Act::Reopened | Act::Accepted | Act::Declined => {}
    }
    Ok(())
}

/// Checks an anchor that another desk has sent.
///
/// # Errors
/// `BadInput` where no desk can have made it.
pub fn accept_anchor(anchor: &Anchor) -> Result<()> {
    for text in [&anchor.quote, &anchor.before, &anchor.after] {
        if text.len() > QUOTE_BYTES {
            return Err(Failure::bad_input("a quote is too long"));
        }
    }
    accept_place(&anchor.place)
}

/// Checks the shape of a place; whether the article has it is seen when it is looked for.
///
/// # Errors
/// `BadInput` where no screen can have sent it.
pub fn accept_place(place: &Place) -> Result<()> {
    match place {
        Place::Range { from, to } => {
            for TextPoint { block, .. } in [from, to] {
                if let Some(block) = block {
                    block_id(block)?;
                }
            }
            Ok(())
        }
        Place::Photo { block, part: _ } => block_id(block),
        Place::Field { name } => match field(name) {
            Some(_) => Ok(()),
            None => Err(Failure::bad_input("there is no such field")),
        },
        Place::Article => Ok(()),
    }
}

fn comment(text: &str, mentions: &[Mention]) -> Result<()> {
    same(accept_comment(text)?.as_str(), text)?;
    if mentions.len() > MENTIONS {
        return Err(Failure::bad_input("too many people in one comment"));
    }
    for mention in mentions {
        person(&mention.person.0)?;
        name(&mention.name)?;
    }
    Ok(())
}

/// Text in marks, on one line, in the form in which documents have it.
fn accept_runs(runs: Vec<Text>) -> Result<Vec<Text>> {
    if runs.iter().map(|run| run.text.len()).sum::<usize>() > TEXT_BYTES {
        return Err(Failure::bad_input("a suggestion has 20,000 bytes at most"));
    }
    let id = || BlockId("suggestion".to_owned());
    let line = Block::Paragraph { attrs: BlockAttrs { id: id() }, content: runs };
    let document = Document { headline: Vec::new(), lead: Vec::new(), blocks: vec![line] };
    match document.accept(&mut || id())?.blocks.pop() {
        Some(Block::Paragraph { content, .. }) => Ok(content),
        _ => Err(Failure::internal("a paragraph stays one")),
    }
}

/// Whether the field could have this value.
fn accept_field(name: &str, value: &str) -> Result<()> {
    let bad = || Failure::bad_input("a field cannot have this value");
    if value.len() > TEXT_BYTES || field(name).is_none() {
        return Err(bad());
    }
    let value: serde_json::Value = serde_json::from_str(value).map_err(|_| bad())?;
    let mut all = Fields::default().values();
    all.insert(name.to_owned(), value);
    serde_json::from_value::<Fields>(all.into()).map_err(|_| bad())?.accept()?;
    Ok(())
}

fn field(name: &str) -> Option<serde_json::Value> {
    Fields::default().values().get(name).cloned()
}

fn text(value: &str, what: &str) -> Result<String> {
    if value.len() > TEXT_BYTES {
        return Err(Failure::bad_input(format!("{what} is too long")));
    }
    Ok(normal::nfc(value))
}

fn same<T: PartialEq + ?Sized>(accepted: &T, sent: &T) -> Result<()> {
    if accepted == sent {
        Ok(())
    } else {
        Err(Failure::bad_input("a comment is not in the form in which comments are kept"))
    }
}

fn id(id: &str) -> Result<()> {
    let letters = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if (1..=ID_BYTES).contains(&id.len()) && letters {
        Ok(())
    } else {
        Err(Failure::bad_input("an id is 1 to 64 letters or digits"))
    }
}

fn block_id(block: &BlockId) -> Result<()> {
    if block.is_well_formed() {
        Ok(())
    } else {
        Err(Failure::bad_input("a block id is 1 to 24 letters or digits"))
    }
}

/// A merge that asks in the name of somebody whom nobody here knows names no person.
fn person(person: &str) -> Result<()> {
    if person.is_empty() { Ok(()) } else { id(person) }
}

fn name(name: &str) -> Result<()> {
    if name.len() > NAME_BYTES || name.chars().any(char::is_control) {
        return Err(Failure::bad_input("a name is too long"));
    }
    Ok(())
}
