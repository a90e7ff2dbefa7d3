//! Readers that nobody vouches for, each file in a process of its own.
//!
//! The process is this very program, started with one argument that nobody types. It takes the file
//! from its standard input, writes what it made of it and ends. It has a time, and on Linux no more
//! memory than it needs, no file, no connection and no other program: see `confined`. Whatever
//! becomes of it costs a message.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use banthao_core::exchange::import::{answer_old_word, flaw};
use banthao_core::{Failure, Result};

mod confined;

const ARGUMENT: &str = "--read-old-word-file";
/// Longest time. A file of a hundred pages takes some 50 ms.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest answer: all pictures of the largest file that is read, and its text more than once.
const ANSWER: u64 = 128 << 20;
/// The reader of others follows nesting by calling itself.
const STACK: usize = 64 << 20;

/// Whether this is such a process, which has done its work by now. The first question of every
/// program that calls [`old_word`].
pub fn answered() -> bool {
    let is_asked = std::env::args_os().nth(1).is_some_and(|first| first == OsStr::new(ARGUMENT));
    if is_asked && answer().is_err() {
        std::process::exit(1);
    }
    is_asked
}

fn answer() -> io::Result<()> {
    // Nobody reads what it says, and a panic is told by how it ends.
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let reader = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || confined::confine().map(|()| answer_old_word(bytes)))?;
    let packed = reader.join().map_err(|_| io::Error::other("it panicked"))??;
    io::stdout().lock().write_all(&packed)
}

/// Reads a Word file of before 2007, as the core wants it.
///
/// # Errors
/// `FileRefused` for one that takes too long or says too much, `FileDamaged` where the reader gave up
/// on it, `Internal` where there is no process to be had.
pub fn old_word(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut command = Command::new(this_program().map_err(Failure::internal)?);
    command.arg(ARGUMENT);
    ask(command, bytes, PATIENCE, ANSWER)
}

/// The program that runs here, even where a new version lies in its place by now.
fn this_program() -> io::Result<std::path::PathBuf> {
    if cfg!(target_os = "linux") {
        return Ok("/proc/self/exe".into());
    }
    std::env::current_exe()
}

/// Hands `bytes` to a process and gives what it writes, where it ends well, in time and within `limit`.
fn ask(mut command: Command, bytes: &[u8], patience: Duration, limit: u64) -> Result<Vec<u8>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    quietly(&mut command);
    let until = Instant::now() + patience;
    let mut process = Ended(command.spawn().map_err(Failure::internal)?);
    let (to, from) = (process.0.stdin.take(), process.0.stdout.take());
    let (Some(mut to), Some(from)) = (to, from) else {
        return Err(Failure::internal("a process without pipes"));
    };
    let bytes = bytes.to_vec();
    // It may end without having read all of it, which shows in how it ends.
    thread::spawn(move || to.write_all(&bytes));
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut answer = Vec::new();
        let read = from.take(limit + 1).read_to_end(&mut answer);
        send.send(read.map(|_| answer))
    });
    let answer = match receive.recv_timeout(patience) {
        Ok(read) => read.map_err(Failure::internal)?,
        Err(_) => return Err(too_slow()),
    };
    if answer.len() as u64 > limit {
        return Err(flaw::refused("there is too much in it"));
    }
    // It has nothing left to say, but may still be there.
    loop {
        match process.0.try_wait().map_err(Failure::internal)? {
            Some(status) if status.success() => return Ok(answer),
            Some(_) => return Err(flaw::gave_up()),
            None if Instant::now() < until => thread::sleep(Duration::from_millis(2)),
            None => return Err(too_slow()),
        }
    }
}

fn too_slow() -> Failure {
    flaw::refused("it takes too long to read")
}

/// A process that does not outlive the question.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Without the black window that a program of the console opens there.
#[cfg(windows)]
fn quietly(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(windows))]
fn quietly(_: &mut Command) {}

#[cfg(all(test, target_os = "linux"))]
mod tests;
