//! Renditions: what the screens show and what leaves the desk instead of an original.
//!
//! Only pixels are carried over. A list of what to strip would always miss one more hiding
//! place (GPS in XMP, in maker notes, in the thumbnail of the uncropped frame); new files with
//! nothing but pixels have none. A colour profile goes the same way, once its colours are those
//! of the web (sRGB).
//!
//! A camera's JPEG stays in its three planes of luma and chroma from its coefficients to the
//! rendition's: there is no more work then than the picture needs. What cannot be done in planes
//! (a profile, light, straightening, blurred areas) is done in red, green and blue.

mod colour;
mod encode;
mod geometry;
mod picture;
mod retouch;
mod source;

use super::Edits;
use super::inspect::{Inspected, PhotoKind, guarded, inspect};
use crate::failure::Result;

pub use colour::{Colours, colours};
use geometry::View;
use picture::Picture;
use source::Source;

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

/// What a rendition is to be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wanted {
    pub size: Fit,
    pub kind: PhotoKind,
    /// Of JPEG and WebP, 1 to 100; PNG keeps every pixel as it is.
    pub quality: u8,
    /// Whether a picture that is made smaller gets back some of the sharpness that it looks to
    /// have lost.
    pub sharpen: bool,
}

/// How large a rendition is at most, in pixels; none is ever larger than its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fit {
    Longest(u32),
    Width(u32),
    /// Every pixel of the original that is shown.
    Whole,
}

/// A rendition made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    pub bytes: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

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

    /// What it is like.
    pub fn wanted(self) -> Wanted {
        let longest_side = match self {
            Self::Thumb => 320,
            Self::Desk | Self::Web => 1600,
        };
        Wanted {
            size: Fit::Longest(longest_side),
            kind: PhotoKind::Jpeg,
            quality: 82,
            sharpen: true,
        }
    }
}

impl Wanted {
    /// Of a picture in this size, in pixels.
    fn fit(&self, size: (u32, u32)) -> (u32, u32) {
        let fitting = match self.size {
            Fit::Longest(limit) => shrunk(size, size.0.max(size.1), limit),
            Fit::Width(limit) => shrunk(size, size.0, limit),
            Fit::Whole => size,
        };
        // A long strip is not refused because of how it is to be stored.
        shrunk(fitting, fitting.0.max(fitting.1), encode::side_limit(self.kind))
    }
}

/// Makes a rendition of a photo's original: turned as it is shown, edited, in the colours of the
/// web, never larger than the original, transparency on white. The same original, edits and wish
/// give the same bytes.
///
/// # Errors
/// As [`super::inspect()`]; originals in the store have passed it.
pub fn render(bytes: &[u8], wanted: &Wanted, edits: &Edits) -> Result<Vec<u8>> {
    let made = render_all(bytes, std::slice::from_ref(wanted), edits)?;
    made.into_iter()
        .next()
        .map(|rendered| rendered.bytes)
        .ok_or_else(|| crate::failure::Failure::internal("one rendition for each wish"))
}

/// Makes several renditions from one decode, in the order of `wanted`. A much smaller one is made
/// from a larger one, so its bytes are not to the last bit those that [`render`] gives for it
/// alone.
///
/// # Errors
/// As [`render`].
pub fn render_all(bytes: &[u8], wanted: &[Wanted], edits: &Edits) -> Result<Vec<Rendered>> {
    guarded(|| {
        source::with(
            bytes,
            |size, pose| least(wanted, size, pose, edits),
            |source| make(source, wanted, edits),
        )
    })
}

/// Looks at a picture as [`super::inspect()`] does and makes its thumbnail, decoding it once where
/// that is enough for both.
///
/// # Errors
/// As [`super::inspect()`].
pub fn take_in(bytes: &[u8], file_name: &str) -> Result<(Inspected, Vec<u8>)> {
    let (wanted, edits) = (Rendition::Thumb.wanted(), Edits::default());
    let strict = guarded(|| {
        source::with_strict(
            bytes,
            |size, pose| least(&[wanted], size, pose, &edits),
            |source| {
                let made = make(source, &[wanted], &edits)?;
                Ok(made.into_iter().next().map(|thumb| (source.inspected(), thumb.bytes)))
            },
        )
    });
    if let Ok(Some(Some(seen))) = strict {
        return Ok(seen);
    }
    let seen = inspect(bytes, file_name)?;
    let thumb =
        render(bytes, &wanted, &edits).map_err(|failure| failure.with("file", file_name))?;
    Ok((seen, thumb))
}

/// How far a picture of this size may be decoded smaller for the largest of these wishes: at
/// least this many times as large as it is stored, both sides.
fn least(wanted: &[Wanted], size: (u32, u32), pose: geometry::Pose, edits: &Edits) -> f64 {
    let view = View::new(size, pose, edits);
    let scales = wanted.iter().map(|wanted| {
        let (width, height) = wanted.fit(view.size);
        let (from_width, from_height) = view.size;
        (f64::from(width) / f64::from(from_width)).max(f64::from(height) / f64::from(from_height))
    });
    // Some room: what is resized from nearly its own size looks soft.
    scales.fold(0.0, f64::max) * 1.2
}

fn make(source: &Source<'_>, wanted: &[Wanted], edits: &Edits) -> Result<Vec<Rendered>> {
    let view = View::new(source.size, source.pose, edits);
    let retouched = retouch::retouched(source, edits)?;
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    let size = |at: usize| wanted[at].fit(view.size);
    order.sort_by_key(|at| std::cmp::Reverse(size(*at).0));
    let mut made = vec![Rendered::default(); wanted.len()];
    let mut larger: Option<Picture> = None;
    for at in order {
        let (width, height) = size(at);
        let planar =
            wanted[at].kind == PhotoKind::Jpeg && source.profile.is_none() && edits.light == 0;
        let picture = match &larger {
            Some(larger) if larger.is_planar() == planar && larger.width() >= 2 * width => {
                larger.resized((width, height))?
            }
            _ => {
                let mut picture = match &retouched {
                    Some(retouched) => retouched.cut(&view, (width, height))?,
                    None => source.cut(&view, (width, height), planar)?,
                };
                if let Some(profile) = &source.profile {
                    picture = colour::to_srgb(picture, profile);
                }
                if edits.light != 0 {
                    picture = colour::lightened(picture, edits.light);
                }
                picture
            }
        };
        let mut finished = picture.clone();
        if wanted[at].sharpen && (width, height) != view.size {
            finished.sharpen();
        }
        made[at] = Rendered { bytes: encode::file(&finished, &wanted[at])?, width, height };
        larger = Some(picture);
    }
    Ok(made)
}

/// A size made smaller until `side`, one of its sides, is not over `limit`, in the same shape; never
/// larger, never empty.
fn shrunk((width, height): (u32, u32), side: u32, limit: u32) -> (u32, u32) {
    let limit = limit.max(1);
    if side <= limit {
        return (width, height);
    }
    let scaled = |length: u32| {
        let rounded =
            (u64::from(length) * u64::from(limit) + u64::from(side) / 2) / u64::from(side);
        u32::try_from(rounded.max(1)).unwrap_or(u32::MAX)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests;
