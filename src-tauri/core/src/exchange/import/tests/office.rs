//! A report as Word has it, with a photo, changes of two people and a comment with its answer.

use super::*;

const WORD: &[u8] = include_bytes!("../fixtures/report.docx");
const HEAD: &[&str] = &[
    "headline: Đồng Hỷ chuẩn bị chu đáo cho đại hội",
    "lead: Sáng 23/5, tại hội trường huyện, Ban Thường vụ Tỉnh ủy đã làm việc với Ban Thường vụ Huyện ủy Đồng Hỷ về công tác chuẩn bị đại hội Đảng bộ huyện.",
    "p: Dự buổi làm việc có 254 đại biểu, đại diện cho **616 đảng viên** toàn huyện.",
    "photo: Quang cảnh buổi làm việc. (alt Hội trường huyện Đồng Hỷ, credit Thanh Hiếu)",
    "sub: Công tác nhân sự",
    "p: Huyện đã hoàn thành ba việc lớn. Việc nào cũng đúng hạn. Cụ thể như sau:",
    "ol: xây dựng văn kiện; / chuẩn bị nhân sự; / tuyên truyền.",
    "table: Xã | Tỷ lệ / Hóa Thượng | 41,23% / Khe Mo | 38,5%",
    "quote: “Phải làm thật kỹ, thật chắc”, đồng chí nhấn mạnh.",
    "p: Hội nghị kết thúc vào cuối buổi sáng cùng ngày.",
];

fn check(bytes: &[u8], name: &str) -> Arrival {
    let read = read(bytes, name, None).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let made = composed(&read);
    let stages = &made.stages;
    assert_eq!(outline(&stages[stages.len() - 1].content.document), HEAD, "{name}");
    assert_eq!(stages[0].content.fields.source, "thainguyen.gov.vn", "{name}");
    made
}

fn check_changes(bytes: &[u8], name: &str) {
    let made = check(bytes, name);
    let authors: Vec<&str> = made.stages.iter().map(|stage| stage.author.as_str()).collect();
    assert_eq!(authors, ["", "Trần Văn Hà", "Lê Thị Mai"], "{name}");
    let base = outline(&made.stages[0].content.document);
    assert!(base[2].contains("có 245 đại biểu"), "{name}: {base:#?}");
    assert!(!base[5].contains("đúng hạn"), "{name}: {base:#?}");
    assert_eq!(base[9], "p: Đoạn này bị bỏ đi.", "{name}");
    assert_eq!(made.talks.len(), 1, "{name}: {:#?}", made.talks);
    let said: Vec<&str> = made.talks[0].said.iter().map(|said| said.text.as_str()).collect();
    assert_eq!(said, ["Số này đã hỏi lại huyện.", "Đúng rồi, 254."], "{name}");
    assert_eq!(made.talks[0].anchor.quote, "254", "{name}");
}

#[test]
fn a_report_in_word_comes_with_its_changes_and_comments() {
    check_changes(WORD, "report.docx");
}

/// As LibreOffice saves it, without the copy of its photo for readers of old.
#[test]
fn a_report_that_was_saved_as_rich_text_comes_with_its_changes() {
    let read = read(include_bytes!("../fixtures/report.rtf"), "report.rtf", None).unwrap();
    let made = composed(&read);
    let authors: Vec<&str> = made.stages.iter().map(|stage| stage.author.as_str()).collect();
    assert_eq!(authors, ["", "Trần Văn Hà", "Lê Thị Mai"]);
    let without_alt = |line: &str| line.replace("alt Hội trường huyện Đồng Hỷ", "alt ");
    let head: Vec<String> = HEAD.iter().map(|line| without_alt(line)).collect();
    assert_eq!(outline(&made.stages[2].content.document), head);
    let base = outline(&made.stages[0].content.document);
    assert!(base[2].contains("có 245 đại biểu"), "{base:#?}");
    assert!(!base[5].contains("đúng hạn"), "{base:#?}");
    assert_eq!(base[9], "p: Đoạn này bị bỏ đi.");
}

/// As LibreOffice writes Word files of before 2007, with the photo as a drawing that floats.
#[test]
fn an_old_word_file_comes_with_its_photo_where_it_stood_and_its_old_letters_read() {
    let file = include_bytes!("../fixtures/report-drawn.doc");
    let read = read(file, "report.doc", None).unwrap();
    let Content { document, fields } = head(&read);
    assert_eq!(
        outline(&document),
        [
            "headline: Làm việc với Huyện ủy Đồng Hỷ",
            &format!("lead: {LEAD}"),
            "p: Đồng chí **Phạm Hoàng Sơn** cho biết: huyện rộng 427 km^2^, lượng CO_2_ giảm *đáng kể*, [xem thêm](https://baothainguyen.vn/a).",
            "photo: Quang cảnh buổi làm việc. (alt , credit Thanh Hiếu)",
            "sub: Công tác nhân sự",
            "quote: Phải làm thật kỹ, đúng quy trình.",
            "ul: xây dựng văn kiện / chuẩn bị nhân sự",
            "p: Kết luận buổi làm việc, đồng chí Bí thư yêu cầu:",
            "ol: hoàn thành trước 15/6 / báo cáo hằng tuần",
            "table: *Xã | *Tỷ lệ / Hóa Thượng | 41,23% / Nam Hòa | 38,5%",
            "p: Đoạn gõ bằng bộ gõ cũ: Việt Nam, Thái Nguyên.",
        ]
    );
    assert_eq!(fields.source, "thainguyen.gov.vn");
    assert_eq!(read.recognition.fonts, [".VnTime"]);
    assert_eq!(read.recognition.file.unwrap().left_out, []);
}

/// Changes as they stand, a comment with its passage, a note, and photos in a line, in a table and in
/// a frame, of which LibreOffice leaves the caption.
#[test]
fn an_old_word_file_comes_with_its_comments_and_without_what_was_taken_out() {
    let read = read(include_bytes!("../fixtures/edited.doc"), "edited.doc", None).unwrap();
    let made = composed(&read);
    assert_eq!(made.stages.len(), 1);
    assert_eq!(
        outline(&made.stages[0].content.document),
        [
            "headline: Đại hội điểm ở Đồng Hỷ",
            "lead: ",
            "p: Có 254 đại biểu dự đại hội.",
            "p: Ảnh đứng giữa câu như thế này.",
            "photo:  (alt , credit )",
            "p: Đoạn có ảnh nổi với chú thích trong khung.",
            "photo: Ảnh trong bảng một cột (alt , credit )",
            "box: [p: Hình 1: Đại biểu biểu quyết. Ảnh: Thanh Mai]",
            "p: Cuối bài là đoạn này, khá dài, có dấu chấm.",
        ]
    );
    assert_eq!(made.talks.len(), 1);
    assert_eq!(made.talks[0].anchor.quote, "đại biểu");
    let said = &made.talks[0].said[0];
    assert_eq!((said.author.as_str(), said.text.as_str()), ("Hà", "Đúng chưa?"));
    assert_eq!(read.recognition.file.unwrap().left_out, [(LeftOut::Note, 1)]);
}

/// Whoever has the process of the reader in hand can send anything.
#[test]
fn what_the_reader_of_old_word_files_sends_is_believed_no_more_than_a_file() {
    let file = include_bytes!("../fixtures/small.doc");
    let right = read_here(file).unwrap();
    let text = String::from_utf8_lossy(&right[8..]).into_owned();
    let length = usize::try_from(u64::from_le_bytes(right[..8].try_into().unwrap())).unwrap();
    assert!(super::super::parcel::open(&right).is_ok());
    for cut in 0..right.len() {
        assert!(super::super::parcel::open(&right[..cut]).is_err(), "{cut} of {}", right.len());
    }
    for (there, instead) in [
        ("\"picture\":0", "\"picture\":7"),
        ("\"talk\":0", "\"talk\":9"),
        ("\"column\":1", "\"column\":4000000000"),
        ("\"authors\":[]", "\"authors\":[{\"name\":\"x\",\"at\":null}]"),
        ("{\"type\":\"strong\"}", "{\"type\":\"link\",\"attrs\":{\"href\":\"javascript:x\"}}"),
        ("\"inserted\":null", "\"inserted\":0"),
    ] {
        let json = &text[..length];
        assert!(json.contains(there), "{there}: {json}");
        let json = json.replace(there, instead);
        let mut spoilt = (json.len() as u64).to_le_bytes().to_vec();
        spoilt.extend(json.as_bytes());
        spoilt.extend(&right[8 + length..]);
        let failure = super::super::parcel::open(&spoilt).unwrap_err();
        assert_eq!(failure.code, Code::FileRefused, "{instead}");
    }
}
