//! The rules that the house has made for its proofreader, and what it makes of those built in.
//!
//! As its decisions about findings they are of this desk: no hand-off carries them, and no word of
//! an article depends on them. They go to another desk in a file, and come there as drafts.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Transaction, params};
use serde::Serialize;

use super::desk;
use super::objects::{hash_of, to_json};
use super::{Store, photos};
use crate::article::{ArticleId, Photo};
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::photo::day_of;
use crate::proof::{
    HouseRule, HouseRuleId, HouseRules, Occasion, Overrule, RULE_LIMIT, RuleId, RuleState,
    SharedRules, TriedArticle, Trying,
};
use crate::time::Timestamp;

/// A rule of the house as it was kept last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeptRule {
    pub rule: HouseRule,
    pub by_name: String,
    pub at: Timestamp,
}

/// What the house makes of a rule that is built in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Overruled {
    pub rule: RuleId,
    pub overrule: Overrule,
    pub by_name: String,
    pub at: Timestamp,
}

/// Everything that the house says about how articles are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RuleBook {
    /// By name.
    pub rules: Vec<KeptRule>,
    pub overruled: Vec<Overruled>,
}

/// What came from another desk, and all that is here now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TakenRules {
    /// New here, as drafts.
    pub added: u32,
    /// Here already, word for word; whether they are live has not changed.
    pub known: u32,
    pub book: RuleBook,
}

impl Store {
    /// The rules of the house and what it makes of those built in.
    ///
    /// # Errors
    /// Those of a read. A rule that is damaged is left out: the doctor tells of it.
    pub fn rule_book(&self) -> Result<RuleBook> {
        Ok(RuleBook { rules: rules(&self.connection)?, overruled: overruled(&self.connection)? })
    }

    /// Keeps a rule, in place of the one with its id. One that is live passes its examples.
    ///
    /// # Errors
    /// `BadInput` as [`HouseRule::accept`], or where there are too many (`problem` is `count`);
    /// those of a write.
    pub fn save_house_rule(&mut self, rule: HouseRule, moment: &Moment) -> Result<KeptRule> {
        let mut rule = rule.accept()?;
        if rule.id.0.is_empty() {
            rule.id = new_id(moment, 0);
        }
        self.write(|transaction| {
            let by_name = desk::require_me(transaction)?.name;
            put(transaction, &rule, &by_name, moment)?;
            has_room(transaction)?;
            changed(transaction)?;
            Ok(KeptRule { rule, by_name, at: moment.now })
        })
    }

    /// Takes a rule away. What was decided about its findings stays, should it come back.
    ///
    /// # Errors
    /// Those of a write.
    pub fn delete_house_rule(&mut self, id: &HouseRuleId) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM house_rule WHERE id = ?1", [&id.0])?;
            changed(transaction)
        })
    }

    /// Says how grave a rule is that is built in, or that it is off; `None` leaves it as built in.
    ///
    /// # Errors
    /// `BadInput` for the rules of the house, which say so themselves; those of a write.
    pub fn overrule(
        &mut self,
        rule: RuleId,
        overrule: Option<Overrule>,
        moment: &Moment,
    ) -> Result<Vec<Overruled>> {
        if rule == RuleId::House {
            return Err(Failure::bad_input("a rule of the house says itself how grave it is"));
        }
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let Some(overrule) = overrule else {
                transaction.execute("DELETE FROM rule_overrule WHERE rule = ?1", [rule.name()])?;
                return Ok(());
            };
            transaction.execute(
                "INSERT OR REPLACE INTO rule_overrule (rule, overrule, by_name, at)
                 VALUES (?1, ?2, ?3, ?4)",
                params![rule.name(), word_of(overrule)?, me.name, moment.now.0],
            )?;
            Ok(())
        })?;
        overruled(&self.connection)
    }

    /// The rules of the house as a file for another desk; what they are here, draft or live, goes
    /// along.
    ///
    /// # Errors
    /// As [`Store::rule_book`].
    pub fn shared_rules(&self) -> Result<SharedRules> {
        Ok(SharedRules::of(rules(&self.connection)?.into_iter().map(|it| it.rule).collect()))
    }

    /// Takes over what another desk has, as drafts beside the rules that are here: none of them is
    /// changed. All of it or nothing.
    ///
    /// # Errors
    /// `BadInput` where there would be too many (`problem` is `count`); those of a write.
    pub fn take_house_rules(&mut self, shared: SharedRules, moment: &Moment) -> Result<TakenRules> {
        let (added, known) = self.write(|transaction| {
            let by_name = desk::require_me(transaction)?.name;
            let mut here: Vec<HouseRule> =
                rules(transaction)?.into_iter().map(|kept| kept.rule).collect();
            let (mut added, mut known) = (0, 0);
            for (n, rule) in (0..).zip(shared.rules) {
                if here.iter().any(|other| other.says_the_same(&rule)) {
                    known += 1;
                    continue;
                }
                let mut rule = HouseRule { state: RuleState::Draft, ..rule };
                // Another rule has this id here, of which this one may be a later word.
                if rule.id.0.is_empty() || here.iter().any(|other| other.id == rule.id) {
                    rule.id = new_id(moment, n);
                }
                put(transaction, &rule, &by_name, moment)?;
                here.push(rule);
                added += 1;
            }
            has_room(transaction)?;
            changed(transaction)?;
            Ok((added, known))
        })?;
        Ok(TakenRules { added, known, book: self.rule_book()? })
    }

    /// Reads some of the newest articles, so many from `offset` on, to try a rule on. Those that
    /// cannot be read are passed over: the doctor tells of them.
    ///
    /// # Errors
    /// Those of a read.
    pub fn articles_to_try(&self, offset: u32, limit: u32) -> Result<Vec<TriedArticle>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, document, fields FROM (
                SELECT article, updated_at FROM article_listed
                ORDER BY updated_at DESC, article LIMIT ?1 OFFSET ?2
             ) AS newest JOIN article ON id = article
             ORDER BY newest.updated_at DESC, id",
        )?;
        let rows = statement.query_map([limit, offset], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let mut articles = Vec::new();
        for row in rows {
            let (id, document, fields) = row?;
            let read = (serde_json::from_str(&document), serde_json::from_str(&fields));
            if let (Ok(document), Ok(fields)) = read {
                articles.push(TriedArticle { id: ArticleId(id), document, fields });
            }
        }
        Ok(articles)
    }

    /// What a trial has to know beside the articles: today, and how large their pictures are where
    /// the rule asks for it.
    ///
    /// # Errors
    /// Those of a read.
    pub fn trial_occasion(
        &self,
        trying: &Trying,
        articles: &[TriedArticle],
        moment: &Moment,
    ) -> Result<Occasion> {
        let today = day_of(moment.now, self.settings()?.zone);
        let mut occasion = Occasion { today, ..Occasion::default() };
        if trying.measures_pictures() {
            let photos = articles.iter().flat_map(|article| article.document.photos());
            occasion.pictures = self.picture_sizes(photos)?;
        }
        Ok(occasion)
    }

    /// The rules that are used, made ready.
    pub(super) fn live_rules(&self) -> Result<HouseRules> {
        let rules = rules(&self.connection)?.into_iter().map(|kept| kept.rule);
        let live: Vec<HouseRule> = rules.filter(|it| it.state == RuleState::Live).collect();
        Ok(HouseRules::of_sound(&live))
    }

    pub(super) fn overrules(&self) -> Result<BTreeMap<RuleId, Overrule>> {
        let overruled = overruled(&self.connection)?;
        Ok(overruled.into_iter().map(|it| (it.rule, it.overrule)).collect())
    }

    /// Width and height of photos that the desk has, by hash.
    pub(super) fn picture_sizes<'a>(
        &self,
        photos: impl Iterator<Item = &'a Photo>,
    ) -> Result<BTreeMap<String, (u32, u32)>> {
        let hashes: BTreeSet<&str> = photos.filter_map(|it| it.attrs.photo.as_deref()).collect();
        let infos = photos::infos(&self.connection, hashes.into_iter())?;
        Ok(infos.into_iter().map(|(hash, info)| (hash, (info.width, info.height))).collect())
    }
}

/// Ids of the rules that are not as they were stored. Nobody else minds them: the others are used.
pub(super) fn damaged(db: &Connection) -> Result<Vec<String>> {
    let rows = rows(db)?.into_iter();
    Ok(rows.filter(|(_, kept)| kept.is_none()).map(|(id, _)| id).collect())
}

fn rules(db: &Connection) -> Result<Vec<KeptRule>> {
    let mut rules: Vec<KeptRule> = rows(db)?.into_iter().filter_map(|(_, kept)| kept).collect();
    rules.sort_by_cached_key(|kept| kept.rule.name.to_lowercase());
    Ok(rules)
}

/// Each rule by its id; `None` where it does not carry its hash or cannot be read.
fn rows(db: &Connection) -> Result<Vec<(String, Option<KeptRule>)>> {
    let mut statement =
        db.prepare_cached("SELECT id, body, hash, by_name, at FROM house_rule ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        let (body, hash): (String, String) = (row.get(1)?, row.get(2)?);
        let rule = serde_json::from_str(&body).ok().filter(|_| hash_of(&body) == hash);
        let (by_name, at) = (row.get(3)?, Timestamp(row.get(4)?));
        Ok((row.get(0)?, rule.map(|rule| KeptRule { rule, by_name, at })))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn overruled(db: &Connection) -> Result<Vec<Overruled>> {
    let mut statement =
        db.prepare_cached("SELECT rule, overrule, by_name, at FROM rule_overrule ORDER BY rule")?;
    let rows = statement.query_map([], |row| {
        let (rule, overrule): (String, String) = (row.get(0)?, row.get(1)?);
        // What only another version knows decides nothing here.
        let overrule = serde_json::from_value(serde_json::Value::String(overrule)).ok();
        let known = RuleId::named(&rule).zip(overrule);
        Ok((known, row.get(2)?, Timestamp(row.get(3)?)))
    })?;
    let mut overruled = Vec::new();
    for row in rows {
        let (known, by_name, at) = row?;
        if let Some((rule, overrule)) = known {
            overruled.push(Overruled { rule, overrule, by_name, at });
        }
    }
    Ok(overruled)
}

fn put(db: &Transaction<'_>, rule: &HouseRule, by_name: &str, moment: &Moment) -> Result<()> {
    let body = to_json(rule)?;
    db.execute(
        "INSERT OR REPLACE INTO house_rule (id, body, hash, by_name, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![rule.id.0, body, hash_of(&body), by_name, moment.now.0],
    )?;
    Ok(())
}

fn has_room(db: &Transaction<'_>) -> Result<()> {
    let count: i64 = db.query_row("SELECT count(*) FROM house_rule", [], |row| row.get(0))?;
    if usize::try_from(count).is_ok_and(|count| count <= RULE_LIMIT) {
        return Ok(());
    }
    Err(Failure::bad_input("too many rules of the house").with("problem", "count"))
}

/// Whoever holds the rules ready takes them anew.
fn changed(db: &Transaction<'_>) -> Result<()> {
    db.execute("UPDATE proof_state SET generation = generation + 1", [])?;
    Ok(())
}

fn new_id(moment: &Moment, n: usize) -> HouseRuleId {
    let mut ids = moment.ids();
    HouseRuleId((0..=n).map(|_| ids.letters(16)).last().unwrap_or_default())
}

fn word_of(overrule: Overrule) -> Result<String> {
    let word = serde_json::to_value(overrule).map_err(Failure::internal)?;
    Ok(word.as_str().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests;
