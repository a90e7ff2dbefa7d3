//! How many photos a second become thumbnails and web pictures, beside the `image` crate (by its
//! fastest way, `thumbnail`) and `vipsthumbnail` where that is installed: 40 made-up pictures of 24
//! megapixels, two workers each.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use banthao_core::photo::{Edits, Rendition, Wanted, render_all};
use image::{ImageFormat, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

const PHOTOS: usize = 40;
const WORKERS: usize = 2;
const ROUNDS: usize = 2;
const WIDTH: u32 = 6000;
const HEIGHT: u32 = 4000;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("photos-24mp");
    let made = !folder.join("made").exists();
    let photos = photos(&folder);
    fs::write(folder.join("made"), "").unwrap();
    let bytes: u64 = photos.iter().map(|photo| fs::metadata(photo).unwrap().len()).sum();
    println!(
        "{PHOTOS} photos of {} MB each on the average, {WORKERS} workers, best of {ROUNDS}",
        bytes / PHOTOS as u64 / 1_000_000
    );
    // Warm: the disk is not what is measured.
    photos.iter().for_each(|photo| drop(fs::read(photo).unwrap()));

    let thumb = [Rendition::Thumb.wanted()];
    let both = [Rendition::Web.wanted(), Rendition::Thumb.wanted()];
    let ours = |wanted: &[Wanted], photo: &Path| {
        drop(render_all(&fs::read(photo).unwrap(), wanted, &Edits::default()).unwrap());
    };
    let thumbs = measured("thumbs: ours", &photos, |photo| ours(&thumb, photo));
    let web = measured("thumb + web 1600: ours", &photos, |photo| ours(&both, photo));
    if made {
        println!("peak memory: run again, this run made the photos");
    } else {
        println!("peak memory of this process: {} MB", peak_megabytes());
    }
    let plain = |sides: &[u32], photo: &Path| {
        let picture = image::load_from_memory(&fs::read(photo).unwrap()).unwrap();
        for side in sides {
            let small = picture.thumbnail(*side, *side);
            let mut bytes = Vec::new();
            let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 82);
            encoder.encode_image(&small.to_rgb8()).unwrap();
        }
    };
    let few = &photos[..8];
    let image_thumbs =
        measured("thumbs: image crate (8 photos)", few, |photo| plain(&[320], photo));
    let image_web = measured("thumb + web 1600: image crate (8 photos)", few, |photo| {
        plain(&[1600, 320], photo)
    });
    let ratio = |name: &str, one: f64, other: f64| println!("{name}: {:.2} times", one / other);
    ratio("thumbs against the image crate", thumbs, image_thumbs);
    ratio("thumb + web against the image crate", web, image_web);

    if Command::new("vipsthumbnail").arg("--version").output().is_err() {
        println!("vipsthumbnail is not installed (package libvips-tools): not compared");
        return;
    }
    let vips_thumbs = vips("thumbs: vipsthumbnail", &photos, &folder, false);
    let vips_web =
        vips("thumb + web 1600: vipsthumbnail, 320 from the 1600", &photos, &folder, true);
    ratio("thumbs against vips", thumbs, vips_thumbs);
    ratio("thumb + web against vips", web, vips_web);
    quality(&photos, &folder);
}

/// Photos a second, over all workers.
fn measured(name: &str, photos: &[PathBuf], work: impl Fn(&Path) + Sync) -> f64 {
    let mut best = Duration::MAX;
    let mut spent = f64::MAX;
    for _ in 0..ROUNDS {
        let next = AtomicUsize::new(0);
        let (start, before) = (Instant::now(), processor_seconds("self"));
        std::thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    while let Some(photo) = photos.get(next.fetch_add(1, Ordering::Relaxed)) {
                        work(photo);
                    }
                });
            }
        });
        best = best.min(start.elapsed());
        spent = spent.min(processor_seconds("self") - before);
    }
    told(name, photos.len(), best, spent)
}

/// As [`measured`], by processes of one thread each, which is how it is fastest.
fn vips(name: &str, photos: &[PathBuf], folder: &Path, web: bool) -> f64 {
    let out = folder.join("vips");
    fs::create_dir_all(&out).unwrap();
    let run = |size: &str, suffix: &str, files: &[PathBuf]| {
        let form = format!("{}/%s{suffix}.jpg[Q=82,strip]", out.display());
        let mut command = Command::new("vipsthumbnail");
        command.env("VIPS_CONCURRENCY", "1").args(["--size", size, "-o", &form]).args(files);
        assert!(command.status().unwrap().success());
    };
    let mut best = Duration::MAX;
    let mut spent = f64::MAX;
    for _ in 0..ROUNDS {
        let (start, before) = (Instant::now(), processor_seconds("self-children"));
        std::thread::scope(|scope| {
            for part in photos.chunks(photos.len().div_ceil(WORKERS)) {
                let (run, out) = (&run, &out);
                scope.spawn(move || {
                    if web {
                        run("1600x1600", "-web", part);
                        let made = part.iter().map(|photo| {
                            out.join(format!("{}-web.jpg", photo.file_stem().unwrap().display()))
                        });
                        run("320x320", "-thumb", &made.collect::<Vec<_>>());
                    } else {
                        run("320x320", "-alone", part);
                    }
                });
            }
        });
        best = best.min(start.elapsed());
        spent = spent.min(processor_seconds("self-children") - before);
    }
    told(name, photos.len(), best, spent)
}

fn told(name: &str, count: usize, wall: Duration, processor: f64) -> f64 {
    let rate = count as f64 / wall.as_secs_f64();
    println!(
        "{name}: {rate:.1} photos/s, {:.0} ms of processor each",
        processor * 1000.0 / count as f64
    );
    rate
}

/// Peak signal to noise against a full decode made smaller by Lanczos, in decibels. Ours without
/// sharpening, which is meant to differ.
fn quality(photos: &[PathBuf], folder: &Path) {
    for photo in &photos[..3] {
        let bytes = fs::read(photo).unwrap();
        let full = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap();
        let mut line = photo.file_name().unwrap().display().to_string();
        for (rendition, suffix) in [(Rendition::Web, "-web"), (Rendition::Thumb, "-alone")] {
            let wanted = Wanted { sharpen: false, ..rendition.wanted() };
            let ours = render_all(&bytes, &[wanted], &Edits::default()).unwrap();
            let ours = image::load_from_memory(&ours[0].bytes).unwrap().into_rgb8();
            let theirs =
                folder.join(format!("vips/{}{suffix}.jpg", photo.file_stem().unwrap().display()));
            let theirs = image::open(theirs).unwrap().into_rgb8();
            let mut upright = full.clone();
            let mut decoder = image::codecs::jpeg::JpegDecoder::new(Cursor::new(&bytes)).unwrap();
            upright.apply_orientation(image::ImageDecoder::orientation(&mut decoder).unwrap());
            let reference = upright
                .resize_exact(ours.width(), ours.height(), image::imageops::FilterType::Lanczos3)
                .into_rgb8();
            line += &format!(
                "; {rendition:?}: ours {:.1} dB, vips {:.1} dB",
                decibels(&reference, &ours),
                decibels(&reference, &theirs)
            );
        }
        println!("{line}");
    }
}

fn decibels(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let squares: f64 =
        one.iter().zip(other.iter()).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
    10.0 * (255.0 * 255.0 * one.len() as f64 / squares).log10()
}

/// Processor time of this process, or of those it has waited for; 0 where the system does not
/// tell.
fn processor_seconds(whose: &str) -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0.0))
        .collect();
    let first = if whose == "self" { 11 } else { 13 };
    // A hundred ticks a second, on every Linux there is.
    fields.get(first..first + 2).map_or(0.0, |both| both.iter().sum::<f64>() / 100.0)
}

fn peak_megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

/// The photos, made on the first run: seven octaves of value noise, gradients, shapes and the noise
/// of a sensor, so that the entropy decoder has as much to do as with a camera's.
fn photos(folder: &Path) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    let paths: Vec<PathBuf> = (0..PHOTOS).map(|at| folder.join(format!("{at:02}.jpg"))).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = paths.get(at) else { break };
                    if !path.exists() {
                        fs::write(path, photo(at as u32)).unwrap();
                    }
                }
            });
        }
    });
    paths
}

fn photo(seed: u32) -> Vec<u8> {
    let hash = |x: u32, y: u32, octave: u32| {
        let mut value = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
        value = (value ^ octave.wrapping_mul(0xC2B2_AE3D) ^ seed).wrapping_mul(0x27D4_EB2F);
        f32::from((value >> 24) as u8) / 255.0
    };
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let mut light = 0.0;
            for octave in 0..7 {
                let cell = 1024 >> octave;
                let (left, top) = (x / cell, y / cell);
                let (u, v) = ((x % cell) as f32 / cell as f32, (y % cell) as f32 / cell as f32);
                let row = |y| hash(left, y, octave) * (1.0 - u) + hash(left + 1, y, octave) * u;
                light += (row(top) * (1.0 - v) + row(top + 1) * v) / f32::from(1_u16 << octave);
            }
            let shape = if (x / 400 + y / 300 + seed).is_multiple_of(7) { 40.0 } else { 0.0 };
            for (channel, tint) in [(0_u32, 90.0_f32), (1, 80.0), (2, 70.0)] {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Four dice are nearly a bell.
                let dice: u32 = (0..4).map(|at| state >> (8 * at) & 7).sum();
                let slope = (x * (channel + 1) / 200 + y / 100) as f32;
                pixels.push((light * tint + slope + shape + dice as f32 * 1.4 - 19.0) as u8);
            }
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 93);
    let half = seed.is_multiple_of(2);
    encoder.set_sampling_factor(if half { SamplingFactor::F_2_2 } else { SamplingFactor::F_2_1 });
    let orientation = if seed.is_multiple_of(5) { 6 } else { 1 };
    encoder.add_exif_metadata(&exif(orientation, &thumbnail(&pixels))).unwrap();
    encoder.encode(&pixels, WIDTH as u16, HEIGHT as u16, ColorType::Rgb).unwrap();
    bytes
}

fn thumbnail(pixels: &[u8]) -> Vec<u8> {
    let small = RgbImage::from_fn(160, 106, |x, y| {
        let at = (((y * HEIGHT / 106) * WIDTH + x * WIDTH / 160) * 3) as usize;
        image::Rgb([pixels[at], pixels[at + 1], pixels[at + 2]])
    });
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 80).encode(&small, 160, 106, ColorType::Rgb).unwrap();
    bytes
}

/// An orientation, and a thumbnail in the second directory.
fn exif(orientation: u8, thumbnail: &[u8]) -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 26]);
    exif.extend(b"\0\x02\x02\x01\0\x04\0\0\0\x01\0\0\0\x38\x02\x02\0\x04\0\0\0\x01");
    exif.extend(u32::try_from(thumbnail.len()).unwrap().to_be_bytes());
    exif.extend([0; 4]);
    exif.extend(thumbnail);
    exif
}
