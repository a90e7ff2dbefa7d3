//! The directory of people, organisations and places, as it lies in the store.
//!
//! It is of this desk: no hand-off carries it, and it goes to a colleague as a table. What comes with
//! the program is no row here; an entry with its id holds in its place, and is taken away again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::reviewing::content_of;
use super::{Store, desk, to_json};
use crate::article::Document;
use crate::failure::{Code, Failure, Result};
use crate::language::collate::{self, NameOrder};
use crate::language::fold::fold;
use crate::language::normal::nfc;
use crate::moment::Moment;
use crate::proof::{
    Cache, Directory, NameCandidate, NameChange, NameEntry, NameId, NameKind, NameTitle,
    NamesPreview, NamesSheet, built_in_names, name_candidates, name_key,
};

/// Most entries of one desk.
const ENTRY_LIMIT: usize = 20_000;
/// Most names that are not asked about again.
const REFUSED_LIMIT: usize = 20_000;
/// Most rows of one answer.
const ROWS_AT_ONCE: u32 = 500;
/// So many approved articles are looked through for people, the newest.
const ARTICLES: u32 = 300;

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum NameOrigin {
    /// Somebody of this desk wrote it.
    Own,
    /// It comes with the program.
    BuiltIn,
    /// It stands in the place of one that comes with the program.
    Overruling,
}

/// Which entries a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameQuery {
    /// Words that must all occur in names or titles, without regard to accents or case.
    pub filter: String,
    pub kind: Option<NameKind>,
    pub offset: u32,
    /// At most 500.
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NameRow {
    pub entry: NameEntry,
    pub origin: NameOrigin,
}

/// A piece of the directory, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NamePage {
    pub total: u32,
    pub offset: u32,
    pub rows: Vec<NameRow>,
    /// How many there are of each kind, whatever the filter says.
    pub counts: BTreeMap<NameKind, u32>,
}

/// A name that nobody is asked about again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefusedName {
    pub name: String,
    /// It is no person at all: no rule takes it for one.
    pub no_person: bool,
}

/// Whom the desk is to be asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NameCandidates {
    pub candidates: Vec<NameCandidate>,
    /// About whom it has been decided already.
    pub refused: Vec<RefusedName>,
}

/// What is needed to look for candidates, taken out of the store: looking takes a while, and others
/// want to save meanwhile.
pub struct NamesToAsk {
    articles: Vec<Document>,
    directory: Arc<Directory>,
    refused: Vec<RefusedName>,
}

impl NamesToAsk {
    /// Looks through the articles for people whom the directory does not know.
    pub fn look(self) -> NameCandidates {
        let asked = self.refused.iter().map(|refused| refused.name.clone()).collect();
        let candidates = name_candidates(&self.articles, &self.directory, &asked);
        NameCandidates { candidates, refused: self.refused }
    }
}

impl Store {
    /// A piece of the directory.
    ///
    /// # Errors
    /// Those of a read.
    pub fn names(&self, query: &NameQuery) -> Result<NamePage> {
        let filter: String = fold(&query.filter).chars().take(200).collect();
        let words: Vec<String> = filter.split(' ').map(|word| format!(" {word}")).collect();
        let mut counts = BTreeMap::new();
        let mut rows: Vec<(Vec<u8>, NameRow)> = Vec::new();
        let order = ByName(self.settings()?.names_by);
        for row in name_rows(&self.connection)? {
            *counts.entry(row.entry.kind).or_default() += 1;
            let of_kind = query.kind.is_none_or(|kind| kind == row.entry.kind);
            let holds = |row: &NameRow| {
                let text = folded(&row.entry);
                words.iter().all(|word| text.contains(word.trim_end()))
            };
            if of_kind && (filter.is_empty() || holds(&row)) {
                rows.push((order.key(&row.entry), row));
            }
        }
        rows.sort_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| one.entry.name.cmp(&other.entry.name))
        });
        let total = count(rows.len());
        let rows = rows.into_iter().map(|(_, row)| row).skip(query.offset as usize);
        let rows = rows.take(query.limit.min(ROWS_AT_ONCE) as usize).collect();
        Ok(NamePage { total, offset: query.offset, rows, counts })
    }

    /// One entry.
    ///
    /// # Errors
    /// `NotFound`; those of a read.
    pub fn name_entry(&self, id: &NameId) -> Result<NameRow> {
        let mut rows = name_rows(&self.connection)?.into_iter();
        rows.find(|row| row.entry.id == *id).ok_or_else(|| Failure::not_found(&id.0))
    }

    /// Keeps an entry: a new one without an id, or in place of the one with its id.
    ///
    /// # Errors
    /// `BadInput` where it is none, or where another one has its name (`nameTwice`); `NotFound`
    /// where its id is nobody's; those of a write.
    pub fn save_name(&mut self, entry: NameEntry, moment: &Moment) -> Result<NameRow> {
        let entry = entry.accept()?;
        let id = self.write(|transaction| {
            let known = name_rows(transaction)?;
            if !entry.id.0.is_empty() && !known.iter().any(|row| row.entry.id == entry.id) {
                return Err(Failure::not_found(&entry.id.0));
            }
            put_all(transaction, vec![entry], known, moment)
        })?;
        let id = id.into_iter().next().unwrap_or_default();
        self.name_entry(&id)
    }

    /// Takes an entry away; one that comes with the program is as it was before.
    ///
    /// # Errors
    /// `NotFound` where the desk has no such entry; those of a write.
    pub fn delete_name(&mut self, id: &NameId) -> Result<()> {
        self.write(|transaction| {
            let gone = transaction.execute("DELETE FROM name_entry WHERE id = ?1", [&id.0])?;
            if gone == 0 {
                return Err(Failure::not_found(&id.0));
            }
            changed(transaction)
        })
    }

    /// What a table would do. Nothing is kept.
    ///
    /// # Errors
    /// `BadInput` as [`NamesSheet::plan`]; those of a read.
    pub fn preview_names(&self, sheet: &NamesSheet) -> Result<NamesPreview> {
        Ok(sheet.plan(&entries(&self.connection)?)?.1)
    }

    /// Keeps what a table brings: all of it or nothing.
    ///
    /// # Errors
    /// `BadInput` with `brokenRows` where rows are broken and nobody said to pass over them, or where
    /// there would be too much; those of a write.
    pub fn import_names(
        &mut self,
        sheet: &NamesSheet,
        skip_broken: bool,
        moment: &Moment,
    ) -> Result<NameChange> {
        if sheet.broken() > 0 && !skip_broken {
            return Err(Failure::bad_input("brokenRows").with("rows", sheet.broken()));
        }
        self.write(|transaction| {
            let known = name_rows(transaction)?;
            let all: Vec<NameEntry> = known.iter().map(|row| row.entry.clone()).collect();
            let (kept, preview) = sheet.plan(&all)?;
            put_all(transaction, kept, known, moment)?;
            Ok(NameChange { new: preview.new, changed: preview.changed, broken: preview.broken })
        })
    }

    /// The entries of this desk, those that only come with the program left out.
    ///
    /// # Errors
    /// Those of a read.
    pub fn own_names(&self) -> Result<Vec<NameEntry>> {
        let mut own: Vec<NameEntry> = read_own(&self.connection)?.into_values().collect();
        let order = ByName(self.settings()?.names_by);
        own.sort_by_cached_key(|entry| (entry.kind, order.key(entry), entry.name.clone()));
        Ok(own)
    }

    /// The directory as the rules ask it, compiled once for each state of it.
    ///
    /// # Errors
    /// Those of a read.
    pub fn directory(&self, cache: &mut Cache) -> Result<Arc<Directory>> {
        // Asked first: what is written meanwhile by another program is seen the next time.
        let generation = self
            .connection
            .prepare_cached("SELECT generation FROM name_state")?
            .query_row([], |row| row.get(0))?;
        cache.directory(generation, || {
            let refused = self.refused_names()?.into_iter().filter(|name| name.no_person);
            Ok(Directory::of(entries(&self.connection)?, refused.map(|name| name.name)))
        })
    }

    /// The newest approved articles as they were approved, to look through for people.
    ///
    /// # Errors
    /// Those of a read.
    pub fn names_to_ask(&self) -> Result<NamesToAsk> {
        Ok(NamesToAsk {
            articles: self.approved_texts()?,
            directory: self.directory(&mut Cache::default())?,
            refused: self.refused_names()?,
        })
    }

    fn approved_texts(&self) -> Result<Vec<Document>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT approved FROM article WHERE approved IS NOT NULL
             ORDER BY approved_at DESC, id LIMIT ?1",
        )?;
        let hashes: Vec<String> =
            statement.query_map([ARTICLES], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        hashes.iter().map(|hash| Ok(content_of(&self.connection, hash)?.document)).collect()
    }

    /// Names that nobody is asked about again.
    ///
    /// # Errors
    /// Those of a read.
    pub fn refused_names(&self) -> Result<Vec<RefusedName>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT name, no_person FROM name_refused ORDER BY name")?;
        let rows = statement
            .query_map([], |row| Ok(RefusedName { name: row.get(0)?, no_person: row.get(1)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Never asks about a name again.
    ///
    /// # Errors
    /// `BadInput` where it is none, or where there are too many; those of a write.
    pub fn refuse_name(&mut self, refused: &RefusedName, moment: &Moment) -> Result<()> {
        let name = nfc(refused.name.trim());
        if name.is_empty() || name.len() > 400 {
            return Err(Failure::bad_input("nameEmpty"));
        }
        self.write(|transaction| {
            let me = desk::require_me(transaction)?;
            let there: u32 =
                transaction.query_row("SELECT count(*) FROM name_refused", [], |row| row.get(0))?;
            if there as usize >= REFUSED_LIMIT {
                return Err(Failure::bad_input("namesMany"));
            }
            transaction.execute(
                "INSERT OR REPLACE INTO name_refused (name, no_person, by_name, at)
                 VALUES (?1, ?2, ?3, ?4)",
                params![name, refused.no_person, me.name, moment.now.0],
            )?;
            changed(transaction)
        })
    }

    /// Asks about a name again.
    ///
    /// # Errors
    /// Those of a write.
    pub fn ask_about_name(&mut self, name: &str) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM name_refused WHERE name = ?1", [name])?;
            changed(transaction)
        })
    }
}

/// The order of the directory: people as the desk lists them, all else by its letters.
struct ByName(NameOrder);

impl ByName {
    fn key(&self, entry: &NameEntry) -> Vec<u8> {
        match entry.kind {
            NameKind::Person => collate::person_key(&entry.name, self.0),
            _ => collate::key(&entry.name),
        }
    }
}

/// All entries: those of the desk, and those of the program that none of them stands for.
fn name_rows(db: &Connection) -> Result<Vec<NameRow>> {
    let mut own = read_own(db)?;
    let mut rows = Vec::with_capacity(own.len() + built_in_names().len());
    for built_in in built_in_names() {
        let (entry, origin) = match own.remove(&built_in.id) {
            Some(entry) => (entry, NameOrigin::Overruling),
            None => (built_in.clone(), NameOrigin::BuiltIn),
        };
        rows.push(NameRow { entry, origin });
    }
    rows.extend(own.into_values().map(|entry| NameRow { entry, origin: NameOrigin::Own }));
    Ok(rows)
}

fn entries(db: &Connection) -> Result<Vec<NameEntry>> {
    Ok(name_rows(db)?.into_iter().map(|row| row.entry).collect())
}

fn read_own(db: &Connection) -> Result<BTreeMap<NameId, NameEntry>> {
    let mut titles: HashMap<String, Vec<NameTitle>> = HashMap::new();
    let mut statement = db.prepare_cached(
        "SELECT entry, title, from_day, to_day FROM name_title ORDER BY entry, n",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let title = NameTitle { title: row.get(1)?, from: row.get(2)?, to: row.get(3)? };
        titles.entry(row.get(0)?).or_default().push(title);
    }
    let mut statement = db.prepare_cached(
        "SELECT id, kind, name, other_names, from_day, to_day, successor, note, source, off
         FROM name_entry",
    )?;
    let mut rows = statement.query([])?;
    let mut own = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut entry = entry_of(row)?;
        entry.titles = titles.remove(&entry.id.0).unwrap_or_default();
        own.insert(entry.id.clone(), entry);
    }
    Ok(own)
}

fn entry_of(row: &Row<'_>) -> Result<NameEntry> {
    let (id, kind, others): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(3)?);
    let damaged = || Failure::new(Code::StoreDamaged, format!("name {id}")).with("what", &id);
    Ok(NameEntry {
        kind: serde_json::from_value(serde_json::Value::String(kind)).map_err(|_| damaged())?,
        name: row.get(2)?,
        other_names: serde_json::from_str(&others).map_err(|_| damaged())?,
        titles: Vec::new(),
        from: row.get(4)?,
        to: row.get(5)?,
        successor: row.get(6)?,
        note: row.get(7)?,
        source: row.get(8)?,
        off: row.get(9)?,
        id: NameId(id),
    })
}

/// Keeps entries, the new ones under ids of their own, which it answers with.
fn put_all(
    transaction: &Transaction<'_>,
    entries: Vec<NameEntry>,
    known: Vec<NameRow>,
    moment: &Moment,
) -> Result<Vec<NameId>> {
    let key = |entry: &NameEntry| (entry.kind, name_key(&entry.name));
    let mut by_name: HashMap<_, NameId> =
        known.iter().map(|row| (key(&row.entry), row.entry.id.clone())).collect();
    let mut own: HashSet<NameId> = known
        .into_iter()
        .filter(|row| row.origin != NameOrigin::BuiltIn)
        .map(|row| row.entry.id)
        .collect();
    let mut ids = moment.ids();
    let mut kept = Vec::with_capacity(entries.len());
    for mut entry in entries {
        if entry.id.0.is_empty() {
            entry.id = NameId(ids.letters(16));
        }
        let named = by_name.entry(key(&entry)).or_insert_with(|| entry.id.clone());
        if *named != entry.id {
            return Err(Failure::bad_input("nameTwice").with("name", &entry.name));
        }
        put(transaction, &entry)?;
        own.insert(entry.id.clone());
        kept.push(entry.id);
    }
    if own.len() > ENTRY_LIMIT {
        return Err(Failure::bad_input("namesMany").with("limit", ENTRY_LIMIT));
    }
    changed(transaction)?;
    Ok(kept)
}

fn put(transaction: &Transaction<'_>, entry: &NameEntry) -> Result<()> {
    let kind = serde_json::to_value(entry.kind).map_err(Failure::internal)?;
    transaction.prepare_cached("DELETE FROM name_entry WHERE id = ?1")?.execute([&entry.id.0])?;
    transaction
        .prepare_cached(
            "INSERT INTO name_entry (id, kind, name, name_key, other_names, from_day, to_day,
                successor, note, source, off)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            entry.id.0,
            kind.as_str(),
            entry.name,
            name_key(&entry.name),
            to_json(&entry.other_names)?,
            entry.from,
            entry.to,
            entry.successor,
            entry.note,
            entry.source,
            entry.off,
        ])?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO name_title (entry, n, title, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (n, title) in (0_u32..).zip(&entry.titles) {
        statement.execute(params![entry.id.0, n, title.title, title.from, title.to])?;
    }
    Ok(())
}

/// What was compiled of the directory is old from now on.
fn changed(transaction: &Transaction<'_>) -> Result<()> {
    transaction.execute("UPDATE name_state SET generation = generation + 1", [])?;
    Ok(())
}

/// What the filter looks in, a space before each word.
fn folded(entry: &NameEntry) -> String {
    let titles = entry.titles.iter().map(|title| title.title.as_str());
    let texts: Vec<&str> = entry.forms().chain(titles).chain([entry.successor.as_str()]).collect();
    format!(" {}", fold(&texts.join(" ")))
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::tests::Desk;
    use super::*;
    use crate::article::{Block, BlockId, Fields};
    use crate::person::Role;
    use crate::proof::RuleId;
    use crate::review::Action;
    use crate::store::Draft;

    fn person(name: &str, title: &str) -> NameEntry {
        let title = NameTitle { title: title.to_owned(), from: None, to: None };
        NameEntry { titles: vec![title], ..NameEntry::new(NameKind::Person, name) }
    }

    fn save(desk: &mut Desk, entry: NameEntry) -> Result<NameRow> {
        let moment = desk.moment();
        desk.store.save_name(entry, &moment)
    }

    fn import(desk: &mut Desk, sheet: &NamesSheet, skip_broken: bool) -> Result<NameChange> {
        let moment = desk.moment();
        desk.store.import_names(sheet, skip_broken, &moment)
    }

    fn query(filter: &str) -> NameQuery {
        NameQuery { filter: filter.to_owned(), kind: None, offset: 0, limit: 500 }
    }

    fn listed(store: &Store, filter: &str) -> Vec<String> {
        let page = store.names(&query(filter)).unwrap();
        page.rows.into_iter().map(|row| row.entry.name).collect()
    }

    fn document(text: &str) -> Document {
        let mut document = Document::empty(BlockId("a".into()));
        document.headline = crate::article::Text::runs("Tin");
        document.lead = crate::article::Text::runs("Mở đầu.");
        document.blocks = vec![Block::paragraph(BlockId("a".into()), text)];
        document
    }

    #[test]
    fn an_entry_is_kept_found_without_accents_changed_and_taken_away() {
        let mut desk = Desk::of(Role::Editor);
        let kept = save(&mut desk, person("Trần Quốc Tỏ", "Bí thư Tỉnh ủy")).unwrap();
        assert_eq!(kept.origin, NameOrigin::Own);
        assert!(!kept.entry.id.0.is_empty());
        for filter in ["tran quoc", "TỎ", "bi thu tinh uy", "quoc bi thu"] {
            assert_eq!(listed(&desk.store, filter), ["Trần Quốc Tỏ"], "{filter}");
        }
        assert!(listed(&desk.store, "uoc to").is_empty(), "words are found by their beginnings");

        let twice = save(&mut desk, person("trần quốc tỏ", "Thứ trưởng"));
        assert_eq!(twice.unwrap_err().params["what"], "nameTwice");
        let changed = NameEntry { note: "về hưu".to_owned(), ..kept.entry.clone() };
        let changed = save(&mut desk, changed).unwrap();
        assert_eq!((changed.entry.id.clone(), &*changed.entry.note), (kept.entry.id, "về hưu"));
        assert_eq!(listed(&desk.store, "tran quoc").len(), 1);
        let nobody = NameEntry { id: NameId("nobody".to_owned()), ..person("Ai", "Đó") };
        assert!(save(&mut desk, nobody).is_err());

        desk.store.delete_name(&changed.entry.id).unwrap();
        assert!(listed(&desk.store, "tran quoc").is_empty());
        assert!(desk.store.delete_name(&changed.entry.id).is_err());
    }

    #[test]
    fn what_comes_with_the_program_is_overruled_and_never_edited() {
        let mut desk = Desk::of(Role::Editor);
        let row = desk.store.names(&query("tinh bac kan")).unwrap().rows.remove(0);
        assert_eq!(row.origin, NameOrigin::BuiltIn);
        assert!(desk.store.delete_name(&row.entry.id).is_err(), "it cannot be taken away");
        let mut cache = Cache::default();
        let mut old = |store: &Store, moment: &Moment| {
            let fields = Fields::default();
            let draft = Draft { document: document("Ông về tỉnh Bắc Kạn."), fields };
            let reader = store.proofreader(None, &draft, &mut cache, moment).unwrap();
            let found = reader.read(draft, &mut cache, moment).unwrap();
            found.findings.iter().any(|finding| finding.rule == RuleId::PlaceOld)
        };
        let mut moment = desk.moment();
        // 1 January 2026.
        moment.now.0 = 1_767_225_600_000;
        assert!(old(&desk.store, &moment));
        let off = NameEntry { off: true, ..row.entry.clone() };
        let overruling = save(&mut desk, off).unwrap();
        assert_eq!(overruling.origin, NameOrigin::Overruling);
        assert!(!old(&desk.store, &moment), "the compiled directory is made anew");
        assert_eq!(listed(&desk.store, "tinh bac kan").len(), 1);
        assert_eq!(desk.store.own_names().unwrap().len(), 1);
        desk.store.delete_name(&row.entry.id).unwrap();
        assert_eq!(desk.store.name_entry(&row.entry.id).unwrap(), row);
        assert!(old(&desk.store, &moment));
    }

    #[test]
    fn a_table_changes_all_that_it_says_or_nothing() {
        let mut desk = Desk::of(Role::Editor);
        save(&mut desk, person("Trần Quốc Tỏ", "Bí thư")).unwrap();
        let before = desk.store.own_names().unwrap();
        let broken = NamesSheet::read("name,title\nLê Lan,Chủ tịch\n,Bí thư\n".as_bytes()).unwrap();
        let moment = desk.moment();
        let refused = desk.store.import_names(&broken, false, &moment).unwrap_err();
        assert_eq!(refused.params["what"], "brokenRows");
        assert_eq!(desk.store.own_names().unwrap(), before);
        let preview = desk.store.preview_names(&broken).unwrap();
        assert_eq!((preview.new, preview.broken), (1, 1));
        assert_eq!(desk.store.own_names().unwrap(), before, "a preview keeps nothing");
        let done = import(&mut desk, &broken, true).unwrap();
        assert_eq!(done, NameChange { new: 1, changed: 0, broken: 1 });

        // One entry too many: none of them is kept.
        let before = desk.store.own_names().unwrap();
        let rows: String = (0..ENTRY_LIMIT).map(|n| format!("Người {n}\n")).collect();
        let many = NamesSheet::read(format!("name\n{rows}").as_bytes()).unwrap();
        let refused = import(&mut desk, &many, true).unwrap_err();
        assert_eq!(refused.params["what"], "namesMany");
        assert_eq!(desk.store.own_names().unwrap(), before);
    }

    #[test]
    fn whom_approved_articles_name_is_asked_about_until_somebody_decides() {
        let mut desk = Desk::of(Role::Secretary);
        let text = "Chủ tịch HĐND tỉnh Trương Mạnh Kiểm dự. Nghệ sĩ Đỗ Thùy Linh hát.";
        let id = desk.article(document(text)).id;
        assert!(
            desk.store.names_to_ask().unwrap().look().candidates.is_empty(),
            "not yet approved"
        );
        for action in [Action::File, Action::Claim, Action::Approve] {
            desk.act(&id, action).unwrap();
        }
        let asked = |store: &Store| {
            let found = store.names_to_ask().unwrap().look().candidates;
            found.into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(asked(&desk.store), ["Trương Mạnh Kiểm", "Đỗ Thùy Linh"]);
        let refused = RefusedName { name: "Đỗ Thùy Linh".to_owned(), no_person: true };
        let moment = desk.moment();
        desk.store.refuse_name(&refused, &moment).unwrap();
        assert_eq!(asked(&desk.store), ["Trương Mạnh Kiểm"]);
        save(&mut desk, person("Trương Mạnh Kiểm", "Chủ tịch HĐND tỉnh")).unwrap();
        assert!(asked(&desk.store).is_empty());
        desk.store.ask_about_name("Đỗ Thùy Linh").unwrap();
        assert_eq!(asked(&desk.store), ["Đỗ Thùy Linh"]);
    }
}
