//! What is told of a file that became an article.

use banthao_core::exchange::import::{FileSummary, LeftOut};
use banthao_core::exchange::recognise::Recognition;
use banthao_core::store::OpenArticle;
use serde_json::json;

use crate::output::Output;
use crate::words::Words;

pub(crate) fn tell(output: &Output, made: &OpenArticle, recognition: &Recognition) {
    let words = output.words;
    let headline = made.document.headline_text();
    let mut told = vec![words.imported.to_owned(), made.id.0.clone(), headline.clone()];
    told.extend(words.converted(recognition.written));
    if let Some(file) = &recognition.file {
        told.extend(came_along(words, file));
        told.extend(file.left_out.iter().map(|(what, count)| {
            format!("{}: {} × {count}", words.pick("Không lấy", "Left out"), left_out(words, *what))
        }));
    }
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    output.done(
        &json!({
            "id": made.id,
            "headline": headline,
            "gaps": made.standing.gaps,
            "written": recognition.written,
            "file": recognition.file,
        }),
        &told,
    );
}

fn came_along(words: &Words, file: &FileSummary) -> Vec<String> {
    [
        (file.photos, words.pick("Ảnh", "Photos")),
        (file.changes, words.pick("Chỗ đã sửa trong tệp", "Tracked changes")),
        (file.comments, words.pick("Nhận xét", "Comments")),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{what}: {count}"))
    .collect()
}

fn left_out(words: &Words, what: LeftOut) -> &'static str {
    match what {
        LeftOut::Note => words.pick("chú thích cuối trang", "notes"),
        LeftOut::Formula => words.pick("công thức", "formulas"),
        LeftOut::Drawing => words.pick("hình vẽ, biểu đồ", "drawings and charts"),
        LeftOut::Picture => words.pick("hình không phải ảnh", "pictures that are no photos"),
        LeftOut::LinkedPicture => words.pick("ảnh nằm ngoài tệp", "pictures outside the file"),
        LeftOut::HiddenText => words.pick("chữ ẩn", "hidden text"),
    }
}
