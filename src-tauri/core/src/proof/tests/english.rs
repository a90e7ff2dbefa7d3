//! English articles, and English in Vietnamese ones.

use super::*;

fn read_english(lines: &[&str], directory: Directory) -> Vec<Finding> {
    let lines: Vec<&str> = std::iter::once("News").chain(lines.iter().copied()).collect();
    let fields = Fields { language: "en-GB".into(), ..Fields::default() };
    let knowledge = Knowledge { directory: Arc::new(directory), ..Knowledge::default() };
    let occasion = Occasion::default();
    proof_on(&occasion, &article(&lines), &fields, &knowledge, &mut Cache::default())
}

fn found(lines: &[&str]) -> Vec<(RuleId, Severity, String)> {
    let found = read_english(lines, Directory::of(Vec::new(), []));
    found.into_iter().map(|it| (it.rule, it.severity, it.text)).collect()
}

#[test]
fn an_english_article_is_read_by_the_dictionary_in_british_and_american_spelling() {
    let text = [
        "The colour of the organisation's programme wasn't what the labor center’s organizers had had.",
        "Vietnam’s re-elected officials visited a well-known state-owned café in Hanoi at 8.30am on 23 May.",
        "“It's the people's money,” he said; students' fees rose by 3.5% to 1,200 dong.",
    ];
    assert_eq!(found(&text), []);
    assert_eq!(
        found(&["The goverment has recieved fifty propositons from the the provinces."]),
        [
            (RuleId::EnSpelling, Severity::Warning, "goverment".into()),
            (RuleId::EnSpelling, Severity::Warning, "recieved".into()),
            (RuleId::EnSpelling, Severity::Warning, "propositons".into()),
            (RuleId::Double, Severity::Warning, "the the".into()),
        ]
    );
    let fixed = read_english(&["The goverment's plan is new."], Directory::of(Vec::new(), []));
    assert_eq!((&*fixed[0].text, &*fixed[0].fixes[0]), ("goverment's", "government's"));
}

#[test]
fn names_abbreviations_and_words_of_vietnamese_are_no_english_words_and_no_faults() {
    let right = [
        "Chairman Nguyen Van Hung and Ms Trần Thị Lan met the UBND of Thai Nguyen on Tuesday.",
        "They ate banh mi and wore ao dai at the cà phê near thainguyen.gov.vn, said VnExpress.",
    ];
    assert_eq!(found(&right), []);
    // What begins a sentence may be a name, and what resembles nothing may be a term.
    assert_eq!(
        found(&["Goverment officials left."]),
        [(RuleId::EnSpelling, Severity::Hint, "Goverment".into())]
    );
}

#[test]
fn what_one_key_would_put_right_is_a_warning_and_every_other_unknown_word_a_hint() {
    for slip in ["embezzlling", "positve", "opporunity", "teh", "comming", "thehuge"] {
        let line = format!("The minister spoke of the {slip} plan.");
        let wanted = (RuleId::EnSpelling, Severity::Warning, slip.into());
        assert_eq!(found(&[&line]), [wanted], "{slip}");
    }
    // An ending, a first letter, a short word, two words that a writer may well join.
    for word in ["champiom", "loya", "gasfield", "franconi"] {
        let line = format!("The minister spoke of the {word} plan.");
        let wanted = (RuleId::EnSpelling, Severity::Hint, word.into());
        assert_eq!(found(&[&line]), [wanted], "{word}");
    }
    assert_eq!(found(&["A bushfire burnt the rainforest near the frontline."]), [], "rarer words");
}

#[test]
fn words_of_the_directory_are_known_in_lower_case_and_without_their_marks() {
    let entry = NameEntry { name: "Công ty Zerprix".into(), ..built_in_names()[0].clone() };
    let lines = ["A zerprix worker came."];
    assert_eq!(found(&lines).len(), 1);
    assert_eq!(read_english(&lines, Directory::of(vec![entry], [])), []);
}

#[test]
fn the_rules_of_vietnamese_are_silent_in_english_and_the_spaces_are_not() {
    let text =
        "The CCHC plan of the the ministry , which was 41.2%  of 1,234 (about 30 pct, is done.";
    let found = found(&[text]);
    let rules: Vec<RuleId> = found.iter().map(|(rule, _, _)| *rule).collect();
    for rule in [RuleId::SpaceBefore, RuleId::SpaceRun, RuleId::Pair, RuleId::Double] {
        assert!(rules.contains(&rule), "{rule:?} in {rules:?}");
    }
    for rule in [RuleId::Abbr, RuleId::NumDecimal, RuleId::NumGroup, RuleId::Telex] {
        assert!(!rules.contains(&rule), "{rule:?} in {rules:?}");
    }
}

#[test]
fn a_paragraph_of_english_in_a_vietnamese_article_is_read_as_english_and_no_other_is() {
    let english = "“The goverment has been working with the provinces for three years,” he said.";
    assert_eq!(by(RuleId::EnSpelling, english), [("goverment".into(), "government".into())]);
    for vietnamese in [
        "Ban nhạc The Beatles và album Let It Be được nhắc lại.",
        "Chuong trinh khong dau nay van la tieng Viet va khong ai sua.",
        "Theo Reuters, CEO Elon Musk và Jeff Bezos gặp nhau.",
    ] {
        assert_eq!(by(RuleId::EnSpelling, vietnamese), [], "{vietnamese}");
    }
    // News has few small words in long sentences; what looks like Telex keys is English there.
    let news = "There has been another suicide bomb attack by militants, boosting troops near \
                villages, while opposition leaders demand fresh elections across provinces.";
    let found = |text: &str| {
        let lines = article(&["Tin", text]);
        proof(&lines, &Fields::default(), &Knowledge::default(), &mut Cache::default())
    };
    assert_eq!(found(news), []);
    let telex = found("Caans booj xax has nooij ddax laamf vieecj is its owr nhieeuf nowi khacs");
    assert!(telex.iter().any(|it| it.rule == RuleId::Telex), "{telex:?}");
    // A quotation in Vietnamese within an English article stays Vietnamese.
    let fields = Fields { language: "en".into(), ..Fields::default() };
    let mixed = article(&["News", "Ông làm viêc ở đây từ năm ngoái đến nay."]);
    let found = proof(&mixed, &fields, &Knowledge::default(), &mut Cache::default());
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), [RuleId::SylInvalid]);
}

#[test]
fn a_line_of_nonsense_costs_no_more_than_its_length() {
    let long = "zzqxv ".repeat(20_000);
    let found = read_english(&[&long, &"a".repeat(1_000_000)], Directory::of(Vec::new(), []));
    assert!(found.len() <= 2 * 500, "{} findings", found.len());
}
