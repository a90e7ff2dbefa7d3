//! Deliveries to a program that takes what Superdesk pushes, scripted: there is no such program
//! behind it.

use std::collections::BTreeMap;

use crate::faults;
use crate::line::Line;
use crate::office::{Office, moment};
use crate::scripted::{Asked, Said, Scripted};
use banthao_core::delivery::{DestinationKind, PostAs, Status, TroubleKind};
use banthao_delivery::{Patience, connect};
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};

const SECRET: &str = "bí mật của toà soạn";

/// What a receiver keeps: by what each names itself, as the contract wants it.
#[derive(Default)]
struct Receiver {
    items: BTreeMap<String, Value>,
    pictures: BTreeMap<String, Vec<u8>>,
    /// Articles as they were taken, doubles left out.
    taken: usize,
    keys: Vec<String>,
}

fn receive(receiver: &mut Receiver, asked: &Asked) -> Said {
    if asked.method == "GET" {
        let Some(id) = asked.path.strip_prefix("/anh/") else { return Said::empty(405) };
        return Said::empty(if receiver.pictures.contains_key(id) { 200 } else { 404 });
    }
    let time = asked.header("X-BanThao-Timestamp");
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{time}.").as_bytes());
    mac.update(&asked.body);
    let signature: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let now = moment().unwrap().now.0 / 1_000;
    let fresh = time.parse::<i64>().is_ok_and(|time| (now - time).abs() < 60);
    if !fresh || asked.header("X-BanThao-Signature") != format!("sha256={signature}") {
        return Said::json(401, &json!({ "error": "signature" }));
    }
    if asked.path == "/anh" {
        let form = asked.form();
        let id = form.iter().find(|it| it.name == "media_id").unwrap();
        let file = form.iter().find(|it| it.name == "media").unwrap();
        assert!(file.file.ends_with(".jpg"), "{}", file.file);
        let id = String::from_utf8(id.bytes.clone()).unwrap();
        receiver.pictures.insert(id, file.bytes.clone());
        return Said::empty(201);
    }
    let item = asked.json();
    let guid = item["guid"].as_str().unwrap().to_owned();
    let key = asked.header("Idempotency-Key").to_owned();
    if !receiver.keys.contains(&key) {
        receiver.keys.push(key);
        receiver.taken += 1;
        receiver.items.insert(guid.clone(), item);
    }
    Said::json(200, &json!({ "url": format!("https://bao.example.vn/{guid}") }))
}

fn kind(pictures_to: String) -> DestinationKind {
    DestinationKind::Webhook { pictures_to }
}

#[test]
fn an_article_is_pushed_corrected_and_canceled() {
    let server = Scripted::start(Receiver::default(), receive);
    let address = format!("http://127.0.0.1:{}", server.port);
    let mut office = Office::open();
    office.password = SECRET.to_owned();
    let to =
        office.place(kind(format!("{address}/anh")), &format!("{address}/bai"), "", PostAs::Draft);
    let first = office.queue(&to, false);
    let first = office.run_to_the_end(&first.id.0);
    assert_eq!(first.status, Status::Done, "{:?}", first.trouble);
    let post = first.post().unwrap();
    assert_eq!(post.link, format!("https://bao.example.vn/{}", post.id));
    {
        let state = server.state();
        let item = &state.items[&post.id];
        assert_eq!((&item["pubstatus"], &item["type"]), (&"usable".into(), &"text".into()));
        assert_eq!(item["headline"], "Phát biểu & kết luận");
        assert_eq!(item["byline"], "Thanh Mai, Thanh Hiếu");
        assert_eq!(item["service"][0]["name"], "Tin tức & sự kiện");
        assert_eq!(state.pictures.len(), 2);
        let text = item["body_html"].as_str().unwrap();
        for (id, bytes) in &state.pictures {
            assert!(text.contains(&format!("src=\"{address}/anh/{id}\"")), "{text}");
            assert!(bytes.starts_with(&[0xff, 0xd8]), "a JPEG, whole");
        }
        let lead = &item["associations"]["featuremedia"]["renditions"]["original"];
        assert!(state.pictures.contains_key(lead["media"].as_str().unwrap()));
        assert!(
            !item["associations"]["picture_2"]["description_text"].as_str().unwrap().is_empty()
        );
    }
    office.edit("Kết luận");
    let second = office.queue(&to, false);
    let second = office.run_to_the_end(&second.id.0);
    assert_eq!(second.post().unwrap().id, post.id, "the same article");
    let version = |value: &Value| value["version"].as_str().unwrap().parse::<u64>().unwrap();
    let corrected = server.state().items[&post.id].clone();
    assert_eq!(corrected["headline"], "Kết luận");
    let article = office.article.clone();
    let down = office.store.queue_take_down(&article, &to, "Sai tên", &moment().unwrap()).unwrap();
    assert_eq!(office.run_to_the_end(&down.id.0).status, Status::Done);
    let state = server.state();
    let gone = &state.items[&post.id];
    assert_eq!((&gone["pubstatus"], &gone["ednote"]), (&"canceled".into(), &"Sai tên".into()));
    assert!(version(gone) > version(&corrected), "whoever orders by versions sees the last one");
    assert_eq!(state.taken, 3);
}

#[test]
fn pictures_stand_in_the_article_where_they_have_no_address() {
    let server = Scripted::start(Receiver::default(), receive);
    let address = format!("http://127.0.0.1:{}/bai", server.port);
    let mut office = Office::open();
    office.password = SECRET.to_owned();
    let to = office.place(kind(String::new()), &address, "", PostAs::Draft);
    let done = office.queue(&to, false);
    assert_eq!(done.steps.len(), 3, "no steps for pictures");
    let done = office.run_to_the_end(&done.id.0);
    let state = server.state();
    let item = &state.items[&done.post().unwrap().id];
    for n in ["picture_1", "picture_2"] {
        let rendition = &item["associations"][n]["renditions"]["original"];
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(rendition["data"].as_str().unwrap())
            .unwrap();
        assert!(bytes.starts_with(&[0xff, 0xd8]), "a JPEG, whole");
        let named = format!("src=\"{}\"", rendition["href"].as_str().unwrap());
        assert!(item["body_html"].as_str().unwrap().contains(&named), "{named}");
    }
}

#[test]
fn a_line_that_is_cut_anywhere_leaves_one_article_and_each_picture_once() {
    let server = Scripted::start(Receiver::default(), receive);
    let line = Line::holding(server.port, faults::HELD_UP);
    let mut office = Office::open();
    office.password = SECRET.to_owned();
    let address = line.address();
    let to =
        office.place(kind(format!("{address}/anh")), &format!("{address}/bai"), "", PostAs::Draft);
    faults::cut_everywhere(office, &to, &line, 3, |_, why| {
        let mut state = server.state();
        assert_eq!((state.items.len(), state.taken), (1, 1), "{why}");
        assert_eq!(state.pictures.len(), 2, "{why}");
        *state = Receiver::default();
    });
}

#[test]
fn a_wrong_secret_waits_for_somebody_and_sends_nothing_again() {
    let server = Scripted::start(Receiver::default(), receive);
    let line = Line::to(server.port);
    let mut office = Office::open();
    office.password = "sai".to_owned();
    let to = office.place(kind(String::new()), &line.address(), "", PostAs::Draft);
    let delivery = office.queue(&to, false);
    office.run();
    office.run();
    let delivery = office.store.delivery(&delivery.id.0).unwrap();
    assert_eq!(delivery.status, Status::NeedsUser);
    assert_eq!(delivery.trouble.unwrap().kind, TroubleKind::WrongPassword);
    assert_eq!(line.seen().len(), 1);
}

#[test]
fn a_page_in_place_of_an_answer_is_never_taken_for_one() {
    let page = |_: &mut (), asked: &Asked| match asked.method.as_str() {
        "GET" => Said::empty(405),
        _ => Said::page(200, "<!DOCTYPE html><title>Đăng nhập Wi-Fi</title>"),
    };
    let server = Scripted::start((), page);
    let mut office = Office::open();
    let address = format!("http://127.0.0.1:{}", server.port);
    let to = office.place(kind(String::new()), &address, "", PostAs::Draft);
    let delivery = office.queue(&to, false);
    office.run();
    let delivery = office.store.delivery(&delivery.id.0).unwrap();
    assert_eq!(delivery.trouble.unwrap().kind, TroubleKind::NotData);
    assert_eq!(delivery.status, Status::NeedsUser);
}

#[test]
fn a_test_of_the_connection_pushes_nothing() {
    let server = Scripted::start(Receiver::default(), receive);
    let line = Line::to(server.port);
    let mut office = Office::open();
    let to = office.place(kind(String::new()), &line.address(), "", PostAs::Draft);
    connect(&to, None, Patience::default()).unwrap().test().unwrap();
    assert_eq!(line.seen(), [""; 0]);
}
