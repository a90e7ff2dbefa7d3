//! Every format: what it says of one article, and that no article makes it invalid.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::agreed::as_agreed;
use crate::bundle_article::{Article, article, article_of};
use banthao_core::article::{BlockId, Document, Fields};
use banthao_core::exchange::bundle::Edition;
use banthao_core::exchange::formats::docx::Review;
use banthao_core::exchange::formats::{Format, one_file};
use banthao_core::testing::{Dice, article as made_up, edited};
use proptest::prelude::*;
use serde_json::Value;

fn written(article: &Article, format: Format) -> Vec<u8> {
    one_file(&article.edition(), format).unwrap().bytes
}

fn text_of(article: &Article, format: Format) -> String {
    String::from_utf8(written(article, format)).unwrap()
}

/// The parts of a Word document that are XML, by path.
fn parts(docx: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names
        .into_iter()
        .filter(|name| name.ends_with(".xml") || name.ends_with(".rels"))
        .map(|name| {
            let part = std::io::read_to_string(archive.by_name(&name).unwrap()).unwrap();
            (name, part)
        })
        .collect()
}

#[test]
fn every_kind_of_block_comes_out_as_agreed() {
    let article = article();
    let document = parts(written(&article, Format::Docx))["word/document.xml"].clone();
    for (name, made) in [
        ("article.md", text_of(&article, Format::Markdown)),
        ("article.nitf.xml", text_of(&article, Format::Nitf)),
        ("article.newsml-g2.xml", text_of(&article, Format::Newsml)),
        ("article.jsonld", text_of(&article, Format::Jsonld)),
        ("article.docx.document.xml", document),
    ] {
        as_agreed("formats", name, &made);
    }
}

#[test]
fn the_same_revision_gives_the_same_bytes_and_a_name_of_its_own() {
    let mut names = std::collections::BTreeSet::new();
    let article = article_of(&mut str::to_owned);
    for format in Format::ALL {
        let first = one_file(&article.edition(), format).unwrap();
        assert_eq!(first, one_file(&article.edition(), format).unwrap(), "{format:?}");
        assert!(first.name.starts_with("thai-nguyen-chuan-bi-dai-hoi."), "{}", first.name);
        assert!(names.insert(first.name.clone()), "{} twice", first.name);
        assert!(names.insert(format.file_name().to_owned()));
    }
}

#[test]
fn a_page_that_goes_alone_holds_its_pictures() {
    let page = text_of(&article(), Format::Html);
    assert_eq!(page.matches("<img src=\"data:image/jpeg;base64,").count(), 3);
    let ninjs = text_of(&article(), Format::Ninjs);
    assert!(!ninjs.contains("data:image"), "for programs they are files");
}

#[test]
fn no_format_tells_what_is_meant_for_the_desk_alone() {
    let article = article_of(&mut str::to_owned);
    for format in Format::ALL {
        let bytes = written(&article, format);
        for secret in ["MẬT", "nguồn tin", "NHUẬN-BÚT", "777777", "IMG_0417"] {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} is in {format:?}");
        }
    }
}

#[test]
fn a_word_document_holds_its_pictures_with_their_words() {
    let bytes = written(&article(), Format::Docx);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let media: Vec<&String> = names.iter().filter(|name| name.contains("/media/")).collect();
    assert_eq!(media, ["word/media/image1.jpg", "word/media/image2.jpg"], "one used twice is one");
    let mut picture = Vec::new();
    std::io::copy(&mut archive.by_name(media[0]).unwrap(), &mut picture).unwrap();
    assert!(picture.starts_with(b"\xFF\xD8\xFF"), "a JPEG by more than its name");
    let all = parts(bytes);
    let document = &all["word/document.xml"];
    assert!(document.contains("descr=\"Hội trường có hai dãy bàn\""));
    assert!(document.contains("Các đại biểu tham dự buổi làm việc"));
    assert!(document.contains("w:name=\"nd_p1\""), "blocks are found again");
    let core = &all["docProps/core.xml"];
    assert!(core.contains("<dc:creator>Thanh Mai; Thanh Hiếu</dc:creator>"));
    assert!(core.contains(">2020-05-23T14:30:00Z</dcterms:modified>"));
}

#[test]
fn a_picture_that_word_does_not_know_becomes_one_that_it_knows() {
    use banthao_core::exchange::target::{Making, Measure};
    let mut article = article_of(&mut str::to_owned);
    article.target.renditions[0].made = Making::Web {
        measure: Measure::Width,
        pixels: 40,
        quality: 80,
        format: banthao_core::photo::PhotoKind::WebP,
        shape: None,
    };
    let bytes = written(&article, Format::Docx);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut picture = Vec::new();
    std::io::copy(&mut archive.by_name("word/media/image1.jpg").unwrap(), &mut picture).unwrap();
    let seen = image::load_from_memory_with_format(&picture, image::ImageFormat::Jpeg).unwrap();
    assert_eq!(seen.width(), 40);
}

/// Every property of schema.org (release 30.0) that the page and the file use, with the type that
/// has it.
const VOCABULARY: &[(&str, &[&str])] = &[
    (
        "NewsArticle",
        &[
            "articleSection",
            "author",
            "contentLocation",
            "contentReferenceTime",
            "dateCreated",
            "dateModified",
            "description",
            "editor",
            "headline",
            "image",
            "inLanguage",
            "keywords",
            "publisher",
            "sourceOrganization",
            "translator",
            "version",
            "wordCount",
        ],
    ),
    (
        "ImageObject",
        &[
            "caption",
            "contentUrl",
            "creditText",
            "description",
            "encodingFormat",
            "height",
            "sha256",
            "width",
        ],
    ),
    ("Person", &["name"]),
    ("Organization", &["name"]),
    ("Place", &["name"]),
];

fn assert_known(value: &Value) {
    match value {
        Value::Object(object) => {
            let kind = object["@type"].as_str().expect("every thing says what it is");
            let known = VOCABULARY.iter().find(|(name, _)| *name == kind).expect(kind).1;
            for (name, value) in object {
                assert!(name.starts_with('@') || known.contains(&&**name), "{kind}.{name}");
                assert_known(value);
            }
        }
        Value::Array(values) => values.iter().for_each(assert_known),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn json_ld_says_nothing_that_the_vocabulary_does_not_know() {
    let value: Value = serde_json::from_str(&text_of(&article(), Format::Jsonld)).unwrap();
    assert_known(&value);
    assert_eq!(value["@context"], "https://schema.org");
}

/// The validator of ninjs; nothing is fetched.
fn ninjs_schema() -> jsonschema::Validator {
    let schema: Value =
        serde_json::from_str(include_str!("../schemas/ninjs-schema_3.1.json")).unwrap();
    // The schema names GeoJSON's by its address.
    let geo: Value = serde_json::json!({"$id": "https://geojson.org/schema/GeoJSON.json"});
    let registry = jsonschema::Registry::new()
        .add("https://geojson.org/schema/GeoJSON.json", geo)
        .unwrap()
        .prepare()
        .unwrap();
    jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

fn assert_valid_ninjs(schema: &jsonschema::Validator, article: &Article) {
    let item: Value = serde_json::from_str(&text_of(article, Format::Ninjs)).unwrap();
    let errors: Vec<String> = schema
        .iter_errors(&item)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn ninjs_is_valid() {
    let schema = ninjs_schema();
    for article in samples() {
        assert_valid_ninjs(&schema, &article);
    }
    let mut wrong: Value = serde_json::from_str(&text_of(&article(), Format::Ninjs)).unwrap();
    wrong["urgency"] = 10.into();
    assert!(!schema.is_valid(&wrong), "the validator does look");
}

/// An article with everything, and one with nothing.
fn samples() -> [Article; 2] {
    let mut bare = article();
    bare.fields = Fields::default();
    bare.document = Document::empty(BlockId("a".into()));
    [article(), bare]
}

/// Articles that were not made up to be nice: words of everything that Unicode has, and documents
/// with blocks in any order.
fn strange() -> impl Strategy<Value = Article> {
    let words = prop_oneof![
        "\\PC{0,20}",
        any::<String>(),
        "[\\x00-\\x1F\\x7F-\\x9F\u{FFFE}\u{FFFF}\u{2028}]{1,4}",
        "[]>&<\"' -]{0,12}",
        Just(String::new()),
    ];
    (words, any::<u64>(), any::<bool>()).prop_map(|(words, seed, other)| {
        let mut article = article_of(&mut |plain| format!("{words}{plain}{words}"));
        if words.is_empty() {
            article = article_of(&mut |_| String::new());
        }
        if other {
            article.document = made_up(&mut Dice::new(seed)).document;
        }
        article
    })
}

/// Where the official schemas lie beside this project, if they do.
fn schemas() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let path = root.join("../shared/schemas");
    if !path.exists() {
        eprintln!("skipped: the official schemas are not beside this project");
        return None;
    }
    if Command::new("xmllint").arg("--version").output().is_err() {
        eprintln!("skipped: xmllint is not installed (package libxml2-utils)");
        return None;
    }
    Some(path)
}

/// What xmllint has against some files.
fn faults(schema: &Path, files: &[PathBuf]) -> String {
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet", "--schema"]).arg(schema).args(files);
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    if done.status.success() { String::new() } else { said }
}

fn assert_valid(schema: &Path, files: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> =
        (0..files.len()).map(|at| folder.path().join(format!("{at}.xml"))).collect();
    for (path, file) in paths.iter().zip(files) {
        fs::write(path, file).unwrap();
    }
    for chunk in paths.chunks(200) {
        let faults = faults(schema, chunk);
        if let Some(name) = faults.split(".xml:").next().filter(|_| !faults.is_empty()) {
            let file = fs::read_to_string(format!("{name}.xml")).unwrap_or_default();
            panic!("{faults}\n{file}");
        }
    }
}

fn sampled(cases: u32) -> Vec<Article> {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strange = (0..cases).map(|_| strange().new_tree(&mut runner).unwrap().current());
    samples().into_iter().chain(strange.collect::<Vec<_>>()).collect()
}

#[test]
fn nitf_is_valid_whatever_the_article() {
    let Some(schemas) = schemas() else { return };
    let schema = schemas.join("nitf/nitf-3-6.xsd");
    let files: Vec<String> = sampled(60).iter().map(|it| text_of(it, Format::Nitf)).collect();
    assert_valid(&schema, &files);
    let wrong = files[0].replace("<hl1>", "<hl9>").replace("</hl1>", "</hl9>");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.xml");
    fs::write(&path, wrong).unwrap();
    assert!(faults(&schema, &[path]).contains("hl9"), "the validator does look");
}

#[test]
fn newsml_is_valid_whatever_the_article() {
    let Some(schemas) = schemas() else { return };
    let files: Vec<String> = sampled(60).iter().map(|it| text_of(it, Format::Newsml)).collect();
    assert_valid(&schemas.join("newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd"), &files);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn ninjs_is_valid_whatever_the_article(article in strange()) {
        assert_valid_ninjs(&ninjs_schema(), &article);
    }
}

/// Without the extensions of Word, as a reader that knows only the standard sees it.
fn without_extensions(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut rest = part;
    while let Some(at) =
        [" w14:paraId=\"", " mc:Ignorable=\""].iter().filter_map(|it| rest.find(it)).min()
    {
        out.push_str(&rest[..at]);
        let value = &rest[at..][rest[at..].find('"').unwrap() + 1..];
        rest = &value[value.find('"').unwrap() + 1..];
    }
    out + rest
}

#[test]
fn a_word_document_is_valid_in_every_part_whatever_the_article() {
    let Some(schemas) = schemas() else { return };
    let mut by_schema: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut add = |all: BTreeMap<String, String>| {
        for (name, part) in all {
            let schema = match &*name {
                "[Content_Types].xml" => "ooxml/opc-xsd/opc-contentTypes.xsd",
                name if name.ends_with(".rels") => "ooxml/opc-xsd/opc-relationships.xsd",
                // Their schemas are nowhere but on the web.
                "docProps/core.xml" | "word/commentsExtended.xml" => continue,
                "docProps/custom.xml" => "ooxml/shared-documentPropertiesCustom.xsd",
                _ => "ooxml/wml.xsd",
            };
            by_schema.entry(schema).or_default().push(without_extensions(&part));
        }
    };
    for article in sampled(60) {
        add(parts(written(&article, Format::Docx)));
    }
    for seed in 0..60 {
        let mut dice = Dice::new(seed);
        let old = made_up(&mut dice);
        let edits: Vec<u64> = (0..12).map(|_| dice.number()).collect();
        let new = edited(&old, &edits);
        let changes = banthao_core::compare::compare(&old, &new).into_changes();
        let review = Review { base: Some(old), changes, threads: Vec::new() };
        let mut article = article_of(&mut str::to_owned);
        article.document = new.document;
        let edition = Edition { review: Some(&review), ..article.edition() };
        add(parts(one_file(&edition, Format::DocxReview).unwrap().bytes));
    }
    for (schema, files) in by_schema {
        assert_valid(&schemas.join(schema), &files);
    }
}
