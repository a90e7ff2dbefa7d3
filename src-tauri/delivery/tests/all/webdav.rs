//! Deliveries to a real WebDAV server, over a line that is cut in every way.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::faults;
use crate::line::Line;
use crate::office::{Office, moment};
use crate::package::{comes_and_goes, names, whole};
use crate::scripted::{Said, Scripted};
use banthao_core::delivery::{DestinationKind, PostAs, Status, TroubleKind};
use banthao_core::exchange::formats::Format;
use banthao_core::store::ExportForm;
use banthao_delivery::{Patience, connect};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Where `cargo xtask test` has put the server's program.
const PROGRAM: &str = "BANTHAO_WEBDAV";

struct Server {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Server {
    /// `None`, and a word about it, where there is no such program.
    fn start(by_digest: bool) -> Option<Self> {
        let Some(program) = std::env::var_os(PROGRAM) else {
            eprintln!(
                "skipped: no WebDAV server here ({PROGRAM} is not set; `cargo xtask test` sets it)"
            );
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("root/tin bài")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = json!({
            "host": "127.0.0.1",
            "port": port,
            "provider_mapping": { "/": folder.path().join("root") },
            "simple_dc": { "user_mapping": { "*": { "lan": { "password": "mật khẩu" } } } },
            "http_authenticator": {
                "accept_basic": !by_digest,
                "accept_digest": by_digest,
                "default_to_digest": by_digest,
            },
            "verbose": 0,
        });
        let path = folder.path().join("config.json");
        fs::write(&path, config.to_string()).unwrap();
        let child = Command::new(program)
            .arg("--config")
            .arg(path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let until = Instant::now() + Duration::from_secs(30);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the server starts");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(Self { folder, child, port })
    }

    fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("root/tin bài")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const FOLDER: DestinationKind = DestinationKind::WebDav { form: ExportForm::Folder };

/// A desk whose packages have few files.
fn office() -> Office {
    let mut office = Office::open();
    office.password = "mật khẩu".to_owned();
    office.write_only(vec![Format::Text]);
    office
}

#[test]
fn a_package_arrives_whole_is_corrected_in_its_place_and_is_taken_down() {
    for by_digest in [false, true] {
        let Some(server) = Server::start(by_digest) else { return };
        let address = format!("http://127.0.0.1:{}/tin%20b%C3%A0i", server.port);
        let folder = server.root();
        let mut office = office();
        let to = office.place(FOLDER, &address, "lan", PostAs::Draft);
        let tested = connect(&to, Some(&office.password), Patience::default()).unwrap().test();
        assert_eq!(tested.unwrap().user, "lan");
        comes_and_goes(&mut office, &to, &folder);
    }
}

#[test]
fn a_line_that_is_cut_anywhere_leaves_one_whole_package() {
    let Some(server) = Server::start(false) else { return };
    let line = Line::holding(server.port, faults::HELD_UP);
    let mut office = office();
    let address = format!("{}/tin%20b%C3%A0i", line.address());
    let to = office.place(FOLDER, &address, "lan", PostAs::Draft);
    let folder = server.root();
    // Two folders, four files, the rename.
    faults::cut_everywhere(office, &to, &line, 7, |done, why| {
        whole(&folder, &done.post().unwrap().id, why);
        for name in names(&folder) {
            fs::remove_dir_all(folder.join(name)).unwrap();
        }
    });
}

#[test]
fn a_package_of_many_megabytes_is_read_back_whole() {
    let Some(server) = Server::start(false) else { return };
    let mut office = office();
    let address = format!("http://127.0.0.1:{}/tin%20b%C3%A0i", server.port);
    let kind = DestinationKind::WebDav { form: ExportForm::Zip };
    let to = office.place(kind, &address, "lan", PostAs::Draft);
    let now = moment().unwrap();
    let plan = office.store.plan_export(&office.article, &to.target, None, &now).unwrap();
    let mut parcel = plan.parcel(&to, &office.store.photo_files(), None).unwrap();
    // Longer than what any system says of itself.
    let file = &mut parcel.package.as_mut().unwrap().files[0];
    file.bytes = vec![7; 17 << 20];
    file.sha256 = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let delivery = office.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();
    let done = office.run_to_the_end(&delivery.id.0);
    assert_eq!(done.status, Status::Done, "{:?}", done.trouble);
    let verify = done.steps.last().unwrap().receipt.clone().unwrap();
    assert!(verify.contains("\"differences\":[]"), "{verify}");
    let there = fs::metadata(server.root().join(&done.post().unwrap().id)).unwrap();
    assert_eq!(there.len(), 17 << 20);
}

#[test]
fn a_wrong_password_and_a_folder_that_is_not_there_are_told() {
    let mut office = office();
    for by_digest in [false, true] {
        let Some(server) = Server::start(by_digest) else { return };
        let mut tried = |address: String, password: &str| {
            let to = office.place(FOLDER, &address, "lan", PostAs::Draft);
            connect(&to, Some(password), Patience::default()).unwrap().test().unwrap_err().kind
        };
        let address = format!("http://127.0.0.1:{}", server.port);
        assert_eq!(tried(address.clone(), "sai"), TroubleKind::WrongPassword);
        assert_eq!(tried(format!("{address}/khong-co"), "mật khẩu"), TroubleKind::NotThere);
    }
}

#[test]
fn what_speaks_no_webdav_is_told_as_such() {
    let mut office = office();
    for (said, kind) in [
        (page as fn() -> Said, TroubleKind::NotData),
        (|| Said::empty(200), TroubleKind::NotThere),
        (|| Said::empty(405), TroubleKind::NotThere),
        (|| Said::page(207, "<d:multistatus><d:response>"), TroubleKind::NoAnswer),
        (|| Said::empty(507), TroubleKind::NoSpace),
        (|| Said::empty(423), TroubleKind::Busy),
        (|| Said::empty(403), TroubleKind::NoRight),
    ] {
        let server = Scripted::start((), move |(), _| said());
        let address = format!("http://127.0.0.1:{}", server.port);
        let to = office.place(FOLDER, &address, "", PostAs::Draft);
        let told = connect(&to, None, Patience::default()).unwrap().test().unwrap_err();
        assert_eq!(told.kind, kind);
    }
}

fn page() -> Said {
    Said::page(200, "<!DOCTYPE html><title>Đăng nhập</title>")
}
