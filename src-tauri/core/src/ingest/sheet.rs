//! The contact sheet: what is known of the photos of a card, and what of it is news to a screen.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::alike::{Fingerprint, Seen, Worth, groups};
use super::shot::{Shot, ShotKind, ShotProblem};
use crate::failure::Failure;
use crate::photo::PhotoInfo;

/// Most photos on one sheet.
const PHOTO_LIMIT: usize = 5_000;

/// A folder or card that was opened to take photos from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IngestOpened {
    /// Names it from now on: 16 hexadecimal digits.
    pub session: String,
    /// Of the folder, as a person knows it.
    pub name: String,
}

/// A photo on the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IngestEntry {
    /// Its number on the sheet, from 0 in natural order.
    pub n: u32,
    pub file_name: String,
    /// Below the opened folder, with `/` between its parts; empty for that folder.
    pub folder: String,
    pub kind: ShotKind,
    /// Name of the RAW file beside it.
    pub raw_beside: Option<String>,
    /// In bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    /// When it was taken, by the clock on the wall: milliseconds since 1970 as if it were UTC.
    #[cfg_attr(test, ts(type = "number"))]
    pub taken: i64,
    /// The camera said so; otherwise it is the time of the file.
    pub taken_by_camera: bool,
    /// In pixels as shown; 0 where it is not known.
    pub width: u32,
    pub height: u32,
    /// Stars that its file has, 0 to 5.
    pub rating: u8,
    /// Longest side of the picture that can be shown at once; 0 where there is none.
    pub preview_side: u32,
    /// The photo is in the store already.
    pub in_store: bool,
    /// Number of an earlier photo on the sheet that has the same bytes.
    pub same_as: Option<u32>,
    /// Number of the first photo of the burst that it belongs to.
    pub burst: Option<u32>,
    /// Number of the best file on the sheet that shows the same picture: one that can be taken, with
    /// the most pixels, then the most bytes. `None` for that one itself.
    pub alike: Option<u32>,
    pub problem: Option<ShotProblem>,
}

/// What has come of a sheet since a screen last asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IngestNews {
    /// Give this the next time.
    pub version: u32,
    /// The photos that are new or no longer what they were.
    pub entries: Vec<IngestEntry>,
    pub phase: IngestPhase,
    /// How many of the files (while looking) or photos (while reading, taking) are done.
    pub done: u32,
    pub of: u32,
    /// There are more files or photos than a sheet holds.
    pub cut: bool,
    /// Folders that could not be read.
    pub unread_folders: u32,
}

/// What is being done with a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum IngestPhase {
    /// Finding the photos and their small pictures.
    Looking,
    /// Reading each photo to its end, to know the ones that are in the store.
    Reading,
    /// Taking photos in.
    Taking,
    Done,
    /// Somebody stopped it.
    Stopped,
}

/// A photo that is to be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IngestPick {
    pub n: u32,
    /// Stars that somebody gave it on the sheet, 0 to 5; `None` where nobody has.
    pub stars: Option<u8>,
}

/// What came of taking one photo in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IngestTaken {
    pub n: u32,
    pub photo: Option<PhotoInfo>,
    pub failure: Option<Failure>,
}

/// The photos of a card as far as they are known.
#[derive(Debug)]
pub struct Sheet {
    places: Vec<Place>,
    /// Counts the changes; each place knows its last.
    version: u32,
    by_hash: HashMap<String, usize>,
    phase: IngestPhase,
    done: u32,
    of: u32,
    cut: bool,
    unread_folders: u32,
}

#[derive(Debug)]
struct Place {
    shot: Arc<Shot>,
    version: u32,
    hash: Option<String>,
    in_store: bool,
    same_as: Option<u32>,
    burst: Option<u32>,
    alike: Option<u32>,
    problem: Option<ShotProblem>,
    fingerprint: Option<Fingerprint>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            version: 0,
            by_hash: HashMap::new(),
            phase: IngestPhase::Looking,
            done: 0,
            of: 0,
            cut: false,
            unread_folders: 0,
        }
    }
}

impl Sheet {
    /// Puts photos behind the others; `false` once the sheet is full.
    pub fn add(&mut self, shots: Vec<Shot>) -> bool {
        for shot in shots {
            if self.places.len() >= PHOTO_LIMIT {
                self.cut = true;
                return false;
            }
            self.version += 1;
            self.places.push(Place {
                version: self.version,
                hash: None,
                in_store: false,
                same_as: None,
                burst: None,
                alike: None,
                problem: shot.problem,
                fingerprint: shot.fingerprint.clone(),
                shot: Arc::new(shot),
            });
        }
        true
    }

    /// Tells how far the work is.
    pub fn progress(&mut self, phase: IngestPhase, done: usize, of: usize) {
        self.phase = phase;
        self.done = u32::try_from(done).unwrap_or(u32::MAX);
        self.of = u32::try_from(of).unwrap_or(u32::MAX);
    }

    /// Notes what the search could not show.
    pub fn left_out(&mut self, cut: bool, unread_folders: u32) {
        self.cut |= cut;
        self.unread_folders += unread_folders;
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The photo with this number.
    pub fn shot(&self, n: u32) -> Option<Arc<Shot>> {
        Some(Arc::clone(&self.places.get(n as usize)?.shot))
    }

    /// The hash of a photo that was read to its end.
    pub fn hash(&self, n: u32) -> Option<&str> {
        self.places.get(n as usize)?.hash.as_deref()
    }

    /// Whether anything more can be learnt of a photo.
    pub fn is_unread(&self, n: u32) -> bool {
        self.places
            .get(n as usize)
            .is_some_and(|place| place.hash.is_none() && place.problem.is_none())
    }

    /// Notes what was found when a photo was read to its end.
    pub fn was_read(
        &mut self,
        n: u32,
        hash: String,
        in_store: bool,
        fingerprint: Option<Fingerprint>,
    ) {
        let index = n as usize;
        let Some(place) = self.places.get_mut(index) else { return };
        let first = *self.by_hash.entry(hash.clone()).or_insert(index);
        place.hash = Some(hash);
        place.in_store = in_store;
        place.fingerprint = place.fingerprint.take().or(fingerprint);
        self.touch(index);
        // Photos may be read in any order; the one that comes first on the sheet is the original.
        let (kept, other) = (first.min(index), first.max(index));
        if kept != other {
            self.by_hash.insert(self.places[kept].hash.clone().unwrap_or_default(), kept);
            self.places[other].same_as = u32::try_from(kept).ok();
            self.touch(other);
        }
    }

    /// Notes that a photo is in the store now.
    pub fn was_taken(&mut self, n: u32) {
        if let Some(place) = self.places.get_mut(n as usize) {
            place.in_store = true;
            self.touch(n as usize);
        }
    }

    /// Notes what is wrong with a photo.
    pub fn failed(&mut self, n: u32, problem: ShotProblem) {
        if let Some(place) = self.places.get_mut(n as usize) {
            place.problem = Some(problem);
            self.touch(n as usize);
        }
    }

    /// Finds what is alike among the photos whose fingerprints are known.
    pub fn find_alike(&mut self) {
        let number = |place: Option<usize>| place.and_then(|place| u32::try_from(place).ok());
        let seen: Vec<Option<Seen>> = self.places.iter().map(Place::seen).collect();
        let groups = groups(&seen);
        for (index, (burst, alike)) in groups.burst.into_iter().zip(groups.same).enumerate() {
            let (burst, alike) = (number(burst), number(alike));
            let place = &mut self.places[index];
            if (place.burst, place.alike) != (burst, alike) {
                (place.burst, place.alike) = (burst, alike);
                self.touch(index);
            }
        }
    }

    /// What has changed since `version`; 0 asks for everything.
    pub fn news(&self, since: u32) -> IngestNews {
        let changed = self.places.iter().enumerate().filter(|(_, place)| place.version > since);
        IngestNews {
            version: self.version,
            entries: changed.map(|(index, place)| place.entry(index)).collect(),
            phase: self.phase,
            done: self.done,
            of: self.of,
            cut: self.cut,
            unread_folders: self.unread_folders,
        }
    }

    fn touch(&mut self, index: usize) {
        self.version += 1;
        self.places[index].version = self.version;
    }
}

impl Place {
    fn seen(&self) -> Option<Seen> {
        let shot = &*self.shot;
        let worth = Worth {
            takeable: self.problem.is_none(),
            pixels: u64::from(shot.width) * u64::from(shot.height),
            bytes: shot.file.bytes,
        };
        let fingerprint = self.fingerprint.clone()?;
        Some(Seen { fingerprint, at: shot.taken, by_camera: shot.taken_by_camera, worth })
    }

    fn entry(&self, index: usize) -> IngestEntry {
        let shot = &*self.shot;
        IngestEntry {
            n: u32::try_from(index).unwrap_or(u32::MAX),
            file_name: crate::language::normal::nfc(&shot.file.name),
            folder: crate::language::normal::nfc(&shot.folder),
            kind: shot.kind,
            raw_beside: shot.raw_beside.as_deref().map(crate::language::normal::nfc),
            bytes: shot.file.bytes,
            taken: shot.taken,
            taken_by_camera: shot.taken_by_camera,
            width: shot.width,
            height: shot.height,
            rating: shot.rating,
            preview_side: shot.preview_side(),
            in_store: self.in_store,
            same_as: self.same_as,
            burst: self.burst,
            alike: self.alike,
            problem: self.problem,
        }
    }
}
