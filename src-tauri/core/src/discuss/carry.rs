//! Anchors that go along with the text.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::page::Page;
use super::{Anchor, Place, TextPoint};
use crate::compare::{Comparison, Content, Side, compare};

/// The anchor of a thread at `place` in a text; `None` where there is no such place, or nothing
/// stands there.
pub fn anchor_at(place: Place, content: &Content) -> Option<Anchor> {
    Page::of(content).anchor(place)
}

/// Carries anchors from one text to the next. A passage that is no longer there leaves its anchor
/// lost, with its last words; one that comes (back) into the text with these words is found again.
/// No anchor is ever dropped. An anchor that was right in `old` is right in `new`.
pub fn carry<'a>(anchors: impl IntoIterator<Item = &'a mut Anchor>, old: &Content, new: &Content) {
    if old == new {
        return;
    }
    let carrier = Carrier {
        texts: (old, new),
        old: Page::of(old),
        new: Page::of(new),
        comparison: OnceCell::new(),
    };
    for anchor in anchors {
        carrier.carry(anchor);
    }
}

/// An anchor from another desk, as it stands in a text: where it says, else where its words are,
/// else lost.
pub fn place_again(mut anchor: Anchor, content: &Content) -> Anchor {
    let page = Page::of(content);
    match &anchor.place {
        Place::Range { from, to } => {
            let stands = (page.place(from), page.place(to));
            if let (Some(from), Some(to)) = stands
                && from < to
                && !anchor.lost
                && (page.text(from, to) == anchor.quote
                    || anchor.quote.contains(&page.text(from, to)))
            {
                return anchor;
            }
            let stood = stands.0.unwrap_or(0);
            let point = page.point(stood);
            anchor.place = Place::Range { from: point.clone(), to: point };
            anchor.lost = true;
            page.find_passage(&anchor, stood, &HashSet::new(), false).unwrap_or(anchor)
        }
        Place::Photo { .. } | Place::Field { .. } | Place::Article => {
            anchor.lost = page.quote_of(&anchor.place).is_none();
            anchor
        }
    }
}

/// Which of two anchors holds for one thread whose text two desks have merged; the same whichever
/// desk asks. Both must stand in the merged text.
pub fn settle(a: Anchor, b: Anchor) -> Anchor {
    if a.lost == b.lost {
        a.min(b)
    } else if a.lost {
        b
    } else {
        a
    }
}

struct Carrier<'a> {
    texts: (&'a Content, &'a Content),
    old: Page<'a>,
    new: Page<'a>,
    /// Made for the first anchor whose lines have changed.
    comparison: OnceCell<Comparison>,
}

impl Carrier<'_> {
    fn carry(&self, anchor: &mut Anchor) {
        match &anchor.place {
            Place::Range { from, to } => {
                if anchor.lost {
                    self.find_again(anchor);
                } else if !self.old.stands_in(from, to, &self.new) {
                    self.follow(anchor);
                }
            }
            Place::Photo { .. } | Place::Field { .. } | Place::Article => {
                match self.new.quote_of(&anchor.place) {
                    Some(quote) => {
                        anchor.quote = quote;
                        anchor.lost = false;
                    }
                    None => anchor.lost = true,
                }
            }
        }
    }

    /// Takes a passage to where its words went.
    fn follow(&self, anchor: &mut Anchor) {
        let Place::Range { from, to } = &anchor.place else { return };
        let (Some(from), Some(to)) = (self.old.place(from), self.old.place(to)) else {
            // Not a place of the old text: its words are all there is to go by.
            return self.lose(anchor, None, 0);
        };
        // Other words in its place are still the passage. Where its lines have gone separate ways,
        // it is what is left of the first, or of the last.
        let (first_end, last_start) = (self.old.line_end(from), self.old.line_start(to));
        let parts = [(from, to), (from, first_end.min(to)), (last_start.max(from), to)];
        let mapped =
            parts.map(|(from, to)| (self.map(from, Side::After), self.map(to, Side::Before)));
        match mapped.into_iter().find(|part| self.is_passage(*part)) {
            Some((start, end)) => *anchor = self.settled(anchor, from, start, end),
            None => self.lose(anchor, Some(from), mapped[0].0),
        }
    }

    /// An anchor at a passage of the new text that goes on from `before`.
    fn settled(&self, before: &Anchor, stood: usize, from: usize, to: usize) -> Anchor {
        let now = self.new.range(from, to);
        if now.quote == before.quote || !before.quote.contains(&now.quote) {
            return now;
        }
        // A part of it is gone. The whole may come back (somebody holds the Backspace key down,
        // then undoes it), or have gone elsewhere, so the whole is what is remembered.
        let whole = units(&before.quote);
        let mut back = self.new.find(&before.quote).into_iter();
        if let Some(start) = back.find(|start| *start <= from && to <= start + whole) {
            return self.new.range(start, start + whole);
        }
        let elsewhere =
            if 2 * (to - from) < whole { self.newly_at(before, Some(stood), from) } else { None };
        elsewhere.unwrap_or_else(|| Anchor {
            quote: before.quote.clone(),
            before: before.before.clone(),
            after: before.after.clone(),
            ..now
        })
    }

    fn is_passage(&self, (from, to): (usize, usize)) -> bool {
        from < to && self.new.has_words(from, to)
    }

    /// `stood` is where the passage stood in the old text, `stands` where that is in the new one.
    fn lose(&self, anchor: &mut Anchor, stood: Option<usize>, stands: usize) {
        let point = self.new.point(stands);
        anchor.lost = true;
        anchor.place = Place::Range { from: point.clone(), to: point };
        self.find_among(anchor, stood);
    }

    /// Looks for the passage of a lost anchor.
    fn find_again(&self, anchor: &mut Anchor) {
        let Place::Range { from, .. } = &anchor.place else { return };
        if let Some(stood) = self.old.place(from) {
            let stands = self.new.point(self.map_lazily(from, stood));
            anchor.place = Place::Range { from: stands.clone(), to: stands };
        }
        self.find_among(anchor, None);
    }

    /// Puts a lost anchor where its words have newly come into the text.
    fn find_among(&self, anchor: &mut Anchor, stood: Option<usize>) {
        let Place::Range { from, .. } = &anchor.place else { return };
        let stands = self.new.place(from).unwrap_or(0);
        if let Some(found) = self.newly_at(anchor, stood, stands) {
            *anchor = found;
        }
    }

    /// The words of an anchor that stood at `stood` where they were not before, as near as can be
    /// to `near`.
    fn newly_at(&self, anchor: &Anchor, stood: Option<usize>, near: usize) -> Option<Anchor> {
        let stand = self.new.find(&anchor.quote).len();
        if stand == 0 {
            return None;
        }
        // The same words elsewhere that were there all along are another passage.
        let stood_at = self.old.find(&anchor.quote);
        let moved = stand == 1 && stood.is_some_and(|stood| stood_at == [stood]);
        let others: HashSet<usize> = stood_at
            .into_iter()
            .filter(|start| Some(*start) != stood)
            .map(|start| self.map(start, Side::After))
            .collect();
        self.new.find_passage(anchor, near, &others, moved)
    }

    /// The new place of an old one.
    fn map(&self, place: usize, side: Side) -> usize {
        let comparison = self.comparison.get_or_init(|| compare(self.texts.0, self.texts.1));
        self.new.place_of_spot(comparison.map(self.old.spot(place), side).spot)
    }

    /// As [`Self::map`], without a comparison where the line is as it was.
    fn map_lazily(&self, point: &TextPoint, place: usize) -> usize {
        if self.old.stands_in(point, point, &self.new)
            && let Some(there) = self.new.place(point)
        {
            return there;
        }
        self.map(place, Side::Before)
    }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
