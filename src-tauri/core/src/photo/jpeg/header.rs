//! The header of a JPEG: what its segments say before the first pixel.

use super::huffman::{AcTable, DcTable};

/// The marker at the end of a picture.
pub(super) const END: u8 = 0xD9;

/// What a JPEG says of itself, for whichever decoder takes it.
#[derive(Debug, Default)]
pub(in crate::photo) struct Head<'a> {
    /// A TIFF structure.
    pub(in crate::photo) exif: Option<&'a [u8]>,
    /// Parts of a colour profile: the number of each, counted from 1, and its bytes.
    profile: Vec<(u8, &'a [u8])>,
    /// Everything that is needed to decode it here; `None` where it is for the library.
    pub(super) baseline: Option<Header<'a>>,
}

impl Head<'_> {
    /// Width and height as stored, where it is of the kind that is decoded here.
    pub(in crate::photo) fn size(&self) -> Option<(u32, u32)> {
        self.baseline.as_ref().map(|header| (header.width, header.height))
    }

    /// The colour profile, put together; empty where there is none.
    pub(in crate::photo) fn profile_bytes(&self) -> Vec<u8> {
        let mut parts = self.profile.clone();
        parts.sort_by_key(|(number, _)| *number);
        parts.iter().flat_map(|(_, part)| part.iter().copied()).collect()
    }
}

/// A baseline JPEG up to its first and only scan.
#[derive(Debug)]
pub(super) struct Header<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: Vec<Component>,
    /// Most blocks that a component has in a unit.
    pub(super) most_across: u32,
    pub(super) most_down: u32,
    /// Units in the picture.
    pub(super) across: u32,
    pub(super) down: u32,
    pub(super) quantisers: [Option<[u8; 64]>; 4],
    pub(super) dc: [Option<Codes<'a>>; 4],
    pub(super) ac: [Option<Codes<'a>>; 4],
    /// Units between two restarts; 0 for none.
    pub(super) restart: usize,
    /// From the first bit of the scan to the end of the file.
    pub(super) scan: &'a [u8],
}

#[derive(Debug, Clone)]
pub(super) struct Component {
    name: u8,
    /// Blocks in a unit.
    pub(super) across: u32,
    pub(super) down: u32,
    pub(super) quantiser: usize,
    pub(super) dc: usize,
    pub(super) ac: usize,
}

/// A Huffman table as it is stored: how many codes there are of each length, and what they mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Codes<'a> {
    pub(super) counts: &'a [u8; 16],
    pub(super) symbols: &'a [u8],
}

/// Whether `marker` is the restart behind the segment of this number.
pub(super) fn is_restart(marker: u8, number: usize) -> bool {
    usize::from(marker) == 0xD0 + number % 8
}

/// Reads the header; what it finds of a file that is no JPEG is nothing.
pub(in crate::photo) fn head(bytes: &[u8]) -> Head<'_> {
    let mut reader = Reader::default();
    let scan = bytes.strip_prefix(&[0xFF, 0xD8]).and_then(|rest| reader.read(rest));
    let mut head = reader.head;
    head.baseline = scan.and_then(|scan| reader.tables.header(scan));
    head
}

#[derive(Default)]
struct Reader<'a> {
    head: Head<'a>,
    tables: Tables<'a>,
}

/// What the segments have said so far.
#[derive(Default)]
struct Tables<'a> {
    /// Width, height, components.
    frame: Option<(u32, u32, Vec<Component>)>,
    quantisers: [Option<[u8; 64]>; 4],
    dc: [Option<Codes<'a>>; 4],
    ac: [Option<Codes<'a>>; 4],
    restart: usize,
    /// There is something in it that is for the library.
    foreign: bool,
}

impl<'a> Reader<'a> {
    /// Reads segments up to the scan, and gives what comes from there on.
    fn read(&mut self, mut rest: &'a [u8]) -> Option<&'a [u8]> {
        loop {
            let (&[0xFF], after) = rest.split_first_chunk::<1>()? else { return None };
            // A marker may be padded with any number of these.
            let marker_at = after.iter().position(|byte| *byte != 0xFF)?;
            let (marker, after) = (after[marker_at], &after[marker_at + 1..]);
            let (length, _) = after.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            let body = after.get(2..length)?;
            rest = &after[length..];
            match marker {
                0xDA => {
                    self.tables.scan(body)?;
                    return Some(rest);
                }
                0xE1 => {
                    // The last one counts, as it does for the library.
                    self.head.exif = body.strip_prefix(b"Exif\0\0").or(self.head.exif);
                }
                0xE2 => {
                    if let Some([number, _, part @ ..]) = body.strip_prefix(b"ICC_PROFILE\0") {
                        self.head.profile.push((*number, part));
                    }
                }
                _ => {
                    if self.tables.segment(marker, body).is_none() {
                        self.tables.foreign = true;
                    }
                }
            }
        }
    }
}

impl<'a> Tables<'a> {
    /// `None` for what is not understood here.
    fn segment(&mut self, marker: u8, body: &'a [u8]) -> Option<()> {
        match marker {
            0xC0 => self.frame(body),
            0xC4 => self.codes(body),
            0xDB => self.quantisers(body),
            0xDD => {
                let interval: [u8; 2] = body.try_into().ok()?;
                self.restart = usize::from(u16::from_be_bytes(interval));
                Some(())
            }
            // Adobe's word on what the three colours are: only YCbCr is decoded here.
            0xEE if body.starts_with(b"Adobe") => (body.get(11) == Some(&1)).then_some(()),
            // Other applications' segments, and comments.
            0xE0..=0xEF | 0xFE => Some(()),
            _ => None,
        }
    }

    fn frame(&mut self, body: &[u8]) -> Option<()> {
        let (&[bits, h1, h0, w1, w0, count], rest) = body.split_first_chunk::<6>()?;
        let (height, width) = (u16::from_be_bytes([h1, h0]), u16::from_be_bytes([w1, w0]));
        let right = bits == 8 && height > 0 && width > 0 && matches!(count, 1 | 3);
        if !right || self.frame.is_some() || rest.len() != usize::from(count) * 3 {
            return None;
        }
        let mut components = Vec::with_capacity(3);
        for &[name, sampling, quantiser] in rest.as_chunks::<3>().0 {
            let (across, down) = (sampling >> 4, sampling & 15);
            let chroma = !components.is_empty();
            let most = if chroma { 1 } else { 2 };
            if !(1..=most).contains(&across) || !(1..=most).contains(&down) || quantiser > 3 {
                return None;
            }
            // A colour that is alone has one block in a unit, whatever it says.
            let (across, down) = if count == 1 { (1, 1) } else { (across, down) };
            components.push(Component {
                name,
                across: u32::from(across),
                down: u32::from(down),
                quantiser: usize::from(quantiser),
                dc: 0,
                ac: 0,
            });
        }
        if components.iter().map(|component| component.name).eq(*b"RGB") {
            return None;
        }
        self.frame = Some((u32::from(width), u32::from(height), components));
        Some(())
    }

    fn codes(&mut self, mut body: &'a [u8]) -> Option<()> {
        while let Some((&[what], rest)) = body.split_first_chunk::<1>() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let total = counts.iter().map(|count| usize::from(*count)).sum::<usize>();
            let (symbols, rest) = rest.split_at_checked(total)?;
            let codes = Codes { counts, symbols };
            // Each is looked at, also one that another takes the place of: the library does so.
            let (tables, sound) = match what >> 4 {
                0 => (&mut self.dc, DcTable::is_sound(&codes)),
                1 => (&mut self.ac, AcTable::is_sound(&codes)),
                _ => return None,
            };
            *tables.get_mut(usize::from(what & 15))? = sound.then_some(codes);
            if !sound {
                return None;
            }
            body = rest;
        }
        Some(())
    }

    fn quantisers(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((&[what], rest)) = body.split_first_chunk::<1>() {
            // Above 3 is 16 bits, which baseline does not have.
            let (table, rest) = rest.split_first_chunk::<64>()?;
            *self.quantisers.get_mut(usize::from(what))? = (!table.contains(&0)).then_some(*table);
            body = rest;
        }
        Some(())
    }

    fn scan(&mut self, body: &[u8]) -> Option<()> {
        let (_, _, components) = self.frame.as_mut()?;
        let (&[count], rest) = body.split_first_chunk::<1>()?;
        let (pairs, end) = rest.split_at_checked(usize::from(count) * 2)?;
        if usize::from(count) != components.len() || end != [0, 63, 0] {
            return None;
        }
        for (component, &[name, tables]) in components.iter_mut().zip(pairs.as_chunks::<2>().0) {
            if component.name != name {
                return None;
            }
            component.dc = usize::from(tables >> 4);
            component.ac = usize::from(tables & 15);
            self.quantisers[component.quantiser]?;
            self.dc.get(component.dc)?.as_ref()?;
            self.ac.get(component.ac)?.as_ref()?;
        }
        Some(())
    }

    fn header(self, scan: &'a [u8]) -> Option<Header<'a>> {
        let (width, height, components) = self.frame.filter(|_| !self.foreign)?;
        let most_across = components.iter().map(|component| component.across).max()?;
        let most_down = components.iter().map(|component| component.down).max()?;
        Some(Header {
            width,
            height,
            most_across,
            most_down,
            across: width.div_ceil(8 * most_across),
            down: height.div_ceil(8 * most_down),
            components,
            quantisers: self.quantisers,
            dc: self.dc,
            ac: self.ac,
            restart: self.restart,
            scan,
        })
    }
}
