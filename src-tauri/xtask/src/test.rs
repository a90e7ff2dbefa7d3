//! `cargo xtask test`: sets the machine up and runs everything that can fail.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::run::WITH_BUILT_UI;
use crate::shell::{self, Problem, Result};
use crate::{machine, sshd, ui, webdav, windows, wordpress};

/// Which kinds of tests to run.
struct Kinds {
    rust: bool,
    ui: bool,
    journeys: bool,
    windows: bool,
    windows_check: bool,
    long: bool,
}

const NONE: Kinds = Kinds {
    rust: false,
    ui: false,
    journeys: false,
    windows: false,
    windows_check: false,
    long: false,
};

/// What runs when no kind is named. Windows takes long, and asks for much to be installed.
const USUAL: Kinds = Kinds { rust: true, ui: true, journeys: true, ..NONE };

/// Made-up cases for each law of merge and review in the long run.
const LONG_CASES: &str = "50000";

pub(crate) fn test(arguments: &[&str]) -> Result {
    let kinds = kinds(arguments)?;
    let mut steps = Steps::default();
    let outcome = run(&kinds, &mut steps);
    steps.print();
    outcome
}

/// Installs what the usual tests need, and so what building needs.
pub(crate) fn set_up() -> Result {
    install(&USUAL)
}

pub(crate) fn tidy() -> Result {
    shell::run(shell::cargo().args(["test", "--quiet", "--package", "xtask"]))
}

fn kinds(arguments: &[&str]) -> Result<Kinds> {
    if arguments.is_empty() {
        return Ok(USUAL);
    }
    let mut kinds = NONE;
    for argument in arguments {
        match *argument {
            "--rust" => kinds.rust = true,
            "--ui" => kinds.ui = true,
            "--journeys" => kinds.journeys = true,
            "--windows" => kinds.windows = true,
            "--windows-check" => kinds.windows_check = true,
            "--long" => kinds.long = true,
            other => return Err(Problem::new(format!("`test` does not know {other}"))),
        }
    }
    Ok(kinds)
}

fn run(kinds: &Kinds, steps: &mut Steps) -> Result {
    // Everything is installed first, so that a missing network shows in the first minute.
    steps.step("set up the machine", || install(kinds))?;

    if kinds.ui {
        steps.step("UI: lint", || npm_script("lint"))?;
        steps.step("UI: types", || npm_script("check"))?;
        steps.step("UI: unit tests", || npm_script("test"))?;
    }
    // Before the Rust steps: the app has the built UI inside, and building it once is enough.
    if kinds.ui || kinds.journeys || kinds.windows || kinds.windows_check {
        steps.step("UI: build", ui::build)?;
    }
    if kinds.rust {
        steps.step("Rust: house rules", tidy)?;
    }
    // A delivery is tried on a real site; systems without apt skip those tests, and they say so.
    let has_apt = cfg!(target_os = "linux") && machine::on_path("apt-get");
    if has_apt && (kinds.rust || kinds.journeys) {
        steps.step("WordPress to deliver to", wordpress::set_up)?;
        steps.step("SSH server to deliver to", sshd::set_up)?;
    }
    if kinds.rust {
        if has_apt {
            steps.step("WebDAV server to deliver to", webdav::set_up)?;
        }
        steps.step("Rust: tests", rust_tests)?;
        steps.step("Rust: examples in the docs", || {
            shell::run(our_crates(shell::cargo().args(["test", "--quiet", "--doc"])))
        })?;
    }
    if kinds.journeys {
        steps.step("app: build", || {
            let mut build = shell::cargo();
            build.arg("build");
            if kinds.rust {
                // With the features that the tests' own dependencies bring, as just built for them:
                // without those, half of all dependencies would be built once more.
                our_crates(&mut build).args(["--bins", "--tests"]);
            } else {
                build.args(["--package", "ban-thao", "--package", "banthao-cli"]);
                build.args(["--features", WITH_BUILT_UI]);
            }
            shell::run(&mut build)
        })?;
        steps.step("app: journeys", journeys)?;
    }
    if kinds.windows_check {
        windows::check(steps)?;
    }
    if kinds.windows {
        windows::test(steps)?;
    }
    if kinds.long {
        steps.step("long: laws of the review", || {
            shell::run(laws().args(["--lib", "--", "compare::tests::laws"]))
        })?;
        steps.step("long: laws of the merge", || {
            let page = shell::root().join("docs/review.md");
            let test = ["--test", "all", "merge_laws", "--", "--nocapture"];
            shell::run(laws().args(test).env("BANTHAO_REVIEW_FIGURES", page))
        })?;
        steps.step("long: photos against the library", || {
            let page = shell::root().join("docs/photo-decoder.md");
            let mut photos = laws();
            photos.args(["--lib", "--", "photo::jpeg::tests::differential"]);
            photos.env("BANTHAO_PHOTO_CASES", LONG_FILES).env("BANTHAO_PHOTO_FIGURES", page);
            shell::run(&mut photos)
        })?;
    }
    Ok(())
}

/// Files that the long run holds the decoder of photos to the library over.
const LONG_FILES: &str = "30000";

/// The tests of the core, optimised but with all checks; nothing else is compiled anew for it.
fn laws() -> Command {
    let mut laws = shell::cargo();
    laws.args(["test", "--config", "profile.dev.package.banthao-core.opt-level=2"]);
    laws.args(["--package", "banthao-core"]).env("BANTHAO_LAW_CASES", LONG_CASES);
    laws
}

fn install(kinds: &Kinds) -> Result {
    machine::check_windows()?;
    if kinds.rust || kinds.journeys || kinds.windows || kinds.windows_check || kinds.long {
        machine::ensure(machine::BUILD)?;
    }
    if kinds.rust {
        machine::ensure(machine::READERS)?;
        machine::ensure(webdav::NEEDS)?;
    }
    if kinds.rust || kinds.journeys {
        machine::ensure(wordpress::NEEDS)?;
        machine::ensure(sshd::NEEDS)?;
    }
    if kinds.journeys {
        machine::ensure(machine::JOURNEYS)?;
    }
    if kinds.windows || kinds.windows_check {
        machine::ensure(machine::MINGW).map_err(Problem::not_here)?;
    }
    if kinds.windows {
        machine::ensure(machine::WINE).map_err(Problem::not_here)?;
    }
    if kinds.ui || kinds.journeys || kinds.windows || kinds.windows_check {
        ui::install()?;
    }
    Ok(())
}

fn npm_script(name: &str) -> Result {
    shell::run(shell::npm().args(["run", name]))
}

fn rust_tests() -> Result {
    let mut tests = shell::cargo();
    if shell::output(shell::cargo().args(["nextest", "--version"])).is_some() {
        // Many wait for servers and lines that are cut: one more than there are processors.
        let threads = std::thread::available_parallelism().map_or(2, usize::from) + 1;
        tests.args(["nextest", "run", "--test-threads", &threads.to_string()]);
    } else {
        tests.arg("test");
    }
    // The same cases on every machine, so that a change is never blamed for what another one did;
    // a seed of one's own in the environment looks further.
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        tests.env("PROPTEST_RNG_SEED", "1945");
    }
    if wordpress::folder().join("stamp").is_file() {
        tests.env(wordpress::FOLDER, wordpress::folder());
    }
    if webdav::program().is_file() {
        tests.env(webdav::PROGRAM, webdav::program());
    }
    if sshd::program().is_file() {
        tests.env(sshd::PROGRAM, sshd::program());
    }
    shell::run(our_crates(&mut tests).arg("--no-fail-fast"))
}

/// All crates but this one: a running xtask.exe cannot be written anew on Windows, and its own
/// tests have a step of theirs. The features are those of the app's build, so that Tauri is
/// compiled once.
pub(crate) fn our_crates(command: &mut Command) -> &mut Command {
    command.args(["--workspace", "--exclude", "xtask", "--features", WITH_BUILT_UI])
}

/// The journeys drive the built app; their screenshots stay in `target/journeys/`.
fn journeys() -> Result {
    if !cfg!(target_os = "linux") {
        println!("Journeys drive WebKitGTK and run on Linux only: skipped.");
        return Ok(());
    }
    let mut journeys = shell::npm();
    journeys
        .args(["run", "e2e"])
        .env(wordpress::FOLDER, wordpress::folder())
        .env("BANTHAO_APP", shell::built("debug", "ban-thao"))
        .env("BANTHAO_CLI", shell::built("debug", "banthao"));
    shell::run(&mut journeys).map_err(|problem| problem.hint("Screenshots: target/journeys/"))
}

/// What was run, how long it took, how it ended.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration, bool)>,
}

impl Steps {
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result) -> Result {
        shell::say(name);
        let start = Instant::now();
        let outcome = work();
        self.done.push((name.to_owned(), start.elapsed(), outcome.is_ok()));
        outcome.map_err(|problem| problem.during(name))
    }

    fn print(&self) {
        println!();
        for (name, took, passed) in &self.done {
            let took = format!("{:.1} s", took.as_secs_f64());
            println!("  {name:32} {took:>10}  {}", if *passed { "passed" } else { "FAILED" });
        }
        let passed = self.done.iter().filter(|(_, _, passed)| *passed).count();
        println!("\nsteps: {passed} passed, {} failed", self.done.len() - passed);
    }
}
