//! The doctor: reads everything and names what is not as it was stored.

use super::articles::working;
use super::views::{Diagnosis, Problem, ProblemKind};
use super::{Store, block_lists, history, objects, signing};
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
            if working(&self.connection, &id).is_err() {
                note(ProblemKind::WorkingCopy, id.0.clone());
            }
            if self.talks(&id).is_err() {
                note(ProblemKind::Conversation, id.0.clone());
            }
            if let Some(fault) = self.check_log(&id)? {
                log_faults.push((id, fault));
            }
        }
        for (article, body, hash) in self.check_rows()? {
            if objects::hash_of(&body) != hash {
                note(ProblemKind::Signature, article);
            }
        }
        let workflow = self.settings()?.workflow;
        for id in ids.iter().cloned().map(ArticleId) {
            if !self.sign_offs_are_as_logged(&id, &workflow) {
                note(ProblemKind::Signature, id.0);
            }
        }

        let revisions = self.texts("SELECT hash FROM revision ORDER BY n")?;
        let mut lists = block_lists::Reader::new(&self.connection);
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

    /// Whether the sign-offs of an article are those that its log tells of. A log that has been
    /// edited, or a revision that cannot be read, is a problem of its own.
    fn sign_offs_are_as_logged(&self, id: &ArticleId, workflow: &Workflow) -> bool {
        let Ok(stored) = signing::stored(&self.connection, id) else { return false };
        let logged = history::entries_in_order(&self.connection, id)
            .and_then(|entries| signing::from_logs(&self.connection, workflow, &entries));
        logged.map_or(true, |logged| logged == stored)
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
