//! What stands at the other end of a delivery, and what follows from that.

use std::mem::{Discriminant, discriminant};

use serde::{Deserialize, Deserializer, Serialize};

use super::machine::LeftoverKind;
use crate::store::ExportForm;

/// A kind of system, with the settings that only such a one has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind",
    deny_unknown_fields
)]
pub enum DestinationKind {
    /// 5.6 or newer, by its REST interface.
    WordPress,
    /// A program of somebody's own that takes each article as one request, signed, in the shape in
    /// which Superdesk pushes.
    Webhook {
        /// Where pictures are sent to, one by one; empty: they stand in the article as base64.
        pictures_to: String,
    },
    /// A folder of this computer, or of a share, that another program watches.
    Folder { form: ExportForm },
    /// A folder on a server that speaks WebDAV, which is there already.
    WebDav { form: ExportForm },
    /// A folder on a server that speaks SFTP, which is there already.
    Sftp {
        form: ExportForm,
        /// The whole path of a private key; empty: the password, or the keys of the agent.
        #[serde(default)]
        key_file: String,
        /// By which the server is known, as `ssh-ed25519 AAAA…`; empty until somebody has said that
        /// it is the right one.
        #[serde(default)]
        host_key: String,
    },
    /// 5 or newer, by its Admin API and the key of a custom integration.
    Ghost,
    /// 7.4 or DXP, by headless delivery. What arrives is published, or goes the way of the portal's
    /// workflow: there are no drafts.
    Liferay74 {
        /// Number or key of the site.
        site: String,
        /// Number of the structure of web content.
        structure: String,
        /// Name of the field of that structure that takes the text; not its label.
        content_field: String,
        /// Number of the folder for pictures; empty for the site's own.
        #[serde(default)]
        folder: String,
        /// Whether user and password are the id and the secret of an OAuth 2 client.
        #[serde(default)]
        oauth: bool,
    },
    /// 6.2 to 7.3, by JSON web services.
    Liferay62 {
        /// Number of the site.
        group: String,
        /// Number of the folder of web content; empty for the site's own.
        #[serde(default)]
        folder: String,
        /// Number of the folder for pictures; empty for the site's own.
        #[serde(default)]
        pictures: String,
        /// Key of the structure of web content; empty for simple content.
        #[serde(default)]
        structure: String,
        #[serde(default)]
        template: String,
        /// Name of the field of the structure that takes the text.
        #[serde(default)]
        content_field: String,
    },
}

/// Whether a password goes with a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    Required,
    /// Where somebody has set one.
    Optional,
    Never,
}

/// What an article is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A post with pictures, in pages of the other side's.
    Post,
    /// Files of ours.
    Package(ExportForm),
}

impl DestinationKind {
    pub fn secret(&self) -> Secret {
        match self {
            Self::WordPress | Self::Ghost | Self::Liferay74 { .. } | Self::Liferay62 { .. } => {
                Secret::Required
            }
            Self::Webhook { .. } | Self::WebDav { .. } | Self::Sftp { .. } => Secret::Optional,
            Self::Folder { .. } => Secret::Never,
        }
    }

    /// What of the settings decides to whom a password, or what it signs, is shown.
    pub(crate) fn way(&self) -> (Discriminant<Self>, String) {
        let to = match self {
            Self::Webhook { pictures_to } => pictures_to.clone(),
            Self::Liferay74 { oauth, .. } => oauth.to_string(),
            Self::Sftp { host_key, .. } => host_key.clone(),
            Self::WordPress
            | Self::Folder { .. }
            | Self::WebDav { .. }
            | Self::Ghost
            | Self::Liferay62 { .. } => String::new(),
        };
        (discriminant(self), to)
    }

    pub(crate) fn takes(&self) -> Takes {
        match self {
            Self::WordPress
            | Self::Webhook { .. }
            | Self::Ghost
            | Self::Liferay74 { .. }
            | Self::Liferay62 { .. } => Takes::Post,
            Self::Folder { form } | Self::WebDav { form } | Self::Sftp { form, .. } => {
                Takes::Package(*form)
            }
        }
    }

    /// Whether an empty draft is made first, because only the other side can give a post its number.
    pub(super) fn reserves(&self) -> bool {
        match self {
            Self::WordPress | Self::Ghost => true,
            Self::Webhook { .. }
            | Self::Folder { .. }
            | Self::WebDav { .. }
            | Self::Sftp { .. }
            | Self::Liferay74 { .. }
            | Self::Liferay62 { .. } => false,
        }
    }

    /// Whether what was left there can be taken away again.
    pub(crate) fn clears(&self, what: LeftoverKind) -> bool {
        match self {
            Self::WordPress => what != LeftoverKind::Part,
            // Its pictures have no address by which they could be removed.
            Self::Ghost => what == LeftoverKind::Draft,
            Self::Liferay74 { .. } | Self::Liferay62 { .. } => what == LeftoverKind::Picture,
            Self::Folder { .. } | Self::WebDav { .. } | Self::Sftp { .. } => {
                what == LeftoverKind::Part
            }
            Self::Webhook { .. } => false,
        }
    }

    /// Whether pictures are things of their own there, each sent in a step of its own.
    pub(super) fn takes_pictures(&self) -> bool {
        match self {
            Self::WordPress | Self::Ghost | Self::Liferay74 { .. } | Self::Liferay62 { .. } => true,
            Self::Webhook { pictures_to } => !pictures_to.is_empty(),
            Self::Folder { .. } | Self::WebDav { .. } | Self::Sftp { .. } => false,
        }
    }
}

/// Settings of before there were several kinds have the bare name of the only one.
pub(super) fn as_kept<'de, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<DestinationKind, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Bare(Bare),
        Whole(DestinationKind),
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Bare {
        WordPress,
    }
    Ok(match Kept::deserialize(from)? {
        Kept::Bare(Bare::WordPress) => DestinationKind::WordPress,
        Kept::Whole(kind) => kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Destination;

    #[test]
    fn settings_of_before_there_were_several_kinds_are_still_read() {
        let kept =
            r#"{"id":"a","name":"Cổng","kind":"wordPress","address":"https://a.vn","user":"lan"}"#;
        let read: Destination = serde_json::from_str(kept).expect("it is read");
        assert_eq!(read.kind, DestinationKind::WordPress);
        let written = serde_json::to_string(&read).expect("it is written");
        assert!(written.contains(r#""kind":{"kind":"wordPress"}"#), "{written}");
        assert_eq!(serde_json::from_str::<Destination>(&written).expect("it is read"), read);
        let unknown = kept.replace("wordPress", "joomla");
        assert!(serde_json::from_str::<Destination>(&unknown).is_err(), "of a newer program");
    }
}
