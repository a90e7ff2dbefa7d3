//! No package older than the floors in `floors.toml` may be in a lock file.

use std::fs;
use std::path::Path;

use semver::Version;

/// Name and version of one package in a lock file.
type Locked = (String, Version);

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn crates() -> Vec<Locked> {
    let lock: toml::Table = toml::from_str(&read("Cargo.lock")).unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    packages.map(|package| locked(&package["name"], &package["version"])).collect()
}

fn locked(name: &toml::Value, version: &toml::Value) -> Locked {
    (name.as_str().unwrap().to_owned(), Version::parse(version.as_str().unwrap()).unwrap())
}

fn npm_packages() -> Vec<Locked> {
    let lock: serde_json::Value = serde_json::from_str(&read("ui/package-lock.json")).unwrap();
    let packages = lock["packages"].as_object().unwrap().iter();
    packages
        .filter_map(|(place, package)| {
            // "node_modules/a/node_modules/@b/c" is package @b/c.
            let (_, name) = place.rsplit_once("node_modules/")?;
            Some((name.to_owned(), Version::parse(package["version"].as_str()?).ok()?))
        })
        .collect()
}

/// Sentences about every locked package below its floor in `table` ("crate" or "npm").
fn below_floor(table: &str, locked: &[Locked]) -> Vec<String> {
    let floors: toml::Table = toml::from_str(&read("src-tauri/xtask/floors.toml")).unwrap();
    let mut below = vec![];
    for floor in floors[table].as_array().unwrap() {
        let name = floor["name"].as_str().unwrap();
        let from = Version::parse(floor["from"].as_str().unwrap()).unwrap();
        for (_, version) in
            locked.iter().filter(|(other, version)| other == name && *version < from)
        {
            let because = floor["because"].as_str().unwrap();
            below.push(format!("{name} {version} is older than {from}: {because}"));
        }
    }
    below
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
