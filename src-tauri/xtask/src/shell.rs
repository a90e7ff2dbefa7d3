//! Running other programs: always from the root of the source tree, always said aloud.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// A sentence for the person at the terminal: what went wrong and what to do about it.
#[derive(Debug)]
pub(crate) struct Problem {
    sentence: String,
    /// How the program ends because of it.
    pub(crate) code: u8,
}

/// Something is wrong with the tree, or went wrong on the way.
const FAILED: u8 = 1;
/// Nothing is wrong with the tree; this machine lacks what the work needs and cannot get it.
const NOT_HERE: u8 = 3;

pub(crate) type Result<T = ()> = std::result::Result<T, Problem>;

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.sentence)
    }
}

impl Problem {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: FAILED }
    }

    /// Adds what to do about it.
    pub(crate) fn hint(self, hint: &str) -> Self {
        Self { sentence: format!("{}\n{hint}", self.sentence), ..self }
    }

    /// Adds what was being done.
    pub(crate) fn during(self, what: &str) -> Self {
        Self { sentence: format!("{what}: {}", self.sentence), ..self }
    }

    /// Says that the machine is the reason, not the tree.
    pub(crate) fn not_here(self) -> Self {
        Self { code: NOT_HERE, ..self }
    }
}

/// The root of the source tree.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("xtask lives two folders below the root").to_path_buf()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A program built by cargo in `profile` ("debug", "release").
pub(crate) fn built(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// `program`, to be run from the root.
///
/// Cargo sets variables about the package it runs; build scripts of the programs started here
/// would take them for their own and build again, so they are taken out.
pub(crate) fn tool(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    command
}

/// Cargo of the toolchain that runs this.
pub(crate) fn cargo() -> Command {
    let mut cargo = tool(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.env_remove("CARGO");
    cargo
}

/// npm in `ui/`.
pub(crate) fn npm() -> Command {
    let mut npm = tool(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(root().join("ui"));
    npm
}

/// Says the command, runs it, and fails with its name if it fails.
pub(crate) fn run(command: &mut Command) -> Result {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    Err(Problem::new(format!("`{}` failed ({status})", line(command))))
}

/// Says the command, runs it, and tells how it ended.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    println!("$ {}", line(command));
    command
        .status()
        .map_err(|error| Problem::new(format!("cannot start `{}`: {error}", line(command))))
}

/// Says the command, runs it, and gives what it prints; its complaints go to the terminal.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    println!("$ {}", line(command));
    let line = line(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Problem::new(format!("cannot start `{line}`: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Problem::new(format!("`{line}` failed ({})", output.status)))
}

/// What the command prints, or nothing when it cannot be started or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Tells a new part of the work apart in a long scroll of output.
pub(crate) fn say(sentence: &str) {
    println!("\n==> {sentence}");
}

/// The command as a person would type it at the root.
fn line(command: &Command) -> String {
    let root = format!("{}{}", root().display(), std::path::MAIN_SEPARATOR);
    let program = command.get_program();
    let program = match Path::new(program).strip_prefix(&root) {
        Ok(ours) => ours.as_os_str(),
        Err(_) => Path::new(program).file_name().unwrap_or(program),
    };
    std::iter::once(program)
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().replace(&root, ""))
        .map(|part| if part.contains(' ') { format!("'{part}'") } else { part })
        .collect::<Vec<_>>()
        .join(" ")
}
