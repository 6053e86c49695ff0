//! One's own account: who one is here, devices, passphrase, locking, signing out.

use rapport_wire::device::Device;
use rapport_wire::{AccountId, DeviceId, Role};

use super::Session;
use crate::ClientError;
use crate::account::OnStage;

impl Session {
    /// Whose account it is.
    pub fn account(&self) -> AccountId {
        todo!()
    }

    /// Its sign-in name.
    pub fn handle(&self) -> String {
        todo!()
    }

    /// Its role in the practice.
    pub fn role(&self) -> Role {
        todo!()
    }

    /// What one wants to be called.
    pub fn display_name(&self) -> String {
        todo!()
    }

    /// Changes what one is called, in every space.
    pub async fn set_display_name(&self, name: &str) -> Result<(), ClientError> {
        todo!()
    }

    /// One's own six words, to read aloud.
    pub fn my_words(&self) -> [&'static str; 6] {
        todo!()
    }

    /// The devices signed in to this account.
    pub async fn devices(&self) -> Result<Vec<Device>, ClientError> {
        todo!()
    }

    /// Signs another device out; it cannot be reopened without the passphrase.
    pub async fn revoke_device(&self, device: DeviceId) -> Result<(), ClientError> {
        todo!()
    }

    /// Changes the passphrase; other devices are signed out.
    pub async fn change_passphrase(
        &self,
        old: &str,
        new: &str,
        on_stage: OnStage<'_>,
    ) -> Result<(), ClientError> {
        todo!()
    }

    /// Locks this device: after this, the passphrase is needed. The session is over; drop it.
    pub async fn lock(&self) -> Result<(), ClientError> {
        todo!()
    }

    /// Signs this device out and forgets everything kept on it. Words not yet sent are lost:
    /// [`Session::unsent`] counts them.
    pub async fn sign_out(&self) -> Result<(), ClientError> {
        todo!()
    }
}
