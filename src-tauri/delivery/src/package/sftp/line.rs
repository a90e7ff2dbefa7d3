//! Requests and answers of SFTP, version 3, over whatever carries bytes.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use banthao_core::delivery::{Answer, Trouble, TroubleKind};

use super::ssh::Caller;

pub(super) const OPEN: u8 = 3;
pub(super) const CLOSE: u8 = 4;
pub(super) const READ: u8 = 5;
pub(super) const WRITE: u8 = 6;
pub(super) const LSTAT: u8 = 7;
pub(super) const OPENDIR: u8 = 11;
pub(super) const READDIR: u8 = 12;
pub(super) const REMOVE: u8 = 13;
pub(super) const MKDIR: u8 = 14;
pub(super) const RMDIR: u8 = 15;
pub(super) const RENAME: u8 = 18;
pub(super) const EXTENDED: u8 = 200;
const INIT: u8 = 1;
const VERSION: u8 = 2;

pub(super) const OK: u32 = 0;
pub(super) const END: u32 = 1;
pub(super) const NO_SUCH_FILE: u32 = 2;
pub(super) const NO_RIGHT: u32 = 3;
pub(super) const FAILURE: u32 = 4;
pub(super) const NO_CONNECTION: u32 = 6;
pub(super) const CONNECTION_LOST: u32 = 7;
/// Of later versions, as some servers say it all the same.
pub(super) const NO_SPACE: u32 = 14;
pub(super) const QUOTA: u32 = 15;

pub(super) const TO_READ: u32 = 1;
/// To write, made where it is not there, emptied where it is.
pub(super) const TO_WRITE: u32 = 2 | 8 | 16;

/// Longest answer: as long as OpenSSH's own client takes it.
const LIMIT: usize = 256 << 10;

/// The fields of a request.
pub(super) struct Body(Vec<u8>);

impl Body {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn number(mut self, number: u32) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn long(mut self, number: u64) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn bytes(self, bytes: &[u8]) -> Self {
        let mut body = self.number(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        body.0.extend(bytes);
        body
    }

    pub(super) fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Status(u32, String),
    Handle(Vec<u8>),
    Data(Vec<u8>),
    /// Without those that are no text, or lead elsewhere.
    Names(Vec<(String, Attributes)>),
    Kept(Attributes),
    Other(Vec<u8>),
}

impl Said {
    pub(super) fn is_ok(&self) -> bool {
        matches!(self, Self::Status(OK, _))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes {
    pub(super) bytes: Option<u64>,
    pub(super) is_folder: bool,
}

/// A line that is up: both sides have said which version they speak.
pub(super) struct Line {
    caller: Caller,
    to: Sender<Vec<u8>>,
    from: Receiver<Vec<u8>>,
    next: u32,
    patience: Duration,
    extensions: Vec<String>,
}

impl Line {
    /// Says hello over the pipes of a program, each of which is read and written aside: neither may
    /// hold up the other, nor us for longer than we are willing to wait.
    pub(super) fn up(
        mut caller: Caller,
        to: impl Write + Send + 'static,
        from: impl Read + Send + 'static,
        sign_in: Duration,
        patience: Duration,
    ) -> Answer<Self> {
        let (to, from) = (written(to), read(from));
        let _ = to.send(packet(INIT, &3_u32.to_be_bytes()));
        let hello = match from.recv_timeout(sign_in) {
            Ok(hello) => hello,
            Err(RecvTimeoutError::Timeout) => return Err(caller.too_slow()),
            Err(RecvTimeoutError::Disconnected) => return Err(caller.hung_up(false)),
        };
        let extensions = hello_of(&hello).ok_or_else(|| Trouble::new(TroubleKind::NotThere))?;
        Ok(Self { caller, to, from, next: 1, patience, extensions })
    }

    pub(super) fn has(&self, extension: &str) -> bool {
        self.extensions.iter().any(|it| it == extension)
    }

    pub(super) fn ask(&mut self, kind: u8, body: Body) -> Answer<Said> {
        let said = self.ask_all(kind, vec![body])?;
        said.into_iter().next().ok_or_else(|| Trouble::new(TroubleKind::NoAnswer))
    }

    /// Sends several requests at once; the answers in the order of the requests.
    pub(super) fn ask_all(&mut self, kind: u8, bodies: Vec<Body>) -> Answer<Vec<Said>> {
        let first = self.next;
        let count = bodies.len();
        for body in bodies {
            let mut fields = self.next.to_be_bytes().to_vec();
            fields.extend(body.0);
            self.next = self.next.wrapping_add(1);
            let _ = self.to.send(packet(kind, &fields));
        }
        let mut said = BTreeMap::new();
        while said.len() < count {
            let answer = match self.from.recv_timeout(self.patience) {
                Ok(answer) => answer,
                Err(RecvTimeoutError::Timeout) => return Err(Trouble::new(TroubleKind::NoAnswer)),
                Err(RecvTimeoutError::Disconnected) => return Err(self.caller.hung_up(true)),
            };
            let (id, answer) =
                said_of(&answer).ok_or_else(|| Trouble::new(TroubleKind::NoAnswer))?;
            let place = id.wrapping_sub(first);
            // Answers come to what was asked, each once, or this is no such server.
            if place as usize >= count || said.insert(place, answer).is_some() {
                return Err(Trouble::new(TroubleKind::NoAnswer));
            }
        }
        Ok(said.into_values().collect())
    }
}

/// Bytes that somebody who is no administrator may still write, of an answer to `statvfs`.
pub(super) fn room_of(bytes: &[u8]) -> Option<u64> {
    let mut fields = Fields(bytes);
    let _block = fields.long()?;
    let fragment = fields.long()?;
    let (_blocks, _free) = (fields.long()?, fields.long()?);
    Some(fragment.saturating_mul(fields.long()?))
}

fn packet(kind: u8, fields: &[u8]) -> Vec<u8> {
    let length = u32::try_from(fields.len() + 1).unwrap_or(u32::MAX);
    let mut packet = length.to_be_bytes().to_vec();
    packet.push(kind);
    packet.extend(fields);
    packet
}

fn written(mut to: impl Write + Send + 'static) -> Sender<Vec<u8>> {
    let (sender, packets) = channel::<Vec<u8>>();
    std::thread::spawn(move || {
        for packet in packets {
            if to.write_all(&packet).and_then(|()| to.flush()).is_err() {
                return;
            }
        }
    });
    sender
}

fn read(mut from: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (packets, receiver) = channel();
    std::thread::spawn(move || {
        loop {
            let mut length = [0; 4];
            if from.read_exact(&mut length).is_err() {
                return;
            }
            let length = u32::from_be_bytes(length) as usize;
            // Words of a shell, for one, that greets everybody. What is handed on is no answer.
            let told = if (1..=LIMIT).contains(&length) { length } else { 0 };
            let mut packet = vec![0; told];
            if from.read_exact(&mut packet).is_err() || packets.send(packet).is_err() || told == 0 {
                return;
            }
        }
    });
    receiver
}

fn hello_of(packet: &[u8]) -> Option<Vec<String>> {
    let (kind, rest) = packet.split_first()?;
    let mut fields = Fields(rest);
    // A server may speak newer ones; asked for 3 it answers with 3.
    if *kind != VERSION || fields.number()? < 3 {
        return None;
    }
    let mut extensions = Vec::new();
    while let Some(name) = fields.bytes() {
        extensions.push(String::from_utf8_lossy(name).into_owned());
        fields.bytes()?;
    }
    Some(extensions)
}

fn said_of(packet: &[u8]) -> Option<(u32, Said)> {
    let (kind, rest) = packet.split_first()?;
    let mut fields = Fields(rest);
    let id = fields.number()?;
    let said = match kind {
        101 => {
            let code = fields.number()?;
            let says = fields.bytes().unwrap_or_default();
            Said::Status(code, String::from_utf8_lossy(says).into_owned())
        }
        102 => Said::Handle(fields.bytes()?.to_vec()),
        103 => Said::Data(fields.bytes()?.to_vec()),
        104 => {
            let count = fields.number()?;
            let mut names = Vec::new();
            for _ in 0..count {
                let name = std::str::from_utf8(fields.bytes()?);
                let line = fields.bytes()?;
                let kept = attributes(&mut fields, line)?;
                if let Some(name) = name.ok().filter(|it| is_name(it)) {
                    names.push((name.to_owned(), kept));
                }
            }
            Said::Names(names)
        }
        105 => Said::Kept(attributes(&mut fields, b"")?),
        201 => Said::Other(fields.0.to_vec()),
        _ => return None,
    };
    Some((id, said))
}

/// A name of something in a folder, and of nothing else.
fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\0'])
}

fn attributes(fields: &mut Fields<'_>, line: &[u8]) -> Option<Attributes> {
    let flags = fields.number()?;
    let bytes = if flags & 1 != 0 { Some(fields.long()?) } else { None };
    if flags & 2 != 0 {
        fields.long()?;
    }
    let mode = if flags & 4 != 0 { Some(fields.number()?) } else { None };
    if flags & 8 != 0 {
        fields.long()?;
    }
    if flags & 0x8000_0000 != 0 {
        for _ in 0..fields.number()? {
            fields.bytes()?;
            fields.bytes()?;
        }
    }
    let is_folder = mode.map_or(line.first() == Some(&b'd'), |mode| mode & 0o170_000 == 0o040_000);
    Some(Attributes { bytes, is_folder })
}

struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4).and_then(|it| it.try_into().ok()).map(u32::from_be_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.take(8).and_then(|it| it.try_into().ok()).map(u64::from_be_bytes)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(kind: u8, body: Body) -> Vec<u8> {
        let mut packet = vec![kind];
        packet.extend(7_u32.to_be_bytes());
        packet.extend(body.0);
        packet
    }

    #[test]
    fn names_that_lead_elsewhere_or_are_no_text_are_left_out() {
        let body = Body::new().number(5);
        let body = body.text("bài.txt").text("-rw-r--r--").number(1).long(12);
        let body = body.text("media").text("drwxr-xr-x").number(4).number(0o040_755);
        let body = body.text("../etc").text("-rw").number(0);
        let body = body.text("..").text("drwx").number(0);
        let body = body.bytes(b"b\xe0i").text("-rw").number(0);
        let (id, said) = said_of(&answer(104, body)).expect("it is whole");
        let of = |bytes, is_folder| Attributes { bytes, is_folder };
        let wanted =
            vec![("bài.txt".to_owned(), of(Some(12), false)), ("media".to_owned(), of(None, true))];
        assert_eq!((id, said), (7, Said::Names(wanted)));
    }

    #[test]
    fn an_answer_that_breaks_off_or_says_too_much_is_none() {
        let whole = answer(104, Body::new().number(1).text("a").text("-rw").number(1).long(1));
        assert!(said_of(&whole).is_some());
        for end in 0..whole.len() {
            assert_eq!(said_of(&whole[..end]), None, "{end}");
        }
        let endless = answer(105, Body::new().number(0x8000_0000).number(u32::MAX));
        assert_eq!(said_of(&endless), None);
        assert_eq!(said_of(&answer(104, Body::new().number(u32::MAX))), None);
        assert_eq!(said_of(&answer(103, Body::new().number(u32::MAX))), None);
        assert_eq!(said_of(&[]), None);
    }

    #[test]
    fn a_shell_that_greets_everybody_is_no_server_of_files() {
        let greeting: &[u8] = b"Welcome to nas.vn\n";
        let told = read(greeting).recv().expect("something came");
        assert_eq!(hello_of(&told), None);
        assert_eq!(hello_of(&[VERSION, 0, 0, 0, 2]), None, "too old");
        assert_eq!(hello_of(&[VERSION, 0, 0, 0, 3]), Some(Vec::new()));
    }
}
