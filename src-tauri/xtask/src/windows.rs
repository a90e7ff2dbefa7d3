//! The Windows side, from Linux: cross-built by mingw, run by Wine.
//!
//! What this cannot show: the window itself (Wine has no WebView2), and how real Windows keeps
//! its promises about files. The workflows build and test on Windows for that.

use std::fs;
use std::process::{Command, Stdio};

use crate::machine;
use crate::run::WITH_BUILT_UI;
use crate::shell::{self, Problem, Result};
use crate::test::{Steps, our_crates};

const TARGET: &str = "x86_64-pc-windows-gnu";
const GCC: &str = "x86_64-w64-mingw32-gcc";

/// Debian's backport of a current Rust, with the sources of the standard library.
const DEBIAN_RUST: &[(&str, &str)] = &[
    ("rustc-web", "a Rust whose standard library can be built from source"),
    ("cargo-web", "its cargo"),
    ("rust-web-src", "the sources of its standard library"),
];

/// Which Rust builds for Windows.
#[derive(Clone, Copy)]
enum Rust {
    /// The one in use, with the ready-made standard library for Windows.
    Ours,
    /// Debian's, which builds the standard library for Windows itself.
    Debians,
}

/// Whether all of it compiles for Windows: what can be known in a few minutes.
pub(crate) fn check(steps: &mut Steps) -> Result {
    steps.step("Windows: does it compile", || {
        let mut check = cargo(toolchain()?, "check");
        shell::run(our_crates(&mut check))
    })
}

pub(crate) fn test(steps: &mut Steps) -> Result {
    let mut rust = Rust::Ours;
    steps.step("Windows: toolchain", || {
        rust = toolchain()?;
        build_shim()
    })?;
    steps.step("Windows: tests under Wine", || {
        hold_wine()?;
        let mut tests = ours(cargo(rust, "test"));
        // Of the window's own tests Wine knows nothing: it has no WebView2.
        tests.args(["--lib", "--bin", "banthao", "--test", "*", "--no-fail-fast"]);
        // The laws hold on any system or on none: here they only show that they run.
        tests.env("BANTHAO_LAW_CASES", "16").env("PROPTEST_CASES", "32");
        let outcome = shell::run(&mut tests);
        let _ = shell::status(wine_server().arg("-k"));
        outcome
    })?;
    steps.step("Windows: the window's program", || {
        // Named with the tests, which are built: so its dependencies have the features that they
        // were just compiled with.
        let mut build = ours(cargo(rust, "build"));
        build.args(["--lib", "--bin", "ban-thao", "--bin", "banthao", "--test", "*"]);
        shell::run(&mut build)?;
        let program = folder().join(TARGET).join("debug/ban-thao.exe");
        println!("built {}", program.display());
        Ok(())
    })
}

/// What is built for Windows; named alike each time, so that every dependency is compiled once.
fn ours(mut command: Command) -> Command {
    for package in ["banthao-core", "banthao-cli", "ban-thao"] {
        command.args(["--package", package]);
    }
    command.args(["--features", WITH_BUILT_UI]);
    command
}

/// A folder of its own: another compiler's work beside ours would make both build again.
fn folder() -> std::path::PathBuf {
    shell::target().join("windows")
}

/// Wine's own "drive C:".
fn prefix() -> std::path::PathBuf {
    folder().join("wine")
}

/// Keeps Wine's server up over all test programs. Debian's ends with the last program, and the
/// next test program can reach it in that moment: "recvmsg: Connection reset by peer".
fn hold_wine() -> Result {
    fs::create_dir_all(prefix())
        .map_err(|error| Problem::new(format!("cannot make {}: {error}", prefix().display())))?;
    let mut server = wine_server();
    // With our output in its hands, whoever waits for the end of it would wait for the server.
    server.arg("-p").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It ends with 2 where one is up already.
    shell::status(&mut server).map(drop)
}

fn wine_server() -> Command {
    let mut server = shell::tool("wineserver");
    server.env("WINEPREFIX", prefix());
    server
}

fn toolchain() -> Result<Rust> {
    let installed = shell::output(shell::tool("rustup").args(["target", "list", "--installed"]));
    if installed.is_some_and(|targets| targets.lines().any(|line| line == TARGET)) {
        return Ok(Rust::Ours);
    }
    if machine::on_path("rustup")
        && shell::run(shell::tool("rustup").args(["target", "add", TARGET])).is_ok()
    {
        return Ok(Rust::Ours);
    }
    println!("rustup cannot fetch the standard library for {TARGET}; trying Debian's own Rust");
    let available = shell::output(shell::tool("apt-cache").args(["show", DEBIAN_RUST[2].0]));
    if available.is_none_or(|answer| answer.is_empty()) {
        return Err(Problem::new(format!("no Rust here can build for {TARGET}."))
            .hint(&format!("With a network, `rustup target add {TARGET}` is all that is missing."))
            .not_here());
    }
    machine::ensure(DEBIAN_RUST).map_err(Problem::not_here)?;
    Ok(Rust::Debians)
}

fn cargo(rust: Rust, verb: &str) -> Command {
    let mut cargo = match rust {
        Rust::Ours => shell::cargo(),
        Rust::Debians => {
            let mut cargo = shell::tool("/usr/bin/cargo");
            // Building the standard library is a feature of unstable cargo.
            cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTC", "/usr/bin/rustc");
            cargo.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
            cargo
        }
    };
    cargo.arg(verb);
    if let Rust::Debians = rust {
        cargo.arg("-Zbuild-std=std,panic_abort");
    }
    cargo
        .args(["--target", TARGET, "--target-dir"])
        .arg(folder())
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", GCC)
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
        .env("CC_x86_64_pc_windows_gnu", GCC)
        .env("AR_x86_64_pc_windows_gnu", "x86_64-w64-mingw32-ar")
        .env("WINEPREFIX", prefix())
        .env("WINEPATH", folder().join("shim"))
        .env("WINEDEBUG", "-all")
        // No offers to download .NET or a browser.
        .env("WINEDLLOVERRIDES", "mscoree,mshtml=");
    cargo
}

/// Wine 8 lacks `bcryptprimitives.dll`, which every Rust program for Windows asks for its one
/// function; ours stands in for it in tests and is never shipped.
fn build_shim() -> Result {
    let shim = folder().join("shim");
    let source = shim.join("bcryptprimitives.c");
    fs::create_dir_all(&shim)
        .and_then(|()| fs::write(&source, include_str!("windows/bcryptprimitives.c")))
        .map_err(|error| Problem::new(format!("cannot write {}: {error}", source.display())))?;
    shell::run(
        shell::tool(GCC)
            .args(["-shared", "-O2", "-o"])
            .arg(shim.join("bcryptprimitives.dll"))
            .arg(&source)
            .arg("-ladvapi32"),
    )
}
