//! What a rule offers instead of what it found.

/// A part of a fix.
#[derive(Debug)]
pub(super) enum Part {
    Text(String),
    /// What a group of the pattern found; 0 is all of it.
    Group(usize),
}

/// The capitals that words begin with, to be put on others.
#[derive(Debug, Clone, Copy)]
pub(super) enum Heading {
    Small,
    Capital,
    Upper,
}

impl Heading {
    pub(super) fn of(text: &str) -> Self {
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        match letters.next() {
            Some(first) if first.is_uppercase() => {
                let rest: Vec<char> = letters.collect();
                let upper = !rest.is_empty() && rest.iter().all(|c| c.is_uppercase());
                if upper { Self::Upper } else { Self::Capital }
            }
            _ => Self::Small,
        }
    }

    pub(super) fn on(self, text: &str) -> String {
        let mut letters = text.chars();
        match (self, letters.next()) {
            (Self::Upper, _) => text.to_uppercase(),
            (Self::Capital, Some(first)) => first.to_uppercase().chain(letters).collect(),
            (Self::Capital, None) | (Self::Small, _) => text.to_owned(),
        }
    }
}

/// Takes a fix apart; `None` where it names a group that the pattern does not have.
pub(super) fn template(fix: &str, groups: usize) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = fix.chars().peekable();
    while let Some(c) = rest.next() {
        let group = rest.peek().and_then(|c| c.to_digit(10));
        match (c, group) {
            ('$', Some(group)) => {
                rest.next();
                let group = group as usize;
                if group > groups {
                    return None;
                }
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Group(group));
            }
            ('$', None) if rest.peek() == Some(&'$') => {
                rest.next();
                plain.push('$');
            }
            _ => plain.push(c),
        }
    }
    parts.push(Part::Text(plain));
    Some(parts)
}

pub(super) fn filled<'a>(parts: &[Part], group: impl Fn(usize) -> &'a str) -> String {
    let text = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Group(n) => group(*n).to_owned(),
    };
    parts.iter().map(text).collect()
}
