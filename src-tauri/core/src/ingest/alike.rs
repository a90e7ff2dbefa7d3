//! Photos that look alike: the shots of a burst, of which one is wanted.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Largest picture that is decoded for its fingerprint, on its longest side in pixels.
const SIDE_LIMIT: usize = 2_048;
/// In how many of the 64 signs shots of a burst may differ. Two photos of different things differ
/// in about 32; a person who moves in front of a camera that stands still, in a handful.
const SIGN_LIMIT: u32 = 10;
/// The same between the first and the last of a burst: a slow pan is no burst.
const WHOLE_LIMIT: u32 = 18;
/// What counts as equally light, in sixteenths of a step of light: the noise of a wall or a sky
/// says nothing.
const EVEN: u64 = 24;
/// Longest pause within a burst, in milliseconds.
const PAUSE_LIMIT_MS: i64 = 10_000;

/// 64 signs of what a small JPEG shows: whether the light grows from left to right, in eight
/// columns and eight rows. Nearly the same for nearly the same picture, whatever its size and
/// quality. `None` for what cannot be decoded.
pub fn fingerprint(jpeg: &[u8]) -> Option<u64> {
    crate::photo::guarded(|| Ok(read(jpeg))).ok().flatten()
}

fn read(jpeg: &[u8]) -> Option<u64> {
    let options = DecoderOptions::default()
        .set_max_width(SIDE_LIMIT)
        .set_max_height(SIDE_LIMIT)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(jpeg), options);
    let light = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    signs(&light, width, height)
}

fn signs(light: &[u8], width: usize, height: usize) -> Option<u64> {
    const COLUMNS: usize = 9;
    const ROWS: usize = 8;
    if width < COLUMNS || height < ROWS || light.len() < width * height {
        return None;
    }
    let mut signs = 0_u64;
    for row in 0..ROWS {
        let rows = row * height / ROWS..(row + 1) * height / ROWS;
        let mut before = None;
        for column in 0..COLUMNS {
            let columns = column * width / COLUMNS..(column + 1) * width / COLUMNS;
            let area = (rows.len() * columns.len()) as u64;
            let sum: u64 = rows
                .clone()
                .map(|y| {
                    let line = &light[y * width + columns.start..y * width + columns.end];
                    line.iter().map(|light| u64::from(*light)).sum::<u64>()
                })
                .sum();
            let mean = sum * 16 / area;
            if let Some(before) = before {
                signs = signs << 1 | u64::from(mean > before + EVEN);
            }
            before = Some(mean);
        }
    }
    Some(signs)
}

/// What is known of a photo for telling bursts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    pub fingerprint: u64,
    /// By the clock on the wall, in milliseconds.
    pub at: i64,
}

/// The bursts among photos, as their places in the list; two or more in each, in the order of
/// time. Each photo is in one burst at most.
pub fn bursts(photos: &[Option<Seen>]) -> Vec<Vec<usize>> {
    let mut known: Vec<(usize, Seen)> =
        photos.iter().enumerate().filter_map(|(place, seen)| Some((place, (*seen)?))).collect();
    known.sort_by_key(|(place, seen)| (seen.at, *place));
    let mut bursts: Vec<Vec<(usize, Seen)>> = Vec::new();
    for (place, seen) in known {
        let goes_on = bursts.last().is_some_and(|burst| {
            let differs = |other: &Seen| (other.fingerprint ^ seen.fingerprint).count_ones();
            burst.last().is_some_and(|(_, last)| {
                seen.at - last.at <= PAUSE_LIMIT_MS && differs(last) <= SIGN_LIMIT
            }) && burst.first().is_some_and(|(_, first)| differs(first) <= WHOLE_LIMIT)
        });
        match bursts.last_mut().filter(|_| goes_on) {
            Some(burst) => burst.push((place, seen)),
            None => bursts.push(vec![(place, seen)]),
        }
    }
    bursts.retain(|burst| burst.len() > 1);
    bursts.into_iter().map(|burst| burst.into_iter().map(|(place, _)| place).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::test_pictures::{jpeg_with, signpost};
    use image::imageops::{FilterType, resize};
    use image::{Rgb, RgbImage};

    /// Clouds of light that `seed` decides, moved to the right by `shift` pixels.
    fn scene(seed: u32, shift: u32, width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = ((x + shift) as f32 / width as f32, y as f32 / height as f32);
            let turn = seed as f32;
            let light = ((x * (7.0 + turn * 1.7) + turn).sin()
                + (y * (9.0 - turn) + x * turn * 2.3).cos()
                + (x * y * (11.0 + turn)).sin())
                * 40.0
                + 128.0;
            Rgb([light as u8, (light * 0.8) as u8, (light * 0.6) as u8])
        });
        jpeg_with(&picture, |_| {})
    }

    fn differs(one: &[u8], other: &[u8]) -> u32 {
        (fingerprint(one).unwrap() ^ fingerprint(other).unwrap()).count_ones()
    }

    #[test]
    fn the_same_scene_has_nearly_the_same_fingerprint_at_any_size_and_quality() {
        for seed in 1..8 {
            let large = scene(seed, 0, 640, 480);
            assert!(differs(&large, &scene(seed, 0, 160, 120)) <= 6, "scene {seed}, smaller");
            assert!(
                differs(&large, &scene(seed, 6, 640, 480)) <= SIGN_LIMIT,
                "scene {seed}, moved"
            );
            let blurred = image::load_from_memory(&large).unwrap().into_rgb8();
            let blurred = resize(&blurred, 80, 60, FilterType::Triangle);
            assert!(differs(&large, &jpeg_with(&blurred, |_| {})) <= 6, "scene {seed}, blurred");
        }
    }

    #[test]
    fn other_scenes_have_other_fingerprints() {
        let scenes: Vec<Vec<u8>> = (1..8).map(|seed| scene(seed, 0, 160, 120)).collect();
        for (place, one) in scenes.iter().enumerate() {
            for other in &scenes[place + 1..] {
                assert!(differs(one, other) > SIGN_LIMIT, "{place}");
            }
        }
    }

    #[test]
    fn light_that_grows_to_the_right_is_all_ones() {
        let ramp: Vec<u8> = (0..20 * 16).map(|at| (at % 20 * 10) as u8).collect();
        assert_eq!(signs(&ramp, 20, 16), Some(u64::MAX));
        let falling: Vec<u8> = ramp.iter().map(|light| 255 - light).collect();
        assert_eq!(signs(&falling, 20, 16), Some(0));
        assert_eq!(signs(&ramp, 8, 8), None, "too small to tell");
    }

    #[test]
    fn what_cannot_be_decoded_has_no_fingerprint() {
        assert_eq!(fingerprint(b"<svg/>"), None);
        assert_eq!(fingerprint(b""), None);
        assert_eq!(fingerprint(&jpeg_with(&signpost(), |_| {})[..40]), None);
        let huge = crate::photo::test_pictures::jpeg_claiming(60_000, 60_000);
        assert_eq!(fingerprint(&huge), None);
    }

    #[test]
    fn shots_that_follow_quickly_and_look_alike_are_a_burst() {
        let seen = |fingerprint, seconds: i64| Some(Seen { fingerprint, at: seconds * 1_000 });
        let other = 0xFFFF_0000_FFFF_0000;
        assert_eq!(
            bursts(&[
                seen(0b000, 12),
                seen(0b001, 10),
                None,
                seen(0b011, 13),
                seen(other, 14),
                seen(other ^ 1, 15),
                seen(0b011, 16),
                seen(0b011, 60),
            ]),
            [vec![1, 0, 3], vec![4, 5]],
            "in the order of time; the last is alike, but came too late"
        );
        assert!(bursts(&[]).is_empty());
    }

    #[test]
    fn a_slow_pan_is_no_burst() {
        let pan: Vec<_> = (0..8_i64)
            .map(|step| Some(Seen { fingerprint: (1_u64 << (step * 8)) - 1, at: step * 1_000 }))
            .collect();
        let found = bursts(&pan);
        assert!(found.iter().all(|burst| burst.len() <= 3), "{found:?}");
        assert_eq!(found.len(), 3);
    }
}
