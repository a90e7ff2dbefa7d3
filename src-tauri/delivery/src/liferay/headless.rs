//! Liferay 7.4 and DXP: headless delivery, with external reference codes of our own.

use banthao_core::delivery::{
    Ability, Answer, Checked, Connector, Destination, DestinationKind, Difference, Found, Job,
    ParcelPicture, Plan, PlannedRequest, Remote, StepKind, Tested, Trouble, TroubleKind, key_of,
};
use banthao_core::time::ZoneMinutes;
use serde_json::{Value, json};

use super::{Live, file_form, file_of, file_of_leftover, id_of, said_of, text};
use crate::http::{Client, Patience, Said, Sent, in_query};
use crate::text::changes;

const API: &str = "/o/headless-delivery/v1.0";

pub(crate) struct Liferay74 {
    client: Client,
    destination: Destination,
    password: String,
    site: Site,
    /// What every request is signed in with; found out with the first.
    authorization: Option<String>,
}

/// Where in the portal.
struct Site {
    site: String,
    structure: String,
    content_field: String,
    folder: String,
    oauth: bool,
}

impl Liferay74 {
    /// # Errors
    /// Where the certificates or the proxy of the destination cannot be used.
    pub(crate) fn new(
        destination: &Destination,
        password: &str,
        patience: Patience,
    ) -> Answer<Self> {
        let DestinationKind::Liferay74 { site, structure, content_field, folder, oauth } =
            &destination.kind
        else {
            return Err(Trouble::new(TroubleKind::NotThere));
        };
        Ok(Self {
            client: Client::new(destination, &destination.address, patience)?,
            destination: destination.clone(),
            password: password.to_owned(),
            site: Site {
                site: site.clone(),
                structure: structure.clone(),
                content_field: content_field.clone(),
                folder: folder.clone(),
                oauth: *oauth,
            },
            authorization: None,
        })
    }

    /// A token for the client's id and secret, or name and password themselves.
    fn signed(&mut self) -> Answer<String> {
        if let Some(signed) = &self.authorization {
            return Ok(signed.clone());
        }
        let (user, password) = (&self.destination.user, &self.password);
        let signed = if self.site.oauth {
            let form = format!(
                "grant_type=client_credentials&client_id={}&client_secret={}",
                in_query(user),
                in_query(password)
            );
            let sent = Sent::Bytes("application/x-www-form-urlencoded", form.as_bytes());
            let reply = self.client.send("POST", "/o/oauth2/token", &[], &sent)?;
            if matches!(reply.status, 400 | 401) {
                return Err(Trouble::new(TroubleKind::WrongPassword));
            }
            let answer = self.client.json(&reply, said)?;
            let token = answer["access_token"].as_str();
            format!("Bearer {}", token.ok_or_else(|| Trouble::new(TroubleKind::NotThere))?)
        } else {
            Client::basic(user, password)
        };
        self.authorization = Some(signed.clone());
        Ok(signed)
    }

    fn ask(&mut self, method: &str, path: &str, sent: &Sent<'_>) -> Answer<Value> {
        let signed = self.signed()?;
        let headers = [("Accept", "application/json"), ("Authorization", signed.as_str())];
        let reply = self.client.send(method, &format!("{API}{path}"), &headers, sent)?;
        if reply.status == 204 {
            return Ok(Value::Null);
        }
        self.client.json(&reply, said)
    }

    /// What stands at a path; `None` where the portal knows of no such thing.
    fn find(&mut self, path: &str) -> Answer<Option<Value>> {
        match self.ask("GET", path, &Sent::Nothing) {
            Ok(found) => Ok(Some(found)),
            Err(trouble)
                if trouble.kind == TroubleKind::Refused
                    && trouble.params.get("status").is_some_and(|status| status == "404") =>
            {
                Ok(None)
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn in_site(&self, path: &str) -> String {
        format!("/sites/{}{path}", in_query(&self.site.site))
    }

    fn article_path(&self, job: &Job<'_>) -> String {
        let key = in_query(&key_of(&job.delivery.article));
        self.in_site(&format!("/structured-contents/by-external-reference-code/{key}"))
    }

    fn find_article(&mut self, job: &Job<'_>) -> Answer<Option<Live>> {
        let path = self.article_path(job);
        let found = self.find(&path)?;
        Ok(found.map(|content| self.live(&content)))
    }

    fn live(&self, content: &Value) -> Live {
        let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
        let fields = content["contentFields"].as_array().into_iter().flatten();
        let mut named = fields.filter(|it| it["name"] == self.site.content_field.as_str());
        let html = named.next().and_then(|it| it["contentFieldValue"]["data"].as_str());
        // An address below the site's own page, which only the portal's set-up knows.
        let link = match text("friendlyUrlPath").as_str() {
            "" => String::new(),
            path => format!("{}/w/{path}", self.destination.address),
        };
        Live {
            id: id_of(&content["id"]),
            link,
            title: text("title"),
            lead: text("description"),
            html: html.unwrap_or_default().to_owned(),
        }
    }

    fn find_picture(&mut self, picture: &ParcelPicture) -> Answer<Option<Remote>> {
        self.find_document(&picture.key(), &file_of(picture))
    }

    fn find_document(&mut self, key: &str, file: &str) -> Answer<Option<Remote>> {
        let key = in_query(key);
        let path = self.in_site(&format!("/documents/by-external-reference-code/{key}"));
        if let Some(found) = self.find(&path)? {
            return Ok(Some(self.document(&found)));
        }
        // Portals before 2024.Q4 know documents by no code of ours.
        let filter = in_query(&format!("title eq '{file}'"));
        let path = self.in_site(&format!("/documents?flatten=true&filter={filter}"));
        let found = self.ask("GET", &path, &Sent::Nothing)?;
        let mut items = found["items"].as_array().into_iter().flatten();
        let same = items.find(|it| it["title"] == file);
        Ok(same.map(|it| self.document(it)))
    }

    fn document(&self, document: &Value) -> Remote {
        let link = document["contentUrl"].as_str().unwrap_or_default();
        // Without the host: the portal may be asked by another name than its readers use.
        Remote { id: id_of(&document["id"]), link: link.to_owned() }
    }

    fn upload(&mut self, picture: &ParcelPicture) -> Answer<Remote> {
        let form = file_form(picture, &[("document", &self.said_of(picture).to_string())]);
        let path = if self.site.folder.is_empty() {
            self.in_site("/documents")
        } else {
            format!("/document-folders/{}/documents", in_query(&self.site.folder))
        };
        match self.ask("POST", &path, &Sent::Form(&form)) {
            Ok(made) => Ok(self.document(&made)),
            // One of its title is there: an earlier request, whose answer was lost, came after all.
            Err(trouble) if trouble.params.get("status").is_some_and(|it| it == "409") => {
                let found = self.find_picture(picture)?;
                found.ok_or(trouble)
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn said_of(&self, picture: &ParcelPicture) -> Value {
        json!({
            "title": file_of(picture),
            "description": said_of(picture),
            "externalReferenceCode": picture.key(),
        })
    }

    /// The whole article.
    fn content(&self, job: &Job<'_>) -> Value {
        let parcel = job.parcel;
        let category = self.destination.category(&parcel.section);
        let mut content = json!({
            "contentStructureId": self.site.structure.parse::<u64>().unwrap_or_default(),
            "externalReferenceCode": key_of(&job.delivery.article),
            "title": parcel.title,
            "description": parcel.lead,
            "keywords": parcel.tags,
            "viewableBy": "Anyone",
            "contentFields": [{
                "name": self.site.content_field,
                "contentFieldValue": { "data": text(job) },
            }],
        });
        // The map names categories by their number: names there are not each once.
        if let Ok(id) = category.parse::<u64>() {
            content["taxonomyCategoryIds"] = json!([id]);
        }
        if !parcel.slug.is_empty() {
            content["friendlyUrlPath"] = json!(parcel.slug);
        }
        if let Some(at) = parcel.publish_at {
            content["datePublished"] = json!(at.rfc3339(ZoneMinutes(0)));
        }
        content
    }
}

impl Connector for Liferay74 {
    fn test(&mut self) -> Answer<Tested> {
        let structure = in_query(&self.site.structure);
        let Some(structure) = self.find(&format!("/content-structures/{structure}"))? else {
            return Err(Trouble::new(TroubleKind::Refused).with("code", "structure"));
        };
        let fields = structure["contentStructureFields"].as_array().into_iter().flatten();
        let named: Vec<&str> = fields.filter_map(|it| it["name"].as_str()).collect();
        if !named.contains(&self.site.content_field.as_str()) {
            // Its label in the form is not its name here; these are the names.
            let says = format!("{} ∉ {}", self.site.content_field, named.join(", "));
            return Err(Trouble::new(TroubleKind::Refused)
                .with("code", "contentField")
                .with("says", crate::http::shortened(&says)));
        }
        self.ask("GET", &self.in_site("/structured-contents?pageSize=1"), &Sent::Nothing)?;
        let may = vec![Ability::Write, Ability::Upload, Ability::Publish];
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
                Some(live) => live.found(job, &text(job)),
                None => Ok(Found::Nothing),
            },
            StepKind::TakeDown => Ok(match self.find_article(job)? {
                Some(live) => Found::Partly(live.remote()),
                None => Found::Whole(job.delivery.known.clone().unwrap_or_default()),
            }),
            StepKind::Clear(n) => {
                let there = match job.delivery.leftover(n) {
                    Some(it) => self.find_document(&it.key, &file_of_leftover(it))?,
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
                let picture = &job.parcel.pictures[usize::from(n)];
                let form = file_form(picture, &[("document", &self.said_of(picture).to_string())]);
                hash(form.bytes())
            }
            StepKind::Write | StepKind::Preflight | StepKind::Reserve | StepKind::Verify => {
                hash(self.content(job).to_string().as_bytes())
            }
            StepKind::TakeDown => hash(self.article_path(job).as_bytes()),
            StepKind::Clear(n) => {
                hash(job.delivery.leftover(n).map_or(&[][..], |it| it.key.as_bytes()))
            }
        }
    }

    fn send(&mut self, job: &Job<'_>, step: StepKind, there: Option<&Remote>) -> Answer<Remote> {
        match step {
            StepKind::Media(n) => self.upload(&job.parcel.pictures[usize::from(n)]),
            StepKind::Write => {
                let (path, content) = (self.article_path(job), self.content(job));
                let written = self.ask("PUT", &path, &Sent::Json(&content))?;
                Ok(self.live(&written).remote())
            }
            StepKind::TakeDown => {
                let there = there.cloned().unwrap_or_default();
                let path = format!("/structured-contents/{}", in_query(&there.id));
                self.ask("DELETE", &path, &Sent::Nothing)?;
                Ok(there)
            }
            StepKind::Clear(_) => {
                let there = there.cloned().unwrap_or_default();
                let path = format!("/documents/{}", in_query(&there.id));
                self.ask("DELETE", &path, &Sent::Nothing)?;
                Ok(there)
            }
            StepKind::Preflight | StepKind::Reserve | StepKind::Verify => Ok(Remote::default()),
        }
    }

    fn verify(&mut self, job: &Job<'_>) -> Answer<Checked> {
        let Some(live) = self.find_article(job)? else {
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
        for picture in &job.parcel.pictures {
            if self.find_picture(picture)?.is_none() {
                plan.upload += picture.bytes.len() as u64;
                plan.requests.push(PlannedRequest {
                    method: "POST".to_owned(),
                    path: format!("{API}{}", self.in_site("/documents")),
                    body: self.said_of(picture),
                });
            }
        }
        let section = &job.parcel.section;
        let category = self.destination.category(section);
        if !section.is_empty() && category.parse::<u64>().is_err() {
            plan.dropped.push(Difference::dropped("taxonomyCategoryIds", category));
        }
        let live = self.find_article(job)?;
        let ours = Live { title: job.parcel.title.clone(), html: text(job), ..Live::default() };
        let before = live.as_ref().map(Live::lines).unwrap_or_default();
        plan.changes = changes(&before, &ours.lines());
        plan.requests.push(PlannedRequest {
            method: "PUT".to_owned(),
            path: format!("{API}{}", self.article_path(job)),
            body: self.content(job),
        });
        plan.changed_there = live.as_ref().is_some_and(|live| live.is_foreign(job, &ours.html));
        plan.compared = live.is_some();
        plan.post = live.map(|live| live.remote());
        Ok(plan)
    }
}

/// `{"status": "BAD_REQUEST", "title": "…", "type": "…"}`
fn said(json: &Value) -> Said {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let (status, kind) = (text("status"), text("type"));
    Said {
        forbids: status == "FORBIDDEN",
        is_vague: status == "INTERNAL_SERVER_ERROR",
        says: Some(text("title")).filter(|it| !it.is_empty()).unwrap_or_else(|| text("detail")),
        code: if kind.is_empty() { status } else { kind },
    }
}
