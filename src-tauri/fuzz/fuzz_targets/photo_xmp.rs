//! XMP packets: what is read of one is written so that it reads the same.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_xmp"), |data: &[u8]| (door("photo_xmp").open)(data));
