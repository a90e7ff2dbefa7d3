//! Putting a bundle where somebody chose: whole or not at all, and never over anything else.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use zip::ZipWriter;

use super::Bundle;
use crate::exchange::formats::OneFile;
use crate::exchange::stored;
use crate::failure::{Failure, Result};
use crate::whole_file::sync_folder;

/// Tries before giving up on a folder full of other things of the same name.
const NAMES: u32 = 1_000;

static TURN: AtomicU32 = AtomicU32::new(0);

/// Writes a bundle as a folder below `dir` and says where. The same bundle already there is
/// left as it is; something else of its name is left too, and the new one gets a number.
///
/// # Errors
/// `DiskFull`, `ReadOnly` or `FileProblem`, with the path. Nothing half written is left.
pub fn write_folder(bundle: &Bundle, dir: &Path) -> Result<PathBuf> {
    place(dir, &bundle.name, "", &Folder(bundle))
}

/// Writes a bundle as a zip file in `dir`, as [`write_folder`] does. The same bundle gives the
/// same file, byte for byte.
///
/// # Errors
/// As [`write_folder`].
pub fn write_zip(bundle: &Bundle, dir: &Path) -> Result<PathBuf> {
    let bytes = zipped(bundle)?;
    place(dir, &bundle.name, ".zip", &Single(&bytes))
}

/// Writes a file into `dir` under its name. Where the same bytes have that name already they stay,
/// and another file of that name keeps it: this one gets a number.
///
/// # Errors
/// As [`write_folder`].
pub fn write_one(file: &OneFile, dir: &Path) -> Result<PathBuf> {
    let (name, ending) = file.name.split_at(file.name.find('.').unwrap_or(file.name.len()));
    place(dir, name, ending, &Single(&file.bytes))
}

/// Something that is written beside its place first.
trait Form {
    fn is_at(&self, path: &Path) -> bool;
    /// Writes and syncs everything; the last path tried is left in `at`.
    fn write(&self, path: &Path, at: &mut PathBuf) -> io::Result<()>;
    /// Moves what is written to its name; fails where something has that name by now.
    fn settle(&self, part: &Path, path: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
}

fn place(dir: &Path, name: &str, ending: &str, form: &dyn Form) -> Result<PathBuf> {
    fs::create_dir_all(dir).map_err(|error| Failure::io(dir, &error))?;
    // Two exports at once, of one process or two, never share a place to write.
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let part = dir.join(format!(".{name}{ending}.{}-{turn}.part", std::process::id()));
    let mut written = false;
    for number in 1..=NAMES {
        let path = match number {
            1 => dir.join(format!("{name}{ending}")),
            _ => dir.join(format!("{name}-{number}{ending}")),
        };
        if fs::symlink_metadata(&path).is_ok() {
            if form.is_at(&path) {
                discard(form, &part, written);
                return Ok(path);
            }
            continue;
        }
        let mut at = part.clone();
        let done = (|| {
            if !written {
                // Left by a process of the same number that was killed.
                if fs::symlink_metadata(&part).is_ok() {
                    form.remove(&part)?;
                }
                written = true;
                form.write(&part, &mut at)?;
            }
            at.clone_from(&path);
            form.settle(&part, &path)?;
            sync_folder(dir)
        })();
        match done {
            Ok(()) => return Ok(path),
            // Somebody was quicker with this name: the next number. Windows says so by denying
            // access to the folder that is there.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::AlreadyExists
                        | io::ErrorKind::DirectoryNotEmpty
                        | io::ErrorKind::PermissionDenied
                ) && fs::symlink_metadata(&path).is_ok() => {}
            Err(error) => {
                discard(form, &part, written);
                return Err(Failure::io(&at, &error));
            }
        }
    }
    discard(form, &part, written);
    let full = io::Error::from(io::ErrorKind::AlreadyExists);
    Err(Failure::io(&dir.join(format!("{name}{ending}")), &full))
}

/// Best effort: the failure that led here is the one to report.
fn discard(form: &dyn Form, part: &Path, written: bool) {
    if written {
        let _ = form.remove(part);
    }
}

struct Folder<'a>(&'a Bundle);

impl Form for Folder<'_> {
    fn is_at(&self, path: &Path) -> bool {
        let mut found = BTreeMap::new();
        gather(path, "", &mut found).is_some_and(|()| {
            found.len() == self.0.files.len()
                && self.0.files.iter().all(|(name, bytes)| {
                    found.get(name).is_some_and(|length| *length == bytes.len() as u64)
                        && fs::read(path.join(name)).is_ok_and(|there| there == *bytes)
                })
        })
    }

    fn write(&self, path: &Path, at: &mut PathBuf) -> io::Result<()> {
        fs::create_dir(path)?;
        for (name, bytes) in &self.0.files {
            *at = path.join(name);
            if let Some(folder) = at.parent() {
                fs::create_dir_all(folder)?;
            }
            write_file(at, bytes)?;
        }
        path.clone_into(at);
        sync_folder(&path.join("media")).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
        sync_folder(path)
    }

    fn settle(&self, part: &Path, path: &Path) -> io::Result<()> {
        // A folder is never renamed over one that holds anything.
        fs::rename(part, path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}

/// The files below a folder with their lengths; `None` where it holds anything but files and
/// folders, cannot be read, or is no folder.
fn gather(path: &Path, prefix: &str, found: &mut BTreeMap<String, u64>) -> Option<()> {
    for entry in fs::read_dir(path).ok()? {
        let entry = entry.ok()?;
        let name = format!("{prefix}{}", entry.file_name().to_str()?);
        let meta = entry.metadata().ok()?;
        if meta.is_dir() && prefix.is_empty() {
            gather(&entry.path(), &format!("{name}/"), found)?;
        } else if meta.is_file() {
            found.insert(name, meta.len());
        } else {
            return None;
        }
    }
    Some(())
}

struct Single<'a>(&'a [u8]);

impl Form for Single<'_> {
    fn is_at(&self, path: &Path) -> bool {
        fs::symlink_metadata(path)
            .is_ok_and(|meta| meta.is_file() && meta.len() == self.0.len() as u64)
            && fs::read(path).is_ok_and(|there| there == self.0)
    }

    fn write(&self, path: &Path, _at: &mut PathBuf) -> io::Result<()> {
        write_file(path, self.0)
    }

    fn settle(&self, part: &Path, path: &Path) -> io::Result<()> {
        // A file would be renamed over another; a second name for it is refused instead.
        match fs::hard_link(part, path) {
            Ok(()) => fs::remove_file(part),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // USB sticks know no second names.
            Err(_) => fs::rename(part, path),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

/// A bundle as one zip file: the same bundle, the same bytes.
///
/// # Errors
/// `Internal` for more than a zip file can hold.
pub(crate) fn zipped(bundle: &Bundle) -> Result<Vec<u8>> {
    let zip = || -> zip::result::ZipResult<Vec<u8>> {
        let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, bytes) in &bundle.files {
            archive.start_file(format!("{}/{name}", bundle.name), stored::entry())?;
            archive.write_all(bytes)?;
        }
        Ok(archive.finish()?.into_inner())
    };
    zip().map_err(Failure::internal)
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
