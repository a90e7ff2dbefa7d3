//! IPTC-IIM 4.2, in the image resources of Photoshop, as agencies and old tools write it.

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use md5::{Digest as _, Md5};

use super::Metadata;
use crate::language::legacy;

/// Resource that holds the datasets.
pub(super) const IIM: u16 = 0x0404;
/// Resource that holds the MD5 of the datasets, as whoever wrote the XMP found them.
const DIGEST: u16 = 0x0425;
/// Dataset 1:90 with the escape sequence for UTF-8.
const UTF_8: &[u8] = b"\x1B%G";

/// Datasets of record 2 and what they hold at most, in bytes.
mod dataset {
    pub(super) type Set = (u8, usize);

    pub(super) const KEYWORDS: Set = (25, 64);
    pub(super) const INSTRUCTIONS: Set = (40, 256);
    pub(super) const DATE_CREATED: Set = (55, 8);
    pub(super) const TIME_CREATED: Set = (60, 11);
    pub(super) const BYLINE: Set = (80, 32);
    pub(super) const CITY: Set = (90, 32);
    pub(super) const SUBLOCATION: Set = (92, 32);
    pub(super) const PROVINCE: Set = (95, 32);
    pub(super) const COUNTRY_CODE: Set = (100, 3);
    pub(super) const COUNTRY: Set = (101, 64);
    pub(super) const HEADLINE: Set = (105, 256);
    pub(super) const CREDIT: Set = (110, 32);
    pub(super) const SOURCE: Set = (115, 32);
    pub(super) const COPYRIGHT: Set = (116, 128);
    pub(super) const CAPTION: Set = (120, 2_000);
}

#[derive(Default)]
pub(super) struct Iim {
    pub(super) metadata: Metadata,
    /// Neither said to be UTF-8 nor valid as such.
    pub(super) guessed: bool,
    pub(super) digest: Option<[u8; 16]>,
    pub(super) actual_digest: [u8; 16],
}

/// Reads image resources; what is damaged says nothing.
pub(super) fn read(resources: &[u8]) -> Iim {
    let mut datasets: &[u8] = &[];
    let mut digest = None;
    for (id, body) in resource_list(resources) {
        match id {
            IIM if datasets.is_empty() => datasets = body,
            DIGEST => digest = body.try_into().ok(),
            _ => {}
        }
    }
    if datasets.is_empty() {
        return Iim::default();
    }
    let all = dataset_list(datasets);
    let is_utf_8 =
        all.iter().any(|(record, number, body)| (*record, *number) == (1, 90) && *body == UTF_8);
    // All that is not UTF-8 was written by one tool, in one encoding.
    let unknown: Vec<&[u8]> = all
        .iter()
        .map(|(_, _, body)| *body)
        .filter(|body| std::str::from_utf8(body).is_err())
        .collect();
    let latin = |body: &[u8]| WINDOWS_1252.decode_without_bom_handling(body).0.into_owned();
    let found = legacy::detect(&latin(&unknown.join(&b' ')));
    let mut guessed = false;
    let mut text = |body: &[u8]| match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) if is_utf_8 => String::from_utf8_lossy(body).into_owned(),
        Err(_) => {
            guessed = true;
            match found {
                Some(written) => legacy::decode(&latin(body), written),
                None => WINDOWS_1258.decode_without_bom_handling(body).0.into_owned(),
            }
        }
    };
    let mut texts = |wanted: dataset::Set| -> Vec<String> {
        let bodies = all.iter().filter(|(record, number, _)| (*record, *number) == (2, wanted.0));
        bodies.map(|(_, _, body)| text(body)).collect()
    };
    let mut first = |wanted| texts(wanted).into_iter().next().unwrap_or_default();
    let (date, time) = (first(dataset::DATE_CREATED), first(dataset::TIME_CREATED));
    let metadata = Metadata {
        headline: first(dataset::HEADLINE),
        caption: first(dataset::CAPTION),
        credit: first(dataset::CREDIT),
        source: first(dataset::SOURCE),
        copyright: first(dataset::COPYRIGHT),
        created: moment(&date, &time),
        sublocation: first(dataset::SUBLOCATION),
        city: first(dataset::CITY),
        province: first(dataset::PROVINCE),
        country: first(dataset::COUNTRY),
        country_code: first(dataset::COUNTRY_CODE),
        instructions: first(dataset::INSTRUCTIONS),
        creators: texts(dataset::BYLINE),
        keywords: texts(dataset::KEYWORDS),
        ..Metadata::default()
    };
    Iim { metadata, guessed, digest, actual_digest: Md5::digest(datasets).into() }
}

/// The resources of a block, as (id, body), up to where it stops making sense.
fn resource_list(block: &[u8]) -> Vec<(u16, &[u8])> {
    let mut found = Vec::new();
    let mut rest = block;
    while let Some(after) = rest.strip_prefix(b"8BIM") {
        let Some((id, after)) = after.split_first_chunk::<2>() else { break };
        // A name, its length before it, filled up to an even number of bytes.
        let Some(&name) = after.first() else { break };
        let name = (usize::from(name) + 2) & !1;
        let Some((size, after)) = after.get(name..).and_then(|it| it.split_first_chunk::<4>())
        else {
            break;
        };
        let size = u32::from_be_bytes(*size) as usize;
        let Some(body) = after.get(..size) else { break };
        found.push((u16::from_be_bytes(*id), body));
        rest = after.get(size + size % 2..).unwrap_or_default();
    }
    found
}

/// The datasets of a block, as (record, number, body), up to where it stops making sense.
fn dataset_list(block: &[u8]) -> Vec<(u8, u8, &[u8])> {
    let mut found = Vec::new();
    let mut rest = block;
    while let Some((&[0x1C, record, number, high, low], after)) = rest.split_first_chunk::<5>() {
        let length = usize::from(u16::from_be_bytes([high, low]));
        // The high bit: so many bytes of length follow.
        let (length, after) = if length < 0x8000 {
            (length, after)
        } else {
            let digits = length - 0x8000;
            let Some(bytes) = after.get(..digits).filter(|bytes| bytes.len() <= 4) else { break };
            let length = bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            (length, &after[digits..])
        };
        let Some(body) = after.get(..length) else { break };
        found.push((record, number, body));
        rest = &after[length..];
    }
    found
}

/// `20200523` and `081500+0700` as ISO 8601; parts that are not known are 00.
fn moment(date: &str, time: &str) -> String {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if date.len() != 8 || !digits(date) || date.starts_with("0000") {
        return String::new();
    }
    let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
    let date = match (month, day) {
        ("00", _) => return year.to_owned(),
        (_, "00") => return format!("{year}-{month}"),
        _ => format!("{year}-{month}-{day}"),
    };
    if !time.is_ascii() || time.len() < 6 || !digits(&time[..6]) {
        return date;
    }
    let zone = &time[6..];
    let zone = if zone.len() == 5 && zone.starts_with(['+', '-']) && digits(&zone[1..]) {
        format!("{}:{}", &zone[..3], &zone[3..])
    } else {
        String::new()
    };
    format!("{date}T{}:{}:{}{zone}", &time[..2], &time[2..4], &time[4..6])
}

/// Image resources with what IIM has room for, in UTF-8, and the digest that tells that nobody
/// has changed it since.
pub(super) fn resources(metadata: &Metadata) -> Vec<u8> {
    let mut datasets = Vec::new();
    put_bytes(&mut datasets, 1, 90, UTF_8);
    // Version of record 2; readers are told that it is there.
    put_bytes(&mut datasets, 2, 0, &4_u16.to_be_bytes());
    let mut put = |(number, limit): dataset::Set, text: &str| {
        let text = cut(text, limit);
        if !text.is_empty() {
            put_bytes(&mut datasets, 2, number, text.as_bytes());
        }
    };
    metadata.keywords.iter().for_each(|word| put(dataset::KEYWORDS, word));
    put(dataset::INSTRUCTIONS, &metadata.instructions);
    let (date, time) = date_and_time(&metadata.created);
    put(dataset::DATE_CREATED, &date);
    put(dataset::TIME_CREATED, &time);
    metadata.creators.iter().for_each(|name| put(dataset::BYLINE, name));
    put(dataset::CITY, &metadata.city);
    put(dataset::SUBLOCATION, &metadata.sublocation);
    put(dataset::PROVINCE, &metadata.province);
    put(dataset::COUNTRY_CODE, &metadata.country_code);
    put(dataset::COUNTRY, &metadata.country);
    put(dataset::HEADLINE, &metadata.headline);
    put(dataset::CREDIT, &metadata.credit);
    put(dataset::SOURCE, &metadata.source);
    put(dataset::COPYRIGHT, &metadata.copyright);
    put(dataset::CAPTION, &metadata.caption);
    let digest: [u8; 16] = Md5::digest(&datasets).into();
    let mut resources = Vec::new();
    put_resource(&mut resources, IIM, &datasets);
    put_resource(&mut resources, DIGEST, &digest);
    resources
}

fn put_bytes(datasets: &mut Vec<u8>, record: u8, number: u8, body: &[u8]) {
    // No limit above is longer.
    let length = u16::try_from(body.len()).unwrap_or(0);
    datasets.extend([0x1C, record, number]);
    datasets.extend(length.to_be_bytes());
    datasets.extend(&body[..usize::from(length)]);
}

pub(super) fn put_resource(resources: &mut Vec<u8>, id: u16, body: &[u8]) {
    resources.extend(b"8BIM");
    resources.extend(id.to_be_bytes());
    resources.extend([0, 0]);
    resources.extend(u32::try_from(body.len()).unwrap_or(0).to_be_bytes());
    resources.extend(body);
    if body.len() % 2 == 1 {
        resources.push(0);
    }
}

/// The beginning of a text that fits into so many bytes: whole letters, and whole words where
/// more than a few are left.
fn cut(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let fits = &text[..end];
    match fits.rfind(char::is_whitespace) {
        Some(space) if space >= limit / 2 => fits[..space].trim_end(),
        _ => fits,
    }
}

/// `2020-05-23T08:15:00+07:00` as `20200523` and `081500+0700`.
fn date_and_time(created: &str) -> (String, String) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (date, time) = created.split_once('T').unwrap_or((created, ""));
    let date = match digits(date).len() {
        8 => digits(date),
        6 => format!("{}00", digits(date)),
        4 => format!("{}0000", digits(date)),
        _ => return (String::new(), String::new()),
    };
    let (clock, zone) = match time.find(['+', '-']) {
        Some(at) => (&time[..at], Some(&time[at..])),
        None => (time.trim_end_matches('Z'), None),
    };
    let clock = digits(clock.split('.').next().unwrap_or_default());
    let clock = match clock.len() {
        6 => clock,
        4 => format!("{clock}00"),
        _ => return (date, String::new()),
    };
    let zone = match zone {
        Some(zone) if digits(zone).len() == 4 => format!("{}{}", &zone[..1], digits(zone)),
        _ if time.ends_with('Z') => "+0000".to_owned(),
        _ => String::new(),
    };
    (date, clock + &zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words_or_letters_and_never_inside_one() {
        let check = |text: &str, limit: usize, expected: &str| {
            assert_eq!(cut(text, limit), expected, "{text} in {limit} bytes");
        };
        check("Nguyễn Thị Phương Thảo", 32, "Nguyễn Thị Phương Thảo");
        check("Cổng TTĐT tỉnh Thái Nguyên", 32, "Cổng TTĐT tỉnh Thái");
        check("ĐĐĐĐ", 5, "ĐĐ");
        check("", 5, "");
    }

    #[test]
    fn dates_come_back_as_they_went() {
        for created in
            ["2020-05-23T08:15:00+07:00", "2020-05-23T08:15:00", "2020-05-23", "2020-05", "2020"]
        {
            let (date, time) = date_and_time(created);
            assert_eq!(moment(&date, &time), created);
        }
        assert_eq!(moment("00000000", ""), "");
        assert_eq!(moment("2020052x", ""), "");
        assert_eq!(date_and_time("2020-05-23T01:15:00.52Z").1, "011500+0000");
    }
}
