//! Tables of names, in whatever encoding.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("names_sheet"), |data: &[u8]| (door("names_sheet").open)(data));
