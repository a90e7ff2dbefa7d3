//! What saves typing about photos: templates of their words, and code replacements
//! (`\ubnd\` becomes `Ủy ban nhân dân tỉnh Thái Nguyên`). They are settings of a desk and go to a
//! colleague in a file of their own: a hand-off is about one article, and opening one changes nothing
//! else.

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
/// Most bytes of a file of code replacements, and of one with templates, too.
const FILE_LIMIT: u64 = 4 << 20;
/// What a file with templates and codes is made of; another number is another form.
const FORM: u32 = 1;

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

/// Templates and codes on their way to another desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SharedKit {
    /// Says what the file is, and in which form.
    banthao_photo_kit: u32,
    templates: Vec<PhotoTemplate>,
    codes: Vec<CodeReplacement>,
}

/// What came from another desk, and all that is here now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TakenKit {
    pub templates: u32,
    pub codes: u32,
    pub kit: PhotoKit,
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
        let template = accept_template(template)?;
        self.write(|transaction| put_templates(transaction, [template], |_| true))?;
        self.photo_kit()
    }

    /// # Errors
    /// Those of a write.
    pub fn delete_photo_template(&mut self, name: &str) -> Result<PhotoKit> {
        self.write(|transaction| put_templates(transaction, [], |template| template.name != name))?;
        self.photo_kit()
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

    /// Takes over what another desk has: in place of templates and codes with the same names, and
    /// beside the others. All of it or nothing.
    ///
    /// # Errors
    /// `BadInput` where there would be too many; those of a write.
    pub fn take_photo_kit(&mut self, shared: SharedKit) -> Result<TakenKit> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let (templates, codes) = (count(shared.templates.len()), count(shared.codes.len()));
        self.write(|transaction| {
            put_templates(transaction, shared.templates, |_| true)?;
            let known: Vec<CodeReplacement> = meta(transaction, CODES)?.unwrap_or_default();
            let taken: HashSet<_> =
                shared.codes.iter().map(|code| code.code.to_lowercase()).collect();
            let others =
                known.into_iter().filter(|code| !taken.contains(&code.code.to_lowercase()));
            let all = accept_codes(shared.codes.into_iter().chain(others).collect())?;
            put_meta(transaction, CODES, &all)
        })?;
        Ok(TakenKit { templates, codes, kit: self.photo_kit()? })
    }
}

/// Keeps the templates that `stays` says, and `new` in place of those with the same names.
fn put_templates(
    transaction: &rusqlite::Transaction<'_>,
    new: impl IntoIterator<Item = PhotoTemplate>,
    stays: impl Fn(&PhotoTemplate) -> bool,
) -> Result<()> {
    let mut templates: Vec<PhotoTemplate> = meta(transaction, TEMPLATES)?.unwrap_or_default();
    templates.retain(stays);
    for template in new {
        templates.retain(|before| before.name != template.name);
        templates.push(template);
    }
    templates.sort_by(|one, other| one.name.cmp(&other.name));
    if templates.len() > TEMPLATE_LIMIT {
        return Err(Failure::bad_input(format!("more than {TEMPLATE_LIMIT} templates")));
    }
    put_meta(transaction, TEMPLATES, &templates)
}

fn accept_template(template: PhotoTemplate) -> Result<PhotoTemplate> {
    let name = named(&template.name)?;
    let changes = template.changes.tidied()?;
    if changes.is_empty() {
        return Err(Failure::bad_input("a template says something"));
    }
    Ok(PhotoTemplate { name, changes })
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

/// Reads the file of another desk with templates and codes.
///
/// # Errors
/// `TooLarge`; `BadInput` where it is no such file, where it says something that no desk keeps, or
/// one thing twice.
pub fn read_kit(bytes: &[u8]) -> Result<SharedKit> {
    fits(bytes.len() as u64)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let shared: SharedKit = serde_json::from_slice(bytes)
        .map_err(|error| Failure::bad_input(format!("templates and codes: {error}")))?;
    if shared.banthao_photo_kit != FORM {
        return Err(Failure::bad_input("templates and codes of a newer version"));
    }
    let templates: Vec<_> =
        shared.templates.into_iter().map(accept_template).collect::<Result<_>>()?;
    let mut seen = HashSet::new();
    if let Some(twice) = templates.iter().find(|template| !seen.insert(template.name.as_str())) {
        return Err(Failure::bad_input(format!("the template {:?} twice", twice.name)));
    }
    let codes = accept_codes(shared.codes)?;
    Ok(SharedKit { templates, codes, ..shared })
}

/// Reads a file of code replacements, or of templates and codes, for [`read_replacements`] or
/// [`read_kit`].
///
/// # Errors
/// `TooLarge` where it holds more than anybody types; those of reading a file.
pub fn kit_file(path: &Path) -> Result<Vec<u8>> {
    let io = |error| Failure::io(path, &error);
    fits(std::fs::metadata(path).map_err(io)?.len())?;
    std::fs::read(path).map_err(io)
}

fn fits(size: u64) -> Result<()> {
    if size <= FILE_LIMIT {
        return Ok(());
    }
    Err(Failure::new(crate::Code::TooLarge, format!("{size} bytes of codes"))
        .with("megabytes", size >> 20)
        .with("limitMegabytes", FILE_LIMIT >> 20))
}

impl PhotoKit {
    /// Writes templates and codes into a file, as [`read_kit`] reads it.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `FileProblem`. Nothing half written is left.
    pub fn write_shared(&self, path: &Path) -> Result<()> {
        let shared = SharedKit {
            banthao_photo_kit: FORM,
            templates: self.templates.clone(),
            codes: self.codes.clone(),
        };
        let text = serde_json::to_vec_pretty(&shared)
            .map_err(|error| Failure::internal(error.to_string()))?;
        write_whole(path, &text)
    }

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

    fn template(name: &str, city: &str) -> PhotoTemplate {
        let changes = serde_json::from_value(serde_json::json!({ "city": city })).unwrap();
        PhotoTemplate { name: name.to_owned(), changes }
    }

    fn shared(templates: Vec<PhotoTemplate>, codes: Vec<CodeReplacement>) -> Vec<u8> {
        let kit = SharedKit { banthao_photo_kit: FORM, templates, codes };
        serde_json::to_vec(&kit).unwrap()
    }

    #[test]
    fn a_kit_of_another_desk_comes_in_place_of_the_same_names_and_beside_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let mut mai = Store::open(&folder.path().join("mai"), "MAY-01").unwrap();
        let mut hieu = Store::open(&folder.path().join("hieu"), "MAY-02").unwrap();
        mai.save_photo_template(template("Tỉnh", "Thái Nguyên")).unwrap();
        mai.save_code_replacements(vec![code("ubnd", &["Ủy ban nhân dân"])]).unwrap();
        hieu.save_photo_template(template("Tỉnh", "Huế")).unwrap();
        hieu.save_photo_template(template("Xã", "Tân Lập")).unwrap();
        hieu.save_code_replacements(vec![code("UBND", &["Cũ"]), code("hdnd", &["Hội đồng"])])
            .unwrap();
        let file = folder.path().join("kit.json");
        mai.photo_kit().unwrap().write_shared(&file).unwrap();

        let taken = hieu.take_photo_kit(read_kit(&std::fs::read(&file).unwrap()).unwrap()).unwrap();
        assert_eq!((taken.templates, taken.codes), (1, 1));
        assert_eq!(
            taken.kit.templates,
            [template("Tỉnh", "Thái Nguyên"), template("Xã", "Tân Lập")]
        );
        assert_eq!(
            taken.kit.codes,
            [code("ubnd", &["Ủy ban nhân dân"]), code("hdnd", &["Hội đồng"])]
        );
        assert_eq!(hieu.photo_kit().unwrap(), taken.kit);
    }

    #[test]
    fn a_kit_that_would_be_too_much_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), "MAY-01").unwrap();
        let many = |from: usize| (from..from + CODE_LIMIT).map(|n| code(&format!("m{n}"), &["x"]));
        store.save_code_replacements(many(0).collect()).unwrap();
        let before = store.photo_kit().unwrap();
        let bytes = shared(vec![template("Tỉnh", "Huế")], vec![code("moi", &["Mới"])]);
        assert!(store.take_photo_kit(read_kit(&bytes).unwrap()).is_err());
        assert_eq!(store.photo_kit().unwrap(), before, "its templates are not taken, either");
    }

    #[test]
    fn what_is_no_kit_is_refused() {
        let twice = shared(vec![template("Tỉnh", "Huế"), template(" Tỉnh ", "Vinh")], vec![]);
        let codes = shared(vec![], vec![code("a", &["Một"]), code("A", &["Hai"])]);
        let nothing = shared(
            vec![
                template("Tỉnh", "Huế"),
                PhotoTemplate { name: "Trống".to_owned(), changes: WordChanges::default() },
            ],
            vec![],
        );
        let newer = br#"{"banthaoPhotoKit":2,"templates":[],"codes":[]}"#.to_vec();
        let more = br#"{"banthaoPhotoKit":1,"templates":[],"codes":[],"me":"Mai"}"#.to_vec();
        for bad in [twice, codes, nothing, newer, more, b"a\tM\xC1".to_vec(), b"[]".to_vec()] {
            let told = String::from_utf8_lossy(&bad).into_owned();
            let failure = read_kit(&bad).expect_err(&told);
            assert_eq!(failure.code, crate::Code::BadInput, "{told}");
        }
        let large = vec![b' '; usize::try_from(FILE_LIMIT).unwrap() + 1];
        assert_eq!(read_kit(&large).unwrap_err().code, crate::Code::TooLarge);
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
