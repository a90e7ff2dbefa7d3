//! A first look at a file that calls itself a picture: what it is, how large it would become,
//! and whether it is whole, all before anything is stored.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::error::ImageError;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use serde::{Deserialize, Serialize};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::tiff;
use crate::failure::{Code, Failure, Result};

/// Largest file taken as a photo, in bytes. Callers ask the file system before they read.
pub const FILE_LIMIT: u64 = 200 * MEGABYTE;
/// Most pixels: above the largest cameras, below what fills the memory of an office PC.
const PIXEL_LIMIT: u64 = 100_000_000;
/// Most memory one picture may take while it is decoded, in bytes.
const MEMORY_LIMIT: u64 = 512 * MEGABYTE;
const MEGABYTE: u64 = 1024 * 1024;

/// What a picture is, told by its bytes and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PhotoKind {
    Jpeg,
    Png,
    WebP,
    Tiff,
}

impl PhotoKind {
    /// The ending of a file's name, without its dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Tiff => "tiff",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
        }
    }
}

/// A picture that was looked at and found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inspected {
    pub kind: PhotoKind,
    /// In pixels, as shown (after EXIF orientation).
    pub width: u32,
    pub height: u32,
    /// EXIF orientation, 1 to 8; 1 where none is given.
    pub orientation: u8,
}

/// Looks at a picture: by magic number, header first, then decoded within limits from its first
/// to its last byte. `file_name` is only for the message.
///
/// # Errors
/// `NotAPhoto` for what is no JPEG, PNG, WebP or TIFF (an empty file, SVG, HEIC, RAW, text …),
/// `TooLarge` for a file and `PhotoTooLarge` for a picture over the limits, `DamagedPhoto` for
/// one that breaks off or cannot be decoded.
pub fn inspect(bytes: &[u8], file_name: &str) -> Result<Inspected> {
    guarded(|| look(bytes)).map_err(|failure| failure.with("file", file_name))
}

/// As [`inspect`], without decoding a pixel: by magic number, header and layout. Enough for a
/// picture that a colleague's desk has inspected; renditions are made within limits all the same.
///
/// # Errors
/// As [`inspect`], but for pixels that cannot be decoded.
pub fn glance(bytes: &[u8], file_name: &str) -> Result<Inspected> {
    guarded(|| header(bytes).map(|opened| opened.inspected()))
        .map_err(|failure| failure.with("file", file_name))
}

fn header(bytes: &[u8]) -> Result<Opened<'_>> {
    let size = bytes.len() as u64;
    if is_too_large(bytes) {
        return Err(Failure::new(Code::TooLarge, format!("a photo file of {size} bytes"))
            .with("megabytes", size.div_ceil(MEGABYTE))
            .with("limitMegabytes", FILE_LIMIT / MEGABYTE));
    }
    open(bytes)
}

fn look(bytes: &[u8]) -> Result<Inspected> {
    let mut opened = header(bytes)?;
    match opened.kind {
        // The tolerant decoder paints over what is missing, as a browser does; the strict one
        // says so. Only the pixels are held to it: odd headers are common and do no harm.
        PhotoKind::Jpeg => {
            let options = DecoderOptions::default()
                .set_strict_mode(false)
                .set_max_width(usize::MAX)
                .set_max_height(usize::MAX);
            let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
            decoder.decode_headers().map_err(|error| damaged(&format!("{error:?}")))?;
            decoder.set_options(options.set_strict_mode(true));
            decoder.decode().map_err(|error| damaged(&format!("{error:?}")))?;
        }
        PhotoKind::Png | PhotoKind::WebP | PhotoKind::Tiff => {
            decode(&mut opened)?;
        }
    }
    Ok(opened.inspected())
}

/// A picture whose header was read and whose size is within the limits.
pub(super) struct Opened<'a> {
    kind: PhotoKind,
    /// As stored, before orientation.
    width: u32,
    height: u32,
    pub(super) orientation: Orientation,
    decoder: Option<Box<dyn ImageDecoder + 'a>>,
}

impl Opened<'_> {
    /// The colour profile inside; `None` where there is none, or a broken one.
    pub(super) fn profile(&mut self) -> Option<Vec<u8>> {
        self.decoder.as_mut()?.icc_profile().ok()?
    }

    fn inspected(&self) -> Inspected {
        let turned = self.orientation.to_exif() >= 5;
        Inspected {
            kind: self.kind,
            width: if turned { self.height } else { self.width },
            height: if turned { self.width } else { self.height },
            orientation: self.orientation.to_exif(),
        }
    }
}

/// Reads the header and refuses what is no picture, absurdly large or cut short.
pub(super) fn open(bytes: &[u8]) -> Result<Opened<'_>> {
    let (kind, format) = kind_of(bytes)
        .ok_or_else(|| Failure::new(Code::NotAPhoto, "neither JPEG, PNG, WebP nor TIFF"))?;
    if kind == PhotoKind::Tiff {
        // RAW files have the same first bytes; taken for a TIFF they would be their small pictures.
        let own = tiff::own_picture(bytes)
            .ok_or_else(|| Failure::new(Code::NotAPhoto, "a TIFF without a picture of its own"))?;
        if is_absurd(own.size) {
            return Err(absurd(own.size.0, own.size.1));
        }
        if !own.is_whole {
            return Err(damaged("it breaks off"));
        }
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error, None))?;
    let (width, height) = decoder.dimensions();
    if is_absurd((width, height)) {
        return Err(absurd(width, height));
    }
    if width == 0 || height == 0 {
        return Err(damaged("it has no pixel"));
    }
    match kind {
        PhotoKind::Jpeg => {
            let layout = jpeg_layout(bytes).ok_or_else(|| damaged("it breaks off"))?;
            if layout.apart {
                // The decoder gets the colours of these wrong, which is worse than a refusal.
                return Err(Failure::new(Code::NotAPhoto, "a baseline JPEG in separate scans"));
            }
            // Several scans are gathered as coefficients (two bytes each) before the first
            // pixel is painted.
            let bytes_per_pixel = if layout.scans > 1 { 9 } else { 3 };
            if u64::from(width) * u64::from(height) * bytes_per_pixel > MEMORY_LIMIT {
                return Err(absurd(width, height));
            }
        }
        PhotoKind::Png if png_is_whole(bytes) => {}
        PhotoKind::WebP if webp_is_whole(bytes) => {}
        PhotoKind::Tiff => {}
        PhotoKind::Png | PhotoKind::WebP => return Err(damaged("it breaks off")),
    }
    // Broken EXIF is no reason to refuse a photo: it is then shown as it lies in the file.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok(Opened { kind, width, height, orientation, decoder: Some(Box::new(decoder)) })
}

/// Decodes once; the pixels lie as stored, before orientation.
pub(super) fn decode(opened: &mut Opened<'_>) -> Result<DynamicImage> {
    let size = Some((opened.width, opened.height));
    let Some(mut decoder) = opened.decoder.take() else {
        return Err(Failure::internal("a picture is decoded once"));
    };
    let mut limits = limits();
    limits
        .reserve(decoder.total_bytes())
        .and_then(|()| decoder.set_limits(limits))
        .and_then(|()| DynamicImage::from_decoder(decoder))
        .map_err(|error| refusal(&error, size))
}

/// A decoder that panics on a hostile file costs a message, not the work on the screen.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(damaged("the decoder gave up on it")))
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_LIMIT);
    limits
}

fn kind_of(bytes: &[u8]) -> Option<(PhotoKind, ImageFormat)> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some((PhotoKind::Jpeg, ImageFormat::Jpeg))
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some((PhotoKind::Png, ImageFormat::Png))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some((PhotoKind::WebP, ImageFormat::WebP))
    } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
        Some((PhotoKind::Tiff, ImageFormat::Tiff))
    } else {
        None
    }
}

fn refusal(error: &ImageError, size: Option<(u32, u32)>) -> Failure {
    match (error, size) {
        (ImageError::Limits(_), Some((width, height))) => absurd(width, height),
        (ImageError::Unsupported(_), _) => Failure::new(Code::NotAPhoto, error.to_string()),
        _ => damaged(&error.to_string()),
    }
}

/// Whether a file is larger than any photo.
pub(super) fn is_too_large(bytes: &[u8]) -> bool {
    bytes.len() as u64 > FILE_LIMIT
}

/// Whether a picture has more pixels than any photo.
pub(super) fn is_absurd((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > PIXEL_LIMIT
}

pub(super) fn absurd(width: u32, height: u32) -> Failure {
    Failure::new(Code::PhotoTooLarge, format!("a picture of {width} x {height} pixels"))
        .with("width", width)
        .with("height", height)
}

fn damaged(how: &str) -> Failure {
    Failure::new(Code::DamagedPhoto, format!("a damaged picture: {how}"))
}

/// What a JPEG's markers tell.
struct JpegLayout {
    scans: u32,
    /// Sequential, with a scan of its own for each colour.
    apart: bool,
}

/// Walks a JPEG from segment to segment up to its end marker; `None` where it breaks off.
///
/// The end marker of a thumbnail inside is not taken for the photo's own; what lies behind the
/// end (a second picture, a video) does not matter.
fn jpeg_layout(bytes: &[u8]) -> Option<JpegLayout> {
    let mut at = 2;
    let mut sequential_colours = 0;
    let mut layout = JpegLayout { scans: 0, apart: false };
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        at += bytes.get(at..)?.iter().position(|byte| *byte != 0xFF)?;
        let marker = bytes[at];
        at += 1;
        match marker {
            0xD9 => return (layout.scans > 0).then_some(layout),
            // Stuffed bytes and restarts are part of a scan.
            0x00 | 0x01 | 0xD0..=0xD7 => {}
            _ => {
                let length = u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]);
                match marker {
                    0xC0 | 0xC1 => sequential_colours = *bytes.get(at + 7)?,
                    0xDA => {
                        layout.scans += 1;
                        layout.apart |= *bytes.get(at + 2)? < sequential_colours;
                    }
                    _ => {}
                }
                at += usize::from(length.max(2));
            }
        }
    }
}

fn png_is_whole(bytes: &[u8]) -> bool {
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        at += 12 + length as usize;
        if head.ends_with(b"IEND") {
            return at <= bytes.len();
        }
    }
    false
}

fn webp_is_whole(bytes: &[u8]) -> bool {
    bytes.get(4..8).is_some_and(|size| {
        u64::from(u32::from_le_bytes([size[0], size[1], size[2], size[3]])) + 8
            <= bytes.len() as u64
    })
}

#[cfg(test)]
mod tests;
