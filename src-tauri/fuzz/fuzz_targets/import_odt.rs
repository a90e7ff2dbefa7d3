//! The content of an OpenDocument text, in an archive that is right.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("import_odt"), |data: &[u8]| (door("import_odt").open)(data));
