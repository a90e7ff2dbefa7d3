//! Text that nobody wrote, read as each of the old encodings, and how long that takes.

use std::time::{Duration, Instant};

use banthao_core::language::legacy::{Run, Written, convert};

/// Bytes of each text. A build without optimisation is slow enough for a fifth of it.
const LENGTH: usize = if cfg!(debug_assertions) { 60_000 } else { 300_000 };
/// What takes as long as the square of it takes minutes; the machine may be busy.
const LIMIT: Duration = Duration::from_secs(20);

fn check(name: &str, text: &str) {
    let run = Run { text: text.to_owned(), font: ".VnTimeH".to_owned() };
    let bare = Run { text: text.to_owned(), font: String::new() };
    for written in [
        None,
        Some(Written::Tcvn3),
        Some(Written::Vni),
        Some(Written::Viscii),
        Some(Written::Windows1258),
        Some(Written::Mojibake),
        Some(Written::Viqr),
    ] {
        for run in [&run, &bare] {
            let start = Instant::now();
            let texts = convert(std::slice::from_ref(run), written).texts;
            let took = start.elapsed();
            assert!(took < LIMIT, "{name} as {written:?} took {took:?}");
            assert!(texts[0].len() * 8 >= text.len(), "{name} as {written:?} is still there");
        }
    }
}

#[test]
fn a_long_run_of_one_letter_or_sign_is_read_in_linear_time() {
    let parts =
        ["é", "ª", "\u{A0}", "\u{A0}a", "Ã", "á»", "“", "B“", "\u{14}", "oû", "a'", "a.", "d", "x"];
    for part in parts {
        check(part, &part.repeat(LENGTH / part.len()));
    }
}

#[test]
fn ten_thousand_marks_on_one_letter_are_read_in_linear_time() {
    check("marks", &format!("a{}", "\u{301}".repeat(10_000)));
    check("marks behind words", &format!("ViÖt {}", "\u{323}".repeat(10_000)));
}

#[test]
fn a_long_text_of_mixed_scripts_is_read_in_linear_time() {
    check("mixed", &"Việt ViÖt Vieät москва 北京 \u{202E}ภาษา\n".repeat(5_000));
    check("mixed in one line", &"ViÖt Vieät Viá»‡t Vie^.t москва \u{202E}".repeat(7_000));
}
