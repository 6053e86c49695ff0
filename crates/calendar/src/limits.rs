//! Every limit of the calendar, named once. A limit is a promise to the machine and a sentence to the person.
//!
//! They stand here and not in `wire::limits` because this crate depends on no other of ours.

/// Every time that is stored falls on this grid, in minutes from midnight UTC. Clocks change by whole
/// granules everywhere since 1972, so that the grid is the same on the wall.
pub const GRANULE_MINUTES: i64 = 5;
/// Kinds of appointment one person offers.
pub const KINDS_MAX: usize = 24;
/// Weekly windows of one person: twelve a day.
pub const WINDOWS_MAX: usize = 84;
/// Dates of one person that differ from their week.
pub const EXCEPTIONS_MAX: usize = 400;
/// Windows on one such date.
pub const EXCEPTION_HOURS_MAX: usize = 12;
/// Shortest appointment.
pub const APPOINTMENT_MINUTES_MIN: u16 = 5;
/// Longest appointment.
pub const APPOINTMENT_MINUTES_MAX: u16 = 480;
/// Longest buffer before or after an appointment.
pub const BUFFER_MINUTES_MAX: u16 = 240;
/// Longest notice: sixty days.
pub const NOTICE_MINUTES_MAX: u32 = 60 * 24 * 60;
/// How far ahead booking may be open.
pub const HORIZON_DAYS_MAX: u16 = 400;
/// Longest stretch of time that one search looks at.
pub const SEARCH_DAYS_MAX: i64 = 400;
/// People whose times are searched together.
pub const TOGETHER_MAX: usize = 64;
/// Appointments in one series.
pub const SERIES_OCCURRENCES_MAX: u16 = 200;
/// How long a series may go on: three years.
pub const SERIES_DAYS_MAX: i64 = 3 * 366;
/// Longest gap between two appointments of a series.
pub const SERIES_WEEKS_MAX: u8 = 52;
/// Bytes read from a calendar elsewhere.
pub const ICAL_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Lines, and values within lines, of a calendar elsewhere: each is some memory while it is read.
pub const ICAL_VALUES_MAX: usize = 600_000;
/// Events, alarms and other parts of a calendar elsewhere.
pub const ICAL_PARTS_MAX: usize = 60_000;
/// Days looked at while the recurrences of a calendar elsewhere are worked out.
pub const ICAL_DAYS_MAX: u32 = 2_000_000;
/// Stretches of time that a calendar elsewhere may take within what was asked for.
pub const ICAL_BUSY_MAX: usize = 50_000;
/// Events that are told apart by why they were not understood.
pub const ICAL_UNREAD_MAX: usize = 20;
/// Calendars in one answer of a CalDAV server.
pub const CALDAV_CALENDARS_MAX: usize = 20_000;
/// How deep an answer of a CalDAV server may be nested.
pub const CALDAV_DEPTH_MAX: usize = 32;
