//! Where the words of a query stand in a text, and the passage to show of it.

use serde::Serialize;

use super::query::{Query, SearchTier, Word};
use super::syllables::Syllables;

/// A place in a text, in UTF-16 units as the page counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FoundMark {
    pub from: u32,
    pub to: u32,
}

/// A piece of a text with the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FoundPassage {
    pub text: String,
    /// In order; none overlaps another.
    pub marks: Vec<FoundMark>,
    /// Something stands before it, or behind it.
    pub cut_before: bool,
    pub cut_after: bool,
}

/// Where the words of a query stand in `text`, as the tier that found it has them.
pub fn marks(query: &Query, tier: SearchTier, text: &str) -> Vec<FoundMark> {
    let places = places(query, tier, text);
    let mut marks = Vec::with_capacity(places.len());
    let (mut at, mut units) = (0, 0);
    let mut unit_of = |byte: usize| {
        units += utf16(&text[at..byte]);
        at = byte;
        units
    };
    for (from, to) in places {
        let from = unit_of(from);
        marks.push(FoundMark { from, to: unit_of(to) });
    }
    marks
}

/// Where the words of a query, as it was typed, stand in the lines of a text: as the nearest tier
/// has them that finds any.
pub fn marks_in_lines(typed: &str, lines: &[String]) -> Vec<Vec<FoundMark>> {
    let asked = Query::read(typed);
    [SearchTier::Phrase, SearchTier::Apart, SearchTier::Alike]
        .into_iter()
        .map(|tier| lines.iter().map(|line| marks(&asked, tier, line)).collect::<Vec<_>>())
        .find(|found| found.iter().any(|line| !line.is_empty()))
        .unwrap_or_else(|| vec![Vec::new(); lines.len()])
}

/// The piece of `text`, of about `syllables` syllables, in which most of the query stands; `None`
/// where none of it does.
pub fn passage(
    query: &Query,
    tier: SearchTier,
    text: &str,
    syllables: usize,
) -> Option<FoundPassage> {
    let places = places(query, tier, text);
    let (first, _) = *places.first()?;
    let mut starts = Vec::new();
    let mut read = Syllables::of(text);
    while let Some(range) = read.advance() {
        starts.push(range);
    }
    // The window that begins a little before a place and holds most places behind it.
    let index_of = |byte: usize| starts.partition_point(|range| range.start < byte);
    let mut best = (index_of(first), 0);
    for (n, (from, _)) in places.iter().enumerate() {
        let begin = index_of(*from);
        let end = starts.get(begin + syllables).map_or(text.len(), |range| range.start);
        let held = places[n..].iter().take_while(|(_, to)| *to <= end).count();
        if held > best.1 {
            best = (begin, held);
        }
    }
    let begin = best.0.saturating_sub(syllables / 4);
    let end = (begin + syllables).min(starts.len());
    let begin = end.saturating_sub(syllables).min(begin);
    let from = if begin == 0 { 0 } else { starts[begin].start };
    let to = if end == starts.len() { text.len() } else { starts[end - 1].end };
    let piece = &text[from..to];
    let within: Vec<(usize, usize)> =
        places.into_iter().filter(|(a, b)| *a >= from && *b <= to).collect();
    let marks = within
        .iter()
        .map(|(a, b)| FoundMark { from: utf16(&text[from..*a]), to: utf16(&text[from..*b]) })
        .collect();
    Some(FoundPassage {
        text: piece.to_owned(),
        marks,
        cut_before: from > 0,
        cut_after: to < text.len(),
    })
}

fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// In bytes, in order, without overlaps.
fn places(query: &Query, tier: SearchTier, text: &str) -> Vec<(usize, usize)> {
    let apart = query.is_loose && tier != SearchTier::Phrase;
    let unfinished = query.unfinished(tier);
    let groups: Vec<&[Word]> = if apart {
        query.groups.iter().flat_map(|group| group.chunks(1)).collect()
    } else {
        query.groups.iter().map(Vec::as_slice).collect()
    };
    // How far each group is met by the syllables before, at each of its places.
    let mut met: Vec<Vec<Option<usize>>> =
        groups.iter().map(|group| vec![None; group.len()]).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut syllables = Syllables::of(text);
    while let Some(range) = syllables.advance() {
        for (n, group) in groups.iter().enumerate() {
            let is_last_group = n + 1 == groups.len();
            // From the back, so that a syllable is taken once.
            for at in (0..group.len()).rev() {
                let start = if at == 0 { Some(range.start) } else { met[n][at - 1] };
                let by_beginning = unfinished
                    .filter(|_| is_last_group && at + 1 == group.len())
                    .is_some_and(|begin| syllables.folded().starts_with(begin));
                let holds = by_beginning || group[at].is_met_by(&syllables);
                met[n][at] = start.filter(|_| holds);
            }
            if let Some(start) = group.len().checked_sub(1).and_then(|last| met[n][last]) {
                found.push((start, range.end));
            }
        }
    }
    found.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::with_capacity(found.len());
    for (from, to) in found {
        match apart.last_mut() {
            Some((_, end)) if from < *end => *end = to.max(*end),
            _ => apart.push((from, to)),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(typed: &str, tier: SearchTier, text: &str) -> Vec<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        marks(&Query::read(typed), tier, text)
            .into_iter()
            .map(|mark| String::from_utf16_lossy(&units[mark.from as usize..mark.to as usize]))
            .collect()
    }

    #[test]
    fn what_is_marked_is_what_was_looked_for() {
        let text = "Văn kiện 🎉 và vặn kiện, hoà và hòa";
        assert_eq!(marked("văn kiện ", SearchTier::Phrase, text), ["Văn kiện"]);
        assert_eq!(marked("van kien ", SearchTier::Phrase, text), ["Văn kiện", "vặn kiện"]);
        assert_eq!(marked("hòa ", SearchTier::Phrase, text), ["hoà", "hòa"]);
        assert_eq!(marked("van kie", SearchTier::Phrase, text), ["Văn kiện", "vặn kiện"]);
        assert_eq!(marked("kien van ", SearchTier::Apart, text), ["Văn", "kiện", "vặn", "kiện"]);
    }

    #[test]
    fn a_phrase_that_begins_anew_within_itself_is_found() {
        assert_eq!(marked("ba ba bốn", SearchTier::Phrase, "ba ba ba bốn"), ["ba ba bốn"]);
    }

    #[test]
    fn the_passage_holds_the_words_and_says_what_it_leaves_out() {
        let text = format!("{}Văn kiện Đại hội{}", "một hai ".repeat(50), " ba bốn".repeat(50));
        let shown =
            passage(&Query::read("van kien "), SearchTier::Phrase, &text, 24).expect("is there");
        assert!(shown.text.contains("Văn kiện Đại hội"));
        assert!(shown.cut_before && shown.cut_after);
        assert_eq!(shown.text.split(' ').count(), 24);
        assert_eq!(shown.marks.len(), 1);
        assert_eq!(passage(&Query::read("không có "), SearchTier::Phrase, &text, 24), None);
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let shown =
            passage(&Query::read("hội"), SearchTier::Phrase, "Đại hội.", 30).expect("is there");
        assert_eq!(
            (shown.text.as_str(), shown.cut_before, shown.cut_after),
            ("Đại hội.", false, false)
        );
    }
}
