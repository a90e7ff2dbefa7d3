//! What a reader must not do: the process gives it up for good before it looks at a file.

use std::io;

/// Memory for the file, what is made of it and the answer. Stacks count.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 1 << 30;
/// Of the processor, where the program that asked is gone and ends nothing any more.
#[cfg(target_os = "linux")]
const SECONDS: u64 = 30;

/// For the thread that reads, and the process around it.
///
/// # Errors
/// Where the system refuses; then nothing is read.
#[cfg(target_os = "linux")]
pub(crate) fn confine() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [
        (Resource::Data, MEMORY),
        (Resource::Cpu, SECONDS),
        // No byte into a file, none of unpublished texts into a dump …
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        // … and no file and no connection beyond the two pipes, so no other program either: none
        // starts without its libraries. The reader needs a thread, so their number has no bound.
        (Resource::Nofile, 0),
    ];
    for (resource, limit) in limits {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    rustix::thread::set_no_new_privs(true)?;
    Ok(())
}

/// Windows has a bound of memory for a process only in a job, which takes calls that no library of
/// this project makes safe: there the bounds of the reader itself hold, and the time.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "it may fail elsewhere")]
pub(crate) fn confine() -> io::Result<()> {
    Ok(())
}
