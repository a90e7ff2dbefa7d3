use super::*;
use crate::article::{Byline, BylineRole, Fields, Text};
use crate::discuss::Place;
use crate::person::{Person, Role};
use crate::review::Action;
use crate::search::SearchOrder;
use crate::store::comments::Say;
use crate::store::tests::{Desk, report};
use crate::store::views::{ListQuery, View};
use crate::time::Timestamp;

struct Searched {
    desk: Desk,
    index: Index,
}

impl Searched {
    fn of(role: Role) -> Self {
        let desk = Desk::of(role);
        let index = Index::open(desk.folder.path()).unwrap();
        Self { desk, index }
    }

    /// Headlines of what is found, once all that has changed is in the index.
    fn find(&mut self, text: &str, filters: SearchFilters) -> Vec<String> {
        while self.desk.store.index_some(&mut self.index, 3).unwrap().left > 0 {}
        self.page(text, filters).rows.into_iter().map(|row| row.article.headline).collect()
    }

    fn page(&self, text: &str, filters: SearchFilters) -> SearchPage {
        let search = Search { text: text.to_owned(), filters, order: SearchOrder::Newest };
        let query = SearchQuery { search, offset: 0, limit: 100 };
        self.desk.store.search(&self.index, &query).unwrap()
    }
}

fn list_of(view: View) -> ListQuery {
    ListQuery { view, filter: String::new(), offset: 0, limit: 100 }
}

fn any() -> SearchFilters {
    SearchFilters::default()
}

#[test]
fn an_article_is_found_by_every_part_of_it_as_it_stands() {
    let mut it = Searched::of(Role::Editor);
    let mut document = report("Lũ quét ở Định Hóa", "Nước rút.");
    document.lead = Text::runs("Mưa lớn suốt đêm.");
    let now = it.desk.moment();
    let fields = Fields {
        bylines: vec![Byline {
            contributor: None,
            pen_name: "Thanh Hiếu".into(),
            role: BylineRole::Text,
        }],
        source: "thainguyen.gov.vn".into(),
        ..Fields::default()
    };
    let made = it.desk.store.create_article_with(document, fields, &now).unwrap();
    let say = Say::Open {
        seq: made.seq,
        place: Place::Article,
        text: "Hỏi lại trạm khí tượng".into(),
        mentions: Vec::new(),
        suggestion: None,
    };
    let later = it.desk.moment();
    let talks = it.desk.store.discuss(&made.id, say, &now).unwrap();
    for (text, part) in [
        ("lu quet ", None),
        ("mưa lớn ", Some(SearchPart::Lead)),
        ("nuoc rut ", Some(SearchPart::Text)),
        ("thanh hiếu ", Some(SearchPart::People)),
        ("thainguyen.gov.vn ", Some(SearchPart::Details)),
        ("khi tuong ", Some(SearchPart::Comments)),
    ] {
        assert_eq!(it.find(text, any()), ["Lũ quét ở Định Hóa"], "{text}");
        assert_eq!(it.page(text, any()).rows[0].part, part, "{text}");
    }
    let said = &talks.threads[0];
    let remove = Say::Remove { thread: said.id.clone(), comment: said.comments[0].id.clone() };
    it.desk.store.discuss(&made.id, remove, &later).unwrap();
    assert_eq!(it.find("khi tuong ", any()), Vec::<String>::new(), "it was taken back");
    let open = it.desk.store.open_article(&made.id).unwrap();
    it.desk.save(&open, report("Nắng lên", "Đường khô.")).unwrap();
    assert_eq!(it.find("lu quet ", any()), Vec::<String>::new());
    assert_eq!(it.find("duong kho ", any()), ["Nắng lên"]);
}

#[test]
fn a_clock_that_was_put_back_a_year_hides_nothing() {
    let mut it = Searched::of(Role::Editor);
    it.desk.minute = 2 * 365 * 24 * 60;
    let old = it.desk.article(report("Lũ quét ở Định Hóa", "Nước rút."));
    let same = it.desk.article(report("Nắng lên", "Trời khô ráo trở lại từ sáng nay."));
    assert_eq!(it.find("nuoc rut ", any()), ["Lũ quét ở Định Hóa"]);
    while it.desk.store.index_texts().unwrap() {}
    it.desk.minute -= 365 * 24 * 60;
    it.desk.save(&old, report("Lũ đã qua", "Trời khô ráo trở lại từ sáng nay.")).unwrap();
    let new = it.desk.article(report("Giá chè", "Giá chè tăng.")).id;
    it.desk.act(&new, Action::File).unwrap();
    assert_eq!(it.find("nuoc rut ", any()), Vec::<String>::new());
    assert_eq!(it.find("kho rao ", any()), ["Nắng lên", "Lũ đã qua"]);
    assert_eq!(it.find("“gia che”", any()), ["Giá chè"]);
    while it.desk.store.index_texts().unwrap() {}
    let alike = it.desk.store.alike(&same.id).unwrap();
    assert_eq!(alike.first().map(|it| it.headline.as_str()), Some("Lũ đã qua"));
    assert!(it.desk.found(View::All, "").contains(&"Giá chè".to_owned()));
    assert_eq!(it.desk.store.diagnose().unwrap().problems, []);
}

#[test]
fn my_turn_is_what_waits_for_me() {
    for role in [Role::Reporter, Role::Editor, Role::Secretary] {
        let mut it = Searched::of(Role::Editor);
        for n in 0..6 {
            let id = it.desk.article(report(&format!("Tin {n}"), "Một.")).id;
            for action in [Action::File, Action::Claim, Action::Approve].into_iter().take(n % 4) {
                it.desk.act(&id, action).unwrap();
            }
        }
        // One that waits for nobody else, and one that waits for me anyhow.
        for headline in ["Tin 0", "Tin 2"] {
            let query = ListQuery { filter: headline.into(), ..list_of(View::All) };
            let id = it.desk.store.list(&query, Timestamp(0)).unwrap().rows.remove(0).id;
            it.desk.ask_me(&id);
        }
        it.desk.become_role(role);
        assert!(it.desk.found(View::WaitingForMe, "").contains(&"Tin 0".to_owned()), "{role:?}");
        let filters = SearchFilters { my_turn: true, ..any() };
        assert_eq!(it.find("", filters.clone()), it.desk.found(View::WaitingForMe, ""), "{role:?}");
        let me = it.desk.store.me().unwrap();
        it.desk.store.change_me(Person { sections: vec!["Thể thao".into()], ..me }).unwrap();
        assert_eq!(it.find("", filters), it.desk.found(View::WaitingForMe, ""), "{role:?}");
    }
}

#[test]
fn what_an_article_is_narrowed_down_by_follows_it() {
    let mut it = Searched::of(Role::Editor);
    let now = it.desk.moment();
    let fields = Fields { section: "Vườn chè".into(), ..Fields::default() };
    let made = it.desk.store.create_article_with(report("Giá chè", "Tăng."), fields, &now).unwrap();
    let states = |state: &str| SearchFilters { states: vec![state.into()], ..any() };
    let section = SearchFilters { sections: vec!["vuon che".into()], ..any() };
    assert_eq!(it.find("giá chè ", states("draft")), ["Giá chè"]);
    assert_eq!(it.find("", section), ["Giá chè"]);
    it.desk.act(&made.id, Action::File).unwrap();
    assert_eq!(it.find("giá chè ", states("draft")), Vec::<String>::new());
    assert_eq!(it.find("giá chè ", states("filed")), ["Giá chè"]);
    let later = SearchFilters { from: Some(Timestamp(now.now.0 + 86_400_000)), ..any() };
    assert_eq!(it.find("giá chè ", later), Vec::<String>::new());
    let choices = Store::search_choices(&it.index).unwrap();
    assert_eq!(choices.sections, ["Vườn chè"]);
}

#[test]
fn an_index_of_another_time_is_made_anew() {
    let mut it = Searched::of(Role::Editor);
    it.desk.article(report("Xổ số kiến thiết", "Một."));
    assert_eq!(it.find("xo so ", any()), ["Xổ số kiến thiết"]);
    // As after an older store was put back.
    it.index.put(&[], 5_000).unwrap();
    assert_eq!(it.find("xo so ", any()), ["Xổ số kiến thiết"]);
}

#[test]
fn a_damaged_article_keeps_no_other_from_being_found() {
    let mut it = Searched::of(Role::Editor);
    let bad = it.desk.article(report("Hỏng", "Một.")).id;
    it.desk.article(report("Lành", "Hai."));
    let damage = "UPDATE article SET document = 'x' WHERE id = ?1";
    it.desk.raw().execute(damage, [&bad.0]).unwrap();
    assert_eq!(it.find("lành ", any()), ["Lành"]);
    assert_eq!(it.find("hỏng ", any()), Vec::<String>::new());
}

#[test]
fn a_search_is_kept_under_one_name() {
    let mut it = Searched::of(Role::Editor);
    let now = it.desk.moment();
    let named = |name: &str| SavedSearch {
        id: String::new(),
        name: name.into(),
        search: Search { text: "lũ".into(), ..Search::default() },
    };
    let later = it.desk.moment();
    let store = &mut it.desk.store;
    let all = store.save_search(named(" Mưa lũ "), &now).unwrap();
    assert_eq!(all[0].name, "Mưa lũ");
    for wrong in ["", "mua lu", &"x".repeat(200)] {
        assert!(store.save_search(named(wrong), &later).is_err(), "{wrong}");
    }
    let renamed = SavedSearch { name: "Bão".into(), ..all[0].clone() };
    assert_eq!(store.save_search(renamed.clone(), &now).unwrap(), [renamed]);
    assert_eq!(store.remove_search(&all[0].id).unwrap(), []);
    assert_eq!(store.saved_searches().unwrap(), []);
}
