//! People of the newsroom: who uses this desk, and who signs.

use serde::{Deserialize, Serialize};

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
}

/// What a person does at the desk; decides which transitions are open to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
