//! What a bundle holds.

use crate::agreed::as_agreed;
use crate::bundle_article;
use crate::bundle_article::{article, text};
use banthao_core::article::Text;
use banthao_core::exchange::bundle::bundle;
use serde_json::Value;

const TEXTS: [&str; 4] = ["article.html", "article.txt", "article.ninjs.json", "manifest.json"];

#[test]
fn every_kind_of_block_comes_out_as_agreed() {
    let made = article().bundle();
    for name in TEXTS {
        as_agreed("bundle", name, text(&made, name));
    }
    let names: Vec<&str> = made.files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "article.docx",
            "article.html",
            "article.ninjs.json",
            "article.txt",
            "manifest.json",
            "media/01-cac-dai-bieu-tham-du-buoi-lam-viec.jpg",
            &format!("media/02-{}.jpg", &second_photo()[..8]),
        ],
        "a photo used twice is one file"
    );
    assert_eq!(made.name, "thai-nguyen-chuan-bi-dai-hoi");
}

fn second_photo() -> String {
    bundle_article::photo(30, 40).0
}

#[test]
fn the_same_revision_gives_the_same_bytes() {
    assert_eq!(article().bundle(), article().bundle());
}

#[test]
fn another_text_gives_another_hash() {
    let mut other = article();
    other.document.lead.push(Text::plain("!"));
    assert_ne!(article().bundle().hash, other.bundle().hash);
}

#[test]
fn the_manifest_proves_every_other_file() {
    let made = article().bundle();
    let manifest: Value = serde_json::from_str(text(&made, "manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert_eq!(files.len(), made.files.len() - 1);
    for file in files {
        let bytes = &made.files[file["path"].as_str().unwrap()];
        use sha2::Digest;
        let sum: String =
            sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], sum);
        assert_eq!(file["bytes"], bytes.len());
    }
    assert_eq!(made.hash, blake3::hash(&made.files["manifest.json"]).to_hex().to_string());
}

#[test]
fn what_is_meant_for_the_desk_alone_stays_there() {
    let made = article().bundle();
    for (name, bytes) in &made.files {
        // Stored in the zip of the Word document, so that its parts are looked through, too.
        for secret in ["MẬT", "nguồn tin", "NHUẬN-BÚT", "777777", "IMG_0417"] {
            assert!(
                !bytes.windows(secret.len()).any(|part| part == secret.as_bytes()),
                "{secret} is in {name}"
            );
        }
    }
    let note = "Xin giữ nguyên chức danh.";
    assert!(text(&made, "article.ninjs.json").contains(note), "the receiver reads the note");
    assert!(!text(&made, "article.html").contains(note), "readers do not");
    assert!(!text(&made, "article.txt").contains(note));
}

#[test]
fn a_photo_that_is_missing_leaves_its_caption_where_it_helps() {
    let mut article = article();
    article.photos.clear();
    let made = article.bundle();
    assert!(!made.files.keys().any(|name| name.starts_with("media/")));
    assert!(!text(&made, "article.html").contains("<figure"));
    assert!(!text(&made, "article.html").contains("class=\"photos\""), "no empty group");
    assert!(text(&made, "article.txt").contains("[Thiếu ảnh: Đồng chí phát biểu kết luận]"));
    assert!(
        text(&made, "article.txt")
            .contains("[Thiếu ảnh: Các đại biểu tham dự buổi làm việc (Thanh Hiếu)]")
    );
    assert!(!text(&made, "article.ninjs.json").contains("Thiếu ảnh"), "systems publish unseen");
    let manifest: Value = serde_json::from_str(text(&made, "manifest.json")).unwrap();
    let missing = manifest["missingPhotos"].as_array().unwrap();
    assert_eq!(missing.len(), 4);
    assert_eq!(missing[3]["original"], Value::Null, "this one was never chosen");
    assert_eq!(missing[3]["caption"], "Đồng chí phát biểu kết luận");
}

#[test]
fn an_english_article_speaks_english() {
    let mut article = article();
    article.fields.language = "en-GB".into();
    let made = article.bundle();
    let page = text(&made, "article.html");
    for part in ["<html lang=\"en-GB\">", "Skip to content", "Source: ", "23 May 2020", "Photo: "] {
        assert!(page.contains(part), "{part}");
    }
    assert!(text(&made, "article.txt").contains("[Photo missing: "));
}

#[test]
fn an_article_without_anything_is_still_a_bundle() {
    let mut article = article();
    article.document =
        banthao_core::article::Document::empty(banthao_core::article::BlockId("a".into()));
    article.fields = banthao_core::article::Fields { slug: String::new(), ..Default::default() };
    let made = article.bundle();
    assert_eq!(made.name, "k7m2pq9x4aabbccd");
    assert_eq!(text(&made, "article.txt"), "Chưa có tít\n");
    assert!(text(&made, "article.html").contains("<h1>Chưa có tít</h1>"));
}

#[test]
fn a_name_that_windows_keeps_for_itself_is_not_used() {
    let mut article = article();
    article.fields.slug = "CON".into();
    assert_eq!(article.bundle().name, "con-k7m2pq9x4aabbccd");
    article.fields.slug = "../../etc/\u{202E}passwd".into();
    assert_eq!(article.bundle().name, "etc-passwd");
}

#[test]
fn a_damaged_photo_is_named() {
    let mut article = article();
    for (info, bytes) in article.photos.values_mut() {
        info.file_name = "hội trường.jpg".into();
        bytes.truncate(bytes.len() / 2);
    }
    let failure = bundle(&article.edition()).unwrap_err();
    assert_eq!(failure.code, banthao_core::Code::DamagedPhoto);
    assert_eq!(failure.params["file"], "hội trường.jpg");
}
