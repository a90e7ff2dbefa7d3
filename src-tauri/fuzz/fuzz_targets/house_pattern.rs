//! The pattern of a rule of a house.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("house_pattern"), |data: &[u8]| (door("house_pattern").open)(data));
