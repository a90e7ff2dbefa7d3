//! What the house asks of photos, told at their captions.

use std::collections::{BTreeMap, HashMap};

use super::{Find, HouseRules};
use crate::article::{BlockId, Document, Photo, text_of};
use crate::photo::{Turn, WHOLE};
use crate::proof::line::{Found, Placed};

/// The rules of photos, each with its place among all.
#[derive(Debug, Default)]
pub(super) struct PhotoRules(Vec<(usize, Find)>);

impl PhotoRules {
    pub(super) fn add(&mut self, rule: usize, find: &Find) {
        self.0.push((rule, find.clone()));
    }

    /// Whether one of them has to know how large pictures are.
    pub(super) fn measure(&self) -> bool {
        self.0.iter().any(|(_, find)| matches!(find, Find::SmallPicture { .. }))
    }

    /// Looks at every photo of an article; `found` is by line.
    pub(super) fn look(
        &self,
        rules: &HouseRules,
        document: &Document,
        lines: &[Placed],
        day: &str,
        pictures: &BTreeMap<String, (u32, u32)>,
        found: &mut [Vec<Found>],
    ) {
        if self.0.is_empty() {
            return;
        }
        let of_block: HashMap<&BlockId, usize> =
            lines.iter().enumerate().filter_map(|(n, it)| Some((it.block.as_ref()?, n))).collect();
        for photo in document.photos() {
            let Some(line) = of_block.get(&photo.attrs.id) else { continue };
            for (rule, find) in &self.0 {
                let ready = &rules.rules()[*rule];
                if !ready.rule.holds_on(day) {
                    continue;
                }
                let Some(missed) = look_at(photo, find, pictures) else { continue };
                let mut told = ready.found(missed.from, missed.to, Vec::new());
                // Two photos without captions have the same words: their places tell them apart.
                told = told.with("photo", &photo.attrs.id.0).with("kind", find.kind());
                for (name, value) in missed.figures {
                    told = told.with(name, value);
                }
                found[*line].push(told);
            }
        }
    }
}

/// What a photo misses, and where in its caption that is told, in bytes.
struct Missed {
    from: usize,
    to: usize,
    figures: Vec<(&'static str, u32)>,
}

fn look_at(photo: &Photo, find: &Find, pictures: &BTreeMap<String, (u32, u32)>) -> Option<Missed> {
    let caption = text_of(&photo.content);
    let missed = |from: usize, figures| Some(Missed { from, to: caption.len(), figures });
    let is_empty = |text: &str| text.trim().is_empty();
    match find {
        Find::NoCaption if is_empty(&caption) => missed(0, Vec::new()),
        Find::LongCaption { most } => {
            let (surplus, _) = caption.char_indices().nth(*most as usize)?;
            let spaces = caption[surplus..].find(|c: char| !c.is_whitespace()).unwrap_or(0);
            let surplus = surplus + spaces;
            let count = u32::try_from(caption.chars().count()).unwrap_or(u32::MAX);
            missed(surplus, vec![("count", count), ("most", *most)])
        }
        // A caption that waits for its photo cannot say whose it is.
        Find::NoCredit if photo.attrs.photo.is_some() && is_empty(&photo.attrs.credit) => {
            missed(0, Vec::new())
        }
        Find::NoAlt if photo.attrs.photo.is_some() && is_empty(&photo.attrs.alt) => {
            missed(0, Vec::new())
        }
        Find::SmallPicture { least } => {
            let longest = longest_side(photo, pictures)?;
            (longest < *least)
                .then(|| missed(0, vec![("count", longest), ("least", *least)]))
                .flatten()
        }
        Find::NoCaption
        | Find::NoCredit
        | Find::NoAlt
        | Find::Words { .. }
        | Find::Pattern { .. } => None,
    }
}

/// Pixels of the longest side of what is shown.
pub(in crate::proof) fn longest_side(
    photo: &Photo,
    pictures: &BTreeMap<String, (u32, u32)>,
) -> Option<u32> {
    let (width, height) = *pictures.get(photo.attrs.photo.as_ref()?)?;
    let edits = &photo.attrs.edits;
    let (width, height) = if matches!(edits.turn, Turn::Right | Turn::Left) {
        (height, width)
    } else {
        (width, height)
    };
    let part = |whole: u32, of: u16| {
        let pixels = u64::from(whole) * u64::from(of) / u64::from(WHOLE);
        u32::try_from(pixels).unwrap_or(u32::MAX)
    };
    let (wide, high) = edits.crop.map_or((WHOLE, WHOLE), |crop| (crop.width, crop.height));
    Some(part(width, wide).max(part(height, high)))
}

impl Find {
    /// What a finding calls it.
    fn kind(&self) -> &'static str {
        match self {
            Self::Words { .. } => "words",
            Self::Pattern { .. } => "pattern",
            Self::NoCaption => "noCaption",
            Self::NoCredit => "noCredit",
            Self::NoAlt => "noAlt",
            Self::LongCaption { .. } => "longCaption",
            Self::SmallPicture { .. } => "smallPicture",
        }
    }
}
