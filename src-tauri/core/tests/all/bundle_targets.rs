//! What a target gets: the renditions that it wants, and nothing that it must not have.

use crate::agreed::as_agreed;
use crate::bundle_article::{Article, article, article_of, text};
use banthao_core::exchange::bundle::Bundle;
use banthao_core::exchange::formats::Format;
use banthao_core::exchange::target::{Making, Measure, Shape, Target, TargetRendition};
use banthao_core::photo::metadata::{Metadata, read};
use banthao_core::photo::{DeskWords, PhotoKind, Rights, inspect};
use banthao_core::time::Timestamp;
use serde_json::Value;

fn web(name: &str, measure: Measure, pixels: u32, format: PhotoKind) -> TargetRendition {
    let made = Making::Web { measure, pixels, quality: 80, format, shape: None };
    TargetRendition { name: name.into(), made }
}

fn print() -> TargetRendition {
    TargetRendition { name: "in".into(), made: Making::Print }
}

fn portal() -> Target {
    Target {
        name: "Cổng thông tin".into(),
        renditions: vec![
            web("rong", Measure::Width, 900, PhotoKind::WebP),
            web("nho", Measure::LongestSide, 320, PhotoKind::Jpeg),
            web("do-hoa", Measure::LongestSide, 200, PhotoKind::Png),
            print(),
        ],
        formats: Format::standard(),
        position: false,
    }
}

fn exported(mut article: Article, target: Target) -> Bundle {
    article.target = target;
    article.bundle()
}

fn file<'a>(bundle: &'a Bundle, end: &str) -> &'a [u8] {
    let found =
        bundle.files.iter().find(|(path, _)| path.starts_with("media/01") && path.ends_with(end));
    found.unwrap_or_else(|| panic!("{end} among {:?}", bundle.files.keys())).1
}

#[test]
fn every_rendition_comes_out_as_agreed() {
    let made = exported(article(), portal());
    for name in ["manifest.json", "article.html", "article.ninjs.json"] {
        as_agreed("target", name, text(&made, name));
    }
    assert_eq!(made, exported(article(), portal()), "the same bytes each time");
}

#[test]
fn a_shape_is_cut_around_the_focal_point_and_reports_of_agencies_tell_where_that_is() {
    let mut article = article();
    for photo in article.document.photos_mut() {
        photo.attrs.edits = "focus=10000,5000".parse().unwrap();
    }
    let shaped = |name: &str, shape| {
        let (measure, format) = (Measure::Width, PhotoKind::Jpeg);
        let made = Making::Web { measure, pixels: 400, quality: 80, format, shape };
        TargetRendition { name: name.into(), made }
    };
    let renditions = vec![
        shaped("nguyen", None),
        shaped("vuong", Some(Shape::Square)),
        shaped("rong", Some(Shape::Wide)),
        print(),
    ];
    let made = exported(article, Target { renditions, ..portal() });
    for (end, size) in [
        ("-nguyen.jpg", (400, 267)),
        ("-vuong.jpg", (400, 400)),
        ("-rong.jpg", (400, 225)),
        ("-in.jpg", (1_800, 1_200)),
    ] {
        let seen = inspect(file(&made, end), end).expect("a whole picture");
        assert_eq!((seen.width, seen.height), size, "{end}");
    }
    let ninjs: Value = serde_json::from_str(text(&made, "article.ninjs.json")).unwrap();
    let renditions = ninjs["associations"][0]["renditions"].as_array().unwrap();
    let points: Vec<Value> = renditions.iter().map(|it| it["poi"].clone()).collect();
    assert_eq!(
        points,
        [
            serde_json::json!({ "x": 399, "y": 133 }),
            serde_json::json!({ "x": 399, "y": 200 }),
            serde_json::json!({ "x": 399, "y": 112 }),
            serde_json::json!({ "x": 1799, "y": 600 }),
        ]
    );
}

#[test]
fn sizes_and_formats_are_those_that_were_asked_for() {
    let made = exported(article(), portal());
    for (end, kind, size) in [
        ("-rong.webp", PhotoKind::WebP, (900, 600)),
        ("-nho.jpg", PhotoKind::Jpeg, (320, 213)),
        ("-do-hoa.png", PhotoKind::Png, (200, 133)),
        ("-in.jpg", PhotoKind::Jpeg, (1800, 1200)),
    ] {
        let bytes = file(&made, end);
        let seen = inspect(bytes, end).expect("a whole picture");
        assert_eq!((seen.kind, (seen.width, seen.height)), (kind, size), "{end}");
        let words = read(bytes).metadata;
        assert_eq!(words.caption, "Các đại biểu tham dự buổi làm việc", "{end}");
        assert_eq!(words.credit, "Thanh Hiếu", "{end}");
        assert_eq!(words.alt, "Hội trường có hai dãy bàn", "{end}");
    }
    assert!(text(&made, "article.html").contains("-rong.webp\" width=\"900\" height=\"600\""));
    let manifest: Value = serde_json::from_str(text(&made, "manifest.json")).unwrap();
    assert_eq!(manifest["target"], "Cổng thông tin");
    for photo in manifest["photos"].as_array().unwrap() {
        for rendition in photo["renditions"].as_array().unwrap() {
            let bytes = &made.files[rendition["path"].as_str().unwrap()];
            use sha2::Digest;
            let sum: String =
                sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(rendition["sha256"], sum);
            assert_eq!(rendition["bytes"], bytes.len());
        }
    }
}

#[test]
fn one_rendition_alone_needs_no_name_of_its_own() {
    let target = Target { renditions: vec![print()], ..portal() };
    let made = exported(article(), target);
    assert!(made.files.contains_key("media/01-cac-dai-bieu-tham-du-buoi-lam-viec.jpg"));
    assert!(text(&made, "article.html").contains("width=\"1800\" height=\"1200\""));
}

#[test]
fn the_print_of_a_photo_used_as_it_came_is_its_own_picture() {
    let article = article();
    let (_, original) = article.photos.values().find(|(info, _)| info.width == 1800).unwrap();
    let original = original.clone();
    let made = exported(article, portal());
    let print = file(&made, "-in.jpg");
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    assert_eq!(pixels(print), pixels(&original));
    // The bits of the picture are those of the original, not merely the same colours.
    let tail = &original[original.len() / 2..];
    assert!(print.ends_with(tail));
}

fn with_edits(edits: &str) -> Article {
    let mut article = article_of(&mut str::to_owned);
    for photo in article.document.photos_mut() {
        photo.attrs.edits = edits.parse().expect("edits");
    }
    article
}

#[test]
fn a_focal_point_alone_makes_no_picture_anew() {
    let plain = exported(with_edits(""), portal());
    let focused = exported(with_edits("focus=5000,5000"), portal());
    assert_eq!(file(&plain, "-in.jpg"), file(&focused, "-in.jpg"));
}

#[test]
fn a_blurred_face_leaves_in_no_rendition() {
    let plain = exported(with_edits(""), portal());
    let blurred = exported(with_edits("blur=0,0,10000,10000"), portal());
    let steps = |bytes: &[u8]| {
        let picture = image::load_from_memory(bytes).unwrap().into_rgb8();
        let (width, _) = picture.dimensions();
        let row: Vec<i32> = (0..width).map(|x| i32::from(picture.get_pixel(x, 9).0[2])).collect();
        row.windows(2).map(|pair| (pair[0] - pair[1]).abs()).max().unwrap()
    };
    for end in ["-rong.webp", "-nho.jpg", "-do-hoa.png", "-in.jpg"] {
        let (edge, left) = (steps(file(&plain, end)), steps(file(&blurred, end)));
        assert!(edge > 20 && left * 2 < edge, "{end}: of {edge} there is left {left}");
        assert!(read(file(&blurred, end)).metadata.credit == "Thanh Hiếu");
    }
    let size = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8().dimensions();
    assert_eq!(size(file(&blurred, "-in.jpg")), size(file(&plain, "-in.jpg")), "every pixel of it");
}

#[test]
fn a_crop_is_cut_out_of_every_pixel_for_print() {
    let made = exported(with_edits("crop=0,0,5000,5000"), portal());
    let seen = inspect(file(&made, "-in.jpg"), "a").unwrap();
    assert_eq!((seen.width, seen.height), (30, 20));
}

#[test]
fn the_stars_of_a_photo_go_to_print_and_to_no_page() {
    for edits in ["", "light=3"] {
        let mut article = with_edits(edits);
        for (info, _) in article.photos.values_mut() {
            info.desk = Some(Box::new(DeskWords {
                metadata: Metadata { rating: 4, city: "Huế".into(), ..Metadata::default() },
                rights: Rights::default(),
                by_name: "Mai".into(),
                at: Timestamp(1),
                device: "MAY-01".into(),
            }));
        }
        let made = exported(article, portal());
        for (path, bytes) in made.files.iter().filter(|(path, _)| path.starts_with("media/")) {
            let words = read(bytes).metadata;
            let stars = if path.contains("-in.") { 4 } else { 0 };
            assert_eq!((words.rating, words.city.as_str()), (stars, "Huế"), "{path}");
        }
    }
}

#[test]
fn where_the_camera_stood_goes_along_only_to_a_target_that_asks_for_it() {
    let packet = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
        xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description \
        xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" exif:GPSLatitude=\"21,35.6N\" \
        exif:GPSLongitude=\"105,50.1E\"/></rdf:RDF></x:xmpmeta>";
    let segment = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xFF, 0xE1][..], &length, &segment].concat();
    for asked in [false, true] {
        let mut article = with_edits("");
        for (_, bytes) in article.photos.values_mut() {
            bytes.splice(2..2, segment.clone());
            assert!(read(bytes).carries.position);
        }
        let made = exported(article, Target { position: asked, ..portal() });
        for (path, bytes) in made.files.iter().filter(|(path, _)| path.starts_with("media/01")) {
            assert_eq!(read(bytes).carries.position, asked, "{path}");
        }
    }
}
