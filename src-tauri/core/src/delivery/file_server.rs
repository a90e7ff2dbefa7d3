//! Where a server of files is, and how it is known.

/// A folder on a server that is reached by SSH.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileServer {
    /// A name or a number; one of version 6 without its brackets.
    pub host: String,
    pub port: u16,
    /// Of the folder there, as it was typed; empty for the one that somebody is in after signing in,
    /// and without a slash before it what is below that.
    pub path: String,
}

/// Of SSH.
const PORT: u16 = 22;

impl FileServer {
    /// Takes `sftp://host[:port][/path]` apart; `/~/path` is below the folder after signing in.
    /// Letters of a path stand for themselves, also blanks and `%`. `None` where it is no such address.
    pub fn at(address: &str) -> Option<Self> {
        let rest = address.strip_prefix("sftp://")?;
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                let plain = |c: char| c.is_ascii_hexdigit() || ":.".contains(c);
                (Some(host).filter(|host| host.contains(':') && host.chars().all(plain))?, port)
            }
            None => {
                let end = authority.find(':').unwrap_or(authority.len());
                let (host, port) = authority.split_at(end);
                // Nothing that a program could take for an option of its own.
                let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
                (Some(host).filter(|it| !it.starts_with('-') && it.chars().all(plain))?, port)
            }
        };
        let port = match port.strip_prefix(':') {
            Some(port) => port.parse().ok().filter(|port| *port > 0)?,
            None if port.is_empty() => PORT,
            None => return None,
        };
        if host.is_empty() || path.contains(char::is_control) {
            return None;
        }
        let path = match path.strip_prefix("/~") {
            Some("") => "",
            Some(below) if below.starts_with('/') => &below[1..],
            _ => path,
        };
        Some(Self { host: host.to_owned(), port, path: path.trim_end_matches('/').to_owned() })
    }
}

/// Whether this is a public key in one line, `KIND BASE64`.
pub(super) fn is_host_key(text: &str) -> bool {
    let kind = |c: char| c.is_ascii_alphanumeric() || "-.@".contains(c);
    let key = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    text.split_once(' ').is_some_and(|(name, blob)| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(kind)
            && blob.len() >= 40
            && blob.chars().all(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_a_port_and_a_folder() {
        let check = |address: &str, host: &str, port: u16, path: &str| {
            let wanted = FileServer { host: host.to_owned(), port, path: path.to_owned() };
            assert_eq!(FileServer::at(address), Some(wanted), "{address}");
        };
        check("sftp://nas.toasoan.vn", "nas.toasoan.vn", 22, "");
        check("sftp://10.0.0.7:2222/nhận/tin bài", "10.0.0.7", 2222, "/nhận/tin bài");
        check("sftp://nas/~/nhận", "nas", 22, "nhận");
        check("sftp://nas/~", "nas", 22, "");
        check("sftp://nas/~lan", "nas", 22, "/~lan");
        check("sftp://[fd00::7]:22/a%20b", "fd00::7", 22, "/a%20b");
    }

    #[test]
    fn what_a_program_could_take_for_something_else_is_no_address() {
        for address in [
            "",
            "nas.vn",
            "https://nas.vn",
            "sftp://",
            "sftp://:22",
            "sftp://-oProxyCommand=id/a",
            "sftp://lan@nas.vn",
            "sftp://nas.vn:0",
            "sftp://nas.vn:70000",
            "sftp://nas.vn:",
            "sftp://nas vn/a",
            "sftp://nas.vn/a\nb",
            "sftp://[nas]/a",
            "sftp://[fd00::7/a",
        ] {
            assert_eq!(FileServer::at(address), None, "{address:?}");
        }
    }

    #[test]
    fn a_key_is_one_line_of_its_kind_and_its_letters() {
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDyTQFNRNbZBXXXXQxYzzzzzzzzzzzzzzzzzzzzzzzzz";
        assert!(is_host_key(key));
        for text in ["ssh-ed25519", "ssh-ed25519 AAAA", &format!("{key}\nnas {key}"), &key[1..20]] {
            assert!(!is_host_key(text), "{text:?}");
        }
    }
}
