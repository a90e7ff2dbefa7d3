//! IIM in its image resources, in whatever encoding.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_iim"), |data: &[u8]| (door("photo_iim").open)(data));
