//! Signing in by digest (RFC 7616): the password itself never goes over the line. Older servers of
//! files know nothing else.

use md5::Md5;
use sha2::{Digest, Sha256};

/// What a server has asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    realm: String,
    nonce: String,
    opaque: String,
    algorithm: Algorithm,
    /// Whether it knows of `qop=auth`; those before 1999 do not.
    counts: bool,
    count: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Md5,
    Sha256,
}

impl Challenge {
    /// The challenge in `WWW-Authenticate`; `None` where there is none that can be answered.
    pub(crate) fn read(asks: &str) -> Option<Self> {
        let at = asks.to_ascii_lowercase().find("digest ")?;
        let mut read = Self {
            realm: String::new(),
            nonce: String::new(),
            opaque: String::new(),
            algorithm: Algorithm::Md5,
            counts: false,
            count: 0,
        };
        let mut rest = &asks[at + "digest ".len()..];
        while let Some((name, after)) = rest.split_once('=') {
            let name = name.trim().trim_start_matches(',').trim().to_ascii_lowercase();
            // Another way of signing in begins with a word of its own.
            if name.contains(' ') {
                break;
            }
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"')?,
                None => after.split_once(',').unwrap_or((after, "")),
            };
            let value = value.trim();
            match name.as_str() {
                "realm" => value.clone_into(&mut read.realm),
                "nonce" => value.clone_into(&mut read.nonce),
                "opaque" => value.clone_into(&mut read.opaque),
                "qop" => {
                    read.counts = value.split(',').any(|it| it.trim() == "auth");
                    if !read.counts {
                        return None;
                    }
                }
                "algorithm" => {
                    read.algorithm = match value.to_ascii_lowercase().as_str() {
                        "md5" => Algorithm::Md5,
                        "sha-256" => Algorithm::Sha256,
                        _ => return None,
                    }
                }
                _ => {}
            }
            rest = after.trim_start_matches([',', ' ']);
        }
        (!read.nonce.is_empty()).then_some(read)
    }

    /// The value of `Authorization` for one request.
    pub(crate) fn answer(&mut self, user: &str, password: &str, method: &str, uri: &str) -> String {
        self.count += 1;
        let count = format!("{:08x}", self.count);
        // Chosen by us so that nobody can have reckoned answers beforehand: the password is in it.
        let ours = blake3::hash(format!("{}:{count}:{password}:{uri}", self.nonce).as_bytes());
        let ours = ours.to_hex()[..16].to_owned();
        let secret = self.hash(&format!("{user}:{}:{password}", self.realm));
        let asked = self.hash(&format!("{method}:{uri}"));
        let nonce = &self.nonce;
        let counted = if self.counts { format!("{count}:{ours}:auth:") } else { String::new() };
        let response = self.hash(&format!("{secret}:{nonce}:{counted}{asked}"));
        let quoted = |text: &str| text.replace(['"', '\\'], "");
        let mut header = format!(
            "Digest username=\"{}\", realm=\"{}\", nonce=\"{nonce}\", uri=\"{uri}\", \
             response=\"{response}\"",
            quoted(user),
            self.realm
        );
        if self.algorithm == Algorithm::Sha256 {
            header.push_str(", algorithm=SHA-256");
        }
        if !self.opaque.is_empty() {
            header.push_str(&format!(", opaque=\"{}\"", self.opaque));
        }
        if self.counts {
            header.push_str(&format!(", qop=auth, nc={count}, cnonce=\"{ours}\""));
        }
        header
    }

    fn hash(&self, text: &str) -> String {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match self.algorithm {
            Algorithm::Md5 => hex(&Md5::digest(text.as_bytes())),
            Algorithm::Sha256 => hex(&Sha256::digest(text.as_bytes())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_read_among_others_and_one_that_cannot_be_answered_is_left() {
        let asks = "Basic realm=\"x\", Digest realm=\"NAS, tầng 2\", qop=\"auth,auth-int\", \
            algorithm=SHA-256, nonce=\"abc==\", opaque=\"o\", NTLM realm=\"y\"";
        let read = Challenge::read(asks).expect("it is there");
        assert_eq!((read.realm.as_str(), read.nonce.as_str()), ("NAS, tầng 2", "abc=="));
        assert_eq!((read.algorithm, read.counts), (Algorithm::Sha256, true));
        for asks in
            ["", "Basic realm=\"x\"", "Digest realm=\"x\"", "Digest nonce=\"a\", qop=\"auth-int\""]
        {
            assert_eq!(Challenge::read(asks), None, "{asks}");
        }
    }

    #[test]
    fn an_answer_without_counting_is_that_of_the_oldest_rule() {
        // RFC 2069's example, with the value of its erratum.
        let asks = "Digest realm=\"testrealm@host.com\", \
            nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
        let mut challenge = Challenge::read(asks).expect("it is there");
        let answer = challenge.answer("Mufasa", "CircleOfLife", "GET", "/dir/index.html");
        assert!(answer.contains("response=\"1949323746fe6a43ef61f9606e7febea\""), "{answer}");
    }
}
