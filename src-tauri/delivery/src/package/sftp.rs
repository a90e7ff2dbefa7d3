//! A folder on a server that speaks SFTP.
//!
//! The line is made by the system's own `ssh`, which is kept up with it; what goes over it is version
//! 3 of the protocol (draft-ietf-secsh-filexfer-02), which OpenSSH and everybody beside it speak. A
//! server is known by the key that somebody has looked at, and by no other.

mod line;
mod ssh;

pub use ssh::answer_for_ssh;

use std::collections::BTreeMap;

use banthao_core::delivery::{
    Answer, Destination, DestinationKind, FileServer, Trouble, TroubleKind,
};

use self::line::{Attributes, Body, Line, Said};
use self::ssh::Way;
use super::{FILE_LIMIT, Shelf};
use crate::http::Patience;

pub(crate) struct Sftp {
    way: Way,
    root: String,
    address: String,
    patience: Patience,
    /// Made with the first request, and anew after one that came to nothing.
    line: Option<Line>,
}

impl Sftp {
    /// # Errors
    /// `NotThere` for an address that is none.
    pub(crate) fn new(
        destination: &Destination,
        password: &str,
        patience: Patience,
    ) -> Answer<Self> {
        let (DestinationKind::Sftp { key_file, host_key, .. }, Some(server)) =
            (&destination.kind, FileServer::at(&destination.address))
        else {
            return Err(Trouble::new(TroubleKind::NotThere));
        };
        Ok(Self {
            root: server.path.clone(),
            way: Way {
                server,
                user: destination.user.clone(),
                password: password.to_owned(),
                key_file: key_file.clone(),
                host_key: host_key.clone(),
            },
            address: destination.address.clone(),
            patience,
            line: None,
        })
    }

    fn at(&self, path: &str) -> String {
        match (self.root.is_empty(), path.is_empty()) {
            (true, true) => ".".to_owned(),
            (true, false) => path.to_owned(),
            (false, true) => self.root.clone(),
            (false, false) => format!("{}/{path}", self.root),
        }
    }

    /// Works over the line, which is made where there is none. One on which something was lost is
    /// not used again: what comes over it late would be taken for another answer.
    fn over<T>(&mut self, work: impl FnOnce(&mut Line) -> Answer<T>) -> Answer<T> {
        let mut line = match self.line.take() {
            Some(line) => line,
            None => self.way.open(self.patience)?,
        };
        let done = work(&mut line);
        let broken = done.as_ref().is_err_and(|trouble| trouble.kind == TroubleKind::NoAnswer);
        if !broken {
            self.line = Some(line);
        }
        done
    }

    fn kept(&mut self, path: &str) -> Answer<Option<Attributes>> {
        let path = self.at(path);
        self.over(|line| kept(line, &path))
    }

    /// What is in a folder, by name; `None` where there is none.
    fn entries(&mut self, path: &str) -> Answer<Option<BTreeMap<String, Attributes>>> {
        let path = self.at(path);
        self.over(|line| {
            let Some(handle) = open(line, line::OPENDIR, Body::new().text(&path))? else {
                return Ok(None);
            };
            let mut found = BTreeMap::new();
            loop {
                match line.ask(line::READDIR, Body::new().bytes(&handle))? {
                    Said::Names(names) => {
                        found.extend(names);
                        if found.len() > ENTRY_LIMIT {
                            return Err(Trouble::new(TroubleKind::AnswerTooLarge));
                        }
                    }
                    Said::Status(line::END, _) => break,
                    said => return Err(refusal(&said)),
                }
            }
            line.ask(line::CLOSE, Body::new().bytes(&handle))?;
            Ok(Some(found))
        })
    }
}

/// Most names of one folder.
const ENTRY_LIMIT: usize = 200_000;
/// Bytes of one request: what every server takes.
const PIECE: usize = 32 << 10;
/// Requests on their way at once, so that a far server is not waited for with each.
const AHEAD: usize = 16;

impl Shelf for Sftp {
    fn names(&mut self) -> Answer<Vec<String>> {
        let found = self.entries("")?.ok_or_else(|| Trouble::new(TroubleKind::NotThere))?;
        Ok(found.into_keys().collect())
    }

    fn read(&mut self, path: &str) -> Answer<Option<Vec<u8>>> {
        match self.kept(path)? {
            Some(kept) if !kept.is_folder => {}
            _ => return Ok(None),
        }
        let path = self.at(path);
        self.over(|line| {
            let body = Body::new().text(&path).number(line::TO_READ).number(0);
            let Some(handle) = open(line, line::OPEN, body)? else { return Ok(None) };
            let bytes = read_all(line, &handle)?;
            line.ask(line::CLOSE, Body::new().bytes(&handle))?;
            Ok(Some(bytes))
        })
    }

    fn make_folder(&mut self, path: &str) -> Answer<()> {
        let whole = self.at(path);
        let said = self.over(|line| line.ask(line::MKDIR, Body::new().text(&whole).number(0)))?;
        match said {
            Said::Status(line::OK, _) => Ok(()),
            // All that is said of one that is there is that it could not be made.
            _ if self.kept(path)?.is_some_and(|it| it.is_folder) => Ok(()),
            said => Err(self.missing_or(&said)),
        }
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Answer<()> {
        let whole = self.at(path);
        let said = self.over(|line| {
            let body = Body::new().text(&whole).number(line::TO_WRITE).number(0);
            let handle = match line.ask(line::OPEN, body)? {
                Said::Handle(handle) => handle,
                said => return Ok(said),
            };
            let mut sent = 0;
            let mut said = Said::Status(line::OK, String::new());
            for pieces in bytes.chunks(PIECE * AHEAD) {
                let bodies = pieces.chunks(PIECE).map(|piece| {
                    let body = Body::new().bytes(&handle).long(sent as u64).bytes(piece);
                    sent += piece.len();
                    body
                });
                let answers = line.ask_all(line::WRITE, bodies.collect())?;
                if let Some(refused) = answers.into_iter().find(|it| !it.is_ok()) {
                    said = refused;
                    break;
                }
            }
            if said.is_ok() && line.has("fsync@openssh.com") {
                let body = Body::new().text("fsync@openssh.com").bytes(&handle);
                said = line.ask(line::EXTENDED, body)?;
            }
            let closed = line.ask(line::CLOSE, Body::new().bytes(&handle))?;
            Ok(if said.is_ok() { closed } else { said })
        })?;
        if said.is_ok() {
            return Ok(());
        }
        let size = bytes.len() as u64;
        if matches!(said, Said::Status(line::FAILURE, _))
            && self.room()?.is_some_and(|it| it < size)
        {
            return Err(Trouble::new(TroubleKind::NoSpace));
        }
        Err(self.missing_or(&said))
    }

    fn rename(&mut self, from: &str, to: &str) -> Answer<()> {
        let body = Body::new().text(&self.at(from)).text(&self.at(to));
        match self.over(|line| line.ask(line::RENAME, body))? {
            Said::Status(line::OK, _) => Ok(()),
            Said::Status(line::FAILURE, _) if self.kept(to)?.is_some() => {
                Err(Trouble::new(TroubleKind::ChangedThere))
            }
            said => Err(self.missing_or(&said)),
        }
    }

    fn remove(&mut self, path: &str) -> Answer<()> {
        let Some(found) = self.kept(path)? else { return Ok(()) };
        if found.is_folder {
            for name in self.entries(path)?.unwrap_or_default().into_keys() {
                self.remove(&format!("{path}/{name}"))?;
            }
        }
        let kind = if found.is_folder { line::RMDIR } else { line::REMOVE };
        let body = Body::new().text(&self.at(path));
        match self.over(|line| line.ask(kind, body))? {
            Said::Status(line::OK | line::NO_SUCH_FILE, _) => Ok(()),
            said => Err(refusal(&said)),
        }
    }

    fn sizes(&mut self, folder: &str) -> Answer<Option<Vec<(String, u64)>>> {
        let Some(entries) = self.entries(folder)? else { return Ok(None) };
        let mut found = Vec::new();
        for (name, kept) in entries {
            if !kept.is_folder {
                found.extend(kept.bytes.map(|bytes| (name, bytes)));
                continue;
            }
            // A package has folders of one level.
            let inner = self.entries(&format!("{folder}/{name}"))?.unwrap_or_default();
            let inner = inner.into_iter().filter(|(_, it)| !it.is_folder);
            found
                .extend(inner.filter_map(|(file, it)| Some((format!("{name}/{file}"), it.bytes?))));
        }
        Ok(Some(found))
    }

    fn link(&self, path: &str) -> String {
        format!("{}/{path}", self.address)
    }

    fn user(&self) -> String {
        self.way.user.clone()
    }

    fn verb(&self) -> &'static str {
        "PUT"
    }
}

impl Sftp {
    /// Bytes that we may still write there, where the server says.
    fn room(&mut self) -> Answer<Option<u64>> {
        let root = self.at("");
        self.over(|line| {
            if !line.has("statvfs@openssh.com") {
                return Ok(None);
            }
            let body = Body::new().text("statvfs@openssh.com").text(&root);
            Ok(match line.ask(line::EXTENDED, body)? {
                Said::Other(bytes) => line::room_of(&bytes),
                Said::Status(..)
                | Said::Handle(_)
                | Said::Data(_)
                | Said::Names(_)
                | Said::Kept(_) => None,
            })
        })
    }

    /// Something was not there in which we wanted to write: the folder of the destination.
    fn missing_or(&self, said: &Said) -> Trouble {
        match said {
            Said::Status(line::NO_SUCH_FILE, _) => Trouble::new(TroubleKind::NotThere),
            said => refusal(said),
        }
    }
}

fn open(line: &mut Line, kind: u8, body: Body) -> Answer<Option<Vec<u8>>> {
    match line.ask(kind, body)? {
        Said::Handle(handle) => Ok(Some(handle)),
        Said::Status(line::NO_SUCH_FILE, _) => Ok(None),
        said => Err(refusal(&said)),
    }
}

fn kept(line: &mut Line, path: &str) -> Answer<Option<Attributes>> {
    match line.ask(line::LSTAT, Body::new().text(path))? {
        Said::Kept(kept) => Ok(Some(kept)),
        Said::Status(line::NO_SUCH_FILE, _) => Ok(None),
        said => Err(refusal(&said)),
    }
}

fn read_all(line: &mut Line, handle: &[u8]) -> Answer<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let from = bytes.len();
        let bodies = (0..AHEAD).map(|n| {
            let at = (from + n * PIECE) as u64;
            Body::new().bytes(handle).long(at).number(PIECE as u32)
        });
        for said in line.ask_all(line::READ, bodies.collect())? {
            match said {
                Said::Data(piece) if piece.len() <= PIECE && !piece.is_empty() => {
                    bytes.extend(&piece);
                    // What follows was asked for at another place.
                    if piece.len() < PIECE {
                        break;
                    }
                }
                Said::Status(line::END, _) => return Ok(bytes),
                said => return Err(refusal(&said)),
            }
        }
        if bytes.len() as u64 > FILE_LIMIT {
            return Err(Trouble::new(TroubleKind::AnswerTooLarge));
        }
    }
}

/// What the server says where it does not do what it should.
fn refusal(said: &Said) -> Trouble {
    match said {
        Said::Status(line::NO_RIGHT, _) => Trouble::new(TroubleKind::NoRight).with("what", "write"),
        Said::Status(line::NO_SPACE | line::QUOTA, _) => Trouble::new(TroubleKind::NoSpace),
        // The line of somebody behind it was lost.
        Said::Status(line::NO_CONNECTION | line::CONNECTION_LOST, _) => {
            Trouble::new(TroubleKind::NoAnswer)
        }
        Said::Status(code, says) => {
            let says: String = says.chars().filter(|c| !c.is_control()).take(200).collect();
            Trouble::new(TroubleKind::Refused).with("status", code).with("says", says)
        }
        // An answer to something else.
        Said::Handle(_) | Said::Data(_) | Said::Names(_) | Said::Kept(_) | Said::Other(_) => {
            Trouble::new(TroubleKind::NotThere)
        }
    }
}
