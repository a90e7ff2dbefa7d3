//! Letters: the faces that are bundled, and how their glyphs stand beside each other.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

use harfrust::{Buffer, Direction, Language, Script, ShapeOptions, ShapePlan, ShaperFont};
use krilla::text::{Font, Glyph, GlyphId};

/// A face among those that are bundled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Face(u8);

/// What a piece of text is set in, before a letter asks for another face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Running text.
    Serif,
    /// Headings, captions, tables.
    Sans,
}

/// In this order: upright, italic, bold, both; first the text face, which has the most letters.
static FILES: [&[u8]; 7] = [
    include_bytes!("../../../data/fonts/Literata-Regular.ttf"),
    include_bytes!("../../../data/fonts/Literata-Italic.ttf"),
    include_bytes!("../../../data/fonts/Literata-Bold.ttf"),
    include_bytes!("../../../data/fonts/Literata-BoldItalic.ttf"),
    include_bytes!("../../../data/fonts/BeVietnamPro-Regular.ttf"),
    include_bytes!("../../../data/fonts/BeVietnamPro-Italic.ttf"),
    include_bytes!("../../../data/fonts/BeVietnamPro-SemiBold.ttf"),
];

/// Shows that there is a letter that no face has.
const MISSING: char = '\u{25A1}';
/// Has [`MISSING`].
const TEXT_FACE: Face = Face(0);

/// A file, as it is embedded and as it is shaped. Read once: neither changes.
static LOADED: LazyLock<Vec<(Font, harfrust::Font)>> = LazyLock::new(|| {
    let loaded = FILES.iter().map(|file| {
        let font = Font::new((*file).into(), 0).expect("a bundled font can be read");
        let shaping = harfrust::Font::new(*file, 0).expect("a bundled font can be read");
        (font, shaping)
    });
    loaded.collect()
});

impl Face {
    /// The face of a family. Of the sans there is no bold italic: bold says more.
    pub(super) fn of(family: Family, bold: bool, italic: bool) -> Self {
        let style = match (family, bold, italic) {
            (Family::Serif, false, false) => 0,
            (Family::Serif, false, true) => 1,
            (Family::Serif, true, false) => 2,
            (Family::Serif, true, true) => 3,
            (Family::Sans, false, false) => 4,
            (Family::Sans, false, true) => 5,
            (Family::Sans, true, _) => 6,
        };
        Self(style)
    }

    pub(super) fn font(self) -> Font {
        LOADED[usize::from(self.0)].0.clone()
    }

    /// Where to look for a letter that this one lacks.
    fn instead(self) -> Self {
        match self.0 {
            5 => Self(1),
            6 => Self(2),
            _ => TEXT_FACE,
        }
    }
}

/// A glyph in its place; lengths in ems.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) glyph: u16,
    /// Bytes of the text it stands for.
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) advance: f32,
    pub(super) dx: f32,
    pub(super) dy: f32,
}

impl Glyph for Placed {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(u32::from(self.glyph))
    }

    fn text_range(&self) -> std::ops::Range<usize> {
        self.from as usize..self.to as usize
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.dx * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.dy * size
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<krilla::surface::Location> {
        None
    }
}

/// A piece of text without spaces, shaped: glyphs of one face or more.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    pub(super) parts: Vec<(Face, Vec<Placed>)>,
    /// In ems.
    pub(super) width: f32,
}

impl Default for Face {
    fn default() -> Self {
        TEXT_FACE
    }
}

/// The faces in use for one document.
pub(super) struct Fonts {
    faces: Vec<Shaper>,
    buffer: Option<Buffer>,
    language: Option<Language>,
    /// By face; Vietnamese is written in few syllables that come again and again.
    known: Vec<HashMap<Box<str>, Rc<Shaped>>>,
    /// Letters that no face has, as they were met.
    pub(super) missing: BTreeSet<char>,
}

struct Shaper {
    font: ShaperFont<'static, 'static>,
    plan: ShapePlan,
    ems: f32,
}

/// Longer ones do not come again.
const KNOWN_LENGTH: usize = 40;

impl Fonts {
    pub(super) fn new(language: &str) -> Self {
        let language: Option<Language> = language.parse().ok();
        let shaper = |(_, font): &'static (Font, harfrust::Font)| Shaper {
            font: ShaperFont::new(font),
            plan: ShapePlan::new(
                font,
                Direction::LeftToRight,
                Some(Script::LATIN),
                language.as_ref(),
                &[],
            ),
            ems: f32::from(font.units_per_em()),
        };
        let faces: Vec<Shaper> = LOADED.iter().map(shaper).collect();
        Self {
            known: faces.iter().map(|_| HashMap::new()).collect(),
            faces,
            buffer: Some(Buffer::new()),
            language,
            missing: BTreeSet::new(),
        }
    }

    /// Shapes a piece of text. A letter that `face` lacks comes from another, or is a box.
    pub(super) fn shape(&mut self, text: &str, face: Face) -> Rc<Shaped> {
        if let Some(known) = self.known[usize::from(face.0)].get(text) {
            return Rc::clone(known);
        }
        let shaped = Rc::new(self.shape_anew(text, face));
        if text.len() <= KNOWN_LENGTH {
            self.known[usize::from(face.0)].insert(text.into(), Rc::clone(&shaped));
        }
        shaped
    }

    fn shape_anew(&mut self, text: &str, face: Face) -> Shaped {
        let mut shaped = Shaped::default();
        let mut rest = text.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            let wanted = self.face_for(first, face);
            let mut end = start + first.len_utf8();
            if let Some(wanted) = wanted {
                while let Some((_, next)) =
                    rest.next_if(|(_, next)| self.face_for(*next, face) == Some(wanted))
                {
                    end += next.len_utf8();
                }
                self.shape_with(&text[start..end], start, wanted, &mut shaped);
            } else if !is_unseen(first) {
                self.missing.insert(first);
                self.shape_with(MISSING.encode_utf8(&mut [0; 4]), start, TEXT_FACE, &mut shaped);
                // The box stands for the letter, which is what a reader copies and finds.
                if let Some(glyph) = shaped.parts.last_mut().and_then(|(_, part)| part.last_mut()) {
                    glyph.to = u32::try_from(end).unwrap_or(u32::MAX);
                }
            }
        }
        shaped
    }

    /// The face that has a letter; `None` where none does.
    fn face_for(&self, letter: char, face: Face) -> Option<Face> {
        let has = |face: &Face| {
            self.faces[usize::from(face.0)].font.nominal_glyph(u32::from(letter)).is_some()
        };
        [face, face.instead(), TEXT_FACE].into_iter().find(has).filter(|_| !is_unseen(letter))
    }

    fn shape_with(&mut self, text: &str, start: usize, face: Face, shaped: &mut Shaped) {
        let shaper = &self.faces[usize::from(face.0)];
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.clear();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(Some(Script::LATIN));
        buffer.set_language(self.language.clone());
        let options = ShapeOptions::new().plan(Some(&shaper.plan));
        // The plan is of this face, direction and script, so it cannot be refused; glyphs that
        // were not made are not drawn.
        let done = harfrust::shape(&shaper.font, &mut buffer, options).is_ok();
        let infos = if done { buffer.glyph_infos() } else { &[] };
        let byte = |at: usize| u32::try_from(start + at).unwrap_or(u32::MAX);
        let mut part = Vec::with_capacity(infos.len());
        for (at, (info, position)) in infos.iter().zip(buffer.glyph_positions()).enumerate() {
            let next = infos[at..].iter().find(|next| next.cluster != info.cluster);
            let to = next.map_or(text.len(), |next| next.cluster as usize);
            #[expect(clippy::cast_precision_loss, reason = "units of a font are a few thousand")]
            let ems = |units: i32| units as f32 / shaper.ems;
            let advance = ems(position.x_advance);
            shaped.width += advance;
            part.push(Placed {
                glyph: u16::try_from(info.glyph_id).unwrap_or(0),
                from: byte(info.cluster as usize),
                to: byte(to),
                advance,
                dx: ems(position.x_offset),
                dy: ems(position.y_offset),
            });
        }
        match shaped.parts.last_mut() {
            Some((last, glyphs)) if *last == face => glyphs.append(&mut part),
            _ => shaped.parts.push((face, part)),
        }
        self.buffer = Some(buffer);
    }
}

/// Letters that are there to change how others look: joiners, variation selectors, marks of
/// direction, the soft hyphen. The faces here need none of them.
fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}
