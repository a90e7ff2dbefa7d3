//! An article for hands: what somebody copies into a content system that no connector reaches,
//! field by field, and the pictures to upload, in order.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::issue::{name, wording};
use crate::delivery::{Figure, Parcel, Piece, Row};
use crate::failure::{Failure, Result};
use crate::whole_file::write_whole;

/// What goes into the fields of a form, and the pictures beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CmsSheet {
    /// In the order in which forms ask for them; those that are empty are left out.
    pub fields: Vec<CmsField>,
    /// The text without headline and lead: paragraphs, headings, lists, tables and plain marks.
    /// Where a picture stands there is a line with its number, then its caption.
    pub html: String,
    /// The same without marks, for editors that take none.
    pub text: String,
    pub pictures: Vec<CmsPicture>,
}

impl CmsSheet {
    /// BLAKE3 of all that the sheet gives away, hexadecimal.
    ///
    /// # Errors
    /// None that is known: it is text and numbers.
    pub fn hash(&self) -> Result<String> {
        let json = serde_json::to_vec(self).map_err(Failure::internal)?;
        Ok(blake3::hash(&json).to_hex().to_string())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CmsField {
    pub name: CmsFieldName,
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum CmsFieldName {
    Headline,
    Lead,
    Bylines,
    Source,
    Section,
    Tags,
    Slug,
}

/// A picture to upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CmsPicture {
    /// As it is called in the folder that the pictures are saved to; begins with its number.
    pub file_name: String,
    pub width: u32,
    pub height: u32,
    /// Of its first use, with the credit.
    pub caption: String,
    pub alt: String,
    /// It stands for the article.
    pub is_lead: bool,
}

/// Lays an article out for copying.
pub fn cms_sheet(parcel: &Parcel) -> CmsSheet {
    let photo = wording::of(&parcel.language).photo;
    let fields = [
        (CmsFieldName::Headline, parcel.title.clone()),
        (CmsFieldName::Lead, parcel.lead.clone()),
        (CmsFieldName::Bylines, parcel.credits.join("\n")),
        (CmsFieldName::Source, parcel.source.clone().unwrap_or_default()),
        (CmsFieldName::Section, parcel.section.clone()),
        (CmsFieldName::Tags, parcel.tags.join(", ")),
        (CmsFieldName::Slug, parcel.slug.clone()),
    ];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let mut html = String::new();
    pieces(&mut html, &parcel.pieces, photo);
    let pictures = parcel.pictures.iter().enumerate().map(|(n, picture)| CmsPicture {
        file_name: picture.file_name.clone(),
        width: picture.width,
        height: picture.height,
        caption: picture.caption.clone(),
        alt: picture.alt.clone(),
        is_lead: parcel.lead_picture == Some(n),
    });
    CmsSheet {
        fields: fields.map(|(name, value)| CmsField { name, value }).collect(),
        text: without_marks(&html),
        html,
        pictures: pictures.collect(),
    }
}

/// Writes the pictures of a sheet below `folder`, in a folder of the article's own that is not there
/// yet; its path.
///
/// # Errors
/// `DiskFull`, `ReadOnly` or `FileProblem`, with the path.
pub fn save_pictures(parcel: &Parcel, folder: &Path) -> Result<PathBuf> {
    let name = name::safe(if parcel.slug.is_empty() { &parcel.key } else { &parcel.slug });
    let mut into = folder.join(&name);
    let mut n = 2;
    while into.exists() {
        into = folder.join(format!("{name}-{n}"));
        n += 1;
    }
    std::fs::create_dir_all(&into).map_err(|error| Failure::io(&into, &error))?;
    for picture in &parcel.pictures {
        write_whole(&into.join(&picture.file_name), &picture.bytes)?;
    }
    Ok(into)
}

fn pieces(html: &mut String, pieces: &[Piece], photo: &str) {
    for piece in pieces {
        match piece {
            Piece::Paragraph { html: text } => line(html, "p", text),
            Piece::Subhead { html: text } => line(html, "h2", text),
            Piece::Quote { html: text } => {
                html.push_str(&format!("<blockquote><p>{text}</p></blockquote>\n"));
            }
            Piece::List { ordered, items } => {
                let name = if *ordered { "ol" } else { "ul" };
                html.push_str(&format!("<{name}>\n"));
                items.iter().for_each(|item| line(html, "li", item));
                html.push_str(&format!("</{name}>\n"));
            }
            Piece::Table { head, body } => table(html, head, body),
            // A box has no element that every editor keeps.
            Piece::Aside { pieces: inner } => {
                html.push_str("<blockquote>\n");
                self::pieces(html, inner, photo);
                html.push_str("</blockquote>\n");
            }
            Piece::Figure(one) => figure(html, one, photo),
            Piece::Figures { figures } => {
                figures.iter().for_each(|one| figure(html, one, photo));
            }
        }
    }
}

fn line(html: &mut String, element: &str, text: &str) {
    html.push_str(&format!("<{element}>{text}</{element}>\n"));
}

fn table(html: &mut String, head: &[Row], body: &[Row]) {
    html.push_str("<table>\n");
    for row in head.iter().chain(body) {
        html.push_str("<tr>");
        for (heading, text) in row {
            let name = if *heading { "th" } else { "td" };
            html.push_str(&format!("<{name}>{text}</{name}>"));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table>\n");
}

fn figure(html: &mut String, figure: &Figure, photo: &str) {
    line(html, "p", &format!("[{photo} {}]", figure.picture + 1));
    if !figure.caption_html.is_empty() {
        line(html, "p", &format!("<em>{}</em>", figure.caption_html));
    }
}

/// What is left of our own markup: a line for each line of it.
fn without_marks(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html.replace("</td><", "</td>\t<").replace("</th><", "</th>\t<");
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('>') else { break };
        rest = rest.split_off(open + close + 1);
    }
    text.push_str(&rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&#39;", "'").replace("&amp;", "&");
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::ParcelPicture;

    fn parcel() -> Parcel {
        let text = |html: &str| Piece::Paragraph { html: html.to_owned() };
        let figure = Figure {
            picture: 0,
            alt: "Tuyến đê".to_owned(),
            caption_html: "Kiểm tra đê. Ảnh: Quang Huy".to_owned(),
        };
        Parcel {
            language: "vi".to_owned(),
            title: "Kiểm tra đê".to_owned(),
            slug: "kiem-tra-de".to_owned(),
            lead: "Sáng 14/5".to_owned(),
            tags: vec!["đê".to_owned(), "lũ".to_owned()],
            credits: vec!["Minh Thư - Quang Huy".to_owned()],
            pieces: vec![
                text("A &amp; <strong>B &lt;x&gt;</strong>"),
                Piece::Figure(figure),
                Piece::List { ordered: false, items: vec!["một".to_owned(), "hai".to_owned()] },
                Piece::Table {
                    head: vec![vec![(true, "Thôn".to_owned()), (true, "Hộ".to_owned())]],
                    body: vec![vec![(false, "Vạn Hạ".to_owned()), (false, "380".to_owned())]],
                },
            ],
            pictures: vec![ParcelPicture {
                sha256: String::new(),
                identity: String::new(),
                file_name: "01-anh.jpg".to_owned(),
                media_type: "image/jpeg".to_owned(),
                width: 3,
                height: 2,
                alt: "Tuyến đê".to_owned(),
                caption: "Kiểm tra đê. Ảnh: Quang Huy".to_owned(),
                bytes: vec![1, 2, 3],
            }],
            lead_picture: Some(0),
            ..Parcel::default()
        }
    }

    #[test]
    fn a_sheet_has_each_field_that_is_not_empty_and_the_text_with_places_for_pictures() {
        let sheet = cms_sheet(&parcel());
        let names: Vec<_> = sheet.fields.iter().map(|it| it.name).collect();
        use CmsFieldName::{Bylines, Headline, Lead, Slug, Tags};
        assert_eq!(names, [Headline, Lead, Bylines, Tags, Slug], "no source, no section");
        assert_eq!(
            sheet.html,
            "<p>A &amp; <strong>B &lt;x&gt;</strong></p>\n<p>[Ảnh 1]</p>\n\
             <p><em>Kiểm tra đê. Ảnh: Quang Huy</em></p>\n<ul>\n<li>một</li>\n<li>hai</li>\n</ul>\n\
             <table>\n<tr><th>Thôn</th><th>Hộ</th></tr>\n<tr><td>Vạn Hạ</td><td>380</td></tr>\n</table>\n"
        );
        assert_eq!(
            sheet.text,
            "A & B <x>\n\n[Ảnh 1]\n\nKiểm tra đê. Ảnh: Quang Huy\n\nmột\n\nhai\n\nThôn\tHộ\n\nVạn Hạ\t380"
        );
        assert_eq!(sheet.pictures[0].file_name, "01-anh.jpg");
        assert!(sheet.pictures[0].is_lead);
    }

    #[test]
    fn pictures_are_saved_beside_what_is_there_and_never_over_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = save_pictures(&parcel(), folder.path()).unwrap();
        let second = save_pictures(&parcel(), folder.path()).unwrap();
        assert_eq!(first, folder.path().join("kiem-tra-de"));
        assert_eq!(second, folder.path().join("kiem-tra-de-2"));
        assert_eq!(std::fs::read(first.join("01-anh.jpg")).unwrap(), [1, 2, 3]);
    }
}
