//! Spaces and punctuation.

use super::line::{Found, Line};
use super::words::{Case, Kind, Token, Word};
use super::{RuleId, Severity};

pub(super) fn look(line: &Line, found: &mut Vec<Found>) {
    for (n, token) in line.tokens.iter().enumerate() {
        let around = Around { line, n };
        match &token.kind {
            Kind::Space => around.space(found),
            Kind::Sign(',' | ';' | ':' | '.' | '!' | '?') => {
                around.missing_space(found);
                around.run_of_signs(found);
            }
            Kind::Sign('-' | '–') => around.hyphen(found),
            Kind::Sign('%') => around.percent(found),
            Kind::Sign(_) | Kind::Word(_) | Kind::Number | Kind::Opaque => {}
        }
    }
    pairs(line, found);
}

struct Around<'a> {
    line: &'a Line,
    n: usize,
}

impl<'a> Around<'a> {
    fn here(&self) -> &'a Token {
        &self.line.tokens[self.n]
    }

    fn before(&self, steps: usize) -> Option<&'a Token> {
        self.line.tokens.get(self.n.checked_sub(steps)?)
    }

    fn after(&self, steps: usize) -> Option<&'a Token> {
        self.line.tokens.get(self.n + steps)
    }

    fn is_sign(token: Option<&Token>, signs: &[char]) -> bool {
        matches!(token, Some(Token { kind: Kind::Sign(sign), .. }) if signs.contains(sign))
    }

    fn space(&self, found: &mut Vec<Found>) {
        let space = self.here();
        let (Some(before), Some(after)) = (self.before(1), self.after(1)) else { return };
        let text = self.line.text_of(space);
        let sign = |token: &Token| match token.kind {
            Kind::Sign(sign) => Some(sign),
            Kind::Word(_) | Kind::Number | Kind::Space | Kind::Opaque => None,
        };
        if sign(after).is_some_and(|sign| is_closing(sign) && self.closes(sign)) {
            let to = after.to;
            let fix = self.line.text_of(after);
            found.push(Found::new(RuleId::SpaceBefore, Severity::Error, space.from, to).fix(fix));
        } else if sign(before).is_some_and(is_opening) {
            let fix = self.line.text_of(before);
            let from = before.from;
            found
                .push(Found::new(RuleId::SpaceAfterOpen, Severity::Error, from, space.to).fix(fix));
        } else if text.chars().nth(1).is_some() {
            let (from, to) = (space.from, space.to);
            found.push(Found::new(RuleId::SpaceRun, Severity::Error, from, to).fix(" "));
        } else if text == "\u{a0}" && before.kind != Kind::Number && after.word().is_some() {
            let (from, to) = (space.from, space.to);
            found.push(Found::new(RuleId::Nbsp, Severity::Hint, from, to).fix(" "));
        }
    }

    /// Whether a sign behind a space ends something: not ".NET", "…", ":)" or a list's "-".
    fn closes(&self, sign: char) -> bool {
        let next = self.after(2);
        let glued =
            matches!(next, Some(Token { kind: Kind::Word(_) | Kind::Number | Kind::Opaque, .. }));
        let before_is_text = matches!(
            self.before(1),
            Some(Token { kind: Kind::Word(_) | Kind::Number | Kind::Opaque, .. })
        ) || Self::is_sign(self.before(1), &[')', ']', '”', '»', '"', '%']);
        let run = Self::is_sign(next, &['.', ',', ';', ':', '!', '?', ')', '(']);
        match sign {
            '.' | ':' | ',' | ';' => before_is_text && !glued && !run,
            '!' | '?' => before_is_text && !glued,
            _ => before_is_text,
        }
    }

    fn missing_space(&self, found: &mut Vec<Found>) {
        let Kind::Sign(sign) = self.here().kind else { return };
        let (Some(left), Some(right)) = (self.before(1), self.after(1)) else { return };
        let (Some(a), Some(b)) = (left.word(), right.word()) else { return };
        let long = |word: &Word| word.lower.chars().nth(1).is_some();
        let is_missing = match sign {
            ',' | ';' => long(a) || long(b),
            ':' => a.is_syllable() && long(a) && long(b),
            '.' | '!' | '?' => {
                let capital = b.case == Case::Capital || b.case == Case::Upper && long(b);
                let sentence = (a.is_syllable() || self.line.english)
                    && a.lower.chars().nth(2).is_some()
                    && matches!(a.case, Case::Lower | Case::Capital);
                sentence && (capital || sign != '.' && b.is_syllable())
            }
            _ => false,
        };
        if is_missing {
            let text = &self.line.text;
            let fix = format!("{} {}", &text[left.from..self.here().to], self.line.text_of(right));
            let (from, to) = (left.from, right.to);
            found.push(Found::new(RuleId::SpaceMissing, Severity::Error, from, to).fix(fix));
        }
    }

    /// Two signs where one belongs. Three dots and more are an ellipsis, and signs of feeling are
    /// the writer's.
    fn run_of_signs(&self, found: &mut Vec<Found>) {
        let is_run = |token: &Token| matches!(token.kind, Kind::Sign(',' | '.' | ';' | ':'));
        if !is_run(self.here()) || self.before(1).is_some_and(is_run) {
            return;
        }
        let length = self.line.tokens[self.n..].iter().take_while(|token| is_run(token)).count();
        let last = &self.line.tokens[self.n + length - 1];
        let (from, to) = (self.here().from, last.to);
        let run = &self.line.text[from..to];
        let dots = run.ends_with("...") || run.starts_with("...");
        // "v.v.," and "TP.,": the dot is of the abbreviation.
        let shortened = run.len() == 2
            && run.starts_with('.')
            && self
                .before(1)
                .and_then(Token::word)
                .is_none_or(|word| !word.is_syllable() || word.lower.chars().nth(2).is_none());
        if length < 2 || dots || shortened {
            return;
        }
        let first = &run[..1];
        let same = run.bytes().all(|b| b == run.as_bytes()[0]);
        let fix = if same { first } else { &run[run.len() - 1..] };
        found.push(Found::new(RuleId::PunctRun, Severity::Error, from, to).fix(fix));
    }

    /// A hyphen with a space on one side only.
    fn hyphen(&self, found: &mut Vec<Found>) {
        let side = |near: Option<&'a Token>, far: Option<&'a Token>| match near {
            Some(token) if token.is_space() => far.map(|token| (token, true)),
            Some(token) => Some((token, false)),
            None => None,
        };
        let left = side(self.before(1), self.before(2));
        let right = side(self.after(1), self.after(2));
        let (Some((left, open)), Some((right, shut))) = (left, right) else { return };
        if open == shut {
            return;
        }
        let is_text = |token: &Token| token.word().is_some() || token.kind == Kind::Number;
        let numbers = left.kind == Kind::Number && right.kind == Kind::Number;
        // "dưới -5 độ" is a number below zero.
        let negative = open && right.kind == Kind::Number && left.kind != Kind::Number;
        // "giống -l", "bảng A -": the word that the hyphen clings to is one of Vietnamese.
        let clings = if open { right } else { left };
        let foreign = clings.word().is_some_and(|word| {
            !word.is_syllable() || word.key.len() < 2 || word.case == Case::Upper
        });
        if !is_text(left) || !is_text(right) || negative || foreign {
            return;
        }
        let joint = match (numbers, &self.here().kind) {
            (true, Kind::Sign(sign)) => sign.to_string(),
            (false, Kind::Sign(sign)) => format!(" {sign} "),
            _ => return,
        };
        let fix = format!("{}{joint}{}", self.line.text_of(left), self.line.text_of(right));
        let found_here = Found::new(RuleId::HyphenSpace, Severity::Error, left.from, right.to);
        found.push(found_here.fix(fix));
    }

    fn percent(&self, found: &mut Vec<Found>) {
        let (Some(space), Some(number)) = (self.before(1), self.before(2)) else { return };
        if space.is_space() && number.kind == Kind::Number && !self.line.is_quoted(self.n) {
            let (from, to) = (number.from, self.here().to);
            let fix = format!("{}%", self.line.text_of(number));
            found.push(Found::new(RuleId::PctSpace, Severity::Hint, from, to).fix(fix));
        }
    }
}

fn is_closing(sign: char) -> bool {
    // Not « », which have spaces within them in French, and often in Vietnamese after it.
    matches!(sign, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '”')
}

fn is_opening(sign: char) -> bool {
    matches!(sign, '(' | '[' | '“')
}

/// Brackets and quotation marks that have no other half in the line.
fn pairs(line: &Line, found: &mut Vec<Found>) {
    for (open, close) in [('(', ')'), ('[', ']'), ('“', '”'), ('«', '»')] {
        let mut waiting: Vec<usize> = Vec::new();
        let mut alone = Vec::new();
        for (n, token) in line.tokens.iter().enumerate() {
            if token.is_sign(open) {
                waiting.push(n);
            } else if token.is_sign(close) && waiting.pop().is_none() && !is_number_of_list(line, n)
            {
                alone.push(n);
            }
        }
        // Speech of more than one paragraph: each opens, only the last closes.
        let speech = open == '“' && waiting.len() == 1 && waiting[0] == 0;
        if !speech {
            alone.extend(waiting);
        }
        // One is enough: which of them is the wrong one, only a person knows.
        if let Some(n) = alone.into_iter().min() {
            let token = &line.tokens[n];
            let lone = Found::new(RuleId::Pair, Severity::Warning, token.from, token.to);
            found.push(lone.with("sign", line.text_of(token)));
        }
    }
}

/// "a)", "1)": at the start of the line, or behind a space and short.
fn is_number_of_list(line: &Line, close: usize) -> bool {
    let Some(before) = close.checked_sub(1).map(|n| &line.tokens[n]) else { return false };
    let short = match &before.kind {
        Kind::Word(word) => word.lower.chars().nth(1).is_none(),
        Kind::Number => before.to - before.from <= 2,
        Kind::Space | Kind::Sign(_) | Kind::Opaque => false,
    };
    short && close.checked_sub(2).is_none_or(|n| line.tokens[n].is_space())
}
