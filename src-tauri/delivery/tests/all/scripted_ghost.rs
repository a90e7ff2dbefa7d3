//! Deliveries to a Ghost that is scripted from its documented contract and from what a real one
//! answered (Admin API, 5 and newer): no Ghost is behind it. `docs/delivery.md` tells of the real one.

use crate::faults;
use crate::line::Line;
use crate::office::{Office, moment};
use crate::scripted::{Asked, Said, Scripted};
use banthao_core::delivery::{
    Checked, Delivery, Destination, DestinationKind, Job, Mapped, Plan, PostAs, Status, StepKind,
    TroubleKind,
};
use banthao_core::time::{Timestamp, ZoneMinutes};
use banthao_delivery::{Patience, connect};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};

const USERS: [&str; 2] = ["mai", "hieu"];
const KEY: &str = "64b7c1:00112233445566778899aabbccddeeff";

#[derive(Default)]
struct Ghost {
    posts: Vec<Value>,
    /// Paths below `/content/images/`.
    images: Vec<String>,
    changes: u32,
    /// Of the person whose key it is; none where it is an integration's.
    role: Option<&'static str>,
    /// The address of another post.
    taken: Option<&'static str>,
    /// Somebody changes the post in the moment before a change of ours arrives.
    meddles: bool,
}

fn fault(status: u16, kind: &str, code: &str, says: &str) -> Said {
    let code = if code.is_empty() { Value::Null } else { json!(code) };
    let error = json!({ "type": kind, "code": code, "message": says, "context": null });
    Said::json(status, &json!({ "errors": [error] }))
}

/// Whether a request is signed as the contract wants it.
fn is_signed(asked: &Asked) -> bool {
    let Some(token) = asked.header("Authorization").strip_prefix("Ghost ") else { return false };
    let parts: Vec<&str> = token.split('.').collect();
    let read = |part: &str| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap_or_default())
            .unwrap_or_default()
    };
    let [head, claims, signature] = &parts[..] else { return false };
    let secret: Vec<u8> = (0..32)
        .step_by(2)
        .map(|at| u8::from_str_radix(&KEY.split(':').nth(1).unwrap()[at..at + 2], 16).unwrap())
        .collect();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&secret).unwrap();
    mac.update(format!("{head}.{claims}").as_bytes());
    let right = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()) == *signature;
    let (head, claims) = (read(head), read(claims));
    let now = moment().unwrap().now.0 / 1_000;
    let (from, to) = (claims["iat"].as_i64().unwrap_or(0), claims["exp"].as_i64().unwrap_or(0));
    right
        && head == json!({ "alg": "HS256", "kid": "64b7c1", "typ": "JWT" })
        && claims["aud"] == "/admin/"
        && (now - from).abs() < 30
        && to > now
        && to - from <= 300
}

fn free(name: &str, ending: &str, first: usize, taken: impl Fn(&str) -> bool) -> String {
    let names = std::iter::once(format!("{name}{ending}"))
        .chain((first..).map(|n| format!("{name}-{n}{ending}")));
    let mut names = names.skip_while(|name| taken(name));
    names.next().unwrap()
}

fn answer(ghost: &mut Ghost, asked: &Asked) -> Said {
    if let Some(image) = asked.path.strip_prefix("/content/images/") {
        return Said::empty(if ghost.images.iter().any(|it| it == image) { 200 } else { 404 });
    }
    let Some(path) = asked.path.strip_prefix("/ghost/api/admin") else {
        return Said::page(404, "<h1>404</h1>");
    };
    if path == "/site/" {
        let url = "https://bao.example.vn/";
        let site = json!({ "title": "Tòa soạn", "version": "6.65", "url": url });
        return Said::json(200, &json!({ "site": site }));
    }
    if !is_signed(asked) {
        return fault(401, "UnauthorizedError", "INVALID_JWT", "Invalid token: invalid signature");
    }
    if path == "/users/me/" {
        return match &ghost.role {
            Some(role) => Said::json(200, &json!({ "users": [{ "roles": [{ "name": role }] }] })),
            // The key of an integration is no user.
            None => fault(404, "NotFoundError", "", "User not found."),
        };
    }
    if path == "/users/" {
        let filter = asked.value("filter");
        let wanted = filter.trim_start_matches("slug:[").trim_end_matches(']').split(',');
        let wanted = wanted.map(|it| it.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')));
        let wanted = wanted.map(|it| it.expect("quoted, so that any sign may be in it"));
        let there = wanted.filter(|slug| USERS.contains(slug)).map(|slug| json!({ "slug": slug }));
        return Said::json(200, &json!({ "users": there.collect::<Vec<_>>() }));
    }
    let id = path.strip_prefix("/posts/").map(|rest| rest.trim_end_matches('/'));
    match (asked.method.as_str(), path, id) {
        ("POST", "/images/upload/", _) => {
            let form = asked.form();
            let of = |name: &str| form.iter().find(|it| it.name == name).unwrap();
            assert_eq!(of("purpose").bytes, b"image");
            assert!(of("file").bytes.starts_with(&[0xff, 0xd8]), "a JPEG");
            let month = moment().unwrap().now.rfc3339(ZoneMinutes(420))[..7].replace('-', "/");
            let (name, ending) = of("file").file.split_once('.').unwrap();
            let name = free(&format!("{month}/{name}"), &format!(".{ending}"), 1, |name| {
                ghost.images.iter().any(|it| it == name)
            });
            let url = format!("https://bao.example.vn/content/images/{name}");
            ghost.images.push(name);
            Said::json(201, &json!({ "images": [{ "url": url, "ref": null }] }))
        }
        ("GET", _, Some("")) => {
            let wanted = asked.value("filter").strip_prefix("tag:").unwrap_or_default();
            let has = |post: &&Value| {
                let tags = post["tags"].as_array().unwrap();
                wanted.is_empty() || tags.iter().any(|tag| tag["slug"] == wanted)
            };
            let found: Vec<&Value> = ghost.posts.iter().filter(has).collect();
            Said::json(200, &json!({ "posts": found }))
        }
        ("GET", _, Some(id)) => match ghost.posts.iter().find(|post| post["id"] == id) {
            Some(post) => Said::json(200, &json!({ "posts": [post] })),
            None => fault(404, "NotFoundError", "", "Resource not found error, cannot read post."),
        },
        ("POST", _, Some("")) => {
            let sent = asked.json()["posts"][0].clone();
            if sent["title"].as_str().unwrap().chars().count() > 255 {
                return fault(422, "ValidationError", "", "Validation error, cannot save post.");
            }
            let slug = free(sent["slug"].as_str().unwrap(), "", 2, |slug| {
                ghost.posts.iter().any(|post| post["slug"] == slug)
            });
            let mut post = json!({
                "id": format!("{:024x}", ghost.posts.len() + 1),
                "slug": slug,
                "html": "",
                "status": "draft",
                "authors": [{ "slug": "chu-bao" }],
                "codeinjection_foot": null,
                "custom_excerpt": null,
                "feature_image": null,
                "published_at": null,
            });
            ghost.changes += 1;
            merge(&mut post, &sent, false);
            stamp(&mut post, ghost.changes);
            ghost.posts.push(post.clone());
            Said::json(201, &json!({ "posts": [post] }))
        }
        ("PUT", _, Some(id)) => put(ghost, id, asked),
        ("DELETE", _, Some(id)) => {
            ghost.posts.retain(|post| post["id"] != id);
            Said::empty(204)
        }
        _ => fault(404, "NotFoundError", "", "Unknown Admin API"),
    }
}

fn put(ghost: &mut Ghost, id: &str, asked: &Asked) -> Said {
    let sent = asked.json()["posts"][0].clone();
    ghost.changes += 1;
    let changes = ghost.changes;
    let Some(post) = ghost.posts.iter_mut().find(|post| post["id"] == id) else {
        return fault(404, "NotFoundError", "", "Resource not found error, cannot edit post.");
    };
    if ghost.meddles {
        post["title"] = json!("Sửa tại chỗ");
        stamp(post, changes + 1_000);
    }
    if sent["updated_at"].is_null() {
        return fault(422, "ValidationError", "", "Validation failed for post.");
    }
    if sent["updated_at"] != post["updated_at"] {
        let says = "Saving failed! Someone else is editing this post.";
        return fault(409, "UpdateCollisionError", "UPDATE_COLLISION", says);
    }
    let length = |field: &str| sent[field].as_str().map_or(0, |text| text.chars().count());
    if length("title") > 255 || length("custom_excerpt") > 300 || length("feature_image_alt") > 191
    {
        return fault(422, "ValidationError", "", "Validation error, cannot edit post.");
    }
    merge(post, &sent, asked.value("source") == "html");
    if post["slug"].as_str() == ghost.taken {
        post["slug"] = json!(format!("{}-2", ghost.taken.unwrap()));
    }
    stamp(post, changes);
    let post = post.clone();
    Said::json(200, &json!({ "posts": [post] }))
}

fn merge(post: &mut Value, sent: &Value, from_html: bool) {
    for (field, value) in sent.as_object().unwrap() {
        match field.as_str() {
            // Without that word in the query it is left out without a word.
            "html" if !from_html => {}
            // It is not kept as it came: what it is made of is kept.
            "html" => {
                post["html"] = json!(value.as_str().unwrap().replace(" class=\"lead\"", ""));
            }
            "tags" => {
                let slug = |name: &str| name.replace('#', "hash-");
                let tags = value.as_array().unwrap().iter().map(|tag| {
                    let name = tag["name"].as_str().unwrap();
                    json!({ "name": name, "slug": slug(name) })
                });
                post["tags"] = tags.collect();
            }
            // In the place of an author that is not there comes the owner, without a word.
            "authors" => {
                let there = |it: &Value| {
                    let slug = it["slug"].as_str().unwrap();
                    json!({ "slug": if USERS.contains(&slug) { slug } else { "chu-bao" } })
                };
                post["authors"] = value.as_array().unwrap().iter().map(there).collect();
            }
            "status" => {
                post["status"] = value.clone();
                if value == "published" && post["published_at"].is_null() {
                    post["published_at"] = json!("2026-11-28T00:00:00.000Z");
                }
            }
            _ => post[field] = value.clone(),
        }
    }
}

fn stamp(post: &mut Value, changes: u32) {
    post["updated_at"] = json!(Timestamp(i64::from(changes) * 1_000).rfc3339(ZoneMinutes(0)));
    post["url"] = json!(format!("https://bao.example.vn/{}/", post["slug"].as_str().unwrap()));
}

fn checked(delivery: &Delivery) -> Checked {
    let verify = delivery.steps.iter().find(|step| step.kind == StepKind::Verify).unwrap();
    serde_json::from_str(verify.receipt.as_deref().unwrap()).unwrap()
}

#[track_caller]
fn one_post_and_each_photo_once(ghost: &Ghost, delivery: &Delivery, why: &str) {
    assert_eq!(delivery.status, Status::Done, "{why}: {:?}", delivery.trouble);
    let [post] = &ghost.posts[..] else { panic!("{why}: one post: {:?}", ghost.posts) };
    assert_eq!(delivery.post().unwrap().id, post["id"].as_str().unwrap(), "{why}");
    let firsts: Vec<&String> = ghost.images.iter().filter(|it| !it.ends_with("-1.jpg")).collect();
    assert_eq!(firsts.len(), 2, "{why}: {:?}", ghost.images);
    assert!(!post["html"].as_str().unwrap().contains("127.0.0.1"), "{why}: no inner address");
    // The lead picture stands above the text.
    let shown = format!("{} {}", post["feature_image"], post["html"]);
    for image in firsts {
        assert_eq!(shown.matches(image.as_str()).count(), 1, "{why}: {image} in {shown}");
    }
    assert!(!shown.contains("-1.jpg"), "{why}: no double is shown: {shown}");
    let differences = checked(delivery).differences;
    assert!(differences.is_empty(), "{why}: {differences:?}");
}

/// What a dry run says.
fn planned(office: &mut Office, to: &Destination) -> Plan {
    let now = moment().unwrap();
    let plan = office.store.plan_export(&office.article, &to.target, None, &now).unwrap();
    let parcel = plan.parcel(to, &office.store.photo_files(), None).unwrap();
    let pretended = office.store.pretended_delivery(&plan, to, &parcel, now.now).unwrap();
    let mut side = connect(to, Some(KEY), Patience::default()).unwrap();
    side.plan(&Job { delivery: &pretended, parcel: &parcel }).unwrap()
}

fn desk() -> Office {
    let mut office = Office::open();
    office.password = KEY.to_owned();
    office
}

/// A Ghost, and a desk that delivers to it.
fn newsroom(post_as: PostAs) -> (Scripted<Ghost>, Office, Destination) {
    let server = Scripted::start(Ghost::default(), answer);
    let mut office = desk();
    let address = format!("http://127.0.0.1:{}", server.port);
    let to = office.place(DestinationKind::Ghost, &address, "", post_as);
    (server, office, to)
}

/// A delivery that has come to its end.
fn delivered(office: &mut Office, to: &Destination) -> Delivery {
    let queued = office.queue(to, false);
    office.run_to_the_end(&queued.id.0)
}

/// What somebody does to the post there, by Ghost's own screens.
fn by_somebody(server: &Scripted<Ghost>, change: impl FnOnce(&mut Value)) {
    let mut state = server.state();
    change(&mut state.posts[0]);
    stamp(&mut state.posts[0], 900);
}

/// Delivers, and waits for somebody to look at what was changed there.
#[track_caller]
fn is_told_as_changed(office: &mut Office, to: &Destination) -> Delivery {
    let queued = office.queue(to, false);
    office.run();
    let waits = office.store.delivery(&queued.id.0).unwrap();
    assert_eq!(waits.trouble.as_ref().unwrap().kind, TroubleKind::ChangedThere);
    waits
}

#[test]
fn the_empty_draft_of_a_delivery_that_was_given_up_is_cleared_up() {
    let server = Scripted::start(Ghost::default(), answer);
    let line = Line::to(server.port);
    let mut office = desk();
    let to = office.place(DestinationKind::Ghost, &line.address(), "", PostAs::Publish);
    // Behind two photos, which nothing takes away there.
    faults::give_up_and_clear(&mut office, &to, &line, 2);
    assert!(server.state().posts.is_empty());
}

#[test]
fn an_article_arrives_whole_is_corrected_in_its_place_and_is_taken_down() {
    let server = Scripted::start(Ghost::default(), answer);
    let line = Line::to(server.port);
    let mut office = desk();
    let mut to = office.place(DestinationKind::Ghost, &line.address(), "", PostAs::Publish);
    let map = |here: &str, there: &str| Mapped { here: here.to_owned(), there: there.to_owned() };
    to.authors = vec![map("Thanh Mai", "mai"), map("Thanh Hiếu", "hieu")];
    let to = office.store.save_destination(to, &moment().unwrap()).unwrap();

    let plan = planned(&mut office, &to);
    assert_eq!(line.seen(), [""; 0], "a dry run only asks");
    assert_eq!(plan.requests.len(), 4, "two photos, the reservation, the post");
    assert!(plan.upload > 1_000 && plan.changes.iter().all(|it| it.starts_with("+ ")));

    let first = delivered(&mut office, &to);
    {
        let state = server.state();
        one_post_and_each_photo_once(&state, &first, "the first delivery");
        let post = &state.posts[0];
        assert_eq!(post["title"], "Phát biểu & kết luận");
        assert_eq!(
            (&post["status"], &post["slug"]),
            (&"published".into(), &"phat-bieu-ket-luan".into())
        );
        assert_eq!(post["tags"][0]["name"], "Tin tức & sự kiện", "the section is the main tag");
        assert_eq!(post["authors"].as_array().unwrap().len(), 2);
        assert!(post["feature_image"].as_str().unwrap().contains("/bt-"));
        assert!(!post["custom_excerpt"].as_str().unwrap().is_empty());
        let html = post["html"].as_str().unwrap();
        assert_eq!(html.matches("<figcaption>").count(), 1, "{html}");
        assert!(!html.contains("class=\"lead\""), "the lead stands above the text: {html}");
        assert!(!html.contains("Thanh Mai - Thanh Hiếu"), "their names are not in the text, too");
    }
    line.plan(&[]);
    office.edit("Kết luận");
    let second = delivered(&mut office, &to);
    assert_eq!(second.post().unwrap().id, first.post().unwrap().id);
    one_post_and_each_photo_once(&server.state(), &second, "the correction");
    assert_eq!(line.seen().len(), 1, "no picture again: {:?}", line.seen());
    assert_eq!(server.state().posts[0]["slug"], "phat-bieu-ket-luan", "readers' links hold");

    // Somebody there changes a word.
    by_somebody(&server, |post| post["html"] = json!("<p>Sửa tại chỗ</p>"));
    office.edit("Phát biểu");
    let third = is_told_as_changed(&mut office, &to);
    assert_eq!(server.state().posts[0]["html"], "<p>Sửa tại chỗ</p>");
    office.store.cancel_delivery(&third.id.0, &moment().unwrap()).unwrap();
    let fourth = office.queue(&to, true);
    let fourth = office.run_to_the_end(&fourth.id.0);
    assert_eq!(fourth.status, Status::Done, "written over on purpose");
    assert_eq!(server.state().posts[0]["title"], "Phát biểu");

    let article = office.article.clone();
    let down = office.store.queue_take_down(&article, &to, "Sai tên", &moment().unwrap()).unwrap();
    assert_eq!(office.run_to_the_end(&down.id.0).status, Status::Done);
    assert_eq!(server.state().posts[0]["status"], "draft", "it can be had back there");

    let again = delivered(&mut office, &to);
    one_post_and_each_photo_once(&server.state(), &again, "nobody but we has changed it");
    assert_eq!(server.state().posts[0]["status"], "published");
    assert_eq!(server.state().posts[0]["slug"], "phat-bieu-ket-luan", "readers' links hold");
}

#[test]
fn what_somebody_there_took_from_readers_is_not_published_again_without_a_word() {
    let (server, mut office, to) = newsroom(PostAs::Publish);
    delivered(&mut office, &to);
    by_somebody(&server, |post| post["status"] = json!("draft"));
    office.edit("Kết luận");
    is_told_as_changed(&mut office, &to);
    assert_eq!(server.state().posts[0]["status"], "draft");
}

#[test]
fn a_lead_picture_that_somebody_there_has_chosen_is_not_written_over() {
    let (server, mut office, to) = newsroom(PostAs::Publish);
    delivered(&mut office, &to);
    by_somebody(&server, |post| {
        post["feature_image"] = json!("https://bao.example.vn/content/images/theirs.jpg");
    });
    office.edit("Kết luận");
    is_told_as_changed(&mut office, &to);
}

#[test]
fn what_the_site_does_to_a_post_by_itself_is_nobodys_change() {
    let (server, mut office, to) = newsroom(PostAs::Publish);
    delivered(&mut office, &to);
    by_somebody(&server, |post| {
        let html = post["html"].as_str().unwrap();
        let other = html.replace("https://bao.example.vn/", "https://www.bao.example.vn/");
        let other = other.replace("<img ", "<img srcset=\"/w600/x.jpg 600w\" ");
        assert_ne!(other, html);
        post["html"] = json!(other);
    });
    office.edit("Kết luận");
    let second = delivered(&mut office, &to);
    one_post_and_each_photo_once(&server.state(), &second, "the correction");
}

#[test]
fn a_line_that_is_cut_anywhere_leaves_one_post_and_each_photo_once() {
    let server = Scripted::start(Ghost::default(), answer);
    let line = Line::holding(server.port, faults::HELD_UP);
    let mut office = desk();
    let to = office.place(DestinationKind::Ghost, &line.address(), "", PostAs::Publish);
    // Two photos, the reservation, the post.
    faults::cut_everywhere(office, &to, &line, 4, |done, why| {
        let mut state = server.state();
        one_post_and_each_photo_once(&state, done, why);
        *state = Ghost::default();
    });
}

#[test]
fn who_changes_the_post_in_the_moment_of_writing_is_not_written_over() {
    let (server, mut office, to) = newsroom(PostAs::Draft);
    server.state().meddles = true;
    is_told_as_changed(&mut office, &to);
    assert_eq!(server.state().posts[0]["title"], "Sửa tại chỗ");
}

#[test]
fn an_author_that_the_site_does_not_have_is_named_in_the_text_and_in_the_dry_run() {
    let (server, mut office, mut to) = newsroom(PostAs::Draft);
    let map = |here: &str, there: &str| Mapped { here: here.to_owned(), there: there.to_owned() };
    to.authors = vec![map("Thanh Mai", "mai"), map("Thanh Hiếu", "Thanh O'Hiếu]")];
    let to = office.store.save_destination(to, &moment().unwrap()).unwrap();

    let plan = planned(&mut office, &to);
    let dropped: Vec<_> =
        plan.dropped.iter().map(|it| (it.field.as_str(), it.sent.as_str())).collect();
    assert_eq!(dropped, [("authors", "Thanh Hiếu")]);
    let done = delivered(&mut office, &to);
    one_post_and_each_photo_once(&server.state(), &done, "with their names in the text");
    let post = &server.state().posts[0];
    assert!(post["html"].as_str().unwrap().contains("Thanh Mai - Thanh Hiếu"));
    assert_eq!(post["authors"], json!([{ "slug": "chu-bao" }]), "nobody else is named instead");
}

#[test]
fn a_headline_that_is_too_long_is_cut_and_the_dry_run_says_so() {
    let (server, mut office, to) = newsroom(PostAs::Publish);
    office.edit(&"Phát biểu ".repeat(30));
    let plan = planned(&mut office, &to);
    assert_eq!(plan.dropped.iter().map(|it| &*it.field).collect::<Vec<_>>(), ["title"]);
    let done = delivered(&mut office, &to);
    one_post_and_each_photo_once(&server.state(), &done, "with a shorter headline");
    assert!(server.state().posts[0]["title"].as_str().unwrap().ends_with("biểu…"));
}

#[test]
fn an_address_that_another_post_has_is_told() {
    let (server, mut office, to) = newsroom(PostAs::Publish);
    server.state().taken = Some("phat-bieu-ket-luan");
    let done = delivered(&mut office, &to);
    let differences = checked(&done).differences;
    let [it] = &differences[..] else { panic!("{differences:?}") };
    assert_eq!((it.field.as_str(), it.found.as_str()), ("slug", "phat-bieu-ket-luan-2"));
}

#[test]
fn the_key_of_a_person_who_may_not_post_for_others_sends_nothing() {
    let (server, mut office, to) = newsroom(PostAs::Draft);
    server.state().role = Some("Author");
    let tested = connect(&to, Some(KEY), Patience::default()).and_then(|mut side| side.test());
    assert_eq!(tested.unwrap_err().kind, TroubleKind::NoRight);
    let delivery = office.queue(&to, false);
    office.run();
    let waits = office.store.delivery(&delivery.id.0).unwrap();
    assert_eq!(waits.trouble.unwrap().kind, TroubleKind::NoRight);
    assert!(server.state().images.is_empty() && server.state().posts.is_empty());
    server.state().role = Some("Editor");
    assert_eq!(connect(&to, Some(KEY), Patience::default()).unwrap().test().unwrap().may.len(), 4);
}

#[test]
fn a_wrong_key_and_another_site_are_told() {
    let (_server, mut office, to) = newsroom(PostAs::Draft);
    let tried = |to: &Destination, key: &str| {
        connect(to, Some(key), Patience::default()).and_then(|mut side| side.test())
    };
    assert_eq!(tried(&to, KEY).unwrap().user, "Tòa soạn");
    for key in ["64b7c1:ff", "mat-khau"] {
        assert_eq!(tried(&to, key).unwrap_err().kind, TroubleKind::WrongPassword, "{key}");
    }
    assert_eq!(
        connect(&to, None, Patience::default()).err().unwrap().kind,
        TroubleKind::NoPassword
    );
    let to =
        office.place(DestinationKind::Ghost, &format!("{}/blog", to.address), "", PostAs::Draft);
    assert_eq!(tried(&to, KEY).unwrap_err().kind, TroubleKind::NotThere);
}
