//! What the desk's weeks look like: how many articles each section handed in, and how long they
//! took from there to their approval.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;
use time::{Date, OffsetDateTime, UtcOffset};

use super::{Store, desk};
use crate::article::ArticleId;
use crate::failure::{Failure, Result};
use crate::language::fold::fold;
use crate::moment::Moment;
use crate::review::{Action, Editorial, LogEntry, LogEvent};
use crate::time::{Timestamp, ZoneMinutes};

/// Most weeks that are asked for.
const WEEK_LIMIT: u32 = 104;

/// The last weeks, oldest first; a week begins on Monday in the newsroom's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Plots {
    /// First day of each week, `2026-11-23`.
    pub weeks: Vec<String>,
    /// Articles by the week in which they were first handed in, largest section first.
    pub sections: Vec<SectionWeeks>,
    /// From first handed in to first approved, by the week of the approval.
    pub waits: Vec<WeekWait>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SectionWeeks {
    /// Empty for articles without one.
    pub section: String,
    /// As many as there are weeks.
    pub articles: Vec<u32>,
    pub total: u32,
}

/// In minutes; all 0 where no article was approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WeekWait {
    pub articles: u32,
    pub shortest: u32,
    /// A quarter took no longer.
    pub quarter: u32,
    pub median: u32,
    /// Three quarters took no longer.
    pub three_quarters: u32,
    pub longest: u32,
}

/// When an article was first handed in and first approved.
#[derive(Default, Clone, Copy)]
struct Times {
    filed: Option<Timestamp>,
    approved: Option<Timestamp>,
}

impl Store {
    /// The last `weeks` weeks, with the one that is.
    ///
    /// # Errors
    /// `BadInput` for no week or too many; those of a read.
    pub fn plots(&self, weeks: u32, moment: &Moment) -> Result<Plots> {
        if !(1..=WEEK_LIMIT).contains(&weeks) {
            return Err(Failure::bad_input("weeks"));
        }
        let db = &self.connection;
        let zone = desk::settings(db)?.zone;
        let last = week_of(moment.now, zone);
        let count = usize::try_from(weeks).map_err(Failure::internal)?;
        let first = last - 7 * (i32::try_from(weeks).map_err(Failure::internal)? - 1);
        let place = |at: Timestamp| -> Option<usize> {
            let place = usize::try_from((week_of(at, zone) - first) / 7).ok()?;
            (week_of(at, zone) >= first && place < count).then_some(place)
        };
        let mut sections: BTreeMap<String, SectionWeeks> = BTreeMap::new();
        let mut waits: Vec<Vec<u32>> = vec![Vec::new(); count];
        let names = section_names(db)?;
        for (id, times) in times(db)? {
            let name = names.get(&id).map_or("", String::as_str);
            if let Some(week) = times.filed.and_then(place) {
                let row = sections.entry(fold(name)).or_insert_with(|| SectionWeeks {
                    section: name.trim().to_owned(),
                    articles: vec![0; count],
                    total: 0,
                });
                row.articles[week] += 1;
                row.total += 1;
            }
            if let (Some(filed), Some(approved)) = (times.filed, times.approved)
                && let Some(week) = place(approved)
                && approved >= filed
            {
                waits[week]
                    .push(u32::try_from((approved.0 - filed.0) / 60_000).unwrap_or(u32::MAX));
            }
        }
        let mut sections: Vec<SectionWeeks> = sections.into_values().collect();
        sections.sort_by(|a, b| (b.total, &a.section).cmp(&(a.total, &b.section)));
        Ok(Plots {
            weeks: (0..count).map(|week| day(first, week)).collect(),
            sections,
            waits: waits.into_iter().map(wait).collect(),
        })
    }
}

fn wait(mut minutes: Vec<u32>) -> WeekWait {
    minutes.sort_unstable();
    let (Some(&shortest), Some(&longest)) = (minutes.first(), minutes.last()) else {
        return WeekWait::default();
    };
    // The nearest rank: a length that some article really took.
    let rank = |quarters: usize| minutes[((minutes.len() * quarters).div_ceil(4)).max(1) - 1];
    WeekWait {
        articles: u32::try_from(minutes.len()).unwrap_or(u32::MAX),
        shortest,
        quarter: rank(1),
        median: rank(2),
        three_quarters: rank(3),
        longest,
    }
}

fn section_names(db: &Connection) -> Result<BTreeMap<ArticleId, String>> {
    let mut statement = db.prepare_cached(
        "SELECT id, coalesce(CASE WHEN json_valid(fields) THEN fields ->> '$.section' END, '')
         FROM article WHERE section <> ''",
    )?;
    let rows = statement.query_map([], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn times(db: &Connection) -> Result<BTreeMap<ArticleId, Times>> {
    let sign = r#"(instr(body, '"action":{"action":"file"') > 0
        OR instr(body, '"to":{"state":"approved"}') > 0)"#;
    let mut statement = db.prepare_cached(&format!(
        "SELECT article, body FROM log WHERE {sign}
         UNION ALL SELECT article, body FROM peer_log WHERE {sign}"
    ))?;
    let rows = statement
        .query_map([], |row| Ok((ArticleId(row.get(0)?), row.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut found: BTreeMap<ArticleId, Times> = BTreeMap::new();
    for (id, body) in rows {
        let Ok(entry) = serde_json::from_str::<LogEntry>(&body) else { continue };
        let LogEvent::Moved { action, to, .. } = &entry.event else { continue };
        let times = found.entry(id).or_default();
        let first = |before: Option<Timestamp>| {
            Some(before.map_or(entry.at, |before| before.min(entry.at)))
        };
        if **action == Action::File {
            times.filed = first(times.filed);
        }
        if **to == Editorial::Approved {
            times.approved = first(times.approved);
        }
    }
    Ok(found)
}

/// The Monday of a week, as the number of its Julian day; day 0 was a Monday.
fn week_of(at: Timestamp, zone: ZoneMinutes) -> i32 {
    let offset = UtcOffset::from_whole_seconds(i32::from(zone.0) * 60).unwrap_or(UtcOffset::UTC);
    let seconds = at.0.div_euclid(1_000).clamp(-62_167_132_800, 253_402_214_400);
    let moment = OffsetDateTime::from_unix_timestamp(seconds)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(offset);
    let day = moment.date().to_julian_day();
    day - day.rem_euclid(7)
}

fn day(first: i32, week: usize) -> String {
    let number = first.saturating_add(i32::try_from(week).unwrap_or(0) * 7);
    Date::from_julian_day(number).map_or_else(|_| String::new(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Role;
    use crate::testing::laptop::Laptop;
    use crate::testing::{Dice, report};

    #[test]
    fn articles_are_counted_by_section_and_by_the_week_they_were_handed_in() {
        let mut hieu = Laptop::new(1, "Trần Trung Hiếu", Role::Editor);
        let mut settings = hieu.store.settings().unwrap();
        settings.workflow.filing = Default::default();
        settings.workflow.review.gate = Default::default();
        let moment = hieu.moment();
        hieu.store.change_settings(settings, &moment).unwrap();
        for (seed, section) in [(1, "Thời sự"), (2, "thời sự "), (3, "")] {
            let id = hieu.article(report(&mut Dice::new(seed)));
            hieu.edit(&id, |content| content.fields.section = section.into());
            hieu.act(&id, Action::File);
            hieu.act(&id, Action::Claim);
            hieu.wait(120);
            hieu.act(&id, Action::Approve);
            // Opened again it is no second article.
            hieu.act(&id, Action::Reopen { reason: "Sửa số liệu".into() });
        }
        hieu.wait(60 * 24 * 7);
        let moment = hieu.moment();
        let plots = hieu.store.plots(3, &moment).unwrap();
        assert_eq!(plots.weeks.len(), 3);
        assert_eq!(plots.sections[0].articles.iter().sum::<u32>(), 2);
        assert_eq!((plots.sections[0].total, plots.sections[1].total), (2, 1));
        let approved: Vec<&WeekWait> =
            plots.waits.iter().filter(|week| week.articles > 0).collect();
        assert_eq!(approved.len(), 1);
        assert_eq!((approved[0].articles, approved[0].median), (3, 122));
        assert!(hieu.store.plots(0, &moment).is_err() && hieu.store.plots(105, &moment).is_err());
    }

    #[test]
    fn weeks_begin_on_monday_in_the_newsrooms_zone() {
        let zone = ZoneMinutes(420);
        // 2026-11-22 was a Sunday.
        let sunday = Timestamp::typed("2026-11-22T23:59", zone).unwrap();
        let monday = Timestamp::typed("2026-11-23T00:00", zone).unwrap();
        assert_eq!(day(week_of(sunday, zone), 0), "2026-11-16");
        assert_eq!(day(week_of(monday, zone), 0), "2026-11-23");
        assert_eq!(day(week_of(monday, ZoneMinutes(0)), 0), "2026-11-16");
    }

    #[test]
    fn the_parts_of_a_week_are_lengths_that_some_article_took() {
        let week = wait(vec![50, 10, 40, 20, 30]);
        let parts = [week.shortest, week.quarter, week.median, week.three_quarters, week.longest];
        assert_eq!(parts, [10, 20, 30, 40, 50]);
        assert_eq!(wait(vec![7]).median, 7);
        assert_eq!(wait(Vec::new()), WeekWait::default());
    }
}
