//! WebP: chunks in a RIFF file. Words have a place only in its extended form, which begins with
//! a list of what there is (VP8X).

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

use super::{Words, colours, too_long};
use crate::failure::{Failure, Result};

const XMP: u8 = 0x04;
const ALPHA: u8 = 0x10;
const COLOURS: u8 = 0x20;

struct Chunk<'a> {
    kind: &'a [u8],
    body: &'a [u8],
}

pub(super) fn kept(file: &[u8], words: &Words) -> Result<Option<Vec<u8>>> {
    let Some((chunks, _)) = chunks(file) else { return Ok(None) };
    let of = |kind: &[u8; 4]| chunks.iter().find(|chunk| chunk.kind == kind).map(|it| it.body);
    // One picture, not frames of several.
    if of(b"ANIM").is_some() || of(b"ANMF").is_some() {
        return Ok(None);
    }
    let profile = match of(b"ICCP") {
        None => None,
        Some(profile) => match colours::plain(profile) {
            None => return Ok(None),
            plain => plain,
        },
    };
    let alpha = match (of(b"VP8X"), of(b"VP8L")) {
        (Some(list), _) => list.first().is_some_and(|flags| flags & ALPHA != 0),
        // Behind the sign and the two sides.
        (None, Some(bits)) => bits.get(4).is_some_and(|bits| bits & 0x10 != 0),
        (None, None) => false,
    };
    let (width, height) = ImageReader::with_format(Cursor::new(file), ImageFormat::WebP)
        .into_dimensions()
        .map_err(Failure::internal)?;
    let flags = XMP | if alpha { ALPHA } else { 0 } | if profile.is_some() { COLOURS } else { 0 };
    let mut list = vec![flags, 0, 0, 0];
    list.extend_from_slice(&(width.max(1) - 1).to_le_bytes()[..3]);
    list.extend_from_slice(&(height.max(1) - 1).to_le_bytes()[..3]);
    let mut made = b"WEBP".to_vec();
    put(&mut made, b"VP8X", &list)?;
    if let Some(profile) = profile {
        put(&mut made, b"ICCP", &profile)?;
    }
    for chunk in chunks.iter().filter(|chunk| is_picture(chunk)) {
        put(&mut made, chunk.kind, chunk.body)?;
    }
    put(&mut made, b"XMP ", words.xmp.as_bytes())?;
    let length = u32::try_from(made.len()).map_err(|_| too_long(made.len()))?;
    Ok(Some([b"RIFF", &length.to_le_bytes()[..], &made].concat()))
}

pub(super) fn holds_only_words(file: &[u8]) -> bool {
    let Some((chunks, end)) = chunks(file) else { return false };
    end == file.len()
        && chunks.iter().all(|chunk| match chunk.kind {
            b"VP8X" => {
                chunk.body.len() == 10
                    && chunk.body[0] & !(XMP | ALPHA | COLOURS) == 0
                    && chunk.body[1..4] == [0; 3]
            }
            b"XMP " => true,
            b"ICCP" => colours::plain(chunk.body).is_some_and(|plain| plain == chunk.body),
            _ => is_picture(chunk),
        })
}

fn is_picture(chunk: &Chunk<'_>) -> bool {
    matches!(chunk.kind, b"VP8 " | b"VP8L" | b"ALPH")
}

/// All chunks, and where the last ends; `None` where the file breaks off. What lies behind the
/// stated length is not part of it.
fn chunks(file: &[u8]) -> Option<(Vec<Chunk<'_>>, usize)> {
    let head = file.get(..12)?;
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    let whole = file.get(..length.checked_add(8)?)?;
    let mut chunks = Vec::new();
    let mut at = 12;
    while at < whole.len() {
        let head = whole.get(at..at + 8)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let body = whole.get(at + 8..(at + 8).checked_add(length)?)?;
        chunks.push(Chunk { kind: &head[..4], body });
        at += 8 + length + length % 2;
    }
    Some((chunks, at))
}

fn put(made: &mut Vec<u8>, kind: &[u8], body: &[u8]) -> Result<()> {
    let length = u32::try_from(body.len()).map_err(|_| too_long(body.len()))?;
    made.extend_from_slice(kind);
    made.extend(length.to_le_bytes());
    made.extend_from_slice(body);
    if !body.len().is_multiple_of(2) {
        made.push(0);
    }
    Ok(())
}
