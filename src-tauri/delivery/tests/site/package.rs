//! What lies in the folder of a destination.

use std::fs;
use std::path::Path;

use crate::office::{Office, moment};
use banthao_core::delivery::{Destination, Status};
use serde_json::Value;

/// Names in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// One whole package of this name, and nothing else.
#[track_caller]
pub(crate) fn whole(folder: &Path, name: &str, why: &str) {
    assert_eq!(names(folder), [name], "{why}");
    let package = folder.join(name);
    let manifest: Value =
        serde_json::from_slice(&fs::read(package.join("manifest.json")).unwrap()).unwrap();
    let files = manifest["files"].as_array().unwrap();
    for file in files {
        let bytes = fs::read(package.join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["bytes"], bytes.len(), "{why}: {file}");
    }
    let media = names(&package.join("media"));
    assert_eq!(media.len(), 2, "{why}: {media:?}");
    assert_eq!(names(&package).len() + media.len(), files.len() + 2, "{why}");
}

/// A package is delivered into an empty folder, corrected in its place and taken down.
#[track_caller]
pub(crate) fn comes_and_goes(office: &mut Office, to: &Destination, folder: &Path) {
    assert!(names(folder).is_empty(), "a test leaves nothing");
    let first = office.queue(to, false);
    let first = office.run_to_the_end(&first.id.0);
    assert_eq!(first.status, Status::Done, "{:?}", first.trouble);
    whole(folder, &first.post().unwrap().id, "the first delivery");
    office.edit("Kết luận");
    let second = office.queue(to, false);
    let second = office.run_to_the_end(&second.id.0);
    whole(folder, &second.post().unwrap().id, "the correction");
    let article = office.article.clone();
    let down = office.store.queue_take_down(&article, to, "Sai", &moment().unwrap()).unwrap();
    assert_eq!(office.run_to_the_end(&down.id.0).status, Status::Done);
    let [told] = &names(folder)[..] else { panic!("{:?}", names(folder)) };
    assert!(told.ends_with(".withdrawn.json"), "{told}");
}
