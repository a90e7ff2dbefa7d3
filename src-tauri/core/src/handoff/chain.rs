//! The log of an article as each desk wrote it: one chain a desk, signed at its end by the desk
//! whose it is, so that whoever passes it on cannot change it.

use serde::{Deserialize, Serialize};

use super::flaw::Flaw;
use super::identity::{DeviceKey, Identity, Purpose, bytes_of, hex_of};
use super::parts::{is_name, is_sane, strict};
use crate::article::ArticleId;
use crate::failure::Result;
use crate::review::{LogEntry, LogHash, chain_hash};

/// Entries of one desk in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Chain {
    pub key: DeviceKey,
    /// Canonical JSON of each entry, from the first on.
    pub entries: Vec<String>,
    /// By `key`, over the article and the hash of the last entry; hexadecimal.
    pub signature: String,
}

/// Most entries of one chain.
const ENTRY_LIMIT: usize = 50_000;
/// Longest entry in bytes.
const ENTRY_BYTES: usize = 1 << 20;

impl Chain {
    /// The chain of this desk.
    pub fn signed(article: &ArticleId, entries: Vec<String>, identity: &Identity) -> Self {
        let mut chain = Self { key: identity.device().key, entries, signature: String::new() };
        let message = chain.message(article);
        chain.signature = hex_of(&identity.sign(Purpose::Log, &message));
        chain
    }

    /// The hash of each entry with all before it.
    pub fn hashes(&self) -> Vec<LogHash> {
        let mut last: Option<LogHash> = None;
        self.entries
            .iter()
            .map(|entry| {
                let hash = chain_hash(last.as_ref(), entry);
                last = Some(hash.clone());
                hash
            })
            .collect()
    }

    /// Whether `key` has signed exactly these entries of this article's log.
    pub fn is_signed(&self, article: &ArticleId) -> bool {
        let message = self.message(article);
        bytes_of::<64>(&self.signature)
            .is_some_and(|signature| self.key.has_signed(Purpose::Log, &message, &signature))
    }

    fn message(&self, article: &ArticleId) -> Vec<u8> {
        let last = self.hashes().pop().map(|hash| hash.0).unwrap_or_default();
        format!("{article}\n{}\n{last}", self.entries.len()).into_bytes()
    }

    /// # Errors
    /// `HandOffRefused` where the chain is not as its desk signed it or an entry is none.
    pub(super) fn check(&self, article: &ArticleId) -> Result<Vec<LogEntry>> {
        if self.entries.is_empty() || self.entries.len() > ENTRY_LIMIT {
            return Err(Flaw::Count.found(format!("a log of {} entries", self.entries.len())));
        }
        if !self.is_signed(article) {
            return Err(Flaw::Log.found("the log is not as its desk signed it"));
        }
        self.entries
            .iter()
            .map(|body| {
                let entry: LogEntry = strict(body)?;
                let odd = body.len() > ENTRY_BYTES
                    || entry.by.0.len() > 64
                    || !is_name(&entry.by_name)
                    || !is_name(&entry.device);
                if odd || !is_sane(entry.at) || !crate::photo::is_hash(&entry.revision) {
                    return Err(Flaw::Content.found("an entry of the log"));
                }
                Ok(entry)
            })
            .collect()
    }
}
