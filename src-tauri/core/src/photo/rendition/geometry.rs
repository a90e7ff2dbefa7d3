//! Where in a file lies what is shown of it.

use image::metadata::Orientation;

use crate::photo::{Area, Edits, Turn, WHOLE};

/// How a picture lies in its file against how it is shown: mirrored first, left for right, then
/// turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pose {
    mirrored: bool,
    /// Clockwise, 0 to 3.
    quarters: u8,
}

impl Pose {
    pub(super) fn new(orientation: Orientation) -> Self {
        let (mirrored, quarters) = match orientation {
            Orientation::NoTransforms => (false, 0),
            Orientation::FlipHorizontal => (true, 0),
            Orientation::Rotate180 => (false, 2),
            Orientation::FlipVertical => (true, 2),
            Orientation::Rotate90FlipH => (true, 3),
            Orientation::Rotate90 => (false, 1),
            Orientation::Rotate270FlipH => (true, 1),
            Orientation::Rotate270 => (false, 3),
        };
        Self { mirrored, quarters }
    }

    pub(super) fn turned(self, turn: Turn) -> Self {
        let quarters = match turn {
            Turn::None => 0,
            Turn::Right => 1,
            Turn::Over => 2,
            Turn::Left => 3,
        };
        Self { quarters: (self.quarters + quarters) % 4, ..self }
    }

    pub(super) fn orientation(self) -> Orientation {
        match (self.mirrored, self.quarters) {
            (false, 0) => Orientation::NoTransforms,
            (true, 0) => Orientation::FlipHorizontal,
            (false, 2) => Orientation::Rotate180,
            (true, 2) => Orientation::FlipVertical,
            (true, 3) => Orientation::Rotate90FlipH,
            (false, 1) => Orientation::Rotate90,
            (true, _) => Orientation::Rotate270FlipH,
            (false, _) => Orientation::Rotate270,
        }
    }

    /// A size as shown, from one as stored, and the other way round.
    pub(super) fn size<T>(self, (width, height): (T, T)) -> (T, T) {
        if self.quarters % 2 == 1 { (height, width) } else { (width, height) }
    }

    /// Where a part of what is shown is stored. Both in parts of the whole.
    fn stored(self, shown: Part) -> Part {
        let mut part = shown;
        for _ in 0..self.quarters {
            part = Part {
                x: part.y,
                y: 1.0 - part.x - part.width,
                width: part.height,
                height: part.width,
            };
        }
        if self.mirrored {
            part.x = 1.0 - part.x - part.width;
        }
        part
    }

    /// Lays `samples` (of so many bytes) as they are shown.
    pub(super) fn shown(
        self,
        samples: Vec<u8>,
        (width, height): (u32, u32),
        bytes: usize,
    ) -> Vec<u8> {
        let (width, height) = (width as usize, height as usize);
        if (self.mirrored, self.quarters) == (false, 0) {
            return samples;
        }
        let (to_width, to_height) = self.size((width, height));
        // Where the first sample that is shown is stored, and how far its neighbours are from it.
        let at = |x: usize, y: usize| {
            let (mut x, mut y, mut wide, mut high) = (x, y, to_width, to_height);
            for _ in 0..self.quarters {
                (x, y) = (y, wide - 1 - x);
                (wide, high) = (high, wide);
            }
            let x = if self.mirrored { wide - 1 - x } else { x };
            (y * width + x) as isize
        };
        let origin = at(0, 0);
        let right = if to_width > 1 { at(1, 0) - origin } else { 0 };
        let down = if to_height > 1 { at(0, 1) - origin } else { 0 };
        let mut shown = Vec::with_capacity(samples.len());
        for y in 0..to_height as isize {
            let mut from = origin + y * down;
            for _ in 0..to_width {
                let start = from as usize * bytes;
                shown.extend_from_slice(&samples[start..start + bytes]);
                from += right;
            }
        }
        shown
    }
}

/// A rectangle in parts of the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Part {
    pub(super) const ALL: Self = Self { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };

    pub(super) fn of(area: Area) -> Self {
        let part = |units: u16| f64::from(units) / f64::from(WHOLE);
        Self {
            x: part(area.x),
            y: part(area.y),
            width: part(area.width),
            height: part(area.height),
        }
    }
}

/// What is shown of a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// In pixels of the original.
    pub(super) size: (u32, u32),
    /// Of the frame.
    pub(super) crop: Part,
    pub(super) pose: Pose,
}

impl View {
    /// Of a picture that is stored in this size.
    pub(super) fn new(size: (u32, u32), pose: Pose, edits: &Edits) -> Self {
        let pose = pose.turned(edits.turn);
        let (width, height) = pose.size((f64::from(size.0), f64::from(size.1)));
        let straight = straightened(width, height, edits.straighten);
        let crop = edits.crop.map_or(Part::ALL, Part::of);
        let pixels = |side: f64, part: f64| ((side * straight * part).round() as u32).max(1);
        Self { size: (pixels(width, crop.width), pixels(height, crop.height)), crop, pose }
    }

    /// Where in the file the crop lies, in parts of it; for a picture that is not straightened.
    /// Only the upper left of the crop, so much of its width and height.
    pub(super) fn stored(&self, (width, height): (f64, f64)) -> Part {
        let crop =
            Part { width: self.crop.width * width, height: self.crop.height * height, ..self.crop };
        self.pose.stored(crop)
    }
}

/// The part of each side that a picture keeps when it is straightened by so many hundredths of a
/// degree: the largest rectangle of the same shape that has no empty corner.
pub(super) fn straightened(width: f64, height: f64, hundredths: i16) -> f64 {
    let (sin, cos) = turn(hundredths);
    let sin = sin.abs();
    (1.0 / (cos + sin * height / width)).min(1.0 / (cos + sin * width / height))
}

/// Sine and cosine of so many hundredths of a degree.
pub(super) fn turn(hundredths: i16) -> (f64, f64) {
    (f64::from(hundredths) / 100.0).to_radians().sin_cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pose_is_the_orientation_it_comes_from() {
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            assert_eq!(Pose::new(orientation).orientation(), orientation);
        }
    }

    #[test]
    fn samples_are_laid_as_the_library_lays_them() {
        let stored = image::RgbImage::from_fn(5, 3, |x, y| image::Rgb([x as u8, y as u8, 7]));
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let mut expected = image::DynamicImage::ImageRgb8(stored.clone());
            expected.apply_orientation(orientation);
            let pose = Pose::new(orientation);
            let shown = pose.shown(stored.clone().into_raw(), (5, 3), 3);
            assert_eq!(shown, expected.into_rgb8().into_raw(), "orientation {exif}");
        }
    }

    #[test]
    fn a_part_that_is_shown_is_found_in_the_file() {
        // The upper left quarter, but a little wider than high.
        let shown = Part { x: 0.0, y: 0.0, width: 0.5, height: 0.25 };
        let stored = |exif| Pose::new(Orientation::from_exif(exif).unwrap()).stored(shown);
        let part = |x, y, width, height| Part { x, y, width, height };
        assert_eq!(stored(1), part(0.0, 0.0, 0.5, 0.25));
        assert_eq!(stored(2), part(0.5, 0.0, 0.5, 0.25));
        assert_eq!(stored(3), part(0.5, 0.75, 0.5, 0.25));
        assert_eq!(stored(4), part(0.0, 0.75, 0.5, 0.25));
        assert_eq!(stored(5), part(0.0, 0.0, 0.25, 0.5));
        assert_eq!(stored(6), part(0.0, 0.5, 0.25, 0.5));
        assert_eq!(stored(7), part(0.75, 0.5, 0.25, 0.5));
        assert_eq!(stored(8), part(0.75, 0.0, 0.25, 0.5));
    }

    #[test]
    fn a_straightened_picture_has_no_empty_corner() {
        for (width, height, hundredths) in
            [(600.0, 400.0, 1500), (400.0, 600.0, -700), (5.0, 5.0, 1)]
        {
            let kept = straightened(width, height, hundredths);
            let (sin, cos) = turn(hundredths);
            let (x, y) = (width * kept / 2.0, height * kept / 2.0);
            for (x, y) in [(x, y), (x, -y)] {
                let (from_x, from_y) = (x * cos + y * sin, y * cos - x * sin);
                assert!(from_x.abs() <= width / 2.0 + 1e-9 && from_y.abs() <= height / 2.0 + 1e-9);
            }
            assert!(kept < 1.0 && kept > 0.6, "{kept}");
        }
        assert_eq!(straightened(600.0, 400.0, 0), 1.0);
    }
}
