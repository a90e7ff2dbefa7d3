//! The program as a test runs it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// A run of the program on a store, from a device of this name.
pub(crate) fn command(store: &Path, device: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_banthao"));
    command.args(arguments).arg("--store").arg(store);
    // No test asks the keyring of whoever runs it.
    command.env("BANTHAO_KEYRING", "off").env("COMPUTERNAME", device);
    command
}

/// What a run that goes well answers.
#[track_caller]
pub(crate) fn json(mut command: Command) -> Value {
    let output = command.arg("--json").output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}
