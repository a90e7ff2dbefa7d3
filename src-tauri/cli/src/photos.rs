//! Photos by a part of their hash, and what is said of them as `field=value`.

use banthao_core::photo::WordChanges;
use banthao_core::store::{PhotoQuery, Store};
use banthao_core::{Failure, Result};
use serde_json::{Map, Value, json};

/// Fields that hold several values.
const LISTS: [&str; 3] = ["creators", "people", "keywords"];
/// Least letters of a hash that name a photo.
const LEAST: usize = 6;

/// The hash of the one photo whose hash begins so.
pub(crate) fn named(store: &Store, beginning: &str) -> Result<String> {
    let whole = beginning.len() == 64;
    if whole && store.photo_infos(&[beginning.to_owned()])?.contains_key(beginning) {
        return Ok(beginning.to_owned());
    }
    let moment = crate::moment()?;
    let all = store.choose_photos(&PhotoQuery::default(), &moment)?;
    let mut found = all.into_iter().filter(|hash| hash.starts_with(beginning));
    match (found.next(), found.next()) {
        (Some(hash), None) if beginning.len() >= LEAST => Ok(hash),
        _ => Err(Failure::not_found(format!("one photo {beginning}"))),
    }
}

/// What `field=value` arguments say of a photo.
pub(crate) fn changes(store: &Store, hash: &str, set: &[String]) -> Result<WordChanges> {
    let mut fields = Map::new();
    let infos = store.photo_infos(&[hash.to_owned()])?;
    let mut rights = infos.get(hash).map(|info| info.rights()).unwrap_or_default();
    let mut rights_said = false;
    for each in set {
        let (field, value) = each
            .split_once('=')
            .ok_or_else(|| Failure::bad_input(format!("{each}: not field=value")))?;
        match field {
            "rights" => {
                rights.kind = serde_json::from_value(json!(value))
                    .map_err(|_| Failure::bad_input(format!("the rights {value}")))?;
            }
            "rightsUntil" => rights.until = Some(value.to_owned()),
            "rightsNote" => value.clone_into(&mut rights.note),
            _ if LISTS.contains(&field) => {
                fields.insert(field.to_owned(), json!(value.split(';').collect::<Vec<_>>()));
            }
            "rating" => {
                let stars: u8 =
                    value.parse().map_err(|_| Failure::bad_input(format!("{value} stars")))?;
                fields.insert(field.to_owned(), json!(stars));
            }
            _ => {
                fields.insert(field.to_owned(), json!(value));
            }
        }
        rights_said |= field.starts_with("rights");
    }
    let mut changes: WordChanges = serde_json::from_value(Value::Object(fields))
        .map_err(|error| Failure::bad_input(error.to_string()))?;
    if rights_said {
        changes.rights = Some(rights);
    }
    Ok(changes)
}
