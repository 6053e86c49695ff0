//! What the vault kept, put together again and verified again: the device's own disk is no authority.

use std::collections::BTreeMap;

use rapport_wire::space::{SpaceKind, StoredEntry, StoredRecord};
use rapport_wire::{Bytes, SpaceId};
use serde::de::DeserializeOwned;

use super::desk::Me;
use super::names::{Name, fetched};
use super::outbox::Kept;
use super::{Engine, Space};
use crate::platform::Write;

/// One space's shelf.
#[derive(Default)]
struct Shelf {
    records: BTreeMap<u64, StoredRecord>,
    heads: BTreeMap<u64, StoredEntry>,
    bodies: BTreeMap<u64, Bytes>,
    out: BTreeMap<u64, Kept>,
    read_to: u64,
}

impl Engine {
    pub(super) fn load(&mut self, vault: Vec<(String, Vec<u8>)>) {
        let mut shelves: BTreeMap<SpaceId, Shelf> = BTreeMap::new();
        for (text, sealed) in vault {
            if let Some(name) = Name::parse(&text) {
                shelve(&mut shelves, &self.me, name, &text, &sealed);
            }
        }
        for (id, kept_here) in shelves {
            let space = self.restore(id, kept_here);
            self.spaces.insert(id, space);
        }
    }

    /// A space from its shelf. If what was kept does not hold (a broken disk), all of it is fetched again;
    /// what was written and not sent stays.
    fn restore(&mut self, id: SpaceId, mut kept_here: Shelf) -> Space {
        let out = std::mem::take(&mut kept_here.out);
        let mut space = self.rebuild(id, kept_here).unwrap_or_else(|| {
            self.out.keep(fetched(id).map(Write::DeleteAll));
            Space::new(id, SpaceKind::Care)
        });
        for (order, kept) in out {
            space.outbox.restore(order, kept);
        }
        space
    }

    fn rebuild(&self, id: SpaceId, mut kept_here: Shelf) -> Option<Space> {
        let mut space = Space::new(id, SpaceKind::Care);
        for record in kept_here.records.values() {
            space.learn(record, &self.me).ok()?;
        }
        for (position, mut stored) in kept_here.heads {
            stored.body = kept_here.bodies.remove(&position);
            space.restore(&stored).ok()?;
        }
        space.read_to = kept_here.read_to;
        space.check_pins(self.me.account, self.keyring.pins());
        Some(space)
    }
}

fn shelve(shelves: &mut BTreeMap<SpaceId, Shelf>, me: &Me, name: Name, text: &str, sealed: &[u8]) {
    match name {
        Name::Log(space, n) => {
            open(me, text, sealed).map(|it| shelves.entry(space).or_default().records.insert(n, it));
        }
        Name::Head(space, n) => {
            open(me, text, sealed).map(|it| shelves.entry(space).or_default().heads.insert(n, it));
        }
        Name::Body(space, n) => {
            open(me, text, sealed).map(|it| shelves.entry(space).or_default().bodies.insert(n, it));
        }
        Name::Out(space, n) => {
            open(me, text, sealed).map(|it| shelves.entry(space).or_default().out.insert(n, it));
        }
        Name::Read(space) => {
            let read_to = open(me, text, sealed).unwrap_or(0);
            shelves.entry(space).or_default().read_to = read_to;
        }
    }
}

fn open<T: DeserializeOwned>(me: &Me, name: &str, sealed: &[u8]) -> Option<T> {
    postcard::from_bytes(&me.vault.open(name, sealed)?).ok()
}
