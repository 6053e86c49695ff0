//! An epoch key, sealed to each of those who may have it.
//!
//! A set is not signed by itself: the membership record that introduces it holds its hash and is signed,
//! so the set is exactly as trustworthy as the record, and cannot be moved to another.

use rapport_wire::{AccountId, InvitationId, SpaceId, limits};

use crate::codec::{FormatError, Reader, Writer};
use crate::hpke::{BoxPublic, SealedBox};
use crate::{Hash, hash};

const VERSION: u8 = 1;
/// A 32-byte key and its tag.
const SEALED_KEY_LEN: usize = 48;

/// Whom a wrap is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Recipient {
    /// A member, by their identity's key.
    Member(AccountId),
    /// Whoever holds an invitation's link, by the key its secret gives.
    Invitation(InvitationId),
}

impl Recipient {
    fn read(r: &mut Reader<'_>) -> Result<Self, FormatError> {
        let kind = r.u8()?;
        let id = r.array()?;
        match kind {
            1 => Ok(Self::Member(AccountId::from_bytes(id))),
            2 => Ok(Self::Invitation(InvitationId::from_bytes(id))),
            _ => Err(FormatError::Range("recipient")),
        }
    }

    fn write(self, w: Writer) -> Writer {
        match self {
            Self::Member(id) => w.u8(1).raw(id),
            Self::Invitation(id) => w.u8(2).raw(id),
        }
    }
}

/// The wraps of one epoch key that one record introduces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrapSet {
    /// Which epoch's key.
    pub epoch: u32,
    /// One wrap a recipient, ascending by recipient, none twice.
    pub wraps: Vec<(Recipient, SealedBox)>,
}

impl WrapSet {
    /// Reads a set; recipients must ascend, so that one set has one encoding.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let epoch = r.u32()?;
        let count = usize::from(r.u16()?);
        if count == 0 || count > limits::SPACE_MEMBERS_MAX {
            return Err(FormatError::Range("wraps"));
        }
        let mut wraps: Vec<(Recipient, SealedBox)> = Vec::with_capacity(count);
        for _ in 0..count {
            let recipient = Recipient::read(&mut r)?;
            if wraps.last().is_some_and(|(last, _)| *last >= recipient) {
                return Err(FormatError::Range("order of wraps"));
            }
            wraps.push((recipient, SealedBox::read(&mut r, SEALED_KEY_LEN)?));
        }
        r.end()?;
        Ok(Self { epoch, wraps })
    }

    /// Canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let start = Writer::new().u8(VERSION).u32(self.epoch).u16(self.wraps.len() as u16);
        let write = |w: Writer, (recipient, sealed): &(Recipient, SealedBox)| {
            recipient.write(w).raw(*sealed.enc).raw(&sealed.sealed)
        };
        self.wraps.iter().fold(start, write).done()
    }

    /// What a record holds of the set.
    pub fn hash_of(bytes: &[u8]) -> Hash {
        hash("rapport/wraps/v1", &[bytes])
    }

    /// The wrap for one recipient.
    pub fn for_recipient(&self, recipient: Recipient) -> Option<&SealedBox> {
        self.wraps.iter().find(|(r, _)| *r == recipient).map(|(_, sealed)| sealed)
    }

    /// Who gets a wrap, ascending.
    pub fn recipients(&self) -> impl Iterator<Item = Recipient> + '_ {
        self.wraps.iter().map(|(recipient, _)| *recipient)
    }
}

/// HPKE `info` of a wrap: binds it to space, epoch, recipient, their key, and the log's head before it.
///
/// `binding` is [`crate::record::Record::binding`]: the space's id, or for the genesis (whose hash is that
/// id and therefore cannot be inside it) a hash over its nonce and author.
pub fn wrap_info(
    binding: &SpaceId,
    epoch: u32,
    recipient: Recipient,
    key: &BoxPublic,
    log_head: &Hash,
) -> Vec<u8> {
    let start = Writer::new().raw(b"rapport/wrap/v1").raw(binding).u32(epoch);
    recipient.write(start).raw(hash("rapport/box-key/v1", &[key.as_bytes()])).raw(log_head).done()
}
