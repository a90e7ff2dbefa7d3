//! Whatever is written in an article, the page stays the page.

use crate::bundle_article::{article, article_of, text};
use proptest::prelude::*;
use serde_json::Value;

/// The page as a reader of HTML sees it: tags with the names of their attributes, without text.
/// Follows the rules that matter here: quoted attribute values, and `script` and `style` that
/// end only at their own end tag.
fn skeleton(html: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let mut tag = String::new();
        let mut quote = false;
        let mut end = rest.len();
        for (place, c) in rest[at + 1..].char_indices() {
            match c {
                '"' => quote = !quote,
                '>' if !quote => {
                    end = at + 1 + place;
                    break;
                }
                _ if quote => {}
                _ => tag.push(c),
            }
        }
        rest = &rest[(end + 1).min(rest.len())..];
        let name = tag.split([' ', '=']).next().unwrap_or_default().to_owned();
        if name == "script" || name == "style" {
            let close = rest.find(&format!("</{name}")).expect("it is closed");
            rest = &rest[close..];
        }
        tags.push(tag);
    }
    tags
}

fn check(hostile: &str) {
    let plain = article_of(&mut str::to_owned);
    let given = article_of(&mut |words| format!("{words} {hostile} x"));
    let (expected, made) = (plain.bundle(), given.bundle());
    assert_eq!(
        skeleton(text(&made, "article.html")),
        skeleton(text(&expected, "article.html")),
        "{hostile:?} changes the page"
    );
    let page = text(&made, "article.html");
    let script = page.split("<script type=\"application/ld+json\">").nth(1).expect("it is there");
    let script = script.split("</script>").next().expect("it ends");
    let data: Value = serde_json::from_str(script).expect("the data of the page is JSON");
    assert_eq!(data["@type"], "NewsArticle");
    for name in ["article.ninjs.json", "manifest.json"] {
        let _: Value = serde_json::from_str(text(&made, name)).expect("it is JSON");
    }
    for name in made.files.keys().chain([&made.name]) {
        assert!(
            name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-./".contains(&b)),
            "{name:?} is no plain name"
        );
        assert!(!name.contains(".."));
    }
}

#[test]
fn hostile_text_is_text() {
    for hostile in [
        "</script><img src=x onerror=alert(1)>",
        "<!-- <script> --!>",
        "]]><svg/onload=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' autofocus onfocus='alert(1)",
        "</title></style></article><iframe srcdoc='<script>'>",
        "&lt;script&gt; &#60;script&#62; &amp;",
        "\u{2028}\u{2029}\u{0}\u{8}\u{1b}[31m",
        "\u{202E}gpj.exe\u{2066}",
        "\\u003c \\\" \\",
        "{{constructor}} ${x} <?php ?> <%= %>",
        "=cmd()|' /C calc'!A0",
        "\u{FEFF}\u{200B}\u{FFFE}\u{10FFFF}",
    ] {
        check(hostile);
    }
}

#[test]
fn a_link_that_runs_something_is_only_text() {
    for href in
        ["javascript:alert(1)", "java\nscript:1", "data:text/html,<script>", "//x", "file:/x"]
    {
        let mut given = article_of(&mut str::to_owned);
        given.document.lead = vec![banthao_core::article::Text {
            text: "bấm".into(),
            marks: vec![banthao_core::article::Mark::Link { href: href.into() }],
        }];
        let made = given.bundle();
        assert!(text(&made, "article.html").contains("<p class=\"lead\">bấm</p>"), "{href}");
        assert!(text(&made, "article.txt").contains("bấm\n"), "{href}");
    }
}

#[test]
fn the_page_holds_nothing_that_runs_or_calls_out() {
    let made = article().bundle();
    for tag in skeleton(text(&made, "article.html")) {
        for attribute in tag.split(' ').skip(1) {
            assert!(!attribute.starts_with("on"), "{tag}");
        }
        assert!(
            !["iframe", "object", "embed", "link", "base", "form"]
                .contains(&tag.split(' ').next().unwrap()),
            "{tag}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_text_breaks_out(hostile in "(\\PC|[<>&\"'/!=-]|</?[a-z]{1,8}|[\\x00-\\x1f]){0,40}") {
        check(&hostile);
    }
}
