//! Somebody with keys, a passphrase and a signed-in device.

use ed25519_dalek::SigningKey;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use rapport_envelope::{EntryHead, Log};
use rapport_seal::entry::{self, Draft, Place, SealedEntry};
use rapport_seal::invitation::InvitationSecret;
use rapport_seal::opaque::{self, Passphrase};
use rapport_seal::space::{self, Author};
use rapport_seal::{Epochs, SecretIdentity};
use rapport_wire::account::{
    Entrance, Recovery, SignInFinish, SignInStart, SignUpFinish, SignUpStart, SignedIn,
};
use rapport_wire::invitation::{CreateInvitation, LookAtInvitation};
use rapport_wire::space::{Append, CreateSpace, SpaceKind, StoredRecord};
use rapport_wire::{AccountId, Bytes, DeviceId, EntryId, Role, SpaceId};

use super::server::{Refused, Server};

/// What sealed keyrings look like to the server.
pub(crate) const KEYRING: &[u8] = b"a sealed keyring";

pub(crate) struct Person {
    pub(crate) handle: String,
    pub(crate) passphrase: String,
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    pub(crate) cookie: String,
    pub(crate) identity: SecretIdentity,
    pub(crate) words: SigningKey,
    pub(crate) rng: ChaCha20Rng,
}

/// A space as one person knows it.
pub(crate) struct Known {
    pub(crate) log: Log,
    pub(crate) epochs: Epochs,
    pub(crate) place: Place,
}

/// A sign-up up to its last step, which a test may spoil.
pub(crate) struct Entering {
    pub(crate) finish: SignUpFinish,
    pub(crate) person: Person,
    pub(crate) known: Known,
}

impl Entering {
    /// Takes the last step.
    pub(crate) async fn finish(self, server: &Server) -> Result<(Person, Known), Refused> {
        let (reply, cookie) = server.ask_whole(None, &self.finish).await?;
        let mut person = self.person;
        person.cookie = cookie.expect("a device that is let in gets a cookie");
        person.device = reply.me.device;
        Ok((person, self.known))
    }
}

impl Person {
    /// The owner, and the practice space.
    pub(crate) async fn owner(server: &Server) -> (Self, Known) {
        let begun = Self::begin(server, "thea", &server.owner_token.clone(), None).await.unwrap();
        begun.finish(server).await.unwrap()
    }

    /// Somebody who enters a space by an invitation.
    pub(crate) async fn join(server: &Server, name: &str, secret: &InvitationSecret) -> (Self, Known) {
        let begun = Self::begin(server, name, &secret.token(), Some(secret)).await.unwrap();
        begun.finish(server).await.unwrap()
    }

    /// Everything of a sign-up but its last step.
    pub(crate) async fn begin(
        server: &Server,
        name: &str,
        token: &[u8],
        secret: Option<&InvitationSecret>,
    ) -> Result<Entering, Refused> {
        let mut rng = ChaCha20Rng::seed_from_u64(name.bytes().map(u64::from).sum());
        let passphrase = format!("seven quiet herons of {name}");
        let begun = opaque::registration_start(&Passphrase::new(&passphrase), &mut rng).unwrap();
        let start = SignUpStart {
            token: token.into(),
            handle: name.to_owned(),
            opaque_request: begun.request.clone().into(),
        };
        let started = server.ask(None, &start).await?;
        let identity = SecretIdentity::generate(&mut rng);
        let (entrance, known) = match secret {
            None => begin_practice(started.account, &identity, &mut rng),
            Some(secret) => enter(server, started.account, &identity, secret, &mut rng).await?,
        };
        let record = opaque::registration_finish(
            &begun.state,
            &Passphrase::new(&passphrase),
            &started.opaque_response,
            &mut rng,
        )
        .unwrap();
        let words = SigningKey::from_bytes(&{
            let mut seed = [0; 32];
            rng.fill_bytes(&mut seed);
            seed
        });
        let finish = SignUpFinish {
            token: token.into(),
            handle: name.to_owned(),
            account: started.account,
            opaque_record: record.record.into(),
            identity: identity.public().to_bytes().into(),
            keyring: KEYRING.into(),
            recovery: Recovery {
                verify_key: words.verifying_key().as_bytes().as_slice().into(),
                keyring: b"the same under the words".as_slice().into(),
            },
            entrance,
            device_label: "Firefox on Linux".to_owned(),
        };
        let person = Self {
            handle: name.to_owned(),
            passphrase,
            account: started.account,
            device: DeviceId::from_bytes([0; 16]),
            cookie: String::new(),
            identity,
            words,
            rng,
        };
        Ok(Entering { finish, person, known })
    }

    /// Signs in on a further device; returns its cookie.
    pub(crate) async fn sign_in(
        &mut self,
        server: &Server,
        passphrase: &str,
        reauth: bool,
    ) -> Result<(SignedIn, Option<String>), Refused> {
        let passphrase = Passphrase::new(passphrase);
        let begun = opaque::login_start(&passphrase, &mut self.rng).unwrap();
        let start = SignInStart { handle: self.handle.clone(), opaque_request: begun.request.clone().into() };
        let started = server.ask(None, &start).await?;
        let done = opaque::login_finish(&begun.state, &passphrase, &started.opaque_response, &mut self.rng);
        // A wrong passphrase shows here already; an attacker would send something all the same.
        let opaque_finish = done.map_or_else(|_| vec![7; 64], |done| done.finish);
        let finish = SignInFinish {
            attempt: started.attempt,
            opaque_finish: opaque_finish.into(),
            device_label: "a second device".to_owned(),
            reauth,
        };
        let cookie = reauth.then_some(self.cookie.as_str());
        server.ask_whole(cookie, &finish).await
    }

    /// Begins a space with oneself as the only member.
    pub(crate) async fn create(
        &mut self,
        server: &Server,
        kind: SpaceKind,
        role: Role,
    ) -> Result<Known, Refused> {
        let genesis = space::genesis(kind, role, self.account, &self.identity, &mut self.rng).unwrap();
        server.ask(Some(&self.cookie), &CreateSpace { genesis: genesis.clone() }).await?;
        Ok(begun(&genesis, self.account, &self.identity))
    }

    /// Invites somebody into a space.
    pub(crate) async fn invite(
        &mut self,
        server: &Server,
        known: &mut Known,
        role: Role,
    ) -> Result<InvitationSecret, Refused> {
        let secret = InvitationSecret::generate(&mut self.rng);
        let ask = self.invitation(server, known, role, &secret, 3600);
        server.ask(Some(&self.cookie), &ask).await?;
        known.append(&ask.append, self);
        Ok(secret)
    }

    /// Invites somebody into a space that has moved on since.
    pub(crate) async fn invite_again(
        &mut self,
        server: &Server,
        space: SpaceId,
        role: Role,
    ) -> InvitationSecret {
        let (mut socket, _) = super::Socket::hello(server, &self.cookie).await;
        socket.follow(space, 0, 0).await;
        let records = socket
            .until(|down| match down {
                rapport_wire::socket::Down::Records { records, .. } => Some(records),
                _ => None,
            })
            .await;
        let mut records = records.iter();
        let genesis = records.next().unwrap();
        let genesis = Append { record: genesis.record.clone(), wraps: genesis.wraps.clone() };
        let mut known = begun(&genesis, self.account, &self.identity);
        records.for_each(|record| known.learn(record, self));
        self.invite(server, &mut known, role).await.unwrap()
    }

    /// The request that makes an invitation.
    pub(crate) fn invitation(
        &mut self,
        server: &Server,
        known: &Known,
        role: Role,
        secret: &InvitationSecret,
        seconds: i64,
    ) -> CreateInvitation {
        let expires_at = server.clock.now().plus_seconds(seconds);
        let author = Author { log: &known.log, account: self.account, identity: &self.identity };
        let append = space::invite(&author, &known.epochs, role, expires_at, secret, &mut self.rng).unwrap();
        CreateInvitation {
            space: known.log.space(),
            append,
            token_hash: secret.token_hash().as_slice().into(),
        }
    }

    /// Seals an entry in its next place.
    pub(crate) fn seal(&mut self, known: &mut Known, words: &str) -> SealedEntry {
        let mut id = [0; 16];
        self.rng.fill_bytes(&mut id);
        let author = Author { log: &known.log, account: self.account, identity: &self.identity };
        let draft = Draft {
            id: EntryId::from_bytes(id),
            urgent: false,
            place: known.place,
            content: words.as_bytes(),
        };
        let sealed = entry::seal(&author, &known.epochs, &draft, &mut self.rng).unwrap();
        known.place = known.place.after(&sealed);
        sealed
    }
}

impl Known {
    pub(crate) fn space(&self) -> SpaceId {
        self.log.space()
    }

    /// Learns a record.
    pub(crate) fn append(&mut self, append: &Append, me: &Person) {
        self.log.append(&append.record, append.wraps.as_deref(), None).unwrap();
        if let Some(wraps) = append.wraps.as_deref() {
            let _ = self.epochs.learn(&self.log, wraps, me.account, &me.identity);
        }
    }

    /// Learns a record that came over the socket.
    pub(crate) fn learn(&mut self, record: &StoredRecord, me: &Person) {
        if record.index >= self.log.next_index() {
            self.append(&Append { record: record.record.clone(), wraps: record.wraps.clone() }, me);
        }
    }
}

/// Where an author's chain begins.
fn first_place() -> Place {
    Place { seq: 1, previous: [0; 32], seen_position: 0, seen_transcript: [0; 32] }
}

fn begun(genesis: &Append, account: AccountId, identity: &SecretIdentity) -> Known {
    let id = Log::space_of(&genesis.record);
    let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
    let mut epochs = Epochs::default();
    epochs.learn(&log, genesis.wraps.as_deref().unwrap(), account, identity).unwrap();
    Known { log, epochs, place: first_place() }
}

fn begin_practice(account: AccountId, identity: &SecretIdentity, rng: &mut ChaCha20Rng) -> (Entrance, Known) {
    let genesis = space::genesis(SpaceKind::Practice, Role::Owner, account, identity, rng).unwrap();
    let known = begun(&genesis, account, identity);
    (Entrance::Genesis(genesis), known)
}

/// Reads the log behind a link and makes the Join.
pub(crate) async fn enter(
    server: &Server,
    account: AccountId,
    identity: &SecretIdentity,
    secret: &InvitationSecret,
    rng: &mut ChaCha20Rng,
) -> Result<(Entrance, Known), Refused> {
    let look = LookAtInvitation { token: secret.token().as_slice().into() };
    let behind = server.ask(None, &look).await?.space.expect("this link leads into a space");
    let mut records = behind.log.iter();
    let genesis = records.next().unwrap();
    let mut log = Log::begin(behind.space, &genesis.record, genesis.wraps.as_deref()).unwrap();
    let mut epochs = Epochs::default();
    for record in records {
        log.append(&record.record, record.wraps.as_deref(), None).unwrap();
        if let Some(wraps) = record.wraps.as_deref() {
            let _ = epochs.learn_invited(&log, &record.record, wraps, secret);
        }
    }
    let author = Author { log: &log, account, identity };
    let append = space::join(&author, &epochs, secret, rng).unwrap();
    log.append(&append.record, append.wraps.as_deref(), None).unwrap();
    epochs.learn(&log, append.wraps.as_deref().unwrap(), account, identity).unwrap();
    let entrance = Entrance::Join { space: behind.space, append };
    Ok((entrance, Known { log, epochs, place: first_place() }))
}

/// The hash that names an entry.
pub(crate) fn name_of(entry: &SealedEntry) -> [u8; 32] {
    EntryHead::hash_of(&entry.head)
}

/// Bytes on the wire.
pub(crate) fn wire(bytes: &[u8]) -> Bytes {
    bytes.into()
}
