//! Where articles go: which formats a portal, a printed paper, an archive wants, and which pictures
//! of each photo.
//! Data, edited in the settings; nothing of it is written into the export.

use serde::{Deserialize, Serialize};

use super::formats::Format;
use crate::failure::{Failure, Result};
use crate::language::normal;
use crate::photo::{Edits, Fit, PhotoKind, Wanted};

/// Most targets of a newsroom.
const TARGET_LIMIT: usize = 30;
/// Most renditions of one target.
const RENDITION_LIMIT: usize = 12;
/// Longest name of a target, in bytes.
const NAME_LIMIT: usize = 200;
/// Longest name of a rendition, in characters: it becomes a part of file names.
const RENDITION_NAME_LIMIT: usize = 24;
/// Smallest and largest side that can be asked for, in pixels.
const PIXELS: std::ops::RangeInclusive<u32> = 16..=10_000;
/// Of a print rendition that has to be made anew.
const PRINT_QUALITY: u8 = 95;

/// Somewhere that articles are exported to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Target {
    /// Empty for [`Target::standard`] alone.
    pub name: String,
    /// In the order of the files; the first one for the web stands in the article's page.
    pub renditions: Vec<TargetRendition>,
    /// What the article is written in, each once and in the order of [`Format`].
    #[serde(default = "Format::standard")]
    pub formats: Vec<Format>,
    /// Whether pictures tell where the camera stood.
    #[serde(default)]
    pub position: bool,
}

/// One of the pictures that are made of each photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetRendition {
    /// A part of file names: lower-case letters of ASCII, digits, and `-` between them.
    pub name: String,
    pub made: Making,
}

/// How a rendition is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum Making {
    /// Made smaller, in the colours of the web.
    Web {
        measure: Measure,
        pixels: u32,
        quality: u8,
        format: PhotoKind,
        /// Cut to this shape around the focal point; `None` is as the photo is used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shape: Option<Shape>,
    },
    /// Every pixel: the picture of the original as it came where it is used so, otherwise made
    /// anew with the edits of that use.
    Print,
}

/// What the size of a rendition limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Measure {
    LongestSide,
    Width,
}

/// Shapes that pages have room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Shape {
    /// 16:9.
    Wide,
    /// 4:3.
    Standard,
    /// 1:1.
    Square,
}

impl Shape {
    /// Width to height.
    fn ratio(self) -> (u32, u32) {
        match self {
            Self::Wide => (16, 9),
            Self::Standard => (4, 3),
            Self::Square => (1, 1),
        }
    }
}

impl Target {
    /// What goes out where nobody has set anything: one picture for the web.
    pub fn standard() -> Self {
        let made = Making::Web {
            measure: Measure::LongestSide,
            pixels: 1600,
            quality: 82,
            format: PhotoKind::Jpeg,
            shape: None,
        };
        let web = TargetRendition { name: "web".to_owned(), made };
        Self {
            name: String::new(),
            renditions: vec![web],
            formats: Format::standard(),
            position: false,
        }
    }

    pub fn is_standard(&self) -> bool {
        self.name.is_empty()
    }

    /// Brings the names of a newsroom's targets to one form and refuses what could not be exported.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `targetCount`, `targetName`, `targetTwice`,
    /// `targetFormat`, `targetFormatNone`, `renditionNone`, `renditionCount`, `renditionName`, `renditionTwice`, `renditionPixels`,
    /// `renditionQuality` or `renditionFormat`; `target` and `row` say where, from 0.
    pub fn accept(mut targets: Vec<Self>) -> Result<Vec<Self>> {
        if targets.len() > TARGET_LIMIT {
            return Err(Failure::bad_input("targetCount"));
        }
        let mut taken: Vec<String> = Vec::new();
        for (at, target) in targets.iter_mut().enumerate() {
            let refused = |what: &str| Failure::bad_input(what).with("target", at);
            target.name = normal::nfc(&target.name).trim().to_owned();
            let name = &target.name;
            if name.is_empty() || name.len() > NAME_LIMIT {
                return Err(refused("targetName"));
            }
            // Two names that look alike to somebody who types one.
            let folded = name.to_lowercase();
            if taken.contains(&folded) {
                return Err(refused("targetTwice"));
            }
            taken.push(folded);
            if !target.formats.iter().all(|format| format.may_be_bundled()) {
                return Err(refused("targetFormat"));
            }
            target.formats.sort_unstable();
            target.formats.dedup();
            if target.formats.is_empty() {
                return Err(refused("targetFormatNone"));
            }
            target.accept_renditions().map_err(|failure| failure.with("target", at))?;
        }
        Ok(targets)
    }

    fn accept_renditions(&mut self) -> Result<()> {
        if self.renditions.is_empty() {
            return Err(Failure::bad_input("renditionNone"));
        }
        if self.renditions.len() > RENDITION_LIMIT {
            return Err(Failure::bad_input("renditionCount"));
        }
        let mut taken: Vec<&str> = Vec::new();
        for (row, rendition) in self.renditions.iter_mut().enumerate() {
            let refused = |what: &str| Err(Failure::bad_input(what).with("row", row));
            rendition.name = rendition.name.trim().to_owned();
            let rendition = &*rendition;
            if !is_part_of_a_file_name(&rendition.name) {
                return refused("renditionName");
            }
            if taken.contains(&rendition.name.as_str()) {
                return refused("renditionTwice");
            }
            taken.push(&rendition.name);
            if let Making::Web { pixels, quality, format, .. } = rendition.made {
                if format == PhotoKind::Tiff {
                    return refused("renditionFormat");
                }
                if !PIXELS.contains(&pixels) {
                    return refused("renditionPixels");
                }
                if !(1..=100).contains(&quality) {
                    return refused("renditionQuality");
                }
            }
        }
        Ok(())
    }
}

impl Making {
    /// What to render of an original of this kind.
    pub(super) fn wanted(self, original: PhotoKind) -> Wanted {
        match self {
            Self::Web { measure, pixels, quality, format, .. } => {
                let size = match measure {
                    Measure::LongestSide => Fit::Longest(pixels),
                    Measure::Width => Fit::Width(pixels),
                };
                Wanted { size, kind: format, quality, sharpen: true }
            }
            Self::Print => Wanted {
                size: Fit::Whole,
                // A drawing keeps its edges; everything takes these two.
                kind: if original == PhotoKind::Png { PhotoKind::Png } else { PhotoKind::Jpeg },
                quality: PRINT_QUALITY,
                sharpen: false,
            },
        }
    }

    /// What is to be done to a photo of this size for it, where these are the edits of its use.
    pub(super) fn edits(self, edits: &Edits, size: (u32, u32)) -> Edits {
        match self {
            Self::Web { shape: Some(shape), .. } => edits.cropped_to(shape.ratio(), size),
            Self::Web { shape: None, .. } | Self::Print => edits.clone(),
        }
    }

    /// Names it for good: what went to other systems is known by it, so what comes to be chosen later
    /// must not change the name of what went before.
    pub(super) fn identity(self) -> String {
        match self {
            Self::Web { measure, pixels, quality, format, shape } => {
                let cut = shape.map_or_else(String::new, |shape| format!(", shape: {shape:?}"));
                format!(
                    "Web {{ measure: {measure:?}, pixels: {pixels}, quality: {quality}, \
                     format: {format:?}{cut} }}"
                )
            }
            Self::Print => "Print".to_owned(),
        }
    }

    /// What the manifest calls it.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Web { .. } => "web",
            Self::Print => "print",
        }
    }
}

fn is_part_of_a_file_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    name.len() <= RENDITION_NAME_LIMIT
        && name.split('-').all(|part| !part.is_empty() && part.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::photo::Rendition;

    fn web(name: &str, pixels: u32, quality: u8) -> TargetRendition {
        let (measure, format) = (Measure::Width, PhotoKind::WebP);
        let made = Making::Web { measure, pixels, quality, format, shape: None };
        TargetRendition { name: name.to_owned(), made }
    }

    fn portal(name: &str) -> Target {
        let print = TargetRendition { name: "in".into(), made: Making::Print };
        Target {
            name: name.into(),
            renditions: vec![web("rong-1200", 1200, 80), print],
            formats: vec![Format::Ninjs, Format::Html, Format::Ninjs],
            position: false,
        }
    }

    #[test]
    fn a_picture_that_went_out_keeps_its_name() {
        let name = "Web { measure: LongestSide, pixels: 1600, quality: 82, format: Jpeg }";
        let standard = Target::standard().renditions[0].made;
        assert_eq!(standard.identity(), name);
        let Making::Web { measure, pixels, quality, format, .. } = standard else { panic!() };
        let shape = Some(Shape::Wide);
        let cut = Making::Web { measure, pixels, quality, format, shape };
        assert_ne!(cut.identity(), name, "another picture");
        assert_eq!(Making::Print.identity(), "Print");
    }

    #[test]
    fn targets_come_back_from_their_json_as_they_were_accepted() {
        let targets = Target::accept(vec![portal(" Cổng thông tin "), portal("Báo in")]).unwrap();
        assert_eq!(targets[0].name, "Cổng thông tin");
        assert_eq!(targets[0].formats, [Format::Html, Format::Ninjs], "each once, in order");
        let json = serde_json::to_string(&targets).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Target>>(&json).unwrap(), targets);
    }

    #[test]
    fn a_target_from_before_there_was_a_choice_gets_the_standard_formats() {
        let mut json = serde_json::to_value(portal("Một")).unwrap();
        json.as_object_mut().unwrap().remove("formats");
        let target: Target = serde_json::from_value(json).unwrap();
        assert_eq!(target.formats, Format::standard());
    }

    #[test]
    fn what_could_not_be_exported_is_refused_by_name_and_place() {
        let refused = |change: fn(&mut Vec<Target>)| {
            let mut targets = vec![portal("Một"), portal("Hai")];
            change(&mut targets);
            let failure = Target::accept(targets).unwrap_err();
            let param = |name: &str| failure.params.get(name).cloned().unwrap_or_default();
            (param("what"), param("target"), param("row"))
        };
        for (change, what, target, row) in [
            ((|t| t[1].name = " ".into()) as fn(&mut Vec<Target>), "targetName", "1", ""),
            (|t| t[1].name = "a".repeat(201), "targetName", "1", ""),
            (|t| t[1].name = "MỘT".into(), "targetTwice", "1", ""),
            // The same letters, put together in another way.
            (|t| t[1].name = "Mo\u{302}\u{323}t".into(), "targetTwice", "1", ""),
            (|t| *t = vec![t[0].clone(); 31], "targetCount", "", ""),
            (|t| t[1].formats.clear(), "targetFormatNone", "1", ""),
            (|t| t[0].formats.push(Format::DocxReview), "targetFormat", "0", ""),
            (|t| t[0].renditions.clear(), "renditionNone", "0", ""),
            (|t| t[0].renditions = vec![web("a", 100, 80); 13], "renditionCount", "0", ""),
            (|t| t[1].renditions[1].name = "../x".into(), "renditionName", "1", "1"),
            (|t| t[1].renditions[1].name = "Web".into(), "renditionName", "1", "1"),
            (|t| t[1].renditions[1].name = "a--b".into(), "renditionName", "1", "1"),
            (|t| t[1].renditions[1].name = "a".repeat(25), "renditionName", "1", "1"),
            (|t| t[0].renditions[1].name = "rong-1200".into(), "renditionTwice", "0", "1"),
            (|t| t[0].renditions[0] = web("a", 15, 80), "renditionPixels", "0", "0"),
            (|t| t[0].renditions[0] = web("a", 10_001, 80), "renditionPixels", "0", "0"),
            (|t| t[0].renditions[0] = web("a", 100, 0), "renditionQuality", "0", "0"),
            (|t| t[0].renditions[0] = web("a", 100, 101), "renditionQuality", "0", "0"),
        ] {
            assert_eq!(refused(change), (what.into(), target.into(), row.into()));
        }
    }

    #[test]
    fn the_standard_target_is_the_picture_of_the_web() {
        let standard = Target::standard();
        assert!(standard.is_standard());
        assert_eq!(standard.renditions.len(), 1);
        assert_eq!(standard.renditions[0].made.wanted(PhotoKind::Png), Rendition::Web.wanted());
    }

    proptest! {
        #[test]
        fn a_name_that_is_accepted_is_one_plain_part_of_a_path(name in "[-a-zA-Z0-9./\\\\ đ]{0,30}") {
            let mut target = portal("Một");
            target.renditions[0].name = name;
            if let Ok(accepted) = Target::accept(vec![target]) {
                let name = &accepted[0].renditions[0].name;
                prop_assert!(name.len() <= 24 && !name.is_empty());
                prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            }
        }
    }
}
