//! Files made to do harm, and files that broke on the way.

use super::*;
use crate::testing::office::{odt, odt_content, zipped};

fn refused(bytes: &[u8], name: &str) -> Code {
    match read(bytes, name, None) {
        Ok(read) => panic!("{name} was read: {:?}", read.recognition.lines),
        Err(failure) => failure.code,
    }
}

fn with_document(document: &str) -> Vec<u8> {
    Docx::default().with_document(document.as_bytes())
}

#[test]
fn entities_and_document_types_are_refused() {
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"#;
    let outside = r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"#;
    for doctype in [laughs, outside] {
        let document =
            Docx::of(&p("&a;")).document().replacen("?>\n", &format!("?>\n{doctype}"), 1);
        assert_eq!(refused(&with_document(&document), "a.docx"), Code::FileRefused);
        let content =
            odt_content("", "<text:p>&b;</text:p>").replacen("?>\n", &format!("?>\n{doctype}"), 1);
        assert_eq!(refused(&odt(content.as_bytes(), &[]), "a.odt"), Code::FileRefused);
    }
    let document = Docx::of(&p("&nbsp;")).document();
    assert_eq!(refused(&with_document(&document), "a.docx"), Code::FileRefused);
}

#[test]
fn nesting_without_end_is_refused_and_ends_nothing() {
    for (open, close) in [
        ("<w:smartTag>", "</w:smartTag>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:ins w:author=\"a\">", "</w:ins>"),
    ] {
        let body = open.repeat(10_000) + &p("sâu") + &close.repeat(10_000);
        assert_eq!(refused(&Docx::of(&body).bytes(), "a.docx"), Code::FileRefused, "{open}");
    }
    let body = "<text:section>".repeat(10_000) + &"</text:section>".repeat(10_000);
    assert_eq!(refused(&odt(odt_content("", &body).as_bytes(), &[]), "a.odt"), Code::FileRefused);
    for page in [
        format!("<html><body>{}x", "<div>".repeat(10_000)),
        format!("<html><body>{}x", "<b>".repeat(100_000)),
        format!("<html><body>{}x", "<p><table><td>".repeat(30_000)),
        format!("<html><body>{}x", "<a>".repeat(17_000_000)),
    ] {
        assert_eq!(refused(page.as_bytes(), "a.html"), Code::FileRefused);
    }
    let deep = "> ".repeat(5_000) + "x";
    assert_eq!(refused(deep.as_bytes(), "a.md"), Code::FileRefused);
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    use std::io::Write;
    let packed = |bytes: &[u8]| {
        let mut deflate =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        deflate.write_all(bytes).unwrap();
        deflate.finish().unwrap()
    };
    // 100 MB of spaces in a part of 100 kB, whatever its header says.
    let spaces = vec![b' '; 100 << 20];
    for stated in [100 << 20, 10] {
        let bomb = member("word/document.xml", 8, &packed(&spaces), stated);
        assert_eq!(refused(&archive(&[bomb]), "a.docx"), Code::FileRefused, "{stated}");
    }
    let many: Vec<(String, Vec<u8>)> =
        (0..10_001).map(|at| (format!("word/{at}.xml"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(refused(&zipped(&many), "a.docx"), Code::FileRefused);
    let twice = [
        member("[Content_Types].xml", 0, b"<x/>", 4),
        member("word/document.xml", 0, b"<x/>", 4),
        member("WORD/DOCUMENT.XML", 0, b"<y/>", 4),
    ];
    assert_eq!(refused(&archive(&twice), "a.docx"), Code::FileRefused);
}

/// A member of an archive: name, method, packed bytes, and the size that it states.
fn member(name: &str, method: u16, packed: &[u8], size: usize) -> (String, u16, Vec<u8>, usize) {
    (name.to_owned(), method, packed.to_vec(), size)
}

fn archive(members: &[(String, u16, Vec<u8>, usize)]) -> Vec<u8> {
    let types = ("[Content_Types].xml".to_owned(), 0, b"<x/>".to_vec(), 4);
    let has_types = members.iter().any(|(name, ..)| *name == types.0);
    let members = std::iter::once(&types).filter(|_| !has_types).chain(members);
    let (mut bytes, mut list, mut count) = (Vec::<u8>::new(), Vec::<u8>::new(), 0_u16);
    for (name, method, packed, size) in members {
        let mut fields = Vec::<u8>::new();
        fields.extend([20, 0, 0, 0]);
        fields.extend(method.to_le_bytes());
        fields.extend([0; 4]);
        let crc = if *method == 0 { crate::photo::test_pictures::crc32(packed) } else { 0 };
        fields.extend(crc.to_le_bytes());
        fields.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        fields.extend(u32::try_from(*size).unwrap().to_le_bytes());
        fields.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        fields.extend([0, 0]);
        let at = u32::try_from(bytes.len()).unwrap();
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&fields);
        bytes.extend(name.as_bytes());
        bytes.extend(packed);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&fields);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(name.as_bytes());
        count += 1;
    }
    let at = u32::try_from(bytes.len()).unwrap();
    let size = u32::try_from(list.len()).unwrap();
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

#[test]
fn a_file_that_lacks_its_parts_is_called_what_it_is() {
    let none = zipped(&[("[Content_Types].xml", b"<Types/>")]);
    assert_eq!(refused(&none, "a.docx"), Code::FileNotRead);
    let sheet = zipped(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]);
    let failure = read(&sheet, "a.xlsx", None).unwrap_err();
    assert_eq!((failure.code, failure.params["kind"].as_str()), (Code::FileNotRead, "xlsx"));
    for (bytes, kind) in [(&b"%PDF-1.7 x"[..], "pdf"), (b"MIME-Version: 1.0\n", "mhtml")] {
        let failure = read(bytes, "a", None).unwrap_err();
        assert_eq!((failure.code, failure.params["kind"].as_str()), (Code::FileNotRead, kind));
    }
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n", "a.docx"), Code::NotText);
    assert_eq!(refused(&Docx::of("").bytes(), "a.docx"), Code::EmptyFile);
    assert_eq!(refused(&odt(b"<x", &[]), "a.odt"), Code::FileDamaged);
    let locked = odt(b"x", &[("META-INF/manifest.xml", b"<manifest:encryption-data/>")]);
    assert_eq!(refused(&locked, "a.odt"), Code::FileSealed);
    let mut ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&ole, "a.docx"), Code::FileSealed);
    assert_eq!(refused(&ole[..8], "a.doc"), Code::FileDamaged);
}

#[test]
fn relationships_lead_nowhere_outside_the_file() {
    let link = |target: &str, mode: &str| {
        format!("<Relationship Id=\"rX\" Type=\"x/image\" Target=\"{target}\" {mode}/>")
    };
    for links in [
        link("file:///etc/passwd", "TargetMode=\"External\""),
        link("http://127.0.0.1/x.jpg", "TargetMode=\"External\""),
        link("../../../../etc/passwd", ""),
        link("..\\..\\C:\\x.jpg", ""),
        link("", ""),
    ] {
        let body = format!(
            "{}{}",
            p("Đoạn văn."),
            "<w:p><w:r><w:drawing><wp:inline><a:blip r:embed=\"rX\"/></wp:inline></w:drawing></w:r></w:p>"
        );
        let read = read_docx(&Docx { body, links, ..Docx::default() });
        assert_eq!(read.pictures().count(), 0);
        assert_eq!(read.recognition.file.unwrap().left_out.len(), 1);
    }
}

#[test]
fn markup_of_a_page_never_becomes_any_in_the_article() {
    let page = format!(
        "<html><head><title>Tin</title><base href=\"https://evil/\"><meta http-equiv=refresh content=0></head><body>
        <article><h1 onclick=\"x()\">Tít của bài báo này</h1>
        <p onmouseover=alert(1)>{}<script>alert(2)</script><style>p{{}}</style></p>
        <p><a href=\"javascript:alert(3)\">một</a> <a href=\" JaVa&#10;Script:alert(4)\">hai</a>
        <a href=\"data:text/html,x\">ba</a> <a href=\"vbscript:x\">bốn</a> <a href=\"https://ok.vn/\">năm</a></p>
        <p>{}&lt;script&gt;</p><img src=x onerror=alert(5) alt=\"a&quot;><script>\">
        <svg><script>x</script><p>trong hình</p></svg><iframe srcdoc=\"<script>\"></iframe><form action=x><p>biểu mẫu</p></form>
        </article></body></html>",
        "Đoạn thứ nhất đủ dài để được coi là nội dung của một trang báo, có nhiều chữ và dấu phẩy, dấu chấm. ".repeat(4),
        "Đoạn cuối cũng dài, nói về hội nghị, về đại biểu, về kết quả bầu cử, và các nội dung khác nữa. ".repeat(4),
    );
    let read = read(page.as_bytes(), "a.html", None).unwrap();
    let json = serde_json::to_string(&head(&read).document).unwrap();
    for bad in ["alert(", "javascript", "onerror", "vbscript", "data:", "evil"] {
        assert!(!json.to_lowercase().contains(bad), "{bad}: {json}");
    }
    assert!(json.contains("https://ok.vn/"));
    assert!(json.contains("<script>"), "what a page shows as text stays text: {json}");
}

#[test]
fn spoilt_files_are_refused_or_read_and_never_end_the_program() {
    let mut dice = crate::testing::Dice::new(5);
    for door in crate::testing::hostile::DOORS.iter().filter(|door| door.name.starts_with("import"))
    {
        for seed in (door.seeds)() {
            (door.open)(&seed);
            for _ in 0..60 {
                let mut spoilt = seed.clone();
                crate::testing::hostile::spoil(&mut spoilt, &mut dice);
                (door.open)(&spoilt);
            }
            for cut in 0..40 {
                (door.open)(&seed[..seed.len() * cut / 40]);
            }
        }
    }
}

#[test]
fn a_hundred_thousand_changes_are_read() {
    let runs: String = (0..100_000)
        .map(|at| format!("<w:ins w:author=\"A{}\"><w:r><w:t>a </w:t></w:r></w:ins>", at % 10))
        .collect();
    let body: String = runs
        .split_inclusive("</w:ins>")
        .collect::<Vec<_>>()
        .chunks(100)
        .map(|chunk| format!("<w:p><w:r><w:t>Đoạn.</w:t></w:r>{}</w:p>", chunk.concat()))
        .collect();
    let read = read_docx(&Docx::of(&body));
    assert_eq!(read.recognition.file.as_ref().unwrap().changes, 100_000);
    let made = composed(&read);
    assert_eq!(made.stages[0].content.document.blocks.len(), 1_000);
}

#[test]
fn words_for_a_picture_are_one_line_whatever_stands_in_them() {
    let paragraph = "Đoạn văn thứ nhất, dài hơn một chút. ".repeat(4);
    let paragraph = paragraph.trim_end();
    let alt = "Hội&#xA;trường&#x81;tỉnh  ";
    let docx = Docx {
        body: format!("{}<w:p><w:r>{}</w:r></w:p>", p(paragraph), drawing(1, alt)),
        ..Docx::default()
    };
    let files = [
        (docx.bytes(), "a.docx"),
        (format!("<p>{paragraph}</p><p><img src=x alt='{alt}'></p>").into_bytes(), "a.html"),
        (format!("{paragraph}\n\n![Hội\u{B}trường\u{1A}tỉnh](x.jpg)\n").into_bytes(), "a.md"),
    ];
    for (bytes, name) in files {
        let read = read(&bytes, name, None).unwrap();
        let lines: Vec<&str> =
            read.recognition.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, [paragraph, "Hội trường tỉnh"], "{name}");
        let made = outline(&head(&read).document);
        assert!(made.iter().any(|line| line.contains("(alt Hội trường tỉnh, ")), "{made:?}");
    }
}
