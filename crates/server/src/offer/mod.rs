//! What therapists offer: shown, changed, searched; and what the practice asks of everybody.

mod get;
mod policy;
mod put;
mod rules;
mod slots;

use crate::http::Routes;

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes.private(get::get).private(put::put).private(slots::slots).private(policy::get).private(policy::put)
}
