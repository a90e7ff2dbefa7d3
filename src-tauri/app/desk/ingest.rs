//! Photos from a folder or a card: looked at in the background, shown by number, taken in when
//! they are picked. Where they lie stays on this side: the page names a session and a number.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use banthao_core::ingest::{
    self, IngestNews, IngestOpened, IngestPhase, IngestPick, IngestTaken, Sheet, Shot, ShotKind,
    ShotProblem,
};
use banthao_core::photo::PhotoInfo;
use banthao_core::photo::metadata::STARS;
use banthao_core::time::ZoneMinutes;
use banthao_core::{Code, Failure, Result, photo};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::DialogExt;
use tokio::sync::Semaphore;

use super::{Desk, blocking, local, lock, moment};
use crate::WINDOW;

/// How many photos are read or decoded at once.
const WORKERS: usize = 2;
/// How often the page is told that there is news.
const TELL_EVERY: Duration = Duration::from_millis(120);
/// Most that is kept of thumbnails, in bytes.
const THUMBS_LIMIT: usize = 64 << 20;

/// The sheet that is open, if any.
pub(super) struct Ingest {
    open: Mutex<Option<Arc<Session>>>,
    workers: Arc<Semaphore>,
}

impl Default for Ingest {
    fn default() -> Self {
        Self { open: Mutex::default(), workers: Arc::new(Semaphore::new(WORKERS)) }
    }
}

/// Which picture of a photo is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SheetPicture {
    /// What the camera put into the file, at once.
    Preview,
    Thumb,
    /// As large as a window.
    Fit,
    /// Every pixel.
    Full,
}

impl SheetPicture {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "preview" => Some(Self::Preview),
            "thumb" => Some(Self::Thumb),
            "fit" => Some(Self::Fit),
            "full" => Some(Self::Full),
            _ => None,
        }
    }
}

struct Session {
    id: String,
    roots: Vec<PathBuf>,
    zone: ZoneMinutes,
    sheet: Mutex<Sheet>,
    /// Nothing more is looked at, read or taken.
    stopped: AtomicBool,
    /// Reading waits while photos are taken in.
    taking: AtomicBool,
    thumbs: Mutex<Thumbs>,
    told: Mutex<Option<Instant>>,
}

/// Thumbnails by number; the oldest go first.
#[derive(Default)]
struct Thumbs {
    made: HashMap<u32, Arc<Vec<u8>>>,
    order: VecDeque<u32>,
    bytes: usize,
}

impl Thumbs {
    fn get(&self, n: u32) -> Option<Arc<Vec<u8>>> {
        self.made.get(&n).cloned()
    }

    fn keep(&mut self, n: u32, thumb: Arc<Vec<u8>>) {
        self.bytes += thumb.len();
        if let Some(before) = self.made.insert(n, thumb) {
            self.bytes -= before.len();
        } else {
            self.order.push_back(n);
        }
        while self.bytes > THUMBS_LIMIT
            && let Some(oldest) = self.order.pop_front()
        {
            self.bytes -= self.made.remove(&oldest).map_or(0, |thumb| thumb.len());
        }
    }
}

impl Desk {
    /// Asks for a folder or card and opens it; `None` where the person thought better of it.
    pub(crate) async fn choose_ingest(&self) -> Result<Option<IngestOpened>> {
        let dialog = self.app.dialog().file().set_title(self.words().choose_card);
        let chosen =
            self.aside(move || dialog.blocking_pick_folder().map(local).transpose()).await?;
        match chosen {
            Some(folder) => self.open_ingest(vec![folder]).await.map(Some),
            None => Ok(None),
        }
    }

    /// Opens a sheet of the photos in `roots` in place of the one before, and starts looking.
    ///
    /// # Errors
    /// `FileProblem` or `ReadOnly` where the first of them cannot be read.
    pub(crate) async fn open_ingest(&self, roots: Vec<PathBuf>) -> Result<IngestOpened> {
        let first = roots.first().cloned().ok_or_else(|| Failure::bad_input("a folder"))?;
        let name = shown_name(&first);
        self.aside(move || match std::fs::read_dir(&first) {
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::io(&first, &error)),
        })
        .await?;
        let id = new_id()?;
        let session = Arc::new(Session {
            id: id.clone(),
            roots,
            zone: self.settings().zone,
            sheet: Mutex::default(),
            stopped: AtomicBool::new(false),
            taking: AtomicBool::new(false),
            thumbs: Mutex::default(),
            told: Mutex::default(),
        });
        if let Some(before) = lock(&self.ingest.open).replace(Arc::clone(&session)) {
            before.stopped.store(true, Ordering::Relaxed);
        }
        let app = self.app.clone();
        tauri::async_runtime::spawn(async move {
            let desk = app.state::<Desk>();
            // What goes wrong with a photo is told on its place; what goes wrong with the store
            // is told by whoever takes photos in.
            let _ = desk.fill_sheet(&session).await;
        });
        Ok(IngestOpened { session: id, name })
    }

    /// What has come of a sheet since `version`.
    ///
    /// # Errors
    /// `NotFound` for a sheet that is not open.
    pub(crate) async fn ingest_news(&self, session: String, version: u32) -> Result<IngestNews> {
        let session = self.ingest_session(&session)?;
        blocking(move || lock(&session.sheet).news(version)).await
    }

    /// Stops whatever is being done with a sheet; what it shows stays.
    ///
    /// # Errors
    /// `NotFound` for a sheet that is not open.
    pub(crate) async fn stop_ingest(&self, session: String) -> Result<()> {
        self.ingest_session(&session)?.stopped.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Forgets a sheet.
    ///
    /// # Errors
    /// `NotFound` for a sheet that is not open.
    pub(crate) async fn close_ingest(&self, session: String) -> Result<()> {
        self.ingest_session(&session)?.stopped.store(true, Ordering::Relaxed);
        *lock(&self.ingest.open) = None;
        Ok(())
    }

    /// Takes photos into the store with the stars that they were given, each with its own outcome. Ends early, with fewer outcomes,
    /// where it is stopped or the disk is full; what was taken before stays.
    ///
    /// # Errors
    /// `NotFound` for a sheet that is not open; `BadInput` for more stars than there are.
    pub(crate) async fn take_in(
        &self,
        session: String,
        picks: Vec<IngestPick>,
    ) -> Result<Vec<IngestTaken>> {
        let session = self.ingest_session(&session)?;
        if picks.iter().any(|pick| pick.stars.is_some_and(|stars| stars > STARS)) {
            return Err(Failure::bad_input(format!("more than {STARS} stars")));
        }
        if session.taking.swap(true, Ordering::Relaxed) {
            return Err(Failure::bad_input("one taking at a time"));
        }
        let was_stopped = session.stopped.swap(false, Ordering::Relaxed);
        let taken = self.take_all(&session, &picks).await;
        let ended = session.stopped.load(Ordering::Relaxed);
        let phase = if ended || was_stopped { IngestPhase::Stopped } else { IngestPhase::Done };
        session.stopped.store(ended || was_stopped, Ordering::Relaxed);
        lock(&session.sheet).progress(phase, taken.len(), picks.len());
        session.taking.store(false, Ordering::Relaxed);
        session.tell(&self.app, true);
        Ok(taken)
    }

    /// A picture of a photo on a sheet.
    ///
    /// # Errors
    /// `NotFound`; as [`photo::render`]; `FileProblem` where the card is gone.
    pub(crate) async fn sheet_picture(
        &self,
        session: &str,
        n: u32,
        which: SheetPicture,
    ) -> Result<Arc<Vec<u8>>> {
        let session = self.ingest_session(session)?;
        let shot = session.shot(n)?;
        if let (SheetPicture::Thumb, Some(thumb)) = (which, lock(&session.thumbs).get(n)) {
            return Ok(thumb);
        }
        // A preview is read and sent on, which takes no worker from the others.
        let turn = match which {
            SheetPicture::Preview => None,
            _ => Some(self.turn().await?),
        };
        let made = blocking(move || {
            let _turn = turn;
            match which {
                SheetPicture::Preview => shot.preview(),
                SheetPicture::Thumb => shot.thumb(),
                SheetPicture::Fit => shot.fit(),
                SheetPicture::Full => shot.full(),
            }
        })
        .await?;
        match made {
            Ok(picture) => {
                let picture = Arc::new(picture);
                if which == SheetPicture::Thumb {
                    lock(&session.thumbs).keep(n, Arc::clone(&picture));
                }
                Ok(picture)
            }
            Err(failure) => {
                if which != SheetPicture::Preview {
                    lock(&session.sheet).failed(n, ShotProblem::of(&failure));
                    session.tell(&self.app, true);
                }
                Err(failure)
            }
        }
    }

    fn ingest_session(&self, id: &str) -> Result<Arc<Session>> {
        let open = lock(&self.ingest.open);
        let session = open.as_ref().filter(|session| session.id == id);
        session.cloned().ok_or_else(|| Failure::not_found("an open sheet"))
    }

    async fn turn(&self) -> Result<tokio::sync::OwnedSemaphorePermit> {
        Arc::clone(&self.ingest.workers).acquire_owned().await.map_err(Failure::internal)
    }

    async fn fill_sheet(&self, session: &Arc<Session>) -> Result<()> {
        let (looking, app) = (Arc::clone(session), self.app.clone());
        blocking(move || looking.look(&app)).await?;
        let count = lock(&session.sheet).len();
        for n in 0..count {
            // Somebody waits for what is being taken in; nobody for this.
            while session.taking.load(Ordering::Relaxed) {
                tokio::time::sleep(TELL_EVERY).await;
            }
            if session.is_stopped() {
                break;
            }
            lock(&session.sheet).progress(IngestPhase::Reading, n, count);
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            if lock(&session.sheet).is_unread(n) {
                self.read_to_the_end(session, n).await?;
            }
            session.tell(&self.app, false);
        }
        let done = Arc::clone(session);
        blocking(move || {
            let mut sheet = lock(&done.sheet);
            sheet.find_alike();
            let phase = if done.is_stopped() { IngestPhase::Stopped } else { IngestPhase::Done };
            sheet.progress(phase, count, count);
        })
        .await?;
        session.tell(&self.app, true);
        Ok(())
    }

    /// Reads a photo to its end: its hash, whether it is whole, and its thumbnail where making
    /// one takes the whole file, so that a card is not read twice.
    async fn read_to_the_end(&self, session: &Arc<Session>, n: u32) -> Result<()> {
        let shot = session.shot(n)?;
        let turn = self.turn().await?;
        let wants_thumb = shot.thumb_takes_it_whole() && lock(&session.thumbs).get(n).is_none();
        let read = blocking(move || {
            let _turn = turn;
            let bytes = shot.read()?;
            photo::glance(&bytes, &shot.file.name)?;
            let hash = ingest::hash(&bytes);
            let thumb = wants_thumb.then(|| shot.thumb_of(&bytes)).transpose()?;
            let fingerprint = match (&thumb, &shot.fingerprint) {
                // Known already.
                (_, Some(_)) => None,
                (Some(thumb), None) => shot.fingerprint_of_thumb(thumb),
                (None, None) => {
                    shot.thumb().ok().and_then(|thumb| shot.fingerprint_of_thumb(&thumb))
                }
            };
            Ok((hash, thumb, fingerprint))
        })
        .await?;
        match read {
            Ok((hash, thumb, fingerprint)) => {
                if let Some(thumb) = thumb {
                    lock(&session.thumbs).keep(n, Arc::new(thumb));
                }
                let asked = vec![hash.clone()];
                let known = self.run(move |store, _| store.photo_infos(&asked)).await?;
                let in_store = known.contains_key(&hash);
                lock(&session.sheet).was_read(n, hash, in_store, fingerprint);
            }
            Err(failure) => lock(&session.sheet).failed(n, ShotProblem::of(&failure)),
        }
        Ok(())
    }

    async fn take_all(&self, session: &Arc<Session>, picks: &[IngestPick]) -> Vec<IngestTaken> {
        let mut taken: Vec<IngestTaken> = Vec::new();
        for (done, pick) in picks.iter().copied().enumerate() {
            let n = pick.n;
            lock(&session.sheet).progress(IngestPhase::Taking, done, picks.len());
            session.tell(&self.app, false);
            if session.is_stopped() {
                break;
            }
            let Ok(shot) = session.shot(n) else { continue };
            let outcome = self.take_one(session, pick, &shot).await;
            let of_the_store = |failure: &Failure| is_of_the_store(failure, &shot.file.path);
            let (photo, failure) = match outcome {
                Ok(photo) => {
                    lock(&session.sheet).was_taken(n);
                    (Some(photo), None)
                }
                Err(failure) => {
                    // What is wrong with the store is no fault of the photo.
                    if !of_the_store(&failure) {
                        lock(&session.sheet).failed(n, ShotProblem::of(&failure));
                    }
                    (None, Some(failure))
                }
            };
            let ends = failure.as_ref().is_some_and(of_the_store);
            taken.push(IngestTaken { n, photo, failure });
            if ends {
                break;
            }
        }
        taken
    }

    async fn take_one(
        &self,
        session: &Arc<Session>,
        IngestPick { n, stars }: IngestPick,
        shot: &Arc<Shot>,
    ) -> Result<PhotoInfo> {
        let shot = Arc::clone(shot);
        // The JPEG in a RAW file may not say what the RAW says.
        let of_raw = (shot.kind == ShotKind::Raw && shot.rating > 0).then_some(shot.rating);
        let seen = lock(&session.sheet).hash(n).map(str::to_owned);
        let files = self.photo_files()?;
        let turn = self.turn().await?;
        let added = self
            .aside(move || {
                let _turn = turn;
                ingest::take(&shot, &files, seen.as_deref(), moment()?.now)
            })
            .await?;
        self.run(move |store, moment| {
            let info = store.register_photo(added)?;
            // What the desk has said of a photo before is the later word.
            match stars.or(of_raw.filter(|_| info.desk.is_none())) {
                Some(stars) => store.rate_photo(info, stars, &moment),
                None => Ok(info),
            }
        })
        .await
    }
}

impl Session {
    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn shot(&self, n: u32) -> Result<Arc<Shot>> {
        lock(&self.sheet).shot(n).ok_or_else(|| Failure::not_found(format!("photo {n}")))
    }

    /// Finds the photos and looks at the beginning of each.
    fn look(&self, app: &AppHandle) {
        let mut groups = Vec::new();
        for root in &self.roots {
            match ingest::find(root, &|| !self.is_stopped()) {
                Ok(found) => {
                    lock(&self.sheet).left_out(found.cut, found.unread_folders);
                    groups.extend(found.groups);
                }
                Err(_) => lock(&self.sheet).left_out(false, 1),
            }
        }
        let of = groups.len();
        for (done, group) in groups.iter().enumerate() {
            if self.is_stopped() {
                break;
            }
            let shots = ingest::look_at(group, self.zone);
            let mut sheet = lock(&self.sheet);
            let has_room = sheet.add(shots);
            sheet.progress(IngestPhase::Looking, done, of);
            drop(sheet);
            self.tell(app, false);
            if !has_room {
                break;
            }
        }
        lock(&self.sheet).find_alike();
        self.tell(app, true);
    }

    /// Tells the page that there is news: at once, or where it was not told for a while.
    fn tell(&self, app: &AppHandle, at_once: bool) {
        let mut told = lock(&self.told);
        if at_once || told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            *told = Some(Instant::now());
            let _ = app.emit_to(WINDOW, "ingest-moved", &self.id);
        }
    }
}

/// Whether the next photo would fail for the same reason.
fn is_of_the_store(failure: &Failure, photo: &Path) -> bool {
    match failure.code {
        Code::DiskFull | Code::StoreDamaged | Code::StoreBusy | Code::StoreNewer => true,
        // The card's file, or one of ours.
        Code::ReadOnly | Code::FileProblem => {
            failure.params.get("path").is_none_or(|path| *path != photo.display().to_string())
        }
        _ => false,
    }
}

/// The folder as a person knows it: every camera calls its own DCIM, so the card's name tells more;
/// the root of a drive has no name but its path.
fn shown_name(folder: &Path) -> String {
    let is_dcim = folder.file_name().is_some_and(|name| name.eq_ignore_ascii_case("dcim"));
    let card = folder.parent().filter(|above| is_dcim && above.file_name().is_some());
    let folder = card.unwrap_or(folder);
    folder
        .file_name()
        .map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn new_id() -> Result<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(Failure::internal)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbnails_beyond_the_limit_go_oldest_first() {
        let mut thumbs = Thumbs::default();
        for n in 0..5 {
            thumbs.keep(n, Arc::new(vec![0; THUMBS_LIMIT / 4]));
        }
        assert!(thumbs.get(0).is_none(), "the oldest made room");
        assert!((1..5).all(|n| thumbs.get(n).is_some()));
        thumbs.keep(4, Arc::new(vec![0; 10]));
        thumbs.keep(5, Arc::new(vec![0; 10]));
        assert!((1..6).all(|n| thumbs.get(n).is_some()), "what was replaced takes no room");
    }

    #[test]
    fn pictures_of_a_sheet_have_four_names() {
        assert_eq!(SheetPicture::parse("fit"), Some(SheetPicture::Fit));
        for bad in ["", "Fit", "web", "../fit", "thumb/"] {
            assert_eq!(SheetPicture::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_sheet_has_a_name_of_its_own() {
        let (one, other) = (new_id().unwrap(), new_id().unwrap());
        assert_ne!(one, other);
        assert!(one.len() == 16 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn a_full_disk_ends_the_taking_and_a_missing_file_does_not() {
        let card = Path::new("/card/a.jpg");
        let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert!(!is_of_the_store(&Failure::io(card, &gone), card));
        assert!(is_of_the_store(&Failure::io(Path::new("/store/photos/ab"), &gone), card));
        assert!(is_of_the_store(&Failure::io(Path::new("/store/photos/ab"), &full), card));
        assert!(!is_of_the_store(&Failure::new(Code::DamagedPhoto, ""), card));
    }

    #[test]
    fn a_drive_is_called_by_its_path_where_it_has_no_name() {
        assert_eq!(shown_name(Path::new("/media/CANON_EOS")), "CANON_EOS");
        assert_eq!(shown_name(Path::new("/media/CANON_EOS/DCIM")), "CANON_EOS");
        assert_eq!(shown_name(Path::new("/DCIM")), "DCIM");
        assert_eq!(shown_name(Path::new("/")), "/");
    }
}
