//! `GET` and `PUT /api/practice/booking`: what the practice asks of everybody who books.

use rapport_wire::endpoint::Done;
use rapport_wire::offer::{BookingPolicy, GetBookingPolicy, PutBookingPolicy};
use rapport_wire::{Code, Role};

use crate::app::App;
use crate::http::{Caller, Reply};
use crate::time;

pub(super) async fn get(app: App, _: Caller, _: GetBookingPolicy) -> Reply<BookingPolicy> {
    time::policy(&app).await
}

pub(super) async fn put(app: App, caller: Caller, ask: PutBookingPolicy) -> Reply<Done> {
    if caller.role != Role::Owner {
        return Err(Code::Forbidden.into());
    }
    time::check_policy(ask.policy)?;
    time::put_policy(&app, ask.policy).await?;
    Ok(Done {})
}
