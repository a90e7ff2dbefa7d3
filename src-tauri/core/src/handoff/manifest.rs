//! The manifest: who hands what to whom, and the hash of everything in the file.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::container::MEMBER_LIMIT;
use super::flaw::Flaw;
use super::identity::DeviceKey;
use super::parts::{NAME_LIMIT, is_name, is_sane, strict};
use super::sealed;
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::person::{Person, PersonId};
use crate::photo::{self, PhotoInfo};
use crate::time::Timestamp;

/// Largest manifest in bytes.
pub(super) const MANIFEST_LIMIT: u32 = 8 << 20;
/// Most heads, parents and people that a manifest names.
const LIST_LIMIT: usize = 5_000;
/// Longest note, in bytes.
const NOTE_LIMIT: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    pub article: ArticleId,
    /// Who wrote the article, and when it was begun.
    pub author: PersonId,
    pub created_at: Timestamp,
    /// As it stands on the sender's desk; for lists, before anything is opened.
    pub headline: String,
    pub from: Sender,
    /// `None` where it is for whoever opens it.
    pub to: Option<Addressee>,
    /// A word to whoever opens it; may be empty.
    pub note: String,
    pub at: Timestamp,
    /// The revision that stands on the sender's desk.
    pub head: String,
    /// Every newest revision that the sender has: with these all that is behind them, so that a
    /// reply need not carry it.
    pub has: Vec<String>,
    /// Revisions that are not in the file and that it builds on.
    pub needs: Vec<String>,
    /// Photos in use that the sender does not have.
    pub lacks: Vec<String>,
    /// The photos in the file.
    pub photos: Vec<PhotoInfo>,
    /// Whoever is named in the history, that names can be shown.
    pub people: Vec<Person>,
    /// Everything in the file but the signature and this.
    pub members: Vec<ListedMember>,
}

/// Who made a file, on which device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sender {
    pub person: Person,
    /// Name of the device.
    pub device: String,
    pub key: DeviceKey,
    /// An age recipient, to encrypt a reply for.
    pub recipient: String,
}

/// For whom a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Addressee {
    pub person: PersonId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListedMember {
    pub(super) name: String,
    pub(super) packed: u32,
    pub(super) size: u32,
    /// BLAKE3 of the packed bytes.
    pub(super) hash: String,
}

/// What every format has, so that a newer one is recognised as such.
#[derive(Deserialize)]
struct AnyFormat {
    format: u32,
}

impl Manifest {
    /// Reads a manifest whose signature by `key` has been found true.
    ///
    /// # Errors
    /// `HandOffNewer` for a later format, `HandOffRefused` for what no desk writes.
    pub(super) fn parse(bytes: &[u8], key: &DeviceKey) -> Result<Self> {
        let no_manifest = || Flaw::Content.found("the manifest");
        let text = std::str::from_utf8(bytes).map_err(|_| no_manifest())?;
        let AnyFormat { format } = serde_json::from_str(text).map_err(|_| no_manifest())?;
        if format > super::FORMAT {
            return Err(Failure::new(Code::HandOffNewer, format!("hand-off format {format}"))
                .with("found", format)
                .with("supported", super::FORMAT));
        }
        let manifest: Self = strict(text)?;
        if manifest.from.key != *key {
            return Err(Failure::new(Code::HandOffUnsigned, "signed by another than it says")
                .with("why", "key"));
        }
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<()> {
        let content = |what: &str| Err(Flaw::Content.found(what));
        if self.format != super::FORMAT {
            return content("the format");
        }
        if !is_id(&self.article.0) || !is_id(&self.author.0) {
            return content("an id");
        }
        if !is_sane(self.at) || !is_sane(self.created_at) {
            return content("a time");
        }
        let people = self.people.iter().chain([&self.from.person]);
        for person in people {
            let named = !person.name.trim().is_empty()
                && is_name(&person.name)
                && is_name(&person.pen_name)
                && person.sections.len() <= NAME_LIMIT
                && person.sections.iter().all(|section| is_name(section));
            if !is_id(&person.id.0) || !named {
                return content("a person");
            }
        }
        if self.to.as_ref().is_some_and(|to| !is_id(&to.person.0) || !is_name(&to.name)) {
            return content("the addressee");
        }
        if self.from.device.is_empty()
            || !is_name(&self.from.device)
            || !sealed::is_recipient(&self.from.recipient)
        {
            return content("the sender's device");
        }
        if self.headline.len() > 100_000 || self.note.len() > NOTE_LIMIT {
            return content("the headline or the note");
        }
        for list in [&self.has, &self.needs, &self.lacks] {
            if list.len() > LIST_LIMIT {
                return Err(Flaw::Count.found(format!("a list of {}", list.len())));
            }
            let distinct: HashSet<_> = list.iter().collect();
            if distinct.len() != list.len() || !list.iter().all(|hash| photo::is_hash(hash)) {
                return content("a list of hashes");
            }
        }
        if self.people.len() > LIST_LIMIT || self.members.len() > MEMBER_LIMIT {
            return Err(Flaw::Count.found("people or members"));
        }
        if !photo::is_hash(&self.head) || !self.has.contains(&self.head) {
            return content("the head");
        }
        for info in &self.photos {
            if !photo::is_hash(&info.hash)
                || !is_name(&info.file_name)
                || !is_sane(info.added_at)
                || info.bytes > photo::FILE_LIMIT
                || !info.metadata.is_tidy()
                // What desks say of it is told edit by edit.
                || info.desk.is_some()
            {
                return Err(Flaw::Photo.found("the list of photos"));
            }
        }
        Ok(())
    }
}

/// Whether a text has the shape of an id of a person or article: 1 to 64 letters, digits, `-`
/// or `_`.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}
