use banthao_core::Code;
use std::fs::File;
use std::net::TcpListener;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn shell(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command
}

#[test]
fn what_a_process_writes_is_its_answer() {
    let large = vec![b'x'; 3 << 20];
    assert_eq!(ask(shell("cat"), &large, 20 * SECOND, 4 << 20).unwrap(), large);
    let unread = ask(shell("echo done"), &large, 20 * SECOND, 100).unwrap();
    assert_eq!(unread, b"done\n", "it need not read the file");
}

#[test]
fn a_reader_that_hangs_is_ended() {
    let folder = std::env::temp_dir().join(format!("banthao-apart-{}", std::process::id()));
    // Without a word, and after its last.
    for quiet in ["", "exec >&-;"] {
        let script = format!("echo $$ > {}; {quiet} exec sleep 1000", folder.display());
        let began = Instant::now();
        let failure = ask(shell(&script), b"", SECOND, 100).unwrap_err();
        assert_eq!(failure.code, Code::FileRefused);
        assert!(began.elapsed() < 10 * SECOND);
        let id = std::fs::read_to_string(&folder).unwrap();
        std::fs::remove_file(&folder).unwrap();
        assert!(!std::path::Path::new("/proc").join(id.trim()).exists(), "it is gone");
    }
}

#[test]
fn a_reader_that_dies_costs_a_message() {
    for script in ["exit 3", "kill -9 $$", "kill -SEGV $$", "echo half; exit 1"] {
        let failure = ask(shell(script), b"a file", 20 * SECOND, 100).unwrap_err();
        assert_eq!(failure.code, Code::FileDamaged, "{script}");
    }
    let none = ask(Command::new("/no/such/program"), b"", SECOND, 100).unwrap_err();
    assert_eq!(none.code, Code::Internal);
}

#[test]
fn a_reader_that_never_stops_talking_is_ended() {
    let failure = ask(shell("cat /dev/zero"), b"", 20 * SECOND, 1 << 20).unwrap_err();
    assert_eq!(failure.code, Code::FileRefused);
}

/// What the process below tries.
const TRIED: &str = "BANTHAO_APART_TRIES";

#[test]
fn a_confined_process_reaches_nothing() {
    let tries = |what: &str| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "tests::tries_what_it_is_told", "--nocapture"]).env(TRIED, what);
        ask(command, b"", 60 * SECOND, 1 << 20)
    };
    let said = |what: &str| String::from_utf8(tries(what).unwrap()).unwrap();
    for what in ["a file", "a connection", "a program"] {
        assert!(said(what).contains("refused"), "{what}: {}", said(what));
    }
    assert!(said("some memory").contains("done"));
    assert_eq!(tries("all memory").unwrap_err().code, Code::FileDamaged);
}

#[test]
fn tries_what_it_is_told() {
    let Ok(what) = std::env::var(TRIED) else { return };
    confined::confine().unwrap();
    let memory = |bytes: usize| std::hint::black_box(vec![1_u8; bytes]).len() == bytes;
    let done = match &*what {
        "a file" => File::open("/etc/passwd").is_ok(),
        "a connection" => TcpListener::bind("127.0.0.1:0").is_ok(),
        "a program" => Command::new("true").status().is_ok_and(|status| status.success()),
        "some memory" => memory(200 << 20),
        _ => memory(2 << 30),
    };
    let told = if done { "done" } else { "refused" };
    // Past the harness, which holds back what a test says.
    io::stdout().lock().write_all(told.as_bytes()).unwrap();
}
