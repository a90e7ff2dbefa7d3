//! The items of an RSS file as bytes, one after the other, without reading any of it as XML: a file
//! may be larger than the memory, and so may one item.

use std::io::{self, BufRead};

use memchr::memmem;

use crate::exchange::import::flaw::{damaged, unread};
use crate::failure::{Code, Failure, Result};

/// Largest item that is kept. The longest article has some hundred kilobytes.
pub(super) const LIMIT_MEGABYTES: u64 = 16;
const LIMIT: usize = 16 << 20;
/// Most that stands in front of the first item and is kept; the rest is passed over.
const HEAD_LIMIT: usize = 8 << 20;
const STEP: usize = 1 << 16;

pub(super) enum Piece {
    /// From `<item` to `</item>`, both included.
    Item(Vec<u8>),
    TooLarge,
}

pub(super) struct Items<R> {
    read: R,
    buffer: Vec<u8>,
    from: usize,
    count: u64,
    /// Whether the beginning of an item has been passed.
    in_item: bool,
}

const CDATA: &[u8] = b"<![CDATA[";
const COMMENT: &[u8] = b"<!--";

impl<R: BufRead> Items<R> {
    pub(super) fn new(read: R) -> Self {
        Self { read, buffer: Vec::new(), from: 0, count: 0, in_item: false }
    }

    /// Bytes read so far.
    pub(super) fn read(&self) -> u64 {
        self.count - (self.buffer.len() - self.from) as u64
    }

    /// Bytes that are held.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.buffer.capacity()
    }

    /// What stands in front of the first item.
    ///
    /// # Errors
    /// `FileProblem`; `FileNotRead` for a file that is no XML.
    pub(super) fn head(&mut self) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        self.fill()?;
        let start = self.buffer.trim_ascii_start();
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
        if !start.starts_with(b"<") {
            return Err(unread("xml"));
        }
        self.in_item = self.to(b"<item", HEAD_LIMIT, &mut head)?;
        let end = if head.ends_with(b"<item") { head.len() - b"<item".len() } else { head.len() };
        head.truncate(end);
        Ok(head)
    }

    /// # Errors
    /// `FileProblem`; `FileDamaged` for a file that breaks off in an item.
    pub(super) fn next(&mut self) -> Result<Option<Piece>> {
        if !self.in_item && !self.to(b"<item", 0, &mut Vec::new())? {
            return Ok(None);
        }
        self.in_item = false;
        let mut item = b"<item".to_vec();
        if !self.to(b"</item>", LIMIT, &mut item)? {
            return Err(damaged("an export that breaks off"));
        }
        Ok(Some(if item.len() > LIMIT { Piece::TooLarge } else { Piece::Item(item) }))
    }

    /// Reads up to `until`, which does not count in comments and in CDATA; `false` where the file
    /// ends before. Keeps what was read up to a little over `limit`.
    fn to(&mut self, until: &[u8], limit: usize, into: &mut Vec<u8>) -> Result<bool> {
        loop {
            match self.first(&[until, CDATA, COMMENT], limit, into)? {
                None => return Ok(false),
                Some(0) => return Ok(true),
                Some(1) => drop(self.first(&[b"]]>"], limit, into)?),
                Some(_) => drop(self.first(&[b"-->"], limit, into)?),
            }
        }
    }

    /// Reads up to the first of `needles` and behind it; gives which one it was.
    fn first(
        &mut self,
        needles: &[&[u8]],
        limit: usize,
        into: &mut Vec<u8>,
    ) -> Result<Option<usize>> {
        let longest = needles.iter().map(|needle| needle.len()).max().unwrap_or(1);
        loop {
            let here = &self.buffer[self.from..];
            let found = needles
                .iter()
                .enumerate()
                .filter_map(|(which, needle)| Some((memmem::find(here, needle)?, which)))
                .min();
            let (end, which) = match found {
                Some((at, which)) => (at + needles[which].len(), Some(which)),
                // The beginning of a needle may stand at the end.
                None => (here.len().saturating_sub(longest - 1), None),
            };
            // One byte more than allowed says that it was too much.
            let room = (limit + 1).saturating_sub(into.len());
            into.extend_from_slice(&here[..end.min(room)]);
            self.from += end;
            if which.is_some() {
                return Ok(which);
            }
            if !self.fill()? {
                let rest = self.buffer.len() - self.from;
                let room = (limit + 1).saturating_sub(into.len());
                into.extend_from_slice(&self.buffer[self.from..][..rest.min(room)]);
                self.from = self.buffer.len();
                return Ok(None);
            }
        }
    }

    /// Reads a step further; `false` at the end.
    fn fill(&mut self) -> Result<bool> {
        self.buffer.drain(..self.from);
        self.from = 0;
        loop {
            match self.read.fill_buf() {
                Ok(bytes) => {
                    let bytes = &bytes[..bytes.len().min(STEP)];
                    let count = bytes.len();
                    self.buffer.extend_from_slice(bytes);
                    self.read.consume(count);
                    self.count += count as u64;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Failure::new(Code::FileProblem, error.to_string())),
            }
        }
    }
}
