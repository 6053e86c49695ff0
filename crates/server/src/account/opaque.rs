//! OPAQUE (RFC 9807), the server's side: Ristretto255, 3DH, SHA-512.
//!
//! The suite names no key stretching: only clients stretch, and the messages are the same.

use opaque_ke::errors::ProtocolError;
use opaque_ke::ksf::Identity;
use opaque_ke::{
    CipherSuite, CredentialFinalization, CredentialRequest, Identifiers, RegistrationRequest,
    RegistrationUpload, Ristretto255, ServerLogin, ServerLoginParameters, ServerRegistration, ServerSetup,
    TripleDh,
};
use rapport_store::{Store, StoreError};
use rapport_wire::account::{OPAQUE_CONTEXT, OPAQUE_SERVER_ID};
use rapport_wire::{Bytes, Code, Problem};
use zeroize::Zeroizing;

use crate::chance::OsRng;

/// Under which the server's OPRF seed and key pair are stored.
const SETTING: &str = "opaque_setup";

/// The server's suite.
struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Identity;
}

/// The server's keys. Made once: without them nobody's passphrase fits any more.
pub(crate) struct Opaque {
    setup: ServerSetup<Suite>,
}

/// What must be remembered between the two steps of a sign-in.
pub(super) struct LoginState(Zeroizing<Vec<u8>>);

impl Opaque {
    /// Reads the keys, making them on first start.
    pub(crate) async fn load(store: &Store) -> Result<Self, StoreError> {
        let fresh = Bytes::from(ServerSetup::<Suite>::new(&mut OsRng).serialize().to_vec());
        let stored = store.setting_or(SETTING, &fresh).await?;
        let setup = ServerSetup::deserialize(&stored).map_err(|_| StoreError::Row("the OPAQUE set-up"))?;
        Ok(Self { setup })
    }

    /// Answers the first step of a registration, or of a change of passphrase.
    pub(super) fn register(&self, handle: &str, request: &[u8]) -> Result<Bytes, Problem> {
        let request = RegistrationRequest::deserialize(request).map_err(|error| unreadable(&error))?;
        let answer = ServerRegistration::<Suite>::start(&self.setup, request, handle.as_bytes())
            .map_err(|error| unreadable(&error))?;
        Ok(answer.message.serialize().to_vec().into())
    }

    /// Answers the first step of a sign-in. Without a record the answer is made up, and looks like any other.
    pub(super) fn login(
        &self,
        handle: &str,
        record: Option<&[u8]>,
        request: &[u8],
    ) -> Result<(Bytes, LoginState), Problem> {
        let record = record.map(ServerRegistration::<Suite>::deserialize).transpose();
        let record = record.map_err(|_| Problem::new(Code::Fault))?;
        let request = CredentialRequest::deserialize(request).map_err(|error| unreadable(&error))?;
        let begun =
            ServerLogin::start(&mut OsRng, &self.setup, record, request, handle.as_bytes(), parameters())
                .map_err(|error| unreadable(&error))?;
        let state = LoginState(Zeroizing::new(begun.state.serialize().to_vec()));
        Ok((begun.message.serialize().to_vec().into(), state))
    }
}

/// Whether the second step of a sign-in proves the passphrase.
pub(super) fn proves(state: &LoginState, finish: &[u8]) -> bool {
    let Ok(state) = ServerLogin::<Suite>::deserialize(&state.0) else { return false };
    let Ok(finish) = CredentialFinalization::<Suite>::deserialize(finish) else { return false };
    state.finish(finish, parameters()).is_ok()
}

/// Refuses what is no RegistrationRecord.
pub(super) fn check_record(record: &[u8]) -> Result<(), Problem> {
    RegistrationUpload::<Suite>::deserialize(record).map(|_| ()).map_err(|error| unreadable(&error))
}

fn parameters() -> ServerLoginParameters<'static, 'static> {
    ServerLoginParameters {
        context: Some(OPAQUE_CONTEXT),
        identifiers: Identifiers { client: None, server: Some(OPAQUE_SERVER_ID) },
    }
}

fn unreadable(_: &ProtocolError) -> Problem {
    Problem::with_detail(Code::Malformed, "not an OPAQUE message of this suite")
}
