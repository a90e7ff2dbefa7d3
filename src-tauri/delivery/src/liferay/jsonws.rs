//! Liferay 6.2 to 7.3: JSON web services, with article ids of our own. Many portals of the
//! administration run these, and most let them be reached from the office's own network only.

use banthao_core::delivery::{
    Ability, Answer, Checked, Connector, Destination, DestinationKind, Difference, Found, Job,
    ParcelPicture, Plan, PlannedRequest, PostAs, Remote, StepKind, Tested, Trouble, TroubleKind,
    key_of,
};
use banthao_core::time::ZoneMinutes;
use serde_json::{Value, json};

use super::web_content::{self, cdata_of, in_language, locale_of, new_article};
use super::{Live, file_form, file_of, file_of_leftover, id_of, said_of, text};
use crate::http::{Client, Patience, Said, Sent, in_query};
use crate::text::changes;

const API: &str = "/api/jsonws";
/// The portal's numbers for what becomes of an article.
const PUBLISH: u8 = 1;
const SAVE_DRAFT: u8 = 2;
/// The portal's number for what lies in its recycle bin.
const IN_TRASH: i64 = 8;

pub(crate) struct Liferay62 {
    client: Client,
    destination: Destination,
    place: Place,
}

/// Where in the portal.
struct Place {
    group: String,
    folder: String,
    pictures: String,
    structure: String,
    template: String,
    content_field: String,
}

impl Liferay62 {
    /// # Errors
    /// Where the certificates or the proxy of the destination cannot be used.
    pub(crate) fn new(
        destination: &Destination,
        password: &str,
        patience: Patience,
    ) -> Answer<Self> {
        let DestinationKind::Liferay62 {
            group,
            folder,
            pictures,
            structure,
            template,
            content_field,
        } = &destination.kind
        else {
            return Err(Trouble::new(TroubleKind::NotThere));
        };
        let or_root = |id: &String| if id.is_empty() { "0".to_owned() } else { id.clone() };
        Ok(Self {
            client: Client::new(destination, &destination.address, patience)?
                .signed_in(&destination.user, password),
            destination: destination.clone(),
            place: Place {
                group: group.clone(),
                folder: or_root(folder),
                pictures: or_root(pictures),
                structure: structure.clone(),
                template: template.clone(),
                content_field: content_field.clone(),
            },
        })
    }

    /// Calls a service that changes nothing.
    fn get(&self, service: &str, values: &[(&str, &str)]) -> Answer<Value> {
        let path = format!("{API}/{service}?{}", form_of(values));
        let reply = self.client.send("GET", &path, &[], &Sent::Nothing)?;
        self.understood(&reply)
    }

    fn post(&self, service: &str, values: &[(&str, &str)]) -> Answer<Value> {
        let form = form_of(values);
        let sent = Sent::Bytes("application/x-www-form-urlencoded; charset=utf-8", form.as_bytes());
        let reply = self.client.send("POST", &format!("{API}/{service}"), &[], &sent)?;
        self.understood(&reply)
    }

    /// The older of these portals tell a fault with a status of success.
    fn understood(&self, reply: &crate::http::Reply) -> Answer<Value> {
        let read = serde_json::from_slice::<Value>(&reply.bytes).ok();
        let fault = read.as_ref().map(said).filter(|said| !said.code.is_empty());
        match fault {
            Some(said) if said.code.contains("PrincipalException") || said.forbids => {
                let says = if says_more(&said) { &said.says } else { &said.code };
                Err(Trouble::new(TroubleKind::NoRight).with("what", crate::http::shortened(says)))
            }
            // A fault of the database or of the portal itself says nothing of what was asked.
            Some(said) if said.is_vague => {
                Err(Trouble::new(TroubleKind::ServerFault).with("status", reply.status))
            }
            Some(said) => Err(Trouble::new(TroubleKind::Refused)
                .with("status", reply.status)
                .with("code", crate::http::shortened(&said.code))
                .with("says", crate::http::shortened(&said.says))),
            None => self.client.json(reply, said),
        }
    }

    /// The article; `None` where there is none, or where it lies in the recycle bin.
    fn find_article(&self, job: &Job<'_>) -> Answer<Option<(Live, String)>> {
        let values = [("groupId", self.place.group.as_str()), ("articleId", &article_id(job))];
        match self.get("journalarticle/get-article", &values) {
            Ok(article) if article["status"].as_i64() == Some(IN_TRASH) => Ok(None),
            Ok(article) => Ok(Some((self.live(&article), id_of(&article["version"])))),
            Err(trouble) if is_missing(&trouble) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    fn live(&self, article: &Value) -> Live {
        let text = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
        let link = match text("urlTitle").as_str() {
            "" => String::new(),
            title => format!("{}/-/{title}", self.destination.address),
        };
        Live {
            id: id_of(&article["articleId"]),
            link,
            title: in_language(&text("titleCurrentValue"), &text("title")),
            lead: in_language(&text("descriptionCurrentValue"), &text("description")),
            html: cdata_of(&text("content")),
        }
    }

    fn find_picture(&self, picture: &ParcelPicture) -> Answer<Option<Remote>> {
        self.find_entry(&file_of(picture))
    }

    fn find_entry(&self, title: &str) -> Answer<Option<Remote>> {
        let values = [
            ("groupId", self.place.group.as_str()),
            ("folderId", self.place.pictures.as_str()),
            ("title", title),
        ];
        match self.get("dlapp/get-file-entry", &values) {
            Ok(entry) => Ok(Some(self.entry(&entry, title))),
            Err(trouble) if is_missing(&trouble) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// A picture by its number and its address without the host: the portal may be asked by another
    /// name than its readers use.
    fn entry(&self, entry: &Value, title: &str) -> Remote {
        let (group, folder) = (&self.place.group, &self.place.pictures);
        let uuid = entry["uuid"].as_str().unwrap_or_default();
        let link = format!("/documents/{group}/{folder}/{title}/{}", in_query(uuid));
        Remote { id: id_of(&entry["fileEntryId"]), link }
    }

    fn upload(&self, picture: &ParcelPicture) -> Answer<Remote> {
        let form = self.picture_form(picture);
        let path = format!("{API}/dlapp/add-file-entry");
        let reply = self.client.send("POST", &path, &[], &Sent::Form(&form))?;
        match self.understood(&reply) {
            Ok(entry) => Ok(self.entry(&entry, &file_of(picture))),
            // An earlier request, whose answer was lost, came after all.
            Err(trouble) if names(&trouble, "DuplicateFile") => {
                self.find_picture(picture)?.ok_or(trouble)
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn picture_form(&self, picture: &ParcelPicture) -> crate::http::Form {
        let (title, said) = (file_of(picture), said_of(picture));
        let context = json!({ "scopeGroupId": number(&self.place.group) }).to_string();
        file_form(
            picture,
            &[
                ("repositoryId", self.place.group.as_str()),
                ("folderId", self.place.pictures.as_str()),
                ("sourceFileName", title.as_str()),
                ("mimeType", picture.media_type.as_str()),
                ("title", title.as_str()),
                ("description", said.as_str()),
                ("changeLog", ""),
                ("serviceContext", context.as_str()),
            ],
        )
    }

    /// What both making and changing want.
    fn fields(&self, job: &Job<'_>) -> Vec<(&'static str, String)> {
        let parcel = job.parcel;
        let language = locale_of(&parcel.language);
        let field = Some(&self.place.content_field).filter(|_| !self.place.structure.is_empty());
        let action = match self.destination.post_as {
            PostAs::Publish => PUBLISH,
            PostAs::Draft | PostAs::Pending | PostAs::Private => SAVE_DRAFT,
        };
        let mut context = json!({
            "workflowAction": action,
            "scopeGroupId": number(&self.place.group),
            "assetTagNames": parcel.tags,
        });
        if let Ok(category) = self.destination.category(&parcel.section).parse::<u64>() {
            context["assetCategoryIds"] = json!([category]);
        }
        let in_map = |text: &str| json!({ language: text }).to_string();
        vec![
            ("groupId", self.place.group.clone()),
            ("folderId", self.place.folder.clone()),
            ("articleId", article_id(job)),
            ("titleMap", in_map(&parcel.title)),
            ("descriptionMap", in_map(&parcel.lead)),
            ("content", web_content::xml(&text(job), language, field)),
            ("layoutUuid", String::new()),
            ("serviceContext", context.to_string()),
        ]
    }

    fn write(&self, job: &Job<'_>) -> Answer<Remote> {
        let mut fields = self.fields(job);
        let live = self.find_article(job)?;
        let service = match &live {
            Some((_, version)) => {
                fields.push(("version", version.clone()));
                "journalarticle/update-article"
            }
            None => {
                let at = job.parcel.publish_at.unwrap_or(job.delivery.queued_at);
                fields.extend(new_article(at, &self.place.structure, &self.place.template));
                "journalarticle/add-article"
            }
        };
        let values: Vec<(&str, &str)> = fields.iter().map(|it| (it.0, it.1.as_str())).collect();
        match self.post(service, &values) {
            Ok(article) => Ok(self.live(&article).remote()),
            // An earlier request of ours came after all: then it is that one's article.
            Err(trouble) if names(&trouble, "DuplicateArticleId") => {
                match self.find_article(job)? {
                    Some((live, _)) if live.is_by(job, &text(job)) => Ok(live.remote()),
                    Some(_) | None => Err(trouble),
                }
            }
            Err(trouble) => Err(trouble),
        }
    }
}

impl Connector for Liferay62 {
    fn test(&mut self) -> Answer<Tested> {
        let values = [("groupId", self.place.group.as_str()), ("folderId", &self.place.folder)];
        self.get("journalarticle/get-articles-count", &values)?;
        let may = match self.destination.post_as {
            PostAs::Publish => vec![Ability::Write, Ability::Publish],
            PostAs::Draft | PostAs::Pending | PostAs::Private => vec![Ability::Write],
        };
        Ok(Tested { user: self.destination.user.clone(), may })
    }

    fn preflight(&mut self, _: &Job<'_>) -> Answer<String> {
        self.test().map(|tested| json!({ "user": tested.user }).to_string())
    }

    fn look_up(&mut self, job: &Job<'_>, step: StepKind) -> Answer<Found> {
        match step {
            StepKind::Media(n) => {
                let found = self.find_picture(&job.parcel.pictures[usize::from(n)])?;
                Ok(found.map_or(Found::Nothing, Found::Whole))
            }
            StepKind::Write => match self.find_article(job)? {
                Some((live, _)) => live.found(job, &text(job)),
                None => Ok(Found::Nothing),
            },
            StepKind::TakeDown => Ok(match self.find_article(job)? {
                Some((live, _)) => Found::Partly(live.remote()),
                None => Found::Whole(job.delivery.known.clone().unwrap_or_default()),
            }),
            StepKind::Clear(n) => {
                let there = match job.delivery.leftover(n) {
                    Some(it) => self.find_entry(&file_of_leftover(it))?,
                    None => None,
                };
                Ok(there.map_or(Found::Whole(Remote::default()), Found::Partly))
            }
            StepKind::Preflight | StepKind::Reserve | StepKind::Verify => Ok(Found::Nothing),
        }
    }

    fn request_hash(&self, job: &Job<'_>, step: StepKind) -> String {
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
        match step {
            StepKind::Media(n) => {
                hash(self.picture_form(&job.parcel.pictures[usize::from(n)]).bytes())
            }
            StepKind::Write | StepKind::Preflight | StepKind::Reserve | StepKind::Verify => {
                let fields = self.fields(job);
                let values: Vec<_> = fields.iter().map(|it| (it.0, it.1.as_str())).collect();
                hash(form_of(&values).as_bytes())
            }
            StepKind::TakeDown => hash(article_id(job).as_bytes()),
            StepKind::Clear(n) => {
                hash(job.delivery.leftover(n).map_or(&[][..], |it| it.key.as_bytes()))
            }
        }
    }

    fn send(&mut self, job: &Job<'_>, step: StepKind, there: Option<&Remote>) -> Answer<Remote> {
        match step {
            StepKind::Media(n) => self.upload(&job.parcel.pictures[usize::from(n)]),
            StepKind::Write => self.write(job),
            StepKind::TakeDown => {
                let id = article_id(job);
                let values = [("groupId", self.place.group.as_str()), ("articleId", &id)];
                // Where it can be had back from.
                self.post("journalarticle/move-article-to-trash", &values)?;
                Ok(there.cloned().unwrap_or_default())
            }
            StepKind::Clear(_) => {
                let there = there.cloned().unwrap_or_default();
                self.post("dlapp/delete-file-entry", &[("fileEntryId", there.id.as_str())])?;
                Ok(there)
            }
            StepKind::Preflight | StepKind::Reserve | StepKind::Verify => Ok(Remote::default()),
        }
    }

    fn verify(&mut self, job: &Job<'_>) -> Answer<Checked> {
        let Some((live, _)) = self.find_article(job)? else {
            return Err(Trouble::new(TroubleKind::ChangedThere));
        };
        Ok(Checked {
            live: live.hash(),
            link: live.link.clone(),
            differences: live.differences(job, &text(job)),
            doubles: Vec::new(),
        })
    }

    fn plan(&mut self, job: &Job<'_>) -> Answer<Plan> {
        self.test()?;
        let mut plan = Plan::default();
        let request = |service: &str, body: Value| PlannedRequest {
            method: "POST".to_owned(),
            path: format!("{API}/{service}"),
            body,
        };
        for picture in &job.parcel.pictures {
            if self.find_picture(picture)?.is_none() {
                plan.upload += picture.bytes.len() as u64;
                let body = json!({ "title": file_of(picture), "bytes": picture.bytes.len() });
                plan.requests.push(request("dlapp/add-file-entry", body));
            }
        }
        let section = &job.parcel.section;
        let category = self.destination.category(section);
        if !section.is_empty() && category.parse::<u64>().is_err() {
            plan.dropped.push(Difference::dropped("assetCategoryIds", category));
        }
        let live = self.find_article(job)?.map(|(live, _)| live);
        if let Some(at) = job.parcel.publish_at
            && live.is_some()
        {
            plan.dropped.push(Difference::dropped("date_gmt", &at.rfc3339(ZoneMinutes(0))));
        }
        let ours = Live { title: job.parcel.title.clone(), html: text(job), ..Live::default() };
        let before = live.as_ref().map(Live::lines).unwrap_or_default();
        plan.changes = changes(&before, &ours.lines());
        let service = if live.is_some() { "update-article" } else { "add-article" };
        let body: serde_json::Map<String, Value> = self
            .fields(job)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .collect();
        plan.requests.push(request(&format!("journalarticle/{service}"), Value::Object(body)));
        plan.changed_there = live.as_ref().is_some_and(|live| live.is_foreign(job, &ours.html));
        plan.compared = live.is_some();
        plan.post = live.map(|live| live.remote());
        Ok(plan)
    }
}

/// The portal keeps ids in capitals.
fn article_id(job: &Job<'_>) -> String {
    key_of(&job.delivery.article).to_ascii_uppercase()
}

fn form_of(values: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", in_query(value));
    values.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_default()
}

fn names(trouble: &Trouble, what: &str) -> bool {
    let has = |name: &str| trouble.params.get(name).is_some_and(|text| text.contains(what));
    has("code") || has("says")
}

fn is_missing(trouble: &Trouble) -> bool {
    trouble.kind == TroubleKind::Refused
        && ["NoSuchArticle", "NoSuchFileEntry"].iter().any(|what| names(trouble, what))
}

fn says_more(said: &Said) -> bool {
    !said.says.is_empty()
}

/// `{"exception": "com.liferay…NoSuchArticleException", "message": "…"}`; some versions have the
/// sentence under `exception` and the name under `throwable`.
fn said(json: &Value) -> Said {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let code = text("exception");
    let says =
        Some(text("message")).filter(|it| !it.is_empty()).unwrap_or_else(|| text("throwable"));
    let both = format!("{code} {says}");
    Said {
        forbids: both.contains("PrincipalException")
            || both.contains("Authenticated access required"),
        is_vague: ["SystemException", "ORMException", "NullPointerException"]
            .iter()
            .any(|name| both.contains(name)),
        says,
        code,
    }
}
