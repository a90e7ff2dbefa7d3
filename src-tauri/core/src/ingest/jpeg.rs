//! The beginning of a JPEG, and a JPEG with another EXIF block.

use crate::photo::tiff::Bytes;

/// Most segments before the picture that are looked at.
const SEGMENT_LIMIT: usize = 1_000;
const EXIF_NAME: &[u8] = b"Exif\0\0";
const XMP_NAME: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// What the segments before the picture tell. Places are those in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Head {
    /// In pixels as stored, before orientation; 0 where the header goes on out of reach.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Where the TIFF structure of EXIF begins.
    pub(super) exif: Option<u64>,
    /// Where that of a Multi-Picture index begins.
    pub(super) index: Option<u64>,
    /// Where an XMP packet begins, and its length in bytes.
    pub(super) xmp: Option<(u64, usize)>,
}

/// Reads the segments of the JPEG at `start`; `None` for what is no JPEG that can be shown (the
/// sensor data of some RAW files are JPEGs without loss).
pub(super) fn head<B: Bytes + ?Sized>(bytes: &B, start: u64) -> Option<Head> {
    if *bytes.part(start, 3)? != [0xFF, 0xD8, 0xFF] {
        return None;
    }
    let mut head = Head::default();
    let mut at = start + 2;
    for _ in 0..SEGMENT_LIMIT {
        let Some(mark) = bytes.part(at, 4) else { break };
        if mark[0] != 0xFF {
            break;
        }
        let (marker, length) = (mark[1], u64::from(u16::from_be_bytes([mark[2], mark[3]])));
        let body = at + 4;
        match marker {
            // A marker may be padded with any number of these.
            0xFF => {
                at += 1;
                continue;
            }
            0xE1 if head.exif.is_none() && starts(bytes, body, EXIF_NAME) => {
                head.exif = Some(body + EXIF_NAME.len() as u64);
            }
            0xE1 if head.xmp.is_none() && starts(bytes, body, XMP_NAME) => {
                let name = XMP_NAME.len() as u64;
                let length = (length.max(2) - 2).saturating_sub(name);
                head.xmp = Some((body + name, length as usize));
            }
            0xE2 if head.index.is_none() && starts(bytes, body, b"MPF\0") => {
                head.index = Some(body + 4);
            }
            0xC3 | 0xC7 | 0xCB | 0xCF => return None,
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                if let Some(frame) = bytes.part(body, 5) {
                    head.height = u32::from(u16::from_be_bytes([frame[1], frame[2]]));
                    head.width = u32::from(u16::from_be_bytes([frame[3], frame[4]]));
                }
                break;
            }
            0xDA | 0xD9 => break,
            _ => {}
        }
        at += 2 + length.max(2);
    }
    Some(head)
}

fn starts<B: Bytes + ?Sized>(bytes: &B, at: u64, name: &[u8]) -> bool {
    bytes.part(at, name.len()).is_some_and(|there| *there == *name)
}

/// The same picture with `exif` as its only EXIF block. What is no JPEG stays as it is.
pub(super) fn with_exif(jpeg: &[u8], exif: &[u8]) -> Vec<u8> {
    let (Some([0xFF, 0xD8]), Ok(length)) =
        (jpeg.get(..2), u16::try_from(2 + EXIF_NAME.len() + exif.len()))
    else {
        return jpeg.to_vec();
    };
    let mut made = vec![0xFF, 0xD8, 0xFF, 0xE1];
    made.extend(length.to_be_bytes());
    made.extend(EXIF_NAME);
    made.extend(exif);
    let mut at = 2;
    while let Some(&[0xFF, marker @ 0xE0..=0xEF, high, low]) =
        jpeg.get(at..at + 4).and_then(|mark| <&[u8; 4]>::try_from(mark).ok())
    {
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
        let Some(segment) = jpeg.get(at..end) else { break };
        if marker != 0xE1 || !segment[4..].starts_with(EXIF_NAME) {
            made.extend(segment);
        }
        at = end;
    }
    made.extend(&jpeg[at..]);
    made
}

/// What is told of a photo in an EXIF block of our own.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Words<'a> {
    pub(super) orientation: u8,
    /// `2020:05:23 08:15:00`.
    pub(super) taken: &'a str,
    pub(super) description: &'a str,
    pub(super) artist: &'a str,
    pub(super) copyright: &'a str,
}

/// A TIFF structure that says no more than these words.
pub(super) fn exif(words: &Words<'_>) -> Vec<u8> {
    /// Tag, kind, count, and the value: in its four bytes or, where longer, behind the directory.
    type Entry = (u16, u16, u32, Vec<u8>);
    fn text(tag: u16, text: &str) -> Option<Entry> {
        let mut value = text.as_bytes().to_vec();
        value.push(0);
        (!text.is_empty()).then(|| (tag, 2, u32::try_from(value.len()).unwrap_or(0), value))
    }
    fn directory(entries: &[Entry], at: u32) -> Vec<u8> {
        let mut made = u16::try_from(entries.len()).unwrap_or(0).to_be_bytes().to_vec();
        let mut values: Vec<u8> = Vec::new();
        let behind = at + 2 + 12 * u32::try_from(entries.len()).unwrap_or(0) + 4;
        for (tag, kind, count, value) in entries {
            made.extend(tag.to_be_bytes());
            made.extend(kind.to_be_bytes());
            made.extend(count.to_be_bytes());
            if value.len() <= 4 {
                let mut slot = value.clone();
                slot.resize(4, 0);
                made.extend(slot);
            } else {
                let place = behind + u32::try_from(values.len()).unwrap_or(0);
                made.extend(place.to_be_bytes());
                values.extend(value);
                values.resize(values.len().next_multiple_of(2), 0);
            }
        }
        made.extend([0; 4]);
        made.extend(values);
        made
    }
    const FIRST: u32 = 8;
    let mut entries: Vec<Entry> = [
        text(0x010E, words.description),
        Some((0x0112, 3, 1, vec![0, words.orientation])),
        text(0x013B, words.artist),
        text(0x8298, words.copyright),
    ]
    .into_iter()
    .flatten()
    .collect();
    let camera: Vec<Entry> = text(0x9003, words.taken).into_iter().collect();
    let mut made = b"MM\0\x2a\0\0\0\x08".to_vec();
    if camera.is_empty() {
        made.extend(directory(&entries, FIRST));
        return made;
    }
    entries.push((0x8769, 4, 1, vec![0; 4]));
    let length = u32::try_from(directory(&entries, FIRST).len()).unwrap_or(0);
    if let Some(pointer) = entries.last_mut() {
        pointer.3 = (FIRST + length).to_be_bytes().to_vec();
    }
    made.extend(directory(&entries, FIRST));
    made.extend(directory(&camera, FIRST + length));
    made
}
