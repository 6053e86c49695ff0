//! `PUT /api/reminders/due`: when something falls due for somebody. What, the server is never told.

use rapport_wire::endpoint::Done;
use rapport_wire::reminder::PutDueTimes;

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn put(app: App, caller: Caller, ask: PutDueTimes) -> Reply<Done> {
    let now = app.now();
    rules::check_due_times(&ask.at, now)?;
    app.store.put_due_times(caller.account, &ask.at, now).await?;
    app.outbox.wake();
    Ok(Done {})
}
