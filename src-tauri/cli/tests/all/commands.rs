//! The command line as a newsroom's script uses it.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::program;
use serde_json::Value;

const REPORT: &str = "Khai mạc hội chợ sách xã Đồng Hỷ

Sáng 12/6, hội chợ sách lần thứ ba khai mạc tại nhà văn hóa xã với hơn hai nghìn đầu sách do \
bạn đọc trong xã quyên góp, trao đổi và giới thiệu với nhau.

Hội chợ kéo dài ba ngày. Năm nay có 40 gian hàng, trong đó 12 gian do học sinh tự tổ chức.

Nguồn: dongHy.example.vn

Thanh Mai - Thanh Hiếu
";

struct Desk {
    folder: tempfile::TempDir,
    device: String,
}

impl Desk {
    fn new() -> Self {
        Self::of("Trần Thị Lan", "editor", "MAY-01")
    }

    fn of(name: &str, role: &str, device: &str) -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap(), device: device.to_owned() };
        desk.json(&["setup", "--name", name, "--role", role]);
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        program::command(&self.folder.path().join("desk"), &self.device, arguments)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        program::json(self.command(arguments))
    }

    fn import(&self) -> String {
        let file = self.path("report.txt");
        std::fs::write(&file, REPORT).unwrap();
        self.json(&["import", &file])["id"].as_str().unwrap().to_owned()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn an_answer_that_nobody_reads_to_its_end_breaks_nothing() {
    let desk = Desk::new();
    let file = desk.path("report.txt");
    std::fs::write(&file, REPORT).unwrap();
    let mut command = desk.command(&["import", &file]);
    let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(run.stdout.take());
    let output = run.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    assert_eq!(desk.json(&["list"])["total"], 2, "the sample and the report");
}

#[test]
fn a_report_goes_from_a_text_file_to_a_bundle() {
    let desk = Desk::new();
    let id = desk.import();
    for action in ["file", "claim", "approve"] {
        desk.json(&["review", &id, action]);
    }
    let report = desk.json(&["export", &id, "--to", &desk.path("out")]);
    let folder = Path::new(report["path"].as_str().unwrap());
    for file in ["article.html", "article.txt", "article.ninjs.json", "manifest.json"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    let html = std::fs::read_to_string(folder.join("article.html")).unwrap();
    assert!(html.contains("Khai mạc hội chợ sách") && html.contains("Thanh Mai"));
    let zip = desk.json(&["export", &id, "--to", &desk.path("out"), "--zip"]);
    assert_eq!(zip["bundle"], report["bundle"], "the same revision is the same bundle");
}

#[test]
fn an_article_is_exported_and_printed_as_pdf_on_the_letterhead() {
    let desk = Desk::new();
    let id = desk.import();
    let (draft, file) = (desk.path("ban-nhap.pdf"), desk.path("bai.pdf"));
    let refused = desk.run(&["export", &id, "--pdf", &file]);
    assert_eq!(refused.status.code(), Some(3), "the gates are those of every export");
    assert!(!Path::new(&file).exists());
    assert_eq!(desk.json(&["print", &id, "--to", &draft])["approved"], false);
    for action in ["file", "claim", "approve"] {
        desk.json(&["review", &id, action]);
    }
    let plain = desk.json(&["export", &id, "--pdf", &file]);
    assert_eq!((&plain["approved"], &plain["pages"]), (&true.into(), &1.into()));
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-1.7"));
    assert_eq!(desk.json(&["print", &id, "--to", &draft])["hash"], plain["hash"]);

    let kept = desk.json(&["letterhead", "--office", "BÁO SÔNG VÂN", "--place", "Đồng Hỷ"]);
    assert_eq!(kept["office"], "BÁO SÔNG VÂN");
    assert_eq!(desk.json(&["letterhead", "--place", ""])["office"], "BÁO SÔNG VÂN");
    assert_ne!(desk.json(&["export", &id, "--pdf", &file])["hash"], plain["hash"]);
    let both = desk.run(&["export", &id, "--pdf", &file, "--zip"]);
    assert_eq!(both.status.code(), Some(2), "a PDF is no bundle");
    assert_eq!(desk.run(&["export", &id]).status.code(), Some(2), "it goes somewhere");
}

#[test]
fn a_document_that_was_exported_and_comes_back_goes_into_its_article() {
    let desk = Desk::new();
    let id = desk.import();
    for action in ["file", "claim", "approve"] {
        desk.json(&["review", &id, action]);
    }
    let report = desk.json(&["export", &id, "--to", &desk.path("out")]);
    let file = Path::new(report["path"].as_str().unwrap()).join("article.docx");
    let file = file.to_str().unwrap();
    let back = desk.json(&["import", file]);
    assert_eq!((&back["id"], &back["outcome"]), (&id.as_str().into(), &"nothing".into()));
    assert_eq!(desk.json(&["list"])["total"], 2, "no article beside it");
    let made = desk.json(&["import", file, "--new"]);
    assert_ne!(made["id"], id.as_str());
    assert_eq!(desk.json(&["list"])["total"], 3);
}

#[test]
fn a_folder_of_years_past_is_taken_in_once_and_what_was_not_understood_is_told() {
    let desk = Desk::new();
    let folder = Path::new(&desk.path("xua")).to_owned();
    std::fs::create_dir_all(folder.join("2019")).unwrap();
    std::fs::write(folder.join("2019/bai.md"), "# Khai mạc\n\nĐoạn một.\n\n![x](a.jpg)\n").unwrap();
    std::fs::write(folder.join("hong.docx"), b"PK\x03\x04 cut").unwrap();
    std::fs::write(folder.join("anh.jpg"), b"x").unwrap();
    let folder = folder.to_str().unwrap();
    let first = desk.json(&["import", "--archive", folder]);
    assert_eq!((&first["taken"], &first["here"]), (&1.into(), &0.into()));
    assert_eq!(first["refused"][0]["from"], "hong.docx");
    assert_eq!(first["passed"]["jpg"], 1);
    let again = desk.json(&["import", "--archive", folder]);
    assert_eq!((&again["taken"], &again["here"]), (&0.into(), &1.into()));
    let told = text(&desk.run(&["import", "--archive", folder, "--lang", "en"]).stdout);
    assert!(told.contains("Not read: hong.docx: "), "{told}");
    assert_eq!(desk.json(&["list"])["total"], 2);
}

#[test]
fn files_of_other_programs_become_articles_or_it_is_said_what_to_do() {
    let desk = Desk::new();
    let file = desk.path("bai.md");
    std::fs::write(&file, "# Khai mạc hội chợ\n\nĐoạn **một**.\n\n- một\n- hai\n\n![x](a.jpg)\n")
        .unwrap();
    let made = desk.json(&["import", &file]);
    assert_eq!(made["headline"], "Khai mạc hội chợ");
    assert_eq!(made["file"]["format"], "markdown");
    let told = text(&desk.run(&["import", &file, "--lang", "en"]).stdout);
    assert!(told.contains("Left out: pictures outside the file × 1"), "{told}");
    for (name, bytes, says) in
        [("bai.pdf", &b"%PDF-1.7 x"[..], ".docx"), ("bai.docx", b"PK\x03\x04 cut", "hỏng")]
    {
        let file = desk.path(name);
        std::fs::write(&file, bytes).unwrap();
        let refused = desk.run(&["import", &file]);
        assert_eq!(refused.status.code(), Some(4));
        let told = text(&refused.stderr);
        assert!(told.contains(says), "{told}");
    }
    assert_eq!(desk.json(&["list"])["total"], 3, "what is refused leaves nothing");
}

#[test]
fn a_word_file_of_before_2007_is_read_by_a_process_of_its_own() {
    let desk = Desk::new();
    let bytes = include_bytes!("../../../core/src/exchange/import/fixtures/edited.doc");
    let file = desk.path("bai.doc");
    std::fs::write(&file, bytes).unwrap();
    let made = desk.json(&["import", &file]);
    assert_eq!(made["headline"], "Đại hội điểm ở Đồng Hỷ");
    assert_eq!((&made["file"]["format"], &made["file"]["comments"]), (&"doc".into(), &1.into()));

    // The process alone: it takes a file, and knows of no desk.
    let mut process = desk.command(&["--read-old-word-file"]);
    process.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = process.spawn().unwrap();
    process.stdin.take().unwrap().write_all(bytes).unwrap();
    let answer = process.wait_with_output().unwrap();
    assert!(answer.status.success() && answer.stdout.len() > 1_000);

    std::fs::write(&file, &bytes[..bytes.len() / 3]).unwrap();
    let refused = desk.run(&["import", &file]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(text(&refused.stderr).contains("hỏng"), "{}", text(&refused.stderr));
}

#[test]
fn a_file_in_an_old_encoding_is_converted_and_that_is_said() {
    let desk = Desk::new();
    let file = desk.path("cu.txt");
    // TCVN3: "Đại hội Đảng bộ xã", "Sáng 12/6, Ban Thường vụ họp."
    let old = b"\xA7\xB9i h\xE9i \xA7\xB6ng b\xE9 x\xB7\n\nS\xB8ng 12/6, Ban Th\xAD\xEAng v\xF4 h\xE4p.\n";
    std::fs::write(&file, old).unwrap();
    let made = desk.json(&["import", &file]);
    assert_eq!(
        (&made["headline"], &made["written"]),
        (&"Đại hội Đảng bộ xã".into(), &"tcvn3".into())
    );
    let shown = text(&desk.run(&["show", made["id"].as_str().unwrap()]).stdout);
    assert!(shown.contains("Sáng 12/6, Ban Thường vụ họp."), "{shown}");
    let told = text(&desk.run(&["import", &file]).stdout);
    assert!(told.contains("Đã đổi sang Unicode từ TCVN3 (ABC)."), "{told}");
    let told = text(&desk.run(&["import", &file, "--lang", "en"]).stdout);
    assert!(told.contains("Converted from TCVN3 (ABC)."), "{told}");
    let checked = text(&desk.run(&["check", &file, "--json"]).stdout);
    assert!(!checked.contains("SYL_INVALID"), "{checked}");

    let made = desk.json(&["import", &file, "--encoding", "as-is"]);
    assert_eq!(
        (&made["headline"], &made["written"]),
        (&"§¹i héi §¶ng bé x·".into(), &"unicode".into())
    );
    let made = desk.json(&["import", &file, "--encoding", "vni"]);
    assert_eq!(made["written"], "vni", "whoever names one is believed");
    let wrong = desk.run(&["import", &file, "--encoding", "ascii"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_approval_sheet_of_an_article_is_one_file() {
    let desk = Desk::new();
    let id = desk.import();
    let path = desk.path("sheet.html");
    assert_eq!(desk.json(&["sheet", &id, "--to", &path])["path"], path);
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.contains("Phiếu duyệt") && page.contains("Khai mạc hội chợ sách"));
    let missing = desk.run(&["sheet", "nothere", "--to", &desk.path("none.html")]);
    assert_eq!(missing.status.code(), Some(4));
    assert!(!Path::new(&desk.path("none.html")).exists());
}

#[test]
fn an_article_is_found_without_accents() {
    let desk = Desk::new();
    desk.import();
    let page = desk.json(&["list", "hoi cho sach"]);
    assert_eq!(page["total"], 1);
    assert_eq!(desk.json(&["list", "khong co bai nay"])["total"], 0);
}

#[test]
fn a_whole_list_is_exported_and_what_is_not_is_told() {
    let desk = Desk::new();
    let mut ids = Vec::new();
    for n in 0..3 {
        let id = desk.import();
        for action in ["file", "claim", "approve"].into_iter().take(if n == 0 { 1 } else { 3 }) {
            desk.json(&["review", &id, action]);
        }
        ids.push(id);
    }
    let to = desk.path("trang");
    let all = desk.run(&["export", "--list", "all", "--to", &to, "--format", "html", "--json"]);
    assert_eq!(all.status.code(), Some(1), "two are not approved");
    let report: Value = serde_json::from_slice(&all.stdout).unwrap();
    assert_eq!(report["exported"], 2);
    let refused = report["refused"].as_array().unwrap();
    assert!(refused.len() == 2 && refused.iter().any(|it| it["id"] == ids[0].as_str()), "{report}");
    assert_eq!(std::fs::read_dir(&to).unwrap().count(), 2, "a file for each");

    let bundles = desk.path("goi");
    let report = desk.json(&["export", "--list", "approved", "--to", &bundles]);
    assert_eq!(report, serde_json::json!({ "exported": 2, "refused": [] }));
    let once_more = desk.json(&["export", "--list", "not-exported", "--to", &bundles]);
    assert_eq!(once_more["exported"], 0);
    for arguments in [&["export", "--list", "approved"][..], &["export", "--to", "x"]] {
        assert_eq!(desk.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn an_unapproved_article_is_refused_with_code_three_and_a_sentence_in_each_language() {
    let desk = Desk::new();
    let id = desk.import();
    let out = desk.path("out");
    let refused = desk.run(&["export", &id, "--to", &out]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(text(&refused.stderr).contains("chưa được duyệt"));
    let refused = desk.run(&["export", &id, "--to", &out, "--lang", "en"]);
    assert!(text(&refused.stderr).contains("not approved"));
    assert!(!Path::new(&out).exists(), "a refused export leaves nothing");
    let forced = desk.run(&["export", &id, "--to", &out, "--override-reason", "Tổng biên tập"]);
    assert!(forced.status.success());
}

#[test]
fn an_approval_waits_for_errors_and_passes_with_a_reason_that_the_history_tells() {
    let desk = Desk::new();
    let file = desk.path("report.txt");
    std::fs::write(&file, REPORT.replace("trao đổi và", "làm viêc và")).unwrap();
    let id = desk.json(&["import", &file])["id"].as_str().unwrap().to_owned();
    for action in ["file", "claim"] {
        desk.json(&["review", &id, action]);
    }
    let refused = desk.run(&["review", &id, "approve", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(3));
    let told = text(&refused.stderr);
    assert!(told.contains("still finds") && told.contains("--waive"), "{told}");
    assert!(told.contains("làm viêc và") && told.contains("[SYL_INVALID]"), "{told}");
    desk.json(&["review", &id, "approve", "--waive", "Trích nguyên văn"]);
    let history = text(&desk.run(&["history", &id, "--lang", "en"]).stdout);
    assert!(history.contains("past open findings: 1"), "{history}");
    assert!(history.contains("Trích nguyên văn"), "{history}");
}

#[test]
fn a_target_that_the_settings_do_not_have_is_told_by_name() {
    let desk = Desk::new();
    let id = desk.import();
    for action in ["file", "claim", "approve"] {
        desk.json(&["review", &id, action]);
    }
    let out = desk.path("out");
    for (lang, sentence) in [("vi", "không có nơi nhận Báo in"), ("en", "no target Báo in")]
    {
        let refused =
            desk.run(&["export", &id, "--to", &out, "--target", "Báo in", "--lang", lang]);
        assert_eq!(refused.status.code(), Some(4));
        let told = text(&refused.stderr);
        assert!(told.contains(sentence), "{told}");
    }
    assert!(!Path::new(&out).exists(), "a refused export leaves nothing");
}

#[test]
fn files_that_are_no_reports_are_refused_and_change_nothing() {
    let desk = Desk::new();
    let before = desk.json(&["list"])["total"].clone();
    let cases: [(&str, &[u8], &str); 4] = [
        ("empty.txt", b"", "trống"),
        ("blank.txt", b" \n\t\n", "trống"),
        ("zeros.txt", b"abc\0def", "không phải văn bản"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "không phải văn bản"),
    ];
    for (name, bytes, expected) in cases {
        let file = desk.path(name);
        std::fs::write(&file, bytes).unwrap();
        let refused = desk.run(&["import", &file]);
        assert_eq!(refused.status.code(), Some(4), "{name}");
        assert!(text(&refused.stderr).contains(expected), "{name}: {refused:?}");
    }
    let refused = desk.run(&["import", &desk.path("not-there.txt")]);
    assert_eq!(refused.status.code(), Some(4));
    assert_eq!(desk.json(&["list"])["total"], before);
}

#[test]
fn what_is_missing_is_said_with_code_one() {
    let desk = Desk::new();
    let file = desk.path("short.txt");
    std::fs::write(&file, "Khai mạc hội chợ sách xã Đồng Hỷ\n\nHội chợ kéo dài ba ngày.\n")
        .unwrap();
    let checked = desk.run(&["check", &file]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(text(&checked.stdout).contains("tên tác giả"), "{checked:?}");
}

#[test]
fn what_stands_out_is_told_by_line_and_column_and_as_sarif() {
    let desk = Desk::new();
    let file = desk.path("report.txt");
    std::fs::write(&file, REPORT.replace("kéo dài", "keo  dài").replace("gian hàng", "gian hàg"))
        .unwrap();
    let checked = desk.run(&["check", &file, "--lang", "en"]);
    assert_eq!(checked.status.code(), Some(1));
    let lines = text(&checked.stdout);
    assert!(
        lines.contains("5:12  error  more than one space: \"  \" → \" \"  [SPACE_RUN]"),
        "{lines}"
    );
    assert!(text(&desk.run(&["check", &file]).stdout).contains("lỗi  thừa dấu cách"));
    let json = desk.run(&["check", &file, "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    let found = json["findings"].as_array().unwrap();
    let run = found.iter().find(|it| it["rule"] == "SPACE_RUN").unwrap();
    assert_eq!(
        (&run["line"], &run["column"], &run["endColumn"]),
        (&5.into(), &12.into(), &14.into())
    );
    let sarif = desk.run(&["check", &file, "--sarif"]);
    let sarif: Value = serde_json::from_slice(&sarif.stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let run = results.iter().find(|it| it["ruleId"] == "SPACE_RUN").unwrap();
    assert_eq!(run["level"], "error");
    let region = &run["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&5.into(), &12.into()));
    assert!(results.iter().all(|it| it["level"] != Value::Null), "what is right is no result");

    // A clean report with all its parts is no error, and an article is told of by its id.
    let id = desk.import();
    assert_eq!(desk.run(&["check", &id]).status.code(), Some(0));
}

#[test]
fn the_doctor_finds_a_sound_store_sound_and_a_cut_photo_damaged() {
    let desk = Desk::new();
    assert!(desk.run(&["doctor"]).status.success());
    let photos = desk.folder.path().join("desk").join("photos");
    let folder = std::fs::read_dir(photos).unwrap().next().unwrap().unwrap().path();
    let photo = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let bytes = std::fs::read(&photo).unwrap();
    std::fs::write(&photo, &bytes[..bytes.len() / 2]).unwrap();
    let sick = desk.run(&["doctor", "--lang", "en"]);
    assert_eq!(sick.status.code(), Some(1));
    assert!(text(&sick.stdout).contains("Photo file damaged"));
}

#[test]
fn a_headline_cannot_steer_the_terminal() {
    let desk = Desk::new();
    let file = desk.path("evil.txt");
    let report = REPORT.replace("hội chợ sách lần", "hội chợ \u{1b}]0;evil\u{7} lần");
    std::fs::write(&file, format!("Tin \u{1b}[2J nóng về hội chợ sách xã Đồng Hỷ\n{report}"))
        .unwrap();
    let imported = desk.run(&["import", &file]);
    let listed = desk.run(&["list"]);
    for output in [imported, listed] {
        assert!(output.status.success(), "{output:?}");
        assert!(!output.stdout.contains(&0x1b), "{output:?}");
    }
}

/// Starts a program. Wine now and then cannot, with an error of its own (`ERROR_INTERNAL_ERROR`),
/// while the one before is being killed.
fn started(command: &mut Command) -> Child {
    const INTERNAL: i32 = 1359;
    for _ in 0..5 {
        match command.spawn() {
            Err(error) if cfg!(windows) && error.raw_os_error() == Some(INTERNAL) => {
                std::thread::sleep(Duration::from_millis(200));
            }
            spawned => return spawned.unwrap(),
        }
    }
    command.spawn().unwrap()
}

/// SIGKILL at any time: each import that was acknowledged is there, and the store is sound.
#[test]
fn what_was_acknowledged_survives_being_killed_at_any_moment() {
    let desk = Desk::new();
    let file = desk.path("report.txt");
    std::fs::write(&file, REPORT).unwrap();
    let mut acknowledged = 0_u64;
    for round in 0..20_u64 {
        let mut command = desk.command(&["import", &file, "--json"]);
        let mut child = started(command.stdout(Stdio::null()).stderr(Stdio::null()));
        std::thread::sleep(Duration::from_millis(round * 3 % 40));
        let ended = child.try_wait().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged += u64::from(ended.is_some_and(|status| status.success()));
    }
    assert!(desk.run(&["doctor"]).status.success(), "the store is sound");
    let found = desk.json(&["list", "hoi cho sach"])["total"].as_u64().unwrap();
    assert!(found >= acknowledged, "{found} found, {acknowledged} acknowledged");
}

#[test]
fn an_article_goes_to_a_colleague_and_back_by_files() {
    let mai = Desk::of("Nguyễn Thị Mai", "reporter", "MAY-01");
    let hieu = Desk::of("Trần Trung Hiếu", "editor", "MAY-02");
    let id = mai.import();
    let out = mai.path("bai.banthao");
    let report = mai.json(&["hand-off", &id, "--out", &out, "--note", "Xem giúp số liệu."]);
    assert_eq!((&report["path"], &report["sealed"]), (&out.as_str().into(), &false.into()));

    let opened = hieu.json(&["open", &out]);
    assert_eq!(opened["outcome"], "new");
    assert_eq!(opened["firstTime"], true);
    assert_eq!(opened["note"], "Xem giúp số liệu.");
    assert_eq!(opened["fingerprint"], mai.json(&["device"])["fingerprint"]);
    assert_eq!(hieu.json(&["peers"])[0]["trust"], "firstUse");
    assert_eq!(hieu.json(&["open", &out])["outcome"], "nothing", "twice changes nothing");

    // Into a folder, by a name without its accents, and only for her device.
    let back = hieu.path("out");
    std::fs::create_dir(&back).unwrap();
    let to = ["--to", "nguyen thi mai", "--sealed", "--out", &back];
    let sent = hieu.json(&[&["hand-off", &id], &to[..]].concat());
    assert_eq!(sent["sealed"], true);
    let file = sent["path"].as_str().unwrap();
    assert!(file.starts_with(&back) && file.ends_with(".banthao"), "{file}");
    let stranger = Desk::of("Lê Thị Lan", "editor", "MAY-03");
    let refused = stranger.run(&["open", file]);
    assert_eq!(refused.status.code(), Some(4));
    assert_eq!(mai.json(&["open", file])["firstTime"], true);

    let nobody = hieu.run(&["hand-off", &id, "--to", "Nguyễn Văn Không", "--out", &back]);
    assert_eq!(nobody.status.code(), Some(4));
    assert!(text(&nobody.stderr).contains("Nguyễn Văn Không"));
}

#[test]
fn a_changed_key_is_refused_until_it_is_accepted_by_name() {
    let mai = Desk::of("Nguyễn Thị Mai", "reporter", "MAY-01");
    let hieu = Desk::of("Trần Trung Hiếu", "editor", "MAY-02");
    let id = mai.import();
    let (first, second) = (mai.path("1.banthao"), mai.path("2.banthao"));
    mai.json(&["hand-off", &id, "--out", &first]);
    hieu.json(&["open", &first]);
    std::fs::remove_file(mai.folder.path().join("desk/device.key")).unwrap();
    mai.json(&["hand-off", &id, "--out", &second]);
    let now = mai.json(&["device"])["fingerprint"].as_str().unwrap().to_owned();

    let refused = hieu.run(&["open", &second, "--lang", "vi"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(text(&refused.stderr).contains(&now), "the fingerprint to compare is told");
    let wrong = hieu.run(&["open", &second, "--accept-key", &"0".repeat(64)]);
    assert_eq!(wrong.status.code(), Some(3));
    let opened = hieu.json(&["open", &second, "--accept-key", &now]);
    assert_eq!(opened["fingerprint"], now.as_str());
    let trust: Vec<_> = hieu.json(&["peers"]).as_array().unwrap().clone();
    assert_eq!(trust.len(), 2);
}

#[test]
fn photos_are_found_and_told_about_from_the_command_line() {
    let desk = Desk::new();
    let all = desk.json(&["photos"]);
    assert_eq!(all["total"], 2, "those of the sample report");
    let hash = all["rows"][0]["hash"].as_str().unwrap().to_owned();
    let told = desk.json(&[
        "photo",
        &hash[..10],
        "--set",
        "caption=Hội nghị tại {city}",
        "--set",
        "city=Đồng Hỷ",
        "--set",
        "people=Lan; Phạm Minh Chính",
        "--set",
        "rights=agency",
        "--set",
        "rightsUntil=2020-01-31",
    ]);
    let said = &told["info"]["desk"];
    assert_eq!(said["metadata"]["caption"], "Hội nghị tại Đồng Hỷ");
    assert_eq!(said["metadata"]["people"][1], "Phạm Minh Chính");
    assert_eq!(told["info"]["metadata"]["caption"], "", "the file's own words stay");
    let found = desk.json(&["photos", "--search", "hoi nghi dong hy", "--rights", "expired"]);
    assert_eq!(found["rows"][0]["hash"], *hash);
    assert_eq!(found["total"], 1);
    for (wrong, why) in [
        (["photo", &hash, "--set", "nosuch=x"], "an unknown field"),
        (["photo", &hash, "--set", "rights=stolen"], "unknown rights"),
        (["photo", &hash, "--set", "rightsUntil=31/1/2020"], "no day"),
        (["photo", "ffffff", "--set", "city=x"], "an unknown photo"),
    ] {
        assert!(!desk.run(&wrong).status.success(), "{why}");
    }
    let lines = String::from_utf8(desk.run(&["photo", &hash, "--lang", "vi"]).stdout).unwrap();
    assert!(lines.contains("caption: Hội nghị tại Đồng Hỷ"), "{lines}");
    assert!(desk.run(&["doctor", "--repair"]).status.success());
}

#[test]
fn rules_of_the_house_are_tested_carried_to_another_desk_and_used_by_check() {
    let (mai, hieu) = (Desk::new(), Desk::of("Nguyễn Văn Hiếu", "editor", "MAY-02"));
    let taken = mai.json(&["rules", "import", "--starter"]);
    let count = taken["added"].as_u64().unwrap();
    assert!(count >= 10 && taken["known"] == 0, "{taken}");
    assert_eq!(mai.json(&["rules", "import", "--starter"])["known"], count, "only once");
    let listed = mai.json(&["rules", "list"]);
    let states = listed["rules"].as_array().unwrap().iter().map(|it| &it["rule"]["state"]);
    assert!(states.clone().all(|state| state == "draft"), "{listed}");
    assert_eq!(mai.run(&["rules", "test"]).status.code(), Some(0));
    let told = text(&mai.run(&["rules", "list"]).stdout);
    assert!(told.contains("nháp") && told.contains("Mới đây nhất"), "{told}");

    // What is live over there comes as a draft, and `check` does not use it.
    let file = mai.path("rules.json");
    mai.json(&["rules", "export", &file]);
    let live = std::fs::read_to_string(&file).unwrap().replace("\"draft\"", "\"live\"");
    std::fs::write(&file, &live).unwrap();
    assert_eq!(hieu.json(&["rules", "import", &file])["added"], count);
    let id = hieu.import();
    let houses = |desk: &Desk| {
        let output = desk.command(&["check", &id]).arg("--json").output().unwrap();
        let checked: Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = checked["findings"].as_array().unwrap();
        found.iter().filter(|it| it["rule"] == "HOUSE").count()
    };
    assert_eq!(houses(&hieu), 0);

    // A file with a rule that is none, or whose examples fail, changes nothing.
    let before = hieu.json(&["rules", "list"]);
    for (from, to, says) in [
        ("\"Mới đây nhất, xã đã", "\"Xã đã", "không tìm ra"),
        ("(?:\\\\.{2,}|…)", "(?:\\\\.{2,}|…", "ký tự"),
        ("\"banthaoHouseRules\": 1", "\"banthaoHouseRules\": 9", "phiên bản mới hơn"),
        ("\"rules\": [", "\"rules\": [[", "không phải tệp quy tắc"),
    ] {
        assert!(live.contains(from), "{from}");
        std::fs::write(&file, live.replace(from, to)).unwrap();
        let output = hieu.run(&["rules", "import", &file]);
        assert_eq!(output.status.code(), Some(4), "{from}");
        let told = text(&output.stderr);
        assert!(told.contains(says), "{told}");
    }
    assert_eq!(hieu.json(&["rules", "list"]), before);
}

#[test]
fn a_draft_whose_examples_fail_is_told_with_code_one() {
    let desk = Desk::new();
    let file = desk.path("rules.json");
    let rule = serde_json::json!({
        "id": "", "name": "Huyện", "state": "draft", "severity": "warning",
        "find": { "kind": "words", "words": ["huyện"], "matchCase": false },
        "except": [], "scopes": [], "inQuotes": false, "message": "", "fixes": [], "source": "",
        "validFrom": null, "validTo": null, "matches": ["Về xã."], "matchesNot": [],
    });
    let rules = serde_json::json!({ "banthaoHouseRules": 1, "rules": [rule] });
    std::fs::write(&file, rules.to_string()).unwrap();
    let output = desk.run(&["--lang", "en", "rules", "test", &file]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("Huyện: it finds nothing in \"Về xã.\""));
    desk.json(&["rules", "import", &file]);
    assert_eq!(desk.run(&["rules", "test"]).status.code(), Some(1));
}

#[test]
fn a_table_of_names_is_taken_over_whole_or_not_at_all_and_then_read_by_check() {
    let desk = Desk::new();
    let (table, out, article) =
        (desk.path("names.csv"), desk.path("out.csv"), desk.path("tin.txt"));
    let rows = "Tên;Chức danh;Từ;Đến\n\
                Trần Quốc Tỏ;Bí thư Tỉnh ủy;1/2/2015;15/5/2020\n\
                Trần Quốc Tỏ;Thứ trưởng Bộ Công an;16/5/2020;\n\
                Lê Quang Tiến;Phó Chủ tịch;31/2/2020;\n";
    std::fs::write(&table, rows).unwrap();
    let refused = desk.run(&["names", "import", &table, "--lang", "vi"]);
    assert_eq!(refused.status.code(), Some(1));
    let told = text(&refused.stdout);
    assert!(told.contains("Dòng 4: không phải ngày [31/2/2020]"), "{told}");
    assert_eq!(desk.json(&["names", "list", "tran quoc to"])["total"], 0, "nothing was changed");
    let tried = desk.json(&["names", "import", &table, "--skip-broken", "--dry-run"]);
    assert_eq!((&tried["new"], &tried["broken"]), (&1.into(), &1.into()));
    assert_eq!(desk.json(&["names", "list", "tran quoc to"])["total"], 0);

    assert!(desk.run(&["names", "import", &table, "--skip-broken"]).status.success());
    let found = desk.json(&["names", "list", "thu truong"]);
    assert_eq!(found["rows"][0]["entry"]["name"], "Trần Quốc Tỏ");
    let lines = text(&desk.run(&["names", "list", "bac kan", "--lang", "en"]).stdout);
    assert!(lines.contains("… – 2025-06-30  → tỉnh Thái Nguyên"), "{lines}");

    std::fs::write(&article, "Tin\n\nBí thư Tỉnh ủy Trần Quốc Tỏ phát biểu tại hội nghị.\n")
        .unwrap();
    let checked = desk.run(&["check", &article, "--json"]);
    assert_eq!(checked.status.code(), Some(1), "a warning");
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let title = &checked["findings"][0];
    assert_eq!(
        (&title["rule"], &title["fixes"][0]),
        (&"TITLE".into(), &"Thứ trưởng Bộ Công an".into())
    );

    assert_eq!(desk.json(&["names", "export", &out])["entries"], 1);
    let other = Desk::of("Lê Thị Lan", "editor", "MAY-03");
    let taken = other.json(&["names", "import", &out]);
    assert_eq!((&taken["new"], &taken["broken"]), (&1.into(), &0.into()));
    let again = other.json(&["names", "import", &out]);
    assert_eq!((&again["same"], &again["changed"]), (&1.into(), &0.into()));
    for (bytes, why) in [(&b"\x89PNG\r\n"[..], "a picture"), (b"a,b\n1,2\n", "no names")] {
        std::fs::write(&table, bytes).unwrap();
        assert_eq!(desk.run(&["names", "import", &table]).status.code(), Some(4), "{why}");
    }
}

#[test]
fn the_royalties_of_a_month_are_told_and_written_as_tables() {
    let desk = Desk::new();
    let id = desk.import();
    for action in ["file", "claim", "approve"] {
        desk.json(&["review", &id, action]);
    }
    let history = desk.json(&["history", &id]);
    let at = history["rows"][0]["at"].as_i64().unwrap();
    let day = banthao_core::time::Timestamp(at).rfc3339(banthao_core::time::ZoneMinutes::default());
    let month = desk.json(&["royalties", &day[..7]]);
    assert_eq!(month["articles"][0]["article"], *id);
    assert_eq!(month["articles"][0]["lines"].as_array().unwrap().len(), 2, "both who signed it");
    assert_eq!(month["total"], 0, "nobody has said of which genre it is");

    let table = desk.path("nhuan-but.csv");
    desk.json(&["royalties", &day[..7], "--to", &table]);
    let bytes = std::fs::read(&table).unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbf") && text(&bytes[3..]).contains("Thanh Hiếu"));
    let book = desk.path("nhuan-but.xlsx");
    desk.json(&["royalties", &day[..7], "--to", &book]);
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));

    let other = desk.path("nhuan-but.doc");
    for (month, file) in [("2026-13", &table), (&day[..7], &other)] {
        let refused = desk.run(&["royalties", month, "--to", file]);
        assert_eq!(refused.status.code(), Some(4), "{month} {file}");
    }
    assert!(!Path::new(&other).exists());
}
