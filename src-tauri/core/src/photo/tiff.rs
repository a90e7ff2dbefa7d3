//! The structure under TIFF, EXIF, MPF and most RAW files, read in place and within bounds: only
//! what a contact sheet and the words of a TIFF need, and never more than is asked for.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// Most entries of one directory that are looked at.
const ENTRY_LIMIT: u16 = 512;
/// Most directories of one file that are looked at; hostile ones go in circles.
const DIRECTORY_LIMIT: usize = 32;
/// Longest text taken from an entry, in bytes.
const TEXT_LIMIT: usize = 2_000;

/// Bytes that parts are taken from by their place.
pub(crate) trait Bytes {
    /// `length` bytes from `from` on; `None` where there are fewer, or they may not be read.
    fn part(&self, from: u64, length: usize) -> Option<Cow<'_, [u8]>>;
}

impl Bytes for [u8] {
    fn part(&self, from: u64, length: usize) -> Option<Cow<'_, [u8]>> {
        let from = usize::try_from(from).ok()?;
        self.get(from..from.checked_add(length)?).map(Cow::Borrowed)
    }
}

/// A file whose beginning has been read; parts further on are read as they are asked for, as long
/// as the allowance lasts.
pub(crate) struct OpenFile<'a> {
    pub(crate) file: &'a File,
    pub(crate) head: &'a [u8],
    /// How many bytes beyond the head may still be read.
    pub(crate) allowance: Cell<usize>,
}

impl Bytes for OpenFile<'_> {
    fn part(&self, from: u64, length: usize) -> Option<Cow<'_, [u8]>> {
        if let Some(part) = self.head.part(from, length) {
            return Some(part);
        }
        self.allowance.set(self.allowance.get().checked_sub(length)?);
        let mut bytes = vec![0; length];
        let mut file = self.file;
        file.seek(SeekFrom::Start(from)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(Cow::Owned(bytes))
    }
}

/// What the directories of a file tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    /// 1 to 8, where one is given.
    pub(crate) orientation: Option<u8>,
    /// `2020:05:23 08:15:00` as the camera wrote it, and the digits after the second.
    pub(crate) taken: String,
    pub(crate) fraction: String,
    /// Stars, 0 to 5.
    pub(crate) rating: u8,
    pub(crate) description: String,
    pub(crate) artist: String,
    pub(crate) copyright: String,
    /// How far the camera's clock is from UTC, `+07:00`.
    pub(crate) offset: String,
    /// Where the camera stood is told, if not as numbers.
    pub(crate) position: bool,
    /// Latitude and longitude.
    pub(crate) place: Option<(Angle, Angle)>,
    /// So are serial numbers or the owner's name.
    pub(crate) device: bool,
    /// Where pictures may lie, as place in the file and length; nothing is promised of them.
    pub(crate) pictures: Vec<(u64, u32)>,
    /// Width and height of the picture that the structure itself is, where it is one to look at.
    pub(crate) own: Option<(u32, u32)>,
}

/// Degrees, minutes and seconds as fractions, and which way, `N`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Angle {
    pub(crate) parts: [(u32, u32); 3],
    pub(crate) side: String,
}

/// Reads the directories of the TIFF structure at `start`. A damaged part says nothing.
pub(crate) fn read<B: Bytes + ?Sized>(bytes: &B, start: u64) -> Option<Told> {
    let mut told = Told::default();
    read_into(bytes, start, &mut told).then_some(told)
}

/// As [`read`], to what is told already. `false` where there is no such structure.
pub(crate) fn read_into<B: Bytes + ?Sized>(bytes: &B, start: u64, told: &mut Told) -> bool {
    let Some((tiff, first)) = Tiff::open(bytes, start) else { return false };
    let mut waiting = vec![u64::from(first)];
    let mut seen = Vec::new();
    while let Some(at) = waiting.pop() {
        if at == 0 || seen.contains(&at) || seen.len() >= DIRECTORY_LIMIT {
            continue;
        }
        seen.push(at);
        let Some((entries, next)) = tiff.directory(at) else { continue };
        if at == u64::from(first) {
            told.own = told.own.or(tiff.picture(&entries).map(|picture| picture.size));
        }
        tiff.tell(&entries, told, &mut waiting);
        waiting.push(u64::from(next));
    }
    true
}

/// The picture of a TIFF that is one by itself: not the frame of a RAW file, not another kind of
/// TIFF.
pub(crate) fn own_picture(bytes: &[u8]) -> Option<Own> {
    let (tiff, first) = Tiff::open(bytes, 0)?;
    // A file that breaks off may have lost its directory, which many write at the end.
    let Some((entries, _)) = tiff.directory(u64::from(first)) else { return Some(Own::CUT) };
    let picture = tiff.picture(&entries)?;
    let length = u64::try_from(bytes.len()).ok()?;
    let (places, lengths) = (tiff.list(picture.places), tiff.list(picture.lengths));
    let inside = |(at, part): (u32, u32)| u64::from(at) + u64::from(part) <= length;
    let is_whole = !places.is_empty()
        && places.len() == lengths.len()
        && places.into_iter().zip(lengths).all(inside);
    Some(Own { size: picture.size, is_whole })
}

/// What a directory says of the picture of a TIFF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Own {
    pub(crate) size: (u32, u32),
    /// All of its parts lie within the file.
    pub(crate) is_whole: bool,
}

impl Own {
    const CUT: Self = Self { size: (0, 0), is_whole: false };
}

/// The value of an entry of the first directory, as it lies in the file.
pub(crate) fn block(bytes: &[u8], tag: u16, most: usize) -> Option<&[u8]> {
    let (tiff, first) = Tiff::open(bytes, 0)?;
    let (entries, _) = tiff.directory(u64::from(first))?;
    match tiff.value(entries.iter().find(|entry| entry.tag == tag)?, most)? {
        Cow::Borrowed(value) => Some(value),
        Cow::Owned(_) => None,
    }
}

/// The further pictures that a Multi-Picture index at `start` names as previews: place in the
/// file, length in bytes, and the longest side in pixels by their class.
pub(crate) fn previews_of_index<B: Bytes + ?Sized>(bytes: &B, start: u64) -> Vec<(u64, u32, u32)> {
    // A larger picture to show the photo by; not a second photo, a depth map or a gain map.
    const LARGE_THUMBNAIL: u32 = 0x01_0000;
    const LIKE_VGA: u32 = 0x01_0001;
    let Some((tiff, first)) = Tiff::open(bytes, start) else { return Vec::new() };
    let Some((entries, _)) = tiff.directory(u64::from(first)) else { return Vec::new() };
    let Some(list) = entries.iter().find(|entry| entry.tag == 0xB002) else { return Vec::new() };
    let Some(list) = tiff.value(list, 16 * 16) else { return Vec::new() };
    list.chunks_exact(16)
        .filter_map(|picture| {
            let (kind, length, at) =
                (tiff.long(&picture[..4]), tiff.long(&picture[4..8]), tiff.long(&picture[8..12]));
            let side = if kind & 0xFF_FFFF == LIKE_VGA { 640 } else { 1_600 };
            (kind & 0xFF_0000 == LARGE_THUMBNAIL && at > 0)
                .then(|| (start + u64::from(at), length, side))
        })
        .collect()
}

struct Tiff<'a, B: ?Sized> {
    bytes: &'a B,
    start: u64,
    big_endian: bool,
}

/// A picture of strips or tiles that the library decodes.
struct Picture<'a> {
    size: (u32, u32),
    places: &'a Entry,
    lengths: &'a Entry,
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    /// The four bytes that are the value, or tell where it lies.
    slot: [u8; 4],
    /// Where these four bytes lie, from the start of the structure.
    slot_at: u64,
}

impl<'a, B: Bytes + ?Sized> Tiff<'a, B> {
    /// The structure and where its first directory lies.
    fn open(bytes: &'a B, start: u64) -> Option<(Self, u32)> {
        let head = bytes.part(start, 8)?;
        let big_endian = match &head[..2] {
            b"II" => false,
            b"MM" => true,
            _ => return None,
        };
        let tiff = Self { bytes, start, big_endian };
        // 42 by the standard; Olympus and Panasonic have numbers of their own.
        let known = [0x002A, 0x4F52, 0x5352, 0x0055].contains(&tiff.short(&head[2..4]));
        let first = tiff.long(&head[4..8]);
        known.then_some((tiff, first))
    }

    /// The entries of a directory and where the next one lies.
    fn directory(&self, at: u64) -> Option<(Vec<Entry>, u32)> {
        let count = self.short(&self.part(at, 2)?);
        let kept = count.min(ENTRY_LIMIT);
        let list = self.part(at + 2, 12 * usize::from(kept))?;
        let entries = list.chunks_exact(12).zip(0_u64..).map(|(entry, place)| Entry {
            tag: self.short(&entry[..2]),
            kind: self.short(&entry[2..4]),
            count: self.long(&entry[4..8]),
            slot: [entry[8], entry[9], entry[10], entry[11]],
            slot_at: at + 2 + 12 * place + 8,
        });
        let next = self.part(at + 2 + 12 * u64::from(count), 4).map_or(0, |next| self.long(&next));
        Some((entries.collect(), next))
    }

    /// The picture of a first directory. Those of RAW files are sensor data, or small, or JPEGs.
    fn picture<'e>(&self, entries: &'e [Entry]) -> Option<Picture<'e>> {
        let find = |tag: u16| entries.iter().find(|entry| entry.tag == tag);
        let number = |tag: u16| find(tag).and_then(|entry| self.numbers(entry).first().copied());
        let is_dng = find(0xC612).is_some();
        let is_cr2 = self.part(8, 2).is_some_and(|name| *name == *b"CR");
        let is_reduced = number(0x00FE).unwrap_or(0) & 1 == 1;
        // Black and white either way round, RGB, CMYK; nothing, LZW, JPEG, deflate twice, PackBits.
        let colours = matches!(number(0x0106)?, 0 | 1 | 2 | 5);
        let packed = matches!(number(0x0103).unwrap_or(1), 1 | 5 | 7 | 8 | 32_773 | 32_946);
        if is_dng || is_cr2 || is_reduced || !colours || !packed {
            return None;
        }
        let (width, height) = (number(0x0100)?, number(0x0101)?);
        let (places, lengths) = match (find(0x0111), find(0x0117)) {
            (Some(places), Some(lengths)) => (places, lengths),
            _ => (find(0x0144)?, find(0x0145)?),
        };
        (width > 0 && height > 0).then_some(Picture { size: (width, height), places, lengths })
    }

    fn tell(&self, entries: &[Entry], told: &mut Told, waiting: &mut Vec<u64>) {
        let find = |tag: u16| entries.iter().find(|entry| entry.tag == tag);
        let numbers = |tag: u16| find(tag).map(|entry| self.numbers(entry)).unwrap_or_default();
        let number = |tag: u16| numbers(tag).first().copied();
        let text = |tag: u16| find(tag).map(|entry| self.text(entry)).unwrap_or_default();
        let keep = |slot: &mut String, found: String| {
            if slot.is_empty() {
                *slot = found;
            }
        };
        if told.orientation.is_none() {
            told.orientation = number(0x0112)
                .and_then(|is| u8::try_from(is).ok())
                .filter(|is| (1..=8).contains(is));
        }
        keep(&mut told.description, text(0x010E));
        keep(&mut told.artist, text(0x013B));
        keep(&mut told.copyright, text(0x8298));
        keep(&mut told.taken, text(0x9003));
        keep(&mut told.taken, text(0x9004));
        keep(&mut told.fraction, text(0x9291));
        keep(&mut told.offset, text(0x9011));
        // Serial numbers of camera and lens, the owner's name.
        told.device |= [0xA431, 0xA435, 0xA430].into_iter().any(|tag| find(tag).is_some());
        if let Some(gps) = number(0x8825).and_then(|at| self.directory(u64::from(at))) {
            told.position |= gps.0.iter().any(|entry| matches!(entry.tag, 2 | 4 | 20));
            told.place =
                told.place.take().or_else(|| self.angle(&gps.0, 2).zip(self.angle(&gps.0, 4)));
        }
        if let Some(stars) = number(0x4746).and_then(|stars| u8::try_from(stars).ok()) {
            told.rating = told.rating.max(stars.min(5));
        }
        // EXIF, and the further directories of RAW files.
        for entry in entries.iter().filter(|entry| matches!(entry.tag, 0x8769 | 0x014A)) {
            waiting.extend(self.numbers(entry).into_iter().map(u64::from));
        }
        let mut picture = |at: Option<u32>, length: Option<u32>| {
            if let (Some(at), Some(length)) = (at, length)
                && at > 0
                && length > 0
            {
                told.pictures.push((self.start + u64::from(at), length));
            }
        };
        picture(number(0x0201), number(0x0202));
        // A JPEG in one strip.
        if matches!(number(0x0103), Some(6 | 7 | 99))
            && let ([at], [length]) = (&numbers(0x0111)[..], &numbers(0x0117)[..])
        {
            picture(Some(*at), Some(*length));
        }
        // Panasonic keeps the whole JPEG as the value of an entry.
        if let Some(entry) = find(0x002E) {
            picture(Some(self.long(&entry.slot)), Some(entry.count));
        }
        if let Some(entry) = find(0x927C) {
            self.tell_of_maker(entry, told);
        }
    }

    /// Olympus keeps the large preview in notes of its own, with places counted from there.
    fn tell_of_maker(&self, note: &Entry, told: &mut Told) {
        let at = u64::from(self.long(&note.slot));
        let Some(name) = self.part(at, 12) else { return };
        if !name.starts_with(b"OLYMPUS\0II") && !name.starts_with(b"OM SYSTEM\0\0\0") {
            return;
        }
        let first = if name.starts_with(b"OM") { 16 } else { 12 };
        let notes = Tiff { bytes: self.bytes, start: self.start + at, big_endian: false };
        let number = |entries: &[Entry], tag: u16| {
            let entry = entries.iter().find(|entry| entry.tag == tag)?;
            Some(notes.long(&entry.slot))
        };
        let settings = notes
            .directory(first)
            .and_then(|(entries, _)| number(&entries, 0x2020))
            .and_then(|at| notes.directory(u64::from(at)));
        let Some((settings, _)) = settings else { return };
        if let (Some(at), Some(length)) = (number(&settings, 0x0101), number(&settings, 0x0102)) {
            told.pictures.push((notes.start + u64::from(at), length));
        }
    }

    /// A half of a place; which way it goes stands in the entry before.
    fn angle(&self, entries: &[Entry], tag: u16) -> Option<Angle> {
        let find = |tag: u16| entries.iter().find(|entry| entry.tag == tag);
        let value = self.value(find(tag).filter(|entry| entry.kind == 5)?, 24)?;
        let mut parts = value.chunks_exact(8).map(|it| (self.long(&it[..4]), self.long(&it[4..])));
        let parts = [parts.next()?, parts.next()?, parts.next()?];
        Some(Angle { parts, side: self.text(find(tag - 1)?) })
    }

    fn numbers(&self, entry: &Entry) -> Vec<u32> {
        const MOST: usize = 16;
        self.first_numbers(entry, MOST)
    }

    /// All numbers of an entry, as many as a picture has strips at most.
    fn list(&self, entry: &Entry) -> Vec<u32> {
        const MOST: usize = 1 << 20;
        self.first_numbers(entry, MOST)
    }

    fn first_numbers(&self, entry: &Entry, most: usize) -> Vec<u32> {
        let size = match entry.kind {
            3 => 2,
            4 | 13 => 4,
            1 => 1,
            _ => return Vec::new(),
        };
        let Some(value) = self.value(entry, most * size) else { return Vec::new() };
        value
            .chunks_exact(size)
            .map(|number| match size {
                1 => u32::from(number[0]),
                2 => u32::from(self.short(number)),
                _ => self.long(number),
            })
            .collect()
    }

    fn text(&self, entry: &Entry) -> String {
        if entry.kind != 2 {
            return String::new();
        }
        let value = self.value(entry, TEXT_LIMIT).unwrap_or_default();
        let text = value.split(|byte| *byte == 0).next().unwrap_or_default();
        String::from_utf8_lossy(text).trim().to_owned()
    }

    /// The value of an entry, `most` bytes of it.
    fn value(&self, entry: &Entry, most: usize) -> Option<Cow<'a, [u8]>> {
        let size = match entry.kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let length = u64::from(entry.count) * size;
        let at = if length <= 4 { entry.slot_at } else { u64::from(self.long(&entry.slot)) };
        self.part(at, usize::try_from(length).ok()?.min(most))
    }

    fn part(&self, at: u64, length: usize) -> Option<Cow<'a, [u8]>> {
        self.bytes.part(self.start.checked_add(at)?, length)
    }

    fn short(&self, bytes: &[u8]) -> u16 {
        let pair = [bytes[0], bytes[1]];
        if self.big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    }

    fn long(&self, bytes: &[u8]) -> u32 {
        let four = [bytes[0], bytes[1], bytes[2], bytes[3]];
        if self.big_endian { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    }
}
