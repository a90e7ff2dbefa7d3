//! Deliveries into a folder that another program watches.

use std::fs;

use crate::office::{Office, moment};
use crate::package::names;
use banthao_core::delivery::{DestinationKind, PostAs, Status, TroubleKind};
use banthao_core::store::ExportForm;
use banthao_delivery::{Patience, connect};
use serde_json::Value;

#[test]
fn a_package_arrives_whole_is_corrected_in_its_place_and_is_taken_down() {
    let watched = tempfile::tempdir().unwrap();
    let folder = watched.path();
    let mut office = Office::open();
    let kind = DestinationKind::Folder { form: ExportForm::Folder };
    let to = office.place(kind, &folder.display().to_string(), "", PostAs::Draft);
    let tested = connect(&to, None, Patience::default()).unwrap().test();
    assert!(tested.is_ok() && names(folder).is_empty(), "a test leaves nothing: {tested:?}");

    let first = office.queue(&to, false);
    let first = office.run_to_the_end(&first.id.0);
    assert_eq!(first.status, Status::Done, "{:?}", first.trouble);
    let [name] = &names(folder)[..] else { panic!("one package: {:?}", names(folder)) };
    assert_eq!(first.post().unwrap().id, *name);
    assert!(name.starts_with("phat-bieu-ket-luan-bt-"), "{name}");
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.join(name).join("manifest.json")).unwrap())
            .unwrap();
    let files = manifest["files"].as_array().unwrap();
    assert!(files.len() >= 5, "{manifest}");
    for file in files {
        let bytes = fs::read(folder.join(name).join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["bytes"], bytes.len());
    }

    let page = fs::read_to_string(folder.join(name).join("article.txt")).unwrap();
    assert!(page.contains("Phát biểu & kết luận"), "{page}");
    office.edit("Kết luận");
    let second = office.queue(&to, false);
    let second = office.run_to_the_end(&second.id.0);
    assert_eq!(names(folder), [second.post().unwrap().id.clone()], "the old one is gone");
    assert_ne!(second.post(), first.post());

    let article = office.article.clone();
    let down = office.store.queue_take_down(&article, &to, "Sai tên", &moment().unwrap()).unwrap();
    assert_eq!(office.run_to_the_end(&down.id.0).status, Status::Done);
    let [told] = &names(folder)[..] else { panic!("{:?}", names(folder)) };
    assert!(told.ends_with(".withdrawn.json"), "{told}");
}

#[test]
fn a_share_that_is_not_connected_is_waited_for() {
    let place = tempfile::tempdir().unwrap();
    let share = place.path().join("share");
    let mut office = Office::open();
    let kind = DestinationKind::Folder { form: ExportForm::Zip };
    let to = office.place(kind, &share.display().to_string(), "", PostAs::Draft);
    let delivery = office.queue(&to, false);
    for _ in 0..20 {
        office.run();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let waits = office.store.delivery(&delivery.id.0).unwrap();
    assert_eq!(waits.status, Status::Open, "being away is nobody's fault");
    let trouble = waits.trouble.unwrap();
    assert_eq!(trouble.kind, TroubleKind::FolderGone);
    assert_eq!(trouble.params["path"], share.display().to_string());
    assert!(!share.exists(), "it is never made in the share's place");
    // A file in its place is no folder either.
    fs::write(&share, "x").unwrap();
    let refused = connect(&to, None, Patience::default()).unwrap().test().unwrap_err();
    assert_eq!(refused.kind, TroubleKind::FolderGone);
    fs::remove_file(&share).unwrap();
    fs::create_dir(&share).unwrap();
    let done = office.run_to_the_end(&delivery.id.0);
    assert_eq!(done.status, Status::Done);
    assert_eq!(names(&share), [done.post().unwrap().id.clone()]);
    assert!(names(&share)[0].ends_with(".zip"));
}

#[test]
fn what_was_taken_away_by_whom_it_was_for_is_no_fault_and_is_not_brought_again() {
    let watched = tempfile::tempdir().unwrap();
    let folder = watched.path();
    let mut office = Office::open();
    let kind = DestinationKind::Folder { form: ExportForm::Zip };
    let to = office.place(kind, &folder.display().to_string(), "", PostAs::Draft);
    let first = office.queue(&to, false);
    let first = office.run_to_the_end(&first.id.0);
    fs::remove_file(folder.join(&first.post().unwrap().id)).unwrap();
    office.run();
    assert!(names(folder).is_empty());
    office.edit("Kết luận");
    let second = office.queue(&to, false);
    assert_eq!(office.run_to_the_end(&second.id.0).status, Status::Done);
    assert_eq!(names(folder).len(), 1);
}
