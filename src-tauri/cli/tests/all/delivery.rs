//! Delivering from the command line, killed at every step.

use std::process::{Command, Output};

use crate::program;
use crate::site::Site;
use crate::site::line::{Cut, Line};
use serde_json::Value;

struct Desk {
    folder: tempfile::TempDir,
    id: String,
    /// No keyring keeps it: each run is given it.
    password: String,
}

impl Desk {
    /// With the sample approved.
    fn approved() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Self { folder, id: String::new(), password: String::new() };
        let made = desk.json(&["setup", "--name", "Trần Thị Lan", "--role", "editor"]);
        desk.id = made["sample"].as_str().unwrap().to_owned();
        for action in ["file", "claim", "approve"] {
            desk.json(&["review", &desk.id, action]);
        }
        desk
    }

    /// With the sample approved and a destination that publishes.
    fn new(site: &Site, address: &str) -> Self {
        let (user, password) = site.user("editor");
        let desk = Self { password, ..Self::approved() };
        let add = ["destination", "add", "Cổng", "--address", address, "--user", &user];
        let saved = desk.run(&[&add[..], &["--post-as", "publish"]].concat());
        assert!(saved.status.success(), "{saved:?}");
        let database = std::fs::read(desk.folder.path().join("desk.db")).unwrap();
        let log = std::fs::read(desk.folder.path().join("desk.db-wal")).unwrap_or_default();
        for bytes in [database, log] {
            let there =
                bytes.windows(desk.password.len()).any(|part| part == desk.password.as_bytes());
            assert!(!there, "the store never has the password");
        }
        desk
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program::command(self.folder.path(), "MAY-01", arguments);
        command.env("BANTHAO_DESTINATION_PASSWORD", &self.password);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        program::json(self.command(arguments))
    }
}

const QUICK: [&str; 4] = ["--pace", "600", "--wait", "40"];

#[test]
fn a_delivery_killed_at_any_step_goes_on_where_it_was() {
    let Some(site) = Site::start() else { return };
    let line = Line::to(site.port);
    // Two photos, the reservation, the post; each before and after it arrives.
    for at in 0..4 {
        for cut in [Cut::HeldBefore, Cut::HeldAfter] {
            let why = format!("{cut:?} at request {at}");
            let desk = Desk::new(&site, &line.address());
            line.plan(&[(at, cut)]);
            let mut killed = desk.command(&["deliver", &desk.id, "--to", "Cổng"]).spawn().unwrap();
            assert!(line.wait_held(), "{why} was reached");
            killed.kill().unwrap();
            killed.wait().unwrap();
            let shown = desk.json(&["outbox"]);
            assert_eq!(shown[0]["status"], "open", "{why}");
            let steps = shown[0]["steps"].as_array().unwrap();
            assert_eq!(steps[at + 1]["state"], "sent", "{why}: nothing is said that is not known");
            let told = String::from_utf8(desk.run(&["outbox"]).stdout).unwrap();
            assert!(told.contains("chưa rõ đã tới chưa"), "{told}");

            let left = desk.json(&[&["outbox", "run"][..], &QUICK].concat());
            assert_eq!(left, Value::Array(Vec::new()), "{why}");
            let (posts, media) = site.posts_and_media(true);
            assert_eq!((posts.len(), media.len()), (1, 2), "{why}: {posts:?} {media:?}");
            assert_eq!(posts[0]["status"], "publish", "{why}");
            let shown = desk.json(&["outbox"]);
            assert_eq!(shown[0]["status"], "done", "{why}");
            let steps = shown[0]["steps"].as_array().unwrap();
            assert_eq!(
                steps[3]["remote"]["id"].as_str().unwrap(),
                posts[0]["id"].to_string(),
                "{why}"
            );
        }
    }
}

#[test]
fn a_newsroom_connects_tries_delivers_corrects_and_takes_down_by_command() {
    let Some(site) = Site::start() else { return };
    let mut desk = Desk::new(&site, &site.address());
    let tested = String::from_utf8(desk.run(&["destination", "test", "Cổng"]).stdout).unwrap();
    assert!(tested.contains("Kết nối được.") && tested.contains("Được xuất bản"), "{tested}");
    let dry = String::from_utf8(
        desk.run(&["deliver", &desk.id, "--to", "Cổng", "--dry-run", "--lang", "en"]).stdout,
    )
    .unwrap();
    assert!(dry.contains("A new post") && dry.contains("POST /wp-json/wp/v2/media"), "{dry}");
    assert!(site.posts().is_empty() && site.media().is_empty(), "a dry run only asks");
    assert!(desk.json(&["outbox"]).as_array().unwrap().is_empty(), "and keeps nothing");

    let done = desk.run(&["deliver", &desk.id, "--to", "Cổng"]);
    assert!(done.status.success(), "{done:?}");
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(told.contains("xong") && told.contains(&site.address()), "{told}");
    let history = String::from_utf8(desk.run(&["history", &desk.id]).stdout).unwrap();
    assert!(history.contains("gửi lên Cổng"), "{history}");

    let down = desk.run(&["take-down", &desk.id, "--from", "Cổng", "--reason", "Sai số liệu"]);
    assert!(down.status.success() && site.posts().is_empty(), "{down:?}");
    let history = String::from_utf8(desk.run(&["history", &desk.id]).stdout).unwrap();
    assert!(history.contains("gỡ bài khỏi Cổng: Sai số liệu"), "{history}");
    let doctor = desk.run(&["doctor"]);
    assert!(doctor.status.success(), "{doctor:?}");

    // Without a password nothing is sent; with it, what waited goes on. Nobody can be asked here.
    let right = std::mem::take(&mut desk.password);
    let asks = desk.run(&["deliver", &desk.id, "--to", "Cổng"]);
    let told = String::from_utf8(asks.stdout).unwrap();
    assert!(told.contains("Chưa có mật khẩu"), "{told}");
    let waiting = desk.json(&["outbox"])[0]["id"].as_str().unwrap().to_owned();
    desk.password = right;
    assert!(desk.run(&["outbox", "retry", &waiting]).status.success());
    assert_eq!(site.posts().len(), 1);

    // A wrong password says what to do, and waits for somebody.
    desk.password = "sai".to_owned();
    let wrong = ["destination", "add", "Cổng", "--address", &site.address()];
    assert!(desk.run(&[&wrong[..], &["--user", "desk-editor"]].concat()).status.success());
    let refused = desk.run(&["deliver", &desk.id, "--to", "Cổng"]);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stdout).unwrap();
    assert!(told.contains("cần bạn xử lý") && told.contains("mật khẩu ứng dụng"), "{told}");
    let id = desk.json(&["outbox"])[0]["id"].as_str().unwrap().to_owned();
    assert!(desk.run(&["outbox", "cancel", &id]).status.success());
    assert!(desk.run(&["destination", "remove", "Cổng"]).status.success());
}

#[test]
fn a_newsroom_puts_packages_into_a_folder_by_command() {
    let desk = Desk::approved();
    let watched = tempfile::tempdir().unwrap();
    let address = watched.path().to_str().unwrap();
    let there = || {
        let names = std::fs::read_dir(watched.path()).unwrap().flatten();
        names.map(|it| it.file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    let told = |output: Output| {
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    // No password is asked for: the standard input is left alone.
    let add = ["destination", "add", "Kho tin", "--kind", "folder", "--address", address, "--zip"];
    let added = told(desk.run(&add));
    assert!(added.contains("Không dùng mật khẩu."), "{added}");
    assert!(told(desk.run(&["destination", "test", "Kho tin"])).contains("Kết nối được."));
    let dry = told(desk.run(&["deliver", &desk.id, "--to", "Kho tin", "--dry-run"]));
    assert!(dry.contains("Bài mới") && dry.contains(".zip"), "{dry}");
    assert!(there().is_empty(), "a test and a dry run leave nothing");

    let done = told(desk.run(&["deliver", &desk.id, "--to", "Kho tin"]));
    let [name] = &there()[..] else { panic!("{:?}", there()) };
    assert!(done.contains(name.as_str()) && name.ends_with(".zip"), "{done}");
    let again = told(desk.run(&["deliver", &desk.id, "--to", "Kho tin"]));
    assert_eq!(there(), std::slice::from_ref(name), "{again}");
    told(desk.run(&["take-down", &desk.id, "--from", "Kho tin", "--reason", "Sai số liệu"]));
    let [left] = &there()[..] else { panic!("{:?}", there()) };
    assert!(left.ends_with(".withdrawn.json"), "{left}");

    // What nothing could be sent to is refused with a reason.
    for (kind, address) in [("folder", ""), ("webdav", "ftp://a.vn"), ("webhook", "http://a.vn/x")]
    {
        let refused = desk
            .command(&["destination", "add", "Khác", "--kind", kind, "--address", address])
            .env("BANTHAO_DESTINATION_PASSWORD", "x")
            .output()
            .unwrap();
        assert!(!refused.status.success(), "{kind} {address}: {refused:?}");
    }
}
