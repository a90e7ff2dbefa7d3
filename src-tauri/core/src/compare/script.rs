//! From an alignment to changes that can be made one by one.
//!
//! Each region becomes a row of steps that hold both texts at once: read without the steps of
//! the changes it is the old text, read with all of them the new one, and with some of them a
//! text in between. So nothing needs to be laid on anything, and the order of decisions cannot
//! matter.

use std::collections::HashMap;
use std::ops::Range;

use super::align::{Alignment, Piece};
use super::tokens::{Holder, Kind, LineStart, Token};
use crate::article::BlockId;

/// One step through a region. Tokens are counted in their whole stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Common tokens.
    Keep { old: usize, new: usize, len: usize },
    /// There until the change is made.
    Old { tokens: Range<usize>, change: usize },
    /// There once the change is made.
    New { tokens: Range<usize>, change: usize },
    /// The place that the units of a move have left, or where they have arrived. They stand
    /// before the next line that opens a unit.
    Moved { group: usize, arrives: bool },
}

/// A change in the making: everything that is decided together.
#[derive(Debug, Default, Clone)]
pub(super) struct Draft {
    pub(super) old: Vec<Range<usize>>,
    pub(super) new: Vec<Range<usize>>,
    /// Old and new start of common lines, and what of them changes.
    pub(super) attrs: Vec<(usize, usize, Attr)>,
    /// Old and new words of which the marks change.
    pub(super) marks: Vec<(Range<usize>, Range<usize>)>,
    pub(super) group: Option<usize>,
    /// Words of the line go on behind it: what opens or closes here is not a whole line.
    pub(super) within_line: bool,
}

/// What a line is besides its words, part by part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attr {
    Kind,
    Photo,
    /// What is done to the same photo.
    Edits,
    Credit,
    Alt,
    Holder,
}

pub(super) struct Script {
    /// For each region of the alignment.
    pub(super) steps: Vec<Vec<Step>>,
    pub(super) drafts: Vec<Draft>,
    /// Changes of common starts and words, by the new token.
    pub(super) attrs: HashMap<usize, Vec<(Attr, usize)>>,
    pub(super) marks: HashMap<usize, usize>,
    /// The change of each move.
    pub(super) moves: Vec<usize>,
}

impl Script {
    pub(super) fn of(alignment: &Alignment) -> Self {
        let mut writer = Writer::new(alignment);
        for group in 0..alignment.moves.len() {
            let draft = writer.draft();
            writer.drafts[draft].group = Some(group);
            writer.moves.push(draft);
        }
        let steps = (0..alignment.regions.len()).map(|region| writer.region(region)).collect();
        writer.finish(steps)
    }
}

struct Writer<'a> {
    alignment: &'a Alignment,
    old_token: Vec<Option<usize>>,
    drafts: Vec<Draft>,
    /// The draft that another one has become part of.
    part_of: Vec<usize>,
    moves: Vec<usize>,
    attrs: HashMap<usize, Vec<(Attr, usize)>>,
    marks: HashMap<usize, usize>,
    /// The draft in which all lines of a unit come or go: of the units that one text has, and
    /// of common tables, whose rows would be in pieces otherwise.
    old_units: HashMap<usize, usize>,
    new_units: HashMap<usize, usize>,
    /// The last holder that changed: old and new one, the unit, the draft.
    last_holder: Option<(Option<Holder>, Option<Holder>, usize, usize)>,
    /// The draft of changed header cells of a table, by its new unit.
    headers: HashMap<usize, usize>,
    /// The move of the region that is being written.
    group: Option<usize>,
}

/// What a region has of one text between two common tokens.
#[derive(Default)]
struct Gap {
    /// Before the first start.
    head: Range<usize>,
    /// From a start to before the next, with the moves that come before it.
    lines: Vec<(Vec<usize>, Range<usize>)>,
    /// Moves at the end.
    moves: Vec<usize>,
}

/// An element of one text of a region.
enum Element {
    Token(usize),
    Moved(usize),
}

impl<'a> Writer<'a> {
    fn new(alignment: &'a Alignment) -> Self {
        let mut old_token = vec![None; alignment.new.tokens.len()];
        for (old, new) in alignment.new_token.iter().enumerate() {
            if let Some(new) = new {
                old_token[*new] = Some(old);
            }
        }
        Self {
            alignment,
            old_token,
            drafts: Vec::new(),
            part_of: Vec::new(),
            moves: Vec::new(),
            attrs: HashMap::new(),
            marks: HashMap::new(),
            old_units: HashMap::new(),
            new_units: HashMap::new(),
            last_holder: None,
            headers: HashMap::new(),
            group: None,
        }
    }

    fn draft(&mut self) -> usize {
        self.drafts.push(Draft::default());
        self.part_of.push(self.drafts.len() - 1);
        self.drafts.len() - 1
    }

    /// The draft that speaks for this one.
    fn whole(&self, mut draft: usize) -> usize {
        while self.part_of[draft] != draft {
            draft = self.part_of[draft];
        }
        draft
    }

    /// Makes one of two drafts.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.whole(one), self.whole(other));
        if one == other {
            return;
        }
        let (kept, gone) = (one.min(other), one.max(other));
        let taken = std::mem::take(&mut self.drafts[gone]);
        let draft = &mut self.drafts[kept];
        draft.old.extend(taken.old);
        draft.new.extend(taken.new);
        draft.attrs.extend(taken.attrs);
        draft.marks.extend(taken.marks);
        draft.group = draft.group.or(taken.group);
        draft.within_line |= taken.within_line;
        self.part_of[gone] = kept;
    }

    fn region(&mut self, region: usize) -> Vec<Step> {
        let moves = &self.alignment.moves;
        self.group = (region >= self.alignment.staying)
            .then(|| moves.partition_point(|regions| regions.start <= region) - 1);
        let region = &self.alignment.regions[region];
        if !region.changed
            && let [Piece::Tokens(old)] = region.old.as_slice()
            && let [Piece::Tokens(new)] = region.new.as_slice()
        {
            return vec![Step::Keep { old: old.start, new: new.start, len: old.len() }];
        }
        let [old, new] = [&region.old, &region.new].map(|pieces| {
            let elements = pieces.iter().flat_map(|piece| -> Vec<Element> {
                match piece {
                    Piece::Tokens(range) => range.clone().map(Element::Token).collect(),
                    Piece::Moved(group) => vec![Element::Moved(*group)],
                }
            });
            elements.collect::<Vec<_>>()
        });
        let (mut old, mut new) = (old.as_slice(), new.as_slice());
        let mut steps = Vec::new();
        while !old.is_empty() || !new.is_empty() {
            let kept_from = (old, new);
            let mut len = 0;
            while let (Some(Element::Token(token)), Some(Element::Token(mate))) =
                (old.first(), new.first())
                && self.alignment.new_token[*token] == Some(*mate)
            {
                self.compare_pair(*token, *mate);
                (old, new, len) = (&old[1..], &new[1..], len + 1);
            }
            if let (Some(Element::Token(token)), Some(Element::Token(mate))) =
                (kept_from.0.first(), kept_from.1.first())
                && len > 0
            {
                steps.push(Step::Keep { old: *token, new: *mate, len });
            }
            let (removed, added);
            (removed, old) = self.gap(old, &self.alignment.new_token, &self.alignment.old.tokens);
            (added, new) = self.gap(new, &self.old_token, &self.alignment.new.tokens);
            // Words of the same line go on behind the gap.
            let goes_on = matches!(old.first(), Some(Element::Token(token))
                if matches!(self.alignment.old.tokens[*token], Token::Word { .. }));
            self.cut(removed, added, goes_on, &mut steps);
        }
        steps
    }

    /// What comes before the next token with a partner, and what is left from there.
    fn gap<'e>(
        &self,
        elements: &'e [Element],
        mates: &[Option<usize>],
        tokens: &[Token],
    ) -> (Gap, &'e [Element]) {
        let mut gap = Gap::default();
        let mut at = 0;
        while let Some(element) = elements.get(at) {
            match element {
                Element::Moved(group) => gap.moves.push(*group),
                Element::Token(token) if mates[*token].is_some() => break,
                Element::Token(token) => {
                    let range = if matches!(tokens[*token], Token::Start(_)) {
                        gap.lines.push((std::mem::take(&mut gap.moves), *token..*token));
                        gap.lines.last_mut().map(|(_, range)| range)
                    } else if gap.lines.is_empty() {
                        if gap.head.is_empty() {
                            gap.head = *token..*token;
                        }
                        Some(&mut gap.head)
                    } else {
                        gap.lines.last_mut().map(|(_, range)| range)
                    };
                    if let Some(range) = range {
                        range.end = token + 1;
                    }
                }
            }
            at += 1;
        }
        (gap, &elements[at..])
    }

    /// Cuts what has changed between two common tokens into changes.
    fn cut(&mut self, removed: Gap, added: Gap, goes_on: bool, steps: &mut Vec<Step>) {
        let mut words = None;
        if !removed.head.is_empty() || !added.head.is_empty() {
            let draft = self.draft();
            words = Some(draft);
            self.put_old(removed.head.clone(), draft, steps);
            self.put_new(added.head.clone(), draft, steps);
        }
        let only_spaces = self.is_space(&self.alignment.old.tokens, &removed.head)
            && self.is_space(&self.alignment.new.tokens, &added.head);
        let (mut leaving, mut coming) = (removed.lines, added.lines);
        // Where words go on behind, the last line that goes and the last that comes are one:
        // it opens these words.
        let both = (goes_on && !leaving.is_empty() && !coming.is_empty())
            .then(|| (leaving.pop(), coming.pop()));
        let mut first = None;
        let last_old = leaving.len().checked_sub(1);
        for (at, (moves, tokens)) in leaving.into_iter().enumerate() {
            let draft = self.old_line(&tokens);
            first = first.or(Some(draft));
            self.drafts[draft].within_line |= goes_on && both.is_none() && Some(at) == last_old;
            put_moves(moves, false, steps);
            self.put_old(tokens, draft, steps);
        }
        let last_new = coming.len().checked_sub(1);
        for (at, (moves, tokens)) in coming.into_iter().enumerate() {
            let draft = self.new_line(&tokens);
            first = first.or(Some(draft));
            let draft = self.whole(draft);
            self.drafts[draft].within_line |= goes_on && both.is_none() && Some(at) == last_new;
            put_moves(moves, true, steps);
            self.put_new(tokens, draft, steps);
        }
        if let Some((Some((left, old_tokens)), Some((arrived, new_tokens)))) = both {
            let (old_draft, new_draft) = (self.old_line(&old_tokens), self.new_line(&new_tokens));
            self.join(old_draft, new_draft);
            let draft = self.whole(old_draft);
            first = first.or(Some(draft));
            put_moves(left, false, steps);
            put_moves(arrived, true, steps);
            self.put_old(old_tokens, draft, steps);
            self.put_new(new_tokens, draft, steps);
        }
        // The space at which a line was cut or joined is part of that.
        if let (Some(words), Some(first)) = (words, first)
            && only_spaces
        {
            self.join(words, first);
        }
        put_moves(removed.moves, false, steps);
        put_moves(added.moves, true, steps);
    }

    fn is_space(&self, tokens: &[Token], range: &Range<usize>) -> bool {
        tokens[range.clone()].iter().all(Token::is_space)
    }

    fn put_old(&mut self, tokens: Range<usize>, draft: usize, steps: &mut Vec<Step>) {
        if !tokens.is_empty() {
            let draft = self.whole(draft);
            self.drafts[draft].old.push(tokens.clone());
            steps.push(Step::Old { tokens, change: draft });
        }
    }

    fn put_new(&mut self, tokens: Range<usize>, draft: usize, steps: &mut Vec<Step>) {
        if !tokens.is_empty() {
            let draft = self.whole(draft);
            self.drafts[draft].new.push(tokens.clone());
            steps.push(Step::New { tokens, change: draft });
        }
    }

    /// The draft of an old line that goes.
    fn old_line(&mut self, tokens: &Range<usize>) -> usize {
        let unit = self.alignment.old.unit_of(tokens.start);
        let common = self.alignment.new_unit[unit];
        let is_cell = is_cell(&self.alignment.old.tokens[tokens.start]);
        match common {
            Some(mate) if is_cell => self.of_unit(mate, true),
            Some(_) => self.draft(),
            None => self.of_unit(unit, false),
        }
    }

    /// The draft of a new line that comes.
    fn new_line(&mut self, tokens: &Range<usize>) -> usize {
        let unit = self.alignment.new.unit_of(tokens.start);
        let is_common = self.alignment.old_unit[unit].is_some();
        if is_common && !is_cell(&self.alignment.new.tokens[tokens.start]) {
            return self.draft();
        }
        self.of_unit(unit, true)
    }

    /// The one draft of a unit, by its place in the new text or in the old one.
    fn of_unit(&mut self, unit: usize, in_new: bool) -> usize {
        let units = if in_new { &self.new_units } else { &self.old_units };
        if let Some(draft) = units.get(&unit) {
            return self.whole(*draft);
        }
        let draft = self.draft();
        let units = if in_new { &mut self.new_units } else { &mut self.old_units };
        units.insert(unit, draft);
        draft
    }

    /// Notes how two tokens differ that are a pair.
    fn compare_pair(&mut self, old: usize, new: usize) {
        let (one, other) = (&self.alignment.old.tokens[old], &self.alignment.new.tokens[new]);
        if one == other {
            return;
        }
        match (one, other) {
            (Token::Word { marks, .. }, Token::Word { marks: new_marks, .. })
                if marks != new_marks =>
            {
                self.change_marks(old, new);
            }
            (Token::Start(one), Token::Start(other)) => self.compare_starts(old, new, one, other),
            _ => {}
        }
    }

    fn change_marks(&mut self, old: usize, new: usize) {
        // The words of one passage are marked together.
        let before = new.checked_sub(1).and_then(|before| self.marks.get(&before)).copied();
        let goes_on = before.filter(|draft| {
            let last = self.drafts[*draft].marks.last();
            last.is_some_and(|(before, _)| before.end == old)
        });
        let draft = match goes_on {
            Some(draft) => draft,
            None => {
                let draft = self.draft();
                self.drafts[draft].marks.push((old..old, new..new));
                draft
            }
        };
        if let Some((old_words, new_words)) = self.drafts[draft].marks.last_mut() {
            (old_words.end, new_words.end) = (old + 1, new + 1);
        }
        self.marks.insert(new, draft);
    }

    fn compare_starts(&mut self, old: usize, new: usize, one: &LineStart, other: &LineStart) {
        let unit = self.alignment.new.unit_of(new);
        match (&one.kind, &other.kind) {
            (
                Kind::Caption { photo, credit, alt, edits },
                Kind::Caption {
                    photo: new_photo,
                    credit: new_credit,
                    alt: new_alt,
                    edits: new_edits,
                },
            ) => {
                if photo != new_photo {
                    self.change_attr(old, new, Attr::Photo, None);
                } else if edits != new_edits {
                    self.change_attr(old, new, Attr::Edits, None);
                }
                if credit != new_credit {
                    self.change_attr(old, new, Attr::Credit, None);
                }
                if alt != new_alt {
                    self.change_attr(old, new, Attr::Alt, None);
                }
            }
            (Kind::Cell { header, .. }, Kind::Cell { header: new_header, .. }) => {
                if header != new_header {
                    // The header row of a table is one thing.
                    let draft = self.headers.get(&unit).copied();
                    let draft = self.change_attr(old, new, Attr::Kind, draft);
                    self.headers.insert(unit, draft);
                }
            }
            // Items without id are what the first of their list is.
            (Kind::Item { .. }, Kind::Item { .. }) if other.id.is_none() => {}
            (Kind::Item { ordered, .. }, Kind::Item { ordered: new_ordered, .. }) => {
                if ordered != new_ordered {
                    self.change_attr(old, new, Attr::Kind, None);
                }
            }
            (kind, new_kind) => {
                if kind != new_kind {
                    self.change_attr(old, new, Attr::Kind, None);
                }
            }
        }
        if other.id.is_some() {
            let holder = one.holder.clone().map(|holder| self.alignment.followed(holder));
            if holder != other.holder {
                self.change_holder(old, new, holder, other.holder.clone(), unit);
            }
        }
    }

    /// Units next to each other go into a holder, or out of it, together; and together with
    /// their move, if they have moved.
    fn change_holder(
        &mut self,
        old: usize,
        new: usize,
        from: Option<Holder>,
        to: Option<Holder>,
        unit: usize,
    ) {
        let together = match &self.last_holder {
            Some((last_from, last_to, last_unit, draft))
                if (last_from, last_to) == (&from, &to) && last_unit + 1 == unit =>
            {
                Some(*draft)
            }
            _ => None,
        };
        let draft = self.change_attr(old, new, Attr::Holder, together);
        if let Some(group) = self.group {
            self.join(draft, self.moves[group]);
        }
        self.last_holder = Some((from, to, unit, draft));
    }

    fn change_attr(&mut self, old: usize, new: usize, attr: Attr, draft: Option<usize>) -> usize {
        let draft = match draft {
            Some(draft) => self.whole(draft),
            None => self.draft(),
        };
        self.drafts[draft].attrs.push((old, new, attr));
        self.attrs.entry(new).or_default().push((attr, draft));
        draft
    }

    fn finish(self, mut steps: Vec<Vec<Step>>) -> Script {
        // Only drafts that speak for themselves are changes; they are counted anew.
        let mut count = 0;
        let numbers = self.part_of.iter().enumerate().map(|(draft, whole)| {
            count += usize::from(draft == *whole);
            count - 1
        });
        let number: Vec<usize> = numbers.collect();
        let renumber = |draft: usize| number[self.whole(draft)];
        for step in steps.iter_mut().flatten() {
            match step {
                Step::Old { change, .. } | Step::New { change, .. } => *change = renumber(*change),
                Step::Keep { .. } | Step::Moved { .. } => {}
            }
        }
        let attrs = self.attrs.iter().map(|(token, attrs)| {
            let attrs = attrs.iter().map(|(attr, draft)| (*attr, renumber(*draft)));
            (*token, attrs.collect())
        });
        let attrs = attrs.collect();
        let marks = self.marks.iter().map(|(token, draft)| (*token, renumber(*draft))).collect();
        let moves = self.moves.iter().map(|draft| renumber(*draft)).collect();
        let part_of = self.part_of;
        let drafts = self.drafts.into_iter().enumerate();
        let drafts =
            drafts.filter(|(draft, _)| part_of[*draft] == *draft).map(|(_, draft)| draft).collect();
        Script { steps, drafts, attrs, marks, moves }
    }
}

impl Alignment {
    /// A holder of the old text under the id that it has in the new one.
    pub(super) fn followed(&self, holder: Holder) -> Holder {
        match self.renamed.get(&holder.id) {
            Some(id) => Holder { id: id.clone(), ..holder },
            None => holder,
        }
    }
}

/// What a common line is between old and new: everything as in the new text but what `keep` says
/// to leave as it was.
pub(super) fn between(
    alignment: &Alignment,
    old: &LineStart,
    new: &LineStart,
    keep: &dyn Fn(Attr) -> bool,
) -> LineStart {
    let mut start = new.clone();
    if keep(Attr::Kind) {
        start.kind = with_container(old.kind.clone(), new.id.as_ref());
    }
    if let (
        Kind::Caption { photo, credit, alt, edits },
        Kind::Caption { photo: old_photo, credit: old_credit, alt: old_alt, edits: old_edits },
    ) = (&mut start.kind, &old.kind)
    {
        // Edits are of their photo and go along with it.
        if keep(Attr::Photo) {
            photo.clone_from(old_photo);
            edits.clone_from(old_edits);
        }
        if keep(Attr::Edits) {
            edits.clone_from(old_edits);
        }
        if keep(Attr::Credit) {
            credit.clone_from(old_credit);
        }
        if keep(Attr::Alt) {
            alt.clone_from(old_alt);
        }
    }
    if keep(Attr::Holder) {
        start.holder = old.holder.clone().map(|holder| alignment.followed(holder));
    }
    start
}

/// The kind of a line that opens `id`: a list or table is called as the line that opens it.
fn with_container(kind: Kind, id: Option<&BlockId>) -> Kind {
    match (kind, id) {
        (Kind::Item { ordered, .. }, Some(id)) => Kind::Item { list: id.clone(), ordered },
        (Kind::Cell { row_start, header, .. }, Some(id)) => {
            Kind::Cell { table: id.clone(), row_start, header }
        }
        (kind, _) => kind,
    }
}

fn is_cell(token: &Token) -> bool {
    matches!(token, Token::Start(LineStart { kind: Kind::Cell { .. }, .. }))
}

fn put_moves(groups: Vec<usize>, arrives: bool, steps: &mut Vec<Step>) {
    steps.extend(groups.into_iter().map(|group| Step::Moved { group, arrives }));
}
