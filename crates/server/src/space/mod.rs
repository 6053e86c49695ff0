//! Spaces: made over HTTP, their membership logs verified here before they are stored.
//!
//! Invariant: a log in the store is a log every honest device accepts. A client that gets it wrong hurts
//! nobody but itself.

mod appended;
mod create;
mod end;
mod logs;
mod rules;

use crate::http::Routes;

pub(crate) use appended::appended;
pub(crate) use logs::{Logs, SpaceGuard};
pub(crate) use rules::{Checked, check_genesis};

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes.private(create::create).private(end::end).private(end::keep)
}
