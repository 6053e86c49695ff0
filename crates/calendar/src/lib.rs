//! Availability, recurrence, slot search, iCalendar; pure.
//!
//! - [`availability`]: when somebody offers which kind of appointment, in their own zone.
//! - [`slots`]: where an appointment fits, for one person, for several at once, for any who fits.
//! - [`recur`]: series that keep their time on the wall.
//! - [`ical`]: feeds, invitations, and busy times read from calendars elsewhere.
//! - [`zone`]: IANA zones, and what a clock on the wall shows at an instant.
//! - [`spans`]: sets of time, the arithmetic under all of it.
//!
//! Invariants: no clock, no chance, no socket, no file: `now` is an argument and the tz database is in
//! the binary. Bad input is an error before it is a loop: every walk over time has a limit in [`limits`].
//! What a clock change does is written in `docs/adr/0008`.
//!
//! ```
//! use rapport_calendar::availability::{Hours, Kind, KindId, Mode, Offer, Rules, Timetable, Window};
//! use rapport_calendar::civil::{self, Weekday};
//! use rapport_calendar::{Instant, Span, Spans, Zone, slots};
//!
//! let zone: Zone = "Europe/London".parse()?;
//! let session = Kind { id: KindId(1), minutes: 50, mode: Mode::Video };
//! let morning = Hours { from_minute: 9 * 60, to_minute: 12 * 60, kinds: vec![] };
//! let offer = Offer {
//!     zone: zone.clone(),
//!     kinds: vec![session],
//!     windows: vec![Window { weekday: Weekday::Monday, hours: morning }],
//!     exceptions: vec![],
//!     rules: Rules { step_minutes: 60, ..Rules::default() },
//! };
//! let timetable = Timetable::new(&offer)?;
//!
//! let monday = zone.start_of_day(civil::date(2026, 11, 23));
//! let range = Span { start: monday, end: monday.plus_minutes(24 * 60) };
//! let free = slots::free(&timetable, KindId(1), &Spans::default(), monday.plus_minutes(-7 * 24 * 60), range)?;
//! assert_eq!(free.count(), 3); // nine, ten and eleven
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod availability;
pub mod ical;
pub mod instant;
pub mod limits;
pub mod recur;
pub mod slots;
pub mod spans;
pub mod zone;

/// Dates and times of day without a zone, as jiff has them.
pub use jiff::civil;

pub use instant::{Instant, Span};
pub use spans::Spans;
pub use zone::{Zone, ZoneError};
