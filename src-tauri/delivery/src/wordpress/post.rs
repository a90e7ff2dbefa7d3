//! The post: found, reserved, written, and read back.

use banthao_core::delivery::{
    Answer, Difference, Found, Job, PostAs, Remote, Trouble, TroubleKind,
};
use banthao_core::time::{Timestamp, ZoneMinutes};
use serde_json::{Value, json};

use super::content::{marker, marker_of_article, text};
use super::{WordPress, id_of};
use crate::http::in_query;
use crate::text::{lines, parting, unescaped};

/// A post as it stands there.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) id: String,
    pub(super) link: String,
    status: String,
    fields: Value,
}

impl Live {
    fn of(post: Value) -> Self {
        let text = |name: &str| post[name].as_str().unwrap_or_default().to_owned();
        Self { id: id_of(&post), link: text("link"), status: text("status"), fields: post }
    }

    pub(super) fn remote(&self) -> Remote {
        Remote { id: self.id.clone(), link: self.link.clone() }
    }

    fn raw(&self, field: &str) -> &str {
        self.fields[field]["raw"].as_str().unwrap_or_default()
    }

    /// By which a change is noticed: what people write there, not what the site makes of it.
    pub(super) fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for field in ["title", "content", "excerpt"] {
            hasher.update(self.raw(field).as_bytes()).update(&[0]);
        }
        hasher.finalize().to_hex().to_string()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let text = self.raw("content");
        if text.is_empty() {
            return Vec::new();
        }
        let title = unescaped(self.raw("title"));
        std::iter::once(title).chain(lines(text)).collect()
    }

    /// Whether somebody else's work is in it that this delivery does not know.
    pub(super) fn is_foreign(&self, job: &Job<'_>) -> bool {
        let text = self.raw("content");
        !text.is_empty()
            && !text.contains(&marker(job))
            && job.delivery.known_live.as_ref() != Some(&self.hash())
    }

    /// Readers can see it, or will at its time.
    fn is_public(&self) -> bool {
        ["publish", "future", "private"].contains(&self.status.as_str())
    }

    /// What does not read as it was wanted. Written words are compared as they are kept, never as
    /// they are shown: the site prints other quotes and dashes.
    pub(super) fn differences(&self, wanted: &Value) -> Vec<Difference> {
        let mut found = Vec::new();
        for (field, sent) in wanted.as_object().into_iter().flatten() {
            let there = match self.fields[field].get("raw") {
                Some(raw) => raw.clone(),
                None => self.fields[field].clone(),
            };
            let same = match field.as_str() {
                "title" | "content" | "excerpt" => cleaned(&text_of(sent))
                    .split_whitespace()
                    .eq(cleaned(&text_of(&there)).split_whitespace()),
                "categories" | "tags" | "coauthors" => {
                    let numbers = |value: &Value| {
                        let list = value.as_array().into_iter().flatten();
                        let mut list: Vec<u64> = list.filter_map(Value::as_u64).collect();
                        list.sort_unstable();
                        list
                    };
                    numbers(sent) == numbers(&there)
                }
                // With a `Z` or without.
                "date_gmt" => {
                    text_of(&there).trim_end_matches('Z') == text_of(sent).trim_end_matches('Z')
                }
                // The time may have come between writing and reading.
                "status" => *sent == there || (sent == "future" && there == "publish"),
                _ => *sent == there,
            };
            if !same {
                let [sent, there] = parting(&text_of(sent), &text_of(&there));
                found.push(Difference { field: field.clone(), sent, found: there });
            }
        }
        found
    }
}

/// Text as a site leaves it that cleans what its user may not write freely: the same to a reader.
fn cleaned(text: &str) -> String {
    unescaped(text).replace(" />", "/>")
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An empty draft under the article's name.
pub(super) fn reservation(job: &Job<'_>) -> Value {
    json!({ "title": job.parcel.title, "slug": job.parcel.key, "status": "draft" })
}

/// Title and text of planned fields as paragraphs.
pub(super) fn lines_of(fields: &Value) -> Vec<String> {
    let text = |name: &str| fields[name].as_str().unwrap_or_default();
    std::iter::once(text("title").to_owned()).chain(lines(text("content"))).collect()
}

impl WordPress {
    /// The post of this number; `None` where it is gone, or in the trash.
    pub(super) fn read_post(&mut self, id: &str) -> Answer<Option<Live>> {
        if id.is_empty() {
            return Ok(None);
        }
        match self.get(&format!("/wp/v2/posts/{}?context=edit", in_query(id))) {
            Ok(post) if post["status"] == "trash" => Ok(None),
            Ok(post) => {
                let live = Live::of(post);
                self.live = Some(live.clone());
                Ok(Some(live))
            }
            Err(trouble) if is_gone(&trouble) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    pub(super) fn known_post(&mut self, job: &Job<'_>) -> Answer<Option<Live>> {
        let known = job.delivery.known.clone();
        known.map_or(Ok(None), |known| self.read_post(&known.id))
    }

    /// The post of the article: by the number that is known, by the name of its reservation, by the
    /// comment at its end.
    pub(super) fn find_post(&mut self, job: &Job<'_>) -> Answer<Option<Live>> {
        if let Some(known) = self.known_post(job)? {
            return Ok(Some(known));
        }
        let key = in_query(&job.parcel.key);
        let by_slug = self.get(&format!("/wp/v2/posts?context=edit&status=any&slug={key}"))?;
        let mut found = by_slug.as_array().and_then(|all| all.first()).cloned();
        if found.is_none() {
            let wanted = marker_of_article(job.parcel);
            let query = in_query(&wanted);
            let path =
                format!("/wp/v2/posts?context=edit&status=any&orderby=id&order=asc&search={query}");
            let by_text = self.get(&path)?;
            let is_ours = |post: &&Value| {
                text_of(&post["content"]["raw"]).contains(&format!("<!-- {wanted}"))
            };
            found = by_text.as_array().into_iter().flatten().find(is_ours).cloned();
        }
        let live = found.map(Live::of);
        self.live.clone_from(&live);
        Ok(live)
    }

    pub(super) fn reserve(&mut self, job: &Job<'_>) -> Answer<Remote> {
        let answer = self.post("/wp/v2/posts", &reservation(job))?;
        let made = Live::of(answer);
        let key = job.parcel.key.as_str();
        if made.fields["slug"] != key {
            // An earlier request, whose answer was lost, came after all while this was on its way.
            let path = format!("/wp/v2/posts?context=edit&status=any&slug={}", in_query(key));
            let first = self.get(&path)?.as_array().and_then(|all| all.first()).cloned();
            if let Some(first) = first.map(Live::of).filter(|first| first.id != made.id) {
                self.delete(&format!("/wp/v2/posts/{}?force=true", made.id))?;
                return Ok(first.remote());
            }
        }
        Ok(made.remote())
    }

    pub(super) fn look_up_written(&mut self, job: &Job<'_>) -> Answer<Found> {
        let post = job.delivery.post().cloned().unwrap_or_default();
        let Some(live) = self.read_post(&post.id)? else {
            // Somebody has put it away since it was reserved.
            return Err(Trouble::new(TroubleKind::ChangedThere));
        };
        if live.raw("content").contains(&marker(job)) {
            return Ok(Found::Whole(live.remote()));
        }
        let overwrite = matches!(
            job.delivery.errand,
            banthao_core::delivery::Errand::Bring { overwrite: true, .. }
        );
        if live.is_foreign(job) && !overwrite {
            return Err(Trouble::new(TroubleKind::ChangedThere));
        }
        Ok(Found::Partly(live.remote()))
    }

    pub(super) fn write(&mut self, job: &Job<'_>) -> Answer<Remote> {
        let post = job.delivery.post().cloned().unwrap_or_default();
        let live = match self.live.take().filter(|live| live.id == post.id) {
            Some(live) => Some(live),
            None => self.read_post(&post.id)?,
        };
        let Some(live) = live else { return Err(Trouble::new(TroubleKind::ChangedThere)) };
        self.make_tags(job)?;
        let fields = self.fields(job, &live)?;
        let answer = self.post(&format!("/wp/v2/posts/{}", live.id), &fields)?;
        Ok(Live::of(answer).remote())
    }

    /// The fields to write into a post.
    pub(super) fn fields(&mut self, job: &Job<'_>, live: &Live) -> Answer<Value> {
        self.planned_fields(job, Some(live)).map(|(fields, _, _)| fields)
    }

    /// The fields, what the site would not take, and the tags that it does not have yet.
    pub(super) fn planned_fields(
        &mut self,
        job: &Job<'_>,
        live: Option<&Live>,
    ) -> Answer<(Value, Vec<Difference>, Vec<String>)> {
        let parcel = job.parcel;
        let mut dropped = Vec::new();
        let names = self.names(job, &mut dropped)?;
        let mut fields = json!({
            "title": parcel.title,
            "content": text(job, names.in_text),
            "excerpt": parcel.lead,
        });
        let category = self.category(job, &mut dropped)?;
        let (tags, new_tags) = self.tags(job)?;
        let lead = parcel.lead_picture.and_then(|n| job.delivery.media(n));
        let mut set = |name: &str, value: Value| {
            fields[name] = value;
        };
        if let Some(category) = category {
            set("categories", json!([category]));
        }
        if !parcel.tags.is_empty() {
            set("tags", json!(tags));
        }
        if let Some(id) = lead.and_then(|lead| lead.id.parse::<u64>().ok()) {
            set("featured_media", json!(id));
        }
        if let Some(author) = names.author {
            set("author", json!(author));
        }
        if !names.coauthors.is_empty() {
            set("coauthors", json!(names.coauthors));
        }
        // What readers see already keeps its address, and is not taken from them by a draft.
        let public = live.is_some_and(Live::is_public);
        if !public && !parcel.slug.is_empty() {
            set("slug", json!(parcel.slug));
        }
        let scheduled = live.is_some_and(|live| live.status == "future");
        if let Some(at) = parcel.publish_at
            && (self.destination.post_as != PostAs::Publish || public && !scheduled)
        {
            dropped.push(Difference::dropped("date_gmt", &at.rfc3339(ZoneMinutes(0))));
        }
        match (self.destination.post_as, parcel.publish_at) {
            (PostAs::Publish, Some(at)) if !public || scheduled => {
                set("status", json!("future"));
                set("date_gmt", json!(gmt(at)));
            }
            (PostAs::Publish, _) => set("status", json!("publish")),
            (PostAs::Private, _) if !public => set("status", json!("private")),
            (PostAs::Pending, _) if !public => set("status", json!("pending")),
            (PostAs::Draft, _) if !public => set("status", json!("draft")),
            (PostAs::Private | PostAs::Pending | PostAs::Draft, _) => {}
        }
        Ok((fields, dropped, new_tags))
    }
}

/// `2026-12-01T06:00:00`, in UTC.
fn gmt(at: Timestamp) -> String {
    at.rfc3339(ZoneMinutes(0)).trim_end_matches('Z').to_owned()
}

fn is_gone(trouble: &Trouble) -> bool {
    let code = trouble.params.get("code").map(String::as_str);
    trouble.kind == TroubleKind::Refused && code == Some("rest_post_invalid_id")
}
