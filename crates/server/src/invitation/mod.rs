//! Invitations: single use, dated, taken back at any time.
//!
//! The record that makes one is signed and stands in the space's log; here lies only the hash of the token
//! that whoever holds the link presents.

mod accept;
mod create;
mod list;
mod look;
mod owner;
mod revoke;
mod rules;

use crate::http::Routes;

pub(crate) use owner::renew_owner_link;

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .private(create::create)
        .private(list::list)
        .private(revoke::revoke)
        .open(look::look)
        .private(accept::accept)
}
