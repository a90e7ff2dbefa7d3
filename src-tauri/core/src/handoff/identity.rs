//! The keys of a device: one it signs with, one that others encrypt for.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::moment::letters;

/// The secret keys of this device. Made from 32 random bytes that the window or the command line
/// keeps in the keyring of the system; never stored here and never printed.
pub struct Identity {
    signing: SigningKey,
    opening: age::x25519::Identity,
}

/// Public signing key of a device: 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct DeviceKey(pub String);

/// What others know of a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub key: DeviceKey,
    /// An age recipient (`age1…`), to encrypt for this device.
    pub recipient: String,
}

/// What a signature is over; none can be passed off as another.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Manifest,
    Log,
}

impl Purpose {
    fn prefix(self) -> &'static [u8] {
        match self {
            Self::Manifest => b"vn.banthao hand-off manifest\0",
            Self::Log => b"vn.banthao log\0",
        }
    }

    fn message(self, message: &[u8]) -> Vec<u8> {
        [self.prefix(), message].concat()
    }
}

impl Identity {
    /// The keys that belong to a secret, the same on every call.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        let signing = blake3::derive_key("vn.banthao.desk 2026 device signing key", secret);
        let opening = blake3::derive_key("vn.banthao.desk 2026 device encryption key", secret);
        Self { signing: SigningKey::from_bytes(&signing), opening: encryption_key(&opening) }
    }

    pub fn device(&self) -> Device {
        Device {
            key: DeviceKey::of(&self.signing.verifying_key()),
            recipient: self.opening.to_public().to_string(),
        }
    }

    pub(super) fn sign(&self, purpose: Purpose, message: &[u8]) -> [u8; 64] {
        self.signing.sign(&purpose.message(message)).to_bytes()
    }

    pub(super) fn opening(&self) -> &age::x25519::Identity {
        &self.opening
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.device().key.0)
    }
}

/// age makes its keys by itself or reads them in their written form; so this writes one.
fn encryption_key(secret: &[u8; 32]) -> age::x25519::Identity {
    let prefix = bech32::Hrp::parse("age-secret-key-").expect("the prefix is short and plain");
    let written =
        bech32::encode::<bech32::Bech32>(prefix, secret).expect("32 bytes are not too long");
    age::x25519::Identity::from_str(&written.to_uppercase()).expect("age reads its own form")
}

impl DeviceKey {
    fn of(key: &VerifyingKey) -> Self {
        Self(hex_of(key.as_bytes()))
    }

    /// The key as curve point; `None` where it is none, or one with which anything verifies.
    pub(super) fn point(&self) -> Option<VerifyingKey> {
        let key = VerifyingKey::from_bytes(&bytes_of(&self.0)?).ok()?;
        (!key.is_weak()).then_some(key)
    }

    pub(super) fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let key = Self(hex_of(bytes));
        key.point().is_some().then_some(key)
    }

    pub(super) fn has_signed(
        &self,
        purpose: Purpose,
        message: &[u8],
        signature: &[u8; 64],
    ) -> bool {
        let signature = Signature::from_bytes(signature);
        // Strict: one message has one signature, so no second file says the same.
        self.point()
            .is_some_and(|key| key.verify_strict(&purpose.message(message), &signature).is_ok())
    }

    /// The key as two people read it to each other over the telephone.
    pub fn fingerprint(&self) -> String {
        fingerprint(self)
    }
}

/// Eight groups of four letters and digits that nobody mistakes for each other: 160 bits.
pub fn fingerprint(key: &DeviceKey) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("vn.banthao.desk 2026 fingerprint");
    hasher.update(key.0.as_bytes());
    let mut stream = hasher.finalize_xof();
    let groups: Vec<String> = (0..8).map(|_| letters(&mut stream, 4)).collect();
    groups.join(" ")
}

/// `N` bytes from their lower-case hexadecimal form.
pub(super) fn bytes_of<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let hex = hex.as_bytes();
    if hex.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

pub(super) fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_always_makes_the_same_keys_and_another_makes_others() {
        let one = Identity::from_secret(&[1; 32]).device();
        assert_eq!(one, Identity::from_secret(&[1; 32]).device());
        let other = Identity::from_secret(&[2; 32]).device();
        assert_ne!(one.key, other.key);
        assert_ne!(one.recipient, other.recipient);
        assert!(one.recipient.starts_with("age1"));
    }

    #[test]
    fn a_fingerprint_is_eight_groups_that_can_be_read_aloud() {
        let key = Identity::from_secret(&[1; 32]).device().key;
        let print = key.fingerprint();
        let groups: Vec<&str> = print.split(' ').collect();
        assert_eq!(groups.len(), 8);
        let plain = |group: &&str| {
            group.len() == 4
                && group.chars().all(|c| c.is_ascii_alphanumeric() && !"1lio".contains(c))
        };
        assert!(groups.iter().all(plain), "{print}");
        assert_ne!(print, Identity::from_secret(&[2; 32]).device().key.fingerprint());
    }

    #[test]
    fn a_signature_holds_for_its_key_message_and_purpose_only() {
        let identity = Identity::from_secret(&[1; 32]);
        let key = identity.device().key;
        let signature = identity.sign(Purpose::Manifest, b"tin");
        assert!(key.has_signed(Purpose::Manifest, b"tin", &signature));
        assert!(!key.has_signed(Purpose::Manifest, b"tim", &signature));
        assert!(!key.has_signed(Purpose::Log, b"tin", &signature));
        let other = Identity::from_secret(&[2; 32]).device().key;
        assert!(!other.has_signed(Purpose::Manifest, b"tin", &signature));
    }

    #[test]
    fn a_key_that_is_no_key_signs_nothing() {
        // The neutral point: with it every message has a signature that anybody can make.
        let neutral = DeviceKey(format!("01{}", "00".repeat(31)));
        assert!(neutral.point().is_none());
        for text in ["", "ab", &"g".repeat(64), &"A".repeat(64), &"0".repeat(63)] {
            assert!(DeviceKey(text.to_owned()).point().is_none(), "{text}");
        }
    }

    #[test]
    fn the_secret_is_not_in_what_is_printed() {
        let identity = Identity::from_secret(&[7; 32]);
        assert!(!format!("{identity:?}").contains("07070707"));
    }
}
