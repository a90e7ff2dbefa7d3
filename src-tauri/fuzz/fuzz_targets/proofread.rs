//! Any text, read by the checks.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("proofread"), |data: &[u8]| (door("proofread").open)(data));
