//! The hand-off file (`.banthao`): an article with its history on its way to a colleague, by USB
//! stick, shared folder, mail or chat.
//!
//! A file is a zip of one fixed layout ([`container`]) whose first two members are the sender's
//! signature and the manifest it is over; the manifest names every other member with the hash of
//! its packed bytes. So nothing is unpacked before it is known who packed it, and what was packed
//! by a stranger or an attacker still has to keep within the limits and to make sense. The whole
//! may be encrypted to its receiver ([`sealed`]).
//!
//! Nothing here touches a store: [`read`] gives a [`HandOff`] that is whole and consistent in
//! itself, or a refusal; whether it fits what this desk has is for the store to say.

mod chain;
mod container;
mod flaw;
#[cfg(any(test, feature = "testing"))]
mod forge;
mod identity;
mod lists;
mod manifest;
mod parts;
mod read;
mod sealed;
mod write;

#[cfg(test)]
mod tests;

pub use chain::Chain;
pub use flaw::Flaw;
#[cfg(any(test, feature = "testing"))]
pub use forge::Forge;
pub use identity::{Device, DeviceKey, Identity, fingerprint};
pub use manifest::{Addressee, Manifest, Sender};
pub use read::{HandOff, Opening, PHOTO_FOLDER, Source, ends_whole, peek, read, read_from};
pub use write::{Outgoing, write};

pub(crate) use lists::Lists;
pub(crate) use parts::{AnchorRow, CheckRow, RevisionPart, Stored, check_texts};

/// Ending of the file's name.
pub const EXTENSION: &str = "banthao";

/// The format that this version writes, and the newest that it reads.
pub const FORMAT: u32 = 1;
