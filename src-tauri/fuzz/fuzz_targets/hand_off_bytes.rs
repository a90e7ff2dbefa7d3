//! Bytes as they come: by themselves, and written over those of a right file.

#![no_main]

use std::io::Cursor;
use std::sync::OnceLock;

use banthao_core::handoff::read_from;
use libfuzzer_sys::fuzz_target;

static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();

fuzz_target!(|data: &[u8]| {
    let sample = SAMPLE.get_or_init(banthao_fuzz::sample);
    read(data.to_vec());
    // Each three bytes say where, and each fourth what stands there.
    let mut patched = sample.clone();
    for patch in data.chunks_exact(4) {
        let at = usize::from(patch[0]) | usize::from(patch[1]) << 8 | usize::from(patch[2]) << 16;
        let at = at % patched.len();
        patched[at] = patch[3];
    }
    if patched == *sample {
        return;
    }
    read(patched);
});

/// Nothing that is not signed as a whole is ever read.
fn read(bytes: Vec<u8>) {
    match read_from(Cursor::new(bytes), false) {
        Ok(_) => panic!("a changed file was read"),
        Err(refused) => assert!(banthao_fuzz::is_told(&refused), "{refused:?}"),
    }
}
