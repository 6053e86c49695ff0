//! Making membership records: beginning a space, inviting, joining, adding, removing, rotating.
//!
//! Each function gives a signed record with its wraps, ready for the server and for one's own
//! [`Log::append`]; whether the record is allowed is the log's decision, not repeated here. Whatever
//! changes who may read begins a fresh epoch in the same record.
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_envelope::Log;
//! use rapport_seal::{Epochs, SecretIdentity, invitation::InvitationSecret, space::{self, Author}};
//! use rapport_wire::{AccountId, Role, Timestamp, space::SpaceKind};
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let (thea, keys) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(&mut rng));
//! let genesis = space::genesis(SpaceKind::Care, Role::Therapist, thea, &keys, &mut rng).unwrap();
//! let id = Log::space_of(&genesis.record);
//! let mut log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
//! let mut epochs = Epochs::default();
//! epochs.learn(&log, genesis.wraps.as_deref().unwrap(), thea, &keys).unwrap();
//!
//! let secret = InvitationSecret::generate(&mut rng);
//! let author = Author { log: &log, account: thea, identity: &keys };
//! let expires = Timestamp::from_millis(1_000);
//! let invite = space::invite(&author, &epochs, Role::Client, expires, &secret, &mut rng).unwrap();
//! log.append(&invite.record, invite.wraps.as_deref(), None).unwrap();
//!
//! // The client, holding the link alone, enters.
//! let (mara, hers) = (AccountId::from_bytes([2; 16]), SecretIdentity::generate(&mut rng));
//! let mut opened = Epochs::default();
//! opened.learn_invited(&log, &invite.record, invite.wraps.as_deref().unwrap(), &secret).unwrap();
//! let entering = Author { log: &log, account: mara, identity: &hers };
//! let join = space::join(&entering, &opened, &secret, &mut rng).unwrap();
//! log.append(&join.record, join.wraps.as_deref(), None).unwrap();
//! assert_eq!((log.members().count(), log.epoch()), (2, 2));
//! ```

use rand_core::CryptoRng;
use rapport_envelope::hpke::SealError;
use rapport_envelope::record::{JOIN_LABEL, RECORD_LABEL, genesis_binding};
use rapport_envelope::wraps::{Recipient, wrap_info};
use rapport_envelope::{Act, BoxPublic, EpochStart, Hash, Identity, Log, Record, WrapSet};
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{AccountId, InvitationId, Role, SpaceId, Timestamp};

use crate::epoch::{EpochKey, Epochs};
use crate::identity::ReceiveSecret;
use crate::invitation::InvitationSecret;
use crate::{Key, SecretIdentity};

/// Why a record could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpaceError {
    /// The current epoch's key is not known, so it cannot be passed on.
    #[error("the current key of this space is not known on this device")]
    NoKey,
    /// The log has no such invitation, or it is not this link's.
    #[error("the space knows no such invitation")]
    UnknownInvitation,
    /// A public key in the log cannot be sealed to.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Who makes a record, and on which log it is to stand.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// The verified log.
    pub log: &'a Log,
    /// The author.
    pub account: AccountId,
    /// The author's keys.
    pub identity: &'a SecretIdentity,
}

/// Begins a space. Its id is [`Log::space_of`] the record.
pub fn genesis(
    kind: SpaceKind,
    role: Role,
    account: AccountId,
    identity: &SecretIdentity,
    rng: &mut impl CryptoRng,
) -> Result<Append, SpaceError> {
    let mut nonce = [0; 16];
    rng.fill_bytes(&mut nonce);
    let public = identity.public();
    let begun = Beginning {
        binding: genesis_binding(&nonce, &public),
        epoch: 1,
        head: [0; 32],
        previous: None,
        members: vec![(account, public.seal_to().clone())],
    };
    let (epoch, wraps) = begun.begin(rng)?;
    let record = Record {
        space: SpaceId::from_bytes([0; 32]),
        index: 0,
        previous: [0; 32],
        author: account,
        act: Act::Genesis { kind, role, nonce, identity: public, epoch },
        signature: [0; 64],
    };
    Ok(signed(record, identity, Some(wraps)))
}

/// Makes an invitation; the current epoch is wrapped to the link's key.
pub fn invite(
    author: &Author<'_>,
    epochs: &Epochs,
    role: Role,
    expires_at: Timestamp,
    secret: &InvitationSecret,
    rng: &mut impl CryptoRng,
) -> Result<Append, SpaceError> {
    let log = author.log;
    let key = epochs.current(log).ok_or(SpaceError::NoKey)?;
    let (invitation, seal_to) = (secret.id(), secret.seal_to());
    let recipient = (Recipient::Invitation(invitation), &seal_to);
    let wraps = wrap(key, &log.space(), &log.head(), [recipient], rng)?;
    let act = Act::Invite {
        invitation,
        role,
        expires_at,
        verify: secret.verify_key(),
        seal_to,
        wraps: WrapSet::hash_of(&wraps),
    };
    Ok(author.record(act, Some(wraps)))
}

/// Takes an invitation back. What its link opened stays open until somebody rotates.
pub fn uninvite(author: &Author<'_>, invitation: InvitationId) -> Append {
    author.record(Act::Uninvite { invitation }, None)
}

/// Enters by an invitation, into a fresh epoch that the link does not open.
pub fn join(
    entering: &Author<'_>,
    epochs: &Epochs,
    secret: &InvitationSecret,
    rng: &mut impl CryptoRng,
) -> Result<Append, SpaceError> {
    let log = entering.log;
    let invitation = secret.id();
    let known = log.invitation(&invitation).ok_or(SpaceError::UnknownInvitation)?;
    if known.verify != secret.verify_key() {
        return Err(SpaceError::UnknownInvitation);
    }
    let public = entering.identity.public();
    let mut members = present(log);
    members.push((entering.account, public.seal_to().clone()));
    let (epoch, wraps) = next_epoch(log, epochs.current(log), members, rng)?;
    let act = Act::Join { invitation, identity: public, invited: [0; 64], epoch };
    let mut record = entering.unsigned(act);
    let by_link = secret.sign(JOIN_LABEL, &record.join_body());
    if let Act::Join { invited, .. } = &mut record.act {
        *invited = by_link;
    }
    Ok(signed(record, entering.identity, Some(wraps)))
}

/// Adds somebody whose keys the author vouches for; `history` decides whether they may read what was before.
pub fn add(
    author: &Author<'_>,
    epochs: &Epochs,
    newcomer: (AccountId, Role, Identity),
    history: bool,
    rng: &mut impl CryptoRng,
) -> Result<Append, SpaceError> {
    let log = author.log;
    let (account, role, identity) = newcomer;
    let mut members = present(log);
    members.push((account, identity.seal_to().clone()));
    let previous = if history { Some(epochs.current(log).ok_or(SpaceError::NoKey)?) } else { None };
    let (epoch, wraps) = next_epoch(log, previous, members, rng)?;
    Ok(author.record(Act::Add { account, role, identity, epoch }, Some(wraps)))
}

/// Removes somebody and begins an epoch they cannot open, in one record. `cut` is the newest position the
/// author has seen: what the removed wrote after it is refused.
pub fn remove(
    author: &Author<'_>,
    epochs: &Epochs,
    account: AccountId,
    cut: u64,
    rng: &mut impl CryptoRng,
) -> Result<Append, SpaceError> {
    let log = author.log;
    let members = present(log).into_iter().filter(|(member, _)| *member != account).collect();
    let (epoch, wraps) = next_epoch(log, epochs.current(log), members, rng)?;
    Ok(author.record(Act::Remove { account, cut, epoch }, Some(wraps)))
}

/// Begins a fresh epoch for the same members.
pub fn rotate(author: &Author<'_>, epochs: &Epochs, rng: &mut impl CryptoRng) -> Result<Append, SpaceError> {
    let log = author.log;
    let (epoch, wraps) = next_epoch(log, epochs.current(log), present(log), rng)?;
    Ok(author.record(Act::Rotate { epoch }, Some(wraps)))
}

/// Raises the lowest version accepted in the space.
pub fn policy(author: &Author<'_>, version_min: u8) -> Append {
    author.record(Act::Policy { version_min }, None)
}

impl Author<'_> {
    fn unsigned(&self, act: Act) -> Record {
        Record {
            space: self.log.space(),
            index: self.log.next_index(),
            previous: self.log.head(),
            author: self.account,
            act,
            signature: [0; 64],
        }
    }

    fn record(&self, act: Act, wraps: Option<Vec<u8>>) -> Append {
        signed(self.unsigned(act), self.identity, wraps)
    }
}

fn signed(mut record: Record, identity: &SecretIdentity, wraps: Option<Vec<u8>>) -> Append {
    record.signature = identity.sign(RECORD_LABEL, &record.body());
    Append { record: record.to_bytes().into(), wraps: wraps.map(Into::into) }
}

fn present(log: &Log) -> Vec<(AccountId, BoxPublic)> {
    log.members().map(|member| (member.account, member.identity.seal_to().clone())).collect()
}

fn next_epoch(
    log: &Log,
    previous: Option<&EpochKey>,
    members: Vec<(AccountId, BoxPublic)>,
    rng: &mut impl CryptoRng,
) -> Result<(EpochStart, Vec<u8>), SpaceError> {
    let binding = log.space();
    Beginning { binding, epoch: log.epoch() + 1, head: log.head(), previous, members }.begin(rng)
}

/// All that a fresh epoch is made from.
struct Beginning<'a> {
    binding: SpaceId,
    epoch: u32,
    head: Hash,
    previous: Option<&'a EpochKey>,
    members: Vec<(AccountId, BoxPublic)>,
}

impl Beginning<'_> {
    fn begin(self, rng: &mut impl CryptoRng) -> Result<(EpochStart, Vec<u8>), SpaceError> {
        let Self { binding, epoch, head, previous, mut members } = self;
        let key = EpochKey::generate(epoch, rng);
        let dropbox = ReceiveSecret::from_seed(Key::random(rng));
        members.sort_unstable_by_key(|(account, _)| *account);
        let recipients = members.iter().map(|(account, to)| (Recipient::Member(*account), to));
        let wraps = wrap(&key, &binding, &head, recipients, rng)?;
        let start = EpochStart {
            epoch,
            commitment: key.commitment(&binding),
            dropbox: dropbox.public(),
            dropbox_secret: key.seal_dropbox(&binding, &dropbox, rng),
            previous_key: previous.map(|previous| key.seal_previous(&binding, previous, rng)),
            wraps: WrapSet::hash_of(&wraps),
        };
        Ok((start, wraps))
    }
}

/// Seals an epoch key to each recipient; they come in ascending order.
fn wrap<'a>(
    key: &EpochKey,
    binding: &SpaceId,
    head: &Hash,
    recipients: impl IntoIterator<Item = (Recipient, &'a BoxPublic)>,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, SealError> {
    let mut wraps = Vec::new();
    for (recipient, to) in recipients {
        let info = wrap_info(binding, key.epoch(), recipient, to, head);
        wraps.push((recipient, to.seal(&info, b"", key.key().as_bytes(), rng)?));
    }
    Ok(WrapSet { epoch: key.epoch(), wraps }.to_bytes())
}

#[cfg(test)]
mod tests;
