//! Texts that were looked at once and are agreed on: `tests/golden`.

use std::fs;
use std::path::Path;

/// Holds a text against the one that was agreed on under this name.
#[track_caller]
pub(crate) fn as_agreed(folder: &str, name: &str, made: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let path = folder.join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&path, made).unwrap();
    }
    let agreed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        made == agreed,
        "{name} differs from {}; look at it, then run with UPDATE_GOLDEN=1:\n{made}",
        path.display()
    );
}
