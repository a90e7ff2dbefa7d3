use super::*;
use crate::photo::test_pictures::*;
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use jpeg_encoder::SamplingFactor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

mod differential;

const SCALES: [Scale; 3] = [Scale::Half, Scale::Quarter, Scale::Eighth];

/// The luma of a full decode by the library, strict; `None` where it refuses.
fn library(bytes: &[u8]) -> Option<GrayImage> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let options = options.set_strict_mode(true).jpeg_set_out_colorspace(ColorSpace::Luma);
    decoder.set_options(options);
    let samples = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    GrayImage::from_raw(width as u32, height as u32, samples)
}

/// The mean difference of two samples between what was decoded small and the library's picture
/// made small. `side` low frequencies of each whole block count, the others are taken away: what
/// is left differs by rounding alone, so by less than one on the average. At an eighth this is the
/// average of the block. Blocks in which the library has cut off at black or white are left out:
/// what they were before that cannot be told.
fn difference(full: &GrayImage, plane: &Plane, side: usize) -> f64 {
    let stride = plane.stride as usize;
    let (mut sum, mut count) = (0.0, 0);
    for top in (0..full.height() as usize / 8).map(|block| block * 8) {
        for left in (0..full.width() as usize / 8).map(|block| block * 8) {
            let block = |x: usize, y: usize| {
                f64::from(full.get_pixel((left + x) as u32, (top + y) as u32).0[0])
            };
            let cut_off = |at: usize| matches!(block(at % 8, at / 8), 0.0 | 255.0);
            if (0..64).any(cut_off) {
                continue;
            }
            for (x, y, value) in low_frequencies(block, side) {
                let at = (top / 8 * side + y) * stride + left / 8 * side + x;
                sum += (value.clamp(0.0, 255.0) - f64::from(plane.samples[at])).abs();
                count += 1;
            }
        }
    }
    sum / f64::from(count.max(1))
}

/// A block as `side` × `side` samples, by the definition of the transform.
fn low_frequencies(
    block: impl Fn(usize, usize) -> f64,
    side: usize,
) -> impl Iterator<Item = (usize, usize, f64)> {
    let wave = |points: usize, frequency: usize, at: usize| {
        let weight = if frequency == 0 { 1.0 } else { 2.0 } / points as f64;
        let turn = std::f64::consts::PI * frequency as f64 * (2 * at + 1) as f64;
        weight.sqrt() * (turn / (2 * points) as f64).cos()
    };
    // Along the rows, then along the columns; from eight points to as many frequencies and back.
    let mut kernel = vec![[0.0; 8]; side];
    for (to, row) in kernel.iter_mut().enumerate() {
        for (from, value) in row.iter_mut().enumerate() {
            let both = |frequency| wave(8, frequency, from) * wave(side, frequency, to);
            *value = (0..side).map(both).sum::<f64>() * (side as f64 / 8.0).sqrt();
        }
    }
    let mut samples = Vec::new();
    for y in 0..side {
        for x in 0..side {
            let mut value = 0.0;
            for (from_y, down) in kernel[y].iter().enumerate() {
                for (from_x, across) in kernel[x].iter().enumerate() {
                    value += block(from_x, from_y) * down * across;
                }
            }
            samples.push((x, y, value));
        }
    }
    samples.into_iter()
}

/// Far more than rounding makes, far less than one wrong coefficient.
const MOST: f64 = 1.0;

fn decoded(bytes: &[u8], scale: Scale) -> Option<Vec<Plane>> {
    let mut decoder = Decoder::default();
    decoder.decode(&head(bytes), scale)?;
    let grey = decoder.planes[1].stride == 0;
    let mut planes: Vec<Plane> = decoder.planes.into_iter().collect();
    planes.truncate(if grey { 1 } else { 3 });
    Some(planes)
}

#[test]
fn every_size_and_sampling_comes_out_as_the_library_has_it() {
    for (width, height) in [(1, 1), (8, 8), (17, 9), (64, 64), (161, 83), (400, 300)] {
        for sampling in [
            SamplingFactor::F_1_1,
            SamplingFactor::F_2_1,
            SamplingFactor::F_1_2,
            SamplingFactor::F_2_2,
        ] {
            let bytes = jpeg_with(&noise(width, height), |encoder| {
                encoder.set_sampling_factor(sampling);
            });
            for scale in SCALES {
                let planes = decoded(&bytes, scale).expect("this is for us");
                assert_eq!(planes.len(), 3);
                assert_eq!(planes[0].width, f64::from(width) / f64::from(scale.divisor()));
                assert_eq!(planes[0].height, f64::from(height) / f64::from(scale.divisor()));
                let full = library(&bytes).unwrap();
                let difference = difference(&full, &planes[0], scale.side() as usize);
                assert!(
                    difference < MOST,
                    "{width} x {height}, {sampling:?}, {scale:?}: {difference}"
                );
            }
        }
    }
}

#[test]
fn restarts_and_grey_are_read() {
    let picture = noise(161, 83);
    let mut grey = Vec::new();
    DynamicImage::ImageRgb8(picture.clone())
        .into_luma8()
        .write_to(&mut std::io::Cursor::new(&mut grey), ImageFormat::Jpeg)
        .unwrap();
    let restarts = jpeg_with(&picture, |encoder| encoder.set_restart_interval(3));
    for (bytes, count) in [(grey, 1), (restarts, 3)] {
        for scale in SCALES {
            let planes = decoded(&bytes, scale).expect("this is for us");
            assert_eq!(planes.len(), count);
            let full = library(&bytes).unwrap();
            assert!(difference(&full, &planes[0], scale.side() as usize) < MOST);
        }
    }
}

#[test]
fn colours_come_out_in_their_planes() {
    let flat = RgbImage::from_pixel(96, 64, image::Rgb([200, 40, 90]));
    let planes = decoded(&jpeg(&flat), Scale::Eighth).unwrap();
    let (y, cb, cr) = jpeg_encoder::rgb_to_ycbcr(200, 40, 90);
    for (plane, expected) in planes.iter().zip([y, cb, cr]) {
        assert!(plane.samples.iter().all(|sample| sample.abs_diff(expected) <= 2));
    }
}

#[test]
fn what_cameras_do_not_write_is_left_to_the_library() {
    let picture = noise(64, 48);
    for foreign in [
        jpeg_with(&picture, |encoder| encoder.set_progressive(true)),
        cmyk_jpeg(64, 48),
        encoded(picture, ImageFormat::Png),
        Vec::new(),
        vec![0xFF, 0xD8],
    ] {
        assert!(head(&foreign).size().is_none());
        assert!(decoded(&foreign, Scale::Half).is_none());
    }
}

/// The library refuses it, so it is not for us to take.
#[test]
fn a_grey_picture_with_samplings_that_there_are_not_is_not_taken() {
    let mut grey = Vec::new();
    GrayImage::new(20, 20)
        .write_to(&mut std::io::Cursor::new(&mut grey), ImageFormat::Jpeg)
        .unwrap();
    let frame = grey.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    assert!(head(&grey).size().is_some());
    grey[frame + 11] = 0x19;
    assert!(head(&grey).size().is_none());
}

/// As the library: what it does not let pass is not for us to take.
#[test]
fn a_broken_table_is_not_taken_even_where_another_takes_its_place() {
    let whole = jpeg(&noise(40, 30));
    let at = whole.windows(2).position(|pair| pair == [0xFF, 0xC4]).unwrap();
    let length = usize::from(u16::from_be_bytes([whole[at + 2], whole[at + 3]])) + 2;
    let mut broken = whole[at..at + length].to_vec();
    assert_eq!(broken[4], 0, "a table for DC");
    broken[21] = 0xFF;
    let both = [&whole[..at], &broken, &whole[at..]].concat();
    assert!(library(&both).is_none());
    assert!(head(&both).size().is_none());
}

#[test]
fn what_is_not_whole_is_not_decoded() {
    let whole = jpeg_with(&noise(200, 150), |encoder| encoder.set_restart_interval(7));
    assert!(decoded(&whole, Scale::Eighth).is_some());
    let near_the_end = whole.len() - 20..whole.len();
    for cut in (2..whole.len()).step_by(331).chain(near_the_end) {
        assert!(decoded(&whole[..cut], Scale::Eighth).is_none(), "cut at {cut}");
    }
    // A segment lost, or two in the wrong order.
    let marker =
        |number: u8| whole.windows(2).position(|pair| pair == [0xFF, 0xD0 + number]).unwrap();
    let (first, second, third) = (marker(0), marker(1), marker(2));
    let lost = [&whole[..first], &whole[second..]].concat();
    let swapped =
        [&whole[..first], &whole[second..third], &whole[first..second], &whole[third..]].concat();
    for damaged in [lost, swapped] {
        assert!(decoded(&damaged, Scale::Half).is_none());
    }
}

#[test]
fn a_decoder_that_was_used_decodes_the_next_picture_as_a_fresh_one_does() {
    let mut decoder = Decoder::default();
    for (width, height) in [(300, 200), (40, 30), (161, 83)] {
        let bytes = jpeg(&noise(width, height));
        let used: Vec<Vec<u8>> = decoder
            .decode(&head(&bytes), Scale::Quarter)
            .unwrap()
            .iter()
            .map(|plane| plane.samples.clone())
            .collect();
        let fresh = decoded(&bytes, Scale::Quarter).unwrap();
        assert!(used.iter().eq(fresh.iter().map(|plane| &plane.samples)));
    }
    // A grey one after them has no colours left over from before.
    let mut grey = Vec::new();
    GrayImage::new(20, 20)
        .write_to(&mut std::io::Cursor::new(&mut grey), ImageFormat::Jpeg)
        .unwrap();
    assert_eq!(decoder.decode(&head(&grey), Scale::Half).unwrap().len(), 1);
}
