use super::*;
use crate::article::{Block, BlockId, Text};
use crate::person::{Person, Role};
use crate::store::views::{Language, ListQuery, OpenArticle, ProblemKind, Save, SetUp, View};
use crate::time::Timestamp;

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
    minute: i64,
    article: OpenArticle,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), "MAY-01").unwrap();
        let name = || "Trần Thị Lan".to_owned();
        let answers = SetUp {
            language: Language::Vi,
            name: name(),
            pen_name: "Lan".into(),
            role: Role::Editor,
        };
        store.set_up(answers, &moment(0)).unwrap();
        let article = store.create_article_with(document(TEXT), Fields::default(), &moment(1));
        Self { _folder: folder, article: article.unwrap(), store, minute: 1 }
    }

    fn moment(&mut self) -> Moment {
        self.minute += 1;
        moment(self.minute)
    }

    fn say(&mut self, say: Say) -> Result<Talks> {
        let moment = self.moment();
        self.store.discuss(&self.article.id, say, &moment)
    }

    fn open(&mut self, quote: &str, text: &str) -> Result<Talks> {
        let from = u32::try_from(TEXT[..TEXT.find(quote).unwrap()].encode_utf16().count()).unwrap();
        let to = from + u32::try_from(quote.encode_utf16().count()).unwrap();
        let place = Place::within(Some(BlockId("p1".into())), 0, from, to);
        self.say(Say::Open {
            seq: self.article.seq,
            place,
            text: text.into(),
            mentions: Vec::new(),
            suggestion: None,
        })
    }

    fn save(&mut self, text: &str) -> BTreeMap<ThreadId, Anchor> {
        let moment = self.moment();
        let save = Save {
            id: self.article.id.clone(),
            base_seq: self.article.seq,
            document: document(text),
            fields: Fields::default(),
        };
        let saved = self.store.save_article(save, &moment).unwrap();
        self.article.seq = saved.seq;
        saved.moved_threads
    }

    fn open_threads(&self) -> u32 {
        let query = ListQuery { view: View::All, filter: String::new(), offset: 0, limit: 100 };
        let rows = self.store.list(&query, crate::time::Timestamp(0)).unwrap().rows;
        rows.iter().find(|row| row.id == self.article.id).unwrap().open_threads
    }
}

const TEXT: &str = "Đoàn công tác gồm ba đại biểu đã kiểm tra tuyến đê trong sáng nay.";

fn document(text: &str) -> Document {
    Document {
        headline: Text::runs("Tin"),
        lead: Text::runs("Sapo."),
        blocks: vec![Block::paragraph(BlockId("p1".into()), text)],
    }
}

fn moment(minute: i64) -> Moment {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&minute.to_le_bytes());
    Moment { now: Timestamp(1_600_000_000_000 + minute * 60_000), seed }
}

#[test]
fn a_conversation_is_opened_answered_resolved_and_reopened() {
    let mut desk = Desk::new();
    let talks = desk.open("ba đại biểu", "Ba hay bốn?").unwrap();
    let thread = talks.threads[0].id.clone();
    assert_eq!(talks.seq, desk.article.seq);
    assert_eq!(talks.threads[0].anchor.quote, "ba đại biểu");
    assert_eq!(desk.open_threads(), 1);
    let talks = desk
        .say(Say::Reply { thread: thread.clone(), text: "Ba.".into(), mentions: Vec::new() })
        .unwrap();
    assert_eq!(talks.threads[0].comments.len(), 2);
    let resolve = || Say::Resolve { thread: thread.clone() };
    assert_eq!(desk.say(resolve()).unwrap().threads[0].state, ThreadState::Resolved);
    assert_eq!(desk.open_threads(), 0);
    desk.store.take_changes();
    desk.say(resolve()).unwrap();
    assert!(desk.store.take_changes().is_empty(), "it was resolved before");
    let talks = desk.say(Say::Reopen { thread: thread.clone() }).unwrap();
    assert_eq!(talks.threads[0].state, ThreadState::Open);
    assert_eq!(desk.store.talks(&desk.article.id).unwrap(), talks);
    assert_eq!(desk.store.take_changes(), [desk.article.id.clone()]);
}

#[test]
fn a_save_carries_the_conversations_and_tells_which() {
    let mut desk = Desk::new();
    let thread = desk.open("ba đại biểu", "Ba hay bốn?").unwrap().threads[0].id.clone();
    let moved = desk.save(&TEXT.replace("gồm", "có tất cả"));
    assert!(!moved[&thread].lost);
    assert!(desk.save(&TEXT.replace("gồm", "có tất cả")).is_empty(), "nothing was changed");
    let moved = desk.save(&TEXT.replace(" gồm ba đại biểu", ""));
    assert!(moved[&thread].lost);
    assert_eq!(moved[&thread].quote, "ba đại biểu");
    assert_eq!(desk.store.talks(&desk.article.id).unwrap().threads[0].anchor, moved[&thread]);
}

#[test]
fn a_restored_revision_brings_the_passage_and_its_conversation_back() {
    let mut desk = Desk::new();
    let thread = desk.open("ba đại biểu", "Ba hay bốn?").unwrap().threads[0].id.clone();
    let head = desk.store.revisions(&desk.article.id).unwrap()[0].hash.clone();
    assert!(desk.save(&TEXT.replace(" gồm ba đại biểu", ""))[&thread].lost);
    let moment = desk.moment();
    desk.store.restore_revision(&desk.article.id, &head, &moment).unwrap();
    let anchor = desk.store.talks(&desk.article.id).unwrap().threads.remove(0).anchor;
    assert!(!anchor.lost);
    assert_eq!(anchor.quote, "ba đại biểu");
}

#[test]
fn only_ones_own_words_are_changed_or_taken_back() {
    let mut desk = Desk::new();
    let talks = desk.open("ba đại biểu", "Ba hay bốn?").unwrap();
    let (thread, comment) = (talks.threads[0].id.clone(), talks.threads[0].comments[0].id.clone());
    let edit = |text: &str| Say::Edit {
        thread: thread.clone(),
        comment: comment.clone(),
        text: text.into(),
        mentions: Vec::new(),
    };
    let talks = desk.say(edit("Ba hay năm?")).unwrap();
    assert_eq!(talks.threads[0].comments[0].text, "Ba hay năm?");
    // Somebody else at this desk.
    let other = Person {
        id: PersonId("other".into()),
        name: "Lê Văn Hiếu".into(),
        pen_name: String::new(),
        role: Role::Editor,
        sections: vec![],
    };
    let moment = desk.moment();
    desk.store.save_person(other, &moment).unwrap();
    desk.store
        .connection
        .execute("UPDATE meta SET value = '\"other\"' WHERE name = 'me'", [])
        .unwrap();
    assert_eq!(desk.say(edit("Không phải tôi")).unwrap_err().code, Code::NotAllowed);
    let remove = Say::Remove { thread: thread.clone(), comment: comment.clone() };
    assert_eq!(desk.say(remove).unwrap_err().code, Code::NotAllowed);
}

#[test]
fn what_no_screen_can_send_is_refused_and_nothing_is_kept() {
    let mut desk = Desk::new();
    let thread = desk.open("ba đại biểu", "Ba hay bốn?").unwrap().threads[0].id.clone();
    let at = |from, to| Place::within(Some(BlockId("p1".into())), 0, from, to);
    let open = |seq, place, text: &str, suggestion| Say::Open {
        seq,
        place,
        text: text.into(),
        mentions: Vec::new(),
        suggestion,
    };
    let seq = desk.article.seq;
    let nobody = ThreadId("nobody".into());
    for (say, code) in [
        (open(seq - 1, at(0, 4), "a", None), Code::StaleSave),
        (open(seq, at(0, 4), "  ", None), Code::BadInput),
        (open(seq, at(0, 4), &"a".repeat(20_001), None), Code::BadInput),
        (open(seq, at(4, 4), "a", None), Code::BadInput),
        (open(seq, at(4, 900), "a", None), Code::BadInput),
        (open(seq, Place::Field { name: "nothing".into() }, "a", None), Code::BadInput),
        (
            open(
                seq,
                at(0, 4),
                "a",
                Some(Replacement::MoveAfter { block: Some(BlockId("/".into())) }),
            ),
            Code::BadInput,
        ),
        (Say::Resolve { thread: nobody.clone() }, Code::NotFound),
        (Say::Accept { thread: thread.clone() }, Code::BadInput),
        (Say::Reply { thread: nobody, text: "a".into(), mentions: Vec::new() }, Code::NotFound),
        (
            Say::Reply {
                thread: thread.clone(),
                text: "@Ai".into(),
                mentions: vec![PersonId("nobody".into())],
            },
            Code::NotFound,
        ),
        (Say::Remove { thread, comment: EventId("nobody".into()) }, Code::NotFound),
    ] {
        assert_eq!(desk.say(say.clone()).unwrap_err().code, code, "{say:?}");
    }
    assert_eq!(events(&desk.store.connection, &desk.article.id).unwrap().len(), 1);
    let missing = ArticleId("nobody".into());
    assert_eq!(desk.store.talks(&missing).unwrap_err().code, Code::NotFound);
}

#[test]
fn people_are_mentioned_by_the_name_they_sign_with() {
    let mut desk = Desk::new();
    let moment = desk.moment();
    let person = Person {
        id: PersonId(String::new()),
        name: "Lê Văn Hiếu".into(),
        pen_name: "Thanh Hiếu".into(),
        role: Role::Reporter,
        sections: vec![],
    };
    let id = desk.store.save_person(person, &moment).unwrap().id;
    let thread = desk.open("ba đại biểu", "Ba hay bốn?").unwrap().threads[0].id.clone();
    let reply =
        Say::Reply { thread, text: "@Thanh Hiếu xem giúp".into(), mentions: vec![id; 2] };
    let mentions = desk.say(reply).unwrap().threads[0].comments[1].mentions.clone();
    assert_eq!(mentions.len(), 1);
    assert_eq!(mentions[0].name, "Thanh Hiếu");
}

#[test]
fn what_another_desk_said_is_taken_in_once_and_stands_in_the_text() {
    let mut ours = Desk::new();
    ours.open("ba đại biểu", "Ba hay bốn?").unwrap();
    let talked = events(&ours.store.connection, &ours.article.id).unwrap();
    let mut theirs = Desk::new();
    theirs.article = ours.article.clone();
    let content = Content { document: document(TEXT), fields: Fields::default() };
    let moment = theirs.moment();
    let id = ours.article.id.clone();
    // The same article on another desk.
    let me = theirs.store.me().unwrap();
    let device = theirs.store.device.clone();
    theirs
        .store
        .write(|transaction| {
            let _ = crate::store::articles::insert(
                transaction,
                &id,
                document(TEXT),
                Fields::default(),
                &me,
                &device,
                &moment,
            );
            let new = take_in(transaction, &id, &talked, &BTreeMap::new(), &content)?;
            assert_eq!(new, 1);
            assert_eq!(take_in(transaction, &id, &talked, &BTreeMap::new(), &content)?, 0);
            Ok(())
        })
        .unwrap();
    let talks = theirs.store.talks(&id).unwrap();
    assert_eq!(talks.threads, ours.store.talks(&id).unwrap().threads);
    assert_eq!(theirs.open_threads(), 1);
    let mut forged = talked[0].clone();
    forged.by_name = "Ai đó".into();
    let refused = theirs
        .store
        .write(|transaction| take_in(transaction, &id, &[forged], &BTreeMap::new(), &content));
    assert_eq!(refused.unwrap_err().code, Code::BadInput);
}

#[test]
fn the_doctor_finds_a_damaged_conversation() {
    let mut desk = Desk::new();
    desk.open("ba đại biểu", "Ba hay bốn?").unwrap();
    assert!(desk.store.diagnose().unwrap().problems.is_empty());
    desk.store
        .connection
        .execute("UPDATE comment_event SET body = replace(body, 'bốn', 'năm')", [])
        .unwrap();
    let problems = desk.store.diagnose().unwrap().problems;
    assert_eq!(problems[0].kind, ProblemKind::Conversation);
}

#[test]
fn made_up_conversations_stand_on_words() {
    let mut desk = Desk::new();
    let moment = desk.moment();
    desk.store.fill_with_made_up(1, 2_000, &moment).unwrap();
    desk.store.discuss_made_up(100, &moment).unwrap();
    let query = ListQuery { view: View::All, filter: String::new(), offset: 0, limit: 100 };
    let rows = desk.store.list(&query, crate::time::Timestamp(0)).unwrap().rows;
    assert!(rows.iter().any(|row| row.open_threads == 100));
    assert!(desk.store.diagnose().unwrap().problems.is_empty());
}
