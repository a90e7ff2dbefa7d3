//! The first bytes of the files of a card, RAW files among them.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("contact_sheet"), |data: &[u8]| (door("contact_sheet").open)(data));
