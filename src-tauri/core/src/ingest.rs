//! Photos from a folder or a card, looked at before any of them is taken in.
//!
//! Nothing here writes: the files of a card are read, never touched. What a sheet shows at once
//! comes from the first half megabyte of each file, where cameras keep a small picture; the rest
//! is read later, in the background. Files are told by their bytes, never by their names.

mod alike;
mod boxes;
mod find;
mod jpeg;
mod order;
mod sheet;
mod shot;

pub use alike::Fingerprint;
pub use find::{FILE_COUNT_LIMIT, Found, FoundFile, Namesakes, find};
pub use sheet::{
    IngestEntry, IngestNews, IngestOpened, IngestPhase, IngestPick, IngestTaken, Sheet,
};
pub use shot::{Shot, ShotKind, ShotProblem, look, read_whole};

use crate::failure::{Code, Failure, Result};
use crate::store::{AddedPhoto, PhotoFiles};
use crate::time::{Timestamp, ZoneMinutes};

/// The photos among files of one name: a JPEG and the RAW file beside it are one.
pub fn look_at(group: &Namesakes, zone: ZoneMinutes) -> Vec<Shot> {
    let mut shots: Vec<Shot> =
        group.files.iter().filter_map(|file| look(file, &group.folder, zone)).collect();
    let is_raw = |shot: &Shot| shot.kind == ShotKind::Raw;
    let is_shown = |shot: &Shot| {
        let shown = [ShotKind::Jpeg, ShotKind::Png, ShotKind::WebP, ShotKind::Tiff];
        shown.contains(&shot.kind)
    };
    if let [one, other] = &shots[..]
        && (is_raw(one) && is_shown(other) || is_shown(one) && is_raw(other))
    {
        let raw = usize::from(is_raw(other));
        let raw = shots.remove(raw);
        shots[0].raw_beside = Some(raw.file.name);
    }
    shots
}

/// The name of these bytes in a store: BLAKE3 in 64 hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// Copies a photo into a store's files, and reads it back. `seen` is its hash when the sheet read
/// it: a card reader that gives other bytes the second time is not to be trusted.
///
/// # Errors
/// `DamagedPhoto` where the bytes are not those that were seen; those of [`Shot::read`] and
/// [`PhotoFiles::add`]; `StoreDamaged` where the copy does not read back as it was written.
pub fn take(
    shot: &Shot,
    files: &PhotoFiles,
    seen: Option<&str>,
    now: Timestamp,
) -> Result<AddedPhoto> {
    let bytes = shot.read()?;
    let hash = hash(&bytes);
    if seen.is_some_and(|seen| seen != hash) {
        return Err(Failure::new(Code::DamagedPhoto, "the file gave other bytes before")
            .with("file", &shot.file.name));
    }
    let added = files.add(&bytes, &shot.name_to_keep(), now)?;
    files.read(&hash)?;
    Ok(added)
}

/// Puts any bytes onto a contact sheet, without the guard that keeps panics from it: for tests and
/// fuzzers. What the sheet says of them fits together.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn door(bytes: &[u8]) {
    use std::cell::RefCell;
    thread_local! {
        static CARD: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) };
    }
    CARD.with_borrow_mut(|card| {
        let card = card.get_or_insert_with(|| tempfile::tempdir().expect("a folder"));
        let path = card.path().join("a.jpg");
        std::fs::write(&path, bytes).expect("a file");
        let (name, length) = ("a.jpg".to_owned(), bytes.len() as u64);
        let file = FoundFile { path, name, bytes: length, modified: None };
        let mut unseen = Shot::unseen(&file, "", ZoneMinutes::default());
        unseen.see().expect("the file can be read");
        let shot = look(&file, "", ZoneMinutes::default()).expect("it is named like a photo");
        if let Ok(preview) = shot.preview() {
            assert!(preview.len() <= bytes.len() + 200, "a preview is a part of its file");
        }
        if let Ok(taken) = shot.read() {
            assert!(taken.len() <= bytes.len() + 10_000, "a photo is a part of its file");
        }
        assert!(shot.rating <= 5);
    });
}

#[cfg(test)]
mod tests;
