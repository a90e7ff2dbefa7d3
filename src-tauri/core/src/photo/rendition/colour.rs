//! Colours: from a photo's own profile to that of the web, lighter and darker.

use std::io::Cursor;

use image::{ImageDecoder, ImageReader};
use moxcms::{
    ColorProfile, DataColorSpace, Layout, ProfileText, RenderingIntent, TransformOptions,
};

use super::picture::{Picture, Pixels};
use crate::photo::inspect::guarded;

/// What the colours of a file mean, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Colours {
    /// Those of the web; so is what has no profile.
    Srgb,
    /// Others, by the name of their profile, which may be empty.
    Other { profile: String },
    /// It has a profile that cannot be read.
    Unreadable,
}

/// Longest name of a profile that is told, in characters.
const NAME_LIMIT: usize = 60;

/// Reads what the colours of a picture mean from the beginning of its file; `None` where that
/// beginning does not tell.
pub fn colours(head: &[u8]) -> Option<Colours> {
    guarded(|| Ok(told(head))).ok().flatten()
}

fn told(head: &[u8]) -> Option<Colours> {
    let reader = ImageReader::new(Cursor::new(head)).with_guessed_format().ok()?;
    let Some(bytes) = reader.into_decoder().ok()?.icc_profile().ok()? else {
        return Some(Colours::Srgb);
    };
    let Ok(profile) = ColorProfile::new_from_slice(&bytes) else {
        return Some(Colours::Unreadable);
    };
    let of_screens = matches!(profile.color_space, DataColorSpace::Rgb | DataColorSpace::Gray);
    if of_screens && foreign(&bytes, true).is_none() {
        return Some(Colours::Srgb);
    }
    let name = match profile.description {
        Some(ProfileText::PlainString(name)) => name,
        Some(ProfileText::Localizable(names)) => {
            names.into_iter().next().map(|name| name.value).unwrap_or_default()
        }
        Some(ProfileText::Description(name)) => name.ascii_string,
        None => String::new(),
    };
    let name = name.chars().filter(|c| !c.is_control()).take(NAME_LIMIT).collect();
    Some(Colours::Other { profile: name })
}

/// The profile in `bytes` where it says that the colours are others than those of sRGB. A profile
/// that cannot be read or is for another kind of picture says nothing.
pub(super) fn foreign(bytes: &[u8], grey: bool) -> Option<ColorProfile> {
    if bytes.is_empty() {
        return None;
    }
    let profile = ColorProfile::new_from_slice(bytes).ok()?;
    let fits = match profile.color_space {
        DataColorSpace::Rgb => true,
        DataColorSpace::Gray => grey,
        _ => false,
    };
    if !fits {
        return None;
    }
    // A few colours tell: nearly every camera's profile is sRGB by one name or another.
    let steps = [0, 40, 96, 160, 220, 255];
    let probe: Vec<u8> =
        steps
            .iter()
            .flat_map(|r| steps.iter().flat_map(move |g| steps.map(|b| [*r, *g, b])))
            .flat_map(|colour| {
                if profile.color_space == DataColorSpace::Gray { [colour[0]; 3] } else { colour }
            })
            .collect();
    let converted = converted(&probe, &profile)?;
    let same = probe.iter().zip(&converted).all(|(a, b)| a.abs_diff(*b) <= 1);
    (!same).then_some(profile)
}

/// The picture in the colours of the web; as it is where the profile turns out to be of no use.
pub(super) fn to_srgb(mut picture: Picture, profile: &ColorProfile) -> Picture {
    if let Pixels::Rgb(samples) = &mut picture.pixels
        && let Some(converted) = converted(samples, profile)
    {
        *samples = converted;
    }
    picture
}

fn converted(samples: &[u8], profile: &ColorProfile) -> Option<Vec<u8>> {
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        ..TransformOptions::default()
    };
    let mut converted = vec![0; samples.len()];
    if profile.color_space == DataColorSpace::Gray {
        let grey: Vec<u8> = samples.iter().copied().step_by(3).collect();
        let transform =
            profile.create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, options).ok()?;
        transform.transform(&grey, &mut converted).ok()?;
    } else {
        let transform =
            profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options).ok()?;
        transform.transform(samples, &mut converted).ok()?;
    }
    Some(converted)
}

/// Lighter (or darker) by so many tenths of a stop, as if exposed so much longer: in linear light.
pub(super) fn lightened(mut picture: Picture, tenths: i8) -> Picture {
    let times = (f64::from(tenths) / 10.0).exp2();
    let mut table = [0_u8; 256];
    for (value, entry) in (0_u8..=255).zip(&mut table) {
        *entry = (encoded(linear(f64::from(value) / 255.0) * times) * 255.0).round() as u8;
    }
    if let Pixels::Rgb(samples) = &mut picture.pixels {
        for sample in samples {
            *sample = table[usize::from(*sample)];
        }
    }
    picture
}

/// Light from a value of sRGB, both from 0 to 1.
fn linear(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// The other way round; what is lighter than white is white.
fn encoded(light: f64) -> f64 {
    let light = light.min(1.0);
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(picture: Picture) -> [u8; 3] {
        let Pixels::Rgb(samples) = picture.pixels else { panic!("in red, green and blue") };
        [samples[0], samples[1], samples[2]]
    }

    #[test]
    fn a_stop_is_twice_the_light() {
        let grey = |value: u8| Picture::of_grey(&[value], (1, 1));
        // 18 % grey, 9 % and 36 %.
        assert_eq!(first(lightened(grey(118), 0)), [118; 3]);
        assert_eq!(first(lightened(grey(118), 10)), [162; 3]);
        assert_eq!(first(lightened(grey(118), -10)), [85; 3]);
        assert_eq!(first(lightened(grey(250), 20)), [255; 3], "white is the end");
        assert_eq!(first(lightened(grey(0), 20)), [0; 3]);
    }

    #[test]
    fn a_profile_that_says_the_same_as_none_is_none() {
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        assert!(foreign(&srgb, false).is_none());
        assert!(foreign(b"no profile", false).is_none());
        assert!(foreign(&[], false).is_none());
    }

    #[test]
    fn colours_of_wider_spaces_keep_how_they_look() {
        // From the linear light of each to that of sRGB, by the primaries of the two standards.
        let p3 = [[1.2249, -0.2247, 0.0], [-0.0420, 1.0419, 0.0], [-0.0197, -0.0786, 1.0979]];
        let adobe = [[1.3984, -0.3984, 0.0], [0.0, 1.0, 0.0], [0.0, -0.0429, 1.0429]];
        let gamma: fn(f64) -> f64 = |value| value.powf(563.0 / 256.0);
        for (profile, colour, matrix, linear) in [
            (ColorProfile::new_display_p3(), [200, 100, 50], p3, linear as fn(f64) -> f64),
            (ColorProfile::new_adobe_rgb(), [150, 100, 60], adobe, gamma),
        ] {
            let light = colour.map(|value: u8| linear(f64::from(value) / 255.0));
            let expected = matrix.map(|row| {
                let light: f64 = row.iter().zip(light).map(|(times, light)| times * light).sum();
                (encoded(light) * 255.0).round() as u8
            });
            let bytes = profile.encode().unwrap();
            let profile = foreign(&bytes, false).expect("these are not the web's colours");
            let made = first(to_srgb(Picture::rgb(colour.to_vec(), (1, 1)), &profile));
            for (value, expected) in made.into_iter().zip(expected) {
                assert!(value.abs_diff(expected) <= 2, "{made:?} for {colour:?}");
            }
        }
    }

    #[test]
    fn a_grey_profile_is_for_grey_pictures_only() {
        let profile = ColorProfile::new_gray_with_gamma(1.8).encode().unwrap();
        assert!(foreign(&profile, false).is_none());
        let foreign = foreign(&profile, true).expect("another gamma than the web's");
        let made = first(to_srgb(Picture::of_grey(&[128], (1, 1)), &foreign));
        assert_eq!(made[0], made[1]);
        assert!((140..152).contains(&made[0]), "{made:?}");
    }
}
