//! An article as HTML that any system can show: plain elements of articles, no classes but those
//! that say what a paragraph is. What a newsroom has chosen of it comes with the parcel.

use banthao_core::delivery::{
    Elements, Figure, LeadForm, LeadPhoto, Parcel, Piece, Row, SubheadForm,
};

use crate::text::escaped;

/// What a system is used to.
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
    let lead = &parcel.lead_html;
    match parcel.html.lead {
        _ if lead.is_empty() => {}
        LeadForm::Out => {}
        LeadForm::Usual if !style.lead => {}
        LeadForm::Usual | LeadForm::Strong => {
            out.push_str(&format!("<p class=\"lead\"><strong>{lead}</strong></p>\n"));
        }
        LeadForm::Plain => out.push_str(&format!("<p>{lead}</p>\n")),
    }
    for piece in pieces_below(parcel, style.above) {
        push(&mut out, piece, parcel, style);
    }
    if let Some(source) = parcel.source.as_ref().filter(|_| parcel.html.source) {
        out.push_str(&format!("<p class=\"source\">{}</p>\n", escaped(source)));
    }
    for credit in credits_below(parcel, style.names) {
        out.push_str(&format!("<p class=\"byline\">{}</p>\n", escaped(credit)));
    }
    out.truncate(out.trim_end().len());
    out
}

/// The blocks of the text without the lead photo, where that is shown above it. `usually` is the
/// picture that the system shows there.
pub(crate) fn pieces_below(
    parcel: &Parcel,
    usually: Option<usize>,
) -> impl Iterator<Item = &Piece> {
    let above = match parcel.html.lead_photo {
        LeadPhoto::Usual => usually,
        LeadPhoto::InText => None,
        LeadPhoto::Above => parcel.lead_picture,
    };
    let is_above =
        move |piece: &&Piece| matches!(piece, Piece::Figure(it) if above == Some(it.picture));
    parcel.pieces.iter().filter(move |piece| !is_above(piece))
}

/// The lines of names under the text. Where the authors stand in a field of their own, only the
/// others are named.
pub(crate) fn credits_below(parcel: &Parcel, authors: bool) -> &[String] {
    let skipped = usize::from(!parcel.authors.is_empty() && !authors);
    if parcel.html.names { parcel.credits.get(skipped..).unwrap_or_default() } else { &[] }
}

fn push(out: &mut String, piece: &Piece, parcel: &Parcel, style: &Style<'_>) {
    let plain = parcel.html.elements == Elements::Plain;
    match piece {
        Piece::Paragraph { html } => out.push_str(&format!("<p>{html}</p>\n")),
        Piece::Subhead { html } => out.push_str(&match parcel.html.subheads {
            SubheadForm::H2 => format!("<h2>{html}</h2>\n"),
            SubheadForm::H3 => format!("<h3>{html}</h3>\n"),
            SubheadForm::Strong => format!("<p><strong>{html}</strong></p>\n"),
        }),
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
            let name = if plain { "div" } else { "aside" };
            let mut text = format!("<{name}>\n");
            for piece in pieces {
                push(&mut text, piece, parcel, &inner);
            }
            out.push_str(&as_it_is(&format!("{text}</{name}>"), style));
        }
        Piece::Figure(it) => out.push_str(&figure(it, plain, style)),
        Piece::Figures { figures } => {
            out.extend(figures.iter().map(|it| figure(it, plain, style)));
        }
    }
}

fn as_it_is(html: &str, style: &Style<'_>) -> String {
    let (before, after) = style.raw.unwrap_or_default();
    format!("{before}{html}{after}\n")
}

fn figure(figure: &Figure, plain: bool, style: &Style<'_>) -> String {
    let image = (style.image)(figure.picture, &figure.alt);
    if plain {
        let caption = match figure.caption_html.as_str() {
            "" => String::new(),
            html => format!("<p><em>{html}</em></p>\n"),
        };
        return format!("<p>{image}</p>\n{caption}");
    }
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
