//! Input methods on Linux: the syllable being typed is shown in the text as it grows.

/// Switches WebKitGTK's preedit. wry always switches it off; then a Telex syllable only appears
/// once it is finished, which no Vietnamese writer can work with.
#[cfg(target_os = "linux")]
pub(crate) fn set_preedit(window: &tauri::WebviewWindow, on: bool) {
    use webkit2gtk::{InputMethodContextExt, WebViewExt};

    let _ = window.with_webview(move |webview| {
        if let Some(context) = webview.inner().input_method_context() {
            context.set_enable_preedit(on);
        }
    });
}

/// Windows' input methods need nothing of the kind.
#[cfg(not(target_os = "linux"))]
pub(crate) fn set_preedit(_window: &tauri::WebviewWindow, _on: bool) {}
