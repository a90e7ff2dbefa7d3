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
