//! A file with rules of a house.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("house_rules"), |data: &[u8]| (door("house_rules").open)(data));
