//! Hand-off files as an attacker would make them: taken apart, changed, and put together again
//! with every hash and signature right. For tests and for fuzzing.

use std::io::Cursor;

use serde_json::{Value, json};

use super::chain::Chain;
use super::container::{Container, ContainerWriter, Packed, unpack};
use super::identity::{Identity, Purpose};
use super::lists::Lists;
use super::manifest::{ListedMember, Manifest};
use super::parts::Part;
use super::read::{MANIFEST, PHOTO_FOLDER, SIGNATURE};
use crate::article::ArticleId;
use crate::failure::{Failure, Result};
use crate::store::{Revision, hash_of};
use crate::testing::Dice;

/// A file in its parts.
#[derive(Debug, Clone)]
pub struct Forge {
    /// JSON; what it says of the members is made anew.
    pub manifest: serde_json::Value,
    /// Name and unpacked bytes of all members but signature and manifest, in their order.
    pub members: Vec<(String, Vec<u8>)>,
}

impl Forge {
    /// Takes a file apart.
    ///
    /// # Errors
    /// As the reader, for a file that is no whole hand-off.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        let mut container = Container::open(Cursor::new(bytes), &[SIGNATURE])?;
        let members = container.members().to_vec();
        let mut unpacked = members
            .iter()
            .map(|member| {
                let packed = container.packed(member, u32::MAX)?;
                Ok((member.name.clone(), unpack(member, &packed)?))
            })
            .collect::<Result<Vec<_>>>()?;
        let members = unpacked.split_off(2);
        let manifest = serde_json::from_slice(&unpacked[1].1).map_err(Failure::internal)?;
        Ok(Self { manifest, members })
    }

    /// The lines of a part.
    pub fn lines(&self, part: &str) -> Vec<String> {
        let member = self.members.iter().find(|(name, _)| name == part);
        let text = member.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
        text.unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// Puts other lines in.
    pub fn set_lines(&mut self, part: &str, lines: &[String]) {
        if lines.is_empty() && !self.members.iter().any(|(name, _)| name == part) {
            return;
        }
        *self.bytes(part) =
            lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect();
    }

    /// The bytes of a member; empty ones are put in where there is none.
    pub fn bytes(&mut self, name: &str) -> &mut Vec<u8> {
        let at = match self.members.iter().position(|(member, _)| member == name) {
            Some(at) => at,
            None => {
                self.members.push((name.to_owned(), Vec::new()));
                self.members.len() - 1
            }
        };
        &mut self.members[at].1
    }

    /// The file, signed by `identity`, whose key and recipient the manifest names as the sender's.
    ///
    /// # Errors
    /// `TooLarge`.
    pub fn signed(&self, identity: &Identity) -> Result<Vec<u8>> {
        let packed = self
            .members
            .iter()
            .map(|(name, bytes)| {
                let packed = if name.starts_with(PHOTO_FOLDER) {
                    Packed::stored(bytes.clone())?
                } else {
                    Packed::deflated(bytes)?
                };
                Ok((name.as_str(), packed))
            })
            .collect::<Result<Vec<_>>>()?;
        self.signed_with(identity, &packed)
    }

    pub(super) fn signed_with(
        &self,
        identity: &Identity,
        packed: &[(&str, Packed)],
    ) -> Result<Vec<u8>> {
        let mut manifest = self.manifest.clone();
        let device = identity.device();
        if let Some(from) = manifest.get_mut("from").and_then(Value::as_object_mut) {
            from.insert("key".to_owned(), device.key.0.clone().into());
            from.insert("recipient".to_owned(), device.recipient.into());
        }
        let listed = packed.iter().map(|(name, packed)| ListedMember {
            name: (*name).to_owned(),
            packed: u32::try_from(packed.bytes.len()).unwrap_or(u32::MAX),
            size: packed.size(),
            hash: blake3::hash(&packed.bytes).to_hex().to_string(),
        });
        let listed = serde_json::to_value(listed.collect::<Vec<_>>()).map_err(Failure::internal)?;
        if let Some(fields) = manifest.as_object_mut() {
            fields.insert("members".to_owned(), listed);
        }
        // In the order of the fields, where they are those of a manifest.
        let bytes = match serde_json::from_value::<Manifest>(manifest.clone()) {
            Ok(known) if serde_json::to_value(&known).is_ok_and(|again| again == manifest) => {
                serde_json::to_vec(&known)
            }
            _ => serde_json::to_vec(&manifest),
        };
        let bytes = bytes.map_err(Failure::internal)?;
        let signature = identity.sign(Purpose::Manifest, &bytes);
        let key = device.key.point().ok_or_else(|| Failure::internal("a key"))?;
        let signature = [&key.as_bytes()[..], &signature[..]].concat();
        let mut writer = ContainerWriter::new(Vec::new());
        writer.add(SIGNATURE, &Packed::stored(signature)?)?;
        writer.add(MANIFEST, &Packed::stored(bytes)?)?;
        for (name, packed) in packed {
            writer.add(name, packed)?;
        }
        writer.finish()
    }
}

// ---- Changes that everything else follows ----------------------------------------------------

impl Forge {
    /// Changes the text at `line` of the objects; the lists and revisions that name it follow.
    pub fn change_object(&mut self, line: usize, change: impl FnOnce(&str) -> String) {
        let part = Part::Objects.name();
        let mut objects = self.lines(part);
        let Some(body) = objects.get_mut(line) else { return };
        let old = hash_of(body);
        *body = change(body);
        let new = hash_of(body);
        self.set_lines(part, &objects);
        let mut renamed = vec![(old.clone(), new.clone())];
        let part = Part::Lists.name();
        let lines = self.lines(part);
        let changed: Vec<String> = lines.iter().map(|line| line.replace(&old, &new)).collect();
        renamed.extend(hashes(&lines).into_iter().zip(hashes(&changed)));
        self.set_lines(part, &changed);
        self.follow(renamed);
    }

    /// Changes the revision at `line`; those that came of it and the manifest follow.
    pub fn change_revision(&mut self, line: usize, change: impl FnOnce(&str) -> String) {
        let part = Part::Revisions.name();
        let mut revisions = self.lines(part);
        let Some(body) = revisions.get_mut(line) else { return };
        let old = hash_of(body);
        *body = change(body);
        let new = hash_of(body);
        self.set_lines(part, &revisions);
        self.follow(vec![(old, new)]);
    }

    /// Changes an entry of the log at `line`, and has `identity` sign it as its own.
    pub fn change_entry(
        &mut self,
        line: usize,
        identity: &Identity,
        change: impl FnOnce(&mut Vec<String>),
    ) {
        let part = Part::Log.name();
        let mut lines = self.lines(part);
        let Some(line) = lines.get_mut(line) else { return };
        let Ok(chain) = serde_json::from_str::<Chain>(line) else { return };
        let mut entries = chain.entries;
        change(&mut entries);
        let article = ArticleId(self.manifest["article"].as_str().unwrap_or_default().to_owned());
        let chain = Chain::signed(&article, entries, identity);
        let Ok(signed) = serde_json::to_string(&chain) else { return };
        *line = signed;
        self.set_lines(part, &lines);
    }

    /// Follows new hashes through the revisions to the manifest.
    fn follow(&mut self, mut renamed: Vec<(String, String)>) {
        renamed.retain(|(old, new)| old != new);
        let part = Part::Revisions.name();
        let mut revisions = self.lines(part);
        for body in &mut revisions {
            let old = hash_of(body);
            for (from, to) in &renamed {
                *body = body.replace(from, to);
            }
            let new = hash_of(body);
            if old != new {
                renamed.push((old, new));
            }
        }
        self.set_lines(part, &revisions);
        let mut manifest = self.manifest.to_string();
        for (from, to) in &renamed {
            manifest = manifest.replace(from, to);
        }
        if let Ok(manifest) = serde_json::from_str(&manifest) {
            self.manifest = manifest;
        }
    }
}

/// The hash of each list, as far as they are lists.
fn hashes(lines: &[String]) -> Vec<String> {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut hashes = Vec::new();
    if let Ok(lists) = Lists::read(&lines) {
        let _ = lists.walk(|hash, _| {
            hashes.push(hash.to_owned());
            Ok(())
        });
    }
    hashes
}

// ---- Changes at random -----------------------------------------------------------------------

impl Forge {
    /// One change as a bad disk or an attacker makes it; the same dice make the same one.
    /// `identity` signs what has to be signed apart.
    pub fn spoil(&mut self, dice: &mut Dice, identity: &Identity) {
        match dice.below(14) {
            0 => self.spoil_bytes(dice),
            1 => self.spoil_members(dice),
            2 | 3 => self.spoil_lines(dice),
            4 => self.exchange_hashes(dice),
            5 | 6 => spoil_value(&mut self.manifest, dice),
            7..=9 => {
                let line = dice.below(self.lines(Part::Objects.name()).len());
                self.change_object(line, |body| spoiled(body, dice));
            }
            10 => {
                let line = dice.below(self.lines(Part::Revisions.name()).len());
                self.change_revision(line, |body| {
                    let body = spoiled(body, dice);
                    // Its members in their order again, or it would be refused for that alone.
                    serde_json::from_str::<Revision>(&body)
                        .and_then(|revision| serde_json::to_string(&revision))
                        .unwrap_or(body)
                });
            }
            11 => self.change_entry(0, identity, |entries| {
                let at = dice.below(entries.len());
                match (dice.below(6), entries.get_mut(at)) {
                    (0, Some(_)) => drop(entries.remove(at)),
                    (1, Some(entry)) => {
                        let copy = entry.clone();
                        entries.push(copy);
                    }
                    (_, Some(entry)) => *entry = spoiled(entry, dice),
                    (_, None) => {}
                }
            }),
            _ => {
                let parts = [Part::Comments, Part::Anchors, Part::Lists, Part::Checks];
                let part = dice.pick(&parts).name();
                let mut lines = self.lines(part);
                let at = dice.below(lines.len());
                if let Some(line) = lines.get_mut(at) {
                    *line = spoiled(line, dice);
                    self.set_lines(part, &lines);
                }
            }
        }
    }

    fn spoil_bytes(&mut self, dice: &mut Dice) {
        let at = dice.below(self.members.len());
        let Some((_, bytes)) = self.members.get_mut(at) else { return };
        let at = dice.below(bytes.len());
        match dice.below(4) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, u8::try_from(dice.below(256)).unwrap_or_default()),
            2 if !bytes.is_empty() => {
                bytes.remove(at);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
        }
    }

    fn spoil_members(&mut self, dice: &mut Dice) {
        let (one, other) = (dice.below(self.members.len()), dice.below(self.members.len()));
        if self.members.is_empty() {
            return;
        }
        match dice.below(5) {
            0 => self.members.swap(one, other),
            1 => drop(self.members.remove(one)),
            2 => {
                let copy = self.members[one].clone();
                self.members.insert(other, copy);
            }
            3 => {
                let bytes = self.members[one].1.clone();
                self.members[other].1 = bytes;
            }
            _ => {
                let names = ["../x", "notes.txt", "photos/x", SIGNATURE, "a\0", "Log.jsonl"];
                (*dice.pick(&names)).clone_into(&mut self.members[one].0);
            }
        }
    }

    fn spoil_lines(&mut self, dice: &mut Dice) {
        let part = dice.pick(&Part::ALL).name();
        let mut lines = self.lines(part);
        if lines.is_empty() {
            return;
        }
        let (one, other) = (dice.below(lines.len()), dice.below(lines.len()));
        match dice.below(4) {
            0 => lines.swap(one, other),
            1 => drop(lines.remove(one)),
            2 => {
                let copy = lines[one].clone();
                lines.insert(other, copy);
            }
            _ => {
                let end = dice.below(lines[one].chars().count());
                lines[one] = lines[one].chars().take(end).collect();
            }
        }
        self.set_lines(part, &lines);
    }

    /// One hash in the place of another, wherever that stands in one part or in the manifest.
    fn exchange_hashes(&mut self, dice: &mut Dice) {
        let manifest = self.manifest.to_string();
        let mut texts = vec![manifest];
        for part in Part::ALL {
            texts.push(self.lines(part.name()).join("\n"));
        }
        let found: Vec<String> = texts
            .iter()
            .flat_map(|text| text.split(|c: char| !c.is_ascii_hexdigit()))
            .filter(|word| word.len() == 64)
            .map(str::to_owned)
            .collect();
        if found.is_empty() {
            return;
        }
        let (one, other) = (dice.pick(&found).clone(), dice.pick(&found).clone());
        let at = dice.below(texts.len());
        let text = texts[at].replace(&one, &other);
        match at.checked_sub(1) {
            None => {
                if let Ok(manifest) = serde_json::from_str(&text) {
                    self.manifest = manifest;
                }
            }
            Some(part) => {
                let lines: Vec<String> = text.lines().map(str::to_owned).collect();
                self.set_lines(Part::ALL[part].name(), &lines);
            }
        }
    }
}

/// JSON with another value somewhere.
fn spoiled(body: &str, dice: &mut Dice) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(body) else { return "{".to_owned() };
    spoil_value(&mut value, dice);
    value.to_string()
}

fn spoil_value(value: &mut Value, dice: &mut Dice) {
    let mut places = Vec::new();
    pointers(value, String::new(), &mut places);
    let strings: Vec<Value> =
        places.iter().filter_map(|place| value.pointer(place)).cloned().collect();
    let Some(place) = value.pointer_mut(dice.pick(&places).as_str()) else { return };
    let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    *place = match dice.below(18) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(0),
        4 => json!(u32::MAX),
        5 => json!(u64::MAX),
        6 => json!(1e300),
        7 => json!(""),
        8 => json!("a".repeat(5_000)),
        9 => json!("\u{0}\u{1b}[2J"),
        10 => json!("o\u{301}\u{302}"),
        11 => json!([]),
        12 => json!({}),
        13 => nested(200),
        14 => json!([place.clone(), place.clone()]),
        15 => match place {
            Value::Object(fields) => {
                let mut more = fields.clone();
                more.insert("more".to_owned(), json!(1));
                Value::Object(more)
            }
            Value::Number(number) => json!(number.as_i64().unwrap_or(0).saturating_add(1)),
            Value::String(text) => json!(format!("{text} ")),
            Value::Array(items) => items.iter().rev().cloned().collect(),
            Value::Bool(_) | Value::Null => json!("x"),
        },
        // What stands elsewhere in it.
        _ => dice.pick(&strings).clone(),
    };
}

fn pointers(value: &Value, here: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                pointers(inner, format!("{here}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                pointers(inner, format!("{here}/{at}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.push(here);
}
