//! Pictures into files.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use jpeg_encoder::{
    ChromaSubsamplingMethod, ColorType, Encoder, ImageBuffer, JpegColorType, SamplingFactor,
};

use super::Wanted;
use super::picture::{Picture, Pixels};
use crate::failure::{Failure, Result};
use crate::photo::PhotoKind;

/// From this quality on, colours are stored for each pixel, not for four at a time.
const FULL_COLOUR: u8 = 95;

/// A picture as the file that is wanted, with nothing in it but pixels.
pub(super) fn file(picture: &Picture, wanted: &Wanted) -> Result<Vec<u8>> {
    match (wanted.kind, &picture.pixels) {
        (PhotoKind::Jpeg, _) => jpeg(picture, wanted.quality),
        (PhotoKind::Png, Pixels::Rgb(samples)) => png(samples, picture.size()),
        (PhotoKind::WebP, Pixels::Rgb(samples)) => webp(samples, picture.size(), wanted.quality),
        (PhotoKind::Png | PhotoKind::WebP, Pixels::Grey(_) | Pixels::Planar(_)) => {
            Err(Failure::internal("only a JPEG is made of planes"))
        }
        (PhotoKind::Tiff, _) => Err(Failure::internal("no TIFF is made")),
    }
}

/// The longest side that a kind of file can have, in pixels.
pub(super) fn side_limit(kind: PhotoKind) -> u32 {
    match kind {
        PhotoKind::Jpeg | PhotoKind::Tiff => u32::from(u16::MAX),
        PhotoKind::Png => i32::MAX.unsigned_abs(),
        PhotoKind::WebP => 16_383,
    }
}

fn png(samples: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
        .write_image(samples, width, height, ExtendedColorType::Rgb8)
        .map_err(Failure::internal)?;
    Ok(bytes)
}

fn webp(samples: &[u8], (width, height): (u32, u32), quality: u8) -> Result<Vec<u8>> {
    let mut config =
        webp::WebPConfig::new().map_err(|()| Failure::internal("no settings of WebP"))?;
    config.quality = f32::from(quality.clamp(1, 100));
    let bytes = webp::Encoder::from_rgb(samples, width, height)
        .encode_advanced(&config)
        .map_err(|error| Failure::internal(format!("{error:?}")))?;
    Ok(bytes.to_vec())
}

fn jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(Failure::internal);
    let (width, height) = (side(picture.size().0)?, side(picture.size().1)?);
    // A photo of the web takes some two bits a pixel; memory that grows is memory copied.
    let mut bytes = Vec::with_capacity(usize::from(width) * usize::from(height) / 4 + 1024);
    let mut encoder = Encoder::new(&mut bytes, quality.clamp(1, 100));
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    match &picture.pixels {
        Pixels::Rgb(samples) => {
            encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
            if quality >= FULL_COLOUR {
                encoder.set_sampling_factor(SamplingFactor::F_1_1);
            }
            encoder.encode(samples, width, height, ColorType::Rgb)
        }
        Pixels::Grey(samples) => encoder.encode(samples, width, height, ColorType::Luma),
        Pixels::Planar(planes) => encoder.encode_image(Planar { planes, width, height }),
    }
    .map_err(Failure::internal)?;
    Ok(bytes)
}

/// Planes as the encoder wants them: row by row, chroma as wide as luma. It takes every second
/// sample of that, which are those that we have.
struct Planar<'a> {
    planes: &'a [Vec<u8>; 3],
    width: u16,
    height: u16,
}

impl ImageBuffer for Planar<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let (row, width) = (usize::from(y), usize::from(self.width));
        let half = width.div_ceil(2);
        let [luma, blue, red] = self.planes;
        buffers[0].extend_from_slice(&luma[row * width..][..width]);
        for (chroma, buffer) in [blue, red].into_iter().zip(&mut buffers[1..]) {
            let start = buffer.len();
            buffer.resize(start + half * 2, 0);
            for (pair, sample) in
                buffer[start..].as_chunks_mut::<2>().0.iter_mut().zip(&chroma[row / 2 * half..])
            {
                *pair = [*sample; 2];
            }
            buffer.truncate(start + width);
        }
    }
}
