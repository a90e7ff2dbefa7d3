//! Requests over HTTP, and what became of them. Nothing is followed anywhere: a password goes to
//! the address that somebody typed, or nowhere. Answers have a limit of size and of time.

use std::io::{self, ErrorKind};
use std::time::Duration;

use banthao_core::delivery::{Answer, Destination, ProxyChoice, Trouble, TroubleKind};
use base64::Engine;
use serde_json::Value;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Error, Proxy, Timeout, http};

/// Longest answer, in bytes: an article of the greatest length, twice.
const ANSWER_LIMIT: u64 = 16 << 20;
const USER_AGENT: &str = concat!("BanThao/", env!("CARGO_PKG_VERSION"));

/// How long the other side is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub connect: Duration,
    /// From the end of a request to the whole answer; making small pictures takes a server long.
    pub answer: Duration,
    /// For a request with a picture.
    pub upload: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            answer: Duration::from_secs(90),
            upload: Duration::from_secs(300),
        }
    }
}

/// The way to one destination.
pub(crate) struct Client {
    agent: Agent,
    address: String,
    host: String,
    /// Sent with every request.
    headers: Vec<(&'static str, String)>,
    /// Longest answer, in bytes.
    limit: u64,
}

/// Body of a request.
pub(crate) enum Sent<'a> {
    Nothing,
    Json(&'a Value),
    Form(&'a Form),
    /// With its media type.
    Bytes(&'a str, &'a [u8]),
}

/// An answer, whatever it says.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) bytes: Vec<u8>,
    /// How long the other side asks to be left alone, in seconds.
    wait: Option<u32>,
    /// Where it sends to.
    to: String,
    /// What it asks to be signed in with.
    pub(crate) asks: String,
}

/// The name of a fault and its sentence, as a system of one kind writes them.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// Empty where the answer has no name of its own for the fault.
    pub(crate) code: String,
    pub(crate) says: String,
    /// It is about a right of the user's.
    pub(crate) forbids: bool,
    /// It says that there is a fault, and nothing of it.
    pub(crate) is_vague: bool,
}

/// Reads the fault out of an answer.
pub(crate) type Reader = fn(&Value) -> Said;

/// A form with a file, as `multipart/form-data`. The same form has the same bytes.
pub(crate) struct Form {
    boundary: String,
    bytes: Vec<u8>,
}

impl Client {
    /// To an address of the destination's; nobody is signed in there.
    pub(crate) fn new(
        destination: &Destination,
        address: &str,
        patience: Patience,
    ) -> Answer<Self> {
        let address = address.trim_end_matches('/').to_owned();
        let authority = address.split("://").nth(1).unwrap_or_default();
        let host = authority.split('/').next().unwrap_or_default().to_owned();
        let roots = if destination.ca_file.is_empty() {
            RootCerts::PlatformVerifier
        } else {
            RootCerts::new_with_certs(&certificates(&destination.ca_file, &host)?)
        };
        // The proxy of a newsroom knows nothing of this machine.
        let here = address.starts_with("http://");
        let proxy = match &destination.proxy {
            _ if here => None,
            ProxyChoice::System => Proxy::try_from_env(),
            ProxyChoice::None => None,
            ProxyChoice::Manual { address } => Some(
                Proxy::new(address)
                    .map_err(|error| Trouble::new(TroubleKind::ProxyFailed).with("says", error))?,
            ),
        };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(USER_AGENT)
            // WebDAV has verbs of its own.
            .allow_non_standard_methods(true)
            .proxy(proxy)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            // A connection kept open may be closed in the moment in which it is used again, and
            // then nobody knows whether the request arrived.
            .max_idle_connections(0)
            .timeout_resolve(Some(patience.connect))
            .timeout_connect(Some(patience.connect))
            .timeout_send_request(Some(patience.connect))
            .timeout_send_body(Some(patience.upload))
            .timeout_recv_response(Some(patience.answer))
            .timeout_recv_body(Some(patience.answer))
            .timeout_global(Some(patience.upload + patience.answer * 2))
            .build();
        Ok(Self {
            agent: config.new_agent(),
            address,
            host,
            headers: Vec::new(),
            limit: ANSWER_LIMIT,
        })
    }

    /// Taking answers of so many bytes: files, not data.
    pub(crate) fn taking(mut self, limit: u64) -> Self {
        self.limit = limit;
        self
    }

    /// With a header that goes with every request.
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With a name and a password, for those that ask for no more.
    pub(crate) fn signed_in(self, user: &str, password: &str) -> Self {
        self.with("Authorization", Self::basic(user, password))
    }

    /// The value of `Authorization` for those that ask for no more than a name and a password.
    pub(crate) fn basic(user: &str, password: &str) -> String {
        let both = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        format!("Basic {both}")
    }

    /// The path of the address; empty, or with a `/` at its beginning and none at its end.
    pub(crate) fn path(&self) -> &str {
        let rest = self.address.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("", |at| &rest[at..])
    }

    /// Sends a request to a path below the address and gives whatever answer comes.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        sent: &Sent<'_>,
    ) -> Answer<Reply> {
        let mut request =
            http::Request::builder().method(method).uri(format!("{}{path}", self.address));
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            request = request.header(name, value);
        }
        let answer = match sent {
            Sent::Nothing => request.body(()).map(|request| self.agent.run(request)),
            Sent::Json(value) => request
                .header("Content-Type", "application/json; charset=utf-8")
                .body(value.to_string())
                .map(|request| self.agent.run(request)),
            Sent::Form(form) => request
                .header("Content-Type", form.content_type())
                .body(form.bytes.as_slice())
                .map(|request| self.agent.run(request)),
            Sent::Bytes(media_type, bytes) => request
                .header("Content-Type", *media_type)
                .body(*bytes)
                .map(|request| self.agent.run(request)),
        };
        let answer = answer.map_err(|_| Trouble::new(TroubleKind::NotThere))?;
        let mut answer = answer.map_err(|error| self.trouble(&error))?;
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (status, wait) = (answer.status().as_u16(), header("Retry-After").parse().ok());
        let to = header("Location");
        let asks: Vec<&str> = answer
            .headers()
            .get_all("WWW-Authenticate")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        let asks = asks.join(", ");
        let limited = answer.body_mut().with_config().limit(self.limit);
        let bytes = limited.read_to_vec().map_err(|error| match error {
            Error::BodyExceedsLimit(_) => Trouble::new(TroubleKind::AnswerTooLarge),
            error => self.trouble(&error),
        })?;
        Ok(Reply { status, bytes, wait, to, asks })
    }

    /// Sends a request and gives the answer as JSON: 2xx is `Ok`, the rest a trouble.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        sent: &Sent<'_>,
        reader: Reader,
    ) -> Answer<Value> {
        let reply = self.send(method, path, &[("Accept", "application/json")], sent)?;
        self.json(&reply, reader)
    }

    /// An answer as JSON, where it is one of success.
    pub(crate) fn json(&self, reply: &Reply, reader: Reader) -> Answer<Value> {
        if !(200..300).contains(&reply.status) {
            return Err(self.refusal(reply, reader));
        }
        match serde_json::from_slice(&reply.bytes) {
            Ok(json) => Ok(json),
            // The beginning of what was meant: the rest was lost on the way.
            Err(_) if begins_as_json(&reply.bytes) => Err(Trouble::new(TroubleKind::NoAnswer)),
            Err(_) => Err(self.about(TroubleKind::NotData)),
        }
    }

    /// What an answer means that is none of success.
    pub(crate) fn refusal(&self, reply: &Reply, reader: Reader) -> Trouble {
        let json: Option<Value> = serde_json::from_slice(&reply.bytes).ok();
        let said = json.as_ref().map(reader).unwrap_or_default();
        let status = reply.status;
        let refused = || {
            Trouble::new(TroubleKind::Refused)
                .with("status", status)
                .with("code", shortened(&said.code))
                .with("says", shortened(&said.says))
        };
        let trouble = match status {
            300..=399 => Trouble::new(TroubleKind::SentElsewhere).with("to", shortened(&reply.to)),
            // The sign-in of a network says so itself.
            511 => self.about(TroubleKind::NotData),
            407 => Trouble::new(TroubleKind::ProxyPassword),
            408 | 425 | 429 => Trouble::new(TroubleKind::Busy),
            401 if said.says.is_empty() => Trouble::new(TroubleKind::WrongPassword),
            401 => Trouble::new(TroubleKind::WrongPassword).with("says", shortened(&said.says)),
            403 if said.forbids => {
                let says = if said.says.is_empty() { &said.code } else { &said.says };
                Trouble::new(TroubleKind::NoRight).with("what", shortened(says))
            }
            404 | 405 if said.code.is_empty() => Trouble::new(TroubleKind::NotThere),
            507 => Trouble::new(TroubleKind::NoSpace),
            // A fault with a name of its own will be the same tomorrow; some names are of no fault.
            500 if !said.code.is_empty() && !said.is_vague => refused(),
            500 | 502..=504 | 520..=530 => {
                Trouble::new(TroubleKind::ServerFault).with("status", status)
            }
            _ => refused(),
        };
        Trouble { wait: reply.wait, ..trouble }
    }

    pub(crate) fn about(&self, kind: TroubleKind) -> Trouble {
        Trouble::new(kind).with("host", &self.host)
    }

    /// What an error of the connection means: above all whether anything was sent.
    fn trouble(&self, error: &Error) -> Trouble {
        let tls = |says: &str| {
            let low = says.to_ascii_lowercase();
            let old = ["protocolversion", "protocol version", "versions of tls"];
            if old.iter().any(|words| low.contains(words)) {
                self.about(TroubleKind::OldTls)
            } else {
                self.about(TroubleKind::Certificate).with("says", shortened(says))
            }
        };
        match error {
            Error::HostNotFound
            | Error::ConnectionFailed
            | Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
                self.about(TroubleKind::Unreachable)
            }
            Error::Io(error) if never_connected(error) => self.about(TroubleKind::Unreachable),
            // Of a handshake: nothing of a request goes out before it is done.
            Error::Io(error) if is_of_tls(error) => tls(&error.to_string()),
            Error::Rustls(error) => tls(&error.to_string()),
            Error::Tls(says) => tls(says),
            Error::ConnectProxyFailed(says) if says.contains("407") => {
                Trouble::new(TroubleKind::ProxyPassword)
            }
            Error::ConnectProxyFailed(says) => {
                Trouble::new(TroubleKind::ProxyFailed).with("says", shortened(says))
            }
            Error::LargeResponseHeader(..) => Trouble::new(TroubleKind::AnswerTooLarge),
            Error::BadUri(_) | Error::Http(_) => Trouble::new(TroubleKind::NotThere),
            _ => Trouble::new(TroubleKind::NoAnswer),
        }
    }
}

fn begins_as_json(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, None | Some(b'{' | b'['))
}

fn never_connected(error: &io::Error) -> bool {
    // The system has no kind for a name that it cannot look up: a sentence on Unix, and numbers on
    // Windows (WSAHOST_NOT_FOUND to WSANO_DATA).
    let no_such_host = error.to_string().contains("failed to lookup address")
        || (cfg!(windows) && matches!(error.raw_os_error(), Some(11_001..=11_004)));
    no_such_host
        || matches!(
            error.kind(),
            ErrorKind::ConnectionRefused
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkUnreachable
                | ErrorKind::NetworkDown
                | ErrorKind::AddrNotAvailable
        )
}

fn is_of_tls(error: &io::Error) -> bool {
    let says = error.to_string().to_ascii_lowercase();
    error.kind() == ErrorKind::InvalidData
        && ["certificate", "corrupt message", "handshake", "protocol version", "tls", "peer"]
            .iter()
            .any(|word| says.contains(word))
}

/// What another system says, as far as a person would read it.
pub(crate) fn shortened(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.chars().take(300).collect()
}

fn certificates(path: &str, host: &str) -> Answer<Vec<Certificate<'static>>> {
    let unusable = |says: String| {
        Trouble::new(TroubleKind::Certificate).with("host", host).with("says", shortened(&says))
    };
    let pem = std::fs::read(path).map_err(|error| unusable(format!("{path}: {error}")))?;
    let found: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return Err(unusable(format!("{path}: no certificate in it")));
    }
    Ok(found)
}

impl Form {
    /// The fields in order, then one file in a field of its own name.
    pub(crate) fn new(
        fields: &[(&str, &str)],
        field: &str,
        file_name: &str,
        media_type: &str,
        file: &[u8],
    ) -> Self {
        // Nobody can write a text in which its own hash stands.
        let mut hasher = blake3::Hasher::new();
        for (name, value) in fields {
            hasher.update(name.as_bytes()).update(&[0]).update(value.as_bytes()).update(&[0]);
        }
        let boundary = format!("banthao-{}", &hasher.update(file).finalize().to_hex()[..32]);
        let mut bytes = Vec::with_capacity(file.len() + 2_048);
        let mut put = |text: &str| bytes.extend_from_slice(text.as_bytes());
        for (name, value) in fields {
            put(&format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n"
            ));
            put(value);
            put("\r\n");
        }
        put(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; \
             filename=\"{file_name}\"\r\nContent-Type: {media_type}\r\n\r\n"
        ));
        bytes.extend_from_slice(file);
        bytes.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        Self { boundary, bytes }
    }

    fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Text as a value in a query.
pub(crate) fn in_query(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
