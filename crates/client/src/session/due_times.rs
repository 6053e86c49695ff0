//! Saying when something falls due for oneself, for a mail that says nothing but that something waits. Only whoever
//! chose it is asked about at all; what it is never leaves the device.

use std::collections::BTreeSet;

use rapport_care::consent::falls_due;
use rapport_wire::reminder::{GetReminders, PutDueTimes};
use rapport_wire::space::SpaceKind;
use rapport_wire::{Timestamp, limits};

use super::Session;
use super::consent::consents_of;
use crate::engine::Space;
use crate::ids::inner_account;
use crate::{ClientError, api};

/// How far ahead times are said: whoever does not look for so long is left in peace.
const AHEAD_SECONDS: i64 = 60 * 24 * 3_600;

/// A day, in microseconds.
const DAY_US: i64 = 24 * 3_600 * 1_000_000;

/// What is known of the choice, and what was said last.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Counts changes: what was asked before one says nothing of what holds after it.
    turn: u64,
    wanted: Option<bool>,
    at: Option<Vec<Timestamp>>,
}

impl Session {
    /// The choice about reminders, or the address for them, has changed.
    pub fn reminders_changed(&self) {
        {
            let mut said = self.inner.due_said.borrow_mut();
            *said = Said { turn: said.turn.wrapping_add(1), ..Said::default() };
        }
        self.inner.kept.ring();
    }

    /// Says the times anew if others hold than were said.
    pub(super) async fn say_due_times(&self) -> Result<(), ClientError> {
        if !self.is_in_care() || !self.due_is_wanted().await? {
            return Ok(());
        }
        let Some(at) = self.due_times() else { return Ok(()) };
        let turn = self.inner.due_said.borrow().turn;
        if self.inner.due_said.borrow().at.as_ref() == Some(&at) {
            return Ok(());
        }
        api::call(&*self.inner.outside, &PutDueTimes { at: at.clone() }).await?;
        let mut said = self.inner.due_said.borrow_mut();
        if said.turn == turn {
            said.at = Some(at);
        }
        Ok(())
    }

    async fn due_is_wanted(&self) -> Result<bool, ClientError> {
        let (turn, known) = {
            let said = self.inner.due_said.borrow();
            (said.turn, said.wanted)
        };
        if let Some(wanted) = known {
            return Ok(wanted);
        }
        let view = api::call(&*self.inner.outside, &GetReminders {}).await?;
        let wanted = view.reminders.is_some_and(|chosen| chosen.due);
        let mut said = self.inner.due_said.borrow_mut();
        if said.turn == turn {
            said.wanted = Some(wanted);
        }
        Ok(wanted)
    }

    fn is_in_care(&self) -> bool {
        let engine = self.inner.engine.borrow();
        let me = engine.account();
        engine.spaces().values().any(|space| space.kind == SpaceKind::Care && !space.is_staff(me))
    }

    /// The days on which something falls due for oneself, soonest first; none while not everything has arrived.
    fn due_times(&self) -> Option<Vec<Timestamp>> {
        let (engine, now) = (self.inner.engine.borrow(), self.inner.outside.now());
        let me = engine.account();
        let in_care = |space: &&Space| space.kind == SpaceKind::Care && !space.is_staff(me);
        let spaces: Vec<_> = engine.spaces().values().filter(in_care).collect();
        let arriving = spaces.iter().any(|space| !space.caught_up && space.frozen().is_none());
        if arriving {
            return None;
        }
        let last = now.plus_seconds(AHEAD_SECONDS).as_micros();
        let of = |space: &&Space| {
            let mut times = space.course(me).falls_due(inner_account(me), now.as_micros(), last);
            times.extend(falls_due(&consents_of(space), inner_account(me), last));
            times
        };
        // Whole days: the very minute would say at which entry it was asked.
        let days = |at: i64| at.saturating_add(DAY_US - 1).div_euclid(DAY_US).saturating_mul(DAY_US);
        let times: BTreeSet<i64> = spaces.iter().flat_map(of).map(days).collect();
        Some(times.into_iter().take(limits::DUE_TIMES_MAX).map(Timestamp::from_micros).collect())
    }
}
