//! Files of all kinds, for the words in them and for where these lie.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_metadata"), |data: &[u8]| (door("photo_metadata").open)(data));
