//! An article as WordPress keeps it: blocks of its editor, each between two comments, so that
//! somebody there can go on editing it.

use banthao_core::delivery::{Figure, Job, Parcel, Piece, Row};

/// A picture as it stands there: its number and its address.
pub(super) type Media<'a> = dyn Fn(usize) -> (String, String) + 'a;

/// The comment at the end of a post, by which it is found again: the article, and the delivery that
/// wrote it last.
pub(super) fn marker(job: &Job<'_>) -> String {
    format!("banthao:{}:{}", job.parcel.key, job.delivery.id.0)
}

/// What all markers of an article begin with.
pub(super) fn marker_of_article(parcel: &Parcel) -> String {
    format!("banthao:{}:", parcel.key)
}

/// The text of the post. `byline` is not given where the names stand in a field of their own.
pub(super) fn content(job: &Job<'_>, media: &Media<'_>, names_in_text: bool) -> String {
    let parcel = job.parcel;
    let mut out = String::new();
    if !parcel.lead_html.is_empty() {
        out.push_str(&class_paragraph("lead", &parcel.lead_html));
    }
    for piece in &parcel.pieces {
        push(&mut out, piece, media);
    }
    if let Some(source) = &parcel.source {
        out.push_str(&class_paragraph("source", &escaped(source)));
    }
    // Where the authors stand in a field of their own, only the others are named.
    let authors = usize::from(!parcel.authors.is_empty() && !names_in_text);
    for credit in parcel.credits.iter().skip(authors) {
        out.push_str(&class_paragraph("byline", &escaped(credit)));
    }
    out.push_str(&block("html", "", &format!("<!-- {} -->", marker(job))));
    out.truncate(out.trim_end().len());
    out
}

fn push(out: &mut String, piece: &Piece, media: &Media<'_>) {
    let made = match piece {
        Piece::Paragraph { html } => paragraph(html),
        Piece::Subhead { html } => {
            block("heading", "", &format!("<h2 class=\"wp-block-heading\">{html}</h2>"))
        }
        Piece::Quote { html } => {
            let inner = paragraph(html);
            let inner = inner.trim_end();
            let quote = format!("<blockquote class=\"wp-block-quote\">{inner}</blockquote>");
            block("quote", "", &quote)
        }
        Piece::List { ordered, items } => {
            let item = |html: &String| block("list-item", "", &format!("<li>{html}</li>"));
            let items: String = items.iter().map(item).collect();
            let (name, set) = if *ordered { ("ol", "{\"ordered\":true}") } else { ("ul", "") };
            block("list", set, &format!("<{name}>{}</{name}>", items.trim_end()))
        }
        Piece::Table { head, body } => {
            let part = |name: &str, rows: &[Row]| {
                let rows: String = rows.iter().map(row).collect();
                if rows.is_empty() { rows } else { format!("<{name}>{rows}</{name}>") }
            };
            let parts = part("thead", head) + &part("tbody", body);
            let table = format!("<figure class=\"wp-block-table\"><table>{parts}</table></figure>");
            block("table", "", &table)
        }
        Piece::Aside { pieces } => {
            let mut inner = String::new();
            for piece in pieces {
                push(&mut inner, piece, media);
            }
            let aside = format!("<aside class=\"wp-block-group\">{}</aside>", inner.trim_end());
            block("group", "{\"tagName\":\"aside\"}", &aside)
        }
        Piece::Figure(figure) => image(figure, media),
        Piece::Figures { figures } => {
            let images: String = figures.iter().map(|figure| image(figure, media)).collect();
            let gallery = format!(
                "<figure class=\"wp-block-gallery has-nested-images columns-default is-cropped\">\
                 {}</figure>",
                images.trim_end()
            );
            block("gallery", "{\"linkTo\":\"none\"}", &gallery)
        }
    };
    out.push_str(&made);
}

fn image(figure: &Figure, media: &Media<'_>) -> String {
    let (id, source) = media(figure.picture);
    let caption = match figure.caption_html.as_str() {
        "" => String::new(),
        html => format!("<figcaption class=\"wp-element-caption\">{html}</figcaption>"),
    };
    let (source, alt) = (escaped(&source), escaped(&figure.alt));
    let image = format!(
        "<figure class=\"wp-block-image size-full\"><img src=\"{source}\" alt=\"{alt}\" \
         class=\"wp-image-{id}\"/>{caption}</figure>"
    );
    let set = format!("{{\"id\":{id},\"sizeSlug\":\"full\",\"linkDestination\":\"none\"}}");
    block("image", &set, &image)
}

fn row(row: &Row) -> String {
    let cell = |(header, html): &(bool, String)| {
        let name = if *header { "th" } else { "td" };
        format!("<{name}>{html}</{name}>")
    };
    format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>())
}

fn paragraph(html: &str) -> String {
    block("paragraph", "", &format!("<p>{html}</p>"))
}

fn class_paragraph(class: &str, html: &str) -> String {
    let set = format!("{{\"className\":\"{class}\"}}");
    block("paragraph", &set, &format!("<p class=\"{class}\">{html}</p>"))
}

/// A block between its comments; `set` are its settings as JSON, where it has any.
fn block(name: &str, set: &str, inner: &str) -> String {
    let set = if set.is_empty() { String::new() } else { format!("{set} ") };
    format!("<!-- wp:{name} {set}-->\n{inner}\n<!-- /wp:{name} -->\n\n")
}

pub(super) fn escaped(text: &str) -> String {
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
pub(super) fn lines(html: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        push_text(&mut lines, text);
        let comment = tag.starts_with("<!--");
        let end =
            if comment { tag.find("-->").map(|at| at + 3) } else { tag.find('>').map(|at| at + 1) };
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

fn push_text(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut()
        && !(line.is_empty() && text.trim().is_empty())
    {
        line.push_str(&unescaped(text));
    }
}

/// The few entities that are written here and there.
pub(super) fn unescaped(text: &str) -> String {
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

/// What goes (`-`) and what comes (`+`) between two lists of paragraphs, in order.
pub(super) fn changes(before: &[String], after: &[String]) -> Vec<String> {
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
