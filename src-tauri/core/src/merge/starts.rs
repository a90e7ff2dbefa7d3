//! What a line is, merged: its kind, its holder, its photo.

use std::mem::discriminant;

use crate::article::BlockId;
use crate::compare::tokens::{Kind, LineStart};
use crate::discuss::{Replacement, UnitAttr, Why};
use crate::photo::Edits;

/// What the other side wanted: its index, why it is asked, and how to make it so.
pub(super) type Wish = (usize, Why, Replacement);

/// Of three values the one that was changed. Where both sides have changed it: the first side's,
/// unless that has only emptied it, and which side's stands back why.
pub(super) fn pick<'t, T: PartialEq>(
    base: &'t T,
    [a, b]: [&'t T; 2],
    is_empty: impl Fn(&T) -> bool,
) -> (&'t T, Option<(usize, &'t T, Why)>) {
    if a == b || b == base {
        (a, None)
    } else if a == base {
        (b, None)
    } else if is_empty(a) {
        (b, Some((0, a, Why::Deleted)))
    } else {
        (a, Some((1, b, if is_empty(b) { Why::Deleted } else { Why::Both })))
    }
}

/// Merges the starts of one line. Its holder goes with its place: it is that of the side that
/// alone has `moved` the line.
pub(super) fn merge(
    base: &LineStart,
    sides: [&LineStart; 2],
    moved: [bool; 2],
    same: &mut Vec<String>,
) -> (LineStart, Vec<Wish>) {
    let mut wishes = Vec::new();
    let (id, _) = pick(&base.id, sides.map(|start| &start.id), |_| false);
    let holder = match moved {
        [true, false] => &sides[0].holder,
        [false, true] => &sides[1].holder,
        _ => pick(&base.holder, sides.map(|start| &start.holder), |_| false).0,
    };
    let kind = kind(&base.kind, sides.map(|start| &start.kind), &mut wishes, same);
    (LineStart { id: id.clone(), kind, holder: holder.clone() }, wishes)
}

fn kind(base: &Kind, [a, b]: [&Kind; 2], wishes: &mut Vec<Wish>, same: &mut Vec<String>) -> Kind {
    match (base, a, b) {
        (
            _,
            Kind::Caption { photo: photo_a, credit: credit_a, alt: alt_a, edits: edits_a },
            Kind::Caption { photo: photo_b, credit: credit_b, alt: alt_b, edits: edits_b },
        ) => {
            let none = Edits::default();
            let (photo, credit, alt, edits) = match base {
                Kind::Caption { photo, credit, alt, edits } => {
                    (photo.as_ref(), &**credit, &**alt, edits)
                }
                _ => (None, "", "", &none),
            };
            let mut attr = |name, base: Option<&str>, sides: [Option<&str>; 2]| {
                let is_empty = |text: &Option<&str>| text.is_none_or(str::is_empty);
                let (value, other) = pick(&base, sides.each_ref(), is_empty);
                if let Some((side, wish, why)) = other {
                    wishes.push((
                        side,
                        why,
                        Replacement::Attr { name, value: wish.map(str::to_owned) },
                    ));
                } else if sides[0] == sides[1] && sides[0] != base {
                    same.extend(value.map(str::to_owned));
                }
                value.map(str::to_owned)
            };
            let photos = [photo_a.as_deref(), photo_b.as_deref()];
            let photo = attr(UnitAttr::Photo, photo.map(String::as_str), photos);
            let credit = attr(UnitAttr::Credit, Some(credit), [Some(credit_a), Some(credit_b)]);
            let alt = attr(UnitAttr::Alt, Some(alt), [Some(alt_a), Some(alt_b)]);
            let edits = if photo_a == photo_b {
                let texts = [edits_a, edits_b].map(Edits::to_string);
                let base = edits.to_string();
                let [a, b] = texts.each_ref().map(|text| Some(text.as_str()));
                let text = attr(UnitAttr::Edits, Some(&base), [a, b]);
                if text.as_ref() == Some(&texts[0]) { edits_a.clone() } else { edits_b.clone() }
            } else if photo == *photo_a {
                // Edits are of their photo and go along with it.
                edits_a.clone()
            } else {
                edits_b.clone()
            };
            let (credit, alt) = (credit.unwrap_or_default(), alt.unwrap_or_default());
            Kind::Caption { photo, credit, alt, edits }
        }
        (
            Kind::Item { list, ordered },
            Kind::Item { list: list_a, ordered: ordered_a },
            Kind::Item { list: list_b, ordered: ordered_b },
        ) => Kind::Item {
            list: one_of(list, [list_a, list_b]),
            ordered: *pick(ordered, [ordered_a, ordered_b], |_| false).0,
        },
        (
            Kind::Cell { table, row_start, header },
            Kind::Cell { table: table_a, row_start: row_a, header: header_a },
            Kind::Cell { table: table_b, row_start: row_b, header: header_b },
        ) => Kind::Cell {
            table: one_of(table, [table_a, table_b]),
            row_start: *pick(row_start, [row_a, row_b], |_| false).0,
            header: *pick(header, [header_a, header_b], |_| false).0,
        },
        // A photo that was put there or changed is in the text or nowhere, so it goes first.
        (_, photo @ Kind::Caption { .. }, _) | (_, _, photo @ Kind::Caption { .. })
            if photo != base =>
        {
            photo.clone()
        }
        // One side has turned it into something else, the other has at most changed what it was.
        _ if discriminant(b) == discriminant(base) => a.clone(),
        _ if discriminant(a) == discriminant(base) => b.clone(),
        _ if discriminant(a) == discriminant(b) => a.clone(),
        // Nobody can be asked whether to make a list of it, so that goes first.
        _ => {
            let (kind, side, wish) = if text_kind(b).is_some() { (a, 1, b) } else { (b, 0, a) };
            if let Some(value) = text_kind(wish) {
                let value = Some(value.to_owned());
                wishes.push((side, Why::Both, Replacement::Attr { name: UnitAttr::Kind, value }));
            }
            kind.clone()
        }
    }
}

fn one_of(base: &BlockId, sides: [&BlockId; 2]) -> BlockId {
    pick(base, sides, |_| false).0.clone()
}

/// The kinds that a suggestion can turn a line into.
fn text_kind(kind: &Kind) -> Option<&'static str> {
    matches!(kind, Kind::Paragraph | Kind::Subhead | Kind::Quote).then(|| kind.name())
}
