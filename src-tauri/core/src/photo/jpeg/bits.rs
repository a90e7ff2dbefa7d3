//! The bits of a scan: taken apart at its markers, read one code after another.

use super::huffman::{AcTable, DcTable, KEPT, OVER, PLACES, SKIP_BITS, SYMBOL_BITS, Symbol};

/// Zeros behind a segment, so that a reader finds eight bytes wherever it stands in it.
const PADDING: usize = 8;

/// The entropy-coded segments of a scan, between its markers.
pub(super) struct Segments<'a> {
    rest: &'a [u8],
}

impl<'a> Segments<'a> {
    pub(super) fn new(scan: &'a [u8]) -> Self {
        Self { rest: scan }
    }

    /// Puts the next segment into `segment`, without the zeros that are stuffed behind each 0xFF,
    /// and gives the marker that ends it. `None` where the file breaks off.
    pub(super) fn next(&mut self, segment: &mut Vec<u8>) -> Option<u8> {
        segment.clear();
        loop {
            let at = memchr::memchr(0xFF, self.rest)?;
            segment.extend_from_slice(&self.rest[..at]);
            let marker_at = at + self.rest[at..].iter().position(|byte| *byte != 0xFF)?;
            let marker = self.rest[marker_at];
            self.rest = &self.rest[marker_at + 1..];
            if marker != 0 {
                segment.extend_from_slice(&[0; PADDING]);
                return Some(marker);
            }
            if marker_at != at + 1 {
                // Fill bytes stand before a marker, never before a stuffed zero.
                return None;
            }
            segment.push(0xFF);
        }
    }
}

/// A reader of bits, the highest first.
pub(super) struct Bits<'a> {
    /// With [`PADDING`].
    segment: &'a [u8],
    /// Where the next byte is taken from; may come to stand behind the segment.
    at: usize,
    /// The next bits, from the top.
    buffer: u64,
    /// How many of them count.
    left: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(segment: &'a [u8]) -> Self {
        Self { segment, at: 0, buffer: 0, left: 0 }
    }

    /// Brings at least 56 bits into the buffer; zeros behind the end.
    #[inline(always)]
    fn refill(&mut self) {
        let next = match self.segment.get(self.at..self.at + 8) {
            Some(&[a, b, c, d, e, f, g, h]) => u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            _ => 0,
        };
        self.buffer |= next >> self.left;
        self.at += ((63 - self.left) >> 3) as usize;
        self.left |= 56;
    }

    #[inline(always)]
    fn take(&mut self, bits: u32) {
        self.buffer <<= bits & 63;
        self.left -= bits;
    }

    /// Whether more bits were read than there are.
    #[inline(always)]
    pub(super) fn overdrawn(&self) -> bool {
        self.at * 8 > self.available() + self.left as usize
    }

    /// Whether all is read but what fills the last byte.
    pub(super) fn ends_here(&self) -> bool {
        let read = self.at * 8 - self.left as usize;
        read <= self.available() && self.available() - read < 8
    }

    fn available(&self) -> usize {
        (self.segment.len() - PADDING) * 8
    }

    /// The difference that a block begins with. Leaves bits for one symbol in the buffer.
    #[inline(always)]
    pub(super) fn dc(&mut self, table: &DcTable) -> Option<i32> {
        self.refill();
        let mut symbol = table.symbols[(self.buffer >> (64 - SYMBOL_BITS)) as usize];
        if symbol.is_none() {
            symbol = table.codes.find(self.buffer)?;
        }
        let value = symbol.value(self.buffer);
        self.take(symbol.bits());
        Some(value)
    }

    /// Reads what follows in a block up to its end: the coefficients that a block of `SIDE`
    /// samples is made of into their places, the others only to get past them.
    #[inline(always)]
    pub(super) fn ac<const SIDE: usize>(
        &mut self,
        table: &AcTable,
        kept: &mut [i16; KEPT],
    ) -> Option<()> {
        // In the order of the file, the last coefficient of the upper left corner.
        let last: u32 = match SIDE {
            4 => 24,
            2 => 4,
            _ => 0,
        };
        let mut next = 1;
        // Each symbol takes 26 bits at most: one is left from before, then two for each refill.
        if next <= last {
            next = self.coefficient(table, next, kept)?;
        }
        while next <= last {
            self.refill();
            next = self.coefficient(table, next, kept)?;
            if next > last {
                break;
            }
            next = self.coefficient(table, next, kept)?;
        }
        self.skip(table, next)
    }

    /// Reads the symbol at coefficient `next` and gives where the following one is.
    #[inline(always)]
    fn coefficient(&mut self, table: &AcTable, next: u32, kept: &mut [i16; KEPT]) -> Option<u32> {
        let mut symbol = table.symbols[(self.buffer >> (64 - SYMBOL_BITS)) as usize];
        if symbol.is_none() {
            symbol = table.codes.find(self.buffer)?;
        }
        let after = next + symbol.advance();
        // The end of a block and a run of zeros write their zero where nobody looks.
        let place = PLACES[(after - 1) as u8 as usize];
        kept[usize::from(place) % KEPT] = symbol.value(self.buffer) as i16;
        self.take(symbol.bits());
        Some(after)
    }

    /// Steps over the coefficients from `next` on to the end of the block.
    #[inline(always)]
    fn skip(&mut self, table: &AcTable, mut next: u32) -> Option<()> {
        while next < 64 {
            self.refill();
            // Four steps of 13 bits at most are in the buffer.
            for _ in 0..4 {
                let step = table.skips[(self.buffer >> (64 - SKIP_BITS)) as usize];
                let after = next + step.advance();
                if step.is_none() || past(after) {
                    // A long code, or a step that would lead out of the block: one symbol alone.
                    self.refill();
                    next = self.one(table, next)?;
                    break;
                }
                self.take(step.bits());
                next = after;
                if next >= 64 {
                    break;
                }
            }
        }
        (!past(next)).then_some(())
    }

    #[cold]
    fn one(&mut self, table: &AcTable, next: u32) -> Option<u32> {
        let symbol: Symbol = table.codes.find(self.buffer)?;
        self.take(symbol.bits());
        Some(next + symbol.advance())
    }
}

/// Whether `next` is none of: within the block, just behind it, or behind it by an end of block
/// that was within.
#[inline(always)]
fn past(next: u32) -> bool {
    next > 64 && !(OVER + 1..OVER + 64).contains(&next)
}
