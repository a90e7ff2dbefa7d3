//! The system's file manager, asked to show a folder of ours.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use banthao_core::{Code, Failure, Result};

/// Started by name with the folder as its only argument: no shell reads the path.
const PROGRAM: &str = if cfg!(windows) {
    "explorer.exe"
} else if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// How long a file manager has to say that it cannot. One that goes on running has shown it.
const ANSWER_TIME: Duration = Duration::from_secs(3);

/// Opens the file manager on `folder`.
///
/// # Errors
/// `FileProblem` where the folder is gone or no file manager shows it.
pub(crate) async fn show(folder: &Path) -> Result<()> {
    let refused = |why: &dyn std::fmt::Display| {
        Failure::new(Code::FileProblem, format!("{}: {why}", folder.display()))
            .with("path", folder.display())
    };
    if !folder.is_dir() {
        return Err(refused(&"the folder is gone"));
    }
    let mut child = Command::new(PROGRAM)
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| refused(&error))?;
    let ended = tokio::task::spawn_blocking(move || child.wait());
    match tokio::time::timeout(ANSWER_TIME, ended).await {
        // The one of Windows says 1 whatever it did.
        Ok(Ok(Ok(status))) if !status.success() && !cfg!(windows) => Err(refused(&status)),
        _ => Ok(()),
    }
}
