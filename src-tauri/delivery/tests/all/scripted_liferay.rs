//! Deliveries to a Liferay that is scripted from its documented contracts (headless delivery of 7.4,
//! JSON web services of 6.2): no Liferay is behind it.

use std::collections::BTreeMap;

use crate::faults;
use crate::line::Line;
use crate::office::{Office, moment};
use crate::scripted::{Asked, Said, Scripted, decoded};
use banthao_core::delivery::{
    Checked, Delivery, Destination, DestinationKind, Mapped, PostAs, Status, StepKind, TroubleKind,
};
use banthao_delivery::{Patience, connect};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

const USER: &str = "bientap@toasoan.vn";
const PASSWORD: &str = "mật khẩu";

/// A portal: articles and documents by the ids that others choose.
#[derive(Default)]
struct Portal {
    articles: BTreeMap<String, Value>,
    documents: BTreeMap<String, Value>,
    /// How often each article was written.
    written: u32,
    /// Whether it tells of faults with a status of success, as older ones do.
    is_old: bool,
}

fn is_signed(asked: &Asked) -> bool {
    let basic = STANDARD.encode(format!("{USER}:{PASSWORD}"));
    let signed = asked.header("Authorization");
    signed == format!("Basic {basic}") || signed == "Bearer the-token"
}

fn number_of(value: &Value) -> String {
    value.to_string()
}

fn headless(portal: &mut Portal, asked: &Asked) -> Said {
    let fault = |status: u16, name: &str, title: &str| {
        Said::json(status, &json!({ "status": name, "title": title }))
    };
    if asked.path == "/o/oauth2/token" {
        let form = String::from_utf8(asked.body.clone()).unwrap();
        let wanted = "grant_type=client_credentials&client_id=bientap%40toasoan.vn&client_secret=";
        let right = form.strip_prefix(wanted).is_some_and(|secret| decoded(secret) == PASSWORD);
        return match right {
            true => {
                Said::json(200, &json!({ "access_token": "the-token", "token_type": "Bearer" }))
            }
            false => Said::json(401, &json!({ "error": "invalid_client" })),
        };
    }
    let Some(path) = asked.path.strip_prefix("/o/headless-delivery/v1.0") else {
        return Said::page(404, "<h1>Not Found</h1>");
    };
    if !is_signed(asked) {
        return Said::empty(401);
    }
    if path == "/content-structures/301" {
        let fields = json!([{ "name": "Content28", "label": "Nội dung" }]);
        return Said::json(200, &json!({ "id": 301, "contentStructureFields": fields }));
    }
    if let Some(id) = path.strip_prefix("/structured-contents/") {
        portal.articles.retain(|_, article| number_of(&article["id"]) != id);
        return Said::empty(204);
    }
    if let Some(id) = path.strip_prefix("/documents/") {
        portal.documents.retain(|_, document| number_of(&document["id"]) != id);
        return Said::empty(204);
    }
    let Some(path) = path.strip_prefix("/sites/20121") else {
        return fault(404, "NOT_FOUND", "No such site");
    };
    let by_code = path.rsplit_once("/by-external-reference-code/");
    match (asked.method.as_str(), path, by_code) {
        ("GET", "/structured-contents", _) => Said::json(200, &json!({ "items": [] })),
        ("GET", _, Some(("/structured-contents", code))) => match portal.articles.get(code) {
            Some(article) => Said::json(200, article),
            None => fault(404, "NOT_FOUND", "No JournalArticle exists"),
        },
        ("PUT", _, Some(("/structured-contents", code))) => {
            let mut article = asked.json();
            let field = &article["contentFields"][0];
            if article["contentStructureId"] != 301 || field["name"] != "Content28" {
                return fault(400, "BAD_REQUEST", "The field does not exist");
            }
            assert_eq!(article["externalReferenceCode"], code);
            portal.written += 1;
            let number = 40_000 + portal.written;
            let before = portal.articles.get(code).map(|it| it["id"].clone());
            article["id"] = before.unwrap_or(json!(number));
            portal.articles.insert(code.to_owned(), article.clone());
            Said::json(200, &article)
        }
        ("GET", _, Some(("/documents", code))) => match portal.documents.get(code) {
            Some(document) => Said::json(200, document),
            None => fault(404, "NOT_FOUND", "No DLFileEntry exists"),
        },
        ("GET", "/documents", _) => {
            let wanted = asked.value("filter").to_owned();
            let is_it =
                |it: &&Value| wanted == format!("title eq '{}'", it["title"].as_str().unwrap());
            let items: Vec<&Value> = portal.documents.values().filter(is_it).collect();
            Said::json(200, &json!({ "items": items }))
        }
        ("POST", "/documents", _) => {
            let form = asked.form();
            let of = |name: &str| &form.iter().find(|it| it.name == name).unwrap().bytes;
            assert!(of("file").starts_with(&[0xff, 0xd8]), "a JPEG");
            let mut document: Value = serde_json::from_slice(of("document")).unwrap();
            let title = document["title"].as_str().unwrap().to_owned();
            if portal.documents.values().any(|it| it["title"] == title.as_str()) {
                return fault(409, "CONFLICT", "A file entry already exists with this title");
            }
            document["id"] = json!(50_000 + portal.documents.len());
            document["contentUrl"] = json!(format!("/documents/20121/0/{title}/uuid?version=1.0"));
            let code = document["externalReferenceCode"].as_str().unwrap().to_owned();
            portal.documents.insert(code, document.clone());
            Said::json(200, &document)
        }
        _ => fault(405, "METHOD_NOT_ALLOWED", ""),
    }
}

fn jsonws(portal: &mut Portal, asked: &Asked) -> Said {
    let Some(service) = asked.path.strip_prefix("/api/jsonws/") else {
        return Said::page(404, "<h1>Not Found</h1>");
    };
    let is_old = portal.is_old;
    let fault = |status: u16, name: &str| {
        let status = if is_old { 200 } else { status };
        let exception = format!("com.liferay.portlet.{name}");
        Said::json(status, &json!({ "exception": exception, "message": "" }))
    };
    if !is_signed(asked) {
        return Said::json(
            if is_old { 200 } else { 403 },
            &json!({ "exception": "Authenticated access required" }),
        );
    }
    let kind = asked.header("Content-Type");
    let values: BTreeMap<String, String> = if asked.method == "GET" {
        asked.query.iter().cloned().collect()
    } else if kind.starts_with("multipart") {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        asked.form().into_iter().map(|it| (it.name, text(it.bytes))).collect()
    } else {
        let form = String::from_utf8(asked.body.clone()).unwrap();
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap();
            (decoded(name), decoded(value))
        };
        form.split('&').map(pair).collect()
    };
    let of = |name: &str| values.get(name).cloned().unwrap_or_default();
    let of_no_site = ["dlapp/add-file-entry", "dlapp/delete-file-entry"];
    if !of_no_site.contains(&service) && of("groupId") != "20121" {
        return fault(500, "group.NoSuchGroupException");
    }
    let id = of("articleId");
    match service {
        "journalarticle/get-articles-count" => Said::json(200, &json!(portal.articles.len())),
        "journalarticle/get-article" => match portal.articles.get(&id) {
            Some(article) => Said::json(200, article),
            None => fault(404, "journal.NoSuchArticleException"),
        },
        "journalarticle/add-article" | "journalarticle/update-article" => {
            let is_new = service.ends_with("add-article");
            let before = portal.articles.get(&id);
            match before {
                Some(_) if is_new => return fault(500, "journal.DuplicateArticleIdException"),
                None if !is_new => return fault(404, "journal.NoSuchArticleException"),
                Some(before) if number_of(&before["version"]) != of("version") => {
                    return fault(404, "journal.NoSuchArticleException");
                }
                Some(_) | None => {}
            }
            if is_new {
                assert_eq!(of("autoArticleId"), "false", "the id is ours");
                assert_eq!(of("neverExpire"), "true");
                assert!(of("displayDateYear").parse::<u32>().unwrap() > 2025);
            }
            assert_eq!(id, id.to_ascii_uppercase(), "the portal would change it");
            let in_map = |name: &str| {
                serde_json::from_str::<Value>(&of(name)).unwrap()["vi_VN"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            let context: Value = serde_json::from_str(&of("serviceContext")).unwrap();
            let version = before.map_or(1.0, |it| it["version"].as_f64().unwrap() + 0.1);
            let article = json!({
                "articleId": id,
                "version": (version * 10.0).round() / 10.0,
                "urlTitle": "phat-bieu",
                "titleCurrentValue": in_map("titleMap"),
                "descriptionCurrentValue": in_map("descriptionMap"),
                "content": of("content"),
                "status": if context["workflowAction"] == 1 { 0 } else { 2 },
                "tags": context["assetTagNames"],
                "categories": context["assetCategoryIds"],
            });
            portal.written += 1;
            portal.articles.insert(id, article.clone());
            Said::json(200, &article)
        }
        "journalarticle/move-article-to-trash" => match portal.articles.remove(&id) {
            Some(article) => Said::json(200, &article),
            None => fault(404, "journal.NoSuchArticleException"),
        },
        "dlapp/get-file-entry" => match portal.documents.get(&of("title")) {
            Some(entry) => Said::json(200, entry),
            None => fault(404, "documentlibrary.NoSuchFileEntryException"),
        },
        "dlapp/add-file-entry" => {
            let title = of("title");
            if portal.documents.contains_key(&title) {
                return fault(500, "documentlibrary.DuplicateFileException");
            }
            let entry = json!({ "fileEntryId": 50_000 + portal.documents.len(), "uuid": "ab-cd" });
            portal.documents.insert(title, entry.clone());
            Said::json(200, &entry)
        }
        "dlapp/delete-file-entry" => {
            let id: u64 = of("fileEntryId").parse().unwrap();
            portal.documents.retain(|_, entry| entry["fileEntryId"] != id);
            Said::json(200, &json!({}))
        }
        _ => fault(404, "NoSuchJSONWebServiceException"),
    }
}

fn newer(oauth: bool) -> DestinationKind {
    DestinationKind::Liferay74 {
        site: "20121".to_owned(),
        structure: "301".to_owned(),
        content_field: "Content28".to_owned(),
        folder: String::new(),
        oauth,
    }
}

fn older(structure: &str) -> DestinationKind {
    DestinationKind::Liferay62 {
        group: "20121".to_owned(),
        folder: String::new(),
        pictures: String::new(),
        structure: structure.to_owned(),
        template: structure.to_owned(),
        content_field: "content".to_owned(),
    }
}

fn desk(kind: DestinationKind, address: &str) -> (Office, Destination) {
    let mut office = Office::open();
    office.password = PASSWORD.to_owned();
    let mut to = office.place(kind, address, USER, PostAs::Publish);
    to.sections = vec![Mapped { here: "Thời sự".to_owned(), there: "7001".to_owned() }];
    let to = office.store.save_destination(to, &moment().unwrap()).unwrap();
    (office, to)
}

fn checked(delivery: &Delivery) -> Checked {
    let verify = delivery.steps.iter().find(|step| step.kind == StepKind::Verify).unwrap();
    serde_json::from_str(verify.receipt.as_deref().unwrap()).unwrap()
}

#[track_caller]
fn one_article_and_each_photo_once(portal: &Portal, delivery: &Delivery, why: &str) {
    assert_eq!(delivery.status, Status::Done, "{why}: {:?}", delivery.trouble);
    assert_eq!((portal.articles.len(), portal.documents.len()), (1, 2), "{why}");
    let article = portal.articles.values().next().unwrap();
    let data = &article["contentFields"][0]["contentFieldValue"]["data"];
    let text = data.as_str().or(article["content"].as_str()).unwrap();
    for n in 0..2 {
        let there = delivery.media(n).unwrap();
        assert!(text.contains(&format!("data-fileentryid=\"{}\"", there.id)), "{why}: {text}");
        assert!(text.contains(&format!("src=\"{}\"", there.link)), "{why}: {text}");
    }
    let differences = checked(delivery).differences;
    assert!(differences.is_empty(), "{why}: {differences:?}");
}

/// From the first delivery to the taking down, on any of the portals.
fn whole_life(server: &Scripted<Portal>, kind: DestinationKind) {
    let line = Line::to(server.port);
    let (mut office, to) = desk(kind, &line.address());
    let first = office.queue(&to, false);
    let first = office.run_to_the_end(&first.id.0);
    one_article_and_each_photo_once(&server.state(), &first, "the first delivery");
    let written = server.state().articles.values().next().unwrap().clone();
    let title = |article: &Value| {
        article["title"].as_str().or(article["titleCurrentValue"].as_str()).unwrap().to_owned()
    };
    assert_eq!(title(&written), "Phát biểu & kết luận");
    let category = written["taxonomyCategoryIds"].get(0).or(written["categories"].get(0));
    assert_eq!(category, Some(&json!(7001)));

    line.plan(&[]);
    office.edit("Kết luận");
    let second = office.queue(&to, false);
    let second = office.run_to_the_end(&second.id.0);
    one_article_and_each_photo_once(&server.state(), &second, "the correction");
    let pictures = line
        .seen()
        .iter()
        .filter(|it| it.contains("file-entry") || it.contains("/documents"))
        .count();
    assert_eq!(pictures, 0, "no picture again: {:?}", line.seen());
    assert_eq!(title(server.state().articles.values().next().unwrap()), "Kết luận");

    // Somebody there changes the headline.
    for article in server.state().articles.values_mut() {
        let field = if article["title"].is_null() { "titleCurrentValue" } else { "title" };
        article[field] = json!("Sửa tại chỗ");
    }
    office.edit("Phát biểu");
    let third = office.queue(&to, false);
    office.run();
    let waits = office.store.delivery(&third.id.0).unwrap();
    assert_eq!(waits.trouble.unwrap().kind, TroubleKind::ChangedThere);
    office.store.cancel_delivery(&third.id.0, &moment().unwrap()).unwrap();
    let fourth = office.queue(&to, true);
    let fourth = office.run_to_the_end(&fourth.id.0);
    one_article_and_each_photo_once(&server.state(), &fourth, "written over on purpose");

    let article = office.article.clone();
    let down = office.store.queue_take_down(&article, &to, "Sai tên", &moment().unwrap()).unwrap();
    assert_eq!(office.run_to_the_end(&down.id.0).status, Status::Done);
    assert!(server.state().articles.is_empty());
}

#[test]
fn what_was_given_up_at_any_request_is_cleared_up() {
    for (kind, is_old, answer) in [
        (newer(false), false, headless as fn(&mut Portal, &Asked) -> Said),
        (older(""), true, jsonws),
    ] {
        let server = Scripted::start(Portal { is_old, ..Portal::default() }, answer);
        let line = Line::to(server.port);
        let (whole, to) = desk(kind, &line.address());
        // Two photos; what was written of the article is taken down, not cleared up.
        for at in 0..2 {
            faults::give_up_and_clear(&mut whole.copy(), &to, &line, at);
            assert!(server.state().documents.is_empty(), "request {at}");
        }
    }
}

fn cut(server: &Scripted<Portal>, kind: DestinationKind) {
    let line = Line::holding(server.port, faults::HELD_UP);
    let (office, to) = desk(kind, &line.address());
    // Two photos, the article.
    faults::cut_everywhere(office, &to, &line, 3, |done, why| {
        let mut state = server.state();
        one_article_and_each_photo_once(&state, done, why);
        *state = Portal { is_old: state.is_old, ..Portal::default() };
    });
}

#[test]
fn an_article_lives_and_goes_by_headless_delivery() {
    for oauth in [false, true] {
        let server = Scripted::start(Portal::default(), headless);
        whole_life(&server, newer(oauth));
    }
}

#[test]
fn an_article_lives_and_goes_by_json_web_services() {
    for (is_old, structure) in [(false, ""), (true, "TIN-BAI")] {
        let server = Scripted::start(Portal { is_old, ..Portal::default() }, jsonws);
        whole_life(&server, older(structure));
    }
}

#[test]
fn headless_delivery_cut_anywhere_leaves_one_article_and_each_photo_once() {
    let server = Scripted::start(Portal::default(), headless);
    cut(&server, newer(false));
}

#[test]
fn json_web_services_cut_anywhere_leave_one_article_and_each_photo_once() {
    let server = Scripted::start(Portal { is_old: true, ..Portal::default() }, jsonws);
    cut(&server, older(""));
}

#[test]
fn what_stands_in_the_way_is_told_before_anything_is_sent() {
    let mut office = Office::open();
    let mut tried = |server: &Scripted<Portal>, kind: DestinationKind, password: &str| {
        let address = format!("http://127.0.0.1:{}", server.port);
        let to = office.place(kind, &address, USER, PostAs::Publish);
        connect(&to, Some(password), Patience::default()).and_then(|mut side| side.test())
    };
    let server = Scripted::start(Portal::default(), headless);
    for oauth in [false, true] {
        assert!(tried(&server, newer(oauth), PASSWORD).is_ok());
        let wrong = tried(&server, newer(oauth), "sai").unwrap_err();
        assert_eq!(wrong.kind, TroubleKind::WrongPassword);
    }
    let DestinationKind::Liferay74 { site, structure, folder, oauth, .. } = newer(false) else {
        panic!("it is one")
    };
    let mislabelled = DestinationKind::Liferay74 {
        site,
        structure,
        content_field: "Nội dung".to_owned(),
        folder,
        oauth,
    };
    let told = tried(&server, mislabelled, PASSWORD).unwrap_err();
    assert_eq!(told.kind, TroubleKind::Refused);
    assert!(told.params["says"].contains("Content28"), "the right name is told: {told:?}");
    assert_eq!(tried(&server, older(""), PASSWORD).unwrap_err().kind, TroubleKind::NotThere);

    for is_old in [false, true] {
        let server = Scripted::start(Portal { is_old, ..Portal::default() }, jsonws);
        assert!(tried(&server, older(""), PASSWORD).is_ok());
        let told = tried(&server, older(""), "sai").unwrap_err();
        assert_eq!(told.kind, TroubleKind::NoRight, "{told:?}");
    }
}
