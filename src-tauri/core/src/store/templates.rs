//! The templates of this desk, and articles that begin with one.

use rusqlite::Connection;
use serde::Serialize;

use super::Store;
use super::desk::{meta, put_meta};
use super::views::OpenArticle;
use crate::failure::{Failure, Result};
use crate::moment::Moment;
use crate::template::{Filling, Surroundings, Template, TemplateId};

/// Most templates of a desk.
const TEMPLATE_LIMIT: usize = 200;
const TEMPLATES: &str = "templates";

/// A template, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KeptTemplate {
    pub template: Template,
    /// One of the program: it can be copied and not changed.
    pub built_in: bool,
}

impl Store {
    /// Those of the program, then those of this desk by name.
    ///
    /// # Errors
    /// Those of a read.
    pub fn templates(&self) -> Result<Vec<KeptTemplate>> {
        let built_in = Template::built_in().into_iter().map(|it| (it, true));
        let own = own(&self.connection)?.into_iter().map(|it| (it, false));
        let kept = built_in.chain(own);
        Ok(kept.map(|(template, built_in)| KeptTemplate { template, built_in }).collect())
    }

    /// Keeps a template of this desk; one without an id is new.
    ///
    /// # Errors
    /// `BadInput` as [`Template::accept`], `templateBuiltIn` for one of the program, or where
    /// there are too many; `NotFound` for an id that is not here; those of a write.
    pub fn save_template(
        &mut self,
        template: Template,
        moment: &Moment,
    ) -> Result<Vec<KeptTemplate>> {
        let mut template = template.accept()?;
        if Template::built_in().iter().any(|it| it.id == template.id) {
            return Err(Failure::bad_input("templateBuiltIn"));
        }
        self.write(|transaction| {
            let mut own = own(transaction)?;
            if template.id.0.is_empty() {
                template.id = TemplateId(moment.ids().letters(8));
                own.push(template);
            } else {
                let before = own.iter_mut().find(|it| it.id == template.id);
                *before.ok_or_else(|| Failure::not_found("a template of this id"))? = template;
            }
            if own.len() > TEMPLATE_LIMIT {
                return Err(Failure::bad_input("templateCount"));
            }
            own.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
            put_meta(transaction, TEMPLATES, &own)
        })?;
        self.templates()
    }

    /// Takes a template of this desk away; articles that began with it stay as they are.
    ///
    /// # Errors
    /// Those of a write.
    pub fn delete_template(&mut self, id: &TemplateId) -> Result<Vec<KeptTemplate>> {
        self.write(|transaction| {
            let mut own = own(transaction)?;
            own.retain(|it| it.id != *id);
            put_meta(transaction, TEMPLATES, &own)
        })?;
        self.templates()
    }

    /// A new article of whoever uses this desk that begins with a template.
    ///
    /// # Errors
    /// `NotFound`; those of [`Store::create_article_with`].
    pub fn create_from_template(
        &mut self,
        id: &TemplateId,
        filling: &Filling,
        moment: &Moment,
    ) -> Result<OpenArticle> {
        let me = self.me()?;
        let template = template(&self.connection, id)?;
        let settings = self.settings()?;
        let around = Surroundings {
            reporter: &me.pen_name,
            newsroom: &settings.newsroom,
            zone: settings.zone,
        };
        let mut ids = moment.ids();
        let (document, fields) = template.fill(filling, around, &mut || ids.block());
        self.create_article_with(document, fields, moment)
    }
}

/// The template of this id, of the program or of this desk.
///
/// # Errors
/// `NotFound`; those of a read.
pub(super) fn template(db: &Connection, id: &TemplateId) -> Result<Template> {
    let all = Template::built_in().into_iter().chain(own(db)?);
    let found = all.into_iter().find(|it| it.id == *id);
    found.ok_or_else(|| Failure::not_found("a template of this id"))
}

fn own(db: &Connection) -> Result<Vec<Template>> {
    Ok(meta(db, TEMPLATES)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Code;
    use crate::person::Role;
    use crate::testing::laptop::Laptop;

    #[test]
    fn a_copy_of_a_template_is_the_desks_own_and_can_be_changed_and_taken_away() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Editor);
        let built_in = Template::built_in();
        let mut copy = Template {
            id: TemplateId::default(),
            name: "Tin họp tỉnh".into(),
            ..built_in[0].clone()
        };
        let moment = mai.moment();
        let kept = mai.store.save_template(copy.clone(), &moment).unwrap();
        let own = kept.last().unwrap();
        assert!(!own.built_in && !own.template.id.0.is_empty());
        copy.id = own.template.id.clone();
        copy.lead = "Sáng {ngày}".into();
        let moment = mai.moment();
        let kept = mai.store.save_template(copy.clone(), &moment).unwrap();
        assert_eq!(kept.last().unwrap().template, copy);
        assert_eq!(kept.len(), built_in.len() + 1);

        let refused = mai.store.save_template(built_in[0].clone(), &moment).unwrap_err();
        assert_eq!(refused.params["what"], "templateBuiltIn");
        let unknown = Template { id: TemplateId("khongco".into()), ..copy.clone() };
        let refused = mai.store.save_template(unknown, &moment).unwrap_err();
        assert_eq!(refused.code, Code::NotFound);

        let kept = mai.store.delete_template(&copy.id).unwrap();
        assert!(kept.iter().all(|it| it.built_in));
    }

    #[test]
    fn a_new_article_begins_with_its_template() {
        let mut mai = Laptop::new(1, "Nguyễn Thị Mai", Role::Reporter);
        let filling = Filling { event: "lễ khởi công cầu".into(), ..Filling::default() };
        let moment = mai.moment();
        let id = TemplateId("brief".into());
        let open = mai.store.create_from_template(&id, &filling, &moment).unwrap();
        assert_eq!(open.document.headline_text(), "Lễ khởi công cầu");
        assert_eq!(open.fields.target_length, Some(100));
        assert_eq!(open.standing.author.unwrap().id, mai.me);
    }
}
