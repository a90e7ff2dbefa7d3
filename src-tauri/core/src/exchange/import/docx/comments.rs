//! Comments with their answers.

use std::collections::HashMap;

use crate::exchange::import::draft::{Said, Talk};
use crate::exchange::import::xml::{Node, Ns, Xml};
use crate::exchange::import::{moment, person_name};
use crate::failure::Result;

/// Most comments of one document.
const LIMIT: usize = 20_000;
/// Longest comment in bytes, as the desk keeps it; the rest is cut.
const TEXT_BYTES: usize = 19_000;

#[derive(Default)]
pub(super) struct Comments {
    pub(super) talks: Vec<Talk>,
    /// The conversation of each comment, by its id in the document.
    pub(super) by_id: HashMap<String, usize>,
    /// Whether the document says which comment answers which.
    pub(super) has_threads: bool,
}

struct Comment {
    id: String,
    /// Of its last paragraph: by this the threads call it.
    paragraph: String,
    said: Said,
}

struct Extension {
    parent: Option<String>,
    done: bool,
}

pub(super) fn read(comments: Option<&str>, extended: Option<&str>) -> Result<Comments> {
    let Some(text) = comments else { return Ok(Comments::default()) };
    let all = all(&mut Xml::new(text))?;
    let extensions = match extended {
        Some(text) => threads(&mut Xml::new(text))?,
        None => HashMap::new(),
    };
    let mut found = Comments {
        has_threads: extensions.values().any(|extension| extension.parent.is_some()),
        ..Comments::default()
    };
    let mut by_paragraph: HashMap<&str, usize> = HashMap::new();
    for comment in &all {
        let extension = extensions.get(&comment.paragraph);
        let parent = extension.and_then(|extension| extension.parent.as_deref());
        // An answer comes after what it answers; one to an answer belongs to the same thread.
        let at = match parent.and_then(|parent| by_paragraph.get(parent)).copied() {
            Some(at) => {
                found.talks[at].said.push(comment.said.clone());
                at
            }
            None => {
                let resolved = extension.is_some_and(|extension| extension.done);
                found.talks.push(Talk { said: vec![comment.said.clone()], resolved });
                found.talks.len() - 1
            }
        };
        by_paragraph.insert(&comment.paragraph, at);
        found.by_id.insert(comment.id.clone(), at);
    }
    Ok(found)
}

fn all(xml: &mut Xml<'_>) -> Result<Vec<Comment>> {
    let mut all = Vec::new();
    let mut open: Option<Comment> = None;
    let mut in_text = false;
    loop {
        match xml.next()? {
            Node::Open(element) if element.ns == Ns::W => match element.name.as_str() {
                "comment" if all.len() < LIMIT => {
                    open = Some(Comment {
                        id: element.get(Ns::W, "id").unwrap_or_default(),
                        paragraph: String::new(),
                        said: Said {
                            author: person_name(element.get(Ns::W, "author")),
                            at: element.get(Ns::W, "date").and_then(|date| moment(&date)),
                            text: String::new(),
                        },
                    });
                }
                "p" => {
                    if let Some(comment) = &mut open {
                        comment.paragraph = element.get(Ns::W14, "paraId").unwrap_or_default();
                        if !comment.said.text.is_empty() {
                            comment.said.text.push('\n');
                        }
                    }
                }
                "t" => in_text = true,
                "br" | "tab" => {
                    if let Some(comment) = &mut open {
                        comment.said.text.push(' ');
                    }
                }
                // What was changed in a comment is as it stands.
                "del" | "moveFrom" => xml.skip()?,
                _ => {}
            },
            Node::Open(element) if element.is(Ns::Mc, "Fallback") => xml.skip()?,
            Node::Text(text) if in_text => {
                if let Some(comment) = &mut open
                    && comment.said.text.len() + text.len() <= TEXT_BYTES
                {
                    comment.said.text.push_str(&text);
                }
            }
            Node::Close(Ns::W, name) if name == "t" => in_text = false,
            Node::Close(Ns::W, name) if name == "comment" => all.extend(open.take()),
            Node::End => return Ok(all),
            Node::Open(_) | Node::Close(..) | Node::Text(_) => {}
        }
    }
}

fn threads(xml: &mut Xml<'_>) -> Result<HashMap<String, Extension>> {
    let mut threads = HashMap::new();
    loop {
        match xml.next()? {
            Node::Open(element) if element.is(Ns::W15, "commentEx") => {
                let id = element.get(Ns::W15, "paraId").unwrap_or_default();
                let done = element.get(Ns::W15, "done");
                let extension = Extension {
                    parent: element.get(Ns::W15, "paraIdParent"),
                    done: done.is_some_and(|done| done == "1" || done == "true"),
                };
                threads.insert(id, extension);
            }
            Node::End => return Ok(threads),
            Node::Open(_) | Node::Close(..) | Node::Text(_) => {}
        }
    }
}
