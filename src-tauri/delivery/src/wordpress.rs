//! WordPress by its REST interface and an application password; no plugin is needed there.
//!
//! What makes it safe: a picture has a hash of its own as slug, a post begins as a draft under the
//! article's name and ends with a comment that names article and delivery. So each of them is found
//! again after a lost answer. WordPress gives a second thing of one slug a `-2`, which tells of a
//! double; and it drops in silence what it does not like, so everything is read back.

mod content;
mod post;
mod terms;

use std::collections::BTreeMap;

use banthao_core::delivery::{
    Ability, Answer, Checked, Connector, Destination, Difference, Errand, Found, Job, Leftover,
    LeftoverKind, ParcelPicture, Plan, PlannedRequest, PostAs, Remote, StepKind, Tested, Trouble,
    TroubleKind,
};
use serde_json::{Value, json};

use crate::http::{Client, Form, Patience, Said, Sent, in_query};
use crate::text;
pub(crate) use content::text;
use post::Live;

/// A site of WordPress, 5.6 or newer.
pub(crate) struct WordPress {
    client: Client,
    destination: Destination,
    site: Option<Site>,
    /// As it was last read.
    live: Option<Live>,
}

/// What is known of the site, and of what its user may do.
#[derive(Debug, Clone)]
struct Site {
    user: String,
    may: BTreeMap<String, bool>,
    has_coauthors: bool,
}

impl Site {
    fn may(&self, what: &str) -> bool {
        self.may.get(what).copied().unwrap_or(false)
    }
}

impl WordPress {
    /// # Errors
    /// Where the certificates or the proxy of the destination cannot be used.
    pub(crate) fn new(
        destination: &Destination,
        password: &str,
        patience: Patience,
    ) -> Answer<Self> {
        Ok(Self {
            client: Client::new(destination, &destination.address, patience)?
                .signed_in(&destination.user, password),
            destination: destination.clone(),
            site: None,
            live: None,
        })
    }

    fn get(&self, path: &str) -> Answer<Value> {
        self.client.ask("GET", &format!("/wp-json{path}"), &Sent::Nothing, said)
    }

    fn post(&self, path: &str, body: &Value) -> Answer<Value> {
        self.client.ask("POST", &format!("/wp-json{path}"), &Sent::Json(body), said)
    }

    fn delete(&self, path: &str) -> Answer<Value> {
        self.client.ask("DELETE", &format!("/wp-json{path}"), &Sent::Nothing, said)
    }

    fn site(&mut self) -> Answer<Site> {
        if let Some(site) = &self.site {
            return Ok(site.clone());
        }
        let root = self.get("/")?;
        let spaces: Vec<&str> =
            root["namespaces"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if !spaces.contains(&"wp/v2") {
            return Err(Trouble::new(TroubleKind::NotThere));
        }
        let me = self.get("/wp/v2/users/me?context=edit")?;
        let may = me["capabilities"].as_object().into_iter().flatten();
        let site = Site {
            user: me["name"].as_str().unwrap_or_default().to_owned(),
            may: may.map(|(name, may)| (name.clone(), may.as_bool().unwrap_or(false))).collect(),
            has_coauthors: spaces.contains(&"coauthors/v1"),
        };
        self.site = Some(site.clone());
        Ok(site)
    }

    /// What the errand needs and the user may not.
    fn lacking(&self, site: &Site, job: &Job<'_>) -> Option<&'static str> {
        if !matches!(job.delivery.errand, Errand::Bring { .. }) {
            return (!site.may("delete_posts")).then_some("delete");
        }
        let publishes = match self.destination.post_as {
            PostAs::Publish | PostAs::Private => true,
            PostAs::Draft | PostAs::Pending => false,
        };
        if !site.may("edit_posts") {
            Some("write")
        } else if !job.parcel.pictures.is_empty() && !site.may("upload_files") {
            Some("upload")
        } else if publishes && !site.may("publish_posts") {
            Some("publish")
        } else {
            None
        }
    }

    fn media_by_slug(&self, slug: &str) -> Answer<Option<Value>> {
        let fields = "id,slug,alt_text,caption,source_url,post";
        let path = format!("/wp/v2/media?context=edit&_fields={fields}&slug={}", in_query(slug));
        let found = self.get(&path)?;
        let mut all = found.as_array().into_iter().flatten();
        Ok(all.find(|it| it["slug"] == slug).cloned())
    }

    fn look_up_media(&self, picture: &ParcelPicture) -> Answer<Found> {
        let Some(there) = self.media_by_slug(&picture.key())? else { return Ok(Found::Nothing) };
        let remote = media_remote(&there);
        let same = there["alt_text"].as_str().map(text::unescaped)
            == Some(text::unescaped(&picture.alt))
            && there["caption"]["raw"].as_str().map(text::unescaped)
                == Some(text::unescaped(&picture.caption));
        Ok(if same { Found::Whole(remote) } else { Found::Partly(remote) })
    }

    fn send_media(&mut self, picture: &ParcelPicture, there: Option<&Remote>) -> Answer<Remote> {
        if let Some(there) = there {
            let words = json!({ "alt_text": picture.alt, "caption": picture.caption });
            let answer = self.post(&format!("/wp/v2/media/{}", there.id), &words)?;
            return Ok(media_remote(&answer));
        }
        let form = media_form(picture);
        let answer = self.client.ask("POST", "/wp-json/wp/v2/media", &Sent::Form(&form), said)?;
        let sent = media_remote(&answer);
        let key = picture.key();
        if answer["slug"] == key.as_str() {
            return Ok(sent);
        }
        // An earlier request, whose answer was lost, came after all while this one was on its way.
        match self.media_by_slug(&key)? {
            Some(first) if media_remote(&first).id != sent.id => {
                self.delete(&format!("/wp/v2/media/{}?force=true", sent.id))?;
                Ok(media_remote(&first))
            }
            _ => Ok(sent),
        }
    }

    /// A leftover that nobody uses: a picture that belongs to no post, a draft in which nothing
    /// stands. What somebody there has made something of is left, and counts as gone.
    fn look_up_leftover(&self, leftover: Option<&Leftover>) -> Answer<Found> {
        let Some(Leftover { kind, key, .. }) = leftover else { return Ok(Found::Nothing) };
        let there = match kind {
            LeftoverKind::Picture => {
                let there = self.media_by_slug(key)?;
                there.filter(|it| it["post"].as_u64().unwrap_or(0) == 0)
            }
            LeftoverKind::Draft => {
                let slug = in_query(key);
                let path = format!("/wp/v2/posts?context=edit&status=draft&slug={slug}");
                let found = self.get(&path)?;
                let mut all = found.as_array().into_iter().flatten();
                let empty = |it: &&Value| {
                    it["content"]["raw"].as_str().unwrap_or_default().trim().is_empty()
                };
                all.find(empty).cloned()
            }
            LeftoverKind::Part => None,
        };
        Ok(there.map_or(Found::Whole(Remote::default()), |it| Found::Partly(media_remote(&it))))
    }

    /// Takes away what lost answers have doubled: only what carries our own names and is no use.
    fn sweep(&self, job: &Job<'_>, post: &Remote) -> Answer<Vec<String>> {
        let mut gone = Vec::new();
        let key = &job.parcel.key;
        let slugs = format!("{key},{key}-2,{key}-3,{key}-4");
        let path = format!("/wp/v2/posts?context=edit&status=any&slug={}", in_query(&slugs));
        for double in self.get(&path)?.as_array().into_iter().flatten() {
            let id = id_of(double);
            let text = double["content"]["raw"].as_str().unwrap_or_default();
            if id != post.id && (text.is_empty() || text.contains(&content::marker(job))) {
                self.delete(&format!("/wp/v2/posts/{id}?force=true"))?;
                gone.push(id);
            }
        }
        let keys: Vec<String> = job.parcel.pictures.iter().map(ParcelPicture::key).collect();
        for keys in keys.chunks(20) {
            let slugs: Vec<String> =
                keys.iter().flat_map(|key| (2..=4).map(move |n| format!("{key}-{n}"))).collect();
            let slugs = in_query(&slugs.join(","));
            let path = format!("/wp/v2/media?context=edit&_fields=id&per_page=100&slug={slugs}");
            for double in self.get(&path)?.as_array().into_iter().flatten() {
                let id = id_of(double);
                let is_used = (0..job.parcel.pictures.len())
                    .any(|n| job.delivery.media(n).is_some_and(|media| media.id == id));
                if !is_used {
                    self.delete(&format!("/wp/v2/media/{id}?force=true"))?;
                    gone.push(id);
                }
            }
        }
        Ok(gone)
    }
}

impl Connector for WordPress {
    fn test(&mut self) -> Answer<Tested> {
        let site = self.site()?;
        let may = [
            (site.may("edit_posts"), Ability::Write),
            (site.may("upload_files"), Ability::Upload),
            (site.may("publish_posts"), Ability::Publish),
            (site.may("edit_others_posts"), Ability::ChooseAuthor),
            (site.has_coauthors, Ability::NameCoauthors),
        ];
        let may = may.into_iter().filter_map(|(may, what)| may.then_some(what)).collect();
        Ok(Tested { user: site.user, may })
    }

    fn preflight(&mut self, job: &Job<'_>) -> Answer<String> {
        let site = self.site()?;
        match self.lacking(&site, job) {
            Some(what) => Err(Trouble::new(TroubleKind::NoRight).with("what", what)),
            None => Ok(json!({ "user": site.user }).to_string()),
        }
    }

    fn look_up(&mut self, job: &Job<'_>, step: StepKind) -> Answer<Found> {
        match step {
            StepKind::Media(n) => self.look_up_media(&job.parcel.pictures[usize::from(n)]),
            StepKind::Reserve => {
                let live = self.find_post(job)?;
                Ok(live.map_or(Found::Nothing, |live| Found::Whole(live.remote())))
            }
            StepKind::Write => self.look_up_written(job),
            StepKind::TakeDown => Ok(match self.known_post(job)? {
                Some(live) => Found::Partly(live.remote()),
                None => Found::Whole(job.delivery.known.clone().unwrap_or_default()),
            }),
            StepKind::Clear(n) => self.look_up_leftover(job.delivery.leftover(n)),
            StepKind::Preflight | StepKind::Verify => Ok(Found::Nothing),
        }
    }

    fn request_hash(&self, job: &Job<'_>, step: StepKind) -> String {
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
        match step {
            StepKind::Media(n) => hash(media_form(&job.parcel.pictures[usize::from(n)]).bytes()),
            StepKind::Reserve => hash(post::reservation(job).to_string().as_bytes()),
            StepKind::Write => hash(text(job, true).as_bytes()),
            StepKind::Clear(n) => {
                hash(job.delivery.leftover(n).map_or(&[][..], |it| it.key.as_bytes()))
            }
            StepKind::TakeDown | StepKind::Preflight | StepKind::Verify => {
                hash(job.delivery.post().map(|it| it.id.clone()).unwrap_or_default().as_bytes())
            }
        }
    }

    fn send(&mut self, job: &Job<'_>, step: StepKind, there: Option<&Remote>) -> Answer<Remote> {
        match step {
            StepKind::Media(n) => self.send_media(&job.parcel.pictures[usize::from(n)], there),
            StepKind::Reserve => self.reserve(job),
            StepKind::Write => self.write(job),
            StepKind::TakeDown => {
                let post = there.or(job.delivery.known.as_ref()).cloned().unwrap_or_default();
                // Into the trash there, where it can be had back from.
                self.delete(&format!("/wp/v2/posts/{}", post.id))?;
                Ok(post)
            }
            StepKind::Clear(n) => {
                let there = there.cloned().unwrap_or_default();
                let picture =
                    job.delivery.leftover(n).map(|it| it.kind) == Some(LeftoverKind::Picture);
                let things = if picture { "media" } else { "posts" };
                self.delete(&format!("/wp/v2/{things}/{}?force=true", there.id))?;
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
        let wanted = self.fields(job, &live)?;
        let differences = live.differences(&wanted);
        let doubles = self.sweep(job, &post)?;
        Ok(Checked { live: live.hash(), link: live.link.clone(), differences, doubles })
    }

    fn plan(&mut self, job: &Job<'_>) -> Answer<Plan> {
        let site = self.site()?;
        let mut plan = Plan::default();
        if let Some(what) = self.lacking(&site, job) {
            plan.dropped.push(Difference::dropped("right", what));
        }
        let request = |method: &str, path: String, body: Value| PlannedRequest {
            method: method.to_owned(),
            path: format!("/wp-json{path}"),
            body,
        };
        for picture in &job.parcel.pictures {
            let words = json!({
                "file": picture.file_name,
                "bytes": picture.bytes.len(),
                "slug": picture.key(),
                "alt_text": picture.alt,
                "caption": picture.caption,
            });
            match self.look_up_media(picture)? {
                Found::Whole(_) => {}
                Found::Partly(there) => {
                    plan.requests.push(request(
                        "POST",
                        format!("/wp/v2/media/{}", there.id),
                        words,
                    ));
                }
                Found::Nothing => {
                    plan.upload += picture.bytes.len() as u64;
                    plan.requests.push(request("POST", "/wp/v2/media".to_owned(), words));
                }
            }
        }
        let live = self.find_post(job)?;
        let path = match &live {
            Some(live) => format!("/wp/v2/posts/{}", live.id),
            None => {
                let path = "/wp/v2/posts".to_owned();
                plan.requests.push(request("POST", path, post::reservation(job)));
                "/wp/v2/posts/…".to_owned()
            }
        };
        let (wanted, dropped, new_tags) = self.planned_fields(job, live.as_ref())?;
        for tag in new_tags {
            plan.requests.push(request("POST", "/wp/v2/tags".to_owned(), json!({ "name": tag })));
        }
        plan.dropped.extend(dropped);
        let before = live.as_ref().map(|live| live.lines()).unwrap_or_default();
        let after = post::lines_of(&wanted);
        plan.changes = text::changes(&before, &after);
        plan.requests.push(request("POST", path, wanted));
        plan.changed_there = live.as_ref().is_some_and(|live| live.is_foreign(job));
        plan.compared = live.is_some();
        plan.post = live.map(|live| live.remote());
        Ok(plan)
    }
}

/// The name of a fault and its sentence.
fn said(json: &Value) -> Said {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let code = text("code");
    // No such route is no name of a fault: it is a site without this interface.
    let code = if code == "rest_no_route" { String::new() } else { code };
    Said {
        forbids: code.starts_with("rest_cannot") || code.starts_with("rest_forbidden"),
        is_vague: ["internal_server_error", "wp_die"].contains(&code.as_str()),
        says: text("message"),
        code,
    }
}

fn media_form(picture: &ParcelPicture) -> Form {
    let key = picture.key();
    // The title is what lists of pictures there show.
    let title = if picture.alt.is_empty() { &picture.file_name } else { &picture.alt };
    let fields = [
        ("slug", key.as_str()),
        ("title", title.as_str()),
        ("alt_text", picture.alt.as_str()),
        ("caption", picture.caption.as_str()),
    ];
    Form::new(&fields, "file", &picture.file_name, &picture.media_type, &picture.bytes)
}

fn media_remote(media: &Value) -> Remote {
    let link = media["source_url"].as_str().unwrap_or_default().to_owned();
    Remote { id: id_of(media), link }
}

fn id_of(thing: &Value) -> String {
    thing["id"].as_u64().map(|id| id.to_string()).unwrap_or_default()
}
