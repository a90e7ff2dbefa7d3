//! A revision for a system that makes pages of its own: blocks, and pictures with what is said of
//! them, instead of files.

use super::bundle;
use super::issue::media::{Picture, sha256};
use super::issue::{Edition, Issue, given, name};
use super::markup::{Html, is_blank};
use crate::article::{Block, BylineRole, Photo, TableRow, Text, text_of};
use crate::delivery::{
    Figure, HtmlProfile, Parcel, ParcelFile, ParcelPackage, ParcelPicture, Piece, Row, key_of,
};
use crate::failure::Result;
use crate::language::normal::one_line;
use crate::store::ExportForm;
use crate::time::Timestamp;

/// Longest part of a package's name that is the article's own, in letters.
const NAME_LENGTH: usize = 80;

/// Turns a revision into what is sent to a content system; the same revision, target and words about
/// photos give the same parcel. Missing photos, empty blocks and internal notes stay at the desk.
///
/// # Errors
/// As [`super::bundle::bundle`].
pub fn parcel(edition: &Edition<'_>, publish_at: Option<Timestamp>) -> Result<Parcel> {
    let issue = Issue::of(edition)?;
    let pictures: Vec<&Picture> = issue.media.pictures().collect();
    let at = |photo: &Photo| {
        let shown = issue.media.of(photo)?;
        pictures.iter().position(|picture| std::ptr::eq(*picture, shown))
    };
    let lead_picture = issue.pictures().first().and_then(|(photo, _)| at(photo));
    let source = given(&issue.fields().source);
    Ok(Parcel {
        key: key_of(edition.article),
        title: issue.title(),
        slug: issue.slug.clone(),
        language: issue.language().to_owned(),
        lead: one_line(&issue.document().lead_text()),
        lead_html: html(&issue.document().lead),
        pieces: pieces(&issue, &issue.document().blocks, &at),
        pictures: pictures.iter().enumerate().map(|(n, it)| sent(&issue, n, it, &at)).collect(),
        lead_picture,
        section: one_line(&issue.fields().section),
        tags: issue.tags(),
        authors: issue.names(BylineRole::Text),
        credits: issue.credits(),
        source: source.map(|source| format!("{}: {source}", issue.words.source)),
        publish_at,
        html: HtmlProfile::default(),
        package: None,
    })
}

/// Turns a revision into the files of its bundle, under a name that no other version has: the same
/// revision and target give the same package.
///
/// # Errors
/// As [`bundle::bundle`].
pub fn package(
    edition: &Edition<'_>,
    form: ExportForm,
    publish_at: Option<Timestamp>,
) -> Result<Parcel> {
    let made = bundle::bundle(edition)?;
    let key = key_of(edition.article);
    let name = format!("{}-{key}-v{}", name::short(&made.name, NAME_LENGTH), edition.version);
    let file =
        |(path, bytes): (String, Vec<u8>)| ParcelFile { path, sha256: sha256(&bytes), bytes };
    let package = match form {
        ExportForm::Folder => ParcelPackage {
            name,
            is_folder: true,
            files: made.files.into_iter().map(file).collect(),
        },
        ExportForm::Zip => {
            let name = format!("{name}.zip");
            let files = vec![file((name.clone(), bundle::zipped(&made)?))];
            ParcelPackage { name, is_folder: false, files }
        }
    };
    let title = edition.document.headline_text();
    Ok(Parcel { key, title, publish_at, package: Some(package), ..Parcel::default() })
}

type PlaceOf<'a> = dyn Fn(&Photo) -> Option<usize> + 'a;

fn pieces(issue: &Issue<'_>, blocks: &[Block], at: &PlaceOf<'_>) -> Vec<Piece> {
    blocks.iter().filter_map(|block| piece(issue, block, at)).collect()
}

fn piece(issue: &Issue<'_>, block: &Block, at: &PlaceOf<'_>) -> Option<Piece> {
    let full = |content: &[Text]| (!is_blank(content)).then(|| html(content));
    match block {
        Block::Paragraph { content, .. } => Some(Piece::Paragraph { html: full(content)? }),
        Block::Subhead { content, .. } => Some(Piece::Subhead { html: full(content)? }),
        Block::Quote { content, .. } => Some(Piece::Quote { html: full(content)? }),
        Block::List { attrs, content } => {
            let items: Vec<String> = content.iter().filter_map(|it| full(&it.content)).collect();
            (!items.is_empty()).then_some(Piece::List { ordered: attrs.ordered, items })
        }
        Block::Table { content, .. } => {
            if content.iter().flat_map(|row| &row.content).all(|cell| is_blank(&cell.content)) {
                return None;
            }
            let is_head = |row: &&TableRow| row.content.iter().all(|cell| cell.attrs.header);
            let heads = content.iter().take_while(is_head).count();
            // A table of nothing but headings has no head apart from its body.
            let heads = if heads == content.len() { 0 } else { heads };
            let row = |row: &TableRow| -> Row {
                row.content.iter().map(|it| (it.attrs.header, html(&it.content))).collect()
            };
            let (head, body) = content.split_at(heads);
            Some(Piece::Table {
                head: head.iter().map(row).collect(),
                body: body.iter().map(row).collect(),
            })
        }
        Block::Box { content, .. } => {
            let pieces = pieces(issue, content, at);
            (!pieces.is_empty()).then_some(Piece::Aside { pieces })
        }
        Block::Photo(photo) => figure(issue, photo, at).map(Piece::Figure),
        Block::PhotoGroup { content, .. } => {
            let figure_of = |inner: &Block| match inner {
                Block::Photo(photo) => figure(issue, photo, at),
                _ => None,
            };
            let figures: Vec<Figure> = content.iter().filter_map(figure_of).collect();
            (!figures.is_empty()).then_some(Piece::Figures { figures })
        }
    }
}

fn figure(issue: &Issue<'_>, photo: &Photo, at: &PlaceOf<'_>) -> Option<Figure> {
    let picture = at(photo)?;
    let mut caption = Html::new();
    if !is_blank(&photo.content) {
        caption.runs(&photo.content);
    }
    if let Some(credit) = given(&photo.attrs.credit) {
        caption.raw(between(&text_of(&photo.content)));
        caption.text(&issue.words.credit(&credit));
    }
    Some(Figure { picture, alt: one_line(&photo.attrs.alt), caption_html: caption.finish() })
}

/// A picture with what its first use says of it.
fn sent(issue: &Issue<'_>, n: usize, picture: &Picture, at: &PlaceOf<'_>) -> ParcelPicture {
    let shown = picture.shown();
    let used = issue.document().photos().find(|photo| at(photo) == Some(n));
    let caption = used.map(|photo| {
        let credit = given(&photo.attrs.credit).map(|credit| issue.words.credit(&credit));
        let text = text_of(&photo.content);
        let text = text.trim();
        credit.map_or_else(|| text.to_owned(), |credit| format!("{text}{}{credit}", between(text)))
    });
    let caption = caption.unwrap_or_default();
    let alt = used.map(|photo| one_line(&photo.attrs.alt)).unwrap_or_default();
    let identity = format!(
        "{}\n{}\n{}\n{caption}\n{alt}",
        picture.identity(),
        shown.made.identity(),
        shown.kind.media_type()
    );
    ParcelPicture {
        sha256: shown.sha256.clone(),
        identity: sha256(identity.as_bytes()),
        file_name: shown.path.rsplit('/').next().unwrap_or_default().to_owned(),
        media_type: shown.kind.media_type().to_owned(),
        width: shown.width,
        height: shown.height,
        alt,
        caption,
        bytes: shown.bytes.clone(),
    }
}

/// What stands between a caption and the credit behind it: a caption that ends without a sign
/// would run into it.
fn between(caption: &str) -> &'static str {
    match caption.trim_end().chars().next_back() {
        None => "",
        Some(last) if last.is_alphanumeric() || matches!(last, ')' | '”' | '"' | '’') => ". ",
        Some(_) => " ",
    }
}

fn html(content: &[Text]) -> String {
    let mut html = Html::new();
    html.runs(content);
    html.finish()
}
