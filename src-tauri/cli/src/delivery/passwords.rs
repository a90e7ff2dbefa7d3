//! The passwords of destinations in one run of this program: from the keyring, or else from whoever
//! runs it.

use std::collections::HashMap;
use std::io::{IsTerminal, stdin};

use banthao_core::Result;
use banthao_core::delivery::Destination;

use super::PASSWORD;
use crate::output::Output;
use crate::words::Words;

pub(super) struct Passwords {
    words: &'static Words,
    /// Of the environment. It was meant for one destination, and goes to no other.
    given: Option<String>,
    /// What was typed, by the ids of destinations; `None` where nobody did.
    typed: HashMap<String, Option<String>>,
}

impl Passwords {
    /// `one` where this run is about one destination only.
    pub(super) fn new(one: bool, output: &Output) -> Self {
        let given = std::env::var(PASSWORD).ok().filter(|it| one && !it.is_empty());
        Self { words: output.words, given, typed: HashMap::new() }
    }

    /// # Errors
    /// As [`banthao_keys::password`], where nobody can be asked instead.
    pub(super) fn of(&mut self, destination: &Destination) -> Result<Option<String>> {
        let kept = banthao_keys::password(&destination.id);
        if let Ok(Some(_)) = kept {
            return kept;
        }
        let typed = match &self.given {
            Some(given) => Some(given.clone()),
            None => self.asked(destination),
        };
        if typed.is_some() { Ok(typed) } else { kept }
    }

    /// Asks at most once.
    fn asked(&mut self, destination: &Destination) -> Option<String> {
        let words = self.words;
        let ask = || {
            if !stdin().is_terminal() {
                return None;
            }
            let password = words.pick("Mật khẩu của", "Password of");
            let (name, address) = (&destination.name, &destination.address);
            let typed = rpassword::prompt_password(format!("{password} {name} ({address}): "));
            typed.ok().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
        };
        self.typed.entry(destination.id.clone()).or_insert_with(ask).clone()
    }
}
