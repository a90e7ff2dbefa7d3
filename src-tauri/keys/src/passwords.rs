//! Passwords of destinations: in the keyring of the system, or, where none runs, in files of the
//! store's folder that only this user can read. Never in the store, its backups or a log.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use banthao_core::{Code, Failure, Result};

use crate::{SERVICE, SWITCH, keep_from_others};

/// Longest password: a keyring of Windows takes 2,560 bytes, of UTF-16.
const LIMIT: usize = 1_000;

/// The password of the destination of this id; `None` where none is kept.
///
/// # Errors
/// `KeyUnavailable` where the keyring cannot be had now; those of reading the file.
pub fn password(folder: &Path, destination: &str) -> Result<Option<String>> {
    let path = file(folder, destination)?;
    match fs::read_to_string(&path) {
        Ok(kept) => {
            keep_from_others(&path)?;
            return Ok(Some(kept));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::io(&path, &error)),
    }
    let Some(entry) = entry(destination) else { return Ok(None) };
    match entry.and_then(|entry| entry.get_password()) {
        Ok(kept) => Ok(Some(kept)),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(Failure::new(Code::KeyUnavailable, format!("keyring: {error}"))),
    }
}

/// Keeps a password, and says whether the keyring has it.
///
/// # Errors
/// `BadInput` for one that is empty, too long, or of control characters; those of writing the file.
pub fn keep_password(folder: &Path, destination: &str, password: &str) -> Result<bool> {
    if password.is_empty() || password.len() > LIMIT || password.contains(char::is_control) {
        return Err(Failure::bad_input("destinationPassword"));
    }
    let path = file(folder, destination)?;
    // What the keyring says it keeps must come out of it again.
    let in_keyring = entry(destination).is_some_and(|entry| {
        entry.is_ok_and(|entry| {
            entry.set_password(password).is_ok()
                && entry.get_password().is_ok_and(|kept| kept == password)
        })
    });
    if in_keyring {
        remove(&path)?;
    } else {
        write(&path, password)?;
    }
    Ok(in_keyring)
}

/// Forgets a password wherever it is kept.
///
/// # Errors
/// Those of removing the file. A keyring that cannot be had keeps what it has.
pub fn forget_password(folder: &Path, destination: &str) -> Result<()> {
    if let Some(Ok(entry)) = entry(destination) {
        let _ = entry.delete_credential();
    }
    remove(&file(folder, destination)?)
}

fn entry(destination: &str) -> Option<std::result::Result<keyring::Entry, keyring::Error>> {
    let wanted = std::env::var_os(SWITCH).is_none_or(|switch| switch != "off");
    wanted.then(|| keyring::Entry::new(SERVICE, &format!("destination/{destination}")))
}

fn file(folder: &Path, destination: &str) -> Result<PathBuf> {
    if destination.is_empty() || !destination.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Failure::bad_input("the id of a destination is letters and digits"));
    }
    Ok(folder.join(format!("destination-{destination}.key")))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::io(path, &error)),
        _ => Ok(()),
    }
}

/// Written beside its place first: a password that breaks off would be a wrong one.
fn write(path: &Path, password: &str) -> Result<()> {
    let part = path.with_extension("part");
    remove(&part)?;
    crate::write_new(&part, password)?;
    fs::rename(&part, path).map_err(|error| Failure::io(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_that_no_keyring_takes_lies_in_a_file_of_this_user_alone() {
        // No test asks the keyring of whoever runs it; where there is none, this is the way, too.
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path(), "abc").unwrap();
        write(&path, "abcd efgh").unwrap();
        write(&path, "abcd efgh ijkl").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "abcd efgh ijkl");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half written is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        remove(&path).unwrap();
        remove(&path).unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn an_id_that_leads_out_of_the_folder_is_refused() {
        for id in ["", "../x", "a/b", "a.b"] {
            assert!(file(Path::new("x"), id).is_err(), "{id}");
        }
    }
}
