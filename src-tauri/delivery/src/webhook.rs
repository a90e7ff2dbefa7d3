//! A program of somebody's own that takes articles: each as one request, in the JSON in which
//! Superdesk pushes to its subscribers (ninjs), pictures before it or in it.
//!
//! Such a program cannot be asked what it has, so what makes it safe is on its side: a request that
//! is sent again after a lost answer has the same `guid`, `version` and `Idempotency-Key`, and
//! whoever takes it by these takes it once. Every request is signed, with the time in what is signed,
//! so that nobody can make one up or play an old one again.

use banthao_core::delivery::{
    Answer, Checked, Connector, Destination, DestinationKind, Errand, Found, Job, Parcel,
    ParcelPicture, Plan, PlannedRequest, Remote, StepKind, Tested, TroubleKind, key_of,
};
use banthao_core::language::slug::slug;
use banthao_core::time::ZoneMinutes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::html::{self, Style};
use crate::http::{Client, Form, Patience, Reply, Said, Sent, in_query};
use crate::text::{changes, escaped, lines};

const UTC: ZoneMinutes = ZoneMinutes(0);

pub(crate) struct Webhook {
    client: Client,
    /// Where pictures are sent to, with that address; `None` where they stand in the article.
    pictures: Option<(Client, String)>,
    destination: Destination,
    secret: String,
}

impl Webhook {
    /// # Errors
    /// Where the certificates or the proxy of the destination cannot be used.
    pub(crate) fn new(destination: &Destination, secret: &str, patience: Patience) -> Answer<Self> {
        let pictures = match &destination.kind {
            DestinationKind::Webhook { pictures_to } if !pictures_to.is_empty() => {
                let client = Client::new(destination, pictures_to, patience)?;
                Some((client, pictures_to.clone()))
            }
            _ => None,
        };
        Ok(Self {
            client: Client::new(destination, &destination.address, patience)?,
            pictures,
            destination: destination.clone(),
            secret: secret.to_owned(),
        })
    }

    /// Sends a signed request that is the same however often it is sent, but for its time.
    fn push(
        &self,
        client: &Client,
        job: &Job<'_>,
        step: StepKind,
        sent: &Sent<'_>,
        bytes: &[u8],
    ) -> Answer<Reply> {
        let at = job.delivery.steps.iter().find(|it| it.kind == step).and_then(|it| it.sent_at);
        let time = (at.unwrap_or(job.delivery.queued_at).0 / 1_000).to_string();
        let key = match step {
            StepKind::Media(n) => job.parcel.pictures[usize::from(n)].key(),
            _ => job.delivery.id.0.clone(),
        };
        let mut headers = vec![
            ("Accept", "application/json"),
            ("Idempotency-Key", key.as_str()),
            ("X-BanThao-Timestamp", time.as_str()),
        ];
        let signature = signature(&self.secret, &time, bytes);
        if let Some(signature) = &signature {
            headers.push(("X-BanThao-Signature", signature));
        }
        let reply = client.send("POST", "", &headers, sent)?;
        if !(200..300).contains(&reply.status) {
            return Err(client.refusal(&reply, said));
        }
        // A receiver may say nothing; a page is none of it, but a sign-in on the way.
        let first = reply.bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        if first == Some(&b'<') {
            return Err(client.about(TroubleKind::NotData));
        }
        Ok(reply)
    }

    /// The address of a picture in the article: where it was sent to, or its name in the article.
    fn address_of(&self, picture: &ParcelPicture) -> String {
        match &self.pictures {
            Some((_, address)) => format!("{address}/{}", picture.key()),
            None => picture.file_name.clone(),
        }
    }

    /// The article as JSON.
    fn item(&self, job: &Job<'_>) -> Value {
        let parcel = job.parcel;
        let mut associations = Map::new();
        for (n, picture) in parcel.pictures.iter().enumerate() {
            associations.insert(format!("picture_{}", n + 1), self.picture(picture));
        }
        if let Some(lead) = parcel.lead_picture.and_then(|n| parcel.pictures.get(n)) {
            associations.insert("featuremedia".to_owned(), self.picture(lead));
        }
        let author = |name: &String| {
            let code = self.destination.author(name);
            json!({ "name": name, "role": "writer", "code": code.unwrap_or(name) })
        };
        let text = text(parcel, &|picture| self.address_of(picture));
        let mut item = self.frame(job, "usable");
        let mut set = |name: &str, value: Value| item.insert(name.to_owned(), value);
        set("headline", json!(parcel.title));
        set("slugline", json!(parcel.slug));
        set("language", json!(parcel.language));
        set("description_text", json!(parcel.lead));
        set("description_html", json!(format!("<p>{}</p>", parcel.lead_html)));
        set("body_html", json!(text));
        set("byline", json!(parcel.authors.join(", ")));
        set("authors", parcel.authors.iter().map(author).collect());
        set("keywords", json!(parcel.tags));
        set("associations", Value::Object(associations));
        if !parcel.section.is_empty() {
            let name = self.destination.category(&parcel.section);
            set("service", json!([{ "name": name, "code": slug(name) }]));
        }
        if let Some(source) = &parcel.source {
            set("source", json!(source));
        }
        if let Some(at) = parcel.publish_at {
            set("embargoed", json!(at.rfc3339(UTC)));
        }
        Value::Object(item)
    }

    /// That the article is taken back.
    fn withdrawal(&self, job: &Job<'_>) -> Value {
        let mut item = self.frame(job, "canceled");
        if let Errand::TakeDown { reason } = &job.delivery.errand {
            item.insert("ednote".to_owned(), json!(reason));
        }
        Value::Object(item)
    }

    /// What every request about an article has. Its version grows from delivery to delivery, also
    /// from those of another desk.
    fn frame(&self, job: &Job<'_>, state: &str) -> Map<String, Value> {
        let guid = key_of(&job.delivery.article);
        let at = job.delivery.queued_at;
        let frame = json!({
            "guid": guid,
            "uri": guid,
            "type": "text",
            "profile": "article",
            "version": at.0.to_string(),
            "versioncreated": at.rfc3339(UTC),
            "pubstatus": state,
        });
        match frame {
            Value::Object(frame) => frame,
            _ => Map::new(),
        }
    }

    fn picture(&self, picture: &ParcelPicture) -> Value {
        let mut rendition = json!({
            "href": self.address_of(picture),
            "media": picture.key(),
            "mimetype": picture.media_type,
            "width": picture.width,
            "height": picture.height,
            "sha256": picture.sha256,
        });
        if self.pictures.is_none() {
            rendition["data"] = json!(STANDARD.encode(&picture.bytes));
        }
        json!({
            "guid": picture.key(),
            "uri": picture.key(),
            "type": "picture",
            "pubstatus": "usable",
            "mimetype": picture.media_type,
            "headline": picture.alt,
            "body_text": picture.alt,
            "description_text": picture.caption,
            "renditions": { "original": rendition },
        })
    }

    fn look_up_picture(&self, picture: &ParcelPicture) -> Answer<Found> {
        let Some((client, address)) = &self.pictures else { return Ok(Found::Nothing) };
        let path = format!("/{}", in_query(&picture.key()));
        let reply = client.send("GET", &path, &[], &Sent::Nothing)?;
        match reply.status {
            200..=299 if reply.bytes.first() == Some(&b'<') => {
                Err(client.about(TroubleKind::NotData))
            }
            200..=299 => {
                Ok(Found::Whole(Remote { id: picture.key(), link: format!("{address}{path}") }))
            }
            404 | 410 => Ok(Found::Nothing),
            _ => Err(client.refusal(&reply, said)),
        }
    }

    fn body_of(&self, job: &Job<'_>, step: StepKind) -> Value {
        match step {
            StepKind::TakeDown => self.withdrawal(job),
            _ => self.item(job),
        }
    }
}

impl Connector for Webhook {
    fn test(&mut self) -> Answer<Tested> {
        // Most take POST alone, and say so; whether the secret is right they say to an article.
        let reply = self.client.send("GET", "", &[], &Sent::Nothing)?;
        match reply.status {
            200..=299 | 400 | 404..=406 | 415 | 422 => {}
            _ => return Err(self.client.refusal(&reply, said)),
        }
        Ok(Tested::default())
    }

    fn preflight(&mut self, _: &Job<'_>) -> Answer<String> {
        self.test().map(|_| "{}".to_owned())
    }

    fn look_up(&mut self, job: &Job<'_>, step: StepKind) -> Answer<Found> {
        match step {
            StepKind::Media(n) => self.look_up_picture(&job.parcel.pictures[usize::from(n)]),
            StepKind::Preflight
            | StepKind::Reserve
            | StepKind::Write
            | StepKind::Verify
            | StepKind::TakeDown => Ok(Found::Nothing),
            // Nothing of ours can be asked for there.
            StepKind::Clear(_) => Ok(Found::Whole(Remote::default())),
        }
    }

    fn request_hash(&self, job: &Job<'_>, step: StepKind) -> String {
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
        match step {
            StepKind::Media(n) => hash(picture_form(&job.parcel.pictures[usize::from(n)]).bytes()),
            _ => hash(self.body_of(job, step).to_string().as_bytes()),
        }
    }

    fn send(&mut self, job: &Job<'_>, step: StepKind, _: Option<&Remote>) -> Answer<Remote> {
        if let StepKind::Media(n) = step {
            let picture = &job.parcel.pictures[usize::from(n)];
            let Some((client, _)) = &self.pictures else { return Ok(Remote::default()) };
            let form = picture_form(picture);
            self.push(client, job, step, &Sent::Form(&form), form.bytes())?;
            return Ok(Remote { id: picture.key(), link: self.address_of(picture) });
        }
        let body = self.body_of(job, step).to_string();
        let sent = Sent::Bytes("application/json; charset=utf-8", body.as_bytes());
        let reply = self.push(&self.client, job, step, &sent, body.as_bytes())?;
        // A receiver may say where readers find it.
        let told: Value = serde_json::from_slice(&reply.bytes).unwrap_or_default();
        let link = ["url", "link"].iter().find_map(|name| told[*name].as_str());
        let link = link.filter(|link| link.starts_with("https://") || link.starts_with("http://"));
        let link: String = link.unwrap_or_default().chars().take(2_000).collect();
        Ok(Remote { id: key_of(&job.delivery.article), link })
    }

    fn verify(&mut self, job: &Job<'_>) -> Answer<Checked> {
        // Nothing can be read back; that it was taken is what its answer said.
        let live = self.request_hash(job, StepKind::Write);
        let link = job.delivery.post().map(|post| post.link.clone()).unwrap_or_default();
        Ok(Checked { live, link, ..Checked::default() })
    }

    fn plan(&mut self, job: &Job<'_>) -> Answer<Plan> {
        self.test()?;
        let mut plan = Plan { post: job.delivery.known.clone(), ..Plan::default() };
        for picture in &job.parcel.pictures {
            let Some((_, address)) = &self.pictures else {
                plan.upload += picture.bytes.len() as u64;
                continue;
            };
            if self.look_up_picture(picture)? == Found::Nothing {
                plan.upload += picture.bytes.len() as u64;
                plan.requests.push(PlannedRequest {
                    method: "POST".to_owned(),
                    path: address.clone(),
                    body: json!({ "media_id": picture.key(), "bytes": picture.bytes.len() }),
                });
            }
        }
        let mut body = self.item(job);
        plan.changes = changes(&[], &lines(body["body_html"].as_str().unwrap_or_default()));
        // The pictures themselves would hide the rest.
        for (_, picture) in body["associations"].as_object_mut().into_iter().flatten() {
            if let Some(rendition) = picture["renditions"]["original"].as_object_mut() {
                rendition.remove("data");
            }
        }
        plan.requests.push(PlannedRequest {
            method: "POST".to_owned(),
            path: self.destination.address.clone(),
            body,
        });
        Ok(plan)
    }
}

/// `sha256=…` over `TIME.BODY`; `None` where there is no secret to sign with.
fn signature(secret: &str, time: &str, body: &[u8]) -> Option<String> {
    if secret.is_empty() {
        return None;
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    let hex: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    Some(format!("sha256={hex}"))
}

fn picture_form(picture: &ParcelPicture) -> Form {
    let key = picture.key();
    let fields = [
        ("media_id", key.as_str()),
        ("alt_text", picture.alt.as_str()),
        ("description_text", picture.caption.as_str()),
        ("sha256", picture.sha256.as_str()),
    ];
    Form::new(&fields, "media", &picture.file_name, &picture.media_type, &picture.bytes)
}

/// There is no one way in which such programs write their faults; these are the usual ones.
fn said(json: &Value) -> Said {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let says = ["message", "error", "detail", "_message"].into_iter().map(text);
    let says = says.into_iter().find(|says| !says.is_empty()).unwrap_or_default();
    // Of a fault of the moment they write as of any other.
    Said { code: text("code"), forbids: true, is_vague: true, says }
}

/// The text, with its pictures at these addresses.
pub(crate) fn text(parcel: &Parcel, address_of: &dyn Fn(&ParcelPicture) -> String) -> String {
    let image = |n: usize, alt: &str| {
        let Some(picture) = parcel.pictures.get(n) else { return String::new() };
        let source = escaped(&address_of(picture));
        let (alt, width, height) = (escaped(alt), picture.width, picture.height);
        format!("<img src=\"{source}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\">")
    };
    let style =
        Style { image: &image, figure: "", raw: None, names: true, lead: true, above: None };
    html::body(parcel, &style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_time_and_the_body() {
        // Reckoned by `openssl dgst -sha256 -hmac` over `1700000000.{"a":1}`.
        let signed = signature("bi-mat", "1700000000", b"{\"a\":1}");
        let expected = "sha256=593511271c84f4e1c68d5807a9bf0d58b86455e048a54cca3a0f9a50a3cd6de8";
        assert_eq!(signed.as_deref(), Some(expected));
        assert_eq!(signature("", "1700000000", b"{}"), None);
    }
}
