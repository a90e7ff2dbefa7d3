use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::article::{Block, BlockId, Document, Fields, Photo, PhotoAttrs, Text};
use crate::failure::Code;
use crate::proof::{Cache, Finding, Knowledge, RuleId, proof_on};

/// A live rule; what it does not say is as a new rule has it.
fn rule(find: Find) -> HouseRule {
    HouseRule {
        id: HouseRuleId("rule".into()),
        name: "Một quy tắc".into(),
        state: RuleState::Live,
        severity: Severity::Warning,
        find,
        except: Vec::new(),
        scopes: Vec::new(),
        in_quotes: false,
        message: "Xem lại.".into(),
        fixes: Vec::new(),
        source: "Sổ tay tòa soạn, mục 3".into(),
        valid_from: None,
        valid_to: None,
        matches: Vec::new(),
        matches_not: Vec::new(),
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn words(words: &[&str]) -> HouseRule {
    rule(Find::Words { words: texts(words), match_case: false })
}

fn pattern(pattern: &str) -> HouseRule {
    rule(Find::Pattern { pattern: pattern.to_owned(), match_case: false })
}

fn read_on(rules: &[HouseRule], document: &Document, fields: &Fields) -> Vec<Finding> {
    let mut cache = Cache::default();
    let knowledge = Knowledge { rules: HouseRules::of(rules).unwrap(), ..Knowledge::default() };
    let pictures = BTreeMap::from([("a".repeat(64), (1_000, 600))]);
    let occasion = Occasion { today: "2026-11-27".into(), pictures, ..Occasion::default() };
    let found = proof_on(&occasion, document, fields, &knowledge, &mut cache);
    let again = proof_on(&occasion, document, fields, &knowledge, &mut cache);
    assert_eq!(found, again, "what is remembered is what was found");
    found.into_iter().filter(|it| it.rule == RuleId::House).collect()
}

fn article(text: &str) -> Document {
    let mut document = Document::empty(BlockId("a".into()));
    document.blocks = vec![Block::paragraph(BlockId("a".into()), &nfc(text))];
    document
}

/// What a rule finds in a paragraph, with its fixes.
fn found(rule: &HouseRule, text: &str) -> Vec<(String, Vec<String>)> {
    let found = read_on(std::slice::from_ref(rule), &article(text), &Fields::default());
    found.into_iter().map(|it| (it.text, it.fixes)).collect()
}

#[track_caller]
fn finds(rule: &HouseRule, text: &str, expected: &[&str]) {
    let found: Vec<String> = found(rule, text).into_iter().map(|(text, _)| text).collect();
    assert_eq!(found, expected, "in {text:?}");
}

fn refused(rule: HouseRule) -> BTreeMap<String, String> {
    let failure = rule.accept().expect_err("it is refused");
    assert_eq!(failure.code, Code::BadInput);
    failure.params
}

#[test]
fn words_are_found_as_whole_syllables_however_they_are_written() {
    let rule = words(&["độc giả", "hòa hoãn", "v.v", "cúp C1"]);
    finds(&rule, "Độc giả gửi thư; các  độc\u{a0}giả khác.", &["Độc giả", "độc\u{a0}giả"]);
    finds(&rule, "Hai bên hoà hoãn, HOÀ HOÃN.", &["hoà hoãn", "HOÀ HOÃN"]);
    finds(&rule, "Trao cúp C1, không phải cúp C12.", &["cúp C1"]);
    finds(&rule, "Đơn độc, giả vờ, độc  giảng.", &[]);
    finds(&rule, "gạo, ngô, v.v", &["v.v"]);
}

#[test]
fn the_longest_phrase_of_a_rule_is_found_once() {
    finds(&words(&["nghi can", "nghi can chính"]), "Nghi can chính đã khai.", &["Nghi can chính"]);
    finds(&words(&["ha ha"]), "ha ha ha ha ha", &["ha ha", "ha ha"]);
}

#[test]
fn capitals_tell_words_apart_where_the_rule_says_so() {
    let mut rule = words(&["Mặt trận"]);
    let Find::Words { match_case, .. } = &mut rule.find else { unreachable!() };
    *match_case = true;
    finds(&rule, "Mặt trận và mặt trận, MẶT TRẬN.", &["Mặt trận"]);
}

#[test]
fn a_fix_of_words_has_the_capitals_of_what_stood_there() {
    let mut rule = words(&["độc giả"]);
    rule.fixes = texts(&["bạn đọc", "độc giả"]);
    let fixes = |text: &str| found(&rule, text).remove(0).1;
    assert_eq!(fixes("Thư của độc giả."), ["bạn đọc"], "what stands there is no fix");
    assert_eq!(fixes("Độc giả viết."), ["Bạn đọc", "Độc giả"][..1]);
    assert_eq!(fixes("THƯ ĐỘC GIẢ"), ["BẠN ĐỌC"]);
}

#[test]
fn a_fix_of_a_pattern_is_filled_with_what_its_groups_found() {
    let mut rule = pattern(r"(\d+) đô( la)?");
    rule.fixes = texts(&["$1 USD", "$$$1", "$0 ($2)"]);
    let (text, fixes) = found(&rule, "Giá 30 đô.").remove(0);
    assert_eq!(text, "30 đô");
    assert_eq!(fixes, ["30 USD", "$30", "30 đô ()"]);
    rule.fixes = texts(&["$3"]);
    assert_eq!(refused(rule)["problem"], "fix");
    let mut rule = words(&["đô"]);
    rule.fixes = texts(&["$1"]);
    assert_eq!(refused(rule)["fix"], "$1", "words have no groups");
}

#[test]
fn exceptions_leave_alone_what_lies_in_them() {
    let mut rule = words(&["độc giả"]);
    rule.except = texts(&["báo Độc giả trẻ"]);
    finds(&rule, "Độc giả của báo Độc giả trẻ", &["Độc giả"]);
    let mut rule = pattern(r"\bhuyện\b");
    rule.except = texts(&[r"huyện đảo", r"huyện ủy"]);
    finds(&rule, "Từ huyện đảo về huyện, qua huyện ủy.", &["huyện"]);
    rule.except = texts(&["huyện ("]);
    assert_eq!(refused(rule)["problem"], "except");
}

#[test]
fn somebodys_very_words_are_left_alone_unless_the_rule_wants_them() {
    let text = "Bà nói: “Tôi là độc giả lâu năm.” Độc giả vỗ tay.";
    let mut rule = words(&["độc giả"]);
    finds(&rule, text, &["Độc giả"]);
    rule.in_quotes = true;
    finds(&rule, text, &["độc giả", "Độc giả"]);
    let mut rule = pattern("độc giả");
    finds(&rule, text, &["Độc giả"]);
    rule.in_quotes = true;
    finds(&rule, text, &["độc giả", "Độc giả"]);
}

#[test]
fn a_rule_looks_where_it_is_told_to() {
    let mut document = article("Thân bài có huyện.");
    document.headline = Text::runs("Tít có huyện");
    let mut rule = words(&["huyện"]);
    let places = |rule: &HouseRule| {
        let found = read_on(std::slice::from_ref(rule), &document, &Fields::default());
        found.into_iter().map(|it| it.from.block.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(places(&rule), [false, true]);
    rule.scopes = vec![Scope::Headline];
    assert_eq!(places(&rule), [false]);
    rule.scopes = vec![Scope::Caption, Scope::Body];
    assert_eq!(places(&rule), [true]);
}

#[test]
fn a_rule_holds_on_its_days_by_the_event_or_by_today() {
    let mut rule = words(&["huyện"]);
    rule.valid_from = Some("2025-07-01".into());
    let on = |rule: &HouseRule, day: Option<&str>| {
        let fields = Fields { event_date: day.map(str::to_owned), ..Fields::default() };
        read_on(std::slice::from_ref(rule), &article("Về huyện."), &fields).len()
    };
    assert_eq!(on(&rule, None), 1, "today is in 2026");
    assert_eq!([on(&rule, Some("2025-06-30")), on(&rule, Some("2025-07-01"))], [0, 1]);
    rule.valid_to = Some("2025-07-31".into());
    assert_eq!([on(&rule, Some("2025-07-31")), on(&rule, Some("2025-08-01"))], [1, 0]);
    for (from, to) in [("2025-02-30", "2025-03-01"), ("2025-03-02", "2025-03-01")] {
        let (valid_from, valid_to) = (Some(from.into()), Some(to.into()));
        let bad = HouseRule { valid_from, valid_to, ..rule.clone() };
        assert_eq!(refused(bad)["problem"], "dates");
    }
}

#[test]
fn photos_are_held_to_what_the_house_asks_of_them() {
    let photo = |id: &str, caption: &str, credit: &str, crop: &str| {
        let attrs = PhotoAttrs {
            id: BlockId(id.into()),
            photo: Some("a".repeat(64)),
            credit: credit.into(),
            alt: String::new(),
            edits: crop.parse().unwrap(),
        };
        Block::Photo(Photo { attrs, content: Text::runs(caption) })
    };
    let mut document = article("Bài.");
    document.blocks.extend([
        photo("one", "", "Thanh Mai", ""),
        photo("two", "Quang cảnh buổi lễ", "", "crop=0,0,5000,5000"),
        photo("three", "", "", "turn=90"),
    ]);
    let at = |find: Find| -> Vec<(String, String)> {
        let found = read_on(&[rule(find)], &document, &Fields::default());
        found.into_iter().map(|it| (it.from.block.unwrap().0, it.text)).collect()
    };
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(id, text)| ((*id).into(), (*text).into())).collect()
    };
    assert_eq!(at(Find::NoCaption), pairs(&[("one", ""), ("three", "")]));
    assert_eq!(at(Find::NoCredit), pairs(&[("two", "Quang cảnh buổi lễ"), ("three", "")]));
    assert_eq!(at(Find::NoAlt).len(), 3);
    assert_eq!(at(Find::LongCaption { most: 10 }), pairs(&[("two", "buổi lễ")]));
    assert_eq!(at(Find::LongCaption { most: 18 }), []);
    let small = at(Find::SmallPicture { least: 1_000 });
    assert_eq!(small, pairs(&[("two", "Quang cảnh buổi lễ")]), "half of it is shown");
    let found = read_on(&[rule(Find::NoCaption)], &document, &Fields::default());
    assert_ne!(found[0].key, found[1].key, "each photo is left alone by itself");
    assert_eq!(found[0].params["kind"], "noCaption");
}

#[test]
fn findings_of_two_rules_on_the_same_words_are_two() {
    let mut other = words(&["huyện"]);
    other.id = HouseRuleId("other".into());
    let rules = [words(&["huyện"]), other];
    let found = read_on(&rules, &article("Về huyện."), &Fields::default());
    assert_eq!(found.len(), 2);
    assert_ne!(found[0].key, found[1].key);
    assert_eq!(found[0].params["name"], "Một quy tắc");
    assert_eq!(found[0].params["says"], "Xem lại.");
}

#[test]
fn what_other_rules_found_in_a_line_is_not_taken_for_theirs() {
    let (document, fields) = (article("Về huyện, về xã."), Fields::default());
    let mut cache = Cache::default();
    for word in ["huyện", "xã", "huyện"] {
        let rules = HouseRules::of(&[words(&[word])]).unwrap();
        let knowledge = Knowledge { rules, ..Knowledge::default() };
        let found = proof_on(&Occasion::default(), &document, &fields, &knowledge, &mut cache);
        let found: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(found, [word]);
    }
}

#[test]
fn a_pattern_that_is_none_is_told_by_place_and_reason() {
    for (text, why, at) in [
        ("đường (phố", "groupOpen", "7"),
        ("đường) phố", "groupClosed", "6"),
        ("[a-z", "classOpen", "1"),
        ("[z-a]", "class", "2"),
        (r"\p{Klingon}", "class", "1"),
        ("*a", "nothingToRepeat", "1"),
        ("a{2,1}", "count", "2"),
        (r"ệ\q", "escape", "2"),
        (r"(a)\1", "unsupported", "4"),
        ("a(?=b)", "unsupported", "2"),
    ] {
        let params = refused(pattern(text));
        let told = (params["problem"].as_str(), params["why"].as_str(), params["at"].as_str());
        assert_eq!(told, ("pattern", why, at), "{text}");
    }
    let nested = format!("{}a{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(refused(pattern(&nested))["why"], "nested");
}

#[test]
fn a_pattern_that_finds_nothing_or_grows_without_end_is_refused() {
    for text in ["", "a*", "^", r"\b", "(?:)", "a|"] {
        assert_eq!(refused(pattern(text))["problem"], "patternEmpty", "{text}");
    }
    for text in [r"\w{500}", "(((a{100}){100}){100})", &"a".repeat(1_001)] {
        assert_eq!(refused(pattern(text))["problem"], "patternSize", "{text}");
    }
}

#[test]
fn a_rule_whose_examples_fail_stays_a_draft_and_says_which() {
    let mut rule = words(&["độc giả"]);
    rule.matches = texts(&["Độc giả viết.", "Bạn đọc viết."]);
    rule.matches_not = texts(&["Bạn đọc viết."]);
    let params = refused(rule.clone());
    let told = ["problem", "which", "text", "rule"].map(|name| params[name].as_str());
    assert_eq!(told, ["example", "2", "Bạn đọc viết.", "Một quy tắc"]);
    rule.matches.pop();
    rule.matches_not.insert(0, "Của độc giả.".into());
    let params = refused(rule.clone());
    assert_eq!((params["problem"].as_str(), params["which"].as_str()), ("exampleNot", "1"));
    rule.state = RuleState::Draft;
    assert!(rule.clone().accept().is_ok(), "a draft may fail");
    rule.state = RuleState::Live;
    rule.matches_not.remove(0);
    assert!(rule.accept().is_ok());
    assert_eq!(refused(pattern("độc giả"))["problem"], "exampleNone");
}

#[test]
fn what_a_rule_cannot_be_is_refused() {
    let named = |name: &str| HouseRule { name: name.into(), ..words(&["a"]) };
    let severe = HouseRule { severity: Severity::Right, ..words(&["a"]) };
    let id = HouseRule { id: HouseRuleId("../x".into()), ..words(&["a"]) };
    let long = HouseRule { message: "x".repeat(1_001), ..words(&["a"]) };
    let many = words(
        &(0..501)
            .map(|n| format!("từ{n}"))
            .collect::<Vec<_>>()
            .iter()
            .map(|it| &**it)
            .collect::<Vec<_>>(),
    );
    for (rule, problem) in [
        (named("  "), "name"),
        (named(&"x".repeat(201)), "name"),
        (severe, "severity"),
        (id, "id"),
        (long, "long"),
        (many, "words"),
        (words(&[]), "words"),
        (words(&["!"]), "words"),
        (rule(Find::LongCaption { most: 0 }), "measure"),
        (rule(Find::SmallPicture { least: 100_001 }), "measure"),
    ] {
        assert_eq!(refused(rule)["problem"], problem);
    }
    let tidy = words(&["  độc giả ", "", "độc giả"]).accept().unwrap();
    assert_eq!(tidy.find, words(&["độc giả"]).find);
}

#[test]
fn the_rules_to_begin_with_pass_their_examples_and_are_drafts() {
    for rule in starter_rules().rules {
        assert_eq!(rule.state, RuleState::Draft);
        assert!(!rule.source.is_empty(), "{}", rule.name);
        let live = HouseRule { state: RuleState::Live, ..rule };
        live.accept().unwrap();
    }
}

#[test]
fn a_file_of_rules_comes_back_as_it_went_and_a_bad_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rules.json");
    let shared = SharedRules::of(vec![words(&["độc giả"]), rule(Find::NoAlt)]);
    shared.write(&path).unwrap();
    assert_eq!(read_rules(&rules_file(&path).unwrap()).unwrap(), shared);

    let refused = |bytes: &[u8]| read_rules(bytes).unwrap_err().params["problem"].clone();
    assert_eq!(refused(b"[]"), "file");
    assert_eq!(refused(b"{\"banthaoHouseRules\":1}"), "file");
    assert_eq!(refused(br#"{"banthaoHouseRules":2,"rules":[],"more":1}"#), "newer");
    assert_eq!(refused(br#"{"banthaoHouseRules":1,"rules":[],"more":1}"#), "file");
    let bad = serde_json::to_vec(&SharedRules::of(vec![pattern("(")])).unwrap();
    assert_eq!(refused(&bad), "pattern");
    let many = SharedRules::of(vec![rule(Find::NoAlt); RULE_LIMIT + 1]);
    assert_eq!(refused(&serde_json::to_vec(&many).unwrap()), "count");
    assert_eq!(read_rules(&vec![b' '; 9 << 20]).unwrap_err().code, Code::TooLarge);
}

#[test]
fn a_trial_counts_all_and_shows_the_first() {
    let mut rule = words(&["huyện"]);
    rule.matches = texts(&["Về huyện.", "Về xã."]);
    let mut trying = Trying::new(rule).unwrap();
    let long = format!("{}huyện {}", "xã ".repeat(40), "thôn ".repeat(40));
    let articles: Vec<TriedArticle> = ["Về huyện, lên huyện.", "Về xã.", &long]
        .iter()
        .map(|text| TriedArticle {
            id: crate::article::ArticleId("a".into()),
            document: article(text),
            fields: Fields::default(),
        })
        .collect();
    let occasion = Occasion { today: "2026-11-27".into(), ..Occasion::default() };
    trying.take(&articles, &occasion);
    for _ in 0..30 {
        trying.take(&articles[..1], &occasion);
    }
    let trial = trying.done();
    assert_eq!((trial.articles, trial.found_in, trial.found), (33, 32, 63));
    assert_eq!(trial.passages.len(), 50);
    assert_eq!(trial.faults, ExampleFaults { matches: vec![1], matches_not: Vec::new() });
    let passage = &trial.passages[2];
    assert_eq!(passage.words, "huyện");
    assert!(passage.before.starts_with('…') && passage.after.ends_with('…'));
    assert!(passage.before.chars().count() <= 42 && passage.after.chars().count() <= 41);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_pattern_is_taken_or_refused_and_finds_what_is_there(
        text in r"[aăâđêệ()\[\]{}|*+?.\\^$0-9,\-dwsbpP:=!<> ]{0,24}",
        fix in r"[a$0-9 ]{0,6}",
        line in r"[aăâđêệ0-9,. “”]{0,60}",
    ) {
        let mut rule = pattern(&text);
        rule.state = RuleState::Draft;
        rule.fixes = vec![fix];
        if let Ok(rule) = rule.accept() {
            prop_assert_eq!(rule.clone().accept().unwrap(), rule.clone(), "kept as it is");
            for (text, _) in found(&rule, &line) {
                prop_assert!(!text.is_empty() && nfc(&line).contains(&text));
            }
        }
    }

    #[test]
    fn any_words_are_taken_or_refused_and_found_where_they_stand_alone(
        word in r"[a-zàáđệơư0-9 .\-]{1,20}",
    ) {
        let mut rule = words(&[&word]);
        rule.in_quotes = true;
        if let Ok(rule) = rule.accept() {
            let Find::Words { words, .. } = &rule.find else { unreachable!() };
            prop_assert!(!found(&rule, &words[0]).is_empty(), "{:?}", words);
        }
    }
}
