//! The text of the edits of a photo.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_edits"), |data: &[u8]| (door("photo_edits").open)(data));
