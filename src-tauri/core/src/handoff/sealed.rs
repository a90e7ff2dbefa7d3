//! Encryption of a whole file to the devices of its receiver, by age.

use std::io::{BufRead, BufReader, Read, Write};
use std::str::FromStr;

use super::container::{FILE_LIMIT, written};
use super::flaw::Flaw;
use super::identity::Identity;
use crate::failure::{Code, Failure, Result};

/// First line of every age file.
const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";
/// Room for the header of an age file: some hundreds of receivers. Each costs a computation on
/// curves, so a header without end would be one without end, too.
const HEADER_LIMIT: usize = 32 << 10;

pub(super) fn is_recipient(text: &str) -> bool {
    text.len() <= 100 && age::x25519::Recipient::from_str(text).is_ok()
}

/// Whether a file starts as an encrypted one.
pub(super) fn is_sealed(start: &[u8]) -> bool {
    start.starts_with(FIRST_LINE)
}

/// Encrypts `plain` to every one of `recipients` (`age1…`).
///
/// # Errors
/// `BadInput` where a recipient is none; those of reading and writing.
pub(super) fn seal(plain: &mut impl Read, recipients: &[String], out: impl Write) -> Result<()> {
    let recipients = recipients
        .iter()
        .map(|recipient| age::x25519::Recipient::from_str(recipient))
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(|_| Failure::bad_input("a recipient"))?;
    let each = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(each).map_err(Failure::internal)?;
    let mut sealing = encryptor.wrap_output(out).map_err(written)?;
    std::io::copy(plain, &mut sealing).map_err(written)?;
    sealing.finish().and_then(|mut out| out.flush()).map_err(written)
}

/// A reader of what is inside. The end of it counts: where reading stops at an error, nothing
/// of what came before may be used.
///
/// # Errors
/// `HandOffSealed` where it is encrypted for others, `HandOffDamaged`, `HandOffRefused`.
pub(super) fn unseal<R: Read>(input: R, identity: &Identity) -> Result<impl Read + use<R>> {
    let mut input = BufReader::with_capacity(HEADER_LIMIT, input);
    // age reads a header of any length; this one has to be in sight as a whole.
    let header = input.fill_buf().map_err(|error| broken(&error))?;
    let ends = header.windows(5).any(|five| five == b"\n--- ");
    if !ends {
        let flaw = if header.len() < HEADER_LIMIT { Flaw::Short } else { Flaw::Size };
        return Err(flaw.found("the header of the encryption"));
    }
    let refused = |error: age::DecryptError| match error {
        age::DecryptError::NoMatchingKeys | age::DecryptError::DecryptionFailed => {
            Failure::new(Code::HandOffSealed, "encrypted for somebody else")
        }
        age::DecryptError::Io(error) => broken(&error),
        other => Flaw::Changed.found(other),
    };
    let opening: &dyn age::Identity = identity.opening();
    age::Decryptor::new_buffered(input)
        .map_err(refused)?
        .decrypt(std::iter::once(opening))
        .map_err(refused)
}

/// Decrypts all of `input` into `out`, which nobody else may read.
///
/// # Errors
/// As [`unseal`]; `TooLarge`; those of writing.
pub(super) fn unseal_into(
    input: impl Read,
    identity: &Identity,
    out: &mut impl Write,
) -> Result<()> {
    let mut plain = unseal(input, identity)?;
    let mut buffer = vec![0; 64 << 10];
    let mut total = 0;
    loop {
        let count = plain.read(&mut buffer).map_err(|error| broken(&error))?;
        if count == 0 {
            return out.flush().map_err(written);
        }
        total += count as u64;
        if total > FILE_LIMIT {
            return Err(Flaw::Size.found("it decrypts to more than 4 GB"));
        }
        out.write_all(&buffer[..count]).map_err(written)?;
    }
}

fn broken(error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Flaw::Short.found(error),
        _ => Flaw::Changed.found(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed_to(secret: u8, plain: &[u8]) -> Vec<u8> {
        let recipient = Identity::from_secret(&[secret; 32]).device().recipient;
        let mut sealed = Vec::new();
        seal(&mut &plain[..], &[recipient], &mut sealed).unwrap();
        sealed
    }

    fn unsealed(sealed: &[u8], secret: u8) -> Result<Vec<u8>> {
        let mut plain = Vec::new();
        unseal_into(sealed, &Identity::from_secret(&[secret; 32]), &mut plain).map(|()| plain)
    }

    #[test]
    fn the_receiver_reads_it_and_nobody_else() {
        let sealed = sealed_to(1, b"Tin");
        assert!(is_sealed(&sealed));
        assert_eq!(unsealed(&sealed, 1).unwrap(), b"Tin");
        assert_eq!(unsealed(&sealed, 2).unwrap_err().code, Code::HandOffSealed);
    }

    #[test]
    fn cut_or_changed_it_is_refused() {
        let plain = vec![5; 200_000];
        let sealed = sealed_to(1, &plain);
        for length in (0..sealed.len()).step_by(1 << 10) {
            assert!(unsealed(&sealed[..length], 1).is_err(), "{length}");
        }
        for at in (0..sealed.len()).step_by(997) {
            let mut changed = sealed.clone();
            changed[at] ^= 4;
            assert!(unsealed(&changed, 1).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_header_without_end_is_not_read_to_its_end() {
        let mut endless = FIRST_LINE.to_vec();
        while endless.len() < 4 << 20 {
            endless.extend(b"-> X25519 ");
            endless.extend([b'A'; 43]);
            endless.extend(b"\n");
            endless.extend([b'A'; 43]);
            endless.extend(b"\n");
        }
        assert_eq!(unsealed(&endless, 1).unwrap_err().params["why"], "size");
    }

    #[test]
    fn a_password_or_plugin_is_not_asked_for() {
        for stanza in ["-> scrypt bBjlhJVYZeE4aqUdmtRHfw 30\n", "-> piv-p256 xxx yyy\n"] {
            let mut file = FIRST_LINE.to_vec();
            file.extend(stanza.bytes());
            file.extend(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- ");
            file.extend(b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
            file.extend([0; 100]);
            assert!(unsealed(&file, 1).is_err());
        }
    }
}
