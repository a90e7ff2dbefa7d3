//! The doctor: reads everything and names what is not as it was stored.

use std::collections::BTreeSet;

use super::articles::working;
use super::views::{Diagnosis, Problem, ProblemKind};
use super::{
    Store, block_lists, checking, comments, history, house_rules, listing, objects, peer_logs,
    photo_words, reviewing, royalties, signing,
};
use crate::article::ArticleId;
use crate::failure::{Code, Result};
use crate::review::Workflow;

impl Store {
    /// Checks the database's pages, every working copy, revision, block, log and photo.
    ///
    /// # Errors
    /// Only where the store cannot be read at all; what is damaged is in the diagnosis.
    pub fn diagnose(&self) -> Result<Diagnosis> {
        let mut problems = Vec::new();
        let mut log_faults = Vec::new();
        let mut note =
            |kind: ProblemKind, what: String| problems.push(Problem { kind, what, fault: None });

        let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
        let verdicts = statement.query_map([], |row| row.get::<_, String>(0))?;
        for verdict in verdicts {
            match verdict {
                Ok(verdict) if verdict == "ok" => {}
                Ok(verdict) => note(ProblemKind::Database, verdict),
                Err(error) => note(ProblemKind::Database, error.to_string()),
            }
        }

        let ids = self.texts("SELECT id FROM article ORDER BY id")?;
        for id in ids.iter().cloned().map(ArticleId) {
            match working(&self.connection, &id) {
                Err(_) => note(ProblemKind::WorkingCopy, id.0.clone()),
                Ok(working) => {
                    if !photo_words::uses_are_noted(&self.connection, &id, &working.document)? {
                        note(ProblemKind::PhotoLists, id.0.clone());
                    }
                    if !listing::is_noted(&self.connection, &working)? {
                        note(ProblemKind::ArticleLists, id.0.clone());
                    }
                    let approved = working.approval.map(|approval| approval.revision);
                    for hash in [Some(working.head), approved].into_iter().flatten() {
                        if !self.has_revision(&id, &hash)? {
                            note(ProblemKind::Revision, hash);
                        }
                    }
                }
            }
            if !comments::are_whole(&self.connection, &id).unwrap_or(false) {
                note(ProblemKind::Conversation, id.0.clone());
            }
            if !reviewing::base_is_sound(&self.connection, &id)? {
                note(ProblemKind::ReviewBase, id.0.clone());
            }
            let first = self.check_log(&id)?;
            let others = peer_logs::check(&self.connection, &id)?.faults;
            let others = others.into_iter().filter(|fault| first.as_ref() != Some(fault));
            log_faults.extend(first.iter().cloned().chain(others).map(|fault| (id.clone(), fault)));
        }
        let mut unsigned: BTreeSet<String> = BTreeSet::new();
        for (article, body, hash) in self.check_rows()? {
            if objects::hash_of(&body) != hash {
                unsigned.insert(article);
            }
        }
        let workflow = self.settings()?.workflow;
        for id in ids.iter().cloned().map(ArticleId) {
            if !self.sign_offs_are_as_logged(&id, &workflow) {
                unsigned.insert(id.0);
            }
        }
        for article in unsigned {
            note(ProblemKind::Signature, article);
        }

        for id in house_rules::damaged(&self.connection)? {
            note(ProblemKind::HouseRule, id);
        }

        for name in royalties::damaged(&self.connection)? {
            note(ProblemKind::Royalties, name);
        }

        let on_their_way =
            "SELECT id FROM delivery WHERE status IN ('open', 'needsUser') ORDER BY n";
        for id in self.texts(on_their_way)? {
            if self.delivery(&id).and_then(|it| self.parcel_of(&it)).is_err() {
                note(ProblemKind::Delivery, id);
            }
        }

        let revisions = self.texts("SELECT hash FROM revision ORDER BY n")?;
        let mut lists = block_lists::Reader::new(&self.connection);
        for hash in self.misplaced_revisions()? {
            note(ProblemKind::Revision, hash);
        }
        for hash in &revisions {
            let read = objects::revision(&self.connection, hash)
                .and_then(|revision| objects::content_by(&self.connection, &mut lists, &revision));
            if read.is_err() {
                note(ProblemKind::Revision, hash.clone());
            }
        }

        let photos = self.texts("SELECT hash FROM photo ORDER BY hash")?;
        for hash in &photos {
            match self.photo_files().read(hash) {
                Ok(_) => {}
                Err(failure) if failure.code == Code::NotFound => {
                    note(ProblemKind::PhotoMissing, hash.clone());
                }
                Err(_) => note(ProblemKind::PhotoDamaged, hash.clone()),
            }
            if !photo_words::are_whole(&self.connection, hash).unwrap_or(false) {
                note(ProblemKind::PhotoWords, hash.clone());
            } else if !photo_words::is_listed(&self.connection, hash)? {
                note(ProblemKind::PhotoLists, hash.clone());
            }
        }

        problems.extend(log_faults.into_iter().map(|(id, fault)| Problem {
            kind: ProblemKind::Log,
            what: id.0,
            fault: Some(fault),
        }));
        let count = |rows: &[String]| u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Ok(Diagnosis {
            articles: count(&ids),
            revisions: count(&revisions),
            photos: count(&photos),
            problems,
        })
    }

    fn has_revision(&self, id: &ArticleId, hash: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM revision WHERE hash = ?1 AND article = ?2";
        Ok(self.connection.prepare_cached(sql)?.exists([hash, &id.0])?)
    }

    /// Revisions that stand in another article than they say, and those that came of one that is
    /// missing or stands behind them.
    fn misplaced_revisions(&self) -> Result<Vec<String>> {
        self.texts(
            "SELECT hash FROM revision AS child
             WHERE CASE WHEN json_valid(body) THEN
                body ->> '$.article' <> article OR EXISTS (
                    SELECT 1 FROM json_each(child.body, '$.parents') AS parent
                    WHERE NOT EXISTS (
                        SELECT 1 FROM revision AS earlier
                        WHERE earlier.hash = parent.value AND earlier.article = child.article
                            AND earlier.n < child.n))
                END
             ORDER BY n",
        )
    }

    /// Whether the sign-offs and checks of an article are those that its logs tell of. A log that
    /// has been edited, or a revision that cannot be read, is a problem of its own.
    fn sign_offs_are_as_logged(&self, id: &ArticleId, workflow: &Workflow) -> bool {
        let Ok(stored) = signing::stored(&self.connection, id) else { return false };
        let Ok(entries) = history::entries_in_order(&self.connection, id) else { return true };
        let logged = signing::from_logs(&self.connection, workflow, &entries);
        logged.map_or(true, |logged| logged == stored)
            && checking::are_as_logged(&self.connection, id, &entries).unwrap_or(false)
    }

    /// The parallel checks, as (article, body, hash).
    fn check_rows(&self) -> Result<Vec<(String, String, String)>> {
        let sql = "SELECT article, body, hash FROM check_state ORDER BY article, kind";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn texts(&self, sql: &str) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

#[cfg(test)]
mod tests;
