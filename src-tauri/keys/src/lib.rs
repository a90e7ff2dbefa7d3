//! Where the secret of this device is kept, from which its keys are made: in the keyring of the
//! system (Credential Manager, Secret Service), or, where none runs, in a file in the store's
//! folder that only this user can read. The window and the command line share it. Passwords of
//! destinations are kept in the same way.

mod passwords;

pub use passwords::{forget_password, keep_password, password};

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use banthao_core::handoff::Identity;
use banthao_core::moment::Moment;
use banthao_core::store::Store;
use banthao_core::{Code, Failure, Result};

/// Under which all secrets of this program lie in the keyring.
const SERVICE: &str = "vn.banthao.desk";
/// The file that stands in for a keyring.
const FILE: &str = "device.key";
/// Set to `off`, the keyring is left alone and the file is used.
const SWITCH: &str = "BANTHAO_KEYRING";

/// What it takes to find the secret of a store.
#[derive(Debug, Clone)]
pub struct Place {
    folder: PathBuf,
    name: String,
    /// Whether it was in the keyring when it was last had; `None` before there was one.
    was_in_keyring: Option<bool>,
}

/// The keys of this device, and where their secret is kept.
pub struct Kept {
    pub identity: Identity,
    pub in_keyring: bool,
}

impl Place {
    /// # Errors
    /// Those of the store.
    pub fn of(store: &mut Store, moment: &Moment) -> Result<Self> {
        Ok(Self {
            folder: store.folder().to_owned(),
            name: store.secret_name(moment)?,
            was_in_keyring: store.secret_in_keyring()?,
        })
    }
}

/// The keys of this device, made on the first call. May wait for a person to unlock the keyring:
/// hold no store meanwhile.
///
/// # Errors
/// `KeyUnavailable` where the secret lies in a keyring that cannot be had now; a new one would
/// make a stranger of this device. Those of reading and writing the file.
pub fn keys(place: &Place) -> Result<Kept> {
    let keyring = || {
        let wanted = std::env::var_os(SWITCH).is_none_or(|switch| switch != "off");
        wanted.then(|| Keyring::open(&place.name))
    };
    keys_from(place, keyring)
}

/// A place for one secret.
trait Vault {
    fn get(&self) -> Found;
    /// `false` where it does not keep it.
    fn put(&self, secret: &[u8; 32]) -> bool;
}

enum Found {
    Secret([u8; 32]),
    /// The keyring is there and has none.
    Nothing,
    /// No keyring runs, it is locked, or it has something else under this name.
    Unavailable(String),
}

struct Keyring(std::result::Result<keyring::Entry, String>);

impl Keyring {
    fn open(name: &str) -> Self {
        Self(keyring::Entry::new(SERVICE, name).map_err(|error| error.to_string()))
    }
}

impl Vault for Keyring {
    fn get(&self) -> Found {
        let entry = match &self.0 {
            Ok(entry) => entry,
            Err(error) => return Found::Unavailable(error.clone()),
        };
        match entry.get_secret() {
            Ok(bytes) => match <[u8; 32]>::try_from(bytes.as_slice()) {
                Ok(secret) => Found::Secret(secret),
                Err(_) => Found::Unavailable("not a secret of this program".to_owned()),
            },
            Err(keyring::Error::NoEntry) => Found::Nothing,
            Err(error) => Found::Unavailable(error.to_string()),
        }
    }

    fn put(&self, secret: &[u8; 32]) -> bool {
        self.0.as_ref().is_ok_and(|entry| entry.set_secret(secret).is_ok())
    }
}

fn keys_from<V: Vault>(place: &Place, keyring: impl FnOnce() -> Option<V>) -> Result<Kept> {
    let kept = |secret: [u8; 32], in_keyring| Kept {
        identity: Identity::from_secret(&secret),
        in_keyring,
    };
    let path = place.folder.join(FILE);
    if let Some(secret) = read_file(&path)? {
        return Ok(kept(secret, false));
    }
    let keyring = keyring();
    let found = match &keyring {
        Some(keyring) => keyring.get(),
        None => Found::Unavailable("switched off".to_owned()),
    };
    match found {
        Found::Secret(secret) => return Ok(kept(secret, true)),
        // The store was brought to another machine: it is another device there.
        Found::Nothing => {}
        Found::Unavailable(why) if place.was_in_keyring == Some(true) => {
            return Err(Failure::new(Code::KeyUnavailable, format!("keyring: {why}")));
        }
        Found::Unavailable(_) => {}
    }
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(Failure::internal)?;
    // What the keyring says it keeps must come out of it again.
    if let Some(keyring) = &keyring
        && keyring.put(&secret)
        && matches!(keyring.get(), Found::Secret(kept) if kept == secret)
    {
        return Ok(kept(secret, true));
    }
    write_file(&path, &secret)?;
    // Another program may have been first.
    let secret = read_file(&path)?.ok_or_else(|| Failure::internal("the key was just written"))?;
    Ok(kept(secret, false))
}

/// The secret in the file; `None` where there is no file.
fn read_file(path: &Path) -> Result<Option<[u8; 32]>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io(path, &error)),
    };
    keep_from_others(path)?;
    let damaged =
        || Failure::new(Code::StoreDamaged, "the file of the device's key").with("what", FILE);
    let bytes: Vec<u8> = text
        .trim()
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())
        })
        .collect::<Option<_>>()
        .ok_or_else(damaged)?;
    bytes.try_into().map(Some).map_err(|_| damaged())
}

fn write_file(path: &Path, secret: &[u8; 32]) -> Result<()> {
    let text: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    write_new(path, &text)
}

/// Writes a file that only this user can read; one that is there is left as it is.
fn write_new(path: &Path, text: &str) -> Result<()> {
    let io = |error: std::io::Error| Failure::io(path, &error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(io(error)),
    };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)
}

/// A file that was copied about may have become readable to all. On Windows the folder of the
/// user's data is closed to others.
#[cfg(unix)]
fn keep_from_others(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let io = |error: std::io::Error| Failure::io(path, &error);
    let mode = fs::metadata(path).map_err(io)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(io)
}

#[cfg(not(unix))]
fn keep_from_others(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use banthao_core::time::Timestamp;
    use tempfile::TempDir;

    use super::*;

    /// A keyring with one place in it.
    #[derive(Clone, Default)]
    struct Ring {
        secret: Rc<RefCell<Option<[u8; 32]>>>,
        locked: bool,
    }

    impl Vault for Ring {
        fn get(&self) -> Found {
            match *self.secret.borrow() {
                _ if self.locked => Found::Unavailable("locked".to_owned()),
                Some(secret) => Found::Secret(secret),
                None => Found::Nothing,
            }
        }

        fn put(&self, secret: &[u8; 32]) -> bool {
            if !self.locked {
                *self.secret.borrow_mut() = Some(*secret);
            }
            !self.locked
        }
    }

    fn place(was_in_keyring: Option<bool>) -> (TempDir, Place) {
        let folder = tempfile::tempdir().unwrap();
        let place =
            Place { folder: folder.path().to_owned(), name: "abc".to_owned(), was_in_keyring };
        (folder, place)
    }

    fn fingerprint(kept: &Kept) -> String {
        kept.identity.device().key.fingerprint()
    }

    #[test]
    fn the_keyring_keeps_the_secret_and_no_file_is_made() {
        let (folder, place) = place(None);
        let ring = Ring::default();
        let first = keys_from(&place, || Some(ring.clone())).unwrap();
        let second = keys_from(&place, || Some(ring.clone())).unwrap();
        assert!(first.in_keyring && second.in_keyring);
        assert_eq!(fingerprint(&first), fingerprint(&second));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn without_a_keyring_a_file_keeps_it_that_nobody_else_can_read() {
        let (folder, place) = place(None);
        let first = keys_from(&place, || None::<Ring>).unwrap();
        let second = keys_from(&place, || Some(Ring::default())).unwrap();
        assert!(!first.in_keyring && !second.in_keyring);
        assert_eq!(fingerprint(&first), fingerprint(&second), "the file goes on being used");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.path().join(FILE);
            let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(), 0o600);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            keys_from(&place, || None::<Ring>).unwrap();
            assert_eq!(mode(), 0o600, "and is shut again");
        }
        drop(folder);
    }

    #[test]
    fn a_locked_keyring_is_waited_for_and_makes_no_stranger_of_the_device() {
        let (folder, place) = place(Some(true));
        let locked = Ring { locked: true, ..Ring::default() };
        let refused = keys_from(&place, || Some(locked)).map(|_| ()).unwrap_err();
        assert_eq!(refused.code, Code::KeyUnavailable);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_keyring_that_keeps_nothing_is_not_believed() {
        struct Sieve;
        impl Vault for Sieve {
            fn get(&self) -> Found {
                Found::Nothing
            }
            fn put(&self, _: &[u8; 32]) -> bool {
                true
            }
        }
        let (_folder, place) = place(None);
        let kept = keys_from(&place, || Some(Sieve)).unwrap();
        assert!(!kept.in_keyring);
        assert_eq!(fingerprint(&kept), fingerprint(&keys_from(&place, || Some(Sieve)).unwrap()));
    }

    #[test]
    fn a_damaged_file_is_said_to_be_so_and_kept() {
        let (folder, place) = place(None);
        fs::write(folder.path().join(FILE), "no key").unwrap();
        let refused = keys_from(&place, || None::<Ring>).map(|_| ()).unwrap_err();
        assert_eq!(refused.code, Code::StoreDamaged);
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), "no key");
    }

    #[test]
    fn the_store_remembers_the_name_of_its_secret() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), "MAY-01").unwrap();
        let at = |n: u8| Moment { now: Timestamp(0), seed: [n; 32] };
        let first = Place::of(&mut store, &at(1)).unwrap();
        let second = Place::of(&mut store, &at(2)).unwrap();
        assert_eq!(first.name, second.name);
        assert_eq!(second.was_in_keyring, None);
    }
}
