//! What a Word file of before 2007 says beside its text, and the reader of others does not tell: in
//! which font a letter stands, for old encodings are known by nothing else; where a picture stands, and
//! floating ones at all; where a comment belongs.
//!
//! The letters that the reader gives are followed in the file, one by one ([`Beside::follow`]). Names
//! in capitals below are those of \[MS-DOC\] and \[MS-ODRAW\]. A file that is not understood has
//! nothing beside its text, and one that lies about offsets has less: no number of it is believed
//! before it is asked for with `get`.

use std::collections::HashMap;
use std::io::Cursor;
use std::ops::Range;

use office_oxide::cfb::CfbReader;
use office_oxide::cfb::blip::{BlipFormat, extract_blip_images};

use crate::language::normal::one_line;

/// Most letters that are followed: twice the largest text of an article.
const LETTERS: usize = 10_000_000;
/// How far on a letter is looked for within its paragraph.
const FAR: usize = 32;
/// Letters by which a paragraph is found, however far on.
const BEGINNING: usize = 16;
/// Deepest chain of styles, and of containers of drawings.
const DEPTH: usize = 16;

#[derive(Default)]
pub(super) struct Beside {
    /// Of the text, then of the text boxes.
    stories: [Story; 2],
    fonts: Vec<String>,
    /// Whether each list has numbers.
    lists: Vec<bool>,
    pub(super) pictures: Vec<Vec<u8>>,
}

#[derive(Default)]
struct Story {
    letters: Vec<Letter>,
    /// Where the paragraph begins that is looked at, and from where one is looked for: behind the
    /// beginning of the last one that was followed.
    begins: usize,
    from: usize,
    /// Behind the letter that was found last.
    at: usize,
    things: Vec<Placed>,
    /// How many of the things were told.
    told: usize,
}

struct Placed {
    /// The letter that stands behind it.
    before: usize,
    /// The paragraph in which it stands ends a cell.
    in_cell: bool,
    thing: Thing,
}

#[derive(Clone, Copy)]
struct Letter {
    unit: u16,
    /// From a code page that only the reader knows.
    is_any: bool,
    font: u16,
    /// Number of the list from 1; 0 for none.
    list: u16,
}

impl Letter {
    fn is(self, unit: u16) -> bool {
        self.unit == unit || self.is_any && unit >= 0x80
    }
}

/// What stands between two letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Thing {
    /// Place in [`Beside::pictures`], and its words.
    Picture(usize, String),
    /// The passage of the comment of this number begins or ends here.
    Comment { number: usize, ends: bool },
}

/// The letters of the article, or those of its text boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Text,
    Boxes,
}

impl Beside {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Source::of(bytes).and_then(|source| source.read()).unwrap_or_default()
    }

    /// A paragraph that the reader gave is followed from now on.
    pub(super) fn begin(&mut self, of: Of, paragraph: &str) {
        let story = &mut self.stories[of as usize];
        let start: Vec<u16> = paragraph
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .take(BEGINNING)
            .map(|letter| letter.encode_utf16(&mut [0; 2])[0])
            .collect();
        if start.is_empty() {
            return;
        }
        let is_here = |here: &[Letter]| here.iter().zip(&start).all(|(it, unit)| it.is(*unit));
        let places = story.letters.get(story.from..).unwrap_or_default();
        if let Some(distance) = places.windows(start.len()).position(is_here) {
            story.begins = story.from + distance;
            story.at = story.begins;
        }
    }

    /// The font of a letter that the reader gave, and what stands before it that was not told yet.
    pub(super) fn follow(&mut self, of: Of, letter: char) -> (Vec<Thing>, &str) {
        let story = &mut self.stories[of as usize];
        let unit = letter.encode_utf16(&mut [0; 2])[0];
        let mut ahead = story.letters.get(story.at..).unwrap_or_default().iter().take(FAR);
        let found = ahead.position(|it| it.is(unit));
        let font = found.map_or("", |distance| {
            story.at += distance + 1;
            // The same words again are another paragraph.
            story.from = story.from.max(story.begins + 1);
            let font = usize::from(story.letters[story.at - 1].font);
            self.fonts.get(font).map_or("", String::as_str)
        });
        let until = if found.is_some() { story.at - 1 } else { story.at };
        (story.tell(|it| it.before <= until), font)
    }

    /// Whether a list that begins with this paragraph has numbers.
    pub(super) fn is_numbered(&mut self, of: Of, paragraph: &str) -> Option<bool> {
        self.begin(of, paragraph);
        let story = &self.stories[of as usize];
        let list = usize::from(story.letters.get(story.at)?.list);
        self.lists.get(list.checked_sub(1)?).copied()
    }

    /// What stands before a table that begins with this paragraph, and not in it.
    pub(super) fn before_table(&mut self, of: Of, paragraph: &str) -> Vec<Thing> {
        self.begin(of, paragraph);
        let story = &mut self.stories[of as usize];
        let at = story.at;
        story.tell(|it| it.before <= at && !it.in_cell)
    }

    /// What stands behind the last letter.
    pub(super) fn rest(&mut self, of: Of) -> Vec<Thing> {
        self.stories[of as usize].tell(|_| true)
    }
}

impl Story {
    /// The next things that are such.
    fn tell(&mut self, are_such: impl Fn(&Placed) -> bool) -> Vec<Thing> {
        let more = self.things[self.told..].iter().take_while(|placed| are_such(placed));
        let more: Vec<Thing> = more.map(|placed| placed.thing.clone()).collect();
        self.told += more.len();
        more
    }

    fn put(&mut self, things: impl Iterator<Item = Thing>) {
        let before = self.letters.len();
        self.things.extend(things.map(|thing| Placed { before, in_cell: false, thing }));
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// The streams of a file.
struct Source {
    /// `WordDocument`, `0Table` or `1Table`, `Data`.
    word: Vec<u8>,
    table: Vec<u8>,
    data: Vec<u8>,
}

/// A stretch of text: Pcd.
struct Piece {
    first: usize,
    letters: usize,
    offset: usize,
    /// One byte for each letter.
    is_narrow: bool,
}

/// What is said of the letters between two offsets of `WordDocument`.
struct Stretch<T> {
    offsets: Range<usize>,
    says: T,
}

/// Of a run of letters: what its Chpx says.
#[derive(Clone, Copy, Default)]
struct Look {
    font: Option<u16>,
    style: Option<u16>,
    picture: Option<u32>,
    is_unseen: bool,
}

impl Source {
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut file = CfbReader::new(Cursor::new(bytes)).ok()?;
        let word = file.open_stream("WordDocument").ok()?;
        let is_97 = u16_at(&word, 0)? == 0xA5EC;
        let table = if u16_at(&word, 0x0A)? & 0x200 == 0 { "0Table" } else { "1Table" };
        let table = file.open_stream(table).ok()?;
        let data = file.open_stream("Data").unwrap_or_default();
        is_97.then_some(Self { word, table, data })
    }

    /// A part of the table stream, by its number in FibRgFcLcb97.
    fn part(&self, number: usize) -> &[u8] {
        let part = || {
            let start = size_at(&self.word, 0x9A + 8 * number)?;
            self.table.get(start..start.checked_add(size_at(&self.word, 0x9E + 8 * number)?)?)
        };
        part().unwrap_or_default()
    }

    fn read(&self) -> Option<Beside> {
        let length = |at: usize| size_at(&self.word, at);
        let text = length(0x4C)?;
        // Notes, headers, comments and end notes stand between.
        let boxes = [text, length(0x50)?, length(0x54)?, length(0x5C)?, length(0x60)?];
        let boxes = boxes.into_iter().try_fold(0, usize::checked_add)?;
        let pieces = self.pieces()?;
        let looks = self.looks();
        let styles = Styles::of(self.part(1));
        let paragraphs = self.paragraphs();
        let mut gallery = Gallery { source: self, pictures: Vec::new(), known: HashMap::new() };
        let drawn = gallery.drawn(self.part(50), self.part(40));
        let comments = comments(self.part(4), self.part(42));
        let mut read = |range: Range<usize>| {
            let mut story = Story::default();
            let mut fields: Vec<bool> = Vec::new();
            // Things of the paragraphs before.
            let mut ended = 0;
            for (at, offset, unit, is_narrow) in letters(&self.word, &pieces, range) {
                let look = found(&looks, offset).copied().unwrap_or_default();
                story.put(comments.get(&at).into_iter().flatten().cloned());
                match unit {
                    // A field: what stands before its separator is told to programs alone.
                    0x13 => fields.push(false),
                    0x14 => drop(fields.last_mut().map(|told| *told = true)),
                    0x15 => drop(fields.pop()),
                    _ if look.is_unseen => {}
                    0x01 | 0x08 => {
                        let seen = match unit {
                            1 => look.picture.and_then(|at| gallery.in_line(at as usize)),
                            _ => drawn.get(&at).cloned(),
                        };
                        let seen = seen.into_iter().flatten();
                        story.put(seen.map(|(picture, alt)| Thing::Picture(picture, alt)));
                    }
                    0x07 | 0x0D => {
                        let of_paragraph = &mut story.things[ended..];
                        of_paragraph.iter_mut().for_each(|it| it.in_cell = unit == 0x07);
                        ended = story.things.len();
                    }
                    0..=0x20 | 0xA0 => {}
                    _ if fields.iter().all(|told| *told) => {
                        let (style, list) = found(&paragraphs, offset).copied().unwrap_or_default();
                        let of_style = look.style.and_then(|style| styles.font(style));
                        let font = look.font.or(of_style).or_else(|| styles.font(style));
                        let font = font.unwrap_or(styles.default_font);
                        let list = list.or_else(|| styles.list(style)).unwrap_or_default();
                        let is_any = is_narrow && unit >= 0x80;
                        story.letters.push(Letter { unit, is_any, font, list });
                    }
                    _ => {}
                }
            }
            story
        };
        let end = boxes.checked_add(length(0x64)?)?;
        let stories = [read(0..text), read(boxes..end)];
        let (fonts, lists) = (fonts(self.part(15)), self.lists());
        Some(Beside { stories, fonts, lists, pictures: gallery.pictures })
    }

    /// Clx: Prcs, then PlcPcd.
    fn pieces(&self) -> Option<Vec<Piece>> {
        let mut clx = self.part(33);
        while let [1, rest @ ..] = clx {
            clx = rest.get(2 + usize::from(u16_at(rest, 0)?)..)?;
        }
        let plc = clx.get(5..)?.get(..size_at(clx, 1)?)?;
        let count = plc.len().checked_sub(4)? / 12;
        let piece = |nth: usize| {
            let (first, next) = (size_at(plc, 4 * nth)?, size_at(plc, 4 * nth + 4)?);
            let place = size_at(plc, 4 * (count + 1) + 8 * nth + 2)?;
            let is_narrow = place & 0x4000_0000 != 0;
            let place = place & 0x3FFF_FFFF;
            let offset = if is_narrow { place / 2 } else { place };
            Some(Piece { first, letters: next.checked_sub(first)?, offset, is_narrow })
        };
        (0..count).map(piece).collect()
    }

    /// Offsets of text with what pages of 512 bytes say of it: PlcBte, then of each page a list of
    /// offsets, of where something stands for each stretch, and the number of those at its end.
    fn pages<T>(
        &self,
        part: usize,
        says_size: usize,
        says: impl Fn(&[u8], usize) -> Option<T>,
    ) -> Vec<Stretch<T>> {
        let plc = self.part(part);
        let count = plc.len().saturating_sub(4) / 8;
        let mut pages: Vec<usize> =
            (0..count).filter_map(|nth| size_at(plc, 4 * (count + 1) + 4 * nth)).collect();
        // A page counts once, however often it is named.
        pages.sort_unstable();
        pages.dedup();
        let mut all = Vec::new();
        for number in pages {
            let start = (number & 0x3F_FFFF) * 512;
            let Some(page) = self.word.get(start..start + 512) else { continue };
            let runs = usize::from(page[511]);
            for nth in 0..runs {
                let place = 4 * (runs + 1) + says_size * nth;
                let stretch = || {
                    let offsets = size_at(page, 4 * nth)?..size_at(page, 4 * nth + 4)?;
                    let says = says(page, 2 * usize::from(*page.get(place)?))?;
                    (!offsets.is_empty()).then_some(Stretch { offsets, says })
                };
                all.extend(stretch());
            }
        }
        all.sort_by_key(|stretch| stretch.offsets.start);
        all
    }

    fn looks(&self) -> Vec<Stretch<Look>> {
        self.pages(12, 1, |page, at| {
            let length = usize::from(*page.get(at).filter(|_| at > 0)?);
            Some(Look::of(page.get(at + 1..at + 1 + length)?))
        })
    }

    /// Styles and lists of paragraphs: PapxInFkp.
    fn paragraphs(&self) -> Vec<Stretch<(u16, Option<u16>)>> {
        self.pages(13, 13, |page, at| {
            let short = usize::from(*page.get(at).filter(|_| at > 0)?);
            let (start, length) = match short {
                0 => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
                _ => (at + 1, 2 * short - 1),
            };
            let papx = page.get(start..start + length)?;
            Some((u16_at(papx, 0)?, list_of(papx.get(2..)?)))
        })
    }

    /// For each LFO of PlfLfo, whether the first level of its list has numbers: an LSTF of PlfLst names
    /// the list, and its levels stand behind all of those.
    fn lists(&self) -> Vec<bool> {
        let lists = self.part(73);
        let start = size_at(&self.word, 0x9A + 8 * 73).unwrap_or_default() + lists.len();
        let mut levels = self.table.get(start..).unwrap_or_default();
        let mut numbered = HashMap::new();
        for list in lists.get(2..).unwrap_or_default().chunks_exact(28) {
            let count = if list[26] & 1 == 0 { 9 } else { 1 };
            for level in 0..count {
                let Some(behind) = level_length(levels) else { break };
                if level == 0 {
                    // A sign, or nothing at all.
                    numbered.insert(u32_at(list, 0), !matches!(levels[4], 0x17 | 0xFF));
                }
                levels = &levels[behind..];
            }
        }
        let overrides = self.part(74).get(4..).unwrap_or_default().chunks_exact(16);
        overrides.map(|it| numbered.get(&u32_at(it, 0)).copied().unwrap_or_default()).collect()
    }
}

/// What a sorted list says of an offset.
fn found<T>(all: &[Stretch<T>], offset: usize) -> Option<&T> {
    let behind = all.partition_point(|stretch| stretch.offsets.start <= offset);
    all[..behind].last().filter(|last| last.offsets.contains(&offset)).map(|last| &last.says)
}

/// Letters of a range with their place, their offset, and whether they are of one byte.
fn letters(
    word: &[u8],
    pieces: &[Piece],
    range: Range<usize>,
) -> impl Iterator<Item = (usize, usize, u16, bool)> {
    let of_piece = move |piece: &Piece| {
        let (from, to) = (range.start.max(piece.first), range.end.min(piece.first + piece.letters));
        let (first, offset, is_narrow) = (piece.first, piece.offset, piece.is_narrow);
        let width = if is_narrow { 1 } else { 2 };
        (from..to).map_while(move |at| {
            let offset = offset + width * (at - first);
            let unit = match is_narrow {
                true => u16::from(*word.get(offset)?),
                false => u16_at(word, offset)?,
            };
            Some((at, offset, unit, is_narrow))
        })
    };
    pieces.iter().flat_map(of_piece).take(LETTERS)
}

/// Sprms with their operands.
fn settings(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let code = u16_at(bytes, 0)?;
        let rest = bytes.get(2..)?;
        let (skip, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ => (1, usize::from(*rest.first()?)),
        };
        let operand = rest.get(skip..skip + length)?;
        bytes = rest.get(skip + length..)?;
        Some((code, operand))
    })
}

/// Of an LVL: what it says of letters and paragraphs, and its text.
fn level_length(bytes: &[u8]) -> Option<usize> {
    let text = 28 + usize::from(*bytes.get(24)?) + usize::from(*bytes.get(25)?);
    let length = text + 2 + 2 * usize::from(u16_at(bytes, text)?);
    (length <= bytes.len()).then_some(length)
}

/// sprmPIlfo.
fn list_of(papx: &[u8]) -> Option<u16> {
    let list = settings(papx).filter(|(code, _)| *code == 0x460B).last();
    list.and_then(|(_, operand)| u16_at(operand, 0))
}

impl Look {
    fn of(chpx: &[u8]) -> Self {
        let mut look = Self::default();
        for (code, operand) in settings(chpx) {
            match code {
                // sprmCRgFtc0, and that of letters beyond ASCII where it is alone.
                0x4A4F => look.font = u16_at(operand, 0),
                0x4A51 => look.font = look.font.or(u16_at(operand, 0)),
                // sprmCIstd.
                0x4A30 => look.style = u16_at(operand, 0),
                // sprmCPicLocation.
                0x6A03 => look.picture = u32_at(operand, 0),
                // sprmCFRMarkDel, sprmCFVanish.
                0x0800 | 0x083C => look.is_unseen |= operand == [1],
                // sprmCFData: what a field keeps there is no picture.
                0x0806 if operand == [1] => look.picture = None,
                _ => {}
            }
        }
        look
    }
}

/// STSH: the font and the list of each style, and the style that it is made of.
#[derive(Default)]
struct Styles {
    styles: Vec<StyleOf>,
    default_font: u16,
}

#[derive(Clone, Copy)]
struct StyleOf {
    font: Option<u16>,
    list: Option<u16>,
    base: u16,
}

impl Styles {
    fn of(part: &[u8]) -> Self {
        Self::read(part).unwrap_or_default()
    }

    fn read(part: &[u8]) -> Option<Self> {
        let head = part.get(2..)?.get(..usize::from(u16_at(part, 0)?))?;
        let base = usize::from(u16_at(head, 2)?);
        let mut rest = part.get(2 + head.len()..)?;
        let mut styles = Vec::new();
        while let Some(length) = u16_at(rest, 0) {
            let Some(style) = rest.get(2..2 + usize::from(length)) else { break };
            styles.push(Self::style(style, base).unwrap_or(StyleOf {
                font: None,
                list: None,
                base: 0xFFF,
            }));
            rest = &rest[2 + style.len()..];
        }
        Some(Self { styles, default_font: u16_at(head, 12).unwrap_or_default() })
    }

    fn style(style: &[u8], base: usize) -> Option<StyleOf> {
        let kind = u16_at(style, 2)?;
        // Behind the name, which ends with a zero: what it says of paragraphs, then of letters.
        let mut at = base + 2 + 2 * usize::from(u16_at(style, base)?) + 2;
        let mut list = None;
        if kind & 0xF == 1 {
            let length = usize::from(u16_at(style, at)?);
            list = list_of(style.get(at + 4..at + 2 + length).unwrap_or_default());
            at += 2 + length.next_multiple_of(2);
        }
        let length = u16_at(style, at).map_or(0, usize::from);
        let look = Look::of(style.get(at + 2..at + 2 + length).unwrap_or_default());
        Some(StyleOf { font: look.font, list, base: kind >> 4 })
    }

    fn font(&self, style: u16) -> Option<u16> {
        self.line(style).find_map(|it| it.font)
    }

    fn list(&self, style: u16) -> Option<u16> {
        self.line(style).find_map(|it| it.list)
    }

    /// A style, the one that it is made of, and so on.
    fn line(&self, style: u16) -> impl Iterator<Item = StyleOf> {
        let of = |style: u16| self.styles.get(usize::from(style)).copied();
        std::iter::successors(of(style), move |it| of(it.base)).take(DEPTH)
    }
}

/// SttbfFfn: names of fonts, each to the first zero.
fn fonts(part: &[u8]) -> Vec<String> {
    let mut fonts = Vec::new();
    let mut rest = part.get(4..).unwrap_or_default();
    while let Some((length, behind)) = rest.split_first() {
        let Some(font) = behind.get(..usize::from(*length)) else { break };
        let units = font.get(39..).unwrap_or_default().as_chunks().0.iter();
        let units: Vec<u16> =
            units.map(|unit| u16::from_le_bytes(*unit)).take_while(|unit| *unit != 0).collect();
        fonts.push(String::from_utf16_lossy(&units));
        rest = &behind[font.len()..];
    }
    fonts
}

/// Where each comment belongs, by the place in the text: PlcfandRef has the sign behind its passage,
/// PlcfAtnBkf where passages begin. Both are in the order of the text; where there are as many of one as
/// of the other they belong together.
fn comments(references: &[u8], beginnings: &[u8]) -> HashMap<usize, Vec<Thing>> {
    let count = references.len().saturating_sub(4) / 34;
    let starts = beginnings.len().saturating_sub(4) / 8;
    let mut all: HashMap<usize, Vec<Thing>> = HashMap::new();
    for number in 0..count {
        let Some(at) = size_at(references, 4 * number) else { continue };
        let start = (starts == count).then(|| size_at(beginnings, 4 * number)).flatten();
        if let Some(start) = start.filter(|start| *start <= at) {
            all.entry(start).or_default().push(Thing::Comment { number, ends: false });
        }
        all.entry(at).or_default().push(Thing::Comment { number, ends: true });
    }
    all
}

/// Pictures, each once.
struct Gallery<'a> {
    source: &'a Source,
    pictures: Vec<Vec<u8>>,
    /// By the stream and the offset in it.
    known: HashMap<(bool, usize), Option<usize>>,
}

type Seen = Vec<(usize, String)>;

impl Gallery<'_> {
    /// PICFAndOfficeArtData: a header, the name of a file, a shape, its picture.
    fn in_line(&mut self, at: usize) -> Option<Seen> {
        let data = self.source.data.get(at..)?;
        let data = data.get(..size_at(data, 0)?)?;
        let mut start = usize::from(u16_at(data, 4)?);
        if u16_at(data, 6)? == 0x66 {
            start += 1 + usize::from(*data.get(start)?);
        }
        let art = data.get(start..)?;
        let (shape, behind) = record(art).filter(|(shape, _)| shape.kind == 0xF004)?;
        let alt = Shape::of(shape.inside).alt;
        let picture = self.picture((true, at), art.get(behind..)?)?;
        Some(vec![(picture, alt)])
    }

    fn picture(&mut self, key: (bool, usize), records: &[u8]) -> Option<usize> {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let image = extract_blip_images(records).into_iter().find(|image| image.format.is_image());
        let place = image.map(|image| {
            // Those that are drawn and not made of dots are told of as such.
            let is_photo = matches!(
                image.format,
                BlipFormat::Jpeg | BlipFormat::Png | BlipFormat::Tiff | BlipFormat::Dib
            );
            self.pictures.push(if is_photo { image.data } else { Vec::new() });
            self.pictures.len() - 1
        });
        self.known.insert(key, place);
        place
    }

    /// Pictures that float, by the place of their sign in the text: PlcSpaMom has the shape for it, the
    /// drawings the number of its picture, the group of drawings where that stands.
    fn drawn(&mut self, art: &[u8], places: &[u8]) -> HashMap<usize, Seen> {
        let Some((group, behind)) = record(art).filter(|(group, _)| group.kind == 0xF000) else {
            return HashMap::new();
        };
        let store = records(group.inside).find(|record| record.kind == 0xF001);
        let store: Vec<Record<'_>> =
            store.map(|store| records(store.inside).collect()).unwrap_or_default();
        let mut shapes: HashMap<u32, Vec<Shape>> = HashMap::new();
        let mut rest = art.get(behind..).unwrap_or_default();
        // Each drawing stands behind a byte that says whether it is of the headers.
        while let Some((drawing, behind)) = rest.get(1..).and_then(record) {
            if rest[0] == 0 {
                for inner in records(drawing.inside).filter(|it| it.kind == 0xF003) {
                    gather(inner.inside, None, DEPTH, &mut shapes);
                }
            }
            rest = &rest[1 + behind..];
        }
        let count = places.len().saturating_sub(4) / 30;
        let mut all = HashMap::new();
        for nth in 0..count {
            let place = || {
                let shape = u32_at(places, 4 * (count + 1) + 26 * nth)?;
                Some((size_at(places, 4 * nth)?, shapes.get(&shape)?))
            };
            let Some((at, shapes)) = place() else { continue };
            let seen = shapes.iter().filter_map(|shape| {
                let number = (shape.picture as usize).checked_sub(1)?;
                let picture = self.of_store(number, store.get(number)?)?;
                Some((picture, shape.alt.clone()))
            });
            all.insert(at, seen.collect());
        }
        all
    }

    /// OfficeArtFBSE: the picture stands in it or in `WordDocument`.
    fn of_store(&mut self, number: usize, entry: &Record<'_>) -> Option<usize> {
        let delayed = size_at(entry.inside, 28)?;
        let source = self.source;
        match record(source.word.get(delayed..).unwrap_or_default()) {
            Some((_, length)) if entry.inside.len() <= 36 => {
                self.picture((false, delayed), &source.word[delayed..delayed + length])
            }
            // Numbers of entries and offsets of streams do not meet: no picture stands in a header.
            _ => self.picture((false, number), entry.whole),
        }
    }
}

/// OfficeArtRecordHeader and what it stands before.
#[derive(Clone, Copy)]
struct Record<'a> {
    kind: u16,
    instance: usize,
    inside: &'a [u8],
    whole: &'a [u8],
}

/// The first record, and where the next begins.
fn record(bytes: &[u8]) -> Option<(Record<'_>, usize)> {
    let (instance, kind) = (usize::from(u16_at(bytes, 0)? >> 4), u16_at(bytes, 2)?);
    let end = size_at(bytes, 4)?.checked_add(8)?;
    let whole = bytes.get(..end)?;
    Some((Record { kind, instance, inside: &whole[8..], whole }, end))
}

fn records(mut bytes: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let (record, end) = record(bytes)?;
        bytes = &bytes[end..];
        Some(record)
    })
}

/// Shapes with a picture; those of a group by the group's own.
fn gather(inside: &[u8], group: Option<u32>, depth: usize, shapes: &mut HashMap<u32, Vec<Shape>>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for inner in records(inside) {
        match inner.kind {
            0xF003 => {
                let own = records(inner.inside).find(|it| it.kind == 0xF004);
                let own = own.map(|own| Shape::of(own.inside).number);
                gather(inner.inside, group.or(own), depth, shapes);
            }
            0xF004 => {
                let shape = Shape::of(inner.inside);
                if shape.picture > 0 {
                    shapes.entry(group.unwrap_or(shape.number)).or_default().push(shape);
                }
            }
            _ => {}
        }
    }
}

/// OfficeArtSpContainer.
#[derive(Default)]
struct Shape {
    number: u32,
    /// From 1; 0 for none.
    picture: u32,
    alt: String,
}

impl Shape {
    fn of(inside: &[u8]) -> Self {
        let mut shape = Self::default();
        for part in records(inside) {
            match part.kind {
                0xF00A => shape.number = u32_at(part.inside, 0).unwrap_or_default(),
                0xF00B => shape.properties(part),
                _ => {}
            }
        }
        shape
    }

    /// OfficeArtFOPT: numbers, and behind them all what is too long for one.
    fn properties(&mut self, part: Record<'_>) {
        let mut long = part.inside.get(6 * part.instance..).unwrap_or_default();
        for nth in 0..part.instance {
            let (Some(code), Some(value)) =
                (u16_at(part.inside, 6 * nth), u32_at(part.inside, 6 * nth + 2))
            else {
                return;
            };
            let text = if code & 0x8000 == 0 {
                &[]
            } else {
                let Some((text, behind)) = long.split_at_checked(value as usize) else { return };
                long = behind;
                text
            };
            match code & 0x3FFF {
                // pib, wzDescription.
                0x0104 if text.is_empty() => self.picture = value,
                0x0381 => {
                    let units = text.as_chunks().0.iter().map(|unit| u16::from_le_bytes(*unit));
                    let units: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
                    self.alt = one_line(&String::from_utf16_lossy(&units));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_tells_its_picture_and_its_words() {
        let words: Vec<u8> = "Hội\u{D}trường\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let property =
            |code: u16, value: u32| [&code.to_le_bytes()[..], &value.to_le_bytes()].concat();
        let record = |instance: u16, kind: u16, inside: &[u8]| {
            let length = u32::try_from(inside.len()).unwrap();
            let head = [(instance << 4).to_le_bytes(), kind.to_le_bytes()].concat();
            [&head[..], &length.to_le_bytes(), inside].concat()
        };
        let name = [0x61, 0, 0, 0];
        let long = u32::try_from(words.len()).unwrap();
        let properties = [
            property(0x4104, 3),
            property(0xC380, 4),
            property(0xC381, long),
            name.to_vec(),
            words.clone(),
        ];
        let inside = [
            record(0x4B, 0xF00A, &[9, 4, 0, 0, 0, 0, 0, 0]),
            record(3, 0xF00B, &properties.concat()),
        ];
        let shape = Shape::of(&inside.concat());
        assert_eq!((shape.number, shape.picture), (1033, 3));
        assert_eq!(shape.alt, "Hội trường");
        for cut in 0..inside.concat().len() {
            Shape::of(&inside.concat()[..cut]);
        }
    }
}
