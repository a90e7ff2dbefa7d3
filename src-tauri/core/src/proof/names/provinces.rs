//! What comes with the program: the provinces, those of today and those before 1 July 2025.

use std::sync::OnceLock;

use super::{NameEntry, NameId, NameKind};
use crate::language::slug;

/// The first day of today's provinces, for people, and the last of those before.
const SINCE: &str = "01/07/2025";
const UNTIL: &str = "2025-06-30";
const SOURCE: &str = "Nghị quyết 202/2025/QH15";

/// Cities that were on the level of a province before, too.
const CITIES: [&str; 6] = ["Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh"];

/// The entries that every desk has. They can be overruled by an entry with the same id.
pub fn built_in() -> &'static [NameEntry] {
    static ENTRIES: OnceLock<Vec<NameEntry>> = OnceLock::new();
    ENTRIES.get_or_init(|| rows().flat_map(|(now, before)| entries(now, before)).collect())
}

/// The names of all provinces without what they are: seldom people.
pub(super) fn bare_names() -> impl Iterator<Item = &'static str> {
    rows().flat_map(|(_, before)| before.split(", ")).map(bare)
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = include_str!("../../../data/vietnamese/provinces_2025.tsv");
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

fn entries(now: &'static str, before: &'static str) -> Vec<NameEntry> {
    let merged: Vec<&str> = before.split(", ").collect();
    let id = |name: &str| NameId(format!("vn-{}", slug::slug(name)));
    let today = bare(now);
    let mut all = Vec::new();
    for former in merged.iter().copied().filter(|former| bare(former) != today) {
        all.push(NameEntry {
            id: id(former),
            to: Some(UNTIL.to_owned()),
            successor: now.to_owned(),
            source: SOURCE.to_owned(),
            ..NameEntry::new(NameKind::Place, &format!("tỉnh {former}"))
        });
    }
    let note = match merged.len() {
        1 => String::new(),
        _ => format!("Hợp nhất {} từ {SINCE}.", merged.join(", ")),
    };
    let other_names =
        if CITIES.contains(&today) { vec![format!("TP {today}")] } else { Vec::new() };
    // It was there before, smaller: its name is right on every day.
    all.push(NameEntry {
        id: id(today),
        other_names,
        note,
        source: SOURCE.to_owned(),
        ..NameEntry::new(NameKind::Place, now)
    });
    all
}

fn bare(name: &'static str) -> &'static str {
    ["tỉnh ", "thành phố ", "Thành phố "]
        .iter()
        .find_map(|kind| name.strip_prefix(kind))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_were_sixty_three_provinces_and_there_are_thirty_four() {
        let all = built_in();
        let (former, today): (Vec<_>, Vec<_>) = all.iter().partition(|entry| entry.to.is_some());
        assert_eq!((former.len(), today.len()), (29, 34));
        let ids: HashSet<_> = all.iter().map(|entry| &entry.id).collect();
        assert_eq!(ids.len(), 63);
        for entry in all {
            assert_eq!(entry.clone().accept().unwrap(), *entry);
        }
        let names: HashSet<_> = today.iter().map(|entry| entry.name.as_str()).collect();
        for entry in former {
            assert!(names.contains(entry.successor.as_str()), "{}", entry.name);
        }
    }
}
