//! Published vectors of what Rapport is built on, through the same library calls it makes: X-Wing
//! (draft-connolly-cfrg-xwing-kem), HPKE (RFC 9180) and OPAQUE (RFC 9807). Those of Ed25519, XChaCha20,
//! HKDF, BIP39 and SFrame stand beside the modules that use them.

use hex_literal::hex;
use hpke::{Deserializable, Kem, OpModeR, Serializable};
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration,
    ClientRegistrationFinishParameters, CredentialResponse, RegistrationResponse, Ristretto255, TripleDh,
};
use rapport_envelope::hpke::{Aead, Kdf, Kem as XWing};
use serde_json::Value;

/// Hands out given bytes, in order, as chance.
struct Script(std::collections::VecDeque<u8>);

impl Script {
    fn new(parts: &[&[u8]]) -> Self {
        Self(parts.concat().into())
    }

    fn fill(&mut self, dest: &mut [u8]) {
        for byte in dest {
            *byte = self.0.pop_front().expect("the script is long enough");
        }
    }
}

impl rand_core::TryRng for Script {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut word = [0; 4];
        self.fill(&mut word);
        Ok(u32::from_le_bytes(word))
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut word = [0; 8];
        self.fill(&mut word);
        Ok(u64::from_le_bytes(word))
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Self::Error> {
        self.fill(dest);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Script {}

/// The same script for rand_core 0.6.
struct Older(Script);

impl rand_core_06::RngCore for Older {
    fn next_u32(&mut self) -> u32 {
        rand_core::Rng::next_u32(&mut self.0)
    }
    fn next_u64(&mut self) -> u64 {
        rand_core::Rng::next_u64(&mut self.0)
    }
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        self.0.fill(dest);
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core_06::Error> {
        self.0.fill(dest);
        Ok(())
    }
}

impl rand_core_06::CryptoRng for Older {}

fn bytes(vector: &Value, name: &str) -> Vec<u8> {
    hex::decode(vector[name].as_str().unwrap_or_else(|| panic!("{name}"))).unwrap()
}

#[test]
fn x_wing() {
    let vector: Value = serde_json::from_str(include_str!("xwing.json")).unwrap();
    let secret = <XWing as Kem>::PrivateKey::from_bytes(&bytes(&vector, "seed")).unwrap();
    let public = XWing::sk_to_pk(&secret);
    assert_eq!(public.to_bytes().as_slice(), bytes(&vector, "pk"));
    let mut chance = Script::new(&[&bytes(&vector, "eseed")]);
    let (shared, encapsulated) = XWing::encap_with_rng(&public, None, &mut chance).unwrap();
    assert_eq!(encapsulated.to_bytes().as_slice(), bytes(&vector, "ct"));
    assert_eq!(shared.0.as_slice(), bytes(&vector, "ss"));
    let opened = XWing::decap(&secret, None, &encapsulated).unwrap();
    assert_eq!(opened.0.as_slice(), bytes(&vector, "ss"));
}

// RFC 9180 A.2.1: the KDF and AEAD of our suite, with the KEM the RFC has vectors for.
#[test]
fn hpke_with_hkdf_sha256_and_chacha20() {
    type X25519 = hpke::kem::X25519HkdfSha256;
    let secret = hex!("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    let secret = <X25519 as Kem>::PrivateKey::from_bytes(&secret).unwrap();
    let encapsulated = hex!("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    let encapsulated = <X25519 as Kem>::EncappedKey::from_bytes(&encapsulated).unwrap();
    let sealed =
        hex!("1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28");
    let opened = hpke::single_shot_open::<Aead, Kdf, X25519>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        b"Ode on a Grecian Urn",
        &sealed,
        b"Count-0",
    );
    assert_eq!(opened.unwrap(), b"Beauty is truth, truth beauty");
}

/// Our suite, but for the key stretching, which the RFC's vectors leave out.
struct RfcSuite;

impl CipherSuite for RfcSuite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_010::Sha512>;
    type Ksf = opaque_ke::ksf::Identity;
}

#[test]
fn opaque_registration() {
    let vector: Value = serde_json::from_str(include_str!("opaque.json")).unwrap();
    let password = bytes(&vector, "password");
    // A scalar is drawn from 64 bytes, reduced: the upper half zero leaves the lower as it is.
    let blind = bytes(&vector, "blind_registration");
    let mut chance = Older(Script::new(&[&blind, &[0; 32], &bytes(&vector, "envelope_nonce")]));
    let begun = ClientRegistration::<RfcSuite>::start(&mut chance, &password).unwrap();
    assert_eq!(begun.message.serialize().as_slice(), bytes(&vector, "registration_request"));
    let response = RegistrationResponse::deserialize(&bytes(&vector, "registration_response")).unwrap();
    let parameters = ClientRegistrationFinishParameters::default();
    let done = begun.state.finish(&mut chance, &password, response, parameters).unwrap();
    assert_eq!(done.message.serialize().as_slice(), bytes(&vector, "registration_upload"));
    assert_eq!(done.export_key.as_slice(), bytes(&vector, "export_key"));
}

#[test]
fn opaque_login() {
    let vector: Value = serde_json::from_str(include_str!("opaque.json")).unwrap();
    let password = bytes(&vector, "password");
    let blind = bytes(&vector, "blind_login");
    let (seed, nonce) = (bytes(&vector, "client_keyshare_seed"), bytes(&vector, "client_nonce"));
    let mut chance = Older(Script::new(&[&blind, &[0; 32], &seed, &nonce]));
    let begun = ClientLogin::<RfcSuite>::start(&mut chance, &password).unwrap();
    assert_eq!(begun.message.serialize().as_slice(), bytes(&vector, "KE1"));
    let response = CredentialResponse::deserialize(&bytes(&vector, "KE2")).unwrap();
    let context = bytes(&vector, "context");
    let parameters = ClientLoginFinishParameters { context: Some(&context), ..Default::default() };
    let done = begun.state.finish(&mut chance, &password, response, parameters).unwrap();
    assert_eq!(done.message.serialize().as_slice(), bytes(&vector, "KE3"));
    assert_eq!(done.export_key.as_slice(), bytes(&vector, "export_key"));
}
