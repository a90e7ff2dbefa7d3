//! Texts in several fonts, converted from each of the old encodings.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("old_encodings"), |data: &[u8]| (door("old_encodings").open)(data));
