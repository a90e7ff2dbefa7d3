use proptest::prelude::*;

use super::*;
use crate::person::{PersonId, Role};
use crate::store::Language;
use crate::time::ZoneMinutes;

fn person(id: &str, name: &str, pen_name: &str) -> Person {
    Person {
        id: PersonId(id.into()),
        name: name.into(),
        pen_name: pen_name.into(),
        role: Role::Reporter,
        sections: Vec::new(),
    }
}

fn people() -> Vec<Person> {
    vec![
        person("mai", "Nguyễn Thị Thanh Mai", "Thanh Mai"),
        person("hieu", "Trần Trung Hiếu", "Trung Hiếu"),
    ]
}

fn byline(pen_name: &str, role: BylineRole) -> Byline {
    let people = people();
    let known = people.iter().find(|person| person.pen_name == pen_name);
    Byline { contributor: known.map(|it| it.id.clone()), pen_name: pen_name.into(), role }
}

fn counted(id: &str, genre: &str, bylines: &[Byline], credits: &[&str]) -> CountedArticle {
    CountedArticle {
        article: ArticleId(id.into()),
        headline: format!("=Bài {id}"),
        section: "Thời sự".into(),
        genre: genre.into(),
        at: Timestamp(1_793_500_000_000),
        syllables: 450,
        bylines: bylines.to_vec(),
        credits: credits.iter().map(|&credit| credit.into()).collect(),
    }
}

fn table() -> RoyaltyTable {
    RoyaltyTable { unit: 234_000, ..RoyaltyTable::default() }
}

fn one(article: CountedArticle, adjustment: Adjustment) -> RoyaltyArticle {
    let adjusted = BTreeMap::from([(article.article.clone(), adjustment)]);
    month("2026-11", table(), &[article], &adjusted, &people()).articles.remove(0)
}

fn sample() -> RoyaltyMonth {
    let text = [byline("Thanh Mai", BylineRole::Text), byline("Trung Hiếu", BylineRole::Text)];
    let alone = [byline("Thanh Mai", BylineRole::Text), byline("Hà Anh", BylineRole::Photo)];
    let articles = [
        counted("a", "Tin", &text, &["Thanh Mai", "Báo Nhân Dân"]),
        counted("b", "phóng sự", &alone, &["", ""]),
        counted("c", "Không có trong bảng", &alone[..1], &[]),
    ];
    let correction = Correction { amount: -50_000, reason: "Sửa nhiều".into() };
    let adjusted = BTreeMap::from([(
        ArticleId("a".into()),
        Adjustment {
            shares: BTreeMap::from([(Payee("mai".into()), 2)]),
            corrections: BTreeMap::from([(Payee("hieu".into()), correction)]),
        },
    )]);
    month("2026-11", table(), &articles, &adjusted, &people())
}

#[test]
fn a_text_is_paid_by_its_genre_and_split_by_shares() {
    let month = sample();
    let [news, reportage, other] = &month.articles[..] else { panic!("three articles") };
    // A coefficient of 1.00: 234,000 đồng, as 2 : 1.
    assert_eq!(news.lines.iter().map(|line| line.text).collect::<Vec<_>>(), [156_000, 78_000]);
    assert_eq!(news.lines[0].photos, 1, "a handout is nobody's");
    assert_eq!(news.lines[0].photo, 70_200);
    assert_eq!(news.lines[1].total, 28_000, "with what was taken away");
    assert_eq!(reportage.lines[0].text, 1_170_000, "whatever the case of the genre");
    assert_eq!(reportage.lines[1].name, "Hà Anh");
    assert_eq!((reportage.lines[1].photos, reportage.lines[1].photo), (2, 140_400));
    assert!(!other.rated && other.total == 0);
    assert_eq!(month.total, month.people.iter().map(|person| person.total).sum::<i64>());
    let mai = month.people.iter().find(|person| person.pen_name == "Thanh Mai").unwrap();
    assert_eq!((mai.articles, mai.text), (3, 1_326_000));
}

#[test]
fn photos_without_a_name_are_the_writers_where_nobody_signs_for_photos() {
    let writers = [byline("Thanh Mai", BylineRole::Text), byline("Trung Hiếu", BylineRole::Text)];
    let article = one(counted("a", "Tin", &writers, &["", "", ""]), Adjustment::default());
    assert_eq!(article.lines.iter().map(|line| line.photos).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(article.lines.iter().map(|line| line.photo).sum::<i64>(), 3 * 70_200);
}

#[test]
fn a_fixed_amount_is_paid_as_it_is() {
    let mut table = table();
    table.genres = vec![GenreRate { genre: "Tin".into(), rate: Rate::Dong { amount: 150_000 } }];
    let writer = [byline("Thanh Mai", BylineRole::Text)];
    let month =
        month("2026-11", table, &[counted("a", "Tin", &writer, &[])], &BTreeMap::new(), &people());
    assert_eq!(month.total, 150_000);
}

#[test]
fn what_no_table_and_no_adjustment_is_is_refused_by_name() {
    let refused = |change: fn(&mut RoyaltyTable)| {
        let mut changed = table();
        change(&mut changed);
        changed.accept().map_err(|failure| failure.params["what"].clone()).unwrap_err()
    };
    assert_eq!(refused(|it| it.unit = 0), "royaltyUnit");
    assert_eq!(refused(|it| it.genres[0].genre = " ".into()), "royaltyGenre");
    assert_eq!(refused(|it| it.genres[1].genre = "TIN VẮN".into()), "royaltyTwice");
    assert_eq!(
        refused(|it| it.photo = Rate::Coefficient { hundredths: COEFFICIENT_LIMIT + 1 }),
        "royaltyRate"
    );
    assert!(table().accept().is_ok());

    let correction = |amount, reason: &str| Adjustment {
        shares: BTreeMap::new(),
        corrections: BTreeMap::from([(
            Payee("mai".into()),
            Correction { amount, reason: reason.into() },
        )]),
    };
    assert_eq!(correction(5, " ").accept().unwrap_err().params["what"], "royaltyReason");
    assert_eq!(correction(0, " ").accept().unwrap(), Adjustment::default());
    assert!(correction(AMOUNT_LIMIT + 1, "a").accept().is_err());
}

#[test]
fn the_tables_for_payment_are_the_same_bytes_each_time() {
    let zone = ZoneMinutes::default();
    for (name, language) in [("vi", Language::Vi), ("en", Language::En)] {
        let text = csv(&sample(), language, zone).unwrap();
        assert!(text.starts_with(b"\xef\xbb\xbf"), "Excel goes by the mark");
        let file = format!("{}/tests/golden/royalty/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(std::path::Path::new(&file).parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        assert_eq!(std::fs::read(&file).unwrap_or_default(), text, "UPDATE_GOLDEN=1 renews {file}");
        let book = xlsx(&sample(), language, zone).unwrap();
        assert_eq!(book, xlsx(&sample(), language, zone).unwrap());
    }
}

#[test]
fn the_book_has_both_sheets_with_numbers_as_numbers() {
    use std::io::Read as _;
    let book = xlsx(&sample(), Language::Vi, ZoneMinutes::default()).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let names = part("xl/workbook.xml");
    assert!(names.contains("Theo tác giả") && names.contains("Theo bài"));
    assert!(part("xl/worksheets/sheet1.xml").contains("<v>1326000</v>"));
    assert!(part("xl/sharedStrings.xml").contains("=Bài a"), "a headline is no formula");
    assert!(!part("xl/worksheets/sheet2.xml").contains("<f>"));
    assert!(
        part("docProps/core.xml").contains("2000-01-01"),
        "the day of writing is no part of it"
    );
}

proptest! {
    #[test]
    fn shares_come_to_the_whole_and_none_is_more_than_a_dong_off(
        amount in 0_i64..2_000_000_000,
        parts in proptest::collection::vec(0_u32..=SHARE_LIMIT, 1..12),
    ) {
        let shares = split(amount, &parts);
        prop_assert_eq!(shares.len(), parts.len());
        prop_assert_eq!(shares.iter().sum::<i64>(), amount);
        let whole: i64 = parts.iter().map(|part| i64::from(*part)).sum();
        for (share, part) in shares.iter().zip(&parts) {
            if whole > 0 {
                let floor = amount * i64::from(*part) / whole;
                prop_assert!(*share == floor || (*part > 0 && *share == floor + 1));
            }
        }
    }

    #[test]
    fn a_month_is_the_sum_of_its_people_and_of_its_articles(
        genres in proptest::collection::vec(0_usize..8, 0..20),
        unit in 1_u32..1_000_000,
    ) {
        let table = RoyaltyTable { unit, ..RoyaltyTable::default() };
        let writers = [
            byline("Thanh Mai", BylineRole::Text),
            byline("Trung Hiếu", BylineRole::Translation),
            byline("Hà Anh", BylineRole::Photo),
        ];
        let articles: Vec<CountedArticle> = genres
            .iter()
            .enumerate()
            .map(|(at, genre)| {
                let name = table.genres.get(*genre).map_or("", |row| row.genre.as_str());
                counted(&at.to_string(), name, &writers[at % 3..], &["", "Hà Anh", "Reuters"])
            })
            .collect();
        let month = month("2026-11", table, &articles, &BTreeMap::new(), &people());
        let by_people: i64 = month.people.iter().map(|person| person.total).sum();
        let by_articles: i64 = month.articles.iter().map(|article| article.total).sum();
        prop_assert_eq!(month.total, by_people);
        prop_assert_eq!(month.total, by_articles);
    }
}
