//! Hand-off files as an attacker would make them: taken apart, changed, and put together again
//! with every hash and signature right. For tests and for fuzzing.

use std::io::Cursor;

use super::container::{Container, ContainerWriter, Packed, unpack};
use super::identity::{Identity, Purpose};
use super::manifest::{ListedMember, Manifest};
use super::read::{MANIFEST, PHOTO_FOLDER, SIGNATURE};
use crate::failure::{Failure, Result};

/// A file in its parts.
#[derive(Debug, Clone)]
pub struct Forge {
    /// JSON; what it says of the members is made anew.
    pub manifest: serde_json::Value,
    /// Name and unpacked bytes of all members but signature and manifest, in their order.
    pub members: Vec<(String, Vec<u8>)>,
}

impl Forge {
    /// Takes a file apart.
    ///
    /// # Errors
    /// As the reader, for a file that is no whole hand-off.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        let mut container = Container::open(Cursor::new(bytes), &[SIGNATURE])?;
        let members = container.members().to_vec();
        let mut unpacked = members
            .iter()
            .map(|member| {
                let packed = container.packed(member, u32::MAX)?;
                Ok((member.name.clone(), unpack(member, &packed)?))
            })
            .collect::<Result<Vec<_>>>()?;
        let members = unpacked.split_off(2);
        let manifest = serde_json::from_slice(&unpacked[1].1).map_err(Failure::internal)?;
        Ok(Self { manifest, members })
    }

    /// The lines of a part.
    pub fn lines(&mut self, part: &str) -> Vec<String> {
        let text = self.bytes(part).clone();
        String::from_utf8(text).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// Puts other lines in.
    pub fn set_lines(&mut self, part: &str, lines: &[String]) {
        *self.bytes(part) =
            lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
    }

    /// The bytes of a member; empty ones are put in where there is none.
    pub fn bytes(&mut self, name: &str) -> &mut Vec<u8> {
        let at = match self.members.iter().position(|(member, _)| member == name) {
            Some(at) => at,
            None => {
                self.members.push((name.to_owned(), Vec::new()));
                self.members.len() - 1
            }
        };
        &mut self.members[at].1
    }

    /// The file, signed by `identity`, whose key and recipient the manifest names as the sender's.
    ///
    /// # Errors
    /// `TooLarge`.
    pub fn signed(&self, identity: &Identity) -> Result<Vec<u8>> {
        let packed = self
            .members
            .iter()
            .map(|(name, bytes)| {
                let packed = if name.starts_with(PHOTO_FOLDER) {
                    Packed::stored(bytes.clone())?
                } else {
                    Packed::deflated(bytes)?
                };
                Ok((name.as_str(), packed))
            })
            .collect::<Result<Vec<_>>>()?;
        self.signed_with(identity, &packed)
    }

    pub(super) fn signed_with(
        &self,
        identity: &Identity,
        packed: &[(&str, Packed)],
    ) -> Result<Vec<u8>> {
        let mut manifest = self.manifest.clone();
        let device = identity.device();
        manifest["from"]["key"] = device.key.0.clone().into();
        manifest["from"]["recipient"] = device.recipient.into();
        let listed = packed.iter().map(|(name, packed)| ListedMember {
            name: (*name).to_owned(),
            packed: u32::try_from(packed.bytes.len()).unwrap_or(u32::MAX),
            size: packed.size(),
            hash: blake3::hash(&packed.bytes).to_hex().to_string(),
        });
        manifest["members"] =
            serde_json::to_value(listed.collect::<Vec<_>>()).map_err(Failure::internal)?;
        // In the order of the fields, where they are those of a manifest.
        let bytes = match serde_json::from_value::<Manifest>(manifest.clone()) {
            Ok(known) if serde_json::to_value(&known).is_ok_and(|again| again == manifest) => {
                serde_json::to_vec(&known)
            }
            _ => serde_json::to_vec(&manifest),
        };
        let bytes = bytes.map_err(Failure::internal)?;
        let signature = identity.sign(Purpose::Manifest, &bytes);
        let key = device.key.point().ok_or_else(|| Failure::internal("a key"))?;
        let signature = [&key.as_bytes()[..], &signature[..]].concat();
        let mut writer = ContainerWriter::new(Vec::new());
        writer.add(SIGNATURE, &Packed::stored(signature)?)?;
        writer.add(MANIFEST, &Packed::stored(bytes)?)?;
        for (name, packed) in packed {
            writer.add(name, packed)?;
        }
        writer.finish()
    }
}
