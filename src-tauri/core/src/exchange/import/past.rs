//! Articles of years past: a folder of files, what WordPress exports (WXR), or what agencies hand over
//! (ninjs, NewsML-G2, NITF), one article after the other. Neither the folder nor the export is ever
//! held in memory as a whole.

mod agency;
mod items;
mod newsml;
mod ninjs;
mod wordpress;

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use items::{Items, Piece};

use super::{Incoming, OldWord, read_file};
use crate::failure::{Code, Failure, Result};
use crate::time::Timestamp;

/// Most files of a folder, and how deep folders are looked into.
const FILE_COUNT: usize = 500_000;
const FOLDER_DEPTH: usize = 20;
/// Endings of files that are looked into.
const ENDINGS: &[&str] =
    &["docx", "docm", "odt", "ott", "doc", "html", "htm", "md", "markdown", "txt", "text"];
/// Endings of files with reports in a form of the IPTC's, one or several in each.
const REPORT_ENDINGS: &[&str] = &["json", "ninjs", "ndjson", "jsonl", "xml", "nitf", "newsml"];
/// Bytes of a file by which its kind is told.
const START: u64 = 4_096;

/// An article of the past, read.
#[derive(Debug, Clone)]
pub struct Past {
    /// The same each time the same article is read, and no other's.
    pub key: String,
    /// Where it was found: the path below the folder, the address or number of a post.
    pub from: String,
    pub incoming: Incoming,
    /// When it was published; of a file, when it was changed last.
    pub at: Option<Timestamp>,
    /// Who wrote it, where the text itself does not tell.
    pub author: String,
    pub section: String,
    pub tags: Vec<String>,
    /// Last part of its address on the web.
    pub slug: String,
    /// Goes into the internal note.
    pub address: String,
    /// Codes of plugins that stood in the text and were left out, by their names.
    pub codes: BTreeMap<String, u32>,
}

/// What stands next in a source.
#[derive(Debug)]
pub enum Next {
    Article(Box<Past>),
    /// Something that is no article: a page's menu, a picture. With what it calls itself.
    Passed(String),
    /// An article that could not be read.
    Refused {
        from: String,
        failure: Failure,
    },
}

/// How far a source has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files of a folder, bytes of an export.
    pub done: u64,
    pub whole: u64,
}

/// A source of articles, read one by one.
pub struct PastArticles {
    source: Source,
}

enum Source {
    /// With what is left of the reports of the file that was read last.
    Folder {
        root: PathBuf,
        files: Vec<PathBuf>,
        next: usize,
        waiting: VecDeque<Next>,
        old_word: OldWord,
    },
    WordPress {
        items: Items<Box<dyn BufRead + Send>>,
        head: Option<wordpress::Head>,
        bytes: u64,
    },
}

impl PastArticles {
    /// Opens a folder or an export of WordPress. `old_word` reads Word's files of before 2007.
    ///
    /// # Errors
    /// `FileProblem` for what cannot be read, `FileNotRead` for a file that is no export,
    /// `TooLarge` for a folder without end.
    pub fn open(path: &Path, old_word: OldWord) -> Result<Self> {
        let unreadable = |error: &std::io::Error| Failure {
            code: Code::FileProblem,
            ..Failure::io(path, error)
        };
        let metadata = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
        if metadata.is_dir() {
            let mut files = Vec::new();
            collect(path, 0, &mut files).map_err(|error| unreadable(&error))?;
            if files.len() > FILE_COUNT {
                return Err(Failure::new(Code::TooLarge, "a folder with too many files"));
            }
            files.sort();
            let root = path.to_owned();
            return Ok(Self::of_files(root, files, old_word));
        }
        if !metadata.is_file() {
            let error = std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a file");
            return Err(unreadable(&error));
        }
        let mut file = File::open(path).map_err(|error| unreadable(&error))?;
        let mut start = Vec::new();
        let looked = file.by_ref().take(START).read_to_end(&mut start);
        looked
            .and_then(|_| std::io::Seek::rewind(&mut file))
            .map_err(|error| unreadable(&error))?;
        if agency::is_one(&start) {
            let root = path.parent().unwrap_or(path).to_owned();
            return Ok(Self::of_files(root, vec![path.to_owned()], old_word));
        }
        Ok(Self::of_export(BufReader::with_capacity(1 << 16, file), metadata.len()))
    }

    /// An export of WordPress of so many bytes, wherever it comes from.
    pub fn of_export(read: impl BufRead + Send + 'static, bytes: u64) -> Self {
        let items = Items::new(Box::new(read) as Box<dyn BufRead + Send>);
        Self { source: Source::WordPress { items, head: None, bytes } }
    }

    fn of_files(root: PathBuf, files: Vec<PathBuf>, old_word: OldWord) -> Self {
        let waiting = VecDeque::new();
        Self { source: Source::Folder { root, files, next: 0, waiting, old_word } }
    }

    pub fn progress(&self) -> Progress {
        match &self.source {
            Source::Folder { files, next, .. } => {
                Progress { done: *next as u64, whole: files.len() as u64 }
            }
            Source::WordPress { items, bytes, .. } => {
                Progress { done: items.read().min(*bytes), whole: *bytes }
            }
        }
    }

    /// What stands next; `None` at the end.
    ///
    /// # Errors
    /// `FileProblem` where the source cannot be read on; `FileNotRead`, `FileDamaged` and
    /// `FileRefused` for a file that is no export, or none that WordPress writes.
    pub fn read_next(&mut self) -> Result<Option<Next>> {
        match &mut self.source {
            Source::Folder { root, files, next, waiting, old_word } => {
                if let Some(next) = waiting.pop_front() {
                    return Ok(Some(next));
                }
                let Some(file) = files.get(*next) else { return Ok(None) };
                *next += 1;
                let mut found = of_file(root, file, *old_word);
                let first = found.pop_front();
                *waiting = found;
                Ok(first)
            }
            Source::WordPress { items, head, .. } => {
                let head = match head {
                    Some(head) => head,
                    None => head.insert(wordpress::head(&items.head()?)?),
                };
                Ok(match items.next()? {
                    None => None,
                    Some(Piece::TooLarge) => Some(Next::Refused {
                        from: format!("byte {}", items.read()),
                        failure: Failure::new(Code::TooLarge, "a post without end")
                            .with("megabytes", items::LIMIT_MEGABYTES + 1)
                            .with("limitMegabytes", items::LIMIT_MEGABYTES),
                    }),
                    Some(Piece::Item(bytes)) => Some(wordpress::post(head, &bytes)),
                })
            }
        }
    }
}

/// Links are not followed: one may lead back up.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < FOLDER_DEPTH && files.len() <= FILE_COUNT {
            collect(&entry.path(), depth + 1, files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn of_file(root: &Path, file: &Path, old_word: OldWord) -> VecDeque<Next> {
    let from = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.unwrap_or_default();
    // What word processors leave lying about begins so.
    let is_hidden = name.starts_with("~$") || name.starts_with('.');
    if REPORT_ENDINGS.contains(&&*ending) && !is_hidden {
        return of_reports(file, from).unwrap_or_else(|next| VecDeque::from([next]));
    }
    if !ENDINGS.contains(&&*ending) || is_hidden {
        return VecDeque::from([Next::Passed(ending)]);
    }
    let read = || -> Result<Past> {
        let incoming = read_file(file, None, old_word)?;
        let changed = std::fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
        let since = changed.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let key = match &incoming.recognition.file {
            Some(file) => file.key.clone(),
            None => {
                let mut hash = blake3::Hasher::new();
                for line in &incoming.recognition.lines {
                    hash.update(line.text.as_bytes()).update(b"\n");
                }
                hash.finalize().to_hex().to_string()
            }
        };
        Ok(Past {
            key,
            from: from.clone(),
            incoming,
            at: since.and_then(|since| i64::try_from(since.as_millis()).ok()).map(Timestamp),
            author: String::new(),
            section: String::new(),
            tags: Vec::new(),
            slug: String::new(),
            address: String::new(),
            codes: BTreeMap::new(),
        })
    };
    VecDeque::from([match read() {
        Ok(past) => Next::Article(Box::new(past)),
        Err(failure) => Next::Refused { from: from.clone(), failure },
    }])
}

/// The reports of a file; what it is where it has none.
fn of_reports(file: &Path, from: String) -> std::result::Result<VecDeque<Next>, Next> {
    let mut bytes = Vec::new();
    let limit = (agency::LIMIT_MEGABYTES << 20) + 1;
    let read = File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    if let Err(error) = read {
        let failure = Failure { code: Code::FileProblem, ..Failure::io(file, &error) };
        return Err(Next::Refused { from, failure });
    }
    // Settings, sitemaps and the like have the same endings.
    if !agency::is_one(&bytes[..bytes.len().min(START as usize)]) {
        let ending = from.rsplit_once('.').map_or("", |(_, ending)| ending);
        return Err(Next::Passed(ending.to_ascii_lowercase()));
    }
    match agency::all(&bytes, &from) {
        Ok(found) => Ok(found.into()),
        Err(failure) => Err(Next::Refused { from, failure }),
    }
}

/// Reads any bytes as a file of reports, for the door that stands open to a fuzzer.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn reports_of(bytes: &[u8]) -> Result<Vec<Next>> {
    agency::all(bytes, "a")
}

#[cfg(test)]
mod tests;
