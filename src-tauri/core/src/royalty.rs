//! Royalties (nhuận bút): what a month's articles come to, by a table that the newsroom sets.
//!
//! The shape follows Nghị định 18/2014/NĐ-CP: a genre has a coefficient, and one unit of
//! coefficient is an amount of đồng (10 % of the base salary, which the newsroom keeps up to
//! date); a rate may be an amount as well. Amounts are whole đồng. Everything here is a function
//! of what it is given.

mod sheets;

pub(crate) use sheets::harmless;
pub use sheets::{csv, xlsx};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, Byline, BylineRole};
use crate::failure::{Failure, Result};
use crate::language::{fold::fold, normal::nfc};
use crate::person::Person;
use crate::time::Timestamp;

const GENRE_LIMIT: usize = 200;
/// Longest name of a genre and longest reason, in characters.
const NAME_LIMIT: usize = 100;
const REASON_LIMIT: usize = 1_000;
/// Largest amount, in đồng: a thousand million.
const AMOUNT_LIMIT: i64 = 1_000_000_000;
/// Largest coefficient, in hundredths.
const COEFFICIENT_LIMIT: u32 = 100_000;
/// Largest part of a share.
const SHARE_LIMIT: u32 = 1_000;

/// The newsroom's own table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoyaltyTable {
    /// What one unit of coefficient comes to, in đồng.
    pub unit: u32,
    /// By genre, which is the article's royalty class.
    pub genres: Vec<GenreRate>,
    /// For each photo in use.
    pub photo: Rate,
    pub counted: Counted,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenreRate {
    pub genre: String,
    pub rate: Rate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Rate {
    /// A coefficient in hundredths, times the unit.
    Coefficient { hundredths: u32 },
    /// An amount, in đồng.
    Dong { amount: u32 },
}

/// In which month an article counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Counted {
    /// In that of its first approval.
    Approved,
    /// In that of its first export or delivery.
    Exported,
}

impl Default for RoyaltyTable {
    /// What a newsroom starts from; it sets its own rates within the decree's ceilings. The unit is
    /// a tenth of the base salary of 2,340,000 đồng (Nghị định 73/2024/NĐ-CP).
    fn default() -> Self {
        let genres = [
            ("Tin vắn", 50),
            ("Tin", 100),
            ("Bài phản ánh", 300),
            ("Phỏng vấn", 300),
            ("Phóng sự", 500),
            ("Phóng sự ảnh", 400),
            ("Chính luận", 500),
        ];
        let genres = genres.map(|(genre, hundredths)| GenreRate {
            genre: genre.to_owned(),
            rate: Rate::Coefficient { hundredths },
        });
        Self {
            unit: 234_000,
            genres: genres.to_vec(),
            photo: Rate::Coefficient { hundredths: 30 },
            counted: Counted::Approved,
        }
    }
}

impl RoyaltyTable {
    /// Brings names to NFC and refuses what no table has.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `royaltyUnit`, `royaltyGenre`, `royaltyTwice` or
    /// `royaltyRate`.
    pub fn accept(mut self) -> Result<Self> {
        if self.unit == 0 || i64::from(self.unit) > AMOUNT_LIMIT {
            return Err(Failure::bad_input("royaltyUnit"));
        }
        let mut seen = Vec::new();
        for row in &mut self.genres {
            row.genre = nfc(row.genre.trim());
            if row.genre.is_empty() || row.genre.chars().count() > NAME_LIMIT {
                return Err(Failure::bad_input("royaltyGenre"));
            }
            let folded = row.genre.to_lowercase();
            if seen.contains(&folded) {
                return Err(Failure::bad_input("royaltyTwice"));
            }
            seen.push(folded);
        }
        let rates = self.genres.iter().map(|row| row.rate).chain([self.photo]);
        if self.genres.len() > GENRE_LIMIT || !rates.into_iter().all(Rate::is_plausible) {
            return Err(Failure::bad_input("royaltyRate"));
        }
        Ok(self)
    }

    /// The rate of a genre, without regard to case.
    fn rate(&self, genre: &str) -> Option<Rate> {
        let genre = genre.trim().to_lowercase();
        self.genres.iter().find(|row| row.genre.to_lowercase() == genre).map(|row| row.rate)
    }
}

impl Rate {
    fn is_plausible(self) -> bool {
        match self {
            Self::Coefficient { hundredths } => hundredths <= COEFFICIENT_LIMIT,
            Self::Dong { amount } => i64::from(amount) <= AMOUNT_LIMIT,
        }
    }

    /// In đồng, rounded to the nearest.
    pub fn amount(self, unit: u32) -> i64 {
        match self {
            Self::Coefficient { hundredths } => {
                (i64::from(hundredths) * i64::from(unit) + 50) / 100
            }
            Self::Dong { amount } => i64::from(amount),
        }
    }
}

/// Who is paid: the id of a contributor, or the folded pen name of one whom the desk does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Payee(pub String);

/// What somebody has decided by hand about one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Adjustment {
    /// Parts of the text's amount; who is not named has one part. Parts of nothing but zeros are
    /// equal parts.
    #[cfg_attr(test, ts(type = "Record<string, number>"))]
    pub shares: BTreeMap<Payee, u32>,
    /// What is added or taken away, and why.
    #[cfg_attr(test, ts(type = "Record<string, Correction>"))]
    pub corrections: BTreeMap<Payee, Correction>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Correction {
    /// In đồng; below zero where it is taken away.
    #[cfg_attr(test, ts(type = "number"))]
    pub amount: i64,
    pub reason: String,
}

impl Adjustment {
    /// Drops what changes nothing and refuses a correction without a reason.
    ///
    /// # Errors
    /// `BadInput` with the param `what`: `royaltyShare`, `royaltyReason` or `royaltyAmount`.
    pub fn accept(mut self) -> Result<Self> {
        let many = self.shares.len() > 200 || self.corrections.len() > 200;
        if many || self.shares.values().any(|part| *part > SHARE_LIMIT) {
            return Err(Failure::bad_input("royaltyShare"));
        }
        self.shares.retain(|_, part| *part != 1);
        self.corrections.retain(|_, correction| correction.amount != 0);
        for correction in self.corrections.values_mut() {
            correction.reason = nfc(correction.reason.trim());
            let length = correction.reason.chars().count();
            if !(1..=REASON_LIMIT).contains(&length) {
                return Err(Failure::bad_input("royaltyReason"));
            }
            if correction.amount.abs() > AMOUNT_LIMIT {
                return Err(Failure::bad_input("royaltyAmount"));
            }
        }
        Ok(self)
    }
}

/// An article that counts in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedArticle {
    pub article: ArticleId,
    pub headline: String,
    pub section: String,
    pub genre: String,
    pub at: Timestamp,
    pub syllables: u32,
    pub bylines: Vec<Byline>,
    /// Who took each photo in use; empty where nobody says.
    pub credits: Vec<String>,
}

/// What an article comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoyaltyArticle {
    pub article: ArticleId,
    pub headline: String,
    pub section: String,
    pub genre: String,
    pub at: Timestamp,
    pub syllables: u32,
    pub photos: u32,
    /// The table has its genre.
    pub rated: bool,
    pub lines: Vec<RoyaltyLine>,
    #[cfg_attr(test, ts(type = "number"))]
    pub total: i64,
}

/// What one person has of an article. Amounts in đồng.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoyaltyLine {
    pub payee: Payee,
    /// Full name where the desk knows it, else the pen name.
    pub name: String,
    pub pen_name: String,
    /// Part of the text; 0 for who only took photos.
    pub share: u32,
    #[cfg_attr(test, ts(type = "number"))]
    pub text: i64,
    pub photos: u32,
    #[cfg_attr(test, ts(type = "number"))]
    pub photo: i64,
    #[cfg_attr(test, ts(type = "number"))]
    pub correction: i64,
    pub reason: String,
    #[cfg_attr(test, ts(type = "number"))]
    pub total: i64,
}

/// What one person has of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoyaltyPerson {
    pub payee: Payee,
    pub name: String,
    pub pen_name: String,
    pub articles: u32,
    pub photos: u32,
    #[cfg_attr(test, ts(type = "number"))]
    pub text: i64,
    #[cfg_attr(test, ts(type = "number"))]
    pub photo: i64,
    #[cfg_attr(test, ts(type = "number"))]
    pub correction: i64,
    #[cfg_attr(test, ts(type = "number"))]
    pub total: i64,
}

/// A month as it stands, or as it was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoyaltyMonth {
    /// `2026-11`
    pub month: String,
    pub closed: Option<ClosedMonth>,
    pub table: RoyaltyTable,
    /// In the order in which they count.
    pub articles: Vec<RoyaltyArticle>,
    /// By name.
    pub people: Vec<RoyaltyPerson>,
    #[cfg_attr(test, ts(type = "number"))]
    pub total: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ClosedMonth {
    pub at: Timestamp,
    pub by: String,
}

/// What the articles of a month come to.
pub fn month(
    name: &str,
    table: RoyaltyTable,
    counted: &[CountedArticle],
    adjusted: &BTreeMap<ArticleId, Adjustment>,
    people: &[Person],
) -> RoyaltyMonth {
    let none = Adjustment::default();
    let mut articles: Vec<RoyaltyArticle> = counted
        .iter()
        .map(|one| article(one, &table, adjusted.get(&one.article).unwrap_or(&none), people))
        .collect();
    articles.sort_by(|a, b| (a.at, &a.article.0).cmp(&(b.at, &b.article.0)));
    let people = sums(&articles);
    let total = articles.iter().map(|article| article.total).sum();
    RoyaltyMonth { month: name.to_owned(), closed: None, table, articles, people, total }
}

fn article(
    counted: &CountedArticle,
    table: &RoyaltyTable,
    adjusted: &Adjustment,
    people: &[Person],
) -> RoyaltyArticle {
    let rate = table.rate(&counted.genre);
    let names = Names { people };
    let mut lines: Vec<RoyaltyLine> = Vec::new();
    let of_role = |roles: &[BylineRole]| -> Vec<RoyaltyLine> {
        let named = counted.bylines.iter().filter(|byline| roles.contains(&byline.role));
        named.map(|byline| names.of_byline(byline)).collect()
    };
    let writers = of_role(&[BylineRole::Text, BylineRole::Translation]);
    let photographers = of_role(&[BylineRole::Photo]);
    for writer in &writers {
        let line = line_of(&mut lines, writer);
        line.share = adjusted.shares.get(&writer.payee).copied().unwrap_or(1);
    }
    let parts: Vec<u32> = lines.iter().map(|line| line.share).collect();
    let text = rate.map_or(0, |rate| rate.amount(table.unit));
    for (line, part) in lines.iter_mut().zip(split(text, &parts)) {
        line.text = part;
    }

    // A photo is whose it says it is. One that says nothing is its photographers', or else the
    // writers'; a handout of somebody whom nobody here knows is not paid.
    let each = table.photo.amount(table.unit);
    let mut unsaid = 0_u32;
    for credit in &counted.credits {
        if credit.trim().is_empty() {
            unsaid += 1;
            continue;
        }
        let here = photographers.iter().chain(&writers).find(|line| is_named(line, credit));
        if let Some(owner) = here.cloned().or_else(|| names.of_credit(credit)) {
            let line = line_of(&mut lines, &owner);
            line.photos += 1;
            line.photo += each;
        }
    }
    let owners = if photographers.is_empty() { &writers } else { &photographers };
    if unsaid > 0 && !owners.is_empty() {
        let equal = vec![1; owners.len()];
        let amounts = split(each * i64::from(unsaid), &equal);
        let photos = split(i64::from(unsaid), &equal);
        for ((owner, amount), photos) in owners.iter().zip(amounts).zip(photos) {
            let line = line_of(&mut lines, owner);
            line.photo += amount;
            line.photos += u32::try_from(photos).unwrap_or(0);
        }
    }
    for line in &mut lines {
        if let Some(correction) = adjusted.corrections.get(&line.payee) {
            line.correction = correction.amount;
            line.reason.clone_from(&correction.reason);
        }
        line.total = line.text + line.photo + line.correction;
    }
    RoyaltyArticle {
        article: counted.article.clone(),
        headline: counted.headline.clone(),
        section: counted.section.clone(),
        genre: counted.genre.clone(),
        at: counted.at,
        syllables: counted.syllables,
        photos: u32::try_from(counted.credits.len()).unwrap_or(u32::MAX),
        rated: rate.is_some(),
        total: lines.iter().map(|line| line.total).sum(),
        lines,
    }
}

/// An amount in parts as 2 : 1 : 1. The parts are whole and come to the amount: what is left over
/// goes to the first. Nothing but zeros is equal parts.
fn split(amount: i64, parts: &[u32]) -> Vec<i64> {
    let equal = parts.iter().all(|part| *part == 0);
    let weights: Vec<i64> =
        parts.iter().map(|part| if equal { 1 } else { i64::from(*part) }).collect();
    let whole: i64 = weights.iter().sum();
    if whole == 0 {
        return Vec::new();
    }
    let mut shares: Vec<i64> = weights.iter().map(|weight| amount * weight / whole).collect();
    let mut left = amount - shares.iter().sum::<i64>();
    let takers = weights.iter().zip(&mut shares).filter(|(weight, _)| **weight > 0);
    for (_, share) in takers {
        let step = left.signum();
        *share += step;
        left -= step;
    }
    shares
}

struct Names<'a> {
    people: &'a [Person],
}

impl Names<'_> {
    fn of_byline(&self, byline: &Byline) -> RoyaltyLine {
        let known = byline
            .contributor
            .as_ref()
            .and_then(|id| self.people.iter().find(|person| person.id == *id))
            .or_else(|| self.by_name(&byline.pen_name));
        match known {
            Some(person) => line(person.id.0.clone(), &person.name, &byline.pen_name),
            None => line(fold(&byline.pen_name), &byline.pen_name, &byline.pen_name),
        }
    }

    fn of_credit(&self, credit: &str) -> Option<RoyaltyLine> {
        let person = self.by_name(credit)?;
        Some(line(person.id.0.clone(), &person.name, &person.pen_name))
    }

    fn by_name(&self, name: &str) -> Option<&Person> {
        let name = fold(name.trim());
        self.people.iter().find(|it| fold(&it.pen_name) == name || fold(&it.name) == name)
    }
}

fn is_named(line: &RoyaltyLine, credit: &str) -> bool {
    let credit = fold(credit.trim());
    fold(&line.pen_name) == credit || fold(&line.name) == credit
}

fn line(payee: String, name: &str, pen_name: &str) -> RoyaltyLine {
    RoyaltyLine {
        payee: Payee(payee),
        name: name.to_owned(),
        pen_name: pen_name.to_owned(),
        share: 0,
        text: 0,
        photos: 0,
        photo: 0,
        correction: 0,
        reason: String::new(),
        total: 0,
    }
}

/// The line of a person among those of an article, made where there is none yet.
fn line_of<'a>(lines: &'a mut Vec<RoyaltyLine>, model: &RoyaltyLine) -> &'a mut RoyaltyLine {
    let at = lines.iter().position(|line| line.payee == model.payee).unwrap_or_else(|| {
        lines.push(model.clone());
        lines.len() - 1
    });
    &mut lines[at]
}

fn sums(articles: &[RoyaltyArticle]) -> Vec<RoyaltyPerson> {
    let mut people: BTreeMap<&Payee, RoyaltyPerson> = BTreeMap::new();
    for line in articles.iter().flat_map(|article| &article.lines) {
        let person = people.entry(&line.payee).or_insert_with(|| RoyaltyPerson {
            payee: line.payee.clone(),
            name: line.name.clone(),
            pen_name: line.pen_name.clone(),
            articles: 0,
            photos: 0,
            text: 0,
            photo: 0,
            correction: 0,
            total: 0,
        });
        person.articles += 1;
        person.photos += line.photos;
        person.text += line.text;
        person.photo += line.photo;
        person.correction += line.correction;
        person.total += line.total;
    }
    let mut people: Vec<RoyaltyPerson> = people.into_values().collect();
    people.sort_by(|a, b| (fold(&a.name), &a.payee).cmp(&(fold(&b.name), &b.payee)));
    people
}

#[cfg(test)]
mod tests;
