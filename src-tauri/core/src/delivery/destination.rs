//! Where deliveries go: data, edited in the settings. The password is not among them; the keyring
//! of the system has it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::file_server::{FileServer, is_host_key};
use super::html_profile::HtmlProfile;
use super::kind::{DestinationKind, Secret, as_kept};
use crate::failure::{Failure, Result};
use crate::language::normal;

/// Most destinations of a newsroom.
const DESTINATION_LIMIT: usize = 30;
/// Longest text of one field, in bytes.
const TEXT_LIMIT: usize = 500;
/// Most rows of a map.
const MAP_LIMIT: usize = 300;

/// A system that takes articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Destination {
    /// Names its password in the keyring; given once, never the address. Empty for a new one.
    pub id: String,
    pub name: String,
    #[serde(deserialize_with = "as_kept")]
    pub kind: DestinationKind,
    /// `https://…` without a slash at its end, `http://` for this very machine only; `sftp://…`; the
    /// whole path of a folder.
    pub address: String,
    /// Empty where the kind has none.
    pub user: String,
    /// Name of the export target whose pictures are sent; empty for the standard one.
    #[serde(default)]
    pub target: String,
    #[serde(default)]
    pub post_as: PostAs,
    /// How the text is written there.
    #[serde(default)]
    pub html: HtmlProfile,
    /// Section of the desk to category there; a section that is not named keeps its name.
    #[serde(default)]
    pub sections: Vec<Mapped>,
    /// Pen name to user (or co-author) there, by its name in addresses.
    #[serde(default)]
    pub authors: Vec<Mapped>,
    #[serde(default)]
    pub proxy: ProxyChoice,
    /// Certificates to trust instead of the system's, as a file in PEM.
    #[serde(default)]
    pub ca_file: String,
    /// Whether a password was given for it; asked where a kind may do without one.
    #[serde(default = "given")]
    pub has_password: bool,
}

/// What was kept before this was told may have one.
fn given() -> bool {
    true
}

/// The state in which an article arrives. Publishing is a choice, never the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PostAs {
    #[default]
    Draft,
    /// Waits for somebody there.
    Pending,
    Publish,
    Private,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mapped {
    pub here: String,
    pub there: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum ProxyChoice {
    /// As the system says.
    #[default]
    System,
    None,
    /// `http://host:port`.
    Manual {
        address: String,
    },
}

impl Destination {
    /// What a section is called there.
    pub fn category<'a>(&'a self, section: &'a str) -> &'a str {
        self.sections.iter().find(|it| it.here == section).map_or(section, |it| &it.there)
    }

    /// Whether nothing is sent there without a password.
    pub fn wants_password(&self) -> bool {
        match self.kind.secret() {
            Secret::Required => true,
            Secret::Optional => self.has_password,
            Secret::Never => false,
        }
    }

    /// The user behind a pen name there, where the map knows one.
    pub fn author(&self, pen_name: &str) -> Option<&str> {
        self.authors.iter().find(|it| it.here == pen_name).map(|it| it.there.as_str())
    }

    /// Brings the destinations of a newsroom to one form and refuses what nothing could be sent to.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `destinationCount`, `destinationName`, `destinationTwice`,
    /// `destinationAddress`, `destinationFolder`, `destinationUser`, `destinationPictures`,
    /// `destinationPlace` (numbers and names of a portal), `destinationPostAs`, `destinationProxy`,
    /// `destinationText`, `destinationServer` (of an address `sftp://…`), `destinationKeyFile`,
    /// `destinationHostKey`.
    pub fn accept(mut all: Vec<Self>) -> Result<Vec<Self>> {
        if all.len() > DESTINATION_LIMIT {
            return Err(Failure::bad_input("destinationCount"));
        }
        let mut taken: Vec<String> = Vec::new();
        for destination in &mut all {
            destination.tidy()?;
            let folded = destination.name.to_lowercase();
            if taken.contains(&folded) {
                return Err(Failure::bad_input("destinationTwice"));
            }
            taken.push(folded);
        }
        Ok(all)
    }

    fn tidy(&mut self) -> Result<()> {
        for text in [&mut self.name, &mut self.user, &mut self.target, &mut self.ca_file] {
            *text = clean(text);
        }
        self.address = clean(&self.address).trim_end_matches('/').to_owned();
        for row in self.sections.iter_mut().chain(&mut self.authors) {
            (row.here, row.there) = (clean(&row.here), clean(&row.there));
        }
        let rows = || self.sections.iter().chain(&self.authors);
        let texts = rows().flat_map(|row| [&row.here, &row.there]);
        let texts = texts.chain([&self.name, &self.user, &self.address, &self.ca_file]);
        if texts.map(String::len).any(|length| length > TEXT_LIMIT)
            || self.sections.len().max(self.authors.len()) > MAP_LIMIT
            || rows().any(|row| row.here.is_empty() || row.there.is_empty())
        {
            return Err(Failure::bad_input("destinationText"));
        }
        if self.name.is_empty() {
            return Err(Failure::bad_input("destinationName"));
        }
        self.tidy_kind()?;
        if let ProxyChoice::Manual { address } = &mut self.proxy {
            *address = clean(address);
            if host_of(address, &["http://"]).is_none() {
                return Err(Failure::bad_input("destinationProxy"));
            }
        }
        Ok(())
    }

    /// What the kind asks of the address and the user.
    fn tidy_kind(&mut self) -> Result<()> {
        self.html = self.html.fitted(&self.kind);
        match &mut self.kind {
            DestinationKind::WordPress => {
                if self.user.is_empty() {
                    return Err(Failure::bad_input("destinationUser"));
                }
            }
            // Some take what comes from anybody in the house.
            DestinationKind::WebDav { .. } => {}
            DestinationKind::Ghost => self.user.clear(),
            DestinationKind::Liferay74 { site, structure, content_field, folder, .. } => {
                tidy_texts([&mut *site, structure, content_field, folder])?;
                let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
                if site.is_empty()
                    || !site.chars().all(is_plain)
                    || structure.is_empty()
                    || content_field.is_empty()
                    || !are_numbers([&*structure, folder])
                {
                    return Err(Failure::bad_input("destinationPlace"));
                }
                // It would be published all the same.
                if self.post_as != PostAs::Publish {
                    return Err(Failure::bad_input("destinationPostAs"));
                }
                if self.user.is_empty() {
                    return Err(Failure::bad_input("destinationUser"));
                }
            }
            DestinationKind::Liferay62 {
                group,
                folder,
                pictures,
                structure,
                template,
                content_field,
            } => {
                let texts = [&mut *group, folder, pictures, structure, template, content_field];
                tidy_texts(texts)?;
                if group.is_empty()
                    || !are_numbers([&*group, folder, pictures])
                    || (content_field.is_empty() && !structure.is_empty())
                {
                    return Err(Failure::bad_input("destinationPlace"));
                }
                if self.user.is_empty() {
                    return Err(Failure::bad_input("destinationUser"));
                }
            }
            DestinationKind::Webhook { pictures_to } => {
                self.user.clear();
                *pictures_to = clean(pictures_to).trim_end_matches('/').to_owned();
                if !pictures_to.is_empty() && !is_safe_address(pictures_to) {
                    return Err(Failure::bad_input("destinationPictures"));
                }
            }
            DestinationKind::Folder { .. } => {
                self.user.clear();
                if !Path::new(&self.address).is_absolute()
                    || self.address.contains(char::is_control)
                {
                    return Err(Failure::bad_input("destinationFolder"));
                }
                return Ok(());
            }
            DestinationKind::Sftp { key_file, host_key, .. } => {
                tidy_texts([&mut *key_file])?;
                *host_key = clean(host_key);
                if !key_file.is_empty() && !Path::new(key_file.as_str()).is_absolute() {
                    return Err(Failure::bad_input("destinationKeyFile"));
                }
                if !host_key.is_empty() && !is_host_key(host_key) {
                    return Err(Failure::bad_input("destinationHostKey"));
                }
                // Without one it would be the name on this computer.
                if self.user.is_empty() || self.user.contains(char::is_control) {
                    return Err(Failure::bad_input("destinationUser"));
                }
                if FileServer::at(&self.address).is_none() {
                    return Err(Failure::bad_input("destinationServer"));
                }
                return Ok(());
            }
        }
        // A colon ends the name in what is sent; with one in it the password would begin too early.
        if self.user.contains(':') || self.user.contains(char::is_control) {
            return Err(Failure::bad_input("destinationUser"));
        }
        if is_safe_address(&self.address) {
            Ok(())
        } else {
            Err(Failure::bad_input("destinationAddress"))
        }
    }
}

fn tidy_texts<const N: usize>(texts: [&mut String; N]) -> Result<()> {
    for text in texts {
        *text = clean(text);
        if text.len() > TEXT_LIMIT || text.contains(char::is_control) {
            return Err(Failure::bad_input("destinationText"));
        }
    }
    Ok(())
}

/// Numbers of another system, or nothing.
fn are_numbers<const N: usize>(texts: [&String; N]) -> bool {
    texts.into_iter().all(|text| text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn clean(text: &str) -> String {
    normal::nfc(text).trim().to_owned()
}

/// A password goes over a line that nobody else reads, or does not leave this machine.
fn is_safe_address(address: &str) -> bool {
    if host_of(address, &["https://"]).is_some() {
        return true;
    }
    let host = host_of(address, &["http://"]);
    host.is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"))
}

/// The host of a plain address: no name or password in it, no query, nothing that is no letter of an
/// address.
fn host_of<'a>(address: &'a str, schemes: &[&str]) -> Option<&'a str> {
    let rest = schemes.iter().find_map(|scheme| address.strip_prefix(scheme))?;
    let plain = |c: char| c.is_ascii_graphic() && !"@?#\\\"<>".contains(c);
    if !rest.chars().all(plain) {
        return None;
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => {
            (&authority[..at], Some(&authority[at + 1..]))
        }
        _ => (authority, None),
    };
    let port_is_one = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    (!host.is_empty() && port_is_one).then_some(host)
}
