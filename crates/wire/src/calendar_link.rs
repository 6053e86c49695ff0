//! Calendars outside: feeds that other programs read by a secret address, and busy times read from a calendar
//! of one's own elsewhere. Titles are neutral on the way out and never kept on the way in.

use serde::{Deserialize, Serialize};

use crate::endpoint::{Done, endpoint};
use crate::{Code, FeedId, SourceId, Timestamp};

/// Makes a feed. Its address is shown this once; the server keeps a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateFeed {
    /// For one's own list: "Phone". At most [`crate::limits::DEVICE_LABEL_CHARS_MAX`] characters.
    pub label: String,
    /// One's zone (IANA), for the times in it.
    pub zone: String,
}
endpoint!(CreateFeed => NewFeed, Post "/api/feeds", SignedIn);

/// A feed just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFeed {
    /// To revoke it by.
    pub id: FeedId,
    /// `/calendar/SECRET.ics` on this origin.
    pub path: String,
}

/// One's feeds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListFeeds {}
endpoint!(ListFeeds => Feeds, Get "/api/feeds", SignedIn);

/// Reply to [`ListFeeds`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feeds {
    /// Newest first.
    pub feeds: Vec<Feed>,
}

/// A feed in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// Its label.
    pub label: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last read, to the hour.
    pub read_at: Option<Timestamp>,
}

/// Ends a feed: its address opens nothing from now on.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeFeed {
    /// Which.
    pub feed: FeedId,
}
endpoint!(RevokeFeed => Done, Delete "/api/feeds/{feed}", SignedIn, |me| format!("/api/feeds/{}", me.feed));

/// Names a calendar elsewhere whose times are taken. Staff only; read at once, and then every quarter hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddSource {
    /// For one's own list.
    pub label: String,
    /// `https://…/calendar.ics`, or a CalDAV collection.
    pub url: String,
    /// What stands there.
    pub kind: SourceKind,
    /// Name and password there, if it asks for them (RFC 7617). The server keeps them, since it must use them.
    pub login: Option<SourceLogin>,
}
endpoint!(AddSource => Source, Post "/api/sources", SignedIn);

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// One iCalendar file (RFC 5545).
    Ics,
    /// A CalDAV collection (RFC 4791).
    CalDav,
}

/// Name and password at another server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceLogin {
    /// Name.
    pub name: String,
    /// Password. A password for this purpose alone is best.
    pub password: String,
}

impl std::fmt::Debug for SourceLogin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SourceLogin(REDACTED)")
    }
}

/// One's sources.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListSources {}
endpoint!(ListSources => Sources, Get "/api/sources", SignedIn);

/// Reply to [`ListSources`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sources {
    /// In the order in which they were added.
    pub sources: Vec<Source>,
}

/// A source in the list. Its address is shown by host alone: the rest may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its label.
    pub label: String,
    /// Host of its address.
    pub host: String,
    /// What stands there.
    pub kind: SourceKind,
    /// When it was last read well.
    pub read_at: Option<Timestamp>,
    /// What went wrong the last time, if something did. The times read before stay until a day has passed.
    pub trouble: Option<Code>,
    /// How many stretches were taken.
    pub busy: u32,
}

/// Reads a source again now.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefreshSource {
    /// Which.
    pub source: SourceId,
}
endpoint!(RefreshSource => Source, Post "/api/sources/{source}/refresh", SignedIn,
    |me| format!("/api/sources/{}/refresh", me.source));

/// Forgets a source and its times.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveSource {
    /// Which.
    pub source: SourceId,
}
endpoint!(RemoveSource => Done, Delete "/api/sources/{source}", SignedIn,
    |me| format!("/api/sources/{}", me.source));
