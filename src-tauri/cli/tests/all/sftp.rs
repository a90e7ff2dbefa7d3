//! Delivering by SFTP from the command line, which gives `ssh` the password itself.
#![cfg(unix)]

use std::process::Output;

use crate::program;
use crate::sshd::Sshd;
use serde_json::Value;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn run(&self, arguments: &[&str], password: &str) -> Output {
        let mut command = program::command(self.folder.path(), "MAY-01", arguments);
        command.arg("--json").env("BANTHAO_DESTINATION_PASSWORD", password).output().unwrap()
    }

    fn json(&self, arguments: &[&str], password: &str) -> Value {
        let output = self.run(arguments, password);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }
}

#[test]
fn a_key_that_is_locked_is_opened_with_its_password() {
    let Some(server) = Sshd::start("") else { return };
    let desk = Desk { folder: tempfile::tempdir().unwrap() };
    let made = desk.json(&["setup", "--name", "Trần Thị Lan", "--role", "editor"], "");
    let id = made["sample"].as_str().unwrap().to_owned();
    for action in ["file", "claim", "approve"] {
        desk.json(&["review", &id, action], "");
    }
    let (address, key) = (server.address(server.port), server.file("locked"));
    let add = |host_key: &str, password: &str| {
        let add = ["destination", "add", "Kho", "--kind", "sftp", "--address", &address];
        let add = [&add[..], &["--user", &server.user, "--key-file", &key]].concat();
        desk.json(&[&add[..], &["--host-key", host_key]].concat(), password);
        desk.json(&["destination", "test", "Kho"], password)
    };
    let unknown = add("", "mật khẩu");
    assert_eq!(unknown["trouble"]["kind"], "hostUnknown", "{unknown}");
    let host_key = unknown["trouble"]["params"]["key"].as_str().unwrap().to_owned();
    assert_eq!(add(&host_key, "sai")["trouble"]["kind"], "keyFile");
    assert_eq!(add(&host_key, "")["trouble"]["kind"], "keyFile");
    let tested = add(&host_key, "mật khẩu");
    assert_eq!(tested["user"], server.user, "{tested}");

    let sent = desk.run(&["deliver", &id, "--to", "Kho"], "mật khẩu");
    assert!(sent.status.success(), "{sent:?}");
    let [package] = &std::fs::read_dir(server.root()).unwrap().flatten().collect::<Vec<_>>()[..]
    else {
        panic!("one package");
    };
    assert!(package.path().join("manifest.json").is_file());
}

#[test]
fn a_password_that_the_server_does_not_take_is_told() {
    let Some(server) = Sshd::start("") else { return };
    let desk = Desk { folder: tempfile::tempdir().unwrap() };
    desk.json(&["setup", "--name", "Trần Thị Lan", "--role", "editor"], "");
    let (address, host_key) = (server.address(server.port), server.host_key());
    let add = ["destination", "add", "Kho", "--kind", "sftp", "--address", &address];
    let add = [&add[..], &["--user", &server.user, "--host-key", &host_key]].concat();
    desk.json(&add, "một mật khẩu sai");
    let tested = desk.json(&["destination", "test", "Kho"], "một mật khẩu sai");
    assert_eq!(tested["trouble"]["kind"], "wrongPassword", "{tested}");
}
