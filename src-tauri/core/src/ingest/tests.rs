use std::fs;
use std::path::Path;

use image::{ImageFormat, RgbImage};
use proptest::prelude::*;

use super::*;
use crate::photo::metadata;
use crate::photo::test_pictures::{
    encoded, exif, jpeg, jpeg_claiming, jpeg_with, noise, png_claiming, signpost,
};
use crate::photo::{Inspected, inspect};
use crate::testing::card::Camera;

/// What is on the sheet of a folder with these files.
fn shots(files: &[(&str, Vec<u8>)]) -> (tempfile::TempDir, Vec<Shot>) {
    let card = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(card.path().join(name), bytes).unwrap();
    }
    let shots = on_sheet(card.path());
    (card, shots)
}

fn on_sheet(card: &Path) -> Vec<Shot> {
    let found = find(card, &|| true).unwrap();
    found.groups.iter().flat_map(|group| look_at(group, ZoneMinutes::default())).collect()
}

fn one(name: &str, bytes: Vec<u8>) -> (tempfile::TempDir, Shot) {
    let (card, mut all) = shots(&[(name, bytes)]);
    assert_eq!(all.len(), 1, "{name} is on the sheet");
    (card, all.remove(0))
}

fn size(jpeg: &[u8]) -> (u32, u32) {
    let Inspected { width, height, .. } = inspect(jpeg, "a").expect("a whole picture");
    (width, height)
}

fn shown(jpeg: &[u8]) -> RgbImage {
    use image::ImageDecoder as _;
    let mut decoder = image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(jpeg)).unwrap();
    let orientation = decoder.orientation().unwrap();
    let mut picture = image::DynamicImage::from_decoder(decoder).unwrap();
    picture.apply_orientation(orientation);
    picture.into_rgb8()
}

#[test]
fn the_first_bytes_of_a_photo_tell_what_a_sheet_needs() {
    let camera = Camera { preview: 640, ..Camera::default() };
    let (_card, shot) = one("IMG_1.JPG", camera.jpeg(&noise(1800, 1200)));
    assert_eq!((shot.kind, shot.width, shot.height), (ShotKind::Jpeg, 1800, 1200));
    assert_eq!(shot.problem, None);
    assert!(shot.taken_by_camera);
    // 2026-09-12 08:15:00 on the wall.
    assert_eq!(shot.taken, 1_789_200_900_000);
    assert_eq!(shot.preview_side(), 160);
    assert_eq!(size(&shot.preview().unwrap()), (160, 106));
    assert!(!shot.thumb_takes_it_whole(), "the larger preview is large enough");
    assert_eq!(size(&shot.thumb().unwrap()), (320, 213));
    assert_eq!(shot.full().unwrap(), fs::read(&shot.file.path).unwrap(), "the file as it is");
    assert!(shot.fingerprint.is_some());
}

#[test]
fn previews_are_turned_as_the_photo_is() {
    for orientation in 1..=8 {
        let camera = Camera { orientation, preview: 640, ..Camera::default() };
        let upright =
            image::imageops::resize(&signpost(), 1600, 800, image::imageops::FilterType::Nearest);
        // Each of the two ways a preview is found, by turns: decoding takes its time.
        let bytes = if orientation % 2 == 0 { camera.raw(&upright) } else { camera.jpeg(&upright) };
        let (_card, shot) = one("a.jpg", bytes);
        let whole = shown(&shot.full().unwrap());
        for (name, small) in
            [("preview", shot.preview()), ("thumb", shot.thumb()), ("fit", shot.fit())]
        {
            let small = shown(&small.unwrap());
            let corner = |picture: &RgbImage, x: u32, y: u32| {
                let (width, height) = picture.dimensions();
                let pixel = picture.get_pixel(width * x / 8, height * y / 8).0;
                // Which colour is the strongest.
                (0..3).max_by_key(|colour| pixel[*colour]).unwrap()
            };
            for (x, y) in [(1, 1), (7, 1), (1, 7), (7, 7)] {
                let (is, should) = (corner(&small, x, y), corner(&whole, x, y));
                assert_eq!(is, should, "{name}, orientation {orientation}, at {x}, {y}");
            }
        }
        assert_eq!((shot.width, shot.height), whole.dimensions());
    }
}

#[test]
fn a_photo_without_a_preview_is_shown_by_a_thumbnail_of_its_own() {
    for (name, bytes, kind) in [
        ("a.jpg", jpeg(&noise(900, 600)), ShotKind::Jpeg),
        ("a.png", encoded(noise(900, 600), ImageFormat::Png), ShotKind::Png),
        ("a.webp", encoded(noise(900, 600), ImageFormat::WebP), ShotKind::WebP),
    ] {
        let (_card, shot) = one(name, bytes);
        assert_eq!((shot.kind, shot.width, shot.height), (kind, 900, 600), "{name}");
        assert_eq!(shot.preview_side(), 0, "{name}");
        assert!(shot.preview().is_err() && shot.thumb_takes_it_whole());
        assert!(!shot.taken_by_camera && shot.taken > 1_700_000_000_000, "the time of the file");
        assert_eq!(size(&shot.thumb().unwrap()), (320, 213), "{name}");
    }
}

#[test]
fn stars_of_another_program_are_on_the_sheet_as_they_will_be_in_the_store() {
    let picture = noise(90, 60);
    let with = |packet: &str| {
        let packet = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
        jpeg_with(&picture, |encoder| encoder.add_app_segment(1, packet).unwrap())
    };
    let rated = metadata::Metadata { rating: 3, ..metadata::Metadata::default() };
    let three = with(&metadata::packet_of(&rated));
    for (bytes, stars) in [(three, 3), (with("<x:xmpmeta"), 0), (jpeg_with(&picture, |_| {}), 0)] {
        let (_card, shot) = one("a.jpg", bytes);
        assert_eq!(shot.rating, stars);
        assert_eq!(metadata::read(&shot.read().unwrap()).metadata.rating, stars);
    }
}

#[test]
fn a_raw_file_is_taken_as_the_largest_jpeg_inside() {
    let camera = Camera { orientation: 6, ..Camera::default() };
    let (_card, shot) = one("IMG_7.CR2", camera.raw(&noise(1500, 1000)));
    assert_eq!((shot.kind, shot.problem), (ShotKind::Raw, None));
    assert_eq!((shot.width, shot.height), (1000, 1500), "as it is shown");
    assert_eq!(shot.name_to_keep(), "IMG_7.jpg");
    assert_eq!(shot.taken, 1_789_200_900_000);
    let taken = shot.read().unwrap();
    assert_eq!(size(&taken), (1000, 1500));
    assert_eq!(taken, shot.read().unwrap(), "the same bytes each time");
    let words = metadata::read(&taken).metadata;
    assert_eq!(words.created, "2026-09-12T08:15:00", "what the RAW says goes along");
    assert_eq!(words.caption, "Chợ phiên vùng cao");
}

#[test]
fn a_raw_file_with_nothing_but_a_thumbnail_is_told() {
    let (_card, shot) = one("IMG_7.NEF", Camera::default().raw(&noise(400, 300)));
    assert_eq!(shot.problem, Some(ShotProblem::NoPreview));
    assert!(shot.read().is_err());
    let (_card, shot) = one("a.tif", b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec());
    assert_eq!((shot.kind, shot.problem), (ShotKind::Raw, Some(ShotProblem::NoPreview)));
}

#[test]
fn canons_newer_raw_files_are_taken_as_the_largest_jpeg_inside() {
    let camera = Camera { orientation: 6, preview: 800, ..Camera::default() };
    let (_card, shot) = one("IMG_7.CR3", camera.cr3(&noise(1500, 1000)));
    assert_eq!((shot.kind, shot.problem), (ShotKind::Raw, None));
    assert_eq!((shot.width, shot.height), (1000, 1500), "as it is shown");
    assert_eq!((shot.name_to_keep().as_str(), shot.taken), ("IMG_7.jpg", 1_789_200_900_000));
    assert_eq!(size(&shot.preview().unwrap()), (106, 160));
    assert!(!shot.thumb_takes_it_whole(), "made from the preview of 800 pixels");
    assert_eq!(size(&shot.thumb().unwrap()), (213, 320));
    let taken = shot.read().unwrap();
    assert_eq!(size(&taken), (1000, 1500));
    let words = metadata::read(&taken).metadata;
    assert_eq!(words.created, "2026-09-12T08:15:00");
    assert_eq!(words.caption, "Chợ phiên vùng cao");
}

#[test]
fn a_photo_of_a_telephone_is_shown_as_far_as_there_is_a_jpeg_and_told() {
    let (_card, shot) = one("IMG_7.HEIC", Camera::default().heic(&noise(900, 600)));
    assert_eq!((shot.kind, shot.problem), (ShotKind::Heif, Some(ShotProblem::Heif)));
    assert_eq!((shot.width, shot.height), (900, 600));
    assert_eq!(shot.taken, 1_789_200_900_000, "its EXIF is read");
    assert_eq!(size(&shot.preview().unwrap()), (160, 106));
    assert!(shot.full().is_err() && shot.thumb().is_err(), "more than that nothing reads");
}

#[test]
fn a_tiff_is_a_photo_by_itself() {
    let camera = Camera { orientation: 8, ..Camera::default() };
    let bytes = camera.tiff(&noise(900, 600), &[]);
    let (_card, shot) = one("a.tif", bytes.clone());
    assert_eq!((shot.kind, shot.problem), (ShotKind::Tiff, None));
    assert_eq!((shot.width, shot.height, shot.name_to_keep()), (600, 900, "a.tif".to_owned()));
    assert_eq!(shot.taken, 1_789_200_900_000);
    assert_eq!(size(&shot.thumb().unwrap()), (213, 320));
    let whole = shot.full().unwrap();
    assert_eq!((whole[0], size(&whole)), (0xFF, (600, 900)), "a JPEG of every pixel");
    assert_eq!(shot.read().unwrap(), bytes, "taken as it is");
}

#[test]
fn fujifilms_raw_files_are_read_too() {
    let whole = Camera { orientation: 8, ..Camera::default() }.jpeg(&noise(1200, 900));
    let mut raf = b"FUJIFILMCCD-RAW 0201".to_vec();
    raf.resize(84, 0);
    raf.extend(200_u32.to_be_bytes());
    raf.extend(u32::try_from(whole.len()).unwrap().to_be_bytes());
    raf.resize(200, 0);
    raf.extend(&whole);
    let (_card, shot) = one("DSCF1.RAF", raf);
    assert_eq!(
        (shot.kind, shot.problem, shot.width, shot.height),
        (ShotKind::Raw, None, 900, 1200)
    );
    assert_eq!(shot.read().unwrap(), whole, "its JPEG has words of its own");
}

#[test]
fn a_raw_file_and_the_jpeg_beside_it_are_one_photo() {
    let (camera, picture) = (Camera::default(), noise(1200, 800));
    let (_card, all) = shots(&[
        ("IMG_1.JPG", camera.jpeg(&picture)),
        ("IMG_1.CR2", camera.raw(&picture)),
        ("IMG_1.xmp", b"<x:xmpmeta/>".to_vec()),
        ("IMG_2.CR2", camera.raw(&picture)),
        ("img_3.jpg", camera.jpeg(&picture)),
        ("IMG_3.JPEG", camera.jpeg(&picture)),
        ("MVI_4.MP4", b"\0\0\0\x18ftypmp42".to_vec()),
    ]);
    let told: Vec<_> =
        all.iter().map(|shot| (shot.file.name.as_str(), shot.raw_beside.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("IMG_1.JPG", Some("IMG_1.CR2")),
            ("IMG_2.CR2", None),
            ("IMG_3.JPEG", None),
            ("img_3.jpg", None)
        ]
    );
}

#[test]
fn what_is_named_like_a_photo_and_is_none_is_told() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec();
    for (name, bytes, problem) in [
        ("a.jpg", svg.clone(), ShotProblem::NotAPhoto),
        ("a.jpg", b"<html><img src=x onerror=alert(1)>".to_vec(), ShotProblem::NotAPhoto),
        ("a.png", b"GIF89a".to_vec(), ShotProblem::NotAPhoto),
        ("a.JPG", Vec::new(), ShotProblem::Empty),
        ("a.CR3", b"\0\0\0\x18ftypcrx \0\0\0\0".to_vec(), ShotProblem::NoPreview),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), ShotProblem::Heif),
        // By its bytes, never by its name.
        ("a.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0".to_vec(), ShotProblem::Heif),
    ] {
        let (_card, shot) = one(name, bytes);
        assert_eq!(shot.problem, Some(problem), "{name}");
        assert!(shot.preview().is_err() && shot.full().is_err() && shot.thumb().is_err());
    }
    let (_card, all) = shots(&[("a.svg", svg), ("notes.txt", b"x".to_vec())]);
    assert!(all.is_empty(), "nobody looks for these on a contact sheet");
    let (_card, shot) = one("notes.txt", jpeg(&noise(30, 20)));
    assert_eq!(shot.kind, ShotKind::Jpeg, "a photo under any name");
}

#[test]
fn absurd_sizes_are_refused_before_a_pixel_is_decoded() {
    for bytes in [jpeg_claiming(60_000, 60_000), png_claiming(60_000, 60_000)] {
        let (_card, shot) = one("a.jpg", bytes);
        assert_eq!((shot.width, shot.height), (60_000, 60_000));
        for refused in [shot.full(), shot.thumb(), shot.fit()] {
            assert_eq!(ShotProblem::of(&refused.unwrap_err()), ShotProblem::TooLarge);
        }
    }
}

#[test]
fn a_photo_that_breaks_off_is_on_the_sheet_and_told_once_it_is_read() {
    let whole = Camera::default().jpeg(&noise(900, 600));
    let (_card, shot) = one("a.jpg", whole[..whole.len() / 2].to_vec());
    assert_eq!(shot.problem, None, "the first bytes are as they should be");
    assert!(shot.preview().is_ok(), "the thumbnail is there");
    assert_eq!(ShotProblem::of(&shot.full().unwrap_err()), ShotProblem::Damaged);
}

#[test]
fn a_preview_that_claims_to_lie_beyond_the_file_is_no_preview() {
    let mut bytes = Camera { preview: 640, ..Camera::default() }.jpeg(&noise(900, 600));
    bytes.truncate(bytes.len() - 1_000);
    let (_card, shot) = one("a.jpg", bytes);
    assert!(shot.thumb_takes_it_whole());
}

#[test]
fn ten_thousand_segments_cost_no_more_than_the_first_of_them() {
    let bare = jpeg(&noise(60, 40));
    let mut bytes = bare[..2].to_vec();
    for _ in 0..10_000 {
        bytes.extend([0xFF, 0xE5, 0, 4, 1, 2]);
    }
    bytes.extend(&bare[2..]);
    let (_card, shot) = one("a.jpg", bytes);
    assert_eq!((shot.kind, shot.problem), (ShotKind::Jpeg, None));
    assert_eq!(size(&shot.thumb().unwrap()), (60, 40), "the photo itself is whole");
}

#[test]
fn broken_exif_costs_the_date_and_not_the_photo() {
    for broken in [
        vec![],
        vec![0xFF; 40],
        // Its only directory names itself as the next one, and as the EXIF directory.
        b"MM\0\x2a\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08".to_vec(),
        // Places beyond the end.
        b"MM\0\x2a\xff\xff\xff\xf0".to_vec(),
        b"II*\0\x08\0\0\0\xff\xff".to_vec(),
        exif(200),
    ] {
        let bytes = crate::photo::test_pictures::jpeg_with(&noise(60, 40), |encoder| {
            encoder.add_exif_metadata(&broken).unwrap();
        });
        let (_card, shot) = one("a.jpg", bytes);
        assert_eq!((shot.width, shot.height, shot.problem), (60, 40, None), "{broken:02x?}");
        assert!(!shot.taken_by_camera);
    }
}

#[test]
fn a_clock_that_was_never_set_says_nothing() {
    for taken in ["0000:00:00 00:00:00", "2026:13:01 00:00:00", "2026:02:30 10:00:00", "heute"] {
        let camera = Camera { taken: taken.to_owned(), ..Camera::default() };
        let (_card, shot) = one("a.jpg", camera.jpeg(&noise(60, 40)));
        assert!(!shot.taken_by_camera, "{taken}");
    }
}

#[test]
fn a_card_that_is_pulled_out_is_told_on_each_photo() {
    let (card, shot) = one("a.jpg", Camera::default().jpeg(&noise(900, 600)));
    card.close().unwrap();
    for gone in [shot.preview(), shot.thumb(), shot.full(), shot.read()] {
        assert_eq!(ShotProblem::of(&gone.unwrap_err()), ShotProblem::Gone);
    }
}

#[test]
fn a_file_that_goes_between_finding_and_looking_keeps_its_place() {
    let card = tempfile::tempdir().unwrap();
    fs::write(card.path().join("a.jpg"), jpeg(&noise(30, 20))).unwrap();
    let found = find(card.path(), &|| true).unwrap();
    fs::remove_file(card.path().join("a.jpg")).unwrap();
    let shots = look_at(&found.groups[0], ZoneMinutes::default());
    assert_eq!(shots[0].problem, Some(ShotProblem::Gone));
}

#[test]
fn a_photo_is_taken_in_only_as_it_was_seen_and_as_it_can_be_read_again() {
    let store = tempfile::tempdir().unwrap();
    let desk = crate::store::Store::open(store.path(), "desk").unwrap();
    let files = desk.photo_files();
    let bytes = Camera::default().jpeg(&noise(90, 60));
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let (_card, shot) = one("a.jpg", bytes);
    let original = fs::metadata(&shot.file.path).unwrap().modified().unwrap();
    let other = "0".repeat(64);
    let refused = take(&shot, &files, Some(&other), crate::time::Timestamp(0)).unwrap_err();
    assert_eq!(refused.code, crate::Code::DamagedPhoto, "the card gave other bytes before");
    assert!(files.read(&hash).is_err(), "nothing was kept");
    take(&shot, &files, Some(&hash), crate::time::Timestamp(0)).unwrap();
    assert_eq!(files.read(&hash).unwrap(), fs::read(&shot.file.path).unwrap());
    assert_eq!(fs::metadata(&shot.file.path).unwrap().modified().unwrap(), original);
}

#[test]
fn bad_files_on_a_card_cost_themselves_and_the_store_stays_whole() {
    use crate::photo::test_pictures::jpeg_with;
    let picture = noise(400, 300);
    let good = Camera::default().jpeg(&picture);
    let mut flipped = jpeg(&picture);
    let middle = flipped.len() / 2;
    flipped.splice(middle..middle + 2_000, [0xFF, 0x00].repeat(1_000));
    let mut segments = jpeg(&picture)[..2].to_vec();
    segments.extend([0xFF, 0xE5, 0, 4, 1, 2].repeat(10_000));
    segments.extend(&jpeg(&picture)[2..]);
    let exif = |bytes: &[u8]| jpeg_with(&picture, |to| to.add_exif_metadata(bytes).unwrap());
    let iim = |headline: &[u8]| {
        let length = u8::try_from(headline.len()).unwrap();
        let datasets = [&[0x1C, 2, 105, 0, length], headline].concat();
        camera_tiff(&picture, datasets)
    };
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec();
    let whole = Camera::default().tiff(&picture, &[]);
    let (card, all) = shots(&[
        ("01 good.jpg", good.clone()),
        ("02 cut.jpg", good[..good.len() / 2].to_vec()),
        ("03 flipped.jpg", flipped),
        ("04 huge.jpg", jpeg_claiming(60_000, 60_000)),
        ("05 huge.png", png_claiming(60_000, 60_000)),
        ("06 segments.jpg", segments),
        ("07 exif.jpg", exif(b"MM\0\x2a\xff\xff\xff\xf0")),
        ("08 latin.tif", iim(b"H\xE0 N\xF4i")),
        ("09 tcvn3.tif", iim(b"Th\xB8i Nguy\xAAn")),
        ("10 svg.jpg", svg),
        ("11 html.jpg", b"<html><img src=x onerror=alert(1)>".to_vec()),
        ("12 empty.jpg", Vec::new()),
        ("13 cut.tif", whole[..whole.len() - 1].to_vec()),
        ("14 phone.heic", Camera::default().heic(&picture)),
        ("15 gone.jpg", Camera::default().jpeg(&noise(401, 300))),
    ]);
    // Pulled out once the sheet has seen it.
    fs::remove_file(card.path().join("15 gone.jpg")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut desk = crate::store::Store::open(folder.path(), "desk").unwrap();
    let files = desk.photo_files();
    let mut told = Vec::new();
    let mut headlines = Vec::new();
    for shot in &all {
        match take(shot, &files, None, crate::time::Timestamp(0)) {
            Ok(added) => {
                let info = desk.register_photo(added).unwrap();
                headlines.push(info.metadata.headline);
            }
            Err(failure) => told.push((&shot.file.name[..2], ShotProblem::of(&failure))),
        }
    }
    assert_eq!(
        told,
        [
            ("02", ShotProblem::Damaged),
            ("03", ShotProblem::Damaged),
            ("04", ShotProblem::TooLarge),
            ("05", ShotProblem::TooLarge),
            ("10", ShotProblem::NotAPhoto),
            ("11", ShotProblem::NotAPhoto),
            ("12", ShotProblem::Empty),
            ("13", ShotProblem::Damaged),
            ("14", ShotProblem::NotAPhoto),
            ("15", ShotProblem::Gone),
        ]
    );
    assert_eq!(headlines, ["", "", "", "Hà Nôi", "Thái Nguyên"]);
    let health = desk.diagnose().unwrap();
    assert_eq!((health.photos, health.problems), (5, Vec::new()));
    assert_eq!(fs::read(card.path().join("01 good.jpg")).unwrap(), good, "nothing is touched");
}

fn camera_tiff(picture: &RgbImage, datasets: Vec<u8>) -> Vec<u8> {
    Camera::default().tiff(picture, &[(33_723, 7, datasets)])
}

#[test]
fn a_copy_that_cannot_be_finished_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = crate::store::Store::open(folder.path(), "desk").unwrap();
    let files = desk.photo_files();
    let bytes = Camera::default().jpeg(&noise(90, 60));
    let hash = hash(&bytes);
    let (_card, shot) = one("a.jpg", bytes);
    // The whole copy is written and cannot be put in its place: that is where the disk ends.
    let place = folder.path().join("photos").join(&hash[..2]).join(&hash);
    fs::create_dir_all(place.join("in the way")).unwrap();
    assert!(take(&shot, &files, None, crate::time::Timestamp(0)).is_err());
    let left: Vec<_> = fs::read_dir(place.parent().unwrap()).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "no part of a copy: {left:?}");
    assert!(desk.diagnose().unwrap().problems.is_empty());
    fs::remove_dir_all(&place).unwrap();
    let added = take(&shot, &files, None, crate::time::Timestamp(0)).unwrap();
    desk.register_photo(added).unwrap();
    let health = desk.diagnose().unwrap();
    assert_eq!((health.photos, health.problems), (1, Vec::new()), "and goes in once there is room");
}

#[test]
fn a_sheet_tells_only_what_is_new() {
    let (_card, all) = shots(&[
        ("a.jpg", Camera::default().jpeg(&noise(90, 60))),
        ("b.jpg", Camera::default().jpeg(&noise(90, 60))),
        ("c.jpg", jpeg(&signpost())),
    ]);
    let mut sheet = Sheet::default();
    assert!(sheet.add(all));
    let first = sheet.news(0);
    assert_eq!(first.entries.iter().map(|entry| entry.n).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(sheet.news(first.version).entries.is_empty());

    sheet.was_read(1, "b".repeat(64), true, None);
    sheet.was_read(0, "b".repeat(64), true, None);
    let news = sheet.news(first.version);
    assert_eq!(news.entries.iter().map(|entry| entry.n).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(news.entries[0].same_as, None);
    assert_eq!(news.entries[1].same_as, Some(0), "the first on the sheet is the original");
    assert!(news.entries[1].in_store);

    sheet.find_alike();
    let after = sheet.news(news.version);
    assert_eq!(
        after.entries.iter().map(|entry| (entry.n, entry.burst)).collect::<Vec<_>>(),
        [(0, Some(0)), (1, Some(0))],
        "two shots of one second; the third has no fingerprint yet"
    );
    sheet.find_alike();
    assert!(sheet.news(after.version).entries.is_empty(), "nothing new the second time");
    sheet.failed(2, ShotProblem::Gone);
    assert!(!sheet.is_unread(2) && !sheet.is_unread(0));
    assert_eq!(sheet.news(after.version).entries[0].problem, Some(ShotProblem::Gone));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn mangled_headers_get_a_place_on_the_sheet_and_nothing_worse(
        format in 0..6_usize,
        hits in prop::collection::vec((0..1_600_usize, any::<u8>()), 1..12),
        cut in prop::option::of(0..4_000_usize),
    ) {
        let picture = noise(96, 64);
        let camera = Camera { preview: 48, orientation: 6, ..Camera::default() };
        let mut bytes = match format {
            0 => camera.jpeg(&picture),
            1 => camera.raw(&picture),
            2 => camera.cr3(&picture),
            3 => camera.heic(&picture),
            4 => camera.tiff(&picture, &[]),
            _ => encoded(picture, ImageFormat::WebP),
        };
        for (at, value) in hits {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut);
        }
        let card = tempfile::tempdir().unwrap();
        fs::write(card.path().join("a.jpg"), &bytes).unwrap();
        let found = find(card.path(), &|| true).unwrap();
        let file = &found.groups[0].files[0];
        // Without the guard that `look` has: a panic in here is found here.
        Shot::unseen(file, "", ZoneMinutes::default()).see().unwrap();
        let shot = look(file, "", ZoneMinutes::default()).expect("it is named like a photo");
        if let Ok(preview) = shot.preview() {
            prop_assert!(preview.len() <= bytes.len() + 100, "a preview is a part of its file");
        }
        if shot.full().is_ok() {
            prop_assert!(shot.width > 0 || shot.problem.is_none());
        }
    }
}
