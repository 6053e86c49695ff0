//! No two appointments of one person overlap, whatever the order of steps, with nothing held still.
//!
//! A transaction here is what PostgreSQL makes of it at READ COMMITTED: it reads what is committed when it
//! begins, deletes the cells it gives back, inserts new ones one by one, waits where somebody else's are not
//! committed yet, gives up where they are, and may be killed at any step. The locks that the store takes on accounts are left out: they
//! spare people failures, and must not be what keeps them apart.
//!
//! Bounds: two therapists; two appointments of two cells that begin at one of three, each moved once at most; a
//! hold lasts one of three ticks; two callers at once, who are two clients, one client in two spaces, or one
//! client on two devices.

use std::collections::{BTreeMap, BTreeSet};

use rapport_wire::{AccountId, Timestamp};
use stateright::{Checker, Model, Property};

use crate::appointment::{Holder, expired, may_take};

/// Clients are 0 and 1, therapists 2 and 3.
type Person = u8;
type Key = (Person, u8);

const STARTS: [u8; 3] = [0, 1, 2];
const CELLS: u8 = 2;
const THERAPISTS: [Person; 2] = [2, 3];
const LAST_TICK: u8 = 2;
const SEQUENCE_MAX: u8 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Standing {
    Held {
        until: u8,
    },
    Booked,
    /// For good: the row stays, and with it its id and its sequence.
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Appointment {
    client: Person,
    therapist: Person,
    start: u8,
    standing: Standing,
    sequence: u8,
}

impl Appointment {
    fn keys(self) -> Vec<Key> {
        if self.standing == Standing::Cancelled {
            return Vec::new();
        }
        let cells = self.start..self.start + CELLS;
        cells.flat_map(|cell| [(self.client, cell), (self.therapist, cell)]).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Act {
    Hold { therapist: Person, start: u8 },
    Book,
    Move { start: u8 },
    Cancel,
}

/// A transaction under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Open {
    /// What its appointment is to be.
    becomes: Option<Appointment>,
    /// What it read of the appointments it will change.
    read: BTreeMap<u8, Option<Appointment>>,
    /// Cells it still must delete, and those it has deleted.
    unwanted: BTreeSet<Key>,
    deleted: BTreeSet<Key>,
    /// Cells it has inserted, and those it still must.
    inserted: BTreeSet<Key>,
    missing: Vec<Key>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
struct World {
    now: u8,
    taken: BTreeMap<Key, u8>,
    appointments: BTreeMap<u8, Appointment>,
    open: Vec<Option<Open>>,
    /// A row was written over another: what a primary key makes impossible.
    overwrote: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Begin(usize, Act),
    Write(usize),
    Commit(usize),
    /// Killed, or the one whom the database chose when two waited for each other.
    Abort(usize),
    Tick,
}

/// Who calls.
struct Booking {
    /// The appointment that each caller acts on.
    callers: [u8; 2],
    /// Whose the two appointments are.
    clients: [Person; 2],
}

const TWO_CLIENTS: Booking = Booking { callers: [0, 1], clients: [0, 1] };
const TWO_SPACES: Booking = Booking { callers: [0, 1], clients: [0, 0] };
const TWO_DEVICES: Booking = Booking { callers: [0, 0], clients: [0, 1] };

fn instant(tick: u8) -> Timestamp {
    Timestamp::from_micros(tick.into())
}

impl World {
    /// Reads what is committed and decides, as the store does.
    fn begin(&self, model: &Booking, caller: usize, act: Act) -> Option<Open> {
        let id = model.callers[caller];
        let old = self.appointments.get(&id).copied();
        let mut open = Open {
            becomes: None,
            read: BTreeMap::from([(id, old)]),
            unwanted: BTreeSet::new(),
            deleted: BTreeSet::new(),
            inserted: BTreeSet::new(),
            missing: Vec::new(),
        };
        match (act, old) {
            (Act::Hold { therapist, start }, None) => {
                let standing = Standing::Held { until: self.now + 1 };
                let client = model.clients[usize::from(id)];
                let new = Appointment { client, therapist, start, standing, sequence: 0 };
                (open.becomes, open.missing) = (Some(new), new.keys());
            }
            (Act::Book, Some(old)) => {
                let Standing::Held { until } = old.standing else { return None };
                if expired(instant(until), instant(self.now)) {
                    return None;
                }
                open.becomes = Some(Appointment { standing: Standing::Booked, ..old });
            }
            (Act::Move { start }, Some(old)) => {
                if old.standing != Standing::Booked || old.start == start || old.sequence == SEQUENCE_MAX {
                    return None;
                }
                let new = Appointment { start, sequence: old.sequence + 1, ..old };
                (open.becomes, open.missing) = (Some(new), new.keys());
                open.unwanted.extend(old.keys());
            }
            (Act::Cancel, Some(old)) if old.standing == Standing::Booked => {
                let (standing, sequence) = (Standing::Cancelled, old.sequence + 1);
                open.becomes = Some(Appointment { standing, sequence, ..old });
                open.unwanted.extend(old.keys());
            }
            _ => return None,
        }
        self.make_room(id, &mut open)?;
        Some(open)
    }

    /// Lets go of holds in the way that ran out; none when something else is in the way.
    fn make_room(&self, id: u8, open: &mut Open) -> Option<()> {
        for key in open.missing.clone() {
            let Some(holder) = self.taken.get(&key).filter(|holder| **holder != id) else { continue };
            let other = self.appointments[holder];
            let Standing::Held { until } = other.standing else { return None };
            let person = Holder::Person(AccountId::from_bytes([other.client; 16]));
            if !may_take(person, instant(until), instant(self.now)) {
                return None;
            }
            open.read.insert(*holder, Some(other));
            open.unwanted.extend(other.keys());
        }
        Some(())
    }

    fn others(&self, caller: usize) -> impl Iterator<Item = &Open> {
        let others = self.open.iter().enumerate().filter(move |(at, _)| *at != caller);
        others.filter_map(|(_, open)| open.as_ref())
    }

    /// Deletes what is given back, then inserts the next cell. None while somebody else's transaction has to end
    /// first.
    fn write(&self, caller: usize) -> Option<Self> {
        let mut next = self.clone();
        let open = next.open[caller].as_mut()?;
        if !open.unwanted.is_empty() {
            let mut others = self.others(caller);
            if others.any(|other| other.deleted.iter().any(|key| open.unwanted.contains(key))) {
                return None;
            }
            // What somebody else gave back meanwhile is not there to be deleted.
            let theirs = |key: &Key| self.taken.get(key).is_some_and(|id| open.read.contains_key(id));
            open.deleted = std::mem::take(&mut open.unwanted).into_iter().filter(theirs).collect();
            return Some(next);
        }
        let key = open.missing.pop()?;
        if self.others(caller).any(|other| other.inserted.contains(&key) || other.deleted.contains(&key)) {
            return None;
        }
        if self.taken.contains_key(&key) && !open.deleted.contains(&key) {
            next.open[caller] = None; // a unique violation: everything is rolled back
        } else {
            open.inserted.insert(key);
        }
        Some(next)
    }

    /// Writes what was decided, if what it stands on is still so.
    fn commit(&self, model: &Booking, caller: usize) -> Option<Self> {
        let open =
            self.open[caller].as_ref().filter(|open| open.unwanted.is_empty() && open.missing.is_empty())?;
        let mut next = self.clone();
        next.open[caller] = None;
        if open.read.iter().any(|(id, read)| self.appointments.get(id).copied() != *read) {
            return Some(next); // the compare-and-set found another row: rolled back
        }
        for id in open.read.keys() {
            next.appointments.remove(id);
        }
        next.appointments.extend(open.becomes.map(|new| (model.callers[caller], new)));
        for key in &open.deleted {
            next.taken.remove(key);
        }
        for key in &open.inserted {
            next.overwrote |= next.taken.insert(*key, model.callers[caller]).is_some();
        }
        Some(next)
    }

    fn is_live(&self, one: Appointment) -> bool {
        match one.standing {
            Standing::Held { until } => !expired(instant(until), instant(self.now)),
            Standing::Booked => true,
            Standing::Cancelled => false,
        }
    }
}

impl Model for Booking {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World { open: vec![None; self.callers.len()], ..World::default() }]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        for caller in 0..self.callers.len() {
            if world.open[caller].is_some() {
                steps.extend([Step::Write(caller), Step::Commit(caller), Step::Abort(caller)]);
                continue;
            }
            let begin = |act| Step::Begin(caller, act);
            for start in STARTS {
                let holds = THERAPISTS.map(|therapist| begin(Act::Hold { therapist, start }));
                steps.extend(holds);
                steps.push(begin(Act::Move { start }));
            }
            steps.extend([begin(Act::Book), begin(Act::Cancel)]);
        }
        if world.now < LAST_TICK {
            steps.push(Step::Tick);
        }
    }

    fn next_state(&self, world: &World, step: Step) -> Option<World> {
        match step {
            Step::Begin(caller, act) => {
                let open = world.begin(self, caller, act)?;
                let mut next = world.clone();
                next.open[caller] = Some(open);
                Some(next)
            }
            Step::Write(caller) => world.write(caller),
            Step::Commit(caller) => world.commit(self, caller),
            Step::Abort(caller) => {
                let mut next = world.clone();
                next.open[caller] = None;
                Some(next)
            }
            Step::Tick => Some(World { now: world.now + 1, ..world.clone() }),
        }
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::<Self>::always("no two live appointments of one person overlap", |_, world| {
                let live = world.appointments.values().copied().filter(|one| world.is_live(*one));
                let keys: Vec<Key> = live.flat_map(Appointment::keys).collect();
                keys.iter().collect::<BTreeSet<_>>().len() == keys.len()
            }),
            Property::<Self>::always("the cells are those of the appointments", |_, world| {
                let keys = |(id, one): (&u8, &Appointment)| {
                    one.keys().into_iter().map(|key| (key, *id)).collect::<Vec<_>>()
                };
                world.taken == world.appointments.iter().flat_map(keys).collect()
            }),
            Property::<Self>::always("no row is written over another", |_, world| !world.overwrote),
        ];
        // What must be possible, so that what never happens is not merely never tried.
        if self.callers == [0, 1] {
            properties.push(Property::<Self>::sometimes("both are booked", |_, world| {
                let booked = |one: &&Appointment| one.standing == Standing::Booked;
                world.appointments.values().filter(booked).count() == 2
            }));
            properties.push(Property::<Self>::sometimes("a hold that ran out makes way", |_, world| {
                world.open.iter().flatten().any(|open| open.read.len() == 2)
            }));
        } else {
            properties.push(Property::<Self>::sometimes("two move it at once", |_, world| {
                let moves = |open: &&Open| {
                    open.becomes.is_some_and(|new| new.sequence == 1 && new.standing == Standing::Booked)
                };
                world.open.iter().flatten().filter(moves).count() == 2
            }));
        }
        properties
    }
}

#[test]
fn nobody_is_ever_in_two_appointments_at_once() {
    for model in [TWO_CLIENTS, TWO_SPACES, TWO_DEVICES] {
        let checker = model.checker().threads(2).spawn_bfs().join();
        checker.assert_properties();
        assert!(checker.is_done());
        println!("{} states, {} deep", checker.unique_state_count(), checker.max_depth());
    }
}
