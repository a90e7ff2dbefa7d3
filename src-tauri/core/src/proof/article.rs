//! What an article writes one way here and another way there.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};

use super::line::{FOUND_LIMIT, Found, Line, Placed};
use super::pairs::Pairs;
use super::spelling::{is_next, plain};
use super::syllable::Reading;
use super::tables::word_tables;
use super::words::{Case, Kind, Token, Word};
use super::{Knowledge, RuleId, Severity, ToneStyle};

/// So often the usual form stands in the article before another is taken for a slip: with two,
/// six of seven findings on published news were wrong.
const USUAL: u32 = 3;
/// How much likelier a word is, as a logarithm, that the article writes elsewhere beside the same
/// neighbour, or anywhere.
const BESIDE: f64 = 6.0;
const ELSEWHERE: f64 = 3.0;
/// Most places of one rule, so that a text of nothing but variants stays readable.
const PLACES: usize = 200;

pub(super) fn look(lines: &[Placed], knowledge: &Knowledge, found: &mut [Vec<Found>]) {
    let style = knowledge.style;
    let article = Article::of(lines);
    article.contexts(found);
    article.pairs(&knowledge.pairs, found);
    article.fixes(found);
    article.capitals(found);
    article.joints(found);
    article.abbreviations(found);
    article.signs(found);
    article.terms_of_office(found);
    article.tone_styles(style, found);
}

struct Article<'a> {
    lines: Vec<&'a Line>,
    /// Tokens of the words of each line.
    words: Vec<Vec<usize>>,
    /// Every key by a number, so that pairs of them are cheap.
    ids: HashMap<&'a str, u32>,
    /// The numbers of the words of each line: each key is looked up once.
    numbers: Vec<Vec<u32>>,
    seen: Vec<u32>,
    pairs: HashMap<(u32, u32), u32>,
}

/// Two words by their numbers.
type Pair = (u32, u32);

/// Some words in a row.
#[derive(Clone, Copy)]
struct At {
    line: usize,
    /// The first of them, in the list of the line's words.
    word: usize,
}

impl<'a> Article<'a> {
    fn of(lines: &'a [Placed]) -> Self {
        let lines: Vec<&Line> = lines.iter().map(|placed| &*placed.line).collect();
        let words_of = |line: &&Line| {
            let tokens = if line.english { 0 } else { line.tokens.len() };
            (0..tokens).filter(|n| line.tokens[*n].word().is_some()).collect()
        };
        let words: Vec<Vec<usize>> = lines.iter().map(words_of).collect();
        let mut article = Self {
            numbers: Vec::with_capacity(lines.len()),
            lines,
            words,
            ids: HashMap::default(),
            seen: Vec::new(),
            pairs: HashMap::default(),
        };
        for n in 0..article.lines.len() {
            let line = article.lines[n];
            let mut numbers = Vec::with_capacity(article.words[n].len());
            let mut before: Option<(usize, u32)> = None;
            for token in &article.words[n] {
                let Some(word) = line.tokens[*token].word() else { continue };
                let next = u32::try_from(article.seen.len()).unwrap_or(u32::MAX);
                let id = *article.ids.entry(&word.key).or_insert(next);
                if id == next {
                    article.seen.push(0);
                }
                article.seen[id as usize] += 1;
                numbers.push(id);
                if let Some((last, other)) = before
                    && is_next(line, last, *token)
                {
                    *article.pairs.entry((other, id)).or_default() += 1;
                }
                before = Some((*token, id));
            }
            article.numbers.push(numbers);
        }
        article
    }

    fn word(&self, at: At, n: usize) -> Option<(&'a Word, &'a Token)> {
        let token = &self.lines[at.line].tokens[*self.words[at.line].get(at.word + n)?];
        Some((token.word()?, token))
    }

    fn number(&self, at: At, n: usize) -> Option<u32> {
        self.numbers[at.line].get(at.word + n).copied()
    }

    fn follows(&self, at: At, n: usize) -> bool {
        let words = &self.words[at.line];
        words
            .get(at.word + n)
            .is_some_and(|next| is_next(self.lines[at.line], words[at.word + n - 1], *next))
    }

    fn places(&self) -> impl Iterator<Item = At> + '_ {
        let of_line = |(line, words): (usize, &Vec<usize>)| {
            (0..words.len()).map(move |word| At { line, word })
        };
        self.words.iter().enumerate().flat_map(of_line)
    }

    fn text(&self, at: At, words: usize) -> &'a str {
        let (from, to) = self.span(at, words);
        &self.lines[at.line].text[from..to]
    }

    fn span(&self, at: At, words: usize) -> (usize, usize) {
        let (line, list) = (self.lines[at.line], &self.words[at.line]);
        (line.tokens[list[at.word]].from, line.tokens[list[at.word + words - 1]].to)
    }

    /// DOC_VARIANT: a pair that stands once where another with the same letters stands often.
    fn pairs(&self, approved: &Pairs, found: &mut [Vec<Found>]) {
        let often = self.pairs.iter().filter(|(_, count)| **count >= USUAL);
        let often: Vec<(Pair, u32)> = often.map(|(pair, count)| (*pair, *count)).collect();
        if often.is_empty() {
            return;
        }
        let mut names = vec![""; self.seen.len()];
        self.ids.iter().for_each(|(key, id)| names[*id as usize] = key);
        let folds: Vec<String> = names.iter().map(|key| plain(key)).collect();
        let name = |id: u32| names[id as usize];
        let folded = |pair: Pair| (&*folds[pair.0 as usize], &*folds[pair.1 as usize]);
        let mut usual: HashMap<(&str, &str), Vec<(Pair, u32)>> = HashMap::default();
        for (pair, count) in often {
            usual.entry(folded(pair)).or_default().push((pair, count));
        }
        // Of several the commonest, and of those the first by letters: always the same one.
        for forms in usual.values_mut() {
            forms.sort_by_key(|((a, b), count)| (std::cmp::Reverse(*count), name(*a), name(*b)));
        }
        for at in self.places() {
            let (Some((a, first)), Some((b, last))) = (self.word(at, 0), self.word(at, 1)) else {
                continue;
            };
            if !self.follows(at, 1) || a.quoted {
                continue;
            }
            let Some(pair) = self.number(at, 0).zip(self.number(at, 1)) else { continue };
            let Some(forms) = usual.get(&folded(pair)) else { continue };
            let differs = |form: (u32, u32)| (form.0 != pair.0) != (form.1 != pair.1);
            let Some((form, count)) = forms.iter().find(|(form, _)| differs(*form)) else {
                continue;
            };
            let named = a.is_named() || b.case != Case::Lower;
            // A word that the article has elsewhere, too, is one that its author knows.
            let (odd, shared) = if form.0 == pair.0 { (pair.1, pair.0) } else { (pair.0, pair.1) };
            let known = self.seen[odd as usize] > 1;
            // "các vấn đề" is no slip for "các văn bản": what *các* stands before tells nothing.
            let bound = count * 2 >= self.seen[shared as usize];
            if self.pairs[&pair] != 1 || known || !bound || named || is_full(&found[at.line]) {
                continue;
            }
            // "bạn cố gắng" is no slip for "bạn có": approved articles have the words together.
            let odd_word = at.word + usize::from(form.0 == pair.0);
            if self.is_approved(approved, At { word: odd_word, ..at }) {
                continue;
            }
            let case = |word: &Word, key: &str, token: &Token, same: bool| {
                if same {
                    self.lines[at.line].text_of(token).to_owned()
                } else {
                    super::suggest::in_case_of(key, word.case)
                }
            };
            let fix = format!(
                "{} {}",
                case(a, name(form.0), first, form.0 == pair.0),
                case(b, name(form.1), last, form.1 == pair.1)
            );
            let usual = format!("{} {}", name(form.0), name(form.1));
            let slip = Found::new(RuleId::DocVariant, Severity::Warning, first.from, last.to)
                .fix(fix)
                .with("usual", usual)
                .with("count", count);
            // What is no syllable, or is known to be wrong, has been told of.
            if !found[at.line].iter().any(|other| {
                other.rule != RuleId::CaseTerm
                    && other.severity != Severity::Right
                    && other.overlaps(&slip)
            }) {
                found[at.line].push(slip);
            }
        }
    }

    /// The word that a finding stands on.
    fn at(&self, line: usize, found: &Found) -> At {
        let tokens = &self.lines[line].tokens;
        At { line, word: self.words[line].partition_point(|n| tokens[*n].from < found.from) }
    }

    /// The words before and behind with nothing but a space between, where there are any.
    fn beside(&self, at: At) -> [Option<&'a Word>; 2] {
        let before = at.word.checked_sub(1).map(|word| At { word, ..at });
        let before = before.filter(|before| self.follows(*before, 1));
        let behind = self.follows(at, 1).then_some(At { word: at.word + 1, ..at });
        [before, behind].map(|at| Some(self.word(at?, 0)?.0))
    }

    /// Whether the newsroom has approved this word beside one of its neighbours here.
    fn is_approved(&self, approved: &Pairs, at: At) -> bool {
        let id = |word: &Word| approved.id(&word.key);
        let both = |first: Option<u32>, second: Option<u32>| {
            first.zip(second).is_some_and(|(first, second)| approved.count(first, second) > 0)
        };
        let own = self.word(at, 0).and_then(|(word, _)| id(word));
        let [before, behind] = self.beside(at).map(|word| word.and_then(id));
        both(before, own) || both(own, behind)
    }

    /// So often the article writes a word, by its number, before or behind these, the more of both.
    fn times_beside(&self, own: u32, beside: [Option<&Word>; 2]) -> u32 {
        let [before, behind] = beside.map(|word| self.ids.get(&*word?.key).copied());
        let times = |pair: Option<(u32, u32)>| {
            pair.and_then(|pair| self.pairs.get(&pair)).copied().unwrap_or(0)
        };
        let before = times(before.map(|before| (before, own)));
        before.max(times(behind.map(|behind| (own, behind))))
    }

    /// What the article says again and again was meant, whatever others have written.
    fn contexts(&self, found: &mut [Vec<Found>]) {
        for (line, found) in found.iter_mut().enumerate() {
            found.retain(|found| {
                if found.rule != RuleId::Context {
                    return true;
                }
                let at = self.at(line, found);
                self.number(at, 0).is_none_or(|own| {
                    self.times_beside(own, self.beside(at)) < 2 && self.seen[own as usize] < 3
                })
            });
        }
    }

    /// Of what a broken syllable may have been, first what the article writes elsewhere, and most
    /// of all beside the same neighbours.
    fn fixes(&self, found: &mut [Vec<Found>]) {
        for (line, found) in found.iter_mut().enumerate() {
            for found in found.iter_mut().filter(|found| found.rule == RuleId::SylInvalid) {
                let beside = self.beside(self.at(line, found));
                let score = |fix: &str| {
                    let key = super::words::key_of(&fix.to_lowercase());
                    let Some(id) = self.ids.get(&*key) else { return 0.0 };
                    if self.times_beside(*id, beside) > 0 { BESIDE } else { ELSEWHERE }
                };
                let mut weighed: Vec<(f64, String)> = found
                    .fixes
                    .drain(..)
                    .zip(found.weights.drain(..))
                    .map(|(fix, weight)| (weight + score(&fix), fix))
                    .collect();
                // Stable: among equals the likeliest by itself stays first.
                weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
                weighed.truncate(5);
                found.fixes = weighed.into_iter().map(|(_, fix)| fix).collect();
            }
        }
    }

    /// CASE_VARIANT: the same words with other capitals.
    fn capitals(&self, found: &mut [Vec<Found>]) {
        const WORDS: usize = 3;
        let read = |at: At| {
            let mut ids = [0; WORDS];
            let mut capitals = [false; WORDS];
            for n in 0..WORDS {
                let (word, _) = self.word(at, n)?;
                let plain = matches!(word.case, Case::Lower | Case::Capital);
                if !plain || n > 0 && !self.follows(at, n) || n == 0 && (word.opens || word.quoted)
                {
                    return None;
                }
                ids[n] = self.number(at, n)?;
                capitals[n] = word.case == Case::Capital;
            }
            Some(((capitals[0], ids), capitals))
        };
        // Nearly all of them are always written one way: those are only looked at.
        let read: Vec<_> = self.places().filter_map(|at| Some((at, read(at)?))).collect();
        let mut first = HashMap::with_capacity_and_hasher(read.len(), Default::default());
        let mut mixed = HashSet::default();
        for (_, (words, capitals)) in &read {
            if first.entry(*words).or_insert(*capitals) != capitals {
                mixed.insert(*words);
            }
        }
        let mut forms: BTreeMap<_, BTreeMap<[bool; WORDS], Vec<At>>> = BTreeMap::new();
        for (at, (words, capitals)) in read {
            if mixed.contains(&words) {
                forms.entry(words).or_default().entry(capitals).or_default().push(at);
            }
        }
        for forms in forms.into_values() {
            let most = forms.values().map(Vec::len).max().unwrap_or_default();
            let usual = forms.values().find(|places| places.len() == most);
            let Some(usual) = usual.map(|places| places[0]) else { continue };
            let tie = forms.values().all(|places| places.len() == most);
            for places in forms.values().filter(|places| places.len() < most || tie) {
                let (shown, count) =
                    if tie && places[0].line == usual.line && places[0].word == usual.word {
                        let other = forms.values().find(|other| {
                            other[0].line != usual.line || other[0].word != usual.word
                        });
                        (other.map_or(usual, |other| other[0]), most)
                    } else {
                        (usual, most)
                    };
                // The first word is the same in all of them. It tells which words are meant, and where
                // those after it differ at once it has nothing to do with what is said of them.
                let second = |at: At| self.word(at, 1).map(|(word, _)| word.case);
                let skipped = usize::from(second(places[0]) != second(shown));
                let told = |at: At| At { word: at.word + skipped, ..at };
                let text = self.text(told(shown), WORDS - skipped);
                for at in places {
                    let (from, to) = self.span(told(*at), WORDS - skipped);
                    let other = Found::new(RuleId::CaseVariant, Severity::Hint, from, to)
                        .fix(text)
                        .with("usual", text)
                        .with("count", count);
                    let taken = |known: &Found| {
                        matches!(known.rule, RuleId::CaseVariant | RuleId::CaseTerm)
                            && known.overlaps(&other)
                    };
                    if is_full(&found[at.line]) {
                        continue;
                    }
                    if text != self.text(told(*at), WORDS - skipped)
                        && !found[at.line].iter().any(taken)
                    {
                        found[at.line].push(other);
                    }
                }
            }
        }
    }

    /// HYPHEN_VARIANT: four words with a hyphen in their middle here and none there.
    fn joints(&self, found: &mut [Vec<Found>]) {
        const WORDS: usize = 4;
        let is_hyphen = |joint: &str| joint.contains(['-', '–']);
        let read = |at: At| {
            let list = self.words[at.line].get(at.word..at.word + WORDS)?;
            let line = self.lines[at.line];
            let joint = &line.text[line.tokens[list[1]].to..line.tokens[list[2]].from];
            let is_joint = joint.len() <= 5
                && joint.chars().all(|c| c == '-' || c == '–' || super::words::is_space(c));
            let around = is_next(line, list[0], list[1]) && is_next(line, list[2], list[3]);
            if !is_joint || !around || self.word(at, 0)?.0.quoted {
                return None;
            }
            let ids = self.numbers[at.line].get(at.word..at.word + WORDS)?;
            Some((<[u32; WORDS]>::try_from(ids).ok()?, joint))
        };
        let read: Vec<_> = self.places().filter_map(|at| Some((at, read(at)?))).collect();
        let hyphened = read.iter().filter(|(_, (_, joint))| is_hyphen(joint));
        let hyphened: HashSet<[u32; WORDS]> = hyphened.map(|(_, (ids, _))| *ids).collect();
        let mut forms: BTreeMap<[u32; WORDS], BTreeMap<&str, Vec<At>>> = BTreeMap::new();
        for (at, (ids, joint)) in read {
            if hyphened.contains(&ids) {
                forms.entry(ids).or_default().entry(joint).or_default().push(at);
            }
        }
        for forms in forms.into_values() {
            if forms.len() < 2 {
                continue;
            }
            // Of as many the one with the well-spaced hyphen.
            let rank = |(joint, places): &(&&str, &Vec<At>)| (places.len(), **joint == " - ");
            let Some((usual, places)) = forms.iter().max_by_key(rank) else { continue };
            let count = places.len();
            for (_, places) in forms.iter().filter(|(joint, _)| joint != &usual) {
                for at in places {
                    let (from, to) = self.span(*at, WORDS);
                    let second = At { word: at.word + 2, ..*at };
                    let fix = format!("{}{usual}{}", self.text(*at, 2), self.text(second, 2));
                    let other = Found::new(RuleId::HyphenVariant, Severity::Hint, from, to)
                        .fix(&*fix)
                        .with("usual", fix)
                        .with("count", count);
                    let taken =
                        |known: &Found| known.rule == RuleId::HyphenSpace && known.overlaps(&other);
                    if !is_full(&found[at.line]) && !found[at.line].iter().any(taken) {
                        found[at.line].push(other);
                    }
                }
            }
        }
    }

    /// ABBR: one that readers are not told the meaning of, where it stands first.
    fn abbreviations(&self, found: &mut [Vec<Found>]) {
        let in_brackets = |line: &Line, n: usize| {
            n > 0
                && line.tokens[n - 1].is_sign('(')
                && line.tokens.get(n + 1).is_some_and(|token| token.is_sign(')'))
        };
        let mut told: HashSet<&str> = HashSet::default();
        for (line, words) in self.lines.iter().zip(&self.words) {
            let short = words.iter().filter(|n| in_brackets(line, **n));
            told.extend(short.map(|n| line.text_of(&line.tokens[*n])));
        }
        for at in self.places() {
            let Some((word, token)) = self.word(at, 0) else { continue };
            let line = self.lines[at.line];
            let text = line.text_of(token);
            let length = text.chars().count();
            if word.case != Case::Upper
                || !(2..=6).contains(&length)
                || word.quoted
                || is_roman(text)
            {
                continue;
            }
            let n = self.words[at.line][at.word];
            let is_text = |token: Option<&Token>| {
                token.is_some_and(|token| {
                    !matches!(
                        token.kind,
                        Kind::Space
                            | Kind::Sign(
                                ',' | '.'
                                    | ';'
                                    | ':'
                                    | ')'
                                    | '('
                                    | '?'
                                    | '!'
                                    | '“'
                                    | '”'
                                    | '"'
                                    | '…'
                            )
                    )
                })
            };
            let glued = is_text(n.checked_sub(1).and_then(|n| line.tokens.get(n)))
                || is_text(line.tokens.get(n + 1));
            // In a headline of capitals every word looks like one.
            let shouted = |near: Option<usize>| {
                let near = near.and_then(|word| self.word(At { line: at.line, word }, 0));
                near.is_some_and(|(word, _)| {
                    word.case == Case::Upper && word.is_syllable() && word.lower.len() > 1
                })
            };
            if glued
                || shouted(at.word.checked_sub(1))
                || shouted(Some(at.word + 1))
                || !told.insert(text)
            {
                continue;
            }
            let known = word_tables().abbreviations.get(text);
            if known.is_some_and(|known| known.known) {
                continue;
            }
            let mut unexplained = Found::new(RuleId::Abbr, Severity::Hint, token.from, token.to);
            if let Some(full) = known.map(|known| known.full).filter(|full| !full.is_empty()) {
                unexplained = unexplained.fix(format!("{full} ({text})")).with("full", full);
            }
            found[at.line].push(unexplained);
        }
    }

    /// QUOTE and ELLIPSIS: two kinds of one sign in the article; the rarer is told of.
    fn signs(&self, found: &mut [Vec<Found>]) {
        let (mut straight, mut curly, mut dots, mut one) = (vec![], vec![], vec![], vec![]);
        for (n, line) in self.lines.iter().enumerate() {
            let mut open = false;
            for (at, token) in line.tokens.iter().enumerate() {
                let before = at.checked_sub(1).map(|at| &line.tokens[at]);
                match token.kind {
                    // Behind a number it is an inch.
                    Kind::Sign('"')
                        if before.is_none_or(|token| token.kind != Kind::Number || open) =>
                    {
                        open = !open;
                        straight.push((n, token.from, token.to, if open { "“" } else { "”" }));
                    }
                    Kind::Sign('“' | '”') => curly.push((n, token.from, token.to, "\"")),
                    Kind::Sign('…') => one.push((n, token.from, token.to, "...")),
                    Kind::Sign('.')
                        if line.text[token.from..].starts_with("...")
                            && !before.is_some_and(|token| token.is_sign('.')) =>
                    {
                        dots.push((n, token.from, token.from + 3, "…"));
                    }
                    _ => {}
                }
            }
        }
        for (rule, a, b) in [(RuleId::Quote, straight, curly), (RuleId::Ellipsis, dots, one)] {
            if a.is_empty() || b.is_empty() {
                continue;
            }
            let rarer = if a.len() <= b.len() { a } else { b };
            for (line, from, to, fix) in rarer.into_iter().take(PLACES) {
                found[line].push(Found::new(rule, Severity::Hint, from, to).fix(fix));
            }
        }
    }

    /// TERM_MIX: terms of office that differ.
    fn terms_of_office(&self, found: &mut [Vec<Found>]) {
        let mut terms: BTreeMap<&str, Vec<(usize, usize, usize)>> = BTreeMap::new();
        for at in self.places() {
            let (Some((first, _)), Some((second, token))) = (self.word(at, 0), self.word(at, 1))
            else {
                continue;
            };
            if first.lower != "nhiệm"
                || !matches!(&*second.lower, "kỳ" | "kì")
                || !self.follows(at, 1)
            {
                continue;
            }
            let rest = &self.lines[at.line].text[token.to..];
            let years = rest.trim_start();
            let is_term = years.get(..9).filter(|term| {
                term.char_indices().all(|(n, c)| if n == 4 { c == '-' } else { c.is_ascii_digit() })
            });
            let Some(term) = is_term else { continue };
            let from = token.to + rest.len() - years.len();
            terms.entry(term).or_default().push((at.line, from, from + term.len()));
        }
        let most = terms.values().map(Vec::len).max().unwrap_or_default();
        let usual = terms.iter().find(|(_, places)| places.len() == most).map(|(term, _)| *term);
        let others: BTreeSet<&str> = terms.keys().copied().collect();
        for (term, places) in terms.iter().filter(|(term, _)| Some(**term) != usual) {
            let others: Vec<&str> = others.iter().copied().filter(|other| other != term).collect();
            for (line, from, to) in places.iter().take(PLACES) {
                let other = Found::new(RuleId::TermMix, Severity::Hint, *from, *to);
                found[*line].push(other.with("others", others.join(", ")));
            }
        }
    }

    /// Whether the house's own style stands in the article, too.
    fn tone_styles(&self, style: ToneStyle, found: &mut [Vec<Found>]) {
        let is_own = |word: &Word| matches!(&word.reading, Reading::Syllable(syllable) if syllable.style == Some(style));
        if self.places().any(|at| self.word(at, 0).is_some_and(|(word, _)| is_own(word))) {
            let others = found.iter_mut().flatten().filter(|found| found.rule == RuleId::ToneStyle);
            others.for_each(|found| drop(found.params.insert("mixed".into(), "yes".into())));
        }
    }
}

/// Whether a line has more findings than anybody reads: it is no prose.
fn is_full(found: &[Found]) -> bool {
    found.len() >= 2 * FOUND_LIMIT
}

fn is_roman(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'))
}
