//! Runs of an article as lines of a page.
//!
//! Vietnamese is written syllable by syllable, with spaces between, and no syllable is ever
//! broken: lines end at spaces, and after a hyphen, dash or slash that joins words. Only what is
//! wider than a whole line is broken, between letters.

use std::ops::Range;
use std::rc::Rc;

use super::fonts::{Face, Family, Fonts, Placed, Shaped};
use crate::article::{Mark, Text, is_safe_link};

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) family: Family,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// In points, as all lengths here that are not in ems.
    pub(super) size: f32,
    /// From one line to the next.
    pub(super) leading: f32,
    /// 0 (black) to 255 (white).
    pub(super) grey: u8,
    pub(super) align: Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    /// Both edges even where no space has to grow beyond [`WIDEST_SPACE`] for it.
    Both,
}

/// The most that a space of a justified line grows to, and the least that it shrinks to, of its
/// own width. Syllables are short, so that lines have many spaces and seldom come to the limit.
const WIDEST_SPACE: f32 = 2.2;
const NARROWEST_SPACE: f32 = 0.85;
/// Letters that are shaped in one go: a word of a million letters is no word.
const LONGEST_PIECE: usize = 120;
/// Of the size of the letters around: how small and how far up and down indices stand.
const INDEX_SIZE: f32 = 0.66;
const SUPERSCRIPT_RISE: f32 = 0.36;
const SUBSCRIPT_DROP: f32 = 0.14;

/// One line, ready to be drawn.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// Without the space at its end.
    pub(super) width: f32,
}

/// A part of a line in one face.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) rise: f32,
    pub(super) grey: u8,
    /// From the left end of the line.
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) text: String,
    pub(super) glyphs: Vec<Placed>,
    pub(super) link: Option<Rc<str>>,
}

/// Text in one style with the marks of its runs, white space made one space, without what cannot
/// stand in a document.
#[derive(Debug, Default)]
pub(super) struct Prose {
    text: String,
    /// Up to which byte each goes.
    spans: Vec<(usize, Marks)>,
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Marks {
    bold: bool,
    italic: bool,
    index: Index,
    link: Option<Rc<str>>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Index {
    #[default]
    None,
    Above,
    Below,
}

impl Prose {
    pub(super) fn new(runs: &[Text]) -> Self {
        let mut prose = Self::default();
        for run in runs {
            let mut marks = Marks::default();
            for mark in &run.marks {
                match mark {
                    Mark::Strong => marks.bold = true,
                    Mark::Em => marks.italic = true,
                    Mark::Sup => marks.index = Index::Above,
                    Mark::Sub => marks.index = Index::Below,
                    Mark::Link { href } if is_safe_link(href) => {
                        marks.link = Some(href.as_str().into());
                    }
                    Mark::Link { .. } => {}
                }
            }
            prose.push(&run.text, marks);
        }
        prose
    }

    pub(super) fn plain(text: &str) -> Self {
        let mut prose = Self::default();
        prose.push(text, Marks::default());
        prose
    }

    /// Goes on in italics after a space.
    pub(super) fn and_italic(mut self, text: &str) -> Self {
        self.push(" ", Marks::default());
        self.push(text, Marks { italic: true, ..Marks::default() });
        self
    }

    /// Something to stand in an empty cell.
    pub(super) fn blank() -> Self {
        Self::plain("\u{A0}")
    }

    pub(super) fn text(&self) -> &str {
        self.text.trim_end_matches(' ')
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text on one line, its end left out where it is wider than `measure`.
    pub(super) fn one_line(&self, fonts: &mut Fonts, style: &Style, measure: f32) -> Option<Line> {
        let mut lines = self.lines(fonts, style, measure);
        if lines.len() > 1 {
            let room = measure
                - fonts.shape("…", Set::of(style, &Marks::default()).face).width * style.size;
            let first = self.lines(fonts, style, room).into_iter().next()?;
            let text: String = first.runs.iter().map(|run| run.text.as_str()).collect();
            let text = text.trim_end_matches([' ', ',', '.', ':', ';', '-', '–']);
            lines = Self::plain(&format!("{text}…")).lines(fonts, style, f32::INFINITY);
        }
        lines.into_iter().next()
    }

    fn push(&mut self, text: &str, marks: Marks) {
        for letter in text.chars() {
            match printed(letter) {
                ' ' if self.text.is_empty() || self.text.ends_with(' ') => {}
                letter => self.text.push(letter),
            }
        }
        let end = self.text.len();
        match self.spans.last_mut() {
            Some((last, same)) if *same == marks => *last = end,
            Some((last, _)) if *last == end => {}
            _ => self.spans.push((end, marks)),
        }
    }

    /// Breaks the text into lines of at most `measure` points.
    pub(super) fn lines(&self, fonts: &mut Fonts, style: &Style, measure: f32) -> Vec<Line> {
        let atoms = self.atoms(fonts, style, measure);
        let mut lines = Vec::new();
        let mut setter = Setter { prose: self, style, measure, fonts };
        let mut rest = &atoms[..];
        while !rest.is_empty() {
            let count = fitting(rest, measure);
            let (now, later) = rest.split_at(count);
            lines.push(setter.line(now, later.is_empty()));
            rest = later;
        }
        lines
    }

    /// Width of the text on one line, and of its widest part that is not broken.
    pub(super) fn widths(&self, fonts: &mut Fonts, style: &Style) -> (f32, f32) {
        let mut whole = 0.0;
        let (mut part, mut widest) = (0.0_f32, 0.0_f32);
        for atom in self.atoms(fonts, style, f32::INFINITY) {
            whole += atom.width + atom.space;
            part += atom.width;
            widest = widest.max(part);
            if atom.breaks {
                part = 0.0;
            }
        }
        (whole, widest)
    }

    fn atoms(&self, fonts: &mut Fonts, style: &Style, measure: f32) -> Vec<Atom> {
        let text = self.text();
        let mut atoms: Vec<Atom> = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let end = start + atom_length(&text[start..]);
            let whole = self.atom(start..end, fonts, style);
            if whole.width > measure {
                self.broken(start..end, fonts, style, measure, &mut atoms);
            } else {
                atoms.push(whole);
            }
            start = end;
            if let (true, Some(atom)) = (text[start..].starts_with(' '), atoms.last_mut()) {
                let last = atom.pieces.last().map(|(_, _, set)| set);
                let set = last.cloned().unwrap_or_else(|| Set::of(style, &Marks::default()));
                atom.space = fonts.shape(" ", set.face).width * set.size;
                start += 1;
                // A dash that stands alone stays with what came before it.
                let next = &text[start..];
                atom.breaks = !["– ", "— ", "- "].iter().any(|dash| next.starts_with(dash));
            }
        }
        atoms
    }

    fn atom(&self, range: Range<usize>, fonts: &mut Fonts, style: &Style) -> Atom {
        let mut atom = Atom { pieces: Vec::new(), width: 0.0, space: 0.0, breaks: true };
        let first = self.spans.partition_point(|(to, _)| *to <= range.start);
        let mut at = range.start;
        for (to, marks) in &self.spans[first..] {
            if at >= range.end {
                break;
            }
            let to = range.end.min(*to);
            let set = Set::of(style, marks);
            let shaped = fonts.shape(&self.text[at..to], set.face);
            atom.width += shaped.width * set.size;
            atom.pieces.push((at..to, shaped, set));
            at = to;
        }
        atom
    }

    /// What is wider than a line, in as few parts as fit, each of one letter at least.
    fn broken(
        &self,
        range: Range<usize>,
        fonts: &mut Fonts,
        style: &Style,
        measure: f32,
        atoms: &mut Vec<Atom>,
    ) {
        let mut start = range.start;
        let mut width = 0.0;
        for (at, letter) in self.text[range.clone()].char_indices() {
            let at = range.start + at;
            let next = self.atom(at..at + letter.len_utf8(), fonts, style).width;
            if at > start && width + next > measure && !is_mark(letter) {
                atoms.push(self.atom(start..at, fonts, style));
                (start, width) = (at, 0.0);
            }
            width += next;
        }
        atoms.push(self.atom(start..range.end, fonts, style));
    }
}

/// What a run is set in.
#[derive(Debug, Clone, PartialEq)]
struct Set {
    face: Face,
    size: f32,
    rise: f32,
    grey: u8,
    link: Option<Rc<str>>,
}

impl Set {
    fn of(style: &Style, marks: &Marks) -> Self {
        // Emphasis inside italics stands upright.
        let face = Face::of(style.family, style.bold || marks.bold, style.italic != marks.italic);
        let (scale, rise) = match marks.index {
            Index::None => (1.0, 0.0),
            Index::Above => (INDEX_SIZE, SUPERSCRIPT_RISE),
            Index::Below => (INDEX_SIZE, -SUBSCRIPT_DROP),
        };
        Self {
            face,
            size: style.size * scale,
            rise: style.size * rise,
            grey: style.grey,
            link: marks.link.clone(),
        }
    }
}

/// What a line is not ended within, with the space behind it.
struct Atom {
    pieces: Vec<Piece>,
    width: f32,
    /// 0 where it is joined to the next.
    space: f32,
    /// Whether a line may end behind it.
    breaks: bool,
}

/// Bytes of the text, what they look like, and what they are set in.
type Piece = (Range<usize>, Rc<Shaped>, Set);

/// Bytes up to the next place where a line may end.
fn atom_length(text: &str) -> usize {
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    let mut count = 0;
    while let Some((at, letter)) = letters.next() {
        if letter == ' ' {
            return at;
        }
        count += 1;
        let after = letters.peek().map(|(_, next)| *next);
        let joins = matches!(letter, '-' | '\u{2010}' | '–' | '—' | '/' | '\u{200B}');
        let between_words =
            before.is_alphabetic() && after.is_some_and(char::is_alphabetic) && joins;
        // An address is broken at its slashes, a run of signs anywhere.
        let long = count >= LONGEST_PIECE && after.is_some_and(|next| !is_mark(next));
        if between_words || long {
            return at + letter.len_utf8();
        }
        before = letter;
    }
    text.len()
}

/// Combining marks of the scripts that the faces have.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{200D}' | '\u{FE0F}')
}

/// How many atoms go on a line, at least one.
fn fitting(atoms: &[Atom], measure: f32) -> usize {
    let (mut width, mut spaces, mut count) = (0.0, 0.0, 0);
    let mut last_break = 0;
    for (at, atom) in atoms.iter().enumerate() {
        let shrunk = width + spaces * NARROWEST_SPACE + atom.width;
        if at > 0 && shrunk > measure {
            break;
        }
        width += atom.width;
        spaces += atom.space;
        count = at + 1;
        if atom.breaks {
            last_break = count;
        }
    }
    if count == atoms.len() || last_break == 0 { count.max(1) } else { last_break }
}

struct Setter<'a> {
    prose: &'a Prose,
    style: &'a Style,
    measure: f32,
    fonts: &'a mut Fonts,
}

impl Setter<'_> {
    fn line(&mut self, atoms: &[Atom], is_last: bool) -> Line {
        let natural: f32 = atoms.iter().map(|atom| atom.width).sum();
        let inner = &atoms[..atoms.len().saturating_sub(1)];
        let spaces: f32 = inner.iter().map(|atom| atom.space).sum();
        let stretch = if spaces > 0.0 { (self.measure - natural) / spaces } else { 1.0 };
        let stretch = match self.style.align {
            Align::Both if !is_last && stretch <= WIDEST_SPACE => stretch.max(NARROWEST_SPACE),
            // A line that only fits with narrow spaces has them, whatever its edge.
            _ => stretch.clamp(NARROWEST_SPACE, 1.0),
        };
        let mut line = Line { runs: Vec::new(), width: 0.0 };
        for (at, atom) in atoms.iter().enumerate() {
            for (range, shaped, set) in &atom.pieces {
                self.put(&mut line, range.clone(), shaped, set);
            }
            let ends = at + 1 == atoms.len();
            if atom.space > 0.0 && !(ends && is_last) {
                // Also at the end of a line, where nobody sees it: the words on both sides of the
                // break are two to whoever copies the text or has it read out.
                let width = line.width;
                let next = atoms.get(at + 1).and_then(|next| next.pieces.first());
                self.space(&mut line, atom, next, if ends { 1.0 } else { stretch });
                if ends {
                    line.width = width;
                }
            }
        }
        line
    }

    fn put(&self, line: &mut Line, range: Range<usize>, shaped: &Shaped, set: &Set) {
        let text = &self.prose.text[range];
        for (face, glyphs) in &shaped.parts {
            let run = run_for(line, *face, set);
            let from = glyphs.first().map_or(0, |glyph| glyph.from);
            let to = glyphs.last().map_or(0, |glyph| glyph.to);
            let offset = u32::try_from(run.text.len()).unwrap_or(0);
            run.text.push_str(&text[from as usize..to as usize]);
            let mut width = 0.0;
            for glyph in glyphs {
                width += glyph.advance * set.size;
                let (start, end) = (glyph.from - from + offset, glyph.to - from + offset);
                run.glyphs.push(Placed { from: start, to: end, ..*glyph });
            }
            run.width += width;
            line.width += width;
        }
    }

    fn space(&mut self, line: &mut Line, atom: &Atom, next: Option<&Piece>, stretch: f32) {
        let Some((_, _, set)) = atom.pieces.last() else { return };
        let shaped = self.fonts.shape(" ", set.face);
        // The space behind a link is no part of it.
        let within = next.is_some_and(|(_, _, next)| next.link == set.link);
        let set = Set { link: set.link.clone().filter(|_| within), ..set.clone() };
        let run = run_for(line, set.face, &set);
        let Some(glyph) = shaped.parts.first().and_then(|(_, glyphs)| glyphs.first()) else {
            return;
        };
        let from = u32::try_from(run.text.len()).unwrap_or(0);
        run.text.push(' ');
        let advance = glyph.advance * stretch;
        run.glyphs.push(Placed { from, to: from + 1, advance, ..*glyph });
        run.width += advance * set.size;
        line.width += advance * set.size;
    }
}

/// The run at the end of a line where it is of this kind, else a new one.
fn run_for<'a>(line: &'a mut Line, face: Face, set: &Set) -> &'a mut Run {
    let goes_on = line.runs.last().is_some_and(|run| {
        run.face == face
            && run.size == set.size
            && run.rise == set.rise
            && run.grey == set.grey
            && run.link == set.link
    });
    if !goes_on {
        line.runs.push(Run {
            face,
            size: set.size,
            rise: set.rise,
            grey: set.grey,
            x: line.width,
            width: 0.0,
            text: String::new(),
            glyphs: Vec::new(),
            link: set.link.clone(),
        });
    }
    let last = line.runs.len() - 1;
    &mut line.runs[last]
}

/// A letter as it may stand in a document that is kept: no control characters, nothing whose
/// meaning is private to somebody, no codes that are no letters.
fn printed(letter: char) -> char {
    match letter {
        '\u{A0}' | '\u{202F}' | '\u{2007}' => letter,
        _ if letter.is_whitespace() || letter.is_control() => ' ',
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FDD0}'..='\u{FDEF}' => {
            '\u{FFFD}'
        }
        _ if u32::from(letter) & 0xFFFE == 0xFFFE => '\u{FFFD}',
        _ => letter,
    }
}
