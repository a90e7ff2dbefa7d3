//! What the proofreader learns from approved articles: which words follow one another.
//!
//! Whatever approves an article or takes that back (a sign-off here, a hand-off, a merge) puts it
//! in a queue, by a trigger; here the queue is worked off, an article at a time. An article that is
//! approved anew is first unlearnt as it was, so no text ever counts twice.

use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::reviewing::content_of;
use crate::failure::{Failure, Result};
use crate::proof::{Pairs, joined, pairs_in};

/// Articles that are learnt in one go: some 30 ms, in which nothing else is written.
const AT_ONCE: u32 = 8;

impl Store {
    /// Learns some of the articles that wait for it. Tells whether others still do.
    ///
    /// # Errors
    /// Those of a write.
    pub fn learn_some(&mut self) -> Result<bool> {
        let waiting: Vec<String> = {
            let mut statement =
                self.connection.prepare_cached("SELECT article FROM proof_queue LIMIT ?1")?;
            let rows = statement.query_map([AT_ONCE + 1], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        if waiting.is_empty() {
            return Ok(false);
        }
        let more = waiting.len() > AT_ONCE as usize;
        self.write(|transaction| {
            for article in waiting.iter().take(AT_ONCE as usize) {
                learn(transaction, article)?;
            }
            if !more {
                transaction.execute("UPDATE proof_state SET generation = generation + 1", [])?;
            }
            Ok(())
        })?;
        Ok(more)
    }

    /// All pairs that have been learnt.
    pub(super) fn learnt_pairs(&self) -> Result<Pairs> {
        // Their numbers are their places in the list: none is ever taken out.
        let mut words: Vec<Box<str>> = Vec::new();
        let mut statement =
            self.connection.prepare("SELECT id, text FROM proof_word ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()?
            && usize::try_from(row.get::<_, i64>(0)?) == Ok(words.len())
        {
            words.push(row.get::<_, String>(1)?.into());
        }
        let mut statement = self.connection.prepare("SELECT pair, count FROM proof_pair")?;
        let pairs = statement
            .query_map([], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Pairs::new(words, pairs))
    }
}

/// Learns an article as it is approved now, instead of what was learnt of it before.
fn learn(db: &Connection, article: &str) -> Result<()> {
    let approved: Option<String> = db
        .prepare_cached("SELECT approved FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?
        .flatten();
    let learnt: Option<String> = db
        .prepare_cached("SELECT revision FROM proof_learnt WHERE article = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    if approved != learnt {
        if let Some(revision) = &learnt {
            count(db, revision, -1)?;
            db.execute("DELETE FROM proof_learnt WHERE article = ?1", [article])?;
        }
        if let Some(revision) = &approved {
            count(db, revision, 1)?;
            let row = params![article, revision];
            db.execute("INSERT INTO proof_learnt (article, revision) VALUES (?1, ?2)", row)?;
        }
    }
    db.execute("DELETE FROM proof_queue WHERE article = ?1", [article])?;
    Ok(())
}

/// Counts the pairs of a revision in, or out again.
fn count(db: &Connection, revision: &str, sign: i64) -> Result<()> {
    let pairs = pairs_in(&content_of(db, revision)?.document);
    let mut find = db.prepare_cached("SELECT id FROM proof_word WHERE text = ?1")?;
    let mut name = db.prepare_cached("INSERT INTO proof_word (text) VALUES (?1)")?;
    let mut add = db.prepare_cached(
        "INSERT INTO proof_pair (pair, count) VALUES (?1, ?2)
         ON CONFLICT (pair) DO UPDATE SET count = count + ?2",
    )?;
    let mut forget = db.prepare_cached("DELETE FROM proof_pair WHERE pair = ?1 AND count <= 0")?;
    let mut number = |word: &str| -> Result<u32> {
        if let Some(id) = find.query_row([word], |row| row.get(0)).optional()? {
            return Ok(id);
        }
        u32::try_from(name.insert([word])?).map_err(Failure::internal)
    };
    for ((first, second), times) in pairs {
        let pair = joined(number(&first)?, number(&second)?).cast_signed();
        add.execute([pair, sign * i64::from(times)])?;
        if sign < 0 {
            forget.execute([pair])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Desk, report};
    use crate::person::Role;
    use crate::proof::{PairCounts, Pairs, pairs_in};
    use crate::review::Action;

    fn learnt(desk: &mut Desk) -> Vec<(String, String, u32)> {
        while desk.store.learn_some().unwrap() {}
        desk.store.learnt_pairs().unwrap().listed()
    }

    fn expected(texts: &[&str]) -> Vec<(String, String, u32)> {
        let mut counts = PairCounts::new();
        for text in texts {
            for (pair, count) in pairs_in(&report("Tin", text)) {
                *counts.entry(pair).or_default() += count;
            }
        }
        Pairs::of(&counts).listed()
    }

    #[test]
    fn what_is_approved_is_learnt_once_and_unlearnt_when_the_approval_goes() {
        let mut desk = Desk::of(Role::Secretary);
        let texts = ["Ông làm việc 3 ngày, làm việc tốt.", "Ông làm thơ tại UBND xã."];
        let [one, two] = texts.map(|text| desk.article(report("Tin", text)).id);
        assert_eq!(learnt(&mut desk), [], "nobody has approved them");
        for id in [&one, &two] {
            desk.act_all(id, &[Action::File, Action::Claim, Action::Approve]);
        }
        assert_eq!(learnt(&mut desk), expected(&texts));
        assert_eq!(learnt(&mut desk), expected(&texts), "once");
        desk.act(&one, Action::Reopen { reason: "sửa số liệu".into() }).unwrap();
        assert_eq!(learnt(&mut desk), expected(&texts[1..]));
    }
}
