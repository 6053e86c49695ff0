//! What a cheating server or member is caught at, each with a stable key and enough to show a person.
//!
//! `KEY` in Fluent says what was noticed, `KEY-rec` what to do. A finding never blames: a broken disk can
//! look like a cheat, and the words say so.

use std::fmt;

use rapport_envelope::{ChainError, LogError};
use rapport_wire::{AccountId, SpaceId};

/// Something that an honest server with an intact disk never does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The space it concerns; none for the account.
    pub space: Option<SpaceId>,
    /// What was noticed.
    pub what: Noticed,
}

/// What was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Noticed {
    /// An entry does not hold: shown as "could not be verified", never opened.
    Entry {
        /// Where.
        position: u64,
        /// Whose it claims to be.
        author: AccountId,
        /// What is wrong with it.
        wrong: EntryWrong,
    },
    /// The order or history of entries does not hold; the space is frozen.
    History {
        /// Where.
        position: u64,
        /// What is wrong with it.
        wrong: HistoryWrong,
    },
    /// The membership log does not hold; the space is frozen.
    Membership {
        /// Which record.
        index: u64,
        /// What is wrong with it.
        wrong: LogError,
    },
    /// The epoch key that was handed out is not the one its record commits to; the space is frozen.
    EpochKey {
        /// Which epoch.
        epoch: u32,
    },
    /// Somebody's keys are not those known for them.
    KeyChanged {
        /// Whose.
        account: AccountId,
        /// Whether the former keys had been compared aloud.
        compared: bool,
    },
    /// The server names another practice than the link this account came in by.
    OtherPractice,
    /// The server handed out an older keyring than this device has seen.
    KeyringRolledBack,
    /// The server handed out a keyring that does not follow the one this device has seen.
    KeyringForked,
    /// The server handed out somebody else's keyring.
    KeyringForeign,
    /// The server knows less of a space than this account remembers.
    SpaceRolledBack,
    /// The server does not name a space that this account remembers.
    SpaceMissing,
    /// The invitation's membership log is not the one the link names.
    OtherSpace,
    /// Somebody in a call did not prove to be who the server says; their media is not opened.
    CallIdentity {
        /// Whose name it was.
        account: AccountId,
    },
    /// Somebody in a call sees another history of this conversation.
    CallHistory {
        /// Who.
        account: AccountId,
    },
}

/// What is wrong with one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryWrong {
    /// The signature is not its author's.
    Signature,
    /// The body is not the one that was signed.
    Body,
    /// It was moved here from another space.
    Moved,
    /// Its author was no member, or had been removed.
    NotMember,
    /// It was written after its author had been removed.
    Removed,
    /// It is sealed with an epoch key of another membership.
    Epoch,
    /// Its author went back to a membership they had left behind.
    OldMembership,
    /// The seal does not open, or what is in it cannot be read.
    Seal,
    /// It is of a version the space no longer accepts.
    Downgrade,
}

/// What is wrong with a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryWrong {
    /// Something is missing, repeated or out of order.
    Order,
    /// Entries are held back from this device.
    Withheld,
    /// Different people are shown different histories.
    Forked,
    /// An entry stands on a membership that the log does not have.
    UnknownMembership,
    /// Bytes that are no entry at all.
    Malformed,
    /// Something the server had acknowledged is not there.
    Lost,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// One item cannot be trusted; the rest goes on.
    Item,
    /// Somebody should look before writing on.
    Warning,
    /// The conversation, or the account, is stopped until a person decides.
    Stop,
}

impl Finding {
    /// About a space.
    pub const fn in_space(space: SpaceId, what: Noticed) -> Self {
        Self { space: Some(space), what }
    }

    /// About the account.
    pub const fn of_account(what: Noticed) -> Self {
        Self { space: None, what }
    }

    /// The stable name: a Fluent key.
    pub const fn key(&self) -> &'static str {
        self.what.key()
    }

    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        match self.what {
            Noticed::Entry { .. } => Severity::Item,
            Noticed::KeyChanged { .. } | Noticed::CallIdentity { .. } => Severity::Warning,
            _ => Severity::Stop,
        }
    }

    /// Whose it is about, when it is about somebody.
    pub const fn account(&self) -> Option<AccountId> {
        match self.what {
            Noticed::Entry { author, .. } => Some(author),
            Noticed::KeyChanged { account, .. }
            | Noticed::CallIdentity { account }
            | Noticed::CallHistory { account } => Some(account),
            _ => None,
        }
    }
}

impl Noticed {
    /// The stable name: a Fluent key.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Entry { wrong, .. } => match wrong {
                EntryWrong::Signature => "finding-entry-signature",
                EntryWrong::Body => "finding-entry-body",
                EntryWrong::Moved => "finding-entry-moved",
                EntryWrong::NotMember => "finding-entry-not-member",
                EntryWrong::Removed => "finding-entry-removed",
                EntryWrong::Epoch => "finding-entry-epoch",
                EntryWrong::OldMembership => "finding-entry-old-membership",
                EntryWrong::Seal => "finding-entry-seal",
                EntryWrong::Downgrade => "finding-entry-downgrade",
            },
            Self::History { wrong, .. } => match wrong {
                HistoryWrong::Order => "finding-order",
                HistoryWrong::Withheld => "finding-withheld",
                HistoryWrong::Forked => "finding-forked",
                HistoryWrong::UnknownMembership => "finding-unknown-membership",
                HistoryWrong::Malformed => "finding-malformed",
                HistoryWrong::Lost => "finding-lost",
            },
            Self::Membership { .. } => "finding-membership",
            Self::EpochKey { .. } => "finding-epoch-key",
            Self::KeyChanged { .. } => "finding-key-changed",
            Self::OtherPractice => "finding-other-practice",
            Self::KeyringRolledBack => "finding-keyring-rolled-back",
            Self::KeyringForked => "finding-keyring-forked",
            Self::KeyringForeign => "finding-keyring-foreign",
            Self::SpaceRolledBack => "finding-space-rolled-back",
            Self::SpaceMissing => "finding-space-missing",
            Self::OtherSpace => "finding-other-space",
            Self::CallIdentity { .. } => "finding-call-identity",
            Self::CallHistory { .. } => "finding-call-history",
        }
    }

    /// Every key, for the check that Fluent has them all.
    pub const KEYS: &'static [&'static str] = &[
        "finding-entry-signature",
        "finding-entry-body",
        "finding-entry-moved",
        "finding-entry-not-member",
        "finding-entry-removed",
        "finding-entry-epoch",
        "finding-entry-old-membership",
        "finding-entry-seal",
        "finding-entry-downgrade",
        "finding-order",
        "finding-withheld",
        "finding-forked",
        "finding-unknown-membership",
        "finding-malformed",
        "finding-lost",
        "finding-membership",
        "finding-epoch-key",
        "finding-key-changed",
        "finding-other-practice",
        "finding-keyring-rolled-back",
        "finding-keyring-forked",
        "finding-keyring-foreign",
        "finding-space-rolled-back",
        "finding-space-missing",
        "finding-other-space",
        "finding-call-identity",
        "finding-call-history",
    ];
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// What a chain's error means: one entry that is skipped, or a history that stops.
pub enum Verdict {
    /// The entry is skipped and shown as unverified.
    Skip(EntryWrong),
    /// The space freezes.
    Freeze(HistoryWrong),
}

impl From<ChainError> for Verdict {
    fn from(error: ChainError) -> Self {
        use ChainError as E;
        match error {
            E::Signature => Self::Skip(EntryWrong::Signature),
            E::Body => Self::Skip(EntryWrong::Body),
            E::NotMember => Self::Skip(EntryWrong::NotMember),
            E::Removed => Self::Skip(EntryWrong::Removed),
            E::Epoch => Self::Skip(EntryWrong::Epoch),
            E::OldMembership => Self::Skip(EntryWrong::OldMembership),
            E::Moved => Self::Skip(EntryWrong::Moved),
            E::Downgrade => Self::Skip(EntryWrong::Downgrade),
            E::Position | E::Sequence => Self::Freeze(HistoryWrong::Order),
            E::UnknownMembership => Self::Freeze(HistoryWrong::UnknownMembership),
            E::Withheld => Self::Freeze(HistoryWrong::Withheld),
            E::Forked => Self::Freeze(HistoryWrong::Forked),
            E::Format(_) => Self::Freeze(HistoryWrong::Malformed),
        }
    }
}
