use super::*;
use crate::photo::inspect;
use crate::photo::test_pictures::*;
use crate::testing::card::Camera;
use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

fn render(bytes: &[u8], rendition: Rendition) -> Result<Vec<u8>> {
    super::render(bytes, &rendition.wanted(), &Edits::default())
}

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
        let tiff = Camera { orientation, ..Camera::default() }.tiff(&signpost(), &[]);
        for bytes in [bytes, tiff] {
            let seen = inspect(&bytes, "a").unwrap();
            assert_eq!(seen.orientation, orientation, "{:?}", seen.kind);
            let made = shown(&render(&bytes, Rendition::Thumb).unwrap());
            assert_eq!(made.dimensions(), (seen.width, seen.height));
            let at = |[x, y]: [f32; 2]| {
                *made.get_pixel((made.width() as f32 * x) as u32, (made.height() as f32 * y) as u32)
            };
            let what = format!("{:?}, orientation {orientation}", seen.kind);
            assert!(is(&at(green), 1), "{what}: green at {:?}", at(green));
            assert!(is(&at(red), 0), "{what}: red at {:?}", at(red));
        }
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

/// The photo as the library decodes it, against what is made of it by way of the desk's own
/// decoder: one whose markers the desk does not take is the same picture.
fn foreign(bytes: &[u8]) -> Vec<u8> {
    // A second colour table that nobody uses, of 16 bits: not baseline.
    let mut table = vec![0xFF, 0xDB, 0, 131, 0x13];
    table.extend([0, 1].repeat(64));
    [&bytes[..2], &table, &bytes[2..]].concat()
}

#[test]
fn both_decoders_give_the_same_picture() {
    let picture = RgbImage::from_fn(1400, 900, |x, y| {
        let wave = |at: u32, by: f64| ((f64::from(at) * by).sin() * 60.0 + 128.0) as u8;
        Rgb([wave(x, 0.02), wave(y, 0.03), wave(x + y, 0.015)])
    });
    for orientation in [1, 5, 6] {
        let ours = jpeg_with(&picture, |encoder| {
            encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_1);
            encoder.add_exif_metadata(&exif(orientation)).unwrap();
        });
        for edits in
            ["", "turn=90", "crop=1000,500,6000,3000", "straighten=300;light=4;blur=0,0,900,900"]
        {
            let edits: Edits = edits.parse().unwrap();
            let wanted = Wanted { size: Fit::Longest(160), ..Rendition::Thumb.wanted() };
            let made = |bytes| shown(&super::render(bytes, &wanted, &edits).unwrap());
            let (one, other) = (made(&ours), made(&foreign(&ours)));
            assert_eq!(one.dimensions(), other.dimensions());
            let sum: u32 =
                one.iter().zip(other.iter()).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
            let mean = f64::from(sum) / one.len() as f64;
            assert!(mean < 1.5, "orientation {orientation}, {edits}: {mean}");
        }
    }
}

#[test]
fn a_crop_shows_what_was_asked_for_however_the_photo_lies() {
    for orientation in 1..=8 {
        let bytes = jpeg_with(&signpost(), |encoder| {
            encoder.add_exif_metadata(&exif(orientation)).unwrap();
        });
        let whole = shown(&render(&bytes, Rendition::Web).unwrap());
        let edits = "crop=0,0,5000,2500".parse().unwrap();
        let made = shown(&super::render(&bytes, &Rendition::Web.wanted(), &edits).unwrap());
        assert_eq!(made.dimensions(), (whole.width() / 2, whole.height() / 4));
        let expected = whole.get_pixel(whole.width() / 4, whole.height() / 8);
        let pixel = made.get_pixel(made.width() / 2, made.height() / 2);
        for (value, expected) in pixel.0.into_iter().zip(expected.0) {
            assert!(value.abs_diff(expected) < 12, "orientation {orientation}: {pixel:?}");
        }
    }
}

#[test]
fn turns_come_after_the_orientation_of_the_camera() {
    let bytes = jpeg_with(&signpost(), |encoder| {
        encoder.add_exif_metadata(&exif(6)).unwrap();
    });
    // Lying on its side by the camera, and turned back by hand: as it is stored.
    let back = "turn=270".parse().unwrap();
    let made = shown(&super::render(&bytes, &Rendition::Web.wanted(), &back).unwrap());
    assert_eq!(made.dimensions(), (64, 32));
    let pixel = made.get_pixel(16, 8).0;
    assert!(pixel[1] > 150 && pixel[0] < 60, "green at the top left: {pixel:?}");
}

#[test]
fn light_is_added_in_every_rendition() {
    let bytes = jpeg(&RgbImage::from_pixel(900, 700, Rgb([118; 3])));
    let edits = "light=10".parse().unwrap();
    for rendition in Rendition::ALL {
        let made = super::render(&bytes, &rendition.wanted(), &edits).unwrap();
        let pixel = image::load_from_memory(&made).unwrap().into_rgb8().get_pixel(9, 9).0;
        assert!(pixel.iter().all(|value| value.abs_diff(162) < 4), "{pixel:?}");
    }
}

#[test]
fn a_blurred_area_is_blurred_in_every_size() {
    let stripes =
        RgbImage::from_fn(2000, 1000, |x, _| Rgb([if x / 20 % 2 == 0 { 0 } else { 255 }; 3]));
    let bytes = jpeg(&stripes);
    let edits: Edits = "blur=2500,2500,5000,5000".parse().unwrap();
    for rendition in Rendition::ALL {
        let made = shown(&super::render(&bytes, &rendition.wanted(), &edits).unwrap());
        let (width, height) = made.dimensions();
        let row: Vec<u8> =
            (width * 3 / 10..width * 7 / 10).map(|x| made.get_pixel(x, height / 2).0[0]).collect();
        let (least, most) = (row.iter().min().unwrap(), row.iter().max().unwrap());
        assert!(most - least < 30, "{rendition:?}: from {least} to {most}");
        let beside = (0..width / 5).map(|x| made.get_pixel(x, height / 2).0[0]);
        assert!(beside.max() > Some(200), "{rendition:?}: the stripes beside it stay");
    }
}

#[test]
fn profiles_of_cameras_are_made_those_of_the_web() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let flat = RgbImage::from_pixel(900, 700, Rgb([200, 100, 50]));
    let ours = jpeg_with(&flat, |encoder| encoder.add_icc_profile(&profile).unwrap());
    let tiff = Camera::default().tiff(&flat, &[(PROFILE, 7, profile)]);
    for bytes in [foreign(&ours), ours, tiff] {
        let pixel = shown(&render(&bytes, Rendition::Thumb).unwrap()).get_pixel(50, 50).0;
        for (value, expected) in pixel.into_iter().zip([215, 93, 31]) {
            assert!(value.abs_diff(expected) <= 5, "{pixel:?}");
        }
    }
}

/// The tag of a colour profile in TIFF.
const PROFILE: u16 = 34_675;

#[test]
fn inks_of_a_tiff_are_shown_as_colours_whatever_profile_they_have() {
    let (width, height) = (48, 64);
    let inks = [0, 40, 80, 10].repeat(width * height);
    // As many bytes as there are of a picture in three colours.
    let raw = RgbImage::from_raw(64, 64, inks).unwrap();
    let short = |numbers: &[u16]| numbers.iter().flat_map(|it| it.to_be_bytes()).collect();
    let width = u32::try_from(width).unwrap().to_be_bytes().to_vec();
    let mut inks = vec![
        (0x0100, 4, width),
        (0x0102, 3, short(&[8; 4])),
        (0x0106, 3, short(&[5])),
        (0x0115, 3, short(&[4])),
    ];
    let plain = Camera::default().tiff(&raw, &inks);
    let mut profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    profile[16..20].copy_from_slice(b"CMYK");
    inks.push((PROFILE, 7, profile));
    let made = [plain, Camera::default().tiff(&raw, &inks)].map(|tiff| {
        let seen = inspect(&tiff, "a").unwrap();
        assert_eq!((seen.width, seen.height), (48, 64));
        render(&tiff, Rendition::Thumb).unwrap()
    });
    assert_eq!(made[0], made[1], "a profile for inks says nothing of colours");
    let pixel = shown(&made[0]).get_pixel(20, 30).0;
    for (value, expected) in pixel.into_iter().zip([245, 207, 168]) {
        assert!(value.abs_diff(expected) <= 5, "{pixel:?}");
    }
}

#[test]
fn the_beginning_of_a_file_tells_what_its_colours_mean() {
    let noisy = noise(900, 700);
    let of = |profile: &[u8]| {
        let bytes = jpeg_with(&noisy, |encoder| encoder.add_icc_profile(profile).unwrap());
        colours(&bytes[..bytes.len() / 2])
    };
    let encoded = |profile: moxcms::ColorProfile| profile.encode().unwrap();
    let p3 = of(&encoded(moxcms::ColorProfile::new_display_p3()));
    assert!(matches!(p3, Some(Colours::Other { .. })), "{p3:?}");
    assert_eq!(of(&encoded(moxcms::ColorProfile::new_srgb())), Some(Colours::Srgb));
    assert_eq!(of(b"my own"), Some(Colours::Unreadable));
    assert_eq!(colours(&jpeg(&noisy)), Some(Colours::Srgb), "without a profile");
    assert_eq!(colours(b"no picture"), None);
}

#[test]
fn several_renditions_come_from_one_decode() {
    let bytes = jpeg(&noise(2400, 1600));
    let wanted = [Rendition::Thumb.wanted(), Rendition::Web.wanted()];
    let made = render_all(&bytes, &wanted, &Edits::default()).unwrap();
    let sizes: Vec<_> = made.iter().map(|made| (made.width, made.height)).collect();
    assert_eq!(sizes, [(320, 213), (1600, 1067)]);
    for made in &made {
        assert_eq!(shown(&made.bytes).dimensions(), (made.width, made.height));
    }
    assert_eq!(
        made[1].bytes,
        render(&bytes, Rendition::Web).unwrap(),
        "the largest is as if alone"
    );
}

#[test]
fn a_thumbnail_taken_in_is_the_one_that_would_be_made_later() {
    let camera = jpeg_with(&noise(900, 600), |encoder| {
        encoder.add_exif_metadata(&exif(6)).unwrap();
    });
    let progressive = jpeg_with(&noise(900, 600), |encoder| encoder.set_progressive(true));
    for bytes in [camera, progressive, encoded(noise(900, 600), ImageFormat::Png)] {
        let (seen, thumb) = take_in(&bytes, "a").unwrap();
        assert_eq!(seen, inspect(&bytes, "a").unwrap());
        assert_eq!(thumb, render(&bytes, Rendition::Thumb).unwrap());
    }
    let failure = take_in(b"text", "ảnh.jpg").unwrap_err();
    assert_eq!(failure.params["file"], "ảnh.jpg");
}
