//! `GET /api/waiting`: one's places, and for staff those on their own list, in the order of asking.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rapport_store::WaitingPlace;
use rapport_wire::waiting::{ListWaiting, OfferedHour, Waiting, WaitingList};

use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn list(app: App, caller: Caller, _: ListWaiting) -> Reply<WaitingList> {
    let mut places = app.store.waiting_places_of(caller.account).await?;
    if caller.role.is_staff() {
        places.extend(app.store.waiting_list(caller.account).await?);
    }
    let mut lists = HashMap::new();
    let mut waiting = Vec::with_capacity(places.len());
    for place in places {
        let list = match lists.entry(place.therapist) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unread) => unread.insert(app.store.waiting_list(place.therapist).await?),
        };
        waiting.push(with_list(&app, &place, list).await?);
    }
    Ok(WaitingList { waiting })
}

/// A place as it is shown.
pub(super) async fn shown(app: &App, place: WaitingPlace) -> Reply<Waiting> {
    let list = app.store.waiting_list(place.therapist).await?;
    with_list(app, &place, &list).await
}

async fn with_list(app: &App, place: &WaitingPlace, list: &[WaitingPlace]) -> Reply<Waiting> {
    let ahead = list.iter().position(|one| one.id == place.id).unwrap_or_default();
    let now = app.now();
    let held = app.store.offered_to(place).await?;
    // One that ran out a moment ago is on its way to the next.
    let offered = held.and_then(|held| {
        let until = held.held_until.filter(|until| *until > now)?;
        let (starts_at, ends_at) = (held.starts_at, held.ends_at);
        Some(OfferedHour { appointment: held.id, starts_at, ends_at, until })
    });
    Ok(Waiting {
        id: place.id,
        space: place.space,
        therapist: place.therapist,
        mode: place.mode,
        minutes: place.minutes,
        parts: place.parts,
        before: place.before,
        since: place.since,
        urgent: place.urgent,
        ahead: u32::try_from(ahead).unwrap_or(u32::MAX),
        offered,
    })
}
