//! An article copied into a content system by hand: its sheet, and its pictures in a folder.

use std::path::PathBuf;
use std::sync::Arc;

use banthao_core::article::ArticleId;
use banthao_core::exchange::cms_sheet::{CmsSheet, cms_sheet, save_pictures};
use banthao_core::{Failure, Result};
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, lock};

impl Desk {
    /// Checks the gates as an export does, lays the article out for copying, and notes it in the log:
    /// from here on its text is out.
    ///
    /// # Errors
    /// As [`banthao_core::store::Store::plan_export`]; those of photos.
    pub(crate) async fn cms_sheet(
        &self,
        id: ArticleId,
        target: String,
        override_reason: Option<String>,
    ) -> Result<CmsSheet> {
        let plan = self
            .run(move |store, moment| store.plan_export(&id, &target, override_reason, &moment))
            .await?;
        let files = self.photo_files()?;
        let (plan, parcel) = self
            .aside(move || {
                let parcel = plan.parcel_by_hand(&files)?;
                Ok((plan, parcel))
            })
            .await?;
        let sheet = cms_sheet(&parcel);
        let hash = sheet.hash()?;
        self.run(move |store, moment| store.record_export(&plan, &hash, &moment)).await?;
        *lock(&self.by_hand) = Some(Arc::new(parcel));
        Ok(sheet)
    }

    /// Asks for a folder and saves the pictures of the sheet that was shown last in it; their path, or
    /// `None` where the person thought better of it.
    ///
    /// # Errors
    /// `NotFound` where none was shown; those of writing files.
    pub(crate) async fn save_cms_pictures(&self) -> Result<Option<String>> {
        let parcel = lock(&self.by_hand).clone();
        let parcel = parcel.ok_or_else(|| Failure::not_found("a sheet that was shown"))?;
        let dialog = self.app.dialog().file().set_title(self.words().choose_folder);
        let saved: Option<PathBuf> = self
            .aside(move || {
                let Some(folder) = dialog.blocking_pick_folder() else { return Ok(None) };
                save_pictures(&parcel, &local(folder)?).map(Some)
            })
            .await?;
        let Some(path) = saved else { return Ok(None) };
        let told = path.display().to_string();
        *lock(&self.exported) = Some(path);
        Ok(Some(told))
    }
}
