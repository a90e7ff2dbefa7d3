//! People of the newsroom: who uses this desk, and who signs.

use serde::{Deserialize, Serialize};

use crate::language::fold::fold;

/// Id of a person, unique across desks (random, given once).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct PersonId(pub String);

/// A contributor or a member of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    pub id: PersonId,
    /// Full name as on the identity papers, "Nguyễn Thị Thanh Mai".
    pub name: String,
    /// The name under the article, "Thanh Mai".
    pub pen_name: String,
    pub role: Role,
    /// Sections for which the role's rights hold; empty stands for all of them.
    #[serde(default)]
    pub sections: Vec<String>,
}

impl Person {
    /// Whether an article of `section` is this person's business. An article that stands in no
    /// section yet is everybody's: it must not lie where nobody sees it.
    pub fn covers(&self, section: &str) -> bool {
        let section = fold(section);
        self.sections.is_empty()
            || section.is_empty()
            || self.sections.iter().any(|mine| fold(mine) == section)
    }
}

/// What a person does at the desk; decides which transitions are open to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Writes, illustrates, signs and files.
    Reporter,
    /// Claims, corrects, returns and approves.
    Editor,
    /// Puts approved articles into the CMS; may do what an editor does.
    Secretary,
}
