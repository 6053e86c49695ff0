//! Signing in without ever sending the passphrase: OPAQUE (RFC 9807), the client's side.
//!
//! Suite: OPRF and group Ristretto255, 3DH, SHA-512; the key stretching function is Argon2id with 64 MiB,
//! three passes, one lane. Context and server identity are [`rapport_wire::account::OPAQUE_CONTEXT`] and
//! [`rapport_wire::account::OPAQUE_SERVER_ID`]; the client's identity is its public key.
//!
//! State between the two steps is bytes, because the second step runs in a worker ([`crate::heavy`]).
//!
//! ```
//! use rand_core::SeedableRng;
//! use rapport_seal::opaque::{Passphrase, registration_start};
//! let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
//! let begun = registration_start(&Passphrase::new("seven quiet herons"), &mut rng).unwrap();
//! assert_eq!(begun.request.len(), 32);
//! ```

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use opaque_ke::errors::{InternalError, ProtocolError};
use opaque_ke::generic_array::{ArrayLength, GenericArray};
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration,
    ClientRegistrationFinishParameters, CredentialResponse, Identifiers, RegistrationResponse, Ristretto255,
    TripleDh,
};
use rand_core::CryptoRng;
use rapport_wire::account::{OPAQUE_CONTEXT, OPAQUE_SERVER_ID};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Key;
use crate::chance::Older;
use crate::secret::derive;

/// Memory of one stretching, in KiB.
pub const ARGON2_MEMORY_KIB: u32 = 64 * 1024;
/// Passes of one stretching.
pub const ARGON2_PASSES: u32 = 3;
/// Lanes of one stretching.
pub const ARGON2_LANES: u32 = 1;
// A build that stretches less than this does not compile: nobody can be talked into a weaker client.
const _: () = assert!(ARGON2_MEMORY_KIB >= 64 * 1024 && ARGON2_PASSES >= 3);

const KEYRING_LABEL: &[u8] = b"rapport/keyring/passphrase/v1";

/// A passphrase: UTF-8, which the caller has brought to NFKC, wiped when dropped.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop, Serialize, Deserialize)]
pub struct Passphrase(String);

impl Passphrase {
    /// Takes the text as it is; browsers normalise with `String.prototype.normalize("NFKC")`.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(REDACTED)")
    }
}

/// OPAQUE's export key: 64 bytes that only the passphrase and the server together give, to the client alone.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop, Serialize, Deserialize)]
pub struct ExportKey(Vec<u8>);

impl ExportKey {
    /// The key that locks the keyring.
    pub fn keyring_key(&self) -> Key {
        derive(&self.0, KEYRING_LABEL, b"")
    }
}

impl fmt::Debug for ExportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExportKey(REDACTED)")
    }
}

/// Why a step of OPAQUE did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum OpaqueError {
    /// The passphrase is another one, or the server is not the one it was set with.
    #[error("the name and the passphrase do not belong together")]
    WrongPassphrase,
    /// The passphrase is empty or longer than 65,535 bytes.
    #[error("the passphrase is empty or far too long")]
    UnusablePassphrase,
    /// The server's answer is not a message of this protocol.
    #[error("the server's answer could not be read")]
    BadAnswer,
    /// The state kept between the steps is not one of ours.
    #[error("the sign-in was interrupted; begin again")]
    BadState,
    /// The device would not give 64 MiB for a moment.
    #[error("this device has too little memory free; close something and try again")]
    OutOfMemory,
}

/// First half of a registration or a sign-in.
pub struct Begun {
    /// To be sent.
    pub request: Vec<u8>,
    /// To be kept for the second half, and shown to nobody.
    pub state: Zeroizing<Vec<u8>>,
}

/// Result of a registration (also of a change of passphrase).
pub struct Registered {
    /// To be sent: OPAQUE RegistrationRecord.
    pub record: Vec<u8>,
    /// What the keyring is locked with.
    pub export_key: ExportKey,
}

/// Result of a sign-in.
pub struct LoggedIn {
    /// To be sent: OPAQUE KE3.
    pub finish: Vec<u8>,
    /// What opens the keyring.
    pub export_key: ExportKey,
}

/// Begins a registration.
pub fn registration_start(passphrase: &Passphrase, rng: &mut impl CryptoRng) -> Result<Begun, OpaqueError> {
    let begun = ClientRegistration::<Suite>::start(&mut Older(rng), passphrase.bytes()).map_err(explain)?;
    Ok(Begun { request: begun.message.serialize().to_vec(), state: keep(begun.state.serialize()) })
}

/// Ends a registration. Runs Argon2id: 0.2 to 2 seconds.
pub fn registration_finish(
    state: &[u8],
    passphrase: &Passphrase,
    response: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<Registered, OpaqueError> {
    if state.len() != REGISTRATION_STATE_BYTES {
        return Err(OpaqueError::BadState);
    }
    let state = ClientRegistration::<Suite>::deserialize(state).map_err(|_| OpaqueError::BadState)?;
    let response = RegistrationResponse::deserialize(response).map_err(|_| OpaqueError::BadAnswer)?;
    let parameters = ClientRegistrationFinishParameters::new(identifiers(), None);
    let done = state.finish(&mut Older(rng), passphrase.bytes(), response, parameters).map_err(explain)?;
    Ok(Registered {
        record: done.message.serialize().to_vec(),
        export_key: ExportKey(done.export_key.to_vec()),
    })
}

/// Begins a sign-in.
pub fn login_start(passphrase: &Passphrase, rng: &mut impl CryptoRng) -> Result<Begun, OpaqueError> {
    let begun = ClientLogin::<Suite>::start(&mut Older(rng), passphrase.bytes()).map_err(explain)?;
    Ok(Begun { request: begun.message.serialize().to_vec(), state: keep(begun.state.serialize()) })
}

/// Ends a sign-in. Runs Argon2id: 0.2 to 2 seconds.
pub fn login_finish(
    state: &[u8],
    passphrase: &Passphrase,
    response: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<LoggedIn, OpaqueError> {
    if state.len() != LOGIN_STATE_BYTES {
        return Err(OpaqueError::BadState);
    }
    let state = ClientLogin::<Suite>::deserialize(state).map_err(|_| OpaqueError::BadState)?;
    let response = CredentialResponse::deserialize(response).map_err(|_| OpaqueError::BadAnswer)?;
    let parameters = ClientLoginFinishParameters::new(Some(OPAQUE_CONTEXT), identifiers(), None);
    let done = state.finish(&mut Older(rng), passphrase.bytes(), response, parameters).map_err(explain)?;
    Ok(LoggedIn {
        finish: done.message.serialize().to_vec(),
        export_key: ExportKey(done.export_key.to_vec()),
    })
}

// blind (32) || blinded element (32)
const REGISTRATION_STATE_BYTES: usize = 64;
// blind (32) || KE1 (32 + 32 + 32) || ephemeral secret (32) || nonce (32)
const LOGIN_STATE_BYTES: usize = 192;

/// The client's suite. The server's differs only in its stretching, which it never runs.
pub(crate) struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = Stretch;
}

/// Argon2id over the OPRF's output, salt of sixteen zeros as RFC 9807 has it (section 7).
#[derive(Default)]
pub(crate) struct Stretch;

impl opaque_ke::ksf::Ksf for Stretch {
    fn hash<L: ArrayLength<u8>>(
        &self,
        input: GenericArray<u8, L>,
    ) -> Result<GenericArray<u8, L>, InternalError> {
        let mut output = GenericArray::default();
        stretch(&input, &mut output).ok_or(InternalError::KsfError)?;
        Ok(output)
    }
}

/// None when memory is short. The blocks come through a vector, so that failing to get them is an answer
/// and not the end of the page.
fn stretch(input: &[u8], output: &mut [u8]) -> Option<()> {
    let params = Params::new(ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES, Some(output.len())).ok()?;
    let count = params.block_count();
    let mut blocks: Vec<Block> = Vec::new();
    blocks.try_reserve_exact(count).ok()?;
    blocks.resize_with(count, Block::new);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon2.hash_password_into_with_memory(input, &[0; 16], output, &mut blocks);
    for block in &mut blocks {
        block.as_mut().fill(0);
    }
    // Keeps the wiping above from being optimised away, at the speed of a plain fill.
    std::hint::black_box(&blocks);
    done.ok()
}

fn identifiers() -> Identifiers<'static> {
    Identifiers { client: None, server: Some(OPAQUE_SERVER_ID) }
}

fn keep(state: impl AsRef<[u8]> + AsMut<[u8]>) -> Zeroizing<Vec<u8>> {
    let mut state = state;
    let kept = Zeroizing::new(state.as_ref().to_vec());
    state.as_mut().zeroize();
    kept
}

fn explain(error: ProtocolError) -> OpaqueError {
    match error {
        ProtocolError::InvalidLoginError => OpaqueError::WrongPassphrase,
        ProtocolError::LibraryError(InternalError::KsfError) => OpaqueError::OutOfMemory,
        ProtocolError::LibraryError(_) => OpaqueError::UnusablePassphrase,
        _ => OpaqueError::BadAnswer,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use opaque_ke::{
        CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, ServerLogin,
        ServerLoginParameters, ServerRegistration, ServerSetup,
    };
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    /// The server as the `server` crate sets it up: its stretching does nothing.
    struct ServerSuite;
    impl CipherSuite for ServerSuite {
        type OprfCs = Ristretto255;
        type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
        type Ksf = opaque_ke::ksf::Identity;
    }

    pub(crate) struct Server {
        setup: ServerSetup<ServerSuite>,
        record: Option<ServerRegistration<ServerSuite>>,
        login: Option<ServerLogin<ServerSuite>>,
        rng: ChaCha20Rng,
    }

    impl Server {
        pub(crate) fn new() -> Self {
            let mut rng = ChaCha20Rng::seed_from_u64(99);
            let setup = ServerSetup::new(&mut Older(&mut rng));
            Self { setup, record: None, login: None, rng }
        }

        pub(crate) fn answer_registration(&self, request: &[u8]) -> Vec<u8> {
            let request = RegistrationRequest::deserialize(request).unwrap();
            ServerRegistration::start(&self.setup, request, b"mara").unwrap().message.serialize().to_vec()
        }

        pub(crate) fn keep(&mut self, record: &[u8]) {
            self.record = Some(ServerRegistration::finish(RegistrationUpload::deserialize(record).unwrap()));
        }

        pub(crate) fn answer_login(&mut self, request: &[u8]) -> Vec<u8> {
            let begun = ServerLogin::start(
                &mut Older(&mut self.rng),
                &self.setup,
                self.record.clone(),
                CredentialRequest::deserialize(request).unwrap(),
                b"mara",
                parameters(),
            )
            .unwrap();
            self.login = Some(begun.state);
            begun.message.serialize().to_vec()
        }

        pub(crate) fn accepts(&mut self, finish: &[u8]) -> bool {
            let finish = CredentialFinalization::deserialize(finish).unwrap();
            self.login.take().unwrap().finish(finish, parameters()).is_ok()
        }
    }

    fn parameters() -> ServerLoginParameters<'static, 'static> {
        ServerLoginParameters { context: Some(OPAQUE_CONTEXT), identifiers: identifiers() }
    }

    #[test]
    fn registers_and_signs_in_and_refuses_another_passphrase() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let mut server = Server::new();
        let right = Passphrase::new("seven quiet herons");
        let begun = registration_start(&right, &mut rng).unwrap();
        let answer = server.answer_registration(&begun.request);
        let registered = registration_finish(&begun.state, &right, &answer, &mut rng).unwrap();
        server.keep(&registered.record);

        let begun = login_start(&right, &mut rng).unwrap();
        let answer = server.answer_login(&begun.request);
        let done = login_finish(&begun.state, &right, &answer, &mut rng).unwrap();
        assert!(server.accepts(&done.finish));
        assert_eq!(done.export_key, registered.export_key);

        let wrong = Passphrase::new("seven quiet heron");
        let begun = login_start(&wrong, &mut rng).unwrap();
        let answer = server.answer_login(&begun.request);
        let refused = login_finish(&begun.state, &wrong, &answer, &mut rng).err();
        assert_eq!(refused, Some(OpaqueError::WrongPassphrase));
        assert_eq!(
            login_finish(&begun.state, &wrong, &answer[1..], &mut rng).err(),
            Some(OpaqueError::BadAnswer)
        );
        assert_eq!(login_finish(&[0; 3], &wrong, &answer, &mut rng).err(), Some(OpaqueError::BadState));
    }

    #[test]
    fn an_empty_or_reflected_exchange_is_refused() {
        let mut rng = ChaCha20Rng::seed_from_u64(2);
        let passphrase = Passphrase::new("x");
        let begun = registration_start(&passphrase, &mut rng).unwrap();
        // A server that sends the blinded element back, with a key of its own beside it.
        let reflected =
            [&begun.request[..], &Server::new().answer_registration(&begun.request)[32..]].concat();
        let refused = registration_finish(&begun.state, &passphrase, &reflected, &mut rng).err();
        assert_eq!(refused, Some(OpaqueError::BadAnswer));
    }

    // RFC 9106's Argon2id has its vectors in the argon2 crate; this one fixes our parameters and salt.
    #[test]
    fn stretching_is_argon2id_with_our_parameters() {
        let mut out = [0; 64];
        stretch(&[7; 64], &mut out).unwrap();
        let params = Params::new(65_536, 3, 1, Some(64)).unwrap();
        let mut expected = [0; 64];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&[7; 64], &[0; 16], &mut expected)
            .unwrap();
        assert_eq!(out, expected);
    }
}
