//! Calendars outside: feeds that other programs read by a secret address, and busy times read from a
//! calendar somebody has elsewhere.
//!
//! Out go hours under a title that says nothing. In come hours alone; whatever stands in them is dropped while
//! it is read. A fetch goes where a stranger said, so it goes only to public addresses (`guard`), in bounded
//! time and bounded bytes (`fetch`), and never on behalf of a redirection to elsewhere.

mod feed;
mod fetch;
mod guard;
mod read;
mod refresh;
mod seal;
mod serve_feed;
mod source;

use axum::routing::get;
use rapport_wire::endpoint::{Access, Method};

use crate::http::Routes;

pub(crate) use refresh::keep_sources;
pub(crate) use seal::SourceKey;

/// Where a feed is read.
const FEED_PATH: &str = "/calendar/{file}";

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .private(feed::create)
        .private(feed::list)
        .private(feed::revoke)
        .raw(FEED_PATH, get(serve_feed::serve), |description| {
            description.bytes("ReadFeed", FEED_PATH, Method::Get, Access::Anyone);
        })
        .private(source::add)
        .private(source::list)
        .private(source::refresh)
        .private(source::remove)
}
