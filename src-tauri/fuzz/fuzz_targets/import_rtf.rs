//! Rich text.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("import_rtf"), |data: &[u8]| (door("import_rtf").open)(data));
