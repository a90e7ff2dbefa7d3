//! Deliveries, in one program: each more would have to be linked anew.
#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

#[path = "../site/faults.rs"]
mod faults;
#[path = "../site/office.rs"]
mod office;
#[path = "../site/package.rs"]
mod package;
#[path = "../site/scripted.rs"]
mod scripted;
#[path = "../site/mod.rs"]
mod site;
#[cfg(unix)]
#[path = "../site/sshd.rs"]
mod sshd;

mod folder;
mod hostile;
mod leftovers;
mod scripted_ghost;
mod scripted_liferay;
mod sftp;
mod webdav;
mod webhook;
mod wordpress;

use site::line;
