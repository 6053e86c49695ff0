//! Whether an hour that became free suits somebody who waits, and how long they may think about it.

use std::collections::HashMap;

use rapport_store::{Hour, Terms, WaitingPlace};
use rapport_wire::{AccountId, AppointmentId, Timestamp, limits};

use super::offered::{Offered, offered_by};
use crate::app::App;
use crate::chance::random;
use crate::http::Reply;

/// What has to be known of those whose hours may become free, read before the change that frees them.
pub(crate) struct Freed {
    offers: HashMap<AccountId, Offered>,
    now: Timestamp,
}

impl Freed {
    /// For the hours of these people.
    pub(crate) async fn of(
        app: &App,
        therapists: impl IntoIterator<Item = AccountId>,
        now: Timestamp,
    ) -> Reply<Self> {
        let mut offers = HashMap::new();
        for account in therapists {
            offers.extend(offered_by(app, account).await?.map(|offer| (account, offer)));
        }
        Ok(Self { offers, now })
    }

    /// The terms on which a place is offered an hour; none when it does not suit.
    pub(crate) fn suits(&self, place: &WaitingPlace, hour: &Hour) -> Option<Terms> {
        let offered = self.offers.get(&hour.therapist)?;
        let until = decide_by(hour.starts_at, offered.offer.notice_minutes, self.now)?;
        suits(offered, place, hour.starts_at, self.now).then(|| Terms {
            id: AppointmentId::from_bytes(random()),
            until,
            buffers: offered.buffers(),
            zone: offered.offer.zone.clone(),
        })
    }
}

/// Until when somebody may think about an hour: two hours, or as long as it can still be booked. None when
/// that is less than anybody gets who decides.
fn decide_by(starts_at: Timestamp, notice_minutes: u32, now: Timestamp) -> Option<Timestamp> {
    let last = starts_at.plus_seconds(-i64::from(notice_minutes) * 60);
    let until = now.plus_seconds(limits::OFFERED_HOUR_SECONDS).min(last);
    (until.seconds_since(now) >= limits::HOLD_SECONDS).then_some(until)
}

/// The hour must be one that this therapist offers clients for what the place waits for, and one that would
/// suit those who wait.
fn suits(offered: &Offered, place: &WaitingPlace, starts_at: Timestamp, now: Timestamp) -> bool {
    let Some(kind) = offered.kind(place.mode, place.minutes) else { return false };
    let ends_at = starts_at.plus_seconds(i64::from(place.minutes) * 60);
    let (weekday, minute) = offered.wall(starts_at);
    let ahead = starts_at.seconds_since(now);
    place.parts.suits(weekday, minute)
        && place.before.is_none_or(|before| starts_at < before)
        && ahead <= i64::from(offered.offer.horizon_days) * 24 * 3600
        && offered.is_open(kind, starts_at, ends_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_less_time_to_decide_than_a_hold_gives() {
        let now = Timestamp::from_millis(0);
        let by = |hours: i64, notice| decide_by(now.plus_seconds(hours * 3600), notice, now);
        assert_eq!(by(72, 60), Some(now.plus_seconds(limits::OFFERED_HOUR_SECONDS)));
        assert_eq!(by(2, 60), Some(now.plus_seconds(3600)));
        assert_eq!(by(1, 51), None);
        assert_eq!(by(1, 50), Some(now.plus_seconds(600)));
        assert_eq!(by(-1, 0), None);
    }
}
