//! The article as pieces of a flow: what each kind of block looks like on paper.

use std::num::NonZeroU16;

use krilla::image::Image;
use krilla::tagging::{ListNumbering, Tag};

use super::Paper;
use super::flow::{Drawn, Flow, Frame, Item, Piece};
use super::fonts::{Family, Fonts};
use super::text::{Align, Line, Prose, Style};
use crate::article::{Block, BylineRole, Photo, Text, text_of};
use crate::exchange::issue::wording::Words;
use crate::exchange::sheet::picture_key;
use crate::failure::{Failure, Result};

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
pub(super) const LEFT: f32 = 79.0;
pub(super) const MEASURE: f32 = PAGE.0 - 2.0 * LEFT;
/// Where the text of a page begins and ends.
pub(super) const TOP: f32 = 74.0;
pub(super) const BOTTOM: f32 = PAGE.1 - 76.0;
const BODY: f32 = BOTTOM - TOP;
/// Longest title, alternative text … in characters: no reader is helped by more.
const SPOKEN: usize = 2_000;

const HEADLINE: Style = Style {
    family: Family::Sans,
    bold: true,
    italic: false,
    size: 21.0,
    leading: 28.0,
    grey: 0,
    align: Align::Left,
};
const SECTION: Style = Style { size: 9.0, leading: 13.0, grey: 70, ..HEADLINE };
const LEAD: Style = Style {
    family: Family::Serif,
    bold: true,
    italic: false,
    size: 11.5,
    leading: 17.0,
    grey: 0,
    align: Align::Left,
};
const TEXT: Style = Style { bold: false, size: 11.0, leading: 16.5, align: Align::Both, ..LEAD };
const SUBHEAD: Style = Style { size: 13.0, leading: 18.0, ..HEADLINE };
const QUOTE: Style = Style { italic: true, ..TEXT };
const SIDE: Style = Style {
    family: Family::Sans,
    bold: false,
    italic: false,
    size: 9.5,
    leading: 14.0,
    grey: 0,
    align: Align::Left,
};
const SIDE_HEAD: Style = Style { bold: true, size: 10.5, leading: 15.0, ..SIDE };
const CAPTION: Style = Style { size: 8.5, leading: 12.0, grey: 50, ..SIDE };
const DATELINE: Style =
    Style { italic: true, size: 10.0, leading: 15.0, align: Align::Left, ..TEXT };
const CREDIT: Style = Style { size: 10.0, leading: 14.5, align: Align::Right, ..SIDE };
const BYLINE: Style = Style { bold: true, ..CREDIT };
pub(super) const SMALL: Style = Style { size: 7.5, leading: 10.5, grey: 90, ..SIDE };
const OFFICE: Style = Style { bold: true, size: 12.0, leading: 16.0, ..SIDE };
const OFFICE_MORE: Style = Style { size: 9.0, leading: 12.5, grey: 50, ..SIDE };

const PARAGRAPH_GAP: f32 = 6.0;
const BLOCK_GAP: f32 = 13.0;
const PAD: f32 = 9.0;
const MARKER: f32 = 18.0;

pub(super) struct Layout<'a> {
    pub(super) paper: &'a Paper<'a>,
    pub(super) words: &'static Words,
    pub(super) fonts: Fonts,
    pub(super) flow: Flow,
}

/// Where lines go: how far in, how wide, below what, inside which frame.
#[derive(Debug, Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
    before: f32,
    frame: Option<usize>,
}

impl Column {
    fn below(before: f32) -> Self {
        Self { x: 0.0, width: MEASURE, before, frame: None }
    }
}

impl Layout<'_> {
    /// # Errors
    /// `DamagedPhoto` for a picture that no viewer would show.
    pub(super) fn whole(&mut self) -> Result<()> {
        self.letterhead()?;
        let fields = self.paper.fields;
        self.words_of(&Prose::plain(&fields.section), &SECTION, Column::below(0.0), true);
        let title = self.paper.title(self.words);
        self.heading(1, &Prose::plain(&title), &HEADLINE, Column::below(4.0));
        let dateline = self.dateline();
        self.words_of(&Prose::plain(&dateline), &DATELINE, Column::below(4.0), true);
        self.paragraph(&self.paper.document.lead, &LEAD, Column::below(8.0));
        for block in &self.paper.document.blocks {
            self.block(block, Column::below(PARAGRAPH_GAP))?;
        }
        self.foot();
        Ok(())
    }

    /// Logo, office and second line on top of the first page; below, place and date.
    fn letterhead(&mut self) -> Result<()> {
        let letterhead = self.paper.letterhead;
        if letterhead.is_blank() {
            return Ok(());
        }
        let mut piece = Piece { keeps: true, ..Piece::default() };
        let mut x = 0.0;
        if let Some(logo) = self.paper.logo {
            let image = picture(logo)?;
            let (width, height) = fitted(image.size(), 130.0, 46.0);
            let alt =
                if letterhead.office.is_empty() { self.words.logo } else { &letterhead.office };
            let node = self.flow.tags.node(None, Tag::Figure(Some(spoken(alt))));
            let drawn = Drawn::Picture { image, width, height };
            piece.items.push(Item { x: 0.0, y: 0.0, drawn, node: Some(node) });
            piece.height = height;
            x = width + 14.0;
        }
        let mut y = 0.0;
        for (text, style) in [(&letterhead.office, OFFICE), (&letterhead.second_line, OFFICE_MORE)]
        {
            let lines = Prose::plain(text).lines(&mut self.fonts, &style, MEASURE - x);
            if lines.is_empty() {
                continue;
            }
            let node = self.flow.tags.node(None, Tag::P);
            for line in lines {
                piece.items.push(line_item(line, x, y, &style, Some(node)));
                y += style.leading;
            }
        }
        // Beside a logo that is taller the words stand in its middle.
        let down = ((piece.height - y) / 2.0).max(0.0);
        for item in &mut piece.items {
            if let Drawn::Line(_) = item.drawn {
                item.y += down;
            }
        }
        piece.height = piece.height.max(y) + 7.0;
        let drawn = Drawn::Bar { width: MEASURE, height: 0.8, grey: 60 };
        piece.items.push(Item { x: 0.0, y: piece.height - 0.8, drawn, node: None });
        if piece.items.len() > 1 {
            self.flow.pieces.push(piece);
        }
        if !letterhead.place.is_empty() {
            let day = self.words.letter_date(&self.paper.dated());
            let text = format!("{}, {day}", letterhead.place);
            let style = Style { align: Align::Right, ..DATELINE };
            self.words_of(&Prose::plain(&text), &style, Column::below(5.0), true);
        }
        self.gap(20.0);
        Ok(())
    }

    fn dateline(&self) -> String {
        let fields = self.paper.fields;
        let date = fields.event_date.as_deref().map(|date| self.words.date(date));
        let parts = [Some(fields.event_place.clone()), date];
        let parts: Vec<String> =
            parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect();
        parts.join(", ")
    }

    /// Source, names and time, as they stand under the text.
    fn foot(&mut self) {
        let fields = self.paper.fields;
        if !fields.source.trim().is_empty() {
            let text = format!("{}: {}", self.words.source, fields.source);
            self.words_of(&Prose::plain(&text), &CREDIT, Column::below(BLOCK_GAP), true);
        }
        for (role, label) in [
            (BylineRole::Text, None),
            (BylineRole::Photo, Some(self.words.photo)),
            (BylineRole::Translation, Some(self.words.translation)),
            (BylineRole::EditedBy, Some(self.words.edited_by)),
        ] {
            let names = self.paper.names(role).join(" - ");
            let (text, style) = match label {
                None => (names.clone(), BYLINE),
                Some(label) => (format!("{label}: {names}"), CREDIT),
            };
            if !names.is_empty() {
                self.words_of(&Prose::plain(&text), &style, Column::below(2.0), true);
            }
        }
        let time = self.words.time(&self.paper.dated());
        let style = Style { align: Align::Right, ..SMALL };
        self.words_of(&Prose::plain(&time), &style, Column::below(3.0), false);
    }

    fn block(&mut self, block: &Block, column: Column) -> Result<()> {
        match block {
            Block::Paragraph { content, .. } => {
                let style = if column.frame.is_some() { SIDE } else { TEXT };
                self.paragraph(content, &style, column);
            }
            Block::Subhead { content, .. } => {
                let framed = column.frame.is_some();
                let (style, before) = if framed { (SIDE_HEAD, 6.0) } else { (SUBHEAD, 15.0) };
                self.heading(2, &Prose::new(content), &style, Column { before, ..column });
            }
            Block::Quote { content, .. } => self.quote(content),
            Block::List { attrs, content } => {
                let items = content.iter().map(|item| &item.content[..]);
                self.list(attrs.ordered, items, column);
            }
            Block::Table { content, .. } => self.table(content),
            Block::Box { content, .. } => self.side_bar(content)?,
            Block::Photo(photo) => self.figure(photo)?,
            Block::PhotoGroup { content, .. } => self.figures(content)?,
        }
        Ok(())
    }

    fn paragraph(&mut self, content: &[Text], style: &Style, column: Column) {
        self.words_of(&Prose::new(content), style, column, false);
    }

    fn heading(&mut self, level: u16, prose: &Prose, style: &Style, column: Column) {
        if prose.is_blank() {
            return;
        }
        let title = spoken(prose.text());
        let number = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        let node = self.flow.tags.node(None, Tag::Hn(number, Some(title.clone())));
        let first = self.flow.pieces.len();
        self.lines_of(prose, style, column, node, true);
        if let Some(piece) = self.flow.pieces.get_mut(first) {
            piece.heading = Some((level, title));
        }
    }

    /// A paragraph of its own; nothing for what is blank.
    fn words_of(&mut self, prose: &Prose, style: &Style, column: Column, keeps: bool) {
        if !prose.is_blank() {
            let node = self.flow.tags.node(None, Tag::P);
            self.lines_of(prose, style, column, node, keeps);
        }
    }

    /// One piece for each line; the first two and the last two keep together, so that no page
    /// begins or ends with a single line of a paragraph.
    fn lines_of(&mut self, prose: &Prose, style: &Style, column: Column, node: usize, keeps: bool) {
        let lines = prose.lines(&mut self.fonts, style, column.width);
        let count = lines.len();
        // A heading of many lines is no heading.
        let all = keeps && count <= 6;
        for (at, line) in lines.into_iter().enumerate() {
            let x = match style.align {
                Align::Right => column.x + column.width - line.width,
                Align::Left | Align::Both => column.x,
            };
            self.flow.pieces.push(Piece {
                before: if at == 0 { column.before } else { 0.0 },
                height: style.leading,
                keeps: all
                    || at + 1 < count && (at == 0 || at + 2 == count)
                    || keeps && at + 1 == count,
                items: vec![line_item(line, x, 0.0, style, Some(node))],
                frame: column.frame,
                ..Piece::default()
            });
        }
    }

    fn gap(&mut self, height: f32) {
        self.flow.pieces.push(Piece { height, keeps: true, ..Piece::default() });
    }

    fn quote(&mut self, content: &[Text]) {
        let prose = Prose::new(content);
        if prose.is_blank() {
            return;
        }
        self.flow.frames.push(Frame::Bar);
        let frame = Some(self.flow.frames.len() - 1);
        let quote = self.flow.tags.node(None, Tag::BlockQuote);
        let node = self.flow.tags.node(Some(quote), Tag::P);
        let column = Column { x: 18.0, width: MEASURE - 36.0, before: BLOCK_GAP, frame };
        self.lines_of(&prose, &QUOTE, column, node, false);
        self.flow.pieces.push(Piece { height: BLOCK_GAP - PARAGRAPH_GAP, ..Piece::default() });
    }

    fn list<'t>(&mut self, ordered: bool, items: impl Iterator<Item = &'t [Text]>, column: Column) {
        let style = if column.frame.is_some() { SIDE } else { TEXT };
        let numbering = if ordered { ListNumbering::Decimal } else { ListNumbering::Disc };
        let list = self.flow.tags.node(None, Tag::L(numbering));
        let items = items.map(Prose::new).filter(|prose| !prose.is_blank());
        for (at, prose) in items.enumerate() {
            let item = self.flow.tags.node(Some(list), Tag::LI);
            let label = self.flow.tags.node(Some(item), Tag::Lbl);
            let body = self.flow.tags.node(Some(item), Tag::LBody);
            let marker = if ordered { format!("{}.", at + 1) } else { "•".to_owned() };
            let style_of_marker = Style { align: Align::Left, ..style };
            let marker =
                Prose::plain(&marker).lines(&mut self.fonts, &style_of_marker, f32::INFINITY);
            let wide = marker.first().map_or(0.0, |line| line.width) + 5.0;
            let inset = MARKER.max(wide);
            let inner = Column {
                x: column.x + inset,
                width: column.width - inset,
                before: if at == 0 { column.before } else { 2.5 },
                ..column
            };
            let first = self.flow.pieces.len();
            self.lines_of(&prose, &style, inner, body, false);
            let Some(piece) = self.flow.pieces.get_mut(first) else { continue };
            for line in marker {
                // In front of the first line, also for whoever has it read out.
                piece.items.insert(0, line_item(line, column.x + 4.0, 0.0, &style, Some(label)));
            }
        }
    }

    fn side_bar(&mut self, content: &[Block]) -> Result<()> {
        self.flow.frames.push(Frame::Tint);
        let frame = Some(self.flow.frames.len() - 1);
        let first = self.flow.pieces.len();
        self.flow.pieces.push(Piece {
            before: BLOCK_GAP,
            height: PAD,
            keeps: true,
            frame,
            ..Piece::default()
        });
        let column = Column { x: PAD + 3.0, width: MEASURE - 2.0 * PAD - 6.0, before: 4.0, frame };
        for block in content {
            self.block(block, column)?;
        }
        if self.flow.pieces.len() == first + 1 {
            self.flow.pieces.truncate(first);
            return Ok(());
        }
        self.flow.pieces[first + 1].before = 0.0;
        if let Some(last) = self.flow.pieces.last_mut() {
            last.keeps = true;
        }
        self.flow.pieces.push(Piece { height: PAD, frame, ..Piece::default() });
        self.flow.pieces.push(Piece { height: BLOCK_GAP - PARAGRAPH_GAP, ..Piece::default() });
        Ok(())
    }

    /// A photo with its caption below it; one that is missing is named in its place.
    fn figure(&mut self, photo: &Photo) -> Result<()> {
        let Some(image) = self.image(photo)? else {
            let text = self.words.photo_missing;
            let named = [text_of(&photo.content), photo.attrs.credit.clone()];
            let named: Vec<String> =
                named.into_iter().filter(|part| !part.trim().is_empty()).collect();
            let prose = Prose::plain(&format!("[{text}: {}]", named.join(" – ")));
            self.words_of(&prose, &CAPTION, Column::below(BLOCK_GAP), false);
            return Ok(());
        };
        let group = self.flow.tags.node(None, Tag::Div);
        let figure = self.flow.tags.node(Some(group), Tag::Figure(Some(self.alt(photo))));
        let (width, height) = fitted(image.size(), MEASURE, BODY * 0.55);
        let caption = self.caption(photo);
        let drawn = Drawn::Picture { image, width, height };
        self.flow.pieces.push(Piece {
            before: BLOCK_GAP,
            height: height + 5.0,
            keeps: !caption.is_blank(),
            slack: height * 0.35,
            items: vec![Item { x: 0.0, y: 0.0, drawn, node: Some(figure) }],
            ..Piece::default()
        });
        if !caption.is_blank() {
            let node = self.flow.tags.node(Some(group), Tag::Caption);
            self.lines_of(&caption, &CAPTION, Column::below(0.0), node, true);
            if let Some(last) = self.flow.pieces.last_mut() {
                last.keeps = false;
            }
        }
        self.flow.pieces.push(Piece { height: BLOCK_GAP - PARAGRAPH_GAP, ..Piece::default() });
        Ok(())
    }

    /// Photos side by side, three in a row at most, as tall as each other.
    fn figures(&mut self, content: &[Block]) -> Result<()> {
        const GAP: f32 = 10.0;
        const NARROW: f32 = 90.0;
        let photos: Vec<&Photo> = content
            .iter()
            .filter_map(|block| if let Block::Photo(photo) = block { Some(photo) } else { None })
            .collect();
        let per_row = if photos.len() == 4 { 2 } else { 3 };
        for row in photos.chunks(per_row) {
            let mut images = Vec::new();
            for photo in row {
                images.extend(self.image(photo)?.map(|image| (*photo, image)));
            }
            let ratio = |image: &Image| {
                let (width, height) = fitted(image.size(), MEASURE, MEASURE);
                width / height
            };
            let ratios: f32 = images.iter().map(|(_, image)| ratio(image)).sum();
            let gaps = GAP * as_f32(images.len().saturating_sub(1));
            let tall = ((MEASURE - gaps) / ratios.max(0.01)).min(BODY * 0.4);
            let widths: Vec<f32> = images.iter().map(|(_, image)| ratio(image) * tall).collect();
            let captions: Vec<Prose> =
                images.iter().map(|(photo, _)| self.caption(photo)).collect();
            let mut set = Vec::new();
            for (caption, width) in captions.iter().zip(&widths) {
                set.push(caption.lines(&mut self.fonts, &CAPTION, *width));
            }
            let lines = set.iter().map(Vec::len).max().unwrap_or(0);
            let narrow = widths.iter().any(|width| *width < NARROW);
            // One that is missing, a sliver, a caption like an article: each by itself.
            if images.len() != row.len() || images.len() < 2 || narrow || lines > 14 {
                for photo in row {
                    self.figure(photo)?;
                }
                continue;
            }
            let height = tall + 5.0 + CAPTION.leading * as_f32(lines);
            let mut piece = Piece { before: BLOCK_GAP, height, ..Piece::default() };
            let mut x = 0.0;
            for (((photo, image), width), lines) in images.into_iter().zip(widths).zip(set) {
                let group = self.flow.tags.node(None, Tag::Div);
                let alt = self.alt(photo);
                let figure = self.flow.tags.node(Some(group), Tag::Figure(Some(alt)));
                let drawn = Drawn::Picture { image, width, height: tall };
                piece.items.push(Item { x, y: 0.0, drawn, node: Some(figure) });
                let node = self.flow.tags.node(Some(group), Tag::Caption);
                for (at, line) in lines.into_iter().enumerate() {
                    let y = tall + 5.0 + CAPTION.leading * as_f32(at);
                    piece.items.push(line_item(line, x, y, &CAPTION, Some(node)));
                }
                x += width + GAP;
            }
            self.flow.pieces.push(piece);
        }
        self.flow.pieces.push(Piece { height: BLOCK_GAP - PARAGRAPH_GAP, ..Piece::default() });
        Ok(())
    }

    fn image(&self, photo: &Photo) -> Result<Option<Image>> {
        let bytes = picture_key(photo).and_then(|key| self.paper.pictures.get(&key));
        bytes.map(|bytes| picture(bytes)).transpose()
    }

    fn caption(&self, photo: &Photo) -> Prose {
        let caption = Prose::new(&photo.content);
        let credit = photo.attrs.credit.trim();
        if credit.is_empty() {
            return caption;
        }
        caption.and_italic(&self.words.credit(credit))
    }

    /// What is read out for a photo: its text alternative, or else its caption.
    fn alt(&self, photo: &Photo) -> String {
        let caption = text_of(&photo.content);
        let said = [photo.attrs.alt.as_str(), &caption, self.words.photo];
        spoken(said.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default())
    }
}

/// A line whose top is at `y`.
pub(super) fn line_item(line: Line, x: f32, y: f32, style: &Style, node: Option<usize>) -> Item {
    // The base stands so that accents above capitals and marks below both find room.
    let base = y + (style.leading - style.size) / 2.0 + style.size * 0.83;
    Item { x, y: base, drawn: Drawn::Line(line), node }
}

/// # Errors
/// `DamagedPhoto`.
pub(super) fn picture(bytes: &[u8]) -> Result<Image> {
    let data = bytes.to_vec().into();
    let read = if bytes.starts_with(b"\x89PNG") {
        Image::from_png(data, false)
    } else {
        Image::from_jpeg(data, false)
    };
    read.map_err(|why| Failure::new(crate::failure::Code::DamagedPhoto, why))
}

/// Size in points of a picture that is at most so large: no wider than its pixels bear (100 to an
/// inch).
pub(super) fn fitted((width, height): (u32, u32), widest: f32, tallest: f32) -> (f32, f32) {
    let (width, height) = (pixels(width), pixels(height));
    let scale = (72.0 / 100.0_f32).min(widest / width).min(tallest / height);
    (width * scale, height * scale)
}

#[expect(clippy::cast_precision_loss, reason = "a picture has some thousand pixels a side")]
fn pixels(count: u32) -> f32 {
    count.max(1) as f32
}

#[expect(clippy::cast_precision_loss, reason = "counts of what is on one page")]
pub(super) fn as_f32(count: usize) -> f32 {
    count as f32
}

/// Text for titles and alternatives: one line of letters that may be kept, of bearable length.
pub(super) fn spoken(text: &str) -> String {
    Prose::plain(text).text().chars().take(SPOKEN).collect()
}
