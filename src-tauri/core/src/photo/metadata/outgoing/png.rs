//! PNG: chunks, each with a sum of its own.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::super::container::LIMIT;
use super::{Words, colours, too_long};
use crate::failure::{Failure, Result};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const XMP_HEAD: &[u8] = b"XML:com.adobe.xmp\0\0\0\0\0";
/// A profile goes by one name: its own may be that of a device, or of whoever measured it.
const COLOURS_HEAD: &[u8] = b"icc\0\0";

struct Chunk<'a> {
    kind: &'a [u8],
    body: &'a [u8],
}

pub(super) fn kept(file: &[u8], words: &Words) -> Result<Option<Vec<u8>>> {
    let Some((chunks, _)) = chunks(file) else { return Ok(None) };
    let mut made = SIGNATURE.to_vec();
    for chunk in &chunks {
        if is_picture(chunk) {
            put(&mut made, chunk.kind, &[chunk.body])?;
        } else if chunk.kind == b"iCCP" {
            let Some(body) = profile(chunk.body).as_deref().and_then(colours::plain) else {
                return Ok(None);
            };
            put(&mut made, b"iCCP", &[COLOURS_HEAD, &packed(&body)?])?;
        }
        if chunk.kind == b"IHDR" {
            put(&mut made, b"iTXt", &[XMP_HEAD, words.xmp.as_bytes()])?;
        }
    }
    Ok(Some(made))
}

pub(super) fn holds_only_words(file: &[u8]) -> bool {
    let Some((chunks, end)) = chunks(file) else { return false };
    end == file.len()
        && chunks.iter().all(|chunk| match chunk.kind {
            b"iTXt" => chunk.body.starts_with(XMP_HEAD),
            b"iCCP" => {
                chunk.body.starts_with(COLOURS_HEAD)
                    && profile(chunk.body)
                        .is_some_and(|found| colours::plain(&found).is_some_and(|it| it == found))
            }
            _ => is_picture(chunk),
        })
}

fn is_picture(chunk: &Chunk<'_>) -> bool {
    matches!(
        chunk.kind,
        b"IHDR"
            | b"PLTE"
            | b"tRNS"
            | b"IDAT"
            | b"IEND"
            | b"gAMA"
            | b"cHRM"
            | b"sRGB"
            | b"cICP"
            | b"sBIT"
            | b"bKGD"
            | b"pHYs"
    )
}

fn profile(body: &[u8]) -> Option<Vec<u8>> {
    let name = body.iter().position(|byte| *byte == 0)?;
    let packed = body.get(name + 2..)?;
    let mut profile = Vec::new();
    ZlibDecoder::new(packed).take(LIMIT as u64).read_to_end(&mut profile).ok()?;
    Some(profile)
}

fn packed(profile: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(profile).and_then(|()| encoder.finish()).map_err(Failure::internal)
}

/// All chunks up to the last, and where that ends; `None` where the file breaks off.
fn chunks(file: &[u8]) -> Option<(Vec<Chunk<'_>>, usize)> {
    let mut chunks = Vec::new();
    let mut at = SIGNATURE.len();
    loop {
        let head = file.get(at..at + 8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at.checked_add(length)?.checked_add(12)?;
        file.get(..end)?;
        let chunk = Chunk { kind: &head[4..], body: &file[at + 8..end - 4] };
        let last = chunk.kind == b"IEND";
        chunks.push(chunk);
        at = end;
        if last {
            return Some((chunks, at));
        }
    }
}

fn put(made: &mut Vec<u8>, kind: &[u8], body: &[&[u8]]) -> Result<()> {
    let length: usize = body.iter().map(|part| part.len()).sum();
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    body.iter().for_each(|part| sum.update(part));
    made.extend(u32::try_from(length).map_err(|_| too_long(length))?.to_be_bytes());
    made.extend_from_slice(kind);
    body.iter().for_each(|part| made.extend_from_slice(part));
    made.extend(sum.sum().to_be_bytes());
    Ok(())
}
