//! A month as a table for those who pay: CSV for any program, XLSX for Excel. The same month gives
//! the same bytes.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

use super::{RoyaltyArticle, RoyaltyLine, RoyaltyMonth};
use crate::failure::{Failure, Result};
use crate::store::Language;
use crate::time::ZoneMinutes;
use crate::whole_file::write_whole;

/// What a cell holds.
enum Cell<'a> {
    Text(&'a str),
    Owned(String),
    Number(i64),
}

/// Columns of the table by articles: one row for what one person has of one article.
const BY_ARTICLE_VI: [&str; 14] = [
    "Ngày",
    "Bài",
    "Chuyên mục",
    "Thể loại",
    "Số tiếng",
    "Tác giả",
    "Bút danh",
    "Phần",
    "Nhuận bút bài (đồng)",
    "Số ảnh",
    "Nhuận bút ảnh (đồng)",
    "Điều chỉnh (đồng)",
    "Lý do",
    "Cộng (đồng)",
];
const BY_ARTICLE_EN: [&str; 14] = [
    "Date",
    "Article",
    "Section",
    "Genre",
    "Syllables",
    "Author",
    "Pen name",
    "Share",
    "Text (VND)",
    "Photos",
    "Photos (VND)",
    "Adjusted (VND)",
    "Reason",
    "Total (VND)",
];
const BY_AUTHOR_VI: [&str; 8] = [
    "Tác giả",
    "Bút danh",
    "Số bài",
    "Nhuận bút bài (đồng)",
    "Số ảnh",
    "Nhuận bút ảnh (đồng)",
    "Điều chỉnh (đồng)",
    "Cộng (đồng)",
];
const BY_AUTHOR_EN: [&str; 8] = [
    "Author",
    "Pen name",
    "Articles",
    "Text (VND)",
    "Photos",
    "Photos (VND)",
    "Adjusted (VND)",
    "Total (VND)",
];

impl RoyaltyMonth {
    /// Writes it as the name of the file says, `.csv` or `.xlsx`, so that it is there whole or not
    /// at all.
    ///
    /// # Errors
    /// `BadInput` with the param `what` `royaltyFile` for another ending; those of writing files.
    pub fn write(&self, file: &Path, language: Language, zone: ZoneMinutes) -> Result<()> {
        let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let bytes = match ending.as_deref() {
            Some("csv") => csv(self, language, zone)?,
            Some("xlsx") => xlsx(self, language, zone)?,
            _ => return Err(Failure::bad_input("royaltyFile")),
        };
        write_whole(file, &bytes)
    }
}

/// One row for what one person has of one article. UTF-8 with a byte order mark, without which
/// Excel takes Vietnamese for something else.
///
/// # Errors
/// `Internal` where a table cannot be written, which memory never is.
pub fn csv(month: &RoyaltyMonth, language: Language, zone: ZoneMinutes) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let columns = match language {
        Language::Vi => BY_ARTICLE_VI,
        Language::En => BY_ARTICLE_EN,
    };
    writer.write_record(columns).map_err(Failure::internal)?;
    for (article, line) in lines(month) {
        let row = article_row(article, line, zone).map(|cell| match cell {
            Cell::Text(text) => harmless(text),
            Cell::Owned(text) => harmless(&text),
            Cell::Number(number) => number.to_string(),
        });
        writer.write_record(row).map_err(Failure::internal)?;
    }
    writer.into_inner().map_err(Failure::internal)
}

/// Two sheets: by author, by article.
///
/// # Errors
/// `Internal` where a sheet cannot be written.
pub fn xlsx(month: &RoyaltyMonth, language: Language, zone: ZoneMinutes) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The time of writing is no part of a month.
    let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(Failure::internal)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let (authors, articles, names, columns) = match language {
        Language::Vi => ("Theo tác giả", "Theo bài", &BY_AUTHOR_VI, &BY_ARTICLE_VI),
        Language::En => ("By author", "By article", &BY_AUTHOR_EN, &BY_ARTICLE_EN),
    };
    let people = month.people.iter().map(|person| {
        vec![
            Cell::Text(&person.name),
            Cell::Text(&person.pen_name),
            Cell::Number(person.articles.into()),
            Cell::Number(person.text),
            Cell::Number(person.photos.into()),
            Cell::Number(person.photo),
            Cell::Number(person.correction),
            Cell::Number(person.total),
        ]
    });
    let widths = [28, 18, 9, 18, 9, 18, 18, 18];
    sheet(book.add_worksheet(), authors, names, &widths, people.collect(), month.total)?;
    let rows = lines(month).map(|(article, line)| article_row(article, line, zone).into());
    let widths = [12, 48, 16, 16, 10, 28, 18, 8, 18, 9, 18, 18, 28, 18];
    sheet(book.add_worksheet(), articles, columns, &widths, rows.collect(), month.total)?;
    book.save_to_buffer().map_err(Failure::internal)
}

fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[&str],
    widths: &[u16],
    rows: Vec<Vec<Cell<'_>>>,
    total: i64,
) -> Result<()> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let money = Format::new().set_num_format("#,##0");
    let sum = Format::new().set_bold().set_num_format("#,##0");
    sheet.set_name(name).map_err(Failure::internal)?;
    sheet.set_freeze_panes(1, 0).map_err(Failure::internal)?;
    for (at, (title, width)) in (0_u16..).zip(columns.iter().zip(widths)) {
        sheet.set_column_width(at, f64::from(*width)).map_err(Failure::internal)?;
        sheet.write_with_format(0, at, *title, &head).map_err(Failure::internal)?;
    }
    let mut below = 1_u32;
    for row in rows {
        for (at, cell) in (0_u16..).zip(row) {
            let written = match cell {
                Cell::Text(text) => sheet.write_string(below, at, text),
                Cell::Owned(text) => sheet.write_string(below, at, text),
                Cell::Number(number) => sheet.write_with_format(below, at, number, &money),
            };
            written.map_err(Failure::internal)?;
        }
        below += 1;
    }
    let last = u16::try_from(columns.len() - 1).map_err(Failure::internal)?;
    sheet.write_with_format(below, last, total, &sum).map_err(Failure::internal)?;
    Ok(())
}

fn lines(month: &RoyaltyMonth) -> impl Iterator<Item = (&RoyaltyArticle, &RoyaltyLine)> {
    month.articles.iter().flat_map(|article| article.lines.iter().map(move |line| (article, line)))
}

fn article_row<'a>(
    article: &'a RoyaltyArticle,
    line: &'a RoyaltyLine,
    zone: ZoneMinutes,
) -> [Cell<'a>; 14] {
    [
        Cell::Owned(article.at.rfc3339(zone).chars().take(10).collect()),
        Cell::Text(&article.headline),
        Cell::Text(&article.section),
        Cell::Text(&article.genre),
        Cell::Number(article.syllables.into()),
        Cell::Text(&line.name),
        Cell::Text(&line.pen_name),
        Cell::Number(line.share.into()),
        Cell::Number(line.text),
        Cell::Number(line.photos.into()),
        Cell::Number(line.photo),
        Cell::Number(line.correction),
        Cell::Text(&line.reason),
        Cell::Number(line.total),
    ]
}

/// A text that a spreadsheet takes for a text, whatever it begins with: a headline that begins with
/// `=` is no formula.
pub(crate) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
