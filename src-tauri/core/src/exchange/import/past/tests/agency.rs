//! Reports of agencies.

use super::super::*;
use crate::exchange::import::read_here;
use crate::exchange::recognise::Label;

fn read(name: &str, text: &str) -> Vec<Next> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let mut past = PastArticles::open(&path, read_here).unwrap();
    let mut found = Vec::new();
    while let Some(next) = past.read_next().unwrap() {
        found.push(next);
    }
    found
}

fn one(name: &str, text: &str) -> Past {
    let mut found = read(name, text);
    assert_eq!(found.len(), 1, "{found:?}");
    match found.remove(0) {
        Next::Article(past) => *past,
        other => panic!("{other:?}"),
    }
}

fn lines(past: &Past) -> Vec<(Label, String)> {
    past.incoming.recognition.lines.iter().map(|it| (it.label, it.text.clone())).collect()
}

#[test]
fn ninjs_of_all_versions_is_read() {
    let old = r#"{"uri":"urn:x:1","type":"text","versioncreated":"2019-05-23T08:00:00Z","headline":"Tít bài",
        "byline":"Thanh Mai","body_xhtml":"<p>Đoạn một.</p><p>Đoạn <em>hai</em>.</p>","pubstatus":"usable",
        "subject":[{"name":"Kinh tế"},{"name":"hội chợ"}],"slugline":"tit-bai"}"#;
    let new = r#"{"uri":"https://bao.vn/tit-bai","type":"text","versionCreated":"2019-05-23T08:00:00Z",
        "headlines":[{"role":"main","value":"Tít bài"}],"by":"Thanh Mai",
        "bodies":[{"role":"text","contentType":"text/plain","value":"x"},
        {"role":"html","contentType":"text/html","value":"<p>Đoạn một.</p><p>Đoạn <em>hai</em>.</p>"}],
        "subjects":[{"name":"Kinh tế","rel":"section"},{"name":"hội chợ","rel":"tag"}]}"#;
    for text in [old, new] {
        let past = one("bai.json", text);
        let texts: Vec<String> = lines(&past).into_iter().map(|it| it.1).collect();
        assert_eq!(texts, ["Tít bài", "Đoạn một.", "Đoạn hai."]);
        assert_eq!(past.at, Some(Timestamp(1_558_598_400_000)));
        assert_eq!((past.author.as_str(), past.section.as_str()), ("Thanh Mai", "Kinh tế"));
        assert_eq!(past.tags, ["hội chợ"]);
    }
    assert_eq!(one("bai.json", new).address, "https://bao.vn/tit-bai");
    let several = format!("[{old}, {new}]");
    assert_eq!(read("kho.json", &several).len(), 2);
    assert_eq!(
        read("kho.ndjson", &format!("{}\n{}\n", old.replace('\n', ""), new.replace('\n', "")))
            .len(),
        2
    );
    let gone = old.replace("usable", "canceled");
    assert!(matches!(&read("bai.json", &gone)[0], Next::Passed(kind) if kind == "canceled"));
    let picture = old.replace("\"text\"", "\"picture\"");
    assert!(matches!(&read("bai.json", &picture)[0], Next::Passed(kind) if kind == "picture"));
}

const NITF: &str = r#"<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head>
    <hedline><hl1>Tít bài &amp; ảnh</hl1></hedline><byline>By Thanh Mai, <byttl>Phóng viên</byttl></byline>
    <abstract><p>Lời dẫn.</p></abstract></body.head><body.content><p>Đoạn một.</p><hl2>Nhân sự</hl2>
    <media media-type="image"><media-reference source="a.jpg" alternate-text="Hội trường"/>
    <media-caption>Quang cảnh hội nghị</media-caption></media>
    <p>Đoạn <em class="bold">hai</em>.</p></body.content></body></nitf>"#;

#[test]
fn newsml_is_read_with_nitf_and_with_pages_in_it() {
    let item = |inside: &str, class: &str| {
        format!(
            r#"<newsItem guid="urn:newsml:a:1" version="1"><itemMeta><itemClass qcode="ninat:{class}"/>
            <versionCreated>2019-05-23T15:00:00+07:00</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
            <contentMeta><creator><name>Thanh Hiếu</name></creator><keyword>hội chợ</keyword>
            <subject type="cpnat:abstract"><name>Kinh tế</name></subject><headline>Tít bài &amp; ảnh</headline>
            </contentMeta><contentSet>{inside}</contentSet></newsItem>"#
        )
    };
    let message = |items: &str| {
        format!(
            r#"<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>
            <sent>2019-05-23T15:00:00+07:00</sent></header><itemSet>{items}</itemSet></newsMessage>"#
        )
    };
    let nitf = format!(r#"<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>"#);
    let found = read("tin.xml", &message(&(item(&nitf, "text") + &item("", "picture"))));
    assert_eq!(found.len(), 2);
    let Next::Article(past) = &found[0] else { panic!("{found:?}") };
    assert_eq!(
        lines(past),
        [
            (Label::Headline, "Tít bài & ảnh"),
            (Label::Lead, "Lời dẫn."),
            (Label::Paragraph, "Đoạn một."),
            (Label::Subhead, "Nhân sự"),
            (Label::Photo, "Hội trường"),
            (Label::Caption, "Quang cảnh hội nghị"),
            (Label::Paragraph, "Đoạn hai."),
        ]
        .map(|(label, text)| (label, text.to_owned()))
    );
    assert_eq!(
        (past.section.as_str(), past.tags.as_slice()),
        ("Kinh tế", &["hội chợ".to_owned()][..])
    );
    assert_eq!(past.at, Some(Timestamp(1_558_598_400_000)));
    assert!(matches!(&found[1], Next::Passed(kind) if kind == "picture"));
    let page = r#"<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
        <head><title>x</title></head><body><p>Đoạn một.</p></body></html></inlineXML>"#;
    let past = one("tin.xml", &item(page, "text"));
    assert_eq!(lines(&past).len(), 2, "{:?}", lines(&past));
    assert_eq!(past.author, "Thanh Hiếu");
    let plain = r#"<inlineData contenttype="text/plain">Đoạn một.

        Đoạn hai.</inlineData>"#;
    assert_eq!(lines(&one("tin.xml", &item(plain, "text"))).len(), 3);
    assert_eq!(one("tin.nitf", NITF).author, "Thanh Mai");
}

#[test]
fn what_this_program_exports_comes_back() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut seen = 0;
    for name in ["article.ninjs.json", "article.newsml-g2.xml", "article.nitf.xml"] {
        let Some(path) = find(&folder, name) else { continue };
        seen += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        let found = read(name, &text);
        let Next::Article(past) = &found[0] else { panic!("{name}: {found:?}") };
        assert!(lines(past).len() > 5 && lines(past)[0].0 == Label::Headline, "{name}");
    }
    assert!(seen == 0 || seen >= 2, "the golden files are where they were");
}

fn find(folder: &std::path::Path, name: &str) -> Option<std::path::PathBuf> {
    let entries: Vec<_> = std::fs::read_dir(folder).ok()?.flatten().map(|it| it.path()).collect();
    let here = entries.iter().find(|it| it.file_name().is_some_and(|it| it == name)).cloned();
    here.or_else(|| entries.iter().filter(|it| it.is_dir()).find_map(|it| find(it, name)))
}

fn code(name: &str, text: &str) -> Code {
    match read(name, text).remove(0) {
        Next::Refused { failure, .. } => failure.code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn entities_endless_nesting_and_what_breaks_off_are_refused_and_nothing_is_fetched() {
    let outside = r#"<?xml version="1.0"?><!DOCTYPE newsItem [<!ENTITY a SYSTEM "http://127.0.0.1:1/a">]>
        <newsItem>&a;</newsItem>"#;
    assert_eq!(code("a.xml", outside), Code::FileRefused);
    assert_eq!(code("a.xml", "<newsItem>&own;</newsItem>"), Code::FileRefused);
    let deep = format!("<newsItem>{}", "<a>".repeat(10_000));
    assert_eq!(code("a.xml", &deep), Code::FileRefused);
    assert_eq!(code("a.json", &"[".repeat(10_000)), Code::FileRefused);
    let deep = format!(r#"{{"uri":"a","body_html":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(code("a.json", &deep), Code::FileRefused);
    assert_eq!(code("a.json", r#"{"uri":"a","#), Code::FileDamaged);
    assert_eq!(code("a.json", r#"{"name":"tsconfig"}"#), Code::FileNotRead);
    assert_eq!(code("a.xml", "<newsItem><itemMeta>"), Code::FileDamaged);
    let deep = format!(r#"{{"uri":"a","body_html":"{}"}}"#, "<div>".repeat(10_000));
    assert_eq!(code("a.json", &deep), Code::FileRefused);
}

#[test]
fn of_a_folder_one_bad_line_costs_itself_and_other_json_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let good = r#"{"uri":"urn:x:1","headline":"Tít","body_text":"Một đoạn."}"#;
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.json", &format!("[{good}, 7, {}]", good.replace("x:1", "x:2")));
    write("b.xml", "<urlset></urlset>");
    write("c.json", "\"text\"");
    let mut past = PastArticles::open(folder.path(), read_here).unwrap();
    let mut found = Vec::new();
    while let Some(next) = past.read_next().unwrap() {
        found.push(match next {
            Next::Article(past) => past.from,
            Next::Passed(kind) => kind,
            Next::Refused { from, failure } => format!("{from} {:?}", failure.code),
        });
    }
    assert_eq!(found, ["a.json #1", "a.json #2 FileNotRead", "a.json #3", "xml", "json"]);
}
