//! One membership record: who did what to a space's membership, signed, naming the record before it.

use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, InvitationId, Role, SpaceId, Timestamp, limits};

use crate::codec::{FormatError, Reader, Writer};
use crate::hpke::BoxPublic;
use crate::identity::{Identity, SIGNATURE_LEN, Signature};
use crate::{Hash, hash};
use ed25519_dalek::VerifyingKey;

const VERSION: u8 = 1;
/// What a member's signature over a record is over, before the body.
pub const RECORD_LABEL: &str = "rapport/record/v1";
/// What an invitation key's signature over a Join is over, before the body.
pub const JOIN_LABEL: &str = "rapport/join/v1";
/// A 32-byte secret with its 24-byte nonce and 16-byte tag.
pub const SEALED_SECRET_LEN: usize = 72;

/// A 32-byte secret sealed under an epoch key: nonce, ciphertext, tag.
pub type SealedSecret = [u8; SEALED_SECRET_LEN];

/// The beginning of an epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochStart {
    /// 1 for the genesis, then one more each time.
    pub epoch: u32,
    /// HKDF(epoch key, "commit"): everybody who unwraps must find the same key.
    pub commitment: Hash,
    /// Public half of this epoch's drop box.
    pub dropbox: BoxPublic,
    /// Secret half of the drop box, sealed under the epoch key.
    pub dropbox_secret: SealedSecret,
    /// The previous epoch's key sealed under this one, when those who get this one may read what was before.
    pub previous_key: Option<SealedSecret>,
    /// [`crate::WrapSet::hash_of`] the wraps that come with the record.
    pub wraps: Hash,
}

/// What a record does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Begins a space with its author as the only member.
    Genesis {
        /// What the space is for.
        kind: SpaceKind,
        /// The author's role in it.
        role: Role,
        /// Random, so that no two spaces are alike.
        nonce: [u8; 16],
        /// The author's keys.
        identity: Identity,
        /// Epoch 1.
        epoch: EpochStart,
    },
    /// Makes an invitation; the current epoch key is wrapped to its key.
    Invite {
        /// Its id.
        invitation: InvitationId,
        /// The role it gives.
        role: Role,
        /// When it stops working.
        expires_at: Timestamp,
        /// Verifies the Join of whoever holds the link.
        verify: VerifyingKey,
        /// The link's key to open the epoch.
        seal_to: BoxPublic,
        /// Hash of the wrap set (one wrap, to the invitation).
        wraps: Hash,
    },
    /// Takes an invitation back.
    Uninvite {
        /// Which.
        invitation: InvitationId,
    },
    /// Enters by an invitation, and begins a fresh epoch in the same breath: what the link could open
    /// ends here.
    Join {
        /// Which invitation.
        invitation: InvitationId,
        /// The newcomer's keys.
        identity: Identity,
        /// The invitation key's signature over the same body.
        invited: Signature,
        /// The fresh epoch.
        epoch: EpochStart,
    },
    /// Adds somebody whose keys the author vouches for.
    Add {
        /// Who.
        account: AccountId,
        /// Their role.
        role: Role,
        /// Their keys.
        identity: Identity,
        /// A fresh epoch, with or without what was before.
        epoch: EpochStart,
    },
    /// Removes somebody and begins an epoch they cannot open.
    Remove {
        /// Who.
        account: AccountId,
        /// Position of the newest entry the author had seen: later ones by the removed are refused.
        cut: u64,
        /// The fresh epoch.
        epoch: EpochStart,
    },
    /// Begins a fresh epoch.
    Rotate {
        /// The fresh epoch.
        epoch: EpochStart,
    },
    /// Raises the lowest version of anything that is accepted in this space.
    Policy {
        /// The floor.
        version_min: u8,
    },
}

impl Act {
    /// The epoch this act begins, if it begins one.
    pub const fn epoch_start(&self) -> Option<&EpochStart> {
        match self {
            Self::Genesis { epoch, .. }
            | Self::Join { epoch, .. }
            | Self::Add { epoch, .. }
            | Self::Remove { epoch, .. }
            | Self::Rotate { epoch } => Some(epoch),
            Self::Invite { .. } | Self::Uninvite { .. } | Self::Policy { .. } => None,
        }
    }

    /// Hash of the wrap set this act comes with, if it comes with one.
    pub const fn wraps(&self) -> Option<&Hash> {
        match self {
            Self::Invite { wraps, .. } => Some(wraps),
            _ => match self.epoch_start() {
                Some(epoch) => Some(&epoch.wraps),
                None => None,
            },
        }
    }
}

/// A membership record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The space; all zeros in the genesis, whose hash becomes the id.
    pub space: SpaceId,
    /// 0 for the genesis, then 1, 2, 3 …
    pub index: u64,
    /// Hash of the record before; zeros in the genesis.
    pub previous: Hash,
    /// Who did it.
    pub author: AccountId,
    /// What they did.
    pub act: Act,
    /// The author's signature over [`RECORD_LABEL`] and the body.
    pub signature: Signature,
}

impl Record {
    /// From its canonical bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        if bytes.len() > limits::RECORD_BYTES_MAX {
            return Err(FormatError::Range("record length"));
        }
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let kind = r.u8()?;
        let space = SpaceId::from_bytes(r.array()?);
        let index = r.u64()?;
        let previous = r.array()?;
        let author = AccountId::from_bytes(r.array()?);
        let act = read_act(kind, &mut r)?;
        let signature = r.array()?;
        r.end()?;
        Ok(Self { space, index, previous, author, act, signature })
    }

    /// Canonical bytes, signature last.
    pub fn to_bytes(&self) -> Vec<u8> {
        Writer::new().raw(self.body()).raw(self.signature).done()
    }

    /// What the author signs.
    pub fn body(&self) -> Vec<u8> {
        self.write(true)
    }

    /// What an invitation's key signs in a Join: the body with its own signature left out.
    pub fn join_body(&self) -> Vec<u8> {
        self.write(false)
    }

    /// Names this record: the log's head once it is appended.
    pub fn hash(&self) -> Hash {
        Self::hash_of(&self.to_bytes())
    }

    /// [`Self::hash`] of canonical bytes.
    pub fn hash_of(bytes: &[u8]) -> Hash {
        hash("rapport/record-hash/v1", &[bytes])
    }

    /// What keys made with this record are bound to: the space's id, or in the genesis a stand-in.
    pub fn binding(&self) -> SpaceId {
        match &self.act {
            Act::Genesis { nonce, identity, .. } => genesis_binding(nonce, identity),
            _ => self.space,
        }
    }

    fn write(&self, with_invited: bool) -> Vec<u8> {
        let head = Writer::new()
            .u8(VERSION)
            .u8(act_byte(&self.act))
            .raw(self.space)
            .u64(self.index)
            .raw(self.previous)
            .raw(self.author);
        write_act(head, &self.act, with_invited).done()
    }
}

/// Stand-in for the space's id inside a genesis, which cannot contain its own hash.
pub fn genesis_binding(nonce: &[u8; 16], author: &Identity) -> SpaceId {
    SpaceId::from_bytes(hash("rapport/genesis/v1", &[nonce, &author.to_bytes()]))
}

const fn act_byte(act: &Act) -> u8 {
    match act {
        Act::Genesis { .. } => 1,
        Act::Invite { .. } => 2,
        Act::Uninvite { .. } => 3,
        Act::Join { .. } => 4,
        Act::Add { .. } => 5,
        Act::Remove { .. } => 6,
        Act::Rotate { .. } => 7,
        Act::Policy { .. } => 8,
    }
}

fn read_act(kind: u8, r: &mut Reader<'_>) -> Result<Act, FormatError> {
    Ok(match kind {
        1 => Act::Genesis {
            kind: SpaceKind::from_u8(r.u8()?).ok_or(FormatError::Range("kind of space"))?,
            role: read_role(r)?,
            nonce: r.array()?,
            identity: Identity::read(r)?,
            epoch: read_epoch(r)?,
        },
        2 => Act::Invite {
            invitation: InvitationId::from_bytes(r.array()?),
            role: read_role(r)?,
            expires_at: Timestamp::from_micros(r.u64()?.cast_signed()),
            verify: crate::identity::read_verify_key(r)?,
            seal_to: BoxPublic::read(r)?,
            wraps: r.array()?,
        },
        3 => Act::Uninvite { invitation: InvitationId::from_bytes(r.array()?) },
        4 => Act::Join {
            invitation: InvitationId::from_bytes(r.array()?),
            identity: Identity::read(r)?,
            invited: r.array::<SIGNATURE_LEN>()?,
            epoch: read_epoch(r)?,
        },
        5 => Act::Add {
            account: AccountId::from_bytes(r.array()?),
            role: read_role(r)?,
            identity: Identity::read(r)?,
            epoch: read_epoch(r)?,
        },
        6 => Act::Remove { account: AccountId::from_bytes(r.array()?), cut: r.u64()?, epoch: read_epoch(r)? },
        7 => Act::Rotate { epoch: read_epoch(r)? },
        8 => Act::Policy { version_min: r.u8()? },
        _ => return Err(FormatError::Range("kind of record")),
    })
}

fn write_act(w: Writer, act: &Act, with_invited: bool) -> Writer {
    match act {
        Act::Genesis { kind, role, nonce, identity, epoch } => {
            let w = w.u8(*kind as u8).u8(*role as u8).raw(nonce).raw(identity.to_bytes());
            write_epoch(w, epoch)
        }
        Act::Invite { invitation, role, expires_at, verify, seal_to, wraps } => w
            .raw(invitation)
            .u8(*role as u8)
            .u64(expires_at.as_micros().cast_unsigned())
            .raw(verify.as_bytes())
            .raw(seal_to.as_bytes())
            .raw(wraps),
        Act::Uninvite { invitation } => w.raw(invitation),
        Act::Join { invitation, identity, invited, epoch } => {
            let w = w.raw(invitation).raw(identity.to_bytes());
            write_epoch(if with_invited { w.raw(invited) } else { w }, epoch)
        }
        Act::Add { account, role, identity, epoch } => {
            write_epoch(w.raw(account).u8(*role as u8).raw(identity.to_bytes()), epoch)
        }
        Act::Remove { account, cut, epoch } => write_epoch(w.raw(account).u64(*cut), epoch),
        Act::Rotate { epoch } => write_epoch(w, epoch),
        Act::Policy { version_min } => w.u8(*version_min),
    }
}

fn read_role(r: &mut Reader<'_>) -> Result<Role, FormatError> {
    Role::from_u8(r.u8()?).ok_or(FormatError::Range("role"))
}

fn read_epoch(r: &mut Reader<'_>) -> Result<EpochStart, FormatError> {
    Ok(EpochStart {
        epoch: r.u32()?,
        commitment: r.array()?,
        dropbox: BoxPublic::read(r)?,
        dropbox_secret: r.array()?,
        previous_key: if r.flag()? { Some(r.array()?) } else { None },
        wraps: r.array()?,
    })
}

fn write_epoch(w: Writer, e: &EpochStart) -> Writer {
    let w = w.u32(e.epoch).raw(e.commitment).raw(e.dropbox.as_bytes()).raw(e.dropbox_secret);
    match &e.previous_key {
        Some(sealed) => w.u8(1).raw(sealed),
        None => w.u8(0),
    }
    .raw(e.wraps)
}
