//! Text between here and there: out of markup and into it, and what differs.

/// Plain text as text of markup, also within an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// The paragraphs that somebody reads of a post.
pub(crate) fn lines(html: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        push_text(&mut lines, text);
        let comment = tag.starts_with("<!--");
        let end = if comment { tag.find("-->").map(|at| at + 3) } else { end_of_tag(tag) };
        let Some(end) = end else {
            rest = "";
            break;
        };
        let name: String = tag[1..]
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let breaks = [
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "li",
            "tr",
            "figcaption",
            "blockquote",
            "figure",
            "br",
            "div",
        ];
        if breaks.contains(&name.as_str()) && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        if matches!(name.as_str(), "td" | "th") {
            push_text(&mut lines, " ");
        }
        rest = &tag[end..];
    }
    push_text(&mut lines, rest);
    let tidy = |line: String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    lines.into_iter().map(tidy).filter(|line| !line.is_empty()).collect()
}

/// Behind the `>` of a tag that begins here: one in the value of an attribute is none.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Two texts that differ, as one tells of them: from a few words before they part.
pub(crate) fn parting(sent: &str, found: &str) -> [String; 2] {
    /// In letters.
    const BEFORE: usize = 40;
    const SHOWN: usize = 200;
    let apart = sent.char_indices().zip(found.chars()).find(|((_, a), b)| a != b);
    let same = apart.map_or(sent.len().min(found.len()), |((at, _), _)| at);
    let before = sent[..same].char_indices().rev().nth(BEFORE);
    let start = before.map_or(0, |(at, _)| sent[at..same].find(' ').map_or(at, |n| at + n + 1));
    let open = if start > 0 { "…" } else { "" };
    [sent, found].map(|text| open.chars().chain(text[start..].chars().take(SHOWN)).collect())
}

/// File names of the pictures that are shown.
pub(crate) fn pictures(html: &str) -> Vec<&str> {
    let values = html.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    values.filter_map(|address| address.rsplit('/').next()).collect()
}

fn push_text(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut()
        && !(line.is_empty() && text.trim().is_empty())
    {
        line.push_str(&unescaped(text));
    }
}

/// The few entities that are written here and there.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&#8217;", "’"),
        ("&#8211;", "–"),
        ("&#038;", "&"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// The paragraphs of a plain text in UTF-8.
pub(crate) fn plain_lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// What goes (`-`) and what comes (`+`) between two lists of paragraphs, in order.
pub(crate) fn changes(before: &[String], after: &[String]) -> Vec<String> {
    // Longest common list, from the end; articles have hundreds of paragraphs at most.
    let (rows, columns) = (before.len(), after.len());
    if rows.saturating_mul(columns) > 4_000_000 {
        let gone = before.iter().map(|line| format!("- {line}"));
        return gone.chain(after.iter().map(|line| format!("+ {line}"))).collect();
    }
    let mut common = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            common[row][column] = if before[row] == after[column] {
                common[row + 1][column + 1] + 1
            } else {
                common[row + 1][column].max(common[row][column + 1])
            };
        }
    }
    let (mut row, mut column, mut changes) = (0, 0, Vec::new());
    while row < rows || column < columns {
        if row < rows && column < columns && before[row] == after[column] {
            (row, column) = (row + 1, column + 1);
        } else if column == columns
            || (row < rows && common[row + 1][column] >= common[row][column + 1])
        {
            changes.push(format!("- {}", before[row]));
            row += 1;
        } else {
            changes.push(format!("+ {}", after[column]));
            column += 1;
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_post_are_its_paragraphs_without_its_markup() {
        let html = "<!-- wp:paragraph -->\n<p>Một &amp; <em>hai</em></p>\n<!-- /wp:paragraph -->\n\n\
            <figure><img src=\"x\"/><figcaption>Ảnh</figcaption></figure><!-- a > b -->";
        assert_eq!(lines(html), ["Một & hai", "Ảnh"]);
    }

    #[test]
    fn a_sign_in_an_attribute_ends_no_tag() {
        assert_eq!(lines("<p>Một<img alt=\"a > b\" title='\">'> hai</p>"), ["Một hai"]);
        assert_eq!(lines("<p>Một</p><img alt=\"a > b"), ["Một"]);
    }

    #[test]
    fn of_two_long_texts_what_differs_is_told_and_not_what_is_the_same() {
        let long = "đầu ".repeat(100);
        let [sent, found] = parting(&format!("{long}một"), &format!("{long}hai"));
        assert!(sent.starts_with("…đầu") && sent.ends_with(" một"), "{sent}");
        assert!(found.ends_with(" hai") && found.chars().count() < 50, "{found}");
        assert_eq!(parting("a", "ab"), ["a", "ab"]);
        assert_eq!(parting("", "hai"), ["", "hai"]);
        let [sent, found] = parting(&long, &format!("{long}thêm"));
        assert!(sent.ends_with("đầu ") && found.ends_with("đầu thêm"), "{sent} {found}");
    }

    #[test]
    fn pictures_are_known_by_their_files_whatever_else_is_said_of_them() {
        let html =
            "<img src=\"/a/b.jpg\" srcset=\"/a/w/b.jpg 600w\"><img class=\"x\" src=\"c.png\">";
        assert_eq!(pictures(html), ["b.jpg", "c.png"]);
    }

    #[test]
    fn a_change_is_told_as_what_goes_and_what_comes() {
        let text = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        let changes = changes(&text(&["a", "b", "c"]), &text(&["a", "x", "c", "d"]));
        assert_eq!(changes, ["- b", "+ x", "+ d"]);
    }

    #[test]
    fn text_cannot_become_markup_or_end_an_attribute() {
        assert_eq!(escaped("\"><script>&"), "&quot;&gt;&lt;script&gt;&amp;");
    }
}
