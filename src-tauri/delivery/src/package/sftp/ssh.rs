//! The system's `ssh`: started with settings of our own and none of its user's, asked for nothing
//! that it would want to ask a person, and understood by what it says when it gives up.

use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use banthao_core::delivery::{Answer, FileServer, Trouble, TroubleKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest, Sha256};

use super::line::Line;
use crate::http::Patience;

/// Under which a server is known in a file made for one line.
const NAME: &str = "banthao-server";
/// What the program that `ssh` asks for a password finds it in: the environment of that one line.
const SECRET: &str = "BANTHAO_SSH_SECRET";
/// Longest that is kept of what `ssh` says, in bytes.
const SAID_LIMIT: usize = 8 << 10;
/// How long a program that has closed its pipes may take to end.
const TO_END: Duration = Duration::from_secs(2);

/// Answers `ssh` where it has started this program to be given a password, and tells whether that was
/// so: then there is nothing else to do. To be called before anything else.
pub fn answer_for_ssh() -> bool {
    let Some(secret) = env::var_os(SECRET) else { return false };
    let asked = env::args().nth(1).unwrap_or_default();
    // Whether a server is the right one is never asked here.
    if !asked.contains("yes/no") {
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), "{}", secret.to_string_lossy());
    }
    true
}

/// How to get to a server, and who we are there.
pub(super) struct Way {
    pub(super) server: FileServer,
    pub(super) user: String,
    /// Also what a private key is locked with.
    pub(super) password: String,
    pub(super) key_file: String,
    pub(super) host_key: String,
}

impl Way {
    /// A line to the server, signed in.
    pub(super) fn open(&self, patience: Patience) -> Answer<Line> {
        if self.host_key.is_empty() {
            return Err(self.look(TroubleKind::HostUnknown, patience));
        }
        let known = known_hosts(&format!("{NAME} {}\n", self.host_key))?;
        let mut ssh = self.command(&known, "yes", patience);
        let offered = if self.key_file.is_empty() && !self.password.is_empty() {
            "password,keyboard-interactive"
        } else {
            "publickey"
        };
        ssh.arg("-o").arg(format!("PreferredAuthentications={offered}"));
        if !self.key_file.is_empty() {
            ssh.args(["-o", "IdentitiesOnly=yes", "-i", &self.key_file]);
        }
        if self.password.is_empty() {
            ssh.args(["-o", "BatchMode=yes"]);
        } else {
            let us = env::current_exe().map_err(|_| no_program("banthao"))?;
            ssh.env("SSH_ASKPASS", us).env("SSH_ASKPASS_REQUIRE", "force");
            ssh.env(SECRET, &self.password);
            // Versions before 8.4 ask a program only where there is a screen.
            if env::var_os("DISPLAY").is_none() {
                ssh.env("DISPLAY", ":0");
            }
        }
        self.to_server(&mut ssh);
        let mut caller = self.start(ssh, known)?;
        let (to, from) = (caller.child.stdin.take(), caller.child.stdout.take());
        let (Some(to), Some(from)) = (to, from) else { return Err(no_program(SSH)) };
        let sign_in = patience.connect + patience.answer;
        Line::up(caller, to, from, sign_in, patience.answer).map_err(|trouble| {
            // The key that it shows now is what somebody has to look at.
            match trouble.kind {
                TroubleKind::HostChanged => self.look(TroubleKind::HostChanged, patience),
                _ => trouble,
            }
        })
    }

    /// Asks a server for its key, and tells of it as of a trouble: only a person can say whether it
    /// is the right one. Nobody signs in.
    fn look(&self, kind: TroubleKind, patience: Patience) -> Trouble {
        let known = match known_hosts("") {
            Ok(known) => known,
            Err(trouble) => return trouble,
        };
        let mut ssh = self.command(&known, "accept-new", patience);
        ssh.args(["-o", "BatchMode=yes", "-o", "PreferredAuthentications=none"]);
        ssh.args(["-o", "HashKnownHosts=no"]);
        self.to_server(&mut ssh);
        ssh.stdin(Stdio::null()).stdout(Stdio::null());
        let mut caller = match self.start(ssh, known) {
            Ok(caller) => caller,
            Err(trouble) => return trouble,
        };
        let ended = caller.ended(patience.connect + patience.answer);
        let file = fs::read_to_string(&caller.known).unwrap_or_default();
        let key = file.lines().find_map(|line| line.strip_prefix(NAME)).unwrap_or_default().trim();
        match (fingerprint(key), ended) {
            (Some(fingerprint), _) => {
                let trouble = Trouble::new(kind).with("host", &self.server.host);
                trouble.with("fingerprint", fingerprint).with("key", key)
            }
            (None, None) => caller.too_slow(),
            (None, Some(_)) => caller.hung_up(false),
        }
    }

    fn command(&self, known: &Path, strict: &str, patience: Patience) -> Command {
        let mut ssh = Command::new(program());
        let known = known.display().to_string().replace('\\', "/");
        let port = self.server.port.to_string();
        ssh.args(["-F", "none", "-T", "-p", &port, "-l", &self.user]);
        let settings = [
            format!("StrictHostKeyChecking={strict}"),
            format!("UserKnownHostsFile=\"{known}\""),
            "GlobalKnownHostsFile=none".to_owned(),
            format!("HostKeyAlias={NAME}"),
            "UpdateHostKeys=no".to_owned(),
            "CheckHostIP=no".to_owned(),
            format!("ConnectTimeout={}", patience.connect.as_secs().max(1)),
            "ConnectionAttempts=1".to_owned(),
            "ServerAliveInterval=15".to_owned(),
            "ServerAliveCountMax=3".to_owned(),
            "NumberOfPasswordPrompts=1".to_owned(),
            "ClearAllForwardings=yes".to_owned(),
            "ControlPath=none".to_owned(),
        ];
        for setting in settings {
            ssh.arg("-o").arg(setting);
        }
        // What it says is read here.
        ssh.env("LC_ALL", "C");
        ssh.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        quietly(&mut ssh);
        ssh
    }

    fn to_server(&self, ssh: &mut Command) {
        ssh.args(["-s", "--", &self.server.host, "sftp"]);
    }

    fn start(&self, mut ssh: Command, known: tempfile::TempPath) -> Answer<Caller> {
        let mut child = ssh.spawn().map_err(|_| no_program(SSH))?;
        let said = Arc::new(Mutex::new(Vec::new()));
        if let Some(mut from) = child.stderr.take() {
            let said = Arc::clone(&said);
            std::thread::spawn(move || {
                let mut piece = [0; 1_024];
                while let Ok(length @ 1..) = from.read(&mut piece) {
                    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                    let room = SAID_LIMIT.saturating_sub(said.len()).min(length);
                    said.extend_from_slice(&piece[..room]);
                }
            });
        }
        let (host, key_file) = (self.server.host.clone(), self.key_file.clone());
        Ok(Caller { child, said, host, key_file, known })
    }
}

/// A running `ssh`, which ends with this.
pub(super) struct Caller {
    child: Child,
    said: Arc<Mutex<Vec<u8>>>,
    host: String,
    key_file: String,
    /// Read when the server shows its key; it goes with the line.
    known: tempfile::TempPath,
}

impl Caller {
    /// Why it has closed its pipes. `up`: whether the line was up, and something may have arrived.
    pub(super) fn hung_up(&mut self, up: bool) -> Trouble {
        self.ended(TO_END);
        if up {
            return Trouble::new(TroubleKind::NoAnswer);
        }
        // What it said last may still be on its way through the pipe.
        std::thread::sleep(Duration::from_millis(20));
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let said = String::from_utf8_lossy(&said);
        let trouble = trouble_of(&said, &self.host, &self.key_file);
        // Of a key that it could not unlock `ssh` says nothing: it goes without, and is turned away.
        if trouble.kind == TroubleKind::WrongPassword && is_locked(Path::new(&self.key_file)) {
            let says = said.trim().lines().last().unwrap_or_default();
            return Trouble::new(TroubleKind::KeyFile)
                .with("path", &self.key_file)
                .with("says", says);
        }
        trouble
    }

    /// It never came as far as the server's hello.
    pub(super) fn too_slow(&mut self) -> Trouble {
        Trouble::new(TroubleKind::Unreachable).with("host", &self.host)
    }

    fn ended(&mut self, within: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + within;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                _ => return None,
            }
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a file is a private key that wants a password first.
fn is_locked(key_file: &Path) -> bool {
    let Ok(text) = fs::read_to_string(key_file) else { return false };
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    // PEM says so in words; OpenSSH's own form names its cipher first (PROTOCOL.key).
    match STANDARD.decode(body.trim()) {
        Ok(bytes) if bytes.starts_with(b"openssh-key-v1\0") => {
            !bytes[15..].starts_with(b"\0\0\0\x04none")
        }
        _ => text.contains("ENCRYPTED"),
    }
}

/// What follows from the last words of `ssh`, which are the same in every language of the system.
fn trouble_of(said: &str, host: &str, key_file: &str) -> Trouble {
    let lower = said.to_ascii_lowercase();
    let has = |texts: &[&str]| texts.iter().any(|text| lower.contains(text));
    let line = |texts: &[&str]| {
        let about = |line: &&str| texts.iter().any(|it| line.to_ascii_lowercase().contains(it));
        let mut line = said.lines().map(str::trim).filter(|it| !it.is_empty());
        line.clone().find(about).or_else(|| line.next_back()).unwrap_or_default().to_owned()
    };
    let at = |kind| Trouble::new(kind).with("host", host);
    const CHANGED: &[&str] = &["host key verification failed", "identification has changed"];
    const KEY: &[&str] = &[
        "not accessible",
        "unprotected private key",
        "bad permissions",
        "invalid format",
        "error in libcrypto",
        "incorrect passphrase",
        "key_load",
        "load key",
    ];
    const DENIED: &[&str] = &["permission denied (", "too many authentication failures"];
    const AGAIN: &[&str] = &["try again"];
    const AWAY: &[&str] = &[
        "could not resolve",
        "connection refused",
        "timed out",
        "no route to host",
        "network is unreachable",
        "host is down",
        "connection reset",
        "connection closed",
        "closed by remote host",
        "banner exchange",
        "kex_exchange_identification",
        "connection to",
        "broken pipe",
    ];
    if has(CHANGED) {
        at(TroubleKind::HostChanged)
    } else if !key_file.is_empty() && has(KEY) {
        Trouble::new(TroubleKind::KeyFile).with("path", key_file).with("says", line(KEY))
    } else if has(DENIED) || has(AGAIN) {
        Trouble::new(TroubleKind::WrongPassword)
    } else if has(&["subsystem request failed"]) {
        Trouble::new(TroubleKind::NotThere)
    } else if has(&["no matching", "unable to negotiate"]) {
        let says = line(&["no matching", "unable to negotiate"]);
        Trouble::new(TroubleKind::Refused).with("says", says)
    } else if said.trim().is_empty() || has(AWAY) {
        at(TroubleKind::Unreachable)
    } else {
        Trouble::new(TroubleKind::Refused).with("says", line(&[]))
    }
}

/// `SHA256:…` of a public key in one line, as `ssh` itself shows it; `None` where it is no key.
fn fingerprint(key: &str) -> Option<String> {
    let (_, blob) = key.split_once(' ')?;
    let blob = STANDARD.decode(blob.trim()).ok().filter(|blob| !blob.is_empty())?;
    Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(blob))))
}

/// A file of known servers for one line, which only this user can read.
fn known_hosts(text: &str) -> Answer<tempfile::TempPath> {
    let written = || {
        let file = tempfile::Builder::new().prefix("banthao-").tempfile()?;
        fs::write(file.path(), text)?;
        Ok(file.into_temp_path())
    };
    written()
        .map_err(|error: std::io::Error| Trouble::new(TroubleKind::Refused).with("says", error))
}

const SSH: &str = "ssh";

fn no_program(name: &str) -> Trouble {
    Trouble::new(TroubleKind::NoProgram).with("program", name)
}

/// Windows has its own in a place of its own, which not every path names.
fn program() -> PathBuf {
    let system = env::var_os("SystemRoot").filter(|_| cfg!(windows));
    let own = system.map(|root| Path::new(&root).join(r"System32\OpenSSH\ssh.exe"));
    own.filter(|path| path.is_file()).unwrap_or_else(|| PathBuf::from(SSH))
}

/// Without the black window that a program of the console opens there.
#[cfg(windows)]
fn quietly(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn quietly(_: &mut Command) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ssh_says_last_tells_what_to_do() {
        let check = |said: &str, kind: TroubleKind| {
            assert_eq!(trouble_of(said, "nas", "/srv/keys/lan").kind, kind, "{said}");
        };
        check(
            "ssh: Could not resolve hostname nas: Name or service not known",
            TroubleKind::Unreachable,
        );
        check("ssh: connect to host nas port 22: Connection refused", TroubleKind::Unreachable);
        check("ssh: connect to host nas port 22: Connection timed out", TroubleKind::Unreachable);
        check(
            "kex_exchange_identification: read: Connection reset by peer",
            TroubleKind::Unreachable,
        );
        check("", TroubleKind::Unreachable);
        check("lan@nas: Permission denied (publickey,password).", TroubleKind::WrongPassword);
        check(
            "Received disconnect from ::1 port 22:2: Too many authentication failures",
            TroubleKind::WrongPassword,
        );
        check(
            "No ED25519 host key is known for banthao-server\nHost key verification failed.",
            TroubleKind::HostChanged,
        );
        check(
            "Warning: Identity file /srv/keys/lan not accessible: No such file or directory.\nlan@nas: Permission denied (publickey).",
            TroubleKind::KeyFile,
        );
        check(
            "Load key \"/srv/keys/lan\": invalid format\nlan@nas: Permission denied (publickey).",
            TroubleKind::KeyFile,
        );
        check("subsystem request failed on channel 0", TroubleKind::NotThere);
        check(
            "Unable to negotiate with 10.0.0.7 port 22: no matching host key type found. Their offer: ssh-rsa",
            TroubleKind::Refused,
        );
        check("Bad owner of something new", TroubleKind::Refused);
    }

    #[test]
    fn a_fingerprint_is_the_one_that_ssh_shows() {
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
        let shown = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
        assert_eq!(fingerprint(key).as_deref(), Some(shown));
        assert_eq!(fingerprint("ssh-ed25519 ?"), None);
    }
}
