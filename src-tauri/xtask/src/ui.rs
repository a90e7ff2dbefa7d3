//! The UI's packages and its build, each done again only when something changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::machine;
use crate::shell::{self, Problem, Result};

/// Installs the UI's packages when `node_modules` is not what `package-lock.json` says.
pub(crate) fn install() -> Result {
    machine::ensure_node()?;
    let ui = shell::root().join("ui");
    let wanted = json(&ui.join("package-lock.json"));
    let installed = json(&ui.join("node_modules/.package-lock.json"));
    if let (Some(wanted), Some(installed)) = (wanted, installed)
        && is_installed(&wanted, &installed)
    {
        return Ok(());
    }
    shell::say("Installing the UI's packages");
    // Scripts of packages run with the rights of whoever builds; none of ours needs one.
    shell::run(shell::npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
        .map_err(|problem| problem.hint("npm says why above. It needs the network, this once."))
}

/// Builds `ui/dist` when a source is newer than the last build.
pub(crate) fn build() -> Result {
    install()?;
    let ui = shell::root().join("ui");
    let stamp = shell::target().join("xtask/ui-build");
    let now = fingerprint(&ui)?;
    let before = fs::read_to_string(&stamp).unwrap_or_default();
    if before == now && ui.join("dist/index.html").is_file() {
        return Ok(());
    }
    shell::say("Building the UI");
    shell::run(shell::npm().args(["run", "build"]))?;
    let written = fs::create_dir_all(stamp.parent().expect("the stamp lies in a folder"))
        .and_then(|()| fs::write(&stamp, now));
    written.map_err(|error| Problem::new(format!("cannot write {}: {error}", stamp.display())))
}

fn json(file: &Path) -> Option<Value> {
    serde_json::from_str(&fs::read_to_string(file).ok()?).ok()
}

/// Whether npm's record of what it installed agrees with the lock file. Optional packages may be
/// absent: they are other systems' binaries.
fn is_installed(wanted: &Value, installed: &Value) -> bool {
    let (Some(wanted), Some(installed)) =
        (wanted["packages"].as_object(), installed["packages"].as_object())
    else {
        return false;
    };
    let version = |package: &Value| package["version"].as_str().map(str::to_owned);
    let all_there = wanted.iter().filter(|(name, _)| !name.is_empty()).all(|(name, package)| {
        match installed.get(name) {
            Some(found) => version(found) == version(package),
            None => package["optional"] == true || package["devOptional"] == true,
        }
    });
    all_there && installed.keys().all(|name| wanted.contains_key(name))
}

/// A digest of every source that the built UI depends on.
fn fingerprint(ui: &Path) -> Result<String> {
    let mut files = vec![];
    collect(ui, &mut files)
        .map_err(|error| Problem::new(format!("cannot read {}: {error}", ui.display())))?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file)
            .map_err(|error| Problem::new(format!("cannot read {}: {error}", file.display())))?
            .hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    const NOT_SOURCES: &[&str] = &["node_modules", "dist", "e2e", ".svelte-kit"];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if NOT_SOURCES.iter().any(|other| name == *other) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lock(packages: Value) -> Value {
        json!({ "packages": packages })
    }

    #[test]
    fn packages_are_installed_again_only_when_they_differ_from_the_lock_file() {
        let wanted = lock(json!({
            "": { "name": "ui" },
            "node_modules/svelte": { "version": "5.57.3" },
            "node_modules/binding-win32": { "version": "1.0.0", "optional": true },
        }));
        let check = |installed: Value, expected: bool, why: &str| {
            assert_eq!(is_installed(&wanted, &lock(installed)), expected, "{why}");
        };
        check(json!({ "node_modules/svelte": { "version": "5.57.3" } }), true, "the same");
        check(json!({ "node_modules/svelte": { "version": "5.57.2" } }), false, "an older one");
        check(json!({}), false, "one is missing");
        check(
            json!({
                "node_modules/svelte": { "version": "5.57.3" },
                "node_modules/left-pad": { "version": "1.0.0" },
            }),
            false,
            "one too many",
        );
        assert!(!is_installed(&wanted, &json!({})), "a record that cannot be read");
    }
}
