//! A JPEG read small: at a half, a quarter or an eighth of its size, straight from the coefficients.
//!
//! Cameras write baseline JPEGs, and nearly all of the time in making a small picture of one goes
//! into its Huffman codes. So this decoder reads the few low coefficients that the small picture
//! is made of and steps over the others several at a time. It takes what cameras write (baseline,
//! 8 bits, one or three colours, chroma at full or half size, restarts) and nothing else.
//!
//! It paints nothing over. What is not just as the standard has it (a code that no table knows,
//! bits too many or too few, a marker out of place) is not decoded at all: `None` says "ask the
//! library", never "damaged". So what it takes the strict decoder takes too, which
//! `tests/differential.rs` holds it to.

mod bits;
mod header;
mod huffman;
mod idct;

use bits::{Bits, Segments};
use header::{END, Header, is_restart};
use huffman::{AcTable, DcTable};

pub(super) use header::{Head, head};

/// How much smaller than it is stored a picture is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scale {
    Half,
    Quarter,
    Eighth,
}

impl Scale {
    /// The number that both sides are divided by.
    pub(super) fn divisor(self) -> u32 {
        8 / self.side()
    }

    /// Samples along the side of what a block of 8 × 8 becomes.
    fn side(self) -> u32 {
        match self {
            Self::Half => 4,
            Self::Quarter => 2,
            Self::Eighth => 1,
        }
    }
}

/// One colour of a picture, with what its blocks hold beyond the picture's edge.
#[derive(Debug, Default)]
pub(super) struct Plane {
    /// Row after row, `stride` to a row.
    pub(super) samples: Vec<u8>,
    pub(super) stride: u32,
    pub(super) rows: u32,
    /// How much of it is picture, from the top left corner. The last sample may be in part.
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The decoder with its memory, which it uses again for the next picture: the system takes longer
/// to hand out fresh memory than a picture takes to be decoded into it.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    segment: Vec<u8>,
    planes: [Plane; 3],
}

impl Decoder {
    /// Decodes a JPEG whose header was read by [`head`]: a plane of luma, and two of chroma (Cb,
    /// Cr as JFIF has them) where the picture is in colour. `None` where this decoder does not
    /// take the file, for whatever reason.
    pub(super) fn decode(&mut self, head: &Head<'_>, scale: Scale) -> Option<&[Plane]> {
        let header = head.baseline.as_ref()?;
        let count = header.components.len();
        for (plane, component) in self.planes.iter_mut().zip(&header.components) {
            let across = header.across * component.across * scale.side();
            let down = header.down * component.down * scale.side();
            plane.samples.resize(across as usize * down as usize, 0);
            plane.stride = across;
            plane.rows = down;
            let part = |pixels: u32, here: u32, most: u32| {
                f64::from(pixels) * f64::from(here) / f64::from(most * scale.divisor())
            };
            plane.width = part(header.width, component.across, header.most_across);
            plane.height = part(header.height, component.down, header.most_down);
        }
        match scale {
            Scale::Half => self.scan::<4>(header)?,
            Scale::Quarter => self.scan::<2>(header)?,
            Scale::Eighth => self.scan::<1>(header)?,
        }
        Some(&self.planes[..count])
    }

    /// Memory that it holds, in bytes.
    pub(super) fn held(&self) -> usize {
        let planes: usize = self.planes.iter().map(|plane| plane.samples.capacity()).sum();
        self.segment.capacity() + planes
    }

    fn scan<const SIDE: usize>(&mut self, header: &Header<'_>) -> Option<()> {
        let mut lanes: Vec<Lane<'_>> = Vec::with_capacity(3);
        for (component, plane) in header.components.iter().zip(&mut self.planes) {
            lanes.push(Lane {
                across: component.across as usize,
                down: component.down as usize,
                dc: DcTable::new(header.dc[component.dc].as_ref()?)?,
                ac: AcTable::new(header.ac[component.ac].as_ref()?)?,
                factors: idct::factors::<SIDE>(&header.quantisers[component.quantiser]?),
                previous: 0,
                stride: plane.stride as usize,
                samples: &mut plane.samples,
            });
        }
        let mut segments = Segments::new(header.scan);
        let units = header.across as usize * header.down as usize;
        let interval = if header.restart == 0 { units } else { header.restart };
        let (mut at_x, mut at_y) = (0, 0);
        for (number, first) in (0..units).step_by(interval).enumerate() {
            let marker = segments.next(&mut self.segment)?;
            let last = first + interval >= units;
            let expected = if last { marker == END } else { is_restart(marker, number) };
            if !expected {
                return None;
            }
            for lane in &mut lanes {
                lane.previous = 0;
            }
            let mut bits = Bits::new(&self.segment);
            for _ in first..units.min(first + interval) {
                for lane in &mut lanes {
                    lane.unit::<SIDE>(&mut bits, at_x, at_y)?;
                }
                if bits.overdrawn() {
                    return None;
                }
                at_x += 1;
                if at_x == header.across as usize {
                    (at_x, at_y) = (0, at_y + 1);
                }
            }
            if !bits.ends_here() {
                return None;
            }
        }
        Some(())
    }
}

/// A colour while it is decoded.
struct Lane<'a> {
    /// Blocks in a unit, side by side and one above the other.
    across: usize,
    down: usize,
    dc: DcTable,
    ac: AcTable,
    /// Of the coefficients that are used, with the factors of the transform.
    factors: [f32; 16],
    /// DC of the block before.
    previous: i32,
    stride: usize,
    samples: &'a mut [u8],
}

impl Lane<'_> {
    #[inline(always)]
    fn unit<const SIDE: usize>(
        &mut self,
        bits: &mut Bits<'_>,
        at_x: usize,
        at_y: usize,
    ) -> Option<()> {
        for down in 0..self.down {
            let top = (at_y * self.down + down) * SIDE * self.stride;
            for across in 0..self.across {
                let left = (at_x * self.across + across) * SIDE;
                let mut kept = [0_i16; huffman::KEPT];
                let dc = bits.dc(&self.dc)?;
                self.previous = self.previous.wrapping_add(dc);
                bits.ac::<SIDE>(&self.ac, &mut kept)?;
                let block = self.samples.get_mut(top + left..)?;
                idct::block::<SIDE>(self.previous, &kept, &self.factors, block, self.stride)?;
            }
        }
        Some(())
    }
}

/// Hands any bytes to the decoder. What it takes is whole: the library takes it, too, and sees a
/// picture of the same size.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn door(bytes: &[u8]) {
    let head = head(bytes);
    let _ = head.profile_bytes();
    // What the callers decode is within the limits of a photo; a fuzzer's is within its time.
    let Some((width, height)) = head.size().filter(|(width, height)| width * height < 1 << 20)
    else {
        return;
    };
    let mut decoder = Decoder::default();
    for scale in [Scale::Half, Scale::Quarter, Scale::Eighth] {
        let Some(planes) = decoder.decode(&head, scale) else { continue };
        for plane in planes {
            assert_eq!(plane.samples.len(), plane.stride as usize * plane.rows as usize);
            assert!(
                plane.width <= f64::from(plane.stride) && plane.height <= f64::from(plane.rows)
            );
        }
        let seen = super::inspect(bytes, "a").expect("what is decoded here is whole");
        let turned = seen.orientation >= 5;
        let stored = if turned { (seen.height, seen.width) } else { (seen.width, seen.height) };
        assert_eq!(stored, (width, height));
    }
}

#[cfg(test)]
mod tests;
