//! The list of a day, as the store knows it.

use super::pdf::PdfPlan;
use super::table::{TableColumn, TableEntry, TableQuery, TableSort};
use super::{CalendarKind, Store, View};
use crate::exchange::day_list::{DayLine, DayList};
use crate::failure::Result;
use crate::time::Timestamp;

/// Most articles of a part of the list.
const LINES: u32 = 500;
const DAY: i64 = 86_400_000;

impl Store {
    /// The list of the day for paper: what is due, what waits for me, and whose embargo ends today.
    ///
    /// # Errors
    /// `NotAllowed` before the first start; those of a read.
    pub fn plan_day_list(&self, now: Timestamp) -> Result<PdfPlan> {
        let list = self.day_list(now)?;
        let (document, fields) = list.page();
        self.page_as_pdf(document, fields, now)
    }

    fn day_list(&self, now: Timestamp) -> Result<DayList> {
        let settings = self.settings()?;
        let by_deadline = TableSort { column: TableColumn::Deadline, descending: false };
        let part = |view| -> Result<Vec<DayLine>> {
            let query = TableQuery { view, sort: by_deadline, offset: 0, limit: LINES };
            let rows = self.table(&query, now)?.rows.into_iter();
            Ok(rows.map(|entry| line(entry.article.deadline, entry)).collect())
        };
        let end = now.next_day(settings.zone);
        let day = self.calendar(Timestamp(end.0 - DAY), end)?.entries.into_iter();
        let embargoed = day.filter(|it| it.kind == CalendarKind::Embargo);
        Ok(DayList {
            now,
            by: self.me()?.name,
            language: settings.language,
            zone: settings.zone,
            workflow: settings.workflow,
            due: part(View::DueToday)?,
            waiting: part(View::WaitingForMe)?,
            embargoed: embargoed.map(|it| line(Some(it.at), it.entry)).collect(),
        })
    }
}

fn line(at: Option<Timestamp>, entry: TableEntry) -> DayLine {
    DayLine {
        at,
        headline: entry.article.headline,
        byline: entry.article.byline,
        state: entry.article.editorial,
        keeper: entry.keeper,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Role;
    use crate::store::Save;
    use crate::store::tests::{Desk, report};

    #[test]
    fn the_days_list_is_a_page_that_can_be_printed() {
        let mut desk = Desk::of(Role::Editor);
        let article = desk.article(report("Tin đến hạn", "Một."));
        let now = desk.moment();
        let mut fields = article.fields.clone();
        fields.deadline = Some(now.now);
        fields.embargo = Some(now.now);
        let save =
            Save { id: article.id, base_seq: article.seq, document: article.document, fields };
        desk.store.save_article(save, &now).unwrap();
        let list = desk.store.day_list(now.now).unwrap();
        let count =
            |lines: &[DayLine]| lines.iter().map(|it| it.headline.clone()).collect::<Vec<_>>();
        assert_eq!(count(&list.due), ["Tin đến hạn"]);
        assert_eq!(count(&list.embargoed), ["Tin đến hạn"]);
        assert_eq!(list.due[0].keeper.as_deref(), Some("Trần Thị Lan"));
        let plan = desk.store.plan_day_list(now.now).unwrap();
        let made = plan.make(&desk.store.photo_files()).unwrap();
        assert!(made.bytes.starts_with(b"%PDF"));
        assert_eq!(made.missing, "");
        assert!(plan.file_name().starts_with("viec-trong-ngay-"));
    }
}
