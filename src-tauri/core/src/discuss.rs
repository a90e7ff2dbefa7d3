//! Comments and suggestions: conversations beside the text.
//!
//! A conversation is a set of events that is only ever added to; what a [`Thread`] looks like is a
//! pure function of that set, so that two desks that have the same events see the same thing in
//! whatever order the events came. Where a thread stands in the text is its [`Anchor`], which is
//! no part of the text and is carried along with every change to it. A suggestion is a comment
//! with a [`Replacement`].

mod accept;
mod carry;
mod event;
mod page;
mod place;
mod thread;

pub use accept::{accept_anchor, accept_comment, accept_event, accept_place, accept_replacement};
pub use carry::{anchor_at, carry, place_again, settle};
pub use event::{Act, CommentEvent, EventId, Mention, Replacement, ThreadId, UnitAttr, Why};
pub use place::{Anchor, PhotoPart, Place, TextPoint};
pub use thread::{Comment, Thread, ThreadState, asked, threads};

#[cfg(test)]
mod tests;
