//! Addresses and logins of calendars elsewhere, sealed under a key that lies beside the database, not in it.
//!
//! The server must use them, so it can open them: this protects a stolen database or backup, and nothing
//! against whoever has the whole machine. A backup does not hold the key: restored elsewhere, it is put there by
//! hand, or calendars are named again. `rapport doctor` says how it stands.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use rapport_wire::{Bytes, SourceId};
use zeroize::Zeroizing;

use super::fetch::Target;
use crate::chance::random;

/// Name of the key's file in the data folder.
const FILE: &str = "calendar.key";
const NONCE_BYTES: usize = 24;

/// The key.
pub(crate) struct SourceKey(XChaCha20Poly1305);

impl SourceKey {
    /// Reads the key, or makes it on first start, readable by its owner alone.
    pub(crate) fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join(FILE);
        if !file.exists() {
            make(&file).with_context(|| format!("{} cannot be written", file.display()))?;
        }
        Self::read(&file)
    }

    /// Reads the key, if there is one.
    pub(crate) fn if_in_folder(folder: &Path) -> anyhow::Result<Option<Self>> {
        let file = folder.join(FILE);
        if file.exists() { Self::read(&file).map(Some) } else { Ok(None) }
    }

    /// Whether this is the key that a source was sealed under.
    pub(crate) fn opens(&self, source: SourceId, sealed: &[u8]) -> bool {
        self.open(source, sealed).is_some()
    }

    fn read(file: &Path) -> anyhow::Result<Self> {
        let bytes =
            Zeroizing::new(fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?);
        let key: [u8; 32] = bytes.as_slice().try_into().with_context(|| {
            format!("{} is damaged: remove it, and calendars elsewhere must be named again", file.display())
        })?;
        Ok(Self(XChaCha20Poly1305::new(&Key::from(key))))
    }

    /// Seals a target for its row.
    pub(super) fn seal(&self, source: SourceId, target: &Target) -> Option<Bytes> {
        let clear = Zeroizing::new(serde_json::to_vec(target).ok()?);
        let nonce: [u8; NONCE_BYTES] = random();
        let payload = Payload { msg: &clear, aad: source.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some([nonce.as_slice(), &sealed].concat().into())
    }

    /// Opens it again; none when it was sealed under another key, or for another row.
    pub(super) fn open(&self, source: SourceId, sealed: &[u8]) -> Option<Target> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: sealed, aad: source.as_bytes() };
        let clear = Zeroizing::new(self.0.decrypt(&XNonce::from(*nonce), payload).ok()?);
        serde_json::from_slice(&clear).ok()
    }
}

/// Whole or not at all, and whoever comes first decides.
fn make(file: &Path) -> std::io::Result<()> {
    let partial = file.with_extension(format!("key.{}", std::process::id()));
    let mut open = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    open.write_all(&random::<32>())?;
    open.sync_all()?;
    let linked = fs::hard_link(&partial, file);
    fs::remove_file(&partial)?;
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_row_alone() {
        let folder = tempfile::tempdir().unwrap();
        let key = SourceKey::in_folder(folder.path()).unwrap();
        let target = Target { url: "https://calendar.example/secret.ics".to_owned(), login: None };
        let (one, other) = (SourceId::from_bytes([1; 16]), SourceId::from_bytes([2; 16]));
        let sealed = key.seal(one, &target).unwrap();
        assert!(!sealed.windows(6).any(|some| some == b"secret"));
        let again = SourceKey::in_folder(folder.path()).unwrap();
        assert_eq!(again.open(one, &sealed).unwrap().url, target.url);
        assert!(again.open(other, &sealed).is_none() && again.open(one, &sealed[1..]).is_none());
        let elsewhere = tempfile::tempdir().unwrap();
        assert!(SourceKey::in_folder(elsewhere.path()).unwrap().open(one, &sealed).is_none());
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
