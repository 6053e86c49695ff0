//! A series as a whole, for whoever is told of all of it at once.

use rapport_wire::SeriesId;
use sea_orm::EntityTrait;

use super::{Appointment, load, series};
use crate::{Store, StoreError};

/// A rhythm, and what became of each appointment of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id, which is that of the first appointment it was given with.
    pub id: SeriesId,
    /// How it comes back, as it was given to [`Store::arrange`].
    pub repeat: String,
    /// Those that were booked, called off or not, by when they begin.
    pub appointments: Vec<Appointment>,
}

impl Series {
    /// How often any of it was changed. Each change counts one appointment on by one, so this only grows.
    pub fn sequence(&self) -> u32 {
        sequence(&self.appointments)
    }
}

/// [`Series::sequence`].
pub(crate) fn sequence(appointments: &[Appointment]) -> u32 {
    appointments.iter().map(|one| one.sequence).fold(0, u32::saturating_add)
}

impl Store {
    /// The series with this id.
    pub async fn series(&self, id: SeriesId) -> Result<Option<Series>, StoreError> {
        let row = series::Entity::find_by_id(id.as_bytes().to_vec()).one(self.reader()).await?;
        let Some(row) = row else { return Ok(None) };
        let appointments = load::of_series(self.reader(), id).await?;
        Ok(Some(Series { id, repeat: row.repeat, appointments }))
    }
}
