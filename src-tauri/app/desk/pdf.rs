//! Articles as PDF: saved where somebody says, or opened in the program that shows PDF files on this
//! system, which is where they are printed.

use std::path::{Path, PathBuf};

use banthao_core::article::ArticleId;
use banthao_core::exchange::letterhead::Letterhead;
use banthao_core::store::{PdfPlan, PdfReport, PrintReport};
use banthao_core::{Failure, Result};
use tauri::{Manager, WebviewWindow, WindowEvent};
use tauri_plugin_dialog::DialogExt;

use super::{Desk, local, lock, moment, read_photo, with_ending};
use crate::file_manager;

const ENDING: &str = "pdf";

impl Desk {
    /// Checks the gates as an export does, asks where to, makes the PDF and notes it in the log.
    /// `None` where the person thought better of it.
    ///
    /// # Errors
    /// As [`banthao_core::store::Store::plan_export`]; those of photos and of writing a file.
    pub(crate) async fn export_pdf(
        &self,
        id: ArticleId,
        override_reason: Option<String>,
    ) -> Result<Option<PdfReport>> {
        let (plan, paper) = self
            .run(move |store, moment| {
                let plan = store.plan_export(&id, "", override_reason, &moment)?;
                let paper = store.export_as_pdf(&plan)?;
                Ok((plan, paper))
            })
            .await?;
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.save_pdf)
            .set_file_name(paper.file_name())
            .add_filter(words.pdf_files, &[ENDING]);
        let files = self.photo_files()?;
        let written = self
            .aside(move || {
                let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
                paper.write(&files, &with_ending(local(chosen)?, &[ENDING])).map(Some)
            })
            .await?;
        let Some(report) = written else { return Ok(None) };
        let hash = report.hash.clone();
        self.run(move |store, moment| store.record_export(&plan, &hash, &moment)).await?;
        *lock(&self.exported) = Path::new(&report.path).parent().map(Path::to_owned);
        Ok(Some(report))
    }

    /// Makes the PDF of the saved text in a place of this program's own and opens it. Printing is
    /// the business of the program that shows it: it knows the printers.
    ///
    /// # Errors
    /// As [`banthao_core::store::Store::plan_print`]; those of photos and of writing a file. That
    /// no program opens it is no error: it is there, and its path is told.
    pub(crate) async fn print_article(&self, id: ArticleId) -> Result<PrintReport> {
        let plan = self.run(move |store, moment| store.plan_print(&id, None, &moment)).await?;
        self.print(plan).await
    }

    /// The list of the day on paper, as [`Self::print_article`] does it.
    ///
    /// # Errors
    /// As [`banthao_core::store::Store::plan_day_list`]; those of writing a file.
    pub(crate) async fn print_day_list(&self) -> Result<PrintReport> {
        let plan = self.run(|store, moment| store.plan_day_list(moment.now)).await?;
        self.print(plan).await
    }

    async fn print(&self, plan: PdfPlan) -> Result<PrintReport> {
        let files = self.photo_files()?;
        let folder = self.prints()?;
        let report = self
            .aside(move || {
                let path = folder.join(plan.file_name());
                plan.write(&files, &path)
            })
            .await?;
        let opened = file_manager::open(Path::new(&report.path)).await.is_ok();
        Ok(PrintReport { report, opened })
    }

    pub(crate) async fn change_letterhead(&self, new: Letterhead) -> Result<Letterhead> {
        self.run(move |store, _| store.change_letterhead(new)).await
    }

    /// Asks for a picture and keeps it; its hash, or `None` where the person thought better of it.
    ///
    /// # Errors
    /// As [`banthao_core::store::PhotoFiles::keep_logo`].
    pub(crate) async fn choose_logo(&self) -> Result<Option<String>> {
        let words = self.words();
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.choose_logo)
            .add_filter(words.logos, &["png", "jpg", "jpeg", "PNG", "JPG", "JPEG"]);
        let files = self.photo_files()?;
        self.aside(move || {
            let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
            let path = local(chosen)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.keep_logo(&read_photo(&path, &name)?, &name, moment()?.now).map(Some)
        })
        .await
    }

    /// A folder that only this user can look into, made on the first print.
    fn prints(&self) -> Result<PathBuf> {
        let mut prints = lock(&self.prints);
        if let Some(folder) = prints.as_ref().filter(|folder| folder.path().is_dir()) {
            return Ok(folder.path().to_owned());
        }
        let made = tempfile::Builder::new().prefix("ban-thao-in-").tempdir();
        let made = made.map_err(|error| Failure::io(&std::env::temp_dir(), &error))?;
        Ok(prints.insert(made).path().to_owned())
    }
}

/// Prints go when the desk goes; one that is still open elsewhere stays with the system's other
/// temporary files.
pub(crate) fn forget_prints_with(window: &WebviewWindow) {
    let app = window.app_handle().clone();
    window.on_window_event(move |event| {
        if let WindowEvent::Destroyed = event {
            lock(&app.state::<Desk>().prints).take();
        }
    });
}
