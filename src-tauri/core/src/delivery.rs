//! Delivery: an approved article into somebody else's system, once, and provably.
//!
//! What goes out is frozen as a [`Parcel`]. A [`Delivery`] is the record of one trip of it: a row of
//! steps, each kept before its request is sent and again after its answer has come. A request whose
//! answer never came is *unknown*: what is there is looked up before anything is sent again. The
//! rules are here, without a network; whoever knows one is a [`Connector`].

mod destination;
mod drive;
mod file_server;
mod html_profile;
mod kind;
mod machine;
mod parcel;
mod trouble;

pub use destination::{Destination, Mapped, PostAs, ProxyChoice};
pub use drive::{
    Ability, Answer, Checked, Connector, Difference, Found, Job, Journal, Plan, PlannedRequest,
    Ran, Tested, drive,
};
pub use file_server::FileServer;
pub use html_profile::{Elements, HtmlProfile, LeadForm, LeadPhoto, SubheadForm};
pub(crate) use kind::Takes;
pub use kind::{DestinationKind, Secret};
pub use machine::{
    Delivery, DeliveryId, Errand, Leftover, LeftoverKind, Next, Pace, Remote, Stage, Status, Step,
    StepKind, StepState,
};
pub use parcel::{Figure, Parcel, ParcelFile, ParcelPackage, ParcelPicture, Piece, Row, key_of};
pub use trouble::{Course, Trouble, TroubleKind};

#[cfg(test)]
mod tests;
