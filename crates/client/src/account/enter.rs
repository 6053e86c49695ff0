//! Signing up by a link and signing in by passphrase.

use rapport_seal::heavy::{Done, Job};
use rapport_seal::opaque::{self, ExportKey, Passphrase};
use rapport_seal::pins::Trust;
use rapport_seal::words::RecoveryWords;
use rapport_seal::{Keyring, SecretIdentity, space};
use rapport_wire::account::{
    Entrance, Me, Recovery, SignInFinish, SignInStart, SignUpFinish, SignUpStart, SignedIn,
};
use rapport_wire::invitation::LookAtInvitation;
use rapport_wire::practice::GetPractice;
use rapport_wire::space::SpaceKind;
use rapport_wire::{AccountId, Role, SpaceId};

use super::{NewPerson, OnStage, SignedUp, Stage, keep};
use crate::invitation::Door;
use crate::platform::{Chance, Outside, Platform};
use crate::{ClientError, Link, Session, api};

/// Makes an account by a link: the practice's first owner, or somebody invited.
pub async fn sign_up(
    outside: Outside,
    link: &Link,
    person: NewPerson,
    on_stage: OnStage<'_>,
) -> Result<SignedUp, ClientError> {
    on_stage(Stage::Asking);
    let out = &*outside;
    let passphrase = Passphrase::new(&out.nfkc(&person.passphrase));
    let begun = opaque::registration_start(&passphrase, &mut Chance(out))?;
    let start = SignUpStart {
        token: link.token().into(),
        handle: person.handle.clone(),
        opaque_request: begun.request.into(),
    };
    let started = api::call(out, &start).await?;
    on_stage(Stage::Stretching);
    let response = started.opaque_response.to_vec();
    let (record, export) = register(out, passphrase, begun.state.to_vec(), response).await?;

    on_stage(Stage::Keys);
    let words = RecoveryWords::generate(&mut Chance(out));
    let identity = SecretIdentity::generate(&mut Chance(out));
    let entered = enter(out, link, started.account, &identity).await?;
    let mut keyring = Keyring::create(
        started.account,
        identity,
        &person.display_name,
        &words,
        &export.keyring_key(),
        &mut Chance(out),
    );
    entered.remember(&mut keyring);
    let pair = keyring.seal(&mut Chance(out))?;

    on_stage(Stage::Finishing);
    let finish = SignUpFinish {
        token: link.token().into(),
        handle: person.handle,
        account: started.account,
        opaque_record: record.into(),
        identity: keyring.identity().public().to_bytes().into(),
        keyring: pair.keyring.into(),
        recovery: Recovery { verify_key: words.verify_key().to_vec().into(), keyring: pair.recovery.into() },
        entrance: entered.entrance,
        device_label: person.device_label,
    };
    let SignedIn { me, keyring: sealed } = api::call(out, &finish).await?;
    let session = settle(outside.clone(), me, keyring, sealed.to_vec()).await?;
    Ok(SignedUp { session, words })
}

/// Signs in on this device.
pub async fn sign_in(
    outside: Outside,
    handle: &str,
    passphrase: &str,
    device_label: &str,
    on_stage: OnStage<'_>,
) -> Result<Session, ClientError> {
    let (signed_in, export) = prove(&*outside, handle, passphrase, device_label, false, on_stage).await?;
    on_stage(Stage::Keys);
    let keyring = Keyring::open(&signed_in.keyring, &export.keyring_key())?;
    settle(outside.clone(), signed_in.me, keyring, signed_in.keyring.to_vec()).await
}

/// Both steps of OPAQUE's sign-in.
pub(crate) async fn prove(
    out: &dyn Platform,
    handle: &str,
    passphrase: &str,
    device_label: &str,
    reauth: bool,
    on_stage: OnStage<'_>,
) -> Result<(SignedIn, ExportKey), ClientError> {
    on_stage(Stage::Asking);
    let passphrase = Passphrase::new(&out.nfkc(passphrase));
    let begun = opaque::login_start(&passphrase, &mut Chance(out))?;
    let start = SignInStart { handle: handle.to_owned(), opaque_request: begun.request.into() };
    let started = api::call(out, &start).await?;
    on_stage(Stage::Stretching);
    let response = started.opaque_response.to_vec();
    let job = Job::LoginFinish { passphrase, state: begun.state.to_vec(), response };
    let Done::LoggedIn { finish, export_key } = out.heavy(job).await? else {
        return Err(ClientError::OutOfDate);
    };
    let finish = SignInFinish {
        attempt: started.attempt,
        opaque_finish: finish.into(),
        device_label: device_label.to_owned(),
        reauth,
    };
    Ok((api::call(out, &finish).await?, export_key))
}

/// OPAQUE's registration, its slow half in a worker.
pub(crate) async fn register(
    out: &dyn Platform,
    passphrase: Passphrase,
    state: Vec<u8>,
    response: Vec<u8>,
) -> Result<(Vec<u8>, ExportKey), ClientError> {
    match out.heavy(Job::RegistrationFinish { passphrase, state, response }).await? {
        Done::Registered { record, export_key } => Ok((record, export_key)),
        Done::LoggedIn { .. } => Err(ClientError::OutOfDate),
    }
}

/// Settles on this device: makes room, keeps the unlock copy, wakes the engine on what is kept here.
pub(crate) async fn settle(
    outside: Outside,
    me: Me,
    keyring: Keyring,
    sealed: Vec<u8>,
) -> Result<Session, ClientError> {
    if keyring.account() != me.account {
        return Err(rapport_seal::keyring::KeyringError::SomebodyElse.into());
    }
    keep::welcome(&*outside, &keyring).await?;
    keep::keep(&*outside, &me, &keyring).await?;
    Session::open(outside, me, keyring, sealed).await
}

/// How a new account comes in, and whom it thereby knows.
struct Entered {
    entrance: Entrance,
    practice: SpaceId,
    people: Vec<(AccountId, [u8; 32])>,
}

impl Entered {
    fn remember(&self, keyring: &mut Keyring) {
        let pins = keyring.pins_mut();
        // A fresh keyring has nothing pinned, so there is nothing this could contradict.
        let _ = pins.pin_practice(self.practice);
        for (account, fingerprint) in &self.people {
            let _ = pins.pin(*account, *fingerprint, Trust::Invitation);
        }
    }
}

async fn enter(
    out: &dyn Platform,
    link: &Link,
    account: AccountId,
    identity: &SecretIdentity,
) -> Result<Entered, ClientError> {
    let Link::Invited(link) = link else {
        let genesis = space::genesis(SpaceKind::Practice, Role::Owner, account, identity, &mut Chance(out))?;
        let practice = rapport_envelope::Log::space_of(&genesis.record);
        return Ok(Entered { entrance: Entrance::Genesis(genesis), practice, people: Vec::new() });
    };
    let practice = api::call(out, &GetPractice {}).await?;
    let view = api::call(out, &LookAtInvitation { token: link.secret.token().to_vec().into() }).await?;
    let door = Door::verify(link, &view, practice.space)?;
    let author = space::Author { log: &door.log, account, identity };
    let append = space::join(&author, &door.epochs, &link.secret, &mut Chance(out))?;
    let people = door.log.members().map(|m| (m.account, m.identity.fingerprint())).collect();
    Ok(Entered { entrance: Entrance::Join { space: link.space, append }, practice: link.practice, people })
}
