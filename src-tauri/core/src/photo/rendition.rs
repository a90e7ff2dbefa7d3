//! Renditions: what the screens show and what leaves the desk instead of an original.
//!
//! Only pixels are carried over. A list of what to strip would always miss one more hiding
//! place (GPS in XMP, in maker notes, in the thumbnail of the uncropped frame); new files with
//! nothing but pixels have none. A colour profile goes the same way: pixels are taken as sRGB.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::inspect::{decode, guarded, open};
use crate::failure::{Failure, Result};

/// Where a picture is shown; decides how large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rendition {
    /// In lists and strips.
    Thumb,
    /// On the page of the desk.
    Desk,
    /// In what is exported.
    Web,
}

const QUALITY: u8 = 82;

impl Rendition {
    pub const ALL: [Self; 3] = [Self::Thumb, Self::Desk, Self::Web];

    /// The name in addresses and folders.
    pub fn name(self) -> &'static str {
        match self {
            Self::Thumb => "thumb",
            Self::Desk => "desk",
            Self::Web => "web",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rendition| rendition.name() == name)
    }

    /// Longest side in pixels.
    fn longest_side(self) -> u32 {
        match self {
            Self::Thumb => 320,
            Self::Desk | Self::Web => 1600,
        }
    }
}

/// Makes a rendition of a photo's original: a JPEG, turned as it is shown, never larger than
/// the original, transparency on white. The same original gives the same bytes.
///
/// # Errors
/// As [`super::inspect`]; originals in the store have passed it.
pub fn render(bytes: &[u8], rendition: Rendition) -> Result<Vec<u8>> {
    guarded(|| {
        let mut opened = open(bytes)?;
        let orientation = opened.orientation;
        let small = shrink(decode(&mut opened)?, rendition.longest_side())?;
        // After the resize: turning a small picture is cheap.
        let mut turned = DynamicImage::ImageRgb8(small);
        turned.apply_orientation(orientation);
        encode(&turned.into_rgb8())
    })
}

fn shrink(picture: DynamicImage, longest_side: u32) -> Result<RgbImage> {
    let (width, height) = (picture.width(), picture.height());
    let (to_width, to_height) = fit(width, height, longest_side);
    let alpha = picture.color().has_alpha();
    let (pixels, kind) = if alpha {
        (picture.into_rgba8().into_raw(), PixelType::U8x4)
    } else {
        (picture.into_rgb8().into_raw(), PixelType::U8x3)
    };
    let pixels = if (to_width, to_height) == (width, height) {
        pixels
    } else {
        let source = ImageRef::new(width, height, &pixels, kind).map_err(Failure::internal)?;
        let mut target = Image::new(to_width, to_height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&source, &mut target, &options).map_err(Failure::internal)?;
        target.into_vec()
    };
    let pixels = if alpha { on_white(&pixels) } else { pixels };
    RgbImage::from_raw(to_width, to_height, pixels)
        .ok_or_else(|| Failure::internal("a picture has three bytes for each pixel"))
}

/// Fits a size into a square of `limit`, keeping its shape; never larger, never empty.
fn fit(width: u32, height: u32, limit: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= limit {
        return (width, height);
    }
    let scaled = |side: u32| {
        let rounded =
            (u64::from(side) * u64::from(limit) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(rounded.max(1)).unwrap_or(limit)
    };
    (scaled(width), scaled(height))
}

fn on_white(rgba: &[u8]) -> Vec<u8> {
    let mut rgb = Vec::with_capacity(rgba.len() / 4 * 3);
    for pixel in rgba.chunks_exact(4) {
        let alpha = u32::from(pixel[3]);
        rgb.extend(pixel[..3].iter().map(|colour| {
            let mixed = (u32::from(*colour) * alpha + 255 * (255 - alpha) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        }));
    }
    rgb
}

fn encode(picture: &RgbImage) -> Result<Vec<u8>> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(Failure::internal);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder
        .encode(picture, side(picture.width())?, side(picture.height())?, ColorType::Rgb)
        .map_err(Failure::internal)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
