//! The zip that a hand-off is: the part of the format that this desk writes, and not one bit more.
//!
//! Any zip program can list and unpack a hand-off. Reading one is another matter: a general reader
//! forgives (members that overlap, are there twice, are found from the end only, state one size
//! and have another), and each such kindness has been somebody's way in. Here every header must be
//! the very bytes that the writer would have written, the members must lie one behind the other
//! from the first byte to the list at the end, and come in their order. So no two files have the
//! same members, and no byte of a file can change unseen.

use std::io::{Read, Seek, SeekFrom, Write};

use super::flaw::Flaw;
use crate::failure::{Code, Failure, Result};

/// Most members: eight parts and the photos.
pub(super) const MEMBER_LIMIT: usize = 2_008;
/// Longest name: `photos/` and a hash.
const NAME_LIMIT: usize = 71;
/// Largest file: what the plain zip format can count.
pub(super) const FILE_LIMIT: u64 = u32::MAX as u64;

const LOCAL: u32 = 0x0403_4b50;
const LISTED: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const LOCAL_BYTES: usize = 30;
const LISTED_BYTES: usize = 46;
const END_BYTES: usize = 22;
/// 1 January 1980, the first day that a zip knows: the same content gives the same bytes.
const DAY: u16 = 0x0021;
const VERSION: u16 = 20;
/// On what a zip of Unix says of a link.
const UNIX: u8 = 3;
const UNIX_KIND: u32 = 0o170_000;
const UNIX_LINK: u32 = 0o120_000;

/// Whether a file ends as one of ours does.
pub(super) fn has_end(input: &mut (impl Read + Seek)) -> std::io::Result<bool> {
    let length = input.seek(SeekFrom::End(0))?;
    let Some(at) = length.checked_sub(END_BYTES as u64) else { return Ok(false) };
    input.seek(SeekFrom::Start(at))?;
    let mut start = [0; 4];
    input.read_exact(&mut start)?;
    Ok(u32::from_le_bytes(start) == END)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflated,
}

/// One member as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) method: Method,
    crc: u32,
    /// In the file.
    pub(super) packed: u32,
    /// Unpacked.
    pub(super) size: u32,
    /// Of its header, from the start of the file.
    offset: u32,
}

/// Bytes ready to be a member.
pub(super) struct Packed {
    method: Method,
    crc: u32,
    size: u32,
    pub(super) bytes: Vec<u8>,
}

impl Packed {
    /// As it is.
    ///
    /// # Errors
    /// `TooLarge` for 4 GB and more.
    pub(super) fn stored(bytes: Vec<u8>) -> Result<Self> {
        let size = small(bytes.len())?;
        Ok(Self { method: Method::Stored, crc: crc(&bytes), size, bytes })
    }

    /// Made smaller.
    ///
    /// # Errors
    /// `TooLarge` for 4 GB and more.
    pub(super) fn deflated(bytes: &[u8]) -> Result<Self> {
        let size = small(bytes.len())?;
        let mut encoder = flate2::write::DeflateEncoder::new(
            Vec::with_capacity(bytes.len() / 4),
            flate2::Compression::default(),
        );
        let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
        let packed = packed.map_err(Failure::internal)?;
        Ok(Self { method: Method::Deflated, crc: crc(bytes), size, bytes: packed })
    }

    /// As an attacker packs it: `bytes` under whatever size is to be stated.
    #[cfg(test)]
    pub(super) fn stating(size: u32, deflated: bool, bytes: Vec<u8>) -> Self {
        let method = if deflated { Method::Deflated } else { Method::Stored };
        Self { method, crc: 0, size, bytes }
    }

    pub(super) fn size(&self) -> u32 {
        self.size
    }
}

/// Writes members one behind the other.
pub(super) struct ContainerWriter<W> {
    out: W,
    at: u64,
    members: Vec<Member>,
}

impl<W: Write> ContainerWriter<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, at: 0, members: Vec::new() }
    }

    /// # Errors
    /// `TooLarge` where the file would have 4 GB or too many members; those of writing.
    pub(super) fn add(&mut self, name: &str, packed: &Packed) -> Result<()> {
        let member = Member {
            name: name.to_owned(),
            method: packed.method,
            crc: packed.crc,
            packed: small(packed.bytes.len())?,
            size: packed.size,
            offset: u32::try_from(self.at).map_err(|_| too_large(self.at))?,
        };
        if self.members.len() >= MEMBER_LIMIT {
            return Err(too_large(self.at));
        }
        self.put(&local(&member))?;
        self.put(&packed.bytes)?;
        self.members.push(member);
        Ok(())
    }

    /// Writes the list of members and gives the writer back.
    ///
    /// # Errors
    /// As [`ContainerWriter::add`].
    pub(super) fn finish(mut self) -> Result<W> {
        let list = self.at;
        let members = std::mem::take(&mut self.members);
        for member in &members {
            self.put(&listed(member))?;
        }
        self.put(&end(members.len(), list, self.at - list)?)?;
        if self.at > FILE_LIMIT {
            return Err(too_large(self.at));
        }
        self.out.flush().map_err(written)?;
        Ok(self.out)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes).map_err(written)
    }
}

/// A file whose headers have been found to be what the writer writes. Nothing is unpacked yet.
pub(super) struct Container<R> {
    input: R,
    members: Vec<Member>,
}

impl<R: Read + Seek> Container<R> {
    /// Reads the list of members and holds every header to it. A file whose first member has none
    /// of the names `first` is another kind of zip.
    ///
    /// # Errors
    /// `NotAHandOff` for another kind of file, `HandOffDamaged` for one that breaks off,
    /// `HandOffRefused` for a zip that this desk would not write, `TooLarge`; those of reading.
    pub(super) fn open(mut input: R, first: &[&str]) -> Result<Self> {
        let length = input.seek(SeekFrom::End(0)).map_err(unread)?;
        input.rewind().map_err(unread)?;
        let mut start = Vec::new();
        let header = (LOCAL_BYTES + NAME_LIMIT) as u64;
        input.by_ref().take(header).read_to_end(&mut start).map_err(unread)?;
        let ours = LOCAL.to_le_bytes();
        if !start.starts_with(&ours) && !ours.starts_with(&start) {
            return Err(not_ours());
        }
        // Where it breaks off before the end of the name, nothing speaks against it.
        let begins = |name: &&str| {
            let found = start.get(LOCAL_BYTES..).unwrap_or_default();
            name.as_bytes().iter().zip(found).all(|(one, other)| one == other)
        };
        if !first.iter().any(begins) {
            return Err(not_ours());
        }
        if length > FILE_LIMIT {
            return Err(too_large(length));
        }
        let members = list(&mut input, length)?;
        let mut at = 0;
        for member in &members {
            if u64::from(member.offset) != at {
                return Err(Flaw::Shape.found(format!("{} lies apart or overlaps", member.name)));
            }
            let expected = local(member);
            let mut found = vec![0; expected.len()];
            input.seek(SeekFrom::Start(at)).map_err(unread)?;
            input.read_exact(&mut found).map_err(unread)?;
            if found != expected {
                return Err(Flaw::Shape.found(format!("the header of {}", member.name)));
            }
            at += expected.len() as u64 + u64::from(member.packed);
        }
        let list_bytes: u64 = members.iter().map(|member| listed(member).len() as u64).sum();
        if at + list_bytes + END_BYTES as u64 != length {
            return Err(Flaw::Shape.found("something lies between the members and their list"));
        }
        Ok(Self { input, members })
    }

    pub(super) fn members(&self) -> &[Member] {
        &self.members
    }

    /// The bytes of a member as they lie in the file; nothing is read of one that would be more
    /// than `limit` bytes unpacked, or that is larger packed than it can be.
    ///
    /// # Errors
    /// `HandOffRefused`; those of reading.
    pub(super) fn packed(&mut self, member: &Member, limit: u32) -> Result<Vec<u8>> {
        if member.size > limit {
            return Err(Flaw::Size.found(format!("{} of {} bytes", member.name, member.size)));
        }
        let most = match member.method {
            Method::Stored => u64::from(member.size),
            // What does not pack grows by a few bytes in each 16 KB.
            Method::Deflated => u64::from(member.size) + u64::from(member.size >> 8) + 1_024,
        };
        if u64::from(member.packed) > most {
            return Err(Flaw::Shape.found(format!("{} is larger packed", member.name)));
        }
        let start = u64::from(member.offset) + (LOCAL_BYTES + member.name.len()) as u64;
        self.input.seek(SeekFrom::Start(start)).map_err(unread)?;
        take(&mut self.input, member.packed)
    }
}

/// The next member of a file that is read from its start, where its name is `name`: header and
/// bytes. Used for what stands first, before the end of the file has come over the network.
///
/// # Errors
/// `NotAHandOff` where no member starts here, `HandOffRefused` where it is another or is larger
/// than `limit`, `HandOffDamaged` where the file breaks off.
pub(super) fn next_stored(input: &mut impl Read, name: &str, limit: u32) -> Result<Vec<u8>> {
    let mut header = vec![0; LOCAL_BYTES + name.len()];
    input.read_exact(&mut header).map_err(unread)?;
    let mut fields = Fields(&header);
    if fields.u32() != LOCAL {
        return Err(not_ours());
    }
    // Version, flags, method, time and day are held to what is written below.
    fields.skip(10);
    let (crc_found, packed, size) = (fields.u32(), fields.u32(), fields.u32());
    let member = Member {
        name: name.to_owned(),
        method: Method::Stored,
        crc: crc_found,
        packed,
        size,
        offset: 0,
    };
    if header != local(&member) || packed != size {
        return Err(not_ours());
    }
    if size > limit {
        return Err(Flaw::Size.found(format!("{name} of {size} bytes")));
    }
    let bytes = take(input, packed)?;
    if crc(&bytes) != crc_found {
        return Err(Flaw::Changed.found(name));
    }
    Ok(bytes)
}

/// Unpacks what [`Container::packed`] gave, never to more bytes than the member states.
///
/// # Errors
/// `HandOffRefused` where it unpacks to more than is stated or is packed at an absurd rate,
/// `HandOffDamaged` where it does not unpack to what it was.
pub(super) fn unpack(member: &Member, packed: &[u8]) -> Result<Vec<u8>> {
    let bytes = match member.method {
        Method::Stored => packed.to_vec(),
        Method::Deflated => inflate(member, packed)?,
    };
    if bytes.len() as u64 != u64::from(member.size) || crc(&bytes) != member.crc {
        return Err(Flaw::Changed.found(&member.name));
    }
    Ok(bytes)
}

/// From this size on [`RATE_LIMIT`] holds; a short list of much the same lines packs very well.
const RATE_FROM: u64 = 4 << 20;
const RATE_LIMIT: u64 = 200;

fn inflate(member: &Member, packed: &[u8]) -> Result<Vec<u8>> {
    let most = u64::from(member.size);
    if most > RATE_FROM && most / RATE_LIMIT > packed.len() as u64 {
        return Err(Flaw::Size.found(format!("{} is packed too well", member.name)));
    }
    let mut decoder = flate2::read::DeflateDecoder::new(packed);
    let mut bytes = Vec::new();
    // Counted while it comes: what a header states is only a promise.
    let unpacked = (&mut decoder).take(most + 1).read_to_end(&mut bytes);
    unpacked.map_err(|error| Flaw::Changed.found(format!("{}: {error}", member.name)))?;
    if bytes.len() as u64 > most {
        return Err(Flaw::Size.found(format!("{} holds more than it states", member.name)));
    }
    if decoder.total_in() != packed.len() as u64 {
        return Err(Flaw::Shape.found(format!("something lies behind {}", member.name)));
    }
    Ok(bytes)
}

fn list(input: &mut (impl Read + Seek), length: u64) -> Result<Vec<Member>> {
    let Some(end_at) = length.checked_sub(END_BYTES as u64) else {
        return Err(Flaw::Short.found("no list of members"));
    };
    input.seek(SeekFrom::Start(end_at)).map_err(unread)?;
    let tail = take(input, END_BYTES as u32)?;
    let mut fields = Fields(&tail);
    if fields.u32() != END {
        return Err(Flaw::Short.found("no list of members"));
    }
    fields.skip(4);
    let (here, count) = (fields.u16(), fields.u16());
    let (bytes, at) = (fields.u32(), fields.u32());
    if count as usize > MEMBER_LIMIT {
        return Err(Flaw::Count.found(format!("{count} members")));
    }
    let most = MEMBER_LIMIT * (LISTED_BYTES + NAME_LIMIT);
    if here != count || bytes as usize > most || u64::from(at) + u64::from(bytes) != end_at {
        return Err(Flaw::Shape.found("the end of the list"));
    }
    input.seek(SeekFrom::Start(u64::from(at))).map_err(unread)?;
    let list = take(input, bytes)?;
    let mut rest = Fields(&list);
    let mut members: Vec<Member> = Vec::new();
    for _ in 0..count {
        let member = listed_member(&mut rest)?;
        if members.iter().any(|other| other.name == member.name) {
            return Err(Flaw::Twice.found(&member.name));
        }
        members.push(member);
    }
    // What has been read, written anew, are these very bytes, or something else was in them.
    let mut again: Vec<u8> = members.iter().flat_map(listed).collect();
    again.extend(end(members.len(), u64::from(at), u64::from(bytes))?);
    if again.strip_suffix(&tail[..]) != Some(&list[..]) {
        return Err(Flaw::Shape.found("the list of members"));
    }
    Ok(members)
}

/// One line of the list. What a hostile one is guilty of is told before what is merely unusual.
fn listed_member(rest: &mut Fields<'_>) -> Result<Member> {
    if rest.0.len() < LISTED_BYTES {
        return Err(Flaw::Shape.found("the list of members ends early"));
    }
    let broken = || Flaw::Shape.found("the list of members");
    if rest.u32() != LISTED {
        return Err(broken());
    }
    rest.skip(1);
    let system = rest.u8();
    rest.skip(4);
    let method = rest.u16();
    rest.skip(4);
    let (crc, packed, size) = (rest.u32(), rest.u32(), rest.u32());
    let (name_bytes, extra, comment) = (rest.u16(), rest.u16(), rest.u16());
    rest.skip(4);
    let attributes = rest.u32();
    let offset = rest.u32();
    let behind = usize::from(name_bytes) + usize::from(extra) + usize::from(comment);
    if rest.0.len() < behind {
        return Err(broken());
    }
    let name = &rest.0[..usize::from(name_bytes)];
    rest.skip(behind);
    let name = checked_name(name)?;
    if system == UNIX && (attributes >> 16) & UNIX_KIND == UNIX_LINK {
        return Err(Flaw::Link.found(name));
    }
    let method = match method {
        0 => Method::Stored,
        8 => Method::Deflated,
        _ => return Err(Flaw::Shape.found(format!("{name} is packed in way {method}"))),
    };
    Ok(Member { name, method, crc, packed, size, offset })
}

/// A name that stays where it is put; that it is one of ours is asked later.
fn checked_name(name: &[u8]) -> Result<String> {
    let shown = String::from_utf8_lossy(&name[..name.len().min(100)]).into_owned();
    let leads_away = name.starts_with(b"/")
        || name.iter().any(|b| matches!(b, b'\\' | b':' | 0))
        || name.split(|b| *b == b'/').any(|part| part == b"..");
    if leads_away {
        return Err(Flaw::Path.found(format!("{shown:?}")));
    }
    if name.is_empty() || name.len() > NAME_LIMIT || !name.is_ascii() {
        return Err(Flaw::Unknown.found(format!("a member {shown:?}")));
    }
    Ok(shown)
}

fn local(member: &Member) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(LOCAL_BYTES + member.name.len());
    bytes.extend(LOCAL.to_le_bytes());
    bytes.extend(VERSION.to_le_bytes());
    described(&mut bytes, member);
    bytes.extend(0_u16.to_le_bytes());
    bytes.extend(member.name.as_bytes());
    bytes
}

fn listed(member: &Member) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(LISTED_BYTES + member.name.len());
    bytes.extend(LISTED.to_le_bytes());
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(VERSION.to_le_bytes());
    described(&mut bytes, member);
    // No further fields, no comment, first disk, no attributes.
    bytes.extend([0; 12]);
    bytes.extend(member.offset.to_le_bytes());
    bytes.extend(member.name.as_bytes());
    bytes
}

/// Flags, method, time, day, checksum, sizes and the length of the name.
fn described(bytes: &mut Vec<u8>, member: &Member) {
    let method: u16 = match member.method {
        Method::Stored => 0,
        Method::Deflated => 8,
    };
    bytes.extend(0_u16.to_le_bytes());
    bytes.extend(method.to_le_bytes());
    bytes.extend(0_u16.to_le_bytes());
    bytes.extend(DAY.to_le_bytes());
    bytes.extend(member.crc.to_le_bytes());
    bytes.extend(member.packed.to_le_bytes());
    bytes.extend(member.size.to_le_bytes());
    let name = u16::try_from(member.name.len()).expect("names are short");
    bytes.extend(name.to_le_bytes());
}

fn end(count: usize, list: u64, bytes: u64) -> Result<Vec<u8>> {
    let count = u16::try_from(count).map_err(|_| too_large(list))?;
    let (list, bytes) = (
        u32::try_from(list).map_err(|_| too_large(list))?,
        u32::try_from(bytes).map_err(|_| too_large(bytes))?,
    );
    let mut end = Vec::with_capacity(END_BYTES);
    end.extend(END.to_le_bytes());
    end.extend([0; 4]);
    end.extend(count.to_le_bytes());
    end.extend(count.to_le_bytes());
    end.extend(bytes.to_le_bytes());
    end.extend(list.to_le_bytes());
    end.extend([0; 2]);
    Ok(end)
}

/// Numbers from the front of some bytes; what is not there reads as zero.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut taken = [0; N];
        let there = N.min(self.0.len());
        taken[..there].copy_from_slice(&self.0[..there]);
        self.skip(N);
        taken
    }

    fn u8(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn skip(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Reads so many bytes, asking for memory only as they come.
fn take(input: &mut impl Read, count: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(u64::from(count)).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 != u64::from(count) {
        return Err(Flaw::Short.found(format!("{} of {count} bytes", bytes.len())));
    }
    Ok(bytes)
}

fn small(bytes: usize) -> Result<u32> {
    u32::try_from(bytes).map_err(|_| too_large(bytes as u64))
}

fn too_large(bytes: u64) -> Failure {
    Failure::new(Code::TooLarge, format!("a hand-off of {bytes} bytes"))
        .with("megabytes", bytes.div_ceil(1 << 20))
        .with("limitMegabytes", FILE_LIMIT >> 20)
}

fn not_ours() -> Failure {
    Failure::new(Code::NotAHandOff, "no hand-off file")
}

fn unread(error: std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Flaw::Short.found(error),
        _ => Failure::new(Code::FileProblem, format!("hand-off: {error}")),
    }
}

pub(super) fn written(error: std::io::Error) -> Failure {
    Failure::io(std::path::Path::new(""), &error)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn two_members() -> Vec<u8> {
        let mut writer = ContainerWriter::new(Vec::new());
        writer.add("signature", &Packed::stored(vec![7; 96]).unwrap()).unwrap();
        writer.add("objects.jsonl", &Packed::deflated(&[b'a'; 5_000]).unwrap()).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_was_put_in_comes_out() {
        let mut container = Container::open(Cursor::new(two_members()), &["signature"]).unwrap();
        let members = container.members().to_vec();
        let unpacked: Vec<_> = members
            .iter()
            .map(|member| {
                let packed = container.packed(member, 10_000).unwrap();
                unpack(member, &packed).unwrap()
            })
            .collect();
        assert_eq!(unpacked, [vec![7; 96], vec![b'a'; 5_000]]);
        assert_eq!(members[0].name, "signature");
    }

    #[test]
    fn any_zip_program_reads_it() {
        let mut zip = zip::ZipArchive::new(Cursor::new(two_members())).unwrap();
        let names: Vec<_> = (0..zip.len())
            .map(|at| zip.by_index(at).unwrap().name().unwrap().into_owned())
            .collect();
        assert_eq!(names, ["signature", "objects.jsonl"]);
        let mut bytes = Vec::new();
        zip.by_name("signature").unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, [7; 96]);
    }

    #[test]
    fn every_byte_of_every_header_counts() {
        let whole = two_members();
        for at in 0..whole.len() {
            for bit in [0x01, 0x80] {
                let mut changed = whole.clone();
                changed[at] ^= bit;
                let read = Container::open(Cursor::new(changed), &["signature"]).and_then(
                    |mut container| {
                        for member in container.members().to_vec() {
                            let packed = container.packed(&member, 10_000)?;
                            unpack(&member, &packed)?;
                        }
                        Ok(())
                    },
                );
                let padding_of_deflate = at > 140 && read.is_ok();
                assert!(read.is_err() || padding_of_deflate, "byte {at}");
            }
        }
    }

    #[test]
    fn a_member_is_unpacked_to_its_limit_and_no_further() {
        let mut container = Container::open(Cursor::new(two_members()), &["signature"]).unwrap();
        let member = container.members()[1].clone();
        assert_eq!(container.packed(&member, 4_999).unwrap_err().params["why"], "size");
        let packed = container.packed(&member, 5_000).unwrap();
        let liar = Member { size: 100, ..member.clone() };
        assert_eq!(unpack(&liar, &packed).unwrap_err().params["why"], "size");
        // Nor is more read than can be needed for what it states.
        let fat = Member { size: 100, packed: 2_000, ..member };
        assert_eq!(container.packed(&fat, 4_999).unwrap_err().params["why"], "shape");
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let whole = two_members();
        for length in 0..whole.len() {
            assert!(
                Container::open(Cursor::new(&whole[..length]), &["signature"]).is_err(),
                "{length}"
            );
        }
    }
}
