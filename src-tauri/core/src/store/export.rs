//! Export as seen by the store: the gates before it, the record after it. The bytes are made by
//! [`crate::exchange::bundle`] in between, without holding the store.

use std::collections::BTreeMap;
use std::path::Path;

use super::articles::{revise, update, working};
use super::history::append_log;
use super::objects;
use super::views::{ExportForm, ExportReport, RevisionReason};
use super::{PhotoFiles, Store, desk};
use crate::article::{ArticleId, Document, Fields};
use crate::exchange::bundle::{self, Edition};
use crate::failure::{Code, Failure, Result};
use crate::language::normal;
use crate::moment::Moment;
use crate::person::Role;
use crate::photo::PhotoInfo;
use crate::review::{Editorial, LogEvent};
use crate::time::{Timestamp, ZoneMinutes};

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
    pub override_reason: Option<String>,
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
        let photos = self
            .photos
            .iter()
            .map(|info| Ok((info.hash.clone(), (info.clone(), files.read(&info.hash)?))))
            .collect::<Result<BTreeMap<_, _>>>()?;
        let made = bundle::bundle(&Edition {
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
            photos,
        })?;
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
}

impl Store {
    /// Checks the gates and copies out what an export needs. With `override_reason` an editor or
    /// secretary exports the text as it stands, approved or not, embargoed or not; the reason is
    /// kept in the log when the export is recorded.
    ///
    /// # Errors
    /// `NotApproved`, `ChangedSinceApproval`, `Embargoed`, each with the param `who` may
    /// override; `NotAllowed` where a reporter tries to; `NotFound`, `StoreDamaged`.
    pub fn plan_export(
        &mut self,
        id: &ArticleId,
        override_reason: Option<String>,
        moment: &Moment,
    ) -> Result<ExportPlan> {
        let device = self.device.clone();
        let override_reason = override_reason
            .map(|reason| normal::nfc(reason.trim()))
            .filter(|reason| !reason.is_empty());
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let settings = desk::settings(transaction)?;
            let mut working = working(transaction, id)?;
            let published = objects::published_hash(&working.document, &working.fields)?;
            let approval =
                working.approval.clone().filter(|_| working.editorial == Editorial::Approved);
            let changed = approval.as_ref().is_some_and(|it| it.published != published);
            let refusal = if approval.is_none() {
                Some(Failure::new(Code::NotApproved, "nobody has approved this article"))
            } else if changed {
                Some(Failure::new(
                    Code::ChangedSinceApproval,
                    "the text has changed since it was approved",
                ))
            } else {
                working.fields.embargo.filter(|until| *until > moment.now).map(|until| {
                    Failure::new(Code::Embargoed, "the embargo has not ended")
                        .with("until", until.rfc3339(settings.zone))
                })
            };
            if let Some(refusal) = refusal {
                if override_reason.is_none() {
                    return Err(refusal.with("who", "editor,secretary"));
                }
                if !matches!(me.role, Role::Editor | Role::Secretary) {
                    return Err(Failure::new(
                        Code::NotAllowed,
                        "only an editor or secretary exports past a gate",
                    )
                    .with("who", "editor,secretary"));
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
            Ok(ExportPlan {
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
                override_reason,
            })
        })
    }

    /// Notes in the log that a bundle went out.
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
