//! A server of a test's own that answers as a system's documented contract says. No such system is
//! behind it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::Value;

/// A running server with what it keeps.
pub(crate) struct Scripted<S> {
    pub(crate) port: u16,
    state: Arc<Mutex<S>>,
}

#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Without its query, as it was sent.
    pub(crate) path: String,
    /// Names and values, as they were meant.
    pub(crate) query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Said {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// A field of a form; the file's name where it is a file.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) bytes: Vec<u8>,
}

impl<S: Send + 'static> Scripted<S> {
    pub(crate) fn start(
        state: S,
        answer: impl Fn(&mut S, &Asked) -> Said + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(state));
        let (shared, answer) = (state.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for mut call in listener.incoming().flatten() {
                let (state, answer) = (shared.clone(), answer.clone());
                std::thread::spawn(move || {
                    // Requests that break off leave nothing, as with any server that reads them first.
                    let Some(asked) = read(&mut call) else { return };
                    let said = answer(&mut state.lock().unwrap(), &asked);
                    let _ = call.write_all(&said.bytes());
                });
            }
        });
        Self { port, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, S> {
        self.state.lock().unwrap()
    }
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|it| it.0.eq_ignore_ascii_case(name));
        found.map_or("", |it| it.1.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        self.query.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    /// The fields of `multipart/form-data`.
    pub(crate) fn form(&self) -> Vec<Field> {
        let kind = self.header("Content-Type");
        let boundary = format!("--{}", kind.split("boundary=").nth(1).unwrap());
        let mut fields = Vec::new();
        let mut rest = &self.body[..];
        while let Some(at) = find(rest, boundary.as_bytes()) {
            rest = &rest[at + boundary.len()..];
            let Some(end) = find(rest, boundary.as_bytes()) else { break };
            let part = &rest[2..end - 2];
            let head = find(part, b"\r\n\r\n").unwrap();
            let text = String::from_utf8_lossy(&part[..head]).into_owned();
            let named = |name: &str| {
                let after = text.split(&format!(" {name}=\"")).nth(1);
                after.and_then(|it| it.split('"').next()).unwrap_or_default().to_owned()
            };
            let (name, file) = (named("name"), named("filename"));
            fields.push(Field { name, file, bytes: part[head + 4..].to_vec() });
        }
        fields
    }
}

impl Said {
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        let headers = vec![("Content-Type", "application/json; charset=utf-8".to_owned())];
        Self { status, headers, body: value.to_string().into_bytes() }
    }

    pub(crate) fn page(status: u16, html: &str) -> Self {
        let headers = vec![("Content-Type", "text/html; charset=utf-8".to_owned())];
        Self { status, headers, body: html.as_bytes().to_vec() }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut text = format!(
            "HTTP/1.1 {} Said\r\nContent-Length: {}\r\nConnection: close\r\n",
            self.status,
            self.body.len()
        );
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut bytes = (text + "\r\n").into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|it| it == part)
}

fn read(call: &mut TcpStream) -> Option<Asked> {
    call.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let (mut bytes, mut part) = (Vec::new(), [0; 64 * 1024]);
    let head = loop {
        if let Some(at) = find(&bytes, b"\r\n\r\n") {
            break at;
        }
        let read = call.read(&mut part).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|it| it.0.eq_ignore_ascii_case("content-length"));
    let length: usize = length.map_or(Some(0), |it| it.1.parse().ok())?;
    while bytes.len() < head + 4 + length {
        let read = call.read(&mut part).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    let query = query.split('&').filter(|it| !it.is_empty()).map(pair).collect();
    let body = bytes[head + 4..head + 4 + length].to_vec();
    Some(Asked { method, path: path.to_owned(), query, headers, body })
}

/// As an address or a form has it.
pub(crate) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
