//! Approval sheets: a window of their own that shows the very page that is printed and saved.
//!
//! That window has no rights: no capability names it, its page runs no script, and it can go
//! nowhere. What can be done there stands in its menu, on this side.

use std::sync::{Mutex, PoisonError};

use banthao_core::article::ArticleId;
use banthao_core::store::SheetPlan;
use banthao_core::{Failure, Result};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder, SubmenuBuilder};
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Manager, UriSchemeContext, UriSchemeResponder, Url, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent, Wry,
};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::desk::{Desk, local, with_ending};
use crate::words::Words;

/// What the page itself asks for too: nothing but its own style and pictures.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// What a sheet's file may end in, for a mail program to know it.
const ENDINGS: &[&str] = &["html", "htm"];

/// The sheet in sight; one at a time.
#[derive(Default)]
pub(crate) struct ShownSheet(Mutex<Shown>);

#[derive(Default)]
struct Shown {
    /// How many have been shown since the start: each window has a label of its own, so that
    /// none is asked for the page of another.
    count: u32,
    sheet: Option<(SheetPlan, String)>,
}

impl ShownSheet {
    fn lock(&self) -> std::sync::MutexGuard<'_, Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes the sheet of an article and shows it in place of the one before.
///
/// # Errors
/// Those of [`banthao_core::store::Store::plan_sheet`]; `Internal` where no window opens.
pub(crate) async fn show(app: &AppHandle, desk: &Desk, id: ArticleId) -> Result<()> {
    let plan = desk.run(move |store, moment| store.plan_sheet(&id, &moment)).await?;
    let files = desk.photo_files()?;
    let made = move || {
        let page = plan.page(&files);
        Ok((plan, page))
    };
    let (plan, page) = desk.aside(made).await?;
    let title = plan.title();
    let (last, next) = {
        let state = app.state::<ShownSheet>();
        let mut shown = state.lock();
        let last = label(shown.count);
        shown.count += 1;
        shown.sheet = Some((plan, page));
        (last, label(shown.count))
    };
    if let Some(window) = app.get_webview_window(&last) {
        window.destroy().map_err(Failure::internal)?;
    }
    open(app, &next, &title, desk.words()).map_err(Failure::internal)
}

/// Makes the sheet of an article and saves it where the person says; `None` where they thought
/// better of it.
///
/// # Errors
/// As [`show`]; those of writing a file.
pub(crate) async fn save(app: &AppHandle, desk: &Desk, id: ArticleId) -> Result<Option<String>> {
    let plan = desk.run(move |store, moment| store.plan_sheet(&id, &moment)).await?;
    save_plan(app, desk, plan).await
}

/// Answers `sheet://localhost/` with the page in sight, and only to the window that shows it.
pub(crate) fn answer(
    context: UriSchemeContext<'_, Wry>,
    _request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let state = context.app_handle().state::<ShownSheet>();
    let shown = state.lock();
    let page = shown.sheet.as_ref().filter(|_| context.webview_label() == label(shown.count));
    let (status, body) = match page {
        Some((_, page)) => (StatusCode::OK, page.clone().into_bytes()),
        None => (StatusCode::NOT_FOUND, Vec::new()),
    };
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "no-store")
        .body(body)
        .expect("the headers are constants");
    responder.respond(response);
}

/// The sheet goes when the desk goes: it is no reason for the program to stay.
pub(crate) fn close_with(desk: &WebviewWindow) {
    let app = desk.app_handle().clone();
    desk.on_window_event(move |event| {
        if let WindowEvent::Destroyed = event {
            let last = label(app.state::<ShownSheet>().lock().count);
            if let Some(window) = app.get_webview_window(&last) {
                let _ = window.destroy();
            }
        }
    });
}

fn open(app: &AppHandle, label: &str, title: &str, words: &Words) -> tauri::Result<()> {
    let address = Url::parse("sheet://localhost/").expect("the address is a constant");
    WebviewWindowBuilder::new(app, label, WebviewUrl::CustomProtocol(address))
        .title(title)
        .inner_size(900.0, 720.0)
        .min_inner_size(480.0, 320.0)
        .menu(menu(app, words)?)
        .on_menu_event(|window, event| {
            let Some(window) = window.app_handle().get_webview_window(window.label()) else {
                return;
            };
            match event.id().as_ref() {
                "print-sheet" => print(&window),
                "save-sheet" => save_shown(window),
                "close-sheet" => {
                    let _ = window.close();
                }
                _ => {}
            }
        })
        .on_navigation(is_sheet)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

fn menu(app: &AppHandle, words: &Words) -> tauri::Result<Menu<Wry>> {
    let item = |id: &str, text: &str, keys: &str| {
        MenuItemBuilder::with_id(id, text).accelerator(keys).build(app)
    };
    let sheet = SubmenuBuilder::new(app, words.sheet)
        .item(&item("print-sheet", words.print, "CmdOrCtrl+P")?)
        .item(&item("save-sheet", words.save_html, "CmdOrCtrl+S")?)
        .separator()
        .item(&item("close-sheet", words.close, "CmdOrCtrl+W")?)
        .build()?;
    MenuBuilder::new(app).item(&sheet).build()
}

fn print(window: &WebviewWindow) {
    if let Err(error) = window.print() {
        let app = window.app_handle().clone();
        let what = format!("printing: {error}");
        tauri::async_runtime::spawn(async move { app.state::<Desk>().note_fault(what).await });
    }
}

/// Saves the sheet in sight, byte for byte what is shown.
fn save_shown(window: WebviewWindow) {
    let app = window.app_handle().clone();
    let plan = app.state::<ShownSheet>().lock().sheet.as_ref().map(|(plan, _)| plan.clone());
    let Some(plan) = plan else { return };
    tauri::async_runtime::spawn(async move {
        let desk = app.state::<Desk>();
        if let Err(failure) = save_plan(&app, &desk, plan).await {
            let words = desk.words();
            let path = failure.params.get("path").cloned().unwrap_or(failure.message);
            app.dialog()
                .message(path)
                .title(words.not_saved)
                .kind(MessageDialogKind::Error)
                .parent(&window)
                .show(|_| {});
        }
    });
}

async fn save_plan(app: &AppHandle, desk: &Desk, plan: SheetPlan) -> Result<Option<String>> {
    let words = desk.words();
    let files = desk.photo_files()?;
    let dialog = app
        .dialog()
        .file()
        .set_title(words.save_sheet)
        .set_file_name(plan.file_name())
        .add_filter(words.web_pages, &["html"]);
    desk.aside(move || {
        let Some(path) = dialog.blocking_save_file() else { return Ok(None) };
        let path = with_ending(local(path)?, ENDINGS);
        plan.write(&files, &path)?;
        Ok(Some(path.display().to_string()))
    })
    .await
}

fn label(count: u32) -> String {
    format!("sheet-{count}")
}

fn is_sheet(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("sheet", Some("localhost")) => true,
        // WebView2 cannot serve a scheme of its own: Tauri maps it to this host.
        ("http" | "https", Some("sheet.localhost")) => cfg!(windows),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_of_a_sheet_goes_nowhere() {
        let may_show = |address: &str| is_sheet(&Url::parse(address).expect("an address"));
        assert!(may_show("sheet://localhost/"));
        for elsewhere in
            ["https://example.org/", "tauri://localhost/", "file:///etc/passwd", "sheet://evil/"]
        {
            assert!(!may_show(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn a_file_without_an_ending_gets_one_and_takes_no_other_files_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        assert_eq!(with_ending(path("phieu"), ENDINGS), path("phieu.html"));
        assert_eq!(with_ending(path("phieu.htm"), ENDINGS), path("phieu.htm"));
        assert_eq!(with_ending(path("phiếu 5.12"), ENDINGS), path("phiếu 5.12.html"));
        std::fs::write(path("phieu.html"), "").expect("a file");
        assert_eq!(with_ending(path("phieu"), ENDINGS), path("phieu"));
    }
}
