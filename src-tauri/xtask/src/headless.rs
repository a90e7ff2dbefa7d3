//! The main job without a window: the sample report through the command line, from its text to
//! the exported bundle, on a desk of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::machine;
use crate::shell::{self, Problem, Result};

pub(crate) fn run() -> Result {
    machine::check_windows()?;
    machine::ensure(machine::COMPILER)?;
    shell::say("Building the command line");
    shell::run(shell::cargo().args(["build", "--package", "banthao-cli"]))?;

    // A desk of its own, new each time: nobody's own articles are touched.
    let folder = shell::target().join("headless-desk");
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Problem::new(format!("cannot empty {}: {error}", folder.display())));
        }
        Ok(()) | Err(_) => {}
    }
    let desk = Desk { store: folder.join("store") };
    let exports = folder.join("exports");
    let sample = shell::root().join("src-tauri/core/sample");

    shell::say("First start: who is at this desk");
    desk.say(&["setup", "--name", "Nguyễn Thanh Mai", "--pen-name", "Thanh Mai"])?;

    shell::say("A new article from the text of a report");
    let id = desk.id_of(&["import", &shown(&sample.join("report.txt"))])?;

    shell::say("Two photos, where its captions wait for them");
    // In the order of the captions.
    let photos = ["de-bao-song-van.jpg", "buoi-lam-viec.jpg"].map(|name| shown(&sample.join(name)));
    desk.say(&["illustrate", &id, &photos[0], &photos[1]])?;

    shell::say("What is still missing");
    desk.ask(&["check", &id])?;

    shell::say("Review: filed, claimed, approved");
    for action in ["file", "claim", "approve"] {
        desk.say(&["review", &id, action])?;
    }

    shell::say("Export, as a folder and as a zip");
    desk.say(&["export", &id, "--to", &shown(&exports)])?;
    desk.say(&["export", &id, "--to", &shown(&exports), "--zip"])?;

    shell::say("Is the desk in order");
    desk.say(&["list"])?;
    desk.say(&["doctor"])?;

    println!("\nThe exported article: {}", exports.display());
    println!("The desk it came from: {}", desk.store.display());
    println!("Go on with it: {} --store {} --help", shown(&cli()), shown(&desk.store));
    Ok(())
}

/// One store, driven through the command line.
struct Desk {
    store: PathBuf,
}

impl Desk {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = shell::tool(&shown(&cli()));
        command.arg("--store").arg(&self.store).args(["--lang", language()]).args(arguments);
        command
    }

    /// Runs it for the person to read.
    fn say(&self, arguments: &[&str]) -> Result {
        shell::run(&mut self.command(arguments))
    }

    /// As [`Self::say`]; that something is missing is an answer, not a failure.
    fn ask(&self, arguments: &[&str]) -> Result {
        const SOMETHING_IS_MISSING: i32 = 1;
        match shell::status(&mut self.command(arguments))?.code() {
            Some(0 | SOMETHING_IS_MISSING) => Ok(()),
            _ => Err(Problem::new(format!("`banthao {}` failed", arguments.join(" ")))),
        }
    }

    /// Runs it and takes the id out of its answer.
    fn id_of(&self, arguments: &[&str]) -> Result<String> {
        let answer = shell::answer(self.command(arguments).arg("--json"))?;
        let answer: Value = serde_json::from_str(&answer)
            .map_err(|error| Problem::new(format!("{error} in {answer}")))?;
        let id = answer["id"].as_str();
        let id = id.ok_or_else(|| Problem::new(format!("no id in {answer}")))?;
        println!("{id}  {}", answer["headline"].as_str().unwrap_or_default());
        Ok(id.to_owned())
    }
}

fn cli() -> PathBuf {
    shell::built("debug", "banthao")
}

/// The language of whoever started this.
fn language() -> &'static str {
    let of = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let set = of("LC_ALL").or_else(|| of("LC_MESSAGES")).or_else(|| of("LANG"));
    if set.is_some_and(|locale| locale.starts_with("vi")) { "vi" } else { "en" }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
