//! Making a hand-off file.

use std::io::{Seek, Write};

use serde::Serialize;

use super::chain::Chain;
use super::container::{ContainerWriter, Packed};
use super::identity::{Identity, Purpose};
use super::lists::Lists;
use super::manifest::{ListedMember, Manifest};
use super::parts::{AnchorRow, CheckRow, PART_LIMIT, Part};
use super::read::{MANIFEST, PHOTO_FOLDER, SIGNATURE};
use super::sealed;
use crate::failure::{Code, Failure, Result};
use crate::photo::WordEdit;

/// What goes into a file. The same content under the same identity gives the same bytes, unless
/// they are encrypted.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// With nothing under `members`.
    pub manifest: Manifest,
    /// Canonical form of each revision, parents before children.
    pub(crate) revisions: Vec<String>,
    pub(crate) lists: Lists,
    pub(crate) objects: Vec<String>,
    pub(crate) comments: Vec<String>,
    pub(crate) anchors: Vec<AnchorRow>,
    pub(crate) checks: Vec<CheckRow>,
    /// Of other desks, as they signed them.
    pub(crate) chains: Vec<Chain>,
    /// Entries of this desk's own log, to be signed.
    pub(crate) own_log: Vec<String>,
    /// What was said of the photos in use.
    pub(crate) photo_words: Vec<WordEdit>,
}

/// Writes a hand-off to `out`, encrypted to `recipients` where there are any. `photo` gives the
/// bytes of a photo by its hash; `scratch` is an empty file that nobody else can read.
///
/// # Errors
/// `TooLarge` where it would have 4 GB; those of `photo` and of writing.
pub fn write(
    outgoing: &Outgoing,
    identity: &Identity,
    photo: &dyn Fn(&str) -> Result<Vec<u8>>,
    recipients: &[String],
    mut scratch: impl Write + std::io::Read + Seek,
    mut out: impl Write,
) -> Result<()> {
    if recipients.is_empty() {
        return put(outgoing, identity, photo, out);
    }
    put(outgoing, identity, photo, &mut scratch)?;
    scratch.rewind().map_err(super::container::written)?;
    sealed::seal(&mut scratch, recipients, &mut out)
}

fn put(
    outgoing: &Outgoing,
    identity: &Identity,
    photo: &dyn Fn(&str) -> Result<Vec<u8>>,
    out: impl Write,
) -> Result<()> {
    let parts = packed_parts(outgoing, identity)?;
    let mut manifest = outgoing.manifest.clone();
    manifest.members = parts.iter().map(|(name, packed)| listed(name, packed)).collect();
    for info in &manifest.photos {
        let size =
            u32::try_from(info.bytes).map_err(|_| too_large(info.bytes, u32::MAX as usize))?;
        manifest.members.push(ListedMember {
            name: format!("{PHOTO_FOLDER}{}", info.hash),
            packed: size,
            size,
            // Stored as it is, it has the hash that it is named by.
            hash: info.hash.clone(),
        });
    }
    let bytes = serde_json::to_vec(&manifest).map_err(Failure::internal)?;
    let signature = identity.sign(Purpose::Manifest, &bytes);
    let key = manifest.from.key.point().ok_or_else(|| Failure::internal("the device's key"))?;

    let mut writer = ContainerWriter::new(out);
    let signature = [&key.as_bytes()[..], &signature[..]].concat();
    writer.add(SIGNATURE, &Packed::stored(signature)?)?;
    writer.add(MANIFEST, &Packed::stored(bytes)?)?;
    for (name, packed) in &parts {
        writer.add(name, packed)?;
    }
    for info in &manifest.photos {
        let bytes = photo(&info.hash)?;
        if bytes.len() as u64 != info.bytes {
            return Err(Failure::new(Code::StoreDamaged, format!("photo {}", info.hash))
                .with("what", &info.hash[..12]));
        }
        writer.add(&format!("{PHOTO_FOLDER}{}", info.hash), &Packed::stored(bytes)?)?;
    }
    writer.finish()?;
    Ok(())
}

fn packed_parts(outgoing: &Outgoing, identity: &Identity) -> Result<Vec<(&'static str, Packed)>> {
    let article = &outgoing.manifest.article;
    let mut chains = outgoing.chains.clone();
    if !outgoing.own_log.is_empty() {
        chains.push(Chain::signed(article, outgoing.own_log.clone(), identity));
    }
    let mut packed = Vec::new();
    for part in Part::ALL {
        let lines = match part {
            Part::Revisions => outgoing.revisions.clone(),
            Part::Lists => outgoing.lists.write()?,
            Part::Objects => outgoing.objects.clone(),
            Part::Comments => outgoing.comments.clone(),
            Part::Anchors => json_lines(&outgoing.anchors)?,
            Part::Checks => json_lines(&outgoing.checks)?,
            Part::Log => json_lines(&chains)?,
            Part::PhotoWords => json_lines(&outgoing.photo_words)?,
        };
        if lines.is_empty() {
            continue;
        }
        if let Some(line) = lines.iter().find(|line| line.len() > part.line_bytes()) {
            return Err(too_large(line.len() as u64, part.line_bytes()));
        }
        let mut bytes = lines.join("\n").into_bytes();
        bytes.push(b'\n');
        if lines.len() > part.line_limit() || bytes.len() > PART_LIMIT as usize {
            return Err(too_large(bytes.len() as u64, PART_LIMIT as usize));
        }
        packed.push((part.name(), Packed::deflated(&bytes)?));
    }
    Ok(packed)
}

fn listed(name: &str, packed: &Packed) -> ListedMember {
    ListedMember {
        name: name.to_owned(),
        packed: u32::try_from(packed.bytes.len()).unwrap_or(u32::MAX),
        size: packed.size(),
        hash: blake3::hash(&packed.bytes).to_hex().to_string(),
    }
}

fn json_lines(rows: &[impl Serialize]) -> Result<Vec<String>> {
    rows.iter().map(|row| serde_json::to_string(row).map_err(Failure::internal)).collect()
}

fn too_large(bytes: u64, limit: usize) -> Failure {
    Failure::new(Code::TooLarge, format!("a part of {bytes} bytes"))
        .with("megabytes", bytes.div_ceil(1 << 20))
        .with("limitMegabytes", limit >> 20)
}
