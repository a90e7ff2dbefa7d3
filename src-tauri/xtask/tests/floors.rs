//! No package older than the floors in `floors.toml` may be in a lock file.

use std::fs;
use std::path::Path;

use semver::Version;
use serde_json::Value;

/// Name and version of one package in a lock file.
type Locked = (String, Version);

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn crates() -> Vec<Locked> {
    let lock = table("Cargo.lock");
    let packages = list(&lock, "package").iter();
    packages.map(|package| (text(package, "name"), version(package, "version"))).collect()
}

fn npm_packages() -> Vec<Locked> {
    let lock: Value = serde_json::from_str(&read("ui/package-lock.json")).expect("npm wrote JSON");
    let packages = lock["packages"].as_object().expect("npm wrote its packages");
    packages
        .iter()
        .filter_map(|(place, package)| {
            // "node_modules/a/node_modules/@b/c" is package @b/c.
            let (_, name) = place.rsplit_once("node_modules/")?;
            Some((name.to_owned(), Version::parse(package["version"].as_str()?).ok()?))
        })
        .collect()
}

/// Sentences about every locked package below its floor in the list `kind` ("crate" or "npm").
fn below_floor(kind: &str, locked: &[Locked]) -> Vec<String> {
    let mut below = vec![];
    for floor in list(&table("src-tauri/xtask/floors.toml"), kind) {
        let (name, from) = (text(floor, "name"), version(floor, "from"));
        for (_, found) in locked.iter().filter(|(other, found)| *other == name && *found < from) {
            let because = text(floor, "because");
            below.push(format!("{name} {found} is older than {from}: {because}"));
        }
    }
    below
}

fn table(path: &str) -> toml::Table {
    toml::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn list<'a>(table: &'a toml::Table, name: &str) -> &'a [toml::Value] {
    table[name].as_array().unwrap_or_else(|| panic!("[[{name}]] is a list"))
}

fn text(entry: &toml::Value, name: &str) -> String {
    entry[name].as_str().unwrap_or_else(|| panic!("{name} is a text")).to_owned()
}

fn version(entry: &toml::Value, name: &str) -> Version {
    let text = text(entry, name);
    Version::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn no_crate_is_older_than_its_floor() {
    assert_eq!(below_floor("crate", &crates()), Vec::<String>::new());
}

#[test]
fn no_npm_package_is_older_than_its_floor() {
    assert_eq!(below_floor("npm", &npm_packages()), Vec::<String>::new());
}

#[test]
fn a_package_below_its_floor_is_named() {
    let old = [("tauri".to_owned(), Version::new(2, 11, 0))];
    let found = below_floor("crate", &old);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("tauri 2.11.0 is older than 2.11.1"), "{found:?}");
}
