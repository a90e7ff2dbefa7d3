use super::*;
use crate::article::{Block, BlockId, Document, Mark};
use crate::compare::Content;
use crate::discuss::Place;
use crate::exchange::recognise::Label;
use crate::photo::test_pictures::{jpeg, noise};
use crate::testing::office::{Docx, comment, drawing, p, styled};

mod hostile;
mod office;
mod other_formats;
mod ours;
mod rich_text;
mod tracked;

fn read(bytes: &[u8], name: &str, wanted: Option<Written>) -> Result<Incoming> {
    super::read(bytes, name, wanted, read_here)
}

fn picture() -> (String, Vec<u8>) {
    ("image1.jpeg".to_owned(), jpeg(&noise(200, 100)))
}

fn read_docx(docx: &Docx) -> Incoming {
    read(&docx.bytes(), "bai.docx", None).unwrap_or_else(|failure| panic!("{failure}"))
}

/// The stages of a file with the labels as guessed.
fn composed(read: &Incoming) -> Arrival {
    composed_as(read, &read.labels())
}

fn composed_as(read: &Incoming, labels: &[Label]) -> Arrival {
    let mut count = 0;
    let photos: Vec<_> =
        read.pictures().map(|(_, bytes)| Some(blake3::hash(bytes).to_hex().to_string())).collect();
    let mut new_id = || {
        count += 1;
        BlockId(format!("n{count}"))
    };
    read.compose(labels, &photos, &[], &mut new_id).unwrap()
}

fn head(read: &Incoming) -> Content {
    composed(read).stages.pop().unwrap().content
}

/// An article as one line for each of its parts.
fn outline(document: &Document) -> Vec<String> {
    let mut lines = vec![
        format!("headline: {}", document.headline_text()),
        format!("lead: {}", document.lead_text()),
    ];
    for block in &document.blocks {
        lines.push(line_of(block));
    }
    lines
}

fn line_of(block: &Block) -> String {
    match block {
        Block::Paragraph { content, .. } => format!("p: {}", marked(content)),
        Block::Subhead { content, .. } => format!("sub: {}", marked(content)),
        Block::Quote { content, .. } => format!("quote: {}", marked(content)),
        Block::List { attrs, content } => {
            let items: Vec<String> = content.iter().map(|item| marked(&item.content)).collect();
            format!("{}: {}", if attrs.ordered { "ol" } else { "ul" }, items.join(" / "))
        }
        Block::Table { content, .. } => {
            let rows: Vec<String> = content
                .iter()
                .map(|row| {
                    let cells: Vec<String> = row
                        .content
                        .iter()
                        .map(|cell| {
                            let mark = if cell.attrs.header { "*" } else { "" };
                            format!("{mark}{}", marked(&cell.content))
                        })
                        .collect();
                    cells.join(" | ")
                })
                .collect();
            format!("table: {}", rows.join(" / "))
        }
        Block::Box { content, .. } => {
            let inside: Vec<String> = content.iter().map(line_of).collect();
            format!("box: [{}]", inside.join("; "))
        }
        Block::Photo(photo) => format!(
            "photo{}: {} (alt {}, credit {})",
            if photo.attrs.photo.is_some() { "" } else { " missing" },
            marked(&photo.content),
            photo.attrs.alt,
            photo.attrs.credit
        ),
        Block::PhotoGroup { .. } => "group".to_owned(),
    }
}

/// Runs with their marks: `*em*`, `**strong**`, `[link](…)`.
fn marked(runs: &[crate::article::Text]) -> String {
    let mut all = String::new();
    for run in runs {
        let mut text = run.text.clone();
        for mark in run.marks.iter().rev() {
            text = match mark {
                Mark::Link { href } => format!("[{text}]({href})"),
                Mark::Em => format!("*{text}*"),
                Mark::Strong => format!("**{text}**"),
                Mark::Sub => format!("_{text}_"),
                Mark::Sup => format!("^{text}^"),
            };
        }
        all.push_str(&text);
    }
    all
}

const LEAD: &str = "Sáng 23/5, tại hội trường huyện, Ban Thường vụ Tỉnh ủy đã làm việc với Ban \
    Thường vụ Huyện ủy Đồng Hỷ về công tác chuẩn bị đại hội.";

#[test]
fn a_report_as_word_writes_it_becomes_an_article() {
    let docx = Docx {
        body: [
            styled("Title", "Làm việc với Huyện ủy Đồng Hỷ"),
            p(LEAD),
            // Word's noise: ids of revisions, spelling marks, smart tags, runs cut in words.
            r#"<w:p w:rsidR="00A1" w14:paraId="11"><w:pPr><w:spacing w:after="0"/><w:jc w:val="both"/><w:rPr><w:b/></w:rPr></w:pPr><w:proofErr w:type="spellStart"/><w:r w:rsidRPr="00B2"><w:t>Đồng</w:t></w:r><w:proofErr w:type="spellEnd"/><w:smartTag w:uri="urn:x" w:element="place"><w:r><w:t xml:space="preserve"> chí </w:t></w:r></w:smartTag><w:r><w:rPr><w:rStyle w:val="Manh"/></w:rPr><w:t>Phạm Hoàng Sơn</w:t></w:r><w:r><w:t xml:space="preserve"> cho biết: 25 m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>, </w:t></w:r><w:hyperlink r:id="rH"><w:r><w:rPr><w:i/></w:rPr><w:t>xem thêm</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>"#.to_owned(),
            format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r>{}</w:r></w:p>", drawing(1, "Quang cảnh")),
            styled("Caption1", "Quang cảnh buổi làm việc. Ảnh: Thanh Hiếu"),
            styled("Heading2", "Công tác nhân sự"),
            styled("Trchdn", "Phải làm thật kỹ."),
            p("Nguồn: thainguyen.gov.vn"),
            p("Thanh Mai - Thanh Hiếu"),
            "<w:sectPr><w:headerReference r:id=\"rX\"/></w:sectPr>".to_owned(),
        ]
        .concat(),
        links: "<Relationship Id=\"rH\" Type=\"x/hyperlink\" Target=\"https://baothainguyen.vn/a\" TargetMode=\"External\"/>".to_owned(),
        media: vec![picture()],
        ..Docx::default()
    };
    let read = read_docx(&docx);
    let Content { document, fields } = head(&read);
    assert_eq!(
        outline(&document),
        [
            "headline: Làm việc với Huyện ủy Đồng Hỷ",
            &format!("lead: {LEAD}"),
            "p: Đồng chí **Phạm Hoàng Sơn** cho biết: 25 m^2^, [*xem thêm*](https://baothainguyen.vn/a).",
            "photo: Quang cảnh buổi làm việc. (alt Quang cảnh, credit Thanh Hiếu)",
            "sub: Công tác nhân sự",
            "quote: Phải làm thật kỹ.",
        ]
    );
    assert_eq!(fields.source, "thainguyen.gov.vn");
    let names: Vec<&str> = fields.bylines.iter().map(|byline| byline.pen_name.as_str()).collect();
    assert_eq!(names, ["Thanh Mai", "Thanh Hiếu"]);
    let file = read.recognition.file.unwrap();
    assert_eq!((file.photos, file.changes, file.comments), (1, 0, 0));
    assert_eq!(file.left_out, []);
}

#[test]
fn a_person_says_what_a_line_is_and_it_becomes_that() {
    let docx = Docx {
        body: [p("Một dòng"), p("Hai dòng"), format!("<w:p><w:r>{}</w:r></w:p>", drawing(1, ""))]
            .concat(),
        media: vec![picture()],
        ..Docx::default()
    };
    let read = read_docx(&docx);
    let made = composed_as(&read, &[Label::Subhead, Label::Headline, Label::Junk]);
    let document = &made.stages[0].content.document;
    assert_eq!(outline(document), ["headline: Hai dòng", "lead: ", "sub: Một dòng"]);
    let few = read.compose(&[Label::Junk], &[None], &[], &mut || BlockId("x".into()));
    assert_eq!(few.unwrap_err().code, Code::BadInput);
}

#[test]
fn lists_tables_and_side_bars_keep_their_shape() {
    let item = |number: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |text: &str| format!("<w:tc><w:tcPr><w:tcW w:w=\"1\"/></w:tcPr>{}</w:tc>", p(text));
    let wide = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>", p("cả hàng"));
    let docx = Docx {
        body: [
            p("Hội nghị đã bàn các việc sau đây, gồm có nhiều nội dung quan trọng của huyện."),
            item(1, "một"),
            item(1, "hai"),
            item(2, "thứ nhất"),
            item(0, "Không phải danh sách."),
            format!(
                "<w:tbl><w:tblPr><w:jc w:val=\"center\"/></w:tblPr><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{wide}</w:tr></w:tbl>",
                cell("Xã"), cell("Tỷ lệ"), cell("Hóa Thượng"), cell("41,23%")
            ),
            format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("Tin bên lề."), p("Thêm nữa.")),
            format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("TỈNH ỦY"), cell("ĐẢNG CỘNG SẢN")),
            // A text box, twice in the file: for new programs and for old ones.
            format!("<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><a:graphic><a:graphicData uri=\"x\"><wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Đoạn có hộp chữ ở bên.</w:t></w:r></w:p>", p("Trong hộp chữ.")),
        ]
        .concat(),
        numbering: "<w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num>".to_owned(),
        ..Docx::default()
    };
    let read = read_docx(&docx);
    let labels: Vec<Label> = read.recognition.lines.iter().map(|line| line.label).collect();
    assert_eq!(labels.iter().filter(|label| **label == Label::List).count(), 2);
    let mut as_text = labels.clone();
    for label in &mut as_text {
        if !matches!(label, Label::List | Label::Table) {
            *label = Label::Paragraph;
        }
    }
    let document = composed_as(&read, &as_text).stages.pop().unwrap().content.document;
    assert_eq!(
        outline(&document)[3..],
        [
            "ul: một / hai",
            "ol: thứ nhất",
            "p: Không phải danh sách.",
            "table: *Xã | *Tỷ lệ / Hóa Thượng | 41,23% / cả hàng | ",
            "box: [p: Tin bên lề.; p: Thêm nữa.]",
            "p: TỈNH ỦY",
            "p: ĐẢNG CỘNG SẢN",
            "p: Đoạn có hộp chữ ở bên.",
            "box: [p: Trong hộp chữ.]",
        ]
    );
}

#[test]
fn pictures_stand_where_they_stood_with_their_captions() {
    let photo = |number| format!("<w:r>{}</w:r>", drawing(number, ""));
    let caption = |text: &str| {
        format!(
            "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let docx = Docx {
        body: [
            p("Đoạn thứ nhất của bài viết này khá dài và có dấu chấm."),
            // The caption behind a line break, in italics and in the middle.
            format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}<w:r><w:br/></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>Ảnh một</w:t></w:r></w:p>", photo(1)),
            // In a table that only keeps them together.
            format!("<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", photo(2), caption("Ảnh hai")),
            // In the middle of a sentence, as an old drawing.
            "<w:p><w:r><w:t>Câu có ảnh</w:t></w:r><w:r><w:pict><v:shape alt=\"biểu trưng\"><v:imagedata r:id=\"rP1\" o:title=\"x\"/></v:shape></w:pict></w:r><w:r><w:t xml:space=\"preserve\"> ở giữa câu này.</w:t></w:r></w:p>".to_owned(),
            // Elsewhere, and none at all.
            "<w:p><w:r><w:drawing><wp:inline><a:blip r:link=\"rL\"/></wp:inline></w:drawing></w:r></w:p><w:p><w:r><w:drawing><wp:inline><a:blip r:embed=\"rMissing\"/></wp:inline></w:drawing></w:r></w:p>".to_owned(),
            format!("<w:p>{}</w:p>", photo(3)),
        ]
        .concat(),
        media: vec![
            picture(),
            ("image2.png".to_owned(), jpeg(&noise(300, 100))),
            ("image3.emf".to_owned(), b"\x01\0\0\0 no photo".to_vec()),
            ("dot.jpeg".to_owned(), jpeg(&noise(16, 16))),
        ],
        ..Docx::default()
    };
    let read = read_docx(&docx);
    let document = head(&read).document;
    assert_eq!(
        outline(&document)[2..],
        [
            "p: Đoạn thứ nhất của bài viết này khá dài và có dấu chấm.",
            "photo: Ảnh một (alt , credit )",
            "photo: Ảnh hai (alt , credit )",
            "p: Câu có ảnh ở giữa câu này.",
            "photo: (alt biểu trưng, credit )",
            "photo missing:  (alt , credit )",
            "photo missing:  (alt , credit )",
        ]
        .map(|line| line.replace("photo: (", "photo:  (").to_owned())
    );
    let left_out = read.recognition.file.unwrap().left_out;
    assert_eq!(left_out, [(LeftOut::Picture, 2), (LeftOut::LinkedPicture, 1)]);
}

#[test]
fn fonts_of_old_encodings_are_read_run_by_run() {
    let run = |font: &str, text: &str| {
        format!(
            "<w:r><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"
        )
    };
    let docx = Docx {
        body: [
            format!("<w:p>{}</w:p>", run(".VnTimeH", "®¹i héi")),
            // The font of the style, and beside it Unicode.
            format!("<w:p><w:pPr><w:pStyle w:val=\"Old\"/></w:pPr><w:r><w:t xml:space=\"preserve\">ViÖt Nam, </w:t></w:r>{}{}</w:p>", run("VNI-Times", "Vieät "), run("Arial", "Việt.")),
        ]
        .concat(),
        styles: "<w:style w:type=\"paragraph\" w:styleId=\"Old\"><w:name w:val=\"Old\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:rFonts w:ascii=\".VnTime\"/></w:rPr></w:style>".to_owned(),
        ..Docx::default()
    };
    let read = read_docx(&docx);
    let texts: Vec<&str> = read.recognition.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["ĐẠI HỘI", "Việt Nam, Việt Việt."]);
    assert_eq!(read.recognition.fonts, [".VnTimeH", ".VnTime", "VNI-Times"]);
}

#[test]
fn what_is_left_out_is_told() {
    let docx = Docx::of(&[
        p("Một câu có chú thích."),
        "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"/></a:graphic></wp:inline></w:drawing></w:r></w:p>".to_owned(),
    ]
    .concat());
    let read = read_docx(&docx);
    let file = read.recognition.file.clone().unwrap();
    assert_eq!(
        file.left_out,
        [
            (LeftOut::Note, 1),
            (LeftOut::Formula, 1),
            (LeftOut::Drawing, 1),
            (LeftOut::HiddenText, 1)
        ]
    );
    assert_eq!(read.recognition.lines.len(), 1);
}

#[test]
fn fields_give_their_results_and_links() {
    let docx = Docx::of(
        "<w:p><w:r><w:t xml:space=\"preserve\">Theo </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> HYPERLINK \"https://vnexpress.net/x\" \\o \"y\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>VnExpress</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t xml:space=\"preserve\">, trang </w:t></w:r><w:fldSimple w:instr=\"PAGE\"><w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:t xml:space=\"preserve\"> và </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"javascript:alert(1)\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>đây</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>.</w:t></w:r></w:p>",
    );
    let made = composed_as(&read_docx(&docx), &[Label::Paragraph]);
    assert_eq!(
        line_of(&made.stages[0].content.document.blocks[0]),
        "p: Theo [VnExpress](https://vnexpress.net/x), trang 3 và đây."
    );
}

#[test]
fn a_text_file_is_still_read_line_by_line() {
    let read = read("Tít của bài\n\nĐoạn một.".as_bytes(), "bai.txt", None).unwrap();
    assert!(read.recognition.file.is_none());
    assert_eq!(read.pictures().count(), 0);
    let texts: Vec<&str> = read.recognition.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["Tít của bài", "Đoạn một."]);
}
