//! Requests over HTTP, and what became of them. Nothing is followed anywhere: a password goes to
//! the address that somebody typed, or nowhere. Answers have a limit of size and of time.

use std::io::{self, ErrorKind};
use std::time::Duration;

use banthao_core::delivery::{Answer, Destination, ProxyChoice, Trouble, TroubleKind};
use base64::Engine;
use serde_json::Value;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Error, Proxy, Timeout, http};

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

/// One destination, with the password in hand.
pub(crate) struct Client {
    agent: Agent,
    address: String,
    host: String,
    authorization: String,
}

/// Body of a request.
pub(crate) enum Sent<'a> {
    Nothing,
    Json(&'a Value),
    Form(&'a Form),
}

/// A form with a file, as `multipart/form-data`. The same form has the same bytes.
pub(crate) struct Form {
    boundary: String,
    bytes: Vec<u8>,
}

impl Client {
    pub(crate) fn new(
        destination: &Destination,
        password: &str,
        patience: Patience,
    ) -> Answer<Self> {
        let address = destination.address.trim_end_matches('/').to_owned();
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
        let both = format!("{}:{password}", destination.user);
        let both = base64::engine::general_purpose::STANDARD.encode(both);
        let authorization = format!("Basic {both}");
        Ok(Self { agent: config.new_agent(), address, host, authorization })
    }

    /// Sends a request to a path below the address and gives the answer as JSON, for any status that
    /// has one of its own meaning there: 2xx is `Ok`, the rest a trouble.
    pub(crate) fn ask(&self, method: &str, path: &str, sent: &Sent<'_>) -> Answer<Value> {
        let uri = format!("{}{path}", self.address);
        let request = http::Request::builder()
            .method(method)
            .uri(uri)
            .header("Authorization", &self.authorization)
            .header("Accept", "application/json");
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
        };
        let answer = answer.map_err(|_| Trouble::new(TroubleKind::NotThere))?;
        self.understand(answer.map_err(|error| self.trouble(&error))?)
    }

    fn understand(&self, mut answer: http::Response<Body>) -> Answer<Value> {
        let status = answer.status().as_u16();
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let wait = header("Retry-After").parse().ok();
        let to = header("Location");
        let limited = answer.body_mut().with_config().limit(ANSWER_LIMIT);
        let bytes = limited.read_to_vec().map_err(|error| match error {
            Error::BodyExceedsLimit(_) => Trouble::new(TroubleKind::AnswerTooLarge),
            error => self.trouble(&error),
        })?;
        let json: Option<Value> = serde_json::from_slice(&bytes).ok();
        let code = json.as_ref().and_then(|json| json["code"].as_str()).unwrap_or_default();
        let trouble = match status {
            200..=299 => match json {
                Some(json) => return Ok(json),
                // The beginning of what was meant: the rest was lost on the way.
                None if begins_as_json(&bytes) => Trouble::new(TroubleKind::NoAnswer),
                None => self.about(TroubleKind::NotData),
            },
            300..=399 => Trouble::new(TroubleKind::SentElsewhere).with("to", shortened(&to)),
            // The sign-in of a network says so itself.
            511 => self.about(TroubleKind::NotData),
            407 => Trouble::new(TroubleKind::ProxyPassword),
            408 | 425 | 429 => Trouble::new(TroubleKind::Busy),
            401 => Trouble::new(TroubleKind::WrongPassword),
            403 if code.starts_with("rest_cannot") || code.starts_with("rest_forbidden") => {
                let says = json.as_ref().and_then(|json| json["message"].as_str());
                let says = shortened(says.unwrap_or(code));
                Trouble::new(TroubleKind::NoRight).with("what", says)
            }
            404 if code.is_empty() || code == "rest_no_route" => {
                Trouble::new(TroubleKind::NotThere)
            }
            // A fault with a name of its own will be the same tomorrow; these are names of no fault.
            500 if !code.is_empty() && !["internal_server_error", "wp_die"].contains(&code) => {
                refused(status, code, json.as_ref())
            }
            500 | 502..=504 | 520..=530 => {
                Trouble::new(TroubleKind::ServerFault).with("status", status)
            }
            _ => refused(status, code, json.as_ref()),
        };
        Err(Trouble { wait, ..trouble })
    }

    fn about(&self, kind: TroubleKind) -> Trouble {
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

fn refused(status: u16, code: &str, json: Option<&Value>) -> Trouble {
    let says = json.and_then(|json| json["message"].as_str()).unwrap_or_default();
    Trouble::new(TroubleKind::Refused)
        .with("status", status)
        .with("code", shortened(code))
        .with("says", shortened(says))
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
        && ["certificate", "handshake", "protocol version", "tls", "peer"]
            .iter()
            .any(|word| says.contains(word))
}

/// What another system says, as far as a person would read it.
fn shortened(text: &str) -> String {
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
    /// The fields in order, then one file.
    pub(crate) fn new(
        fields: &[(&str, &str)],
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
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
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
