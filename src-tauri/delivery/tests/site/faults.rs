//! Every cut at every request that changes something.

use std::time::Duration;

use banthao_core::delivery::{Delivery, Destination, Pace, Status};

use crate::line::{CUTS, Cut, Line};
use crate::office::{Office, moment};

/// How long an answer is held up: longer than the patience of [`cut_everywhere`].
pub(crate) const HELD_UP: Duration = Duration::from_millis(450);

/// Delivers over a line with one cut of each kind at each of so many requests. `check` looks at what
/// is there then, and takes it away.
pub(crate) fn cut_everywhere(
    mut whole: Office,
    to: &Destination,
    line: &Line,
    requests: usize,
    mut check: impl FnMut(&Delivery, &str),
) {
    whole.pace = Pace { settle: 40, first_retry: 20, longest_retry: 2_000, tries: 12 };
    whole.patience.answer = Duration::from_millis(300);
    line.plan(&[]);
    let queued = whole.queue(to, false);
    for cut in CUTS {
        for at in 0..requests {
            let mut office = whole.copy();
            if cut == Cut::Late {
                // What nobody waits for any more must have come to its end before it is looked up.
                office.pace.settle = 900;
            }
            line.plan(&[(at, cut)]);
            let done = office.run_to_the_end(&queued.id.0);
            let why = format!("{cut:?} at request {at}");
            assert!(line.seen().len() > at, "{why} was reached: {:?}", line.seen());
            assert_eq!(done.status, Status::Done, "{why}");
            assert!(!done.is_unknown(), "{why}: nothing is unknown of what is done");
            check(&done, &why);
        }
    }
}

/// Delivers over a line that breaks off at the request of this number, gives the delivery up, and
/// clears up after it.
pub(crate) fn give_up_and_clear(office: &mut Office, to: &Destination, line: &Line, at: usize) {
    office.pace = Pace { settle: 60_000, first_retry: 60_000, ..Pace::default() };
    line.plan(&[(at, Cut::AnswerLost)]);
    let queued = office.queue(to, false);
    office.run();
    let given_up = office.store.cancel_delivery(&queued.id.0, &moment().unwrap()).unwrap();
    assert!(given_up.is_unknown(), "request {at} was reached");
    let row = office.store.delivery_row(given_up.clone()).unwrap();
    assert!(row.leaves, "it is told");
    line.plan(&[]);
    let clear = office.store.queue_clear(&given_up.id.0, &moment().unwrap()).unwrap();
    let cleared = office.run_to_the_end(&clear.id.0);
    assert_eq!(cleared.status, Status::Done, "{:?}", cleared.trouble);
    assert!(!office.store.delivery_row(given_up.clone()).unwrap().leaves);
    let again = office.store.queue_clear(&given_up.id.0, &moment().unwrap()).unwrap_err();
    assert_eq!(again.params["action"], "clearLeftovers");
}
