//! A folder on a server that speaks WebDAV (RFC 4918): Nextcloud, SharePoint, a NAS, IIS, Apache.
//!
//! What it says of names is compared with ours and never made an address of.

use std::collections::BTreeSet;

use banthao_core::delivery::{Answer, Destination, Trouble, TroubleKind};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{FILE_LIMIT, Shelf};
use crate::digest::Challenge;
use crate::http::{Client, Patience, Reply, Said, Sent};

pub(crate) struct WebDav {
    client: Client,
    address: String,
    user: String,
    password: String,
    /// How the server wants to be signed in to; found out with the first request.
    sign_in: SignIn,
}

enum SignIn {
    Unasked,
    Basic,
    Digest(Challenge),
}

/// Something in a folder there.
struct Entry {
    name: String,
    bytes: Option<u64>,
    is_folder: bool,
}

impl WebDav {
    /// # Errors
    /// Where the certificates or the proxy of the destination cannot be used.
    pub(crate) fn new(
        destination: &Destination,
        password: &str,
        patience: Patience,
    ) -> Answer<Self> {
        Ok(Self {
            client: Client::new(destination, &destination.address, patience)?.taking(FILE_LIMIT),
            address: destination.address.clone(),
            user: destination.user.clone(),
            password: password.to_owned(),
            sign_in: SignIn::Unasked,
        })
    }

    /// Sends a request, signed in as the server wants it.
    fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        bytes: Option<&[u8]>,
    ) -> Answer<Reply> {
        let path = if path.is_empty() { "/".to_owned() } else { format!("/{path}") };
        let sent = bytes.map_or(Sent::Nothing, |it| Sent::Bytes("application/octet-stream", it));
        for turn in 0..2 {
            let signed = match &mut self.sign_in {
                SignIn::Unasked => None,
                SignIn::Basic => Some(Client::basic(&self.user, &self.password)),
                SignIn::Digest(challenge) => {
                    let uri = format!("{}{path}", self.client.path());
                    Some(challenge.answer(&self.user, &self.password, method, &uri))
                }
            };
            let mut headers = headers.to_vec();
            if let Some(signed) = &signed {
                headers.push(("Authorization", signed));
            }
            let reply = self.client.send(method, &path, &headers, &sent)?;
            if reply.status != 401 || self.user.is_empty() || turn == 1 {
                return Ok(reply);
            }
            // Asked for the first time, or a number of the server's has grown too old.
            self.sign_in = match (Challenge::read(&reply.asks), &self.sign_in) {
                (Some(challenge), SignIn::Unasked | SignIn::Digest(_)) => SignIn::Digest(challenge),
                (None, SignIn::Unasked) => SignIn::Basic,
                _ => return Ok(reply),
            };
        }
        Err(Trouble::new(TroubleKind::WrongPassword))
    }

    /// Whether it was done; `already` are answers that say that there was nothing to do.
    fn did(&self, reply: &Reply, already: &[u16]) -> Answer<()> {
        match reply.status {
            // Some page that stands in the way, and never saw what was meant.
            200 if is_page(reply) => Err(self.client.about(TroubleKind::NotData)),
            // Of several things that were asked, some came to nothing.
            207 => Err(Trouble::new(TroubleKind::ServerFault).with("status", 207)),
            200..=299 => Ok(()),
            status if already.contains(&status) => Ok(()),
            _ => Err(self.refusal(reply)),
        }
    }

    fn refusal(&self, reply: &Reply) -> Trouble {
        match reply.status {
            403 => Trouble::new(TroubleKind::NoRight).with("what", "write"),
            // The folder of the destination is not there.
            404 | 409 => Trouble::new(TroubleKind::NotThere),
            412 => Trouble::new(TroubleKind::ChangedThere),
            423 => Trouble::new(TroubleKind::Busy),
            _ => self.client.refusal(reply, |_| Said::default()),
        }
    }

    /// What is in a folder; `None` where there is none of its name.
    fn entries(&mut self, folder: &str) -> Answer<Option<Vec<Entry>>> {
        let reply = self.request("PROPFIND", folder, &[("Depth", "1")], None)?;
        match reply.status {
            207 => {}
            404 => return Ok(None),
            _ if is_page(&reply) && reply.status == 200 => {
                return Err(self.client.about(TroubleKind::NotData));
            }
            200..=299 => return Err(Trouble::new(TroubleKind::NotThere)),
            _ => return Err(self.refusal(&reply)),
        }
        let base = format!("{}/{folder}", self.client.path());
        let found = listed(&reply.bytes, &base).ok_or_else(|| {
            // The beginning of an answer, or an answer of something else.
            Trouble::new(TroubleKind::NoAnswer)
        })?;
        Ok(Some(found))
    }
}

impl Shelf for WebDav {
    fn names(&mut self) -> Answer<Vec<String>> {
        let found = self.entries("")?.ok_or_else(|| Trouble::new(TroubleKind::NotThere))?;
        Ok(found.into_iter().map(|entry| entry.name).collect())
    }

    fn read(&mut self, path: &str) -> Answer<Option<Vec<u8>>> {
        let reply = self.request("GET", path, &[], None)?;
        match reply.status {
            200 => Ok(Some(reply.bytes)),
            404 | 410 => Ok(None),
            _ => Err(self.refusal(&reply)),
        }
    }

    fn make_folder(&mut self, path: &str) -> Answer<()> {
        let reply = self.request("MKCOL", path, &[], None)?;
        self.did(&reply, &[405])
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Answer<()> {
        let reply = self.request("PUT", path, &[], Some(bytes))?;
        self.did(&reply, &[])
    }

    fn rename(&mut self, from: &str, to: &str) -> Answer<()> {
        let to = format!("{}/{to}", self.address);
        let headers = [("Destination", to.as_str()), ("Overwrite", "F")];
        let reply = self.request("MOVE", from, &headers, None)?;
        self.did(&reply, &[])
    }

    fn remove(&mut self, path: &str) -> Answer<()> {
        let reply = self.request("DELETE", path, &[], None)?;
        self.did(&reply, &[404, 410])
    }

    fn sizes(&mut self, folder: &str) -> Answer<Option<Vec<(String, u64)>>> {
        let Some(entries) = self.entries(folder)? else { return Ok(None) };
        let mut found = Vec::new();
        for entry in entries {
            if !is_plain(&entry.name) {
                continue;
            }
            if !entry.is_folder {
                found.extend(entry.bytes.map(|bytes| (entry.name, bytes)));
                continue;
            }
            // A package has folders of one level.
            let inner = self.entries(&format!("{folder}/{}", entry.name))?.unwrap_or_default();
            let inner = inner.into_iter().filter(|it| !it.is_folder);
            found.extend(
                inner.filter_map(|it| Some((format!("{}/{}", entry.name, it.name), it.bytes?))),
            );
        }
        Ok(Some(found))
    }

    fn link(&self, path: &str) -> String {
        format!("{}/{path}", self.address)
    }

    fn user(&self) -> String {
        self.user.clone()
    }

    fn verb(&self) -> &'static str {
        "PUT"
    }
}

fn is_page(reply: &Reply) -> bool {
    let start = reply.bytes.iter().skip_while(|byte| byte.is_ascii_whitespace()).take(9);
    let start: Vec<u8> = start.map(u8::to_ascii_lowercase).collect();
    start.starts_with(b"<html") || start.starts_with(b"<!doctype")
}

/// Letters of our own names, which mean nothing to a path.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

/// The things that a multistatus tells of, but for the folder itself; `None` where it is none, or
/// breaks off.
fn listed(xml: &[u8], base: &str) -> Option<Vec<Entry>> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).ok()?);
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut entry = (String::new(), String::new(), false);
    let (mut field, mut whole) = (String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                field = tag.local_name().as_ref().to_ascii_lowercase();
                match field.as_str() {
                    "response" => entry = (String::new(), String::new(), false),
                    "collection" => entry.2 = true,
                    _ => {}
                }
            }
            Event::Empty(tag) if tag.local_name().as_ref().eq_ignore_ascii_case("collection") => {
                entry.2 = true;
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                match field.as_str() {
                    "href" => entry.0.push_str(text.trim()),
                    "getcontentlength" => entry.1.push_str(text.trim()),
                    _ => {}
                }
            }
            // Of those that an address may have.
            Event::GeneralRef(name) if field == "href" => match name.resolve_char_ref().ok()? {
                Some(letter) => entry.0.push(letter),
                None if name.as_ref() == "amp" => entry.0.push('&'),
                None => return None,
            },
            Event::End(tag) => {
                let name = tag.local_name().as_ref().to_ascii_lowercase();
                field.clear();
                if name == "multistatus" {
                    whole = true;
                } else if name == "response" {
                    let path = path_of(&entry.0);
                    if path.trim_end_matches('/') != decoded(base).trim_end_matches('/') {
                        let path = path.trim_end_matches('/');
                        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                        if seen.insert(name.clone()) {
                            let bytes = entry.1.parse().ok();
                            found.push(Entry { name, bytes, is_folder: entry.2 });
                        }
                    }
                }
            }
            Event::Eof => return whole.then_some(found),
            _ => {}
        }
    }
}

/// The path of an address, or of a part of one.
fn path_of(href: &str) -> String {
    let rest = href
        .split_once("://")
        .map_or(href, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    decoded(rest)
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(xml: &str) -> Option<Vec<(String, Option<u64>, bool)>> {
        let found = listed(xml.as_bytes(), "/dav/tin%20b%C3%A0i/")?;
        Some(found.into_iter().map(|it| (it.name, it.bytes, it.is_folder)).collect())
    }

    #[test]
    fn what_servers_of_several_makes_say_is_read() {
        let xml = r#"<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">
            <d:response><d:href>/dav/tin%20b%c3%a0i/</d:href><d:propstat><d:prop>
              <d:resourcetype><d:collection/></d:resourcetype></d:prop></d:propstat></d:response>
            <d:response><d:href>https://nas.vn/dav/tin%20b%C3%A0i/a-bt-abc-v1/</d:href><d:propstat>
              <d:prop><d:resourcetype><d:collection></d:collection></d:resourcetype></d:prop>
              </d:propstat></d:response>
            <d:response><d:href>/dav/tin b&#224;i/b.zip</d:href><d:propstat><d:prop>
              <d:getcontentlength>12</d:getcontentlength><d:resourcetype/></d:prop></d:propstat>
            </d:response></d:multistatus>"#;
        // The last one is written as some servers should not write it; only its name matters.
        let found = names(xml).expect("it is whole");
        assert_eq!(found[0], ("a-bt-abc-v1".to_owned(), None, true));
        assert_eq!(found[1], ("b.zip".to_owned(), Some(12), false));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn an_answer_that_breaks_off_is_none() {
        let xml = "<d:multistatus xmlns:d=\"DAV:\"><d:response><d:href>/a</d:href></d:response>";
        assert_eq!(names(xml), None);
        assert_eq!(names(""), None);
        assert_eq!(names("{}"), None);
    }

    #[test]
    fn names_that_lead_elsewhere_are_no_names_of_ours() {
        for name in ["..", ".", "", "a/b", "a\\b", ".an", "a%2fb", "x\u{202e}y"] {
            assert!(!is_plain(name), "{name}");
        }
        assert!(is_plain("article.txt") && is_plain("anh-1_web.jpg"));
    }
}
