//! The time now, for what changes by itself: a door that opens, a hold that ends.

use std::time::Duration;

use leptos::prelude::*;
use rapport_wire::Timestamp;

use super::ask;
use crate::app::app;

/// Between two looks at the clock: a door opens at most so much late.
const LOOK: Duration = Duration::from_secs(5);

/// The time now, as long as the screen is there.
pub(super) fn tick() -> ReadSignal<Timestamp> {
    let app = app();
    let (now, set_now) = signal(ask::now(app));
    if let Ok(handle) = set_interval_with_handle(move || set_now.set(ask::now(app)), LOOK) {
        on_cleanup(move || handle.clear());
    }
    now
}
