//! The system's programs, asked to show a folder or a file of ours, or a page of the web.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use banthao_core::{Code, Failure, Result};

/// Started by name with the path as its only argument: no shell reads it.
const PROGRAM: &str = if cfg!(windows) {
    "explorer.exe"
} else if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// How long a program has to say that it cannot. One that goes on running has shown it.
const ANSWER_TIME: Duration = Duration::from_secs(3);

/// Opens the file manager on `folder`.
///
/// # Errors
/// `FileProblem` where the folder is gone or no file manager shows it.
pub(crate) async fn show(folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        return Err(refused(folder, &"the folder is gone"));
    }
    start(folder).await
}

/// Opens `file` in the program that the system has for its kind.
///
/// # Errors
/// `FileProblem` where the file is gone or no program opens it.
pub(crate) async fn open(file: &Path) -> Result<()> {
    if !file.is_file() {
        return Err(refused(file, &"the file is gone"));
    }
    start(file).await
}

/// Opens an address of the web in the system's browser.
///
/// # Errors
/// `NotFound` for what is none; `FileProblem` where no browser opens it.
pub(crate) async fn visit(address: &str) -> Result<()> {
    let of_the_web = address.starts_with("https://") || address.starts_with("http://");
    // Nothing that a program which is given it could take for an option, or for two words.
    if !of_the_web || !address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::not_found("an address of the web"));
    }
    start(Path::new(address)).await
}

async fn start(path: &Path) -> Result<()> {
    let refused = |why: &dyn std::fmt::Display| refused(path, why);
    let mut child = Command::new(PROGRAM)
        .arg(path)
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

fn refused(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::new(Code::FileProblem, format!("{}: {why}", path.display()))
        .with("path", path.display())
}
