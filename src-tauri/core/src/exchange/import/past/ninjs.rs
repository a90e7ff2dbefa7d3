//! ninjs, the IPTC's News in JSON, 1.0 to 3.1: one report, a list of them, or one on each line.

use serde_json::{Map, Value};

use super::agency::{REPORT_LIMIT, Report, paragraphs};
use crate::exchange::import::flaw::{damaged, refused, unread};
use crate::failure::{Failure, Result};

/// # Errors
/// `FileDamaged` for what is no JSON, `FileRefused` for nesting that nobody writes, `FileNotRead` for
/// other JSON.
pub(super) fn reports(bytes: &[u8]) -> Result<Vec<Result<Report>>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut values: Vec<Result<Value>> = Vec::new();
    // Goes no deeper than 128 by itself.
    for value in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(Ok(value)),
            // What follows cannot be found.
            Err(error) => {
                values.push(Err(no_json(&error)));
                break;
            }
        }
        if values.len() > REPORT_LIMIT {
            return Err(refused("too many reports"));
        }
    }
    if values.len() == 1 {
        match values.remove(0)? {
            Value::Array(list) if list.len() <= REPORT_LIMIT => {
                values = list.into_iter().map(Ok).collect();
            }
            Value::Array(_) => return Err(refused("too many reports")),
            Value::Object(mut object) => match object.remove("items") {
                // What interfaces answer with.
                Some(Value::Array(list)) if !object.contains_key("uri") => {
                    values = list.into_iter().map(Ok).collect();
                }
                _ => values.push(Ok(Value::Object(object))),
            },
            _ => return Err(unread("json")),
        }
    }
    Ok(values.into_iter().map(|value| value.and_then(report)).collect())
}

fn no_json(error: &serde_json::Error) -> Failure {
    if error.to_string().starts_with("recursion limit") {
        refused("nested too deep")
    } else {
        damaged(format!("JSON: {error}"))
    }
}

fn report(value: Value) -> Result<Report> {
    let Value::Object(item) = value else { return Err(unread("json")) };
    let named =
        |names: &[&str]| names.iter().find_map(|name| text(&item, name)).unwrap_or_default();
    let uri = named(&["uri", "guid"]);
    let kind = named(&["type"]);
    let status = named(&["pubStatus", "pubstatus"]);
    let has_text = item.keys().any(|key| key.starts_with("body_") || key == "bodies");
    if uri.is_empty() && !has_text {
        return Err(unread("json"));
    }
    let passed = match (kind.as_str(), status.as_str()) {
        (_, status @ ("canceled" | "withheld")) => Some(status.to_owned()),
        ("text" | "", _) => None,
        // A report with its pictures.
        ("composite", _) if has_text => None,
        (kind, _) => Some(kind.to_owned()),
    };
    let (body, is_html) = body(&item);
    let lead = described(&item, "descriptions", &["lead", "summary", "abstract"])
        .or_else(|| {
            ["description_text", "description_lead", "description_summary"]
                .iter()
                .find_map(|it| text(&item, it))
        })
        .unwrap_or_default();
    let (section, tags) = subjects(&item);
    Ok(Report {
        uri,
        passed,
        title: described(&item, "headlines", &["main", "simple"])
            .or_else(|| text(&item, "headline"))
            .or_else(|| text(&item, "headline_main"))
            .or_else(|| text(&item, "title"))
            .unwrap_or_default(),
        lead,
        body: if is_html { body } else { paragraphs(&body) },
        by: named(&["by", "byline"]),
        published: named(&[
            "contentCreated",
            "contentcreated",
            "firstCreated",
            "firstcreated",
            "versionCreated",
            "versioncreated",
        ]),
        section,
        tags,
        slug: named(&["slugline"]),
        address: named(&["url", "link"]),
    })
}

fn text(item: &Map<String, Value>, name: &str) -> Option<String> {
    item.get(name)?.as_str().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

/// Of several texts the one of the first role that is there, or the first one.
fn described(item: &Map<String, Value>, name: &str, roles: &[&str]) -> Option<String> {
    let all = item.get(name)?.as_array()?;
    let of = |role: &&str| all.iter().find(|it| it["role"].as_str() == Some(role));
    let value = roles.iter().find_map(of).or_else(|| {
        // A caption or an alternative text is no lead.
        all.first().filter(|it| it["role"].as_str().is_none_or(|role| role == "main"))
    })?;
    value["value"].as_str().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

/// The body with the most marks, and whether it has any.
fn body(item: &Map<String, Value>) -> (String, bool) {
    if let Some(bodies) = item.get("bodies").and_then(Value::as_array) {
        let kind = |it: &Value| {
            let kind = it["contentType"].as_str().or(it["contenttype"].as_str());
            kind.unwrap_or_default().to_lowercase()
        };
        let html = bodies.iter().find(|it| kind(it).contains("html"));
        let value = |it: &Value| it["value"].as_str().unwrap_or_default().to_owned();
        if let Some(html) = html {
            return (value(html), true);
        }
        let plain = bodies.iter().find(|it| !kind(it).contains("xml")).or(bodies.first());
        return (plain.map(value).unwrap_or_default(), false);
    }
    for name in ["body_html", "body_xhtml", "body_richtext"] {
        if let Some(html) = text(item, name) {
            return (html, true);
        }
    }
    (text(item, "body_text").unwrap_or_default(), false)
}

/// The section and the tags.
fn subjects(item: &Map<String, Value>) -> (String, Vec<String>) {
    let (mut section, mut tags) = (String::new(), Vec::new());
    let list = |name: &str| item.get(name).and_then(Value::as_array).into_iter().flatten();
    for subject in list("subjects").chain(list("subject")).chain(list("service")) {
        let name = subject["name"].as_str().unwrap_or_default().trim().to_owned();
        let rel = subject["rel"].as_str().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        if section.is_empty() && rel != "tag" {
            section = name;
        } else {
            tags.push(name);
        }
    }
    for word in list("keywords") {
        tags.extend(word.as_str().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()));
    }
    (section, tags)
}
