//! Files as they come, made anew around their picture.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_kept"), |data: &[u8]| (door("photo_kept").open)(data));
