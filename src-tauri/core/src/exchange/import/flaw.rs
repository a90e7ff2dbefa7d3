//! Why a file is not read.

use crate::failure::{Code, Failure};

/// It breaks off, or is not what its writer wrote.
pub(crate) fn damaged(why: impl std::fmt::Display) -> Failure {
    Failure::new(Code::FileDamaged, format!("damaged: {why}"))
}

/// No program that people write with makes such a file.
pub fn refused(why: &str) -> Failure {
    Failure::new(Code::FileRefused, format!("refused: {why}"))
}

/// A reader panicked over it.
pub fn gave_up() -> Failure {
    damaged("the reader gave up on it")
}

/// A password is needed.
pub(super) fn sealed() -> Failure {
    Failure::new(Code::FileSealed, "encrypted with a password")
}

/// A known kind of file that is not read here.
pub(super) fn unread(kind: &str) -> Failure {
    Failure::new(Code::FileNotRead, format!("a file of the kind {kind}")).with("kind", kind)
}
