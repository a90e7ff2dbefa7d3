//! What saves typing about photos: templates of their words, and code replacements
//! (`\ubnd\` becomes `Ủy ban nhân dân tỉnh Thái Nguyên`).

use std::collections::HashSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Store;
use super::desk::{meta, put_meta};
use crate::failure::{Failure, Result};
use crate::language::normal::nfc;
use crate::photo::{VARIABLES, WordChanges};
use crate::whole_file::write_whole;

const TEMPLATE_LIMIT: usize = 200;
const CODE_LIMIT: usize = 5_000;
/// Most columns behind a code.
const COLUMN_LIMIT: usize = 20;
/// Longest replacement in characters.
const REPLACEMENT_LIMIT: usize = 2_000;
/// Longest code and longest name of a template, in characters.
const NAME_LIMIT: usize = 100;
/// Most bytes of a file of code replacements.
pub const REPLACEMENT_FILE_LIMIT: u64 = 4 << 20;

const TEMPLATES: &str = "photo_templates";
const CODES: &str = "code_replacements";

/// Words under a name, to be put on other photos. They may hold variables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PhotoTemplate {
    pub name: String,
    pub changes: WordChanges,
}

/// What is written instead of a code, `\code\` the first text, `\code#2\` the second.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodeReplacement {
    pub code: String,
    pub texts: Vec<String>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PhotoKit {
    /// By name.
    pub templates: Vec<PhotoTemplate>,
    pub codes: Vec<CodeReplacement>,
    /// Names of the variables that words may hold; see [`crate::photo::VARIABLES`].
    pub variables: Vec<&'static str>,
}

impl Store {
    /// # Errors
    /// Those of a read.
    pub fn photo_kit(&self) -> Result<PhotoKit> {
        Ok(PhotoKit {
            templates: meta(&self.connection, TEMPLATES)?.unwrap_or_default(),
            codes: meta(&self.connection, CODES)?.unwrap_or_default(),
            variables: VARIABLES.to_vec(),
        })
    }

    /// Keeps a template in place of the one with its name.
    ///
    /// # Errors
    /// `BadInput` without a name or words, or where there are too many; those of a write.
    pub fn save_photo_template(&mut self, template: PhotoTemplate) -> Result<PhotoKit> {
        let name = named(&template.name)?;
        let changes = template.changes.tidied()?;
        if changes.is_empty() {
            return Err(Failure::bad_input("a template says something"));
        }
        self.change_templates(|templates| {
            templates.retain(|template| template.name != name);
            templates.push(PhotoTemplate { name, changes });
        })
    }

    /// # Errors
    /// Those of a write.
    pub fn delete_photo_template(&mut self, name: &str) -> Result<PhotoKit> {
        self.change_templates(|templates| templates.retain(|template| template.name != name))
    }

    /// Keeps the code replacements of this desk, all of them.
    ///
    /// # Errors
    /// `BadInput` where a code is none or stands twice, or where they are too many or too long;
    /// those of a write.
    pub fn save_code_replacements(&mut self, codes: Vec<CodeReplacement>) -> Result<PhotoKit> {
        let codes = accept_codes(codes)?;
        self.write(|transaction| put_meta(transaction, CODES, &codes))?;
        self.photo_kit()
    }

    fn change_templates(
        &mut self,
        change: impl FnOnce(&mut Vec<PhotoTemplate>),
    ) -> Result<PhotoKit> {
        self.write(|transaction| {
            let mut templates: Vec<PhotoTemplate> =
                meta(transaction, TEMPLATES)?.unwrap_or_default();
            change(&mut templates);
            templates.sort_by(|one, other| one.name.cmp(&other.name));
            if templates.len() > TEMPLATE_LIMIT {
                return Err(Failure::bad_input(format!("more than {TEMPLATE_LIMIT} templates")));
            }
            put_meta(transaction, TEMPLATES, &templates)
        })?;
        self.photo_kit()
    }
}

fn named(name: &str) -> Result<String> {
    let name = nfc(name.trim());
    if name.is_empty() || name.chars().count() > NAME_LIMIT {
        return Err(Failure::bad_input("a template has a name"));
    }
    Ok(name)
}

fn accept_codes(codes: Vec<CodeReplacement>) -> Result<Vec<CodeReplacement>> {
    if codes.len() > CODE_LIMIT {
        return Err(Failure::bad_input(format!("more than {CODE_LIMIT} codes")));
    }
    let mut seen = HashSet::new();
    codes
        .into_iter()
        .map(|CodeReplacement { code, texts }| {
            let code = nfc(code.trim());
            let is_code = !code.is_empty()
                && code.chars().count() <= NAME_LIMIT
                && !code.chars().any(|c| c == '\\' || c == '#' || c.is_whitespace());
            if !is_code || !seen.insert(code.to_lowercase()) {
                return Err(Failure::bad_input(format!("the code {code:?}")));
            }
            let mut texts: Vec<String> = texts.iter().map(|text| nfc(text.trim())).collect();
            while texts.last().is_some_and(String::is_empty) {
                texts.pop();
            }
            let too_long = |text: &String| text.chars().count() > REPLACEMENT_LIMIT;
            if texts.is_empty() || texts.len() > COLUMN_LIMIT || texts.iter().any(too_long) {
                return Err(Failure::bad_input(format!("the text for the code {code:?}")));
            }
            Ok(CodeReplacement { code, texts })
        })
        .collect()
}

/// Reads a file of code replacements as Photo Mechanic writes them: UTF-8, a code a line, its
/// texts behind it, tabs between. Of a code that stands twice the last line holds; empty lines are
/// passed over.
///
/// # Errors
/// `NotText` where it is not UTF-8; `BadInput` as [`Store::save_code_replacements`].
pub fn read_replacements(bytes: &[u8]) -> Result<Vec<CodeReplacement>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Failure::new(crate::Code::NotText, "code replacements are UTF-8"))?;
    let mut codes: Vec<CodeReplacement> = Vec::new();
    let mut seen = HashSet::new();
    for line in text.lines().rev().filter(|line| !line.trim().is_empty()) {
        let mut parts = line.split('\t');
        let code = parts.next().unwrap_or_default().trim().to_owned();
        if seen.insert(code.to_lowercase()) {
            let texts = parts.map(|part| part.trim().to_owned()).collect();
            codes.push(CodeReplacement { code, texts });
        }
    }
    codes.reverse();
    accept_codes(codes)
}

impl PhotoKit {
    /// Writes the code replacements into a file, as [`read_replacements`] reads it.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `FileProblem`. Nothing half written is left.
    pub fn write_codes(&self, path: &Path) -> Result<()> {
        write_whole(path, lines_of(&self.codes).as_bytes())
    }
}

fn lines_of(codes: &[CodeReplacement]) -> String {
    let line = |CodeReplacement { code, texts }: &CodeReplacement| {
        format!("{code}\t{}\r\n", texts.join("\t"))
    };
    codes.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str, texts: &[&str]) -> CodeReplacement {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        CodeReplacement { code: code.to_owned(), texts }
    }

    #[test]
    fn a_file_of_codes_comes_back_as_it_went() {
        let codes = [
            code("ubnd", &["Ủy ban nhân dân tỉnh Thái Nguyên"]),
            code("pmc", &["Đồng chí Phạm Minh Chính", "Trưởng Ban Tổ chức Trung ương"]),
        ];
        let file = lines_of(&codes);
        assert_eq!(read_replacements(file.as_bytes()).unwrap(), codes);
        let marked = [b"\xEF\xBB\xBF", file.as_bytes()].concat();
        assert_eq!(read_replacements(&marked).unwrap(), codes, "with a byte order mark");
    }

    #[test]
    fn of_a_code_that_stands_twice_the_last_line_holds() {
        let read = read_replacements("a\tMột\n\nb\tHai\t\t\nA\tBa\n".as_bytes()).unwrap();
        assert_eq!(read, [code("b", &["Hai"]), code("A", &["Ba"])]);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for bad in ["a\n", "\tMột\n", "a b\tMột\n", "a\\b\tMột\n", "a#2\tMột\n"] {
            assert!(read_replacements(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(read_replacements(b"a\t\xE0\xE1\n").is_err(), "not UTF-8");
        let long = format!("a\t{}\n", "x".repeat(REPLACEMENT_LIMIT + 1));
        assert!(read_replacements(long.as_bytes()).is_err());
    }
}
