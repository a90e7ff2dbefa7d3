//! schema.org's NewsArticle, for search engines, inside the page.

use serde::Serialize;

use super::plain;
use crate::article::{BylineRole, text_of};
use crate::exchange::issue::{Issue, given};
use crate::language::normal::one_line;

/// JSON that may stand inside a `script` element.
pub(super) fn news_article(issue: &Issue<'_>) -> String {
    // A struct of strings and numbers always serialises.
    let json = serde_json::to_string(&article(issue)).unwrap_or_default();
    // `</script>` and `<!--` would end or change the script; inside strings these are the same.
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    safe
}

/// `article.jsonld`: the same by itself.
pub(super) fn file(issue: &Issue<'_>) -> String {
    serde_json::to_string_pretty(&article(issue)).unwrap_or_default() + "\n"
}

fn article(issue: &Issue<'_>) -> NewsArticle {
    let people = |role| {
        issue.names(role).into_iter().map(|name| Thing::named("Person", name)).collect::<Vec<_>>()
    };
    let document = issue.document();
    let fields = issue.fields();
    NewsArticle {
        context: "https://schema.org",
        kind: "NewsArticle",
        id: issue.uri(),
        headline: issue.title(),
        description: given(&document.lead_text()),
        in_language: issue.language().to_owned(),
        author: people(BylineRole::Text),
        translator: people(BylineRole::Translation),
        editor: people(BylineRole::EditedBy),
        publisher: given(issue.edition.newsroom).map(|name| Thing::named("Organization", name)),
        source_organization: given(&fields.source).map(|name| Thing::named("Organization", name)),
        article_section: given(&fields.section),
        keywords: issue.tags(),
        content_location: given(&fields.event_place).map(|name| Thing::named("Place", name)),
        content_reference_time: fields.event_date.clone(),
        date_created: issue.created_at(),
        date_modified: issue.dated(),
        version: issue.edition.version,
        word_count: plain::count(issue).words,
        image: issue
            .pictures()
            .into_iter()
            .map(|(photo, picture)| (photo, picture.shown()))
            .map(|(photo, picture)| ImageObject {
                kind: "ImageObject",
                content_url: picture.path.clone(),
                encoding_format: picture.kind.media_type(),
                width: picture.width,
                height: picture.height,
                sha256: picture.sha256.clone(),
                caption: given(&text_of(&photo.content)),
                description: given(&photo.attrs.alt),
                credit_text: given(&photo.attrs.credit),
            })
            .collect(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsArticle {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    in_language: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Thing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translator: Vec<Thing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<Thing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Thing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_organization: Option<Thing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_location: Option<Thing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_reference_time: Option<String>,
    date_created: String,
    date_modified: String,
    version: u32,
    word_count: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image: Vec<ImageObject>,
}

#[derive(Serialize)]
struct Thing {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
}

impl Thing {
    fn named(kind: &'static str, name: String) -> Self {
        Self { kind, name: one_line(&name) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageObject {
    #[serde(rename = "@type")]
    kind: &'static str,
    content_url: String,
    encoding_format: &'static str,
    width: u32,
    height: u32,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit_text: Option<String>,
}
