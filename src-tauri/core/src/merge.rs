//! Two texts that came of one are made one again, and nothing is lost.
//!
//! # Method
//!
//! The base and both sides are read as streams of [tokens](crate::compare::tokens), and each side
//! is aligned with the base by the comparing of revisions. Then:
//!
//! 1. The base is cut into [pieces] at every line, and wherever a side has split one, such that on
//!    either side a piece is one passage. Each side is then a row of pieces and of new units.
//! 2. The pieces are put in [order]. Those that neither side has moved stay; what a side has moved
//!    or written anew comes behind the nearest of them before it on that side.
//! 3. Inside a piece the [words] are merged: what one side has changed is taken from it, what both
//!    have changed alike is taken once.
//! 4. What a line is ([starts]: its kind, its photo) and the [fields] are merged one by one.
//!
//! Where both sides have touched the same words, or the same value, the text takes one side and
//! the other becomes a [`Question`]: a suggestion on that very passage, in the name of who wrote
//! it. What one deleted and the other changed stays in the text, with the suggestion to delete it.
//!
//! The sides are ordered by time before anything else, so that `merge(a, b)` and `merge(b, a)` are
//! the same by construction. In the end an [audit] that knows nothing of all this counts the words
//! of the four texts. If one is missing, the merge is [refused](Refused) and both sides stay.

mod audit;
mod fields;
mod order;
mod pieces;
mod places;
mod starts;
mod weave;
mod words;

use crate::article::BlockId;
use crate::compare::Content;
use crate::discuss::{Anchor, Place, Replacement, Why, anchor_at};
use crate::moment::letters;
use crate::time::Timestamp;

/// One of the two texts.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    pub content: &'a Content,
    /// In whose name this side's questions are asked.
    pub author: String,
    pub at: Timestamp,
    /// Tells the sides apart where the time does not, the same on every desk: the hash of the
    /// revision.
    pub key: String,
}

/// One text from two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// In the form in which documents are accepted.
    pub content: Content,
    /// What the text could take from one side only.
    pub questions: Vec<Question>,
}

/// What one side wanted where the text has the other's way: becomes a suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The same on every desk that merges these two revisions; no two merges share one.
    pub id: String,
    /// Where it stands in the merged text.
    pub anchor: Anchor,
    /// Makes it so.
    pub replacement: Replacement,
    pub why: Why,
    /// Whose wish it is, and of what time.
    pub author: String,
    pub at: Timestamp,
}

/// Why there is no merged text. Both sides are still there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("words would be lost: {}", .0.join(" "))]
    WordsLost(Vec<String>),
    /// Over the limits of an article.
    #[error("the merged text is no valid article: {0}")]
    Invalid(String),
}

/// A question in the making.
struct Asked<At> {
    /// Index of the side whose wish it is.
    side: usize,
    why: Why,
    at: At,
    replacement: Replacement,
}

/// Merges two texts that came of `base`.
///
/// # Errors
/// [`Refused`] where a word would be lost, or the two together are over the limits of an article.
pub fn merge(base: &Content, a: &Side, b: &Side) -> Result<Merged, Refused> {
    let sides = if (a.at, &a.key) <= (b.at, &b.key) { [a, b] } else { [b, a] };
    let mut woven = weave::weave(&base.document, sides.map(|side| &side.content.document));
    let fields = fields::merge(&base.fields, sides.map(|side| &side.content.fields), &mut woven);
    let weave::Woven { document, asked, same } = woven;
    let content = Content { document, fields };
    accepted(&content)?;
    let questions = questions(asked, &content, sides);
    audit::audit(base, sides.map(|side| side.content), &content, &questions, &same)
        .map_err(Refused::WordsLost)?;
    Ok(Merged { content, questions })
}

fn questions(asked: Vec<Asked<Place>>, content: &Content, sides: [&Side; 2]) -> Vec<Question> {
    let mut questions = Vec::with_capacity(asked.len());
    for Asked { side, why, at, replacement } in asked {
        // Where nothing is to be seen, nothing is asked: a paragraph without a word.
        let Some(anchor) = anchor_at(at, content) else { continue };
        let mut hash = blake3::Hasher::new();
        for key in [&sides[0].key, &sides[1].key, &questions.len().to_string()] {
            hash.update(key.as_bytes()).update(b"/");
        }
        let id = letters(&mut hash.finalize_xof(), 16);
        let Side { author, at, .. } = sides[side];
        let author = author.clone();
        questions.push(Question { id, anchor, replacement, why, author, at: *at });
    }
    questions
}

/// Whether this is what accepting makes of it: the two together may be over a limit.
fn accepted(content: &Content) -> Result<(), Refused> {
    let invalid = |what: &dyn std::fmt::Display| Refused::Invalid(what.to_string());
    let document = content.document.clone().accept(&mut BlockId::default);
    let fields = content.fields.clone().accept();
    if document.map_err(|refusal| invalid(&refusal))? == content.document
        && fields.map_err(|refusal| invalid(&refusal))? == content.fields
    {
        Ok(())
    } else {
        Err(invalid(&"accepting would change it"))
    }
}
