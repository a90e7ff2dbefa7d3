use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::article::{ArticleId, Block, BlockId, Byline, BylineRole, Document, Fields, Text};
use crate::discuss::{Act, Anchor, CommentEvent, EventId, Mention, Place, ThreadId};
use crate::exchange::formats::Format;
use crate::exchange::target::Target;
use crate::moment::Moment;
use crate::person::{Person, PersonId, Role};
use crate::review::{Action, ActionKind, Editorial, Gap, LogEvent, ReturnTarget};
use crate::time::Timestamp;

/// So many minutes after a time, in milliseconds; each with randomness of its own.
pub(super) fn minute(start: i64, n: i64) -> Moment {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&n.to_le_bytes());
    Moment { now: Timestamp(start + n * 60_000), seed }
}

/// A desk in a temporary folder, with a clock that moves on by a minute a call.
pub(super) struct Desk {
    pub(super) folder: TempDir,
    pub(super) store: Store,
    pub(super) minute: i64,
}

impl Desk {
    /// A desk before its first start.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), "MAY-01").unwrap();
        Self { folder, store, minute: 0 }
    }

    /// The store of a desk that Lan, an editor, uses, in its folder.
    pub(super) fn of_lan() -> (TempDir, Store) {
        let Self { folder, store, .. } = Self::of(Role::Editor);
        (folder, store)
    }

    /// A desk used by Lan.
    pub(super) fn of(role: Role) -> Self {
        let mut desk = Self::new();
        let moment = desk.moment();
        let answers = SetUp {
            language: Language::Vi,
            name: "Trần Thị Lan".into(),
            pen_name: "Lan".into(),
            role,
        };
        desk.store.set_up(answers, &moment).unwrap();
        desk
    }

    pub(super) fn moment(&mut self) -> Moment {
        self.minute += 1;
        minute(1_600_000_000_000, self.minute)
    }

    pub(super) fn article(&mut self, document: Document) -> OpenArticle {
        let moment = self.moment();
        self.store.create_article_with(document, signed(), &moment).unwrap()
    }

    pub(super) fn save(&mut self, article: &OpenArticle, document: Document) -> Result<Saved> {
        let moment = self.moment();
        self.store.save_article(
            Save {
                id: article.id.clone(),
                base_seq: article.seq,
                document,
                fields: article.fields.clone(),
            },
            &moment,
        )
    }

    pub(super) fn act(&mut self, id: &ArticleId, action: Action) -> Result<Standing> {
        let moment = self.moment();
        self.store.move_article(id, action, None, &moment)
    }

    /// A colleague asks whoever uses the desk by name, in a new conversation about an article.
    pub(super) fn ask_me(&mut self, id: &ArticleId) -> ThreadId {
        let (me, now) = (self.store.me().unwrap(), self.moment().now);
        let thread = ThreadId(format!("{:016x}", now.0));
        let anchor = Anchor {
            place: Place::Article,
            quote: String::new(),
            before: String::new(),
            after: String::new(),
            lost: false,
        };
        let event = CommentEvent {
            id: EventId(thread.0.clone()),
            thread: thread.clone(),
            n: 0,
            by: PersonId("hieu".into()),
            by_name: "Hiếu".into(),
            device: "MAY-02".into(),
            at: now,
            act: Act::Opened {
                anchor,
                text: format!("@{} xem giúp", me.name),
                mentions: vec![Mention { person: me.id, name: me.name }],
                suggestion: None,
                why: None,
            },
        };
        self.store
            .write(|transaction| {
                comments::add(transaction, id, &event)?;
                comments::count_open(transaction, id)
            })
            .unwrap();
        thread
    }

    pub(super) fn become_role(&mut self, role: Role) {
        let me = self.store.me().unwrap();
        self.store.change_me(Person { role, ..me }).unwrap();
    }

    pub(super) fn found(&self, view: View, filter: &str) -> Vec<String> {
        let query = ListQuery { view, filter: filter.into(), offset: 0, limit: 100 };
        let page = self.store.list(&query, minute(1_600_000_000_000, self.minute).now).unwrap();
        assert_eq!(page.total as usize, page.rows.len());
        page.rows.into_iter().map(|row| row.headline).collect()
    }

    pub(super) fn raw(&self) -> Connection {
        Connection::open(self.folder.path().join("desk.db")).unwrap()
    }
}

pub(super) fn signed() -> Fields {
    let byline = Byline { contributor: None, pen_name: "Thanh Mai".into(), role: BylineRole::Text };
    Fields { bylines: vec![byline], ..Fields::default() }
}

pub(super) fn report(headline: &str, text: &str) -> Document {
    Document {
        headline: Text::runs(headline),
        lead: Text::runs("Sáng 23/5, hội nghị khai mạc."),
        blocks: vec![Block::paragraph(BlockId("p1".into()), text)],
    }
}

fn return_to_author() -> Action {
    Action::Return { to: ReturnTarget::Author, reason: "Thiếu ảnh".into(), passages: vec![] }
}

#[test]
fn the_first_start_keeps_who_i_am_and_puts_the_sample_in() {
    let desk = Desk::of(Role::Reporter);
    let info = desk.store.desk_info("1").unwrap();
    assert_eq!(info.me.unwrap().pen_name, "Lan");
    let query = ListQuery { view: View::MyDrafts, filter: String::new(), offset: 0, limit: 10 };
    let page = desk.store.list(&query, Timestamp(0)).unwrap();
    assert_eq!(page.total, 1);
    assert_eq!((page.rows[0].photos, page.rows[0].photos_missing), (2, 0));
    let sample = desk.store.open_article(&page.rows[0].id).unwrap();
    assert_eq!(sample.standing.gaps, [], "the sample lacks nothing");
    assert_eq!(sample.photos.len(), 2);
}

#[test]
fn a_second_set_up_is_refused() {
    let mut desk = Desk::of(Role::Reporter);
    let moment = desk.moment();
    let again = SetUp {
        language: Language::En,
        name: "Ai đó".into(),
        pen_name: String::new(),
        role: Role::Editor,
    };
    assert_eq!(desk.store.set_up(again, &moment).unwrap_err().code, Code::NotAllowed);
    assert_eq!(desk.store.desk_info("1").unwrap().me.unwrap().name, "Trần Thị Lan");
}

#[test]
fn what_was_saved_is_there_after_the_program_is_gone() {
    let mut desk = Desk::of(Role::Reporter);
    let article = desk.article(report("Tin", "Một."));
    let saved = desk.save(&article, report("Tin", "Một. Hai.")).unwrap();
    let Desk { folder, store, .. } = desk;
    // Neither closed nor checkpointed, as after SIGKILL.
    std::mem::forget(store);
    let store = Store::open(folder.path(), "MAY-01").unwrap();
    let again = store.open_article(&article.id).unwrap();
    assert_eq!(again.seq, saved.seq);
    assert_eq!(again.document, report("Tin", "Một. Hai."));
}

#[test]
fn a_save_from_an_old_state_is_refused_and_changes_nothing() {
    let mut desk = Desk::of(Role::Reporter);
    let article = desk.article(report("Tin", "Một."));
    desk.save(&article, report("Tin", "Bản mới.")).unwrap();
    let refused = desk.save(&article, report("Tin", "Bản cũ.")).unwrap_err();
    assert_eq!(refused.code, Code::StaleSave);
    let now = desk.store.open_article(&article.id).unwrap();
    assert_eq!(now.document, report("Tin", "Bản mới."));
}

#[test]
fn a_refused_or_empty_save_announces_nothing() {
    let mut desk = Desk::of(Role::Reporter);
    let article = desk.article(report("Tin", "Một."));
    desk.store.take_changes();
    let same = desk.save(&article, article.document.clone()).unwrap();
    assert_eq!(same.seq, article.seq, "nothing changed, nothing counted");
    assert_eq!(desk.store.take_changes(), []);
    desk.save(&article, report("Tin", "Hai.")).unwrap();
    assert_eq!(desk.store.take_changes(), std::slice::from_ref(&article.id));
    desk.save(&article, report("Tin", "Ba.")).unwrap_err();
    assert_eq!(desk.store.take_changes(), []);
}

#[test]
fn writing_leaves_a_quiet_revision_at_most_every_thirty_seconds() {
    let mut desk = Desk::of(Role::Reporter);
    let article = desk.article(report("Tin", "Một."));
    let start = desk.moment();
    let mut seq = article.seq;
    for second in 1..=70 {
        let save = Save {
            id: article.id.clone(),
            base_seq: seq,
            document: report("Tin", &format!("Câu {second}.")),
            fields: article.fields.clone(),
        };
        let at = Moment { now: Timestamp(article.saved_at.0 + second * 1_000), seed: start.seed };
        seq = desk.store.save_article(save, &at).unwrap().seq;
    }
    let reasons: Vec<_> =
        desk.store.revisions(&article.id).unwrap().iter().map(|row| row.reason).collect();
    use RevisionReason::{Created, Writing};
    assert_eq!(reasons, [Writing, Writing, Created]);
}

#[test]
fn a_report_is_filed_claimed_returned_and_approved_and_the_log_says_so() {
    let mut desk = Desk::of(Role::Reporter);
    let id = desk.article(report("Tin", "Một.")).id;
    assert_eq!(desk.act(&id, Action::File).unwrap().editorial, Editorial::Filed);
    desk.become_role(Role::Editor);
    desk.act(&id, Action::Claim).unwrap();
    desk.act(&id, return_to_author()).unwrap();
    assert_eq!(desk.found(View::Returned, ""), ["Tin"]);
    desk.act(&id, Action::File).unwrap();
    desk.act(&id, Action::Claim).unwrap();
    let approved = desk.act(&id, Action::Approve).unwrap();
    assert_eq!(approved.editorial, Editorial::Approved);
    let sign_off = approved.approval.unwrap();
    assert_eq!(sign_off.by, "Trần Thị Lan");
    assert_eq!(
        desk.store.revisions(&id).unwrap()[0].hash,
        sign_off.revision,
        "an approval names the revision it is for"
    );
    let history = desk.store.history(&id).unwrap();
    assert_eq!(history.len(), 7);
    assert_eq!(history[6].event, LogEvent::Created);
    assert!(desk.store.diagnose().unwrap().problems.is_empty());
}

#[test]
fn filing_and_approving_wait_for_what_is_missing() {
    let mut desk = Desk::of(Role::Editor);
    let moment = desk.moment();
    let id = desk.store.create_article(&moment).unwrap().id;
    let refused = desk.act(&id, Action::File).unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
    assert_eq!(refused.params["gaps"], "headline,text");
    assert_eq!(refused.params["action"], "file");

    let mut document = report("Tin", "Một.");
    document.blocks.push(Block::photo_missing(BlockId("f1".into()), "Quang cảnh"));
    let id = desk.article(document).id;
    desk.act(&id, Action::File).unwrap();
    desk.act(&id, Action::Claim).unwrap();
    let refused = desk.act(&id, Action::Approve).unwrap_err();
    assert_eq!(refused.params["gaps"], "photo");
    assert_eq!(refused.params["action"], "approve");
}

#[test]
fn a_revision_names_the_move_that_made_it() {
    let mut desk = Desk::of(Role::Editor);
    let article = desk.article(report("Tin", "Một."));
    desk.act(&article.id, Action::File).unwrap();
    desk.act(&article.id, Action::Claim).unwrap();
    desk.act(&article.id, Action::Hold { reason: "Chờ số liệu".into() }).unwrap();
    let rows = desk.store.revisions(&article.id).unwrap();
    let made: Vec<_> = rows.iter().map(|row| (row.reason, row.action)).collect();
    assert_eq!(
        made,
        [
            (RevisionReason::Moved, Some(ActionKind::Hold)),
            (RevisionReason::Moved, Some(ActionKind::Claim)),
            (RevisionReason::Filed, Some(ActionKind::File)),
            (RevisionReason::Created, None),
        ]
    );
    let text = desk.store.revision(&article.id, &rows[1].hash).unwrap();
    assert_eq!(text.row.action, Some(ActionKind::Claim));
}

#[test]
fn a_change_after_approval_shows_but_an_internal_note_does_not() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&id, action).unwrap();
    }
    let mut article = desk.store.open_article(&id).unwrap();
    article.fields.internal_note = "Nhuận bút loại B".into();
    let document = article.document.clone();
    let saved = desk.save(&article, document).unwrap();
    assert!(!saved.standing.changed_since_approval);
    article.seq = saved.seq;
    let saved = desk.save(&article, report("Tin", "Hai.")).unwrap();
    assert!(saved.standing.changed_since_approval);
    assert_eq!(saved.standing.editorial, Editorial::Approved, "nobody is kept from typing");
}

#[test]
fn restoring_an_old_revision_keeps_the_text_that_stood_there() {
    let mut desk = Desk::of(Role::Reporter);
    let article = desk.article(report("Tin", "Bản đầu."));
    let first = desk.store.revisions(&article.id).unwrap()[0].hash.clone();
    desk.save(&article, report("Tin", "Bản sau, dài hơn.")).unwrap();
    let moment = desk.moment();
    let restored = desk.store.restore_revision(&article.id, &first, &moment).unwrap();
    assert_eq!(restored.document, report("Tin", "Bản đầu."));
    let kept = desk
        .store
        .revisions(&article.id)
        .unwrap()
        .into_iter()
        .find(|row| row.reason == RevisionReason::BeforeRestore)
        .expect("the text before is a revision");
    let text = desk.store.revision(&article.id, &kept.hash).unwrap();
    assert_eq!(text.document, report("Tin", "Bản sau, dài hơn."));
}

#[test]
fn a_revision_of_another_article_is_not_found() {
    let mut desk = Desk::of(Role::Reporter);
    let one = desk.article(report("Một", "Một."));
    let two = desk.article(report("Hai", "Hai."));
    let hash = desk.store.revisions(&two.id).unwrap()[0].hash.clone();
    let moment = desk.moment();
    let refused = desk.store.restore_revision(&one.id, &hash, &moment).unwrap_err();
    assert_eq!(refused.code, Code::NotFound);
}

#[test]
fn the_filter_does_not_see_accents_and_prefers_the_phrase() {
    let mut desk = Desk::of(Role::Reporter);
    desk.article(report("Góp ý văn kiện Đại hội", "Một."));
    desk.article(report("Kiện tụng quanh một bài văn", "Một."));
    desk.article(report("Đường Đê Đắk Lắk", "Một."));
    assert_eq!(desk.found(View::All, "van kien"), ["Góp ý văn kiện Đại hội"]);
    assert_eq!(desk.found(View::All, "VĂN KIỆN"), ["Góp ý văn kiện Đại hội"]);
    assert_eq!(desk.found(View::All, "duong de dak"), ["Đường Đê Đắk Lắk"]);
    assert_eq!(
        desk.found(View::All, "tung van"),
        ["Kiện tụng quanh một bài văn"],
        "no phrase, so all words"
    );
    assert!(desk.found(View::All, "thanh mai").len() >= 3, "bylines are found too");
    assert!(desk.found(View::All, "' OR 1=1 --").is_empty());
}

/// A state and whether it waits for the one who uses the desk, by the rules and by the list.
#[test]
fn the_list_of_what_waits_for_me_follows_the_rules() {
    for role in [Role::Reporter, Role::Editor, Role::Secretary] {
        let mut desk = Desk::of(role);
        let workflow = crate::review::Workflow::long_chain();
        let settings = Settings { workflow: workflow.clone(), ..Settings::default() };
        let moment = desk.moment();
        desk.store.change_settings(settings, &moment).unwrap();
        let me = desk.store.me().unwrap();
        let other = PersonId("other".into());
        let returned = |to| Editorial::Returned {
            to,
            by: PersonId("x".into()),
            reason: "r".into(),
            passages: vec![],
        };
        let states = [
            Editorial::Draft,
            Editorial::Filed,
            Editorial::InReview { by: me.id.clone() },
            Editorial::InReview { by: other.clone() },
            Editorial::AwaitingApproval { step: 1, of: 3 },
            Editorial::AwaitingApproval { step: 2, of: 3 },
            Editorial::Approved,
            returned(ReturnTarget::Author),
            returned(ReturnTarget::Editor { person: me.id.clone() }),
            returned(ReturnTarget::Editor { person: other.clone() }),
            returned(ReturnTarget::Step { step: 2 }),
            Editorial::Withdrawn,
            Editorial::OnHold { was: Box::new(Editorial::Filed), reason: "r".into() },
            Editorial::Spiked { was: Box::new(Editorial::Draft), reason: "r".into() },
        ];
        let mut expected = Vec::new();
        for (n, state) in states.into_iter().enumerate() {
            let headline = format!("Tin {n:02}");
            let id = desk.article(report(&headline, "Một.")).id;
            let case = crate::review::Case {
                state: &state,
                author: &me.id,
                section: "",
                workflow: &workflow,
                signed: &[],
                stale: &[],
                changed: false,
                reviewer: None,
                had_it: &[],
            };
            if crate::review::waits_for(&case, &me, false) {
                expected.push(headline);
            }
            desk.store
                .write(|transaction| {
                    let mut working = articles::working(transaction, &id)?;
                    working.editorial = state;
                    articles::update(transaction, &working)
                })
                .unwrap();
        }
        expected.reverse();
        assert_eq!(desk.found(View::WaitingForMe, ""), expected, "{role:?}");
    }
}

#[test]
fn a_store_from_a_newer_version_is_refused_and_untouched() {
    let desk = Desk::of(Role::Reporter);
    let path = desk.folder.path().join("desk.db");
    let Desk { folder, mut store, .. } = desk;
    store.connection.pragma_update(None, "user_version", 999).unwrap();
    store.checkpoint().unwrap();
    drop(store);
    let before = std::fs::read(&path).unwrap();
    let Err(refused) = Store::open(folder.path(), "MAY-01") else { panic!("it must be refused") };
    assert_eq!(refused.code, Code::StoreNewer);
    assert_eq!(refused.params["found"], "999");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.db");
    std::fs::write(&path, "đây không phải kho dữ liệu ".repeat(100)).unwrap();
    let before = std::fs::read(&path).unwrap();
    let Err(refused) = Store::open(folder.path(), "MAY-01") else { panic!("it must be refused") };
    assert_eq!(refused.code, Code::StoreDamaged);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_folder_that_cannot_be_made_says_which() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let Err(refused) = Store::open(&file.join("desk"), "MAY-01") else {
        panic!("it must be refused")
    };
    assert!(refused.params["path"].contains("file"));
}

#[test]
fn a_changed_byte_in_a_text_is_noticed_when_it_is_read() {
    let mut desk = Desk::of(Role::Reporter);
    let id = desk.article(report("Tin", "Đạt 41,23%.")).id;
    let changed = desk
        .raw()
        .execute(
            "UPDATE article SET document = replace(document, '41,23', '41,32') WHERE id = ?1",
            [&id.0],
        )
        .unwrap();
    assert_eq!(changed, 1);
    assert_eq!(desk.store.open_article(&id).unwrap_err().code, Code::StoreDamaged);
    let diagnosis = desk.store.diagnose().unwrap();
    assert_eq!(diagnosis.problems.len(), 1);
    assert_eq!(diagnosis.problems[0].kind, ProblemKind::WorkingCopy);
}

#[test]
fn the_doctor_names_a_changed_block_an_edited_log_and_a_lost_photo() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Đạt 41,23%.")).id;
    desk.act(&id, Action::File).unwrap();
    assert!(desk.store.diagnose().unwrap().problems.is_empty());
    let raw = desk.raw();
    raw.execute("UPDATE object SET body = replace(body, '41,23', '41,32')", []).unwrap();
    raw.execute("UPDATE log SET body = replace(body, 'Trần Thị Lan', 'Ai đó')", []).unwrap();
    std::fs::remove_dir_all(desk.folder.path().join("photos")).unwrap();
    let kinds: Vec<_> =
        desk.store.diagnose().unwrap().problems.into_iter().map(|problem| problem.kind).collect();
    for kind in [ProblemKind::Revision, ProblemKind::Log, ProblemKind::PhotoMissing] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[test]
fn a_full_disk_refuses_the_save_keeps_what_was_there_and_recovers() {
    let mut desk = Desk::of(Role::Reporter);
    let article = desk.article(report("Tin", "Bản đã lưu."));
    let limit = |store: &Store, pages: i64| {
        store
            .connection
            .pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let pages: i64 =
        desk.store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    limit(&desk.store, pages);
    let long = "chống chạy chức chạy quyền ".repeat(20_000);
    let refused = desk.save(&article, report("Tin", &long)).unwrap_err();
    assert_eq!(refused.code, Code::DiskFull);
    let kept = desk.store.open_article(&article.id).unwrap();
    assert_eq!(kept.document, report("Tin", "Bản đã lưu."));
    limit(&desk.store, 1 << 30);
    desk.save(&article, report("Tin", "Có chỗ rồi.")).unwrap();
    assert!(desk.store.diagnose().unwrap().problems.is_empty());
}

#[test]
fn a_read_only_disk_is_named_as_such() {
    let desk = Desk::of(Role::Reporter);
    let Desk { folder, mut store, .. } = desk;
    store.checkpoint().unwrap();
    drop(store);
    // The file's own mode does not stop root; SQLite's switch stands for the mount.
    let uri = format!("file:{}?immutable=1", folder.path().join("desk.db").display());
    let db = Connection::open(uri).unwrap();
    let error = db.execute("DELETE FROM meta", []).unwrap_err();
    assert_eq!(Failure::from(error).code, Code::ReadOnly);
}

#[test]
fn after_a_disk_fault_nothing_is_acknowledged_any_more() {
    let mut desk = Desk::of(Role::Reporter);
    let article = desk.article(report("Tin", "Một."));
    let fault = desk
        .store
        .write(|_| -> Result<()> { Err(Failure::new(Code::StoreDamaged, "fsync failed")) });
    assert!(fault.is_err());
    let refused = desk.save(&article, report("Tin", "Hai.")).unwrap_err();
    assert_eq!(refused.code, Code::StoreDamaged);
    assert!(desk.store.open_article(&article.id).is_ok(), "reading goes on");
}

#[test]
fn an_export_waits_for_approval_and_embargo_and_says_who_may_override() {
    let mut desk = Desk::of(Role::Reporter);
    let id = desk.article(report("Tin", "Một.")).id;
    let now = desk.moment();
    let refused = desk.store.plan_export(&id, "", None, &now).unwrap_err();
    assert_eq!(refused.code, Code::NotApproved);
    assert_eq!(refused.params["who"], "editor,secretary");
    let by_reporter = desk.store.plan_export(&id, "", Some("Gấp".into()), &now).unwrap_err();
    assert_eq!(by_reporter.code, Code::NotAllowed);

    desk.become_role(Role::Editor);
    let mut article = desk.store.open_article(&id).unwrap();
    article.fields.embargo = Some(Timestamp(now.now.0 + 3_600_000));
    let document = article.document.clone();
    desk.save(&article, document).unwrap();
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&id, action).unwrap();
    }
    let embargoed = desk.store.plan_export(&id, "", None, &now).unwrap_err();
    assert_eq!(embargoed.code, Code::Embargoed);
    let later = Moment { now: Timestamp(now.now.0 + 7_200_000), seed: now.seed };
    let plan = desk.store.plan_export(&id, "", None, &later).unwrap();
    assert_eq!(plan.document, report("Tin", "Một."));
    assert!(desk.store.plan_export(&id, "", Some("Đã được phép".into()), &now).is_ok());
}

#[test]
fn targets_are_kept_in_the_settings_and_found_by_name() {
    let mut desk = Desk::of(Role::Editor);
    let moment = desk.moment();
    assert!(desk.store.target("").unwrap().is_standard());
    let own = Target { name: "Cổng thông tin".into(), ..Target::standard() };
    let settings = Settings {
        targets: vec![own.clone()],
        last_target: own.name.clone(),
        ..desk.store.settings().unwrap()
    };
    desk.store.change_settings(settings.clone(), &moment).unwrap();
    assert_eq!(desk.store.target(" Cổng thông tin ").unwrap(), own);
    let missing = desk.store.target("Báo in").unwrap_err();
    assert_eq!((missing.code, &missing.params["target"][..]), (Code::NotFound, "Báo in"));

    let unnamed = Settings { targets: vec![Target::standard()], ..settings.clone() };
    let refused = desk.store.change_settings(unnamed, &moment).unwrap_err();
    assert_eq!(refused.params["what"], "targetName");
    assert_eq!(desk.store.settings().unwrap(), settings, "a refusal changes nothing");

    desk.store.change_settings(Settings { targets: Vec::new(), ..settings }, &moment).unwrap();
    assert_eq!(desk.store.settings().unwrap().last_target, "", "what is gone is not remembered");
}

#[test]
fn an_export_of_a_text_that_changed_after_approval_is_refused() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&id, action).unwrap();
    }
    let article = desk.store.open_article(&id).unwrap();
    desk.save(&article, report("Tin", "Một, sửa.")).unwrap();
    let moment = desk.moment();
    let refused = desk.store.plan_export(&id, "", None, &moment).unwrap_err();
    assert_eq!(refused.code, Code::ChangedSinceApproval);
    desk.act(&id, Action::Approve).unwrap();
    assert!(desk.store.plan_export(&id, "", None, &moment).is_ok(), "approved again");
}

#[test]
fn the_same_revision_is_exported_with_the_same_bytes() {
    let mut desk = Desk::of(Role::Editor);
    let query = ListQuery { view: View::All, filter: String::new(), offset: 0, limit: 1 };
    let id = desk.store.list(&query, Timestamp(0)).unwrap().rows[0].id.clone();
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&id, action).unwrap();
    }
    let to = tempfile::tempdir().unwrap();
    let mut hashes = Vec::new();
    for form in [ExportForm::Zip, ExportForm::Folder] {
        let moment = desk.moment();
        let plan = desk.store.plan_export(&id, "", None, &moment).unwrap();
        let report = plan.write(&desk.store.photo_files(), to.path(), form).unwrap();
        assert!(Path::new(&report.path).exists());
        desk.store.record_export(&plan, &report.bundle, &moment).unwrap();
        hashes.push(report.bundle);
    }
    assert_eq!(hashes[0], hashes[1]);
    assert!(matches!(
        desk.store.history(&id).unwrap()[0].event,
        LogEvent::Exported { override_reason: None, .. }
    ));
}

#[test]
fn a_file_for_colleagues_tells_what_changed_since_it_was_handed_in() {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một viêc.")).id;
    desk.act(&id, Action::File).unwrap();
    desk.act(&id, Action::Claim).unwrap();
    let article = desk.store.open_article(&id).unwrap();
    desk.save(&article, report("Tin", "Một việc.")).unwrap();
    desk.act(&id, Action::Approve).unwrap();
    let moment = desk.moment();
    let plan = desk.store.plan_file(&id, "", Format::DocxReview, None, &moment).unwrap();
    let review = plan.review.as_ref().unwrap();
    assert_eq!(review.base.as_ref().unwrap().document, report("Tin", "Một viêc."));
    assert_eq!(review.changes.len(), 1);
    assert!(review.changes[0].by.is_some(), "who changed it is known");

    let to = tempfile::tempdir().unwrap();
    let files = desk.store.photo_files();
    let file = plan.one_file(&files, Format::DocxReview).unwrap();
    let report = file.write(&to.path().join(&file.name)).unwrap();
    desk.store.record_export(&plan, &report.bundle, &moment).unwrap();
    let bytes = std::fs::read(&report.path).unwrap();
    assert_eq!(blake3::hash(&bytes).to_hex().to_string(), report.bundle);
    let has = |words: &str| bytes.windows(words.len()).any(|part| part == words.as_bytes());
    assert!(has(">viêc</w:delText>") && has(">việc</w:t>"));
    let newest = &desk.store.history(&id).unwrap()[0].event;
    assert!(matches!(newest, LogEvent::Exported { bundle, .. } if *bundle == report.bundle));
    let bundled = plan.write(&files, to.path(), ExportForm::Folder).unwrap();
    assert!(!bundled.files.iter().any(|name| name.contains("review")));
}

#[test]
fn the_same_photo_twice_is_kept_once() {
    let mut desk = Desk::of(Role::Reporter);
    let sample = crate::exchange::sample::sample();
    let moment = desk.moment();
    let mut hashes = Vec::new();
    for name in ["a.jpg", "b.jpg"] {
        let added = desk.store.photo_files().add(sample.photos[0].bytes, name, moment.now).unwrap();
        hashes.push(desk.store.register_photo(added).unwrap().hash);
    }
    assert_eq!(hashes[0], hashes[1]);
    assert_eq!(desk.store.diagnose().unwrap().photos, 2, "the sample's own two");
}

#[test]
fn a_gap_list_names_what_a_photo_still_lacks() {
    let mut desk = Desk::of(Role::Reporter);
    let mut document = report("Tin", "Một.");
    document.blocks.push(Block::photo_missing(BlockId("f1".into()), ""));
    let article = desk.article(document);
    assert_eq!(article.standing.gaps, [Gap::Photo, Gap::Caption]);
}

/// Size of the database without what a writer leaves free.
fn packed_bytes(desk: &Desk, name: &str) -> u64 {
    let copy = desk.folder.path().join(name);
    desk.raw().execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
    std::fs::metadata(copy).unwrap().len()
}

#[test]
fn a_quiet_revision_of_a_long_article_costs_little_more_than_the_changed_block() {
    let mut desk = Desk::of(Role::Reporter);
    let text = "chống chạy chức chạy quyền trong công tác cán bộ ".repeat(3);
    let mut document = report("Tin", &text);
    document.blocks = (0..200).map(|n| Block::paragraph(BlockId(format!("b{n}")), &text)).collect();
    let mut article = desk.article(document.clone());
    let before = packed_bytes(&desk, "before.db");
    let mut written = 0;
    for n in 0..300 {
        // Where a person writes, then elsewhere; new blocks too.
        let at = (n / 10 * 37) % document.blocks.len();
        let id = document.blocks[at].id().clone();
        let changed = Block::paragraph(id, &format!("{text}{n}"));
        written += serde_json::to_string(&changed).unwrap().len() as u64;
        document.blocks[at] = changed;
        if n % 30 == 0 {
            let new = Block::paragraph(BlockId(format!("n{n}")), &text);
            written += serde_json::to_string(&new).unwrap().len() as u64;
            document.blocks.insert(at, new);
        }
        // More than half a minute passes between two saves of this desk.
        article.seq = desk.save(&article, document.clone()).unwrap().seq;
    }
    assert_eq!(desk.store.revisions(&article.id).unwrap().len(), 301);
    let grown = packed_bytes(&desk, "after.db") - before - written;
    assert!(grown / 300 <= 3_000, "{} bytes a revision beyond the changed blocks", grown / 300);
    let oldest = desk.store.revisions(&article.id).unwrap().pop().unwrap();
    assert_eq!(desk.store.revision(&article.id, &oldest.hash).unwrap().document.blocks.len(), 200);
    assert_eq!(desk.store.diagnose().unwrap().problems, []);
}
