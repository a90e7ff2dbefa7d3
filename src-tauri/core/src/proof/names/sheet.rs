//! The directory as a table: what newsrooms keep in spreadsheets, in and out.
//!
//! A file is read whole and compared with what is known before anything is kept: what is new, what
//! would change, and which rows are broken and why.

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use super::directory::words_of;
use super::entry::{is_day, shown};
use super::letters::keys_of;
use super::{NameEntry, NameKind, NameTitle};
use crate::exchange::text_file;
use crate::failure::{Code, Failure, Result};
use crate::language::fold::fold;
use crate::language::legacy::{self, Written};
use crate::language::normal::nfc;

use crate::whole_file::write_whole;

/// A table that was read.
#[derive(Debug, Clone)]
pub struct NamesSheet {
    encoding: &'static str,
    separator: char,
    /// How many rows there are below the headings.
    count: u32,
    rows: Vec<Row>,
    broken: Vec<BrokenRow>,
}

/// A right row: an entry with at most one title.
#[derive(Debug, Clone)]
struct Row {
    n: u32,
    entry: NameEntry,
}

/// A row that nothing can be made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BrokenRow {
    /// The line of the file, from 1 on; the headings are in the first.
    pub row: u32,
    pub why: RowFault,
    /// The cell, or the beginning of the row.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RowFault {
    NoName,
    /// Neither a person nor an organisation nor a place.
    UnknownKind,
    /// A cell that should hold a day holds none.
    NoDay,
    DaysReversed,
    TooLong,
    /// A title of what is no person.
    TitleOfNobody,
    /// Letters that the file's encoding does not have.
    Unreadable,
}

/// What a table would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NamesPreview {
    pub encoding: String,
    pub separator: String,
    /// Rows below the headings.
    pub rows: u32,
    pub new: u32,
    pub changed: u32,
    /// Entries that are known just so.
    pub same: u32,
    pub broken: u32,
    /// The first of what is new or changes; all of it is more than anybody reads.
    pub planned: Vec<PlannedName>,
    /// The first of the broken rows.
    pub broken_rows: Vec<BrokenRow>,
}

/// An entry that a table brings or changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlannedName {
    /// The first line of the file that speaks of it.
    pub row: u32,
    pub kind: NameKind,
    pub name: String,
    pub is_new: bool,
    /// What comes or changes, in words of the table.
    pub changes: Vec<String>,
}

/// What keeping a table did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NameChange {
    pub new: u32,
    pub changed: u32,
    /// Rows that were passed over.
    pub broken: u32,
}

const FILE_LIMIT: usize = 8 << 20;
const ROW_LIMIT: usize = 50_000;
/// So much of a preview is shown.
const SHOWN: usize = 200;
const SEPARATORS: [char; 3] = [',', ';', '\t'];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    Kind,
    Name,
    Title,
    From,
    To,
    Organisation,
    OtherNames,
    Successor,
    Note,
    Source,
}

/// The headings of each column, folded; the first two are written.
const HEADINGS: &[(Column, &[&str])] = &[
    (Column::Kind, &["loai", "kind", "type"]),
    (Column::Name, &["ten", "name", "ho ten", "ho va ten", "full name"]),
    (Column::Title, &["chuc danh", "title", "chuc vu", "position"]),
    (Column::From, &["tu", "from", "tu ngay", "bat dau"]),
    (Column::To, &["den", "to", "den ngay", "ket thuc"]),
    (Column::Organisation, &["to chuc", "organisation", "organization", "co quan", "don vi"]),
    (Column::OtherNames, &["ten khac", "other names", "alias", "aliases"]),
    (Column::Successor, &["nay la", "successor", "nay thuoc", "ke thua"]),
    (Column::Note, &["ghi chu", "note", "notes"]),
    (Column::Source, &["nguon", "source"]),
];

/// What is written over the columns, in Vietnamese and in English.
const WRITTEN: [(&str, &str); 9] = [
    ("Loại", "kind"),
    ("Tên", "name"),
    ("Chức danh", "title"),
    ("Từ", "from"),
    ("Đến", "to"),
    ("Tên khác", "other names"),
    ("Nay là", "successor"),
    ("Ghi chú", "note"),
    ("Nguồn", "source"),
];

impl NamesSheet {
    /// Reads the table in a file.
    ///
    /// # Errors
    /// Those of reading a file, and as [`NamesSheet::read`].
    pub fn open(path: &Path) -> Result<Self> {
        let io = |error| Failure { code: Code::FileProblem, ..Failure::io(path, &error) };
        let metadata = std::fs::metadata(path).map_err(io)?;
        // Asked before opening: a named pipe would wait for a writer for ever.
        if !metadata.is_file() {
            return Err(io(std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a file")));
        }
        let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        fits(size)?;
        Self::read(&std::fs::read(path).map_err(io)?)
    }

    /// Reads a table in UTF-8, UTF-16, windows-1258 or TCVN3, its columns parted by commas,
    /// semicolons or tabs.
    ///
    /// # Errors
    /// `TooLarge`, `EmptyFile` and `NotText` as of any text; `BadInput` where no column is that of
    /// names (`noNameColumn`) or where there are too many rows (`rowsMany`).
    pub fn read(bytes: &[u8]) -> Result<Self> {
        fits(bytes.len())?;
        let (text, encoding) = decode(bytes)?;
        // Excel's own word about the separator.
        let (text, skipped) = match text.split_once('\n') {
            Some((first, rest)) if first.trim().to_lowercase().starts_with("sep=") => (rest, 1),
            _ => (&*text, 0),
        };
        let (separator, columns) = columns(text)?;
        let mut sheet =
            Self { encoding, separator, count: 0, rows: Vec::new(), broken: Vec::new() };
        for record in reader(text, separator).into_records().skip(1) {
            let record = record.map_err(|error| Failure::bad_input(error.to_string()))?;
            let line = record.position().map_or(0, |at| line_of(text, at)) + skipped;
            let n = u32::try_from(line).unwrap_or(u32::MAX);
            let cells: Vec<String> =
                record.iter().map(|cell| nfc(cell).trim().to_owned()).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            sheet.count += 1;
            if sheet.count as usize > ROW_LIMIT {
                return Err(Failure::bad_input("rowsMany"));
            }
            match entry(&cells, &columns, encoding == TCVN3) {
                Ok(entry) => sheet.rows.push(Row { n, entry }),
                Err((why, text)) => {
                    let text = text.unwrap_or_else(|| cells.join(" | "));
                    let text = text.chars().take(120).collect();
                    sheet.broken.push(BrokenRow { row: n, why, text });
                }
            }
        }
        Ok(sheet)
    }

    /// How many rows nothing can be made of.
    pub fn broken(&self) -> u32 {
        u32::try_from(self.broken.len()).unwrap_or(u32::MAX)
    }

    /// What the table brings to what is known: the entries to keep, those that are new without an id.
    ///
    /// # Errors
    /// `BadInput` where an entry would become more than one may be.
    pub fn plan(&self, known: &[NameEntry]) -> Result<(Vec<NameEntry>, NamesPreview)> {
        let key = |entry: &NameEntry| (entry.kind, name_key(&entry.name));
        let by_name: HashMap<_, &NameEntry> =
            known.iter().map(|entry| (key(entry), entry)).collect();
        let mut order: Vec<(u32, NameEntry, Vec<String>, bool)> = Vec::new();
        let mut places: HashMap<(NameKind, String), usize> = HashMap::new();
        for Row { n, entry: row } in &self.rows {
            let place = *places.entry(key(row)).or_insert_with(|| {
                let before = by_name.get(&key(row)).copied();
                let entry = before.cloned().unwrap_or_else(|| NameEntry::new(row.kind, &row.name));
                order.push((*n, entry, Vec::new(), before.is_none()));
                order.len() - 1
            });
            let (_, entry, changes, _) = &mut order[place];
            merge(entry, row, changes);
        }
        let mut preview = NamesPreview {
            encoding: self.encoding.to_owned(),
            separator: if self.separator == '\t' {
                "Tab".to_owned()
            } else {
                self.separator.to_string()
            },
            rows: self.count,
            new: 0,
            changed: 0,
            same: 0,
            broken: self.broken(),
            planned: Vec::new(),
            broken_rows: self.broken.iter().take(SHOWN).cloned().collect(),
        };
        let mut kept = Vec::new();
        for (row, entry, changes, is_new) in order {
            if !is_new && changes.is_empty() {
                preview.same += 1;
                continue;
            }
            *(if is_new { &mut preview.new } else { &mut preview.changed }) += 1;
            let entry = entry.accept().map_err(|failure| failure.with("row", row))?;
            if preview.planned.len() < SHOWN {
                let name = entry.name.clone();
                preview.planned.push(PlannedName { row, kind: entry.kind, name, is_new, changes });
            }
            kept.push(entry);
        }
        Ok((kept, preview))
    }
}

fn fits(bytes: usize) -> Result<()> {
    if bytes <= FILE_LIMIT {
        return Ok(());
    }
    Err(Failure::new(Code::TooLarge, format!("a table of {bytes} bytes"))
        .with("megabytes", bytes.div_ceil(1 << 20))
        .with("limitMegabytes", FILE_LIMIT >> 20))
}

/// How two spellings of an entry's name are the same: tone style and case do not count.
pub(crate) fn name_key(name: &str) -> String {
    let keys = keys_of(name);
    if keys.is_empty() { name.to_lowercase() } else { keys.join(" ") }
}

/// Lays a row over an entry, and says what that changes.
fn merge(entry: &mut NameEntry, row: &NameEntry, changes: &mut Vec<String>) {
    for title in &row.titles {
        let words = words_of(&title.title);
        let same = entry.titles.iter_mut().find(|held| {
            words_of(&held.title) == words
                && (held.from == title.from || held.from.is_none() || title.from.is_none())
        });
        match same {
            None => {
                changes.push(told(title));
                entry.titles.push(title.clone());
            }
            Some(held) => {
                let before = held.clone();
                for (held, new) in [(&mut held.from, &title.from), (&mut held.to, &title.to)] {
                    if new.is_some() {
                        held.clone_from(new);
                    }
                }
                if *held != before {
                    changes.push(told(held));
                }
            }
        }
    }
    for name in &row.other_names {
        if !entry.forms().any(|form| form == name) {
            changes.push(name.clone());
            entry.other_names.push(name.clone());
        }
    }
    for (day, new) in [(&mut entry.from, &row.from), (&mut entry.to, &row.to)] {
        if let Some(new) = new.as_ref().filter(|new| day.as_ref() != Some(*new)) {
            changes.push(shown(new));
            *day = Some(new.clone());
        }
    }
    for (text, new) in [
        (&mut entry.successor, &row.successor),
        (&mut entry.note, &row.note),
        (&mut entry.source, &row.source),
    ] {
        if !new.is_empty() && text != new {
            changes.push(new.clone());
            text.clone_from(new);
        }
    }
}

fn told(title: &NameTitle) -> String {
    match (&title.from, &title.to) {
        (None, None) => title.title.clone(),
        (from, to) => {
            let [from, to] = [from, to].map(|day| day.as_deref().map_or("…".to_owned(), shown));
            format!("{} ({from} – {to})", title.title)
        }
    }
}

const TCVN3: &str = "TCVN3";

/// The text of a file. Of one byte a letter it is TCVN3 where its letters say so: the fonts are gone.
fn decode(bytes: &[u8]) -> Result<(String, &'static str)> {
    let file = text_file::decode(bytes)?;
    let Some(written) = legacy::detect(&file.text) else {
        return Ok((file.text, file.encoding));
    };
    let name = match written {
        Written::Tcvn3 => TCVN3,
        Written::Vni => "VNI",
        Written::Viscii => "VISCII",
        Written::Viqr => "VIQR",
        Written::Windows1258 => "windows-1258",
        Written::Unicode | Written::Mojibake => file.encoding,
    };
    Ok((legacy::decode(&file.text, written), name))
}

/// The line that a record begins in. The reader counts empty lines before it as its own.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at.line() + empty.filter(|byte| **byte == b'\n').count() as u64
}

fn reader(text: &str, separator: char) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.as_bytes())
}

/// The separator by which most headings are known, and the columns.
fn columns(text: &str) -> Result<(char, HashMap<Column, usize>)> {
    let read = |separator: char| {
        let mut columns = HashMap::new();
        if let Some(Ok(first)) = reader(text, separator).into_records().next() {
            for (n, cell) in first.iter().enumerate() {
                let cell = fold(&cell.replace(['_', '\u{FEFF}'], " "));
                let known = HEADINGS.iter().find(|(_, names)| names.contains(&cell.trim()));
                if let Some((column, _)) = known {
                    columns.entry(*column).or_insert(n);
                }
            }
        }
        (separator, columns)
    };
    let most = SEPARATORS.into_iter().rev().map(read).max_by_key(|(_, columns)| columns.len());
    most.filter(|(_, columns)| columns.contains_key(&Column::Name))
        .ok_or_else(|| Failure::bad_input("noNameColumn"))
}

type Refused = (RowFault, Option<String>);

/// The entry of one row.
fn entry(
    cells: &[String],
    columns: &HashMap<Column, usize>,
    old_font: bool,
) -> Result<NameEntry, Refused> {
    let cell = |column: Column| {
        columns.get(&column).and_then(|n| cells.get(*n)).map_or("", String::as_str)
    };
    if let Some(cell) = cells.iter().find(|cell| cell.contains(char::REPLACEMENT_CHARACTER)) {
        return Err((RowFault::Unreadable, Some(cell.clone())));
    }
    let kind = kind(cell(Column::Kind))
        .ok_or_else(|| (RowFault::UnknownKind, Some(cell(Column::Kind).to_owned())))?;
    let day = |column: Column| {
        day(cell(column), column == Column::To)
            .ok_or_else(|| (RowFault::NoDay, Some(cell(column).to_owned())))
    };
    let (from, to) = (day(Column::From)?, day(Column::To)?);
    // The old fonts have no capitals with marks.
    let name = cell(Column::Name);
    let name =
        if old_font && kind == NameKind::Person { with_capitals(name) } else { name.to_owned() };
    let mut entry = NameEntry::new(kind, &name);
    let title = title(cell(Column::Title), cell(Column::Organisation), kind);
    if !title.is_empty() {
        if kind != NameKind::Person {
            return Err((RowFault::TitleOfNobody, Some(title)));
        }
        entry.titles.push(NameTitle { title, from, to });
    } else if kind != NameKind::Person {
        (entry.from, entry.to) = (from, to);
    }
    let others = cell(Column::OtherNames).split(['|', ';']).map(str::trim);
    entry.other_names = others.filter(|name| !name.is_empty()).map(str::to_owned).collect();
    entry.successor = cell(Column::Successor).to_owned();
    entry.note = cell(Column::Note).to_owned();
    entry.source = cell(Column::Source).to_owned();
    entry.accept().map_err(|failure| {
        let why = match failure.params.get("what").map(String::as_str) {
            Some("nameEmpty") => RowFault::NoName,
            Some("daysReversed") => RowFault::DaysReversed,
            Some("day") => RowFault::NoDay,
            _ => RowFault::TooLong,
        };
        (why, None)
    })
}

/// "Chủ tịch" of "UBND tỉnh" is "Chủ tịch UBND tỉnh"; who has an organisation alone has no title.
fn title(title: &str, organisation: &str, kind: NameKind) -> String {
    let there = fold(title).contains(&fold(organisation));
    if title.is_empty() || there || kind != NameKind::Person {
        title.to_owned()
    } else {
        format!("{title} {organisation}")
    }
}

fn kind(cell: &str) -> Option<NameKind> {
    match fold(cell).as_str() {
        "" | "person" | "nguoi" | "ca nhan" => Some(NameKind::Person),
        "organisation" | "organization" | "to chuc" | "co quan" | "don vi" => {
            Some(NameKind::Organisation)
        }
        "place" | "dia danh" | "dia phuong" | "noi" => Some(NameKind::Place),
        _ => None,
    }
}

/// A day as newsrooms write it; of a month or a year alone the first or the last. `None` where it is
/// none, `Some(None)` where there is nothing.
fn day(cell: &str, last: bool) -> Option<Option<String>> {
    let cell = fold(cell);
    if matches!(&*cell, "" | "nay" | "den nay" | "now" | "-" | "…" | "...") {
        return Some(None);
    }
    let parts: Vec<&str> = cell.split(['/', '-', '.']).map(str::trim).collect();
    let number = |text: &str| {
        let fits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| text.parse::<u16>().ok()).flatten()
    };
    let numbers: Vec<u16> = parts.iter().map(|part| number(part)).collect::<Option<_>>()?;
    let of_month = |year: u16, month: u16| {
        let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
        Some(if last { month.length(i32::from(year)) } else { 1 })
    };
    let (year, month, day) = match (numbers.as_slice(), parts[0].len()) {
        ([year], 4) => (*year, if last { 12 } else { 1 }, if last { 31 } else { 1 }),
        ([year, month], 4) => (*year, *month, u16::from(of_month(*year, *month)?)),
        ([month, year], _) => (*year, *month, u16::from(of_month(*year, *month)?)),
        ([year, month, day], 4) => (*year, *month, *day),
        ([day, month, year], _) => (*year, *month, *day),
        _ => return None,
    };
    let written = format!("{year:04}-{month:02}-{day:02}");
    (year >= 1000 && is_day(&written)).then_some(Some(written))
}

fn with_capitals(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(char::to_uppercase);
        first.into_iter().flatten().chain(letters).collect::<String>()
    };
    name.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// Puts entries into a file, as [`write_sheet`] has them.
///
/// # Errors
/// `DiskFull`, `ReadOnly`, `FileProblem`. Nothing half written is left.
pub fn write_names(path: &Path, entries: &[NameEntry], vietnamese: bool) -> Result<()> {
    write_whole(path, &write_sheet(entries, vietnamese)?)
}

/// Writes entries as a table that [`NamesSheet::read`] reads: UTF-8 with its mark, which spreadsheets
/// ask for, a row for each title.
///
/// # Errors
/// `Internal`: a text takes all of it.
pub(super) fn write_sheet(entries: &[NameEntry], vietnamese: bool) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    let word = |(vi, en): (&'static str, &'static str)| if vietnamese { vi } else { en };
    writer.write_record(WRITTEN.map(word)).map_err(Failure::internal)?;
    for entry in entries {
        let kind = word(match entry.kind {
            NameKind::Person => ("người", "person"),
            NameKind::Organisation => ("tổ chức", "organisation"),
            NameKind::Place => ("địa danh", "place"),
        });
        let own =
            NameTitle { title: String::new(), from: entry.from.clone(), to: entry.to.clone() };
        let titles =
            if entry.titles.is_empty() { std::slice::from_ref(&own) } else { &entry.titles };
        for (n, title) in titles.iter().enumerate() {
            // What is of the person stands in the first row.
            let once = |text: String| if n == 0 { text } else { String::new() };
            let day = |day: &Option<String>| day.clone().unwrap_or_default();
            let row = [
                kind.to_owned(),
                entry.name.clone(),
                title.title.clone(),
                day(&title.from),
                day(&title.to),
                once(entry.other_names.join("|")),
                once(entry.successor.clone()),
                once(entry.note.clone()),
                once(entry.source.clone()),
            ];
            writer.write_record(row).map_err(Failure::internal)?;
        }
    }
    writer.into_inner().map_err(|error| Failure::internal(error.to_string()))
}

/// The door of the fuzzer: any bytes are a table or are refused, and a table that is written again
/// says the same.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn door(bytes: &[u8]) {
    let Ok(sheet) = NamesSheet::read(bytes) else { return };
    assert!(sheet.rows.len() + sheet.broken.len() == sheet.count as usize, "each row is told of");
    let Ok((entries, preview)) = sheet.plan(&[]) else { return };
    assert_eq!(entries.len(), preview.new as usize, "nothing was known");
    let written = write_sheet(&entries, true).expect("a table is written");
    let Ok(again) = NamesSheet::read(&written) else {
        assert!(written.len() > FILE_LIMIT || entries.is_empty(), "what was written is read");
        return;
    };
    assert!(again.broken.is_empty(), "{:?}", again.broken.first());
    let known: Vec<NameEntry> = entries
        .iter()
        .map(|entry| NameEntry { id: super::NameId::default(), ..entry.clone() })
        .collect();
    let (more, _) = again.plan(&known).expect("what was kept is kept again");
    assert!(more.is_empty(), "the same table changes nothing: {:?}", more.first());
}
