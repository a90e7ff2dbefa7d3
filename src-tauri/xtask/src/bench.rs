//! `cargo xtask bench`: figures, not tests; nothing here passes or fails by the clock.

use crate::run::WITH_BUILT_UI;
use crate::shell::{self, Result};
use crate::{machine, ui};

pub(crate) fn bench(arguments: &[&str]) -> Result {
    machine::ensure(machine::BUILD)?;
    shell::say("Benchmarks of the core");
    let mut bench = shell::cargo();
    bench.args(["bench", "--package", "banthao-core", "--bench", "*", "--"]).args(arguments);
    shell::run(&mut bench)?;

    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    // The app's own figures (key to paint, cold start, memory) are those of the release build.
    machine::ensure(machine::JOURNEYS)?;
    ui::build()?;
    shell::say("Benchmarks of the app");
    let mut build = shell::cargo();
    build.args(["build", "--release", "--package", "ban-thao", "--package", "banthao-cli"]);
    shell::run(build.args(["--features", WITH_BUILT_UI]))?;
    shell::run(
        shell::npm()
            .args(["run", "bench"])
            .env("BANTHAO_APP", shell::built("release", "ban-thao"))
            .env("BANTHAO_CLI", shell::built("release", "banthao")),
    )
}
