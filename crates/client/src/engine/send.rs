//! Sending: as much of the outboxes as may be on its way at once, sealed at this moment.

use std::collections::BTreeMap;

use rand_core::CryptoRng;
use rapport_care::Content;
use rapport_seal::entry::{self, Draft, Place};
use rapport_wire::socket::Up;
use rapport_wire::{SpaceId, Timestamp, limits};

use super::desk::{Me, Out};
use super::outbox::{Job, State};
use super::space::Space;
use crate::ids::{inner_account, inner_entry};

/// Requests under way, by reference.
#[derive(Default)]
pub(crate) struct Flights {
    next: u32,
    flying: BTreeMap<u32, SpaceId>,
}

impl Flights {
    fn has_room(&self) -> bool {
        self.flying.len() < limits::UNACKNOWLEDGED_MAX
    }

    pub(crate) fn depart(&mut self, space: SpaceId) -> u32 {
        self.next = self.next.wrapping_add(1);
        self.flying.insert(self.next, space);
        self.next
    }

    pub(crate) fn land(&mut self, reference: u32) -> Option<SpaceId> {
        self.flying.remove(&reference)
    }

    pub(crate) fn clear(&mut self) {
        self.flying.clear();
    }
}

impl Space {
    /// Sends what waits, in order, while there is room.
    pub(crate) fn send_waiting(
        &mut self,
        me: &Me,
        flights: &mut Flights,
        now: Timestamp,
        out: &mut Out,
        rng: &mut impl CryptoRng,
    ) {
        if !self.caught_up || !self.can_write(me.account) || !self.outbox.is_ready(now) {
            return;
        }
        self.outbox.wait_until = None;
        let Some(log) = &self.log else { return };
        let mut place = self.outbox.place.unwrap_or_else(|| Place::next(&self.chain, me.account));
        let on_their_way = self.outbox.says();
        let mut gone = Vec::new();
        let before = place;
        for item in self.outbox.items_mut().filter(|item| item.state == State::Waiting) {
            if !flights.has_room() {
                break;
            }
            match &item.kept.job {
                Job::Say(content) => {
                    let urgent = Content::from_bytes(content).is_ok_and(|content| content.is_urgent());
                    let draft = Draft { id: item.kept.id, urgent, place, content };
                    let Ok(sealed) = entry::seal(&me.on(log), &self.epochs, &draft, rng) else {
                        item.state = State::Failed;
                        continue;
                    };
                    place = place.after(&sealed);
                    let reference = flights.depart(self.id);
                    item.state = State::Flying { reference };
                    let (head, body) = (sealed.head.into(), sealed.body.into());
                    out.frame(&Up::Send { reference, space: self.id, head, body });
                }
                Job::Erase(of) => {
                    let Some(position) = self.talk.position_of(inner_entry(*of), inner_account(me.account))
                    else {
                        // Either what it erases is still on its way, or it was never stored.
                        if !on_their_way.contains(of) {
                            gone.push(item.kept.id);
                        }
                        continue;
                    };
                    let reference = flights.depart(self.id);
                    item.state = State::Flying { reference };
                    out.frame(&Up::Erase { reference, space: self.id, position });
                }
            }
        }
        if place != before {
            self.outbox.place = Some(place);
        }
        self.outbox.forget_erasures(&gone, self.id, out);
    }
}
