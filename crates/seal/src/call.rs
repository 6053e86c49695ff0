//! Keys of a session: ephemeral, so that a recording stays shut even if an epoch key is lost later.
//!
//! Each participant makes an X-Wing key for this one call and signs it (`CallHello`). Each then draws a
//! sender key and seals it to every other hello, signed and counted. Frame keys come from the sender key
//! *and* the epoch, one for sound and one for pictures. Dropping [`Call`] and its [`Peer`]s ends it.
//!
//! ```
//! # use rand_core::SeedableRng;
//! # use rapport_envelope::Log;
//! # use rapport_seal::{Epochs, SecretIdentity, call::{Call, Message, Received, State}, space};
//! # use rapport_wire::{AccountId, CallId, Role, space::SpaceKind};
//! # let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! # let (me, identity) = (AccountId::from_bytes([1; 16]), SecretIdentity::generate(&mut rng));
//! # let genesis = space::genesis(SpaceKind::Own, Role::Client, me, &identity, &mut rng).unwrap();
//! # let log = Log::begin(Log::space_of(&genesis.record), &genesis.record, genesis.wraps.as_deref()).unwrap();
//! # let mut epochs = Epochs::default();
//! # epochs.learn(&log, genesis.wraps.as_deref().unwrap(), me, &identity).unwrap();
//! # let author = space::Author { log: &log, account: me, identity: &identity };
//! # let id = CallId::from_bytes([4; 16]);
//! // Two devices of one person, in one call.
//! let phone = Call::enter(&author, &epochs, id, &mut rng).unwrap();
//! let desk = Call::enter(&author, &epochs, id, &mut rng).unwrap();
//! let mut to_desk = phone.meet(&desk.hello(), me, &log, &epochs).unwrap();
//! let mut to_phone = desk.meet(&phone.hello(), me, &log, &epochs).unwrap();
//! let bytes = phone.send(&mut to_desk, &Message::Keys, &identity, &mut rng).unwrap();
//! let Received::Keys(keys) = desk.receive(&mut to_phone, &bytes).unwrap() else { panic!() };
//! assert_eq!(keys, phone.frame_keys());
//! ```

use std::fmt;

use rand_core::CryptoRng;
use rapport_envelope::call::HELLO_LABEL;
use rapport_envelope::codec::{FormatError, Reader, Writer};
use rapport_envelope::{CallHello, Hash, Identity, Log, SealedBox};
use rapport_wire::{AccountId, CallId, SpaceId, limits};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::epoch::Epochs;
use crate::identity::ReceiveSecret;
use crate::secret::derive_salted;
use crate::space::Author;
use crate::{Key, SecretIdentity, padding};

const VERSION: u8 = 1;
const RELAY_LABEL: &str = "rapport/call-relay/v1";
const FRAME_LABEL: &[u8] = b"rapport/frame/v1";
const AUDIO: u8 = 1;
const VIDEO: u8 = 2;
/// Every message is sealed at this size, in bytes; but those about a page, whose words have the size classes that
/// entries have.
const MESSAGE_BYTES: usize = 64;

/// Why something in a call was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Bytes of a wrong form.
    #[error("a message of the call is malformed: {0}")]
    Format(#[from] FormatError),
    /// A hello of another space or another call.
    #[error("a participant's key belongs to another call")]
    AnotherCall,
    /// A hello by another account than the server says, or by somebody who is no member.
    #[error("somebody is in the call who is not a member of this space")]
    NotMember,
    /// A hello came back to its own maker.
    #[error("the server passed one's own key off as somebody else's")]
    Reflected,
    /// A signature does not fit.
    #[error("the signature of a participant does not fit")]
    Signature,
    /// The epoch's key is not known.
    #[error("the key of epoch {0} is not known on this device")]
    NoKey(u32),
    /// A message that came before, or out of order.
    #[error("a message of the call was replayed")]
    Replayed,
    /// It does not open.
    #[error("a message of the call does not open here")]
    DoesNotOpen,
    /// A hello's key cannot be sealed to.
    #[error("a participant's key cannot be used")]
    Key,
}

/// What one participant tells another, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// One's current sender key.
    Keys,
    /// What one is sending.
    State(State),
    /// How far one has come in the space's entries.
    Heads(Heads),
    /// About a page both fill in (`care::together::Live` as bytes), at most [`limits::CALL_PAGE_BYTES_MAX`].
    Page(Vec<u8>),
}

/// How far somebody has come: in a call both talk at once, so a server that shows them two histories is
/// noticed there and then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heads {
    /// Position of the newest entry they have.
    pub position: u64,
    /// Transcript up to it.
    pub transcript: Hash,
}

/// What somebody is sending, as they say themselves (a server could otherwise claim a muted microphone).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    /// The microphone is on.
    pub microphone: bool,
    /// The camera is on.
    pub camera: bool,
    /// A screen is shared.
    pub screen: bool,
}

/// What was received.
#[derive(Debug, PartialEq, Eq)]
pub enum Received {
    /// Keys for the sender's frames.
    Keys(FrameKeys),
    /// The sender's state.
    State(State),
    /// How far the sender has come in the space's entries.
    Heads(Heads),
    /// About a page both fill in.
    Page(Vec<u8>),
}

/// Keys of one generation of one sender's frames, for [`crate::frame`].
#[derive(PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameKeys {
    /// SFrame key id.
    pub generation: u64,
    /// For sound.
    pub audio: Key,
    /// For pictures.
    pub video: Key,
}

impl fmt::Debug for FrameKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FrameKeys(REDACTED, generation {})", self.generation)
    }
}

/// One participant's own keys in one call.
pub struct Call {
    space: SpaceId,
    id: CallId,
    hello: Vec<u8>,
    hello_hash: Hash,
    ephemeral: ReceiveSecret,
    exporter: Key,
    sender: Key,
    generation: u64,
}

/// Another participant, whose hello was verified.
pub struct Peer {
    hello: CallHello,
    hello_hash: Hash,
    identity: Identity,
    exporter: Key,
    sent: u64,
    received: u64,
}

impl Call {
    /// Enters a call with fresh keys, on the current epoch.
    pub fn enter(
        author: &Author<'_>,
        epochs: &Epochs,
        call: CallId,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, CallError> {
        let log = author.log;
        let key = epochs.current(log).ok_or(CallError::NoKey(log.epoch()))?;
        let ephemeral = ReceiveSecret::generate(rng);
        let mut hello = CallHello {
            space: log.space(),
            epoch: key.epoch(),
            call,
            account: author.account,
            seal_to: ephemeral.public(),
            signature: [0; 64],
        };
        hello.signature = author.identity.sign(HELLO_LABEL, &hello.signed());
        Ok(Self {
            space: hello.space,
            id: call,
            hello_hash: hello.hash(),
            hello: hello.to_bytes(),
            ephemeral,
            exporter: key.call_exporter(&hello.space),
            sender: Key::random(rng),
            generation: 1,
        })
    }

    /// The signed hello, for the server to pass on.
    pub fn hello(&self) -> Vec<u8> {
        self.hello.clone()
    }

    /// Keys for one's own frames.
    pub fn frame_keys(&self) -> FrameKeys {
        frame_keys(&self.exporter, &self.sender, &self.hello_hash, self.generation)
    }

    /// Draws the next sender key, for when somebody has left. It must then be sent to everybody still there.
    pub fn renew(&mut self, rng: &mut impl CryptoRng) {
        self.sender = Key::random(rng);
        self.generation += 1;
    }

    /// Verifies somebody's hello: of this call, by a present member, signed; `account` is who the server
    /// says it is.
    pub fn meet(
        &self,
        hello: &[u8],
        account: AccountId,
        log: &Log,
        epochs: &Epochs,
    ) -> Result<Peer, CallError> {
        let hello = CallHello::from_bytes(hello)?;
        if hello.space != self.space || hello.call != self.id || log.space() != self.space {
            return Err(CallError::AnotherCall);
        }
        if hello.account != account {
            return Err(CallError::NotMember);
        }
        let member = log.current_member(account).ok_or(CallError::NotMember)?;
        hello.verify(&member.identity).map_err(|_| CallError::Signature)?;
        let hello_hash = hello.hash();
        if hello_hash == self.hello_hash {
            return Err(CallError::Reflected);
        }
        let key = epochs.get(hello.epoch).ok_or(CallError::NoKey(hello.epoch))?;
        let exporter = key.call_exporter(&self.space);
        let identity = member.identity.clone();
        Ok(Peer { hello, hello_hash, identity, exporter, sent: 0, received: 0 })
    }

    /// Seals and signs a message for one other participant.
    pub fn send(
        &self,
        peer: &mut Peer,
        message: &Message,
        identity: &SecretIdentity,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, CallError> {
        let counter = peer.sent + 1;
        let info = relay_info(&self.hello_hash, &peer.hello_hash, counter);
        let clear = match message {
            Message::Page(page) if page.len() > limits::CALL_PAGE_BYTES_MAX => {
                return Err(FormatError::Range("page").into());
            }
            Message::Page(_) => padding::pad(&self.write(message)),
            _ => padding::pad_to(&self.write(message), MESSAGE_BYTES),
        };
        let sealed = peer.hello.seal_to.seal(&info, b"", &clear, rng).map_err(|_| CallError::Key)?.to_bytes();
        let signature = identity.sign(RELAY_LABEL, &[&info[..], &sealed].concat());
        peer.sent = counter;
        Ok(Writer::new().u8(VERSION).u64(counter).bytes(&sealed).raw(signature).done())
    }

    /// Verifies and opens a message from another participant.
    pub fn receive(&self, peer: &mut Peer, bytes: &[u8]) -> Result<Received, CallError> {
        let mut r = Reader::new(bytes);
        r.version(VERSION)?;
        let counter = r.u64()?;
        let sealed = r.bytes(limits::CALL_RELAY_BYTES_MAX)?;
        let signature = r.array()?;
        r.end()?;
        let info = relay_info(&peer.hello_hash, &self.hello_hash, counter);
        let signed = [&info[..], sealed].concat();
        peer.identity.verify(RELAY_LABEL, &signed, &signature).map_err(|_| CallError::Signature)?;
        if counter <= peer.received {
            return Err(CallError::Replayed);
        }
        let padded = self
            .ephemeral
            .open(&info, b"", &SealedBox::from_bytes(sealed)?)
            .map_err(|_| CallError::DoesNotOpen)?;
        let received = peer.read(padding::unpad(&padded).ok_or(CallError::DoesNotOpen)?)?;
        peer.received = counter;
        Ok(received)
    }

    fn write(&self, message: &Message) -> Zeroizing<Vec<u8>> {
        let bytes = match message {
            Message::Keys => Writer::new().u8(1).u64(self.generation).raw(self.sender.as_bytes()),
            Message::State(state) => Writer::new().u8(2).u8(state.bits()),
            Message::Heads(heads) => Writer::new().u8(3).u64(heads.position).raw(heads.transcript),
            Message::Page(page) => Writer::new().u8(4).bytes(page),
        };
        Zeroizing::new(bytes.done())
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call(REDACTED, {}, generation {})", self.id, self.generation)
    }
}

impl Peer {
    /// Whose hello it is.
    pub const fn account(&self) -> AccountId {
        self.hello.account
    }

    /// Whether anything of theirs was opened with the keys of this call: they know one's hello. Before that, what
    /// does not fit may be sealed to a hello one had before the page was loaded anew.
    pub const fn has_spoken(&self) -> bool {
        self.received > 0
    }

    fn read(&self, bytes: &[u8]) -> Result<Received, CallError> {
        let mut r = Reader::new(bytes);
        let received = match r.u8()? {
            1 => {
                let generation = r.u64()?;
                let sender = Key::from_bytes(r.array()?);
                Received::Keys(frame_keys(&self.exporter, &sender, &self.hello_hash, generation))
            }
            2 => Received::State(State::from_bits(r.u8()?)?),
            3 => Received::Heads(Heads { position: r.u64()?, transcript: r.array()? }),
            4 => Received::Page(r.bytes(limits::CALL_PAGE_BYTES_MAX)?.to_vec()),
            _ => return Err(FormatError::Range("kind of message").into()),
        };
        r.end()?;
        Ok(received)
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Peer(REDACTED, {})", self.hello.account)
    }
}

impl State {
    const fn bits(self) -> u8 {
        self.microphone as u8 | (self.camera as u8) << 1 | (self.screen as u8) << 2
    }

    const fn from_bits(bits: u8) -> Result<Self, FormatError> {
        if bits > 7 {
            return Err(FormatError::Range("state"));
        }
        Ok(Self { microphone: bits & 1 != 0, camera: bits & 2 != 0, screen: bits & 4 != 0 })
    }
}

/// Both hellos name space, epoch, call, accounts and keys: a message fits between these two and nowhere else.
fn relay_info(from: &Hash, to: &Hash, counter: u64) -> Vec<u8> {
    Writer::new().raw(RELAY_LABEL).raw(from).raw(to).u64(counter).done()
}

fn frame_keys(exporter: &Key, sender: &Key, hello: &Hash, generation: u64) -> FrameKeys {
    let key = |medium: u8| {
        let info = Writer::new().raw(FRAME_LABEL).u8(medium).raw(hello).u64(generation).done();
        derive_salted(exporter, sender, &info)
    };
    FrameKeys { generation, audio: key(AUDIO), video: key(VIDEO) }
}

#[cfg(test)]
mod tests;
