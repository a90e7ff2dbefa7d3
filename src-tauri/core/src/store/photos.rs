//! Originals: immutable, content-addressed files beside the database; renditions are a cache.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Deserialize;

use super::objects::to_json;
use super::{Store, photo_words};
use crate::failure::{Code, Failure, Result};
use crate::photo::metadata::Credentials;
use crate::photo::{self, Colours, Edits, PhotoInfo, PhotoKind, Rendition, metadata};
use crate::time::Timestamp;
use crate::whole_file::write_whole;

/// So much of an original is read for what its colours mean: profiles stand before the picture.
const HEAD_BYTES: u64 = 1 << 20;

/// The photo files of a store. Needs no lock: originals never change, and every file appears
/// whole by a rename.
#[derive(Debug, Clone)]
pub struct PhotoFiles {
    folder: PathBuf,
}

/// A photo whose original lies in the store's folder, not yet known to the database.
#[derive(Debug, Clone)]
pub struct AddedPhoto {
    pub(super) info: PhotoInfo,
}

impl AddedPhoto {
    pub(super) fn hash(&self) -> &str {
        &self.info.hash
    }
}

impl PhotoFiles {
    pub(super) fn new(store: &Path) -> Self {
        Self { folder: store.to_owned() }
    }

    /// Looks at a picture, keeps its original and makes its thumbnail.
    ///
    /// # Errors
    /// As [`photo::inspect`]; `DiskFull`, `ReadOnly` or `FileProblem` where it cannot be kept.
    /// Nothing is stored then.
    pub fn add(&self, bytes: &[u8], file_name: &str, now: Timestamp) -> Result<AddedPhoto> {
        let (seen, thumb) = photo::take_in(bytes, file_name)?;
        let hash = blake3::hash(bytes).to_hex().to_string();
        let original = self.original(&hash);
        if fs::metadata(&original).is_ok_and(|meta| meta.len() == bytes.len() as u64) {
            // The same photo again: content-addressed, nothing to write.
        } else {
            write_whole(&original, bytes)?;
        }
        // A cache that cannot be written costs time, not work.
        let _ = write_whole(&self.cached(&hash, Rendition::Thumb, &Edits::default()), &thumb);
        let found = metadata::read(bytes);
        Ok(AddedPhoto {
            info: PhotoInfo {
                hash,
                file_name: crate::language::normal::nfc(file_name),
                kind: seen.kind,
                bytes: bytes.len() as u64,
                width: seen.width,
                height: seen.height,
                added_at: now,
                metadata: found.metadata,
                carries: found.carries,
                guessed: found.guessed,
                desk: None,
            },
        })
    }

    /// The bytes of an original, checked against its hash.
    ///
    /// # Errors
    /// `NotFound`; `StoreDamaged` where the file does not carry its hash.
    pub fn read(&self, hash: &str) -> Result<Vec<u8>> {
        let bytes = read_file(&self.checked_path(hash)?)?;
        if blake3::hash(&bytes).to_hex().as_str() != hash {
            return Err(Failure::new(Code::StoreDamaged, format!("photo {hash} is damaged"))
                .with("what", &hash[..12]));
        }
        Ok(bytes)
    }

    /// What the Content Credentials in an original say; `None` where it has none.
    ///
    /// # Errors
    /// As [`PhotoFiles::read`].
    pub fn credentials(&self, hash: &str) -> Result<Option<Credentials>> {
        Ok(metadata::credentials(&self.read(hash)?))
    }

    /// What the colours of an original mean; `None` where the beginning of its file does not tell.
    pub fn colours(&self, hash: &str) -> Option<Colours> {
        let mut head = Vec::new();
        let file = fs::File::open(self.checked_path(hash).ok()?).ok()?;
        file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
        photo::colours(&head)
    }

    /// The bytes of a rendition with its edits made, made on the first call and kept.
    ///
    /// # Errors
    /// `NotFound` for an unknown photo; as [`photo::render`].
    pub fn rendition(&self, hash: &str, rendition: Rendition, edits: &Edits) -> Result<Vec<u8>> {
        let original = self.checked_path(hash)?;
        let cached = self.cached(hash, rendition, edits);
        if let Ok(bytes) = fs::read(&cached) {
            return Ok(bytes);
        }
        let bytes = photo::render(&read_file(&original)?, &rendition.wanted(), edits)?;
        // A cache that cannot be written costs time, not work.
        let _ = write_whole(&cached, &bytes);
        Ok(bytes)
    }

    /// Gives a made-up photo the files of another.
    pub(super) fn share(&self, from: &str, to: &str) -> Result<()> {
        let thumb = |hash: &str| self.cached(hash, Rendition::Thumb, &Edits::default());
        let files = [(self.original(from), self.original(to)), (thumb(from), thumb(to))];
        for (from, to) in files {
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder).map_err(|error| Failure::io(folder, &error))?;
            }
            fs::hard_link(&from, &to).map_err(|error| Failure::io(&to, &error))?;
        }
        Ok(())
    }

    /// The folder of the store.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps the original of a photo that came in a hand-off and was looked at there.
    /// `true` where it was not here before.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `FileProblem`.
    pub(super) fn keep(&self, hash: &str, bytes: &[u8]) -> Result<bool> {
        let original = self.checked_path(hash)?;
        if fs::metadata(&original).is_ok_and(|meta| meta.len() == bytes.len() as u64) {
            return Ok(false);
        }
        write_whole(&original, bytes)?;
        Ok(true)
    }

    pub(super) fn original(&self, hash: &str) -> PathBuf {
        self.folder.join("photos").join(&hash[..2]).join(hash)
    }

    /// Where a rendition is kept. Edits are text of any length, so they go by their hash.
    fn cached(&self, hash: &str, rendition: Rendition, edits: &Edits) -> PathBuf {
        let name = if edits.is_none() {
            format!("{hash}.jpg")
        } else {
            format!("{hash}-{}.jpg", &blake3::hash(edits.to_string().as_bytes()).to_hex()[..32])
        };
        self.folder.join("renditions").join(rendition.name()).join(&hash[..2]).join(name)
    }

    fn checked_path(&self, hash: &str) -> Result<PathBuf> {
        if photo::is_hash(hash) {
            Ok(self.original(hash))
        } else {
            Err(Failure::bad_input("a photo is named by its hash"))
        }
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::not_found(path.display()),
        _ => Failure::io(path, &error),
    })
}

impl Store {
    /// Makes an added photo known to the desk. What is known of it then: of a photo that was here
    /// before, what it was added with and what the desk has said of it since.
    ///
    /// # Errors
    /// Those of a write.
    pub fn register_photo(&mut self, added: AddedPhoto) -> Result<PhotoInfo> {
        let info = added.info;
        self.write(|transaction| {
            register(transaction, &info)?;
            let known = infos(transaction, [info.hash.as_str()].into_iter())?.remove(&info.hash);
            known.ok_or_else(|| Failure::internal("a photo that was registered"))
        })
    }

    /// The photos among `hashes` that this desk has.
    ///
    /// # Errors
    /// Those of a read.
    pub fn photo_infos(&self, hashes: &[String]) -> Result<BTreeMap<String, PhotoInfo>> {
        infos(&self.connection, hashes.iter().map(String::as_str))
    }
}

/// Makes a photo known whose original is in its place.
pub(super) fn register(db: &Connection, info: &PhotoInfo) -> Result<()> {
    let new = db
        .prepare_cached(
            "INSERT OR IGNORE INTO photo
            (hash, file_name, kind, bytes, width, height, added_at, metadata, carries, guessed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            info.hash,
            info.file_name,
            kind_name(info.kind),
            i64::try_from(info.bytes).unwrap_or(i64::MAX),
            info.width,
            info.height,
            info.added_at.0,
            to_json(&info.metadata)?,
            to_json(&info.carries)?,
            info.guessed
        ])?;
    if new > 0 {
        photo_words::list(db, &info.hash)?;
    }
    Ok(())
}

pub(super) fn infos<'a>(
    db: &Connection,
    hashes: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, PhotoInfo>> {
    let mut statement = db.prepare_cached(
        "SELECT file_name, kind, bytes, width, height, added_at, metadata, carries, guessed, desk
         FROM photo WHERE hash = ?1",
    )?;
    let mut found = BTreeMap::new();
    for hash in hashes {
        let row = statement
            .query_row([hash], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, i64>(2)?,
                    row.get::<_, u32>(3)?,
                    row.get::<_, u32>(4)?,
                    row.get::<_, i64>(5)?,
                    row.get::<_, String>(6)?,
                    row.get::<_, String>(7)?,
                    row.get::<_, bool>(8)?,
                    row.get::<_, String>(9)?,
                ))
            })
            .optional()?;
        if let Some(row) = row {
            let (file_name, kind, bytes, width, height, added_at, words, carries, guessed, desk) =
                row;
            let info = PhotoInfo {
                hash: hash.to_owned(),
                file_name,
                kind: kind_from(&kind)?,
                bytes: u64::try_from(bytes).unwrap_or(0),
                width,
                height,
                added_at: Timestamp(added_at),
                metadata: parse(hash, &words)?,
                carries: parse(hash, &carries)?,
                guessed,
                desk: if desk.is_empty() { None } else { Some(parse(hash, &desk)?) },
            };
            found.insert(hash.to_owned(), info);
        }
    }
    Ok(found)
}

pub(super) fn parse<T: for<'de> Deserialize<'de>>(hash: &str, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|_| {
        Failure::new(Code::StoreDamaged, format!("what is kept of photo {hash}"))
            .with("what", "photo")
    })
}

fn kind_name(kind: PhotoKind) -> &'static str {
    match kind {
        PhotoKind::Jpeg => "jpeg",
        PhotoKind::Png => "png",
        PhotoKind::WebP => "webp",
        PhotoKind::Tiff => "tiff",
    }
}

fn kind_from(name: &str) -> Result<PhotoKind> {
    match name {
        "jpeg" => Ok(PhotoKind::Jpeg),
        "png" => Ok(PhotoKind::Png),
        "webp" => Ok(PhotoKind::WebP),
        "tiff" => Ok(PhotoKind::Tiff),
        _ => {
            Err(Failure::new(Code::StoreDamaged, format!("photo kind {name}"))
                .with("what", "photo"))
        }
    }
}
