//! Text files as newsrooms have them: UTF-8, UTF-16 or one byte a letter in whatever old encoding.
//!
//! What is not text is refused before anything is made of it, so that a picture or a Word file
//! chosen by mistake never becomes an article of signs.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::failure::{Code, Failure, Result};
use crate::language::legacy::detect;

/// Largest file that is read: some thousand times a long report.
pub const LIMIT_MEGABYTES: u64 = 50;

const MEGABYTE: u64 = 1024 * 1024;

/// What was in a file, and how it was written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// As in the file, without the byte order mark; not yet in normal form, nor converted from an
    /// old encoding.
    pub text: String,
    /// The name of the encoding that it was read by, e.g. `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
}

/// Reads a text file of at most [`LIMIT_MEGABYTES`].
///
/// # Errors
/// `FileProblem` for what is no file or cannot be read, and as [`decode`].
pub fn read_text(path: &Path) -> Result<TextFile> {
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    // Asked before opening: opening a named pipe would wait for a writer for ever.
    if !metadata.is_file() {
        let error = io::Error::new(io::ErrorKind::InvalidInput, "not a file");
        return Err(unreadable(path, &error));
    }
    within_limit(metadata.len())?;
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    File::open(path)
        .and_then(|file| file.take(LIMIT_MEGABYTES * MEGABYTE + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    decode(&bytes)
}

/// Finds the encoding of some bytes and decodes them.
///
/// # Errors
/// `TooLarge` over the limit, `EmptyFile` where there is no letter and no digit, `NotText` for
/// pictures, archives, Word and PDF files and everything else with bytes that no text has.
pub fn decode(bytes: &[u8]) -> Result<TextFile> {
    within_limit(bytes.len() as u64)?;
    if SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) || is_media_container(bytes)
    {
        return Err(not_text("the file of another program"));
    }
    let file = if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        utf_8(rest).ok_or_else(|| not_text("a mark of UTF-8 before bytes that are none"))?
    } else if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        utf_16(rest, UTF_16LE)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        utf_16(rest, UTF_16BE)?
    } else if bytes.contains(&0) {
        unmarked_utf_16(bytes)?
    } else if let Some(file) = utf_8(bytes) {
        file
    } else {
        code_page(bytes)
    };
    if file.text.contains('\0') {
        return Err(not_text("NUL characters"));
    }
    if !file.text.chars().any(char::is_alphanumeric) {
        return Err(Failure::new(Code::EmptyFile, "a file without a word"));
    }
    let controls = file.text.chars().filter(|c| is_stray_control(*c)).count();
    // Bytes outside the code page are controls, too, and there is no other proof that it is text.
    let hundredth =
        if file.encoding == WINDOWS_1252.name() { 0 } else { file.text.chars().count() / 100 };
    // The letters of VISCII lie there, and those of UTF-8 that was read as windows-1252.
    if controls > hundredth && detect(&file.text).is_none() {
        return Err(not_text("control characters"));
    }
    Ok(file)
}

/// First bytes of what a newsroom has lying beside its texts.
const SIGNATURES: &[&[u8]] = &[
    b"\xFF\xD8\xFF",       // JPEG
    b"\x89PNG",            // PNG
    b"GIF8",               // GIF
    b"PK\x03\x04",         // zip: .docx, .odt, .xlsx
    b"PK\x05\x06",         // zip without entries
    b"%PDF-",              // PDF
    b"%!PS",               // PostScript
    b"\xD0\xCF\x11\xE0",   // OLE: .doc, .xls
    b"{\\rtf",             // RTF is ASCII, but its letters are codes
    b"Rar!",               // RAR
    b"7z\xBC\xAF\x27\x1C", // 7-Zip
    b"\x1F\x8B",           // gzip
    b"II*\0",              // TIFF, most camera raw files
    b"MM\0*",              // TIFF
    b"OggS",               // Ogg
    b"ID3",                // MP3
    b"SQLite format 3",    // SQLite
];

/// WebP, WAV and AVI; MP4, HEIC and AVIF.
fn is_media_container(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12).is_some_and(|kind| kind.is_ascii())
        || bytes.get(4..8) == Some(b"ftyp")
}

fn within_limit(bytes: u64) -> Result<()> {
    if bytes > LIMIT_MEGABYTES * MEGABYTE {
        return Err(Failure::new(Code::TooLarge, format!("a text of {bytes} bytes"))
            .with("megabytes", bytes.div_ceil(MEGABYTE))
            .with("limitMegabytes", LIMIT_MEGABYTES));
    }
    Ok(())
}

fn not_text(why: &str) -> Failure {
    Failure::new(Code::NotText, format!("not text: {why}"))
}

/// Nothing is written here, so "read-only" and "disk full" would be the wrong words.
fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure { code: Code::FileProblem, ..Failure::io(path, error) }
}

/// `None` where the bytes are not UTF-8. A few damaged bytes among much Vietnamese are shown as
/// `�`: to take the file for another encoding would spoil every letter instead of these.
fn utf_8(bytes: &[u8]) -> Option<TextFile> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (mut damaged, mut letters) = (0, 0);
            for chunk in bytes.utf8_chunks() {
                damaged += usize::from(!chunk.invalid().is_empty());
                letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            }
            if damaged * 50 > letters {
                return None;
            }
            String::from_utf8_lossy(bytes).into_owned()
        }
    };
    Some(TextFile { text, encoding: "UTF-8" })
}

fn utf_16(bytes: &[u8], encoding: &'static Encoding) -> Result<TextFile> {
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| not_text("broken UTF-16"))?
        .into_owned();
    Ok(TextFile { text, encoding: encoding.name() })
}

/// UTF-16 as some programs write it, without a byte order mark: every space and plain letter has
/// a zero byte, always on the same side, and nearly all signs are Latin ones.
fn unmarked_utf_16(bytes: &[u8]) -> Result<TextFile> {
    let zeros_at = |side: usize| bytes.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let encoding = if zeros_at(1) > zeros_at(0) { UTF_16LE } else { UTF_16BE };
    let file = utf_16(bytes, encoding)?;
    let (mut latin, mut all) = (0, 0);
    for c in file.text.chars() {
        all += 1;
        latin += usize::from(matches!(c,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}'..='\u{24F}' | '\u{300}'..='\u{36F}'
            | '\u{1E00}'..='\u{1EFF}' | '\u{2000}'..='\u{20CF}' | '\u{FEFF}'));
    }
    if latin * 10 < all * 9 {
        return Err(not_text("NUL bytes"));
    }
    Ok(file)
}

/// One byte a letter: windows-1252 keeps each byte apart for whoever finds out what they stand for
/// ([`crate::language::legacy`]).
fn code_page(bytes: &[u8]) -> TextFile {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    TextFile { text: text.into_owned(), encoding: WINDOWS_1252.name() }
}

/// Controls that are neither line breaks, tabs nor the end mark of DOS.
fn is_stray_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "Đồng chí Bí thư Tỉnh ủy phát biểu, đạt 41,23%.";

    fn utf_16_bytes(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let file = decode(bytes).unwrap_or_else(|failure| panic!("{encoding}: {failure}"));
        assert_eq!(
            (file.encoding, crate::language::normal::nfc(&file.text).as_str()),
            (encoding, text)
        );
    }

    fn refused(bytes: &[u8]) -> Code {
        decode(bytes).expect_err("these bytes are no text").code
    }

    #[test]
    fn each_encoding_of_the_newsroom_gives_the_same_text() {
        let with_mark = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
        check(SENTENCE.as_bytes(), "UTF-8", SENTENCE);
        check(&with_mark(b"\xEF\xBB\xBF", SENTENCE.into()), "UTF-8", SENTENCE);
        let little = utf_16_bytes(SENTENCE, u16::to_le_bytes);
        let big = utf_16_bytes(SENTENCE, u16::to_be_bytes);
        check(&little, "UTF-16LE", SENTENCE);
        check(&big, "UTF-16BE", SENTENCE);
        check(&with_mark(b"\xFF\xFE", little), "UTF-16LE", SENTENCE);
        check(&with_mark(b"\xFE\xFF", big), "UTF-16BE", SENTENCE);
    }

    #[test]
    fn each_byte_of_an_old_encoding_is_kept_apart() {
        let read = |bytes: &[u8]| {
            let file = decode(bytes).unwrap();
            assert_eq!(file.encoding, "windows-1252");
            file.text
        };
        // "Đồng chí Bí thư" in windows-1258, with the tones behind their vowels.
        assert_eq!(read(b"\xD0\xF4\xCCng chi\xEC Bi\xEC th\xFD"), "ÐôÌng chiì Biì thý");
        assert_eq!(read(b"\xAEi\xD2u ki\xD6n c\xF1a huy\xD6n"), "®iÒu kiÖn cña huyÖn");
        // VISCII has letters where windows-1252 has nothing, and where ASCII has controls.
        let viscii = b"K\x8FI \x90N \xD0\x90NG B\x81C, THU\x14";
        assert_eq!(read(viscii), "K\u{8F}I \u{90}N Ð\u{90}NG B\u{81}C, THU\u{14}");
    }

    #[test]
    fn a_damaged_letter_spoils_only_itself() {
        let mut bytes = SENTENCE.repeat(20).into_bytes();
        bytes.pop();
        bytes.extend("ủ".as_bytes().iter().take(2));
        let file = decode(&bytes).unwrap();
        assert_eq!(file.encoding, "UTF-8");
        assert!(file.text.starts_with(SENTENCE) && file.text.ends_with('\u{FFFD}'));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [
            b"\xFF\xD8\xFF\xE0\0\x10JFIF".as_slice(),
            b"\x89PNG\r\n\x1A\n",
            b"PK\x03\x04\x14\0",
            b"%PDF-1.7\nabc",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            b"{\\rtf1\\ansi abc}",
            b"RIFF\x10\0\0\0WEBPVP8 ",
            b"\0\0\0\x18ftypheic",
            b"a text with one NUL\0 in it",
            b"\0\0\0\0\0\0\0\0",
            b"\xFF\xFEa\0\0\xD8b\0",
            b"\xFF\xFEa\0b",
            b"\x01\x02\x03\x04abc",
            b"abc \x81\x8D\xFF xyz",
        ] {
            assert_eq!(refused(bytes), Code::NotText, "{:?}", bytes.escape_ascii().to_string());
        }
        let counting: Vec<u8> = (0..=255).cycle().take(4_000).collect();
        assert_eq!(refused(&counting), Code::NotText);
    }

    #[test]
    fn a_file_without_a_word_is_empty() {
        for bytes in [
            b"".as_slice(),
            b" \r\n\t ",
            b"\xEF\xBB\xBF",
            b"\xFF\xFE \0",
            "\u{a0}\u{200b}\u{feff}\n...".as_bytes(),
        ] {
            assert_eq!(refused(bytes), Code::EmptyFile);
        }
    }

    #[test]
    fn a_file_over_the_limit_is_refused_by_its_size_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.txt");
        // A file of holes: nothing is written, so reading it would be felt.
        File::create(&path).unwrap().set_len(LIMIT_MEGABYTES * MEGABYTE + 1).unwrap();
        let failure = read_text(&path).unwrap_err();
        assert_eq!(failure.code, Code::TooLarge);
        assert_eq!(failure.params["megabytes"], "51");
        assert_eq!(failure.params["limitMegabytes"], "50");
    }

    #[test]
    fn what_is_no_file_is_a_file_problem() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_path_buf(), folder.path().join("missing.txt")] {
            let failure = read_text(&path).unwrap_err();
            assert_eq!(failure.code, Code::FileProblem);
            assert_eq!(failure.params["path"], path.display().to_string());
        }
    }

    #[test]
    fn a_file_is_read_as_its_bytes_say() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Bản tin.txt");
        std::fs::write(&path, SENTENCE).unwrap();
        assert_eq!(read_text(&path).unwrap().text, SENTENCE);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let _ = decode(&bytes);
        }

        #[test]
        fn utf_8_with_a_word_comes_back_as_it_is(text in "[A-Za-zÀ-ỹ0-9 ,.]{0,80}[a-z]") {
            proptest::prop_assert_eq!(decode(text.as_bytes()).unwrap().text, text);
        }
    }
}
