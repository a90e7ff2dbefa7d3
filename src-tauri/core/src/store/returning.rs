//! Files that were written here, edited elsewhere and come back: into their article instead of
//! beside it.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::articles::{revise_if_changed, working};
use super::graph::Graph;
use super::history::append_log;
use super::importing::Making;
use super::merging::{Absorbed, Asked, absorb, content_of};
use super::objects::{Occasion, snapshot};
use super::photos::{AddedPhoto, register};
use super::receiving::{Outcome, is_here};
use super::views::{OpenArticle, RevisionReason};
use super::{Store, comments, desk};
use crate::article::Document;
use crate::compare::Content;
use crate::discuss;
use crate::exchange::import::{Copy, Incoming, Origin, ReturnsTo};
use crate::exchange::recognise::Label;
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::review::LogEvent;

/// What became of a file that came back.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TakenBack {
    pub article: OpenArticle,
    pub outcome: Outcome,
    /// Changes of the text.
    pub changes: u32,
    /// What was said in the file and is new here.
    pub comments: u32,
    /// Passages that were worded anew in the file and here, and that somebody has to decide.
    pub questions: u32,
}

impl Store {
    /// Says of a file whether it was made of an article of this desk, and labels its lines as the
    /// blocks that they are.
    ///
    /// # Errors
    /// `StoreDamaged`.
    pub fn known_again(&self, incoming: &mut Incoming) -> Result<()> {
        let Some(origin) = incoming.origin().cloned() else { return Ok(()) };
        let Some((original, at)) = self.original(&origin)? else { return Ok(()) };
        let headline = working(&self.connection, &origin.article)?.document.headline_text();
        let labels = incoming.labels_like(&original.document);
        for (line, label) in incoming.recognition.lines.iter_mut().zip(labels) {
            if line.label != label {
                (line.label, line.confidence) = (label, 1.0);
            }
        }
        if let Some(file) = &mut incoming.recognition.file {
            file.returns_to = Some(ReturnsTo { article: origin.article, headline, at });
        }
        Ok(())
    }

    /// The text that a file of ours was made of; `None` where this desk does not have it.
    ///
    /// # Errors
    /// `StoreDamaged`.
    pub fn original_of(&self, incoming: &Incoming) -> Result<Option<Document>> {
        let Some(origin) = incoming.origin() else { return Ok(None) };
        Ok(self.original(origin)?.map(|(content, _)| content.document))
    }

    fn original(&self, origin: &Origin) -> Result<Option<(Content, crate::time::Timestamp)>> {
        if !is_here(&self.connection, &origin.article)? {
            return Ok(None);
        }
        let graph = Graph::read(&self.connection, &origin.article)?;
        let Some(revision) = graph.revision(&origin.revision) else { return Ok(None) };
        let at = revision.at;
        Ok(Some((content_of(&self.connection, &graph, &origin.revision)?, at)))
    }

    /// Takes a file back into the article that it was made of: what was done to it becomes
    /// revisions upon the one that it has, in the names of those who did it, and is merged with
    /// what was written here meanwhile. `pictures` are [kept](super::keep_pictures_but) but for
    /// those that the article has.
    ///
    /// # Errors
    /// `NotFound` where the article or the revision is not on this desk; `BadInput` where labels or
    /// pictures are not those of the file; those of a write. Nothing is changed then.
    pub fn take_back(
        &mut self,
        incoming: &Incoming,
        labels: &[Label],
        pictures: Vec<Option<AddedPhoto>>,
        moment: &Moment,
    ) -> Result<TakenBack> {
        let missing = || Failure::not_found("the article that the file was made of");
        let origin = incoming.origin().cloned().ok_or_else(missing)?;
        let id = origin.article.clone();
        let (original, _) = self.original(&origin)?.ok_or_else(missing)?;
        let people = self.people()?;
        let threads = self.talks(&id)?.threads;
        let known: Vec<_> = threads.iter().map(|thread| thread.id.clone()).collect();
        let copy = Copy::of(&id, &original, threads, &people)?;
        let photos: Vec<Option<String>> = pictures
            .iter()
            .map(|added| added.as_ref().map(|added| added.info.hash.clone()))
            .collect();
        let mut ids = moment.ids();
        let returned =
            incoming.returned(labels, &photos, &people, (&original, &copy), &mut || ids.block())?;
        let used: HashSet<String> = returned
            .stages
            .iter()
            .flat_map(|stage| stage.content.document.photos())
            .filter_map(|photo| photo.attrs.photo.clone())
            .collect();
        let device = self.device.clone();
        let (outcome, changes, comments, questions) = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            for added in pictures.into_iter().flatten().filter(|it| used.contains(&it.info.hash)) {
                register(transaction, &added.info)?;
            }
            let making = Making { transaction, id: &id, me: &me, device: &device, people: &people };
            let mut working = working(transaction, &id)?;
            let reason = RevisionReason::Writing;
            let ours = revise_if_changed(transaction, &mut working, &me, &device, reason, moment)?;
            let mut theirs = origin.revision.clone();
            let mut last = (original.clone(), me.clone());
            for stage in returned.stages {
                let author =
                    if stage.author.is_empty() { me.clone() } else { making.person(&stage.author) };
                let occasion =
                    Occasion { author: &author, device: &device, at: moment.now, reason };
                let Content { document, fields } = &stage.content;
                let parents = vec![theirs];
                theirs = snapshot(transaction, &id, document, fields, parents, &occasion)?;
                last = (stage.content, author);
            }
            let absorbed = absorb(transaction, &mut working, &ours, &theirs, moment.now)?;
            let mut sums = (absorbed.outcome, absorbed.changes(), 0, absorbed.questions());
            let Absorbed { before, after, merge, mut asked, .. } = absorbed;
            comments::carry(transaction, &id, before, &after.document, &after.fields)?;

            // What the file alone leaves open was asked of the text before the merge.
            for mut question in returned.questions {
                let anchor = std::iter::once(&mut question.anchor);
                discuss::carry(anchor, &last.0, &after);
                // One taking's questions are no other's.
                (question.id, question.at) = (ids.letters(16), moment.now);
                asked.push(Asked { question, by: last.1.id.clone(), device: device.clone() });
            }
            let said_before = comments::events(transaction, &id)?;
            let (mut events, mut anchors) = (Vec::new(), BTreeMap::new());
            for mut it in returned.talks {
                discuss::carry(std::iter::once(&mut it.talk.anchor), &last.0, &after);
                let anchor = it.talk.anchor.clone();
                let into = it.known.and_then(|at| known.get(at)).map(|thread| {
                    let of_it = said_before.iter().filter(|event| event.thread == *thread);
                    let next = of_it.map(|event| event.n).max().map_or(0, |n| n.saturating_add(1));
                    (thread.clone(), next)
                });
                let is_new = into.is_none();
                sums.2 += u32::try_from(it.talk.said.len()).unwrap_or(u32::MAX);
                let said = making.events(it.talk, into, &mut ids, moment.now)?;
                if let Some(first) = said.first().filter(|_| is_new) {
                    anchors.insert(first.thread.clone(), anchor);
                }
                events.extend(said);
            }
            for asked in &asked {
                let event = asked.event();
                anchors.insert(event.thread.clone(), asked.question.anchor.clone());
                events.push(event);
            }
            sums.3 = u32::try_from(asked.len()).unwrap_or(u32::MAX);
            comments::take_in(transaction, &id, &events, &anchors, &after)?;
            if let Some(merge) = merge {
                let event = LogEvent::Merged { questions: sums.3 };
                append_log(transaction, &id, &me, &device, moment.now, &merge, event)?;
            }
            if sums.0 == Outcome::Kept && sums.2 == 0 {
                sums.0 = Outcome::Nothing;
            }
            Ok(sums)
        })?;
        self.changes.push(id.clone());
        let article = self.open_article(&id)?;
        Ok(TakenBack { article, outcome, changes, comments, questions })
    }
}

#[cfg(test)]
mod tests;
