//! Categories, tags and authors: names here, numbers there.

use banthao_core::delivery::{Answer, Difference, Job};
use banthao_core::language::slug::slug;
use serde_json::{Value, json};

use super::WordPress;
use crate::http::in_query;
use crate::text::unescaped;

/// Who is named, and where.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) author: Option<u64>,
    pub(super) coauthors: Vec<u64>,
    /// Whether the authors are named at the end of the text.
    pub(super) in_text: bool,
}

impl WordPress {
    /// The number of the section's category; one that is not there is told, and left out.
    pub(super) fn category(
        &self,
        job: &Job<'_>,
        dropped: &mut Vec<Difference>,
    ) -> Answer<Option<u64>> {
        let section = &job.parcel.section;
        if section.is_empty() {
            return Ok(None);
        }
        let name = self.destination.category(section);
        let found = self.term("categories", name)?;
        if found.is_none() {
            dropped.push(Difference::dropped("categories", name));
        }
        Ok(found)
    }

    /// The numbers of the tags that are there, and the names of those that are not.
    pub(super) fn tags(&self, job: &Job<'_>) -> Answer<(Vec<u64>, Vec<String>)> {
        let (mut there, mut new) = (Vec::new(), Vec::new());
        for tag in &job.parcel.tags {
            match self.term("tags", tag)? {
                Some(id) => there.push(id),
                None => new.push(tag.clone()),
            }
        }
        Ok((there, new))
    }

    /// Makes the tags that are not there. Safe to do again: a name that is there is refused.
    pub(super) fn make_tags(&self, job: &Job<'_>) -> Answer<()> {
        for tag in self.tags(job)?.1 {
            match self.post("/wp/v2/tags", &json!({ "name": tag })) {
                Ok(_) => {}
                Err(trouble)
                    if trouble.params.get("code").is_some_and(|it| it == "term_exists") => {}
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(())
    }

    fn term(&self, kind: &str, name: &str) -> Answer<Option<u64>> {
        let folded = name.to_lowercase();
        // A site writes `&` as an entity and does not find it, so it is asked for one word of it,
        // and for what it makes an address of.
        let word = name.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len());
        for (by, text) in [("slug", slug(name)), ("search", word.unwrap_or_default().to_owned())] {
            if text.is_empty() {
                continue;
            }
            let query = in_query(&text);
            let path = format!("/wp/v2/{kind}?per_page=100&_fields=id,name,slug&{by}={query}");
            let found = self.get(&path)?;
            let is_it = |term: &&Value| {
                let is = |field: &str| {
                    term[field].as_str().is_some_and(|it| unescaped(it).to_lowercase() == folded)
                };
                is("name") || is("slug")
            };
            let found = found.as_array().into_iter().flatten().find(is_it);
            if let Some(id) = found.and_then(|term| term["id"].as_u64()) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The authors as the site can name them: all of them by its plugin for several authors, or one
    /// of them as the author of the post; otherwise at the end of the text.
    pub(super) fn names(&mut self, job: &Job<'_>, dropped: &mut Vec<Difference>) -> Answer<Names> {
        let authors = &job.parcel.authors;
        let known: Vec<String> = authors
            .iter()
            .filter_map(|it| self.destination.author(it))
            .map(str::to_owned)
            .collect();
        let in_text = Names { in_text: true, ..Names::default() };
        if known.is_empty() {
            return Ok(in_text);
        }
        let site = self.site()?;
        if site.has_coauthors && known.len() == authors.len() {
            let mut ids = Vec::new();
            for name in &known {
                match self.coauthor(name)? {
                    Some(id) => ids.push(id),
                    None => dropped.push(Difference::dropped("coauthors", name)),
                }
            }
            if ids.len() == authors.len() {
                return Ok(Names { coauthors: ids, ..Names::default() });
            }
            return Ok(in_text);
        }
        if !site.may("edit_others_posts") {
            dropped.push(Difference::dropped("author", &known[0]));
            return Ok(in_text);
        }
        // Only so does it tell of those who have published nothing yet.
        let path = format!("/wp/v2/users?who=authors&_fields=id,slug&slug={}", in_query(&known[0]));
        let found = self.get(&path)?;
        let author = found.as_array().and_then(|all| all.first()).and_then(|it| it["id"].as_u64());
        if author.is_none() {
            dropped.push(Difference::dropped("author", &known[0]));
        }
        Ok(Names { author, in_text: author.is_none() || authors.len() > 1, ..Names::default() })
    }

    /// Of the plugin Co-Authors Plus, which keeps each author as a term of its own.
    fn coauthor(&self, name: &str) -> Answer<Option<u64>> {
        let slugs = in_query(&format!("cap-{name},{name}"));
        let found = self.get(&format!("/wp/v2/coauthors?_fields=id,slug&slug={slugs}"))?;
        Ok(found.as_array().and_then(|all| all.first()).and_then(|term| term["id"].as_u64()))
    }
}
