//! Royalties in the store: the newsroom's table, what was decided by hand, and closed months.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::articles::working;
use super::desk::{meta, put_meta, require_me};
use super::objects::{hash_of, to_json};
use super::{Store, desk};
use crate::article::{ArticleId, plain_text};
use crate::failure::{Code, Failure, Result};
use crate::language::count;
use crate::moment::Moment;
use crate::person::{Person, Role};
use crate::review::{Editorial, LogEntry, LogEvent};
use crate::royalty::{
    self, Adjustment, ClosedMonth, Counted, CountedArticle, RoyaltyMonth, RoyaltyTable,
};
use crate::time::{Timestamp, ZoneMinutes};

const TABLE: &str = "royalty_table";

impl Store {
    /// The newsroom's table.
    ///
    /// # Errors
    /// Those of a read.
    pub fn royalty_table(&self) -> Result<RoyaltyTable> {
        table(&self.connection)
    }

    /// Keeps the newsroom's table. Months that are closed stay as they were closed.
    ///
    /// # Errors
    /// `NotAllowed` for a reporter; `BadInput` as [`RoyaltyTable::accept`]; those of a write.
    pub fn change_royalty_table(&mut self, table: RoyaltyTable) -> Result<RoyaltyTable> {
        let table = table.accept()?;
        self.write(|transaction| {
            may_decide(transaction)?;
            put_meta(transaction, TABLE, &table)
        })?;
        Ok(table)
    }

    /// A month, `2026-11`, in the newsroom's zone: as it stands, or as it was closed.
    ///
    /// # Errors
    /// `BadInput` with the param `what` `month` for what is none; `StoreDamaged`; those of a read.
    pub fn royalties(&self, name: &str) -> Result<RoyaltyMonth> {
        royalties(&self.connection, name)
    }

    /// Decides by hand about an article: shares of its text, and corrections with a reason.
    ///
    /// # Errors
    /// `NotAllowed` for a reporter and for a closed month; `BadInput` as [`Adjustment::accept`];
    /// `NotFound` where the article does not count in that month; those of a write.
    pub fn adjust_royalties(
        &mut self,
        month: &str,
        article: &ArticleId,
        adjustment: Adjustment,
    ) -> Result<RoyaltyMonth> {
        let adjustment = adjustment.accept()?;
        self.write(|transaction| {
            may_decide(transaction)?;
            let found = royalties(transaction, month)?;
            refuse_closed(&found)?;
            if !found.articles.iter().any(|it| it.article == *article) {
                return Err(Failure::not_found(format!("article {article} in {month}")));
            }
            let body = to_json(&adjustment)?;
            transaction.execute(
                "INSERT INTO royalty_adjustment (article, body, hash) VALUES (?1, ?2, ?3)
                 ON CONFLICT (article) DO UPDATE SET body = ?2, hash = ?3",
                params![article.0, body, hash_of(&body)],
            )?;
            royalties(transaction, month)
        })
    }

    /// Closes a month: it stays as it is now, whatever becomes of its articles and of the table.
    ///
    /// # Errors
    /// `NotAllowed` for a reporter, where it is closed, and before it is over; those of a write.
    pub fn close_royalties(&mut self, month: &str, moment: &Moment) -> Result<RoyaltyMonth> {
        self.write(|transaction| {
            let me = may_decide(transaction)?;
            let mut found = royalties(transaction, month)?;
            refuse_closed(&found)?;
            let (_, end) = span(month, desk::settings(transaction)?.zone)?;
            if moment.now < end {
                return Err(Failure::new(Code::NotAllowed, "the month is not over"));
            }
            found.closed = Some(ClosedMonth { at: moment.now, by: me.name });
            let body = to_json(&found)?;
            transaction.execute(
                "INSERT INTO royalty_month (month, body, hash) VALUES (?1, ?2, ?3)",
                params![found.month, body, hash_of(&body)],
            )?;
            Ok(found)
        })
    }
}

/// Closed months and adjustments that are not as they were kept, by their names.
///
/// # Errors
/// Those of a read.
pub(super) fn damaged(db: &Connection) -> Result<Vec<String>> {
    let mut statement = db.prepare(
        "SELECT month, body, hash FROM royalty_month
         UNION ALL SELECT article, body, hash FROM royalty_adjustment ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let changed = rows.into_iter().filter(|(_, body, hash)| hash_of(body) != *hash);
    Ok(changed.map(|(name, _, _)| name).collect())
}

fn table(db: &Connection) -> Result<RoyaltyTable> {
    Ok(meta(db, TABLE)?.unwrap_or_default())
}

fn may_decide(db: &Connection) -> Result<Person> {
    let me = require_me(db)?;
    match me.role {
        Role::Editor | Role::Secretary => Ok(me),
        Role::Reporter => Err(Failure::new(Code::NotAllowed, "royalties are not a reporter's")),
    }
}

fn refuse_closed(month: &RoyaltyMonth) -> Result<()> {
    match month.closed {
        Some(_) => Err(Failure::new(Code::NotAllowed, "the month is closed")),
        None => Ok(()),
    }
}

fn royalties(db: &Connection, name: &str) -> Result<RoyaltyMonth> {
    let (from, to) = span(name, desk::settings(db)?.zone)?;
    let mut paid: BTreeSet<ArticleId> = BTreeSet::new();
    for closed in closed_months(db)? {
        if closed.month == name {
            return Ok(closed);
        }
        paid.extend(closed.articles.into_iter().map(|article| article.article));
    }
    let table = table(db)?;
    let mut counted = Vec::new();
    for (id, at) in first_times(db, table.counted)? {
        if at < from || at >= to || paid.contains(&id) {
            continue;
        }
        counted.extend(counted_article(db, id, at)?);
    }
    Ok(royalty::month(name, table, &counted, &adjustments(db)?, &desk::people(db)?))
}

fn counted_article(
    db: &Connection,
    id: ArticleId,
    at: Timestamp,
) -> Result<Option<CountedArticle>> {
    let working = working(db, &id)?;
    if matches!(working.editorial, Editorial::Spiked { .. }) {
        return Ok(None);
    }
    let photos = working.document.photos().filter(|photo| photo.attrs.photo.is_some());
    Ok(Some(CountedArticle {
        article: id,
        headline: working.document.headline_text(),
        at,
        syllables: count::syllables(&plain_text(&working.document)),
        credits: photos.map(|photo| photo.attrs.credit.clone()).collect(),
        section: working.fields.section,
        genre: working.fields.royalty_class,
        bylines: working.fields.bylines,
    }))
}

/// When each article first was what counts: approved, or sent out.
fn first_times(db: &Connection, counted: Counted) -> Result<BTreeMap<ArticleId, Timestamp>> {
    let sign = match counted {
        Counted::Approved => r#"instr(body, '"to":{"state":"approved"}') > 0"#,
        Counted::Exported => {
            r#"(instr(body, '"event":"exported"') > 0 OR instr(body, '"event":"delivered"') > 0)"#
        }
    };
    let mut statement = db.prepare_cached(&format!(
        "SELECT article, body FROM log WHERE {sign}
         UNION ALL SELECT article, body FROM peer_log WHERE {sign}"
    ))?;
    let rows = statement
        .query_map([], |row| Ok((ArticleId(row.get(0)?), row.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut first: BTreeMap<ArticleId, Timestamp> = BTreeMap::new();
    for (id, body) in rows {
        let Ok(entry) = serde_json::from_str::<LogEntry>(&body) else { continue };
        let counts = match (&entry.event, counted) {
            (LogEvent::Moved { to, .. } | LogEvent::StepsChanged { to, .. }, Counted::Approved) => {
                **to == Editorial::Approved
            }
            (LogEvent::Exported { .. } | LogEvent::Delivered { .. }, Counted::Exported) => true,
            _ => false,
        };
        if counts {
            let at = first.entry(id).or_insert(entry.at);
            *at = entry.at.min(*at);
        }
    }
    Ok(first)
}

fn closed_months(db: &Connection) -> Result<Vec<RoyaltyMonth>> {
    let mut statement =
        db.prepare_cached("SELECT month, body, hash FROM royalty_month ORDER BY month")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    rows.map(|row| {
        let (month, body, hash) = row?;
        kept(&month, &body, &hash)
    })
    .collect()
}

fn adjustments(db: &Connection) -> Result<BTreeMap<ArticleId, Adjustment>> {
    let mut statement =
        db.prepare_cached("SELECT article, body, hash FROM royalty_adjustment ORDER BY article")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    rows.map(|row| {
        let (article, body, hash) = row?;
        let adjustment = kept(&article, &body, &hash)?;
        Ok((ArticleId(article), adjustment))
    })
    .collect()
}

/// A row that carries its hash.
fn kept<T: for<'de> serde::Deserialize<'de>>(name: &str, body: &str, hash: &str) -> Result<T> {
    let damaged = || {
        Failure::new(Code::StoreDamaged, format!("royalties of {name} are damaged"))
            .with("what", name)
    };
    if hash_of(body) != hash {
        return Err(damaged());
    }
    serde_json::from_str(body).map_err(|_| damaged())
}

/// From when until when a month is, in the newsroom's zone.
fn span(month: &str, zone: ZoneMinutes) -> Result<(Timestamp, Timestamp)> {
    let bad = || Failure::bad_input("month");
    let (year, number) = month.split_once('-').ok_or_else(bad)?;
    let (true, Ok(year), Ok(number)) =
        (month.len() == 7 && year.len() == 4, year.parse::<u32>(), number.parse::<u32>())
    else {
        return Err(bad());
    };
    let (next_year, next) = if number == 12 { (year + 1, 1) } else { (year, number + 1) };
    let first = |year: u32, month: u32| {
        Timestamp::typed(&format!("{year:04}-{month:02}-01T00:00"), zone).ok_or_else(bad)
    };
    Ok((first(year, number)?, first(next_year, next)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Block, Byline, BylineRole};
    use crate::review::Action;
    use crate::royalty::{Correction, GenreRate, Payee, Rate};
    use crate::testing::laptop::Laptop;
    use crate::testing::{Dice, report};

    // The laptops' clocks stand in September of 2026.
    const MONTH: &str = "2026-09";

    fn approved(desk: &mut Laptop, seed: u64) -> ArticleId {
        let id = desk.article(report(&mut Dice::new(seed)));
        let me = desk.me.clone();
        desk.edit(&id, |content| {
            let is_photo =
                |block: &Block| matches!(block, Block::Photo(_) | Block::PhotoGroup { .. });
            content.document.blocks.retain(|block| !is_photo(block));
            content.fields.royalty_class = "Tin".into();
            content.fields.bylines = vec![Byline {
                contributor: Some(me),
                pen_name: "Trung Hiếu".into(),
                role: BylineRole::Text,
            }];
        });
        let mut settings = desk.store.settings().unwrap();
        let workflow = &mut settings.workflow;
        workflow.filing = Default::default();
        workflow.review.gate = Default::default();
        let moment = desk.moment();
        desk.store.change_settings(settings, &moment).unwrap();
        desk.act(&id, Action::File);
        desk.act(&id, Action::Claim);
        desk.act(&id, Action::Approve);
        id
    }

    fn close(desk: &mut Laptop, month: &str) -> Result<RoyaltyMonth> {
        let moment = desk.moment();
        desk.store.close_royalties(month, &moment)
    }

    #[test]
    fn what_was_approved_in_a_month_counts_in_it_and_nothing_else() {
        let mut hieu = Laptop::new(1, "Trần Trung Hiếu", Role::Editor);
        let id = approved(&mut hieu, 1);
        hieu.article(report(&mut Dice::new(2)));
        let month = hieu.store.royalties(MONTH).unwrap();
        assert_eq!(month.articles.len(), 1);
        assert_eq!(month.articles[0].article, id);
        assert_eq!(month.total, 234_000);
        assert_eq!(month.people[0].name, "Trần Trung Hiếu");
        for other in ["2026-08", "2026-10"] {
            assert_eq!(hieu.store.royalties(other).unwrap().total, 0);
        }
        for wrong in ["", "2026", "2026-13", "2026-1", "26-09", "2026-09-01", "thang-9"] {
            assert_eq!(hieu.store.royalties(wrong).unwrap_err().params["what"], "month", "{wrong}");
        }
        let mut table = hieu.store.royalty_table().unwrap();
        table.counted = Counted::Exported;
        hieu.store.change_royalty_table(table).unwrap();
        assert!(hieu.store.royalties(MONTH).unwrap().articles.is_empty(), "not sent out yet");
    }

    #[test]
    fn the_month_is_that_of_the_newsrooms_zone() {
        let seven = span("2026-11", ZoneMinutes(420)).unwrap();
        assert_eq!(seven.0.rfc3339(ZoneMinutes(0)), "2026-10-31T17:00:00Z");
        assert_eq!(
            span("2026-12", ZoneMinutes(0)).unwrap().1.rfc3339(ZoneMinutes(0)),
            "2027-01-01T00:00:00Z"
        );
    }

    #[test]
    fn a_closed_month_stays_as_it_was_closed() {
        let mut hieu = Laptop::new(1, "Trần Trung Hiếu", Role::Editor);
        let id = approved(&mut hieu, 1);
        assert_eq!(close(&mut hieu, MONTH).unwrap_err().code, Code::NotAllowed, "it is not over");
        let payee = Payee(hieu.me.0.clone());
        let correction = Correction { amount: 66_000, reason: "Đi xa".into() };
        let adjustment = Adjustment {
            corrections: BTreeMap::from([(payee, correction)]),
            ..Adjustment::default()
        };
        let month = hieu.store.adjust_royalties(MONTH, &id, adjustment.clone()).unwrap();
        assert_eq!(month.total, 300_000);
        hieu.wait(60 * 24 * 31);
        let closed = close(&mut hieu, MONTH).unwrap();
        assert_eq!(closed.closed.as_ref().unwrap().by, "Trần Trung Hiếu");

        let mut table = hieu.store.royalty_table().unwrap();
        table.genres = vec![GenreRate { genre: "Tin".into(), rate: Rate::Dong { amount: 1 } }];
        table.counted = Counted::Exported;
        hieu.store.change_royalty_table(table).unwrap();
        hieu.edit(&id, |content| content.fields.royalty_class = "Phóng sự".into());
        assert_eq!(hieu.store.royalties(MONTH).unwrap(), closed);
        assert_eq!(close(&mut hieu, MONTH).unwrap_err().code, Code::NotAllowed);
        let refused = hieu.store.adjust_royalties(MONTH, &id, adjustment).unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        assert!(hieu.store.diagnose().unwrap().problems.is_empty());

        let db = Connection::open(hieu.folder().join("desk.db")).unwrap();
        db.execute("UPDATE royalty_month SET body = replace(body, '300000', '900000')", [])
            .unwrap();
        assert_eq!(hieu.store.royalties(MONTH).unwrap_err().code, Code::StoreDamaged);
        let problems = hieu.store.diagnose().unwrap().problems;
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].what, MONTH);
    }

    #[test]
    fn a_reporter_looks_and_decides_nothing() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Reporter);
        assert_eq!(mai.store.royalties(MONTH).unwrap().total, 0);
        let table = mai.store.royalty_table().unwrap();
        assert_eq!(mai.store.change_royalty_table(table).unwrap_err().code, Code::NotAllowed);
    }
}
