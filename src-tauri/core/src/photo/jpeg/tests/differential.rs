//! The decoder against the library, over made-up pictures and over files that were spoilt.
//!
//! Some hundred cases on each run; `cargo xtask test --long` makes many more and writes what came
//! of them into `docs/photo-decoder.md`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::testing::Dice;

const CASES: u64 = 400;
/// How many cases there are to be, if not so many.
const WANTED: &str = "BANTHAO_PHOTO_CASES";
/// Where the long run writes its figures.
const FIGURES: &str = "BANTHAO_PHOTO_FIGURES";

#[derive(Default)]
struct Figures {
    whole: u64,
    spoilt: u64,
    /// Spoilt files that this decoder takes. The library must take them, too, and see the same.
    spoilt_taken: u64,
    /// Spoilt files that only the library takes.
    left_to_library: u64,
    refused_by_both: u64,
    /// Mean difference of samples to the library's, the largest of all files.
    worst: f64,
}

#[test]
fn whatever_the_file_the_decoder_sees_what_the_library_sees_or_nothing() {
    let wanted = std::env::var(WANTED).ok();
    let cases = wanted.map_or(CASES, |wanted| wanted.parse().expect("a number of cases"));
    let mut figures = Figures::default();
    let mut decoder = Decoder::default();
    for seed in 0..cases {
        let mut dice = Dice::new(seed);
        let mut bytes = picture(&mut dice);
        let spoilt = !seed.is_multiple_of(3);
        if spoilt {
            spoil(&mut bytes, &mut dice);
        }
        check(&mut decoder, &bytes, spoilt, seed, &mut figures);
    }
    assert_eq!(figures.whole + figures.spoilt, cases);
    assert!(figures.spoilt_taken > cases / 100, "some of what is spoilt is read by both");
    assert!(figures.refused_by_both > cases / 20, "and much of it by neither");
    if let Some(file) = std::env::var_os(FIGURES) {
        std::fs::write(file, figures.page()).expect("the folder can be written");
    }
}

fn check(decoder: &mut Decoder, bytes: &[u8], spoilt: bool, seed: u64, figures: &mut Figures) {
    let full = catch_unwind(AssertUnwindSafe(|| library(bytes))).unwrap_or(None);
    for scale in SCALES {
        let head = head(bytes);
        let ours = decoder.decode(&head, scale);
        if let Some(planes) = ours {
            // What is taken here is taken there: nothing damaged passes for whole.
            let full = full.as_ref().unwrap_or_else(|| panic!("case {seed}: only taken here"));
            assert_eq!(head.size(), Some(full.dimensions()), "case {seed}");
            let luma = &planes[0];
            let part = f64::from(scale.divisor());
            assert_eq!(luma.width * part, f64::from(full.width()), "case {seed}");
            assert_eq!(luma.height * part, f64::from(full.height()), "case {seed}");
            let difference = difference(full, luma, scale.side() as usize);
            assert!(difference < MOST, "case {seed}, {scale:?}: {difference}");
            figures.worst = figures.worst.max(difference);
        } else {
            assert!(spoilt, "case {seed}: a whole picture is taken");
        }
        if scale == Scale::Eighth && spoilt {
            match (ours.is_some(), full.is_some()) {
                (true, _) => figures.spoilt_taken += 1,
                (false, true) => figures.left_to_library += 1,
                (false, false) => figures.refused_by_both += 1,
            }
        }
    }
    if spoilt { figures.spoilt += 1 } else { figures.whole += 1 }
}

/// A JPEG as a camera or an agency could have written it.
fn picture(dice: &mut Dice) -> Vec<u8> {
    let side = |dice: &mut Dice| {
        let most = if dice.below(8) == 0 { 300 } else { 90 };
        1 + dice.below(most)
    };
    let (width, height) = (side(dice), side(dice));
    let most_grain = if dice.below(3) == 0 { 200 } else { 30 };
    let (slope, grain) = (1 + dice.below(9), 1 + dice.below(most_grain));
    let mut state = dice.number() as u32;
    let picture = RgbImage::from_fn(width as u32, height as u32, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (state >> 16) as usize % grain;
        let (x, y) = (x as usize, y as usize);
        let shape = if (x / 19 + y / 23) % 3 == 0 { 70 } else { 0 };
        let value = |base: usize| (base + grain + shape).min(255) as u8;
        image::Rgb([value(x * slope % 180), value(y * slope % 180), value((x + y) % 150)])
    });
    let quality = 5 + dice.below(96) as u8;
    if dice.below(8) == 0 {
        let grey = DynamicImage::ImageRgb8(picture).into_luma8();
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, quality.min(100));
        encoder
            .encode(&grey, width as u16, height as u16, jpeg_encoder::ColorType::Luma)
            .expect("a picture");
        return bytes;
    }
    let sampling = [
        SamplingFactor::F_1_1,
        SamplingFactor::F_2_1,
        SamplingFactor::F_1_2,
        SamplingFactor::F_2_2,
    ][dice.below(4)];
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality.min(100));
    encoder.set_sampling_factor(sampling);
    if dice.below(3) == 0 {
        encoder.set_restart_interval(1 + dice.below(20) as u16);
    }
    encoder
        .encode(&picture, width as u16, height as u16, jpeg_encoder::ColorType::Rgb)
        .expect("a picture");
    bytes
}

/// Cut off, bits turned over, bytes lost, doubled or put in: one to four times.
fn spoil(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len().max(1));
        let length = 1 + dice.below(40);
        let end = (at + length).min(bytes.len());
        match dice.below(8) {
            0 => bytes.truncate(at.max(2)),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, part));
            }
            3 => {
                let marker = [0xFF, dice.number() as u8];
                drop(bytes.splice(at..at, marker));
            }
            4 => bytes[at..end].fill(dice.number() as u8),
            _ => bytes[at] ^= 1 << dice.below(8),
        }
        if bytes.is_empty() {
            return;
        }
    }
}

impl Figures {
    fn page(&self) -> String {
        let Self { whole, spoilt, spoilt_taken, left_to_library, refused_by_both, .. } = self;
        format!(
            "# The decoder of photos: the last long run\n\n\
             Written by `cargo xtask test --long`, which runs it again.\n\n\
             The desk decodes cameras' JPEGs small, with a decoder of its own. Here it stands \
             against the library's strict full decode, over made-up pictures (1 to 300 pixels a \
             side, quality 5 to 100, all samplings, grey, with restarts), two thirds of them spoilt afterwards: cut off, bits turned over, bytes lost, \
             doubled, put in. Each is decoded at a half, a quarter and an eighth. In each case:\n\n\
             - What it takes the library takes, too: nothing damaged passes for whole.\n\
             - Width and height are the same, and whole pictures are always taken.\n\
             - Luma differs from the library's, made small by the definition of the transform, by \
             rounding alone: by less than {MOST} on the average of a picture.\n\
             - It never panics.\n\n\
             Told in [differential.rs](../src-tauri/core/src/photo/jpeg/tests/differential.rs); \
             every run of the tests makes {CASES} cases.\n\n\
             | what | figure |\n|---|---:|\n\
             | whole pictures | {whole} |\n\
             | spoilt files | {spoilt} |\n\
             | of these refused by both | {refused_by_both} |\n\
             | readable to the library alone, to which they are left | {left_to_library} |\n\
             | readable to both | {spoilt_taken} |\n\
             | **taken here and refused there** | 0 |\n\
             | **panics** | 0 |\n\
             | largest mean difference of a picture, of 255 | {:.2} |\n",
            self.worst
        )
    }
}
