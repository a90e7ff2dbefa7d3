//! Hand-off files as a bad stick, a bad colleague or an attacker makes them. Each is refused with
//! a reason that a screen can tell, and leaves everything on the desk as it was.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use serde_json::{Value, json};

use super::chain::Chain;
use super::container::{Container, ContainerWriter, Member, Packed, unpack};
use super::identity::{Identity, Purpose, hex_of};
use super::read::{MANIFEST, PHOTO_FOLDER, SIGNATURE};
use super::{Forge, peek, read, read_from};
use crate::article::{ArticleId, Block, BlockId, Document, Fields, Photo, PhotoAttrs, Text};
use crate::compare::Content;
use crate::discuss::Place;
use crate::failure::{Code, Failure};
use crate::person::Role;
use crate::review::Action;
use crate::store::{Outcome, Say};
use crate::testing::Dice;
use crate::testing::laptop::Laptop;

fn report(headline: &str) -> Content {
    let text = |id: &str, text: &str| Block::paragraph(BlockId(id.into()), text);
    Content {
        document: Document {
            headline: Text::runs(headline),
            lead: Text::runs("Sáng 23/5, hội nghị khai mạc tại trung tâm xã."),
            blocks: vec![
                text("p1", "Hội nghị có 254 đại biểu tham dự, chiếm 41,23 phần trăm."),
                text("p2", "Các ý kiến tập trung vào công tác cán bộ."),
            ],
        },
        fields: Fields::default(),
    }
}

fn ask(laptop: &mut Laptop, id: &ArticleId, words: &str) {
    let seq = laptop.open_article(id).seq;
    let place = Place::within(Some(BlockId("p2".into())), 0, 4, 10);
    let (text, mentions) = (words.to_owned(), vec![]);
    let say = Say::Open { seq, place, text, mentions, suggestion: None };
    let moment = laptop.moment();
    laptop.store.discuss(id, say, &moment).unwrap();
}

/// Mai with a filed report that has a photo and a question, and her file; Lan, who gets it.
struct Desks {
    mai: Laptop,
    lan: Laptop,
    id: ArticleId,
    file: Vec<u8>,
    /// What was on Lan's desk when it was last looked at.
    before: Option<Dump>,
}

type Dump = BTreeMap<String, Vec<String>>;

fn desks() -> Desks {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let id = mai.article(report("Đồng Hỷ họp bàn văn kiện"));
    let hash = mai.photo(90);
    mai.edit(&id, |content| {
        content.document.blocks.push(Block::Photo(Photo {
            attrs: PhotoAttrs {
                id: BlockId("f1".into()),
                photo: Some(hash),
                credit: "Thanh Mai".into(),
                alt: "Quang cảnh".into(),
                ..PhotoAttrs::default()
            },
            content: Text::runs("Quang cảnh hội nghị"),
        }));
    });
    ask(&mut mai, &id, "Ý kiến nào?");
    mai.act(&id, Action::File);
    let file = mai.hand_off(&id, None);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    lan.store.take_changes();
    Desks { mai, lan, id, file, before: None }
}

impl Desks {
    /// Mai's file with something changed and every hash and signature right.
    fn forged(&self, change: impl FnOnce(&mut Forge)) -> Vec<u8> {
        let mut forge = Forge::of(&self.file).unwrap();
        change(&mut forge);
        forge.signed(&self.mai.identity).unwrap()
    }

    /// Lan opens a file, which is refused; nothing on her desk is another than before.
    #[track_caller]
    fn refused(&mut self, bytes: &[u8]) -> Failure {
        let before = self.before.take().unwrap_or_else(|| self.lan.dump());
        let refused = match self.lan.open(bytes) {
            Err(refused) => refused,
            Ok(opened) => panic!("it was opened: {opened:?}"),
        };
        assert_eq!(self.lan.dump(), before, "a refused file changes nothing");
        self.before = Some(before);
        assert_eq!(self.lan.store.take_changes(), [], "and announces nothing");
        refused
    }

    /// Lan opens a file, which is right.
    fn opened(&mut self, bytes: &[u8]) {
        self.lan.open(bytes).unwrap();
        self.lan.store.take_changes();
        self.before = None;
    }

    /// As [`Self::refused`], for a forged file and the reason that goes to the screen.
    #[track_caller]
    fn check(&mut self, why: &str, change: impl FnOnce(&mut Forge)) -> Failure {
        let refused = self.refused(&self.forged(change));
        assert_eq!(refused.params.get("why").map(String::as_str), Some(why), "{refused}");
        let damage = ["short", "changed"].contains(&why);
        let code = if damage { Code::HandOffDamaged } else { Code::HandOffRefused };
        assert_eq!(refused.code, code);
        refused
    }
}

/// The last line of a part, as JSON.
fn last(forge: &Forge, part: &str) -> Value {
    let lines = forge.lines(part);
    serde_json::from_str(lines.last().unwrap()).unwrap()
}

/// Changes the last line of a part, keeping the order of its fields.
fn change_last(forge: &mut Forge, part: &str, change: impl FnOnce(&str) -> String) {
    let mut lines = forge.lines(part);
    let line = lines.pop().unwrap();
    let changed = change(&line);
    assert_ne!(changed, line, "the change is made");
    lines.push(changed);
    forge.set_lines(part, &lines);
}

/// Changes the newest revision, which is the head; the manifest follows.
fn change_head(forge: &mut Forge, change: impl FnOnce(&str) -> String) {
    let head = forge.lines("revisions.jsonl").len() - 1;
    forge.change_revision(head, |body| {
        let changed = change(body);
        assert_ne!(changed, body, "the change is made");
        changed
    });
}

/// Changes the object that holds `words`, and the lists and revisions that name it.
fn change_text(forge: &mut Forge, words: &str, change: impl FnOnce(&str) -> String) {
    let objects = forge.lines("objects.jsonl");
    let at = objects.iter().position(|body| body.contains(words)).unwrap();
    forge.change_object(at, change);
}

#[test]
fn a_revision_in_another_form_than_the_canonical_one_is_refused() {
    let mut desks = desks();
    // It says the same, but would have another name once it is handed on.
    desks.check("shape", |forge| change_head(forge, |body| body.replacen(':', ": ", 1)));
    desks.check("shape", |forge| {
        change_head(forge, |body| {
            let sorted: BTreeMap<String, Value> = serde_json::from_str(body).unwrap();
            serde_json::to_string(&sorted).unwrap()
        });
    });
}

// ---- The file is none, or not all of it -------------------------------------------------------

#[test]
fn what_was_only_taken_apart_and_signed_again_is_opened() {
    let mut desks = desks();
    let same = desks.forged(|_| {});
    assert_eq!(same, desks.file, "the tool of these tests changes nothing by itself");
    let reworded = desks.forged(|forge| {
        change_text(forge, "254", |body| body.replace("254", "255"));
    });
    let opened = desks.lan.open(&reworded).unwrap();
    assert_eq!(opened.outcome, Outcome::New);
    assert_eq!(desks.lan.store.diagnose().unwrap().problems, []);
}

#[test]
fn what_is_no_hand_off_is_told_as_such() {
    let mut desks = desks();
    assert_eq!(desks.refused(b"").code, Code::EmptyFile);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("bai.docx", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"Tin").unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let text = "Tin: Đồng Hỷ họp bàn văn kiện".as_bytes().to_vec();
    let empty_zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let jpeg =
        desks.file[desks.file.windows(3).position(|w| w == [0xff, 0xd8, 0xff]).unwrap()..].to_vec();
    for other in [zip, text, empty_zip, jpeg, vec![0; 5_000], b"%PDF-1.7".to_vec()] {
        let refused = desks.refused(&other);
        assert_eq!(refused.code, Code::NotAHandOff, "{refused}");
        assert!(refused.params["path"].contains("received.banthao"));
    }
    // A text before or behind it does not make it one either.
    let before = [b"#!/bin/sh\n".as_slice(), &desks.file].concat();
    assert_eq!(desks.refused(&before).code, Code::NotAHandOff);
    let behind = [desks.file.as_slice(), b"\n"].concat();
    assert_eq!(desks.refused(&behind).code, Code::HandOffDamaged);
}

#[test]
fn a_folder_or_a_pipe_is_no_hand_off_and_is_not_waited_for() {
    let desks = desks();
    let folder = desks.lan.folder().join("thu.banthao");
    std::fs::create_dir(&folder).unwrap();
    let mut places = vec![folder];
    if cfg!(unix) {
        let pipe = desks.lan.folder().join("ong.banthao");
        if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|it| it.success()) {
            places.push(pipe);
        }
    }
    for place in places {
        let identity = &desks.lan.identity;
        let refused = read(&place, desks.lan.folder(), identity).map(|_| ()).unwrap_err();
        assert_eq!(refused.code, Code::NotAHandOff);
        assert_eq!(peek(&place, identity).unwrap_err().code, Code::NotAHandOff);
    }
}

#[test]
fn a_file_that_is_cut_is_refused_wherever_it_is_cut() {
    let Desks { file, mut lan, .. } = desks();
    let ends = (0..1 << 10).chain((0..file.len()).step_by(1 << 10));
    let ends = ends.chain(file.len() - (1 << 10)..file.len());
    let before = lan.dump();
    for length in ends {
        let refused = Laptop::read(&file[..length]).map(|_| ()).unwrap_err();
        assert_eq!(refused.code, Code::HandOffDamaged, "{length}: {refused}");
        assert_eq!(refused.params["why"], "short", "{length}: {refused}");
        if length % 311 == 0 {
            let code = lan.open(&file[..length]).unwrap_err().code;
            let expected = if length == 0 { Code::EmptyFile } else { Code::HandOffDamaged };
            assert_eq!(code, expected, "{length}");
        }
    }
    assert_eq!(lan.dump(), before);
}

#[test]
fn a_file_with_a_changed_byte_is_refused_whichever_it_is() {
    let mut mai = Laptop::new(1, "Mai", Role::Reporter);
    let id = mai.article(report("Tin"));
    let file = mai.hand_off(&id, None);
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    let before = lan.dump();
    for at in 0..file.len() {
        for bits in [0x01, 0x84] {
            let mut changed = file.clone();
            changed[at] ^= bits;
            let refused = Laptop::read(&changed).map(|_| ());
            let refused = refused.expect_err(&format!("byte {at} with {bits:#x}"));
            let expected = [
                Code::HandOffDamaged,
                Code::HandOffRefused,
                Code::HandOffUnsigned,
                Code::NotAHandOff,
            ];
            assert!(expected.contains(&refused.code), "byte {at}: {refused:?}");
            if at % 97 == 0 {
                assert_eq!(lan.open(&changed).unwrap_err().code, refused.code, "byte {at}");
            }
        }
    }
    assert_eq!(lan.dump(), before);
}

#[test]
fn what_is_missing_in_the_middle_or_there_twice_is_refused() {
    let Desks { file, .. } = desks();
    for at in (0..file.len() - 200).step_by(211) {
        let without = [&file[..at], &file[at + 100..]].concat();
        assert!(Laptop::read(&without).is_err(), "without 100 bytes from {at}");
        let doubled = [&file[..at + 100], &file[at..]].concat();
        assert!(Laptop::read(&doubled).is_err(), "100 bytes from {at} twice");
        let mut zeros = file.clone();
        zeros[at..at + 100].fill(0);
        assert!(Laptop::read(&zeros).is_err(), "100 bytes from {at} are zero");
    }
}

/// Counts what is read of it.
struct Counted {
    bytes: Cursor<Vec<u8>>,
    read: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// Refuses bytes with a reason; gives how many were read for that.
fn bytes_read(bytes: Vec<u8>, why: &str) -> u64 {
    let read = Rc::new(Cell::new(0));
    let counted = Counted { bytes: Cursor::new(bytes), read: read.clone() };
    let refused = read_from(counted, false).map(|_| ()).unwrap_err();
    assert_eq!(refused.params["why"], why, "{refused}");
    read.get()
}

#[test]
fn a_huge_file_is_refused_without_reading_it() {
    let desks = desks();
    let path = desks.lan.folder().join("lon.banthao");
    let file = std::fs::File::create(&path).unwrap();
    (&file).write_all(&desks.file).unwrap();
    // Holes take no room on the disk.
    let sizes = [(5 << 30, "size"), (10 << 30, "size"), ((4 << 30) - 1, "short")];
    for (size, why) in sizes {
        if file.set_len(size).is_err() {
            continue;
        }
        let refused = read(&path, desks.lan.folder(), &desks.lan.identity).map(|_| ()).unwrap_err();
        assert_eq!(refused.params["why"], why, "{refused}");
    }
}

// ---- The container ----------------------------------------------------------------------------

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let mut desks = desks();
    for name in [
        "../../etc/passwd",
        "photos/../../x",
        "/etc/passwd",
        "C:/Windows/x",
        "..\\x",
        "\\\\server\\share",
        "objects.jsonl:stream",
        "nul\0",
        "..",
    ] {
        desks.check("path", |forge| forge.members.push((name.to_owned(), b"x".to_vec())));
    }
}

#[test]
fn members_that_no_hand_off_has_are_refused() {
    let mut desks = desks();
    let hash = "ab".repeat(32);
    for name in [
        "notes.txt",
        "Objects.jsonl",
        "objects.jsonl ",
        "objects.jsonl.",
        "photos/",
        "photos/x.jpg",
        &format!("photos/{}", hash.to_uppercase()),
        &format!("photos/{hash}0"),
        &format!("renditions/{hash}"),
        "CON",
        "",
        "ảnh",
        "manifest",
        &"a".repeat(72),
    ] {
        desks.check("unknown", |forge| forge.members.push((name.to_owned(), b"x".to_vec())));
    }
}

#[test]
fn a_member_that_is_there_twice_is_refused() {
    let mut desks = desks();
    for name in ["objects.jsonl", "log.jsonl", SIGNATURE, MANIFEST] {
        desks.check("twice", |forge| {
            let bytes = forge.bytes(name).clone();
            forge.members.push((name.to_owned(), bytes));
            if [SIGNATURE, MANIFEST].contains(&name) {
                forge.members.pop();
            }
        });
    }
}

#[test]
fn members_in_another_order_are_refused() {
    let mut desks = desks();
    desks.check("shape", |forge| forge.members.swap(0, 1));
    desks.check("shape", |forge| forge.members.reverse());
    desks.check("shape", |forge| {
        let photo = forge.members.pop().unwrap();
        forge.members.insert(0, photo);
    });
}

#[test]
fn links_further_fields_and_members_that_overlap_are_refused() {
    let mut desks = desks();
    let listed = |bytes: &[u8], name: &str| {
        let starts = bytes.windows(4).enumerate().filter(|(_, four)| *four == b"PK\x01\x02");
        let at = starts.map(|(at, _)| at).find(|at| bytes[at + 46..].starts_with(name.as_bytes()));
        at.unwrap()
    };
    let entry = listed(&desks.file, "objects.jsonl");
    let (signature, log) = (listed(&desks.file, SIGNATURE), listed(&desks.file, "log.jsonl"));
    let mut link = desks.file.clone();
    link[entry + 5] = 3;
    link[entry + 38..entry + 42].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes());
    assert_eq!(desks.refused(&link).params["why"], "link");
    let mut executable = desks.file.clone();
    executable[entry + 5] = 3;
    executable[entry + 38..entry + 42].copy_from_slice(&(0o100_755_u32 << 16).to_le_bytes());
    assert_eq!(desks.refused(&executable).params["why"], "shape");
    let mut encrypted = desks.file.clone();
    encrypted[entry + 8] = 1;
    assert_eq!(desks.refused(&encrypted).params["why"], "shape");
    let mut odd_method = desks.file.clone();
    odd_method[entry + 10] = 99;
    assert_eq!(desks.refused(&odd_method).params["why"], "shape");
    // Two members on the same bytes, as the bombs that unpack to petabytes have them.
    let mut overlapping = desks.file.clone();
    let place = overlapping[log + 42..log + 46].to_vec();
    overlapping[entry + 42..entry + 46].copy_from_slice(&place);
    assert_eq!(desks.refused(&overlapping).params["why"], "shape");
    let mut comment = desks.file.clone();
    let end = comment.len() - 2;
    comment[end..].copy_from_slice(&1_u16.to_le_bytes());
    comment.push(b'x');
    assert_eq!(desks.refused(&comment).code, Code::HandOffDamaged);
    // Something between the members and their list.
    let mut gap = desks.file.clone();
    gap.splice(signature..signature, *b"PK");
    assert_eq!(desks.refused(&gap).params["why"], "shape");
}

#[test]
fn more_members_than_any_article_has_are_refused_before_any_is_read() {
    let mut writer = ContainerWriter::new(Vec::new());
    for n in 0..2_008 {
        writer.add(&format!("photos/{n:064x}"), &Packed::stored(vec![]).unwrap()).unwrap();
    }
    let one_too_many = writer.add("signature", &Packed::stored(vec![]).unwrap()).unwrap_err();
    assert_eq!(one_too_many.code, Code::TooLarge, "it is not written either");
    let mut bytes = Desks::small();
    let end = bytes.len() - 22;
    for place in [8, 10] {
        bytes[end + place..end + place + 2].copy_from_slice(&65_535_u16.to_le_bytes());
    }
    assert!(bytes_read(bytes, "count") < 1_000);
}

impl Desks {
    fn small() -> Vec<u8> {
        let mut mai = Laptop::new(1, "Mai", Role::Reporter);
        let id = mai.article(report("Tin"));
        mai.hand_off(&id, None)
    }

    /// Mai's file with one part packed in another way, everything signed.
    fn packed(&self, part: &str, packed: Packed) -> Vec<u8> {
        let forge = Forge::of(&self.file).unwrap();
        let mut members = as_written(&forge);
        let place = members.iter_mut().find(|(name, _)| *name == part).unwrap();
        place.1 = packed;
        forge.signed_with(&self.mai.identity, &members).unwrap()
    }
}

/// Members packed as the writer packs them.
fn as_written(forge: &Forge) -> Vec<(&str, Packed)> {
    let packed = |(name, bytes): &(String, Vec<u8>)| match name.starts_with(PHOTO_FOLDER) {
        true => Packed::stored(bytes.clone()).unwrap(),
        false => Packed::deflated(bytes).unwrap(),
    };
    forge.members.iter().map(|member| (member.0.as_str(), packed(member))).collect()
}

/// A stream that unpacks to `megabytes` of zeros. One megabyte is packed and repeated.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut pack = flate2::Compress::new(flate2::Compression::best(), false);
    let mut one = Vec::with_capacity(64 << 10);
    pack.compress_vec(&vec![0; 1 << 20], &mut one, flate2::FlushCompress::Full).unwrap();
    let mut stream = one.repeat(megabytes);
    // An empty last block.
    stream.extend([0x03, 0x00]);
    stream
}

#[test]
fn a_bomb_of_ten_gigabytes_is_refused_whatever_it_says_of_itself() {
    let mut desks = desks();
    let bomb = zeros(10 << 10);
    assert!(bomb.len() < 40 << 20, "{} bytes", bomb.len());
    for part in ["objects.jsonl", "log.jsonl"] {
        // What it truly holds cannot be said in four bytes; the most that can.
        for (states, why) in [
            (u32::MAX, "size"),
            (97 << 20, "size"),
            // As much as is allowed: unpacked to there and not a byte further.
            (96 << 20, "size"),
            // Little: it is not even read.
            (1 << 20, "shape"),
            (0, "shape"),
        ] {
            let file = desks.packed(part, Packed::stating(states, true, bomb.clone()));
            let refused = desks.refused(&file);
            assert_eq!(refused.params["why"], why, "{part} stating {states}: {refused}");
            let before_it = bytes_read(file, why);
            assert!(states == 96 << 20 || before_it < 1 << 20, "{before_it} bytes were read");
        }
    }
    // Small and packed a thousand times: refused before it is unpacked.
    let file = desks.packed("objects.jsonl", Packed::stating(90 << 20, true, zeros(90)));
    let refused = desks.refused(&file);
    assert_eq!(refused.params["why"], "size");
    assert!(refused.message.contains("too well"), "{refused}");
}

#[test]
fn parts_that_are_too_large_together_are_refused_before_any_is_unpacked() {
    let desks = desks();
    let forge = Forge::of(&desks.file).unwrap();
    let mut members = as_written(&forge);
    for (name, packed) in &mut members {
        if !name.starts_with(PHOTO_FOLDER) {
            *packed = Packed::stating(90 << 20, true, packed.bytes.clone());
        }
    }
    let file = forge.signed_with(&desks.mai.identity, &members).unwrap();
    assert!(bytes_read(file, "size") < 16 << 10);
}

#[test]
fn a_photo_is_never_packed() {
    let mut desks = desks();
    let forge = Forge::of(&desks.file).unwrap();
    let (name, bytes) = forge.members.last().unwrap();
    let file = desks.packed(name, Packed::deflated(bytes).unwrap());
    assert_eq!(desks.refused(&file).params["why"], "shape");
}

#[test]
fn a_part_that_does_not_unpack_is_refused() {
    let mut desks = desks();
    for (bytes, why) in
        [(vec![0xff; 500], "changed"), (vec![], "changed"), ([0x03, 0x00].repeat(2), "shape")]
    {
        let file = desks.packed("objects.jsonl", Packed::stating(1_000, true, bytes));
        assert_eq!(desks.refused(&file).params["why"], why);
    }
}

// ---- The signature ----------------------------------------------------------------------------

/// Names and bytes of all members.
fn members_of(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut container = Container::open(Cursor::new(file), &[SIGNATURE]).unwrap();
    let members = container.members().to_vec();
    let mut unpacked = |member: &Member| {
        let packed = container.packed(member, u32::MAX).unwrap();
        (member.name.clone(), unpack(member, &packed).unwrap())
    };
    members.iter().map(&mut unpacked).collect()
}

/// The file with another signature or none, and perhaps another manifest.
fn resigned(file: &[u8], signature: Option<Vec<u8>>, manifest: Option<Vec<u8>>) -> Vec<u8> {
    let mut writer = ContainerWriter::new(Vec::new());
    for (name, bytes) in members_of(file) {
        let packed = match name.as_str() {
            SIGNATURE => match signature.clone() {
                Some(signature) => Packed::stored(signature),
                None => continue,
            },
            MANIFEST => Packed::stored(manifest.clone().unwrap_or(bytes)),
            name if name.starts_with(PHOTO_FOLDER) => Packed::stored(bytes),
            _ => Packed::deflated(&bytes),
        };
        writer.add(&name, &packed.unwrap()).unwrap();
    }
    writer.finish().unwrap()
}

fn manifest_of(file: &[u8]) -> Vec<u8> {
    members_of(file).swap_remove(1).1
}

#[test]
fn without_its_signature_or_with_another_it_is_unsigned() {
    let mut desks = desks();
    let file = desks.file.clone();
    let manifest = manifest_of(&file);
    let mai = &desks.mai.identity;
    let stranger = Identity::from_secret(&[66; 32]);
    let signed = |key: &Identity, by: &Identity, purpose, message: &[u8]| {
        let key = key.device().key.point().unwrap();
        [&key.as_bytes()[..], &by.sign(purpose, message)[..]].concat()
    };
    let right = signed(mai, mai, Purpose::Manifest, &manifest);
    assert_eq!(resigned(&file, Some(right.clone()), None), file);
    let other_manifest = {
        let text = String::from_utf8(manifest.clone()).unwrap();
        text.replace("Đồng Hỷ họp", "Đồng Hỷ không họp").into_bytes()
    };
    let zero_key = [vec![0; 32], right[32..].to_vec()].concat();
    let cases = [
        ("missing", None, None),
        ("missing", Some(vec![]), None),
        ("missing", Some(right[..95].to_vec()), None),
        // Of another manifest; by another key under Mai's; of a log instead of a manifest.
        ("wrong", Some(right.clone()), Some(other_manifest.clone())),
        ("wrong", Some(signed(mai, &stranger, Purpose::Manifest, &manifest)), None),
        ("wrong", Some(signed(&stranger, mai, Purpose::Manifest, &manifest)), None),
        ("wrong", Some(signed(mai, mai, Purpose::Log, &manifest)), None),
        ("wrong", Some([&right[..32], &[0; 64]].concat()), None),
        // Rightly signed, by another than the manifest says.
        ("key", Some(signed(&stranger, &stranger, Purpose::Manifest, &manifest)), None),
        ("key", Some(zero_key), None),
    ];
    for (why, signature, manifest) in cases {
        let unsigned = desks.refused(&resigned(&file, signature, manifest));
        assert_eq!(unsigned.code, Code::HandOffUnsigned, "{why}: {unsigned}");
        assert_eq!(unsigned.params["why"], why, "{unsigned}");
    }
    let long = desks.refused(&resigned(&file, Some([right, vec![0; 1]].concat()), None));
    assert_eq!(long.params["why"], "size");
}

#[test]
fn a_manifest_of_another_file_does_not_fit() {
    let mut desks = desks();
    let small = Desks::small();
    let mai = &desks.mai.identity;
    let manifest = manifest_of(&small);
    let key = mai.device().key.point().unwrap();
    let signature = [&key.as_bytes()[..], &mai.sign(Purpose::Manifest, &manifest)[..]].concat();
    let mixed = resigned(&desks.file, Some(signature), Some(manifest));
    let refused = desks.refused(&mixed);
    assert_eq!((refused.code, &*refused.params["why"]), (Code::HandOffDamaged, "changed"));
}

#[test]
fn a_file_that_is_sealed_for_somebody_else_or_damaged_stays_shut() {
    let mut desks = desks();
    let tam = Laptop::new(3, "Tâm", Role::Secretary);
    let sealed_for = |laptop: &Laptop, plain: &[u8]| {
        let mut sealed = Vec::new();
        let recipient = laptop.identity.device().recipient;
        super::sealed::seal(&mut &plain[..], &[recipient], &mut sealed).unwrap();
        sealed
    };
    let file = desks.file.clone();
    assert_eq!(desks.refused(&sealed_for(&tam, &file)).code, Code::HandOffSealed);
    let sealed = sealed_for(&desks.lan, &file);
    for length in (22..sealed.len()).step_by(1 << 10).chain([sealed.len() - 1]) {
        assert_eq!(desks.refused(&sealed[..length]).code, Code::HandOffDamaged, "{length}");
    }
    for at in (22..sealed.len()).step_by(997) {
        let mut changed = sealed.clone();
        changed[at] ^= 0x10;
        let code = desks.refused(&changed).code;
        let expected = [Code::HandOffDamaged, Code::HandOffSealed, Code::HandOffRefused];
        assert!(expected.contains(&code), "byte {at}: {code:?}");
    }
    // What is inside is looked at as everything else is; one seal is enough.
    assert_eq!(desks.refused(&sealed_for(&desks.lan, b"Tin")).code, Code::NotAHandOff);
    assert_eq!(desks.refused(&sealed_for(&desks.lan, b"")).code, Code::HandOffDamaged);
    assert_eq!(desks.refused(&sealed_for(&desks.lan, &sealed)).code, Code::NotAHandOff);
    assert_eq!(desks.lan.open(&sealed).unwrap().outcome, Outcome::New);
    let left = std::fs::read_dir(desks.lan.folder()).unwrap().flatten();
    let names: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("tmp")), "{names:?}");
}

// ---- The manifest -----------------------------------------------------------------------------

#[test]
fn a_newer_format_is_told_as_such() {
    let mut desks = desks();
    for format in [2, 7, u32::MAX] {
        let file = desks.forged(|forge| {
            forge.manifest["format"] = format.into();
            forge.manifest["something"] = json!({ "new": true });
        });
        let newer = desks.refused(&file);
        assert_eq!(newer.code, Code::HandOffNewer);
        assert_eq!(newer.params["found"], format.to_string());
        assert_eq!(newer.params["supported"], "1");
    }
    desks.check("content", |forge| forge.manifest["format"] = 0.into());
    desks.check("content", |forge| forge.manifest["format"] = "1".into());
}

#[test]
fn a_manifest_that_no_desk_writes_is_refused() {
    let mut desks = desks();
    let steering = "Lan\u{1b}[2J";
    let changes: [(&str, &[&str], Value); 24] = [
        ("content", &["more"], json!(1)),
        ("content", &["from", "more"], json!(1)),
        ("content", &["from", "person", "more"], json!(1)),
        ("content", &["article"], json!("")),
        ("content", &["article"], json!("a/../b")),
        ("content", &["article"], json!(null)),
        ("content", &["author"], json!("'; DROP TABLE article; --")),
        ("content", &["at"], json!(-1)),
        ("content", &["at"], json!(i64::MAX)),
        ("content", &["createdAt"], json!(1e300)),
        ("content", &["from", "person", "name"], json!("")),
        ("content", &["from", "person", "name"], json!(steering)),
        ("content", &["from", "person", "name"], json!("n".repeat(401))),
        ("content", &["from", "person", "role"], json!("chief")),
        ("content", &["from", "person", "sections"], json!(["a\u{0}"])),
        ("content", &["from", "device"], json!("")),
        ("content", &["from", "device"], json!("MAY\n01")),
        ("content", &["note"], json!("n".repeat(20_001))),
        ("content", &["headline"], json!("n".repeat(100_001))),
        ("content", &["to"], json!({ "person": "", "name": "" })),
        ("content", &["has"], json!([])),
        ("content", &["needs"], json!(["x"])),
        ("content", &["lacks"], json!(["ab".repeat(32), "ab".repeat(32)])),
        ("photo", &["photos"], json!([])),
    ];
    for (why, path, value) in changes {
        let file = desks.forged(|forge| {
            let place = path.iter().fold(&mut forge.manifest, |place, name| &mut place[*name]);
            *place = value.clone();
        });
        let refused = desks.refused(&file);
        assert_eq!(refused.params.get("why").map(String::as_str), Some(why), "{path:?} {value}");
    }
    desks.check("count", |forge| {
        forge.manifest["has"] = (0..5_001).map(|n| format!("{n:064x}")).collect();
    });
    desks.check("missing", |forge| forge.manifest["author"] = "nobody".into());
}

#[test]
fn a_recipient_that_would_run_a_program_is_none() {
    let mut desks = desks();
    let forge = Forge::of(&desks.file).unwrap();
    let file = forge.signed_with(&desks.mai.identity, &as_written(&forge)).unwrap();
    let manifest = String::from_utf8(manifest_of(&file)).unwrap();
    let recipient = desks.mai.identity.device().recipient;
    for other in ["age1plugin1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "ssh-ed25519 AAAA", "age1"] {
        let manifest = manifest.replace(&recipient, other).into_bytes();
        let mai = &desks.mai.identity;
        let key = mai.device().key.point().unwrap();
        let signature = [&key.as_bytes()[..], &mai.sign(Purpose::Manifest, &manifest)[..]].concat();
        let refused = desks.refused(&resigned(&file, Some(signature), Some(manifest)));
        assert_eq!(refused.params["why"], "content", "{other}");
    }
}

// ---- Revisions, lists and texts ---------------------------------------------------------------

#[test]
fn a_revision_of_another_article_is_refused() {
    let mut desks = desks();
    let other = desks.mai.article(report("Bài khác"));
    let theirs = Forge::of(&desks.mai.hand_off(&other, None)).unwrap().lines("revisions.jsonl");
    desks.check("otherArticle", |forge| {
        let mut lines = forge.lines("revisions.jsonl");
        lines.insert(0, theirs[0].clone());
        forge.set_lines("revisions.jsonl", &lines);
    });
    desks.check("otherArticle", |forge| forge.manifest["article"] = other.0.clone().into());
}

#[test]
fn building_on_a_revision_of_another_article_is_refused() {
    let mut desks = desks();
    let other = desks.mai.article(report("Bài khác"));
    let theirs = desks.mai.hand_off(&other, None);
    let head = Forge::of(&theirs).unwrap().manifest["head"].clone();
    desks.opened(&theirs);
    desks.check("otherArticle", |forge| {
        let head = head.as_str().unwrap().to_owned();
        change_head(forge, |body| {
            let at = body.find("\"parents\":[").unwrap() + "\"parents\":[".len();
            format!("{}\"{head}\",{}", &body[..at], &body[at..])
        });
        forge.manifest["needs"] = json!([head]);
    });
}

#[test]
fn a_parent_that_is_nowhere_and_parents_in_a_circle_are_refused() {
    let mut desks = desks();
    let parent = |body: &str| {
        let from = body.find("\"parents\":[\"").unwrap() + "\"parents\":[\"".len();
        body[from..from + 64].to_owned()
    };
    let nowhere = "ab".repeat(32);
    desks.check("missing", |forge| {
        change_head(forge, |body| body.replace(&parent(body), &nowhere));
    });
    // It says that the receiver has it: then it is asked for.
    let file = desks.forged(|forge| {
        change_head(forge, |body| body.replace(&parent(body), &nowhere));
        forge.manifest["needs"] = json!([nowhere]);
    });
    let incomplete = desks.refused(&file);
    assert_eq!(incomplete.code, Code::HandOffIncomplete);
    assert_eq!((&*incomplete.params["from"], &*incomplete.params["missing"]), ("Mai", "1"));
    // Hashes make a true circle impossible; what is left is a child before its parent.
    desks.check("circle", |forge| {
        let mut lines = forge.lines("revisions.jsonl");
        lines.reverse();
        forge.set_lines("revisions.jsonl", &lines);
    });
    desks.check("missing", |forge| {
        forge.manifest["head"] = {
            forge.manifest["has"] = json!([nowhere]);
            nowhere.clone().into()
        }
    });
    desks.check("unknown", |forge| forge.manifest["needs"] = json!([nowhere]));
    desks.check("content", |forge| {
        change_head(forge, |body| {
            let parent = format!("\"{}\"", parent(body));
            body.replace(&parent, &format!("{parent},{parent}"))
        });
    });
    desks.check("twice", |forge| {
        let mut lines = forge.lines("revisions.jsonl");
        lines.push(lines[0].clone());
        forge.set_lines("revisions.jsonl", &lines);
    });
}

#[test]
fn a_revision_that_no_desk_makes_is_refused() {
    let mut desks = desks();
    let changes: [(&str, &str, &str); 7] = [
        ("content", "\"format\":1", "\"format\":2"),
        ("content", "\"reason\":\"", "\"reason\":\"x"),
        ("content", "\"device\":\"MAY-01\"", "\"device\":\"MAY\\u001b\""),
        ("content", "\"authorName\":\"Mai\"", "\"authorName\":\"\\u0000\""),
        ("content", "\"format\":1", "\"format\":1,\"more\":1"),
        ("content", "\"at\":1", "\"at\":91111111"),
        ("content", "\"headline\":\"", "\"headline\":\"0"),
    ];
    for (why, from, to) in changes {
        desks.check(why, |forge| change_head(forge, |body| body.replacen(from, to, 1)));
    }
    // What a review is compared with stays on the desk of whoever reviews.
    desks.check("content", |forge| {
        change_head(forge, |body| {
            let at = body.find("\"reason\":\"").unwrap() + "\"reason\":\"".len();
            let end = at + body[at..].find('"').unwrap();
            format!("{}reviewBase{}", &body[..at], &body[end..])
        });
    });
    desks.check("size", |forge| {
        change_head(forge, |body| body.replacen("Mai", &"M".repeat(70_000), 1));
    });
}

#[test]
fn a_text_under_the_hash_of_another_is_refused() {
    let mut desks = desks();
    desks.check("unknown", |forge| {
        let text = String::from_utf8(forge.bytes("objects.jsonl").clone()).unwrap();
        *forge.bytes("objects.jsonl") = text.replace("254", "255").into_bytes();
    });
    desks.check("missing", |forge| {
        let mut lines = forge.lines("objects.jsonl");
        lines.retain(|line| !line.contains("254"));
        forge.set_lines("objects.jsonl", &lines);
    });
    desks.check("twice", |forge| {
        let mut lines = forge.lines("objects.jsonl");
        lines.push(lines[0].clone());
        forge.set_lines("objects.jsonl", &lines);
    });
    // Texts of another article are of no use to this one's revisions.
    let other = desks.mai.article(report("Bài khác"));
    let theirs = Forge::of(&desks.mai.hand_off(&other, None)).unwrap().lines("objects.jsonl");
    desks.check("unknown", |forge| {
        let mut lines = forge.lines("objects.jsonl");
        let new: Vec<_> = theirs.iter().filter(|line| !lines.contains(line)).cloned().collect();
        assert!(!new.is_empty());
        lines.extend(new);
        forge.set_lines("objects.jsonl", &lines);
    });
}

#[test]
fn a_text_that_no_page_holds_is_refused() {
    let mut desks = desks();
    let replace = |from: &'static str, to: &'static str| {
        move |body: &str| {
            let changed = body.replacen(from, to, 1);
            assert_ne!(changed, body, "{from}");
            changed
        }
    };
    for (from, to) in [
        ("254", "\\u0000"),
        ("254", "\\ud800"),
        ("254", "o\u{301}\u{302}"),
        ("254", "2\n5"),
        ("\"type\":\"paragraph\"", "\"type\":\"iframe\""),
        ("\"type\":\"paragraph\"", "\"type\":\"paragraph\",\"onload\":\"x\""),
        ("\"id\":\"p1\"", "\"id\":\"\""),
        ("\"id\":\"p1\"", "\"id\":\"p 1\""),
        ("\"id\":\"p1\"", "\"id\":\"__proto__!\""),
        // Of another block of the same article.
        ("\"id\":\"p1\"", "\"id\":\"p2\""),
        (
            "\"text\":\"Hội nghị có",
            "\"marks\":[{\"type\":\"link\",\"attrs\":{\"href\":\"javascript:alert(1)\"}}],\"text\":\"",
        ),
    ] {
        let file = desks.forged(|forge| change_text(forge, "254", replace(from, to)));
        let refused = desks.refused(&file);
        let whys = ["content", "unknown"];
        assert!(whys.contains(&&*refused.params["why"]), "{to}: {refused}");
    }
    desks.check("content", |forge| {
        change_text(forge, "254", |_| "[".repeat(100_000));
    });
    desks.check("content", |forge| change_text(forge, "254", |_| "null".to_owned()));
    desks.check("content", |forge| {
        change_text(forge, "\"bylines\"", |body| {
            body.replacen("\"priority\":", "\"priority\":9", 1)
        });
    });
}

#[test]
fn a_list_that_is_none_is_refused_and_costs_little() {
    let mut desks = desks();
    let with = |line: String| {
        move |forge: &mut Forge| {
            let mut lines = forge.lines("lists.jsonl");
            lines.push(line);
            forge.set_lines("lists.jsonl", &lines);
        }
    };
    let hash = "ab".repeat(32);
    for (why, line) in [
        ("count", "[]".to_owned()),
        ("content", "[1]".to_owned()),
        ("content", "[\"x\"]".to_owned()),
        ("content", "{\"edits\":[[9,9,[]]]}".to_owned()),
        ("content", format!("{{\"edits\":[[{},1,[]]]}}", u64::MAX)),
        ("content", format!("{{\"edits\":[[1,0,[\"{hash}\"]],[0,0,[]]]}}")),
        ("unknown", format!("[\"{hash}\"]")),
        ("content", "{\"edits\":[],\"more\":1}".to_owned()),
    ] {
        let file = desks.forged(with(line.clone()));
        let refused = desks.refused(&file);
        assert_eq!(refused.params["why"], why, "{line}: {refused}");
    }
    // A hundred thousand hashes put in front of each other: each would move all before it.
    let edits = format!("[0,0,[\"\"]],{}[0,0,[]]", "[0,0,[\"\"]],".repeat(150_000));
    desks.check("content", with(format!("{{\"edits\":[{edits}]}}")));
    // A long line is not even read.
    desks.check("size", with(format!("[{}\"\"]", "\"\",".repeat(1 << 20))));
    desks.check("count", |forge| *forge.bytes("lists.jsonl") = b"[]\n".repeat(200_001));
}

#[test]
fn lines_that_are_no_lines_are_refused() {
    let mut desks = desks();
    for part in ["revisions.jsonl", "lists.jsonl", "objects.jsonl", "comments.jsonl", "log.jsonl"] {
        desks.check("shape", |forge| {
            forge.bytes(part).pop();
        });
        for more in [&b"\n"[..], b"{\n", b"\xff\xfe\n"] {
            let refused = desks.refused(&desks.forged(|forge| forge.bytes(part).extend(more)));
            // Among the texts it is one that nothing names.
            let whys = ["content", "unknown"];
            assert!(whys.contains(&&*refused.params["why"]), "{part} {more:?}: {refused}");
        }
    }
    desks.check("count", |forge| *forge.bytes("comments.jsonl") = b"\n".repeat(200_001));
}

// ---- Conversations ----------------------------------------------------------------------------

#[test]
fn a_comment_that_belongs_to_another_article_is_refused() {
    let mut desks = desks();
    let other = desks.mai.article(report("Bài khác"));
    ask(&mut desks.mai, &other, "Bài kia thì sao?");
    let theirs = desks.mai.hand_off(&other, None);
    desks.opened(&theirs);
    let comments = Forge::of(&theirs).unwrap().lines("comments.jsonl");
    desks.check("otherArticle", |forge| {
        let mut lines = forge.lines("comments.jsonl");
        lines.extend(comments.clone());
        forge.set_lines("comments.jsonl", &lines);
    });
    // An answer of one's own in the other article's thread.
    let thread = serde_json::from_str::<Value>(&comments[0]).unwrap()["thread"].clone();
    desks.check("otherArticle", |forge| {
        let mine = last(forge, "comments.jsonl")["thread"].clone();
        change_last(forge, "comments.jsonl", |body| {
            body.replace(mine.as_str().unwrap(), thread.as_str().unwrap())
        });
        forge.members.retain(|(name, _)| name != "anchors.jsonl");
    });
}

#[test]
fn a_comment_that_was_another_before_is_refused() {
    let mut desks = desks();
    let file = desks.file.clone();
    desks.opened(&file);
    desks.check("content", |forge| {
        change_last(forge, "comments.jsonl", |body| body.replace("Ý kiến nào?", "Đồng ý."));
    });
}

#[test]
fn a_comment_or_place_that_no_desk_makes_is_refused() {
    let mut desks = desks();
    for (part, from, to) in [
        ("comments.jsonl", "\"n\":0", "\"n\":-1"),
        ("comments.jsonl", "\"n\":0", "\"n\":0,\"more\":1"),
        ("comments.jsonl", "\"kind\":\"opened\"", "\"kind\":\"shouted\""),
        ("comments.jsonl", "Ý kiến nào?", " "),
        ("comments.jsonl", "Ý kiến nào?", "o\u{301}\u{302}"),
        ("comments.jsonl", "\"byName\":\"Mai\"", "\"byName\":\"\\u001b\""),
        ("comments.jsonl", "\"mentions\":[]", "\"mentions\":[{\"person\":\"!\",\"name\":\"\"}]"),
        ("anchors.jsonl", "\"thread\":\"", "\"thread\":\"x"),
        ("anchors.jsonl", "\"block\":\"p2\"", "\"block\":\"p 2\""),
        ("anchors.jsonl", "{", "{\"more\":1,"),
    ] {
        let file =
            desks.forged(|forge| change_last(forge, part, |body| body.replacen(from, to, 1)));
        let refused = desks.refused(&file);
        let whys = ["content", "unknown"];
        assert!(whys.contains(&&*refused.params["why"]), "{to}: {refused}");
    }
    for (part, why) in [("comments.jsonl", "twice"), ("anchors.jsonl", "content")] {
        desks.check(why, |forge| {
            let mut lines = forge.lines(part);
            lines.push(lines[0].clone());
            forge.set_lines(part, &lines);
        });
    }
    desks.check("size", |forge| {
        change_last(forge, "comments.jsonl", |body| {
            body.replace("Ý kiến nào?", &"a".repeat(5 << 20))
        });
    });
}

// ---- The log ----------------------------------------------------------------------------------

#[test]
fn a_log_that_is_not_as_its_desk_signed_it_is_refused() {
    let mut desks = desks();
    let edit = |change: fn(&mut Chain)| {
        move |forge: &mut Forge| {
            let mut chain: Chain = serde_json::from_value(last(forge, "log.jsonl")).unwrap();
            change(&mut chain);
            forge.set_lines("log.jsonl", &[serde_json::to_string(&chain).unwrap()]);
        }
    };
    let edits: [fn(&mut Chain); 7] = [
        |chain| chain.entries[0] = chain.entries[0].replace("Mai", "Lan"),
        |chain| drop(chain.entries.pop()),
        |chain| drop(chain.entries.remove(0)),
        |chain| chain.entries.swap(0, 1),
        |chain| chain.entries.push(chain.entries[0].clone()),
        |chain| chain.signature.clear(),
        // Another's log under Mai's signature, and Mai's log under another's key.
        |chain| chain.key = Identity::from_secret(&[66; 32]).device().key,
    ];
    for change in edits {
        desks.check("log", edit(change));
    }
    desks.check("count", edit(|chain| chain.entries.clear()));
    desks.check("log", edit(|chain| chain.key.0 = chain.key.0.to_uppercase()));
    desks.check("log", edit(|chain| chain.key.0.push_str("/abcd1234")));
    desks.check("twice", |forge| {
        let line = forge.lines("log.jsonl").remove(0);
        forge.set_lines("log.jsonl", &[line.clone(), line]);
    });
}

#[test]
fn a_log_of_another_article_or_signed_as_something_else_is_refused() {
    let mut desks = desks();
    let other = desks.mai.article(report("Bài khác"));
    let theirs = Forge::of(&desks.mai.hand_off(&other, None)).unwrap().lines("log.jsonl");
    desks.check("log", |forge| forge.set_lines("log.jsonl", &theirs));
    let stranger = Identity::from_secret(&[66; 32]);
    let mai = desks.mai.identity.device().key;
    let id = desks.id.clone();
    // By another device's key, in Mai's name.
    desks.check("log", |forge| {
        let mut chain: Chain = serde_json::from_value(last(forge, "log.jsonl")).unwrap();
        let forged = Chain::signed(&id, chain.entries.clone(), &stranger);
        chain = Chain { key: mai.clone(), ..forged };
        forge.set_lines("log.jsonl", &[serde_json::to_string(&chain).unwrap()]);
    });
    // Over the same bytes, as a manifest.
    let message = {
        let forge = Forge::of(&desks.file).unwrap();
        let chain: Chain = serde_json::from_value(last(&forge, "log.jsonl")).unwrap();
        let end = chain.hashes().pop().unwrap().0;
        format!("{id}\n{}\n{end}", chain.entries.len())
    };
    let signature = hex_of(&desks.mai.identity.sign(Purpose::Manifest, message.as_bytes()));
    desks.check("log", |forge| {
        let mut chain: Chain = serde_json::from_value(last(forge, "log.jsonl")).unwrap();
        chain.signature = signature;
        forge.set_lines("log.jsonl", &[serde_json::to_string(&chain).unwrap()]);
    });
}

#[test]
fn an_entry_that_no_desk_writes_is_refused_however_well_it_is_signed() {
    let mut desks = desks();
    let id = desks.id.clone();
    let mai = Identity::from_secret(&[1; 32]);
    for (why, from, to) in [
        ("log", "\"clock\":2", "\"clock\":4000000"),
        ("content", "\"clock\":2", "\"clock\":-1"),
        ("content", "\"byName\":\"Mai\"", "\"byName\":\"\\u001b[2J\""),
        ("content", "\"revision\":\"", "\"revision\":\"x"),
        ("content", "\"at\":1", "\"at\":91111111"),
        ("unknown", "\"action\":\"file\"", "\"action\":\"file\",\"more\":1"),
        ("unknown", "\"clock\":2", "\"clock\":2,\"more\":1"),
        ("content", "\"event\":\"moved\"", "\"event\":[]"),
    ] {
        let refused = desks.check(why, |forge| {
            let chain: Chain = serde_json::from_value(last(forge, "log.jsonl")).unwrap();
            let mut entries = chain.entries;
            let entry = entries.iter_mut().find(|entry| entry.contains("\"clock\":2")).unwrap();
            let changed = entry.replacen(from, to, 1);
            assert_ne!(*entry, changed, "{from}");
            *entry = changed;
            let chain = Chain::signed(&id, entries, &mai);
            forge.set_lines("log.jsonl", &[serde_json::to_string(&chain).unwrap()]);
        });
        assert!(!refused.message.contains("2J"), "the message steers no terminal");
    }
}

#[test]
fn a_place_in_the_review_that_no_desk_has_breaks_nothing() {
    let desks = desks();
    let id = desks.id.clone();
    for to in [
        r#"{"state":"awaitingApproval","step":4294967295,"of":4294967295}"#,
        r#"{"state":"awaitingApproval","step":0,"of":0}"#,
        r#"{"state":"inReview","by":""}"#,
        r#"{"state":"approved"}"#,
        r#"{"state":"onHold","from":{"state":"onHold","from":{"state":"approved"}}}"#,
        r#"{"state":"spiked","from":{"state":"spiked","from":{"state":"awaitingApproval","step":4294967295,"of":0}}}"#,
    ] {
        let file = desks.forged(|forge| {
            let chain: Chain = serde_json::from_value(last(forge, "log.jsonl")).unwrap();
            let mut entries = chain.entries;
            let entry = entries.iter_mut().find(|entry| entry.contains("\"clock\":2")).unwrap();
            let at = entry.find("\"to\":{").unwrap() + 5;
            let end = at + entry[at..].find('}').unwrap() + 1;
            *entry = format!("{}{to}{}", &entry[..at], &entry[end..]);
            let chain = Chain::signed(&id, entries, &desks.mai.identity);
            forge.set_lines("log.jsonl", &[serde_json::to_string(&chain).unwrap()]);
        });
        let mut lan = Laptop::new(2, "Lan", Role::Editor);
        let before = lan.dump();
        match lan.open(&file) {
            Ok(_) => {
                lan.open_article(&id);
                lan.store.history(&id).unwrap();
                lan.store.diagnose().unwrap();
                let query = crate::store::ListQuery {
                    view: crate::store::View::All,
                    filter: String::new(),
                    offset: 0,
                    limit: 9,
                };
                lan.store.list(&query, crate::time::Timestamp(0)).unwrap();
                for action in [
                    Action::Claim,
                    Action::Approve,
                    Action::Resume,
                    Action::Restore,
                    Action::Withdraw,
                    Action::PassOn,
                ] {
                    let moment = lan.moment();
                    // Allowed or not: it is an answer.
                    let _ = lan.store.move_article(&id, action, None, &moment);
                }
            }
            Err(refused) => {
                assert_eq!(refused.code, Code::HandOffRefused, "{to}: {refused}");
                assert_eq!(lan.dump(), before, "{to}");
            }
        }
    }
}

// ---- Photos -----------------------------------------------------------------------------------

/// Puts `bytes` in the place of the photo, under the right hash and size everywhere.
fn swap_photo(forge: &mut Forge, bytes: Vec<u8>) {
    let (name, photo) = forge.members.last_mut().unwrap();
    let new = blake3::hash(&bytes).to_hex().to_string();
    *name = format!("photos/{new}");
    forge.manifest["photos"][0]["hash"] = new.into();
    forge.manifest["photos"][0]["bytes"] = bytes.len().into();
    *photo = bytes;
}

#[test]
fn a_photo_that_is_none_or_absurd_is_refused() {
    let mut desks = desks();
    let whole = Forge::of(&desks.file).unwrap().members.pop().unwrap().1;
    let size = whole.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    let absurd = {
        let mut photo = whole.clone();
        photo[size + 5..size + 9].copy_from_slice(&[0xff; 4]);
        photo
    };
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    png.extend([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 2, 0, 0, 0, 0, 0, 0, 0]);
    let cases = [
        b"GIF89a".to_vec(),
        b"<svg onload=alert(1)>".to_vec(),
        vec![],
        absurd,
        png,
        whole[..whole.len() / 2].to_vec(),
        whole[..20].to_vec(),
    ];
    for bytes in cases {
        desks.check("photo", |forge| swap_photo(forge, bytes));
    }
    desks.check("photo", |forge| forge.manifest["photos"][0]["width"] = 4_000.into());
    desks.check("photo", |forge| forge.manifest["photos"][0]["bytes"] = 1.into());
    desks.check("photo", |forge| forge.manifest["photos"][0]["bytes"] = u64::MAX.into());
    desks.check("photo", |forge| forge.manifest["photos"][0]["fileName"] = "a\u{0}".into());
    // A whole picture under the hash of another: the right name, other bytes.
    desks.check("photo", |forge| forge.members.last_mut().unwrap().1.push(0));
    desks.check("photo", |forge| drop(forge.members.pop()));
}

// ---- At random --------------------------------------------------------------------------------

thread_local! {
    static MAI: (Vec<u8>, Vec<u8>) = {
        let mut desks = desks();
        ask(&mut desks.mai, &desks.id.clone(), "Ai nói?");
        let id = desks.id.clone();
        desks.mai.edit(&id, |content| {
            content.document.headline = Text::runs("Đồng Hỷ họp");
        });
        (desks.file.clone(), desks.mai.hand_off(&id, None))
    };
}

/// Whatever a file says: it is refused for a reason and leaves the desk as it was, or it is
/// opened and leaves the desk sound.
fn refused_or_sound(seeds: &[u64]) {
    let (first, next) = MAI.with(Clone::clone);
    let mai = Identity::from_secret(&[1; 32]);
    let mut forge = Forge::of(&next).unwrap();
    for seed in seeds {
        forge.spoil(&mut Dice::new(*seed), &mai);
    }
    let Ok(file) = forge.signed(&mai) else { return };
    let codes = [
        Code::HandOffDamaged,
        Code::HandOffRefused,
        Code::HandOffUnsigned,
        Code::HandOffNewer,
        Code::HandOffIncomplete,
        Code::NotAHandOff,
        Code::PeerChanged,
    ];
    if let Err(refused) = Laptop::read(&file) {
        assert!(codes.contains(&refused.code), "{refused:?}");
        return;
    }
    let mut lan = Laptop::new(2, "Lan", Role::Editor);
    if seeds.iter().fold(0, |sum: u64, seed| sum.wrapping_add(*seed)) % 2 == 0 {
        lan.open(&first).unwrap();
    }
    let before = lan.dump();
    match lan.open(&file) {
        Err(refused) => {
            assert!(codes.contains(&refused.code), "{refused:?}");
            assert_eq!(lan.dump(), before);
        }
        Ok(opened) => {
            assert_eq!(lan.store.diagnose().unwrap().problems, [], "{opened:?}");
            lan.open_article(&opened.article);
            lan.store.history(&opened.article).unwrap();
            lan.store.talks(&opened.article).unwrap();
            let file = lan.hand_off(&opened.article, None);
            Laptop::new(3, "Tâm", Role::Secretary).open(&file).unwrap();
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 24,
        max_shrink_iters: 50,
        ..Default::default()
    })]

    #[test]
    fn a_file_changed_at_random_and_signed_is_refused_or_leaves_the_desk_sound(
        seeds in proptest::collection::vec(proptest::prelude::any::<u64>(), 1..4)
    ) {
        refused_or_sound(&seeds);
    }
}
