//! The post: found, reserved, written, and read back.

use banthao_core::delivery::{
    Answer, Difference, Found, Job, PostAs, Remote, Trouble, TroubleKind, key_of,
};
use banthao_core::time::ZoneMinutes;
use serde_json::{Value, json};

use super::{Ghost, lost, overwrites, tag_of};
use crate::html::{self, Style};
use crate::http::{Sent, in_query};
use crate::text::{escaped, lines, parting, pictures, unescaped};

/// What Ghost takes of a field, in letters.
const TITLE: usize = 255;
const EXCERPT: usize = 300;
const ALT: usize = 191;
/// What is asked of a post.
const PARTS: &str = "formats=html&include=tags,authors";

/// A post as it stands there.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) id: String,
    fields: Value,
}

impl Live {
    /// The first post of an answer.
    fn of(answer: &Value) -> Option<Self> {
        let fields = answer["posts"].get(0)?.clone();
        let id = fields["id"].as_str()?.to_owned();
        Some(Self { id, fields })
    }

    fn text(&self, field: &str) -> &str {
        self.fields[field].as_str().unwrap_or_default()
    }

    /// Where readers find it, or where it can be looked at before.
    pub(super) fn link(&self) -> String {
        self.text("url").to_owned()
    }

    pub(super) fn remote(&self) -> Remote {
        Remote { id: self.id.clone(), link: self.link() }
    }

    /// By which a change is noticed: what it says and shows. How that is written changes without
    /// anybody's doing (sizes of pictures, the address of the site).
    pub(super) fn hash(&self) -> String {
        let html = self.text("html");
        let caption = lines(self.text("feature_image_caption"));
        let (lines, pictures) = (lines(html), pictures(html));
        let lead_picture = self.text("feature_image").rsplit('/').next().unwrap_or_default();
        let fields = [self.text("title"), self.text("custom_excerpt"), lead_picture];
        let texts = caption.iter().chain(&lines).map(String::as_str);
        let said = fields.into_iter().chain(texts).chain(pictures);
        let mut hasher = blake3::Hasher::new();
        for text in said {
            hasher.update(text.as_bytes()).update(&[0]);
        }
        hasher.finalize().to_hex().to_string()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        if self.text("html").is_empty() {
            return Vec::new();
        }
        std::iter::once(self.text("title").to_owned()).chain(lines(self.text("html"))).collect()
    }

    pub(super) fn is_public(&self) -> bool {
        ["published", "scheduled", "sent"].contains(&self.text("status"))
    }

    /// Whether readers have seen it, now or once.
    fn was_public(&self) -> bool {
        self.is_public() || !self.fields["published_at"].is_null()
    }

    fn is_by(&self, job: &Job<'_>) -> bool {
        self.text("codeinjection_foot").contains(&marker(job))
    }

    /// Whether somebody else's work is in it that this delivery does not know.
    pub(super) fn is_foreign(&self, job: &Job<'_>) -> bool {
        !self.text("html").is_empty()
            && !self.is_by(job)
            && job.delivery.known_live.as_ref() != Some(&self.hash())
    }

    /// Whether somebody there has taken it from its readers. What is taken down from here is not
    /// known to stand there any more.
    pub(super) fn is_withdrawn(&self, job: &Job<'_>) -> bool {
        let known = job.delivery.known.as_ref().is_some_and(|known| known.id == self.id);
        known && !self.is_by(job) && self.was_public() && !self.is_public()
    }

    /// The address of a picture of this file name, where the post shows it.
    pub(super) fn picture(&self, name: &str) -> Option<String> {
        let ending = format!("/{name}");
        let lead = Some(self.text("feature_image")).filter(|it| it.ends_with(&ending));
        let inside = self.text("html").split('"').find(|it| it.ends_with(&ending));
        lead.or(inside).map(unescaped)
    }

    /// The names of tags or authors, ours left out.
    fn listed(&self, field: &str, by: &str) -> Vec<String> {
        let all = self.fields[field].as_array().into_iter().flatten();
        let names = all.filter_map(|it| it[by].as_str()).map(str::to_owned);
        names.filter(|name| !name.starts_with('#')).collect()
    }

    /// What does not read as it was wanted.
    pub(super) fn differences(&self, wanted: &Value) -> Vec<Difference> {
        let mut found = Vec::new();
        let mut tell = |field: &str, sent: String, there: String| {
            if sent != there {
                let [sent, there] = parting(&sent, &there);
                found.push(lost(field, &sent, &there));
            }
        };
        let sent = |field: &str| wanted[field].as_str().unwrap_or_default().to_owned();
        for field in ["title", "slug", "custom_excerpt", "feature_image", "status"] {
            if !wanted[field].is_null() {
                // The time may have come between writing and reading.
                let came = field == "status"
                    && sent(field) == "scheduled"
                    && self.text(field) == "published";
                let there = if came { "scheduled" } else { self.text(field) };
                tell(field, sent(field), there.to_owned());
            }
        }
        tell("html", lines(&sent("html")).join("\n"), lines(self.text("html")).join("\n"));
        for (field, by) in [("tags", "name"), ("authors", "slug")] {
            if let Some(all) = wanted[field].as_array() {
                let names = all.iter().filter_map(|it| it[by].as_str());
                let names: Vec<&str> = names.filter(|name| !name.starts_with('#')).collect();
                tell(field, names.join(", "), self.listed(field, by).join(", "));
            }
        }
        found
    }
}

fn marker(job: &Job<'_>) -> String {
    format!("<!-- banthao:{}:{} -->", key_of(&job.delivery.article), job.delivery.id.0)
}

/// An empty draft under the article's name.
pub(super) fn reservation(job: &Job<'_>) -> Value {
    json!({
        "title": shortened(&job.parcel.title, TITLE),
        "slug": job.parcel.key,
        "status": "draft",
        "tags": [{ "name": tag_of(job) }],
    })
}

impl Ghost {
    fn change(&self, method: &str, path: &str, post: &Value) -> Answer<Option<Live>> {
        let body = json!({ "posts": [post] });
        self.ask(method, path, &Sent::Json(&body)).map(|answer| Live::of(&answer))
    }

    /// The post of this id; `None` where it is gone.
    pub(super) fn read_post(&mut self, id: &str) -> Answer<Option<Live>> {
        if id.is_empty() {
            return Ok(None);
        }
        match self.get(&format!("/posts/{}/?{PARTS}", in_query(id))) {
            Ok(answer) => {
                self.live = Live::of(&answer);
                Ok(self.live.clone())
            }
            Err(trouble) if is_gone(&trouble) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    pub(super) fn known_post(&mut self, job: &Job<'_>) -> Answer<Option<Live>> {
        let known = job.delivery.known.clone();
        known.map_or(Ok(None), |known| self.read_post(&known.id))
    }

    /// The post of the article: by the id that is known, or by the tag that names the article.
    pub(super) fn find_post(&mut self, job: &Job<'_>) -> Answer<Option<Live>> {
        if let Some(known) = self.known_post(job)? {
            return Ok(Some(known));
        }
        self.live = self.tagged(job)?.into_iter().next();
        Ok(self.live.clone())
    }

    /// Every post that has the tag of the article, the oldest first.
    fn tagged(&self, job: &Job<'_>) -> Answer<Vec<Live>> {
        let filter = in_query(&format!("tag:hash-{}", key_of(&job.delivery.article)));
        let order = in_query("created_at asc");
        let path = format!("/posts/?{PARTS}&limit=10&order={order}&filter={filter}");
        let answer = self.get(&path)?;
        let all = answer["posts"].as_array().into_iter().flatten();
        Ok(all.filter_map(|post| Live::of(&json!({ "posts": [post] }))).collect())
    }

    pub(super) fn reserve(&mut self, job: &Job<'_>) -> Answer<Remote> {
        let made = self.change("POST", "/posts/", &reservation(job))?;
        let made = made.ok_or_else(|| Trouble::new(TroubleKind::NoAnswer))?;
        if made.text("slug") != job.parcel.key {
            // An earlier request, whose answer was lost, came after all while this was on its way.
            let first = self.tagged(job)?.into_iter().find(|it| it.id != made.id);
            if let Some(first) = first {
                self.ask("DELETE", &format!("/posts/{}/", in_query(&made.id)), &Sent::Nothing)?;
                return Ok(first.remote());
            }
        }
        Ok(made.remote())
    }

    pub(super) fn look_up_written(&mut self, job: &Job<'_>) -> Answer<Found> {
        let post = job.delivery.post().cloned().unwrap_or_default();
        let Some(live) = self.read_post(&post.id)? else {
            // Somebody has deleted it since it was reserved.
            return Err(Trouble::new(TroubleKind::ChangedThere));
        };
        if live.is_by(job) {
            return Ok(Found::Whole(live.remote()));
        }
        if self.is_changed(&live, job) && !overwrites(job) {
            return Err(Trouble::new(TroubleKind::ChangedThere));
        }
        Ok(Found::Partly(live.remote()))
    }

    /// Whether writing would undo what somebody has done there.
    pub(super) fn is_changed(&self, live: &Live, job: &Job<'_>) -> bool {
        let publishes = self.destination.post_as == PostAs::Publish;
        live.is_foreign(job) || (publishes && live.is_withdrawn(job))
    }

    /// Writes into the post as it was last read; whoever came between is not written over.
    fn put(&mut self, id: &str, mut fields: Value, live: &Live, job: &Job<'_>) -> Answer<Remote> {
        fields["updated_at"] = live.fields["updated_at"].clone();
        let path = format!("/posts/{}/?source=html", in_query(id));
        match self.change("PUT", &path, &fields) {
            Ok(written) => Ok(written.map_or_else(|| live.remote(), |it| it.remote())),
            Err(trouble) if trouble.params.get("status").is_some_and(|it| it == "409") => {
                // It may have been an earlier request of ours that came late.
                match self.read_post(id)? {
                    Some(now) if now.is_by(job) => Ok(now.remote()),
                    Some(_) | None => Err(Trouble::new(TroubleKind::ChangedThere)),
                }
            }
            Err(trouble) => Err(trouble),
        }
    }

    pub(super) fn write(&mut self, job: &Job<'_>) -> Answer<Remote> {
        let post = job.delivery.post().cloned().unwrap_or_default();
        let live = match self.live.take().filter(|live| live.id == post.id) {
            Some(live) => Some(live),
            None => self.read_post(&post.id)?,
        };
        let Some(live) = live else { return Err(Trouble::new(TroubleKind::ChangedThere)) };
        self.ask_for_authors(job)?;
        let (fields, _) = self.fields(job, Some(&live));
        self.put(&post.id, fields, &live, job)
    }

    /// Ghost has no trash: what is taken down becomes a draft, and can be had back.
    pub(super) fn unpublish(&mut self, job: &Job<'_>) -> Answer<Remote> {
        let Some(live) = self.known_post(job)? else {
            return Ok(job.delivery.known.clone().unwrap_or_default());
        };
        self.put(&live.id.clone(), json!({ "status": "draft" }), &live, job)
    }

    /// The users there that the authors of an article are said to be, in order.
    fn slugs(&self, job: &Job<'_>) -> Vec<&str> {
        job.parcel.authors.iter().filter_map(|it| self.destination.author(it)).collect()
    }

    /// Asks which of those there are: one that is not would become the owner of the site without a
    /// word.
    pub(super) fn ask_for_authors(&mut self, job: &Job<'_>) -> Answer<()> {
        let quoted = |slug: &str| format!("'{}'", slug.replace('\\', "\\\\").replace('\'', "\\'"));
        let slugs: Vec<String> = self.slugs(job).into_iter().map(quoted).collect();
        if slugs.is_empty() || self.users.is_some() {
            return Ok(());
        }
        let filter = in_query(&format!("slug:[{}]", slugs.join(",")));
        let answer = self.get(&format!("/users/?fields=slug&limit=100&filter={filter}"))?;
        let all = answer["users"].as_array().into_iter().flatten();
        self.users = Some(all.filter_map(|it| it["slug"].as_str()).map(str::to_owned).collect());
        Ok(())
    }

    fn is_there(&self, slug: &str) -> bool {
        self.users.as_ref().is_none_or(|users| users.iter().any(|it| it == slug))
    }

    /// Whether every author is a user there.
    fn names_all(&self, job: &Job<'_>) -> bool {
        let slugs = self.slugs(job);
        let all = slugs.len() == job.parcel.authors.len();
        all && !slugs.is_empty() && slugs.into_iter().all(|slug| self.is_there(slug))
    }

    /// The fields to write into a post, and what Ghost would not take of them.
    pub(super) fn fields(&self, job: &Job<'_>, live: Option<&Live>) -> (Value, Vec<Difference>) {
        let parcel = job.parcel;
        let mut dropped = Vec::new();
        let mut fitted = |field: &str, text: &str, limit: usize| {
            let short = shortened(text, limit);
            if short != text {
                dropped.push(lost(field, text, &short));
            }
            short
        };
        let title = fitted("title", &parcel.title, TITLE);
        let excerpt = fitted("custom_excerpt", &parcel.lead, EXCERPT);
        let section = Some(self.destination.category(&parcel.section));
        let section = section.filter(|it| !it.is_empty()).map(str::to_owned);
        // The first one is the main one there.
        let mut tags: Vec<String> =
            section.into_iter().chain(parcel.tags.iter().cloned()).collect();
        tags.push(tag_of(job));
        let mut seen = Vec::new();
        tags.retain(|tag| {
            let folded = tag.to_lowercase();
            let new = !seen.contains(&folded);
            seen.push(folded);
            new
        });
        let tags: Vec<Value> = tags.iter().map(|name| json!({ "name": name })).collect();
        let foot = live.map_or("", |live| live.text("codeinjection_foot"));
        let mut fields = json!({
            "title": title,
            "html": text(job, !self.names_all(job)),
            "custom_excerpt": excerpt,
            "tags": tags,
            "codeinjection_foot": format!("{}{}", unmarked(foot), marker(job)),
        });
        if let Some(n) = parcel.lead_picture
            && let Some(picture) = parcel.pictures.get(n)
        {
            let link = job.delivery.media(n).map(|it| it.link.clone()).unwrap_or_default();
            fields["feature_image"] = json!(link);
            fields["feature_image_alt"] = json!(fitted("feature_image_alt", &picture.alt, ALT));
            fields["feature_image_caption"] = json!(escaped(&picture.caption));
        }
        let slugs = self.slugs(job);
        if self.names_all(job) {
            fields["authors"] = slugs.iter().map(|slug| json!({ "slug": slug })).collect();
        }
        if !slugs.is_empty() && !self.names_all(job) {
            // The field is for users of the site only, and takes all of them or none.
            let of = |name: &String| self.destination.author(name).filter(|it| self.is_there(it));
            let missing = parcel.authors.iter().filter(|name| of(name).is_none());
            dropped.extend(missing.map(|name| lost("authors", name, "")));
        }
        // What readers see already keeps its address, and is not taken from them by a draft.
        let public = live.is_some_and(Live::is_public);
        if !live.is_some_and(Live::was_public) && !parcel.slug.is_empty() {
            fields["slug"] = json!(parcel.slug);
        }
        let scheduled = live.is_some_and(|live| live.text("status") == "scheduled");
        if let Some(at) = parcel.publish_at
            && (self.destination.post_as != PostAs::Publish || public && !scheduled)
        {
            dropped.push(Difference::dropped("date_gmt", &at.rfc3339(ZoneMinutes(0))));
        }
        match (self.destination.post_as, parcel.publish_at) {
            (PostAs::Publish, Some(at)) if !public || scheduled => {
                fields["status"] = json!("scheduled");
                fields["published_at"] = json!(at.rfc3339(ZoneMinutes(0)));
            }
            (PostAs::Publish, _) => fields["status"] = json!("published"),
            (PostAs::Draft | PostAs::Pending | PostAs::Private, _) if !public => {
                fields["status"] = json!("draft");
            }
            (PostAs::Draft | PostAs::Pending | PostAs::Private, _) => {}
        }
        (fields, dropped)
    }

    /// The reservation of a delivery that was given up, where nobody has written into it.
    pub(super) fn empty_draft(&self, job: &Job<'_>) -> Answer<Option<Live>> {
        let empty = |it: &Live| it.text("html").is_empty() && !it.was_public();
        Ok(self.tagged(job)?.into_iter().find(empty))
    }

    /// Takes away what lost answers have doubled: empty drafts with the tag of the article.
    pub(super) fn sweep(&self, job: &Job<'_>, post: &Remote) -> Answer<Vec<String>> {
        let mut gone = Vec::new();
        for double in self.tagged(job)? {
            if double.id != post.id && double.text("html").is_empty() && !double.is_public() {
                self.ask("DELETE", &format!("/posts/{}/", in_query(&double.id)), &Sent::Nothing)?;
                gone.push(double.id);
            }
        }
        Ok(gone)
    }
}

pub(super) fn is_gone(trouble: &Trouble) -> bool {
    trouble.kind == TroubleKind::Refused
        && trouble.params.get("status").is_some_and(|status| status == "404")
}

/// What somebody has put into the foot of a post, without our comments.
fn unmarked(foot: &str) -> String {
    let mut left = String::new();
    let mut rest = foot;
    while let Some(at) = rest.find("<!-- banthao:") {
        left.push_str(&rest[..at]);
        rest = rest[at..].find("-->").map_or("", |end| &rest[at + end + 3..]);
    }
    left + rest
}

/// As much as fits, cut at the end of a word.
fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut: String = text.chars().take(limit - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// The text with the pictures that the steps before have left there. Ghost's own themes show
/// excerpt and lead picture above it.
pub(crate) fn text(job: &Job<'_>, names: bool) -> String {
    let image = |n: usize, alt: &str| {
        let link = job.delivery.media(n).map(|it| it.link.clone()).unwrap_or_default();
        // With its size a picture is sent to telephones in a smaller one.
        let (width, height) = job.parcel.pictures.get(n).map_or((0, 0), |it| (it.width, it.height));
        format!(
            "<img class=\"kg-image\" src=\"{}\" alt=\"{}\" width=\"{width}\" height=\"{height}\">",
            escaped(&link),
            escaped(alt)
        )
    };
    html::body(
        job.parcel,
        &Style {
            image: &image,
            figure: " class=\"kg-card kg-image-card kg-card-hascaption\"",
            // Only as cards of HTML do these come through whole.
            raw: Some(("<!--kg-card-begin: html-->", "<!--kg-card-end: html-->")),
            names,
            // An excerpt that had to be cut says less than the lead.
            lead: shortened(&job.parcel.lead, EXCERPT) != job.parcel.lead,
            above: job.parcel.lead_picture,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_has_put_into_the_foot_stays() {
        let foot = "<script>a</script><!-- banthao:bt-a:1 --><b>";
        assert_eq!(unmarked(foot), "<script>a</script><b>");
        assert_eq!(unmarked("<!-- banthao:"), "");
    }

    #[test]
    fn a_text_is_cut_at_the_end_of_a_word() {
        assert_eq!(shortened("một hai ba", 10), "một hai ba");
        assert_eq!(shortened("một hai ba", 9), "một hai…");
        assert_eq!(shortened("mộthaiba", 5), "mộth…");
    }
}
