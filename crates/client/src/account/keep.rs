//! What a device keeps of an account: the unlock copy in two halves, and which keyring it saw last.
//!
//! Vault names here: `unlock` (the local half and the sealed copy: opens nothing without the server's
//! half) and `seen` (sealed: the newest keyring's mark, so that a rollback shows after locking as well).

use rapport_seal::keyring::{Keyring, Mark};
use rapport_seal::vault::VaultKey;
use rapport_seal::{Key, unlock};
use rapport_wire::AccountId;
use rapport_wire::account::Me;
use serde::{Deserialize, Serialize};

use crate::ClientError;
use crate::platform::{Chance, Platform, Write};

const UNLOCK: &str = "unlock";
const SEEN: &str = "seen";
const OWNER: &str = "owner";

/// The unlock copy as kept.
#[derive(Serialize, Deserialize)]
pub(crate) struct Unlock {
    account: AccountId,
    local: [u8; 32],
    sealed: Vec<u8>,
}

impl Unlock {
    /// Opens the copy with the server's half.
    pub(crate) fn open(&self, me: &Me) -> Option<unlock::Unlocked> {
        let same = self.account == me.account;
        let local = Key::from_bytes(self.local);
        unlock::open(me.account, &me.device_key, &local, &self.sealed).ok().filter(|_| same)
    }
}

/// Whether anybody has an account kept on this device.
pub(crate) async fn has_owner(outside: &dyn Platform) -> Result<bool, ClientError> {
    Ok(!outside.vault_read(OWNER.into()).await?.is_empty())
}

/// The unlock copy of this device, if it is not locked.
pub(crate) async fn unlock_copy(outside: &dyn Platform) -> Result<Option<Unlock>, ClientError> {
    let kept = outside.vault_read(UNLOCK.into()).await?;
    Ok(kept.first().and_then(|(_, bytes)| postcard::from_bytes(bytes).ok()))
}

/// Keeps the unlock copy and the mark of an open keyring.
pub(crate) async fn keep(outside: &dyn Platform, me: &Me, keyring: &Keyring) -> Result<(), ClientError> {
    let mut rng = Chance(outside);
    let copy = unlock::make(me.account, &me.device_key, keyring.body_key(), keyring.mark(), &mut rng);
    let unlock = Unlock { account: me.account, local: *copy.local.as_bytes(), sealed: copy.sealed };
    let seen = bytes(&keyring.mark());
    let seen = VaultKey::of(keyring.identity()).seal(SEEN, &seen, &mut rng);
    let batch = vec![
        Write::Put(UNLOCK.into(), bytes(&unlock)),
        Write::Put(SEEN.into(), seen),
        Write::Put(OWNER.into(), me.account.as_bytes().to_vec()),
    ];
    Ok(outside.vault_write(batch).await?)
}

/// Throws the local half away.
pub(crate) async fn lock(outside: &dyn Platform) -> Result<(), ClientError> {
    Ok(outside.vault_write(vec![Write::Delete(UNLOCK.into())]).await?)
}

/// Forgets everything that is kept on this device.
pub(crate) async fn forget(outside: &dyn Platform) -> Result<(), ClientError> {
    Ok(outside.vault_write(vec![Write::DeleteAll(String::new())]).await?)
}

/// Makes room for an account: what another one left here goes. A keyring older than, or other than, what
/// this device has seen of the same account is refused.
pub(crate) async fn welcome(outside: &dyn Platform, keyring: &Keyring) -> Result<(), ClientError> {
    let owner = outside.vault_read(OWNER.into()).await?;
    let same = owner.first().is_some_and(|(_, bytes)| bytes == keyring.account().as_bytes());
    if !same {
        return forget(outside).await;
    }
    let kept = outside.vault_read(SEEN.into()).await?;
    let key = VaultKey::of(keyring.identity());
    let seen = kept.first().and_then(|(_, sealed)| key.open(SEEN, sealed));
    match seen.and_then(|bytes| postcard::from_bytes::<Mark>(&bytes).ok()) {
        Some(seen) => Ok(keyring.check_follows(&seen)?),
        None => Ok(()),
    }
}

fn bytes<T: Serialize>(value: &T) -> Vec<u8> {
    // postcard into a growing vector fails only for types without a length; ours have none.
    postcard::to_allocvec(value).unwrap_or_default()
}
