//! `PUT` and `DELETE /api/reminders/address`, `POST /api/reminders/address/confirm`: where mail goes, and the
//! code that shows that it is somebody's own.

use rapport_store::{AddressError, NewAddress};
use rapport_wire::endpoint::Done;
use rapport_wire::reminder::{ConfirmAddress, ForgetAddress, PutAddress};
use rapport_wire::{Code, Problem};

use super::rules;
use crate::app::App;
use crate::chance::random;
use crate::http::{Caller, Refusal, Reply};
use crate::mail::parse_address;

/// Until tomorrow, more or less: how long to wait when a day's codes are used up.
const DAY_SECONDS: u32 = 24 * 3600;

pub(super) async fn put(app: App, caller: Caller, ask: PutAddress) -> Reply<Done> {
    if app.mailer.is_none() {
        return Err(Code::NotSetUp.into());
    }
    let mail = ask.mail.trim().to_owned();
    parse_address(&mail).ok_or(Code::AddressInvalid)?;
    let digits = rules::digits(random());
    let new = NewAddress {
        account: caller.account,
        mail,
        code_hash: rules::code_hash(caller.account, &digits),
        digits,
        now: app.now(),
    };
    app.store.give_address(new).await?;
    app.outbox.wake();
    Ok(Done {})
}

pub(super) async fn confirm(app: App, caller: Caller, ask: ConfirmAddress) -> Reply<Done> {
    let hash = rules::code_hash(caller.account, &ask.code);
    app.store.confirm_address(caller.account, &hash, app.now()).await?;
    app.outbox.wake();
    Ok(Done {})
}

pub(super) async fn forget(app: App, caller: Caller, _: ForgetAddress) -> Reply<Done> {
    app.store.forget_address(caller.account, app.now()).await?;
    Ok(Done {})
}

impl From<AddressError> for Refusal {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::TooMany => {
                Problem { retry_after_seconds: Some(DAY_SECONDS), ..Problem::new(Code::SlowDown) }.into()
            }
            AddressError::NoCode | AddressError::Wrong => Code::CodeWrong.into(),
            AddressError::Store(error) => error.into(),
        }
    }
}
