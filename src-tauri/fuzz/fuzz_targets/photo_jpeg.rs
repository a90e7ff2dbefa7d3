//! The desk's own decoder of JPEGs: what it takes, the library takes, too.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_jpeg"), |data: &[u8]| (door("photo_jpeg").open)(data));
