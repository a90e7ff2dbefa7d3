//! `photo://localhost/<hash>/<rendition>`: pictures for the page, by hash and nothing else; and
//! `photo://localhost/ingest/<session>/<number>/<picture>`: those of a card, by their numbers.

use banthao_core::photo::Rendition;
use banthao_core::{Code, Failure, Result};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use crate::desk::{Desk, SheetPicture};

pub(crate) fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    if let Some((session, n, which)) = parse_on_sheet(request.uri().path()) {
        let session = session.to_owned();
        tauri::async_runtime::spawn(async move {
            let answer = app.state::<Desk>().sheet_picture(&session, n, which).await;
            let (status, body) = match answer {
                Ok(bytes) => (StatusCode::OK, Vec::clone(&bytes)),
                Err(_) => (StatusCode::NOT_FOUND, Vec::new()),
            };
            let response = Response::builder()
                .status(status)
                .header(header::CONTENT_TYPE, content_type(&body))
                .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
                // A card may be gone the next moment.
                .header(header::CACHE_CONTROL, "no-store")
                .body(body)
                .expect("the headers are constants");
            responder.respond(response);
        });
        return;
    }
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

/// The session is looked for among the open ones and the number among its photos: neither is
/// ever part of a path.
fn parse_on_sheet(path: &str) -> Option<(&str, u32, SheetPicture)> {
    let (session, rest) = path.strip_prefix("/ingest/")?.split_once('/')?;
    let (n, picture) = rest.split_once('/')?;
    Some((session, n.parse().ok()?, SheetPicture::parse(picture)?))
}

/// Photos at full size are sent as they are.
fn content_type(picture: &[u8]) -> &'static str {
    if picture.starts_with(b"\x89PNG") {
        "image/png"
    } else if picture.starts_with(b"RIFF") {
        "image/webp"
    } else {
        "image/jpeg"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_on_a_sheet_is_asked_for_by_number_only() {
        assert_eq!(
            parse_on_sheet("/ingest/00ff/12/fit"),
            Some(("00ff", 12, SheetPicture::Fit)),
            "whether there is such a session is another question"
        );
        for bad in [
            "/ingest/00ff/12",
            "/ingest/00ff/-1/fit",
            "/ingest/00ff/1/../fit",
            "/ingest/00ff/%2e%2e/fit",
            "/ingest/00ff/99999999999/fit",
            "/ingest/12/fit",
        ] {
            assert_eq!(parse_on_sheet(bad), None, "{bad}");
        }
    }

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
