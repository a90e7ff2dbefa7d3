//! Passwords of destinations: in the keyring of the system or nowhere. Where none runs, a person is
//! asked for them each time. Never in a file, the store, its backups or a log.

use banthao_core::{Code, Failure, Result};

use crate::{SERVICE, SWITCH};

/// Longest password: a keyring of Windows takes 2,560 bytes, of UTF-16.
const LIMIT: usize = 1_000;

/// The password of the destination of this id; `None` where none is kept, or no keyring is used.
///
/// # Errors
/// `KeyUnavailable` where the keyring cannot be had now.
pub fn password(destination: &str) -> Result<Option<String>> {
    let Some(entry) = entry(destination) else { return Ok(None) };
    match entry.and_then(|entry| entry.get_password()) {
        Ok(kept) => Ok(Some(kept)),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(Failure::new(Code::KeyUnavailable, format!("keyring: {error}"))),
    }
}

/// Keeps a password in the keyring, and says whether it has it. Where it has not, it is kept
/// nowhere.
///
/// # Errors
/// `BadInput` for one that is empty, too long, or of control characters.
pub fn keep_password(destination: &str, password: &str) -> Result<bool> {
    if password.is_empty() || password.len() > LIMIT || password.contains(char::is_control) {
        return Err(Failure::bad_input("destinationPassword"));
    }
    // What the keyring says it keeps must come out of it again.
    Ok(entry(destination).is_some_and(|entry| {
        entry.is_ok_and(|entry| {
            entry.set_password(password).is_ok()
                && entry.get_password().is_ok_and(|kept| kept == password)
        })
    }))
}

/// Forgets a password. A keyring that cannot be had keeps what it has.
pub fn forget_password(destination: &str) {
    if let Some(Ok(entry)) = entry(destination) {
        let _ = entry.delete_credential();
    }
}

fn entry(destination: &str) -> Option<std::result::Result<keyring::Entry, keyring::Error>> {
    let wanted = std::env::var_os(SWITCH).is_none_or(|switch| switch != "off");
    wanted.then(|| keyring::Entry::new(SERVICE, &format!("destination/{destination}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_password_is_refused_before_any_keyring_is_asked() {
        for none in ["", "a\nb", &"x".repeat(LIMIT + 1)] {
            let refused = keep_password("abc", none).unwrap_err();
            assert_eq!(refused.params["what"], "destinationPassword");
        }
    }
}
