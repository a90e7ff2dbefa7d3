//! What a desk does to a photo for one use of it, as data: the original stays as it came, and
//! every rendition is made from it anew.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::failure::{Failure, Result};

/// A whole side, in the units of areas and points: ten-thousandths.
pub const WHOLE: u16 = 10_000;
/// Shortest side of a crop, in ten-thousandths.
pub const CROP_MIN: u16 = 200;
/// Farthest that a picture is straightened either way, in hundredths of a degree.
pub const STRAIGHTEN_LIMIT: i16 = 1_500;
/// Farthest that a picture is lightened or darkened, in tenths of a stop.
pub const LIGHT_LIMIT: i8 = 20;
/// Most blurred areas of one photo.
const BLUR_LIMIT: usize = 40;

/// Edits, in the order in which they are made: turned, straightened, blurred, cropped, lightened.
///
/// The *frame* that areas and the focal point are measured in is the picture turned and
/// straightened and not yet cropped, so that a crop can be changed without moving anything else.
///
/// Stored and sent as text, parts in this order, those at rest left out; the empty text is a photo
/// as it came: `turn=90;straighten=-150;light=3;crop=0,1250,10000,7500;focus=5000,4000;blur=1,2,3,4`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Edits {
    /// Clockwise from the picture as it is shown (after EXIF orientation).
    pub turn: Turn,
    /// Clockwise, in hundredths of a degree, up to [`STRAIGHTEN_LIMIT`] either way. Of the turned
    /// picture there remains the largest rectangle around its centre, in the same shape, that has
    /// no empty corner.
    pub straighten: i16,
    /// In tenths of a stop, up to [`LIGHT_LIMIT`] either way; positive is lighter.
    pub light: i8,
    /// What is shown of the frame; `None` is all of it.
    pub crop: Option<Area>,
    /// What a target must not cut off when it crops by itself.
    pub focus: Option<Point>,
    /// Faces, number plates and the like, not to be recognised.
    pub blurs: Vec<Area>,
}

/// Quarter turns clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Turn {
    #[default]
    None,
    Right,
    Over,
    Left,
}

/// A rectangle in the frame, in ten-thousandths of its width and height from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    /// At least 1; not beyond the frame.
    pub width: u16,
    /// At least 1; not beyond the frame.
    pub height: u16,
}

/// A point in the frame, in ten-thousandths of its width and height from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    pub x: u16,
    pub y: u16,
}

impl Edits {
    /// Whether the photo is used as it came.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether what is shown is not the photo as it came; the focal point changes nothing by itself.
    pub fn change_the_picture(&self) -> bool {
        !Self { focus: None, ..self.clone() }.is_none()
    }

    /// The same, cut further so that what is shown has this shape (width to height): as much as there
    /// is room for, with the focal point, or else the middle, as near to its own middle as can be.
    /// `size` is that of the photo as it came, in pixels.
    pub fn cropped_to(&self, (wide, high): (u32, u32), size: (u32, u32)) -> Self {
        let crop = self.crop.unwrap_or(Area::ALL);
        let (width, height) = match self.turn {
            Turn::None | Turn::Over => size,
            Turn::Right | Turn::Left => (size.1, size.0),
        };
        // In ten-thousandths of a pixel; sides of photos stay far below what these hold.
        let across = u64::from(crop.width) * u64::from(width);
        let down = u64::from(crop.height) * u64::from(height);
        let (wide, high) = (u64::from(wide), u64::from(high));
        let (mut area, part) = (crop, |whole: u64, of: u32| {
            u16::try_from(whole / u64::from(of.max(1))).unwrap_or(WHOLE).max(1)
        });
        if across * high > down * wide {
            area.width = part(down * wide / high, width).min(crop.width);
        } else {
            area.height = part(across * high / wide, height).min(crop.height);
        }
        let middle = |from: u16, length: u16| from + length / 2;
        let (x, y) = match self.focus {
            Some(point) => (point.x, point.y),
            None => (middle(crop.x, crop.width), middle(crop.y, crop.height)),
        };
        let place = |at: u16, length: u16, from: u16, whole: u16| {
            at.saturating_sub(length / 2).clamp(from, from + whole - length)
        };
        area.x = place(x, area.width, crop.x, crop.width);
        area.y = place(y, area.height, crop.y, crop.height);
        Self { crop: (area != Area::ALL).then_some(area), ..self.clone() }
    }

    /// Where the focal point is in a picture of this size that was made with these edits, in
    /// pixels from the top left; `None` where there is none, or it was cut off.
    pub fn focus_in(&self, width: u32, height: u32) -> Option<(u32, u32)> {
        let (point, crop) = (self.focus?, self.crop.unwrap_or(Area::ALL));
        let along = |at: u16, from: u16, whole: u16, pixels: u32| {
            let at = u64::from(at.checked_sub(from).filter(|at| *at <= whole)?);
            let pixel = at * u64::from(pixels) / u64::from(whole);
            Some(u32::try_from(pixel).ok()?.min(pixels.saturating_sub(1)))
        };
        let x = along(point.x, crop.x, crop.width, width)?;
        Some((x, along(point.y, crop.y, crop.height, height)?))
    }

    fn is_within_limits(&self) -> bool {
        self.straighten.abs() <= STRAIGHTEN_LIMIT
            && self.light.abs() <= LIGHT_LIMIT
            && self.crop.is_none_or(|area| {
                area.is_inside() && area.width.min(area.height) >= CROP_MIN && area != Area::ALL
            })
            && self.focus.is_none_or(|point| point.x <= WHOLE && point.y <= WHOLE)
            && self.blurs.len() <= BLUR_LIMIT
            && self.blurs.iter().all(|area| area.is_inside())
    }
}

impl Area {
    /// The whole frame.
    pub const ALL: Self = Self { x: 0, y: 0, width: WHOLE, height: WHOLE };

    fn is_inside(self) -> bool {
        let fits = |from: u16, length: u16| {
            length >= 1 && from.checked_add(length).is_some_and(|to| to <= WHOLE)
        };
        fits(self.x, self.width) && fits(self.y, self.height)
    }
}

impl fmt::Display for Edits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        match self.turn {
            Turn::None => {}
            Turn::Right => parts.push("turn=90".to_owned()),
            Turn::Over => parts.push("turn=180".to_owned()),
            Turn::Left => parts.push("turn=270".to_owned()),
        }
        if self.straighten != 0 {
            parts.push(format!("straighten={}", self.straighten));
        }
        if self.light != 0 {
            parts.push(format!("light={}", self.light));
        }
        if let Some(Area { x, y, width, height }) = self.crop {
            parts.push(format!("crop={x},{y},{width},{height}"));
        }
        if let Some(Point { x, y }) = self.focus {
            parts.push(format!("focus={x},{y}"));
        }
        for Area { x, y, width, height } in &self.blurs {
            parts.push(format!("blur={x},{y},{width},{height}"));
        }
        f.write_str(&parts.join(";"))
    }
}

impl FromStr for Edits {
    type Err = Failure;

    /// # Errors
    /// `BadInput` for what [`Edits`] does not print itself, to the letter: one text for one thing.
    fn from_str(text: &str) -> Result<Self> {
        let refused = || Failure::bad_input("edits of a photo");
        let mut edits = Self::default();
        for part in text.split(';').filter(|_| !text.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(refused)?;
            match name {
                "turn" => {
                    edits.turn = match value {
                        "90" => Turn::Right,
                        "180" => Turn::Over,
                        "270" => Turn::Left,
                        _ => return Err(refused()),
                    }
                }
                "straighten" => edits.straighten = value.parse().map_err(|_| refused())?,
                "light" => edits.light = value.parse().map_err(|_| refused())?,
                "crop" => edits.crop = Some(area(value).ok_or_else(refused)?),
                "focus" => {
                    let [x, y] = numbers(value).ok_or_else(refused)?;
                    edits.focus = Some(Point { x, y });
                }
                "blur" if edits.blurs.len() < BLUR_LIMIT => {
                    edits.blurs.push(area(value).ok_or_else(refused)?);
                }
                _ => return Err(refused()),
            }
        }
        if edits.is_within_limits() && edits.to_string() == text {
            Ok(edits)
        } else {
            Err(refused())
        }
    }
}

fn area(value: &str) -> Option<Area> {
    let [x, y, width, height] = numbers(value)?;
    Some(Area { x, y, width, height })
}

fn numbers<const N: usize>(value: &str) -> Option<[u16; N]> {
    let numbers: Vec<u16> =
        value.split(',').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

impl Serialize for Edits {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|failure: Failure| serde::de::Error::custom(failure.message))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn areas() -> impl Strategy<Value = Area> {
        (0..WHOLE - CROP_MIN, 0..WHOLE - CROP_MIN).prop_flat_map(|(x, y)| {
            (CROP_MIN..=WHOLE - x, CROP_MIN..=WHOLE - y).prop_map(move |(width, height)| Area {
                x,
                y,
                width,
                height,
            })
        })
    }

    proptest! {
        #[test]
        fn a_shape_is_cut_out_of_what_is_shown_and_keeps_the_focal_point(
            edits in edits(),
            size in (200..8_000_u32, 200..8_000_u32),
            ratio in prop_oneof![Just((16, 9)), Just((4, 3)), Just((1, 1))],
        ) {
            let cut = edits.cropped_to(ratio, size);
            let (was, is) = (edits.crop.unwrap_or(Area::ALL), cut.crop.unwrap_or(Area::ALL));
            prop_assert!(is.x >= was.x && is.x + is.width <= was.x + was.width);
            prop_assert!(is.y >= was.y && is.y + is.height <= was.y + was.height);
            prop_assert!(is.width == was.width || is.height == was.height, "as much as there is");
            let (width, height) = match edits.turn {
                Turn::None | Turn::Over => size,
                Turn::Right | Turn::Left => (size.1, size.0),
            };
            let shown = f64::from(is.width) * f64::from(width)
                / (f64::from(is.height) * f64::from(height));
            let wanted = f64::from(ratio.0) / f64::from(ratio.1);
            // One ten-thousandth of a side more or less.
            let least = f64::from(is.width.min(is.height));
            prop_assert!((shown / wanted - 1.0).abs() <= 2.0 / least, "{shown} for {wanted}");
            let inside = |area: Area, point: Point| {
                (area.x..=area.x + area.width).contains(&point.x)
                    && (area.y..=area.y + area.height).contains(&point.y)
            };
            if let Some(focus) = edits.focus {
                prop_assert_eq!(inside(is, focus), inside(was, focus));
                prop_assert_eq!(cut.focus_in(160, 90).is_some(), inside(is, focus));
            }
            prop_assert_eq!(cut.cropped_to(ratio, size).focus, edits.focus);
        }
    }

    #[test]
    fn the_focal_point_is_told_in_pixels_of_what_was_made() {
        let edits: Edits = "crop=2000,0,5000,10000;focus=4500,5000".parse().unwrap();
        assert_eq!(edits.focus_in(500, 1_000), Some((250, 500)));
        let away: Edits = "crop=2000,0,5000,10000;focus=9000,5000".parse().unwrap();
        assert_eq!(away.focus_in(500, 1_000), None);
        assert_eq!(Edits::default().focus_in(500, 1_000), None);
        let square = Edits { focus: Some(Point { x: 9_500, y: 10 }), ..Edits::default() };
        let crop = square.cropped_to((1, 1), (3_000, 2_000)).crop;
        let wanted = Area { x: 3_334, y: 0, width: 6_666, height: 10_000 };
        assert_eq!(crop, Some(wanted), "as far to the right as there is room");
    }

    fn edits() -> impl Strategy<Value = Edits> {
        (
            prop_oneof![Just(Turn::None), Just(Turn::Right), Just(Turn::Over), Just(Turn::Left)],
            -STRAIGHTEN_LIMIT..=STRAIGHTEN_LIMIT,
            -LIGHT_LIMIT..=LIGHT_LIMIT,
            proptest::option::of(areas().prop_filter("all is none", |area| *area != Area::ALL)),
            proptest::option::of((0..=WHOLE, 0..=WHOLE).prop_map(|(x, y)| Point { x, y })),
            proptest::collection::vec(areas(), 0..4),
        )
            .prop_map(|(turn, straighten, light, crop, focus, blurs)| Edits {
                turn,
                straighten,
                light,
                crop,
                focus,
                blurs,
            })
    }

    proptest! {
        #[test]
        fn edits_come_back_from_their_text(edits in edits()) {
            prop_assert_eq!(edits.to_string().parse::<Edits>().unwrap(), edits);
        }

        #[test]
        fn a_text_stands_for_itself_or_is_refused(text in "(turn|crop|blur|light|x)=[-0-9,;]{0,20}") {
            if let Ok(edits) = text.parse::<Edits>() {
                prop_assert_eq!(edits.to_string(), text);
            }
        }
    }

    #[test]
    fn a_photo_as_it_came_is_the_empty_text() {
        assert_eq!(Edits::default().to_string(), "");
        assert!("".parse::<Edits>().unwrap().is_none());
    }

    #[test]
    fn what_no_desk_writes_is_refused() {
        for text in [
            ";",
            "turn=0",
            "turn=45",
            "turn=90;",
            "turn=90;turn=90",
            "light=3;turn=90",
            "light=0",
            "light=+3",
            "light=21",
            "straighten=1501",
            "straighten=-1501",
            "crop=0,0,10000,10000",
            "crop=0,0,10001,10000",
            "crop=9900,0,200,10000",
            "crop=0,0,199,10000",
            "crop=0,0,010,10000",
            "crop=0,0,500",
            "focus=10001,0",
            "focus=1",
            "blur=0,0,0,5",
            "blur=1,2,3,4;crop=0,0,5000,5000",
            "frame=1",
        ] {
            assert!(text.parse::<Edits>().is_err(), "{text}");
        }
        let many = vec!["blur=1,2,3,4"; BLUR_LIMIT + 1].join(";");
        assert!(many.parse::<Edits>().is_err());
    }
}
