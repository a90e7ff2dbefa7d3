//! The fields beside the document, merged one by one.

use serde_json::Value;

use super::Asked;
use super::starts::pick;
use super::weave::Woven;
use crate::article::Fields;
use crate::discuss::{Place, Replacement, Why};

/// Takes each field from the side that has changed it, and asks where both have. Bylines and tags
/// are lists: what either has added or taken out is added or taken out.
pub(super) fn merge(base: &Fields, sides: [&Fields; 2], woven: &mut Woven) -> Fields {
    if sides[1] == base {
        return sides[0].clone();
    }
    let old = base.values();
    let [mut merged, second] = sides.map(Fields::values);
    for (name, value) in &mut merged {
        let (old, new) = (&old[name], [&*value, &second[name]]);
        let (taken, other) = match (old, new) {
            (Value::Array(old), [Value::Array(a), Value::Array(b)]) => {
                let (list, other) = merge_lists(old, [a, b], &mut woven.same);
                (Value::Array(list), other.map(|other| (1, Value::Array(other), Why::Both)))
            }
            _ => {
                let (taken, other) = pick(old, new, is_empty);
                (taken.clone(), other.map(|(side, value, why)| (side, value.clone(), why)))
            }
        };
        if other.is_none() && new[0] == new[1] && new[0] != old {
            woven.same.push(taken.to_string());
        }
        if let Some((side, value, why)) = other {
            let replacement = Replacement::Field { name: name.clone(), value: value.to_string() };
            let at = Place::Field { name: name.clone() };
            woven.asked.push(Asked { side, why, at, replacement });
        }
        *value = taken;
    }
    serde_json::from_value(Value::Object(merged)).expect("each value is one of a field")
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// The list that has what either side added and lacks what either took out; and, where both have
/// put what was there before in another order, the list in the second side's order.
fn merge_lists(
    base: &[Value],
    sides: [&[Value]; 2],
    same: &mut Vec<String>,
) -> (Vec<Value>, Option<Vec<Value>>) {
    // The same name twice is two members.
    let [base, a, b] = [base, sides[0], sides[1]].map(numbered);
    let order = |of: &[Member], others: [&[Member]; 2]| -> Vec<Member> {
        of.iter().filter(|it| others.iter().all(|other| other.contains(it))).cloned().collect()
    };
    let orders = [order(&base, [&a, &b]), order(&a, [&base, &b]), order(&b, [&base, &a])];
    let moved = [orders[1] != orders[0], orders[2] != orders[0]];
    same.extend(
        a.iter()
            .filter(|it| b.contains(it) && !base.contains(it))
            .map(|(value, _)| value.to_string()),
    );
    let merged = if moved == [false, true] { union(&base, &b, &a) } else { union(&base, &a, &b) };
    let other = (moved == [true, true] && orders[1] != orders[2]).then(|| union(&base, &b, &a));
    (merged, other)
}

type Member = (Value, usize);

fn numbered(list: &[Value]) -> Vec<Member> {
    (0..list.len())
        .map(|at| (list[at].clone(), list[..at].iter().filter(|it| **it == list[at]).count()))
        .collect()
}

/// `first`, less what `second` has taken out, with what it has added, each behind what it stands
/// behind there.
fn union(base: &[Member], first: &[Member], second: &[Member]) -> Vec<Value> {
    let mut list: Vec<&Member> =
        first.iter().filter(|it| second.contains(it) || !base.contains(it)).collect();
    for (at, member) in second.iter().enumerate() {
        if base.contains(member) || first.contains(member) {
            continue;
        }
        let before =
            second[..at].iter().rev().find_map(|it| list.iter().position(|had| *had == it));
        let mut place = before.map_or(0, |before| before + 1);
        while list.get(place).is_some_and(|it| !base.contains(it) && !second.contains(it)) {
            place += 1;
        }
        list.insert(place, member);
    }
    list.into_iter().map(|(value, _)| value.clone()).collect()
}
