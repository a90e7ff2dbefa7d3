//! What the machine must have before anything can be built, and getting it there.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::shell::{self, Problem, Result};

/// A Debian package, and why it is wanted; the why is shown before anything is installed.
pub(crate) type Package = (&'static str, &'static str);

/// To build the core and the command line.
pub(crate) const COMPILER: &[Package] =
    &[("build-essential", "compiler and linker, for SQLite and Rust")];

/// To build and run the window.
pub(crate) const BUILD: &[Package] = &[
    COMPILER[0],
    ("pkg-config", "finds the system's libraries"),
    ("libwebkit2gtk-4.1-dev", "the webview the window is made of"),
];

/// To look at what the core makes with the programs that others will open it with.
pub(crate) const READERS: &[Package] = &[
    ("libimage-exiftool-perl", "reads what exported photos say of themselves"),
    ("libxml2-utils", "xmllint, which holds exported files to their schemas"),
    ("poppler-utils", "reads the words and the structure of PDF files"),
];

/// What the making of renditions is measured against.
pub(crate) const PHOTO_YARDSTICK: &[Package] =
    &[("libvips-tools", "vipsthumbnail, to compare with")];

/// To drive the real app without a screen.
pub(crate) const JOURNEYS: &[Package] = &[
    ("xvfb", "a screen without a screen"),
    ("openbox", "a window manager, so that windows get the keyboard"),
    ("xdotool", "real keys and a real mouse"),
    ("x11-utils", "asks the screen about its windows"),
    ("imagemagick", "pictures of the whole screen, and photos to try"),
    ("webkit2gtk-driver", "drives the webview"),
    ("dbus", "a message bus of the tests' own"),
    ("ibus", "input methods"),
    ("ibus-gtk3", "input methods inside the window"),
    ("ibus-unikey", "Telex and VNI typing"),
    ("python3-gi", "a window to drag files from"),
    ("gir1.2-gtk-3.0", "that window's toolkit"),
    ("fonts-dejavu-core", "letters of the dialogs"),
    ("fonts-noto-core", "letters of every language"),
    READERS[0],
    READERS[1],
    ("zip", "bundles to open"),
    ("unzip", "and to look into"),
];

/// To put a window and all that it stands on into one AppImage file.
pub(crate) const APPIMAGE: &[Package] = &[
    ("file", "tells programs from other files"),
    ("patchelf", "makes programs find the libraries beside them"),
    ("librsvg2-dev", "draws the toolkit's icons"),
    ("xdg-utils", "opens links in the browser"),
];

/// To build for Windows.
pub(crate) const MINGW: &[Package] =
    &[("gcc-mingw-w64-x86-64", "C compiler and linker for Windows")];

/// What runs what was built for Windows.
pub(crate) const WINE: &[Package] =
    &[("wine64", "runs Windows programs"), ("wine", "starts wine64")];

/// Installs what is missing of `packages`, after saying what and why.
pub(crate) fn ensure(packages: &[Package]) -> Result {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !on_path("apt-get") || !on_path("dpkg-query") {
        return without_apt(packages);
    }
    let missing: Vec<Package> =
        packages.iter().copied().filter(|(name, _)| !installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }

    shell::say("Missing on this machine, to be installed by apt:");
    for (name, why) in &missing {
        println!("      {name:24} {why}");
    }
    // An old list of packages names versions that the mirror no longer has.
    if let Err(problem) = shell::run(&mut as_root(&["apt-get", "update", "-qq"])?) {
        println!("{problem}; going on with the package lists that are here");
    }
    let mut install = vec!["apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    install.extend(missing.iter().map(|(name, _)| name));
    shell::run(&mut as_root(&install)?).map_err(|problem| {
        problem.hint(
            "Is there a network, and may this user install packages? \
             The packages can also be installed by hand; then start this again.",
        )
    })
}

/// Node of a version that the UI's tools run on.
pub(crate) fn ensure_node() -> Result {
    const HOW: &str = "Install Node 22 LTS (or 20.19 and later) from https://nodejs.org, \
        or with a version manager such as fnm or nvm; then start this again.";
    let Some(version) = shell::output(shell::tool("node").arg("--version")) else {
        return Err(Problem::new("Node is not installed (no `node` on the PATH).").hint(HOW));
    };
    if !node_is_new_enough(&version) {
        return Err(
            Problem::new(format!("Node {version} is too old for the UI's tools.")).hint(HOW)
        );
    }
    if shell::output(shell::npm().arg("--version")).is_none() {
        return Err(Problem::new("Node is here, but npm is not on the PATH.").hint(HOW));
    }
    Ok(())
}

/// Whether a program of this name can be started.
pub(crate) fn on_path(program: &str) -> bool {
    find_on_path(program).is_some()
}

pub(crate) fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A command run with the rights to install.
fn as_root(command: &[&str]) -> Result<std::process::Command> {
    let root = shell::output(shell::tool("id").arg("-u")).as_deref() == Some("0");
    let mut full = vec![];
    if !root {
        if !on_path("sudo") {
            return Err(Problem::new("installing packages needs root, and sudo is not here.")
                .hint(&format!("As root, run: {}", command.join(" "))));
        }
        full.push("sudo");
        if !std::io::stdin().is_terminal() {
            full.push("--non-interactive");
        }
    }
    // `env`, because sudo drops variables.
    full.extend(["env", "DEBIAN_FRONTEND=noninteractive"]);
    full.extend(command);
    let mut tool = shell::tool(full[0]);
    tool.args(&full[1..]);
    if !root {
        tool.stdin(std::process::Stdio::inherit());
    }
    Ok(tool)
}

fn installed(package: &str) -> bool {
    let status = shell::output(shell::tool("dpkg-query").args([
        "--show",
        "--showformat=${db:Status-Status}\n",
        package,
    ]));
    status.is_some_and(|status| status.lines().any(|line| line == "installed"))
}

/// On other Linux systems nothing is installed; what can be checked is checked.
fn without_apt(packages: &[Package]) -> Result {
    if packages == BUILD {
        let found = |module| {
            shell::output(shell::tool("pkg-config").args(["--exists", "--print-errors", module]))
        };
        if found("webkit2gtk-4.1").is_none() {
            return Err(Problem::new("WebKitGTK 4.1's development files are missing.").hint(
                "Fedora:   sudo dnf install webkit2gtk4.1-devel gcc pkgconf\n\
                 openSUSE: sudo zypper install webkit2gtk3-devel gcc pkgconf\n\
                 Arch:     sudo pacman -S webkit2gtk-4.1 base-devel",
            ));
        }
        return Ok(());
    }
    shell::say("This system has no apt; these are needed, under the names they have here:");
    for (name, why) in packages {
        println!("      {name:24} {why}");
    }
    Ok(())
}

/// `^20.19 || >=22.12`, as Vite asks.
fn node_is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|n| n.parse().ok());
    let (major, minor): (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

/// On Windows: the webview's runtime and Microsoft's build tools; says what to do about each.
pub(crate) fn check_windows() -> Result {
    if !cfg!(windows) {
        return Ok(());
    }
    let mut missing = vec![];
    if !has_webview2() {
        missing.push(
            "The WebView2 runtime is missing (it is part of Windows 11).\n  \
             Get the Evergreen Bootstrapper: https://go.microsoft.com/fwlink/p/?LinkId=2124703",
        );
    }
    if !has_msvc() {
        missing.push(
            "Microsoft's C++ build tools are missing.\n  \
             winget install Microsoft.VisualStudio.2022.BuildTools --override \
             \"--wait --passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended\"",
        );
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Problem::new(missing.join("\n")).hint("Then open a new terminal and start this again."))
}

fn has_webview2() -> bool {
    const CLIENT: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    [r"HKLM\SOFTWARE\WOW6432Node", r"HKLM\SOFTWARE", r"HKCU\Software"].iter().any(|hive| {
        let key = format!(r"{hive}\{CLIENT}");
        // An uninstalled runtime leaves the key behind with version 0.0.0.0.
        shell::output(shell::tool("reg").args(["query", &key, "/v", "pv"]))
            .is_some_and(|answer| answer.contains("REG_SZ") && !answer.contains("0.0.0.0"))
    })
}

fn has_msvc() -> bool {
    let host = shell::output(shell::tool("rustc").arg("-vV")).unwrap_or_default();
    if !host.contains("windows-msvc") || on_path("cl.exe") {
        return true;
    }
    let Some(programs) = std::env::var_os("ProgramFiles(x86)") else {
        return false;
    };
    let vswhere = Path::new(&programs).join(r"Microsoft Visual Studio\Installer\vswhere.exe");
    if !fs::exists(&vswhere).unwrap_or(false) {
        return false;
    }
    let tools = if host.contains("aarch64") { "ARM64" } else { "x86.x64" };
    let component = format!("Microsoft.VisualStudio.Component.VC.Tools.{tools}");
    shell::output(shell::tool(&vswhere.to_string_lossy()).args([
        "-products",
        "*",
        "-latest",
        "-requires",
        &component,
        "-property",
        "installationPath",
    ]))
    .is_some_and(|folder| !folder.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_must_be_a_version_that_vite_runs_on() {
        let check = |version, expected| {
            assert_eq!(node_is_new_enough(version), expected, "{version}");
        };
        check("v18.20.4", false);
        check("v20.18.9", false);
        check("v20.19.0", true);
        check("v21.7.0", false);
        check("v22.11.0", false);
        check("v22.12.0", true);
        check("v24.1.0", true);
        check("", false);
    }
}
