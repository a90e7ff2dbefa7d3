//! A file becomes an article, or goes back into the one that it was made of.

use std::path::Path;

use banthao_core::Result;
use banthao_core::exchange::import::{FileSummary, LeftOut, read_file};
use banthao_core::exchange::recognise::Recognition;
use banthao_core::language::legacy::Written;
use banthao_core::store::{
    OpenArticle, Outcome, Store, TakenBack, keep_pictures, keep_pictures_but,
};
use serde_json::json;

use crate::moment;
use crate::output::Output;
use crate::words::Words;

/// `new` makes a new article even of a file that comes back.
pub(crate) fn import(
    store: &mut Store,
    file: &Path,
    written: Option<Written>,
    new: bool,
    output: &Output,
) -> Result<()> {
    let mut read = read_file(file, written, banthao_apart::old_word)?;
    let now = moment()?;
    let original = if new { None } else { store.original_of(&read)? };
    if let Some(original) = original {
        store.known_again(&mut read)?;
        let known = read.pictures_of(&original);
        let pictures = keep_pictures_but(&store.photo_files(), &read, &known, now.now)?;
        let taken = store.take_back(&read, &read.labels(), pictures, &now)?;
        tell_taken_back(output, &taken);
        return Ok(());
    }
    let pictures = keep_pictures(&store.photo_files(), &read, now.now)?;
    let made = store.create_from_file(&read, &read.labels(), pictures, &now)?;
    tell(output, &made, &read.recognition);
    Ok(())
}

fn tell_taken_back(output: &Output, taken: &TakenBack) {
    let words = output.words;
    let became = match taken.outcome {
        Outcome::Nothing => words.pick(
            "Tệp không có gì khác bài đã có",
            "The file has nothing that the article has not",
        ),
        Outcome::Apart => words.pick(
            "Không gộp được: bản trong tệp nằm ở lịch sử của bài",
            "Not to be made one: the text of the file is in the article's history",
        ),
        Outcome::New | Outcome::Forward | Outcome::Merged | Outcome::Kept => {
            words.pick("Đã đưa vào bài đã có", "Put into the article")
        }
    };
    let mut told =
        vec![became.to_owned(), taken.article.id.0.clone(), taken.article.document.headline_text()];
    let sums = [
        (taken.changes, words.pick("Chỗ sửa", "Changes")),
        (taken.comments, words.pick("Nhận xét", "Comments")),
        (taken.questions, words.pick("Chờ quyết định", "To be decided")),
    ];
    let sums = sums.into_iter().filter(|(count, _)| *count > 0);
    told.extend(sums.map(|(count, what)| format!("{what}: {count}")));
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    output.done(
        &json!({
            "id": taken.article.id,
            "outcome": taken.outcome,
            "changes": taken.changes,
            "comments": taken.comments,
            "questions": taken.questions,
        }),
        &told,
    );
}

fn tell(output: &Output, made: &OpenArticle, recognition: &Recognition) {
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

pub(crate) fn left_out(words: &Words, what: LeftOut) -> &'static str {
    match what {
        LeftOut::Note => words.pick("chú thích cuối trang", "notes"),
        LeftOut::Formula => words.pick("công thức", "formulas"),
        LeftOut::Drawing => words.pick("hình vẽ, biểu đồ", "drawings and charts"),
        LeftOut::Picture => words.pick("hình không phải ảnh", "pictures that are no photos"),
        LeftOut::LinkedPicture => words.pick("ảnh nằm ngoài tệp", "pictures outside the file"),
        LeftOut::HiddenText => words.pick("chữ ẩn", "hidden text"),
        LeftOut::Comment => words.pick("nhận xét", "comments"),
        LeftOut::Code => words.pick("mã của tiện ích WordPress", "codes of WordPress plugins"),
    }
}
