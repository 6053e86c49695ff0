//! Lost and reordered packets of pictures are repaired on both legs.

mod world;

use std::time::Duration;

use rapport_sfu::Media;
use world::{Link, World};

fn pictures_over(link: Link) -> (Vec<u32>, u32) {
    let mut world = World::new();
    world.join(1, link);
    world.join(2, link);
    world.run(Duration::from_secs(5));
    let from = world.person(1).pictures_sent;
    world.run(Duration::from_secs(10));
    let to = world.person(1).pictures_sent;
    world.run(Duration::from_secs(1));
    let mut seen = world.person(2).numbers(1, Media::Video);
    seen.retain(|number| (from..to).contains(number));
    (seen, to - from)
}

#[test]
fn five_percent_lost_each_way_is_repaired() {
    let link = Link { loss: 50, ..Link::GOOD };
    let (seen, sent) = pictures_over(link);
    assert!(sent >= 240);
    assert!(seen.len() as u32 * 100 >= sent * 98, "{} of {sent} pictures", seen.len());
}

#[test]
fn reordering_loses_nothing() {
    let link = Link { jitter: Duration::from_millis(12), ..Link::GOOD };
    let (seen, sent) = pictures_over(link);
    assert_eq!(seen.len() as u32, sent);
}

#[test]
fn voice_goes_on_through_loss() {
    let mut world = World::new();
    let link = Link { loss: 50, ..Link::GOOD };
    world.join(1, link);
    world.join(2, link);
    world.run(Duration::from_secs(10));
    let heard = world.person(2).numbers(1, Media::Audio).len();
    assert!(heard > 350, "{heard} of about 480: a tenth is lost, the rest passes");
}
