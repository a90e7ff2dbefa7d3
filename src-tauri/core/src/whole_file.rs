//! Files that are there whole or not at all, whatever happens while they are written.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::failure::{Failure, Result};

/// Puts `bytes` at `path`, making its folder where there is none.
///
/// # Errors
/// `DiskFull`, `ReadOnly` or `FileProblem`, with the path. Nothing half written is left.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let io = |error: io::Error| Failure::io(path, &error);
    fs::create_dir_all(folder_of(path)?).map_err(io)?;
    write_whole_by(path, |out| out.write_all(bytes).map_err(io))
}

/// Puts what `write` writes at `path`: temporary, fsync, rename, fsync of the folder.
///
/// # Errors
/// As [`write_whole`], and those of `write`.
pub(crate) fn write_whole_by(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<()>,
) -> Result<()> {
    let io = |error: io::Error| Failure::io(path, &error);
    let folder = folder_of(path)?;
    // Hidden: a folder that is watched may be written into.
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let part = folder.join(name);
    let written = (|| {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&part).map_err(io)?);
        write(&mut out)?;
        let file = out.into_inner().map_err(|error| io(error.into_error()))?;
        file.sync_all().map_err(io)?;
        drop(file);
        fs::rename(&part, path).map_err(io)?;
        sync_folder(folder).map_err(io)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

/// Makes a rename last through a power cut. Windows has no such call; some network and USB file
/// systems refuse it, which is no reason to lose what has just been written.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    File::open(folder)?.sync_all().or_else(|error| match error.kind() {
        io::ErrorKind::InvalidInput
        | io::ErrorKind::Unsupported
        | io::ErrorKind::PermissionDenied => Ok(()),
        _ => Err(error),
    })
}

fn folder_of(path: &Path) -> Result<&Path> {
    path.parent().ok_or_else(|| Failure::internal("a file has a folder"))
}
