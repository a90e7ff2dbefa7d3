//! How two newest revisions of an article become one.

use rusqlite::{Connection, Transaction};

use super::articles::{Working, update};
use super::graph::Graph;
use super::objects::{self, Occasion, snapshot};
use super::receiving::Outcome;
use super::reviewing::set_base;
use super::views::RevisionReason;
use crate::article::{ArticleId, BlockId, Document, Fields};
use crate::compare::{Content, compare};
use crate::discuss::{Act, CommentEvent, EventId, ThreadId};
use crate::failure::{Failure, Result};
use crate::merge::{Question, Side, merge};
use crate::person::{Person, PersonId, Role};
use crate::time::Timestamp;

/// How deep common revisions of common revisions are merged to be a base; desks that keep merging
/// past each other get there one level a round.
const DEPTH: u32 = 8;

/// What has become of two newest revisions.
enum Joined {
    /// One came of the other: this is the newer.
    Newest(String),
    Merged {
        revision: String,
        content: Box<Content>,
        questions: Vec<Asked>,
    },
    /// They could not be made one without losing a word.
    Apart,
}

/// A question with who asks it.
pub(super) struct Asked {
    pub(super) question: Question,
    pub(super) by: PersonId,
    pub(super) device: String,
}

impl Asked {
    /// Opens the suggestion that the question becomes, the same on every desk.
    pub(super) fn event(&self) -> CommentEvent {
        let question = &self.question;
        CommentEvent {
            id: EventId(question.id.clone()),
            thread: ThreadId(question.id.clone()),
            n: 1,
            by: self.by.clone(),
            by_name: question.author.clone(),
            device: self.device.clone(),
            at: question.at,
            act: Act::Opened {
                anchor: question.anchor.clone(),
                text: String::new(),
                mentions: Vec::new(),
                suggestion: Some(question.replacement.clone()),
                why: Some(question.why),
            },
        }
    }
}

/// A text that came, and what became of the working copy.
pub(super) struct Absorbed {
    pub(super) before: Content,
    pub(super) after: Content,
    pub(super) outcome: Outcome,
    /// The merge, where one was made.
    pub(super) merge: Option<String>,
    pub(super) asked: Vec<Asked>,
}

impl Absorbed {
    /// How many changes it made, as the review lists them.
    pub(super) fn changes(&self) -> u32 {
        match self.outcome {
            Outcome::Forward | Outcome::Merged => {
                let comparison = compare(&self.before, &self.after);
                u32::try_from(comparison.changes().len()).unwrap_or(u32::MAX)
            }
            Outcome::New | Outcome::Kept | Outcome::Apart | Outcome::Nothing => 0,
        }
    }

    pub(super) fn questions(&self) -> u32 {
        u32::try_from(self.asked.len()).unwrap_or(u32::MAX)
    }
}

/// Takes the revision `theirs` into a working copy whose head is `ours` and has its text. The
/// review begins at `ours` then: what came is what it shows. Conversations are the caller's.
///
/// # Errors
/// As [`join`].
pub(super) fn absorb(
    transaction: &Transaction<'_>,
    working: &mut Working,
    ours: &str,
    theirs: &str,
    now: Timestamp,
) -> Result<Absorbed> {
    let id = working.id.clone();
    let before = Content { document: working.document.clone(), fields: working.fields.clone() };
    let graph = Graph::read(transaction, &id)?;
    let mut absorbed = Absorbed {
        after: before.clone(),
        before,
        outcome: Outcome::Kept,
        merge: None,
        asked: Vec::new(),
    };
    let head = match join(transaction, &id, &graph, ours, theirs)? {
        Joined::Newest(head) if head == ours => head,
        Joined::Newest(head) => {
            absorbed.outcome = Outcome::Forward;
            absorbed.after = content_of(transaction, &graph, theirs)?;
            head
        }
        Joined::Merged { revision, content, questions } => {
            absorbed.outcome = Outcome::Merged;
            absorbed.after = *content;
            absorbed.merge = Some(revision.clone());
            absorbed.asked = questions;
            revision
        }
        Joined::Apart => {
            absorbed.outcome = Outcome::Apart;
            ours.to_owned()
        }
    };
    if head != ours {
        let Content { document, fields } = absorbed.after.clone();
        working.put_content(document, fields);
        working.head = head;
        working.head_at = now;
        working.seq += 1;
        set_base(transaction, &id, ours)?;
    }
    working.updated_at = now;
    update(transaction, working)?;
    Ok(absorbed)
}

/// Makes one of two revisions. The merged one is made so that every desk that merges these two
/// makes the very same: it names both as its parents, has the later time and nobody's name.
///
/// # Errors
/// `StoreDamaged`; those of a write.
fn join(
    transaction: &Transaction<'_>,
    article: &ArticleId,
    graph: &Graph,
    ours: &str,
    theirs: &str,
) -> Result<Joined> {
    if graph.behind([ours]).contains(theirs) {
        return Ok(Joined::Newest(ours.to_owned()));
    }
    if graph.behind([theirs]).contains(ours) {
        return Ok(Joined::Newest(theirs.to_owned()));
    }
    let (Some(left), Some(right)) = (graph.revision(ours), graph.revision(theirs)) else {
        return Err(Failure::not_found("a revision to merge"));
    };
    let at = left.at.max(right.at);
    let Some((content, questions)) = merged(transaction, graph, ours, theirs, DEPTH)? else {
        return Ok(Joined::Apart);
    };
    let questions = questions
        .into_iter()
        .map(|question| {
            // The sides are told apart by their time and who wrote, and taken in an order that is
            // the same on every desk.
            let pair = [ours.min(theirs), ours.max(theirs)];
            let [first, second] = pair.map(|hash| (hash, graph.author(hash)));
            let asks = |(hash, (_, name, _)): &(&str, (PersonId, String, String))| {
                *name == question.author
                    && graph.revision(hash).is_some_and(|revision| revision.at == question.at)
            };
            let (_, (by, _, device)) = if asks(&first) { first } else { second };
            Asked { question, by, device }
        })
        .collect();
    let mut parents = vec![ours.to_owned(), theirs.to_owned()];
    parents.sort();
    let nobody = Person {
        id: PersonId(String::new()),
        name: String::new(),
        pen_name: String::new(),
        role: Role::Editor,
        sections: Vec::new(),
    };
    let occasion = Occasion { author: &nobody, device: "", at, reason: RevisionReason::Merged };
    let Content { document, fields } = &content;
    let revision = snapshot(transaction, article, document, fields, parents, &occasion)?;
    Ok(Joined::Merged { revision, content: Box::new(content), questions })
}

type MergedText = (Content, Vec<Question>);

/// The text of two revisions made one; `None` where the merge is refused.
fn merged(
    db: &Connection,
    graph: &Graph,
    a: &str,
    b: &str,
    depth: u32,
) -> Result<Option<MergedText>> {
    let Some(base) = base(db, graph, a, b, depth)? else { return Ok(None) };
    let (left, right) = (content_of(db, graph, a)?, content_of(db, graph, b)?);
    let side = |hash: &str, at: Timestamp, content| {
        let (_, author, _) = graph.author(hash);
        Side { content, author, at, key: hash.to_owned() }
    };
    let at = |hash: &str| graph.revision(hash).map_or(Timestamp(0), |revision| revision.at);
    let merged = merge(&base, &side(a, at(a), &left), &side(b, at(b), &right));
    Ok(merged.ok().map(|merged| (merged.content, merged.questions)))
}

/// What two revisions came of. Where they have more than one nearest common revision (both sides
/// have merged before), those are merged to be the base: so what was settled then is not asked
/// again.
fn base(db: &Connection, graph: &Graph, a: &str, b: &str, depth: u32) -> Result<Option<Content>> {
    let common = graph.common(a, b);
    match &common[..] {
        // Nothing in common: all of both is new. Never so among desks that exchange files.
        [] => Ok(Some(Content {
            document: Document {
                headline: Vec::new(),
                lead: Vec::new(),
                blocks: Document::empty(BlockId("empty".to_owned())).blocks,
            },
            fields: Fields::default(),
        })),
        [one] => content_of(db, graph, one).map(Some),
        [one, other, ..] if depth > 0 => {
            let merged = merged(db, graph, one, other, depth - 1)?;
            Ok(merged.map(|(content, _)| content))
        }
        [one, ..] => content_of(db, graph, one).map(Some),
    }
}

pub(super) fn content_of(db: &Connection, graph: &Graph, hash: &str) -> Result<Content> {
    let revision =
        graph.revision(hash).ok_or_else(|| Failure::not_found(format!("revision {hash}")))?;
    let (document, fields) = objects::content(db, revision)?;
    Ok(Content { document, fields })
}
