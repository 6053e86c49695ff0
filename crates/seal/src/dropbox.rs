//! Opening what came from outside: mail, SMS and web forms, sealed to the space on arrival.
//!
//! ```
//! # use rand_core::SeedableRng;
//! # use rapport_envelope::{Log, dropbox::drop_into};
//! # use rapport_seal::{Epochs, SecretIdentity, dropbox, space};
//! # use rapport_wire::{AccountId, Role, space::SpaceKind};
//! # let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! # let (me, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(&mut rng));
//! # let genesis = space::genesis(SpaceKind::Own, Role::Client, me, &identity, &mut rng).unwrap();
//! # let id = Log::space_of(&genesis.record);
//! # let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
//! # let mut epochs = Epochs::default();
//! # epochs.learn(&log, genesis.wraps.as_deref().unwrap(), me, &identity).unwrap();
//! let public = &log.epoch_info(1).unwrap().start.dropbox;
//! let dropped = drop_into(public, &id, 1, b"from a web form", &mut rng).unwrap();
//! assert_eq!(*dropbox::open(&log, &epochs, 1, &dropped).unwrap(), b"from a web form");
//! ```

use rapport_envelope::dropbox::dropbox_info;
use rapport_envelope::{Log, SealedBox};
use zeroize::Zeroizing;

use crate::epoch::Epochs;

/// Why something dropped was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DropBoxError {
    /// The epoch is not in the log, or its key is not known.
    #[error("the key of epoch {0} is not known on this device")]
    NoKey(u32),
    /// The sealed half in the record is not the public half's.
    #[error("the drop box of this space was made wrongly")]
    NotAPair,
    /// It does not open.
    #[error("what was dropped does not open here")]
    DoesNotOpen,
}

/// Opens what was sealed to the drop box of an epoch. Nobody vouches for who wrote it.
pub fn open(
    log: &Log,
    epochs: &Epochs,
    epoch: u32,
    dropped: &SealedBox,
) -> Result<Zeroizing<Vec<u8>>, DropBoxError> {
    let info = log.epoch_info(epoch).ok_or(DropBoxError::NoKey(epoch))?;
    let key = epochs.get(epoch).ok_or(DropBoxError::NoKey(epoch))?;
    let secret = key
        .open_dropbox(&info.binding, &info.start.dropbox_secret, &info.start.dropbox)
        .ok_or(DropBoxError::NotAPair)?;
    secret.open(&dropbox_info(&log.space(), epoch), b"", dropped).map_err(|_| DropBoxError::DoesNotOpen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::World;
    use rapport_envelope::dropbox::drop_into;

    #[test]
    fn members_open_it_and_another_place_does_not() {
        let mut world = World::new();
        let space = world.log.space();
        let public = world.log.epoch_info(2).unwrap().start.dropbox.clone();
        let dropped = drop_into(&public, &space, 2, b"words", &mut world.rng).unwrap();
        for person in [&world.thea, &world.mara] {
            assert_eq!(*open(&world.log, &person.epochs, 2, &dropped).unwrap(), b"words");
        }
        let refused = open(&world.log, &world.thea.epochs, 1, &dropped);
        assert_eq!(refused, Err(DropBoxError::DoesNotOpen));
        assert_eq!(open(&world.log, &world.thea.epochs, 3, &dropped), Err(DropBoxError::NoKey(3)));
        assert_eq!(open(&world.log, &Epochs::default(), 2, &dropped), Err(DropBoxError::NoKey(2)));
        let elsewhere = drop_into(&public, &space, 1, b"words", &mut world.rng).unwrap();
        let refused = open(&world.log, &world.thea.epochs, 2, &elsewhere);
        assert_eq!(refused, Err(DropBoxError::DoesNotOpen));
    }
}
