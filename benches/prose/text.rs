//! Vietnamese prose out of Debian's packages: the help of LibreOffice (MPL-2.0), translated manual
//! pages and the maintainers' guide (GPL). Read where they were unpacked, never kept.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A page and its paragraphs.
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) paragraphs: Vec<String>,
}

/// Every page under a folder that has Vietnamese prose in it, in the order of their names. A
/// paragraph that stands on many pages is taken once.
pub(crate) fn pages(folder: &Path) -> Vec<Page> {
    let mut files = Vec::new();
    find(folder, &mut files);
    files.sort();
    let mut seen = HashSet::new();
    let page = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?;
        let all = match path.extension()?.to_str()? {
            "html" => of_html(&text),
            // The section of a manual page: ls.1
            section if section.starts_with(|c: char| c.is_ascii_digit()) => of_roff(&text),
            _ => return None,
        };
        let paragraphs: Vec<String> = all
            .into_iter()
            .filter(|text| is_vietnamese(text) && seen.insert(text.clone()))
            .collect();
        let name = path.strip_prefix(folder).ok()?.display().to_string();
        (!paragraphs.is_empty()).then_some(Page { name, paragraphs })
    };
    files.into_iter().filter_map(page).collect()
}

/// Every fifth page of LibreOffice's help in English, as it was written: paragraphs of six words
/// and more, each once.
pub(crate) fn english_pages(folder: &Path) -> Vec<Page> {
    let mut files = Vec::new();
    find(&folder.join("usr/share/libreoffice/help/en-US"), &mut files);
    files.retain(|path| path.extension().is_some_and(|it| it == "html"));
    files.sort();
    let mut seen = HashSet::new();
    let page = |path: PathBuf| {
        let mut paragraphs = of_html(&fs::read_to_string(&path).ok()?);
        paragraphs.retain(|text| {
            text.is_ascii() && text.split(' ').count() >= 6 && seen.insert(text.clone())
        });
        let name = path.strip_prefix(folder).ok()?.display().to_string();
        (!paragraphs.is_empty()).then_some(Page { name, paragraphs })
    };
    files.into_iter().step_by(5).filter_map(page).collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { find(&path, files) } else { files.push(path) }
    }
}

/// Prose, and not a command, a menu or what nobody has translated: six words or more, half of
/// which have letters beyond ASCII.
fn is_vietnamese(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let marked = |word: &&&str| word.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    words.len() >= 6 && words.iter().filter(marked).count() * 2 >= words.len()
}

/// What stands between the tags of paragraphs, headings, cells and items.
fn of_html(html: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    let mut hidden = 0_u32;
    let mut hole = false;
    while let Some(at) = rest.find('<') {
        if hidden == 0 {
            text.push_str(&rest[..at]);
        }
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at + 1..at + end];
        // One of several words by the reader's system: without it the sentence has a hole.
        hole |= tag.starts_with("span hidden");
        let closes = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match &*name {
            // Not prose.
            "script" | "style" | "pre" | "head" | "nav" | "header" => {
                hidden = if closes { hidden.saturating_sub(1) } else { hidden + 1 };
            }
            "a" | "b" | "i" | "em" | "strong" | "span" | "code" | "emph" | "item" | "tt"
            | "font" | "sup" | "sub" | "acronym" | "q" => {}
            _ => {
                let whole = std::mem::take(&mut text);
                if !std::mem::take(&mut hole) {
                    paragraphs.push(whole);
                }
            }
        }
        rest = &rest[at + end + 1..];
    }
    if !hole {
        paragraphs.push(text);
    }
    paragraphs.iter().map(|text| tidy(&entities(text))).collect()
}

fn entities(text: &str) -> String {
    let named = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&rarr;", "→"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// Lines of text joined to paragraphs; requests end them, all but those of type faces.
fn of_roff(roff: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in roff.lines() {
        let face = [".B ", ".I ", ".BR ", ".IR ", ".RB ", ".RI "];
        let text = face.iter().find_map(|request| line.strip_prefix(request));
        match text.or((!line.starts_with(['.', '\''])).then_some(line)) {
            Some(text) => {
                let paragraph = paragraphs.last_mut().expect("there is always one");
                paragraph.push(' ');
                paragraph.push_str(text);
            }
            None => paragraphs.push(String::new()),
        }
    }
    paragraphs.iter().map(|text| tidy(&escapes(text))).collect()
}

fn escapes(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match letters.next() {
            Some('f') => {
                let face = letters.next();
                let length = match face {
                    Some('(') => 2,
                    Some('[') => {
                        letters.by_ref().take_while(|c| *c != ']').count();
                        0
                    }
                    _ => 0,
                };
                letters.by_ref().take(length).count();
            }
            Some('-') => plain.push('-'),
            Some('(') => {
                letters.by_ref().take(2).count();
                plain.push('"');
            }
            Some('[') => {
                letters.by_ref().take_while(|c| *c != ']').count();
                plain.push('"');
            }
            Some('e') => plain.push('\\'),
            Some('&' | ':' | '/' | ',' | '|' | '^' | '%') | None => {}
            Some(other) => plain.push(other),
        }
    }
    plain
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
