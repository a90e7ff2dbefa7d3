//! A file taken apart, spoilt, and put together again with every hash and signature right. What
//! the reader lets through is held against a desk that has never seen the article and one that
//! has it.

#![no_main]

use std::io::Cursor;
use std::sync::{Mutex, OnceLock};

use banthao_core::handoff::{Forge, Identity, read_from};
use banthao_core::person::Role;
use banthao_core::testing::Dice;
use banthao_core::testing::laptop::Laptop;
use libfuzzer_sys::fuzz_target;

struct Desks {
    forge: Forge,
    identity: Identity,
    lan: Laptop,
    tam: Laptop,
}

static DESKS: OnceLock<Mutex<Desks>> = OnceLock::new();

fn desks() -> Mutex<Desks> {
    let file = banthao_fuzz::sample();
    let mut tam = Laptop::new(3, "Tâm", Role::Secretary);
    tam.open(&file).expect("a right file");
    Mutex::new(Desks {
        forge: Forge::of(&file).expect("a right file"),
        identity: Identity::from_secret(&[1; 32]),
        lan: Laptop::new(2, "Lan", Role::Editor),
        tam,
    })
}

fuzz_target!(|data: &[u8]| {
    let desks = DESKS.get_or_init(desks).lock().expect("one thread");
    let mut forge = desks.forge.clone();
    for seed in data.chunks(8).take(6) {
        let mut bytes = [0; 8];
        bytes[..seed.len()].copy_from_slice(seed);
        forge.spoil(&mut Dice::new(u64::from_le_bytes(bytes)), &desks.identity);
    }
    let Ok(file) = forge.signed(&desks.identity) else { return };
    match read_from(Cursor::new(file), false) {
        Err(refused) => assert!(banthao_fuzz::is_told(&refused), "{refused:?}"),
        Ok(hand_off) => {
            for laptop in [&desks.lan, &desks.tam] {
                if let Err(refused) = laptop.store.admit(&hand_off, None) {
                    assert!(banthao_fuzz::is_told(&refused), "{refused:?}");
                }
            }
        }
    }
});
