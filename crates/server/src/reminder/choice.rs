//! `GET` and `PUT /api/reminders`: what somebody chose, and the ways there are.

use rapport_wire::endpoint::Done;
use rapport_wire::reminder::{Address, GetReminders, PutReminders, RemindersView};

use super::rules;
use crate::app::App;
use crate::http::{Caller, Reply};

pub(super) async fn get(app: App, caller: Caller, _: GetReminders) -> Reply<RemindersView> {
    let address = app.store.mail_address(caller.account).await?;
    Ok(RemindersView {
        reminders: app.store.reminders(caller.account).await?,
        mail_offered: app.mailer.is_some(),
        address: address
            .map(|address| Address { confirmed: address.confirmed_at.is_some(), mail: address.mail }),
    })
}

pub(super) async fn put(app: App, caller: Caller, ask: PutReminders) -> Reply<Done> {
    let chosen = rules::checked(ask.reminders)?;
    app.store.put_reminders(caller.account, &chosen, app.now()).await?;
    app.outbox.wake();
    Ok(Done {})
}
