//! `cargo xtask run`: from a fresh clone to the app on the screen.

use crate::shell::{self, Problem, Result};
use crate::{headless, machine, ui};

/// Tauri loads the built `ui/dist` with this feature, and a development server without it.
pub(crate) const WITH_BUILT_UI: &str = "tauri/custom-protocol";

pub(crate) fn run(arguments: &[&str]) -> Result {
    let mut release = false;
    let mut forced = false;
    for argument in arguments {
        match *argument {
            "--release" => release = true,
            "--headless" => forced = true,
            other => return Err(Problem::new(format!("`run` does not know {other}"))),
        }
    }

    if forced || !has_display() {
        if !forced {
            shell::say(
                "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), \
                 so the window cannot open. Doing the main job on the command line instead.",
            );
        }
        return headless::run();
    }

    machine::check_windows()?;
    machine::ensure(machine::BUILD)?;
    ui::build()?;
    shell::say("Building the app (the first time takes some minutes)");
    let mut build = shell::cargo();
    build.args(["build", "--package", "ban-thao", "--features", WITH_BUILT_UI]);
    if release {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    shell::say("Starting Bản Thảo; close its window to come back here");
    let app = shell::built(if release { "release" } else { "debug" }, "ban-thao");
    shell::run(&mut shell::tool(&app.to_string_lossy()))
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
