//! The pictures of a bundle: for each photo in use the renditions that its target wants, with the
//! edits of that use made, that say what they are.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Edition, name};
use crate::article::{BylineRole, Photo, text_of};
use crate::exchange::target::{Making, TargetRendition};
use crate::failure::{Failure, Result};
use crate::language::normal::one_line;
use crate::photo::metadata::{self, Metadata};
use crate::photo::{PhotoInfo, PhotoKind, Rendered, glance, render_all};

pub(in crate::exchange) struct Media {
    pictures: Vec<Picture>,
    /// By hash of the original and what is done to it.
    by_use: BTreeMap<(String, String), usize>,
}

/// A photo as it is used, in every rendition of the target.
pub(in crate::exchange) struct Picture {
    /// BLAKE3 of the original.
    pub(in crate::exchange) original: String,
    /// What was done to it, as text.
    pub(in crate::exchange) edits: String,
    /// In the order of the target, never empty.
    pub(in crate::exchange) files: Vec<PictureFile>,
}

/// One rendition with its place in the bundle.
pub(in crate::exchange) struct PictureFile {
    /// As the target calls it.
    pub(in crate::exchange) name: String,
    pub(in crate::exchange) made: Making,
    pub(in crate::exchange) path: String,
    pub(in crate::exchange) kind: PhotoKind,
    pub(in crate::exchange) width: u32,
    pub(in crate::exchange) height: u32,
    /// Where its focal point is, in pixels from the top left.
    pub(in crate::exchange) focus: Option<(u32, u32)>,
    pub(in crate::exchange) bytes: Vec<u8>,
    pub(in crate::exchange) sha256: String,
}

impl Picture {
    /// Names the original, and what was done to it.
    pub(in crate::exchange) fn identity(&self) -> String {
        if self.edits.is_empty() {
            return self.original.clone();
        }
        let edits = blake3::hash(self.edits.as_bytes()).to_hex();
        format!("{}:{}", self.original, &edits[..16])
    }

    /// The one that stands in the article's page: the first for the web, if there is any.
    pub(in crate::exchange) fn shown(&self) -> &PictureFile {
        let web = self.files.iter().find(|file| matches!(file.made, Making::Web { .. }));
        web.unwrap_or(&self.files[0])
    }
}

impl Media {
    /// No pictures, for a text that names none.
    pub(in crate::exchange) fn none() -> Self {
        Self { pictures: Vec::new(), by_use: BTreeMap::new() }
    }

    /// Makes the renditions, in reading order; a photo used twice is there once, unless other
    /// things are done to it.
    pub(in crate::exchange) fn collect(edition: &Edition<'_>) -> Result<Self> {
        let mut media = Self::none();
        // Where changes are shown, so are the pictures that were taken out.
        let before = edition.review.and_then(|review| review.base.as_ref());
        let before = before.iter().flat_map(|base| base.document.photos());
        for photo in edition.document.photos().chain(before) {
            let Some(hash) = &photo.attrs.photo else { continue };
            let Some((info, original)) = edition.photos.get(hash) else { continue };
            let of_use = (hash.clone(), photo.attrs.edits.to_string());
            if media.by_use.contains_key(&of_use) {
                continue;
            }
            let words = name::short(&text_of(&photo.content), 60);
            let words = if words.is_empty() { name::short(hash, 8) } else { words };
            let stem = format!("media/{:02}-{words}", media.pictures.len() + 1);
            let files = files(edition, photo, info, original, &stem)
                .map_err(|failure| failure.with("file", &info.file_name))?;
            let edits = photo.attrs.edits.to_string();
            media.by_use.insert(of_use, media.pictures.len());
            media.pictures.push(Picture { original: hash.clone(), edits, files });
        }
        Ok(media)
    }

    /// The picture of a photo in use; `None` where the photo is missing.
    pub(in crate::exchange) fn of(&self, photo: &Photo) -> Option<&Picture> {
        let of_use = (photo.attrs.photo.clone()?, photo.attrs.edits.to_string());
        self.pictures.get(*self.by_use.get(&of_use)?)
    }

    pub(in crate::exchange) fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.pictures.iter()
    }
}

/// Every rendition of one photo as it is used. Those that are made anew come from one decode.
fn files(
    edition: &Edition<'_>,
    photo: &Photo,
    info: &PhotoInfo,
    original: &[u8],
    stem: &str,
) -> Result<Vec<PictureFile>> {
    let target = edition.target;
    let words = words_of(edition, photo, info, original);
    // Stars help whoever lays out the paper to choose. On the web they would tell every reader, and
    // every competitor, what the newsroom thought of its photos; no portal asks for them.
    let public = Metadata { rating: 0, ..words.clone() };
    let position = if target.position { metadata::position(original) } else { None };
    let position = position.as_ref();

    // The picture as it came, for print: only where it is shown as it came.
    let prints = target.renditions.iter().any(|it| it.made == Making::Print);
    let kept = if prints && !photo.attrs.edits.change_the_picture() {
        metadata::write_in_place(original, &words, position)?
    } else {
        None
    };
    let is_kept = |made: Making| made == Making::Print && kept.is_some();
    let size = (info.width, info.height);
    let edits_of = |made: Making| made.edits(&photo.attrs.edits, size);
    let made_anew: Vec<Making> =
        target.renditions.iter().map(|it| it.made).filter(|made| !is_kept(*made)).collect();
    // Those of one shape come from one decode.
    let mut by_shape: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, made) in made_anew.iter().enumerate() {
        by_shape.entry(edits_of(*made).to_string()).or_default().push(n);
    }
    let mut rendered: BTreeMap<usize, Rendered> = BTreeMap::new();
    for alike in by_shape.into_values() {
        let wanted: Vec<_> = alike.iter().map(|n| made_anew[*n].wanted(info.kind)).collect();
        let pictures = render_all(original, &wanted, &edits_of(made_anew[alike[0]]))?;
        rendered.extend(alike.into_iter().zip(pictures));
    }
    let mut rendered = rendered.into_values();

    let several = target.renditions.len() > 1;
    let file = |rendition: &TargetRendition| {
        let bytes = match &kept {
            Some(kept) if is_kept(rendition.made) => kept.clone(),
            Some(_) | None => {
                let picture = rendered
                    .next()
                    .ok_or_else(|| Failure::internal("one rendition for each wish"))?;
                let words = match rendition.made {
                    Making::Print => &words,
                    Making::Web { .. } => &public,
                };
                metadata::write(&picture.bytes, words, position)?
            }
        };
        let seen = glance(&bytes, &info.file_name)?;
        let ending = seen.kind.ending();
        let name = &rendition.name;
        Ok(PictureFile {
            name: name.clone(),
            made: rendition.made,
            path: if several {
                format!("{stem}-{name}.{ending}")
            } else {
                format!("{stem}.{ending}")
            },
            kind: seen.kind,
            width: seen.width,
            height: seen.height,
            focus: edits_of(rendition.made).focus_in(seen.width, seen.height),
            sha256: sha256(&bytes),
            bytes,
        })
    };
    target.renditions.iter().map(file).collect()
}

/// What an exported picture says of itself: what stands beside it in the article, and what the
/// desk, or else the original, says beyond that. Only named fields go along, so nothing tells where
/// the camera stood or whose it is; instructions are for the desk.
fn words_of(edition: &Edition<'_>, photo: &Photo, info: &PhotoInfo, original: &[u8]) -> Metadata {
    let printed = |text: &str| one_line(text);
    let said = match &info.desk {
        Some(desk) => desk.metadata.clone(),
        // Not what is kept of it: of photos that came before anybody asked, nothing is.
        None => metadata::read(original).metadata,
    };
    let own = Metadata { instructions: String::new(), ..said };
    let photographers = edition.fields.bylines.iter().filter(|it| it.role == BylineRole::Photo);
    let here = Metadata {
        headline: printed(&edition.document.headline_text()),
        caption: printed(&text_of(&photo.content)),
        credit: printed(&photo.attrs.credit),
        alt: printed(&photo.attrs.alt),
        ..Metadata::default()
    };
    let otherwise = Metadata {
        creators: photographers.map(|byline| printed(&byline.pen_name)).collect(),
        source: printed(&edition.fields.source),
        ..Metadata::default()
    };
    here.or(own).or(otherwise)
}

pub(in crate::exchange) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
