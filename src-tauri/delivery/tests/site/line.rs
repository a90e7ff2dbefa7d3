//! A line to a server on which each request and each answer can be cut, held up, doubled or broken off.
#![allow(dead_code, reason = "the tests of the command line use a part of it")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What happens to one exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nobody answers the call.
    Refused,
    /// The request breaks off in its middle.
    RequestBroken,
    /// The request arrives, and the line is cut before the answer.
    AnswerLost,
    /// Half of the answer comes.
    AnswerBroken,
    /// The request arrives twice, as some gateways do it, and one answer comes back.
    Doubled,
    /// The answer is held up beyond all patience.
    Late,
    /// A gateway's own fault, the request never having arrived …
    GatewayBefore,
    /// … or having been done.
    GatewayAfter,
    /// A page of the network's sign-in.
    Captive,
    /// The request is held in the hand, never to arrive; whoever waits for it is told …
    HeldBefore,
    /// … or having arrived, without an answer.
    HeldAfter,
}

pub(crate) const CUTS: [Cut; 9] = [
    Cut::Refused,
    Cut::RequestBroken,
    Cut::AnswerLost,
    Cut::AnswerBroken,
    Cut::Doubled,
    Cut::Late,
    Cut::GatewayBefore,
    Cut::GatewayAfter,
    Cut::Captive,
];

/// A line to a port of this machine.
pub(crate) struct Line {
    pub(crate) port: u16,
    state: Arc<State>,
}

struct State {
    to: u16,
    /// What happens at which request that changes something, counted from 0.
    plan: Mutex<Vec<(usize, Cut)>>,
    /// Those that came.
    seen: Mutex<Vec<String>>,
    /// What happens to each question when it is asked first, and the questions that were.
    asked: Mutex<(Option<Cut>, Vec<String>)>,
    over: AtomicBool,
    /// How long an answer is held up.
    held_up: Duration,
    held: (Mutex<usize>, Condvar),
}

/// What changes nothing.
const ASKS: [&str; 4] = ["GET ", "HEAD ", "OPTIONS ", "PROPFIND "];

/// How long an answer is held up: longer than the tests' patience.
pub(crate) const HELD_UP: Duration = Duration::from_millis(2_500);

impl Line {
    pub(crate) fn to(port: u16) -> Self {
        Self::holding(port, HELD_UP)
    }

    pub(crate) fn holding(port: u16, held_up: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let state = Arc::new(State {
            to: port,
            plan: Mutex::default(),
            seen: Mutex::default(),
            asked: Mutex::default(),
            over: AtomicBool::new(false),
            held_up,
            held: (Mutex::new(0), Condvar::new()),
        });
        let line = Self { port: listener.local_addr().unwrap().port(), state: state.clone() };
        std::thread::spawn(move || {
            for call in listener.incoming().flatten() {
                if state.over.load(Ordering::SeqCst) {
                    return;
                }
                let state = state.clone();
                std::thread::spawn(move || {
                    let _ = state.exchange(call);
                });
            }
        });
        line
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Begins to count anew, with these cuts.
    pub(crate) fn plan(&self, cuts: &[(usize, Cut)]) {
        *self.state.plan.lock().unwrap() = cuts.to_vec();
        self.state.seen.lock().unwrap().clear();
        *self.state.asked.lock().unwrap() = (None, Vec::new());
    }

    /// Begins anew, and cuts each question when it is asked for the first time.
    pub(crate) fn cut_questions(&self, cut: Cut) {
        self.plan(&[]);
        self.state.asked.lock().unwrap().0 = Some(cut);
    }

    /// The first lines of the requests that only ask, each once.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state.asked.lock().unwrap().1.clone()
    }

    /// Waits until a request is held, and says whether one was.
    pub(crate) fn wait_held(&self) -> bool {
        let (held, told) = &self.state.held;
        let limit = Duration::from_secs(30);
        let waited = told.wait_timeout_while(held.lock().unwrap(), limit, |held| *held == 0);
        let (mut held, _) = waited.unwrap();
        std::mem::take(&mut *held) > 0
    }

    /// The first lines of the requests that change something.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.state.seen.lock().unwrap().clone()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl State {
    fn exchange(&self, mut call: TcpStream) -> std::io::Result<()> {
        call.set_read_timeout(Some(Duration::from_secs(30)))?;
        let request = whole_request(&mut call)?;
        let first = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
        let first = String::from_utf8_lossy(first).into_owned();
        let cut = if ASKS.iter().any(|verb| first.starts_with(verb)) {
            let (cut, asked) = &mut *self.asked.lock().unwrap();
            let is_new = !asked.contains(&first);
            asked.extend(is_new.then_some(first));
            cut.filter(|_| is_new)
        } else {
            let mut seen = self.seen.lock().unwrap();
            let at = seen.len();
            seen.push(first);
            self.plan.lock().unwrap().iter().find(|it| it.0 == at).map(|it| it.1)
        };
        match cut {
            None => call.write_all(&self.ask(&request)?),
            Some(Cut::Refused) => Ok(()),
            Some(Cut::RequestBroken) => {
                let mut server = TcpStream::connect(("127.0.0.1", self.to))?;
                server.write_all(&request[..request.len() / 2])?;
                server.shutdown(Shutdown::Both)
            }
            Some(Cut::AnswerLost) => self.ask(&request).map(|_| ()),
            Some(Cut::AnswerBroken) => {
                let answer = self.ask(&request)?;
                call.write_all(&answer[..answer.len() * 2 / 3])
            }
            Some(Cut::Doubled) => {
                let answer = self.ask(&request)?;
                self.ask(&request)?;
                call.write_all(&answer)
            }
            Some(Cut::Late) => {
                // Begun only when nobody waits for it any more.
                std::thread::sleep(self.held_up);
                self.ask(&request).map(|_| ())
            }
            Some(Cut::GatewayBefore) => call.write_all(&page("502 Bad Gateway", "nginx")),
            Some(Cut::GatewayAfter) => {
                self.ask(&request)?;
                call.write_all(&page("504 Gateway Time-out", "nginx"))
            }
            Some(Cut::HeldBefore | Cut::HeldAfter) => {
                if cut == Some(Cut::HeldAfter) {
                    self.ask(&request)?;
                }
                let (held, told) = &self.held;
                *held.lock().unwrap() += 1;
                told.notify_all();
                // Until whoever called has gone.
                call.read(&mut [0]).map(|_| ())
            }
            Some(Cut::Captive) => call.write_all(&page("200 OK", "Đăng nhập mạng")),
        }
    }

    fn ask(&self, request: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut server = TcpStream::connect(("127.0.0.1", self.to))?;
        server.write_all(request)?;
        let mut answer = Vec::new();
        // The server ends each exchange by hanging up.
        server.read_to_end(&mut answer)?;
        Ok(answer)
    }
}

pub(crate) fn page(status: &str, title: &str) -> Vec<u8> {
    let body = format!("<!DOCTYPE html><title>{title}</title>");
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A request to its end, told to hang up after the answer.
fn whole_request(call: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut request = Vec::new();
    let mut part = [0; 64 * 1024];
    loop {
        if let Some(head) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length = length.map_or(0, |length| length.trim().parse().unwrap_or(0));
            if request.len() >= head + 4 + length {
                let mut whole = b"\r\nConnection: close".to_vec();
                whole.extend_from_slice(&request[head..]);
                request.truncate(head);
                request.extend(whole);
                return Ok(request);
            }
        }
        let read = call.read(&mut part)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&part[..read]);
    }
}
