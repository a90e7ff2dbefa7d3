//! A real SSH server on loopback, run as whoever runs the tests, with keys and settings of its own.
#![allow(dead_code, reason = "the tests of the command line use a part of it")]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where `cargo xtask test` has put the server's program.
const PROGRAM: &str = "BANTHAO_SSHD";

pub(crate) struct Sshd {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) port: u16,
    pub(crate) user: String,
    child: Child,
}

impl Sshd {
    /// With a folder `tin bài` to deliver into; `options` are those of its SFTP (`-R`: nothing can be
    /// written). `None`, and a word about it, where it cannot run.
    pub(crate) fn start(options: &str) -> Option<Self> {
        let Some(program) = std::env::var_os(PROGRAM).map(PathBuf::from) else {
            eprintln!(
                "skipped: no SSH server here ({PROGRAM} is not set; `cargo xtask test` sets it)"
            );
            return None;
        };
        let user = said(Command::new("id").arg("-un"))?;
        if user == "root" {
            // It runs as another there before somebody has signed in.
            let _ = fs::create_dir_all("/run/sshd");
            if said(Command::new("id").args(["-u", "sshd"])).is_none() {
                eprintln!("skipped: an SSH server of root wants a user `sshd`");
                return None;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        fs::create_dir_all(at("root/tin bài")).unwrap();
        for name in ["host", "key", "other"] {
            make_key(&folder.path().join(name), "");
        }
        make_key(&folder.path().join("locked"), "mật khẩu");
        let taken = [at("key.pub"), at("locked.pub")].map(|path| fs::read_to_string(path).unwrap());
        fs::write(at("authorized"), taken.concat()).unwrap();
        let mut server = None;
        // Somebody else may take the port in between.
        for _ in 0..3 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let config = format!(
                "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\n\
                 StrictModes no\nUsePAM no\nPasswordAuthentication yes\n\
                 KbdInteractiveAuthentication no\nPermitRootLogin yes\nPidFile none\n\
                 MaxStartups 100\nSubsystem sftp internal-sftp {options}\n",
                at("host"),
                at("authorized"),
            );
            fs::write(at("config"), config).unwrap();
            let mut command = Command::new(&program);
            command.args(["-D", "-e", "-f", &at("config")]);
            if let Some(libraries) = libraries(&program) {
                command.env("LD_LIBRARY_PATH", libraries);
            }
            let said = fs::File::create(at("said")).unwrap();
            let mut child = command.stdin(Stdio::null()).stderr(said).spawn().unwrap();
            if answers(&mut child, port) {
                server = Some((child, port));
                break;
            }
            let _ = child.kill();
            let _ = child.wait();
        }
        let Some((child, port)) = server else {
            let said = fs::read_to_string(at("said")).unwrap_or_default();
            eprintln!("skipped: the SSH server does not start: {said}");
            return None;
        };
        Some(Self { folder, port, user, child })
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root/tin bài")
    }

    /// Of that folder, over a port of this machine.
    pub(crate) fn address(&self, port: u16) -> String {
        format!("sftp://127.0.0.1:{port}{}", self.root().display())
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Its key, as it is kept.
    pub(crate) fn host_key(&self) -> String {
        let file = fs::read_to_string(self.folder.path().join("host.pub")).unwrap();
        file.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn make_key(path: &Path, locked_with: &str) {
    let mut make = Command::new("ssh-keygen");
    make.args(["-q", "-t", "ed25519", "-C", "", "-N", locked_with, "-f"]).arg(path);
    assert!(make.status().unwrap().success());
}

fn answers(child: &mut Child, port: u16) -> bool {
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > until || child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    true
}

/// What was unpacked beside it of the system's libraries.
fn libraries(program: &Path) -> Option<String> {
    let below = program.parent()?.parent()?.join("lib");
    let folders = fs::read_dir(below).ok()?.flatten().map(|it| it.path());
    let folders: Vec<String> = folders.map(|it| it.display().to_string()).collect();
    (!program.starts_with("/usr") && !folders.is_empty()).then(|| folders.join(":"))
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|it| it.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
