//! What a contact sheet of 500 photos costs, beside decoding the thumbnails that it does without.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use banthao_core::ingest::{Sheet, find, look_at};
use banthao_core::testing::card::Camera;
use banthao_core::time::ZoneMinutes;
use image::{Rgb, RgbImage};

const PHOTOS: usize = 500;
/// Different photos among them; the others are links to these files.
const DIFFERENT: usize = 4;
/// The clock of the work ticks in hundredths of a second.
const ROUNDS: u32 = 20;

fn main() {
    let card = card();
    let mut sheet = Sheet::default();
    let looking = cpu(|| {
        sheet = Sheet::default();
        for group in find(card.path(), &|| true).unwrap().groups {
            sheet.add(look_at(&group, ZoneMinutes::default()));
        }
        sheet.find_bursts();
    });
    assert_eq!(sheet.len(), PHOTOS);
    let shots: Vec<_> =
        (0..PHOTOS).map(|n| sheet.shot(u32::try_from(n).unwrap()).unwrap()).collect();
    assert!(shots.iter().all(|shot| shot.fingerprint.is_some() && shot.preview_side() == 160));
    let previews = cpu(|| {
        for shot in &shots {
            black_box(shot.preview().unwrap());
        }
    });
    // As many as there are different ones: the others would cost the same.
    let before = worked();
    for shot in &shots[..DIFFERENT] {
        assert!(shot.thumb_takes_it_whole());
        black_box(shot.thumb().unwrap());
    }
    let decoded = (worked() - before) * u32::try_from(PHOTOS / DIFFERENT).unwrap();

    let bytes: u64 = shots.iter().map(|shot| shot.file.bytes).sum::<u64>() / PHOTOS as u64;
    println!("photos of {:.1} MB", bytes as f64 / 1e6);
    println!("contact sheet of {PHOTOS} photos of 24 megapixels, CPU time:");
    println!("  place, time, size, fingerprint   {:>8.0} ms", ms(looking));
    println!("  the camera's own pictures        {:>8.0} ms", ms(previews));
    let sum = looking + previews;
    println!("  together                         {:>8.0} ms", ms(sum));
    println!("  thumbnails decoded from photos   {:>8.0} ms", ms(decoded));
    println!(
        "  ratio                            {:>8.0}",
        decoded.as_secs_f64() / sum.as_secs_f64()
    );
}

fn card() -> tempfile::TempDir {
    let card = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let different: Vec<_> = (0..DIFFERENT)
        .map(|seed| {
            let taken = format!("2026:09:12 08:{seed:02}:00");
            let camera = Camera { taken, quality: 94, ..Camera::default() };
            let path = card.path().join(format!("IMG_{seed:04}.JPG"));
            std::fs::write(&path, camera.jpeg(&scene(seed))).unwrap();
            path
        })
        .collect();
    for n in DIFFERENT..PHOTOS {
        let link = card.path().join(format!("IMG_{n:04}.JPG"));
        std::fs::hard_link(&different[n % DIFFERENT], link).unwrap();
    }
    card
}

/// 24 megapixels of clouds with the grain of a sensor.
fn scene(seed: usize) -> RgbImage {
    let mut state = u32::try_from(seed).unwrap() + 7;
    RgbImage::from_fn(6000, 4000, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (state >> 28) as u8;
        let wave = ((x / (40 + seed as u32 * 7)) ^ (y / 50)) as u8;
        Rgb([
            (x * 200 / 6000) as u8 + grain,
            (y * 180 / 4000) as u8 + wave % 40 + grain,
            90 + grain,
        ])
    })
}

/// The time that this process worked for one round, of all its threads.
fn cpu(mut work: impl FnMut()) -> Duration {
    let before = worked();
    for _ in 0..ROUNDS {
        work();
    }
    (worked() - before) / ROUNDS
}

/// Since the start, from Linux; elsewhere the clock on the wall has to do.
fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let ticks = || {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
    };
    ticks().map_or_else(|| START.elapsed(), |ticks| Duration::from_millis(ticks * 10))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
