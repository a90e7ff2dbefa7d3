//! The window shows our own pages and nothing else, ever.

use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, Url, WebviewWindow, WebviewWindowBuilder};

/// Builds the window of the configuration, with every way out of our pages closed.
///
/// It is shown once the page has all that it is made of. A window manager may give a window another
/// size as soon as it is shown; WebKitGTK then waits up to half a second for the page to follow,
/// and the page in vain for the files that this same thread would hand it.
pub(crate) fn only_our_pages(app: &App) -> tauri::Result<WebviewWindow> {
    let config = &app.config().app.windows[0];
    WebviewWindowBuilder::from_config(app.handle(), config)?
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        })
        .build()
}

fn is_ours(url: &Url) -> bool {
    let origin = (url.scheme(), url.host_str(), url.port());
    match origin {
        ("tauri", Some("localhost"), None) => true,
        // WebView2 cannot serve a scheme of its own: Tauri maps it to this host.
        ("http" | "https", Some("tauri.localhost"), None) => cfg!(windows),
        ("http", Some("localhost"), Some(5173)) => cfg!(dev),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_origin_may_be_shown() {
        let ours = |address: &str| is_ours(&Url::parse(address).expect("an address"));
        assert!(ours("tauri://localhost/index.html"));
        for foreign in [
            "https://example.org/",
            "http://tauri.evil.test/",
            "http://tauri.localhost.evil.test/",
            "http://localhost:8080/",
            "data:text/html,hello",
            "file:///etc/passwd",
            "tauri://localhost.evil.test/",
        ] {
            assert!(!ours(foreign), "{foreign}");
        }
    }
}
