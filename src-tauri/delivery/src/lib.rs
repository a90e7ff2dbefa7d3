//! The other side of a delivery: connectors to content systems. The rules of the outbox are the
//! core's ([`banthao_core::delivery`]); this is the one crate that knows a network.

mod digest;
mod ghost;
mod html;
mod http;
mod liferay;
mod package;
mod run;
mod sample;
mod text;
mod webhook;
mod wordpress;

pub use http::Patience;
pub use package::answer_for_ssh;
pub use run::{Outcome, Passwords, connect, connect_with, run_outbox};
pub use sample::sample_html;
