use super::*;
use crate::article::{Byline, BylineRole, Fields};
use crate::failure::Code;
use crate::person::Role;
use crate::review::Action;
use crate::store::board::{BoardQuery, CalendarKind};
use crate::store::tests::{Desk, report};

fn sort(column: TableColumn, descending: bool) -> TableSort {
    TableSort { column, descending }
}

impl Desk {
    fn of_headlines(headlines: &[(&str, &str, &str)]) -> Self {
        let mut desk = Self::of(Role::Editor);
        for (headline, pen_name, section) in headlines {
            let bylines = match *pen_name {
                "" => Vec::new(),
                name => vec![Byline {
                    contributor: None,
                    pen_name: name.into(),
                    role: BylineRole::Text,
                }],
            };
            let fields = Fields { bylines, section: (*section).into(), ..Fields::default() };
            let moment = desk.moment();
            desk.store.create_article_with(report(headline, "Một."), fields, &moment).unwrap();
        }
        desk
    }

    fn headlines(&self, sort: TableSort) -> Vec<String> {
        let whole = TableQuery { view: View::All, sort, offset: 0, limit: 500 };
        let page = self.store.table(&whole, Timestamp(0)).unwrap();
        // Pieces of it make the whole.
        let mut pieces = Vec::new();
        while u32::try_from(pieces.len()).unwrap() < page.total {
            let offset = u32::try_from(pieces.len()).unwrap();
            let piece = TableQuery { offset, limit: 2, ..whole.clone() };
            pieces.extend(self.store.table(&piece, Timestamp(0)).unwrap().rows);
        }
        assert_eq!(pieces, page.rows);
        page.rows.into_iter().map(|row| row.article.headline).collect()
    }
}

#[test]
fn headlines_names_and_sections_sort_in_vietnamese_and_what_is_not_there_comes_last() {
    let desk = Desk::of_headlines(&[
        ("Đường mới", "Trần Văn Đức", "Thời sự"),
        ("Dân vận", "Nguyễn Thị Hoa", "Đời sống"),
        ("", "Vũ An", ""),
        ("Ăn Tết", "", "Thể thao"),
        ("An toàn", "Lê Dung", "Âm nhạc"),
    ]);
    let of = |column, descending| -> Vec<String> {
        let found = desk.headlines(sort(column, descending)).into_iter();
        // The sample report of the first start is not of this test.
        found.filter(|headline| headline.chars().count() < 12).collect()
    };
    let by_headline = ["An toàn", "Ăn Tết", "Dân vận", "Đường mới", ""];
    assert_eq!(of(TableColumn::Headline, false), by_headline);
    assert_eq!(of(TableColumn::Headline, true), ["Đường mới", "Dân vận", "Ăn Tết", "An toàn", ""]);
    let by_given = ["", "An toàn", "Đường mới", "Dân vận", "Ăn Tết"];
    assert_eq!(of(TableColumn::Byline, false), by_given);
    assert_eq!(of(TableColumn::Section, false), ["An toàn", "Dân vận", "Ăn Tết", "Đường mới", ""]);
}

#[test]
fn names_are_listed_by_the_part_that_the_desk_has_chosen() {
    let mut desk = Desk::of_headlines(&[("Một", "Trần An", ""), ("Hai", "Lê Yến", "")]);
    let first = |desk: &Desk| desk.headlines(sort(TableColumn::Byline, false))[0].clone();
    assert_eq!(first(&desk), "Một");
    let settings = Settings { names_by: NameOrder::Family, ..desk.store.settings().unwrap() };
    let moment = desk.moment();
    desk.store.change_settings(settings, &moment).unwrap();
    assert_eq!(first(&desk), "Hai");
    assert_eq!(desk.store.table_layout().unwrap(), TableLayout::default());
}

#[test]
fn every_column_sorts_both_ways_over_the_same_articles() {
    let mut desk = Desk::of_headlines(&[("Một", "An", "A"), ("Hai", "", ""), ("Ba", "Bình", "B")]);
    let query = TableQuery {
        view: View::MyDrafts,
        sort: sort(TableColumn::Updated, true),
        offset: 0,
        limit: 9,
    };
    let id = desk.store.table(&query, Timestamp(0)).unwrap().rows[0].article.id.clone();
    desk.act(&id, Action::File).unwrap();
    use TableColumn as C;
    let columns = [
        C::Headline,
        C::Byline,
        C::Section,
        C::State,
        C::Keeper,
        C::Deadline,
        C::Embargo,
        C::Updated,
        C::Created,
        C::Length,
        C::Photos,
        C::Sent,
    ];
    let mut all = desk.headlines(sort(TableColumn::Updated, false));
    all.sort();
    for column in columns {
        for descending in [false, true] {
            let mut found = desk.headlines(sort(column, descending));
            found.sort();
            assert_eq!(found, all, "{column:?}");
        }
    }
    let page = desk.store.table(&query, Timestamp(0)).unwrap();
    assert!(page.rows.iter().all(|row| row.keeper.as_deref() == Some("Trần Thị Lan")));
    let chosen = desk.store.choose_articles(&query, Timestamp(0)).unwrap();
    assert_eq!(chosen.len(), page.rows.len());
}

#[test]
fn the_layout_of_the_table_is_kept_and_one_without_a_headline_refused() {
    let mut desk = Desk::of(Role::Reporter);
    let layout = TableLayout {
        columns: vec![TableColumn::State, TableColumn::Headline],
        sort: sort(TableColumn::Headline, false),
    };
    desk.store.change_table_layout(layout.clone()).unwrap();
    assert_eq!(desk.store.table_layout().unwrap(), layout);
    for columns in [
        vec![TableColumn::State],
        vec![TableColumn::Headline, TableColumn::State, TableColumn::State],
    ] {
        let refused = desk.store.change_table_layout(TableLayout { columns, ..layout.clone() });
        assert_eq!(refused.unwrap_err().code, Code::BadInput);
    }
    assert_eq!(desk.store.table_layout().unwrap(), layout);
}

#[test]
fn the_board_has_every_article_in_the_column_of_its_state() {
    let mut desk = Desk::of_headlines(&[("Một", "An", ""), ("Hai", "An", ""), ("Ba", "An", "")]);
    let ids = desk.store.ids("SELECT id FROM article WHERE headline = 'Hai'", &[]).unwrap();
    desk.act(&ArticleId(ids[0].clone()), Action::File).unwrap();
    let board = desk.store.board(&BoardQuery::default()).unwrap();
    let of = |id: &str| board.iter().find(|column| column.id == id).unwrap();
    assert_eq!(of("filed").cards[0].article.headline, "Hai");
    assert_eq!(board.iter().map(|column| column.total).sum::<u32>(), 4, "with the sample");
    let few = BoardQuery { cards: [("draft".to_owned(), 1)].into() };
    let board = desk.store.board(&few).unwrap();
    assert_eq!((board[0].total, board[0].cards.len()), (3, 1));
}

#[test]
fn a_calendar_has_deadlines_and_embargoes_between_two_times_and_nothing_that_is_done() {
    let mut desk = Desk::of(Role::Editor);
    let day = 86_400_000;
    let start = desk.moment().now.0;
    for (headline, deadline, embargo) in [
        ("Một", Some(day), Some(3 * day)),
        ("Hai", Some(2 * day), None),
        ("Ba", Some(40 * day), None),
    ] {
        let at = |after: Option<i64>| after.map(|after| Timestamp(start + after));
        let fields = Fields {
            bylines: crate::store::tests::signed().bylines,
            deadline: at(deadline),
            embargo: at(embargo),
            ..Fields::default()
        };
        let moment = desk.moment();
        desk.store.create_article_with(report(headline, "Tin."), fields, &moment).unwrap();
    }
    let shown = |desk: &Desk| -> Vec<(String, CalendarKind)> {
        let found = desk.store.calendar(Timestamp(start), Timestamp(start + 30 * day)).unwrap();
        assert_eq!(found.left_out, 0);
        found.entries.into_iter().map(|it| (it.entry.article.headline, it.kind)).collect()
    };
    use CalendarKind::{Deadline, Embargo};
    let all = [("Một".into(), Deadline), ("Hai".into(), Deadline), ("Một".into(), Embargo)];
    assert_eq!(shown(&desk), all);
    let ids = desk.store.ids("SELECT id FROM article WHERE headline = 'Một'", &[]).unwrap();
    for action in [Action::File, Action::Claim, Action::Approve] {
        desk.act(&ArticleId(ids[0].clone()), action).unwrap();
    }
    assert_eq!(shown(&desk), all[1..], "what is approved is due no more and still embargoed");
    assert!(desk.store.calendar(Timestamp(0), Timestamp(100 * day)).is_err());
}
