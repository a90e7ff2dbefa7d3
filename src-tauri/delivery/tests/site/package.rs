//! What lies in the folder of a destination.
#![allow(dead_code, reason = "each test file uses what it needs of it")]

use std::fs;
use std::path::Path;

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
