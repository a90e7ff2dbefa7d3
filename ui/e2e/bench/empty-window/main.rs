//! The yardstick of the figures: a Tauri window with an empty page and nothing behind it.

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!("ui/e2e/bench/empty-window/tauri.conf.json"))
        .expect("the window system starts");
}
