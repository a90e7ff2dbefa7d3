//! Export as seen by the store: the gates before it, the record after it. The bytes are made by
//! [`crate::exchange::bundle`] or [`crate::exchange::formats`] in between, without holding the
//! store.

use std::collections::BTreeMap;
use std::path::Path;

use super::articles::{revise, standing, update, working};
use super::history::append_log;
use super::objects;
use super::reviewing::base_of;
use super::signing::{self, Facts};
use super::views::{ExportForm, ExportReport, RevisionReason};
use super::{PhotoFiles, Store, desk, photo_words};
use crate::article::{ArticleId, Document, Fields};
use crate::compare::Content;
use crate::exchange::bundle::{self, Edition};
use crate::exchange::formats::docx::Review;
use crate::exchange::formats::{self, Format, OneFile};
use crate::exchange::target::Target;
use crate::failure::{Code, Failure, Result};
use crate::language::normal;
use crate::moment::Moment;
use crate::photo::{PhotoInfo, day_of};
use crate::review::{self, Actor, Editorial, LogEvent, Right, StepId, Workflow};
use crate::time::{Timestamp, ZoneMinutes};
use crate::whole_file::write_whole;

/// Everything an export needs, copied out of the store.
#[derive(Debug, Clone)]
pub struct ExportPlan {
    pub article: ArticleId,
    /// Hash of the revision that goes out.
    pub revision: String,
    /// Its place among the article's revisions, from 1.
    pub version: u32,
    pub document: Document,
    pub fields: Fields,
    pub newsroom: String,
    pub zone: ZoneMinutes,
    pub created_at: Timestamp,
    /// Whether this very revision is approved; not so where that gate was overridden.
    pub approved: bool,
    /// When it was approved; where that was overridden, when the revision was made.
    pub dated: Timestamp,
    pub photos: Vec<PhotoInfo>,
    pub target: Target,
    pub override_reason: Option<String>,
    /// What was changed and said, where [`Store::plan_file`] was asked for it.
    pub review: Option<Review>,
}

impl ExportPlan {
    /// Makes the bundle and writes it below `folder`. Needs no store: pictures take time.
    ///
    /// # Errors
    /// `StoreDamaged` where an original is not what it was; those of writing files. Nothing half
    /// written is left.
    pub fn write(
        &self,
        files: &PhotoFiles,
        folder: &Path,
        form: ExportForm,
    ) -> Result<ExportReport> {
        let photos = self.originals(files)?;
        let made = bundle::bundle(&Edition { review: None, ..self.edition(photos) })?;
        let path = match form {
            ExportForm::Folder => bundle::write_folder(&made, folder)?,
            ExportForm::Zip => bundle::write_zip(&made, folder)?,
        };
        Ok(ExportReport {
            path: path.display().to_string(),
            bundle: made.hash,
            files: made.files.into_keys().collect(),
        })
    }

    /// Makes one file, without a bundle. Needs no store.
    ///
    /// # Errors
    /// `StoreDamaged` where an original is not what it was.
    pub fn one_file(&self, files: &PhotoFiles, format: Format) -> Result<OneFile> {
        formats::one_file(&self.edition(self.originals(files)?), format)
    }

    pub(super) fn edition(&self, photos: BTreeMap<String, (PhotoInfo, Vec<u8>)>) -> Edition<'_> {
        Edition {
            article: &self.article,
            revision: &self.revision,
            document: &self.document,
            fields: &self.fields,
            newsroom: &self.newsroom,
            zone: self.zone,
            approved: self.approved,
            dated: self.dated,
            created_at: self.created_at,
            version: self.version,
            target: &self.target,
            photos,
            review: self.review.as_ref(),
        }
    }

    pub(super) fn originals(
        &self,
        files: &PhotoFiles,
    ) -> Result<BTreeMap<String, (PhotoInfo, Vec<u8>)>> {
        self.photos
            .iter()
            .map(|info| Ok((info.hash.clone(), (info.clone(), files.read(&info.hash)?))))
            .collect()
    }
}

impl OneFile {
    /// Writes the file, whole or not at all; what has its name is replaced.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly` or `FileProblem`, with the path.
    pub fn write(&self, path: &Path) -> Result<ExportReport> {
        write_whole(path, &self.bytes)?;
        Ok(self.report(path))
    }

    /// Writes the file into a folder as [`bundle::write_one`] does.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_into(&self, folder: &Path) -> Result<ExportReport> {
        bundle::write_one(self, folder).map(|path| self.report(&path))
    }

    fn report(&self, path: &Path) -> ExportReport {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        ExportReport {
            path: path.display().to_string(),
            bundle: self.hash.clone(),
            files: vec![name],
        }
    }
}

impl Store {
    /// Checks the gates, which are the same for every target, and copies out what an export to this
    /// one needs; an empty name is that of [`Target::standard`]. With `override_reason` whoever has
    /// that right exports the text as it stands, approved or not, embargoed or not; the reason is
    /// kept in the log when the export is recorded. A refusal because the text has changed since
    /// it was approved sends the article back to the step that must be signed again.
    ///
    /// # Errors
    /// `NotApproved`, `ChangedSinceApproval`, `Embargoed`, `RightsExpired`, `RightsUnknown`,
    /// `FindingsOpen`, each with the param `who` (roles) may override; `NotAllowed` where it is not mine to; `NotFound`, with
    /// the param `target` where there is none of this name; `StoreDamaged`.
    pub fn plan_export(
        &mut self,
        id: &ArticleId,
        target: &str,
        override_reason: Option<String>,
        moment: &Moment,
    ) -> Result<ExportPlan> {
        self.plan_export_at(id, target, override_reason, moment.now, moment)
    }

    /// As [`Self::plan_export`], for what readers get at the time `out` and not before: embargoes
    /// and rights to photos are asked for that time.
    ///
    /// # Errors
    /// As [`Self::plan_export`].
    pub fn plan_export_at(
        &mut self,
        id: &ArticleId,
        target: &str,
        override_reason: Option<String>,
        out: Timestamp,
        moment: &Moment,
    ) -> Result<ExportPlan> {
        let target = self.target(target)?;
        let device = self.device.clone();
        let override_reason = override_reason
            .map(|reason| normal::nfc(reason.trim()))
            .filter(|reason| !reason.is_empty());
        let stopping = self.stopping_export(id, moment)?;
        let planned = self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let settings = desk::settings(transaction)?;
            let mut working = working(transaction, id)?;
            let published = objects::published_hash(&working.document, &working.fields)?;
            let facts = Facts::of(transaction, &working)?;
            let case = facts.case();
            let approval = working.approval.clone().filter(|_| *case.state == Editorial::Approved);
            let changed = approval.as_ref().is_some_and(|it| it.published != published);
            let outdated = review::reopened(&case);
            let refusal = if approval.is_none() {
                Some(Failure::new(Code::NotApproved, "nobody has approved this article"))
            } else if outdated.is_some() {
                Some(Failure::new(
                    Code::ChangedSinceApproval,
                    "the text has changed since it was approved",
                ))
            } else {
                let embargo = working.fields.embargo.filter(|until| *until > out);
                let embargoed = embargo.map(|until| {
                    Failure::new(Code::Embargoed, "the embargo has not ended")
                        .with("until", until.rfc3339(settings.zone))
                });
                // Readers are given the photos of the approved text, which this one's are.
                let photos = objects::photos_of(transaction, &working.document)?;
                let today = day_of(out, settings.zone);
                let rights =
                    || photo_words::refusal(photos.values(), &today, settings.photos_need_rights);
                match embargoed.or_else(rights) {
                    None => stopping.as_ref().map_or(Ok(None), |it| it.refusal(&working))?,
                    refused => refused,
                }
            };
            if let Some(refusal) = refusal {
                let who = who_may(&settings.workflow, Right::ExportPast);
                if override_reason.is_none() {
                    if let Some((place, to)) = outdated {
                        let from = working.editorial.clone();
                        let event = signing::reopening(&facts, place, from, to.clone());
                        working.editorial = to;
                        working.updated_at = moment.now;
                        working.state_since = Some(moment.now);
                        update(transaction, &working)?;
                        let head = working.head.clone();
                        append_log(transaction, id, &me, &device, moment.now, &head, event)?;
                    }
                    // What the refusal reopened is committed with it.
                    return Ok(Err(refusal.with("who", who)));
                }
                if !review::may(&case, &me, Right::ExportPast) {
                    let refused =
                        Failure::new(Code::NotAllowed, "not everybody exports past a gate");
                    return Err(refused.with("who", who));
                }
            }
            let (revision, approved, dated) = match approval {
                Some(approval) if !changed => (approval.revision, true, approval.at),
                _ => {
                    let reason = RevisionReason::Exported;
                    let made = revise(transaction, &mut working, &me, &device, reason, moment)?;
                    update(transaction, &working)?;
                    (made, false, moment.now)
                }
            };
            let (document, fields) =
                objects::content(transaction, &objects::revision(transaction, &revision)?)?;
            let version = objects::revisions(transaction, id)?
                .iter()
                .rev()
                .position(|listed| listed.hash == revision)
                .map_or(1, |at| at + 1);
            Ok(Ok(ExportPlan {
                article: id.clone(),
                revision,
                version: u32::try_from(version).unwrap_or(u32::MAX),
                photos: objects::photos_of(transaction, &document)?.into_values().collect(),
                document,
                fields,
                newsroom: settings.newsroom,
                zone: settings.zone,
                created_at: working.created_at,
                approved,
                dated,
                target,
                override_reason,
                review: None,
            }))
        })?;
        if planned.as_ref().is_err_and(|refusal| refusal.code == Code::ChangedSinceApproval) {
            self.changes.push(id.clone());
        }
        planned
    }

    /// As [`Self::plan_export`], for one file: with what was changed and said, where it tells of that.
    ///
    /// # Errors
    /// As [`Self::plan_export`].
    pub fn plan_file(
        &mut self,
        id: &ArticleId,
        target: &str,
        format: Format,
        override_reason: Option<String>,
        moment: &Moment,
    ) -> Result<ExportPlan> {
        let mut plan = self.plan_export(id, target, override_reason, moment)?;
        if format == Format::DocxReview {
            self.add_review(&mut plan)?;
        }
        Ok(plan)
    }

    /// Adds to a plan what was changed in its text since the review began, and what was said about
    /// it, for [`Format::DocxReview`]. Approval lets the base be the approved text itself; the
    /// changes are counted from what was handed in, then.
    ///
    /// # Errors
    /// `NotFound`, `StoreDamaged`.
    fn add_review(&self, plan: &mut ExportPlan) -> Result<()> {
        let db = &self.connection;
        let threads = self.talks(&plan.article)?.threads;
        let mut review = Review { threads, ..Review::default() };
        let base = base_of(db, &plan.article)?.filter(|base| *base != plan.revision);
        let base = match base {
            Some(base) => Some(base),
            None => {
                let signed = standing(db, &working(db, &plan.article)?)?.sign_offs;
                let filed = signed.into_iter().find(|it| it.step == StepId::filing());
                filed.map(|filed| filed.revision)
            }
        };
        if let Some(base) = base {
            let compared = self.compare_revisions(&plan.article, &base, Some(&plan.revision))?;
            let known = |hash: &String| plan.photos.iter().any(|photo| photo.hash == *hash);
            let more = compared.photos.into_iter().filter(|(hash, _)| !known(hash));
            let more: Vec<PhotoInfo> = more.map(|(_, photo)| photo).collect();
            plan.photos.extend(more);
            review.changes = compared.changes;
            review.base =
                Some(Content { document: compared.old_document, fields: compared.old_fields });
        }
        plan.review = Some(review);
        Ok(())
    }

    /// Notes in the log that a bundle went out, or one file; either is named by its hash.
    ///
    /// # Errors
    /// Those of a write.
    pub fn record_export(
        &mut self,
        plan: &ExportPlan,
        bundle: &str,
        moment: &Moment,
    ) -> Result<()> {
        let device = self.device.clone();
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let event = LogEvent::Exported {
                bundle: bundle.to_owned(),
                override_reason: plan.override_reason.clone(),
            };
            append_log(transaction, &plan.article, &me, &device, moment.now, &plan.revision, event)
        })
    }
}

/// The roles that hold a right, as `editor,secretary`.
fn who_may(workflow: &Workflow, right: Right) -> String {
    let actors = workflow.rights.get(&right).map(Vec::as_slice).unwrap_or_default();
    let roles = actors.iter().filter_map(|actor| match actor {
        Actor::Author => None,
        Actor::Reporter => Some("reporter"),
        Actor::Editor => Some("editor"),
        Actor::Secretary => Some("secretary"),
    });
    roles.collect::<Vec<_>>().join(",")
}
