use crate::article::ArticleId;
use crate::delivery::{
    Destination, DestinationKind, Errand, HtmlProfile, Journal, Mapped, Parcel, ParcelPicture,
    PostAs, ProxyChoice, Status, StepState,
};
use crate::failure::Code;
use crate::person::Role;
use crate::review::Action;
use crate::store::tests::{Desk, report};
use crate::store::views::ProblemKind;
use crate::store::{ExportForm, TypedPassword};
use crate::time::Timestamp;

fn site() -> Destination {
    Destination {
        id: String::new(),
        name: "Cổng".to_owned(),
        kind: DestinationKind::WordPress,
        address: "https://toasoan.example.vn".to_owned(),
        user: "lan".to_owned(),
        target: String::new(),
        post_as: PostAs::Draft,
        sections: Vec::new(),
        authors: vec![Mapped { here: "Thanh Mai".to_owned(), there: "mai".to_owned() }],
        proxy: ProxyChoice::System,
        html: HtmlProfile::default(),
        ca_file: String::new(),
        has_password: true,
    }
}

/// An editor's desk with an approved article.
fn approved() -> (Desk, ArticleId) {
    let mut desk = Desk::of(Role::Editor);
    let id = desk.article(report("Tin", "Một.")).id;
    desk.act_all(&id, &[Action::File, Action::Claim, Action::Approve]);
    (desk, id)
}

#[test]
fn a_password_that_was_given_to_one_is_not_taken_to_another() {
    let mut desk = Desk::of(Role::Editor);
    let now = desk.moment();
    let fresh = desk.store.may_save_destination(site(), TypedPassword::NoneIsKept, &now).unwrap();
    assert!(!fresh.id.is_empty(), "it can be kept under this id");
    assert!(desk.store.destinations().unwrap().is_empty(), "nothing is kept by asking");
    let kept = desk.store.save_destination(fresh, &now).unwrap();

    let renamed = Destination { name: "Cổng tỉnh".to_owned(), ..kept.clone() };
    assert!(desk.store.may_save_destination(renamed, TypedPassword::MayBeKept, &now).is_ok());
    let elsewhere = [
        Destination { address: "https://ke-gian.example".to_owned(), ..kept.clone() },
        Destination { ca_file: "/tmp/la.pem".to_owned(), ..kept.clone() },
        Destination {
            proxy: ProxyChoice::Manual { address: "http://10.0.0.9:3128".to_owned() },
            ..kept.clone()
        },
        Destination { kind: DestinationKind::Ghost, ..kept.clone() },
    ];
    for other in elsewhere {
        let refused = desk
            .store
            .may_save_destination(other.clone(), TypedPassword::MayBeKept, &now)
            .unwrap_err();
        assert_eq!(refused.params["what"], "destinationPassword", "{other:?}");
        assert!(
            desk.store.may_save_destination(other, TypedPassword::Comes, &now).is_ok(),
            "with a new one"
        );
    }
    assert_eq!(desk.store.destinations().unwrap(), [kept]);
}

#[test]
fn only_who_types_a_password_says_that_there_is_one() {
    let mut desk = Desk::of(Role::Editor);
    let now = desk.moment();
    let webhook = Destination {
        kind: DestinationKind::Webhook { pictures_to: String::new() },
        has_password: false,
        ..site()
    };
    let kept = desk.store.save_destination(webhook, &now).unwrap();
    assert!(!kept.wants_password());
    // No password lies behind it, so it may go anywhere; but nothing brings back an old one.
    let claims = Destination {
        address: "https://khac.example.vn".to_owned(),
        has_password: true,
        ..kept.clone()
    };
    let moved =
        desk.store.may_save_destination(claims.clone(), TypedPassword::MayBeKept, &now).unwrap();
    assert!(!moved.wants_password());
    let typed = desk.store.may_save_destination(claims, TypedPassword::Comes, &now).unwrap();
    assert!(desk.store.save_destination(typed, &now).unwrap().wants_password());
}

#[test]
fn a_delivery_is_listed_until_long_after_its_end_and_the_doctor_reads_what_it_carries() {
    let (mut desk, id) = approved();
    let now = desk.moment();
    let folder = Destination {
        kind: DestinationKind::Folder { form: ExportForm::Folder },
        address: desk.folder.path().display().to_string(),
        ..site()
    };
    let to = desk.store.save_destination(folder, &now).unwrap();
    let plan = desk.store.plan_export(&id, "", None, &now).unwrap();
    let parcel = plan.parcel(&to, &desk.store.photo_files(), None).unwrap();
    let queued = desk.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();

    let rows = desk.store.delivery_rows(0, None).unwrap();
    assert_eq!(rows.len(), 1, "what is on its way is always listed");
    assert_eq!((rows[0].headline.as_str(), rows[0].is_unknown), ("Tin", false));
    assert!(desk.store.diagnose().unwrap().problems.is_empty());

    let spoil = "UPDATE delivery SET parcel = replace(parcel, 'bt-', 'xx-')";
    desk.raw().execute(spoil, []).unwrap();
    let problems = desk.store.diagnose().unwrap().problems;
    let kinds: Vec<_> = problems.iter().map(|it| (it.kind, it.what.clone())).collect();
    assert_eq!(kinds, [(ProblemKind::Delivery, queued.id.0.clone())]);

    let turn = desk.store.outbox_turn(&to.id).unwrap().expect("nobody has it");
    let refused = desk.store.cancel_delivery(&queued.id.0, &now).unwrap_err();
    assert_eq!(refused.code, Code::StoreBusy, "a request may be on its way");
    drop(turn);
    let ended = desk.store.cancel_delivery(&queued.id.0, &now).unwrap();
    assert_eq!(ended.status, Status::Cancelled);
    assert!(desk.store.delivery_rows(0, None).unwrap().is_empty());
    assert_eq!(desk.store.delivery_rows(1, None).unwrap().len(), 1);
    let of_it = desk.store.delivery_rows(0, Some(&id)).unwrap();
    assert_eq!(of_it.len(), 1, "those of one article, however many others came after");
    assert!(desk.store.diagnose().unwrap().problems.is_empty(), "nothing more of it is sent");
}

#[test]
fn files_wait_at_the_desk_for_the_time_at_which_a_site_would_publish_by_itself() {
    let (mut desk, id) = approved();
    let now = desk.moment();
    let time = Timestamp(now.now.0 + 3_600_000);
    let folder = Destination {
        name: "Thư mục".to_owned(),
        kind: DestinationKind::Folder { form: ExportForm::Zip },
        address: desk.folder.path().display().to_string(),
        ..site()
    };
    for (to, held) in [(folder, Some(time)), (site(), None)] {
        let now = desk.moment();
        let to = desk.store.save_destination(to, &now).unwrap();
        let plan = desk.store.plan_export_at(&id, "", None, time, &now).unwrap();
        let parcel = plan.parcel(&to, &desk.store.photo_files(), Some(time)).unwrap();
        let queued = desk.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();
        let kept = desk.store.delivery(&queued.id.0).unwrap();
        assert_eq!(kept.errand, Errand::Bring { overwrite: false, not_before: held });
        let again = desk.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();
        assert_eq!(again.id, queued.id, "it is on its way already");
        if held.is_some() {
            let parcel = plan.parcel(&to, &desk.store.photo_files(), None).unwrap();
            let refused = desk.store.queue_delivery(&plan, &to, &parcel, false, &now);
            assert_eq!(refused.unwrap_err().code, Code::NotAllowed, "at another time");
        }
    }
}

#[test]
fn trying_again_leaves_a_step_alone_that_somebody_is_working_on() {
    let (mut desk, id) = approved();
    let now = desk.moment();
    let to = desk.store.save_destination(site(), &now).unwrap();
    let plan = desk.store.plan_export(&id, "", None, &now).unwrap();
    let parcel = plan.parcel(&to, &desk.store.photo_files(), None).unwrap();
    let mut queued = desk.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();
    queued.next_at = Timestamp(now.now.0 + 60_000);
    desk.store.keep(&queued, &now).unwrap();
    // What a worker notes with a connection of its own before it sends.
    desk.raw().execute("UPDATE delivery_step SET state = 'sent' WHERE n = 0", []).unwrap();
    let tried = desk.store.retry_delivery(&queued.id.0).unwrap();
    assert_eq!(tried.next_at, Timestamp(0));
    let kept = desk.store.delivery(&queued.id.0).unwrap();
    assert_eq!((kept.next_at, kept.is_unknown()), (Timestamp(0), true));
}

#[test]
fn the_pictures_of_a_text_that_was_sent_and_then_given_up_are_no_leftovers() {
    let (mut desk, id) = approved();
    let now = desk.moment();
    let to = desk.store.save_destination(site(), &now).unwrap();
    let plan = desk.store.plan_export(&id, "", None, &now).unwrap();
    let picture = ParcelPicture {
        sha256: "e77b9a9ae9e30b0dbdb6f510a264ef9de781501d7b6b92ae89eb059c5ab743db".to_owned(),
        identity: "0123456789abcdef".repeat(4),
        file_name: "anh.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        width: 1,
        height: 1,
        alt: String::new(),
        caption: String::new(),
        bytes: vec![5],
    };
    let parcel = Parcel {
        pictures: vec![picture],
        ..plan.parcel(&to, &desk.store.photo_files(), None).unwrap()
    };
    // Each is given up behind the step of this number.
    let mut given_up = |last: usize| {
        let now = desk.moment();
        let mut delivery = desk.store.queue_delivery(&plan, &to, &parcel, false, &now).unwrap();
        for step in &mut delivery.steps[..=last] {
            step.state = StepState::Done;
        }
        desk.store.keep(&delivery, &now).unwrap();
        let ended = desk.store.cancel_delivery(&delivery.id.0, &now).unwrap();
        let leaves = desk.store.delivery_row(ended.clone()).unwrap().leaves;
        let later = desk.moment();
        let clear = desk.store.queue_clear(&ended.id.0, &later);
        if let Ok(clear) = &clear {
            desk.store.cancel_delivery(&clear.id.0, &now).unwrap();
        }
        (leaves, clear.is_ok())
    };
    let (picture, written) = (1, 3);
    assert_eq!(given_up(picture), (true, true));
    assert_eq!(given_up(written), (false, false), "its text may stand there");
    // The same picture again: looked up and found, and shown by the text before.
    assert!(!given_up(picture).1, "readers may see it");
}
