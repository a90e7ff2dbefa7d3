use super::*;
use crate::photo::test_pictures::*;
use crate::testing::card::Camera;
use image::RgbImage;

fn code(bytes: &[u8]) -> Code {
    let failure = inspect(bytes, "ảnh 1.jpg").expect_err("this is refused");
    assert_eq!(failure.params["file"], "ảnh 1.jpg", "the message names the file");
    failure.code
}

fn seen(bytes: &[u8]) -> (PhotoKind, u32, u32) {
    let seen = inspect(bytes, "a").expect("this is taken");
    (seen.kind, seen.width, seen.height)
}

#[test]
fn pictures_are_told_by_their_bytes() {
    let picture = noise(90, 60);
    assert_eq!(seen(&jpeg(&picture)), (PhotoKind::Jpeg, 90, 60));
    assert_eq!(seen(&encoded(picture.clone(), ImageFormat::Png)), (PhotoKind::Png, 90, 60));
    assert_eq!(seen(&encoded(picture.clone(), ImageFormat::WebP)), (PhotoKind::WebP, 90, 60));
    assert_eq!(seen(&encoded(picture, ImageFormat::Tiff)), (PhotoKind::Tiff, 90, 60));
}

#[test]
fn all_common_ways_to_store_a_picture_are_read() {
    let picture = noise(90, 60);
    let progressive = jpeg_with(&picture, |encoder| encoder.set_progressive(true));
    let restarts = jpeg_with(&picture, |encoder| encoder.set_restart_interval(3));
    let grey = DynamicImage::ImageRgb8(picture.clone()).into_luma8();
    let deep = DynamicImage::ImageRgb8(picture).into_rgba16();
    for bytes in [
        progressive,
        restarts,
        cmyk_jpeg(90, 60),
        encoded(grey.clone(), ImageFormat::Jpeg),
        encoded(grey.clone(), ImageFormat::Png),
        encoded(deep.clone(), ImageFormat::Png),
        encoded(grey, ImageFormat::Tiff),
        encoded(deep, ImageFormat::Tiff),
    ] {
        let (_, width, height) = seen(&bytes);
        assert_eq!((width, height), (90, 60));
    }
}

#[test]
fn the_size_is_the_one_that_is_shown() {
    for orientation in 1..=8 {
        let turned = jpeg_with(&noise(90, 60), |encoder| {
            encoder.add_exif_metadata(&exif(orientation)).unwrap();
        });
        let camera = Camera { orientation, ..Camera::default() };
        for bytes in [turned, camera.tiff(&noise(90, 60), &[])] {
            let seen = inspect(&bytes, "a").unwrap();
            let expected = if orientation >= 5 { (60, 90) } else { (90, 60) };
            assert_eq!((seen.width, seen.height), expected, "orientation {orientation}");
            assert_eq!(seen.orientation, orientation);
        }
    }
}

#[test]
fn broken_exif_does_not_cost_the_photo() {
    for broken in [vec![], vec![0xFF; 30], b"MM\0\x2a\0\0\0\x08\xff\xff\x01\x12".to_vec()] {
        let bytes = jpeg_with(&noise(20, 20), |encoder| {
            encoder.add_exif_metadata(&broken).unwrap();
        });
        assert_eq!(inspect(&bytes, "a").unwrap().orientation, 1);
    }
}

#[test]
fn what_is_no_picture_is_called_so() {
    for bytes in [
        &b""[..],
        b"\xFF\xD8",
        b"Nguy\xe1\xbb\x85n",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"GIF89a\x01\0\x01\0",
        b"\0\0\0\x18ftypheic\0\0\0\0",
        b"PK\x03\x04",
        b"RIFF\x04\0\0\0WAVE",
        b"II*\0",
    ] {
        assert_eq!(code(bytes), Code::NotAPhoto, "{bytes:?}");
    }
}

#[test]
fn a_file_that_breaks_off_is_found_wherever_it_breaks() {
    let picture = noise(200, 150);
    for whole in [
        jpeg(&picture),
        jpeg_with(&picture, |encoder| encoder.set_progressive(true)),
        jpeg_with(&picture, |encoder| encoder.set_restart_interval(4)),
        encoded(picture.clone(), ImageFormat::Png),
        encoded(picture.clone(), ImageFormat::WebP),
        encoded(picture.clone(), ImageFormat::Tiff),
        Camera::default().tiff(&picture, &[]),
    ] {
        assert!(inspect(&whole, "a").is_ok());
        for percent in 1..100 {
            let cut = (whole.len() * percent / 100).max(12);
            assert_eq!(code(&whole[..cut]), Code::DamagedPhoto, "cut at {percent} %");
        }
        assert_eq!(code(&whole[..whole.len() - 1]), Code::DamagedPhoto, "the last byte is gone");
    }
}

#[test]
fn a_thumbnail_inside_does_not_hide_that_the_photo_breaks_off() {
    let thumbnail = jpeg(&noise(16, 16));
    let whole = jpeg_with(&noise(200, 150), |encoder| {
        encoder.add_app_segment(1, thumbnail).unwrap();
    });
    assert!(inspect(&whole, "a").is_ok());
    assert_eq!(code(&whole[..whole.len() / 2]), Code::DamagedPhoto);
}

#[test]
fn a_jpeg_with_its_middle_lost_is_damaged() {
    // Beginning and end are in place; a tolerant decoder would paint grey from here on.
    let mut bytes = jpeg(&noise(400, 300));
    let middle = bytes.len() / 2;
    bytes.splice(middle..middle + 4096, [0xFF, 0x00].repeat(2048));
    assert_eq!(code(&bytes), Code::DamagedPhoto);
}

#[test]
fn a_jpeg_whose_colours_would_come_out_wrong_is_refused() {
    let apart = jpeg_with(&noise(64, 64), |encoder| {
        // This encoder writes a scan for each colour when it makes its own tables.
        encoder.set_optimized_huffman_tables(true);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    });
    assert_eq!(code(&apart), Code::NotAPhoto);
}

#[test]
fn what_follows_the_end_of_a_photo_does_not_matter() {
    let mut bytes = jpeg(&noise(40, 30));
    bytes.extend(jpeg(&noise(10, 10)));
    bytes.extend(b"PK\x03\x04<html>");
    assert_eq!(seen(&bytes), (PhotoKind::Jpeg, 40, 30));
}

#[test]
fn absurd_sizes_are_refused_from_the_header() {
    for (bytes, width, height) in [
        (png_claiming(100_000, 100_000), "100000", "100000"),
        (jpeg_claiming(65_500, 65_500), "65500", "65500"),
        (jpeg_claiming(30_000, 4_000), "30000", "4000"),
        (tiff_claiming(60_000, 60_000), "60000", "60000"),
    ] {
        let failure = inspect(&bytes, "a").unwrap_err();
        assert_eq!(failure.code, Code::PhotoTooLarge);
        assert_eq!(failure.params["width"], width);
        assert_eq!(failure.params["height"], height);
    }
    assert_eq!(code(&png_claiming(9_000, 9_000)), Code::DamagedPhoto, "a lie, but not absurd");
}

fn tiff_claiming(width: u32, height: u32) -> Vec<u8> {
    let side = |side: u32| side.to_be_bytes().to_vec();
    let more = [(0x0100, 4, side(width)), (0x0101, 4, side(height))];
    Camera::default().tiff(&noise(8, 8), &more)
}

#[test]
fn a_raw_file_is_not_taken_for_the_small_tiff_that_it_begins_as() {
    let (camera, picture) = (Camera::default(), noise(90, 60));
    let short = |number: u16| number.to_be_bytes().to_vec();
    for bytes in [
        camera.raw(&picture),
        // DNG; a reduced picture; sensor data; a JPEG of the old kind.
        camera.tiff(&picture, &[(0xC612, 1, vec![1, 4, 0, 0])]),
        camera.tiff(&picture, &[(0x00FE, 4, vec![0, 0, 0, 1])]),
        camera.tiff(&picture, &[(0x0106, 3, short(32_803))]),
        camera.tiff(&picture, &[(0x0103, 3, short(6))]),
    ] {
        assert_eq!(code(&bytes), Code::NotAPhoto);
    }
}

/// A chunk of a PNG behind its header.
fn with_chunk(png: &[u8], name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    const HEADER: usize = 8 + 25;
    let chunk = [&name[..], body].concat();
    let mut made = png[..HEADER].to_vec();
    made.extend((body.len() as u32).to_be_bytes());
    made.extend(&chunk);
    made.extend(crc32(&chunk).to_be_bytes());
    made.extend(&png[HEADER..]);
    made
}

fn deflated(bytes: impl std::io::Read) -> Vec<u8> {
    let mut packed = Vec::new();
    std::io::copy(
        &mut { bytes },
        &mut flate2::write::ZlibEncoder::new(&mut packed, flate2::Compression::new(9)),
    )
    .unwrap();
    packed
}

#[test]
fn bombs_are_told_or_taken_for_the_little_that_they_show() {
    use std::io::{Read as _, repeat};
    let png = encoded(noise(40, 30), ImageFormat::Png);
    // 300 MB of nothing, in a third of a megabyte.
    let bomb = deflated(repeat(0).take(300 << 20));
    let profile = with_chunk(&png, b"iCCP", &[b"a\0\0", &bomb[..]].concat());
    let text = with_chunk(&png, b"zTXt", &[b"Comment\0\0", &bomb[..]].concat());
    let words = with_chunk(&png, b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", &bomb[..]].concat());
    for (name, bytes) in [("profile", profile), ("text", text), ("words", words)] {
        let seen = inspect(&bytes, "a").unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
        assert_eq!((seen.width, seen.height), (40, 30), "{name}");
        assert_eq!(crate::photo::metadata::read(&bytes), crate::photo::metadata::Found::default());
        let thumb = crate::photo::Rendition::Thumb.wanted();
        assert!(crate::photo::render(&bytes, &thumb, &crate::photo::Edits::default()).is_ok());
    }
    // More pixels than its header says.
    let header = &png_claiming(8, 8)[..8 + 25];
    let mut pixels = [&b"IDAT"[..], &bomb].concat();
    let mut bytes = header.to_vec();
    bytes.extend((pixels.len() as u32 - 4).to_be_bytes());
    let check = crc32(&pixels);
    bytes.append(&mut pixels);
    bytes.extend(check.to_be_bytes());
    bytes.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    assert!(inspect(&bytes, "a").is_ok_and(|seen| (seen.width, seen.height) == (8, 8)));
    // The largest WebP there is, 268 million pixels in 26 bytes; and one that says so in the header
    // around it.
    for bytes in [
        &b"RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f\xff\xff\xff\x0f\0"[..],
        b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\0",
    ] {
        assert!(matches!(code(bytes), Code::PhotoTooLarge | Code::DamagedPhoto));
    }
}

#[test]
fn a_picture_that_comes_out_without_a_pixel_is_damaged() {
    // The greatest height that a lossless WebP can say; the decoder takes it for none.
    let mut tall = encoded(noise(90, 60), ImageFormat::WebP);
    let size = 89u32 | 0x3FFF << 14;
    tall[21..25].copy_from_slice(&size.to_le_bytes());
    assert_eq!(glance(&tall, "a").expect_err("it is refused").code, Code::DamagedPhoto);
}

#[test]
fn a_panorama_within_the_limits_is_taken() {
    let wide = RgbImage::new(30_000, 40);
    assert_eq!(seen(&jpeg(&wide)), (PhotoKind::Jpeg, 30_000, 40));
}

#[test]
fn a_file_over_the_limit_is_refused_unread() {
    let failure = inspect(&vec![0xFF; FILE_LIMIT as usize + 1], "a").unwrap_err();
    assert_eq!(failure.code, Code::TooLarge);
    assert_eq!(failure.params["megabytes"], "201");
    assert_eq!(failure.params["limitMegabytes"], "200");
}

#[test]
fn thousands_of_scans_are_refused() {
    let whole = jpeg_with(&noise(64, 64), |encoder| encoder.set_progressive(true));
    let scan = whole.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).unwrap();
    let end = whole.len() - 2;
    let mut bytes = whole[..end].to_vec();
    for _ in 0..3_000 {
        bytes.extend(&whole[scan..end]);
    }
    bytes.extend([0xFF, 0xD9]);
    assert_eq!(code(&bytes), Code::DamagedPhoto);
}

#[test]
fn a_panic_in_a_decoder_is_a_damaged_photo() {
    let failure = guarded(|| -> Result<()> { panic!("on purpose") }).unwrap_err();
    assert_eq!(failure.code, Code::DamagedPhoto);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
    #[test]
    fn mangled_files_get_an_answer(
        format in 0..4_usize,
        hits in proptest::collection::vec((0.0..1.0_f64, proptest::prelude::any::<u8>()), 1..8),
    ) {
        let picture = noise(48, 32);
        let mut bytes = match format {
            0 => jpeg(&picture),
            1 => jpeg_with(&picture, |encoder| encoder.set_progressive(true)),
            2 => encoded(picture, ImageFormat::Png),
            _ => encoded(picture, ImageFormat::WebP),
        };
        for (place, value) in hits {
            let at = (bytes.len() as f64 * place) as usize;
            bytes[at] = value;
        }
        if inspect(&bytes, "a").is_ok() {
            let thumb = crate::photo::Rendition::Thumb.wanted();
            crate::photo::render(&bytes, &thumb, &crate::photo::Edits::default())
                .expect("what was taken can be shown");
        }
    }
}
