//! iCalendar (RFC 5545): feeds and invitations on the way out, busy times on the way in.
//!
//! Titles are neutral on the way out: the caller gives them, and nothing else is said of an appointment but
//! its times. On the way in nothing but times is kept.

pub mod busy;
pub mod caldav;
mod event;
pub mod feed;
pub mod itip;
mod vtimezone;
mod write;

pub use event::{Event, When};
