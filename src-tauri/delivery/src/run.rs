//! Working the outbox off: each destination in turn, its deliveries in the order in which they were
//! queued, one program at a time.

use std::collections::BTreeSet;

use banthao_core::delivery::{
    Answer, Connector, Delivery, Destination, DestinationKind, Journal, Pace, Ran, Secret, Status,
    Trouble, TroubleKind, drive,
};
use banthao_core::moment::Moment;
use banthao_core::store::Store;
use banthao_core::{Code, Result};

use crate::ghost::Ghost;
use crate::http::Patience;
use crate::liferay::{Liferay62, Liferay74};
use crate::package::{Folder, Packages, Sftp, WebDav};
use crate::webhook::Webhook;
use crate::wordpress::WordPress;

/// What became of one delivery in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub delivery: Delivery,
    /// `None` where another program works on that destination.
    pub ran: Option<Ran>,
}

/// The connector of a destination, with the password that is kept for it.
///
/// # Errors
/// `NoPassword` where it cannot do without; where its certificates or its proxy cannot be used.
pub fn connect(
    destination: &Destination,
    password: Option<&str>,
    patience: Patience,
) -> Answer<Box<dyn Connector>> {
    if password.is_none() && destination.kind.secret() == Secret::Required {
        return Err(Trouble::new(TroubleKind::NoPassword));
    }
    let password = password.unwrap_or_default();
    Ok(match &destination.kind {
        DestinationKind::WordPress => Box::new(WordPress::new(destination, password, patience)?),
        DestinationKind::Webhook { .. } => Box::new(Webhook::new(destination, password, patience)?),
        DestinationKind::Folder { .. } => Box::new(Packages::on(Folder::new(destination))),
        DestinationKind::Ghost => Box::new(Ghost::new(destination, password, patience)?),
        DestinationKind::Liferay74 { .. } => {
            Box::new(Liferay74::new(destination, password, patience)?)
        }
        DestinationKind::Liferay62 { .. } => {
            Box::new(Liferay62::new(destination, password, patience)?)
        }
        DestinationKind::WebDav { .. } => {
            Box::new(Packages::on(WebDav::new(destination, password, patience)?))
        }
        DestinationKind::Sftp { .. } => {
            Box::new(Packages::on(Sftp::new(destination, password, patience)?))
        }
    })
}

/// What gives the password of a destination, `None` where none is kept or typed.
pub type Passwords<'a> = dyn FnMut(&Destination) -> Result<Option<String>> + 'a;

/// The connector of a destination, with the password that `passwords` has for it, where it goes with one.
///
/// # Errors
/// Those of `passwords`. That there is none is a trouble, and so is a keyring that cannot be had now:
/// somebody has to unlock it, and is not to be asked again every few seconds.
pub fn connect_with(
    destination: &Destination,
    passwords: &mut Passwords<'_>,
    patience: Patience,
) -> Result<Answer<Box<dyn Connector>>> {
    if !destination.wants_password() {
        return Ok(connect(destination, None, patience));
    }
    Ok(match passwords(destination) {
        Err(failure) if failure.code == Code::KeyUnavailable => {
            Err(Trouble::new(TroubleKind::KeyringShut))
        }
        password => match password? {
            Some(password) => connect(destination, Some(&password), patience),
            None => Err(Trouble::new(TroubleKind::NoPassword)),
        },
    })
}

/// Takes every open delivery as far as it goes now, or only that of this id. `told` hears of each delivery that was kept.
///
/// # Errors
/// Those of the store; what another system did is in the outcomes.
pub fn run_outbox(
    store: &mut Store,
    only: Option<&str>,
    passwords: &mut Passwords<'_>,
    clock: &mut dyn FnMut() -> Result<Moment>,
    told: &mut dyn FnMut(&Delivery),
    pace: &Pace,
    patience: Patience,
) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    let wanted = |it: &Delivery| only.is_none_or(|only| it.id.0 == only);
    let open: Vec<Delivery> = store.open_deliveries()?.into_iter().filter(wanted).collect();
    let places: BTreeSet<String> = open.iter().map(|it| it.destination.clone()).collect();
    for place in places {
        let here = open.iter().filter(|it| it.destination == place);
        let Some(_turn) = store.outbox_turn(&place)? else {
            outcomes.extend(here.map(|it| Outcome { delivery: it.clone(), ran: None }));
            continue;
        };
        for delivery in here {
            // As it stands now that nobody else works on it.
            let mut delivery = store.delivery(&delivery.id.0)?;
            let ran = one(store, &mut delivery, passwords, clock, told, pace, patience)?;
            outcomes.push(Outcome { delivery, ran: Some(ran) });
        }
    }
    Ok(outcomes)
}

fn one(
    store: &mut Store,
    delivery: &mut Delivery,
    passwords: &mut Passwords<'_>,
    clock: &mut dyn FnMut() -> Result<Moment>,
    told: &mut dyn FnMut(&Delivery),
    pace: &Pace,
    patience: Patience,
) -> Result<Ran> {
    if !matches!(delivery.status, Status::Open) {
        return Ok(Ran::Rests);
    }
    let destination = store.destinations()?.into_iter().find(|it| it.id == delivery.destination);
    let connector = match destination {
        None => Err(Trouble::new(TroubleKind::NotThere)),
        Some(destination) => connect_with(&destination, passwords, patience)?,
    };
    let mut connector = match connector {
        Ok(connector) => connector,
        Err(trouble) => {
            // Before any step: nothing of it was sent.
            let moment = clock()?;
            delivery.failed(0, trouble, false, &moment, pace);
            store.keep(delivery, &moment)?;
            told(delivery);
            return Ok(Ran::Rests);
        }
    };
    let parcel = store.parcel_of(delivery)?;
    let mut journal = Telling { store, told };
    drive(delivery, &parcel, connector.as_mut(), &mut journal, clock, pace)
}

/// The store, and somebody who hears of what it keeps.
struct Telling<'a> {
    store: &'a mut Store,
    told: &'a mut dyn FnMut(&Delivery),
}

impl Journal for Telling<'_> {
    fn keep(&mut self, delivery: &Delivery, moment: &Moment) -> Result<()> {
        self.store.keep(delivery, moment)?;
        (self.told)(delivery);
        Ok(())
    }
}
