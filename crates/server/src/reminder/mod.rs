//! Reminders: what somebody chose, and the address they gave for them.
//!
//! The choice and the address make rows in the outbox in the same commit (`store::schedule`); here they are
//! checked. Nothing but a code goes to an address before the code has come back.

mod address;
mod choice;
mod due;
mod rules;

use crate::http::Routes;

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .private(choice::get)
        .private(choice::put)
        .private(due::put)
        .private(address::put)
        .private(address::confirm)
        .private(address::forget)
}
