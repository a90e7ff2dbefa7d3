//! `photo://localhost/<hash>/<rendition>` and, where a photo is edited,
//! `photo://localhost/<hash>/<rendition>/<edits>`: pictures for the page, by hash and nothing else;
//! and `photo://localhost/ingest/<session>/<number>/<picture>`: those of a card, by their numbers.

use banthao_core::photo::{Edits, Rendition};
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
    let (hash, rendition, edits) = parse(path)?;
    desk.photo_files()?.rendition(hash, rendition, &edits)
}

/// The hash itself is checked where it becomes a path.
fn parse(path: &str) -> Result<(&str, Rendition, Edits)> {
    let unknown = || Failure::not_found(path);
    let (hash, name) =
        path.strip_prefix('/').and_then(|path| path.split_once('/')).ok_or_else(unknown)?;
    if !banthao_core::photo::is_hash(hash) {
        return Err(unknown());
    }
    let (name, edits) = match name.split_once('/') {
        // One address for one picture: no edits, no third part.
        Some((_, "")) => return Err(unknown()),
        Some((name, edits)) => (name, decoded(edits).ok_or_else(unknown)?.parse()?),
        None => (name, Edits::default()),
    };
    Ok((hash, Rendition::parse(name).ok_or_else(unknown)?, edits))
}

/// Takes back `encodeURIComponent`; `None` for what it does not write.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            let digit = |at: usize| char::from(digits[at]).to_digit(16);
            bytes.push(u8::try_from(digit(0)? * 16 + digit(1)?).ok()?);
            rest = after;
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok()
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
            format!("/{hash}/thumb/"),
            format!("/{hash}/thumb/turn=45"),
            format!("/{hash}/thumb/turn%3D9%"),
            format!("/{hash}/thumb/turn=90/crop=0,0,500,500"),
            "/..%2f..%2fetc/thumb".to_owned(),
            format!("/..%5c{}/thumb", &hash[5..]),
            format!("/{}/thumb", "A".repeat(64)),
        ] {
            assert!(parse(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn edits_come_as_the_page_writes_them_into_an_address() {
        let hash = "a".repeat(64);
        for text in ["turn=90;crop=0,1250,10000,7500", "turn%3D90%3Bcrop%3D0%2C1250%2C10000%2C7500"]
        {
            let path = format!("/{hash}/desk/{text}");
            let (_, rendition, edits) = parse(&path).unwrap();
            assert_eq!(rendition, Rendition::Desk);
            assert_eq!(edits.to_string(), "turn=90;crop=0,1250,10000,7500");
        }
    }
}
