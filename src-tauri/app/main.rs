//! Bản Thảo's window: one webview on one store.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod desk;
mod drops;
mod faults;
mod file_manager;
mod input_method;
mod navigation;
mod photo_protocol;
mod second_start;
mod sheet;
mod words;

use std::path::Path;

use desk::Desk;
use faults::Faults;
use tauri::Manager;

/// Label of the one window, as in `tauri.conf.json` and the capability.
const WINDOW: &str = "desk";

fn main() {
    if banthao_apart::answered() || banthao_delivery::answer_for_ssh() {
        return;
    }
    let folder = banthao_core::store::default_folder();
    let id = desk::instance_id(&folder);
    if second_start::handed_over(&id) {
        return;
    }
    let faults = Faults::in_folder(&folder);
    faults.note_panics();
    let single_instance =
        tauri_plugin_single_instance::Builder::new().dbus_id(id).callback(|app, given, at| {
            if let Some(desk) = app.try_state::<Desk>() {
                desk.arrived(desk::among_arguments(given, Path::new(&at)));
            }
            if let Some(window) = app.get_webview_window(WINDOW) {
                let _ = window.unminimize();
                let _ = window.show();
                let _ = window.set_focus();
            }
        });
    tauri::Builder::default()
        // First of all plugins: a second instance ends here, before it touches the store.
        .plugin(single_instance.build())
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol("photo", photo_protocol::answer)
        .register_asynchronous_uri_scheme_protocol("sheet", sheet::answer)
        .manage(sheet::ShownSheet::default())
        .setup(move |app| {
            let handle = app.handle().clone();
            // Beside the window's own start, which takes longer. The page can ask for nothing
            // before this function returns.
            let opening = std::thread::spawn(move || Desk::open(handle, &folder, faults));
            let window = navigation::only_our_pages(app)?;
            app.manage(opening.join().expect("opening a store tells what is wrong with it"));
            let desk = app.state::<Desk>();
            input_method::set_preedit(&window, desk.preedit());
            drops::listen(&window);
            sheet::close_with(&window);
            desk::forget_prints_with(&window);
            let here = std::env::current_dir().unwrap_or_default();
            desk.arrived(desk::among_arguments(std::env::args_os(), &here));
            desk::watch_shared_folder(app.handle());
            desk::deliver(app.handle());
            desk::keep_index(app.handle());
            Ok(())
        })
        .invoke_handler(commands::handler())
        .run(tauri::generate_context!())
        .expect("the window system starts");
}
