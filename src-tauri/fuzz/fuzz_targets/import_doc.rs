//! Word files of before 2007.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("import_doc"), |data: &[u8]| (door("import_doc").open)(data));
