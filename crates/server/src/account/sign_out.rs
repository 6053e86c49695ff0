//! `POST /api/sign-out`: ends this device's sign-in, its sockets with it.

use rapport_wire::account::SignOut;
use rapport_wire::endpoint::Done;

use crate::app::App;
use crate::http::{Answer, Caller, Reply, SetCookie};

pub(super) async fn sign_out(app: App, caller: Caller, _: SignOut) -> Reply<Answer<Done>> {
    app.store.delete_device(caller.account, caller.device).await?;
    app.hub.sign_out(&[caller.device]);
    Ok(Answer::with_cookie(Done {}, SetCookie::SignedOut))
}
