//! One's own account: who one is here, devices, passphrase, locking, signing out.

use rapport_seal::opaque::{self, Passphrase};
use rapport_seal::words::RecoveryWords;
use rapport_wire::account::{PassphraseFinish, PassphraseStart, Recovery, SignOut};
use rapport_wire::device::{Device, ListDevices, RevokeDevice};
use rapport_wire::{AccountId, DeviceId, Role};

use super::Session;
use crate::account::{OnStage, Stage, keep, prove, register};
use crate::platform::Chance;
use crate::{ClientError, api};

impl Session {
    /// Whose account it is.
    pub fn account(&self) -> AccountId {
        self.inner.me.borrow().account
    }

    /// Its sign-in name.
    pub fn handle(&self) -> String {
        self.inner.me.borrow().handle.clone()
    }

    /// Its role in the practice.
    pub fn role(&self) -> Role {
        self.inner.me.borrow().role
    }

    /// This device.
    pub fn device(&self) -> DeviceId {
        self.inner.me.borrow().device
    }

    /// What one wants to be called.
    pub fn display_name(&self) -> String {
        self.inner.engine.borrow().keyring().display_name().to_owned()
    }

    /// Changes what one is called, in every space.
    pub async fn set_display_name(&self, name: &str) -> Result<(), ClientError> {
        let now = self.inner.outside.now();
        self.with(|engine, rng| engine.set_display_name(name, now, rng))?;
        self.until_kept().await
    }

    /// One's own six words, to read aloud.
    pub fn my_words(&self) -> [&'static str; 6] {
        let identity = self.inner.engine.borrow().keyring().identity().public();
        self.words_of(&identity)
    }

    /// The devices signed in to this account.
    pub async fn devices(&self) -> Result<Vec<Device>, ClientError> {
        Ok(api::call(&*self.inner.outside, &ListDevices {}).await?.devices)
    }

    /// Signs another device out; it cannot be reopened without the passphrase.
    pub async fn revoke_device(&self, device: DeviceId) -> Result<(), ClientError> {
        api::call(&*self.inner.outside, &RevokeDevice { device }).await.map(drop)
    }

    /// Changes the passphrase; other devices are signed out.
    pub async fn change_passphrase(
        &self,
        old: &str,
        new: &str,
        on_stage: OnStage<'_>,
    ) -> Result<(), ClientError> {
        let out = &*self.inner.outside;
        prove(out, &self.handle(), old, "", true, on_stage).await?;
        let passphrase = Passphrase::new(&out.nfkc(new));
        let begun = opaque::registration_start(&passphrase, &mut Chance(out))?;
        let started = api::call(out, &PassphraseStart { opaque_request: begun.request.into() }).await?;
        let response = started.opaque_response.to_vec();
        let (record, export) = register(out, passphrase, begun.state.to_vec(), response).await?;

        on_stage(Stage::Keys);
        // The keyring may have been stored from elsewhere since: what is replaced is the newest.
        self.store_keyring().await?;
        let mut next = self.next_keyring()?;
        next.lock(&export.keyring_key(), &mut Chance(out));
        let pair = next.seal(&mut Chance(out))?;

        on_stage(Stage::Finishing);
        let verify_key = next.recovery().verify_key.to_vec().into();
        let finish = PassphraseFinish {
            opaque_record: record.into(),
            keyring: pair.keyring.clone().into(),
            recovery: Some(Recovery { verify_key, keyring: pair.recovery.into() }),
        };
        api::call(out, &finish).await?;
        self.adopt_keyring(next, pair.keyring).await
    }

    /// Whether the person has a checked copy of their recovery words.
    pub fn words_confirmed(&self) -> bool {
        self.inner.engine.borrow().keyring().words_confirmed()
    }

    /// Notes that three of the words were copied back rightly; sealed into the keyring, for every device.
    pub fn confirm_words(&self) {
        self.with(|engine, _| engine.confirm_words());
    }

    /// Proves the passphrase once more: what follows may change secrets, for a few minutes.
    pub async fn prove(&self, passphrase: &str, on_stage: OnStage<'_>) -> Result<(), ClientError> {
        prove(&*self.inner.outside, &self.handle(), passphrase, "", true, on_stage).await.map(drop)
    }

    /// Fresh recovery words. They count from [`Self::replace_words`] on, until then the old ones do.
    pub fn new_words(&self) -> RecoveryWords {
        RecoveryWords::generate(&mut Chance(&*self.inner.outside))
    }

    /// Puts new recovery words, of which the person has a checked copy, in place of the old ones. The
    /// passphrase must have been [proven](Self::prove) just before.
    pub async fn replace_words(&self, words: &RecoveryWords) -> Result<(), ClientError> {
        self.put_recovery(words).await
    }

    /// Locks this device: after this, the passphrase is needed. The session is over; drop it.
    pub async fn lock(&self) -> Result<(), ClientError> {
        keep::lock(&*self.inner.outside).await?;
        self.stop();
        Ok(())
    }

    /// Signs this device out and forgets everything kept on it. Words not yet sent are lost:
    /// [`Session::unsent`] counts them.
    pub async fn sign_out(&self) -> Result<(), ClientError> {
        self.stop();
        keep::forget(&*self.inner.outside).await?;
        api::call(&*self.inner.outside, &SignOut {}).await.map(drop)
    }
}
