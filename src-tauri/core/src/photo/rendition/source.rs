//! A picture decoded: in planes by the desk's own decoder where it takes the file, by the library
//! otherwise.

use std::sync::{Mutex, PoisonError};

use banthao_pixels::{Pixel, rgb};
use image::metadata::Orientation;
use moxcms::ColorProfile;

use super::colour;
use super::geometry::{Part, Pose, View};
use super::picture::{Half, Picture, resized};
use crate::failure::{Failure, Result};
use crate::photo::inspect::{Inspected, PhotoKind, absurd, decode, is_absurd, is_too_large, open};
use crate::photo::jpeg::{self, Decoder, Plane, Scale};

/// A decoded picture and what has to be known of it.
pub(super) struct Source<'a> {
    /// Width and height as stored.
    pub(super) size: (u32, u32),
    pub(super) pose: Pose,
    /// Only where its colours are not those of sRGB.
    pub(super) profile: Option<ColorProfile>,
    pixels: Pixels<'a>,
}

enum Pixels<'a> {
    /// Luma, or luma and two of chroma.
    Planes(&'a [Plane]),
    /// As stored, four bytes a pixel where some may be transparent, else three.
    Whole { samples: Vec<u8>, alpha: bool },
}

/// Decoders that wait for their next picture.
static IDLE: Mutex<Vec<Decoder>> = Mutex::new(Vec::new());
/// More would only hold memory: this many pictures are seldom decoded at once.
const MOST_IDLE: usize = 2;
/// Largest decoder that is kept, in bytes; that of a camera's picture holds some 25 MB.
const MOST_HELD: usize = 48 << 20;

/// Decodes a picture, at least `least` times as large as it is stored, and gives it to `work`.
///
/// # Errors
/// As [`crate::photo::inspect()`], and those of `work`.
pub(super) fn with<T>(
    bytes: &[u8],
    least: impl Fn((u32, u32), Pose) -> f64,
    work: impl FnOnce(&Source<'_>) -> Result<T>,
) -> Result<T> {
    let mut work = Some(work);
    let mut once = |source: &Source<'_>| match work.take() {
        Some(work) => work(source),
        None => Err(Failure::internal("a picture is worked on once")),
    };
    match with_strict(bytes, least, &mut once)? {
        Some(made) => Ok(made),
        None => once(&whole(bytes)?),
    }
}

/// As [`with`] for a picture that the desk's own decoder takes, which is whole then; `None` for
/// any other.
///
/// # Errors
/// Those of `work`, and where the picture is too large for anything.
pub(super) fn with_strict<T>(
    bytes: &[u8],
    least: impl Fn((u32, u32), Pose) -> f64,
    work: impl FnOnce(&Source<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let head = jpeg::head(bytes);
    let Some(size) = head.size().filter(|_| !is_too_large(bytes)) else { return Ok(None) };
    if is_absurd(size) {
        return Err(absurd(size.0, size.1));
    }
    let orientation = head.exif.and_then(Orientation::from_exif_chunk);
    let pose = Pose::new(orientation.unwrap_or(Orientation::NoTransforms));
    let least = least(size, pose);
    let scales = [Scale::Eighth, Scale::Quarter, Scale::Half];
    let scale = scales.into_iter().find(|scale| 1.0 / f64::from(scale.divisor()) >= least);
    let Some(scale) = scale else { return Ok(None) };
    let idle = || IDLE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut decoder = idle().pop().unwrap_or_default();
    let made = decoder.decode(&head, scale).map(|planes| {
        let profile = colour::foreign(&head.profile_bytes(), planes.len() == 1);
        work(&Source { size, pose, profile, pixels: Pixels::Planes(planes) })
    });
    let mut idle = idle();
    if idle.len() < MOST_IDLE && decoder.held() <= MOST_HELD {
        idle.push(decoder);
    }
    made.transpose()
}

/// Decodes with the library, in full size.
fn whole(bytes: &[u8]) -> Result<Source<'static>> {
    let mut opened = open(bytes)?;
    let pose = Pose::new(opened.orientation);
    let profile = opened.profile();
    let picture = decode(&mut opened)?;
    let size = (picture.width(), picture.height());
    let grey = !picture.color().has_color();
    let alpha = picture.color().has_alpha();
    let samples =
        if alpha { picture.into_rgba8().into_raw() } else { picture.into_rgb8().into_raw() };
    let profile = colour::foreign(&profile.unwrap_or_default(), grey);
    Ok(Source { size, pose, profile, pixels: Pixels::Whole { samples, alpha } })
}

impl Source<'_> {
    /// What [`crate::photo::inspect()`] says of a JPEG that was found whole.
    pub(super) fn inspected(&self) -> Inspected {
        let (width, height) = self.pose.size(self.size);
        let orientation = self.pose.orientation().to_exif();
        Inspected { kind: PhotoKind::Jpeg, width, height, orientation }
    }

    /// The view in this size, as it is shown. In planes where that is wanted and possible.
    pub(super) fn cut(&self, view: &View, size: (u32, u32), planar: bool) -> Result<Picture> {
        let part = view.stored((1.0, 1.0));
        let to = view.pose.size(size);
        let shown = |samples, size, bytes| view.pose.shown(samples, size, bytes);
        match &self.pixels {
            Pixels::Planes([luma]) => {
                let samples = resized(&luma.samples, Pixel::Grey, luma, part, to)?;
                let grey = shown(samples, to, 1);
                Ok(if planar { Picture::grey(grey, size) } else { Picture::of_grey(&grey, size) })
            }
            Pixels::Planes(planes) => {
                let mut made = Vec::with_capacity(3);
                for (at, plane) in planes.iter().enumerate() {
                    // Chroma of a JPEG has half the size; where it is mixed with luma, the whole.
                    made.push(if at > 0 && planar {
                        let half = Half::of(size);
                        let (part, to) = (view.stored(half.part), view.pose.size(half.size));
                        let samples = resized(&plane.samples, Pixel::Grey, plane, part, to)?;
                        half.filled(&shown(samples, to, 1))
                    } else {
                        let samples = resized(&plane.samples, Pixel::Grey, plane, part, to)?;
                        shown(samples, to, 1)
                    });
                }
                let planes: [Vec<u8>; 3] = made
                    .try_into()
                    .map_err(|_| Failure::internal("a picture has one plane or three"))?;
                Ok(if planar {
                    Picture::planar(planes, size)
                } else {
                    Picture::mixed(planes, size)
                })
            }
            Pixels::Whole { samples, alpha } => {
                let whole = Plane::whole(self.size);
                let kind = if *alpha { Pixel::Rgba } else { Pixel::Rgb };
                let samples = resized(samples, kind, &whole, part, to)?;
                let samples = if *alpha { on_white(&samples) } else { samples };
                Ok(Picture::rgb(shown(samples, to, 3), size))
            }
        }
    }

    /// All of it as it lies decoded, in red, green and blue, with its size and how much of that is
    /// picture.
    pub(super) fn full(&self) -> Result<Picture> {
        match &self.pixels {
            Pixels::Planes(planes) => {
                let luma = &planes[0];
                // What the blocks hold beyond the picture's edge is left away.
                let size = ((luma.width.ceil() as u32).max(1), (luma.height.ceil() as u32).max(1));
                let mut made = Vec::with_capacity(3);
                for plane in *planes {
                    made.push(resized(&plane.samples, Pixel::Grey, plane, Part::ALL, size)?);
                }
                Ok(match <[Vec<u8>; 3]>::try_from(made) {
                    Ok(planes) => Picture::rgb(rgb(&planes), size),
                    Err(made) => Picture::of_grey(&made[0], size),
                })
            }
            Pixels::Whole { samples, alpha } => {
                let samples = if *alpha { on_white(samples) } else { samples.clone() };
                Ok(Picture::rgb(samples, self.size))
            }
        }
    }
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
