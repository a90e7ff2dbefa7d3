use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat};
use moxcms::ColorProfile;
use proptest::prelude::*;

use super::*;
use crate::photo::test_pictures::*;

const SECRET: &[u8] = b"SO-MAY-4711";

fn words() -> Words {
    Words { xmp: "<x:xmpmeta/>".to_owned(), resources: b"8BIM".to_vec() }
}

fn has(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

fn profile() -> Vec<u8> {
    let mut profile = ColorProfile::new_adobe_rgb();
    let name = String::from_utf8(SECRET.to_vec()).unwrap();
    profile.description = Some(moxcms::ProfileText::PlainString(name));
    profile.encode().unwrap()
}

/// A camera's JPEG with everything that one may carry, lying on its side.
fn camera(progressive: bool) -> Vec<u8> {
    let mut file = jpeg_with(&noise(70, 50), |encoder| {
        encoder.set_progressive(progressive);
        encoder.set_restart_interval(2);
        encoder.add_exif_metadata(&[&exif(6)[..], SECRET].concat()).unwrap();
        encoder
            .add_app_segment(1, [&b"http://ns.adobe.com/xap/1.0/\0"[..], SECRET].concat())
            .unwrap();
        encoder.add_app_segment(2, [&b"MPF\0"[..], SECRET].concat()).unwrap();
        encoder.add_app_segment(11, [&b"JP c2pa"[..], SECRET].concat()).unwrap();
        encoder.add_app_segment(13, [&b"Photoshop 3.0\0"[..], SECRET].concat()).unwrap();
        encoder.add_icc_profile(&profile()).unwrap();
    });
    let comment = [&[0xFF, 0xFE, 0, 13][..], SECRET].concat();
    file.splice(2..2, comment);
    // A second picture, or a film, behind the first.
    file.extend_from_slice(SECRET);
    file
}

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(body);
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length, &kind[..], body, &sum.sum().to_be_bytes()].concat()
}

fn drawing() -> Vec<u8> {
    let picture = DynamicImage::from(noise(40, 30)).into_rgba8();
    let plain = encoded(picture, ImageFormat::Png);
    let packed = {
        use std::io::Write as _;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&profile()).unwrap();
        encoder.finish().unwrap()
    };
    let more = [
        chunk(b"iCCP", &[SECRET, b"\0\0", &packed].concat()),
        chunk(b"tEXt", &[b"Comment\0", SECRET].concat()),
        chunk(b"eXIf", &exif(1)),
        chunk(b"caBX", SECRET),
    ]
    .concat();
    // Behind the header; and what an editor forgot to cut off.
    [&plain[..33], &more, &plain[33..], SECRET].concat()
}

fn web_picture(lossless: bool) -> Vec<u8> {
    let picture = DynamicImage::from(noise(41, 30)).into_rgba8();
    let encoder = ::webp::Encoder::from_rgba(&picture, 41, 30);
    let plain = if lossless { encoder.encode_lossless() } else { encoder.encode(80.0) };
    let mut body = plain[12..].to_vec();
    for (kind, content) in [(b"EXIF", SECRET), (b"XMP ", SECRET), (b"C2PA", SECRET)] {
        body.extend_from_slice(kind);
        body.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        body.extend_from_slice(content);
        body.push(0);
    }
    let length = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &length[..], b"WEBP", &body, SECRET].concat()
}

fn all() -> Vec<Vec<u8>> {
    vec![camera(false), camera(true), drawing(), web_picture(false), web_picture(true)]
}

fn decoded(file: &[u8]) -> (Orientation, DynamicImage) {
    let reader = image::ImageReader::new(std::io::Cursor::new(file)).with_guessed_format();
    let mut decoder = reader.unwrap().into_decoder().unwrap();
    (decoder.orientation().unwrap(), DynamicImage::from_decoder(decoder).unwrap())
}

#[test]
fn a_picture_is_kept_to_the_last_bit_and_its_secrets_are_not() {
    for file in all() {
        let made = kept(&file, &words()).unwrap().expect("an ordinary file");
        assert_eq!(decoded(&made), decoded(&file));
        assert!(has(&file, SECRET) && !has(&made, SECRET), "{:?}", glance(&file, ""));
        assert!(has(&made, b"<x:xmpmeta/>"));
        assert!(!holds_only_words(&file) && holds_only_words(&made));
        assert_eq!(kept(&file, &words()).unwrap(), Some(made.clone()), "the same bytes each time");
        assert_eq!(kept(&made, &words()).unwrap(), Some(made), "nothing is left to be taken away");
    }
}

#[test]
fn colours_mean_what_they_meant() {
    let all_of = |profile: &[u8]| {
        let profile = ColorProfile::new_from_slice(profile).unwrap();
        let srgb = ColorProfile::new_srgb();
        let rgb = moxcms::Layout::Rgb;
        let transform = profile.create_transform_8bit(rgb, &srgb, rgb, Default::default()).unwrap();
        let colours: Vec<u8> = (0..=255).flat_map(|v: u8| [v, 255 - v, v / 2]).collect();
        let mut made = vec![0; colours.len()];
        transform.transform(&colours, &mut made).unwrap();
        made
    };
    for (profile, version) in
        [(ColorProfile::new_display_p3(), 4), (ColorProfile::new_adobe_rgb(), 2)]
    {
        let mut bytes = profile.encode().unwrap();
        bytes[8] = version;
        bytes[48..56].copy_from_slice(b"MakerXYZ");
        let plain = colours::plain(&bytes).unwrap();
        assert_eq!(all_of(&plain), all_of(&bytes));
        assert!(!has(&plain, b"MakerXYZ"));
        assert_eq!(colours::plain(&plain).as_ref(), Some(&plain));
    }
    for broken in [&b""[..], b"acsp", &[0; 200]] {
        assert_eq!(colours::plain(broken), None);
    }
}

#[test]
fn a_picture_in_colours_that_cannot_be_told_is_not_kept() {
    let file = jpeg_with(&noise(16, 16), |it| it.add_icc_profile(b"my own").unwrap());
    assert_eq!(kept(&file, &words()).unwrap(), None);
}

#[test]
fn a_thumbnail_in_the_first_segment_is_left_out() {
    let plain = jpeg(&noise(16, 16));
    let end = 4 + usize::from(u16::from_be_bytes([plain[4], plain[5]])) - 2 + 2;
    let mut head = plain[6..end].to_vec();
    *head.last_mut().unwrap() = 1;
    head[12] = 1;
    head.extend([9; 3]);
    let length = u16::try_from(head.len() + 2).unwrap().to_be_bytes();
    let file = [&plain[..4], &length[..], &head, &plain[end..]].concat();
    assert!(!holds_only_words(&file));
    let made = kept(&file, &words()).unwrap().unwrap();
    assert_eq!(made, kept(&plain, &words()).unwrap().unwrap());
}

proptest! {
    #[test]
    fn whatever_is_kept_of_a_damaged_file_is_only_what_may_be(
        which in 0_usize..5,
        changes in proptest::collection::vec((0_usize..1_200, any::<u8>()), 0..20),
        cut in 0_usize..2_000,
    ) {
        let mut file = all().swap_remove(which);
        for (at, byte) in changes {
            if let Some(there) = file.get_mut(at) {
                *there = byte;
            }
        }
        file.truncate(file.len().saturating_sub(cut.saturating_sub(1_500)));
        if let Ok(Some(made)) = kept(&file, &words()) {
            prop_assert!(holds_only_words(&made));
        }
    }
}
