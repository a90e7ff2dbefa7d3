//! Where the camera stood, as files tell it.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_position"), |data: &[u8]| (door("photo_position").open)(data));
