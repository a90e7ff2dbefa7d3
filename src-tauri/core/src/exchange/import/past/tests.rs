mod agency;

use super::*;
use crate::exchange::import::read_here;
use crate::exchange::recognise::Label;
use crate::testing::export::{export, item, sample};

fn opened(text: &str) -> (tempfile::TempDir, PastArticles) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.xml");
    std::fs::write(&path, text).unwrap();
    (folder, PastArticles::open(&path, read_here).unwrap())
}

fn all(text: &str) -> Result<Vec<Next>> {
    let (_folder, mut past) = opened(text);
    let mut found = Vec::new();
    while let Some(next) = past.read_next()? {
        found.push(next);
    }
    assert_eq!(past.progress().done, past.progress().whole, "it was read to its end");
    Ok(found)
}

fn lines(next: &Next) -> Vec<(Label, &str)> {
    let Next::Article(past) = next else { panic!("{next:?}") };
    past.incoming.recognition.lines.iter().map(|line| (line.label, line.text.as_str())).collect()
}

#[test]
fn posts_are_read_and_what_is_no_article_is_passed_over_by_name() {
    let found = all(&sample()).unwrap();
    assert_eq!(
        lines(&found[0]),
        [
            (Label::Headline, "Khai mạc hội chợ & triển lãm"),
            (Label::Paragraph, "Sáng 23/5, hội chợ khai mạc."),
            (Label::Paragraph, "Dòng sau."),
            (Label::Photo, "Hội trường"),
            (Label::Caption, "Quang cảnh hội chợ"),
            (Label::Paragraph, "Hội chợ [sic] kéo dài ba ngày."),
        ]
    );
    let Next::Article(first) = &found[0] else { panic!() };
    assert_eq!(
        (first.author.as_str(), first.at),
        ("Thanh Mai", Some(Timestamp(1_590_220_800_000)))
    );
    assert_eq!(first.codes, BTreeMap::from([("gallery".to_owned(), 1)]));
    let passed: Vec<&str> = found
        .iter()
        .filter_map(|next| match next {
            Next::Passed(kind) => Some(kind.as_str()),
            Next::Article(_) | Next::Refused { .. } => None,
        })
        .collect();
    assert_eq!(passed, ["inherit", "nav_menu_item", "trash"]);
    assert_eq!(
        lines(&found[3])[1..],
        [
            (Label::Paragraph, "Đoạn một."),
            (Label::Subhead, "Nhân sự"),
            (Label::Paragraph, "Đoạn hai."),
        ]
    );
    let Next::Article(second) = &found[3] else { panic!() };
    assert_eq!(second.codes, BTreeMap::from([("vc_row".to_owned(), 1)]));
    assert_ne!(first.key, second.key);
}

#[test]
fn a_post_that_makes_no_sense_costs_itself_alone() {
    let broken = "<item><title>&unknown;</title><wp:post_type>post</wp:post_type></item>";
    let deep = item(6, "post", "publish", "Sâu", &"<div>".repeat(20_000));
    let good = item(7, "post", "publish", "Tốt", "Một đoạn văn.");
    let found = all(&export(&[broken, &deep, &good].concat())).unwrap();
    assert!(matches!(&found[0], Next::Refused { .. }), "{:?}", found[0]);
    assert!(matches!(&found[1], Next::Refused { from, .. } if from.contains("khai-mac-6")));
    assert!(matches!(&found[2], Next::Article(_)));
}

#[test]
fn a_post_of_gigabytes_is_passed_over_without_being_held() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.xml");
    let whole = export(
        &(item(1, "post", "publish", "A", "HERE") + &item(2, "post", "publish", "B", "Một đoạn.")),
    );
    let (before, behind) = whole.split_once("HERE").unwrap();
    let mut file = File::create(&path).unwrap();
    use std::io::{Read, Write};
    file.write_all(before.as_bytes()).unwrap();
    std::io::copy(&mut std::io::repeat(b'x').take(100 << 20), &mut file).unwrap();
    file.write_all(behind.as_bytes()).unwrap();
    let mut items = Items::new(BufReader::new(File::open(&path).unwrap()));
    items.head().unwrap();
    assert!(matches!(items.next().unwrap(), Some(Piece::TooLarge)));
    assert!(items.held() < 1 << 20, "{} bytes are kept", items.held());
    let mut past = PastArticles::open(&path, read_here).unwrap();
    assert!(
        matches!(past.read_next().unwrap(), Some(Next::Refused { failure, .. }) if failure.code == Code::TooLarge)
    );
    assert!(matches!(past.read_next().unwrap(), Some(Next::Article(_))));
    assert!(past.read_next().unwrap().is_none());
}

#[test]
fn what_is_no_export_is_refused_and_so_is_one_that_breaks_off() {
    let code = |text: &str| all(text).map(|found| found.len()).unwrap_err().code;
    assert_eq!(code("<html><body>x</body></html>"), Code::FileNotRead);
    assert_eq!(code("PK\u{3}\u{4}"), Code::FileNotRead);
    assert_eq!(code(""), Code::FileNotRead);
    let laughs = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]>";
    assert_eq!(code(&export("").replacen("<rss", &format!("{laughs}<rss"), 1)), Code::FileRefused);
    let whole = sample();
    let end = whole.rfind("</item>").unwrap();
    assert_eq!(code(&whole[..end]), Code::FileDamaged);
}

#[test]
fn however_an_export_is_cut_into_pieces_its_items_are_the_same() {
    let text = sample();
    for step in [1, 2, 3, 7, 64, 1 << 20] {
        let mut items = Items::new(BufReader::with_capacity(step, text.as_bytes()));
        items.head().unwrap();
        let mut count = 0;
        while let Some(piece) = items.next().unwrap() {
            let Piece::Item(bytes) = piece else { panic!() };
            assert!(bytes.starts_with(b"<item>") && bytes.ends_with(b"</item>"));
            count += 1;
        }
        assert_eq!(count, 5, "in steps of {step}");
    }
}

#[test]
fn of_a_folder_what_word_processors_leave_about_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["~$bai.docx", ".an.txt", "anh.jpg"] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    std::fs::write(folder.path().join("hong.docx"), "PK\u{3}\u{4}").unwrap();
    let mut past = PastArticles::open(folder.path(), read_here).unwrap();
    let mut found = Vec::new();
    while let Some(next) = past.read_next().unwrap() {
        found.push(match next {
            Next::Article(_) => "taken".to_owned(),
            Next::Passed(kind) => kind,
            Next::Refused { from, .. } => from,
        });
    }
    assert_eq!(found, ["txt", "jpg", "hong.docx", "docx"]);
    assert_eq!(past.progress(), Progress { done: 4, whole: 4 });
}
