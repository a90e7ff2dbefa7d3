//! A folder of this computer, or of a share that is mounted on it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use banthao_core::delivery::{Answer, Destination, Trouble, TroubleKind};

use super::Shelf;

pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(crate) fn new(destination: &Destination) -> Self {
        Self { root: PathBuf::from(&destination.address) }
    }

    fn at(&self, path: &str) -> PathBuf {
        path.split('/').fold(self.root.clone(), |path, name| path.join(name))
    }

    /// The folder itself is never made: where it is gone, a share is not there, and what is written
    /// below its place would be lost to everybody.
    fn root(&self) -> Answer<()> {
        match fs::metadata(&self.root) {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(self.gone()),
            Err(error) => Err(self.trouble(&error)),
        }
    }

    fn gone(&self) -> Trouble {
        Trouble::new(TroubleKind::FolderGone).with("path", self.root.display())
    }

    fn trouble(&self, error: &io::Error) -> Trouble {
        let here = |kind| Trouble::new(kind).with("path", self.root.display());
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                here(TroubleKind::NoSpace)
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Trouble::new(TroubleKind::NoRight).with("what", "write")
            }
            ErrorKind::NotFound
            | ErrorKind::NotADirectory
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::StaleNetworkFileHandle => self.gone(),
            // A share that breaks off while it is written to.
            _ => Trouble::new(TroubleKind::NoAnswer),
        }
    }

    fn asked<T>(&self, result: io::Result<T>) -> Answer<Option<T>> {
        match result {
            Ok(found) => Ok(Some(found)),
            // Also what is below a file, or a folder where a file was looked for.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
                ) =>
            {
                self.root().map(|()| None)
            }
            Err(error) => Err(self.trouble(&error)),
        }
    }

    fn did<T>(&self, result: io::Result<T>) -> Answer<T> {
        result.map_err(|error| self.trouble(&error))
    }
}

impl Shelf for Folder {
    fn names(&mut self) -> Answer<Vec<String>> {
        self.root()?;
        let entries = self.did(fs::read_dir(&self.root))?.flatten();
        // A name that is no text is none of ours.
        Ok(entries.filter_map(|entry| entry.file_name().into_string().ok()).collect())
    }

    fn read(&mut self, path: &str) -> Answer<Option<Vec<u8>>> {
        self.asked(fs::read(self.at(path)))
    }

    fn make_folder(&mut self, path: &str) -> Answer<()> {
        self.root()?;
        match fs::create_dir(self.at(path)) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            made => self.did(made),
        }
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Answer<()> {
        self.root()?;
        let write = |path: &Path| {
            let mut file = File::create(path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        self.did(write(&self.at(path)))
    }

    fn rename(&mut self, from: &str, to: &str) -> Answer<()> {
        self.did(fs::rename(self.at(from), self.at(to)))?;
        // So that the new name outlasts a power cut; some shares have no such call.
        if cfg!(unix) {
            let _ = File::open(&self.root).and_then(|root| root.sync_all());
        }
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Answer<()> {
        let path = self.at(path);
        // A link is removed, and nothing that it leads to.
        let Some(found) = self.asked(fs::symlink_metadata(&path))? else { return Ok(()) };
        let removed =
            if found.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        self.asked(removed).map(|_| ())
    }

    fn sizes(&mut self, _: &str) -> Answer<Option<Vec<(String, u64)>>> {
        // Written anew in no time; a power cut can leave the right length and no bytes.
        Ok(None)
    }

    fn link(&self, path: &str) -> String {
        self.at(path).display().to_string()
    }

    fn user(&self) -> String {
        String::new()
    }

    fn verb(&self) -> &'static str {
        "PUT"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_a_closed_folder_and_a_lost_share_are_told_apart() {
        let folder = Folder { root: PathBuf::from("/san-sang") };
        for (kind, told) in [
            (ErrorKind::StorageFull, TroubleKind::NoSpace),
            (ErrorKind::QuotaExceeded, TroubleKind::NoSpace),
            (ErrorKind::PermissionDenied, TroubleKind::NoRight),
            (ErrorKind::ReadOnlyFilesystem, TroubleKind::NoRight),
            (ErrorKind::NotFound, TroubleKind::FolderGone),
            (ErrorKind::StaleNetworkFileHandle, TroubleKind::FolderGone),
            // Half of it may be there.
            (ErrorKind::TimedOut, TroubleKind::NoAnswer),
        ] {
            assert_eq!(folder.trouble(&io::Error::from(kind)).kind, told, "{kind:?}");
        }
    }
}
