//! Ghost by its Admin API (5 and newer) and the key of a custom integration.
//!
//! What makes it safe: a post carries an internal tag that names the article, by which it is found
//! again, and a comment in its foot that names the delivery. Ghost takes a change only of the state
//! that was read, so nothing of anybody's is written over between reading and writing. Pictures have
//! no such name there: they are found by their file's name, in the post or where Ghost puts them in
//! the month of the request.

mod post;

use std::time::{SystemTime, UNIX_EPOCH};

use banthao_core::delivery::{
    Ability, Answer, Checked, Connector, Destination, Difference, Errand, Found, Job,
    ParcelPicture, Plan, PlannedRequest, Remote, StepKind, Tested, Trouble, TroubleKind, key_of,
};
use banthao_core::time::{Timestamp, ZoneMinutes};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::http::{Client, Form, Patience, Said, Sent, in_query};
use crate::text::{changes, lines};
use post::Live;
pub(crate) use post::text;

/// Ghost takes no token that is older, in seconds.
const TOKEN_AGE: u64 = 300;

pub(crate) struct Ghost {
    client: Client,
    destination: Destination,
    /// Id and secret of the integration's key.
    key: (String, Vec<u8>),
    /// As it was last read.
    live: Option<Live>,
    /// Slugs of the authors that are users there, once they were asked for.
    users: Option<Vec<String>>,
}

impl Ghost {
    /// # Errors
    /// `WrongPassword` for what is no key; where the certificates or the proxy of the destination
    /// cannot be used.
    pub(crate) fn new(destination: &Destination, key: &str, patience: Patience) -> Answer<Self> {
        let key = read_key(key).ok_or_else(|| Trouble::new(TroubleKind::WrongPassword))?;
        Ok(Self {
            client: Client::new(destination, &destination.address, patience)?,
            destination: destination.clone(),
            key,
            live: None,
            users: None,
        })
    }

    fn ask(&self, method: &str, path: &str, sent: &Sent<'_>) -> Answer<Value> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
        let signed = format!("Ghost {}", token(&self.key.0, &self.key.1, now));
        let headers = [
            ("Accept", "application/json"),
            ("Accept-Version", "v5.0"),
            ("Authorization", signed.as_str()),
        ];
        let path = format!("/ghost/api/admin{path}");
        let reply = self.client.send(method, &path, &headers, sent)?;
        // An empty answer is that of something deleted.
        if reply.status == 204 {
            return Ok(Value::Null);
        }
        // With 401 it says whether the key is another site's, or a clock far away.
        self.client.json(&reply, said)
    }

    fn get(&self, path: &str) -> Answer<Value> {
        self.ask("GET", path, &Sent::Nothing)
    }

    /// Whether the key is enough: that of an integration is no user and may all that is needed,
    /// that of a person may what the person may.
    fn may_post(&self) -> Answer<bool> {
        let me = match self.get("/users/me/?include=roles") {
            Ok(me) => me,
            Err(trouble) if post::is_gone(&trouble) => return Ok(true),
            Err(trouble) => return Err(trouble),
        };
        let roles = me["users"][0]["roles"].as_array().into_iter().flatten();
        let mut names = roles.filter_map(|role| role["name"].as_str());
        Ok(names.any(|name| !matches!(name, "Author" | "Contributor")))
    }

    /// The address of a picture that is there already.
    fn find_picture(
        &mut self,
        job: &Job<'_>,
        step: StepKind,
        name: &str,
    ) -> Answer<Option<Remote>> {
        let live = match &self.live {
            Some(live) => Some(live.clone()),
            None => self.known_post(job)?,
        };
        if let Some(link) = live.and_then(|live| live.picture(name)) {
            return Ok(Some(Remote { id: name.to_owned(), link }));
        }
        let at = job.delivery.steps.iter().find(|it| it.kind == step).and_then(|it| it.sent_at);
        for month in months(at.unwrap_or(job.delivery.queued_at)) {
            let path = format!("/content/images/{month}/{}", in_query(name));
            let reply = self.client.send("HEAD", &path, &[], &Sent::Nothing)?;
            if reply.status == 200 {
                // As the site itself calls it: what is asked here may be an inner address.
                let site = self.get("/site/")?;
                let site = site["site"]["url"].as_str().unwrap_or(&self.destination.address);
                let link = format!("{}{path}", site.trim_end_matches('/'));
                return Ok(Some(Remote { id: name.to_owned(), link }));
            }
        }
        Ok(None)
    }

    fn upload(&mut self, job: &Job<'_>, step: StepKind, picture: &ParcelPicture) -> Answer<Remote> {
        let name = name_of(picture);
        let form = picture_form(picture, &name);
        let answer = self.ask("POST", "/images/upload/", &Sent::Form(&form))?;
        let link = answer["images"][0]["url"].as_str().unwrap_or_default().to_owned();
        if !link.ends_with(&format!("/{name}")) {
            // An earlier request, whose answer was lost, came after all: its picture is the one.
            if let Some(first) = self.find_picture(job, step, &name)? {
                return Ok(first);
            }
        }
        Ok(Remote { id: name, link })
    }
}

impl Connector for Ghost {
    fn test(&mut self) -> Answer<Tested> {
        let site = self.get("/site/")?;
        let Some(title) = site["site"]["title"].as_str() else {
            return Err(Trouble::new(TroubleKind::NotThere));
        };
        // That one answers without a key, too.
        self.get("/posts/?limit=1&fields=id")?;
        if !self.may_post()? {
            return Err(Trouble::new(TroubleKind::NoRight).with("what", "edit_posts"));
        }
        let may = vec![Ability::Write, Ability::Upload, Ability::Publish, Ability::ChooseAuthor];
        Ok(Tested { user: title.to_owned(), may })
    }

    fn preflight(&mut self, _: &Job<'_>) -> Answer<String> {
        self.test().map(|tested| json!({ "site": tested.user }).to_string())
    }

    fn look_up(&mut self, job: &Job<'_>, step: StepKind) -> Answer<Found> {
        match step {
            StepKind::Media(n) => {
                let name = name_of(&job.parcel.pictures[usize::from(n)]);
                let found = self.find_picture(job, step, &name)?;
                Ok(found.map_or(Found::Nothing, Found::Whole))
            }
            StepKind::Reserve => {
                let live = self.find_post(job)?;
                Ok(live.map_or(Found::Nothing, |live| Found::Whole(live.remote())))
            }
            StepKind::Write => self.look_up_written(job),
            StepKind::TakeDown => Ok(match self.known_post(job)? {
                Some(live) if live.is_public() => Found::Partly(live.remote()),
                Some(_) | None => Found::Whole(job.delivery.known.clone().unwrap_or_default()),
            }),
            StepKind::Clear(_) => Ok(match self.empty_draft(job)? {
                Some(live) => Found::Partly(live.remote()),
                None => Found::Whole(Remote::default()),
            }),
            StepKind::Preflight | StepKind::Verify => Ok(Found::Nothing),
        }
    }

    fn request_hash(&self, job: &Job<'_>, step: StepKind) -> String {
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
        match step {
            StepKind::Media(n) => {
                let picture = &job.parcel.pictures[usize::from(n)];
                hash(picture_form(picture, &name_of(picture)).bytes())
            }
            StepKind::Reserve => hash(post::reservation(job).to_string().as_bytes()),
            StepKind::Write => hash(text(job, false).as_bytes()),
            StepKind::Clear(_) | StepKind::TakeDown | StepKind::Preflight | StepKind::Verify => {
                hash(job.delivery.post().map(|it| it.id.clone()).unwrap_or_default().as_bytes())
            }
        }
    }

    fn send(&mut self, job: &Job<'_>, step: StepKind, there: Option<&Remote>) -> Answer<Remote> {
        match step {
            StepKind::Media(n) => self.upload(job, step, &job.parcel.pictures[usize::from(n)]),
            StepKind::Reserve => self.reserve(job),
            StepKind::Write => self.write(job),
            StepKind::TakeDown => self.unpublish(job),
            StepKind::Clear(_) => {
                let there = there.cloned().unwrap_or_default();
                let path = format!("/posts/{}/", in_query(&there.id));
                self.ask("DELETE", &path, &Sent::Nothing)?;
                Ok(there)
            }
            StepKind::Preflight | StepKind::Verify => Ok(Remote::default()),
        }
    }

    fn verify(&mut self, job: &Job<'_>) -> Answer<Checked> {
        let post = job.delivery.post().cloned().unwrap_or_default();
        let Some(live) = self.read_post(&post.id)? else {
            return Err(Trouble::new(TroubleKind::ChangedThere));
        };
        self.ask_for_authors(job)?;
        let (mut wanted, _) = self.fields(job, Some(&live));
        if job.delivery.known_live.is_none() && !job.parcel.slug.is_empty() {
            // The first time: another post may have had that address.
            wanted["slug"] = json!(job.parcel.slug);
        }
        let differences = live.differences(&wanted);
        let doubles = self.sweep(job, &post)?;
        Ok(Checked { live: live.hash(), link: live.link(), differences, doubles })
    }

    fn plan(&mut self, job: &Job<'_>) -> Answer<Plan> {
        self.test()?;
        let live = self.find_post(job)?;
        let mut plan = Plan::default();
        let request = |method: &str, path: String, body: Value| PlannedRequest {
            method: method.to_owned(),
            path: format!("/ghost/api/admin{path}"),
            body,
        };
        for (n, picture) in job.parcel.pictures.iter().enumerate() {
            let name = name_of(picture);
            let step = StepKind::Media(u16::try_from(n).unwrap_or(u16::MAX));
            if self.find_picture(job, step, &name)?.is_none() {
                plan.upload += picture.bytes.len() as u64;
                let body = json!({ "file": name, "bytes": picture.bytes.len() });
                plan.requests.push(request("POST", "/images/upload/".to_owned(), body));
            }
        }
        let path = match &live {
            Some(live) => format!("/posts/{}/?source=html", live.id),
            None => {
                let body = post::reservation(job);
                plan.requests.push(request("POST", "/posts/".to_owned(), body));
                "/posts/…/?source=html".to_owned()
            }
        };
        self.ask_for_authors(job)?;
        let (wanted, dropped) = self.fields(job, live.as_ref());
        let before = live.as_ref().map(Live::lines).unwrap_or_default();
        let title = wanted["title"].as_str().unwrap_or_default().to_owned();
        let text = lines(wanted["html"].as_str().unwrap_or_default());
        plan.changes = changes(&before, &std::iter::once(title).chain(text).collect::<Vec<_>>());
        plan.requests.push(request("PUT", path, wanted));
        plan.dropped = dropped;
        plan.changed_there = live.as_ref().is_some_and(|live| self.is_changed(live, job));
        plan.compared = live.is_some();
        plan.post = live.map(|live| live.remote());
        Ok(plan)
    }
}

/// `ID:SECRET`, the secret as hexadecimal bytes.
fn read_key(key: &str) -> Option<(String, Vec<u8>)> {
    let (id, secret) = key.trim().split_once(':')?;
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if id.is_empty() || secret.is_empty() || secret.len() % 2 != 0 || !hex(id) || !hex(secret) {
        return None;
    }
    let bytes = (0..secret.len()).step_by(2).map(|at| u8::from_str_radix(&secret[at..at + 2], 16));
    Some((id.to_owned(), bytes.collect::<Result<_, _>>().ok()?))
}

/// A token of RFC 7519, signed with HS256; good for five minutes from `now` (seconds).
fn token(id: &str, secret: &[u8], now: u64) -> String {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let head = part(json!({ "alg": "HS256", "kid": id, "typ": "JWT" }));
    let claims = part(json!({ "aud": "/admin/", "exp": now + TOKEN_AGE, "iat": now }));
    let text = format!("{head}.{claims}");
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// The months in which a server may have put what came at this time, whatever its time zone:
/// `2026/11`.
fn months(at: Timestamp) -> Vec<String> {
    const DAY: i64 = 86_400_000;
    let mut months: Vec<String> = Vec::new();
    for shift in [0, -DAY, DAY] {
        let day = Timestamp(at.0.saturating_add(shift)).rfc3339(ZoneMinutes(0));
        let month = day.get(..7).unwrap_or_default().replace('-', "/");
        if !months.contains(&month) {
            months.push(month);
        }
    }
    months
}

/// Under which a picture's file is sent.
fn name_of(picture: &ParcelPicture) -> String {
    let end = picture.file_name.rsplit('.').next().unwrap_or("jpg");
    format!("{}.{end}", picture.key())
}

fn picture_form(picture: &ParcelPicture, name: &str) -> Form {
    let key = picture.key();
    let fields = [("purpose", "image"), ("ref", key.as_str())];
    Form::new(&fields, "file", name, &picture.media_type, &picture.bytes)
}

fn said(json: &Value) -> Said {
    let error = &json["errors"][0];
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    let (kind, code) = (text("type"), text("code"));
    Said {
        forbids: kind == "NoPermissionError",
        is_vague: kind == "InternalServerError",
        says: Some(text("context")).filter(|it| !it.is_empty()).unwrap_or_else(|| text("message")),
        code: if code.is_empty() { kind } else { code },
    }
}

/// The internal tag that names an article there.
fn tag_of(job: &Job<'_>) -> String {
    format!("#{}", key_of(&job.delivery.article))
}

fn overwrites(job: &Job<'_>) -> bool {
    matches!(job.delivery.errand, Errand::Bring { overwrite: true, .. })
}

fn lost(field: &str, sent: &str, found: &str) -> Difference {
    Difference { field: field.to_owned(), sent: sent.to_owned(), found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_an_id_and_bytes_in_hexadecimal() {
        assert_eq!(read_key(" 65ab:00fF \n"), Some(("65ab".to_owned(), vec![0, 255])));
        for key in ["", "65ab", "65ab:", ":00", "65ab:0", "65ab:zz", "65ab:é0", "lan:mat khau"] {
            assert_eq!(read_key(key), None, "{key}");
        }
    }

    #[test]
    fn a_picture_is_looked_for_in_every_month_that_it_may_be_in() {
        // 2026-11-30T20:00:00Z: December in Việt Nam.
        let at = Timestamp(1_796_068_800_000);
        assert!(at.rfc3339(ZoneMinutes(0)).starts_with("2026-11-30T20"), "{at:?}");
        assert_eq!(months(at), ["2026/11", "2026/12"]);
    }
}
