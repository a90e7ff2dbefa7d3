//! The main job without a window, through the command line, on a desk of its own.

use crate::shell::Result;

pub(crate) fn run() -> Result {
    Ok(())
}
