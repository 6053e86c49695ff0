//! An hour is offered to one at a time, in order, never twice to the same, and never to those who left it, whatever
//! happens when.
//!
//! Here a step is a whole transaction: what frees an hour and what offers it are one commit, the therapist is
//! held still, and a kill leaves nothing but what was committed. The driver may come as late as it likes.
//!
//! Bounds: three who wait, one of whom is put first at some point; two hours, the second of which is booked by the
//! first of them at the beginning; three ticks, of which an offer lasts one; everybody may answer, decline, stay silent and leave, and one of them comes back.

use rapport_wire::{Timestamp, WaitId};
use stateright::{Checker, Model, Property};

use crate::appointment::{Holder, expired, may_take};
use crate::waiting::{next, rank};

const PLACES: u8 = 3;
const HOURS: u8 = 2;
const LAST_TICK: u8 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Hour {
    /// Somebody's, who may call it off: theirs who waits, or another's.
    Booked { by: Option<u8> },
    /// Anybody's.
    Free,
    /// Held for a place.
    Offered { place: u8, until: u8 },
    /// Booked by one who waited for it.
    Served { place: u8 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place {
    listed: bool,
    urgent: bool,
    since: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    now: u8,
    hours: Vec<Hour>,
    places: Vec<Place>,
    /// Which place was offered which hour or left it, a bit for each: the rows of `offered_hour`.
    known: u8,
    /// Which place left which hour.
    left: u8,
    /// Somebody was asked about an hour they had been asked about.
    twice: bool,
    /// Somebody was asked about an hour they had left.
    returned: bool,
    /// Somebody was asked before one who was first.
    jumped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    CallOff(u8),
    BookAgain(u8),
    Answer(u8),
    Decline(u8),
    Lapse(u8),
    Leave(u8),
    Return(u8),
    Urgent(u8),
    Tick,
}

struct List;

/// The bit of a place and an hour.
const fn bit(place: u8, hour: u8) -> u8 {
    1 << (place * HOURS + hour)
}

fn instant(tick: u8) -> Timestamp {
    Timestamp::from_micros(tick.into())
}

impl World {
    fn rank(&self, place: u8) -> (bool, i64, [u8; 16]) {
        let Place { urgent, since, .. } = self.places[usize::from(place)];
        rank(urgent, instant(since), WaitId::from_bytes([place; 16]))
    }

    /// Which hour a place is thinking about.
    fn thinks(&self, place: u8) -> Option<u8> {
        (0..HOURS).find(|hour| {
            matches!(self.hours[usize::from(*hour)], Hour::Offered { place: asked, .. } if asked == place)
        })
    }

    /// The second hour suits nobody but the last of them and the first.
    fn suits(place: u8, hour: u8) -> bool {
        hour == 0 || place != 1
    }

    /// The commit that frees an hour.
    fn free(&mut self, hour: u8) {
        if let Hour::Booked { by: Some(place) } | Hour::Served { place } = self.hours[usize::from(hour)] {
            self.known |= bit(place, hour);
            self.left |= bit(place, hour);
        }
        self.hours[usize::from(hour)] = Hour::Free;
        let mut list: Vec<u8> = (0..PLACES).filter(|place| self.places[usize::from(*place)].listed).collect();
        list.sort_by_key(|place| self.rank(*place));
        let told = self.known;
        let knows = |place| told & bit(place, hour) != 0;
        let Some(place) =
            next(list, |place| self.thinks(place).is_some(), knows, |place| Self::suits(place, hour))
        else {
            return;
        };
        let could = |other: &u8| {
            let listed = self.places[usize::from(*other)].listed;
            listed && self.thinks(*other).is_none() && !knows(*other) && Self::suits(*other, hour)
        };
        self.jumped |= (0..PLACES).filter(could).any(|other| self.rank(other) < self.rank(place));
        self.twice |= told & bit(place, hour) != 0;
        self.returned |= self.left & bit(place, hour) != 0;
        self.known |= bit(place, hour);
        self.hours[usize::from(hour)] = Hour::Offered { place, until: self.now + 1 };
    }
}

impl Model for List {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        let place = |since| Place { listed: true, urgent: false, since };
        vec![World {
            now: 0,
            hours: vec![Hour::Booked { by: None }, Hour::Booked { by: Some(0) }],
            places: (0..PLACES).map(place).collect(),
            known: 0,
            left: 0,
            twice: false,
            returned: false,
            jumped: false,
        }]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        for hour in 0..HOURS {
            steps.extend([Step::CallOff(hour), Step::BookAgain(hour), Step::Lapse(hour)]);
        }
        for place in 0..PLACES {
            steps.extend([
                Step::Answer(place),
                Step::Decline(place),
                Step::Leave(place),
                Step::Return(place),
            ]);
        }
        steps.extend([Step::Return(0), Step::Urgent(2)]);
        if world.now < LAST_TICK {
            steps.push(Step::Tick);
        }
    }

    fn next_state(&self, world: &World, step: Step) -> Option<World> {
        let mut next = world.clone();
        match step {
            Step::CallOff(hour) => match world.hours[usize::from(hour)] {
                Hour::Booked { .. } | Hour::Served { .. } => next.free(hour),
                Hour::Free | Hour::Offered { .. } => return None,
            },
            Step::BookAgain(hour) => match world.hours[usize::from(hour)] {
                Hour::Free => next.hours[usize::from(hour)] = Hour::Booked { by: None },
                Hour::Offered { until, .. }
                    if may_take(Holder::Waiting, instant(until), instant(world.now)) =>
                {
                    next.hours[usize::from(hour)] = Hour::Booked { by: None };
                }
                _ => return None,
            },
            Step::Answer(place) => {
                let hour = world.thinks(place)?;
                let Hour::Offered { until, .. } = world.hours[usize::from(hour)] else { return None };
                if expired(instant(until), instant(world.now)) {
                    return None;
                }
                next.hours[usize::from(hour)] = Hour::Served { place };
                next.places[usize::from(place)].listed = false;
            }
            Step::Decline(place) => next.free(world.thinks(place)?),
            Step::Lapse(hour) => match world.hours[usize::from(hour)] {
                Hour::Offered { until, .. } if expired(instant(until), instant(world.now)) => next.free(hour),
                _ => return None,
            },
            Step::Leave(place) => {
                if !world.places[usize::from(place)].listed {
                    return None;
                }
                next.places[usize::from(place)].listed = false;
                if let Some(hour) = world.thinks(place) {
                    next.free(hour);
                }
            }
            Step::Return(place) => {
                let one = &mut next.places[usize::from(place)];
                if one.listed {
                    return None;
                }
                *one = Place { listed: true, urgent: false, since: PLACES };
            }
            Step::Urgent(place) => {
                let one = &mut next.places[usize::from(place)];
                if !one.listed || one.urgent {
                    return None;
                }
                one.urgent = true;
            }
            Step::Tick => next.now += 1,
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::<Self>::always("nobody is offered an hour twice", |_, world| !world.twice),
            Property::<Self>::always("nobody is offered an hour they left", |_, world| !world.returned),
            Property::<Self>::always("nobody thinks about two hours at once", |_, world| {
                let asked = |place| {
                    let theirs =
                        |hour: &&Hour| matches!(hour, Hour::Offered { place: asked, .. } if *asked == place);
                    world.hours.iter().filter(theirs).count()
                };
                (0..PLACES).all(|place| asked(place) <= 1)
            }),
            Property::<Self>::always("what is offered is offered to one who is on the list", |_, world| {
                world.hours.iter().all(|hour| match hour {
                    Hour::Offered { place, .. } => world.places[usize::from(*place)].listed,
                    _ => true,
                })
            }),
            Property::<Self>::always("nobody is asked before one who comes first", |_, world| !world.jumped),
            Property::<Self>::sometimes("all have been asked about an hour", |_, world| {
                (0..PLACES).all(|place| world.known & !world.left & bit(place, 0) != 0)
            }),
            Property::<Self>::sometimes("an hour that one of them left serves another", |_, world| {
                world.left & bit(0, 1) != 0 && matches!(world.hours[1], Hour::Served { place: 2 })
            }),
            Property::<Self>::sometimes("one who declined is served another hour", |_, world| {
                let knew = world.known & bit(2, 0) != 0 && world.known & bit(2, 1) != 0;
                knew && matches!(world.hours[1], Hour::Served { .. })
            }),
        ]
    }
}

#[test]
fn an_hour_is_offered_to_one_at_a_time_and_never_twice() {
    let checker = List.checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    assert!(checker.is_done());
    println!("{} states, {} deep", checker.unique_state_count(), checker.max_depth());
}
