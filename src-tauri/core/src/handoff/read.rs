//! Reading a hand-off file: every door shut before the next is opened.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use super::chain::Chain;
use super::container::{self, Container, FILE_LIMIT, Member, Method, next_stored, unpack};
use super::flaw::Flaw;
use super::identity::{DeviceKey, Identity, Purpose};
use super::lists::Lists;
use super::manifest::{MANIFEST_LIMIT, Manifest};
use super::parts::{
    AnchorRow, CheckRow, PART_LIMIT, Part, RevisionPart, comment, lines, photo_edit, revision,
    strict,
};
use super::sealed;
use crate::discuss::CommentEvent;
use crate::failure::{Code, Failure, Result};
use crate::photo::{self, PhotoInfo, WordEdit};
use crate::review::LogEntry;
use crate::store::hash_of;

pub(super) const SIGNATURE: &str = "signature";
pub(super) const MANIFEST: &str = "manifest.json";
/// Where the photos lie, each under its hash.
pub const PHOTO_FOLDER: &str = "photos/";

/// Most bytes of all parts that are no photos, unpacked: they are read into memory.
const TEXT_LIMIT: u64 = 192 << 20;
/// Bytes of the sender's key and of the signature.
const SIGNATURE_BYTES: u32 = 32 + 64;

/// What stands first in a file, found to be signed by the key that it names.
#[derive(Debug, Clone)]
pub struct Opening {
    /// Hash of the manifest: the same for the same file, encrypted or not.
    pub id: String,
    pub manifest: Manifest,
    /// It was encrypted to this device.
    pub sealed: bool,
}

/// A hand-off that is whole, signed and consistent in itself.
pub struct HandOff<R> {
    pub opening: Opening,
    pub(crate) revisions: Vec<RevisionPart>,
    pub(crate) lists: Lists,
    /// Canonical JSON by its hash.
    pub(crate) objects: BTreeMap<String, String>,
    pub(crate) comments: Vec<CommentEvent>,
    pub(crate) anchors: Vec<AnchorRow>,
    pub(crate) checks: Vec<CheckRow>,
    pub(crate) chains: Vec<(Chain, Vec<LogEntry>)>,
    pub(crate) photo_words: Vec<WordEdit>,
    container: Container<R>,
}

/// Either of the two that a file can be.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// Reads a whole file and believes nothing in it: layout, signature, hash of every packed member,
/// and only then what is inside, within limits. `identity` opens what is encrypted; `scratch` is
/// the folder where that is decrypted to, in a file without a name.
///
/// # Errors
/// `NotAHandOff`, `HandOffDamaged`, `HandOffRefused` (param `why`), `HandOffUnsigned`,
/// `HandOffNewer`, `HandOffSealed`, `EmptyFile`, `TooLarge`; those of reading.
pub fn read(path: &Path, scratch: &Path, identity: &Identity) -> Result<HandOff<Box<dyn Source>>> {
    let io = |error: std::io::Error| Failure::io(path, &error);
    let mut file = opened(path)?;
    let length = file.metadata().map_err(io)?.len();
    if length == 0 {
        return Err(Failure::new(Code::EmptyFile, "an empty file"));
    }
    if length > FILE_LIMIT {
        return Err(Flaw::Size.found(format!("{length} bytes")));
    }
    let named = |failure: Failure| failure.with("path", path.display());
    if starts_sealed(&mut file).map_err(io)? {
        let in_scratch = |error: std::io::Error| Failure::io(scratch, &error);
        let mut plain = tempfile::tempfile_in(scratch).map_err(in_scratch)?;
        sealed::unseal_into(file, identity, &mut plain).map_err(named)?;
        return read_from(Box::new(plain) as Box<dyn Source>, true).map_err(named);
    }
    read_from(Box::new(BufReader::new(file)) as Box<dyn Source>, false).map_err(named)
}

/// Reads only who hands over what, from the first bytes of a file, for a list of files. Whether
/// the rest is whole is not looked at.
///
/// # Errors
/// As [`read`], as far as the beginning shows it.
pub fn peek(path: &Path, identity: &Identity) -> Result<Opening> {
    let io = |error: std::io::Error| Failure::io(path, &error);
    let mut file = opened(path)?;
    if starts_sealed(&mut file).map_err(io)? {
        return first(&mut sealed::unseal(file, identity)?, true);
    }
    first(&mut BufReader::new(file), false)
}

/// Opens a file; a folder, a device or a pipe (which might be waited for without end) is none.
fn opened(path: &Path) -> Result<File> {
    let io = |error: std::io::Error| Failure::io(path, &error);
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(Failure::new(Code::NotAHandOff, "no file").with("path", path.display()));
    }
    File::open(path).map_err(io)
}

/// Whether the end of a file is there: one that is still being copied may have its full length
/// and nothing in it yet. What is encrypted does not show its end.
///
/// # Errors
/// Those of reading.
pub fn ends_whole(path: &Path) -> Result<bool> {
    let io = |error: std::io::Error| Failure::io(path, &error);
    let mut file = opened(path)?;
    if starts_sealed(&mut file).map_err(io)? {
        return Ok(true);
    }
    container::has_end(&mut file).map_err(io)
}

fn starts_sealed(file: &mut File) -> std::io::Result<bool> {
    let mut start = Vec::new();
    file.by_ref().take(32).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(sealed::is_sealed(&start))
}

/// Signature and manifest, which stand first.
fn first(input: &mut impl Read, sealed: bool) -> Result<Opening> {
    let signature = next_stored(input, SIGNATURE, SIGNATURE_BYTES)?;
    let manifest = next_stored(input, MANIFEST, MANIFEST_LIMIT)?;
    signed(&signature, &manifest, sealed)
}

fn signed(signature: &[u8], manifest: &[u8], sealed: bool) -> Result<Opening> {
    let unsigned = |why: &str| {
        Failure::new(Code::HandOffUnsigned, format!("hand-off signature: {why}")).with("why", why)
    };
    let halves = signature.split_first_chunk::<32>();
    let Some((key, signature)) =
        halves.and_then(|(key, rest)| Some((key, <&[u8; 64]>::try_from(rest).ok()?)))
    else {
        return Err(unsigned("missing"));
    };
    let key = DeviceKey::from_bytes(key).ok_or_else(|| unsigned("key"))?;
    if !key.has_signed(Purpose::Manifest, manifest, signature) {
        return Err(unsigned("wrong"));
    }
    Ok(Opening {
        id: blake3::hash(manifest).to_hex().to_string(),
        manifest: Manifest::parse(manifest, &key)?,
        sealed,
    })
}

/// As [`read`], from anything that can be read at any place.
///
/// # Errors
/// As [`read`].
pub fn read_from<R: Read + Seek>(input: R, sealed: bool) -> Result<HandOff<R>> {
    // One whose signature has been taken off is a hand-off still, and is told as such.
    let mut container = Container::open(input, &[SIGNATURE, MANIFEST])?;
    let members = container.members().to_vec();
    in_their_order(&members)?;
    let [signature, manifest, rest @ ..] = &members[..] else {
        return Err(Failure::new(Code::HandOffUnsigned, "no signature").with("why", "missing"));
    };
    let unpacked = |container: &mut Container<R>, member: &Member, limit| {
        container.packed(member, limit).and_then(|packed| unpack(member, &packed))
    };
    let signature = unpacked(&mut container, signature, SIGNATURE_BYTES)?;
    let manifest = unpacked(&mut container, manifest, MANIFEST_LIMIT)?;
    let opening = signed(&signature, &manifest, sealed)?;
    as_listed(&opening.manifest, rest)?;

    let mut hand_off = HandOff {
        opening,
        revisions: Vec::new(),
        lists: Lists::default(),
        objects: BTreeMap::new(),
        comments: Vec::new(),
        anchors: Vec::new(),
        checks: Vec::new(),
        chains: Vec::new(),
        photo_words: Vec::new(),
        container,
    };
    for (at, member) in rest.iter().enumerate() {
        let part = Part::ALL.into_iter().find(|part| part.name() == member.name);
        let limit = part.map_or_else(limit_of_photos, |_| PART_LIMIT);
        let packed = hand_off.container.packed(member, limit)?;
        let listed = &hand_off.opening.manifest.members[at];
        if blake3::hash(&packed).to_hex().as_str() != listed.hash {
            return Err(Flaw::Changed.found(&member.name));
        }
        let bytes = unpack(member, &packed)?;
        match part {
            Some(part) => hand_off.take(part, &bytes)?,
            None => looked_at(&hand_off.opening.manifest, member, &bytes)?,
        }
    }
    hand_off.check()?;
    Ok(hand_off)
}

fn limit_of_photos() -> u32 {
    u32::try_from(photo::FILE_LIMIT).unwrap_or(u32::MAX)
}

/// Which members there can be, and in which order: no two can have one place.
fn in_their_order(members: &[Member]) -> Result<()> {
    let place = |member: &Member| -> Result<(usize, String)> {
        let name = member.name.as_str();
        if name == SIGNATURE {
            return Ok((0, String::new()));
        }
        if name == MANIFEST {
            return Ok((1, String::new()));
        }
        if let Some(at) = Part::ALL.iter().position(|part| part.name() == name) {
            return Ok((2 + at, String::new()));
        }
        match name.strip_prefix(PHOTO_FOLDER) {
            Some(hash) if photo::is_hash(hash) => Ok((100, hash.to_owned())),
            _ => Err(Flaw::Unknown.found(format!("a member {name:?}"))),
        }
    };
    let places = members.iter().map(place).collect::<Result<Vec<_>>>()?;
    if places.first().is_none_or(|(at, _)| *at != 0) {
        return Err(Failure::new(Code::HandOffUnsigned, "no signature").with("why", "missing"));
    }
    if places.get(1).is_none_or(|(at, _)| *at != 1) || !places.is_sorted() {
        return Err(Flaw::Shape.found("the order of the members"));
    }
    let stored_first = members[..2].iter().all(|member| member.method == Method::Stored);
    if !stored_first {
        return Err(Flaw::Shape.found("the manifest is packed"));
    }
    let packed = |member: &Member| member.method != Method::Stored;
    if members.iter().any(|member| member.name.starts_with(PHOTO_FOLDER) && packed(member)) {
        return Err(Flaw::Shape.found("a photo is packed"));
    }
    Ok(())
}

/// The members are those that the manifest lists.
fn as_listed(manifest: &Manifest, members: &[Member]) -> Result<()> {
    let same = manifest.members.len() == members.len()
        && manifest.members.iter().zip(members).all(|(listed, member)| {
            (&listed.name, listed.packed, listed.size) == (&member.name, member.packed, member.size)
        });
    if !same {
        return Err(Flaw::Changed.found("the members are not those of the manifest"));
    }
    let texts = members.iter().filter(|member| !member.name.starts_with(PHOTO_FOLDER));
    let bytes: u64 = texts.map(|member| u64::from(member.size)).sum();
    if bytes > TEXT_LIMIT {
        return Err(Flaw::Size.found(format!("{bytes} bytes of text")));
    }
    let photos = members.iter().filter_map(|member| member.name.strip_prefix(PHOTO_FOLDER));
    if !photos.eq(manifest.photos.iter().map(|info| info.hash.as_str())) {
        return Err(Flaw::Photo.found("the photos are not those of the manifest"));
    }
    Ok(())
}

/// A photo is what it is said to be; its pixels are decoded when they are wanted, within limits.
fn looked_at(manifest: &Manifest, member: &Member, bytes: &[u8]) -> Result<()> {
    let refused = |why: &str| Err(Flaw::Photo.found(why));
    let hash = member.name.strip_prefix(PHOTO_FOLDER).unwrap_or_default();
    let Some(info) = manifest.photos.iter().find(|info| info.hash == hash) else {
        return refused("a photo that is not listed");
    };
    if blake3::hash(bytes).to_hex().as_str() != hash || bytes.len() as u64 != info.bytes {
        return refused("a photo under another's name");
    }
    match photo::glance(bytes, &info.file_name) {
        Ok(seen)
            if (seen.kind, seen.width, seen.height) == (info.kind, info.width, info.height) =>
        {
            Ok(())
        }
        Ok(_) => refused("a photo of another size"),
        Err(failure) => refused(&failure.message),
    }
}

impl<R: Read + Seek> HandOff<R> {
    /// The photos in the file.
    pub fn photos(&self) -> &[PhotoInfo] {
        &self.opening.manifest.photos
    }

    /// The bytes of a photo in the file, checked against its hash once more.
    ///
    /// # Errors
    /// `NotFound`; `HandOffDamaged` where the file has changed since it was read.
    pub fn photo(&mut self, hash: &str) -> Result<Vec<u8>> {
        let name = format!("{PHOTO_FOLDER}{hash}");
        let member = self.container.members().iter().find(|member| member.name == name).cloned();
        let member = member.ok_or_else(|| Failure::not_found(&name))?;
        let bytes = self.container.packed(&member, limit_of_photos())?;
        if blake3::hash(&bytes).to_hex().as_str() != hash {
            return Err(Flaw::Changed.found(name));
        }
        Ok(bytes)
    }

    fn take(&mut self, part: Part, bytes: &[u8]) -> Result<()> {
        let article = self.opening.manifest.article.clone();
        let lines = lines(part, bytes)?;
        match part {
            Part::Revisions => {
                self.revisions = lines
                    .into_iter()
                    .map(|body| revision(body, &article))
                    .collect::<Result<_>>()?;
            }
            Part::Lists => self.lists = Lists::read(&lines)?,
            Part::Objects => {
                for body in lines {
                    if self.objects.insert(hash_of(body), body.to_owned()).is_some() {
                        return Err(Flaw::Twice.found("an object"));
                    }
                }
            }
            Part::Comments => {
                self.comments = lines.into_iter().map(comment).collect::<Result<_>>()?;
            }
            Part::Anchors => {
                self.anchors = lines.into_iter().map(strict).collect::<Result<_>>()?;
            }
            Part::Checks => {
                self.checks = lines.into_iter().map(strict).collect::<Result<_>>()?;
            }
            Part::PhotoWords => {
                self.photo_words = lines.into_iter().map(photo_edit).collect::<Result<_>>()?;
            }
            Part::Log => {
                for line in lines {
                    let chain: Chain = strict(line)?;
                    let entries = chain.check(&article)?;
                    self.chains.push((chain, entries));
                }
            }
        }
        Ok(())
    }

    /// What can be said of the whole without knowing what the receiver has.
    fn check(&self) -> Result<()> {
        let manifest = &self.opening.manifest;
        let needs: HashSet<&str> = manifest.needs.iter().map(String::as_str).collect();
        let inside: HashSet<&str> = self.revisions.iter().map(|part| part.hash.as_str()).collect();
        let mut known: HashSet<&str> = HashSet::new();
        let mut needed: HashSet<&str> = HashSet::new();
        let mut named: HashSet<&str> = HashSet::new();
        let mut with_list: HashSet<&str> = HashSet::new();
        for part in &self.revisions {
            for parent in &part.revision.parents {
                if needs.contains(parent.as_str()) {
                    needed.insert(parent);
                } else if !inside.contains(parent.as_str()) {
                    return Err(Flaw::Missing.found("a parent"));
                } else if !known.contains(parent.as_str()) {
                    return Err(Flaw::Circle.found("a revision before its parent"));
                }
            }
            if needs.contains(part.hash.as_str()) || !known.insert(&part.hash) {
                return Err(Flaw::Twice.found("a revision"));
            }
            let revision = &part.revision;
            named.extend([&*revision.headline, &revision.lead, &revision.fields]);
            with_list.insert(&revision.blocks);
        }
        let mut named: HashSet<String> = named.into_iter().map(str::to_owned).collect();
        let mut lists: HashSet<String> = HashSet::new();
        self.lists.walk(|hash, list| {
            if !with_list.contains(hash) || !lists.insert(hash.to_owned()) {
                return Err(Flaw::Unknown.found("a list that no revision has"));
            }
            for hash in list {
                if !named.contains(hash) {
                    named.insert(hash.clone());
                }
            }
            Ok(())
        })?;
        if !known.contains(manifest.head.as_str()) {
            needed.insert(&manifest.head);
            if !needs.contains(manifest.head.as_str()) {
                return Err(Flaw::Missing.found("the head"));
            }
        }
        if needed.len() != needs.len() {
            return Err(Flaw::Unknown.found("a need that nothing has"));
        }
        if self.objects.keys().any(|hash| !named.contains(hash)) {
            return Err(Flaw::Unknown.found("a text that no revision has"));
        }
        let ids: HashSet<_> = self.comments.iter().map(|event| &event.id).collect();
        if ids.len() != self.comments.len() {
            return Err(Flaw::Twice.found("a comment"));
        }
        let threads: HashSet<_> = self.comments.iter().map(|event| &event.thread).collect();
        let anchored: HashSet<_> = self.anchors.iter().map(|row| &row.thread).collect();
        if anchored.len() != self.anchors.len() || !anchored.is_subset(&threads) {
            return Err(Flaw::Content.found("the places of the comments"));
        }
        let said: HashSet<_> = self.photo_words.iter().map(|edit| &edit.id).collect();
        if said.len() != self.photo_words.len() {
            return Err(Flaw::Twice.found("words about a photo"));
        }
        let keys: HashSet<_> = self.chains.iter().map(|(chain, _)| &chain.key).collect();
        if keys.len() != self.chains.len() {
            return Err(Flaw::Twice.found("a log"));
        }
        let entries: usize = self.chains.iter().map(|(_, entries)| entries.len()).sum();
        let mut clocks = self.chains.iter().flat_map(|(_, entries)| entries);
        // With room for what a desk knows of a log that was rewritten and does not pass on.
        if clocks.any(|entry| entry.clock as usize > entries + 1_000) {
            return Err(Flaw::Log.found("an entry that knows of more than there is"));
        }
        Ok(())
    }
}
