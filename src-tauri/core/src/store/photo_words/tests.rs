use rusqlite::Connection as Raw;

use super::*;
use crate::article::{Block, BlockId, Document, Fields, Photo, PhotoAttrs, Text};
use crate::compare::Content;
use crate::handoff::Forge;
use crate::person::Role;
use crate::review::Action;
use crate::store::{Outcome, PhotoQuery, Problem, ProblemKind, RightsFilter, Settings, schema};
use crate::testing::laptop::Laptop;

fn with_photo(hash: &str) -> Content {
    let photo = Photo {
        attrs: PhotoAttrs {
            id: BlockId("f1".into()),
            photo: Some(hash.to_owned()),
            credit: "Thanh Mai".into(),
            alt: "Quang cảnh".into(),
            ..PhotoAttrs::default()
        },
        content: Text::runs("Quang cảnh hội nghị"),
    };
    let document = Document {
        headline: Text::runs("Tin"),
        lead: Text::runs("Sapo."),
        blocks: vec![Block::paragraph(BlockId("p1".into()), "Một."), Block::Photo(photo)],
    };
    Content { document, fields: Fields::default() }
}

fn caption(text: &str) -> WordChanges {
    WordChanges { caption: Some(text.to_owned()), ..WordChanges::default() }
}

fn rights(kind: RightsKind, until: Option<&str>) -> WordChanges {
    let rights = Rights { kind, until: until.map(str::to_owned), note: String::new() };
    WordChanges { rights: Some(rights), ..WordChanges::default() }
}

fn say(desk: &mut Laptop, hash: &str, changes: &WordChanges) -> EditedPhotos {
    let moment = desk.moment();
    desk.store.edit_photos(&[hash.to_owned()], changes, &moment).unwrap()
}

fn said(desk: &Laptop, hash: &str) -> Metadata {
    desk.store.photo_infos(&[hash.to_owned()]).unwrap()[hash].words().clone()
}

fn found(desk: &mut Laptop, query: &PhotoQuery) -> Vec<String> {
    let query = PhotoQuery { limit: 100, ..query.clone() };
    let moment = desk.moment();
    let page = desk.store.list_photos(&query, &moment).unwrap();
    assert_eq!(page.total as usize, page.rows.len());
    page.rows.into_iter().map(|row| row.hash).collect()
}

fn search(text: &str) -> PhotoQuery {
    PhotoQuery { search: text.to_owned(), ..PhotoQuery::default() }
}

#[test]
fn what_the_desk_says_stands_beside_what_the_file_says() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let hash = mai.photo(90);
    let edited = say(&mut mai, &hash, &caption("  Quang cảnh {seq:2} "));
    let info = &edited.photos[&hash];
    assert_eq!(info.words().caption, "Quang cảnh 01");
    assert_eq!(info.metadata.caption, "", "the file's own words stay");
    assert_eq!(info.desk.as_ref().unwrap().by_name, "Mai");
    let again = say(&mut mai, &hash, &caption("Quang cảnh 01"));
    assert_eq!((again.batch, again.photos.len()), (None, 0), "nothing new was said");
    assert_eq!(mai.store.photo_details(&hash).unwrap().said.len(), 1);
    assert_eq!(mai.store.diagnose().unwrap().problems, []);
}

#[test]
fn a_batch_goes_back_in_one_step() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let photos = [mai.photo(10), mai.photo(20), mai.photo(30)];
    say(&mut mai, &photos[0], &caption("Đầu tiên"));
    let moment = mai.moment();
    let all = mai.store.edit_photos(&photos, &caption("Chung"), &moment).unwrap();
    assert_eq!(all.photos.len(), 3);
    say(&mut mai, &photos[2], &caption("Sau cùng"));
    let moment = mai.moment();
    let undone = mai.store.undo_photo_edit(&all.batch.unwrap(), &moment).unwrap();
    assert_eq!(undone.photos.len(), 2);
    assert_eq!(said(&mai, &photos[0]).caption, "Đầu tiên");
    assert_eq!(said(&mai, &photos[1]).caption, "");
    assert_eq!(said(&mai, &photos[2]).caption, "Sau cùng", "that was said later");
    let moment = mai.moment();
    assert_eq!(mai.store.undo_photo_edit("nosuch", &moment).unwrap_err().code, Code::NotFound);
}

#[test]
fn an_edit_that_is_refused_changes_no_photo() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let hash = mai.photo(90);
    let before = mai.dump();
    let moment = mai.moment();
    for (photos, changes, code) in [
        (vec![hash.clone(), "f".repeat(64)], caption("Một"), Code::NotFound),
        (vec![hash.clone(), "../../x".to_owned()], caption("Một"), Code::NotFound),
        (vec![hash.clone()], caption(&"x".repeat(9_000)), Code::BadInput),
        (vec![hash.clone()], rights(RightsKind::Own, Some("31/12/2026")), Code::BadInput),
        (vec![hash.clone(); BATCH_LIMIT + 1], caption("Một"), Code::BadInput),
    ] {
        let refused = mai.store.edit_photos(&photos, &changes, &moment).unwrap_err();
        assert_eq!(refused.code, code, "{}", refused.message);
    }
    assert_eq!(mai.dump(), before);
}

#[test]
fn words_travel_with_the_article_and_of_each_field_the_latest_holds_on_both_desks() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    let hash = mai.photo(90);
    let id = mai.article(with_photo(&hash));
    say(&mut mai, &hash, &caption("Của Mai").and(&rights(RightsKind::Agency, Some("2030-01-01"))));
    lan.open(&mai.hand_off(&id, None)).unwrap();
    assert_eq!(said(&lan, &hash).caption, "Của Mai");
    assert_eq!(lan.open_article(&id).photos[&hash].rights().kind, RightsKind::Agency);

    // Both go on, and only words are new.
    say(&mut mai, &hash, &caption("Mai sửa"));
    lan.wait(30);
    let city = WordChanges { city: Some("Thái Nguyên".into()), ..WordChanges::default() };
    say(&mut lan, &hash, &city.and(&caption("Lan sửa")));
    let from_lan = lan.hand_off(&id, None);
    let from_mai = mai.hand_off(&id, None);
    let opened = lan.open(&from_mai).unwrap();
    assert_ne!(opened.outcome, Outcome::Nothing, "words are new");
    mai.open(&from_lan).unwrap();
    assert_eq!(said(&mai, &hash), said(&lan, &hash));
    assert_eq!(said(&mai, &hash).caption, "Lan sửa");
    let texts = |desk: &Laptop| -> Vec<Option<String>> {
        let said = desk.store.photo_details(&hash).unwrap().said;
        said.into_iter().map(|said| said.changes.caption).collect()
    };
    assert!(texts(&lan).contains(&Some("Mai sửa".into())), "what lost is kept");
    assert_eq!(texts(&mai), texts(&lan));
    assert_eq!(lan.open(&from_mai).unwrap().outcome, Outcome::Nothing, "opened before");
    for desk in [&mai, &lan] {
        assert_eq!(desk.store.diagnose().unwrap().problems, []);
    }
}

#[test]
fn who_has_read_the_others_words_has_the_last_whatever_the_clocks_say() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    let hash = mai.photo(90);
    let id = mai.article(with_photo(&hash));
    mai.wait(600);
    say(&mut mai, &hash, &caption("Đồng hồ chạy trước"));
    lan.open(&mai.hand_off(&id, None)).unwrap();
    say(&mut lan, &hash, &caption("Lan sửa"));
    assert_eq!(said(&lan, &hash).caption, "Lan sửa");
    mai.open(&lan.hand_off(&id, None)).unwrap();
    assert_eq!(said(&mai, &hash).caption, "Lan sửa");
}

#[test]
fn hostile_words_about_photos_change_nothing() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    let (hash, other) = (mai.photo(90), lan.photo(40));
    let id = mai.article(with_photo(&hash));
    say(&mut mai, &hash, &caption("Của Mai"));
    let forge = Forge::of(&mai.hand_off(&id, None)).unwrap();
    let part = "photo-words.jsonl";
    let line = forge.lines(part).remove(0);
    let sent = |lines: &[String], mai: &Laptop| {
        let mut forge = forge.clone();
        forge.set_lines(part, lines);
        forge.signed(&mai.identity).unwrap()
    };
    let before = lan.dump();
    let swap = |from: &str, to: &str| {
        assert!(line.contains(from), "{from}");
        line.replace(from, to)
    };
    for (what, lines) in [
        ("too long", vec![swap("Của Mai", &"x".repeat(9_000))]),
        ("a control character", vec![swap("Của Mai", "a\\u0007b")]),
        ("not in NFC", vec![swap("Của Mai", "Vie\u{323}\u{302}t")]),
        ("an unknown field", vec![swap("\"caption\"", "\"x\":1,\"caption\"")]),
        ("no change", vec![swap("\"caption\":\"Của Mai\"", "")]),
        ("a photo of the other desk", vec![swap(&hash, &other)]),
        ("no photo", vec![swap(&hash, "../../etc/passwd")]),
        ("twice", vec![line.clone(), line.clone()]),
        ("six stars", vec![swap("\"caption\":\"Của Mai\"", "\"rating\":6")]),
        (
            "a day that is none",
            vec![swap(
                "\"caption\":\"Của Mai\"",
                "\"rights\":{\"kind\":\"own\",\"until\":\"2026-02-31\",\"note\":\"\"}",
            )],
        ),
        ("too many bytes", vec![swap("Của Mai", &"x".repeat(200 << 10))]),
    ] {
        let refused = lan.open(&sent(&lines, &mai)).unwrap_err();
        assert_eq!(refused.code, Code::HandOffRefused, "{what}: {}", refused.message);
        assert_eq!(lan.dump(), before, "{what}");
    }
    lan.open(&sent(&[line], &mai)).unwrap();
    assert_eq!(said(&lan, &hash).caption, "Của Mai");
}

#[test]
fn the_photos_of_a_hand_off_bring_no_words_of_a_desk_but_edit_by_edit() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    let hash = mai.photo(90);
    let id = mai.article(with_photo(&hash));
    say(&mut mai, &hash, &caption("Của Mai"));
    let mut forge = Forge::of(&mai.hand_off(&id, None)).unwrap();
    let info = &mut forge.manifest["photos"][0];
    assert_eq!(info.get("desk"), None);
    info["desk"] = serde_json::json!({
        "metadata": Metadata::default(), "rights": Rights::default(),
        "byName": "Mai", "at": 1, "device": "MAY-01"
    });
    let refused = lan.open(&forge.signed(&mai.identity).unwrap()).unwrap_err();
    assert_eq!(refused.code, Code::HandOffRefused);
}

#[test]
fn photos_are_found_without_accents_by_every_word_about_them() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let hash = mai.photo(90);
    mai.photo(20);
    let changes = WordChanges {
        headline: Some("Đại hội".into()),
        caption: Some("Quang cảnh “hội nghị”, sáng nay".into()),
        creators: Some(vec!["Nguyễn Thị Lan".into()]),
        city: Some("Thái Nguyên".into()),
        people: Some(vec!["Phạm Minh Chính".into()]),
        keywords: Some(vec!["văn kiện".into()]),
        created: Some("2020-05-23T08:15:00+07:00".into()),
        ..WordChanges::default()
    };
    say(&mut mai, &hash, &changes);
    for text in [
        "quang canh hoi nghi",
        "dai hoi",
        "Thái Nguyên",
        "pham minh",
        "van kien",
        "nguyen thi lan",
        "anh 90.jpg",
        "23/05/2020",
        "2020-05-23",
        "chinh dai",
        "hội nghị",
    ] {
        assert_eq!(found(&mut mai, &search(text)), std::slice::from_ref(&hash), "{text}");
    }
    assert!(found(&mut mai, &search("hien")).is_empty(), "only beginnings of words");
    assert_eq!(found(&mut mai, &search("  ")).len(), 4, "everything, with the sample's two");
    say(&mut mai, &hash, &caption("Khác hẳn"));
    assert!(found(&mut mai, &search("quang canh")).is_empty(), "the search follows the words");
    assert_eq!(mai.store.diagnose().unwrap().problems, []);
}

#[test]
fn the_wall_is_narrowed_by_day_photographer_rights_and_use() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let (used, fresh) = (mai.photo(90), mai.photo(20));
    mai.article(with_photo(&used));
    let lan = WordChanges {
        creators: Some(vec!["Lan".into()]),
        created: Some("2020-05-23".into()),
        ..WordChanges::default()
    };
    say(&mut mai, &fresh, &lan.and(&rights(RightsKind::Own, None)));
    say(&mut mai, &used, &rights(RightsKind::Agency, Some("2020-12-31")));
    let query = PhotoQuery::default;
    let day = |day: &str| Some(day.to_owned());
    for (what, query, expected) in [
        ("photographer", PhotoQuery { creators: Some("Lan".into()), ..query() }, vec![&fresh]),
        (
            "days",
            PhotoQuery { from: day("2020-05-23"), to: day("2020-05-23"), ..query() },
            vec![&fresh],
        ),
        ("before", PhotoQuery { to: day("2020-05-22"), ..query() }, vec![]),
        ("valid", PhotoQuery { rights: Some(RightsFilter::Valid), ..query() }, vec![&fresh]),
        ("expired", PhotoQuery { rights: Some(RightsFilter::Expired), ..query() }, vec![&used]),
    ] {
        let expected: Vec<String> = expected.into_iter().cloned().collect();
        assert_eq!(found(&mut mai, &query), expected, "{what}");
    }
    let unused = found(&mut mai, &PhotoQuery { unused: true, ..query() });
    assert_eq!(unused, std::slice::from_ref(&fresh), "the sample's photos are in use");
    let unknown = found(&mut mai, &PhotoQuery { rights: Some(RightsFilter::Unknown), ..query() });
    assert_eq!(unknown.len(), 2, "the sample's");
    let names = mai.store.photographers().unwrap();
    assert!(names.iter().any(|it| it.name == "Lan" && it.photos == 1), "{names:?}");
    let moment = mai.moment();
    let wrong = PhotoQuery { from: day("23/5"), ..query() };
    assert_eq!(mai.store.list_photos(&wrong, &moment).unwrap_err().code, Code::BadInput);
    let page = PhotoQuery { offset: 1, limit: 2, ..query() };
    let page = mai.store.list_photos(&page, &moment).unwrap();
    assert_eq!((page.total, page.rows.len()), (4, 2));
    assert_eq!(mai.store.choose_photos(&query(), &moment).unwrap().len(), 4);
}

#[test]
fn stars_go_along_in_a_hand_off_and_narrow_the_wall() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    let (hash, other) = (mai.photo(90), mai.photo(20));
    let id = mai.article(with_photo(&hash));
    for (photo, stars) in [(&hash, 4), (&other, 2)] {
        let moment = mai.moment();
        let info =
            mai.store.photo_infos(std::slice::from_ref(photo)).unwrap().remove(photo).unwrap();
        let rated = mai.store.rate_photo(info, stars, &moment).unwrap();
        assert_eq!(rated.words().rating, stars);
        let again = mai.store.rate_photo(rated.clone(), stars, &moment).unwrap();
        assert_eq!(again, rated, "what it says already is no edit");
    }
    let moment = mai.moment();
    let from = |stars: u8| PhotoQuery { stars, ..PhotoQuery::default() };
    assert_eq!(found(&mut mai, &from(3)), std::slice::from_ref(&hash));
    assert_eq!(found(&mut mai, &from(1)).len(), 2, "the sample's photos have none");
    assert_eq!(found(&mut mai, &from(5)), Vec::<String>::new());
    let refused = mai.store.list_photos(&from(6), &moment).unwrap_err();
    assert_eq!(refused.code, Code::BadInput);
    lan.open(&mai.hand_off(&id, None)).unwrap();
    assert_eq!(said(&lan, &hash).rating, 4);
    assert_eq!(found(&mut lan, &from(4)), std::slice::from_ref(&hash));
    let none = WordChanges { rating: Some(0), ..WordChanges::default() };
    say(&mut lan, &hash, &none);
    assert_eq!(found(&mut lan, &from(1)), Vec::<String>::new());
    for desk in [&mai, &lan] {
        assert_eq!(desk.store.diagnose().unwrap().problems, []);
    }
}

#[test]
fn a_photo_registered_again_is_told_with_what_the_desk_said_of_it() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let hash = mai.photo(90);
    say(&mut mai, &hash, &caption("Quang cảnh"));
    let moment = mai.moment();
    let bytes = mai.store.photo_files().read(&hash).unwrap();
    let added = mai.store.photo_files().add(&bytes, "lại.jpg", moment.now).unwrap();
    let info = mai.store.register_photo(added).unwrap();
    assert_eq!(info.words().caption, "Quang cảnh");
    assert_eq!(info.file_name, "anh-90.jpg", "as it first came");
}

#[test]
fn a_save_notes_which_photos_are_used_where() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let hash = mai.photo(90);
    let id = mai.article(with_photo(&hash));
    let uses = |desk: &Laptop| desk.store.photo_details(&hash).unwrap().uses;
    let there = uses(&mai);
    assert_eq!(there.len(), 1);
    assert_eq!((&there[0].article, there[0].headline.as_str()), (&id, "Tin"));
    mai.edit(&id, |content| {
        content.document.blocks.pop();
    });
    assert!(uses(&mai).is_empty());
}

#[test]
fn a_photo_whose_rights_have_run_out_does_not_go_out() {
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    let hash = lan.photo(90);
    let id = lan.article(Content {
        fields: Fields {
            bylines: vec![crate::article::Byline {
                contributor: None,
                pen_name: "Lan".into(),
                role: crate::article::BylineRole::Text,
            }],
            ..Fields::default()
        },
        ..with_photo(&hash)
    });
    for action in [Action::File, Action::Claim, Action::Approve] {
        lan.act(&id, action);
    }
    let plan = |lan: &mut Laptop, reason: Option<&str>| {
        let moment = lan.moment();
        lan.store.plan_export(&id, "", reason.map(str::to_owned), &moment)
    };
    assert!(plan(&mut lan, None).is_ok(), "unknown rights stop nothing unless asked for");
    let moment = lan.moment();
    let settings = Settings { photos_need_rights: true, ..lan.store.settings().unwrap() };
    lan.store.change_settings(settings, &moment).unwrap();
    let refused = plan(&mut lan, None).unwrap_err();
    assert_eq!(refused.code, Code::RightsUnknown);
    assert_eq!(refused.params["photos"], "anh-90.jpg");
    let notes = lan.open_article(&id).standing.photo_notes;
    assert!(notes.iter().any(|note| note.about == PhotoConcern::RightsUnknown));
    assert!(
        notes.iter().any(|note| note.about == PhotoConcern::Small { width: 64, height: 48 }),
        "{notes:?}"
    );

    let source_type = |code: &str| WordChanges {
        digital_source_type: Some(format!("http://cv.iptc.org/newscodes/digitalsourcetype/{code}")),
        ..WordChanges::default()
    };
    let by_ai = |lan: &Laptop| {
        let notes = lan.open_article(&id).standing.photo_notes;
        notes.into_iter().find(|note| matches!(note.about, PhotoConcern::MadeByAi { .. }))
    };
    assert_eq!(by_ai(&lan), None);
    say(&mut lan, &hash, &source_type("compositeWithTrainedAlgorithmicMedia"));
    assert_eq!(by_ai(&lan).unwrap().about, PhotoConcern::MadeByAi { said: true });
    say(&mut lan, &hash, &source_type("digitalCapture"));
    assert_eq!(by_ai(&lan), None);

    say(&mut lan, &hash, &rights(RightsKind::Agency, Some("2026-09-20")));
    let refused = plan(&mut lan, None).unwrap_err();
    assert_eq!(
        (refused.code, refused.params["who"].as_str()),
        (Code::RightsExpired, "editor,secretary")
    );
    let past = plan(&mut lan, Some("Hãng đã gia hạn qua điện thoại")).unwrap();
    assert!(past.override_reason.is_some());
    say(&mut lan, &hash, &rights(RightsKind::Agency, Some("2099-01-01")));
    assert!(plan(&mut lan, None).is_ok());
}

#[test]
fn the_doctor_sees_words_that_were_changed_by_hand_and_lists_that_do_not_fit() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let hash = mai.photo(90);
    let id = mai.article(with_photo(&hash));
    say(&mut mai, &hash, &caption("Của Mai"));
    let raw = Raw::open(mai.folder().join("desk.db")).unwrap();
    let mut check = |sql: &str, expected: &[(ProblemKind, &str)]| {
        raw.execute_batch(&format!("SAVEPOINT s; {sql}; RELEASE s")).unwrap();
        let found = mai.store.diagnose().unwrap().problems;
        let expected: Vec<Problem> = expected
            .iter()
            .map(|(kind, what)| Problem { kind: *kind, what: (*what).to_owned(), fault: None })
            .collect();
        assert_eq!(found, expected, "{sql}");
        mai.store.rebuild_photo_lists().unwrap();
    };
    let words = (ProblemKind::PhotoWords, hash.as_str());
    let lists = (ProblemKind::PhotoLists, hash.as_str());
    check("UPDATE photo_listed SET folded = 'x' WHERE photo LIKE ''", &[]);
    check(&format!("UPDATE photo_listed SET folded = 'x' WHERE photo = '{hash}'"), &[lists]);
    check(
        "DELETE FROM photo_use WHERE photo NOT NULL AND article = (SELECT article FROM photo_use WHERE photo = (SELECT photo FROM photo_edit))",
        &[(ProblemKind::PhotoLists, &id.0)],
    );
    check("UPDATE photo SET desk = '' WHERE desk <> ''", &[words]);
    check("UPDATE photo_edit SET body = replace(body, 'Mai', 'Lan')", &[words]);
}

#[test]
fn a_store_of_the_third_version_opens_with_its_photos_listed_and_their_uses_noted() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let hash = mai.photo(90);
    let id = mai.article(with_photo(&hash));
    mai.store.checkpoint().unwrap();
    let raw = Raw::open(mai.folder().join("desk.db")).unwrap();
    raw.pragma_update(None, "foreign_keys", false).unwrap();
    raw.execute_batch(&schema::back_to_v3()).unwrap();
    raw.execute(
        "UPDATE photo SET metadata = '{\"city\":\"Thái Nguyên\"}' WHERE hash = ?1",
        [&hash],
    )
    .unwrap();
    raw.pragma_update(None, "user_version", 3).unwrap();
    drop(raw);
    mai.store = Store::open(mai.folder(), "MAY-01").unwrap();
    assert!(mai.folder().join(schema::backup_name()).exists(), "a backup comes first");
    assert_eq!(found(&mut mai, &search("thai nguyen")), std::slice::from_ref(&hash));
    assert_eq!(mai.store.photo_details(&hash).unwrap().uses[0].article, id);
    assert_eq!(mai.store.diagnose().unwrap().problems, []);
    say(&mut mai, &hash, &caption("Mới"));
    assert_eq!(said(&mai, &hash).city, "Thái Nguyên");
}
