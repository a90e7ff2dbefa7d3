//! Packages on a real folder that fails at every operation, before it and after it.

use std::collections::BTreeMap;
use std::path::Path;

use banthao_core::article::ArticleId;
use banthao_core::delivery::{
    Delivery, DeliveryId, Destination, DestinationKind, HtmlProfile, Journal, Pace, Parcel, PostAs,
    ProxyChoice, Ran, Status, drive,
};
use banthao_core::moment::Moment;
use banthao_core::store::ExportForm;
use banthao_core::time::Timestamp;

use super::*;

/// A folder on which one operation that changes something comes to nothing, or is done and not told.
struct Faulty {
    inner: Folder,
    /// Which one, counted from 0; whether it is done all the same; what is told.
    fault: Option<(usize, bool, TroubleKind)>,
    seen: usize,
}

impl Faulty {
    fn change(&mut self, change: impl FnOnce(&mut Folder) -> Answer<()>) -> Answer<()> {
        let at = self.seen;
        self.seen += 1;
        match self.fault {
            Some((n, done, kind)) if n == at => {
                if done {
                    change(&mut self.inner)?;
                }
                Err(Trouble::new(kind))
            }
            _ => change(&mut self.inner),
        }
    }
}

impl Shelf for Faulty {
    fn names(&mut self) -> Answer<Vec<String>> {
        self.inner.names()
    }
    fn read(&mut self, path: &str) -> Answer<Option<Vec<u8>>> {
        self.inner.read(path)
    }
    fn make_folder(&mut self, path: &str) -> Answer<()> {
        self.change(|inner| inner.make_folder(path))
    }
    fn write(&mut self, path: &str, bytes: &[u8]) -> Answer<()> {
        // What breaks off leaves half of a file.
        if matches!(self.fault, Some((n, false, _)) if n == self.seen) {
            self.inner.write(path, &bytes[..bytes.len() / 2])?;
        }
        self.change(|inner| inner.write(path, bytes))
    }
    fn rename(&mut self, from: &str, to: &str) -> Answer<()> {
        self.change(|inner| inner.rename(from, to))
    }
    fn remove(&mut self, path: &str) -> Answer<()> {
        self.change(|inner| inner.remove(path))
    }
    fn sizes(&mut self, folder: &str) -> Answer<Option<Vec<(String, u64)>>> {
        self.inner.sizes(folder)
    }
    fn link(&self, path: &str) -> String {
        self.inner.link(path)
    }
    fn user(&self) -> String {
        self.inner.user()
    }
    fn verb(&self) -> &'static str {
        self.inner.verb()
    }
}

struct Nowhere;

impl Journal for Nowhere {
    fn keep(&mut self, _: &Delivery, _: &Moment) -> banthao_core::Result<()> {
        Ok(())
    }
}

fn folder(at: &Path) -> Folder {
    Folder::new(&Destination {
        id: "d".to_owned(),
        name: "Thư mục".to_owned(),
        kind: DestinationKind::Folder { form: ExportForm::Folder },
        address: at.display().to_string(),
        user: String::new(),
        target: String::new(),
        post_as: PostAs::Draft,
        sections: Vec::new(),
        authors: Vec::new(),
        proxy: ProxyChoice::None,
        html: HtmlProfile::default(),
        ca_file: String::new(),
        has_password: true,
    })
}

fn parcel(version: u32, form: ExportForm) -> Parcel {
    let file = |path: &str, text: String| ParcelFile {
        path: path.to_owned(),
        sha256: sha256(text.as_bytes()),
        bytes: text.into_bytes(),
    };
    let name = format!("phat-bieu-bt-abc-v{version}");
    let package = match form {
        ExportForm::Folder => ParcelPackage {
            name,
            is_folder: true,
            files: vec![
                file("article.txt", format!("Bản {version}\n")),
                file("manifest.json", format!("{{\"version\":{version}}}\n")),
                file("media/anh-1.jpg", "một ảnh".to_owned()),
                file("media/anh-2.jpg", "ảnh khác".to_owned()),
            ],
        },
        ExportForm::Zip => {
            let name = format!("{name}.zip");
            let files = vec![file(&name, format!("PK {version}"))];
            ParcelPackage { name, is_folder: false, files }
        }
    };
    Parcel { key: "bt-abc".to_owned(), package: Some(package), ..Parcel::default() }
}

fn delivery(errand: Errand, known: Option<(Remote, String)>) -> Delivery {
    let kind = DestinationKind::Folder { form: ExportForm::Folder };
    let (known, known_live) = known.unzip();
    Delivery {
        id: DeliveryId("mot".to_owned()),
        destination: "d".to_owned(),
        destination_name: "Thư mục".to_owned(),
        article: ArticleId("abc".to_owned()),
        revision: "r".to_owned(),
        steps: Delivery::steps_of(&kind, &errand, 0),
        errand,
        queued_at: Timestamp(0),
        status: Status::Open,
        attempts: 0,
        next_at: Timestamp(0),
        trouble: None,
        known,
        known_live,
    }
}

/// Brings it to its end, through waits and a person who tries again; says how many operations it took.
fn to_the_end(shelf: Faulty, mut delivery: Delivery, parcel: &Parcel) -> (Delivery, usize) {
    let mut now = 1_000_000;
    let mut packages = Packages::on(shelf);
    for _ in 0..20 {
        let mut clock = || Ok(Moment { now: Timestamp(now), seed: [7; 32] });
        let pace = Pace::default();
        let ran =
            drive(&mut delivery, parcel, &mut packages, &mut Nowhere, &mut clock, &pace).unwrap();
        match (ran, delivery.status) {
            (Ran::Waits(until), _) => now = until.0,
            (Ran::Rests, Status::NeedsUser) => delivery.try_again(),
            (Ran::Rests, _) => break,
        }
    }
    assert_eq!(delivery.status, Status::Done);
    (delivery, packages.shelf.seen)
}

fn tree(at: &Path) -> BTreeMap<String, Vec<u8>> {
    fn gather(at: &Path, before: &str, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{before}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                gather(&entry.path(), &format!("{name}/"), found);
            } else {
                found.insert(name, std::fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    gather(at, "", &mut found);
    found
}

fn wanted(parcel: &Parcel) -> BTreeMap<String, Vec<u8>> {
    let package = parcel.package.as_ref().unwrap();
    package.files.iter().map(|file| (path_of(package, file), file.bytes.clone())).collect()
}

fn stands(delivery: &Delivery, parcel: &Parcel) -> Option<(Remote, String)> {
    let live = hash(face_of(parcel.package.as_ref().unwrap()));
    Some((delivery.post().unwrap().clone(), live))
}

const KINDS: [TroubleKind; 3] =
    [TroubleKind::NoAnswer, TroubleKind::FolderGone, TroubleKind::NoSpace];

/// One fault of each kind at each operation of what `work` does with a folder.
fn at_each_operation(mut work: impl FnMut(&dyn Fn() -> Faulty, &Path) -> usize) {
    let calm = tempfile::tempdir().unwrap();
    let whole = || Faulty { inner: folder(calm.path()), fault: None, seen: 0 };
    let operations = work(&whole, calm.path());
    assert!(operations >= 2, "{operations}");
    for at in 0..operations {
        for done in [false, true] {
            for kind in KINDS {
                // What was done is never told as what cannot have been.
                if done && kind != TroubleKind::NoAnswer {
                    continue;
                }
                let place = tempfile::tempdir().unwrap();
                let faulty = || Faulty {
                    inner: folder(place.path()),
                    fault: Some((at, done, kind)),
                    seen: 0,
                };
                work(&faulty, place.path());
            }
        }
    }
}

#[test]
fn a_package_is_there_once_and_whole_whatever_fails() {
    for form in [ExportForm::Folder, ExportForm::Zip] {
        let first = parcel(1, form);
        at_each_operation(|faulty, place| {
            let bring = Errand::Bring { overwrite: false, not_before: None };
            let (_, operations) = to_the_end(faulty(), delivery(bring, None), &first);
            assert_eq!(tree(place), wanted(&first));
            operations
        });
    }
}

#[test]
fn a_correction_takes_the_place_of_what_came_before_whatever_fails() {
    for form in [ExportForm::Folder, ExportForm::Zip] {
        let (first, second) = (parcel(1, form), parcel(2, form));
        at_each_operation(|faulty, place| {
            let bring = || Errand::Bring { overwrite: false, not_before: None };
            let whole = Faulty { inner: folder(place), fault: None, seen: 0 };
            let (before, _) = to_the_end(whole, delivery(bring(), None), &first);
            // What a delivery that was given up has left.
            std::fs::create_dir(place.join(".phat-bieu-bt-abc-v7.part")).unwrap();
            std::fs::write(place.join(".phat-bieu-bt-abd-v7.part"), "of another").unwrap();
            let known = stands(&before, &first);
            let (_, operations) = to_the_end(faulty(), delivery(bring(), known), &second);
            assert!(!place.join(".phat-bieu-bt-abc-v7.part").exists());
            std::fs::remove_file(place.join(".phat-bieu-bt-abd-v7.part")).unwrap();
            assert_eq!(tree(place), wanted(&second));
            operations
        });
    }
}

#[test]
fn what_is_taken_down_is_gone_and_told_whatever_fails() {
    let first = parcel(1, ExportForm::Folder);
    at_each_operation(|faulty, place| {
        let bring = || Errand::Bring { overwrite: false, not_before: None };
        let whole = || Faulty { inner: folder(place), fault: None, seen: 0 };
        let (before, _) = to_the_end(whole(), delivery(bring(), None), &first);
        let known = stands(&before, &first);
        let down = Errand::TakeDown { reason: "Sai tên".to_owned() };
        let (_, operations) = to_the_end(faulty(), delivery(down, known), &Parcel::default());
        let left = tree(place);
        assert_eq!(left.keys().collect::<Vec<_>>(), ["bt-abc.withdrawn.json"]);
        let told: serde_json::Value =
            serde_json::from_slice(&left["bt-abc.withdrawn.json"]).unwrap();
        assert_eq!((&told["article"], &told["reason"]), (&"abc".into(), &"Sai tên".into()));
        // Brought again, it is withdrawn no longer.
        to_the_end(whole(), delivery(bring(), None), &first);
        assert_eq!(tree(place), wanted(&first));
        operations
    });
}

#[test]
fn what_somebody_has_changed_there_is_not_written_over_unasked() {
    let place = tempfile::tempdir().unwrap();
    let whole = || Faulty { inner: folder(place.path()), fault: None, seen: 0 };
    let (first, second) = (parcel(1, ExportForm::Folder), parcel(2, ExportForm::Folder));
    let bring = |overwrite| Errand::Bring { overwrite, not_before: None };
    let (before, _) = to_the_end(whole(), delivery(bring(false), None), &first);
    let manifest = place.path().join("phat-bieu-bt-abc-v1/manifest.json");
    std::fs::write(manifest, "{}").unwrap();
    let mut again = delivery(bring(false), stands(&before, &first));
    let mut clock = || Ok(Moment { now: Timestamp(1_000_000), seed: [7; 32] });
    let mut packages = Packages::on(whole());
    let pace = Pace::default();
    drive(&mut again, &second, &mut packages, &mut Nowhere, &mut clock, &pace).unwrap();
    assert_eq!(again.trouble.unwrap().kind, TroubleKind::ChangedThere);
    assert!(place.path().join("phat-bieu-bt-abc-v1").exists());
    let known = stands(&before, &first);
    to_the_end(whole(), delivery(bring(true), known), &second);
    assert_eq!(tree(place.path()), wanted(&second));
}

#[test]
fn names_of_others_are_left_alone() {
    for (name, ours) in [
        ("phat-bieu-bt-abc-v1", true),
        ("phat-bieu-bt-abc-v12.zip", true),
        ("bt-abc-v1", false),
        ("phat-bieu-bt-abc", false),
        ("phat-bieu-bt-abc-v", false),
        ("phat-bieu-bt-abd-v1", false),
        ("phat-bieu-xbt-abc-v1", false),
        ("../phat-bieu-bt-abc-v1", false),
        ("a/../bt-abc-v1", false),
        ("..\\x-bt-abc-v1", false),
        ("phat-bieu-bt-abc-v1/..", false),
        ("", false),
    ] {
        assert_eq!(is_of(name, "bt-abc"), ours, "{name}");
    }
}
