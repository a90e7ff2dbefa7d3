//! A second start on an open desk: it hands over what it was given and ends.

/// Hands the arguments of this program to the desk that is open under `id`, if there is one.
///
/// Asked before the window system is loaded: a double click on a file is answered at once, and
/// nothing of the webview runs in a program that is about to end. The plugin of the window asks
/// again for two starts at the same moment.
#[cfg(target_os = "linux")]
pub(crate) fn handed_over(id: &str) -> bool {
    let name = format!("{id}.SingleInstance");
    let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
    let given: Vec<String> =
        std::env::args_os().map(|each| each.to_string_lossy().into_owned()).collect();
    let here = std::env::current_dir().unwrap_or_default().to_string_lossy().into_owned();
    zbus::blocking::Connection::session()
        .and_then(|bus| {
            bus.call_method(
                Some(name.as_str()),
                path.as_str(),
                Some("org.SingleInstance.DBus"),
                "ExecuteCallback",
                &(given, here),
            )
        })
        .is_ok()
}

/// On Windows the plugin's own way needs no help.
#[cfg(not(target_os = "linux"))]
pub(crate) fn handed_over(_id: &str) -> bool {
    false
}
