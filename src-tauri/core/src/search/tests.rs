use super::*;
use crate::article::ArticleId;
use crate::time::Timestamp;

const MINUTE: i64 = 60_000;
const ALL: Page = Page { offset: 0, limit: HITS };

fn entry(id: &str, minute: i64, headline: &str, text: &str) -> Entry {
    let mut parts: [String; 7] = Default::default();
    parts[0] = headline.to_owned();
    parts[2] = text.to_owned();
    Entry {
        article: ArticleId(id.to_owned()),
        at: Timestamp(minute * MINUTE),
        parts,
        facets: vec![if minute % 2 == 0 { "xseven" } else { "xsodd" }.to_owned()],
        names: vec![("author", format!("Người {}", minute % 3))],
    }
}

fn index_of(entries: &[Entry]) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut index = Index::open(folder.path()).expect("opens");
    index.put(entries, 1).expect("is taken in");
    (folder, index)
}

fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.article.0.as_str()).collect()
}

fn search(index: &Index, typed: &str) -> Vec<String> {
    let found = index
        .find(&Query::read(typed), &[], Span::default(), SearchOrder::Newest, ALL)
        .expect("searches");
    ids(&found).into_iter().map(str::to_owned).collect()
}

#[test]
fn accents_count_where_they_are_typed_and_nowhere_else() {
    let (_folder, index) = index_of(&[
        entry("right", 1, "Văn kiện Đại hội", ""),
        entry("wrong", 2, "Vặn kiện đại hội", ""),
        entry("old", 3, "Đoàn kết, hoà bình", ""),
        entry("new", 4, "Hòa bình dài lâu", ""),
    ]);
    for (typed, found) in [
        ("van kien ", vec!["wrong", "right"]),
        ("văn kiện", vec!["right"]),
        ("vặn kiện", vec!["wrong"]),
        ("văn kien", vec!["right"]),
        ("hòa bình", vec!["new", "old"]),
        ("hoà bình", vec!["new", "old"]),
        ("hoa binh", vec!["new", "old"]),
        ("dai", vec!["new", "wrong", "right"]),
        ("đại", vec!["wrong", "right"]),
        ("dài", vec!["new"]),
        ("doan ket", vec!["old"]),
        ("đoan ket ", vec![]),
        ("khong co", vec![]),
    ] {
        assert_eq!(search(&index, typed), found, "{typed}");
    }
}

#[test]
fn a_phrase_comes_before_words_that_stand_apart_and_beginnings_are_words_that_are_there() {
    let (_folder, index) = index_of(&[
        entry("phrase", 1, "Hội nghị triển khai", "Kỳ họp"),
        entry("apart", 9, "Nghị quyết của hội", "Thái Nguyên"),
        entry("part", 5, "Hội làng", ""),
    ]);
    assert_eq!(search(&index, "hoi nghi"), ["phrase", "apart"]);
    assert_eq!(search(&index, "\"hoi nghi\""), ["phrase"]);
    assert_eq!(search(&index, "thai ng"), Vec::<String>::new(), "two letters are not enough");
    assert_eq!(search(&index, "thai nguy"), ["apart"]);
    assert_eq!(search(&index, "hội nghi"), ["phrase", "apart"]);
    // Nobody has written "nghí", so the word is taken for one that is not finished.
    assert_eq!(search(&index, "hội nghí"), ["apart", "phrase"]);
    assert_eq!(search(&index, "hội nghí "), Vec::<String>::new());
}

#[test]
fn a_word_in_the_headline_is_nearer_than_many_in_the_text() {
    let (_folder, index) = index_of(&[
        entry("head", 1, "Lũ quét ở Định Hóa", ""),
        entry("text", 2, "Tin thời tiết", &"Lũ quét. ".repeat(30)),
    ]);
    let query = Query::read("lu quet ");
    let nearest =
        index.find(&query, &[], Span::default(), SearchOrder::Nearest, ALL).expect("searches");
    assert_eq!(ids(&nearest), ["head", "text"]);
    assert_eq!(search(&index, "lu quet "), ["text", "head"]);
}

#[test]
fn facets_and_days_narrow_down_with_words_and_without() {
    let entries: Vec<Entry> = (1..=9).map(|n| entry(&format!("a{n}"), n, "Hội nghị", "")).collect();
    let (_folder, index) = index_of(&entries);
    let even = vec![vec!["xseven".to_owned()]];
    for typed in ["", "hoi nghi"] {
        let query = Query::read(typed);
        let found =
            index.find(&query, &even, Span::default(), SearchOrder::Newest, ALL).expect("searches");
        assert_eq!(ids(&found), ["a8", "a6", "a4", "a2"]);
        let span = Span { from: Some(Timestamp(3 * MINUTE)), until: Some(Timestamp(7 * MINUTE)) };
        let found = index.find(&query, &even, span, SearchOrder::Newest, ALL).expect("searches");
        assert_eq!(ids(&found), ["a6", "a4"]);
        let either = vec![vec!["xseven".to_owned(), "xsodd".to_owned()]];
        let found = index.find(&query, &either, span, SearchOrder::Newest, ALL).expect("searches");
        assert_eq!(ids(&found), ["a6", "a5", "a4", "a3"]);
        let none =
            index.find(&query, &[Vec::new()], span, SearchOrder::Newest, ALL).expect("searches");
        assert_eq!(none, Found::default());
    }
}

#[test]
fn an_article_is_found_by_what_it_says_now() {
    let (_folder, mut index) = index_of(&[entry("a", 1, "Văn kiện", ""), entry("b", 2, "Hội", "")]);
    index.put(&[entry("a", 1, "Nghị quyết", "")], 7).expect("is taken in");
    assert_eq!(search(&index, "van kien "), Vec::<String>::new());
    assert_eq!(search(&index, "nghi quyet"), ["a"]);
    index.put(&[entry("a", 7, "Nghị quyết hội", "")], 7).expect("is taken in");
    assert_eq!(search(&index, "hoi"), ["a", "b"]);
    assert_eq!(index.len().expect("counts"), 2);
    assert_eq!(index.change().expect("reads"), 7);
}

#[test]
fn nine_hundred_articles_of_one_midnight_all_have_their_place() {
    let entries: Vec<Entry> = (0..900)
        .map(|n| Entry { at: Timestamp(0), ..entry(&format!("a{n}"), n, "Tin", "") })
        .chain([entry("day", 24 * 60, "Tin", ""), entry("before", -5, "Tin", "")])
        .collect();
    let (_folder, index) = index_of(&entries);
    let found = search(&index, "tin ");
    assert_eq!(found.len(), 902);
    assert_eq!((found[0].as_str(), found[901].as_str()), ("day", "before"));
}

#[test]
fn what_is_more_than_a_list_shows_is_said() {
    let entries: Vec<Entry> =
        (0..2_500).map(|n| entry(&format!("a{n}"), n, "Tin vắn", "")).collect();
    let (_folder, index) = index_of(&entries);
    let found = index
        .find(&Query::read("tin van "), &[], Span::default(), SearchOrder::Nearest, ALL)
        .expect("searches");
    assert!(found.more);
    assert_eq!((found.total, found.hits.len(), ids(&found)[0]), (HITS, HITS, "a2499"));
}

#[test]
fn a_list_by_newness_is_counted_as_far_as_it_is_read() {
    let entries: Vec<Entry> =
        (0..1_200).map(|n| entry(&format!("a{n}"), n, "Tin vắn", "")).collect();
    let (_folder, index) = index_of(&entries);
    let page = |offset| {
        let page = Page { offset, limit: 100 };
        let query = Query::read("tin van ");
        index.find(&query, &[], Span::default(), SearchOrder::Newest, page).expect("searches")
    };
    let first = page(0);
    assert_eq!((first.total, first.more, ids(&first)[0]), (220, true, "a1199"));
    let later = page(500);
    assert_eq!((later.total, later.more, ids(&later)[0]), (720, true, "a699"));
    let end = page(2_000);
    assert_eq!((end.total, end.more, end.hits.len()), (HITS, true, 0));
}

#[test]
fn an_index_that_is_damaged_or_missing_is_made_anew() {
    let (folder, index) = index_of(&[entry("a", 1, "Văn kiện", "")]);
    drop(index);
    let file = folder.path().join("search.db");
    std::fs::write(&file, b"not a database, and longer than the head of one would be")
        .expect("writes");
    for left in ["search.db-wal", "search.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(left));
    }
    let index = Index::open(folder.path()).expect("opens");
    assert_eq!((index.len().expect("counts"), index.change().expect("reads")), (0, 0));
    drop(index);
    std::fs::remove_file(&file).expect("removes");
    assert!(Index::open(folder.path()).expect("opens").is_empty().expect("counts"));
}

#[test]
fn whatever_is_typed_is_answered() {
    let (_folder, index) = index_of(&[entry("a", 1, "Văn kiện", "")]);
    let long = "hội nghị ".repeat(1_200);
    for typed in [
        "\"",
        "\"\"\"",
        "a AND OR NOT",
        "NEAR(a b, 2)",
        "fts:van",
        "{headline}: van",
        "*",
        "van*kien*",
        "^van",
        "\0",
        "'); DROP TABLE doc; --",
        "((((",
        "🎉",
        "\u{301}\u{301}",
        long.as_str(),
    ] {
        let query = Query::read(typed);
        index.find(&query, &[], Span::default(), SearchOrder::Nearest, ALL).expect("is answered");
    }
}

mod laws {
    use proptest::prelude::*;

    use super::*;
    use crate::language::fold::fold;

    fn word() -> impl Strategy<Value = String> {
        prop::sample::select(vec![
            "văn", "vặn", "van", "kiện", "kiến", "hoà", "hòa", "hoa", "đại", "dài",
        ])
        .prop_map(str::to_owned)
    }

    proptest! {
        /// What the index finds is what reading every text would find; of a headline and a text
        /// nothing is put together.
        #[test]
        fn a_phrase_is_found_where_it_stands(
            texts in prop::collection::vec(prop::collection::vec(word(), 1..12), 1..12),
            asked in prop::collection::vec(word(), 1..4),
            long in 2..5_usize,
        ) {
            let parts = |words: &[String]| {
                let (head, rest) = words.split_at(words.len() / 3);
                [head.to_vec(), rest.to_vec()]
            };
            let entries: Vec<Entry> = (0..)
                .zip(&texts)
                .map(|(n, words)| {
                    let [head, rest] = parts(words);
                    entry(&format!("{n:02}"), n, &head.join(", "), &rest.join(" "))
                })
                .collect();
            let (_folder, index) = index_of(&entries);
            let key = |word: &str| {
                let old = word.replace("hoà", "hòa");
                (old.clone(), fold(&old))
            };
            let fits = |asked: &str, word: &str| {
                let ((exact, folded), (asked, asked_folded)) = (key(word), key(asked));
                if asked == asked_folded { folded == asked } else { exact == asked }
            };
            // What stands somewhere, too, and not only what somebody makes up.
            let written = texts[0].windows(long).map(<[String]>::to_vec);
            for asked in written.chain([asked]) {
                let stands_in = |part: &Vec<String>| part.windows(asked.len()).any(|window| {
                    window.iter().zip(&asked).all(|(word, asked)| fits(asked, word))
                });
                let mut expected: Vec<String> = texts
                    .iter()
                    .enumerate()
                    .filter(|(_, words)| parts(words).iter().any(stands_in))
                    .map(|(n, _)| format!("{n:02}"))
                    .collect();
                expected.reverse();
                let typed = format!("\"{}\" ", asked.join(" "));
                prop_assert_eq!(search(&index, &typed), expected, "{}", typed);
            }
        }
    }
}
