use ciborium::cbor;

use super::super::{Metadata, credentials, credentials_in, read as read_file};
use super::*;
use crate::photo::test_pictures::{jpeg, signpost};

// Signed by the reference implementation (c2pa-rs 0.91.3) with certificates of our own.
const CAMERA: &[u8] = include_bytes!("signed/camera.jpg");
const EDITED: &[u8] = include_bytes!("signed/edited.jpg");
const CAMERA_TIFF: &[u8] = include_bytes!("signed/camera.tif");
const CAPTURE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";

fn step(action: &str, when: &str, agent: &str, source_type: &str) -> CredentialStep {
    let [action, when, agent, source_type] = [action, when, agent, source_type].map(str::to_owned);
    CredentialStep { action, when, agent, source_type }
}

#[test]
fn what_a_camera_signed_is_told() {
    let camera = Credentials {
        unread: false,
        generator: "Máy ảnh báo 1.2".to_owned(),
        title: "Lễ khánh thành.jpg".to_owned(),
        source_type: CAPTURE.to_owned(),
        steps: vec![step("c2pa.created", "2026-09-12T01:15:00Z", "Máy ảnh báo 1.2", CAPTURE)],
        ingredients: Vec::new(),
        signer: "Máy ảnh thử nghiệm".to_owned(),
        signer_house: "Ảnh Thử Nghiệm".to_owned(),
        issuer: "Root thu nghiem".to_owned(),
        signed_at: "2026-11-29T15:39:56Z".to_owned(),
        unchanged: Some(true),
    };
    assert_eq!(credentials(CAMERA), Some(camera.clone()));
    let no_stamp = Credentials { signed_at: String::new(), ..camera };
    assert_eq!(credentials(CAMERA_TIFF), Some(no_stamp));
    assert_eq!(credentials(&jpeg(&signpost())), None);
}

#[test]
fn an_edited_photo_names_its_steps_and_what_it_was_made_from() {
    let told = credentials(EDITED).unwrap();
    assert_eq!(
        told.steps,
        [
            step("c2pa.opened", "", "", ""),
            step("c2pa.color_adjustments", "2026-09-12T02:00:00Z", "Ban Anh", ""),
            step("c2pa.cropped", "", "", ""),
        ]
    );
    let title = "Lễ khánh thành.jpg".to_owned();
    assert_eq!(told.ingredients, [CredentialIngredient { title, parent: true }]);
    assert_eq!(told.source_type, CAPTURE, "by the credentials of the photo that was opened");
    assert_eq!((told.generator.as_str(), told.unchanged), ("Ban Anh 0.9", Some(true)));
}

#[test]
fn a_file_that_was_changed_after_it_was_signed_is_told() {
    let end = CAMERA.len() - 20;
    let mut changed = CAMERA.to_vec();
    changed[end] ^= 1;
    assert_eq!(credentials(&changed).unwrap().unchanged, Some(false));
    let longer = [CAMERA, b"!"].concat();
    assert_eq!(credentials(&longer).unwrap().unchanged, Some(false));
}

#[test]
fn how_a_picture_came_about_is_a_word_of_its_file() {
    for (file, wanted) in [
        (CAMERA, CAPTURE),
        (EDITED, CAPTURE),
        (include_bytes!("signed/ai.png"), AI),
        (include_bytes!("signed/ai.webp"), AI),
    ] {
        let found = read_file(file);
        assert!(found.carries.credentials);
        assert_eq!(found.metadata.digital_source_type, wanted);
    }
    let saying = |file: &[u8], digital_source_type: &str| {
        let digital_source_type = digital_source_type.to_owned();
        let said = Metadata { digital_source_type, ..Metadata::default() };
        let packet = super::super::packet_of(&said);
        let body = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        let with = [&[0xFF, 0xD8, 0xFF, 0xE1], &length[..], &body, &file[2..]].concat();
        read_file(&with).metadata.digital_source_type
    };
    let scan = "http://cv.iptc.org/newscodes/digitalsourcetype/print";
    assert_eq!(saying(CAMERA, scan), scan, "XMP is the later hand");
    let made = in_jpeg(&store(&[manifest("urn:a", &[created(AI)])]));
    assert_eq!(saying(&made, scan), AI, "but takes nothing back that a machine has made");
}

#[test]
fn what_a_machine_has_added_makes_a_part_of_it() {
    let told = |manifests: &[Vec<u8>]| read(&store(manifests), &[]).source_type;
    let filled = cbor!({"actions" => [
        {"action" => "c2pa.created", "digitalSourceType" => CAPTURE},
        {"action" => "c2pa.edited", "digitalSourceType" => AI.replace("http:", "https:")},
    ]});
    let filled = ("c2pa.actions", filled.unwrap());
    assert_eq!(told(&[manifest("urn:a", &[filled])]), PARTLY_AI);
    let ai = manifest("urn:ai", &[created(AI)]);
    let placed = manifest("urn:b", &[created(CAPTURE), made_with("urn:ai", "componentOf")]);
    assert_eq!(told(&[ai.clone(), placed]), PARTLY_AI);
    let opened = manifest("urn:b", &[made_with("urn:ai", "parentOf")]);
    assert_eq!(told(&[ai, opened]), AI, "opened and signed again");
    let one = manifest("urn:a", &[made_with("urn:b", "parentOf")]);
    let other = manifest("urn:b", &[made_with("urn:a", "parentOf")]);
    assert_eq!(told(&[one, other]), "", "in a ring nothing comes about");
}

#[test]
fn the_older_form_is_read_too() {
    let old = manifest(
        "urn:old",
        &[
            (
                "c2pa.actions",
                cbor!({"actions" => [{
                    "action" => "c2pa.created",
                    "softwareAgent" => "Adobe Firefly",
                    "when" => Value::Tag(0, Box::new(Value::from("2023-06-20T08:00:00+07:00"))),
                }]})
                .unwrap(),
            ),
            ("c2pa.ingredient__1", cbor!({"dc:title" => "Nền.png"}).unwrap()),
            ("c2pa.ingredient.v2__2", cbor!({"dc:title" => "Người.png"}).unwrap()),
        ],
    );
    let told = read(&store(&[old]), &[]);
    assert_eq!(
        told.steps,
        [step("c2pa.created", "2023-06-20T08:00:00+07:00", "Adobe Firefly", "")]
    );
    assert_eq!(told.generator, "Adobe Firefly 1.0");
    assert_eq!(told.title, "Hai dòng");
    let titles: Vec<_> = told.ingredients.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(titles, ["Nền.png", "Người.png"]);
    assert!(told.unread, "it has no signature");
    assert_eq!(told.unchanged, None);
}

#[test]
fn a_store_in_many_segments_is_put_together() {
    let store = credentials_in(CAMERA);
    let told = read(&store, &[]);
    assert_eq!(read_in(&pieces(&store, 1_000)), told);
    let mut shuffled = pieces(&store, 1_000);
    shuffled.swap(3, 4);
    assert!(read_in(&shuffled).unread, "out of order");
    let mut beside = pieces(&store, 1_000);
    beside.insert(2, [&b"JP\0\x09\0\0\0\x01\0\0\0\x10jumb"[..], &[0; 8]].concat());
    assert_eq!(read_in(&beside), told, "a box of another kind between them");
    beside.truncate(4);
    assert!(read_in(&beside).unread, "cut off");
}

#[test]
fn hostile_credentials_are_told_as_unread_in_no_time() {
    let deep = [vec![0x81; 200_000], vec![0]].concat();
    let long = [&[0x9B, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF][..], &[0; 100]].concat();
    let text = [&[0x7B, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF][..], &[b'a'; 100]].concat();
    for claim in [deep, long, text] {
        let claim = superbox("c2pa.claim.v2", &[boxed(b"cbor", &claim)]);
        let told = read(&store(&[superbox("urn:a", &[claim])]), &[]);
        assert!(told.unread);
    }
    let many: Vec<_> = (0..5_000).map(|n| manifest(&format!("urn:{n}"), &[])).collect();
    assert!(read(&store(&many), &[]).unread);
    let steps = Value::Array(vec![cbor!({"action" => "x".repeat(5_000)}).unwrap(); 40]);
    let wordy = ("c2pa.actions.v2", cbor!({"actions" => steps}).unwrap());
    let told = read(&store(&[manifest("urn:a", &[wordy.clone(), wordy])]), &[]);
    assert_eq!(told.steps.len(), LIST_LIMIT);
    assert_eq!(told.steps[0].action, "x".repeat(TEXT_LIMIT));
    let circles: Vec<_> = (0..40)
        .map(|n| {
            let all: Vec<_> =
                (0..40).map(|of| made_with(&format!("urn:{of}"), "componentOf")).collect();
            manifest(&format!("urn:{n}"), &all)
        })
        .collect();
    assert_eq!(read(&store(&circles), &[]).source_type, "");
    for bytes in
        [&b""[..], b"JP", &[0; 16], &[0xFF; 64], b"\0\0\0\x01jumb\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"]
    {
        assert_eq!(read(bytes, &[]), Credentials { unread: true, ..Credentials::default() });
    }
}

/// Every box starts with its length and kind.
fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 8).unwrap().to_be_bytes();
    [&length[..], kind, body].concat()
}

fn superbox(label: &str, content: &[Vec<u8>]) -> Vec<u8> {
    let description = [&[0; 16][..], &[3], label.as_bytes(), &[0]].concat();
    boxed(b"jumb", &[boxed(b"jumd", &description), content.concat()].concat())
}

fn cbor_in(label: &str, value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    superbox(label, &[boxed(b"cbor", &bytes)])
}

fn store(manifests: &[Vec<u8>]) -> Vec<u8> {
    superbox("c2pa", manifests)
}

/// A manifest in the older form, unsigned.
fn manifest(label: &str, assertions: &[(&str, Value)]) -> Vec<u8> {
    let assertions: Vec<_> =
        assertions.iter().map(|(label, value)| cbor_in(label, value)).collect();
    let claim = cbor!({
        "claim_generator" => "Adobe_Firefly/1.0 c2pa-rs/0.25",
        "dc:title" => " Hai\ndòng\u{7}",
    });
    let claim = cbor_in("c2pa.claim", &claim.unwrap());
    superbox(label, &[superbox("c2pa.assertions", &assertions), claim])
}

fn created(source_type: &str) -> (&'static str, Value) {
    let action = cbor!({"action" => "c2pa.created", "digitalSourceType" => source_type}).unwrap();
    ("c2pa.actions", cbor!({"actions" => [action]}).unwrap())
}

fn made_with(label: &str, relationship: &str) -> (&'static str, Value) {
    let url = format!("self#jumbf=/c2pa/{label}/c2pa.claim");
    let manifest = cbor!({"url" => url}).unwrap();
    let told = cbor!({"relationship" => relationship, "c2pa_manifest" => manifest});
    ("c2pa.ingredient.v2", told.unwrap())
}

/// The bodies of the segments that carry a store.
fn pieces(store: &[u8], size: usize) -> Vec<Vec<u8>> {
    let (head, rest) = store.split_at(8);
    let parts = (1_u32..).zip(rest.chunks(size));
    parts.map(|(n, part)| [&b"JP\0\x07"[..], &n.to_be_bytes(), head, part].concat()).collect()
}

fn with_segments(pieces: &[Vec<u8>]) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    for piece in pieces {
        file.extend([0xFF, 0xEB]);
        file.extend(u16::try_from(piece.len() + 2).unwrap().to_be_bytes());
        file.extend(piece);
    }
    file.extend(&jpeg(&signpost())[2..]);
    file
}

fn in_jpeg(store: &[u8]) -> Vec<u8> {
    with_segments(&pieces(store, 60_000))
}

/// What is told of a store in segments, with no word about the bytes of the file around it.
fn read_in(pieces: &[Vec<u8>]) -> Credentials {
    let told = credentials(&with_segments(pieces)).expect("they are there");
    Credentials { unchanged: None, ..told }
}
