//! The desk itself: settings, who uses it, contributors, the first start.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::objects::to_json;
use super::views::{DeskInfo, SetUp, Settings};
use super::{AddedPhoto, Store, signing};
use crate::article::ArticleId;
use crate::exchange::target::Target;
use crate::failure::{Code, Failure, Result};
use crate::language::normal;
use crate::moment::Moment;
use crate::person::{Person, PersonId, Role};

/// What the first start left behind.
#[derive(Debug, Clone)]
pub struct FirstStart {
    pub me: Person,
    /// The sample report, open to play with.
    pub sample: ArticleId,
}

impl Store {
    /// # Errors
    /// Those of a read.
    pub fn desk_info(&self, version: &str) -> Result<DeskInfo> {
        Ok(DeskInfo {
            me: me(&self.connection)?,
            settings: settings(&self.connection)?,
            store: self.folder.display().to_string(),
            shared_folder: self.shared_folder()?.map(|folder| folder.display().to_string()),
            version: version.to_owned(),
        })
    }

    /// The first start: keeps who uses this desk and puts the sample report in.
    ///
    /// # Errors
    /// `NotAllowed` where the desk is set up already, `BadInput` without a name.
    pub fn set_up(&mut self, answers: SetUp, moment: &Moment) -> Result<FirstStart> {
        if me(&self.connection)?.is_some() {
            return Err(Failure::new(Code::NotAllowed, "this desk is set up already"));
        }
        let sample = crate::exchange::sample::sample();
        let mut photos = Vec::new();
        for photo in &sample.photos {
            let added: AddedPhoto =
                self.photo_files().add(photo.bytes, photo.file_name, moment.now)?;
            photos.push((self.register_photo(added)?.hash, photo.credit, photo.alt));
        }
        let mut ids = moment.ids();
        let me = accept_person(Person {
            id: ids.person(),
            name: answers.name,
            pen_name: answers.pen_name,
            role: answers.role,
            sections: Vec::new(),
        })?;
        let recognised = crate::exchange::recognise::recognise(sample.text, "UTF-8")?;
        let lines: Vec<_> = recognised.lines.into_iter().map(Into::into).collect();
        let (mut document, fields) =
            crate::exchange::recognise::compose(&lines, &[], &mut || ids.block())?;
        for (block, (hash, credit, alt)) in document.photos_mut().zip(photos) {
            block.attrs.photo = Some(hash);
            block.attrs.credit = credit.to_owned();
            block.attrs.alt = alt.to_owned();
        }
        let article = ids.article();
        let device = self.device.clone();
        self.write(|transaction| {
            put_person(transaction, &me)?;
            put_meta(transaction, "me", &me.id)?;
            let settings = Settings { language: answers.language, ..settings(transaction)? };
            put_meta(transaction, "settings", &settings)?;
            super::articles::insert(transaction, &article, document, fields, &me, &device, moment)
        })?;
        self.changes.push(article.clone());
        Ok(FirstStart { me, sample: article })
    }

    /// Keeps the settings. Where the steps of the review have changed, articles that wait at one
    /// of them follow it, as [`crate::review::carry`] says, and their logs tell.
    ///
    /// # Errors
    /// `BadInput` for what no settings screen can send, and for a workflow or targets that
    /// [`crate::review::Workflow::accept`] and [`Target::accept`] refuse.
    pub fn change_settings(&mut self, new: Settings, moment: &Moment) -> Result<()> {
        if new.newsroom.len() > 1_000 {
            return Err(Failure::bad_input("settings"));
        }
        // As far as zones go.
        if new.zone.0.unsigned_abs() > 14 * 60 {
            return Err(Failure::bad_input("settings"));
        }
        let targets = Target::accept(new.targets)?;
        let last = targets.iter().any(|target| target.name == new.last_target);
        let new = Settings {
            newsroom: normal::nfc(&new.newsroom),
            workflow: new.workflow.completed().accept()?,
            targets,
            // Of a target that is gone nothing is left to be chosen again.
            last_target: if last { new.last_target } else { String::new() },
            ..new
        };
        let device = self.device.clone();
        let carried = self.write(|transaction| {
            let old = settings(transaction)?.workflow;
            put_meta(transaction, "settings", &new)?;
            if old == new.workflow {
                return Ok(Vec::new());
            }
            signing::carry_all(transaction, &old, &new.workflow, &device, moment)
        })?;
        self.changes.extend(carried);
        Ok(())
    }

    /// Changes name, pen name, role or sections of the person who uses this desk.
    ///
    /// # Errors
    /// `BadInput` where `person` is somebody else or has no name.
    pub fn change_me(&mut self, person: Person) -> Result<Person> {
        let person = accept_person(person)?;
        if me(&self.connection)?.is_none_or(|me| me.id != person.id) {
            return Err(Failure::bad_input("only oneself can be changed here"));
        }
        self.write(|transaction| put_person(transaction, &person))?;
        Ok(person)
    }

    /// Contributors by name.
    ///
    /// # Errors
    /// Those of a read.
    pub fn people(&self) -> Result<Vec<Person>> {
        people(&self.connection)
    }

    /// Adds a contributor (empty id) or changes one.
    ///
    /// # Errors
    /// `BadInput` without a name.
    pub fn save_person(&mut self, mut person: Person, moment: &Moment) -> Result<Person> {
        if person.id.0.is_empty() {
            person.id = moment.ids().person();
        }
        let person = accept_person(person)?;
        self.write(|transaction| put_person(transaction, &person))?;
        Ok(person)
    }

    /// Settings of this desk.
    ///
    /// # Errors
    /// Those of a read.
    pub fn settings(&self) -> Result<Settings> {
        settings(&self.connection)
    }

    /// The target of this name; the standard one where it is empty.
    ///
    /// # Errors
    /// `NotFound` with the param `target`.
    pub(super) fn target(&self, name: &str) -> Result<Target> {
        if name.is_empty() {
            return Ok(Target::standard());
        }
        let name = normal::nfc(name.trim());
        let found = self.settings()?.targets.into_iter().find(|target| target.name == name);
        found.ok_or_else(|| Failure::not_found("a target of this name").with("target", name))
    }

    /// Who uses this desk.
    ///
    /// # Errors
    /// `NotAllowed` before the first start is done.
    pub(super) fn me(&self) -> Result<Person> {
        require_me(&self.connection)
    }
}

pub(super) fn require_me(db: &Connection) -> Result<Person> {
    me(db)?.ok_or_else(|| Failure::new(Code::NotAllowed, "the desk is not set up yet"))
}

pub(super) fn me(db: &Connection) -> Result<Option<Person>> {
    match meta::<PersonId>(db, "me")? {
        Some(id) => person(db, &id),
        None => Ok(None),
    }
}

pub(super) fn settings(db: &Connection) -> Result<Settings> {
    let settings: Settings = meta(db, "settings")?.unwrap_or_default();
    Ok(Settings { workflow: settings.workflow.completed(), ..settings })
}

pub(super) fn person(db: &Connection, id: &PersonId) -> Result<Option<Person>> {
    db.prepare_cached("SELECT id, name, pen_name, role, sections FROM person WHERE id = ?1")?
        .query_row([&id.0], person_of)
        .optional()?
        .transpose()
}

pub(super) fn people(db: &Connection) -> Result<Vec<Person>> {
    let mut statement =
        db.prepare_cached("SELECT id, name, pen_name, role, sections FROM person ORDER BY id")?;
    let rows = statement.query_map([], person_of)?;
    let mut people = rows.map(|row| row?).collect::<Result<Vec<Person>>>()?;
    let settings = settings(db)?;
    people.sort_by_cached_key(|person| settings.person_key(&person.name));
    Ok(people)
}

fn person_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Result<Person>> {
    let (role, sections): (String, String) = (row.get(3)?, row.get(4)?);
    let (id, name, pen_name) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let role = serde_json::from_value::<Role>(serde_json::Value::String(role));
    let sections = serde_json::from_str::<Vec<String>>(&sections);
    Ok(match (role, sections) {
        (Ok(role), Ok(sections)) => Ok(Person { id: PersonId(id), name, pen_name, role, sections }),
        (Err(_), _) | (_, Err(_)) => {
            Err(Failure::new(Code::StoreDamaged, "role of a person").with("what", "person"))
        }
    })
}

pub(super) fn put_person(transaction: &Transaction<'_>, person: &Person) -> Result<()> {
    let role = serde_json::to_value(person.role).map_err(Failure::internal)?;
    transaction.execute(
        "INSERT INTO person (id, name, pen_name, role, sections) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET name = ?2, pen_name = ?3, role = ?4, sections = ?5",
        params![
            person.id.0,
            person.name,
            person.pen_name,
            role.as_str(),
            to_json(&person.sections)?
        ],
    )?;
    Ok(())
}

fn accept_person(person: Person) -> Result<Person> {
    let clean = |text: &str| normal::nfc(text).trim().to_owned();
    let mut sections: Vec<String> = person.sections.iter().map(|name| clean(name)).collect();
    sections.retain(|name| !name.is_empty());
    sections.dedup();
    if sections.len() > 50 || sections.iter().any(|name| name.len() > 200) {
        return Err(Failure::bad_input("sections"));
    }
    let (name, pen_name) = (clean(&person.name), clean(&person.pen_name));
    let person = Person { name, pen_name, sections, ..person };
    let pen_name =
        if person.pen_name.is_empty() { person.name.clone() } else { person.pen_name.clone() };
    if person.name.is_empty() || person.name.len() > 400 || pen_name.len() > 400 {
        return Err(Failure::bad_input("a person has a name"));
    }
    if person.id.0.is_empty() || person.id.0.len() > 64 {
        return Err(Failure::bad_input("a person has an id"));
    }
    Ok(Person { pen_name, ..person })
}

pub(super) fn meta<T: for<'de> Deserialize<'de>>(db: &Connection, name: &str) -> Result<Option<T>> {
    let value: Option<String> = db
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    value
        .map(|json| {
            serde_json::from_str(&json).map_err(|error| {
                Failure::new(Code::StoreDamaged, format!("meta {name}: {error}")).with("what", name)
            })
        })
        .transpose()
}

pub(super) fn put_meta(
    transaction: &Transaction<'_>,
    name: &str,
    value: &impl Serialize,
) -> Result<()> {
    transaction.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = ?2",
        params![name, to_json(value)?],
    )?;
    Ok(())
}
