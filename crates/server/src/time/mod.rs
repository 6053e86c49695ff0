//! What offers, appointments and waiting lists share: who may meet whom, where their time is offered, and how
//! the store's words become the wire's.
//!
//! The store decides whether time is *taken*; here is decided whether it is *offered*.

mod busy;
mod convert;
mod freed;
mod lapses;
mod meeting;
mod offered;
mod policy;
mod shown;

pub(crate) use busy::{busy, elsewhere, span};
pub(crate) use convert::{date, instant, timestamp, timetable, zone};
pub(crate) use freed::Freed;
pub(crate) use lapses::Lapses;
pub(crate) use meeting::Meeting;
pub(crate) use offered::{Offered, is_offered, offered, offered_by};
pub(crate) use policy::{check_policy, policy, put_policy};
pub(crate) use shown::{appointment, tell, tell_attendees};
