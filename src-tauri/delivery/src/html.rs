//! An article as HTML that any system can show: plain elements of articles, no classes but those
//! that say what a paragraph is.

use banthao_core::delivery::{Figure, Parcel, Piece, Row};

use crate::text::escaped;

/// How a system wants its pictures to stand.
pub(crate) struct Style<'a> {
    /// The `img` of a picture, by its number and text alternative.
    pub(crate) image: &'a dyn Fn(usize, &str) -> String,
    /// Classes of a figure: with its attribute, or empty.
    pub(crate) figure: &'a str,
    /// What stands around that which the system would not take as it is: tables and boxes.
    pub(crate) raw: Option<(&'a str, &'a str)>,
    /// Whether the authors are named at the end of the text.
    pub(crate) names: bool,
    /// Whether the text begins with the lead, or that stands in a field of its own.
    pub(crate) lead: bool,
    /// A picture that is shown above the text and is left out where it stands by itself.
    pub(crate) above: Option<usize>,
}

/// The text of an article: lead, body, source and credits. The headline is a field everywhere.
pub(crate) fn body(parcel: &Parcel, style: &Style<'_>) -> String {
    let mut out = String::new();
    if style.lead && !parcel.lead_html.is_empty() {
        out.push_str(&format!("<p class=\"lead\"><strong>{}</strong></p>\n", parcel.lead_html));
    }
    for piece in &parcel.pieces {
        let above = matches!(piece, Piece::Figure(it) if style.above == Some(it.picture));
        if !above {
            push(&mut out, piece, style);
        }
    }
    if let Some(source) = &parcel.source {
        out.push_str(&format!("<p class=\"source\">{}</p>\n", escaped(source)));
    }
    // Where the authors stand in a field of their own, only the others are named.
    let authors = usize::from(!parcel.authors.is_empty() && !style.names);
    for credit in parcel.credits.iter().skip(authors) {
        out.push_str(&format!("<p class=\"byline\">{}</p>\n", escaped(credit)));
    }
    out.truncate(out.trim_end().len());
    out
}

fn push(out: &mut String, piece: &Piece, style: &Style<'_>) {
    match piece {
        Piece::Paragraph { html } => out.push_str(&format!("<p>{html}</p>\n")),
        Piece::Subhead { html } => out.push_str(&format!("<h2>{html}</h2>\n")),
        Piece::Quote { html } => {
            out.push_str(&format!("<blockquote><p>{html}</p></blockquote>\n"));
        }
        Piece::List { ordered, items } => {
            let name = if *ordered { "ol" } else { "ul" };
            let items: String = items.iter().map(|html| format!("<li>{html}</li>")).collect();
            out.push_str(&format!("<{name}>{items}</{name}>\n"));
        }
        Piece::Table { head, body } => {
            let part = |name: &str, rows: &[Row]| {
                let rows: String = rows.iter().map(row).collect();
                if rows.is_empty() { rows } else { format!("<{name}>{rows}</{name}>") }
            };
            let parts = part("thead", head) + &part("tbody", body);
            out.push_str(&as_it_is(&format!("<table>{parts}</table>"), style));
        }
        Piece::Aside { pieces } => {
            let inner = Style { raw: None, ..*style };
            let mut text = "<aside>\n".to_owned();
            for piece in pieces {
                push(&mut text, piece, &inner);
            }
            out.push_str(&as_it_is(&(text + "</aside>"), style));
        }
        Piece::Figure(it) => out.push_str(&figure(it, style)),
        Piece::Figures { figures } => {
            out.extend(figures.iter().map(|it| figure(it, style)));
        }
    }
}

fn as_it_is(html: &str, style: &Style<'_>) -> String {
    let (before, after) = style.raw.unwrap_or_default();
    format!("{before}{html}{after}\n")
}

fn figure(figure: &Figure, style: &Style<'_>) -> String {
    let image = (style.image)(figure.picture, &figure.alt);
    let caption = match figure.caption_html.as_str() {
        "" => String::new(),
        html => format!("<figcaption>{html}</figcaption>"),
    };
    format!("<figure{}>{image}{caption}</figure>\n", style.figure)
}

fn row(row: &Row) -> String {
    let cell = |(header, html): &(bool, String)| {
        let name = if *header { "th" } else { "td" };
        format!("<{name}>{html}</{name}>")
    };
    format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_plain_elements_in_its_order() {
        let paragraph = |text: &str| Piece::Paragraph { html: text.to_owned() };
        let figure = Figure { picture: 0, alt: "a\"b".to_owned(), caption_html: "Chú".to_owned() };
        let parcel = Parcel {
            lead_html: "Sapo".to_owned(),
            pieces: vec![
                paragraph("Một"),
                Piece::Aside { pieces: vec![paragraph("Hộp"), Piece::Figure(figure)] },
                Piece::Table { head: vec![], body: vec![vec![(true, "x".to_owned())]] },
            ],
            authors: vec!["Mai".to_owned()],
            credits: vec!["Mai".to_owned(), "Ảnh: Hiếu".to_owned()],
            source: Some("Nguồn: A & B".to_owned()),
            ..Parcel::default()
        };
        let image = |n: usize, alt: &str| format!("<img src=\"{n}\" alt=\"{}\">", escaped(alt));
        let style = Style {
            image: &image,
            figure: "",
            raw: Some(("[", "]")),
            names: false,
            lead: true,
            above: None,
        };
        assert_eq!(
            body(&parcel, &style),
            "<p class=\"lead\"><strong>Sapo</strong></p>\n<p>Một</p>\n\
             [<aside>\n<p>Hộp</p>\n<figure><img src=\"0\" alt=\"a&quot;b\">\
             <figcaption>Chú</figcaption></figure>\n</aside>]\n\
             [<table><tbody><tr><th>x</th></tr></tbody></table>]\n\
             <p class=\"source\">Nguồn: A &amp; B</p>\n<p class=\"byline\">Ảnh: Hiếu</p>"
        );
    }
}
