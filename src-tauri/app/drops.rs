//! Files dropped on the window: their paths stay on this side, the page learns what came of them.

use std::path::PathBuf;

use banthao_core::exchange::recognise::Recognition;
use banthao_core::store::PhotoOutcome;
use serde::Serialize;
use tauri::{DragDropEvent, Emitter, Manager, PhysicalPosition, WebviewWindow, WindowEvent};

use crate::desk::{Desk, is_hand_off, is_imported};

/// Payload of `files-dragged`, in CSS pixels of the page.
#[derive(Clone, Serialize)]
struct Dragged {
    phase: &'static str,
    x: f64,
    y: f64,
}

/// Payload of `photos-dropped`.
#[derive(Clone, Serialize)]
struct PhotosDropped {
    x: f64,
    y: f64,
    outcomes: Vec<PhotoOutcome>,
}

/// Payload of `text-dropped`.
#[derive(Clone, Serialize)]
struct TextDropped {
    recognition: Recognition,
}

pub(crate) fn listen(window: &WebviewWindow) {
    let target = window.clone();
    window.on_window_event(move |event| {
        let WindowEvent::DragDrop(event) = event else { return };
        let scale = target.scale_factor().unwrap_or(1.0);
        let at = |position: &PhysicalPosition<f64>| (position.x / scale, position.y / scale);
        match event {
            DragDropEvent::Enter { position, .. } | DragDropEvent::Over { position } => {
                let (x, y) = at(position);
                let _ = target.emit("files-dragged", Dragged { phase: "over", x, y });
            }
            DragDropEvent::Drop { paths, position } => {
                let _ = target.emit("files-dragged", Dragged { phase: "left", x: 0.0, y: 0.0 });
                let window = target.clone();
                let (paths, at) = (paths.clone(), at(position));
                tauri::async_runtime::spawn(async move { take(window, paths, at).await });
            }
            DragDropEvent::Leave => {
                let _ = target.emit("files-dragged", Dragged { phase: "left", x: 0.0, y: 0.0 });
            }
            _ => {}
        }
    });
}

/// Hand-offs wait to be opened, the photos of folders are shown to choose from, one file with a text
/// is recognised as a new article; everything else is taken for photos.
async fn take(window: WebviewWindow, paths: Vec<PathBuf>, (x, y): (f64, f64)) {
    let desk = window.state::<Desk>();
    let (hand_offs, paths): (Vec<_>, Vec<_>) =
        paths.into_iter().partition(|path| is_hand_off(path));
    desk.arrived(hand_offs);
    let sorted = desk
        .aside(move || Ok(paths.into_iter().partition::<Vec<_>, _>(|path| path.is_dir())))
        .await;
    let Ok((folders, paths)) = sorted else { return };
    if !folders.is_empty() {
        match desk.open_ingest(folders).await {
            Ok(opened) => window.emit("ingest-opened", opened),
            Err(failure) => window.emit("drop-failed", failure),
        }
        .unwrap_or_default();
    }
    if paths.is_empty() {
        return;
    }
    if let [path] = &paths[..]
        && is_imported(path)
    {
        match desk.recognise_file(path.clone()).await {
            Ok(recognition) => window.emit("text-dropped", TextDropped { recognition }),
            Err(failure) => window.emit("drop-failed", failure),
        }
    } else {
        match desk.add_photos(paths).await {
            Ok(outcomes) => window.emit("photos-dropped", PhotosDropped { x, y, outcomes }),
            Err(failure) => window.emit("drop-failed", failure),
        }
    }
    // The window may have been closed meanwhile; then nobody is left to be told.
    .unwrap_or_default();
}
