//! What a delivery that was given up has left in a real WordPress is taken away, and nothing else.

use banthao_core::delivery::{PostAs, Status};

use crate::faults::give_up_and_clear;
use crate::line::{Cut, Line};
use crate::office::{Office, moment};
use crate::site::Site;

#[test]
fn what_was_given_up_at_any_request_is_cleared_up() {
    let Some(site) = Site::start() else { return };
    let line = Line::to(site.port);
    let (whole, to) = Office::at(&site, &line.address(), PostAs::Publish);
    // Two photos, the reservation.
    for at in 0..3 {
        give_up_and_clear(&mut whole.copy(), &to, &line, at);
        assert!(site.posts().is_empty() && site.media().is_empty(), "request {at}");
    }
}

#[test]
fn what_somebody_there_has_made_something_of_is_left_and_so_is_what_stands_there() {
    let Some(site) = Site::start() else { return };
    let line = Line::to(site.port);
    let (mut office, to) = Office::at(&site, &line.address(), PostAs::Publish);
    let first = office.queue(&to, false);
    office.run_to_the_end(&first.id.0);
    // A correction that is given up at its only request: the photos are those of the first.
    office.edit("Bản sửa");
    line.plan(&[(0, Cut::AnswerLost)]);
    let second = office.queue(&to, false);
    office.run();
    let second = office.store.cancel_delivery(&second.id.0, &moment().unwrap()).unwrap();
    let refused = office.store.queue_clear(&second.id.0, &moment().unwrap()).unwrap_err();
    assert_eq!(refused.params["action"], "clearLeftovers");
    let (posts, media) = site.posts_and_media(true);
    assert_eq!((posts.len(), media.len()), (1, 2));

    // The text was on its way: it may stand there.
    let (mut office, to) = Office::at(&site, &line.address(), PostAs::Publish);
    line.plan(&[(3, Cut::AnswerLost)]);
    let third = office.queue(&to, false);
    office.run();
    let third = office.store.cancel_delivery(&third.id.0, &moment().unwrap()).unwrap();
    assert!(office.store.queue_clear(&third.id.0, &moment().unwrap()).is_err(), "it was written");
    site.clear();

    // Somebody puts one of the photos into a post, and writes into the draft.
    let (mut office, to) = Office::at(&site, &line.address(), PostAs::Publish);
    line.plan(&[(2, Cut::AnswerLost)]);
    let fourth = office.queue(&to, false);
    office.run();
    let fourth = office.store.cancel_delivery(&fourth.id.0, &moment().unwrap()).unwrap();
    let used = fourth.media(0).unwrap().id.clone();
    site.php(&format!("wp_update_post(['ID' => {used}, 'post_parent' => 1])"));
    site.php(
        "wp_update_post(['ID' => get_posts(['post_status' => 'draft'])[0]->ID,
            'post_content' => 'Viết tiếp'])",
    );
    line.plan(&[]);
    let clear = office.store.queue_clear(&fourth.id.0, &moment().unwrap()).unwrap();
    assert_eq!(office.run_to_the_end(&clear.id.0).status, Status::Done);
    let (posts, media) = site.posts_and_media(true);
    assert_eq!((posts.len(), media.len()), (1, 1), "{posts:?} {media:?}");
    assert_eq!(media[0]["id"].to_string(), used);
}
