//! Deliveries to a real WordPress, over a line that is cut in every way.

use crate::office::{Office, moment};
use crate::site;
use crate::site::Site;
use crate::site::line::{CUTS, Cut, Line};
use banthao_core::delivery::{
    Checked, Delivery, Job, Mapped, Pace, PostAs, Status, StepKind, TroubleKind,
};
use banthao_core::time::Timestamp;
use banthao_delivery::{Patience, connect};
use serde_json::Value;
use std::time::Duration;

fn checked(delivery: &Delivery) -> Checked {
    let verify = delivery.steps.iter().find(|step| step.kind == StepKind::Verify).unwrap();
    serde_json::from_str(verify.receipt.as_deref().unwrap()).unwrap()
}

#[track_caller]
fn one_post_and_each_photo_once(site: &Site, delivery: &Delivery, why: &str) {
    right(site.posts_and_media(false), delivery, why);
}

#[track_caller]
fn right((posts, media): (Vec<Value>, Vec<Value>), delivery: &Delivery, why: &str) {
    assert_eq!(delivery.status, Status::Done, "{why}");
    assert!(!delivery.is_unknown(), "{why}: nothing is unknown of what is done");
    assert_eq!(posts.len(), 1, "{why}: {posts:?}");
    assert_eq!(media.len(), 2, "{why}: {media:?}");
    assert!(media.iter().all(|it| it["slug"].as_str().unwrap().len() == 23), "{why}: {media:?}");
    let number = |value: &Value| value["id"].to_string();
    assert_eq!(delivery.post().unwrap().id, number(&posts[0]), "{why}: the record tells the truth");
    for n in 0..2 {
        let there = delivery.media(n).unwrap();
        assert!(media.iter().any(|it| number(it) == there.id), "{why}: {there:?}");
        let text = posts[0]["text"].as_str().unwrap();
        assert!(text.contains(&format!("wp-image-{}\"", there.id)), "{why}: {text}");
    }
    let differences = checked(delivery).differences;
    assert!(differences.is_empty(), "{why}: {differences:?}");
}

/// A job as a dry run has it.
fn pretended(
    office: &mut Office,
    to: &banthao_core::delivery::Destination,
) -> banthao_core::delivery::Plan {
    let now = moment().unwrap();
    let plan = office.store.plan_export(&office.article, &to.target, None, &now).unwrap();
    let parcel = plan.parcel(to, &office.store.photo_files(), None).unwrap();
    let delivery = office.store.pretended_delivery(&plan, to, &parcel, now.now).unwrap();
    let mut side = connect(to, Some(&office.password), Patience::default()).unwrap();
    side.plan(&Job { delivery: &delivery, parcel: &parcel }).unwrap()
}

#[test]
fn an_article_arrives_whole_is_corrected_in_its_place_and_is_taken_down() {
    let Some(site) = Site::start() else { return };
    let line = Line::to(site.port);
    let (mut office, to) = Office::at(&site, &line.address(), PostAs::Publish);

    let plan = pretended(&mut office, &to);
    assert_eq!(line.seen(), [""; 0], "a dry run only asks");
    assert!(plan.post.is_none() && plan.dropped.is_empty(), "{:?}", plan.dropped);
    // Two photos, the reservation, two tags, the post.
    assert_eq!(plan.requests.len(), 6, "{:?}", plan.requests);
    assert!(plan.upload > 1_000 && plan.changes.iter().all(|it| it.starts_with("+ ")));

    let first = office.queue(&to, false);
    assert_eq!(office.queue(&to, false).id, first.id, "the same revision is queued once");
    let first = office.run_to_the_end(&first.id.0);
    one_post_and_each_photo_once(&site, &first, "the first delivery");
    let post = &site.posts()[0];
    assert_eq!(
        (&post["title"], &post["status"]),
        (&"Phát biểu & kết luận".into(), &"publish".into())
    );
    assert_eq!(post["slug"], "phat-bieu-ket-luan");
    assert_eq!(post["categories"][0], "Tin tức &amp; sự kiện");
    assert_eq!(post["tags"].as_array().unwrap().len(), 2);
    assert_eq!(post["thumbnail"].to_string(), first.media(0).unwrap().id);
    assert!(!post["lead"].as_str().unwrap().is_empty());
    for media in site.media() {
        assert!(!media["alt"].as_str().unwrap().is_empty(), "{media}");
        assert!(!media["caption"].as_str().unwrap().is_empty(), "{media}");
    }
    let log = office.store.history(&office.article).unwrap();
    let log = serde_json::to_string(&log).unwrap();
    assert!(log.contains("\"delivered\""), "the history has it: {log}");

    let plan = pretended(&mut office, &to);
    assert!(plan.changes.is_empty() && plan.upload == 0, "{:?}", plan.changes);
    assert!(!plan.changed_there);

    office.edit("Phát biểu và kết luận");
    let second = office.queue(&to, false);
    let second = office.run_to_the_end(&second.id.0);
    one_post_and_each_photo_once(&site, &second, "the correction");
    assert_eq!(second.post().unwrap().id, first.post().unwrap().id);
    assert_eq!(site.posts()[0]["title"], "Phát biểu và kết luận");
    assert_eq!(site.posts()[0]["slug"], "phat-bieu-ket-luan", "readers' links hold");

    // Somebody there changes a word.
    let id = &second.post().unwrap().id;
    site.php(&format!("wp_update_post(['ID' => {id}, 'post_title' => 'Sửa tại chỗ'])"));
    office.edit("Kết luận");
    let third = office.queue(&to, false);
    office.run();
    let third = office.store.delivery(&third.id.0).unwrap();
    assert_eq!(third.status, Status::NeedsUser);
    assert_eq!(third.trouble.as_ref().unwrap().kind, TroubleKind::ChangedThere);
    assert_eq!(site.posts()[0]["title"], "Sửa tại chỗ", "another's work is not written over");
    let plan = pretended(&mut office, &to);
    assert!(plan.changed_there && plan.changes.contains(&"- Sửa tại chỗ".to_owned()));
    office.store.cancel_delivery(&third.id.0, &moment().unwrap()).unwrap();
    let fourth = office.queue(&to, true);
    let fourth = office.run_to_the_end(&fourth.id.0);
    one_post_and_each_photo_once(&site, &fourth, "written over on purpose");

    let article = office.article.clone();
    let down = office.store.queue_take_down(&article, &to, "Sai tên", &moment().unwrap()).unwrap();
    let down = office.run_to_the_end(&down.id.0);
    assert_eq!((down.status, site.posts().len()), (Status::Done, 0));
    let trash = site.php("count(get_posts(['post_status' => 'trash', 'numberposts' => -1]))");
    assert_eq!(trash, 1, "it can be had back there");
    let again = office.store.queue_take_down(&article, &to, "Sai", &moment().unwrap()).unwrap_err();
    assert_eq!(again.params["destination"], "Cổng", "nothing of it stands there any more");
    let fifth = office.queue(&to, false);
    let fifth = office.run_to_the_end(&fifth.id.0);
    one_post_and_each_photo_once(&site, &fifth, "delivered again after it was taken down");
}

/// Every cut at every request that changes something.
fn cut_everywhere(cuts: &[Cut], settle: i64, answer: u64) {
    let Some(site) = Site::start() else { return };
    let line = Line::to(site.port);
    let (mut whole, to) = Office::at(&site, &line.address(), PostAs::Publish);
    whole.pace = Pace { settle, ..whole.pace };
    whole.patience.answer = std::time::Duration::from_secs(answer);
    // The tags are made once and stay.
    site.php("array_map(fn($t) => wp_insert_term($t, 'post_tag'), ['Thái Nguyên', 'Sách'])");
    let queued = whole.queue(&to, false);
    // Two photos, the reservation, the post.
    for at in 0..4 {
        for cut in cuts {
            let mut office = whole.copy();
            line.plan(&[(at, *cut)]);
            let delivery = office.run_to_the_end(&queued.id.0);
            // What is still worked at there comes to its end.
            if *cut == Cut::Late {
                std::thread::sleep(site::line::HELD_UP);
            }
            right(site.posts_and_media(true), &delivery, &format!("{cut:?} at request {at}"));
            assert!(
                line.seen().len() > at,
                "{cut:?} at request {at} was reached: {:?}",
                line.seen()
            );
        }
    }
}

#[test]
fn a_line_that_is_cut_at_any_request_leaves_one_post_and_each_photo_once() {
    let cuts: Vec<Cut> = CUTS.into_iter().filter(|cut| *cut != Cut::Late).collect();
    cut_everywhere(&cuts, 150, 20);
}

#[test]
fn an_answer_that_is_held_up_beyond_all_patience_leaves_one_post_and_each_photo_once() {
    cut_everywhere(&[Cut::Late], 5_500, 2);
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Errand {
    First,
    Correction,
    TakeDown,
}

/// Something on its way to a site, which can be sent from the same beginning again and again.
struct Sending {
    errand: Errand,
    site: Site,
    line: Line,
    office: Office,
    /// The delivery that waits, and the number of the post that is there already.
    id: String,
    post: Option<String>,
    /// What the site knew at the beginning.
    kept: Vec<u8>,
}

impl Sending {
    fn begin(errand: Errand, held_up: Duration) -> Option<Self> {
        let site = Site::start()?;
        let line = Line::holding(site.port, held_up);
        let (mut office, to) = Office::at(&site, &line.address(), PostAs::Publish);
        let mut id = office.queue(&to, false).id.0;
        let mut post = None;
        if errand != Errand::First {
            post = office.run_to_the_end(&id).post().map(|it| it.id.clone());
            office.edit("Bản sửa");
            let (article, now) = (office.article.clone(), moment().unwrap());
            id = match errand {
                Errand::TakeDown => {
                    office.store.queue_take_down(&article, &to, "Sai tên", &now).unwrap().id.0
                }
                Errand::First | Errand::Correction => office.queue(&to, false).id.0,
            };
        }
        let kept = site.kept();
        Some(Self { errand, site, line, office, id, post, kept })
    }

    /// Sends it from the beginning over a line that `cuts`, and looks at what is there then.
    fn send(&self, cuts: impl FnOnce(&Line), wait: Duration, why: &str) {
        self.site.bring_back(&self.kept);
        let mut office = self.office.copy();
        cuts(&self.line);
        let delivery = office.run_to_the_end(&self.id);
        std::thread::sleep(wait);
        if self.errand == Errand::TakeDown {
            assert_eq!(delivery.status, Status::Done, "{why}");
            assert!(!delivery.is_unknown(), "{why}");
            let trash = "count(get_posts(['post_status' => 'trash', 'numberposts' => -1]))";
            assert_eq!((self.site.posts().len(), self.site.php(trash)), (0, 1.into()), "{why}");
            return;
        }
        let (posts, media) = self.site.posts_and_media(false);
        if self.errand == Errand::Correction {
            assert_eq!(posts[0]["title"], "Bản sửa", "{why}");
            assert_eq!(delivery.post().map(|it| &it.id), self.post.as_ref(), "{why}");
        }
        right((posts, media), &delivery, why);
    }

    /// Each cut at each request that changes something.
    fn cut_at_each(&self, cuts: &[Cut], wait: Duration) {
        self.send(|line| line.plan(&[]), Duration::ZERO, "whole");
        let requests = self.line.seen();
        assert!(!requests.is_empty());
        for (at, request) in requests.iter().enumerate() {
            for cut in cuts {
                let why = format!("{:?}, {cut:?} at {request}", self.errand);
                self.send(|line| line.plan(&[(at, *cut)]), wait, &why);
                assert_eq!(self.line.seen().get(at), Some(request), "{why}: it was reached");
            }
        }
    }

    /// Each question cut once in one sending, in each way. To whoever asks, no answer at all looks the
    /// same whether the question arrived or not.
    fn cut_questions(&self, least: usize) {
        self.send(|line| line.plan(&[]), Duration::ZERO, "whole");
        let questions = self.line.asked();
        assert!(questions.len() >= least, "{questions:?}");
        for cut in
            [Cut::AnswerLost, Cut::AnswerBroken, Cut::Doubled, Cut::GatewayAfter, Cut::Captive]
        {
            let why = format!("{:?}, {cut:?} at each question", self.errand);
            self.send(|line| line.cut_questions(cut), Duration::ZERO, &why);
            let asked = self.line.asked();
            for question in &questions {
                assert!(asked.contains(question), "{why}: {question} was reached");
            }
        }
    }
}

#[test]
fn questions_that_are_cut_change_nothing_of_what_arrives() {
    let Some(sending) = Sending::begin(Errand::First, Duration::ZERO) else { return };
    sending.cut_questions(5);
}

#[test]
fn a_correction_that_is_cut_at_any_request_leaves_one_post_and_each_photo_once() {
    let Some(sending) = Sending::begin(Errand::Correction, Duration::ZERO) else { return };
    let cuts: Vec<Cut> = CUTS.into_iter().filter(|cut| *cut != Cut::Late).collect();
    sending.cut_at_each(&cuts, Duration::ZERO);
    sending.cut_questions(4);
}

#[test]
fn a_post_that_is_taken_down_over_a_cut_line_is_gone_once() {
    let Some(sending) = Sending::begin(Errand::TakeDown, Duration::ZERO) else { return };
    let cuts: Vec<Cut> = CUTS.into_iter().filter(|cut| *cut != Cut::Late).collect();
    sending.cut_at_each(&cuts, Duration::ZERO);
    sending.cut_questions(2);
}

#[test]
fn answers_that_are_held_up_leave_a_correction_and_a_take_down_right() {
    for errand in [Errand::Correction, Errand::TakeDown] {
        let held_up = site::line::HELD_UP;
        let Some(mut sending) = Sending::begin(errand, held_up) else { return };
        sending.office.patience.answer = held_up / 2;
        let settle = i64::try_from(held_up.as_millis()).unwrap() + 1_000;
        sending.office.pace = Pace { settle, ..sending.office.pace };
        sending.cut_at_each(&[Cut::Late], held_up);
    }
}

#[test]
fn a_double_that_comes_late_is_found_and_taken_away() {
    let Some(site) = Site::start() else { return };
    let line = Line::to(site.port);
    let (mut office, to) = Office::at(&site, &line.address(), PostAs::Draft);
    // Everything twice, by a gateway that means well.
    line.plan(&(0..8).map(|n| (n, Cut::Doubled)).collect::<Vec<_>>());
    let delivery = office.queue(&to, false);
    let delivery = office.run_to_the_end(&delivery.id.0);
    one_post_and_each_photo_once(&site, &delivery, "everything twice");
    assert_eq!(checked(&delivery).doubles.len(), 3, "two photos and the reservation");
}

#[test]
fn what_a_user_may_not_do_is_said_before_anything_is_sent() {
    let Some(site) = Site::start() else { return };
    let line = Line::to(site.port);
    let mut office = Office::open();
    for (role, wrong, post_as, kind, what) in [
        ("editor", true, PostAs::Draft, TroubleKind::WrongPassword, ""),
        ("contributor", false, PostAs::Draft, TroubleKind::NoRight, "upload"),
    ] {
        let (user, password) = site.user(role);
        office.password = if wrong { "abcd efgh".to_owned() } else { password };
        let to = office.destination(&line.address(), &user, post_as);
        let delivery = office.queue(&to, false);
        office.store.retry_delivery(&delivery.id.0).unwrap();
        office.run();
        let delivery = office.store.delivery(&delivery.id.0).unwrap();
        let trouble = delivery.trouble.clone().unwrap();
        assert_eq!((delivery.status, trouble.kind), (Status::NeedsUser, kind), "{trouble:?}");
        assert_eq!(trouble.params.get("what").map_or("", String::as_str), what);
    }
    assert_eq!(line.seen(), [""; 0]);
    // The right password, and it goes on where it was.
    let (user, password) = site.user("author");
    office.password = password;
    office.destination(&line.address(), &user, PostAs::Draft);
    let id = office.store.open_deliveries().unwrap()[0].id.0.clone();
    office.store.retry_delivery(&id).unwrap();
    let done = office.run_to_the_end(&id);
    one_post_and_each_photo_once(&site, &done, "an author, whose markup the site cleans");
    assert_eq!(site.posts()[0]["status"], "draft");
}

#[test]
fn a_draft_never_takes_from_readers_what_is_published() {
    let Some(site) = Site::start() else { return };
    let (mut office, mut to) = Office::at(&site, &site.address(), PostAs::Pending);
    let first = office.queue(&to, false);
    let first = office.run_to_the_end(&first.id.0);
    assert_eq!(site.posts()[0]["status"], "pending");
    let id = &first.post().unwrap().id;
    site.php(&format!("wp_publish_post({id})"));
    office.edit("Bản sửa");
    let second = office.queue(&to, false);
    let second = office.run_to_the_end(&second.id.0);
    one_post_and_each_photo_once(&site, &second, "a correction of what somebody published there");
    assert_eq!(
        (&site.posts()[0]["status"], &site.posts()[0]["title"]),
        (&"publish".into(), &"Bản sửa".into())
    );

    // A time is told that a post which waits for somebody there does not keep.
    site.clear();
    let soon = Timestamp(moment().unwrap().now.0 + 86_400_000);
    let plan = office.store.plan_export_at(&office.article, "nhỏ", None, soon, &moment().unwrap());
    let plan = plan.unwrap();
    let parcel = plan.parcel(&to, &office.store.photo_files(), Some(soon)).unwrap();
    let job = office.store.pretended_delivery(&plan, &to, &parcel, soon).unwrap();
    let mut connector = connect(&to, Some(&office.password), Patience::default()).unwrap();
    let planned = connector.plan(&Job { delivery: &job, parcel: &parcel }).unwrap();
    let dropped: Vec<_> = planned.dropped.iter().map(|it| it.field.as_str()).collect();
    assert!(dropped.contains(&"date_gmt"), "{dropped:?}");

    // At a time to come, by an author of the site's.
    to.post_as = PostAs::Publish;
    to.authors = vec![Mapped { here: "Thanh Mai".to_owned(), there: "desk-author".to_owned() }];
    to = office.store.save_destination(to, &moment().unwrap()).unwrap();
    let now = moment().unwrap();
    let at = Timestamp(now.now.0 / 1_000 * 1_000 + 86_400_000);
    let plan = office.store.plan_export_at(&office.article, "nhỏ", None, at, &now).unwrap();
    let parcel = plan.parcel(&to, &office.store.photo_files(), Some(at)).unwrap();
    assert!(parcel.authors.contains(&"Thanh Mai".to_owned()), "{:?}", parcel.authors);
    let third = office.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();
    let third = office.run_to_the_end(&third.id.0);
    one_post_and_each_photo_once(&site, &third, "at a time to come");
    let post = &site.posts()[0];
    assert_eq!(post["status"], "future");
    let wanted = at.rfc3339(banthao_core::time::ZoneMinutes(0)).replace('T', " ");
    assert_eq!(post["date"].as_str().unwrap(), wanted.trim_end_matches('Z'));
    let author = site.php("get_user_by('login', 'desk-author')->ID");
    assert_eq!(post["author"].to_string().trim_matches('"'), author.to_string());
}

/// The part of Co-Authors Plus that its REST interface shows: authors as terms of their own.
const COAUTHORS: &str = "<?php
add_action('init', function () {
    register_taxonomy('author', 'post', ['show_in_rest' => true, 'rest_base' => 'coauthors',
        'capabilities' => ['assign_terms' => 'edit_posts']]);
    foreach (['thanh-mai', 'thanh-hieu'] as $name) {
        if (!term_exists(\"cap-$name\", 'author')) {
            wp_insert_term($name, 'author', ['slug' => \"cap-$name\"]);
        }
    }
});
add_action('rest_api_init', function () {
    register_rest_route('coauthors/v1', '/search', ['methods' => 'GET',
        'permission_callback' => '__return_true', 'callback' => fn() => []]);
});
";

#[test]
fn where_a_site_knows_several_authors_all_of_them_are_named() {
    let Some(site) = Site::start_with(COAUTHORS, None) else { return };
    let (mut office, mut to) = Office::at(&site, &site.address(), PostAs::Draft);
    let map = |here: &str, there: &str| Mapped { here: here.to_owned(), there: there.to_owned() };
    to.authors = vec![map("Thanh Mai", "thanh-mai"), map("Thanh Hiếu", "thanh-hieu")];
    let to = office.store.save_destination(to, &moment().unwrap()).unwrap();
    let delivery = office.queue(&to, false);
    let delivery = office.run_to_the_end(&delivery.id.0);
    one_post_and_each_photo_once(&site, &delivery, "with two authors");
    let id = &delivery.post().unwrap().id;
    let named = site.php(&format!("wp_get_object_terms({id}, 'author', ['fields' => 'names'])"));
    assert_eq!(named.as_array().unwrap().len(), 2, "{named}");
    let text = site.posts()[0]["text"].as_str().unwrap().to_owned();
    assert!(!text.contains("Thanh Mai - Thanh Hiếu"), "their names are not in the text, too");
}
