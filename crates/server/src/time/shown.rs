//! Appointments as those who take part see them, and telling them that something changed.

use rapport_store as store;
use rapport_wire::AccountId;
use rapport_wire::appointment::{Appointment, Attendee};
use rapport_wire::socket::Down;

use crate::app::App;

/// An appointment as it travels.
pub(crate) fn appointment(stored: store::Appointment) -> Appointment {
    let attendee = |one: store::Attendee| Attendee { account: one.account, staff: one.staff, zone: one.zone };
    Appointment {
        id: stored.id,
        space: stored.space,
        attendees: stored.attendees.into_iter().map(attendee).collect(),
        starts_at: stored.starts_at,
        ends_at: stored.ends_at,
        mode: stored.mode,
        state: stored.state,
        held_until: stored.held_until,
        series: stored.series,
        moved: stored.original_start.is_some_and(|original| original != stored.starts_at),
        sequence: stored.sequence,
        cancelled_by: stored.cancelled_by,
        outcome: stored.outcome,
    }
}

/// Tells everybody who takes part in any of these, each once, that their time changed; and rings for the outbox,
/// where the same commit has put what they are told by mail.
pub(crate) fn tell_attendees<'a>(app: &App, changed: impl IntoIterator<Item = &'a store::Appointment>) {
    let people = changed.into_iter().flat_map(|one| one.attendees.iter().map(|attendee| attendee.account));
    tell(app, people.collect());
    app.outbox.wake();
}

/// Tells people that their time changed.
pub(crate) fn tell(app: &App, mut people: Vec<AccountId>) {
    people.sort();
    people.dedup();
    for account in people {
        app.hub.tell_account(account, &Down::TimeChanged);
    }
}
