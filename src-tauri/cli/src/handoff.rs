//! Handing off and receiving on the command line.

use std::path::{Path, PathBuf};

use banthao_core::article::ArticleId;
use banthao_core::handoff::{self, DeviceKey, EXTENSION, Identity};
use banthao_core::language::fold::fold;
use banthao_core::moment::Moment;
use banthao_core::person::PersonId;
use banthao_core::store::{HandOffOrder, HandOffReport, Opened, Store};
use banthao_core::{Failure, Result};
use banthao_keys::{Place, keys};

/// The keys of this device, made on the first call.
pub(crate) fn identity(store: &mut Store, moment: &Moment) -> Result<Identity> {
    let kept = keys(&Place::of(store, moment)?)?;
    store.know_own_device(kept.identity.device(), kept.in_keyring)?;
    Ok(kept.identity)
}

/// Makes a hand-off file in the folder `out`, or called `out`.
pub(crate) fn hand_off(
    store: &mut Store,
    id: &ArticleId,
    order: &HandOffOrder,
    out: &Path,
    moment: &Moment,
) -> Result<HandOffReport> {
    let identity = identity(store, moment)?;
    let plan = store.plan_hand_off(id, order, moment)?;
    let path = if out.is_dir() { out.join(plan.file_name()) } else { out.to_owned() };
    let report = plan.write(&identity, &store.photo_files(), &path)?;
    store.record_hand_off(&plan, moment)?;
    Ok(report)
}

/// Opens a hand-off file. `accepted` is the key or the fingerprint that was found right.
pub(crate) fn open(
    store: &mut Store,
    path: &Path,
    accepted: Option<&str>,
    moment: &Moment,
) -> Result<Opened> {
    let identity = identity(store, moment)?;
    let hand_off = handoff::read(path, store.folder(), &identity)?;
    let sent = hand_off.opening.manifest.from.key.clone();
    let accepted = accepted.map(|given| accepted_key(given, &sent));
    store.receive(hand_off, accepted.as_ref(), moment)
}

/// The sender's key where what was given names it; otherwise a key that is not the sender's.
fn accepted_key(given: &str, sent: &DeviceKey) -> DeviceKey {
    let plain = |text: &str| text.split_whitespace().collect::<String>().to_ascii_lowercase();
    let given = plain(given);
    let names_it = given == sent.0 || given == plain(&sent.fingerprint());
    if names_it { sent.clone() } else { DeviceKey(given) }
}

/// The person whom an id or a name means; colleagues whose files have come before all others.
pub(crate) fn person_called(store: &Store, given: &str) -> Result<PersonId> {
    let wanted = fold(given.trim());
    let is_meant = |id: &PersonId, names: [&str; 2]| {
        id.0 == given.trim() || names.iter().any(|name| fold(name) == wanted)
    };
    let mut found: Vec<PersonId> = store
        .peers()?
        .into_iter()
        .filter(|peer| is_meant(&peer.person, [&peer.name, ""]))
        .map(|peer| peer.person)
        .collect();
    if found.is_empty() {
        let people = store.people()?.into_iter();
        found = people
            .filter(|person| is_meant(&person.id, [&person.name, &person.pen_name]))
            .map(|person| person.id)
            .collect();
    }
    found.sort();
    found.dedup();
    match &found[..] {
        [one] => Ok(one.clone()),
        [] => Err(Failure::bad_input(format!("--to {given}"))),
        many => {
            let ids: Vec<&str> = many.iter().map(|id| id.0.as_str()).collect();
            Err(Failure::bad_input(format!("--to {given}: {}", ids.join(", "))))
        }
    }
}

/// A file to write to has the ending that opens it in the window.
pub(crate) fn named(out: PathBuf) -> PathBuf {
    if out.is_dir() || out.extension().is_some() { out } else { out.with_extension(EXTENSION) }
}
