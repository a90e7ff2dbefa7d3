//! The article as Markdown: CommonMark with the tables of GitHub, and the few tags of HTML that it
//! has no signs for (sub- and superscript, side bars).
//!
//! Every sign of a text that could mean something is written with a backslash, so that the text
//! reads as it was typed wherever it is shown.

use crate::article::{Block, Mark, Photo, TableRow, Text, is_safe_link};
use crate::exchange::issue::{Issue, given};
use crate::exchange::markup::is_blank;
use crate::language::normal::one_line;

/// `article.md`: UTF-8, blocks separated by an empty line.
pub(super) fn text(issue: &Issue<'_>) -> String {
    let mut parts = vec![format!("# {}", words(&issue.title()))];
    parts.extend(paragraph(&issue.document().lead));
    for block in &issue.document().blocks {
        add(issue, block, &mut parts);
    }
    parts.extend(issue.source_line().map(|source| begun(words(&source))));
    parts.extend(issue.credits().iter().map(|credit| begun(words(credit))));
    parts.join("\n\n") + "\n"
}

fn add(issue: &Issue<'_>, block: &Block, parts: &mut Vec<String>) {
    match block {
        Block::Paragraph { content, .. } => parts.extend(paragraph(content)),
        Block::Subhead { content, .. } => {
            parts.extend(inline(content).map(|text| format!("## {text}")));
        }
        Block::Quote { content, .. } => {
            parts.extend(paragraph(content).map(|text| format!("> {text}")));
        }
        Block::List { attrs, content } => {
            let items = content.iter().filter_map(|item| paragraph(&item.content));
            let items: Vec<String> = items
                .enumerate()
                .map(|(at, item)| {
                    if attrs.ordered { format!("{}. {item}", at + 1) } else { format!("- {item}") }
                })
                .collect();
            // A list right behind another would be read as its end.
            if !items.is_empty() {
                if parts
                    .last()
                    .is_some_and(|part| part.starts_with("- ") || part.starts_with("1. "))
                {
                    parts.push("<!-- -->".to_owned());
                }
                parts.push(items.join("\n"));
            }
        }
        Block::Table { content, .. } => parts.extend(table(content)),
        Block::Box { content, .. } => {
            parts.push("<aside>".to_owned());
            for inner in content {
                add(issue, inner, parts);
            }
            parts.push("</aside>".to_owned());
        }
        Block::Photo(photo) => add_photo(issue, photo, parts),
        Block::PhotoGroup { content, .. } => {
            for inner in content {
                add(issue, inner, parts);
            }
        }
    }
}

fn add_photo(issue: &Issue<'_>, photo: &Photo, parts: &mut Vec<String>) {
    let credit = given(&photo.attrs.credit).map(|credit| words(&issue.words.credit(&credit)));
    let below = [inline(&photo.content), credit].into_iter().flatten().collect::<Vec<_>>();
    let below = below.join(" — ");
    match issue.media.of(photo) {
        Some(picture) => {
            let alt = words(&one_line(&photo.attrs.alt));
            parts.push(format!("![{alt}]({})", picture.shown().path));
            if !below.is_empty() {
                parts.push(begun(below));
            }
        }
        // As in the plain text: a person reads it and looks for the photo.
        None if below.is_empty() => parts.push(format!("\\[{}\\]", issue.words.photo_missing)),
        None => parts.push(format!("\\[{}: {below}\\]", issue.words.photo_missing)),
    }
}

fn table(rows: &[TableRow]) -> Option<String> {
    if rows.iter().flat_map(|row| &row.content).all(|cell| is_blank(&cell.content)) {
        return None;
    }
    let width = rows.first().map_or(0, |row| row.content.len());
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let written = |it: &TableRow| {
        row(it.content.iter().map(|cell| inline(&cell.content).unwrap_or_default()).collect())
    };
    // Every table has a head there, if an empty one.
    let headed = rows.first().is_some_and(|row| row.content.iter().all(|cell| cell.attrs.header));
    let mut lines = Vec::with_capacity(rows.len() + 2);
    lines.push(if headed { written(&rows[0]) } else { row(vec![String::new(); width]) });
    lines.push(row(vec!["---".to_owned(); width]));
    lines.extend(rows.iter().skip(usize::from(headed)).map(written));
    Some(lines.join("\n"))
}

fn paragraph(content: &[Text]) -> Option<String> {
    inline(content).map(begun)
}

/// Runs as one line; `None` where there is nothing to read.
fn inline(content: &[Text]) -> Option<String> {
    if is_blank(content) {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    while at < content.len() {
        let href = link(&content[at]);
        let end = at + content[at..].iter().take_while(|run| link(run) == href).count();
        let mut inside = String::new();
        for run in &content[at..end] {
            marked(run, &mut inside);
        }
        match href {
            Some(href) => out.push_str(&format!("[{inside}](<{}>)", address(href))),
            None if out.ends_with('*') && inside.starts_with('*') => {
                out.push_str("<!-- -->");
                out.push_str(&inside);
            }
            None => out.push_str(&inside),
        }
        at = end;
    }
    Some(out.trim().to_owned())
}

/// One run with its marks, by stars where these are sure to be read so, else by tags.
fn marked(run: &Text, out: &mut String) {
    let spaced: String = run.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let inner = spaced.trim();
    let has = |mark: Mark| run.marks.contains(&mark);
    let (mut open, mut close) = (String::new(), String::new());
    let mut wrap = |before: &str, after: &str| {
        open.push_str(before);
        close.insert_str(0, after);
    };
    let ends = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let sure = ends(inner.chars().next())
        && ends(inner.chars().next_back())
        && !out.ends_with(['*', '>'])
        && !has(Mark::Sub)
        && !has(Mark::Sup);
    for (mark, stars, name) in [(Mark::Em, "*", "em"), (Mark::Strong, "**", "strong")] {
        match (has(mark), sure) {
            (false, _) => {}
            (true, true) => wrap(stars, stars),
            (true, false) => wrap(&format!("<{name}>"), &format!("</{name}>")),
        }
    }
    for (mark, name) in [(Mark::Sub, "sub"), (Mark::Sup, "sup")] {
        if has(mark) {
            wrap(&format!("<{name}>"), &format!("</{name}>"));
        }
    }
    if inner.is_empty() || open.is_empty() {
        out.push_str(&words(&spaced));
        return;
    }
    // Signs that touch a space mark nothing.
    let (before, after) = (spaced.len() - spaced.trim_start().len(), spaced.trim_end().len());
    out.push_str(&spaced[..before]);
    out.push_str(&open);
    out.push_str(&words(inner));
    out.push_str(&close);
    out.push_str(&spaced[after..]);
}

/// Text as text, wherever in a line it stands.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Keeps the beginning of a line from meaning a heading, a list or a rule.
fn begun(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = line[digits..].chars().next();
    if line.starts_with(['#', '+', '-', '=']) {
        format!("\\{line}")
    } else if digits > 0 && matches!(behind, Some('.' | ')')) {
        format!("{}\\{}", &line[..digits], &line[digits..])
    } else {
        line
    }
}

fn link(run: &Text) -> Option<&str> {
    run.marks.iter().find_map(|mark| match mark {
        Mark::Link { href } if is_safe_link(href) => Some(href.as_str()),
        Mark::Link { .. } | Mark::Em | Mark::Strong | Mark::Sub | Mark::Sup => None,
    })
}

/// An address between `<` and `>`.
fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '&' => out.push_str("\\&"),
            c => out.push(c),
        }
    }
    out
}
