//! Search over the articles of the desk: what the index holds of each, and what a search answers.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::articles::{Working, working};
use super::views::ArticleRow;
use super::{Store, comments, desk, listing};
use crate::article::{ArticleId, Block, Photo, text_of};
use crate::discuss;
use crate::failure::{Code, Failure, Result};
use crate::language::fold::fold;
use crate::language::normal;
use crate::moment::Moment;
use crate::review::{LogEntry, LogEvent};
use crate::search::{
    Entry, FoundMark, FoundPassage, Index, IndexProgress, Page, Query, SearchOrder, SearchPart,
    SearchTier, Span, marks, passage,
};
use crate::time::Timestamp;

/// Hits shown at once, at most.
const ROWS_AT_ONCE: u32 = 100;
/// Syllables of the passage that is shown of a hit.
const PASSAGE_SYLLABLES: usize = 32;
/// Most searches that a desk keeps, and longest name of one in letters.
const KEPT: usize = 50;
const NAME_LETTERS: usize = 80;
/// Most values of one filter.
const VALUES: usize = 50;

/// What a search is narrowed down by. Each field narrows further; of several values in one, any will
/// do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SearchFilters {
    /// Names in the byline.
    pub authors: Vec<String>,
    pub sections: Vec<String>,
    /// States as lists name them: `draft`, `filed`, `inReview`, `awaitingApproval`, `approved`,
    /// `returned`, `withdrawn`, `onHold`, `spiked`.
    pub states: Vec<String>,
    /// Last changed from this moment on, and before that one.
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// Has a photo.
    pub with_photo: bool,
    /// Has a photo that says nothing below it.
    pub caption_missing: bool,
    /// Names of destinations that it has reached; an empty name stands for a bundle of files.
    pub delivered_to: Vec<String>,
    /// Waits for me.
    pub my_turn: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Search {
    /// As typed.
    pub text: String,
    pub filters: SearchFilters,
    pub order: SearchOrder,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchQuery {
    pub search: Search,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to give, at most 100.
    pub limit: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SearchPage {
    /// Hits that were counted; the further a list is read, the further it is counted, up to
    /// [`crate::search::HITS`].
    pub total: u32,
    /// There are more than that.
    pub more: bool,
    pub offset: u32,
    pub rows: Vec<SearchRow>,
    /// How much of the desk has been read into the index.
    pub progress: IndexProgress,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SearchRow {
    pub article: ArticleRow,
    pub tier: SearchTier,
    /// Words in the headline.
    pub headline: Vec<FoundMark>,
    /// Where else the words stand, and around what; `None` where they stand in the headline alone.
    pub part: Option<SearchPart>,
    pub passage: Option<FoundPassage>,
}

/// A search that somebody keeps under a name: a list that is always up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedSearch {
    /// Empty for a new one.
    pub id: String,
    pub name: String,
    pub search: Search,
}

/// What the filters can be set to on this desk, in the order of the alphabet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SearchChoices {
    pub authors: Vec<String>,
    pub sections: Vec<String>,
    /// Destinations that something has reached.
    pub destinations: Vec<String>,
}

impl Store {
    /// Reads up to `limit` articles that have changed into the index, the oldest change first; how far
    /// it is then. Called until nothing is left, the index holds what the store holds.
    ///
    /// # Errors
    /// Those of a read here and of a write there. An article that is damaged is passed over: the
    /// doctor names it.
    pub fn index_some(&self, index: &mut Index, limit: u32) -> Result<IndexProgress> {
        let newest: i64 = self.connection.query_row(
            "SELECT coalesce(max(n), 0) FROM article_change",
            [],
            |row| row.get(0),
        )?;
        if index.change()? > newest {
            // The store is an older one than the index was made of.
            index.start_anew(&self.folder)?;
        }
        let after = index.change()?;
        let changed: Vec<(i64, String)> = self
            .connection
            .prepare_cached(
                "SELECT n, article FROM article_change WHERE n > ?1 ORDER BY n LIMIT ?2",
            )?
            .query_map(params![after, limit], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let last = changed.last().map(|(change, _)| *change);
        let mut entries = Vec::with_capacity(changed.len());
        for (_, id) in changed {
            match self.entry(&ArticleId(id)) {
                Ok(entry) => entries.push(entry),
                Err(failure) if failure.code == Code::StoreDamaged => {}
                Err(failure) => return Err(failure),
            }
        }
        if let Some(last) = last {
            index.put(&entries, last)?;
        }
        self.progress_of(index)
    }

    fn progress_of(&self, index: &Index) -> Result<IndexProgress> {
        let left = self.connection.query_row(
            "SELECT count(*) FROM article_change WHERE n > ?1",
            [index.change()?],
            |row| row.get(0),
        )?;
        Ok(IndexProgress { done: index.len()?, left })
    }

    /// What the filters can be set to.
    ///
    /// # Errors
    /// Those of a read.
    pub fn search_choices(index: &Index) -> Result<SearchChoices> {
        Ok(SearchChoices {
            authors: index.names("author")?,
            sections: index.names("section")?,
            destinations: index.names("destination")?,
        })
    }

    /// What a search finds, with the passages that it was found by.
    ///
    /// # Errors
    /// `BadInput` for filters that no screen can send; those of a read.
    pub fn search(&self, index: &Index, query: &SearchQuery) -> Result<SearchPage> {
        let asked = Query::read(&query.search.text);
        let filters = &query.search.filters;
        let span = Span { from: filters.from, until: filters.until };
        let facets = self.facets_of_filters(filters)?;
        let page =
            Page { offset: query.offset as usize, limit: query.limit.min(ROWS_AT_ONCE) as usize };
        let found = index.find(&asked, &facets, span, query.search.order, page)?;
        let workflow = self.settings()?.workflow;
        let rows = self.rows(found.hits.iter().map(|hit| hit.article.0.clone()), &workflow)?;
        let rows = rows
            .into_iter()
            .zip(&found.hits)
            .map(|(article, hit)| self.search_row(&asked, article, hit.tier))
            .collect::<Result<_>>()?;
        Ok(SearchPage {
            total: u32::try_from(found.total).unwrap_or(u32::MAX),
            more: found.more,
            offset: query.offset,
            rows,
            progress: self.progress_of(index)?,
        })
    }

    fn search_row(
        &self,
        asked: &Query,
        article: ArticleRow,
        tier: SearchTier,
    ) -> Result<SearchRow> {
        let headline = marks(asked, tier, &article.headline);
        let mut best: Option<(SearchPart, FoundPassage)> = None;
        if !asked.is_empty() {
            let parts = self.parts(&working(&self.connection, &article.id)?)?;
            for (part, text) in SearchPart::ALL.into_iter().zip(&parts).skip(1) {
                let Some(shown) = passage(asked, tier, text, PASSAGE_SYLLABLES) else { continue };
                if best.as_ref().is_none_or(|(_, best)| best.marks.len() < shown.marks.len()) {
                    best = Some((part, shown));
                }
            }
        }
        let (part, passage) = best.unzip();
        Ok(SearchRow { article, tier, headline, part, passage })
    }

    /// The searches that are kept, in the order in which they were.
    ///
    /// # Errors
    /// Those of a read.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>> {
        Ok(desk::meta(&self.connection, "savedSearches")?.unwrap_or_default())
    }

    /// Keeps a search, in place of the one of its id.
    ///
    /// # Errors
    /// `BadInput` without a name, with a name that is taken or with too many searches; those of a
    /// write.
    pub fn save_search(&mut self, saved: SavedSearch, moment: &Moment) -> Result<Vec<SavedSearch>> {
        let name = normal::nfc(saved.name.trim());
        if name.is_empty() || name.chars().count() > NAME_LETTERS {
            return Err(Failure::bad_input("a saved search has a name"));
        }
        accept(&saved.search)?;
        let id = if saved.id.is_empty() { moment.ids().letters(12) } else { saved.id };
        let saved = SavedSearch { id, name, search: saved.search };
        self.write(|transaction| {
            let mut all: Vec<SavedSearch> =
                desk::meta(transaction, "savedSearches")?.unwrap_or_default();
            if all.iter().any(|it| it.id != saved.id && fold(&it.name) == fold(&saved.name)) {
                return Err(
                    Failure::bad_input("another search has this name").with("taken", &saved.name)
                );
            }
            match all.iter_mut().find(|it| it.id == saved.id) {
                Some(old) => *old = saved,
                None => all.push(saved),
            }
            if all.len() > KEPT {
                return Err(Failure::bad_input("too many searches are kept"));
            }
            desk::put_meta(transaction, "savedSearches", &all)?;
            Ok(all)
        })
    }

    /// Keeps a search no longer.
    ///
    /// # Errors
    /// Those of a write.
    pub fn remove_search(&mut self, id: &str) -> Result<Vec<SavedSearch>> {
        self.write(|transaction| {
            let mut all: Vec<SavedSearch> =
                desk::meta(transaction, "savedSearches")?.unwrap_or_default();
            all.retain(|it| it.id != id);
            desk::put_meta(transaction, "savedSearches", &all)?;
            Ok(all)
        })
    }

    /// What the index holds of an article.
    fn entry(&self, id: &ArticleId) -> Result<Entry> {
        let working = working(&self.connection, id)?;
        let parts = self.parts(&working)?;
        let (state, holder, step): (String, Option<String>, Option<u32>) = self
            .connection
            .prepare_cached("SELECT state, holder, step FROM article WHERE id = ?1")?
            .query_row([&id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut facets =
            vec![facet("state", &state), facet("section", &fold(&working.fields.section))];
        facets.extend(holder.map(|holder| facet("holder", &format!("{state} {holder}"))));
        facets.extend(step.map(|step| facet("step", &format!("{state} {step}"))));
        if state != "spiked" {
            let asked = listing::noted_as_asked(&self.connection, id)?;
            facets.extend(asked.iter().map(|person| facet("asked", &person.0)));
        }
        facets.extend(
            working.fields.bylines.iter().map(|byline| facet("author", &fold(&byline.pen_name))),
        );
        if working.document.photos().any(|photo| photo.attrs.photo.is_some()) {
            facets.push(facet("photo", ""));
        }
        let uncaptioned = |photo: &Photo| text_of(&photo.content).trim().is_empty();
        if working.document.photos().any(uncaptioned) {
            facets.push(facet("caption", "missing"));
        }
        let reached = self.reached(id)?;
        facets.extend(reached.iter().map(|name| facet("delivered", &fold(name))));
        let authors = working.fields.bylines.iter().map(|it| ("author", it.pen_name.clone()));
        let section = std::iter::once(("section", working.fields.section.clone()));
        let destinations = reached.into_iter().map(|name| ("destination", name));
        let mut names: Vec<_> = authors.chain(section).chain(destinations).collect();
        names.retain(|(_, name)| !name.trim().is_empty());
        Ok(Entry { article: id.clone(), at: working.updated_at, parts, facets, names })
    }

    /// Destinations that the article has reached, by their names; an empty one for a bundle.
    fn reached(&self, id: &ArticleId) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT body FROM log WHERE article = ?1
             AND (body LIKE '%\"exported\"%' OR body LIKE '%\"delivered\"%')",
        )?;
        let bodies = statement.query_map([&id.0], |row| row.get::<_, String>(0))?;
        let mut names = Vec::new();
        for body in bodies {
            let Ok(entry) = serde_json::from_str::<LogEntry>(&body?) else {
                continue;
            };
            match entry.event {
                LogEvent::Exported { .. } => names.push(String::new()),
                LogEvent::Delivered { to, .. } => names.push(to),
                _ => {}
            }
        }
        Ok(names)
    }

    /// The texts of an article, one for each of [`SearchPart::ALL`].
    fn parts(&self, working: &Working) -> Result<[String; 7]> {
        let mut text = Lines::default();
        let mut captions = Lines::default();
        for block in working.document.walk() {
            match block {
                Block::Paragraph { content, .. }
                | Block::Subhead { content, .. }
                | Block::Quote { content, .. } => text.add(&text_of(content)),
                Block::List { content, .. } => {
                    content.iter().for_each(|item| text.add(&text_of(&item.content)));
                }
                Block::Table { content, .. } => {
                    let cells = content.iter().flat_map(|row| &row.content);
                    cells.for_each(|cell| text.add(&text_of(&cell.content)));
                }
                Block::Photo(photo) => {
                    captions.add(&text_of(&photo.content));
                    captions.add(&photo.attrs.credit);
                    captions.add(&photo.attrs.alt);
                }
                // Their inner blocks are walked one by one.
                Block::Box { .. } | Block::PhotoGroup { .. } => {}
            }
        }
        let fields = &working.fields;
        let mut people = Lines::default();
        fields.bylines.iter().for_each(|byline| people.add(&byline.pen_name));
        let mut details = Lines::default();
        let named = [
            &fields.source,
            &fields.section,
            &fields.event_place,
            &fields.note_to_receiver,
            &fields.internal_note,
        ];
        named.into_iter().chain(&fields.tags).for_each(|text| details.add(text));
        let mut said = Lines::default();
        // As the conversations read now: what was taken back or worded anew is not found.
        let events = comments::events(&self.connection, &working.id)?;
        for thread in discuss::threads(&events) {
            thread.comments.iter().for_each(|comment| said.add(&comment.text));
        }
        Ok([
            working.document.headline_text(),
            working.document.lead_text(),
            text.0,
            captions.0,
            people.0,
            details.0,
            said.0,
        ])
    }

    fn facets_of_filters(&self, filters: &SearchFilters) -> Result<Vec<Vec<String>>> {
        accept_filters(filters)?;
        let mut groups = Vec::new();
        let mut any_of = |kind: &str, values: &[String]| {
            if !values.is_empty() {
                groups.push(values.iter().map(|value| facet(kind, value)).collect::<Vec<_>>());
            }
        };
        let folded = |names: &[String]| names.iter().map(|name| fold(name)).collect::<Vec<_>>();
        any_of("author", &folded(&filters.authors));
        any_of("section", &folded(&filters.sections));
        any_of("state", &filters.states);
        any_of("delivered", &folded(&filters.delivered_to));
        if filters.with_photo {
            groups.push(vec![facet("photo", "")]);
        }
        if filters.caption_missing {
            groups.push(vec![facet("caption", "missing")]);
        }
        if filters.my_turn {
            groups.extend(self.facets_of_my_turn()?);
        }
        Ok(groups)
    }

    /// The rule of the list *waiting for me*, as facets: held by me, asking me, or waiting for a step of
    /// mine in a section of mine.
    fn facets_of_my_turn(&self) -> Result<[Vec<String>; 2]> {
        let me = self.me()?;
        let workflow = self.settings()?.workflow;
        let mine: Vec<String> = ["inReview", "returned"]
            .into_iter()
            .map(|state| facet("holder", &format!("{state} {}", me.id.0)))
            .chain([facet("asked", &me.id.0)])
            .collect();
        let mut steps = mine.clone();
        for (step, n) in workflow.approvals.iter().zip(1_u32..) {
            if step.roles.contains(&me.role) {
                steps.push(facet("step", &format!("awaitingApproval {n}")));
                steps.push(facet("step", &format!("returned {n}")));
            }
        }
        if workflow.review.roles.contains(&me.role) {
            steps.push(facet("state", "filed"));
        }
        let mut sections = mine;
        if me.sections.is_empty() {
            sections.clone_from(&steps);
        } else {
            sections.push(facet("section", ""));
            sections.extend(me.sections.iter().map(|section| facet("section", &fold(section))));
        }
        Ok([steps, sections])
    }
}

/// A word of the index that nobody types.
fn facet(kind: &str, value: &str) -> String {
    let hash = blake3::hash(format!("{kind}\n{value}").as_bytes()).to_hex();
    format!("xq{}", &hash.as_str()[..16])
}

fn accept(search: &Search) -> Result<()> {
    if search.text.len() > 10_000 {
        return Err(Failure::bad_input("a search of that length"));
    }
    accept_filters(&search.filters)
}

fn accept_filters(filters: &SearchFilters) -> Result<()> {
    let lists = [&filters.authors, &filters.sections, &filters.states, &filters.delivered_to];
    let fits =
        |list: &&Vec<String>| list.len() <= VALUES && list.iter().all(|value| value.len() <= 400);
    if lists.iter().all(fits) { Ok(()) } else { Err(Failure::bad_input("filters of a search")) }
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, text: &str) {
        if !text.is_empty() {
            if !self.0.is_empty() {
                self.0.push('\n');
            }
            self.0.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests;
