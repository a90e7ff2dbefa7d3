//! An article on the newsroom's letterhead as seen by the store. The pages are made by
//! [`crate::exchange::pdf`], without holding the store.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use serde::Serialize;

use super::articles::{revise_if_changed, update, working};
use super::desk::{meta, put_meta, require_me, settings};
use super::export::ExportPlan;
use super::views::RevisionReason;
use super::{PhotoFiles, Store, objects};
use crate::article::{ArticleId, Document, Fields};
use crate::exchange::letterhead::Letterhead;
use crate::exchange::pdf::{Paper, Pdf, pdf};
use crate::exchange::sheet::picture_key;
use crate::failure::Result;
use crate::language::slug::slug;
use crate::moment::Moment;
use crate::photo::{Edits, Fit, PhotoKind, Rendition, Wanted, render};
use crate::review::Editorial;
use crate::time::{Timestamp, ZoneMinutes};
use crate::whole_file::write_whole;

/// Beside the settings, so that an older version that has no letterhead opens this store.
const LETTERHEAD: &str = "letterhead";
/// A logo of 46 mm in print resolution.
const LOGO_PIXELS: u32 = 900;

/// A PDF without its pictures, which take time.
#[derive(Debug, Clone)]
pub struct PdfPlan {
    article: ArticleId,
    revision: String,
    document: Document,
    fields: Fields,
    newsroom: String,
    zone: ZoneMinutes,
    approved: bool,
    dated: Timestamp,
    letterhead: Letterhead,
}

/// A PDF that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PdfReport {
    pub path: String,
    /// BLAKE3 of the file, hexadecimal: the same for the same revision and letterhead.
    pub hash: String,
    pub pages: u32,
    /// Letters in whose place a box is printed, each once.
    pub missing: String,
    /// Whether this very revision is approved.
    pub approved: bool,
}

/// A PDF that was made to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PrintReport {
    pub report: PdfReport,
    /// Whether a program of the system shows it.
    pub opened: bool,
}

impl PdfPlan {
    /// Makes the pages. Needs no store.
    ///
    /// # Errors
    /// `StoreDamaged` or `NotFound` where a photo or the logo cannot be read; as [`pdf`].
    pub fn make(&self, files: &PhotoFiles) -> Result<Pdf> {
        let mut pictures = BTreeMap::new();
        for photo in self.document.photos() {
            let (Some(key), Some(hash)) = (picture_key(photo), &photo.attrs.photo) else {
                continue;
            };
            if let Entry::Vacant(picture) = pictures.entry(key) {
                picture.insert(files.rendition(hash, Rendition::Web, &photo.attrs.edits)?);
            }
        }
        let logo = self.letterhead.logo.as_ref().map(|hash| logo(files, hash)).transpose()?;
        pdf(&Paper {
            article: &self.article,
            revision: &self.revision,
            document: &self.document,
            fields: &self.fields,
            newsroom: &self.newsroom,
            zone: self.zone,
            approved: self.approved,
            dated: self.dated,
            letterhead: &self.letterhead,
            logo: logo.as_deref(),
            pictures: &pictures,
        })
    }

    /// Makes the pages and writes them, whole or not at all.
    ///
    /// # Errors
    /// As [`Self::make`]; those of writing a file.
    pub fn write(&self, files: &PhotoFiles, path: &Path) -> Result<PdfReport> {
        let made = self.make(files)?;
        write_whole(path, &made.bytes)?;
        Ok(PdfReport {
            path: path.display().to_string(),
            hash: blake3::hash(&made.bytes).to_hex().to_string(),
            pages: u32::try_from(made.pages).unwrap_or(u32::MAX),
            missing: made.missing,
            approved: self.approved,
        })
    }

    /// Name for the file: letters, digits and `-`, with the beginning of the revision's hash.
    pub fn file_name(&self) -> String {
        let short = self.revision.get(..12).unwrap_or(&self.revision);
        let parts = [slug(&self.document.headline_text()), short.to_owned()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}.pdf", parts.join("-"))
    }
}

impl Store {
    /// The newsroom's letterhead; nothing in it where none was made.
    ///
    /// # Errors
    /// Those of a read.
    pub fn letterhead(&self) -> Result<Letterhead> {
        Ok(meta(&self.connection, LETTERHEAD)?.unwrap_or_default())
    }

    /// Keeps the letterhead and gives it as it is kept.
    ///
    /// # Errors
    /// `BadInput` as [`Letterhead::accept`]; `NotFound` where the logo was never taken in by
    /// [`PhotoFiles::keep_logo`]; those of a write.
    pub fn change_letterhead(&mut self, new: Letterhead) -> Result<Letterhead> {
        let new = new.accept()?;
        if let Some(hash) = &new.logo {
            self.photo_files().read(hash)?;
        }
        self.write(|transaction| put_meta(transaction, LETTERHEAD, &new))?;
        Ok(new)
    }

    /// The PDF of what [`Store::plan_export`] lets out.
    ///
    /// # Errors
    /// Those of a read.
    pub fn export_as_pdf(&self, plan: &ExportPlan) -> Result<PdfPlan> {
        Ok(PdfPlan {
            article: plan.article.clone(),
            revision: plan.revision.clone(),
            document: plan.document.clone(),
            fields: plan.fields.clone(),
            newsroom: plan.newsroom.clone(),
            zone: plan.zone,
            approved: plan.approved,
            dated: plan.dated,
            letterhead: self.letterhead()?,
        })
    }

    /// A page of the desk's own, of no article: nobody approves it, and it says nothing of that.
    ///
    /// # Errors
    /// Those of a read.
    pub(super) fn page_as_pdf(
        &self,
        document: Document,
        fields: Fields,
        now: Timestamp,
    ) -> Result<PdfPlan> {
        let settings = self.settings()?;
        Ok(PdfPlan {
            article: ArticleId("desk".to_owned()),
            revision: objects::hash_of(&objects::to_json(&document)?),
            document,
            fields,
            newsroom: settings.newsroom,
            zone: settings.zone,
            approved: true,
            dated: now,
            letterhead: self.letterhead()?,
        })
    }

    /// The text as it stands, or one of its revisions, for paper. Nobody is kept from printing;
    /// every page of what is not approved says so. A text that is in no revision yet becomes
    /// one, so that the paper stands for one text and no other.
    ///
    /// # Errors
    /// `NotFound`, also for a revision of another article; `StoreDamaged`; `NotAllowed` before
    /// the first start; those of a write.
    pub fn plan_print(
        &mut self,
        id: &ArticleId,
        revision: Option<&str>,
        moment: &Moment,
    ) -> Result<PdfPlan> {
        let device = self.device.clone();
        let (plan, made) = self.write(|transaction| {
            let me = require_me(transaction)?;
            let settings = settings(transaction)?;
            let mut working = working(transaction, id)?;
            let approval =
                working.approval.clone().filter(|_| working.editorial == Editorial::Approved);
            let mut made = false;
            let revision = match (revision, &approval) {
                (Some(revision), _) => objects::listed(transaction, id, revision)?.hash,
                (None, Some(approval))
                    if approval.published
                        == objects::published_hash(&working.document, &working.fields)? =>
                {
                    approval.revision.clone()
                }
                (None, _) => {
                    let before = working.head.clone();
                    let reason = RevisionReason::Printed;
                    let hash =
                        revise_if_changed(transaction, &mut working, &me, &device, reason, moment)?;
                    made = hash != before;
                    if made {
                        update(transaction, &working)?;
                    }
                    hash
                }
            };
            let listed = objects::listed(transaction, id, &revision)?;
            let (document, fields) = objects::content(transaction, &listed.revision)?;
            let approval = approval.filter(|approval| approval.revision == revision);
            let plan = PdfPlan {
                article: id.clone(),
                document,
                fields,
                newsroom: settings.newsroom,
                zone: settings.zone,
                approved: approval.is_some(),
                dated: approval.map_or(listed.revision.at, |approval| approval.at),
                letterhead: meta(transaction, LETTERHEAD)?.unwrap_or_default(),
                revision,
            };
            Ok((plan, made))
        })?;
        if made {
            self.changes.push(id.clone());
        }
        Ok(plan)
    }
}

impl PhotoFiles {
    /// Looks at a logo and keeps its file among the originals; no list of photos has it. Gives its
    /// hash.
    ///
    /// # Errors
    /// As [`PhotoFiles::add`].
    pub fn keep_logo(&self, bytes: &[u8], file_name: &str, now: Timestamp) -> Result<String> {
        self.add(bytes, file_name, now).map(|added| added.hash().to_owned())
    }
}

/// The logo as it is printed: pixels and nothing else, on white.
fn logo(files: &PhotoFiles, hash: &str) -> Result<Vec<u8>> {
    let size = Fit::Longest(LOGO_PIXELS);
    // Of flat colours and letters JPEG makes smears.
    let wanted = Wanted { size, kind: PhotoKind::Png, quality: 100, sharpen: false };
    render(&files.read(hash)?, &wanted, &Edits::default())
}

#[cfg(test)]
mod tests;
