//! Made-up articles and made-up edits, for property tests: the same number gives the same ones.

pub mod card;
pub mod export;
pub mod hostile;
pub mod laptop;
pub mod office;

use crate::article::{
    Block, BlockAttrs, BlockId, Byline, BylineRole, Document, Fields, ListAttrs, ListItem, Mark,
    Photo, PhotoAttrs, TableCell, TableCellAttrs, TableRow, Text,
};
use crate::compare::Content;
use crate::exchange::{recognise, sample};
use crate::photo::Edits;
use crate::time::Timestamp;

/// A stream of numbers (SplitMix64) that looks thrown.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 up to, but without, `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.number() % end).unwrap_or_default()
    }

    /// True in `part` of `whole` throws.
    pub fn chance(&mut self, part: usize, whole: usize) -> bool {
        self.below(whole) < part
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub fn id(&mut self) -> BlockId {
        const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz";
        BlockId((0..8).map(|_| char::from(*self.pick(LETTERS))).collect())
    }

    /// A syllable of Vietnamese.
    pub fn syllable(&mut self) -> &'static str {
        self.pick::<&str>(SYLLABLES)
    }

    /// A word that no other text has, so that its loss is noticed.
    pub fn fresh_word(&mut self) -> String {
        format!("{}{}", self.syllable(), self.below(1_000_000))
    }

    /// `words` syllables with a sign here and there.
    pub fn sentence(&mut self, words: usize) -> String {
        let mut text = String::new();
        for n in 0..words {
            if n > 0 {
                text.push_str(if self.chance(1, 10) { ", " } else { " " });
            }
            text.push_str(self.syllable());
        }
        text.push('.');
        text
    }

    fn photo(&mut self) -> Option<String> {
        self.chance(4, 5).then(|| blake3::hash(&self.number().to_le_bytes()).to_hex().to_string())
    }
}

/// Few, so that the same ones meet again and again.
const SYLLABLES: &[&str] = &[
    "đê", "sông", "lúa", "xã", "lũ", "thôn", "đoàn", "kiểm", "tra", "của", "và", "các", "23/5",
    "41,23%", "việc", "UBND", "cán", "bộ", "được", "tuyến", "nước", "người",
];

/// An article: the sample report as it is recognised, or a short one with everything that a
/// document can hold. The short ones make edits meet.
pub fn article(dice: &mut Dice) -> Content {
    let mut content = if dice.chance(1, 6) { report(dice) } else { short(dice) };
    accept(&mut content, dice);
    content
}

/// The sample report with ids from `dice`.
pub fn report(dice: &mut Dice) -> Content {
    let lines = recognise::recognise(sample::sample().text, "UTF-8").expect("it is text").lines;
    let lines: Vec<_> = lines.into_iter().map(Into::into).collect();
    let (document, fields) =
        recognise::compose(&lines, &[], &mut || dice.id()).expect("the sample is sound");
    Content { document, fields }
}

fn short(dice: &mut Dice) -> Content {
    let blocks = (0..=dice.below(9)).map(|_| top_block(dice)).collect();
    let (headline, lead) = (1 + dice.below(8), dice.below(12));
    let document = Document {
        headline: Text::runs(&dice.sentence(headline)),
        lead: if lead == 0 { Vec::new() } else { runs(dice, lead) },
        blocks,
    };
    let bylines = (0..dice.below(3)).map(|_| byline(dice)).collect();
    Content { document, fields: Fields { bylines, ..Fields::default() } }
}

fn byline(dice: &mut Dice) -> Byline {
    let role = *dice.pick(&[BylineRole::Text, BylineRole::Photo, BylineRole::EditedBy]);
    Byline { contributor: None, pen_name: dice.fresh_word(), role }
}

/// Runs of about `words` words, some with marks.
fn runs(dice: &mut Dice, words: usize) -> Vec<Text> {
    let mut runs = Text::runs(&dice.sentence(words));
    if dice.chance(1, 3) {
        mark(&mut runs, dice);
    }
    runs
}

fn top_block(dice: &mut Dice) -> Block {
    let attrs = BlockAttrs { id: dice.id() };
    match dice.below(14) {
        0 => {
            let content = (0..=dice.below(3)).map(|_| inner_block(dice)).collect();
            Block::Box { attrs, content }
        }
        1 => {
            let content = (0..=dice.below(3)).map(|_| photo(dice)).collect();
            Block::PhotoGroup { attrs, content }
        }
        2 | 3 => photo(dice),
        4 => table(dice),
        5 => Block::Quote { attrs, content: some_runs(dice) },
        _ => inner_block(dice),
    }
}

fn inner_block(dice: &mut Dice) -> Block {
    let id = dice.id();
    match dice.below(8) {
        0 => Block::Subhead { attrs: BlockAttrs { id }, content: some_runs(dice) },
        1 | 2 => {
            let content =
                (0..=dice.below(4)).map(|_| ListItem { content: some_runs(dice) }).collect();
            Block::List { attrs: ListAttrs { id, ordered: dice.chance(1, 2) }, content }
        }
        _ => Block::Paragraph { attrs: BlockAttrs { id }, content: some_runs(dice) },
    }
}

fn some_runs(dice: &mut Dice) -> Vec<Text> {
    if dice.chance(1, 12) {
        return Vec::new();
    }
    let words = 1 + dice.below(20);
    runs(dice, words)
}

fn photo(dice: &mut Dice) -> Block {
    let mut attrs = PhotoAttrs {
        id: dice.id(),
        photo: dice.photo(),
        credit: dice.syllable().to_owned(),
        alt: dice.syllable().to_owned(),
        edits: Edits::default(),
    };
    attrs.edits = edits_for(&attrs.alt);
    Block::Photo(Photo { attrs, content: some_runs(dice) })
}

/// Edits that go by a word, so that the same dice still make the same texts.
fn edits_for(alt: &str) -> Edits {
    let text = match alt {
        "lúa" | "đê" => "turn=90",
        "lũ" | "xã" => "crop=0,0,5000,5000",
        "nước" | "thôn" => "light=3;focus=5000,2500",
        _ => "",
    };
    text.parse().expect("edits as they are printed")
}

fn table(dice: &mut Dice) -> Block {
    let (rows, columns) = (1 + dice.below(3), 1 + dice.below(3));
    let content = (0..rows)
        .map(|row| TableRow { content: (0..columns).map(|_| cell(dice, row == 0)).collect() })
        .collect();
    Block::Table { attrs: BlockAttrs { id: dice.id() }, content }
}

fn cell(dice: &mut Dice, header: bool) -> TableCell {
    let words = dice.below(3);
    let content = if words == 0 { Vec::new() } else { Text::runs(&dice.sentence(words)) };
    TableCell { attrs: TableCellAttrs { header }, content }
}

/// What an edit did, for the message of a failing test.
pub type EditName = &'static str;

type Operation = fn(&mut Content, &mut Dice);

/// Every edit, and how often it comes.
const OPERATIONS: &[(usize, EditName, Operation)] = &[
    (12, "type", type_words),
    (8, "delete words", delete_words),
    (8, "replace words", replace_words),
    (6, "split", split),
    (6, "join", join),
    (6, "move a block", move_block),
    (4, "retype a block", retype),
    (4, "new block", new_block),
    (4, "delete a block", delete_block),
    (3, "delete across lines", delete_across),
    (3, "swap photos", swap_photos),
    (2, "change a photo", change_photo),
    (2, "change a credit or alt", change_credit),
    (2, "bylines", change_bylines),
    (3, "fields", change_fields),
    (4, "marks", change_marks),
    (3, "lists", change_list),
    (3, "tables", change_table),
    (3, "boxes", change_box),
    (3, "groups", change_group),
    (2, "paste again", paste_again),
    (2, "copy a block", copy_block),
];

/// One edit as a person makes them. Now and then one that has nothing to work on does nothing.
pub fn edit(content: &mut Content, dice: &mut Dice) -> EditName {
    let total = OPERATIONS.iter().map(|(often, _, _)| often).sum();
    let mut at = dice.below(total);
    for (often, name, operation) in OPERATIONS {
        if at < *often {
            operation(content, dice);
            accept(content, dice);
            return name;
        }
        at -= often;
    }
    unreachable!("the throw is below the sum");
}

/// A copy of `content` after one edit for each seed.
pub fn edited(content: &Content, seeds: &[u64]) -> Content {
    let mut content = content.clone();
    for seed in seeds {
        edit(&mut content, &mut Dice::new(*seed));
    }
    content
}

fn accept(content: &mut Content, dice: &mut Dice) {
    let document = std::mem::replace(&mut content.document, Document::empty(BlockId::default()));
    content.document = document.accept(&mut || dice.id()).expect("edits keep documents sound");
    content.fields = content.fields.clone().accept().expect("edits keep fields sound");
}

// ---- Texts -----------------------------------------------------------------------------------

/// The runs of every line.
pub fn texts_mut(document: &mut Document) -> Vec<&mut Vec<Text>> {
    fn of<'a>(block: &'a mut Block, texts: &mut Vec<&'a mut Vec<Text>>) {
        match block {
            Block::Paragraph { content, .. }
            | Block::Subhead { content, .. }
            | Block::Quote { content, .. } => texts.push(content),
            Block::List { content, .. } => {
                texts.extend(content.iter_mut().map(|item| &mut item.content));
            }
            Block::Table { content, .. } => texts.extend(
                content.iter_mut().flat_map(|row| &mut row.content).map(|cell| &mut cell.content),
            ),
            Block::Photo(photo) => texts.push(&mut photo.content),
            Block::Box { content, .. } | Block::PhotoGroup { content, .. } => {
                content.iter_mut().for_each(|inner| of(inner, texts));
            }
        }
    }
    let mut texts = vec![&mut document.headline, &mut document.lead];
    document.blocks.iter_mut().for_each(|block| of(block, &mut texts));
    texts
}

/// A line letter by letter.
type Letters = Vec<(char, Vec<Mark>)>;

fn letters(runs: &[Text]) -> Letters {
    runs.iter().flat_map(|run| run.text.chars().map(|c| (c, run.marks.clone()))).collect()
}

fn from_letters(letters: Letters) -> Vec<Text> {
    let text = |(c, marks): (char, Vec<Mark>)| Text { text: c.to_string(), marks };
    letters.into_iter().map(text).collect()
}

fn change_some_text(content: &mut Content, dice: &mut Dice, change: fn(&mut Letters, &mut Dice)) {
    let mut texts = texts_mut(&mut content.document);
    let at = dice.below(texts.len());
    let mut line = letters(texts[at]);
    change(&mut line, dice);
    *texts[at] = from_letters(line);
}

/// A place between words mostly, in the middle of one sometimes.
fn place(line: &Letters, dice: &mut Dice) -> usize {
    let at = dice.below(line.len() + 1);
    if dice.chance(1, 5) {
        return at;
    }
    (at..line.len()).find(|at| line[*at].0 == ' ').unwrap_or(line.len())
}

fn insert(line: &mut Letters, at: usize, text: &str) {
    let marks = at.checked_sub(1).map(|before| line[before].1.clone()).unwrap_or_default();
    line.splice(at..at, text.chars().map(|c| (c, marks.clone())));
}

fn passage(line: &Letters, dice: &mut Dice) -> std::ops::Range<usize> {
    let (one, other) = (place(line, dice), place(line, dice));
    let (from, to) = (one.min(other), one.max(other));
    from..to.min(from + 40)
}

fn type_words(content: &mut Content, dice: &mut Dice) {
    change_some_text(content, dice, |line, dice| {
        let words: Vec<_> = (0..=dice.below(3))
            .map(|_| if dice.chance(1, 2) { dice.fresh_word() } else { dice.syllable().to_owned() })
            .collect();
        let at = place(line, dice);
        insert(line, at, &format!(" {}", words.join(" ")));
    });
}

fn delete_words(content: &mut Content, dice: &mut Dice) {
    change_some_text(content, dice, |line, dice| {
        line.drain(passage(line, dice));
    });
}

fn replace_words(content: &mut Content, dice: &mut Dice) {
    change_some_text(content, dice, |line, dice| {
        let passage = passage(line, dice);
        line.drain(passage.clone());
        let word = dice.fresh_word();
        insert(line, passage.start, &format!(" {word}"));
    });
}

fn mark(runs: &mut Vec<Text>, dice: &mut Dice) {
    let marks = [
        Mark::Em,
        Mark::Strong,
        Mark::Sub,
        Mark::Link { href: "https://example.org/de".to_owned() },
    ];
    let mark = dice.pick(&marks).clone();
    let mut line = letters(runs);
    let passage = passage(&line, dice);
    let all = line[passage.clone()].iter().all(|(_, marks)| marks.contains(&mark));
    for (_, marks) in &mut line[passage] {
        marks.retain(|other| *other != mark);
        if !all {
            marks.push(mark.clone());
        }
    }
    *runs = from_letters(line);
}

fn change_marks(content: &mut Content, dice: &mut Dice) {
    let mut texts = texts_mut(&mut content.document);
    let at = 1 + dice.below(texts.len() - 1);
    mark(texts[at], dice);
}

// ---- Blocks ----------------------------------------------------------------------------------

/// Where a block stands: its place, or that of its holder and its own within.
#[derive(Clone, Copy)]
struct Path(usize, Option<usize>);

fn paths(document: &Document) -> Vec<Path> {
    let mut paths = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        paths.push(Path(at, None));
        if let Block::Box { content, .. } | Block::PhotoGroup { content, .. } = block {
            paths.extend((0..content.len()).map(|inner| Path(at, Some(inner))));
        }
    }
    paths
}

fn siblings(document: &mut Document, path: Path) -> (&mut Vec<Block>, usize) {
    let Path(at, inner) = path;
    match inner {
        None => (&mut document.blocks, at),
        Some(inner) => match &mut document.blocks[at] {
            Block::Box { content, .. } | Block::PhotoGroup { content, .. } => (content, inner),
            _ => unreachable!("only holders have inner blocks"),
        },
    }
}

fn some_path(document: &Document, dice: &mut Dice, wanted: fn(&Block) -> bool) -> Option<Path> {
    let blocks: Vec<&Block> = document.walk().collect();
    let fitting: Vec<Path> = paths(document)
        .into_iter()
        .zip(blocks)
        .filter(|(_, block)| wanted(block))
        .map(|(path, _)| path)
        .collect();
    (!fitting.is_empty()).then(|| *dice.pick(&fitting))
}

fn text_of_block(block: &mut Block) -> Option<&mut Vec<Text>> {
    match block {
        Block::Paragraph { content, .. }
        | Block::Subhead { content, .. }
        | Block::Quote { content, .. } => Some(content),
        _ => None,
    }
}

fn is_text(block: &Block) -> bool {
    matches!(block, Block::Paragraph { .. } | Block::Subhead { .. } | Block::Quote { .. })
}

/// The id stays with the first half.
fn split(content: &mut Content, dice: &mut Dice) {
    let Some(path) = some_path(&content.document, dice, is_text) else { return };
    let new_id = dice.id();
    let (blocks, at) = siblings(&mut content.document, path);
    let Some(text) = text_of_block(&mut blocks[at]) else { return };
    let mut line = letters(text);
    let second = line.split_off(place(&line, dice));
    *text = from_letters(line);
    let second = from_letters(second);
    blocks.insert(at + 1, Block::Paragraph { attrs: BlockAttrs { id: new_id }, content: second });
}

/// The first block keeps its id and takes the text of the second.
fn join(content: &mut Content, dice: &mut Dice) {
    let Some(path) = some_path(&content.document, dice, is_text) else { return };
    let (blocks, at) = siblings(&mut content.document, path);
    if at + 1 >= blocks.len() || !is_text(&blocks[at + 1]) {
        return;
    }
    let mut second = blocks.remove(at + 1);
    let taken = text_of_block(&mut second).map(std::mem::take).unwrap_or_default();
    if let Some(text) = text_of_block(&mut blocks[at]) {
        text.extend(taken);
    }
}

fn move_block(content: &mut Content, dice: &mut Dice) {
    let Some(path) = some_path(&content.document, dice, |_| true) else { return };
    let (blocks, at) = siblings(&mut content.document, path);
    let block = blocks.remove(at);
    let to = dice.below(blocks.len() + 1);
    blocks.insert(to, block);
}

fn retype(content: &mut Content, dice: &mut Dice) {
    let Some(path) = some_path(&content.document, dice, is_text) else { return };
    let inside = path.1.is_some();
    let (blocks, at) = siblings(&mut content.document, path);
    let (id, text) = (blocks[at].id().clone(), text_of_block(&mut blocks[at]));
    let Some(text) = text.map(std::mem::take) else { return };
    let attrs = BlockAttrs { id: id.clone() };
    blocks[at] = match dice.below(4) {
        0 => Block::Subhead { attrs, content: text },
        1 if !inside => Block::Quote { attrs, content: text },
        2 => Block::List {
            attrs: ListAttrs { id, ordered: false },
            content: vec![ListItem { content: text }],
        },
        _ => Block::Paragraph { attrs, content: text },
    };
}

fn new_block(content: &mut Content, dice: &mut Dice) {
    let at = dice.below(content.document.blocks.len() + 1);
    let mut block = top_block(dice);
    if let Some(text) = text_of_block(&mut block) {
        text.insert(0, Text::plain(format!("{} ", dice.fresh_word())));
    }
    content.document.blocks.insert(at, block);
}

fn delete_block(content: &mut Content, dice: &mut Dice) {
    let Some(path) = some_path(&content.document, dice, |_| true) else { return };
    let (blocks, at) = siblings(&mut content.document, path);
    blocks.remove(at);
}

/// From the middle of a block to the middle of a later one, as a selection is deleted.
fn delete_across(content: &mut Content, dice: &mut Dice) {
    let Some(Path(at, None)) = some_path(&content.document, dice, is_text) else { return };
    let blocks = &mut content.document.blocks;
    let end = at + 1 + dice.below(3);
    if end >= blocks.len() || !is_text(&blocks[at]) || !is_text(&blocks[end]) {
        return;
    }
    let mut last = blocks.drain(at + 1..=end).next_back().expect("one is drained at least");
    let tail = text_of_block(&mut last).map(|text| letters(text)).unwrap_or_default();
    if let Some(text) = text_of_block(&mut blocks[at]) {
        let mut line = letters(text);
        line.truncate(place(&line, dice));
        line.extend_from_slice(&tail[place(&tail, dice)..]);
        *text = from_letters(line);
    }
}

/// The same text under a new id, as when a passage is cut and pasted.
fn paste_again(content: &mut Content, dice: &mut Dice) {
    let Some(path) = some_path(&content.document, dice, is_text) else { return };
    let new_id = dice.id();
    let (blocks, at) = siblings(&mut content.document, path);
    if let Block::Paragraph { attrs, .. }
    | Block::Subhead { attrs, .. }
    | Block::Quote { attrs, .. } = &mut blocks[at]
    {
        attrs.id = new_id;
    }
}

fn copy_block(content: &mut Content, dice: &mut Dice) {
    let Some(path) = some_path(&content.document, dice, |_| true) else { return };
    let (blocks, at) = siblings(&mut content.document, path);
    let copy = blocks[at].clone();
    let to = dice.below(blocks.len() + 1);
    // The first holder of an id keeps it, which may be the copy.
    blocks.insert(to, copy);
}

// ---- Photos ----------------------------------------------------------------------------------

fn swap_photos(content: &mut Content, dice: &mut Dice) {
    let mut photos: Vec<&mut Photo> = content.document.photos_mut().collect();
    if photos.len() < 2 {
        return;
    }
    let (one, other) = (dice.below(photos.len()), dice.below(photos.len()));
    let first = photos[one].attrs.photo.clone();
    photos[one].attrs.photo = photos[other].attrs.photo.clone();
    photos[other].attrs.photo = first;
}

fn change_photo(content: &mut Content, dice: &mut Dice) {
    let mut photos: Vec<&mut Photo> = content.document.photos_mut().collect();
    if !photos.is_empty() {
        let at = dice.below(photos.len());
        photos[at].attrs.photo = dice.photo();
    }
}

fn change_credit(content: &mut Content, dice: &mut Dice) {
    let mut photos: Vec<&mut Photo> = content.document.photos_mut().collect();
    if !photos.is_empty() {
        let at = dice.below(photos.len());
        let attrs = &mut photos[at].attrs;
        let text = if dice.chance(1, 2) { &mut attrs.credit } else { &mut attrs.alt };
        *text = dice.fresh_word();
        // Every other time what is done to the photo changes, too.
        let word = text.bytes().last().map_or(0, usize::from);
        if word % 2 == 0 {
            attrs.edits = edits_for(SYLLABLES[word / 2 % 6]);
        }
    }
}

/// Groups a photo with its neighbours, or lets the photos of a group go.
fn change_group(content: &mut Content, dice: &mut Dice) {
    let holder = |block: &Block| matches!(block, Block::PhotoGroup { .. });
    let is_photo = |block: &Block| matches!(block, Block::Photo(_));
    change_holder(content, dice, holder, is_photo, |attrs, content| Block::PhotoGroup {
        attrs,
        content,
    });
}

fn change_box(content: &mut Content, dice: &mut Dice) {
    let holder = |block: &Block| matches!(block, Block::Box { .. });
    let fits = |block: &Block| {
        matches!(block, Block::Paragraph { .. } | Block::Subhead { .. } | Block::List { .. })
    };
    change_holder(content, dice, holder, fits, |attrs, content| Block::Box { attrs, content });
}

fn change_holder(
    content: &mut Content,
    dice: &mut Dice,
    is_holder: fn(&Block) -> bool,
    fits: fn(&Block) -> bool,
    holder: fn(BlockAttrs, Vec<Block>) -> Block,
) {
    let id = dice.id();
    let blocks = &mut content.document.blocks;
    let at = dice.below(blocks.len());
    if is_holder(&blocks[at]) {
        if let Block::Box { content, .. } | Block::PhotoGroup { content, .. } = blocks.remove(at) {
            blocks.splice(at..at, content);
        }
        return;
    }
    let most = 1 + dice.below(3);
    let count = blocks[at..].iter().take(most).take_while(|block| fits(block)).count();
    if count > 0 {
        let content = blocks.drain(at..at + count).collect();
        blocks.insert(at, holder(BlockAttrs { id }, content));
    }
}

// ---- Lists and tables ------------------------------------------------------------------------

fn change_list(content: &mut Content, dice: &mut Dice) {
    let is_list = |block: &Block| matches!(block, Block::List { .. });
    let Some(path) = some_path(&content.document, dice, is_list) else { return };
    let (blocks, at) = siblings(&mut content.document, path);
    let Block::List { attrs, content: items } = &mut blocks[at] else { return };
    let item = dice.below(items.len());
    match dice.below(6) {
        0 => items.insert(item, ListItem { content: Text::runs(&dice.fresh_word()) }),
        1 => {
            items.remove(item);
        }
        2 => items.rotate_left(item),
        3 => attrs.ordered = !attrs.ordered,
        4 => {
            // In two.
            let second = items.split_off(item);
            let attrs = ListAttrs { id: dice.id(), ordered: attrs.ordered };
            blocks.insert(at + 1, Block::List { attrs, content: second });
        }
        _ => {
            // Its items become paragraphs; the first keeps the id.
            let mut id = attrs.id.clone();
            let texts: Vec<_> = items.drain(..).map(|item| item.content).collect();
            let paragraphs = texts.into_iter().map(|content| Block::Paragraph {
                attrs: BlockAttrs { id: std::mem::replace(&mut id, dice.id()) },
                content,
            });
            blocks.splice(at..=at, paragraphs.collect::<Vec<_>>());
        }
    }
}

fn change_table(content: &mut Content, dice: &mut Dice) {
    let is_table = |block: &Block| matches!(block, Block::Table { .. });
    let Some(path) = some_path(&content.document, dice, is_table) else { return };
    let (blocks, at) = siblings(&mut content.document, path);
    let Block::Table { content: rows, .. } = &mut blocks[at] else { return };
    let width = rows[0].content.len();
    let (row, column) = (dice.below(rows.len()), dice.below(width));
    match dice.below(5) {
        0 => {
            let content = (0..width).map(|_| cell(dice, false)).collect();
            rows.insert(row, TableRow { content });
        }
        1 => {
            rows.remove(row);
        }
        2 => {
            for row in rows {
                row.content.insert(column, cell(dice, false));
            }
        }
        3 if width > 1 => {
            for row in rows {
                row.content.remove(column);
            }
        }
        _ => {
            let attrs = &mut rows[row].content[column].attrs;
            attrs.header = !attrs.header;
        }
    }
}

// ---- Fields ----------------------------------------------------------------------------------

fn change_bylines(content: &mut Content, dice: &mut Dice) {
    let bylines = &mut content.fields.bylines;
    let at = dice.below(bylines.len());
    match dice.below(3) {
        0 if !bylines.is_empty() => {
            bylines.remove(at);
        }
        1 if bylines.len() > 1 => bylines.rotate_left(1),
        _ => bylines.insert(at, byline(dice)),
    }
}

fn change_fields(content: &mut Content, dice: &mut Dice) {
    let fields = &mut content.fields;
    let word = dice.fresh_word();
    match dice.below(10) {
        0 => fields.source = word,
        1 => fields.section = word,
        2 if !fields.tags.is_empty() => {
            fields.tags.remove(dice.below(fields.tags.len()));
        }
        2 | 3 => fields.tags.push(word),
        4 => fields.event_date = Some(format!("2026-05-{:02}", 1 + dice.below(28))),
        5 => fields.embargo = dice.chance(1, 2).then_some(Timestamp(1_700_000_000_000)),
        6 => fields.priority = u8::try_from(1 + dice.below(9)).expect("it is small"),
        7 => fields.note_to_receiver = dice.sentence(4),
        8 => fields.internal_note = dice.sentence(4),
        _ => fields.target_length = Some(u32::try_from(dice.below(900)).expect("it is small")),
    }
}
