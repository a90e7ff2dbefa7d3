//! Build script of the window: capabilities live under `src-tauri/`, and a fresh clone has no
//! `ui/dist` yet, which `generate_context!` refuses; so the empty folder is made here.

fn main() {
    std::fs::create_dir_all("ui/dist").expect("the source tree is writable while building");
    // The macro itself only follows files that were there when it last ran: none, at first.
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*");
    tauri_build::try_build(attributes).expect("tauri.conf.json and the capabilities are valid");
}
