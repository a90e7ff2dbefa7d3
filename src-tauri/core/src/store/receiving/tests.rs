use crate::article::{
    ArticleId, Block, BlockId, Byline, BylineRole, Document, Fields, Photo, PhotoAttrs, Text,
};
use crate::compare::Content;
use crate::discuss::Place;
use crate::failure::Code;
use crate::handoff::{Forge, Identity, peek};
use crate::person::Role;
use crate::review::{Action, Editorial, LogEvent};
use crate::store::{HandOffOrder, ListQuery, Outcome, RevisionReason, Say, Trust, View};
use crate::testing::laptop::Laptop;

fn report() -> Content {
    let text = |id: &str, text: &str| Block::paragraph(BlockId(id.into()), text);
    Content {
        document: Document {
            headline: Text::runs("Đồng Hỷ họp bàn văn kiện"),
            lead: Text::runs("Sáng 23/5, hội nghị khai mạc tại trung tâm xã."),
            blocks: vec![
                text("p1", "Hội nghị có 254 đại biểu tham dự, chiếm 41,23 phần trăm."),
                text("p2", "Các ý kiến tập trung vào công tác cán bộ và xây dựng Đảng."),
                text("p3", "Hội nghị bế mạc vào chiều cùng ngày."),
            ],
        },
        fields: Fields {
            bylines: vec![Byline {
                contributor: None,
                pen_name: "Thanh Mai".into(),
                role: BylineRole::Text,
            }],
            ..Fields::default()
        },
    }
}

fn set(content: &mut Content, block: usize, text: &str) {
    let id = content.document.blocks[block].id().clone();
    content.document.blocks[block] = Block::paragraph(id, text);
}

/// Mai, a reporter, with a report; Lan, an editor.
fn two() -> (Laptop, Laptop, ArticleId) {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let id = mai.article(report());
    (mai, Laptop::new(2, "Lan", Role::Editor), id)
}

#[test]
fn a_report_arrives_with_its_history_its_photo_and_its_place_in_the_review() {
    let (mut mai, mut lan, id) = two();
    let hash = mai.photo(90);
    mai.edit(&id, |content| {
        content.document.blocks.push(Block::Photo(Photo {
            attrs: PhotoAttrs {
                id: BlockId("f1".into()),
                photo: Some(hash.clone()),
                credit: "Thanh Mai".into(),
                alt: "Quang cảnh".into(),
                ..PhotoAttrs::default()
            },
            content: Text::runs("Quang cảnh hội nghị"),
        }));
    });
    mai.act(&id, Action::File);
    let opened = lan.open(&mai.hand_off(&id, None)).unwrap();
    assert_eq!((opened.outcome, opened.photos, opened.first_time), (Outcome::New, 1, true));
    assert_eq!((opened.from.as_str(), opened.device.as_str()), ("Mai", "MAY-01"));
    assert_eq!(lan.content(&id), mai.content(&id));
    let article = lan.open_article(&id);
    assert_eq!(article.standing.editorial, Editorial::Filed);
    assert_eq!(article.standing.author.unwrap().name, "Mai");
    assert!(article.photos.contains_key(&hash));
    assert_eq!(
        lan.store.photo_files().read(&hash).unwrap().len() as u64,
        article.photos[&hash].bytes
    );
    let query = ListQuery { view: View::WaitingForMe, filter: String::new(), offset: 0, limit: 9 };
    assert_eq!(
        lan.store.list(&query, crate::time::Timestamp(0)).unwrap().rows[0].id,
        id,
        "it waits for the editor"
    );
    let theirs: Vec<_> =
        mai.store.revisions(&id).unwrap().iter().map(|row| row.hash.clone()).collect();
    let ours: Vec<_> =
        lan.store.revisions(&id).unwrap().iter().map(|row| row.hash.clone()).collect();
    assert_eq!(ours, theirs, "revisions are the same on every desk");
    let events: Vec<_> = lan.store.history(&id).unwrap().into_iter().map(|row| row.event).collect();
    assert!(matches!(events[0], LogEvent::Received { .. }));
    assert!(events.contains(&LogEvent::Created), "{events:?}");
    assert_eq!(lan.store.diagnose().unwrap().problems, []);
    assert_eq!(mai.store.diagnose().unwrap().problems, []);
}

#[test]
fn opening_a_file_twice_changes_nothing() {
    let (mut mai, mut lan, id) = two();
    let file = mai.hand_off(&id, None);
    lan.open(&file).unwrap();
    let before = lan.dump();
    let again = lan.open(&file).unwrap();
    assert_eq!(again.outcome, Outcome::Nothing);
    assert!(!again.first_time);
    assert_eq!(lan.dump(), before);
    lan.store.take_changes();
    lan.open(&file).unwrap();
    assert_eq!(lan.store.take_changes(), [], "and announces nothing");
}

#[test]
fn ones_own_file_changes_nothing() {
    let (mut mai, _, id) = two();
    let file = mai.hand_off(&id, None);
    mai.store.this_device().unwrap().unwrap();
    let before = mai.store.revisions(&id).unwrap();
    let opened = mai.open(&file).unwrap();
    assert_eq!(opened.outcome, Outcome::Nothing);
    assert_eq!(mai.store.revisions(&id).unwrap(), before);
    assert_eq!(mai.store.peers().unwrap(), [], "one is no colleague of oneself");
}

#[test]
fn what_only_one_has_written_is_simply_the_text() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    lan.edit(&id, |content| set(content, 1, "Các ý kiến tập trung vào công tác cán bộ."));
    let opened = mai.open(&lan.hand_off(&id, None)).unwrap();
    assert_eq!(opened.outcome, Outcome::Forward);
    assert!(opened.changes > 0);
    assert_eq!(mai.content(&id), lan.content(&id));
    // And back with nothing new in the text.
    let opened = lan.open(&mai.hand_off(&id, None)).unwrap();
    assert_eq!((opened.outcome, opened.changes), (Outcome::Kept, 0));
}

#[test]
fn what_was_typed_a_second_ago_is_handed_off_too() {
    let (mut mai, mut lan, id) = two();
    let quiet = mai.store.revisions(&id).unwrap().len();
    // Saved at once after the revision of its making: no quiet revision holds this yet.
    let article = mai.open_article(&id);
    let mut content = report();
    set(&mut content, 2, "Hội nghị bế mạc lúc 17 giờ.");
    let save = crate::store::Save {
        id: id.clone(),
        base_seq: article.seq,
        document: content.document,
        fields: article.fields,
    };
    let moment = crate::moment::Moment { now: article.saved_at, seed: [9; 32] };
    mai.store.save_article(save, &moment).unwrap();
    assert_eq!(mai.store.revisions(&id).unwrap().len(), quiet);
    lan.open(&mai.hand_off(&id, None)).unwrap();
    assert_eq!(lan.content(&id), mai.content(&id));
    assert_eq!(mai.store.revisions(&id).unwrap()[0].reason, RevisionReason::HandOff);
}

#[test]
fn what_both_have_written_becomes_one_text_the_same_on_both_desks() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    mai.edit(&id, |content| set(content, 0, "Hội nghị có 254 đại biểu tham dự."));
    lan.edit(&id, |content| set(content, 2, "Hội nghị bế mạc lúc 17 giờ."));
    let (from_mai, from_lan) = (mai.hand_off(&id, None), lan.hand_off(&id, None));
    assert_eq!(mai.open(&from_lan).unwrap().outcome, Outcome::Merged);
    assert_eq!(lan.open(&from_mai).unwrap().outcome, Outcome::Merged);
    assert_eq!(mai.content(&id), lan.content(&id));
    let head = |laptop: &Laptop| {
        let rows = laptop.store.revisions(&id).unwrap();
        rows.into_iter().find(|row| row.is_head).unwrap().hash
    };
    assert_eq!(head(&mai), head(&lan), "both have made the very same revision");
    // So the next exchange has nothing to merge.
    assert_eq!(mai.open(&lan.hand_off(&id, None)).unwrap().outcome, Outcome::Kept);
    assert_eq!(mai.store.diagnose().unwrap().problems, []);
    assert_eq!(lan.store.diagnose().unwrap().problems, []);
}

#[test]
fn desks_that_merge_past_each_other_end_with_one_text() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    for round in 0..4 {
        mai.edit(&id, |content| set(content, 0, &format!("Đoạn đầu, lần {round}.")));
        let from_mai = mai.hand_off(&id, None);
        lan.edit(&id, |content| set(content, 2, &format!("Đoạn cuối, lần {round}.")));
        let from_lan = lan.hand_off(&id, None);
        // Each goes on before it opens the other's.
        mai.edit(&id, |content| set(content, 1, &format!("Đoạn giữa, lần {round}.")));
        mai.open(&from_lan).unwrap();
        lan.open(&from_mai).unwrap();
    }
    lan.open(&mai.hand_off(&id, None)).unwrap();
    mai.open(&lan.hand_off(&id, None)).unwrap();
    assert_eq!(mai.content(&id), lan.content(&id));
    assert_eq!(mai.store.talks(&id).unwrap().threads, lan.store.talks(&id).unwrap().threads);
}

#[test]
fn a_reply_carries_only_what_is_new() {
    let (mut mai, mut lan, id) = two();
    let hash = mai.photo(90);
    mai.edit(&id, |content| {
        content.document.blocks.push(Block::Photo(Photo {
            attrs: PhotoAttrs {
                id: BlockId("f1".into()),
                photo: Some(hash.clone()),
                ..PhotoAttrs::default()
            },
            content: vec![],
        }));
    });
    for n in 0..30 {
        mai.edit(&id, |content| set(content, 1, &format!("Ý kiến thứ {n} về công tác cán bộ.")));
    }
    let whole = mai.hand_off(&id, None);
    lan.open(&whole).unwrap();
    lan.edit(&id, |content| set(content, 2, "Hội nghị bế mạc lúc 17 giờ."));
    let reply = lan.hand_off(&id, Some(&mai.me));
    let parts = Forge::of(&reply).unwrap();
    assert_eq!(parts.lines("revisions.jsonl").len(), 1, "one revision");
    assert_eq!(parts.lines("objects.jsonl").len(), 1, "one paragraph");
    assert!(parts.members.iter().all(|(name, _)| !name.starts_with("photos/")), "no photo");
    assert!(reply.len() * 2 < whole.len());
    assert_eq!(mai.open(&reply).unwrap().outcome, Outcome::Forward);
    assert_eq!(mai.content(&id), lan.content(&id));

    // Asked for everything, it carries everything.
    let order =
        HandOffOrder { to: Some(mai.me.clone()), whole: true, sealed: false, note: String::new() };
    let parts = Forge::of(&lan.hand_off_by(&id, &order)).unwrap();
    assert_eq!(parts.lines("revisions.jsonl").len(), mai.store.revisions(&id).unwrap().len());
}

#[test]
fn a_photo_that_the_other_lacks_is_sent_again() {
    let (mut mai, mut lan, id) = two();
    let hash = mai.photo(90);
    let with_photo = |content: &mut Content| {
        content.document.blocks.push(Block::Photo(Photo {
            attrs: PhotoAttrs {
                id: BlockId("f1".into()),
                photo: Some(hash.clone()),
                ..PhotoAttrs::default()
            },
            content: vec![],
        }));
    };
    mai.edit(&id, with_photo);
    let files = mai.store.photo_files();
    let bytes = files.read(&hash).unwrap();
    let original = mai.folder().join("photos").join(&hash[..2]).join(&hash);
    std::fs::remove_file(&original).unwrap();
    assert_eq!(
        lan.open(&mai.hand_off(&id, None)).unwrap().photos,
        0,
        "what is not there cannot go"
    );
    assert_eq!(lan.open_article(&id).photos.len(), 0);
    lan.edit(&id, |content| set(content, 2, "Hết."));
    mai.open(&lan.hand_off(&id, Some(&mai.me))).unwrap();
    std::fs::write(&original, bytes).unwrap();
    assert_eq!(lan.open(&mai.hand_off(&id, Some(&lan.me))).unwrap().photos, 1);
    assert!(lan.open_article(&id).photos.contains_key(&hash));
}

#[test]
fn what_builds_on_versions_that_are_not_here_says_whom_to_ask() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    mai.open(&lan.hand_off(&id, None)).unwrap();
    mai.edit(&id, |content| set(content, 0, "Hội nghị có 254 đại biểu."));
    let for_lan = mai.hand_off(&id, Some(&lan.me));
    let mut tam = Laptop::new(3, "Tâm", Role::Secretary);
    let before = tam.dump();
    let refused = tam.open(&for_lan).unwrap_err();
    assert_eq!(refused.code, Code::HandOffIncomplete);
    assert_eq!(refused.params["from"], "Mai");
    assert_eq!(tam.dump(), before);
    // The whole article, as asked for.
    assert_eq!(tam.open(&mai.hand_off(&id, None)).unwrap().outcome, Outcome::New);
}

#[test]
fn what_came_of_nothing_less_goes_on_to_a_third_desk() {
    let (mut mai, mut lan, id) = two();
    mai.act(&id, Action::File);
    lan.open(&mai.hand_off(&id, None)).unwrap();
    lan.act(&id, Action::Claim);
    let mut tam = Laptop::new(3, "Tâm", Role::Secretary);
    tam.open(&lan.hand_off(&id, None)).unwrap();
    let names: Vec<_> = tam.store.history(&id).unwrap().into_iter().map(|row| row.by).collect();
    assert!(names.contains(&"Mai".to_owned()) && names.contains(&"Lan".to_owned()), "{names:?}");
    let editorial = tam.open_article(&id).standing.editorial;
    assert_eq!(editorial, Editorial::InReview { by: lan.me.clone() });
    assert_eq!(tam.open_article(&id).standing.with.unwrap().name, "Lan");
    // Mai's file says nothing that Lan's has not told.
    mai.edit(&id, |content| set(content, 0, "Hội nghị có 254 đại biểu."));
    let opened = tam.open(&mai.hand_off(&id, None)).unwrap();
    assert!(!opened.log_rewritten);
    assert_eq!(opened.outcome, Outcome::Merged);
    assert_eq!(tam.store.diagnose().unwrap().problems, []);
}

#[test]
fn where_two_have_moved_it_apart_both_desks_say_the_same() {
    let (mut mai, mut lan, id) = two();
    mai.act(&id, Action::File);
    lan.open(&mai.hand_off(&id, None)).unwrap();
    mai.act(&id, Action::Withdraw);
    lan.act(&id, Action::Claim);
    lan.act(
        &id,
        Action::Return {
            to: crate::review::ReturnTarget::Author,
            reason: "Thiếu ảnh".into(),
            passages: vec![],
        },
    );
    let (from_mai, from_lan) = (mai.hand_off(&id, None), lan.hand_off(&id, None));
    mai.open(&from_lan).unwrap();
    lan.open(&from_mai).unwrap();
    let state = |laptop: &Laptop| laptop.open_article(&id).standing.editorial;
    assert_eq!(state(&mai), state(&lan));
    assert!(matches!(state(&mai), Editorial::Returned { .. }), "what was done in more steps holds");
}

#[test]
fn an_approval_travels_with_the_text_it_is_for() {
    let (mut mai, mut lan, id) = two();
    mai.act(&id, Action::File);
    lan.open(&mai.hand_off(&id, None)).unwrap();
    lan.act(&id, Action::Claim);
    lan.act(&id, Action::Approve);
    mai.open(&lan.hand_off(&id, Some(&mai.me))).unwrap();
    let standing = mai.open_article(&id).standing;
    let theirs = lan.open_article(&id).standing;
    assert_eq!(standing.editorial, Editorial::Approved);
    assert_eq!(standing.approval, theirs.approval);
    assert_eq!(standing.sign_offs, theirs.sign_offs);
    assert!(!standing.changed_since_approval);
    assert_eq!(mai.store.diagnose().unwrap().problems, []);
    mai.edit(&id, |content| set(content, 0, "Hội nghị có 255 đại biểu."));
    lan.open(&mai.hand_off(&id, Some(&lan.me))).unwrap();
    assert!(lan.open_article(&id).standing.changed_since_approval);
}

#[test]
fn conversations_travel_and_stand_where_the_words_are() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    let seq = lan.open_article(&id).seq;
    let say = Say::Open {
        seq,
        place: Place::within(Some(BlockId("p2".into())), 0, 4, 10),
        text: "Ý kiến nào?".into(),
        mentions: vec![],
        suggestion: None,
    };
    let moment = lan.moment();
    lan.store.discuss(&id, say, &moment).unwrap();
    mai.edit(&id, |content| {
        set(content, 1, "Chiều nay, các ý kiến tập trung vào công tác cán bộ.")
    });
    let opened = mai.open(&lan.hand_off(&id, None)).unwrap();
    assert_eq!((opened.comments, opened.outcome), (1, Outcome::Kept));
    let threads = mai.store.talks(&id).unwrap().threads;
    assert_eq!(threads[0].comments[0].text, "Ý kiến nào?");
    assert!(!threads[0].anchor.lost, "{:?}", threads[0].anchor);
    let moment = mai.moment();
    let reply = Say::Reply {
        thread: threads[0].id.clone(),
        text: "Của đại biểu.".into(),
        mentions: vec![],
    };
    mai.store.discuss(&id, reply, &moment).unwrap();
    let opened = lan.open(&mai.hand_off(&id, None)).unwrap();
    assert_eq!((opened.comments, opened.outcome), (1, Outcome::Forward));
    assert_eq!(lan.store.talks(&id).unwrap().threads, mai.store.talks(&id).unwrap().threads);
}

#[test]
fn who_has_it_now_is_known_on_both_desks() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    mai.open(&lan.hand_off(&id, Some(&mai.me))).unwrap();
    mai.hand_off(&id, Some(&lan.me));
    let leases = |laptop: &Laptop| -> Vec<_> {
        let leases = laptop.open_article(&id).standing.leases;
        leases.into_iter().map(|lease| (lease.name, lease.device)).collect()
    };
    assert_eq!(leases(&mai), [("Lan".to_owned(), "MAY-02".to_owned())]);
    let back = lan.hand_off(&id, Some(&mai.me));
    assert_eq!(leases(&lan), [("Mai".to_owned(), "MAY-01".to_owned())]);
    mai.open(&back).unwrap();
    assert_eq!(leases(&mai), [], "it is back");
}

#[test]
fn the_same_hand_off_is_the_same_bytes() {
    let (mut mai, _, id) = two();
    let moment = mai.moment();
    let order = HandOffOrder { to: None, whole: true, sealed: false, note: "Xem giúp".into() };
    let mut write = || {
        let plan = mai.store.plan_hand_off(&id, &order, &moment).unwrap();
        let path = mai.folder().join("a.banthao");
        plan.write(&mai.identity, &mai.store.photo_files(), &path).unwrap();
        std::fs::read(path).unwrap()
    };
    assert_eq!(write(), write());
}

#[test]
fn an_encrypted_file_is_opened_by_its_receiver_alone_and_answered_in_kind() {
    let (mut mai, mut lan, id) = two();
    let sealed_to = |to: &Laptop| HandOffOrder {
        to: Some(to.me.clone()),
        whole: false,
        sealed: true,
        note: String::new(),
    };
    let moment = mai.moment();
    let order = HandOffOrder { to: Some(mai.me.clone()), ..sealed_to(&mai) };
    let refused = mai.store.plan_hand_off(&id, &order, &moment).unwrap_err();
    assert_eq!(refused.code, Code::BadInput, "no device of that person is known");
    // The first file tells what replies can be encrypted for.
    lan.open(&mai.hand_off(&id, None)).unwrap();
    lan.edit(&id, |content| set(content, 2, "Hội nghị bế mạc lúc 17 giờ."));
    let sealed = lan.hand_off_by(&id, &sealed_to(&mai));
    assert!(!contains(&sealed, b"manifest"), "nothing of it can be read");
    let mut tam = Laptop::new(3, "Tâm", Role::Secretary);
    assert_eq!(tam.open(&sealed).unwrap_err().code, Code::HandOffSealed);
    let opened = mai.open(&sealed).unwrap();
    assert!(opened.sealed);
    assert_eq!(mai.content(&id), lan.content(&id));
    let back = mai.hand_off_by(&id, &sealed_to(&lan));
    lan.open(&back).unwrap();
    assert_eq!(lan.store.diagnose().unwrap().problems, []);
    // Whoever sent it can look into it.
    mai.open(&back).unwrap();
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_list_of_files_needs_only_their_beginnings() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    let order =
        HandOffOrder { to: Some(mai.me.clone()), whole: false, sealed: true, note: "Gấp".into() };
    for file in [lan.hand_off_by(&id, &order), lan.hand_off(&id, None)] {
        let path = mai.folder().join("peek.banthao");
        std::fs::write(&path, &file[..file.len() / 2]).unwrap();
        let Ok(opening) = peek(&path, &mai.identity) else {
            // Encrypted in one piece: its half cannot be believed.
            assert!(file.starts_with(b"age"));
            continue;
        };
        assert_eq!(opening.manifest.from.person.name, "Lan");
        assert_eq!(opening.manifest.headline, "Đồng Hỷ họp bàn văn kiện");
        assert!(!mai.store.has_seen(&opening).unwrap());
        std::fs::write(&path, &file).unwrap();
        mai.open(&file).unwrap();
        assert!(mai.store.has_seen(&opening).unwrap());
    }
}

#[test]
fn a_device_with_a_new_key_is_a_stranger_until_somebody_says_otherwise() {
    let (mut mai, mut lan, id) = two();
    let first = mai.hand_off(&id, None);
    lan.open(&first).unwrap();
    let known = mai.identity.device().key;
    mai.identity = Identity::from_secret(&[77; 32]);
    mai.store.know_own_device(mai.identity.device(), false).unwrap();
    mai.edit(&id, |content| set(content, 0, "Hội nghị có 254 đại biểu."));
    let file = mai.hand_off(&id, None);
    let before = lan.dump();
    let refused = lan.open(&file).unwrap_err();
    assert_eq!(refused.code, Code::PeerChanged);
    assert_eq!(refused.params["known"], known.fingerprint());
    assert_eq!(refused.params["found"], mai.identity.device().key.fingerprint());
    assert_eq!(lan.dump(), before, "nothing is taken from a stranger");

    let accepted = mai.identity.device().key;
    assert_eq!(accepted.0, refused.params["key"]);
    let hand_off = Laptop::read(&file).unwrap();
    let moment = lan.moment();
    let opened = lan.store.receive(hand_off, Some(&accepted), &moment).unwrap();
    assert_eq!(opened.outcome, Outcome::Forward);
    let trust: Vec<_> =
        lan.store.peers().unwrap().into_iter().map(|peer| (peer.key, peer.trust)).collect();
    assert!(
        trust.contains(&(accepted, Trust::FirstUse)) && trust.contains(&(known, Trust::Replaced))
    );
    assert_eq!(lan.open(&first).unwrap_err().code, Code::PeerBlocked, "the old key counts no more");
}

#[test]
fn nothing_is_taken_from_a_blocked_device() {
    let (mut mai, mut lan, id) = two();
    lan.open(&mai.hand_off(&id, None)).unwrap();
    lan.store.trust_peer(&mai.identity.device().key, Trust::Blocked).unwrap();
    mai.edit(&id, |content| set(content, 0, "Hội nghị có 254 đại biểu."));
    let file = mai.hand_off(&id, None);
    let before = lan.dump();
    assert_eq!(lan.open(&file).unwrap_err().code, Code::PeerBlocked);
    let key = mai.identity.device().key;
    let moment = lan.moment();
    let forced = lan.store.receive(Laptop::read(&file).unwrap(), Some(&key), &moment);
    assert_eq!(forced.unwrap_err().code, Code::PeerBlocked, "not by the way either");
    assert_eq!(lan.dump(), before);
    lan.store.trust_peer(&key, Trust::Verified).unwrap();
    assert_eq!(lan.open(&file).unwrap().outcome, Outcome::Forward);
}

#[test]
fn nobody_signs_in_my_own_name() {
    let (mut mai, mut lan, id) = two();
    let file = mai.hand_off(&id, None);
    let mut forged = Forge::of(&file).unwrap();
    forged.manifest["from"]["person"]["id"] = lan.me.0.clone().into();
    forged.manifest["from"]["device"] = "MAY-02".into();
    let forged = forged.signed(&Identity::from_secret(&[66; 32])).unwrap();
    let before = lan.dump();
    assert_eq!(lan.open(&forged).unwrap_err().code, Code::PeerChanged);
    assert_eq!(lan.dump(), before);
}

#[test]
fn a_log_that_does_not_go_on_where_it_was_is_told_and_kept() {
    let (mut mai, mut lan, id) = two();
    mai.act(&id, Action::File);
    let backup = mai.folder().join("backup.db");
    rusqlite::Connection::open(mai.folder().join("desk.db"))
        .unwrap()
        .execute("VACUUM INTO ?1", [backup.to_string_lossy()])
        .unwrap();
    mai.act(&id, Action::Withdraw);
    lan.open(&mai.hand_off(&id, None)).unwrap();

    // Mai's store is brought back from the day before and goes on from there.
    let moment = mai.moment();
    let restored = tempfile::tempdir().unwrap();
    std::fs::copy(&backup, restored.path().join("desk.db")).unwrap();
    mai.store = crate::store::Store::open(restored.path(), "MAY-01").unwrap();
    mai.store.move_article(&id, Action::Withdraw, None, &moment).unwrap();
    let plan_moment = mai.moment();
    let order = HandOffOrder { to: None, whole: true, sealed: false, note: String::new() };
    let plan = mai.store.plan_hand_off(&id, &order, &plan_moment).unwrap();
    let path = restored.path().join("a.banthao");
    plan.write(&mai.identity, &mai.store.photo_files(), &path).unwrap();
    let opened = lan.open(&std::fs::read(path).unwrap()).unwrap();
    assert!(opened.log_rewritten);
    let events: Vec<_> = lan.store.history(&id).unwrap().into_iter().map(|row| row.event).collect();
    let moved = |event: &&LogEvent| matches!(event, LogEvent::Moved { action, .. } if **action == Action::Withdraw);
    assert_eq!(events.iter().filter(moved).count(), 2, "both are kept: {events:?}");
    let created = events.iter().filter(|event| **event == LogEvent::Created).count();
    assert_eq!(created, 1, "what both have is told once");
}
