//! The files of a folder or card, without opening one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::order::natural;
use crate::failure::{Failure, Result};

/// Most files that are looked at, whatever they are.
pub const FILE_COUNT_LIMIT: usize = 20_000;
/// Deepest folder that is looked into, counted from the one that was chosen.
const DEPTH_LIMIT: usize = 12;

/// Files of the same name but for their ending: a photo, its RAW, what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesakes {
    /// The folder below the chosen one, with `/` between its parts; empty for the chosen one.
    pub folder: String,
    pub files: Vec<FoundFile>,
}

/// A file that has not been opened yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    pub path: PathBuf,
    /// As shown: without its folder.
    pub name: String,
    /// In bytes.
    pub bytes: u64,
    pub modified: Option<SystemTime>,
}

/// What lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In natural order, folder by folder.
    pub groups: Vec<Namesakes>,
    /// There were more files than are looked at.
    pub cut: bool,
    /// Folders that could not be read.
    pub unread_folders: u32,
}

/// Lists the files below `root`, folder by folder. Hidden files and the system's own folders are
/// passed over; links are not followed, so nothing goes in circles and nothing outside is shown.
///
/// `go_on` is asked at each folder; where it says no, what was found so far is the answer.
///
/// # Errors
/// `FileProblem` or `ReadOnly` where `root` itself cannot be read.
pub fn find(root: &Path, go_on: &dyn Fn() -> bool) -> Result<Found> {
    let mut found = Found::default();
    let mut count = 0;
    let mut waiting = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, shown, depth)) = waiting.pop() {
        if !go_on() {
            break;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(Failure::io(&folder, &error)),
            Err(_) => {
                found.unread_folders += 1;
                continue;
            }
        };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // Of the entry, not of what it leads to.
            let Ok(kind) = entry.file_type() else { continue };
            if is_passed_over(&name) {
                continue;
            }
            if kind.is_dir() && depth < DEPTH_LIMIT {
                let below = if shown.is_empty() { name } else { format!("{shown}/{name}") };
                folders.push((entry.path(), below, depth + 1));
            } else if kind.is_file() {
                if count == FILE_COUNT_LIMIT {
                    found.cut = true;
                    break;
                }
                count += 1;
                let meta = entry.metadata().ok();
                files.push(FoundFile {
                    path: entry.path(),
                    name,
                    bytes: meta.as_ref().map_or(0, fs::Metadata::len),
                    modified: meta.and_then(|meta| meta.modified().ok()),
                });
            }
        }
        found.groups.extend(by_stem(files, &shown));
        // The last one waiting is the next one looked into.
        folders.sort_by(|(_, a, _), (_, b, _)| natural(b, a));
        waiting.append(&mut folders);
    }
    Ok(found)
}

fn by_stem(mut files: Vec<FoundFile>, folder: &str) -> Vec<Namesakes> {
    files.sort_by(|a, b| {
        natural(stem(&a.name), stem(&b.name)).then_with(|| natural(&a.name, &b.name))
    });
    let mut groups: Vec<Namesakes> = Vec::new();
    for file in files {
        let same = groups.last().and_then(|group| group.files.first()).is_some_and(|first| {
            stem(&first.name).to_lowercase() == stem(&file.name).to_lowercase()
        });
        match groups.last_mut().filter(|_| same) {
            Some(group) => group.files.push(file),
            None => groups.push(Namesakes { folder: folder.to_owned(), files: vec![file] }),
        }
    }
    groups
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Hidden files (a Mac leaves a `._` beside each photo on a card), recycle bins, the system's own.
fn is_passed_over(name: &str) -> bool {
    name.starts_with(['.', '$']) || name == "System Volume Information"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, path: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }

    fn names(found: &Found) -> Vec<String> {
        let names = |group: &Namesakes| {
            let files: Vec<_> = group.files.iter().map(|file| file.name.as_str()).collect();
            format!("{}:{}", group.folder, files.join("+"))
        };
        found.groups.iter().map(names).collect()
    }

    #[test]
    fn a_card_is_looked_through_in_natural_order_with_namesakes_together() {
        let card = tempfile::tempdir().unwrap();
        for path in [
            "DCIM/100CANON/IMG_10.JPG",
            "DCIM/100CANON/IMG_9.CR2",
            "DCIM/100CANON/IMG_9.JPG",
            "DCIM/100CANON/._IMG_9.JPG",
            "DCIM/99MISC/a.jpg",
            ".Trashes/old.jpg",
            "$RECYCLE.BIN/old.jpg",
            "System Volume Information/x",
            "đầu.png",
        ] {
            put(card.path(), path);
        }
        let found = find(card.path(), &|| true).unwrap();
        assert_eq!(
            names(&found),
            [
                ":đầu.png",
                "DCIM/99MISC:a.jpg",
                "DCIM/100CANON:IMG_9.CR2+IMG_9.JPG",
                "DCIM/100CANON:IMG_10.JPG"
            ]
        );
        assert!(!found.cut);
    }

    #[test]
    #[cfg(unix)]
    fn links_are_not_followed_even_in_circles() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        put(outside.path(), "private.jpg");
        let card = tempfile::tempdir().unwrap();
        put(card.path(), "a/one.jpg");
        symlink(card.path(), card.path().join("a/again")).unwrap();
        symlink(outside.path(), card.path().join("elsewhere")).unwrap();
        symlink(outside.path().join("private.jpg"), card.path().join("linked.jpg")).unwrap();
        assert_eq!(names(&find(card.path(), &|| true).unwrap()), ["a:one.jpg"]);
    }

    #[test]
    fn folders_beyond_the_deepest_are_left_alone() {
        let card = tempfile::tempdir().unwrap();
        put(card.path(), &format!("{}one.jpg", "d/".repeat(DEPTH_LIMIT)));
        put(card.path(), &format!("{}two.jpg", "d/".repeat(DEPTH_LIMIT + 1)));
        let found = find(card.path(), &|| true).unwrap();
        assert_eq!(found.groups.len(), 1);
        assert_eq!(found.groups[0].files[0].name, "one.jpg");
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let gone = tempfile::tempdir().unwrap().path().join("gone");
        assert_eq!(find(&gone, &|| true).unwrap_err().code, crate::Code::FileProblem);
    }

    #[test]
    fn looking_stops_when_it_is_told_to() {
        let card = tempfile::tempdir().unwrap();
        put(card.path(), "one.jpg");
        assert!(find(card.path(), &|| false).unwrap().groups.is_empty());
    }
}
