//! What a name, a label and a sealed thing may look like, and how account ids come about.

use ed25519_dalek::VerifyingKey;
use hmac::{Hmac, KeyInit, Mac};
use rapport_wire::{AccountId, Bytes, Code, Problem, Timestamp, limits};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;

use crate::app::App;
use crate::http::Caller;

/// A sign-in name in the one form in which it is stored and compared: NFKC, lower case, trimmed.
pub(super) fn normal_handle(given: &str) -> Result<String, Problem> {
    // Bounded before the work: NFKC can make eighteen characters of one.
    if given.len() > limits::HANDLE_CHARS_MAX * 8 {
        return Err(Problem::with_detail(Code::Malformed, "the sign-in name is too long"));
    }
    // Lower case can undo NFKC (and the other way round), so compose once more at the end.
    let lower: String = given.nfkc().flat_map(char::to_lowercase).collect();
    let name: String = lower.trim().nfkc().collect();
    let length = name.chars().count();
    if !(limits::HANDLE_CHARS_MIN..=limits::HANDLE_CHARS_MAX).contains(&length) {
        return Err(Problem::with_detail(Code::Malformed, "a sign-in name has 2 to 64 characters"));
    }
    if name.chars().any(|c| c.is_control() || (c.is_whitespace() && c != ' ')) {
        return Err(Problem::with_detail(Code::Malformed, "a sign-in name holds no control characters"));
    }
    Ok(name)
}

/// What a device is called; cut, not refused: it comes from a browser's own name.
pub(super) fn label(given: &str) -> String {
    let clean = given.chars().filter(|c| !c.is_control());
    clean.take(limits::DEVICE_LABEL_CHARS_MAX).collect::<String>().trim().to_owned()
}

/// Refuses sealed keyrings that no honest client makes.
pub(super) fn check_keyring(sealed: &Bytes) -> Result<(), Problem> {
    match sealed.len() {
        0 => Err(Problem::with_detail(Code::Malformed, "a sealed keyring is missing")),
        n if n > limits::KEYRING_BYTES_MAX => Err(Code::TooLarge.into()),
        _ => Ok(()),
    }
}

/// Refuses what no recovery could be checked against.
pub(super) fn check_verify_key(key: &Bytes) -> Result<(), Problem> {
    let key: Option<[u8; 32]> = key.as_ref().try_into().ok();
    match key.map(|key| VerifyingKey::from_bytes(&key)) {
        Some(Ok(_)) => Ok(()),
        _ => Err(Problem::with_detail(Code::Malformed, "the recovery key is no Ed25519 key")),
    }
}

/// Refuses to change secrets for a caller whose proof of the passphrase is too old.
pub(super) fn check_proof(app: &App, caller: &Caller) -> Result<(), Problem> {
    if is_fresh(caller.proven_at, app.now()) { Ok(()) } else { Err(Code::ReauthNeeded.into()) }
}

/// Whether a proof of the passphrase is recent enough to change secrets.
const fn is_fresh(proven_at: Timestamp, now: Timestamp) -> bool {
    let age = now.seconds_since(proven_at);
    age >= 0 && age <= limits::REAUTH_SECONDS_MAX
}

/// Gives out account ids: the same for the same invitation and name, so that a sign-up whose answer got
/// lost can be tried again; without the key, as good as random.
pub(crate) struct AccountIds {
    key: [u8; 32],
}

impl AccountIds {
    /// With this server's key.
    pub(crate) const fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The id reserved for whoever signs up with this token under this name.
    pub(super) fn reserve(&self, token_hash: &[u8; 32], handle: &str) -> Result<AccountId, Problem> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(|_| Problem::new(Code::Fault))?;
        mac.update(token_hash);
        mac.update(handle.as_bytes());
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        AccountId::from_slice(&digest[..AccountId::LEN]).map_err(|_| Problem::new(Code::Fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_has_one_form() {
        for written in ["Mara", "  MARA ", "ＭＡＲＡ", "mara"] {
            assert_eq!(normal_handle(written).unwrap(), "mara", "{written}");
        }
        assert_eq!(normal_handle("Zoë").unwrap(), normal_handle("zoe\u{308}").unwrap());
        assert_eq!(normal_handle("quiet heron").unwrap(), "quiet heron");
    }

    #[test]
    fn names_that_are_none_are_refused() {
        let long = "a".repeat(limits::HANDLE_CHARS_MAX + 1);
        for written in ["", "a", "  ", "a\nb", "a\u{0}b", &long, &"\u{fdfa}".repeat(64)] {
            assert_eq!(normal_handle(written).unwrap_err().code, Code::Malformed, "{written:?}");
        }
    }

    #[test]
    fn a_label_is_cut_and_cleaned() {
        assert_eq!(label(" Firefox\u{7} on Linux "), "Firefox on Linux");
        assert_eq!(label(&"x".repeat(500)).len(), limits::DEVICE_LABEL_CHARS_MAX);
    }

    #[test]
    fn a_proof_from_the_future_is_not_fresh() {
        let now = Timestamp::from_millis(1_000_000);
        assert!(is_fresh(now.plus_seconds(-limits::REAUTH_SECONDS_MAX), now));
        assert!(!is_fresh(now.plus_seconds(-limits::REAUTH_SECONDS_MAX - 1), now));
        assert!(!is_fresh(now.plus_seconds(2), now));
    }

    #[test]
    fn an_id_is_the_same_again_and_another_for_another() {
        let ids = AccountIds::new([1; 32]);
        let id = ids.reserve(&[2; 32], "mara").unwrap();
        assert_eq!(ids.reserve(&[2; 32], "mara").unwrap(), id);
        assert_ne!(ids.reserve(&[2; 32], "noor").unwrap(), id);
        assert_ne!(ids.reserve(&[3; 32], "mara").unwrap(), id);
        assert_ne!(AccountIds::new([9; 32]).reserve(&[2; 32], "mara").unwrap(), id);
    }
}
