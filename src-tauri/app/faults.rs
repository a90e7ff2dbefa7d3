//! The log of faults of the program itself, for whoever has to mend it: `faults.log` in the
//! desk's folder, one line each, and one older file beside it.
//!
//! It is sent to people who are not to read the articles, so no words of an article get into it:
//! messages lose all that stands in quotes and every letter beyond ASCII; panics tell where, not
//! what.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use banthao_core::moment::Moment;
use banthao_core::time::ZoneMinutes;
use banthao_core::{Code, Result};

/// From this size on the log becomes the older file.
const FULL_BYTES: u64 = 256 << 10;

/// Longest message that is kept, in characters.
const MESSAGE_LIMIT: usize = 300;

#[derive(Clone)]
pub(crate) struct Faults {
    path: PathBuf,
    /// One writer at a time: two could both find the file full.
    turn: Arc<Mutex<()>>,
}

impl Faults {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join("faults.log"), turn: Arc::default() }
    }

    /// Notes what failed where that is a fault of the program; what people can act on is told on
    /// the screen and is none of the log's business.
    pub(crate) fn see<T>(&self, answer: Result<T>) -> Result<T> {
        if let Err(failure) = &answer
            && failure.code == Code::Internal
        {
            self.note("command", &failure.message);
        }
        answer
    }

    /// Notes a fault; where even that cannot be written, nobody is left to be told.
    pub(crate) fn note(&self, whose: &str, message: &str) {
        let now = Moment::at(SystemTime::now(), [0; 32]).now.rfc3339(ZoneMinutes(0));
        let version = env!("CARGO_PKG_VERSION");
        let line = format!("{now} {version} {whose}: {}\n", without_text(message));
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if std::fs::metadata(&self.path).is_ok_and(|meta| meta.len() >= FULL_BYTES) {
            let _ = std::fs::rename(&self.path, self.path.with_extension("1.log"));
        }
        let file = OpenOptions::new().create(true).append(true).open(&self.path);
        let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
    }

    /// Notes the place of each panic, beside what Rust does of itself.
    pub(crate) fn note_panics(&self) {
        let faults = self.clone();
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
            faults.note("panic", &place);
            usual(panic);
        }));
    }
}

/// A message on one line, without what is quoted in it and without letters that only text has.
fn without_text(message: &str) -> String {
    let mut kept = String::new();
    /// A quotation that is still open: the sign that ends it, and whether escaped.
    struct Open(char, bool);
    let mut open: Option<Open> = None;
    let mut before = ' ';
    for sign in message.chars().take(4 * MESSAGE_LIMIT) {
        let escaped = before == '\\';
        let end = match sign {
            '"' | '`' => Some(sign),
            // Not in "can't".
            '\'' if !before.is_alphanumeric() => Some(sign),
            '“' => Some('”'),
            '‘' => Some('’'),
            '«' => Some('»'),
            _ => None,
        };
        match (&open, end) {
            (Some(Open(end, was_escaped)), _) => {
                if sign == *end && escaped == *was_escaped {
                    open = None;
                }
            }
            (None, Some(end)) => {
                kept.push_str("...");
                open = Some(Open(end, escaped));
            }
            (None, None) => match sign {
                ' '..='~' => kept.push(sign),
                _ if sign.is_whitespace() => kept.push(' '),
                _ if kept.ends_with("...") => {}
                _ => kept.push_str("..."),
            },
        }
        before = sign;
    }
    kept.chars().take(MESSAGE_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use banthao_core::Failure;

    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder for the test")
    }

    #[test]
    fn a_fault_of_the_program_is_noted_and_a_refusal_is_not() {
        let folder = folder();
        let faults = Faults::in_folder(folder.path());
        faults.see::<()>(Err(Failure::new(Code::NotAllowed, "not now"))).unwrap_err();
        faults.see(Ok(())).unwrap();
        assert!(!folder.path().join("faults.log").exists());
        faults.see::<()>(Err(Failure::internal("store: no such table: x"))).unwrap_err();
        let log = std::fs::read_to_string(folder.path().join("faults.log")).unwrap();
        assert!(log.ends_with("Z 0.1.0 command: store: no such table: x\n"), "{log}");
    }

    #[test]
    fn no_words_of_an_article_get_into_the_log() {
        for (message, kept) in [
            (
                r#"invalid type: string "Đồng chí Bí thư", expected u32"#,
                "invalid type: string ..., expected u32",
            ),
            (
                "byte index 5 is inside 'ồ' (bytes 1..4) of `Đồng chí`",
                "byte index 5 is inside ... (bytes 1..4) of ...",
            ),
            (r#"a \"quoted\" word in "Hop \" bao" ends"#, "a \\... word in ... ends"),
            ("unterminated \"Hop bao", "unterminated ..."),
            ("can't read Nguyễn", "can't read Nguy...n"),
            ("two\nlines\tand “Hội nghị” «x»", "two lines and ... ..."),
        ] {
            assert_eq!(without_text(message), kept);
        }
        assert_eq!(without_text(&"x".repeat(9_000)).len(), MESSAGE_LIMIT);
    }

    #[test]
    fn a_full_log_makes_room_and_the_one_before_stays() {
        let folder = folder();
        let faults = Faults::in_folder(folder.path());
        let line = "x".repeat(250);
        while !folder.path().join("faults.1.log").exists() {
            faults.note("command", &line);
        }
        let size = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().len();
        assert!(size("faults.1.log") >= FULL_BYTES);
        assert!(size("faults.log") < 1_000, "the new one begins with the newest line");
        for _ in 0..2_000 {
            faults.note("command", &line);
        }
        let files = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 2, "there are never more than two");
        assert!(size("faults.log") < FULL_BYTES + 1_000);
    }

    #[test]
    fn a_log_that_cannot_be_written_stops_nothing() {
        let faults = Faults::in_folder(Path::new("/nowhere/at/all"));
        faults.note("page", "x");
    }
}
