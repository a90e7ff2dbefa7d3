//! Somebody opens the database with another program and edits it by hand.

use rusqlite::Connection;

use crate::article::{ArticleId, Block, BlockId, Byline, BylineRole, Document, Fields, Text};
use crate::compare::Content;
use crate::discuss::Place;
use crate::person::Role;
use crate::review::{Action, CheckKind, CheckMark, LogFault};
use crate::store::{Problem, ProblemKind, Say};
use crate::testing::laptop::Laptop;

/// Mai's report, filed; Lan has approved it, and both have talked and checked.
struct Desks {
    mai: Laptop,
    lan: Laptop,
    id: ArticleId,
}

fn desks() -> Desks {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let text = |id: &str, text: &str| Block::paragraph(BlockId(id.into()), text);
    let id = mai.article(Content {
        document: Document {
            headline: Text::runs("Đồng Hỷ họp bàn văn kiện"),
            lead: Text::runs("Sáng 23/5, hội nghị khai mạc."),
            blocks: vec![text("p1", "Có 254 đại biểu."), text("p2", "Các ý kiến tập trung.")],
        },
        fields: Fields {
            bylines: vec![Byline {
                contributor: None,
                pen_name: "Thanh Mai".into(),
                role: BylineRole::Text,
            }],
            ..Fields::default()
        },
    });
    mai.act(&id, Action::File);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    lan.open(&mai.hand_off(&id, None)).unwrap();
    lan.act(&id, Action::Claim);
    let seq = lan.open_article(&id).seq;
    let place = Place::within(Some(BlockId("p2".into())), 0, 4, 10);
    let (words, mentions) = ("Ý kiến nào?".to_owned(), vec![]);
    let say = Say::Open { seq, place, text: words, mentions, suggestion: None };
    let moment = lan.moment();
    let thread = lan.store.discuss(&id, say, &moment).unwrap().threads.remove(0).id;
    for text in ["Của ai?", "Của đại biểu."] {
        let (text, mentions) = (text.to_owned(), vec![]);
        let say = Say::Reply { thread: thread.clone(), text, mentions };
        let moment = lan.moment();
        lan.store.discuss(&id, say, &moment).unwrap();
    }
    let moment = lan.moment();
    lan.store.mark_check(&id, CheckKind::Figures, CheckMark::Done, &moment).unwrap();
    lan.act(&id, Action::Approve);
    mai.open(&lan.hand_off(&id, None)).unwrap();
    Desks { mai, lan, id }
}

/// Edits a store by hand, asks the doctor, and puts everything back as it was.
fn found(laptop: &Laptop, edit: impl FnOnce(&Connection)) -> (Vec<Problem>, Vec<String>) {
    let path = laptop.folder().join("desk.db");
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    let before = laptop.dump();
    let copy = laptop.folder().join("copy.db");
    raw.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
    edit(&raw);
    assert_ne!(laptop.dump(), before, "something was edited");
    let diagnosis = laptop.store.diagnose().unwrap();
    let query = crate::store::ListQuery {
        view: crate::store::View::All,
        filter: String::new(),
        offset: 0,
        limit: 9,
    };
    let ids = laptop.store.list(&query, crate::time::Timestamp(0));
    let ids = ids.map_or(vec![], |list| list.rows.into_iter().map(|row| row.id).collect());
    let doubtful = ids
        .iter()
        .filter_map(|id| laptop.store.history(id).ok())
        .flatten()
        .filter(|row| !row.intact)
        .map(|row| row.device)
        .collect();
    raw.execute("ATTACH ?1 AS copy", [copy.to_string_lossy()]).unwrap();
    let tables = "article log peer_log sign_off check_state comment_event thread_anchor revision \
                  review_base block_list object";
    for table in tables.split_whitespace() {
        let put = format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM copy.{table};");
        raw.execute_batch(&put).unwrap();
    }
    raw.execute_batch("DETACH copy").unwrap();
    std::fs::remove_file(copy).unwrap();
    assert_eq!(laptop.store.diagnose().unwrap().problems, [], "as it was");
    (diagnosis.problems, doubtful)
}

impl Desks {
    /// Edits Mai's store by hand; the doctor names exactly this kind of problem.
    #[track_caller]
    fn check(&self, kind: ProblemKind, edits: &[&str]) {
        for sql in edits {
            let (problems, _) = found(&self.mai, |raw| {
                let count = raw.execute(sql, []).unwrap();
                assert!(count > 0, "{sql}");
            });
            assert!(!problems.is_empty(), "{sql}");
            assert!(problems.iter().all(|it| it.kind == kind), "{sql}: {problems:?}");
        }
    }

    /// As [`Self::check`], for a log.
    #[track_caller]
    fn check_log(&self, sql: &str, expected: &LogFault) -> Vec<String> {
        let (problems, doubtful) = found(&self.mai, |raw| {
            assert!(raw.execute(sql, []).unwrap() > 0, "{sql}");
            assert_eq!(
                self.mai.store.check_log(&self.id).unwrap().as_ref(),
                Some(expected),
                "{sql}"
            );
        });
        let named =
            problems.iter().filter(|it| it.kind == ProblemKind::Log && it.what == self.id.0);
        let faults: Vec<_> = named.filter_map(|it| it.fault.clone()).collect();
        assert!(faults.contains(expected), "{sql}: {problems:?}");
        doubtful
    }
}

#[test]
fn what_nobody_edited_is_sound_on_both_desks() {
    let Desks { mai, lan, id } = desks();
    for laptop in [&mai, &lan] {
        assert_eq!(laptop.store.diagnose().unwrap().problems, []);
        assert_eq!(laptop.store.check_log(&id).unwrap(), None);
        assert!(laptop.store.history(&id).unwrap().iter().all(|row| row.intact));
    }
}

#[test]
fn an_edit_of_what_a_colleague_wrote_into_the_log_is_named() {
    let desks = desks();
    let lans = |sql: &str| sql.replace("LANS", &desks.lan.identity.device().key.0);
    let changed = |entry| LogFault::PeerChanged { device: "MAY-02".into(), entry };
    let doubtful = desks.check_log(
        &lans(
            "UPDATE peer_log SET body = replace(body, 'Lan', 'Sếp') WHERE key = 'LANS' AND n = 2",
        ),
        &LogFault::PeerChanged { device: "MAY-02".into(), entry: 2 },
    );
    assert!(doubtful.contains(&"MAY-02".to_owned()), "the history says so: {doubtful:?}");
    desks.check_log(
        &lans("UPDATE peer_log SET body = '?' WHERE key = 'LANS' AND n = 2"),
        &changed(2),
    );
    desks.check_log(&lans("DELETE FROM peer_log WHERE key = 'LANS' AND n = 2"), &changed(2));
    // Two change places.
    desks.check_log(
        &lans("UPDATE peer_log SET n = CASE n WHEN 1 THEN 902 ELSE 901 END WHERE key = 'LANS' AND n < 3"),
        &changed(1),
    );
    desks.check_log(
        &lans(
            "DELETE FROM peer_log WHERE key = 'LANS' AND n = \
             (SELECT max(n) FROM peer_log WHERE key = 'LANS')",
        ),
        &LogFault::PeerCut {
            device: "MAY-02".into(),
            kept: u32::try_from(desks.lan.store.history(&desks.id).unwrap().len()).unwrap_or(0)
                - desks.mais_entries_at_lans()
                - 2,
        },
    );
    desks.check_log("DELETE FROM peer_log", &LogFault::PeersMissing);
}

impl Desks {
    /// Entries of Mai's log on Lan's desk.
    fn mais_entries_at_lans(&self) -> u32 {
        let rows = self.lan.store.history(&self.id).unwrap();
        u32::try_from(rows.iter().filter(|row| row.peer).count()).unwrap()
    }
}

#[test]
fn a_log_hashed_anew_by_hand_lacks_its_desks_signature() {
    let desks = desks();
    let key = desks.lan.identity.device().key.0;
    let (problems, _) = found(&desks.mai, |raw| {
        let mut rows =
            raw.prepare("SELECT n, body FROM peer_log WHERE key = ?1 ORDER BY n").unwrap();
        let rows: Vec<(i64, String)> = rows
            .query_map([&key], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        let mut last = None;
        for (n, body) in rows {
            let body = body.replace("\"byName\":\"Lan\"", "\"byName\":\"Sếp\"");
            let hash = crate::review::chain_hash(last.as_ref(), &body);
            raw.execute(
                "UPDATE peer_log SET body = ?1, hash = ?2 WHERE key = ?3 AND n = ?4",
                rusqlite::params![body, hash.0, key, n],
            )
            .unwrap();
            last = Some(hash);
        }
    });
    let expected = LogFault::PeerChanged { device: "MAY-02".into(), entry: 1 };
    assert!(problems.iter().any(|it| it.fault.as_ref() == Some(&expected)), "{problems:?}");
}

#[test]
fn an_edit_of_the_own_log_is_named() {
    let desks = desks();
    let own = "article = (SELECT article FROM peer_log)";
    desks.check_log(
        &format!("UPDATE log SET body = replace(body, 'Mai', 'Sếp') WHERE n = 2 AND {own}"),
        &LogFault::Changed { entry: 2 },
    );
    desks.check_log(
        &format!("DELETE FROM log WHERE n = 2 AND {own}"),
        &LogFault::Changed { entry: 2 },
    );
    desks.check_log(
        &format!("UPDATE log SET n = CASE n WHEN 1 THEN 902 ELSE 901 END WHERE n < 3 AND {own}"),
        &LogFault::Changed { entry: 1 },
    );
    desks.check_log(&format!("DELETE FROM log WHERE n > 2 AND {own}"), &LogFault::Cut { kept: 2 });
    desks.check_log(&format!("DELETE FROM log WHERE {own}"), &LogFault::Cut { kept: 0 });
}

#[test]
fn an_edit_of_sign_offs_and_checks_is_named() {
    let desks = desks();
    desks.check(
        ProblemKind::Signature,
        &[
            "UPDATE sign_off SET body = replace(body, 'Lan', 'Sếp') WHERE step = 'review'",
            "DELETE FROM sign_off WHERE step = 'review'",
            "UPDATE check_state SET body = replace(body, 'Lan', 'Sếp')",
            "DELETE FROM check_state",
            "UPDATE check_state SET kind = 'legal'",
        ],
    );
    // With its hash made anew.
    for (table, words) in [("sign_off", "Lan"), ("check_state", "Lan"), ("check_state", "done")] {
        let (problems, _) = found(&desks.mai, |raw| {
            let sql = format!("SELECT body FROM {table} WHERE instr(body, '{words}') > 0 LIMIT 1");
            let body: String = raw.query_row(&sql, [], |row| row.get(0)).unwrap();
            let forged = body.replace(words, if words == "done" { "needed" } else { "Sếp" });
            let hash = super::objects::hash_of(&forged);
            let sql = format!("UPDATE {table} SET body = ?1, hash = ?2 WHERE body = ?3");
            raw.execute(&sql, [&forged, &hash, &body]).unwrap();
        });
        assert!(problems.iter().all(|it| it.kind == ProblemKind::Signature), "{problems:?}");
        assert_eq!(problems.len(), 1, "{table} {words}");
    }
}

#[test]
fn an_edit_of_a_conversation_is_named() {
    let desks = desks();
    desks.check(
        ProblemKind::Conversation,
        &[
            "UPDATE comment_event SET body = replace(body, 'Của ai?', 'Của tôi.')",
            "DELETE FROM comment_event WHERE instr(body, 'Của ai?') > 0",
            "DELETE FROM comment_event WHERE instr(body, 'opened') > 0",
            "DELETE FROM comment_event",
            "UPDATE comment_event SET thread = 'other' WHERE instr(body, 'Của ai?') > 0",
            "UPDATE comment_event SET id = 'other' WHERE instr(body, 'Của ai?') > 0",
            "DELETE FROM thread_anchor",
            "UPDATE thread_anchor SET thread = 'other'",
            "UPDATE article SET open_threads = 0 WHERE open_threads > 0",
        ],
    );
}

#[test]
fn an_edit_of_revisions_and_of_the_review_base_is_named() {
    let desks = desks();
    let of = format!("article = '{}'", desks.id.0);
    let newest = format!("n = (SELECT max(n) FROM revision WHERE {of})");
    let oldest = format!("n = (SELECT min(n) FROM revision WHERE {of})");
    let edits = [
        format!("UPDATE revision SET body = replace(body, 'Mai', 'Sếp') WHERE {oldest}"),
        format!("DELETE FROM revision WHERE {newest}"),
        format!("UPDATE revision SET n = 9999 WHERE {oldest}"),
        "UPDATE object SET body = replace(body, '254', '255') WHERE instr(body, '254') > 0"
            .to_owned(),
    ];
    for sql in edits {
        let (problems, _) = found(&desks.mai, |raw| {
            assert!(raw.execute(&sql, []).unwrap() > 0, "{sql}");
        });
        assert!(problems.iter().any(|it| it.kind == ProblemKind::Revision), "{sql}: {problems:?}");
    }
    let (problems, _) = found(&desks.lan, |raw| {
        raw.execute("UPDATE review_base SET revision = 'ab'", []).unwrap();
    });
    assert!(problems.iter().any(|it| it.kind == ProblemKind::ReviewBase), "{problems:?}");
}
