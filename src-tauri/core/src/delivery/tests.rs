//! The driver against a small model of a server that fails in every way there is: whatever happens,
//! in the end there is one post, each picture once, and the record says so.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use proptest::prelude::*;

use super::*;
use crate::article::ArticleId;
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::time::Timestamp;

/// What happens to one request that would change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// Nobody listened.
    Refused,
    /// The request broke off on its way.
    CutBefore,
    /// It was done, and the answer broke off.
    CutAfter,
    /// The program ends between what it kept and the request …
    KilledBefore,
    /// … or before the answer is kept.
    KilledAfter,
    /// The answer is lost, and the request is worked at for a while.
    Slow,
    GatewayBefore,
    GatewayAfter,
    Busy,
    /// A 500 that says what it does not like: it will not like it tomorrow.
    RefusedForGood,
}

const FAULTS: [Fault; 11] = [
    Fault::None,
    Fault::Refused,
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::KilledBefore,
    Fault::KilledAfter,
    Fault::Slow,
    Fault::GatewayBefore,
    Fault::GatewayAfter,
    Fault::Busy,
    Fault::RefusedForGood,
];

/// A request as the model's server works at it.
#[derive(Debug, Clone)]
enum Request {
    Upload(String),
    Reserve(String),
    Write(u32, String),
    Trash(u32),
    Delete(u32),
}

/// What is there, by number. The slug of a second thing of one name gets a `-2`.
#[derive(Default)]
struct Server {
    next: u32,
    media: BTreeMap<u32, String>,
    /// Slug, and by which delivery it was written.
    posts: BTreeMap<u32, (String, Option<String>)>,
    /// Begun, and done at this time.
    late: Vec<(i64, Request)>,
    written: u32,
}

impl Server {
    fn work(&mut self, now: i64) {
        let (due, rest) = std::mem::take(&mut self.late).into_iter().partition(|it| it.0 <= now);
        self.late = rest;
        let due: Vec<(i64, Request)> = due;
        for (_, request) in due {
            self.take(request);
        }
    }

    fn take(&mut self, request: Request) -> u32 {
        match request {
            Request::Upload(slug) => {
                self.next += 1;
                let slug = free(slug, |it| self.media.values().any(|slug| slug == it));
                self.media.insert(self.next, slug);
                self.next
            }
            Request::Reserve(slug) => {
                self.next += 1;
                let slug = free(slug, |it| self.posts.values().any(|(slug, _)| slug == it));
                self.posts.insert(self.next, (slug, None));
                self.next
            }
            Request::Write(id, by) => {
                self.written += 1;
                self.posts.insert(id, ("van-kien".to_owned(), Some(by)));
                id
            }
            Request::Trash(id) => {
                self.posts.remove(&id);
                id
            }
            Request::Delete(id) => {
                self.posts.remove(&id);
                self.media.remove(&id);
                id
            }
        }
    }

    fn medium(&self, key: &str) -> Option<u32> {
        self.media.iter().find(|(_, slug)| *slug == key).map(|(id, _)| *id)
    }

    fn empty_draft(&self, key: &str) -> Option<u32> {
        let empty = |(slug, by): &(String, Option<String>)| slug == key && by.is_none();
        self.posts.iter().find(|(_, post)| empty(post)).map(|(id, _)| *id)
    }
}

fn free(slug: String, taken: impl Fn(&str) -> bool) -> String {
    if taken(&slug) { format!("{slug}-2") } else { slug }
}

/// The way to the server, with its faults in order, and the clock of everybody.
struct Line {
    server: RefCell<Server>,
    faults: RefCell<Vec<Fault>>,
    now: Cell<i64>,
    dead: Cell<bool>,
}

impl Line {
    fn new(faults: &[Fault]) -> Rc<Self> {
        Rc::new(Self {
            server: RefCell::default(),
            faults: RefCell::new(faults.iter().rev().copied().collect()),
            now: Cell::new(1_000_000),
            dead: Cell::new(false),
        })
    }

    fn moment(&self) -> Moment {
        Moment { now: Timestamp(self.now.get()), seed: [7; 32] }
    }
}

struct Model(Rc<Line>);

impl Model {
    fn ask<T>(&self, question: impl FnOnce(&Server) -> T) -> Answer<T> {
        if self.0.dead.get() {
            return Err(Trouble::new(TroubleKind::NoAnswer));
        }
        self.0.now.set(self.0.now.get() + 10);
        let mut server = self.0.server.borrow_mut();
        server.work(self.0.now.get());
        Ok(question(&server))
    }

    fn tell(&self, request: Request) -> Answer<u32> {
        let line = &self.0;
        line.now.set(line.now.get() + 10);
        let now = line.now.get();
        let mut server = line.server.borrow_mut();
        server.work(now);
        let lost = Err(Trouble::new(TroubleKind::NoAnswer));
        let fault = line.faults.borrow_mut().pop().unwrap_or(Fault::None);
        match fault {
            Fault::None => Ok(server.take(request)),
            Fault::Refused => Err(Trouble::new(TroubleKind::Unreachable)),
            Fault::CutBefore => lost,
            Fault::CutAfter => {
                server.take(request);
                lost
            }
            Fault::KilledBefore => {
                line.dead.set(true);
                lost
            }
            Fault::KilledAfter => {
                line.dead.set(true);
                server.take(request);
                lost
            }
            Fault::Slow => {
                server.late.push((now + SETTLE - 1_000, request));
                lost
            }
            Fault::GatewayBefore => Err(Trouble::new(TroubleKind::ServerFault)),
            Fault::GatewayAfter => {
                server.take(request);
                Err(Trouble::new(TroubleKind::ServerFault))
            }
            Fault::Busy => Err(Trouble { wait: Some(30), ..Trouble::new(TroubleKind::Busy) }),
            Fault::RefusedForGood => Err(Trouble::new(TroubleKind::Refused)),
        }
    }
}

const SETTLE: i64 = 20_000;

fn remote(id: u32) -> Remote {
    Remote { id: id.to_string(), link: String::new() }
}

fn number(remote: Option<&Remote>) -> Option<u32> {
    remote?.id.parse().ok()
}

impl Connector for Model {
    fn test(&mut self) -> Answer<Tested> {
        self.ask(|_| Tested::default())
    }

    fn preflight(&mut self, _: &Job<'_>) -> Answer<String> {
        self.ask(|_| "{}".to_owned())
    }

    fn look_up(&mut self, job: &Job<'_>, step: StepKind) -> Answer<Found> {
        self.ask(|server| {
            let found = match step {
                StepKind::Media(n) => server.medium(&job.parcel.pictures[usize::from(n)].key()),
                StepKind::Reserve => {
                    let known = number(job.delivery.known.as_ref());
                    let known = known.filter(|id| server.posts.contains_key(id));
                    let slug = server.posts.iter().find(|(_, (slug, _))| *slug == job.parcel.key);
                    known.or(slug.map(|(id, _)| *id))
                }
                StepKind::Write => number(job.delivery.post()).filter(|id| {
                    server.posts.get(id).is_some_and(|it| it.1.as_ref() == Some(&job.delivery.id.0))
                }),
                StepKind::TakeDown => {
                    let known = number(job.delivery.known.as_ref());
                    known.filter(|id| !server.posts.contains_key(id))
                }
                StepKind::Clear(n) => {
                    let leftover = job.delivery.leftover(n).expect("it is one of them");
                    let there = match leftover.kind {
                        LeftoverKind::Picture => server.medium(&leftover.key),
                        LeftoverKind::Draft => server.empty_draft(&leftover.key),
                        LeftoverKind::Part => None,
                    };
                    return match there {
                        Some(id) => Found::Partly(remote(id)),
                        None => Found::Whole(Remote::default()),
                    };
                }
                StepKind::Preflight | StepKind::Verify => unreachable!("nobody looks these up"),
            };
            found.map_or(Found::Nothing, |id| Found::Whole(remote(id)))
        })
    }

    fn request_hash(&self, _: &Job<'_>, step: StepKind) -> String {
        format!("{step:?}")
    }

    fn send(&mut self, job: &Job<'_>, step: StepKind, there: Option<&Remote>) -> Answer<Remote> {
        let post = || number(job.delivery.post()).expect("it is reserved");
        let request = match step {
            StepKind::Media(n) => Request::Upload(job.parcel.pictures[usize::from(n)].key()),
            StepKind::Reserve => Request::Reserve(job.parcel.key.clone()),
            StepKind::Write => Request::Write(post(), job.delivery.id.0.clone()),
            StepKind::TakeDown => Request::Trash(post()),
            StepKind::Clear(_) => Request::Delete(number(there).expect("it was found")),
            StepKind::Preflight | StepKind::Verify => unreachable!("nothing is sent for these"),
        };
        self.tell(request).map(remote)
    }

    fn verify(&mut self, job: &Job<'_>) -> Answer<Checked> {
        let (id, by) = (number(job.delivery.post()), job.delivery.id.0.clone());
        self.ask(|server| {
            let there = id.and_then(|id| server.posts.get(&id));
            assert_eq!(there.and_then(|it| it.1.as_ref()), Some(&by), "what was written is there");
            Checked::default()
        })
    }

    fn plan(&mut self, _: &Job<'_>) -> Answer<Plan> {
        self.ask(|_| Plan::default())
    }
}

/// Keeps the last delivery that was kept before the program ended.
struct Disk(Rc<Line>, Delivery);

impl Journal for Disk {
    fn keep(&mut self, delivery: &Delivery, _: &Moment) -> Result<()> {
        if self.0.dead.get() {
            return Err(Failure::internal("killed"));
        }
        self.1 = delivery.clone();
        Ok(())
    }
}

fn parcel(pictures: u8) -> Parcel {
    let picture = |n: u8| ParcelPicture {
        sha256: String::new(),
        identity: format!("{n:064x}").chars().rev().collect(),
        file_name: format!("{n}.jpg"),
        media_type: "image/jpeg".to_owned(),
        width: 1,
        height: 1,
        alt: String::new(),
        caption: String::new(),
        bytes: vec![n],
    };
    let pictures = (1..=pictures).map(picture).collect();
    Parcel { key: "bt-abc".to_owned(), pictures, ..Parcel::default() }
}

fn delivery(id: &str, errand: Errand, pictures: u8, known: Option<Remote>) -> Delivery {
    Delivery {
        id: DeliveryId(id.to_owned()),
        destination: "d".to_owned(),
        destination_name: "Cổng".to_owned(),
        article: ArticleId("abc".to_owned()),
        revision: "r".to_owned(),
        steps: Delivery::steps_of(&DestinationKind::WordPress, &errand, pictures.into()),
        errand,
        queued_at: Timestamp(0),
        status: Status::Open,
        attempts: 0,
        next_at: Timestamp(0),
        trouble: None,
        known,
        known_live: None,
    }
}

/// Drives a delivery to its end through restarts, waits and a person who tries again.
fn bring_to_its_end(line: &Rc<Line>, first: Delivery, parcel: &Parcel) -> Delivery {
    let pace = Pace { settle: SETTLE, tries: 3, ..Pace::default() };
    let mut disk = Disk(line.clone(), first);
    for _ in 0..500 {
        let mut delivery = disk.1.clone();
        let mut clock = || Ok(line.moment());
        let mut model = Model(line.clone());
        match drive(&mut delivery, parcel, &mut model, &mut disk, &mut clock, &pace) {
            Err(_) => {
                assert!(line.dead.get(), "only a kill ends a drive");
                line.dead.set(false);
            }
            Ok(Ran::Waits(until)) => {
                assert!(until.0 > line.now.get(), "a wait lies ahead");
                line.now.set(until.0);
            }
            Ok(Ran::Rests) if disk.1.status == Status::NeedsUser => {
                assert!(disk.1.trouble.is_some(), "whoever is asked is told why");
                disk.1.try_again();
            }
            Ok(Ran::Rests) => {
                // Whatever is still worked at there comes to its end, too.
                line.now.set(line.now.get() + 10 * SETTLE);
                line.server.borrow_mut().work(line.now.get());
                return disk.1;
            }
        }
    }
    panic!("it never ended: {:?}", disk.1);
}

#[track_caller]
fn one_post_and_each_picture_once(line: &Line, delivery: &Delivery, parcel: &Parcel) {
    let server = line.server.borrow();
    assert_eq!(delivery.status, Status::Done);
    assert!(!delivery.is_unknown(), "nothing is unknown of what is done");
    let written = ("van-kien".to_owned(), Some(delivery.id.0.clone()));
    assert_eq!(server.posts.values().collect::<Vec<_>>(), [&written]);
    let mut keys: Vec<String> = parcel.pictures.iter().map(ParcelPicture::key).collect();
    keys.sort();
    let mut there: Vec<String> = server.media.values().cloned().collect();
    there.sort();
    assert_eq!(there, keys);
    assert_eq!(number(delivery.post()), server.posts.keys().next().copied());
    for n in 0..parcel.pictures.len() {
        let id = number(delivery.media(n)).expect("its number is kept");
        assert_eq!(server.media.get(&id), Some(&parcel.pictures[n].key()));
    }
}

fn bring() -> Errand {
    Errand::Bring { overwrite: false, not_before: None }
}

#[test]
fn one_fault_of_each_kind_at_each_request_leaves_one_post_and_each_picture_once() {
    let parcel = parcel(2);
    for fault in FAULTS {
        for at in 0..4 {
            let mut faults = vec![Fault::None; at];
            faults.push(fault);
            let line = Line::new(&faults);
            let done = bring_to_its_end(&line, delivery("one", bring(), 2, None), &parcel);
            one_post_and_each_picture_once(&line, &done, &parcel);
        }
    }
}

#[test]
fn a_correction_goes_into_the_same_post_and_takes_no_picture_again() {
    let parcel = parcel(2);
    let line = Line::new(&[]);
    let first = bring_to_its_end(&line, delivery("one", bring(), 2, None), &parcel);
    let post = first.post().cloned();
    let second = bring_to_its_end(&line, delivery("two", bring(), 2, post.clone()), &parcel);
    assert_eq!(second.post(), post.as_ref());
    one_post_and_each_picture_once(&line, &second, &parcel);
}

#[test]
fn what_was_refused_for_good_waits_for_a_person_and_is_not_sent_again_by_itself() {
    let line = Line::new(&[Fault::RefusedForGood]);
    let parcel = parcel(1);
    let mut disk = Disk(line.clone(), delivery("one", bring(), 1, None));
    let mut model = Model(line.clone());
    for _ in 0..3 {
        let mut delivery = disk.1.clone();
        let mut clock = || Ok(line.moment());
        let ran =
            drive(&mut delivery, &parcel, &mut model, &mut disk, &mut clock, &Pace::default());
        assert_eq!(ran.unwrap(), Ran::Rests);
    }
    assert_eq!((disk.1.status, disk.1.stage()), (Status::NeedsUser, Stage::NeedsUser));
    assert!(line.server.borrow().media.is_empty());
    assert!(!disk.1.is_unknown(), "a refusal is an answer");
}

#[test]
fn a_lost_answer_is_unknown_and_is_not_looked_up_while_it_may_still_be_worked_at() {
    let line = Line::new(&[Fault::Slow]);
    let parcel = parcel(1);
    let mut disk = Disk(line.clone(), delivery("one", bring(), 1, None));
    let mut delivery = disk.1.clone();
    let mut clock = || Ok(line.moment());
    let pace = Pace { settle: SETTLE, first_retry: 1, ..Pace::default() };
    let mut model = Model(line.clone());
    let ran = drive(&mut delivery, &parcel, &mut model, &mut disk, &mut clock, &pace).unwrap();
    assert!(disk.1.is_unknown());
    assert!(matches!(ran, Ran::Waits(until) if until.0 >= 1_000_000 + SETTLE), "{ran:?}");
    assert!(matches!(disk.1.stage(), Stage::Media { number: 1, of: 1 }));
}

#[test]
fn what_is_held_for_its_time_goes_out_then_and_never_before_whoever_is_impatient() {
    let time = Timestamp(1_000_000 + 90 * 86_400_000);
    let line = Line::new(&[]);
    let held = Errand::Bring { overwrite: false, not_before: Some(time) };
    let parcel = parcel(1);
    let mut disk = Disk(line.clone(), delivery("one", held, 1, None));
    for impatient in [false, true] {
        let mut delivery = disk.1.clone();
        if impatient {
            delivery.try_again();
        }
        let mut clock = || Ok(line.moment());
        let mut model = Model(line.clone());
        let pace = Pace::default();
        let ran = drive(&mut delivery, &parcel, &mut model, &mut disk, &mut clock, &pace);
        assert_eq!(ran.unwrap(), Ran::Waits(time));
        assert_eq!(delivery.stage(), Stage::Held { until: time });
        assert!(line.server.borrow().posts.is_empty() && line.server.borrow().media.is_empty());
    }
    line.now.set(time.0);
    let done = bring_to_its_end(&line, disk.1, &parcel);
    one_post_and_each_picture_once(&line, &done, &parcel);
}

#[test]
fn being_off_line_is_waited_out_for_as_long_as_it_lasts() {
    let line = Line::new(&[Fault::Refused; 60]);
    let parcel = parcel(0);
    let pace = Pace { tries: 3, ..Pace::default() };
    let mut disk = Disk(line.clone(), delivery("one", bring(), 0, None));
    let mut waits = Vec::new();
    for _ in 0..60 {
        let mut delivery = disk.1.clone();
        let mut clock = || Ok(line.moment());
        let mut model = Model(line.clone());
        let ran = drive(&mut delivery, &parcel, &mut model, &mut disk, &mut clock, &pace).unwrap();
        let Ran::Waits(until) = ran else { panic!("nobody is asked: {:?}", disk.1) };
        waits.push(until.0 - line.now.get());
        line.now.set(until.0);
    }
    assert!(waits[0] < 6_000 && waits[1] > waits[0], "{waits:?}");
    assert!(waits.iter().all(|wait| *wait <= pace.longest_retry), "{waits:?}");
    let done = bring_to_its_end(&line, disk.1, &parcel);
    one_post_and_each_picture_once(&line, &done, &parcel);
}

#[test]
fn a_clock_that_was_put_back_holds_nothing_up() {
    let mut delivery = delivery("one", bring(), 0, None);
    delivery.next_at = Timestamp(900_000_000_000);
    assert_eq!(delivery.next(Timestamp(1), &Pace::default()), Next::Step(0));
}

#[test]
fn addresses_that_would_show_a_password_are_refused() {
    let destination = |address: &str| Destination {
        id: "d".to_owned(),
        name: "Cổng".to_owned(),
        kind: DestinationKind::WordPress,
        address: address.to_owned(),
        user: "lan".to_owned(),
        target: String::new(),
        post_as: PostAs::Draft,
        sections: Vec::new(),
        authors: Vec::new(),
        proxy: ProxyChoice::System,
        html: HtmlProfile::default(),
        ca_file: String::new(),
        has_password: true,
    };
    for address in [
        "https://toasoan.example.vn",
        "https://toasoan.example.vn:8443/tin/",
        "http://127.0.0.1:8803",
        "http://localhost",
        "http://[::1]:80",
    ] {
        let accepted = Destination::accept(vec![destination(address)]).unwrap();
        assert_eq!(accepted[0].address, address.trim_end_matches('/'));
    }
    for address in [
        "",
        "toasoan.example.vn",
        "http://toasoan.example.vn",
        "http://127.0.0.1.example.vn",
        "http://127.0.0.1@example.vn",
        "https://lan:mat-khau@example.vn",
        "https://example.vn/?rest_route=/",
        "https://example.vn:0",
        "https://exa mple.vn",
        "file:///etc/passwd",
        "https://",
    ] {
        let refused = Destination::accept(vec![destination(address)]).unwrap_err();
        assert_eq!(refused.params["what"], "destinationAddress", "{address}");
    }
    let of = |kind, address: &str| Destination { kind, ..destination(address) };
    let folder = || DestinationKind::Folder { form: crate::store::ExportForm::Zip };
    let here = std::env::temp_dir();
    let accepted = Destination::accept(vec![of(folder(), &here.display().to_string())]).unwrap();
    assert_eq!(accepted[0].user, "", "nobody signs in to a folder");
    for address in ["", "tin", "../tin", "C:tin", "https://a.vn"] {
        let refused = Destination::accept(vec![of(folder(), address)]).unwrap_err();
        assert_eq!(refused.params["what"], "destinationFolder", "{address}");
    }
    let server = |key_file: &str, host_key: &str| DestinationKind::Sftp {
        form: crate::store::ExportForm::Folder,
        key_file: key_file.to_owned(),
        host_key: host_key.to_owned(),
    };
    let key = here.join("khóa").display().to_string();
    let host_key = format!("ssh-ed25519 {}", "A".repeat(68));
    for (kind, address, what) in [
        (server("", ""), "sftp://nas/tin bài", None),
        (server(&key, &host_key), "sftp://nas:2222", None),
        (server("", ""), "https://nas", Some("destinationServer")),
        (server("", ""), "sftp://lan@nas", Some("destinationServer")),
        (server("khóa", ""), "sftp://nas", Some("destinationKeyFile")),
        (server("", "nas"), "sftp://nas", Some("destinationHostKey")),
        (
            server("", &format!("{host_key}\nx {host_key}")),
            "sftp://nas",
            Some("destinationHostKey"),
        ),
    ] {
        let refused = Destination::accept(vec![of(kind, address)]).err();
        assert_eq!(refused.map(|it| it.params["what"].clone()).as_deref(), what, "{address}");
    }
    let webhook = |to: &str| DestinationKind::Webhook { pictures_to: to.to_owned() };
    for (to, what) in
        [("https://a.vn/anh", None), ("", None), ("http://a.vn", Some("destinationPictures"))]
    {
        let refused = Destination::accept(vec![of(webhook(to), "https://a.vn/bai")]).err();
        assert_eq!(refused.map(|it| it.params["what"].clone()).as_deref(), what, "{to}");
    }
    let portal = |structure: &str, folder: &str| DestinationKind::Liferay74 {
        site: "20121".to_owned(),
        structure: structure.to_owned(),
        content_field: " content ".to_owned(),
        folder: folder.to_owned(),
        oauth: true,
    };
    for (kind, post_as, what) in [
        (portal("301", ""), PostAs::Publish, None),
        (portal("301", "../1"), PostAs::Publish, Some("destinationPlace")),
        (portal("", ""), PostAs::Publish, Some("destinationPlace")),
        (portal("301", ""), PostAs::Draft, Some("destinationPostAs")),
    ] {
        let one = Destination { post_as, ..of(kind.clone(), "https://a.vn") };
        let refused = Destination::accept(vec![one]).err();
        assert_eq!(refused.map(|it| it.params["what"].clone()).as_deref(), what, "{kind:?}");
    }
    let twice = vec![destination("https://a.vn"), destination("https://b.vn")];
    assert_eq!(Destination::accept(twice).unwrap_err().params["what"], "destinationTwice");
}

proptest! {
    #[test]
    fn whatever_happens_there_is_one_post_and_each_picture_once(
        faults in prop::collection::vec(0..FAULTS.len(), 0..30),
        pictures in 0..4_u8,
        again in any::<bool>(),
    ) {
        let faults: Vec<Fault> = faults.into_iter().map(|n| FAULTS[n]).collect();
        let parcel = parcel(pictures);
        let line = Line::new(&faults);
        let mut done = bring_to_its_end(&line, delivery("one", bring(), pictures, None), &parcel);
        if again {
            let known = done.post().cloned();
            done = bring_to_its_end(&line, delivery("two", bring(), pictures, known), &parcel);
        }
        one_post_and_each_picture_once(&line, &done, &parcel);
        let known = done.post().cloned();
        let errand = Errand::TakeDown { reason: "Sai".to_owned() };
        let down = bring_to_its_end(&line, delivery("three", errand, 0, known), &parcel);
        prop_assert_eq!(down.status, Status::Done);
        prop_assert!(line.server.borrow().posts.is_empty());
    }

    #[test]
    fn what_was_given_up_at_any_request_leaves_nothing_behind_once_it_is_cleared_up(
        at in 0..4_usize,
        arrived in any::<bool>(),
        faults in prop::collection::vec(0..FAULTS.len(), 0..20),
    ) {
        let end = if arrived { Fault::CutAfter } else { Fault::RefusedForGood };
        let line = Line::new(&[&[Fault::None; 4][..at], &[end]].concat());
        let parcel = parcel(2);
        let mut disk = Disk(line.clone(), delivery("one", bring(), 2, None));
        let (mut model, mut given_up) = (Model(line.clone()), disk.1.clone());
        let mut clock = || Ok(line.moment());
        let pace = Pace { settle: SETTLE, ..Pace::default() };
        drive(&mut given_up, &parcel, &mut model, &mut disk, &mut clock, &pace).unwrap();
        prop_assert!(given_up.leftovers(&parcel).is_empty(), "not as long as it goes on");
        given_up.status = Status::Cancelled;
        let leftovers = given_up.leftovers(&parcel);
        if at == 3 && arrived {
            // It stands there, as far as anybody knows: to be taken down, not cleared up.
            prop_assert!(leftovers.is_empty());
            return Ok(());
        }
        line.now.set(line.now.get() + 10 * SETTLE);
        *line.faults.borrow_mut() = faults.into_iter().map(|n| FAULTS[n]).collect();
        let clear = delivery("two", Errand::Clear { leftovers }, 0, None);
        let cleared = bring_to_its_end(&line, clear, &Parcel::default());
        prop_assert_eq!(cleared.status, Status::Done);
        let server = line.server.borrow();
        prop_assert!(server.posts.is_empty() && server.media.is_empty());
    }
}
