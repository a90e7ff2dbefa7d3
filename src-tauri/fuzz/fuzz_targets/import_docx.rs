//! The text of a Word document, in an archive that is right.

#![no_main]

use banthao_core::testing::hostile::door;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: banthao_fuzz::write_seeds("import_docx"), |data: &[u8]| (door("import_docx").open)(data));
