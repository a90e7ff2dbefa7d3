//! A picture on its way to a rendition, in the size of that or a little larger.

use banthao_pixels::{Crop, Pixel, rgb, sharpened};

use super::geometry::Part;
use crate::failure::{Failure, Result};
use crate::photo::jpeg::Plane;

/// Pixels as they are shown.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    size: (u32, u32),
    pub(super) pixels: Pixels,
}

#[derive(Debug, Clone)]
pub(super) enum Pixels {
    Rgb(Vec<u8>),
    Grey(Vec<u8>),
    /// Luma, and chroma in half the size (rounded up), as JPEG has them.
    Planar([Vec<u8>; 3]),
}

impl Picture {
    pub(super) fn rgb(samples: Vec<u8>, size: (u32, u32)) -> Self {
        Self { size, pixels: Pixels::Rgb(samples) }
    }

    pub(super) fn grey(samples: Vec<u8>, size: (u32, u32)) -> Self {
        Self { size, pixels: Pixels::Grey(samples) }
    }

    pub(super) fn planar(planes: [Vec<u8>; 3], size: (u32, u32)) -> Self {
        Self { size, pixels: Pixels::Planar(planes) }
    }

    /// Red, green and blue of a grey picture.
    pub(super) fn of_grey(samples: &[u8], size: (u32, u32)) -> Self {
        Self::rgb(samples.iter().flat_map(|grey| [*grey; 3]).collect(), size)
    }

    /// Red, green and blue of luma and chroma in the same size.
    pub(super) fn mixed(planes: [Vec<u8>; 3], size: (u32, u32)) -> Self {
        Self::rgb(rgb(&planes), size)
    }

    pub(super) fn size(&self) -> (u32, u32) {
        self.size
    }

    pub(super) fn width(&self) -> u32 {
        self.size.0
    }

    pub(super) fn is_planar(&self) -> bool {
        !matches!(self.pixels, Pixels::Rgb(_))
    }

    /// Made smaller.
    pub(super) fn resized(&self, size: (u32, u32)) -> Result<Self> {
        let shrunk = |samples: &[u8], pixel| {
            resized(samples, pixel, &Plane::whole(self.size), Part::ALL, size)
        };
        let pixels = match &self.pixels {
            Pixels::Rgb(samples) => Pixels::Rgb(shrunk(samples, Pixel::Rgb)?),
            Pixels::Grey(samples) => Pixels::Grey(shrunk(samples, Pixel::Grey)?),
            Pixels::Planar([luma, blue, red]) => {
                let (from, half) = (self.size, Half::of(size));
                let lies = Plane {
                    width: f64::from(from.0) / 2.0,
                    height: f64::from(from.1) / 2.0,
                    ..Plane::whole((from.0.div_ceil(2), from.1.div_ceil(2)))
                };
                let part = Part { width: half.part.0, height: half.part.1, ..Part::ALL };
                let chroma = |samples: &[u8]| {
                    let samples = resized(samples, Pixel::Grey, &lies, part, half.size)?;
                    Ok::<_, Failure>(half.filled(&samples))
                };
                Pixels::Planar([shrunk(luma, Pixel::Grey)?, chroma(blue)?, chroma(red)?])
            }
        };
        Ok(Self { size, pixels })
    }

    /// Gives edges back what they lose to the eye when a picture is made smaller: a light unsharp
    /// mask on the luma alone, so that coloured noise stays as it is.
    pub(super) fn sharpen(&mut self) {
        let width = self.size.0 as usize;
        match &mut self.pixels {
            Pixels::Grey(luma) | Pixels::Planar([luma, ..]) => *luma = sharpened(luma, width),
            Pixels::Rgb(samples) => {
                let luma: Vec<u8> = samples
                    .chunks_exact(3)
                    .map(|pixel| jpeg_encoder::rgb_to_ycbcr(pixel[0], pixel[1], pixel[2]).0)
                    .collect();
                let sharp = sharpened(&luma, width);
                for (pixel, (sharp, luma)) in
                    samples.chunks_exact_mut(3).zip(sharp.iter().zip(&luma))
                {
                    let more = i16::from(*sharp) - i16::from(*luma);
                    for value in pixel {
                        *value = (i16::from(*value) + more).clamp(0, 255) as u8;
                    }
                }
            }
        }
    }
}

impl Plane {
    /// How samples lie that are all picture.
    pub(super) fn whole((width, height): (u32, u32)) -> Self {
        Self {
            samples: Vec::new(),
            stride: width,
            rows: height,
            width: f64::from(width),
            height: f64::from(height),
        }
    }
}

/// Chroma of a picture in half its size. Each sample stands for a square of four, so that of an
/// odd row or column at the end only half is picture: what is there is the sample before it.
pub(super) struct Half {
    /// Of whole squares.
    pub(super) size: (u32, u32),
    /// How much of the picture's width and height those are.
    pub(super) part: (f64, f64),
    filled: (u32, u32),
}

impl Half {
    pub(super) fn of((width, height): (u32, u32)) -> Self {
        let size = ((width / 2).max(1), (height / 2).max(1));
        let part = |half: u32, side: u32| (f64::from(2 * half) / f64::from(side)).min(1.0);
        Self {
            size,
            part: (part(size.0, width), part(size.1, height)),
            filled: (width.div_ceil(2), height.div_ceil(2)),
        }
    }

    pub(super) fn filled(&self, samples: &[u8]) -> Vec<u8> {
        let (width, height) = (self.filled.0 as usize, self.filled.1 as usize);
        let mut filled = Vec::with_capacity(width * height);
        for row in samples.chunks_exact(self.size.0 as usize) {
            filled.extend_from_slice(row);
            filled.extend(row.last().filter(|_| row.len() < width));
        }
        if filled.len() < width * height {
            filled.extend_from_within(filled.len() - width..);
        }
        filled
    }
}

/// A part of what lies as `lies` says, in another size.
pub(super) fn resized(
    samples: &[u8],
    pixel: Pixel,
    lies: &Plane,
    part: Part,
    to: (u32, u32),
) -> Result<Vec<u8>> {
    let (width, height) = (part.width * lies.width, part.height * lies.height);
    let (left, top) = (part.x * lies.width, part.y * lies.height);
    if to == (lies.stride, lies.rows)
        && part == Part::ALL
        && (width, height) == (to.0.into(), to.1.into())
    {
        return Ok(samples.to_vec());
    }
    // Sums of parts may be a hair larger than the whole.
    let (left, top) = (left.clamp(0.0, lies.width), top.clamp(0.0, lies.height));
    let (width, height) = (width.min(lies.width - left), height.min(lies.height - top));
    let crop = Crop { left, top, width, height };
    banthao_pixels::resized(samples, pixel, (lies.stride, lies.rows), crop, to)
        .map_err(Failure::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luma_and_chroma_mix_to_the_colours_they_came_from() {
        for colour in [[0, 0, 0], [255, 255, 255], [255, 0, 0], [12, 200, 90], [90, 12, 200]] {
            let (y, cb, cr) = jpeg_encoder::rgb_to_ycbcr(colour[0], colour[1], colour[2]);
            let mixed = rgb(&[vec![y], vec![cb], vec![cr]]);
            for (value, expected) in mixed.into_iter().zip(colour) {
                assert!(value.abs_diff(expected) <= 2, "{colour:?}");
            }
        }
    }
}
