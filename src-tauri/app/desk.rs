//! The one open store, and the one place that knows threads.
//!
//! Every command goes through [`Desk::run`] or [`Desk::aside`]: off the window's thread, work,
//! commit, and only then tell the window what has changed.

mod cms_sheet;
mod codes;
mod handoff;
mod house_rules;
mod imported;
mod ingest;
mod names;
mod outbox;
mod past;
mod pdf;
mod royalties;
mod search;
mod shared_folder;

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use banthao_core::article::ArticleId;
use banthao_core::delivery::Parcel;
use banthao_core::exchange::formats::Format;
use banthao_core::exchange::import::Incoming;
use banthao_core::handoff::Identity;
use banthao_core::moment::Moment;
use banthao_core::photo;
use banthao_core::photo::metadata::Credentials;
use banthao_core::proof;
use banthao_core::store::{
    DeskInfo, Draft, ExportForm, ExportReport, PhotoFiles, PhotoOutcome, SetUp, Settings, Store,
    device_name,
};
use banthao_core::{Code, Failure, Result};
use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::{DialogExt, FilePath};

pub(crate) use handoff::{among_arguments, is_hand_off};
pub(crate) use imported::is_imported;
pub(crate) use ingest::SheetPicture;
pub(crate) use outbox::deliver;
pub(crate) use pdf::forget_prints_with;
pub(crate) use search::keep_index;
pub(crate) use shared_folder::watch as watch_shared_folder;

use crate::faults::Faults;
use crate::words::Words;
use crate::{WINDOW, file_manager, input_method};

/// Between two handfuls of articles that are learnt.
const BETWEEN_LESSONS: Duration = Duration::from_millis(50);

pub(crate) struct Desk {
    app: AppHandle,
    folder: PathBuf,
    store: Arc<Mutex<Result<OpenStore>>>,
    /// Folder of the last export or hand-off since the start.
    exported: Mutex<Option<PathBuf>>,
    /// Where what is to be printed lies as long as this window is open.
    prints: Mutex<Option<tempfile::TempDir>>,
    /// The keys of this device, once they have been had.
    identity: tokio::sync::Mutex<Option<Arc<Identity>>>,
    /// Hand-off files that somebody wants opened and the page has not asked for yet.
    waiting: Mutex<Vec<PathBuf>>,
    /// Where the hand-offs lie that the page has been shown, by their ids.
    looked_at: Mutex<HashMap<String, PathBuf>>,
    offers: Mutex<shared_folder::Offers>,
    shared_folder: shared_folder::Reach,
    outbox: outbox::Worker,
    searching: search::Searching,
    ingest: ingest::Ingest,
    archive: Arc<past::Archive>,
    /// What the proofreader found in lines that may not have changed.
    /// Whoever has it reads: one text at a time, so that nobody waits for it with the store in hand.
    proofs: Arc<tokio::sync::Mutex<proof::Cache>>,
    /// Whether approved articles are being learnt behind everything else.
    learning: AtomicBool,
    /// Counts trials of rules: a newer one ends those before it.
    trials: AtomicU64,
    /// The table of names that somebody was shown and may keep.
    names: Mutex<Option<proof::NamesSheet>>,
    /// What somebody is copying into a content system by hand.
    by_hand: Mutex<Option<Arc<Parcel>>>,
    /// The file that somebody was shown and may make an article of.
    incoming: Mutex<Option<Arc<Incoming>>>,
    faults: Faults,
}

struct OpenStore {
    store: Store,
    /// Held as long as the store is open: one window on one store.
    _lock: File,
}

/// Payload of the event `desk-changed`.
#[derive(Clone, Serialize)]
struct DeskChanged {
    articles: Vec<ArticleId>,
}

impl Desk {
    /// Opens the store in `folder`. Where that fails the window opens all the same and each
    /// command answers with the reason, which the first screen shows.
    pub(crate) fn open(app: AppHandle, folder: &Path, faults: Faults) -> Self {
        let store = Arc::new(Mutex::new(open_store(folder)));
        Self {
            app,
            folder: folder.to_owned(),
            store,
            exported: Mutex::default(),
            prints: Mutex::default(),
            identity: tokio::sync::Mutex::default(),
            waiting: Mutex::default(),
            looked_at: Mutex::default(),
            offers: Mutex::default(),
            shared_folder: shared_folder::Reach::default(),
            outbox: outbox::Worker::default(),
            searching: search::Searching::default(),
            ingest: ingest::Ingest::default(),
            archive: Arc::default(),
            proofs: Arc::default(),
            learning: AtomicBool::new(false),
            trials: AtomicU64::default(),
            names: Mutex::default(),
            by_hand: Mutex::default(),
            incoming: Mutex::default(),
            faults,
        }
    }

    /// Runs `work` with the store on a worker thread; what it changed is announced once it is
    /// committed.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store, Moment) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let store = Arc::clone(&self.store);
        let worked = blocking(move || with_store(&store, work)).await;
        let (done, articles) = self.faults.see(worked)?;
        if !articles.is_empty() {
            let _ = self.app.emit_to(WINDOW, "desk-changed", DeskChanged { articles });
        }
        self.faults.see(done)
    }

    /// Runs slow `work` that needs no store (reading files, pictures, dialogs) on a worker thread.
    pub(crate) async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.faults.see(blocking(work).await.flatten())
    }

    /// The first start: who uses this desk, and the keys of the device.
    ///
    /// # Errors
    /// As [`Store::set_up`].
    pub(crate) async fn set_up(&self, set_up: SetUp) -> Result<DeskInfo> {
        self.run(move |store, moment| store.set_up(set_up, &moment)).await?;
        // Behind the first screen: a keyring may wait for somebody to unlock it. Whoever needs them
        // later is told what stood in their way.
        let app = self.app.clone();
        tauri::async_runtime::spawn(
            async move { app.state::<Self>().identity().await.map(|_| ()) },
        );
        self.info().await
    }

    /// Tells who uses this desk. Where the store could not be opened it is tried again: the disk
    /// may have been plugged in, the folder unlocked.
    pub(crate) async fn info(&self) -> Result<DeskInfo> {
        let (store, folder) = (Arc::clone(&self.store), self.folder.clone());
        blocking(move || {
            let mut store = lock(&store);
            if store.is_err() {
                *store = open_store(&folder);
            }
        })
        .await?;
        self.run(|store, _| store.desk_info(env!("CARGO_PKG_VERSION"))).await
    }

    pub(crate) async fn change_settings(&self, settings: Settings) -> Result<DeskInfo> {
        let preedit = settings.preedit;
        self.run(move |store, moment| store.change_settings(settings, &moment)).await?;
        if let Some(window) = self.app.get_webview_window(WINDOW) {
            input_method::set_preedit(&window, preedit);
        }
        self.info().await
    }

    /// Asks for photos and adds them; empty where the person thought better of it.
    pub(crate) async fn add_chosen_photos(&self) -> Result<Vec<PhotoOutcome>> {
        let words = self.words();
        let dialog = self.app.dialog().file().set_title(words.choose_photos).add_filter(
            words.photos,
            &["jpg", "jpeg", "png", "webp", "tif", "tiff", "JPG", "JPEG", "PNG", "TIF", "TIFF"],
        );
        let paths = self
            .aside(move || {
                let chosen = dialog.blocking_pick_files().unwrap_or_default();
                chosen.into_iter().map(local).collect::<Result<Vec<_>>>()
            })
            .await?;
        self.add_photos(paths).await
    }

    /// What the Content Credentials of a photo say.
    ///
    /// # Errors
    /// As [`banthao_core::store::PhotoFiles::read`].
    pub(crate) async fn photo_credentials(&self, hash: String) -> Result<Option<Credentials>> {
        let files = self.photo_files()?;
        self.aside(move || files.credentials(&hash)).await
    }

    /// Adds the photos at `paths`, each with its own outcome.
    pub(crate) async fn add_photos(&self, paths: Vec<PathBuf>) -> Result<Vec<PhotoOutcome>> {
        let files = self.photo_files()?;
        let mut outcomes = Vec::new();
        for path in paths {
            let file_name = path
                .file_name()
                .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
            let files = files.clone();
            let added = self
                .aside({
                    let file_name = file_name.clone();
                    move || files.add(&read_photo(&path, &file_name)?, &file_name, moment()?.now)
                })
                .await;
            let photo = match added {
                Ok(added) => self.run(move |store, _| store.register_photo(added)).await,
                Err(failure) => Err(failure),
            };
            outcomes.push(PhotoOutcome::new(file_name, photo));
        }
        Ok(outcomes)
    }

    /// Reads the text on the page as the proofreader does. Only lines that have changed are read
    /// anew.
    pub(crate) async fn proof(&self, id: ArticleId, draft: Draft) -> Result<proof::Findings> {
        self.learn().await?;
        let mut cache = Arc::clone(&self.proofs).lock_owned().await;
        let (reader, draft, mut cache, moment) = self
            .run(move |store, moment| {
                let reader = store.proofreader(Some(&id), &draft, &mut cache, &moment)?;
                Ok((reader, draft, cache, moment))
            })
            .await?;
        // Without the store: a save does not wait for a long article to be read.
        self.aside(move || reader.read(draft, &mut cache, &moment)).await
    }

    /// Learns what was approved since; a few articles now, the others one by one behind this.
    async fn learn(&self) -> Result<()> {
        if !self.run(|store, _| store.learn_some()).await? {
            return Ok(());
        }
        let app = self.app.clone();
        if !self.learning.swap(true, Ordering::AcqRel) {
            tauri::async_runtime::spawn(async move {
                let desk = app.state::<Self>();
                while let Ok(true) = desk.run(|store, _| store.learn_some()).await {
                    // Whoever writes meanwhile comes first.
                    tokio::time::sleep(BETWEEN_LESSONS).await;
                }
                desk.learning.store(false, Ordering::Release);
            });
        }
        Ok(())
    }

    /// Checks the gates, asks where to, makes the bundle and notes it in the log.
    pub(crate) async fn export(
        &self,
        id: ArticleId,
        form: ExportForm,
        target: String,
        override_reason: Option<String>,
    ) -> Result<Option<ExportReport>> {
        let plan = self
            .run(move |store, moment| store.plan_export(&id, &target, override_reason, &moment))
            .await?;
        let dialog = self.app.dialog().file().set_title(self.words().choose_folder);
        let files = self.photo_files()?;
        let made = self
            .aside(move || {
                let Some(folder) = dialog.blocking_pick_folder() else { return Ok(None) };
                let report = plan.write(&files, &local(folder)?, form)?;
                Ok(Some((plan, report)))
            })
            .await?;
        let Some((plan, report)) = made else { return Ok(None) };
        let hash = report.bundle.clone();
        self.run(move |store, moment| store.record_export(&plan, &hash, &moment)).await?;
        let path = PathBuf::from(&report.path);
        let folder = match form {
            ExportForm::Folder => Some(path),
            ExportForm::Zip => path.parent().map(Path::to_owned),
        };
        *lock(&self.exported) = folder;
        Ok(Some(report))
    }

    /// Checks the gates, asks for a name, writes the article in one format and notes it in the log.
    pub(crate) async fn export_file(
        &self,
        id: ArticleId,
        format: Format,
        target: String,
        override_reason: Option<String>,
    ) -> Result<Option<ExportReport>> {
        let plan = self
            .run(move |store, moment| {
                store.plan_file(&id, &target, format, override_reason, &moment)
            })
            .await?;
        let files = self.photo_files()?;
        let dialog = self.app.dialog().file().set_title(self.words().save_export);
        let made = self
            .aside(move || {
                let file = plan.one_file(&files, format)?;
                let ending = file.name.rsplit('.').next().unwrap_or_default().to_owned();
                let dialog =
                    dialog.set_file_name(&file.name).add_filter(&ending, &[ending.as_str()]);
                let Some(path) = dialog.blocking_save_file() else { return Ok(None) };
                let report = file.write(&with_ending(local(path)?, &[ending.as_str()]))?;
                Ok(Some((plan, report)))
            })
            .await?;
        let Some((plan, report)) = made else { return Ok(None) };
        let hash = report.bundle.clone();
        self.run(move |store, moment| store.record_export(&plan, &hash, &moment)).await?;
        *lock(&self.exported) = Path::new(&report.path).parent().map(Path::to_owned);
        Ok(Some(report))
    }

    /// Opens the file manager where the last export or hand-off went. The page names no path: it can only
    /// ask for what this desk itself has just written.
    ///
    /// # Errors
    /// `NotFound` before the first export; `FileProblem` where nothing shows the folder.
    pub(crate) async fn show_export(&self) -> Result<()> {
        let folder = lock(&self.exported).clone();
        let folder = folder.ok_or_else(|| Failure::not_found("an export since the start"))?;
        file_manager::show(&folder).await
    }

    /// Notes a fault that the page has met.
    ///
    /// # Errors
    /// None: a log that cannot be written is no reason to disturb anybody.
    pub(crate) async fn note_fault(&self, what: String) -> Result<()> {
        let faults = self.faults.clone();
        blocking(move || faults.note("page", &what)).await
    }

    /// The photo files, for which no lock is needed.
    ///
    /// # Errors
    /// The reason why the store could not be opened.
    pub(crate) fn photo_files(&self) -> Result<PhotoFiles> {
        match &*lock(&self.store) {
            Ok(open) => Ok(open.store.photo_files()),
            Err(failure) => Err(failure.clone()),
        }
    }

    /// Whether the syllable being typed is shown in the text; asked once, at start.
    pub(crate) fn preedit(&self) -> bool {
        self.settings().preedit
    }

    pub(crate) fn words(&self) -> &'static Words {
        Words::of(self.settings().language)
    }

    fn settings(&self) -> Settings {
        match &*lock(&self.store) {
            Ok(open) => open.store.settings().unwrap_or_default(),
            Err(_) => Settings::default(),
        }
    }
}

/// D-Bus name of this desk. Two stores may be open at once, each in its own window: one that lies
/// in a folder of its own choosing has a name of its own.
pub(crate) fn instance_id(folder: &Path) -> String {
    if std::env::var_os("BANTHAO_STORE").is_none() {
        return "vn.banthao.desk".to_owned();
    }
    let name = banthao_core::store::folder_fingerprint(folder);
    format!("vn.banthao.desk.s{name}")
}

/// This moment, with fresh randomness.
fn moment() -> Result<Moment> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(Failure::internal)?;
    Ok(Moment::at(SystemTime::now(), seed))
}

fn open_store(folder: &Path) -> Result<OpenStore> {
    let store = Store::open(folder, &device_name())?;
    let path = folder.join("desk.lock");
    let lock = File::create(&path).map_err(|error| Failure::io(&path, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(OpenStore { store, _lock: lock }),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::new(Code::StoreBusy, "another window has this store open"))
        }
        Err(TryLockError::Error(error)) => Err(Failure::io(&path, &error)),
    }
}

type Done<T> = (Result<T>, Vec<ArticleId>);

fn with_store<T>(
    store: &Mutex<Result<OpenStore>>,
    work: impl FnOnce(&mut Store, Moment) -> Result<T>,
) -> Done<T> {
    match &mut *lock(store) {
        Ok(open) => {
            let done = moment().and_then(|moment| work(&mut open.store, moment));
            (done, open.store.take_changes())
        }
        Err(failure) => (Err(failure.clone()), Vec::new()),
    }
}

/// A panic in one command must not take the desk from all the others: what was half done has
/// been rolled back with its transaction.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)
}

pub(crate) fn local(path: FilePath) -> Result<PathBuf> {
    path.into_path().map_err(|_| Failure::bad_input("a file on this machine"))
}

/// The name as it was chosen, with an ending that the file is opened by: the first of `endings`
/// unless it has one of them. An existing file that nobody was asked about is not written over.
pub(crate) fn with_ending(chosen: PathBuf, endings: &[&str]) -> PathBuf {
    let has_one = chosen
        .extension()
        .is_some_and(|has| endings.iter().any(|ending| has.eq_ignore_ascii_case(ending)));
    let Some(ending) = endings.first().filter(|_| !has_one) else { return chosen };
    // Not in place of what looks like an ending: "phiếu 5.12" is a name.
    let mut named = chosen.clone().into_os_string();
    named.push(format!(".{ending}"));
    let named = PathBuf::from(named);
    if named.exists() { chosen } else { named }
}

fn read_photo(path: &Path, file_name: &str) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(|error| Failure::io(path, &error))?.len();
    if size > photo::FILE_LIMIT {
        return Err(Failure::new(Code::TooLarge, format!("{file_name}: {size} bytes"))
            .with("file", file_name)
            .with("megabytes", size >> 20)
            .with("limitMegabytes", photo::FILE_LIMIT >> 20));
    }
    std::fs::read(path).map_err(|error| Failure::io(path, &error))
}
