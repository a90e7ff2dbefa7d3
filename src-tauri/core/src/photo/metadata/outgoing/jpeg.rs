//! JPEG: segments up to the first scan, and scans up to the end.

use super::super::container::{EXIF_NAME, RESOURCES_NAME, XMP_NAME};
use super::{Words, colours, too_long};
use crate::failure::Result;

const JFIF_NAME: &[u8] = b"JFIF\0";
const COLOURS_NAME: &[u8] = b"ICC_PROFILE\0";
const ADOBE_NAME: &[u8] = b"Adobe";
/// JFIF's header without a thumbnail.
const JFIF_LENGTH: usize = 14;
/// Says how the numbers of a picture become colours; without it some would be other ones.
const ADOBE_LENGTH: usize = 12;
/// What a segment holds at most besides its length.
const BODY_LIMIT: usize = 65_533;
/// The same of a profile, whose parts are counted in a byte.
const COLOURS_LIMIT: usize = BODY_LIMIT - COLOURS_NAME.len() - 2;

/// A segment, and what comes before the next one: the bits of a picture behind the head of a scan.
struct Segment<'a> {
    marker: u8,
    body: &'a [u8],
    bits: &'a [u8],
}

pub(super) fn kept(file: &[u8], orientation: u8, words: &Words) -> Result<Option<Vec<u8>>> {
    let Some((segments, _)) = segments(file) else { return Ok(None) };
    if !segments.iter().all(|it| is_picture(it) || may_be_left_out(it.marker)) {
        return Ok(None);
    }
    let mut head = Vec::new();
    if let Some(jfif) =
        segments.iter().find(|it| it.marker == 0xE0 && it.body.starts_with(JFIF_NAME))
        && let Some(body) = jfif.body.get(..JFIF_LENGTH - 2)
    {
        // How large it is printed; not its thumbnail.
        put(&mut head, 0xE0, &[body, &[0, 0]])?;
    }
    if orientation != 1 {
        put(&mut head, 0xE1, &[EXIF_NAME, &exif_of(orientation)])?;
    }
    put(&mut head, 0xE1, &[XMP_NAME, words.xmp.as_bytes()])?;
    put(&mut head, 0xED, &[RESOURCES_NAME, &words.resources])?;
    let profile = profile(&segments);
    if !profile.is_empty() {
        let Some(profile) = colours::plain(&profile) else { return Ok(None) };
        let parts = profile.chunks(COLOURS_LIMIT);
        let Ok(count) = u8::try_from(parts.len()) else { return Ok(None) };
        for (number, part) in (1..=count).zip(parts) {
            put(&mut head, 0xE2, &[COLOURS_NAME, &[number, count], part])?;
        }
    }
    let mut made = [&[0xFF, 0xD8], &head[..]].concat();
    for segment in segments.iter().filter(|it| is_picture(it)) {
        put(&mut made, segment.marker, &[segment.body])?;
        made.extend_from_slice(segment.bits);
    }
    made.extend([0xFF, 0xD9]);
    Ok(Some(made))
}

pub(super) fn holds_only_words(file: &[u8]) -> bool {
    let Some((segments, end)) = segments(file) else { return false };
    let profile = profile(&segments);
    let plain_colours =
        profile.is_empty() || colours::plain(&profile).is_some_and(|plain| plain == profile);
    end == file.len()
        && plain_colours
        && segments.iter().all(|it| {
            is_picture(it)
                || match it.marker {
                    0xE0 => it.body.starts_with(JFIF_NAME) && it.body.len() == JFIF_LENGTH,
                    0xE1 => {
                        it.body.starts_with(XMP_NAME)
                            || it
                                .body
                                .strip_prefix(EXIF_NAME)
                                .is_some_and(|exif| (1..=8).any(|o| exif == exif_of(o)))
                    }
                    0xE2 => it.body.starts_with(COLOURS_NAME) && !profile.is_empty(),
                    0xED => it.body.starts_with(RESOURCES_NAME),
                    _ => false,
                }
        })
}

/// Tables, frames and scans of the kinds that everything reads, and Adobe's word on the colours.
fn is_picture(segment: &Segment<'_>) -> bool {
    match segment.marker {
        0xC0..=0xC2 | 0xC4 | 0xDA | 0xDB | 0xDD => true,
        0xEE => segment.body.starts_with(ADOBE_NAME) && segment.body.len() == ADOBE_LENGTH,
        _ => false,
    }
}

/// Segments of applications, and comments.
fn may_be_left_out(marker: u8) -> bool {
    matches!(marker, 0xE0..=0xEF | 0xFE)
}

/// EXIF of one entry: how the picture is turned.
fn exif_of(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif
}

/// A profile from its parts, empty where one is missing.
fn profile(segments: &[Segment<'_>]) -> Vec<u8> {
    let mut parts: Vec<(u8, u8, &[u8])> = segments
        .iter()
        .filter(|it| it.marker == 0xE2)
        .filter_map(|it| match it.body.strip_prefix(COLOURS_NAME)? {
            [number, count, part @ ..] => Some((*number, *count, part)),
            _ => None,
        })
        .collect();
    parts.sort_by_key(|(number, ..)| *number);
    let count = parts.len();
    let whole = (1..)
        .zip(&parts)
        .all(|(at, (number, of, _))| usize::from(*number) == at && usize::from(*of) == count);
    if whole { parts.iter().flat_map(|(.., part)| part.iter().copied()).collect() } else { vec![] }
}

/// All segments between the first marker and the last, and where the file ends; `None` where it
/// breaks off or anything lies between them.
fn segments(file: &[u8]) -> Option<(Vec<Segment<'_>>, usize)> {
    let mut segments = Vec::new();
    let mut at = 2;
    loop {
        if *file.get(at)? != 0xFF {
            return None;
        }
        // A marker may be padded with any number of these.
        at += file.get(at..)?.iter().position(|byte| *byte != 0xFF)?;
        let marker = file[at];
        if marker == 0xD9 {
            let whole = segments.iter().any(|it: &Segment<'_>| it.marker == 0xDA);
            return whole.then_some((segments, at + 1));
        }
        let length = usize::from(u16::from_be_bytes([*file.get(at + 1)?, *file.get(at + 2)?]));
        let body = file.get(at + 3..at + 1 + length)?;
        at += 1 + length;
        let bits = if marker == 0xDA { bits(&file[at..])? } else { &[] };
        at += bits.len();
        segments.push(Segment { marker, body, bits });
    }
}

/// The bits of a scan, up to the next marker that is no part of it.
fn bits(rest: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at += memchr::memchr(0xFF, rest.get(at..)?)?;
        match *rest.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            _ => return Some(&rest[..at]),
        }
    }
}

fn put(made: &mut Vec<u8>, marker: u8, body: &[&[u8]]) -> Result<()> {
    let length = 2 + body.iter().map(|part| part.len()).sum::<usize>();
    let stated = u16::try_from(length).map_err(|_| too_long(length))?;
    made.extend([0xFF, marker]);
    made.extend(stated.to_be_bytes());
    body.iter().for_each(|part| made.extend_from_slice(part));
    Ok(())
}
