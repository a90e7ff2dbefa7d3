//! Bundles on disk: whole or not at all, and never over anything else.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use crate::bundle_article;
use banthao_core::Code;
use banthao_core::exchange::bundle::{Bundle, write_folder, write_one, write_zip};
use banthao_core::exchange::formats::OneFile;
use banthao_core::photo::metadata::{Metadata, read};
use banthao_core::photo::{DeskWords, Rights};
use banthao_core::time::Timestamp;

fn small() -> Bundle {
    Bundle {
        name: "dai-hoi".into(),
        files: BTreeMap::from([
            ("article.txt".into(), "Đại hội\n".into()),
            ("manifest.json".into(), "{}\n".into()),
            ("media/01-a.jpg".into(), vec![7; 300_000]),
        ]),
        hash: String::new(),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("it can be listed")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}

#[test]
fn a_folder_holds_every_file() {
    let place = tempfile::tempdir().unwrap();
    let made = bundle_article::article().bundle();
    let path = write_folder(&made, place.path()).unwrap();
    assert_eq!(path, place.path().join(&made.name));
    for (name, bytes) in &made.files {
        assert_eq!(fs::read(path.join(name)).unwrap(), *bytes, "{name}");
    }
    assert_eq!(names(place.path()), [made.name]);
}

#[test]
fn a_zip_holds_every_file_and_is_the_same_each_time() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let made = bundle_article::article().bundle();
    let path = write_zip(&made, one.path()).unwrap();
    let again = write_zip(&bundle_article::article().bundle(), two.path()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), fs::read(again).unwrap());
    let mut archive = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    assert_eq!(archive.len(), made.files.len());
    for (name, bytes) in &made.files {
        let mut held = Vec::new();
        archive.by_name(&format!("{}/{name}", made.name)).unwrap().read_to_end(&mut held).unwrap();
        assert_eq!(held, *bytes, "{name}");
    }
}

#[test]
fn the_same_bundle_again_is_the_same_place() {
    let place = tempfile::tempdir().unwrap();
    let bundle = small();
    let folder = write_folder(&bundle, place.path()).unwrap();
    let zip = write_zip(&bundle, place.path()).unwrap();
    assert_eq!(write_folder(&bundle, place.path()).unwrap(), folder);
    assert_eq!(write_zip(&bundle, place.path()).unwrap(), zip);
    assert_eq!(names(place.path()), ["dai-hoi", "dai-hoi.zip"]);
}

#[test]
fn what_is_there_already_is_never_touched() {
    let place = tempfile::tempdir().unwrap();
    let mut bundle = small();
    fs::create_dir(place.path().join("dai-hoi")).unwrap();
    fs::write(place.path().join("dai-hoi/anh.txt"), "của tôi").unwrap();
    fs::write(place.path().join("dai-hoi.zip"), "của tôi").unwrap();
    assert_eq!(write_folder(&bundle, place.path()).unwrap(), place.path().join("dai-hoi-2"));
    assert_eq!(write_zip(&bundle, place.path()).unwrap(), place.path().join("dai-hoi-2.zip"));
    // One more file, one byte changed: no longer the same.
    fs::write(place.path().join("dai-hoi-2/media/them.txt"), "").unwrap();
    assert_eq!(write_folder(&bundle, place.path()).unwrap(), place.path().join("dai-hoi-3"));
    bundle.files.insert("article.txt".into(), "Đại hỘi\n".into());
    assert_eq!(write_folder(&bundle, place.path()).unwrap(), place.path().join("dai-hoi-4"));
    assert_eq!(write_folder(&bundle, place.path()).unwrap(), place.path().join("dai-hoi-4"));
    assert_eq!(fs::read_to_string(place.path().join("dai-hoi/anh.txt")).unwrap(), "của tôi");
    assert_eq!(fs::read_to_string(place.path().join("dai-hoi.zip")).unwrap(), "của tôi");
}

#[test]
fn a_single_file_keeps_its_name_and_another_of_that_name_gets_a_number() {
    let place = tempfile::tempdir().unwrap();
    let file = |text: &str| OneFile {
        name: "dai-hoi.ninjs.json".into(),
        bytes: text.into(),
        hash: String::new(),
    };
    let write = |text: &str| {
        let path = write_one(&file(text), place.path()).unwrap();
        path.file_name().unwrap().to_str().unwrap().to_owned()
    };
    assert_eq!(write("một"), "dai-hoi.ninjs.json");
    assert_eq!(write("hai"), "dai-hoi-2.ninjs.json");
    assert_eq!(write("một"), "dai-hoi.ninjs.json", "the same file again is the same place");
    assert_eq!(names(place.path()), ["dai-hoi-2.ninjs.json", "dai-hoi.ninjs.json"]);
}

#[test]
fn exports_at_the_same_time_do_not_meet() {
    let place = tempfile::tempdir().unwrap();
    std::thread::scope(|threads| {
        for letter in b'a'..b'e' {
            let mut bundle = small();
            bundle.files.insert("article.txt".into(), vec![letter; 10]);
            let place = place.path();
            threads.spawn(move || {
                let folder = write_folder(&bundle, place).unwrap();
                assert_eq!(fs::read(folder.join("article.txt")).unwrap(), [letter; 10]);
                write_zip(&bundle, place).unwrap();
            });
        }
    });
    let made = names(place.path());
    assert_eq!(made.iter().filter(|name| !name.ends_with(".zip")).count(), 4, "{made:?}");
    assert_eq!(made.iter().filter(|name| name.ends_with(".zip")).count(), 4, "{made:?}");
}

#[test]
fn a_folder_that_is_not_there_yet_is_made() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("xuất bản/tháng 5");
    assert_eq!(write_folder(&small(), &path).unwrap(), path.join("dai-hoi"));
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("không phải thư mục");
    fs::write(&file, "x").unwrap();
    for failure in
        [write_folder(&small(), &file).unwrap_err(), write_zip(&small(), &file).unwrap_err()]
    {
        assert_eq!(failure.code, Code::FileProblem);
        assert!(failure.params["path"].contains("không phải thư mục"));
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "x");
}

/// Runs this file's `writes_into` in a process of its own under `wrapper`, so that limits and
/// mounts concern nothing else. `None` where this machine does not allow it.
#[cfg(target_os = "linux")]
fn run_apart(wrapper: &str, place: &Path) -> Option<std::process::Output> {
    let me = std::env::current_exe().expect("a test has a file");
    let out = std::process::Command::new("sh")
        .args(["-c", wrapper])
        .env("PLACE", place)
        .env("ME", me)
        .output()
        .ok()?;
    (out.status.code() != Some(77)).then_some(out)
}

#[cfg(target_os = "linux")]
const CHILD: &str = "\"$ME\" --exact bundle_files::writes_into --include-ignored --nocapture";

/// The part that runs apart: prints what came of it.
#[test]
#[ignore = "runs inside the tests of full and read-only disks"]
fn writes_into() {
    let Some(place) = std::env::var_os("PLACE") else { return };
    let place = Path::new(&place);
    for done in [write_folder(&small(), place), write_zip(&small(), place)] {
        match done {
            Ok(path) => println!("wrote {}", path.display()),
            Err(failure) => println!("refused {:?}", failure.code),
        }
    }
    println!("left {:?}", names(place));
}

#[cfg(target_os = "linux")]
fn outcome(wrapper: &str, place: &Path) -> Option<String> {
    let Some(out) = run_apart(wrapper, place) else {
        eprintln!("skipped: this machine does not allow it");
        return None;
    };
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(said.contains("left "), "{said}{}", String::from_utf8_lossy(&out.stderr));
    Some(said)
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_fills_up_is_told_and_nothing_half_is_left() {
    let place = tempfile::tempdir().unwrap();
    // A limit on the size of files, in blocks of 512 bytes: what a quota does.
    let limited = format!("trap '' XFSZ; ulimit -f 100; exec {CHILD}");
    if let Some(said) = outcome(&limited, place.path()) {
        assert_eq!(said.matches("refused DiskFull").count(), 2, "{said}");
        assert!(said.contains("left []"), "{said}");
    }
    // A real disk without room, where one may be mounted.
    let mounted = format!(
        "unshare -rm sh -c 'mount -t tmpfs -o size=128k none \"$PLACE\" || exit 77; {}' || exit 77",
        CHILD
    );
    if let Some(said) = outcome(&mounted, place.path()) {
        assert_eq!(said.matches("refused DiskFull").count(), 2, "{said}");
        assert!(said.contains("left []"), "{said}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_cannot_be_written_is_told() {
    let place = tempfile::tempdir().unwrap();
    let mounted = format!(
        "unshare -rm sh -c 'mount -t tmpfs -o ro none \"$PLACE\" || exit 77; {}' || exit 77",
        CHILD
    );
    if let Some(said) = outcome(&mounted, place.path()) {
        assert_eq!(said.matches("refused ReadOnly").count(), 2, "{said}");
        assert!(said.contains("left []"), "{said}");
    }
}

#[test]
#[cfg(unix)]
fn a_folder_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(place.path().join("probe"), "").is_ok() {
        eprintln!("skipped: the superuser may write everywhere");
        return;
    }
    assert_eq!(write_folder(&small(), place.path()).unwrap_err().code, Code::ReadOnly);
    assert_eq!(write_zip(&small(), place.path()).unwrap_err().code, Code::ReadOnly);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_exported_photo_says_what_the_desk_says_of_it() {
    let mut article = bundle_article::article();
    for (info, _) in article.photos.values_mut() {
        let metadata = Metadata {
            copyright: "© TTXVN".into(),
            city: "Thái Nguyên".into(),
            people: vec!["Phạm Minh Chính".into()],
            instructions: "Chỉ cho nội bộ".into(),
            ..Metadata::default()
        };
        info.desk = Some(Box::new(DeskWords {
            metadata,
            rights: Rights::default(),
            by_name: "Mai".into(),
            at: Timestamp(1),
            device: "MAY-01".into(),
        }));
    }
    let made = article.bundle();
    let pictures: Vec<_> = made.files.iter().filter(|(name, _)| name.ends_with(".jpg")).collect();
    assert!(!pictures.is_empty());
    for (name, bytes) in pictures {
        let said = read(bytes).metadata;
        assert_eq!(said.copyright, "© TTXVN", "{name}");
        assert_eq!(said.city, "Thái Nguyên", "{name}");
        assert_eq!(said.people, ["Phạm Minh Chính"], "{name}");
        assert_eq!(said.instructions, "", "instructions are for the desk: {name}");
    }
}

#[test]
fn a_photo_used_with_other_edits_is_another_picture_with_a_name_of_its_own() {
    let mut article = bundle_article::article();
    let plain = article.bundle();
    let mut photos = article.document.photos_mut();
    let first = photos.next().expect("a photo").attrs.photo.clone();
    let second = photos.next().expect("another");
    second.attrs.photo = first;
    second.attrs.edits = "crop=0,0,5000,5000".parse().expect("edits");
    drop(photos);
    let made = article.bundle();
    let pictures: Vec<_> = made.files.iter().filter(|(name, _)| name.ends_with(".jpg")).collect();
    assert!(pictures.len() >= 2, "{:?}", made.files.keys());
    assert_ne!(pictures[0].1, pictures[1].1);
    let ninjs = |bundle: &Bundle| -> Vec<String> {
        let item: serde_json::Value =
            serde_json::from_slice(&bundle.files["article.ninjs.json"]).expect("JSON");
        let all = item["associations"].as_array().expect("pictures").clone();
        all.iter().map(|one| one["uri"].as_str().expect("a name").to_owned()).collect()
    };
    let (before, after) = (ninjs(&plain), ninjs(&made));
    assert_eq!(before[0], after[0]);
    assert!(after[1].starts_with(&format!("{}:", after[0])), "{after:?}");
}
