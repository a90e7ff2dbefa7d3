//! Deliveries to a real SFTP server, over a line that is cut anywhere.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::office::{Office, moment};
use crate::package::{comes_and_goes, names, whole};
use crate::sshd::Sshd;
use banthao_core::delivery::{DestinationKind, PostAs, Status, TroubleKind};
use banthao_core::exchange::formats::Format;
use banthao_core::store::ExportForm;
use banthao_delivery::{Patience, connect};
use sha2::{Digest, Sha256};

fn office() -> Office {
    let mut office = Office::open();
    office.write_only(vec![Format::Text]);
    office
}

fn kind(server: &Sshd, key: &str) -> DestinationKind {
    DestinationKind::Sftp {
        form: ExportForm::Folder,
        key_file: server.file(key),
        host_key: server.host_key(),
    }
}

#[test]
fn a_package_arrives_whole_is_corrected_in_its_place_and_is_taken_down() {
    let Some(server) = Sshd::start("") else { return };
    let folder = server.root();
    let mut office = office();
    let address = server.address(server.port);
    let to = office.place(kind(&server, "key"), &address, &server.user, PostAs::Draft);
    let tested = connect(&to, None, Patience::default()).unwrap().test();
    assert_eq!(tested.unwrap().user, server.user);
    comes_and_goes(&mut office, &to, &folder);
}

#[test]
fn a_line_that_is_cut_anywhere_leaves_one_whole_package() {
    let Some(server) = Sshd::start("") else { return };
    let line = Line::to(server.port);
    let mut office = office();
    office.pace.settle = 40;
    office.pace.first_retry = 20;
    let address = server.address(line.port);
    let to = office.place(kind(&server, "key"), &address, &server.user, PostAs::Draft);
    let folder = server.root();
    let queued = office.queue(&to, false);
    let deliver = |why: &str| {
        let mut office = office.copy();
        let done = office.run_to_the_end(&queued.id.0);
        assert_eq!(done.status, Status::Done, "{why}");
        assert!(!done.is_unknown(), "{why}: nothing is unknown of what is done");
        whole(&folder, &done.post().unwrap().id, why);
        for name in names(&folder) {
            fs::remove_dir_all(folder.join(name)).unwrap();
        }
    };
    line.cut_after([i64::MAX, i64::MAX]);
    deliver("nothing is cut");
    let sent = line.carried();
    assert!(sent.iter().all(|bytes| *bytes > 4_000), "{sent:?}");
    const CUTS: i64 = 14;
    for (way, bytes) in sent.into_iter().enumerate() {
        for at in 0..CUTS {
            let mut cut = [i64::MAX, i64::MAX];
            cut[way] = bytes * at / CUTS;
            line.cut_after(cut);
            deliver(&format!("{} of {bytes} bytes on way {way}", cut[way]));
            assert!(line.was_cut(), "{way} {at}");
        }
    }
}

#[test]
fn a_package_of_many_megabytes_is_read_back_whole() {
    let Some(server) = Sshd::start("") else { return };
    let mut office = office();
    let kind = DestinationKind::Sftp {
        form: ExportForm::Zip,
        key_file: server.file("key"),
        host_key: server.host_key(),
    };
    let to = office.place(kind, &server.address(server.port), &server.user, PostAs::Draft);
    let now = moment().unwrap();
    let plan = office.store.plan_export(&office.article, &to.target, None, &now).unwrap();
    let mut parcel = plan.parcel(&to, &office.store.photo_files(), None).unwrap();
    let file = &mut parcel.package.as_mut().unwrap().files[0];
    file.bytes = (0..(9 << 20) + 17).map(|n: u32| (n / 7) as u8).collect();
    file.sha256 = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let delivery = office.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();
    let done = office.run_to_the_end(&delivery.id.0);
    assert_eq!(done.status, Status::Done, "{:?}", done.trouble);
    let verify = done.steps.last().unwrap().receipt.clone().unwrap();
    assert!(verify.contains("\"differences\":[]"), "{verify}");
    let there = fs::read(server.root().join(&done.post().unwrap().id)).unwrap();
    assert!(there == parcel.package.unwrap().files[0].bytes);
}

#[test]
fn a_server_is_known_by_the_key_that_somebody_has_looked_at() {
    let Some(server) = Sshd::start("") else { return };
    let mut office = office();
    let mut tried = |host_key: String| {
        let key_file = server.file("key");
        let kind = DestinationKind::Sftp { form: ExportForm::Folder, key_file, host_key };
        let address = server.address(server.port);
        let to = office.place(kind, &address, &server.user, PostAs::Draft);
        connect(&to, None, Patience::default()).unwrap().test()
    };
    let unknown = tried(String::new()).unwrap_err();
    assert_eq!(unknown.kind, TroubleKind::HostUnknown);
    assert_eq!(unknown.params["key"], server.host_key());
    assert!(unknown.params["fingerprint"].starts_with("SHA256:"), "{unknown:?}");
    let other = fs::read_to_string(server.file("other.pub")).unwrap();
    let changed = tried(other.trim().to_owned()).unwrap_err();
    assert_eq!(changed.kind, TroubleKind::HostChanged);
    assert_eq!(changed.params, unknown.params, "it shows what has to be compared");
    assert!(tried(unknown.params["key"].clone()).is_ok());
}

#[test]
fn what_keeps_us_out_is_told_apart() {
    let Some(server) = Sshd::start("") else { return };
    let mut office = office();
    let mut tried = |key: &str, address: &str| {
        let mut kind = kind(&server, key);
        if let DestinationKind::Sftp { key_file, .. } = &mut kind
            && key.is_empty()
        {
            key_file.clear();
        }
        let to = office.place(kind, address, &server.user, PostAs::Draft);
        let patience = Patience { connect: Duration::from_secs(3), ..Patience::default() };
        connect(&to, None, patience).unwrap().test().unwrap_err().kind
    };
    let address = server.address(server.port);
    assert_eq!(tried("other", &address), TroubleKind::WrongPassword, "a key that nobody knows");
    assert_eq!(tried("nothing", &address), TroubleKind::KeyFile, "no such file");
    assert_eq!(tried("config", &address), TroubleKind::KeyFile, "no key");
    assert_eq!(tried("locked", &address), TroubleKind::KeyFile, "a key without its password");
    assert_eq!(tried("key", &format!("{address}/khong-co")), TroubleKind::NotThere);
    assert_eq!(tried("key", "sftp://127.0.0.1:1/a"), TroubleKind::Unreachable);
    assert_eq!(tried("key", "sftp://khong-co.invalid/a"), TroubleKind::Unreachable);
}

#[test]
fn a_server_on_which_nothing_may_be_written_says_so() {
    let Some(server) = Sshd::start("-R") else { return };
    let mut office = office();
    let address = server.address(server.port);
    let to = office.place(kind(&server, "key"), &address, &server.user, PostAs::Draft);
    let told = connect(&to, None, Patience::default()).unwrap().test().unwrap_err();
    assert_eq!(told.kind, TroubleKind::NoRight);
    assert!(names(&server.root()).is_empty());
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_without_end() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut office = office();
    let kind = DestinationKind::Sftp {
        form: ExportForm::Folder,
        key_file: String::new(),
        host_key: format!("ssh-ed25519 {}", "A".repeat(68)),
    };
    let address = format!("sftp://127.0.0.1:{}/a", silent.local_addr().unwrap().port());
    let to = office.place(kind, &address, "lan", PostAs::Draft);
    let second = Duration::from_secs(1);
    let patience = Patience { connect: second, answer: second, upload: second };
    let from = std::time::Instant::now();
    let told = connect(&to, None, patience).unwrap().test().unwrap_err();
    assert_eq!(told.kind, TroubleKind::Unreachable);
    assert!(from.elapsed() < Duration::from_secs(20), "{:?}", from.elapsed());
}

/// A line that carries so many bytes each way, and is cut then, once.
struct Line {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    left: [AtomicI64; 2],
    carried: [AtomicI64; 2],
    calls: Mutex<Vec<TcpStream>>,
}

impl Line {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for call in listener.incoming().flatten() {
                let Ok(on) = TcpStream::connect(("127.0.0.1", server)) else { continue };
                let mut calls = shared.calls.lock().unwrap();
                calls.extend([call.try_clone().unwrap(), on.try_clone().unwrap()]);
                for (way, from, to) in
                    [(0, call.try_clone().unwrap(), on.try_clone().unwrap()), (1, on, call)]
                {
                    let state = Arc::clone(&shared);
                    std::thread::spawn(move || state.carry(way, from, to));
                }
            }
        });
        Self { port, state }
    }

    fn cut_after(&self, bytes: [i64; 2]) {
        for (way, bytes) in bytes.into_iter().enumerate() {
            self.state.left[way].store(bytes, Ordering::SeqCst);
            self.state.carried[way].store(0, Ordering::SeqCst);
        }
    }

    fn carried(&self) -> [i64; 2] {
        [0, 1].map(|way| self.state.carried[way].load(Ordering::SeqCst))
    }

    /// Whether it came to that: since then nothing is cut any more.
    fn was_cut(&self) -> bool {
        self.state.left.iter().all(|it| it.load(Ordering::SeqCst) > i64::MAX / 2)
    }
}

impl State {
    fn carry(&self, way: usize, mut from: TcpStream, mut to: TcpStream) {
        let mut piece = [0; 700];
        while let Ok(length @ 1..) = from.read(&mut piece) {
            let length_left = i64::try_from(length).unwrap();
            self.carried[way].fetch_add(length_left, Ordering::SeqCst);
            let left = self.left[way].fetch_sub(length_left, Ordering::SeqCst);
            let goes = usize::try_from(left.clamp(0, length_left)).unwrap();
            if to.write_all(&piece[..goes]).is_err() {
                break;
            }
            if goes < length {
                self.left[way].store(i64::MAX, Ordering::SeqCst);
                for call in self.calls.lock().unwrap().drain(..) {
                    let _ = call.shutdown(Shutdown::Both);
                }
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    }
}
