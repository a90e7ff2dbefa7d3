//! Vietnamese as text: normal form, old encodings, folding for searches, slugs, counts.

pub mod count;
pub mod fold;
pub mod legacy;
pub mod normal;
pub mod slug;
