use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::discuss;
use crate::person::Role;
use crate::review::{Action, Case, LogEvent, Sent};
use crate::store::articles::working;
use crate::store::history::append_log;
use crate::store::tests::{Desk, minute, report};
use crate::store::{ProblemKind, Save, Say, comments, listing};

/// As [`Desk`] has it.
const START: i64 = 1_600_000_000_000;
const HOUR: i64 = 3_600_000;

impl Desk {
    fn now(&self) -> Timestamp {
        minute(START, self.minute).now
    }

    fn pages(&self, view: View, filter: &str, size: u32) -> Vec<ArticleId> {
        let mut ids = Vec::new();
        loop {
            let offset = u32::try_from(ids.len()).unwrap();
            let query = ListQuery { view, filter: filter.into(), offset, limit: size };
            let page = self.store.list(&query, self.now()).unwrap();
            if page.rows.is_empty() {
                assert_eq!(page.total, offset, "{view:?}");
                if filter.is_empty() {
                    assert_eq!(page.counts[&view], offset, "{view:?}");
                }
                return ids;
            }
            ids.extend(page.rows.into_iter().map(|row| row.id));
        }
    }

    /// What a view holds by the rules of the review, read from the working copies and the logs.
    fn by_the_rules(&self, view: View) -> Vec<ArticleId> {
        let db = &self.store.connection;
        let reader = self.store.reader(self.now()).unwrap();
        let Reader { me, workflow, day } = &reader;
        let mut found = Vec::new();
        for id in self.store.ids("SELECT id FROM article ORDER BY id", &[]).unwrap() {
            let working = working(db, &ArticleId(id)).unwrap();
            let case = Case {
                state: &working.editorial,
                author: &working.author,
                section: &working.fields.section,
                workflow,
                signed: &[],
                stale: &[],
                changed: false,
                reviewer: None,
                had_it: &[],
            };
            let state = &working.editorial;
            let mine = working.author == me.id;
            let release = listing::release(db, &working.id).unwrap();
            let approved = working.approval.as_ref().map(|approval| approval.revision.as_str());
            let in_it = match view {
                View::MyDrafts => mine && matches!(state, Editorial::Draft | Editorial::Withdrawn),
                View::WaitingForMe => {
                    let events = comments::events(db, &working.id).unwrap();
                    let asked = discuss::asked(&discuss::threads(&events));
                    review::waits_for(&case, me, asked.contains(&me.id))
                }
                View::Returned => {
                    matches!(state, Editorial::Returned { .. })
                        && (mine || review::signs(&case, me, 0))
                }
                View::Approved => *state == Editorial::Approved,
                View::All => true,
                View::DueToday => review::is_due(state, working.fields.deadline, day.end),
                View::NotExported => *state == Editorial::Approved && release.sent() == Sent::Never,
                View::LiveDiffers => release.differs_from(approved),
                View::OnHold => matches!(state, Editorial::OnHold { .. }),
                View::MineThisMonth => {
                    mine && working.created_at >= day.month
                        && !matches!(state, Editorial::Spiked { .. })
                }
            };
            if in_it {
                let place = match view {
                    View::DueToday => working.fields.deadline.unwrap().0,
                    View::MineThisMonth => -working.created_at.0,
                    _ => -working.updated_at.0,
                };
                found.push((place, working.id));
            }
        }
        found.sort();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Does something to one of the articles; what the rules refuse changes nothing.
    fn happen(&mut self, ids: &mut Vec<ArticleId>, which: usize, what: u8) {
        if ids.is_empty() || what == 0 {
            let headline = format!("Tin {which}");
            ids.push(self.article(report(&headline, "Một.")).id);
            return;
        }
        let id = ids[which % ids.len()].clone();
        let reason = || "Chờ số liệu".to_owned();
        let action = match what {
            1 => Action::File,
            2 => Action::Claim,
            3 => Action::Approve,
            4 => Action::Hold { reason: reason() },
            5 => Action::Resume,
            6 => Action::Spike { reason: reason() },
            7 => Action::Restore,
            8 => Action::Withdraw,
            9 => Action::Return {
                to: crate::review::ReturnTarget::Author,
                reason: reason(),
                passages: vec![],
            },
            10 => Action::Reopen { reason: reason() },
            11 | 12 => {
                let article = self.store.open_article(&id).unwrap();
                let hours = i64::try_from(which % 5).unwrap() * 12 - 24;
                let mut fields = article.fields.clone();
                fields.deadline = (what == 11).then_some(Timestamp(self.now().0 + hours * HOUR));
                let document = report(&format!("Tin sửa {which}"), "Hai.");
                let save = Save { id, base_seq: article.seq, document, fields };
                let moment = self.moment();
                self.store.save_article(save, &moment).unwrap();
                return;
            }
            13 => {
                return self
                    .note(&id, LogEvent::Exported { bundle: "b".into(), override_reason: None });
            }
            14 => {
                let differs = u32::try_from(which % 2).unwrap();
                let event =
                    LogEvent::Delivered { to: "Cổng".into(), link: String::new(), differs };
                return self.note(&id, event);
            }
            15 | 16 => {
                self.ask_me(&id);
                return;
            }
            17 => {
                let now = self.moment();
                let talks = self.store.talks(&id).unwrap();
                let Some(thread) = talks.threads.get(which % 3).map(|it| it.id.clone()) else {
                    return;
                };
                let say = match which % 2 {
                    0 => Say::Resolve { thread },
                    _ => Say::Reply { thread, text: "Rồi.".into(), mentions: vec![] },
                };
                self.store.discuss(&id, say, &now).unwrap();
                return;
            }
            _ => {
                let event = LogEvent::TakenDown { from: "Cổng".into(), reason: reason() };
                return self.note(&id, event);
            }
        };
        let _ = self.act(&id, action);
    }

    /// An entry of the log about what is approved, or else about what stands there.
    fn note(&mut self, id: &ArticleId, event: LogEvent) {
        let moment = self.moment();
        self.store
            .write(|transaction| {
                let me = desk::require_me(transaction)?;
                let working = working(transaction, id)?;
                let revision = working.approval.map_or(working.head, |approval| approval.revision);
                append_log(transaction, id, &me, "MAY-01", moment.now, &revision, event)
            })
            .unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn every_view_follows_its_rule_and_its_pages_make_the_whole_list_whatever_changes(
        changes in proptest::collection::vec((0..40_usize, 0..19_u8), 1..40),
        size in 1..7_u32,
    ) {
        let mut desk = Desk::of(Role::Editor);
        let mut ids = Vec::new();
        for (n, (which, what)) in changes.iter().enumerate() {
            desk.happen(&mut ids, *which, *what);
            if n % 4 == 3 || n + 1 == changes.len() {
                for view in View::ALL {
                    let pages = desk.pages(view, "", size);
                    prop_assert_eq!(&pages, &desk.by_the_rules(view), "{:?}", view);
                }
            }
        }
        prop_assert_eq!(desk.store.diagnose().unwrap().problems, []);
    }
}

#[test]
fn a_list_by_words_follows_what_changes_while_it_is_kept() {
    let mut desk = Desk::of(Role::Reporter);
    for n in 0..7 {
        desk.article(report(&format!("Văn kiện {n}"), "Một."));
    }
    let before = desk.pages(View::MyDrafts, "van kien", 3);
    assert_eq!(before.len(), 7);
    let newest = desk.article(report("Góp ý văn kiện", "Một.")).id;
    let after = desk.pages(View::MyDrafts, "van kien", 3);
    assert_eq!((after.len(), &after[0]), (8, &newest));
    assert_eq!(after[1..], before);
}

#[test]
fn another_program_that_writes_into_the_store_is_seen() {
    let mut desk = Desk::of(Role::Reporter);
    desk.article(report("Một", "Một."));
    let count = |desk: &Desk| desk.pages(View::MyDrafts, "", 9).len();
    let before = count(&desk);
    let mut other = Store::open(desk.folder.path(), "MAY-01").unwrap();
    other.create_article(&minute(START, 900)).unwrap();
    assert_eq!(count(&desk), before + 1);
}

#[test]
fn what_is_due_is_so_by_the_newsrooms_day() {
    let mut desk = Desk::of(Role::Reporter);
    let zone = ZoneMinutes::default();
    let at = |text: &str| Timestamp::typed(text, zone).unwrap();
    let mut due = BTreeMap::new();
    for (headline, deadline) in [
        ("hôm qua", "2026-11-26T17:00"),
        ("trước nửa đêm", "2026-11-27T23:59"),
        ("ngày mai", "2026-11-28T00:00"),
    ] {
        let article = desk.article(report(headline, "Một."));
        let mut fields = article.fields.clone();
        fields.deadline = Some(at(deadline));
        let (id, base_seq, document) = (article.id.clone(), article.seq, article.document);
        let moment = desk.moment();
        desk.store.save_article(Save { id, base_seq, document, fields }, &moment).unwrap();
        due.insert(headline, article.id);
    }
    let query = ListQuery { view: View::DueToday, filter: String::new(), offset: 0, limit: 9 };
    let listed = |now: &str| -> Vec<String> {
        let page = desk.store.list(&query, at(now)).unwrap();
        page.rows.into_iter().map(|row| row.headline).collect()
    };
    assert_eq!(listed("2026-11-27T00:00"), ["hôm qua", "trước nửa đêm"]);
    assert_eq!(listed("2026-11-27T23:59"), ["hôm qua", "trước nửa đêm"]);
    assert_eq!(listed("2026-11-28T00:00"), ["hôm qua", "trước nửa đêm", "ngày mai"]);
    desk.act(&due["hôm qua"], Action::Spike { reason: "Trùng".into() }).unwrap();
    let page = desk.store.list(&query, at("2026-11-27T08:00")).unwrap();
    assert_eq!(page.counts[&View::DueToday], 1);
}

#[test]
fn the_doctor_sees_rows_of_lists_that_do_not_fit_and_they_are_made_anew() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&id, action).unwrap();
    }
    desk.note(&id, LogEvent::Exported { bundle: "b".into(), override_reason: None });
    desk.ask_me(&id);
    for edit in [
        "UPDATE article_listed SET state = 'draft' WHERE article = ?1",
        "UPDATE article_listed SET headline_key = x'00' WHERE article = ?1",
        "UPDATE article_listed SET sent = 'never' WHERE article = ?1",
        "DELETE FROM article_listed WHERE article = ?1",
        "DELETE FROM article_asked WHERE article = ?1",
    ] {
        assert_eq!(desk.raw().execute(edit, [&id.0]).unwrap(), 1);
        let problems = desk.store.diagnose().unwrap().problems;
        let named: Vec<_> = problems.iter().map(|it| (it.kind, it.what.as_str())).collect();
        assert_eq!(named, [(ProblemKind::ArticleLists, id.0.as_str())], "{edit}");
        desk.store.rebuild_article_lists().unwrap();
        assert_eq!(desk.store.diagnose().unwrap().problems, []);
    }
}

#[test]
fn a_store_from_before_these_lists_has_them_once_it_is_opened() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&id, action).unwrap();
    }
    desk.note(&id, LogEvent::Exported { bundle: "b".into(), override_reason: None });
    let Desk { folder, mut store, minute } = desk;
    store.checkpoint().unwrap();
    drop(store);
    let raw = rusqlite::Connection::open(folder.path().join("desk.db")).unwrap();
    raw.execute_batch(
        "DELETE FROM article_listed; DELETE FROM article_asked;
         UPDATE list_state SET generation = 0, asked = 0;",
    )
    .unwrap();
    drop(raw);
    let store = Store::open(folder.path(), "MAY-01").unwrap();
    assert_eq!(store.diagnose().unwrap().problems, []);
    let desk = Desk { folder, store, minute };
    assert_eq!(desk.pages(View::NotExported, "", 9), []);
    assert_eq!(desk.pages(View::Approved, "", 9), [id]);
}

#[test]
fn a_store_from_before_anybody_was_told_who_is_asked_knows_once_it_is_opened() {
    let mut desk = Desk::of(Role::Reporter);
    let [asked, answered, other] =
        ["Hỏi", "Đáp", "Khác"].map(|it| desk.article(report(it, "Một.")).id);
    desk.ask_me(&asked);
    let thread = desk.ask_me(&answered);
    let now = desk.moment();
    let reply = Say::Reply { thread, text: "Rồi.".into(), mentions: vec![] };
    desk.store.discuss(&answered, reply, &now).unwrap();
    let Desk { folder, mut store, minute } = desk;
    store.checkpoint().unwrap();
    drop(store);
    let raw = rusqlite::Connection::open(folder.path().join("desk.db")).unwrap();
    let change = |id: &ArticleId| -> i64 {
        let sql = "SELECT n FROM article_change WHERE article = ?1";
        raw.query_row(sql, [&id.0], |row| row.get(0)).unwrap()
    };
    let before = [&asked, &answered, &other].map(change);
    raw.execute_batch(
        "DROP TABLE article_asked; ALTER TABLE list_state DROP COLUMN asked; PRAGMA user_version = 16;",
    )
    .unwrap();
    let store = Store::open(folder.path(), "MAY-01").unwrap();
    let after = [&asked, &answered, &other].map(change);
    assert!(after[0] > before[0], "the index of searches reads it again");
    assert_eq!(after[1..], before[1..]);
    assert_eq!(store.diagnose().unwrap().problems, []);
    let desk = Desk { folder, store, minute };
    assert_eq!(desk.pages(View::WaitingForMe, "", 9), [asked]);
}

#[test]
fn a_row_says_whether_i_am_asked_until_i_answer_or_it_is_settled() {
    let mut desk = Desk::of(Role::Reporter);
    let id = desk.article(report("Tin", "Một.")).id;
    let waits = |desk: &Desk| {
        let query = ListQuery { view: View::All, filter: String::new(), offset: 0, limit: 9 };
        let rows = desk.store.list(&query, desk.now()).unwrap().rows;
        let asked = rows.iter().find(|row| row.id == id).unwrap().asked;
        assert_eq!(desk.pages(View::WaitingForMe, "", 9).contains(&id), asked);
        asked
    };
    assert!(!waits(&desk));
    let thread = desk.ask_me(&id);
    assert!(waits(&desk));
    let say = |desk: &mut Desk, say: Say| {
        let now = desk.moment();
        desk.store.discuss(&id, say, &now).unwrap();
    };
    say(
        &mut desk,
        Say::Reply { thread: thread.clone(), text: "Đang xem.".into(), mentions: vec![] },
    );
    assert!(!waits(&desk));
    let other = desk.ask_me(&id);
    assert!(waits(&desk), "one answer is none to another question");
    say(&mut desk, Say::Resolve { thread: other.clone() });
    assert!(!waits(&desk));
    say(&mut desk, Say::Reopen { thread: other });
    assert!(waits(&desk));
}
