//! Where a desk's store lies, and what its machine is called.

use std::path::{Path, PathBuf};

/// Folder of this application among the data of all applications.
const APPLICATION: &str = "vn.banthao.desk";

/// `BANTHAO_STORE` where it is set, else the desk's folder in the user's data folder; the window
/// and the command line thus meet in the same store.
pub fn default_folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = set("BANTHAO_STORE") {
        return PathBuf::from(folder);
    }
    let data = if cfg!(windows) {
        set("APPDATA").map(PathBuf::from)
    } else {
        set("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
            .or_else(|| Some(PathBuf::from(set("HOME")?).join(".local").join("share")))
    };
    data.unwrap_or_else(std::env::temp_dir).join(APPLICATION)
}

/// Short name for a folder, the same on every call: letters and digits only.
pub fn folder_fingerprint(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    blake3::hash(whole.as_os_str().as_encoded_bytes()).to_hex()[..16].to_owned()
}

/// Name of this machine, as colleagues know it.
pub fn device_name() -> String {
    std::env::var("COMPUTERNAME")
        .ok()
        .or_else(|| std::fs::read_to_string("/etc/hostname").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "PC".to_owned())
}
