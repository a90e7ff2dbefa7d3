//! Texts that are alike: the same passage in two articles, and names that two of them have.
//!
//! A text is cut into stretches of five syllables without marks, case and signs, so that a corrected
//! accent or another quotation mark makes no other text of it. A [`Print`] keeps a part of the
//! stretches, always the same ones, and finds what may be alike; [`share`] then counts all of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use crate::article::{Block, BlockId, Document, text_of};
use crate::language::fold::fold;

/// Syllables of a stretch. Four are a common turn of phrase, six miss what was touched up.
const STRETCH: usize = 5;
/// One of so many stretches is kept, of a short text and of a longer one. What is kept of the longer
/// one would be kept of a short one, too: they find each other.
const KEPT_OF_SHORT: u64 = 4;
const KEPT: u64 = 16;
/// Most stretches of a short text: a sixteenth of them would be a handful, and one word corrected at a
/// bad place would leave none.
const SHORT: usize = 128;
/// Most marks of one text, and most names.
const MARK_LIMIT: usize = 600;
const NAME_LIMIT: usize = 150;
/// The bit that tells marks of names.
const NAME: i64 = 1 << 48;
/// Shortest text that can be the same as another, in syllables: below are notes and headlines.
const WHOLE_SYLLABLES: usize = 25;
/// Shortest paragraph that is looked for elsewhere, in syllables.
const PARAGRAPH_SYLLABLES: usize = 12;
/// From this share of its stretches on a paragraph is shared, in percent.
const PARAGRAPH_SHARE: usize = 60;

/// What a text is found again by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Print {
    /// One for every text of the same syllables; `None` for one too short to mean anything.
    pub whole: Option<[u8; 16]>,
    /// Of stretches of the text, in order and each once.
    pub marks: Vec<i64>,
    /// Of names in it, likewise; no mark of a name is one of a stretch, see [`is_name`].
    pub names: Vec<i64>,
}

impl Print {
    pub fn of(document: &Document, tags: &[String]) -> Self {
        let syllables = syllables_of(document);
        let whole = (syllables.len() >= WHOLE_SYLLABLES).then(|| {
            let hash = blake3::hash(syllables.join(" ").as_bytes());
            let mut whole = [0; 16];
            whole.copy_from_slice(&hash.as_bytes()[..16]);
            whole
        });
        let all = stretches(&syllables);
        let one_of = if all.len() <= SHORT { KEPT_OF_SHORT } else { KEPT };
        let kept = all.into_iter().filter(|it| it.is_multiple_of(one_of));
        let marks: BTreeSet<i64> = kept.map(|it| mark(it / KEPT_OF_SHORT)).collect();
        let names: BTreeSet<i64> =
            names_of(document, tags).keys().map(|it| name_mark(it)).collect();
        Self {
            whole,
            marks: marks.into_iter().take(MARK_LIMIT).collect(),
            names: names.into_iter().take(NAME_LIMIT).collect(),
        }
    }
}

impl Print {
    /// How many marks a longer text with all of this one would have of it.
    pub fn common_marks(&self) -> usize {
        let each = (KEPT / KEPT_OF_SHORT) as i64;
        self.marks.iter().filter(|mark| *mark % each == 0).count()
    }
}

/// All stretches of a text, to count what two have in common.
#[derive(Debug, Clone)]
pub struct Stretches(HashSet<u64>);

impl Stretches {
    pub fn of(document: &Document) -> Self {
        Self(stretches(&syllables_of(document)).into_iter().collect())
    }

    /// How much of this text is in the other, in percent. Only what is the same is 100.
    pub fn share(&self, other: &Self) -> u8 {
        share(&self.0, &other.0)
    }
}

/// A paragraph, or a lead, that stands in another text, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SharedParagraph {
    /// The block of this one here; `None` is the lead.
    pub here: Option<BlockId>,
    /// As it stands there.
    pub text: String,
    /// How much of the one here is in the one there, in percent.
    pub percent: u8,
}

/// Paragraphs of a text that another has, in their order, each with the one there that has most of it.
pub fn shared_paragraphs(here: &Document, there: &Document) -> Vec<SharedParagraph> {
    let theirs: Vec<(String, HashSet<u64>)> = paragraphs(there)
        .map(|(_, text)| {
            let stretches = stretches(&syllables(&text)).into_iter().collect();
            (text, stretches)
        })
        .collect();
    let mut found = Vec::new();
    for (id, text) in paragraphs(here) {
        let syllables = syllables(&text);
        if syllables.len() < PARAGRAPH_SYLLABLES {
            continue;
        }
        let ours: HashSet<u64> = stretches(&syllables).into_iter().collect();
        let best =
            theirs.iter().map(|it| (share(&ours, &it.1), it)).max_by_key(|(share, _)| *share);
        if let Some((percent, (text, _))) = best
            && usize::from(percent) >= PARAGRAPH_SHARE
        {
            found.push(SharedParagraph { here: id.cloned(), text: text.clone(), percent });
        }
    }
    found
}

/// Names of people, places and bodies in a text, and its tags: by their folded form, as they are
/// written. A name is two or more words in a row with a capital.
pub fn names_of(document: &Document, tags: &[String]) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for text in [text_of(&document.headline), text_of(&document.lead)]
        .into_iter()
        .chain(document.walk().flat_map(texts_of))
    {
        names_in(&text, &mut names);
    }
    for tag in tags {
        names.insert(fold(tag), tag.clone());
    }
    names.remove("");
    names
}

/// What a name is kept under.
pub fn name_mark(folded: &str) -> i64 {
    mark(mixed(hash(folded.as_bytes()))) | NAME
}

/// Whether a mark is one of a name.
pub fn is_name(mark: i64) -> bool {
    mark & NAME != 0
}

fn names_in(text: &str, names: &mut BTreeMap<String, String>) {
    let mut run: Vec<&str> = Vec::new();
    let mut begins_sentence = true;
    let mut run_begins = false;
    let mut end = |run: &mut Vec<&str>, begins: bool| {
        let mut add = |words: &[&str]| {
            if (2..=6).contains(&words.len()) {
                let name = words.join(" ");
                names.entry(fold(&name)).or_insert(name);
            }
        };
        add(run);
        // The first word of a sentence has a capital, whatever it is.
        if begins {
            add(run.get(1..).unwrap_or_default());
        }
        run.clear();
    };
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let opens = word.chars().next().is_some_and(|c| !c.is_alphanumeric());
        if opens {
            end(&mut run, run_begins);
        }
        let mut letters = bare.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase);
        // Whole words of capitals are bodies, which all reports of a beat have.
        let is_name =
            is_capital && bare.chars().all(char::is_alphabetic) && letters.any(char::is_lowercase);
        if is_name {
            if run.is_empty() {
                run_begins = begins_sentence;
            }
            run.push(bare);
        } else {
            end(&mut run, run_begins);
        }
        let closes = word.chars().last().is_some_and(|c| !c.is_alphanumeric());
        if closes {
            end(&mut run, run_begins);
        }
        begins_sentence = word.ends_with(['.', '!', '?', ':', '"', '”', '…']);
    }
    end(&mut run, run_begins);
}

fn share(ours: &HashSet<u64>, theirs: &HashSet<u64>) -> u8 {
    if ours.is_empty() {
        return 0;
    }
    let common = ours.iter().filter(|it| theirs.contains(it)).count();
    u8::try_from(common * 100 / ours.len()).unwrap_or(100)
}

fn paragraphs(document: &Document) -> impl Iterator<Item = (Option<&BlockId>, String)> {
    let lead = std::iter::once((None, text_of(&document.lead)));
    lead.chain(document.walk().filter_map(|block| match block {
        Block::Paragraph { attrs, content } | Block::Quote { attrs, content } => {
            Some((Some(&attrs.id), text_of(content)))
        }
        Block::Subhead { .. }
        | Block::List { .. }
        | Block::Table { .. }
        | Block::Box { .. }
        | Block::Photo(_)
        | Block::PhotoGroup { .. } => None,
    }))
}

fn texts_of(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph { content, .. }
        | Block::Subhead { content, .. }
        | Block::Quote { content, .. } => vec![text_of(content)],
        Block::List { content, .. } => content.iter().map(|it| text_of(&it.content)).collect(),
        Block::Table { content, .. } => {
            content.iter().flat_map(|row| &row.content).map(|it| text_of(&it.content)).collect()
        }
        Block::Photo(photo) => vec![text_of(&photo.content)],
        Block::Box { .. } | Block::PhotoGroup { .. } => Vec::new(),
    }
}

/// Lead and body: another headline makes no other text.
fn syllables_of(document: &Document) -> Vec<String> {
    let mut all = syllables(&text_of(&document.lead));
    for text in document.walk().flat_map(texts_of) {
        all.extend(syllables(&text));
    }
    all
}

fn syllables(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn stretches(syllables: &[String]) -> Vec<u64> {
    let hashes: Vec<u64> = syllables.iter().map(|it| hash(it.as_bytes())).collect();
    let whole = hashes.windows(STRETCH.min(hashes.len()).max(1));
    whole
        .map(|stretch| mixed(stretch.iter().fold(0, |all: u64, it| all.rotate_left(13) ^ it)))
        .collect()
}

/// Kept in the store: 48 bits, which take six bytes there.
fn mark(hash: u64) -> i64 {
    (hash & 0xFFFF_FFFF_FFFF) as i64
}

/// FNV-1a: the same on every machine, and of a syllable in no time.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3)
    })
}

/// The last step of splitmix64, after which all bits are alike.
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Text;

    fn article(lead: &str, paragraphs: &[&str]) -> Document {
        let mut document = Document::empty(BlockId("p0".to_owned()));
        document.lead = Text::runs(lead);
        document.blocks = paragraphs
            .iter()
            .enumerate()
            .map(|(n, text)| Block::paragraph(BlockId(format!("p{n}")), text))
            .collect();
        document
    }

    const LEAD: &str = "Sáng 23/5, Bí thư Tỉnh ủy chủ trì hội nghị bàn về sắp xếp các đơn vị hành chính cấp xã trên địa bàn tỉnh.";
    const FIRST: &str = "Theo báo cáo tại hội nghị, toàn tỉnh giảm 254 trên tổng số 616 đơn vị, đạt hơn bốn mươi phần trăm so với kế hoạch đề ra từ đầu năm.";
    const OTHER: &str = "Nhiều đại biểu cho rằng cần tiếp tục rà soát, lấy ý kiến nhân dân trước khi trình Hội đồng nhân dân tỉnh xem xét, quyết định.";

    #[test]
    fn other_marks_case_and_signs_make_no_other_text() {
        let one = article(LEAD, &[FIRST, OTHER]);
        let two = article(&LEAD.to_uppercase(), &[&FIRST.replace(',', ";"), OTHER]);
        assert_eq!(Print::of(&one, &[]).whole, Print::of(&two, &[]).whole);
        assert_eq!(Stretches::of(&one).share(&Stretches::of(&two)), 100);
        let three = article(LEAD, &[FIRST]);
        assert_ne!(Print::of(&one, &[]).whole, Print::of(&three, &[]).whole);
        assert_eq!(Print::of(&article("Ngắn", &[]), &[]).whole, None);
    }

    #[test]
    fn a_paragraph_that_was_taken_over_is_found_where_it_stands() {
        let theirs = article(OTHER, &["Mở đầu.", &FIRST.replace("toàn tỉnh", "cả tỉnh")]);
        let ours = article(LEAD, &[FIRST, OTHER]);
        let shared = shared_paragraphs(&ours, &theirs);
        let [one, lead] = &shared[..] else { panic!("{shared:?}") };
        assert_eq!((lead.text.as_str(), lead.percent), (OTHER, 100), "what is their lead");
        assert_eq!(one.here, Some(BlockId("p0".to_owned())));
        assert!(one.text.contains("cả tỉnh"), "{}", one.text);
        assert!((60..100).contains(&one.percent), "{}", one.percent);
        let leads = shared_paragraphs(&article(FIRST, &[OTHER]), &ours);
        assert_eq!(leads.iter().map(|it| it.percent).collect::<Vec<_>>(), [100, 100]);
        assert_eq!(leads[0].here, None, "a lead is taken over like any paragraph");
        let share = Stretches::of(&ours).share(&Stretches::of(&theirs));
        assert!((40..90).contains(&share), "{share}");
        let apart = article("Giải bóng đá thiếu niên khai mạc chiều nay tại sân vận động.", &[]);
        assert_eq!(Stretches::of(&apart).share(&Stretches::of(&ours)), 0);
    }

    #[test]
    fn a_print_keeps_about_a_sixteenth_and_no_mark_twice() {
        let long: Vec<String> = (0..400).map(|n| format!("{FIRST} {n} {OTHER}")).collect();
        let texts: Vec<&str> = long.iter().map(String::as_str).collect();
        let print = Print::of(&article(LEAD, &texts), &[]);
        let all = Stretches::of(&article(LEAD, &texts)).0.len();
        assert!(
            print.marks.len() * 8 < all && print.marks.len() * 32 > all,
            "{}",
            print.marks.len()
        );
        assert!(print.marks.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn a_short_text_is_found_again_in_one_touched_up_and_in_a_longer_one() {
        let print = Print::of(&article(LEAD, &[FIRST]), &[]);
        assert!(print.marks.len() > 4, "{}", print.marks.len());
        let in_common = |other: &Document| {
            let other = Print::of(other, &[]);
            print.marks.iter().filter(|mark| other.marks.contains(mark)).count()
        };
        let touched = article(LEAD, &[&FIRST.replace("toàn tỉnh giảm", "cả tỉnh đã giảm")]);
        assert!(in_common(&touched) * 2 > print.marks.len());
        let long: Vec<String> = (0..90).map(|n| format!("{n} {OTHER} {n}")).collect();
        let mut texts: Vec<&str> = long.iter().map(String::as_str).collect();
        texts.insert(40, FIRST);
        let longer = in_common(&article(LEAD, &texts));
        assert_eq!(longer, print.common_marks(), "all that a longer text keeps");
    }

    #[test]
    fn names_are_words_with_capitals_in_a_row() {
        let document = article(
            "Sáng Thái Nguyên, ông Nguyễn Văn Hùng (Giám đốc Sở Y tế) gặp bà Trần Thị Lan, UBND tỉnh.",
            &["Hà Nội. Hải Phòng đón khách."],
        );
        let names = names_of(&document, &["Hội chợ".to_owned()]);
        let found: Vec<&str> = names.values().map(String::as_str).collect();
        for name in
            ["Nguyễn Văn Hùng", "Trần Thị Lan", "Thái Nguyên", "Hà Nội", "Hải Phòng", "Hội chợ"]
        {
            assert!(found.contains(&name), "{name}: {found:?}");
        }
        assert!(
            !found.iter().any(|it| it.contains("UBND") || it.contains("Hùng Giám")),
            "{found:?}"
        );
    }
}
