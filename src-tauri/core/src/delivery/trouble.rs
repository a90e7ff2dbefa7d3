//! Why a request to another system did not do what it should, as far as that tells what to do next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What went wrong between this desk and a destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    pub kind: TroubleKind,
    /// Values for the sentence that is told, e.g. `{"host": "…"}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// How long the other side asks to be left alone, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<u32>,
}

/// One variant for each thing that a person can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum TroubleKind {
    /// Nothing was sent: no network, no such host, nobody listens there. Params: `host`.
    Unreachable,
    /// Something was sent, and no answer came: it may have been done or not.
    NoAnswer,
    /// The other side has a fault of the moment. Params: `status`.
    ServerFault,
    /// The other side asks to come again later.
    Busy,
    /// The proxy wants a name and a password (407).
    ProxyPassword,
    /// There is no way through the proxy. Params: `says`.
    ProxyFailed,
    /// The certificate of the other side is not trusted here. Params: `host`, `says`.
    Certificate,
    /// The other side speaks no TLS of today. Params: `host`.
    OldTls,
    /// A page where data were expected: the sign-in of a network, or a wrong address. Params: `host`.
    NotData,
    /// The other side sends elsewhere; a password is not taken along. Params: `to`.
    SentElsewhere,
    /// An answer beyond every measure.
    AnswerTooLarge,
    /// No password is kept for this destination, and none was typed since the start.
    NoPassword,
    /// The system's keyring, where passwords are kept, cannot be had now.
    KeyringShut,
    WrongPassword,
    /// The user of the destination may not do this. Params: `what`.
    NoRight,
    /// The address is not that of such a system.
    NotThere,
    /// The other side refuses, and would again. Params: `status`, `code`, `says`.
    Refused,
    /// What is there was changed by somebody else since it was delivered.
    ChangedThere,
    /// The folder is not there now: a share that is not connected. Params: `path`.
    FolderGone,
    /// There is no room left there. Params: `path`, where it is a folder.
    NoSpace,
    /// Nobody has said yet that this is the right server. Params: `host`, `fingerprint`, `key`.
    HostUnknown,
    /// The server shows another key than the one that it is known by. Params: as of one unknown.
    HostChanged,
    /// The private key cannot be used. Params: `path`, `says`.
    KeyFile,
    /// A program of the system's is not there. Params: `program`.
    NoProgram,
}

/// What follows from a trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Nothing was done: the same again, later.
    Later,
    /// It may have been done: look it up, later.
    Unknown,
    /// Only a person can help.
    User,
}

impl Trouble {
    pub fn new(kind: TroubleKind) -> Self {
        Self { kind, params: BTreeMap::new(), wait: None }
    }

    /// Adds one value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// Whether another password may be all that it takes.
    pub fn wants_password(&self) -> bool {
        matches!(
            self.kind,
            TroubleKind::NoPassword
                | TroubleKind::KeyringShut
                | TroubleKind::WrongPassword
                | TroubleKind::KeyFile
        )
    }

    pub fn course(&self) -> Course {
        match self.kind {
            TroubleKind::Unreachable | TroubleKind::Busy | TroubleKind::FolderGone => Course::Later,
            // A gateway's 502 or 504 says nothing of what was done behind it.
            TroubleKind::NoAnswer | TroubleKind::ServerFault => Course::Unknown,
            TroubleKind::ProxyPassword
            | TroubleKind::ProxyFailed
            | TroubleKind::Certificate
            | TroubleKind::OldTls
            | TroubleKind::NotData
            | TroubleKind::SentElsewhere
            | TroubleKind::AnswerTooLarge
            | TroubleKind::NoPassword
            | TroubleKind::KeyringShut
            | TroubleKind::WrongPassword
            | TroubleKind::NoRight
            | TroubleKind::NotThere
            | TroubleKind::Refused
            | TroubleKind::ChangedThere
            | TroubleKind::NoSpace
            | TroubleKind::HostUnknown
            | TroubleKind::HostChanged
            | TroubleKind::KeyFile
            | TroubleKind::NoProgram => Course::User,
        }
    }
}
