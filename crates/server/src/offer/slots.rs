//! `POST /api/slots`: free time with the therapists of a space. Clients see what they may book themselves;
//! those who work here see all hours that are offered.

use rapport_wire::Code;
use rapport_wire::offer::{FindSlots, Slots};

use super::rules::{self, Search};
use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time::{self, Meeting, Offered};

pub(super) async fn slots(app: App, caller: Caller, ask: FindSlots) -> Reply<Slots> {
    rules::check_range(ask.from, ask.until)?;
    let meeting = Meeting::of(&app, ask.space, caller.account).await?;
    let therapists = meeting.therapists(&ask.therapists)?;
    if let Some(moving) = ask.moving {
        let found = app.store.appointment(moving).await?;
        let own = found.filter(|it| it.space == ask.space && it.attendee(caller.account).is_some());
        own.ok_or(Code::NotFound)?;
    }
    let now = app.now();
    let mut offers = time::offered(&app, &therapists).await?;
    if meeting.role.is_staff() {
        offers = offers.into_iter().map(Offered::for_staff).collect::<Reply<_>>()?;
    }
    let mut hosts = Vec::with_capacity(offers.len());
    for offer in offers {
        let busy = time::busy(&app, offer.account, ask.from, ask.until, ask.moving, now).await?;
        hosts.push((offer, busy));
    }
    let mut guests = Vec::new();
    for client in meeting.clients()? {
        guests.push(time::busy(&app, client, ask.from, ask.until, ask.moving, now).await?);
    }
    let wanted = therapists.len();
    Ok(Search { ask: &ask, hosts: &hosts, wanted, guests: &guests, now }.slots()?)
}
