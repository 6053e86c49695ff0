//! For tests: a care space with a therapist and a client, each with their own view of it.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rapport_envelope::{Chain, Log};
use rapport_wire::space::{Append, SpaceKind};
use rapport_wire::{AccountId, Role, Timestamp};

use crate::invitation::InvitationSecret;
use crate::space::{self, Author};
use crate::{Epochs, SecretIdentity};

/// One person's keys and what they know.
pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) identity: SecretIdentity,
    pub(crate) epochs: Epochs,
}

impl Person {
    pub(crate) fn new(number: u8, rng: &mut ChaCha20Rng) -> Self {
        let account = AccountId::from_bytes([number; 16]);
        Self { account, identity: SecretIdentity::generate(rng), epochs: Epochs::default() }
    }
}

/// A space as everybody sees it.
pub(crate) struct World {
    pub(crate) rng: ChaCha20Rng,
    pub(crate) log: Log,
    pub(crate) chain: Chain,
    pub(crate) thea: Person,
    pub(crate) mara: Person,
    /// Every record with its wraps, from the genesis.
    pub(crate) appends: Vec<Append>,
}

impl World {
    /// Thea begins, invites; Mara joins. Epoch 2.
    pub(crate) fn new() -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        let thea = Person::new(1, &mut rng);
        let mara = Person::new(2, &mut rng);
        let genesis =
            space::genesis(SpaceKind::Care, Role::Therapist, thea.account, &thea.identity, &mut rng).unwrap();
        let id = Log::space_of(&genesis.record);
        let log = Log::begin(id, &genesis.record, genesis.wraps.as_deref()).unwrap();
        let chain = Chain::new(id);
        let mut world = Self { rng, log, chain, thea, mara, appends: vec![genesis.clone()] };
        let wraps = genesis.wraps.as_deref().unwrap();
        world.thea.epochs.learn(&world.log, wraps, world.thea.account, &world.thea.identity).unwrap();

        let secret = InvitationSecret::generate(&mut world.rng);
        let author = Author { log: &world.log, account: world.thea.account, identity: &world.thea.identity };
        let expires = Timestamp::from_millis(1_000);
        let invite =
            space::invite(&author, &world.thea.epochs, Role::Client, expires, &secret, &mut world.rng)
                .unwrap();
        world.append(&invite);
        let wraps = invite.wraps.as_deref().unwrap();
        world.mara.epochs.learn_invited(&world.log, &invite.record, wraps, &secret).unwrap();
        let author = Author { log: &world.log, account: world.mara.account, identity: &world.mara.identity };
        let join = space::join(&author, &world.mara.epochs, &secret, &mut world.rng).unwrap();
        world.append(&join);
        world
    }

    /// Appends, and lets both learn what they can.
    pub(crate) fn append(&mut self, append: &Append) {
        self.log.append(&append.record, append.wraps.as_deref(), None).unwrap();
        self.appends.push(append.clone());
        for person in [&mut self.thea, &mut self.mara] {
            if let Some(wraps) = append.wraps.as_deref() {
                let _ = person.epochs.learn(&self.log, wraps, person.account, &person.identity);
            }
        }
    }

    pub(crate) fn by_thea(&self) -> Author<'_> {
        Author { log: &self.log, account: self.thea.account, identity: &self.thea.identity }
    }

    pub(crate) fn by_mara(&self) -> Author<'_> {
        Author { log: &self.log, account: self.mara.account, identity: &self.mara.identity }
    }
}
