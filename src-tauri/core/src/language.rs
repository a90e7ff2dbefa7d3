//! Vietnamese as text: normal form, folding for searches, slugs, counts.

pub mod count;
pub mod fold;
pub mod normal;
pub mod slug;
pub mod tcvn3;
