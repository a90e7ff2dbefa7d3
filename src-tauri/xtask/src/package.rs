//! `cargo xtask package`: the installers, by Tauri's own bundler.

use std::fs;

use crate::shell::{self, Problem, Result};
use crate::{machine, ui};

pub(crate) fn package(arguments: &[&str]) -> Result {
    let bundles = match arguments {
        [] if cfg!(windows) => "nsis",
        [] => "deb",
        [bundles] => bundles,
        _ => return Err(Problem::new("`package` takes one list of bundles, such as deb,rpm")),
    };
    machine::check_windows()?;
    machine::ensure(machine::BUILD)?;
    if bundles.split(',').any(|bundle| bundle == "appimage") {
        machine::ensure(machine::APPIMAGE)?;
    }
    ui::install()?;
    shell::say(&format!("Building the installers: {bundles}"));
    // npm hands the program the folder it was started in; the bundler must start at the root.
    let mut tauri = shell::tool(if cfg!(windows) { "npm.cmd" } else { "npm" });
    tauri.args(["--prefix", "ui", "exec", "--", "tauri", "build", "--ci", "--bundles", bundles]);
    if cfg!(windows) {
        // Packages of Linux have names without accents and spaces, and their menus have the app's
        // own; Windows shows the name of the package everywhere, and takes any.
        tauri.args(["--config", "src-tauri/app/windows.conf.json"]);
    }
    shell::run(&mut tauri)?;

    let folder = shell::target().join("release/bundle");
    let mut installers = vec![];
    for kind in bundles.split(',') {
        // NSIS and AppImage name their folders as the bundles are named here.
        let entries = fs::read_dir(folder.join(kind)).into_iter().flatten().flatten();
        installers.extend(entries.filter(|entry| entry.path().is_file()));
    }
    if installers.is_empty() {
        return Err(Problem::new(format!("no installer was written to {}", folder.display())));
    }
    println!();
    for installer in installers {
        let bytes = installer.metadata().map(|metadata| metadata.len()).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a size for people")]
        let megabytes = bytes as f64 / 1e6;
        println!("  {:8.1} MB  {}", megabytes, installer.path().display());
    }
    Ok(())
}
