//! A file that this program wrote, edited elsewhere and come back: what was done to it, upon the
//! revision that it was made of.
//!
//! A document does not hold all of an article: no section, no edits of a photo. So the revision is
//! written and read once more. What differs between that copy and the file is what somebody did;
//! what differs between that copy and the revision is what documents do not hold. The two are
//! merged as the texts of two desks are.

use std::collections::{HashMap, HashSet};

use super::compose::{Arrival, PlacedTalk, Remark, Stage};
use super::draft::{Draft, Origin, Said, Talk};
use super::flaw::refused;
use super::sides::{Body, Unit, units};
use super::{Incoming, OldWord, read};
use crate::article::{ArticleId, Block, BlockId, Document};
use crate::compare::Content;
use crate::discuss::{self, Thread};
use crate::exchange::bundle::Edition;
use crate::exchange::formats::docx::Review;
use crate::exchange::formats::{Format, one_file};
use crate::exchange::recognise::Label;
use crate::exchange::target::Target;
use crate::failure::Result;
use crate::merge::{Question, Side, merge};
use crate::person::Person;
use crate::time::{Timestamp, ZoneMinutes};

/// What somebody did to a file of ours.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// The revision with what each person did, one after the other; none where the text is as it
    /// was.
    pub stages: Vec<Stage>,
    /// What the last stage could take from one side only.
    pub questions: Vec<Question>,
    /// What was said that had not been said before. Anchored in the last stage.
    pub talks: Vec<ReturnedTalk>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReturnedTalk {
    /// Place among the conversations that the file was written with; `None` for a new one.
    pub known: Option<usize>,
    /// What is new in it; may be nothing where a known one was resolved.
    pub talk: PlacedTalk,
}

/// A revision as a document brings it back that nobody has touched.
pub struct Copy {
    content: Content,
    read: Incoming,
}

impl Copy {
    /// Writes `original` as a document, without its pictures, and reads it.
    ///
    /// # Errors
    /// Those of writing a document and of reading it; none is to be expected.
    pub fn of(
        article: &ArticleId,
        original: &Content,
        threads: Vec<Thread>,
        people: &[Person],
    ) -> Result<Self> {
        let review = Review { base: None, changes: Vec::new(), threads };
        let edition = Edition {
            article,
            revision: "copy",
            document: &original.document,
            fields: &original.fields,
            newsroom: "",
            zone: ZoneMinutes::default(),
            approved: true,
            dated: Timestamp(0),
            created_at: Timestamp(0),
            version: 1,
            target: &Target::standard(),
            photos: std::collections::BTreeMap::new(),
            review: Some(&review),
        };
        let file = one_file(&edition, Format::DocxReview)?;
        let no_old_word: OldWord = |_| Err(refused("no file of ours"));
        let read = read(&file.bytes, &file.name, None, no_old_word)?;
        let labels = read.labels_like(&original.document);
        let photos = vec![None; read.pictures().count()];
        let arrival = read.compose(&labels, &photos, people, &mut numbered("copy"))?;
        let content = arrival.stages.into_iter().next_back().map(|stage| stage.content);
        let mut content = content.unwrap_or_else(|| original.clone());
        like(&mut content.document, &original.document);
        // A picture that is not there has no alternative; the file's pictures have theirs.
        let alts: HashMap<&BlockId, &String> = original
            .document
            .photos()
            .filter(|photo| photo.attrs.photo.is_some())
            .map(|photo| (&photo.attrs.id, &photo.attrs.alt))
            .collect();
        for photo in content.document.photos_mut() {
            if let Some(alt) = alts.get(&photo.attrs.id) {
                photo.attrs.alt.clone_from(alt);
            }
        }
        Ok(Self { content, read })
    }
}

impl Incoming {
    /// The revision that the file was made of, where it came from this program.
    pub fn origin(&self) -> Option<&Origin> {
        self.draft.as_ref()?.origin.as_ref()
    }

    /// The labels as they were guessed, but for the blocks of `original`: they are what they were.
    pub fn labels_like(&self, original: &Document) -> Vec<Label> {
        let Some(draft) = &self.draft else { return self.labels() };
        let known: HashMap<&BlockId, Label> =
            original.walk().filter_map(|block| Some((block.id(), label_of(block)?))).collect();
        let units = units(draft, draft.all());
        let label = |(unit, guessed): (&Unit, Label)| {
            let known = draft.lines[unit.first].id.as_ref().and_then(|id| known.get(id).copied());
            match (&unit.body, known) {
                (Body::List { .. }, Some(Label::List))
                | (Body::Table { .. }, Some(Label::Table))
                | (Body::Text { .. }, Some(Label::Paragraph | Label::Subhead | Label::Quote)) => {
                    known.unwrap_or(guessed)
                }
                _ => guessed,
            }
        };
        units.iter().zip(self.labels()).map(label).collect()
    }

    /// Which of [`Incoming::pictures`] stand in photos of `original`: the desk has them, and better.
    pub fn pictures_of(&self, original: &Document) -> HashSet<usize> {
        let Some(draft) = &self.draft else { return HashSet::new() };
        let known: HashSet<&BlockId> = original.photos().map(|photo| &photo.attrs.id).collect();
        let (mut ours, mut others) = (HashSet::new(), HashSet::new());
        for line in &draft.lines {
            let Some(at) = line.picture.as_ref().and_then(|used| used.picture) else { continue };
            let is_known = line.id.as_ref().is_some_and(|id| known.contains(id));
            if is_known {
                ours.insert(at)
            } else {
                others.insert(at)
            };
        }
        ours.retain(|at| !others.contains(at));
        ours
    }

    /// What was done to the file since it was made of `original`. `labels` and `photos` are as for
    /// [`Incoming::compose`].
    ///
    /// # Errors
    /// As [`Incoming::compose`].
    pub fn returned(
        &self,
        labels: &[Label],
        photos: &[Option<String>],
        people: &[Person],
        (original, copy): (&Content, &Copy),
        new_id: &mut dyn FnMut() -> BlockId,
    ) -> Result<Returned> {
        let Arrival { stages, talks } = self.compose(labels, photos, people, new_id)?;
        let mut stages: Vec<Stage> = stages
            .into_iter()
            .map(|mut stage| {
                like(&mut stage.content.document, &original.document);
                stage
            })
            .collect();
        let last = stages.last().map(|stage| stage.content.clone());
        // What was tracked already when the file was written is in the revision.
        let written = stages.iter().rposition(|stage| stage.content == copy.content);
        let rest = match written {
            Some(at) => stages.split_off(at + 1),
            // Somebody turned down what was tracked before, or tracked nothing: one did it all.
            None => stages.pop().into_iter().map(|stage| self.by_whoever_saved(stage)).collect(),
        };
        let mut questions = Vec::new();
        let mut stages = Vec::new();
        for stage in rest {
            let (content, asked) = upon(original, copy, &stage);
            questions = asked;
            stages.push(Stage { content, ..stage });
        }
        let after = stages.last().map_or(original, |stage| &stage.content);
        let mut talks = new_words(talks, &copy.read);
        if let Some(last) = last {
            discuss::carry(talks.iter_mut().map(|it| &mut it.talk.anchor), &last, after);
        }
        Ok(Returned { stages, questions, talks })
    }

    fn by_whoever_saved(&self, stage: Stage) -> Stage {
        let draft = self.draft.iter();
        let saved_by = draft.map(|draft: &Draft| draft.saved_by.clone()).find(|by| !by.is_empty());
        Stage { author: saved_by.unwrap_or(stage.author.clone()), ..stage }
    }
}

fn label_of(block: &Block) -> Option<Label> {
    match block {
        Block::Paragraph { .. } => Some(Label::Paragraph),
        Block::Subhead { .. } => Some(Label::Subhead),
        Block::Quote { .. } => Some(Label::Quote),
        Block::List { .. } => Some(Label::List),
        Block::Table { .. } => Some(Label::Table),
        Block::Photo(_) | Block::PhotoGroup { .. } | Block::Box { .. } => None,
    }
}

/// Takes the ids of side bars from `original`, which a document has no mark for, and forgets the
/// pictures of its photos: what a document shows is made smaller.
fn like(document: &mut Document, original: &Document) {
    let mut holders: HashMap<&BlockId, &BlockId> = HashMap::new();
    for block in &original.blocks {
        if let Block::Box { attrs, content } = block {
            holders.extend(content.iter().map(|inner| (inner.id(), &attrs.id)));
        }
    }
    let mut taken = HashSet::new();
    for block in &mut document.blocks {
        if let Block::Box { attrs, content } = block
            && let Some(id) = content.iter().find_map(|inner| holders.get(inner.id()))
            && taken.insert(*id)
        {
            attrs.id.clone_from(id);
        }
    }
    let known: HashSet<&BlockId> = original.photos().map(|photo| &photo.attrs.id).collect();
    for photo in document.photos_mut() {
        if known.contains(&photo.attrs.id) {
            photo.attrs.photo = None;
        }
    }
}

/// A stage with all that documents do not hold, and what that could not be decided by itself.
fn upon(original: &Content, copy: &Copy, stage: &Stage) -> (Content, Vec<Question>) {
    if stage.content == copy.content {
        return (original.clone(), Vec::new());
    }
    let side = |content, author: &str, at, key: &str| Side {
        content,
        author: author.to_owned(),
        at: Timestamp(at),
        key: key.to_owned(),
    };
    let ours = side(original, "", 0, "original");
    let theirs = side(&stage.content, &stage.author, 1, "file");
    match merge(&copy.content, &ours, &theirs) {
        Ok(merged) => (merged.content, merged.questions),
        // As good as it goes: every word of the file, and the photos and fields of the revision.
        Err(_) => {
            let mut content = stage.content.clone();
            let known: HashMap<&BlockId, _> =
                original.document.photos().map(|photo| (&photo.attrs.id, &photo.attrs)).collect();
            for photo in content.document.photos_mut() {
                if let Some(attrs) = known.get(&photo.attrs.id) {
                    photo.attrs = (*attrs).clone();
                }
            }
            content.fields = original.fields.clone();
            (content, Vec::new())
        }
    }
}

/// What was said in `talks` and not in the copy.
fn new_words(talks: Vec<PlacedTalk>, copy: &Incoming) -> Vec<ReturnedTalk> {
    let old = copy.draft.iter().flat_map(|draft| &draft.talks);
    let mut old: Vec<(usize, &Talk)> = old.enumerate().collect();
    talks
        .into_iter()
        .filter_map(|mut talk| {
            let is_it = |(_, old): &(usize, &Talk)| {
                let first = (old.said.first(), talk.said.first());
                matches!(first, (Some(old), Some(new)) if is_same(old, new))
            };
            let Some(at) = old.iter().position(is_it) else {
                return Some(ReturnedTalk { known: None, talk });
            };
            let (known, old) = old.remove(at);
            let mut said: Vec<&Said> = old.said.iter().collect();
            talk.said.retain(|new| {
                let at = said.iter().position(|old| is_same(old, new));
                at.map(|at| said.remove(at)).is_none()
            });
            talk.resolved &= !old.resolved;
            let says_something = talk.resolved || !talk.said.is_empty();
            says_something.then_some(ReturnedTalk { known: Some(known), talk })
        })
        .collect()
}

/// Whether a comment is one that was there. Who wrote it may be called by another name of theirs; the
/// time is one in whole seconds.
fn is_same(old: &Said, new: &Remark) -> bool {
    let second = |at: Option<Timestamp>| at.map(|at| at.0.div_euclid(1_000));
    old.text == new.text && (old.author == new.author || second(old.at) == second(new.at))
}

/// Ids that no block of an article has for long.
fn numbered(name: &str) -> impl FnMut() -> BlockId {
    let mut count = 0_u32;
    move || {
        count += 1;
        BlockId(format!("{name}{count}"))
    }
}
