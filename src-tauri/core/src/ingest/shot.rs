//! One photo on a card: what its first bytes tell, and its pictures.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::Serialize;
use time::{Date, Month, PrimitiveDateTime, Time};

use super::alike::{Fingerprint, fingerprint};
use super::boxes;
use super::find::FoundFile;
use super::jpeg::{self, Words, exif, with_exif};
use crate::failure::{Code, Failure, Result};
use crate::photo::metadata;
use crate::photo::tiff::{self, Bytes, OpenFile, Told};
use crate::photo::{self, Edits, FILE_LIMIT, Fit, PhotoKind, Rendition, Wanted, guarded};
use crate::time::ZoneMinutes;

/// What is read of a file at first; the thumbnail of a camera lies within it.
const HEAD: usize = 64 << 10;
/// Most that is read of a file before its place on the sheet is known, in bytes.
const READ_LIMIT: usize = 512 << 10;
/// Largest embedded picture that is shown as it is, in bytes.
const SHOWN_LIMIT: u32 = 1 << 20;
/// A thumbnail is made from an embedded picture from this longest side on, in pixels.
const GOOD_FOR_THUMB: u32 = 480;
/// The same for a picture that fills the window.
const GOOD_FOR_WINDOW: u32 = 1_400;
/// Shortest longest side of the preview of a RAW file that is taken for the photo, in pixels.
const GOOD_FOR_PRINT: u32 = 1_000;

/// What a file is, told by its bytes and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ShotKind {
    Jpeg,
    Png,
    WebP,
    Tiff,
    /// What the sensor saw, or a TIFF that is no picture by itself: shown and taken as the JPEG
    /// inside it.
    Raw,
    /// Told, and shown as far as there is a JPEG inside: nothing on this machine reads more.
    Heif,
    /// Named like a photo and none.
    Other,
}

/// Why a photo cannot be taken, as the sheet tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ShotProblem {
    /// No longer to be read: the card was pulled out, the file removed.
    Gone,
    Empty,
    NotAPhoto,
    Heif,
    /// A RAW file or TIFF without a JPEG that is large enough inside.
    NoPreview,
    TooLarge,
    Damaged,
}

impl ShotProblem {
    /// What a failure to read a photo is on the sheet.
    pub fn of(failure: &Failure) -> Self {
        match failure.code {
            Code::NotAPhoto | Code::BadInput => Self::NotAPhoto,
            Code::EmptyFile => Self::Empty,
            Code::TooLarge | Code::PhotoTooLarge => Self::TooLarge,
            Code::NotFound | Code::FileProblem | Code::ReadOnly => Self::Gone,
            _ => Self::Damaged,
        }
    }
}

/// A picture inside a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Embedded {
    at: u64,
    length: u32,
    /// Longest side in pixels.
    side: u32,
}

/// A photo that was looked at: read no further than its first half megabyte.
#[derive(Debug, Clone)]
pub struct Shot {
    pub file: FoundFile,
    /// The folder below the one that was opened.
    pub folder: String,
    /// Name of the RAW file that lies beside this JPEG.
    pub raw_beside: Option<String>,
    pub kind: ShotKind,
    /// By the clock on the wall where the photo was taken, in milliseconds since 1970.
    pub taken: i64,
    /// The camera said when; otherwise it is the time of the file.
    pub taken_by_camera: bool,
    /// In pixels, as shown; 0 where the header does not tell.
    pub width: u32,
    pub height: u32,
    /// Stars that its file has, from the camera or another program, 0 to 5.
    pub rating: u8,
    pub problem: Option<ShotProblem>,
    /// Of the thumbnail inside, where there is one.
    pub fingerprint: Option<Fingerprint>,
    orientation: u8,
    told: Told,
    /// The smallest first.
    embedded: Vec<Embedded>,
}

/// Looks at a file. `None` for what is no photo and is not called one: a video, a list, a sound.
///
/// Never fails: what is wrong with a file is told on its place on the sheet.
pub fn look(file: &FoundFile, folder: &str, zone: ZoneMinutes) -> Option<Shot> {
    let mut shot = Shot::unseen(file, folder, zone);
    // A reader that panics on a hostile file costs its place on the sheet, not the sheet.
    let seen = guarded(|| Ok(shot.see())).unwrap_or(Ok(ShotKind::Other));
    match seen {
        Ok(kind) => shot.kind = kind,
        Err(_) => shot.problem = Some(ShotProblem::Gone),
    }
    if shot.problem.is_none() {
        shot.problem = match shot.kind {
            ShotKind::Other if file.bytes == 0 => Some(ShotProblem::Empty),
            ShotKind::Other => Some(ShotProblem::NotAPhoto),
            ShotKind::Heif => Some(ShotProblem::Heif),
            ShotKind::Raw if shot.largest().is_none_or(|is| is.side < GOOD_FOR_PRINT) => {
                Some(ShotProblem::NoPreview)
            }
            _ if file.bytes > FILE_LIMIT => Some(ShotProblem::TooLarge),
            _ => None,
        };
    }
    let is_photo = !matches!(shot.kind, ShotKind::Other);
    (is_photo || is_named_like_a_photo(&file.name)).then_some(shot)
}

impl Shot {
    /// A place on the sheet for a file that was not opened yet.
    pub(super) fn unseen(file: &FoundFile, folder: &str, zone: ZoneMinutes) -> Self {
        Self {
            file: file.clone(),
            folder: folder.to_owned(),
            raw_beside: None,
            kind: ShotKind::Other,
            taken: file_time(file, zone),
            taken_by_camera: false,
            width: 0,
            height: 0,
            rating: 0,
            problem: None,
            fingerprint: None,
            orientation: 1,
            told: Told::default(),
            embedded: Vec::new(),
        }
    }

    /// Longest side of the picture that [`Shot::preview`] gives, in pixels; 0 where it has none.
    pub fn preview_side(&self) -> u32 {
        self.embedded.first().filter(|is| is.length <= SHOWN_LIMIT).map_or(0, |is| is.side)
    }

    /// Whether making the thumbnail means reading the whole file.
    pub fn thumb_takes_it_whole(&self) -> bool {
        self.embedded_from(GOOD_FOR_THUMB).is_none()
    }

    /// The small picture that the camera put into the file, turned as it is shown.
    ///
    /// # Errors
    /// `NotFound` where there is none; `FileProblem` where the file is gone.
    pub fn preview(&self) -> Result<Vec<u8>> {
        let smallest = self.embedded.first().filter(|is| is.length <= SHOWN_LIMIT);
        self.read_embedded(smallest.ok_or_else(|| Failure::not_found("a preview"))?)
    }

    /// A thumbnail, made from an embedded picture where one is large enough.
    ///
    /// # Errors
    /// As [`photo::render`]; `FileProblem` where the file is gone.
    pub fn thumb(&self) -> Result<Vec<u8>> {
        self.render(GOOD_FOR_THUMB, Rendition::Thumb)
    }

    /// The same from the bytes that [`Shot::read`] gave.
    ///
    /// # Errors
    /// As [`photo::render`].
    pub fn thumb_of(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        photo::render(bytes, &Rendition::Thumb.wanted(), &Edits::default())
    }

    /// What a thumbnail of it shows.
    pub fn fingerprint_of_thumb(&self, thumb: &[u8]) -> Option<Fingerprint> {
        fingerprint(thumb, 1, self.width, self.height)
    }

    /// A picture that fills a window.
    ///
    /// # Errors
    /// As [`Shot::thumb`].
    pub fn fit(&self) -> Result<Vec<u8>> {
        self.render(GOOD_FOR_WINDOW, Rendition::Desk)
    }

    /// Every pixel there is: the photo itself, or the largest JPEG in a RAW file. Its header and
    /// size are within the limits; whether it is whole was looked at, too. A TIFF is made a JPEG:
    /// no screen shows it.
    ///
    /// # Errors
    /// As [`photo::glance`] and [`Shot::read`].
    pub fn full(&self) -> Result<Vec<u8>> {
        let bytes = self.read()?;
        photo::glance(&bytes, &self.file.name)?;
        if self.kind == ShotKind::Tiff {
            let wanted =
                Wanted { size: Fit::Whole, kind: PhotoKind::Jpeg, quality: 92, sharpen: false };
            return photo::render(&bytes, &wanted, &Edits::default());
        }
        Ok(bytes)
    }

    /// What is taken into a store: the file as it is, or the largest JPEG of a RAW file with what
    /// the RAW says of it. The same file gives the same bytes.
    ///
    /// # Errors
    /// `TooLarge`, `FileProblem`, `EmptyFile`; `NotAPhoto` for a RAW file without a picture.
    pub fn read(&self) -> Result<Vec<u8>> {
        if self.kind != ShotKind::Raw {
            return read_whole(&self.file.path, &self.file.name);
        }
        let largest = self.largest().filter(|is| is.side >= GOOD_FOR_PRINT);
        let largest = largest.ok_or_else(|| {
            Failure::new(Code::NotAPhoto, "a RAW file without a large picture inside")
                .with("file", &self.file.name)
        })?;
        let jpeg = self.part(&largest)?;
        // A preview with words of its own knows as much as the file around it.
        if jpeg::head(&jpeg[..], 0).is_some_and(|head| head.exif.is_some()) {
            return Ok(jpeg);
        }
        Ok(with_exif(
            &jpeg,
            &exif(&Words {
                orientation: self.orientation,
                taken: &self.told.taken,
                description: &self.told.description,
                artist: &self.told.artist,
                copyright: &self.told.copyright,
            }),
        ))
    }

    /// The name under which it is taken in: a RAW file is taken as a JPEG.
    pub fn name_to_keep(&self) -> String {
        let name = &self.file.name;
        if self.kind != ShotKind::Raw {
            return name.clone();
        }
        format!("{}.jpg", name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem))
    }

    fn largest(&self) -> Option<Embedded> {
        self.embedded.last().copied()
    }

    fn embedded_from(&self, side: u32) -> Option<&Embedded> {
        self.embedded.iter().find(|is| is.side >= side)
    }

    fn render(&self, side: u32, rendition: Rendition) -> Result<Vec<u8>> {
        let rendered = |bytes: &[u8]| photo::render(bytes, &rendition.wanted(), &Edits::default());
        if let Some(embedded) = self.embedded_from(side)
            && let Ok(made) = self.read_embedded(embedded).and_then(|jpeg| rendered(&jpeg))
        {
            return Ok(made);
        }
        rendered(&self.read()?)
    }

    fn read_embedded(&self, embedded: &Embedded) -> Result<Vec<u8>> {
        let words = Words { orientation: self.orientation, ..Words::default() };
        Ok(with_exif(&self.part(embedded)?, &exif(&words)))
    }

    fn part(&self, embedded: &Embedded) -> Result<Vec<u8>> {
        let io = |error: io::Error| Failure::io(&self.file.path, &error);
        let length = u64::from(embedded.length);
        // Never more than the file has: the length comes from the file itself.
        let end = embedded.at.checked_add(length).filter(|end| *end <= self.file.bytes);
        if end.is_none() || length > FILE_LIMIT {
            return Err(Failure::new(Code::DamagedPhoto, "a preview beyond the end of the file"));
        }
        let mut file = File::open(&self.file.path).map_err(io)?;
        file.seek(SeekFrom::Start(embedded.at)).map_err(io)?;
        let mut bytes = Vec::new();
        file.take(length).read_to_end(&mut bytes).map_err(io)?;
        Ok(bytes)
    }

    /// Reads the beginning of the file.
    pub(super) fn see(&mut self) -> io::Result<ShotKind> {
        let file = File::open(&self.file.path)?;
        let mut head = Vec::new();
        (&file).take(HEAD as u64).read_to_end(&mut head)?;
        let mut kind = kind_of(&head);
        match kind {
            ShotKind::Jpeg => {
                let mut seen = jpeg::head(&head[..], 0).unwrap_or_default();
                if seen.width == 0 && head.len() == HEAD {
                    (&file).take((READ_LIMIT - HEAD) as u64).read_to_end(&mut head)?;
                    seen = jpeg::head(&head[..], 0).unwrap_or_default();
                }
                self.see_jpeg(&head, seen);
            }
            ShotKind::Raw | ShotKind::Tiff | ShotKind::Heif => {
                let allowance = Cell::new(READ_LIMIT - HEAD);
                let open = OpenFile { file: &file, head: &head, allowance };
                kind = self.see_raw(&open, kind);
            }
            ShotKind::Png => {
                if let Some(size) = head.get(16..24) {
                    let number = |at: usize| {
                        u32::from_be_bytes([size[at], size[at + 1], size[at + 2], size[at + 3]])
                    };
                    (self.width, self.height) = (number(0), number(4));
                }
            }
            ShotKind::WebP => (self.width, self.height) = webp_size(&head).unwrap_or_default(),
            ShotKind::Other => {}
        }
        Ok(kind)
    }

    fn see_jpeg(&mut self, head: &[u8], seen: jpeg::Head) {
        if let Some(told) = seen.exif.and_then(|at| tiff::read(head, at)) {
            self.hear(told);
            self.find_embedded(head, Some(READ_LIMIT as u64));
        }
        // XMP is the later hand, as it is once the photo is taken in.
        if let Some((at, length)) = seen.xmp
            && let Some(stars) = head.part(at, length).and_then(|packet| metadata::stars(&packet))
        {
            self.rating = stars;
        }
        if let Some(index) = seen.index {
            for (at, length, side) in tiff::previews_of_index(head, index) {
                if at.checked_add(u64::from(length)).is_some_and(|end| end <= self.file.bytes) {
                    self.embedded.push(Embedded { at, length, side });
                }
            }
        }
        self.embedded.sort_by_key(|is| is.side);
        self.set_size(seen.width, seen.height);
        // Decoded while it is at hand.
        if let Some(small) = self.embedded.first()
            && let Some(jpeg) = head.part(small.at, small.length as usize)
        {
            self.fingerprint = self.fingerprint_of(&jpeg);
        }
    }

    fn see_raw(&mut self, open: &OpenFile<'_>, kind: ShotKind) -> ShotKind {
        if open.head.get(4..8) == Some(b"ftyp") {
            self.hear(boxes::read(open, self.file.bytes));
        } else if let Some(jpeg) = fuji(open) {
            let told = jpeg::head(open, jpeg.0)
                .and_then(|seen| seen.exif)
                .and_then(|at| tiff::read(open, at))
                .unwrap_or_default();
            self.hear(told);
            self.told.pictures.push(jpeg);
        } else {
            self.hear(tiff::read(open, 0).unwrap_or_default());
        }
        let inside = self.find_embedded(open, None);
        self.embedded.sort_by_key(|is| is.side);
        // A picture by itself, unless there is a larger one in it: then it is but a small one that
        // a camera put there.
        let own = self.told.own.filter(|own| own.0.max(own.1) >= inside.0.max(inside.1));
        let size = own.unwrap_or(inside);
        self.set_size(size.0, size.1);
        if let Some(small) = self.embedded.first().filter(|is| is.length <= HEAD as u32)
            && let Some(jpeg) = open.part(small.at, small.length as usize)
        {
            self.fingerprint = self.fingerprint_of(&jpeg);
        }
        let is_tiff = kind == ShotKind::Raw && own.is_some();
        if is_tiff { ShotKind::Tiff } else { kind }
    }

    fn hear(&mut self, told: Told) {
        self.orientation = told.orientation.unwrap_or(1);
        self.rating = told.rating;
        if let Some(taken) = wall_time(&told.taken, &told.fraction) {
            self.taken = taken;
            self.taken_by_camera = true;
        }
        self.told = told;
    }

    /// Finds out which of the pictures that were told of are there; the size of the largest.
    fn find_embedded<B: Bytes + ?Sized>(&mut self, bytes: &B, within: Option<u64>) -> (u32, u32) {
        const MOST: usize = 8;
        let mut largest = (0, 0);
        for (at, length) in self.told.pictures.iter().take(MOST).copied() {
            let end = at.checked_add(u64::from(length));
            let reach = within.unwrap_or(u64::MAX).min(self.file.bytes);
            if end.is_none_or(|end| end > reach) {
                continue;
            }
            let Some(seen) = jpeg::head(bytes, at) else { continue };
            let side = seen.width.max(seen.height);
            if side == 0 || self.embedded.iter().any(|is| is.at == at) {
                continue;
            }
            self.embedded.push(Embedded { at, length, side });
            if side > largest.0.max(largest.1) {
                largest = (seen.width, seen.height);
            }
        }
        largest
    }

    fn fingerprint_of(&self, jpeg: &[u8]) -> Option<Fingerprint> {
        fingerprint(jpeg, self.orientation, self.width, self.height)
    }

    fn set_size(&mut self, width: u32, height: u32) {
        let turned = self.orientation >= 5;
        (self.width, self.height) = if turned { (height, width) } else { (width, height) };
    }
}

/// Reads a file as a whole, where it is not larger than a photo may be.
///
/// # Errors
/// `TooLarge`, `EmptyFile`; `FileProblem` where it cannot be read.
pub fn read_whole(path: &Path, file_name: &str) -> Result<Vec<u8>> {
    let io = |error: io::Error| Failure::io(path, &error);
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    let too_large = |size: u64| {
        Failure::new(Code::TooLarge, format!("a file of {size} bytes"))
            .with("file", file_name)
            .with("megabytes", size.div_ceil(1 << 20))
            .with("limitMegabytes", FILE_LIMIT >> 20)
    };
    if size > FILE_LIMIT {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // It may have grown since.
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(too_large(bytes.len() as u64));
    }
    if bytes.is_empty() {
        return Err(Failure::new(Code::EmptyFile, "a file without a byte").with("file", file_name));
    }
    Ok(bytes)
}

fn kind_of(head: &[u8]) -> ShotKind {
    let brand = head.get(8..12).unwrap_or_default();
    if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        ShotKind::Jpeg
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        ShotKind::Png
    } else if head.starts_with(b"RIFF") && brand == b"WEBP" {
        ShotKind::WebP
    } else if [b"II*\0", b"MM\0*", b"IIRO", b"IIRS", b"MMOR", b"IIU\0"]
        .iter()
        .any(|magic| head.starts_with(*magic))
        || head.starts_with(FUJI)
        || head.get(4..12) == Some(b"ftypcrx ")
    {
        ShotKind::Raw
    } else if head.get(4..8) == Some(b"ftyp")
        && [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"]
            .iter()
            .any(|known| brand == *known)
    {
        ShotKind::Heif
    } else {
        ShotKind::Other
    }
}

const FUJI: &[u8] = b"FUJIFILMCCD-RAW";

/// Where the JPEG of a Fujifilm RAW file lies.
fn fuji(open: &OpenFile<'_>) -> Option<(u64, u32)> {
    if !open.head.starts_with(FUJI) {
        return None;
    }
    let place = open.head.get(84..92)?;
    let number =
        |at: usize| u32::from_be_bytes([place[at], place[at + 1], place[at + 2], place[at + 3]]);
    Some((u64::from(number(0)), number(4)))
}

fn webp_size(head: &[u8]) -> Option<(u32, u32)> {
    let byte = |at: usize| head.get(at).map(|byte| u32::from(*byte));
    let three = |at: usize| Some(byte(at)? | byte(at + 1)? << 8 | byte(at + 2)? << 16);
    match head.get(12..16)? {
        b"VP8X" => Some((three(24)? + 1, three(27)? + 1)),
        b"VP8 " => Some((three(26)? & 0x3FFF, three(28)? & 0x3FFF)),
        b"VP8L" => {
            let bits = three(21)? | byte(24)? << 24;
            Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
        }
        _ => None,
    }
}

/// Whether somebody would wonder where it is if it were not on the sheet.
fn is_named_like_a_photo(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "jpg", "jpeg", "jpe", "png", "webp", "tif", "tiff", "heic", "heif", "hif", "avif", "cr2",
        "cr3", "nef", "nrw", "arw", "sr2", "dng", "orf", "rw2", "raf", "pef", "srw",
    ];
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// `2020:05:23 08:15:00` and the digits after the second, in milliseconds since 1970 on the wall.
fn wall_time(taken: &str, fraction: &str) -> Option<i64> {
    let number = |from: usize, to: usize| taken.get(from..to)?.parse::<u16>().ok();
    let byte = |at: usize| u8::try_from(number(at, at + 2)?).ok();
    let year = i32::from(number(0, 4).filter(|year| *year >= 1970)?);
    let date = Date::from_calendar_date(year, Month::try_from(byte(5)?).ok()?, byte(8)?).ok()?;
    let time = Time::from_hms(byte(11)?, byte(14)?, byte(17)?).ok()?;
    let digits: String = fraction.chars().take_while(char::is_ascii_digit).take(3).collect();
    let thousandths = format!("{digits:0<3}").parse::<i64>().unwrap_or(0);
    let seconds = PrimitiveDateTime::new(date, time).assume_utc().unix_timestamp();
    Some(seconds * 1_000 + thousandths)
}

fn file_time(file: &FoundFile, zone: ZoneMinutes) -> i64 {
    let since = file.modified.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let at = since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(0);
    at.saturating_add(i64::from(zone.0) * 60_000)
}
