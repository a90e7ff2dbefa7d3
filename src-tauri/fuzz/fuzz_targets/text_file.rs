//! Text files in whatever encoding, up to their lines.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("text_file"), |data: &[u8]| (door("text_file").open)(data));
