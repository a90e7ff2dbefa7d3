//! `cargo xtask bench`: figures, not tests; nothing here passes or fails by the clock.

use crate::run::WITH_BUILT_UI;
use crate::shell::{self, Result};
use crate::{machine, package};

pub(crate) fn bench(arguments: &[&str]) -> Result {
    machine::ensure(machine::BUILD)?;
    if arguments == ["renditions"] {
        machine::ensure(machine::PHOTO_YARDSTICK)?;
        let photos = ["bench", "--package", "banthao-core", "--bench", "renditions"];
        // Twice: the first run makes the photos, and its memory.
        shell::run(shell::cargo().args(photos))?;
        return shell::run(shell::cargo().args(photos));
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
