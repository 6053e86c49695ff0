//! What must change in the same commit as an appointment: reminders, and what else waits to be sent about it.
//!
//! Every transaction that books, moves or calls off appointments calls [`appointments_changed`] once with all
//! of them, after their own rows say what is true now. Holds are not told: nothing is sent about what is not
//! agreed, but for an hour that is held for somebody who waited, which is what [`hour_offered`] is for. A change of
//! somebody's address or choice calls [`account_changed`].
//!
//! Only people with a confirmed address have rows at all. What is due in the past is never made anew; what
//! waits already, and still holds, is let be.

mod plan;

use rapport_wire::appointment::AppointmentState;
use rapport_wire::reminder::Reminders;
use rapport_wire::{AccountId, AppointmentId, SeriesId, Timestamp};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};

use crate::appointment::{self, Appointment, attendee};
use crate::outbox::{self, ForCalendar, NewOut, OutboxId, OutboxKind, What};
use crate::{StoreError, address, reminder};

/// Until when it is quiet for somebody by their own choice; none when it is not.
pub fn quiet_until(chosen: &Reminders, now: Timestamp) -> Option<Timestamp> {
    let zone = chosen.zone.parse().ok()?;
    plan::quiet_until(chosen.quiet?, &zone, now)
}

/// Appointments were booked, moved or called off, inside somebody's transaction: as they are now.
pub(crate) async fn appointments_changed(
    tx: &DatabaseTransaction,
    changed: &[Appointment],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut series: Vec<SeriesId> = Vec::new();
    for appointment in changed {
        for attendee in &appointment.attendees {
            let person = Person::load(tx, attendee.account).await?;
            remind(tx, &person, appointment, now).await?;
            if appointment.series.is_none() {
                tell_calendar(tx, &person, appointment, now).await?;
            }
        }
        series.extend(appointment.series);
    }
    series.sort();
    series.dedup();
    for id in series {
        tell_of_series(tx, id, now).await?;
    }
    Ok(())
}

/// An hour is held for those of a space who waited, inside somebody's transaction. They are told by mail if they
/// have chosen to be reminded at all; it is of use until it goes to the next.
pub(crate) async fn hour_offered(
    tx: &DatabaseTransaction,
    held: &Appointment,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(until) = held.held_until else { return Ok(()) };
    for attendee in held.attendees.iter().filter(|attendee| !attendee.staff) {
        let person = Person::load(tx, attendee.account).await?;
        if !person.reachable || person.chosen.is_none() {
            continue;
        }
        let new = NewOut {
            what: What::Offered { starts_at: held.starts_at, until },
            account: person.account,
            appointment: Some(held.id),
            due_at: now,
            not_after: until,
        };
        outbox::put(tx, &new, now).await?;
    }
    Ok(())
}

/// Somebody's address or choice of reminders changed, inside somebody's transaction.
pub(crate) async fn account_changed(
    tx: &DatabaseTransaction,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let person = Person::load(tx, account).await?;
    let ahead = attendee::Entity::find()
        .filter(attendee::Column::Account.eq(account.as_bytes().to_vec()))
        .filter(attendee::Column::StartsAt.gt(now.as_micros()))
        .order_by_asc(attendee::Column::StartsAt)
        .all(tx)
        .await?;
    for part in ahead {
        let id = AppointmentId::from_slice(&part.appointment)?;
        if let Some(appointment) = appointment::by_id(tx, id).await? {
            remind(tx, &person, &appointment, now).await?;
        }
    }
    if !person.wants_invitations() {
        // What was put into a calendar stays there until it is called off; nothing more is put there.
        outbox::cancel(tx, outbox::of_account(account, OutboxKind::Invitation), now).await?;
    }
    if !(person.reachable && person.chosen.as_ref().is_some_and(|chosen| chosen.due)) {
        outbox::cancel(tx, outbox::of_account(account, OutboxKind::Due), now).await?;
    }
    if !person.reachable {
        outbox::cancel(tx, outbox::of_account(account, OutboxKind::Cancellation), now).await?;
        outbox::cancel(tx, outbox::of_account(account, OutboxKind::Offer), now).await?;
    }
    Ok(())
}

/// These are the times at which something falls due for somebody, inside their own transaction. Each morning that
/// follows one is told of once.
pub(crate) async fn falls_due(
    tx: &DatabaseTransaction,
    account: AccountId,
    at: &[Timestamp],
    now: Timestamp,
) -> Result<(), StoreError> {
    let person = Person::load(tx, account).await?;
    let planned = match &person.chosen {
        Some(chosen) if person.reachable && chosen.due => plan::due(account, chosen, at),
        _ => Vec::new(),
    };
    let ids: Vec<OutboxId> = planned.iter().map(NewOut::id).collect();
    outbox::cancel(tx, outbox::but(outbox::of_account(account, OutboxKind::Due), &ids), now).await?;
    for new in planned.iter().filter(|new| new.due_at > now) {
        outbox::put(tx, new, now).await?;
    }
    Ok(())
}

/// Somebody, as far as what is sent to them goes.
struct Person {
    account: AccountId,
    reachable: bool,
    chosen: Option<Reminders>,
}

impl Person {
    async fn load(tx: &DatabaseTransaction, account: AccountId) -> Result<Self, StoreError> {
        let reachable = address::confirmed(tx, account).await?.is_some();
        Ok(Self { account, reachable, chosen: reminder::of(tx, account).await? })
    }

    fn wants_invitations(&self) -> bool {
        self.reachable && self.chosen.as_ref().is_some_and(|chosen| chosen.invitations)
    }
}

/// Makes the reminders of one person before one appointment what they should be.
async fn remind(
    tx: &DatabaseTransaction,
    person: &Person,
    appointment: &Appointment,
    now: Timestamp,
) -> Result<(), StoreError> {
    let planned = match (&person.chosen, appointment.state) {
        (Some(chosen), AppointmentState::Booked) if person.reachable => {
            let ahead = plan::Ahead {
                id: appointment.id,
                sequence: appointment.sequence,
                starts_at: appointment.starts_at,
            };
            plan::reminders(person.account, chosen, ahead)
        }
        _ => Vec::new(),
    };
    let ids: Vec<OutboxId> = planned.iter().map(NewOut::id).collect();
    let others = outbox::about(person.account, OutboxKind::Reminder, appointment.id);
    outbox::cancel(tx, outbox::but(others, &ids), now).await?;
    for new in planned.iter().filter(|new| new.due_at > now) {
        outbox::put(tx, new, now).await?;
    }
    Ok(())
}

/// Puts an appointment into somebody's calendar, or takes it out again.
async fn tell_calendar(
    tx: &DatabaseTransaction,
    person: &Person,
    appointment: &Appointment,
    now: Timestamp,
) -> Result<(), StoreError> {
    let told = ForCalendar {
        sequence: appointment.sequence,
        starts_at: appointment.starts_at,
        ends_at: appointment.ends_at,
    };
    let invitations = outbox::about(person.account, OutboxKind::Invitation, appointment.id);
    let what = match appointment.state {
        AppointmentState::Held => return Ok(()),
        AppointmentState::Booked if person.wants_invitations() => What::Invitation(told),
        // Whoever was told that it is on is told that it is off, even if they want no more of them.
        AppointmentState::Cancelled if person.reachable && told_before(tx, &invitations).await? => {
            What::Cancellation(told)
        }
        AppointmentState::Booked | AppointmentState::Cancelled => {
            outbox::cancel(tx, invitations, now).await?;
            return Ok(());
        }
    };
    let new = NewOut {
        what,
        account: person.account,
        appointment: Some(appointment.id),
        due_at: now,
        not_after: appointment.ends_at,
    };
    outbox::cancel(tx, outbox::but(invitations, &[new.id()]), now).await?;
    if new.not_after > now {
        outbox::put(tx, &new, now).await?;
    }
    Ok(())
}

/// Tells calendars of a series as a whole, whatever of it has changed: the last they heard is all there is to
/// know (`docs/adr/0013`).
async fn tell_of_series(
    tx: &DatabaseTransaction,
    series: SeriesId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let all = appointment::of_series(tx, series).await?;
    let Some(over_at) = all.iter().map(|one| one.ends_at).max() else { return Ok(()) };
    let is_on = all.iter().any(|one| one.state == AppointmentState::Booked);
    // The first one's id is the name of all.
    let named = AppointmentId::from_bytes(*series.as_bytes());
    for attendee in &all[0].attendees {
        let person = Person::load(tx, attendee.account).await?;
        let invitations = outbox::about(person.account, OutboxKind::Invitation, named);
        let new = NewOut {
            what: What::Series { series, sequence: appointment::sequence(&all) },
            account: person.account,
            appointment: Some(named),
            due_at: now,
            not_after: over_at,
        };
        let wanted = is_on && person.wants_invitations();
        if over_at > now && (wanted || (person.reachable && told_before(tx, &invitations).await?)) {
            outbox::cancel(tx, outbox::but(invitations, &[new.id()]), now).await?;
            outbox::put(tx, &new, now).await?;
        } else {
            outbox::cancel(tx, invitations, now).await?;
        }
    }
    Ok(())
}

/// Whether an invitation went out, or is on its way.
async fn told_before(tx: &DatabaseTransaction, invitations: &Condition) -> Result<bool, StoreError> {
    outbox::any_out(tx, invitations.clone()).await
}
