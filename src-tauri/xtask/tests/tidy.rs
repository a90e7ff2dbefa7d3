//! The house rules of the source tree: what may know of what, and what may stand in a file.
//!
//! Each test reads the sources as text, so it says where the rule is broken even when the tree
//! does not compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("xtask lives two folders below the root").to_path_buf()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file of the project, as git sees it: tracked, or new and not ignored.
fn files() -> Vec<String> {
    let listed = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git is here");
    assert!(listed.status.success(), "the rules are checked in a git working tree");
    let listed = String::from_utf8(listed.stdout).expect("names of files are UTF-8");
    let files = listed.split('\0').filter(|path| !path.is_empty());
    files.filter(|path| root().join(path).is_file()).map(str::to_owned).collect()
}

fn below(folder: &str, endings: &[&str]) -> Vec<String> {
    files()
        .into_iter()
        .filter(|path| path.starts_with(folder) && endings.iter().any(|end| path.ends_with(end)))
        .collect()
}

/// The lines of `paths` that break a rule, as `path:line: text`.
fn lines(paths: &[String], breaks: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut found = vec![];
    for path in paths {
        for (number, line) in read(path).lines().enumerate() {
            if breaks(path, line) {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

#[track_caller]
fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "/*", "*", "#", "<!--"].iter().any(|start| line.starts_with(start))
}

// ---- Direction: ui/features → ui/editor, components, ipc ⇒ app → core ← cli ----

#[test]
fn the_core_knows_no_window_no_network_and_no_async() {
    let manifest: toml::Table = toml::from_str(&read("src-tauri/core/Cargo.toml")).unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    for banned in ["tauri", "tokio", "reqwest", "hyper", "webkit2gtk", "getrandom", "rand"] {
        assert!(!dependencies.contains_key(banned), "banthao-core may not depend on {banned}");
    }
    let core = below("src-tauri/core/src/", &[".rs"]);
    none(
        &lines(&core, |_, line| {
            !is_comment(line) && (line.contains("async fn") || line.contains("std::net"))
        }),
        "the core is synchronous and has no network",
    );
}

#[test]
fn only_the_delivery_crate_knows_a_network() {
    let clients = ["ureq", "reqwest", "hyper", "curl", "isahc", "attohttpc"];
    for path in files().into_iter().filter(|path| path.ends_with("Cargo.toml")) {
        let manifest: toml::Table = toml::from_str(&read(&path)).unwrap();
        let Some(dependencies) = manifest.get("dependencies").and_then(|it| it.as_table()) else {
            continue;
        };
        let known = clients.iter().any(|client| dependencies.contains_key(*client));
        assert_eq!(known, path == "src-tauri/delivery/Cargo.toml", "{path}");
    }
}

#[test]
fn the_core_is_told_the_time_and_never_asks_for_it() {
    let core = below("src-tauri/core/src/", &[".rs"]);
    let clocks = ["SystemTime::now", "Instant::now", "Utc::now", "now_utc()", "now_local()"];
    none(
        &lines(&core, |_, line| {
            !is_comment(line) && clocks.iter().any(|clock| line.contains(clock))
        }),
        "time is passed in by the window, the command line or a test",
    );
}

#[test]
fn the_command_line_knows_no_window() {
    let manifest: toml::Table = toml::from_str(&read("src-tauri/cli/Cargo.toml")).unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    for banned in ["tauri", "ban-thao", "webkit2gtk"] {
        assert!(!dependencies.contains_key(banned), "banthao-cli may not depend on {banned}");
    }
}

/// The folder of `ui/src` and the name below it: `features/review/x.ts` is `(features, review)`.
fn place(path: &Path) -> (String, String) {
    let mut parts = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// Every import between files of `ui/src`, as paths below that folder.
fn ui_imports() -> Vec<(PathBuf, PathBuf, String)> {
    let mut imports = vec![];
    for path in below("ui/src/", &[".ts", ".svelte"]) {
        let file = PathBuf::from(path.trim_start_matches("ui/src/"));
        for wanted in imported(&read(&path)) {
            if wanted.starts_with('.') {
                let folder = file.parent().expect("a file lies in a folder");
                imports.push((file.clone(), joined(folder, &wanted), path.clone()));
            }
        }
    }
    imports
}

/// What a TypeScript source imports, statically or not.
fn imported(source: &str) -> Vec<String> {
    let mut found = vec![];
    for opening in ["from \"", "import \"", "import(\"", "from '", "import '", "import('"] {
        let quote = opening.chars().last().expect("it ends in a quote");
        for (at, _) in source.match_indices(opening) {
            let rest = &source[at + opening.len()..];
            if let Some(end) = rest.find(quote) {
                found.push(rest[..end].to_owned());
            }
        }
    }
    found
}

fn joined(folder: &Path, relative: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    for part in Path::new(relative).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    path
}

#[test]
fn features_never_import_features_and_nothing_below_them_knows_them() {
    let mut broken = vec![];
    for (from, to, path) in ui_imports() {
        let ((folder, name), (wanted, other)) = (place(&from), place(&to));
        let allowed = match folder.as_str() {
            "features" => (wanted != "features" || other == name) && wanted != "shell",
            "components" | "editor" => !["features", "shell", "ipc"].contains(&wanted.as_str()),
            "ipc" => wanted == "ipc",
            "words" | "state" | "newsroom" => !["features", "shell"].contains(&wanted.as_str()),
            _ => true,
        };
        // Types generated from Rust have no behaviour; the editor and the parts may name them.
        let only_types = to.starts_with("ipc/generated") || to.starts_with("ipc/generated.ts");
        if !allowed && !only_types {
            broken.push(format!("{path} imports {}", to.display()));
        }
    }
    none(&broken, "imports go one way only");
}

#[test]
fn only_the_ipc_folder_talks_to_the_window() {
    let mut broken = vec![];
    for path in below("ui/src/", &[".ts", ".svelte"]) {
        let tauri = imported(&read(&path)).into_iter().any(|name| name.starts_with("@tauri-apps"));
        if tauri && !path.starts_with("ui/src/ipc/") {
            broken.push(path);
        }
    }
    none(&broken, "only ui/src/ipc imports @tauri-apps");
}

#[test]
fn the_editor_is_plain_typescript() {
    let mut broken = vec![];
    for path in below("ui/src/editor/", &[".ts", ".svelte"]) {
        let svelte = imported(&read(&path)).into_iter().any(|name| name.starts_with("svelte"));
        if svelte || path.contains(".svelte") {
            broken.push(path);
        }
    }
    none(&broken, "no framework inside the editor");
}

#[test]
fn markup_from_text_never_reaches_the_page() {
    let sources = below("ui/src/", &[".ts", ".svelte"]);
    let ways = ["insertAdjacentHTML(", "setHTMLUnsafe(", "{@html", "document.write("];
    // Reading markup is how a copy gets onto the clipboard; only writing it is a danger.
    let written = |line: &str| {
        [".innerHTML", ".outerHTML"].iter().any(|property| {
            line.match_indices(property).any(|(at, _)| {
                let rest = line[at + property.len()..].trim_start();
                (rest.starts_with('=') && !rest.starts_with("==")) || rest.starts_with("+=")
            })
        })
    };
    none(
        &lines(&sources, |path, line| {
            !is_comment(line)
                && !path.ends_with(".test.ts")
                && (written(line) || ways.iter().any(|way| line.contains(way)))
        }),
        "pasted and imported markup is parsed, never put into the page",
    );
}

// ---- Commands ----

struct WindowCommand {
    name: String,
    place: String,
    is_async: bool,
    statements: usize,
}

/// Every `#[tauri::command]` of the window.
fn window_commands() -> Vec<WindowCommand> {
    let mut commands = vec![];
    for path in below("src-tauri/app/", &[".rs"]) {
        let source = read(&path);
        for (at, marker) in source.match_indices("#[tauri::command") {
            if is_comment(source[..at].rsplit('\n').next().unwrap_or_default()) {
                continue;
            }
            let rest = &source[at + marker.len()..];
            let start = rest.find("fn ").expect("a command is a function");
            let name_end = rest[start..].find(['(', '<']).expect("it has arguments") + start;
            let body = body(&rest[name_end..]);
            commands.push(WindowCommand {
                name: rest[start + 3..name_end].trim().to_owned(),
                place: format!("{path}:{}", source[..at].lines().count() + 1),
                is_async: rest[..start].contains("async"),
                statements: statements(body),
            });
        }
    }
    commands
}

/// What stands between the braces of the function whose arguments begin `source`.
fn body(source: &str) -> &str {
    let open = source.find('{').expect("it has a body");
    let mut depth = 0;
    for (at, letter) in source[open..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &source[open + 1..open + at];
        }
    }
    panic!("the body ends");
}

/// Statements of a body, counted at its own level: what a closure holds is one statement's inside.
fn statements(body: &str) -> usize {
    let mut depth = 0;
    let mut count = 0;
    let mut open = false;
    for letter in body.chars() {
        match letter {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            ';' if depth == 0 => {
                count += 1;
                open = false;
                continue;
            }
            _ => {}
        }
        open |= !letter.is_whitespace();
    }
    count + usize::from(open)
}

#[test]
fn every_command_is_async_and_two_lines() {
    let commands = window_commands();
    assert!(!commands.is_empty(), "the window has commands");
    let mut broken = vec![];
    for command in commands {
        let WindowCommand { name, place, is_async, statements } = command;
        if !is_async {
            broken
                .push(format!("{place}: {name} is not async and would run on the window's thread"));
        }
        if statements > 2 {
            broken.push(format!(
                "{place}: {name} has {statements} statements; the work is the core's"
            ));
        }
    }
    none(&broken, "a command names its arguments and makes one call");
}

/// The names inside `generate_handler![…]`, without their modules.
fn handled() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in below("src-tauri/app/", &[".rs"]) {
        let source = read(&path);
        let Some((_, rest)) = source.split_once("generate_handler![") else { continue };
        let (list, _) = rest.split_once(']').expect("the list ends");
        for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            names.insert(name.rsplit("::").next().unwrap_or(name).to_owned());
        }
    }
    names
}

/// The names that `commands.ts` invokes, as `invoke<Type>("name", …)`.
fn invoked() -> BTreeSet<String> {
    let source = read("ui/src/ipc/commands.ts");
    let calls = source.match_indices("invoke<").map(|(at, _)| &source[at..]);
    calls
        .map(|call| {
            let start = call.find("(\"").expect("a command is called by its name") + 2;
            let end = call[start..].find('"').expect("the name ends") + start;
            call[start..end].to_owned()
        })
        .collect()
}

#[test]
fn the_window_handles_and_the_ui_calls_the_same_commands() {
    let commands: BTreeSet<String> =
        window_commands().into_iter().map(|command| command.name).collect();
    assert_eq!(commands, handled(), "commands, and what generate_handler! lists");
    assert_eq!(commands, invoked(), "commands, and what ui/src/ipc/commands.ts invokes");
    assert_eq!(commands, granted(), "commands, and what the capability grants by name");
}

/// The commands that the window's capability names, as `allow-the-name`.
fn granted() -> BTreeSet<String> {
    let capability: serde_json::Value =
        serde_json::from_str(&read("src-tauri/capabilities/desk.json")).expect("it is JSON");
    let permissions = capability["permissions"].as_array().expect("permissions are a list");
    let names = permissions.iter().filter_map(|permission| permission.as_str());
    names
        .filter_map(|name| name.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect()
}

// ---- Words ----

/// Every sentence of a catalogue by its key. A sentence with plural forms is one sentence here.
fn sentences(path: &str) -> BTreeMap<String, String> {
    let mut sentences: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in read(path).lines().filter(|line| !is_comment(line)) {
        let key = line.trim().split_once(':').map(|(key, _)| key.trim_matches('"'));
        let key = key.filter(|key| {
            let letters = key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '.');
            letters && line.starts_with("  ") && !line.starts_with("   ")
        });
        if let Some(key) = key {
            key.clone_into(&mut last);
        }
        sentences.entry(last.clone()).or_default().push_str(line);
    }
    sentences.remove("");
    sentences
}

/// The `{names}` that a sentence is filled with.
fn blanks(sentence: &str) -> BTreeSet<&str> {
    let after = sentence.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let names = after.map(|(name, _)| name);
    names.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric())).collect()
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_blanks() {
    let (vi, en) = (sentences("ui/src/words/vi.ts"), sentences("ui/src/words/en.ts"));
    assert!(vi.len() > 50, "the catalogues are read: {} sentences", vi.len());
    let mut broken = vec![];
    for key in vi.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
        match (vi.get(key), en.get(key)) {
            (Some(ours), Some(theirs)) if blanks(ours) != blanks(theirs) => {
                broken.push(format!("{key}: {:?} in vi, {:?} in en", blanks(ours), blanks(theirs)));
            }
            (Some(_), Some(_)) => {}
            (Some(_), None) => broken.push(format!("{key} is missing in en.ts")),
            (None, _) => broken.push(format!("{key} is missing in vi.ts")),
        }
    }
    none(&broken, "the two catalogues say the same");
}

// ---- Every file ----

#[test]
fn no_file_names_a_path_of_one_persons_machine() {
    // Put together here so that this file does not break its own rule.
    let homes = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"]].map(|parts| parts.concat());
    let texts: Vec<String> = files()
        .into_iter()
        .filter(|path| {
            fs::read(root().join(path)).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok())
        })
        .filter(|path| !path.ends_with("package-lock.json"))
        .collect();
    none(
        &lines(&texts, |_, line| {
            homes.iter().any(|home| {
                line.match_indices(home.as_str()).any(|(at, _)| {
                    // `src/home/` and `https://example.org/work/` are no absolute paths.
                    let before = line[..at].chars().next_back();
                    before
                        .is_none_or(|letter| !letter.is_alphanumeric() && !"._-}>".contains(letter))
                })
            })
        }),
        "paths are found at run time, never written down",
    );
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    let mut broken = vec![];
    // An exported article is no document of ours: its pictures lie in its bundle.
    for path in below("", &[".md"]).into_iter().filter(|path| !path.contains("/golden/")) {
        let text = read(&path);
        let folder = Path::new(&path).parent().expect("a file lies in a folder").to_path_buf();
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let wanted = if file.is_empty() { PathBuf::from(&path) } else { joined(&folder, file) };
            if !root().join(&wanted).exists() {
                broken.push(format!("{path}: {link} is not there"));
            } else if !anchor.is_empty()
                && !anchors(&read(&wanted.to_string_lossy())).contains(anchor)
            {
                broken.push(format!("{path}: {link} has no such heading"));
            }
        }
    }
    none(&broken, "links in the documents");
}

/// Targets of `[text](target)` and `![picture](target)`, and of `src="…"` and `href="…"`.
fn links(markdown: &str) -> Vec<String> {
    let mut found = vec![];
    let mut in_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for (opening, closing) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            for (at, _) in line.match_indices(opening) {
                let rest = &line[at + opening.len()..];
                if let Some(end) = rest.find(closing) {
                    found.push(rest[..end].to_owned());
                }
            }
        }
    }
    found
}

/// Anchors of a document's headings, as GitHub makes them.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let headings = markdown.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let title = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

// ---- The rules themselves can fail ----

#[test]
fn a_long_or_nested_body_is_counted_rightly() {
    let check = |body: &str, expected: usize| assert_eq!(statements(body), expected, "{body}");
    check("desk.run(move |store| store.list(&query)).await", 1);
    check("let now = moment();\n desk.run(move |store| { store.a()?; store.b() }).await", 2);
    check("a(); b(); c();", 3);
}

#[test]
fn imports_are_found_in_every_form() {
    let source = r#"
        import { a } from "../desk/a";
        import type { B } from './b';
        import "../c.css";
        const d = await import("./d");
    "#;
    let mut found = imported(source);
    found.sort();
    assert_eq!(found, ["../c.css", "../desk/a", "./b", "./d"]);
    assert_eq!(joined(Path::new("features/review"), "../desk/a"), Path::new("features/desk/a"));
}
