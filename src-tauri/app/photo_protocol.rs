//! `photo://localhost/<hash>/<rendition>`: pictures for the page, by hash and nothing else.

use banthao_core::photo::Rendition;
use banthao_core::{Code, Failure, Result};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use crate::desk::Desk;

pub(crate) fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    // Making a rendition takes tens of milliseconds: never on the window's thread.
    tauri::async_runtime::spawn_blocking(move || {
        let answer = picture(&app.state::<Desk>(), request.uri().path());
        let (status, body) = match answer {
            Ok(bytes) => (StatusCode::OK, bytes),
            Err(failure) => match failure.code {
                Code::NotFound | Code::BadInput => (StatusCode::NOT_FOUND, Vec::new()),
                _ => (StatusCode::INTERNAL_SERVER_ERROR, Vec::new()),
            },
        };
        let response = Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "image/jpeg")
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            // What a hash names never changes.
            .header(header::CACHE_CONTROL, "private, max-age=31536000, immutable")
            .body(body)
            .expect("the headers are constants");
        responder.respond(response);
    });
}

fn picture(desk: &Desk, path: &str) -> Result<Vec<u8>> {
    let (hash, rendition) = parse(path)?;
    desk.photo_files()?.rendition(hash, rendition)
}

/// The hash itself is checked where it becomes a path.
fn parse(path: &str) -> Result<(&str, Rendition)> {
    let unknown = || Failure::not_found(path);
    let (hash, name) =
        path.strip_prefix('/').and_then(|path| path.split_once('/')).ok_or_else(unknown)?;
    if !banthao_core::photo::is_hash(hash) {
        return Err(unknown());
    }
    Ok((hash, Rendition::parse(name).ok_or_else(unknown)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_asked_for_by_hash_and_rendition_only() {
        let hash = "a".repeat(64);
        assert!(parse(&format!("/{hash}/thumb")).is_ok());
        for bad in [
            "/".to_owned(),
            format!("/{hash}"),
            format!("/{}/thumb", &hash[..63]),
            format!("/{hash}/thumb/.."),
            "/..%2f..%2fetc/thumb".to_owned(),
            format!("/..%5c{}/thumb", &hash[5..]),
            format!("/{}/thumb", "A".repeat(64)),
        ] {
            assert!(parse(&bad).is_err(), "{bad}");
        }
    }
}
