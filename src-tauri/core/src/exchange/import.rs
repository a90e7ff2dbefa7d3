//! Files of other programs into articles: Word, OpenDocument, rich text, web pages, Markdown, text.
//!
//! A reader makes a draft of a file (`draft`): its paragraphs, pictures, tracked changes and
//! comments. The recogniser says what each paragraph may be, a person corrects that, and
//! [`Incoming::compose`] makes the article of what was confirmed. Until then nothing is stored.
//! Files come from anywhere: see `archive`, `xml` and [`guarded`] for what keeps them in bounds.

mod archive;
mod compose;
mod doc;
mod docx;
mod draft;
pub mod flaw;
mod guess;
mod html;
mod lines;
mod markdown;
mod odt;
mod parcel;
pub mod past;
mod returned;
mod rtf;
mod sides;
mod tracking;
mod xml;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub use compose::{Arrival, PlacedTalk, Remark, Stage};
#[cfg(any(test, feature = "testing"))]
pub use doc::read_here;
pub use doc::{OldWord, answer_old_word};
pub use draft::{LeftOut, Origin};
pub use returned::{Copy, Returned, ReturnedTalk};

use self::archive::Archive;
use self::draft::{Draft, Piece, Style};
use self::flaw::{refused, sealed, unread};
use super::recognise::clean::Cleaner;
use super::recognise::{LINE_LIMIT, Recognition, recognise_runs, too_many_lines, within_limit};
use super::text_file;
use crate::article::ArticleId;
use crate::failure::{Code, Failure, Result};
use crate::language::legacy::{Conversion, Run, Written, convert};
use crate::photo::{self, guarded};
use crate::time::Timestamp;

/// Largest file that is read: forty photos as a camera makes them, in a document.
pub const LIMIT_MEGABYTES: u64 = 300;
const MEGABYTE: u64 = 1024 * 1024;

/// Most lines of a draft on all its sides, and most pieces in them.
const DRAFT_LINES: usize = 4 * LINE_LIMIT;
const PIECE_LIMIT: usize = 500_000;
/// Most pictures of one file.
const PICTURE_LIMIT: usize = 500;
/// Pictures of fewer pixels on both sides are lines, dots and signs.
const SMALLEST_PHOTO: u32 = 64;

/// The kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FileFormat {
    Docx,
    Odt,
    Doc,
    Rtf,
    Html,
    Markdown,
    Text,
}

/// What came along with the lines of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FileSummary {
    pub format: FileFormat,
    /// BLAKE3 of the file: names it while a person looks at its lines.
    pub key: String,
    /// Pictures that become photos of the desk.
    pub photos: u32,
    /// Stretches of text that were tracked as changes.
    pub changes: u32,
    /// Who made them.
    pub authors: Vec<String>,
    pub comments: u32,
    /// What is not taken over, each kind with how often it is there.
    pub left_out: Vec<(LeftOut, u32)>,
    /// The article of this desk that the file was made of.
    pub returns_to: Option<ReturnsTo>,
}

/// Where a file that was written here and came back belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReturnsTo {
    pub article: ArticleId,
    pub headline: String,
    /// When the revision was made that the file has.
    pub at: Timestamp,
}

/// A file that was read and waits for a person to say what its lines are.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// As the screen shows it.
    pub recognition: Recognition,
    /// `None` for plain text: there is nothing but the lines.
    draft: Option<Draft>,
}

/// Reads the file at `path`. `wanted` is what somebody says that its text was written in, `old_word`
/// who reads Word's files of before 2007.
///
/// # Errors
/// `FileProblem` for what is no file or cannot be read, `TooLarge`; and as [`read`].
pub fn read_file(path: &Path, wanted: Option<Written>, old_word: OldWord) -> Result<Incoming> {
    let unreadable =
        |error: &io::Error| Failure { code: Code::FileProblem, ..Failure::io(path, error) };
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
    // Asked before opening: opening a named pipe would wait for a writer for ever.
    if !metadata.is_file() {
        return Err(unreadable(&io::Error::new(io::ErrorKind::InvalidInput, "not a file")));
    }
    size_within_limit(metadata.len())?;
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    File::open(path)
        .and_then(|file| file.take(LIMIT_MEGABYTES * MEGABYTE + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(&error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read(&bytes, &name, wanted, old_word)
}

/// Reads a file by what is in it; its name decides only between text and Markdown.
///
/// # Errors
/// `FileDamaged` for one that breaks off or was changed, `FileRefused` for what no program that
/// people write with makes, `FileSealed` for a password, `FileNotRead` (with the param `kind`) for a
/// kind that is not read, `NotText` for no text at all, `EmptyFile`, `TooLarge`.
pub fn read(
    bytes: &[u8],
    name: &str,
    wanted: Option<Written>,
    old_word: OldWord,
) -> Result<Incoming> {
    size_within_limit(bytes.len() as u64)?;
    // A reader that panics on a hostile file costs a message, not the work on the screen.
    let read = || read_unguarded(bytes, name, wanted, old_word);
    guarded(read).map_err(|failure| match failure.code {
        Code::DamagedPhoto => flaw::gave_up(),
        _ => failure,
    })
}

/// Without the guard that keeps the panics of a reader from the screens.
pub(crate) fn read_unguarded(
    bytes: &[u8],
    name: &str,
    wanted: Option<Written>,
    old_word: OldWord,
) -> Result<Incoming> {
    let (format, draft) = match kind(bytes, name)? {
        Kind::Zip => {
            let mut archive = Archive::open(bytes)?;
            if archive.has("[Content_Types].xml") && docx::is_docx(&mut archive)? {
                (FileFormat::Docx, docx::read(&mut archive)?)
            } else if odt::is_odt(&mut archive)? {
                (FileFormat::Odt, odt::read(&mut archive)?)
            } else {
                return Err(unread(other_archive(&archive)));
            }
        }
        Kind::Ole => (FileFormat::Doc, doc::read(bytes, old_word)?),
        Kind::Rtf => (FileFormat::Rtf, rtf::read(bytes.trim_ascii_start())?),
        Kind::Html(text) => (FileFormat::Html, html::read(&text)?),
        Kind::Markdown(text) => (FileFormat::Markdown, markdown::read(&text)?),
        Kind::Text(file) => {
            let run = Run { text: file.text, font: String::new() };
            let recognition = recognise_runs(vec![run], wanted, file.encoding)?;
            return Ok(Incoming { recognition, draft: None });
        }
    };
    incoming(draft, format, bytes, wanted)
}

enum Kind {
    Zip,
    Ole,
    Rtf,
    Html(String),
    Markdown(String),
    Text(text_file::TextFile),
}

fn kind(bytes: &[u8], name: &str) -> Result<Kind> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let start = bytes.trim_ascii_start();
    if bytes.starts_with(b"PK") {
        return Ok(Kind::Zip);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(Kind::Ole);
    }
    if start.starts_with(b"{\\rtf") {
        return Ok(Kind::Rtf);
    }
    for (signature, kind) in
        [(&b"%PDF-"[..], "pdf"), (b"MIME-Version:", "mhtml"), (b"\xDB\xA5", "doc")]
    {
        if start.starts_with(signature) {
            return Err(unread(kind));
        }
    }
    let file = text_file::decode(bytes)?;
    // A piece of a page, as programs keep the text of an article, is told by the name.
    let named_html = matches!(ending.as_deref(), Some("html" | "htm" | "xhtml"));
    let is_piece =
        named_html && file.text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<');
    Ok(if is_piece || html::is_html(&file.text) {
        Kind::Html(html::decoded(bytes, file))
    } else if matches!(ending.as_deref(), Some("md" | "markdown" | "mdown")) {
        Kind::Markdown(file.text)
    } else {
        Kind::Text(file)
    })
}

/// What an archive is that is no text.
fn other_archive(archive: &Archive<'_>) -> &'static str {
    if archive.has("xl/workbook.xml") {
        "xlsx"
    } else if archive.has("ppt/presentation.xml") {
        "pptx"
    } else if archive.has("Index/Document.iwa") {
        "pages"
    } else {
        "zip"
    }
}

/// Converts, cleans and labels a draft.
fn incoming(
    mut draft: Draft,
    format: FileFormat,
    bytes: &[u8],
    wanted: Option<Written>,
) -> Result<Incoming> {
    let pieces: usize = draft.lines.iter().map(|line| line.pieces.len()).sum();
    if draft.lines.len() > DRAFT_LINES || pieces > PIECE_LIMIT {
        return Err(too_many_lines());
    }
    if draft.pictures.len() > PICTURE_LIMIT {
        return Err(refused("too many pictures"));
    }
    drop_what_is_no_photo(&mut draft);
    let Conversion { written, fonts, .. } = {
        let runs: Vec<Run> = texts(&draft)
            .map(|run| Run { text: run.text.clone(), font: run.font.clone() })
            .collect();
        within_limit(runs.iter().map(|run| run.text.len()).sum())?;
        let conversion = convert(&runs, wanted);
        let mut cleaner = Cleaner::of(&conversion.texts.concat());
        let cleaned: Vec<String> =
            conversion.texts.iter().map(|text| cleaner.clean(text)).collect();
        for (run, text) in texts_mut(&mut draft).zip(cleaned) {
            run.text = text;
        }
        draft.cleaned = [cleaner.hard_spaces, cleaner.decomposed, cleaner.invisible];
        conversion
    };
    let units = sides::units(&draft, draft.all());
    let lines = guess::guess(&draft, &units);
    if lines.len() > LINE_LIMIT {
        return Err(too_many_lines());
    }
    if !lines.iter().any(|line| line.text.chars().any(char::is_alphanumeric))
        && draft.pictures.is_empty()
    {
        return Err(Failure::new(Code::EmptyFile, "a file without a word"));
    }
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let mut left_out: Vec<(LeftOut, u32)> = Vec::new();
    draft.left_out.sort_unstable();
    for what in &draft.left_out {
        match left_out.last_mut() {
            Some((last, times)) if last == what => *times += 1,
            _ => left_out.push((*what, 1)),
        }
    }
    let file = FileSummary {
        format,
        key: blake3::hash(bytes).to_hex().to_string(),
        photos: count(draft.pictures.len()),
        changes: count(draft.changes()),
        authors: draft.authors.iter().map(|author| author.name.clone()).collect(),
        comments: count(draft.talks.iter().map(|talk| talk.said.len()).sum()),
        left_out,
        returns_to: None,
    };
    let [hard_spaces, decomposed, invisible] = draft.cleaned;
    let recognition = Recognition {
        lines,
        hard_spaces,
        decomposed,
        invisible,
        encoding: String::new(),
        written,
        fonts,
        source: Vec::new(),
        file: Some(file),
    };
    Ok(Incoming { recognition, draft: Some(draft) })
}

fn texts(draft: &Draft) -> impl Iterator<Item = &draft::Run> {
    draft.lines.iter().flat_map(|line| &line.pieces).filter_map(|piece| match piece {
        Piece::Text(run) => Some(run),
        Piece::Edge(_) => None,
    })
}

fn texts_mut(draft: &mut Draft) -> impl Iterator<Item = &mut draft::Run> {
    draft.lines.iter_mut().flat_map(|line| &mut line.pieces).filter_map(|piece| match piece {
        Piece::Text(run) => Some(run),
        Piece::Edge(_) => None,
    })
}

/// Takes out lines and dots, and pictures that the desk could not show. What stood for a photo
/// stays as one that is missing.
fn drop_what_is_no_photo(draft: &mut Draft) {
    let mut places = Vec::with_capacity(draft.pictures.len());
    let mut kept = Vec::new();
    for picture in std::mem::take(&mut draft.pictures) {
        places.push(match photo::glance(&picture.bytes, &picture.name) {
            Ok(seen) if seen.width.max(seen.height) < SMALLEST_PHOTO => Err(true),
            Ok(_) => {
                kept.push(picture);
                Ok(kept.len() - 1)
            }
            Err(_) => Err(false),
        });
    }
    draft.pictures = kept;
    let mut left_out = Vec::new();
    draft.lines.retain_mut(|line| {
        let Some(used) = &mut line.picture else { return true };
        match used.picture.map(|at| places[at]) {
            Some(Ok(at)) => used.picture = Some(at),
            Some(Err(is_ornament)) => {
                used.picture = None;
                if is_ornament {
                    return false;
                }
                left_out.push(LeftOut::Picture);
            }
            None => {}
        }
        true
    });
    draft.left_out.extend(left_out);
}

fn size_within_limit(bytes: u64) -> Result<()> {
    if bytes > LIMIT_MEGABYTES * MEGABYTE {
        return Err(Failure::new(Code::TooLarge, format!("a file of {bytes} bytes"))
            .with("megabytes", bytes.div_ceil(MEGABYTE))
            .with("limitMegabytes", LIMIT_MEGABYTES));
    }
    Ok(())
}

/// An OLE file that is encrypted says so by the name of its one stream.
fn is_sealed(bytes: &[u8]) -> Result<()> {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() { Err(sealed()) } else { Ok(()) }
}

/// A name as a desk keeps it.
fn person_name(name: Option<String>) -> String {
    let name = name.unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(60).collect::<String>().trim().to_owned()
}

/// The time of a change or comment. Word writes the time on the wall there and calls it UTC;
/// nothing in the file tells better.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let zone = text.get(19..).unwrap_or_default();
    let text = if zone.ends_with('Z') || zone.contains(['+', '-']) {
        text.to_owned()
    } else {
        format!("{text}Z")
    };
    let at = OffsetDateTime::parse(&text, &Rfc3339).ok()?;
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).ok().map(Timestamp)
}

/// What a style is by its name: those of Word in all its languages are stored in English,
/// LibreOffice has names of its own, and people make theirs.
fn styled(name: &str) -> Option<Style> {
    // "Caption1", "heading 2", "Tiêu đề 2".
    let name = name.to_lowercase();
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '_'));
    match name {
        "title" | "tít" | "tiêu đề bài" | "headline" => Some(Style::Title),
        "subtitle" | "sapo" | "sa pô" | "lead" => Some(Style::Subtitle),
        "heading" | "tiêu đề" | "tít phụ" | "tít xen" | "đề mục" => {
            Some(Style::Heading)
        }
        "caption" | "illustration" | "figure" | "drawing" | "chú thích" | "chú thích ảnh"
        | "image caption" => Some(Style::Caption),
        "quote" | "intense quote" | "quotations" | "block text" | "block quotation"
        | "trích dẫn" => Some(Style::Quote),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
