//! The command line, in one program: each more would have to be linked anew.
#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

#[path = "../../../delivery/tests/site/mod.rs"]
mod site;
#[cfg(unix)]
#[path = "../../../delivery/tests/site/sshd.rs"]
mod sshd;

mod commands;
mod delivery;
mod program;
mod sftp;
