//! What exported photos say of themselves, as exiftool reads it: the tool that everybody checks
//! photos with. Skipped where it is not installed; `cargo xtask test` installs it.

use std::path::Path;
use std::process::Command;

use crate::bundle_article;
use banthao_core::exchange::target::{Making, Measure, Target, TargetRendition};
use banthao_core::language::normal::nfc;
use banthao_core::photo::metadata::Metadata;
use banthao_core::photo::{DeskWords, PhotoKind, Rights};
use banthao_core::time::Timestamp;
use image::ImageFormat;
use serde_json::{Value, json};

/// All tags of a file with their groups; `None` where there is no exiftool.
fn tags(file: &Path) -> Option<Value> {
    let Ok(out) = Command::new("exiftool").args(["-j", "-G1", "-struct"]).arg(file).output() else {
        eprintln!("skipped: exiftool is not installed");
        return None;
    };
    let all: Value = serde_json::from_slice(&out.stdout).expect("exiftool answers in JSON");
    Some(all[0].clone())
}

/// The first picture of the bundle, in a folder.
fn picture() -> (tempfile::TempDir, std::path::PathBuf) {
    let bundle = bundle_article::article().bundle();
    let (_, bytes) =
        bundle.files.iter().find(|(path, _)| path.starts_with("media/01")).expect("a picture");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("anh.jpg");
    std::fs::write(&path, bytes).expect("it can be written");
    (folder, path)
}

#[test]
fn exiftool_reads_every_vietnamese_letter_of_an_exported_photo() {
    let (_folder, path) = picture();
    let Some(tags) = tags(&path) else { return };
    let check = |name: &str, expected: &str| assert_eq!(tags[name], expected, "{name}: {tags:#}");
    check("XMP-dc:Description", "Các đại biểu tham dự buổi làm việc");
    check("IPTC:Caption-Abstract", "Các đại biểu tham dự buổi làm việc");
    check("XMP-photoshop:Headline", "Thái Nguyên chuẩn bị đại hội");
    check("IPTC:Headline", "Thái Nguyên chuẩn bị đại hội");
    check("XMP-photoshop:Credit", "Thanh Hiếu");
    check("IPTC:Credit", "Thanh Hiếu");
    check("IPTC:By-line", "Thanh Hiếu");
    assert_eq!(tags["XMP-dc:Creator"], serde_json::json!(["Thanh Hiếu"]));
    check("XMP-iptcCore:AltTextAccessibility", "Hội trường có hai dãy bàn");
    check("XMP-photoshop:Source", "thainguyen.gov.vn");
    check("IPTC:CodedCharacterSet", "UTF8");
    assert_eq!(tags["File:CurrentIPTCDigest"], tags["Photoshop:IPTCDigest"]);
}

#[test]
fn exiftool_finds_nothing_in_an_exported_photo_but_what_was_put_there() {
    let (_folder, path) = picture();
    let Some(tags) = tags(&path) else { return };
    let groups = ["SourceFile", "ExifTool:", "System:", "File:", "JFIF:", "Composite:"];
    let known =
        ["XMP-x:", "XMP-dc:", "XMP-photoshop:", "XMP-iptcCore:", "IPTC:", "Photoshop:IPTCDigest"];
    for name in tags.as_object().unwrap().keys() {
        let expected = groups.iter().chain(&known).any(|group| name.starts_with(group));
        assert!(expected, "{name} in {tags:#}");
    }
}

#[test]
fn exiftool_finds_no_fault_in_how_it_is_written() {
    let (_folder, path) = picture();
    let Ok(out) =
        Command::new("exiftool").args(["-validate", "-warning", "-a"]).arg(&path).output()
    else {
        eprintln!("skipped: exiftool is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(said.contains(": OK") && !said.contains("Warning"), "{said}");
}

/// Every letter that Vietnamese is written with, small and capital: each vowel in each tone, and đ.
fn alphabet() -> String {
    let tones = ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"];
    let vowels = "aăâeêioôơuưy".chars();
    let mut small: String =
        vowels.flat_map(|vowel| tones.map(|tone| nfc(&format!("{vowel}{tone}")))).collect();
    small.push('đ');
    format!("{small} {}", small.to_uppercase())
}

#[test]
fn exiftool_reads_every_vietnamese_letter_in_each_format_for_the_web_and_for_print() {
    let letters = alphabet();
    assert_eq!(letters.chars().filter(|letter| !letter.is_ascii()).count(), 2 * (12 * 6 - 6 + 1));
    let web = |format| Making::Web {
        measure: Measure::LongestSide,
        pixels: 60,
        quality: 80,
        format,
        shape: None,
    };
    let target = Target {
        name: "Tất cả".into(),
        renditions: [
            ("jpeg", web(PhotoKind::Jpeg)),
            ("webp", web(PhotoKind::WebP)),
            ("png", web(PhotoKind::Png)),
            ("in", Making::Print),
        ]
        .map(|(name, made)| TargetRendition { name: name.into(), made })
        .to_vec(),
        ..Target::standard()
    };
    let jpeg = bundle_article::picture(80, 60);
    let as_format = |format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::load_from_memory(&jpeg).unwrap().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let originals = [
        jpeg.clone(),
        as_format(ImageFormat::Png),
        as_format(ImageFormat::WebP),
        as_format(ImageFormat::Tiff),
    ];
    let mut prints = Vec::new();
    for (original, edits) in originals.iter().flat_map(|it| [(it, ""), (it, "light=2")]) {
        let mut words = |text: &str| match text {
            "Các đại biểu tham dự buổi làm việc" => letters.clone(),
            _ => text.to_owned(),
        };
        let mut article =
            bundle_article::article_with(&mut words, bundle_article::photo_of(original.clone()));
        article.target = target.clone();
        for photo in article.document.photos_mut() {
            photo.attrs.edits = edits.parse().unwrap();
        }
        for (info, _) in article.photos.values_mut() {
            let metadata = Metadata { rating: 4, ..Metadata::default() };
            let (rights, by_name, device) = (Rights::default(), "Mai".into(), "MAY-01".into());
            info.desk =
                Some(Box::new(DeskWords { metadata, rights, by_name, at: Timestamp(1), device }));
        }
        let bundle = article.bundle();
        let folder = tempfile::tempdir().expect("a folder");
        for (path, bytes) in bundle.files.iter().filter(|(path, _)| path.starts_with("media/01")) {
            let file = folder.path().join(path.replace('/', "-"));
            std::fs::write(&file, bytes).expect("it can be written");
            let Some(tags) = tags(&file) else { return };
            let check =
                |name: &str, expected: &str| assert_eq!(tags[name], expected, "{path}: {tags:#}");
            check("XMP-dc:Description", &letters);
            check("XMP-photoshop:Credit", "Thanh Hiếu");
            check("XMP-iptcCore:AltTextAccessibility", "Hội trường có hai dãy bàn");
            assert_eq!(tags["XMP-dc:Creator"], json!(["Thanh Hiếu"]), "{path}");
            if path.ends_with(".jpg") {
                check("IPTC:Caption-Abstract", &letters);
                assert_eq!(tags["File:CurrentIPTCDigest"], tags["Photoshop:IPTCDigest"], "{path}");
            }
            let said =
                Command::new("exiftool").args(["-validate", "-warning", "-a"]).arg(&file).output();
            let said = String::from_utf8_lossy(&said.expect("it ran before").stdout).into_owned();
            assert!(said.contains(": OK") && !said.contains("Warning"), "{path}: {said}");
            let stars = if path.contains("-in.") { json!(4) } else { Value::Null };
            assert_eq!(tags["XMP-xmp:Rating"], stars, "{path}");
            if path.contains("-in.") {
                prints.push(path.rsplit_once('.').map(|(_, ending)| ending.to_owned()).unwrap());
            }
        }
    }
    // A WebP that is edited, and a TIFF, are printed from a JPEG.
    assert_eq!(prints, ["jpg", "jpg", "png", "png", "webp", "jpg", "jpg", "jpg"]);
}
