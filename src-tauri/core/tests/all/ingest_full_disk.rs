//! Photos taken in while the disk fills up: told, and the store stays whole.
#![cfg(target_os = "linux")]

use std::path::Path;

use banthao_core::ingest::{find, look_at, take};
use banthao_core::store::Store;
use banthao_core::testing::card::Camera;
use banthao_core::time::{Timestamp, ZoneMinutes};
use image::RgbImage;

/// The part that runs apart: takes in what is in `CARD` and prints what came of each.
#[test]
#[ignore = "runs inside the test of a full disk"]
fn takes_in() {
    let (Some(place), Some(card)) = (std::env::var_os("PLACE"), std::env::var_os("CARD")) else {
        return;
    };
    let mut store = Store::open(Path::new(&place), "desk").unwrap();
    for group in find(Path::new(&card), &|| true).unwrap().groups {
        for shot in look_at(&group, ZoneMinutes::default()) {
            let taken = take(&shot, &store.photo_files(), None, Timestamp(0))
                .and_then(|added| store.register_photo(added));
            match taken {
                Ok(photo) => println!("took {}", photo.file_name),
                Err(failure) => println!("refused {} {:?}", shot.file.name, failure.code),
            }
        }
    }
    println!("problems {:?}", store.diagnose().unwrap().problems);
    for part in walk(Path::new(&place)) {
        assert!(!part.ends_with(".part"), "half a file is left: {part}");
    }
}

#[test]
fn a_disk_that_fills_up_while_photos_are_taken_in_is_told_and_the_store_stays_whole() {
    let (place, card) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut state = 7_u32;
    let noise = RgbImage::from_fn(900, 600, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        image::Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
    });
    let small = RgbImage::new(90, 60);
    std::fs::write(card.path().join("1.jpg"), Camera::default().jpeg(&small)).unwrap();
    let large = Camera { quality: 98, thumbnail: 0, ..Camera::default() }.jpeg(&noise);
    assert!(large.len() > 600_000, "{}", large.len());
    std::fs::write(card.path().join("2.jpg"), large).unwrap();
    let other = Camera::default().jpeg(&RgbImage::new(80, 60));
    std::fs::write(card.path().join("3.jpg"), other).unwrap();

    // A limit on the size of files, in blocks of 512 bytes: what a quota does.
    let script = "trap '' XFSZ; ulimit -f 1150; \
                  exec \"$ME\" --exact ingest_full_disk::takes_in --include-ignored --nocapture";
    let out = std::process::Command::new("sh")
        .args(["-c", script])
        .env("PLACE", place.path())
        .env("CARD", card.path())
        .env("ME", std::env::current_exe().unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("took 1.jpg"), "{said}");
    assert!(said.contains("refused 2.jpg DiskFull"), "{said}");
    assert!(said.contains("took 3.jpg"), "{said}");
    assert!(said.contains("problems []"), "{said}");
}

fn walk(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("it can be listed").flatten() {
        if entry.path().is_dir() {
            found.extend(walk(&entry.path()));
        } else {
            found.push(entry.path().display().to_string());
        }
    }
    found
}
