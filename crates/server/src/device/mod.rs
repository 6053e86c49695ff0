//! Devices: listed, and signed out one by one. Signing one out destroys the server's half of what unlocks it
//! and closes its sockets at once.

mod list;
mod revoke;

use crate::http::Routes;

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes.private(list::list).private(revoke::revoke)
}
