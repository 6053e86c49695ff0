//! Storing the keyring when it has learnt something; joining what another device stored meanwhile.

use rapport_seal::keyring::{Keyring, hash_of};
use rapport_seal::words::RecoveryWords;
use rapport_wire::Code;
use rapport_wire::account::{GetKeyring, PutKeyring, PutRecovery, Recovery};

use super::Session;
use crate::account::keep;
use crate::platform::Chance;
use crate::{ClientError, Finding, api};

/// Attempts at a keyring that other devices keep changing.
const ATTEMPTS_MAX: usize = 4;
/// Wait before a failed storing is tried again, in milliseconds.
const RETRY_MS: u32 = 30_000;

impl Session {
    /// Stores the keyring whenever it is due, until the session is stopped.
    pub(super) async fn keep_keyring(&self) {
        // Offline it cannot be compared, and is the next time.
        let _ = self.check_practice().await;
        let mut stored = 0;
        while !self.inner.stopped.get() {
            let due = self.inner.keyring_due.count();
            if due == stored {
                self.inner.keyring_due.after(due).await;
                continue;
            }
            match self.store_keyring().await {
                Ok(()) => stored = due,
                Err(ClientError::Cheated(finding)) => {
                    self.with(|engine, _| engine.note(finding));
                    stored = due;
                }
                Err(_) => self.inner.outside.sleep(RETRY_MS).await,
            }
        }
    }

    /// Stores the keyring as it now is.
    pub(super) async fn store_keyring(&self) -> Result<(), ClientError> {
        for _ in 0..ATTEMPTS_MAX {
            let mut next = self.next_keyring()?;
            let pair = next.seal(&mut Chance(&*self.inner.outside))?;
            let put = PutKeyring {
                replaces: hash_of(&self.inner.sealed_keyring.borrow()).to_vec().into(),
                keyring: pair.keyring.clone().into(),
                recovery_keyring: pair.recovery.into(),
            };
            match api::call(&*self.inner.outside, &put).await {
                Ok(_) => return self.adopt_keyring(next, pair.keyring).await,
                Err(error) if error.is(Code::Stale) => self.fetch_keyring().await?,
                Err(error) => return Err(error),
            }
        }
        Err(ClientError::BadAnswer)
    }

    /// Stores the keyring under new recovery words.
    pub(super) async fn put_recovery(&self, words: &RecoveryWords) -> Result<(), ClientError> {
        for _ in 0..ATTEMPTS_MAX {
            let mut next = self.next_keyring()?;
            next.set_words(words);
            let pair = next.seal(&mut Chance(&*self.inner.outside))?;
            let verify_key = next.recovery().verify_key.to_vec().into();
            let put = PutRecovery {
                replaces: hash_of(&self.inner.sealed_keyring.borrow()).to_vec().into(),
                keyring: pair.keyring.clone().into(),
                recovery: Recovery { verify_key, keyring: pair.recovery.into() },
            };
            match api::call(&*self.inner.outside, &put).await {
                Ok(_) => {
                    self.adopt_keyring(next, pair.keyring).await?;
                    self.with(|engine, _| engine.tell_account());
                    return Ok(());
                }
                Err(error) if error.is(Code::Stale) => self.fetch_keyring().await?,
                Err(error) => return Err(error),
            }
        }
        Err(ClientError::BadAnswer)
    }

    /// The version that follows the server's, with everything this device knows.
    pub(super) fn next_keyring(&self) -> Result<Keyring, ClientError> {
        let engine = self.inner.engine.borrow();
        let mut next =
            Keyring::open_unlocked(&self.inner.sealed_keyring.borrow(), engine.keyring().body_key())?;
        next.merge(engine.keyring())?;
        next.set_display_name(engine.keyring().display_name());
        Ok(next)
    }

    /// Takes a keyring that the server now holds.
    pub(super) async fn adopt_keyring(&self, keyring: Keyring, sealed: Vec<u8>) -> Result<(), ClientError> {
        let me = self.inner.me.borrow().clone();
        keep::keep(&*self.inner.outside, &me, &keyring).await?;
        *self.inner.sealed_keyring.borrow_mut() = sealed;
        let mut engine = self.inner.engine.borrow_mut();
        // What was learnt while the storing was under way is not forgotten.
        let mut keyring = keyring;
        keyring.merge(engine.keyring())?;
        *engine.keyring_mut() = keyring;
        Ok(())
    }

    /// Another device has stored a version: it must follow the one known here.
    async fn fetch_keyring(&self) -> Result<(), ClientError> {
        let sealed = api::call(&*self.inner.outside, &GetKeyring {}).await?.keyring;
        let engine = self.inner.engine.borrow();
        let theirs = Keyring::open_unlocked(&sealed, engine.keyring().body_key())?;
        theirs.check_follows(&engine.keyring().mark())?;
        *self.inner.sealed_keyring.borrow_mut() = sealed.to_vec();
        Ok(())
    }

    /// Compares the practice's public face with the one this account came in by.
    pub async fn check_practice(&self) -> Result<(), ClientError> {
        let practice = api::call(&*self.inner.outside, &rapport_wire::practice::GetPractice {}).await?;
        let pinned = self.inner.engine.borrow().keyring().pins().practice();
        if pinned.is_some() && practice.space != pinned {
            let finding = Finding::of_account(crate::finding::Noticed::OtherPractice);
            self.with(|engine, _| engine.note(finding));
        }
        Ok(())
    }
}
