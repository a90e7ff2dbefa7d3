//! A real WebDAV server for the tests of deliveries: WsgiDAV in a Python of its own, made once in
//! `target/webdav/`. Each test starts one on loopback.

use std::fs;
use std::path::PathBuf;

use crate::machine::{self, Package};
use crate::shell::{self, Problem, Result};

/// To run it.
pub(crate) const NEEDS: &[Package] = &[
    ("python3", "runs a WebDAV server, to deliver to"),
    ("python3-venv", "keeps its parts apart"),
];

const PARTS: [&str; 2] = ["wsgidav==4.4.0", "cheroot==11.1.2"];

/// Where its program is; the tests are told by this variable.
pub(crate) const PROGRAM: &str = "BANTHAO_WEBDAV";

pub(crate) fn program() -> PathBuf {
    shell::target().join("webdav/venv/bin/wsgidav")
}

/// Makes the server that tests start, where it is not there yet.
pub(crate) fn set_up() -> Result {
    let folder = shell::target().join("webdav");
    let stamp = PARTS.join("\n");
    if program().is_file()
        && fs::read_to_string(folder.join("stamp")).is_ok_and(|made| made == stamp)
    {
        return Ok(());
    }
    machine::ensure(NEEDS)?;
    let io = |error: std::io::Error| Problem::new(format!("{}: {error}", folder.display()));
    fs::create_dir_all(&folder).map_err(io)?;
    let venv = folder.join("venv");
    let _ = fs::remove_dir_all(&venv);
    shell::run(shell::tool("python3").args(["-m", "venv"]).arg(&venv))?;
    let mut pip = shell::tool(&venv.join("bin/pip").to_string_lossy());
    pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(PARTS);
    shell::run(&mut pip)
        .map_err(|problem| problem.hint("Is there a network, and does pip reach its registry?"))?;
    fs::write(folder.join("stamp"), stamp).map_err(io)
}
