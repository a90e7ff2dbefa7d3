//! Content Credentials, in a photo and by themselves.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("photo_credentials"), |data: &[u8]| (door("photo_credentials").open)(data));
