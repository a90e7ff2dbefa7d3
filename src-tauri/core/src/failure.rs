//! The one error that crosses to a screen.
//!
//! A [`Code`] exists only because a screen (or the command line) does or says something of its
//! own when it sees it. The words shown to people live in the message catalogues, chosen by the
//! code and filled with [`Failure::params`]; [`Failure::message`] is English, for logs.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

/// Result of everything in the core that can be refused or fail.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why something was refused or failed, as a screen tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct Failure {
    pub code: Code,
    /// Values for the sentence in the catalogue, e.g. `{"limitMegabytes": "50"}`.
    pub params: BTreeMap<String, String>,
    /// English, for logs and for codes without a sentence of their own.
    pub message: String,
}

/// What a screen acts on. One variant per thing a screen does, never one per call site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// Nothing with this id is on this desk.
    NotFound,
    /// The article was saved by somebody else since it was read; the text was not overwritten.
    StaleSave,
    /// A transition or an export that the rules do not allow to this person now.
    NotAllowed,
    /// An export of an article that nobody has approved. Params: `who` may override.
    NotApproved,
    /// An export of an article whose text has changed since it was approved.
    ChangedSinceApproval,
    /// An export before the embargo ends. Params: `until` (RFC 3339).
    Embargoed,
    /// An export of an article with photos whose rights have run out. Params: `photos` (names of
    /// the files), `who` may override.
    RightsExpired,
    /// An export of an article with photos whose rights nobody has given, where the newsroom asks
    /// for them. Params: as [`Self::RightsExpired`].
    RightsUnknown,
    /// A move or an export that waits for what the proofreader has found. Params: `findings` (how
    /// many), `first` (lines of a rule, a tab and a passage); of a move its `action`, of an export
    /// `who` may override.
    FindingsOpen,
    /// A field or document that does not have the shape it must have. Params: `what`.
    BadInput,
    /// A file without a byte, or without a word.
    EmptyFile,
    /// A file that is not text (NUL bytes, a picture, an archive).
    NotText,
    /// A file of another program that breaks off or was changed on the way.
    FileDamaged,
    /// A file that no program makes with which people write: too deep, too large once unpacked.
    FileRefused,
    /// A file that is encrypted with a password.
    FileSealed,
    /// A file of a kind that is not read here. Params: `kind` (`pdf`, `xlsx` …).
    FileNotRead,
    /// A file over the limit. Params: `megabytes`, `limitMegabytes`.
    TooLarge,
    /// A file that is no picture this desk can read. Params: `file`.
    NotAPhoto,
    /// A picture that breaks off or is damaged. Params: `file`.
    DamagedPhoto,
    /// A picture whose stated size is absurd. Params: `file`, `width`, `height`.
    PhotoTooLarge,
    /// The disk has no room; what was stored before is unchanged.
    DiskFull,
    /// The store or the folder cannot be written. Params: `path`.
    ReadOnly,
    /// The store was written by a newer version. Params: `found`, `supported`.
    StoreNewer,
    /// A row or file does not carry the hash it was stored with. Params: `what`.
    StoreDamaged,
    /// Another program has the store locked.
    StoreBusy,
    /// A file that is no hand-off file. Params: `path`.
    NotAHandOff,
    /// A hand-off file that breaks off or was changed on the way. Params: `why`, `path`.
    HandOffDamaged,
    /// A hand-off file that no desk makes. Params: `why` (a [`crate::handoff::Flaw`]), `path`.
    HandOffRefused,
    /// A hand-off file without the true signature of its sender. Params: `why`, `path`.
    HandOffUnsigned,
    /// A hand-off file of a newer version. Params: `found`, `supported`.
    HandOffNewer,
    /// A hand-off file that is encrypted for somebody else. Params: `path`.
    HandOffSealed,
    /// A hand-off that builds on revisions that this desk does not have. Params: `from`, `missing`.
    HandOffIncomplete,
    /// A known device of a known person signs with another key. Params: `from`, `device`, `known`
    /// and `found` (fingerprints), `key`.
    PeerChanged,
    /// Signed with a key that this desk no longer takes anything from. Params: `from`, `device`.
    PeerBlocked,
    /// The key of this device cannot be had from the keyring of the system.
    KeyUnavailable,
    /// A file or folder cannot be read or written for another reason. Params: `path`.
    FileProblem,
    /// A fault of the program itself.
    Internal,
}

impl Failure {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, params: BTreeMap::new(), message: message.into() }
    }

    /// Adds one value for the sentence in the catalogue.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    pub fn bad_input(what: impl Into<String>) -> Self {
        let what = what.into();
        Self::new(Code::BadInput, format!("bad input: {what}")).with("what", what)
    }

    pub fn not_found(what: impl std::fmt::Display) -> Self {
        Self::new(Code::NotFound, format!("not found: {what}"))
    }

    pub fn internal(message: impl std::fmt::Display) -> Self {
        Self::new(Code::Internal, message.to_string())
    }

    /// An I/O error at `path`, told apart by what a person can do about it.
    pub fn io(path: &std::path::Path, error: &io::Error) -> Self {
        let code = match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Code::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Code::ReadOnly,
            _ => Code::FileProblem,
        };
        Self::new(code, format!("{}: {error}", path.display())).with("path", path.display())
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let code = match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Code::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Code::ReadOnly
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Code::StoreBusy,
            Some(
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::SystemIoFailure,
            ) => Code::StoreDamaged,
            _ => Code::Internal,
        };
        Self::new(code, format!("store: {error}"))
    }
}
