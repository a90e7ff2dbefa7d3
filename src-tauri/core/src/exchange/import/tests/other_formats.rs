//! OpenDocument, web pages, Markdown.

use super::*;
use crate::testing::office::{odt, odt_content};

fn read_odt(styles: &str, text: &str, more: &[(&str, &[u8])]) -> Incoming {
    let content = odt_content(styles, text);
    read(&odt(content.as_bytes(), more), "bai.odt", None).unwrap_or_else(|it| panic!("{it}"))
}

const ODT_STYLES: &str = r#"<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"/>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>"#;

#[test]
fn an_open_document_becomes_an_article() {
    let text = format!(
        r#"<text:p text:style-name="P1">Làm việc với Huyện ủy</text:p><text:p>{LEAD}</text:p>
<text:p>Rộng 25<text:s text:c="2"/>m<text:span text:style-name="T2">2</text:span>, <text:span text:style-name="T1">rất đẹp</text:span>, <text:a xlink:href="https://a.vn/">xem</text:a>.</text:p>
<text:p><draw:frame><draw:text-box><text:p text:style-name="Illustration"><draw:frame><draw:image xlink:href="Pictures/a.jpg"/><svg:desc>Hội trường</svg:desc></draw:frame>Quang cảnh. Ảnh: Mai</text:p></draw:text-box></draw:frame></text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">Nhân sự</text:h>
<text:list text:style-name="L1"><text:list-item><text:p>một</text:p></text:list-item><text:list-item><text:p>hai</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>c</text:p></table:table-cell><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>
<text:p>Cuối cùng là đoạn này.<text:note><text:note-body><text:p>chân trang</text:p></text:note-body></text:note></text:p>"#
    );
    let jpeg = picture().1;
    let read = read_odt(ODT_STYLES, &text, &[("Pictures/a.jpg", &jpeg)]);
    assert_eq!(
        outline(&head(&read).document),
        [
            "headline: Làm việc với Huyện ủy",
            &format!("lead: {LEAD}"),
            "p: Rộng 25 m^2^, **rất đẹp**, [xem](https://a.vn/).",
            "photo: Quang cảnh. (alt Hội trường, credit Mai)",
            "sub: Nhân sự",
            "ol: một / hai",
            "table: a | b / c | d",
            "p: Cuối cùng là đoạn này.",
        ]
    );
    assert_eq!(read.recognition.file.unwrap().left_out, [(LeftOut::Note, 1)]);
}

#[test]
fn changes_and_comments_of_an_open_document_come_along() {
    let region = |id: &str, inside: &str| {
        format!(
            "<text:changed-region xml:id=\"{id}\" text:id=\"{id}\">{inside}</text:changed-region>"
        )
    };
    let info = "<office:change-info><dc:creator>Hà</dc:creator><dc:date>2026-05-23T08:00:00.000000000</dc:date></office:change-info>";
    let changes = [
        region("c1", &format!("<text:insertion>{info}</text:insertion>")),
        region("c2", &format!("<text:deletion>{info}<text:p>245</text:p></text:deletion>")),
        region("c3", &format!("<text:deletion>{info}<text:p> Hết.</text:p><text:p>Đoạn cũ này bị bỏ đi.</text:p></text:deletion>")),
    ]
    .concat();
    let text = format!(
        r#"<text:tracked-changes>{changes}</text:tracked-changes><text:p text:style-name="P1">Tít</text:p>
<text:p>Có <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>254<text:change-end text:change-id="c1"/> <office:annotation office:name="n1"><dc:creator>Hà</dc:creator><dc:date>2026-05-23T08:00:00</dc:date><text:p>Đúng chưa?</text:p></office:annotation>đại biểu<office:annotation-end office:name="n1"/>.<text:change text:change-id="c3"/></text:p>
<text:p>Cuối bài là đoạn này.</text:p>"#
    );
    let made = composed(&read_odt(ODT_STYLES, &text, &[]));
    let texts = |at: usize| outline(&made.stages[at].content.document)[2..].join(" ‖ ");
    assert_eq!(made.stages.len(), 2);
    assert_eq!(made.stages[1].author, "Hà");
    assert_eq!(
        texts(0),
        "p: Có 245 đại biểu. Hết. ‖ p: Đoạn cũ này bị bỏ đi. ‖ p: Cuối bài là đoạn này."
    );
    assert_eq!(texts(1), "p: Có 254 đại biểu. ‖ p: Cuối bài là đoạn này.");
    assert_eq!(made.talks[0].anchor.quote, "đại biểu");
    assert_eq!(made.talks[0].said[0].text, "Đúng chưa?");
}

#[test]
fn of_a_web_page_the_article_is_taken() {
    let sentence = "Tại hội nghị, các đại biểu đã thảo luận, góp ý vào dự thảo văn kiện, và thống nhất cao với các nội dung. ";
    let page = format!(
        "<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Đồng Hỷ họp - Báo Thái Nguyên</title></head><body>
        <div class=menu><a href=/>Trang chủ</a><a href=/a>Thời sự</a></div><div id=content><h1>Đồng Hỷ họp bàn văn kiện đại hội</h1>
        <p><strong>{}</strong></p><p>{}</p><figure><img src=a.jpg alt=\"Hội trường\"><figcaption>Quang cảnh hội nghị</figcaption></figure>
        <h2>Nhân sự</h2><p>{}</p></div><div class=related><a href=/x>Tin khác</a></div><footer>Bản quyền</footer></body></html>",
        sentence, sentence.repeat(3), sentence.repeat(3),
    );
    let read = read(page.as_bytes(), "trang.html", None).unwrap();
    let document = head(&read).document;
    let lines = outline(&document);
    assert_eq!(lines[0], "headline: Đồng Hỷ họp bàn văn kiện đại hội");
    assert!(lines[1].starts_with("lead: Tại hội nghị, các đại biểu"), "{lines:#?}");
    assert!(
        lines.contains(&"photo missing: Quang cảnh hội nghị (alt Hội trường, credit )".into()),
        "{lines:#?}"
    );
    assert!(lines.contains(&"sub: Nhân sự".into()), "{lines:#?}");
    let all = lines.join("\n");
    for junk in ["Trang chủ", "Tin khác", "Bản quyền"] {
        assert!(!all.contains(junk), "{junk} in {all}");
    }
}

#[test]
fn a_page_of_word_is_taken_whole_with_its_styles_and_changes() {
    let page = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><style>x</style></head><body><p class=MsoTitle>Tít của bài</p><p class=MsoNormal><span style='font-family:\".VnTime\"'>ViÖt</span> Nam<o:p></o:p> có <ins>254</ins><del>245</del> xã.</p><p class=MsoCaption>Chú thích ảnh</p></body></html>";
    let read = read(page.as_bytes(), "bai.doc", None).unwrap();
    let made = composed(&read);
    assert_eq!(
        outline(&made.stages[1].content.document)[..],
        [
            "headline: Tít của bài",
            "lead: ",
            "p: Việt Nam có 254 xã.",
            "photo missing: Chú thích ảnh (alt , credit )",
        ]
    );
    assert!(outline(&made.stages[0].content.document)[2].contains("245"));
}

#[test]
fn a_page_is_read_in_the_encoding_that_it_names() {
    let text = "<html><head><meta charset=\"windows-1258\"></head><body><p class=MsoNormal>Xin ch\u{E0}o, gi\u{E1} 5 tri?u</p></body></html>";
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let lines = read(&bytes, "a.htm", None).unwrap().recognition.lines;
    assert_eq!(lines[0].text, "Xin chào, giá 5 tri?u");
}

#[test]
fn a_piece_of_a_page_is_told_by_its_name() {
    let piece = "<h1>Tít</h1>\n<p>Một đoạn <em>văn</em>.</p>";
    let document = head(&read(piece.as_bytes(), "bai.html", None).unwrap()).document;
    assert_eq!(document.headline_text(), "Tít");
    let as_text = read(piece.as_bytes(), "bai.txt", None).unwrap();
    assert!(as_text.recognition.lines[0].text.starts_with("<h1>"));
    let plain = read("Tít\n\nMột đoạn văn.".as_bytes(), "bai.html", None).unwrap();
    assert_eq!(plain.recognition.lines[0].text, "Tít");
}

#[test]
fn markdown_becomes_an_article() {
    let text = "---\ntitle: x\n---\n# Tít\n\nĐoạn *một* có **chữ đậm**, [liên kết](https://a.vn/) và `mã`.\n<script>alert(1)</script>\n\n## Tít phụ\n\n1. một\n2. hai\n\n> Trích dẫn.\n\n| Xã | Số |\n|---|---|\n| A | 1 |\n\n![Hội trường](a.jpg)\n";
    let document = head(&read(text.as_bytes(), "bai.md", None).unwrap()).document;
    assert_eq!(
        outline(&document),
        [
            "headline: Tít",
            "lead: ",
            "p: Đoạn *một* có **chữ đậm**, [liên kết](https://a.vn/) và mã.",
            "sub: Tít phụ",
            "ol: một / hai",
            "quote: Trích dẫn.",
            "table: *Xã | *Số / A | 1",
            "photo missing:  (alt Hội trường, credit )",
        ]
    );
}
