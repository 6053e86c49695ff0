//! Back in with the 24 words, and a new passphrase.

use rapport_seal::Keyring;
use rapport_seal::opaque::{self, Passphrase};
use rapport_seal::words::RecoveryWords;
use rapport_wire::Code;
use rapport_wire::account::{RecoverFinish, RecoverOpen, RecoverStart};

use super::enter::{register, settle};
use super::{OnStage, Stage};
use crate::platform::{Chance, Outside};
use crate::{ClientError, Session, api};

/// Recovers an account; every other device is signed out.
pub async fn recover(
    outside: Outside,
    handle: &str,
    words: &str,
    new_passphrase: &str,
    device_label: &str,
    on_stage: OnStage<'_>,
) -> Result<Session, ClientError> {
    let words = RecoveryWords::parse(words)?;
    let out = &*outside;
    on_stage(Stage::Asking);
    let passphrase = Passphrase::new(&out.nfkc(new_passphrase));
    let begun = opaque::registration_start(&passphrase, &mut Chance(out))?;
    let start = RecoverStart { handle: handle.to_owned(), opaque_request: begun.request.into() };
    let started = api::call(out, &start).await?;
    let proof = RecoverOpen {
        challenge: started.challenge.clone(),
        signature: words.prove(&started.challenge).to_vec().into(),
    };
    let opened = api::call(out, &proof).await.map_err(other_words)?;
    let mut keyring = Keyring::recover(&opened.keyring, &words).map_err(|_| ClientError::OtherWords)?;

    on_stage(Stage::Stretching);
    let response = started.opaque_response.to_vec();
    let (record, export) = register(out, passphrase, begun.state.to_vec(), response).await?;

    on_stage(Stage::Keys);
    keyring.lock(&export.keyring_key(), &mut Chance(out));
    let pair = keyring.seal(&mut Chance(out))?;

    on_stage(Stage::Finishing);
    let finish = RecoverFinish {
        challenge: started.challenge,
        opaque_record: record.into(),
        keyring: pair.keyring.into(),
        recovery_keyring: pair.recovery.into(),
        device_label: device_label.to_owned(),
    };
    let signed_in = api::call(out, &finish).await?;
    settle(outside.clone(), signed_in.me, keyring, signed_in.keyring.to_vec()).await
}

fn other_words(error: ClientError) -> ClientError {
    if error.is(Code::RecoveryRefused) { ClientError::OtherWords } else { error }
}
