//! The store: one SQLite database with the photos' originals beside it, in one folder.
//!
//! Every acknowledged write has been committed with `synchronous=FULL`. Reads take `&self`,
//! writes `&mut self`; one writer at a time.

mod arriving;
mod articles;
mod assignments;
mod bench_data;
mod block_lists;
mod board;
mod bulk;
mod checking;
mod comments;
mod day_list;
mod desk;
mod doctor;
mod export;
mod graph;
mod handoff;
mod history;
mod house_rules;
mod importing;
mod learning;
mod likeness;
mod listing;
mod lists;
mod merging;
mod names;
mod objects;
mod outbox;
mod past;
mod past_report;
mod pdf;
mod peer_logs;
mod peers;
mod photo_kit;
mod photo_wall;
mod photo_words;
mod photos;
mod place;
mod plots;
mod proofing;
mod receiving;
mod returning;
mod reviewing;
mod royalties;
mod schema;
mod searching;
mod sheet;
mod signing;
mod stopping;
mod table;
mod templates;
mod views;

pub use arriving::{Arrival, ArrivalOutcome, OfferedHandOffs, SenderIs};
pub use assignments::AssignmentRow;
pub use board::{BoardColumn, BoardQuery, Calendar, CalendarEntry, CalendarKind};
pub use bulk::{BulkAction, BulkOutcome};
pub use comments::{Say, Talks};
pub use desk::FirstStart;
pub use export::ExportPlan;
pub use handoff::{HandOffInto, HandOffOrder, HandOffPlan, HandOffReport};
pub use house_rules::{KeptRule, Overruled, RuleBook, TakenRules};
pub use importing::{keep_pictures, keep_pictures_but};
pub use likeness::{AlikeArticle, RelatedArticle, RelatedArticles};
pub use names::{
    NameCandidates, NameOrigin, NamePage, NameQuery, NameRow, NamesToAsk, RefusedName,
};
pub(crate) use objects::{Revision, hash_of, to_json};
pub use outbox::{
    DeliveryRow, KeptDestination, OutboxTurn, PlannedDelivery, TestedDestination, TypedPassword,
};
pub use past::{PastOutcome, PastRun};
pub use past_report::{
    ArchivePhase, ArchiveState, PastLook, PastReport, PastRow, PastRowKind, PastRows,
};
pub use pdf::{PdfPlan, PdfReport, PrintReport};
pub use peers::{Peer, ThisDevice, Trust};
pub use photo_kit::{
    CodeReplacement, PhotoKit, PhotoTemplate, SharedKit, TakenKit, kit_file, read_kit,
    read_replacements,
};
pub use photo_wall::{PhotoPage, PhotoQuery, PhotoRow, Photographer, RightsFilter};
pub use photo_words::{EditedPhotos, PhotoDetails, PhotoUse, Said};
pub use photos::{AddedPhoto, PhotoFiles};
pub use place::{default_folder, device_name, folder_fingerprint};
pub use plots::{Plots, SectionWeeks, WeekWait};
pub use receiving::{KeptPhotos, Opened, Outcome};
pub use returning::TakenBack;
pub use searching::{
    SavedSearch, Search, SearchChoices, SearchFilters, SearchPage, SearchQuery, SearchRow,
};
pub use sheet::SheetPlan;
pub use table::{
    SentState, TableColumn, TableEntry, TableLayout, TablePage, TableQuery, TableSort,
};
pub use templates::KeptTemplate;
pub use views::*;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};

/// The open store of one desk.
pub struct Store {
    connection: Connection,
    folder: PathBuf,
    device: String,
    /// Set by the first I/O error: from then on nothing is acknowledged any more, because what
    /// the disk says cannot be believed (a failed fsync is final).
    fault: Option<Failure>,
    /// Articles that committed writes have touched since [`Store::take_changes`].
    changes: Vec<ArticleId>,
    /// Lists and counts as they were asked for last.
    listed: RefCell<lists::Kept>,
    /// Size of the write-ahead log from which it is written back into the database.
    checkpoint_at: u64,
}

/// Oldest SQLite that is free of the WAL-reset corruption (fixed in 3.51.3).
const SQLITE_FLOOR: i32 = 3_051_003;

/// Where the write-ahead log is written back while people write.
const CHECKPOINT_BYTES: u64 = 4 << 20;

impl Store {
    /// Opens the store in `folder`, making it where there is none, and brings it to the current
    /// schema. `device` is the name of this machine, kept with every revision.
    ///
    /// # Errors
    /// `StoreNewer` where a newer version has written it (nothing is changed), `ReadOnly`,
    /// `DiskFull`, `StoreBusy`, `StoreDamaged`, `FileProblem`.
    pub fn open(folder: &Path, device: &str) -> Result<Self> {
        assert!(rusqlite::version_number() >= SQLITE_FLOOR, "the bundled SQLite is too old");
        refuse_network(folder)?;
        std::fs::create_dir_all(folder).map_err(|error| Failure::io(folder, &error))?;
        let connection = Connection::open(folder.join("desk.db"))
            .map_err(|error| Failure::from(error).with("path", folder.display()))?;
        let mut store = Self {
            connection,
            folder: folder.to_owned(),
            device: device.to_owned(),
            fault: None,
            checkpoint_at: CHECKPOINT_BYTES,
            changes: Vec::new(),
            listed: RefCell::default(),
        };
        store.configure().and_then(|()| store.migrate()).map_err(|failure| {
            if failure.params.contains_key("path") {
                failure
            } else {
                failure.with("path", folder.display())
            }
        })?;
        Ok(store)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn photo_files(&self) -> PhotoFiles {
        PhotoFiles::new(&self.folder)
    }

    /// The articles that committed writes have touched since the last call, each once.
    pub fn take_changes(&mut self) -> Vec<ArticleId> {
        let mut changes = std::mem::take(&mut self.changes);
        changes.sort_unstable();
        changes.dedup();
        changes
    }

    fn configure(&self) -> Result<()> {
        let db = &self.connection;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        // More than there are: to read a statement takes longer than what most of them do.
        db.set_prepared_statement_cache_capacity(256);
        schema::refuse_newer(db)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        // FULL, not NORMAL: losing the last sentence to a power cut costs more than an fsync.
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "fullfsync", true)?;
        db.pragma_update(None, "checkpoint_fullfsync", true)?;
        // The automatic checkpoint swallows failed fsyncs while commits go on; ours does not.
        db.pragma_update(None, "wal_autocheckpoint", 0)?;
        db.pragma_update(None, "foreign_keys", true)?;
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "cell_size_check", true)?;
        db.pragma_update(None, "mmap_size", 0)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        // Otherwise a `LIMIT ?` is planned anew each time its value is bound.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        lists::register_functions(db)
    }

    fn migrate(&mut self) -> Result<()> {
        schema::migrate(&mut self.connection, &self.folder)?;
        listing::bring_up_to_date(&mut self.connection)
    }

    /// One write: all of `work` is committed, or nothing.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let done: Result<T> = (|| {
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })();
        if let Err(failure) = &done
            && failure.code == Code::StoreDamaged
        {
            self.fault = Some(failure.clone());
        }
        let value = done?;
        self.checkpoint_if_large();
        Ok(value)
    }

    /// Writes a large write-ahead log back into the database. The commit that came before is
    /// safe in the log whatever happens here; a failure stops the writes that come after.
    fn checkpoint_if_large(&mut self) {
        let log = std::fs::metadata(self.folder.join("desk.db-wal")).map_or(0, |meta| meta.len());
        if log >= self.checkpoint_at
            && let Err(failure) = self.checkpoint()
            && failure.code == Code::StoreDamaged
        {
            self.fault = Some(failure);
        }
    }

    /// Writes the write-ahead log back and empties it where no reader holds it.
    ///
    /// # Errors
    /// `StoreDamaged` where the disk refuses, `DiskFull`.
    pub fn checkpoint(&mut self) -> Result<()> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

/// A write-ahead log needs the shared memory of one machine: on a network drive it is corrupted.
fn refuse_network(folder: &Path) -> Result<()> {
    let refused = || {
        Err(Failure::new(
            Code::FileProblem,
            format!(
                "{} is on a network drive; the store must lie on this machine",
                folder.display()
            ),
        )
        .with("path", folder.display()))
    };
    if folder.to_string_lossy().starts_with(r"\\") {
        return refused();
    }
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mounts") else { return Ok(()) };
    let network = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph"];
    let held_by = mounts
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ').skip(1);
            let (point, kind) = (parts.next()?, parts.next()?);
            folder.starts_with(point).then_some((point.len(), kind))
        })
        .max();
    match held_by {
        Some((_, kind)) if network.contains(&kind) => refused(),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod review_tests;
#[cfg(test)]
mod tests;
