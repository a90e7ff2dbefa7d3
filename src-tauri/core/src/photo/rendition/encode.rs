//! Pictures into files.

use jpeg_encoder::{
    ChromaSubsamplingMethod, ColorType, Encoder, ImageBuffer, JpegColorType, SamplingFactor,
};

use super::picture::{Picture, Pixels};
use crate::failure::{Failure, Result};

pub(super) fn jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(Failure::internal);
    let (width, height) = (side(picture.size().0)?, side(picture.size().1)?);
    // A photo of the web takes some two bits a pixel; memory that grows is memory copied.
    let mut bytes = Vec::with_capacity(usize::from(width) * usize::from(height) / 4 + 1024);
    let mut encoder = Encoder::new(&mut bytes, quality.clamp(1, 100));
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    match &picture.pixels {
        Pixels::Rgb(samples) => {
            encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
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
