//! What a photo says of itself: EXIF of the camera, IPTC-IIM of the agencies, XMP of everybody
//! since. Read from originals, which are never written to; written into what leaves the desk.
//!
//! Fields and their names are those of the IPTC Photo Metadata Standard 2025.1. Where the three
//! differ, the later hand wins, as the IPTC guideline and the Metadata Working Group have it: XMP,
//! unless an old tool has changed the IIM since (its digest tells), and EXIF where neither says
//! anything.

mod container;
mod credentials;
mod exif;
mod iim;
mod outgoing;
mod xmp;

pub use credentials::{CredentialIngredient, CredentialStep, Credentials};
use serde::{Deserialize, Serialize};

use super::inspect::guarded;
use crate::failure::{Failure, Result};
use crate::language::normal::nfc;

/// What is known of a photo, in words. Empty where nothing is said; never a control character but
/// a line break.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Metadata {
    pub headline: String,
    /// IPTC Description.
    pub caption: String,
    /// Photographers in order.
    pub creators: Vec<String>,
    /// Credit line.
    pub credit: String,
    pub source: String,
    pub copyright: String,
    pub usage_terms: String,
    /// When it was taken, as ISO 8601 with as much of it as is known.
    pub created: String,
    /// Where it was taken: place within the city, city, province, country, ISO code of that.
    pub sublocation: String,
    pub city: String,
    pub province: String,
    pub country: String,
    pub country_code: String,
    /// Persons shown.
    pub people: Vec<String>,
    pub keywords: Vec<String>,
    pub instructions: String,
    /// For readers who do not see the photo.
    pub alt: String,
    /// The same at length, for charts and maps.
    pub extended_description: String,
    /// A code of cv.iptc.org/newscodes/digitalsourcetype, as its address.
    pub digital_source_type: String,
    /// Stars that somebody gave it when choosing, up to [`STARS`]; 0 where nobody has, which is left
    /// out of JSON, so that words without stars are told and kept as they always were.
    #[serde(skip_serializing_if = "is_unrated")]
    #[cfg_attr(test, ts(as = "Option<u8>", optional))]
    pub rating: u8,
}

/// The most stars there are.
pub const STARS: u8 = 5;

/// By reference, as serde asks.
fn is_unrated(rating: &u8) -> bool {
    *rating == 0
}

/// What a photo's file tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub metadata: Metadata,
    /// The text was in an encoding that had to be guessed.
    pub guessed: bool,
    pub carries: Carries,
}

/// What a file carries that may give somebody away, or proves where it comes from. None of it is
/// in what is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Carries {
    /// Where the camera stood.
    pub position: bool,
    /// Serial numbers of camera or lens, or the owner's name.
    pub device: bool,
    /// A small picture inside, which may show what was cropped away.
    pub preview: bool,
    /// Content Credentials (C2PA).
    pub credentials: bool,
}

/// Reads what a photo says of itself. A part that is damaged is left out: nothing in it decides
/// whether a photo can be used.
pub fn read(bytes: &[u8]) -> Found {
    // A reader that panics on a hostile file costs a caption, not the photo.
    guarded(|| Ok(read_all(bytes))).unwrap_or_default()
}

/// The stars that an XMP packet gives; `None` where it does not speak of them. What another program
/// has rejected has none.
pub(crate) fn stars(packet: &[u8]) -> Option<u8> {
    let xmp = xmp::read(packet);
    xmp.rated.then_some(xmp.metadata.rating)
}

/// Where a camera stood, as XMP has it: `21,35.598000N` and `105,50.1E`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    latitude: String,
    longitude: String,
}

impl Position {
    /// `None` for what are no degrees and minutes.
    fn new(latitude: &str, longitude: &str) -> Option<Self> {
        let shape = |text: &str, ends: [char; 2], most: u16| {
            let (degrees, minutes) = text.strip_suffix(ends)?.split_once(',')?;
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            // Whole minutes and their parts, or minutes and seconds.
            let (whole, parts) = minutes.split_once(['.', ',']).unwrap_or((minutes, "0"));
            let degrees = degrees.parse::<u16>().ok().filter(|_| digits(degrees))?;
            let fits = degrees <= most && digits(whole) && digits(parts) && text.len() <= 24;
            fits.then(|| text.to_owned())
        };
        let latitude = shape(latitude, ['N', 'S'], 90)?;
        Some(Self { latitude, longitude: shape(longitude, ['E', 'W'], 180)? })
    }
}

/// Where the camera stood; `None` where the file does not say so.
pub fn position(bytes: &[u8]) -> Option<Position> {
    guarded(|| Ok(find_position(bytes))).ok().flatten()
}

fn find_position(bytes: &[u8]) -> Option<Position> {
    let blocks = container::blocks(bytes);
    let exif = match &blocks.tiff {
        Some(told) => told.place.as_ref().and_then(exif::place),
        None => blocks.exif.and_then(exif::position),
    };
    exif.or_else(|| blocks.xmp.as_deref().and_then(|packet| xmp::read(packet).place()))
}

/// Puts metadata into a picture that has none: XMP, and in a JPEG also IIM, for the tools that know
/// no other. A position goes along only where one is given. The same picture and metadata give the
/// same bytes; the pixels are not touched.
///
/// What comes out has been read back: it holds nothing else that could tell where the camera stood
/// or whose it is.
///
/// # Errors
/// `Internal` for what is no picture, or carries anything besides one.
pub fn write(picture: &[u8], metadata: &Metadata, position: Option<&Position>) -> Result<Vec<u8>> {
    if !outgoing::holds_only_words(picture) {
        return Err(Failure::internal("a picture that carries more than itself"));
    }
    write_in_place(picture, metadata, position)?
        .ok_or_else(|| Failure::internal("a picture of our own that takes no words"))
}

/// The picture of an original to the last bit, with this metadata in the place of all that its file
/// says. How it is turned and what its colours mean stay. `None` where that cannot be had without
/// making the picture anew.
///
/// # Errors
/// As [`super::glance`]; `Internal` where what was made is not what was meant.
pub fn write_in_place(
    original: &[u8],
    metadata: &Metadata,
    position: Option<&Position>,
) -> Result<Option<Vec<u8>>> {
    let xmp = xmp::packet(metadata, position);
    let words = outgoing::Words { xmp, resources: iim::resources(metadata) };
    let Some(made) = outgoing::kept(original, &words)? else { return Ok(None) };
    let carries = Carries { position: position.is_some(), ..Carries::default() };
    if outgoing::holds_only_words(&made) && read(&made).carries == carries {
        Ok(Some(made))
    } else {
        Err(Failure::internal("a picture that carries more than its words"))
    }
}

/// What the Content Credentials in a file say; `None` where it has none. Not verified: see
/// [`Credentials`].
pub fn credentials(bytes: &[u8]) -> Option<Credentials> {
    let store = guarded(|| Ok(container::blocks(bytes).credentials)).ok().flatten()?;
    let unread = Credentials { unread: true, ..Credentials::default() };
    Some(guarded(|| Ok(credentials::read(&store, bytes))).unwrap_or(unread))
}

fn read_all(bytes: &[u8]) -> Found {
    let blocks = container::blocks(bytes);
    let (mut exif, mut carries) = match &blocks.tiff {
        Some(told) => exif::of_told(told),
        None => exif::read(blocks.exif.unwrap_or_default()),
    };
    let iim = iim::read(&blocks.resources);
    let xmp = blocks.xmp.as_deref().map(xmp::read).unwrap_or_default();
    if xmp.rated {
        // Who took the stars of the camera away again has said so.
        exif.rating = 0;
    }
    carries.position |= xmp.position;
    carries.device |= xmp.device;
    carries.preview |= blocks.previews;
    carries.credentials = blocks.credentials.is_some();
    let changed_since = iim.digest.is_some_and(|digest| digest != iim.actual_digest);
    let (first, second) =
        if changed_since { (iim.metadata, xmp.metadata) } else { (xmp.metadata, iim.metadata) };
    let mut metadata = tidy(first.or(second).or(exif));
    if let Some(store) = &blocks.credentials {
        let signed = credentials::source_type_of(store);
        // Whoever writes XMP can say anything; that a machine made it nobody signs without need.
        if credentials::is_ai(&signed) || metadata.digital_source_type.is_empty() {
            metadata.digital_source_type = signed;
        }
    }
    Found { metadata, guessed: iim.guessed, carries }
}

impl Metadata {
    /// Whether a machine that was trained on pictures made the photo, or a part of it.
    pub fn is_made_by_ai(&self) -> bool {
        credentials::is_ai(&self.digital_source_type)
    }

    /// Whether every text is as [`read`] gives it.
    pub fn is_tidy(&self) -> bool {
        tidy(self.clone()) == *self
    }

    /// Fills what is not said here from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let text = |one: String, other: String| if one.is_empty() { other } else { one };
        let list = |one: Vec<String>, other: Vec<String>| if one.is_empty() { other } else { one };
        Self {
            headline: text(self.headline, other.headline),
            caption: text(self.caption, other.caption),
            creators: list(self.creators, other.creators),
            credit: text(self.credit, other.credit),
            source: text(self.source, other.source),
            copyright: text(self.copyright, other.copyright),
            usage_terms: text(self.usage_terms, other.usage_terms),
            created: text(self.created, other.created),
            sublocation: text(self.sublocation, other.sublocation),
            city: text(self.city, other.city),
            province: text(self.province, other.province),
            country: text(self.country, other.country),
            country_code: text(self.country_code, other.country_code),
            people: list(self.people, other.people),
            keywords: list(self.keywords, other.keywords),
            instructions: text(self.instructions, other.instructions),
            alt: text(self.alt, other.alt),
            extended_description: text(self.extended_description, other.extended_description),
            digital_source_type: text(self.digital_source_type, other.digital_source_type),
            rating: if self.rating == 0 { other.rating } else { self.rating },
        }
    }
}

/// Longest text taken from a file, in characters: IIM's own limit is 2,000 bytes, and what is
/// longer in XMP is no caption.
pub(super) const TEXT_LIMIT: usize = 8_000;
pub(super) const LIST_LIMIT: usize = 200;

/// One text in the form of the desk, cut where it is too long.
pub(super) fn tidy_text(text: &str) -> String {
    let kept: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| *c == '\n' || !c.is_control())
        // XML has no form for these, so no packet could say them again.
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .take(TEXT_LIMIT)
        .collect();
    nfc(kept.trim())
}

/// Brings text to the form of the desk: NFC, no control characters, no white space around it.
fn tidy(metadata: Metadata) -> Metadata {
    let text = |text: String| tidy_text(&text);
    let list = |list: Vec<String>| {
        let mut tidied: Vec<String> = Vec::new();
        for each in list.into_iter().map(text).filter(|each| !each.is_empty()) {
            if tidied.len() == LIST_LIMIT {
                break;
            }
            if !tidied.contains(&each) {
                tidied.push(each);
            }
        }
        tidied
    };
    Metadata {
        headline: text(metadata.headline),
        caption: text(metadata.caption),
        creators: list(metadata.creators),
        credit: text(metadata.credit),
        source: text(metadata.source),
        copyright: text(metadata.copyright),
        usage_terms: text(metadata.usage_terms),
        created: text(metadata.created),
        sublocation: text(metadata.sublocation),
        city: text(metadata.city),
        province: text(metadata.province),
        country: text(metadata.country),
        country_code: text(metadata.country_code),
        people: list(metadata.people),
        keywords: list(metadata.keywords),
        instructions: text(metadata.instructions),
        alt: text(metadata.alt),
        extended_description: text(metadata.extended_description),
        digital_source_type: text(metadata.digital_source_type),
        rating: metadata.rating.min(STARS),
    }
}

/// The readers one by one, for any bytes: for tests and fuzzers.
#[cfg(any(test, feature = "testing"))]
mod doors {
    use super::{
        Metadata, Position, container, credentials, exif, find_position, iim, outgoing, read_all,
        tidy, xmp,
    };
    use crate::photo::glance;

    /// What a file says comes out as the desk keeps words.
    pub(crate) fn door(bytes: &[u8]) {
        assert!(read_all(bytes).metadata.is_tidy());
    }

    pub(crate) fn exif_door(bytes: &[u8]) {
        exif::read(bytes);
    }

    /// What is read of IIM is written in a form that reads the same.
    pub(crate) fn iim_door(bytes: &[u8]) {
        let found = tidy(iim::read(bytes).metadata);
        let again = tidy(iim::read(&iim::resources(&found)).metadata);
        let cut = tidy(iim::read(&iim::resources(&again)).metadata);
        assert_eq!(again, cut, "what has been cut to its room is not cut again");
    }

    /// What is read of a packet is written in a form that reads the same.
    pub(crate) fn xmp_door(bytes: &[u8]) {
        let found = tidy(xmp::read(bytes).metadata);
        let written = xmp::packet(&found, None);
        // A segment has room for less than a packet may say.
        if written.len() < 40_000 {
            assert_eq!(tidy(xmp::read(written.as_bytes()).metadata), found);
        }
    }

    /// A place that is found is one that the screens tell of, and is written in a form that reads
    /// the same.
    pub(crate) fn position_door(bytes: &[u8]) {
        let Some(place) = find_position(bytes) else { return };
        assert!(read_all(bytes).carries.position, "what may go along is told of");
        let packet = xmp::packet(&Metadata::default(), Some(&place));
        assert_eq!(xmp::read(packet.as_bytes()).place(), Some(place));
    }

    /// What credentials say, in a file or by themselves, is in short lines and not too many.
    pub(crate) fn credentials_door(bytes: &[u8]) {
        credentials::der_door(bytes);
        let inside = container::blocks(bytes).credentials;
        for store in inside.as_deref().into_iter().chain([bytes]) {
            let said = credentials::read(store, bytes);
            assert!(said.steps.len() <= 50 && said.ingredients.len() <= 50);
            let steps = said
                .steps
                .iter()
                .flat_map(|step| [&step.action, &step.when, &step.agent, &step.source_type]);
            let titles = said.ingredients.iter().map(|ingredient| &ingredient.title);
            let own = [&said.generator, &said.title, &said.source_type, &said.signer];
            let signed = [&said.signer_house, &said.issuer, &said.signed_at];
            for text in steps.chain(titles).chain(own).chain(signed) {
                assert!(text.len() < 4_000 && !text.chars().any(char::is_control), "{text:?}");
            }
            assert!(!credentials::source_type_of(store).contains(char::is_control));
        }
    }

    /// The certificate and the time stamp in the credentials of a file.
    pub(crate) fn der_in(file: &[u8]) -> Vec<Vec<u8>> {
        credentials::der_in(&credentials_in(file))
    }

    /// The credentials in a file, by themselves.
    pub(crate) fn credentials_in(file: &[u8]) -> Vec<u8> {
        container::blocks(file).credentials.unwrap_or_default().into_owned()
    }

    /// What is kept of a file is the same picture with our words and nothing besides.
    pub(crate) fn kept_door(bytes: &[u8]) {
        let xmp = xmp::packet(&Metadata::default(), None);
        let words = outgoing::Words { xmp, resources: iim::resources(&Metadata::default()) };
        let Ok(Some(made)) = outgoing::kept(bytes, &words) else { return };
        assert!(outgoing::holds_only_words(&made), "nothing else is in it");
        assert_eq!(glance(&made, "a").ok(), glance(bytes, "a").ok(), "it is the same picture");
        let again = outgoing::kept(&made, &words);
        assert_eq!(again.ok().flatten(), Some(made), "nothing is left to be taken away");
    }

    pub(crate) fn packet_with_a_place() -> String {
        let place = Position::new("21,35.600000N", "105,50.1W");
        xmp::packet(&Metadata::default(), place.as_ref())
    }

    pub(crate) fn resources_of(metadata: &Metadata) -> Vec<u8> {
        iim::resources(metadata)
    }

    pub(crate) fn packet_of(metadata: &Metadata) -> String {
        xmp::packet(metadata, None)
    }
}
#[cfg(any(test, feature = "testing"))]
pub(crate) use doors::{
    credentials_door, credentials_in, der_in, door, exif_door, iim_door, kept_door, packet_of,
    packet_with_a_place, position_door, resources_of, xmp_door,
};

#[cfg(test)]
mod tests;
