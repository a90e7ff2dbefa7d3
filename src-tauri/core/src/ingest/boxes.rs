//! The boxes (ISO base media) of Canon's CR3 and of HEIF, read in place and within bounds: where
//! the words and the JPEGs in them lie.

use crate::photo::tiff::{self, Bytes, Told};

/// Most boxes of one file that are looked at.
const BOX_LIMIT: usize = 400;
/// Most items and places of a HEIF file that are looked at.
const ITEM_LIMIT: u32 = 1_000;
/// Most of these that are read: the others are the tiles of the photo.
const READ_ITEM_LIMIT: usize = 8;
const CANON: &[u8] = b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48";
const CANON_PREVIEW: &[u8] = b"\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16";

/// What the boxes of a file of this many bytes tell. JPEGs are named where they may lie; nothing
/// is promised of them.
pub(super) fn read<B: Bytes + ?Sized>(bytes: &B, length: u64) -> Told {
    let mut reader = Reader { bytes, length, told: Told::default(), left: BOX_LIMIT };
    reader.boxes(0, length, Place::File);
    reader.told
}

/// Where a box lies: the same name means different things in different places.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    Movie,
    Canon,
    Track,
    /// Boxes of a track that hold nothing but further ones.
    Media,
    /// The same of what is said of items.
    Properties,
}

struct Reader<'a, B: ?Sized> {
    bytes: &'a B,
    /// Of the whole file.
    length: u64,
    told: Told,
    /// How many boxes may still be looked at.
    left: usize,
}

/// A box without its head: name, and from where to where its body reaches.
struct Found {
    name: [u8; 4],
    from: u64,
    to: u64,
}

impl<B: Bytes + ?Sized> Reader<'_, B> {
    fn boxes(&mut self, from: u64, to: u64, place: Place) {
        let mut at = from;
        while let Some(found) = self.next(at, to) {
            at = found.to;
            self.tell(&found, place);
        }
    }

    /// The box at `at`, within the one around it; no box is looked at twice.
    fn next(&mut self, at: u64, end: u64) -> Option<Found> {
        self.left = self.left.checked_sub(1)?;
        let size = u64::from(self.long(at)?);
        let name = self.bytes.part(at + 4, 4)?;
        let name = [name[0], name[1], name[2], name[3]];
        let (head, size) = match size {
            0 => (8, end.checked_sub(at)?),
            1 => (16, self.long_long(at + 8)?),
            size => (8, size),
        };
        let to = at.checked_add(size).filter(|to| *to <= end)?;
        (size >= head).then_some(Found { name, from: at + head, to })
    }

    fn tell(&mut self, found: &Found, place: Place) {
        let &Found { name, from, to } = found;
        match (place, &name) {
            (Place::File, b"moov") => self.boxes(from, to, Place::Movie),
            (Place::File, b"meta") => self.items(from, to),
            (Place::File | Place::Movie, b"uuid") => {
                let kind = self.bytes.part(from, 16).map(|kind| kind.into_owned());
                match kind.as_deref() {
                    Some(CANON) => self.boxes(from + 16, to, Place::Canon),
                    // Its box stands behind eight bytes of its own.
                    Some(CANON_PREVIEW) => self.boxes(from + 24, to, Place::Canon),
                    _ => {}
                }
            }
            (Place::Canon, b"CMT1" | b"CMT2") => {
                tiff::read_into(self.bytes, from, &mut self.told);
            }
            (Place::Canon, b"THMB" | b"PRVW") => self.jpeg_within(from, to),
            (Place::Movie, b"trak") => self.boxes(from, to, Place::Track),
            (Place::Track | Place::Media, b"mdia" | b"minf") => self.boxes(from, to, Place::Media),
            (Place::Media, b"stbl") => self.first_sample(from, to),
            (Place::Properties, b"ipco") => self.boxes(from, to, Place::Properties),
            (Place::Properties, b"ispe") => {
                // Of the tiles, too: the largest is the photo.
                let size = self.long(from + 4).zip(self.long(from + 8));
                let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
                self.told.own =
                    self.told.own.into_iter().chain(size).max_by_key(|size| area(*size));
            }
            _ => {}
        }
    }

    /// A JPEG some bytes into a box, behind its size and what else there is.
    fn jpeg_within(&mut self, from: u64, to: u64) {
        const HEAD: usize = 32;
        let Some(head) = self.bytes.part(from, HEAD) else { return };
        let begin = head.windows(3).position(|mark| mark == [0xFF, 0xD8, 0xFF]);
        if let Some(begin) = begin {
            let at = from + begin as u64;
            self.picture(at, to.saturating_sub(at));
        }
    }

    /// The first sample of a track: of the still pictures that CR3 keeps as films of one frame, the
    /// picture.
    fn first_sample(&mut self, from: u64, to: u64) {
        let (mut at, mut place, mut length) = (from, None, None);
        while let Some(found) = self.next(at, to) {
            at = found.to;
            match &found.name {
                // The size of all samples, or 0, how many there are, and the size of each.
                b"stsz" => {
                    length = self.long(found.from + 4).filter(|all| *all > 0);
                    length = length.or_else(|| self.long(found.from + 12));
                }
                b"stco" => place = self.long(found.from + 8).map(u64::from),
                b"co64" => place = self.long_long(found.from + 8),
                _ => {}
            }
        }
        if let (Some(place), Some(length)) = (place, length) {
            self.picture(place, u64::from(length));
        }
    }

    /// The items of a HEIF file: its EXIF, and JPEGs where there are some.
    fn items(&mut self, from: u64, to: u64) {
        // Behind version and flags.
        let (mut at, mut infos, mut places) = (from + 4, None, None);
        while let Some(found) = self.next(at, to) {
            at = found.to;
            match &found.name {
                b"iinf" => infos = Some(found),
                b"iloc" => places = Some(found),
                b"iprp" => self.boxes(found.from, found.to, Place::Properties),
                _ => {}
            }
        }
        let (Some(infos), Some(places)) = (infos, places) else { return };
        for (id, kind) in self.kinds(&infos).into_iter().take(READ_ITEM_LIMIT) {
            let Some((at, length)) = self.place_of(&places, id) else { continue };
            if &kind == b"Exif" {
                // How far into it the structure begins, counted from behind this number.
                if let Some(skipped) = self.long(at) {
                    tiff::read_into(self.bytes, at + 4 + u64::from(skipped), &mut self.told);
                }
            } else {
                self.picture(at, length);
            }
        }
    }

    /// The items with EXIF or a JPEG, by number and kind.
    fn kinds(&mut self, infos: &Found) -> Vec<(u32, [u8; 4])> {
        let version = self.byte(infos.from).unwrap_or(0);
        let mut at = infos.from + if version == 0 { 6 } else { 8 };
        let mut kinds = Vec::new();
        for _ in 0..ITEM_LIMIT {
            // Of these there is one for each tile of a photo: they do not count as boxes.
            self.left += 1;
            let Some(info) = self.next(at, infos.to) else { break };
            at = info.to;
            let (id, kind_at) = match self.byte(info.from) {
                Some(2) => (self.short(info.from + 4), info.from + 8),
                Some(3) => (self.long(info.from + 4), info.from + 10),
                _ => continue,
            };
            let (Some(id), Some(kind)) = (id, self.bytes.part(kind_at, 4)) else { continue };
            if matches!(&kind[..], b"Exif" | b"jpeg") {
                kinds.push((id, [kind[0], kind[1], kind[2], kind[3]]));
            }
        }
        kinds
    }

    /// Where an item of one piece lies in the file.
    fn place_of(&self, places: &Found, wanted: u32) -> Option<(u64, u64)> {
        let version = self.byte(places.from)?;
        let sizes = self.byte(places.from + 4)?;
        let (offset_size, length_size) = (u64::from(sizes >> 4), u64::from(sizes & 15));
        let sizes = self.byte(places.from + 5)?;
        let base_size = u64::from(sizes >> 4);
        let index_size = if version == 0 { 0 } else { u64::from(sizes & 15) };
        let id_size = if version < 2 { 2 } else { 4 };
        let mut at = places.from + 6;
        let count = self.number(at, id_size)?.min(u64::from(ITEM_LIMIT));
        at += id_size;
        for _ in 0..count {
            let id = self.number(at, id_size)?;
            at += id_size;
            let mut method = 0;
            if version > 0 {
                method = self.short(at)? & 15;
                at += 2;
            }
            let base = self.number(at + 2, base_size)?;
            let extents = u64::from(self.short(at + 2 + base_size)?);
            at += 2 + base_size + 2;
            let each = index_size + offset_size + length_size;
            if id == u64::from(wanted) {
                let offset = self.number(at + index_size, offset_size)?;
                let length = self.number(at + index_size + offset_size, length_size)?;
                // In the file, not in a box of the items or in another item.
                let in_file = method == 0 && extents == 1;
                let at = base.checked_add(offset).filter(|at| *at < self.length)?;
                return in_file.then_some((at, length));
            }
            at = at.checked_add(extents.checked_mul(each)?).filter(|at| *at <= places.to)?;
        }
        None
    }

    fn picture(&mut self, at: u64, length: u64) {
        if let Ok(length) = u32::try_from(length)
            && at > 0
            && length > 0
        {
            self.told.pictures.push((at, length));
        }
    }

    /// A number of 0, 2, 4 or 8 bytes.
    fn number(&self, at: u64, size: u64) -> Option<u64> {
        match size {
            0 => Some(0),
            2 => self.short(at).map(u64::from),
            4 => self.long(at).map(u64::from),
            8 => self.long_long(at),
            _ => None,
        }
    }

    fn byte(&self, at: u64) -> Option<u8> {
        Some(self.bytes.part(at, 1)?[0])
    }

    fn short(&self, at: u64) -> Option<u32> {
        let two = self.bytes.part(at, 2)?;
        Some(u32::from(u16::from_be_bytes([two[0], two[1]])))
    }

    fn long(&self, at: u64) -> Option<u32> {
        let four = self.bytes.part(at, 4)?;
        Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
    }

    fn long_long(&self, at: u64) -> Option<u64> {
        Some(u64::from(self.long(at)?) << 32 | u64::from(self.long(at.checked_add(4)?)?))
    }
}
