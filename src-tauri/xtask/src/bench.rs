//! `cargo xtask bench`: figures, not tests; nothing here passes or fails by the clock.

use std::path::PathBuf;
use std::process::Command;

use crate::run::WITH_BUILT_UI;
use crate::shell::{self, Problem, Result};
use crate::{machine, package};

pub(crate) fn bench(arguments: &[&str]) -> Result {
    machine::ensure(machine::BUILD)?;
    // By either name: what they are of, and what is made of them.
    if arguments == ["renditions"] || arguments == ["photos"] {
        machine::ensure(machine::PHOTO_YARDSTICK)?;
        let photos = ["bench", "--package", "banthao-core", "--bench", "renditions"];
        // Twice: the first run makes the photos, and its memory.
        shell::run(shell::cargo().args(photos))?;
        return shell::run(shell::cargo().args(photos));
    }
    if arguments == ["checks"] {
        let prose = prose()?;
        let checks = ["bench", "--package", "banthao-core", "--bench", "prose"];
        let mut bench = shell::cargo();
        bench.args(checks).env("BANTHAO_PROSE", prose);
        return shell::run(bench.env("BANTHAO_REPORT", shell::root().join("docs/checks.md")));
    }
    shell::say("Benchmarks of the core");
    let mut bench = shell::cargo();
    bench.args(["bench", "--package", "banthao-core", "--bench", "*", "--"]).args(arguments);
    shell::run(&mut bench)?;

    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    // The app's own figures are those of the program in the package, as people install it.
    machine::ensure(machine::JOURNEYS)?;
    package::package(&["deb"])?;
    shell::say("Building what the app is measured with");
    let mut build = shell::cargo();
    build.args(["build", "--release", "--package", "banthao-cli", "--bin", "banthao"]);
    build.args(["--package", "ban-thao", "--example", "empty-window"]);
    shell::run(build.args(["--features", WITH_BUILT_UI]))?;
    shell::say("Benchmarks of the app");
    shell::run(
        shell::npm()
            .args(["run", "bench"])
            .env("BANTHAO_APP", shell::built("release", "ban-thao"))
            .env("BANTHAO_CLI", shell::built("release", "banthao")),
    )
}

/// Debian's packages with Vietnamese prose and the Vietnamese word list of hunspell, unpacked below
/// `target`: nothing of them is installed, and nothing ships.
fn prose() -> Result<PathBuf> {
    const PACKAGES: [&str; 5] = [
        "libreoffice-help-vi",
        "libreoffice-help-en-us",
        "manpages-vi",
        "maint-guide-vi",
        "hunspell-vi",
    ];
    let folder = shell::target().join("prose");
    let ready = folder.join("ready-with-english");
    if ready.exists() {
        return Ok(folder);
    }
    if !cfg!(target_os = "linux") {
        let needs = "the prose for this comes out of Debian's packages: run it on Debian or Ubuntu";
        return Err(Problem::new(needs).not_here());
    }
    shell::say("Fetching Vietnamese and English prose (6 MB) from Debian");
    let told =
        |error: std::io::Error| Problem::new(error.to_string()).during("unpacking the prose");
    std::fs::create_dir_all(&folder).map_err(told)?;
    shell::run(Command::new("apt-get").arg("download").args(PACKAGES).current_dir(&folder))?;
    for entry in std::fs::read_dir(&folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            shell::run(Command::new("dpkg").arg("-x").arg(&path).arg(&folder))?;
        }
    }
    let pages = ["usr/share/man/vi", "-type", "f", "-name", "*.gz"];
    let unpack = ["-exec", "gunzip", "-f", "{}", "+"];
    shell::run(Command::new("find").args(pages).args(unpack).current_dir(&folder))?;
    std::fs::write(ready, "").map_err(told)?;
    Ok(folder)
}
