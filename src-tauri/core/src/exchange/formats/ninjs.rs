//! ninjs 3.1, the IPTC's News in JSON: the article for other newsrooms' systems.
//!
//! The schema refuses unknown keys and asks for whole URIs. A picture in a folder has no URI to
//! fetch it from, so `href` is left out: the file's path is the rendition's `title` and an
//! alternative id with the role `file`.

use serde::Serialize;

use super::{html, plain};
use crate::article::{BylineRole, Photo, text_of};
use crate::exchange::issue::media::Picture;
use crate::exchange::issue::{Issue, given};
use crate::failure::{Failure, Result};

const SCHEMA: &str = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#";

/// `article.ninjs.json`.
pub(super) fn item(issue: &Issue<'_>) -> Result<String> {
    let edition = issue.edition;
    let fields = issue.fields();
    let plain::Count { chars: char_count, words: word_count } = plain::count(issue);
    let body =
        |role, content_type, value| Body { role, content_type, char_count, word_count, value };
    let associations: Vec<Association> = issue
        .pictures()
        .into_iter()
        .enumerate()
        .map(|(at, (photo, picture))| association(issue, at, photo, picture))
        .collect();
    let item = Item {
        uri: issue.uri(),
        kind: "text",
        representation_type: "full",
        profile: if associations.is_empty() { "text-only" } else { "text-photo" },
        version: edition.version.to_string(),
        first_created: issue.created_at(),
        version_created: issue.dated(),
        content_created: issue.created_at(),
        embargoed_until: issue.embargo(),
        pub_status: "usable",
        urgency: Some(fields.priority).filter(|urgency| (1..=9).contains(urgency)),
        ed_note: given(&fields.note_to_receiver),
        language: issue.language(),
        descriptions: described("lead", &issue.document().lead_text()).into_iter().collect(),
        bodies: vec![
            body("text", "text/plain", plain::body(issue)),
            body("html", "text/html", html::fragment(issue)),
        ],
        headlines: vec![Described {
            role: "main",
            content_type: "text/plain",
            value: issue.title(),
        }],
        people: [
            (BylineRole::Text, "author"),
            (BylineRole::Photo, "photographer"),
            (BylineRole::Translation, "translator"),
            (BylineRole::EditedBy, "editor"),
        ]
        .into_iter()
        .flat_map(|(role, rel)| issue.names(role).into_iter().map(move |name| Named { name, rel }))
        .collect(),
        places: given(&fields.event_place)
            .map(|name| Named { name, rel: "event" })
            .into_iter()
            .collect(),
        subjects: given(&fields.section)
            .map(|name| Named { name, rel: "section" })
            .into_iter()
            .chain(issue.tags().into_iter().map(|name| Named { name, rel: "tag" }))
            .collect(),
        event_details: fields.event_date.as_deref().map(|date| EventDetails {
            dates: Dates { expected_start_date: date, expected_end_date: date },
        }),
        info_sources: [(&fields.source[..], "source"), (edition.newsroom, "publisher")]
            .into_iter()
            .filter_map(|(name, role)| Some(InfoSource { name: given(name)?, role }))
            .collect(),
        title: issue.title(),
        by: given(&issue.names(BylineRole::Text).join(" - ")),
        slugline: &issue.slug,
        located: given(&fields.event_place),
        associations,
        alt_ids: vec![AltId { role: "revision", value: edition.revision.to_owned() }],
        standard: Standard { name: "ninjs", version: "3.1", schema: SCHEMA },
    };
    let json = serde_json::to_string_pretty(&item).map_err(Failure::internal)?;
    Ok(json + "\n")
}

fn association(issue: &Issue<'_>, at: usize, photo: &Photo, picture: &Picture) -> Association {
    let credit = given(&photo.attrs.credit);
    Association {
        name: format!("photo-{}", at + 1),
        rel: if at == 0 { "main" } else { "body" },
        // Two uses with other edits are two pictures.
        uri: format!("urn:x-ban-thao:photo:{}", picture.identity()),
        kind: "picture",
        language: issue.language().to_owned(),
        by: credit.clone(),
        people: credit.map(|name| Named { name, rel: "photographer" }).into_iter().collect(),
        descriptions: described("caption", &text_of(&photo.content))
            .into_iter()
            .chain(described("altText", &photo.attrs.alt))
            .collect(),
        renditions: picture
            .files
            .iter()
            .map(|file| Rendition {
                name: file.name.clone(),
                content_type: file.kind.media_type(),
                title: file.path.clone(),
                width: file.width,
                height: file.height,
                size_in_bytes: file.bytes.len(),
                poi: file.focus.map(|(x, y)| Poi { x, y }),
            })
            .collect(),
        alt_ids: vec![
            AltId { role: "file", value: picture.shown().path.clone() },
            AltId { role: "sha256", value: picture.shown().sha256.clone() },
        ],
    }
}

fn described(role: &'static str, text: &str) -> Option<Described> {
    given(text).map(|value| Described { role, content_type: "text/plain", value })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    uri: String,
    #[serde(rename = "type")]
    kind: &'static str,
    representation_type: &'static str,
    profile: &'static str,
    version: String,
    first_created: String,
    version_created: String,
    content_created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    embargoed_until: Option<String>,
    pub_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    urgency: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ed_note: Option<String>,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Described>,
    bodies: Vec<Body>,
    headlines: Vec<Described>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subjects: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_details: Option<EventDetails<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    info_sources: Vec<InfoSource>,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    slugline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    located: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associations: Vec<Association>,
    alt_ids: Vec<AltId>,
    standard: Standard,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    role: &'static str,
    content_type: &'static str,
    value: String,
}

/// Both counts are of the text without captions, as the standard asks.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    role: &'static str,
    content_type: &'static str,
    char_count: usize,
    word_count: u32,
    value: String,
}

#[derive(Serialize)]
struct Named {
    name: String,
    rel: &'static str,
}

/// The standard has no plain date of an event: an expected date may be a day, a start may not.
#[derive(Serialize)]
struct EventDetails<'a> {
    dates: Dates<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dates<'a> {
    expected_start_date: &'a str,
    expected_end_date: &'a str,
}

#[derive(Serialize)]
struct InfoSource {
    name: String,
    role: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Association {
    name: String,
    rel: &'static str,
    uri: String,
    #[serde(rename = "type")]
    kind: &'static str,
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    descriptions: Vec<Described>,
    renditions: Vec<Rendition>,
    alt_ids: Vec<AltId>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rendition {
    name: String,
    content_type: &'static str,
    title: String,
    width: u32,
    height: u32,
    size_in_bytes: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    poi: Option<Poi>,
}

/// The main point of interest of a rendition, in pixels from the top left.
#[derive(Serialize)]
struct Poi {
    x: u32,
    y: u32,
}

#[derive(Serialize)]
struct AltId {
    role: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Standard {
    name: &'static str,
    version: &'static str,
    schema: &'static str,
}
