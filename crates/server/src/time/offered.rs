//! A therapist's offer, ready to be searched.

use rapport_calendar::availability::{KindId, Timetable};
use rapport_calendar::{Instant, Span, Spans, slots};
use rapport_store::Buffers;
use rapport_wire::offer::{Mode, Offer};
use rapport_wire::{AccountId, Timestamp};

use super::convert::{instant, timestamp, timetable};
use crate::app::App;
use crate::http::{Refusal, Reply};

/// What somebody offers.
pub(crate) struct Offered {
    /// Who.
    pub(crate) account: AccountId,
    /// As they made it.
    pub(crate) offer: Offer,
    /// As it is searched.
    timetable: Timetable,
}

/// Somebody's offer, once they made one.
pub(crate) async fn offered_by(app: &App, account: AccountId) -> Reply<Option<Offered>> {
    let Some(stored) = app.store.offer(account).await? else { return Ok(None) };
    let offer: Offer = serde_json::from_str(&stored.offer).map_err(Refusal::fault)?;
    let timetable = timetable(&offer).map_err(Refusal::fault)?;
    Ok(Some(Offered { account, offer, timetable }))
}

/// The offers of those who made one, in the order of their names.
pub(crate) async fn offered(app: &App, accounts: &[AccountId]) -> Reply<Vec<Offered>> {
    let mut all = Vec::with_capacity(accounts.len());
    for account in accounts {
        all.extend(offered_by(app, *account).await?);
    }
    Ok(all)
}

impl Offered {
    /// The same without what is asked of clients alone: for staff, who give what they like.
    pub(crate) fn for_staff(mut self) -> Reply<Self> {
        self.offer.notice_minutes = 0;
        self.offer.horizon_days = rapport_calendar::limits::HORIZON_DAYS_MAX;
        self.offer.kinds.iter_mut().for_each(|kind| kind.self_booked = true);
        self.timetable = timetable(&self.offer).map_err(Refusal::fault)?;
        Ok(self)
    }

    /// The kind of this mode and length that clients book themselves.
    pub(crate) fn kind(&self, mode: Mode, minutes: u16) -> Option<KindId> {
        let fits = |kind: &&rapport_wire::offer::Kind| {
            kind.self_booked && kind.mode == mode && kind.minutes == minutes
        };
        self.offer.kinds.iter().find(fits).map(|kind| KindId(kind.id))
    }

    /// What is kept free around each appointment.
    pub(crate) const fn buffers(&self) -> Buffers {
        Buffers {
            before_minutes: self.offer.buffer_before_minutes,
            after_minutes: self.offer.buffer_after_minutes,
        }
    }

    /// The weekday (1 is Monday) and the minute of the day that their clock shows.
    pub(crate) fn wall(&self, at: Timestamp) -> (u8, u16) {
        let wall = self.timetable.zone().wall(instant(at));
        let minute = i32::from(wall.hour()) * 60 + i32::from(wall.minute());
        (wall.weekday().to_monday_one_offset().unsigned_abs(), u16::try_from(minute).unwrap_or_default())
    }

    /// Whether the whole of a time lies in hours offered for a kind, wherever the grid is.
    pub(crate) fn is_open(&self, kind: KindId, starts_at: Timestamp, ends_at: Timestamp) -> bool {
        let span = Span { start: instant(starts_at), end: instant(ends_at) };
        self.timetable.open(kind, span).covers(span)
    }

    /// Where an appointment fits, by this offer, what its maker has and what the guests have.
    pub(crate) fn free(
        &self,
        kind: KindId,
        busy: &Spans,
        guests: &[&Spans],
        now: Instant,
        range: Span,
    ) -> Result<slots::Slots, slots::SlotError> {
        slots::together(&[self.host(kind, busy)], guests, now, range)
    }

    /// As one of those whom a search is about.
    pub(crate) const fn host<'a>(&'a self, kind: KindId, busy: &'a Spans) -> slots::Host<'a> {
        slots::Host { timetable: &self.timetable, kind, busy }
    }
}

/// Whether clients may begin an appointment with all of these at an instant, whatever is booked.
pub(crate) fn is_offered(
    offers: &[(Offered, Spans)],
    mode: Mode,
    minutes: u16,
    starts_at: Timestamp,
    now: Timestamp,
) -> bool {
    let hosts: Option<Vec<_>> =
        offers.iter().map(|(offer, busy)| Some(offer.host(offer.kind(mode, minutes)?, busy))).collect();
    let start = instant(starts_at);
    let range = Span { start, end: start.plus_minutes(1) };
    hosts.is_some_and(|hosts| {
        slots::together(&hosts, &[], instant(now), range)
            .is_ok_and(|mut slots| slots.any(|slot| timestamp(slot.start) == starts_at))
    })
}
