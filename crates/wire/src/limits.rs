//! Every limit, named once. A limit is a promise to the machine and a sentence to the person.

/// Longest sign-in name, in characters after normalisation.
pub const HANDLE_CHARS_MAX: usize = 64;
/// Shortest sign-in name, in characters.
pub const HANDLE_CHARS_MIN: usize = 2;
/// Longest label of a device ("Firefox on Linux"), in characters.
pub const DEVICE_LABEL_CHARS_MAX: usize = 80;
/// Longest public name of a practice, in characters.
pub const PRACTICE_NAME_CHARS_MAX: usize = 120;
/// Longest JSON body of any request but a chunk, in bytes.
pub const JSON_BODY_BYTES_MAX: usize = 256 * 1024;
/// A sealed keyring, in bytes.
pub const KEYRING_BYTES_MAX: usize = 64 * 1024;
/// People whose identity a keyring remembers.
pub const KEYRING_PINS_MAX: usize = 384;
/// Spaces whose last known state a keyring remembers.
pub const KEYRING_SPACES_MAX: usize = 192;
/// Invitations of which a keyring remembers whom they were meant for.
pub const INVITATION_NOTES_MAX: usize = 32;
/// Longest note on whom an invitation is for, in bytes.
pub const INVITATION_NOTE_BYTES_MAX: usize = 96;
/// Clear bytes of the words inside one entry, before padding.
pub const ENTRY_CLEAR_BYTES_MAX: usize = 96 * 1024 - 4;
/// How far a media frame may come out of order before it counts as replayed.
pub const MEDIA_REPLAY_WINDOW_FRAMES: usize = 128;
/// Generations of one sender's media key a receiver keeps while they change over.
pub const MEDIA_GENERATIONS_MAX: usize = 4;
/// A whole sealed entry, header and signature included, in bytes.
pub const ENTRY_BYTES_MAX: usize = 128 * 1024;
/// A membership record, in bytes.
pub const RECORD_BYTES_MAX: usize = 64 * 1024;
/// A mark or a hint, in bytes.
pub const MARK_BYTES_MAX: usize = 512;
/// A sealed message between two people in a call, in bytes.
pub const CALL_RELAY_BYTES_MAX: usize = 8 * 1024;
/// Clear bytes of a message about a page that both fill in, before padding: sealed, it fits into one of those.
pub const CALL_PAGE_BYTES_MAX: usize = 6 * 1024 - 16;
/// A session description, in bytes.
pub const SDP_BYTES_MAX: usize = 64 * 1024;
/// Members of one space.
pub const SPACE_MEMBERS_MAX: usize = 64;
/// Spaces one account may belong to.
pub const ACCOUNT_SPACES_MAX: usize = 4_096;
/// Open invitations of one space.
pub const SPACE_INVITATIONS_MAX: usize = 64;
/// Longest life of an invitation, in seconds (30 days).
pub const INVITATION_SECONDS_MAX: i64 = 30 * 24 * 3600;
/// Signed-in devices of one account.
pub const ACCOUNT_DEVICES_MAX: usize = 32;
/// A socket frame from a client, in bytes.
pub const FRAME_BYTES_MAX: usize = ENTRY_BYTES_MAX + 4 * 1024;
/// Entries in one page.
pub const PAGE_ENTRIES_MAX: usize = 256;
/// Sealed bytes in one page; a page ends before the entry that would pass this.
pub const PAGE_BYTES_MAX: usize = 1024 * 1024;
/// Records in one page of a membership log.
pub const PAGE_RECORDS_MAX: usize = 64;
/// Entries a client may have sent and not yet heard of.
pub const UNACKNOWLEDGED_MAX: usize = 256;
/// Frames waiting for one socket before it is told to catch up by pages instead.
pub const SOCKET_QUEUE_FRAMES_MAX: usize = 512;
/// Entries waiting for the next commit, over all sockets.
pub const COMMIT_QUEUE_MAX: usize = 8_192;
/// Entries in one commit.
pub const COMMIT_ENTRIES_MAX: usize = 1_024;
/// Clear bytes of an attachment's chunk.
pub const CHUNK_CLEAR_BYTES: usize = 1024 * 1024;
/// A sealed chunk: the clear bytes, a 24-byte nonce and a 16-byte tag.
pub const CHUNK_SEALED_BYTES_MAX: usize = CHUNK_CLEAR_BYTES + 40;
/// Chunks of one attachment: 100 MB and its name.
pub const BLOB_CHUNKS_MAX: u32 = 101;
/// Clear bytes of one attachment.
pub const BLOB_CLEAR_BYTES_MAX: u64 = 100 * 1024 * 1024;
/// Attachments begun and not finished, for one account.
pub const ACCOUNT_BLOBS_OPEN_MAX: usize = 16;
/// Days after which an unfinished attachment is removed.
pub const BLOB_OPEN_DAYS_MAX: i64 = 7;
/// Free bytes below which the server refuses new words, so that it can still record what it must.
pub const DISK_FREE_BYTES_MIN: u64 = 64 * 1024 * 1024;
/// Sign-in attempts for one account in a minute.
pub const SIGN_IN_PER_MINUTE: u32 = 10;
/// Sign-in, recovery and invitation attempts from one address in a minute.
pub const KNOCKS_PER_ADDRESS_PER_MINUTE: u32 = 60;
/// Sign-ins under way at once, over the whole server.
pub const SIGN_INS_PENDING_MAX: usize = 10_000;
/// How long a sign-in may take between its two steps, in seconds.
pub const SIGN_IN_SECONDS_MAX: i64 = 120;
/// How recent a proof of the passphrase must be to change it, in seconds.
pub const REAUTH_SECONDS_MAX: i64 = 300;
/// Sockets of one account.
pub const ACCOUNT_SOCKETS_MAX: usize = 16;
/// Seconds without a frame or pong after which a socket is closed.
pub const SOCKET_IDLE_SECONDS_MAX: u64 = 75;
/// Seconds between pings.
pub const SOCKET_PING_SECONDS: u64 = 25;
/// Seconds one write to a socket may take before it is closed.
pub const SOCKET_WRITE_SECONDS_MAX: u64 = 20;
/// People in one call.
pub const CALL_PARTICIPANTS_MAX: usize = 16;
/// Calls at once on one node.
pub const CALLS_MAX: usize = 1_000;
/// Frames a client may send in one second before it is slowed by the socket.
pub const FRAMES_PER_SECOND_MAX: u32 = 2_000;
/// How far a device's clock may be from the server's before the person is told, in seconds.
pub const CLOCK_SKEW_SECONDS_MAX: i64 = 300;
/// Life of a device's sign-in without use, in days.
pub const DEVICE_DAYS_MAX: i64 = 60;
/// Connections open at once, over the whole server.
pub const CONNECTIONS_MAX: usize = 10_000;
/// How long a new connection may stay silent, and how long its headers or TLS greeting may take, in seconds.
pub const CONNECTION_GREETING_SECONDS_MAX: u64 = 10;
/// How long open requests and sockets get to end when the server stops, in seconds.
pub const STOP_SECONDS_MAX: u64 = 3;
/// How long a socket may take to say Hello, in seconds.
pub const SOCKET_HELLO_SECONDS_MAX: u64 = 10;
/// Bytes waiting for one socket before it is told to catch up by pages instead.
pub const SOCKET_QUEUE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Keys a rate limiter remembers; above it, those at rest are forgotten first.
pub const RATE_KEYS_MAX: usize = 50_000;
/// How long somebody's place in a call is kept after their socket ended, in seconds.
pub const CALL_GRACE_SECONDS: i64 = 15;
/// Unread membership logs held in memory, as spaces.
pub const SPACES_CACHED_MAX: usize = 10_000;
/// The grid that appointments stand on, in minutes.
pub const GRANULE_MINUTES: u16 = 5;
/// How long a slot is held for somebody who decides, in seconds.
pub const HOLD_SECONDS: i64 = 10 * 60;
/// Holds of one account at once.
pub const ACCOUNT_HOLDS_MAX: usize = 3;
/// How long an hour that became free is held for somebody who waits, in seconds; less when it begins sooner.
pub const OFFERED_HOUR_SECONDS: i64 = 2 * 3600;
/// Therapists in one search for slots.
pub const SLOT_THERAPISTS_MAX: usize = 16;
/// Slots in one reply.
pub const SLOTS_MAX: usize = 2_000;
/// Days in one search for slots.
pub const SLOT_DAYS_MAX: i64 = 62;
/// Appointments in one reply.
pub const PAGE_APPOINTMENTS_MAX: usize = 1_000;
/// Days in one question for appointments.
pub const APPOINTMENT_DAYS_MAX: i64 = 400;
/// Appointments in one series.
pub const SERIES_APPOINTMENTS_MAX: u16 = 104;
/// How far ahead any appointment may be, in days.
pub const APPOINTMENT_AHEAD_DAYS_MAX: i64 = 3 * 366;
/// Weekly windows of one offer.
pub const OFFER_WINDOWS_MAX: usize = 84;
/// Dated exceptions of one offer.
pub const OFFER_EXCEPTIONS_MAX: usize = 400;
/// Kinds of appointment in one offer.
pub const OFFER_KINDS_MAX: usize = 24;
/// Longest notice a practice asks for before a cancellation, in minutes: two weeks.
pub const CANCEL_NOTICE_MINUTES_MAX: u32 = 14 * 24 * 60;
/// Most appointments a practice lets one client book ahead with one therapist.
pub const BOOKED_AHEAD_MAX: u16 = 104;
/// Places on one therapist's waiting list.
pub const WAITING_MAX: usize = 1_000;
/// Reminders before one appointment.
pub const REMINDERS_MAX: usize = 4;
/// How long before an appointment a reminder may come, in minutes.
pub const REMINDER_BEFORE_MINUTES_MAX: u32 = 14 * 24 * 60;
/// The shortest time before an appointment at which a reminder may come, in minutes.
pub const REMINDER_BEFORE_MINUTES_MIN: u32 = 5;
/// Times at which something falls due, kept for one account.
pub const DUE_TIMES_MAX: usize = 60;
/// How far ahead such a time may lie, in days.
pub const DUE_DAYS_MAX: i64 = 400;
/// A mail address, in bytes (RFC 5321 4.5.3.1.3, without the angle brackets).
pub const MAIL_ADDRESS_BYTES_MAX: usize = 254;
/// Attempts at the code that was sent to an address.
pub const ADDRESS_CODE_ATTEMPTS_MAX: u32 = 5;
/// Codes sent to addresses for one account in a day.
pub const ADDRESS_CODES_PER_DAY: u32 = 10;
/// Feeds of one account.
pub const ACCOUNT_FEEDS_MAX: usize = 16;
/// Calendars elsewhere of one account.
pub const ACCOUNT_SOURCES_MAX: usize = 8;
/// Bytes read from a calendar elsewhere.
pub const SOURCE_BYTES_MAX: usize = 5 * 1024 * 1024;
/// How long a calendar elsewhere may take, in seconds.
pub const SOURCE_SECONDS_MAX: u64 = 15;
/// How often a calendar elsewhere is read, in seconds.
pub const SOURCE_EVERY_SECONDS: i64 = 15 * 60;
/// How long the times read from a calendar elsewhere stand when it can no longer be read, in seconds.
pub const SOURCE_KEEP_SECONDS: i64 = 24 * 3600;
/// Stretches taken from one calendar elsewhere.
pub const SOURCE_SPANS_MAX: usize = 20_000;
/// Redirections followed on the way to a calendar elsewhere.
pub const SOURCE_HOPS_MAX: usize = 3;
/// The address of a calendar elsewhere, and the name and password there, in bytes each.
pub const SOURCE_URL_BYTES_MAX: usize = 2_048;
/// Calendars elsewhere that are read at once.
pub const SOURCES_AT_ONCE: usize = 4;
/// How far back a feed reaches, in days.
pub const FEED_DAYS_BACK: i64 = 60;
/// How far ahead a feed reaches, in days.
pub const FEED_DAYS_AHEAD: i64 = 400;
/// Appointments in a feed: more than twenty on each of its days. The earliest of them, should there be more.
pub const FEED_APPOINTMENTS_MAX: usize = 10_000;
/// How long a code that was sent to an address holds, in seconds.
pub const ADDRESS_CODE_SECONDS: i64 = 15 * 60;
/// How long whoever took something out of the outbox has it to themselves, in seconds: longer than
/// [`MAIL_SECONDS_MAX`], after which they have given up on it.
pub const OUTBOX_LEASE_SECONDS: i64 = 60;
/// Seconds until the second attempt; each further wait is twice as long.
pub const OUTBOX_RETRY_SECONDS_MIN: i64 = 15;
/// The longest wait between two attempts, in seconds.
pub const OUTBOX_RETRY_SECONDS_MAX: i64 = 30 * 60;
/// Attempts before something is given up.
pub const OUTBOX_ATTEMPTS_MAX: u32 = 40;
/// The longest time between two looks at the outbox, in seconds; what this server knows of is never late by it.
pub const OUTBOX_LOOK_SECONDS: u64 = 30;
/// How long the outbox remembers what is done, in days.
pub const OUTBOX_KEEP_DAYS: i64 = 30;
/// How long a mail server may take over one mail, in seconds.
pub const MAIL_SECONDS_MAX: u64 = 20;
/// How long the connection to a mail server is kept for the next mail, in seconds.
pub const MAIL_IDLE_SECONDS_MAX: u64 = 30;
