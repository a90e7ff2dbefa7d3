//! Pieces on their pages, drawn: glyphs, pictures, rules; what each is, for those who do not see
//! it; links; what stands around the text of every page.

use std::collections::BTreeSet;

use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::luma;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag};

use super::flow::{Drawn, Flow, Frame, Item, Piece, Placing, Tags, paginate};
use super::fonts::Fonts;
use super::layout::{BOTTOM, LEFT, Layout, MEASURE, PAGE, SMALL, TOP, as_f32, line_item};
use super::text::{Line, Prose, Run};

const TINT: u8 = 242;
const BAR: f32 = 2.0;
/// How far the ground of a frame goes beyond lines at a page's edge.
const BLEED: f32 = 4.0;
const FIRST_TOP: f32 = 52.0;
const HEADER: f32 = 40.0;
const FOOTER: f32 = PAGE.1 - 52.0;
const FOOTER_LINES: usize = 3;

/// What stands around the text of each page.
pub(super) struct Margins {
    /// On top of the pages after the first.
    pub(super) title: Prose,
    pub(super) office: Prose,
    /// On top of every page of a text that nobody has approved.
    pub(super) warning: Option<Prose>,
    pub(super) footer: Prose,
}

/// Draws everything; gives the count of pages and the letters that are missing.
pub(super) fn draw(
    document: &mut Document,
    layout: Layout<'_>,
    margins: &Margins,
) -> (usize, BTreeSet<char>) {
    let Layout { mut flow, mut fonts, paper, .. } = layout;
    // No title stands above the text of the first page.
    let pages = paginate(&flow, FIRST_TOP, TOP, BOTTOM);
    let mut outline = Outline::new();
    let mut top_node: Option<OutlineNode> = None;
    let count = pages.len();
    for (number, placings) in pages.iter().enumerate() {
        for placing in placings.iter().filter(|placing| !placing.again) {
            let Some((level, title)) = &flow.pieces[placing.piece].heading else { continue };
            let place = XyzDestination::new(number, Point::from_xy(LEFT, placing.y));
            let node = OutlineNode::new(title.clone(), place);
            match (&mut top_node, level) {
                (Some(top), 2..) => top.push_child(node),
                (Some(_), _) => outline.push_child(node),
                (None, _) => top_node = Some(node.with_open(true)),
            }
        }
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).expect("A4 is a size");
        let mut page = document.start_page_with(settings);
        let mut links = Vec::new();
        let mut surface = page.surface();
        let mut sheet = Sheet { surface: &mut surface, links: &mut links };
        sheet.frames(&flow, placings);
        sheet.margins(&mut fonts, margins, number, count);
        let Flow { pieces, tags, .. } = &mut flow;
        for placing in placings {
            sheet.piece(&pieces[placing.piece], placing, tags);
        }
        surface.finish();
        for (node, rect, href) in links {
            let action = Action::Link(LinkAction::new(href.clone()));
            let link = LinkAnnotation::new(rect, Target::Action(action));
            let content = page.add_tagged_annotation(Annotation::new_link(link, Some(href)));
            flow.tags.content_first(node, content);
        }
        page.finish();
    }
    if let Some(node) = top_node {
        outline.push_child(node);
    }
    document.set_outline(outline);
    document.set_tag_tree(flow.tags.tree(paper.language()));
    (count, fonts.missing)
}

/// A page in the making.
struct Sheet<'a, 's> {
    surface: &'a mut Surface<'s>,
    /// The node of each link, where it is, where it leads.
    links: &'a mut Vec<(usize, Rect, String)>,
}

impl Sheet<'_, '_> {
    fn piece(&mut self, piece: &Piece, placing: &Placing, tags: &mut Tags) {
        // Only a picture is ever made smaller.
        let smaller = piece.height - placing.height;
        for item in &piece.items {
            let node = item.node.filter(|_| !placing.again);
            self.item(item, placing.y, smaller, node, tags);
        }
    }

    fn item(&mut self, item: &Item, y: f32, smaller: f32, node: Option<usize>, tags: &mut Tags) {
        let (x, y) = (LEFT + item.x, y + item.y);
        match &item.drawn {
            Drawn::Line(line) => self.line(line, x, y, node, tags),
            Drawn::Picture { image, width, height } => {
                let scale = (height - smaller) / height;
                let Some(size) = Size::from_wh(width * scale, height * scale) else { return };
                let content = self.surface.start_tagged(ContentTag::Other);
                self.surface.push_transform(&Transform::from_translate(x, y));
                self.surface.draw_image(image.clone(), size);
                self.surface.pop();
                self.surface.end_tagged();
                if let Some(node) = node {
                    tags.content(node, content);
                }
            }
            Drawn::Bar { width, height, grey } => self.decoration(x, y, *width, *height, *grey),
        }
    }

    /// A line with one stretch of content for each link and for what stands between.
    fn line(&mut self, line: &Line, x: f32, y: f32, node: Option<usize>, tags: &mut Tags) {
        for runs in line.runs.chunk_by(|one, next| one.link == next.link) {
            let Some(node) = node else {
                self.surface.start_tagged(artifact(ArtifactType::PaginationOther));
                self.runs(runs, x, y);
                self.surface.end_tagged();
                continue;
            };
            let content = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            self.runs(runs, x, y);
            self.surface.end_tagged();
            let (Some(first), Some(last)) = (runs.first(), runs.last()) else { continue };
            let Some(href) = &first.link else {
                tags.content(node, content);
                continue;
            };
            let link = tags.node(Some(node), Tag::Link);
            tags.content(link, content);
            let (left, right) = (x + first.x, x + last.x + last.width);
            self.decoration(left, y + 1.4, right - left, 0.5, 120);
            let (up, down) = (first.size * 0.9, first.size * 0.3);
            if let Some(rect) = Rect::from_ltrb(left, y - up, right.max(left + 0.1), y + down) {
                self.links.push((link, rect, href.to_string()));
            }
        }
    }

    fn runs(&mut self, runs: &[Run], x: f32, y: f32) {
        for run in runs {
            self.surface.set_fill(Some(fill(run.grey)));
            let start = Point::from_xy(x + run.x, y - run.rise);
            let font = run.face.font();
            self.surface.draw_glyphs(start, &run.glyphs, font, &run.text, run.size, false);
        }
    }

    /// The grounds and bars of the frames that have pieces on this page, below everything else.
    fn frames(&mut self, flow: &Flow, placings: &[Placing]) {
        let frame = |placing: &&Placing| flow.pieces[placing.piece].frame;
        let framed: Vec<&Placing> =
            placings.iter().filter(|placing| frame(placing).is_some()).collect();
        for group in framed.chunk_by(|one, next| frame(one) == frame(next)) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let Some(kind) = frame(first).map(|frame| flow.frames[frame]) else { continue };
            let (top, bottom) = (first.y, last.y + last.height);
            match kind {
                Frame::Tint => {
                    let begins = flow.pieces[first.piece].items.is_empty();
                    let ends = flow.pieces[last.piece].items.is_empty();
                    let top = if begins { top } else { top - BLEED };
                    let bottom = if ends { bottom } else { bottom + BLEED };
                    self.decoration(LEFT, top, MEASURE, bottom - top, TINT);
                }
                Frame::Bar => self.decoration(LEFT + 4.0, top + 2.0, BAR, bottom - top - 4.0, 130),
            }
        }
    }

    fn margins(&mut self, fonts: &mut Fonts, margins: &Margins, number: usize, count: usize) {
        use ArtifactType::{Footer, Header, PageNumber};
        let mut one_line = |prose: &Prose, width| prose.one_line(fonts, &SMALL, width);
        if let Some(warning) = &margins.warning {
            self.margin(one_line(warning, MEASURE), true, HEADER - 14.0, Header);
        }
        if number > 0 {
            self.margin(one_line(&margins.office, MEASURE * 0.36), false, HEADER, Header);
            self.margin(one_line(&margins.title, MEASURE * 0.58), true, HEADER, Header);
            self.decoration(LEFT, HEADER + 14.0, MEASURE, 0.4, 160);
        }
        let page = Prose::plain(&format!("{}/{count}", number + 1));
        self.margin(one_line(&page, MEASURE), true, FOOTER, PageNumber);
        let footer = margins.footer.lines(fonts, &SMALL, MEASURE - 50.0);
        for (at, line) in footer.into_iter().take(FOOTER_LINES).enumerate() {
            self.margin(Some(line), false, FOOTER + SMALL.leading * as_f32(at), Footer);
        }
    }

    fn margin(&mut self, line: Option<Line>, right: bool, y: f32, kind: ArtifactType) {
        let Some(line) = line else { return };
        let x = if right { MEASURE - line.width } else { 0.0 };
        let item = line_item(line, x, y, &SMALL, None);
        if let Drawn::Line(line) = &item.drawn {
            self.surface.start_tagged(artifact(kind));
            self.runs(&line.runs, LEFT + item.x, item.y);
            self.surface.end_tagged();
        }
    }

    fn decoration(&mut self, x: f32, y: f32, width: f32, height: f32, grey: u8) {
        let mut path = PathBuilder::new();
        let Some(rect) = Rect::from_xywh(x, y, width, height) else { return };
        path.push_rect(rect);
        let Some(path) = path.finish() else { return };
        self.surface.start_tagged(artifact(ArtifactType::Layout));
        self.surface.set_fill(Some(fill(grey)));
        self.surface.draw_path(&path);
        self.surface.end_tagged();
    }
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn fill(grey: u8) -> Fill {
    Fill {
        paint: luma::Color::new(grey).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}
