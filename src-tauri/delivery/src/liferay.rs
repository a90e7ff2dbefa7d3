//! Liferay, both of its interfaces: headless delivery (7.4) and JSON web services (6.2 to 7.3).
//!
//! In both an article has an id of our choosing, so a second one of it cannot be made: a request that
//! is sent again changes the same article. Pictures have one, too, in the newer; in the older their
//! title is refused a second time in its folder.

mod headless;
mod jsonws;
mod web_content;

pub(crate) use headless::Liferay74;
pub(crate) use jsonws::Liferay62;

use banthao_core::delivery::{
    Answer, Difference, Errand, Found, Job, Leftover, ParcelPicture, Remote, Trouble, TroubleKind,
    key_of,
};

use crate::html::{self, Style};
use crate::http::Form;
use crate::text::{escaped, lines, parting};

/// An article as it stands there, whichever interface tells of it.
#[derive(Debug, Clone, Default)]
struct Live {
    /// The number of the article, or of its latest version.
    id: String,
    link: String,
    title: String,
    lead: String,
    html: String,
}

impl Live {
    fn remote(&self) -> Remote {
        Remote { id: self.id.clone(), link: self.link.clone() }
    }

    /// By which a change is noticed.
    fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for text in [&self.title, &self.lead, &self.html] {
            hasher.update(text.as_bytes()).update(&[0]);
        }
        hasher.finalize().to_hex().to_string()
    }

    fn lines(&self) -> Vec<String> {
        std::iter::once(self.title.clone()).chain(lines(&self.html)).collect()
    }

    /// Written by this delivery. Some portals clean the comment away; then it is the text that tells.
    fn is_by(&self, job: &Job<'_>, text: &str) -> bool {
        self.html.contains(&marker(job))
            || (self.title == job.parcel.title && lines(&self.html) == lines(text))
    }

    fn is_foreign(&self, job: &Job<'_>, text: &str) -> bool {
        !self.is_by(job, text) && job.delivery.known_live.as_ref() != Some(&self.hash())
    }

    /// What a look for a written article comes to.
    fn found(&self, job: &Job<'_>, text: &str) -> Answer<Found> {
        let overwrite = matches!(job.delivery.errand, Errand::Bring { overwrite: true, .. });
        if self.is_by(job, text) {
            Ok(Found::Whole(self.remote()))
        } else if self.is_foreign(job, text) && !overwrite {
            Err(Trouble::new(TroubleKind::ChangedThere))
        } else {
            Ok(Found::Partly(self.remote()))
        }
    }

    fn differences(&self, job: &Job<'_>, text: &str) -> Vec<Difference> {
        let pairs = [
            ("title", job.parcel.title.clone(), self.title.clone()),
            ("description", job.parcel.lead.clone(), self.lead.clone()),
            ("content", lines(text).join("\n"), lines(&self.html).join("\n")),
        ];
        pairs
            .into_iter()
            .filter(|(_, sent, found)| sent != found)
            .map(|(field, sent, found)| {
                let [sent, found] = parting(&sent, &found);
                Difference { field: field.to_owned(), sent, found }
            })
            .collect()
    }
}

fn marker(job: &Job<'_>) -> String {
    format!("<!-- banthao:{}:{} -->", key_of(&job.delivery.article), job.delivery.id.0)
}

/// The text, with the pictures that the steps before have left there, and the comment that names the
/// delivery.
pub(crate) fn text(job: &Job<'_>) -> String {
    let image = |n: usize, alt: &str| {
        let there = job.delivery.media(n).cloned().unwrap_or_default();
        // By its number the portal knows what uses a picture.
        let number = there.id.parse::<u64>().map(|id| format!(" data-fileentryid=\"{id}\""));
        let (number, link, alt) = (number.unwrap_or_default(), escaped(&there.link), escaped(alt));
        format!("<img{number} src=\"{link}\" alt=\"{alt}\">")
    };
    let style =
        Style { image: &image, figure: "", raw: None, names: true, lead: true, above: None };
    format!("{}\n{}", html::body(job.parcel, &style), marker(job))
}

/// The name of a picture's file, and its title where titles must be its own.
fn file_of(picture: &ParcelPicture) -> String {
    let end = picture.file_name.rsplit('.').next().unwrap_or("jpg");
    format!("{}.{end}", picture.key())
}

/// The same of a picture that was left there.
fn file_of_leftover(leftover: &Leftover) -> String {
    format!("{}.{}", leftover.key, leftover.ending)
}

/// What is said of a picture: its text alternative, and under it its caption.
fn said_of(picture: &ParcelPicture) -> String {
    [picture.alt.as_str(), picture.caption.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn file_form(picture: &ParcelPicture, fields: &[(&str, &str)]) -> Form {
    Form::new(fields, "file", &file_of(picture), &picture.media_type, &picture.bytes)
}

/// A number of the portal's, or nothing.
fn id_of(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Number(number) => number.to_string(),
        serde_json::Value::String(text) => text.clone(),
        _ => String::new(),
    }
}
