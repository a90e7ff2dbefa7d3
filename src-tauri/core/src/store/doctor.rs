//! The doctor: reads everything and names what is not as it was stored.

use super::articles::working;
use super::history::log_entries;
use super::views::{Diagnosis, Problem, ProblemKind};
use super::{Store, block_lists, objects};
use crate::article::ArticleId;
use crate::failure::{Code, Result};
use crate::review::chain_hash;

impl Store {
    /// Checks the database's pages, every working copy, revision, block, log and photo.
    ///
    /// # Errors
    /// Only where the store cannot be read at all; what is damaged is in the diagnosis.
    pub fn diagnose(&self) -> Result<Diagnosis> {
        let mut problems = Vec::new();
        let mut note = |kind: ProblemKind, what: String| problems.push(Problem { kind, what });

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
            let mut previous = None;
            match log_entries(&self.connection, &id) {
                Ok(entries) if !entries.is_empty() => {
                    for (_, body, hash) in entries {
                        if chain_hash(previous.as_ref(), &body) != hash {
                            note(ProblemKind::Log, id.0.clone());
                            break;
                        }
                        previous = Some(hash);
                    }
                }
                // Every article has at least the entry of its creation.
                _ => note(ProblemKind::Log, id.0.clone()),
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

        let count = |rows: &[String]| u32::try_from(rows.len()).unwrap_or(u32::MAX);
        Ok(Diagnosis {
            articles: count(&ids),
            revisions: count(&revisions),
            photos: count(&photos),
            problems,
        })
    }

    fn texts(&self, sql: &str) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
