//! The zip that a document of an office is: parts by name, each unpacked within limits that the
//! file itself has no say in.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use flate2::read::DeflateDecoder;
use memchr::memmem;
use zip::{CompressionMethod, ZipArchive};

use super::flaw::{damaged, refused, sealed};
use crate::failure::Result;

/// Most entries of an archive.
pub(super) const ENTRY_LIMIT: usize = 10_000;
/// Most bytes that all parts may come to, unpacked.
const UNPACKED_LIMIT: u64 = 500 * 1024 * 1024;
/// Most bytes that come of one packed byte, for archives over [`RATIO_FROM`].
const RATIO_LIMIT: u64 = 100;
/// Small parts of nothing but spaces are packed better than any bomb.
const RATIO_FROM: u64 = 10 * 1024 * 1024;

/// Each entry of the list at the end begins so.
const LISTED: &[u8] = b"PK\x01\x02";

pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// In lower case: to the formats, names that differ by case are one.
    names: HashMap<String, usize>,
    packed: u64,
    /// What may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// `FileDamaged` where it is no zip or breaks off, `FileRefused` for what no office writes.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        // Counted before the library makes anything of them.
        if memmem::find_iter(bytes, LISTED).nth(ENTRY_LIMIT).is_some() {
            return Err(refused("an archive of too many entries"));
        }
        let mut zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
        if zip.len() > ENTRY_LIMIT {
            return Err(refused("an archive of too many entries"));
        }
        let mut names = HashMap::new();
        for at in 0..zip.len() {
            let entry = zip.by_index_raw(at).map_err(|error| damaged(error.to_string()))?;
            let raw = entry.name_raw().to_vec();
            let Ok(name) = String::from_utf8(raw) else { continue };
            if names.insert(name.to_lowercase(), at).is_some() {
                return Err(refused("an archive with two parts of one name"));
            }
        }
        Ok(Self { zip, names, packed: bytes.len() as u64, left: UNPACKED_LIMIT })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_lowercase())
    }

    /// Unpacks a part of at most `limit` bytes; `None` where there is none of this name.
    ///
    /// # Errors
    /// `FileDamaged`, `FileSealed`, `FileRefused` over a limit.
    pub(super) fn part(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>> {
        let Some(at) = self.names.get(&name.to_lowercase()).copied() else { return Ok(None) };
        let entry = self.zip.by_index_raw(at).map_err(|error| damaged(error.to_string()))?;
        if entry.encrypted() {
            return Err(sealed());
        }
        let crc = entry.crc32();
        let method = entry.compression();
        // What the header says of the size is not asked.
        let most = limit.min(self.left);
        let mut bytes = Vec::new();
        let read = match method {
            CompressionMethod::Stored => entry.take(most + 1).read_to_end(&mut bytes),
            // 8 is "deflated"; its name depends on what the library was built with.
            #[expect(deprecated, reason = "the library's names depend on its features")]
            _ if method.to_u16() == 8 => {
                DeflateDecoder::new(entry).take(most + 1).read_to_end(&mut bytes)
            }
            _ => return Err(refused("a part packed in a way that no office uses")),
        };
        read.map_err(|error| damaged(format!("{name}: {error}")))?;
        let size = bytes.len() as u64;
        if size > most {
            return Err(refused("a part that unpacks to too much"));
        }
        self.left -= size;
        let unpacked = UNPACKED_LIMIT - self.left;
        if unpacked > RATIO_FROM && unpacked > self.packed.saturating_mul(RATIO_LIMIT) {
            return Err(refused("an archive that unpacks to far more than it is"));
        }
        let mut found = flate2::Crc::new();
        found.update(&bytes);
        if found.sum() != crc {
            return Err(damaged(format!("{name} is not what was packed")));
        }
        Ok(Some(bytes))
    }
}
