use super::*;
use crate::photo::inspect;
use crate::photo::test_pictures::*;
use image::{ImageFormat, Rgba, RgbaImage};

fn shown(bytes: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().into_rgb8()
}

#[test]
fn renditions_fit_and_keep_the_shape() {
    for ((width, height), rendition, expected) in [
        ((2000, 1000), Rendition::Thumb, (320, 160)),
        ((1000, 2000), Rendition::Thumb, (160, 320)),
        ((2000, 1000), Rendition::Web, (1600, 800)),
        ((2000, 1000), Rendition::Desk, (1600, 800)),
        ((300, 200), Rendition::Thumb, (300, 200)),
        ((3000, 1), Rendition::Thumb, (320, 1)),
        ((1, 1), Rendition::Web, (1, 1)),
    ] {
        let made = render(&jpeg(&noise(width, height)), rendition).unwrap();
        let seen = inspect(&made, "a").expect("a rendition is a whole photo");
        assert_eq!((seen.width, seen.height), expected, "{width} x {height}");
    }
}

#[test]
fn a_small_photo_is_never_made_larger() {
    let made = shown(&render(&jpeg(&noise(50, 40)), Rendition::Web).unwrap());
    assert_eq!(made.dimensions(), (50, 40));
}

#[test]
fn the_same_original_gives_the_same_bytes() {
    let original = jpeg(&noise(700, 500));
    assert_eq!(
        render(&original, Rendition::Thumb).unwrap(),
        render(&original, Rendition::Thumb).unwrap()
    );
}

#[test]
fn photos_stand_upright_in_every_orientation() {
    let is = |pixel: &image::Rgb<u8>, channel: usize| {
        pixel.0[channel] > 120 && (0..3).all(|other| other == channel || pixel.0[other] < 90)
    };
    // Where the corner that is stored at the top left comes to lie, and the one below it.
    let cases: [(u8, [f32; 2], [f32; 2]); 8] = [
        (1, [0.25, 0.25], [0.25, 0.75]),
        (2, [0.75, 0.25], [0.75, 0.75]),
        (3, [0.75, 0.75], [0.75, 0.25]),
        (4, [0.25, 0.75], [0.25, 0.25]),
        (5, [0.25, 0.25], [0.75, 0.25]),
        (6, [0.75, 0.25], [0.25, 0.25]),
        (7, [0.75, 0.75], [0.25, 0.75]),
        (8, [0.25, 0.75], [0.75, 0.75]),
    ];
    for (orientation, green, red) in cases {
        let bytes = jpeg_with(&signpost(), |encoder| {
            encoder.add_exif_metadata(&exif(orientation)).unwrap();
        });
        let made = shown(&render(&bytes, Rendition::Thumb).unwrap());
        let at = |[x, y]: [f32; 2]| {
            *made.get_pixel((made.width() as f32 * x) as u32, (made.height() as f32 * y) as u32)
        };
        assert!(is(&at(green), 1), "orientation {orientation}: green at {:?}", at(green));
        assert!(is(&at(red), 0), "orientation {orientation}: red at {:?}", at(red));
    }
}

#[test]
fn transparency_becomes_white() {
    let clear = RgbaImage::from_pixel(2000, 1000, Rgba([200, 0, 0, 0]));
    let made = shown(&render(&encoded(clear, ImageFormat::Png), Rendition::Thumb).unwrap());
    assert!(made.pixels().all(|pixel| pixel.0.iter().all(|value| *value > 250)));
}

#[test]
fn nothing_but_pixels_is_carried_over() {
    let secret = b"GPSLatitude 21.59 SerialNumber 4711 Phong vien A";
    let original = jpeg_with(&noise(64, 64), |encoder| {
        encoder.add_exif_metadata(&[&exif(6)[..], secret].concat()).unwrap();
        let xmp = [&b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"[..], secret].concat();
        encoder.add_app_segment(1, xmp).unwrap();
        encoder.add_app_segment(13, [&b"Photoshop 3.0\0"[..], secret].concat()).unwrap();
        encoder.add_icc_profile(secret).unwrap();
    });
    let made = render(&original, Rendition::Web).unwrap();
    for part in [&b"GPSLat"[..], b"4711", b"Phong vien", b"Exif", b"http://", b"ICC_PROFILE"] {
        assert!(
            !made.windows(part.len()).any(|window| window == part),
            "{} is not in what leaves the desk",
            String::from_utf8_lossy(part)
        );
    }
}

#[test]
fn colours_stay_what_they_were() {
    let made = shown(&render(&cmyk_jpeg(64, 64), Rendition::Thumb).unwrap());
    assert_eq!(made.dimensions(), (64, 64));
    let flat = RgbImage::from_pixel(900, 700, image::Rgb([180, 120, 60]));
    for bytes in [jpeg(&flat), encoded(flat.clone(), ImageFormat::Png)] {
        let made = shown(&render(&bytes, Rendition::Thumb).unwrap());
        let pixel = made.get_pixel(100, 100).0;
        for (value, expected) in pixel.into_iter().zip([180, 120, 60]) {
            assert!(i16::from(value).abs_diff(expected) <= 4, "{pixel:?}");
        }
    }
}

#[test]
fn names_are_read_back() {
    for rendition in Rendition::ALL {
        assert_eq!(Rendition::parse(rendition.name()), Some(rendition));
    }
    assert_eq!(Rendition::parse("../web"), None);
}
