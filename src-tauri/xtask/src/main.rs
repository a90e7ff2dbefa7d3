//! `cargo xtask`: everything a person who builds Bản Thảo needs, in one place.
//!
//! Standard library and `serde_json` only, so that the first `cargo xtask run` on a fresh machine
//! spends its time on the program, not on its tools.
#![expect(clippy::print_stdout, reason = "a build tool talks to the person who started it")]

mod bench;
mod headless;
mod machine;
mod package;
mod run;
mod shell;
mod sshd;
mod test;
mod ui;
mod webdav;
mod windows;
mod wordpress;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <what>

  run [--release] [--headless]
      installs what is missing, builds and starts the app; without a display, or with
      --headless, does the main job through the command line instead
  test [--rust] [--ui] [--journeys] [--windows-check] [--windows] [--long]
      installs what is missing and runs the tests: all but Windows and the long run, or only the
      named kinds; the check of Windows only compiles for it; the long run holds merge and review
      to their laws in 50,000 made-up cases each and the decoder of photos to the library over
      30,000 files, and writes docs/review.md and docs/photo-decoder.md
  setup
      only installs what `run` and `test` need
  tidy
      checks the house rules of the source tree and the version floors
  bench [FILTER]
      runs the benchmarks; `bench renditions` only that of photos made smaller, against vipsthumbnail
  package [BUNDLE,...]
      builds the installers for this system (default: deb on Linux, nsis on Windows)

Ends with 0 when all is well, 1 when something failed, 2 for a command line it does not know,
3 when this machine lacks what the work needs and cannot get it.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.split_first() {
        Some((&"run", rest)) => run::run(rest),
        Some((&"test", rest)) => test::test(rest),
        Some((&"setup", [])) => test::set_up(),
        Some((&"tidy", [])) => test::tidy(),
        Some((&"bench", rest)) => bench::bench(rest),
        Some((&"package", rest)) => package::package(rest),
        Some((&("help" | "--help" | "-h"), _)) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some(_) | None => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nerror: {problem}");
            ExitCode::from(problem.code)
        }
    }
}
