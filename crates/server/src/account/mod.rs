//! Accounts: signing up, signing in, the passphrase, and the way back with 24 words.
//!
//! Invariant: the server checks proofs and stores sealed things. It runs no key stretching, sees no
//! passphrase, and answers alike for a name that exists and one that does not (RFC 9807 10.9).

mod erase;
mod keyring;
mod me;
mod opaque;
mod passphrase;
mod pending;
mod recover;
mod recovery_words;
mod rules;
mod sign_in;
mod sign_out;
mod sign_up;

use rapport_store::{Account, NewDevice};
use rapport_wire::account::{Me, SignedIn};
use rapport_wire::{Bytes, DeviceId, Timestamp};

use crate::chance::{Token, random};
use crate::http::{Answer, Routes, SetCookie};

pub(crate) use opaque::Opaque;
pub(crate) use pending::Attempts;
pub(crate) use rules::AccountIds;

/// The routes of this feature.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .open(sign_up::start)
        .open(sign_up::finish)
        .open(sign_in::start)
        .open(sign_in::finish)
        .private(me::me)
        .private(sign_out::sign_out)
        .private(erase::look)
        .private(erase::erase)
        .private(passphrase::start)
        .private(passphrase::finish)
        .private(keyring::put)
        .private(keyring::get)
        .private(recovery_words::put)
        .open(recover::start)
        .open(recover::open)
        .open(recover::finish)
}

/// A device about to be let in, and the token it will carry.
fn new_device(label: String, at: Timestamp) -> (NewDevice, Token) {
    let token = Token::fresh();
    let device = NewDevice {
        id: DeviceId::from_bytes(random()),
        token_hash: token.hash(),
        device_key: random(),
        label,
        at,
    };
    (device, token)
}

/// What a device that was let in is told.
fn signed_in(
    account: &Account,
    device: &NewDevice,
    token: Token,
    keyring: Bytes,
    now: Timestamp,
) -> Answer<SignedIn> {
    let me = Me {
        account: account.id,
        handle: account.handle.clone(),
        role: account.role,
        device: device.id,
        device_key: device.device_key.as_slice().into(),
        now,
    };
    Answer::with_cookie(SignedIn { me, keyring }, SetCookie::SignedIn(token))
}
