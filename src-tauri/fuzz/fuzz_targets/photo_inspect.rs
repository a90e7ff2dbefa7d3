//! Whether a file is a whole picture, and whether what is called one can be shown.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_inspect"), |data: &[u8]| (door("photo_inspect").open)(data));
