//! What exported photos say of themselves, as exiftool reads it: the tool that everybody checks
//! photos with. Skipped where it is not installed; `cargo xtask test` installs it.

#[cfg(test)]
mod bundle_article;

use std::path::Path;
use std::process::Command;

use serde_json::Value;

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
