//! What the camera wrote.

use exif::{Context, Exif, In, Reader, Tag, Value};

use super::{Carries, Metadata, Position, STARS};
use crate::photo::tiff::{Angle, Told};

/// What cameras put where a caption belongs.
const NO_CAPTIONS: &[&str] =
    &["OLYMPUS DIGITAL CAMERA", "SONY DSC", "SAMSUNG", "KONICA MINOLTA DIGITAL CAMERA", "DCIM"];

/// Stars, where Windows and cameras put them; Microsoft's own tag, which others have taken over.
const RATING: Tag = Tag(Context::Tiff, 0x4746);

/// Reads a TIFF structure; a damaged one says nothing.
pub(super) fn read(tiff: &[u8]) -> (Metadata, Carries) {
    let mut reader = Reader::new();
    // One broken entry must not hide the others.
    reader.continue_on_error(true);
    let read = reader.read_raw(tiff.to_vec()).or_else(|error| error.distill_partial_result(|_| {}));
    let Ok(exif) = read else { return Default::default() };
    let metadata = Metadata {
        caption: caption(text(&exif, Tag::ImageDescription)),
        creators: creators(&text(&exif, Tag::Artist)),
        copyright: text(&exif, Tag::Copyright),
        created: taken(&text(&exif, Tag::DateTimeOriginal), &text(&exif, Tag::OffsetTimeOriginal)),
        rating: rating(&exif),
        ..Metadata::default()
    };
    let has = |tags: &[Tag]| tags.iter().any(|tag| exif.get_field(*tag, In::PRIMARY).is_some());
    let carries = Carries {
        position: has(&[Tag::GPSLatitude, Tag::GPSLongitude, Tag::GPSDestLatitude]),
        device: has(&[Tag::BodySerialNumber, Tag::LensSerialNumber, Tag::CameraOwnerName]),
        preview: exif.fields().any(|field| field.ifd_num == In::THUMBNAIL),
        credentials: false,
    };
    (metadata, carries)
}

/// Where the camera stood.
pub(super) fn position(tiff: &[u8]) -> Option<Position> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_raw(tiff.to_vec()).or_else(|error| error.distill_partial_result(|_| {}));
    let exif = read.ok()?;
    let side = |value, reference| {
        let Value::Rational(parts) = &exif.get_field(value, In::PRIMARY)?.value else {
            return None;
        };
        let parts: Vec<_> = parts.iter().map(|part| (part.num, part.denom)).collect();
        Some(Angle { parts: parts.try_into().ok()?, side: text(&exif, reference) })
    };
    let latitude = side(Tag::GPSLatitude, Tag::GPSLatitudeRef)?;
    place(&(latitude, side(Tag::GPSLongitude, Tag::GPSLongitudeRef)?))
}

/// A place of EXIF in the form of XMP; `None` where the numbers make none.
pub(super) fn place((latitude, longitude): &(Angle, Angle)) -> Option<Position> {
    let written = |Angle { parts, side }: &Angle| {
        let [degrees, minutes, seconds] = parts.map(|(part, of)| f64::from(part) / f64::from(of));
        let minutes = degrees * 60.0 + minutes + seconds / 60.0;
        if !minutes.is_finite() {
            return None;
        }
        // In millionths of a minute: a few millimetres.
        let millionths = (minutes * 1e6).round() as u64;
        let (minutes, parts) = (millionths / 1_000_000, millionths % 1_000_000);
        let (degrees, minutes) = (minutes / 60, minutes % 60);
        Some(format!("{degrees},{minutes}.{parts:06}{side}"))
    };
    Position::new(&written(latitude)?, &written(longitude)?)
}

/// The same of a TIFF, whose structure is the whole file.
pub(super) fn of_told(told: &Told) -> (Metadata, Carries) {
    let metadata = Metadata {
        caption: caption(told.description.clone()),
        creators: creators(&told.artist),
        copyright: told.copyright.clone(),
        created: taken(&told.taken, &told.offset),
        rating: told.rating,
        ..Metadata::default()
    };
    let carries = Carries {
        position: told.position,
        device: told.device,
        preview: !told.pictures.is_empty(),
        credentials: false,
    };
    (metadata, carries)
}

fn rating(exif: &Exif) -> u8 {
    let stars = exif.get_field(RATING, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    stars.and_then(|stars| u8::try_from(stars).ok()).unwrap_or(0).min(STARS)
}

fn caption(text: String) -> String {
    if NO_CAPTIONS.iter().any(|junk| text.starts_with(junk)) { String::new() } else { text }
}

fn creators(artist: &str) -> Vec<String> {
    let names = artist.split(';').map(|name| name.trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The text of a tag. EXIF knows ASCII only; in practice it is UTF-8 or what the camera liked.
fn text(exif: &Exif, tag: Tag) -> String {
    let Some(field) = exif.get_field(tag, In::PRIMARY) else { return String::new() };
    let Value::Ascii(parts) = &field.value else { return String::new() };
    let parts = parts.iter().map(|part| {
        let part = part.split(|byte| *byte == 0).next().unwrap_or_default();
        String::from_utf8_lossy(part).trim().to_owned()
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

/// `2020:05:23 08:15:00` and an offset as `2020-05-23T08:15:00+07:00`.
fn taken(taken: &str, offset: &str) -> String {
    let shape = |pattern: &str| {
        taken.len() == pattern.len()
            && taken.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                _ => byte == wanted,
            })
    };
    // A camera whose clock was never set says it was in the year 0.
    if !shape("0000:00:00 00:00:00") || taken.starts_with("0000") {
        return String::new();
    }
    let (date, time) = taken.split_at(10);
    let known = offset.len() == 6 && offset.starts_with(['+', '-']);
    format!("{}T{}{}", date.replace(':', "-"), time.trim(), if known { offset } else { "" })
}
