//! An article as WordPress keeps it: blocks of its editor, each between two comments, so that
//! somebody there can go on editing it.

use banthao_core::delivery::{Figure, Job, LeadForm, Parcel, Piece, Row, SubheadForm};

use crate::html::{credits_below, pieces_below};
use crate::text::escaped;

/// A picture as it stands there: its number and its address.
type Media<'a> = dyn Fn(usize) -> (String, String) + 'a;

/// The comment at the end of a post, by which it is found again: the article, and the delivery that
/// wrote it last.
pub(super) fn marker(job: &Job<'_>) -> String {
    format!("banthao:{}:{}", job.parcel.key, job.delivery.id.0)
}

/// What all markers of an article begin with.
pub(super) fn marker_of_article(parcel: &Parcel) -> String {
    format!("banthao:{}:", parcel.key)
}

/// The text of the post, with the pictures that the steps before have left there. `names_in_text` says
/// whether the authors have no field of their own.
pub(crate) fn text(job: &Job<'_>, names_in_text: bool) -> String {
    let parcel = job.parcel;
    let media: &Media<'_> = &|n| {
        let there = job.delivery.media(n).cloned().unwrap_or_default();
        let id = if there.id.is_empty() { "0".to_owned() } else { there.id };
        (id, there.link)
    };
    let mut out = String::new();
    let lead = &parcel.lead_html;
    match parcel.html.lead {
        _ if lead.is_empty() => {}
        LeadForm::Out => {}
        LeadForm::Usual => out.push_str(&class_paragraph("lead", lead)),
        LeadForm::Strong => {
            out.push_str(&class_paragraph("lead", &format!("<strong>{lead}</strong>")));
        }
        LeadForm::Plain => out.push_str(&paragraph(lead)),
    }
    // Themes differ in whether they show the featured photo; as usual it stands in the text, too.
    for piece in pieces_below(parcel, None) {
        push(&mut out, piece, parcel.html.subheads, media);
    }
    if let Some(source) = parcel.source.as_ref().filter(|_| parcel.html.source) {
        out.push_str(&class_paragraph("source", &escaped(source)));
    }
    for credit in credits_below(parcel, names_in_text) {
        out.push_str(&class_paragraph("byline", &escaped(credit)));
    }
    out.push_str(&block("html", "", &format!("<!-- {} -->", marker(job))));
    out.truncate(out.trim_end().len());
    out
}

fn push(out: &mut String, piece: &Piece, subheads: SubheadForm, media: &Media<'_>) {
    let made = match piece {
        Piece::Paragraph { html } => paragraph(html),
        Piece::Subhead { html } => match subheads {
            SubheadForm::H2 => {
                block("heading", "", &format!("<h2 class=\"wp-block-heading\">{html}</h2>"))
            }
            SubheadForm::H3 => {
                let heading = format!("<h3 class=\"wp-block-heading\">{html}</h3>");
                block("heading", "{\"level\":3}", &heading)
            }
            SubheadForm::Strong => paragraph(&format!("<strong>{html}</strong>")),
        },
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
                push(&mut inner, piece, subheads, media);
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
