//! Photos that look alike: the shots of a burst, of which one is wanted, and the same picture once
//! more, in another size or quality or edited a little.

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
/// Fields of [`Light`] in a row, and rows.
const FIELDS: usize = 16;
/// One spread of light (its standard deviation) in the units of [`Light`].
const SPREAD: f64 = 24.0;
/// How much a field of the same picture may differ, in those units: half a spread. The signs alone
/// do not see another speaker at the lectern of the same hall; a field is as small as a head.
const FIELD_LIMIT: u8 = 12;
/// Less of a spread than this, in sixteenths of a step of light, is a wall or a black frame.
const FLAT: f64 = 64.0;
/// Up to which light the bars beside a small picture count as black.
const BLACK: u64 = 24;

/// How light each of 16 × 16 fields is beside the mean of all, by the spread between them: the same
/// for a picture that was made lighter or of more contrast.
type Light = [i8; FIELDS * FIELDS];

/// What a small picture shows, nearly the same for nearly the same picture, whatever its size and
/// quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Whether the light grows from left to right, in eight columns and eight rows.
    signs: u64,
    /// `None` where all of it is equally light, which is like nothing else.
    light: Option<Box<Light>>,
}

impl Fingerprint {
    fn differs(&self, other: &Self) -> u32 {
        (self.signs ^ other.signs).count_ones()
    }

    /// Whether both are shots of one thing; time has to tell, too.
    fn is_near(&self, other: &Self, limit: u32) -> bool {
        self.light.is_some() && other.light.is_some() && self.differs(other) <= limit
    }

    /// Whether both are one picture, whatever their times.
    fn is_same(&self, other: &Self) -> bool {
        let (Some(one), Some(two)) = (&self.light, &other.light) else { return false };
        self.differs(other) <= SIGN_LIMIT
            && one.iter().zip(two.iter()).all(|(one, two)| one.abs_diff(*two) <= FIELD_LIMIT)
    }
}

/// The fingerprint of a small JPEG inside a photo that is shown `width` × `height` pixels large and
/// turned as EXIF's `orientation` says. `None` for what cannot be decoded.
pub(super) fn fingerprint(
    jpeg: &[u8],
    orientation: u8,
    width: u32,
    height: u32,
) -> Option<Fingerprint> {
    let read = || {
        let picture = Picture::read(jpeg)?.turned(orientation);
        picture.fingerprint(width as usize, height as usize)
    };
    crate::photo::guarded(|| Ok(read())).ok().flatten()
}

/// How light each pixel is.
struct Picture {
    light: Vec<u8>,
    width: usize,
    height: usize,
}

impl Picture {
    fn read(jpeg: &[u8]) -> Option<Self> {
        let options = DecoderOptions::default()
            .set_max_width(SIDE_LIMIT)
            .set_max_height(SIDE_LIMIT)
            .jpeg_set_out_colorspace(ColorSpace::Luma);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(jpeg), options);
        let light = decoder.decode().ok()?;
        let (width, height) = decoder.dimensions()?;
        (light.len() >= width * height).then_some(Self { light, width, height })
    }

    fn turned(self, orientation: u8) -> Self {
        let Self { light, width, height } = self;
        let from: fn(usize, usize, usize, usize) -> (usize, usize) = match orientation {
            2 => |x, y, right, _| (right - x, y),
            3 => |x, y, right, bottom| (right - x, bottom - y),
            4 => |x, y, _, bottom| (x, bottom - y),
            5 => |x, y, _, _| (y, x),
            6 => |x, y, _, bottom| (y, bottom - x),
            7 => |x, y, right, bottom| (right - y, bottom - x),
            8 => |x, y, right, _| (right - y, x),
            _ => return Self { light, width, height },
        };
        let (shown_width, shown_height) =
            if orientation >= 5 { (height, width) } else { (width, height) };
        let mut turned = Vec::with_capacity(width * height);
        for y in 0..shown_height {
            for x in 0..shown_width {
                let (x, y) = from(x, y, width - 1, height - 1);
                turned.push(light[y * width + x]);
            }
        }
        Self { light: turned, width: shown_width, height: shown_height }
    }

    fn fingerprint(&self, width: usize, height: usize) -> Option<Fingerprint> {
        let area = self.within_bars(width, height);
        if area.width < FIELDS || area.height < FIELDS {
            return None;
        }
        let mut signs = 0_u64;
        for row in self.fields(&area, 9, 8).chunks(9) {
            for pair in row.windows(2) {
                signs = signs << 1 | u64::from(pair[1] > pair[0] + EVEN);
            }
        }
        let fields = self.fields(&area, FIELDS, FIELDS);
        let count = fields.len() as f64;
        let mean = fields.iter().sum::<u64>() as f64 / count;
        let spread =
            (fields.iter().map(|field| (*field as f64 - mean).powi(2)).sum::<f64>() / count).sqrt();
        let light = (spread >= FLAT).then(|| {
            let mut light = [0; FIELDS * FIELDS];
            for (light, field) in light.iter_mut().zip(fields) {
                // Rounded, and held within what there is room for.
                *light = ((field as f64 - mean) / spread * SPREAD).round() as i8;
            }
            Box::new(light)
        });
        Some(Fingerprint { signs, light })
    }

    /// The picture without the black bars that cameras put above and below, or beside it, to fill
    /// 160 × 120 pixels with a photo of another shape: a copy of the photo has none.
    fn within_bars(&self, width: usize, height: usize) -> Area {
        let whole = Area { left: 0, top: 0, width: self.width, height: self.height };
        if width == 0 || height == 0 {
            return whole;
        }
        let bar = |there: usize, fills: usize| there.saturating_sub(fills) / 2;
        let above = bar(self.height, (self.width * height + width / 2) / width);
        let beside = bar(self.width, (self.height * width + height / 2) / height);
        let (bars, inner) = if above > 1 {
            let (low, height) = (self.height - above, self.height - above * 2);
            (
                [Area { height: above, ..whole }, Area { top: low, height: above, ..whole }],
                Area { top: above, height, ..whole },
            )
        } else if beside > 1 {
            let (right, width) = (self.width - beside, self.width - beside * 2);
            (
                [Area { width: beside, ..whole }, Area { left: right, width: beside, ..whole }],
                Area { left: beside, width, ..whole },
            )
        } else {
            return whole;
        };
        let black = bars.iter().all(|bar| self.fields(bar, 1, 1)[0] <= BLACK * 16);
        if black { inner } else { whole }
    }

    /// The mean light of the fields of an area, row by row, in sixteenths of a step.
    fn fields(&self, area: &Area, columns: usize, rows: usize) -> Vec<u64> {
        let mut means = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            let lines = row * area.height / rows..(row + 1) * area.height / rows;
            for column in 0..columns {
                let from = column * area.width / columns;
                let to = (column + 1) * area.width / columns;
                let sum: u64 = lines
                    .clone()
                    .map(|y| {
                        let start = (area.top + y) * self.width + area.left;
                        let line = &self.light[start + from..start + to];
                        line.iter().map(|light| u64::from(*light)).sum::<u64>()
                    })
                    .sum();
                means.push(sum * 16 / (lines.len() * (to - from)) as u64);
            }
        }
        means
    }
}

/// A part of a picture.
#[derive(Clone, Copy)]
struct Area {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

/// What is known of a photo for telling what it is alike to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) fingerprint: Fingerprint,
    /// By the clock on the wall, in milliseconds.
    pub(super) at: i64,
    /// The camera said when.
    pub(super) by_camera: bool,
    /// Which of the files of one picture is the one to take: the greatest of them.
    pub(super) worth: Worth,
}

/// How good a file is beside others of the same picture: it can be taken, and has more pixels, then
/// more bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Worth {
    pub(super) takeable: bool,
    pub(super) pixels: u64,
    pub(super) bytes: u64,
}

/// What photos are alike to, for each of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Groups {
    /// The first on the list of its burst; there are two or more in each.
    pub(super) burst: Vec<Option<usize>>,
    /// The best file of the same picture; `None` for that one itself.
    pub(super) same: Vec<Option<usize>>,
}

/// Finds the bursts among photos, and the pictures that are there more than once. What is but another
/// file of a picture is in no burst.
pub(super) fn groups(photos: &[Option<Seen>]) -> Groups {
    let mut burst = bursts(photos);
    let same = same(photos, &burst);
    for (burst, same) in burst.iter_mut().zip(&same) {
        if same.is_some() {
            *burst = None;
        }
    }
    // The first may have gone, or all but one.
    let mut members: std::collections::HashMap<usize, Vec<usize>> = Default::default();
    for (place, burst) in burst.iter().enumerate() {
        if let Some(burst) = burst {
            members.entry(*burst).or_default().push(place);
        }
    }
    for members in members.values() {
        let first = members.first().filter(|_| members.len() > 1);
        for place in members {
            burst[*place] = first.copied();
        }
    }
    Groups { burst, same }
}

/// For each photo the first on the list of those that follow one another quickly and look alike.
fn bursts(photos: &[Option<Seen>]) -> Vec<Option<usize>> {
    let mut known: Vec<(usize, &Seen)> = places(photos);
    known.sort_by_key(|(place, seen)| (seen.at, *place));
    let mut bursts: Vec<Vec<(usize, &Seen)>> = Vec::new();
    for (place, seen) in known {
        let goes_on = bursts.last().is_some_and(|burst| {
            let near = |other: &Seen, limit| other.fingerprint.is_near(&seen.fingerprint, limit);
            burst.last().is_some_and(|(_, last)| {
                seen.at.saturating_sub(last.at) <= PAUSE_LIMIT_MS && near(last, SIGN_LIMIT)
            }) && burst.first().is_some_and(|(_, first)| near(first, WHOLE_LIMIT))
        });
        match bursts.last_mut().filter(|_| goes_on) {
            Some(burst) => burst.push((place, seen)),
            None => bursts.push(vec![(place, seen)]),
        }
    }
    let mut found = vec![None; photos.len()];
    for burst in bursts.iter().filter(|burst| burst.len() > 1) {
        let first = burst.iter().map(|(place, _)| *place).min();
        for (place, _) in burst {
            found[*place] = first;
        }
    }
    found
}

/// For each photo the best file of the same picture, wherever on the list and whenever taken. Each is
/// compared with that one itself, so that no row of small steps leads from one picture to another.
fn same(photos: &[Option<Seen>], burst: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut known = places(photos);
    known.retain(|(_, seen)| seen.fingerprint.light.is_some());
    known.sort_by_key(|(place, seen)| (std::cmp::Reverse(seen.worth), *place));
    let mut best: Vec<(usize, &Seen)> = Vec::new();
    let mut found = vec![None; photos.len()];
    for (place, seen) in known {
        // The camera says that they are two shots, however alike; some tell no parts of a second.
        let are_two = |other: usize, of: &Seen| {
            burst[place].is_some()
                && burst[place] == burst[other]
                && of.by_camera
                && seen.by_camera
                && (of.at != seen.at || of.worth.pixels == seen.worth.pixels)
        };
        let better = best
            .iter()
            .find(|(other, of)| of.fingerprint.is_same(&seen.fingerprint) && !are_two(*other, of));
        match better {
            Some((better, _)) => found[place] = Some(*better),
            None => best.push((place, seen)),
        }
    }
    found
}

fn places(photos: &[Option<Seen>]) -> Vec<(usize, &Seen)> {
    photos.iter().enumerate().filter_map(|(place, seen)| Some((place, seen.as_ref()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::test_pictures::{jpeg_with, signpost};
    use crate::testing::Dice;
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

    fn seen(jpeg: &[u8]) -> Fingerprint {
        fingerprint(jpeg, 1, 0, 0).unwrap()
    }

    fn differs(one: &[u8], other: &[u8]) -> u32 {
        seen(one).differs(&seen(other))
    }

    /// The hall `hall` with a speaker at the lectern, who takes some two hundredths of the picture.
    fn speech(hall: u32, speaker: u32) -> RgbImage {
        let (width, height) = (480, 320);
        let mut dice = Dice::new(u64::from(hall) + 40);
        let [wall, drape, floor] = [0; 3].map(|_| 40 + dice.below(180) as i32);
        let heads: Vec<(i32, i32)> = (0..24)
            .map(|_| (dice.below(width as usize) as i32, 230 + dice.below(80) as i32))
            .collect();
        let mut dice = Dice::new(u64::from(speaker) + 900);
        let (stands, coat, face) =
            (130 + dice.below(60) as i32, dice.below(256) as i32, 90 + dice.below(130) as i32);
        RgbImage::from_fn(width, height, |x, y| {
            let (x, y) = (x as i32, y as i32);
            let within = |(cx, cy): (i32, i32), r: i32| (x - cx).pow(2) + (y - cy).pow(2) < r * r;
            let light = if within((stands, 120), 13) {
                face
            } else if (x - stands).abs() < 20 && (133..200).contains(&y) {
                coat
            } else if heads.iter().any(|head| within(*head, 12)) {
                30
            } else if y > 225 {
                floor + (y - 225) / 3
            } else if (x / 40) % 2 == 0 {
                drape - y / 6
            } else {
                wall - y / 5
            };
            let light = light.clamp(0, 255) as u8;
            Rgb([light, (f32::from(light) * 0.9) as u8, (f32::from(light) * 0.8) as u8])
        })
    }

    fn encoded(picture: &RgbImage, width: u32, quality: u8) -> Vec<u8> {
        let height = width * picture.height() / picture.width();
        let smaller = resize(picture, width, height, FilterType::Triangle);
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
        let (width, height) = (width as u16, height as u16);
        encoder.encode(&smaller, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
        bytes
    }

    fn lit(picture: &RgbImage, light: impl Fn(f32) -> f32) -> RgbImage {
        let mut picture = picture.clone();
        picture.pixels_mut().flat_map(|pixel| &mut pixel.0).for_each(|sample| {
            *sample = light(f32::from(*sample)).round() as u8;
        });
        picture
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
    fn a_copy_of_another_size_quality_and_light_is_the_same_picture() {
        for (hall, speaker) in [(1, 1), (2, 5), (3, 2), (4, 9), (5, 4)] {
            let photo = speech(hall, speaker);
            let camera = seen(&encoded(&photo, 160, 85));
            for (what, copy) in [
                ("sent by telephone", encoded(&photo, 320, 35)),
                ("small", encoded(&photo, 240, 30)),
                ("lighter", encoded(&lit(&photo, |light| light * 1.15), 320, 80)),
                ("darker", encoded(&lit(&photo, |light| light * 0.8), 320, 80)),
                ("flatter", encoded(&lit(&photo, |light| light * 0.75 + 32.0), 320, 80)),
                ("of a curve", encoded(&lit(&photo, |l| 255.0 * (l / 255.0).powf(0.85)), 320, 80)),
            ] {
                assert!(camera.is_same(&seen(&copy)), "hall {hall}, {what}");
            }
        }
    }

    #[test]
    fn another_speaker_at_the_same_lectern_is_another_picture() {
        let (mut same, mut near, mut pairs) = (0, 0, 0);
        for hall in 1..6 {
            let photos: Vec<Fingerprint> =
                (0..12).map(|speaker| seen(&encoded(&speech(hall, speaker), 160, 85))).collect();
            for (place, one) in photos.iter().enumerate() {
                for other in &photos[..place] {
                    same += usize::from(one.is_same(other));
                    near += usize::from(one.is_near(other, SIGN_LIMIT));
                    pairs += 1;
                }
            }
        }
        // Two of the made-up speakers may wear the same and stand in the same place.
        assert!(same <= pairs / 50, "{same} of {pairs}");
        assert!(near > pairs / 2, "{near} of {pairs}: the signs alone do not tell them apart");
    }

    #[test]
    fn bars_around_a_small_picture_and_the_way_it_lies_do_not_matter() {
        let photo = speech(2, 3);
        let copy = seen(&encoded(&photo, 320, 80));
        let small = resize(&photo, 160, 107, FilterType::Triangle);
        let mut barred = RgbImage::new(160, 120);
        image::imageops::replace(&mut barred, &small, 0, 6);
        let barred = jpeg_with(&barred, |_| {});
        assert!(fingerprint(&barred, 1, 6000, 4000).unwrap().is_same(&copy), "above and below");
        assert!(!fingerprint(&barred, 1, 0, 0).unwrap().is_same(&copy), "with the bars");
        let night = RgbImage::from_fn(160, 120, |x, y| {
            Rgb([if (20..90).contains(&x) && (20..100).contains(&y) { 220 } else { 4 }; 3])
        });
        let night = jpeg_with(&night, |_| {});
        assert_eq!(
            fingerprint(&night, 1, 4000, 3000),
            fingerprint(&night, 1, 0, 0),
            "the dark of a photo of the same shape is no bar"
        );
        let turned = |orientation| {
            let mut stored =
                image::DynamicImage::from(resize(&photo, 160, 107, FilterType::Triangle));
            // What turns it back undoes this.
            let undone = image::metadata::Orientation::from_exif(match orientation {
                6 => 8,
                8 => 6,
                other => other,
            });
            stored.apply_orientation(undone.unwrap());
            jpeg_with(&stored.into_rgb8(), |_| {})
        };
        for orientation in 1..=8 {
            let seen = fingerprint(&turned(orientation), orientation, 6000, 4000).unwrap();
            assert!(seen.is_same(&copy), "orientation {orientation}");
        }
    }

    #[test]
    fn walls_and_black_frames_are_like_nothing() {
        let flat = |light: u8| {
            let wall = RgbImage::from_fn(160, 120, |x, y| {
                Rgb([light.saturating_add(((x * 7 + y * 13) % 5) as u8); 3])
            });
            seen(&jpeg_with(&wall, |_| {}))
        };
        let walls = [flat(0), flat(128), flat(250), flat(0)];
        let photos: Vec<_> = (0..).zip(&walls).map(|(at, wall)| shot(wall.clone(), at)).collect();
        assert_eq!(groups(&photos), Groups { burst: vec![None; 4], same: vec![None; 4] });
    }

    #[test]
    fn light_that_grows_to_the_right_is_all_ones() {
        let ramp: Vec<u8> = (0..20 * 16).map(|at| (at % 20 * 10) as u8).collect();
        let signs = |light: &[u8], width, height| {
            let picture = Picture { light: light.to_vec(), width, height };
            picture.fingerprint(0, 0).map(|seen| seen.signs)
        };
        assert_eq!(signs(&ramp, 20, 16), Some(u64::MAX));
        let falling: Vec<u8> = ramp.iter().map(|light| 255 - light).collect();
        assert_eq!(signs(&falling, 20, 16), Some(0));
        assert_eq!(signs(&ramp, 15, 16), None, "too small to tell");
    }

    #[test]
    fn what_cannot_be_decoded_has_no_fingerprint() {
        let fingerprint = |jpeg: &[u8]| fingerprint(jpeg, 6, 4000, 3000);
        assert_eq!(fingerprint(b"<svg/>"), None);
        assert_eq!(fingerprint(b""), None);
        assert_eq!(fingerprint(&jpeg_with(&signpost(), |_| {})[..40]), None);
        let huge = crate::photo::test_pictures::jpeg_claiming(60_000, 60_000);
        assert_eq!(fingerprint(&huge), None);
    }

    /// A shot that the camera took at so many seconds.
    fn shot(fingerprint: Fingerprint, seconds: i64) -> Option<Seen> {
        let worth = Worth { takeable: true, pixels: 24_000_000, bytes: 9_000_000 };
        Some(Seen { fingerprint, at: seconds * 1_000, by_camera: true, worth })
    }

    /// One with these signs, and nothing else that is like another.
    fn signed(signs: u64, seconds: i64) -> Option<Seen> {
        let mut light = Box::new([0; FIELDS * FIELDS]);
        light[signs as usize % 256] = 60;
        light[seconds as usize % 256] = -60;
        shot(Fingerprint { signs, light: Some(light) }, seconds)
    }

    #[test]
    fn shots_that_follow_quickly_and_look_alike_are_a_burst() {
        let other = 0xFFFF_0000_FFFF_0000;
        assert_eq!(
            bursts(&[
                signed(0b000, 12),
                signed(0b001, 10),
                None,
                signed(0b011, 13),
                signed(other, 14),
                signed(other ^ 1, 15),
                signed(0b011, 16),
                signed(0b011, 60),
            ]),
            [Some(0), Some(0), None, Some(0), Some(4), Some(4), None, None],
            "in the order of time; the last is alike, but came too late"
        );
        assert_eq!(groups(&[]), Groups::default());
    }

    #[test]
    fn a_slow_pan_is_no_burst() {
        let pan: Vec<_> = (0..8_i64).map(|step| signed((1_u64 << (step * 8)) - 1, step)).collect();
        let found = bursts(&pan);
        let bursts: std::collections::BTreeSet<_> = found.iter().flatten().collect();
        assert_eq!(bursts.len(), 3, "{found:?}");
        for burst in bursts {
            assert!(found.iter().filter(|found| **found == Some(*burst)).count() <= 3, "{found:?}");
        }
    }

    #[test]
    fn the_same_picture_is_found_whenever_it_was_taken_and_the_best_file_stands_for_it() {
        let photo = seen(&encoded(&speech(1, 1), 160, 85));
        let copy = seen(&encoded(&speech(1, 1), 320, 40));
        let small = |at: i64, by_camera| {
            let worth = Worth { takeable: true, pixels: 800_000, bytes: 90_000 };
            Some(Seen { fingerprint: copy.clone(), at: at * 1_000, by_camera, worth })
        };
        let other = shot(seen(&encoded(&speech(2, 7), 160, 85)), 5);
        let found = groups(&[small(90_000, false), other.clone(), shot(photo.clone(), 5)]);
        assert_eq!(found.same, [Some(2), None, None], "a copy of another day");
        let found = groups(&[shot(photo.clone(), 5), small(5, true), other.clone()]);
        assert_eq!(found.same, [None, Some(0), None], "a copy with the time of the photo");
        assert_eq!(found.burst, [None; 3], "which makes no burst of two");
        let mut damaged = shot(photo.clone(), 5);
        damaged.as_mut().unwrap().worth.takeable = false;
        let found = groups(&[damaged, small(5, true)]);
        assert_eq!(found.same, [Some(1), None], "what can be taken is the better one");
    }

    #[test]
    fn shots_of_a_burst_are_shots_however_alike() {
        let photo = seen(&encoded(&speech(1, 1), 160, 85));
        let mut photos: Vec<_> = [0, 0, 8].map(|at| shot(photo.clone(), at)).to_vec();
        let found = groups(&photos);
        assert_eq!((found.burst, found.same), (vec![Some(0); 3], vec![None; 3]));
        // An hour later from the same tripod, and an export of the first.
        photos.push(shot(photo.clone(), 3_600));
        let mut export = shot(photo, 0);
        export.as_mut().unwrap().worth.pixels = 1_000_000;
        photos.insert(0, export);
        let found = groups(&photos);
        assert_eq!(found.burst, [None, Some(1), Some(1), Some(1), None]);
        assert_eq!(found.same, [Some(1), None, None, None, Some(1)]);
    }

    #[test]
    fn photos_of_one_evening_are_not_taken_for_one_another() {
        let mut dice = Dice::new(5);
        // As alike as photos of one evening: signs that often fit, light that seldom does.
        let photos: Vec<_> = (0..1_000)
            .map(|at| {
                let mut light = Box::new([0; FIELDS * FIELDS]);
                light.iter_mut().for_each(|light| *light = dice.below(60) as i8 - 30);
                shot(Fingerprint { signs: dice.number() & 0xFFF, light: Some(light) }, at * 60)
            })
            .collect();
        assert!(groups(&photos).same.iter().all(Option::is_none));
    }
}
