//! What is decided about the proofreader's findings, as it lies in the store.
//!
//! Decisions are of this desk: they go into no hand-off, no revision and no log, for they change
//! no word of an article. A desk that has lost them shows its findings again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::params;

use super::articles::working;
use super::reviewing::accepted;
use super::views::{Draft, Settings};
use super::{PhotoFiles, Store, desk, objects};
use crate::article::ArticleId;
use crate::compare::Content;
use crate::failure::Result;
use crate::moment::Moment;
use crate::photo::day_of;
use crate::proof::{
    Cache, Findings, House, HouseDecision, HouseRuleId, Ignore, IgnoreScope, Knowledge, Occasion,
    RuleId, proof_on,
};
use crate::time::Timestamp;

/// Reads texts without the store.
#[derive(Debug)]
pub struct Proofreader {
    knowledge: Arc<Knowledge>,
    occasion: Occasion,
    house: House,
    files: PhotoFiles,
}

impl Proofreader {
    /// Tells what stands out in a text, without what was decided about. The cache is the one that
    /// the proofreader was made with.
    ///
    /// # Errors
    /// `BadInput` where the draft is none.
    pub fn read(&self, draft: Draft, cache: &mut Cache, moment: &Moment) -> Result<Findings> {
        let Content { document, fields } = accepted(draft, moment)?;
        let mut occasion = self.occasion.clone();
        for hash in self.occasion.pictures.keys() {
            let known = cache.colours.entry(hash.clone());
            let colours = known.or_insert_with(|| self.files.colours(hash));
            occasion.colours.extend(colours.clone().map(|colours| (hash.clone(), colours)));
        }
        let found = proof_on(&occasion, &document, &fields, &self.knowledge, cache);
        Ok(self.house.sort(found))
    }
}

/// Most decisions that are kept of one article, and most of the house.
const DECISION_LIMIT: u32 = 20_000;

impl Store {
    /// What a draft is read with: what the desk knows by now and what it has decided. A text that is
    /// no article yet has no decisions of its own: the house list holds.
    ///
    /// # Errors
    /// Those of a read.
    pub fn proofreader(
        &self,
        id: Option<&ArticleId>,
        draft: &Draft,
        cache: &mut Cache,
        moment: &Moment,
    ) -> Result<Proofreader> {
        let Settings { tone_style: style, iy_style: iy, zone, photos_need_rights, .. } =
            self.settings()?;
        let generation =
            self.connection
                .query_row("SELECT generation FROM proof_state", [], |row| row.get(0))?;
        let directory = self.directory(cache)?;
        let knowledge = cache.knowledge((generation, style, iy), &directory, || {
            let directory = Arc::clone(&directory);
            Ok(Knowledge {
                style,
                iy,
                pairs: self.learnt_pairs()?,
                directory,
                rules: self.live_rules()?,
            })
        })?;
        let infos = objects::photos_of(&self.connection, &draft.document)?;
        let occasion = Occasion {
            today: day_of(moment.now, zone),
            pictures: infos
                .iter()
                .map(|(hash, it)| (hash.clone(), (it.width, it.height)))
                .collect(),
            rights: infos.into_iter().map(|(hash, info)| (hash, info.rights())).collect(),
            need_rights: photos_need_rights,
            colours: BTreeMap::new(),
        };
        let (house, files) = (self.house(id)?, self.photo_files());
        Ok(Proofreader { knowledge, occasion, house, files })
    }

    /// Leaves a finding alone from now on.
    ///
    /// # Errors
    /// `BadInput` where it is no finding's, or where there are too many; `NotFound`; those of a
    /// write.
    pub fn ignore_finding(
        &mut self,
        id: &ArticleId,
        ignore: Ignore,
        moment: &Moment,
    ) -> Result<()> {
        let ignore = ignore.accept()?;
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            working(transaction, id)?;
            let (at, name) = (moment.now.0, &me.name);
            match rule_of(&ignore) {
                None => {
                    full(
                        transaction,
                        "SELECT count(*) FROM proof_ignored WHERE article = ?1",
                        &id.0,
                    )?;
                    transaction.execute(
                        "INSERT OR REPLACE INTO proof_ignored (article, key, by_name, at)
                         VALUES (?1, ?2, ?3, ?4)",
                        params![id.0, ignore.key, name, at],
                    )?;
                }
                Some(rule) => {
                    full(transaction, "SELECT count(*) FROM house_decision WHERE ?1 <> ''", &id.0)?;
                    transaction.execute(
                        "INSERT OR REPLACE INTO house_decision (rule, text, by_name, at)
                         VALUES (?1, ?2, ?3, ?4)",
                        params![rule, ignore.text, name, at],
                    )?;
                }
            }
            Ok(())
        })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `BadInput` where it is no finding's; those of a write.
    pub fn unignore_finding(&mut self, id: &ArticleId, ignore: Ignore) -> Result<()> {
        let ignore = ignore.accept()?;
        self.write(|transaction| {
            match rule_of(&ignore) {
                None => transaction.execute(
                    "DELETE FROM proof_ignored WHERE article = ?1 AND key = ?2",
                    [&id.0, &ignore.key],
                )?,
                Some(rule) => transaction.execute(
                    "DELETE FROM house_decision WHERE rule = ?1 AND text = ?2",
                    [&rule, &ignore.text],
                )?,
            };
            Ok(())
        })
    }

    /// The house list, by text.
    ///
    /// # Errors
    /// Those of a read.
    pub fn house_decisions(&self) -> Result<Vec<HouseDecision>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT rule, text, by_name, at FROM house_decision ORDER BY text, rule",
        )?;
        let rows = statement.query_map([], |row| {
            let rule: String = row.get(0)?;
            let (named, house) = match rule.split_once(':') {
                Some((rule, house)) => (rule, Some(HouseRuleId(house.to_owned()))),
                None => (rule.as_str(), None),
            };
            let decision = HouseDecision {
                rule: RuleId::named(named),
                house,
                text: row.get(1)?,
                by_name: row.get(2)?,
                at: Timestamp(row.get(3)?),
            };
            Ok((rule, decision))
        })?;
        let rows: Vec<(String, HouseDecision)> = rows.collect::<rusqlite::Result<_>>()?;
        // A rule that this version does not know decides nothing here.
        let known =
            rows.into_iter().filter(|(rule, decision)| rule.is_empty() || decision.rule.is_some());
        Ok(known.map(|(_, decision)| decision).collect())
    }

    /// Takes an entry off the house list.
    ///
    /// # Errors
    /// Those of a write.
    pub fn forget_decision(
        &mut self,
        rule: Option<RuleId>,
        house: Option<&HouseRuleId>,
        text: &str,
    ) -> Result<Vec<HouseDecision>> {
        let rule = rule.map(|rule| name_of(rule, house)).unwrap_or_default();
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM house_decision WHERE rule = ?1 AND text = ?2",
                [&*rule, text],
            )?;
            Ok(())
        })?;
        self.house_decisions()
    }

    fn house(&self, id: Option<&ArticleId>) -> Result<House> {
        let mut here = BTreeMap::new();
        if let Some(id) = id {
            let mut statement = self
                .connection
                .prepare_cached("SELECT key, by_name, at FROM proof_ignored WHERE article = ?1")?;
            let rows = statement.query_map([&id.0], |row| {
                Ok((row.get(0)?, (row.get(1)?, Timestamp(row.get(2)?))))
            })?;
            here = rows.collect::<rusqlite::Result<_>>()?;
        }
        Ok(House { decisions: self.house_decisions()?, here, overrules: self.overrules()? })
    }
}

/// The rule under which a decision stands in the house list; `None` where it is of one article.
fn rule_of(ignore: &Ignore) -> Option<String> {
    match ignore.scope {
        IgnoreScope::Here => None,
        IgnoreScope::Always => Some(name_of(ignore.rule, ignore.house.as_ref())),
        IgnoreScope::Word => Some(String::new()),
    }
}

/// A rule as it stands in the house list; one of the house with its id.
fn name_of(rule: RuleId, house: Option<&HouseRuleId>) -> String {
    house.map_or_else(|| rule.name(), |house| format!("{}:{}", rule.name(), house.0))
}

/// Refuses one more where there are as many as anybody can have meant.
fn full(db: &rusqlite::Connection, sql: &str, id: &str) -> Result<()> {
    let count: u32 = db.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
    if count >= DECISION_LIMIT {
        return Err(crate::failure::Failure::bad_input("too many decisions about findings"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::Desk;
    use super::*;
    use crate::article::{Block, BlockId, Document};
    use crate::person::Role;

    fn document(text: &str) -> Document {
        let mut document = Document::empty(BlockId("a".into()));
        document.blocks = vec![Block::paragraph(BlockId("a".into()), text)];
        document
    }

    #[test]
    fn what_was_decided_holds_where_it_was_meant_to_and_can_be_taken_back() {
        let mut desk = Desk::of(Role::Editor);
        let text = "Ông làm viêc ở đây.";
        let [one, two] = [0, 1].map(|_| desk.article(document(text)).id);
        let moment = desk.moment();
        let look = |store: &Store, id: &ArticleId, text: &str| {
            let draft =
                Draft { document: document(text), fields: crate::article::Fields::default() };
            let cache = &mut Cache::default();
            let reader = store.proofreader(Some(id), &draft, cache, &moment).unwrap();
            reader.read(draft, cache, &moment).unwrap()
        };
        let found = look(&desk.store, &one, text).findings.remove(0);
        let ignore = |scope| Ignore {
            rule: found.rule,
            house: None,
            text: found.text.clone(),
            key: found.key.clone(),
            scope,
        };
        let counts = |store: &Store| [&one, &two].map(|id| look(store, id, text).findings.len());
        for (scope, left) in [
            (IgnoreScope::Here, [0, 1]),
            (IgnoreScope::Always, [0, 0]),
            (IgnoreScope::Word, [0, 0]),
        ] {
            assert_eq!(counts(&desk.store), [1, 1]);
            desk.store.ignore_finding(&one, ignore(scope), &moment).unwrap();
            assert_eq!(counts(&desk.store), left, "{scope:?}");
            let edited = look(&desk.store, &one, &format!("Hôm nay rất vui. {text}"));
            // Other words than the three before it have come: the rest is as it was.
            assert_eq!(edited.findings.len(), usize::from(scope == IgnoreScope::Here));
            let ignored = &look(&desk.store, &one, text).ignored[0];
            assert_eq!((ignored.scope, &*ignored.by_name), (scope, "Trần Thị Lan"));
            let listed = desk.store.house_decisions().unwrap();
            assert_eq!(listed.len(), usize::from(scope != IgnoreScope::Here));
            desk.store.unignore_finding(&one, ignore(scope)).unwrap();
        }
        desk.store.ignore_finding(&one, ignore(IgnoreScope::Word), &moment).unwrap();
        assert_eq!(desk.store.forget_decision(None, None, "viêc").unwrap(), []);
        assert_eq!(counts(&desk.store), [1, 1]);

        let mut wrong = ignore(IgnoreScope::Here);
        wrong.key = "../..".into();
        assert!(desk.store.ignore_finding(&one, wrong, &moment).is_err());
        let nowhere = ArticleId("nowhere".into());
        let refused = desk.store.ignore_finding(&nowhere, ignore(IgnoreScope::Here), &moment);
        assert!(refused.is_err());
    }
}
