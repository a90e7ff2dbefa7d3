//! Where metadata lies in JPEG, PNG, WebP and TIFF files.

use std::borrow::Cow;
use std::io::Read as _;

use super::credentials::STORE_LIMIT;
use super::iim;
use crate::photo::tiff::{self, Told};

pub(super) const XMP_NAME: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
pub(super) const EXIF_NAME: &[u8] = b"Exif\0\0";
pub(super) const RESOURCES_NAME: &[u8] = b"Photoshop 3.0\0";
const PREVIEWS_NAME: &[u8] = b"MPF\0";
/// Most that is read of one kind, in bytes; a file may hold ten thousand segments.
pub(super) const LIMIT: usize = 4 << 20;
/// The same of EXIF: what a JPEG has room for. Its reader takes as long as the square of this.
const EXIF_LIMIT: usize = 1 << 16;

/// The blocks of metadata in a file.
#[derive(Default)]
pub(super) struct Blocks<'a> {
    /// A TIFF structure, [`EXIF_LIMIT`] of it.
    pub(super) exif: Option<&'a [u8]>,
    /// What the structure of a TIFF tells.
    pub(super) tiff: Option<Told>,
    /// An XMP packet, UTF-8 by its standard.
    pub(super) xmp: Option<Cow<'a, [u8]>>,
    /// Photoshop image resources, in which IIM lies.
    pub(super) resources: Vec<u8>,
    /// Further pictures inside (MPF).
    pub(super) previews: bool,
    /// The manifest store of Content Credentials; empty where it is there and too large, or in pieces.
    pub(super) credentials: Option<Cow<'a, [u8]>>,
}

pub(super) fn blocks(bytes: &[u8]) -> Blocks<'_> {
    if bytes.starts_with(&[0xFF, 0xD8]) {
        of_jpeg(bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        of_png(bytes)
    } else if bytes.starts_with(b"RIFF") {
        of_webp(bytes)
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        of_tiff(bytes)
    } else {
        Blocks::default()
    }
}

fn of_jpeg(bytes: &[u8]) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    let mut manifests = Pieces::default();
    let mut at = 2;
    while let Some((marker, body, next)) = segment(bytes, at) {
        at = next;
        match marker {
            // What follows is the picture.
            0xDA | 0xD9 => break,
            0xE1 if body.starts_with(EXIF_NAME) => {
                blocks.exif = blocks.exif.or(body.get(EXIF_NAME.len()..));
            }
            0xE1 if body.starts_with(XMP_NAME) && blocks.xmp.is_none() => {
                blocks.xmp = Some(Cow::Borrowed(&body[XMP_NAME.len()..]));
            }
            0xE2 => blocks.previews |= body.starts_with(PREVIEWS_NAME),
            0xEB => manifests.add(body),
            0xED if body.starts_with(RESOURCES_NAME) => {
                // Goes on in the next segment where one is not enough.
                let room = LIMIT.saturating_sub(blocks.resources.len());
                let part = &body[RESOURCES_NAME.len()..];
                blocks.resources.extend_from_slice(&part[..part.len().min(room)]);
            }
            _ => {}
        }
    }
    blocks.credentials = manifests.there.then_some(Cow::Owned(manifests.whole));
    blocks
}

/// A box of Content Credentials that goes on from segment to segment.
#[derive(Default)]
struct Pieces {
    there: bool,
    /// What follows is of no use.
    broken: bool,
    /// Tells its segments from those of other boxes.
    instance: [u8; 2],
    count: u32,
    whole: Vec<u8>,
}

impl Pieces {
    fn add(&mut self, body: &[u8]) {
        if self.broken || !self.there && memchr::memmem::find(body, b"c2pa").is_none() {
            return;
        }
        let piece = || {
            let (instance, rest) = body.strip_prefix(b"JP")?.split_first_chunk::<2>()?;
            let (number, rest) = rest.split_first_chunk::<4>()?;
            Some((*instance, u32::from_be_bytes(*number), rest))
        };
        let Some((instance, number, rest)) = piece() else {
            self.broken |= !self.there;
            self.there = true;
            return;
        };
        if !self.there {
            (self.there, self.instance) = (true, instance);
        } else if self.instance != instance {
            return;
        }
        self.count += 1;
        // The head of the box is there again in each of them.
        let head = match (self.count, rest.starts_with(&[0, 0, 0, 1])) {
            (1, _) => 0,
            (_, true) => 16,
            (_, false) => 8,
        };
        let more = rest.get(head..).unwrap_or_default();
        if number == self.count && self.whole.len() + more.len() <= STORE_LIMIT {
            self.whole.extend_from_slice(more);
        } else {
            self.whole.clear();
            self.broken = true;
        }
    }
}

/// The segment at `at`: its marker, its body, and where the next one begins.
fn segment(bytes: &[u8], at: usize) -> Option<(u8, &[u8], usize)> {
    if *bytes.get(at)? != 0xFF {
        return None;
    }
    // A marker may be padded with any number of these.
    let marker_at = at + bytes.get(at..)?.iter().position(|byte| *byte != 0xFF)?;
    let marker = bytes[marker_at];
    if marker == 0xDA || marker == 0xD9 {
        return Some((marker, &[], bytes.len()));
    }
    let length =
        usize::from(u16::from_be_bytes([*bytes.get(marker_at + 1)?, *bytes.get(marker_at + 2)?]));
    let body = bytes.get(marker_at + 3..marker_at + 1 + length.max(2))?;
    Some((marker, body, marker_at + 1 + length.max(2)))
}

fn of_png(bytes: &[u8]) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(body) = at.checked_add(8 + length).and_then(|end| bytes.get(at + 8..end)) else {
            break;
        };
        match &head[4..] {
            b"eXIf" => blocks.exif = Some(&body[..body.len().min(EXIF_LIMIT)]),
            b"iTXt" => blocks.xmp = blocks.xmp.or_else(|| png_xmp(body)),
            b"caBX" => blocks.credentials = Some(manifests_in(body)),
            b"IEND" => break,
            _ => {}
        }
        at += 12 + length;
    }
    blocks
}

fn manifests_in(body: &[u8]) -> Cow<'_, [u8]> {
    Cow::Borrowed(if body.len() <= STORE_LIMIT { body } else { &[] })
}

/// XMP in an international text chunk: keyword, whether and how it is packed, language, keyword
/// in that language, text.
fn png_xmp(body: &[u8]) -> Option<Cow<'_, [u8]>> {
    let rest = body.strip_prefix(b"XML:com.adobe.xmp\0")?;
    let (&[packed, _], rest) = rest.split_first_chunk::<2>()?;
    let after = |text: &'_ [u8]| text.iter().position(|byte| *byte == 0).map(|end| end + 1);
    let rest = &rest[after(rest)?..];
    let text = &rest[after(rest)?..];
    if packed == 0 {
        return (text.len() <= LIMIT).then_some(Cow::Borrowed(text));
    }
    let mut unpacked = Vec::new();
    let mut reader = flate2::read::ZlibDecoder::new(text).take(LIMIT as u64);
    reader.read_to_end(&mut unpacked).ok()?;
    Some(Cow::Owned(unpacked))
}

fn of_webp(bytes: &[u8]) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let Some(body) = at.checked_add(8 + length).and_then(|end| bytes.get(at + 8..end)) else {
            break;
        };
        match &head[..4] {
            // Some writers put JPEG's name before it.
            b"EXIF" => {
                let body = body.strip_prefix(EXIF_NAME).unwrap_or(body);
                blocks.exif = Some(&body[..body.len().min(EXIF_LIMIT)]);
            }
            b"XMP " if body.len() <= LIMIT => blocks.xmp = Some(Cow::Borrowed(body)),
            b"C2PA" => blocks.credentials = Some(manifests_in(body)),
            _ => {}
        }
        at += 8 + length + length % 2;
    }
    blocks
}

/// A TIFF is the structure itself; beside it stand a packet, and IIM with or without the image
/// resources around it.
fn of_tiff(bytes: &[u8]) -> Blocks<'_> {
    const XMP: u16 = 700;
    const DATASETS: u16 = 33_723;
    const RESOURCES: u16 = 34_377;
    const MANIFESTS: u16 = 52_545;
    let mut resources = tiff::block(bytes, RESOURCES, LIMIT).unwrap_or_default().to_vec();
    if let Some(datasets) = tiff::block(bytes, DATASETS, LIMIT) {
        // Photoshop writes both; what stands first is read.
        iim::put_resource(&mut resources, iim::IIM, datasets);
    }
    Blocks {
        tiff: tiff::read(bytes, 0),
        xmp: tiff::block(bytes, XMP, LIMIT).map(Cow::Borrowed),
        resources,
        credentials: tiff::block(bytes, MANIFESTS, STORE_LIMIT).map(Cow::Borrowed),
        ..Blocks::default()
    }
}
