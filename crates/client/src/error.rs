//! What went wrong, for a person: each error has a stable key, which names a pair of sentences in Fluent
//! (`KEY` says what happened, `KEY-rec` what to do).

use rapport_seal::heavy::HeavyError;
use rapport_seal::opaque::OpaqueError;
use rapport_seal::words::WordsError;
use rapport_wire::{Code, Problem};

use crate::finding::{Finding, Noticed};
use crate::platform::{Offline, VaultError};

/// Why something a person asked for did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The server cannot be reached.
    #[error(transparent)]
    Offline(#[from] Offline),
    /// The server refused, and says why.
    #[error(transparent)]
    Refused(#[from] Problem),
    /// The server's answer is not of the form it must have.
    #[error("the server's answer could not be read")]
    BadAnswer,
    /// The server, or somebody, cheated.
    #[error("{0}")]
    Cheated(Finding),
    /// Name and passphrase do not belong together.
    #[error("the name and the passphrase do not belong together")]
    WrongPassphrase,
    /// The passphrase cannot be used: empty, or far too long.
    #[error("this passphrase cannot be used")]
    UnusablePassphrase,
    /// The recovery words are not a set.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The recovery words are a set, but not this account's.
    #[error("these words do not belong to this account")]
    OtherWords,
    /// The link is not one of ours, or a part of it is missing.
    #[error("this link is not complete")]
    LinkMalformed,
    /// The device has too little memory free.
    #[error("this device has too little memory free")]
    OutOfMemory,
    /// The page and its worker are of different versions.
    #[error("this page is out of date")]
    OutOfDate,
    /// The device cannot keep anything.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The words or the file break a limit.
    #[error(transparent)]
    Content(#[from] rapport_care::content::ContentError),
    /// The space is not known on this device.
    #[error("this conversation is not known on this device")]
    NoSuchSpace,
    /// The space is frozen by a finding: nothing is sent until a person decides.
    #[error("this conversation is stopped until somebody has looked at it")]
    Frozen,
    /// All clients of the space have left for good: nobody would read it.
    #[error("whoever this is for has left")]
    NobodyHere,
    /// The entry is not there, not one's own, or of a kind that cannot be changed.
    #[error("this cannot be changed")]
    CannotChange,
    /// The passphrase is needed: the session is locked.
    #[error("this device is locked")]
    Locked,
    /// The file could not be read, or what arrived is not what was sent.
    #[error("the file is damaged")]
    FileDamaged,
    /// The file is larger than may be sent.
    #[error("the file is too large")]
    FileTooLarge,
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
    /// The call is not there, or not in a state for this.
    #[error("there is no session to do this in")]
    NoCall,
    /// The signature of an archive does not fit what is in it.
    #[error("the archive was changed after it was signed")]
    ArchiveChanged,
    /// A step of sealing failed that cannot fail with honest keys.
    #[error("nothing can be sealed to these keys")]
    CannotSeal,
}

impl ClientError {
    /// The stable name of what happened: a Fluent key.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Offline(_) => "offline",
            Self::Refused(problem) => problem.code.as_str(),
            Self::BadAnswer => "bad-answer",
            Self::Cheated(finding) => finding.key(),
            Self::WrongPassphrase => "wrong-passphrase",
            Self::UnusablePassphrase => "unusable-passphrase",
            Self::Words(WordsError::Count { .. }) => "words-count",
            Self::Words(WordsError::Unknown { .. }) => "words-unknown",
            Self::Words(WordsError::Mistaken) => "words-mistaken",
            Self::OtherWords => "words-other",
            Self::LinkMalformed => "link-malformed",
            Self::OutOfMemory => "out-of-memory",
            Self::OutOfDate => "out-of-date",
            Self::Vault(_) => "vault",
            Self::Content(_) => "content",
            Self::NoSuchSpace => "no-such-space",
            Self::Frozen => "frozen",
            Self::NobodyHere => "nobody-here",
            Self::CannotChange => "cannot-change",
            Self::Locked => "locked",
            Self::FileDamaged => "file-damaged",
            Self::FileTooLarge => "file-too-large",
            Self::Cancelled => "cancelled",
            Self::NoCall => "no-call",
            Self::ArchiveChanged => "archive-changed",
            Self::CannotSeal => "cannot-seal",
        }
    }

    /// Every key of this type that is not a [`Code`] or a [`Finding`]'s, for the check that Fluent has them all.
    pub const KEYS: &'static [&'static str] = &[
        "offline",
        "bad-answer",
        "wrong-passphrase",
        "unusable-passphrase",
        "words-count",
        "words-unknown",
        "words-mistaken",
        "words-other",
        "link-malformed",
        "out-of-memory",
        "out-of-date",
        "vault",
        "content",
        "no-such-space",
        "frozen",
        "nobody-here",
        "cannot-change",
        "locked",
        "file-damaged",
        "file-too-large",
        "cancelled",
        "no-call",
        "archive-changed",
        "cannot-seal",
    ];

    /// Whether the server refused with this code.
    pub fn is(&self, code: Code) -> bool {
        matches!(self, Self::Refused(problem) if problem.code == code)
    }

    /// Number to show beside the key: which word is wrong, how many were found, seconds to wait.
    pub const fn number(&self) -> Option<u32> {
        match self {
            Self::Words(WordsError::Count { found }) => Some(*found as u32),
            Self::Words(WordsError::Unknown { position }) => Some(*position as u32),
            Self::Refused(problem) => problem.retry_after_seconds,
            _ => None,
        }
    }
}

impl From<HeavyError> for ClientError {
    fn from(error: HeavyError) -> Self {
        match error {
            HeavyError::Garbled => Self::OutOfDate,
            HeavyError::Opaque(error) => error.into(),
        }
    }
}

impl From<OpaqueError> for ClientError {
    fn from(error: OpaqueError) -> Self {
        match error {
            OpaqueError::WrongPassphrase => Self::WrongPassphrase,
            OpaqueError::UnusablePassphrase => Self::UnusablePassphrase,
            OpaqueError::BadAnswer => Self::BadAnswer,
            OpaqueError::BadState => Self::OutOfDate,
            OpaqueError::OutOfMemory => Self::OutOfMemory,
        }
    }
}

impl From<rapport_seal::keyring::KeyringError> for ClientError {
    fn from(error: rapport_seal::keyring::KeyringError) -> Self {
        use rapport_seal::keyring::KeyringError as E;
        let noticed = match error {
            E::RolledBack { .. } => Noticed::KeyringRolledBack,
            E::Forked => Noticed::KeyringForked,
            E::SomebodyElse => Noticed::KeyringForeign,
            E::Format(_) | E::DoesNotOpen => return Self::BadAnswer,
            E::NeedsPassphrase | E::TooLarge => return Self::CannotSeal,
        };
        Self::Cheated(Finding::of_account(noticed))
    }
}
