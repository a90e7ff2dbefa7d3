//! Vietnamese as text: normal form, old encodings, folding for searches, the order of lists, slugs, counts.

pub mod collate;
pub mod count;
pub mod fold;
pub mod legacy;
pub mod normal;
pub mod slug;
