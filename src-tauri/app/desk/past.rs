//! Articles of years past: an archive is looked into, and taken in behind the window with a connection
//! to the store of its own. Where it lies stays on this side.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use banthao_core::article::ArticleId;
use banthao_core::exchange::import::past::{PastArticles, Progress};
use banthao_core::store::{
    ArchivePhase, ArchiveState, PastReport, PastRowKind, PastRows, PastRun, RelatedArticles, Store,
    device_name,
};
use banthao_core::{Failure, Result};
use tauri::{AppHandle, Emitter};
use tauri_plugin_dialog::DialogExt;

use super::{Desk, DeskChanged, local, lock, moment, with_ending};
use crate::WINDOW;

/// How long an archive is looked into before it is taken in.
const LOOK: Duration = Duration::from_secs(6);
/// How often the page is told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// Most rows that the page is given at once.
const ROWS_AT_ONCE: u32 = 500;

/// The archive that was chosen last, and what became of it.
#[derive(Default)]
pub(super) struct Archive {
    chosen: Mutex<Option<PathBuf>>,
    state: Mutex<ArchiveState>,
    stopped: AtomicBool,
}

impl Desk {
    /// Asks for a folder or a file and looks into it, without keeping anything; `None` where the person
    /// thought better of it.
    ///
    /// # Errors
    /// `BadInput` while an archive is taken in; as [`PastArticles::open`].
    pub(crate) async fn look_into_archive(&self, folder: bool) -> Result<Option<ArchiveState>> {
        self.archive_rests()?;
        let words = self.words();
        let dialog = self.app.dialog().file();
        let chosen = if folder {
            let dialog = dialog.set_title(words.choose_archive_folder);
            self.aside(move || dialog.blocking_pick_folder().map(local).transpose()).await?
        } else {
            let dialog = dialog
                .set_title(words.choose_archive)
                .add_filter(words.archives, &["xml", "json", "ninjs", "ndjson", "jsonl", "nitf"])
                .add_filter(words.all_files, &["*"]);
            self.aside(move || dialog.blocking_pick_file().map(local).transpose()).await?
        };
        let Some(path) = chosen else { return Ok(None) };
        let (folder, from) = (self.folder.clone(), path.clone());
        let look = self
            .aside(move || {
                let store = Store::open(&folder, &device_name())?;
                let until = Instant::now() + LOOK;
                let mut articles = PastArticles::open(&from, banthao_apart::old_word)?;
                store.look_into_archive(&mut articles, &mut || Instant::now() < until)
            })
            .await?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let state = ArchiveState {
            phase: ArchivePhase::Looked,
            name,
            look: Some(look),
            ..ArchiveState::default()
        };
        *lock(&self.archive.chosen) = Some(path);
        lock(&self.archive.state).clone_from(&state);
        Ok(Some(state))
    }

    /// Begins to take in what was looked into, or goes on with it; it is behind the window then.
    ///
    /// # Errors
    /// `NotFound` where nothing was chosen; `BadInput` where it is under way already.
    pub(crate) async fn start_archive(&self) -> Result<()> {
        let path = lock(&self.archive.chosen).clone();
        let path = path.ok_or_else(|| Failure::not_found("archive"))?;
        {
            let mut state = lock(&self.archive.state);
            if state.phase == ArchivePhase::Running {
                return Err(Failure::bad_input("one archive at a time"));
            }
            (state.phase, state.percent) = (ArchivePhase::Running, 0);
            (state.report, state.failure) = (None, None);
        }
        self.archive.stopped.store(false, Ordering::Relaxed);
        let (app, folder, archive) =
            (self.app.clone(), self.folder.clone(), Arc::clone(&self.archive));
        let reason = self.words().from_archive;
        tell(&app);
        tauri::async_runtime::spawn_blocking(move || {
            let taken = take_in(&app, &archive, &folder, &path, reason);
            {
                let mut state = lock(&archive.state);
                state.phase = ArchivePhase::Done;
                if let Err(failure) = taken {
                    state.failure = Some(failure);
                }
            }
            tell(&app);
        });
        Ok(())
    }

    /// Ends the run after the articles that it has in hand. Begun again it goes on there.
    pub(crate) async fn stop_archive(&self) -> Result<()> {
        self.archive.stopped.store(true, Ordering::Relaxed);
        Ok(())
    }

    pub(crate) async fn archive_state(&self) -> Result<ArchiveState> {
        Ok(lock(&self.archive.state).clone())
    }

    /// A piece of the articles of one kind, of the last run.
    pub(crate) async fn archive_rows(
        &self,
        kind: PastRowKind,
        offset: u32,
        limit: u32,
    ) -> Result<PastRows> {
        let state = lock(&self.archive.state);
        let report = state.report.as_ref().ok_or_else(|| Failure::not_found("report"))?;
        Ok(report.piece(kind, offset as usize, limit.min(ROWS_AT_ONCE) as usize))
    }

    /// Asks where to, and writes the report of the last run: a table, or a text where the name ends
    /// so. Its path, or `None` where the person thought better of it.
    ///
    /// # Errors
    /// `NotFound` where there is none; those of writing a file.
    pub(crate) async fn save_archive_report(&self) -> Result<Option<String>> {
        let report = lock(&self.archive.state).report.clone();
        let report = report.ok_or_else(|| Failure::not_found("report"))?;
        let (words, language) = (self.words(), self.settings().language);
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(words.save_archive_report)
            .set_file_name(words.archive_report_file)
            .add_filter(words.tables, &["csv"])
            .add_filter(words.plain_texts, &["txt"]);
        let written = self
            .aside(move || {
                let Some(chosen) = dialog.blocking_save_file() else { return Ok(None) };
                let path = with_ending(local(chosen)?, &["csv", "txt"]);
                let is_text = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("txt"));
                let text = if is_text { report.text(language) } else { report.csv(language) };
                std::fs::write(&path, text).map_err(|error| Failure::io(&path, &error))?;
                Ok(Some(path))
            })
            .await?;
        let Some(path) = written else { return Ok(None) };
        *lock(&self.exported) = path.parent().map(std::path::Path::to_owned);
        Ok(Some(path.display().to_string()))
    }

    /// Articles that share passages with one, and earlier ones on the same. The index is brought up to
    /// date first, with a store of its own: whoever writes waits for a piece of it at most.
    ///
    /// # Errors
    /// `NotFound`; those of the store.
    pub(crate) async fn related_articles(&self, article: ArticleId) -> Result<RelatedArticles> {
        let folder = self.folder.clone();
        self.aside(move || {
            let mut store = Store::open(&folder, &device_name())?;
            while store.index_texts()? {}
            Ok(RelatedArticles { alike: store.alike(&article)?, related: store.related(&article)? })
        })
        .await
    }

    fn archive_rests(&self) -> Result<()> {
        match lock(&self.archive.state).phase {
            ArchivePhase::Running => Err(Failure::bad_input("one archive at a time")),
            ArchivePhase::Nothing | ArchivePhase::Looked | ArchivePhase::Done => Ok(()),
        }
    }
}

/// With a store of its own: whoever writes waits for no more than a few articles.
fn take_in(
    app: &AppHandle,
    archive: &Archive,
    folder: &std::path::Path,
    path: &std::path::Path,
    reason: &str,
) -> Result<()> {
    let mut store = Store::open(folder, &device_name())?;
    let mut articles = PastArticles::open(path, banthao_apart::old_word)?;
    let mut told_at = Instant::now();
    let mut told = |report: &PastReport, progress: Progress| {
        if told_at.elapsed() >= TELL_EVERY {
            told_at = Instant::now();
            let percent = (progress.done * 100).checked_div(progress.whole).unwrap_or(0);
            let mut state = lock(&archive.state);
            state.percent = u8::try_from(percent.min(100)).unwrap_or(100);
            state.report = Some(report.counts());
            drop(state);
            tell(app);
        }
        // Somebody who writes comes first.
        std::thread::yield_now();
        !archive.stopped.load(Ordering::Relaxed)
    };
    let mut report = PastReport::default();
    let run = PastRun { reason, clock: &mut moment, told: &mut told };
    let taken = store.take_in_archive(&mut articles, &mut report, run);
    let changed = store.take_changes();
    if !changed.is_empty() {
        let _ = app.emit_to(WINDOW, "desk-changed", DeskChanged { articles: changed });
    }
    let mut state = lock(&archive.state);
    if taken.is_ok() && !report.stopped {
        state.percent = 100;
    }
    state.report = Some(report);
    taken
}

fn tell(app: &AppHandle) {
    let _ = app.emit_to(WINDOW, "archive-moved", ());
}
