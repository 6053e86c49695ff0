//! A week to draw: for each day what is offered, what is taken elsewhere, and the appointments, in minutes of
//! the wall clock.

use rapport_wire::appointment::{AppointmentState, Appointments};
use rapport_wire::offer::{Mode, Offer};
use rapport_wire::{AppointmentId, SpaceId, Timestamp};

use super::paint::{open_on, pieces, shown_hours};
use crate::time::date::Date;
use crate::time::zone::local;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Week {
    /// The first hour shown.
    pub(super) first: u16,
    /// Where the last one ends.
    pub(super) last: u16,
    /// Monday to Sunday.
    pub(super) columns: Vec<Column>,
}

/// A day of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Which.
    pub(super) date: Date,
    /// What is offered.
    pub(super) open: Vec<(u16, u16)>,
    /// What is taken elsewhere.
    pub(super) busy: Vec<(u16, u16)>,
    /// What is booked or held.
    pub(super) appointments: Vec<Block>,
}

/// An appointment of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    /// Which.
    pub(super) id: AppointmentId,
    /// With whom.
    pub(super) space: SpaceId,
    /// How.
    pub(super) mode: Mode,
    /// Whether somebody is still deciding.
    pub(super) held: bool,
    /// From this minute.
    pub(super) from: u16,
    /// Until this one.
    pub(super) to: u16,
}

/// The week that begins on a Monday.
pub(super) fn columns(offer: Option<&Offer>, list: Option<&Appointments>, monday: Date, zone: &str) -> Week {
    let cut = |from: Timestamp, until: Timestamp| pieces(local(from, zone), local(until, zone));
    let of_day = |date: Date| {
        let open = offer.map(|offer| open_on(offer, date)).unwrap_or_default();
        let list = list.into_iter();
        let busy = list.clone().flat_map(|list| &list.busy).flat_map(|it| cut(it.starts_at, it.ends_at));
        let alive =
            list.flat_map(|list| &list.appointments).filter(|it| it.state != AppointmentState::Cancelled);
        let appointments = alive.flat_map(|it| {
            let held = it.state == AppointmentState::Held;
            let block = move |(on, from, to)| {
                (on, Block { id: it.id, space: it.space, mode: it.mode, held, from, to })
            };
            cut(it.starts_at, it.ends_at).into_iter().map(block)
        });
        Column {
            date,
            open,
            busy: busy.filter(|(on, ..)| *on == date).map(|(_, from, to)| (from, to)).collect(),
            appointments: appointments.filter(|(on, _)| *on == date).map(|(_, block)| block).collect(),
        }
    };
    let columns: Vec<Column> = (0..7).map(|day| of_day(monday.plus(day))).collect();
    let drawn = columns.iter().flat_map(|day| {
        let blocks = day.appointments.iter().map(|block| (block.from, block.to));
        day.open.iter().copied().chain(blocks)
    });
    let (first, end) = shown_hours(drawn);
    Week { first, last: end, columns }
}
