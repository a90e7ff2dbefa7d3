//! Which blocks a revision has, in which order.
//!
//! A list of 200 hashes is 13 KB, and a revision is made every half minute of work. So a list is
//! stored as what differs from the one before it; its hash is that of the whole list all the
//! same, and who reads it gets the whole list, checked.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

use super::objects::{damaged, hash_of, to_json};
use crate::failure::Result;

/// How many lists may build on each other: reading one reads as many rows.
const DEPTH: u32 = 64;

/// A list as it lies in its row.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Full(Vec<String>),
    Edited {
        /// Hash of the list that this one differs from.
        from: String,
        depth: u32,
        /// Place in that list, how many hashes go there, and which come instead; in order.
        edits: Vec<(usize, usize, Vec<String>)>,
    },
}

/// Stores a list and gives its hash. It is stored by what differs from the list `near`, if one
/// is given and that is shorter.
pub(super) fn put(
    transaction: &Transaction<'_>,
    list: &[String],
    near: Option<&str>,
) -> Result<String> {
    let full = to_json(&list)?;
    let hash = hash_of(&full);
    if find(transaction, &hash)?.is_some() {
        return Ok(hash);
    }
    let body = match near {
        Some(near) => edited(transaction, list, near)?.filter(|body| body.len() * 2 < full.len()),
        None => None,
    };
    transaction
        .prepare_cached("INSERT INTO block_list (hash, body) VALUES (?1, ?2)")?
        .execute([&hash, &body.unwrap_or(full)])?;
    Ok(hash)
}

fn edited(db: &Connection, list: &[String], near: &str) -> Result<Option<String>> {
    let depth = match find(db, near)? {
        Some(Stored::Full(_)) => 1,
        Some(Stored::Edited { depth, .. }) if depth < DEPTH => depth + 1,
        _ => return Ok(None),
    };
    let edits = differences(&get(db, near)?, list);
    to_json(&Stored::Edited { from: near.to_owned(), depth, edits }).map(Some)
}

/// The list with this hash.
///
/// # Errors
/// `StoreDamaged` where it is missing or does not carry its hash.
pub(super) fn get(db: &Connection, hash: &str) -> Result<Rc<[String]>> {
    Reader::new(db).get(hash)
}

/// Reads one list after the other: what they build on is read once.
pub(super) struct Reader<'a> {
    db: &'a Connection,
    read: HashMap<String, Rc<[String]>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(db: &'a Connection) -> Self {
        Self { db, read: HashMap::new() }
    }

    /// # Errors
    /// `StoreDamaged` where the list is missing or does not carry its hash.
    pub(super) fn get(&mut self, hash: &str) -> Result<Rc<[String]>> {
        if let Some(list) = self.read.get(hash) {
            return Ok(list.clone());
        }
        let mut edits = Vec::new();
        let mut at = hash.to_owned();
        let mut list: Vec<String> = loop {
            if let Some(list) = self.read.get(&at) {
                break list.to_vec();
            }
            match find(self.db, &at)?.ok_or_else(|| damaged(&at))? {
                Stored::Full(list) => break list,
                // A circle in a damaged store must not be walked for ever.
                Stored::Edited { .. } if edits.len() > DEPTH as usize => return Err(damaged(&at)),
                Stored::Edited { from, edits: own, .. } => {
                    edits.push(own);
                    at = from;
                }
            }
        };
        for own in edits.into_iter().rev() {
            // From the end, so that the places before stay what they are.
            for (place, removed, added) in own.into_iter().rev() {
                let end = place.checked_add(removed).filter(|end| *end <= list.len());
                list.splice(place..end.ok_or_else(|| damaged(hash))?, added);
            }
        }
        if hash_of(&to_json(&list)?) != hash {
            return Err(damaged(hash));
        }
        if self.read.len() > DEPTH as usize {
            self.read.clear();
        }
        let list: Rc<[String]> = list.into();
        self.read.insert(hash.to_owned(), list.clone());
        Ok(list)
    }
}

/// Whether a list is stored.
pub(super) fn is_here(db: &Connection, hash: &str) -> Result<bool> {
    find(db, hash).map(|found| found.is_some())
}

fn find(db: &Connection, hash: &str) -> Result<Option<Stored>> {
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM block_list WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    body.map(|body| serde_json::from_str(&body).map_err(|_| damaged(hash))).transpose()
}

/// What makes `new` of `old`.
pub(super) fn differences(old: &[String], new: &[String]) -> Vec<(usize, usize, Vec<String>)> {
    let mut interner = imara_diff::Interner::new(old.len() + new.len());
    let [before, after] =
        [old, new].map(|list| list.iter().map(|hash| interner.intern(hash)).collect::<Vec<_>>());
    let mut diff = imara_diff::Diff::default();
    diff.compute_with(imara_diff::Algorithm::Myers, &before, &after, interner.num_tokens());
    diff.hunks()
        .map(|hunk| {
            let (from, to) = (hunk.before.start as usize, hunk.before.end as usize);
            let added = hunk.after.start as usize..hunk.after.end as usize;
            (from, to - from, new[added].to_vec())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::failure::Code;

    fn table() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE block_list (hash TEXT PRIMARY KEY, body TEXT NOT NULL)")
            .unwrap();
        db
    }

    fn hash(n: u32) -> String {
        hash_of(&n.to_string())
    }

    proptest! {
        // A history is long: its lists are many cases in one.
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_list_of_a_history_is_read_as_it_was(
            changes in proptest::collection::vec((0..60_usize, 0..4_usize, 0..4_u32), 1..200)
        ) {
            let mut db = table();
            let mut list: Vec<String> = (0..40).map(hash).collect();
            let mut lists: Vec<(String, Vec<String>)> = Vec::new();
            let transaction = db.transaction().unwrap();
            for (n, (at, removed, added)) in changes.into_iter().enumerate() {
                let at = at.min(list.len());
                let end = (at + removed).min(list.len());
                let fresh = u32::try_from(n).unwrap() * 10 + 100;
                list.splice(at..end, (0..added).map(|more| hash(fresh + more)));
                let near = lists.last().map(|(hash, _)| hash.as_str());
                let stored = put(&transaction, &list, near).unwrap();
                lists.push((stored, list.clone()));
            }
            let mut reader = Reader::new(&transaction);
            for (hash, list) in &lists {
                prop_assert_eq!(&*get(&transaction, hash).unwrap(), list.as_slice());
                prop_assert_eq!(&*reader.get(hash).unwrap(), list.as_slice());
            }
        }
    }

    #[test]
    fn a_list_that_is_missing_changed_or_goes_in_a_circle_is_damaged() {
        let mut db = table();
        let transaction = db.transaction().unwrap();
        let one: Vec<String> = (0..40).map(hash).collect();
        let mut two = one.clone();
        two[7] = hash(1_000);
        let first = put(&transaction, &one, None).unwrap();
        let second = put(&transaction, &two, Some(&first)).unwrap();
        let code = |hash: &str| get(&transaction, hash).map_err(|failure| failure.code);
        let set = |hash: &str, body: &str| {
            transaction.execute("UPDATE block_list SET body = ?2 WHERE hash = ?1", [hash, body])
        };
        assert_eq!(code(&hash(5)), Err(Code::StoreDamaged), "a list that nobody stored");
        for body in [
            format!(r#"{{"from":"{second}","depth":1,"edits":[]}}"#),
            format!(r#"{{"from":"{second}","depth":1,"edits":[[90,90,[]]]}}"#),
            "[]".to_owned(),
            "?".to_owned(),
        ] {
            set(&first, &body).unwrap();
            assert_eq!(code(&second), Err(Code::StoreDamaged), "{body}");
        }
    }
}
