//! Build script of the window: capabilities live under `src-tauri/`, and a fresh clone has no
//! `ui/dist` yet, which `generate_context!` refuses; so the empty folder is made here.

/// Named here, each command needs a permission by name in the capability: a command that is
/// written but not granted cannot be called. `cargo xtask tidy` holds the lists together.
const COMMANDS: &[&str] = &[
    "desk_info",
    "set_up",
    "change_settings",
    "workflow_presets",
    "standard_target",
    "change_me",
    "list_articles",
    "create_article",
    "open_article",
    "save_article",
    "move_article",
    "return_choices",
    "mark_check",
    "list_revisions",
    "read_revision",
    "review_changes",
    "changes_since_approval",
    "accept_changes",
    "undo_accept",
    "reject_changes",
    "set_review_base",
    "compare_revisions",
    "restore_revision",
    "article_history",
    "list_threads",
    "discuss",
    "check_log",
    "list_people",
    "save_person",
    "recognise_text",
    "recognise_file",
    "create_from_lines",
    "add_photos",
    "photo_info",
    "photo_details",
    "list_photos",
    "choose_photos",
    "list_photographers",
    "edit_photos",
    "undo_photo_edit",
    "photo_kit",
    "save_photo_template",
    "delete_photo_template",
    "save_code_replacements",
    "import_code_replacements",
    "export_code_replacements",
    "import_photo_kit",
    "export_photo_kit",
    "choose_ingest",
    "ingest_news",
    "stop_ingest",
    "close_ingest",
    "take_in",
    "export_article",
    "show_export",
    "show_sheet",
    "save_sheet",
    "hand_off",
    "choose_hand_offs",
    "waiting_hand_offs",
    "offered_hand_offs",
    "open_hand_off",
    "put_aside",
    "this_device",
    "list_peers",
    "trust_peer",
    "choose_shared_folder",
    "forget_shared_folder",
    "note_fault",
];

fn main() {
    std::fs::create_dir_all("ui/dist").expect("the source tree is writable while building");
    // The macro itself only follows files that were there when it last ran: none, at first.
    println!("cargo:rerun-if-changed=ui/dist");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes).expect("tauri.conf.json and the capabilities are valid");
}
