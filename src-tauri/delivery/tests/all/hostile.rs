//! Servers that do not mean well, and lines that lead elsewhere: what a person is told of them, and
//! that no password goes along.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use banthao_core::delivery::{
    Course, Destination, DestinationKind, HtmlProfile, PostAs, ProxyChoice, Trouble, TroubleKind,
};
use banthao_core::store::ExportForm;
use banthao_core::{Code, Failure};
use banthao_delivery::{Patience, connect, connect_with};

/// Answers every call with the same function, and tells what was asked.
fn server(answer: impl Fn(&mut TcpStream) + Send + 'static) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for mut call in listener.incoming().flatten() {
            // To its end: whoever hangs up on what he has not read breaks off his own answer, too.
            let (mut asked, mut part) = (Vec::new(), [0; 4 * 1024]);
            // A greeting of TLS has another end.
            let ends = |asked: &[u8]| {
                asked.first() == Some(&0x16) || asked.windows(4).any(|four| four == b"\r\n\r\n")
            };
            while !ends(&asked) {
                match call.read(&mut part) {
                    Ok(read) if read > 0 && asked.len() < 64 * 1024 => {
                        asked.extend_from_slice(&part[..read]);
                    }
                    _ => break,
                }
            }
            let _ = tell.send(String::from_utf8_lossy(&asked).into_owned());
            answer(&mut call);
        }
    });
    (port, told)
}

fn says(text: String) -> impl Fn(&mut TcpStream) + Send + 'static {
    move |call| drop(call.write_all(text.as_bytes()))
}

fn page(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn destination(address: String) -> Destination {
    Destination {
        id: "d".to_owned(),
        name: "Cổng".to_owned(),
        kind: DestinationKind::WordPress,
        address,
        user: "lan".to_owned(),
        target: String::new(),
        post_as: PostAs::Draft,
        sections: Vec::new(),
        authors: Vec::new(),
        proxy: ProxyChoice::None,
        html: HtmlProfile::default(),
        ca_file: String::new(),
        has_password: true,
    }
}

fn patience() -> Patience {
    let short = Duration::from_secs(2);
    Patience { connect: short, answer: short, upload: short }
}

fn tried(destination: &Destination) -> Trouble {
    connect(destination, Some("mat-khau"), patience()).and_then(|mut side| side.test()).unwrap_err()
}

#[track_caller]
fn told(port: u16, kind: TroubleKind) -> Trouble {
    let trouble = tried(&destination(format!("http://127.0.0.1:{port}")));
    assert_eq!(trouble.kind, kind, "{trouble:?}");
    trouble
}

#[test]
fn a_page_where_data_were_expected_is_told_as_such() {
    for body in ["<!DOCTYPE html><title>Đăng nhập Wi-Fi</title>", "Xin chào"] {
        let (port, _) = server(says(page("200 OK", "Content-Type: text/html\r\n", body)));
        let trouble = told(port, TroubleKind::NotData);
        assert_eq!(trouble.params["host"], format!("127.0.0.1:{port}"));
    }
    let (port, _) = server(says(page("511 Network Authentication Required", "", "<p>")));
    told(port, TroubleKind::NotData);
    let (port, _) = server(says(page("200 OK", "", "{\"name\":\"Không phải WordPress\"}")));
    told(port, TroubleKind::NotThere);
    let (port, _) = server(says(page("404 Not Found", "", "<h1>Không tìm thấy")));
    told(port, TroubleKind::NotThere);
}

#[test]
fn a_password_never_follows_to_another_address() {
    let (elsewhere, asked_elsewhere) = server(says(page("200 OK", "", "{}")));
    for to in [format!("http://127.0.0.1:{elsewhere}/"), "https://evil.example/".to_owned()] {
        let (port, asked) = server(says(page("302 Found", &format!("Location: {to}\r\n"), "")));
        let trouble = told(port, TroubleKind::SentElsewhere);
        assert_eq!(trouble.params["to"], to, "whoever reads it can judge");
        assert!(asked.recv().unwrap().to_ascii_lowercase().contains("authorization: basic"));
    }
    assert!(asked_elsewhere.try_recv().is_err(), "nobody called there");
}

#[test]
fn redirects_without_end_are_not_followed_at_all() {
    let (port, asked) = server(says(page("301 Moved Permanently", "Location: /\r\n", "")));
    told(port, TroubleKind::SentElsewhere);
    assert_eq!(asked.try_iter().count(), 1);
}

#[test]
fn slow_drips_and_endless_answers_come_to_an_end() {
    let (port, _) = server(|call| {
        let _ = call.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while call.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let start = Instant::now();
    told(port, TroubleKind::NoAnswer);
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    let (port, _) = server(|call| {
        let _ = call.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        let part = vec![b' '; 1 << 20];
        while call.write_all(&part).is_ok() {}
    });
    told(port, TroubleKind::AnswerTooLarge);
    let (port, _) = server(|call| {
        let _ = call.write_all(b"HTTP/1.1 200 OK\r\n");
        while call.write_all(b"X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
    });
    told(port, TroubleKind::NoAnswer);
}

#[test]
fn an_answer_of_a_wrong_length_is_no_answer() {
    let (port, _) =
        server(says("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"namespaces\":[".to_owned()));
    told(port, TroubleKind::NoAnswer);
    // Without a length the end is seen by what is missing.
    let (port, _) = server(says("HTTP/1.1 200 OK\r\n\r\n{\"namespaces\":[\"wp/v2\"".to_owned()));
    told(port, TroubleKind::NoAnswer);
    let (port, _) = server(|_| {});
    told(port, TroubleKind::NoAnswer);
}

#[test]
fn a_fault_of_the_moment_is_told_from_one_that_will_be_the_same_tomorrow() {
    let fault = |status: &str, headers: &str, body: &str| {
        let (port, _) = server(says(page(status, headers, body)));
        tried(&destination(format!("http://127.0.0.1:{port}")))
    };
    assert_eq!(fault("500 Error", "", "<p>").kind, TroubleKind::ServerFault);
    assert_eq!(fault("503 Busy", "", "").kind, TroubleKind::ServerFault);
    let critical = "{\"code\":\"internal_server_error\",\"message\":\"critical\"}";
    assert_eq!(fault("500 Error", "", critical).kind, TroubleKind::ServerFault);
    let named = "{\"code\":\"rest_upload_unknown_error\",\"message\":\"no such type\"}";
    let trouble = fault("500 Error", "", named);
    assert_eq!(trouble.kind, TroubleKind::Refused);
    assert_eq!(trouble.params["says"], "no such type");
    let busy = fault("429 Too Many Requests", "Retry-After: 30\r\n", "{}");
    assert_eq!((busy.kind, busy.wait), (TroubleKind::Busy, Some(30)));
    let steered = "{\"code\":\"x\",\"message\":\"a\\u001b[2Jb\"}";
    assert_eq!(
        fault("400 Bad", "", steered).params["says"],
        "a [2Jb",
        "it cannot steer a terminal"
    );
}

#[test]
fn nobody_at_home_is_told_from_a_lost_answer() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    told(port, TroubleKind::Unreachable);
    let trouble = tried(&destination("https://no-such-host.invalid".to_owned()));
    assert_eq!(trouble.kind, TroubleKind::Unreachable, "{trouble:?}");
}

#[test]
fn a_server_without_tls_and_a_certificate_of_nobody_are_told() {
    let (port, asked) = server(says(page("200 OK", "", "{}")));
    let trouble = tried(&destination(format!("https://127.0.0.1:{port}")));
    assert!(
        matches!(
            trouble.kind,
            TroubleKind::Certificate | TroubleKind::OldTls | TroubleKind::NoAnswer
        ),
        "{trouble:?}"
    );
    let asked = asked.recv().unwrap();
    assert!(!asked.contains("Authorization"), "nothing goes out before the line is safe");
    let mut of_nobody = destination("https://127.0.0.1:1".to_owned());
    of_nobody.ca_file = "/no/such/file.pem".to_owned();
    assert_eq!(tried(&of_nobody).kind, TroubleKind::Certificate);
}

#[test]
fn a_proxy_that_wants_a_password_and_one_that_is_not_there_are_told() {
    let asks = "Proxy-Authenticate: Basic\r\n";
    let (port, asked) = server(says(page("407 Proxy Authentication Required", asks, "")));
    let mut through = destination("https://toasoan.example.invalid".to_owned());
    through.proxy = ProxyChoice::Manual { address: format!("http://127.0.0.1:{port}") };
    let trouble = tried(&through);
    assert_eq!(trouble.kind, TroubleKind::ProxyPassword, "{trouble:?}");
    assert!(!asked.recv().unwrap().contains("Basic bGFu"), "the proxy never sees the password");
    let (port, _) = server(says(page("403 Forbidden", "", "")));
    through.proxy = ProxyChoice::Manual { address: format!("http://127.0.0.1:{port}") };
    assert_eq!(tried(&through).kind, TroubleKind::ProxyFailed);
}

/// Every kind that is reached over a network.
fn kinds() -> [DestinationKind; 6] {
    let text = |text: &str| text.to_owned();
    [
        DestinationKind::WordPress,
        DestinationKind::Webhook { pictures_to: String::new() },
        DestinationKind::WebDav { form: ExportForm::Folder },
        DestinationKind::Ghost,
        DestinationKind::Liferay74 {
            site: text("20121"),
            structure: text("301"),
            content_field: text("content"),
            folder: String::new(),
            oauth: false,
        },
        DestinationKind::Liferay62 {
            group: text("20121"),
            folder: String::new(),
            pictures: String::new(),
            structure: String::new(),
            template: String::new(),
            content_field: String::new(),
        },
    ]
}

/// What a test of the connection comes to.
fn tried_as(kind: DestinationKind, port: u16) -> Result<(), TroubleKind> {
    // A key of Ghost, and to the others a password like any other.
    let password = "64b7c1:00112233";
    let to = Destination { kind, ..destination(format!("http://127.0.0.1:{port}")) };
    let tested = connect(&to, Some(password), patience()).and_then(|mut side| side.test());
    tested.map(|_| ()).map_err(|trouble| trouble.kind)
}

#[test]
fn no_kind_of_destination_follows_a_redirect_or_believes_half_an_answer() {
    let (elsewhere, asked_elsewhere) = server(says(page("200 OK", "", "{}")));
    let to = format!("Location: http://127.0.0.1:{elsewhere}/\r\n");
    for kind in kinds() {
        let (port, _) = server(says(page("302 Found", &to, "")));
        assert_eq!(tried_as(kind.clone(), port), Err(TroubleKind::SentElsewhere), "{kind:?}");
        let half = "HTTP/1.1 207 Half\r\nContent-Length: 500\r\n\r\n<multistatus>".to_owned();
        let (port, _) = server(says(half));
        assert_eq!(tried_as(kind.clone(), port), Err(TroubleKind::NoAnswer), "{kind:?}");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        assert_eq!(tried_as(kind.clone(), port), Err(TroubleKind::Unreachable), "{kind:?}");
        let (port, _) = server(says(page("503 Busy", "", "<h1>")));
        assert_eq!(tried_as(kind.clone(), port), Err(TroubleKind::ServerFault), "{kind:?}");
        let (port, _) = server(says(page("401 No", "", "<h1>")));
        assert_eq!(tried_as(kind.clone(), port), Err(TroubleKind::WrongPassword), "{kind:?}");
        // A receiver that shows a page to whoever looks is one all the same.
        if !matches!(kind, DestinationKind::Webhook { .. }) {
            let (port, _) = server(says(page("200 OK", "", "<!DOCTYPE html>")));
            assert_eq!(tried_as(kind.clone(), port), Err(TroubleKind::NotData), "{kind:?}");
        }
    }
    assert!(asked_elsewhere.try_recv().is_err(), "nobody called there");
}

#[test]
fn no_kind_of_destination_waits_for_ever() {
    let drips = |call: &mut TcpStream| {
        let _ = call.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while call.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let tries = kinds().map(|kind| {
        std::thread::spawn(move || {
            let (port, _asked) = server(drips);
            let start = Instant::now();
            assert_eq!(tried_as(kind.clone(), port), Err(TroubleKind::NoAnswer), "{kind:?}");
            assert!(start.elapsed() < Duration::from_secs(15), "{kind:?}: {:?}", start.elapsed());
        })
    });
    for one in tries {
        one.join().unwrap();
    }
}

#[test]
fn a_keyring_that_is_shut_waits_for_somebody_and_a_folder_never_asks_it() {
    let mut shut = |_: &Destination| Err(Failure::new(Code::KeyUnavailable, "locked"));
    let site = destination("https://toasoan.example.vn".to_owned());
    let trouble = connect_with(&site, &mut shut, patience()).unwrap().err().unwrap();
    assert_eq!((trouble.kind, trouble.course()), (TroubleKind::KeyringShut, Course::User));
    let folder = Destination {
        kind: DestinationKind::Folder { form: ExportForm::Folder },
        address: std::env::temp_dir().display().to_string(),
        ..destination(String::new())
    };
    assert!(connect_with(&folder, &mut shut, patience()).unwrap().is_ok());
    let mut broken = |_: &Destination| Err(Failure::bad_input("x"));
    assert!(
        connect_with(&site, &mut broken, patience()).is_err(),
        "a fault of ours is none of theirs"
    );
}
