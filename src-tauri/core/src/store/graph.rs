//! The revisions of an article as a graph of parents.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::Connection;

use super::objects::{Revision, parse_checked};
use super::views::RevisionReason;
use crate::article::ArticleId;
use crate::failure::Result;
use crate::person::PersonId;

/// Every revision of an article but the bases of reviews, with what they came of.
pub(super) struct Graph {
    nodes: HashMap<String, Node>,
    /// Parents before children.
    order: Vec<String>,
}

struct Node {
    revision: Revision,
    /// Longest way from a first revision.
    depth: u32,
}

impl Graph {
    /// # Errors
    /// `StoreDamaged` where a revision does not carry its hash.
    pub(super) fn read(db: &Connection, article: &ArticleId) -> Result<Self> {
        let mut statement =
            db.prepare_cached("SELECT hash, body FROM revision WHERE article = ?1 ORDER BY n")?;
        let rows = statement.query_map([&article.0], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut graph = Self { nodes: HashMap::new(), order: Vec::new() };
        for row in rows {
            let (hash, body) = row?;
            let revision: Revision = parse_checked(&hash, &body)?;
            if revision.reason == RevisionReason::ReviewBase {
                continue;
            }
            let deepest = revision.parents.iter().filter_map(|hash| graph.nodes.get(hash));
            let depth = deepest.map(|parent| parent.depth + 1).max().unwrap_or(0);
            graph.order.push(hash.clone());
            graph.nodes.insert(hash, Node { revision, depth });
        }
        Ok(graph)
    }

    pub(super) fn has(&self, hash: &str) -> bool {
        self.nodes.contains_key(hash)
    }

    pub(super) fn revision(&self, hash: &str) -> Option<&Revision> {
        self.nodes.get(hash).map(|node| &node.revision)
    }

    /// Parents before children.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (&str, &Revision)> {
        self.order.iter().filter_map(|hash| Some((hash.as_str(), self.revision(hash)?)))
    }

    /// Those that nothing came of yet, in the order of their hashes.
    pub(super) fn newest(&self) -> Vec<String> {
        let parents: HashSet<&String> =
            self.nodes.values().flat_map(|node| &node.revision.parents).collect();
        let newest: BTreeSet<&String> =
            self.nodes.keys().filter(|hash| !parents.contains(hash)).collect();
        newest.into_iter().cloned().collect()
    }

    /// `heads` and all that they came of.
    pub(super) fn behind<'a>(
        &'a self,
        heads: impl IntoIterator<Item = &'a str>,
    ) -> HashSet<&'a str> {
        let mut found: HashSet<&str> = HashSet::new();
        let mut next: Vec<&str> = heads.into_iter().filter(|hash| self.has(hash)).collect();
        while let Some(hash) = next.pop() {
            if found.insert(hash)
                && let Some(node) = self.nodes.get(hash)
            {
                let parents = node.revision.parents.iter().map(String::as_str);
                next.extend(parents.filter(|hash| self.has(hash)));
            }
        }
        found
    }

    /// The nearest revisions that two came of: none of them came of another. The deepest first;
    /// the order is the same on every desk.
    pub(super) fn common(&self, a: &str, b: &str) -> Vec<String> {
        let (left, right) = (self.behind([a]), self.behind([b]));
        let both: Vec<&str> = left.intersection(&right).copied().collect();
        let older: HashSet<&str> = both
            .iter()
            .filter_map(|hash| self.nodes.get(*hash))
            .flat_map(|node| node.revision.parents.iter().map(String::as_str))
            .collect();
        // A common revision that is a parent of a common one is not among the nearest; one that
        // is further behind is a parent of one that is common, too.
        let mut nearest: Vec<&str> =
            both.into_iter().filter(|hash| !older.contains(hash)).collect();
        nearest.sort_by_key(|hash| {
            let node = &self.nodes[*hash];
            (Reverse((node.depth, node.revision.at)), *hash)
        });
        nearest.into_iter().map(str::to_owned).collect()
    }

    /// In whose name a revision stands: whoever wrote it, or of a merge the last who wrote. Id,
    /// name and device.
    pub(super) fn author(&self, hash: &str) -> (PersonId, String, String) {
        let mut at = hash;
        while let Some(node) = self.nodes.get(at) {
            let revision = &node.revision;
            if !revision.author.0.is_empty() {
                let Revision { author, author_name, device, .. } = revision;
                return (author.clone(), author_name.clone(), device.clone());
            }
            let newest = revision
                .parents
                .iter()
                .filter_map(|hash| Some((self.nodes.get(hash)?.revision.at, hash)))
                .max();
            match newest {
                Some((_, parent)) => at = parent,
                None => break,
            }
        }
        (PersonId(String::new()), String::new(), String::new())
    }
}
