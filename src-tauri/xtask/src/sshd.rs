//! A real SSH server for the tests of deliveries, unpacked into `target/sshd/` and not installed: an
//! installed one would be started, and let people in. Each test starts one on loopback, as whoever
//! runs the tests.

use std::fs;
use std::path::PathBuf;

use crate::machine::{self, Package};
use crate::shell::{self, Problem, Result};

/// To reach it.
pub(crate) const NEEDS: &[Package] = &[("openssh-client", "delivers by SFTP, and makes keys")];

/// The server, and what of its libraries not every system has.
const PARTS: [&str; 2] = ["openssh-server", "libwrap0"];

/// Where its program is; the tests are told by this variable.
pub(crate) const PROGRAM: &str = "BANTHAO_SSHD";

pub(crate) fn program() -> PathBuf {
    shell::target().join("sshd/usr/sbin/sshd")
}

/// Unpacks the server that tests start, where it is not there yet.
pub(crate) fn set_up() -> Result {
    if program().is_file() {
        return Ok(());
    }
    machine::ensure(NEEDS)?;
    let folder = shell::target().join("sshd");
    let io = |error: std::io::Error| Problem::new(format!("{}: {error}", folder.display()));
    fs::create_dir_all(&folder).map_err(io)?;
    let mut download = shell::tool("apt-get");
    shell::run(download.args(["download", "-q"]).args(PARTS).current_dir(&folder))
        .map_err(|problem| problem.hint("Is there a network, and does apt reach its mirror?"))?;
    for entry in fs::read_dir(&folder).map_err(io)?.flatten() {
        if entry.path().extension().is_some_and(|it| it == "deb") {
            shell::run(shell::tool("dpkg").arg("-x").arg(entry.path()).arg(&folder))?;
            fs::remove_file(entry.path()).map_err(io)?;
        }
    }
    Ok(())
}
