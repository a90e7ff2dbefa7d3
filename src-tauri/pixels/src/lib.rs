//! Pictures as rows of samples, and what is done to each of them.
//!
//! A crate of its own because it is optimised in debug builds, too: the libraries it uses are
//! compiled for each type where they are called, and unoptimised every test that takes in a photo
//! would spend most of its time here.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

/// What stands for one pixel, of eight bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pixel {
    Grey,
    Rgb,
    Rgba,
}

/// A part of a picture, in pixels from its left upper corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// Part of a picture in another size, by a Lanczos filter of three lobes.
///
/// # Errors
///
/// What the library says of samples that are not `from`, or of a part that is not in the picture.
pub fn resized(
    samples: &[u8],
    pixel: Pixel,
    from: (u32, u32),
    crop: Crop,
    to: (u32, u32),
) -> Result<Vec<u8>, String> {
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .crop(crop.left, crop.top, crop.width, crop.height);
    match pixel {
        Pixel::Grey => resized_of::<U8>(samples, from, to, &options),
        Pixel::Rgb => resized_of::<U8x3>(samples, from, to, &options),
        Pixel::Rgba => resized_of::<U8x4>(samples, from, to, &options),
    }
}

/// By the type of its pixels: the library's own choice among all types brings the code of each of
/// them into the program, which is 7 MB.
fn resized_of<P: PixelTrait>(
    samples: &[u8],
    from: (u32, u32),
    to: (u32, u32),
    options: &ResizeOptions,
) -> Result<Vec<u8>, String> {
    let mut target = vec![0; to.0 as usize * to.1 as usize * P::size()];
    let source = TypedImageRef::<P>::from_buffer(from.0, from.1, samples)
        .map_err(|error| error.to_string())?;
    let mut image =
        TypedImage::<P>::from_buffer(to.0, to.1, &mut target).map_err(|error| error.to_string())?;
    Resizer::new().resize_typed(&source, &mut image, options).map_err(|error| error.to_string())?;
    Ok(target)
}

/// Red, green and blue from luma and chroma, as JFIF has it.
#[must_use]
pub fn rgb([luma, blue, red]: &[Vec<u8>; 3]) -> Vec<u8> {
    let mut rgb = vec![0; luma.len() * 3];
    for (pixel, ((y, cb), cr)) in rgb.chunks_exact_mut(3).zip(luma.iter().zip(blue).zip(red)) {
        let (y, cb, cr) = (i32::from(*y) << 16, i32::from(*cb) - 128, i32::from(*cr) - 128);
        let whole = |value: i32| ((value + (1 << 15)) >> 16).clamp(0, 255) as u8;
        pixel[0] = whole(y + 91_881 * cr);
        pixel[1] = whole(y - 22_554 * cb - 46_802 * cr);
        pixel[2] = whole(y + 116_130 * cb);
    }
    rgb
}

/// Adds half of what a sample differs by from its neighbourhood (3 × 3, weighted 1 2 1).
#[must_use]
pub fn sharpened(samples: &[u8], width: usize) -> Vec<u8> {
    let mut sharp = samples.to_vec();
    if width < 3 {
        return sharp;
    }
    let rows = samples.len() / width;
    let mut sums = vec![0_u16; width];
    for row in 1..rows.saturating_sub(1) {
        let at = |row: usize| &samples[row * width..][..width];
        let (above, here, below) = (at(row - 1), at(row), at(row + 1));
        for (sum, ((a, b), c)) in sums.iter_mut().zip(above.iter().zip(here).zip(below)) {
            *sum = u16::from(*a) + 2 * u16::from(*b) + u16::from(*c);
        }
        let to = &mut sharp[row * width + 1..][..width - 2];
        for ((to, sums), here) in to.iter_mut().zip(sums.windows(3)).zip(&here[1..]) {
            let around = (sums[0] + 2 * sums[1] + sums[2]) as i16;
            let here = i16::from(*here);
            let more = 16 * here - around;
            *to = (here + ((more + 16) >> 5)).clamp(0, 255) as u8;
        }
    }
    sharp
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharpening_lifts_an_edge_and_leaves_what_is_even() {
        let row = [80, 80, 80, 80, 160, 160, 160, 160];
        let sharp = sharpened(&row.repeat(5), 8);
        assert_eq!(sharp[16..24], [80, 80, 80, 70, 170, 160, 160, 160]);
        assert_eq!(sharpened(&[255; 25], 5), [255; 25]);
    }
}
