//! Appointments that a therapist gives: one, or a whole series in one commit.

use rapport_wire::appointment::AppointmentState;
use rapport_wire::{AccountId, SeriesId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{DatabaseTransaction, EntityTrait};

use super::save::{self, Taking, insert, make_room};
use super::{Appointment, BookError, load, series};
use crate::{Store, schedule};

/// Appointments to be given.
#[derive(Debug, Clone)]
pub struct Arrange {
    /// In order of time; the first one's id is what makes asking twice the same as once.
    pub takings: Vec<Taking>,
    /// The series they form.
    pub series: Option<NewSeries>,
    /// Who gives them; takes part.
    pub by: AccountId,
    /// Changes nothing.
    pub only_look: bool,
    /// Leaves out those that something stands in the way of.
    pub skip_taken: bool,
    /// Now.
    pub now: Timestamp,
}

/// A series that begins.
#[derive(Debug, Clone)]
pub struct NewSeries {
    /// Its id.
    pub id: SeriesId,
    /// How it comes back, as text that only its readers understand.
    pub repeat: String,
}

/// What was given, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arranged {
    /// In order.
    pub appointments: Vec<Appointment>,
    /// Beginnings that something stands in the way of.
    pub taken: Vec<Timestamp>,
}

impl Store {
    /// Gives appointments: all of them, or all that are free, in one commit.
    ///
    /// # Errors
    /// [`BookError::Taken`] when one is taken and none may be left out, or nothing is left;
    /// [`BookError::Changed`] when the first one's id is that of something else of the caller's,
    /// [`BookError::NotFound`] when it is somebody else's.
    pub async fn arrange(&self, arrange: Arrange) -> Result<Arranged, BookError> {
        let Some(first) = arrange.takings.first() else { return Err(BookError::NotFound) };
        let tx = self.begin().await?;
        load::lock_present(&tx, &first.attendees).await?;
        if let Some(known) = load::by_id(&tx, first.id).await? {
            return again(&tx, known, &arrange).await;
        }
        if let Some(new) = &arrange.series {
            let row = series::ActiveModel {
                id: Set(new.id.as_bytes().to_vec()),
                space: Set(first.space.as_bytes().to_vec()),
                repeat: Set(new.repeat.clone()),
                created_by: Set(arrange.by.as_bytes().to_vec()),
                created_at: Set(arrange.now.as_micros()),
            };
            series::Entity::insert(row).exec_without_returning(&tx).await?;
        }
        let mut attendees = first.attendees.clone();
        save::fill_zones(&tx, &mut attendees).await?;
        let mut arranged = Arranged { appointments: Vec::new(), taken: Vec::new() };
        for taking in &arrange.takings {
            let mut new = Taking { attendees: attendees.clone(), ..taking.clone() }
                .appointment(AppointmentState::Booked);
            // The id that was asked for is that of the first one there is.
            if arranged.appointments.is_empty() {
                new.id = first.id;
            }
            new.booked_by = Some(arrange.by);
            new.series = arrange.series.as_ref().map(|series| series.id);
            new.original_start = new.series.map(|_| taking.starts_at);
            if !make_room(&tx, &new, arrange.now).await? || !insert(&tx, &new, arrange.now).await? {
                arranged.taken.push(taking.starts_at);
                continue;
            }
            arranged.appointments.push(new);
        }
        if arrange.only_look {
            return Ok(arranged);
        }
        if arranged.appointments.is_empty() || (!arranged.taken.is_empty() && !arrange.skip_taken) {
            return Err(BookError::Taken);
        }
        schedule::appointments_changed(&tx, &arranged.appointments, arrange.now).await?;
        tx.commit().await?;
        Ok(arranged)
    }
}

/// The id is known: what was given then, as it stands now.
async fn again(
    tx: &DatabaseTransaction,
    known: Appointment,
    arrange: &Arrange,
) -> Result<Arranged, BookError> {
    if known.booked_by != Some(arrange.by) {
        return Err(BookError::NotFound);
    }
    if known.space != arrange.takings[0].space || known.series != arrange.series.as_ref().map(|one| one.id) {
        return Err(BookError::Changed);
    }
    let Some(series) = known.series else {
        return Ok(Arranged { appointments: vec![known], taken: Vec::new() });
    };
    let appointments = load::of_series(tx, series).await?;
    let given =
        |taking: &&Taking| !appointments.iter().any(|one| one.original_start == Some(taking.starts_at));
    let taken = arrange.takings.iter().filter(given).map(|taking| taking.starts_at).collect();
    Ok(Arranged { appointments, taken })
}
