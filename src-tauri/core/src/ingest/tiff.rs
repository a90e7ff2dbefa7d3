//! The structure under EXIF, MPF and most RAW files, read in place and within bounds: only what a
//! contact sheet needs, and never more than is asked for.

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
pub(super) trait Bytes {
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
pub(super) struct OpenFile<'a> {
    pub(super) file: &'a File,
    pub(super) head: &'a [u8],
    /// How many bytes beyond the head may still be read.
    pub(super) allowance: Cell<usize>,
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
pub(super) struct Told {
    /// 1 to 8, where one is given.
    pub(super) orientation: Option<u8>,
    /// `2020:05:23 08:15:00` as the camera wrote it, and the digits after the second.
    pub(super) taken: String,
    pub(super) fraction: String,
    /// Stars, 0 to 5.
    pub(super) rating: u8,
    pub(super) description: String,
    pub(super) artist: String,
    pub(super) copyright: String,
    /// Where pictures may lie, as place in the file and length; nothing is promised of them.
    pub(super) pictures: Vec<(u64, u32)>,
}

/// Reads the directories of the TIFF structure at `start`. A damaged part says nothing.
pub(super) fn read<B: Bytes + ?Sized>(bytes: &B, start: u64) -> Option<Told> {
    let (tiff, first) = Tiff::open(bytes, start)?;
    let mut told = Told::default();
    let mut waiting = vec![u64::from(first)];
    let mut seen = Vec::new();
    while let Some(at) = waiting.pop() {
        if at == 0 || seen.contains(&at) || seen.len() >= DIRECTORY_LIMIT {
            continue;
        }
        seen.push(at);
        let Some((entries, next)) = tiff.directory(at) else { continue };
        tiff.tell(&entries, &mut told, &mut waiting);
        waiting.push(u64::from(next));
    }
    Some(told)
}

/// The further pictures that a Multi-Picture index at `start` names as previews: place in the
/// file, length in bytes, and the longest side in pixels by their class.
pub(super) fn previews_of_index<B: Bytes + ?Sized>(bytes: &B, start: u64) -> Vec<(u64, u32, u32)> {
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

    fn numbers(&self, entry: &Entry) -> Vec<u32> {
        const MOST: usize = 16;
        let size = match entry.kind {
            3 => 2,
            4 | 13 => 4,
            1 => 1,
            _ => return Vec::new(),
        };
        let Some(value) = self.value(entry, MOST * size) else { return Vec::new() };
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
