//! EXIF as it lies in a file.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_exif"), |data: &[u8]| (door("photo_exif").open)(data));
