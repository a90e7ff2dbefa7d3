//! From top to bottom: what stands on which page.

use std::ops::Range;

use krilla::image::Image;
use krilla::tagging::{Identifier, Node, TagGroup, TagKind, TagTree};

use super::text::Line;

/// A strip of a page, as wide as the text. Only what stands between two pieces is ever parted.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Space above; none at the top of a page.
    pub(super) before: f32,
    pub(super) height: f32,
    /// Stays on one page with the next piece.
    pub(super) keeps: bool,
    /// Of [`Self::height`], how much may be taken away for the picture in it to fit on a page.
    pub(super) slack: f32,
    pub(super) items: Vec<Item>,
    pub(super) frame: Option<usize>,
    /// The table it is a row of, by its place among [`Flow::heads`].
    pub(super) table: Option<usize>,
    /// A heading, for the outline: level and words.
    pub(super) heading: Option<(u16, String)>,
}

/// Something to draw, by its place in its piece.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) x: f32,
    /// Down from the top of the piece: of a line its base, of a picture its top.
    pub(super) y: f32,
    pub(super) drawn: Drawn,
    /// Whose content it is, in the tree of tags; nobody's is decoration.
    pub(super) node: Option<usize>,
}

#[derive(Debug)]
pub(super) enum Drawn {
    Line(Line),
    Picture { image: Image, width: f32, height: f32 },
    Bar { width: f32, height: f32, grey: u8 },
}

/// What stands behind or beside pieces that belong together.
#[derive(Debug, Clone, Copy)]
pub(super) enum Frame {
    /// A tinted ground.
    Tint,
    /// A bar at the left.
    Bar,
}

/// The whole document before it is on pages.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) pieces: Vec<Piece>,
    pub(super) frames: Vec<Frame>,
    /// Of each table the pieces that come again at the top of every page.
    pub(super) heads: Vec<Range<usize>>,
    pub(super) tags: Tags,
}

/// A piece on its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placing {
    pub(super) piece: usize,
    /// Of its top, down from the top of the page.
    pub(super) y: f32,
    pub(super) height: f32,
    /// The head of a table that has been told before.
    pub(super) again: bool,
}

/// Puts the pieces on pages whose text goes from `top` to `bottom`; that of the first page begins at
/// `first_top`.
///
/// Pieces that keep with their next go over together, unless they would not fit on an empty page
/// either.
pub(super) fn paginate(flow: &Flow, first_top: f32, top: f32, bottom: f32) -> Vec<Vec<Placing>> {
    let mut pages = Pages { flow, top, bottom, y: first_top, fresh: true, done: vec![Vec::new()] };
    let mut at = 0;
    while at < flow.pieces.len() {
        let kept = flow.pieces[at..].iter().take_while(|piece| piece.keeps).count();
        let end = flow.pieces.len().min(at + kept + 1);
        pages.chain(at..end);
        at = end;
    }
    pages.done
}

struct Pages<'a> {
    flow: &'a Flow,
    top: f32,
    bottom: f32,
    y: f32,
    /// Nothing of its own stands on this page yet.
    fresh: bool,
    done: Vec<Vec<Placing>>,
}

impl Pages<'_> {
    fn chain(&mut self, range: Range<usize>) {
        let pieces = &self.flow.pieces[range.clone()];
        let inner: f32 = pieces.iter().skip(1).map(|piece| piece.before + piece.height).sum();
        let whole = pieces[0].height + inner;
        let slack: f32 = pieces.iter().map(|piece| piece.slack).sum();
        let head = self.head_of(pieces[0].table);
        let page = self.bottom - self.top - head;
        let room = self.bottom - self.y - if self.fresh { 0.0 } else { pieces[0].before };
        let mut excess = whole - room;
        if excess > 0.0 && !self.fresh && excess > slack && whole - slack <= page {
            self.turn(pieces[0].table);
            excess = whole - (self.bottom - self.y);
        }
        // How much smaller the pictures become, of what they may.
        let share = if slack > 0.0 { (excess / slack).clamp(0.0, 1.0) } else { 0.0 };
        for at in range {
            let piece = &self.flow.pieces[at];
            let height = piece.height - piece.slack * share;
            let before = if self.fresh { 0.0 } else { piece.before };
            if self.y + before + height > self.bottom + 0.01 && !self.fresh {
                self.turn(piece.table);
            }
            let before = if self.fresh { 0.0 } else { piece.before };
            self.place(at, self.y + before, height, false);
            self.y += before + height;
            self.fresh = false;
        }
    }

    /// Height of a table's head where it comes again.
    fn head_of(&self, table: Option<usize>) -> f32 {
        let Some(head) = table.and_then(|table| self.flow.heads.get(table)) else { return 0.0 };
        self.flow.pieces[head.clone()].iter().map(|piece| piece.height).sum()
    }

    fn turn(&mut self, table: Option<usize>) {
        self.done.push(Vec::new());
        self.y = self.top;
        self.fresh = true;
        let head = table.and_then(|table| self.flow.heads.get(table)).cloned().unwrap_or(0..0);
        for at in head {
            let height = self.flow.pieces[at].height;
            self.place(at, self.y, height, true);
            self.y += height;
        }
    }

    fn place(&mut self, piece: usize, y: f32, height: f32, again: bool) {
        if let Some(page) = self.done.last_mut() {
            page.push(Placing { piece, y, height, again });
        }
    }
}

/// The tree of tags: what the parts of the document are, for those who do not see it.
#[derive(Default)]
pub(super) struct Tags {
    nodes: Vec<(TagKind, Vec<Child>)>,
    roots: Vec<usize>,
}

enum Child {
    Node(usize),
    Content(Identifier),
}

impl Tags {
    /// A part of `parent`, or of the document itself.
    pub(super) fn node(&mut self, parent: Option<usize>, tag: impl Into<TagKind>) -> usize {
        let node = self.nodes.len();
        self.nodes.push((tag.into(), Vec::new()));
        match parent {
            Some(parent) => self.nodes[parent].1.push(Child::Node(node)),
            None => self.roots.push(node),
        }
        node
    }

    pub(super) fn content(&mut self, node: usize, content: Identifier) {
        self.nodes[node].1.push(Child::Content(content));
    }

    /// Content that comes before that which is there.
    pub(super) fn content_first(&mut self, node: usize, content: Identifier) {
        self.nodes[node].1.insert(0, Child::Content(content));
    }

    /// A part without content is left out.
    pub(super) fn tree(mut self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for root in std::mem::take(&mut self.roots) {
            tree.children.extend(self.group(root));
        }
        tree
    }

    fn group(&mut self, node: usize) -> Option<Node> {
        let (tag, children) =
            std::mem::replace(&mut self.nodes[node], (krilla::tagging::Tag::P.into(), Vec::new()));
        let children: Vec<Node> = children
            .into_iter()
            .filter_map(|child| match child {
                Child::Node(child) => self.group(child),
                Child::Content(content) => Some(content.into()),
            })
            .collect();
        (!children.is_empty()).then(|| TagGroup::with_children(tag, children).into())
    }
}
