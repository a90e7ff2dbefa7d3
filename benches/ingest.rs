//! What a contact sheet of 500 photos costs, beside decoding the thumbnails that it does without; and,
//! with a folder of pictures in `BANTHAO_PHOTOS`, how many copies of them are told, and how many
//! other pictures are taken for copies.
#![expect(clippy::unwrap_used, reason = "a benchmark stops where it cannot go on")]
#![expect(clippy::print_stdout, reason = "a benchmark tells what it found")]

use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use banthao_core::ingest::{Sheet, find, look_at};
use banthao_core::testing::card::Camera;
use banthao_core::time::ZoneMinutes;
use image::imageops::{FilterType, resize};
use image::{Rgb, RgbImage};

const PHOTOS: usize = 500;
/// Different photos among them; the others are links to these files.
const DIFFERENT: usize = 4;
/// The clock of the work ticks in hundredths of a second.
const ROUNDS: u32 = 20;

fn main() {
    if let Some(folder) = std::env::var_os("BANTHAO_PHOTOS") {
        measure_alike(Path::new(&folder));
        return;
    }
    let card = card();
    let mut sheet = Sheet::default();
    let looking = cpu(|| {
        sheet = Sheet::default();
        for group in find(card.path(), &|| true).unwrap().groups {
            sheet.add(look_at(&group, ZoneMinutes::default()));
        }
        sheet.find_alike();
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

/// Each picture of a folder beside one made of it, and how often both are said to show the same.
fn measure_alike(folder: &Path) {
    let mut pictures = Vec::new();
    for group in find(folder, &|| true).unwrap().groups {
        for file in group.files {
            let picture = image::ImageReader::open(&file.path).unwrap().with_guessed_format();
            let Ok(picture) = picture.unwrap().decode() else { continue };
            let (width, height) = (picture.width(), picture.height());
            if width.min(height) < 300 {
                continue;
            }
            let side = width.min(height * 3 / 2);
            let (x, y) = ((width - side) / 2, (height - side * 2 / 3) / 2);
            let cut = picture.crop_imm(x, y, side, side * 2 / 3).into_rgb8();
            pictures.push(resize(&cut, 1200, 800, FilterType::Triangle));
        }
    }
    let lit = |picture: &RgbImage, light: fn(f32) -> f32| {
        let mut lit = picture.clone();
        lit.pixels_mut().flat_map(|pixel| &mut pixel.0).for_each(|sample| {
            *sample = light(f32::from(*sample)).clamp(0.0, 255.0) as u8;
        });
        lit
    };
    let cut = |picture: &RgbImage, percent: u32| {
        let (width, height) = (12 * (100 - percent), 8 * (100 - percent));
        let (x, y) = ((1200 - width) / 2, (800 - height) / 2);
        image::imageops::crop_imm(picture, x, y, width, height).to_image()
    };
    // Another picture upright in some place of it, as large as a part of a thousand of it.
    let with = |at: usize, thousandths: u32| {
        let area = f64::from(thousandths) * 960.0;
        let (width, height) = ((area * 0.5).sqrt() as u32, (area * 2.0).sqrt() as u32);
        let other = &pictures[(at + 17) % pictures.len()];
        let mut changed = pictures[at].clone();
        let (x, y) = ((at * 379) as u32 % (1200 - width), 300 + (at * 53) as u32 % (500 - height));
        let other = resize(other, width, height, FilterType::Triangle);
        image::imageops::replace(&mut changed, &other, i64::from(x), i64::from(y));
        changed
    };
    type Make<'a> = Box<dyn Fn(usize) -> (RgbImage, u8) + 'a>;
    let smaller = |at: usize| resize(&pictures[at], 960, 640, FilterType::Triangle);
    let makes: [(&str, Make<'_>); 10] = [
        ("960 pixels, quality 40", Box::new(|at| (smaller(at), 40))),
        ("a fifth lighter", Box::new(|at| (lit(&pictures[at], |light| light * 1.2), 80))),
        ("a fifth darker", Box::new(|at| (lit(&pictures[at], |light| light * 0.8), 80))),
        ("a quarter more contrast", Box::new(|at| (lit(&pictures[at], |l| l * 1.25 - 32.0), 80))),
        ("cut by 1 %", Box::new(|at| (cut(&pictures[at], 1), 80))),
        ("cut by 3 %", Box::new(|at| (cut(&pictures[at], 3), 80))),
        ("another thing, 1 % of it", Box::new(|at| (with(at, 10), 80))),
        ("another thing, 2 % of it", Box::new(|at| (with(at, 20), 80))),
        ("another thing, 4 % of it", Box::new(|at| (with(at, 40), 80))),
        ("another thing, 8 % of it", Box::new(|at| (with(at, 80), 80))),
    ];
    let camera = Camera::default();
    let originals: Vec<_> = pictures.iter().map(|picture| camera.jpeg(picture)).collect();
    println!("{} pictures; of each another that is", pictures.len());
    for (name, make) in makes {
        let found = (0..pictures.len()).filter(|at| {
            let (picture, quality) = make(*at);
            let copy = Camera { thumbnail: 0, quality, ..Camera::default() }.jpeg(&picture);
            alike(&[&originals[*at], &copy]) == 1
        });
        println!("  {name:<26} {:>4} taken for the same", found.count());
    }
    let all: Vec<&[u8]> = originals.iter().map(|bytes| &bytes[..]).collect();
    println!("  all of them on one sheet   {:>4} taken for another", alike(&all));
}

/// How many of these files are said to show the same as another, taken a minute apart.
fn alike(files: &[&[u8]]) -> usize {
    let card = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut sheet = Sheet::default();
    for (n, bytes) in files.iter().enumerate() {
        std::fs::write(card.path().join(format!("{n:04}.jpg")), bytes).unwrap();
    }
    for group in find(card.path(), &|| true).unwrap().groups {
        let mut shots = look_at(&group, ZoneMinutes::default());
        for shot in &mut shots {
            shot.taken_by_camera = false;
        }
        sheet.add(shots);
    }
    for n in 0..u32::try_from(files.len()).unwrap() {
        let shot = sheet.shot(n).unwrap();
        let thumb = shot.thumb().unwrap();
        sheet.was_read(n, n.to_string(), false, shot.fingerprint_of_thumb(&thumb));
    }
    sheet.find_alike();
    sheet.news(0).entries.iter().filter(|entry| entry.alike.is_some()).count()
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
