//! The approval sheet as seen by the store: everything that it says, copied out in one go. The
//! page is made by [`crate::exchange::sheet`], without holding the store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::articles::{revise_if_changed, standing, update, working};
use super::history::{moves, revision_row};
use super::reviewing::content_of;
use super::views::{RevisionReason, Standing};
use super::{PhotoFiles, Store, desk, objects};
use crate::article::ArticleId;
use crate::compare::compare;
use crate::discuss::ThreadState;
use crate::exchange::sheet::{self, Filed, Sheet, Signed};
use crate::failure::Result;
use crate::language::slug::slug;
use crate::moment::Moment;
use crate::photo::{Edits, Rendition};
use crate::review::StepId;
use crate::whole_file::write_whole;

/// A sheet without its pictures, which take time.
#[derive(Debug, Clone)]
pub struct SheetPlan {
    sheet: Sheet,
    /// Hash and edits by the key of a photo in use.
    photos: BTreeMap<String, (String, Edits)>,
}

impl SheetPlan {
    /// Makes the page. Needs no store. A photo that cannot be read is no reason to go without a
    /// sheet, which says so in its place.
    pub fn page(&self, files: &PhotoFiles) -> String {
        let picture = |(key, (hash, edits)): (&String, &(String, Edits))| {
            let picture = files.rendition(hash, Rendition::Thumb, edits).ok()?;
            Some((key.clone(), picture))
        };
        sheet::page(&self.sheet, &self.photos.iter().filter_map(picture).collect())
    }

    /// Makes the page and writes it, whole or not at all.
    ///
    /// # Errors
    /// Those of writing a file.
    pub fn write(&self, files: &PhotoFiles, path: &Path) -> Result<()> {
        write_whole(path, self.page(files).as_bytes())
    }

    /// Name for the file of the sheet: letters, digits and `-`, with the beginning of the hash.
    pub fn file_name(&self) -> String {
        let headline = slug(&self.sheet.content.document.headline_text());
        let (title, hash) = (self.sheet.title(), self.sheet.short_hash());
        let parts = [slug(title), headline, hash.to_owned()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}.html", parts.join("-"))
    }

    /// Title of the sheet with the headline, for a window.
    pub fn title(&self) -> String {
        format!("{} – {}", self.sheet.title(), self.sheet.headline())
    }
}

impl Store {
    /// Copies out what the approval sheet of an article says. The sheet names a revision, so
    /// that the paper stands for one text and no other: where the text as it stands is in none
    /// yet, one is made.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`, `NotAllowed` before the first start; those of a write.
    pub fn plan_sheet(&mut self, id: &ArticleId, moment: &Moment) -> Result<SheetPlan> {
        let device = self.device.clone();
        let (revision, made, standing) = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let mut working = working(transaction, id)?;
            let reason = RevisionReason::Printed;
            let before = working.head.clone();
            let revision =
                revise_if_changed(transaction, &mut working, &me, &device, reason, moment)?;
            let made = revision != before;
            if made {
                update(transaction, &working)?;
            }
            Ok((revision, made, standing(transaction, &working)?))
        })?;
        if made {
            self.changes.push(id.clone());
        }
        let db = &self.connection;
        let settings = desk::settings(db)?;
        let content = content_of(db, &revision)?;
        let listed = objects::revisions(db, id)?;
        let version = listed.iter().rev().position(|it| it.hash == revision).map_or(1, |at| at + 1);
        let row = objects::listed(db, id, &revision)?;
        let filed = self.filed(id, &standing, &revision)?;
        let talks = self.talks(id)?;
        let mut sign_offs = Vec::new();
        for sign_off in &standing.sign_offs {
            let then = content_of(db, &sign_off.revision)?;
            let since = compare(&then, &content).changes().len();
            sign_offs.push(Signed {
                sign_off: sign_off.clone(),
                changes_since: u32::try_from(since).unwrap_or(u32::MAX),
            });
        }
        let before = filed.iter().flat_map(|filed| filed.content.document.photos());
        let photos = content.document.photos().chain(before);
        let photos = photos
            .filter_map(|photo| {
                let hash = photo.attrs.photo.clone()?;
                Some((sheet::picture_key(photo)?, (hash, photo.attrs.edits.clone())))
            })
            .collect();
        let sheet = Sheet {
            article: id.clone(),
            language: settings.language,
            newsroom: settings.newsroom,
            zone: settings.zone,
            printed_at: moment.now,
            printed_by: self.me()?.name,
            device,
            revision: revision_row(row, &revision, &moves(db, id)?),
            version: u32::try_from(version).unwrap_or(u32::MAX),
            content,
            standing,
            workflow: settings.workflow,
            sign_offs,
            filed,
            questions: talks
                .threads
                .into_iter()
                .filter(|thread| thread.state == ThreadState::Open)
                .collect(),
            history: self.history(id)?,
            log_fault: self.check_log(id)?,
        };
        Ok(SheetPlan { sheet, photos })
    }

    /// What was handed in last, and the changes since.
    fn filed(&self, id: &ArticleId, standing: &Standing, revision: &str) -> Result<Option<Filed>> {
        let db = &self.connection;
        let filing = standing.sign_offs.iter().find(|it| it.step == StepId::filing());
        let Some(filing) = filing else { return Ok(None) };
        let compared = self.compare_revisions(id, &filing.revision, Some(revision))?;
        let content = content_of(db, &filing.revision)?;
        let steps = standing.sign_offs.iter().filter(|it| it.step != StepId::filing());
        let unsigned = match steps.max_by_key(|it| it.at) {
            None => BTreeSet::new(),
            Some(newest) => {
                let then = compare(&content, &content_of(db, &newest.revision)?);
                let signed: BTreeSet<_> = then.changes().iter().map(|it| it.id.clone()).collect();
                let all = compared.changes.iter().map(|change| change.id.clone());
                all.filter(|change| !signed.contains(change)).collect()
            }
        };
        let listed = objects::listed(db, id, &filing.revision)?;
        Ok(Some(Filed {
            revision: revision_row(listed, revision, &moves(db, id)?),
            content,
            changes: compared.changes,
            unsigned,
        }))
    }
}

#[cfg(test)]
mod tests;
